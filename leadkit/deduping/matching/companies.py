"""Pairs of companies in lists without people: what each comparison of model.COMPANY says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from leadkit.deduping.matching import model
from leadkit.deduping.matching.abbreviations import have_other_words, one_firm_name, one_street
from leadkit.deduping.matching.contacts import Contacts, shares
from leadkit.deduping.matching.firms import place_tie
from leadkit.deduping.matching.ladder import Ladder, Verdict, among
from leadkit.deduping.matching.model import Comparison
from leadkit.deduping.matching.spelling import each, is_typo
from leadkit.fields.legal_forms import may_be_one_form

if TYPE_CHECKING:
    from leadkit.deduping.matching.coded import Coded, Codes, Rows


def company_verdicts(contacts: Contacts, left: Rows, right: Rows) -> list[Verdict]:
    """Return what each comparison of model.COMPANY says of pairs of companies, in its order."""
    e, n = contacts.evidence, contacts.n
    name = _company_name(contacts, left, right)
    register = _register(e.register, left, right)
    register.weigh("same", n + model.SAME_REGISTER)
    phone = _sharing(model.COMPANY_PHONE, e.numbers.codes, left, right)
    phone.weigh("same", n + model.COMPANY_PHONE_BITS)
    domain = _sharing(model.COMPANY_DOMAIN, contacts.domains, left, right)
    domain.weigh("same", np.minimum(contacts.domain_bits[left], contacts.domain_bits[right]) - 1)
    apart = phone.at("different") & domain.at("different")  # each has its own of all
    domain.bits[apart] += model.NOTHING_SHARED
    tie = place_tie(contacts, left, right)
    house = _one_house(contacts, left, right)
    tie[house] = np.maximum(tie[house], n + model.ONE_HOUSE)
    tie[_in_other_houses(contacts, left, right) & ~house] = 0
    street, town = e.street.codes, e.city.codes
    ladder = Ladder(model.COMPANY_PLACE, len(left))
    ladder.level("same", lambda o: tie[o] > 0)
    ladder.level("unknown", lambda o: (street[left[o]] == 0) | (street[right[o]] == 0))
    ladder.level("same town", lambda o: (town[left[o]] == town[right[o]]) & (town[left[o]] != 0))
    place = Verdict(model.COMPANY_PLACE, ladder.levels)
    place.weigh("same", tie)
    legal = _legal_form(e.legal, left, right, place.at("same") | phone.at("same"))
    # Of two rows that say nothing but one name a person decides.
    nothing = place.at("unknown") & phone.at("missing") & domain.at("missing")
    alone = name.at("same") & nothing & register.at("missing")
    name.bits[alone] = np.maximum(name.bits[alone], n + model.NAME_ALONE)
    return [name, legal, register, phone, domain, place]


def _one_house(contacts: Contacts, left: Rows, right: Rows) -> np.ndarray:
    """Tell which pairs are in one house of one town, however the street is written."""
    e = contacts.evidence
    street, town, postcode = e.street_cell, e.city, e.postcode
    asked = (street.codes[left] != 0) & (street.codes[right] != 0)
    same_code = (postcode.codes[left] == postcode.codes[right]) & (postcode.codes[left] != 0)
    one_code = (postcode.codes[left] == 0) | (postcode.codes[right] == 0) | same_code
    same_town = (town.codes[left] == town.codes[right]) & (town.codes[left] != 0)
    found = asked & (same_code | (same_town & one_code))
    found[found] = each(one_street, street.of_rows(left[found]), street.of_rows(right[found]))
    return np.asarray(found)


def _in_other_houses(contacts: Contacts, left: Rows, right: Rows) -> np.ndarray:
    """Tell which pairs have two numbers of houses: neighbours, or a street of one postcode."""
    number = contacts.house
    one, other = number[left], number[right]
    return np.asarray((one != 0) & (other != 0) & (one != other))


def _company_name(contacts: Contacts, left: Rows, right: Rows) -> Verdict:
    company = contacts.evidence.company
    one, other = company.codes[left], company.codes[right]
    text = company.texts

    def part(a: str, b: str) -> bool:
        return min(len(a), len(b)) > 3 and (a in b or b in a)

    def words(a: str, b: str) -> bool:
        mine, theirs = ({w for w in name.split() if len(w) > 1} for name in (a, b))
        return len(mine & theirs) >= max(2.0, 0.6 * min(len(mine), len(theirs)))

    def part_or_words(o: np.ndarray) -> np.ndarray:
        names = text[one[o]], text[other[o]]
        return np.asarray(each(part, *names) | each(words, *names))

    holding = contacts.evidence.holding.codes
    ladder = Ladder(model.COMPANY_NAME, len(left))
    ladder.level("holding", lambda o: holding[left[o]] != holding[right[o]])
    ladder.level("same", lambda o: one[o] == other[o])
    ladder.level("written otherwise", lambda o: each(one_firm_name, text[one[o]], text[other[o]]))
    ladder.level("slip", lambda o: is_typo(text[one[o]], text[other[o]]))
    ladder.level("other words", lambda o: among(part_or_words(o), lambda o: (
        each(have_other_words, text[one[o]], text[other[o]])), o))  # fmt: skip
    ladder.level("part", lambda o: each(part, text[one[o]], text[other[o]]))
    ladder.level("words", lambda o: each(words, text[one[o]], text[other[o]]))
    verdict = Verdict(model.COMPANY_NAME, ladder.levels)
    verdict.weigh("same", np.minimum(contacts.company_bits[left], contacts.company_bits[right]))
    verdict.weigh("slip", contacts.n + model.COMPANY_SLIP)
    verdict.weigh("written otherwise", contacts.n + model.COMPANY_OTHERWISE)
    verdict.weigh("holding", contacts.n + model.COMPANY_OTHERWISE)
    verdict.weigh("part", contacts.n + model.COMPANY_PART)
    verdict.weigh("words", contacts.n + model.COMPANY_WORDS)
    return verdict


def _legal_form(legal: Coded, left: Rows, right: Rows, together: np.ndarray) -> Verdict:
    """Compare legal forms; those of two languages may be one where firms share a house or phone."""
    one, other = legal.codes[left], legal.codes[right]
    text = legal.texts
    ladder = Ladder(model.LEGAL_FORM, len(left))
    ladder.level("same", lambda o: (one[o] == 0) | (other[o] == 0) | (one[o] == other[o]))
    ladder.level("translated", lambda o: among(together[o], lambda o: (
        each(may_be_one_form, text[one[o]], text[other[o]])), o))  # fmt: skip
    return Verdict(model.LEGAL_FORM, ladder.levels)


def _register(column: Coded, left: Rows, right: Rows) -> Verdict:
    one, other = column.codes[left], column.codes[right]
    ladder = Ladder(model.REGISTER, len(left))
    ladder.level("missing", lambda o: (one[o] == 0) | (other[o] == 0))
    ladder.level("same", lambda o: one[o] == other[o])
    return Verdict(model.REGISTER, ladder.levels)


def _sharing(comparison: Comparison, codes: Codes, left: Rows, right: Rows) -> Verdict:
    filled = codes[:, 0] != 0
    ladder = Ladder(comparison, len(left))
    ladder.level("missing", lambda o: ~filled[left[o]] | ~filled[right[o]])
    ladder.level("same", lambda o: shares(codes, left[o], right[o]))
    return Verdict(comparison, ladder.levels)
