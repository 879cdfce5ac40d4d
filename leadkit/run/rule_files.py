"""The kinds of rule files there are: how each is told from the others, and how it is checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.how_many import how_many
from leadkit.classifying.check import check_lifecycle
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.lifecycle import read_lifecycle
from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.economics.channel_map import read_channel_map
from leadkit.fields.spans import as_day
from leadkit.files.csv_in import LeadFile
from leadkit.files.read import opened_activities
from leadkit.handoff.target_file import read_target
from leadkit.routing.check import check_routing, try_on
from leadkit.routing.routing_file import read_routing, refuse_no_status
from leadkit.rules.findings import NOTE, Finding
from leadkit.rules.item import Item
from leadkit.rules.kinds import (
    CHANNELS,
    CONSENT,
    LIFECYCLE,
    MERGE,
    PIPELINE,
    REMARKS,
    ROUTING,
    SCORING,
    TARGET,
    TITLES,
    FileKind,
)
from leadkit.rules.remark_words import check_remark_words
from leadkit.rules.shipped import find_rules, refuse_mixed
from leadkit.rules.title_words import read_title_words
from leadkit.run.pipeline import read_plan
from leadkit.scoring.check import check_rules
from leadkit.scoring.firing import Firing, types_lacking
from leadkit.scoring.scorecard import ScoringRules, read_scoring
from leadkit.scoring.scores import check_rule_columns, prepare, refuse_earlier


@dataclass(frozen=True)
class Trial:
    """What a scoring or routing file is tried on beside its own tests; "" is nothing."""

    against: str = ""  # a file of leads
    activities: tuple[str, ...] = ()  # files of what they did
    as_of: str = ""  # the day on which days are counted, or today
    lifecycle: str = ""  # whose thresholds must be reachable


@dataclass(frozen=True)
class Checked:
    """A rule file that loads: what it holds, and what was found in it."""

    file: str
    holds: str  # such as "12 rules, 3 tests"
    findings: list[Finding]

    @property
    def problems(self) -> int:
        return sum(finding.is_problem for finding in self.findings)

    @property
    def words(self) -> str:
        """The result as one line.

        >>> Checked("b2b.yaml", "12 rules, 3 tests", []).words
        'b2b.yaml: 12 rules, 3 tests: no problems'
        """
        count = {0: "no problems", 1: "1 problem"}.get(self.problems, f"{self.problems} problems")
        return f"{self.file}: {self.holds}: {count}"


@dataclass(frozen=True)
class Kind:
    """A kind of rule file."""

    kind: FileKind
    check: Callable[[str, Trial], Checked]
    tried_on: tuple[str, ...] = ()  # the parts of a trial that it takes

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def keys(self) -> tuple[str, ...]:
        return self.kind.keys


def kind_of(root: Item) -> Kind:
    """Tell the kind of a loaded rule file; raise LeadkitError where it is of none.

    >>> from leadkit.rules.item import parse_yaml
    >>> kind_of(parse_yaml("statuses: [{name: lead}]", "my.yaml")).name
    'a lifecycle'
    """
    named = root.entries(what="key")
    refuse_mixed(root)
    for kind in KINDS:
        if named.keys() & set(kind.keys):
            return kind
    kinds = ", ".join(f"{kind.name} ({' or '.join(kind.keys)})" for kind in KINDS)
    known = [key for kind in KINDS for key in kind.keys]
    for name in named:
        if hint := did_you_mean(name, known):
            raise root.fail(f"unknown key '{name}'{hint}", root.key_lines[name])
    raise root.fail(f"nothing tells what kind of rule file this is; there are {kinds}")


def check_rule_file(name: str, trial: Trial | None = None) -> Checked:
    """Check a rule file of any kind, given by path or by the name of a shipped one.

    Whatever keeps it from loading is a LeadkitError with its line; so is a trial of a file that is
    no scoring file, as there is nothing in it that could be tried.

    >>> check_rule_file("titles").words.partition(": ")[::2]
    ('rules/titles.yaml', '8 seniorities, 12 departments: no problems')
    """
    trial = trial or Trial()
    kind = kind_of(find_rules(name))
    for option in fields(Trial):
        if getattr(trial, option.name) and option.name not in kind.tried_on:
            takes = [one.name.partition(" ")[2] for one in KINDS if option.name in one.tried_on]
            said = f"--{option.name.replace('_', '-')} is for {'s and '.join(takes)}s"
            raise LeadkitError(f"{said}; {name} is {kind.name}")
    return kind.check(name, trial)


def _check_lifecycle(name: str, trial: Trial) -> Checked:
    lifecycle = read_lifecycle(name)
    statuses = how_many(len(lifecycle.statuses), "status", "statuses")
    holds = f"{statuses}, {how_many(len(lifecycle.tests), 'test')}"
    return Checked(lifecycle.file, holds, check_lifecycle(lifecycle))


def _check_consent(name: str, trial: Trial) -> Checked:
    table = read_consent(name)
    return Checked(table.file, f"{len(table.lines)} lines", [])


def _check_merge(name: str, trial: Trial) -> Checked:
    rules = read_merge_rules(name)
    return Checked(rules.file, f"{len(rules.groups)} groups, {len(rules.fields)} fields", [])


def _check_titles(name: str, trial: Trial) -> Checked:
    words = read_title_words(name)
    holds = f"{len(words.seniority)} seniorities, {len(words.department)} departments"
    return Checked(find_rules(name, "--titles").file, holds, [])


def _check_remarks(name: str, trial: Trial) -> Checked:
    return Checked(*check_remark_words(name))


def _check_target(name: str, trial: Trial) -> Checked:
    target = read_target(name)
    columns = "all columns" if target.is_all else how_many(len(target.columns), "column")
    return Checked(target.file, f"{columns}, {how_many(len(target.facts), 'fact')}", [])


def _check_scoring(name: str, trial: Trial) -> Checked:
    scoring = read_scoring(name)
    asking = read_lifecycle(trial.lifecycle).conditions() if trial.lifecycle else ()
    findings = check_rules(scoring, asking, as_day(trial.as_of))
    if trial.against:
        findings += _tried_on(scoring, trial)
    rules = how_many(len(scoring.rules), "rule")
    holds = f"{rules}, {how_many(len(scoring.tests), 'test')}"
    return Checked(scoring.file, holds, findings)


def _tried_on(scoring: ScoringRules, trial: Trial) -> list[Finding]:
    leads = LeadFile(trial.against)
    refuse_earlier(scoring, leads.columns)
    notes = check_rule_columns(scoring, leads.columns, bool(trial.activities))
    day = as_day(trial.as_of)
    counted = prepare(scoring, opened_activities(trial.activities), day)
    notes += counted.notes if counted else []
    firing = Firing(scoring, counted, day)
    for batch in leads.batches():
        firing.add(batch)
    told = [Finding(scoring.file, 0, NOTE, note) for note in notes]
    if counted:
        told += types_lacking(scoring, counted.types, counted.name)
    return told + firing.findings(trial.against)


def _check_pipeline(name: str, trial: Trial) -> Checked:
    plan = read_plan(name)
    lists, steps = how_many(len(plan.lists), "list"), how_many(len(plan.steps), "step")
    return Checked(name, f"{lists}, {steps}", [])


def _check_routing(name: str, trial: Trial) -> Checked:
    routing, day = read_routing(name), as_day(trial.as_of)
    findings = check_routing(routing, day)
    if trial.against:
        leads = LeadFile(trial.against)
        refuse_no_status(leads.columns, leads.name)
        routing.check(leads.columns, day)
        findings += try_on(routing, leads.batches(), trial.against, day)
    lines, people = how_many(len(routing.lines), "line"), len(routing.people)
    holds = (
        f"{lines}, {how_many(people, 'person', 'people')}, {how_many(len(routing.tests), 'test')}"
    )
    return Checked(routing.file, holds, findings)


def _check_channels(name: str, trial: Trial) -> Checked:
    channels = read_channel_map(str(name))
    many = how_many(len(set(channels.names.values())), "channel")
    return Checked(channels.file, f"{many}, {how_many(len(channels.names), 'name')}", [])


KINDS = (
    Kind(LIFECYCLE, _check_lifecycle),
    Kind(SCORING, _check_scoring, ("against", "activities", "as_of", "lifecycle")),
    Kind(ROUTING, _check_routing, ("against", "as_of")),
    Kind(CONSENT, _check_consent),
    Kind(REMARKS, _check_remarks),
    Kind(MERGE, _check_merge),
    Kind(TITLES, _check_titles),
    Kind(TARGET, _check_target),
    Kind(CHANNELS, _check_channels),
    Kind(PIPELINE, _check_pipeline),
)
