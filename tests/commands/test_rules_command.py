"""Commands about rules, and score with activities: what they print, write, and end with."""

from __future__ import annotations

import json
import re
import sys
from io import TextIOWrapper
from time import monotonic

import pandas as pd
import pytest

from leadkit.rules.item import parse_yaml
from leadkit.rules.operators import OPERATORS
from leadkit.rules.shipped import shipped_rules
from leadkit.scoring.check import check_rules
from leadkit.scoring.schema import rule_schema
from leadkit.scoring.scorecard import RULE_KEYS, SCORING_KEYS, compile_scoring
from tests.conftest import SCORING_FILES

RULES = """
groups: {fit: {min: 0, max: 20}, engagement: {max: 40}}
rules:
  - {name: home, group: fit, when: {country: DE}, points: 15, reason: our own market}
  - {name: size, group: fit, when: {employees: {at_least: 100}}, points: 10}
  - {name: asked, group: engagement, activity: demo, points: 30}
grade: {from: fit, A: 15}
tests:
  - {name: home, lead: {country: DE}, score: 15, reasons: home:+15}
"""
LEADS = """lead_id,email,country,employees
1,a@x.example.com,DE,1.000
2,b@x.example.com,FR,
3,"c@x.example.com",DE,7
"""
DID = "Email,Activity,Date\na@x.example.com,demo,2026-10-01\n"


@pytest.fixture
def command(tmp_path, monkeypatch, capfdbinary):
    """Run leadkit in a folder that has rules, leads and activities; return code, out and err."""
    from leadkit.cli import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.yaml").write_text(RULES)
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "did.csv").write_text(DID)

    def run(line):
        monkeypatch.setattr(sys, "argv", ["leadkit", *line.split()])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        return ended.value.code, out.decode(), err.decode()

    return run


def test_score_with_activities(command, tmp_path):
    """Scores, grade and reasons; the same again on a second run."""
    line = "score leads.csv --rules rules.yaml --activities did.csv --as-of 2026-10-08 -o out.csv"
    assert command(line)[0] == 0
    first = (tmp_path / "out.csv").read_bytes()
    assert first.decode() == (
        "lead_id,email,country,employees,score,score_fit,score_engagement,grade,score_reasons\n"
        "1,a@x.example.com,DE,1.000,50,20,30,A,home:+15; size:+10; asked:+30; capped fit 25>20:-5\n"
        "2,b@x.example.com,FR,,0,0,0,F,\n"
        "3,c@x.example.com,DE,7,15,15,0,A,home:+15\n"
    )
    assert command(line)[0] == 0
    assert (tmp_path / "out.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--rules rules.yaml --activities did.csv", "with --as-of 2026-10-08 or today"),
        (
            "--rules rules.yaml --activities did.csv --as-of yesterday",
            "--as-of yesterday: give a day as 2026-10-31, or today",
        ),
        ("--rules rules.yaml --activities gone.csv --as-of today", "gone.csv: no such file"),
        ("--rules rules.yaml --activities leads.csv --as-of today", "no column says when it was"),
        ("--rules b2c-education", "this counts days"),
        ("--rules rules.yaml --as-of 03/04/2026", "give a day as 2026-10-31, or today"),
        ("--rules broken.yaml", "broken.yaml:1: unknown key 'rulse'"),
    ],
)
def test_a_run_that_cannot_be_leaves_the_output_alone(command, tmp_path, line, said):
    """A broken rule file, or activities without a day, never touches the output file."""
    (tmp_path / "broken.yaml").write_text("rulse: []\n")
    (tmp_path / "out.csv").write_text("old")
    code, out, err = command(f"score leads.csv {line} -o out.csv")
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert (tmp_path / "out.csv").read_text() == "old"
    assert not list(tmp_path.glob(".*partial"))


