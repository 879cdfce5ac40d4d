"""Update: a master takes in weekly lists; nobody leaves it, no id changes, no opt-out is lost."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.classify import ClassifyOptions, classify_stage
from leadkit.dedupe import dedupe_leads
from leadkit.deduping.merging.unmerge import unmerge_leads
from leadkit.deduping.options import UpdateOptions
from leadkit.update import update_leads
from tests.properties import examples

CLASSIFY = classify_stage(ClassifyOptions())
CELLS = {
    "first_name": ["Eva", "EVA", "Ida", "Idа", "E.", "", "Udo"],
    "last_name": ["Meier", "meier", "Lang", "von der Leyen", ""],
    "full_name": ["", "Eva Meier", "Ida Lang"],
    "company": ["", "Acme GmbH", "ACME", "Bolt AG"],
    "email": ["", "eva@x.example.com", "Eva@X.example.com", "ida@x.example.com", "info@x.example.com"],
    "email_2": ["", "ida@x.example.com", "eva@y.example.com"],
    "phone": ["", "+498999998123", "089 99998123", "+4915112345678"],
    "mobile": ["", "+4915112345678", "+4915112345679"],
    "city": ["", "Ulm", "Bonn"],
    "street": ["", "Weg 1", "Talweg 5"],
    "postal_code": ["", "01067"],
    "notes": ["", "asked for more", "call | back"],
    "tags": ["", "fair", "vip; fair"],
    "consent": ["", "yes", "no", "?"],
    "consent_at": ["", "2026-10-06", "2026-11-01"],
    "email_consent": ["", "yes", "no"],
    "email_opt_out": ["", "x", "no"],
    "phone_opt_out": ["", "yes"],
    "mailing_status": ["", "subscribed", "unsubscribed", "cleaned"],
    "email_bounced": ["", "yes"],
    "lead_status": ["", "MQL", "customer", "junk", "nurture", "Stage 7"],
    "lifecycle_stage": ["", "lead", "opportunity", "customer"],
    "status_since": ["", "", "2026-10-01"],
    "created_at": ["", "2026-10-01", "2026-11-20"],
    "issues": ["", "phone_invalid"],
    "Own": ["", "a", "b"],
}  # fmt: skip


@st.composite
def lists(draw, prefix, most=5):
    """Rows of one week's list, with some of the columns."""
    names = draw(st.sets(st.sampled_from(sorted(CELLS)))) | {"email", "last_name", "first_name"}
    count = draw(st.integers(0, most))
    columns = {"lead_id": [f"{prefix}{at}" for at in range(count)]}
    for name in sorted(names):
        cells = st.sampled_from(CELLS[name])
        columns[name] = draw(st.lists(cells, min_size=count, max_size=count))
    return pd.DataFrame(columns, dtype="str")


def weeks(most=3):
    letters = "abcdef"[:most]
    return st.tuples(*(lists(letter) for letter in letters))


def cells_of(leads):
    return [(name, leads[name].tolist()) for name in leads.columns]


def taken_in(tables):
    """Return the master after each of these lists."""
    masters = [None]
    for table in tables:
        masters.append(update_leads(masters[-1], table).leads)
    return masters[1:]


def homes(master):
    """Return the lead that each id is, or went into."""
    found = dict(zip(master["lead_id"], master["lead_id"], strict=True))
    for lead, merged in zip(master["lead_id"], master["merged_ids"], strict=True):
        found |= {one: lead for one in merged.split("; ") if one}
    return found


@examples(6, 200)
@given(weeks())
def test_nobody_leaves_and_no_id_changes(tables):
    """Each lead of a master is in the next one, in its place, and every row's id is somebody's."""
    before = []
    seen = set()
    for table, master in zip(tables, taken_in(tables), strict=True):
        ids = master["lead_id"].tolist()
        assert ids[: len(before)] == before
        assert len(set(ids)) == len(ids)
        seen |= set(table["lead_id"])
        assert seen == set(homes(master))
        before = ids


@examples(6, 200)
@given(weeks())
def test_the_same_list_again_changes_nothing(tables):
    """Whatever list is taken in again, the master stays byte for byte what it is."""
    masters = taken_in(tables)
    again = update_leads(masters[-1], tables[-1])
    assert cells_of(again.leads) == cells_of(masters[-1])
    assert (again.counts["new"], len(again.merges)) == (0, len(tables[-1]))


