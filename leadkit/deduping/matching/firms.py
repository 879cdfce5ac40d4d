"""Organisation evidence of pairs of people: the levels of model.FIRM, and what ties firms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA

from leadkit.deduping.matching import model
from leadkit.deduping.matching.contacts import Contacts, shares
from leadkit.deduping.matching.ladder import Ladder, Verdict
from leadkit.deduping.matching.names import is_in_other_letters, plain
from leadkit.deduping.matching.pairs import PairsOfPeople
from leadkit.deduping.matching.spelling import apart, each, each_once, is_slip, is_typo

if TYPE_CHECKING:
    from leadkit.deduping.matching.coded import Coded, Rows


def firms(pairs: PairsOfPeople, birthday: Verdict) -> Verdict:
    contacts, company = pairs.contacts, pairs.contacts.evidence.company
    by_company = company_tie(contacts, pairs.left, pairs.right)
    by_domain = np.where(shares(contacts.domains, pairs.left, pairs.right),
                         pairs.least(contacts.domain_bits), 0)  # fmt: skip
    by_line = np.where(shares(contacts.lines, pairs.left, pairs.right),
                       pairs.least(contacts.line_bits), 0)  # fmt: skip
    direct = shares(contacts.directs, pairs.left, pairs.right)
    by_line = np.where(direct, contacts.n + model.SAME_LINE, by_line)
    by_place = place_tie(contacts, pairs.left, pairs.right, pairs.home)
    both = (company.codes[pairs.left] != 0) & (company.codes[pairs.right] != 0)
    foreign = company.each(is_in_other_letters, bool)
    both &= foreign[company.codes[pairs.left]] == foreign[company.codes[pairs.right]]
    best = np.maximum(by_domain, by_line)
    sisters = (by_company > 0) & (best <= 0) & _sisters(pairs, by_company > 0)
    less = np.minimum(by_company + model.SISTERS, contacts.n + model.SISTERS_AT_MOST)
    by_company = np.where(sisters, less, by_company)
    ladder = Ladder(model.FIRM, len(pairs.left))
    ladder.level("sister companies", lambda o: sisters[o])
    ladder.level("same company", lambda o: (by_company[o] > 0) & (by_company[o] >= best[o]))
    ladder.level("same domain", lambda o: (by_domain[o] > 0) & (by_domain[o] >= by_line[o]))
    ladder.level("same line", lambda o: direct[o])
    ladder.level("same switchboard", lambda o: by_line[o] > 0)
    ladder.level("different", lambda o: both[o])
    ladder.level("same address", lambda o: by_place[o] > 0)
    own = shares(contacts.mails, pairs.left, pairs.right)
    own |= shares(contacts.mobiles, pairs.left, pairs.right)
    ladder.level("unknown, own address", lambda o: own[o])
    ladder.level("unknown, same birthday", lambda o: birthday.bits[o] > 3)
    ladder.level("unknown, birthdays known", lambda o: ~birthday.at("missing")[o])
    verdict = Verdict(model.FIRM, ladder.levels)
    verdict.weigh("same company", by_company)
    verdict.weigh("sister companies", by_company)
    verdict.weigh("same domain", by_domain)
    verdict.weigh("same line", by_line)
    verdict.weigh("same switchboard", by_line)
    verdict.weigh("same address", by_place)
    return verdict


def _sisters(pairs: PairsOfPeople, asked: np.ndarray) -> np.ndarray:
    """Tell whether companies of one name have two legal forms or two mail domains."""
    contacts, legal = pairs.contacts, pairs.contacts.evidence.legal.codes
    one, other = legal[pairs.left], legal[pairs.right]
    found = (one != 0) & (other != 0) & (one != other)
    domain, at_firm = contacts.mail_domain, contacts.mail_at_firm
    one, other = domain.codes[pairs.left], domain.codes[pairs.right]
    both = asked & ~found & (one != 0) & (other != 0) & (one != other)
    o = np.flatnonzero(both & at_firm[pairs.left] & at_firm[pairs.right])
    found[o] = each_once(_two_domains, (domain, one[o]), (domain, other[o]))
    o = np.flatnonzero(found & (domain.codes[pairs.left] != domain.codes[pairs.right]) & both)
    company = contacts.evidence.company
    firms = (company.codes[side[o]] for side in (pairs.left, pairs.right))
    mine, theirs = ((company, codes) for codes in firms)
    found[o] = each_once(_bears, (domain, one[o]), mine)
    found[o] &= each_once(_bears, (domain, other[o]), theirs)
    return np.asarray(found)


def _bears(domain: str, company: str) -> bool:
    """Tell whether a mail domain is made of a company's name, as a provider's is not.

    >>> [_bears(name, "huber stahl") for name in ("huber-pl.example.com", "gmx-post.example.net")]
    [True, False]
    """
    name = plain(domain.partition(".")[0]).replace(" ", "")
    return any(len(word) > 3 and word[:6] in name for word in company.split()) or (
        len(name) > 2 and name in company.replace(" ", "")
    )


def shared_firm(pairs: PairsOfPeople) -> np.ndarray:
    """Return how strongly a domain or a line ties rows together, 0 where none does."""
    contacts, left, right = pairs.contacts, pairs.left, pairs.right
    domain = np.where(shares(contacts.domains, left, right), pairs.least(contacts.domain_bits), 0)
    line = np.where(shares(contacts.lines, left, right), pairs.least(contacts.line_bits), 0)
    return np.maximum(domain, line)


def _two_domains(one: str, other: str) -> bool:
    """Tell whether two mail domains are more than a slip apart, or two countries' of one firm.

    >>> _two_domains("huber-de.example.com", "huber-pl.example.com")
    True
    >>> _two_domains("huber.example.com", "hubre.example.com")
    False
    """
    mine, theirs = re.split(r"[.-]", one), re.split(r"[.-]", other)
    if len(mine) == len(theirs):
        differing = [max(len(a), len(b)) for a, b in zip(mine, theirs, strict=True) if a != b]
        if differing and max(differing) <= 3:
            return True
    return OSA.distance(one, other) > 2


def company_tie(contacts: Contacts, left: Rows, right: Rows) -> np.ndarray:
    """Return how strongly company names tie rows together, 0 where they do not.

    An exact name is as strong as it is rare here; a misread or shortened one a little less.
    """
    company = contacts.evidence.company
    one, other = company.codes[left], company.codes[right]
    rarity = np.minimum(contacts.company_bits[left], contacts.company_bits[right])
    tie = np.where((one == other) & (one != 0), rarity, 0.0)
    asked = np.flatnonzero((one != other) & (one != 0) & (other != 0))
    if len(asked):
        mine, theirs = company.texts[one[asked]], company.texts[other[asked]]
        typo = is_typo(mine, theirs)
        tie[asked[typo]] = rarity[asked[typo]] - 1
        begins = contacts.company_begins
        rest = np.flatnonzero(~typo & (begins[left[asked]] == begins[right[asked]]))
        part = rest[each(_begins_with, mine[rest], theirs[rest])]
        tie[asked[part]] = rarity[asked[part]] - 2
        brand = contacts.brand
        rest = asked[
            (tie[asked] == 0)
            & (brand[left[asked]] == brand[right[asked]])
            & (brand[left[asked]] != 0)
        ]
        tie[rest] = (
            np.minimum(contacts.brand_bits[left[rest]], contacts.brand_bits[right[rest]]) - 3
        )
    return tie


def _begins_with(one: str, other: str) -> bool:
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    return len(shorter) > 3 and longer.startswith(shorter + " ")


def place_tie(
    contacts: Contacts, left: Rows, right: Rows, home: np.ndarray | None = None
) -> np.ndarray:
    """Return how strongly addresses tie rows together.

    The parts of an address are seldom all wrong at once: what agrees is added up, and a whole
    address is worth no more than a whole company.
    """
    e = contacts.evidence
    same_city = e.city.codes[left] == e.city.codes[right]
    tie = _line_tie(e.street, contacts.street_bits, e.street, left, right)
    tie += _line_tie(e.street_2, contacts.street_2_bits, e.street_2, left, right)
    both = np.flatnonzero(e.street_2.codes[left] | e.street_2.codes[right])
    if len(both):  # lines 1 and 2 are mixed up as often as first and last names
        mine, theirs = left[both], right[both]
        across = _line_tie(e.street_name, contacts.street_bits, e.street_2, mine, theirs)
        across += _line_tie(e.street_2, contacts.street_2_bits, e.street_name, mine, theirs)
        tie[both] = np.maximum(tie[both], across)
    tie += _line_tie(e.city, contacts.city_bits, e.city, left, right, less=1, most=4)
    one, other = e.postcode.codes[left], e.postcode.codes[right]
    known = np.flatnonzero((one != 0) & (other != 0))
    rarity = np.minimum(contacts.postcode_bits[left[known]], 8)
    same = one[known] == other[known]
    value = np.where(same, np.where(same_city[known], 1, rarity), -1.0)
    asked = np.flatnonzero(~same)
    if len(asked):
        letters = apart(e.postcode.texts[one[known[asked]]], e.postcode.texts[other[known[asked]]])
        value[asked[letters == 1]] = 1
    tie[known] += value
    most = np.full(len(left), contacts.n + model.WHOLE_ADDRESS)
    if home is not None:
        most[home] = contacts.n + model.WHOLE_HOME
    return np.asarray(np.minimum(tie, most))


def _line_tie(
    mine: Coded, bits: np.ndarray, theirs: Coded, left: Rows, right: Rows, less: float = 2,
    most: float = np.inf,
) -> np.ndarray:  # fmt: skip
    """Return how strongly a line of an address ties rows: 0 where unknown, less for a slip."""
    one, other = mine.codes[left], theirs.codes[right]
    tie = np.zeros(len(left))
    known = np.flatnonzero((one != 0) & (other != 0))
    rarity = np.minimum(bits[left[known]], bits[right[known]])
    if mine is theirs:
        same = one[known] == other[known]
    else:
        same = mine.texts[one[known]] == theirs.texts[other[known]]
    value = np.where(same, rarity, -1.0)
    asked = np.flatnonzero(~same)
    slip = is_slip(mine.texts[one[known[asked]]], theirs.texts[other[known[asked]]])
    value[asked[slip]] = np.minimum(rarity[asked[slip]], most) - less
    tie[known] = value
    return tie
