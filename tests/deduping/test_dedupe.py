"""Dedupe: rows that are surely one person become one, colleagues never do, and nothing is lost."""

from __future__ import annotations

import pandas as pd
import pytest

import linkage
from leadkit.base.errors import LeadkitError
from leadkit.dedupe import dedupe_leads, dedupe_stage
from leadkit.deduping.explain import explain_pair
from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.deduping.merging.unmerge import unmerge_leads
from leadkit.deduping.options import DedupeOptions
from leadkit.update import update_leads

COLUMNS = ("full_name", "company", "email", "phone")
PAIRS = {  # two rows as in COLUMNS -> a reason to merge them, "" for none
    "personal e-mail": ("Eva Meier,,eva@x.example.com,", "E. Meier,,EVA@x.example.com,", "same personal e-mail"),
    "role mailbox": ("Eva Meier,,info@x.example.com,", "Udo Lang,,info@x.example.com,", ""),
    "name and phone": ("Eva Meier,,,+498999998123", "Meier Eva,,,+49 89 99998123", "same direct line"),
    "phone alone": ("Eva Meier,,,+498999998123", "Udo Lang,,,+498999998123", ""),
    "switchboard of relatives": ("Anna Meier,Acme,,+498999998123", "Andreas Meier,Acme,,+498999998123", ""),
    "name and company": ("Eva Meier,ACME GmbH,,", "Dr. Eva Meier,Acme,,", "same company"),
    "company and mailbox": ("Eva Meier,Acme,info@x.example.com,", "Udo Lang,Acme,info@x.example.com,", ""),
    "name alone": ("Eva Meier,,,", "Eva Meier,,,", ""),
    "namesakes": ("Eva Meier,Acme,eva@a.example.com,", "Eva Meier,Bolt,eva@b.example.com,", ""),
    "one word is no whole name": ("Meier,Acme,,", "Meier,Acme,,", ""),
    "blanks": (",,,", ",,,", ""),
    "names of nobody": ("None Null,,,", "None Null,,,", ""),
    "umlauts": ("Jürgen Groß,Acme,,", "Juergen Gross,Acme,,", "same company"),
    "no umlauts at all": ("Jürgen Müller,Acme,,", "Jurgen Muller,Acme,,", "same company"),
    "nickname": ("Bob Whitfield,Acme,,", "Robert Whitfield,Acme,,", "first name by a nickname"),
    "short form in German": ("Sepp Huber,Acme,,", "Josef Huber,Acme,,", "first name by a nickname"),
    "scanner": ("Eva Steinmann,Acme,,", "Eva 5teinmann,Acme,,", "same last name"),
    "typing slip": ("Eva Steinmann,Acme,e@x.example.com,", "Eva Stienmann,Acme,e@x.example.com,", "last name 1 letter apart"),
    "plus where the provider ignores it": ("Eva Meier,,e.meier+fair@gmail.com,", "E. Meier,,emeier@gmail.com,", "same personal e-mail"),
    "plus elsewhere": (",,e+fair@x.example.com,", ",,e@x.example.com,", ""),
    "sons": ("Karl Meier Jr.,Acme,,+498999998123", "Karl Meier Sr.,Acme,,+498999998123", ""),
    "feminine form": ("Martin Meier,Acme,,", "Martina Meier,Acme,,", ""),
    "another first name, one mailbox": ("Zoltan Meier,,z.meier@x.example.com,", "Bela Meier,,z.meier@x.example.com,", ""),
    "two names on one mailbox": ("Zoltan Meier,,fair@x.example.com,", "Udo Lang,,fair@x.example.com,", ""),
    "moved within a list": ("Eva Meier,Acme,,", "Eva Meier,Bolt,,", ""),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "reason"), PAIRS.values(), ids=PAIRS)
def test_who_is_one_person(leads_of, one, other, reason):
    """Evidence that names one person merges; a mailbox, a phone or a blank shared does not."""
    cells = zip(one.split(","), other.split(","), strict=True)
    leads = leads_of(**dict(zip(COLUMNS, map(list, cells), strict=True)))
    deduped = dedupe_leads(leads)
    merges = deduped.merges
    assert len(merges) == bool(reason)
    assert not reason or reason in merges["reasons"][0].split("; ")
    assert len(deduped.leads) == 2 - len(merges)


