"""Three raw exports of an invented trade fair, and who each row really is.

Badge scans, business cards read by a scanner, and a CRM export, as they lie on a marketing
desk: other headers, encodings and habits in each. The people are colleagues and relatives of
one another, share switchboards and role mailboxes, use nicknames, private addresses and new
employers. Nothing here is tuned to a matcher; the rates are arguments of Rates.

    python benchmarks/fair.py FOLDER [ROWS] [SEED]
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

LANDS = {  # dialling code, trunk prefix, area codes, mobile prefix, spellings, legal forms
    "DE": ("49", "0", "30 40 69 89 711 221", "151", "Germany|Deutschland|DE", "GmbH|GmbH & Co. KG|AG|KG"),
    "AT": ("43", "0", "1 316 732", "664", "Austria|Österreich|AT", "GmbH|GmbH & Co KG"),
    "CH": ("41", "0", "44 31 61", "79", "Switzerland|Schweiz|CH", "AG|GmbH"),
    "FR": ("33", "0", "1 4 5", "6", "France|FR", "SAS|SARL|S.A."),
    "IT": ("39", "", "02 011 051", "333", "Italy|Italia|IT", "S.r.l.|S.p.A."),
    "NL": ("31", "0", "20 10 40", "6", "Netherlands|NL|Nederland", "B.V."),
    "GB": ("44", "0", "161 113 117", "7400", "United Kingdom|UK|Great Britain", "Ltd|PLC"),
    "US": ("1", "", "312 216 713", "", "USA|United States|US", "Inc.|LLC|Corp."),
}  # fmt: skip
TONGUE = {"AT": "DE", "CH": "DE", "US": "GB"}
WOMEN = {
    "DE": "Anna Andrea Angelika Barbara Birgit Brigitte Christine Claudia Elisabeth Eva Franziska Gabriele Heike Helga Ines Johanna Julia Katharina Kerstin Laura Lena Margarete Maria Martina Monika Nicole Petra Renate Sabine Sandra Silke Stefanie Susanne Ulrike Ursula Käthe Jörgine",
    "FR": "Anne Aurélie Béatrice Brigitte Camille Catherine Céline Chloé Christine Claire Élodie Florence Hélène Isabelle Julie Laurence Marie Martine Nathalie Pascale Sandrine Sophie Sylvie Valérie Véronique",
    "IT": "Alessandra Anna Barbara Chiara Cristina Daniela Elena Elisa Federica Francesca Giovanna Giulia Laura Lucia Maria Marta Monica Paola Roberta Rosa Sara Silvia Simona Stefania Valentina",
    "NL": "Anneke Annemarie Carla Els Esther Femke Hanneke Ingrid Johanna Karin Linda Lotte Margriet Maria Marieke Marjan Monique Petra Sanne Saskia Wilhelmina Yvonne",
    "GB": "Abigail Alice Amanda Amy Angela Caroline Catherine Charlotte Christine Deborah Elizabeth Emily Emma Hannah Helen Jacqueline Jane Jennifer Jessica Joanne Katherine Laura Linda Margaret Mary Michelle Patricia Rachel Rebecca Sarah Susan Theresa Victoria",
}  # fmt: skip
MEN = {
    "DE": "Alexander Andreas Bernd Bernhard Christian Daniel Dieter Dirk Ernst Florian Frank Franz Friedrich Georg Gerhard Hans Heinrich Helmut Holger Jan Johannes Josef Jörg Jürgen Karl Klaus Lukas Manfred Markus Martin Maximilian Michael Norbert Paul Peter Rainer Ralf Robert Sebastian Stefan Thomas Tobias Ulrich Uwe Walter Wilhelm Wolfgang",
    "FR": "Alain Alexandre Antoine Benoît Bernard Bruno Christophe Damien David Didier Emmanuel Éric François Frédéric Gérard Guillaume Jacques Jean Julien Laurent Loïc Luc Marc Michel Nicolas Olivier Pascal Patrick Philippe Pierre Stéphane Thierry Vincent",
    "IT": "Alberto Alessandro Andrea Antonio Carlo Claudio Davide Domenico Enrico Fabio Federico Francesco Franco Giorgio Giovanni Giuseppe Luca Luigi Marco Mario Massimo Matteo Maurizio Michele Paolo Roberto Salvatore Stefano Vincenzo",
    "NL": "Adriaan Bas Cornelis Daan Dirk Erik Frank Gerard Hans Hendrik Jan Jeroen Johannes Kees Maarten Marcel Martijn Niels Paul Peter Pieter Rob Ruud Sander Sjoerd Willem Wouter",
    "GB": "Alan Albert Alexander Andrew Anthony Benjamin Charles Christopher Daniel David Edward Francis Frederick Gary George Graham Gregory Henry James Jeffrey Jonathan Joseph Joshua Kenneth Lawrence Matthew Michael Nicholas Patrick Peter Philip Richard Robert Samuel Simon Stephen Steven Theodore Thomas Timothy Walter William",
}  # fmt: skip
SURNAMES = {
    "DE": "Meier Müller Schmidt Schneider Fischer Weber Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Krause Lehmann Köhler Maier Mayer Huber Kaiser Fuchs Lang Scholz Jung Vogel Keller Günther Berger Winkler Roth Beck Lorenz Baumann Franke Böhm Kraus Schäfer Groß Weiß",
    "FR": "Martin Bernard Dubois Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc Guérin Müller",
    "IT": "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile De\u00a0Luca",
    "NL": "de\u00a0Jong Jansen de\u00a0Vries van\u00a0den\u00a0Berg Bakker van\u00a0Dijk Visser Janssen Smit Meijer de\u00a0Boer Mulder de\u00a0Groot Bos Vos Peters Hendriks van\u00a0Leeuwen Dekker Brouwer de\u00a0Wit Dijkstra Smits van\u00a0der\u00a0Meer",
    "GB": "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Harris Clark Cooper Allen King Hill Moore Ward Watson Baker Carter Turner Parker Morris Murphy O'Neill McDonald Campbell Stewart Anderson",
}  # fmt: skip
HEADS = {
    "DE": "Brand Stein Wald Hohen Linden Eich Berg Feld Ober Nieder Kirch Tann Rot Grün Alten Neu Reh Hag Birk Wiesen",
    "FR": "Mont Beau Champ Ville Bel Clair Fon Roche Grand Val",
    "IT": "Monte Bella Castel Campo Rocca Ser Tor Ban Cal Fior",
    "NL": "Hoog Laag Oud Nieuw Groen Wind Zand Berk Veld Rijn",
    "GB": "Ash Black Brad Hart Kings Lang Nor Stan Thorn Whit Wake Hol Red Mill Brough",
}  # fmt: skip
TAILS = {
    "DE": "meier huber bauer müller hofer ner berger eder mann bach egger lechner",
    "FR": "mont court fort ville ier taine eau bert nay",
    "IT": "ini etti elli one ari esi otto ucci",
    "NL": "veld man huis stra berg kamp hof sma",
    "GB": "ley ton field worth by ford well ham combe",
}  # fmt: skip
NICKNAMES = {
    "Alexander": "Alex Sascha", "Andreas": "Andi", "Christian": "Chris", "Elisabeth": "Lisa Sissi",
    "Franziska": "Franzi", "Friedrich": "Fritz", "Georg": "Schorsch", "Gerhard": "Gerd",
    "Hans": "Hansi", "Heinrich": "Heinz", "Johanna": "Hanna", "Johannes": "Hannes Hans",
    "Josef": "Sepp", "Katharina": "Kathi", "Margarete": "Grete", "Maximilian": "Max",
    "Michael": "Michi Mike", "Sebastian": "Basti", "Stefanie": "Steffi", "Thomas": "Tom",
    "Tobias": "Tobi", "Ulrich": "Uli", "Ulrike": "Uli", "Ursula": "Uschi", "Walter": "Walti",
    "Wilhelm": "Willi", "Wolfgang": "Wolfi", "Susanne": "Susi", "Gabriele": "Gabi",
    "Alexandre": "Alex", "Catherine": "Cathy", "Frédéric": "Fred", "Alessandro": "Sandro",
    "Alessandra": "Sandra", "Francesco": "Franco", "Giuseppe": "Beppe", "Giovanni": "Gianni",
    "Cornelis": "Kees", "Hendrik": "Henk", "Johanna ": "Hanneke", "Willem": "Wim",
    "Abigail": "Abby", "Andrew": "Andy Drew", "Anthony": "Tony", "Benjamin": "Ben",
    "Charles": "Charlie Chuck", "Christopher": "Chris", "Daniel": "Dan", "David": "Dave",
    "Deborah": "Debbie", "Edward": "Ted Ed", "Elizabeth": "Liz Beth", "Francis": "Frank",
    "Frederick": "Fred", "Gregory": "Greg", "Henry": "Harry", "James": "Jim Jamie",
    "Jennifer": "Jenny", "Jonathan": "Jon", "Joseph": "Joe", "Joshua": "Josh",
    "Katherine": "Kate Kathy", "Kenneth": "Ken", "Lawrence": "Larry", "Margaret": "Peggy Maggie",
    "Matthew": "Matt", "Michael ": "Mike", "Nicholas": "Nick", "Patricia": "Pat",
    "Philip": "Phil", "Rebecca": "Becky", "Richard": "Dick Rick", "Robert": "Bob Rob",
    "Samuel": "Sam", "Stephen": "Steve", "Steven": "Steve", "Susan": "Sue", "Theodore": "Ted",
    "Theresa": "Terry", "Timothy": "Tim", "Victoria": "Vicky", "William": "Bill Will",
}  # fmt: skip
STEMS = ("Bra Kel Tor Wen Mal Ried Holm Zan Dor Fal Gre Vel Lom Nar Pol Quin Sar Tel Ul Vor Wes Xan "
         "Yor Zel Ar Bel Cor Den").split()  # fmt: skip
ENDS = ("duvik lanmer tanis berau velko mundis gador rinka stedo navio thurn wesk bort dalen fors "
        "gress hult kama").split()  # fmt: skip
TRADES = ("Maschinenbau Automation Hydraulik Logistik Werkzeuge Sensorik Robotics Engineering Systems "
          "Technologies Components Precision Drives").split()  # fmt: skip
CITIES = {
    "DE": "10997 Berlin|20097 Hamburg|60314 Frankfurt am Main|80807 München|70565 Stuttgart|50667 Köln|01067 Dresden|88045 Friedrichshafen",
    "AT": "1100 Wien|8020 Graz|4020 Linz", "CH": "8005 Zürich|3014 Bern|4053 Basel",
    "FR": "75012 Paris|69007 Lyon|31000 Toulouse", "IT": "20139 Milano|10135 Torino|40128 Bologna",
    "NL": "1014 BA Amsterdam|3011 AA Rotterdam|5651 GH Eindhoven",
    "GB": "M17 1AB Manchester|LS10 1JF Leeds|BS1 4DJ Bristol",
    "US": "60607 Chicago|44114 Cleveland|77002 Houston",
}  # fmt: skip
STREETS = ("Industriestraße Bahnhofstraße Gewerbering Hauptstraße Lindenallee Mühlweg Werkstraße "
           "Marktplatz Hafenstraße Schulgasse").split()  # fmt: skip
MAILERS = ("mail.example.org", "post.example.net", "inbox.example.com")
ROLES = ("info", "sales", "office", "einkauf", "contact", "service")
JOBS = ("CEO", "Head of Purchasing", "Plant Manager", "Design Engineer", "Sales Manager", "Einkauf")


@dataclass(frozen=True)
class Rates:
    """How often what happens; shares of people or of rows."""

    relatives: float = 0.08  # people who share firm and surname with a relative
    switchboard: float = 0.34  # people who have no number but the firm's own
    namesake_sons: float = 0.004  # father and son of one name in one firm: Jr and Sr
    nickname: float = 0.09
    private_email: float = 0.10
    no_email: float = 0.14
    role_email: float = 0.06
    ocr_slip: float = 0.40  # business cards with a misread sign
    typing_slip: float = 0.06
    swapped: float = 0.03
    initial: float = 0.02
    moved: float = 0.02  # new employer, same mobile
    married: float = 0.006
    private_address: float = 0.10


@dataclass(frozen=True)
class Firm:
    name: str
    legal: str
    domain: str
    land: str
    area: str
    switchboard: str
    city: str
    street: str


@dataclass(frozen=True)
class Person:
    key: int
    first: str
    last: str
    firm: Firm
    phone: str
    mobile: str
    email: str
    private: str
    home: tuple[str, str]
    job: str
    suffix: str = ""


@dataclass
class Fair:
    """The people, and for each list its rows with the key of the person each row is of."""

    people: list[Person]
    lists: dict[str, list[tuple[int, list[str]]]] = field(default_factory=dict)


def ascii_of(text: str) -> str:
    umlauts = str.maketrans(
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
    )
    text = unicodedata.normalize("NFKD", text.translate(umlauts))
    return "".join(sign for sign in text if not unicodedata.combining(sign))


def slug(text: str) -> str:
    return "".join(sign for sign in ascii_of(text).lower() if sign.isalnum())


def digits(rng: Random, count: int) -> str:
    return str(rng.randint(2, 9)) + "".join(rng.choice("0123456789") for _ in range(count - 1))


def pick_surname(rng: Random, land: str) -> str:
    tongue = TONGUE.get(land, land)
    if rng.random() < 0.35:  # the names everybody has; the earlier in the list the more common
        names = SURNAMES[tongue].split(" ")
        return names[int(rng.random() ** 1.7 * len(names))].replace("\u00a0", " ")
    return rng.choice(HEADS[tongue].split()) + rng.choice(TAILS[tongue].split())


def pick_first(rng: Random, land: str) -> str:
    names = (WOMEN if rng.random() < 0.4 else MEN)[TONGUE.get(land, land)].split()
    return rng.choice(names)


def make_firm(rng: Random, number: int, land: str, family: str = "") -> Firm:
    stem = family or rng.choice(STEMS) + rng.choice(ENDS)
    name = f"{stem} {rng.choice(TRADES)}"
    area = rng.choice(LANDS[land][2].split())
    domain = f"{slug(name)}{number}.example.{rng.choice(('com', 'org', 'net'))}"
    length = {"FR": 8, "IT": 8, "US": 7, "CH": 7, "GB": 7, "NL": 9 - len(area)}.get(land, 7)
    return Firm(
        name, rng.choice(LANDS[land][5].split("|")), domain, land, area, digits(rng, length),
        rng.choice(CITIES[land].split("|")), f"{rng.choice(STREETS)} {rng.randint(1, 180)}",
    )  # fmt: skip


def make_person(
    rng: Random, key: int, firm: Firm, first: str, last: str, rates: Rates, suffix: str = ""
) -> Person:
    local = (f"{slug(first)}.{slug(last)}", f"{slug(first)[0]}.{slug(last)}", slug(last))
    local = local[rng.choices(range(3), (70, 25, 5))[0]]
    if suffix:
        local += str(key % 90 + 10)
    phone = firm.switchboard
    if rng.random() > rates.switchboard:  # a direct line: another ending of the firm's number
        phone = firm.switchboard[:-3] + digits(rng, 3)
    mobile = ""
    if LANDS[firm.land][3] and rng.random() < 0.6:
        prefix = LANDS[firm.land][3]
        length = {"DE": 8, "AT": 7, "CH": 7, "FR": 8, "IT": 7, "NL": 8, "GB": 6}[firm.land]
        mobile = prefix + digits(rng, length)
    private = f"{slug(first)}{rng.choice(('.', '', '_'))}{slug(last)}{rng.randint(1, 99)}@{rng.choice(MAILERS)}"
    home = (f"{rng.choice(STREETS)} {rng.randint(1, 99)}", rng.choice(CITIES[firm.land].split("|")))
    return Person(
        key, first, last, firm, phone, mobile, f"{local}@{firm.domain}", private, home,
        rng.choice(JOBS), suffix,
    )  # fmt: skip


def make_people(
    rng: Random, count: int, rates: Rates, more_firms: Callable[[Random], str] = lambda rng: ""
) -> list[Person]:
    """Draw people by firms; of very many, ``more_firms`` gives names that hardly two firms share."""
    people: list[Person] = []
    number = 0
    while len(people) < count:
        land = rng.choice(list(LANDS))
        family = pick_surname(rng, land) if rng.random() < 0.18 else ""
        firm = make_firm(rng, number, land, family or more_firms(rng))
        number += 1
        staff = min(1 + int(rng.paretovariate(0.9)), 40)
        mailboxes: set[str] = set()
        names: set[tuple[str, str]] = set()
        for _ in range(staff):
            first, last = pick_first(rng, land), pick_surname(rng, land)
            team = [person for person in people[-staff:] if person.firm is firm]
            if rng.random() < rates.relatives * 0.4 and (family or team):
                last = family or rng.choice(team).last
            suffix = ""
            if team and rng.random() < rates.namesake_sons:
                father = rng.choice(team)
                if not father.suffix and father.key == people[-1].key:
                    people[-1] = replace(father, suffix="Sr.")
                    first, last, suffix = father.first, father.last, "Jr."
            if (first, last) in names and not suffix:
                continue
            person = make_person(rng, len(people), firm, first, last, rates)
            if person.email in mailboxes:
                person = replace(
                    person, email=f"{slug(first)}.{slug(last)}{len(team)}@{firm.domain}"
                )
            mailboxes.add(person.email)
            names.add((first, last))
            people.append(replace(person, suffix=suffix))
    return people


def dial(rng: Random, land: str, area: str, number: str) -> str:
    code, trunk = LANDS[land][:2]
    style = rng.random()
    if style < 0.4:
        return f"+{code}{area}{number}"
    if style < 0.6:
        return f"+{code} {area} {number[:3]} {number[3:]}"
    if style < 0.8 and land != "US":
        return f"00{code}{area}{number}"
    if land == "US":
        return f"({area}) {number[:3]}-{number[3:]}"
    return (
        f"{trunk}{area} {number}"
        if style < 0.9
        else f"+{code} ({trunk or '0'}) {area} {number}"
        if trunk
        else f"{area} {number}"
    )


def slip(rng: Random, text: str) -> str:
    """A typing slip: two letters change places, one is missing, doubled or another."""
    if len(text) < 4:
        return text
    at = rng.randrange(1, len(text) - 1)
    how = rng.randrange(4)
    if how == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if how == 1:
        return text[:at] + text[at + 1 :]
    if how == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + rng.choice("abcdefghiklmnoprstuw") + text[at + 1 :]


def misread(rng: Random, text: str) -> str:
    """A sign that the card scanner took for another."""
    looks = [("l", "1"), ("o", "0"), ("rn", "m"), ("m", "rn"), ("ü", "u"), ("ö", "o"), ("i", "l"),
             ("e", "c"), ("S", "5"), ("B", "8")]  # fmt: skip
    fit = [pair for pair in looks if pair[0] in text[1:]]
    if not fit:
        return text
    old, new = rng.choice(fit)
    at = text.index(old, 1)
    return text[:at] + new + text[at + len(old) :]


@dataclass(frozen=True)
class Seen:
    """A person as one row shows them."""

    first: str
    last: str
    company: str
    email: str
    phone: str
    mobile: str
    street: str
    city: str
    person: Person


def see(rng: Random, person: Person, place: str, firms: list[Firm], rates: Rates) -> Seen:
    firm, first, last = person.firm, person.first, person.last
    email, mobile = person.email, person.mobile
    if place != "crm" and mobile and rng.random() < rates.moved:
        firm = rng.choice([other for other in firms if other.land == firm.land])
        email = f"{slug(first)}.{slug(last)}@{firm.domain}"
        person = replace(person, phone=firm.switchboard)
    elif rng.random() < rates.married and not person.suffix:
        last = pick_surname(rng, firm.land)
    elif mobile and rng.random() < 0.35:
        mobile = ""
    if rng.random() < rates.private_email:
        email = person.private
    elif rng.random() < rates.role_email:
        email = f"{rng.choice(ROLES[:2])}@{firm.domain}"
    elif rng.random() < rates.no_email:
        email = ""
    if rng.random() < rates.nickname and first in NICKNAMES:
        first = rng.choice(NICKNAMES[first].split())
    if place == "badges" and rng.random() < rates.initial and email:
        first = first[0] + "."
    company = firm.name + rng.choice(("", "", f" {firm.legal}", f" {firm.legal}", f" {firm.legal}"))
    if rng.random() < 0.06:
        company = company.split()[0]
    street, city = firm.street, firm.city
    if place == "crm" and rng.random() < rates.private_address:
        street, city = person.home
    phone = dial(rng, firm.land, firm.area, person.phone) if rng.random() < 0.7 else ""
    if mobile:
        mobile = dial(rng, firm.land, "", mobile).replace("  ", " ")
    suffix = f" {person.suffix}" if person.suffix else ""
    return Seen(first, last + suffix, company, email, phone, mobile, street, city, person)


def spoil(rng: Random, seen: Seen, place: str, rates: Rates) -> Seen:
    if place == "cards" and rng.random() < rates.ocr_slip:
        name = rng.choice(("first", "last", "last", "company", "email", "email", "street"))
        seen = replace(seen, **{name: misread(rng, getattr(seen, name))})
    elif rng.random() < rates.typing_slip:
        name = rng.choice(("first", "last", "last", "company", "email"))
        seen = replace(seen, **{name: slip(rng, getattr(seen, name))})
    if rng.random() < 0.10:
        seen = replace(seen, first=ascii_of(seen.first), last=ascii_of(seen.last))
    if rng.random() < 0.05:
        seen = replace(seen, first=seen.first.upper(), last=seen.last.upper())
    if place != "crm" and rng.random() < rates.swapped:
        seen = replace(seen, first=seen.last, last=seen.first)
    if rng.random() < 0.08:
        seen = replace(seen, company=seen.company.upper())
    return seen


HEADERS = {
    "badges": ["Badge ID", "Scan Time", "First Name", "Last Name", "Job Title", "Company",
               "Email Address", "Mobile Phone", "Business Phone", "Country", "Notes"],
    "cards": ["Titel", "Name", "Firma", "Position", "Straße", "PLZ", "Ort", "Land", "Telefon",
              "Mobil", "E-Mail", "Webseite"],
    "crm": ["Contact ID", "First Name", "Last Name", "Email", "Phone Number", "Mobile Phone Number",
            "Company Name", "Job Title", "Street Address", "City", "Postal Code", "Country/Region",
            "Lifecycle Stage", "Opted out of email", "Create Date"],
}  # fmt: skip


def cells(rng: Random, seen: Seen, place: str, number: int) -> list[str]:
    land = seen.person.firm.land
    country = rng.choice(LANDS[land][4].split("|"))
    parts = seen.city.split(" ")
    split = 2 if land in ("NL", "GB") else 1
    postcode, city = " ".join(parts[:split]), " ".join(parts[split:])
    if place == "badges":
        return [f"B{40017 + number * 7}", f"2026-10-0{rng.randint(6, 8)} 10:{rng.randint(10, 59)}:00",
                seen.first, seen.last, seen.person.job, seen.company, seen.email, seen.mobile,
                seen.phone, country, rng.choice(("", "wants demo", "call back"))]  # fmt: skip
    if place == "cards":
        site = f"www.{seen.person.firm.domain}" if rng.random() < 0.6 else ""
        title = rng.choice(("", "", "", "Dr."))
        name = f"{seen.first} {seen.last}"
        return [title, name, seen.company, seen.person.job, seen.street, postcode, city, country,
                seen.phone, seen.mobile, seen.email, site]  # fmt: skip
    stage = rng.choice(("lead", "opportunity", "customer", "marketingqualifiedlead"))
    return [str(100351 + number * 13), seen.first, seen.last, seen.email, seen.phone, seen.mobile,
            seen.company, seen.person.job, seen.street, city, postcode, country, stage,
            rng.choice(("false", "false", "true")),
            f"202{rng.randint(2, 5)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)} 09:30"]  # fmt: skip


def make_fair(rows: int = 3700, seed: int = 7, rates: Rates | None = None) -> Fair:
    """Draw people until their rows are about as many as asked for."""
    rates = rates or Rates()
    rng = Random(seed)
    people = make_people(rng, int(rows / 1.62), rates)
    firms = list(dict.fromkeys(person.firm for person in people))
    fair = Fair(people, {"badges": [], "cards": [], "crm": []})
    for person in people:
        places = rng.choices(
            ("badges", "cards", "crm", "badges crm", "badges cards", "cards crm",
             "badges cards crm", "badges badges", "crm crm badges"),
            (24, 12, 18, 16, 8, 6, 11, 3, 2),
        )[0].split()  # fmt: skip
        for place in places:
            seen = spoil(rng, see(rng, person, place, firms, rates), place, rates)
            number = len(fair.lists[place])
            fair.lists[place].append((person.key, cells(rng, seen, place, number)))
    for entries in fair.lists.values():
        rng.shuffle(entries)
    return fair


def write_fair(fair: Fair, folder: Path) -> dict[tuple[str, str], str]:
    """Write the three exports; return (source file, source row) -> person."""
    folder.mkdir(parents=True, exist_ok=True)
    dialects = {"badges": ("utf-8-sig", ","), "cards": ("cp1252", ";"), "crm": ("utf-8", ",")}
    truth = {}
    for name, entries in fair.lists.items():
        encoding, delimiter = dialects[name]
        path = folder / f"{name}.csv"
        with path.open("w", encoding=encoding, errors="replace", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerow(HEADERS[name])
            writer.writerows(row for _, row in entries)
        for number, (key, _) in enumerate(entries):
            truth[path.name, str(number + 2)] = str(key)
    with (folder / "truth.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [("file", "row", "person"), *((*at, p) for at, p in truth.items())]
        )
    return truth


def shares(fair: Fair) -> dict[str, float]:
    """Return what share of the people are relatives in one firm, and on a switchboard."""
    from collections import Counter

    family = Counter((person.firm, person.last) for person in fair.people)
    count = len(fair.people)
    return {
        "rows": sum(map(len, fair.lists.values())),
        "people": count,
        "relatives": sum(family[p.firm, p.last] > 1 for p in fair.people) / count,
        "switchboard": sum(p.phone == p.firm.switchboard for p in fair.people) / count,
    }


if __name__ == "__main__":
    folder, rows, seed = (*sys.argv[1:], "3700", "7")[:3] if len(sys.argv) < 4 else sys.argv[1:4]
    made = make_fair(int(rows), int(seed))
    write_fair(made, Path(folder))
    print(shares(made))
