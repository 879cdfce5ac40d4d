"""Invented leads as `leadkit classify` leaves them, with all that makes a hand-off go wrong.

Row by row a function of its number and the seed: the first rows of a long table are a short one. Each
trait of TRAITS has the first rows for itself, one a row; after them one row in four has some trait.

>>> len(list(invented_leads(3))), next(invented_leads(1))["last_name"]
(3, '')
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.handoff.fact_checks.invented_traits import NOES, RARE, TRAITS, Lead
from tests.handoff.fact_checks.values import is_email

COLUMNS = (
    "lead_id source_file source_row first_name last_name prefix email phone mobile company job_title"
    " street city postal_code country website lead_source lifecycle_stage owner created_at notes"
    " employees revenue external_id consent consent_at consent_source consent_text consent_channels"
    " email_opt_out|Scanned By|issues seniority department email_status email_flags email_suggestion"
    " phone_status phone_type phone_extension remark_flags remark_words merged_ids email_2 phone_2"
    " score score_fit score_engagement grade score_class score_reasons lead_status status_reason"
    " status_since may_email may_call may_post contact_basis next_step refused"
)
HEADER = [
    name
    for part in COLUMNS.split("|")
    for name in ([part] if part == "Scanned By" else part.split())
]
FIRST = "Nicole Ulrich Jürgen Petra Søren Łucja François Zoë Müge Ana".split()
LAST = "Claußen Eickhoff Rüegg Kröger Lindqvist Żak Lefèvre Öztürk Ibáñez Marsh".split()
PLACES = [
    ("DE", "Dresden", "01067", "+49351555"),
    ("CH", "Bern", "3014", "+4131555"),
    ("US", "Cleveland", "44114", "+1216555"),
    ("GB", "London", "SE16 4DG", "+44207946"),
]
STATUSES = "lead lead lead MQL MQL SAL SQL SQO customer nurture unqualified".split()
NEXT = {"unqualified": "none: competitor", "customer": "none: customer", "nurture": "nurture"}
GRADES = [("A", "call today"), ("B", "call this week"), ("C", "newsletter"), ("D", "leave")]


def invented_lead(number: int, seed: int = 1) -> Lead:
    """Return the lead of this number, from 0 on."""
    draw = random.Random(seed * 1_000_003 + number)
    lead = _plain_lead(number, draw)
    names = list(TRAITS)
    chance = draw.random()
    if number < len(names):
        lead |= TRAITS[names[number]](lead, draw)
    elif chance < 0.25:
        name = draw.choice(names)
        if name not in RARE or draw.random() < 0.01:
            lead |= TRAITS[name](lead, draw)
    elif chance < 0.30:
        lead |= TRAITS[draw.choice(NOES)](lead, draw)
    elif chance < 0.33:
        lead |= _same_mailbox(invented_lead(number // 2, seed))
    return lead | _settled(lead)


def _plain_lead(number: int, draw: random.Random) -> Lead:
    """Return a lead that nothing is wrong with."""
    country, city, postal_code, prefix = draw.choice(PLACES)
    first, last = draw.choice(FIRST), draw.choice(LAST)
    status = draw.choice(STATUSES)
    score = draw.randrange(10_001) / 100
    grade, score_class = draw.choice(GRADES)
    mailed = status != "unqualified" and draw.random() < 0.6
    called = status != "unqualified" and draw.random() < 0.4
    next_step = NEXT.get(status) or ("call" if called else "mail" if mailed else "none: no channel")
    lead = dict.fromkeys(HEADER, "")
    lead |= {
        "lead_id": f"{(number + 1) * 0x9E3779B97F4A7C15 % 2**64:016x}",
        "source_file": "badges.csv",
        "source_row": str(number + 2),
        "first_name": first,
        "last_name": last,
        "email": f"person.{number}@firm{number % 997}.example.com",
        "phone": f"{prefix}{number % 10_000:04d}",
        "company": f"{last} {number % 997} GmbH",
        "job_title": draw.choice(["VP Operations", "Einkauf", "Technische Leitung"]),
        "city": city,
        "postal_code": postal_code,
        "country": country,
        "lead_source": "Trade fair",
        "created_at": f"2026-10-{draw.randint(1, 28):02d}T{draw.randint(8, 18):02d}:29:55",
        "external_id": f"B{number:07d}",
        "consent": "yes" if mailed else "",
        "email_status": "valid",
        "phone_status": "valid",
        "phone_type": "fixed_line",
        "score": f"{score:g}",
        "score_fit": f"{score / 2:g}",
        "score_engagement": f"{score - score / 2:g}",
        "grade": grade,
        "score_class": score_class,
        "score_reasons": "home_market:+15; company_known:+5",
        "lead_status": status,
        "status_reason": "score is at least 45",
        "status_since": "2026-10-08",
        "may_email": "yes" if mailed else "no",
        "may_call": "yes" if called else "no",
        "may_post": "no",
        "contact_basis": f"email: {'consent' if mailed else 'no consent'}; post: no address",
        "next_step": next_step,
    }
    if mailed:
        lead |= {
            "consent_at": "2026-10-06",
            "consent_source": "stand tablet-1",
            "consent_text": "fair-2026-v2",
            "consent_channels": "e-mail",
        }
    return lead


def _same_mailbox(other: Lead) -> Lead:
    """Return what changes where a lead has another's address: a no of his holds for both."""
    changes = {"email": other["email"], "email_status": other["email_status"]}
    if said_no(other):
        changes |= {
            "may_email": "no",
            "refused": f"email {other['email']}",
            "contact_basis": "email: opted out (on another row or in another run); post: no address",
        }
    return changes


def _settled(lead: Lead) -> Lead:
    """Return why there is no mail and what comes next, as they follow from what else is said."""
    email, call = lead["may_email"] == "yes", lead["may_call"] == "yes"
    changes = {}
    if not email:
        changes["contact_basis"] = lead["contact_basis"].replace(
            "email: consent;", "email: no address;"
        )
    if lead["next_step"] in ("mail", "call"):
        left = "none: said no" if said_no(lead) else "none: may not be contacted"
        changes["next_step"] = "call" if call else "mail" if email else left
    return changes


def invented_leads(rows: int, seed: int = 1) -> Iterator[Lead]:
    """Yield so many invented leads."""
    return (invented_lead(number, seed) for number in range(rows))


def said_no(lead: Lead) -> bool:
    """Tell whether a lead said no to e-mails, or somebody with this address."""
    basis = lead["contact_basis"]
    return "email: opted out" in basis or "email: consent refused or withdrawn" in basis


def addresses_that_said_no(leads: Iterable[Lead]) -> set[str]:
    """Return the addresses to which no e-mail may go because somebody said no."""
    return {lead["email"] for lead in leads if said_no(lead) and is_email(lead["email"])}


def write_invented_leads(path: Path, rows: int, seed: int = 1) -> set[str]:
    """Write so many leads as CSV, and return the addresses among them that said no."""
    no: set[str] = set()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, lineterminator="\n")
        writer.writeheader()
        for lead in invented_leads(rows, seed):
            writer.writerow(lead)
            if said_no(lead) and is_email(lead["email"]):
                no.add(lead["email"])
    return no


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Write invented leads with nasty values.")
    asked.add_argument("file", type=Path)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    write_invented_leads(given.file, given.rows, given.seed)
