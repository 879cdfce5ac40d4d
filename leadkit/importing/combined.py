"""Columns that hold two things in one cell: which they are, and their cells taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from leadkit.base.cells import texts
from leadkit.fields.address import take_apart
from leadkit.fields.email.one import with_signs

if TYPE_CHECKING:
    import pyarrow as pa

Pair = tuple[str, str]

FIELDS_APART = ", "  # between the names of several fields that one column fills
_LEAST_DIGITS = 6  # of a number that somebody can be called on
_BETWEEN = re.compile(r"\s*[;|\n]\s*|\s+/\s+|\s+[-–]\s+|,\s+|\s+(?=(?:fax|telefax|f)\s*[.:])", re.I)
_FAX = re.compile(r"(?i)^(?:telefax|fax|f)\s*[.:]*\s*(?=[+(\d])")
_PHONE = re.compile(r"(?i)^(?:telefon|phone|tel|t|p)\s*[.:]*\s*(?=[+(\d])")
_CODE_FIRST = re.compile(
    r"((?:[A-Z]{1,3}[- ])?\d{4} ?[A-Z]{2}|(?:[A-Z]{1,3}[- ])?\d{2,3}[ -]\d{2,4}|"
    r"(?:[A-Z]{1,3}[- ])?\d{4,6})[,\s]+(\D.*)"
)
_CODE_LAST = re.compile(r"(\D.*?)[,\s(]+(\d{5}(?:-\d{4})?|\d{4,6}|\d{2,3}[ -]\d{2,4})\)?")
_CODE_LAST_BRITISH = re.compile(r"(\D.*?)[,\s]+([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})", re.I)
_IMPORTED = re.compile(
    r"(?i)import|\bcsv\b|\bxlsx?\b|upload|migra|bought|purchased|rented|gekauft|zakup|achet|achat|"
    r"comprad|acquist|gekocht|köpt|købt|koupen"
)
_MAIL = re.compile(r"[^\s,;|/<>()]+@[^\s,;|/<>()]+")


def postal_and_city(cell: str) -> Pair:
    """Return the postal code and the town of a cell; all of it as the town where that is unclear.

    >>> postal_and_city("10115 Berlin"), postal_and_city("Leeds LS1 4AP"), postal_and_city("Ulm")
    (('10115', 'Berlin'), ('LS1 4AP', 'Leeds'), ('', 'Ulm'))
    >>> postal_and_city("1012 AB Amsterdam"), postal_and_city("00-950 Warszawa")
    (('1012 AB', 'Amsterdam'), ('00-950', 'Warszawa'))
    """
    text = cell.strip()
    if found := _CODE_FIRST.fullmatch(text):
        return found[1], found[2]
    if found := _CODE_LAST_BRITISH.fullmatch(text) or _CODE_LAST.fullmatch(text):
        return found[2], found[1]
    return (text, "") if text.isdecimal() else ("", text)


def phone_and_fax(cell: str) -> Pair:
    """Return the phone and the fax of a cell; all of it as the phone where that is unclear.

    >>> phone_and_fax("030 123456 / 030 123457"), phone_and_fax("Fax: 030 123457")
    (('030 123456', '030 123457'), ('', '030 123457'))
    >>> phone_and_fax("089/123456"), phone_and_fax("030 123456-0 / -99")
    (('089/123456', ''), ('030 123456-0 / -99', ''))
    """
    parts = [part for part in _BETWEEN.split(cell.strip()) if part]
    if any(sum(map(str.isdigit, part)) < _LEAST_DIGITS for part in parts):
        return cell, ""
    faxes = [part for part in parts if _FAX.match(part)]
    if len(parts) == 1 and faxes:
        return "", _FAX.sub("", parts[0])
    if len(parts) != 2 or len(faxes) > 1 or (faxes and parts[0] in faxes):
        return cell, ""
    return _PHONE.sub("", parts[0]), _FAX.sub("", parts[1])


def phone_and_email(cell: str) -> Pair:
    """Return what of a cell is no e-mail address, and the addresses.

    >>> phone_and_email("030 123456, eva@x.example.com"), phone_and_email("eva@x.example.com")
    (('030 123456', 'eva@x.example.com'), ('', 'eva@x.example.com'))
    >>> phone_and_email("eva(at)x.example.com")
    ('', 'eva@x.example.com')
    """
    cell = with_signs(cell)
    addresses = _MAIL.findall(cell)
    rest = _MAIL.sub(" ", cell).strip(" ,;|/<>()\n\t-")
    return " ".join(rest.split()), "; ".join(addresses)


def signed_up_at(cell: str) -> Pair:
    """Return where a lead came from, and where it signed up: an import is no place to say yes at.

    >>> signed_up_at("www footer form"), signed_up_at("CSV import 2018")
    (('www footer form', 'www footer form'), ('CSV import 2018', ''))
    """
    return cell, "" if _IMPORTED.search(cell) else cell


_IN_ADDRESSES = ("street", "postal_code", "city", "state", "country")


def address_fields(scope: str, held: Container[str]) -> str:
    """Return what a column of whole addresses fills, "" where another has postal code or town.

    ``scope`` is "" or "home_"; ``held`` are the fields of other columns.

    >>> address_fields("", {"email", "country"}), address_fields("", {"city"})
    ('street, postal_code, city, state', '')
    """
    free = [scope + field for field in _IN_ADDRESSES[1:] if scope + field not in held]
    both = {f"{scope}postal_code", f"{scope}city"} <= set(free)
    return FIELDS_APART.join([f"{scope}street", *free]) if both else ""


def _address_in(
    fields: Sequence[str], cell: str, elsewhere: Container[str] = ()
) -> tuple[str, ...]:
    """Return those parts of a whole address.

    What else it says stays with the town, but for the fields that another column fills.
    """
    address = take_apart(cell)
    parts = {**address._asdict(), "street": cell if address.is_whole else address.street}
    others = [
        part
        for field, part in parts.items()
        if field not in fields and field not in elsewhere and part and part in cell
    ]
    parts["city"] = FIELDS_APART.join(filter(None, [parts["city"], *others]))
    return tuple(parts[field] for field in fields)


def town_of(cell: str) -> tuple[str, str, str]:
    """Return the postal code, the town and the state of a cell without a street.

    >>> town_of("Springfield, IL 62704"), town_of("10115 Berlin"), town_of("somewhere")
    (('62704', 'Springfield', 'IL'), ('10115', 'Berlin', ''), ('', 'somewhere', ''))
    """
    address = take_apart(f"-, {cell}")
    if address.is_whole or address.street != "-":
        return (*postal_and_city(cell), "")
    said = address.country if address.country in cell else ""
    town = FIELDS_APART.join(filter(None, [address.city, said]))
    return address.postal_code, town, address.state


def _of_addresses() -> Iterator[tuple[str, Callable[[str], tuple[str, ...]]]]:
    for scope in ("", "home_"):
        for many in (1, 2, 3, 4):
            for some in combinations(_IN_ADDRESSES[1:], many):
                if "city" in some:
                    fields = ("street", *some)
                    name = FIELDS_APART.join(scope + field for field in fields)
                    yield name, partial(_address_in, fields)


# The fields that a column may hold together, as they stand in a map -> how its cells are cut.
COMBINED: dict[str, Callable[..., tuple[str, ...]]] = {
    "postal_code, city": postal_and_city,
    "home_postal_code, home_city": postal_and_city,
    "phone, fax": phone_and_fax,
    "phone, email": phone_and_email,
    "mobile, email": phone_and_email,
    "lead_source, consent_source": signed_up_at,
    "postal_code, city, state": town_of,
    **dict(_of_addresses()),
}


def combined_of(fields: Sequence[str]) -> str:
    """Return the entry of COMBINED that holds these fields, "" if none does.

    >>> combined_of(["city", "postal_code"]), combined_of(["city", "fax"])
    ('postal_code, city', '')
    """
    return next((name for name in COMBINED if set(name.split(FIELDS_APART)) == set(fields)), "")


def cut(fields: str, cells: pa.Array, elsewhere: Container[str] = ()) -> list[pa.Array]:
    """Return the cells of such a column by field, in the order in which they are named.

    ``elsewhere`` are the fields that other columns of the list fill.
    """
    coded = cells.dictionary_encode()
    parted = COMBINED[fields]
    if "street" in fields:
        scope = "home_" if fields.startswith("home_") else ""
        held = {field for field in _IN_ADDRESSES if scope + field in elsewhere}
        parted = partial(parted, elsewhere=held)
    pairs = [parted(cell) for cell in coded.dictionary.to_pylist()]
    parts = [texts(part).take(coded.indices) for part in zip(*pairs, strict=True)]
    return parts or [cells] * len(fields.split(FIELDS_APART))
