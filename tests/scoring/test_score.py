"""Score: points by rules that say what they mean, each point explained, each mistake located."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.rules.conditions import OPERATORS, read_condition
from leadkit.rules.item import load_yaml, parse_yaml
from leadkit.rules.shipped import shipped_rules
from leadkit.score import ScoreOptions, score_leads, score_stage
from leadkit.scoring.scorecard import read_scoring


@pytest.fixture(scope="session")
def write_yaml(tmp_path_factory):
    """Write a YAML file and return its path."""
    path = tmp_path_factory.mktemp("yaml") / "rules.yaml"

    def write(text: str) -> Path:
        path.write_text(text, "utf-8")
        return path

    return write


CONDITIONS = [  # condition, cell of column x, whether it holds: None is unknown
    ("{x: Berlin}", "BERLIN", True),
    ("{x: Berlin}", " berlin ", True),
    ("{x: Berlin}", "Berlin West", False),
    ("{x: Berlin}", "", None),
    ("{x: [Berlin, Bonn]}", "bonn", True),
    ("{x: {is: Straße}}", "STRASSE", True),
    ("{x: {one_of: [a, b]}}", "c", False),
    ("{x: {contains: [kauf, sales]}}", "Einkaufsleiter", True),
    ("{x: {contains_word: kauf}}", "Einkaufsleiter", False),
    ("{x: {contains_word: [cto, vp sales]}}", "Director", False),
    ("{x: {contains_word: [cto, vp sales]}}", "CEO / VP  Sales", True),
    ("{x: {starts_with: head}}", "Head of Sales", True),
    ("{x: {ends_with: sales}}", "Head of Sales", True),
    ("{x: {at_least: 10}}", "10", True),
    ("{x: {at_least: 10}}", "9.99", False),
    ("{x: {at_least: 10}}", "1.000", True),
    ("{x: {at_least: 10}}", "1 000", True),
    ("{x: {at_least: 10}}", "", None),
    ("{x: {at_least: 10}}", "some", None),
    ("{x: {at_least: 100}}", "51-200", None),
    ("{x: {at_least: 50}}", "51-200", True),
    ("{x: {at_least: 500}}", ">500", True),
    ("{x: {at_most: 10}}", "0", True),
    ("{x: {at_most: 10}}", "", None),
    ("{x: {between: [50, 5000]}}", "50", True),
    ("{x: {between: [50, 5000]}}", "5001", False),
    ("{x: {domain_is: [gmx.example, web.example]}}", "eva@mail.GMX.example", True),
    ("{x: {domain_is: gmx.example}}", "eva@notgmx.example", False),
    ("{x: {known: true}}", "0", True),
    ("{x: {known: true}}", " ", False),
    ("{x: {missing: true}}", "", True),
    ("{x: {known: no}}", "", True),
    ("{x: {at_least: 1, at_most: 5}}", "3", True),
    ("{x: {at_least: 1, at_most: 5}}", "7", False),
    ("{not: [{x: a}]}", "b", True),
    ("{not: [{x: a}]}", "", None),
    ("{any: [{x: a}, {x: {missing: true}}]}", "", True),
    ("{any: [{x: a}, {x: b}]}", "", None),
    ("{all: [{x: a}, {x: {missing: true}}]}", "", None),
    ("{all: [{x: a}, {x: {known: true}}]}", "", False),
    ("{x: a, y: b}", "a", None),
    ("{x: {before: 2026-09-01}}", "31.8.2026", True),
    ("{x: {before: 2026-09-01}}", "2026-09-01", False),
    ("{x: {before: 2026-09-01}}", "soon", None),
    ("{x: {after: 1.9.2026}}", "2026-09-02 08:00", True),
    ("{x: {after: 1.9.2026}}", "", None),
]


@pytest.mark.parametrize(("condition", "cell", "expected"), CONDITIONS)
def test_conditions(write_yaml, condition, cell, expected):
    """A condition holds, fails, or cannot be told: unknown is neither zero nor no."""
    compiled = read_condition(load_yaml(write_yaml(condition)))
    holds, fails = compiled.truth(pd.DataFrame({"x": [cell]}, dtype="str"))
    assert (bool(holds[0]), bool(fails[0])) == (expected is True, expected is False)


def test_every_operator_has_a_case():
    """The table above asks every operator but those whose cases are in tests/rules."""
    asked = {
        part.operator
        for condition, _, _ in CONDITIONS
        for part in read_condition(parse_yaml(condition, "example")).comparisons()
    }
    elsewhere = {"says", "matches", "in_list", "within", "older_than", "country_in"}
    assert asked == OPERATORS.keys() - elsewhere


TRAPS = ["NO", "on", "Yes", "01067", "12:30", "1_000", "+4915112345678", "2025-04-03", "1e3", "0x1F", ".5"]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS)
def test_yaml_keeps_what_was_typed(write_yaml, text):
    """A value in a rule file is the text that stands there, as key, in a list and alone."""
    item = load_yaml(write_yaml(f"{text}: [{text}]\nother: {text}\n"))
    assert list(item.named) == [text, "other"]
    assert [part.text() for part in item.named[text].items()] == [text]
    assert item.named["other"].text() == text
    holds, _ = read_condition(load_yaml(write_yaml(f"x: {text}"))).truth(
        pd.DataFrame({"x": [text, "x"]}, dtype="str")
    )
    assert holds.tolist() == [True, False]


RULE = "  - {name: r, when: {country: DE}, points: 1}\n"
MISTAKES = {  # rule file, and what is said about it after its name
    "unknown key": ("rulse:\n" + RULE, ":1: unknown key 'rulse'; did you mean 'rules'?"),
    "unknown key of a rule": ("rules:\n  - name: r\n    wen: {country: DE}\n    points: 1\n", ":3: unknown key of a rule 'wen'; did you mean 'when'?"),
    "unknown operator": ("rules:\n  - name: r\n    when:\n      job_title: {conatins: x}\n    points: 1\n", ":4: unknown operator 'conatins'; did you mean 'contains'?"),
    "unknown column": ("rules:\n  - name: r\n    when: {contry: DE}\n    points: 1\n", ":3: unknown column 'contry'; did you mean 'country'?"),
    "unknown column, nothing like it": ("rules:\n  - name: r\n    when: {zzz: DE}\n    points: 1\n", ":3: unknown column 'zzz'; there are: lead_id, country"),
    "unknown group": ("groups: {fit: {max: 5}}\nrules:\n  - {name: r, group: fitt, when: {country: DE}, points: 1}\n", ":3: unknown group 'fitt'; did you mean 'fit'?"),
    "unknown bound": ("groups: {fit: {mx: 5}}\nrules:\n" + RULE, ":1: unknown bound of a group 'mx'; did you mean 'max'?"),
    "bounds that cross": ("groups:\n  fit: {min: 9, max: 5}\nrules:\n" + RULE, ":2: group 'fit': min 9 is above max 5"),
    "key twice": ("rules:\n  - name: r\n    points: 1\n    points: 2\n    when: {country: DE}\n", ":4: 'points' stands here twice; first in line 3"),
    "name twice": ("rules:\n" + RULE + RULE, ":3: two rules have the name 'r'; a name says which one fired"),
    "alias": ("rules:\n  - {name: r, when: &w {country: DE}, points: 1}\n  - {name: s, when: *w, points: 1}\n", ":3: an alias (*name); write the value out"),
    "broken YAML": ("rules:\n  - {name: r, when: {country: DE}, points: 1\n", ":3: broken YAML: "),
    "tab": ("rules:\n\t- x\n", ":2: broken YAML: "),
    "points missing": ("rules:\n  - {name: r, when: {country: DE}}\n", ":2: a rule needs 'points'"),
    "points in words": ("rules:\n  - {name: r, when: {country: DE}, points: many}\n", ":2: points: 'many' is no number; write 20,"),
    "points without end": ("rules:\n  - {name: r, when: {country: DE}, points: .inf}\n", ":2: points: '.inf' is no number; write 20,"),
    "condition missing": ("rules:\n  - {name: r, when: {}, points: 1}\n", ":2: a condition is missing here"),
    "value missing": ("rules:\n  - {name: r, when: {country: }, points: 1}\n", ":2: is: a value is missing"),
    "one bound": ("rules:\n  - {name: r, when: {employees: {between: [5]}}, points: 1}\n", ":2: between: give the least and the greatest number"),
    "no number": ("rules:\n  - {name: r, when: {employees: {at_least: ten}}, points: 1}\n", ":2: expected a number, not 'ten'"),
    "no rules": ("name: x\n", ":1: there are no rules in this file"),
    "nothing": ("", ":1: there are no rules in this file"),
    "a list": ("- x\n", ":1: key: expected names with values, not a list"),
    "the wrong kind of file": ("statuses:\n  - name: MQL\n", ":1: this is a lifecycle and no scoring file; it is read by 'leadkit classify --rules"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_in_rules_are_located(write_yaml, text, said):
    """Whatever is wrong with a rule file is said with file and line, before any row is read."""
    path = write_yaml(text)
    with pytest.raises(LeadkitError) as error:
        score_stage(ScoreOptions(str(path))).check(["lead_id", "country"])
    assert str(error.value).startswith(f"{path}{said}")


def test_rules_that_are_not_there(tmp_path):
    """A name that no rules have, and a file that is not there or no UTF-8."""
    with pytest.raises(LeadkitError, match=r"--rules b2d: .*did you mean 'b2b'"):
        read_scoring("b2d")
    with pytest.raises(LeadkitError, match=r"gone\.yaml: no such file"):
        read_scoring(str(tmp_path / "gone.yaml"))
    (tmp_path / "old.yaml").write_bytes(b"rules: Stra\xdfe\n")
    with pytest.raises(LeadkitError, match=r"old\.yaml: is not UTF-8"):
        read_scoring(str(tmp_path / "old.yaml"))


def test_known_columns_that_a_list_lacks_are_noted(write_yaml):
    """A rule may ask for a known column that is not there: it is unknown, and that is said."""
    path = write_yaml("rules:\n" + RULE + "  - {name: s, when: {email: x}, points: 1}\n")
    (note,) = score_stage(ScoreOptions(str(path))).check(["lead_id", "country"])
    assert note == f"{path} asks for email, which this list does not have: those count as unknown"


def test_a_score_is_explained(write_yaml, leads_of):
    """Reasons name each rule that fired and what a group's bound took or gave."""
    rules = read_scoring(str(write_yaml("""
groups:
  fit: {min: 0, max: 30}
  engagement: {}
rules:
  - {name: home, group: fit, when: {country: DE}, points: 25}
  - {name: big, group: fit, when: {employees: {at_least: 100}}, points: 12.5}
  - {name: student, group: fit, when: {job_title: student}, points: -40}
  - {name: asked, group: engagement, when: {notes: {contains: quote}}, points: 7}
""")))  # fmt: skip
    leads = leads_of(
        country=["DE", "FR", ""], employees=["100", "", ""],
        job_title=["", "Student", ""], notes=["a quote", "", ""],
    )  # fmt: skip
    scored = score_leads(leads, rules)
    assert list(scored.columns[5:]) == ["score", "score_fit", "score_engagement", "score_reasons"]
    assert scored.iloc[:, 5:].to_numpy().tolist() == [
        ["37", "30", "7", "home:+25; big:+12.5; asked:+7; capped fit 37.5>30:-7.5"],
        ["0", "0", "0", "student:-40; raised fit -40>0:+40"],
        ["0", "0", "0", ""],
    ]


