"""What a letter ends with: below it stands who wrote it, and no contact."""

from __future__ import annotations

import re
from functools import cache

from leadkit.base.words import word_list

_WORDS = re.compile(r"[^\W_]+")
_LONGEST = 60  # letters


def is_greeting(text: str) -> bool:
    """Tell whether a text is what a letter ends with, or a mail from a phone.

    >>> is_greeting("Viele Grüße,"), is_greeting("Gruse")
    (True, False)
    """
    words = " ".join(_WORDS.findall(text.casefold()))
    return len(words) < _LONGEST and (words in _greetings() or words.startswith("sent from my "))


@cache
def _greetings() -> frozenset[str]:
    return frozenset(text.casefold() for text in word_list("leadkit.fields", "greetings"))
