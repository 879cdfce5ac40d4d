"""What closes channels to leads beside their own answers: refusals elsewhere, bounces, doubts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import repeated
from leadkit.fields.objections import (
    CHANNELS,
    FLAG_OF,
    NO_CONTACT,
    SEPARATOR,
    bounces,
    denials,
    either,
    objections,
)
from leadkit.fields.refusal_keys import BY_NAME, held_in
from leadkit.fields.refusals import BOUNCED, Refusals, entries_in
from leadkit.fields.remarks import FLAGS
from leadkit.rules.batch import Batch
from leadkit.rules.heard import CLEANED, refusing_rows, with_remarks

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

READS = ("refused", "email_bounced", "mailing_status", "consent_unread", "remark_flags",
         "remark_words")  # fmt: skip
ELSEWHERE = "on another row or in another run"


@dataclass(frozen=True)
class Closed:
    """Which channels are closed to the leads of a batch, and by which words."""

    objected: Mapping[str, np.ndarray]  # channel -> which leads object to it
    bounced: np.ndarray  # whose e-mail takes no mail
    unread: np.ndarray  # of whom nobody understands what they said of being contacted
    words: Mapping[str, Mapping[int, str]]  # channel -> lead -> who or what said so
    # lead -> what of it was refused elsewhere, as the column ``refused`` says it
    refused: Mapping[int, Sequence[str]] = field(default_factory=dict)


def closed_to(
    batch: Batch,
    refusals: Refusals | None = None,
    on_lists: Mapping[str, np.ndarray] | None = None,
) -> Closed:
    """Return what is closed to each lead: by its own row, refusals, and lists for a channel.

    ``refusals`` are those of the whole table and of others; ``on_lists`` says for each channel
    and lead on which list of those not to be contacted by it the lead is, "" for none.
    """
    count = len(batch)
    objected = objections(batch.whole, count)
    own = either(objected, denials(batch.whole, count)) if refusals else {}
    words = _remarks(batch)
    refused: dict[int, list[str]] = {}

    def close(channel: str, row: int, what: Sequence[str] = ()) -> None:
        objected[channel][row] = True
        words[channel].setdefault(row, ELSEWHERE)
        if what:
            refused.setdefault(row, []).extend(f"{channel} {one}" for one in what)

    for row, channel in _refused_before(batch):
        close(channel, row)
    if refusals:
        for channel, rows in refusals.named(batch.whole, count, own).items():
            for row in rows:
                if not own[channel][row]:
                    close(channel, row, [BY_NAME])
        for channel, held in refusals.held(batch.whole, count, own).items():
            for row, what in held.items():
                close(channel, row, what)
    bounced = bounces(batch.whole, count)
    for channel, lists in (on_lists or {}).items():
        if channel == BOUNCED:
            bounced |= lists != ""
            for row in (lists != "").nonzero()[0].tolist():
                words["email"].setdefault(row, lists[row])
            continue
        for row in (lists != "").nonzero()[0].tolist():
            objected[channel][row] = True
            words[channel][row] = lists[row]
    if refusals:
        elsewhere = refusals.bounced(batch.whole, count) & ~bounced
        emails = batch.cells("email")  # by its distinct cells, without spaces around them
        for row in elsewhere.nonzero()[0].tolist():
            email = emails.text[int(emails.codes[row])].as_py()
            refused.setdefault(row, []).append(f"{BOUNCED} {email}")
        bounced = bounced | elsewhere
    unread = batch.known("consent_unread")
    headers = batch.whole("consent_unread")
    if headers is not None and unread.any():
        named = headers.to_pylist()
        for row in unread.nonzero()[0].tolist():
            for channel in CHANNELS:
                words[channel].setdefault(row, f"column '{named[row]}'")
    return Closed(objected, bounced, unread, words, refused)


def _refused_before(batch: Batch) -> Iterator[tuple[int, str]]:
    """Yield the leads that an earlier run found refused elsewhere, and the channel."""
    cells = batch.whole("refused")
    if cells is None:
        return
    texts = cells.to_pylist()
    for row in batch.known("refused").nonzero()[0].tolist():
        for channel, _ in entries_in(texts[row]):
            if channel in CHANNELS:
                yield row, channel


def _remarks(batch: Batch) -> dict[str, dict[int, str]]:
    """Return the words of the remarks by which leads refuse a channel."""
    words: dict[str, dict[int, str]] = {channel: {} for channel in CHANNELS}
    said = batch.whole("remark_words")
    if said is None:
        return words
    texts = said.to_pylist()
    for row in batch.known("remark_words").nonzero()[0].tolist():
        for entry in texts[row].split(SEPARATOR):
            flag, _, text = entry.partition(": ")
            for channel in CHANNELS:
                if flag in (FLAG_OF[channel], NO_CONTACT):
                    words[channel].setdefault(row, f'"{text}"')
    return words


def refused_by_states(leads: pa.Table) -> dict[int, list[str]]:
    """Return what leads refuse in lead_status, as the column ``refused`` says it.

    classify writes that column anew, and what clean did not read there would be forgotten.

    >>> import pyarrow as pa
    >>> from leadkit.base.cells import texts
    >>> cells = {"phone": texts(["+498999998123"]), "lead_status": texts(["do not call"])}
    >>> refused_by_states(pa.table(cells))
    {0: ['call +498999998123']}
    """
    refused: dict[int, list[str]] = {}
    if "lead_status" not in leads.column_names:
        return refused
    names = [name for name in ("lead_status", *CLEANED) if name in leads.column_names]
    states = leads.select(names)
    if FLAGS in leads.column_names:
        states = states.append_column(FLAGS, repeated("", len(leads)))
    columns = Batch(leads).whole
    for row, channel in refusing_rows(None, Batch(with_remarks(states)).whole(FLAGS)):
        held = (f"{channel} {one}" for one in held_in(columns, row, channel))
        refused.setdefault(row, []).extend(held)
    return refused
