"""Cells of each kind, as another program takes them; and what of them it would not take."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from leadkit.base.cells import (
    ends_of,
    is_empty,
    map_cells,
    matches,
    rows_of,
    text_bytes,
    to_numpy,
    with_rows,
)
from leadkit.fields.country import country_code
from leadkit.fields.numbers import parse_range
from leadkit.handoff.fitting import Trouble, as_long_as, blanked, of_list
from leadkit.handoff.target import AS_IT_IS, BLANK, TargetColumn

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask

_ATOM = r"[\pL\pM\pN_!#$%&'*+/=?^`{|}~-]"
_LABEL = r"[\pL\pN](?:[\pL\pM\pN-]*[\pL\pM\pN])?"
_EMAIL = rf"^{_ATOM}+(?:\.{_ATOM}+)*@(?:{_LABEL}\.)+\pL(?:[\pL\pM\pN-]*[\pL\pM\pN])$"
# What most addresses are, told in a tenth of the time.
_USUAL_EMAIL = (
    r"^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+"
    r"[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])$"
)
_LONGEST = 63  # signs of a part of a domain: counted by a pattern they take long to compile
_PHONE = r"^\+[1-9][0-9]{4,14}$"
_URL = r"(?i)^https?://[^\s/]+\.\S+$"
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_NOTHING = r"^#(N/A|NV|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!)$"  # errors of spreadsheets
_EARLIEST = "1700"  # years before it are none in several programs
_WHOLE = r"^(0|[1-9][0-9]{0,17})$"
_NUMBER = r"^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?$"
_MOMENT = (
    r"^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?$"
)
_PLACES = {"YYYY": r"\1", "MM": r"\2", "DD": r"\3", "hh": r"\4", "mm": r"\5", "ss": r"\6"}


def as_there(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    """Return a column's cells as the program takes them, with what it would not have taken.

    >>> from leadkit.base.cells import texts
    >>> cells, troubles = as_there(texts(["44", "11-50", ""]), TargetColumn("Staff", kind="whole"))
    >>> cells.to_pylist(), troubles[0].kind, troubles[0].rows.tolist()
    (['44', '', ''], 'no whole number', [False, True, False])
    """
    cells, before = plain(cells)
    cells, troubles = _KINDS[column.kind](cells, column)
    troubles = [*before, *troubles]
    if column.values or column.otherwise != AS_IT_IS:
        cells, found = of_list(cells, column)
        troubles = [*troubles, *found]
    if column.longest or column.heaviest:
        cells, found = as_long_as(cells, column)
        troubles = [*troubles, *found]
    return cells, [one for one in troubles if one.rows.any()]


def plain(cells: Cells) -> tuple[Cells, list[Trouble]]:
    """Return cells without blanks around them, signs that control, and errors of spreadsheets."""
    import pyarrow.compute as pc

    troubles = []
    control, around, nothing = _odd_cells(cells)
    if control.any():
        mended = pc.replace_substring_regex(rows_of(cells, control), _CONTROL, "")
        cells = with_rows(cells, control, mended)
        there = "refuse the row, or keep them"
        troubles.append(Trouble(control, "signs that control", there, "without them"))
    if around.any():
        cells = with_rows(cells, around, pc.utf8_trim_whitespace(rows_of(cells, around)))
    if nothing.any():
        there = "keep it, or empty the field"
        troubles.append(Trouble(nothing, "an error of a spreadsheet", there, BLANK))
    return blanked(cells, nothing), troubles


def _odd_cells(cells: Cells) -> tuple[Mask, Mask, Mask]:
    """Tell which cells hold signs that control, have blanks around them, are a sheet's errors.

    What their first and last bytes, and all bytes together, leave possible is looked at alone.
    """
    import numpy as np

    none = np.zeros(len(cells), bool)
    written, ends = text_bytes(cells)
    if not len(written):
        return none, none, none
    control = ((written < 0x20) & (written != 0x09) & (written != 0x0A)) | (written == 0x7F)
    filled = ends[1:] > ends[:-1]
    first, last = written[ends[:-1][filled]], written[ends[1:][filled] - 1]
    edges, errors = none.copy(), none.copy()
    edges[filled] = (first <= 0x20) | (last <= 0x20) | (first >= 0xC2) | (last >= 0x80)
    errors[filled] = first == ord("#")
    return (
        _some(cells, np.full(len(cells), bool(control.any())), _CONTROL),
        _some(cells, edges, r"^\s|\s$|^\pZ|\pZ$"),
        _some(cells, errors, _NOTHING),
    )


def _some(cells: Cells, may_be: Mask, pattern: str) -> Mask:
    """Tell which of the cells that may be so are so by a pattern."""
    found = may_be.copy()
    if may_be.any():
        found[may_be] = matches(rows_of(cells, may_be), pattern)
    return found


def _text(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    return cells, []


def _are_emails(cells: Cells) -> Mask:
    import numpy as np

    are = matches(cells, _USUAL_EMAIL)
    rest = ~are & ~is_empty(cells)
    if rest.any():
        are[rest] = matches(rows_of(cells, rest), _EMAIL)
    long = are & (np.diff(ends_of(cells)) > _LONGEST)
    if long.any():
        are[long] = [_fits(cell) for cell in rows_of(cells, long).to_pylist()]
    return are


def _fits(email: str) -> bool:
    """Tell whether no part of an address's domain is too long.

    >>> _fits(f"eva@{'m' * 63}.example"), _fits(f"eva@{'m' * 64}.example")
    (True, False)
    """
    return max(map(len, email.partition("@")[2].split("."))) <= _LONGEST


def _email(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    wrong = ~_are_emails(cells) & ~is_empty(cells)
    told = Trouble(wrong, "no e-mail address", "refuse the row, or the cell", BLANK)
    return blanked(cells, wrong), [told]


def _ascii_email(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    cells, troubles = _email(cells, column)
    odd = matches(cells, r"[^\x00-\x7f]")
    if odd.any():
        made = map_cells(rows_of(cells, odd), _in_ascii)
        lost = odd.copy()
        lost[odd] = is_empty(made)
        cells = with_rows(cells, odd, made)
        there = "refuse the row"
        troubles.append(Trouble(lost, "an e-mail address of other letters", there, BLANK))
    return cells, troubles


def _in_ascii(cell: str) -> str:
    """Return an address with its domain in punycode, "" where other letters stand before the @."""
    import idna

    local, _, domain = cell.rpartition("@")
    try:
        return f"{local}@{idna.encode(domain).decode()}" if local.isascii() else ""
    except idna.IDNAError:
        return ""


def _url(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    import pyarrow.compute as pc

    bare = ~matches(cells, r"(?i)^[a-z]+:") & ~is_empty(cells)
    if bare.any():
        cells = with_rows(
            cells, bare, pc.replace_substring_regex(rows_of(cells, bare), "^", "https://")
        )
    wrong = ~matches(cells, _URL) & ~is_empty(cells)
    told = Trouble(wrong, "no address of a page", "refuse the cell", BLANK)
    return blanked(cells, wrong), [told]


def _user(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    if column.values:
        cells = map_cells(cells, lambda cell: column.values.get(cell, cell))
    wrong = ~_are_emails(cells) & ~is_empty(cells)
    told = Trouble(wrong, "a name, not the e-mail of a user", "refuse the row, or the cell", BLANK)
    return blanked(cells, wrong), [told]


def _phone(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    odd = ~matches(cells, _PHONE) & ~is_empty(cells)
    if not odd.any():
        return cells, []
    mended = map_cells(rows_of(cells, odd), _mended_phone)
    none, no_country = odd.copy(), odd.copy()
    none[odd] = is_empty(mended)
    no_country[odd] = ~is_empty(mended) & ~matches(mended, r"^\+")
    there = "take it for one of the account's own country"
    return with_rows(cells, odd, mended), [
        Trouble(no_country, "a phone number without its country", there, AS_IT_IS),
        Trouble(none, "no phone number", "refuse the row, or keep what nobody can dial", BLANK),
    ]


def _mended_phone(cell: str) -> str:
    """Return a number without the signs between its digits, or as it is without its country.

    What is no number that can be dialled is "".
    """
    if re.fullmatch(r"\+?[\d ()./-]{3,30}", cell) is None:
        return ""
    digits = re.sub(r"[\s()./-]", "", cell)
    if digits.startswith("+"):
        return digits if re.fullmatch(_PHONE, digits) else ""
    return cell if 3 <= len(digits) <= 15 else ""


def _country(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    names = map_cells(cells, _english)
    unknown = is_empty(names) & ~is_empty(cells)
    code = unknown & matches(cells, r"^[A-Za-z]{2,3}$")
    there = "not find it in its list"
    return with_rows(names, unknown & ~code, rows_of(cells, unknown & ~code)), [
        Trouble(unknown & ~code, "no country that is known", there, AS_IT_IS),
        Trouble(code, "a code of no country", there, BLANK),
    ]


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
    return blanked(cells, beyond), troubles


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
    import pyarrow as pa
    import pyarrow.compute as pc

    wrong = ~matches(cells, _MOMENT) & ~is_empty(cells)
    wrong |= ~is_empty(cells) & to_numpy(pc.less(cells, pa.scalar(_EARLIEST, pa.large_string())))
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
    return blanked(cells, wrong), [told]


def _list(cells: Cells, column: TargetColumn) -> tuple[Cells, list[Trouble]]:
    def there(cell: str) -> str:
        words = [word.strip() for word in re.split(r"[;,|]" if ";" not in cell else ";", cell)]
        words = [word.replace(column.apart_there, " ") for word in words if word]
        return column.apart_there.join(dict.fromkeys(words))

    return map_cells(cells, there), []


_KINDS: dict[str, Callable[[Cells, TargetColumn], tuple[Cells, list[Trouble]]]] = {
    "text": _text,
    "email": _email,
    "ascii email": _ascii_email,
    "url": _url,
    "phone": _phone,
    "country": _country,
    "whole": _whole,
    "number": _number,
    "moment": _moment,
    "user": _user,
    "list": _list,
}
