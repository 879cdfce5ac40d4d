"""What the table of leads says, counted in one reading: cells, reasons, points, who may be reached.

Each batch is counted by its few different cells, so that a million leads cost about what it costs
to read them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import as_mask, is_blank, is_empty, rows_of, texts
from leadkit.base.columns import KNOWN, NO_OWNER
from leadkit.base.errors import LeadkitError
from leadkit.base.leads import leads_of
from leadkit.classifying.consent_overview import ConsentCount, ListConsent
from leadkit.classifying.consent_table import read_consent
from leadkit.economics.report import Report
from leadkit.economics.study import ChannelStudy, StudyOptions
from leadkit.fields.cell_counts import column_of_code
from leadkit.fields.spans import NO_DAY, as_day
from leadkit.reporting.owner_figures import READS as OWNERS_READ
from leadkit.reporting.owner_figures import OwnerFigures, owners_in
from leadkit.reporting.score_figures import ScoreFigures, scores_in
from leadkit.reporting.tables import Batches, columns_of, counted
from leadkit.run.sources import spent

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.reporting.rule_figures import ScoreRules
    from leadkit.reporting.run_files import RunFiles

CHANNELS = {"email": "may_email", "call": "may_call", "post": "may_post"}
# Of which fields the report says how well they are filled.
QUALITY = (
    "first_name",
    "last_name",
    "full_name",
    "email",
    "phone",
    "mobile",
    "company",
    "job_title",
    "street",
    "postal_code",
    "city",
    "country",
    "website",
    "lead_source",
    "created_at",
    "consent",
    "employees",
    "revenue",
)
_EXAMPLES = 2  # cells of a field that are shown
_READ = (
    "lead_id",
    "source_file",
    "lead_source",
    "lead_status",
    "lifecycle_stage",
    "owner",
    "issues",
    "email_suggestion",
    "next_step",
    "contact_basis",
    "merged_ids",
    "consent_unread",
    *CHANNELS.values(),
)
_PARTS = re.compile(r"; (?=(?:email|call|post): )")
_CITED = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\))")  # the law, and the words of a cell


@dataclass
class LeadFigures:
    """What the table of leads says; all of it counts rows of the table."""

    columns: frozenset[str] = frozenset()
    leads: int = 0
    filled: Counter[str] = field(default_factory=Counter)  # by field
    codes: Counter[str] = field(default_factory=Counter)  # by code in issues
    doubtful: Counter[str] = field(default_factory=Counter)  # by field: rows with a code of it
    examples: dict[str, list[str]] = field(default_factory=dict)  # doubtful cells, unmasked
    good: dict[str, str] = field(default_factory=dict)  # a cell without a code, unmasked
    sources: Counter[str] = field(default_factory=Counter)
    may: dict[str, Counter[str]] = field(default_factory=dict)  # channel -> yes, no
    reasons: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)  # -> (may, why)
    reachable: int = 0  # by one channel at least
    scores: tuple[ScoreFigures, ...] = ()  # as many as the run made
    owners: OwnerFigures | None = None  # None for leads that nobody assigned
    next_steps: Counter[str] = field(default_factory=Counter)
    suggested: int = 0  # addresses that look mistyped
    unowned: int = 0  # leads that somebody should call or write to, and nobody owns
    said_yes: ListConsent | None = None  # what the yeses of all lists lack
    channels: Report | None = None
    channel_notes: tuple[str, ...] = ()
    channel_error: str = ""  # why there are no figures of channels
    heads: dict[str, str] = field(default_factory=dict)  # merged lead -> its source_file


def read_leads_figures(
    files: RunFiles, scoring: Sequence[ScoreRules] = (), heads: Iterable[str] = ()
) -> LeadFigures:
    """Return what the table of leads of a run says, which was scored by these rules.

    ``heads`` are leads that others went into.
    """
    path = files.table("leads")
    assert path is not None
    scores = scores_in(columns_of(path), scoring)
    consent = _consent(files)
    evidence = consent.evidence if consent else ()
    asked = [name for score in scores for name in score.reads]
    batches = Batches(path, (*_READ, *OWNERS_READ, *KNOWN, *asked, *evidence), files.leads)
    figures = LeadFigures(batches.columns, scores=scores, owners=owners_in(batches.columns))
    study, figures.channel_error = _study(files, batches.columns)
    wanted = texts(heads)
    for batch in batches:
        figures.leads += batch.num_rows
        _count_cells(batch, figures)
        _count_contact(batch, figures)
        for score in scores:
            score.count(batch, batches.columns)
        if figures.owners is not None:
            figures.owners.count(batch)
        _count_steps(batch, figures)
        _find_heads(batch, figures, wanted)
        figures.sources.update(
            {one: many for (one,), many in counted(batch, "lead_source").items()}
        )
        if consent is not None:
            consent.count(batch)
        if study is not None:
            columns = [
                n for n in ("lead_source", "lead_status", "lifecycle_stage") if n in batches.columns
            ]
            study.count(leads_of(batch.select(columns)))
    if consent is not None and figures.leads:
        figures.said_yes = consent.lines()[-1]
    if study is not None:
        _report_channels(files, study, figures)
    return figures


def _consent(files: RunFiles) -> ConsentCount | None:
    """Return what counts the proofs of consent, by the run's own table; None without one."""
    if not files.consent:
        return None
    try:
        table = read_consent(files.consent)
    except LeadkitError:  # the table names a list that is gone; the run's own figures still stand
        return None
    day = as_day(files.day or None)
    return ConsentCount(table, day.toordinal() if day else NO_DAY)