def test_days_of_leads_that_cannot_be_read_are_told(command, tmp_path):
    """A rule that counts days says how many leads it could not judge; blanks are no such cells."""
    days = ["soon", "03/04/2026", "9/28/2026", "", "28. September 2026"]
    rows = "".join(f"{at},{day}\n" for at, day in enumerate(days))
    (tmp_path / "dated.csv").write_text(f"lead_id,created_at\n{rows}")
    when = "when: {created_at: {within: 30 days}}, points: 5"
    (tmp_path / "dated.yaml").write_text(f"rules:\n  - {{name: fresh, group: g, {when}}}\n")
    line = "score dated.csv --rules dated.yaml --as-of 2026-10-08 -o out.csv"
    told = "5 rows read = 5 written; 2 with a created_at that is no day, or may be two"
    assert told in command(line)[2]
    assert (tmp_path / "out.csv").read_text().count("fresh:+5") == 2


def test_a_pipeline_with_activities_is_the_command(command, tmp_path):
    """In a pipeline file score takes the same options; paths are relative to the file."""
    job = tmp_path / "job"
    job.mkdir()
    for name in ("rules.yaml", "leads.csv", "did.csv"):
        (job / name).write_bytes((tmp_path / name).read_bytes())
    (job / "run.yaml").write_text(
        "import: {files: [leads.csv]}\n"
        "steps:\n  - score: {rules: rules.yaml, activities: did.csv, as_of: 2026-10-08}\n"
        "output: out.csv\n"
    )
    assert command("run job/run.yaml")[0] == 0
    command("import job/leads.csv -o imported.csv")
    line = (
        "score imported.csv --rules rules.yaml --activities did.csv --as-of 2026-10-08 -o out.csv"
    )
    assert command(line)[0] == 0
    assert (job / "out.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()
    assert b"asked:+30" in (tmp_path / "out.csv").read_bytes()


def test_explain(command, tmp_path, monkeypatch):
    """Each step with its points and the sum so far, what it is for, and what nobody could tell."""
    command("score leads.csv --rules rules.yaml --activities did.csv --as-of 2026-10-08 -o out.csv")
    code, out, _ = command("explain 1 --in out.csv --rules rules.yaml")
    told = [line.split() for line in out.splitlines()]
    assert code == 0
    assert [line[:3] for line in told if line and line[0] in ("home", "size", "asked")] == [
        ["home", "+15", "15"], ["size", "+10", "25"], ["asked", "+30", "55"],
    ]  # fmt: skip
    assert ["capped", "fit", "25>20", "-5", "50"] in [line[:5] for line in told]
    assert "our own market" in out
    assert "grade: A" in out
    assert (
        "not evaluated, for want of a value: size (employees)"
        in command("explain 2 --in out.csv --rules rules.yaml")[1]
    )
    with (tmp_path / "out.csv").open("rb") as scored:
        monkeypatch.setattr("leadkit.files.disk.sys.stdin", TextIOWrapper(scored))
        assert command("explain 1 --in - --rules rules.yaml")[:2] == (0, out)
    assert command("explain 9 --in out.csv --rules rules.yaml")[0] == 2
    assert "has no score_reasons" in command("explain 1 --in leads.csv --rules rules.yaml")[2]


def test_compare(command, tmp_path):
    """How many change, which rules moved them, and who moved most."""
    (tmp_path / "new.yaml").write_text(
        RULES.replace("points: 15", "points: 5").replace("A: 15", "A: 10")
    )
    code, out, err = command("score leads.csv --compare rules.yaml new.yaml")
    said = "looks at activities, and there are none: give --activities FILE (in a pipeline activities: FILE under score)"
    assert code == 0
    assert err.splitlines() == [
        f"leadkit score: note: 1 rule of {name}.yaml {said}" for name in ("rules", "new")
    ]
    assert out == (
        "3 leads, from rules.yaml to new.yaml\n"
        "  2 change their score\n"
        "  1 changes its grade\n"
        "    A > F: 1\n"
        "  0 change their status by rules/lifecycle.yaml\n"
        "What moved them\n"
        "  home: -20 points on 2 leads\n"
        "  capped fit: +5 points on 1 lead\n"
        "Biggest movers\n"
        "  3: 15 > 5 (-10)\n"
        "  1: 20 > 15 (-5)\n"
    )
    same = command("score leads.csv --compare rules.yaml rules.yaml")[1]
    assert "0 change their score" in same
    assert "movers" not in same
    assert "1 change their score" not in same


def test_compare_with_what_is_there(command, tmp_path):
    """Statuses are left out where scores are; rules have names of several words; notes are said."""
    rules = """rules:
  - {name: home, when: {country: DE}, points: 5}
  - {name: home market, when: {country: DE}, points: 5}
  - {name: big, when: {revenue: {at_least: 5}}, points: 5}
"""
    (tmp_path / "old.yaml").write_text(rules)
    (tmp_path / "new.yaml").write_text(
        rules.replace("DE}, points: 5}\n  - {name: b", "DE}, points: 9}\n  - {name: b")
    )
    code, out, err = command("score leads.csv --compare old.yaml new.yaml")
    assert code == 0
    assert "status" not in out
    assert "statuses are not compared: " in err
    assert "asks for revenue, which this list does not have" in err
    assert "  home market: +8 points on 2 leads" in out
    assert command("score leads.csv --compare old.yaml new.yaml -q")[2] == ""
    assert (
        "has no --summary"
        in command("score leads.csv --compare old.yaml new.yaml --summary s.json")[2]
    )
    command("score leads.csv --rules old.yaml -o out.csv")
    explained = command("explain 1 --in out.csv --rules old.yaml")[1].splitlines()
    assert ["country = DE" in line for line in explained[:2]] == [True, True]


def test_compare_with_activities(command, tmp_path):
    """Both files go through the activities, and only ten movers are named."""
    (tmp_path / "new.yaml").write_text(RULES.replace("points: 30", "points: 10"))
    rows = [f"{n},p{n}@x.example.com,FR,\n" for n in range(40)]
    (tmp_path / "leads.csv").write_text(LEADS.splitlines()[0] + "\n" + "".join(rows))
    did = [f"p{n}@x.example.com,demo,2026-10-01\n" for n in range(20)]
    (tmp_path / "did.csv").write_text("Email,Activity,Date\n" + "".join(did))
    line = "score leads.csv --compare rules.yaml new.yaml --activities did.csv --as-of 2026-10-08"
    out = command(line)[1]
    assert "20 change their score" in out
    assert "asked: -400 points on 20 leads" in out
    assert sum(" > " in row and "(-20)" in row for row in out.splitlines()) == 10


LINT = {  # what stands in the file, what rules check says, with which exit code
    "a test that fails": ("tests:\n  - {name: t, lead: {country: DE}, score: 9}\n", "test 't': score is 15, expected 9", 1),
    "no tests": ("", "there are no tests in this file", 0),
    "a grade out of reach": ("grade: {from: fit, A: 60}\n", "grade A begins at 60, but fit reaches 25 at most", 1),
    "a grade nobody misses": ("grade: {from: fit, A: 0}\n", "nobody is F: fit is never below 0", 1),
    "after the sale": ("RULE  - {name: won, group: fit, when: {lead_status: customer}, points: 5}\n", "rule won reads lead_status, which is filled in after the sale began", 1),
    "overlap of texts": ("RULE  - {name: de, group: fit, when: {country: {contains: d}}, points: 5}\n", "both fire for country 'DE'", 0),
    "overlap of numbers": ("RULE  - {name: big, group: fit, when: {employees: {between: [5, 100]}}, points: 5}\n", "both fire for employees 100", 0),
    "two texts at once": ("RULE  - {name: x, group: fit, when: {all: [{city: Bonn}, {city: [Ulm, Kiel]}]}, points: 5}\n", "no city can meet both 'city is Bonn' and 'city is one of Ulm, Kiel'", 1),
    "two numbers at once": ("RULE  - {name: x, group: fit, when: {employees: {at_least: 10, at_most: 5}}, points: 5}\n", "no employees can meet both", 1),
    "a column misspelt": ("RULE  - {name: x, group: fit, when: {cuontry: DE}, points: 5}\n", ":4: note: rule x reads 'cuontry'; did you mean 'country'?", 0),
    "an entry misspelt": ("RULE  - {name: x, group: fit, points: {seniority: {c-level: 5}}}\n", "'c-level' is no seniority that 'leadkit clean' writes; did you mean 'c_level'?", 0),
    "a bound nobody reaches": ("groups: {fit: {max: 99}}\n", "group fit may reach 99, its rules give 25 at most", 0),
}  # fmt: skip


@pytest.mark.parametrize(("more", "said", "code"), LINT.values(), ids=LINT)
def test_check_finds(command, tmp_path, more, said, code):
    """Problems end with 1; notes are notes."""
    rules = (
        "rules:\n  - {name: home, group: fit, when: {country: DE}, points: 15}\n"
        "  - {name: size, group: fit, when: {employees: {at_least: 100}}, points: 10}\n"
    )
    text = rules + more[4:] if more.startswith("RULE") else more + rules
    (tmp_path / "rules.yaml").write_text(text)
    ended, out, err = command("rules check rules.yaml")
    assert said in out
    assert ended == code, err


def test_check_of_many_rules_is_quick():
    """Two hundred rules on one column: each looks at all words once, not at each other's."""
    rules = compile_scoring(parse_yaml("rules:\n" + "".join(
        f"  - {{name: r{at}, when: {{job_title: {{contains: [a{at}x, b{at}x, c{at}x, d{at}x]}}}}, points: 1}}\n"
        for at in range(200)
    ), "rules.yaml"))  # fmt: skip
    began = monotonic()
    assert [str(found) for found in check_rules(rules)] == [
        "rules.yaml: note: there are no tests in this file"
    ]
    assert monotonic() - began < 5


def test_check_against_leads(command, tmp_path):
    """Rules that never or always fire here, that always fire together, tables nobody uses."""
    (tmp_path / "rules.yaml").write_text(
        "rules:\n"
        "  - {name: all, group: fit, when: {country: {known: true}}, points: 1}\n"
        "  - {name: none, group: fit, when: {country: AT}, points: 1}\n"
        "  - {name: home, group: fit, when: {country: DE}, points: 1}\n"
        "  - {name: same, group: fit, when: {employees: {known: true}}, points: 1}\n"
        "  - {name: bands, group: fit, points: {employees: {1-9: 1, 10-99: 2, 100+: 3}}}\n"
        "  - {name: shoes, group: fit, when: {shoes: {known: true}}, points: 1}\n"
    )
    code, _, err = command("rules check rules.yaml --against leads.csv")
    assert code == 2
    assert "rules.yaml:7: unknown column 'shoes'" in err
    text = (tmp_path / "rules.yaml").read_text().rsplit("  - {name: shoes", 1)[0]
    (tmp_path / "rules.yaml").write_text(text)
    code, out, _ = command("rules check rules.yaml --against leads.csv")
    assert code == 0
    for said in (
        ":2: note: rule all fires for all 3 leads of leads.csv",
        ":3: note: rule none fires for none of the 3 leads of leads.csv",
        ":6: note: rules home, same and bands fire for the same 2 leads",
        ":6: note: rule bands: no employees is 10-99 in leads.csv",
    ):
        assert said in out, said
    assert out.count("fire for the same") == 1  # and not a line for each two of them


def test_check_against_a_lifecycle(command, tmp_path):
    """Thresholds above what the rules can ever give are a problem."""
    code, out, _ = command("rules check rules.yaml --lifecycle lifecycle")
    assert code == 1
    assert "score at least 65 is asked for, but rules.yaml gives 50 at most" in out
    assert command("rules check lifecycle")[0] == 0


SHIPPED = {  # each shipped file is of a kind that check knows, and nothing is wrong with it
    "b2b": "22 rules, 13 tests",
    "b2b-saas": "17 rules, 7 tests",
    "b2c-education": "19 rules, 6 tests",
    "consent": "35 lines",
    "lifecycle": "8 statuses, 11 tests",
    "merge": "3 groups, 4 fields",
    "routing": "3 lines, 2 people, 5 tests",
    "remarks": "13 flags, 5,311 phrases, 55 tests",
    "titles": "8 seniorities, 12 departments",
    "dynamics": "35 columns, 2 facts",
    "excel": "all columns, 1 fact",
    "excel-csv": "all columns, 1 fact",
    "hubspot": "21 columns, 3 facts",
    "marketo": "23 columns, 5 facts",
    "mautic": "21 columns, 1 fact",
    "odoo": "20 columns, 1 fact",
    "pipedrive": "11 columns, 3 facts",
    "sales": "11 columns, 0 facts",
    "salesforce": "23 columns, 4 facts",
    "salesforce-data-loader": "23 columns, 3 facts",
    "zoho": "23 columns, 5 facts",
}


def test_every_shipped_file_is_checked(command):
    """Scoring, lifecycle, consent, merge, remarks and titles: rules check takes each, as a copy does."""
    assert shipped_rules().keys() == SHIPPED.keys()
    for name, holds in SHIPPED.items():
        line = f"{holds}: no problems\n"
        file = shipped_rules()[name].relative_to(shipped_rules()["b2b"].parent).as_posix()
        assert command(f"rules check {name}") == (0, f"rules/{file}: {line}", "")
        assert command(f"rules new {name} my-{name}.yaml")[0] == 0
        assert command(f"rules check my-{name}.yaml") == (0, f"my-{name}.yaml: {line}", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rulse: []", "my.yaml:1: unknown key 'rulse'; did you mean 'rules'?"),
        (
            "about: x\nsteps: []",
            "my.yaml:1: nothing tells what kind of rule file this is; there are a lifecycle "
            "(statuses), a scoring file (rules), a routing file (assign), a consent table (lines), a list of remark words "
            "(flags), a merge file (groups or "
            "fields), a list of title words (seniority or department), a target (target), "
            "a channel map (channels), a pipeline (import)",
        ),
        ("- rules", "my.yaml:1: key: expected names with values, not a list"),
        ("evidence: [consent_at]\nlines: [{for: email, when: {consnet: given}, may: no, basis: x}]",
         "my.yaml:2: unknown fact 'consnet'; did you mean 'consent'?"),
        ("seniority: {boss: {words: boss}}",
         "my.yaml:1: a list of title words needs 'seniority' and 'department'"),
    ],
)  # fmt: skip
def test_check_of_what_is_no_rule_file(command, tmp_path, text, said):
    """What is of no kind names the kinds; what is of one says with its line what is wrong."""
    (tmp_path / "my.yaml").write_text(f"{text}\n")
    assert command("rules check my.yaml") == (2, "", f"leadkit: {said}\n")


