"""Classify: the furthest status that a lead has earned, and who may be contacted."""

from __future__ import annotations

import pytest

from leadkit.classify import ClassifyOptions, classify_leads, classify_stage
from leadkit.errors import LeadkitError
from leadkit.rules import read_lifecycle

LIFECYCLE = """
statuses:
  - name: lead
  - name: MQL
    when: {score: {at_least: 40}}
  - name: SQL
    when: {score: {at_least: 60}, email: {known: true}}
  - name: customer
"""


@pytest.fixture(scope="session")
def lifecycle_of(tmp_path_factory):
    """Load a lifecycle file with this text."""
    path = tmp_path_factory.mktemp("lifecycle") / "lifecycle.yaml"

    def load(text):
        path.write_text(text, "utf-8")
        return read_lifecycle(str(path))

    return load


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
    ("0", "MQL", "customer", "MQL", "was MQL before"),
]


@pytest.mark.parametrize(("score", "before", "stage", "status", "reason"), CASES)
def test_status(leads_of, lifecycle_of, score, before, stage, status, reason):
    """The furthest condition that holds decides, at its threshold too; nobody moves back."""
    leads = leads_of(score=[score], lead_status=[before], lifecycle_stage=[stage], email=["e@x"])
    row = classify_leads(leads, lifecycle_of(LIFECYCLE)).iloc[0]
    assert (row["lead_status"], row["status_reason"]) == (status, reason)


@pytest.mark.parametrize("before", ["customer", "SQO", "SAL"])
def test_nobody_moves_back_from_a_status_the_file_does_not_name(leads_of, lifecycle_of, before):
    """A customer stays one under a lifecycle file that ends at SQL."""
    lifecycle = lifecycle_of("statuses:\n  - name: lead\n  - {name: MQL, when: {score: {at_least: 40}}}\n")  # fmt: skip
    row = classify_leads(leads_of(score=["50"], lead_status=[before]), lifecycle).iloc[0]
    assert row["lead_status"] == before


def test_a_status_in_other_words_is_the_same_status(leads_of, lifecycle_of):
    """A lifecycle file may name its statuses as a CRM does; nobody moves back there either."""
    lifecycle = lifecycle_of(
        "statuses:\n  - name: lead\n  - {name: Marketing Qualified, when: {score: {at_least: 40}}}\n"
    )
    leads = leads_of(score=["50"], lead_status=[""])
    once = classify_leads(leads, lifecycle)
    once["score"] = "0"
    again = classify_leads(once, lifecycle)
    assert again["lead_status"].tolist() == once["lead_status"].tolist()


PERMISSIONS = [  # consent, email_opt_out, phone_opt_out, email, phone -> may_email, may_call
    ("yes", "", "", "e@x", "1", "yes", "yes"),
    ("ja", "no", "nein", "e@x", "1", "yes", "yes"),
    ("", "", "", "e@x", "1", "no", "no"),
    ("perhaps", "", "", "e@x", "1", "no", "no"),
    ("no", "", "", "e@x", "1", "no", "no"),
    ("yes", "yes", "", "e@x", "1", "no", "yes"),
    ("yes", "", "x", "e@x", "1", "yes", "no"),
    ("yes", "2026-01-31", "who knows", "e@x", "1", "no", "no"),
    ("yes", "", "", "", "", "no", "no"),
]


@pytest.mark.parametrize("case", PERMISSIONS)
def test_permissions(leads_of, lifecycle_of, case):
    """Contact needs a clear yes, no opt-out in any words, and an address; unknown is no."""
    names = ("consent", "email_opt_out", "phone_opt_out", "email", "phone")
    leads = leads_of(**{name: [cell] for name, cell in zip(names, case, strict=False)})
    row = classify_leads(leads, lifecycle_of(LIFECYCLE)).iloc[0]
    assert (row["may_email"], row["may_call"]) == case[5:]


MISTAKES = {
    "unknown status": ("statuses:\n  - name: lead\n  - name: MQLL\n", ":3: unknown status 'MQLL'"),
    "unknown key": ("statuses:\n  - name: lead\n    wen: {score: 1}\n", ":3: unknown key of a status 'wen'; did you mean 'when'?"),
    "unknown column": ("statuses:\n  - name: MQL\n    when: {skore: 1}\n", ":3: unknown column 'skore'; did you mean 'score'?"),
    "a scoring file": ("rules:\n  - name: x\n", ":1: this is a scoring file; it belongs to 'leadkit score'"),
    "nothing": ("", ":1: there are no statuses in this file"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_located(tmp_path, text, said):
    """Whatever is wrong with a lifecycle file is said with file and line."""
    path = tmp_path / "lifecycle.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(LeadkitError) as error:
        classify_stage(ClassifyOptions(str(path))).check(["lead_id"])
    assert str(error.value).startswith(f"{path}{said}")


def test_leads_without_a_score_say_that_they_need_one():
    """Under the shipped lifecycle a list that was never scored is sent to 'leadkit score'."""
    with pytest.raises(LeadkitError, match=r"score_engagement.*'leadkit score'"):
        classify_stage(ClassifyOptions("lifecycle")).check(["lead_id", "email"])
