"""First and last names of pairs: the levels of model.FIRST_NAME and model.LAST_NAME."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA

from leadkit.deduping.matching import model
from leadkit.deduping.matching.ladder import Ladder, Verdict, among
from leadkit.deduping.matching.pairs import PairsOfNames
from leadkit.deduping.matching.spelling import apart, are_two_slips, each, is_slip, near

if TYPE_CHECKING:
    from leadkit.deduping.matching.coded import Codes, Rows
    from leadkit.deduping.matching.contacts import NamedRows


def contradicting_names(
    contacts: NamedRows, left: Rows, right: Rows
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tell for pairs of rows whether their first names, and their last names, are two people's.

    The third column tells of which pairs the first names surely are: what a scanner or a typist
    made of a name is no second person, such as Hcnk, or Ezia beside Eliza.
    """
    pairs = PairsOfNames(contacts, left, right)
    names = contacts.names
    straight = ~pairs.swapped & (
        names.same[contacts.first[left]] != names.same[contacts.last[right]]
    )
    first = first_names(pairs).at(*model.CONTRADICTING[model.FIRST_NAME]) & straight
    one, other = contacts.first[left], contacts.first[right]
    surely = first & names.readable[one] & names.readable[other]
    asked = np.flatnonzero(surely & ~(names.listed[one] & names.listed[other]))
    surely[asked] = apart(names.texts[one[asked]], names.texts[other[asked]]) > 2
    unread = (names.foreign[one] != names.foreign[other]) & (one != 0) & (other != 0)
    one, other = contacts.last[left], contacts.last[right]
    last = (one != 0) & (other != 0) & (names.sound[one] != names.sound[other]) & straight
    last &= names.foreign[one] == names.foreign[other]
    last &= names.last_spelling[one] != names.last_spelling[other]
    last[last] = near(names.texts[one[last]], names.texts[other[last]]) < 0.85
    first |= unread & last  # of 芳 beside Fang the last names tell
    surely |= unread & last
    return first, last, surely


