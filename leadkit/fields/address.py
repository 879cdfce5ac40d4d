"""One cell with a whole address -> street, postal code, town, state, country; by rules per country.

What CRMs, forms and maps write: parts with commas, semicolons or line breaks between them, the
postal code before the town or after it. An address that does not fit stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from leadkit.base.words import word_groups
from leadkit.fields.country import usual_country_code
from leadkit.fields.postal_codes import FORMS, UNMISTAKABLE


class Address(NamedTuple):
    """An address in parts, "" for those that it does not have."""

    street: str
    postal_code: str = ""
    city: str = ""
    state: str = ""
    country: str = ""  # as it is written, or the ISO code that the form of the code tells

    @property
    def is_whole(self) -> bool:
        """Whether it could not be taken apart, and all of it is in the street."""
        return not self.city


@dataclass(frozen=True)
class _Part:
    """A part of an address between two separators, and where it stands."""

    text: str
    start: int
    end: int


_SEPARATOR = re.compile(r"\s*[,;|·•]+[\s,;|]*|\s+[-–—]\s+")
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(
    r"(?i)^(?:cep|plz|zip(?: code)?|p\.?o\.? ?code|postcode|cap|c\.?p\.?|pin)[ .:-]*(?=\d)|^〒 ?"
)
_PREFIX = re.compile(r"^([A-Z]{1,3})[ -](?=\d)")
_OTHER = (*UNMISTAKABLE, "JP", "SE", "US", "IN", "AT")  # forms, in turn
# Where the code stands behind the town, and a code of digits alone is that of a town before it.
_CODE_LAST = frozenset(
    "US PR CA GB IE AU NZ IN BR SG ZA JP KR TH ID PK LV TW SA EG BD AR UA KZ RU".split()
)
_STREET_WORD = re.compile(
    r"(?i)(?:str|straße|strasse|gasse|weg|platz|allee|gatan|vägen|gade|vej|straat|laan|kade)\.?\b"
    r"|\b(?:st|street|rd|road|ave?|avenue|rue|via|calle|ul|lane|ln|blvd|drive|dr|way|court)\b\.?"
)
_SHIRE = re.compile(r"(?i)[a-z ]+shire|(?:co\.?|county) [a-z]+")
_ITALIAN_PROVINCE = re.compile(r"(.+?)[ ,]+\(?([A-Z]{2})\)?")
_IN_PARENTHESES = re.compile(r"(.+?)\s*\(([^()]+)\)")


@lru_cache(maxsize=1 << 12)
def take_apart(cell: str) -> Address:
    """Return the parts of a whole address; all of it as the street where they cannot be told.

    >>> tuple(take_apart("Lindenstraße 14, 80331 München, Deutschland"))
    ('Lindenstraße 14', '80331', 'München', '', 'Deutschland')
    >>> tuple(take_apart("742 Evergreen Terrace, Springfield, IL 62704"))
    ('742 Evergreen Terrace', '62704', 'Springfield', 'IL', 'US')
    >>> take_apart("Hall 3, stand 14")
    Address(street='Hall 3, stand 14', postal_code='', city='', state='', country='')
    """
    text = _in_one_line(cell)
    parts = list(_parts(text))
    if not parts:
        return Address(text)
    parts, country = _without_country(parts)
    code = usual_country_code(country)
    for at in reversed(range(len(parts))):
        if _has_digit(parts[at].text) and (found := _around_code(text, parts, at, code)):
            return _with_country(found, country)
    found = _without_code(text, parts, code) if country else None
    return _with_country(found, country) if found else Address(text)


def _with_country(found: Address, country: str) -> Address:
    """Return an address with its country; Scotland is a state, too."""
    if country and not found.state and (state := _as_state(country, "GB")):
        return found._replace(state=state, country="GB")
    return found._replace(country=country or found.country)


def _in_one_line(cell: str) -> str:
    lines = (" ".join(line.split()).strip(" ,;") for line in re.split(r"[\n\r]+", cell))
    return ", ".join(line for line in lines if line)


def _parts(text: str) -> Iterator[_Part]:
    start = 0
    for found in [*_SEPARATOR.finditer(text), None]:
        end = found.start() if found else len(text)
        if end > start:
            yield _Part(text[start:end], start, end)
        start = found.end() if found else end


def _without_country(parts: list[_Part]) -> tuple[list[_Part], str]:
    """Return the parts before the country, and the country as it is written, "" if there is none.

    Two letters behind a town may be its state: they count where the code stands before the town.
    """
    last = parts[-1].text.strip(" .()")
    if len(parts) > 1 and usual_country_code(last) and not _is_any_state(last, parts[:-1]):
        return parts[:-1], last
    words = last.split()
    for count in (1, 2, 3):  # "10115 Berlin Germany"
        name = " ".join(words[-count:])
        rest = words[:-count]
        if (
            len(rest) > 1
            and len(name) > 3
            and any(map(_has_digit, rest))
            and usual_country_code(name)
        ):
            end = parts[-1].start + parts[-1].text.rindex(name)
            text = parts[-1].text[: end - parts[-1].start].rstrip(" ,")
            return [*parts[:-1], _Part(text, parts[-1].start, parts[-1].start + len(text))], name
    return parts, ""


def _is_any_state(name: str, before: Sequence[_Part]) -> bool:
    """Tell whether a short name at the end is a state's, as that of "Los Angeles 90012, CA"."""
    code_first = re.match(r"(?:[A-Z]{1,3}[ -])?\d{3,6}[ -]?\d* +\D", before[-1].text)
    is_state = any(name in _states()[country] for country in ("US", "CA", "AU", "BR"))
    return is_state and (len(name) < 4 or name == "Georgia") and not code_first


