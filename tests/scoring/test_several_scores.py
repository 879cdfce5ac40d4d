"""Several scores in one run: columns by name, and nobody reads another's unless it says so."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit.base.errors import LeadkitError
from leadkit.rules.item import parse_yaml
from leadkit.score import score_leads
from leadkit.scoring.scorecard import compile_scoring

PUMPS = """\
name: pumps
groups: {fit: {max: 20}, did: {}}
rules:
  - {name: home, group: fit, when: {country: DE}, points: 25}
  - {name: asked, group: did, activity: demo, points: 10}
grade: {from: fit, A: 20}
"""
VALVES = """\
name: valves
after: pumps
rules:
  - {name: likes_pumps, when: {pumps_score: {at_least: 20}}, points: 7}
  - {name: asked, activity: demo, points: 3}
"""
LEADS = pd.DataFrame({"lead_id": ["1", "2"], "country": ["DE", "AT"]}, dtype="str")
DID = pd.DataFrame({"lead_id": ["2"], "type": ["demo"], "when": ["2026-10-01"]}, dtype="str")


def rules(*texts):
    return [compile_scoring(parse_yaml(text, f"{text.split()[1]}.yaml")) for text in texts]


@pytest.mark.parametrize("order", [(PUMPS, VALVES), (VALVES, PUMPS)])
def test_columns_by_name(order):
    """Each has its columns; who is after another reads it; order and a second run change nothing."""
    first = score_leads(LEADS, rules(*order), DID, "2026-10-08")
    assert list(first.columns[2:]) == [
        "pumps_score", "pumps_score_fit", "pumps_score_did", "pumps_grade", "pumps_score_reasons",
        "valves_score", "valves_score_score", "valves_score_reasons",
    ]  # fmt: skip
    assert first["pumps_score_reasons"].tolist() == ["home:+25; capped fit 25>20:-5", "asked:+10"]
    assert first["valves_score_reasons"].tolist() == ["likes_pumps:+7", "asked:+3"]
    assert first["pumps_grade"].tolist() == ["A", "F"]
    again = score_leads(first, rules(*order), DID, "2026-10-08")
    pd.testing.assert_frame_equal(again, first)


def test_alone_after_an_earlier_run():
    """What another run left may be read where the file says after whom, and then stands still."""
    first = score_leads(
        LEADS, rules(PUMPS, PUMPS.replace("name: pumps", "name: more")), DID, "2026-10-08"
    )
    alone = score_leads(first, rules(VALVES), DID, "2026-10-08")
    assert alone["score_reasons"].tolist() == ["likes_pumps:+7", "asked:+3"]
    pd.testing.assert_frame_equal(score_leads(alone, rules(VALVES), DID, "2026-10-08"), alone)


UNSAID = VALVES.replace("after: pumps\n", "")
READS_FIT = "rules: [{name: r, when: {score_fit: {at_least: 5}}, points: 1}]"


def scored_plain():
    return score_leads(LEADS, rules(PUMPS), DID, "2026-10-08")


def scored_by_name():
    return score_leads(
        LEADS, rules(PUMPS, PUMPS.replace("name: pumps", "name: more")), DID, "2026-10-08"
    )


REFUSED = [  # leads, rule files, what is said
    (LEADS, (PUMPS, UNSAID), r"valves\.yaml:3: rule likes_pumps reads pumps_score, which pumps\.yaml writes; say 'after: pumps'"),
    (LEADS, (PUMPS, PUMPS), r"both have the name 'pumps'; it begins their columns"),
    (LEADS, (VALVES,), r"after 'pumps': no such score is there; give its rules as well: --rules pumps"),
    (LEADS, (PUMPS, VALVES.replace("after: pumps", "after: pump")), r"after 'pump': no such score is there; did you mean 'pumps'\?|say 'after: pumps'"),
    (LEADS, (PUMPS.replace("groups", "after: valves\ngroups"), VALVES), r"are after each other: "),
    (LEADS, (PUMPS.replace("name: pumps", "name: my pumps"), VALVES), r"letters, digits, _ and -, not 'my pumps'"),
    (scored_by_name(), (UNSAID,), r"valves\.yaml:3: rule likes_pumps reads pumps_score, which an earlier scoring left in this list; say 'after: pumps'"),
    (scored_plain(), (READS_FIT,), r"rule r reads score_fit, which an earlier scoring left .* a second run would find nothing there"),
]  # fmt: skip


@pytest.mark.parametrize(("leads", "files", "said"), REFUSED)
def test_what_cannot_be_meant(leads, files, said):
    """A file that would give another result at the second run is refused, with its line."""
    with pytest.raises(LeadkitError, match=said):
        score_leads(leads, rules(*files), DID, "2026-10-08")


def test_a_list_that_has_a_score_of_its_own():
    """A vendor's column may be read, where no scoring of ours stands beside it."""
    leads = LEADS.assign(vendor_score=["9", "2"], grade=["A", "B"])
    text = "rules: [{name: r, when: {vendor_score: {at_least: 5}, grade: A}, points: 1}]"
    first = score_leads(leads, rules(text))
    assert first["score"].tolist() == ["1", "0"]
    pd.testing.assert_frame_equal(score_leads(first, rules(text)), first)
