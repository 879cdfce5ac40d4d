"""What closes channels to leads beside their own answers: refusals elsewhere, bounces, doubts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.fields.refusal_keys import BY_NAME
from leadkit.fields.refusals import (
    BOUNCED,
    CHANNELS,
    SEPARATOR,
    Refusals,
    bounces,
    objections,
    own_refusals,
)
from leadkit.rules.batch import Batch

if TYPE_CHECKING:
    import numpy as np

READS = ("refused", "email_bounced", "mailing_status", "consent_unread", "remark_flags",
         "remark_words")  # fmt: skip
ELSEWHERE = "on another row or in another run"
_FLAG_OF = {"email": "no_email", "call": "no_phone", "post": "no_post"}


@dataclass(frozen=True)
class Closed:
    """Which channels are closed to the leads of a batch, and by which words."""

    objected: Mapping[str, np.ndarray]  # channel -> which leads object to it
    bounced: np.ndarray  # whose e-mail takes no mail
    unread: np.ndarray  # of whom nobody understands what they said of being contacted
    words: Mapping[str, Mapping[int, str]]  # channel -> lead -> who or what said so
    # lead -> what of it was refused elsewhere, as the column ``refused`` says it
    refused: Mapping[int, str] = field(default_factory=dict)


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
    words = _remarks(batch)
    for row, channel in _refused_before(batch):
        objected[channel][row] = True
        words[channel].setdefault(row, ELSEWHERE)
    refused: dict[int, str] = {}
    if refusals:
        own = own_refusals(batch.whole, count)
        for channel, rows in refusals.named(batch.whole, count).items():
            for row in rows:
                if not own[channel][row]:
                    objected[channel][row] = True
                    words[channel].setdefault(row, ELSEWHERE)
                    entries = [refused[row]] if row in refused else []
                    refused[row] = SEPARATOR.join([*entries, f"{channel} {BY_NAME}"])
        for channel, held in refusals.held(batch.whole, count, own).items():
            for row, what in held.items():
                objected[channel][row] = True
                words[channel].setdefault(row, ELSEWHERE)
                entries = [refused[row]] if row in refused else []
                refused[row] = SEPARATOR.join([*entries, *(f"{channel} {one}" for one in what)])
    for channel, lists in (on_lists or {}).items():
        for row in (lists != "").nonzero()[0].tolist():
            objected[channel][row] = True
            words[channel][row] = lists[row]
    bounced = bounces(batch.whole, count)
    if refusals:
        elsewhere = refusals.bounced(batch.whole, count) & ~bounced
        emails = batch.whole("email")
        for row in elsewhere.nonzero()[0].tolist():
            entry = f"{BOUNCED} {emails[row].as_py().strip()}" if emails is not None else ""
            refused[row] = SEPARATOR.join(filter(None, [refused.get(row, ""), entry]))
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
        for entry in texts[row].split(SEPARATOR):
            channel = entry.partition(" ")[0]
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
                if flag in (_FLAG_OF[channel], "no_contact"):
                    words[channel].setdefault(row, f'"{text}"')
    return words
