"""Write the example data of an invented trade fair: three messy contact lists and two helpers.

    python make.py [TARGET_FOLDER]

Everything is made up (words.toml holds the names and texts) and seeded, so two runs write the
same bytes. E-mail and web domains are subdomains of example.com, example.org and example.net,
which belong to nobody; phone numbers come from ranges kept free for films and books where a
country has such ranges. The README beside this file says which traps the lists hold.
"""

from __future__ import annotations

import csv
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

SEED = 20261024
FAIR_OPENS = datetime(2026, 10, 6, 9, 0)
WORDS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)

Phone = tuple[str, str, str]  # country, area code, subscriber number
Row = list[str]


@dataclass(frozen=True)
class Firm:
    name: str
    short: str
    domain: str
    country: str
    city: str
    postcode: str
    street: str
    number: Phone  # the switchboard; extensions replace its last digit
    staff: int


@dataclass(frozen=True)
class Person:
    """One person as one list knows them; lists get altered copies."""

    key: int
    female: bool
    first: str
    last: str
    firm: Firm
    employer: str
    job: tuple[str, str]
    email: str
    phone: Phone | None
    mobile: Phone | None
    opted_out: bool = False


COUNTRIES: dict[str, dict[str, Any]] = {
    code: WORDS["countries"].get(table.get("like"), {}) | table
    for code, table in WORDS["countries"].items()
}
BADGE_HEADER = (
    "Badge ID,Scan Time,First Name,Last Name,Job Title,Company,Email Address,Mobile Phone,"
    "Business Phone,Country,Opt-In Marketing,Opt-In Date,Opt-In Source,Opt-In Text,Opt-In Channels,"
    "Notes,Scanned By"
)
CARD_HEADER = (
    "Anrede;Titel;Vorname;Nachname;Firma;Position;Straße;PLZ;Ort;Land;Telefon;Mobil;E-Mail;"
    "Webseite;Bemerkung"
)
CRM_HEADER = (
    "Contact ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Company Name,Job Title,"
    "City,Postal Code,Country/Region,Lifecycle Stage,Lead Source,Lead Owner,Opted out of email,"
    "Create Date,Number of Employees,Annual Revenue"
)
ACTIVITY_HEADER = "Email,Activity,Date,Detail"
CAMPAIGN_HEADER = "campaign,lead_source,spend,revenue,margin,leads_per_order"
# In which lists a person stands (b badges, c cards, r CRM; twice = twice in that list): how many.
PLAN = {
    "b": 89, "c": 38, "r": 50, "br": 48, "bc": 20, "cr": 20, "bcr": 14,
    "bb": 8, "rr": 5, "cc": 2, "bbr": 3,
}  # fmt: skip
ALTERATIONS = (
    "same", "nickname", "nickname", "nickname", "nickname", "upper", "ascii", "ascii", "private",
    "private", "no e-mail", "no e-mail", "name and firm", "swapped", "moved", "moved",
)  # fmt: skip
POLISH = str.maketrans("ąćęłńśźżĄĆĘŁŃŚŹŻ", "acelnszzACELNSZZ")
GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)


def plain(text: str) -> str:
    """The text in ASCII, as a keyboard without umlauts and accents would give it."""
    text = unicodedata.normalize("NFKD", text.translate(GERMAN).translate(POLISH))
    return "".join(c for c in text if c.isascii())


def slug(text: str) -> str:
    """The text as part of an address: lower case, no spaces or apostrophes."""
    return "".join(c for c in plain(text).lower() if c.isalnum() or c == "-")


def pick(rng: Random, choices: str) -> str:
    return rng.choice(choices.split("|"))


def make_firm(rng: Random, number: int, code: str, stem: str) -> Firm:
    """One firm; its number keeps phone blocks and places of different firms apart."""
    land = COUNTRIES[code]
    places = land["places"].split("|")
    city, postcode, area, fixed, free = places[number % len(places)].split("/")
    trade, legal = pick(rng, land["trades"]), pick(rng, land["legal"])
    switchboard = (code, area, fixed + f"{number:02d}0"[-int(free) :])
    domain = f"{slug(stem)}-{slug(trade)}.example.{rng.choice(('com', 'com', 'org', 'net'))}"
    street = f"{pick(rng, land['street'])} {rng.randint(1, 140)}"
    name, staff = f"{stem} {trade} {legal}", int(8 * 1.09 ** rng.randint(0, 65))
    return Firm(name, f"{stem} {trade}", domain, code, city, postcode, street, switchboard, staff)


