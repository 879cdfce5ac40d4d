"""Scoring rules: points in all their forms, grades, order, batches, and what a file may not say."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.rules.item import parse_yaml
from leadkit.score import score_leads
from leadkit.scoring.check import check_rules
from leadkit.scoring.scorecard import compile_scoring, read_scoring
from tests.conftest import SCORING_FILES
from tests.properties import examples


def rules_of(text):
    return compile_scoring(parse_yaml(text, "rules.yaml"))


def reasons(text, **lead):
    """Return the score and the reasons of one lead under rules written in YAML."""
    leads = pd.DataFrame([{"lead_id": "1", "y": "", **lead}], dtype="str")
    row = score_leads(leads, rules_of(f"rules:\n{text}")).iloc[0]
    told = [part for part in row["score_reasons"].split("; ") if part]
    assert sum((Decimal(part.rpartition(":")[2]) for part in told), Decimal(0)) == Decimal(
        row["score"]
    )
    return row["score_reasons"]


POINTS = [  # rule, cell of x, reasons
    ("points: '0.5 per x, max 10'", "7", "r:+3.5"),
    ("points: '0.5 per x, max 10'", "1.000", "r:+500; capped r 500>10:-490"),
    ("points: '0.5 per x, max 10'", "20", "r:+10"),
    ("points: '0.5 per x, max 10'", "", ""),
    ("points: '0.5 per x, max 10'", "many", ""),
    ("points: 2 per x", "51-200", "r:+102"),  # of a range the lower end
    ("points: '-1 per x, max 3'", "9", "r:-9; capped r -9>-3:+6"),
    ("points: 0.333 per x", "2", "r:+0.67"),  # hundredths
    ("points: {per: x, each: 2}", "1,5", "r:+3"),
    ("points: 1 per x", "-4", "r:-4"),
    ("points: 5 per x", "1e300", ""),
    ("points: {x: {c_level: 20, VP: 15}}", "vp ", "r:+15"),
    ("points: {x: {c_level: 20, VP: 15}}", "director", ""),
    ("points: {x: {c_level: 20, VP: 0}}", "vp", ""),
    ("points: {x: {01067: 3, NO: 4}}", "1067", ""),
    ("points: {x: {01067: 3, NO: 4}}", "01067", "r:+3"),
    ("points: {x: {1-10: 1, 11-50: 2, 51+: 3}}", "50", "r:+2"),
    ("points: {x: {1-10: 1, 11-50: 2, 51+: 3}}", "1.000", "r:+3"),
    ("points: {x: {1-10: 1, 11-50: 2, 51+: 3}}, unknown: 7", "5-20", "r unknown:+7"),
    ("points: {x: {1-10: 1, 11-50: 2}}, unknown: 7", "99", ""),
    ("points: {x: {1: 5, 2: 10, 1.000: 20}}", "02", "r:+10"),
    ("points: {x: {1: 5, 2: 10, 1.000: 20}}", "2.0", "r:+10"),
    ("points: {x: {1: 5, 2: 10, 1.000: 20}}", "1,000", "r:+20"),
    ("points: {x: {01067: 3, 10115: 4}}", "1067", ""),
    ("points: {x: {1-50: 3, other: 4}}", "other", "r:+4"),
    ("when: {x: {at_least: 1.000}}, points: 5", "999", ""),
    ("when: {x: {at_least: '1,000'}}, points: 5", "1.000", "r:+5"),
    ("when: {x: {between: [1k, 10k]}}, points: 5", "2.000", "r:+5"),
    ("when: {any: {x: a, y: b}}, points: 5", "a", "r:+5"),
    ("when: {any: {x: {at_least: 1, at_most: 3}, y: b}}, points: 5", "9", ""),
    ("when: {not: {any: {x: a, y: b}}}, points: 5", "a", ""),
    ("when: {x: {matches: '^mü'}}, points: 5", "Mu\u0308ller", "r:+5"),
    ("when: {x: {matches: '^mu\u0308'}}, points: 5", "Müller", "r:+5"),
    ("points: {x: {a: 1}}, unknown: -2", "", "r unknown:-2"),
    ("points: 3 per x, unknown: 1", "?", "r unknown:+1"),
    ("when: {x: {at_least: 10}}, points: 5, unknown: 2", "", "r unknown:+2"),
    ("when: {x: {at_least: 10}}, points: 5, unknown: 2", "9", ""),
    ("when: {x: {at_least: 10}}, points: 5, unknown: 2", "5-20", "r unknown:+2"),
    ("when: {x: a}, points: disqualify", "a", "disqualified r:+0"),
    ("when: {x: a}, points: disqualify", "", ""),
]


@pytest.mark.parametrize(("rule", "cell", "expected"), POINTS)
def test_points(rule, cell, expected):
    """Per unit with a cap, by a table of texts or bands, for the unknown, disqualifying."""
    assert reasons(f"  - {{name: r, {rule}}}\n", x=cell) == expected


def test_a_table_counts_only_where_its_condition_holds():
    """when and a table of points in one rule: both must be true."""
    rule = "  - {name: r, when: {y: a}, points: {x: {big: 5}}, unknown: 1}\n"
    assert reasons(rule, x="big", y="a") == "r:+5"
    assert reasons(rule, x="big", y="b") == ""
    assert reasons(rule, x="big", y="") == "r unknown:+1"
    assert reasons(rule, x="", y="b") == ""


def test_the_disqualified_lose_all_and_say_why():
    """What was given or lost is taken back by the first such rule: the score is zero."""
    text = """  - {name: a, when: {x: a}, points: 45}
  - {name: out, when: {y: b}, points: disqualify}
  - {name: worse, when: {y: b}, points: disqualify}