# long: a ladder, whose levels are read in their order
def first_names(pairs: PairsOfNames) -> Verdict:
    contacts, names = pairs.contacts, pairs.contacts.names
    left, right = pairs.l_first, pairs.r_first
    text, first_known = names.texts, contacts.is_first_name
    ladder = Ladder(model.FIRST_NAME, len(left))
    ladder.level("missing", lambda o: (left[o] == 0) | (right[o] == 0))
    ladder.level("same", lambda o: names.same[left[o]] == names.same[right[o]])
    ladder.level("other script", lambda o: names.foreign[left[o]] != names.foreign[right[o]])
    short = (names.is_initials[left] | names.is_initials[right]) & (
        names.initial[left] == names.initial[right]
    )
    ladder.level("in mailbox", lambda o: _first_name_in_mailbox(pairs, o, short))
    ladder.level("two initials", lambda o: among(short[o], lambda o: _other_initials(pairs, o), o))
    ladder.level("initial", lambda o: short[o])
    ladder.ask_once(left, right, pairs.swapped, pairs.one_birthday)
    spelling = names.first_spelling
    ladder.level("other spelling", lambda o: spelling[left[o]] == spelling[right[o]])
    both = (names.both_sexes[left] | names.both_sexes[right]) & ~pairs.one_birthday
    ladder.level("nickname of both", lambda o: among(
        both[o] & names.short_for(left[o], right[o]),
        lambda o: near(text[left[o]], text[right[o]]) < 0.95, o))  # fmt: skip
    both_formal = names.is_formal[left] & names.is_formal[right]
    ladder.level("two forms", lambda o: among(
        both_formal[o] & names.short_for(left[o], right[o]),
        lambda o: near(text[left[o]], text[right[o]]) > 0.8, o))  # fmt: skip
    ladder.level("nickname", lambda o: names.short_for(left[o], right[o]))
    one, other = names.begins[left], names.begins[right]
    ladder.level("two forms", lambda o: names.is_formal[one[o]] & names.is_formal[other[o]]
                 & names.short_for(one[o], other[o]))  # fmt: skip
    ladder.level("nickname", lambda o: names.short_for(one[o], other[o]))
    ladder.level("other second name", lambda o: ~pairs.one_birthday[o]
                 & _other_second_name(pairs, left[o], right[o]))  # fmt: skip
    begins = names.first_word
    ladder.level("part", lambda o: _part(pairs, left[o], right[o], 2, first=True)
                 & (begins[left[o]] == begins[right[o]]))  # fmt: skip
    ladder.level("second name", lambda o: _part(pairs, left[o], right[o], 2, first=True))
    ladder.level("two nicknames", lambda o: ~pairs.swapped[o] & names.nicknames_of_one_name(
        left[o], right[o]) & ~(names.is_own[left[o]] & names.is_own[right[o]]))  # fmt: skip
    ladder.level("two nicknames", lambda o: ~pairs.swapped[o] & names.nicknames_of_one_name(
        one[o], other[o]) & ~(names.is_own[one[o]] & names.is_own[other[o]]))  # fmt: skip
    ladder.level("other language", lambda o: names.language[left[o]] == names.language[right[o]])
    sound = names.sound[left] == names.sound[right]
    two_names = first_known[left] & first_known[right]
    ladder.level("two names that sound alike", lambda o: sound[o] & two_names[o])
    ladder.level("sound", lambda o: sound[o])
    ladder.level("two names", lambda o: among(
        two_names[o], lambda o: near(text[left[o]], text[right[o]]) > 0.7, o))  # fmt: skip
    ladder.level("feminine", lambda o: names.feminine(left[o], right[o]))
    ladder.level("two nicknames", lambda o: ~pairs.swapped[o] & names.nicknames_of_one_name(
        left[o], right[o]) & ~(names.is_formal[left[o]] & names.is_formal[right[o]]))  # fmt: skip
    ladder.level("slip", lambda o: is_slip(text[left[o]], text[right[o]]))
    begins_alike = names.initial[left] == names.initial[right]
    ladder.level("short form", lambda o: among(
        begins_alike[o],
        lambda o: each(_is_beginning, text[left[o]], text[right[o]]), o))  # fmt: skip
    # Marta and Marco, Karin and Karl are two letters apart, and two people.
    long = np.minimum(names.lengths[left], names.lengths[right]) > 5

    def two_slips(o: np.ndarray) -> np.ndarray:
        return are_two_slips(text[left[o]], text[right[o]])

    ladder.level("two slips", lambda o: among(long[o] & begins_alike[o], two_slips, o))
    ladder.level("two slips, one at the beginning", lambda o: among(long[o], two_slips, o))
    ladder.ask_each("two names", "feminine", "different")
    ladder.level("in mailbox", lambda o: _other_first_name_in_mailbox(pairs, o))
    verdict = Verdict(model.FIRST_NAME, ladder.levels, pairs.home)
    verdict.weigh(
        "same", np.minimum(contacts.first_name_bits[left], contacts.first_name_bits[right])
    )
    return verdict


def _other_initials(pairs: PairsOfNames, o: np.ndarray) -> np.ndarray:
    """Tell whether initials are another's: J. W. is neither J. P. nor one who is Jan alone."""
    names = pairs.contacts.names

    def others(mine: str, theirs: str, i_am_short: bool, they_are_short: bool) -> bool:
        if i_am_short and they_are_short:
            return not (mine.startswith(theirs) or theirs.startswith(mine))
        short, whole = (mine, theirs) if i_am_short else (theirs, mine)
        return not whole.startswith(short)

    sides = pairs.l_first[o], pairs.r_first[o]
    columns = [column[side] for column in (names.initials, names.is_initials) for side in sides]
    return each(others, *columns)


def _other_second_name(pairs: PairsOfNames, left: Codes, right: Codes) -> np.ndarray:
    """Tell of names of several words whether they go on otherwise: Jean-Pierre and Jean-Paul."""
    names = pairs.contacts.names
    asked = np.flatnonzero(names.several[left] & names.several[right])

    def others(one: str, other: str) -> bool:
        (mine, *my_rest), (theirs, *their_rest) = one.split(), other.split()
        if not (mine.startswith(theirs) or theirs.startswith(mine)):
            return False
        return not any(
            a.startswith(b) or b.startswith(a) or OSA.distance(a, b) < 2
            for a, b in product(my_rest, their_rest)
        )

    found = np.zeros(len(left), bool)
    found[asked] = each(others, names.words[left[asked]], names.words[right[asked]])
    return found


