"""Headers of lists -> our columns: by whole spellings, by the meaning of their words, by values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from leadkit.base.words import word_groups
from leadkit.fields.headers.abbreviations import written_out
from leadkit.fields.headers.tokens import header_tokens
from leadkit.fields.headers.words import Understood, Vocabulary, understand, vocabulary

_PARTS_OF_ADDRESS = ("street", "city", "state", "postal_code", "country")
_COMPANY_TOO = (
    "website", "fax", "email", "industry", "employees", "revenue", "department", "job_title",
    *_PARTS_OF_ADDRESS,
)  # fmt: skip


@cache
def _together() -> dict[frozenset[str], str]:
    """Return which meanings make which field when they stand together."""
    fields = {
        meaning for meaning in word_groups("leadkit.fields", "header_words") if meaning.islower()
    }
    table = {frozenset({field}): field for field in fields}
    pairs = {
        "NAME": "full_name", "TITLE": "job_title", "ADDRESS": "street", "URL": "website",
        "LINKEDIN": "linkedin_url", "LINKEDIN URL": "linkedin_url",
        "LINKEDIN PROFILE": "linkedin_url", "LINKEDIN PROFILE URL": "linkedin_url",
        "LINKEDIN ADDRESS": "linkedin_url", "LINKEDIN website": "linkedin_url",
        "email ADDRESS": "email", "email ID": "email",
        "phone ID": "phone", "mobile ID": "mobile", "mobile phone": "mobile",
        "mobile phone ID": "mobile", "fax ID": "fax", "fax phone": "fax", "fax phone ID": "fax",
        "company NAME": "company", "company phone": "company_phone",
        "company phone ID": "company_phone", "company URL": "website", "website URL": "website",
        "website ADDRESS": "website", "company website URL": "website",
        "company ADDRESS": "street", "company street ADDRESS": "street", "street ID": "street",
        "street ADDRESS": "street", "street ADDRESS ID": "street", "street HOUSE": "street",
        "street HOUSE ID": "street", "ADDRESS HOUSE": "street", "ADDRESS HOUSE ID": "street",
        "street ADDRESS HOUSE": "street", "street_2 HOUSE": "street_2",
        "street_2 ADDRESS": "street_2",
        "company_phone company": "company_phone", "company_phone company ID": "company_phone",
        "company_phone ID": "company_phone", "company_phone phone": "company_phone",
        "company_phone company phone": "company_phone",
        "company fax ID": "fax", "company email ADDRESS": "email", "company TITLE": "job_title",
        "job_title TITLE": "job_title", "employees ID": "employees",
        "first_name NAME": "first_name", "last_name NAME": "last_name",
        "middle_name NAME": "middle_name", "first_name last_name": "full_name",
        "prefix NAME": "prefix", "prefix TITLE": "prefix", "suffix NAME": "suffix",
        "full_name NAME": "full_name", "nickname NAME": "nickname", "owner NAME": "owner",
        "notes owner": "notes", "department NAME": "department",
        "country ID": "country", "state ID": "state",
        "lead_status STATUS": "lead_status", "industry NAME": "industry",
        "DATE RECORDED": "created_at", "created_at DATE": "created_at",
        "created_at RECORDED": "created_at", "created_at DATE RECORDED": "created_at",
        "created_at PROFILE": "created_at", "consent DATE": "consent_at",
        "email consent": "email_consent", "email consent DATE": "consent_at",
        "consent created_at": "consent_at", "email consent created_at": "consent_at",
        "TOOL score": "score", "TOOL owner": "owner",
        "full_name first_name": "first_name", "full_name last_name": "last_name",
        "full_name middle_name": "middle_name", "full_name prefix": "prefix",
        "full_name suffix": "suffix", "employees COUNT": "employees",
    }  # fmt: skip
    table |= {frozenset(words.split()): field for words, field in pairs.items()}
    for part in _PARTS_OF_ADDRESS[1:]:
        table[frozenset({part, "ADDRESS"})] = table[frozenset({part, "NAME"})] = part
        table[frozenset({part, "ADDRESS", "company"})] = part
    for part in _PARTS_OF_ADDRESS:
        table[frozenset({part, "email"})] = part  # "MailAddressCity"
    for field in _COMPANY_TOO:
        table[frozenset({field, "company"})] = field
    return table


_AT_HOME = {
    "phone": "home_phone", "street": "home_street", "city": "home_city", "state": "home_state",
    "postal_code": "home_postal_code", "country": "home_country", "email": "email_2",
    "mobile": "mobile",
}  # fmt: skip
_AT_WORK = (
    "email", "phone", "mobile", "fax", "company", "job_title", "department", "website",
    "company_phone", *_PARTS_OF_ADDRESS,
)  # fmt: skip

_AT_PLACE = (*_PARTS_OF_ADDRESS, "company_phone", "employees", "revenue", "industry")


def field_named(header: Understood) -> str:
    """Return the field that the words of a header make together, "" if they make none."""
    if header.unknown:
        return ""
    core, scope = header.core - {"USER"}, header.scope
    if "USER" in header.meanings and core <= {"NAME", "TITLE", "ID"}:
        return ""
    if core - {"TOOL"} == {"ID"}:
        whose = header.meanings & {"PERSON", "TOOL"}
        return "external_id" if whose and not scope else ""
    if core == {"NAME"} and scope:
        return "company" if scope == "WORK" else ""
    field = _together().get(core, "")
    if scope == "HOME":
        field = _AT_HOME.get(field, "")
    elif scope == "OTHER":
        field = {"phone": "other_phone", "email": "email_2"}.get(field, "")
    elif scope and field not in (_AT_WORK if scope == "WORK" else _AT_PLACE):
        field = ""
    return _numbered(field, header) if header.numbers and field else field


def _numbered(field: str, header: Understood) -> str:
    """Return the field of a numbered header: "E-Mail 2" is the second, "Website 2" none of ours."""
    *groups, number = header.numbers
    if len(groups) > 1 or any(group > 1 for group in groups):
        return ""
    if number == 1 and not (header.scope == "OTHER" and field == "email_2"):
        return field
    if field in ("home_street", "home_phone"):
        return field
    if field == "street":
        return "street_2"
    numbered = {
        ("email", 2): "email_2", ("email", 3): "email_3", ("phone", 2): "phone_2",
        ("email_2", 1): "email_2", ("email_2", 2): "email_3",
    }  # fmt: skip
    return numbered.get((field, number), "")


@lru_cache(1 << 16)
def field_of(header: str) -> str | None:
    """Return the known column that a header names by itself, or None.

    >>> field_of("E-Mail-Adresse"), field_of("PLZ"), field_of("Telefon geschäftlich 2")
    ('email', 'postal_code', 'phone_2')
    >>> field_of("Shoe size"), field_of("Email Status"), field_of("Lead - Title")
    (None, None, None)
    """
    if names_record(header):
        return None
    listed = spelling_of(header, vocabulary())
    return (listed[0] if listed else field_named(understand(header))) or None


_OF_A_RECORD = re.compile(r"(?i)\s*(lead|deal|opportunity)\s+[-–]\s+title\s*")


def names_record(header: str) -> bool:
    """Tell whether a header is the name of a lead or deal as a CRM's record, and no job title.

    >>> names_record("Lead - Title"), names_record("Lead Title")
    (True, False)
    """
    return _OF_A_RECORD.fullmatch(header) is not None


def spelling_of(header: str, known: Vocabulary) -> tuple[str, bool, str] | None:
    """Return (field, whether it is a weak claim, the entry) of a whole spelling, also numbered."""
    for tokens in (header_tokens(header), header_tokens(header, None)):
        key = "".join(tokens)
        if key in known.aliases:
            return (*known.aliases[key], f"alias {key}")
        key = "".join(tokens[:-1])
        if len(tokens) > 1 and tokens[-1].isdecimal() and key in known.aliases:
            field, weak = known.aliases[key]
            field = _numbered(field, Understood(frozenset(), (int(tokens[-1]),)))
            return (field, weak, f"alias {key}") if field else None
    whole = tuple(tokens)
    if header.rstrip().endswith(".") and known.aliases and written_out(whole) in ("", "PERSON"):
        field = written_out(whole, "header_aliases")
        return (field, False, "") if field else None
    return None


def email_like(cells: Sequence[str]) -> bool:
    """Tell whether four of five filled cells look like e-mail addresses."""
    one = r"(mailto:)?[^@\s,;]+@[^@\s,;]+\.[^@\s,;]{2,}"
    return _mostly(rf"{one}([\s,;]+{one})*", cells)


def _mostly(pattern: str, cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    matching = sum(re.fullmatch(pattern, cell, re.I) is not None for cell in filled)
    return matching > 0 and matching >= 0.8 * len(filled)


def field_of_values(cells: Sequence[str]) -> str:
    """Return the field that values alone make certain, "" if they make none.

    >>> field_of_values(["eva@meier.example.com", ""]), field_of_values(["+49 30 1234567"])
    ('email', 'phone')
    """
    if email_like(cells):
        return "email"
    if _mostly(r"(https?://)?([a-z]+\.)?linkedin\.com/(in|pub)/\S+", cells):
        return "linkedin_url"
    if _mostly(r"(https?://|www\.)\S+\.\S+", cells):
        return "website"
    if _mostly(r"(tel:)?(\+|00)[1-9][\d ()/.-]{6,18}", cells):
        return "phone"
    return ""


def normal_header(header: str) -> str:
    """Fold case, accents, punctuation and joined words, so that spellings can be compared.

    >>> normal_header(" E-Mail_Adresse* "), normal_header("firstName"), normal_header("Straße2")
    ('e mail adresse', 'first name', 'strasse 2')
    """
    return " ".join(header_tokens(header))
