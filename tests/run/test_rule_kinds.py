"""All kinds of rule files: each shipped one is checked and fits its schema; mistakes come at once."""

from __future__ import annotations

import json

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.lifecycle import read_lifecycle
from leadkit.classifying.schema import consent_schema, lifecycle_schema
from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.deduping.merging.schema import merge_schema
from leadkit.rules.remark_words import read_remark_words
from leadkit.rules.shipped import shipped_rules
from leadkit.rules.title_words import read_title_words
from leadkit.rules.word_schemas import remarks_schema, titles_schema
from leadkit.run.rule_files import Trial, check_rule_file
from tests.commands.test_rules_command import faults

SCHEMAS = {  # shipped file -> its schema, and a slip that both loader and editor find
    "lifecycle": (lifecycle_schema, "moves:", "mvoes:"),
    "consent": (consent_schema, "consent: given", "consnet: given"),
    "merge": (merge_schema, "keep: most complete", "keep: most compleat"),
    "titles": (titles_schema, "seniority:", "senority:"),
    "remarks": (remarks_schema, "phrases:", "phrazes:"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_shipped_files_fit_their_schema(name):
    """What the loader takes, an editor takes; and a slip is one for both."""
    import yaml

    make, right, wrong = SCHEMAS[name]
    schema = json.loads(make())
    text = shipped_rules()[name].read_text("utf-8")

    class Loader(yaml.SafeLoader):  # an editor sees strings where leadkit sees text
        pass

    Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
    assert faults(yaml.load(text, Loader), schema, schema) == []
    assert right in text
    assert faults(yaml.load(text.replace(right, wrong, 1), Loader), schema, schema)


def test_all_shipped_kinds_are_checked():
    """Each file that comes with leadkit is of a kind that can be checked, and has no problems."""
    for name in shipped_rules():
        if name not in ("b2b", "b2b-saas", "b2c-education"):  # whose tests others run
            assert check_rule_file(name).problems == 0, name


def test_a_pipeline_is_checked(tmp_path):
    """A pipeline is checked, too: all its mistakes at once."""
    path = tmp_path / "p.yaml"
    path.write_text("import: {files: x.csv}\nsteps:\n  - clean: {region: DE}\n  - score\n")
    assert check_rule_file(str(path)).words.endswith("1 list, 2 steps: no problems")
    path.write_text("import: {fiels: x.csv}\nsteps:\n  - claen\n")
    with pytest.raises(LeadkitError) as error:
        check_rule_file(str(path))
    assert len(error.value.lines) >= 2


def test_a_mixed_file_has_one_answer(tmp_path):
    """A file of rules and statuses is named as both, whoever reads it."""
    path = tmp_path / "mixed.yaml"
    path.write_text("rules: [{name: r, when: {x: y}, points: 1}]\nstatuses: [{name: lead}]\n")
    from leadkit.scoring.scorecard import read_scoring

    said = []
    for read in (check_rule_file, read_scoring, read_lifecycle):
        with pytest.raises(LeadkitError, match="'rules' belong to a scoring file") as error:
            read(str(path))
        said.append(str(error.value))
    assert len(set(said)) == 1


SEVERAL = {  # reader -> a file, and what is told of it, all of it
    read_lifecycle: (
        "statuses:\n  - {name: lead}\n  - {name: MQL, when: {score: {at_laest: 5}}}\n"
        "  - {name: SQL, wehn: x}\nmoves:\n  - {name: a, from: lead, to: MQL, untouched: 24 hours}\n"
        "tests:\n  - {name: t, lead: {}, status: lead, as_of: 2026-02-30}\n",
        ["3: unknown operator 'at_laest'; did you mean 'at_least'?",
         "4: unknown key of a status 'wehn'; did you mean 'when'?",
         "6: untouched: write a span of time",
         "8: as_of: there is no day 2026-02-30 in the calendar"],
    ),
    read_consent: (
        "evidence: [consent_at]\nlines:\n  - {for: emial, when: {consent: given}, may: no, basis: x}\n"
        "  - {for: call, when: {consnet: given}, may: maybe, basis: x}\n"
        "  - {for: call, when: {consent: given}, may: yes, basis: x}\n"
        "  - {for: call, when: {consent: {is: {column: covered}}}, may: no, basis: x}\n",
        ["3: unknown channel 'emial'", "4: may: write yes or no, not 'maybe'",
         "4: unknown fact 'consnet'; did you mean 'consent'?",
         "5: a line that says yes names the provision it stands on",
         "6: a line asks facts for their values"],
    ),
    read_merge_rules: (
        "tust: [a]\ngroups:\n  - {fields: [city], keep: biggest}\n  - {keep: first}\n"
        "fields: {notes: jion, email: first}\n",
        ["1: unknown key of a merge file 'tust'; did you mean 'trust'?",
         "3: unknown rule 'biggest'", "4: a group needs 'fields'",
         "5: unknown rule 'jion'; did you mean 'join'?", "5: 'email' is no matter of a rule"],
    ),
    read_title_words: (
        "seniority:\n  c_levle: {words: ceo}\n  vp: {wrods: vp}\ndepartment:\n  it: {words: 'it@se'}\n"
        "asistants: x\n",
        ["2: unknown seniority 'c_levle'; did you mean 'c_level'?",
         "3: unknown key of a seniority 'wrods'; did you mean 'words'?",
         "5: 'it@se' must end in countries", "6: unknown key 'asistants'; did you mean 'assistants'?"],
    ),
    read_remark_words: (
        "flags:\n  no_email: {phrases: '<call> me, x'}\n  no_phnoe: {phrases: x}\n"
        "tests:\n  - {remark: x, flags: nonsense}\n",
        ["2: '<call> me': unknown group 'call'", "3: unknown flag 'no_phnoe'; did you mean 'no_phone'?",
         "5: unknown flag 'nonsense'"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("read", SEVERAL, ids=lambda read: read.__name__)
def test_all_mistakes_of_a_file_at_once(read, tmp_path):
    """Each loader tells all that is wrong with a file, each with its line, and what is meant."""
    text, told = SEVERAL[read]
    path = tmp_path / "my.yaml"
    path.write_text(text)
    with pytest.raises(LeadkitError) as error:
        read(str(path))
    lines = [line.removeprefix(f"{path}:") for line in error.value.lines]
    unread = [one for one in told if not any(line.startswith(one) for line in lines)]
    assert (unread, len(lines)) == ([], len(told)), "\n".join(lines)


def test_types_that_no_activity_has(tmp_path):
    """Types that the activities lack are told, with the nearest; who fades by them fires for nobody."""
    (tmp_path / "r.yaml").write_text(
        "rules:\n  - {name: a, activity: {type: demo_requets, decay: half-life 30 days}, points: 5}\n"
        "  - {name: b, activity: {type: webinar}, points: 1 per webinar}\n"
        "  - {name: c, when: {activity: {type: demo_request, then: {type: vist, within: 3 days}}},"
        " points: 1}\n"
    )
    (tmp_path / "leads.csv").write_text("lead_id,email\n1,a@x.example.com\n2,b@x.example.com\n")
    (tmp_path / "did.csv").write_text(
        "email,type,when\na@x.example.com,Demo_Request,2026-10-01\nb@x.example.com,visit,2026-10-01\n"
    )
    trial = Trial(str(tmp_path / "leads.csv"), (str(tmp_path / "did.csv"),), "2026-10-08")
    told = [one.text for one in check_rule_file(str(tmp_path / "r.yaml"), trial).findings]
    name = tmp_path / "did.csv"
    for said in (
        f"rule a: no activity of {name} is a demo_requets; did you mean 'demo_request'?",
        f"rule b: no activity of {name} is a webinar",
        f"rule c: no activity of {name} is a vist; did you mean 'visit'?",
        *(
            f"rule {rule} fires for none of the 2 leads of {tmp_path / 'leads.csv'}"
            for rule in "abc"
        ),
    ):
        assert said in told, told
