"""Columns of consent in a list: by header and cells, and what to say of those nobody understood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from leadkit.base.columns import ANSWERS_TOGETHER, CONSENT_FOR
from leadkit.base.named import quoted, short
from leadkit.base.values import quoting
from leadkit.fields.consent import NO, YES, says_there_is_none, yes_or_no
from leadkit.fields.headers.consent import (
    ALLOWS,
    BOUNCES,
    EVIDENCE,
    FORBIDS,
    NOTHING,
    STATUS,
    UNCLEAR,
    read_consent_header,
)
from leadkit.fields.headers.consent_words import read_clause
from leadkit.fields.headers.names import field_of, field_of_values
from leadkit.fields.mailing_states import STRANGE, SURE, kind_of_state

ANSWERED = frozenset({"consent", *CONSENT_FOR.values()})
OTHER_WAY = "it is about text messages or fax, which leadkit does not send"
_MOSTLY = 0.8
_HALF = 0.5
_MOST_CODES = 4
_PROSE = 80  # letters: cells that are longer, and different, are no answers
_PLAIN_ANSWER = 40  # letters at most, and no digits but 0 and 1
_CONFIRMS = re.compile(
    r"(?i)double[\s_-]*opt|\bdoi\b|(?<!un)(?:confirm|bestätig|bevestig|confermat|potwierdz|potvrz"
    r"|bekräft|bekræft|vahvist)"
)
_OF_A_CONSENT = ("consent_at", "consent_source", "consent_text", "consent_channels")
_MEANINGS = {
    ALLOWS: "a yes allows it", FORBIDS: "a yes forbids it", STATUS: "words of a mailing tool",
    BOUNCES: "whether a mail came back",
}  # fmt: skip


@dataclass(frozen=True)
class ConsentColumn:
    """What a column says of being contacted."""

    fields: tuple[str, ...]  # the known columns that its cells go to
    reason: str
    is_unread: bool = False  # it is about being contacted, and nobody understood how


def consent_column(header: str, cells: Sequence[str]) -> ConsentColumn | None:
    """Return what a column says of being contacted, by its header and some of its cells.

    None where it says nothing of it, or only when and how somebody agreed.

    >>> consent_column("Opt-Out", ["x", ""]).fields
    ('email_opt_out', 'phone_opt_out', 'post_opt_out')
    >>> consent_column("State", ["subscribed", "cleaned"]).fields
    ('mailing_status',)
    >>> consent_column("Newsletter", ["Spring edition", "Summer edition"]) is None
    True
    """
    reading = read_consent_header(header)
    filled = [cell.strip() for cell in cells if cell.strip()]
    headed = reading.means == STATUS or _is_headed_state(header)
    of_mail = reading.channels & {"email"} or reading.means == NOTHING
    if of_mail and _are_statuses(filled, headed):
        return ConsentColumn(("mailing_status",), "its cells are words of a mailing tool")
    if reading.means in (NOTHING, EVIDENCE) or _are_no_answers(filled):
        return None
    if reading.means in (ALLOWS, UNCLEAR) and field_of(header) in _OF_A_CONSENT:
        return None
    if not reading.channels:
        return ConsentColumn((), OTHER_WAY)
    if reading.means == UNCLEAR:
        if reading.is_weak and filled and not any(map(_is_plain_answer, filled)):
            return None  # the day on which somebody signed up
        return ConsentColumn((), "it looks like consent, and leadkit does not understand it", True)
    if reading.is_weak and reading.means == STATUS and not _may_be_statuses(cells, filled):
        spoken = "its header is that of a mailing tool's words, and its cells are answers"
        return ConsentColumn((), spoken, True) if looks_like_answers(filled) else None
    if (reading.is_weak or reading.means == STATUS) and _names_another_field(header):
        return None  # "Telefone comercial", "Mailing State"
    if reading.is_weak and filled and not any(map(_is_plain_answer, filled)):
        return None
    reason = f"'{' '.join(header.split())}': {_MEANINGS[reading.means]}"
    return ConsentColumn(reading.fields, reason)


def only_confirms(header: str) -> bool:
    """Tell whether a column says of a consent no more than whether it was confirmed by a click.

    A no there refuses nothing, and makes no consent of a yes elsewhere.

    >>> [only_confirms(one) for one in ("Double Opt-In", "DOI bestätigt", "Opt-in", "Unsubscribed")]
    [True, True, False, False]
    """
    return bool(_CONFIRMS.search(header)) and read_consent_header(header).means == ALLOWS


def looks_like_answers(cells: Sequence[str]) -> bool:
    """Tell whether four of five filled cells are a plain yes or no, or all of them codes for such.

    >>> looks_like_answers(["ja", "", "nein", "Nein danke"]), looks_like_answers(["2026-03-01"])
    (True, False)
    >>> looks_like_answers(["1", "0", "9", "9"]), looks_like_answers(["1", "2", "3"])
    (True, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    plain = sum(map(_is_plain_answer, filled))
    return plain > 0 and (plain >= _MOSTLY * len(filled) or _are_codes({*filled}))


def _are_codes(values: Collection[str]) -> bool:
    """Tell whether a sign each stands for yes, no and at most two more: 0, 1, 9; J, N, U."""
    if len(values) > _MOST_CODES or any(len(value) > 1 for value in values):
        return False
    return {YES, NO} <= {yes_or_no(value) for value in values}


def holds_a_yes(cells: Sequence[str]) -> bool:
    """Tell whether a cell is a plain yes; a no may as well mean that somebody has no phone."""
    return any(_is_plain_answer(cell) and yes_or_no(cell) == YES for cell in map(str.strip, cells))


def _is_plain_answer(cell: str) -> bool:
    is_short = len(cell) <= _PLAIN_ANSWER and not re.search("[2-9]", cell)
    return is_short and yes_or_no(cell) != ""


def unread_note(path: str, label: str, written: str, cells: Sequence[str]) -> str:
    """Tell of a column that looks like consent and was not understood, and how to settle it.

    ``label`` is what a map calls the column, ``written`` the same as it is written in one.
    """
    values = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))[:3]
    cells = ", ".join(f"'{value[:_PLAIN_ANSWER]}'" for value in values)
    held = quoting(f" (it holds {cells})") if cells else " (it holds nothing yet)"
    allows, forbids = suggested(label)
    written = short(written)  # --write-map writes it whole
    return (
        f"{path}: {quoted(label)} looks like consent and is not understood{held}, so nobody "
        f"of this list may be contacted until a map says what it is: '{written}: {allows}' if a "
        f"yes allows, '{written}: {forbids}' if a yes forbids, '{written}:' if it is neither "
        "(--write-map map.yaml, then --map map.yaml)"
    )


