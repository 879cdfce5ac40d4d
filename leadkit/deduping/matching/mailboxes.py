"""What mailboxes are made of: whose name the part before the @ spells."""

from __future__ import annotations

import re
from functools import lru_cache

from leadkit.deduping.matching.names import formal_names, plain

_GENERATIONS = {"jr": "jr", "jun": "jr", "junior": "jr", "sr": "sr", "sen": "sr", "senior": "sr"}

_SEPARATORS = re.compile(r"[._ -]+")


def spells(local: str, first: str, last: str) -> bool:
    """Tell whether a mailbox is made of a name and of nothing else.

    >>> [spells(local, "anna", "meier") for local in ("a.meier", "meier", "b.meier", "meier2")]
    [True, True, False, False]
    >>> [spells(local, "jean paul", "morin") for local in ("jp.morin", "jpaul.morin", "jl.morin")]
    [True, True, False]
    """
    return _in_one_word(local) in _mailboxes_of(first, last)


@lru_cache(maxsize=1 << 14)
def _in_one_word(local: str) -> str:
    return "".join(plain(word) for word in _SEPARATORS.split(local))


@lru_cache(maxsize=1 << 12)
def _mailboxes_of(first: str, last: str) -> frozenset[str]:
    """Return all that a mailbox of a name may be made of, in one word."""
    whole, family = first.replace(" ", ""), last.replace(" ", "")
    if not first or not last:
        return frozenset(filter(None, (whole, family)))
    words = first.split()
    initials = "".join(word[0] for word in words)
    firsts = {whole, words[0], initials, first[0], words[0] + initials[1:], first[0] + whole[
        len(words[0]) :], *formal_names(words[0])}  # fmt: skip
    lasts = {family, *(word for word in last.split() if len(word) > 2)}
    pairs = [(a, b) for a in firsts for b in lasts]
    made = {box for a, b in pairs for box in (a + b, b + a, a + b[0]) if len(box) > 2}
    return frozenset(made | lasts | {a for a in firsts if len(a) > 1})


_LOOKS_LIKE = str.maketrans("i10", "llo")


def reads_alike(one: str, other: str) -> bool:
    """Tell whether two mailboxes look alike to a scanner of cards: pieter.cIaes, pieter.claes.

    >>> reads_alike("pieter.ciaes", "pieter.claes"), reads_alike("arnold", "amold")
    (True, True)
    >>> reads_alike("a.meier", "b.meier")
    False
    """
    return _as_scanned(one) == _as_scanned(other)


def _as_scanned(local: str) -> str:
    return local.translate(_LOOKS_LIKE).replace("rn", "m").replace("vv", "w")


@lru_cache(maxsize=1 << 20)
def generation_in_mailbox(address: str) -> str:
    """Return jr or sr where a mailbox says so.

    >>> locals = ("frank.scholz.jun", "sr", "ifj.kovacs", "jun.sato")
    >>> [generation_in_mailbox(f"{local}@x.example.com") for local in locals]
    ['jr', '', 'jr', '']
    """
    local = address.partition("@")[0]
    if not local.endswith(tuple(_GENERATIONS)) and not local.startswith("ifj"):
        return ""
    words = re.split(r"[._-]", local)
    if len(words) < 2:
        return ""
    return "jr" if words[0] == "ifj" else _GENERATIONS.get(words[-1], "")


def first_in_mailbox(address: str, last: str) -> str:
    """Return anna for anna.meier@ where the last name is meier.

    >>> first_in_mailbox("anna.meier@firma.example.com", "meier")
    'anna'
    """
    words = [plain(word) for word in re.split(r"[._-]", address.partition("@")[0])]
    rest = [word for word in words if word != last and len(word) > 2 and word.isalpha()]
    return rest[0] if len(words) == 2 and last in words and len(rest) == 1 else ""
