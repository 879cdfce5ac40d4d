"""What a column of a list may be, and what only the other columns can tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadkit.fields.headers.words import Understood, header_tokens

# How sure a claim is; a column that loses its first claim may have a weaker one.
OWN_NAME, SPELLING, EXPLICIT, COMPOSED, FALLBACK, WEAK, BY_VALUES = 100, 90, 85, 80, 60, 40, 30
_TWO_WAYS = {  # a word -> what it is, unless another column is that, and what it is then
    "aniversario": ("birthday", ""),  # in Brazil, in Spain
    "apelido": ("last_name", "nickname"),  # in Portugal, in Brazil
    "kraj": ("country", "state"),  # in Polish, in Czech
    "rufname": ("first_name", "nickname"),
    "unvan": ("job_title", "prefix"),
}
_KOREAN_NAME = "이름"  # the given name beside a surname, else the whole one


@dataclass(frozen=True)
class Claim:
    """A column of a list that may be one of ours, and how sure that is."""

    at: int
    field: str
    strength: int
    reason: str
    understood: Understood


def weighed(claims: list[Claim], headers: Sequence[str]) -> list[Claim]:
    """Settle what only the other columns can tell: names, titles, birthdays in parts."""
    bare = ({"NAME"}, {"TITLE"})
    claimed = {
        c.field for c in claims
        if (c.understood.core not in bare or c.understood.scope) and c.strength > WEAK
    }  # fmt: skip
    words = ["".join(header_tokens(header)) for header in headers]
    claimed |= {_TWO_WAYS[word][0] for word in words if word in _TWO_WAYS}
    settled = []
    for claim in claims:
        core, meanings = claim.understood.core, claim.understood.meanings
        word = words[claim.at]
        if core == {"NAME"} and claim.field == "full_name" and not meanings & {"PERSON"}:
            settled.append(_name_beside(claim, claimed))
        elif core == {"TITLE"} and claim.field == "job_title" and not claim.understood.scope:
            settled += _title_beside(claim, word, claimed, set(words))
        elif two_ways := _two_ways(claim, header_tokens(headers[claim.at])):
            settled += two_ways
        elif word == _KOREAN_NAME and not claimed & {"last_name", "full_name"}:
            reason = "a name that no surname stands beside"
            settled.append(replace(claim, field="full_name", reason=reason))
        elif word == "url" and "connectedon" in words:
            settled.append(replace(claim, field="linkedin_url", reason="a URL of LinkedIn"))
        elif claim.field == "birthday" and _in_parts(headers, claim.at):
            continue
        else:
            settled.append(claim)
    return sorted(settled, key=lambda claim: (-claim.strength, claim.at))


def _two_ways(claim: Claim, words: Sequence[str]) -> list[Claim]:
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


def _title_beside(claim: Claim, word: str, claimed: set[str], words: set[str]) -> list[Claim]:
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


def _name_beside(claim: Claim, claimed: set[str]) -> Claim:
    if "first_name" in claimed and "last_name" not in claimed:
        return replace(claim, field="last_name", reason="a name beside a first name")
    if "last_name" in claimed and "first_name" not in claimed:
        return replace(claim, field="first_name", reason="a name beside a last name")
    if "last_name" in claimed:
        return replace(claim, strength=FALLBACK, reason="a name beside first and last name")
    return claim
