"""What a merged lead keeps: every rule, and the fast way against the plain one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from evidence_reference import evidence_of, reasons_of
from hypothesis import given
from hypothesis import strategies as st
from merge_reference import merge_rows

from leadkit.deduping.matching.wording import comparisons_of, evidence_column, reasons_column
from leadkit.deduping.merging.merge_rules import (
    GROUP_KEEP,
    KEEP,
    Group,
    MergeRules,
    read_merge_rules,
)
from leadkit.deduping.merging.survivors import merge_members
from tests.properties import examples

SHIPPED = read_merge_rules()
CELLS = {
    "first_name": ["", "A.", "Anna", "Anna Lena"],
    "last_name": ["", "Meier"],
    "full_name": ["", "Anna Meier", "A. Meier"],
    "email": ["", "a@x.example.com", "A@x.example.com ", "A@x.example.com", "b@x.example.com", "a@"],
    "email_2": ["", "b@x.example.com", "c@x.example.com"],
    "email_3": ["", "a@x.example.com", "d@x.example.com"],
    "other_emails": ["", "e@x.example.com", "info@x.example.com; D@x.example.com"],
    "email_status": ["", "valid", "invalid", "missing"],
    "phone": ["", "+498999998123", "+498999998124"],
    "phone_2": ["", "+498999998124"],
    "mobile": ["", "+4915112345678", "+49 89 99998124"],
    "other_phones": ["", "+498999998125; +498999998123", "12"],
    "fax": ["", "+498999998129", "+498999998128"],
    "phone_status": ["", "valid", "missing", "ambiguous", "?"],
    "phone_type": ["", "mobile", "fixed_line"],
    "street": ["", "Weg 1", "Talweg 5"],
    "city": ["", "Ulm", "Bonn"],
    "lead_source": ["", "fair", "web"],
    "source_file": ["crm.csv", "cards.csv"],
    "created_at": ["", "2026-01-31", "31.12.2026", "2026-01-31T10:00", "soon"],
    "lifecycle_stage": ["", "lead", "MQL", "unqualified", "nurture", "?"],
    "notes": ["", "call | mail", "call", "ß", "x; y"],
    "tags": ["", "fair; vip", "vip", "; "],
    "issues": ["", "email_invalid", "phone_invalid; email_2_invalid; by_hand"],
    "consent": ["", "yes", "Ja", "no", "opted out", "?", " "],
    "email_consent": ["", "yes", "no", "perhaps"],
    "phone_consent": ["", "yes", "no"],
    "post_consent": ["", "yes", "no"],
    "mailing_status": ["", "subscribed", "cleaned", "unsubscribed", "pending", " "],
    "email_bounced": ["", "yes", "no", "2026-01-31"],
    "consent_unread": ["", "Newsletter", "Newsletter; Post"],
    "refused": ["", "call +498999998123", "email a@x.example.com; call +498999998123"],
    "consent_at": ["", "2026-01-31", "2026-02-01", "1.3.2026"],
    "consent_source": ["", "web form"],
    "consent_text": ["", "v2"],
    "email_opt_out": ["", "no", "x", "2026-01-31", " "],
    "post_opt_out": ["", "nein", "ja"],
    "budget": ["", "10", "9,000"],
}  # fmt: skip


@st.composite
def clusters(draw):
    """Rows of some merged leads, where each begins, and rules for them."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    names = draw(st.permutations(list(CELLS)))[: draw(st.integers(1, len(CELLS)))]
    count = sum(sizes)
    columns = {"lead_id": [f"id{number}" for number in range(count)]}
    for name in names:
        columns[name] = draw(st.lists(st.sampled_from(CELLS[name]), min_size=count, max_size=count))
    if draw(st.booleans()):
        rules = SHIPPED
    else:
        of_group = st.sampled_from(GROUP_KEEP)
        groups = (Group(("first_name", "last_name", "full_name"), draw(of_group)),
                  Group(("street", "city"), draw(of_group)))  # fmt: skip
        ruled = st.sampled_from(KEEP)
        fields = {name: draw(ruled) for name in ("lifecycle_stage", "notes", "tags", "budget")}
        rules = MergeRules("rules", groups, fields, ("web", "crm.csv"))
    return pd.DataFrame(columns, dtype="str"), np.cumsum([0, *sizes[:-1]]), rules