def _study(files: RunFiles, columns: frozenset[str]) -> tuple[ChannelStudy | None, str]:
    if "lead_source" not in columns:
        return None, "the leads have no lead_source, which says where they came from"
    if not columns & {"lead_status", "lifecycle_stage"}:
        return None, "the leads have no lead_status, which tells who ordered"
    try:
        return ChannelStudy(StudyOptions(), files.worth), ""
    except LeadkitError as error:
        if files.asked:
            raise
        return None, str(error)


def _report_channels(files: RunFiles, study: ChannelStudy, figures: LeadFigures) -> None:
    try:
        spend, places = spent(files.spend)
        if spend is not None and not len(spend):
            spend, places = None, []
        figures.channels = study.report(spend, places)
        figures.channel_notes = tuple(study.notes)
    except LeadkitError as error:
        if files.asked:
            raise
        figures.channel_error = str(error)


def _count_cells(batch: pa.Table, figures: LeadFigures) -> None:
    """Count filled cells, codes in issues, and keep a few cells of each field as examples."""
    there = figures.columns
    issues = batch["issues"].combine_chunks()
    flagged: dict[str, list[str]] = {}
    for cell, many in counted(batch, "issues").items():
        codes = [code for code in cell[0].split("; ") if code]
        figures.codes.update(dict.fromkeys(codes, many))
        fields = {column_of_code(code) for code in codes} - {""}
        figures.doubtful.update(dict.fromkeys(fields, many))
        for name in fields:
            flagged.setdefault(name, []).append(cell[0])
    for name in QUALITY:
        if name not in there:
            continue
        cells = batch[name].combine_chunks()
        figures.filled[name] += int((~is_empty(cells)).sum())
        _keep_examples(name, cells, issues, flagged.get(name, []), figures)


def _keep_examples(
    name: str, cells: pa.Array, issues: pa.Array, flagged: list[str], figures: LeadFigures
) -> None:
    import pyarrow.compute as pc

    kept = figures.examples.setdefault(name, [])
    if flagged and len(kept) < _EXAMPLES:
        rows = as_mask(pc.is_in(issues, texts(flagged))) & ~is_blank(cells)
        found = rows_of(cells, rows).unique().to_pylist()
        kept += [cell for cell in found if cell not in kept][: _EXAMPLES - len(kept)]
    if name not in figures.good:
        rows = ~is_blank(cells)
        if flagged:
            rows &= ~as_mask(pc.is_in(issues, texts(flagged)))
        if rows.any():
            figures.good[name] = cells[int(rows.argmax())].as_py()


def _count_contact(batch: pa.Table, figures: LeadFigures) -> None:
    """Count who may be reached by which channel, and the reasons."""
    if not figures.columns >= set(CHANNELS.values()):
        return
    for (basis, *may), many in counted(batch, "contact_basis", *CHANNELS.values()).items():
        figures.reachable += many if "yes" in may else 0
        why = dict(part.partition(": ")[::2] for part in _PARTS.split(basis))
        for channel, answer in zip(CHANNELS, may, strict=True):
            figures.may.setdefault(channel, Counter())[answer] += many
            reason = _CITED.sub("", why.get(channel, "")).strip()
            figures.reasons.setdefault(channel, Counter())[answer, reason] += many


def _count_steps(batch: pa.Table, figures: LeadFigures) -> None:
    for (step,), many in counted(batch, "next_step").items():
        if step:
            figures.next_steps[step] += many
            figures.unowned += many if step.endswith(NO_OWNER) else 0
    figures.suggested += int((~is_empty(batch["email_suggestion"].combine_chunks())).sum())


def _find_heads(batch: pa.Table, figures: LeadFigures, wanted: pa.Array) -> None:
    """Keep the list of each lead that others went into."""
    import pyarrow.compute as pc

    if not len(wanted):
        return
    rows = as_mask(pc.is_in(batch["lead_id"].combine_chunks(), wanted))
    ids, lists = (
        rows_of(batch[name].combine_chunks(), rows) for name in ("lead_id", "source_file")
    )
    figures.heads.update(zip(ids.to_pylist(), lists.to_pylist(), strict=True))
