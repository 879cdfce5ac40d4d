"""Which values a merged lead keeps: the rules of a merge file, applied to the rows of a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from leadkit.errors import did_you_mean
from leadkit.fields.consent import NO, has_opted_out, yes_or_no
from leadkit.fields.status import furthest
from leadkit.rules import find_rules
from leadkit.yaml_text import Item

SEPARATOR = "; "
KEEP = ("first", "most complete", "longest", "most recent", "most trusted", "furthest", "join",
        "any yes")  # fmt: skip
GROUP_KEEP = ("first", "most complete", "most recent", "most trusted")
CONSENT = (
    "consent", "consent_at", "consent_source", "consent_text", "consent_channels",
    "third_party_consent", "soft_opt_in",
)  # belongs to the row's own e-mail
EMAIL_PLACES = ("email", "email_2", "email_3")
PHONE_PLACES = ("phone", "phone_2")
# A note often holds "; " itself, so notes are joined by something else.
_JOINS = {"notes": " | "}

Row = dict[str, str]


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


def read_merge_rules(name: str = "merge") -> MergeRules:
    """Load and check a merge file; whatever is wrong is an error with its line."""
    root = find_rules(name)
    if "rules" in root.named or "statuses" in root.named:
        raise root.fail("this is no merge file; one has 'groups' and 'fields'")
    top = root.entries(("name", "about", "trust", "groups", "fields"), what="key")
    groups = tuple(_group(item) for item in top["groups"].items()) if "groups" in top else ()
    taken: dict[str, int] = {}
    for group, item in zip(groups, top["groups"].items() if groups else [], strict=True):
        for name in group.fields:
            if name in taken or name in (*CONSENT, *EMAIL_PLACES):
                where = f"is in the group of line {taken[name]}" if name in taken else "moves alone"
                raise item.fail(f"'{name}' {where}; a field is in one group at most")
            taken[name] = item.line
    fields = {}
    for name, item in (top["fields"].entries(what="field") if "fields" in top else {}).items():
        fields[name] = _rule(item, KEEP)
        if name in taken:
            raise item.fail(f"'{name}' is in the group of line {taken[name]}; rule it there")
    trust = tuple(item.text() for item in top["trust"].items()) if "trust" in top else ()
    return MergeRules(root.file, groups, fields, trust)


def _group(item: Item) -> Group:
    parts = item.entries(("fields", "keep"), what="key of a group")
    if "fields" not in parts or not parts["fields"].items():
        raise item.fail("a group needs 'fields'")
    keep = _rule(parts["keep"], GROUP_KEEP) if "keep" in parts else "most complete"
    return Group(tuple(name.text() for name in parts["fields"].items()), keep)


def _rule(item: Item, known: Sequence[str]) -> str:
    if item.text() not in known:
        hint = did_you_mean(item.text(), known) or f"; known are {', '.join(known)}"
        raise item.fail(f"unknown rule '{item.text()}'{hint}")
    return item.text()


def merge_rows(rows: Sequence[Row], rules: MergeRules) -> Row:
    """Return the first row with what the rules take from the others; its lead_id stays.

    >>> rules = read_merge_rules()
    >>> one = {"lead_id": "1", "street": "", "postal_code": "80331", "email_opt_out": "no"}
    >>> two = {"lead_id": "2", "street": "Talweg 5", "postal_code": "01067", "email_opt_out": "x"}
    >>> merge_rows([one, two], rules)
    {'lead_id': '1', 'street': 'Talweg 5', 'postal_code': '01067', 'email_opt_out': 'yes'}
    """
    kept = dict(rows[0])
    if len(rows) == 1:
        return kept
    if not kept.get("email"):  # the address comes with the consent that was given for it
        names = [name for name in ("email", *CONSENT) if name in kept]
        giver = next((row for row in rows if row.get("email")), kept)
        kept.update({name: giver[name] for name in names})
    elif "consent" in kept and not kept["consent"]:  # given for the same address elsewhere
        own = kept["email"].casefold()
        giver = next((r for r in rows if r["consent"] and r["email"].casefold() == own), kept)
        kept.update({name: giver[name] for name in CONSENT if name in kept})
    grouped = {*CONSENT, *EMAIL_PLACES, *PHONE_PLACES, "lead_id", "merged_ids"}
    for group in rules.groups:
        names = [name for name in group.fields if name in kept]
        grouped.update(names)
        if names:
            giver = _giver(rows, names, group.keep, rules)
            kept.update({name: giver[name] for name in names})
    for name in kept:
        if name not in grouped:
            kept[name] = _value(name, rows, rules.fields.get(name, "first"), rules)
    _keep_other_addresses(kept, rows, EMAIL_PLACES)
    _keep_other_addresses(kept, rows, PHONE_PLACES)
    if "consent" in kept and any(yes_or_no(row["consent"]) == NO for row in rows):
        kept["consent"] = NO
    return kept


def _giver(rows: Sequence[Row], names: Sequence[str], keep: str, rules: MergeRules) -> Row:
    """Return the row that a group of fields is taken from; of equals the first."""
    filled = [row for row in rows if any(row[name] for name in names)] or [rows[0]]
    if keep == "most recent":
        return _most_recent(filled)
    if keep == "most trusted":
        return _most_trusted(filled, rules)
    if keep == "most complete":
        # More letters break ties: "Anna" says more than "A.", for a full name counts as two parts.
        return max(filled, key=lambda row: _completeness(row, names))
    return filled[0]


def _completeness(row: Row, names: Sequence[str]) -> tuple[int, int]:
    parts = sum(bool(row[name]) for name in names)
    if row.get("full_name") and "full_name" in names and not row.get("last_name"):
        parts += 1
    words = [word for name in names for word in row[name].split()]
    spelt_out = sum(len(word.strip(".")) > 1 for word in words) if "last_name" in names else 0
    return (spelt_out, parts) if "last_name" in names else (parts, 0)


def _most_recent(rows: Sequence[Row]) -> Row:
    return max(rows, key=lambda row: row.get("created_at", ""))


def _most_trusted(rows: Sequence[Row], rules: MergeRules) -> Row:
    def rank(row: Row) -> int:
        sources = (row.get("lead_source", ""), row.get("source_file", ""))
        return min((rules.trust.index(s) for s in sources if s in rules.trust),
                   default=len(rules.trust))  # fmt: skip

    return min(rows, key=rank)


def _value(name: str, rows: Sequence[Row], keep: str, rules: MergeRules) -> str:
    values = [row[name] for row in rows if row[name]]
    if len(set(values)) < 2 and keep != "any yes":
        return values[0] if values else ""
    if keep == "join":
        separator = _JOINS.get(name, SEPARATOR)
        parts = [part for value in values for part in value.split(separator)]
        return separator.join(dict.fromkeys(part for part in parts if part))
    if keep == "any yes":
        return "yes" if any(has_opted_out(value) for value in values) else next(iter(values), "")
    if keep == "furthest":
        return furthest(values)
    if keep in ("longest", "most complete"):
        return max(values, key=len)
    filled = [row for row in rows if row[name]]
    if keep == "most recent":
        return _most_recent(filled)[name]
    return _most_trusted(filled, rules)[name] if keep == "most trusted" else values[0]


def _keep_other_addresses(kept: Row, rows: Sequence[Row], places: Sequence[str]) -> None:
    """Put further e-mails or phones of the merged rows where there is room for them."""
    places = [place for place in places if place in kept]
    found = [kept[place] for place in places if kept[place]]
    found += [row[place] for row in rows for place in places if row[place]]
    distinct: dict[str, str] = {}
    for address in found:
        distinct.setdefault(address.casefold(), address)
    addresses = iter(distinct.values())
    for place in places:
        kept[place] = next(addresses, "")
