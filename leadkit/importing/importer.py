"""The import stage: raw lists of any shape -> one table of leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, map_cells, numbers, repeated, text, texts, whole
from leadkit.base.columns import COMPLETE, DATES, IDENTITY, KNOWN
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.keyed import hashes_64
from leadkit.fields.consent import NO, says_there_is_none, yes_or_no
from leadkit.fields.dates import needs_order
from leadkit.fields.email.one import mend_email
from leadkit.fields.headers.consent import read_consent_header
from leadkit.fields.objections import NOT_RECORDED, UNCONFIRMED
from leadkit.files.labels import file_labels
from leadkit.files.raw import RawRows, Reject
from leadkit.importing.column_map import map_text
from leadkit.importing.combined import COMBINED, cut
from leadkit.importing.consent_columns import ANSWERED, only_confirms
from leadkit.importing.digits import mend_dialled
from leadkit.importing.lead_ids import LeadIds, row_hashes, strung
from leadkit.importing.list_table import list_tables
from leadkit.importing.mapping import Mapped
from leadkit.importing.options import PROOF, ImportOptions
from leadkit.importing.rejects import IDENTITY as MENDED_IDENTITY
from leadkit.importing.rejects import (
    as_if_mended,
    as_they_were,
    rejected_again,
    seen_of,
)
from leadkit.importing.unusable import marked_rows, set_aside
from leadkit.importing.whole_addresses import WHOLE, rows_left_whole

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Some rows of a list as they stand in it, the leads they become, and those set aside."""

    rows: RawRows  # that can be used: one for each lead
    leads: pa.Table
    rejects: list[Reject]


