"""The consent table: which channels may be used for whom, and on what ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.errors import did_you_mean
from leadkit.classifying.facts import CHANNELS, FACTS, READS, Facts
from leadkit.rules.batch import Batch
from leadkit.rules.conditions import (
    Condition,
    as_batch,
    read_condition,
    read_requirement,
)
from leadkit.rules.item import Item
from leadkit.rules.shipped import find_rules

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class Line:
    """For these channels, where this holds, this is the answer."""

    channels: tuple[str, ...]
    when: Condition
    may: bool
    basis: str
    law: str


@dataclass(frozen=True)
class Verdict:
    """What the table says of one case."""

    number: int
    may: Mapping[str, bool]
    basis: str  # why and why not, channel by channel
    short: str  # the same without the provisions


@dataclass(frozen=True)
class ConsentTable:
    """A checked consent table."""

    file: str
    lines: tuple[Line, ...]
    evidence: tuple[str, ...]
    covers_unless_said: tuple[str, ...]
    bought_when: Condition | None
    regions: Mapping[str, tuple[str, ...]]
    # Leads with the same facts are one case, judged once: a million leads are a few hundred cases.
    countries: list[str] = field(default_factory=list, repr=False, compare=False)
    verdicts: dict[int, Verdict] = field(default_factory=dict, repr=False, compare=False)

    def reads(self) -> set[str]:
        """Return the columns of the leads that the facts are told from."""
        bought = self.bought_when.uses() if self.bought_when else ()
        return {*READS, *self.evidence, *(column for column, _ in bought)}

    def facts_asked(self) -> set[str]:
        return {fact for line in self.lines for fact, _ in line.when.uses()}


@dataclass(frozen=True)
class Permissions:
    """What a consent table says of each lead."""

    case: np.ndarray  # each lead's case: leads with the same facts are one
    may: Mapping[str, np.ndarray]  # channel -> for each case, whether it may be used
    basis: list[str]  # for each case, why and why not, channel by channel
    short: list[str]  # the same without the provisions

    def of(self, rows: np.ndarray) -> Permissions:
        return Permissions(self.case[rows], self.may, self.basis, self.short)

    @property
    def reachable(self) -> np.ndarray:
        """Tell for each lead whether any channel may be used."""
        import numpy as np

        any_channel: np.ndarray = np.logical_or.reduce(list(self.may.values()))
        return np.asarray(any_channel[self.case])


def read_consent(name: str) -> ConsentTable:
    """Load and check a consent table; whatever is wrong is an error with its line."""
    root = find_rules(name, "--consent")
    keys = ("name", "about", "evidence", "covers_unless_said", "bought_when", "regions", "lines")
    top = root.entries(keys, what="key of a consent table")
    regions = {
        name: tuple(part.text() for part in codes.items())
        for name, codes in (top["regions"].entries() if "regions" in top else {}).items()
    }
    lines = tuple(_line(item, regions) for item in top["lines"].items()) if "lines" in top else ()
    if not lines:
        raise root.fail("there are no lines in this consent table, so nobody may be contacted")
    covers = tuple(_channels(top["covers_unless_said"])) if "covers_unless_said" in top else ()
    evidence = [part.text() for part in top["evidence"].items()] if "evidence" in top else []
    if not evidence:
        raise root.fail("'evidence' is missing: the columns that prove a consent, as consent_at")
    return ConsentTable(
        root.file,
        lines,
        tuple(evidence),
        covers,
        read_requirement(top["bought_when"]) if "bought_when" in top else None,
        regions,
    )


def _line(item: Item, regions: Mapping[str, tuple[str, ...]]) -> Line:
    parts = item.entries(("for", "when", "may", "basis", "law"), what="key of a line")
    for needed in ("for", "when", "may", "basis"):
        if needed not in parts:
            raise item.fail(f"a line needs '{needed}'")
    may = parts["may"].text().casefold()
    if may not in ("yes", "no"):
        raise parts["may"].fail(f"may: write yes or no, not '{parts['may'].text()}'")
    if may == "yes" and "law" not in parts:
        raise item.fail("a line that says yes names the provision it stands on, under 'law'")
    when = read_condition(parts["when"])
    for part in when.comparisons():
        _check_fact(part.column, part.where, regions)
    law = parts["law"].text() if "law" in parts else ""
    return Line(tuple(_channels(parts["for"])), when, may == "yes", parts["basis"].text(), law)


def _channels(item: Item) -> list[str]:
    channels = [part.text() for part in item.items()]
    for channel in channels:
        if channel not in CHANNELS:
            raise item.fail(f"unknown channel '{channel}'; known are {', '.join(CHANNELS)}")
    return channels


def _check_fact(fact: str, value: Item, regions: Mapping[str, tuple[str, ...]]) -> None:
    """Raise for a fact that nobody knows, and for a value that it never has."""
    if fact not in FACTS:
        hint = did_you_mean(fact, FACTS) or f"; known are {', '.join(FACTS)}"
        raise value.fail(f"unknown fact '{fact}'{hint}")
    values = tuple(regions) if fact == "region" else FACTS[fact]
    for part in value.items():
        text = part.text()
        if fact != "country" and text not in (*values, "true", "false"):
            hint = did_you_mean(text, values) or f"; it is one of {', '.join(values)}"
            raise part.fail(f"{fact} is never '{text}'{hint}")


def judge_leads(leads: Batch | Leads, table: ConsentTable, as_of: int) -> Permissions:
    """Tell for each lead which channels may be used, and on what ground."""
    import numpy as np

    facts = Facts(as_batch(leads), table.facts_asked() | {"consent"}, as_of, table.countries)
    facts.find(table.evidence, table.covers_unless_said, table.bought_when, table.regions)
    case, first, keys = facts.cases()
    new = [at for at, key in enumerate(keys) if key not in table.verdicts]
    if new:
        _judge_cases(facts, first[new], [keys[at] for at in new], table)
    number = np.array([table.verdicts[key].number for key in keys], np.int64)
    told = table.verdicts.values()
    may = {channel: np.array([one.may[channel] for one in told], bool) for channel in CHANNELS}
    return Permissions(number[case], may, [one.basis for one in told], [one.short for one in told])


def _judge_cases(facts: Facts, rows: np.ndarray, keys: list[int], table: ConsentTable) -> None:
    decided = iter(_judge(facts.of(rows), table))
    told = {channel: [next(decided) for _ in keys] for channel in CHANNELS}
    for at, key in enumerate(keys):
        lines = {channel: answers[at] for channel, answers in told.items()}
        basis = "; ".join(f"{c}: {_ground(line, law=True)}" for c, line in lines.items())
        short = _briefly({c: _ground(line, law=False) for c, line in lines.items()})
        may = {channel: line is not None and line.may for channel, line in lines.items()}
        table.verdicts[key] = Verdict(len(table.verdicts), may, basis, short)


def _judge(facts: pa.Table, table: ConsentTable) -> list[Line | None]:
    """Return the line that decides each case and channel, None where none does."""
    import numpy as np

    view = Batch(facts)
    channels = np.repeat(CHANNELS, len(view) // len(CHANNELS))
    decided = np.full(len(view), -1)
    for at, line in enumerate(table.lines):
        holds = line.when.truth(view)[0] & np.isin(channels, line.channels)
        decided = np.where((decided < 0) & holds, at, decided)
    return [table.lines[at] if at >= 0 else None for at in decided]


def _ground(line: Line | None, *, law: bool) -> str:
    if line is None:
        return "no consent"
    return f"{line.basis} [{line.law}]" if law and line.law else line.basis


def _briefly(grounds: Mapping[str, str]) -> str:
    """Say the grounds of all channels, those that are the same once.

    >>> _briefly({"email": "no consent", "call": "no consent", "post": "no address"})
    'email and call: no consent; post: no address'
    """
    channels: dict[str, list[str]] = {}
    for channel, ground in grounds.items():
        channels.setdefault(ground, []).append(channel)
    return "; ".join(f"{_listed(named)}: {ground}" for ground, named in channels.items())


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
