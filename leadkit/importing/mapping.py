"""Which column of a list becomes which of ours, and why: all headers weighed against each other."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cache

from leadkit.base.columns import IDENTITY, KNOWN, NEXT_FIELD
from leadkit.fields.headers.names import field_named, field_of_values, spelling_of
from leadkit.fields.headers.words import (
    Understood,
    Vocabulary,
    header_tokens,
    understand,
    vocabulary,
)

# How sure a claim is; a column that loses its first claim may have a weaker one.
OWN_NAME, SPELLING, EXPLICIT, COMPOSED, FALLBACK, WEAK, BY_VALUES = 100, 90, 85, 80, 60, 40, 30
_RESERVED = (*IDENTITY, "issues")  # what import itself writes
_TWO_WAYS = {  # a word -> what it is, unless another column is that, and what it is then
    "aniversario": ("birthday", ""),  # in Brazil, in Spain
    "apelido": ("last_name", "nickname"),  # in Portugal, in Brazil
    "kraj": ("country", "state"),  # in Polish, in Czech
    "rufname": ("first_name", "nickname"),
    "unvan": ("job_title", "prefix"),
}
_KOREAN_NAME = "이름"  # the given name beside a surname, else the whole one
_FILLED_UP = ("street", "street_2", "home_street", "home_phone")  # may take several columns
_ADDRESS = ("street", "street_2", "city", "state", "postal_code", "country")


@dataclass(frozen=True)
class Mapped:
    """What becomes of one column of a list."""

    header: str
    field: str  # the known column it fills, "" where it is left alone
    column: str  # the column of the lead table that its cells go to
    reason: str


@dataclass(frozen=True)
class _Claim:
    at: int
    field: str
    strength: int
    reason: str
    understood: Understood


def map_columns(
    headers: Sequence[str],
    samples: Sequence[Sequence[str]] = (),
    known: Vocabulary | None = None,
) -> list[Mapped]:
    """Return what becomes of each column: a known one, or its own name, never one twice.

    ``samples`` are some cells of each column. Address lines and private phones may share a field:
    their cells are joined.

    >>> for mapped in map_columns(["Vorname", "Name", "E-Mail", "E-Mail", "Size", "Size", ""]):
    ...     print(f"{mapped.column}: {mapped.reason}")
    first_name: 'Vorname' says first_name
    last_name: a name beside a first name
    email: 'E-Mail' says email
    email_2: email is taken by an earlier column
    Size: 'size' is no word leadkit knows
    Size_2: 'size' is no word leadkit knows
    column_7: it has no header
    """
    own = _own_table(headers)
    if own:
        return own
    known = known or vocabulary()
    understood = _in_context([understand(header, known) for header in headers])
    claims = [
        claim for at in range(len(headers)) for claim in _claims(at, headers, understood, known)
    ]
    claims = _weighed(claims, headers)
    settled = _settle(claims)
    taken = {claim.field for claim in settled.values()} | set(_RESERVED)
    for at in range(len(headers)):
        field = field_of_values(samples[at]) if at < len(samples) else ""
        wordless = not understood[at].meanings - {"FILL"}
        if at not in settled and field and wordless and field not in taken:
            reason = f"its values look like {field.replace('_url', '')}s"
            settled[at] = _Claim(at, field, BY_VALUES, reason, understood[at])
            taken.add(field)
    lost = {claim.at: claim for claim in reversed(claims) if claim.at not in settled}
    return _named(headers, settled, lost, understood)


def _own_table(headers: Sequence[str]) -> list[Mapped]:
    if set(IDENTITY) <= set(headers) and len(set(headers)) == len(headers):
        reason = "leadkit wrote this table"
        return [Mapped(h, h if h in KNOWN else "", h, reason) for h in headers]
    return []


def _in_context(understood: list[Understood]) -> list[Understood]:
    """Let a bare city, state ... that follows private address columns belong to them."""
    at_home = False
    seen = []
    for one in understood:
        field = "" if one.unknown else field_named(one)
        if field in _ADDRESS and not one.scope and at_home and "company" not in one.meanings:
            one = replace(one, meanings=one.meanings | {"HOME"}, inferred=True)
        else:
            at_home = field.startswith("home_") and field != "home_phone"
        seen.append(one)
    return seen


def _claims(
    at: int, headers: Sequence[str], understood: Sequence[Understood], known: Vocabulary
) -> list[_Claim]:
    """Return what a header by itself may be, the surest first."""
    header, one = headers[at], understood[at]
    if header in KNOWN:
        return [_Claim(at, header, OWN_NAME, "the name of our own column", one)]
    listed = spelling_of(header, known)
    if listed and not ("HOME" in one.meanings and not understand(header, known).scope):
        field, weak, entry = listed
        strength = WEAK if weak else SPELLING
        numbers = tuple(int(sign) for sign in header_tokens(header)[-1:] if sign.isdecimal())
        used = replace(one, used=(entry,), numbers=numbers)
        return [_Claim(at, field, strength, f"a known spelling of {field}", used)]
    field = field_named(one)
    if not field:
        return _own_in_other_letters(at, header, one)
    reason = f"'{header.strip()}' says {field}"
    strength = COMPOSED
    if one.scope == "WORK" and field in _ADDRESS:
        strength = EXPLICIT  # "Ort geschäftlich" is the city where "Ort" may be any place
    elif "USER" in one.meanings or (field == "phone" and "PRIMARY" in one.meanings):
        strength = WEAK
    elif one.core == {"TITLE"}:
        strength = COMPOSED - 1  # "Job Title" is surer
    elif field == "home_phone" and one.numbers:
        strength = BY_VALUES
    elif field == "company_phone":
        strength = EXPLICIT if {"PRIMARY", field} & one.meanings else COMPOSED
        return [
            _Claim(at, field, strength, reason, one),
            _Claim(at, "phone", FALLBACK, "a company's phone, where another is its main one", one),
        ]
    elif field == "email_2" and one.scope == "HOME":
        return [
            _Claim(at, field, COMPOSED, "a private address comes after the one at work", one),
        ]
    return [_Claim(at, field, strength, reason, one)]


@cache
def _own_names() -> dict[str, str]:
    """Return our columns by their names without anything between the words."""
    return {"".join(header_tokens(name)): name for name in KNOWN}


def _own_in_other_letters(at: int, header: str, understood: Understood) -> list[_Claim]:
    """Claim the column whose name a header is in other letters: "Post Opt-Out", "PostOptOut"."""
    words = header_tokens(header)
    field = _own_names().get("".join(words))
    if not field:
        return []
    strength = COMPOSED if len(words) > 1 else WEAK  # "Need" may be a word of another kind
    return [_Claim(at, field, strength, f"the name of our column {field}", understood)]


def _weighed(claims: list[_Claim], headers: Sequence[str]) -> list[_Claim]:
    """Settle what only the other columns can tell: names, titles, birthdays in parts."""
    bare = ({"NAME"}, {"TITLE"})
    claimed = {
        c.field for c in claims
        if (c.understood.core not in bare or c.understood.scope) and c.strength > WEAK
    }  # fmt: skip
    words = ["".join(header_tokens(header)) for header in headers]
    claimed |= {_TWO_WAYS[word][0] for word in words if word in _TWO_WAYS}
    weighed = []
    for claim in claims:
        core, meanings = claim.understood.core, claim.understood.meanings
        word = words[claim.at]
        if core == {"NAME"} and claim.field == "full_name" and not meanings & {"PERSON"}:
            weighed.append(_name_beside(claim, claimed))
        elif core == {"TITLE"} and claim.field == "job_title" and not claim.understood.scope:
            weighed += _title_beside(claim, word, claimed, set(words))
        elif two_ways := _two_ways(claim, header_tokens(headers[claim.at])):
            weighed += two_ways
        elif word == _KOREAN_NAME and not claimed & {"last_name", "full_name"}:
            reason = "a name that no surname stands beside"
            weighed.append(replace(claim, field="full_name", reason=reason))
        elif word == "url" and "connectedon" in words:
            weighed.append(replace(claim, field="linkedin_url", reason="a URL of LinkedIn"))
        elif claim.field == "birthday" and _in_parts(headers, claim.at):
            continue
        else:
            weighed.append(claim)
    return sorted(weighed, key=lambda claim: (-claim.strength, claim.at))


def _two_ways(claim: _Claim, words: Sequence[str]) -> list[_Claim]:
    """Return both claims of a header with such a word, at home or at work, else none."""
    for word in _TWO_WAYS.keys() & set(words):
        first, second = _TWO_WAYS[word]
        at_home = "home_" if claim.field.startswith("home_") else ""
        if len(words) > 1 and claim.field != at_home + first:
            continue  # its other words decide
        reason = f"{claim.reason}, where no other column does"
        ways = [replace(claim, field=at_home + first, strength=WEAK + 1, reason=reason)]
        return ways + [replace(claim, field=at_home + second, strength=WEAK)] * bool(second)
    return []


def _title_beside(claim: _Claim, word: str, claimed: set[str], words: set[str]) -> list[_Claim]:
    as_prefix = replace(claim, field="prefix", reason="a title beside a job title")
    if "job_title" not in claimed:
        nordic = not words.isdisjoint(("fornavn", "fornamn", "efternavn", "efternamn"))
        named_in_full = {"suffix", "middle_name"} <= claimed and "prefix" not in claimed
        before_name = named_in_full or (word == "titel" and not nordic)
    else:
        before_name = word == "titel"
    if before_name:
        return [replace(as_prefix, reason="a title before the name")]
    return [claim, replace(as_prefix, strength=FALLBACK)]


def _in_parts(headers: Sequence[str], at: int) -> bool:
    """Tell whether a birthday stands between its month and its year: then it is a day's number."""
    if not 0 < at < len(headers) - 1:
        return False
    ends = (headers[beside].rpartition("/")[2] for beside in (at - 1, at + 1))
    before, after = ("".join(header_tokens(end)) for end in ends)
    alike = before[:3] == after[:3] or before[-5:] == after[-5:] or before[:-1] == after[:-1]
    return alike and before != after and len(before) > 2


