"""Lifecycle files: what they may say, what is a mistake, and what is odd about one that loads."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pandas as pd
import pytest

from leadkit.base.errors import LeadkitError
from leadkit.classify import ClassifyOptions, classify_leads, classify_stage
from leadkit.classifying.check import check_lifecycle, lint_lifecycle
from leadkit.classifying.lifecycle import read_lifecycle


def load(folder, text):
    path = folder / "lifecycle.yaml"
    path.write_text(text, "utf-8")
    return read_lifecycle(str(path))


MISTAKES = {
    "unknown status": ("statuses:\n  - name: lead\n  - name: MQLL\n", ":3: unknown status 'MQLL'; did you mean 'MQL'?"),
    "own status": ("statuses:\n  - name: Hotshot\n", ":2: unknown status 'Hotshot'; one of your own says its spellings under also"),
    "unknown key": ("statuses:\n  - name: lead\n    wen: {score: 1}\n", ":3: unknown key of a status 'wen'; did you mean 'when'?"),
    "unknown column": ("statuses:\n  - name: MQL\n    when: {skore: 1}\n", ":3: unknown column 'skore'; did you mean 'score'?"),
    "unknown bare column": ("statuses:\n  - name: MQL\n    when: sales_acepted\n", ":3: unknown column 'sales_acepted'; did you mean 'sales_accepted'?"),
    "a scoring file": ("rules:\n  - name: x\n", ":1: this is a scoring file and no lifecycle; it is read by 'leadkit score --rules"),
    "nothing": ("", ":1: there are no statuses in this file"),
    "twice": ("statuses:\n  - name: lead\n  - name: lead\n", ":3: the status 'lead' stands here twice"),
    "hold alone": ("statuses:\n  - {name: lead, hold: {score: {at_least: 1}}}\n", ":2: hold and else go together"),
    "from nowhere": ("statuses:\n  - name: lead\n  - {name: SQL, when: budget, from: [SALL]}\n", ":3: unknown status 'SALL'; did you mean 'SAL'?"),
    "reads itself": ("statuses:\n  - name: lead\n  - {name: MQL, when: {lead_status: MQL}}\n", ":3: a condition may not ask for lead_status, which classify itself writes"),
    "one spelling, two statuses": ("statuses:\n  - name: lead\n  - {name: MQL, also: [warm]}\n  - {name: SQL, also: [Warm]}\n", ":4: 'Warm' already is the status 'MQL'"),
    "move without a way": ("statuses:\n  - name: lead\nmoves:\n  - {name: x, from: lead, to: nurture}\n", ":4: a move needs 'when', 'untouched' or 'touched'"),
    "move to itself": ("statuses:\n  - name: lead\nmoves:\n  - {name: x, from: [lead], to: lead, when: budget}\n", ":4: move 'x' leads from lead to itself"),
    "no days": ("statuses:\n  - name: lead\nmoves:\n  - {name: x, from: lead, to: nurture, untouched: soon}\n", ":4: untouched: write a span of time, as 30 days, 4 weeks or 6 months"),
    "both": ("statuses:\n  - name: lead\nmoves:\n  - {name: x, from: lead, to: nurture, untouched: 3, touched: true}\n", ":4: touched and untouched exclude each other"),
    "a taken name": ("statuses:\n  - name: lead\nmoves:\n  - {name: blocked, from: lead, to: nurture, untouched: 3}\n", ":4: a move's name"),
    "some of too few": ("statuses:\n  - name: lead\n  - name: SQL\n    when: {some_of: {at_least: 3, of: [need, budget]}}\n", ":4: at_least: a whole number from 1 to 2"),
    "outreach without way": ("statuses:\n  - name: lead\n  - {name: MQL, when: budget}\noutreach: {statuses: [MQL], else: MQL}\n", ":4: outreach: leads that may not be contacted cannot go to MQL"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_located(tmp_path, text, said):
    """Whatever is wrong with a lifecycle file is said with file and line, before any row is read."""
    path = tmp_path / "lifecycle.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(LeadkitError) as error:
        classify_stage(ClassifyOptions(str(path))).check(["lead_id"])
    assert str(error.value).startswith(f"{path}{said}")


SPELLINGS = [
    ("marketingqualifiedlead", "MQL"), ("MQL", "MQL"), ("Marketing Qualified", "MQL"),
    ("marketing-qualified lead", "MQL"), ("salesqualifiedlead", "SQL"), ("Qualified", "SQL"),
    ("Sales Accepted Lead", "SAL"), ("opportunity", "SQO"), ("Closed - Converted", "SQO"),
    ("Closed Won", "customer"), ("evangelist", "customer"), ("Bad timing", "nurture"),
    ("Wiedervorlage", "nurture"), ("Closed - Not Converted", "unqualified"),
    ("Junk Lead", "unqualified"), ("Disqualified", "unqualified"), ("Working - Contacted", "lead"),
    ("subscriber", "lead"), ("IN_PROGRESS", "lead"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "status"), SPELLINGS)
def test_statuses_in_the_spelling_of_any_crm(cell, status):
    """What HubSpot, Salesforce, Dynamics, Zoho and German lists call a status is that status."""
    lifecycle = read_lifecycle("lifecycle")
    assert lifecycle.statuses[lifecycle.status_of(cell)].name == status


def test_own_words_come_before_ours(tmp_path):
    """A file says what its list means: here "qualified" is an MQL, and there is a status Hot."""
    lifecycle = load(
        tmp_path,
        "statuses:\n  - name: lead\n  - {name: SQL, when: budget}\n"
        "  - {name: Hot, also: [heiß, qualified], when: need}\n",
    )
    assert [lifecycle.statuses[lifecycle.status_of(c)].name for c in ("HEISS", "heiß", "Qualified", "sql")][1:] == ["Hot", "Hot", "SQL"]  # fmt: skip


def test_statuses_that_a_file_does_not_name_are_there(tmp_path):
    """So a customer stays one under a file that ends at SQL, and nurture is a place to wait."""
    lifecycle = load(tmp_path, "statuses:\n  - name: lead\n  - {name: SQL, when: budget}\n")
    names = [status.name for status in lifecycle.statuses]
    assert names == ["lead", "MQL", "SAL", "SQL", "SQO", "customer", "nurture", "unqualified"]


BASE = "statuses:\n  - name: lead\n  - {name: MQL, when: {score: {at_least: 40}}}\n"
CUSTOMER = "  - {name: customer, given: true, final: true}\n"
ODD = {
    "out of reach": (BASE + "  - name: SQL\n" + CUSTOMER, ":4: status SQL cannot be reached; give it 'when'"),
    "out of reach through others": (BASE + "  - {name: SAL}\n  - {name: SQL, when: budget, from: [SAL]}\n" + CUSTOMER, ":5: status SQL cannot be reached"),
    "trap": (BASE + CUSTOMER + "aside:\n  - name: nurture\nmoves:\n  - {name: recycle, from: MQL, to: nurture, untouched: 30 days}\n", ":6: status nurture is a trap: no way leads on from it"),
    "circle": (BASE + CUSTOMER + "aside:\n  - name: nurture\n  - name: unqualified\nmoves:\n"
               "  - {name: x, from: lead, to: nurture, when: budget}\n  - {name: y, from: nurture, to: unqualified, when: need}\n"
               "  - {name: z, from: unqualified, to: nurture, when: authority}\n", ":6: status nurture is a trap: leads go in circles"),
    "nobody gets it": (BASE + "  - {name: SQL, when: {score: {at_least: 30}}}\n" + CUSTOMER, ":3: nobody gets MQL: SQL asks for no more"),
    "hold that flaps": ("statuses:\n  - name: lead\n  - {name: MQL, when: {score: {at_least: 60}}, hold: {score: {at_least: 60}}, else: lead}\n" + CUSTOMER, ":3: score: hold asks for 60 and when for 60"),
    "undone": (BASE + CUSTOMER + "aside:\n  - name: nurture\nmoves:\n  - {name: recycle, from: MQL, to: nurture, untouched: 30 days}\n"
               "  - {name: back, from: nurture, to: lead, when: {score: {at_least: 40}}}\n", ":9: move 'back' takes back what 'recycle' did"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), ODD.values(), ids=ODD)
def test_lint_finds_what_is_odd(tmp_path, text, said):
    """Statuses out of reach, traps, circles and ways that undo each other are found."""
    found = [str(finding) for finding in lint_lifecycle(load(tmp_path, text))]
    assert any(f"lifecycle.yaml{said}" in finding for finding in found), found


def test_the_shipped_lifecycle_and_a_plain_one_are_not_odd(tmp_path):
    """Lint is silent where nothing is odd."""
    assert lint_lifecycle(read_lifecycle("lifecycle")) == []
    assert lint_lifecycle(load(tmp_path, BASE + CUSTOMER)) == []


TESTED = """
tests:
  - {name: enough, lead: {score: 99}, status: lead, reason: no condition for more is met}
