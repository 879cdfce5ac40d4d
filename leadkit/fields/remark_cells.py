"""Which cells of a column can say anything by a list of remark words, before any is read."""

from __future__ import annotations

from functools import cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING

from leadkit.base.cell_bytes import holding
from leadkit.base.cells import text_bytes, to_numpy
from leadkit.fields.remark_words import RemarkWords

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask


def may_say(cells: Cells, words: RemarkWords) -> Mask:
    """Tell which cells hold a word that some phrase of the list cannot do without.

    What it leaves out says nothing; what it keeps may say something. Of the words of a phrase the
    one is looked for that is rarest in these cells, so "not" and "call" cost little where either is
    everywhere. Python sees each different word of the column once.

    >>> from leadkit.base.cells import texts
    >>> from leadkit.fields.remark_words import Phrases
    >>> words = RemarkWords({"no": ["not"]}, [Phrases("no_phone", ("<no> ... call*",))])
    >>> may_say(texts(["please call", "do NOT call", "called, too", ""]), words).tolist()
    [False, True, False, False]
    """
    import numpy as np
    import pyarrow.compute as pc

    split = pc.utf8_split_whitespace(cells)
    encoded = split.flatten().dictionary_encode()
    code, spellings = to_numpy(encoded.indices), encoded.dictionary
    known: list[frozenset[int] | None] = [frozenset()] * len(spellings)
    signs = text_bytes(spellings)[0]
    for at in np.flatnonzero(holding(spellings, _figures_or_words(words)[signs])).tolist():
        known[at] = _numbers_in(spellings[at].as_py(), words)
    rarest = _rarest(words, known, np.bincount(code, minlength=len(known)))
    can = (found is None or not rarest.isdisjoint(found) for found in known)
    says = np.fromiter(can, bool, len(known))
    row = np.repeat(np.arange(len(cells)), to_numpy(pc.list_value_length(split)))
    told = np.zeros(len(cells), bool)
    told[row[says[code]]] = True
    return told


@cache
def _figures_or_words(words: RemarkWords) -> np.ndarray:
    """Return which bytes may say something: figures, of which a column is full, only if asked."""
    import numpy as np

    asked = any(word.strip("*").isdigit() for members in words.members for word in members)
    may_say = np.arange(256) > 0x7F  # letters of all scripts, and signs that stand for words
    may_say[list((ascii_letters + (digits if asked else "")).encode())] = True
    return may_say


def _numbers_in(spelling: str, words: RemarkWords) -> frozenset[int] | None:
    """Return what stands for the words between two spaces; None where it may be half a word."""
    if spelling.endswith("E"):  # the first half of E Mail
        return None
    return frozenset[int]().union(*words.numbers_in(spelling))


def _rarest(words: RemarkWords, known: list[frozenset[int] | None], counts: np.ndarray) -> set[int]:
    """Return of each phrase the word that these cells hold least often, where they hold all."""
    often: dict[int, int] = {}
    for found, count in zip(known, counts.tolist(), strict=True):
        for number in found or ():
            often[number] = often.get(number, 0) + count
    asking = _asking(words)
    asked = {needs for number in often for needs in asking.get(number, ())}
    return {min(needs, key=often.__getitem__) for needs in asked if often.keys() >= needs}


@cache
def _asking(words: RemarkWords) -> dict[int, list[frozenset[int]]]:
    """Return for each word what the phrases that cannot do without it cannot do without."""
    asking: dict[int, list[frozenset[int]]] = {}
    for phrase in words.phrases:
        for number in phrase.needs if not phrase.excepts else ():
            asking.setdefault(number, []).append(phrase.needs)
    return asking