def _name_beside(claim: _Claim, claimed: set[str]) -> _Claim:
    if "first_name" in claimed and "last_name" not in claimed:
        return replace(claim, field="last_name", reason="a name beside a first name")
    if "last_name" in claimed and "first_name" not in claimed:
        return replace(claim, field="first_name", reason="a name beside a last name")
    if "last_name" in claimed:
        return replace(claim, strength=FALLBACK, reason="a name beside first and last name")
    return claim


def _settle(claims: list[_Claim]) -> dict[int, _Claim]:
    """Give each field to the surest claim; what is left over may be a further one of its kind."""
    settled: dict[int, _Claim] = {}
    holders: dict[str, _Claim] = {}
    for claim in claims:
        if claim.at in settled:
            continue
        field, reason = claim.field, claim.reason
        if field not in holders:
            holders[field] = settled[claim.at] = claim
        elif _may_share(claim, holders[field]):
            reason = f"{claim.reason}; joined with another column of {field}"
            settled[claim.at] = replace(claim, reason=reason)
        elif claim.strength > WEAK:
            while field in holders and field in NEXT_FIELD:
                field = NEXT_FIELD[field]
            if field not in holders:
                reason = f"{claim.field} is taken by an earlier column"
                holders[field] = settled[claim.at] = replace(claim, field=field, reason=reason)
    second = holders.get("email_2")
    if second and second.strength < OWN_NAME and "email" not in holders:
        settled[second.at] = replace(
            settled[second.at], field="email", reason="the only e-mail address"
        )
    return settled