def make_person(
    rng: Random, people: Sequence[Person], firm: Firm, female: bool, first: str, last: str
) -> Person:
    """A new colleague; mail address and phone numbers follow the customs of the firm."""
    colleagues = [p for p in people if p.firm is firm]
    country, area, number = firm.number
    box = f"{slug(first)}.{slug(last)}"
    if len(firm.name) % 3 == 0:
        short = f"{slug(first)[0]}.{slug(last)}"
        box = box if any(p.email.startswith(f"{short}@") for p in colleagues) else short
    if len(colleagues) < 3 and rng.random() < (0.75 if firm.staff % 5 == 0 else 0.03):
        box = "sales" if firm.staff % 2 else "info"
    phone = firm.number
    if len(colleagues) > 1 or firm.staff % 3 == 0:
        phone = (country, area, number[:-1] + str(len(colleagues) + 1))
    mobile, ranges = None, COUNTRIES[country]["mobiles"].split("|")
    if ranges[0] and rng.random() < 0.6:
        serial, turn = divmod(sum(p.firm.country == country for p in people), len(ranges))
        prefix, fixed, free = ranges[turn].split("/")
        mobile = (country, prefix, fixed + f"{serial:03d}"[-int(free) :])
    return Person(
        len(people), female, first, last, firm, firm.name, rng.choice(WORDS["jobs"]),
        f"{box}@{firm.domain}", phone, mobile, rng.random() < 0.1,
    )  # fmt: skip


def add_families(
    rng: Random, people: list[Person], firms: dict[str, list[Firm]], stems: list[str]
) -> None:
    """Relatives in a firm which carries their name."""
    for number, family in enumerate(WORDS["families"]):
        code, last, *firsts = family.split()
        firm = make_firm(rng, number, code, f"{last} & {stems.pop()}")
        firms[code].append(firm)
        for first in firsts:
            female = first in WORDS["family_women"].split()
            people.append(make_person(rng, people, firm, female, first, last))


def add_colleagues(rng: Random, people: list[Person], firms: list[Firm], code: str) -> None:
    """Draw people of one country and hand them to its firms; no more relatives in one firm."""
    land = COUNTRIES[code]
    taken = {name.split(maxsplit=2)[2] for name in WORDS["named"]}
    while len(taken) < land["size"][1] + len(WORDS["named"]) - 2:  # two names stand there twice
        female = rng.random() < 0.4
        first, last = pick(rng, land["women" if female else "men"]), pick(rng, land["surnames"])
        firm = rng.choice(firms)
        colleagues = [p.last for p in people if p.firm is firm]
        if f"{first} {last}" in taken or last in colleagues or len(colleagues) > 7:
            continue
        taken.add(f"{first} {last}")
        people.append(make_person(rng, people, firm, female, first, last))


def make_people(rng: Random) -> list[Person]:
    """Families first, then colleagues drawn from the name lists, then the special names."""
    heads, tails = (half.split() for half in WORDS["stems"])
    stems = [head + tail for head in heads for tail in tails]
    rng.shuffle(stems)
    firms: dict[str, list[Firm]] = {code: [] for code in COUNTRIES}
    people: list[Person] = []
    add_families(rng, people, firms, stems)
    for code, land in COUNTRIES.items():
        for _ in range(land["size"][0]):
            number = sum(map(len, firms.values()))
            firms[code].append(make_firm(rng, number, code, stems.pop()))
        add_colleagues(rng, people, firms[code], code)
    for index, named in enumerate(WORDS["named"]):
        code, gender, first, last = named.split()
        firm = firms[code][-1 - index % 3]
        people.append(make_person(rng, people, firm, gender == "f", first, last))
    return people


