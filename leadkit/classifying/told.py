"""Words about leads: few different ones, and for each lead which of them is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


class Told:
    """For each lead the number of the words that are told of it; number 0 is nothing.

    >>> import numpy as np
    >>> told = Told(3)
    >>> told.tell(np.array([0, 1]), "on never.csv")
    >>> told.tell(np.array([1, 2]), "said no")
    >>> told.each()
    ['on never.csv', 'on never.csv', 'said no']
    """

    def __init__(self, leads: int) -> None:
        import numpy as np

        self.codes = np.zeros(leads, np.int64)
        self.words = [""]  # by their number
        self._numbers = {"": 0}

    def tell(self, rows: np.ndarray, words: str) -> None:
        """Tell something of these leads, but of those of whom something is told already."""
        self.tell_instead(rows[self.codes[rows] == 0], words)

    def tell_instead(self, rows: np.ndarray, words: str) -> None:
        """Tell something of these leads, whatever was told of them before."""
        if words not in self._numbers:
            self._numbers[words] = len(self.words)
            self.words.append(words)
        self.codes[rows] = self._numbers[words]

    def each(self) -> list[str]:
        """Return the words of each lead."""
        return [self.words[number] for number in self.codes.tolist()]

    def by_words(self) -> dict[str, np.ndarray]:
        """Return of whom each of the words is told, nothing left out."""
        return {
            words: (self.codes == number).nonzero()[0]
            for words, number in self._numbers.items()
            if number
        }