def _may_share(claim: _Claim, holder: _Claim) -> bool:
    numbered_phone = claim.field == "home_phone" and claim.understood.numbers
    if claim.field not in _FILLED_UP or not (claim.strength > WEAK or numbered_phone):
        return False
    own, other = claim.understood, holder.understood
    if own.meanings & {"company"} or own == other:  # a header that repeats
        return False
    if own.inferred or other.inferred:  # only what a header says itself is joined
        return False
    if claim.field == "street":  # "Business Address" beside "Business Street"
        return bool(own.scope) and own.core != other.core
    return claim.field != "home_phone" or bool(own.numbers)


def _named(
    headers: Sequence[str],
    settled: dict[int, _Claim],
    lost: dict[int, _Claim],
    understood: Sequence[Understood],
) -> list[Mapped]:
    taken = {claim.field for claim in settled.values()} | set(_RESERVED)
    mapped = []
    for at, header in enumerate(headers):
        if at in settled:
            field = settled[at].field
            mapped.append(Mapped(header, field, field, settled[at].reason))
            continue
        column = free_name(header.strip() or f"column_{at + 1}", taken)
        taken.add(column)
        mapped.append(Mapped(header, "", column, _why_not(header, lost.get(at), understood[at])))
    return mapped


def _why_not(header: str, lost: _Claim | None, understood: Understood) -> str:
    if not header.strip():
        return "it has no header"
    if lost:
        return f"another column is {lost.field} for surer"
    if understood.unknown:
        return f"'{understood.unknown[0]}' is no word leadkit knows"
    return "its words make no field together"


def free_name(name: str, taken: Container[str]) -> str:
    number = 1
    candidate = name
    while candidate in taken or candidate in KNOWN:
        number += 1
        candidate = f"{name}_{number}"
    return candidate
