"""Rows between the contacts that are none: pages, titles, headings and sums of groups, formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from leadkit.base.cells import numbers, text, to_numpy, whole
from leadkit.base.columns import EMAILS, PHONES
from leadkit.fields.headers.names import field_of
from leadkit.files.footer import (
    SUM_OR_PAGE,
    is_between,
    is_page,
    is_page_title,
    is_remark,
    is_total,
    sum_of_group,
    without_count,
)

if TYPE_CHECKING:
    import numpy as np

    from leadkit.files.raw import RawRows

_UNIT = re.compile(  # what columns are measured in, or hold; "[...]" whatever it is
    r"\[[^\]@]{0,20}\]|\((?!\d)[^)@\d]{0,20}\)|(?i:text|string|varchar|char|integer|int|date|datetime|number"
    r"|boolean|bool|float|decimal|(eur|usd|gbp|chf|[€$£])( ?/ ?[^\W\d]+)?|%|t€|tsd\.?|stk\.?|pcs\.?"
    r"|hours?|min\.?|km|cm|mm|kg)"
)
_DAY = r"(dd?|tt?|jj?|gg?|mm?|mmm|(yy|jj|aa|rr|åå|gg|éé|vv){1,2})"  # as a format names its parts
_FORMAT = re.compile(  # what forms say below a header of how to fill it in
    r"[全半]角(英数字?|数字|カナ|カタカナ)?(\d+[桁字]|文字)?|連番|必須|任意|必填|选填|필수|선택"
    r"|(?i:required|optional|pflicht(feld)?|mandatory|obligatoire|facultatif|obligatorio|opcional"
    r"|obbligatorio|facoltativo|verplicht|optioneel|povinné|nepovinné|wymagane|opcjonalne|zorunlu"
    r"|obligatorisk|valgfri|påkrævet|påkrevd|pakollinen|kötelező|обязательно)"
    r"|(?i:text|char|varchar|string|max\.?|num(eric)?) ?\(?\d{1,4}\)?"
    r"|(?i:\d{1,3}[- ]?(stellig|digits?|chiffres|cifre|cifras|dígitos|cijfers|cyfr|číslic|siffror"
    r"|haneli|chars?|zeichen))"
    r"|(?i:open-ended response|response|offene antwort|réponse ouverte|respuesta abierta"
    r"|risposta aperta|open antwoord)|\{\"ImportId\".*\}"
    rf"|(?i:{_DAY}([./-]{_DAY}){{2}}( hh[:.]mm([:.]ss)?)?)"
)
_EXAMPLE = re.compile(
    r"(?i)(e\.g\.|z\. ?b\.|p\. ?ex\.|p\. ?ej\.|por ej\.|np\.|bijv\.|t\.ex\.|f\.eks\.) .*"
)
_RULE = re.compile(r"[-=_+:|*~. ]*[-=_+*~][-=_+:|*~. ]*")  # a line drawn below a header
_MOST_FILLED = 3  # cells of a row that is a sum or a title
_TITLE_ROWS = 4  # of a title, at most: report, page, day
_FEWEST = 4  # columns of a list in which a cell alone is worth a word
_NOBODY = {"prefix", "external_id", "tags", "country", "state", "city", "postal_code"}
_HEADING = re.compile(r"[^\W\d][^@\d]*[^\W\d][^@\d]*( \d{1,4})?")
_REMARK = r"(?m)^\s*[(\[].*[)\]]\s*$"


@dataclass(frozen=True)
class Between:
    """What the first rows of a list tell of those of its rows that are no contacts."""

    titles: frozenset[str] = frozenset()  # alone in their rows: above the header, or of a group
    has_sums: bool = False  # of its groups
    is_rarely_alone: bool = True  # one text in a row, which is worth a word then


NOTHING_KNOWN = Between()


def learned(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> Between:
    """Find the titles that come again with the header, and the groups that have a sum.

    >>> rows = [["Nord", "", ""], ["Eva", "Ulm", "5"], ["Ida", "Au", "2"], ["Total Nord", "", "7"]]
    >>> sorted(learned(["Name", "Ort", "Stk."], rows).titles)
    ['nord']
    """
    shown = [[cell.strip() for cell in row] for row in sample if any(map(str.strip, row))]
    sums = [at for at, row in enumerate(shown) if sum_of_group(row)]
    header = [header.strip() for header in headers]
    alone = {at: _key(one) for at, row in enumerate(shown) if (one := _alone(row))}
    titles = set(_titles(sample, header))
    proven = False
    groups = set(alone.values())
    for at in sums:
        group = _key(sum_of_group(shown[at]))
        if group in groups:
            titles.add(group)
            proven = True
        proven = proven or _adds_up(shown, at, sums)
    return Between(frozenset(titles), proven, is_rarely_alone=2 * len(alone) <= len(shown))


def _titles(sample: Sequence[Sequence[str]], header: Sequence[str]) -> Iterator[str]:
    """Yield texts alone in their rows above a header that comes again, once sure.

    Sure is what stands below a blank row or the title of a page, what shares such a place with
    the number of a page, and what stands above a header twice.
    """
    stripped = [[cell.strip() for cell in row] for row in sample]
    above: list[str] = []
    for at, row in enumerate(stripped):
        if row != header or not at:
            continue
        block = _alone_above(stripped, at)
        one = block[0] if block else ""
        before = stripped[at - 2] if at > 1 else []
        if one and (not any(before) or is_page_title(before) or is_page(_alone(before))):
            yield _key(one)
        begin = at - len(block)
        if any(map(is_page, block)) and begin and not any(stripped[begin - 1]):
            yield from map(_key, block)
        above += map(_key, block)
    yield from (one for one in above if above.count(one) > 1)


def _alone_above(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    """Return the texts alone in their rows right above a row, the nearest first."""
    above = takewhile(bool, map(_alone, reversed(rows[max(0, at - _TITLE_ROWS) : at])))
    return list(above)


def _alone(row: Sequence[str]) -> str:
    """Return the one text of a row, "" where it has none, several, an address or a number."""
    filled = [cell for cell in row if cell]
    return filled[0] if len(filled) == 1 and not _reaches_somebody(filled[0]) else ""


def _reaches_somebody(cell: str) -> bool:
    return "@" in cell or len(re.findall(r"\d", cell)) > 6


def _key(one: str) -> str:
    return " ".join(without_count(one).casefold().split())


def _adds_up(rows: Sequence[Sequence[str]], at: int, sums: Sequence[int]) -> bool:
    """Tell whether a number of a sum is that of its column, or how many rows there are above."""
    begin = max((one + 1 for one in sums if one < at), default=0)
    group = [row for row in rows[begin:at] if sum(map(bool, row)) > 1]
    for place, cell in enumerate(rows[at]):
        told = _number(cell)
        own = [number for row in group if (number := _number(row[place])) is not None]
        if told and (told == len(group) or (len(own) > 1 and abs(sum(own) - told) < 0.01)):
            return True
    return False


def _number(cell: str) -> float | None:
    """Return a number however its thousands are parted, None for any other cell."""
    plain = cell.strip("€$£ ").replace(" ", "").replace("'", "")
    plain = re.sub(r"[.,](?=\d{3}(\D|$))", "", plain).replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def find_between(
    rows: RawRows, headers: Sequence[str], blank: np.ndarray, known: Between
) -> tuple[np.ndarray, np.ndarray]:
    """Find the rows that are no contacts, and those with one text alone, which may be none.

    Both as masks of the rows. The latter are kept: a name alone in its row may be somebody.
    """
    import numpy as np
    import pyarrow.compute as pc

    found = np.zeros(len(rows.lines), bool)
    lone = np.zeros(len(rows.lines), bool)
    width = len(headers)
    if width < 3 or not len(found):
        return found, lone
    columns = rows.cells.columns[:width]
    at, filled = _few_filled(columns, np.flatnonzero(~blank), min(_MOST_FILLED, width - 1))
    several = at[filled > 1]
    if len(several):
        parts = [cells.take(numbers(several)) for cells in columns]
        joined = whole(pc.binary_join_element_wise(*parts, text("\n")))
        counted = to_numpy(pc.match_substring_regex(joined, f"{SUM_OR_PAGE}|{_REMARK}"))
        for row in several[counted].tolist():
            cells_of_row = [column[row].as_py() for column in columns]
            found[row] = (
                is_total(cells_of_row)
                or is_page_title(cells_of_row)
                or (bool(group := sum_of_group(cells_of_row)) and (
                    known.has_sums or _key(group) in known.titles))
                or is_remark(cells_of_row)
            )  # fmt: skip
    for row in at[filled < 2].tolist():
        place, cell = _only(columns, row)
        found[row] = (
            is_between(cell)
            or _key(cell) in known.titles
            or _is_heading(cell, headers[place])
            or _is_number_of_row(cell, headers[place])
        )  # fmt: skip
        lone[row] = width >= _FEWEST and not found[row] and not _reaches_somebody(cell)
    ruled = whole(pc.match_substring_regex(columns[0], rf"^\s*{_RULE.pattern}\s*$"))
    for row in np.flatnonzero(to_numpy(ruled)).tolist():
        cells_of_row = [column[row].as_py().strip() for column in columns]
        found[row] |= all(_RULE.fullmatch(cell) for cell in cells_of_row if cell)
    return found, lone & ~found


def _few_filled(columns: Sequence[Any], at: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which of the rows have so few filled cells at most, and how many."""
    import numpy as np
    import pyarrow.compute as pc

    everything = len(at) == len(columns[0])
    filled = np.zeros(len(at), np.int64)
    for cells in columns:  # mostly the first columns show that a row is none of them
        own = cells if everything else cells.take(numbers(at))
        filled = filled + to_numpy(whole(pc.not_equal(own, text(""))))
        few = filled <= most
        everything = everything and bool(few.all())
        at, filled = at[few], filled[few]
        if not len(at):
            break
    return at, filled


