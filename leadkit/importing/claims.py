"""What a column of a list may be, and what only the other columns can tell of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from leadkit.base.columns import KNOWN
from leadkit.fields.headers.consent import EVIDENCE, read_consent_header
from leadkit.fields.headers.heads import head_of
from leadkit.fields.headers.names import field_named, names_record, spelling_of
from leadkit.fields.headers.questions import asked_for, asks_for_nothing_kept, is_question
from leadkit.fields.headers.tokens import header_tokens
from leadkit.fields.headers.words import Understood, Vocabulary, understand
from leadkit.importing.combined import combined_of

# How sure a claim is; a column that loses its first claim may have a weaker one.
OWN_NAME, SPELLING, EXPLICIT, COMPOSED, FALLBACK, WEAK, BY_VALUES = 100, 90, 85, 80, 60, 40, 30
ASKED = 76
AT_WORK = SPELLING + 1  # all parts of the address at work win, or it would be one of two places
HOUSE_NUMBER = 31  # nothing but a part of another column's street
_TWO_WAYS = {  # a word -> what it is, unless another column is that, and what it is then
    "aniversario": ("birthday",),  # in Brazil, in Spain
    "apelido": ("last_name", "nickname"),  # in Portugal, in Brazil
    "cep": ("postal_code", "mobile"),  # in Brazil, in Turkey
    "il": ("city", "state"),  # Turkey's provinces have the names of their towns
    "kraj": ("country", "state"),  # in Polish, in Czech
    "rufname": ("first_name", "nickname"),
    "stat": ("country", "state"),  # in Czech, in Danish
    "dept": ("department", "state"),  # in English, in French
    "setor": ("industry", "department"),
    "unvan": ("job_title", "prefix"),
    "اللقب": ("last_name", "prefix"),
}
_CUSTOMERS = frozenset(  # firms, where the list has another column for a person's name
    {"customer", "cust", "client", "kunde", "kunden", "klient", "klienten", "musteri", "muesteri",
     "cliente", "clientes", "clienti", "klant", "klanten", "klienta", "klienci", "kund", "kunder",
     "zakaznik", "zakaznika", "клиент", "клиента", "клієнт", "клієнта", "고객", "客户", "客戶"}
)  # fmt: skip
_IN_CHARGE = frozenset({"担当者", "担当者名", "담당자", "담당자명"})  # theirs, or who sells here
_IN_BRACKETS = re.compile(r"\s*([^()\[\]]+?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*")
_PARTS_OF_NAMES = frozenset({"prefix", "first_name", "middle_name", "last_name", "suffix"})
_NAMES = frozenset({"first_name", "last_name", "full_name"})
_NUMBERS = frozenset(
    {"no", "nr", "n", "nro", "num", "numero", "nummer", "number", "αριθμοσ", "broj", "c", "cislo"}
)
_KOREAN_NAME = "이름"  # the given name beside a surname, else the whole one
ADDRESS = ("street", "street_2", "city", "state", "postal_code", "country")
# What stands between the parts of a header that says a thing twice, or adds a remark.
_PARTS = re.compile(r"\s+[/|]\s+|\s*[/|]\s+|\s*[()\[\]\n]\s*")
_BESIDE = re.compile(r"(?i)\w\W*(?:[/|&+,;]|\b(?:und|and|et|y|e|i|og|och|en|ve|a|и|και)\b)\W*\w")


@dataclass(frozen=True)
class Claim:
    """A column of a list that may be one of ours, and how sure that is."""

    at: int
    field: str
    strength: int
    reason: str
    understood: Understood


def claims_of(
    at: int, headers: Sequence[str], understood: Sequence[Understood], known: Vocabulary
) -> list[Claim]:
    """Return what a header by itself may be, the surest first."""
    header, one = headers[at], understood[at]
    if header in KNOWN:
        return [Claim(at, header, OWN_NAME, "the name of our own column", one)]
    if names_record(header):
        return []
    if part := _part_of_name(at, header, known):
        return part
    if (_is_house_number(one) or _follows_street(at, understood)) and _has_street(at, understood):
        field = "home_street" if one.scope == "HOME" else "street"
        return [Claim(at, field, HOUSE_NUMBER, "the number of the house", one)]
    listed = spelling_of(header, known)
    if listed and not ("HOME" in one.meanings and not understand(header, known).scope):
        field, weak, entry = listed
        strength = WEAK if weak else SPELLING
        numbers = tuple(int(sign) for sign in header_tokens(header)[-1:] if sign.isdecimal())
        used = replace(one, used=(entry,), numbers=numbers)
        return [Claim(at, field, strength, f"a known spelling of {field}", used)]
    if both := _combined(at, header, one):
        return both
    asks = is_question(header) and not header.rstrip().endswith((":", "："))
    if asks and (asked := _asked(at, header, known)):
        return asked
    if asks and asks_for_nothing_kept(header):
        return []
    field = field_named(one)
    if not field:
        own = _own_in_other_letters(at, header, one) or _evidence(at, header, one)
        further = _asked if is_question(header) else _in_two_languages
        return own or further(at, header, known) or _by_head(at, header, known)
    reason = f"'{header.strip()}' says {field}"
    strength = COMPOSED
    if one.scope == "WORK" and field in ADDRESS:
        strength = AT_WORK  # "Ort geschäftlich" is the city where "Ort" may be any place
    elif "USER" in one.meanings or (field == "phone" and "PRIMARY" in one.meanings):
        strength = WEAK
    elif one.core == {"TITLE"}:
        strength = COMPOSED - 1  # "Job Title" is surer
    elif field == "home_phone" and one.numbers:
        strength = BY_VALUES
    elif field == "company_phone":
        strength = EXPLICIT if {"PRIMARY", field} & one.meanings else COMPOSED
        return [
            Claim(at, field, strength, reason, one),
            Claim(at, "phone", FALLBACK, "a company's phone, where another is its main one", one),
        ]
    elif field == "email_2" and one.scope == "HOME":
        return [
            Claim(at, field, COMPOSED, "a private address comes after the one at work", one),
        ]
    return [Claim(at, field, strength, reason, one)]


def _part_of_name(at: int, header: str, known: Vocabulary) -> list[Claim]:
    """Claim the part of a name that stands in brackets behind it: "Name (First)" of form tools."""
    found = _IN_BRACKETS.fullmatch(header)
    if not found or understand(found[1], known).meanings != {"NAME"}:
        return []
    one = understand(found[2], known)
    listed = spelling_of(found[2], known)
    field = listed[0] if listed else field_named(one)
    if field not in _PARTS_OF_NAMES:
        return []
    return [Claim(at, field, EXPLICIT, f"'{found[2]}' says which part of the name it is", one)]


def _is_house_number(one: Understood) -> bool:
    """Tell whether a header is "House no." or "Street no."."""
    if one.unknown or one.numbers:
        return False
    of_street = one.core == {"street"} and any(key.endswith(("no", "nr")) for key in one.used)
    return of_street or one.core - {"ID"} == {"HOUSE"} or one.core == {"ID", "street"}


def _has_street(at: int, understood: Sequence[Understood]) -> bool:
    """Tell whether a column is a house's alone: "Street no." is a street where no other is one."""
    if understood[at].core - {"ID"} == {"HOUSE"}:
        return True
    others = (one for place, one in enumerate(understood) if place != at)
    return any(field_named(one) in ("street", "home_street") for one in others)


