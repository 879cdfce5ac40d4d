"""The commands dedupe and unmerge, and how evidence is shown. Part of the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from leadkit.commands.options import DryRun, InputFile, OutputFile, Quiet, SummaryFile
from leadkit.files.disk import STANDARD

if TYPE_CHECKING:
    from leadkit.base.leads import Stage
    from leadkit.deduping.explain import Explanation
    from leadkit.run.engine import Source
    from leadkit.run.outputs import Outputs

Run = Callable[["str", "Source", "list[Stage]", "Outputs", "bool"], object]
RunStage = Callable[[str, object, str, str, str, bool, bool, dict[str, str]], None]


def register(app: typer.Typer, run_stage: RunStage, run: Run) -> None:
    """Add the commands to the application; the two functions run stages and tell of it."""

    @app.command()
    def dedupe(
        leads: InputFile = STANDARD,
        merges: Annotated[
            str, typer.Option(metavar="FILE", help="Write which lead went into which, and why.")
        ] = "",
        merge_at: Annotated[
            str, typer.Option(metavar="P", help="Merge pairs at least this probable.")
        ] = "0.95",
        review_at: Annotated[
            str, typer.Option(metavar="P", help="Pairs from here to --merge-at are for review.")
        ] = "0.5",
        review: Annotated[
            str, typer.Option(metavar="FILE", help="Write the pairs that a person has to decide.")
        ] = "",
        decisions: Annotated[
            str, typer.Option(metavar="FILE", help="A review file with y or n in 'decision'.")
        ] = "",
        rules: Annotated[
            str, typer.Option(metavar="RULES", help="Merge rules, or the name of shipped ones.")
        ] = "merge",
        against: Annotated[
            str, typer.Option(metavar="FILE", help="A CRM's export: write only what it lacks.")
        ] = "",
        known: Annotated[
            str, typer.Option(metavar="FILE", help="With --against: write what the CRM has here.")
        ] = "",
        all_rows: Annotated[
            bool, typer.Option("--all-rows", help="With --against: write known leads too.")
        ] = False,
        region: Annotated[
            str, typer.Option(metavar="COUNTRY", help="With --against: where its phones are.")
        ] = "",
        output: OutputFile = STANDARD,
        summary: SummaryFile = "",
        dry_run: DryRun = False,
        quiet: Quiet = False,
    ) -> None:
        """Merge rows that are the same person, or the same company.

        Colleagues and relatives stay apart, and an opt-out on any merged row stays one.
        """
        from leadkit.base.errors import LeadkitError
        from leadkit.deduping.rounds import DedupeOptions

        for option, given in (("known", known), ("all-rows", all_rows), ("region", region)):
            if given and not against:
                raise LeadkitError(f"--{option} goes with --against FILE, the list to compare with")
        if leads == STANDARD and STANDARD in (against, decisions):
            raise LeadkitError("the leads come from standard input, so --against and --decisions "
                               "need files")  # fmt: skip
        every = "yes" if all_rows else ""
        options = DedupeOptions(merge_at, review_at, rules, decisions, against, every, region)
        asides = {"merges": merges, "review": review, "known": known}
        run_stage("dedupe", options, leads, output, summary, dry_run, quiet, asides)

    @app.command()
    def unmerge(
        leads: Annotated[
            str, typer.Argument(metavar="[INPUT]", help="What dedupe wrote.")
        ] = STANDARD,
        merges: Annotated[str, typer.Option(metavar="FILE", help="Its merge log.")] = "",
        output: OutputFile = STANDARD,
        quiet: Quiet = False,
    ) -> None:
        """Undo a dedupe: give back the originals, with the merge log."""
        from leadkit.base.errors import LeadkitError
        from leadkit.run.outputs import Outputs
        from leadkit.run.sources import UnmergedLeads

        if not merges:
            raise LeadkitError("unmerge needs --merges FILE, the merge log that dedupe wrote")
        run("unmerge", UnmergedLeads(leads, merges), [], Outputs(output), quiet)


def explain_merge(table: str, lead_id: str, other: str = "") -> None:
    """Print the evidence about a merged lead, or about two leads of a table."""
    from leadkit.deduping.explain import explain_pair
    from leadkit.files.read import read_leads

    for line in explanation_lines(explain_pair(read_leads(table), lead_id, other, table)):
        typer.echo(line)


def explanation_lines(found: Explanation) -> list[str]:
    """Return the evidence as the lines of a table: weight, comparison, words; then the sum."""
    lines = [f"{found.one} and {found.other}", f"{'bits':>8}  {'comparison':<14}evidence"]
    for name, bits, words in found.lines:
        told = words or "two rows picked at random" * (name == "prior")
        lines.append(f"{bits:>+8.2f}  {name.replace('_', ' '):<14}{told}".rstrip())
    lines.append(f"{found.bits:>+8.2f}  {'sum':<14}probability {found.probability:.3f}")
    return lines
