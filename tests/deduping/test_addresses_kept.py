"""No address and no refusal of a merged person is lost, whatever the lists hold."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.columns import CONSENT_FOR, DIALLED, EMAILS, FURTHER, OPT_OUTS
from leadkit.dedupe import dedupe_leads, dedupe_stage
from leadkit.deduping.merging.unmerge import unmerge_leads
from leadkit.deduping.options import DedupeOptions
from leadkit.fields.consent import NO, has_opted_out, yes_or_no
from leadkit.fields.email.keys import key_as_written
from leadkit.fields.objections import has_left_mailing
from leadkit.fields.phone.keys import phone_key
from leadkit.fields.refusals import Refusals
from leadkit.rules.heard import heard_columns
from tests.properties import examples

MAILS = [f"{local}@x.example.com" for local in ("eva", "e.meier", "Eva", "em", "meier", "eva.m")]
NUMBERS = ["+4989123450", "+49 89 123451", "+4915112345678", "+4915112345679", "+4989123452"]
YES_NO = ["", "", "", "yes", "no"]
WORLD = {
    "full_name": ["Eva Meier", "Eva Meier", "E. Meier", "Udo Lang"],
    "company": ["", "Acme", "Acme GmbH"],
    "email": ["", *MAILS],
    "email_2": ["", "", *MAILS],
    "other_emails": ["", "", "", f"{MAILS[0]}; {MAILS[4]}", f"{MAILS[3]}; p@y.example.com"],
    "phone": ["", *NUMBERS],
    "mobile": ["", *NUMBERS],
    "home_phone": ["", "", *NUMBERS],
    "other_phones": ["", "", "", f"{NUMBERS[0]}; {NUMBERS[3]}"],
    "fax": ["", "", "+4989123459", "+4989123458"],
    "consent": [*YES_NO, "perhaps"],
    "consent_at": ["", "2026-01-31", "2026-02-01"],
    "consent_source": ["", "web"],
    **dict.fromkeys(CONSENT_FOR.values(), YES_NO),
    **{name: ["", "", "", "no", "x"] for name in OPT_OUTS},
    "mailing_status": ["", "", "subscribed", "unsubscribed", "cleaned", "complained"],
    "email_bounced": ["", "", "", "2026-01-31"],
    "consent_unread": ["", "", "", "Newsletter", "Post"],
    "refused": ["", "", "", f"email {MAILS[1]}", f"call {NUMBERS[2]}; email q@y.example.com"],
}  # fmt: skip


@st.composite
def worlds(draw, least=2, most=7, prefix=""):
    """A small list in which several rows are one person, with some of the columns."""
    count = draw(st.integers(least, most))
    names = ["full_name", "company", "email"]
    names += [name for name in WORLD if name not in names and draw(st.booleans())]
    columns = {"lead_id": [f"{prefix}{number}" for number in range(count)]}
    for name in names:
        columns[name] = draw(st.lists(st.sampled_from(WORLD[name]), min_size=count, max_size=count))
    return pd.DataFrame(columns, dtype="str")


def held(row, names, key):
    return {key(part) for name in names for part in row.get(name, "").split("; ") if part}


KINDS = (
    ((*EMAILS, FURTHER["email"]), key_as_written),
    ((*DIALLED, FURTHER["call"]), phone_key),
    (("fax",), phone_key),
)


def refused_by(rows):
    """Return what rows refuse, by itself, each a word."""
    told = set()
    for row in rows:
        told |= {name for name in OPT_OUTS if has_opted_out(row.get(name, ""))}
        told |= {name for name in ("consent", *CONSENT_FOR.values())
                 if yes_or_no(row.get(name, "")) == NO}  # fmt: skip
        told |= {"left"} if has_left_mailing(row.get("mailing_status", "")) else set()
        for name in ("refused", "consent_unread"):
            told |= {f"{name} {one}" for one in row.get(name, "").split("; ") if one}
    return told


@examples(4, 200)
@given(leads=worlds(), shuffled=st.randoms(use_true_random=False))
def test_nothing_of_a_merged_person_is_lost(leads, shuffled):
    """Each address and each refusal of each row is in the row it went into, in any order of rows;
    a second dedupe changes nothing, and unmerge gives back all."""
    deduped = dedupe_leads(leads)
    into = dict(zip(deduped.merges["lead_id"], deduped.merges["merged_into"], strict=True))
    members = {}
    for row in leads.to_dict("records"):
        members.setdefault(into.get(row["lead_id"], row["lead_id"]), []).append(row)
    assert len(deduped.leads) == len(members)
    for row in deduped.leads.to_dict("records"):
        rows = members[row["lead_id"]]
        for names, key in KINDS:
            assert held(row, names, key) == set().union(*(held(one, names, key) for one in rows))
        assert refused_by(rows) <= refused_by([row])
        bounced = {f"bounced {key_as_written(one['email'])}" for one in rows
                   if len(rows) > 1 and one.get("email_bounced") and one["email"]}  # fmt: skip
        still = {f"bounced {key_as_written(row['email'])}"} if row.get("email_bounced") else set()
        assert bounced <= still | {*row.get("refused", "").split("; ")}
    assert dedupe_leads(deduped.leads).leads.equals(deduped.leads)
    assert unmerge_leads(deduped.leads, deduped.merges).equals(leads)
    order = list(range(len(leads)))
    shuffled.shuffle(order)
    again = dedupe_leads(leads.iloc[order].reset_index(drop=True)).leads
    ours, theirs = (one.sort_values("lead_id", ignore_index=True) for one in (deduped.leads, again))
    assert ours.equals(theirs)


@examples(4, 150)
@given(leads=worlds(prefix="n"), crm=worlds(least=1, prefix="c"), all_rows=st.booleans())
def test_a_refusal_of_the_other_list_is_heard(leads, crm, all_rows):
    """Whoever holds an address that the other list refuses, or a lead that was left out, is
    refused it; and so are all rows after unmerge."""
    deduped = dedupe_leads(leads, DedupeOptions(all_rows=all_rows), against=crm)
    refusals = Refusals()
    for table in (crm, deduped.known):
        refusals.add(heard_columns(table), len(table))
    assert all_heard(refusals, deduped.leads)
    if all_rows:
        assert all_heard(refusals, unmerge_leads(deduped.leads, deduped.merges))


def all_heard(refusals, table):
    """Tell whether what a table says itself refuses all that it holds of the refusals."""
    own = Refusals()
    own.add(heard_columns(table), len(table))
    wanted, heard = (one.held(heard_columns(table), len(table)) for one in (refusals, own))
    return all(pairs(wanted[channel]) <= pairs(heard[channel]) for channel in ("email", "call"))


def pairs(entries):
    return {*zip(entries.rows.tolist(), entries.texts.to_pylist(), strict=True)}


SAYS_NO = {
    "opt-out": {"email_opt_out": "2026-01-31"},
    "an answer": {"email_consent": "nein"},
    "consent": {"consent": "no"},
    "unsubscribed": {"mailing_status": "unsubscribed"},
    "complained": {"mailing_status": "complained"},
    "a remark": {"remark_flags": "competitor; no_email"},
    "refused": {"refused": "email E+Fair@x.example.com"},
}


@pytest.mark.parametrize("no", SAYS_NO.values(), ids=SAYS_NO)
@pytest.mark.parametrize("place", ["email", "email_2", "other_emails"])
def test_an_address_that_another_refuses(leads_of, no, place):
    """Somebody else of the CRM refuses the mailbox: it is refused here in every column."""
    crm = leads_of(full_name=["Udo Lang"], company=["Bolt"], email=["E@X.example.com "])
    crm = crm.assign(lead_id=["c1"], **no)
    cells = {"email": [""], place: ["a@x.example.com; e+news@x.example.com"]}
    if place != "other_emails":
        cells[place] = ["e+news@x.example.com"]
    leads = leads_of(full_name=["Ida Roth"], company=["Kelm"], **cells)
    row = dedupe_leads(leads, against=crm).leads.iloc[0]
    assert row["refused"] == "email e+news@x.example.com"
    assert "email_opt_out" not in row or row["email_opt_out"] == ""


ELSEWHERE = {  # what somebody else of the CRM has and says -> what a lead of the list refuses by it
    "an e-mail that bounced": ({"email": "E@x.example.com", "email_bounced": "550"}, "bounced e@x.example.com"),
    "one that a tool cleaned": ({"email": "E@x.example.com", "mailing_status": "cleaned"}, "bounced e@x.example.com"),
    "a place": ({"street": "Lange Straße 5", "city": "Ulm", "post_opt_out": "ja"}, "post roth|ulm|langestr5"),
    "an e-mail elsewhere that bounced": ({"email": "d@x.example.com", "email_bounced": "550"}, ""),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "refused"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_bounces_and_places_that_another_refuses(leads_of, cells, refused):
    """What the CRM knows of an e-mail or a place holds for whoever has it."""
    crm = leads_of(full_name=["Udo Roth"], last_name=["Roth"], company=["Bolt"])
    crm = crm.assign(lead_id=["c1"], **cells)
    leads = leads_of(full_name=["Ida Roth"], last_name=["Roth"], company=["Kelm"],
                     email=["e@x.example.com"], street=["lange str. 5"], city=["Ulm"])  # fmt: skip
    done = dedupe_leads(leads, DedupeOptions(all_rows=True), against=crm).leads
    assert (done["refused"][0] if "refused" in done else "") == refused


def test_known_leads_that_refuse_are_told(leads_of):
    """A refusal in this week's list of somebody the CRM has is told, stays in known, and holds for
    another row with the address."""
    crm = leads_of(full_name=["Eva Meier"], company=["Acme"], email=["eva@x.example.com"])
    crm["lead_id"] = ["c1"]
    leads = leads_of(
        full_name=["Eva Meier", "Udo Lang"], company=["Acme", "Bolt"], phone=["+4989123450", ""],
        email=["eva@x.example.com", "udo@y.example.com"],
        email_2=["info@y.example.com", "INFO@y.example.com"], email_opt_out=["yes", ""],
    )  # fmt: skip
    deduped = dedupe_leads(leads, against=crm)
    assert deduped.leads["lead_id"].tolist() == ["2"]
    assert deduped.leads["refused"].tolist() == ["email INFO@y.example.com"]
    assert deduped.known["email_opt_out"].tolist() == ["yes"]
    (note,) = deduped.notes
    assert note.startswith("1 lead that is left out said no to what the other list allows; --known")
    stage = dedupe_stage(DedupeOptions(against="crm.csv", known="k.csv"), against=crm)
    stage.apply(leads)
    assert "see k.csv" in stage.after_all()[0]
    assert not dedupe_leads(leads, against=crm.assign(email_opt_out="x")).notes


def test_what_was_refused_since_stays_after_unmerge(leads_of):
    """unmerge takes back what merging wrote into refused, and nothing that later steps did."""
    leads = leads_of(
        full_name=["Eva Meier"] * 2, company=["Acme"] * 2, phone=["+4989123450", ""],
        email=["a@x.example.com", "b@x.example.com"], email_bounced=["", "yes"],
    )  # fmt: skip
    deduped = dedupe_leads(leads)
    assert deduped.leads["refused"].tolist() == ["bounced b@x.example.com"]
    assert unmerge_leads(deduped.leads, deduped.merges).equals(leads)
    later = deduped.leads.assign(refused="bounced b@x.example.com; call +4989123450")
    back = unmerge_leads(later, deduped.merges)
    assert back["refused"].tolist() == ["call +4989123450", ""]
