"""How one lead is merged of its rows, plainly and row by row: what the fast way must give too."""

from __future__ import annotations

from collections.abc import Callable

from leadkit.base.columns import DIALLED, EMAILS, IDENTITY, OPT_OUTS
from leadkit.deduping.merging.merge_rules import CONSENT_GROUP, PHONE_PLACES, MergeRules
from leadkit.fields.bounces import has_bounced
from leadkit.fields.consent import NO, YES, answer_to, has_opted_out
from leadkit.fields.email.cleaner import is_role_mailbox
from leadkit.fields.email.keys import key_as_written
from leadkit.fields.email.one import read_email
from leadkit.fields.objections import has_left_mailing, is_unconfirmed
from leadkit.fields.phone.keys import phone_key
from leadkit.fields.phone.one import STATUSES
from leadkit.fields.spans import day_number
from leadkit.fields.status_words import how_far

Row = dict[str, str]
TO_MAIL = ("consent", "email_consent", "mailing_status")
ALWAYS_JOINED = ("refused", "consent_unread", "fax")


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
    phoned = [row for row in rows if row.get("phone_status") in STATUSES] or rows[:1]
    best = max(phoned, key=lambda row: phone_rank(row))
    take(("phone_status", "phone_type") if "phone_status" in kept else (), best)
    for name in kept:
        if name not in done:
            keep = rules.fields.get(name, "first")
            kept[name] = giver_of(rows, [name], keep, rules, group=False)[name]
    put_emails(kept, rows)
    put_phones(kept, rows)
    take_consent(kept, rows)
    for name in kept:
        values = [row[name] for row in rows if row[name]]
        rule = rules.fields.get(name, "join" if name in ALWAYS_JOINED else "")
        rule = "any yes" if name in OPT_OUTS else rule
        if rule == "any yes" and any(map(has_opted_out, values)):
            kept[name] = YES
        elif name == "issues":
            codes = [(row, c) for row in rows for c in row[name].split("; ") if c]
            kept[name] = "; ".join(dict.fromkeys(c for row, c in codes if is_of(c, row, kept)))
        elif rule == "join" and len(set(values)) > 1:
            by = " | " if name == "notes" else "; "
            kept[name] = by.join(dict.fromkeys(p for v in values for p in v.split(by) if p))
    if "refused" in kept:
        entries = kept["refused"].split("; ") if kept["refused"] else []
        own = kept_address(kept, rows)
        bounced = [address(row) for row in rows if has_bounce(row)]
        entries += [f"bounced {one}" for one in bounced if one and one != own]
        places = [place(row) for row in rows if refuses_post(row)]
        entries += [f"post {one}" for one in places if one and one != place(kept)]
        kept["refused"] = "; ".join(dict.fromkeys(entries))
    return kept


def refuses_post(row: Row) -> bool:
    denied = (answer_to(name)(row.get(name, "")) == NO for name in ("consent", "post_consent"))
    return has_opted_out(row.get("post_opt_out", "")) or any(denied)


def place(row: Row) -> str:
    """Return who is written to where."""
    cells = {name: cell.strip().lower() for name, cell in row.items()}
    street = "".join(sign for sign in cells.get("street", "") if sign.isalnum())
    whom = (cells.get(name) for name in ("last_name", "full_name", "company"))
    where = (cells.get(name) for name in ("postal_code", "city"))
    parts = (next(filter(None, some), "") for some in (whom, where))
    return "|".join((*parts, street)) if street else ""


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


def phone_rank(row: Row) -> int:
    status = row.get("phone_status")
    return STATUSES.index(status) if status in STATUSES else -1


def put_emails(kept: Row, rows: list[Row]) -> None:
    places = [name for name in EMAILS if name in kept]
    if not places:
        return
    found = [row[place] for row in (kept, *rows) for place in places if row[place]]
    found += [part for row in rows for part in parts(row.get("other_emails", ""))]
    bad = {email_key(row["email"]) for row in rows if row.get("email_status") == "invalid"
           and row.get("email")} | {address(row) for row in rows if has_bounce(row)}  # fmt: skip
    proofs: dict[str, tuple[object, ...]] = {}
    for row in rows:
        said = [answer_to(name)(row.get(name, "")) for name in TO_MAIL]
        if YES in said and NO not in said:
            proofs[address(row)] = max(proof(row), proofs.get(address(row), (-1,)))

    def rank(text: str) -> tuple[object, ...]:
        key = email_key(text)
        return (key in bad, *(() if key in bad else backwards(proofs.get(key, (-1,)))))

    every = once(sorted(found, key=rank), email_key)
    kept.update(dict(zip(places, [*every, "", "", ""], strict=False)))
    if "other_emails" in kept:
        kept["other_emails"] = "; ".join(every[len(places) :])
    known = [name for name in ("email_status", "email_flags", "email_suggestion") if name in kept]
    if places[0] != "email":
        return
    own = [row for row in rows if email_key(row["email"]) == email_key(kept["email"])]
    described = [row for row in own if row.get("email_status")] or own
    if described or not kept["email"]:
        kept.update({name: (described or rows)[0][name] for name in known})
    else:
        status = read_email(kept["email"]).status
        flags = "role" if is_role_mailbox(kept["email"]) and status == "valid" else ""
        new = {"email_status": status, "email_flags": flags, "email_suggestion": ""}
        kept.update({name: new[name] for name in known})


