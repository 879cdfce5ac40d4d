"""Digits that a spreadsheet took for a number: written out again where it kept them all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from leadkit.base.cells import ends_of, numbers, to_numpy
from leadkit.fields.country import country_code
from leadkit.fields.date_words import month_of
from leadkit.fields.mended import Mended
from leadkit.fields.phone.text import mend_phone
from leadkit.importing.cell_changes import Cells, Codes, note, rows_with

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

# Countries whose postal codes begin with 0 somewhere, and their digits (Universal Postal Union)
_CODE_DIGITS = dict.fromkeys(
    "DE FR IT ES US FI TR MX UA HR EE LT RS KR TH MY SE CZ SK GR ME".split(), 5
) | {"PT": 4, "NO": 4, "NL": 0, "RO": 6, "SG": 6, "CO": 6}
_TWO_ZEROS = ("FI", "IT", "LT", "NO", "US")  # some of theirs begin with 00
# fmt: off
_TRUNK_ZERO = {"DE": "49", "AT": "43", "CH": "41", "FR": "33", "GB": "44", "NL": "31", "BE": "32",
               "SE": "46", "FI": "358", "IE": "353", "AU": "61", "NZ": "64", "ZA": "27"}
# fmt: on

_SCIENTIFIC = re.compile(r"\+?(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})")
_DATE_OF_DIGITS = re.compile(
    r"\d{4}-(?P<month>\d\d)-(?P<day>\d\d)(?:[ T]00:00(?::00)?)?|"
    r"(?P<one>\d{1,2})(?P<sign>[/.-])(?P<two>\d{1,2})(?P=sign)(?:19|20)\d\d"
)
_DATE_OF_WORDS = re.compile(
    r"\d{1,2}(?:\. ?|[- ])(?P<word>[^\W\d]{3,9})\.?(?:[-. ]\d{2,4})?|"
    r"(?P<word2>[^\W\d]{3,9})[-. ] ?\d\d(?:\d\d)?"
)


def mend_number(cell: str) -> Mended:
    """Write out what a spreadsheet made of digits, where it kept them all.

    >>> mend_number("4.915123456789E+12").cell, mend_number("4.91512E+12").code
    ('4915123456789', 'digits_lost')
    >>> mend_number("491512345678.0").cell, mend_number("12.5").cell
    ('491512345678', '12.5')
    """
    text = cell.strip()
    if found := _SCIENTIFIC.fullmatch(text):
        digits, power = found[1] + (found[2] or ""), int(found[3])
        if len(digits) <= power or power < 5:
            return Mended(cell, code="digits_lost")
        if not digits[power + 1 :].strip("0"):
            return Mended(digits[: power + 1], code="restored")
    if found := re.fullmatch(r"(\+?\d{3,})[.,]00?|(\+?\d{7,})\.", text):
        return Mended(found[1] or found[2], code="restored")
    if re.fullmatch(r"'[+\d][\d +()/-]*", text):
        return Mended(text[1:], code="unwrapped")
    if _is_date(text):
        return Mended(cell, code="date")
    return Mended(cell)


def _is_date(text: str) -> bool:
    """Tell whether a cell is what a spreadsheet makes of 10-50 or 10-11-24.

    >>> [_is_date(cell) for cell in ("Oct 50", "11-Okt-24", "2024-10-11", "10/11/2024", "REF-24")]
    [True, True, True, True, False]
    """
    if found := _DATE_OF_DIGITS.fullmatch(text):
        parts = (found["one"] or found["month"], found["two"] or found["day"])
        return 1 <= min(map(int, parts)) <= 12 and max(map(int, parts)) <= 31
    found = _DATE_OF_WORDS.fullmatch(text)
    return bool(found and month_of(found["word"] or found["word2"]))


def mend_dialled(cell: str) -> Mended:
    """Mend a phone: what a spreadsheet did to its digits first, then what stands around it.

    >>> mend_dialled("4.915123456789E+12").cell, mend_dialled("tel:+49-89-1234567").cell
    ('4915123456789', '+49-89-1234567')
    """
    number = mend_number(cell)
    return number if number.code not in ("", "date") else mend_phone(cell)


def find_lost_zeros(cells: Cells, codes: Codes) -> None:
    """Note numbers without the zero in front, where the row's country writes one."""
    if "country" not in cells:
        return
    import numpy as np
    import pyarrow.compute as pc

    countries = cells["country"].dictionary_encode()
    names = [
        # Reading the names of all countries takes longer than reading many lists.
        name if name in _CODE_DIGITS or name in _TRUNK_ZERO else country_code(name)
        for name in countries.dictionary.to_pylist()
    ]
    which = to_numpy(countries.indices)
    if "postal_code" in cells:
        digits = np.array([_CODE_DIGITS.get(name, 0) for name in names])[which]
        two_zeros = np.array([name in _TWO_ZEROS for name in names], bool)[which]
        lengths = _lengths(cells["postal_code"])
        lost_one, lost_two = lengths == digits - 1, two_zeros & (lengths == digits - 2)
        rows = np.flatnonzero((lost_one | lost_two) & (digits > 1))
        decimal = pc.utf8_is_decimal(cells["postal_code"].take(numbers(rows)))
        note(codes, "postal_code_zero_lost", rows[to_numpy(decimal)])
    dialled = [_TRUNK_ZERO.get(name, "") for name in names]
    has_trunk = np.array([bool(number) for number in dialled])[which]
    for name in ("phone", "mobile"):
        if name in cells and has_trunk.any():
            rows = np.flatnonzero(has_trunk & _begins_1_to_9(cells[name]))
            digits_only = rows_with(cells[name].take(numbers(rows)), "^[1-9][0-9]{6,10}$")
            lost = [
                row for row in rows[digits_only].tolist()
                if not cells[name][row].as_py().startswith(dialled[which[row]])
            ]  # fmt: skip
            note(codes, f"{name}_zero_lost", lost)


def _lengths(cells: pa.Array) -> np.ndarray:
    import numpy as np

    return np.diff(ends_of(cells))


def _begins_1_to_9(cells: pa.Array) -> np.ndarray:
    import numpy as np

    offsets = ends_of(cells)
    text = cells.buffers()[2]
    if not text or offsets[0] == offsets[-1]:
        return np.zeros(len(cells), bool)
    letters = np.frombuffer(text, np.uint8)
    first = letters[np.minimum(offsets[:-1], offsets[-1] - 1)]
    begins: np.ndarray = (first >= ord("1")) & (first <= ord("9")) & (np.diff(offsets) > 0)
    return begins
