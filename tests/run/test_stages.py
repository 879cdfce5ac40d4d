"""What holds for every stage, whatever the leads: nothing lost, nothing invented, order is nothing."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leadkit.accounts import AccountsOptions, accounts_stage
from leadkit.assign import AssignOptions, assign_stage
from leadkit.base.leads import Outcome
from leadkit.classify import ClassifyOptions, classify_stage
from leadkit.clean import CleanOptions, clean_leads
from leadkit.cpl import CplOptions, cost_per_lead
from leadkit.dedupe import dedupe_leads
from leadkit.deduping.merging.unmerge import unmerge_leads
from leadkit.deduping.options import DedupeOptions
from leadkit.run.stages import STAGES
from leadkit.scoring.scorecard import read_scoring
from leadkit.scoring.scores import score_batch
from leadkit.update import update_leads
from tests.properties import examples

SCORING, CLASSIFY = read_scoring("b2b"), classify_stage(ClassifyOptions())
APPLY = {
    "clean": lambda leads: clean_leads(leads, CleanOptions("DE")),
    "dedupe": lambda leads: dedupe_leads(leads).leads,
    "update": lambda leads: update_leads(None, leads).leads,
    "score": lambda leads: score_batch(leads, SCORING, None, None),
    "classify": lambda leads: CLASSIFY.apply(leads).leads,
    "accounts": lambda leads: accounts_stage(AccountsOptions()).apply(leads).leads,
    "assign": lambda leads: assign_stage(AssignOptions(as_of="2026-10-08")).apply(leads).leads,
    "cpl": lambda leads: cost_per_lead(leads, CplOptions("50000", "20%", "5%")),
}
MERGING = {"dedupe", "update"}
every_stage = pytest.mark.parametrize("stage", APPLY)
WHOLE = {*MERGING, "accounts", "assign"}  # what one row gets hangs on the others
row_local = pytest.mark.parametrize("stage", [name for name in APPLY if name not in WHOLE])


CELLS = {
    "Zeta": ["", " b ", "None", '"'],
    "first_name": ["Eva", "EVA", "Null", "None", "True", "", "ßa"],
    "last_name": ["Meier", "meier", "von der leyen", "O'NEILL", ""],
    "full_name": ["", "Eva Meier", "Ida Lang"],
    "email": ["", "eva@x.example.com", "Eva@X.example.com ", "ida@x.example.com", "info@x.example.com", "e@"],
    "email_2": ["", "ida@x.example.com"],
    "phone": ["", "004989123456", "+4989123456", "089 123456", "4915112345678", "12", "?"],
    "country": ["", "NA", "DE", "Deutschland", "Atlantis"],
    "company": ["", "Acme GmbH", "ACME", "NA"],
    "postal_code": ["", "01067", " 1 "],
    "street": ["", "Weg 1"],
    "notes": ["", "a\nb", 'a "quote"', "\r", "x, y"],
    "tags": ["", "fair", "vip"],
    "consent": ["", "yes", "nein", "?"],
    "email_opt_out": ["", "x", "no", "2026-01-31"],
    "lifecycle_stage": ["", "lead", "opportunity", "junk", "Recycled"],
    "lead_status": ["", "SQL", "new", "?"],
    "employees": ["", "51-200", "1.000", "0"],
    "score": ["", "70"],
    "may_email": ["", "yes", "no"],
    "owner": ["", "sales 1", "Eva"],
    "score_engagement": ["", "30"],
    "issues": ["", "by_hand"],
    "Alpha": ["", "x"],
}  # fmt: skip
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


@st.composite
def lead_tables(draw):
    """Leads with some known columns and some unknown ones, in any order; at times of any text."""
    names = draw(st.permutations(list(CELLS)))[: draw(st.integers(4, len(CELLS)))]
    names += [name for name in ("first_name", "last_name", "email") if name not in names]
    count = draw(st.integers(0, 7))
    columns = {"lead_id": [f"id{number}" for number in range(count)]}
    for name in names:
        cells = st.sampled_from(CELLS[name])
        if draw(st.booleans()):
            cells |= ANY_TEXT
        columns[name] = draw(st.lists(cells, min_size=count, max_size=count))
    return pd.DataFrame(columns, dtype="str")


def cells_of(leads):
    """Return all there is: columns in order, and each cell."""
    return [(name, leads[name].tolist()) for name in leads.columns]


def has_shared_addresses(leads):
    """Tell whether rows with one mailbox or number have two names."""
    of = {}
    for lead in leads.to_dict("records"):
        named = {lead.get(name, "").casefold() for name in ("first_name", "last_name", "full_name")}
        for name in ("email", "email_2", "phone"):
            address = lead.get(name, "").casefold().removeprefix("+").removeprefix("00").strip()
            of.setdefault(address, set()).add(frozenset(named))
    return any(len(names) > 1 for address, names in of.items() if address)


@every_stage
@examples(6, 60)
@given(leads=lead_tables())
def test_input_columns_stay(stage, leads):
    """A stage keeps all columns in their place, appends its own, writes text, changes no input."""
    before = cells_of(leads)
    after = APPLY[stage](leads)
    assert cells_of(leads) == before
    columns = list(leads.columns)
    assert list(after.columns[: len(columns)]) == columns
    assert len(set(after.columns)) == len(after.columns)
    assert all(type(cell) is str for name in after for cell in after[name])
    assert {str(kind) for kind in after.dtypes} == {"str"}
    # Ids and the cells of unknown columns are as they were; dedupe may fill blanks among the latter.
    for name in {"Zeta", "Alpha", "lead_id"} & set(leads.columns):
        own = dict(zip(leads["lead_id"], leads[name], strict=True))
        for lead, cell in zip(after["lead_id"], after[name], strict=True):
            assert cell == own[lead] or (stage in MERGING and not own[lead])


@row_local
@examples(6, 60)
@given(leads=lead_tables(), cut=st.integers(0, 7))
def test_batches_change_nothing(stage, leads, cut):
    """How rows are cut into batches changes nothing in what a row-local stage makes of them."""
    parts = [APPLY[stage](part) for part in (leads.iloc[:cut], leads.iloc[cut:])]
    assert cells_of(pd.concat(parts)) == cells_of(APPLY[stage](leads))


@pytest.mark.parametrize("stage", [name for name in APPLY if name != "cpl"])
@examples(6, 60)
@given(leads=lead_tables())
def test_twice_is_once(stage, leads):
    """A stage has nothing left to do on its own output.

    Of dedupe that holds where nobody's mailbox or number is used under two names: once such rows
    are merged, the next run cannot see that it was.
    """
    assume(stage not in MERGING or not has_shared_addresses(leads))
    once = APPLY[stage](leads)
    assert cells_of(APPLY[stage](once)) == cells_of(once)


@examples(6, 60)
@given(leads=lead_tables(), order=st.randoms())
def test_order_means_nothing_to_dedupe(leads, order):
    """Whatever the order of rows, the same leads remain, and the same ones went into them."""
    places = list(range(len(leads)))
    order.shuffle(places)
    shuffled = leads.iloc[places]
    one, other = dedupe_leads(leads), dedupe_leads(shuffled)
    for table, again in ((one.leads, other.leads), (one.merges, other.merges)):
        told, told_again = (t.drop(columns="position", errors="ignore") for t in (table, again))
        assert cells_of(told.sort_values("lead_id")) == cells_of(told_again.sort_values("lead_id"))
    assert cells_of(one.review) == cells_of(other.review)


@examples(6, 60)
@given(leads=lead_tables())
def test_every_lead_remains_or_was_merged(leads):
    """Each id is among the remaining leads or among the merged ones, which give back all."""
    deduped = dedupe_leads(leads)
    assert cells_of(unmerge_leads(deduped.leads, deduped.merges)) == cells_of(leads)
    remaining, gone = list(deduped.leads["lead_id"]), list(deduped.merges["lead_id"])
    assert sorted(remaining + gone) == sorted(leads["lead_id"])
    assert set(deduped.merges["merged_into"]) <= set(remaining)
    assert "; ".join(sorted(gone)) == "; ".join(
        sorted(one for ids in deduped.leads["merged_ids"] for one in ids.split("; ") if one)
    )


@examples(4, 60)
@given(leads=lead_tables(), more=lead_tables())
def test_no_id_changes_from_run_to_run(leads, more):
    """Compared with the last run's output, every lead of it comes out under its id, whatever is new."""
    before = dedupe_leads(leads).leads
    more = more.assign(lead_id=[f"new{number}" for number in range(len(more))])
    every = pd.concat([leads, more], ignore_index=True).fillna("").astype("str")
    after = dedupe_leads(every, DedupeOptions(all_rows=True), against=before).leads
    known = after[after["outcome"].isin(["known", "opted_out"])]
    assert set(before["lead_id"]) <= set(known["lead_id"])
    assert after["lead_id"].is_unique
    named = [*after["lead_id"], *(one for ids in after["merged_ids"] for one in ids.split("; "))]
    assert set(every["lead_id"]) <= set(named)


