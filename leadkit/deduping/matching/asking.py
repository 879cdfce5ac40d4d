"""Questions that are asked once: what was told of a text, or of two mailboxes, is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

    from leadkit.deduping.matching.coded import Coded, Codes, Rows


class Asked:
    """What a function tells of the codes of a column, told when they are first asked for.

    >>> texts = np.array(["", "ab", "abc"], object)
    >>> lengths = Asked(3, lambda codes: [len(text) for text in texts[codes]], np.int64)
    >>> lengths[np.array([2, 1, 2])].tolist()
    [3, 2, 3]
    """

    def __init__(
        self, count: int, function: Callable[[Codes], Any], kind: DTypeLike, places: int = 0
    ) -> None:
        self._function = function
        self._told = np.zeros((count, places) if places else count, kind)
        self._known = np.zeros(count, bool)

    @classmethod
    def once(cls, column: Coded, function: Callable[[str], object], kind: DTypeLike) -> Asked:
        """Return what a function tells of a column's texts, however the column grows."""

        def tell(codes: Codes) -> list[object]:
            return [function(text) for text in column.texts[codes].tolist()]

        asked = cls(len(column.texts), tell, kind)
        before: Asked | None = column.told.get(("asked", function))
        if before is not None:
            asked._told[: len(before._told)] = before._told
            asked._known[: len(before._known)] = before._known
        column.told["asked", function] = asked
        return asked

    def __getitem__(self, codes: np.ndarray) -> np.ndarray:
        open_ = codes[~self._known[codes]]
        if len(open_):
            asked = np.zeros(len(self._known), bool)
            asked[open_] = True
            new = np.flatnonzero(asked)
            self._told[new] = self._function(new)
            self._known[new] = True
        found: np.ndarray = self._told[codes]
        return found


class Answers:
    """What was answered to questions of one kind, each named by a number that is never 0.

    >>> answers = Answers()
    >>> answers.of(np.array([7, 8], np.uint64), lambda places: places > 0).tolist()
    [False, True]
    >>> answers.of(np.array([8], np.uint64), lambda places: places > 0).tolist()
    [True]
    """

    def __init__(self) -> None:
        self._known: tuple[np.ndarray, np.ndarray] = np.zeros(0, np.uint64), np.zeros(0, bool)

    def of(self, questions: np.ndarray, ask: Callable[[Rows], np.ndarray]) -> np.ndarray:
        """Return the answer to each; ``ask`` is given the places of those that are new."""
        known, answers = self._known
        at = np.minimum(np.searchsorted(known, questions), max(len(known) - 1, 0))
        new = known[at] != questions if len(known) else np.ones(len(questions), bool)
        found = np.zeros(len(questions), bool)
        found[~new] = answers[at[~new]]
        if new.any():
            asked, first, back = np.unique(questions[new], return_index=True, return_inverse=True)
            told = ask(np.flatnonzero(new)[first])
            found[new] = told[back]
            known = np.concatenate([known, asked])
            order = np.argsort(known, kind="stable")
            self._known = known[order], np.concatenate([answers, told])[order]
        return found