TRIED_ON = {  # which files such an option is for
    "--against": ("scoring files and routing files", "b2b", "b2b-saas", "b2c-education", "routing"),
    "--as-of": ("scoring files and routing files", "b2b", "b2b-saas", "b2c-education", "routing"),
    "--activities": ("scoring files", "b2b", "b2b-saas", "b2c-education"),
    "--lifecycle": ("scoring files", "b2b", "b2b-saas", "b2c-education"),
}


@pytest.mark.parametrize("name", sorted(SHIPPED.keys() - {"b2b", "b2b-saas", "b2c-education"}))
@pytest.mark.parametrize(
    "option", ["--against leads.csv", "--activities did.csv", "--as-of today", "--lifecycle my"]
)
def test_check_tries_nothing_that_cannot_be_tried(command, name, option):
    """Leads cannot be tried on a list of words: such an option is refused, not ignored."""
    kinds, *takes = TRIED_ON[option.split()[0]]
    code, out, err = command(f"rules check {name} {option}")
    if name in takes:
        assert "is for" not in err
        return
    assert (code, out) == (2, "")
    assert err.startswith(f"leadkit: {option.split()[0]} is for {kinds}; {name} is a ")


def test_list_new_and_schema(command, tmp_path):
    """Shipped files are listed, and copied only where nothing stands yet."""
    listed = command("rules list")[1]
    assert [line.split()[0] for line in listed.splitlines()] == sorted(shipped_rules())
    assert command("rules new b2b my.yaml")[0] == 0
    assert (tmp_path / "my.yaml").read_bytes() == shipped_rules()["b2b"].read_bytes()
    assert command("rules check my.yaml")[0] == 0
    code, _, err = command("rules new b2b-saas my.yaml")
    assert (code, err) == (2, "leadkit: my.yaml: is there already; name another file\n")
    assert "did you mean 'b2b-saas'" in command("rules new b2b-sas")[2]
    schema = json.loads(command("rules schema")[1])
    assert tuple(schema["properties"]) == SCORING_KEYS
    assert tuple(schema["properties"]["rules"]["items"]["properties"]) == RULE_KEYS
    assert list(schema["$defs"]["operators"]["properties"]) == list(OPERATORS)