@examples(30, 500)
@given(made=clusters())
def test_all_leads_at_once_are_as_one_by_one(made):
    """Ranking the rows of all leads gives the very cells that merging each lead alone gives."""
    rows, starts, rules = made
    records = rows.to_dict("records")
    ends = [*starts[1:], len(rows)]
    plain = [merge_rows(records[a:b], rules) for a, b in zip(starts, ends, strict=True)]
    assert merge_members(rows, starts, rules).to_dict("records") == plain


@given(seed=st.integers(0, 10_000))
def test_many_pairs_are_worded_as_one_by_one(seed):
    """What is said of many pairs at once is what is said of each."""
    rng = np.random.default_rng(seed)
    made = []
    for kind in ("person", "company"):
        pairs = pd.DataFrame({"kind": [kind] * 4})
        for comparison in comparisons_of(kind):
            pairs[f"{comparison.name}_level"] = rng.integers(0, len(comparison.levels), 4)
            pairs[f"{comparison.name}_bits"] = rng.choice([-7, -0.4, 0, 0.004, 0.5, 6.125, 9], 4)
            pairs[f"{comparison.name}_apart"] = rng.integers(0, 3, 4)
        made.append(pairs)
    pairs = pd.concat(made, ignore_index=True)
    records = [{k: v for k, v in one.items() if v == v} for one in pairs.to_dict("records")]
    assert reasons_column(pairs).tolist() == [reasons_of(one) for one in records]
    assert evidence_column(pairs, 9.97).tolist() == [evidence_of(one, 9.97) for one in records]


