"""What a header names before it says what for, or how it is to be written."""

from __future__ import annotations

import re
from functools import cache

from leadkit.base.words import word_groups
from leadkit.fields.headers.tokens import header_tokens

_BRACKETS = re.compile(r"[(\[（]([^)\]）]*)[)\]）]")
_LONGEST = 5  # words of a phrase that begins a purpose


def head_of(header: str, purposes: bool = True) -> str:
    """Return the words before a purpose or a remark on spelling, "" where there is none.

    Nor where the purpose says that the thing is somebody else's. ``purposes`` false takes only
    remarks on spelling: a name or a firm that is for something is another one.

    >>> head_of("Mobile no. for text reminders"), head_of("Full name, as it appears on your pass")
    ('mobile no', 'full name')
    >>> head_of("Mobile no."), head_of("E-mail for invoices"), head_of("Name for the name badge")
    ('', '', '')
    """
    notes = " ".join(_BRACKETS.findall(header))
    words = header_tokens(_BRACKETS.sub(" ", header))
    for at in range(1, len(words)):
        if _begins(words, at, "AS_WRITTEN"):
            return " ".join(words[:at])
        if purposes and _begins(words, at, "PURPOSE"):
            return "" if _is_of_others(words[at:]) else " ".join(words[:at])
    remarks = header_tokens(notes)
    if purposes and any(_begins(remarks, at, "PURPOSE") for at in range(len(remarks))):
        return "" if _is_of_others(remarks) else " ".join(words)
    return ""


def _begins(words: list[str], at: int, group: str) -> bool:
    return any(" ".join(words[at : at + n]) in _phrases(group) for n in range(1, _LONGEST + 1))


def _is_of_others(words: list[str]) -> bool:
    exact = _phrases("OF_OTHERS") | _phrases("ASIDE")
    return any(
        word in exact or any(f"{word[:end]}*" in exact for end in range(3, len(word) + 1))
        for word in words
    )


@cache
def _phrases(group: str) -> frozenset[str]:
    return frozenset(
        " ".join(header_tokens(entry)) + "*" * entry.endswith("*")
        for entry in word_groups("leadkit.fields", "question_words")[group]
    )
