"""Headers of lists -> our columns: by whole spellings, by the meaning of their words, by values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from leadkit.header_words import ALIASES, WORDS

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "ß": "ss",
     "#": " number ", "№": " number ",
     "☎": " phone ", "📞": " phone ", "📱": " mobile ", "✉": " email ", "📧": " email ", "_": " "}
)  # fmt: skip
_SHORT = {"iş": "isyeri"}  # Turkish for work: without its cedilla it would be English
_MOST_WORDS = 8  # of a phrase
_STEM = 5  # so many letters at least stay in an inflected word
_LINKS = ("", "s", "n", "es", "en", "e")  # letters between the parts of a Germanic compound
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def normal_header(header: str) -> str:
    """Fold case, accents, punctuation and joined words, so that spellings can be compared.

    >>> normal_header(" E-Mail_Adresse* "), normal_header("firstName"), normal_header("Straße2")
    ('e mail adresse', 'first name', 'strasse 2')
    """
    return " ".join(header_tokens(header))


def header_tokens(header: str, folded: dict[int, str] | None = _FOLDED) -> list[str]:
    text = unicodedata.normalize("NFKC", header).replace("İ", "i")
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text).casefold()
    text = re.sub(r"\w+", lambda word: _SHORT.get(word[0], word[0]), text)
    text = text.translate(folded).translate(_LETTERS) if folded else text.translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.findall(r"[^\W\d]+|\d+", unicodedata.normalize("NFC", text))


def _keys(phrase: str) -> set[str]:
    """Return a phrase as it is looked up: with ä as ae, and as a."""
    return {"".join(header_tokens(phrase)), "".join(header_tokens(phrase, None))}


@dataclass(frozen=True)
class Vocabulary:
    """Whole spellings and words, ready to be looked up."""

    aliases: dict[str, tuple[str, bool]]  # spelling -> (field, whether it is a weak claim)
    words: dict[str, str]  # word or phrase -> field or meaning

    @cached_property
    def stems(self) -> dict[str, set[str]]:
        """Return the meanings of each word, and of it without its last letter."""
        stems: dict[str, set[str]] = {}
        for word, meaning in self.words.items():
            for stem in {word, word[:-1], word[:-2]}:
                if len(stem) >= (_STEM if len(stem) > len(word) - 2 else _STEM + 1):
                    stems.setdefault(stem, set()).add(meaning)
        return stems

    def without(self, keys: Iterable[str]) -> Vocabulary:
        """Return the vocabulary as if nobody had thought of these entries."""
        left = set(keys)
        return Vocabulary(
            {key: told for key, told in self.aliases.items() if f"alias {key}" not in left},
            {key: told for key, told in self.words.items() if f"word {key}" not in left},
        )


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary of header_words."""
    aliases: dict[str, tuple[str, bool]] = {}
    words: dict[str, str] = {}
    for field, spellings in ALIASES.items():
        for spelling in filter(None, map(str.strip, spellings.split(";"))):
            for key in _keys(spelling.lstrip("?")):
                aliases.setdefault(key, (field, spelling.startswith("?")))
    for meaning, listed in WORDS.items():
        for word in filter(None, map(str.strip, listed.split(";"))):
            for key in _keys(word):
                words.setdefault(key, meaning)
    return Vocabulary(aliases, words)


@dataclass(frozen=True)
class Understood:
    """What the words of a header mean together."""

    meanings: frozenset[str]
    numbers: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    used: tuple[str, ...] = ()  # entries of the vocabulary

    @property
    def scope(self) -> str:
        scopes = [s for s in ("HOME", "OTHER", "WORK", "PLACE") if s in self.meanings]
        return scopes[0] if scopes else ""

    @property
    def core(self) -> frozenset[str]:
        return self.meanings - {"HOME", "OTHER", "WORK", "PLACE", "PRIMARY", "PERSON", "FILL"}


def understand(header: str, known: Vocabulary | None = None) -> Understood:
    """Take a header apart into known phrases, longest first, then into parts of compounds.

    >>> sorted(understand("Work Zip Code 2").meanings), sorted(understand("Mobilnummern").meanings)
    (['WORK', 'postal_code'], ['mobile'])
    >>> understand("Assistant's phone").unknown
    ('assistant',)
    """
    known = known or vocabulary()
    readings = [
        _read(tokens, known) for tokens in (header_tokens(header), header_tokens(header, None))
    ]
    return min(readings, key=lambda reading: len(reading.unknown))


def _read(tokens: list[str], known: Vocabulary) -> Understood:
    words = known.words
    meanings: set[str] = set()
    numbers: list[int] = []
    unknown: list[str] = []
    used: list[str] = []
    at = 0
    while at < len(tokens):
        for length in range(min(_MOST_WORDS, len(tokens) - at), 0, -1):
            found = _word("".join(tokens[at : at + length]), words)
            if found:
                break
        if not found and (len(tokens[at]) > 3 or _CJK.search(tokens[at])):
            found = _compound(tokens[at], words)
        inflected = "" if found else _inflected(tokens[at], known)
        if found:
            meanings |= {words[key] for key in found}
            used += [f"word {key}" for key in found]
        elif inflected:
            meanings.add(inflected)
        elif tokens[at].isdecimal() and len(tokens[at]) <= 2:
            numbers.append(int(tokens[at]))
        elif tokens[at] != "000":  # "in 000s USD"
            unknown.append(tokens[at])
        at += length
    if {"country", "state"} <= meanings:
        meanings.discard("state")  # "Land/Region": one cell that holds the country
    return Understood(frozenset(meanings), tuple(numbers), tuple(unknown), tuple(used))