"""
BROKEN_TESTS = {  # text of a test -> what is wrong with it
    "{name: a, lead: {score: 1}}": "a test needs 'status'",
    "{name: a, lead: {score: 1}, status: MQLL}": "unknown status 'MQLL'; did you mean 'MQL'?",
    "{name: a, lead: {scor: 1}, status: MQL}": "unknown column 'scor'; did you mean 'score'?",
    "{name: a, lead: {score: 1}, status: MQL, as_of: soon}": "as_of: write the day as 2026-10-08, not 'soon'",
}


def test_a_lifecycle_file_carries_its_tests(tmp_path):
    """A test that fails is found with its line, for the status and for the reason."""
    found = check_lifecycle(load(tmp_path, BASE + CUSTOMER + TESTED))
    assert [str(finding).partition(": ")[2] for finding in found] == [
        "test 'enough': status is MQL, expected lead",
        "test 'enough': reason is 'score is at least 40', expected 'no condition for more is met'",
    ]
    assert len(read_lifecycle("lifecycle").tests) == 11
    assert check_lifecycle(read_lifecycle("lifecycle")) == []


@pytest.mark.parametrize("text", BROKEN_TESTS)
def test_broken_tests_of_a_lifecycle_file(tmp_path, text):
    """A test with a slip of the pen is an error with its line."""
    with pytest.raises(LeadkitError, match=re.escape(BROKEN_TESTS[text])):
        load(tmp_path, f"{BASE}{CUSTOMER}\ntests:\n  - {text}\n")


def test_a_list_beside_a_lifecycle_is_found_beside_some_of_too(tmp_path):
    """A file that a condition names lies beside the lifecycle, whatever stands around it."""
    (tmp_path / "rivals.txt").write_text("Huber AG\n")
    text = (
        "statuses:\n  - {name: lead, final: true}\n  - name: SQL\n    when:\n"
        "      some_of: {at_least: 1, of: [need]}\n      company: {in_list: rivals.txt}\n"
    )
    lifecycle = load(tmp_path, text)
    when = lifecycle.statuses[lifecycle.place("SQL")].when
    leads = pd.DataFrame({"need": ["yes", "yes", ""], "company": ["huber ag", "", "Huber AG"]})
    holds, fails = when.truth(leads.astype("str"))
    assert holds.tolist() == [True, False, False]
    assert fails.tolist() == [False, False, False]
    assert when.words == "at least 1 of 1 are met: need and company stands in rivals.txt"


UNTOUCHED = [  # the span, the last day that is long enough ago on 31 August 2026, and its words
    ("30 days", "2026-08-01", "30 days"),
    ("30", "2026-08-01", "30 days"),
    ("4 weeks", "2026-08-03", "28 days"),
    ("6 months", "2026-02-28", "6 months"),  # there is no 31 February
    ("1 month", "2026-07-31", "1 month"),
    ("1y", "2025-08-31", "1 year"),
]


@pytest.mark.parametrize(("span", "day", "words"), UNTOUCHED)
def test_a_span_of_any_length_may_have_gone_by_untouched(tmp_path, span, day, words):
    """Days, weeks, months and years, counted by the calendar; a day less is not long enough."""
    text = (
        BASE + CUSTOMER + "aside:\n  - name: nurture\nmoves:\n"
        f"  - {{name: recycle, from: MQL, to: nurture, untouched: {span}}}\n"
        "  - {name: again, from: nurture, to: lead, touched: true}\n"
    )
    later = (date.fromisoformat(day) + timedelta(1)).isoformat()
    leads = pd.DataFrame({
        "lead_id": ["1", "2", "3"], "lead_status": "MQL", "last_activity_at": [day, later, ""],
        "email": "eva@firm.example.com", "country": "US", "score": "",
    }, dtype="str")  # fmt: skip
    lifecycle = load(tmp_path, text)
    done = classify_leads(leads, lifecycle, as_of="2026-08-31")
    assert done["lead_status"].tolist() == ["nurture", "MQL", "MQL"]
    assert done["status_reason"][0] == f"recycle: untouched for {words} or more"
    assert classify_leads(leads, lifecycle)["lead_status"].tolist() == ["MQL", "MQL", "MQL"]
