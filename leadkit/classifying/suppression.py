"""Suppression: whoever is on a list is removed, or stays with one channel closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, texts
from leadkit.base.leads import OnLists
from leadkit.classifying.suppression_lists import Suppressing, SuppressionList
from leadkit.classifying.told import Told
from leadkit.fields.listed.entries import Listed, hash_column, own_hashes
from leadkit.fields.listed.finding import DOMAIN, emails_on, phones_on
from leadkit.fields.objections import CHANNELS
from leadkit.fields.refusal_keys import HELD
from leadkit.fields.refusals import BOUNCED
from leadkit.rules.batch import Batch, Distinct
from leadkit.rules.conditions import as_batch

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads

LOOKED_UP = (*HELD["email"], *HELD["call"])  # the columns of leads that are compared

# The options whose lists close a channel to whom they name; those of "suppress" close all.
CLOSING = {"email": "suppress_email", "call": "suppress_phone", "post": "suppress_post"}
_WORDS = ("", "phone", "e-mail", "the domain of its e-mail")
_PHONE, _EMAIL, _DOMAIN = 1, 2, 3


def closing_lists(options: object) -> dict[str, Sequence[str]]:
    """Return the lists that options name for each channel."""
    return {channel: getattr(options, name) for channel, name in CLOSING.items()}


def suppressed_by(leads: Batch | Leads, *lists: Listed) -> np.ndarray:
    """Return for each lead what of it is on which list, in words; "" for those on none.

    >>> import pandas as pd
    >>> never = Listed("never.csv", domains={"firm.example.com"})
    >>> suppressed_by(pd.DataFrame({"email": ["eva@it.firm.example.com", ""]}), never).tolist()
    ['the domain of its e-mail is on never.csv', '']
    """
    import numpy as np

    batch = as_batch(leads)
    found = _found_on(batch, lists)
    words = np.full(len(batch), "", object)
    for one, on_it in reversed([*zip(lists, found, strict=True)]):  # the first list has its say
        for what in (_PHONE, _EMAIL, _DOMAIN):
            words[on_it == what] = f"{_WORDS[what]} is on {one.shown}"
    return words


def closed_by(
    batch: Batch | Leads,
    closing: Mapping[str, Sequence[SuppressionList]],
    removing: Sequence[SuppressionList] = (),
) -> dict[str, Told]:
    """Tell for each channel which list closes it to which leads.

    ``closing`` has the lists of each channel: email, call, post. Whatever of a lead is on one of
    them, an e-mail, its domain or a number, closes that channel, and the lead stays. So does a name
    with its company beside an entry: people have several addresses, and one no is enough. Whose
    e-mail bounced by a list is told as "bounced".

    >>> import pandas as pd
    >>> from leadkit.classifying.suppression_lists import SuppressionList
    >>> optouts = SuppressionList("optouts.csv", emails={"eva@meier.example.com"})
    >>> leads = pd.DataFrame({"email": ["Eva@Meier.example.com", "jan@meier.example.com"]})
    >>> closed = closed_by(leads, {"email": [optouts]})
    >>> closed["email"].each(), closed["call"].each()
    (['on optouts.csv', ''], ['', ''])
    """
    if not (closing or removing):
        return {}
    batch = as_batch(batch)
    lists = [(channel, one) for channel, own in closing.items() for one in own]
    words = {channel: Told(len(batch)) for channel in CHANNELS}
    for one in (one for _, one in lists if one.bounced.parts):
        told = words.setdefault(BOUNCED, Told(len(batch)))
        told.tell(_bounced_on(one, batch), f"on {one.shown}")
    found = _found_on(batch, [one for _, one in lists])
    for (channel, one), on_it in reversed([*zip(lists, found, strict=True)]):
        words[channel].tell_instead(_named_on(one, batch), f"name and company on {one.shown}")
        words[channel].tell_instead(on_it.nonzero()[0], f"on {one.shown}")
    for one in removing:
        rows = _named_on(one, batch)
        for channel in CHANNELS:
            words[channel].tell_instead(rows, f"name and company on {one.shown}")
    return words


def _bounced_on(one: SuppressionList, batch: Batch) -> np.ndarray:
    """Return the leads of whom the e-mail itself stands on a list as one that takes no mail."""
    import numpy as np

    emails = batch.cells("email")
    return np.flatnonzero(emails_on(emails.text, [one.bounced])[0][emails.codes])


def _named_on(one: SuppressionList, batch: Batch) -> np.ndarray:
    """Return the leads that have a name and company which stand on a list beside an entry."""
    return one.people.among(batch.whole, len(batch))[CHANNELS[0]].nonzero()[0]


def _found_on(batch: Batch, lists: Sequence[Listed]) -> np.ndarray:
    """Return for each list (a row) and each lead (a column) what of it is on it, 0 for nothing."""
    import numpy as np

    found = np.zeros((len(lists), len(batch)), np.int8)
    if not lists:
        return found
    if any(set(one.parts) & {"phones", "national", "hashes"} for one in lists):
        for cells in _filled(batch, HELD["call"]):
            found[phones_on(cells.text, lists)[:, cells.codes] > 0] = _PHONE
    for cells in _filled(batch, HELD["email"]):
        kinds = emails_on(cells.text, lists)[:, cells.codes]
        found[(kinds == DOMAIN) & (found != _EMAIL)] = _DOMAIN
        found[(kinds > 0) & (kinds != DOMAIN)] = _EMAIL
    return found


def _filled(batch: Batch, columns: Iterable[str]) -> Iterator[Distinct]:
    """Yield those of the columns in which any cell is filled."""
    for name in columns:
        cells = batch.cells(name)
        if not cells.blank.all():
            yield cells


def on_lists(suppressing: Suppressing) -> OnLists:
    """Return whom lists name, for other programs: those who are to be removed in every channel.

    >>> from leadkit.classifying.suppression_lists import SuppressionList
    >>> never = SuppressionList("never.csv")
    >>> [never.add(cell) for cell in ("Eva@meier.example.com", "@firm.example.com", "089 99998123")]
    [True, True, True]
    >>> told = on_lists(Suppressing((never,)))
    >>> told.emails["call"], dict(told.others)
    (('eva@meier.example.com',), {'hashes': 0, 'domains': 1, 'phones': 1})
    """
    every = {
        channel: [*suppressing.remove, *suppressing.closing.get(channel, ())]
        for channel in CHANNELS
    }
    emails = {
        channel: tuple(address for one in lists for address in one.addresses())
        for channel, lists in every.items()
    }
    others = Counter[str]()
    for one in suppressing.lists:
        numbers = len(one.national) + sum(phone.startswith("+") for phone in one.phones)
        others.update(hashes=len(one.hashes), domains=len(one.domains), phones=numbers)
    return OnLists(emails, others, partial(refused_by_lists, suppressing))


def refused_by_lists(suppressing: Suppressing, leads: pa.Table) -> dict[str, np.ndarray]:
    """Tell for each channel to which leads a list closes it."""
    import numpy as np

    batch = Batch(leads)
    gone = suppressed_by(batch, *suppressing.remove) != ""
    told = closed_by(batch, suppressing.closing, suppressing.remove)
    found = {channel: gone.copy() for channel in CHANNELS}
    for channel, rows in found.items():
        if channel in told:
            rows |= np.array(told[channel].each(), object) != ""
    return found


def removed(leads: pa.Table, suppressing: Suppressing) -> tuple[np.ndarray, pa.Table]:
    """Tell which leads stay, and of those removed their ids, why, and the hashes they leave.

    By the hashes they are known again: the table is itself a suppression list, and dedupe tells by
    it who was removed before.
    """
    import numpy as np
    import pyarrow as pa

    batch = as_batch(leads)
    why = suppressed_by(batch, *suppressing.remove)
    gone = np.flatnonzero(why != "")
    ids, merged = batch.whole("lead_id"), batch.whole("merged_ids")
    table = {
        "lead_id": texts([""] * len(gone)) if ids is None else ids.take(numbers(gone)),
        "reason": texts(why[gone].tolist()),
        hash_column(suppressing.key): texts(_hashes_left(batch, gone, suppressing.key)),
    }
    if merged is not None:  # decisions may be on any of these
        table["merged_ids"] = merged.take(numbers(gone))
    return why == "", pa.table(table)


def _hashes_left(batch: Batch, rows: np.ndarray, key: bytes) -> list[str]:
    """Return the hashes of all addresses of each of these rows, apart by "; "."""

    def cells(columns: Iterable[str]) -> Collection[tuple[str, ...]]:
        whole = [batch.whole(name) for name in columns]
        taken = [one.take(numbers(rows)).to_pylist() for one in whole if one is not None]
        return [*zip(*taken, strict=True)] if taken else [()] * len(rows)

    pairs = zip(cells(HELD["email"]), cells(HELD["call"]), strict=True)
    return ["; ".join(own_hashes(emails, phones, key)) for emails, phones in pairs]
