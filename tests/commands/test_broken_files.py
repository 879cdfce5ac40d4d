"""Files that commands read beside their leads, broken in every way: one line, exit 2 or less."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from leadkit.deduping.merging.log import LOG_COLUMNS
from tests.fuzzing.good_inputs import ids_of, make_desk, make_workspace
from tests.running import Run, here

pytestmark = pytest.mark.slow  # many runs of many commands

Rows = list[list[str]]
HALF = r'"\ud800"'  # in YAML and JSON an escape of what no file can hold
NUMBERS = ["", "\u00b2", "1e999", "9" * 5000, "-1", "NaN", "\0"]
DAYS = ["", "2026-02-31", "9999-99-99", "0000-00-00", "9" * 400, "-1"]

UNMERGE = "unmerge deduped.csv --merges merges.csv -o out.csv"
EXPLAIN = "explain MERGED --in merges.csv"
DECIDED = "dedupe cleaned.csv --decisions decided.csv -o out.csv"
MERGING = "dedupe cleaned.csv --rules merging.yaml -o out.csv"
SCORE = "score cleaned.csv --rules own.yaml -o out.csv"
ACTIVE = (
    "score cleaned.csv --rules own.yaml --activities activities.csv --as-of 2026-10-08 -o out.csv"
)
SPEND = (
    "cpl classified.csv --by lead_source --spend spend.csv --revenue 50000 --margin 20% -o out.csv"
)
REJECTS = "import rejects.csv -o out.csv --rejects bad.csv"
SUPPRESS = "classify scored.csv --suppress optouts.csv --as-of 2026-10-08 -o out.csv"
PIPELINE = "run pipeline.yaml"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a good input of every kind, and outputs of commands."""
    folder = tmp_path_factory.mktemp("desk")
    make_desk(folder)
    return folder


@pytest.fixture
def run(desk: Path, memory: Path) -> Callable[[str, str, bytes], Run]:
    """Run a line where one file has this content; its other files and outputs are checked."""

    def run(line: str, name: str, content: bytes) -> Run:
        folder = memory / "desk"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(desk, folder)
        (folder / name).write_bytes(content)
        (folder / "out.csv").write_bytes(b"before\n")
        before = {path: path.read_bytes() for path in folder.iterdir()}
        done = here(line.replace("MERGED", ids_of(desk)["merged"]).split(), cwd=folder)
        assert done.code in (0, 1, 2), done.lines
        after = {path: path.read_bytes() for path in folder.iterdir()}
        outputs = {folder / "out.csv", folder / "bad.csv"} if done.code < 2 else set()
        assert {path for path in after if before.get(path) != after[path]} <= outputs
        return done

    return run


def refused(done: Run, *said: str) -> None:
    """Assert that a command ended with 2 and one line that says all this."""
    assert done.code == 2
    assert len(done.lines) == 1
    for words in said:
        assert words in done.lines[0]


def table(path: Path, change: Callable[[Rows], Rows]) -> bytes:
    text = io.StringIO()
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    csv.writer(text, lineterminator="\n").writerows(change(rows))
    return text.getvalue().encode()


def without(column: str) -> Callable[[Rows], Rows]:
    return lambda rows: [
        [cell for cell, header in zip(row, rows[0], strict=True) if header != column]
        for row in rows
    ]


def having(column: str, value: str) -> Callable[[Rows], Rows]:
    """Return a change that puts a value into all cells of a column, a new one where there is none."""

    def change(rows: Rows) -> Rows:
        if column not in rows[0]:
            return [[*rows[0], column], *[[*row, value] for row in rows[1:]]]
        at = rows[0].index(column)
        return [rows[0], *[[*row[:at], value, *row[at + 1 :]] for row in rows[1:]]]

    return change


