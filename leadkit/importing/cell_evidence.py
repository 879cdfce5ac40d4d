"""What a header claims and what its cells look like, weighed: cells may doubt, turn and decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leadkit.fields.headers.cells import (
    contradicts,
    field_of_kinds,
    is_prose,
    mail_or_phone,
    may_be_titles,
)
from leadkit.fields.headers.names import field_of_values
from leadkit.fields.headers.questions import asks_for_nothing_kept, is_question
from leadkit.fields.headers.words import Understood
from leadkit.importing.claims import OWN_NAME, WEAK, Claim

_LEAST_ROWS = 5  # of a sample, before its cells weigh against a header
_EMPTIER = 0.5  # as full as the fullest column of its field: then it gives way
_EACH_ANOTHER = 0.8  # so many different addresses among the cells are those of the rows
_WAYS = frozenset({"email", "phone", "mobile", "FILL"})
_OF_OTHERS = frozenset({"ASIDE", "owner", "USER"})
_OFTEN = 0.3  # so few different names among the cells are those of colleagues
_TURNED = {  # (what the header says, what the cells look like) -> what they are
    ("full_name", "company"): "company",
    ("last_name", "company"): "company",
    ("job_title", "prefix"): "prefix",
    ("full_name", "prefix"): "prefix",
}
MAIL_OR_PHONE = "phone, email"  # as a map writes a column that holds either

Cells = Sequence[Sequence[str]]


def weigh_cells(claims: list[Claim], cells: Cells) -> tuple[list[Claim], dict[int, str]]:
    """Return the claims that cells allow, the surest first, and why cells forbid the others.

    A column that has the name of our own is believed. Of several columns for one field one that
    is less than half as full as the fullest gives way, and of notes one that holds no sentences.
    """
    kept: list[Claim] = []
    against: dict[int, str] = {}
    for claim in claims:
        if claim.strength >= OWN_NAME:
            kept.append(claim)
        elif why := contradicts(claim.field, cells[claim.at]) or _no_title(claim, cells[claim.at]):
            against[claim.at] = f"its header says {claim.field}, but {why}"
        elif _are_colleagues(claim, claims, cells):
            against[claim.at] = "its few names stand again and again, and another column has many"
        else:
            kept.append(_turned(claim, cells[claim.at], claims))
    kept = [_behind_fuller(claim, kept, cells) for claim in kept]
    return sorted(kept, key=lambda claim: (-claim.strength, claim.at)), against


def _no_title(claim: Claim, cells: Sequence[str]) -> str:
    """Return why a "title" is none before a name, "" where it may be one."""
    if claim.field != "prefix" or claim.understood.core != {"TITLE"}:
        return ""
    return "" if may_be_titles(cells) else "its cells are no titles before a name"


def _are_colleagues(claim: Claim, claims: Sequence[Claim], cells: Cells) -> bool:
    """Tell whether a column of names is about those who wrote the list: "Who" beside "Person"."""
    own = [cell.strip() for cell in cells[claim.at] if cell.strip()]
    if claim.field != "full_name" or len(own) < 2 * _LEAST_ROWS:
        return False
    others = {other.at for other in claims if other.field != "full_name"} | {claim.at}
    return len(set(own)) <= _OFTEN * len(own) and any(
        field_of_kinds(cells[at]) == "full_name" for at in range(len(cells)) if at not in others
    )


def _turned(claim: Claim, cells: Sequence[str], claims: Sequence[Claim]) -> Claim:
    """Return the claim for what the cells are, if its words may mean that and nobody else does."""
    may_turn = {field for said, field in _TURNED if said == claim.field}
    bare = claim.understood.core <= {"NAME", "TITLE"} or claim.strength <= WEAK
    if not may_turn or not bare:
        return claim
    field = _TURNED.get((claim.field, field_of_kinds(cells)), "")
    if not field or any(c.field == field and c.at != claim.at for c in claims):
        return claim
    reason = f"its header may mean {field}, and its cells look like it"
    return replace(claim, field=field, reason=reason)


def _behind_fuller(claim: Claim, claims: Sequence[Claim], cells: Cells) -> Claim:
    rivals = [other for other in claims if other.field == claim.field and other.at != claim.at]
    own = cells[claim.at]
    if claim.strength >= OWN_NAME or not rivals or len(own) < _LEAST_ROWS:
        return claim
    chosen = claim.field == "notes" and not is_prose(own)  # "Topic: Offer" beside a message
    fuller = [
        other for other in rivals
        if (other.strength > WEAK and _filled(own) < _EMPTIER * _filled(cells[other.at]))
        or (chosen and is_prose(cells[other.at]))
    ]  # fmt: skip
    if not fuller:
        return claim
    strength = min(claim.strength, *(other.strength - 1 for other in fuller))
    return replace(claim, strength=strength)


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def names_the_way(understood: Understood, cells: Sequence[str]) -> bool:
    """Tell whether a header says e-mail or phone beside words that nobody knows, as "E-Mail lt.
    Liste", and each row has another one; those of a few colleagues come again and again.

    Cells that are e-mails speak for themselves: "Adresă emial".
    """
    own = [cell.strip() for cell in cells if cell.strip()]
    apart = len(own) >= _LEAST_ROWS and len(set(own)) >= _EACH_ANOTHER * len(own)
    if not (apart and understood.unknown):
        return False
    mail = field_of_values(own) == "email" and not understood.meanings & _OF_OTHERS
    return mail or understood.meanings <= _WAYS


def field_by_cells(cells: Sequence[str], header: str, is_wordless: bool) -> tuple[str, str]:
    """Return the field of a column whose header says none, and the reason; ("", "") if unclear.

    ``is_wordless`` tells that leadkit knows no word of its header.

    >>> field_by_cells(["Herr", "Frau", "Frau", "Herr"], "Form", True)
    ('prefix', 'no word of its header is known, and its cells look like prefix')
    """
    if mail_or_phone(cells):
        return MAIL_OR_PHONE, "its cells are e-mails and numbers"
    field = field_of_values(cells)
    if field:
        return field, f"its values look like {field.replace('_url', '')}s"
    if is_question(header):
        prose = is_prose(cells) and not asks_for_nothing_kept(header)
        return ("notes", "a question that is answered in sentences") if prose else ("", "")
    field = field_of_kinds(cells) if is_wordless else ""
    reason = f"no word of its header is known, and its cells look like {field}"
    return (field, reason) if field else ("", "")
