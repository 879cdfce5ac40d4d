"""Evidence -> contacts: what is rare, shared or a home, asked of the list itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from leadkit.deduping.matching.blocks import neighbours
from leadkit.deduping.matching.coded import Coded, mixed
from leadkit.deduping.matching.contacts import Contacts, NamedRows
from leadkit.deduping.matching.first_last import contradicting_names
from leadkit.deduping.matching.mailboxes import spells
from leadkit.deduping.matching.names import plain
from leadkit.deduping.matching.one_mailbox import are_further_names
from leadkit.deduping.matching.spelling import apart, each

if TYPE_CHECKING:
    from leadkit.deduping.matching.coded import Codes, Rows
    from leadkit.deduping.matching.contacts import Listed
    from leadkit.deduping.matching.evidence import Evidence

FEW_HOMES = 20  # pairs of neighbours that tell nothing of a list yet
_NEAREST = 12  # rows of one number that are looked at, to tell whether it is shared


def weigh(
    evidence: Evidence, shared: frozenset[str] = frozenset(), listed: Listed | None = None
) -> Contacts:
    """Return the rows of a list, ready to be compared.

    ``shared`` are mailboxes and numbers of which it is known that several people use them: whom
    two rows told apart, the one that they became does not. ``listed`` is what their list says where
    these rows are a part of it.
    """
    named = NamedRows(evidence, listed)
    mails = evidence.mails.where(~evidence.role)
    shared_mails = _shared(named, mails, np.ones(len(mails.texts), bool))
    shared_mails |= _are_of_firms(named, mails)
    shared_numbers = _shared(named, evidence.numbers, evidence.own)
    for column, found in ((mails, shared_mails), (evidence.numbers, shared_numbers)):
        if shared:
            at = column.codes_of(np.array(sorted(shared), object))
            found[at[at > 0]] = True
    homes = listed.homes if listed else are_homes(named)
    return Contacts(named, shared_mails, shared_numbers, homes)


def _shared(contacts: NamedRows, column: Coded, own: np.ndarray) -> np.ndarray:
    """Tell for each code of a column with several places whether several people use it.

    One pair of contradicting first names is enough, unless a birthday says that it is one
    person's: couples have one mailbox and one number, and write theirs where two are asked for.
    For what is somebody's ``own`` another last name alone is none: people marry.
    """
    named = contacts.first != 0
    keys = np.where(named[:, None], column.codes, 0)
    left, right = neighbours(keys, contacts.by_names, _NEAREST)
    shared = np.zeros(len(column.texts), bool)
    value, pair = _in_common(keys, left, right)
    left, right = left[pair], right[pair]
    against, families, surely = contradicting_names(contacts, left, right)
    other_people = ~_have_one_birthday(contacts, left, right)
    asked = np.flatnonzero(against & other_people)
    other_people[asked] = ~are_further_names(
        contacts, left[asked], right[asked], column.texts[value[asked]]
    )
    shared[value[surely & other_people]] = True
    against &= other_people
    disputed = np.unique(value[against | families])
    own = own.copy()
    disputed = disputed[own[disputed]]
    are_theirs = _are_of_families(contacts, column, disputed, value, (left, right), against)
    everybodys = [
        theirs or ("@" not in key and is_landline(key))
        for theirs, key in zip(are_theirs.tolist(), column.texts[disputed].tolist(), strict=True)
    ]
    own[disputed] &= ~np.array(everybodys, bool)
    shared[value[(against | families) & ~own[value]]] = True
    value, left, right = value[against], left[against], right[against]
    base = np.int64(len(contacts.names.texts))
    names = np.concatenate([value * base + contacts.first[side] for side in (left, right)])
    several = np.bincount(np.unique(names) // base, minlength=len(shared)) >= 3
    # However alike they are, three names are several people's, unless birthdays tell them apart.
    if not contacts.birthdays:
        shared |= several
    return np.asarray(shared)


def _are_of_families(
    contacts: NamedRows, column: Coded, asked: Codes, value: np.ndarray, rows: tuple[Rows, Rows],
    against: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Tell which of some mailboxes are called as one of two rows that have it, and are two."""
    families = np.full(len(column.texts), None, object)
    for code in asked.tolist():
        local, at, _ = column.texts[code].partition("@")
        families[code] = plain(local) if at else None
    found: np.ndarray = np.zeros(len(column.texts), bool)
    for side in rows:
        last = contacts.names.texts[contacts.last[side[against]]]
        found[value[against][families[value[against]] == last]] = True
    return np.asarray(found[asked])