@pytest.mark.parametrize("line", [UNMERGE, EXPLAIN])
@pytest.mark.parametrize("column", LOG_COLUMNS)
def test_a_merge_log_without_a_column(run, desk, line, column):
    if line == EXPLAIN and column in ("evidence", "lead_id"):
        said = "is no merge log" if column == "evidence" else "has no column lead_id"
    else:
        said = f"is no merge log: it has no column {column}"
    refused(
        run(line, "merges.csv", table(desk / "merges.csv", without(column))), "merges.csv: ", said
    )


@pytest.mark.parametrize("value", ["x", "-5", "9" * 5000, "1e5", "", "\u00b2", "1.0"])
def test_a_position_that_is_none(run, desk, value):
    done = run(UNMERGE, "merges.csv", table(desk / "merges.csv", having("position", value)))
    refused(done, "merges.csv: position of the lead ", " is no number of a row; take the merge log")


@pytest.mark.parametrize("value", ["{", "[]", "3", '{"email": 3}', '{"email": null}', '{"email": ["a"]}',
                                   f'{{"email": {HALF}}}', "[" * 3000, "null", '{"refused by merging": 3}'])  # fmt: skip
def test_changes_of_a_kept_row_that_are_none(run, desk, value):
    done = run(UNMERGE, "merges.csv", table(desk / "merges.csv", having("kept_before", value)))
    refused(done, "merges.csv: kept_before of the lead ", " is no JSON of columns with their texts")


@pytest.mark.parametrize("value", ["nonsense", "email x (y)", "email", "; ", "email +1e (y)"])
def test_evidence_that_is_none(run, desk, value):
    done = run(EXPLAIN, "merges.csv", table(desk / "merges.csv", having("evidence", value)))
    refused(done, "merges.csv: evidence of the lead ", " has a comparison without its bits")


@pytest.mark.parametrize("column", ["lead_id_1", "lead_id_2", "decision"])
def test_decisions_without_a_column(run, desk, column):
    done = run(DECIDED, "decided.csv", table(desk / "decided.csv", without(column)))
    refused(done, f"decided.csv: column '{column}' is missing")


@pytest.mark.parametrize(("column", "value", "said"), [
    ("decision", "perhaps", "a decision is y or n"), ("decision", "\u0661", "a decision is y or n"),
    ("lead_id_1", "x", "no lead has the lead_id of a line"), ("lead_id_1", "", "no lead has the lead_id"),
    ("lead_id_2", "1.5E+12", "is a number that a spreadsheet made of an id"),
])  # fmt: skip
def test_broken_decisions(run, desk, column, value, said):
    refused(
        run(DECIDED, "decided.csv", table(desk / "decided.csv", having(column, value))),
        "decided.csv",
        said,
    )


@pytest.mark.parametrize("text", [
    "", "[]", "groups: 3", "groups: [3]", "groups: [{fields: []}]", "groups: [{fields: [a], keep: x}]", "fields: {a: [b]}",
    "fields: [x]", "trust: {a: b}\nfields: {company: most trusted}", "trust: []\nfields: {company: most trusted}",
    "groups: {a: b}", "- a", "fields: {? [a] : first}", "groups: [{fields: [[a]]}]", "fields:\n  company: first\n  company: first",
    f"fields: {{company: {HALF}}}", f"fields: {{{HALF}: first}}", f"trust: [{HALF}]\nfields: {{company: most trusted}}",
])  # fmt: skip
def test_broken_merge_rules(run, text):
    refused(run(MERGING, "merging.yaml", text.encode()), "merging.yaml:")