def merged(leads_of, **columns):
    """Return the one row that these rows of one person become."""
    rows = len(next(iter(columns.values())))
    leads = dedupe_leads(leads_of(email=["e@x.example.com"] * rows, **columns)).leads
    assert len(leads) == 1
    return leads.iloc[0].to_dict()


def test_blanks_are_filled_and_values_kept(leads_of):
    """The fullest row remains; what it lacks comes from the others."""
    row = merged(leads_of, company=["", "Acme"], city=["Ulm", ""], phone=["", "+498999998123"])
    assert (row["lead_id"], row["merged_ids"]) == ("2", "1")
    assert (row["company"], row["city"], row["phone"]) == ("Acme", "Ulm", "+498999998123")


def test_an_address_stays_one(leads_of):
    """No street of one row gets the postcode of another."""
    row = merged(leads_of, street=["Weg 1", ""], postal_code=["", "01067"], city=["Ulm", "Bonn"])
    assert (row["street"], row["postal_code"], row["city"]) == ("Weg 1", "", "Ulm")


@pytest.mark.parametrize("order", [1, -1])
def test_an_opt_out_wins(leads_of, order):
    """Whoever opted out on any row, in whatever words, is opted out on the merged one."""
    row = merged(
        leads_of,
        email_opt_out=["", "Ja", "no"][::order],
        phone_opt_out=["no", "2026-01-31", ""][::order],
        consent=["yes", "opted out", "yes"][::order],
    )
    assert (row["email_opt_out"], row["phone_opt_out"], row["consent"]) == ("yes", "yes", "no")


def test_consent_belongs_to_its_address(leads_of):
    """A yes given for one address is no yes for another: it goes first, unless it bounced."""
    leads = leads_of(
        full_name=["Eva Meier"] * 2, company=["Acme"] * 2, phone=["1", ""],
        email=["new@x.example.com", "old@x.example.com"], consent=["", "yes"],
    )  # fmt: skip
    row = dedupe_leads(leads).leads.iloc[0]
    assert (row["email"], row["email_2"], row["consent"]) == (
        "old@x.example.com", "new@x.example.com", "yes",
    )  # fmt: skip
    row = dedupe_leads(leads.assign(email_bounced=["", "yes"])).leads.iloc[0]
    assert (row["email"], row["email_2"], row["consent"], row["refused"]) == (
        "new@x.example.com", "old@x.example.com", "", "bounced old@x.example.com",
    )  # fmt: skip


def test_the_furthest_stage_wins(leads_of):
    """The furthest station of any row holds; a disqualified lead stays disqualified."""
    assert merged(leads_of, lifecycle_stage=["lead", "opportunity", "MQL"])["lifecycle_stage"] == "opportunity"  # fmt: skip
    assert merged(leads_of, lead_status=["customer", "junk"])["lead_status"] == "junk"


def test_notes_and_tags_of_all_rows_stay(leads_of):
    """Nothing that somebody wrote is lost, and nothing stands there twice."""
    row = merged(leads_of, notes=["asked, twice", "", "call"], tags=["fair", "fair", "vip"])
    assert row["notes"] == "asked, twice | call"
    assert row["tags"] == "fair; vip"


def test_chains_end_in_one_lead(leads_of):
    """A to B by mail, B to C by name and company, C to D by name and phone: one lead, all told."""
    leads = leads_of(
        full_name=["E. M.", "Eva Meier", "Eva Meier", "Eva Meier"],
        company=["", "Acme", "ACME AG", ""],
        email=["e@x.example.com", "e@x.example.com", "", ""],
        phone=["", "", "+498999998123", "089 99998123"],
    )
    leads.loc[3, "phone"] = "+49 89 99998123"
    deduped = dedupe_leads(leads)
    (kept,) = deduped.leads["lead_id"]
    assert set(deduped.merges["merged_into"]) == {kept}
    assert sorted([kept, *deduped.merges["lead_id"]]) == ["1", "2", "3", "4"]
    assert deduped.leads["merged_ids"][0].split("; ") == sorted(deduped.merges["lead_id"])


def test_merges_hold_all_of_the_absorbed_row(leads_of):
    """--merges keeps every cell of the rows that went, as they came."""
    leads = leads_of(email=["e@x.example.com"] * 2, company=["Acme", ""], Hut=["52", "53"])
    merges = dedupe_leads(leads).merges
    assert merges[["lead_id", "merged_into", "email", "company", "Hut"]].values.tolist() == [
        ["2", "1", "e@x.example.com", "", "53"]
    ]


