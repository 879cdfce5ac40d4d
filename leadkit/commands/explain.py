"""The command ``leadkit explain``: why a lead has its score, or why two are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from leadkit.base.errors import LeadkitError
from leadkit.commands.completing import complete_rules
from leadkit.commands.files import Reads
from leadkit.commands.options import command_app
from leadkit.commands.telling import answer
from leadkit.files.disk import STANDARD

if TYPE_CHECKING:
    from decimal import Decimal

    from leadkit.base.leads import Leads
    from leadkit.deduping.explain import Explanation
    from leadkit.files.csv_in import LeadFile
    from leadkit.scoring.explain import Step


@command_app(
    "explain",
    "leadkit explain fbd114b7515ef7bf --in scored.csv",
    "leadkit explain fbd114b7515ef7bf 4f21c0a7d2be9c11 --in cleaned.csv",
)
def app(
    lead_id: Annotated[str, typer.Argument(metavar="LEAD_ID", help="Lead to explain.")],
    other: Annotated[
        str, typer.Argument(metavar="[LEAD_ID]", help="A second lead: are they one person?")
    ] = "",
    table: Annotated[
        str,
        typer.Option("--in", metavar="FILE", help="Scored leads, or a merge log, or leads."),
        Reads(),
    ] = "merges.csv",
    rules: Annotated[
        str,
        typer.Option(
            metavar="RULES",
            help="The rules that gave the score, where not b2b.",
            autocompletion=complete_rules,
        ),
        Reads(rules=True),
    ] = "",
    lifecycle: Annotated[
        str,
        typer.Option(
            metavar="RULES",
            help="The lifecycle whose statuses lie ahead.",
            autocompletion=complete_rules,
        ),
        Reads(rules=True),
    ] = "lifecycle",
    consent: Annotated[
        str,
        typer.Option(
            metavar="TABLE",
            help="The consent table that says who may be contacted.",
            autocompletion=complete_rules,
        ),
        Reads(rules=True),
    ] = "consent",
    as_of: Annotated[
        str, typer.Option(metavar="DAY", help="Day on which days are counted, or today.")
    ] = "",
) -> None:
    """Show why a lead has its score and what it lacks, or why two are one person.

    Of a merge log, and of two leads, it shows the evidence; of scored leads their score, which
    rules nearly fired, what the statuses ahead still lack, and what leave to contact it.
    """
    from leadkit.files.csv_in import LeadFile

    leads = LeadFile(table)
    columns = leads.columns
    scored = any(one.endswith("score_reasons") for one in columns) and "evidence" not in columns
    if rules and other:
        raise LeadkitError("--rules explains the score of one lead; leave one of the two out")
    if rules or (scored and not other):
        explain_score(leads, lead_id, rules or "b2b", Ahead(lifecycle, consent, as_of))
    elif table == STANDARD:
        raise LeadkitError("--in -: the evidence about two leads is read from a file; give one")
    else:
        explain_merge(table, lead_id, other)


def explain_merge(table: str, lead_id: str, other: str = "") -> None:
    """Print the evidence about a merged lead, or about two leads of a table."""
    from leadkit.deduping.explain import explain_pair
    from leadkit.files.read import read_leads

    for line in explanation_lines(explain_pair(read_leads(table), lead_id, other, table)):
        answer(line)


def explanation_lines(found: Explanation) -> list[str]:
    """Return the evidence as the lines of a table: weight, comparison, words; then the sum."""
    lines = [f"{found.one} and {found.other}", f"{'bits':>8}  {'comparison':<14}evidence"]
    for name, bits, words in found.lines:
        told = words or "two rows picked at random" * (name == "prior")
        lines.append(f"{bits:>+8.2f}  {name.replace('_', ' '):<14}{told}".rstrip())
    lines.append(f"{found.bits:>+8.2f}  {'sum':<14}probability {found.probability:.3f}")
    return lines


@dataclass(frozen=True)
class Ahead:
    """By which files it is told what a lead lacks, and on which day."""

    lifecycle: str
    consent: str
    as_of: str


def explain_score(leads: LeadFile, lead_id: str, rules: str, ahead: Ahead) -> None:
    """Print the rules that gave a lead its score, with their points, and what it lacks."""
    from leadkit.scoring.explain import explained, find_lead, scores_prefix
    from leadkit.scoring.scorecard import read_scoring

    scoring = read_scoring(rules)
    lead = find_lead(leads.batches(), lead_id, leads.name)
    why = explained(lead, scoring, leads.name)
    for line in _waterfall(why.steps, why.score):
        answer(*line)
    prefix = scores_prefix(lead, scoring)
    for column in (f"{prefix}grade", f"{prefix}score_class"):
        if column in lead.columns:
            answer(f"{column}: {lead[column].iloc[0]}")
    if why.not_evaluated:
        answer(f"not evaluated, for want of a value: {', '.join(why.not_evaluated)}")
    if why.nearly:
        answer(f"nearly: {', '.join(why.nearly)}")
    for lack in _ahead(lead, ahead):
        answer(lack)


def _ahead(lead: Leads, ahead: Ahead) -> Iterator[str]:
    from leadkit.classifying.consent_table import read_consent
    from leadkit.classifying.lacking import consent_ahead, statuses_ahead
    from leadkit.classifying.lifecycle import read_lifecycle
    from leadkit.fields.spans import as_day

    day = as_day(ahead.as_of)
    status = str(lead["lead_status"].iloc[0]) if "lead_status" in lead.columns else ""
    if status:
        yield f"lead_status: {status}"
    for name, lacks in statuses_ahead(lead, read_lifecycle(ahead.lifecycle), day):
        yield f"{name} lacks: {lacks}"
    for channel, lacks in consent_ahead(lead, read_consent(ahead.consent), day):
        yield f"no {channel}: {lacks}"


_BAR = 24


def _waterfall(steps: Sequence[Step], score: str) -> Iterator[list[str | tuple[str, str]]]:
    """Yield the steps as lines in parts, with a bar from where the sum was to where it is."""
    from decimal import Decimal
    from shutil import get_terminal_size
    from textwrap import wrap

    names = max([5, *(len(step.name) for step in steps)])
    width = get_terminal_size((100, 24)).columns
    room = max(width - names - _BAR - 20, 10)
    low = min([Decimal(0), *(step.total for step in steps)])
    high = max([Decimal(1), *(step.total for step in steps)])
    before = Decimal(0)
    for step in steps:
        bar = _bar(before, step.total, low, high)
        colour = "green" if step.points > 0 else "red"
        fits = len(step.words) <= room
        bar = bar if fits else bar.rstrip()
        numbers = f"{step.name:<{names}} {step.points:>+7} {f'{step.total.normalize():f}':>7}"
        yield [f"{numbers}  ", (bar, colour), f"  {step.words}" if fits else ""]
        if not fits:
            for told in wrap(step.words, width - 4, break_on_hyphens=False):
                yield [f"    {told}"]
        before = step.total
    yield [f"{'score':<{names}} {'':>7} {score:>7}"]


def _bar(before: Decimal, after: Decimal, low: Decimal, high: Decimal, width: int = _BAR) -> str:
    """Draw a step between two sums.

    >>> from decimal import Decimal
    >>> _bar(Decimal(0), Decimal(10), Decimal(0), Decimal(20), 8)
    '████    '
    >>> _bar(Decimal(20), Decimal(10), Decimal(0), Decimal(20), 8)
    '    ░░░░'
    """
    scale = width / float(high - low)
    start, end = sorted(round(float(total - low) * scale) for total in (before, after))
    end = max(end, start + 1)
    sign = "█" if after >= before else "░"
    return " " * start + sign * (end - start) + " " * (width - end)
