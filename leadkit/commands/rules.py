"""Commands about rules: explain a score; check, list, copy and describe rule files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadkit.base.errors import CheckFailed, LeadkitError
from leadkit.commands.options import OutputFile
from leadkit.files.disk import STANDARD

if TYPE_CHECKING:
    from decimal import Decimal

    from leadkit.files.csv_in import LeadFile
    from leadkit.scoring.explain import Step

rules_app = typer.Typer(
    help="Check, list and copy rule files.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def explain(
    lead_id: Annotated[str, typer.Argument(metavar="LEAD_ID", help="Lead to explain.")],
    other: Annotated[
        str, typer.Argument(metavar="[LEAD_ID]", help="A second lead: are they one person?")
    ] = "",
    table: Annotated[
        str,
        typer.Option("--in", metavar="FILE", help="Scored leads, or a merge log, or leads."),
    ] = "merges.csv",
    rules: Annotated[
        str,
        typer.Option(metavar="RULES", help="The rules that gave the score, where not b2b."),
    ] = "",
) -> None:
    """Show why a lead has its score, or why two are one person.

    Of a merge log, and of two leads, it shows the evidence; of scored leads their score.
    """
    from leadkit.commands.dedupe import explain_merge
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


def explain_score(leads: LeadFile, lead_id: str, rules: str) -> None:
    """Print the rules that gave a lead its score, with their points."""
    from leadkit.scoring.explain import explained, find_lead
    from leadkit.scoring.scorecard import read_scoring

    scoring = read_scoring(rules)
    lead = find_lead(leads.batches(), lead_id, leads.name)
    why = explained(lead, scoring, leads.name)
    for line in _waterfall(why.steps, why.score):
        typer.echo(line)
    for column in ("grade", "score_class"):
        if column in lead.columns:
            typer.echo(f"{column}: {lead[column].iloc[0]}")
    if why.not_evaluated:
        typer.echo(f"not evaluated, for want of a value: {', '.join(why.not_evaluated)}")


def write_text(text: str, output: str, dry_run: bool = False) -> None:
    """Give out a result that is not a table of leads."""
    from leadkit.files.disk import NoOutput, open_output

    printed = NoOutput() if dry_run else open_output(output)
    printed.write(text.encode())
    printed.commit()


_BAR = 24


def _waterfall(steps: Sequence[Step], score: str) -> Iterator[str]:
    """Yield the steps as lines, with a bar for each from where the sum was to where it is."""
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
        yield f"{numbers}  {typer.style(bar, fg=colour)}  {words}".rstrip()
        before = step.total
    yield f"{'score':<{names}} {'':>7} {score:>7}"


def _bar(before: Decimal, after: Decimal, low: Decimal, high: Decimal, width: int = _BAR) -> str:
    """Draw a step between two sums.

    >>> from decimal import Decimal
    >>> _bar(Decimal(0), Decimal(10), Decimal(0), Decimal(20), 8)
    '████    '
    >>> _bar(Decimal(20), Decimal(10), Decimal(0), Decimal(20), 8)
    '    ░░░░'
    """
    scale = width / float(high - low)
    start, end = sorted(round(float(at - low) * scale) for at in (before, after))
    end = max(end, start + 1)
    sign = "█" if after >= before else "░"
    return " " * start + sign * (end - start) + " " * (width - end)


@rules_app.command("list")
def list_rules() -> None:
    """List the rule files that come with leadkit."""
    from leadkit.rules.shipped import find_rules, shipped_rules

    for name in shipped_rules():
        about = find_rules(name).named.get("about")
        typer.echo(f"{name:<16} {about.text() if about else ''}".rstrip())


@rules_app.command("new")
def new_rules(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Shipped file to start from.")],
    target: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where to; it must not exist.")
    ] = "",
) -> None:
    """Copy a shipped rule file, to make it your own."""
    from leadkit.base.errors import did_you_mean
    from leadkit.rules.shipped import shipped_rules

    shipped = shipped_rules()
    if name not in shipped:
        hint = did_you_mean(name, shipped) or f"; there are {', '.join(shipped)}"
        raise LeadkitError(f"{name}: no shipped rules of that name{hint}")
    target = target or f"{name}.yaml"
    if Path(target).exists():
        raise LeadkitError(f"{target}: is there already; name another file")
    from leadkit.files.disk import open_input

    write_text(open_input(str(shipped[name])).read().decode(), target)
    typer.echo(f"{target}: try it with 'leadkit rules check {target}'", err=True)


@rules_app.command("schema")
def schema(output: OutputFile = STANDARD) -> None:
    """Print the JSON Schema of scoring files, for editors that complete and check YAML."""
    from leadkit.scoring.schema import rule_schema

    write_text(rule_schema(), output)


@rules_app.command("check")
def check(
    rules: Annotated[str, typer.Argument(metavar="RULES", help="Rule file, or a shipped name.")],
    against: Annotated[
        str, typer.Option(metavar="LEADS", help="CSV of leads to try every rule on.")
    ] = "",
    activities: Annotated[
        str, typer.Option(metavar="FILE", help="CSV of what these leads did, and when.")
    ] = "",
    as_of: Annotated[
        str, typer.Option(metavar="DAY", help="Day on which days are counted, or today.")
    ] = "",
    lifecycle: Annotated[
        str, typer.Option(metavar="RULES", help="Lifecycle whose thresholds must be reachable.")
    ] = "",
) -> None:
    """Run the tests of a rule file and look for what is wrong with it.

    Ends with 1 where there is a problem; notes alone are no reason to.
    """
    from leadkit.run.rule_files import Trial, check_rule_file

    checked = check_rule_file(rules, Trial(against, activities, as_of, lifecycle))
    for finding in checked.findings:
        typer.echo(str(finding))
    if checked.problems:
        raise CheckFailed(checked.words)
    typer.echo(checked.words)
