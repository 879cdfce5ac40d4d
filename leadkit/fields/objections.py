"""Which rows of a table say no themselves: in answers, opt-outs, states of a mailing, remarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from leadkit.base.cells import to_numpy
from leadkit.base.columns import CONSENT_FOR, OPT_OUT_OF
from leadkit.fields.bounces import has_bounced
from leadkit.fields.consent import (
    NO,
    answer_to,
    channels_refused,
    has_opted_out,
)

if TYPE_CHECKING:
    from leadkit.base.cells import Mask
    from leadkit.fields.refusal_keys import Columns

CHANNELS = ("email", "call", "post")
# The columns that may say no.
SAYING_NO = (
    "consent", *CONSENT_FOR.values(), *OPT_OUT_OF.values(), "mailing_status", "remark_flags",
)  # fmt: skip
SEPARATOR = "; "  # of flags, and of what is refused
# The flags of remarks that refuse a channel, and the one that refuses all.
FLAG_OF = {"email": "no_email", "call": "no_phone", "post": "no_post"}
NO_CONTACT = "no_contact"
NOT_RECORDED = "not recorded"  # what is kept of a consent: nothing, neither yes nor no
UNCONFIRMED = "unconfirmed"  # what a mailing tool says of who never clicked: neither yes nor no
_UNCONFIRMED = {UNCONFIRMED, "pending", "not confirmed", "awaiting confirmation"}


def own_refusals(columns: Columns, rows: int) -> dict[str, Mask]:
    """Tell for each channel which rows refuse it themselves, by an objection or a consent denied.

    A no to a question that names no channel refuses all; so does a remark that says so.
    """
    return either(objections(columns, rows), denials(columns, rows))


def either(one: Mapping[str, Mask], other: Mapping[str, Mask]) -> dict[str, Mask]:
    """Tell for each channel which rows either holds for."""
    return {channel: one[channel] | other[channel] for channel in CHANNELS}


def denials(columns: Columns, rows: int) -> dict[str, Mask]:
    """Tell for each channel which rows were asked for consent, and said no."""
    denied = says(columns, "consent", rows, _is_no("consent"))
    return {
        channel: denied | says(columns, column, rows, _is_no(column))
        for channel, column in CONSENT_FOR.items()
    }


def objections(columns: Columns, rows: int) -> dict[str, Mask]:
    """Tell for each channel which rows object to it: opt-outs, remarks, the state of a mailing."""

    flags = columns("remark_flags")
    flags = flags if flags is None else flags.dictionary_encode()  # it is asked several times
    objected = {
        channel: says(columns, OPT_OUT_OF[channel], rows, has_opted_out)
        | says(lambda _: flags, "remark_flags", rows, _flags_any(FLAG_OF[channel], NO_CONTACT))
        for channel in CHANNELS
    }
    for channel in CHANNELS:  # "Yes, but do not call" is said where e-mail was asked for
        for column in CONSENT_FOR.values():
            objected[channel] |= says(columns, column, rows, _refuses_too(channel))
    objected["email"] |= says(columns, "mailing_status", rows, has_left_mailing)
    return objected


def says(columns: Columns, name: str, rows: int, holds: Callable[[str], bool]) -> Mask:
    """Tell for which rows something holds of a column's cell; for none where there is no column."""
    import numpy as np

    cells = columns(name)
    if cells is None:
        return np.zeros(rows, bool)
    encoded = cells.dictionary_encode()
    answers = np.array([holds(cell) for cell in encoded.dictionary.to_pylist()], bool)
    return np.asarray(answers[to_numpy(encoded.indices)])


def _flags_any(*wanted: str) -> Callable[[str], bool]:
    return lambda cell: not set(wanted).isdisjoint(cell.split(SEPARATOR))


def _refuses_too(channel: str) -> Callable[[str], bool]:
    return lambda cell: channel in channels_refused(cell)


def _is_no(column: str) -> Callable[[str], bool]:
    answer = answer_to(column)
    return lambda cell: answer(cell) == NO


def has_left_mailing(cell: str) -> bool:
    """Tell whether a mailing tool's status says that somebody does not want its mails.

    >>> [has_left_mailing(word) for word in ("Unsubscribed", "complained", "cleaned", "subscribed")]
    [True, True, False, False]
    """
    return answer_to("mailing_status")(cell) == NO


def bounces(columns: Columns, rows: int) -> Mask:
    """Tell of which rows the e-mail took no mail."""
    bounced = says(columns, "email_bounced", rows, has_opted_out)
    bounced |= says(columns, "mailing_status", rows, has_bounced)
    return bounced


def is_unconfirmed(cell: str) -> bool:
    """Tell whether an answer waits for a click that never came: then no other makes a yes of it.

    >>> [is_unconfirmed(one) for one in ("unconfirmed", "yes; Pending", "subscribed", "")]
    [True, True, False, False]
    """
    return any(part.strip().lower() in _UNCONFIRMED for part in cell.split(SEPARATOR.strip()))
