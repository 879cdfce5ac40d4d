"""Cells in what leadkit tells: shown to a person who watches, and never written into a log.

Who quotes a cell in a note marks it; who prints the note decides. The marks are noncharacters,
which Unicode keeps for use within a program, so that notes go into others as any text does.
"""

from __future__ import annotations

import re

_BEGIN, _INSTEAD, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKED = re.compile(f"{_BEGIN}([^{_BEGIN}]*?){_INSTEAD}([^{_BEGIN}]*?){_END}")
_MARKS = str.maketrans("", "", _BEGIN + _INSTEAD + _END)


def quoting(words: str, instead: str = "") -> str:
    """Return words that quote cells, with what is told in their place where nobody may see them.

    >>> note = f"a.csv: 2 cells hold no date{quoting(', such as soon', ' (lines 3 and 9)')}"
    >>> with_values(note), without_values(note)
    ('a.csv: 2 cells hold no date, such as soon', 'a.csv: 2 cells hold no date (lines 3 and 9)')
    """
    return _BEGIN + words.translate(_MARKS) + _INSTEAD + instead.translate(_MARKS) + _END


def with_values(text: str) -> str:
    """Return a text with the cells that it quotes."""
    return _MARKED.sub(r"\1", text) if _BEGIN in text else text


def without_values(text: str) -> str:
    """Return a text without the cells that it quotes."""
    return _MARKED.sub(r"\2", text) if _BEGIN in text else text


def lines_told(lines: list[int]) -> str:
    """Return lines of a file in words, "" where there are none.

    >>> lines_told([3]), lines_told([3, 9, 11])
    ('line 3', 'lines 3, 9 and 11')
    """
    *first, last = map(str, lines) if lines else [""]
    return f"lines {', '.join(first)} and {last}" if first else f"line {last}" if last else ""
