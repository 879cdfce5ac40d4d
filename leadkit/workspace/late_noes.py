"""A no to two rows that are one lead by now: which run made them one, and what parts them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import leads_of
from leadkit.workspace.changes import listed
from leadkit.workspace.job import UPDATE, Job
from leadkit.workspace.lists import LIST
from leadkit.workspace.manifest import Manifest
from leadkit.workspace.paths import LEADS, Workspace
from leadkit.workspace.standing import Standing

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

Pair = tuple[str, str]
_SHOWN = 3  # pairs that are told each by itself


def late_notes(job: Job, standing: Standing) -> list[str]:
    """Return for each pair that decisions keep apart too late how it is taken apart.

    What two rows gave to a lead that was brought up to date since cannot be told apart in that
    lead. They are parted where they came together: the leads from before that run come back by
    ``runs restore``, where a no that was said since stays on whoever said it, and the lists since
    are read again, now with the decision. What is wrong with decisions is the run's own to say.
    """
    if standing.manifest is None or standing.present is None:
        return []
    try:
        apart = _apart(job)
    except LeadkitError:  # which the run itself will say
        return []
    late = _in_one_lead(standing.file(LEADS), apart)
    if not late:
        return []
    runs = list(standing.published())  # the newest first
    told: dict[str, list[Pair]] = {}
    for pair, run in _made_one(standing.workspace, runs, late).items():
        told.setdefault(run, []).append(pair)
    return [_how(standing.workspace, runs, run, pairs) for run, pairs in told.items()]


def _apart(job: Job) -> list[Pair]:
    """Return the pairs that decisions keep apart."""
    from leadkit.deduping.decisions import read_decisions
    from leadkit.run.sources import decided

    pairs: list[Pair] = []
    for step in job.plan.steps:
        if step.stage == UPDATE and (table := decided(step.options)) is not None:
            pairs += read_decisions(table, ", ".join(step.options.decisions)).apart
    return pairs


def _in_one_lead(path: Path | None, pairs: list[Pair]) -> list[Pair]:
    """Return those of the pairs whose rows are one lead of a table."""
    from leadkit.deduping.master import places_of_ids

    if path is None or not pairs:
        return []
    place = places_of_ids(_ids_of(path), {one for pair in pairs for one in pair})
    return [pair for pair in pairs if place.get(pair[0], -1) == place.get(pair[1], -2)]


def _ids_of(path: Path) -> Leads:
    """Return who is in a table of leads: their ids, and those that went into them."""
    import pandas as pd

    from leadkit.files.csv_in import LeadFile

    wanted = ("lead_id", "merged_ids")
    tables = LeadFile(str(path)).tables(frozenset(wanted))
    parts = [table.select([n for n in wanted if n in table.column_names]) for table in tables]
    ids: Leads = pd.concat([leads_of(part) for part in parts], ignore_index=True).astype("str")
    return ids


def _made_one(workspace: Workspace, runs: list[Manifest], late: list[Pair]) -> dict[Pair, str]:
    """Return for each pair the run since which its rows are one lead, as far as runs are whole."""
    since = dict.fromkeys(late, runs[0].run)
    left = late
    for run in runs:
        path = workspace.run(run.run) / LEADS
        if not path.is_file():
            break
        left = _in_one_lead(path, left)
        since |= dict.fromkeys(left, run.run)
    return since


def _how(workspace: Workspace, runs: list[Manifest], since: str, pairs: list[Pair]) -> str:
    """Say in a line what takes pairs apart that a run made one."""
    names = ", ".join(" and ".join(pair) for pair in pairs[:_SHOWN])
    more = f" and {len(pairs) - _SHOWN:,} more" if len(pairs) > _SHOWN else ""
    said = f"decisions say n to rows that are one lead since run {since} ({names}{more})"
    at = next(at for at, run in enumerate(runs) if run.run == since)
    if at + 1 == len(runs):
        return (
            f"{said}, and no run before it is kept: they stay one here; a new workspace ('leadkit "
            "init') with the same lists and this decisions file parts them"
        )
    before = runs[at + 1].run
    read = [one.path for run in reversed(runs[: at + 1]) for one in run.inputs if one.role == LIST]
    again = f"; it reads {listed(list(dict.fromkeys(read)))} again, which must be in place"
    return (
        f"{said}; to part them: 'leadkit runs restore {before}{workspace.at}', then 'leadkit run "
        f"{workspace.name}'{again if read else ''}"
    )