# Rows as "lead_id,email,..." under a header -> cells of the merged lead; the first row is the one
# that stays.
PROOF = "email,consent,consent_at,consent_source,consent_text"
KEPT = {
    "blanks are filled": ("company,job_title", ",CEO Acme,CTO", "Acme,CEO"),
    "an address stays one": ("street,postal_code,city", "Weg~1,,Ulm ,01067,Bonn", "Weg~1,,Ulm"),
    "a whole name wins": ("first_name,last_name", "A.,Meier Anna,Meier", "Anna,Meier"),
    "of two whole names the first": ("first_name,last_name", "Eva,Meier Anna,Meier", "Eva,Meier"),
    "all addresses find a place": ("email,email_2,phone,phone_2", "a@x,,1, b@x,,2, A@X,,2,", "a@x,b@x,1,2"),
    "one address in capitals is one": ("email,email_2", "a@x, A@X,", "a@x,"),
    "a whole word before two initials": ("first_name,last_name", "A.,B. Anna,", "Anna,"),
    "an invalid e-mail gives way": ("email,email_2,email_status", "a@,,invalid b@x,,valid", "b@x,a@,valid"),
    "the status goes with its e-mail": ("email,email_status", ",missing b@x,valid", "b@x,valid"),
    "the best phone status": ("phone,phone_status,phone_type", "12,invalid, 13,valid,mobile", "12,valid,mobile"),
    "tags and notes of all": ("tags,notes", "fair;~vip,call vip;~web,mail ,call", "fair;~vip;~web,call~|~mail"),
    "the furthest status": ("lead_status,lifecycle_stage", "lead,MQL customer,lead", "customer,MQL"),
    "disqualified stays so": ("lead_status", "junk customer", "junk"),
    "an opt-out on any row": ("email_opt_out,phone_opt_out,post_opt_out", "no,, x,2026-01-31, ,,ja", "yes,yes,yes"),
    "a refusal on any row": (PROOF, "a@x,yes,2026-05-01,web,v2 b@x,no,2026-01-01,mail,", "a@x,no,2026-01-01,mail,"),
    "the newest refusal": (PROOF, "a@x,no,2026-01-01,web, a@x,nein,1.2.2026,call, a@x,yes,2026-09-01,web,v1", "a@x,no,1.2.2026,call,"),
    "the best proof for the e-mail": (PROOF, "a@x,yes,,, A@X,ja,2026-01-01,web,v1 a@x,yes,2026-03-01,,", "a@x,ja,2026-01-01,web,v1"),
    "of equal proofs the newest": (PROOF, "a@x,yes,2026-01-01,web,v1 a@x,yes,2026-03-01,web,v2", "a@x,yes,2026-03-01,web,v2"),
    "the e-mail of a proven yes goes first": (f"{PROOF},email_2", "a@x,,,,, b@x,yes,,,, c@x,yes,2026-01-01,web,v1,", "c@x,yes,2026-01-01,web,v1,b@x"),
    "of two proven ones the newest": (f"{PROOF},email_2", "a@x,yes,2026-01-01,web,v1, b@x,yes,2026-02-01,web,v2,", "b@x,yes,2026-02-01,web,v2,a@x"),
    "another's consent is not inherited": (f"{PROOF},email_bounced", "a@x,,,,, b@x,yes,2026-01-01,web,v1,2026-02-01", "a@x,,,,,"),
    "no e-mail has the yes of none": (f"{PROOF},email_2", "a@x,,,,,c@x ,yes,2026-01-01,web,v1,", "a@x,,,,,c@x"),
    "nor a further one that goes first": (f"{PROOF},email_2,email_bounced", "a@x,yes,2026-01-01,web,v1,c@x,yes a@x,,,,,,", "c@x,,,,,a@x,"),
    "one that bounced goes last": ("email,email_2,email_3,mailing_status,email_status", "a@x,c@x,,cleaned,valid b@x,,,subscribed,valid", "b@x,c@x,a@x,subscribed,valid"),
    "what bounced elsewhere is remembered": ("email,email_2,email_bounced,refused", "a@x,,, B@x,,2026-01-01,", "a@x,B@x,,bounced~b@x"),
    "a place that was refused is remembered": ("last_name,street,city,post_opt_out,refused", "Meier,Weg~1,Ulm,, Meier,Talweg~5,Ulm,ja,", "Meier,Weg~1,Ulm,yes,post~meier|ulm|talweg5"),
    "but not the one that stays": ("last_name,street,city,post_opt_out,refused", "Meier,Weg~1,Ulm,, Meier,Weg~1,Ulm,ja,", "Meier,Weg~1,Ulm,yes,"),
    "it goes last on whatever row it stands": ("email,email_2,email_bounced", "a@x,, b@x,, A@x,,hard", "b@x,a@x,"),
    "never confirmed, and proved elsewhere": ("email,mailing_status,email_consent,consent_at,consent_source,consent_text", "a@x,pending,,,, a@x,,yes,2026-01-31,stand,v2", "a@x,,yes,2026-01-31,stand,v2"),
    "never confirmed, and said elsewhere": ("email,mailing_status,email_consent,consent_at", "a@x,pending,, a@x,,yes,2026-01-31", "a@x,pending,yes,2026-01-31"),
    "never confirmed on that row itself": ("email,mailing_status,email_consent,consent_at,consent_source,consent_text", "a@x,,,,, a@x,pending,yes,2026-01-31,stand,v2", "a@x,pending,yes,2026-01-31,stand,v2"),
    "who left a mailing left with all": ("email,email_2,mailing_status", "a@x,,subscribed b@x,,unsubscribed", "a@x,b@x,unsubscribed"),
    "a proved yes before a bare one to calls as well": ("email,email_consent,phone_consent,consent_at,consent_source,consent_text", "a@x,yes,yes,,, a@x,yes,,2026-01-31,form,v2", "a@x,yes,,2026-01-31,form,v2"),
    "a no for a channel on any row": ("email,email_consent,phone_consent,post_consent", "a@x,yes,yes,nein a@x,no,,yes", "a@x,no,yes,no"),
    "a no after a yes, and before one": ("email,email_consent,consent_at", "a@x,no,2026-01-01 a@x,yes,2026-09-01", "a@x,no,2026-09-01"),
    "a yes to calls of a row without e-mail": ("email,phone_consent,consent_at,consent_source", "a@x,,, ,yes,2026-01-01,call", "a@x,yes,2026-01-01,call"),
    "but no yes to mails": ("email,consent,phone_consent,consent_at", "a@x,,, ,yes,yes,2026-01-01", "a@x,,yes,2026-01-01"),
    "what was refused and not understood": ("email,refused,consent_unread", "a@x,email~b@x,Post a@x,call~1;~email~b@x,Post;~News", "a@x,email~b@x;~call~1,Post;~News"),
    "further e-mails": ("email,email_2,email_3,other_emails", "a@x,b@x,,d@x c@x,A@x,e@x,B@x;~f@x", "a@x,b@x,e@x,c@x;~d@x;~f@x"),
    "a further e-mail finds a free place": ("email,email_2,other_emails", "a@x,,b@x;~c@x a@x,,", "a@x,b@x,c@x"),
    "further numbers": ("phone,phone_2,mobile,other_phones", "+4989123451,,+4917112345, +4989123452,+4989123453,+4917112346,+49~89~123451", "+4989123451,+4989123453,+4917112345,+4989123452;~+4917112346"),
    "no number of a fax is dialled": ("phone,fax,other_phones", "+4989123451,+4989123455, +4989123451,+4989123456,", "+4989123451,+4989123455;~+4989123456,"),
    "an address is its own with a name around it": (PROOF, "a@x,,,, Eva~<A@x>,yes,2026-01-01,web,v1", "a@x,yes,2026-01-01,web,v1"),
    "an e-mail comes with its consent": (PROOF, ",yes,2026-02-02,phone,v9 b@x,yes,2026-01-01,web,v1", "b@x,yes,2026-01-01,web,v1"),
    "proof moves whole": (PROOF, "a@x,yes,2026-01-01,, a@x,yes,,web,v1", "a@x,yes,,web,v1"),
    "issues of cells that stay": ("email,phone,issues", "a@x,,phone_missing b@,12,email_invalid;~phone_invalid;~by_hand", "a@x,12,phone_invalid;~by_hand"),
    "identity stays": ("source_file,source_row", ",3 b.csv,4", ",3"),
}  # fmt: skip