def refusals(table):
    """Return who refuses what, as far as a row says it without doubt."""
    said = {
        "may_email": {"email_opt_out": ("x",), "email_consent": ("no",), "mailing_status": ("unsubscribed",)},
        "may_call": {"phone_opt_out": ("yes",)},
    }  # fmt: skip
    return {
        (lead["lead_id"], channel)
        for lead in table.to_dict("records")
        for channel, columns in said.items()
        if lead.get("consent") == "no"
        or any(lead.get(name) in words for name, words in columns.items())
    }


@examples(6, 200)
@given(weeks(), st.permutations(range(3)))
def test_no_opt_out_is_lost_in_any_order(tables, order):
    """In whatever order the lists come, who said no on any of them may not be contacted."""
    tables = [tables[at] for at in order]
    master = taken_in(tables)[-1]
    told = CLASSIFY.apply(master).leads.set_index("lead_id")
    home = homes(master)
    for table in tables:
        for lead, channel in refusals(table):
            assert told.loc[home[lead], channel] == "no"


@pytest.mark.slow
@examples(15, 200)
@given(weeks(2))
def test_an_update_can_be_taken_back(tables):
    """From the merge log unmerge gives back the master and, behind it, the new rows."""
    before, new = tables
    master = update_leads(None, before).leads
    done = update_leads(master, new)
    back = unmerge_leads(done.leads, done.merges)
    names = dict.fromkeys([*master.columns, *new.columns])
    every = pd.concat([master, new], ignore_index=True).reindex(columns=list(names)).fillna("")
    assert cells_of(back[list(names)]) == cells_of(every.astype("str"))


@pytest.mark.slow
@examples(15, 200)
@given(lists("a", 7))
def test_a_first_update_is_a_dedupe(table):
    """Without a master the leads are those that dedupe gives."""
    one, other = update_leads(None, table), dedupe_leads(table)
    names = list(other.leads.columns)
    assert cells_of(one.leads[names]) == cells_of(other.leads)
    assert one.merges.to_dict() == other.merges.to_dict()
    assert one.review.to_dict() == other.review.to_dict()


def table(*rows):
    """Return leads of rows that are given as cells by name; what a row does not name is blank."""
    names = dict.fromkeys(
        ["lead_id", "full_name", "email", *(name for row in rows for name in row)]
    )
    cells = {name: [row.get(name, "") for row in rows] for name in names}
    return pd.DataFrame(cells, dtype="str")


EVA = {"lead_id": "m1", "full_name": "Eva Meier", "email": "eva@x.example.com"}
AGAIN = {"lead_id": "n1", "full_name": "Eva Meier", "email": "EVA@x.example.com"}
DAY = {"status_since": "2026-10-01", "status_reason": "score is at least 65"}
UNDATED = {"status_reason": "score is at least 65", "contact_basis": "email: no consent"}
STANDING = {  # the master's cells, the new row's -> status and day afterwards
    "stays": ({"lead_status": "SQL", **DAY}, {"lead_status": "MQL"}, ("SQL", "2026-10-01")),
    "further on": ({"lead_status": "SQL", **DAY}, {"lead_status": "customer"}, ("customer", "")),
    "a stage further on": ({"lead_status": "SQL", **DAY}, {"lifecycle_stage": "customer"}, ("customer", "")),
    "a stage that is not": ({"lead_status": "SQL", **DAY}, {"lifecycle_stage": "lead"}, ("SQL", "2026-10-01")),
    "told before": ({"lead_status": "lead", "lifecycle_stage": "MQL", **DAY}, {"lead_status": "MQL"}, ("lead", "2026-10-01")),
    "put aside": ({"lead_status": "nurture", **DAY}, {"lead_status": "MQL"}, ("nurture", "2026-10-01")),
    "aside, and has bought": ({"lead_status": "nurture", **DAY}, {"lead_status": "customer"}, ("customer", "")),
    "disqualified stays": ({"lead_status": "unqualified", **DAY}, {"lead_status": "customer"}, ("unqualified", "2026-10-01")),
    "words of one's own": ({"lead_status": "Stage 7", **DAY}, {"lead_status": "SQL"}, ("Stage 7", "2026-10-01")),
    "none yet": ({"lead_status": ""}, {"lead_status": "SQL", **DAY}, ("SQL", "2026-10-01")),
    "classified without a day": ({"lead_status": "lead", "lifecycle_stage": "MQL", **UNDATED}, {"lead_status": "MQL"}, ("lead", "")),
    "without a day, further on": ({"lead_status": "MQL", **UNDATED}, {"lifecycle_stage": "customer"}, ("customer", "")),
    "without a day the furthest": ({"lead_status": "MQL"}, {"lead_status": "SQL"}, ("SQL", "")),
}  # fmt: skip


