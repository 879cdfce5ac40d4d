"""What the table of leads says of owners: who has which, who waits and why, what is due by when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.reporting.score_figures import number_of
from leadkit.reporting.tables import counted

if TYPE_CHECKING:
    import pyarrow as pa

READS = (
    "owner", "owner_queue", "owner_reason", "lead_status", "score", "due_at", "nurture_track",
    "review_at",
)  # fmt: skip
_ASSIGNED = {"owner", "owner_queue", "owner_reason"}  # columns that assign alone writes together
_DAY = len("2026-11-28")


@dataclass
class OwnerFigures:
    """Leads by owner, by queue and by day; all of it counts rows of the table."""

    statuses: dict[str, Counter[str]] = field(default_factory=dict)  # by owner
    # By owner, of those with a score.
    points: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    scored: Counter[str] = field(default_factory=Counter)  # leads of each owner with a score
    waits: Counter[tuple[str, str]] = field(default_factory=Counter)  # by queue and reason
    nobody: Counter[str] = field(default_factory=Counter)  # neither owned nor waiting, by reason
    due: Counter[str] = field(default_factory=Counter)  # by day, where the lead is
    reviews: Counter[tuple[str, str]] = field(default_factory=Counter)  # by track and day

    @property
    def owned(self) -> int:
        return sum(one.total() for one in self.statuses.values())

    def mean(self, owner: str) -> float | None:
        """Return the mean score of an owner's leads, None where none has one."""
        many = self.scored[owner]
        return self.points[owner] / many if many else None

    def count(self, batch: pa.Table) -> None:
        """Count leads; columns that are not there are blank in them."""
        for (owner, status, cell), many in counted(batch, "owner", "lead_status", "score").items():
            if not owner.strip():
                continue
            self.statuses.setdefault(owner, Counter())[status] += many
            if (points := number_of(cell)) is not None:
                self.points[owner] += points * many
                self.scored[owner] += many
        ends = counted(batch, "owner", "owner_queue", "owner_reason")
        for (owner, queue, reason), many in ends.items():
            if queue:
                self.waits[queue, reason] += many
            elif not owner.strip():
                self.nobody[reason] += many
        for (due,), many in counted(batch, "due_at").items():
            if due:
                self.due[due[:_DAY]] += many
        for (track, day), many in counted(batch, "nurture_track", "review_at").items():
            if track:
                self.reviews[track, day[:_DAY]] += many


def owners_in(columns: Collection[str]) -> OwnerFigures | None:
    """Return what counts owners, None for leads that nobody assigned."""
    return OwnerFigures() if set(columns) >= _ASSIGNED else None


@dataclass(frozen=True)
class OwnerShare:
    """What a run gave a person of a team, as assign tells it in the ledger."""

    team: str
    weight: str  # shares of what was dealt out among the team
    share: str
    new: int
    kept: int
    room: str


def shares_of(lines: Sequence[Mapping[str, str]]) -> dict[str, list[OwnerShare]]:
    """Return by owner what the run gave to each, once for each team; queues are left out."""
    found: dict[str, list[OwnerShare]] = {}
    for line in lines:
        new, kept = (_count(line.get(name, "")) for name in ("new", "kept"))
        team, weight, share = (line.get(name, "") for name in ("team", "weight", "share"))
        one = OwnerShare(team, weight, share, new, kept, line.get("capacity", ""))
        if team != "queue" and line.get("owner") != "nobody":
            found.setdefault(line.get("owner", ""), []).append(one)
    return found


def _count(cell: str) -> int:
    return int(cell) if cell.isdecimal() else 0
