"""Leads -> what the contact model compares: names, addresses and numbers in comparable form."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from leadkit.columns import EMAILS, PHONES
from leadkit.fields.company import company_base_name
from leadkit.fields.distinct import map_distinct
from leadkit.fields.email import is_role_mailbox
from leadkit.matching.names import (
    formal_names,
    has_nicknames,
    is_known_name,
    parse_name,
    plain,
    sound,
)
from leadkit.stage import cell_column

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from leadkit.stage import Leads

DIALLED = tuple(name for name in PHONES if name != "fax")
# Numbers that a list calls somebody's own; whether they are, the data decide (see model.py).
OWN_NUMBERS = ("mobile", "home_phone")

# Providers that deliver a.b+fair@ and ab@ to one mailbox, by their own help pages.
_DOTS_IGNORED = frozenset(("gmail.com", "googlemail.com"))
_PLUS_IGNORED = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com icloud.com me.com mac.com "
    "fastmail.com proton.me protonmail.com pm.me".split()
)
# Where anybody may have a mailbox, so that the domain is no employer. The data add others:
# see providers() in pairs.py.
FREE_MAIL = _PLUS_IGNORED | frozenset(
    "gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org arcor.de "
    "online.de yahoo.com yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.co.uk aol.com msn.com "
    "hotmail.de hotmail.fr hotmail.it hotmail.co.uk outlook.de live.de live.fr ymail.com mail.com "
    "mail.ru yandex.ru orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it "
    "alice.it tiscali.it bluewin.ch sunrise.ch a1.net aon.at chello.at ziggo.nl kpnmail.nl "
    "planet.nl hetnet.nl xs4all.nl wp.pl onet.pl o2.pl interia.pl seznam.cz btinternet.com "
    "comcast.net verizon.net att.net sbcglobal.net qq.com 163.com 126.com naver.com".split()
)

# Headers under which lists carry the number of a company in a public register.
_REGISTER = re.compile(
    r"(?i)\b(hrb|hra|handelsregister|regist(er|ration)|company (number|no)|vat|ust|uid|siren|"
    r"siret|kvk|duns|lei|tax|steuer)\b"
)


def register_columns(columns: list[str]) -> list[str]:
    """Return the columns that hold a company's number in a register or with the tax office.

    >>> register_columns(["company", "VAT-ID", "Handelsregister Nr.", "Register No", "notes"])
    ['VAT-ID', 'Handelsregister Nr.', 'Register No']
    """
    return [name for name in columns if _REGISTER.search(re.sub(r"[\W_]+", " ", name))]


@lru_cache(maxsize=1 << 16)
def email_key(cell: str) -> str:
    """Return the mailbox an address is delivered to, "" where the cell holds no address.

    >>> [email_key(cell) for cell in ("A.B+x@gmail.com", "a.b+x@example.com", "no address")]
    ['ab@gmail.com', 'a.b+x@example.com', '']
    """
    address = cell.strip().casefold()
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        return ""
    if domain in _PLUS_IGNORED:
        local = local.partition("+")[0]
    if domain in _DOTS_IGNORED:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain.replace(' ', '')}"


@lru_cache(maxsize=1 << 16)
def phone_key(cell: str) -> str:
    """Return the digits of a number without the marks of an international or trunk call.

    >>> phone_key("+49 (0)89 99998-123"), phone_key("0049 89 99998123"), phone_key("123")
    ('498999998123', '498999998123', '')
    """
    digits = "".join(sign for sign in cell.replace("(0)", "") if sign.isdigit())
    if not cell.strip().startswith("+"):
        digits = digits.lstrip("0")
    return digits if len(digits) > 5 else ""


def website_key(cell: str) -> str:
    """Return the domain of a website.

    >>> website_key("https://www.Meier.example.com/de?x=1")
    'meier.example.com'
    """
    host = re.sub(r"^[a-z]+://", "", cell.strip().casefold())
    host = re.split(r"[/?#:\s]", host, maxsplit=1)[0].removeprefix("www.")
    return host if "." in host else ""


@lru_cache(maxsize=1 << 16)
def street_key(cell: str) -> str:
    """Return a street and its number with the usual abbreviations made equal.

    >>> street_key("Hauptstr. 12a") == street_key("HAUPTSTRASSE 12 A")
    True
    """
    text = plain(re.sub(r"(?i)str(\.|\b)", "strasse", cell))
    text = re.sub(r"\b(street|rd|road|ave?|avenue|blv?d|boulevard|lane|ln)\b", _street_word, text)
    return re.sub(r"[^a-z0-9]", "", text)


def _street_word(word: re.Match[str]) -> str:
    return {"s": "st", "r": "rd", "a": "av", "b": "bl", "l": "ln"}[word[0][0]]


def _legal_form(cell: str) -> str:
    words = plain(cell).split()
    base = len(plain(company_base_name(cell)).split())
    return " ".join(words[base:]) if base < len(words) else ""


def _squeezed(cell: str) -> str:
    return plain(cell).replace(" ", "")


def _birthday(cell: str) -> str:
    return re.sub(r"\D", "", cell) if re.search(r"\d", cell) else ""


def rows_evidence(leads: Leads) -> pd.DataFrame:
    """Return one row of scalars for each lead: name, company, address, birthday; "" unknown."""
    import pandas as pd

    names = _names(leads)
    company = cell_column(leads, "company")
    register = [cell_column(leads, name) for name in register_columns(list(leads.columns))]
    registers = [map_distinct(column, _squeezed) for column in register]
    scalars = {
        **names,
        "company": map_distinct(company, lambda cell: plain(company_base_name(cell))),
        "legal": map_distinct(company, _legal_form),
        "street": map_distinct(cell_column(leads, "street"), street_key),
        "street_2": map_distinct(cell_column(leads, "street_2"), _squeezed),
        "city": map_distinct(cell_column(leads, "city"), _squeezed),
        "postcode": map_distinct(cell_column(leads, "postal_code"), _squeezed),
        "birthday": map_distinct(cell_column(leads, "birthday"), _birthday),
        "register": _first_filled(registers, len(leads)),
    }
    return pd.DataFrame(scalars).astype("str")


def _first_filled(columns: list[np.ndarray], count: int) -> np.ndarray:
    import numpy as np

    filled = np.full(count, "", object)
    for column in columns:
        filled = np.where(filled == "", column, filled)
    return filled


def _names(leads: Leads) -> dict[str, np.ndarray]:
    """Return the comparable names; a mailbox anna.meier@ tells what "A." is short for."""
    import numpy as np
    import pandas as pd

    parts = [
        cell_column(leads, name) for name in ("first_name", "last_name", "full_name", "suffix")
    ]
    parts[2] = parts[2].where((parts[0] == "") & (parts[1] == ""), "")
    middle = cell_column(leads, "middle_name")
    parts[0] = (parts[0] + " " + middle).str.strip() if (middle != "").any() else parts[0]
    codes, distinct = pd.factorize(parts[0].str.cat(pd.concat(parts[1:], axis=1), sep="\x1f"))
    parsed = [parse_name(*joined.split("\x1f")) for joined in distinct]
    columns = {
        field: np.array([getattr(name, field) for name in parsed] or [""], object)[codes]
        if len(parsed)
        else np.array([], object)
        for field in ("first", "given", "last", "last_words", "generation")
    }
    short = np.char.str_len(columns["first"].astype(str)) <= 1 if len(codes) else np.array([], bool)
    emails = cell_column(leads, "email").to_numpy(object)
    for row in np.flatnonzero(short & (columns["last"] != "") & (emails != "")).tolist():
        first = _first_in_mailbox(emails[row], columns["last"][row])
        if first and first.startswith(columns["first"][row]):
            columns["first"][row] = columns["given"][row] = first
    return columns


@lru_cache(maxsize=1 << 16)
def _first_in_mailbox(address: str, last: str) -> str:
    """Return anna for anna.meier@ where the last name is meier.

    >>> _first_in_mailbox("anna.meier@firma.example.com", "meier")
    'anna'
    """
    words = [plain(word) for word in re.split(r"[._-]", email_key(address).partition("@")[0])]
    rest = [word for word in words if word != last and len(word) > 2 and word.isalpha()]
    return rest[0] if len(words) == 2 and last in words and len(rest) == 1 else ""


def addresses(leads: Leads) -> pd.DataFrame:
    """Return every e-mail, number and domain of every row: row, kind, value, own.

    Kinds are mail, role (a function's mailbox), phone and domain; own is 1 for a number in a
    column that lists use for somebody's own.
    """
    import pandas as pd

    found = []
    for name in EMAILS:
        keys = map_distinct(cell_column(leads, name), email_key)
        roles = map_distinct(pd.Series(keys, dtype="str"), is_role_mailbox).astype(bool)
        domains = map_distinct(pd.Series(keys, dtype="str"), lambda key: key.partition("@")[2])
        found.append(_long(keys, "mail", ~roles))
        found.append(_long(keys, "role", roles))
        found.append(_long(domains, "domain"))
    for name in DIALLED:
        keys = map_distinct(cell_column(leads, name), phone_key)
        found.append(_long(keys, "phone", own=int(name in OWN_NUMBERS)))
    found.append(_long(map_distinct(cell_column(leads, "website"), website_key), "domain"))
    return pd.concat(found, ignore_index=True)


def _long(
    values: np.ndarray, kind: str, where: np.ndarray | bool = True, own: int = 0
) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    rows = np.flatnonzero((values != "") & where)
    return pd.DataFrame(
        {"row": rows, "kind": kind, "value": pd.Series(values[rows], dtype="str"), "own": own}
    )


def words_of(firsts: list[str], lasts: list[str]) -> pd.DataFrame:
    """Return what is known of each distinct name word: how it sounds, what it is short for."""
    import pandas as pd

    distinct = sorted({*firsts, *lasts} - {""})
    return pd.DataFrame(
        {
            "name": pd.Series(distinct, dtype="str"),
            "sound": pd.Series([sound(name) for name in distinct], dtype="str"),
            "formal_itself": [has_nicknames(name) for name in distinct],
            "listed": [is_known_name(name) for name in distinct],
            "formal": [list(formal_names(name)) for name in distinct],
        }
    )