class Importer:
    """Turns raw rows of several lists into leads of one table, with an identity for each.

    ``lists`` are headers and a sample of rows by path; ``per_list`` are options by path, where
    some are a list's own.
    """

    def __init__(
        self,
        lists: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]],
        options: ImportOptions,
        per_list: Mapping[str, ImportOptions] | None = None,
    ) -> None:
        self._labels = file_labels(list(lists))
        self.notes: list[str] = []
        self.codes: Counter[str] = Counter()
        self._ids = LeadIds()
        self._tables, map_notes = list_tables(lists, options, per_list or {})
        self.notes += map_notes
        for path, table in self._tables.items():
            _check_required(options.require, path, table.mapped)
        self.columns = self._union(lists)
        for table in self._tables.values():
            table.damage.columns = frozenset(self.columns)

    def _union(
        self, lists: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]]
    ) -> list[str]:
        names = [name for of in self._tables.values() for one in of.mapped for name in one.columns]
        for table in self._tables.values():
            names += ["lead_source"] * bool(table.source)
            names += [COMPLETE] * bool(table.options.complete)
            names += ["consent_unread"] * bool(table.consent_unread)
            names += table.proof.columns if table.proof else []
            names += table.refused
        for path, (headers, sample) in lists.items():
            table = self._tables[path]
            if len(headers) == len(table.mapped) and not table.is_own:
                names += _further_columns(table.mapped, sample)
        known = [name for name in KNOWN if name in names]
        others = dict.fromkeys(n for n in names if n not in (*KNOWN, *IDENTITY, "issues"))
        return [*IDENTITY, *known, *others, "issues"]

    def label(self, path: str) -> str:
        """Return what source_file says for the rows of a list."""
        return self._labels[path]

    def map_text(self) -> str:
        """Return the map of all lists, as --write-map writes it."""
        tables = self._tables
        lists = {path: (of.headers, of.mapped) for path, of in tables.items()}
        consent = {name: _common(of.proof_given(name) for of in tables.values()) for name in PROOF}
        return map_text(lists, _common(of.source for of in tables.values()), consent)

    def proof_notes(self) -> list[str]:
        """Tell of each list with a proof of consent whom it was for, when all rows were read."""
        proofs = {path: table.proof for path, table in self._tables.items()}
        return [n for path, one in proofs.items() if one for n in one.notes(self._labels[path])]

    def misread_lists(self) -> list[str]:
        """Tell of each list that was hardly read as it is meant, by the first rows of it."""
        told = {path: table.misread for path, table in self._tables.items()}
        return [f"{path}: {why}" for path, why in told.items() if why]

    def date_columns(self, path: str, sample: Sequence[Sequence[str]]) -> dict[int, str]:
        """Return the columns, by position, that only all of their cells say how to read."""
        table = self._tables[path]
        if table.is_own or table.is_rejects:
            return {}
        of_proof = table.proof.column if table.proof else ""
        columns = {
            place: one.column
            for place, one in enumerate(table.mapped)
            if one.field in DATES or (of_proof and one.column == of_proof)
        }
        return {
            place: name
            for place, name in columns.items()
            if needs_order(row[place] for row in sample if len(row) > place)
        }

    def settle_dates(self, path: str, column: str, cells: Collection[str]) -> None:
        """Find out from its cells how a column of a list writes its dates."""
        notes = self._tables[path].damage.dates.settle(column, cells)
        self.notes += [f"{path}: {note}" for note in notes]

    def date_notes(self) -> list[str]:
        """Tell which cells of each list are no dates, when all rows were read."""
        tables = self._tables.items()
        return [f"{path}: {note}" for path, of in tables for note in of.damage.dates.notes()]

    def mapped(self, path: str) -> Sequence[Mapped]:
        """Return what becomes of each column of a list, and why."""
        return self._tables[path].mapped

    def leads(self, path: str, rows: RawRows) -> ReadRows:
        """Return the rows as a table of leads with all its columns, and those set aside.

        What a list lacks is blank.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        table, label = self._tables[path], self._labels[path]
        rejects: list[Reject] = []
        if table.is_rejects:
            rows, rejects = as_they_were(rows, table.headers, table.all_headers)
        rows, unusable, lone = set_aside(rows, table.headers, table.between)
        blank = repeated("", len(rows.lines))
        cells = _joined(table.mapped, rows.cells)
        if table.is_own:
            issues = cells.pop("issues", blank)
        else:
            whole_text = rows.text.whole if rows.text else b""
            cells, codes = table.damage.mend(cells, whole_text, rows.lines)
            whole = rows_left_whole((one.columns for one in table.mapped), cells)
            codes = {**codes, **marked_rows(rows)}
            if len(whole):
                codes = {**codes, WHOLE: whole}
            if table.between.is_rarely_alone and lone.any():
                codes = {**codes, "lone_text": lone.nonzero()[0]}
            self.codes.update({code: len(found) for code, found in codes.items()})
            issues = _issues(codes, blank)
            cells |= self._identity(label, rows)
        if table.source:
            cells["lead_source"] = _or_else(cells.get("lead_source", blank), table.source)
        if system := table.options.complete:
            cells[COMPLETE] = repeated(system, len(rows.lines))
        if table.consent_unread:
            unread = text(table.consent_unread)
            cells["consent_unread"] = _together(cells.get("consent_unread", blank), unread, "; ")
        for name in table.refused:
            cells[name] = _or_else(cells.get(name, blank), "yes")
        if table.proof:
            read = partial(table.damage.dates.read, table.proof.column)
            table.proof.fill(cells, len(rows.lines), read)
        columns = {name: cells.get(name, blank) for name in self.columns[:-1]}
        leads = pa.table({**columns, "issues": issues})
        if table.is_own and pc.any(pc.equal(columns["lead_id"], text(""))).as_py():
            raise LeadkitError(f"{label}: lead_id is empty in some rows; it must name each lead")
        return ReadRows(rows, leads, rejects + unusable)

    def set_aside_rows(self, path: str, rejects: Sequence[Reject]) -> list[Reject]:
        """Return the rows of a list that nobody could read, with what they are known by later.

        To be asked when all other rows, of all lists, have their ids.
        """
        table, label = self._tables[path], self._labels[path]
        if table.is_rejects:
            again = [r if r.origin else rejected_again(r, table.all_headers) for r in rejects]
            return [replace(r, label=r.label or label) for r in again]
        rejects = [replace(reject, label=reject.label or label) for reject in rejects]
        mended = as_if_mended(rejects, len(table.headers))
        which = [place for place, cells in enumerate(mended) if cells is not None]
        columns = list(zip(*(cells for cells in mended if cells is not None), strict=True))
        if columns and not table.is_own:
            keys = strung([texts(cells) for cells in columns])
            for place, seen in zip(which, self._ids.seen(hashes_64(keys)).tolist(), strict=True):
                rejects[place] = replace(rejects[place], seen=seen)
        return rejects

    def _identity(self, label: str, rows: RawRows) -> dict[str, pa.Array]:
        import pyarrow as pa

        if "_file" in rows.cells.column_names:  # mended rejects: who they were in their own list
            origin = {"source_file": "_file", "source_row": "_line"}
            keys = (key.encode() for key in rows.cells[MENDED_IDENTITY].to_pylist())
            ids = self._ids.of(hashes_64(keys), seen_of(rows.cells))
            return {"lead_id": ids} | {n: whole(rows.cells[own]) for n, own in origin.items()}
        return {
            "lead_id": self._ids.of(row_hashes(rows)),
            "source_file": repeated(label, len(rows.lines)),
            "source_row": numbers(rows.lines).cast(pa.large_string()),
        }


def _joined(mapped: Sequence[Mapped], cells: pa.Table) -> dict[str, pa.Array]:
    """Return the cells by column; several columns of one field are joined, blanks left out."""
    joined: dict[str, pa.Array] = {}
    filled = {name for target in mapped for name in target.columns}
    number_before = False  # of a house, where the street follows
    for target, column in zip(mapped, cells.columns, strict=False):
        own = whole(column)
        asks = not ANSWERED.isdisjoint(target.columns)
        if asks and only_confirms(target.header):
            own = map_cells(own, lambda cell: cell if yes_or_no(cell) != NO else UNCONFIRMED)
        elif asks and read_consent_header(target.header).is_record:
            own = map_cells(own, lambda cell: NOT_RECORDED if says_there_is_none(cell) else cell)
        parts = cut(target.field, own, filled) if target.field in COMBINED else repeat(own)
        for name, part in zip(target.columns, parts, strict=False):
            sign = (
                " " if number_before else target.joined_by or (", " if "street" in name else "; ")
            )
            joined[name] = _together(joined[name], part, sign) if name in joined else part
            if "street" in name:
                number_before = bool(target.joined_by)
    return joined


def _together(before: pa.Array, own: pa.Array | pa.Scalar, sign: str) -> pa.Array:
    """Return both cells of each row, the same ones and blanks only once."""
    import pyarrow.compute as pc

    both = pc.binary_join_element_wise(before, own, text(sign))
    either = pc.if_else(pc.equal(before, text("")), own, before)
    either_blank = pc.or_(pc.equal(before, text("")), pc.equal(own, text("")))
    return pc.if_else(pc.or_(either_blank, pc.equal(before, own)), either, both)


def _common(values: Iterable[str]) -> str:
    """Return what all lists have in common, "" where they differ."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""