def _only(columns: Sequence[Any], row: int) -> tuple[int, str]:
    """Return the place and the text of the one cell of a row."""
    for place, column in enumerate(columns):
        if cell := column[row].as_py():
            return place, cell.strip()
    return 0, ""


def _is_heading(cell: str, header: str) -> bool:
    """Tell whether a cell alone in its row heads a group: it stands where no person or firm is.

    >>> _is_heading("Region North", "Salutation"), _is_heading("Region North", "Company")
    (True, False)
    """
    return field_of(header) in _NOBODY and bool(_HEADING.fullmatch(cell))


def _is_number_of_row(cell: str, header: str) -> bool:
    """Tell whether a cell alone in its row numbers it, as in forms that were printed blank.

    >>> _is_number_of_row("17", "No."), _is_number_of_row("5550117", "Phone")
    (True, False)
    """
    return field_of(header) in (None, "external_id") and cell.isdecimal() and len(cell) < 5


def find_units(rows: RawRows, headers: Sequence[str]) -> np.ndarray:
    """Find the row below a header that holds what its columns are measured in, as a mask."""
    import numpy as np

    found = np.zeros(len(rows.lines), bool)
    if len(found):
        cells = [column[0].as_py().strip() for column in rows.cells.columns[: len(headers)]]
        found[0] = tells_formats(cells, headers)
    return found


