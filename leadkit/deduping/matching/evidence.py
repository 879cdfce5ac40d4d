"""Leads -> what the contact model compares: names, addresses and numbers in comparable form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.columns import DIALLED, EMAILS, FURTHER
from leadkit.base.fold import fold_letters
from leadkit.base.leads import cell_column
from leadkit.base.words import word_list
from leadkit.deduping.matching.coded import Coded, several, together
from leadkit.deduping.matching.mailboxes import first_in_mailbox, generation_in_mailbox
from leadkit.deduping.matching.names import (
    birth_name,
    cut_full_name,
    family_words,
    formal_names,
    given_words,
    has_two_names,
    joined_particles,
    plain,
)
from leadkit.deduping.matching.places import city_key, postcode_key
from leadkit.fields.company import split_company
from leadkit.fields.email.cleaner import is_role_mailbox
from leadkit.fields.email.keys import key_as_delivered
from leadkit.fields.legal_forms import FORMS, legal_form
from leadkit.fields.objections import SEPARATOR
from leadkit.fields.phone.keys import phone_key

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.coded import Codes

# Every round of a dedupe asks about the same texts.
remember = lru_cache(maxsize=1 << 20)
_mailbox_key, _number_key = remember(key_as_delivered), remember(phone_key)

# Numbers that a list calls somebody's own; whether they are, the data decide (see weigh.py).
OWN_NUMBERS = ("mobile", "home_phone")

# Every place is compared with every other; who has more addresses than that is told by the first.
_MOST_FURTHER = 4

# Headers under which lists carry the number of a company in a public register.
_REGISTER = re.compile(
    r"(?i)\b(hrb|hra|handelsregister|regist(er|ration)|company (number|no)|vat|ust|uid|siren|"
    r"siret|kvk|duns|lei|tax|steuer)\b"
)

_AND_MORE = re.compile(r",| [-–(] ?")  # Huber GmbH, Linz
# Words that a company's name has or has not, and what people write who have no company.
_OF_A_GROUP = frozenset("holding group gruppe groupe gruppo grupo international intl "
                        "sanayi san ticaret tic ve".split())  # fmt: skip
_FIRMS = frozenset("fa firma ditta firm".split())
# Company, société, établissements: said of firms of any form.
_NO_FORMS = frozenset("co company ste soc societe ets etablissements cie compagnie".split())
_NO_COMPANY = frozenset(word_list("leadkit.deduping.matching", "no_company"))


@dataclass(frozen=True)
class Evidence:
    """What each row says, field by field; "" in a text and 0 in a code is unknown."""

    rows: int
    sizes: np.ndarray  # of how many rows each was made, by its merged_ids
    names: Coded  # two places: given names, last names; their words apart by spaces
    generation: Coded  # jr, sr, ii ...
    company: Coded  # without its legal form
    legal: Coded
    holding: Codes  # 1 where the company calls itself one
    register: Coded
    street: Coded
    street_cell: Coded  # as it is written
    street_name: Coded  # the street without the number of the house
    street_2: Coded
    city: Coded
    postcode: Coded
    birthday: Coded
    mails: Coded  # in several places, as are the next two
    numbers: Coded
    domains: Coded  # of mails and of websites
    source: Coded  # the file it came from
    role: np.ndarray  # for each code of mails: whether it is a function's mailbox
    own: np.ndarray  # for each code of numbers: whether a list calls it somebody's own


def gather(leads: Leads) -> Evidence:
    """Return the evidence of a table of leads."""
    mails = several(
        [column.map(_mailbox_key) for column in _places(leads, EMAILS, "email").values()]
    )
    cells = _places(leads, DIALLED, "call")
    abroad = _by_ending([text for column in cells.values() for text in column.texts.tolist()])
    dialled = {name: column.map(lambda cell: _international(_number_key(cell), cell, abroad))
               for name, column in cells.items()}  # fmt: skip
    numbers = several(list(dialled.values()))
    own = {number for name, column in dialled.items() if name in OWN_NUMBERS
           for number in column.texts.tolist()}  # fmt: skip
    websites = Coded.of(cell_column(leads, "website")).map(website_key)
    domains = mails.map(lambda key: key.partition("@")[2])
    places = [Coded(codes, domains.texts) for codes in domains.codes.T]
    firms = Coded.of(cell_column(leads, "company"))
    company, legal = firms.split(_base_and_form)
    street_cell = Coded.of(cell_column(leads, "street"))
    street = street_cell.map(street_key)
    given, family, generation = _names(leads, mails)
    return Evidence(
        rows=len(leads),
        sizes=sizes_of(leads),
        names=together([given, family]),
        generation=generation,
        company=company,
        legal=legal,
        holding=firms.map(_holding).codes,
        register=_register(leads),
        street=street,
        street_cell=street_cell,
        street_name=street.map(lambda text: re.sub(r"[0-9]", "", text)),
        street_2=Coded.of(cell_column(leads, "street_2")).map(street_key),
        city=Coded.of(cell_column(leads, "city")).map(city_key),
        postcode=Coded.of(cell_column(leads, "postal_code")).map(postcode_key),
        birthday=Coded.of(cell_column(leads, "birthday")).map(_digits),
        mails=mails,
        numbers=numbers,
        domains=several([*places, websites]),
        source=Coded.of(cell_column(leads, "source_file")),
        role=np.array([is_role_mailbox(key) for key in mails.texts.tolist()]),
        own=np.array([number in own for number in numbers.texts.tolist()]),
    )


def sizes_of(leads: Leads) -> np.ndarray:
    """Return of how many rows each lead was made, by its merged_ids."""
    merged = cell_column(leads, "merged_ids")
    return (merged.str.count("; ") + 1 + (merged != "")).to_numpy(int)


def _places(leads: Leads, names: tuple[str, ...], channel: str) -> dict[str, Coded]:
    """Return the columns of one kind that hold anything, and the further ones place by place."""
    places = {name: Coded.of(cell_column(leads, name)) for name in _filled(leads, names)}
    further = FURTHER[channel]
    if further in leads.columns and (leads[further] != "").any():
        column = Coded.of(leads[further])
        parts = [text.split(SEPARATOR)[:_MOST_FURTHER] for text in column.texts.tolist()]
        for at in range(max(map(len, parts))):
            texts = Coded.numbered(["", *(own[at] if at < len(own) else "" for own in parts[1:])])
            places[f"{further} {at}"] = Coded(texts.codes[column.codes], texts.texts)
    return places


def _filled(leads: Leads, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if (cell_column(leads, name) != "").any()] or [names[0]]


@remember
def _base_and_form(company: str) -> tuple[str, str]:
    """Return the name of a company without its form, town or group, and its form.

    >>> [_base_and_form(name) for name in ("Fa. Huber GmbH, Linz", "Huber Holding", "privat")]
    [('huber', 'gmbh'), ('huber', ''), ('', '')]
    """
    before, *more = _AND_MORE.split(company, maxsplit=1)
    name, form = split_company(before)
    if more and (not form or fold_letters(more[0]) in FORMS):  # Huber Co., Ltd.
        name, form = split_company(company)
    words = plain(name).split()
    while len(words) > 1 and words[-1] in _OF_A_GROUP:
        words.pop()
    while len(words) > 1 and words[0] in _FIRMS:
        words.pop(0)
    name = " ".join(words)
    kind = legal_form(form)
    return "" if name in _NO_COMPANY else name, "" if kind in _NO_FORMS else kind


@remember
def _holding(company: str) -> str:
    if company.isascii() and "ding" not in company.lower().replace(".", ""):
        return ""  # as of nearly all; plain leaves these letters as they are
    return "yes" if "holding" in plain(company).split() else ""


def _register(leads: Leads) -> Coded:
    names = register_columns(list(leads.columns)) or ["register"]
    filled = several([Coded.of(cell_column(leads, name)).map(_squeezed) for name in names])
    return Coded(filled.codes[:, 0], filled.texts)


def register_columns(columns: list[str]) -> list[str]:
    """Return the columns that hold a company's number in a register or with the tax office.

    >>> register_columns(["company", "VAT-ID", "Handelsregister Nr.", "Register No", "notes"])
    ['VAT-ID', 'Handelsregister Nr.', 'Register No']
    """
    return [name for name in columns if _REGISTER.search(re.sub(r"[\W_]+", " ", name))]


def _names(leads: Leads, mails: Coded) -> tuple[Coded, Coded, Coded]:
    """Return given names, last names and generation; a mailbox tells what "A." is short for."""
    first, last, full, middle, suffix, prefix = (
        cell_column(leads, name)
        for name in ("first_name", "last_name", "full_name", "middle_name", "suffix", "prefix")
    )
    nameless = ((first == "") & (last == "") & (full != "")).to_numpy(bool)
    if nameless.any():
        given, family = Coded.of(full.where(nameless, "")).split(cut_full_name)
        first = first.mask(nameless, pd.Series(given.cells(), first.index, dtype="str"))
        last = last.mask(nameless, pd.Series(family.cells(), last.index, dtype="str"))
    if (middle != "").any():
        first = first.where((middle == "") | (first == ""), first + " " + middle)
    born = Coded.of(full).map(birth_name)
    if born.codes.any():
        others = pd.Series(born.cells(), last.index, dtype="str")
        last = last.where((others == "") | (last == ""), last + " " + others)
    given, young = Coded.of(first).split(given_words)
    surnames = Coded.of(last)
    family, younger = surnames.split(family_words)
    family = _apart_as_elsewhere(family, surnames)
    given, family = _cut_whole_names(given, family, surnames)
    _, youngest = Coded.of(suffix).split(given_words)
    _, before = Coded.of(prefix).split(given_words)
    in_mailbox = Coded(mails.codes[:, 0], mails.texts).map(generation_in_mailbox)
    _, eldest = Coded.of(full).split(given_words)
    said = several([youngest, younger, young, eldest, before, in_mailbox])
    return _spelled_out(given, family, mails), family, Coded(said.codes[:, 0], said.texts)


def _apart_as_elsewhere(family: Coded, surnames: Coded) -> Coded:
    """Return last names, those joined to their particles as where the list has them apart."""
    apart = joined_particles(surnames.texts.tolist())
    return family.map(lambda text: apart.get(text, text)) if apart else family


def _cut_whole_names(given: Coded, family: Coded, last: Coded) -> tuple[Coded, Coded]:
    """Take a first name from a last name of several words where there is none of its own.

    Bäcker-Roche and d'Aubigny are one name; of Frau Anna Meier one word is a first name.
    """
    several_words = np.array([" " in text for text in family.texts.tolist()])[family.codes]
    rows = np.flatnonzero((given.codes == 0) & several_words)
    rows = rows[[has_two_names(text) for text in last.of_rows(rows).tolist()]]
    if not len(rows):
        return given, family
    firsts, lasts = given.cells(), family.cells()
    for row in rows.tolist():
        firsts[row], _, lasts[row] = lasts[row].partition(" ")
    return Coded.of(firsts), Coded.of(lasts)


def _spelled_out(given: Coded, family: Coded, mails: Coded) -> Coded:
    """Return the given names, whole where the mailbox has it: for A., and for Uli, which may
    be Ulrich's or Ulrike's."""
    short = np.array([len(text) < 2 or _stands_for_several(text)
                      for text in given.texts.tolist()])[given.codes]  # fmt: skip
    rows = np.flatnonzero(short & (family.codes != 0) & (mails.codes[:, 0] != 0))
    texts = given.cells()
    for row in rows.tolist():
        spelled = first_in_mailbox(
            mails.texts[mails.codes[row, 0]], family.texts[family.codes[row]]
        )
        own = texts[row]
        if spelled and (spelled.startswith(own) if len(own) < 2 else spelled in formal_names(own)):
            texts[row] = spelled
    return Coded.of(texts) if len(rows) else given


@remember
def _stands_for_several(first: str) -> bool:
    return len(formal_names(first)) > 2


def _by_ending(cells: Sequence[str]) -> dict[str, set[str]]:
    """Return the international numbers that end like the others, by their last eight digits."""
    others = {_number_key(cell)[-8:] for cell in cells if cell and cell[0] != "+"}
    found: dict[str, set[str]] = {}
    for cell in cells if others else ():
        if cell[:1] == "+" and (key := _number_key(cell))[-8:] in others and len(key) > 8:
            found.setdefault(key[-8:], set()).add(key)
    return found


def _international(key: str, cell: str, abroad: dict[str, set[str]]) -> str:
    """Return the one number of the list that a number without a country can be, or else itself.

    >>> _international("8999998123", "089 99998123", {"99998123": {"498999998123"}})
    '498999998123'
    """
    if cell[:1] == "+" or len(key) < 8:
        return key
    same = [number for number in abroad.get(key[-8:], ()) if number.endswith(key)]
    return same[0] if len(same) == 1 else key


@remember
def website_key(cell: str) -> str:
    """Return the domain of a website.

    >>> website_key("https://www.Meier.example.com/de?x=1")
    'meier.example.com'
    """
    host = re.sub(r"^[a-z]+://", "", cell.strip().casefold())
    host = re.split(r"[/?#:\s]", host, maxsplit=1)[0].removeprefix("www.")
    return host if "." in host else ""


@remember
def street_key(cell: str) -> str:
    """Return a street and its number with the usual abbreviations made equal.

    >>> street_key("Hauptstr. 12a") == street_key("HAUPTSTRASSE 12 A")
    True
    """
    text = plain(re.sub(r"(?i)str(\.|\b)", "strasse", cell))
    text = re.sub(r"\b(street|rd|road|ave?|avenue|blv?d|boulevard|lane|ln)\b", _street_word, text)
    return text.replace(" ", "")


def _street_word(word: re.Match[str]) -> str:
    return {"s": "st", "r": "rd", "a": "av", "b": "bl", "l": "ln"}[word[0][0]]


def _squeezed(cell: str) -> str:
    return plain(cell).replace(" ", "")


def _digits(cell: str) -> str:
    return re.sub(r"\D", "", cell)