def put_phones(kept: Row, rows: list[Row]) -> None:
    places = [name for name in PHONE_PLACES if name in kept]
    every = once([row[p] for row in (kept, *rows) for p in places if row[p]], number_key)
    kept.update(dict(zip(places, [*every, "", ""], strict=False)))
    if "other_phones" in kept:
        names = [name for name in DIALLED if name in kept]
        placed = [kept[name] for name in names if kept[name]]
        found = [row[name] for row in rows for name in names if row[name]]
        found += [part for row in rows for part in parts(row["other_phones"])]
        held = {number_key(one) for one in placed}
        rest = [one for one in once(found, number_key) if number_key(one) not in held]
        kept["other_phones"] = "; ".join(rest)


def parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("; ") if part.strip()]


def once(texts: list[str], key: Callable[[str], str]) -> list[str]:
    distinct: dict[str, str] = {}
    for text in texts:
        distinct.setdefault(key(text), text)
    return list(distinct.values())


def email_key(text: str) -> str:
    return key_as_written(text) or text


def number_key(text: str) -> str:
    return phone_key(text) or text.casefold()


def backwards(rank: tuple[object, ...]) -> tuple[object, ...]:
    """Return what sorts the highest rank first."""
    told, when = rank[0], rank[1] if len(rank) > 1 else (0, "")
    return (-told, Backwards(when))


class Backwards:
    def __init__(self, value: object) -> None:
        self.value = value

    def __lt__(self, other: Backwards) -> bool:
        return other.value < self.value

    def __eq__(self, other: object) -> bool:
        return self.value == other.value


def proof(row: Row) -> tuple[object, ...]:
    told = sum(bool(row.get(n)) for n in ("consent_at", "consent_source", "consent_text"))
    return told, moment(row.get("consent_at", ""))


def has_bounce(row: Row) -> bool:
    return has_opted_out(row.get("email_bounced", "")) or has_bounced(row.get("mailing_status", ""))


def take_consent(kept: Row, rows: list[Row]) -> None:
    names = [name for name in CONSENT_GROUP if name in kept]
    own = kept_address(kept, rows)
    same = [row for row in rows if address(row) == own]
    for name, rank in (("mailing_status", mailing_rank), ("email_bounced", bounce_rank)):
        if name in kept:
            told = [row for row in rows if rank(row[name]) == 3 or (row in same and row[name])]
            told = [row for row in told if row[name].strip()]
            kept[name] = max(told, key=lambda row: rank(row[name]))[name] if told else ""

    def answer(row: Row, *asked: str) -> int:
        said = [(answer_to(n)(row.get(n, "")), bool(row.get(n, "").strip())) for n in asked]
        return max({YES: 2, NO: -1}.get(word, int(filled)) for word, filled in said)

    def elsewhere(row: Row) -> bool:
        return answer(row, "phone_consent", "post_consent") == 2

    refused = [row for row in rows if answer_to("consent")(row.get("consent", "")) == NO]
    if refused:
        newest = max(refused, key=lambda row: moment(row.get("consent_at", "")))
        kept.update({name: newest[name] for name in names})
    elif same:
        giver = max(
            same,
            key=lambda row: (
                answer(row, *TO_MAIL), proof(row)[0] * (answer(row, *TO_MAIL) == 2),
                elsewhere(row), *proof(row),
            ),
        )  # fmt: skip
        kept.update({name: giver[name] for name in names})
        waits = any(is_unconfirmed(giver.get(name, "")) for name in TO_MAIL)
        agreed = answer(giver, "consent", "email_consent") == 2 and proof(giver)[0] == 3
        if agreed and not waits and is_unconfirmed(kept.get("mailing_status", "")):
            kept["mailing_status"] = ""
    else:
        kept.update(dict.fromkeys(names, ""))
    others = [row for row in rows if elsewhere(row)]
    if others and not any(kept[name] for name in names):
        giver = max(others, key=proof)
        told = {"phone_consent", "post_consent", "consent_at", "consent_source", "consent_text"}
        kept.update({name: giver[name] for name in names if name in told})
    for name in ("consent", "email_consent", "phone_consent", "post_consent"):
        if any(answer_to(name)(row.get(name, "")) == NO for row in rows):
            kept[name] = NO


def kept_address(kept: Row, rows: list[Row]) -> str:
    return key_as_written(kept["email"]) if "email" in kept else address(rows[0])


def mailing_rank(cell: str) -> int:
    return 3 if has_left_mailing(cell) else 2 if has_bounced(cell) else 1


def bounce_rank(cell: str) -> int:
    return 2 if has_opted_out(cell) else 1


def address(row: Row) -> str:
    return next((a for name in EMAILS if (a := key_as_written(row.get(name, "")))), "")
