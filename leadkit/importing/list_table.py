"""What is known of each list before its rows are read: columns, dates, proof, by its options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leadkit.base.columns import IDENTITY
from leadkit.importing.between import NOTHING_KNOWN, Between, learned
from leadkit.importing.column_map import ColumnMap, labelled, map_notes, mapped_by, read_map, scalar
from leadkit.importing.consent_columns import (
    ANSWERED,
    OTHER_WAY,
    elsewhere_note,
    none_note,
    unread_note,
)
from leadkit.importing.damage import Damage
from leadkit.importing.date_columns import DateColumns
from leadkit.importing.digits import has_codes_of_five
from leadkit.importing.mapping import Mapped, map_columns
from leadkit.importing.misread import grouped_note, why_misread
from leadkit.importing.named_lists import named_note, refused_by_name
from leadkit.importing.options import ImportOptions
from leadkit.importing.proof import Proof, proof_of
from leadkit.importing.rejects import OURS, is_rejects_table


@dataclass
class ListTable:
    """What is known of one list: its headers, what they become, how its dates are written."""

    headers: list[str]  # of the columns that are the list's own
    all_headers: list[str]
    mapped: list[Mapped]
    damage: Damage
    options: ImportOptions
    source: str = ""  # lead_source of rows that have none
    proof: Proof | None = None  # of the consent of those who said yes
    refused: tuple[str, ...] = ()  # columns in which all rows say no, by the name of the list
    is_own: bool = False  # leadkit wrote it: its rows have their ids
    is_rejects: bool = False  # rows of other lists, mended by hand
    consent_notes: tuple[str, ...] = ()  # what of its columns about consent is to be said
    between: Between = NOTHING_KNOWN  # what tells rows between the contacts
    misread: str = ""  # why it was hardly read as it is meant

    @property
    def consent_unread(self) -> str:
        """The headers that look like consent and were not understood, apart by "; "."""
        return "; ".join(" ".join(one.header.split()) for one in self.mapped if one.is_unread)

    def proof_given(self, name: str) -> str:
        """Return what is given for a column of the proof of consent."""
        return self.proof.given[name] if self.proof else ""


def list_tables(
    lists: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]],
    options: ImportOptions,
    per_list: Mapping[str, ImportOptions],
) -> tuple[dict[str, ListTable], list[str]]:
    """Return what is known of each list, and what their maps leave to be said.

    ``lists`` are headers and a sample of rows by path; ``per_list`` are options by path, where
    some are a list's own. Raises LeadkitError for a map or a proof of consent that is wrong.
    """
    of_lists = {path: per_list.get(path, options) for path in lists}
    maps = {own.map: read_map(own.map) for own in of_lists.values() if own.map}
    tables = {
        path: _table(path, headers, sample, of_lists[path], maps.get(of_lists[path].map))
        for path, (headers, sample) in lists.items()
    }
    notes = []
    for name, column_map in maps.items():
        mapped = {path: lists[path][0] for path, own in of_lists.items() if own.map == name}
        notes += map_notes(column_map, mapped)
    notes += [note for table in tables.values() for note in table.consent_notes]
    notes += [named_note(path, one.refused) for path, one in tables.items() if one.refused]
    notes += [
        note
        for path, (_, sample) in lists.items()
        if not tables[path].is_own and (note := grouped_note(path, tables[path].mapped, sample))
    ]
    return tables, notes


def _table(
    path: str,
    headers: Sequence[str],
    sample: Sequence[Sequence[str]],
    options: ImportOptions,
    by_map: ColumnMap | None,
) -> ListTable:
    is_rejects = is_rejects_table(headers)
    own = [h for h in headers if not is_rejects or h not in OURS]
    cells = list(zip(*(row for row in sample if len(row) == len(headers)), strict=True))
    samples = [cells[at] for at, h in enumerate(headers) if cells and h in own]
    mapped = mapped_by(by_map, own, samples) if by_map else map_columns(own, samples)
    return ListTable(
        own,
        list(headers),
        mapped,
        Damage(
            frozenset(),
            DateColumns(options.date_order),
            options.fix_mojibake,
            any(
                has_codes_of_five(column)
                for one, column in zip(mapped, samples, strict=False)
                if one.field in ("postal_code", "home_postal_code")
            ),
        ),
        options,
        options.source or (by_map.source if by_map else ""),
        proof_of(path, options, by_map, mapped, samples),
        refused_by_name(path, mapped) if not is_rejects else (),
        misread="" if by_map or is_rejects else why_misread(headers, mapped, sample),
        is_own=not is_rejects and set(IDENTITY) <= {one.column for one in mapped},
        is_rejects=is_rejects,
        consent_notes=tuple(_consent_notes(path, mapped, samples)),
        between=learned(headers, sample),
    )


def _consent_notes(
    path: str, mapped: Sequence[Mapped], samples: Sequence[Sequence[str]]
) -> Iterator[str]:
    labels = labelled([one.header for one in mapped])
    for at, (label, one) in enumerate(zip(labels, mapped, strict=True)):
        if one.is_unread:
            cells = samples[at] if at < len(samples) else ()
            yield unread_note(path, label, scalar(label), cells)
        elif one.reason == OTHER_WAY:
            yield elsewhere_note(path, label)
        elif not ANSWERED.isdisjoint(one.columns) and at < len(samples):
            yield from none_note(path, label, samples[at])