def _follows_street(at: int, understood: Sequence[Understood]) -> bool:
    """Tell whether a bare "Nº" stands behind a street: it is the house's."""
    one = understood[at]
    numbers = {key.removeprefix("word ") for key in one.used}
    bare = one.meanings == {"ID"} and not (one.unknown or one.numbers) and numbers <= _NUMBERS
    return bare and at > 0 and field_named(understood[at - 1]) == "street"


def _combined(at: int, header: str, one: Understood) -> list[Claim]:
    """Claim two fields that a header names one beside the other: "PLZ/Ort", "Tel. & Fax"."""
    core = {"postal_code", "city"} if one.core == {"ID", "city"} else one.core - {"ID"}
    if one.unknown or one.numbers:
        return []
    home = "home_" if one.scope == "HOME" else ""
    fields = combined_of([home + field if home + field in KNOWN else field for field in core])
    if not fields or not (_BESIDE.search(header) or one.core == {"postal_code", "city"}):
        return []
    return [
        Claim(at, fields, COMPOSED, f"'{header.strip()}' says both, and its cells are cut", one)
    ]


def _asked(at: int, header: str, known: Vocabulary) -> list[Claim]:
    """Claim what a question asks for."""
    one = asked_for(header, known)
    field = field_named(one) if one else ""
    return [Claim(at, field, ASKED, f"the question asks for {field}", one)] if one and field else []


def _in_two_languages(at: int, header: str, known: Vocabulary) -> list[Claim]:
    """Claim what one part of a header says, where no other part says another thing.

    Such are "Imię i nazwisko / Your name" and "Firma (company)".
    """
    parts = [part for part in _PARTS.split(header) if part.strip()]
    if len(parts) < 2:
        return []
    found = [
        claim
        for part in parts
        for claim in claims_of(0, [part], [understand(part, known)], known)[:1]
        if claim.strength > WEAK
    ]
    if len({claim.field for claim in found}) != 1:
        return []
    return [replace(found[0], at=at, strength=COMPOSED - 2, reason=f"{found[0].reason} in a part")]


