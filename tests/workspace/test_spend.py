"""What was spent, as a workspace reads it; and notes on rules, which are told once."""

from __future__ import annotations

import json

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.cpl import CplOptions
from leadkit.economics.study import cost_per_channel
from leadkit.files.read import read_leads
from leadkit.workspace.redo import redo_run
from tests.running import on_terminal
from tests.workspace.fairs import DAY, PIPELINE, Fair, new_fair

STEP = "  - cpl: {by: lead_source, spend: spend*.csv, revenue: 900, margin: 50%}"
HEADER = "First Name,E-Mail,Country,Lead Source,Lead Status"
ROWS = ("Eva,eva@meier.example.com,US,Fair,customer", "Jan,jan@kern.example.com,US,Web,")


@pytest.fixture
def fair(folder) -> Fair:
    """A workspace that reads what was spent."""
    fair = new_fair(folder / "fair", PIPELINE + STEP)
    fair.write("spend.csv", "lead_source,spend", "Fair,100", "Web,7")
    fair.write("inbox/a.csv", HEADER, *ROWS)
    return fair


def test_each_run_says_what_channels_cost(fair):
    """In a table and in the ledger; a spend file that changed, or came, is told and read."""
    done = fair.run()
    folder = fair.workspace.run(done.run)
    table = read_leads(str(folder / "channels.csv"))
    spend = read_leads(str(fair.folder / "spend.csv"))
    leads = read_leads(str(folder / "leads.csv"))
    assert table.equals(cost_per_channel(leads, spend, CplOptions(revenue="900", margin="50%")))
    told = json.loads((folder / "ledger.json").read_text("utf-8"))["channels"]
    assert [(one["lead_source"], one["cpl"], one["max_cpl"]) for one in told] == [
        ("Fair", "100.00", "450.00"), ("Web", "7.00", "0.00"), ("(total)", "53.50", "225.00"),
    ]  # fmt: skip
    inputs = {one.path: one.role for one in done.manifest.inputs}
    assert inputs["spend.csv"] == "spend"
    assert done.manifest.output("channels.csv").rows == 3
    fair.write("spend.csv", "lead_source,spend", "Fair,100", "Web,9")
    assert fair.run().changed == ("spend.csv changed",)
    fair.write("spend_2.csv", "lead_source,spend", "Web,1")
    assert fair.run().changed == ("spend_2.csv is new",)
    assert [row["spend"] for row in fair.rows("channels.csv", fair.in_force)] == [
        "100.00", "10.00", "110.00",
    ]  # fmt: skip
    for run in fair.runs:
        assert redo_run(fair.folder, run).difference == ""


@pytest.mark.slow
def test_spend_that_makes_no_sense(fair):
    """Ends the run before a row is read, and nothing is changed."""
    fair.run()
    fair.write("spend.csv", "lead_source,spend", "Fair,much")
    fair.write("inbox/b.csv", HEADER, "Ida,ida@lang.example.com,US,Web,")
    before = fair.content()
    with pytest.raises(LeadkitError, match=r"cpl: .*spend\.csv:2: spend 'much': not an amount"):
        fair.run()
    assert {path: content for path, content in fair.content().items() if "/kept/" not in path} == {
        path: content for path, content in before.items() if "/kept/" not in path
    }


@pytest.mark.slow
def test_what_a_person_sees(fair, folder):
    """A line for each channel below the funnel; the leads that new.csv has are told as a file."""
    shown = on_terminal("run", "fair", "--as-of", DAY, told=True, cwd=folder)
    lines = [line.rstrip() for line in shown.splitlines()]
    (write,) = (line for line in lines if line.startswith(" write"))
    assert write.split() == ["write", "2", "2", "in", "new.csv"]
    assert [line.split()[0] for line in lines[lines.index(write) - 2 : lines.index(write)]] == [
        "classify", "cpl",
    ]  # fmt: skip
    at = next(at for at, line in enumerate(lines) if line.split()[-1:] == ["verdict"])
    assert [line.split() for line in lines[at + 2 : at + 4]] == [
        ["Fair", "1", "1", "100", "100.00", "300.00", "keep"],
        ["Web", "1", "0", "7", "7.00", "150.00", "too", "early"],
    ]  # fmt: skip


@pytest.mark.slow
def test_notes_on_rules_are_told_once(fair, folder, leadkit):
    """What rules ask for and nobody gives is told again where something about it changed."""
    rules = "{name: opened, group: engagement, activity: open, points: 1}"
    fair.write(
        "rules/points.yaml",
        f"rules: [{rules}, {{name: in_bonn, group: g, when: {{city: Bonn, country: US}}, points: 1}}]",
    )
    said = (
        "1 rule of fair/rules/points.yaml looks at activities, and there are none: give "
        "--activities FILE (in a pipeline activities: FILE under score)"
    )
    asks = "fair/rules/points.yaml asks for city, which this list does not have: those count as unknown"

    def notes(*options: str) -> list[str]:
        lines = leadkit("run", "fair", *options, cwd=folder).lines
        return [line.partition(": note: ")[2] for line in lines if ": note: " in line]

    assert notes("--as-of", DAY) == [asks, said]
    fair.write("inbox/b.csv", HEADER, "Ida,ida@lang.example.com,US,Web,")
    assert notes("--as-of", DAY) == []
    log = (fair.workspace.run(fair.in_force) / "log.txt").read_text("utf-8")
    assert said in log
    fair.write("rules/points.yaml", f"rules: [{rules}, {rules.replace('opened', 'again')}]")
    assert notes("--as-of", DAY)[1:] == [said.replace("1 rule", "2 rules").replace("looks", "look")]
    assert said not in "".join(notes("--as-of", "2026-11-28"))