@examples(6, 60)
@given(leads=lead_tables())
def test_no_opt_out_is_lost(leads):
    """Whoever opted out before dedupe may not be contacted after it."""
    opted_out = leads[
        leads.get("email_opt_out", pd.Series("", leads.index)).isin(["x", "2026-01-31"])
    ]
    deduped = dedupe_leads(leads)
    where = dict(zip(deduped.merges["lead_id"], deduped.merges["merged_into"], strict=True))
    told = CLASSIFY.apply(deduped.leads).leads.set_index("lead_id")["may_email"]
    for lead in opted_out["lead_id"]:
        assert told[where.get(lead, lead)] == "no"


def test_stages_tell_what_they_add(leads_of):
    """Every stage is here, adds the columns that it announces, and returns an outcome."""
    assert STAGES.keys() == APPLY.keys()
    leads = leads_of(
        email=["eva@x.example.com"], country=["DE"], score=["1"], score_engagement=["1"],
        lead_status=["SQL"], may_email=["yes"], may_call=["no"], may_post=["no"], ltv=["5"], margin=["1%"], close_rate=["1%"],
    )  # fmt: skip
    for name, kind in ((name, load()) for name, load in STAGES.items()):
        stage = kind.make(kind.options()) if kind.options else kind.make()
        stage.check(list(leads.columns))
        outcome = stage.apply(leads)
        assert isinstance(outcome, Outcome)
        added = [column for column in outcome.leads if column not in leads]
        new = [column for column in stage.adds if column not in leads]
        assert (added == [c for c in new if c in added]) or (
            name in MERGING and set(new) - {"missing_since"} <= set(added)
        ), name


PRECIOUS = {
    "first_name": ["Null", "None", "True"],
    "last_name": ["None", "Null", "Na"],
    "country": ["NA", "NA", "NA"],
    "postal_code": ["01067", "08001", "00000"],
    "Dial": ["004989123456", "+49 89", "491512345678"],
    "Text": ['two\nlines, "quoted"', "a lone \r return", " 1e3 "],
    "NULL": ["NaN", "nan", "#N/A"],
}


def test_precious_cells_survive_every_stage(folder, leadkit):
    """What looks like nothing, a number or a line end comes out of the whole line byte for byte."""
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(PRECIOUS)
        writer.writerows(zip(*PRECIOUS.values(), strict=True))
    (folder / "line.yaml").write_text(
        "import: {files: [list.csv]}\nsteps: [clean: {region: DE}, dedupe, score, classify]\n"
    )
    run = leadkit("run", folder / "line.yaml")
    assert run.code == 0, run.err
    rows = list(csv.DictReader(io.StringIO(run.out.decode(), newline="")))
    assert {name: [row[name] for row in rows] for name in PRECIOUS} == PRECIOUS