def faults(value, schema, root):
    """Return what a JSON Schema finds wrong with a value: the keywords that rule_schema uses."""
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:
        tried = [faults(value, option, root) for option in schema["anyOf"]]
        return [] if [] in tried else [f"{value!r} fits none: {tried}"]
    found = []
    kinds = {
        "string": [str], "number": [int, float], "integer": [int], "boolean": [bool], "array": [list],
        "object": [dict], "null": [type(None)],
    }  # fmt: skip
    named = schema.get("type", list(kinds))
    named = [named] if isinstance(named, str) else named
    if type(value) not in [kind for name in named for kind in kinds[name]]:
        return [f"{value!r} is not {named}"]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{value!r} is not like {schema['pattern']}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{value!r} is none of {schema['enum']}")
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 999):
            found.append(f"{len(value)} items")
        found += [fault for part in value for fault in faults(part, schema.get("items", {}), root)]
    if isinstance(value, dict):
        found += [f"{key} is missing" for key in schema.get("required", []) if key not in value]
        for key, part in value.items():
            patterns = schema.get("patternProperties", {}).items()
            fitting = [inner for pattern, inner in patterns if re.search(pattern, key)]
            named = [inner for name, inner in schema.get("properties", {}).items() if name == key]
            for inner in named + fitting or [schema.get("additionalProperties", {})]:
                found += [f"unknown {key}"] if inner is False else faults(part, inner, root)
    return found


