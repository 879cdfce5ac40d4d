"""Owners, queues and days for tables of leads, as a user's file says."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.assign import AssignOptions, assign_leads, assign_stage
from leadkit.base.cells import texts
from leadkit.base.errors import LeadkitError
from leadkit.fields.organisation_keys import organisation_keys
from leadkit.routing.routing_file import compile_routing
from leadkit.rules.item import parse_yaml
from tests.properties import examples

OPEN = {"may_email": "yes", "may_call": "no", "may_post": "no", "lead_status": "SQL"}
FILE = """
people:
  Eva: {also: [eva@example.com]}
  Jan: {territories: [{countries: DE, postcodes: [0, 1, 80000-81999]}, AT], languages: [de]}
  Ida: {territories: [DACH, France], languages: [fr, German]}
  Tom: {capacity: 2}
teams:
  field: {people: [Jan, Ida], queue: field desk}
  phone: {people: {Eva: 2, Tom: 1}, queue: phone desk}
queues: [desk, field desk, phone desk]
assign:
  - {name: out, when: {lead_status: unqualified}, to: nobody}
  - {name: visits, when: {tags: visit}, to: field}
  - {name: calls, when: {lead_status: SQL}, to: phone}
  - {name: boss, when: {lead_status: SQO}, to: Eva}
  - {name: rest, to: desk}
hours: {home: DE}
due:
  - {when: {lead_status: [SQL, SQO]}, within: 4 hours}
nurture:
  - {when: {lead_status: MQL}, track: news, review: 1 month}
