"""Leads -> what each row says by itself: names, addresses and numbers in comparable form.

Nothing here depends on another row, so what a row said once holds until its cells change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from leadkit.base.cells import as_cells, is_empty
from leadkit.base.columns import DIALLED, EMAILS, FURTHER
from leadkit.base.fold import fold_letters
from leadkit.base.leads import cell_column
from leadkit.base.words import word_list
from leadkit.deduping.matching.coded import Coded, column_of, several
from leadkit.deduping.matching.name_cells import read_names
from leadkit.deduping.matching.names import plain
from leadkit.deduping.matching.places import city_key, postcode_key
from leadkit.fields.company import split_company
from leadkit.fields.email.cleaner import is_role_mailbox
from leadkit.fields.email.keys import key_as_delivered
from leadkit.fields.legal_forms import FORMS, legal_form
from leadkit.fields.objections import SEPARATOR
from leadkit.fields.phone.keys import phone_key

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.coded import Rows

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
class Fields:
    """What is compared of rows as they say it; "" in a text and 0 in a code is unknown."""

    sizes: np.ndarray  # of how many rows each was made, by its merged_ids
    role: np.ndarray  # for each code of mails: whether it is a function's mailbox
    generation: Coded  # jr, sr, ii ...
    company: Coded  # without its legal form
    legal: Coded
    holding: Coded  # yes where the company calls itself one
    register: Coded
    street: Coded
    street_cell: Coded  # as it is written
    street_name: Coded  # the street without the number of the house
    street_2: Coded
    city: Coded
    postcode: Coded
    birthday: Coded
    mails: Coded  # in several places, as are the next two
    locals: Coded  # of each mail the part before the @
    hosts: Coded  # and that behind it
    source: Coded  # the file it came from


@dataclass(frozen=True)
class RowEvidence(Fields):
    """What each row says by itself, field by field."""

    given: Coded  # given names; their words apart by spaces
    family: Coded  # last names
    particles: Coded  # a last name that has some, joined to them, and without: vandenberghe berghe
    numbers: Coded  # in several places, with the + of those that say their country
    own_numbers: Coded  # those of them that the list calls somebody's own
    websites: Coded  # their domains

    def __len__(self) -> int:
        return len(self.sizes)

    def at(self, rows: Rows) -> RowEvidence:
        """Return the evidence of these rows, in this order."""
        return replace(self._each(lambda _, column: column.at(rows)), sizes=self.sizes[rows])

    def with_more(self, other: RowEvidence) -> RowEvidence:
        """Return the evidence of these rows and, behind them, of others."""
        sizes = np.concatenate([self.sizes, other.sizes])
        whole = self._each(lambda name, column: column.with_more(getattr(other, name)))
        new = whole.mails.texts[len(self.mails.texts) :]
        role = np.concatenate([self.role, other.role[other.mails.codes_of(new)]])
        return replace(whole, sizes=sizes, role=role)

    def in_order(self) -> RowEvidence:
        """Return the same, texts numbered in the order in which the rows have them, so that it
        does not matter what rows were there before."""
        before = {}

        def numbered(name: str, column: Coded) -> Coded:
            column, before[name] = column.in_order()
            return column

        ordered = replace(self._each(numbered), role=self.role[before["mails"]])
        return ordered.without_empty_places()

    def without_empty_places(self) -> RowEvidence:
        """Return the same, columns of several places with as many as the fullest row has."""
        return self._each(self._without_empty_places)

    def _without_empty_places(self, name: str, column: Coded) -> Coded:
        if name not in SEVERAL:
            return column
        codes = getattr(self, SEVERAL[name]).codes
        return column.within(max(int((codes != 0).any(axis=0).sum()), 1))

    def _each(self, change: Callable[[str, Coded], Coded]) -> RowEvidence:
        columns: dict[str, Any] = {name: change(name, getattr(self, name)) for name in COLUMNS}
        return replace(self, **columns)


# Columns that have several places, and those that tell how many of them are filled.
SEVERAL = {"mails": "mails", "locals": "mails", "hosts": "mails", "numbers": "numbers",
           "own_numbers": "own_numbers"}  # fmt: skip
COLUMNS = tuple(one.name for one in fields(RowEvidence) if one.type == "Coded")


def gather_rows(leads: Leads) -> RowEvidence:
    """Return the evidence of the rows of a table of leads."""
    mails = several(
        [column.map(key_as_delivered) for column in _places(leads, EMAILS, "email").values()]
    )
    dialled = {
        name: column.map(_number) for name, column in _places(leads, DIALLED, "call").items()
    }
    boxes, hosts = mails.split(_cut_at)
    own = [column for name, column in dialled.items() if name in OWN_NUMBERS]
    firms = column_of(leads, "company")
    company, legal = firms.split(_base_and_form)
    street_cell = column_of(leads, "street")
    street = street_cell.map(street_key)
    given, family, particles, generation = read_names(leads, mails)
    return RowEvidence(
        sizes=sizes_of(leads),
        role=np.array([is_role_mailbox(key) for key in mails.texts.tolist()]),
        given=given,
        family=family,
        particles=particles,
        generation=generation,
        company=company,
        legal=legal,
        holding=firms.map(_holding),
        register=_register(leads),
        street=street,
        street_cell=street_cell,
        street_name=street.map(lambda text: re.sub(r"[0-9]", "", text)),
        street_2=column_of(leads, "street_2").map(street_key),
        city=column_of(leads, "city").map(city_key),
        postcode=column_of(leads, "postal_code").map(postcode_key),
        birthday=column_of(leads, "birthday").map(_digits),
        mails=mails,
        locals=boxes,
        hosts=hosts,
        numbers=several(list(dialled.values())),
        own_numbers=several(own or [Coded.blank(len(leads))]),
        websites=column_of(leads, "website").map(website_key),
        source=column_of(leads, "source_file"),
    )


def sizes_of(leads: Leads) -> np.ndarray:
    """Return of how many rows each lead was made, by its merged_ids."""
    merged = cell_column(leads, "merged_ids")
    return (merged.str.count("; ") + 1 + (merged != "")).to_numpy(int)


def _places(leads: Leads, names: tuple[str, ...], channel: str) -> dict[str, Coded]:
    """Return the columns of one kind that hold anything, and the further ones place by place."""
    places = {name: column_of(leads, name) for name in _filled(leads, names)}
    further = FURTHER[channel]
    if further in leads.columns and (leads[further] != "").any():
        column = Coded.of(leads[further])
        parts = [text.split(SEPARATOR)[:_MOST_FURTHER] for text in column.texts.tolist()]
        for at in range(max(map(len, parts))):
            texts = Coded.numbered(["", *(own[at] if at < len(own) else "" for own in parts[1:])])
            places[f"{further} {at}"] = Coded(texts.codes[column.codes], texts.texts)
    return places


def _filled(leads: Leads, names: tuple[str, ...]) -> list[str]:
    there = [name for name in names if name in leads.columns]
    return [name for name in there if not is_empty(as_cells(leads[name])).all()] or [names[0]]


@lru_cache(maxsize=1 << 18)  # merged rows have the companies that their parts had
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


def _holding(company: str) -> str:
    if company.isascii() and "ding" not in company.lower().replace(".", ""):
        return ""  # as of nearly all; plain leaves these letters as they are
    return "yes" if "holding" in plain(company).split() else ""


def _register(leads: Leads) -> Coded:
    names = register_columns(list(leads.columns)) or ["register"]
    filled = several([column_of(leads, name).map(_squeezed) for name in names])
    return Coded(filled.codes[:, 0], filled.texts)


def register_columns(columns: list[str]) -> list[str]:
    """Return the columns that hold a company's number in a register or with the tax office.

    >>> register_columns(["company", "VAT-ID", "Handelsregister Nr.", "Register No", "notes"])
    ['VAT-ID', 'Handelsregister Nr.', 'Register No']
    """
    return [name for name in columns if _REGISTER.search(re.sub(r"[\W_]+", " ", name))]


def _cut_at(mail: str) -> tuple[str, str]:
    before, _, behind = mail.rpartition("@")
    return before, behind


def _number(cell: str) -> str:
    """Return the digits of a number, behind a + where it says its country.

    >>> _number("+49 89 99998123"), _number("089 99998123")
    ('+498999998123', '8999998123')
    """
    key = phone_key(cell)
    return f"+{key}" if cell[:1] == "+" and key else key


def website_key(cell: str) -> str:
    """Return the domain of a website.

    >>> website_key("https://www.Meier.example.com/de?x=1")
    'meier.example.com'
    """
    host = re.sub(r"^[a-z]+://", "", cell.strip().casefold())
    host = re.split(r"[/?#:\s]", host, maxsplit=1)[0].removeprefix("www.")
    return host if "." in host else ""


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
