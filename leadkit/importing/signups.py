"""Where and when people signed up, in a list of a mailing tool: that proves their yes to mails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from leadkit.base.words import word_groups
from leadkit.fields.dates import read_date
from leadkit.fields.headers.consent_words import Word, read_clause
from leadkit.fields.headers.words import Understood
from leadkit.importing.claims import OWN_NAME, SPELLING, Claim
from leadkit.importing.combined import FIELDS_APART

_MOSTLY = 0.8  # of the filled cells
_LABEL = 5  # words of a header at most
_SOURCE, _DAY = "consent_source", "consent_at"
# A place where people signed up is where the lead came from, too.
SIGNUP_SOURCE = "lead_source, consent_source"


def signup_evidence(header: str, cells: Sequence[str]) -> str:
    """Return the field of a column of a mailing tool that proves a sign-up, "" for any other.

    >>> signup_evidence("signup_source", ["www footer form"])
    'lead_source, consent_source'
    >>> signup_evidence("Bestätigt am", ["2024-05-01 10:00", ""])
    'consent_at'
    >>> signup_evidence("confirmed_ip", ["203.0.113.4"]), signup_evidence("Source", ["fair"])
    ('', '')
    """
    words = read_clause(header)
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or len(words) > _LABEL:
        return ""
    where = any("ORIGIN" in word.says or word.text.endswith(_listed("WHERE")) for word in words)
    of_days = _DAY if _says(words, "CONFIRMED") else ""
    of_others = SIGNUP_SOURCE if where and _says(words, "SIGNUP") else ""
    if of_days == of_others:
        return of_days  # whatever stands below it
    days = sum(1 for cell in filled if read_date(cell)) >= _MOSTLY * len(filled)
    return of_days if days else of_others


def _says(words: Sequence[Word], group: str) -> bool:
    parts = (part for word in words for part in (word.text, *word.text.split()))
    return any(part.startswith(_listed(group)) for part in parts)


@cache
def _listed(group: str) -> tuple[str, ...]:
    return word_groups("leadkit.fields", "signup_words")[group]


def with_signups(
    headers: Sequence[str],
    cells: Sequence[Sequence[str]],
    settled: Mapping[int, Claim],
    understood: Sequence[Understood],
) -> dict[int, Claim]:
    """Return the claims with those of sign-ups, where a column has the states of a mailing tool.

    The day of the confirmation proves a double opt-in; another day of that is the list's own.
    """
    held = {field: at for at, one in settled.items() for field in one.field.split(FIELDS_APART)}
    found = dict(settled)
    if "mailing_status" not in held:
        return found
    for at, header in enumerate(headers):
        mine = settled.get(at)
        field = signup_evidence(header, cells[at])
        if not field or (mine and mine.strength >= SPELLING and mine.field not in field):
            continue
        if mine and (mine.strength >= OWN_NAME or mine.field not in ("lead_source", "created_at")):
            continue
        wanted = _SOURCE if field == SIGNUP_SOURCE else field
        if wanted in held:
            continue
        if held.get("lead_source", at) != at:
            field = wanted
        held[wanted] = at
        reason = f"'{header.strip()}' says {_TOLD[wanted]}, and another column what became of it"
        found[at] = replace(
            mine or Claim(at, field, SPELLING, reason, understood[at]), field=field, reason=reason
        )
    return found


_TOLD = {_SOURCE: "where people signed up", _DAY: "when they confirmed it"}
