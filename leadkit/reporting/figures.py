"""All that the tables of a run say, read once, as a report needs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.reporting.change_figures import ChangeFigures, read_changes
from leadkit.reporting.lead_figures import LeadFigures, read_leads_figures
from leadkit.reporting.merge_figures import MergeFigures, read_merges
from leadkit.reporting.owner_figures import OwnerShare, shares_of
from leadkit.reporting.rule_figures import RuleFigures, read_rules
from leadkit.reporting.run_files import RunFiles
from leadkit.reporting.tables import rows_of

# Where rows go, by the ledger's own words.
WENT = ("written", "merged", "rejected", "suppressed", "known")


@dataclass(frozen=True)
class RunFigures:
    """The figures of a run, by the table that tells them."""

    files: RunFiles
    rows: Mapping[str, int]  # read, master, written, merged, rejected, suppressed, known
    cells: Mapping[str, Mapping[str, int]]  # what clean made of each column
    statuses: Mapping[str, int]  # leads by status, in the order of the lifecycle
    funnel: Mapping[str, Mapping[str, int]]  # by source, then status; of each also moved, blocked
    notes: tuple[str, ...]
    rejects: Mapping[tuple[str, str], int]  # by list and reason
    moves: Mapping[tuple[str, str], int]  # from and to a status
    since: Mapping[str, int]  # leads that came further since the last run: now MQL ...
    merges: MergeFigures
    changes: ChangeFigures
    rules: RuleFigures
    leads: LeadFigures
    handed_over: Mapping[str, int] = field(default_factory=dict)  # leads, by the folder they are in
    owners: Mapping[str, list[OwnerShare]] = field(default_factory=dict)  # what assign gave to each

    @property
    def all_rows(self) -> int:
        """Rows of the lists and leads of the master before, which together went somewhere."""
        return self.rows["read"] + self.rows["master"]


def read_figures(files: RunFiles) -> RunFigures:
    """Read all tables of a run, each once.

    Raises LeadkitError where the folder has no ledger, or a table cannot be read.
    """
    if files.table("leads") is None:
        raise LeadkitError(f"{files.folder}: there is no leads.csv, which a report is made of")
    ledger = files.ledger()
    merges, rules = (
        read_merges(files),
        read_rules(files.scoring, files.scoring_names, files.lifecycle),
    )
    heads = dict.fromkeys(lead for lead, _ in merges.into)
    leads = read_leads_figures(files, rules.scores, heads)
    stages = [one for one in ledger.get("stages", []) if isinstance(one, dict)]
    return RunFigures(
        files,
        {name: int(ledger.get(name, 0)) for name in ("read", "master", *WENT)},
        next((one["cells"] for one in stages if one.get("cells")), {}),
        _statuses(stages, rules),
        _funnel(ledger),
        tuple(map(str, ledger.get("notes", []))),
        Counter(rows_of(files.table("rejects"), "_file", "_reason_code")),
        Counter(rows_of(files.table("transitions"), "from", "to")),
        _counts(stages, "new"),
        merges,
        read_changes(files),
        rules,
        leads,
        ledger.get("handed_over", {}),
        shares_of(ledger.get("owners", [])),
    )


def _counts(stages: list[dict[str, Any]], name: str) -> dict[str, int]:
    """Return what the last stage of a name counted, nothing where there is none."""
    told = [one.get("counts", {}) for one in stages if one.get("name") == name]
    return dict(told[-1]) if told else {}


def _statuses(stages: list[dict[str, Any]], rules: RuleFigures) -> dict[str, int]:
    """Return how many leads have each status, as the last classify counted them."""
    from leadkit.classifying.status import BESIDE_STATUSES

    told = _counts(stages, "classify")
    names = rules.statuses or tuple(name for name in told if name not in BESIDE_STATUSES)
    return {name: told.get(name, 0) for name in names} if told else {}


def _funnel(ledger: Mapping[str, Any]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for part in ledger.get("funnel", []):
        of_source = found.setdefault(part.get("lead_source", ""), Counter())
        of_source[part.get("lead_status", "")] += part.get("leads", 0)
    return found
