"""The import stage: raw lists of any shape -> one table of leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from leadkit.columns import IDENTITY, KNOWN, NEXT_FIELD, field_of
from leadkit.errors import LeadkitError
from leadkit.files import STANDARD
from leadkit.stage import RawRows, Reject

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.stage import Leads


@dataclass(frozen=True)
class ImportOptions:
    """How to read the lists; an empty text means: find out."""

    encoding: str = ""
    delimiter: str = ""
    source: str = ""  # lead_source of rows whose list does not tell theirs


def map_headers(headers: Sequence[str]) -> list[str]:
    """Return the column each header becomes: a known one, or its own name, never one twice.

    The first header of a kind gets the field, a further e-mail or phone the next free one of its
    kind; whatever is left keeps its own name, numbered where that name is taken.

    >>> map_headers(["Vorname", "E-Mail", "E-Mail", "Shoe size", "Shoe size", ""])
    ['first_name', 'email', 'email_2', 'Shoe size', 'Shoe size_2', 'column_6']
    """
    if set(IDENTITY) <= set(headers) and len(set(headers)) == len(headers):
        return list(headers)  # leadkit wrote this table: its columns have their names already
    columns = [""] * len(headers)
    taken: set[str] = set(IDENTITY)
    # A header that is a field's own name comes before one that only means the same.
    for exact in (True, False):
        for at, header in enumerate(headers):
            field = field_of(header)
            if columns[at] or field is None or (exact and header != field):
                continue
            while field in taken and field in NEXT_FIELD:
                field = NEXT_FIELD[field]
            if field not in taken:
                columns[at] = field
                taken.add(field)
    for at, header in enumerate(headers):
        if not columns[at]:
            columns[at] = _free_name(header.strip() or f"column_{at + 1}", taken)
            taken.add(columns[at])
    return columns


def _free_name(name: str, taken: Iterable[str]) -> str:
    number = 1
    candidate = name
    while candidate in set(taken) or candidate in KNOWN:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def file_labels(paths: Sequence[str]) -> dict[str, str]:
    """Return the shortest name that tells each file from the others.

    >>> file_labels(["fairs/jan/leads.csv", "fairs/feb/leads.csv"])
    {'fairs/jan/leads.csv': 'jan/leads.csv', 'fairs/feb/leads.csv': 'feb/leads.csv'}
    """
    labels = {}
    for path in paths:
        parts = PurePath(path).parts
        others = [PurePath(other).parts for other in paths if other != path]
        tails = (parts[-length:] for length in range(1, len(parts)))
        tail = next((t for t in tails if all(o[-len(t) :] != t for o in others)), parts)
        name = "stdin" if path == STANDARD else "/".join(tail)
        labels[path] = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return labels


class Importer:
    """Turns raw rows of several lists into leads of one table, with an identity for each."""

    def __init__(self, headers: Mapping[str, Sequence[str]], options: ImportOptions) -> None:
        self._labels = file_labels(list(headers))
        self._mapped = {path: map_headers(own) for path, own in headers.items()}
        self._source = options.source
        self._ids = _Identities()
        names = [name for own in self._mapped.values() for name in own]
        if options.source:
            names.append("lead_source")
        known = [name for name in KNOWN if name in names]
        unknown = dict.fromkeys(n for n in names if n not in KNOWN and n not in IDENTITY)
        self.columns = [*IDENTITY, *known, *unknown]

    def mapping(self, path: str) -> list[str]:
        """Return the columns that the headers of a file became."""
        return self._mapped[path]

    def leads(self, path: str, rows: RawRows) -> Leads:
        """Return the rows as leads with all columns of the table; what a list lacks is blank."""
        import pyarrow as pa

        mapped = self._mapped[path]
        cells = dict(zip(mapped, rows.cells.columns, strict=True))
        label = self._labels[path]
        blank = pa.repeat(pa.scalar("", pa.large_string()), len(rows.lines))
        own_table = set(IDENTITY) <= set(mapped)
        if not own_table:
            cells["lead_id"] = self._ids.of_rows(PurePath(label).name, rows.cells)
            cells["source_file"] = pa.repeat(pa.scalar(label, pa.large_string()), len(rows.lines))
            cells["source_row"] = pa.array(rows.lines).cast(pa.large_string())
        if self._source:
            cells["lead_source"] = _or_else(cells.get("lead_source", blank), self._source)
        table = pa.table({name: cells.get(name, blank) for name in self.columns})
        leads: Leads = table.to_pandas()
        if own_table and (leads["lead_id"] == "").any():
            raise LeadkitError(f"{label}: lead_id is empty in some rows; it must name each lead")
        return leads


def _or_else(cells: pa.ChunkedArray, default: str) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(cells, ""), default, cells)


def set_blank_rows_aside(rows: RawRows) -> tuple[RawRows, list[Reject]]:
    """Return the rows that hold anything, and rejects for those that hold nothing at all."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    blank = np.ones(len(rows.lines), bool)
    for cells in rows.cells.columns:
        blank &= pc.equal(pc.utf8_trim_whitespace(cells), "").to_numpy()
        if not blank.any():  # mostly decided by the first column
            return rows, []
    kept = replace(rows, cells=rows.cells.filter(pa.array(~blank)), lines=rows.lines[~blank])
    reason = "every cell is blank"
    lines = rows.lines[blank].tolist()
    return kept, [Reject(rows.file, line, "blank_row", reason, "") for line in lines]