@pytest.mark.parametrize(("before", "told", "after"), STANDING.values(), ids=STANDING)
def test_where_a_lead_stands(before, told, after):
    """A status that classify gave stays, with its day, unless the new row says more than ever."""
    names = {"lead_status": "", "status_since": ""}
    master, new = table({**names, **EVA, **before}), table({**names, **AGAIN, **told})
    lead = update_leads(master, new).leads.iloc[0]
    assert (lead["lead_status"], lead["status_since"]) == after
    if "status_reason" in lead:  # it goes with the status that classify gave
        stays = after[0] in (before["lead_status"], told.get("lead_status", ""))
        stays &= bool(after[1]) or "contact_basis" in before
        assert (lead["status_reason"] != "") == stays


def test_cells_of_the_master_stay_and_blanks_are_filled():
    """Its id and cells stay, the new row gives what it lacks, and others stand behind it."""
    master = table({**EVA, "city": "Ulm", "job_title": "", "score": "70", "source_row": "2"})
    new = table({**AGAIN, "city": "Bonn", "job_title": "Buyer", "source_row": "9"}, {"lead_id": "n2", "full_name": "Ida Lang"})  # fmt: skip
    done = update_leads(master, new)
    eva, ida = done.leads.to_dict("records")
    assert (eva["lead_id"], eva["merged_ids"], eva["source_row"]) == ("m1", "n1", "2")
    assert (eva["city"], eva["job_title"], eva["score"]) == ("Ulm", "Buyer", "70")
    assert (ida["lead_id"], ida["score"], done.counts["new"], done.counts["known"]) == (
        "n2",
        "",
        1,
        1,
    )


def test_a_row_is_known_by_an_id_without_evidence():
    """A row whose id went into a lead is that lead, whatever its cells say now."""
    master = table({**EVA, "merged_ids": "old"}, {"lead_id": "m2", "full_name": "Ida Lang"})
    new = table({"lead_id": "old", "full_name": "Ida Lang", "city": "Ulm"})
    done = update_leads(master, new)
    assert done.leads["city"].tolist() == ["Ulm", ""]
    assert done.leads["merged_ids"].tolist() == ["old", ""]
    assert done.merges["reasons"].tolist() == ["one lead by its id"]


TWO = table({**EVA, "phone": "+498999998124"}, {**EVA, "lead_id": "m2", "email_opt_out": "yes"})


def decisions(*lines):
    return pd.DataFrame(
        [line.split() for line in lines], columns=["lead_id_1", "lead_id_2", "decision"]
    )


def test_leads_of_the_master_merge_by_a_decision_alone():
    """What evidence would merge stays two leads; y merges them, the first one stays, and any no."""
    none = table({"lead_id": "n1", "full_name": "Ida Lang"})
    assert update_leads(TWO, none).leads["lead_id"].tolist() == ["m1", "m2", "n1"]
    for said in (["m2 m1 y"], ["m2 n1 y", "n1 m1 y"]):
        done = update_leads(TWO, none, decisions=decisions(*said))
        (first, *others) = done.leads.to_dict("records")
        assert first["lead_id"] == "m1"
        assert "m2" in first["merged_ids"].split("; ")
        assert first["email_opt_out"] == "yes"
        assert len(others) == (len(said) == 1)
        assert "decided by a person" in set(done.merges["reasons"])


def test_an_n_that_comes_too_late_is_told():
    """Rows that are one lead already stay one, and a note says what to do."""
    master = update_leads(None, table(EVA, AGAIN)).leads
    done = update_leads(master, table(AGAIN), decisions=decisions("m1 n1 n"))
    assert len(done.leads) == 1
    (note,) = done.notes
    assert "m1 and n1" in note
    assert "leadkit unmerge" in note


