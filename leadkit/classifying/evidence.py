"""What proves a consent, and which of it a lead lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from leadkit.fields.spans import NO_DAY

if TYPE_CHECKING:
    import numpy as np

    from leadkit.rules.batch import Batch

# What people are told that a consent lacks; any other column goes by its own name.
EVIDENCE_WORDS = {"consent_at": "day", "consent_source": "source", "consent_text": "wording"}
MOST_EVIDENCE = 8  # columns: each combination of what is missing has a number, and words
_FAULTS_OF_DAYS = ("", "{}", "{}: still to come", "{}: cannot be read")
_FAULTS = ("", "{}")


def missing_evidence(
    batch: Batch, evidence: Iterable[str], as_of: int
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return for each row a code of the evidence that it lacks, and the words of each code.

    Code 0 is a row that lacks nothing, and its words are "". A code holds two bits for each column
    of days (its name ends in _at) and one for each other; the same code means the same in every
    batch. A day after ``as_of``, a proleptic ordinal or NO_DAY, is missing as one that is blank.

    >>> import pyarrow as pa
    >>> from leadkit.rules.batch import Batch
    >>> days = ["2026-10-06", "2027-01-01"]
    >>> leads = Batch(pa.table({"consent_at": days, "consent_text": ["v2", ""]}))
    >>> codes, words = missing_evidence(leads, ("consent_at", "consent_text"), 739900)
    >>> [words[code] for code in codes]
    ['', 'day: still to come, wording']
    """
    import numpy as np

    evidence = tuple(dict.fromkeys(evidence))
    codes = np.zeros(len(batch), np.int64)
    for column in evidence:
        codes = codes * len(_faults_told(column)) + faults_in(batch, column, as_of)
    return codes, tuple(_words(evidence))


def is_day(column: str) -> bool:
    """Tell whether a column of evidence holds days, which can be still to come."""
    return column.endswith("_at")


def faults_in(batch: Batch, column: str, as_of: int) -> np.ndarray:
    """Return for each row 0 where a column of evidence proves something, else what it lacks.

    1 is a blank, 2 a day still to come, 3 what cannot be read as a day.
    """
    import numpy as np

    if not is_day(column):
        return np.asarray(~batch.known(column)).astype(np.int64)
    days = batch.days(column)
    to_come = (days > as_of) & (as_of != NO_DAY)
    faults: np.ndarray = np.select([days == 0, to_come], [3, 2], 0)
    return np.where(batch.known(column), faults, 1)


def _faults_told(column: str) -> Sequence[str]:
    return _FAULTS_OF_DAYS if is_day(column) else _FAULTS


def _words(evidence: Sequence[str]) -> Iterator[str]:
    """Yield the words of each code, in their order."""
    told = [
        [fault.format(EVIDENCE_WORDS.get(column, column)) for fault in _faults_told(column)]
        for column in evidence
    ]
    for faults in product(*told):
        yield ", ".join(filter(None, faults))
