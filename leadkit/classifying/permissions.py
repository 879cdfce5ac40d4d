"""Who may contact each lead, and how: leads judged by a consent table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from leadkit.base.cells import texts
from leadkit.classifying.closed import Closed, closed_to
from leadkit.classifying.consent_table import ConsentLine, ConsentTable
from leadkit.classifying.facts import Facts
from leadkit.fields.objections import CHANNELS
from leadkit.rules.batch import Batch, Distinct, combinations
from leadkit.rules.conditions import as_batch

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads

# What closes a channel whatever a table says, and the ground where the table has none for it.
_CLOSING = {
    "objected": "opted out",
    "unread": "a column about consent is not understood",
    "bounced": "the address bounced",
}


@dataclass(frozen=True)
class Permissions:
    """What a consent table says of each lead."""

    case: np.ndarray  # each lead's case: leads of whom the table says the same are one
    may: Mapping[str, np.ndarray]  # channel -> for each case, whether it may be used
    basis: list[str]  # for each case, why and why not, channel by channel
    short: list[str]  # the same without the provisions
    said_no: list[bool]  # for each case, whether it refuses a channel: who asks again annoys
    nowhere: list[bool]  # for each case, whether nothing but an address is missing everywhere
    # channel -> for each case, the ground where its own consent opens it, "" where it does not
    agreed: Mapping[str, list[str]]

    def take(self, rows: np.ndarray) -> Permissions:
        return replace(self, case=self.case[rows])

    @property
    def reachable(self) -> np.ndarray:
        """Tell for each lead whether any channel may be used."""
        import numpy as np

        any_channel: np.ndarray = np.logical_or.reduce(list(self.may.values()))
        return np.asarray(any_channel[self.case])


@dataclass(frozen=True)
class Ruling:
    """What the table says of a case, and of all those of which it says the same."""

    may: tuple[bool, ...]  # by channel
    basis: str  # why and why not, channel by channel
    short: str  # the same without the provisions
    said_no: bool
    nowhere: bool
    agreed: tuple[str, ...]  # by channel, the ground where its own consent opens it, else ""


class Judge:
    """Judges leads by a consent table, batch after batch.

    Leads with the same facts are one case, judged once: a million leads are a few hundred cases.
    So a judge remembers its rulings; what it says of a lead does not depend on the leads before.
    """

    def __init__(self, table: ConsentTable) -> None:
        self.table = table
        self._asked = table.facts_asked() | {"consent"}
        self._numbers: dict[int, int] = {}  # a case, as its facts -> its place among the rulings
        self._rulings: dict[Ruling, int] = {}  # each once, with its place
        self._facts: dict[str, Distinct] = {}
        # What said no, channel by channel, as it comes; the first is nothing.
        self._words: list[tuple[str, ...]] = [("",) * len(CHANNELS)]
        self._number_of = {self._words[0]: 0}

    def judge(self, leads: Batch | Leads, as_of: int, closed: Closed | None = None) -> Permissions:
        """Tell for each lead which channels may be used, and on what ground.

        ``as_of`` is a day as its proleptic ordinal, or NO_DAY; a consent of a later day is none.
        ``closed`` is what others refuse for these leads; without it each row speaks for itself.
        """
        import numpy as np

        table, batch = self.table, as_batch(leads)
        closed = closed or closed_to(batch)
        facts = self._found(batch, as_of, closed)
        words = self._words_of(closed, len(batch))
        case, first, keys = facts.cases(words)
        new = [place for place, key in enumerate(keys) if key not in self._numbers]
        if new:
            said = [self._words[number] for number in words[first[new]].tolist()]
            of_new = self._batch(facts, first[new])
            for place, ruling in zip(new, _rulings(of_new, table, said), strict=True):
                self._numbers[keys[place]] = self._rulings.setdefault(ruling, len(self._rulings))
        number = np.array([self._numbers[key] for key in keys], np.int64)
        rulings = list(self._rulings)
        return Permissions(
            number[case],
            {
                name: np.array([one.may[place] for one in rulings], bool)
                for place, name in enumerate(CHANNELS)
            },
            [one.basis for one in rulings],
            [one.short for one in rulings],
            [one.said_no for one in rulings],
            [one.nowhere for one in rulings],
            {name: [one.agreed[place] for one in rulings] for place, name in enumerate(CHANNELS)},
        )

    def facts_of(self, leads: Batch | Leads, as_of: int) -> Batch:
        """Return the facts of leads as columns that lines ask for, channel by channel."""
        import numpy as np

        batch = as_batch(leads)
        closed = closed_to(batch)
        facts = self._found(batch, as_of, closed)
        facts.cases(self._words_of(closed, len(batch)))
        return self._batch(facts, np.arange(len(batch)))

    def _found(self, batch: Batch, as_of: int, closed: Closed) -> Facts:
        table, facts = self.table, Facts(batch, self._asked, as_of)
        facts.find(
            table.evidence, table.covers_unless_said, table.bought_when, table.regions, closed
        )
        return facts

    def _batch(self, facts: Facts, rows: np.ndarray) -> Batch:
        """Return the facts of rows, channel by channel, as columns that conditions ask for.

        What a condition says of a fact is found once: all that a fact may be is known.
        """
        cells = {}
        for fact, (codes, values) in facts.by_channel(rows).items():
            if fact not in self._facts:
                self._facts[fact] = Distinct(texts(values), codes)
            cells[fact] = self._facts[fact].with_codes(codes)
        return Batch.of_cells(cells, len(rows) * len(CHANNELS))

    def _words_of(self, closed: Closed, count: int) -> np.ndarray:
        """Return for each lead the number of the words that closed channels to it."""
        import numpy as np

        told = [closed.words[channel] for channel in CHANNELS]
        which, first = combinations([(one.codes, len(one.words)) for one in told], count)
        numbers = np.zeros(len(first), np.int64)
        for place, row in enumerate(first.tolist()):
            said = tuple(one.words[one.codes[row]] for one in told)
            if said not in self._number_of:
                self._number_of[said] = len(self._words)
                self._words.append(said)
            numbers[place] = self._number_of[said]
        return np.asarray(numbers[which])


def _rulings(facts: Batch, table: ConsentTable, words: Sequence[tuple[str, ...]]) -> list[Ruling]:
    """Return the rulings on cases, whose facts come channel by channel.

    ``words`` say for each case who or what closed a channel.
    """
    lines = _deciding_lines(facts, table)
    refused = [answer == "refused" for answer in _each(facts, "consent")]
    closing = list(zip(*(_each(facts, fact) for fact in _CLOSING), strict=True))
    missing = _each(facts, "missing")
    cases = len(words)
    rulings = []
    for case, said in enumerate(words):
        rows = range(case, len(lines), cases)  # of this case, one for each channel
        answers = {
            channel: _answer(lines[row], closing[row], missing[row], what)
            for channel, row, what in zip(CHANNELS, rows, said, strict=True)
        }
        said_no = any(refused[row] or closing[row][0] == "yes" for row in rows)
        of_case = [line for line in (lines[row] for row in rows) if line is not None]
        nowhere = len(of_case) == len(rows) and all(line.is_about("address") for line in of_case)
        rulings.append(_ruling(answers, said_no, nowhere))
    return rulings


def _each(facts: Batch, fact: str) -> list[str]:
    """Return a fact row by row."""
    cells = facts.cells(fact)
    values = cells.text.to_pylist()
    return [values[code] for code in cells.codes.tolist()]


def _deciding_lines(facts: Batch, table: ConsentTable) -> list[ConsentLine | None]:
    """Return the line that decides each case and channel, None where none does."""
    import numpy as np

    cases = len(facts) // len(CHANNELS)
    decided = np.full(len(facts), -1)
    for place, line in enumerate(table.lines):
        asked = np.repeat([channel in line.channels for channel in CHANNELS], cases)
        decided[(decided < 0) & asked & line.when.truth(facts)[0]] = place
    return [table.lines[place] if place >= 0 else None for place in decided.tolist()]


@dataclass(frozen=True)
class _Answer:
    """Whether a channel may be used, on what ground, and by which provision."""

    may: bool
    ground: str
    law: str
    agreed: bool = False  # by a consent of its own

    @property
    def basis(self) -> str:
        return self.ground + (f" [{self.law}]" if self.law else "")


def _answer(
    line: ConsentLine | None, closing: tuple[str, ...], missing: str, words: str
) -> _Answer:
    """Return what a line says; what is closed stays so, whatever a table says."""
    closed = [fact for fact, answer in zip(_CLOSING, closing, strict=True) if answer == "yes"]
    if closed and (line is None or line.may):
        return _Answer(False, _with(_CLOSING[closed[0]], words), "")
    if line is None:
        return _Answer(False, "no consent", "")
    ground = line.basis
    if not line.may and line.is_about("consent", "evidence missing") and missing:
        ground += f": {missing}"
    elif any(line.is_about(fact) for fact in ("objected", "bounced", "unread")):
        ground = _with(ground, words)
    return _Answer(line.may, ground, line.law, line.may and line.is_about("consent", "given"))


def _with(ground: str, words: str) -> str:
    return f"{ground} ({words})" if words else ground


def _ruling(answers: Mapping[str, _Answer], said_no: bool, nowhere: bool) -> Ruling:
    may = tuple(answer.may for answer in answers.values())
    grounds = {channel: answer.ground for channel, answer in answers.items()}
    basis = "; ".join(f"{channel}: {answer.basis}" for channel, answer in answers.items())
    agreed = tuple(answer.basis if answer.agreed else "" for answer in answers.values())
    return Ruling(may, basis, briefly(grounds), said_no, nowhere, agreed)


def briefly(grounds: Mapping[str, str]) -> str:
    """Say the grounds of all channels, those that are the same once.

    >>> briefly({"email": "no consent", "call": "no consent", "post": "no address"})
    'email and call: no consent; post: no address'
    """
    channels: dict[str, list[str]] = {}
    for channel, ground in grounds.items():
        channels.setdefault(ground, []).append(channel)
    return "; ".join(f"{_listed(named)}: {ground}" for ground, named in channels.items())


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