_SEPARATOR = "\x1f"
_LONG = 1 << 20  # hashes; longer runs are not merged, for that takes their memory twice


def _joined(file_name: str, columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    name, separator = (pa.scalar(text, pa.large_string()) for text in (file_name, _SEPARATOR))
    return pc.binary_join_element_wise(name, *columns, separator)


class _Identities:
    """Gives each row an id made of its file's name and its cells.

    The id so stays the same on every run and wherever the row moves to in its file. Identical
    rows are told apart by counting them: the second gets the suffix -2.
    """

    def __init__(self) -> None:
        self._seen: list[np.ndarray] = []  # sorted runs of hashes, each longer than the next

    def of_rows(self, file_name: str, cells: pa.Table) -> pa.Array:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc
        from xxhash import xxh3_64_intdigest

        if not cells.num_rows:
            return pa.array([], pa.large_string())
        joined = _joined(file_name, cells.combine_chunks().columns)
        separators = pc.count_substring(joined, _SEPARATOR)
        if pc.max(separators).as_py() > cells.num_columns:  # a cell holds one itself
            escaped = [pc.replace_substring(c, "\x1e", "\x1e0") for c in cells.columns]
            escaped = [pc.replace_substring(c, _SEPARATOR, "\x1e1") for c in escaped]
            joined = pc.if_else(
                pc.greater(separators, cells.num_columns), _joined(file_name, escaped), joined
            )
        hashes = np.fromiter(
            map(xxh3_64_intdigest, joined.cast(pa.large_binary()).to_pylist()),
            np.uint64,
            count=cells.num_rows,
        )
        ids = [f"{number:016x}" for number in hashes.tolist()]
        for at, occurrence in self._repeats(hashes):
            ids[at] += f"-{occurrence}"
        return pa.array(ids, pa.large_string())

    def _repeats(self, hashes: np.ndarray) -> list[tuple[int, int]]:
        """Return (position, how many-eth) of the rows that occurred before, and remember all."""
        import numpy as np

        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        occurrence = np.arange(len(ordered)) - np.searchsorted(ordered, ordered) + 1
        for run in self._seen:
            occurrence += np.searchsorted(run, ordered, "right") - np.searchsorted(run, ordered)
        self._seen.append(ordered)
        while len(self._seen) > 1 and len(self._seen[-2]) <= min(2 * len(self._seen[-1]), _LONG):
            merged = np.concatenate(self._seen[-2:])
            del self._seen[-2:]
            merged.sort(kind="stable")
            self._seen.append(merged)
        repeated = np.flatnonzero(occurrence > 1)
        return [(int(order[at]), int(occurrence[at])) for at in repeated]