def test_shared_keys_do_not_stall(leads_of):
    """Thousands of rows with one phone, one mailbox and one company stay apart, and at once."""
    rows = 5_000
    leads = leads_of(
        full_name=[f"Eva Meier{number}" for number in range(rows)],
        company=["Acme"] * rows, phone=["+498999998123"] * rows, email=["info@x.example.com"] * rows,
    )  # fmt: skip
    assert len(dedupe_leads(leads).leads) == rows


def test_missing_columns_are_named():
    """Without an id, or without anything that tells people apart, dedupe says what it needs."""
    with pytest.raises(LeadkitError, match=r"lead_id.*there are: email, phone"):
        dedupe_stage().check(["email", "phone"])
    with pytest.raises(LeadkitError, match=r"needs email.*there are: lead_id, phone"):
        dedupe_stage().check(["lead_id", "phone"])


def people(leads_of, *rows, columns=("first_name", "last_name", "company", "email", "mobile")):
    """Return leads of rows as "Anna,Meier,Acme,anna@x.example.com,"."""
    cells = zip(*(row.split(",") for row in rows), strict=True)
    return leads_of(**dict(zip(columns, map(list, cells), strict=True)))


def test_contradicting_rows_do_not_meet_through_a_third(leads_of):
    """A fits C and B fits C, but Anna and Andreas are two: C waits for a person."""
    leads = people(
        leads_of,
        "Anna,Meier,Acme,,", "Andreas,Meier,Acme,,", "A.,Meier,Acme,,",
    )  # fmt: skip
    deduped = dedupe_leads(leads, DedupeOptions(merge_at=0.6, review_at=0.5))
    assert len(deduped.merges) == 0
    assert {"1", "2", "3"} >= set(deduped.review["lead_id_1"]) | set(deduped.review["lead_id_2"])


FAMILY = ("Anna,Meier,Acme,,", "Andreas,Meier,Acme,,", "Udo,Lang,Bolt,,")


@pytest.mark.parametrize(("decision", "left"), [("y", 2), ("ja", 2), ("n", 3), ("", 3)])
def test_decisions_hold_whatever_the_model_says(leads_of, decision, left):
    """y merges, n keeps apart, blank waits; later runs ask no more about n, also after merging."""
    leads = people(leads_of, *FAMILY)
    decided = pd.DataFrame(
        {"lead_id_1": ["1"], "lead_id_2": ["2"], "decision": [decision]}, dtype="str"
    )
    deduped = dedupe_leads(leads, decisions=decided)
    assert len(deduped.leads) == left
    again = dedupe_leads(deduped.leads, decisions=decided)
    assert again.leads.equals(deduped.leads)


def test_never_holds_against_one_mailbox(leads_of):
    """n wins over the strongest evidence."""
    leads = people(leads_of, "Eva,Meier,Acme,e@x.example.com,", "Eva,Meier,Acme,e@x.example.com,")
    decided = pd.DataFrame(
        {"lead_id_1": ["2"], "lead_id_2": ["1"], "decision": ["nein"]}, dtype="str"
    )
    deduped = dedupe_leads(leads, decisions=decided)
    assert len(deduped.leads) == 2
    assert deduped.review["decision"].tolist() == ["nein"]  # and nothing is asked any more


WRONG_DECISIONS = {
    "unknown id": ("1,9,y", "no lead has the lead_id 9"),
    "both": ("1,2,y 2,1,n", "decisions:3: says n, but line 2 says y"),
    "through a third": (
        "1,2,y 2,3,y 1,3,n",
        "decisions:4: says n to two leads that other lines join",
    ),
    "no word": ("1,2,perhaps", "decisions:2: a decision is y or n"),
}


@pytest.mark.parametrize(("rows", "message"), WRONG_DECISIONS.values(), ids=WRONG_DECISIONS)
def test_decisions_that_make_no_sense_end_the_run(leads_of, rows, message):
    """Unknown ids and contradictions are told with their line, and nothing is merged."""
    decided = pd.DataFrame([row.split(",") for row in rows.split()], dtype="str",
                           columns=["lead_id_1", "lead_id_2", "decision"])  # fmt: skip
    with pytest.raises(LeadkitError, match=message):
        dedupe_leads(people(leads_of, *FAMILY), decisions=decided)