def dial(rng: Random, phone: Phone | None, styles: str) -> str:
    """The phone number written in one of the styles: e164, 00, intl, zero or national."""
    country, area, number = phone or ("", "", "")
    if not country:  # no phone, or something that is not a phone number
        return number
    code, trunk = COUNTRIES[country]["dial"], COUNTRIES[country]["trunk"]
    style = rng.choice(styles.split())
    if style == "e164" or (style == "00" and country != "US"):
        return f"{'+' if style == 'e164' else '00'}{code}{area}{number}"
    if country == "US":
        text = f"({area}) {number[:3]}-{number[3:]}"
        return text if style == "national" else f"+1 {text}"
    if country == "FR":
        number = " ".join(number[i : i + 2] for i in range(0, len(number), 2))
    elif country in ("DE", "AT"):
        number = f"{number[:-3]}{rng.choice(('-', '', ' '))}{number[-3:]}"
    else:
        number = f"{number[:-4]} {number[-4:]}"
    if style == "national":
        return f"{trunk}{area}{rng.choice('/ ') if country == 'DE' else ' '}{number}"
    return f"+{code} {f'({trunk})' if style == 'zero' and trunk else ''}{area} {number}"


def alter(rng: Random, person: Person, place: str, firms: Sequence[Firm]) -> Person:
    """The same person as a second list knows them."""
    first, last, employer = person.first, person.last, person.employer
    how = rng.choice(ALTERATIONS)
    if how == "nickname" and first in WORDS["nicknames"]:
        return replace(person, first=WORDS["nicknames"][first])
    if how == "ascii" and plain(first + last) != first + last:
        return replace(person, first=plain(first), last=plain(last), employer=plain(employer))
    if how == "private":
        provider = rng.choice(("mail.example.org", "post.example.net"))
        email = f"{slug(first)}.{slug(last)}{person.key % 80 + 10}@{provider}"
        return replace(person, email=email, employer=person.firm.short)
    if how == "no e-mail" and (person.phone or person.mobile):
        return replace(person, email="")
    if how == "name and firm":
        return replace(person, email="", phone=None, mobile=None, employer=person.firm.short)
    if how == "swapped" and place == "b":
        return replace(person, first=last, last=first)
    if how == "moved" and place == "b" and person.mobile:
        firm = rng.choice([f for f in firms if f.country == person.firm.country])
        email = f"{slug(first)}.{slug(last)}@{firm.domain}"
        return replace(person, firm=firm, employer=firm.name, email=email, phone=firm.number)
    if how in ("upper", "ascii"):
        return replace(person, first=first.upper(), last=last.upper(), employer=employer.upper())
    return person


def spoil(rng: Random, person: Person, place: str) -> Person:
    """The small errors of a row about somebody who stands in one list only."""
    box, domain = person.email.split("@")
    chance = rng.random()
    if chance < 0.10:
        return replace(person, email="")
    if chance < 0.14:
        return replace(person, email=rng.choice(WORDS["bad_emails"]).format(box, domain))
    if chance < 0.18:
        return replace(person, phone=("", "", rng.choice(WORDS["bad_phones"])))
    if chance < 0.22 and place == "b":
        return replace(person, first=person.last, last=person.first)
    if chance < 0.27:
        return replace(person, first=person.first.lower(), last=person.last.upper())
    return replace(person, phone=None) if chance < 0.31 else person


def badge_row(rng: Random, person: Person, row: int) -> Row:
    minutes = rng.randint(0, 539) + 24 * 60 * rng.randint(0, 2)
    scanned = FAIR_OPENS + timedelta(minutes=minutes, seconds=rng.randint(0, 59))
    opt_in = "" if person.opted_out else rng.choice(("Yes", "Yes", "yes", "No", "", "TRUE", "1"))
    email = person.email.upper() if rng.random() < 0.04 else person.email
    cells = [
        f"B{40017 + row * 7}", f"{scanned:%Y-%m-%d %H:%M:%S}", person.first, person.last,
        person.job[rng.random() < 0.15] if rng.random() < 0.92 else "", person.employer, email,
        dial(rng, person.mobile, "e164 e164 intl"), dial(rng, person.phone, "e164 intl national"),
        pick(rng, COUNTRIES[person.firm.country]["spellings"]), opt_in,
        rng.choice(WORDS["badge_notes"]) if rng.random() < 0.45 else "",
        rng.choice(("tablet-1", "tablet-2", "tablet-3", "Jule W.")),
    ]  # fmt: skip
    at = BADGE_HEADER.split(",").index("Opt-In Date")
    cells[at:at] = consent_cells(opt_in, scanned, cells[-1], row)
    return cells


