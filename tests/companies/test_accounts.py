"""Accounts: one row a company, and every lead in one of them or counted as without."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.companies.figures import COLUMNS
from leadkit.companies.lists import account_table
from tests.properties import examples

NAMES = ("company", "email", "score", "score_engagement", "lead_status", "lifecycle_stage",
         "seniority", "department", "created_at", "last_activity_at", "next_step", "lead_id",
         "full_name", "may_email")  # fmt: skip


def leads(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame([{**dict.fromkeys(NAMES, ""), **row} for row in rows], dtype="str")


EVA = {
    "lead_id": "1", "full_name": "Eva Kern", "company": "Kern Bau GmbH", "email": "e@kern.example.com",
    "score": "80", "score_engagement": "12.5", "lead_status": "SQL", "seniority": "c_level",
    "department": "operations", "created_at": "2026-10-06 09:30", "next_step": "ask for consent in person",
}  # fmt: skip
JAN = {
    "lead_id": "2", "full_name": "Jan Voss", "company": "", "email": "j@kern.example.com",
    "score": "40", "lifecycle_stage": "customer", "seniority": "manager", "department": "it",
    "created_at": "3.9.2026", "last_activity_at": "2026-11-02", "next_step": "mail", "may_email": "yes",
}  # fmt: skip
ANA = {"lead_id": "3", "company": "KERN BAU", "score": "", "seniority": "manager", "department": "it",
       "next_step": "none: opted out", "score_engagement": "0"}  # fmt: skip


def test_an_account_says_what_its_leads_say_together():
    (one,) = account_table(leads(EVA, JAN, ANA)).to_dict("records")
    assert one == {
        "account": "Kern Bau GmbH", "account_key": "kern bau", "domain": "kern.example.com",
        "people": "3", "contactable": "1", "mql": "2", "sql": "2", "opportunities": "1",
        "customers": "1", "account_status": "customer", "roles": "2",
        "seniorities": "c_level 1; manager 2", "departments": "it 2; operations 1",
        "best_score": "80", "account_score": "100", "engagement": "12.5", "engaged_people": "1",
        "first_touch": "2026-09-03", "last_touch": "2026-11-02",
        # of those with whom something is to be done, though not the best score of all
        "next_step": "mail", "next_lead_id": "2", "next_name": "Jan Voss",
    }  # fmt: skip


def test_further_people_add_half_of_the_one_before():
    """Five lukewarm contacts are no hot account, and order changes nothing."""
    scores = ["40", "20", "80", "", "10"]
    rows = [{"company": "Kern", "score": score} for score in scores]
    expected = {
        "account_score": "112.5",
        "best_score": "80",
    }  # 80 + 20 + 20/4 ... of 80, 40, 20, 10
    expected["account_score"] = f"{80 + 40 / 2 + 20 / 4 + 10 / 8:g}"
    for order in (rows, rows[::-1]):
        found = account_table(leads(*order)).iloc[0]
        assert found[list(expected)].to_dict() == expected


def test_accounts_stand_by_their_score_and_a_step_that_is_not_there_is_blank():
    table = account_table(leads({"company": "Voss", "score": "50"}, EVA, {"company": "Alt"}))
    assert table["account"].tolist() == ["Kern Bau GmbH", "Voss", "Alt"]
    assert table["best_score"].tolist() == ["80", "50", ""]
    assert table["next_step"].tolist() == ["ask for consent in person", "", ""]


word = st.sampled_from(["", "Kern AG", "Kern", "Voss", "Alba Tec"])
row = st.fixed_dictionaries({
    "company": word, "email": st.sampled_from(["", "a@kern.example.com", "b@gmail.com"]),
    "score": st.sampled_from(["", "0", "12.25", "80", "x"]),
    "lead_status": st.sampled_from(["", "lead", "MQL", "customer", "?", "unqualified", "nurture"]),
    "seniority": st.sampled_from(["", "vp", "owner"]), "created_at": st.sampled_from(["", "2026-10-06", "?"]),
})  # fmt: skip


@given(st.lists(row, min_size=1, max_size=25))
@examples(12, 150)
def test_the_accounts_add_up_to_the_leads(rows):
    from leadkit.base.cells import texts
    from leadkit.fields.organisation_keys import organisation_keys

    table = leads(*rows)
    keys = organisation_keys(
        {name: texts(table[name]) for name in NAMES}.get, len(rows)
    ).to_pylist()
    found = account_table(table)
    assert list(found.columns) == list(COLUMNS)
    assert sorted(found["account_key"]) == sorted(set(keys) - {""})
    for one in found.to_dict("records"):
        own = [row for row, key in zip(rows, keys, strict=True) if key == one["account_key"]]
        assert int(one["people"]) == len(own)
        assert int(one["customers"]) == sum(row["lead_status"] == "customer" for row in own)
        scores = sorted(
            (float(row["score"]) for row in own if row["score"] not in ("", "x")), reverse=True
        )
        assert one["best_score"] == (f"{scores[0]:g}" if scores else "")
        seen = {word: sum(row["seniority"] == word for row in own) for word in ("vp", "owner")}
        assert one["seniorities"] == "; ".join(
            f"{word} {many}" for word, many in seen.items() if many
        )
        assert one["first_touch"] == (
            "2026-10-06" if any(r["created_at"] == "2026-10-06" for r in own) else ""
        )


def test_the_command_writes_a_row_a_company_and_counts_every_lead(leadkit, tmp_path):
    leads(EVA, JAN, ANA, {"lead_id": "4"}).to_csv(tmp_path / "leads.csv", index=False)
    done = leadkit("accounts", "leads.csv", "-o", "accounts.csv", cwd=tmp_path)
    assert (done.code, done.lines) == (
        0, ["leadkit accounts: 4 rows read = 3 in 1 account + 1 without a company"],
    )  # fmt: skip
    (one,) = csv.DictReader(io.StringIO((tmp_path / "accounts.csv").read_text("utf-8")))
    assert (one["account"], one["people"]) == ("Kern Bau GmbH", "3")


def test_leads_of_which_nothing_tells_a_company_are_refused():
    with pytest.raises(LeadkitError, match="accounts need the column company, email or website"):
        account_table(pd.DataFrame({"full_name": ["Eva"]}, dtype="str"))


@pytest.mark.parametrize(
    ("cells", "contactable"),
    [
        ({"may_email": "yes"}, "1"), ({"may_email": " Yes "}, "1"), ({"may_email": "x"}, "0"),
        ({"may_email": "1"}, "0"), ({"may_email": "ja"}, "0"), ({"may_email": ""}, "0"),
        ({"may_email": "yes", "email_opt_out": "yes"}, "0"),
        ({"may_email": "yes", "consent": "no"}, "0"),
        ({"may_email": "yes", "may_call": "yes", "email_opt_out": "yes"}, "1"),
    ],
)  # fmt: skip
def test_only_our_own_yes_without_an_opt_out_is_contactable(cells, contactable):
    assert account_table(leads(EVA | cells))["contactable"].tolist() == [contactable]


@examples(15, 150)
@given(
    st.lists(
        st.tuples(*map(st.sampled_from, (("", "40", "80"), ("", "MQL", "SQL"), ("Acme", "Acme AG"),
                  ("a@acme.example.com", "a@acme.example.org", ""), ("mail", "call", "")))),
        min_size=1, max_size=8,
    ).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(range(len(rows))))),
)  # fmt: skip
def test_the_order_of_the_rows_changes_nothing(drawn):
    rows, order = drawn
    names = ("score", "lead_status", "company", "email", "next_step")
    known = [dict(zip(names, row, strict=True), lead_id=str(at)) for at, row in enumerate(rows)]
    shuffled = account_table(leads(*(known[at] for at in order)))
    assert shuffled.to_dict("records") == account_table(leads(*known)).to_dict("records")


def test_scores_are_read_as_people_write_them_and_others_are_told(leadkit, tmp_path):
    rows = [{"company": "Kern", "score": score} for score in ("80,5", "1.000,5", "x", "", "?")]
    leads(*rows).to_csv(tmp_path / "leads.csv", index=False)
    done = leadkit("accounts", "leads.csv", "-o", "accounts.csv", cwd=tmp_path)
    assert done.code == 0
    assert done.lines[0].startswith(
        "leadkit accounts: note: 2 leads have a score that is no number and counts for nothing"
    )
    (one,) = csv.DictReader(io.StringIO((tmp_path / "accounts.csv").read_text("utf-8")))
    assert one["best_score"] == "1000.5"


def test_as_many_words_as_there_are_leads_are_counted_at_once():
    """What is told of each word does not go through all rows again."""
    many = 20_000
    table = account_table(pd.DataFrame({
        "company": "Kern", "seniority": [f"rank {number:05}" for number in range(many)],
    }, dtype="str"))  # fmt: skip
    assert table["seniorities"][0].startswith("rank 00000 1; rank 00001 1; ")
    assert table["roles"][0] == str(many)