"""


def routing(text=FILE):
    return compile_routing(parse_yaml(text, "my.yaml"))


def table(*leads, **more):
    rows = [OPEN | {"lead_id": str(number)} | lead for number, lead in enumerate(leads)]
    return pd.DataFrame(rows).fillna("").assign(**more)


def assigned(*leads, file=FILE, as_of="2026-10-08", **more):
    """Return what comes of leads, as a list of dicts."""
    return assign_leads(table(*leads, **more), routing(file), as_of).to_dict("records")


def one(lead, **more):
    return assigned(lead, **more)[0]


@pytest.mark.parametrize(
    ("lead", "owner", "queue", "reason"),
    [
        ({"lead_status": "SQO"}, "Eva", "", "boss: Eva"),
        ({"lead_status": "lead"}, "", "desk", "rest: queue desk"),
        ({"lead_status": "unqualified"}, "", "", "out: nobody"),
        ({"may_email": "no"}, "", "", "nobody: may not be contacted"),
        ({"may_email": ""}, "", "", "nobody: may not be contacted"),
        ({"may_email": "no", "may_post": "yes", "lead_status": "SQO"}, "Eva", "", "boss: Eva"),
        # who has an owner keeps it, whatever the lines say
        ({"owner": "Eva", "lead_status": "lead"}, "Eva", "", "had this owner before"),
        ({"owner": "EVA@example.com"}, "EVA@example.com", "", "had this owner before"),
        ({"owner": "Somebody Else"}, "Somebody Else", "", "had this owner before"),
        ({"owner": "Eva", "may_email": "no"}, "Eva", "", "had this owner before"),
        # regions: codes, countries, and what the cells do not tell
        ({"tags": "visit", "country": "Österreich"}, None, "", "visits: field"),
        ({"tags": "visit", "country": "FR"}, "Ida", "", "visits: field"),
        ({"tags": "visit", "country": "DE", "postal_code": "01067"}, None, "", "visits: field"),
        ({"tags": "visit", "country": "DE", "postal_code": "20095"}, "Ida", "", "visits: field"),
        ({"tags": "visit", "country": "DE", "postal_code": "81 999"}, None, "", "visits: field"),
        ({"tags": "visit", "country": "DE", "postal_code": "82000"}, "Ida", "", "visits: field"),
        ({"tags": "visit", "country": "US"}, "", "field desk", "visits: nobody of field works there"),
        ({"tags": "visit", "country": ""}, None, "", "visits: field"),
        # languages narrow, where somebody speaks one
        ({"tags": "visit", "country": "AT", "language": "French"}, "Ida", "", "visits: field"),
        ({"tags": "visit", "country": "AT", "language": "it"}, None, "", "visits: field"),
    ],
)  # fmt: skip
def test_where_a_lead_goes(lead, owner, queue, reason):
    got = one(lead)
    assert (got["owner_queue"], got["owner_reason"]) == (queue, reason)
    if owner is None:
        assert got["owner"] in ("Jan", "Ida")
    else:
        assert got["owner"] == owner


@pytest.mark.parametrize(
    ("lead", "due"),
    [
        ({"country": "DE"}, "2026-10-08T13:00+02:00"),
        ({"country": ""}, "2026-10-08T13:00+02:00"),  # home
        ({"country": "US", "state": "TX"}, "2026-10-08T13:00-05:00"),
        ({"country": "US", "postal_code": "94105"}, "2026-10-08T13:00-07:00"),
        ({"country": "JP"}, "2026-10-08T13:00+09:00"),
        ({"country": "ES"}, "2026-10-08T13:00+02:00"),
        ({"country": "ES", "postal_code": "35001"}, "2026-10-08T13:00+01:00"),
        ({"lead_status": "lead"}, ""),
        ({"owner": "Eva", "may_email": "no"}, ""),  # nobody is to be called who may not be
        # counted from the day on which it got its owner and its status
        ({"owner": "Eva", "owner_since": "2026-10-01"}, "2026-10-01T13:00+02:00"),
        ({"owner": "Eva", "owner_since": "2026-10-01", "status_since": "2026-10-06"},
         "2026-10-06T13:00+02:00"),
        # what stands there stays, until the status is another
        ({"owner": "Eva", "owner_since": "2026-10-05", "due_at": "next week"}, "next week"),
        ({"owner": "Eva", "owner_since": "2026-10-05", "status_since": "2026-10-06", "due_at": "x"},
         "2026-10-06T13:00+02:00"),
    ],
)  # fmt: skip
def test_when_a_lead_is_due(lead, due):
    assert one(lead)["due_at"] == due


@pytest.mark.parametrize(
    ("day", "country", "state", "due"),
    [
        ("2026-10-03", "DE", "", "2026-10-05T13:00+02:00"),  # a holiday on a Saturday
        ("2026-12-25", "DE", "", "2026-12-28T13:00+01:00"),
        ("2026-12-25", "JP", "", "2026-12-25T13:00+09:00"),
        ("2026-11-26", "US", "", "2026-11-27T13:00-05:00"),  # Thanksgiving
        ("2026-01-06", "DE", "BY", "2026-01-07T13:00+01:00"),
        ("2026-01-06", "DE", "Bayern", "2026-01-07T13:00+01:00"),
        ("2026-01-06", "DE", "Hessen", "2026-01-06T13:00+01:00"),
        ("2026-01-06", "XK", "", None),  # whose holidays nobody knows
    ],
)  # fmt: skip
def test_nobody_is_due_on_a_holiday(day, country, state, due):
    got = one({"country": country, "state": state}, as_of=day)["due_at"]
    assert got == due if due else got.startswith(f"{day}T13:00")


def test_people_of_one_company_get_one_owner():
    leads = [
        {"company": "Acme GmbH", "email": "a@acme.example.com"},
        {"company": "ACME", "email": "b@other.example.com", "tags": "visit", "country": "FR"},
        {"email": "c@acme.example.com", "lead_status": "SQO"},
        {"company": "Acme GmbH", "lead_status": "lead"},
        {"company": "Acme AG", "may_email": "no"},
    ]
    got = assigned(*leads)
    assert [one["owner"] for one in got] == ["Ida"] * 3 + ["", ""]  # the first line's decides
    assert got[0]["owner_reason"] == "calls: with its company"
    assert got[3]["owner_queue"] == "desk"


def test_a_company_that_is_somebodys_stays_with_them():
    company = {"company": "Acme GmbH"}
    got = assigned(company | {"owner": "Key Account"}, company, company | {"tags": "visit"})
    assert [one["owner"] for one in got] == ["Key Account"] * 3
    assert got[1]["owner_reason"] == "calls: whose company it is"
    # most of its leads decide, and a person has no more room for it than for others
    some = [company | {"owner": "Tom"}] * 2 + [company | {"owner": "Eva"}]
    got = assigned(*some, *[company | {"score": str(score)} for score in (5, 7, 6)])
    assert [one["owner"] for one in got[3:]] == ["", "Tom", "Tom"]
    assert got[3]["owner_reason"] == "calls: whose company it is, has no room"
    assert got[3]["owner_queue"] == "phone desk"


def test_the_highest_scores_come_first_where_there_is_no_room():
    file = FILE.replace("phone: {people: {Eva: 2, Tom: 1}", "phone: {people: [Tom]")
    got = assigned(*({"score": str(score)} for score in (10, 30, 20, 40)), file=file)
    assert [one["owner"] for one in got] == ["", "Tom", "", "Tom"]
    assert got[0]["owner_reason"] == "calls: nobody of phone has room"
    assert got[0]["owner_queue"] == "phone desk"
    assert got[0]["due_at"] == ""


AWAY = FILE.replace("Eva: {", "Eva: {away: [{from: 2026-10-05, to: 2026-10-16}], ")


def test_who_is_away_gets_nothing_but_for_companies_of_theirs():
    leads = [{} for _ in range(6)]
    assert {one["owner"] for one in assigned(*leads, file=AWAY)} == {"", "Tom"}
    assert {one["owner"] for one in assigned(*leads, file=AWAY, as_of="2026-10-17")} == {
        "Eva",
        "Tom",
    }
    got = assigned({"company": "Acme", "owner": "Eva"}, {"company": "Acme"}, file=AWAY)
    assert [one["owner"] for one in got] == ["Eva", "Eva"]
    got = one({"lead_status": "SQO"}, file=AWAY)
    assert (got["owner"], got["owner_queue"]) == ("", "desk")
    assert got["owner_reason"] == "boss: nobody of Eva is there"


def test_who_has_left_leaves_their_leads_to_the_others():
    left = FILE.replace("Eva: {", "Eva: {left: 2026-10-05, ")
    got = assigned({"owner": "Eva"}, {"owner": "eva@example.com"}, {"owner": "Tom"}, file=left)
    assert [one["owner"] for one in got] == ["Tom"] * 3
    assert got[0]["owner_since"] == "2026-10-08"
    got = assigned({"owner": "Eva"}, file=left, as_of="2026-10-04")
    assert got[0]["owner"] == "Eva"


@pytest.mark.parametrize(
    ("lead", "track", "review"),
    [
        ({"lead_status": "MQL"}, "news", "2026-11-08"),
        ({"lead_status": "MQL", "may_email": "no"}, "", ""),
        ({"lead_status": "SQL", "nurture_track": "news", "review_at": "2027-01-01"}, "", ""),
        ({"lead_status": "MQL", "nurture_track": "news", "review_at": "2026-10-09"}, "news",
         "2026-10-09"),
        ({"lead_status": "MQL", "nurture_track": "news", "review_at": "2026-10-08"}, "news",
         "2026-11-08"),
        ({"lead_status": "MQL", "nurture_track": "old", "review_at": "2027-01-01"}, "news",
         "2026-11-08"),
    ],
)  # fmt: skip
def test_what_is_not_ready_is_nurtured(lead, track, review):
    got = one(lead)
    assert (got["nurture_track"], got["review_at"]) == (track, review)


def test_next_step_says_no_more_that_nobody_owns_it():
    got = assigned({"next_step": "call (no owner yet)", "owner": ""}, {"next_step": "mail", "owner": ""},
                   {"next_step": "call (no owner yet)", "owner": "", "lead_status": "lead"})  # fmt: skip
    assert [one["next_step"] for one in got] == ["call", "mail", "call (no owner yet)"]


LEADS = st.lists(
    st.fixed_dictionaries(
        {
            "company": st.sampled_from(["", "", "Acme", "Acme GmbH", "Kern AG", "Voss"]),
            "email": st.sampled_from(["", "a@acme.example.com", "x@voss.example.com", "y@gmx.com"]),
            "lead_status": st.sampled_from(["SQL", "SQL", "SQO", "lead", "MQL", "unqualified"]),
            "score": st.sampled_from(["", "10", "20", "30.5"]),
            "country": st.sampled_from(["", "DE", "FR", "US"]),
            "postal_code": st.sampled_from(["", "01067", "20095"]),
            "tags": st.sampled_from(["", "visit"]),
            "owner": st.sampled_from(["", "", "", "Eva", "Key Account"]),
            "may_email": st.sampled_from(["yes", "yes", "no"]),
        }
    ),
    min_size=1,
    max_size=25,
)


@examples(15, 150)
@given(leads=LEADS, order=st.randoms())
def test_the_order_of_rows_means_nothing(leads, order):
    given_ = table(*leads)
    places = list(range(len(leads)))
    order.shuffle(places)
    rules = routing()
    one, other = (assign_leads(rows, rules, "2026-10-08") for rows in (given_, given_.iloc[places]))
    assert one.iloc[places].to_dict("records") == other.to_dict("records")


@examples(15, 150)
@given(leads=LEADS)
def test_no_company_gets_two_owners(leads):
    """Of the leads of one company that get an owner, all get one: the company's, where it has one."""
    done = assign_leads(table(*leads), routing(), "2026-10-08")
    asked = (done["tags"] == "visit") | done["lead_status"].isin(["SQL", "SQO"])
    asked &= (done["may_email"] == "yes") & (done["lead_status"] != "unqualified")
    matters = (asked | (done["owner"] != "")).tolist()  # others have no owner and get none
    done, before = done[matters], table(*leads)["owner"][matters].tolist()
    done = done.reset_index(drop=True)
    known = {column: texts(done[column].tolist()) for column in ("company", "email")}
    companies = organisation_keys(known.get, len(done)).to_pylist()
    for company in set(companies) - {""}:
        rows = [row for row, one in enumerate(companies) if one == company]
        new = {done["owner"][row] for row in rows if not before[row]} - {""}
        owners = {before[row] for row in rows} - {""}
        assert len(new) <= 1
        assert not owners or new <= owners