def _first_name_in_mailbox(pairs: PairsOfNames, open_: np.ndarray, short: np.ndarray) -> np.ndarray:
    texts = pairs.contacts.names.texts

    def spelled_out(one: str, other: str, mine: str, theirs: str) -> bool:
        return (len(one) == 1 and other in mine) or (len(other) == 1 and one in theirs)

    def holds(o: np.ndarray) -> np.ndarray:
        names = texts[pairs.l_first[o]], texts[pairs.r_first[o]]
        return each(spelled_out, *names, *_mailboxes(pairs, o))

    return among(short[open_], holds, open_)


def _mailboxes(pairs: PairsOfNames, o: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mailboxes of both sides, in the spelling of names."""
    codes, spelled = pairs.contacts.local.codes, pairs.contacts.spelled
    return spelled[codes[pairs.left[o]]], spelled[codes[pairs.right[o]]]


def _other_first_name_in_mailbox(pairs: PairsOfNames, o: np.ndarray) -> np.ndarray:
    """Tell whether a mailbox has the first name of the other row and not that of its own."""
    same, box_of = pairs.contacts.names.same, pairs.contacts.local.codes
    mine, theirs = same[pairs.l_first[o]], same[pairs.r_first[o]]
    my_box, their_box = (pairs.contacts.names_in[box_of[s[o]]] for s in (pairs.left, pairs.right))

    def holds(box: np.ndarray, name: np.ndarray) -> np.ndarray:
        return np.asarray((box == name[:, None]).any(axis=1) & (name != 0))

    mail = pairs.contacts.mail.codes
    two_mailboxes = mail[pairs.left[o]] != mail[pairs.right[o]]
    found: np.ndarray = holds(my_box, theirs) & ~holds(my_box, mine)
    found |= holds(their_box, mine) & ~holds(their_box, theirs)
    return np.asarray(found & two_mailboxes)


def _part(pairs: PairsOfNames, left: Codes, right: Codes, least: int, first: bool) -> np.ndarray:
    """Tell whether names of several words have one of over ``least`` letters in common."""
    names = pairs.contacts.names
    several = names.several[left] | names.several[right]
    found = np.zeros(len(left), bool)
    if first:
        word = names.first_word
        found = several & (word[left] == word[right]) & (word[left] != 0)
    asked = np.flatnonzero(several & ~found)

    def in_common(one: str, other: str) -> bool:
        mine, theirs = set(one.split()), set(other.split())
        whole = first or min(len(mine), len(theirs)) == len(mine & theirs)
        return whole and any(len(word) > least for word in mine & theirs)

    found[asked] = each(in_common, names.words[left[asked]], names.words[right[asked]])
    return np.asarray(found)


def _part_with_a_slip(pairs: PairsOfNames, left: Codes, right: Codes) -> np.ndarray:
    names = pairs.contacts.names

    def nearly_in_common(one: str, other: str) -> bool:
        words = ([word for word in name.split() if len(word) > 4] for name in (one, other))
        return any(OSA.distance(a, b) <= 1 + (min(len(a), len(b)) > 8) for a, b in product(*words))

    asked = np.flatnonzero(names.several[left] | names.several[right])
    found = np.zeros(len(left), bool)
    found[asked] = each(nearly_in_common, names.words[left[asked]], names.words[right[asked]])
    return found


def _last_among_first_names(pairs: PairsOfNames, o: np.ndarray) -> np.ndarray:
    """Tell whether the last name of one row ends the first names of the other.

    So it is where a name of two last names was cut in the wrong place.
    """
    names = pairs.contacts.names

    def cut_elsewhere(mine: str, theirs: str, my_last: str, their_last: str) -> bool:
        return _ends(mine, their_last) or _ends(theirs, my_last)

    def holds(o: np.ndarray) -> np.ndarray:
        parts = (pairs.l_first, pairs.r_first, pairs.l_last, pairs.r_last)
        return each(cut_elsewhere, *(names.words[codes[o]] for codes in parts))

    straight = ~pairs.swapped[o]
    return among(
        straight & (names.several[pairs.l_first[o]] | names.several[pairs.r_first[o]]), holds, o
    )


def last_names(pairs: PairsOfNames, firm: Verdict | None) -> Verdict:
    contacts, names = pairs.contacts, pairs.contacts.names
    left, right = pairs.l_last, pairs.r_last
    text, length = names.texts, names.lengths
    ladder = Ladder(model.LAST_NAME, len(left))
    ladder.level("missing", lambda o: (left[o] == 0) | (right[o] == 0))
    ladder.level("same", lambda o: names.same[left[o]] == names.same[right[o]])
    ladder.level("other script", lambda o: names.foreign[left[o]] != names.foreign[right[o]])
    ladder.level("initial", lambda o: ((length[left[o]] == 1) | (length[right[o]] == 1))
                 & (names.initial[left[o]] == names.initial[right[o]]))  # fmt: skip
    ladder.ask_once(left, right, pairs.swapped, pairs.one_birthday)
    spelling = names.last_spelling
    ladder.level("other spelling", lambda o: spelling[left[o]] == spelling[right[o]])
    attested = ~pairs.swapped & contacts.is_last_name[left] & contacts.is_last_name[right]
    sound = names.sound[left] == names.sound[right]
    one_word = ~names.several[left] & ~names.several[right]
    two = attested & ~sound
    ladder.level("two names", lambda o: among(
        two[o] & one_word[o], lambda o: apart(text[left[o]], text[right[o]]) > 1, o))  # fmt: skip
    ladder.level("two names, nearly one", lambda o: among(
        two[o], lambda o: apart(text[left[o]], text[right[o]]) == 1, o))  # fmt: skip
    ladder.level("two names that sound alike", lambda o: attested[o] & sound[o])
    ladder.level("slip", lambda o: is_slip(text[left[o]], text[right[o]]))
    ladder.level("two slips", lambda o: are_two_slips(text[left[o]], text[right[o]]))
    ladder.level("other second name", lambda o: ~pairs.swapped[o] & ~pairs.one_birthday[o]
                 & _other_second_name(pairs, left[o], right[o]))  # fmt: skip
    ladder.level(
        "part", lambda o: ~pairs.swapped[o] & _part(pairs, left[o], right[o], 3, first=False)
    )
    ladder.level("several slips", lambda o: near(text[left[o]], text[right[o]]) > 0.9)
    ladder.level("part with a slip", lambda o: _part_with_a_slip(pairs, left[o], right[o]))
    ladder.level("sound", lambda o: sound[o])
    ladder.ask_each("two names", "different")
    ladder.level("part", lambda o: _last_among_first_names(pairs, o))
    ladder.level("in mailbox", lambda o: _last_name_in_mailbox(pairs, o))
    verdict = Verdict(model.LAST_NAME, ladder.levels, pairs.home)
    rarity = np.minimum(contacts.last_name_bits[left], contacts.last_name_bits[right])
    # Null None and None Null: names that fit crosswise alone say less.
    rarity = np.where(pairs.swapped, np.minimum(rarity, model.LAST_NAME_SWAPPED), rarity)
    if firm is not None:
        firms = (firm.bits > 5) | firm.at("sister companies")
        rarity = np.where(firms, np.minimum(rarity, model.LAST_NAME_IN_FIRM), rarity)
        lone = (pairs.l_first == 0) | (pairs.r_first == 0)
        lone &= firm.at("same company", "same domain", "same line", "same switchboard")
        rarity = np.where(lone, np.minimum(rarity, model.LAST_NAME_ALONE), rarity)
    verdict.weigh("same", rarity)
    return verdict


def _last_name_in_mailbox(pairs: PairsOfNames, open_: np.ndarray) -> np.ndarray:
    contacts, texts = pairs.contacts, pairs.contacts.names.texts
    mailbox = (contacts.local.codes[pairs.left] != 0) | (contacts.local.codes[pairs.right] != 0)

    def kept(one: str, other: str, mine: str, theirs: str) -> bool:
        if one in other or other in one:
            return False
        return (len(other) > 3 and other in mine) or (len(one) > 3 and one in theirs)

    def holds(o: np.ndarray) -> np.ndarray:
        names = texts[pairs.l_last[o]], texts[pairs.r_last[o]]
        return each(kept, *names, *_mailboxes(pairs, o))

    return among(mailbox[open_], holds, open_)


def _ends(given: str, last: str) -> bool:
    return len(last) > 3 and last in given.split()[1:]


def _is_beginning(one: str, other: str) -> bool:
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    short = len(shorter) > 2 or (len(shorter) == 2 and _VOWELS.isdisjoint(shorter))  # Ch., Th.
    return short and len(longer) > len(shorter) + 1 and longer.startswith(shorter)


_VOWELS = frozenset("aeiouy")