def _by_head(at: int, header: str, known: Vocabulary) -> list[Claim]:
    """Claim what a header names before it says what for: "Mobile no. for text reminders"."""
    head = head_of(header)
    one = understand(head, known)
    field = field_named(one) if head else ""
    named = field in _NAMES or field == "company"
    if not field or (named and not head_of(header, purposes=False)):
        return []
    return [Claim(at, field, ASKED, f"'{head}' says {field}, the rest what it is for", one)]


@cache
def own_names() -> dict[str, str]:
    """Return our columns by their names without anything between the words."""
    return {"".join(header_tokens(name)): name for name in KNOWN}


def _own_in_other_letters(at: int, header: str, understood: Understood) -> list[Claim]:
    """Claim the column whose name a header is in other letters: "Post Opt-Out", "PostOptOut"."""
    words = header_tokens(header)
    field = own_names().get("".join(words))
    if not field:
        return []
    strength = COMPOSED if len(words) > 1 else WEAK  # "Need" may be a word of another kind
    return [Claim(at, field, strength, f"the name of our column {field}", understood)]


def _evidence(at: int, header: str, understood: Understood) -> list[Claim]:
    """Claim the day, the source or the wording of a consent."""
    reading = read_consent_header(header)
    fields = reading.fields if reading.means == EVIDENCE else ()
    return [Claim(at, field, COMPOSED - 1, f"the {field}", understood) for field in fields]


def weighed(claims: list[Claim], headers: Sequence[str]) -> list[Claim]:
    """Settle what only the other columns can tell: names, titles, birthdays in parts."""
    bare = ({"NAME"}, {"TITLE"})
    claimed = {
        c.field for c in claims
        if (c.understood.core not in bare or c.understood.scope) and c.strength > WEAK
    }  # fmt: skip
    words = ["".join(header_tokens(header)) for header in headers]
    claimed |= {
        _TWO_WAYS[word][0]
        for header in headers
        if (word := "".join(header_tokens(header, None))) in _TWO_WAYS
    }
    settled = []
    firms = _customers(claims, headers, claimed)
    for claim in claims:
        core, meanings = claim.understood.core, claim.understood.meanings
        word = words[claim.at]
        if claim in firms:
            reason = "the customer is a firm, where another column names the person"
            settled.append(replace(claim, field="company", reason=reason))
        elif claim.field == "owner" and word in _IN_CHARGE and not claimed & _NAMES:
            reason = "who is in charge at the firm, as nobody else is named"
            settled.append(replace(claim, field="full_name", reason=reason))
        elif core == {"NAME"} and claim.field == "full_name" and not meanings & {"PERSON"}:
            settled.append(_name_beside(claim, claimed))
        elif core == {"TITLE"} and claim.field == "job_title" and not claim.understood.scope:
            settled += _title_beside(claim, word, claimed, set(words))
        elif two_ways := _two_ways(claim, header_tokens(headers[claim.at], None), claimed):
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


def _customers(claims: Sequence[Claim], headers: Sequence[str], claimed: set[str]) -> list[Claim]:
    """Return the claims to be a name that are a firm's: "Customer name" beside "Contact person"."""
    if "company" in claimed:
        return []
    named = [c for c in claims if c.field == "full_name" and c.strength > WEAK]
    firms = [c for c in named if not _CUSTOMERS.isdisjoint(header_tokens(headers[c.at]))]
    people = [c for c in named if c not in firms]
    both = {"first_name", "last_name"} <= claimed
    return firms if len(firms) == 1 and (people or both) else []


def _two_ways(claim: Claim, words: Sequence[str], claimed: set[str]) -> list[Claim]:
    """Return all claims of a header with such a word, at home or at work, else none."""
    for word in _TWO_WAYS.keys() & set(words):
        first, *others = _TWO_WAYS[word]
        if first == "last_name" and "full_name" in claimed and "first_name" not in claimed:
            first, *others = others  # the whole name has it
        at_home = "home_" if claim.field.startswith("home_") else ""
        if len(words) > 1 and claim.field != at_home + first:
            continue  # its other words decide
        reason = f"{claim.reason}, where no other column does"
        ways = [replace(claim, field=at_home + first, strength=WEAK + 1, reason=reason)]
        for place, other in enumerate(others):
            if at_home + other not in KNOWN:
                continue
            ways.append(replace(claim, field=at_home + other, strength=WEAK - place))
        return ways
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
