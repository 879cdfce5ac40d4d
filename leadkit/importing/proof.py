"""Proof of consent per list: when, where and to what those of a list said yes who did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.as_planned import AsPlanned
from leadkit.base.cells import flags, text, texts
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.how_many import how_many
from leadkit.base.named import listed
from leadkit.fields.dates import is_day_alone
from leadkit.fields.said import SAYING_YES, YES, what_rows_say
from leadkit.fields.spans import may_be_two, parse_day
from leadkit.importing.cell_changes import Cells
from leadkit.importing.column_map import ColumnMap
from leadkit.importing.mapping import Mapped
from leadkit.importing.options import PROOF, ImportOptions

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class Proof:
    """What proves each yes of one list, and how often it was used."""

    source: str = ""
    text: str = ""
    day: str = ""  # the same for all, in ISO 8601
    column: str = ""  # of the lead table, which holds each row's day; "" where ``day`` does
    given: Mapping[str, str] = field(default_factory=dict)  # as it was written, by PROOF
    rows: int = 0
    agreed: int = 0
    without_day: int = 0
    is_given: bool = True  # not merely told by the answers themselves

    @property
    def columns(self) -> list[str]:
        """The columns of the lead table that it fills."""
        filled = (self.day or self.column, self.source, self.text)
        return [name for name, part in zip(PROOF, filled, strict=True) if part]

    def fill(self, cells: Cells, rows: int, read: Callable[[str], str | None]) -> None:
        """Fill the proof of the rows that said yes, where they have none of their own.

        ``read`` reads the dates of the column with the days.
        """
        import pyarrow.compute as pc

        agreed = flags(what_rows_say(cells.get, rows) == YES)
        days = text(self.day)
        if self.column:
            days = _days(cells.get(self.column), read, rows)
        for name, value in zip(PROOF, (days, text(self.source), text(self.text)), strict=True):
            if name in self.columns:
                own = cells.get(name)
                own = _blanks(rows) if own is None else own
                wanting = pc.and_(agreed, pc.equal(pc.utf8_trim_whitespace(own), text("")))
                cells[name] = pc.if_else(wanting, value, own)
        self.rows += rows
        self.agreed += pc.sum(agreed).as_py() or 0
        if self.given.get("consent_at"):
            blank = pc.equal(pc.utf8_trim_whitespace(cells["consent_at"]), text(""))
            self.without_day += pc.sum(pc.and_(agreed, blank)).as_py() or 0

    def notes(self, label: str) -> list[str]:
        """Tell how many rows of a list the proof was for."""
        if not self.is_given:
            return []
        if not self.agreed:
            return [
                f"{label}: no row said yes, so the proof of consent is given to none; the answers "
                f"are looked for in {', '.join(SAYING_YES)}"
            ]
        get = "gets" if self.agreed == 1 else "get"
        of = f"{self.agreed:,} of {how_many(self.rows, 'row')}"
        notes: list[str] = [AsPlanned(f"{label}: {of} said yes and {get} its proof of consent")]
        if self.without_day:
            at = self.given["consent_at"]
            notes.append(
                f"{label}: '{at}' holds no day for {self.without_day:,} of them, whose consent_at "
                "stays blank"
            )
        return notes


def proof_of(
    path: str,
    options: ImportOptions,
    column_map: ColumnMap | None,
    mapped: Sequence[Mapped],
    samples: Sequence[Sequence[str]],
) -> Proof | None:
    """Return the proof that options give for a list, or else its map; None where there is none.

    Where neither gives a day, an answer that is one, as below "Consent given on", is its own.
    Raises LeadkitError for a consent_at that is no day and no column of the list.
    """
    in_map = column_map.consent if column_map else {}
    given = {name: (getattr(options, name) or in_map.get(name, "")).strip() for name in PROOF}
    answered = "" if given["consent_at"] else _dated_answers(mapped, samples)
    if not any(given.values()) and not answered:
        return None
    at = given["consent_at"]
    where = "--consent-at" if options.consent_at or not column_map else column_map.file
    source, wording = given["consent_source"], given["consent_text"]
    proof = Proof(source, wording, column=answered, given=given, is_given=any(given.values()))
    day = parse_day(at, options.date_order)
    if day:
        proof.day = day.isoformat()
    elif at:
        proof.column = _column_named(at, path, where, mapped)
    return proof


def _dated_answers(mapped: Sequence[Mapped], samples: Sequence[Sequence[str]]) -> str:
    """Return the column of answers that are days, "" for none or where days are elsewhere."""
    if any("consent_at" in one.columns for one in mapped):
        return ""
    columns = {
        one.column: [cell for cell in cells if cell.strip()]
        for one, cells in zip(mapped, samples, strict=False)
        if one.field in SAYING_YES and one.field != "mailing_status"
    }
    ranked = sorted(columns, key=lambda name: name != "email_consent")
    return next((name for name in ranked if any(map(is_day_alone, columns[name]))), "")


def _column_named(given: str, path: str, where: str, mapped: Sequence[Mapped]) -> str:
    """Return the column of the lead table that somebody calls by its header or by our name."""
    names = [(" ".join(one.header.split()), one.column) for one in mapped]
    wanted = " ".join(given.split())
    for fold in (str, str.casefold):
        for called in names:
            if fold(wanted) in map(fold, called):
                return called[1]
    if may_be_two(given):
        raise LeadkitError(
            f"{where}: '{given}' may be two days; write it as 2026-10-31, or give --date-order"
        )
    headers = [header or column for header, column in names]
    known = dict.fromkeys([*headers, *(column for _, column in names)])
    hint = did_you_mean(given, known) or f"; its columns are {listed(headers)}"
    raise LeadkitError(f"{path}: consent_at: '{given}' is neither a day nor a column{hint}")


def _days(cells: pa.Array | None, read: Callable[[str], str | None], rows: int) -> pa.Array:
    """Return the days that cells hold in ISO 8601, "" where they hold none."""
    if cells is None:
        return _blanks(rows)
    encoded = cells.dictionary_encode()
    days = [read(cell) or "" for cell in encoded.dictionary.to_pylist()]
    return texts(days).take(encoded.indices)


def _blanks(rows: int) -> pa.Array:
    return texts([""] * rows)
