"""What spreadsheets and exports do to cells: found by name, undone only where nothing was lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from leadkit.base.cells import ends_of, numbers, texts, to_numpy
from leadkit.base.columns import EMAILS, PHONES
from leadkit.fields.country import country_code
from leadkit.fields.dates import REAL_ISO, iso_date
from leadkit.files.regular import where_byte
from leadkit.importing.mending import Mended, mend_email, mend_number, mend_phone, once_decoded

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

DATES = ("created_at", "consent_at", "birthday")
_NUMBERS = (*PHONES, "postal_code", "home_postal_code", "external_id", "employees")

# Every code that import writes to the column issues, and what it means.
ISSUES = {
    "mojibake": "a cell was decoded twice (JÃ¼rgen); --fix-mojibake repairs such cells",
    "mojibake_fixed": "a cell that was decoded twice was repaired",
    "nul_byte": "a cell holds a NUL byte",
    "formula_text": "a cell was written as a formula (=\"0171\") and unwrapped",
    "cell_error": "a cell holds the error of a spreadsheet (#N/A), or #### from a narrow column",
    "formula_unread": "a cell holds a formula, as nobody stored its result",
    **{f"{name}_digits_lost": f"a spreadsheet rounded {name} (4.91512E+12): its digits are lost"
       for name in _NUMBERS},
    **{f"{name}_restored": f"{name} was a number of a spreadsheet (4.915123456789E+12, 123.0) "
       "and was written out" for name in _NUMBERS},
    **{f"{name}_unwrapped": f"{name} stood behind mailto:, tel: or an apostrophe"
       for name in (*EMAILS, *PHONES)},
    **{f"{name}_several": f"{name} holds several, which the table has no column for"
       for name in (*EMAILS, *PHONES)},
    **{f"{name}_zero_lost": f"{name} has lost the zero that its country writes in front"
       for name in ("phone", "mobile", "postal_code")},
    **{f"{name}_unclear": f"{name} is no date, or its order of day and month is not known"
       for name in DATES},
    **{f"{name}_date": f"a spreadsheet took {name} (10-50) for a date" for name in _NUMBERS},
}  # fmt: skip

_CELL_BEGINS = tuple(b'",;|\t\r\n')

# Countries whose postal codes begin with 0 somewhere, and their digits (Universal Postal Union)
_CODE_DIGITS = dict.fromkeys(
    "DE FR IT ES US FI TR MX UA HR EE LT RS KR TH MY SE CZ SK GR ME".split(), 5
) | {"PT": 4, "NO": 4, "NL": 0, "RO": 6, "SG": 6, "CO": 6}
_TWO_ZEROS = ("FI", "IT", "LT", "NO", "US")  # some of theirs begin with 00
# fmt: off
_TRUNK_ZERO = {"DE": "49", "AT": "43", "CH": "41", "FR": "33", "GB": "44", "NL": "31", "BE": "32",
               "SE": "46", "FI": "358", "IE": "353", "AU": "61", "NZ": "64", "ZA": "27"}
# fmt: on

_TWICE_DECODED = (b"\xc3\x83", b"\xc3\x82", b"\xc3\xa2\xe2\x82\xac")  # Ã, Â, â€
_AROUND_EMAILS = (b";", b",", b"<", b"=", b"'", b"|", b" ", b"\t", b"\n", b":", b"\xc2")

_HYPERLINK = re.compile(r'(?is)^=HYPERLINK\("([^"]*)"(?:[,;] *"([^"]*)")?\)$')
_LINKS = (*EMAILS, "website", "linkedin_url")  # what a link leads to is worth more than its label
_FORMULA = r"^=[+-]?(?:[A-Z][A-Z0-9_.]*\(|\$?[A-Z]{1,3}\$?[0-9]|[0-9(])"
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
           "#NV", "#BEZUG!", "#WERT!", "###")  # fmt: skip
_CELL_ERROR = f"^(?:{'|'.join(map(re.escape, _ERRORS[:-1]))}|####*)$"

Codes: TypeAlias = "dict[str, np.ndarray]"  # code -> positions of rows


@dataclass
class Damage:
    """Finds and mends the damage of one table, batch by batch."""

    columns: frozenset[str]  # of the table: where there is an email_2, a second address goes there
    orders: Mapping[str, str] = field(default_factory=dict)  # date column -> order of day and month
    fix_mojibake: bool = False

    def mend(
        self, cells: dict[str, pa.Array], text: bytes = b""
    ) -> tuple[dict[str, pa.Array], Codes]:
        """Return the cells of a batch as mended as they can be, and the rows each code is for.

        The text of all rows, where it is at hand, shows sooner that no cell needs looking at.
        """
        mended = dict(cells)
        codes: Codes = {}
        for name in cells if not text or _is_odd(text) else ():
            self._mend_text(name, mended, codes)
        for name in (n for n in _NUMBERS if n in mended):
            dates = "|^[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{2,4}$" if name == "employees" else ""
            self._mend_column(name, mended, codes, b"0123456789+ ()" + b"/-" * (not dates),
                              "[^0-9+ ()/-]| / " + dates,
                              mend_phone if name in PHONES else mend_number)  # fmt: skip
        for name in (n for n in EMAILS if n in mended):
            self._mend_column(name, mended, codes, None, r"[;,<='|\s]|(?i:mailto:)", mend_email)
        for name in (n for n in DATES if n in mended):
            self._mend_dates(name, mended, codes)
        _find_lost_zeros(mended, codes)
        return mended, codes

    def _mend_text(self, name: str, cells: dict[str, pa.Array], codes: Codes) -> None:
        text = bytes_of(cells[name])
        if b'="' in text:
            rows = _rows(cells[name], r'(?s)^=".*"$')
            _replace(cells, name, rows, lambda cell: cell[2:-1].replace('""', '"'))
            _note(codes, "formula_text", rows)
        if b"=" in text:
            linked = _rows(cells[name], _HYPERLINK.pattern)
            _replace(cells, name, linked, lambda cell: _of_link(cell, name in _LINKS))
            _note(codes, "formula_text", linked)
            _note(codes, "formula_unread", _rows(cells[name], _FORMULA))
        if b"#" in text:
            _note(codes, "cell_error", _rows(cells[name], _CELL_ERROR))
        if b"\0" in text:
            _note(codes, "nul_byte", _rows(cells[name], r"\x00"))
        if any(sign in text for sign in _TWICE_DECODED):
            import numpy as np

            rows = np.array(
                [at for at in _rows(cells[name], "[ÃÂâ][^a-zA-Z ]").tolist()
                 if once_decoded(cells[name][at].as_py()) is not None], np.int64)  # fmt: skip
            if self.fix_mojibake:
                _replace(cells, name, rows, lambda cell: once_decoded(cell) or cell)
            _note(codes, "mojibake_fixed" if self.fix_mojibake else "mojibake", rows)

    def _mend_column(
        self, name: str, cells: dict[str, pa.Array], codes: Codes, plain: bytes | None,
        odd: str, mend: Callable[[str], Mended],
    ) -> None:  # fmt: skip
        """Mend the cells that hold more than plain signs, which few do."""
        text = bytes_of(cells[name])
        if plain and not text.translate(None, plain) and b" / " not in text:
            return
        if not plain and not any(sign in text for sign in _AROUND_EMAILS):
            return
        rows = _rows(cells[name], odd)
        further = {"email": "email_2", "phone": "phone_2"}.get(name, "")
        found: dict[str, list[int]] = {}
        changed: dict[int, str] = {}
        second: dict[int, str] = {}
        for at in rows.tolist():
            cell = cells[name][at].as_py()
            told = mend(cell)
            if told.more and not (further in self.columns and _is_blank(cells, further, at)):
                found.setdefault(f"{name}_several", []).append(at)
                continue
            if told.more:
                second[at] = told.more
            if told.cell != cell:
                changed[at] = told.cell
            if told.code:
                found.setdefault(f"{name}_{told.code}", []).append(at)
        _put(cells, name, changed)
        if second:
            if further not in cells:
                cells[further] = texts([""] * len(cells[name]))
            _put(cells, further, second)
        for code, at_rows in found.items():
            _note(codes, code, at_rows)

    def _mend_dates(self, name: str, cells: dict[str, pa.Array], codes: Codes) -> None:
        import numpy as np
        import pyarrow.compute as pc

        days = cells[name].dictionary_encode()  # a list has few different ones
        which = to_numpy(days.indices)
        odd = ~to_numpy(pc.match_substring_regex(days.dictionary, f"^(?:{REAL_ISO})?$"))
        if not odd.any():
            return
        order = self.orders.get(name, "")
        dates: list[str] = days.dictionary.to_pylist()
        unclear = np.zeros(len(dates), bool)
        for at in np.flatnonzero(odd).tolist():
            date = iso_date(dates[at], order, past=name == "birthday")
            unclear[at] = date is None and bool(dates[at].strip())
            dates[at] = dates[at] if date is None else date
        cells[name] = texts(dates).take(numbers(which))
        _note(codes, f"{name}_unclear", np.flatnonzero(unclear[which]))


def _find_lost_zeros(cells: dict[str, pa.Array], codes: Codes) -> None:
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
    at = to_numpy(countries.indices)
    if "postal_code" in cells:
        digits = np.array([_CODE_DIGITS.get(name, 0) for name in names])[at]
        two_zeros = np.array([name in _TWO_ZEROS for name in names], bool)[at]
        lengths = _lengths(cells["postal_code"])
        lost_one, lost_two = lengths == digits - 1, two_zeros & (lengths == digits - 2)
        rows = np.flatnonzero((lost_one | lost_two) & (digits > 1))
        decimal = pc.utf8_is_decimal(cells["postal_code"].take(numbers(rows)))
        _note(codes, "postal_code_zero_lost", rows[to_numpy(decimal)])
    dialled = [_TRUNK_ZERO.get(name, "") for name in names]
    has_trunk = np.array([bool(number) for number in dialled])[at]
    for name in ("phone", "mobile"):
        if name in cells and has_trunk.any():
            rows = np.flatnonzero(has_trunk & _begins_1_to_9(cells[name]))
            digits_only = _rows(cells[name].take(numbers(rows)), "^[1-9][0-9]{6,10}$")
            lost = [
                row for row in rows[digits_only].tolist()
                if not cells[name][row].as_py().startswith(dialled[at[row]])
            ]  # fmt: skip
            _note(codes, f"{name}_zero_lost", lost)


def _of_link(cell: str, to_address: bool) -> str:
    """Return what =HYPERLINK("address","label") says: its address or its label."""
    address, label = _HYPERLINK.findall(cell)[0]
    return str(address if to_address or not label else label)


def _is_odd(text: bytes) -> bool:
    """Tell whether text may hold a NUL, a formula or letters that were decoded twice."""
    import numpy as np

    codes = np.frombuffer(text, np.uint8)
    if b"\0" in text:
        return True
    if b"=" in text:
        before = codes[where_byte(codes, ord("=")) - 1]
        if b'="' in text or np.isin(before, _CELL_BEGINS).any() or text.startswith(b"="):
            return True
    if b"#" in text and any(error.encode() in text for error in _ERRORS):
        return True
    if text.isascii():
        return False
    second = codes[where_byte(codes[:-1], 0xC3) + 1]
    return bool((second < 0x84).any()) or (0xA2 in second and _TWICE_DECODED[2] in text)


def bytes_of(cells: pa.Array) -> bytes:
    """Return all cells of an array end to end."""

    offsets = ends_of(cells)
    text = cells.buffers()[2]
    return bytes(memoryview(text)[offsets[0] : offsets[-1]]) if text and len(cells) else b""


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


def _rows(cells: pa.Array, pattern: str) -> np.ndarray:
    """Return the positions of cells that match a pattern (RE2)."""
    import numpy as np
    import pyarrow.compute as pc

    return np.flatnonzero(to_numpy(pc.match_substring_regex(cells, pattern)))


def _replace(
    cells: dict[str, pa.Array], name: str, rows: np.ndarray, function: Callable[[str], str]
) -> None:
    _put(cells, name, {at: function(cells[name][at].as_py()) for at in rows.tolist()})


def _put(cells: dict[str, pa.Array], name: str, changed: Mapping[int, str]) -> None:
    if not changed:
        return
    values: list[Any] = cells[name].to_pylist()
    for at, cell in changed.items():
        values[at] = cell
    cells[name] = texts(values)


def _note(codes: Codes, code: str, rows: Any) -> None:
    import numpy as np

    if len(rows):
        found = np.asarray(rows, np.int64)
        codes[code] = np.union1d(codes[code], found) if code in codes else found


def _is_blank(cells: dict[str, pa.Array], name: str, at: int) -> bool:
    return name not in cells or not cells[name][at].as_py()
