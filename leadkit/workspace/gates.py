"""Gates: what a run gave, held against what its pipeline expects, and against the last run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from leadkit.base.errors import LeadkitError
from leadkit.classifying.status import KEPT_BACK, MOVED
from leadkit.deduping.known import KNOWN
from leadkit.deduping.rounds import TO_REVIEW
from leadkit.run.expect import Expectation, figure
from leadkit.workspace.manifest import Gate, Manifest

Figures = Mapping[str, tuple[int, int]]  # by name: how many, and of how many rows a share is

# How stages call what they count.
_COUNTED = {
    "invalid_email": "e-mails invalid",
    "missing_email": "e-mails missing",
    "invalid_phone": "phones invalid",
    "missing_phone": "phones missing",
    "ambiguous_phone": "phones ambiguous",
    "to_review": TO_REVIEW,
    "moved": MOVED,
    "blocked": KEPT_BACK,
}
_ALLOWED = {"at_least": "expected are at least", "at_most": "allowed is", "change": "allowed is"}


class RowCounts(Protocol):
    """The rows of a run, as its ledger and its manifest have them."""

    @property
    def read(self) -> int: ...
    @property
    def written(self) -> int: ...
    @property
    def rejected(self) -> int: ...
    @property
    def merged(self) -> int: ...
    @property
    def suppressed(self) -> int: ...
    @property
    def known(self) -> int: ...


class StageCounts(Protocol):
    """What a stage counted."""

    @property
    def rows_in(self) -> int: ...
    @property
    def counts(self) -> Mapping[str, int]: ...


def figures_of(
    rows: RowCounts, stages: Iterable[StageCounts], new: int = 0
) -> dict[str, tuple[int, int]]:
    """Return all that expectations may name: the figures of a run, and the leads of each status.

    ``new`` is how many leads the master before had not.

    >>> from leadkit.run.ledger import Ledger, StageCount
    >>> clean = StageCount("clean", rows_in=8, counts={"e-mails invalid": 2})
    >>> classify = StageCount("classify", rows_in=6, counts={"lead": 2, "MQL": 4})
    >>> ledger = Ledger(read=9, written=6, rejected=1, merged=2, stages=[clean, classify])
    >>> figures = figures_of(ledger, ledger.stages)
    >>> figures["rejected"], figures["invalid_email"], figures["MQL"]
    ((1, 9), (2, 8), (4, 6))
    """
    stages, leads = list(stages), rows.written
    figures: dict[str, tuple[int, int]] = {}
    for stage in stages:
        figures |= {word: (count, leads) for word, count in stage.counts.items()}
        for name, word in _COUNTED.items():
            if word in stage.counts:
                of = leads if figure(name).share_of == "leads" else stage.rows_in
                figures[name] = (stage.counts[word], of)
    return figures | {
        "rows": (rows.read, 0),
        "leads": (leads, 0),
        "rejected": (rows.rejected, rows.read),
        "merged": (rows.merged, rows.read),
        "known": (known_rows(rows, stages), rows.read),
        "new": (new, rows.read),
        "suppressed": (rows.suppressed, leads + rows.suppressed),
    }


def known_rows(rows: RowCounts, stages: Iterable[StageCounts]) -> int:
    """Return how many rows were of people who are known: to the master, or to a list beside it."""
    told = (stage.counts[KNOWN] for stage in stages if KNOWN in stage.counts)
    return next(told, rows.known)


def figures_before(published: Iterable[Manifest]) -> Figures | None:
    """Return what a run is compared with; None where it is the first.

    ``published`` are the manifests of what was in force, the newest first; no more of them are
    asked for than are needed. The figures of lists are those of the last run that read any: where
    lists come once a week, and the day is counted every day, a list is compared with a list.
    """
    before: dict[str, tuple[int, int]] | None = None
    for manifest in published:
        figures = figures_of(manifest.ledger, manifest.stages, manifest.ledger.new)
        before = before or figures
        if figures["rows"][0]:
            return before | {name: it for name, it in figures.items() if figure(name).of_lists}
    return before


def held_gates(
    expected: Iterable[Expectation], figures: Figures, last: Figures | None = None
) -> list[Gate]:
    """Hold a run against what is expected of it, and against what was before it.

    A first run (``last`` is None) has nothing to be compared with. Nor are the figures of lists
    compared where a run read none: that says nothing about the lists.
    """
    gates = []
    for one in expected:
        count, of = figures.get(one.name, (0, 0))
        before = None if last is None else last.get(one.name, (0, 0))[0]
        if last is not None and figure(one.name).of_lists and not (_read(figures) and _read(last)):
            before = None
        holds = _holds(one, count, of, before)
        found = _found(one, count, of, before)
        gates.append(Gate(one.name, f"{one.rule}: {one.text}", found, holds))
    return gates


def broken_gates(
    expected: Iterable[Expectation], figures: Figures, last: Figures | None = None
) -> list[Gate]:
    """Return the gates that do not hold; ``gate_words`` says which and by how much.

    >>> from leadkit.fields.fail_on import Limit
    >>> merged = Expectation("merged", "change", Limit(Decimal(30), True), "30%", "p.yaml:9")
    >>> now = {"merged": (812, 900), "rows": (900, 0)}
    >>> last = {"merged": (504, 700), "rows": (700, 0)}
    >>> [gate_words(gate) for gate in broken_gates([merged], now, last)]
    ['merged: 812, 61% more than the 504 of the last run; allowed is 30%']
    """
    return [gate for gate in held_gates(expected, figures, last) if not gate.held]


def gate_words(gate: Gate) -> str:
    """Return what a run gave and what was expected, in one line.

    >>> gate_words(Gate("rows", "at_least: 100", "97", held=False))
    'rows: 97; expected are at least 100'
    """
    rule, _, limit = gate.wanted.partition(": ")
    allowed = f"; {_ALLOWED[rule]} {limit}" if rule in _ALLOWED else ""  # else a step's own check
    return f"{gate.name}: {gate.found}{allowed}"


def refuse_memory(expected: Sequence[Expectation]) -> None:
    """Raise LeadkitError for what only a workspace can hold a run against: the run before."""
    for one in expected:
        if one.rule == "change" or one.name == "new":
            raise LeadkitError(
                f"{one.place}: {one.name}: {one.rule}: only a workspace knows of a run before; "
                "'leadkit init FOLDER' makes one"
            )


def _read(figures: Figures) -> int:
    return figures.get("rows", (0, 0))[0]


def _holds(expected: Expectation, count: int, of: int, before: int | None) -> bool:
    limit = expected.limit
    if expected.rule == "change":
        return before is None or limit.holds(abs(count - before), before)
    if expected.rule == "at_most":
        return limit.holds(count, of)
    return count >= (limit.most * of / 100 if limit.is_share else limit.most)


def _found(expected: Expectation, count: int, of: int, before: int | None) -> str:
    """Return what was found, in the words of what was expected."""
    is_share = expected.limit.is_share
    if expected.rule != "change":
        share = f" of {of:,} ({Decimal(count) * 100 / (of or 1):.1f}%)"
        return f"{count:,}{share if is_share else ''}"
    if before is None:
        return f"{count:,}, with nothing to compare it with"
    if count == before:
        return f"{count:,}, as in the last run"
    if not before:
        return f"{count:,}, where the last run had none"
    apart = abs(count - before)
    far = f"{Decimal(apart) * 100 / before:.0f}%" if is_share else f"{apart:,}"
    way = "more" if count > before else "fewer"
    return f"{count:,}, {far} {way} than the {before:,} of the last run"
