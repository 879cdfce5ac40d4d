"""The dedupe stage: rows that are surely one person become one lead, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.columns import ADDRESS, EMAILS, PHONES
from leadkit.errors import LeadkitError
from leadkit.fields.company import company_base_name
from leadkit.fields.consent import NO, has_opted_out, yes_or_no
from leadkit.fields.distinct import map_distinct
from leadkit.fields.email import is_role_mailbox
from leadkit.fields.fold import fold
from leadkit.fields.status import furthest
from leadkit.stage import Outcome, Stage, cell_column, with_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.stage import Column, Leads

SEPARATOR = "; "
NAME_GROUP = ("prefix", "first_name", "middle_name", "last_name", "full_name", "suffix")
CONSENT_GROUP = (  # belongs to the row's own e-mail, and proof of one consent is none of another
    "consent", "consent_at", "consent_source", "consent_text", "consent_channels",
    "third_party_consent", "soft_opt_in",
)  # fmt: skip
OPT_OUTS = ("email_opt_out", "phone_opt_out", "post_opt_out")
STATUSES = ("lead_status", "lifecycle_stage")
JOINED = {"tags": SEPARATOR, "notes": " | "}
_TITLES = frozenset("dr prof mr mrs ms herr frau mme dipl ing hc med phd mba".split())
_DIALLED = tuple(name for name in PHONES if name != "fax")


@dataclass(frozen=True)
class Deduped:
    """The leads that remain, and for each absorbed one where it went, why, and all it held."""

    leads: Leads
    merges: Leads  # lead_id, merged_into, reason, then the absorbed row's other columns


def dedupe_leads(leads: Leads) -> Deduped:
    """Merge rows that agree on a personal e-mail, on name and phone, or on name and company.

    Role mailboxes and phones alone merge nobody, and blanks agree with nothing. The fullest row
    of a person remains and takes over what it lacks from the others; any opt-out stays one. The
    result is the same whatever order the rows come in, and deduping it again changes nothing.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1", "2", "3"], "email": ["a@x.example.com", "", ""],
    ...     "full_name": ["Eva Meier"] * 3, "company": ["Acme GmbH", "ACME", ""]}, dtype="str")
    >>> dedupe_leads(leads).merges[["lead_id", "merged_into", "reason"]].values.tolist()
    [['2', '1', 'same name and company']]
    """
    originals = _with_places_for_more(leads)
    remaining = originals
    absorbed: dict[int, tuple[int, str]] = {}
    while True:
        # What a merged row gained may agree with a further one, so look until nothing does.
        remaining, found = _merge_once(remaining)
        if not found:
            return Deduped(remaining.reset_index(drop=True), _merges(originals, absorbed))
        absorbed |= found


def _merge_once(leads: Leads) -> tuple[Leads, dict[int, tuple[int, str]]]:
    """Return the leads with every cluster merged, and {absorbed row: (kept row, reason)}."""
    import pandas as pd

    evidence = _evidence(leads)
    labels = leads.index.to_numpy()
    fullness = (leads != "").sum(axis=1).to_numpy()
    ids = leads["lead_id"].to_numpy()
    clusters = [
        sorted(members, key=lambda row: (-fullness[row], ids[row]))
        for members in _clusters([codes for rule in evidence.values() for codes in rule])
    ]
    records = _records(leads, [row for members in clusters for row in members])
    merged: dict[int, dict[str, str]] = {}
    absorbed: dict[int, tuple[int, str]] = {}
    for members in clusters:
        kept = labels[members[0]]
        merged[kept] = _merge_rows([records[row] for row in members])
        for row in members[1:]:
            absorbed[labels[row]] = kept, _reason(row, members, evidence)
    if not absorbed:
        return leads, absorbed
    rows = pd.DataFrame(list(merged.values()), index=list(merged), columns=leads.columns)
    remaining = leads.drop(index=list(absorbed))
    remaining.loc[rows.index] = rows.astype("str")
    return remaining, absorbed


def dedupe_stage() -> Stage:
    """Return dedupe as a step of a run; it has to see all leads at once."""

    def apply(leads: Leads) -> Outcome:
        deduped = dedupe_leads(leads)
        return Outcome(deduped.leads, aside={"merges": deduped.merges})

    return Stage("dedupe", apply, adds=("merged_ids",), whole=True, check=_check)


def _check(columns: list[str]) -> list[str]:
    if "lead_id" not in columns:
        raise LeadkitError(
            f"dedupe needs the column lead_id, which 'leadkit import' adds; "
            f"there are: {', '.join(columns)}"
        )
    if not {"email", "first_name", "last_name", "full_name"} & set(columns):
        raise LeadkitError(
            f"dedupe needs email, full_name, or first_name and last_name; "
            f"there are: {', '.join(columns)}"
        )
    return []


def _with_places_for_more(leads: Leads) -> Leads:
    """Add merged_ids, and columns for the second e-mail and phone that a merged person may have."""
    wanted = ["merged_ids"]
    wanted += [f"{name}_2" for name in ("email", "phone") if name in leads.columns]
    blanks = {name: "" for name in wanted if name not in leads.columns}
    return with_columns(leads, blanks).reset_index(drop=True)


def _evidence(leads: Leads) -> dict[str, list[np.ndarray]]:
    """Return for each reason columns of codes; rows with the same code agree, -1 is no code."""
    names = _name_keys(leads)
    emails = [_email_keys(leads[name]) for name in EMAILS if name in leads.columns]
    phones = [_phone_keys(leads[name]) for name in _DIALLED if name in leads.columns]
    companies = map_distinct(cell_column(leads, "company"), company_base_name)
    return {
        "same personal e-mail": _codes(emails),
        "same name and phone": _codes([_both(names, keys) for keys in phones]),
        "same name and company": _codes([_both(names, companies)]),
    }


def _name_keys(leads: Leads) -> np.ndarray:
    """Return a key of first and last name in any order; "" where there is no whole name."""
    first, last = cell_column(leads, "first_name"), cell_column(leads, "last_name")
    whole = (first != "") & (last != "")
    parts = (first + " " + last).where(whole, cell_column(leads, "full_name"))

    def key(name: str) -> str:
        words = [word for word in fold(name).split() if word not in _TITLES]
        return " ".join(sorted(words)) if len(words) > 1 else ""

    return map_distinct(parts, key)


def _email_keys(emails: Column) -> np.ndarray:
    def key(address: str) -> str:
        address = address.strip().casefold()
        return "" if "@" not in address or is_role_mailbox(address) else address

    return map_distinct(emails, key)


def _phone_keys(phones: Column) -> np.ndarray:
    def key(phone: str) -> str:
        digits = "".join(filter(str.isdigit, phone))
        return digits if len(digits) > 5 else ""

    return map_distinct(phones, key)


def _both(names: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Join two keys; "" where either is blank, for blank equals nothing."""
    import numpy as np

    return np.where((names == "") | (others == ""), "", names + "\x1f" + others)


