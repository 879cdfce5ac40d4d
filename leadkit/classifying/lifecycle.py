"""Lifecycle files: the line of statuses, the places beside it, and the ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from leadkit.base.columns import ACCOUNT_STATUSES
from leadkit.base.errors import did_you_mean
from leadkit.classifying.places import Move, Status
from leadkit.classifying.tests import StatusTest, read_status_tests
from leadkit.fields.spans import Span, span_or_days
from leadkit.fields.status_words import (
    ASIDE,
    FORWARD,
    folded_status,
    lifecycle_status,
    spellings_of,
)
from leadkit.rules.asked_columns import check_columns
from leadkit.rules.conditions import Condition, read_requirement
from leadkit.rules.item import Item
from leadkit.rules.kinds import LIFECYCLE, refuse_other_kind
from leadkit.rules.mistakes import Gathered
from leadkit.rules.shipped import find_rules, refuse_mixed

# What classify writes. A condition on one of these would find something else on the next run.
WRITTEN = (
    "lead_status", "status_reason", "status_since", "may_email", "may_call", "may_post",
    "contact_basis", "next_step", "refused",
)  # fmt: skip
KEYS = ("name", "about", "statuses", "aside", "moves", "outreach", "tests")
STATUS_KEYS = ("name", "also", "when", "hold", "else", "from", "given", "final")
ASIDE_KEYS = ("name", "also", "final")
MOVE_KEYS = ("name", "from", "to", "when", "untouched", "touched", "by", "because")
OUTREACH_KEYS = ("statuses", "else")
COOLED, BLOCKED = "cooled down", "blocked"  # ways that need no entry under moves


@dataclass(frozen=True)
class Lifecycle:
    """A checked lifecycle file."""

    file: str
    statuses: tuple[Status, ...]  # the line first, then the places beside it
    moves: tuple[Move, ...]
    outreach: tuple[str, ...]  # not for leads that nobody may contact
    blocked_to: str
    spellings: Mapping[str, str]  # folded spelling -> status
    tests: tuple[StatusTest, ...] = ()

    def place(self, name: str) -> int:
        """Return where a status stands among the statuses."""
        return next(place for place, one in enumerate(self.statuses) if one.name == name)

    def status_of(self, cell: str) -> int:
        """Return where the status that a cell names stands, -1 where none is named."""
        name = self.spellings.get(folded_status(cell))
        return -1 if name is None else self.place(name)

    def names_a_way(self, reason: str) -> bool:
        """Tell whether a status_reason names the way that led to the status."""
        name, colon, _ = reason.partition(": ")
        return bool(colon) and (
            name in (BLOCKED, COOLED) or any(move.name == name for move in self.moves)
        )

    def conditions(self) -> list[Condition]:
        """Return all that statuses and moves ask of leads."""
        asked = [one for status in self.statuses for one in (status.when, status.hold) if one]
        return asked + [move.when for move in self.moves if move.when]

    def reads(self) -> set[str]:
        """Return the columns of the leads on which it depends where they go."""
        return {
            *(column for condition in self.conditions() for column, _ in condition.uses()),
            *(name for move in self.moves for name in move.by),
            *self.because(),
        }

    def because(self) -> tuple[str, ...]:
        """Return the columns whose words are the reason for a move."""
        return tuple(dict.fromkeys(move.because for move in self.moves if move.because))

    def check(self, columns: list[str]) -> list[str]:
        """Raise LeadkitError for a column that nobody knows; note scores that are not there."""
        asked = self.conditions()
        if not asked:
            return []
        check_columns(asked, columns, self.file)
        names = (column for condition in asked for column, _ in condition.uses())
        absent = [name for name in dict.fromkeys(names) if name not in columns]
        scores = [name for name in absent if name.startswith(("score", "grade"))]
        if not scores:
            return []
        return [
            f"{self.file} asks for {', '.join(scores)}, which this list does not have: those "
            "count as unknown; 'leadkit score' adds them"
        ]


def read_lifecycle(name: str | Path) -> Lifecycle:
    """Load and check a lifecycle file, given by path or by the name of a shipped one.

    Whatever is wrong with it is a LeadkitError with its line.

    >>> [status.name for status in read_lifecycle("lifecycle").statuses][:3]
    ['lead', 'MQL', 'SAL']
    """
    root = find_rules(name)
    refuse_mixed(root)
    refuse_other_kind(root, LIFECYCLE, KEYS)
    gathered = Gathered()
    top = gathered.entries(root, KEYS, "key")
    spellings: dict[str, str] = {}
    statuses: list[Status] = []
    for kind in ("statuses", "aside"):
        places = top[kind].items() if kind in top else []
        read_status = partial(_status, aside=kind == "aside", spellings=spellings)
        statuses += gathered.each(read_status, places)
        if kind == "statuses" and not statuses and not gathered:
            raise root.fail("there are no statuses in this file")
        if statuses:
            _add_unnamed(statuses, spellings, root, aside=kind == "aside")
    for status in statuses:  # what the file itself says of a spelling comes before what we know
        for spelling in spellings_of(lifecycle_status(status.name)):
            spellings.setdefault(spelling, status.name)
        spellings.setdefault(folded_status(status.name), status.name)
    names = [status.name for status in statuses]
    whole = not gathered  # else what seems to be missing may be what is wrong
    ways = top["moves"].items() if "moves" in top else []
    moves = tuple(gathered.each(lambda item: _move(item, statuses), ways))
    settled = None
    if whole:
        _check_targets(root, statuses, moves, gathered)
        settled = gathered.read(lambda root: _outreach(top.get("outreach"), names), root)
    outreach, blocked_to = settled or ((), "")
    read = Lifecycle(root.file, tuple(statuses), moves, outreach, blocked_to, spellings)
    tests = read_status_tests(
        top["tests"], names if whole else None, None if gathered else read.reads(), gathered
    ) if "tests" in top else ()  # fmt: skip
    gathered.raise_all()
    return replace(read, tests=tests)


def _status(item: Item, aside: bool, spellings: dict[str, str]) -> Status:
    gathered = Gathered()
    parts = gathered.entries(item, ASIDE_KEYS if aside else STATUS_KEYS, "key of a status")
    gathered.needed(item, ("name",), "a status")
    when, hold = (
        gathered.read(read_requirement, parts[key]) if key in parts else None
        for key in ("when", "hold")
    )
    given, final = (
        bool(key in parts and gathered.read(partial(Item.flag, what=key), parts[key]))
        for key in ("given", "final")
    )
    gathered.raise_all()
    name = parts["name"].text()
    known = lifecycle_status(name)
    if not known and "also" not in parts:
        hint = did_you_mean(name, (*FORWARD, *ASIDE))
        raise parts["name"].fail(
            f"unknown status '{name}'{hint or '; one of your own says its spellings under also'}"
        )
    own = [name, *(part.text() for part in parts["also"].items())] if "also" in parts else [name]
    for spelling in own:
        _add_spelling(spellings, spelling, name, item)
    if ("hold" in parts) != ("else" in parts):
        raise item.fail("hold and else go together: what keeps a lead here, and where else it goes")
    if "hold" in parts and "when" not in parts:
        raise parts["hold"].fail("hold needs 'when': what brings a lead here")
    return Status(
        name,
        item,
        when,
        hold,
        parts["else"].text() if "else" in parts else "",
        tuple(part.text() for part in parts["from"].items()) if "from" in parts else (),
        given,
        final,
        aside,
    )


def _add_spelling(spellings: dict[str, str], spelling: str, name: str, item: Item) -> None:
    folded = folded_status(spelling)
    if not folded:
        raise item.fail("a spelling of a status needs letters or digits")
    if spellings.get(folded, name) != name:
        raise item.fail(f"'{spelling}' already is the status '{spellings[folded]}'")
    spellings[folded] = name


def _add_unnamed(
    statuses: list[Status], spellings: dict[str, str], root: Item, *, aside: bool
) -> None:
    """Add the usual statuses that a file does not name, so that nobody falls out of them.

    A list may say "customer" to a file that ends at SQL; that lead stays a customer.
    """
    ours = {lifecycle_status(status.name): place for place, status in enumerate(statuses)}
    for name in ASIDE if aside else FORWARD:
        if name in ours or folded_status(name) in spellings:
            continue
        before = [ours[one] for one in FORWARD[: FORWARD.index(name)] if one in ours] if (
            not aside) else [len(statuses) - 1]  # fmt: skip
        # The first status of a file is where a lead without one stands, so nothing goes before it.
        place = max(before, default=0) + 1
        added = Status(name, root, given=True, final=name in ("customer", *ASIDE), aside=aside)
        statuses.insert(place, added)
        ours = {lifecycle_status(status.name): place for place, status in enumerate(statuses)}


def _move(item: Item, statuses: list[Status]) -> Move:
    gathered = Gathered()
    parts = gathered.entries(item, MOVE_KEYS, "key of a move")
    gathered.needed(item, ("name", "from", "to"), "a move")
    untouched = gathered.read(_span, parts["untouched"]) if "untouched" in parts else None
    when = gathered.read(read_requirement, parts["when"]) if "when" in parts else None
    gathered.raise_all()
    name, to = parts["name"].text(), parts["to"].text()
    if not name or any(sign in name for sign in ":;\n") or name in (COOLED, BLOCKED):
        raise parts["name"].fail(
            f"a move's name is a word or two without ':' and ';', and not '{COOLED}', '{BLOCKED}'"
        )
    if not {"when", "untouched", "touched"} & set(parts):
        raise item.fail("a move needs 'when', 'untouched' or 'touched': what opens it")
    touched = "touched" in parts and parts["touched"].flag("touched")
    if touched and untouched:
        raise item.fail("touched and untouched exclude each other")
    sources = tuple(part.text() for part in parts["from"].items())
    if sources == ("any",):
        sources = tuple(one.name for one in statuses if one.name != to and not one.final)
    return Move(
        name,
        item.line,
        sources,
        to,
        when,
        untouched,
        touched,
        tuple(part.text() for part in parts["by"].items()) if "by" in parts else Move.by,
        parts["because"].text() if "because" in parts else "",
    )


def _span(item: Item) -> Span:
    """Read a span of time; a bare number counts days."""
    span = span_or_days(item.text())
    if span is None:
        raise item.fail("untouched: write a span of time, as 30 days, 4 weeks or 6 months")
    return span


def _check_targets(
    root: Item, statuses: list[Status], moves: tuple[Move, ...], gathered: Gathered
) -> None:
    """Gather each status that is not there, name that stands twice, and column that we write."""
    places = [status.name for status in statuses]
    for kind, named in (("status", places), ("move", [move.name for move in moves])):
        for place, name in enumerate(named):
            if name in named[:place]:
                owner = (statuses if kind == "status" else moves)[place]
                gathered.add(root.fail(f"the {kind} '{name}' stands here twice", owner.line))
    asked = [(one, status.line) for status in statuses
             for one in (*status.sources, *filter(None, [status.otherwise]))]  # fmt: skip
    asked += [(one, move.line) for move in moves for one in (*move.sources, move.to)]
    for name, line in asked:
        gathered.read(partial(_check_place, name=name, places=places, line=line), root)
    for move in moves:
        if move.to in move.sources:
            gathered.add(root.fail(f"move '{move.name}' leads from {move.to} to itself", move.line))
    conditions = [one for status in statuses for one in (status.when, status.hold) if one]
    for condition in [*conditions, *(move.when for move in moves if move.when)]:
        for column, where in condition.uses():
            if column in WRITTEN:
                gathered.add(where.fail(
                    f"a condition may not ask for {column}, which classify itself writes; "
                    "'from' says where a lead stands"
                ))  # fmt: skip
            elif column in ACCOUNT_STATUSES:
                gathered.add(where.fail(
                    f"a condition may not ask for {column}, which is made of what classify itself "
                    "writes: the next run would find more there; ask for customers, people, roles "
                    "or scores of the account"
                ))  # fmt: skip


def _check_place(root: Item, name: str, places: list[str], line: int) -> None:
    if name not in places:
        hint = did_you_mean(name, places) or f"; there are {', '.join(places)}"
        raise root.fail(f"unknown status '{name}'{hint}", line)


def _outreach(item: Item | None, names: list[str]) -> tuple[tuple[str, ...], str]:
    """Return the statuses that need somebody who may be contacted; by default MQL, SAL and SQL."""
    if item is None:
        usual = tuple(name for name in names if lifecycle_status(name) in ("MQL", "SAL", "SQL"))
        return tuple(name for name in usual if name != names[0]), names[0]
    parts = item.entries(OUTREACH_KEYS, what="key of outreach")
    outreach = (
        tuple(part.text() for part in parts["statuses"].items()) if "statuses" in parts else ()
    )
    otherwise = parts["else"].text() if "else" in parts else names[0]
    for name in (*outreach, otherwise):
        _check_place(item, name, names, item.line)
    if otherwise in outreach:
        raise item.fail(f"outreach: leads that may not be contacted cannot go to {otherwise}")
    if names[0] in outreach:
        raise item.fail(f"outreach: {names[0]} is where every lead begins")
    return outreach, otherwise
