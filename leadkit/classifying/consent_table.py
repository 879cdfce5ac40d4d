"""The consent table: which channels may be used for whom, and on what ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from leadkit.base.errors import did_you_mean
from leadkit.base.options import on_or_off
from leadkit.classifying.evidence import MOST_EVIDENCE
from leadkit.classifying.facts import FACTS, READS
from leadkit.fields.objections import CHANNELS
from leadkit.rules.conditions import (
    Comparison,
    Condition,
    parts_of,
    read_condition,
    read_requirement,
)
from leadkit.rules.item import Item
from leadkit.rules.kinds import CONSENT, refuse_other_kind
from leadkit.rules.mistakes import Gathered
from leadkit.rules.shipped import kept


@dataclass(frozen=True)
class ConsentLine:
    """For these channels, where this holds, this is the answer."""

    channels: tuple[str, ...]
    when: Condition
    may: bool
    basis: str
    law: str

    def is_about(self, fact: str, value: str = "") -> bool:
        """Tell whether the line asks for a fact, and for a value of it if one is given."""
        return (fact, value) in self._asked

    @cached_property
    def _asked(self) -> frozenset[tuple[str, str]]:
        parts = [*self.when.comparisons()]
        values = {(part.column, one.text()) for part in parts for one in part.value.items()}
        return frozenset(values | {(part.column, "") for part in parts})


@dataclass(frozen=True)
class ConsentTable:
    """A checked consent table."""

    file: str
    lines: tuple[ConsentLine, ...]
    evidence: tuple[str, ...]
    covers_unless_said: tuple[str, ...]
    bought_when: Condition | None
    regions: Mapping[str, tuple[str, ...]]

    def reads(self) -> set[str]:
        """Return the columns of the leads that the facts are told from."""
        bought = self.bought_when.uses() if self.bought_when else ()
        return {*READS, *self.evidence, *(column for column, _ in bought)}

    def facts_asked(self) -> set[str]:
        return {fact for line in self.lines for fact, _ in line.when.uses()}


def read_consent(name: str | Path) -> ConsentTable:
    """Load and check a consent table, given by path or by the name of a shipped one.

    Whatever is wrong with it is a LeadkitError with its line.

    >>> read_consent("consent").file
    'rules/consent.yaml'
    """
    return _kept(name)


KEYS = ("name", "about", "evidence", "covers_unless_said", "bought_when", "regions", "lines")
LINE_KEYS = ("for", "when", "may", "basis", "law")


def _compiled(root: Item) -> ConsentTable:
    gathered = Gathered()
    refuse_other_kind(root, CONSENT, KEYS)
    top = gathered.entries(root, KEYS, "key of a consent table")
    if not top:
        gathered.raise_all()  # in what is no table at all nothing else is a mistake
    regions = {
        name: tuple(part.text() for part in codes.items())
        for name, codes in (top["regions"].entries() if "regions" in top else {}).items()
    }
    named = top["lines"].items() if "lines" in top else []
    lines = tuple(gathered.each(lambda item: _line(item, regions), named))
    if not named:
        gathered.add(
            root.fail("there are no lines in this consent table, so nobody may be contacted")
        )
    covers = gathered.read(_channels, top["covers_unless_said"]) if (
        "covers_unless_said" in top) else []  # fmt: skip
    bought = gathered.read(read_requirement, top["bought_when"]) if "bought_when" in top else None
    evidence = [part.text() for part in top["evidence"].items()] if "evidence" in top else []
    if not evidence:
        said = "'evidence' is missing: the columns that prove a consent, as consent_at"
        gathered.add(root.fail(said))
    if len(evidence) > MOST_EVIDENCE:
        gathered.add(top["evidence"].fail(f"evidence: name at most {MOST_EVIDENCE} columns"))
    gathered.raise_all()
    return ConsentTable(root.file, lines, tuple(evidence), tuple(covers or ()), bought, regions)


_kept = kept(_compiled, "--consent")


def _line(item: Item, regions: Mapping[str, tuple[str, ...]]) -> ConsentLine:
    gathered = Gathered()
    parts = gathered.entries(item, LINE_KEYS, "key of a line")
    gathered.needed(item, ("for", "when", "may", "basis"), "a line")
    may = on_or_off(parts["may"].text()) if "may" in parts else False
    if may is None:
        gathered.add(parts["may"].fail(f"may: write yes or no, not '{parts['may'].text()}'"))
    if may and "law" not in parts:
        gathered.add(
            item.fail("a line that says yes names the provision it stands on, under 'law'")
        )
    when = gathered.read(read_condition, parts["when"]) if "when" in parts else None
    for part in when.comparisons() if when else ():
        gathered.read(partial(_check_fact, part.column, regions=regions), part.where)
    channels = gathered.read(_channels, parts["for"]) if "for" in parts else None
    for asked in parts_of(when) if when else ():
        if not isinstance(asked, Comparison):
            said = "a line asks facts for their values, such as {consent: given}"
            gathered.add(parts["when"].fail(said))
    gathered.raise_all()
    assert when, "what is missing was told"
    law = parts["law"].text() if "law" in parts else ""
    return ConsentLine(tuple(channels or ()), when, bool(may), parts["basis"].text(), law)


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
