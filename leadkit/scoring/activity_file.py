"""Activities as they come: batches of cells, and which of the columns say who, what and when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.named import listed, quoted
from leadkit.scoring.activities import DAY, Activity

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads

# What the columns of an export of activities are called, compared after normal_header.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "lead_id": ("lead id",),
    "email": ("recipient", "recipient email", "empfaenger", "user email", "contact email"),
    "type": (
        "type", "activity", "activity type", "event", "event type", "event name", "action",
        "aktivitaet", "aktivitaetstyp", "ereignis", "ereignistyp", "aktion", "art",
    ),
    "when": (
        "when", "date", "date time", "timestamp", "event date", "event timestamp",
        "event date time", "activity date", "activity date time", "activity timestamp",
        "occurred at", "happened at", "created at", "sent at", "sent date", "datum",
        "datum uhrzeit", "zeitpunkt", "zeitstempel", "fecha", "fecha y hora", "date heure",
        "data e ora", "data", "event time", "activity time", "time", "zeit",
    ),
    "value": ("value", "amount", "points", "quantity", "duration", "wert", "betrag", "menge",
              "dauer"),
    "detail": (
        "detail", "details", "subject", "page", "url", "title", "asset", "content", "campaign",
        "email name", "description", "betreff", "seite", "inhalt",
    ),
}  # fmt: skip

# What import calls such columns, where no spelling fits.
_IMPORTED = {"email": "email", "when": "created_at"}
_CLOCKS = ("time", "zeit")  # beside a date they are no second day


class ActivitySource(Protocol):
    """Activities as they come: batches of text cells, and the columns they all have.

    They are read a second time where only the whole of them tells how days are written; what
    can be read but once has no batches then.
    """

    name: str
    columns: list[str]

    def batches(self) -> Iterator[Leads | pa.Table]: ...


def map_columns(columns: Sequence[str], name: str) -> tuple[dict[str, str], list[str]]:
    """Return our name -> the file's column, for who, what, when, and how much; and what to tell.

    Our own name comes first, then the spellings in their order, then what import would say.

    >>> map_columns(["E-Mail", "Event", "Datum", "Betreff"], "clicks.csv")
    ({'email': 'E-Mail', 'type': 'Event', 'when': 'Datum', 'detail': 'Betreff'}, [])
    >>> map_columns(["email", "event", "type", "when"], "clicks.csv")[1]
    ["clicks.csv: type is read from 'type', not from 'event'"]
    """
    from leadkit.fields.headers.names import (  # many words, for a file few runs have
        field_of,
        normal_header,
    )

    headers = {column: normal_header(column) for column in columns}
    fields = {column: field_of(column) for column in columns if column}
    mapped: dict[str, str] = {}
    notes: list[str] = []
    for ours, spellings in SPELLINGS.items():
        known = (normal_header(ours), *spellings)
        ranks = {
            column: -1 if column == ours else known.index(header)
            for column, header in headers.items() if column == ours or header in known
        }  # fmt: skip
        found = sorted(ranks, key=ranks.__getitem__)
        imported = _IMPORTED.get(ours)
        if imported and (not found or headers[found[0]] != ours):
            last = [column for column in fields if fields[column] == imported]
            found = last + found if ours == "email" else found or last
        if not found:
            continue
        mapped[ours] = found[0]
        others = [one for one in found[1:] if headers[one] not in _CLOCKS and one != found[0]]
        if ours in ("lead_id", "email", "type", "when") and others:
            unread = " and ".join(map(quoted, dict.fromkeys(others)))
            notes.append(f"{name}: {ours} is read from {quoted(found[0])}, not from {unread}")
    there = f"there are: {listed(columns)}"
    if "email" not in mapped and "lead_id" not in mapped:
        ids = [column for column in fields if fields[column] == "external_id"]
        if not ids:
            raise LeadkitError(f"{name}: no column says who it was (email or lead_id); {there}")
        mapped["lead_id"] = ids[0]
        notes.append(f"{name}: {quoted(ids[0])} says who it was: the leads' lead_id or external_id")
    if "when" not in mapped:
        raise LeadkitError(f"{name}: no column says when it was (date or when); {there}")
    return mapped, notes


def check_activity_columns(
    rules: Mapping[Activity, str], columns: Collection[str], name: str
) -> list[str]:
    """Raise LeadkitError for a column nobody knows; note which rules lack one of ours."""
    lacking: dict[str, list[str]] = {}
    for activity, rule in rules.items():
        uses = [*activity.where.uses()] if activity.where else []
        uses += [(activity.column, activity.item)] if activity.column not in ("", DAY) else []
        uses += [("type", activity.item)] if activity.types else []
        for column, where in uses:
            if column in columns:
                continue
            if column not in SPELLINGS:
                hint = did_you_mean(column, [*activity.types, *columns, *SPELLINGS])
                there = hint or f"; there are: {listed(sorted(columns))}"
                raise where.fail(f"{name} has no column '{column}'{there}")
            lacking.setdefault(column, []).append(rule)
    return [
        f"{name} has no {column}: nothing counts for {', '.join(dict.fromkeys(names))}"
        for column, names in lacking.items()
    ]


def renamed(batch: Leads | pa.Table, columns: Mapping[str, str]) -> Leads | pa.Table:
    """Give our names to the columns, keeping the file's own names too."""
    import pyarrow as pa

    if not isinstance(batch, pa.Table):
        return batch.assign(**{ours: batch[theirs] for ours, theirs in columns.items()})
    for ours, theirs in columns.items():
        if ours != theirs:  # a column with just our name is the one that is taken
            batch = batch.append_column(ours, batch[theirs])
    return batch
