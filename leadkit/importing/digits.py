"""Digits that a spreadsheet took for a number: written out again where it kept them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import ends_of, flags, numbers, repeated, text, texts, to_numpy, with_rows
from leadkit.fields.country import country_code
from leadkit.fields.date_words import month_of
from leadkit.fields.mended import Mended
from leadkit.fields.phone.text import mend_phone
from leadkit.fields.postal_codes import FORMS, may_have_lost_zero, with_lost_zeros
from leadkit.importing.cell_changes import Cells, Codes, note, rows_with

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

# fmt: off
_TRUNK_ZERO = {"DE": "49", "AT": "43", "CH": "41", "FR": "33", "GB": "44", "NL": "31", "BE": "32",
               "SE": "46", "FI": "358", "IE": "353", "AU": "61", "NZ": "64", "ZA": "27"}
# fmt: on

_LONGEST_CODE = 10  # letters of a postal code that lacks some: 2139-4307
_FEW = 10  # a tenth

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


def mend_lost_zeros(cells: Cells, codes: Codes, of_five: bool = False) -> None:
    """Give postal codes the zero in front that they lost, and note phones that lost theirs.

    Where the row's country writes one. ``of_five`` says that the list's codes without a country
    have five digits: then one of four that nobody can place is noted.
    """
    for name, country in (("postal_code", "country"), ("home_postal_code", "home_country")):
        if name in cells:
            _mend_postal_codes(name, country, cells, codes, of_five)
    if "country" in cells:
        _find_lost_trunk_zeros(cells, codes)


def _mend_postal_codes(name: str, country: str, cells: Cells, codes: Codes, of_five: bool) -> None:
    import numpy as np
    import pyarrow.compute as pc

    lengths = _lengths(cells[name])
    short = (lengths > 2) & (lengths < _LONGEST_CODE)
    rows = np.flatnonzero(short)
    rows = rows[rows_with(cells[name].take(numbers(rows)), "^[1-9][0-9]{1,6}(-[0-9]{3,4})?$")]
    if not len(rows):
        return
    own = cells[name].take(numbers(rows))
    countries = cells[country].take(numbers(rows)) if country in cells else repeated("", len(rows))
    both = pc.binary_join_element_wise(own, countries, text("\n")).dictionary_encode()
    pairs = [pair.partition("\n") for pair in both.dictionary.to_pylist()]
    mended = [with_lost_zeros(code, _code_of_country(of)) for code, _, of in pairs]
    lost = np.array([bool(code) for code in mended])[to_numpy(both.indices)]
    if lost.any():
        mask = np.zeros(len(lengths), bool)
        mask[rows[lost]] = True
        values = texts(mended).take(both.indices).filter(flags(lost))
        cells[name] = with_rows(cells[name], mask, values)
        note(codes, f"{name}_zero_restored", rows[lost])
    if of_five:
        unsure = [may_have_lost_zero(code) and not of.strip() for code, _, of in pairs]
        note(codes, f"{name}_zero_lost", rows[np.array(unsure, bool)[to_numpy(both.indices)]])


def has_codes_of_five(codes: Sequence[str]) -> bool:
    """Tell whether not a few postal codes of a list have five digits, so that four may be too few.

    >>> has_codes_of_five(["10115", "1067", "80331"]), has_codes_of_five(["1010", "8010"])
    (True, False)
    """
    digits = [len(code.strip()) for code in codes if code.strip().isdecimal()]
    return digits.count(5) * _FEW >= max(len(digits), 1)


def _code_of_country(name: str) -> str:
    # Reading the names of all countries takes longer than reading many lists.
    return name if name in FORMS or name in _TRUNK_ZERO else country_code(name)


def _find_lost_trunk_zeros(cells: Cells, codes: Codes) -> None:
    import numpy as np

    countries = cells["country"].dictionary_encode()
    which = to_numpy(countries.indices)
    dialled = [
        _TRUNK_ZERO.get(_code_of_country(name), "") for name in countries.dictionary.to_pylist()
    ]
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
