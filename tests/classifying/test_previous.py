"""--previous: what the last run knew is not lost by an import."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit.classify import ClassifyOptions, classify_leads
from leadkit.run.stages import STAGES

HEADER = (
    "lead_id,lead_status,status_since,status_reason,email,country,score,email_opt_out,merged_ids\n"
)
RULES = """
statuses:
  - name: lead
  - {name: MQL, when: {score: {at_least: 60}}}
  - {name: SQL, when: {score: {at_least: 80}}}
  - {name: SQO, when: opportunity_id}
  - {name: customer, given: true, final: true}
moves:
  - {name: wake up, from: nurture, to: lead, touched: true}
"""


@pytest.fixture
def run(folder):
    """Classify one row whose last run is another; return the row and the transitions."""
    (folder / "rules.yaml").write_text(RULES, "utf-8")

    def classified(last, now):
        tables = []
        for rows in (last, now):
            cells = [{"lead_id": "1", "email": "e@x.example.com", "country": "US", **row} for row in rows]  # fmt: skip
            columns = HEADER.strip().split(",")
            tables.append(pd.DataFrame(cells, columns=columns, dtype="str").fillna(""))
        tables[0].to_csv(folder / "last.csv", index=False)
        options = ClassifyOptions(str(folder / "rules.yaml"), as_of="2026-10-31", previous=str(folder / "last.csv"))  # fmt: skip
        outcome = STAGES["classify"]().make(options).apply(tables[1])
        return outcome.leads.iloc[0], outcome.aside["transitions"].to_pandas()

    return classified


CASES = {  # last run, list -> status, since
    "an import lowers nothing": ({"lead_status": "SQL", "status_since": "2026-10-01"}, {"lead_status": "lead"}, "SQL", "2026-10-01"),
    "nor does a list without a status": ({"lead_status": "MQL", "status_since": "2026-10-01"}, {}, "MQL", "2026-10-01"),
    "the list may be further on": ({"lead_status": "MQL", "status_since": "2026-10-01"}, {"lead_status": "opportunity"}, "SQO", "2026-10-31"),
    "people put it aside": ({"lead_status": "MQL", "status_since": "2026-10-01"}, {"lead_status": "Disqualified"}, "unqualified", "2026-10-31"),
    "nurture stays, whatever the CRM was not told": ({"lead_status": "nurture", "status_since": "2026-10-01"}, {"lead_status": "MQL", "score": "99"}, "nurture", "2026-10-01"),
    "never stays never": ({"lead_status": "unqualified", "status_since": "2026-10-01"}, {"lead_status": "nurture"}, "unqualified", "2026-10-01"),
    "but who bought has bought": ({"lead_status": "nurture", "status_since": "2026-10-01"}, {"lead_status": "Closed Won"}, "customer", "2026-10-31"),
    "a newer day of the list counts": ({"lead_status": "SQL", "status_since": "2026-10-01"}, {"lead_status": "MQL", "status_since": "2026-10-09"}, "MQL", "2026-10-09"),
    "a list that is ahead of what we may": ({"lead_status": "lead", "status_since": "2026-10-01", "email_opt_out": "yes"}, {"lead_status": "MQL"}, "lead", "2026-10-01"),
    "a list that is ahead, and stays there": ({"lead_status": "lead", "status_since": "2026-10-01"}, {"lead_status": "MQL", "score": "70"}, "MQL", "2026-10-31"),
    "one that is ahead by a newer day": ({"lead_status": "lead", "status_since": "2026-10-01", "email_opt_out": "yes"}, {"lead_status": "MQL", "status_since": "2026-10-20"}, "lead", "2026-10-31"),
    "forward as ever": ({"lead_status": "lead", "status_since": "2026-10-01"}, {"score": "70"}, "MQL", "2026-10-31"),
    "another lead": ({"lead_id": "2", "lead_status": "SQL"}, {}, "lead", "2026-10-31"),
    "a lead that was absorbed": ({"lead_id": "2", "lead_status": "SQL", "status_since": "2026-10-01"}, {"merged_ids": "3; 2"}, "SQL", "2026-10-01"),
}  # fmt: skip


@pytest.mark.parametrize(("last", "now", "status", "since"), CASES.values(), ids=CASES)
def test_what_counts(run, last, now, status, since):
    """The last run is the memory; a list adds what is further on, aside, or newer."""
    row, _ = run([last], [now])
    assert (row["lead_status"], row["status_since"]) == (status, since)


def test_of_two_leads_that_are_one_now_the_further_counts(run):
    """A lead that absorbed another keeps the further status; "never" beats all."""
    last = [{"lead_id": "1", "lead_status": "MQL"}, {"lead_id": "2", "lead_status": "SQL"}]
    assert run(last, [{"merged_ids": "2"}])[0]["lead_status"] == "SQL"
    last[0]["lead_status"] = "Disqualified"
    assert run(last, [{"merged_ids": "2"}])[0]["lead_status"] == "unqualified"


def test_transitions_start_from_the_last_run(run):
    """A change is one against the last run, not against what the list happens to say."""
    _, moved = run([{"lead_status": "MQL"}], [{"lead_status": "lead", "score": "90"}])
    assert moved[["from", "to"]].to_numpy().tolist() == [["MQL", "SQL"]]
    _, moved = run([{"lead_status": "SQL"}], [{"lead_status": "lead"}])
    assert moved.empty
    _, moved = run([{"lead_status": "lead", "email_opt_out": "yes"}], [{"lead_status": "MQL"}])
    assert moved.empty


@pytest.mark.parametrize("now", ["", "no", "false"])
def test_no_import_takes_an_opt_out_back(run, now):
    """Who opted out by the last run is opted out, though the list of today does not know or denies it."""
    row, _ = run([{"email_opt_out": "yes"}], [{"email_opt_out": now, "score": "90"}])
    assert (row["email_opt_out"], row["may_email"], row["lead_status"]) == ("yes", "no", "lead")


def piped(leadkit, files, target, cwd):
    """Send lists through all stages, each command reading what the one before it wrote."""
    table = leadkit("import", *files, "-q", cwd=cwd).out
    for command in ("clean", "dedupe", "score"):
        table = leadkit(command, "-q", stdin=table, cwd=cwd).out
    done = leadkit("classify", "--as-of", "2026-10-31", "-o", target, stdin=table, cwd=cwd)
    assert done.code == 0, done.lines


def test_an_export_imported_again_subscribes_nobody(leadkit, folder):
    """Through the whole line: the output of a run, as tomorrow's list, allows no more than today."""
    (folder / "list.csv").write_text(
        "Name,E-Mail,Land,Einwilligung,Abgemeldet,Do not call\n"
        "Eva Meier,eva@meier.example.com,US,,ja,\n"
        "Tom Kern,tom@kern.example.com,US,,2026-01-31,\n"
        "Ida Voss,ida@voss.example.com,US,nein,,\n"
        "Leo Lang,leo@lang.example.com,DE,ja,,\n",
        "utf-8",
    )
    piped(leadkit, ["list.csv"], "first.csv", folder)
    fresh = "Name,E-Mail,Land,Einwilligung\nEva Meier,EVA@meier.example.com,US,ja\n"
    (folder / "fresh.csv").write_text(fresh, "utf-8")
    piped(leadkit, ["first.csv", "fresh.csv"], "second.csv", folder)
    for name in ("first.csv", "second.csv"):
        table = pd.read_csv(folder / name, dtype="str", keep_default_na=False)
        assert len(table) == 4
        assert set(table["may_email"]) == {"no"}, name


