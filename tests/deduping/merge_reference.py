"""How one lead is merged of its rows, plainly and row by row: what the fast way must give too."""

from __future__ import annotations

from leadkit.base.columns import EMAILS, IDENTITY, OPT_OUTS
from leadkit.deduping.merging.merge_rules import CONSENT_GROUP, PHONE_PLACES, MergeRules
from leadkit.fields.consent import NO, YES, has_opted_out, yes_or_no
from leadkit.fields.phone.one import STATUSES
from leadkit.fields.spans import day_number
from leadkit.fields.status_words import how_far

Row = dict[str, str]


def merge_rows(rows: list[Row], rules: MergeRules) -> Row:
    """Return the first row with what the rules take from the others."""
    kept = dict(rows[0])
    done = {*IDENTITY, "merged_ids"}

    def take(names: object, giver: Row) -> None:
        names = [name for name in names if name in kept]
        kept.update({name: giver[name] for name in names})
        done.update(names)

    for group in rules.groups:
        names = [name for name in group.fields if name in kept]
        if names:
            take(names, giver_of(rows, names, group.keep, rules, group=True))
    mailed = [row for row in rows if any(row.get(name) for name in EMAILS)] or rows[:1]
    email_of = max(mailed, key=email_rank)
    take(("email", "email_status", "email_flags", "email_suggestion"), email_of)
    phoned = [row for row in rows if row.get("phone_status") in STATUSES] or rows[:1]
    best = max(phoned, key=lambda row: phone_rank(row))
    take(("phone_status", "phone_type") if "phone_status" in kept else (), best)
    for name in kept:
        if name not in done:
            keep = rules.fields.get(name, "first")
            kept[name] = giver_of(rows, [name], keep, rules, group=False)[name]
    for places in (EMAILS, PHONE_PLACES):
        spread(kept, rows, [name for name in places if name in kept])
    take_consent(kept, rows)
    for name in kept:
        values = [row[name] for row in rows if row[name]]
        rule = "any yes" if name in OPT_OUTS else rules.fields.get(name, "")
        if rule == "any yes" and any(map(has_opted_out, values)):
            kept[name] = YES
        elif name == "issues":
            codes = [(row, c) for row in rows for c in row[name].split("; ") if c]
            kept[name] = "; ".join(dict.fromkeys(c for row, c in codes if is_of(c, row, kept)))
        elif rule == "join" and len(set(values)) > 1:
            by = " | " if name == "notes" else "; "
            kept[name] = by.join(dict.fromkeys(p for v in values for p in v.split(by) if p))
    return kept


def is_of(code: str, row: Row, kept: Row) -> bool:
    columns = [name for name in kept if code.startswith(f"{name}_")]
    return not columns or row[max(columns, key=len)] == kept[max(columns, key=len)]


def giver_of(rows: list[Row], names: list[str], keep: str, rules: MergeRules, group: bool) -> Row:
    filled = [row for row in rows if any(row[name] for name in names)]
    if not filled:
        return rows[0]
    if keep == "most recent":
        return max(filled, key=lambda row: moment(row.get("created_at", "")))
    if keep == "most trusted":
        return min(filled, key=lambda row: trust(row, rules))
    if keep == "furthest":
        return max(filled, key=lambda row: how_far(row[names[0]]))
    if keep == "most complete" and group:
        return max(filled, key=lambda row: completeness(row, names))
    if keep in ("longest", "most complete"):
        return max(filled, key=lambda row: len(row[names[0]]))
    return filled[0]


def completeness(row: Row, names: list[str]) -> tuple[int, ...]:
    parts = sum(bool(row[name]) for name in names)
    if "last_name" not in names:
        return (parts,)
    parts += "full_name" in names and bool(row["full_name"]) and not row["last_name"]
    words = [word for name in names for word in row[name].split()]
    return sum(len(word.strip(".")) > 1 for word in words), parts


def moment(cell: str) -> tuple[int, str]:
    return day_number(cell), cell


def trust(row: Row, rules: MergeRules) -> int:
    sources = (row.get("lead_source", ""), row.get("source_file", ""))
    places = [rules.trust.index(source) for source in sources if source in rules.trust]
    return min(places, default=len(rules.trust))


def email_rank(row: Row) -> int:
    if not row.get("email"):
        return 1
    return 2 if row.get("email_status") == "invalid" else 3


def phone_rank(row: Row) -> int:
    status = row.get("phone_status")
    return STATUSES.index(status) if status in STATUSES else -1


def spread(kept: Row, rows: list[Row], places: list[str]) -> None:
    found = [row[place] for row in (kept, *rows) for place in places if row[place]]
    distinct: dict[str, str] = {}
    for address in found:
        distinct.setdefault(address.lower(), address)
    addresses = iter(distinct.values())
    kept.update({place: next(addresses, "") for place in places})


def take_consent(kept: Row, rows: list[Row]) -> None:
    names = [name for name in CONSENT_GROUP if name in kept]

    def when(row: Row) -> tuple[int, str]:
        return moment(row.get("consent_at", ""))

    def proof(row: Row) -> tuple[object, ...]:
        cell = row.get("consent", "")
        answer = 2 if yes_or_no(cell) == YES else bool(cell.strip())
        told = sum(bool(row.get(n)) for n in ("consent_at", "consent_source", "consent_text"))
        return answer, told, when(row)

    refused = [row for row in rows if yes_or_no(row.get("consent", "")) == NO]
    if refused:
        newest = max(refused, key=when)
        kept.update({name: newest[name] for name in names} | {"consent": NO})
        return
    own = kept["email"].strip().lower() if "email" in kept else address(rows[0])
    same = [row for row in rows if address(row) == own] or rows[:1]
    giver = max(same, key=proof)
    kept.update({name: giver[name] for name in names})


def address(row: Row) -> str:
    return next((a for name in EMAILS if (a := row.get(name, "").strip().lower())), "")
