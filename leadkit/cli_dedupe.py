"""The commands around dedupe: undo it, and ask it why. Part of the command line, as cli.py is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from leadkit.files import STANDARD

if TYPE_CHECKING:
    from leadkit.engine import Outputs, Source
    from leadkit.matching.explain import Explanation
    from leadkit.stage import Stage

Run = Callable[["str", "Source", "list[Stage]", "Outputs", "bool"], None]


def register(app: typer.Typer, run: Run) -> None:
    """Add the commands to the application; ``run`` takes a source through stages and tells."""

    @app.command()
    def unmerge(
        leads: Annotated[
            str, typer.Argument(metavar="[INPUT]", help="What dedupe wrote.")
        ] = STANDARD,
        merges: Annotated[str, typer.Option(metavar="FILE", help="Its merge log.")] = "",
        output: Annotated[
            str, typer.Option("--output", "-o", metavar="FILE", help="Write here.")
        ] = STANDARD,
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing.")] = False,
    ) -> None:
        """Undo a dedupe: give back the originals from what it wrote and its merge log."""
        from leadkit.engine import Outputs
        from leadkit.errors import LeadkitError
        from leadkit.pipeline import UnmergedLeads

        if not merges:
            raise LeadkitError("unmerge needs --merges FILE, the merge log that dedupe wrote")
        run("unmerge", UnmergedLeads(leads, merges), [], Outputs(output), quiet)

    @app.command()
    def explain(
        lead_id: Annotated[str, typer.Argument(metavar="LEAD_ID", help="An absorbed lead.")],
        other: Annotated[str, typer.Argument(metavar="[LEAD_ID]", help="A second lead.")] = "",
        table: Annotated[
            str, typer.Option("--in", metavar="FILE", help="A merge log, or leads with both.")
        ] = "merges.csv",
    ) -> None:
        """Say why two leads are one person: every comparison with its weight."""
        explain_merge(table, lead_id, other)


def explain_merge(table: str, lead_id: str, other: str = "") -> None:
    """Print the evidence about a merged lead, or about two leads of a table."""
    from leadkit.files import open_output
    from leadkit.matching.explain import explain_pair
    from leadkit.pipeline import read_leads

    found = explain_pair(read_leads(table), lead_id, other, table)
    output = open_output(STANDARD)
    output.write("".join(f"{line}\n" for line in explanation_lines(found)).encode())
    output.commit()


def explanation_lines(found: Explanation) -> list[str]:
    """Return the evidence as the lines of a table: weight, comparison, words; then the sum."""
    lines = [f"{found.one} and {found.other}", f"{'bits':>8}  {'comparison':<14}evidence"]
    for name, bits, words in found.lines:
        told = words or "two rows picked at random" * (name == "prior")
        lines.append(f"{bits:>+8.2f}  {name.replace('_', ' '):<14}{told}".rstrip())
    lines.append(f"{found.bits:>+8.2f}  {'sum':<14}probability {found.probability:.3f}")
    return lines
