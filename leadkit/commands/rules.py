"""The commands ``leadkit rules ...``: check, list, copy and describe rule files."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from leadkit.base.errors import CheckFailed, LeadkitError, did_you_mean
from leadkit.commands.completing import complete_rules
from leadkit.commands.files import Reads, Writes
from leadkit.commands.options import OutputFile, add_command, new_app
from leadkit.commands.running import write_text
from leadkit.commands.telling import answer, say, shown
from leadkit.files.disk import STANDARD, refuse_page_ending

app = new_app(help="Check, list and copy rule files.", no_args_is_help=True)
SCHEMAS = (
    "scoring", "lifecycle", "consent", "merge", "titles", "remarks", "target", "routing",
    "pipeline", "manifest",
)  # fmt: skip


def _complete_schemas(incomplete: str) -> list[str]:
    return [kind for kind in SCHEMAS if kind.startswith(incomplete)]


@add_command(app, "list", "leadkit rules list", "leadkit rules list | grep consent")
def list_rules() -> None:
    """List the rule files that come with leadkit."""
    from leadkit.rules.shipped import find_rules, shipped_rules

    shipped = shipped_rules()
    wide = max(map(len, shipped)) + 1
    for name in shipped:
        about = find_rules(name).named.get("about")
        answer(f"{name:<{wide}} {about.text() if about else ''}")


@add_command(
    app,
    "new",
    "leadkit rules new b2b",
    "leadkit rules new lifecycle my-lifecycle.yaml",
)
def new_rules(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="Shipped file to start from.", autocompletion=complete_rules
        ),
    ],
    target: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where to; it must not exist."), Writes()
    ] = "",
) -> None:
    """Copy a shipped rule file, to make it your own."""
    from leadkit.rules.shipped import shipped_rules

    shipped = shipped_rules()
    if name not in shipped:
        hint = did_you_mean(name, shipped) or f"; there are {', '.join(shipped)}"
        raise LeadkitError(f"{name}: no shipped rules of that name{hint}")
    target = target or f"{name}.yaml"
    if os.path.lexists(target):
        raise LeadkitError(f"{target}: is there already; name another file")
    from leadkit.files.disk import open_input

    write_text(open_input(str(shipped[name])).read().decode(), target)
    say(f"{target}: try it with 'leadkit rules check {target}'")


@add_command(
    app,
    "schema",
    "leadkit rules schema -o rules.schema.json",
    "leadkit rules schema pipeline -o pipeline.schema.json",
)
def schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="[KIND]",
            help=f"Which files it describes: {', '.join(SCHEMAS)}.",
            autocompletion=_complete_schemas,
        ),
    ] = "scoring",
    output: OutputFile = STANDARD,
) -> None:
    """Print the JSON Schema of rule, target or pipeline files, or of a run's manifest."""
    from leadkit.classifying.schema import consent_schema, lifecycle_schema
    from leadkit.deduping.merging.schema import merge_schema
    from leadkit.economics.channel_map import channels_schema
    from leadkit.handoff.schema import target_schema
    from leadkit.routing.schema import routing_schema
    from leadkit.rules.word_schemas import remarks_schema, titles_schema
    from leadkit.run.schema import pipeline_schema
    from leadkit.scoring.schema import rule_schema
    from leadkit.workspace.manifest import manifest_schema

    makers = {
        "scoring": rule_schema,
        "lifecycle": lifecycle_schema,
        "consent": consent_schema,
        "merge": merge_schema,
        "titles": titles_schema,
        "remarks": remarks_schema,
        "target": target_schema,
        "routing": routing_schema,
        "channels": channels_schema,
        "pipeline": pipeline_schema,
        "manifest": manifest_schema,
    }
    if kind not in makers:
        hint = did_you_mean(kind, makers) or f"; there are {', '.join(makers)}"
        raise LeadkitError(f"{kind}: there is no schema of such files{hint}")
    refuse_page_ending(output, is_json=True)
    write_text(makers[kind](), output)


@add_command(
    app,
    "check",
    "leadkit rules check my-rules.yaml",
    "leadkit rules check b2b --against leads.csv --lifecycle lifecycle",
)
def check(
    rules: Annotated[
        str,
        typer.Argument(
            metavar="RULES", help="Rule file, or a shipped name.", autocompletion=complete_rules
        ),
        Reads(rules=True),
    ],
    against: Annotated[
        str, typer.Option(metavar="LEADS", help="CSV of leads to try every rule on."), Reads()
    ] = "",
    activities: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE",
            help="List of what these leads did, and when. Repeat it for several.",
        ),
        Reads(lists=True),
    ] = None,
    as_of: Annotated[
        str, typer.Option(metavar="DAY", help="Day on which days are counted, or today.")
    ] = "",
    lifecycle: Annotated[
        str,
        typer.Option(
            metavar="RULES",
            help="Lifecycle whose thresholds must be reachable.",
            autocompletion=complete_rules,
        ),
        Reads(rules=True),
    ] = "",
) -> None:
    """Run the tests of a rule file and look for what is wrong with it.

    Ends with 1 where there is a problem; notes alone are no reason to.
    """
    from leadkit.run.rule_files import Trial, check_rule_file

    checked = check_rule_file(rules, Trial(against, tuple(activities or ()), as_of, lifecycle))
    for finding in checked.findings:
        answer(shown(str(finding)))
    if checked.problems:
        raise CheckFailed(checked.words)
    answer(checked.words)
