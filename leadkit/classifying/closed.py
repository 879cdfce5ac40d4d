"""What closes channels to leads beside their own answers: refusals elsewhere, bounces, doubts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, repeated, to_numpy
from leadkit.classifying.told import Told
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
from leadkit.fields.refusals import BOUNCED, Refusals
from leadkit.fields.refused_column import Entries, entries_in
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
    words: Mapping[str, Told]  # channel -> who or what said so
    refused: Entries  # what of whom was refused elsewhere, as the column ``refused`` says it


def closed_to(
    batch: Batch,
    refusals: Refusals | None = None,
    on_lists: Mapping[str, Told] | None = None,
) -> Closed:
    """Return what is closed to each lead: by its own row, refusals, and lists for a channel.

    ``refusals`` are those of the whole table and of others; ``on_lists`` tells for each channel
    on which list of those not to be contacted by it a lead is.
    """
    count = len(batch)
    objected = objections(batch.whole, count)
    own = either(objected, denials(batch.whole, count)) if refusals else {}
    words = _remarks(batch)
    refused: list[Entries] = []

    def close(channel: str, rows: np.ndarray) -> None:
        objected[channel][rows] = True
        words[channel].tell(rows, ELSEWHERE)

    for channel, rows in _refused_before(batch).items():
        close(channel, rows)
    if refusals:
        for channel, rows in refusals.named(batch.whole, count, own).items():
            rows = rows[~own[channel][rows]]
            close(channel, rows)
            refused.append(Entries(rows, repeated(f"{channel} {BY_NAME}", len(rows))))
        for channel, held in refusals.held(batch.whole, count, own).items():
            close(channel, held.rows)
            refused.append(held.led_by(channel))
    bounced = bounces(batch.whole, count)
    for channel, told in (on_lists or {}).items():
        for said, rows in told.by_words().items():
            if channel == BOUNCED:
                bounced[rows] = True
                words["email"].tell(rows, said)
            else:
                objected[channel][rows] = True
                words[channel].tell_instead(rows, said)
    if refusals and (elsewhere := refusals.bounced(batch.whole, count) & ~bounced).any():
        emails = batch.cells("email")  # by its distinct cells, without spaces around them
        rows = elsewhere.nonzero()[0]
        held = Entries(rows, emails.text.take(numbers(emails.codes[rows])))
        refused.append(held.led_by(BOUNCED))
        bounced = bounced | elsewhere
    unread = batch.known("consent_unread")
    for header, rows in _rows_by_cell(batch, "consent_unread"):
        for channel in CHANNELS:
            words[channel].tell(rows, f"column '{header}'")
    return Closed(objected, bounced, unread, words, Entries.together(refused))


def _rows_by_cell(batch: Batch, column: str) -> Iterator[tuple[str, np.ndarray]]:
    """Yield each different cell of a column that is not blank, and the rows that hold it."""
    import numpy as np

    cells, known = batch.whole(column), batch.known(column).nonzero()[0]
    if cells is None or not len(known):
        return
    encoded = cells.take(numbers(known)).dictionary_encode()
    codes = to_numpy(encoded.indices)
    order = np.argsort(codes, kind="stable")
    rows = np.split(known[order], np.searchsorted(codes[order], np.arange(1, codes.max() + 1)))
    yield from zip(encoded.dictionary.to_pylist(), rows, strict=True)


def _refused_before(batch: Batch) -> dict[str, np.ndarray]:
    """Return the leads that an earlier run found refused elsewhere, by channel."""
    import numpy as np

    found: dict[str, list[np.ndarray]] = {}
    for cell, rows in _rows_by_cell(batch, "refused"):
        for channel in {channel for channel, _ in entries_in(cell)}.intersection(CHANNELS):
            found.setdefault(channel, []).append(rows)
    return {channel: np.concatenate(rows) for channel, rows in found.items()}


def _remarks(batch: Batch) -> dict[str, Told]:
    """Return the words of the remarks by which leads refuse a channel."""
    words = {channel: Told(len(batch)) for channel in CHANNELS}
    for cell, rows in _rows_by_cell(batch, "remark_words"):
        for entry in cell.split(SEPARATOR):
            flag, _, text = entry.partition(": ")
            for channel in CHANNELS:
                if flag in (FLAG_OF[channel], NO_CONTACT):
                    words[channel].tell(rows, f'"{text}"')
    return words


def refused_by_states(leads: pa.Table) -> Entries:
    """Return what leads refuse in lead_status, as the column ``refused`` says it.

    classify writes that column anew, and what clean did not read there would be forgotten.

    >>> import pyarrow as pa
    >>> from leadkit.base.cells import texts
    >>> cells = {"phone": texts(["+498999998123"]), "lead_status": texts(["do not call"])}
    >>> refused_by_states(pa.table(cells)).texts.to_pylist()
    ['call +498999998123']
    """
    refused: dict[int, list[str]] = {}
    if "lead_status" not in leads.column_names:
        return Entries.of(refused)
    names = [name for name in ("lead_status", *CLEANED) if name in leads.column_names]
    states = leads.select(names)
    if FLAGS in leads.column_names:
        states = states.append_column(FLAGS, repeated("", len(leads)))
    columns = Batch(leads).whole
    for row, channel in refusing_rows(None, Batch(with_remarks(states)).whole(FLAGS)):
        held = (f"{channel} {one}" for one in held_in(columns, row, channel))
        refused.setdefault(row, []).extend(held)
    return Entries.of(refused)