def _codes(keys: list[np.ndarray]) -> list[np.ndarray]:
    """Number the keys of several columns alike; -1 for blanks and keys that only one row has."""
    import numpy as np
    import pandas as pd

    if not keys:
        return []
    codes, distinct = pd.factorize(np.concatenate(keys))
    rows = np.tile(np.arange(len(keys[0])), len(keys))
    holders = pd.DataFrame({"code": codes, "row": rows}).drop_duplicates()["code"].value_counts()
    lone = holders.index[holders.to_numpy() < 2].to_numpy()
    codes = np.where(np.isin(codes, lone) | (distinct[codes] == ""), -1, codes)
    return np.split(codes, len(keys))


def _clusters(agreements: Iterable[np.ndarray]) -> list[list[int]]:
    """Return the groups of two rows and more that agreements join, directly or through others."""
    parent: dict[int, int] = {}

    def root(row: int) -> int:
        while (above := parent.setdefault(row, row)) != row:
            parent[row] = parent[above]
            row = above
        return row

    first_with: dict[tuple[int, int], int] = {}
    for rule, codes in enumerate(agreements):
        for row in (codes >= 0).nonzero()[0].tolist():
            first = first_with.setdefault((rule, int(codes[row])), row)
            parent[root(row)] = root(first)
    groups: dict[int, list[int]] = {}
    for row in sorted(parent):
        groups.setdefault(root(row), []).append(row)
    return [members for members in groups.values() if len(members) > 1]


