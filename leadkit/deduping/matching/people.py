"""Pairs of people: what each comparison of model.PERSON says of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from rapidfuzz.distance import OSA

from leadkit.deduping.matching import model
from leadkit.deduping.matching.asking import Answers
from leadkit.deduping.matching.coded import Codes, mixed
from leadkit.deduping.matching.contacts import shares
from leadkit.deduping.matching.firms import firms, shared_firm
from leadkit.deduping.matching.first_last import first_names, last_names
from leadkit.deduping.matching.ladder import Ladder, Verdict, among
from leadkit.deduping.matching.mailboxes import reads_alike, spells
from leadkit.deduping.matching.pairs import PairsOfPeople
from leadkit.deduping.matching.spelling import apart, each, near, shorter_of


def verdicts(pairs: PairsOfPeople) -> list[Verdict]:
    """Return what each comparison of model.PERSON says, in its order."""
    first, birthday = first_names(pairs), birthdays(pairs)
    firm = firms(pairs, birthday)
    last = last_names(pairs, firm)
    return [first, birthday, firm, last, generations(pairs), emails(pairs, first, last, firm),
            phones(pairs)]  # fmt: skip


def most(pairs: PairsOfPeople) -> np.ndarray:
    """Return the most bits that pairs may reach which share no mailbox, number or birthday."""
    contacts, company = pairs.contacts, pairs.contacts.evidence.company.codes
    found = first_names(pairs).bits
    fit = found > model.NAMES_DIFFER
    most = np.full(len(fit), -np.inf)
    o = np.flatnonzero(fit)
    few = PairsOfPeople(contacts, pairs.left[o], pairs.right[o])
    last = last_names(few, None)
    both = (company[few.left] != 0) & (company[few.right] != 0)
    firm = np.where(both, few.least(contacts.company_bits), contacts.n + model.WHOLE_ADDRESS)
    mails = (contacts.mail.codes[few.left] != 0) & (contacts.mail.codes[few.right] != 0)
    email = np.where(mails & (last.bits > model.NAMES_DIFFER), model.UNLIKE_EMAILS_AT_MOST, 0)
    most[o] = found[o] + last.bits + np.maximum(firm, shared_firm(few)) + email
    return most


def generations(pairs: PairsOfPeople) -> Verdict:
    codes = pairs.contacts.evidence.generation.codes
    left, right = codes[pairs.left], codes[pairs.right]
    ladder = Ladder(model.GENERATION, len(left))
    ladder.level("same", lambda o: left[o] == right[o])
    ladder.level("one side", lambda o: (left[o] == 0) | (right[o] == 0))
    return Verdict(model.GENERATION, ladder.levels)


def birthdays(pairs: PairsOfPeople) -> Verdict:
    birthday = pairs.contacts.evidence.birthday
    left, right = birthday.codes[pairs.left], birthday.codes[pairs.right]
    ladder = Ladder(model.BIRTHDAY, len(left))
    ladder.level("missing", lambda o: (left[o] == 0) | (right[o] == 0))
    ladder.level("same", lambda o: left[o] == right[o])

    def digits_apart(o: np.ndarray) -> np.ndarray:
        return apart(birthday.texts[left[o]], birthday.texts[right[o]])

    ladder.level("slip", lambda o: digits_apart(o) == 1)
    ladder.level("two slips", lambda o: digits_apart(o) == 2)
    ladder.level("three slips", lambda o: digits_apart(o) == 3)
    return Verdict(model.BIRTHDAY, ladder.levels)


def emails(pairs: PairsOfPeople, first: Verdict, last: Verdict, firm: Verdict) -> Verdict:
    contacts = pairs.contacts
    mail, local, domain = contacts.mail, contacts.local, contacts.mail_domain
    left, right = pairs.left, pairs.right
    fit = (first.bits > model.NAMES_DIFFER) & (last.bits > model.NAMES_DIFFER)
    same_local = local.codes[left] == local.codes[right]
    same_domain = domain.codes[left] == domain.codes[right]
    firms = contacts.mail_at_firm[left] & contacts.mail_at_firm[right]
    shared_local = fit & same_local & contacts.local_is_long[left]
    ladder = Ladder(model.EMAIL, len(left))
    ladder.level("missing", lambda o: (mail.codes[left[o]] == 0) | (mail.codes[right[o]] == 0))
    ladder.level("same", lambda o: shares(contacts.mails, left[o], right[o]))
    alike = "missing", "same", "other script"
    unlike = ~first.at(*alike) | ~last.at(*alike)
    ladder.level(
        "two names",
        lambda o: among(fit[o] & unlike[o], lambda o: ask_mailboxes(pairs, o, _own_names), o),
    )
    at_one_firm = same_domain & contacts.mail_at_firm[left]
    # Anna and Anna Maria, of whom each has a mailbox of her name.
    parts = first.at("part", "second name", "other second name", "short form", "initial",
                     "nickname of both", "two forms")  # fmt: skip
    ladder.level(
        "two names",
        lambda o: among(
            parts[o] & fit[o] & at_one_firm[o], lambda o: ask_mailboxes(pairs, o, _more_names), o
        ),
    )
    ladder.level(
        "numbered",
        lambda o: among(at_one_firm[o], lambda o: ask_mailboxes(pairs, o, _are_numbered), o),
    )
    # Domains of two companies that are one letter apart are no slip.
    one_firm = fit & (same_domain | ~firm.at("different", "sister companies"))
    slip = np.zeros(len(left), bool)
    o = np.flatnonzero(one_firm & (mail.codes[left] != 0) & (mail.codes[right] != 0))
    slip[o] = apart(mail.of_rows(left[o]), mail.of_rows(right[o])) <= 2
    slip[slip] = shorter_of(local.of_rows(left[slip]), local.of_rows(right[slip])) > 2
    o = np.flatnonzero(slip & same_domain)
    slip[o] = ~ask_mailboxes(pairs, o, _are_regular)
    ladder.level("slip", lambda o: slip[o])
    ladder.level("own local part",
                 lambda o: shared_local[o] & contacts.has_number[local.codes[left[o]]])  # fmt: skip
    ladder.level("local part at two firms", lambda o: shared_local[o] & firms[o])
    ladder.level("local part", lambda o: shared_local[o])
    ladder.level("near", lambda o: among(one_firm[o] & ~same_domain[o], lambda o: (
        near(mail.of_rows(left[o]), mail.of_rows(right[o])) > 0.92), o))  # fmt: skip
    ladder.level(
        "two at one firm",
        lambda o: among(
            at_one_firm[o],
            lambda o: ~ask_mailboxes(pairs, o, _one_name),
            o,
        ),
    )
    verdict = Verdict(model.EMAIL, ladder.levels)
    verdict.weigh("same", contacts.n + model.SAME_EMAIL)
    return verdict


def ask_mailboxes(pairs: PairsOfPeople, o: np.ndarray, tell: Callable[..., bool]) -> np.ndarray:
    """Ask of pairs: tell(left mailbox, right mailbox, names of the left row, of the right one).

    What was told once of two mailboxes and two names is not asked in a later round.
    """
    local, texts = pairs.contacts.local, pairs.contacts.names.words
    boxes = [local.codes[side[o]] for side in (pairs.left, pairs.right)]
    names = [side[o] for side in (pairs.l_first, pairs.l_last, pairs.r_first, pairs.r_last)]
    answers: Answers = local.told.setdefault(("answers", tell), Answers())

    def ask(o: np.ndarray) -> np.ndarray:
        mine, theirs = (local.texts[codes[o]] for codes in boxes)
        of_both = (texts[codes[o]] for codes in names)
        return each(lambda a, b, c, d, e, f: tell(a, b, (c, d), (e, f)), mine, theirs, *of_both)

    return answers.of(mixed(*(codes.astype(np.int64) + 1 for codes in (*boxes, *names))), ask)


Names = tuple[str, str]


def _own_names(mine: str, theirs: str, my_name: Names, their_name: Names) -> bool:
    """Tell whether each mailbox spells its own row's name, and not the other's."""
    return (
        _are_regular(mine, theirs, my_name, their_name)
        and not spells(mine, *their_name)
        and not spells(theirs, *my_name)
    )


def _more_names(mine: str, theirs: str, my_name: Names, their_name: Names) -> bool:
    """Tell whether each mailbox spells its own row's name, and one of them not the other's.

    So it is of am.rossi@ and anna.rossi@; a.rossi@ may be everybody's whose name begins so.
    """
    if min(len(my_name[0]), len(their_name[0])) < 2 or mine == theirs:
        return False
    return _are_regular(mine, theirs, my_name, their_name) and not (
        spells(mine, *their_name) and spells(theirs, *my_name)
    )


def _are_numbered(mine: str, theirs: str, my_name: Names, their_name: Names) -> bool:
    """Tell whether mailboxes of one firm differ by a number: it has two people of one name.

    >>> _are_numbered("thomas.meier", "thomas.meier2", ("thomas", "meier"), ("tom", "meier"))
    True
    """
    one, other = mine.rstrip("0123456789"), theirs.rstrip("0123456789")
    return one == other and mine != theirs and len(one.strip("._-")) > 2


def _are_regular(mine: str, theirs: str, my_name: Names, their_name: Names) -> bool:
    """Tell whether each mailbox is made of its own row's name, so that neither is a slip.

    Of two that look alike one was misread, and its name with it.
    """
    return not reads_alike(mine, theirs) and spells(mine, *my_name) and spells(theirs, *their_name)


def _one_name(mine: str, theirs: str, my_name: Names, their_name: Names) -> bool:
    """Tell whether both mailboxes are made of one name, in two ways."""
    return any(spells(mine, *name) and spells(theirs, *name) for name in (my_name, their_name))


def phones(pairs: PairsOfPeople) -> Verdict:
    contacts, numbers = pairs.contacts, pairs.contacts.evidence.numbers
    ladder = Ladder(model.PHONE, len(pairs.left))
    ladder.level("same mobile", lambda o: shares(contacts.mobiles, pairs.left[o], pairs.right[o]))
    # A number and nothing else, as in lists of numbers not to call, is that of its only bearer.
    bare = contacts.is_bare_number
    ladder.level(
        "the only number",
        lambda o: among(
            bare[pairs.left[o]] != bare[pairs.right[o]],
            lambda o: shares(contacts.directs, pairs.left[o], pairs.right[o]),
            o,
        ),
    )

    def two_of(codes: Codes, o: np.ndarray) -> np.ndarray:
        """Tell which rows have two numbers of a kind, further apart than a slip."""
        mine, theirs = codes[pairs.left[o], 0], codes[pairs.right[o], 0]
        found = (mine != 0) & (theirs != 0)
        texts = numbers.texts[mine[found]], numbers.texts[theirs[found]]
        found[found] = each(are_two_numbers, *texts)
        return np.asarray(found)

    # Two colleagues with a mobile each share the line of their firm.
    ladder.level("two mobiles", lambda o: two_of(contacts.mobiles, o))
    ladder.level(
        "same direct line", lambda o: shares(contacts.directs, pairs.left[o], pairs.right[o])
    )
    ladder.level("two direct lines", lambda o: two_of(contacts.directs, o))
    verdict = Verdict(model.PHONE, ladder.levels)
    verdict.weigh("same mobile", contacts.n + model.SAME_MOBILE)
    verdict.weigh("the only number", model.SAME_MOBILE + 1)
    return verdict


def are_two_numbers(one: str, other: str) -> bool:
    """Tell whether numbers are more than a slip apart, or neighbours: a firm buys them in a row.

    >>> [are_two_numbers("4915550901", other) for other in ("4915550902", "4915530901")]
    [True, False]
    """
    return one[:-3] == other[:-3] or OSA.distance(one, other) > 2
