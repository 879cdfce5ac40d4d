"""What notes say: words and phrases, unless a denial is about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, to_numpy
from leadkit.fields.negation import UNSPACED, Claims, clauses_of
from leadkit.fields.phrases import GAP, SIGNS
from leadkit.fields.remark_text import SYMBOLS, words_of
from leadkit.rules.batch import Distinct, regex_of
from leadkit.rules.item import Item
from leadkit.rules.truth import Test, Truth

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells


def says(value: Item) -> Test:
    """The cell says one of these words or phrases (beginnings*, *endings) and does not deny it.

    >>> from leadkit.rules.operators import say
    >>> say("{says: [quote, angebot*]}", "Send a QUOTE", "no quote", "Angebotsanfrage", "")
    'yes no yes ?'
    >>> say("{says: visit}", "Visitenkarte", "visit not needed", "not only visit")
    'no no yes'
    """
    entries = [part.text().strip() for part in value.items()]
    for part, entry in zip(value.items(), entries, strict=True):
        _refuse_odd(part, entry)
    if all(entry.startswith("-") for entry in entries):
        raise value.fail("says: all entries begin with a minus, so nothing is looked for")
    claims = Claims(entries)

    def test(cells: Distinct, as_of: date | None) -> Truth:
        import numpy as np

        clauses, of_cell = clauses_of(cells.text)
        encoded = clauses.dictionary_encode()  # notes are made of what notes are made of
        distinct, which = encoded.dictionary, to_numpy(encoded.indices)
        said, doubtful = _by_words(distinct, claims)
        doubtful |= _unspaced(distinct, claims) & ~said
        for at in np.flatnonzero(doubtful).tolist():
            said[at] = bool(claims.said(distinct[at].as_py()))
        holds = np.zeros(len(cells.text), bool)
        holds[of_cell[said[which]]] = True
        return holds, ~holds

    return test


def _refuse_odd(part: Item, entry: str) -> None:
    words = entry.removeprefix("-").split()
    signs = [word for word in words if word in SIGNS and word != GAP]
    if "<" in entry or signs or not all(word == GAP or words_of(word) for word in words):
        raise part.fail(f"says: '{entry}': expected words, such as 'call back' or 'angebot*'")
    if not words or GAP in (words[0], words[-1]):
        raise part.fail(f"says: '{entry}': a phrase begins and ends with a word")


def _unspaced(clauses: Cells, claims: Claims) -> np.ndarray:
    """Tell which clauses hold an entry in a script that parts no words."""
    import numpy as np
    import pyarrow.compute as pc

    found = np.zeros(len(clauses), bool)
    if claims.unspaced:
        written = np.flatnonzero(to_numpy(pc.match_substring_regex(clauses, f"[{UNSPACED}]")))
        plain = pc.utf8_lower(pc.utf8_normalize(clauses.take(numbers(written)), "NFKC"))
        anywhere = regex_of([entry.lower() for entry in claims.unspaced])
        found[written] = to_numpy(pc.match_substring_regex(plain, anywhere))
    return found


def _by_words(clauses: Cells, claims: Claims) -> tuple[np.ndarray, np.ndarray]:
    """Tell which clauses say it for sure, and which must be read; Python sees each word once.

    A clause with a word that says it and none that denies anything needs no reading, nor does one
    without such a word that lacks a word of each phrase.
    """
    import numpy as np

    words = _Words(clauses, claims)
    says, denies, phrase = (np.zeros(len(clauses), bool) for _ in range(3))
    alone = {one.first for one in claims.phrases if not one.steps}
    says[words.where(alone)] = True
    denies[words.where(claims.denials)] = True
    denies[words.halves] = True
    phrase[words.halves] = True
    for needs in {one.needs for one in claims.phrases if one.steps}:
        phrase[words.with_all(needs)] = True
    return says & ~denies, (says & denies) | (phrase & ~says)


class _Words:
    """In which clauses the words of claims stand."""

    def __init__(self, clauses: Cells, claims: Claims) -> None:
        import numpy as np
        import pyarrow.compute as pc

        split = pc.utf8_split_whitespace(clauses)
        encoded = split.flatten().dictionary_encode()
        code, spellings = to_numpy(encoded.indices), encoded.dictionary
        clause = np.repeat(np.arange(len(clauses)), to_numpy(pc.list_value_length(split)))
        order = np.argsort(code, kind="stable")
        self._clause = clause[order]  # of each word, the words in the order of their spellings
        self._ends = np.cumsum(np.bincount(code, minlength=len(spellings)))
        self._count, self._masks = len(clauses), dict[int, np.ndarray]()
        self._spelled: dict[int, list[int]] = {}  # of each number, which spellings stand for it
        halves: list[int] = []  # the first of E Mail, and figures that a phrase may want
        # Of figures a column is full; only the shortest say something.
        looked = np.flatnonzero(
            to_numpy(pc.match_substring_regex(spellings, rf"[\pL{SYMBOLS}]|^\W*\pN\pN?\W*$"))
        )
        for at, spelling in zip(
            looked.tolist(), spellings.take(numbers(looked)).to_pylist(), strict=True
        ):
            if spelling.endswith("E"):
                halves.append(at)
            for number in _stands_for(spelling, claims):
                self._spelled.setdefault(number, []).append(at)
        self.halves = self._of_spellings(halves)

    def _of_spellings(self, spellings: Iterable[int]) -> np.ndarray:
        import numpy as np

        parts = [self._clause[self._begin(at) : self._ends[at]] for at in spellings]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _begin(self, spelling: int) -> int:
        return int(self._ends[spelling - 1]) if spelling else 0

    def where(self, wanted: Iterable[int]) -> np.ndarray:
        """Return the clauses that hold one of these words, by number."""
        found = {at for number in wanted for at in self._spelled.get(number, ())}
        return self._of_spellings(sorted(found))

    def with_all(self, wanted: frozenset[int]) -> np.ndarray:
        """Return the clauses that hold all of these words."""
        import numpy as np

        if not all(number in self._spelled for number in wanted):
            return np.zeros(0, np.int64)
        return np.flatnonzero(np.logical_and.reduce([*map(self._mask, wanted)]))

    def _mask(self, number: int) -> np.ndarray:
        import numpy as np

        if number not in self._masks:  # phrases share their words
            self._masks[number] = np.zeros(self._count, bool)
            self._masks[number][self.where([number])] = True
        return self._masks[number]


def _stands_for(spelling: str, claims: Claims) -> frozenset[int]:
    return frozenset[int]().union(*claims.numbers_in(spelling))