@examples(15, 150)
@given(leads=LEADS)
def test_a_second_run_changes_nothing_where_there_is_room(leads):
    rules = routing(FILE.replace("{capacity: 2}", ""))
    once = assign_leads(table(*leads), rules, "2026-10-08")
    assert assign_leads(once, rules, "2026-10-08").to_dict("records") == once.to_dict("records")


@examples(15, 150)
@given(leads=LEADS, cut=st.integers(0, 25))
def test_batches_change_nothing(leads, cut):
    import pyarrow as pa

    stage, rows = assign_stage(AssignOptions(as_of="2026-10-08")), table(*leads)
    parts = [rows.iloc[:cut], rows.iloc[cut:]]
    for part in parts:
        stage.survey(pa.Table.from_pandas(part, preserve_index=False))
    while look := stage.survey_again():
        for part in parts:
            look(pa.Table.from_pandas(part, preserve_index=False))
    got = pd.concat([stage.apply(part).leads for part in parts])
    whole = assign_leads(rows, "routing", "2026-10-08")
    assert got.to_dict("records") == whole.to_dict("records")


@pytest.mark.parametrize(
    ("leads", "as_of", "error"),
    [
        (pd.DataFrame({"lead_id": ["1"]}), "", "leads without lead_status get no owner"),
        (pd.DataFrame({"lead_id": ["1"], "lead_status": ["SQL"]}), "", "without may_email"),
        (table({}).drop(columns="lead_id"), "", "there is no column lead_id"),
        (table({}), "", "my.yaml:3: days are counted from a day"),
        (table({}), "soon", "soon"),
    ],
)  # fmt: skip
def test_bad_input_gets_its_one_line(leads, as_of, error):
    with pytest.raises(LeadkitError, match=error):
        assign_leads(leads, routing(AWAY), as_of)


