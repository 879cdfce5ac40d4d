"""Pairs of people that bear one name, or nearly one, and are two: what only a person may merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.deduping.matching.contacts import shares, spelled
from leadkit.deduping.matching.mailboxes import reads_alike, spells
from leadkit.deduping.matching.people import are_two_numbers, ask_mailboxes
from leadkit.deduping.matching.spelling import each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadkit.deduping.matching.ladder import Verdict
    from leadkit.deduping.matching.pairs import PairsOfPeople
    from leadkit.deduping.matching.people import Names

# What writers make of one first name, and what two colleagues may be called as well.
_TWO_NAMES = ("two names that sound alike", "two forms", "sound", "other spelling")
_NEARLY_ONE = (*_TWO_NAMES, "slip", "two slips", "short form", "part", "initial")
_NEARLY_LAST = ("slip", "two slips", "sound", "other spelling")
_NEARLY_ONE_MAILBOX = ("slip", "near", "own local part")


def are_namesakes(pairs: PairsOfPeople, judged: Sequence[Verdict]) -> np.ndarray:
    """Tell which pairs are two people of one name, as far as anything of their own tells.

    Nobody has another mobile and another mailbox at once, though each may change alone. Where
    first names are only nearly one, another mobile is enough, as is a mailbox of one firm that
    spells the one and not the other; so it is where only one is a junior. Of one town alone, with a
    mailbox each, are namesakes as well. Whoever shares a
    mailbox, a mobile or a birthday is none: what is shared there is somebody's own.
    """
    first, birthday, firm, last, generation, email, phone = judged
    one = email.at("same") | phone.at("same mobile", "the only number")
    one |= birthday.at("same", "slip", "two slips")
    mobiles, mailboxes = _have_two_mobiles(pairs), _have_two_mailboxes(pairs)
    # Of names in exchanged columns the last one may be the given one: Kim Minjun, Kim Min-jung.
    nearly = first.at(*_NEARLY_ONE) | (pairs.swapped & last.at(*_NEARLY_LAST))
    found = mobiles & (mailboxes | nearly) | generation.at("one side")
    contacts, left, right = pairs.contacts, pairs.left, pairs.right
    street = contacts.evidence.street.codes
    in_one_town = firm.at("same address") & ((street[left] != street[right]) | (street[left] == 0))
    found |= in_one_town & mailboxes & ~email.at(*_NEARLY_ONE_MAILBOX)
    mails = contacts.evidence.mails.codes[:, 0]
    two = first.at(*_TWO_NAMES) & (mails[left] != 0) & (mails[right] != 0)
    o = np.flatnonzero(two & ~found & ~one)
    found[o] = ask_mailboxes(pairs, o, _is_one_of_two_names)
    asked = np.flatnonzero(~found & ~one & ~email.at("slip", "missing"))
    domain = contacts.mail_domain.codes
    o = asked[(domain[left] == domain[right])[asked] & contacts.mail_at_firm[left[asked]]]
    found[o] = ask_mailboxes(pairs, o, _two_of_a_pattern)
    o = o[first.at("two forms")[o]]
    found[o] |= ask_mailboxes(pairs, o, _has_one_of_two_forms)
    return np.asarray(found & ~one)


def _have_two_mobiles(pairs: PairsOfPeople) -> np.ndarray:
    """Tell which rows have a mobile each and none in common, whoever uses it besides."""
    numbers = pairs.contacts.evidence.numbers.where(pairs.contacts.evidence.own)
    found, one, other = _firsts(pairs, numbers.codes)
    o = np.flatnonzero(found)
    found[o] = each(are_two_numbers, numbers.texts[one[o]], numbers.texts[other[o]])
    return found


def _have_two_mailboxes(pairs: PairsOfPeople) -> np.ndarray:
    evidence = pairs.contacts.evidence
    return _firsts(pairs, evidence.mails.where(~evidence.role).codes)[0]


def _firsts(pairs: PairsOfPeople, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tell which rows have something each and nothing in common, with the first of each."""
    at = (codes != 0).argmax(axis=1)
    first = codes[np.arange(len(codes)), at]
    one, other = first[pairs.left], first[pairs.right]
    return (one != 0) & (other != 0) & ~shares(codes, pairs.left, pairs.right), one, other


def _is_one_of_two_names(mine: str, theirs: str, my_name: Names, their_name: Names) -> bool:
    """Tell whether a mailbox is made of its own row's name, and of the other's there is none.

    >>> luis, luiz = ("luis", "fonseca"), ("luiz", "fonseca")
    >>> [_is_one_of_two_names(box, "", luis, luiz) for box in ("luis.fonseca", "l.fonseca")]
    [True, False]
    """
    one = spells(mine, *my_name) and not spells(mine, *their_name) and not spells(theirs, *my_name)
    other = spells(theirs, *their_name) and not spells(theirs, *my_name)
    return one or (other and not spells(mine, *their_name))


def _has_one_of_two_forms(mine: str, theirs: str, my_name: Names, their_name: Names) -> bool:
    """Tell whether one of two mailboxes has the form of the name beside it, letter by letter.

    >>> one, other = ("charles", "dunn"), ("charlie", "dunn")
    >>> [_has_one_of_two_forms("cdunn", box, one, other) for box in ("charlie.dunn", "c.dunn")]
    [True, False]
    """
    mine, theirs = spelled(mine), spelled(theirs)
    one = my_name[0] in mine and their_name[0] not in mine
    other = their_name[0] in theirs and my_name[0] not in theirs
    return mine != theirs and min(map(len, (my_name[0], their_name[0]))) > 2 and (one or other)


def _two_of_a_pattern(mine: str, theirs: str, my_name: Names, their_name: Names) -> bool:
    """Tell whether mailboxes of one firm are made alike, of two given names.

    >>> name = ("eliza", "nguyen")
    >>> [_two_of_a_pattern("eliza.nguyen", box, name, name)
    ...  for box in ("elizabeth.nguyen", "enguyen")]
    [True, False]
    """
    first, dot, last = mine.partition(".")
    second, _, family = theirs.partition(".")
    if not dot or last != family or min(len(first), len(second)) < 3 or mine == theirs:
        return False
    if reads_alike(mine, theirs):
        return False
    return spells(mine, *my_name) and spells(theirs, *their_name)
