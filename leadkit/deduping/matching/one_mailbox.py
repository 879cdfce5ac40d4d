"""First names that contradict each other and may be one person's, at one mailbox or mobile.

Two names at info@ or at a family's mailbox are two people. What is told here is whose mailbox it is
where it spells one of both, and whether the other name may be a further one of its owner.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from leadkit.base.words import word_groups
from leadkit.deduping.matching.blocks import neighbours
from leadkit.deduping.matching.contacts import shares
from leadkit.deduping.matching.mailboxes import spells
from leadkit.deduping.matching.name_index import names_of_women
from leadkit.deduping.matching.names import one_spelling, plain
from leadkit.deduping.matching.spelling import each

if TYPE_CHECKING:
    from leadkit.deduping.matching.coded import Rows
    from leadkit.deduping.matching.contacts import Contacts, NamedRows

_NEAREST = 12  # rows of one mailbox that are compared with a row of it


def are_further_names(contacts: NamedRows, left: Rows, right: Rows, keys: np.ndarray) -> np.ndarray:
    """Tell of pairs that share a mailbox or number whether their first names may be one person's.

    ``keys`` are what they share. A mailbox must be made of the name of
    one of both and of more than a last name; of a number nothing is asked.
    """
    names = contacts.names
    first, last, same = names.texts[contacts.first], names.texts[contacts.last], names.same
    found = (contacts.last[left] != 0) & (contacts.first[left] != 0) & (contacts.first[right] != 0)
    one_family = same[contacts.last[left]] == same[contacts.last[right]]
    spelling = names.last_spelling
    one_family |= spelling[contacts.last[left]] == spelling[contacts.last[right]]
    o = np.flatnonzero(found & one_family)
    found[:] = False
    texts = (first[left[o]], first[right[o]], last[left[o]], last[right[o]])
    o = o[each(may_be_one_name, *texts[:3])]
    words = names.words
    of_both = (words[contacts.first[left[o]]], words[contacts.last[left[o]]],
               words[contacts.first[right[o]]], words[contacts.last[right[o]]])  # fmt: skip
    found[o] = each(_is_of_one, keys[o], *of_both)
    return np.asarray(found)


def asked_about(contacts: Contacts) -> tuple[Rows, Rows]:
    """Return pairs of one firm that use the mailbox of one of both, which no evidence may merge.

    Whose first names are a man's and a woman's, or whose mailbox is a family's, are two people.
    """
    left, right = neighbours(contacts.disputed, contacts.by_names, _NEAREST)
    company = contacts.evidence.company.codes
    kept = shares(contacts.domains, left, right) & (company[left] != 0) & (company[right] != 0)
    names = contacts.names
    kept &= ~names.feminine(contacts.first[left], contacts.first[right])
    left, right = left[kept], right[kept]
    words, first, last = names.words, contacts.first, contacts.last
    of_both = (words[first[left]], words[last[left]], words[first[right]], words[last[right]])
    keys = contacts.evidence.mails.texts[contacts.disputed[left, 0]]
    kept = each(_is_of_one, keys, *of_both)
    return left[kept], right[kept]


def may_be_one_name(one: str, other: str, last: str) -> bool:
    """Tell whether somebody of a last name may bear two first names that contradict each other.

    Who has an Eastern name may have a Western one for abroad; a short form may be the beginning
    or the end of a name. A man's and a woman's form are two people's.

    >>> [may_be_one_name(*names) for names in (("raj", "rajendra", "gupta"),
    ...  ("seyi", "oluwaseyi", "bello"), ("vivian", "mei ling", "chan"), ("sven", "svenja", "ott"))]
    [True, True, True, False]
    >>> may_be_one_name("gesa", "malte", "brockhaus")
    False
    """
    one, other = one.replace(" ", ""), other.replace(" ", "")
    short, long = sorted((one, other), key=len)
    if short in names_of_women(long) or long in names_of_women(short):
        return False
    if len(long) > len(short) + 1:
        if len(short) > 2 and long.startswith(short):
            return True
        if len(short) > 3 and long.endswith(short):
            return True
    if one_spelling(last, "last") not in _eastern_surnames() and last not in _eastern_surnames():
        return False
    return (one in _western_names()) != (other in _western_names())


_EASTERN = ("chinese latin", "korean latin", "vietnamese")
_NOT_WESTERN = ("turkish", "arabic", "persian", "indian", "japanese", "cyrillic", "greek letters")


@cache
def _eastern_surnames() -> frozenset[str]:
    groups = word_groups("leadkit.fields", "surnames")
    return frozenset(plain(name).replace(" ", "") for group in _EASTERN for name in groups[group])


@cache
def _western_names() -> frozenset[str]:
    groups = word_groups("leadkit.fields", "given_names")
    western = [names for group, names in groups.items() if group not in _NOT_WESTERN]
    return frozenset(plain(name).replace(" ", "") for names in western for name in names)


def _is_of_one(key: str, my_first: str, my_last: str, their_first: str, their_last: str) -> bool:
    local, at, _ = key.partition("@")
    if not at:
        return True
    if plain(local) in (my_last.replace(" ", ""), their_last.replace(" ", "")):
        return False
    return spells(local, my_first, my_last) or spells(local, their_first, their_last)