def test_options_for_the_function():
    got = assign_leads(table({"lead_status": "MQL"}), AssignOptions(as_of="2026-10-08"))
    assert got["nurture_track"][0] == "case studies"
    with pytest.raises(LeadkitError, match="cannot use the option owners"):
        assign_leads(table({}), AssignOptions(owners="x.csv"))
    with pytest.raises(LeadkitError, match="give a name, a path or what read_routing returns"):
        assign_leads(table({}), 3)


def test_a_no_on_another_row_leaves_no_day_to_contact_anybody():
    """The owner stays; neither the day nor the next step speaks of a channel that is refused."""
    both = {"lead_status": "SQL", "may_email": "yes", "may_post": "no", "country": "DE"}
    leads = pd.DataFrame(
        [
            both | {"lead_id": "1", "email": "eva@x.example.com", "may_call": "no",
                    "email_opt_out": "yes", "next_step": "mail"},
            both | {"lead_id": "2", "email": "Eva+x@x.example.com", "may_call": "no",
                    "owner": "Jule", "next_step": "mail"},
            both | {"lead_id": "3", "email": "EVA@x.example.com", "may_call": "yes",
                    "phone": "+498999998123", "next_step": "mail"},
            both | {"lead_id": "4", "email": "jan@y.example.com", "may_call": "no",
                    "next_step": "mail"},
        ],
    ).fillna("")  # fmt: skip
    done = assign_leads(leads, as_of="2026-10-08").set_index("lead_id")
    assert done["due_at"].astype(bool).tolist() == [False, False, True, True]
    assert done["next_step"].tolist() == ["none: said no", "none: said no", "call", "mail"]
    assert done.loc["2", "owner"] == "Jule"


