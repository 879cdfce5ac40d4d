"""What a pipeline expects of a run: how many rows, of which kind, and how far from the last run."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.fields.fail_on import Limit
from leadkit.rules.item import Item

RULES = {
    "at_least": "No fewer than these.",
    "at_most": "No more than these.",
    "change": "No further from the last published run, up or down.",
}


@dataclass(frozen=True)
class Figure:
    """A number that each run has, beside the leads of each status."""

    what: str  # is counted
    share_of: str = ""  # the rows that a share of it is of; "" where a share makes no sense
    of_lists: bool = False  # it is about the lists of a run, and not about all leads there are


_LISTS, _CLEANED = "rows of the lists", "rows that were cleaned"
FIGURES = {
    "rows": Figure("rows of the lists", of_lists=True),
    "leads": Figure("leads"),
    "rejected": Figure("rows that could not be read", _LISTS, True),
    "merged": Figure("rows that went into others", _LISTS, True),
    "known": Figure("rows of people who are known already", _LISTS, True),
    "new": Figure("new leads", _LISTS, True),
    "to_review": Figure("pairs to review"),
    "suppressed": Figure("leads removed by a suppression list", "leads with those removed"),
    "moved": Figure("leads that changed their status", "leads"),
    "blocked": Figure("leads blocked for want of consent", "leads"),
    "invalid_email": Figure("e-mails that cannot be right", _CLEANED, True),
    "missing_email": Figure("rows without an e-mail", _CLEANED, True),
    "invalid_phone": Figure("phones that cannot be right", _CLEANED, True),
    "missing_phone": Figure("rows without a phone", _CLEANED, True),
    "ambiguous_phone": Figure("phones that may be of several countries", _CLEANED, True),
}


def figure(name: str) -> Figure:
    """Return a figure by its name; all other names are statuses."""
    return FIGURES.get(name) or Figure("leads of that status", "leads")


@dataclass(frozen=True)
class Expectation:
    """One thing that is expected of a run."""

    name: str  # of a figure, or a status
    rule: str  # one of RULES
    limit: Limit
    text: str  # the limit as it is written, such as "2%"
    place: str  # where it is written: file and line


def read_expectations(
    item: Item, statuses: Collection[str] | None
) -> tuple[list[Expectation], list[tuple[int, LeadkitError]]]:
    """Read ``expect`` of a pipeline: what is expected, and all mistakes in it with their lines.

    ``statuses`` are those of the lifecycle; None is: they are not known, so any name may be one.

    >>> from leadkit.rules.item import parse_yaml
    >>> good, bad = read_expectations(parse_yaml("rows: {at_laest: 5}\\nMLQ: {}", "p"), ["MQL"])
    >>> [str(mistake) for _, mistake in bad]
    ["p:1: unknown rule 'at_laest'; did you mean 'at_least'?", "p:2: MLQ: nothing is counted under \
that name; did you mean 'MQL'?"]
    """
    good: list[Expectation] = []
    bad: list[tuple[int, LeadkitError]] = []
    try:
        entries = item.entries(what="expect")
    except LeadkitError as mistake:
        return [], [(item.line, mistake)]
    for name, rules in entries.items():
        line = item.key_lines[name]
        own = _own_name(name)
        if own not in FIGURES and statuses is not None and own not in statuses:
            bad.append((line, item.fail(_unknown(name, statuses), line)))
            continue
        for found in _rules(own, rules, line):
            if isinstance(found, Expectation):
                good.append(found)
            else:
                bad.append(found)
    return good, bad


def _own_name(name: str) -> str:
    """Return our name of a figure; clean's codes, such as email_invalid, will do as well."""
    first, _, last = name.partition("_")
    turned = f"{last}_{first}"
    return turned if name not in FIGURES and turned in FIGURES else name


def _unknown(name: str, statuses: Collection[str]) -> str:
    known = [*FIGURES, *statuses]
    hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
    return f"{name}: nothing is counted under that name{hint}"


def _rules(name: str, rules: Item, line: int) -> Iterator[Expectation | tuple[int, LeadkitError]]:
    if rules.kind != "map" or not rules.named:
        said = f"{name}: say what is expected, such as {name}: {{at_least: 100}}"
        yield line, rules.fail(said, line)
        return
    unknown = rules.unknown(RULES, "rule")
    for rule, item in rules.named.items():
        at = rules.key_lines[rule]
        text = "" if item.kind not in ("text", "empty") else item.text()
        limit = Limit.read(text)
        if rule in unknown:
            yield at, unknown[rule]
        elif limit is None:
            said = f"{name}: {rule}: give a number of rows, or a share such as 2%"
            yield at, item.fail(said, at)
        elif limit.is_share and rule != "change" and not figure(name).share_of:
            yield at, item.fail(f"{name}: {rule}: give a number; there is nothing to be a share of")
        else:
            yield Expectation(name, rule, limit, text.strip(), f"{rules.file}:{at}")