"""
    assert reasons(text, x="a", y="b") == "a:+45; disqualified out 45>0:-45; disqualified worse:+0"
    lost = reasons(text.replace("45", "-45"), x="a", y="b")
    assert lost == "a:-45; disqualified out -45>0:+45; disqualified worse:+0"
    capped = "groups: {score: {min: -5}}\n"
    scored = score_leads(
        pd.DataFrame({"x": ["a"], "y": ["b"]}),
        rules_of(f"{capped}rules:\n{text.replace('45', '-45')}"),
    )
    assert scored["score_reasons"][0].startswith(
        "a:-45; raised score -45>-5:+40; disqualified out -5>0:+5"
    )


GRADED = """
groups: {fit: {min: 0, max: 60}, engagement: {}}
rules:
  - {name: fit, group: fit, points: 1 per x}
  - {name: did, group: engagement, points: 1 per y}
  - {name: out, group: fit, when: {z: "yes"}, points: disqualify}
grade: {from: fit, A: 40, B: 20}
matrix:
  from: engagement
  levels: {high: 10, low: 0}
  A: [call, write]
  B: [write, wait]
  F: [leave, leave]
"""


@pytest.mark.parametrize(
    ("x", "y", "z", "grade", "what"),
    [
        ("40", "10", "", "A", "call"), ("39.99", "10", "", "B", "write"), ("40", "9", "", "A", "write"),
        ("20", "-5", "", "B", "wait"), ("19", "99", "", "F", "leave"), ("", "", "", "F", "leave"),
        ("50", "50", "yes", "F", "leave"),
    ],
)  # fmt: skip
def test_grades_and_what_to_do(x, y, z, grade, what):
    """At a threshold is above it; whoever is disqualified is an F, whatever else is true."""
    leads = pd.DataFrame({"x": [x], "y": [y], "z": [z]}, dtype="str")
    scored = score_leads(leads, rules_of(GRADED))
    assert list(scored.columns[3:]) == [
        "score", "score_fit", "score_engagement", "grade", "score_class", "score_reasons",
    ]  # fmt: skip
    assert scored[["grade", "score_class"]].iloc[0].tolist() == [grade, what]


RULE = "rules: [{name: r, group: fit, when: {country: DE}, points: 5}]\n"
MISTAKES = {
    "bands that meet": ("rules: [{name: r, points: {employees: {1-50: 1, 50-99: 2}}}]", "two entries hold 50"),
    "band with a slip": ("rules:\n- name: r\n  points:\n    employees:\n      1-50: 5\n      51-2oo: 6\n      201+: 9", "rules.yaml:6: points: '51-2oo' is no number or band"),
    "not of what": ("rules: [{name: r, when: {not: {country: DE, job_title: CEO}}, points: 5}]", "not: {any: {...}} is none of them"),
    "name like a bound": ("rules: [{name: capped x, when: {country: DE}, points: 5}]", "'disqualified' do not begin it"),
    "name like an unknown": ("rules: [{name: x unknown, when: {country: DE}, points: 5}]", "'unknown' does not end it"),
    "name with a sign": ("rules: [{name: visits >10, when: {country: DE}, points: 5}]", "without ':', ';' and '>'"),
    "name of two lines": ('rules: [{name: "a\\rb", when: {country: DE}, points: 5}]', "a word or two on a line"),
    "bound of a range": ("rules: [{name: r, when: {employees: {at_least: 51-200}}, points: 5}]", "expected a number, not '51-200'"),
    "entry twice": ("rules: [{name: r, points: {country: {DE: 1, de: 2}}}]", "'de' stands there twice"),
    "no table": ("rules: [{name: r, points: {country: 5}}]", "say what each country is worth"),
    "two columns": ("rules: [{name: r, points: {country: {DE: 1}, city: {Bonn: 1}}}]", "a table is of one column"),
    "per what": ("rules: [{name: r, points: 5 per}]", "write it as '0.5 per page_view, max 10'"),
    "cap of nothing": ("rules: [{name: r, points: '5 per employees, max 0'}]", "more than nothing"),
    "comma in braces": ("rules: [{name: r, points: 5 per employees, max 9}]", "inside { } a comma ends the value"),
    "each missing": ("rules: [{name: r, points: {per: employees}}]", "say how many"),
    "too exact": ("rules: [{name: r, points: 0.0005 per employees}]", "three decimals at most"),
    "too many": ("rules: [{name: r, when: {country: DE}, points: 9999999999}]", "more than anybody means"),
    "nobody": ("rules: [{name: r, points: 5}]", "a rule needs 'when', or 'activity'"),
    "half a disqualification": ("rules: [{name: r, when: {country: DE}, points: disqualify, unknown: 5}]", "cannot be disqualified in part"),
    "grade of nothing": (RULE + "grade: {from: fit}", "say where each begins"),
    "grade from nowhere": (RULE + "grade: {from: fitt, A: 5}", "unknown group 'fitt'; did you mean 'fit'?"),
    "grade that nobody gets": (RULE + "grade: {from: fit, A: 5, B: 5}", "B begins at 5, which is not below A at 5"),
    "matrix without grades": (RULE + "matrix: {from: fit}", "a matrix needs grades"),
    "matrix with a gap": (RULE + "grade: {from: fit, A: 5}\nmatrix: {from: fit, levels: {a: 5, b: 0}, A: [x, y]}", "the matrix needs 'F'"),
    "matrix of another width": (RULE + "grade: {from: fit, A: 5}\nmatrix: {from: fit, levels: {a: 5, b: 0}, A: [x], F: [x, y]}", "give one name for each of a, b"),
    "test of nothing": (RULE + "tests: [{name: t, lead: {country: DE}}]", "a test says what comes out"),
    "test with a slip": (RULE + "tests: [{name: t, lead: {contry: DE}, score: 5}]", "unknown column 'contry'; did you mean 'country'?"),
    "test without a day": (RULE + "tests: [{name: t, lead: {}, score: 5, activities: [{type: a}]}]", "needs as_of"),
    "group of the reasons": ("rules: [{name: r, group: reasons, when: {country: DE}, points: 5}]", "its column score_reasons means something else"),
    "group of the class": ("groups: {class: {max: 5}}\nrules: [{name: r, group: class, when: {country: DE}, points: 5}]", "its column score_class means something else"),
    "group with a sign": ("rules: [{name: r, group: 'a b', when: {country: DE}, points: 5}]", "a name is letters, digits and _"),
    "too deep": ("rules: " + "[" * 60 + "]" * 60, "more than 50 values inside each other"),
    "deeper than Python": ("rules: " + "[" * 100_000, ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_said(text, said):
    """Whatever cannot be meant is an error with file and line."""
    with pytest.raises(LeadkitError, match=r"^rules\.yaml:\d+: ") as error:
        rules_of(text)
    assert said in str(error.value)


def test_aliases_cannot_blow_up():
    """The billion laughs are an error in their first line."""
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    with pytest.raises(LeadkitError, match=r"rules\.yaml:2: an alias"):
        rules_of(laughs)


@pytest.mark.parametrize("name", SCORING_FILES)
def test_shipped_rules_pass_their_own_tests(name):
    """Each has tests, which pass, and nothing is wrong with it."""
    rules = read_scoring(name)
    assert len(rules.tests) >= 5
    assert [str(found) for found in check_rules(rules) if found.kind == "problem"] == []


MANY = [
    "{name: a, group: fit, when: {country: [DE, AT]}, points: 10}",
    "{name: b, group: fit, points: {seniority: {vp: 5, c_level: 9}}, unknown: 2}",
    "{name: c, group: fit, points: '0.25 per employees, max 12'}",
    "{name: d, group: engagement, when: {not: [{notes: {contains: no}}]}, points: -3}",
    "{name: e, group: engagement, when: {any: [{country: CH}, {notes: {known: true}}]}, points: 7}",
    "{name: f, group: engagement, when: {notes: out}, points: disqualify}",
]
cells = st.fixed_dictionaries(
    {
        "country": st.sampled_from(["DE", "at", "CH", "", "?"]),
        "seniority": st.sampled_from(["vp", "c_level", "", "x"]),
        "employees": st.sampled_from(["", "7", "1.000", "51-200", "many", "0"]),
        "notes": st.sampled_from(["", "no", "yes please", "out"]),
    }
)


@examples(8, 100)
@given(
    st.lists(cells, min_size=1, max_size=12), st.randoms(use_true_random=False), st.integers(1, 5)
)
def test_order_and_batches_change_nothing(leads, rng, size):
    """Neither the order of rules, nor that of rows, nor how rows are cut into batches."""
    head = "groups: {fit: {max: 15}, engagement: {min: -1}}\nrules:\n"
    shuffled = MANY[:]
    rng.shuffle(shuffled)
    ordered, other = (
        rules_of(head + "".join(f"  - {rule}\n" for rule in rules)) for rules in (MANY, shuffled)
    )
    table = pd.DataFrame(leads, dtype="str")
    scored = score_leads(table, ordered)
    pd.testing.assert_frame_equal(scored, score_leads(table, other))
    parts = [table.iloc[at : at + size] for at in range(0, len(table), size)]
    joined = pd.concat([score_leads(part, ordered) for part in parts])
    pd.testing.assert_frame_equal(scored, joined)
    turned = score_leads(table.iloc[::-1], ordered).iloc[::-1]
    pd.testing.assert_frame_equal(scored, turned)
    for row in scored.to_dict("records"):
        told = [part for part in row["score_reasons"].split("; ") if part]
        points = [Decimal(part.rpartition(":")[2]) for part in told]
        assert sum(points, Decimal(0)) == Decimal(row["score"])


def test_more_rules_than_fit_into_one_table():
    """Forty rules that vary freely: their combinations no longer fit into one number."""
    rng = random.Random(1)
    rules = rules_of("rules:\n" + "".join(
        f"  - {{name: r{at}, group: g{at % 3}, points: 1 per c{at}, unknown: 1}}\n" for at in range(40)
    ))  # fmt: skip
    table = pd.DataFrame(
        {f"c{at}": [str(rng.choice(["", *range(99)])) for _ in range(200)] for at in range(40)},
        dtype="str",
    )
    scored = score_leads(table, rules)
    expected = table.map(lambda cell: float(cell) if cell else 1.0).sum(axis=1)
    assert scored["score"].astype(float).tolist() == expected.tolist()


def test_no_leads_and_odd_frames():
    """A table without rows, with missing values, and with an index of its own."""
    rules = rules_of(RULE)
    assert score_leads(pd.DataFrame({"country": []}, dtype="str"), rules).empty
    odd = pd.DataFrame({"country": ["DE", None]}, index=[7, 7])
    assert score_leads(odd, rules)["score"].tolist() == ["5", "0"]


def test_an_earlier_scoring_leaves_nothing_stale():
    """Columns that other rules wrote are blank under rules that do not; lists' own grades stay."""
    leads = pd.DataFrame({"x": ["40"], "y": ["10"], "z": [""], "country": ["DE"]}, dtype="str")
    again = score_leads(score_leads(leads, rules_of(GRADED)), rules_of(RULE)).iloc[0]
    assert again[["score", "score_fit", "score_reasons"]].tolist() == ["5", "5", "r:+5"]
    assert again[["score_engagement", "grade", "score_class"]].tolist() == ["", "", ""]
    own = leads.assign(grade="2b", score_date="x")
    again = score_leads(score_leads(own, rules_of(RULE)), rules_of(RULE)).iloc[0]
    assert again[["grade", "score_date"]].tolist() == ["2b", "x"]


