"""Headers that are numbered one after the other: "1. Forename", "2. Surname", "Q3: Budget"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PLACE = re.compile(r"^\s*[(\[]?(\d{1,3})\s*[.):\]]\s*(?=[^\W\d])")
_QUESTION = re.compile(r"(?i)^\s*(?:q|f|p|d|v|frage|question|pregunta|domanda|vraag)\s?(\d{1,3})"
                       r"\s*[.):-]?\s+(?=[^\W\d])")  # fmt: skip
_LEAST = 3  # so many show that numbers are places; "2. Email" alone is a second one


def without_numbers(headers: Sequence[str]) -> list[str]:
    """Return headers without their numbers, where these count the columns or questions of a list.

    >>> without_numbers(["Badge", "1. Forename", "2. Surname", "3. Phone 2"])
    ['Badge', 'Forename', 'Surname', 'Phone 2']
    >>> without_numbers(["Email", "2. Email", "Q1 Which size?", "q1 2026"])
    ['Email', '2. Email', 'Which size?', 'q1 2026']
    """
    found = [_PLACE.match(header) for header in headers]
    numbers = [int(one[1]) for one in found if one]
    counting = len(numbers) >= _LEAST and numbers == sorted(set(numbers))
    return [
        header[one.end() :] if one and counting else _QUESTION.sub("", header)
        for header, one in zip(headers, found, strict=True)
    ]
