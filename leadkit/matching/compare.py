"""The contact model at work: which level of each comparison a pair of rows reaches.

Pairs go down the levels of a comparison and stop at the first that holds, so that a costly
question is asked of those pairs alone that no cheap one has settled.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from leadkit.matching import model
from leadkit.matching.contacts import Contacts, shares
from leadkit.matching.model import Comparison
from leadkit.matching.names import plain

if TYPE_CHECKING:
    from leadkit.matching.coded import Codes, Coded, Rows

Holds = Callable[[np.ndarray], np.ndarray]  # numbers of pairs -> whether the level holds


def near(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how alike texts are, from 0 to 1 (Jaro-Winkler)."""
    return np.asarray(cpdist(one.tolist(), other.tolist(), scorer=JaroWinkler.similarity))


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return by how many letters texts differ, exchanged neighbours counting once."""
    found = cpdist(one.tolist(), other.tolist(), scorer=OSA.distance)
    return np.asarray(found).astype(np.int64)


def _lengths(texts: np.ndarray) -> np.ndarray:
    return np.fromiter(map(len, texts.tolist()), np.int64, len(texts))


def _shorter(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.minimum(_lengths(one), _lengths(other))


def _slip(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell whether texts are one or two typing or scanning slips apart, more in longer ones."""
    mine, theirs = _lengths(one), _lengths(other)
    shorter, letters = np.minimum(mine, theirs), apart(one, other)
    few = (letters <= 1) | ((letters <= 2) & (shorter > 9))
    return np.asarray((shorter > 1) & (mine + theirs > 4) & few)