def _reason(row: int, members: list[int], evidence: dict[str, list[np.ndarray]]) -> str:
    """Say on what a row agrees with any other of its cluster."""
    others = [member for member in members if member != row]
    found = []
    for reason, columns in evidence.items():
        own = {int(codes[row]) for codes in columns} - {-1}
        if any(int(codes[other]) in own for codes in columns for other in others):
            found.append(reason)
    return SEPARATOR.join(found)


def _records(leads: Leads, rows: list[int]) -> dict[int, dict[str, str]]:
    """Return these rows as records, all taken at once: one by one is slow."""
    cells = leads.iloc[rows].to_numpy(object).tolist()
    return {
        row: dict(zip(leads.columns, values, strict=True))
        for row, values in zip(rows, cells, strict=True)
    }


def _merge_rows(rows: list[dict[str, str]]) -> dict[str, str]:
    """Return the first row with what it lacks taken from the others, in their order."""
    kept = dict(rows[0])
    if not kept.get("email"):
        _take_group(kept, rows, ("email", *CONSENT_GROUP))
    _take_group(kept, rows, NAME_GROUP)
    _take_group(kept, rows, ADDRESS)
    grouped = {*NAME_GROUP, *ADDRESS, *CONSENT_GROUP, *JOINED, *STATUSES, "email"}
    for name in kept:
        if name not in grouped and not kept[name]:
            kept[name] = next((row[name] for row in rows if row[name]), "")
    for name, separator in JOINED.items():
        if name in kept:
            kept[name] = separator.join(dict.fromkeys(row[name] for row in rows if row[name]))
    for name in STATUSES:
        if name in kept:
            kept[name] = furthest([row[name] for row in rows])
    _keep_other_addresses(kept, rows, ("email", "email_2", "email_3"))
    _keep_other_addresses(kept, rows, ("phone", "phone_2"))
    _keep_refusals(kept, rows)
    ids = [row["lead_id"] for row in rows[1:]]
    earlier = [one for row in rows for one in row["merged_ids"].split(SEPARATOR) if one]
    kept["merged_ids"] = SEPARATOR.join(sorted({*ids, *earlier}))
    return kept


def _take_group(kept: dict[str, str], rows: list[dict[str, str]], group: tuple[str, ...]) -> None:
    """Fill fields that belong together from one row: no street of one with another's postcode."""
    names = [name for name in group if name in kept]
    if any(kept[name] for name in names):
        return
    giver = next((row for row in rows if any(row[name] for name in names[:1] or names)), None)
    giver = giver or next((row for row in rows if any(row[name] for name in names)), kept)
    kept.update({name: giver[name] for name in names})


def _keep_other_addresses(
    kept: dict[str, str], rows: list[dict[str, str]], places: tuple[str, ...]
) -> None:
    """Put further e-mails or phones of the merged rows where there is room for them."""
    places = tuple(place for place in places if place in kept)
    found = [kept[place] for place in places if kept[place]]
    found += [row[place] for row in rows for place in places if row[place]]
    distinct: dict[str, str] = {}
    for address in found:
        distinct.setdefault(address.casefold(), address)
    addresses = iter(distinct.values())
    for place in places:
        kept[place] = next(addresses, "")


def _keep_refusals(kept: dict[str, str], rows: list[dict[str, str]]) -> None:
    """An opt-out or a refusal on any merged row holds for the person."""
    for name in OPT_OUTS:
        if name in kept and any(has_opted_out(row[name]) for row in rows):
            kept[name] = "yes"
    if "consent" in kept and any(yes_or_no(row["consent"]) == NO for row in rows):
        kept["consent"] = NO


def _merges(originals: Leads, absorbed: dict[int, tuple[int, str]]) -> Leads:
    """Return the absorbed rows as they came, each with the lead that it went into in the end."""
    import pandas as pd

    def final(row: int) -> int:
        while row in absorbed:
            row = absorbed[row][0]
        return row

    gone = sorted(absorbed)
    ids = originals["lead_id"]
    merges = originals.loc[gone].reset_index(drop=True)
    told = pd.DataFrame(
        {
            "lead_id": ids.loc[gone].to_numpy(),
            "merged_into": ids.loc[[final(row) for row in gone]].to_numpy(),
            "reason": [absorbed[row][1] for row in gone],
        },
        dtype="str",
    )
    return pd.concat([told, merges.drop(columns="lead_id")], axis=1)
