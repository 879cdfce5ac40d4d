"""Firms known again by the domain of an e-mail, where a row names no company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from leadkit.base.fold import fold_letters
from leadkit.fields.email.domains import personal_domains
from leadkit.fields.email.keys import unicode_domain

_LEAST = 4  # letters of a word by which a firm is known
_PARTS = re.compile(r"[^\W_]+")


def keys_of_firms(keys: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the place of each key of a name and its firm, and one with each word of the firm.

    The first has no word: whether somebody of that name is there at all is asked before.

    >>> [key for _, key in keys_of_firms(["eva meier|meier obst am see"])]
    ['eva meier@', 'eva meier@meier', 'eva meier@obst', 'eva meier@meierobstamsee']
    """
    for place, key in enumerate(keys):
        who, _, firm = key.rpartition("|")
        words = firm.split()
        long = [word for word in words if len(word) >= _LEAST]
        for word in dict.fromkeys(["", *long, "".join(words)]):
            yield place, f"{who}@{word}"


@lru_cache(1 << 14)
def words_of_domain(email: str) -> tuple[str, ...]:
    """Return by which words a firm may be known from an address, none of a provider of mailboxes.

    >>> words_of_domain("z@zeidler-obst.example.com")[:4], words_of_domain("z@gmail.com")
    (('zeidler', 'obst', 'zeidlerobst', 'zeid'), ())
    """
    domain = email.rpartition("@")[2].strip(" >").lower()
    if "." not in domain or domain in personal_domains():
        return ()
    labels = unicode_domain(domain).split(".")[:-1]
    words: list[str] = []
    for label in labels:
        parts = [fold_letters(part) for part in _PARTS.findall(label)]
        whole = "".join(parts)
        words += [*parts, whole]
        for end in range(_LEAST, len(whole)):  # "sadpruszcz", "meierobst"
            words += [whole[:end], whole[-end:]]
    return tuple(dict.fromkeys(word for word in words if len(word) >= _LEAST))
