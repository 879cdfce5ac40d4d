"""Cells of each kind, as another program takes them; and what of them it would not take."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from leadkit.base.cells import (
    is_empty,
    map_cells,
    matches,
    repeated,
    rows_of,
    texts,
    to_numpy,
    with_rows,
)
from leadkit.fields.country import country_code
from leadkit.fields.numbers import parse_range
from leadkit.fields.status_words import lifecycle_status
from leadkit.handoff.target import AS_IT_IS, BLANK, TargetColumn

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

_EMAIL = r"^[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>().\"]+$"
_PHONE = r"^\+[1-9][0-9]{4,14}$"
_WHOLE = r"^(0|[1-9][0-9]{0,17})$"
_NUMBER = r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?$"
_MOMENT = (
    r"^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?$"
)
_PLACES = {"YYYY": r"\1", "MM": r"\2", "DD": r"\3", "hh": r"\4", "mm": r"\5", "ss": r"\6"}


@dataclass(frozen=True)
class Trouble:
    """Cells that a program would not take as they are: which, of what kind, what it would do."""

    rows: Mask
    kind: str  # what the cells are, never what they say
    there: str  # what the program would do
    written: str  # what is written instead


def as_there(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    """Return a column's cells as the program takes them, with what it would not have taken.

    >>> from leadkit.base.cells import texts
    >>> cells, troubles = as_there(texts(["44", "11-50", ""]), TargetColumn("Staff", kind="whole"))
    >>> cells.to_pylist(), troubles[0].kind, troubles[0].rows.tolist()
    (['44', '', ''], 'no whole number', [False, True, False])
    """
    cells, troubles = _KINDS[column.kind](cells, column)
    if column.values or column.otherwise != AS_IT_IS:
        cells, found = _of_list(cells, column)
        troubles = [*troubles, *found]
    if column.longest:
        cells, found = _as_long_as(cells, column)
        troubles = [*troubles, *found]
    return cells, [one for one in troubles if one.rows.any()]


def _text(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    return cells, []


def _email(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    wrong = ~matches(cells, _EMAIL) & ~is_empty(cells)
    told = Trouble(wrong, "no e-mail address", "refuse the row, or the cell", BLANK)
    return _blank(cells, wrong), [told]


def _user(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    if column.values:
        cells = map_cells(cells, lambda cell: column.values.get(cell, cell))
    wrong = ~matches(cells, _EMAIL) & ~is_empty(cells)
    told = Trouble(wrong, "a name, not the e-mail of a user", "refuse the row, or the cell", BLANK)
    return _blank(cells, wrong), [told]


def _phone(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    odd = ~matches(cells, _PHONE) & ~is_empty(cells)
    if not odd.any():
        return cells, []
    some = rows_of(cells, odd)
    mended = map_cells(some, _mended_phone)
    no_country = odd.copy()
    no_country[odd] = ~matches(mended, r"^\+")
    told = Trouble(
        no_country,
        "a phone number without its country",
        "take it for one of the account's own country",
        AS_IT_IS,
    )
    return with_rows(cells, odd, mended), [told]


def _mended_phone(cell: str) -> str:
    """Return a number that says its country without the signs between its digits."""
    digits = re.sub(r"[\s()./-]", "", cell)
    return digits if re.fullmatch(r"\+[1-9]\d{4,14}", digits) else cell


def _country(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    names = map_cells(cells, _english)
    unknown = is_empty(names) & ~is_empty(cells)
    told = Trouble(unknown, "no country that is known", "not find it in its list", AS_IT_IS)
    return with_rows(names, unknown, rows_of(cells, unknown)), [told]


@lru_cache(maxsize=1 << 12)
def _english(cell: str) -> str:
    from babel.localedata import load

    code = country_code(cell)
    return str(load("en")["territories"].get(code, "")).replace("&", "and") if code else ""


def _whole(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    return _numeric(cells, column, _WHOLE, "no whole number")


def _number(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    return _numeric(cells, column, _NUMBER, "no number, or a range of numbers")


def _numeric(
    cells: Cells, column: TargetColumn, plain: str, kind: str
) -> tuple[Cells, list[Trouble]]:
    odd = ~matches(cells, plain) & ~is_empty(cells)
    troubles = []
    if odd.any():
        some = rows_of(cells, odd)
        read = map_cells(some, lambda cell: _exact(cell, plain))
        lost = odd.copy()
        lost[odd] = is_empty(read)
        cells = with_rows(cells, odd, read)
        troubles.append(Trouble(lost, kind, "refuse the row, or the cell", BLANK))
    beyond = _beyond(cells, column)
    told = f"a number that is not from {column.least or 0} to {column.most or 'any'}"
    troubles.append(Trouble(beyond, told, "refuse the row", BLANK))
    return _blank(cells, beyond), troubles


@lru_cache(maxsize=1 << 14)
def _exact(cell: str, plain: str) -> str:
    """Return the one number that a cell means, as it is written plainly; "" for none or several."""
    read = parse_range(cell)
    if read is None or read[0] != read[1]:
        return ""
    number = format(Decimal(repr(read[0])).normalize(), "f")
    return number if re.fullmatch(plain.strip("^$"), number) else ""


def _beyond(cells: Cells, column: TargetColumn) -> Mask:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.least is None and column.most is None:
        return np.zeros(len(cells), bool)
    filled = ~is_empty(cells)
    beyond = np.zeros(len(cells), bool)
    values = to_numpy(pc.cast(rows_of(cells, filled), pa.float64()))
    low = -np.inf if column.least is None else column.least
    high = np.inf if column.most is None else column.most
    beyond[filled] = (values < low) | (values > high)
    return beyond


def _moment(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    import pyarrow.compute as pc

    wrong = ~matches(cells, _MOMENT) & ~is_empty(cells)
    form = column.form
    for place, group in _PLACES.items():
        form = form.replace(place, group)
    whole = matches(cells, r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")
    minutes = matches(cells, r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d") & ~whole
    for some, clock in ((~whole & ~minutes, (r"\4", r"\5", r"\6")), (minutes, (r"\6",))):
        if (some & ~wrong).any():
            shorter = form
            for part in clock:
                shorter = shorter.replace(part, "00")
            rows = some & ~wrong
            new = pc.replace_substring_regex(rows_of(cells, rows), _MOMENT, shorter)
            cells = with_rows(cells, rows, new)
    if whole.any():
        new = pc.replace_substring_regex(rows_of(cells, whole), _MOMENT, form)
        cells = with_rows(cells, whole, new)
    told = Trouble(wrong, "a day in words or in another order", "refuse the cell", BLANK)
    return _blank(cells, wrong), [told]


def _list(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    def there(cell: str) -> str:
        words = [word.strip() for word in re.split(r"[;,|]" if ";" not in cell else ";", cell)]
        words = [word.replace(column.apart_there, " ") for word in words if word]
        return column.apart_there.join(dict.fromkeys(words))

    return map_cells(cells, there), []


_KINDS: dict[str, Callable[[Cells, TargetColumn], tuple[Cells, list[Trouble]]]] = {
    "text": _text,
    "email": _email,
    "phone": _phone,
    "country": _country,
    "whole": _whole,
    "number": _number,
    "moment": _moment,
    "user": _user,
    "list": _list,
}


def _of_list(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    """Return their words for ours; of other words what the column says of them."""
    if column.kind == "user":
        return cells, []
    theirs = {word.casefold(): said for word, said in column.values.items()}

    def known(cell: str) -> str | None:
        found = theirs.get(cell.strip().casefold())
        if found is None and cell and "lead_status" in column.sources:
            found = theirs.get(lifecycle_status(cell).casefold())
        return found

    encoded = cells.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    said = [known(word) if word else "" for word in words]
    codes = to_numpy(encoded.indices)
    unknown = _flags([one is None for one in said])[codes]
    instead = {AS_IT_IS: None, BLANK: ""}.get(column.otherwise, column.otherwise)
    new = [
        (word if instead is None else instead) if one is None else one
        for word, one in zip(words, said, strict=True)
    ]
    written = texts(new).take(encoded.indices) if len(words) else cells
    what = column.otherwise if instead in (None, "") else f"'{instead}'"
    there = "refuse it, or add it to its list"
    return written, [Trouble(unknown, "a word that its list lacks", there, what)]


def _as_long_as(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    long = to_numpy(pc.greater(pc.utf8_length(cells), pa.scalar(column.longest, pa.int32())))
    kind = f"more than {column.longest:,} signs"
    if not long.any():
        return cells, []
    if column.longer == "blank":
        return _blank(cells, long), [Trouble(long, kind, "refuse the row, or cut it", BLANK)]
    cut = pc.utf8_slice_codeunits(rows_of(cells, long), 0, column.longest)
    told = Trouble(long, kind, "refuse the row, or cut it", f"cut to {column.longest:,} signs")
    return with_rows(cells, long, cut), [told]


def _blank(cells: Cells, rows: Mask) -> Cells:
    return with_rows(cells, rows, repeated("", int(rows.sum()))) if rows.any() else cells


def _flags(answers: list[bool]) -> np.ndarray:
    import numpy as np

    return np.array(answers, bool)
