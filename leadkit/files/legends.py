"""Legends of a workbook: sheets that say in words what the codes of a column in another sheet mean.

A call centre writes 42, and on its second sheet that 42 is "no more e-mails": whoever reads the
first sheet alone mails people who said no.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadkit.fields.consent import plain_answer, yes_or_no
from leadkit.fields.headers.consent import read_consent_header
from leadkit.files.grid import Grid

MOST = 200  # rows that a legend has at most
_LONGEST = 12  # letters of a code
_COVERED = 0.8  # of a column's cells, at least, are in the legend that explains it

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Legend:
    """What codes mean, and the column that they stand in where the legend names it."""

    sheet: str
    words: Mapping[str, str] = field(default_factory=dict)  # code, folded -> what it means
    names: frozenset[str] = frozenset()  # of the sheet, and above its codes


def legend_of(rows: Rows, sheet: str = "") -> Legend | None:
    """Return what a sheet says of codes; None where it is no legend.

    >>> legend_of([["Code", "Bedeutung"], ["41", "keine Anrufe"], ["42", "keine Mails"]]).words
    {'code': 'Bedeutung', '41': 'keine Anrufe', '42': 'keine Mails'}
    >>> legend_of([["Name", "Mail"], ["Eva Meier", "e@x.example.com"]])
    """
    told = [filled for row in rows[: MOST + 1] if (filled := [c.strip() for c in row if c.strip()])]
    pairs = [(filled[0], max(filled[1:], key=len)) for filled in told if len(filled) > 1]
    if not 2 <= len(pairs) <= MOST or len(pairs) * 2 < len(told):
        return None
    above = pairs[0][0]  # a header as a rule, which is no code of the column then, and harms none
    codes = pairs if _is_code(above) else pairs[1:]
    words: dict[str, str] = {}
    for code, said in codes:  # of one that stands there twice all counts
        before = words.get(_folded(code))
        words[_folded(code)] = f"{before}; {said}" if before else said
    fits = all(_is_code(code) for code, _ in codes) and len(words) > 1
    said_in_words = sum(_is_words(said) for said in words.values()) >= len(words) * _COVERED
    if not fits or not said_in_words:
        return None
    return Legend(sheet, words, frozenset({_folded(sheet), _folded(above)}))


def tell_codes(table: Grid, legends: Sequence[Legend]) -> None:
    """Put into a table's cells what their codes mean, where one column alone holds those codes."""
    for legend in legends:
        places = [at for at in range(len(table.headers)) if _explains(legend, table, at)]
        named = [at for at in places if _folded(table.headers[at]) in legend.names]
        places = named or [at for at in places if _may_mean(legend, table, at)]
        if len(places) > 1:  # a no that is not understood harms most
            places = [at for at in places if _is_about_consent(table, at)] or places
        shown = " and ".join(f"'{table.headers[at] or at + 1}'" for at in places)
        if len(places) > 1:
            table.notes.append(
                f"{table.name}: the codes of sheet '{legend.sheet}' may be those of {shown}, and "
                "were told in words in neither; call its first column as the one that it explains"
            )
            continue
        for at in places:
            _put_words(table, at, legend)
            table.notes.append(
                f"{table.name}: the codes in {shown} were read as sheet '{legend.sheet}' says in "
                "words what they mean"
            )


def _explains(legend: Legend, table: Grid, at: int) -> bool:
    cells = [folded for row in table.cells if (folded := _folded(row[at]))]
    known = [cell for cell in cells if cell in legend.words]
    if not known or len(known) < len(cells) * _COVERED:
        return False
    counted = len(set(known)) == len(known) > 3  # each once: the numbers of the rows
    return not counted and any(_folded(legend.words[cell]) != cell for cell in known)


def _may_mean(legend: Legend, table: Grid, at: int) -> bool:
    """Tell whether a column that the legend does not name may hold its codes.

    Not where its cells are answers as they stand, and the legend speaks of something else.
    """
    cells = {folded for row in table.cells if (folded := _folded(row[at]))}
    said = [legend.words[cell] for cell in cells if cell in legend.words]
    return not all(map(plain_answer, cells)) or all(map(yes_or_no, said))


def _is_about_consent(table: Grid, at: int) -> bool:
    return bool(read_consent_header(table.headers[at]).means)


def _put_words(table: Grid, at: int, legend: Legend) -> None:
    for row in table.cells:
        row[at] = legend.words.get(_folded(row[at]), row[at])


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_code(text: str) -> bool:
    return len(text) <= _LONGEST and len(text.split()) == 1 and "@" not in text


def _is_words(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 1 and "@" not in text
