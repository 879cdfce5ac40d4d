"""Target files: what ships is good, names its facts, and whatever is wrong is told at once."""

from __future__ import annotations

import json
import re

import pytest

from leadkit.base.columns import ADDED, IDENTITY, KNOWN
from leadkit.base.errors import LeadkitError
from leadkit.handoff.schema import target_schema
from leadkit.handoff.target import SURE
from leadkit.handoff.target_file import read_target, shipped_targets
from leadkit.rules.shipped import shipped_rules
from tests.commands.test_rules_command import faults

CRMS = [name for name in shipped_targets() if name not in ("excel", "excel-csv", "sales")]


def test_all_targets_ship():
    """Nine hand-overs to CRMs, two to spreadsheets, and the sheet for people."""
    assert len(CRMS) == 9
    assert {"hubspot", "salesforce", "salesforce-data-loader", "dynamics", "odoo"} <= {*CRMS}


@pytest.mark.parametrize("name", CRMS)
def test_a_target_names_its_facts(name):
    """Each has sources, a day and how sure they are; steps for HOWTO.txt; columns of ours."""
    target = read_target(name)
    assert target.facts
    assert target.steps
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", target.as_of)
    assert {fact.sure for fact in target.facts} <= SURE.keys()
    ours = {name for column in target.columns for name in column.sources}
    assert ours <= {*IDENTITY, *KNOWN, *ADDED}
    assert target.mailing in ("flagged", "separate"), "a CRM has to hear who may not be mailed"


@pytest.mark.parametrize("name", shipped_targets())
def test_shipped_targets_fit_the_schema(name):
    """What the loader takes, an editor takes; and a slip is one for both."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
    schema = json.loads(target_schema())
    text = shipped_rules()[name].read_text("utf-8")
    assert faults(yaml.load(text, Loader), schema, schema) == []
    for right, wrong in (
        ("columns:", "colums:"),
        ("limits:", "limit:"),
        ("longest: 2", "longest: y"),
    ):
        if right in text:
            assert faults(yaml.load(text.replace(right, wrong, 1), Loader), schema, schema), wrong


WRONG = [
    ("target: X\nas_of: today\ncolums: all", "2: a target needs 'columns'"),
    ("target: X\ncolumns: all", "a target needs 'as_of'"),
    ("target: X\nas_of: x\ncolumns: none", "columns: give a list, or all"),
    ("target: X\nas_of: x\ncolumns: [{to: A}]", "column 'A': say what it is made of"),
    ("target: X\nas_of: x\ncolumns: [{from: email}]", "a column needs 'to'"),
    ("target: X\nas_of: x\ncolumns: [{to: A, from: emial}]", "'emial'; did you mean 'email'?"),
    ("target: X\nas_of: x\ncolumns: [{to: A, from: email, as: mail}]", "did you mean 'email'?"),
    ("target: X\nas_of: x\ncolumns: [{to: A, from: email, longest: -1}]", "a whole number"),
    ("target: X\nas_of: x\ncolumns: [{to: A, from: email, like: '('}]", "like: no pattern"),
    ("target: X\nas_of: x\ncolumns: [{to: A, not_by: fax}]", "give email or call or post"),
    ("target: X\nas_of: x\ncolumns: [{to: A, lines: [{when: {email: {iss: x}}}]}]", "did you mean"),
    (
        "target: X\nas_of: x\ncolumns: [{to: A, from: email}, {to: A, from: phone}]",
        "more than once",
    ),
    ("target: X\nas_of: x\ncolumns: all\ndelimiter: ';;'", "give one sign"),
    ("target: X\nas_of: x\ncolumns: all\nfile: ../x", "is no name for a file"),
    ("target: X\nas_of: x\ncolumns: all\nlimits: {row: 1}", "unknown limit 'row'"),
    ("target: X\nas_of: x\ncolumns: all\nneeds: [A]", "needs: no column 'A'"),
    ("target: X\nas_of: x\ncolumns: all\nfacts: [{what: x}]", "a fact needs its source"),
    ("target: X\nas_of: x\ncolumns: all\nformat: xls", "format: 'xls' is none of them"),
    ("rules: []", "is no target file"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_wrong_with_a_target_file(tmp_path, text, said):
    """Each mistake names its line, and what to write."""
    file = tmp_path / "my.yaml"
    file.write_text(text + "\n")
    with pytest.raises(LeadkitError) as error:
        read_target(file)
    assert re.search(r"my\.yaml:\d+: ", str(error.value))
    assert said.partition(": ")[2] in str(error.value) or said in str(error.value)


def test_all_mistakes_are_told_at_once(tmp_path):
    """A file with five mistakes says all five, in the order of its lines."""
    file = tmp_path / "my.yaml"
    file.write_text("target: X\nlimits: {rows: many}\ncolumns:\n  - {to: A}\n  - {from: emial}\n")
    with pytest.raises(LeadkitError) as error:
        read_target(file)
    lines = [int(line.split(":")[1]) for line in error.value.lines[0:] if "my.yaml" in line]
    assert len(error.value.lines) == 5
    assert lines == sorted(lines)
