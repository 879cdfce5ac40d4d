"""How somebody told that a consent is taken back, which is no channel that is refused."""

from __future__ import annotations

import re
from functools import cache

from leadkit.base.words import word_groups

_BETWEEN = 3  # words at most between a withdrawal and the way in which it was told


def without_way_told(text: str) -> str:
    """Return a remark without the ways in which a withdrawal in it was told.

    A withdrawal is of all that was granted, however it came; a way that is no part of it stays.

    >>> without_way_told("Einwilligung telefonisch widerrufen")
    'Einwilligung widerrufen'
    >>> without_way_told("withdrew consent by phone call"), without_way_told("no contact by phone")
    ('withdrew consent', 'no contact by phone')
    """
    lowered = text.lower()
    if not any(beginning in lowered for beginning in _beginnings()):
        return text
    ahead, behind = _patterns()
    return behind.sub(r"\1", ahead.sub(r"\1", text))


@cache
def _beginnings() -> tuple[str, ...]:
    """Return what some word of a withdrawal holds: most remarks have none of it."""
    entries = word_groups("leadkit.fields", "withdrawal_words")["WITHDRAWS"]
    return tuple(entry.rstrip("*").partition(" ")[0] for entry in entries)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a way before, and behind, the withdrawal, which is the first group."""
    groups = word_groups("leadkit.fields", "withdrawal_words")
    withdraws, ways, against = (_any_of(groups[name]) for name in ("WITHDRAWS", "WAYS", "AGAINST"))
    word = rf"(?!{against}|{ways})\w+"
    between = rf"(?:{word}\s+){{0,{_BETWEEN}}}"
    return (
        re.compile(rf"(?i)(?<!\w){ways}\s+({between}{withdraws})"),
        re.compile(rf"(?i)((?<!\w){withdraws}(?:\s+{word}){{0,{_BETWEEN}}}?)[\s,]+{ways}(?!\w)"),
    )


def _any_of(entries: tuple[str, ...]) -> str:
    longest_first = sorted(entries, key=len, reverse=True)
    words = (re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for one in longest_first)
    return f"(?:{'|'.join(words)})(?!\\w)"