def _word(key: str, words: dict[str, str]) -> list[str]:
    if key in words:
        return [key]
    for article in ("ال", "لل"):  # Arabic writes "the" and "for the" as part of the word
        if key.startswith(article) and key[2:] in words:
            return [key[2:]]
    if len(key) > 4 and key.endswith("s") and key[:-1] in words:
        return [key[:-1]]
    return []


def _inflected(token: str, known: Vocabulary) -> str:
    """Return the meaning of a word that differs from known ones in its ending only, else "".

    >>> _inflected("компаниям", vocabulary()), _inflected("emailing", vocabulary())
    ('company', '')
    """
    for stem in (token[:-1], token[:-2]):
        meanings = known.stems.get(stem)
        if meanings:
            return next(iter(meanings)) if len(meanings) == 1 else ""
    return ""


def _compound(token: str, words: dict[str, str]) -> list[str]:
    """Split a compound into known words; its parts have three letters, in CJK scripts one."""
    least = 1 if _CJK.search(token) else 3

    @cache
    def parts_of(rest: str, first: bool) -> tuple[str, ...] | None:
        best: tuple[str, ...] | None = None
        for end in range(len(rest), least - 1, -1):
            part = rest[:end]
            if words.get(part, "FILL") == "FILL" or (first and end == len(rest)):
                continue
            if end == len(rest):
                return (part,)
            for link in _LINKS if least > 1 else ("",):
                tail = rest[end:]
                if not tail.startswith(link) or (link and len(tail) == len(link)):
                    continue
                tail = tail[len(link) :]
                if tail in words and len(tail) == 2 and words[part] in ("HOME", "WORK"):
                    return (part, tail)  # Danish "hjemmeby"
                following = parts_of(tail, False)
                if following and (best is None or len(following) + 1 < len(best)):
                    best = (part, *following)
        return best

    return list(parts_of(token, True) or ())


_PARTS_OF_ADDRESS = ("street", "city", "state", "postal_code", "country")
_COMPANY_TOO = (
    "website", "fax", "email", "industry", "employees", "revenue", "department", "job_title",
    *_PARTS_OF_ADDRESS,
)  # fmt: skip


@cache
def _together() -> dict[frozenset[str], str]:
    """Return which meanings make which field when they stand together."""
    fields = {meaning for meaning in WORDS if meaning.islower()}
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
        "street ADDRESS": "street", "street ADDRESS ID": "street",
        "company_phone company": "company_phone", "company_phone company ID": "company_phone",
        "company_phone ID": "company_phone", "company_phone phone": "company_phone",
        "company_phone company phone": "company_phone",
        "company fax ID": "fax", "company email ADDRESS": "email", "company TITLE": "job_title",
        "job_title TITLE": "job_title", "employees ID": "employees",
        "first_name NAME": "first_name", "last_name NAME": "last_name",
        "middle_name NAME": "middle_name", "first_name last_name": "full_name",
        "prefix NAME": "prefix", "prefix TITLE": "prefix", "suffix NAME": "suffix",
        "full_name NAME": "full_name", "nickname NAME": "nickname", "owner NAME": "owner",
        "department NAME": "department", "country ID": "country", "state ID": "state",
        "lead_status STATUS": "lead_status", "industry NAME": "industry",
        "DATE RECORDED": "created_at", "created_at DATE": "created_at",
        "created_at RECORDED": "created_at", "created_at DATE RECORDED": "created_at",
        "consent DATE": "consent_at", "TOOL score": "score", "TOOL owner": "owner",
        "full_name first_name": "first_name", "full_name last_name": "last_name",
        "full_name middle_name": "middle_name", "full_name prefix": "prefix",
        "full_name suffix": "suffix", "employees COUNT": "employees",
    }  # fmt: skip
    table |= {frozenset(words.split()): field for words, field in pairs.items()}
    for part in _PARTS_OF_ADDRESS[1:]:
        table[frozenset({part, "ADDRESS"})] = table[frozenset({part, "NAME"})] = part
        table[frozenset({part, "ADDRESS", "company"})] = part
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


def field_named(told: Understood) -> str:
    """Return the field that the words of a header make together, "" if they make none."""
    if told.unknown:
        return ""
    core, scope = told.core, told.scope
    if core - {"TOOL"} == {"ID"}:
        whose = told.meanings & {"PERSON", "TOOL"}
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
    return _numbered(field, told) if told.numbers and field else field


def _numbered(field: str, told: Understood) -> str:
    """Return the field of a numbered header: "E-Mail 2" is the second, "Website 2" none of ours."""
    *groups, number = told.numbers
    if len(groups) > 1 or any(group > 1 for group in groups):
        return ""
    if number == 1 and not (told.scope == "OTHER" and field == "email_2"):
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


def field_of(header: str) -> str | None:
    """Return the known column that a header names by itself, or None.

    >>> field_of("E-Mail-Adresse"), field_of("PLZ"), field_of("Telefon geschäftlich 2")
    ('email', 'postal_code', 'phone_2')
    >>> field_of("Shoe size"), field_of("Email Status"), field_of("User Name")
    (None, None, None)
    """
    listed = spelling_of(header, vocabulary())
    return (listed[0] if listed else field_named(understand(header))) or None


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