def test_frames_as_people_have_them():
    """Rules by name, columns of several kinds, and a column that nobody knows."""
    assert score_leads(pd.DataFrame({"country": ["DE"]}), "b2b")["score"].tolist() == ["15"]
    with pytest.raises(LeadkitError, match="no rules of that name; did you mean 'b2b'"):
        score_leads(pd.DataFrame({"country": ["DE"]}), "b2d")
    with pytest.raises(LeadkitError, match="unknown column 'kountry'; did you mean 'country'"):
        score_leads(pd.DataFrame({"contry": ["DE"]}), rules_of(RULE.replace("country", "kountry")))
    with pytest.raises(LeadkitError, match="this list has none of them"):
        score_leads(pd.DataFrame({"contry": ["DE"]}), rules_of(RULE))
    rules = rules_of("rules: [{name: r, points: 1 per employees}]")
    mixed = pd.DataFrame({"employees": [100, "51-200", None, 7.5, 3.0]})
    scored = score_leads(mixed, rules)
    assert scored["score"].tolist() == ["100", "51", "0", "7.5", "3"]
    assert scored["employees"].tolist()[0] == 100


def test_tests_of_a_rule_file_say_their_day_and_their_lead():
    """A lead has the cells that are given; the day comes from the test, or for all of them."""
    text = """
rules:
  - {name: r, when: {email: {missing: true}}, points: 5}
  - {name: new, when: {created_at: {within: 9 days}}, points: 1}
  - {name: did, activity: demo, points: 2}
tests:
  - {name: plain, lead: {created_at: 2026-10-01}, score: 6}
  - name: did
    lead: {created_at: 2026-10-01}
    as_of: 2026-10-08
    activities: [{type: demo, when: 2026-10-02}, {type: demo, when: 2026-10-02, email: a@x.example}]
    score: 8
"""
    problems = [str(found) for found in check_rules(rules_of(text)) if found.kind == "problem"]
    assert problems == [
        "rules.yaml:7: problem: test 'plain': rules count days: say from which, by as_of or --as-of"
    ]
    day = date(2026, 10, 8)
    assert [
        found for found in check_rules(rules_of(text), as_of=day) if found.kind == "problem"
    ] == []