def elsewhere_note(path: str, label: str) -> str:
    """Tell of a column about text messages or fax that is left alone."""
    return (
        f"{path}: {quoted(label)} is about text messages or fax, which leadkit does not send; left "
        "alone (phone_consent or phone_opt_out in a map lets it count for calls)"
    )


def none_note(path: str, header: str, cells: Sequence[str]) -> list[str]:
    """Tell of a record of consent in which a word for "none" is read as neither a yes nor a no."""
    if not read_consent_header(header).is_record:
        return []
    words = dict.fromkeys(cell.strip() for cell in cells if says_there_is_none(cell))
    return [
        f"{path}: {quoted(word)} below {quoted(header)} is read as not "
        "recorded, neither a yes nor a no (as a refusal it is written 'no')"
        for word in words
    ]


def suggested(header: str) -> tuple[str, str]:
    """Return the columns that an answer may go to, if a yes allows and if it forbids.

    >>> suggested("Not unsubscribed"), suggested("Telefon: kein Widerspruch")
    (('email_consent', 'email_opt_out'), ('phone_consent', 'phone_opt_out'))
    """
    channels = read_consent_header(header).channels
    name = "phone" if channels == {"call"} else "post" if channels == {"post"} else "email"
    return f"{name}_consent", f"{name}_opt_out"


def _names_another_field(header: str) -> bool:
    field = field_of(header)
    return field is not None and field not in ANSWERS_TOGETHER


def _are_no_answers(filled: Sequence[str]) -> bool:
    """Tell whether cells are addresses, numbers or links, or prose of all kinds."""
    if field_of_values(filled):
        return True
    different = set(filled)
    return len(different) > 3 and sum(map(len, different)) > _PROSE * len(different)


def _are_statuses(filled: Sequence[str], headed: bool) -> bool:
    """Tell whether cells are states of a mailing tool.

    Of a tool in another language some words are strange: where several are sure and most are
    known, or where the header says so and most are, the others are states as well.
    """
    different = set(filled)
    kinds: Counter[str] = Counter()
    for cell in different:
        kinds[kind_of_state(cell)] += 1
        if kinds[STRANGE] > _HALF * len(different):  # as in most columns, and soon told
            return False
    sure, strange = kinds[SURE], kinds[STRANGE]
    if not sure:
        return False
    known = len(different) - strange
    return not strange or sure > 1 or (headed and known > 1)


def _is_headed_state(header: str) -> bool:
    return any("STATUS" in word.says for word in read_clause(header))


def _may_be_statuses(cells: Sequence[str], filled: Sequence[str]) -> bool:
    """Tell whether a status of e-mail is one of mailings: it holds such a word, or nothing yet."""
    if not filled:
        return bool(cells)
    return any(kind_of_state(cell) == SURE for cell in filled)