def consent_cells(opt_in: str, scanned: datetime, scanned_by: str, row: int) -> list[str]:
    """Day, source, wording and channels of an opt-in; who scans by hand notes none of it."""
    if opt_in in ("", "No") or not scanned_by.startswith("tablet"):
        return ["", "", "", ""]
    channels = ("e-mail", "e-mail and phone")[row % 2]
    return [f"{scanned:%Y-%m-%d}", f"stand {scanned_by}", "fair-2026-v2", channels]


def misread(rng: Random, person: Person) -> Person:
    """What the card scanner makes of a card: at most one slip in a card."""
    box, _, domain = person.email.partition("@")
    label, _, parent = domain.partition(".")  # only the own label may change, never example.*
    slips = {
        "space": replace(person, email=f"{box} @{label}. {parent}"),
        "dot": replace(person, email=f"{box}@{label}.{parent.replace('.', '')}"),
        "rn": replace(person, email=f"{box.replace('rn', 'm').replace('m', 'rn')}@{domain}"),
        "zero": replace(person, email=f"{box.replace('o', '0', 1)}@{domain}"),
        "one": replace(person, last=person.last.replace("l", "1", 1)),
        "firm": replace(person, employer=person.employer.replace("o", "0", 1)),
        "caps": replace(person, first=person.first.upper(), last=person.last.upper()),
        "shout": replace(person, employer=person.employer.upper()),
    }
    slip = rng.choice([*slips, *["none"] * 8])
    if slip == "none" or (not person.email and slip in ("space", "dot", "rn", "zero")):
        return person
    return slips[slip]


def card_row(rng: Random, person: Person, row: int) -> Row:
    seen = misread(rng, person)
    firm = person.firm
    website = rng.choice(("www.", "http://www.", "https://", "")) + firm.domain
    title = ("", "", "", "", "Dr.", "", "", "Dipl.-Ing.", "", "", "Prof. Dr.")[person.key % 11]
    german = firm.country in ("DE", "AT", "CH")
    phone = dial(rng, person.phone, "zero zero 00 intl national")
    phone = phone.replace("0", "O", 1) if rng.random() < 0.04 else phone
    cells = [
        ("Frau" if person.female else "Herr") if row % 6 else "", title, seen.first, seen.last,
        seen.employer, person.job[german], firm.street, firm.postcode, firm.city,
        COUNTRIES[firm.country]["spellings"].split("|")[german],
        phone, dial(rng, person.mobile, "zero 00 national"), seen.email, website,
        rng.choice(WORDS["card_notes"]) if rng.random() < 0.4 else "",
    ]  # fmt: skip
    return [cell.translate(POLISH) for cell in cells]


def written_size(rng: Random, staff: int) -> tuple[str, str]:
    """Number of employees and annual revenue as people type them."""
    revenue = staff * 180_000
    millions = f"{revenue / 1e6:.1f}"
    bands = {10: "1-10", 50: "11-50", 200: "51-200", 500: "201-500", 1000: "501-1000"}
    band = next((text for top, text in bands.items() if staff <= top), "1000+")
    german = f"{staff:,}".replace(",", ".")
    staffs = (str(staff), f"{staff:,}", f"ca. {staff}", band, german, "")
    money = (
        f"{revenue:,} €".replace(",", "."), f"{millions} Mio. €".replace(".", ",", 1),
        f"€{revenue:,}", f"{millions}M", "", "",
    )  # fmt: skip
    return rng.choice(staffs), rng.choice(money)


def crm_row(rng: Random, person: Person, row: int) -> Row:
    firm = person.firm
    created = FAIR_OPENS - timedelta(days=1500 - row * 9, minutes=rng.randint(-480, 60))
    address = [firm.city, firm.postcode] if rng.random() < 0.85 else ["", ""]
    return [
        str(100351 + row * 13), person.first, person.last, person.email,
        dial(rng, person.phone, "e164 e164 intl national"), dial(rng, person.mobile, "e164 intl"),
        person.employer, person.job[0] if rng.random() < 0.9 else "", *address,
        pick(rng, COUNTRIES[firm.country]["spellings"]),
        rng.choice(WORDS["stages"]), rng.choice(WORDS["sources"]), rng.choice(WORDS["owners"]),
        "true" if person.opted_out else rng.choice(("false", "false", "")),
        f"{created:%Y-%m-%d %H:%M}", *written_size(rng, firm.staff),
    ]  # fmt: skip