points = st.integers(-99_000, 99_000).map(lambda thousandths: Decimal(thousandths) / 1000)
bounds = st.none() | st.tuples(points, points).map(sorted)


@given(
    st.lists(st.tuples(st.sampled_from(["fit", "engagement"]), points), min_size=1, max_size=9),
    bounds, bounds, st.lists(st.integers(0, 511), min_size=1, max_size=5),
)  # fmt: skip
@example([("fit", Decimal("1E+1"))], None, None, [1])
def test_points_add_up(write_yaml, rules, fit, engagement, patterns):
    """The points in score_reasons add up to score, as do the groups, each within its bounds."""
    groups = {"fit": fit or [], "engagement": engagement or []}
    text = "groups:\n"
    for name, limits in groups.items():
        told = ", ".join(
            f"{key}: {limit}" for key, limit in zip(("min", "max"), limits, strict=False)
        )
        text += f"  {name}: {{{told}}}\n"
    text += "rules:\n"
    for number, (group, worth) in enumerate(rules):
        text += (
            f"  - {{name: r{number}, group: {group}, when: {{c{number}: x}}, points: {worth}}}\n"
        )
    leads = pd.DataFrame(
        {f"c{at}": ["x" if bits >> at & 1 else "" for bits in patterns] for at in range(9)},
        dtype="str",
    )
    for row in score_leads(leads, read_scoring(str(write_yaml(text)))).to_dict("records"):
        reasons = [part for part in row["score_reasons"].split("; ") if part]
        told = [part.rpartition(":")[2] for part in reasons]
        assert all(re.fullmatch(r"[+-]\d+(\.\d+)?", number) for number in told), told
        score = Decimal(row["score"])
        assert sum(map(Decimal, told), Decimal(0)) == score
        assert sum(Decimal(row[f"score_{name}"]) for name in groups) == score
        for name, limits in groups.items():
            if limits:
                assert limits[0] <= Decimal(row[f"score_{name}"]) <= limits[1]


