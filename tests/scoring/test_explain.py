"""explain: the cell that met each condition, what nearly fired, what is lacking, and wrong rules."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit.base.errors import LeadkitError
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.lacking import consent_ahead, statuses_ahead
from leadkit.classifying.lifecycle import read_lifecycle
from leadkit.rules.batch import Batch
from leadkit.rules.conditions import read_condition, read_requirement
from leadkit.rules.item import parse_yaml
from leadkit.rules.told import lacking, met_by, nearly
from leadkit.score import score_leads
from leadkit.scoring.explain import explain_lead
from leadkit.scoring.scorecard import compile_scoring

CELLS = {"employees": "250", "country": "DE", "city": "", "title": "Head of Sales", "orders": "9",
         "budget": "8", "score": "53", "need": "yes", "note": "kein Budget, Angebot bitte"}  # fmt: skip
LEAD = Batch(pd.DataFrame([CELLS], dtype="str"))


def condition(text):
    return read_condition(parse_yaml(text, "example"))


MET = {
    "{employees: {at_least: 50}}": "employees = 250, at least 50",
    "{employees: {between: [50, 5000]}}": "employees = 250, between 50, 5000",
    "{country: de}": "country = DE",
    "{all: [{country: DE}, {employees: {at_most: 300}}]}": "country = DE; employees = 250, at most 300",
    "{any: [{country: AT}, {employees: {at_least: 50}}]}": "employees = 250, at least 50",
    "{not: {country: AT}}": "not (country is AT (it is DE))",
    "{city: {missing: true}}": "city is missing",
    "{title: {contains_word: [ceo, cto, cfo, coo, vp, director, head, lead]}}": "title = Head of Sales, has the word head (one of 8)",
    "{note: {says: [angebot*, preis*, a, b, c, d, -angebotspreis]}}": "note = kein Budget, Angebot bitte, says angebot* (one of 7)",
    "{orders: {at_least: {column: budget}}}": "orders is at least budget (9, 8)",
}


@pytest.mark.parametrize("text", MET)
def test_the_cell_that_met_it(text):
    """A condition is told whole, with the cell's value; of many words the one that was found."""
    assert met_by(condition(text), LEAD) == MET[text]


NEARLY = {
    "{employees: {at_least: 300}}": "employees = 250, at least 300",
    "{employees: {at_least: 1000}}": "",
    "{employees: {at_least: 50}}": "",  # it holds
    "{employees: {at_most: 210}}": "employees = 250, at most 210",
    "{all: [{country: DE}, {city: {known: true}}]}": "city is known",
    "{all: [{country: AT}, {city: {known: true}}]}": "",
    "{all: [{title: ceo}, {not: {country: AT}}]}": "",  # which most leads meet
    "{country: AT}": "",
}


@pytest.mark.parametrize("text", NEARLY)
def test_what_nearly_fired(text):
    """A number near its bound, or one part of several that is wanting."""
    assert nearly(condition(text), LEAD) == NEARLY[text]


LACKS = {
    "{score: {at_least: 65}}": ["12 points of score"],
    "{employees: {at_least: 300}}": ["50 more of employees"],
    "{score: {at_least: 50}}": [],
    "{all: [{score: {at_least: 60}}, {city: {known: true}}]}": ["7 points of score", "city is known"],
    "{any: [{all: [{score: {at_least: 60}}, {city: {known: true}}]}, {country: AT}]}": ["country is AT (it is DE)"],
    "{some_of: {at_least: 2, of: [need, timeline, authority]}}": ["1 more of timeline is given, authority is given"],
    "{city: Bonn}": ["city is Bonn (it is blank)"],
    "{city: {within: 3 days}}": ["city is within 3 days (which counts days: give --as-of)"],
}  # fmt: skip


@pytest.mark.parametrize("text", LACKS)
def test_what_is_lacking(text):
    """What must change for a condition to hold, by the shortest way."""
    lead = Batch(pd.DataFrame([CELLS | {"timeline": "", "authority": "no"}], dtype="str"))
    assert lacking(read_requirement(parse_yaml(text, "example")), lead) == LACKS[text]


def test_statuses_and_consent_ahead():
    """Each status ahead says what it lacks, and each closed channel why, and what would open it."""
    lead = pd.DataFrame([{"lead_status": "MQL", "score": "53", "score_engagement": "20",
                          "email": "eva@meier.example.com", "company": "Meier GmbH",
                          "country": "DE", "consent": "yes"}], dtype="str")  # fmt: skip
    ahead = dict(statuses_ahead(lead, read_lifecycle("lifecycle")))
    assert list(ahead) == ["SAL", "SQL", "SQO", "customer"]
    assert ahead["SQL"] in (
        "12 points of score and 5 points of score_engagement",
        "2 more of budget is given, authority is given, need is given, timeline is given",
    )
    closed = dict(consent_ahead(lead, read_consent("consent")))
    assert closed["email"] == "evidence missing: day, source, wording; lacks: consent is given"
    assert closed["call"] == "no address"
    proved = lead.assign(consent_at="2026-10-01", consent_source="fair", consent_text="I agree")
    assert "email" not in dict(consent_ahead(proved, read_consent("consent")))
    out = dict(consent_ahead(proved.assign(email_opt_out="yes"), read_consent("consent")))
    assert "lacks" not in out["email"]


RULES = """\
rules:
  - {name: size, when: {employees: {at_least: 100}}, points: 10, reason: big enough}
  - {name: home, when: {country: DE}, points: 5}
  - {name: who, points: {title: {ceo: 9, cto: 7}}}
"""


def rules(text=RULES):
    return compile_scoring(parse_yaml(text, "my.yaml"))


def test_steps_tell_cells():
    """Reason, condition and cell stand beside the points; what nearly fired is told with its worth."""
    leads = pd.DataFrame([{"lead_id": "1", "employees": "90", "country": "DE", "title": "CEO"}])
    why = explain_lead(score_leads(leads, rules()), "1", rules())
    assert [(step.name, step.words) for step in why.steps] == [
        ("who", "title = CEO"), ("home", "country = DE"),
    ]  # fmt: skip
    assert why.nearly == ("size (+10: employees = 90, at least 100)",)
    leads["employees"] = "250"
    why = explain_lead(score_leads(leads, rules()), "1", rules())
    assert why.steps[0].words == "big enough: employees = 250, at least 100"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (RULES.replace("home", "near"), "points of 'home', which is no rule of my.yaml"),
        (RULES.replace("points: 5", "points: 6"), r"rule home of my\.yaml gives \+6 .* the score has \+5"),
        (RULES + "  - {name: more, when: {country: DE}, points: 1}\n", r"rule more .* gives \+1 .* has \+0"),
    ],
)  # fmt: skip
def test_rules_that_did_not_make_the_score(changed, said):
    """Other rules than those that made the score are refused, instead of explaining what is not so."""
    leads = pd.DataFrame([{"lead_id": "1", "employees": "250", "country": "DE", "title": "x"}])
    scored = score_leads(leads, rules())
    with pytest.raises(LeadkitError, match=said) as error:
        explain_lead(scored, "1", rules(changed))
    assert error.value.exit_code == 2
    explain_lead(scored, "1", rules())


def test_one_of_several_scores():
    """Each of several scores is explained by its own columns."""
    leads = pd.DataFrame([{"lead_id": "1", "employees": "250", "country": "DE", "title": "x"}])
    pair = [
        rules("name: a\n" + RULES),
        rules("name: b\n" + RULES.replace("points: 5", "points: 6")),
    ]
    scored = score_leads(leads, pair)
    assert [explain_lead(scored, "1", one).score for one in pair] == ["15", "16"]