@pytest.mark.parametrize("name", SCORING_FILES)
def test_shipped_rules_fit_the_schema(name):
    """What the loader takes, an editor takes; and a slip is one for both."""
    import yaml

    schema = json.loads(rule_schema())
    text = shipped_rules()[name].read_text("utf-8")

    # An editor sees strings where leadkit sees text; days are strings in JSON.
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
    assert faults(yaml.load(text, Loader), schema, schema) == []
    for right, wrong in (
        ("when:", "wehn:"),
        ("contains:", "conatins:"),
        ("points: 15", "points: lots"),
    ):
        if right in text:
            assert faults(yaml.load(text.replace(right, wrong, 1), Loader), schema, schema), wrong


QUOTED = [
    ("plain", "lead_id,country,n\n1,DE,x\n2,FR,\n"),
    ("needed quotes", 'lead_id,country,n\n1,DE,"a, b"\n2,FR,"say ""hi"""\n3,DE,"two\nlines"\n'),
    ("needless quotes", 'lead_id,country,n\n1,DE,"x"\n2,FR,""\n'),
    ("only a quoted quote", 'lead_id,country,n\n1,DE,""""\n2,FR,""""""\n'),
    ("other line ends", "lead_id,country,n\r\n1,DE,x\r\n2,FR,y\r\n"),
    ("another delimiter", "lead_id;country;n\n1;DE;a,b\n2;FR;y\n"),
    ("blank lines", "lead_id,country,n\n1,DE,x\n\n2,FR,y\n\n"),
    ("no end of line", "lead_id,country,n\n1,DE,x\n2,FR,y"),
    ("not ASCII", "lead_id,country,n\n1,DE,Größe\n2,FR,中\n"),
    ("one row", "lead_id,country,n\n1,DE,x\n"),
    ("no row", "lead_id,country,n\n"),
    ("blank lines in quotes", 'lead_id,country,n\n1,DE,"x\n\n"\n2,FR,"\n"\n'),
]


