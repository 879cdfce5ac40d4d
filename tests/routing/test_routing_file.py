"""Routing files: what is wrong with them is told at once, and what is odd is found."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import yaml

from leadkit.base.errors import LeadkitError
from leadkit.fields.spans import as_day
from leadkit.routing.check import check_routing, try_on
from leadkit.routing.routing_file import TOP_KEYS, compile_routing, read_routing
from leadkit.routing.schema import routing_schema
from leadkit.rules.item import parse_yaml
from leadkit.rules.shipped import shipped_rules

BASE = {
    "people": "{Eva: , Jan: }",
    "teams": "{sales: {people: [Eva, Jan], queue: desk}}",
    "queues": "[desk, rest]",
    "assign": "[{when: {lead_status: SQL}, to: sales}, {to: rest}]",
    "tests": "[{name: a, lead: {lead_status: SQL}, to: sales}]",
}


def text_of(**parts):
    return "\n".join(f"{key}: {part}" for key, part in (BASE | parts).items() if part)


def compiled(**parts):
    return compile_routing(parse_yaml(text_of(**parts), "my.yaml"))


MISTAKES = {
    "no lines": ({"assign": ""}, "needs 'assign'"),
    "none in it": ({"assign": "[]"}, "assign has no lines"),
    "no catch-all": (
        {"assign": "[{when: {lead_status: SQL}, to: sales}]"},
        "my.yaml:4: the last line has no 'when'",
    ),
    "a line to nobody known": ({"assign": "[{to: seles}]"}, "'seles'; did you mean 'sales'"),
    "a line without to": ({"assign": "[{name: x}, {to: rest}]"}, "a line needs 'to'"),
    "a key of a line": ({"assign": "[{to: rest, wenn: x}, {to: rest, name: b}]"}, "'wenn'; did you mean 'when'"),
    "a line twice": (
        {"assign": "[{name: a, when: {score: 1}, to: rest}, {name: a, to: rest}]"},
        "line 'a' stands here twice",
    ),
    "an unknown person": ({"teams": "{sales: {people: [Eva, Jna]}}"}, "'Jna'; did you mean 'Jan'"),
    "nobody in a team": ({"teams": "{sales: {people: []}}"}, "at least one person"),
    "a team of nothing": ({"teams": "{sales: {queue: desk}}"}, "team sales has nobody"),
    "twice in a team": ({"teams": "{sales: {people: [Eva, Eva]}}"}, "stands in this team twice"),
    "a weight of zero": ({"teams": "{sales: {people: {Eva: 0}}}"}, "a number above 0, not 0"),
    "all weights zero": ({"teams": "{sales: {people: {Eva: 0.0}}}"}, "a number above 0"),
    "a weight below zero": ({"teams": "{sales: {people: {Eva: -1}}}"}, "a number above 0, not -1"),
    "a queue nobody knows": (
        {"teams": "{sales: {people: [Eva], queue: dask}}"},
        "'dask'; did you mean 'desk'",
    ),
    "a capacity of nobody": ({"people": "{Eva: {capacity: 0}, Jan: }"}, "from 1 on, not '0'"),
    "a capacity of 5,000 digits": (
        {"people": "{Eva: {capacity: " + "9" * 5000 + "}, Jan: }"},
        "is more than anybody means",
    ),
    "a capacity in words": ({"people": "{Eva: {capacity: many}, Jan: }"}, "not 'many'"),
    "absences that overlap": (
        {"people": "{Eva: {away: [{from: 2026-10-01, to: 2026-10-05}, {from: 2026-10-05, to: 2026-10-06}]}, Jan: }"},
        "make one absence of both",
    ),
    "an absence that ends early": (
        {"people": "{Eva: {away: [{from: 2026-10-05, to: 2026-10-01}]}, Jan: }"},
        "before it begins",
    ),
    "half an absence": (
        {"people": "{Eva: {away: [{from: 2026-10-05}]}, Jan: }"}, "an absence needs 'to'"
    ),
    "no day": ({"people": "{Eva: {left: soon}, Jan: }"}, "left: write the day as 2026-10-31"),
    "no country": ({"people": "{Eva: {territories: [DAHC]}, Jan: }"}, "did you mean 'DACH'"),
    "codes of two lengths": (
        {"people": "{Eva: {territories: [{countries: DE, postcodes: [80-9]}]}, Jan: }"},
        "both of one length",
    ),
    "codes without a country": (
        {"people": "{Eva: {territories: [{postcodes: [80]}]}, Jan: }"},
        "needs 'countries'",
    ),
    "no language": ({"people": "{Eva: {languages: [germn]}, Jan: }"}, "did you mean 'german'"),
    "one name, two people": ({"people": "{Eva: , Jan: {also: [eva]}}"}, "one name is one person"),
    "a team called as a person": (
        {"teams": "{Eva: {people: [Eva, Jan]}}", "assign": "[{to: Eva}]", "tests": ""},
        "'Eva' is a team, and a person has that name",
    ),
    "a queue called nobody": ({"queues": "[nobody, desk, rest]"}, "where no owner is wanted"),
    "hours that end early": ({"hours": "{from: 17:00, to: 09:00}"}, "not after 17:00"),
    "no hour": ({"hours": "{from: early}"}, "write the time as 09:00"),
    "no day of the week": ({"hours": "{days: [funday]}"}, "unknown day 'funday'"),
    "no office": ({"hours": "{office: Atlantis}"}, "names no country"),
    "no time": ({"due": "[{within: soon}]"}, "working time as 4 hours or 2 days"),
    "half a day": ({"due": "[{within: 1.5 days}]"}, "days are whole"),
    "due without time": ({"due": "[{when: {score: 1}}]"}, "needs 'within'"),
    "a track without a day": ({"nurture": "[{track: x}]"}, "needs 'review'"),
    "no span": ({"nurture": "[{track: x, review: soon}]"}, "write a span of time"),
    "what it writes": (
        {"assign": "[{when: {due_at: {known: true}}, to: rest}, {to: rest}]"}, "assign writes"
    ),
    "a test of nothing": ({"tests": "[{name: a, lead: {score: 1}}]"}, "a test says what comes out"),
    "a column of a test": (
        {"tests": "[{name: a, lead: {lead_statsu: SQL}, to: rest}]"}, "did you mean 'lead_status'"
    ),
    "a key of the file": ({"team": "x"}, "unknown key 'team'; did you mean 'teams'"),
}  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES)
def test_each_mistake_has_its_line(case):
    parts, said = MISTAKES[case]
    with pytest.raises(LeadkitError) as caught:
        compiled(**parts)
    assert said in str(caught.value)
    assert str(caught.value).startswith("my.yaml:")
    assert "\n" not in str(caught.value)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(LeadkitError) as caught:
        compiled(people="{Eva: {capacity: 0}, Jan: {left: x}}", assign="[{to: seles}]")
    assert [line.split(": ")[0] for line in caught.value.lines] == ["my.yaml:1"] * 2 + ["my.yaml:4"]


ODD = {
    "an earlier line takes all": (
        {"assign": "[{name: warm, when: {score: {at_least: 40}}, to: rest}, "
                   "{name: hot, when: {score: {at_least: 60}}, to: sales}, {to: rest}]"},
        "problem: line hot is never met: whoever meets it meets warm before it",
    ),
    "two lines without a condition": (
        {"assign": "[{to: sales}, {name: b, to: rest}]"}, "problem: line b is never met",
    ),
    "what cannot be": (
        {"assign": "[{name: x, when: {all: [{country: DE}, {country: AT}]}, to: sales}, {to: rest}]"},
        "problem: line x is never met: no country can meet both",
    ),
    "nobody is there": (
        {"people": "{Eva: {left: 2026-10-01}, Jan: {away: [{from: 2026-10-05, to: 2026-10-09}]}}"},
        "problem: nobody of sales is there on 2026-10-08",
    ),
    "a status nobody has": (
        {"assign": "[{when: {lead_status: SLQ}, to: sales}, {to: rest}]", "tests": ""},
        "note: 'SLQ' is no status of the shipped lifecycle; did you mean",
    ),
    "a person for nothing": ({"people": "{Eva: , Jan: , Ida: }"}, "note: Ida is in no team"),
    "a team for nothing": (
        {"assign": "[{to: rest}]", "tests": ""}, "note: no line gives leads to the team sales",
    ),
    "no tests": ({"tests": ""}, "note: there are no tests in this file"),
    "a test that fails": (
        {"tests": "[{name: a, lead: {lead_status: SQL}, to: rest}]"},
        "problem: test 'a': to is sales, expected rest",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_what_is_odd_is_found(case):
    parts, said = ODD[case]
    found = [str(one) for one in check_routing(compiled(**parts), as_day("2026-10-08"))]
    assert any(said in one for one in found), found


def test_nothing_is_odd_about_a_good_file():
    assert check_routing(compiled()) == []
    away = "{Eva: {away: [{from: 2026-10-05, to: 2026-10-09}]}, Jan: }"
    assert check_routing(compiled(people=away), as_day("2026-10-08")) == []


def test_days_on_which_nobody_is_there_are_found_without_a_day():
    people = "{Eva: {away: [{from: 2026-10-05, to: 2026-10-09}]}, Jan: {away: [{from: 2026-10-07, to: 2026-10-30}]}}"
    found = [str(one) for one in check_routing(compiled(people=people, tests=""))]
    assert any("nobody of sales is there from 2026-10-07 to 2026-10-09" in one for one in found)


def test_too_little_room_for_a_list_is_found():
    leads = pd.DataFrame({"lead_id": list("abcd"), "lead_status": "SQL", "may_email": "yes",
                          "may_call": "no", "may_post": "no"}).astype("str")  # fmt: skip
    routing = compiled(people="{Eva: {capacity: 1}, Jan: {capacity: 2}}")
    found = [str(one) for one in try_on(routing, [leads], "leads.csv", None)]
    assert found == [
        "my.yaml:4: note: line all others is for nobody in leads.csv",
        "my.yaml:4: problem: line lead_status is SQL gives 4 leads of leads.csv to sales; 1 would "
        "wait: too little room, or nobody there",
    ]


def test_the_schema_knows_the_keys():
    schema = json.loads(routing_schema())
    assert tuple(schema["properties"]) == TOP_KEYS
    shipped = yaml.safe_load(shipped_rules()["routing"].read_text("utf-8"))
    assert shipped.keys() <= schema["properties"].keys()


def test_a_scoring_file_is_none():
    with pytest.raises(LeadkitError, match="this is a scoring file"):
        read_routing("b2b")