def test_decisions_of_several_files(leads_of):
    """All of them hold; what stands in two counts once, and what two say differently is refused."""
    leads = people(leads_of, *FAMILY)

    def said(*rows):
        columns = ["lead_id_1", "lead_id_2", "decision"]
        return pd.DataFrame([row.split(",") for row in rows], columns=columns, dtype="str")

    one, other = said("1,2,n"), said("1,3,n", "1,2,n").assign(note="seen")
    apart = dedupe_leads(leads, decisions=[one, other])
    assert apart.leads.equals(dedupe_leads(leads, decisions=said("1,2,n", "1,3,n")).leads)
    assert sorted(apart.review["lead_id_2"]) == ["2", "3"]
    assert len(update_leads(None, leads, decisions=[one, other]).leads) == len(apart.leads)
    with pytest.raises(LeadkitError) as error:
        dedupe_leads(leads, decisions=[one, other, said("2,1,y")])
    assert str(error.value) == (
        "decisions 1:2: says n, but decisions 3:2 says y to the same two leads; keep one of them"
    )
    with pytest.raises(LeadkitError, match="decisions 2: column 'decision' is missing"):
        dedupe_leads(leads, decisions=[one, one.drop(columns="decision")])


def test_companies_without_people(leads_of):
    """One name at one address is one company; another legal form is for review, another register
    number is another company."""
    leads = leads_of(
        company=[
            "Brakel Motors GmbH",
            "BRAKEL Motors GmbH",
            "Brakel Motors Ltd",
            "Torvik GmbH",
            "Torvik GmbH",
        ],
        street=["Talweg 5"] * 3 + ["Hof 1"] * 2,
        city=["Ulm"] * 5,
        phone=["+49731123456", "+49731123456", "+49731123456", "", ""],
        **{"Handelsregister": ["", "", "", "HRB 1234", "HRB 99"]},
    )
    deduped = dedupe_leads(leads)
    assert deduped.merges["lead_id"].tolist() in (["1"], ["2"])
    assert "3" in {*deduped.review["lead_id_1"], *deduped.review["lead_id_2"]}
    assert {"3", "4", "5"} <= set(deduped.leads["lead_id"])


def test_against_a_crm(leads_of):
    """New leads go on; what the CRM has is told with its id, its rows are never merged."""
    crm = people(
        leads_of,
        "Eva,Meier,Acme,e@x.example.com,", "Udo,Lang,Bolt,u@y.example.com,",
        "Udo,Lang,Bolt,u@y.example.com,", "Ida,Roth,Kelm,i@z.example.com,",
    ).assign(external_id=["K1", "K2", "K3", "K4"], email_opt_out=["", "", "", "yes"])  # fmt: skip
    crm["lead_id"] = ["c1", "c2", "c3", "c4"]
    leads = people(
        leads_of,
        "Eva,Meier,Acme AG,e@x.example.com,",
        "Ida,Roth,Kelm,i@z.example.com,",
        "Jo,Neu,Acme,jo@x.example.com,",
    )
    deduped = dedupe_leads(leads, against=crm)
    assert deduped.leads["lead_id"].tolist() == ["3"]
    assert deduped.known[["lead_id", "outcome", "known_id"]].values.tolist() == [
        ["1", "known", "K1"], ["2", "opted_out", "K4"],
    ]  # fmt: skip


def test_ids_are_stable_over_time(leads_of):
    """With last run's output as the list to compare with, nobody changes their id."""
    first = dedupe_leads(people(leads_of, *FAMILY, "Udo,Lang,Bolt GmbH,udo@y.example.com,")).leads
    later = people(
        leads_of, "Udo,Lang,Bolt,udo@y.example.com,", "Neu,Kunde,Bolt,neu@y.example.com,"
    )
    later["lead_id"] = ["n1", "n2"]
    deduped = dedupe_leads(later, DedupeOptions(all_rows=True), against=first)
    (udo,) = first["lead_id"][first["last_name"] == "Lang"]
    assert deduped.leads["lead_id"].tolist() == [udo, "n2"]
    assert deduped.leads["outcome"].tolist() == ["known", "new"]