@pytest.mark.parametrize("text", [text for _, text in QUOTED], ids=[name for name, _ in QUOTED])
def test_rows_that_pass_as_text_are_the_rows_of_the_long_way(command, tmp_path, monkeypatch, text):
    """score writes the same bytes whether it parses all cells or those that rules read."""
    (tmp_path / "leads.csv").write_bytes(text.encode())
    (tmp_path / "rules.yaml").write_text(RULES.replace("employees", "n"))
    assert command("score leads.csv --rules rules.yaml -o passed.csv")[0] == 0
    monkeypatch.setattr("leadkit.run.engine._passing", lambda source, stages: None)
    assert command("score leads.csv --rules rules.yaml -o parsed.csv")[0] == 0
    assert (tmp_path / "passed.csv").read_bytes() == (tmp_path / "parsed.csv").read_bytes()


def test_rows_of_many_blocks_pass_too(command, tmp_path, monkeypatch):
    """Where a file is cut into many blocks, each of them passes or not by itself."""
    rows = [
        f"{n},{'DE' if n % 3 else 'FR'},{chr(34) + 'x' + chr(34) if n == 700 else 'a'}\n"
        for n in range(2000)
    ]
    (tmp_path / "leads.csv").write_text("lead_id,country,n\n" + "".join(rows))
    monkeypatch.setattr("leadkit.files.decode.BLOCK_SIZE", 3000)
    assert command("score leads.csv --rules b2b -o passed.csv")[0] == 0
    monkeypatch.setattr("leadkit.run.engine._passing", lambda source, stages: None)
    assert command("score leads.csv --rules b2b -o parsed.csv")[0] == 0
    assert (tmp_path / "passed.csv").read_bytes() == (tmp_path / "parsed.csv").read_bytes()
    scored = pd.read_csv(tmp_path / "passed.csv", dtype=str, keep_default_na=False)
    assert scored["lead_id"].tolist() == [str(n) for n in range(2000)]