def spread(rng: Random, people: Sequence[Person]) -> dict[str, list[Person]]:
    """Put every person into the lists of the plan, altered wherever they stand a second time."""
    plans = [plan for plan, count in PLAN.items() for _ in range(count)]
    rng.shuffle(plans)
    firms = list(dict.fromkeys(p.firm for p in people))
    lists: dict[str, list[Person]] = {"b": [], "c": [], "r": []}
    for person, drawn in zip(people, plans, strict=True):
        named = person.first == "True" or person.last in ("Null", "None", "Hamutumwa")
        places = sorted("br" if named else drawn, key="rbc".index)
        for turn, place in enumerate(places):
            seen = person
            if turn and not named:
                seen = alter(rng, person, place, firms)
            elif len(places) == 1:
                seen = spoil(rng, person, place)
            lists[place].append(seen)
    for entries in lists.values():
        rng.shuffle(entries)
    return lists


def ragged_cards() -> list[tuple[int, Row]]:
    """Three cards with too few or too many semicolons, and where in the file they go."""
    firm = ["Vielhauer Prüftechnik GmbH", "Einkauf", "Gewerbering 4", "80807", "München"]
    reach = ["Deutschland", "+49 (0)89 99998-977", "", "info@vielhauer.example.com"]
    web = "www.vielhauer.example.com"
    short = ["Herr", "", "Eckart", "Vielhauer", *firm, *reach, web]
    long = ["Frau", "", "Ortrud", "Vielhauer", *firm, *reach, web, "Katalog", " Preisliste"]
    no_country = ["Frau", "", "Reinhild", "Sanftleben", *firm, *reach[1:], web, "Rückruf erbeten"]
    return [(17, short), (48, long), (79, no_country)]


def activity_rows(rng: Random, lists: dict[str, list[Person]]) -> list[Row]:
    """Web and e-mail behaviour in the 90 days before the fair, sorted by time."""
    seen = [p for p in lists["r"] + lists["b"] if p.email.count("@") == 1]
    known = [p for p in seen if ".example." in p.email]
    emails = list(dict.fromkeys(p.email for p in known if rng.random() < 0.5))
    emails += [f"visitor{n}@post.example.net" for n in range(1, 7)]
    gone = dict.fromkeys(p.email for p in known if p.opted_out and p.email in emails)
    rows = [(5 * 24 * 60, email, "unsubscribe", "Newsletter: retrofit story") for email in gone]
    for email in emails:
        for _ in range(min(20, int(rng.paretovariate(0.9)) + rng.randint(0, 3))):
            kind = rng.choices(list(WORDS["activities"]), WORDS["activity_weights"])[0]
            written = email.capitalize() if rng.random() < 0.03 else email
            detail = rng.choice(WORDS["activities"][kind])
            ago = rng.randint(1, 90) * 24 * 60 - rng.randint(0, 660)  # by day, from nine to eight
            rows.append((ago, written, kind, detail))
    rows.sort(reverse=True)
    return [
        [email, kind, f"{FAIR_OPENS - timedelta(minutes=ago):%Y-%m-%d %H:%M}", detail]
        for ago, email, kind, detail in rows
    ]


def write(
    path: Path, rows: Iterable[Row], encoding: str = "utf-8", sep: str = ",", end: str = "\n"
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=sep, lineterminator=end).writerows(rows)


def main(folder: Path) -> None:
    rng = Random(SEED)
    lists = spread(rng, make_people(rng))
    badges = [badge_row(rng, person, row) for row, person in enumerate(lists["b"])]
    badges.sort(key=lambda cells: cells[1])
    cards = [card_row(rng, person, row) for row, person in enumerate(lists["c"])]
    for position, cells in ragged_cards():
        cards.insert(position, cells)
    crm = [crm_row(rng, person, row) for row, person in enumerate(lists["r"])]
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "badges.csv", [BADGE_HEADER.split(","), *badges], "utf-8-sig", end="\r\n")
    write(folder / "business_cards.csv", [CARD_HEADER.split(";"), *cards], "cp1252", ";", "\r\n")
    write(folder / "crm.csv", [CRM_HEADER.split(","), *crm])
    write(folder / "activities.csv", [ACTIVITY_HEADER.split(","), *activity_rows(rng, lists)])
    write(folder / "campaigns.csv", [CAMPAIGN_HEADER.split(","), *WORDS["campaigns"]])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
