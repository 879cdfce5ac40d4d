"""How far apart two spellings are: columns of texts compared pair by pair."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

if TYPE_CHECKING:
    from leadkit.deduping.matching.coded import Coded, Codes


def near(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how alike texts are, from 0 to 1 (Jaro-Winkler)."""
    return np.asarray(cpdist(one.tolist(), other.tolist(), scorer=JaroWinkler.similarity))


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return by how many letters texts differ, exchanged neighbours counting once."""
    found = cpdist(one.tolist(), other.tolist(), scorer=OSA.distance)
    return np.asarray(found).astype(np.int64)


def lengths(texts: np.ndarray) -> np.ndarray:
    return np.fromiter(map(len, texts.tolist()), np.int64, len(texts))


def shorter_of(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(np.minimum(lengths(one), lengths(other)))


def is_slip(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell whether texts are one or two typing or scanning slips apart, more in longer ones."""
    mine, theirs = lengths(one), lengths(other)
    shorter, letters = np.minimum(mine, theirs), apart(one, other)
    few = (letters <= 1) | ((letters <= 2) & (shorter > 9))
    return np.asarray((shorter > 1) & (mine + theirs > 4) & few)


def are_two_slips(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell whether texts are two slips apart, and so short that it may be chance."""
    return np.asarray((shorter_of(one, other) > 3) & (apart(one, other) <= 2))


def is_typo(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell whether a letter or two are wrong, and nothing more; for company names and streets."""
    shorter = shorter_of(one, other)
    return np.asarray((shorter > 4) & (apart(one, other) <= np.where(shorter > 9, 2, 1)))


def each(condition: Callable[..., bool], *columns: np.ndarray) -> np.ndarray:
    """Ask a condition of each row of some columns."""
    found = map(condition, *(column.tolist() for column in columns))
    return np.fromiter(found, bool, len(columns[0]))


def each_once(
    condition: Callable[[str, str], bool], one: tuple[Coded, Codes], other: tuple[Coded, Codes]
) -> np.ndarray:
    """Ask a condition of pairs of texts, given by their columns and codes; of equal ones once."""
    (column, codes), (column_2, codes_2) = one, other
    _, first, back = np.unique(
        codes.astype(np.int64) << 32 | codes_2, return_index=True, return_inverse=True
    )
    told = each(condition, column.texts[codes[first]], column_2.texts[codes_2[first]])
    return np.asarray(told[back])