def table(header, rows):
    cells = [[cell.replace("~", " ") for cell in row.split(",")] for row in rows.split(" ")]
    return pd.DataFrame(cells, columns=header.split(","), dtype="str")


@pytest.mark.parametrize(("header", "rows", "kept"), KEPT.values(), ids=KEPT)
def test_what_a_merged_lead_keeps(header, rows, kept):
    """By the rules that ship: groups move whole, refusals win, consent stays with its e-mail."""
    leads = table(header, rows)
    leads.insert(0, "lead_id", [str(number) for number in range(len(leads))])
    merged = merge_members(leads, np.array([0]), SHIPPED)
    assert merged[header.split(",")].iloc[0].tolist() == table(header, kept).iloc[0].tolist()


RULES = {  # a rule -> what is kept of budget in rows of (budget, created_at, lead_source)
    "first": ("", "9,2026-01-01,web 1000,2025-01-01,fair 20,2026-05-01,list", "9"),
    "most complete": ("", "9,2026-01-01,web 1000,2025-01-01,fair 20,2026-05-01,list", "1000"),
    "longest": ("", "9,2026-01-01,web 1000,2025-01-01,fair 2000,2026-05-01,list", "1000"),
    "most recent": ("", "9,2026-01-01,web 1000,1.12.2026,fair ,2027-01-01,list", "1000"),
    "most trusted": ("[list, fair]", "9,,web 1000,,fair 20,,list", "20"),
    "furthest": ("", "lead,,web SQL,,fair MQL,,list", "SQL"),
    "join": ("", "9,,web 1000,,fair 9,,list", "9; 1000"),
    "any yes": ("", "no,,web x,,fair ,,list", "yes"),
}


@pytest.mark.parametrize("keep", KEEP)
def test_each_rule(keep, tmp_path):
    """A rule of a merge file decides whose value stays; blanks never do."""
    trust, rows, kept = RULES[keep]
    path = tmp_path / "merge.yaml"
    path.write_text(f"trust: {trust or []}\nfields:\n  budget: {keep}\n")
    leads = table("budget,created_at,lead_source", rows)
    leads.insert(0, "lead_id", ["1", "2", "3"])
    (told,) = merge_members(leads, np.array([0]), read_merge_rules(str(path)))["budget"]
    assert told == kept