def tells_formats(cells: Sequence[str], headers: Sequence[str]) -> bool:
    """Tell whether a row says how the cells below it are written, and holds no contact.

    A cell that its column cannot hold speaks for it: an e-mail without @, a number without digits.
    So do a line of signs, and a second header that says the same.

    >>> tells_formats(["Ms/Mr", "text(30)", "valid address", "yyyy-mm-dd"],
    ...               ["Title", "Name", "E-mail", "Created"])
    True
    >>> tells_formats(["Ms", "Text", "e@x.example.com", ""], ["Title", "Name", "E-mail", "Created"])
    False
    """
    shown = [(cell, header) for cell, header in zip(cells, headers, strict=False) if cell]
    if shown and all(_RULE.fullmatch(cell) for cell, _ in shown):
        return True
    if sum(bool(_EXAMPLE.fullmatch(cell)) for cell, _ in shown) > 1:
        return True
    forms = sum(_is_format(cell) for cell, _ in shown)
    told = sum(bool(_is_format(cell) or _UNIT.fullmatch(cell)) for cell, _ in shown)
    if 1 < told == len(shown):
        return True
    if any("@" in cell for cell, _ in shown):
        return False
    below = sum(not header.strip() for _, header in shown)  # parts of a question
    if _names_again(shown) or (forms and below):
        return True
    impossible = sum(
        not _is_format(cell) and not _UNIT.fullmatch(cell) and _cannot_be(cell, header)
        for cell, header in shown
    )
    return forms > 1 and told + impossible > 2 and told + impossible >= 0.6 * len(shown)


def _names_again(shown: Sequence[tuple[str, str]]) -> bool:
    """Tell whether two cells name what their headers do, in other words or in another language."""
    again = sum(
        cell.strip() == header.strip()
        or (bool(field := field_of(cell)) and field_of(header) == field)
        for cell, header in shown
        if header.strip()
    )
    return again > 1


def _is_format(cell: str) -> bool:
    """Tell whether a cell is a format, or several: "text(30), required"."""
    if _FORMAT.fullmatch(cell):
        return True
    parts = [part.strip() for part in re.split(r"[,;]", cell) if part.strip()]
    return bool(parts) and all(_FORMAT.fullmatch(part) for part in parts)


def _cannot_be(cell: str, header: str) -> bool:
    field = field_of(header)
    if field in EMAILS:
        return True  # none of the cells has an @
    digits = len(re.findall(r"\d", cell))
    return (field in PHONES and digits < 4) or (field in ("created_at", "birthday") and not digits)
