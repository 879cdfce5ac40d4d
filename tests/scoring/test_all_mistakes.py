"""All mistakes of a scoring file are told at once, each with its line and what is meant."""

from __future__ import annotations

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.rules.item import parse_yaml
from leadkit.scoring.scorecard import compile_scoring

FULL_OF_MISTAKES = """\
nmae: mine
groups:
  fit: {min: zero, max: 60}
  reasons: {}
rules:
  - name: a
    when: {employees: {at_laest: 50, at_most: 99999999999999999999}}
    points: ten
    resaon: why
  - name: "b:c"
    when: {any: [{country: {country_in: Atlantis}}, {created_at: {within: 24 hours}}]}
    points: 5000000000
  - name: d
    activity: {type: "", within: soon, decay: fast, limit: 2 per hour}
    points: 5
  - name: e
    when: {created_at: {before: 2026-02-30}}
    points: 1,5
grade: {from: fitt, A: high, G: 3}
tests:
  - {name: t, lead: {country: DE}, as_of: 2026-02-30, score: ten}
"""
TOLD = [
    "1: unknown key 'nmae'; did you mean 'name'?",
    "3: expected a number, not 'zero'",
    "4: group 'reasons': its column score_reasons means something else already",
    "7: unknown operator 'at_laest'; did you mean 'at_least'?",
    "7: expected a number, and '99999999999999999999' is more than anybody means; "
    "1,000,000,000,000,000 is the most",
    "8: points: 'ten' is no number; write 20, '0.5 per page_view, max 10', a table such as "
    "{seniority: {c_level: 20, vp: 15}}, or disqualify",
    "9: unknown key of a rule 'resaon'; did you mean 'reason'?",
    "10: a rule's name is a word or two",
    "11: country_in: unknown country 'Atlantis'",
    "11: within: '24 hours': days are counted whole, and clocks not looked at; write it as 1 day",
    "12: points: 5000000000 is more than anybody means; 1,000,000,000 is the most",
    "14: type: which activity?",
    "14: within: 'soon' is no span of time; write it as 30 days or 6 months",
    "14: limit: '2 per hour'; write it as 2 per day, week, month or year",
    "14: decay: 'fast'; write",
    "17: before: there is no day 2026-02-30 in the calendar",
    "18: expected a number, not '1,5'; the sign of decimals is a point",
    "19: unknown key of a grade 'G'",
    "19: expected a number, not 'high'",
    "19: unknown group 'fitt'",
    "21: as_of: there is no day 2026-02-30 in the calendar",
    "21: expected a number, not 'ten'",
]


def test_all_at_once():
    """Twenty-two mistakes are told in one go, in the order of the file, and nothing that follows."""
    with pytest.raises(LeadkitError) as error:
        compile_scoring(parse_yaml(FULL_OF_MISTAKES, "my.yaml"))
    lines = str(error.value).splitlines()
    unread = [told for told in TOLD if not any(told in line for line in lines)]
    assert (unread, len(lines)) == ([], len(TOLD)), "\n".join(lines)
    places = [int(line.split(":")[1]) for line in lines]
    assert places == sorted(places)


ONE = {
    "rules:\n- {name: r, when: {x: {within: 90 minutes}}, points: 1}": "write it as 1 day",
    "rules:\n- {name: r, when: {x: {within: 72h}}, points: 1}": "write it as 3 days",
    "rules:\n- {name: r, when: {x: {within: 30}}, points: 1}": "'30 days'?",
    "rules:\n- {name: r, when: {x: {within: 90 to 30 days ago}}, points: 1}":
        "ends before it begins; the nearer time is first",
    "rules:\n- {name: r, when: {x: {before: 03/04/2026}}, points: 1}":
        "write the day as 2026-10-08, not '03/04/2026' (03/04 may be in April or in March)",
    "rules:\n- {name: r, when: {x: {contains: {column: y}}}, points: 1}":
        "contains: give a value; against a column can be compared by is, at_least",
    "rules:\n- {name: r, when: {x: {is: {colunm: y}}}, points: 1}": "did you mean 'column'?",
    "rules:\n- {name: r, when: {activity: {type: a, decay: linear 3 days}}, points: 1}":
        "decay belongs to points; give the rule an 'activity' of its own",
    "rules:\n- {name: r, activity: {type: a, then: {type: b}}, points: 1}":
        "then: within which time? As {type: demo_request, within: 14 days}",
    "rules:\n- {name: r, activity: {sum: value, limit: 2 per day}, points: 1}":
        "limit goes with counts of activities only",
    "rules:\n- {name: r, activity: {first: {within: 3 days}}, points: 1 per activity}":
        "first is a day; give plain points",
    "rules:\n- {name: r, points: 1 per 0 x}": "per unit, and max, must be more than nothing",
    "rules:\n- {name: r, when: {x: 1}, points: 1}\nstatuses: [{name: lead}]":
        "'rules' belong to a scoring file, 'statuses' to a lifecycle: make two files",
}  # fmt: skip


@pytest.mark.parametrize("text", ONE)
def test_one_mistake(text):
    """A message says what is meant."""
    with pytest.raises(LeadkitError, match=r"^r\.yaml:[12]: ") as error:
        compile_scoring(parse_yaml(text, "r.yaml"))
    assert ONE[text] in str(error.value)


READS_ITSELF = """\
groups: {fit: {}, did: {}}
rules:
  - {name: a, group: fit, when: {x: DE}, points: 10}
  - {name: b, group: did, when: {any: [{score_fit: {at_least: 10}}, {grade: A}]}, points: 5}
  - {name: c, group: did, points: 1 per score}
grade: {from: fit, A: 10}
"""


def test_rules_that_read_what_they_write():
    """A second run would find what the first left there, and give something else: no such file loads."""
    with pytest.raises(LeadkitError) as error:
        compile_scoring(parse_yaml(READS_ITSELF, "r.yaml"))
    lines = str(error.value).splitlines()
    read = ["rule b reads score_fit", "rule b reads grade", "rule c reads score"]
    assert [line.split(", which these rules write")[0] for line in lines] == [
        f"r.yaml:{at}: {told}" for at, told in zip((4, 4, 5), read, strict=True)
    ]
