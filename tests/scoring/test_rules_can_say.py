"""What rules can say of leads and of what they did: each form once, on a few leads."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.rules.item import parse_yaml
from leadkit.rules.lists import lists_named
from leadkit.score import score_leads
from leadkit.scoring.scorecard import compile_scoring
from tests.properties import examples

AS_OF = "2026-10-08"


def scored(rules, *, did=(), more="", folder=None, **cells):
    """Return the reasons of one lead, and its score, that did (type, day, value) things."""
    text = f"{more}\nrules:\n{rules}"
    root = parse_yaml(text, "rules.yaml", *([folder] if folder else []))
    leads = pd.DataFrame([{"lead_id": "1", "x": "", **cells}], dtype="str")
    rows = [{"lead_id": "1", "type": kind, "when": day, "value": value}
            for kind, day, value in ((*one, "")[:3] for one in did)]  # fmt: skip
    table = pd.DataFrame(rows or [{"lead_id": "2", "type": "", "when": AS_OF, "value": ""}])
    row = score_leads(leads, compile_scoring(root), activities=table, as_of=AS_OF).iloc[0]
    return row["score_reasons"]


DEMO, PAGE = ("demo", "2026-10-01"), ("page", "2026-09-20")
SAYS = [  # rule, what was done, reasons
    # activities inside all, any and not, beside columns
    ("when: {all: [{x: DE}, {activity: demo}]}, points: 5", [DEMO], "r:+5"),
    ("when: {all: [{x: AT}, {activity: demo}]}, points: 5", [DEMO], ""),
    ("when: {any: [{x: AT}, {activity: demo}]}, points: 5", [DEMO], "r:+5"),
    ("when: {x: DE, activity: {type: demo, within: 3 days}}, points: 5", [DEMO], ""),
    ("when: {not: {activity: demo}}, points: 5", [PAGE], "r:+5"),
    ("when: {not: {activity: demo}}, points: 5", [DEMO], ""),
    ("when: {any: [{activity: {type: page, at_least: 2}}, {activity: demo}]}, points: 5",
     [PAGE, PAGE], "r:+5"),
    ("when: {activity: demo}, points: 2 per n", [DEMO], "r:+500"),
    # windows between
    ("activity: {type: demo, within: 5 to 10 days ago}, points: 5", [DEMO], "r:+5"),
    ("activity: {type: demo, within: 8 to 10 days ago}, points: 5", [DEMO], ""),
    ("activity: {type: demo, within: 1 week to 2 months ago}, points: 5", [DEMO], "r:+5"),
    ("when: {day: {within: 30 to 90 days ago}}, points: 5", [], "r:+5"),
    # first and last event
    ("activity: {type: page, first: {older_than: 30 days}}, points: 5",
     [PAGE, ("page", "2026-08-01")], "r:+5"),
    ("activity: {type: page, first: {older_than: 30 days}}, points: 5", [PAGE], ""),
    ("activity: {type: page, last: {before: 2026-10-01}}, points: 5", [PAGE], "r:+5"),
    ("activity: {type: page, first: {after: 2026-09-20}}, points: 5", [PAGE], ""),
    # A, then B in so many days
    ("activity: {type: page, then: {type: demo, within: 14 days}}, points: 5", [PAGE, DEMO], "r:+5"),
    ("activity: {type: page, then: {type: demo, within: 10 days}}, points: 5", [PAGE, DEMO], ""),
    ("activity: {type: demo, then: {type: page, within: 90 days}}, points: 5", [PAGE, DEMO], ""),
    ("activity: {type: page, then: {type: demo, within: 14 days}}, points: 5 per page",
     [PAGE, ("page", "2026-09-25"), ("page", "2026-10-02"), DEMO], "r:+10"),
    ("activity: {type: page, then: {type: page, within: 14 days}}, points: 5", [PAGE], ""),
    # ... of the same type from the next day on, of another on the same day, also of several types
    ("activity: {type: [demo, page], then: {type: page, within: 14 days}}, points: 5 per demo",
     [DEMO, ("page", "2026-10-01")], "r:+5"),
    ("activity: {type: [demo, page], then: {type: page, within: 14 days}}, points: 5 per demo",
     [DEMO, ("page", "2026-10-01"), ("page", "2026-10-02")], "r:+5"),
    ("activity: {type: [demo, page], then: {type: page, within: 14 days}}, points: 5 per demo",
     [PAGE], ""),
    ("activity: {type: page, then: {type: page, within: 14 days}}, points: 5",
     [PAGE, ("page", "2026-09-22")], "r:+5"),
    # ... of any type: another one on the same day, or any later
    ("activity: {type: demo, then: {within: 3 days}}, points: 5", [DEMO], ""),
    ("activity: {type: demo, then: {within: 3 days}}, points: 5", [DEMO, DEMO], ""),
    ("activity: {type: demo, then: {within: 3 days}}, points: 5", [DEMO, ("page", "2026-10-01")],
     "r:+5"),
    ("activity: {type: demo, then: {within: 3 days}}, points: 5", [DEMO, ("demo", "2026-10-02")],
     "r:+5"),
    ("activity: {type: demo, then: {within: 3 days}}, points: 5", [DEMO, ("page", "2026-10-05")],
     ""),
    ("activity: {then: {type: demo, within: 3 days}}, points: 5", [DEMO, DEMO], ""),
    ("activity: {then: {type: demo, within: 3 days}}, points: 5", [DEMO, ("page", "2026-10-01")],
     "r:+5"),
    ("activity: {where: {value: 1}, then: {type: demo, within: 3 days}}, points: 5",
     [(*DEMO, "1"), ("page", "2026-10-01", "2")], ""),
    ("activity: {where: {value: 1}, then: {type: demo, within: 3 days}}, points: 5",
     [(*DEMO, "2"), ("page", "2026-10-01", "1")], "r:+5"),
    ("activity: {then: {within: 3 days}}, points: 5", [DEMO, ("page", "2026-10-01")], ""),
    # different days
    ("activity: {type: page, different: day, at_least: 2}, points: 5", [PAGE, PAGE], ""),
    ("activity: page, points: 5 per different day",
     [PAGE, ("page", "20.9.2026 12:00"), ("page", "2026-09-21")], "r:+10"),
    # at most n per period
    ("activity: {type: page, limit: 2 per day}, points: 1 per page", [PAGE] * 5, "r:+2"),
    ("activity: {type: page, limit: 2 per week}, points: 1 per page",  # Sunday, Monday
     [PAGE] * 3 + [("page", "2026-09-21")] * 3, "r:+4"),
    ("activity: {type: page, limit: 2 per month}, points: 1 per page",
     [PAGE] * 3 + [("page", "2026-09-21")] * 3, "r:+2"),
    ("activity: {type: page, limit: 1 per year, at_least: 2}, points: 7",
     [PAGE, ("page", "2025-12-31")], "r:+7"),
    ("activity: {type: page, where: {value: 1}, limit: 2 per day}, points: 1 per page",
     [(*PAGE, "1")] * 3 + [(*PAGE, "2")], "r:+2"),
    # per n units
    ("activity: page, points: 5 per 3 page", [PAGE] * 8, "r:+10"),
    ("points: '1 per 100 n, max 10'", [], "r:+2"),
    ("points: {per: n, each: 1, every: 100}", [], "r:+2"),
    # a column against a column, and before a date
    ("when: {n: {at_least: {column: m}}}, points: 5", [], "r:+5"),
    ("when: {n: {at_most: {column: m}}}, points: 5", [], ""),
    ("when: {x: {is: {column: y}}}, points: 5", [], "r:+5"),
    ("when: {day: {before: {column: later}}}, points: 5", [], "r:+5"),
    ("when: {day: {after: {column: later}}}, points: 5", [], ""),
    ("when: {day: {after: {column: none}}}, points: 5, unknown: 1", [], "r unknown:+1"),
    ("when: {day: {before: 2026-09-02}}, points: 5", [], "r:+5"),
    # percent decay, and what somebody adjusts by hand
    ("activity: {type: demo, decay: 10% per month}, points: 10", [("demo", "2026-09-08")], "r:+9"),
    ("activity: {type: demo, decay: 50% per week}, points: 8 per demo", [DEMO, DEMO], "r:+8"),
    ("activity: {type: adjust}, points: 1 per value", [("adjust", AS_OF, "12")], "r:+12"),
    ("activity: {type: adjust}, points: 1 per value",
     [("adjust", AS_OF, "-7"), ("adjust", AS_OF, "2")], "r:-5"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "did", "reasons"), SAYS)
def test_what_rules_can_say(rule, did, reasons):
    """Each form gives what it says."""
    cells = {"x": "DE", "y": "de ", "n": "250", "m": "200", "day": "2026-09-01",
             "later": "3.9.2026", "none": ""}  # fmt: skip
    assert scored(f"  - {{name: r, {rule}}}", did=did, **cells) == reasons


def test_points_from_a_table_file(tmp_path):
    """A CSV beside the rules holds what each cell, or band, is worth; it is named to whoever copies."""
    (tmp_path / "regions.csv").write_text("country;points\nDE;15\nAT;8.5\n;3\n")
    (tmp_path / "size.csv").write_text("points,staff\n2,1-50\n8,51+\n")
    rule = "  - {name: r, points: {from: regions.csv, by: country}}\n"
    assert scored(rule, folder=tmp_path, country="at") == "r:+8.5"
    assert scored(rule, folder=tmp_path, country="FR") == ""
    bands = "  - {name: r, points: {from: size.csv, by: staff}}\n"
    assert scored(bands, folder=tmp_path, staff="1.000") == "r:+8"
    (tmp_path / "rules.yaml").write_text(f"rules:\n{rule}")
    assert [path.name for path in lists_named(tmp_path / "rules.yaml")] == ["regions.csv"]


TABLES = {
    "country,points\nDE,15\nDE,3\n": "'DE' stands in t.csv twice: lines 2, 3",
    "country,points\nDE,lots\n": "t.csv, line 2: 'lots' is no number of points",
    "country,points\nDE\n": "t.csv, line 2: '' is no number of points",
    "contry,points\nDE,1\n": "unknown column 'country'; did you mean 'contry'",
    "country,worth\nDE,1\n": "unknown column 'points'",
}


@pytest.mark.parametrize("table", TABLES)
def test_mistakes_of_a_table_file(tmp_path, table):
    """What is wrong with the table is said with the rule's line, and the table's."""
    (tmp_path / "t.csv").write_text(table)
    with pytest.raises(LeadkitError, match=r"rules\.yaml:3: points: ") as error:
        scored("  - {name: r, points: {from: t.csv, by: country}}", folder=tmp_path)
    assert TABLES[table] in str(error.value)


def test_bounds_of_the_whole_score():
    """The sum of all groups has bounds of its own, and what they take is a reason."""
    more = "groups: {fit: {max: 60}, did: {max: 60}}\nscore: {min: 0, max: 100}"
    rules = "  - {name: a, group: fit, when: {x: DE}, points: 70}\n  - {name: b, group: did, when: {x: DE}, points: 55}"
    assert (
        scored(rules, more=more, x="DE")
        == "a:+70; b:+55; capped fit 70>60:-10; capped score 115>100:-15"
    )
    rules = "  - {name: a, group: fit, when: {x: DE}, points: -7}"
    assert scored(rules, more=more, x="DE") == "a:-7; raised score -7>0:+7"
    with pytest.raises(LeadkitError, match="a group has the name 'score'"):
        scored("  - {name: a, group: score, when: {x: DE}, points: 1}",
               more="groups: {score: {max: 1}}\nscore: {max: 2}")  # fmt: skip


def test_thirds_of_grades():
    """A+ and A- stand beside A where they are wanted; one line of the matrix serves all three."""
    rules = compile_scoring(parse_yaml(
        "groups: {fit: {}, did: {}}\n"
        "rules: [{name: r, group: fit, points: 1 per x}]\n"
        "grade: {from: fit, A+: 50, A: 45, A-: 40, B: 20}\n"
        "matrix: {from: did, levels: {high: 5, low: 0}, A: [call, mail], A-: [mail, mail],"
        " B: [mail, wait], F: [wait, wait]}\n", "rules.yaml"))  # fmt: skip
    leads = pd.DataFrame({"x": ["50", "49", "40", "39", "19", ""]}, dtype="str")
    found = score_leads(leads, rules)
    assert found["grade"].tolist() == ["A+", "A", "A-", "B", "F", "F"]
    assert found["score_class"].tolist() == ["mail", "mail", "mail", "wait", "wait", "wait"]


def test_grade_of_the_whole_score():
    """A grade may be of all groups together."""
    rules = "  - {name: a, group: fit, points: 1 per x}\n  - {name: b, group: did, points: 1 per x}"
    text = f"groups: {{fit: {{}}, did: {{}}}}\nrules:\n{rules}\ngrade: {{from: score, A: 20}}"
    leads = pd.DataFrame({"x": ["10", "9"]}, dtype="str")
    found = score_leads(leads, compile_scoring(parse_yaml(text, "r")))
    assert found["grade"].tolist() == ["A", "F"]


DAYS = st.dates(date(2026, 9, 1), date(2026, 10, 12)).map(str)
EVENTS = st.lists(st.tuples(st.sampled_from("ab"), DAYS, st.sampled_from(("1", "2"))), max_size=25)


@examples(20, 400)
@given(EVENTS, st.integers(1, 20), st.integers(1, 3), st.sampled_from(("day", "week", "month")))
def test_sequences_and_limits_by_hand(did, gap, most, period):
    """What is counted is what counting one activity after the other gives, whatever the batches.

    The lead is known by an id and by an address, so what it did stands under two keys.
    """
    rules = (
        "rules:\n"
        f"  - {{name: then, activity: {{type: a, then: {{type: b, within: {gap} days}}}}, points: 1 per a}}\n"
        f"  - {{name: limit, activity: {{type: a, limit: {most} per {period}}}, points: 1 per a}}\n"
    )
    leads = pd.DataFrame([{"lead_id": "1", "email": "a@x.example.com"}], dtype="str")
    who = {"1": {"lead_id": "1", "email": ""}, "2": {"lead_id": "", "email": "a@x.example.com"}}
    table = pd.DataFrame(
        [{"type": kind, "when": day, "n": f"{n}", **who[key]}
         for n, (kind, day, key) in enumerate(did)],
        columns=["lead_id", "email", "type", "when", "n"], dtype="str",
    )  # fmt: skip
    half = len(table) // 2
    parts = [table[:half], table[half:]]
    row = score_leads(leads, compile_scoring(parse_yaml(rules, "r")), parts, AS_OF).iloc[0]

    past = [(kind, date.fromisoformat(day)) for kind, day, _ in did if day <= AS_OF]
    first = {day for kind, day in past if kind == "a"}
    then = sum(any(0 <= (after - day).days <= gap for kind, after in past if kind == "b")
               for day in first)  # fmt: skip
    number = {"day": date.toordinal, "week": lambda day: day.isocalendar()[:2],
              "month": lambda day: (day.year, day.month)}[period]  # fmt: skip
    periods = [number(day) for kind, day in past if kind == "a"]
    limited = sum(min(most, periods.count(one)) for one in set(periods))
    expected = {"then": then, "limit": limited}
    told = dict(part.split(":+") for part in row["score_reasons"].split("; ") if part)
    assert {name: int(told.get(name, 0)) for name in expected} == expected