OWN = """
people:
  Jule Wacker: {also: [jule@stand.example.org]}
  sales 1:
teams: {all: {people: [Jule Wacker, sales 1]}}
assign: [{name: all, to: all}]
"""


def test_an_owner_known_by_an_address_keeps_it_and_words_for_nobody_are_none():
    """Programs know their users by the address; an error of a spreadsheet owns nothing."""
    cells = ["jule@stand.example.org", "Jule Wacker", "#N/A", "n/a", "Somebody Else"]
    leads = pd.DataFrame(
        {
            "lead_id": [str(at) for at in range(5)],
            "company": [f"F{at}" for at in range(5)],
            "owner": cells,
            "lead_status": "SQL", "may_email": "yes", "may_call": "no", "may_post": "no",
        }
    )  # fmt: skip
    routing = compile_routing(parse_yaml(OWN, "own.yaml"))
    done = assign_leads(leads, routing)
    assert done["owner"].tolist()[:2] == cells[:2]
    assert {*done["owner"].tolist()[2:4]} <= {"Jule Wacker", "sales 1"}
    assert done["owner"][4] == "Somebody Else"
    assert assign_leads(done, routing)["owner"].tolist() == done["owner"].tolist()


def test_examples_of_the_shipped_rules_are_told(leadkit, tmp_path):
    """Once, with the line to write; nothing of it where people have names of their own."""
    row = "1,SQL,yes,no,no,F,a@x.example.com\n"
    head = "lead_id,lead_status,may_email,may_call,may_post,company,email\n"
    (tmp_path / "leads.csv").write_text(head + row)
    done = leadkit("assign", "leads.csv", "--as-of", "2026-10-08", "-o", "a.csv", cwd=tmp_path)
    assert done.code == 0, done.err
    assert done.err.decode().count("is an example, and nobody's name: 'leadkit rules new") == 1
    leadkit("rules", "new", "routing", "own.yaml", cwd=tmp_path)
    own = (
        (tmp_path / "own.yaml").read_text().replace("sales 1", "Eva Kern").replace("sales 2", "Jan")
    )
    (tmp_path / "own.yaml").write_text(own)
    line = "assign leads.csv --rules own.yaml --as-of 2026-10-08 -o b.csv"
    assert "example" not in leadkit(*line.split(), cwd=tmp_path).err.decode()