@pytest.mark.parametrize(("line", "name", "text"), [
    (SCORE, "own.yaml", "rules:\n  - name: HALF\n    when: {country: {is: DE}}\n    points: 5\n"),
    (SCORE, "own.yaml", "rules:\n  - name: a\n    when: {country: {is: HALF}}\n    points: 5\n"),
    (SCORE, "own.yaml", "rules:\n  - name: a\n    when: {HALF: {is: a}}\n    points: 5\n"),
    ("rules check own.yaml", "own.yaml", "name: HALF\nrules:\n  - {name: a, when: {country: {is: DE}}, points: 5}\n"),
    (MERGING, "merging.yaml", "trust: [HALF]\nfields: {company: most trusted}"),
    (PIPELINE, "pipeline.yaml", "import: {files: [list.csv]}\nsteps: [clean]\noutput: HALF\n"),
    (PIPELINE, "pipeline.yaml", "import: {files: [HALF]}\nsteps: [clean]\noutput: out.csv\n"),
    (PIPELINE, "pipeline.yaml", "import: {files: [{file: list.csv, source: HALF}]}\nsteps: [clean]\noutput: out.csv\n"),
    ("import list.csv --map map.yaml -o out.csv", "map.yaml", "HALF: email\n"),
    ("import list.csv --map map.yaml -o out.csv", "map.yaml", "Name: HALF\n"),
])  # fmt: skip
def test_half_of_a_sign_in_a_rule_file(run, line, name, text):
    """libyaml refuses the escape, Python's parser makes a sign of it that no output could hold."""
    refused(run(line, name, text.replace("HALF", HALF).encode()), f"{name}:", "half of a sign")


@pytest.mark.parametrize(("line", "name"), [
    ("classify scored.csv --rules lifecycle.yaml -o out.csv", "lifecycle.yaml"),
    ("classify scored.csv --consent consent.yaml -o out.csv", "consent.yaml"),
    ("clean leads.csv --titles titles.yaml -o out.csv", "titles.yaml"),
    ("clean leads.csv --remarks remarks.yaml -o out.csv", "remarks.yaml"),
])  # fmt: skip
def test_half_of_a_sign_in_the_files_of_stages(run, desk, line, name):
    content = (desk / name).read_text("utf-8").replace("name: ", f"name: {HALF}\nnot_name: ", 1)
    refused(run(line, name, content.encode()), f"{name}:1: half of a sign")


@pytest.mark.parametrize("text", [
    "", "import: {}", "import: {files: []}", "steps: []", "import: {files: [none.csv]}\nsteps: [clean]\noutput: out.csv",
    "import: {files: [list.csv]}\nsteps: [clean]\noutput: \"a\\0b\"", "- a", "steps: 3\nimport: 4",
])  # fmt: skip
def test_broken_pipelines(run, text):
    done = run(PIPELINE, "pipeline.yaml", text.encode())
    assert done.code == 2
    assert all(
        any(name in line for name in ("pipeline.yaml", "none.csv", "a\\x00b"))
        for line in done.lines
    )


def test_a_rule_file_without_an_end(run):
    """A device may give bytes for ever."""
    for line in (
        "clean leads.csv --titles big.yaml",
        "run big.yaml",
        "score leads.csv --rules big.yaml",
    ):
        done = run(f"{line}", "big.yaml", b" " * (17 << 20))
        refused(done, "big.yaml: more than 16 MB")


def test_a_pipeline_without_rows(run, desk):
    """A list that holds a header alone goes through all stages."""
    assert run(PIPELINE, "list.csv", b"Name,E-Mail\n").code in (0, 2)
    for line, name in (("clean leads.csv", "leads.csv"), ("dedupe leads.csv", "leads.csv"), ("score leads.csv", "leads.csv"),
                       ("classify scored.csv --rules lifecycle.yaml", "scored.csv"), (UNMERGE, "merges.csv")):  # fmt: skip
        head = (desk / name).read_text("utf-8").splitlines()[0]
        done = run(line if line == UNMERGE else f"{line} -o out.csv", name, f"{head}\n".encode())
        assert done.code == 0, done.lines


@pytest.mark.parametrize(
    ("header", "value"),
    [
        *(("date", day) for day in DAYS),
        ("suppressed_at", "9999-12-31"),
        ("created_at", "99999-01-01"),
    ],
)
def test_days_of_a_suppression_list(run, desk, header, value):
    content = table(desk / "optouts.csv", having(header, value))
    assert run(SUPPRESS, "optouts.csv", content).code == 0