def _two_slips(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell whether texts are two slips apart, and so short that it may be chance."""
    return np.asarray((_shorter(one, other) > 3) & (apart(one, other) <= 2))


def _typo(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell whether a letter or two are wrong, and nothing more; for company names and streets."""
    shorter = _shorter(one, other)
    return np.asarray((shorter > 4) & (apart(one, other) <= np.where(shorter > 9, 2, 1)))


def _each(condition: Callable[[str, str], bool], one: np.ndarray, other: np.ndarray) -> np.ndarray:
    found = map(condition, one.tolist(), other.tolist())
    return np.fromiter(found, bool, len(one))


class Ladder:
    """Takes pairs down the levels of a comparison."""

    def __init__(self, comparison: Comparison, pairs: int) -> None:
        self.comparison = comparison
        self._levels = np.full(pairs, len(comparison.levels) - 1, np.int8)
        self._open = np.arange(pairs)
        self._alike: tuple[np.ndarray, np.ndarray] | None = None  # pairs, and the one asked for each

    def level(self, name: str, holds: Holds) -> None:
        """Give this level to the pairs still open for which it holds."""
        if len(self._open):
            yes = holds(self._open)
            self._levels[self._open[yes]] = self.comparison.number[name]
            self._open = self._open[~yes]

    def ask_once(self, *codes: np.ndarray) -> None:
        """From here on ask one pair for all that have the same codes: what follows depends on
        them alone, and a list of a million rows has few different first names."""
        key = np.zeros(len(self._open), np.int64)
        for part in codes:
            key = key * (int(part.max(initial=0)) + 1) + part[self._open]
        numbers, distinct = pd.factorize(key)
        asked = np.empty(len(distinct), np.int64)
        asked[numbers[::-1]] = self._open[::-1]
        self._alike = self._open, asked[numbers]
        self._open = asked

    def ask_each(self, *names: str) -> None:
        """Ask each pair at these levels again: what follows depends on more than those codes."""
        self._open = np.flatnonzero(self.comparison.at(self.levels, *names))

    @property
    def levels(self) -> np.ndarray:
        """The number of the level of each pair."""
        if self._alike is not None:
            pairs, asked = self._alike
            self._levels[pairs], self._alike = self._levels[asked], None
        return self._levels


class Verdict:
    """Levels and weights of a comparison, one a pair."""

    def __init__(self, comparison: Comparison, levels: np.ndarray, home: np.ndarray | None = None):
        self.comparison = comparison
        self.levels = levels
        self.bits = np.array([level.bits for level in comparison.levels])[levels]
        if home is not None and home.any():
            at_home = [level.bits if level.at_home is None else level.at_home
                       for level in comparison.levels]  # fmt: skip
            self.bits = np.where(home, np.array(at_home)[levels], self.bits)

    def weigh(self, name: str, bits: np.ndarray | float) -> None:
        """Give the pairs of a level weights that come from the list."""
        own = self.at(name)
        self.bits[own] = bits[own] if isinstance(bits, np.ndarray) else bits

    def at(self, *names: str) -> np.ndarray:
        """Tell which pairs are at one of these levels."""
        return self.comparison.at(self.levels, *names)


def contradicting_names(contacts: Contacts, l: Rows, r: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Tell for pairs of rows whether their first names, and their last names, are two people's."""
    pairs = PairsOfPeople(contacts, l, r)
    names = contacts.names
    straight = ~pairs.swapped & (names.same[contacts.first[l]] != names.same[contacts.last[r]])
    first = pairs.first_name().at(*model.CONTRADICTING[model.FIRST_NAME]) & straight
    one, other = contacts.last[l], contacts.last[r]
    last = (one != 0) & (other != 0) & (names.sound[one] != names.sound[other]) & straight
    last[last] = near(names.texts[one[last]], names.texts[other[last]]) < 0.85
    return first, last


class PairsOfPeople:
    """Pairs of rows of people, and what the model says of them."""

    def __init__(self, contacts: Contacts, l: Rows, r: Rows) -> None:
        self.contacts, self.l, self.r = contacts, l, r
        self.home = contacts.bare[l] & contacts.bare[r] & contacts.homes
        self.l_first, self.l_last = contacts.first[l], contacts.last[l]
        self.r_first, self.r_last = contacts.first[r], contacts.last[r]
        self.swapped = self._swapped()
        # Of two rows whose names fit crosswise one has them in the wrong columns: the one whose
        # last name is a first name.
        names = contacts.names.listed
        wrong = names[self.l_last].astype(int) + names[self.r_first]
        left = self.swapped & (wrong > names[self.l_first].astype(int) + names[self.r_last])
        self.l_first, self.l_last = _exchanged(self.l_first, self.l_last, left)
        right = self.swapped & ~left
        self.r_first, self.r_last = _exchanged(self.r_first, self.r_last, right)

    def verdicts(self) -> list[Verdict]:
        """Return what each comparison of model.PERSON says, in its order."""
        first, birthday = self.first_name(), self._birthday()
        firm = self._firm(birthday)
        last = self._last_name(firm)
        return [first, birthday, firm, last, self._generation(), self._email(first, last, firm),
                self._phone()]  # fmt: skip

    def most(self) -> np.ndarray:
        """Return the most bits that pairs may reach which share no mailbox, number or birthday."""
        contacts, company = self.contacts, self.contacts.evidence.company.codes
        found = self.first_name().bits
        fit = found > -5
        most = np.full(len(fit), -np.inf)
        o = np.flatnonzero(fit)
        few = PairsOfPeople(contacts, self.l[o], self.r[o])
        last = few._last_name(None)
        both = (company[few.l] != 0) & (company[few.r] != 0)
        firm = np.where(both, few._least(contacts.company_bits), contacts.n + model.WHOLE_ADDRESS)
        mails = (contacts.mail.codes[few.l] != 0) & (contacts.mail.codes[few.r] != 0)
        email = np.where(mails & (last.bits > -5), 8, 0)
        most[o] = found[o] + last.bits + np.maximum(firm, few._shared_firm()) + email
        return most

    def _shared_firm(self) -> np.ndarray:
        """Return how strongly a domain or a line ties rows together, 0 where none does."""
        contacts, l, r = self.contacts, self.l, self.r
        domain = np.where(shares(contacts.domains, l, r), self._least(contacts.domain_bits), 0)
        line = np.where(shares(contacts.lines, l, r), self._least(contacts.line_bits), 0)
        return np.maximum(domain, line)

    def _swapped(self) -> np.ndarray:
        """Tell where first and last name changed columns: they fit crosswise, not as they stand."""
        names = self.contacts.names
        same, texts, initial = names.same, names.texts, names.initial
        a, b, c, d = (same[code] for code in (self.l_first, self.l_last, self.r_first, self.r_last))
        one, other = (a != 0) & (a == d), (b != 0) & (b == c)
        first = initial[self.l_first] == initial[self.r_last]
        last = initial[self.l_last] == initial[self.r_first]
        first &= (a != 0) & (d != 0)
        last &= (b != 0) & (c != 0)
        lonely = (a == 0) | (b == 0) | (c == 0) | (d == 0)
        maybe = one | other | (first & last) | ((first | last) & lonely)
        asked = np.flatnonzero((a != c) & (b != d) & maybe)
        found = np.zeros(len(self.l), bool)
        if not len(asked):
            return found
        la, lb, ra, rb = (
            texts[code[asked]] for code in (self.l_first, self.l_last, self.r_first, self.r_last)
        )
        a, b, c, d = a[asked], b[asked], c[asked], d[asked]
        one, other = one[asked], other[asked]
        across_first, across_last = near(la, rb), near(lb, ra)
        unlike = (near(la, ra) < 0.7) & (near(lb, rb) < 0.7)
        found[asked] = (
            (one & ((c == 0) | (b == 0) | (across_last > 0.85)))
            | (other & ((d == 0) | (a == 0) | (across_first > 0.85)))
            | ((a != 0) & (b != 0) & (across_first > 0.85) & (across_last > 0.85))
            | ((one | other) & unlike)
            | (lonely[asked] & unlike & (np.maximum(across_first, across_last) > 0.85))
        )
        return found

    def first_name(self) -> Verdict:
        contacts, names = self.contacts, self.contacts.names
        l, r = self.l_first, self.r_first
        text, length, first_known = names.texts, names.lengths, contacts.is_first_name
        ladder = Ladder(model.FIRST_NAME, len(l))
        ladder.level("missing", lambda o: (l[o] == 0) | (r[o] == 0))
        ladder.level("same", lambda o: names.same[l[o]] == names.same[r[o]])
        short = (names.is_initials[l] | names.is_initials[r]) & (names.initial[l] == names.initial[r])
        ladder.level("in mailbox", lambda o: self._first_name_in_mailbox(o, short))
        ladder.level("initial", lambda o: short[o])
        ladder.ask_once(l, r, self.swapped)
        both_formal = names.is_formal[l] & names.is_formal[r]
        ladder.level("nickname", lambda o: names.short_for(l[o], r[o]) & ~both_formal[o])
        ladder.level("two forms", lambda o: names.short_for(l[o], r[o]))
        ladder.level("nickname", lambda o: names.short_for(names.begins[l[o]], names.begins[r[o]]))
        ladder.level("part", lambda o: self._part(l[o], r[o], 2, first=True))
        sound = names.sound[l] == names.sound[r]
        two_names = first_known[l] & first_known[r] & ~self.swapped
        ladder.level("two names that sound alike", lambda o: sound[o] & two_names[o])
        ladder.level("sound", lambda o: sound[o])
        ladder.level("two names", lambda o: _on(
            two_names[o], lambda o: near(text[l[o]], text[r[o]]) > 0.8, o))  # fmt: skip
        ladder.level("feminine", lambda o: names.feminine(l[o], r[o]))
        ladder.level("two nicknames", lambda o: ~self.swapped[o] & names.nicknames_of_one_name(
            l[o], r[o]) & ~(names.is_formal[l[o]] & names.is_formal[r[o]]))  # fmt: skip
        ladder.level("slip", lambda o: _slip(text[l[o]], text[r[o]]))
        ladder.level("short form", lambda o: _each(_is_beginning, text[l[o]], text[r[o]]))
        ladder.level("two slips", lambda o: _two_slips(text[l[o]], text[r[o]]))
        ladder.ask_each("two names", "feminine", "different")
        ladder.level("in mailbox", self._other_first_name_in_mailbox)
        verdict = Verdict(model.FIRST_NAME, ladder.levels, self.home)
        verdict.weigh("same", np.minimum(contacts.first_name_bits[l], contacts.first_name_bits[r]))
        return verdict

    def _first_name_in_mailbox(self, open_: np.ndarray, short: np.ndarray) -> np.ndarray:
        contacts, texts = self.contacts, self.contacts.names.texts

        def holds(o: np.ndarray) -> np.ndarray:
            one, other = texts[self.l_first[o]], texts[self.r_first[o]]
            local = contacts.local.codes
            boxes = contacts.spelled[local[self.l[o]]], contacts.spelled[local[self.r[o]]]
            found = zip(one.tolist(), other.tolist(), *(box.tolist() for box in boxes), strict=True)
            return np.fromiter(((len(a) == 1 and b in mine) or (len(b) == 1 and a in theirs)
                                for a, b, mine, theirs in found), bool, len(o))  # fmt: skip

        return _on(short[open_], holds, open_)

    def _other_first_name_in_mailbox(self, o: np.ndarray) -> np.ndarray:
        """Tell whether a mailbox has the first name of the other row and not that of its own."""
        same, boxes = self.contacts.names.same, self.contacts.in_mailbox
        mine, theirs = same[self.l_first[o]], same[self.r_first[o]]
        my_box, their_box = boxes[self.l[o]], boxes[self.r[o]]

        def holds(box: np.ndarray, name: np.ndarray) -> np.ndarray:
            return np.asarray((box == name[:, None]).any(axis=1) & (name != 0))

        mail = self.contacts.mail.codes
        return (mail[self.l[o]] != mail[self.r[o]]) & (
            (holds(my_box, theirs) & ~holds(my_box, mine))
            | (holds(their_box, mine) & ~holds(their_box, theirs))
        )

    def _part(self, l: Codes, r: Codes, least: int, first: bool) -> np.ndarray:
        """Tell whether names of several words have one of over ``least`` letters in common."""
        names = self.contacts.names
        several = names.several[l] | names.several[r]
        found = several & (names.first_word[l] == names.first_word[r]) & (names.first_word[l] != 0)
        if not first:
            found[:] = False
        asked = np.flatnonzero(several & ~found)

        def in_common(one: str, other: str) -> bool:
            mine, theirs = set(one.split()), set(other.split())
            whole = first or min(len(mine), len(theirs)) == len(mine & theirs)
            return whole and any(len(word) > least for word in mine & theirs)

        found[asked] = _each(in_common, names.words[l[asked]], names.words[r[asked]])
        return np.asarray(found)

    def _part_with_a_slip(self, l: Codes, r: Codes) -> np.ndarray:
        names = self.contacts.names

        def nearly_in_common(one: str, other: str) -> bool:
            words = ([word for word in name.split() if len(word) > 4] for name in (one, other))
            return any(OSA.distance(a, b) <= 1 + (min(len(a), len(b)) > 8) for a, b in product(*words))

        asked = np.flatnonzero(names.several[l] | names.several[r])
        found = np.zeros(len(l), bool)
        found[asked] = _each(nearly_in_common, names.words[l[asked]], names.words[r[asked]])
        return found

    def _last_among_first_names(self, o: np.ndarray) -> np.ndarray:
        """Tell whether the last name of one row ends the first names of the other.

        So it is where a name of two last names was cut in the wrong place.
        """
        names = self.contacts.names

        def holds(o: np.ndarray) -> np.ndarray:
            rows = zip(*(names.words[codes[o]].tolist() for codes in (
                self.l_first, self.r_first, self.l_last, self.r_last)), strict=True)  # fmt: skip
            return np.fromiter((_ends(a, d) or _ends(b, c) for a, b, c, d in rows), bool, len(o))

        straight = ~self.swapped[o]
        return _on(straight & (names.several[self.l_first[o]] | names.several[self.r_first[o]]), holds, o)

    def _last_name(self, firm: Verdict | None) -> Verdict:
        contacts, names = self.contacts, self.contacts.names
        l, r = self.l_last, self.r_last
        text, length = names.texts, names.lengths
        ladder = Ladder(model.LAST_NAME, len(l))
        ladder.level("missing", lambda o: (l[o] == 0) | (r[o] == 0))
        ladder.level("same", lambda o: names.same[l[o]] == names.same[r[o]])
        ladder.level("initial", lambda o: ((length[l[o]] == 1) | (length[r[o]] == 1))
                     & (names.initial[l[o]] == names.initial[r[o]]))  # fmt: skip
        ladder.ask_once(l, r, self.swapped)
        attested = ~self.swapped & contacts.is_last_name[l] & contacts.is_last_name[r]
        sound = names.sound[l] == names.sound[r]
        one_word = ~names.several[l] & ~names.several[r]
        ladder.level("two names", lambda o: _on(
            attested[o] & ~sound[o] & one_word[o], lambda o: apart(text[l[o]], text[r[o]]) > 1, o))  # fmt: skip
        ladder.level("two names, nearly one", lambda o: _on(
            attested[o] & ~sound[o], lambda o: apart(text[l[o]], text[r[o]]) == 1, o))  # fmt: skip
        ladder.level("two names that sound alike", lambda o: attested[o] & sound[o])
        ladder.level("slip", lambda o: _slip(text[l[o]], text[r[o]]))
        ladder.level("two slips", lambda o: _two_slips(text[l[o]], text[r[o]]))
        ladder.level("several slips", lambda o: near(text[l[o]], text[r[o]]) > 0.9)
        ladder.level("part", lambda o: ~self.swapped[o] & self._part(l[o], r[o], 3, first=False))
        ladder.level("part with a slip", lambda o: self._part_with_a_slip(l[o], r[o]))
        ladder.level("sound", lambda o: sound[o])
        ladder.ask_each("two names", "different")
        ladder.level("part", self._last_among_first_names)
        ladder.level("in mailbox", self._last_name_in_mailbox)
        verdict = Verdict(model.LAST_NAME, ladder.levels, self.home)
        rarity = np.minimum(contacts.last_name_bits[l], contacts.last_name_bits[r])
        if firm is not None:
            firms = (firm.bits > 5) | firm.at("sister companies")
            rarity = np.where(firms, np.minimum(rarity, model.LAST_NAME_IN_FIRM), rarity)
            lone = (self.l_first == 0) | (self.r_first == 0)
            lone &= firm.at("same company", "same domain", "same line", "same switchboard")
            rarity = np.where(lone, np.minimum(rarity, model.LAST_NAME_ALONE), rarity)
        verdict.weigh("same", rarity)
        return verdict

    def _last_name_in_mailbox(self, open_: np.ndarray) -> np.ndarray:
        contacts, texts = self.contacts, self.contacts.names.texts
        mailbox = (contacts.local.codes[self.l] != 0) | (contacts.local.codes[self.r] != 0)

        def holds(o: np.ndarray) -> np.ndarray:
            one, other = texts[self.l_last[o]], texts[self.r_last[o]]
            local = contacts.local.codes
            boxes = contacts.spelled[local[self.l[o]]], contacts.spelled[local[self.r[o]]]
            found = zip(one.tolist(), other.tolist(), *(box.tolist() for box in boxes), strict=True)
            return np.fromiter(
                (a not in b and b not in a
                 and ((len(b) > 3 and b in mine) or (len(a) > 3 and a in theirs))
                 for a, b, mine, theirs in found), bool, len(o))  # fmt: skip

        return _on(mailbox[open_], holds, open_)

    def _generation(self) -> Verdict:
        codes = self.contacts.evidence.generation.codes
        l, r = codes[self.l], codes[self.r]
        ladder = Ladder(model.GENERATION, len(l))
        ladder.level("same", lambda o: l[o] == r[o])
        ladder.level("one side", lambda o: (l[o] == 0) | (r[o] == 0))
        return Verdict(model.GENERATION, ladder.levels)

    def _birthday(self) -> Verdict:
        birthday = self.contacts.evidence.birthday
        l, r = birthday.codes[self.l], birthday.codes[self.r]
        ladder = Ladder(model.BIRTHDAY, len(l))
        ladder.level("missing", lambda o: (l[o] == 0) | (r[o] == 0))
        ladder.level("same", lambda o: l[o] == r[o])
        for letters, name in enumerate(("slip", "two slips", "three slips"), start=1):
            ladder.level(name, lambda o, letters=letters: (  # type: ignore[misc]
                apart(birthday.texts[l[o]], birthday.texts[r[o]]) == letters))  # fmt: skip
        return Verdict(model.BIRTHDAY, ladder.levels)

    def _firm(self, birthday: Verdict) -> Verdict:
        contacts, company = self.contacts, self.contacts.evidence.company
        by_company = company_tie(contacts, self.l, self.r)
        by_domain = np.where(shares(contacts.domains, self.l, self.r),
                             self._least(contacts.domain_bits), 0)  # fmt: skip
        by_line = np.where(shares(contacts.lines, self.l, self.r),
                           self._least(contacts.line_bits), 0)  # fmt: skip
        direct = shares(contacts.directs, self.l, self.r)
        by_line = np.where(direct, contacts.n + model.SAME_LINE, by_line)
        by_place = place_tie(contacts, self.l, self.r, self.home)
        both = (company.codes[self.l] != 0) & (company.codes[self.r] != 0)
        best = np.maximum(by_domain, by_line)
        sisters = (by_company > 0) & (best <= 0) & self._sisters(by_company > 0)
        by_company = np.where(sisters, by_company + model.SISTER_COMPANIES, by_company)
        ladder = Ladder(model.FIRM, len(self.l))
        ladder.level("sister companies", lambda o: sisters[o])
        ladder.level("same company", lambda o: (by_company[o] > 0) & (by_company[o] >= best[o]))
        ladder.level("same domain", lambda o: (by_domain[o] > 0) & (by_domain[o] >= by_line[o]))
        ladder.level("same line", lambda o: direct[o])
        ladder.level("same switchboard", lambda o: by_line[o] > 0)
        ladder.level("different", lambda o: both[o])
        ladder.level("same address", lambda o: by_place[o] > 0)
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

    def _sisters(self, asked: np.ndarray) -> np.ndarray:
        """Tell whether companies of one name have two legal forms or two mail domains."""
        contacts, legal = self.contacts, self.contacts.evidence.legal.codes
        one, other = legal[self.l], legal[self.r]
        found = (one != 0) & (other != 0) & (one != other)
        domain, at_firm = contacts.mail_domain, contacts.mail_at_firm
        one, other = domain.codes[self.l], domain.codes[self.r]
        both = asked & ~found & (one != 0) & (other != 0) & (one != other)
        o = np.flatnonzero(both & at_firm[self.l] & at_firm[self.r])
        found[o] = _each(_two_domains, domain.texts[one[o]], domain.texts[other[o]])
        return found

    def _least(self, bits: np.ndarray) -> np.ndarray:
        return np.minimum(bits[self.l], bits[self.r])

    def _email(self, first: Verdict, last: Verdict, firm: Verdict) -> Verdict:
        contacts = self.contacts
        mail, local, domain = contacts.mail, contacts.local, contacts.mail_domain
        l, r = self.l, self.r
        fit = (first.bits > -5) & (last.bits > -5)
        same_local = local.codes[l] == local.codes[r]
        same_domain = domain.codes[l] == domain.codes[r]
        firms = contacts.mail_at_firm[l] & contacts.mail_at_firm[r]
        shared_local = fit & same_local & contacts.local_is_long[l]
        ladder = Ladder(model.EMAIL, len(l))
        ladder.level("missing", lambda o: (mail.codes[l[o]] == 0) | (mail.codes[r[o]] == 0))
        ladder.level("same", lambda o: shares(contacts.mails, l[o], r[o]))
        unlike = ~first.at("missing", "same") | ~last.at("missing", "same")
        ladder.level("two names", lambda o: _on(fit[o] & unlike[o], self._own_names, o))
        # a@meier.com and a@maier.com of two companies are no slip.
        one_firm = fit & (same_domain | ~firm.at("different", "sister companies"))
        ladder.level("slip", lambda o: _on(one_firm[o], lambda o: (
            ~(same_domain[o] & self._regular(o)) & (_shorter(local.of_rows(l[o]), local.of_rows(r[o])) > 2)
            & (apart(mail.of_rows(l[o]), mail.of_rows(r[o])) <= 2)), o))  # fmt: skip
        ladder.level("own local part",
                     lambda o: shared_local[o] & contacts.local_has_number[l[o]])  # fmt: skip
        ladder.level("local part at two firms", lambda o: shared_local[o] & firms[o])
        ladder.level("local part", lambda o: shared_local[o])
        ladder.level("near", lambda o: _on(one_firm[o] & ~same_domain[o], lambda o: (
            near(mail.of_rows(l[o]), mail.of_rows(r[o])) > 0.92), o))  # fmt: skip
        ladder.level("two at one firm", lambda o: _on(
            same_domain[o] & contacts.mail_at_firm[l[o]], lambda o: ~self._one_name(o), o))
        verdict = Verdict(model.EMAIL, ladder.levels)
        verdict.weigh("same", contacts.n + model.SAME_EMAIL)
        return verdict

    def _own_names(self, o: np.ndarray) -> np.ndarray:
        """Tell whether each mailbox spells its own row's name, and not the other's."""
        contacts, texts = self.contacts, self.contacts.names.texts
        columns = (
            contacts.local.of_rows(self.l[o]), contacts.local.of_rows(self.r[o]),
            texts[self.l_first[o]], texts[self.l_last[o]], texts[self.r_first[o]], texts[self.r_last[o]],
        )  # fmt: skip
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return np.fromiter((_spells(mine, a, b) and _spells(theirs, c, d) and not _spells(mine, c, d)
                            and not _spells(theirs, a, b)
                            for mine, theirs, a, b, c, d in rows), bool, len(o))  # fmt: skip

    def _regular(self, o: np.ndarray) -> np.ndarray:
        """Tell whether each mailbox is made of its own row's name, so that neither is a slip."""
        contacts, texts = self.contacts, self.contacts.names.texts
        found = np.ones(len(o), bool)
        for rows, first, last in ((self.l, self.l_first, self.l_last), (self.r, self.r_first, self.r_last)):
            parts = zip(contacts.local.of_rows(rows[o]).tolist(), texts[first[o]].tolist(),
                        texts[last[o]].tolist(), strict=True)  # fmt: skip
            found &= np.fromiter((_spells(*part) for part in parts), bool, len(o))
        return found

    def _one_name(self, o: np.ndarray) -> np.ndarray:
        """Tell whether both mailboxes are made of one name, in two ways."""
        contacts, texts = self.contacts, self.contacts.names.texts
        columns = (
            contacts.local.of_rows(self.l[o]), contacts.local.of_rows(self.r[o]),
            texts[self.l_first[o]], texts[self.l_last[o]], texts[self.r_first[o]], texts[self.r_last[o]],
        )  # fmt: skip
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return np.fromiter(((_spells(mine, a, b) and _spells(theirs, a, b))
                            or (_spells(mine, c, d) and _spells(theirs, c, d))
                            for mine, theirs, a, b, c, d in rows), bool, len(o))  # fmt: skip

    def _phone(self) -> Verdict:
        contacts, numbers = self.contacts, self.contacts.evidence.numbers
        ladder = Ladder(model.PHONE, len(self.l))
        ladder.level("same mobile", lambda o: shares(contacts.mobiles, self.l[o], self.r[o]))
        ladder.level("same direct line", lambda o: shares(contacts.directs, self.l[o], self.r[o]))
        for name, codes in (("two mobiles", contacts.mobiles), ("two direct lines", contacts.directs)):
            mine, theirs = codes[self.l, 0], codes[self.r, 0]
            ladder.level(name, lambda o, mine=mine, theirs=theirs: _on(  # type: ignore[misc]
                (mine[o] != 0) & (theirs[o] != 0),
                lambda o: apart(numbers.texts[mine[o]], numbers.texts[theirs[o]]) > 2, o))  # fmt: skip
        verdict = Verdict(model.PHONE, ladder.levels)
        verdict.weigh("same mobile", contacts.n + model.SAME_MOBILE)
        return verdict


def _two_domains(one: str, other: str) -> bool:
    """Tell whether two mail domains are more than a slip apart, or two countries' of one firm.

    >>> _two_domains("huber-de.example.com", "huber-pl.example.com"), _two_domains("huber.at", "hubre.at")
    (True, False)
    """
    mine, theirs = re.split(r"[.-]", one), re.split(r"[.-]", other)
    if len(mine) == len(theirs):
        differing = [max(len(a), len(b)) for a, b in zip(mine, theirs, strict=True) if a != b]
        if differing and max(differing) <= 3:
            return True
    return OSA.distance(one, other) > 2


def _ends(given: str, last: str) -> bool:
    return len(last) > 3 and last in given.split()[1:]


def _is_beginning(one: str, other: str) -> bool:
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    return len(shorter) > 2 and len(longer) > len(shorter) + 1 and longer.startswith(shorter)


@lru_cache(maxsize=1 << 12)
def _spells(local: str, first: str, last: str) -> bool:
    """Tell whether a mailbox is made of a name and of nothing else.

    >>> [_spells(local, "anna", "meier") for local in ("a.meier", "annam", "meier", "b.meier", "meier2")]
    [True, True, True, False, False]
    """
    box = plain(local).replace(" ", "")
    if not first or not last:
        return bool(last) and box == last or bool(first) and box == first
    f, m = first[0], last[0]
    return box in (first + last, f + last, last, first, last + first, last + f, first + m)


def _exchanged(one: np.ndarray, other: np.ndarray, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.where(where, other, one), np.where(where, one, other)


def _on(some: np.ndarray, holds: Holds, open_: np.ndarray) -> np.ndarray:
    """Ask ``holds`` of the open pairs for which ``some`` is true; of the others it does not hold."""
    found = np.zeros(len(open_), bool)
    asked = np.flatnonzero(some)
    if len(asked):
        found[asked] = holds(open_[asked])
    return found


def company_tie(contacts: Contacts, l: Rows, r: Rows) -> np.ndarray:
    """Return how strongly company names tie rows together, 0 where they do not.

    An exact name is as strong as it is rare here; a misread or shortened one a little less.
    """
    company = contacts.evidence.company
    one, other = company.codes[l], company.codes[r]
    rarity = np.minimum(contacts.company_bits[l], contacts.company_bits[r])
    tie = np.where((one == other) & (one != 0), rarity, 0.0)
    asked = np.flatnonzero((one != other) & (one != 0) & (other != 0))
    if len(asked):
        mine, theirs = company.texts[one[asked]], company.texts[other[asked]]
        typo = _typo(mine, theirs)
        tie[asked[typo]] = rarity[asked[typo]] - 1
        begins = contacts.company_begins
        rest = np.flatnonzero(~typo & (begins[l[asked]] == begins[r[asked]]))
        part = rest[_each(_begins_with, mine[rest], theirs[rest])]
        tie[asked[part]] = rarity[asked[part]] - 2
        brand = contacts.brand
        rest = asked[(tie[asked] == 0) & (brand[l[asked]] == brand[r[asked]]) & (brand[l[asked]] != 0)]
        tie[rest] = np.minimum(contacts.brand_bits[l[rest]], contacts.brand_bits[r[rest]]) - 3
    return tie


def _begins_with(one: str, other: str) -> bool:
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    return len(shorter) > 3 and longer.startswith(shorter + " ")


def place_tie(contacts: Contacts, l: Rows, r: Rows, home: np.ndarray | None = None) -> np.ndarray:
    """Return how strongly addresses tie rows together.

    The parts of an address are seldom all wrong at once: what agrees is added up, and a whole
    address is worth no more than a whole company.
    """
    e = contacts.evidence
    same_city = e.city.codes[l] == e.city.codes[r]
    tie = _line_tie(e.street, contacts.street_bits, e.street, l, r)
    tie += _line_tie(e.street_2, contacts.street_2_bits, e.street_2, l, r)
    both = np.flatnonzero(e.street_2.codes[l] | e.street_2.codes[r])
    if len(both):  # lines 1 and 2 are mixed up as often as first and last names
        mine, theirs = l[both], r[both]
        across = _line_tie(e.street_name, contacts.street_bits, e.street_2, mine, theirs)
        across += _line_tie(e.street_2, contacts.street_2_bits, e.street_name, mine, theirs)
        tie[both] = np.maximum(tie[both], across)
    tie += _line_tie(e.city, contacts.city_bits, e.city, l, r, less=1, most=4)
    one, other = e.postcode.codes[l], e.postcode.codes[r]
    known = np.flatnonzero((one != 0) & (other != 0))
    rarity = np.minimum(contacts.postcode_bits[l[known]], 8)
    same = one[known] == other[known]
    value = np.where(same, np.where(same_city[known], 1, rarity), -1.0)
    asked = np.flatnonzero(~same)
    if len(asked):
        letters = apart(e.postcode.texts[one[known[asked]]], e.postcode.texts[other[known[asked]]])
        value[asked[letters == 1]] = 1
    tie[known] += value
    most = np.full(len(l), contacts.n + model.WHOLE_ADDRESS)
    if home is not None:
        most[home] = contacts.n + model.WHOLE_HOME
    return np.minimum(tie, most)


def _line_tie(
    mine: Coded, bits: np.ndarray, theirs: Coded, l: Rows, r: Rows, less: float = 2,
    most: float = np.inf,
) -> np.ndarray:  # fmt: skip
    """Return how strongly a line of an address ties rows: 0 where it is unknown, less for a slip."""
    one, other = mine.codes[l], theirs.codes[r]
    tie = np.zeros(len(l))
    known = np.flatnonzero((one != 0) & (other != 0))
    rarity = np.minimum(bits[l[known]], bits[r[known]])
    if mine is theirs:
        same = one[known] == other[known]
    else:
        same = mine.texts[one[known]] == theirs.texts[other[known]]
    value = np.where(same, rarity, -1.0)
    asked = np.flatnonzero(~same)
    slip = _slip(mine.texts[one[known[asked]]], theirs.texts[other[known[asked]]])
    value[asked[slip]] = np.minimum(rarity[asked[slip]], most) - less
    tie[known] = value
    return tie


def company_verdicts(contacts: Contacts, l: Rows, r: Rows) -> list[Verdict]:
    """Return what each comparison of model.COMPANY says of pairs of companies, in its order."""
    e, n = contacts.evidence, contacts.n
    name = _company_name(contacts, l, r)
    legal = _two_sided(model.LEGAL_FORM, e.legal, l, r, "same")
    register = _two_sided(model.REGISTER, e.register, l, r, "missing")
    register.weigh("same", n + model.SAME_REGISTER)
    phone = _sharing(model.COMPANY_PHONE, e.numbers.codes, l, r)
    phone.weigh("same", n + model.COMPANY_PHONE_BITS)
    domain = _sharing(model.COMPANY_DOMAIN, contacts.domains, l, r)
    domain.weigh("same", np.minimum(contacts.domain_bits[l], contacts.domain_bits[r]) - 1)
    tie = place_tie(contacts, l, r)
    street, town = e.street.codes, e.city.codes
    ladder = Ladder(model.COMPANY_PLACE, len(l))
    ladder.level("same", lambda o: tie[o] > 0)
    ladder.level("unknown", lambda o: (street[l[o]] == 0) | (street[r[o]] == 0))
    ladder.level("same town", lambda o: (town[l[o]] == town[r[o]]) & (town[l[o]] != 0))
    place = Verdict(model.COMPANY_PLACE, ladder.levels)
    place.weigh("same", tie)
    return [name, legal, register, phone, domain, place]


def _company_name(contacts: Contacts, l: Rows, r: Rows) -> Verdict:
    company = contacts.evidence.company
    one, other = company.codes[l], company.codes[r]
    text = company.texts

    def part(a: str, b: str) -> bool:
        return min(len(a), len(b)) > 3 and (a in b or b in a)

    def words(a: str, b: str) -> bool:
        mine, theirs = ({w for w in name.split() if len(w) > 1} for name in (a, b))
        return len(mine & theirs) >= max(2.0, 0.6 * min(len(mine), len(theirs)))

    ladder = Ladder(model.COMPANY_NAME, len(l))
    ladder.level("same", lambda o: one[o] == other[o])
    ladder.level("slip", lambda o: _typo(text[one[o]], text[other[o]]))
    ladder.level("part", lambda o: _each(part, text[one[o]], text[other[o]]))
    ladder.level("words", lambda o: _each(words, text[one[o]], text[other[o]]))
    verdict = Verdict(model.COMPANY_NAME, ladder.levels)
    verdict.weigh("same", np.minimum(contacts.company_bits[l], contacts.company_bits[r]))
    verdict.weigh("slip", contacts.n + model.COMPANY_SLIP)
    verdict.weigh("part", contacts.n + model.COMPANY_PART)
    verdict.weigh("words", contacts.n + model.COMPANY_WORDS)
    return verdict


def _two_sided(comparison: Comparison, column: Coded, l: Rows, r: Rows, unknown: str) -> Verdict:
    one, other = column.codes[l], column.codes[r]
    ladder = Ladder(comparison, len(l))
    ladder.level(unknown, lambda o: (one[o] == 0) | (other[o] == 0))
    ladder.level("same", lambda o: one[o] == other[o])
    return Verdict(comparison, ladder.levels)


def _sharing(comparison: Comparison, codes: Codes, l: Rows, r: Rows) -> Verdict:
    filled = codes[:, 0] != 0
    ladder = Ladder(comparison, len(l))
    ladder.level("missing", lambda o: ~filled[l[o]] | ~filled[r[o]])
    ladder.level("same", lambda o: shares(codes, l[o], r[o]))
    return Verdict(comparison, ladder.levels)
