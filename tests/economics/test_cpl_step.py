"""cpl as a step of a pipeline: leads pass as they are, and what each channel cost is counted."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from leadkit.base.errors import LeadkitError
from leadkit.base.values import without_values
from leadkit.cpl import CplStepOptions, channels_stage
from leadkit.economics.study import StudyOptions, cost_per_channel
from leadkit.files.read import read_leads
from leadkit.run.schema import pipeline_schema
from leadkit.run.sources import costing, spent
from tests.running import ROOT

LEADS = ROOT / "examples" / "channels" / "leads.csv"
COSTS = ROOT / "examples" / "channels" / "costs.csv"
WORTH = {"revenue": "50000", "margin": "20%"}


@pytest.mark.parametrize("by", ["lead_source", "lead_source,month"])
@pytest.mark.parametrize("size", [7, 1000])
def test_it_counts_what_the_study_counts(by, size):
    """However the leads are cut into batches, and all pass as they are."""
    leads = read_leads(str(LEADS))
    options = CplStepOptions(by=by, spend=str(COSTS), **WORTH)
    stage = costing(options)
    assert stage.check(list(leads.columns)) == []
    for at in range(0, len(leads), size):
        part = leads[at : at + size]
        assert stage.apply(part).leads is part
    closing = stage.closing()
    table = cost_per_channel(leads, read_leads(str(COSTS)), WORTH, StudyOptions(by))
    pd.testing.assert_frame_equal(closing.aside["channels"], table)
    assert [line["verdict"] for line in closing.told["channels"]] == table["verdict"].tolist()
    assert sum(closing.counts.values()) == (table["verdict"] != "").sum()
    assert [without_values(note) for note in stage.after_all()] == [
        "spend without a lead of that name: 1 channel; where leads call it otherwise, "
        "--channels map.yaml says so"
    ]


REFUSED = {
    "spend without by": ({"spend": "costs.csv"}, "spend needs by, such as by: lead_source"),
    "a table without by": ({"channels": "c.csv"}, "channels needs by, such as by: lead_source"),
    "a rate": ({"by": "lead_source", "close_rate": "5%"}, "close_rate is counted from the leads: leave it out"),
}  # fmt: skip


@pytest.mark.parametrize(("options", "said"), REFUSED.values(), ids=REFUSED)
def test_options_that_make_no_sense(options, said):
    with pytest.raises(LeadkitError) as error:
        CplStepOptions(**options)
    assert str(error.value) == said


def test_what_is_wrong_is_told_before_a_row_is_read(tmp_path):
    """With the spend, with the figures, with the columns."""
    costs = tmp_path / "costs.csv"
    costs.write_text("lead_source,spend\nFair,12\nWeb,much\n")
    options = CplStepOptions(by="lead_source", spend=str(costs))
    with pytest.raises(LeadkitError, match=r"costs\.csv:3: spend 'much': not an amount of money"):
        costing(options)
    with pytest.raises(LeadkitError, match="margin '20'"):
        costing(CplStepOptions(by="lead_source", revenue="5", margin="20"))
    stage = costing(CplStepOptions(by="lead_sorce", revenue="5"))
    with pytest.raises(LeadkitError, match="--by lead_sorce: the leads have no such column"):
        stage.check(["lead_id", "lead_source", "lead_status"])
    stage = costing(CplStepOptions(by="lead_source", revenue="5"))
    with pytest.raises(LeadkitError, match="no column lead_status or lifecycle_stage"):
        stage.check(["lead_id", "lead_source"])


def test_where_nothing_is_known_nothing_is_told():
    """A spend file without rows is one that nobody filled in yet."""
    leads = pd.DataFrame({"lead_source": ["Web"], "lead_status": ["customer"]}, dtype="str")
    empty = pd.DataFrame({"lead_source": [], "spend": []}, dtype="str")
    stage = channels_stage(CplStepOptions(by="lead_source"), empty)
    stage.apply(leads)
    closing = stage.closing()
    assert stage.check(["lead_id"]) == []
    assert (len(closing.aside["channels"]), dict(closing.told), stage.after_all()) == (0, {}, [])
    assert dict(closing.counts) == {}


def test_leads_without_a_source():
    """Where no list says where people come from, they are counted together, and a note says so."""
    costs = pd.DataFrame({"lead_source": ["Web"], "spend": ["12"]})
    stage = channels_stage(CplStepOptions(by="lead_source", **WORTH), costs, ["costs.csv:2"])
    leads = pd.DataFrame({"lead_id": ["1"], "lead_status": ["customer"]}, dtype="str")
    (note,) = stage.check(list(leads.columns))
    assert note == "the leads have no lead_source: their cost is told for all of them together"
    assert stage.apply(leads).leads is leads
    table = stage.closing().aside["channels"]
    assert table["lead_source"].tolist() == ["Web", "(leads without lead_source)", "(total)"]


def test_a_pipeline_with_spend(folder, leadkit_here, monkeypatch):
    """Its table is the command's, and the summary says what each channel cost and may cost."""
    monkeypatch.chdir(folder)
    header, *lines = COSTS.read_text("utf-8").splitlines(keepends=True)
    Path("costs").mkdir()
    for name, own in (("a", lines[:3]), ("b", lines[3:])):
        (folder / "costs" / f"{name}.csv").write_text(header + "".join(own), "utf-8")
    Path("p.yaml").write_text(
        f"import: {{files: {LEADS.as_posix()}}}\nsummary: s.json\noutput: out.csv\nsteps:\n  - cpl: "
        "{by: lead_source, spend: [costs/a.csv, costs/b*.csv], revenue: 50000, margin: 20%,"
        " channels: channels.csv}\n"
    )
    done = leadkit_here("run", "p.yaml")
    assert done.code == 0
    assert (
        "1 channel to scale, 1 channel to keep, 2 channels to watch, 1 channel to stop, 1 channel to check"
        in done.lines[-1]
    )
    command = ["--by", "lead_source", "--spend", "costs", "--revenue", "50000", "--margin", "20%"]
    alone = leadkit_here("cpl", "out.csv", "-q", *command)
    assert Path("channels.csv").read_bytes() == alone.out
    told = json.loads(Path("s.json").read_text("utf-8"))["channels"]
    with open("channels.csv", encoding="utf-8", newline="") as file:
        for line, row in zip(told, csv.DictReader(file), strict=True):
            assert line.items() <= row.items()
    Path("p.yaml").write_text(Path("p.yaml").read_text().replace("by: lead_source, ", ""))
    done = leadkit_here("run", "p.yaml")
    assert (done.code, done.lines) == (
        2, ["leadkit: p.yaml:5: spend needs by, such as by: lead_source"],
    )  # fmt: skip


