"""Classify: how far a lead has come, why, since when, and what a second run changes: nothing."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import random
from functools import cache
from zlib import crc32

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.columns import ADDED, KNOWN
from leadkit.base.errors import LeadkitError
from leadkit.classify import ClassifyOptions, classify_leads, classify_stage
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.lifecycle import WRITTEN, read_lifecycle
from leadkit.commands.summary import funnel_table
from leadkit.files.csv_in import LeadFile
from leadkit.run.engine import run_stages
from leadkit.run.ledger import Ledger, StageCount
from leadkit.run.outputs import Outputs
from leadkit.run.stages import STAGES
from tests.properties import examples

AS_OF = "2026-10-31"
CONSENT = read_consent("consent")
# A US company's mailbox may be written to without consent, so that statuses show.
REACHED = {"email": "e@meier.example.com", "country": "US"}
LIFECYCLE = """
statuses:
  - name: lead
  - name: MQL
    when: {score: {at_least: 40}}
  - name: SQL
    when: {score: {at_least: 60}, email: {known: true}}
  - name: customer
"""
WAYS = """
statuses:
  - name: lead
  - name: MQL
    when: {score: {at_least: 60}}
    hold: {score: {at_least: 50}}
    else: nurture
  - {name: SAL, when: sales_accepted}
  - name: SQL
    when: {some_of: {at_least: 2, of: [budget, authority, need, timeline]}}
    from: [SAL]
  - {name: SQO, when: opportunity_id}
  - {name: customer, given: true, final: true}
moves:
  - {name: disqualify, from: any, to: unqualified, when: disqualified_reason, because: disqualified_reason}
  - {name: reopen, from: unqualified, to: lead, touched: true, by: reopened_at}
  - {name: wake up, from: nurture, to: lead, touched: true}
  - {name: recycle, from: MQL, to: nurture, untouched: 30 days}
