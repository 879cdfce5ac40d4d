"""Merge files: which row a merged lead takes each of its fields from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from leadkit.base.columns import CONSENT_FOR, EMAILS, FURTHER, IDENTITY, OPT_OUTS
from leadkit.base.errors import did_you_mean
from leadkit.rules.item import Item
from leadkit.rules.kinds import MERGE, refuse_other_kind
from leadkit.rules.mistakes import Gathered
from leadkit.rules.shipped import find_rules

KEYS = ("name", "about", "trust", "groups", "fields")
GROUP_KEYS = ("fields", "keep")
KEEP = ("first", "most complete", "longest", "most recent", "most trusted", "furthest", "join",
        "any yes")  # fmt: skip
GROUP_KEEP = ("first", "most complete", "most recent", "most trusted")
CONSENT_GROUP = (  # belongs to the row's own e-mail, and proof of one consent is none of another
    "consent", *CONSENT_FOR.values(), "consent_at", "consent_source", "consent_text",
    "consent_channels", "third_party_consent", "soft_opt_in",
)  # fmt: skip
PHONE_PLACES = ("phone", "phone_2")
# What a rule of a file could only get wrong: identity, addresses with their consent, refusals.
SETTLED = frozenset((
    *IDENTITY, "merged_ids", *EMAILS, *PHONE_PLACES, *FURTHER.values(), *CONSENT_GROUP,
    "mailing_status", "email_bounced", "consent_unread", "refused",
))  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Fields that move together, and the rule that says from which row."""

    fields: tuple[str, ...]
    keep: str


@dataclass(frozen=True)
class MergeRules:
    """A checked merge file."""

    file: str
    groups: tuple[Group, ...]
    fields: dict[str, str] = field(default_factory=dict)
    trust: tuple[str, ...] = ()


def read_merge_rules(name: str | Path = "merge") -> MergeRules:
    """Load and check a merge file; whatever is wrong is an error with its line."""
    root = find_rules(name)
    refuse_other_kind(root, MERGE, KEYS)
    gathered = Gathered()
    top = gathered.entries(root, KEYS, "key of a merge file")
    if not {"groups", "fields"} & top.keys() and not gathered:
        raise root.fail("this is no merge file; one has 'groups' or 'fields'")
    groups = []
    taken: dict[str, int] = {}
    for item in top["groups"].items() if "groups" in top else ():
        if (group := gathered.read(_group, item)) is None:
            continue
        for one in group.fields:
            gathered.read(partial(_check, one, taken=taken), item)
            taken.setdefault(one, item.line)
        groups.append(group)
    fields = {}
    for one, item in (top["fields"].entries(what="field") if "fields" in top else {}).items():
        fields[one] = gathered.read(lambda item: _rule(item, KEEP), item) or ""
        if one in OPT_OUTS and fields[one] not in ("any yes", ""):
            said = f"'{one}': an opt-out on any row is one; leave it out or say any yes"
            gathered.add(item.fail(said))
        if one not in OPT_OUTS:
            gathered.read(partial(_check, one, taken=taken), item)
    trust = tuple(item.text() for item in top["trust"].items()) if "trust" in top else ()
    if not trust and "most trusted" in {*fields.values(), *(group.keep for group in groups)}:
        said = "'most trusted' needs the list 'trust': sources, the most trusted first"
        gathered.add(root.fail(said))
    gathered.raise_all()
    return MergeRules(root.file, tuple(groups), fields, trust)


def _check(name: str, item: Item, taken: dict[str, int]) -> None:
    if name in taken:
        raise item.fail(f"'{name}' is in the group of line {taken[name]}; rule it there")
    if name in SETTLED or name in OPT_OUTS:
        raise item.fail(f"'{name}' is no matter of a rule: identity, e-mails, their consent and "
                        "opt-outs are merged as docs/dedupe.md says")  # fmt: skip


def _group(item: Item) -> Group:
    parts = item.entries(GROUP_KEYS, what="key of a group")
    if "fields" not in parts or not parts["fields"].items():
        raise item.fail("a group needs 'fields'")
    keep = _rule(parts["keep"], GROUP_KEEP) if "keep" in parts else "most complete"
    return Group(tuple(name.text() for name in parts["fields"].items()), keep)


def _rule(item: Item, known: Sequence[str]) -> str:
    if item.text() not in known:
        hint = did_you_mean(item.text(), known) or f"; known are {', '.join(known)}"
        raise item.fail(f"unknown rule '{item.text()}'{hint}")
    return item.text()