OURS = "1dbcfe3a21fae1b6"
TWICE = {  # statuses of the rows with one id -> the status that is brought back
    "the further one": (("lead", "SQL", "MQL"), "SQL"),
    "never stays never": (("SQL", "unqualified"), "unqualified"),
    "not now counts least": (("nurture", "MQL"), "MQL"),
}


@pytest.mark.parametrize(("statuses", "status"), TWICE.values(), ids=TWICE)
def test_a_record_that_stood_in_two_lists(run, statuses, status):
    """Its rows are one record: the further status comes back."""
    for order in (statuses, statuses[::-1]):
        lead, _ = run([{"lead_id": OURS, "lead_status": one} for one in order], [{"lead_id": OURS}])
        assert lead["lead_status"] == status


def test_an_opt_out_of_either_row_comes_back(run):
    """Whichever of the two rows of one record says no."""
    rows = [{"lead_id": OURS, "lead_status": one} for one in ("lead", "MQL")]
    for one in (0, 1):
        last = [row | {"email_opt_out": "yes" * (at == one)} for at, row in enumerate(rows)]
        assert run(last, [{"lead_id": OURS}])[0]["email_opt_out"] == "yes"


WRONG = {
    "no classify output": ("lead_id,email\n1,a@x.example.com\n", "last.csv: --previous needs the output of an earlier 'leadkit classify', with lead_id and lead_status; there is no column lead_status"),
    "an id twice": ("lead_id,lead_status\n1,MQL\n2,SQL\n1,SQL\n", "last.csv: rows 1 and 3 have the same lead_id"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_said(leadkit, folder, text, said):
    """Without anybody's data, and before anything is written."""
    (folder / "last.csv").write_text(text, "utf-8")
    (folder / "leads.csv").write_text("lead_id,score,score_engagement\n1,50,0\n", "utf-8")
    done = leadkit("classify", "leads.csv", "--previous", "last.csv", "-o", "out.csv", cwd=folder)
    assert (done.code, done.lines) == (2, [f"leadkit: {said}"])
    assert not (folder / "out.csv").exists()


def test_leads_without_ids_are_refused(leadkit, folder):
    """Nobody would be found in the last run, and every status and opt-out of it lost."""
    (folder / "last.csv").write_text("lead_id,lead_status\n1,MQL\n", "utf-8")
    (folder / "leads.csv").write_text("score,score_engagement\n50,0\n", "utf-8")
    done = leadkit("classify", "leads.csv", "--previous", "last.csv", "-o", "out.csv", cwd=folder)
    said = ("leadkit: last.csv: tells by lead_id who was there last time, and the leads have no "
            "such column; 'leadkit import' adds it")  # fmt: skip
    assert (done.code, done.lines) == (2, [said])


def test_output_may_be_the_previous_file(leadkit, folder):
    """A nightly job reads its last output and replaces it, and a second run changes nothing."""
    (folder / "rules.yaml").write_text(RULES, "utf-8")
    (folder / "out.csv").write_text(HEADER + "1,MQL,2026-10-01,,e@x.example.com,US,,,\n", "utf-8")
    (folder / "now.csv").write_text(
        "lead_id,email,country,score\n1,e@x.example.com,US,90\n", "utf-8"
    )
    command = ("classify", "now.csv", "--previous", "out.csv", "-o", "out.csv", "--rules", "rules.yaml", "--as-of", "2026-10-31")  # fmt: skip
    assert leadkit(*command, cwd=folder).code == 0
    once = (folder / "out.csv").read_bytes()
    assert leadkit(*command, cwd=folder).code == 0
    assert (folder / "out.csv").read_bytes() == once
    assert b"SQL" in once


def test_an_opt_out_that_only_the_last_run_knew_holds_for_all_that_the_lead_has_now():
    """Another row with its new number or at its new place is closed in this run, not in the next."""
    last = pd.DataFrame([{"lead_id": "1", "lead_status": "lead", "phone_opt_out": "yes", "post_opt_out": "yes"}])  # fmt: skip
    place = {
        "last_name": "Meier",
        "street": "Lange Str. 5",
        "postal_code": "80331",
        "country": "DE",
    }
    number = {"email": "x@y.example.com", "phone": "+1 312 2405980", "company": "Acme"}
    leads = [
        {"lead_id": "1", **place, "phone": "+13122405980"},
        {"lead_id": "2", **place, "street": "LANGE STRASSE 5"},
        {"lead_id": "3", **number, "country": "US"},
    ]
    leads = pd.DataFrame(leads).fillna("").assign(score="1", score_engagement="1")
    done = classify_leads(leads, as_of="2026-10-31", last_run=last)
    assert done["may_post"].tolist() == ["no", "no", "no"]
    assert done["may_call"].tolist() == ["no", "no", "no"]
    assert done["refused"].tolist() == ["", "post meier|80331|langestr5", "call +1 312 2405980"]
