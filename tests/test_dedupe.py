"""Dedupe: rows that are surely one person become one, colleagues never do, and nothing is lost."""

from __future__ import annotations

import pytest

from leadkit.dedupe import dedupe_leads, dedupe_stage
from leadkit.errors import LeadkitError

COLUMNS = ("full_name", "company", "email", "phone")
PAIRS = {  # two rows as in COLUMNS -> the reason to merge them, "" for none
    "personal e-mail": ("Eva Meier,,eva@x.example.com,", "E. Meier,,EVA@x.example.com,", "same personal e-mail"),
    "role mailbox": ("Eva Meier,,info@x.example.com,", "Udo Lang,,info@x.example.com,", ""),
    "name and phone": ("Eva Meier,,,+498999998123", "Meier Eva,,,+49 89 99998123", "same name and phone"),
    "phone alone": ("Eva Meier,,,+498999998123", "Udo Lang,,,+498999998123", ""),
    "switchboard of relatives": ("Anna Meier,Acme,,+498999998123", "Andreas Meier,Acme,,+498999998123", ""),
    "name and company": ("Eva Meier,ACME GmbH,,", "Dr. Eva Meier,Acme,,", "same name and company"),
    "company and mailbox": ("Eva Meier,Acme,info@x.example.com,", "Udo Lang,Acme,info@x.example.com,", ""),
    "name alone": ("Eva Meier,,,", "Eva Meier,,,", ""),
    "namesakes": ("Eva Meier,Acme,eva@a.example.com,", "Eva Meier,Bolt,eva@b.example.com,", ""),
    "one word is no whole name": ("Meier,Acme,,", "Meier,Acme,,", ""),
    "blanks": (",,,", ",,,", ""),
    "names of nobody": ("None Null,,,", "None Null,,,", ""),
    "umlauts": ("Jürgen Groß,Acme,,", "Juergen Gross,Acme,,", "same name and company"),
    "all three": (
        "Eva Meier,Acme,e@x.example.com,+498999998123",
        "Eva Meier,Acme,e@x.example.com,+498999998123",
        "same personal e-mail; same name and phone; same name and company",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "reason"), PAIRS.values(), ids=PAIRS)
def test_who_is_one_person(leads_of, one, other, reason):
    """Evidence that names one person merges; a mailbox, a phone or a blank shared does not."""
    cells = zip(one.split(","), other.split(","), strict=True)
    leads = leads_of(**dict(zip(COLUMNS, map(list, cells), strict=True)))
    merges = dedupe_leads(leads).merges
    assert merges["reason"].tolist() == ([reason] if reason else [])
    assert len(dedupe_leads(leads).leads) == 2 - len(merges)


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
    """A yes given for one address is no yes for another."""
    leads = leads_of(
        full_name=["Eva Meier"] * 2, company=["Acme"] * 2, phone=["1", ""],
        email=["new@x.example.com", "old@x.example.com"], consent=["", "yes"],
    )  # fmt: skip
    row = dedupe_leads(leads).leads.iloc[0]
    assert (row["email"], row["email_2"], row["consent"]) == (
        "new@x.example.com", "old@x.example.com", "",
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
    merges = dedupe_leads(leads).merges.to_dict("records")
    assert merges == [
        {"lead_id": "2", "merged_into": "1", "reason": "same personal e-mail",
         "email": "e@x.example.com", "company": "", "Hut": "53",
         "merged_ids": "", "email_2": ""}
    ]  # fmt: skip


def test_shared_keys_do_not_stall(leads_of):
    """Thousands of rows with one phone, one mailbox and one company stay apart, and at once."""
    rows = 20_000
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
