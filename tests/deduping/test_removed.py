"""Leads that were removed before: known again by any address or id, and left out without a trace."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit.base.errors import LeadkitError
from leadkit.dedupe import dedupe_leads
from leadkit.deduping.decisions import Decisions, still_there
from leadkit.deduping.removed import read_removed
from leadkit.fields.listed.entries import hashed, own_hashes


def frame(**columns):
    return pd.DataFrame(columns, dtype="str")


def gone(emails=(), phones=(), key=b"", lead_id="r"):
    column = "hmac_sha256" if key else "sha256"
    hashes = "; ".join(own_hashes(emails, phones, key))
    return frame(lead_id=[lead_id], reason=["e-mail is on never.csv"], **{column: [hashes]})


FOUND = [  # what the removed lead had, a column and cell of this week's, whether it is the same
    ({"emails": ["eva@meier.example.com"]}, "email", "Eva@MEIER.example.com", True),
    ({"emails": ["Eva+fair@meier.example.com"]}, "email", "eva@meier.example.com", True),
    ({"emails": ["eva@müller.example.com"]}, "email_2", "eva@xn--mller-kva.example.com", True),
    ({"emails": ["e.va@googlemail.com"]}, "email", "eva@gmail.com", True),
    ({"emails": ["a@x.example.com; eva@y.example.com"]}, "other_emails", "b@x.example.com; Eva <eva@y.example.com>", True),
    ({"phones": ["+498999998123"]}, "mobile", "0049 89 99998-123", True),
    ({"phones": ["+49 (0)89 99998123; +49 89 99998124"]}, "other_phones", "+498999998124", True),
    ({"phones": ["089 99998123"]}, "phone", "(089) 99998-123", True),
    ({"emails": ["eva@meier.example.com"]}, "email", "jan@meier.example.com", False),
    ({"phones": ["+498999998123"]}, "phone", "+498999998124", False),
    ({"emails": ["eva@meier.example.com"]}, "notes", "eva@meier.example.com", False),
    ({"emails": [""], "phones": ["", "n/a"]}, "email", "", False),
]  # fmt: skip


@pytest.mark.parametrize("key", [b"", b"secret"])
@pytest.mark.parametrize(("had", "column", "cell", "same"), FOUND)
def test_a_removed_lead_is_known_again_by_its_hashes(had, column, cell, same, key):
    """However its address is written, in any column of addresses, hashed with a key or without."""
    removed = read_removed([("gone.csv", gone(**had, key=key))], key)
    leads = frame(lead_id=["1"], **{column: [cell]})
    assert removed.are_on(leads).tolist() == [same]


IDS = [
    ("7", "", True),
    ("1", "6; 7", True),
    ("1", "6; 8", True),
    ("1", "6", False),
    ("", "", False),
]


@pytest.mark.parametrize(("lead_id", "merged", "same"), IDS)
def test_a_removed_lead_is_known_again_by_its_ids(lead_id, merged, same):
    """By its own, and by those that went into it."""
    table = gone(lead_id="7").assign(merged_ids="8")
    removed = read_removed([("gone.csv", table)])
    leads = frame(lead_id=[lead_id], merged_ids=[merged])
    assert removed.are_on(leads).tolist() == [same]


LEADS = frame(
    lead_id=["1", "2", "3", "4"],
    full_name=["Eva Meier", "Eva Meier", "Tom Kern", "Ida Voss"],
    company=["Acme", "Acme", "Kern", "Voss"],
    email=["eva@meier.example.com", "eva@meier.example.com", "tom@kern.example.com", "ida@voss.example.com"],
    phone=["", "+498999998123", "", ""],
)  # fmt: skip
CRM = frame(lead_id=["k"], full_name=["Tom Kern"], company=["Kern"], email=["tom@kern.example.com"])


@pytest.mark.parametrize("all_rows", [False, True])
def test_whoever_was_removed_is_not_new(all_rows):
    """By an address of any row that went into the lead; known leads and new ones stay what they are."""
    from leadkit.deduping.options import DedupeOptions

    removed = gone(phones=["+498999998123"])
    done = dedupe_leads(LEADS, DedupeOptions(all_rows=all_rows), against=CRM, removed=removed)
    told = dict(zip(done.known["lead_id"], done.known["outcome"], strict=True))
    assert told == {"2": "removed"} | ({} if all_rows else {"3": "known"})
    left = dict(zip(done.leads["lead_id"], done.leads["outcome"], strict=True))
    assert left == {"4": "new"} | ({"k": "known"} if all_rows else {})
    assert (done.counts["new"], done.counts["known"], done.counts["removed"]) == (1, 1, 1)
    (shown,) = done.known[done.known["outcome"] == "removed"].to_dict("records")
    assert {cell for cell in shown.values() if cell} == {"2", "1", "removed"}
    assert done.notes == ("1 lead was removed before, by removed, and is left out",)


def test_without_a_list_to_compare_with():
    """They are left out as well, and the columns of the leads are as without --removed."""
    plain = dedupe_leads(LEADS)
    done = dedupe_leads(LEADS, removed=gone(["TOM@kern.example.com"]))
    assert list(done.leads.columns) == list(plain.leads.columns)
    assert done.leads["lead_id"].tolist() == [i for i in plain.leads["lead_id"] if i != "3"]
    assert done.known[["lead_id", "email", "outcome"]].values.tolist() == [["3", "", "removed"]]
    nobody = dedupe_leads(LEADS, removed=gone(["nobody@other.example.com"]))
    assert nobody.leads.equals(plain.leads)
    assert not len(nobody.known)
    assert not nobody.notes


PASSED = [  # pairs, in rows, removed -> what is left
    ([("1", "9")], {"1"}, {"9"}, ()),
    ([("8", "9")], {"1"}, {"9"}, ()),
    ([("1", "2")], {"1", "2"}, {"2"}, (("1", "2"),)),
    ([("1", "9")], {"1"}, {"5"}, (("1", "9"),)),
]


@pytest.mark.parametrize(("pairs", "rows", "ids", "left"), PASSED)
def test_decisions_on_removed_leads_are_passed_over(pairs, rows, ids, left):
    """Where the lead is in no row; what nobody knows stays, to be refused."""
    decisions = Decisions(same=tuple(pairs), apart=tuple(pairs))
    assert still_there(decisions, dict.fromkeys(rows, 0), ids) == Decisions(left, left)


def test_no_pair_of_a_removed_lead_is_put_to_review():
    """Neither a new one nor one that was decided before: nothing of the person is shown."""
    decisions = frame(lead_id_1=["4", "3"], lead_id_2=["7", "4"], decision=["n", "n"])
    done = dedupe_leads(LEADS, decisions=decisions, removed=gone(["x@x.example.com"], lead_id="7"))
    assert done.review[["lead_id_1", "lead_id_2"]].values.tolist() == [["3", "4"]]
    assert done.notes == ("decisions: 1 decision is on a lead removed since, by removed: passed over",)  # fmt: skip


WRONG = {
    "other columns": (frame(email=["x"]), b"", "gone.csv: has no columns lead_id and sha256"),
    "no hashes": (frame(lead_id=["x"], reason=["y"]), b"", "'leadkit classify --suppressed FILE' writes one"),
    "no key": (frame(lead_id=["x"], hmac_sha256=[""]), b"", "gone.csv: its hashes are made with a key (HMAC)"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "key", "said"), WRONG.values(), ids=WRONG)
def test_what_is_no_file_of_removed_leads(table, key, said):
    """Is told with what writes one."""
    with pytest.raises(LeadkitError) as error:
        read_removed([("gone.csv", table)], key)
    assert said in str(error.value)


def test_a_file_without_a_key_is_read_beside_one_with_it():
    """The column says how its hashes were made."""
    tables = [("a.csv", gone(["a@x.example.com"])), ("b.csv", gone(["b@x.example.com"], key=b"s"))]
    removed = read_removed(tables, b"s")
    leads = frame(lead_id=["1", "2", "3"], email=["a@x.example.com", "b@x.example.com", ""])
    assert removed.are_on(leads).tolist() == [True, True, False]
    assert hashed("a@x.example.com") in tables[0][1]["sha256"].item()