def test_scoring_twice_is_scoring_once(command, tmp_path):
    """A scored file scored again: its columns are replaced where they stand."""
    command("score leads.csv --rules rules.yaml -o once.csv")
    command("score once.csv --rules rules.yaml -o twice.csv")
    assert (tmp_path / "once.csv").read_bytes() == (tmp_path / "twice.csv").read_bytes()


def test_scoring_by_other_rules_blanks_what_the_first_wrote(command, tmp_path):
    """No grade of yesterday's rules stays beside today's score; that is said."""
    command("score leads.csv --rules rules.yaml -o once.csv")
    (tmp_path / "few.yaml").write_text(
        "rules:\n  - {name: home, group: fit, when: {country: DE}, points: 1}\n"
    )
    _, _, err = command("score once.csv --rules few.yaml -o twice.csv")
    assert "score_engagement, grade: an earlier scoring wrote this, few.yaml does not" in err
    assert (tmp_path / "twice.csv").read_text().splitlines()[:2] == [
        "lead_id,email,country,employees,score,score_fit,score_engagement,grade,score_reasons",
        "1,a@x.example.com,DE,1.000,1,1,,,home:+1",
    ]


def test_activities_tell_where_no_column_does(command, tmp_path):
    """A list without the one column of a mixed rule file is scored by what leads did."""
    rules = """rules:
  - {name: home, when: {country: DE}, points: 1}
  - {name: asked, activity: demo, points: 30}
"""
    (tmp_path / "mixed.yaml").write_text(rules)
    (tmp_path / "few.csv").write_text("lead_id,email\n1,a@x.example.com\n")
    run = "score few.csv --rules mixed.yaml -o out.csv"
    assert "has none of them" in command(run)[2]
    code, _, err = command(f"{run} --activities did.csv --as-of 2026-10-08")
    assert code == 0
    assert "asks for country, which this list does not have" in err
    assert (tmp_path / "out.csv").read_text().endswith("30,30,asked:+30\n")


