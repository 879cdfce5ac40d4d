"""What a pipeline expects: read with its mistakes, and checked at the end of a run."""

from __future__ import annotations

import json

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.rules.item import parse_yaml
from leadkit.run.expect import FIGURES, RULES, read_expectations
from leadkit.run.pipeline import read_pipeline
from leadkit.run.schema import figures_table, pipeline_schema

MISTAKES = {  # what stands after expect -> what is said, with its line
    "rejected: {at_most: 2%}\nrowz: {at_least: 1}": "p:2: rowz: nothing is counted under that name; did you mean 'rows'?",
    "MQLs: {change: 5%}": "p:1: MQLs: nothing is counted under that name; did you mean 'MQL'?",
    "merged: {chnge: 30%}": "p:1: unknown rule 'chnge'; did you mean 'change'?",
    "merged: {more_than: 3}": "p:1: unknown rule 'more_than'; known are at_least, at_most, change",
    "rows: 100": "p:1: rows: say what is expected, such as rows: {at_least: 100}",
    "rows:": "p:1: rows: say what is expected, such as rows: {at_least: 100}",
    "rows: {at_least: many}": "p:1: rows: at_least: give a number of rows, or a share such as 2%",
    "rows:\n  at_least:\n    - 5": "p:2: rows: at_least: give a number of rows, or a share such as 2%",
    "rejected: {at_most: 2.5}": "p:1: rejected: at_most: give a number of rows, or a share such as 2%",
    "rows: {at_least: 5%}": "p:1: rows: at_least: give a number; there is nothing to be a share of",
    "[rows]": "p:1: expect: expected names with values, not a list",
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISTAKES.items(), ids=list(MISTAKES))
def test_mistakes_are_said_with_their_line(text, said):
    """What was meant perhaps, too."""
    _, mistakes = read_expectations(parse_yaml(text, "p"), ["lead", "MQL"])
    assert [str(mistake) for _, mistake in mistakes] == [said]
    assert str(mistakes[0][0]) == said.split(":")[1]


def test_what_is_expected_is_read():
    """Several rules of one figure, figures as clean calls them, statuses of the lifecycle."""
    text = "rows: {at_least: 100, at_most: 1000}\nemail_invalid: {at_most: 2.5 %}\nMQL: {change: 9}"
    good, mistakes = read_expectations(parse_yaml(text, "p"), ["MQL"])
    assert not mistakes
    assert [(one.name, one.rule, one.text, one.place) for one in good] == [
        ("rows", "at_least", "100", "p:1"),
        ("rows", "at_most", "1000", "p:1"),
        ("invalid_email", "at_most", "2.5 %", "p:2"),
        ("MQL", "change", "9", "p:3"),
    ]
    assert read_expectations(parse_yaml("", "p"), []) == ([], [])


def test_any_name_may_be_a_status_where_the_lifecycle_is_not_known():
    """Its own mistake is told, and none that follows from it."""
    good, mistakes = read_expectations(parse_yaml("won: {at_least: 1}", "p"), None)
    assert ([one.name for one in good], mistakes) == (["won"], [])


PIPELINE = """import: {files: [list.csv]}
steps: [clean, {score: {rules: rules.yaml}}, {classify: {rules: own.yaml}}]
expect:
  rejected: {at_most: 20%}
EXPECT
output: out.csv
"""


@pytest.fixture
def fair(folder, root):
    """A pipeline with a list of three, one of them without an address, and with own statuses."""
    (folder / "list.csv").write_text("Email,Country\na@x.example.com,DE\nb@@x,DE\n,FR\n", "utf-8")
    (folder / "rules.yaml").write_text("rules: [{name: de, when: {country: DE}, points: 9}]\n")
    (folder / "own.yaml").write_text(
        "statuses: [{name: raw, also: raw}, {name: ripe, also: ripe, when: {score: {at_least: 5}}}]\n"
    )

    def write(expect):
        (folder / "p.yaml").write_text(PIPELINE.replace("EXPECT", expect), "utf-8")
        return folder / "p.yaml"

    return write


def test_a_pipeline_names_the_statuses_of_its_own_lifecycle(fair):
    """The usual ones are known beside them; its mistakes come with all others of the file."""
    expected = read_pipeline(str(fair("  ripe: {at_least: 1}"))).expected
    assert [(one.name, one.rule) for one in expected] == [
        ("rejected", "at_most"),
        ("ripe", "at_least"),
    ]
    with pytest.raises(LeadkitError) as error:
        read_pipeline(str(fair("  rpie: {at_least: 1}\n  rows: 5")))
    assert [line.partition(": ")[2] for line in str(error.value).splitlines()] == [
        "rpie: nothing is counted under that name; did you mean 'ripe'?",
        "rows: say what is expected, such as rows: {at_least: 100}",
    ]


BROKEN = {
    "  rows: {at_least: 3}\n  ripe: {at_most: 2}\n  invalid_email: {at_most: 34%}": "",
    "  rows: {at_least: 4}": "rows: 3; expected are at least 4",
    "  invalid_email: {at_most: 33%}": "invalid_email: 1 of 3 (33.3%); allowed is 33%",
    "  raw: {at_least: 50%}\n  ripe: {at_most: 1}": "raw: 1 of 3 (33.3%); expected are at least 50%; ripe: 2; allowed is 1",
    "  moved: {at_most: 0}": "moved: 2; allowed is 0",
}


@pytest.mark.parametrize(("expect", "said"), BROKEN.items(), ids=list(BROKEN))
def test_a_pipeline_that_does_not_give_what_is_expected_ends_with_1(fair, leadkit, expect, said):
    """Its outputs are written, and one line says which, and by how much."""
    path = fair(expect)
    done = leadkit("run", "p.yaml", cwd=path.parent)
    assert done.code == (1 if said else 0)
    assert (done.lines[-1] == f"leadkit: {said}") is bool(said), done.lines
    assert (path.parent / "out.csv").exists()


@pytest.mark.parametrize("expect", ["merged: {change: 30%}", "new: {at_least: 1}"])
def test_only_a_workspace_remembers(fair, leadkit, expect):
    """A pipeline file alone knows of no run before: said before anything is read."""
    path = fair(f"  {expect}")
    done = leadkit("run", "p.yaml", cwd=path.parent)
    name, _, rule = expect.partition(": {")
    assert (done.code, done.lines) == (
        2,
        [f"leadkit: p.yaml:5: {name}: {rule.partition(':')[0]}: only a workspace knows of a run "
         "before; 'leadkit init FOLDER' makes one"],
    )  # fmt: skip
    assert not (path.parent / "out.csv").exists()


def test_the_schema_knows_what_may_be_expected(root):
    """Figures by name, statuses by any; the rules of both. The docs list the figures, too."""
    assert figures_table() in (root / "docs" / "pipeline.md").read_text("utf-8")
    expect = json.loads(pipeline_schema())["properties"]["expect"]
    assert list(expect["properties"]) == list(FIGURES)
    for one in (*expect["properties"].values(), expect["additionalProperties"]):
        assert list(one["properties"]) == list(RULES)