@pytest.mark.parametrize(
    "column", ["_file", "_line", "_reason_code", "_reason", "_extra", "_seen", "_columns"]
)
def test_rejects_that_come_back_damaged(run, desk, column):
    """Whatever a person did to our columns: rows are taken in, or set aside again."""
    run(REJECTS, "rejects.csv", table(desk / "rejects.csv", without(column)))
    for value in [*NUMBERS, "1 2 3", "\n\n"]:
        run(REJECTS, "rejects.csv", table(desk / "rejects.csv", having(column, value)))


@pytest.mark.parametrize("column", ["Email", "Activity", "Date", "Detail"])
def test_broken_activities(run, desk, column):
    done = run(ACTIVE, "activities.csv", table(desk / "activities.csv", without(column)))
    if done.code == 2:
        refused(done, "activities.csv: ")
    for value in [*DAYS, "2026-02-31 25:61", "\0"]:
        run(ACTIVE, "activities.csv", table(desk / "activities.csv", having(column, value)))


@pytest.mark.parametrize(("line", "name", "columns"), [
    (SPEND, "spend.csv", ["lead_source", "spend", "revenue", "margin"]),
    ("cpl figures.csv -o out.csv", "figures.csv", ["campaign", "spend", "revenue", "margin", "leads_per_order"]),
])  # fmt: skip
def test_broken_spend(run, desk, line, name, columns):
    for column in columns:
        run(line, name, table(desk / name, without(column)))
        for value in NUMBERS:
            done = run(line, name, table(desk / name, having(column, value)))
            if done.code == 2:
                refused(done, name)


@pytest.mark.parametrize("content", [
    "", "[]", "3", "columns", "columns: [a]", "columns: {Name: {a: b}}", "Name: nobody", "{Name: email, E-Mail: email}", "- Name: email",
])  # fmt: skip
def test_broken_column_maps(run, content):
    done = run("import list.csv --map map.yaml -o out.csv", "map.yaml", content.encode())
    if done.code == 2:  # all mistakes of a map at once, a line each
        told = [line.removeprefix("leadkit: ") for line in done.lines]
        assert told
        assert all(line.startswith("map.yaml") for line in told), told


@pytest.mark.parametrize("content", [
    "BEGIN:VCARD", "BEGIN:VCARD\nEND:VCARD", "BEGIN:VCARD\nBEGIN:VCARD\nFN:a\nEND:VCARD", "BEGIN:VCARD\nN:;;;;;;;;;\nEND:VCARD\nEND:VCARD",
    "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=ZZ=\n=4\nEND:VCARD", "BEGIN:VCARD\nFN;ENCODING=b:!!!\nEND:VCARD",
    "BEGIN:VCARD\nFN;CHARSET=no-such:a\nEND:VCARD", "BEGIN:VCARD\n folded\nFN\n:\n;:\nEND:VCARD", "BEGIN:VCARD\nTEL:\0\nEND:VCARD",
    "BEGIN:VCARD\nFN;CHARSET=utf-16;ENCODING=QUOTED-PRINTABLE:=D8\nEND:VCARD", "BEGIN:VCARD\nFN;CHARSET=idna:" + "x" * 300 + "\nEND:VCARD",
])  # fmt: skip
def test_broken_cards(run, content):
    done = run("import cards.vcf -o out.csv --rejects bad.csv", "cards.vcf", content.encode())
    if done.code == 2:
        refused(done, "cards.vcf")


def test_a_run_whose_tables_were_changed(tmp_path, desk):
    """What a run of a workspace wrote may come back without a column."""
    shutil.copy(desk / "list.csv", tmp_path)
    make_workspace(tmp_path)
    last = max(path for path in (tmp_path / "fair" / "runs").iterdir() if path.name.startswith("2"))
    for name in ("suppressed.csv", "leads.csv"):
        (last / name).write_text("no,such\n")
        refused(here(["runs", "diff", "--in", "fair"], cwd=tmp_path), f"{name}: ", "lead_id")
