"""What each owner has: new leads and the share of them against the weight, scores, statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from leadkit.routing.assignment import Assigned
    from leadkit.routing.roll import Roll

COLUMNS = ("team", "owner", "weight", "new", "share", "kept", "capacity", "score_mean", "statuses")


def owner_lines(roll: Roll, made: Assigned) -> list[dict[str, str]]:
    """Return a line for each person of each team, for other owners, and for each queue.

    ``weight`` and ``share`` are per cent of the leads that were dealt out among the team; ``new``
    are those with the leads of companies that were somebody's, ``kept`` had this owner before.
    """
    import numpy as np

    new = (made.owner > 0) & ~made.kept
    lines, told = [], set()
    for place, team in enumerate(made.teams):
        mine = new & (made.team == place)
        total, weights = int(mine.sum()), sum(team.weights.values())
        for name, weight in team.weights.items():
            number = roll.owners.number(name)
            dealt = mine & (made.owner == number)
            others = (made.owner == number) & (name not in told)  # of nobody's weight
            own, has = dealt | (others & new & (made.team < 0)), others & made.kept
            told.add(name)
            limit = roll.routing.people[name].capacity
            lines.append(
                _line(roll, made, team.name, name, own, has)
                | {
                    "weight": f"{weight / weights:.1%}",
                    "share": f"{dealt.sum() / total:.1%}" if total else "",
                    "capacity": "" if limit is None else str(limit),
                }
            )
    for number, name in enumerate(roll.owners.list):
        rows = made.owner == number
        if name and name not in told and rows.any():
            lines.append(_line(roll, made, "", name, rows & new, rows & made.kept))
    for queue in roll.routing.queues:
        rows = made.queue == roll.words.number(queue)
        if rows.any():
            lines.append(_line(roll, made, "queue", queue, rows, np.zeros(len(rows), bool)))
    nobody = (made.owner == 0) & (made.queue == 0)
    if nobody.any():
        lines.append(_line(roll, made, "", "nobody", nobody, np.zeros(len(nobody), bool)))
    return lines


def _line(
    roll: Roll, made: Assigned, team: str, owner: str, own: np.ndarray, has: np.ndarray
) -> dict[str, str]:
    import numpy as np

    rows = own | has
    scores = made.heard.scores[rows]
    known = scores[np.isfinite(scores)]
    codes, many = np.unique(made.heard.status[rows], return_counts=True)
    named = sorted(zip((-many).tolist(), (roll.words.list[one] for one in codes), strict=True))
    return dict.fromkeys(COLUMNS, "") | {
        "team": team,
        "owner": owner,
        "new": str(int(own.sum())),
        "kept": str(int(has.sum())),
        "score_mean": f"{known.mean():.1f}" if len(known) else "",
        "statuses": ", ".join(f"{status or 'none'} {-less}" for less, status in named),
    }
