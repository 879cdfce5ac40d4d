"""Headers of lists in what is told: somebody else's words, short, and in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 48  # signs of a header; of some lists each is a whole question
_MOST = 24  # headers that are told at once
_PLAIN = re.compile(r"[A-Za-z0-9_]{1,48}")


def short(header: str) -> str:
    """Return a header on one line, cut where it is longer than a name may be."""
    text = " ".join(header.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def quoted(header: str) -> str:
    """Return a header in quotes, on one line and no longer than a name may be.

    >>> print(quoted("Land / Country"), quoted("May we\\nmail you?"), quoted("x" * 99)[40:])
    'Land / Country' 'May we mail you?' xxxxxx...'
    """
    return "'{}'".format(short(header).replace("'", "\\'"))


def listed(headers: Iterable[str]) -> str:
    """Return headers one after the other; what is a plain name, as ours are, has no quotes.

    >>> print(listed(["lead_id", "E-Mail", ""]), listed([]), listed(map(str, range(99)))[-20:])
    lead_id, 'E-Mail', '' none 22, 23 and 75 others
    """
    told = [one if _PLAIN.fullmatch(one) else quoted(one) for one in headers]
    others = len(told) - _MOST
    more = f" and {others} other{'s' * (others > 1)}" if others > 0 else ""
    return (", ".join(told[:_MOST]) or "none") + more
