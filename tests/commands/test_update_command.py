"""update as its users run it: a master that grows week by week, decisions, what is refused."""

from __future__ import annotations

import csv
import io
import json

import pytest

MASTER = """\
lead_id,first_name,last_name,company,email,phone,lead_status,status_since,notes
K1,Anna,Meier,Acme GmbH,anna@x.example.com,,SQL,2026-10-01,"first, of all"
K2,Udo,Lang,Bolt GmbH,,+498999998124,MQL,2026-10-02,
"""
WEEK = """\
lead_id,first_name,last_name,company,email,phone,Own
n1,Anna,Meier,Acme,ANNA@x.example.com,+498999998123,a
n2,Ida,Berg,Acme,ida@x.example.com,,b
"""


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


@pytest.fixture
def here(folder, monkeypatch):
    """A folder with master.csv and week.csv, which commands run in."""
    (folder / "master.csv").write_text(MASTER, "utf-8")
    (folder / "week.csv").write_text(WEEK, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_a_master_takes_in_a_week_and_the_same_week_again(here, leadkit_here):
    """Its leads stay in their places; the ledger counts both lists; a second time nothing changes."""
    done = leadkit_here(
        "update", "master.csv", "week.csv", "--summary", "sum.json", "-o", "master.csv"
    )
    assert done.lines == [
        "leadkit update: 2 rows read + 2 of the master = 3 written + 1 merged; 1 new, 1 known"
    ]
    written = (here / "master.csv").read_bytes()
    rows = rows_of(written)
    assert [row["lead_id"] for row in rows] == ["K1", "K2", "n2"]
    assert (rows[0]["phone"], rows[0]["merged_ids"], rows[0]["notes"]) == ("+498999998123", "n1", "first, of all")  # fmt: skip
    summary = json.loads((here / "sum.json").read_text())
    assert (summary["read"], summary["master"], summary["written"], summary["merged"]) == (2, 2, 3, 1)  # fmt: skip
    assert leadkit_here("update", "master.csv", "week.csv", "-o", "master.csv", "-q").code == 0
    assert (here / "master.csv").read_bytes() == written


def test_a_first_run_has_no_master(here, leadkit_here):
    """A master that is not there yet has no leads, and a note says so."""
    done = leadkit_here("update", "none.csv", "week.csv", "-o", "none.csv")
    assert (done.code, len(done.lines)) == (0, 2)
    assert done.lines[0] == "leadkit update: note: none.csv: is not there yet, so all leads are new"
    assert len(rows_of((here / "none.csv").read_bytes())) == 2


def test_a_pipeline_does_as_the_commands_do(here, leadkit_here):
    """As a step of a pipeline, with a complete list, update gives what the commands give."""
    (here / "crm.csv").write_text("Vorname,Nachname,E-Mail\nIda,Berg,ida@x.example.com\n")
    assert leadkit_here("import", "crm.csv", "--complete", "CRM", "-o", "a.csv", "-q").code == 0
    assert leadkit_here("clean", "a.csv", "-o", "b.csv", "-q").code == 0
    given = ("--as-of", "2026-11-27", "--merges", "m.csv", "--review", "r.csv")
    assert leadkit_here("update", "master.csv", "b.csv", *given, "-o", "c.csv", "-q").code == 0
    step = {"master": "master.csv", "as_of": "2026-11-27", "merges": "M.csv", "review": "R.csv"}
    (here / "line.yaml").write_text(json.dumps({
        "import": {"files": [{"file": "crm.csv", "complete": "CRM"}]},
        "steps": ["clean", {"update": step}], "output": "C.csv",
    }))  # fmt: skip
    done = leadkit_here("run", "line.yaml")
    assert done.lines[0].startswith("leadkit run: 1 row read + 2 of the master = 3 written;")
    for name in ("c.csv", "m.csv", "r.csv"):
        assert (here / name.upper().replace("CSV", "csv")).read_bytes() == (here / name).read_bytes()  # fmt: skip


def test_dedupe_does_not_write_over_the_list_it_compares_with(here, leadkit_here):
    """Whoever is not in this week's list would be gone: it is refused, with the line to write."""
    kept = (here / "master.csv").read_bytes()
    told = "leadkit update master.csv NEW -o master.csv"
    given = ("--against", "./master.csv", "--all-rows", "-o", "master.csv")
    done = leadkit_here("dedupe", "week.csv", *given)
    assert done.code == 2
    assert told.replace("update master", "update ./master") in done.lines[0]
    (here / "line.yaml").write_text(
        "import: {files: week.csv}\nsteps:\n  - clean\n"
        "  - dedupe: {against: master.csv, all_rows: yes}\noutput: master.csv\n"
    )
    done = leadkit_here("run", "line.yaml")
    assert done.code == 2
    assert "(dedupe: against)" in done.lines[0]
    assert told in done.lines[0]
    assert (here / "master.csv").read_bytes() == kept


WRONG = {
    "no ids": ("update hats.csv week.csv", {"hats.csv": "Hut\n52\n"}, "hats.csv: has no column lead_id"),
    "nothing to tell by": ("update hats.csv week.csv", {"hats.csv": "lead_id,hat\n1,52\n"}, "hats.csv: has no column to tell leads by"),
    "one id twice": ("update two.csv week.csv", {"two.csv": "lead_id,email\n1,\n1,\n"}, "two.csv: lead_id of row 2 stands in several rows"),
    "a broken row": ("update two.csv week.csv", {"two.csv": "lead_id,email\n1,,\n"}, "two.csv:2:"),
    "unknown decision": ("update master.csv week.csv --decisions d.csv", {"d.csv": "lead_id_1,lead_id_2,decision\nK1,9,y\n"}, "d.csv: no lead has the lead_id of a line"),
    "known of whom": ("update master.csv week.csv --known k.csv", {}, "--known goes with --removed"),
    "two on one stream": ("update - -", {}, "the master and --decisions have to be files"),
    "the master as decisions": ("update master.csv week.csv --decisions master.csv", {}, "is it the master or the decisions"),
    "no day": ("update master.csv week.csv --as-of soon", {}, "--as-of soon: give a day"),
    "no master": ("update", {}, "Missing argument 'MASTER'"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "files", "message"), WRONG.values(), ids=WRONG)
def test_bad_input_is_one_line(here, leadkit_here, arguments, files, message):
    """One clear line, exit code 2, and nothing written."""
    for name, text in files.items():
        (here / name).write_text(text)
    before = sorted(path.name for path in here.iterdir())
    done = leadkit_here(*arguments.split(), "-o", "out.csv", "--merges", "m.csv")
    assert done.code == 2, done.err
    (line,) = done.lines
    assert message in line
    assert sorted(path.name for path in here.iterdir()) == before
