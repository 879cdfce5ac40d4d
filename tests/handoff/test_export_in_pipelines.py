"""``export`` of a pipeline file: the same files as the command writes, with the run or not at all."""

from __future__ import annotations

import pytest

from tests.handoff.conftest import EXAMPLE, rows_of


@pytest.fixture
def place(tmp_path):
    """The lists of the trade fair, and their pipeline with two hand-overs."""
    for file in EXAMPLE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (tmp_path / "pipeline.yaml").read_text("utf-8")
    (tmp_path / "pipeline.yaml").write_text(
        f"{text}export:\n  - {{to: hubspot, folder: one, for: sales}}\n"
        "  - {to: odoo, folder: two, where: {lead_status: [SQL, SQO]}, columns: [email, phone]}\n",
        "utf-8",
    )
    return tmp_path


def test_a_run_hands_over_what_the_command_does(place, leadkit):
    """Byte for byte, and its summary counts the rows of each file."""
    done = leadkit("run", "pipeline.yaml", cwd=place)
    assert done.code == 0
    assert "90 in one/contacts.csv" in done.err.decode()
    leadkit("export", "leads.csv", "--to", "hubspot", "--for", "sales", "-o", "a", cwd=place)
    where = "lead_status: [SQL, SQO]"
    leadkit(
        "export",
        "leads.csv",
        "--to",
        "odoo",
        "--where",
        where,
        "--columns",
        "email,phone",
        "-o",
        "b",
        cwd=place,
    )
    for made, other in (("one", "a"), ("two", "b")):
        files = sorted(one.name for one in (place / made).iterdir())
        assert files == sorted(one.name for one in (place / other).iterdir())
        for file in files:
            assert (place / made / file).read_bytes() == (place / other / file).read_bytes(), file
    assert leadkit("run", "-q", "pipeline.yaml", cwd=place).code == 0, "a second run replaces them"


def test_a_run_that_fails_leaves_no_folder(place, leadkit):
    """Where an output cannot be written, nothing is handed over."""
    done = leadkit("run", "pipeline.yaml", "-o", "no/such/leads.csv", cwd=place)
    assert done.code == 2
    assert not (place / "one").exists()
    assert leadkit("run", "pipeline.yaml", "--dry-run", cwd=place).code == 0
    assert not (place / "one").exists()


BAD = [
    ("{to: hubspto, folder: x}", "did you mean 'hubspot'?"),
    ("{to: hubspot}", "export needs 'folder'"),
    (
        "{to: hubspot, folder: x, wher: {a: b}}",
        "unknown key of export 'wher'; did you mean 'where'?",
    ),
    ("{to: hubspot, folder: x, new: true}", "only a workspace knows the run before; take it out"),
    ("[{to: zoho, folder: x}, {to: odoo, folder: x}]", "two go into x"),
    ("{to: hubspot, folder: x, where: {lead_stauts: SQL}}", "did you mean 'lead_status'?"),
]


@pytest.mark.parametrize(("export", "said"), BAD)
def test_what_is_wrong_with_an_export(place, leadkit, export, said):
    """It is told with its line, before a row is read."""
    text = (place / "pipeline.yaml").read_text("utf-8").partition("export:")[0]
    (place / "pipeline.yaml").write_text(f"{text}export: {export}\n", "utf-8")
    done = leadkit("run", "pipeline.yaml", cwd=place)
    assert (done.code, len(done.lines)) == (2, 1), done.err
    assert said in done.lines[0]
    assert not (place / "leads.csv").exists()


def test_strict_is_a_check_of_the_run(place, leadkit):
    """The outputs are there, and the exit code is 1."""
    text = (place / "pipeline.yaml").read_text("utf-8").replace("for: sales", "strict: true")
    (place / "pipeline.yaml").write_text(text, "utf-8")
    done = leadkit("run", "pipeline.yaml", cwd=place)
    assert done.code == 1
    assert "one: 71 problems in problems.csv" in done.lines[-1]
    assert len(rows_of(place / "one" / "contacts.csv")) == 90


@pytest.mark.slow
def test_a_workspace_says_how_it_hands_over(leadkit, tmp_path):
    """The command takes the workspace; export: in its pipeline is for each run."""
    leadkit("init", "fair", "--example", cwd=tmp_path)
    assert leadkit("run", "-q", "fair", cwd=tmp_path).code == 0
    (run,) = [
        one.name
        for one in (tmp_path / "fair" / "runs").iterdir()
        if one.name.startswith("20") and one.is_dir()
    ]
    done = leadkit("export", "fair", "--to", "hubspot", "-o", "all", cwd=tmp_path)
    assert done.code == 0, done.err
    done = leadkit(
        "export", "fair", "--to", "hubspot", "--new-since", run, "-o", "new", cwd=tmp_path
    )
    assert done.code == 0, done.err
    assert rows_of(tmp_path / "new" / "contacts.csv") == []
    assert len(rows_of(tmp_path / "all" / "contacts.csv")) > 50
    done = leadkit(
        "export", "fair", "--to", "hubspot", "--new-since", "2020", "-o", "x", cwd=tmp_path
    )
    assert f"has no such run; there are {run}" in done.lines[0]
    pipeline = tmp_path / "fair" / "pipeline.yaml"
    pipeline.write_text(pipeline.read_text("utf-8") + "export: {to: hubspot, folder: x}\n", "utf-8")
    done = leadkit("run", "fair", cwd=tmp_path)
    assert done.code == 0, done.err
    one, other = tmp_path / "fair" / "x" / "contacts.csv", tmp_path / "all" / "contacts.csv"
    assert one.read_bytes() == other.read_bytes()