"""


@pytest.fixture(scope="session")
def lifecycle_of(tmp_path_factory):
    """Load a lifecycle file with this text, once."""
    folder = tmp_path_factory.mktemp("lifecycle")

    @cache
    def load(text):
        path = folder / f"lifecycle-{crc32(text.encode())}.yaml"
        path.write_text(text, "utf-8")
        return read_lifecycle(str(path))

    return load


def leads_with(**cells):
    """One lead with these cells, whom one may write to."""
    return pd.DataFrame([{"lead_id": "1", **REACHED, **cells}], dtype="str")


def classified(lifecycle, as_of=AS_OF, **cells):
    return classify_leads(leads_with(**cells), lifecycle, CONSENT, as_of=as_of).iloc[0]


CASES = [  # score, lead_status, lifecycle_stage -> status, reason
    ("39.9", "", "", "lead", "no condition for more is met"),
    ("40", "", "", "MQL", "score is at least 40"),
    ("60", "", "", "SQL", "score is at least 60 and email is known"),
    ("", "", "", "lead", "no condition for more is met"),
    ("0", "SQL", "", "SQL", "was SQL before"),
    ("0", "Sales Qualified", "", "SQL", "was SQL before"),
    ("99", "customer", "", "customer", "was customer before"),
    ("99", "Recycled", "", "nurture", "was nurture before"),
    ("99", "junk", "", "unqualified", "was unqualified before"),
    ("45", "lead", "", "MQL", "score is at least 40"),
    ("0", "", "marketingqualifiedlead", "MQL", "was MQL before"),
    ("0", "Open", "marketingqualifiedlead", "MQL", "was MQL before"),  # HubSpot fills both
    ("0", "MQL", "subscriber", "MQL", "was MQL before"),
    ("0", "MQL", "customer", "customer", "was customer before"),
    ("99", "Disqualified", "opportunity", "unqualified", "was unqualified before"),
    ("99", "who knows", "", "SQL", "score is at least 60 and email is known"),
]


@pytest.mark.parametrize(("score", "before", "stage", "status", "reason"), CASES)
def test_status(lifecycle_of, score, before, stage, status, reason):
    """The furthest condition that holds decides, at its threshold too; no import lowers a status."""
    row = classified(
        lifecycle_of(LIFECYCLE), score=score, lead_status=before, lifecycle_stage=stage
    )
    assert (row["lead_status"], row["status_reason"]) == (status, reason)


@pytest.mark.parametrize("before", ["customer", "SQO", "SAL"])
def test_nobody_moves_back_from_a_status_the_file_does_not_name(lifecycle_of, before):
    """A customer stays one under a lifecycle file that ends at MQL."""
    lifecycle = lifecycle_of("statuses:\n  - name: lead\n  - {name: MQL, when: {score: {at_least: 40}}}\n")  # fmt: skip
    assert classified(lifecycle, score="50", lead_status=before)["lead_status"] == before


def test_a_status_in_other_words_is_the_same_status(lifecycle_of):
    """A lifecycle file may name its statuses as a CRM does; nobody moves back there either."""
    lifecycle = lifecycle_of("statuses:\n  - name: lead\n  - {name: Marketing Qualified, when: {score: {at_least: 40}}}\n")  # fmt: skip
    once = classify_leads(leads_with(score="50"), lifecycle, CONSENT, as_of=AS_OF)
    once["score"] = "0"
    again = classify_leads(once, lifecycle, CONSENT, as_of=AS_OF)
    assert again["lead_status"].tolist() == once["lead_status"].tolist() == ["Marketing Qualified"]


MOVES = [  # what the list says -> status, reason
    ("no flapping down", {"score": "59", "lead_status": "MQL"}, "MQL", "was MQL before"),
    ("nor at the bound of hold", {"score": "50", "lead_status": "MQL"}, "MQL", "was MQL before"),
    ("nor up", {"score": "59", "lead_status": "lead"}, "lead", "no condition for more is met"),
    ("cooled down", {"score": "49", "lead_status": "MQL"}, "nurture", "cooled down: no longer: score is at least 50"),
    ("an unknown score cools nobody", {"score": "", "lead_status": "MQL"}, "MQL", "was MQL before"),
    ("accepted", {"score": "0", "sales_accepted": "ja"}, "SAL", "sales_accepted is given"),
    ("not accepted", {"score": "0", "sales_accepted": "no"}, "lead", "no condition for more is met"),
    ("2 of 4, after SAL", {"budget": "50.000 EUR", "need": "yes", "sales_accepted": "x"}, "SQL", "at least 2 of 4 are met: budget, authority, need, timeline"),
    ("2 of 4 without SAL", {"budget": "1", "need": "1"}, "lead", "no condition for more is met"),
    ("1 of 4", {"budget": "yes", "need": "no", "timeline": "unknown", "sales_accepted": "1"}, "SAL", "sales_accepted is given"),
    ("opportunity", {"opportunity_id": "D-17"}, "SQO", "opportunity_id is given"),
    ("disqualified", {"score": "99", "disqualified_reason": "competitor"}, "unqualified", "disqualify: competitor"),
    ("not for no reason", {"score": "99", "disqualified_reason": ""}, "MQL", "score is at least 60"),
    ("customers are not disqualified", {"lead_status": "customer", "disqualified_reason": "x"}, "customer", "was customer before"),
    ("aged 30 days", {"score": "70", "lead_status": "MQL", "last_activity_at": "2026-10-01"}, "nurture", "recycle: untouched for 30 days or more"),
    ("29 days are fewer", {"score": "70", "lead_status": "MQL", "last_activity_at": "2026-10-02"}, "MQL", "score is at least 60"),
    ("since the status too", {"score": "70", "lead_status": "MQL", "status_since": "2026-10-02", "last_activity_at": "2026-01-01"}, "MQL", "score is at least 60"),
    ("by the status alone", {"score": "70", "lead_status": "MQL", "status_since": "2026-10-01"}, "nurture", "recycle: untouched for 30 days or more"),
    ("unknown is not old", {"score": "70", "lead_status": "MQL"}, "MQL", "score is at least 60"),
    ("the future has not happened", {"score": "70", "lead_status": "MQL", "status_since": "2026-09-01", "last_activity_at": "2026-11-01"}, "nurture", "recycle: untouched for 30 days or more"),
    ("an ambiguous day is none", {"score": "70", "lead_status": "MQL", "last_activity_at": "01/02/2026"}, "MQL", "score is at least 60"),
    ("forward comes before ageing", {"sales_accepted": "1", "lead_status": "MQL", "last_activity_at": "2026-01-01"}, "SAL", "sales_accepted is given"),
    ("nurture waits", {"score": "99", "lead_status": "nurture", "status_since": "2026-10-01"}, "nurture", "was nurture before"),
    ("woken up", {"score": "10", "lead_status": "nurture", "status_since": "2026-10-01", "last_activity_at": "2026-10-01"}, "lead", "wake up: last_activity_at is not before status_since"),
    ("woken up and on", {"score": "70", "lead_status": "nurture", "status_since": "2026-10-01", "last_activity_at": "2026-10-20"}, "MQL", "score is at least 60"),
    ("slept on", {"score": "70", "lead_status": "nurture", "status_since": "2026-10-01", "last_activity_at": "2026-09-30"}, "nurture", "was nurture before"),
    ("not on the same day", {"score": "70", "lead_status": "nurture", "status_since": AS_OF, "last_activity_at": AS_OF}, "nurture", "was nurture before"),
    ("reopened", {"score": "70", "lead_status": "junk", "status_since": "2026-10-01", "reopened_at": "2026-10-05"}, "MQL", "score is at least 60"),
    ("reopened, but the reason stands", {"lead_status": "junk", "status_since": "2026-10-01", "reopened_at": "2026-10-05", "disqualified_reason": "rival"}, "unqualified", "was unqualified before"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "status", "reason"), [case[1:] for case in MOVES], ids=[case[0] for case in MOVES])  # fmt: skip
def test_moves(lifecycle_of, cells, status, reason):
    """Back only by a way with a name; 59 after 61 does not flap; what is old by the day is told."""
    cells = {"score": "", **cells}
    row = classified(lifecycle_of(WAYS), **cells)
    assert (row["lead_status"], row["status_reason"]) == (status, reason)


def test_of_several_ways_to_a_status_the_reason_names_the_one(lifecycle_of):
    """An SQL by score is told from one by BANT."""
    lifecycle = read_lifecycle("lifecycle")
    by_score = classified(lifecycle, score="70", score_engagement="30")
    by_words = classified(lifecycle, score="70", score_engagement="0", need="yes", budget="1 Mio")
    assert [by_score["lead_status"], by_words["lead_status"]] == ["SQL", "SQL"]
    assert by_score["status_reason"] == "score is at least 65 and score_engagement is at least 25"
    assert by_words["status_reason"].startswith("at least 2 of 4 are met: budget")


def test_since_is_the_day_of_the_change_and_stays(lifecycle_of):
    """A change is dated with --as-of; what did not change keeps its day."""
    lifecycle = lifecycle_of(WAYS)
    first = classify_leads(leads_with(score="70"), lifecycle, CONSENT, as_of="2026-10-01")
    later = classify_leads(first, lifecycle, CONSENT, as_of="2026-10-20")
    aged = classify_leads(first, lifecycle, CONSENT, as_of="2026-10-31")
    told = [(run["lead_status"][0], run["status_since"][0]) for run in (first, later, aged)]
    assert told == [("MQL", "2026-10-01"), ("MQL", "2026-10-01"), ("nurture", "2026-10-31")]


BLOCKED = [  # cells -> status, start of the reason
    ({"score": "70"}, "lead", "blocked: would be MQL (score is at least 60), but may not be contacted: email: no consent"),
    ({"score": "70", "lead_status": "SQL"}, "lead", "blocked: would be MQL (score is at least 60)"),
    ({"score": "0", "lead_status": "SQL"}, "lead", "blocked: may not be contacted: email: no consent"),
    ({"score": "0"}, "lead", "no condition for more is met"),
    ({"score": "0", "lead_status": "customer"}, "customer", "was customer before"),
    ({"score": "0", "opportunity_id": "D-1"}, "SQO", "opportunity_id is given"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "status", "reason"), BLOCKED)
def test_nobody_without_a_channel_is_for_outreach(lifecycle_of, cells, status, reason):
    """Whom no channel may reach is never MQL or SQL, and says why; customers and deals stay."""
    row = classified(lifecycle_of(WAYS), country="DE", **cells)
    assert row["lead_status"] == status
    assert row["status_reason"].startswith(reason)
    assert (row["may_email"], row["may_call"], row["may_post"]) == ("no", "no", "no")


def test_consent_that_arrives_lets_a_lead_go_on(lifecycle_of):
    """Who was blocked yesterday is an MQL when there is proof of a consent today."""
    blocked = classify_leads(
        leads_with(score="70", country="DE"), lifecycle_of(WAYS), CONSENT, as_of=AS_OF
    )
    proof = {"consent": "yes", "consent_at": AS_OF, "consent_source": "form", "consent_text": "v1"}
    row = classify_leads(blocked.assign(**proof), lifecycle_of(WAYS), CONSENT, as_of=AS_OF).iloc[0]
    assert (row["lead_status"], row["may_email"]) == ("MQL", "yes")


def test_ways_that_lead_in_a_circle_leave_a_lead_where_it_is(lifecycle_of):
    """Moves that contradict each other move nobody, rather than depend on how often one runs."""
    text = LIFECYCLE + (
        "moves:\n  - {name: a, from: MQL, to: nurture, when: budget}\n"
        "  - {name: b, from: nurture, to: MQL, when: budget}\n"
    )
    for before in ("MQL", "nurture"):
        row = classified(lifecycle_of(text), score="45", budget="yes", lead_status=before)
        assert row["lead_status"] == before


day = st.sampled_from(
    ["", "2026-09-01", "2026-10-01", "2026-10-02", AS_OF, "2026-12-01", "03/04/2026"]
)
words = st.sampled_from(["", "yes", "no", "unknown", "x"])
CELLS = {
    "score": st.sampled_from(["", "0", "49", "50", "59", "60", "61", "99"]),
    "lead_status": st.sampled_from(["", "lead", "MQL", "SAL", "SQL", "SQO", "customer", "nurture", "junk", "?"]),
    "lifecycle_stage": st.sampled_from(["", "subscriber", "marketingqualifiedlead", "opportunity", "disqualified"]),
    "status_since": day, "last_activity_at": day, "reopened_at": day, "consent_at": day,
    "budget": words, "need": words, "sales_accepted": words, "opportunity_id": words,
    "disqualified_reason": st.sampled_from(["", "rival"]), "consent": words, "consent_source": words,
    "consent_text": words, "country": st.sampled_from(["DE", "US", ""]), "email_opt_out": words,
    "lead_source": st.sampled_from(["", "Fair", "Bought list"]),
    "status_reason": st.sampled_from(["", "disqualify: rival", "blocked: x", "was MQL before"]),
}  # fmt: skip
rows = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=12)


@examples(6, 100)
@given(rows)
def test_classify_twice_equals_once(lifecycle_of, rows):
    """On the same day a second run changes no cell, whatever the list says."""
    leads = pd.DataFrame(rows, dtype="str").assign(email="e@meier.example.com")
    leads.insert(0, "lead_id", [str(at) for at in range(len(leads))])
    lifecycle = lifecycle_of(WAYS)
    once = classify_leads(leads, lifecycle, CONSENT, as_of=AS_OF)
    twice = classify_leads(once, lifecycle, CONSENT, as_of=AS_OF)
    pd.testing.assert_frame_equal(once, twice)
    kept = [name for name in leads if name not in ("lead_status", "status_since", "status_reason")]
    pd.testing.assert_frame_equal(once[kept], leads[kept])


@examples(6, 60)
@given(rows)
def test_without_a_day_a_second_run_moves_nobody_either(lifecycle_of, rows):
    """What the first run wrote is known as its own, with a CRM's stage beside it that says more."""
    leads = pd.DataFrame(rows, dtype="str").assign(email="e@meier.example.com")
    leads = leads.drop(columns=["status_since", "reopened_at"])
    leads["last_activity_at"] = (
        ""  # a day on which a lead was touched opens a way, once it is known
    )
    leads.insert(0, "lead_id", [str(at) for at in range(len(leads))])
    lifecycle = lifecycle_of(WAYS)
    once = classify_leads(leads, lifecycle, CONSENT)
    stage = classify_stage(ClassifyOptions(lifecycle.file))
    again = stage.apply(once)
    assert again.counts["moved"] == 0
    assert again.leads["lead_status"].tolist() == once["lead_status"].tolist()