TWO = {
    "two counts": ("cpl: {by: lead_source, channels: a.csv}", "cpl: {by: country, channels: a.csv}",
                   "p.yaml:4: cpl: channels are counted in line 3 already, and a run has one table of them"),
    "one table in two files": ("dedupe: {merges: a.csv}", "update: {merges: b.csv}",
                               "p.yaml:4: update: a run has one table of merges, and a step before this one writes it into a.csv"),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "said"), TWO.values(), ids=TWO)
def test_a_run_has_one_table_of_a_kind(folder, leadkit_here, monkeypatch, one, other, said):
    """Of two, one would be lost, or both be mixed; so it is refused before anything is read."""
    monkeypatch.chdir(folder)
    Path("p.yaml").write_text(f"import: {{files: l.csv}}\nsteps:\n  - {one}\n  - {other}\n")
    done = leadkit_here("run", "p.yaml")
    assert done.code == 2
    assert done.lines[0].removeprefix("leadkit: ").startswith(said)


def test_an_editor_knows_its_keys():
    """spend is one path or several."""
    step = json.loads(pipeline_schema())["properties"]["steps"]["items"]["anyOf"][1]
    keys = step["properties"]["cpl"]["properties"]
    assert {"by", "spend", "revenue", "channels"} < keys.keys()
    assert keys["spend"]["anyOf"][1]["type"] == "array"
    assert spent(()) == (None, [])
