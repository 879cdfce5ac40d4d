"""Owners of a workspace: who has a lead keeps it from run to run, and its time does not start anew."""

from __future__ import annotations

import pytest

from tests.workspace.fairs import PIPELINE, Fair, new_fair

ROUTING = """
people: {Kim: , Lea: , Max: }
teams: {sales: {people: [Kim, Lea, Max], queue: desk}}
queues: [desk]
assign:
  - {name: later, when: {city: Bonn}, to: desk}
  - {name: calls, to: sales}
due: [{within: 2 days}]
"""
HEADER = "First Name,Last Name,E-Mail,Country,Company,City,Owner,Consent"
EVA = "Eva,Meier,eva@meier.example.com,US,Meier Ltd,,{owner},yes"
JAN = "Jan,Kern,jan@kern.example.com,US,Kern Ltd,Bonn,{owner},yes"
IDA = "Ida,Lang,ida@lang.example.com,US,Lang Ltd,,{owner},yes"
ANA = "Ana,Roth,ana@roth.example.com,US,Roth Ltd,,{owner},yes"
OWNED = ("owner", "owner_queue", "owner_reason", "owner_since", "due_at")
DAYS = ("2026-11-23", "2026-11-24", "2026-11-30")


@pytest.fixture
def fair(folder) -> Fair:
    """A workspace with an assign step that took in Eva, who got an owner, Jan, who waits, and Ida,
    whom a list gave to somebody."""
    made = new_fair(folder / "fair", PIPELINE + "  - assign: {rules: rules/routing.yaml}\n")
    made.write("rules/routing.yaml", ROUTING)
    took_in(made, "a.csv", 0, EVA, JAN, IDA.format(owner="Old Hand"))
    return made


def took_in(fair, name, day, *rows):
    fair.write(f"inbox/{name}", HEADER, *(row.format(owner="") for row in rows))
    fair.run(as_of=DAYS[day])


def owned(fair):
    """Return what is said of each lead's owner."""
    return {
        row["first_name"]: {name: row[name] for name in OWNED} for row in fair.rows("leads.csv")
    }


def test_an_owner_stays(fair):
    """Whether the next list has none or another; neither its day nor its due day moves."""
    before = owned(fair)
    assert before["Eva"]["owner"] in ("Kim", "Lea", "Max")
    assert (before["Eva"]["owner_since"], before["Eva"]["due_at"][:10]) == (DAYS[0], DAYS[1])
    assert before["Ida"]["owner"] == "Old Hand"
    assert before["Jan"]["owner_queue"] == "desk"
    took_in(fair, "b.csv", 1, EVA.format(owner="Somebody Else"), IDA, ANA)
    after = owned(fair)
    assert {name: after[name] for name in ("Eva", "Ida")} == {
        name: before[name] for name in ("Eva", "Ida")
    }
    assert after["Ana"]["owner_since"] == DAYS[1]
    took_in(fair, "c.csv", 2, EVA, IDA, ANA)
    assert owned(fair) == after


@pytest.mark.slow
def test_who_waited_gets_the_owner_that_a_list_names(fair):
    """From the day on which that list came, and nothing says any more that it waits."""
    took_in(fair, "b.csv", 1, JAN.format(owner="Old Hand"))
    jan = owned(fair)["Jan"]
    assert jan["owner_reason"] == "had this owner before"
    assert (jan["owner"], jan["owner_queue"], jan["owner_since"]) == ("Old Hand", "", DAYS[1])
    took_in(fair, "c.csv", 2, JAN)
    assert owned(fair)["Jan"] == jan


@pytest.mark.slow
def test_leads_that_become_one_have_the_owner_of_one(fair):
    """Of the one that stays; if that one waited, the other's, with its day and its due day."""
    before, ids = owned(fair), {row["first_name"]: row["lead_id"] for row in fair.rows("leads.csv")}
    header = "lead_id_1,lead_id_2,decision"
    fair.write("decisions.csv", header, f"{ids['Eva']},{ids['Jan']},y")
    took_in(fair, "b.csv", 2, ANA)
    after = owned(fair)
    assert set(after) == {"Eva", "Ida", "Ana"}
    assert after["Eva"] == before["Eva"]
    fair.write(
        "decisions.csv", header, f"{ids['Eva']},{ids['Jan']},y", f"{ids['Eva']},{ids['Ida']},y"
    )
    took_in(fair, "c.csv", 2, ANA)
    assert owned(fair)["Eva"] == before["Eva"]


@pytest.mark.slow
def test_the_one_that_stays_waited(fair):
    ids = {row["first_name"]: row["lead_id"] for row in fair.rows("leads.csv")}
    before = owned(fair)["Ida"]
    fair.write("decisions.csv", "lead_id_1,lead_id_2,decision", f"{ids['Jan']},{ids['Ida']},y")
    took_in(fair, "b.csv", 2, ANA)
    assert owned(fair)["Jan"] == before