def _have_one_birthday(contacts: NamedRows, left: Rows, right: Rows) -> np.ndarray:
    """Tell for pairs of rows whether they have one birthday, as far as typists get it right."""
    birthday = contacts.evidence.birthday
    found = (birthday.codes[left] != 0) & (birthday.codes[right] != 0)
    found[found] = apart(birthday.of_rows(left[found]), birthday.of_rows(right[found])) <= 3
    return np.asarray(found)


def are_homes(contacts: NamedRows) -> bool:
    """Ask the data whether people share addresses, as with phones.

    Where nearly all rows of one address do not contradict each other, an address is a home.
    """
    evidence = contacts.evidence
    asked = contacts.bare & (evidence.city.codes != 0) & (contacts.first != 0)
    key = np.where(asked, mixed(evidence.street.codes, evidence.city.codes), np.uint64(0))
    left, right = neighbours(key, None, 1)
    straight = left[
        contacts.names.same[contacts.first[left]] != contacts.names.same[contacts.last[right]]
    ]
    return len(straight) >= FEW_HOMES and contradicting_names(contacts, left, right)[0].mean() < 0.2


@lru_cache(maxsize=1 << 18)
def is_landline(number: str) -> bool:
    """Tell whether an international number is a landline, by the plan of its country.

    >>> is_landline("498999998123"), is_landline("4915112345678")
    (True, False)
    """
    from phonenumbers import NumberParseException, PhoneNumberType, number_type, parse

    try:
        return number_type(parse(f"+{number}")) == PhoneNumberType.FIXED_LINE
    except NumberParseException:
        return False


def _are_of_firms(contacts: NamedRows, column: Coded) -> np.ndarray:
    """Tell for each mailbox whether it is called as the firm of several words that uses it.

    One made of its user's own name is that person's, whatever the firm is called.
    """
    company, places = contacts.evidence.company, column.codes[:, 0]
    several = company.each(_is_several, bool)[company.codes]
    several &= (column.counts() > 1)[places] & (places != 0)
    rows = np.flatnonzero(several)[::-1]
    first = np.full(len(column.texts), -1)
    first[places[rows]] = rows  # the last that is written is the first row
    o = first[first >= 0]
    found = np.zeros(len(column.texts), bool)
    words = contacts.names.words
    names = words[contacts.first[o]], words[contacts.last[o]]
    found[places[o]] = each(_is_called_as, column.texts[places[o]], company.of_rows(o), *names)
    return found


def _is_several(name: str) -> bool:
    return " " in name


def _is_called_as(key: str, company: str, first: str, last: str) -> bool:
    """Tell whether a mailbox is its firm's name, and not that of the person beside it.

    >>> _is_called_as("hutterlack@post.example.net", "hutter lack", "ida", "hutter")
    True
    >>> _is_called_as("ida.hutter@post.example.net", "ida hutter", "ida", "hutter")
    False
    """
    local = key.partition("@")[0]
    joined = plain(re.sub(r"[._-]+", "", local))
    return joined == company.replace(" ", "") and not spells(local, first, last)


def _in_common(codes: Codes, left: Rows, right: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Return the values that pairs of rows have in common in a column with several places.

    Beside each value stands the number of its pair.
    """
    values, pairs = [], []
    for mine in codes.T:
        for theirs in codes.T:
            same = np.flatnonzero((mine[left] != 0) & (mine[left] == theirs[right]))
            values.append(mine[left[same]])
            pairs.append(same)
    return np.concatenate(values).astype(np.int64), np.concatenate(pairs)