def _around_code(text: str, parts: Sequence[_Part], at: int, country: str) -> Address | None:
    """Return the address whose postal code is in a part, None where that holds none."""
    own = _LABEL.sub("", parts[at].text)
    if (prefix := _PREFIX.match(own)) and (told := usual_country_code(prefix[1])):
        before_town = re.search(r"\d[\s,]+[^\W\d]", own)  # IL 62704 is in Illinois
        if country in ("", told) and (before_town or "-" in prefix[0]):
            own, country = own[prefix.end() :], told
    forms = (country,) if country in FORMS else _OTHER
    for form in forms:
        alone, first, last = _shapes(form)
        told = country or (form if form in UNMISTAKABLE else "")
        if alone.fullmatch(own):
            return _beside_code(text, parts, at, own, told)
        if (found := first.fullmatch(own)) and _may_be_first(parts, at, form, found[2], country):
            return _code_first(text, parts, at, found[1], found[2], told)
        found = last.fullmatch(own)
        if found and (address := _code_last(text, parts, at, found[2], found[1], told)):
            return address
    return None


@cache
def _shapes(form: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return a country's code alone, before a town, behind a town."""
    code = FORMS[form]
    flags = re.IGNORECASE if form in ("GB", "CA", "IE") else 0
    return (
        re.compile(code, flags),
        re.compile(rf"({code})\s+([^\d\s].*)", flags),
        re.compile(rf"(.*[^\d\s])\s+({code})", flags),
    )


def _has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None


def _may_be_first(parts: Sequence[_Part], at: int, form: str, town: str, country: str) -> bool:
    """Tell whether digits before words are a code and a town, not a house and its street."""
    if form in ("GB", "CA", "IN") or country in ("US", "CA", "GB", "AU", "NZ", "IN"):
        return False
    if _STREET_WORD.search(town) and not (at and _STREET_WORD.search(parts[at - 1].text)):
        return False
    return at > 0 or any(_has_digit(part.text) for part in parts[1:])


def _code_first(
    text: str, parts: Sequence[_Part], at: int, code: str, town: str, country: str
) -> Address | None:
    """Return an address such as "Ringweg 5, 10115 Berlin, Berlin" or "1011 Budapest, Fő utca 1"."""
    after = parts[at + 1 :]
    city, state = _town_and_state(town, country)
    if at == 0 and after:
        return Address(text[after[0].start : after[-1].end], code, city, state, country)
    if after and not state and len(after) == 1 and not _has_digit(after[0].text):
        state = after[0].text
        after = ()
    street = text[: parts[at - 1].end] if at else ""
    street = ", ".join([street, *(part.text for part in after)]) if after else street
    return Address(street, code, city, state, country)


def _code_last(
    text: str, parts: Sequence[_Part], at: int, code: str, before: str, country: str
) -> Address | None:
    """Return an address such as "1 Main St, Leeds LS1 4AP", "1 Main St, Boise, ID 83701"."""
    before = before.rstrip(" ,-")
    after = [part.text for part in parts[at + 1 :]]
    told = country or _country_of_state(before, code) or usual_country_code(before)  # Singapore
    if not told and code.isdecimal():
        return None  # Hauptstraße 1234, Room 10115
    if _STREET_WORD.search(before) and not at:
        return None
    if state := _as_state(before, told):
        if at > 1 or (at == 1 and not _has_digit(parts[0].text)):
            street = text[: parts[at - 2].end] if at > 1 else ""
            return Address(street, code, parts[at - 1].text, state, told)
        return Address(text[: parts[at - 1].end] if at else "", code, before, "", told)
    city, state = _town_and_state(before, told)
    if after and not state:
        state = after[0] if len(after) == 1 and not _has_digit(after[0]) else ""
    if after and state not in after:
        return None
    return Address(text[: parts[at - 1].end] if at else "", code, city, state, told)


def _beside_code(
    text: str, parts: Sequence[_Part], at: int, code: str, country: str
) -> Address | None:
    """Return an address whose code is a part of its own, the town before it or behind it."""
    after = parts[at + 1 :]
    told = country or (_country_of_state(parts[at - 1].text, code) if at else "")
    six = code.replace(" ", "").isdecimal() and len(code.replace(" ", "")) == 6
    if at == 0 and len(after) > 1:  # 101000, Moskva, ...
        return Address(text[after[1].start : after[-1].end], code, after[0].text, "", told)
    town_behind = after and not _has_digit(after[0].text)
    if town_behind and told not in _CODE_LAST and not (six and not told):
        state = after[1].text if len(after) == 2 and not _has_digit(after[1].text) else ""
        if len(after) > 1 + bool(state):
            return None
        city, own = _town_and_state(after[0].text, told)
        return Address(text[: parts[at - 1].end], code, city, own or state, told) if at else None
    if at == 0 or len(after) > 1 or len(code) < 4:
        return None
    town = at - 1
    state = after[0].text if after else ""
    behind_town = town > 1 or (town == 1 and not _has_digit(parts[0].text))
    if not state and behind_town and (own := _as_state(parts[town].text, told)):
        state, town = own, town - 1
    city, own = _town_and_state(parts[town].text, told)
    if (_has_digit(city) and told != "IE") or (not told and not state and len(code) < 5):
        return None
    return Address(text[: parts[town - 1].end] if town else "", code, city, state or own, told)


def _without_code(text: str, parts: Sequence[_Part], country: str) -> Address | None:
    """Return an address that ends with its town, where the country stands behind it."""
    if country in FORMS and country not in ("IE", "AE") and len(parts) < 2:
        return None
    town = len(parts) - 1
    state = _as_state(parts[town].text, country) if town else ""
    town -= bool(state)
    if town < 1 or (_has_digit(parts[town].text) and country != "IE"):
        return None
    city, own = _town_and_state(parts[town].text, country)
    return Address(text[: parts[town - 1].end], "", city, state or own, "")


def _town_and_state(town: str, country: str) -> tuple[str, str]:
    """Return a town and the state behind it: "Milano MI", "Rio de Janeiro/RJ", "Roma (RM)".

    >>> _town_and_state("Milano MI", "IT"), _town_and_state("St. Gallen SG", "CH")
    (('Milano', 'MI'), ('St. Gallen', 'SG'))
    >>> _town_and_state("Kansas City", "US"), _town_and_state("Frankfurt (Oder)", "DE")
    (('Kansas City', ''), ('Frankfurt (Oder)', ''))
    """
    if country in ("IT", "") and (found := _ITALIAN_PROVINCE.fullmatch(town)):
        return found[1], found[2]
    if country in ("ES", "CA", "MX", "AR") and (found := _IN_PARENTHESES.fullmatch(town)):
        return found[1], found[2]
    if country == "TR" and "/" in town:
        city, _, state = town.partition("/")
        return city.strip(), state.strip()
    words = re.split(r"(?<=[^\s/,(])[\s/,(]+", town.rstrip(" )"))
    for count in (1, 2, 3):
        if len(words) > count and (state := _as_state(" ".join(words[-count:]), country)):
            return town[: town.rindex(words[-count])].rstrip(" ,/(-"), state
    return town, ""


def _as_state(name: str, country: str) -> str:
    """Return a name where it is that of a state, as its country writes it, else "".

    >>> _as_state("Idaho", "US"), _as_state("ID", "US"), _as_state("Buckinghamshire", "GB")
    ('Idaho', 'ID', 'Buckinghamshire')
    """
    name = name.strip(" .,()")
    if country == "GB" and _SHIRE.fullmatch(name):
        return name
    return name if name in _states().get(country, ()) else ""


def _country_of_state(text: str, code: str) -> str:
    """Return US, AU or IN where a state of theirs stands before a code of their length, else ""."""
    length = len(code.partition("-")[0])
    country = {5: "US", 4: "AU", 6: "IN"}.get(length, "") if code[:1].isdigit() else ""
    if not country:
        return ""
    _, state = _town_and_state(f"- {text}", country)
    return country if state else ""


@cache
def _states() -> dict[str, frozenset[str]]:
    """Return the states of countries: their letters and names, as they are and in capitals."""
    groups = word_groups("leadkit.fields", "states")
    return {
        country: frozenset(
            form for line in lines for name in line.split("|") for form in (name, name.upper())
        )
        for country, lines in groups.items()
    }