def test_an_n_keeps_a_new_row_apart():
    """Whom evidence would merge stays apart where a person said so, in all later updates."""
    done = update_leads(table(EVA), table(AGAIN), decisions=decisions("m1 n1 n"))
    assert done.leads["lead_id"].tolist() == ["m1", "n1"]
    again = update_leads(
        done.leads, table({**AGAIN, "lead_id": "n2"}), decisions=decisions("m1 n1 n")
    )
    assert again.leads["lead_id"].tolist() == ["m1", "n1"]


def test_doubtful_rows_are_new_and_to_be_reviewed():
    """Who may be somebody of the master is added; what waits for a decision goes on waiting."""
    bolt = {"company": "Bolt GmbH", "phone": "+498999998124"}
    master = table({"lead_id": "m1", **bolt})
    done = update_leads(master, table({"lead_id": "b1", **bolt, "company": "Bolt Ltd"}))
    assert done.leads["lead_id"].tolist() == ["m1", "b1"]
    pairs = done.review[["lead_id_1", "lead_id_2", "decision"]].values.tolist()
    assert pairs == [["m1", "b1", ""]]
    later = update_leads(done.leads, table(AGAIN), decisions=done.review)
    assert later.review.equals(done.review)
    decided = done.review.assign(decision="j")
    joined = update_leads(later.leads, table(AGAIN), decisions=decided).leads
    assert joined[["lead_id", "merged_ids", "full_name"]].values.tolist() == [
        ["m1", "b1", ""], ["n1", "", "Eva Meier"]
    ]  # fmt: skip


def test_who_was_removed_does_not_come_back():
    """New rows of removed leads are left out, whoever they are by evidence; decisions on them pass."""
    from leadkit.fields.listed.entries import hashed

    gone = pd.DataFrame({"lead_id": ["g1"], "sha256": [hashed("gone@x.example.com")]})
    master = table(EVA)
    new = table(
        {"lead_id": "n1", "full_name": "Udo Gone", "email": "gone@x.example.com", "email_opt_out": "yes"},
        {**AGAIN, "lead_id": "n2", "email_2": "gone@x.example.com", "city": "Ulm"},
    )  # fmt: skip
    done = update_leads(master, new, removed=gone, decisions=decisions("g1 m1 n"))
    assert done.leads["lead_id"].tolist() == ["m1"]
    assert "gone@x.example.com" not in done.leads.to_csv()
    assert (done.counts["removed"], set(done.known["outcome"])) == (2, {"removed"})
    assert [note.split(":")[0] for note in done.notes] == ["decisions", "2 leads were removed before, by removed, and are left out"]  # fmt: skip


def test_who_vanished_from_a_complete_list_is_told():
    """missing_since is the first day without a lead that stood on the list; who is back loses it."""
    crm = {"complete_list": "CRM"}
    first = update_leads(
        None, table({**EVA, **crm}, {"lead_id": "m2", "full_name": "Ida Lang"})
    ).leads
    other = table({"lead_id": "n5", "full_name": "Udo Berg", **crm})

    def missing(master, new, day):
        done = update_leads(master, new, UpdateOptions(as_of=day))
        return done.leads, done.leads.get("missing_since", pd.Series(dtype="str")).tolist()

    later, days = missing(first, other, "2026-11-20")
    assert days == ["2026-11-20", "", ""]
    later, days = missing(later, other, "2026-11-27")
    assert days == ["2026-11-20", "", ""]
    later, days = missing(later, table(AGAIN), "2026-11-27")  # no CRM list
    assert days == ["2026-11-20", "", ""]
    later, days = missing(later, table({**AGAIN, **crm}), "2026-11-28")
    assert days == ["", "", "2026-11-28"]
    assert "--as-of" in update_leads(first, other).notes[0]


WRONG = {
    "no ids": (table(EVA).drop(columns="lead_id"), table(AGAIN), "master: there is no column lead_id"),
    "one id twice": (table(EVA, EVA), table(AGAIN), "m1 stands in several rows"),
    "a blank id": (table({**EVA, "lead_id": ""}), table(AGAIN), "lead_id is empty in some rows"),
    "nothing to tell by": (pd.DataFrame({"lead_id": ["1"], "hat": ["52"]}), table(AGAIN), "no column to tell leads by"),
    "no new ids": (table(EVA), table(AGAIN).drop(columns="lead_id"), "update needs the column lead_id"),
}  # fmt: skip


@pytest.mark.parametrize(("master", "new", "message"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_updated(master, new, message):
    with pytest.raises(LeadkitError, match=message):
        update_leads(master, new)
