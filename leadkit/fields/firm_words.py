"""Firms known again by the domain of an e-mail, where a row names no company."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from leadkit.base.fold import fold_letters
from leadkit.fields.email.domains import personal_domains
from leadkit.fields.email.keys import unicode_domain

_LEAST = 4  # letters of a word by which a firm is known
# What stands behind the name of a firm: .de, .co.uk, and below what is there for examples.
_PUBLIC_END = re.compile(r"(?:\.example)?\.[^.]+$|\.\w{2,3}\.\w\w$")
_PARTS = re.compile(r"[^\W_]+")


def keys_by_words(
    names: Sequence[str], keys: Sequence[str], emails: Sequence[str], *, in_part: bool = False
) -> Iterator[tuple[int, str]]:
    """Yield the place of each name, and one key of it with each word of its firm and its domain.

    ``keys`` are names with their firm, or "": then the domain tells. There is a key without a word,
    too, by which a name is known at all. With ``in_part``, for looking them up, there is none, the
    domain tells beside the firm, and without a firm so do parts of its words.

    >>> found = keys_by_words(["eva meier"], ["eva meier|meier obst"], ["e@obst-see.example.com"])
    >>> [key.partition("@")[2] for _, key in found]
    ['', 'meier', 'obst']
    """
    for place, (name, key, email) in enumerate(zip(names, keys, emails, strict=True)):
        words = _words_of_firm(key[len(name) + 1 :], in_part) if key else ()
        if in_part or not words:
            words += words_of_domain(email.rpartition("@")[2], in_part and not key)
        if not in_part:
            yield place, f"{name}@"
        for word in dict.fromkeys(words):
            yield place, f"{name}@{word}"


@lru_cache(1 << 14)
def _words_of_firm(firm: str, in_part: bool) -> tuple[str, ...]:
    words = firm.split()
    long = [word for word in words if len(word) >= _LEAST]
    if in_part or not long:  # "Sad Pruszcz" may be in the domain sadpruszcz
        long += ["".join(words)] * (len("".join(words)) >= _LEAST)
    return tuple(long)


@lru_cache(1 << 14)
def words_of_domain(domain: str, in_part: bool = False) -> tuple[str, ...]:
    """Return by which words of a domain a firm may be known, none of a provider of mailboxes.

    With ``in_part`` also what a word of it begins or ends with.

    >>> words_of_domain("zeidler-obst.example.com"), words_of_domain("gmail.com")
    (('zeidler', 'obst', 'zeidlerobst'), ())
    >>> words_of_domain("mail.acme.co.uk")
    ('acme',)
    >>> words_of_domain("sadpruszcz.example.com", in_part=True)[:6]
    ('sadpruszcz', 'sadp', 'szcz', 'sadpr', 'uszcz', 'sadpru')
    """
    domain = domain.strip(" >").lower()
    if "." not in domain or domain in personal_domains():
        return ()
    label = _PUBLIC_END.sub("", unicode_domain(domain)).rpartition(".")[2]
    parts = [fold_letters(part) for part in _PARTS.findall(label)]
    whole = "".join(parts)
    words = [*parts, whole]
    for end in range(_LEAST, len(whole) if in_part else 0):  # "sadpruszcz", "meierobst"
        words += [whole[:end], whole[-end:]]
    return tuple(dict.fromkeys(word for word in words if len(word) >= _LEAST))
