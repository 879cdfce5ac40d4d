"""Who may contact each lead, and how: leads judged by a consent table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.classifying.consent_table import ConsentLine, ConsentTable
from leadkit.classifying.facts import CHANNELS, Facts
from leadkit.rules.batch import Batch
from leadkit.rules.conditions import as_batch

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class Permissions:
    """What a consent table says of each lead."""

    case: np.ndarray  # each lead's case: leads with the same facts are one
    may: Mapping[str, np.ndarray]  # channel -> for each case, whether it may be used
    basis: list[str]  # for each case, why and why not, channel by channel
    short: list[str]  # the same without the provisions

    def take(self, rows: np.ndarray) -> Permissions:
        return Permissions(self.case[rows], self.may, self.basis, self.short)

    @property
    def reachable(self) -> np.ndarray:
        """Tell for each lead whether any channel may be used."""
        import numpy as np

        any_channel: np.ndarray = np.logical_or.reduce(list(self.may.values()))
        return np.asarray(any_channel[self.case])


@dataclass(frozen=True)
class Ruling:
    """What the table says of one case."""

    may: Mapping[str, bool]
    basis: str  # why and why not, channel by channel
    short: str  # the same without the provisions


class Judge:
    """Judges leads by a consent table, batch after batch.

    Leads with the same facts are one case, judged once: a million leads are a few hundred cases.
    So a judge remembers its rulings; what it says of a lead does not depend on the leads before.
    """

    def __init__(self, table: ConsentTable) -> None:
        self.table = table
        self._asked = table.facts_asked() | {"consent"}
        self._numbers: dict[int, int] = {}  # a case, as its facts -> its place among the rulings
        self._rulings: list[Ruling] = []

    def judge(self, leads: Batch | Leads, as_of: int) -> Permissions:
        """Tell for each lead which channels may be used, and on what ground.

        ``as_of`` is a day as its proleptic ordinal, or NO_DAY; a consent of a later day is none.
        """
        import numpy as np

        table = self.table
        facts = Facts(as_batch(leads), self._asked, as_of)
        facts.find(table.evidence, table.covers_unless_said, table.bought_when, table.regions)
        case, first, keys = facts.cases()
        new = [place for place, key in enumerate(keys) if key not in self._numbers]
        if new:
            for place, ruling in zip(
                new, _rulings(facts.by_channel(first[new]), table), strict=True
            ):
                self._numbers[keys[place]] = len(self._rulings)
                self._rulings.append(ruling)
        number = np.array([self._numbers[key] for key in keys], np.int64)
        rulings = self._rulings
        return Permissions(
            number[case],
            {name: np.array([one.may[name] for one in rulings], bool) for name in CHANNELS},
            [one.basis for one in rulings],
            [one.short for one in rulings],
        )


def _rulings(facts: pa.Table, table: ConsentTable) -> list[Ruling]:
    """Return the rulings on cases, whose facts come channel by channel."""
    lines = _deciding_lines(facts, table)
    cases = len(lines) // len(CHANNELS)
    by_channel = (lines[start : start + cases] for start in range(0, len(lines), cases))
    return [
        _ruling(dict(zip(CHANNELS, deciding, strict=True)))
        for deciding in zip(*by_channel, strict=True)
    ]


def _deciding_lines(facts: pa.Table, table: ConsentTable) -> list[ConsentLine | None]:
    """Return the line that decides each case and channel, None where none does."""
    import numpy as np

    batch = Batch(facts)
    channels = np.repeat(CHANNELS, len(batch) // len(CHANNELS))
    decided = np.full(len(batch), -1)
    for place, line in enumerate(table.lines):
        holds = line.when.truth(batch)[0] & np.isin(channels, line.channels)
        decided = np.where((decided < 0) & holds, place, decided)
    return [table.lines[place] if place >= 0 else None for place in decided]


def _ruling(lines: Mapping[str, ConsentLine | None]) -> Ruling:
    may = {channel: line is not None and line.may for channel, line in lines.items()}
    basis = "; ".join(f"{c}: {_ground(line, law=True)}" for c, line in lines.items())
    return Ruling(may, basis, _briefly({c: _ground(one, law=False) for c, one in lines.items()}))


def _ground(line: ConsentLine | None, *, law: bool) -> str:
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
