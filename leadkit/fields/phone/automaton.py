"""Patterns of digits as one table of states: all are matched at once, one digit at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np

_DIGITS = "0123456789"
_END = len(_DIGITS)  # what stands in place of a digit where a number is over
_SIGNS = _END + 1
_TOKEN = re.compile(r"\(\?:|[|)?]|\\d|\[[-0-9]+\]|\{\d+(?:,\d+)?\}|[0-9]")


def is_readable(pattern: str) -> bool:
    r"""Tell whether a pattern is made of nothing but digits, classes, (?:), |, ? and {2,3}.

    >>> is_readable(r"1(?:[2-4]\d{2}|5)?"), is_readable("1+")
    (True, False)
    """
    return not _TOKEN.sub("", pattern)


class Automaton:
    """Tells which of several readable patterns fit a number as a whole.

    >>> import numpy as np
    >>> automaton = Automaton({"a": "1[2-4]{2}", "b": r"(?:12|5)\\d?"})
    >>> found = automaton.run(np.frombuffer(b"1235514", np.uint8), np.array([0, 3, 4, 5, 7]))
    >>> [sorted(automaton.sets[which]) for which in found]
    [['a', 'b'], ['b'], ['b'], []]
    """

    def __init__(self, patterns: Mapping[str, str]) -> None:
        import numpy as np

        positions = _Positions()
        ends = {name: positions.add(pattern) for name, pattern in patterns.items()}
        table, states = positions.states()
        # A state is written as the place of its row in the table.
        self._after = np.array(table, np.int32).ravel() * _SIGNS
        fits = [frozenset(name for name in ends if state & ends[name]) for state in states]
        self.sets = list(dict.fromkeys(fits))
        self._set = np.array([self.sets.index(names) for names in fits])

    def run(self, text: np.ndarray, offsets: np.ndarray) -> np.ndarray:
        """Return for each number which of the sets of patterns it fits; they lie end to end."""
        import numpy as np

        begins, lengths = offsets[:-1], np.diff(offsets)
        signs = np.append(text - np.uint8(ord("0")), np.uint8(_END))
        states = np.zeros(len(begins), np.int32)
        for place in range(int(lengths.max(initial=0))):
            sign = signs.take(begins + place, mode="clip")
            sign[lengths <= place] = _END
            states = self._after.take(states + sign)
        found: np.ndarray = self._set.take(states // _SIGNS)
        return found


class _Part(NamedTuple):
    """A part of a pattern: whether it may be empty, and its positions at either end, as bits."""

    empty: bool
    first: int
    last: int


_Build: TypeAlias = Callable[[], _Part]  # gives a part of a pattern positions of its own


class _Positions:
    """The places of digits in patterns, and which may follow which (Glushkov's construction)."""

    def __init__(self) -> None:
        self._digits = [""]  # which may stand at a position; the first is before all patterns
        self._follow = [0]

    def add(self, pattern: str) -> int:
        """Add a pattern; return the positions that it may end at."""
        part = self._alternatives(_TOKEN.findall(pattern)[::-1])()
        self._follow[0] |= part.first
        return part.last | part.empty

    def states(self) -> tuple[list[list[int]], list[int]]:
        """Return each state's next by sign, and the states as sets of positions just passed."""
        able = [
            sum(1 << at for at, digits in enumerate(self._digits) if digit in digits)
            for digit in _DIGITS
        ]
        states = [1]
        number_of = {1: 0}
        table = []
        for state in states:  # which grows meanwhile
            reached = 0
            for at in _places(state):
                reached |= self._follow[at]
            row = []
            for digits in able:
                after = reached & digits
                if after not in number_of:
                    number_of[after] = len(states)
                    states.append(after)
                row.append(number_of[after])
            table.append([*row, number_of[state]])
        return table, states

    def _alternatives(self, tokens: list[str]) -> _Build:
        """Read what stands between "|", up to the end of the group; the next token is the last."""
        ways = [self._sequence(tokens)]
        while tokens and tokens[-1] == "|":
            tokens.pop()
            ways.append(self._sequence(tokens))
        return partial(self._either, ways)

    def _sequence(self, tokens: list[str]) -> _Build:
        parts: list[_Build] = []
        while tokens and tokens[-1] not in ("|", ")"):
            token = tokens.pop()
            if token == "(?:":
                part = self._alternatives(tokens)
                tokens.pop()
            else:
                part = partial(self._one, _digits_of(token))
            least = most = 1
            if tokens and (tokens[-1] == "?" or tokens[-1][0] == "{"):
                least, most = _times(tokens.pop())
            parts += [part] * least + [partial(_optional, part)] * (most - least)
        return partial(self._chain, parts)

    def _one(self, digits: str) -> _Part:
        self._digits.append(digits)
        self._follow.append(0)
        position = 1 << len(self._digits) - 1
        return _Part(False, position, position)

    def _either(self, ways: Sequence[_Build]) -> _Part:
        empty, first, last = False, 0, 0
        for part in (way() for way in ways):
            empty, first, last = empty or part.empty, first | part.first, last | part.last
        return _Part(empty, first, last)

    def _chain(self, parts: Sequence[_Build]) -> _Part:
        empty, first, last = True, 0, 0
        for part in (part() for part in parts):
            for at in _places(last):
                self._follow[at] |= part.first
            first |= part.first if empty else 0
            last = part.last | (last if part.empty else 0)
            empty &= part.empty
        return _Part(empty, first, last)


def _optional(part: _Build) -> _Part:
    return part()._replace(empty=True)


@cache
def _digits_of(token: str) -> str:
    return "".join(digit for digit in _DIGITS if re.fullmatch(token, digit))


def _times(token: str) -> tuple[int, int]:
    """Return how often a part must and may stand.

    >>> [_times(token) for token in ("?", "{3}", "{2,4}")]
    [(0, 1), (3, 3), (2, 4)]
    """
    if token == "?":
        return 0, 1
    least, _, most = token[1:-1].partition(",")
    return int(least), int(most or least)


def _places(positions: int) -> Iterator[int]:
    while positions:
        yield positions.bit_length() - 1
        positions ^= 1 << positions.bit_length() - 1