def test_a_list_without_known_columns_is_no_crm(leads_of):
    """A CRM file that tells nobody apart is named, before anything is read."""
    with pytest.raises(LeadkitError, match=r"crm\.csv: has no column to tell leads by"):
        dedupe_stage(DedupeOptions(against="crm.csv"), against=leads_of(Hut=["52"]))


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_fair_in_any_order_twice_and_back(seed, leadkit, monkeypatch):
    """Colleagues stay apart and duplicates merge, in any order; twice is once; unmerge undoes it."""
    monkeypatch.setattr(linkage, "leadkit", leadkit)
    leads, shares = linkage.simulated(seed, rows=900)
    entities = dict(zip(leads["lead_id"], leads.pop("entity"), strict=True))
    assert shares["relatives"] > 0.06
    deduped = dedupe_leads(leads)
    into = dict(zip(deduped.merges["lead_id"], deduped.merges["merged_into"], strict=True))
    found = linkage.figures([into.get(one, one) for one in entities], list(entities.values()))
    assert found["precision"] >= 0.995
    assert found["recall"] >= 0.97
    assert dedupe_leads(deduped.leads).leads.equals(deduped.leads)
    assert unmerge_leads(deduped.leads, deduped.merges).equals(leads)
    shuffled = dedupe_leads(leads.sample(frac=1, random_state=seed).reset_index(drop=True))
    ours, theirs = (
        one.leads.sort_values("lead_id", ignore_index=True) for one in (deduped, shuffled)
    )
    assert ours.equals(theirs)
    assert shuffled.review.equals(deduped.review)


def test_explain_adds_up(leads_of):
    """The weights of a merge log are those of the pair, and sum up to its probability."""
    leads = people(leads_of, "Eva,Meier,Acme,e@x.example.com,", "Eve,Meier,Acme,e@x.example.com,")
    merges = dedupe_leads(leads).merges
    told = explain_pair(merges, merges["lead_id"][0])
    assert f"{told.probability:.3f}" == merges["probability"][0]
    compared = explain_pair(leads, "1", "2")
    assert compared.bits == pytest.approx(told.bits, abs=0.05)


def test_explain_names_the_column_it_lacks(leads_of):
    """Where there are no ids, that is what is wrong, not the id that was asked for."""
    leads = people(leads_of, "Eva,Meier,Acme,e@x.example.com,", "Eve,Meier,Acme,e@x.example.com,")
    with pytest.raises(LeadkitError, match=r"crm\.csv: has no column lead_id"):
        explain_pair(leads.drop(columns="lead_id"), "1", "2", "crm.csv")


def test_merge_files_are_checked(tmp_path):
    """A wrong rule is told with its line, and what was meant."""
    path = tmp_path / "merge.yaml"
    path.write_text("fields:\n  city: most recnt\n")
    with pytest.raises(
        LeadkitError, match=r"merge\.yaml:2: unknown rule 'most recnt'; did you mean 'most recent'"
    ):
        read_merge_rules(str(path))


def test_keys_that_too_many_share_are_counted(leads_of):
    """A number of hundreds of rows is compared in part only, and the summary says so."""
    rows = 500
    leads = leads_of(
        first_name=[f"Eva{chr(97 + at % 26)}{at}" for at in range(rows)], last_name=["Meier"] * rows,
        phone=["+498999998123"] * rows,
    )  # fmt: skip
    counts = dedupe_leads(leads).counts
    assert counts["keys that too many rows share"] >= 1
    assert counts["rows under such keys"] >= rows


def test_a_cluster_does_not_run_away(leads_of):
    """Rows that fit one another in a chain, and whose ends contradict each other, stay apart."""
    names = ["Anna", "A.", "Andreas"]
    leads = leads_of(first_name=names, last_name=["Meier"] * 3, company=["Acme"] * 3)
    for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2]):
        deduped = dedupe_leads(leads.iloc[order], DedupeOptions(merge_at=0.6))
        assert len(deduped.leads) == 3


def test_the_api_is_in_the_package(leads_of):
    """leadkit.dedupe_leads gives leads, merges, review, known and counts."""
    import leadkit

    deduped = leadkit.dedupe_leads(people(leads_of, *FAMILY))
    assert isinstance(deduped, leadkit.Deduped)
    tables = (deduped.leads, deduped.merges, deduped.review, deduped.known)
    assert [len(table) for table in tables] == [3, 0, 0, 0]
    assert deduped.counts["leads made of several rows"] == 0
    assert leadkit.unmerge_leads(deduped.leads, deduped.merges).equals(people(leads_of, *FAMILY))