@cache
def stage_of(file):
    return classify_stage(ClassifyOptions(file, as_of=AS_OF))


@examples(6, 100)
@given(rows, st.integers(0, 12))
def test_batches_change_nothing_and_everything_adds_up(lifecycle_of, rows, cut):
    """However rows are cut into batches, the leads are the same, and so are counts and funnel."""
    leads = pd.DataFrame(rows, dtype="str").assign(email="e@meier.example.com")
    leads.insert(0, "lead_id", [str(at) for at in range(len(leads))])
    stage = stage_of(lifecycle_of(WAYS).file)
    whole = stage.apply(leads)
    parts = [stage.apply(part) for part in (leads[:cut], leads[cut:])]
    joined = pd.concat([part.leads for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(joined, whole.leads)
    for measure, counted in enumerate(("leads", "moved", "blocked for want of consent")):
        total = sum(numbers[measure] for numbers in whole.funnel.values())
        assert total == (len(leads) if measure == 0 else whole.counts[counted])
        assert total == sum(n[measure] for part in parts for n in part.funnel.values())
    assert whole.counts["moved"] == len(whole.aside["transitions"])


def test_transitions_tell_from_to_and_why(leadkit, folder):
    """Every change stands in the file, with all the ways that were taken; what stays does not."""
    (folder / "ways.yaml").write_text(WAYS, "utf-8")
    (folder / "leads.csv").write_text(
        "lead_id,score,lead_status,status_since,last_activity_at,email,country,disqualified_reason\n"
        "a,70,nurture,2026-10-01,2026-10-20,e@x.example.com,US,\n"
        "b,70,MQL,2026-10-20,,e@x.example.com,US,\n"
        "c,70,MQL,2026-10-20,,e@x.example.com,DE,\n"
        "d,70,SAL,2026-10-20,,e@x.example.com,US,rival\n",
        "utf-8",
    )
    done = leadkit(
        "classify", "leads.csv", "--rules", "ways.yaml", "--as-of", AS_OF, "-o", "out.csv",
        "--transitions", "moves.csv", "--funnel", "funnel.csv", "--summary", "s.json", cwd=folder,
    )  # fmt: skip
    assert done.code == 0, done.lines
    assert (folder / "moves.csv").read_text("utf-8") == (
        "lead_id,from,to,why,date\n"
        "a,nurture,MQL,wake up: last_activity_at is not before status_since; then score is at least 60,2026-10-31\n"
        'c,MQL,lead,"blocked: may not be contacted: email: no consent; call and post: no address",2026-10-31\n'.replace('"', "")
        + "d,SAL,unqualified,disqualify: rival,2026-10-31\n"
    )  # fmt: skip
    assert done.lines[0] == (
        "leadkit classify: 4 rows read = 4 written; 1 lead, 2 MQL, 1 unqualified, 3 moved, "
        "1 blocked for want of consent"
    )
    assert (folder / "funnel.csv").read_text("utf-8") == (
        "lead_source,lead_status,leads,moved,blocked\n,MQL,2,1,0\n,lead,1,1,1\n,unqualified,1,1,0\n"
    )
    summary = json.loads((folder / "s.json").read_text("utf-8"))
    assert sum(part["leads"] for part in summary["funnel"]) == summary["written"] == 4


def test_the_funnel_on_a_terminal(lifecycle_of):
    """Sources by size with their statuses; the last line is the sum, and adds up."""
    from rich.console import Console

    leads = pd.DataFrame([{"lead_id": str(n), "score": str(n), "lead_source": f"S{n % 15}", **REACHED}
                          for n in range(90)], dtype="str")  # fmt: skip
    outcome = stage_of(lifecycle_of(WAYS).file).apply(leads)
    count = StageCount("classify", 90, 90)
    count.add(outcome)
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(funnel_table(Ledger(90, 90, stages=[count])))
    told = [line.split() for line in console.export_text().splitlines() if line.strip()]
    assert told[0] == ["lead_source", "lead", "MQL", "leads", "moved", "blocked"]
    assert told[-1] == ["all", "60", "30", "90", "30", "0"]
    assert told[-2][:2] == ["(3", "more)"]


def test_the_funnel_is_readable_at_eighty_columns():
    """Whatever statuses leads have, the names of their sources stand on one line."""
    from rich.console import Console

    given = {"": "1", "MQL": "50", "SQL": "70", "SQO": "1", "customer": "1", "unqualified": "1"}
    leads = pd.DataFrame([{"lead_id": status, "lead_status": status, "lead_source": "Trade fair",
                           "score": score, "score_engagement": "0", **REACHED}
                          for status, score in given.items()], dtype="str")  # fmt: skip
    outcome = stage_of("lifecycle").apply(leads)
    count = StageCount("classify", 6, 6)
    count.add(outcome)
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(funnel_table(Ledger(6, 6, stages=[count])))
    told = console.export_text()
    assert "unqualified" in told
    assert "Trade fair " in told


def test_a_list_without_scores_says_so(lifecycle_of):
    """A list that was never scored is told so; one that sales worked on may still be classified."""
    with pytest.raises(LeadkitError, match=r"score_engagement.*'leadkit score' adds it"):
        read_lifecycle("lifecycle").check(["lead_id", "email"])
    lifecycle = lifecycle_of(WAYS)
    with pytest.raises(LeadkitError, match="none of them; there are: lead_id, email"):
        lifecycle.check(["lead_id", "email"])
    assert lifecycle.check(["lead_id", "sales_accepted"]) == [
        f"{lifecycle.file} asks for score, which this list does not have: those count as unknown; "
        "'leadkit score' adds them"
    ]
    assert lifecycle.check(["lead_id", "score"]) == []


MISUSE = {
    "as-of": (["--as-of", "soon"], "leadkit: --as-of soon: give a day as 2026-10-31, or today"),
    "previous from stdin": (["--previous", "-"], "leadkit: --previous -: standard input is for the leads; give a file"),
    "key alone": (["--key-file", "key"], "leadkit: --key-file is for the hashes of a --suppress FILE, and there is none"),
    "suppressed alone": (["--suppressed", "gone.csv"], "leadkit: --suppressed FILE is for the rows that a --suppress FILE removes"),
    "unknown table": (["--consent", "consnt"], "leadkit: --consent consnt: no such file, and no rules of that name; did you mean 'consent'?"),
}  # fmt: skip


@pytest.mark.parametrize(("options", "said"), MISUSE.values(), ids=MISUSE)
def test_misuse_is_said_and_nothing_written(leadkit, folder, options, said):
    """A wrong option ends with code 2 and one line, before anything is written."""
    (folder / "leads.csv").write_text("lead_id,score\n1,50\n", "utf-8")
    done = leadkit("classify", "leads.csv", "-o", "out.csv", *options, cwd=folder)
    assert (done.code, done.lines) == (2, [said])
    assert sorted(path.name for path in folder.iterdir()) == ["leads.csv"]


AGREED = {"email": "e@meier.example.com", "phone": "+498999998123", "country": "DE", "company": "Meier",
          "consent": "yes", "consent_at": "2026-10-01", "consent_source": "fair", "consent_text": "v2"}  # fmt: skip
PUT_ASIDE = {  # what is known -> may_email, what the basis says
    "a state of the CRM": ({"lead_status": "Unqualified"}, "yes", "email: consent [GDPR"),
    "a reason": ({"disqualified_reason": "no budget"}, "yes", "call and post: unqualified"),
    "no consent": ({"lead_status": "Unqualified", "consent": "", "country": "US"}, "no", "email, call and post: unqualified"),
    "a rival": ({"disqualified_reason": "competitor"}, "no", "email, call and post: unqualified"),
    "who has left": ({"remark_flags": "left_company"}, "no", "email, call and post: unqualified"),
    "a refusal": ({"lead_status": "Unqualified", "email_opt_out": "yes"}, "no", "email, call and post: unqualified"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "may", "basis"), PUT_ASIDE.values(), ids=PUT_ASIDE)
def test_the_disqualified_keep_what_they_agreed_to_themselves(cells, may, basis):
    """No rule opens a channel to them; nobody writes to who has left or works for a rival."""
    lead = {"lead_id": "1", "score": "70", "score_engagement": "30", **AGREED, **cells}
    done = classify_leads(pd.DataFrame([lead]), as_of=AS_OF).iloc[0]
    assert (done["lead_status"], done["may_email"], done["may_call"]) == ("unqualified", may, "no")
    assert basis in done["contact_basis"]
    assert done["next_step"].startswith("none: ")


CELLS = [
    "yes", "no", "50", "90", "2026-10-01", "2026-09-01", "MQL", "customer", "US", "DE", "GB",
    "e@x.example.com", "+498999998123", "trade fair, Ulm", 'the "Blue" one', "wake up: active",
    " ", "Huber Ltd", "b2c", "invalid", "please do not call",
]  # fmt: skip


@pytest.mark.parametrize("suppress", ["", "stop.csv"])
def test_rows_that_pass_as_text_are_classified_like_any_other(folder, monkeypatch, suppress):
    """Whichever column decides, it is not overlooked where other columns pass unseen."""
    rng = random.Random(7)
    columns = ["lead_id", *sorted({*KNOWN, *ADDED} - {*WRITTEN}), "score_engagement"]
    rows = [
        [str(at), *(rng.choice(CELLS) if rng.random() < 0.25 else "" for _ in columns[1:])]
        for at in range(3000)
    ]
    for row in rows:  # what most facts are about
        row[columns.index("email")] = rng.choice(["e@x.example.com", "info@y.example.com", ""])
        row[columns.index("country")] = rng.choice(["US", "DE", "GB"])
        row[columns.index("score")] = rng.choice(["30", "50", "70"])
    with (folder / "leads.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])
    (folder / "stop.csv").write_text("email\ninfo@y.example.com\n", "utf-8")
    listed = str(folder / suppress) if suppress else ""

    def classified():
        stage = STAGES["classify"]().make(ClassifyOptions(as_of=AS_OF, suppress=listed))
        out = [folder / name for name in ("out.csv", "moves.csv", "funnel.csv")]
        aside = {"transitions": str(out[1]), "funnel": str(out[2])}
        source = LeadFile(str(folder / "leads.csv"))
        ledger = run_stages(source, [stage], Outputs(str(out[0]), aside))
        return [path.read_text("utf-8").splitlines() for path in out], ledger.as_json()

    passed = classified()
    assert any("on another row" in row for row in passed[0][0])
    monkeypatch.setattr(LeadFile, "again", lambda file: None)  # as from a pipe
    assert classified() == passed
    monkeypatch.setattr("leadkit.run.engine._passing", lambda source, stages: None)
    assert classified() == passed


def test_a_list_that_changes_while_it_is_read_is_refused(folder, monkeypatch):
    """Rows that came in between were not heard; nothing is written then."""
    leads = folder / "leads.csv"
    leads.write_text("lead_id,email,score,score_engagement\n1,e@x.example.com,1,1\n", "utf-8")
    stage = STAGES["classify"]().make(ClassifyOptions(as_of=AS_OF))

    def hear_and_append(cells):
        with leads.open("a", encoding="utf-8") as file:
            file.write("2,e@x.example.com,1,1\n")

    stage = dataclasses.replace(stage, survey=hear_and_append)
    with pytest.raises(LeadkitError, match="changed while it was read; run it again"):
        run_stages(LeadFile(str(leads)), [stage], Outputs(str(folder / "out.csv")))
    assert not (folder / "out.csv").exists()