NO_GROUPS = {  # what would be a column that is there already, or would break score_reasons
    "reasons": "its column score_reasons means something else already; give it another name",
    "class": "its column score_class means something else already; give it another name",
    "a;b": "a name is letters, digits and _",
    "a:b": "a name is letters, digits and _",
    "a b": "a name is letters, digits and _",
    "": "a name is letters, digits and _",
}
GROUP_OF_ONE = "  - {{name: r, group: '{0}', when: {{country: DE}}, points: 5}}\n"


@pytest.mark.parametrize(("group", "said"), NO_GROUPS.items())
@pytest.mark.parametrize("text", ["groups: {{'{0}': {{max: 1}}}}\nrules:\n", "name: x\nrules:\n"])
def test_groups_whose_column_or_reasons_would_collide_are_refused(write_yaml, text, group, said):
    """Declared or named by a rule alone, such a group is an error with its line."""
    line = 1 if "groups" in text else 3
    path = write_yaml((text + GROUP_OF_ONE).format(group))
    with pytest.raises(LeadkitError) as error:
        read_scoring(str(path))
    assert str(error.value) == f"{path}:{line}: group '{group}': {said}"


@pytest.mark.parametrize("group", ["reason", "größe", "2", "score", "fit_2"])
def test_any_other_group_has_a_column_and_a_bound(write_yaml, leads_of, group):
    """Its points stand in score_<group>, and what its bound took among the reasons."""
    text = f"groups: {{'{group}': {{max: 1}}}}\nrules:\n" + GROUP_OF_ONE.format(group)
    row = score_leads(leads_of(country=["DE"]), read_scoring(str(write_yaml(text)))).iloc[0]
    assert row[["score", f"score_{group}", "score_reasons"]].tolist() == [
        "1", "1", f"r:+5; capped {group} 5>1:-4",
    ]  # fmt: skip


def test_shipped_rules_are_found_by_name():
    """Every shipped rule file loads by its name, and a file of that name here goes first."""
    assert "b2b" in shipped_rules()
    assert read_scoring("b2b").file == "rules/b2b.yaml"
