"""Values of a pipeline file that come from elsewhere: ${NAME} of the environment, and --set."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.rules.item import Item
from leadkit.run.pipeline import read_plan
from leadkit.run.schema import pipeline_schema
from leadkit.run.variables import with_variables

PIPELINE = """\
import: {files: "${IN}/list.csv"}
steps:
  - clean
  - dedupe: {merge_at: 0.9}
  - score: {rules: b2b}
  - clean: {region: DE}
output: ${OUT}.csv
"""
SET = {"IN": "in", "OUT": "leads", "BLANK": ""}


@pytest.fixture
def read(folder):
    """Read a pipeline file with these settings; return the plan."""

    def plan(*settings, text=PIPELINE, environment=SET):
        (folder / "p.yaml").write_text(text, "utf-8")
        return read_plan(str(folder / "p.yaml"), settings, environment)

    plan.folder = folder
    return plan


def said(read, *settings, **given):
    with pytest.raises(LeadkitError) as error:
        read(*settings, **given)
    return str(error.value).replace(f"{read.folder}/", "").splitlines()


def test_variables_stand_where_they_are_written(read):
    """In the middle of a text, in lists, more than once; the environment is asked for nothing else."""
    plan = read()
    assert plan.lists == [f"{read.folder}/in/list.csv"]
    assert plan.outputs.leads == f"{read.folder}/leads.csv"


TEXTS = {  # as it is written -> as it is read
    "${OUT}": "leads",
    "a${OUT}b${OUT}": "aleadsbleads",
    "$${OUT}": "${OUT}",
    "$$${OUT}": "$${OUT}",
    "$OUT costs 5 $": "$OUT costs 5 $",
    "x${BLANK}y": "xy",
}


@pytest.mark.parametrize(("written", "is_read"), TEXTS.items(), ids=TEXTS)
def test_what_a_text_becomes(read, written, is_read):
    plan = read(text=f"import: {{files: a.csv, source: '{written}'}}\nsteps: []\n")
    assert plan.options.source == is_read


WRONG = {
    "${OUTT}": "${OUTT}: the environment has no variable OUTT; did you mean 'OUT'?",
    "${WHO}": "${WHO}: the environment has no variable WHO; set it, or write $${WHO} for the text itself",
    "${OUT": "${OUT: the } that ends the name is missing; write $${ for the text itself",
    "${OUT:-x}": "${OUT:-x}: 'OUT:-x' is no name of a variable; write ${NAME}",
    "${}": "${}: '' is no name of a variable; write ${NAME}",
}  # fmt: skip


@pytest.mark.parametrize(("written", "told"), WRONG.items(), ids=WRONG)
def test_a_variable_that_is_not_set(read, written, told):
    """File, line and variable, whatever kind of value it stands for; no other word about it."""
    for text in ("source", "date_order", "header_row", "map"):
        wrong = f"import:\n  files: a.csv\n  {text}: '{written}'\nsteps: []\n"
        assert said(read, text=wrong) == [f"p.yaml:3: {told}"]


def test_all_that_are_not_set_are_told_of_with_what_else_is_wrong(read):
    text = PIPELINE.replace("0.9", "9")
    assert said(read, text=text, environment={}) == [
        "p.yaml:1: ${IN}: the environment has no variable IN; set it, or write $${IN} for the text itself",
        "p.yaml:4: merge_at 9: give a probability between 0 and 1, such as 0.95",
        "p.yaml:7: ${OUT}: the environment has no variable OUT; set it, or write $${OUT} for the text itself",
    ]  # fmt: skip


@given(st.text())
def test_what_comes_in_stays_one_text(value):
    """No sign of a value is read as YAML, or as a variable of its own."""
    item = Item("p.yaml", 1, "text", "a ${X} b")
    filled, mistakes = with_variables(item, {"X": value, "Y": "no"})
    assert (filled.text(), mistakes) == (f"a {value} b", [])


def options_of_step(plan, at):
    return plan.steps[at].options


def test_settings_stand_for_the_values_of_the_file(read):
    """Of keys, of import, of steps with options or without; the last one for a key counts."""
    plan = read(
        "clean.1.region=AT", "clean.1.only=[email, phone]", "clean.2.region=", "output=x.csv",
        "dedupe.merge_at=0.8", "dedupe.merge_at=0.99", "import.source=Fair: Berlin, hall 3",
        "dedupe.merges=in/merges.csv", "import.files=[a.csv, {file: b.csv, source: Web}]",
    )  # fmt: skip
    assert options_of_step(plan, 0).region == "AT"
    assert options_of_step(plan, 0).only == ("email", "phone")
    assert options_of_step(plan, 3).region == ""
    assert options_of_step(plan, 1).merge_at == 0.99
    assert plan.options.source == "Fair: Berlin, hall 3"
    assert plan.lists == [f"{read.folder}/a.csv", f"{read.folder}/b.csv"]
    assert plan.per_list[f"{read.folder}/b.csv"].source == "Web"
    assert plan.outputs.leads == f"{read.folder}/x.csv"
    assert plan.outputs.aside["merges"] == f"{read.folder}/in/merges.csv"


def test_a_setting_is_the_text_that_it_is(read):
    """Its signs are those of the shell; what it replaces need not be set."""
    plan = read("import.source=${WHO}", "output=x.csv", "import.files=b.csv", environment={})
    assert plan.options.source == "${WHO}"


SETTINGS = {
    "clean.region=AT": "there are 2 steps clean; write clean.1 for the first",
    "clean.3.region=AT": "there is no step clean.3",
    "scor.rules=b2c": "the file has no key or step scor; did you mean 'score'?",
    "outptu=x": "the file has no key or step outptu; did you mean 'output'?",
    "classify.as_of=today": "the file has no key or step classify; there are clean, dedupe, score",
    "score.ruls=b2c": "unknown option of score 'ruls'; did you mean 'rules'?",
    "score.as_of=soon": "as_of soon: give a day as 2026-10-31, or today",
    "import.date_order=dym": "date_order dym: give dmy or mdy; did you mean 'mdy'?",
    "import.sorce=x": "unknown option of import 'sorce'; did you mean 'source'?",
    "dedupe.review_at=0.95": "--review-at 0.95 is above --merge-at 0.9: pairs to review are those below it",
    "score=b2c": "say which option of score to set, such as --set clean.region=AT",
    "output.a=x": "p.yaml:7 has no options here to set",
    "import.files=[a": "broken YAML: ",
    "safe_cells=perhaps": "safe_cells: give true or false",
}  # fmt: skip


@pytest.mark.parametrize(("setting", "told"), SETTINGS.items(), ids=SETTINGS)
def test_a_setting_is_checked_as_the_files_own_value(read, setting, told):
    """With the setting as its place, for it stands in no line."""
    (line,) = said(read, setting)
    assert line.startswith(f"--set {setting.partition('=')[0]}: {told}")


@pytest.mark.parametrize("setting", ["clean.region", "=AT", ""])
def test_a_setting_needs_a_key_and_a_value(read, setting):
    told = f"--set {setting}: give a key and its value, such as --set clean.region=AT"
    assert said(read, setting) == [told]


def test_all_wrong_settings_are_told_of_at_once(read):
    assert len(said(read, "score.ruls=b2c", "score.as_of=soon", "import.sorce=x")) == 3


def test_the_command_takes_both(leadkit, folder, monkeypatch):
    """--set as often as one likes; the environment is that of the process."""
    monkeypatch.setenv("FAIR", "Fair 2026")
    (folder / "list.csv").write_text("E-Mail,Phone\neva@x.example.com,0650 9999812\n", "utf-8")
    text = "import: {files: list.csv, source: '${FAIR}'}\nsteps: [clean]\n"
    (folder / "p.yaml").write_text(text, "utf-8")
    done = leadkit(
        "run", "p.yaml", "--set", "clean.region=AT", "--set", "output=out.csv", cwd=folder
    )
    assert done.code == 0
    out = (folder / "out.csv").read_text("utf-8")
    assert "Fair 2026" in out
    assert "+436509999812" in out


def test_an_editor_takes_variables_for_any_value():
    """The schema knows no number behind a variable, but that it is one."""
    stages = json.loads(pipeline_schema())["properties"]["steps"]["items"]["anyOf"][1]["properties"]
    options = stages["dedupe"]["properties"] | stages["clean"]["properties"]
    for name in ("merge_at", "all_rows", "date_order"):
        taken = [re.compile(one["pattern"]) for one in options[name]["anyOf"] if "pattern" in one]
        assert [bool(one.search("${X}")) for one in taken] == [True]
        assert not taken[0].search("X")
