"""What spreadsheets and exports do to cells: found by name, undone only where nothing was lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, texts, to_numpy
from leadkit.base.columns import DATES, EMAILS, PHONES
from leadkit.fields.dates import REAL_ISO
from leadkit.fields.email.one import mend_email
from leadkit.fields.mended import Mended
from leadkit.files.regular import where_byte
from leadkit.files.safe_cells import would_run
from leadkit.importing.cell_changes import (
    Cells,
    Codes,
    bytes_of,
    is_blank,
    note,
    put_cells,
    replace_cells,
    rows_with,
)
from leadkit.importing.date_columns import DateColumns, is_told_by_order
from leadkit.importing.digits import mend_dialled, mend_lost_zeros, mend_number

if TYPE_CHECKING:
    import numpy as np

_NUMBERS = (*PHONES, "postal_code", "home_postal_code", "external_id", "employees")

# Every code that import writes to the column issues, and what it means.
ISSUES = {
    "mojibake": "a cell was decoded wrongly (JÃ¼rgen, or a control character for a dash or quote); "
                "--fix-mojibake repairs such cells",
    "mojibake_fixed": "a cell that was decoded wrongly was repaired",
    "nul_byte": "a cell holds a NUL byte",
    "short_row": "a row ended before the header, as all of its list, and was filled with blanks",
    "row_mended": "quotes or delimiters of a row do not fit; it was read as its address or number "
                  "proves",
    "lone_text": "a row holds one text alone, and may be a heading or a note and no contact",
    "street_whole": "street holds a whole address, which could not be taken apart",
    "formula_text": "a cell was written as a formula (=\"0171\") and unwrapped",
    "formula": "a cell holds what a spreadsheet would compute or run (=1+1, @SUM(A1), "
               "+cmd|'/C ...'!A1); --safe-cells keeps it text",
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
       for name in ("phone", "mobile")},
    **{f"{name}_zero_lost": f"{name} may have lost the zero in front, and no country tells"
       for name in ("postal_code", "home_postal_code")},
    **{f"{name}_zero_restored": f"{name} got back the zeros that its country writes in front"
       for name in ("postal_code", "home_postal_code")},
    **{f"{name}_unclear": f"{name} is no date, or its order of day and month is not known"
       for name in DATES},
    **{f"{name}_date": f"a spreadsheet took {name} (10-50) for a date" for name in _NUMBERS},
}  # fmt: skip

_CELL_BEGINS = tuple(b'",;|\t\r\n')

_TWICE_DECODED = (b"\xc3\x83", b"\xc3\x82", b"\xc3\xa2\xe2\x82\xac")  # Ã, Â, â€
_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]")
_SIGNS = {  # of cp1252, by the control characters that Latin-1 reads in their place
    code: sign for code in range(0x80, 0xA0) if (sign := bytes([code]).decode("cp1252", "ignore"))
}
_AROUND_EMAILS = (b";", b",", b"<", b"=", b"'", b"|", b" ", b"\t", b"\n", b":", b"\xc2")

_HYPERLINK = re.compile(r'(?is)^=HYPERLINK\("([^"]*)"(?:[,;] *"([^"]*)")?\)$')
_LINKS = (*EMAILS, "website", "linkedin_url")  # what a link leads to is worth more than its label
_FORMULA = r"^=[+-]?(?:[A-Z][A-Z0-9_.]*\(|\$?[A-Z]{1,3}\$?[0-9]|[0-9(])"
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
           "#NV", "#BEZUG!", "#WERT!", "###")  # fmt: skip
_CELL_ERROR = f"^(?:{'|'.join(map(re.escape, _ERRORS[:-1]))}|####*)$"


@dataclass
class Damage:
    """Finds and mends the damage of one table, batch by batch."""

    columns: frozenset[str]  # of the table: where there is an email_2, a second address goes there
    dates: DateColumns = field(default_factory=DateColumns)
    fix_mojibake: bool = False
    codes_of_five: bool = False  # digits, which most postal codes of the list have

    def mend(
        self, cells: Cells, text: bytes = b"", lines: np.ndarray | None = None
    ) -> tuple[Cells, Codes]:
        """Return the cells of a batch as mended as they can be, and the rows each code is for.

        The text of all rows, where it is at hand, shows sooner that no cell needs looking at. The
        lines are those on which the rows stand, by which they are told of.
        """
        import numpy as np

        mended = dict(cells)
        codes: Codes = {}
        for name in cells if not text or _is_odd(text) else ():
            self._mend_text(name, mended, codes)
        for column in mended.values():
            note(codes, "formula", np.flatnonzero(would_run(column)))
        for name in (n for n in _NUMBERS if n in mended):
            dates = "|^[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{2,4}$" if name == "employees" else ""
            self._mend_column(name, mended, codes, b"0123456789+ ()" + b"/-" * (not dates),
                              "[^0-9+ ()/-]| / " + dates,
                              mend_dialled if name in PHONES else mend_number)  # fmt: skip
        for name in (n for n in EMAILS if n in mended):
            self._mend_column(name, mended, codes, None, r"[;,<='|\s]|(?i:mailto:)", mend_email)
        for name in (n for n in DATES if n in mended):
            self._mend_dates(name, mended, codes, lines)
        mend_lost_zeros(mended, codes, self.codes_of_five)
        return mended, codes

    def _mend_text(self, name: str, cells: Cells, codes: Codes) -> None:
        text = bytes_of(cells[name])
        if b'="' in text:
            rows = rows_with(cells[name], r'(?s)^=".*"$')
            replace_cells(cells, name, rows, lambda cell: cell[2:-1].replace('""', '"'))
            note(codes, "formula_text", rows)
        if b"=" in text:
            linked = rows_with(cells[name], _HYPERLINK.pattern)
            replace_cells(cells, name, linked, lambda cell: _of_link(cell, name in _LINKS))
            note(codes, "formula_text", linked)
            note(codes, "formula_unread", rows_with(cells[name], _FORMULA))
        if b"#" in text:
            note(codes, "cell_error", rows_with(cells[name], _CELL_ERROR))
        if b"\0" in text:
            note(codes, "nul_byte", rows_with(cells[name], r"\x00"))
        if any(sign in text for sign in _TWICE_DECODED) or _CONTROLS.search(text):
            import numpy as np

            rows = np.array(
                [row for row in rows_with(cells[name], "[ÃÂâ][^a-zA-Z ]|[\u0080-\u009f]").tolist()
                 if once_decoded(cells[name][row].as_py()) is not None], np.int64)  # fmt: skip
            if self.fix_mojibake:
                replace_cells(cells, name, rows, lambda cell: once_decoded(cell) or cell)
            note(codes, "mojibake_fixed" if self.fix_mojibake else "mojibake", rows)

    def _mend_column(
        self, name: str, cells: Cells, codes: Codes, plain: bytes | None,
        odd: str, mend: Callable[[str], Mended],
    ) -> None:  # fmt: skip
        """Mend the cells that hold more than plain signs, which few do."""
        text = bytes_of(cells[name])
        if plain and not text.translate(None, plain) and b" / " not in text:
            return
        if not plain and not any(sign in text for sign in _AROUND_EMAILS):
            return
        rows = rows_with(cells[name], odd)
        further = {"email": "email_2", "phone": "phone_2"}.get(name, "")
        found: dict[str, list[int]] = {}
        changed: dict[int, str] = {}
        second: dict[int, str] = {}
        for row in rows.tolist():
            cell = cells[name][row].as_py()
            mended = mend(cell)
            if mended.more and not (further in self.columns and is_blank(cells, further, row)):
                found.setdefault(f"{name}_several", []).append(row)
                continue
            if mended.more:
                second[row] = mended.more
            if mended.cell != cell:
                changed[row] = mended.cell
            if mended.code:
                found.setdefault(f"{name}_{mended.code}", []).append(row)
        put_cells(cells, name, changed)
        if second:
            if further not in cells:
                cells[further] = texts([""] * len(cells[name]))
            put_cells(cells, further, second)
        for code, coded in found.items():
            note(codes, code, coded)

    def _mend_dates(self, name: str, cells: Cells, codes: Codes, lines: np.ndarray | None) -> None:
        import numpy as np
        import pyarrow.compute as pc

        days = cells[name].dictionary_encode()  # a list has few different ones
        which = to_numpy(days.indices)
        odd = ~to_numpy(pc.match_substring_regex(days.dictionary, f"^(?:{REAL_ISO})?$"))
        if not odd.any():
            return
        dates: list[str] = days.dictionary.to_pylist()
        unclear = np.zeros(len(dates), bool)
        for place in np.flatnonzero(odd).tolist():
            date = self.dates.read(name, dates[place])
            unclear[place] = date is None and bool(dates[place].strip())
            dates[place] = dates[place] if date is None else date
        cells[name] = texts(dates).take(numbers(which))
        note(codes, f"{name}_unclear", np.flatnonzero(unclear[which]))
        none = [p for p in np.flatnonzero(unclear).tolist() if not is_told_by_order(dates[p])]
        if none:
            rows = np.flatnonzero(np.isin(which, none))
            found = rows if lines is None else lines[rows]
            self.dates.note_unread(name, [dates[place] for place in none], found.tolist())


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
    if bool((second < 0x84).any()) or (0xA2 in second and _TWICE_DECODED[2] in text):
        return True
    return b"\xc2" in text and _CONTROLS.search(text) is not None


def once_decoded(cell: str) -> str | None:
    """Return a cell that was decoded wrongly as it was before, None where it is not such a one.

    >>> once_decoded("JÃ¼rgen"), once_decoded("Ärger"), once_decoded("SÃO")
    ('Jürgen', None, None)
    >>> once_decoded("Mo\\x96Fr")
    'Mo–Fr'
    """
    for encoding in ("cp1252", "latin-1"):
        try:
            once = cell.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        return once if once != cell else None
    mended = cell.translate(_SIGNS)
    return mended if mended != cell else None
