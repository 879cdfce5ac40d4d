"""What one lead refuses is refused on every lead that holds it: all are heard before the first."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import export_leads
from leadkit.fields.email.keys import key_without_tag
from tests.handoff.conftest import rows_of
from tests.properties import examples

YES = {"lead_status": "SQL", "may_email": "yes", "may_call": "yes", "may_post": "no"}


def lead(number: int, **cells: str) -> dict[str, str]:
    """Return a lead who may be mailed and called, but for what is said of it."""
    own = {"lead_id": str(number), "last_name": f"L{number}", "company": f"Firm {number}"}
    return YES | own | cells


def frame(*leads: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(leads, dtype="str").fillna("")


NO_MAIL = [
    {"email_opt_out": "yes"},
    {"email_consent": "no"},
    {"consent": "nein"},
    {"remark_flags": "no_contact"},
    {"mailing_status": "unsubscribed"},
    {"notes": "Bitte keine Mails mehr"},
    {"may_email": "no", "contact_basis": "email: opted out (on nomail.csv); call: b2b"},
    {"may_email": "no", "refused": "email eva@meier.example.com"},
]


@pytest.mark.parametrize("refusing", NO_MAIL, ids=lambda one: "+".join(one))
@pytest.mark.parametrize("column", ["email", "email_2", "other_emails"])
@pytest.mark.parametrize("first", [True, False])
def test_a_no_to_mail_is_heard_on_the_row_of_another(refusing, column, first):
    """Before or behind it, in any column, in any spelling, however it was said."""
    other = lead(2, **{"email": "info@kern.example.com"} | {column: "EVA+fair@Meier.example.com"})
    rows = [lead(1, email="eva@meier.example.com", phone="+498999998121") | refusing, other]
    other["phone"] = "+498999998122"
    done = export_leads(frame(*(rows if first else rows[::-1])), "excel")
    found = done.rows.set_index("lead_id")
    assert found.loc["2", "may_email"] == "no"
    hubspot = export_leads(frame(*rows), "hubspot")
    assert "L2" not in {*hubspot.rows.get("Last Name", [])}
    assert "eva@meier.example.com" in {one.casefold() for one in hubspot.opt_outs["Email"]}
    zoho = export_leads(frame(*rows), "zoho").rows.set_index("Last Name")
    assert zoho.loc["L2", "Email Opt Out"] == "1"


@pytest.mark.parametrize("column", ["phone", "mobile", "phone_2", "other_phones"])
@pytest.mark.parametrize("written", ["089 99998123", "+49 (0)89 999 98 123", "0049-89-99998123"])
def test_a_no_to_calls_is_heard_by_the_number(column, written):
    """The other row is called by nobody, and its numbers go nowhere without a mark."""
    rows = [
        lead(1, email="a@x.example.com", phone="+498999998123", phone_opt_out="yes"),
        lead(2, email="b@x.example.com", **{column: written}),
    ]
    done = export_leads(frame(*rows), "excel").rows.set_index("lead_id")
    assert done.loc["2", "may_call"] == "no"
    loader = export_leads(frame(*rows), "salesforce-data-loader")
    assert loader.rows["DoNotCall"].tolist() == ["1", "1"]
    assert loader.no_calls["Email"].tolist() == ["a@x.example.com", "b@x.example.com"]
    mautic = export_leads(frame(*rows), "mautic").rows
    assert {*mautic.get("phone", []), *mautic.get("mobile", [])} <= {""}


def test_a_yes_beside_a_no_on_one_row_is_a_no():
    """Nobody who asked not to be mailed is mailed, as no other channel is open to him."""
    rows = [
        lead(1, email="a@x.example.com", email_opt_out="yes", may_call="no"),
        lead(2, email="b@x.example.com", email_opt_out="yes", may_call="no", phone="+498999998123"),
        lead(3, email="c@x.example.com", may_call="no"),
    ]
    for target in ("hubspot", "zoho", "excel"):
        done = export_leads(frame(*rows), target)
        assert len(done.rows) == 1
        assert not len(done.not_to_be_mailed)
        asked = export_leads(frame(*rows), target, where="lead_id: {known: true}")
        assert not asked.rows.isin(["a@x.example.com"]).any(axis=None)


def test_the_next_step_and_the_ground_follow():
    """What people read says what they may do; other channels stay as they were."""
    basis = "email: legitimate interest [UWG 7]; call: b2b; post: no address"
    rows = [
        lead(1, email="eva@x.example.com", email_opt_out="yes"),
        lead(2, email="EVA@x.example.com", phone="+498999998123", contact_basis=basis,
             next_step="mail (no owner yet)"),
        lead(3, email="jan@x.example.com", contact_basis=basis, next_step="mail"),
    ]  # fmt: skip
    done = export_leads(frame(*rows), "excel").rows.set_index("lead_id")
    assert done.loc["2", "next_step"] == "call (no owner yet)"
    closed = "email: opted out (on another row); call: b2b; post: no address"
    assert done.loc["2", "contact_basis"] == closed
    assert (done.loc["3", "next_step"], done.loc["3", "contact_basis"]) == ("mail", basis)


def test_people_who_refused_by_another_address_are_known_by_their_name():
    """In doubt two rows of one name in one company are one person; the note says how many."""
    who = {"first_name": "Eva", "last_name": "Meier", "company": "Meier AG"}
    rows = [
        lead(1, email="eva@meier.example.com", email_opt_out="yes") | who,
        lead(2, email="e.meier@mail.example.com", phone="+498999998122") | who,
        lead(3, email="E.Meier@mail.example.com", phone="+498999998123"),
    ]
    done = export_leads(frame(*rows), "zoho")
    assert done.rows["Email Opt Out"].tolist() == ["1", "1"]
    assert len(done.opt_outs) == 2
    assert any("3 leads are not contacted in a way" in note for note in done.notes)


SPELLED = st.sampled_from(
    [
        "a@x.example.com",
        "A@X.example.com",
        "a+b@x.example.com",
        "b@x.example.com",
        "B@x.example.com",
        "",
    ]
)
LEADS = st.lists(
    st.fixed_dictionaries(
        {"email": SPELLED, "email_2": SPELLED, "email_opt_out": st.sampled_from(["", "", "yes"])}
    ),
    min_size=1,
    max_size=8,
)


@given(LEADS)
@examples(10, 150)
def test_no_refused_address_is_ever_mailed(leads):
    """Whatever rows there are: an address that any of them refuses is contactable on none."""
    table = frame(*(lead(at, **cells) for at, cells in enumerate(leads)))
    no = {
        key_without_tag(one[name])
        for one in leads
        if one["email_opt_out"]
        for name in ("email", "email_2")
        if one[name]
    }
    excel = export_leads(table, "excel", where="lead_id: {known: true}").rows
    mailed = excel[excel["may_email"] == "yes"] if len(excel) else excel
    for name in ("email", "email_2"):
        assert no.isdisjoint(map(key_without_tag, filter(None, mailed.get(name, []))))
    for target, key, mark in (
        ("zoho", "Email", "Email Opt Out"),
        ("mautic", "email", "doNotEmail"),
    ):
        made = export_leads(table, target)
        if len(made.rows):
            mailed = made.rows[made.rows[mark] != "1"]
            assert no.isdisjoint(map(key_without_tag, filter(None, mailed.get(key, []))))
        if len(made.opt_outs):
            assert {key_without_tag(one) for one in made.opt_outs[key]} >= no


def test_from_a_pipe_a_file_and_a_run_alike(leadkit, tmp_path):
    """A file is read twice, a pipe is kept; a run without classify hears its leads, too."""
    rows = [
        lead(1, email="eva@x.example.com", may_call="no"),
        lead(2, email="EVA@x.example.com", phone="+498999998123"),
        lead(3, email="eva+x@x.example.com", email_opt_out="yes"),
    ]
    frame(*rows).to_csv(tmp_path / "leads.csv", index=False)
    (tmp_path / "p.yaml").write_text(
        "import: {files: leads.csv}\nsteps:\n  - clean\nexport: {to: zoho, folder: run}\n"
    )
    assert leadkit("export", "leads.csv", "--to", "zoho", "-o", "file", cwd=tmp_path).code == 0
    piped = (tmp_path / "leads.csv").read_bytes()
    assert leadkit("export", "--to", "zoho", "-o", "pipe", cwd=tmp_path, stdin=piped).code == 0
    done = leadkit("run", "p.yaml", "-o", "x.csv", cwd=tmp_path)
    assert done.code == 0, done.err
    for folder in ("file", "pipe", "run"):
        (row,) = rows_of(tmp_path / folder / "leads.csv")
        assert (row["Last Name"], row["Email Opt Out"]) == ("L2", "1"), folder
        assert len(rows_of(tmp_path / folder / "opt-outs.csv")) == 2, folder
