"""Cells that a spreadsheet would run, kept from it by an apostrophe that every reader takes off.

A spreadsheet computes a cell of a CSV file that begins with ``=``, ``+``, ``-`` or ``@``, behind
blanks and quotes as well: such a cell may fetch a page or start a program. With --safe-cells an
apostrophe goes before it. So that nothing is ever changed for good, one goes before every text that
a reader would take one from, with the option or without.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cells import ends_of, flags, numbers, text, texts, to_numpy, whole
from leadkit.files.regular import where_byte

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Mask

    _Test = Callable[[pa.Array], Mask]

_MARK = "'"
# Signs with which a formula begins, those of full width and of small form among them ...
_EQUALS = "=\uff1d\ufe66"
_SIGNS = "+\\-@\uff0b\uff0d\uff20\ufe62\ufe63\ufe6b\u2212"
_PLUS_MINUS = "+\\-\uff0b\uff0d\ufe62\ufe63\u2212"
# ... and blanks and quotes that may stand before them.
_BEFORE = (
    "\\s\\x00\\x0b\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
    "\"'`\u00ab\u00bb\u2018-\u201f\u00b4"
)
_START = f"^[{_BEFORE}]*[{_EQUALS}{_SIGNS}]"
_DASHES = "\\-\u2010-\u2015"
# What begins so and is no formula: a rule of signs, a number, phone numbers, a handle.
_HARMLESS = f"^[{_BEFORE}]*(?:%s)\\s*$" % "|".join(
    (
        f"[{_EQUALS}{_SIGNS}{_DASHES}\\s._/]*",
        f"[{_PLUS_MINUS}]\\s*[€$£¥]?\\s*[0-9][0-9.,'’\\s\u00a0\u202f]*(?:[eE][+-]?[0-9]+)?\\s*[%€$£¥]?",
        f"[+\uff0b](?:[\\s()/.+;,{_DASHES}·]*[0-9]){{7,}}[\\s(),]*(?:(?:ext\\.?|x|#)\\s*[0-9]{{1,6}})?",
        r"[@＠][\pL\pN_.\-]+",
    )
)
_PLAIN = r"^[+-]?[0-9. ]*$"
# The first bytes of the signs.
_SIGN_BYTES = (b"=", b"+", b"-", b"@", b"\xef", b"\xe2\x88\x92")
# Some programs cut a cell at a tab or return, and begin another one behind it.
_CUT = "^'*[\\t\\r]"
# What computes, of what begins with a sign: calls, DDE, a cell or a sum. Prose behind a dash
# ("- wants offer") is no more than an error there.
_COMPUTES = "(?s)" + "|".join(
    (
        f"^[{_BEFORE}]*[{_EQUALS}][\\s{_EQUALS}{_SIGNS}]*[\\pL\\pN(\\[{{$#\"']",
        r"[A-Za-z_][A-Za-z0-9_.]*\(",
        r"[A-Za-z]\s*\|.*!",
        rf"^[{_BEFORE}]*[{_SIGNS}]+\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}}\s*(?:[-+*/^&:!]|$)",
        rf"^[{_BEFORE}]*[{_PLUS_MINUS}][0-9.,\s()+\-*/^&%]+$",
    )
)


def would_run(cells: pa.Array) -> Mask:
    """Tell which cells a spreadsheet would compute or run.

    >>> from leadkit.base.cells import texts
    >>> cells = ["=1+1", " @SUM(A1)", "-2+3", "+cmd|' /C calc'!A0", "- wants offer", "+49 89 1234"]
    >>> would_run(texts(cells)).tolist()
    [True, True, True, True, False, False]
    """
    return _of_some(cells, _SIGN_BYTES, _starts(), _would_run)


def safe(cells: pa.Array) -> pa.Array:
    """Put an apostrophe before each cell that a spreadsheet would not take as the text it is.

    >>> from leadkit.base.cells import texts
    >>> safe(texts(["=1+1", "- wants offer", "-5", "+49 171 1234567", "@eva", "'=1"])).to_pylist()
    ["'=1+1", "'- wants offer", '-5', '+49 171 1234567', '@eva', "''=1"]
    """
    return _marked(cells, _of_some(cells, (*_SIGN_BYTES, b"\t", b"\r"), _starts(), _is_unsafe))


def escaped(cells: pa.Array) -> pa.Array:
    """Put an apostrophe before each cell from which a reader would take one.

    >>> from leadkit.base.cells import texts
    >>> escaped(texts(["'=1", "=1", "'t Hof"])).to_pylist()
    ["''=1", '=1', "'t Hof"]
    """
    return _marked(cells, _of_some(cells, (b"'",), _apostrophe(), _is_unsafe))


def unmarked(cells: pa.Array) -> pa.Array:
    """Take off the apostrophes that safe() and escaped() put before cells.

    >>> from leadkit.base.cells import texts
    >>> unmarked(texts(["'=1", "''=1", "=1", "'t Hof", "'+49 171 1234567"])).to_pylist()
    ['=1', "'=1", '=1', "'t Hof", "'+49 171 1234567"]
    """
    import pyarrow.compute as pc

    marked = _of_some(cells, (b"'",), _apostrophe(), _is_unsafe)
    if not marked.any():
        return cells
    shorter = pc.utf8_slice_codeunits(cells.filter(flags(marked)), 1)
    return pc.replace_with_mask(cells, flags(marked), shorter)


def unmarked_text(cell: str) -> str:
    """Return a cell without the apostrophe that safe() put before it.

    >>> unmarked_text("'=1"), unmarked_text("'t Hof")
    ('=1', "'t Hof")
    """
    if cell[:1] != _MARK or not _is_utf8(cell):  # of a reject cells may be no text
        return cell
    return str(unmarked(texts([cell]))[0].as_py())


def _is_utf8(cell: str) -> bool:
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True


def unmarked_table(table: pa.Table) -> pa.Table:
    """Return a table of text without the apostrophes that safe() put before cells."""
    for place, name in enumerate(table.column_names):
        cells = whole(table.column(place))
        plain = unmarked(cells)
        if plain is not cells:
            table = table.set_column(place, name, plain)
    return table


def may_be_marked(written: bytes, delimiter: str, newline: bytes) -> bool:
    r"""Tell whether a cell of a CSV text may begin with an apostrophe that a reader takes off.

    >>> may_be_marked(b"a,'=1\n", ",", b"\n"), may_be_marked(b"a,'t Hof\nO'Hara,\n", ",", b"\n")
    (True, False)
    """
    import numpy as np

    if b"'" not in written:  # one sign is found ten times as fast as two
        return False
    sign, codes = delimiter.encode(), np.frombuffer(written, np.uint8)
    places = where_byte(codes[:-1], ord(_MARK))
    begins = np.isin(codes[places - 1], [sign[0], newline[-1], ord('"')]) | (places == 0)
    return written == b"'" or bool(_starts()[codes[places + 1]][begins].any())


@cache
def _starts() -> np.ndarray:
    """Return which bytes a cell may begin with that is marked or may run; a superset."""
    import numpy as np

    first = np.zeros(256, bool)
    first[:0x21] = True
    # The first bytes of the signs, blanks and quotes that are not ASCII.
    first[[*b"=+-@\"'`", 0xC2, 0xE1, 0xE2, 0xE3, 0xEF]] = True
    return first


@cache
def _apostrophe() -> np.ndarray:
    import numpy as np

    first = np.zeros(256, bool)
    first[ord(_MARK)] = True
    return first


def _of_some(cells: pa.Array, needed: Sequence[bytes], begins: np.ndarray, test: _Test) -> Mask:
    """Return a test's answer for the cells that begin with one of some bytes; no for all others.

    Where no cell holds any of the needed bytes, which is soon seen, no test is made.
    """
    import numpy as np

    ends = ends_of(cells)
    answer = np.zeros(len(cells), bool)
    written = cells.buffers()[2] if len(cells) else None
    if written is None or not written.size:
        return answer
    letters = memoryview(written)[ends[0] : ends[-1]].tobytes()
    if not any(sign in letters for sign in needed):
        return answer
    codes = np.frombuffer(written, np.uint8)
    filled = np.flatnonzero(ends[1:] > ends[:-1])
    some = filled[begins[codes[ends[filled]]]]
    if len(some):
        answer[some] = test(cells.take(numbers(some)))
    return answer


def _matches(cells: pa.Array, pattern: str) -> Mask:
    import pyarrow.compute as pc

    return to_numpy(pc.match_substring_regex(cells, pattern))


def _would_run(cells: pa.Array) -> Mask:
    import numpy as np

    answer = ~_matches(cells, _PLAIN)  # most of what begins so are phone numbers
    odd = np.flatnonzero(answer)
    some = cells.take(numbers(odd))
    answer[odd] = _may_run(some) & _matches(some, _COMPUTES)
    return answer


def _may_run(cells: pa.Array) -> Mask:
    may: Mask = _matches(cells, _START) & ~_matches(cells, _HARMLESS)
    return may


def _is_unsafe(cells: pa.Array) -> Mask:
    """Tell of cells which are marked; with an apostrophe before it a cell is what it is without."""
    unsafe: Mask = _may_run(cells) | _matches(cells, _CUT)
    return unsafe


def _marked(cells: pa.Array, unsafe: Mask) -> pa.Array:
    import pyarrow.compute as pc

    if not unsafe.any():
        return cells
    some = cells.filter(flags(unsafe))
    marked = pc.binary_join_element_wise(text(_MARK), some, text(""))
    return pc.replace_with_mask(cells, flags(unsafe), marked)