def _issues(codes: Mapping[str, np.ndarray], blank: pa.Array) -> pa.Array:
    """Return the column issues: the codes of each row, apart by "; "."""
    import numpy as np
    import pyarrow.compute as pc

    issues = blank
    for code, rows in codes.items():
        has_code = np.zeros(len(blank), bool)
        has_code[rows] = True
        longer = pc.binary_join_element_wise(issues, text(code), text("; "))
        longer = pc.if_else(pc.equal(issues, text("")), text(code), longer)
        issues = pc.if_else(flags(has_code), longer, issues)
    return issues


def _check_required(required: Sequence[str], path: str, mapped: Sequence[Mapped]) -> None:
    columns = {name for one in mapped for name in one.columns}
    for name in required:
        if name not in KNOWN:
            raise LeadkitError(f"--require {name}: no such column{did_you_mean(name, KNOWN)}")
        if name not in columns:
            raise LeadkitError(
                f"{path}: no column is {name}, which is required; "
                "'leadkit import FILE --write-map map.yaml' shows what each column was taken for"
            )


def _further_columns(mapped: Sequence[Mapped], sample: Sequence[Sequence[str]]) -> list[str]:
    """Return email_2 and phone_2 where cells of a sample hold several addresses or numbers."""
    further = []
    for place, target in enumerate(mapped):
        mend = {"email": mend_email, "phone": mend_dialled}.get(target.field)
        if mend and any(len(row) > place and mend(row[place]).more for row in sample):
            further.append(f"{target.field}_2")
    return further


def _or_else(cells: pa.Array, default: str) -> pa.Array:
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(cells, text("")), text(default), cells)