def test_broken_bytes_in_cells_that_no_rule_reads(command, tmp_path):
    """Cells that pass unseen are still checked: what is not UTF-8 ends the run with its line."""
    good = "".join(f"{n},DE,ä\n" for n in range(1, 2000)).encode()
    (tmp_path / "leads.csv").write_bytes(b"lead_id,country,n\n" + good + b"2000,FR,\xff\n")
    code, _, err = command("score leads.csv --rules rules.yaml -o out.csv")
    assert (code, (tmp_path / "out.csv").exists()) == (2, False)
    assert "leads.csv:2001: holds bytes that make no text" in err


def test_several_rule_files(command, tmp_path):
    """--rules again is a further score with its name; in a pipeline it is a list; twice is once."""
    (tmp_path / "web.yaml").write_text(
        "after: fair\nrules: [{name: best, when: {fair_score: {at_least: 20}}, points: 2}]\n"
    )
    (tmp_path / "fair.yaml").write_text(RULES)
    line = "score leads.csv --rules web.yaml --rules fair.yaml --activities did.csv --as-of 2026-10-08 -o"
    assert command(f"{line} out.csv")[0] == 0
    first = (tmp_path / "out.csv").read_text()
    assert first.splitlines()[:2] == [
        "lead_id,email,country,employees,fair_score,fair_score_fit,fair_score_engagement,fair_grade,"
        "fair_score_reasons,web_score,web_score_score,web_score_reasons",
        "1,a@x.example.com,DE,1.000,50,20,30,A,home:+15; size:+10; asked:+30; "
        "capped fit 25>20:-5,2,2,best:+2",
    ]
    assert command(line.replace("leads.csv", "out.csv") + " again.csv")[0] == 0
    assert (tmp_path / "again.csv").read_text() == first
    (tmp_path / "p.yaml").write_text(
        "import: {files: leads.csv}\nsteps:\n"
        "  - score: {rules: [web.yaml, fair.yaml], activities: did.csv, as_of: 2026-10-08}\n"
    )
    assert command("run p.yaml -o run.csv")[0] == 0
    columns = pd.read_csv(tmp_path / "run.csv", dtype="str").columns
    assert [name for name in columns if name.startswith(("web_", "fair_"))] == first.splitlines()[
        0
    ].split(",")[4:]
    code, _, err = command("score leads.csv --rules web.yaml --as-of 2026-10-08")
    assert (code, "after 'fair': no such score is there" in err) == (2, True)


def test_check_tells_which_activities_a_list_lacks(command, tmp_path):
    """A decayed rule, and one that counts, do not "fire for all" where nobody did such a thing."""
    (tmp_path / "rules.yaml").write_text(
        "rules:\n"
        "  - {name: decayed, activity: {type: webinar, decay: half-life 30 days}, points: 5}\n"
        "  - {name: per, activity: {type: webniar}, points: 1 per webniar}\n"
    )
    line = "rules check rules.yaml --against leads.csv --activities did.csv --as-of 2026-10-08"
    code, out, err = command(line)
    assert code == 0, err
    for said in (
        ":2: note: rule decayed: no activity of did.csv is a webinar",
        ":3: note: rule per: no activity of did.csv is a webniar",
        ":2: note: rule decayed fires for none of the 3 leads",
        ":3: note: rule per fires for none of the 3 leads",
    ):
        assert said in out, said
    assert "fires for all" not in out


def test_check_refuses_what_an_earlier_scoring_left_as_score_does(command, tmp_path):
    """A rule that reads it would give something else at the second run."""
    (tmp_path / "list.csv").write_text(
        "lead_id,country,score,score_fit,score_reasons\n1,DE,5,5,a:+5\n"
    )
    (tmp_path / "own.yaml").write_text(
        "rules:\n  - {name: old, when: {score_fit: {at_least: 3}}, points: 1}\n"
    )
    said = "own.yaml:2: rule old reads score_fit, which an earlier scoring left in this list"
    for line in ("rules check own.yaml --against list.csv", "score list.csv --rules own.yaml"):
        code, _, err = command(line)
        assert (code, said in err) == (2, True), err
