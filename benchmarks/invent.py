"""Write any number of invented leads as CSV: fast, in little memory, the same on every run.

    python invent.py ROWS FILE [--as leads|list|campaigns]

"leads" has leadkit's own columns, as import would leave them; "list" holds the same people as a
raw list with German headers and semicolons; "campaigns" has one set of figures a row, for cpl.

Every tenth row is a person who came before, spelled another way. People, companies and e-mail
domains (below example.com) are made up; phone numbers are random digits behind real prefixes.
A cell is a function of its row's number alone: so no row needs another one in memory, and the
first rows of a long file are a short file.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import TypeAlias
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from words import (
    CITIES,
    COUNTRIES,
    FIRST_NAMES,
    JOB_TITLES,
    LEAD_SOURCES,
    LEGAL_FORMS,
    NOTES,
    SYLLABLES,
    TRADES,
)

SEED = 20261024
CHUNK = 50_000  # rows made at a time
COPY_EVERY = 10
COMPANIES = 60_000

# leadkit's columns after the three of identity, and their headers in the raw list
HEADERS = {
    "first_name": "Vorname", "last_name": "Nachname", "email": "E-Mail-Adresse",
    "phone": "Telefon", "mobile": "Handy", "company": "Firma", "job_title": "Funktion",
    "street": "Straße", "city": "Ort", "postal_code": "PLZ", "country": "Land",
    "website": "Webseite", "lead_source": "Quelle", "employees": "Mitarbeiterzahl",
    "created_at": "Erstellt am", "notes": "Bemerkung", "consent": "Einwilligung",
}  # fmt: skip

Numbers: TypeAlias = np.ndarray  # uint64, one a row
Cells: TypeAlias = "pa.Array"


def pick(numbers: Numbers, purpose: str, choices: int) -> Numbers:
    """Draw one of so many choices for each number: SplitMix64 of the number and the purpose."""
    mixed = (numbers << np.uint64(20)) + np.uint64(crc32(purpose.encode()) * SEED)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed ^ (mixed >> np.uint64(31))) % np.uint64(choices)


def one_of(numbers: Numbers, purpose: str, words: Sequence[str]) -> Cells:
    return pa.array(words).take(pa.array(pick(numbers, purpose, len(words))))


def some(numbers: Numbers, purpose: str, percent: int, cells: Cells) -> Cells:
    """Keep a share of the cells and blank the others."""
    return pc.if_else(pa.array(pick(numbers, purpose, 100) < percent), cells, "")


def joined(*parts: Cells | str, by: str = "") -> Cells:
    return pc.binary_join_element_wise(*parts, by)


def written(numbers: Numbers) -> Cells:
    return pa.array(numbers).cast(pa.string())


def plain(cells: Cells) -> Cells:
    """Write without umlauts, as in addresses."""
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        cells = pc.replace_substring(cells, sign, letters)
    return cells


@cache
def names() -> Cells:
    """All 24,000 names that the syllables make."""
    return pa.array(["".join(parts) for parts in product(*SYLLABLES)])


@cache
def addresses() -> Cells:
    """The same names as they stand in an e-mail address."""
    return pc.utf8_lower(plain(names()))


def telephone(numbers: Numbers, country: Numbers, spelling: Numbers, mobile: bool) -> Cells:
    """Make up a number of each row's country, in one of four spellings."""
    purpose = "mobile" if mobile else "phone"
    cells = np.full(len(numbers), "", object)
    for at, land in enumerate(COUNTRIES):
        rows = np.flatnonzero(country == at)
        area = one_of(numbers[rows], f"{purpose} area", land.mobile if mobile else land.areas)
        many = 10 ** (land.mobile_digits if mobile else land.digits)
        # The first digit is 2 to 8: others lead to services and abroad.
        digits = written(pick(numbers[rows], purpose, many * 7 // 10) + np.uint64(many * 2 // 10))
        spellings = (
            joined(f"+{land.dialled} ", area, " ", digits),
            joined(land.trunk, area, " ", digits),
            joined(f"00{land.dialled}", area, digits),
            joined(land.trunk, area, "/", digits),
        )
        chosen = pc.choose(pa.array(spelling[rows].astype(np.int64)), *spellings)
        cells[rows] = chosen.to_numpy(zero_copy_only=False)
    return pa.array(cells, pa.string())


def people(number: Numbers) -> Numbers:
    """Return whom each row is about: a new person, or for copies one of an earlier row."""
    decade = number // COPY_EVERY
    is_copy = (number % COPY_EVERY == COPY_EVERY - 1) & (decade > 0)
    earlier = pick(number, "whom", 1 << 62) % np.maximum(decade, 1) * COPY_EVERY
    return np.where(is_copy, earlier + pick(number, "which of ten", COPY_EVERY - 1), number)


def lead_columns(number: Numbers) -> dict[str, Cells]:
    """Return the rows with these numbers, by column."""
    person = people(number)
    firm = pick(person, "firm", COMPANIES)
    # A copy has its e-mail in capitals or lost, its name in capitals or without umlauts.
    style = np.where(person == number, 9, pick(number, "style", 5))

    def restyled(kind: int, other: Cells | str, cells: Cells) -> Cells:
        return pc.if_else(pa.array(style == kind), other, cells)

    surname = pa.array(pick(person, "surname", len(names())))
    firm_word = pa.array(pick(firm, "firm word", len(names())))
    first_name, last_name = one_of(person, "first name", FIRST_NAMES), names().take(surname)
    domain = joined(addresses().take(firm_word), ".example.com")
    initial = pc.utf8_lower(plain(pc.utf8_slice_codeunits(first_name, 0, 1)))
    own = some(person, "email", 80, joined(initial, ".", addresses().take(surname), "@", domain))
    at_info = pa.array(pick(person, "role mailbox", 20) == 0)
    email = pc.if_else(at_info, joined("info@", domain), own)
    trade, form = one_of(firm, "trade", TRADES), one_of(firm, "legal form", LEGAL_FORMS)
    company = pc.utf8_rtrim_whitespace(joined(names().take(firm_word), trade, form, by=" "))
    at_home = pick(firm, "home", 100) < 65
    country = np.where(at_home, 0, pick(firm, "country", len(COUNTRIES))).astype(np.int64)
    spelled = [one_of(number, "country name", land.spellings) for land in COUNTRIES]
    line = np.where(pick(person, "switchboard", 3) == 0, firm, person + np.uint64(1 << 40))
    spelling = pick(number, "spelling", 4)
    city = pa.array(pick(firm, "city", len(CITIES)))
    street = joined(names().take(firm_word), "straße ", written(pick(firm, "house", 99) + 1))
    day = pa.array((pick(number, "day", 1000) + 19_700).astype(np.int32)).cast(pa.date32())
    return {
        "first_name": restyled(2, pc.utf8_upper(first_name), first_name),
        "last_name": restyled(
            3, plain(last_name), restyled(2, pc.utf8_upper(last_name), last_name)
        ),
        "email": restyled(0, pc.utf8_upper(email), restyled(1, "", email)),
        "phone": some(person, "has phone", 55, telephone(line, country, spelling, mobile=False)),
        "mobile": some(person, "has mobile", 30, telephone(person, country, spelling, mobile=True)),
        "company": restyled(4, pc.utf8_upper(company), company),
        "job_title": one_of(person, "job title", JOB_TITLES),
        "street": some(firm, "has street", 10, street),
        "city": some(person, "has city", 60, pa.array([name for name, _ in CITIES]).take(city)),
        "postal_code": some(number, "has code", 60, pa.array([c for _, c in CITIES]).take(city)),
        "country": pc.choose(pa.array(country), *spelled),
        "website": some(firm, "has website", 5, joined("https://www.", domain)),
        "lead_source": one_of(number, "source", LEAD_SOURCES),
        "employees": some(firm, "has size", 50, written(pick(firm, "size", 3000) + 1)),
        "created_at": some(number, "has day", 30, day.cast(pa.string())),
        "notes": some(number, "has note", 15, one_of(number, "note", NOTES)),
        "consent": one_of(person, "consent", ("yes", "no", "ja", "", "", "")),
    }


def identity(number: Numbers) -> dict[str, Cells]:
    digits = np.array([f"{byte:02x}" for byte in range(256)], "S2")
    code = pick(number, "lead_id", (1 << 64) - 1)
    ids = digits[code.view(np.uint8).reshape(-1, 8)].view("S16").ravel()
    return {
        "lead_id": pa.array(ids).cast(pa.string()),
        "source_file": pa.repeat("fair.csv", len(number)),
        "source_row": written(number + np.uint64(2)),
    }


def campaign_columns(number: Numbers) -> dict[str, Cells]:
    return {
        "campaign": joined("Campaign ", written(number + np.uint64(1))),
        "revenue": joined('"', written(pick(number, "revenue", 90) + np.uint64(10)), '.000,00 €"'),
        "margin": joined(written(pick(number, "margin", 40) + np.uint64(5)), " %"),
        "leads_per_order": written(pick(number, "leads per order", 60) + np.uint64(1)),
    }


def write_csv(rows: int, file: str, kind: str = "leads") -> None:
    """Write so many rows of a kind; chunk by chunk, so that memory does not grow with them."""
    delimiter = ";" if kind == "list" else ","
    with open(file, "wb") as output:
        for first in range(0, max(rows, 1), CHUNK):
            number = np.arange(first, min(first + CHUNK, rows), dtype=np.uint64)
            columns = campaign_columns(number) if kind == "campaigns" else lead_columns(number)
            if kind == "leads":
                columns = identity(number) | columns
            if first == 0:
                header = HEADERS.values() if kind == "list" else columns
                output.write((delimiter.join(header) + "\n").encode())
            *others, last = columns.values()
            lines = joined(*others, joined(last, "\n"), by=delimiter)
            ends = np.frombuffer(lines.buffers()[1], np.int32)
            output.write(memoryview(lines.buffers()[2])[: ends[len(lines)]])


def main() -> None:
    parser = argparse.ArgumentParser(description="Write invented leads as CSV.")
    parser.add_argument("rows", type=int)
    parser.add_argument("file")
    parser.add_argument("--as", dest="kind", choices=("leads", "list", "campaigns"),
                        default="leads")  # fmt: skip
    asked = parser.parse_args()
    write_csv(asked.rows, asked.file, asked.kind)


if __name__ == "__main__":
    main()
