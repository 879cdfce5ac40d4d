"""The command ``leadkit explain``: why a lead has its score, or why two are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
) -> None:
    """Show why a lead has its score, or why two are one person.

    Of a merge log, and of two leads, it shows the evidence; of scored leads their score.
    """
    from leadkit.files.csv_in import LeadFile

    leads = LeadFile(table)
    columns = leads.columns
    scored = "score_reasons" in columns and "evidence" not in columns
    if rules and other:
        raise LeadkitError("--rules explains the score of one lead; leave one of the two out")
    if rules or (scored and not other):
        explain_score(leads, lead_id, rules or "b2b")
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


def explain_score(leads: LeadFile, lead_id: str, rules: str) -> None:
    """Print the rules that gave a lead its score, with their points."""
    from leadkit.scoring.explain import explained, find_lead
    from leadkit.scoring.scorecard import read_scoring

    scoring = read_scoring(rules)
    lead = find_lead(leads.batches(), lead_id, leads.name)
    why = explained(lead, scoring, leads.name)
    for line in _waterfall(why.steps, why.score):
        answer(*line)
    for column in ("grade", "score_class"):
        if column in lead.columns:
            answer(f"{column}: {lead[column].iloc[0]}")
    if why.not_evaluated:
        answer(f"not evaluated, for want of a value: {', '.join(why.not_evaluated)}")


_BAR = 24


def _waterfall(steps: Sequence[Step], score: str) -> Iterator[list[str | tuple[str, str]]]:
    """Yield the steps as lines in parts, with a bar from where the sum was to where it is."""
    from decimal import Decimal
    from shutil import get_terminal_size

    names = max([5, *(len(step.name) for step in steps)])
    room = max(get_terminal_size((100, 24)).columns - names - _BAR - 20, 10)
    low = min([Decimal(0), *(step.total for step in steps)])
    high = max([Decimal(1), *(step.total for step in steps)])
    before = Decimal(0)
    for step in steps:
        bar = _bar(before, step.total, low, high)
        colour = "green" if step.points > 0 else "red"
        words = step.words if len(step.words) <= room else f"{step.words[: room - 3]}..."
        numbers = f"{step.name:<{names}} {step.points:>+7} {f'{step.total.normalize():f}':>7}"
        yield [f"{numbers}  ", (bar, colour), f"  {words}"]
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
