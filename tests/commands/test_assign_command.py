"""leadkit assign on the command line: owners, a dry run, an explanation, and a pipeline's step."""

from __future__ import annotations

import csv

import pytest

from tests.running import here

LEADS = """\
lead_id,company,country,score,lead_status,may_email,may_call,may_post,owner,next_step
a,Acme GmbH,DE,70,SQL,yes,yes,no,,call (no owner yet)
b,ACME,DE,60,SQL,yes,no,no,,mail (no owner yet)
c,Kern AG,AT,50,SQL,no,no,no,,none: said no
d,Voss,FR,40,MQL,yes,no,no,,nurture
e,Voss,FR,40,SQL,yes,no,no,Key Account,mail
"""


@pytest.fixture
def leads(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leads.csv").write_text(LEADS)
    return tmp_path


def run(*words):
    done = here(list(words), cwd=".")
    return done.code, done.out.decode(), done.err.decode()


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_owners_are_written(leads):
    code, _, err = run("assign", "leads.csv", "--as-of", "2026-10-08", "-o", "out.csv",
                       "--owners", "owners.csv")  # fmt: skip
    assert code == 0
    assert "5 rows read = 5 written; 2 with a new owner, 1 kept their owner" in err
    assert "1 owner is not among the people of rules/routing.yaml, and keep 1 lead" in err
    assert "Key Account" not in err  # a cell, and nobody watches
    out = rows(leads / "out.csv")
    assert out[0]["owner"] == out[1]["owner"] != ""
    assert [one["owner_reason"] for one in out[2:]] == [
        "nobody: may not be contacted", "the rest: queue marketing", "had this owner before",
    ]  # fmt: skip
    assert [one["next_step"] for one in out] == ["call", "mail", "none: said no", "nurture", "mail"]
    assert out[0]["due_at"] == "2026-10-08T13:00+02:00"
    assert {one["owner"] for one in rows(leads / "owners.csv")} >= {"Key Account", "marketing"}
    assert (
        run("assign", "out.csv", "--as-of", "2026-10-08", "-q")[1]
        == (leads / "out.csv").read_text()
    )


def test_a_dry_run_shows_what_each_would_have(leads):
    code, out, _ = run("assign", "leads.csv", "--as-of", "2026-10-08", "--dry-run")
    assert code == 0
    assert "team" in out
    assert "Key Account" in out
    assert sorted(path.name for path in leads.iterdir()) == ["leads.csv"]


def test_an_explanation_names_line_team_and_result(leads):
    code, out, _ = run("assign", "leads.csv", "--as-of", "2026-10-08", "--explain", "b")
    assert code == 0
    assert "worth a call: lead_status is one of SQL, SQO, SAL: holds" in out
    assert "sales 1: weight 1" in out
    assert "due line 53: within 4 working hours" in out
    code, out, err = run("assign", "leads.csv", "--explain", "x")
    assert (code, out, err) == (2, "", "leadkit: leads.csv: there is no lead x\n")


def test_a_pipe_and_a_pipeline_give_the_same(leads):
    (leads / "p.yaml").write_text(
        "import: {files: leads.csv}\n"
        "steps: [score, classify: {as_of: 2026-10-08}, assign: {as_of: 2026-10-08}]\noutput: one.csv\n"
    )
    assert run("run", "p.yaml", "-q")[0] == 0
    run("import", "leads.csv", "-q", "-o", "i.csv")
    run("score", "i.csv", "-q", "-o", "s.csv")
    run("classify", "s.csv", "--as-of", "2026-10-08", "-q", "-o", "c.csv")
    assert run("assign", "c.csv", "--as-of", "2026-10-08", "-q", "-o", "two.csv")[0] == 0
    assert (leads / "one.csv").read_bytes() == (leads / "two.csv").read_bytes()


def test_leads_that_nobody_classified_are_refused(leads):
    (leads / "raw.csv").write_text("lead_id,email\n1,a@x.example.com\n")
    assert run("assign", "raw.csv") == (
        2, "", "leadkit: leads without lead_status get no owner, as nobody knows whom to contact; "
        "'leadkit classify' adds it\n",
    )  # fmt: skip
