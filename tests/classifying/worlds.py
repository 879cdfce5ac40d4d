"""Small worlds at random: people, lists, weeks, opt-outs, and what in each of them was refused.

A world is a few people and companies with addresses of their own, of whom rows of several lists,
a CRM and lists of opt-outs speak. Worlds share no address, so some of them can stand side by side
in one table and be played together, which takes little more time than one of them alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random

CHANNELS = ("email", "call", "post")
OPTIONS = {"suppress_email": "email", "suppress_phone": "call", "suppress_post": "post"}
PROOF = {"consent_at": "2026-01-31", "consent_source": "stand", "consent_text": "v2"}
# Cells that refuse, by the channels they close; "bounced" is an address that takes no mail.
NO_TO = [
    ({"email_opt_out": "x"}, "email"),
    ({"email_opt_out": "who knows"}, "email"),
    ({"phone_opt_out": "2026-02-01"}, "call"),
    ({"post_opt_out": "ja"}, "post"),
    ({"email_opt_out": "opted out 2026-03-01", **PROOF, "consent": "yes"}, "email"),
    ({"consent": "nein danke"}, "email call post"),
    ({"consent": "withdrawn", **PROOF}, "email call post"),
    ({"email_consent": "No, thanks"}, "email"),
    ({"phone_consent": "non"}, "call"),
    ({"post_consent": "nej tack"}, "post"),
    ({"email_consent": "Ja, aber bitte nicht anrufen", **PROOF}, "call"),
    ({"email_consent": "Oui, mais pas d'appels", **PROOF}, "call"),
    ({"phone_consent": "Ja, per Telefon, aber keine E-Mails", **PROOF}, "email"),
    ({"mailing_status": "unsubscribed"}, "email"),
    ({"mailing_status": "complained"}, "email"),
    ({"mailing_status": "hard bounced"}, "bounced"),
    ({"email_bounced": "550 no such user"}, "bounced"),
    ({"notes": "Bitte nicht mehr anrufen"}, "call"),
    ({"notes": "No quiere recibir correos"}, "email"),
    ({"tags": "do not contact"}, "email call post"),
    ({"lead_status": "do not call"}, "call"),
    ({"remark_flags": "no_contact", "remark_words": "no_contact: no ads"}, "email call post"),
]  # fmt: skip
HARMLESS = [
    {}, {"consent": "yes", "consent_channels": "email and phone", **PROOF},
    {"email_consent": "Ja, gerne", **PROOF}, {"phone_consent": "oui", **PROOF},
    {"mailing_status": "subscribed", **PROOF}, {"email_opt_out": "no", "phone_opt_out": "false"},
    {"notes": "call back on Tuesday"}, {"consent": "maybe"}, {"lead_status": "MQL"},
]  # fmt: skip
COLUMNS = (
    "lead_id source_file first_name last_name company country email email_2 other_emails phone "
    "mobile street postal_code city consent email_consent phone_consent post_consent "
    "consent_channels consent_at consent_source consent_text email_opt_out phone_opt_out "
    "post_opt_out mailing_status email_bounced notes tags lead_status remark_flags remark_words score "
    "score_engagement"
).split()
HELD = {
    "email": ("email", "email_2", "email_3", "other_emails"),
    "call": ("phone", "phone_2", "mobile", "home_phone", "company_phone", "other_phone",
             "other_phones"),
}  # fmt: skip
# Of leads that dedupe left out, or classify removed, nothing but hashes of addresses stays.
HOW = ("as it is", "merged", "merged", "unmerged", "unmerged later")

Row = dict[str, str]


@dataclass(frozen=True)
class Listed:
    """An entry of a list of opt-outs: where and how it stands there, and whom it is about."""

    option: str
    column: str
    cell: str
    tokens: frozenset[str]


@dataclass(frozen=True)
class Said:
    """A row, and what it refuses: an address, number or place by channel."""

    row: Row
    refuses: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Week:
    """What came in one week: rows of lists, entries on lists, rows of the CRM."""

    rows: tuple[Said, ...] = ()
    listed: tuple[Listed, ...] = ()
    crm: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Table:
    """Worlds side by side, each some weeks long, and how they are worked."""

    seed: int
    worlds: tuple[tuple[Week, ...], ...]
    how: tuple[str, ...]  # of each week
    cleaned: bool = True
    with_crm: bool = False
    all_rows: bool = False
    with_master: bool = False  # last week's leads stand among this week's
    decided: bool = False
    again: bool = False  # every week is classified twice, with the same outcome
    bare: bool = True  # columns that are blank throughout are not there


def name_of(*what: object) -> str:
    """Return a name that hardly another has, and none is like."""
    chosen = Random(str(what))
    return "".join(chosen.choice("bdfgklmnprstwz") + chosen.choice("aeiou") for _ in range(4))


@dataclass(frozen=True)
class Addresses:
    """What the people of one world have: e-mails, phone numbers, places, names."""

    number: int

    @property
    def domains(self) -> tuple[str, str]:
        one, two = (name_of(self.number, firm) for firm in (1, 2))
        return (f"{one}.example.com", f"{two}.example.net")

    @property
    def mails(self) -> list[str]:
        one, two = self.domains
        at = ("eva", one), ("jan", one), ("info", f"mail.{one}"), ("eva", two), ("jan", two)
        return [f"{local}@{domain}" for local, domain in at]

    @property
    def phones(self) -> list[str]:
        apart = self.number * 7919 % 100_000
        us = f"+1312{200 + self.number // 10_000}{self.number % 10_000:04}"
        return [*(f"+49894{apart:05}{last}" for last in (1, 2)), us]

    @property
    def names(self) -> list[tuple[str, str, str]]:
        eva, jan, one, two = (name_of(self.number, who).title() for who in ("eva", "jan", 1, 2))
        return [
            ("Eva", eva, f"{one} GmbH"), ("Jan", jan, f"{one} GmbH"), ("Eva", eva, f"{two} AG"),
            ("Jan", jan, ""), ("", eva, f"{one} GmbH"), ("Ida", jan, f"{two} AG"),
        ]  # fmt: skip

    @property
    def streets(self) -> list[str]:
        return [f"Lange Str. {self.number + 1}", f"Am Markt {self.number + 1}"]


def _spelled_mail(r: Random, mail: str) -> str:
    local, domain = mail.split("@")
    return r.choice((
        mail, mail, mail.upper(), f" {mail} ", f"Eva Meier <{mail}>", f"{local}+fair@{domain}",
        f"mailto:{mail}",
    ))  # fmt: skip


def _spelled_phone(r: Random, phone: str, country: str) -> str:
    ways = [phone, phone, f"00{phone[1:]}", f"{phone[:3]} {phone[3:]}", f"{phone[:6]}-{phone[6:]}"]
    if phone.startswith("+49") and country in ("DE", ""):
        ways += [f"0{phone[3:5]} {phone[5:]}", f"0{phone[3:5]}/{phone[5:]}"]
    if phone.startswith("+1") and country == "US":
        ways.append(f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}")
    return r.choice(ways)


def _spelled_street(r: Random, street: str) -> str:
    return r.choice((street, street.replace("Str.", "Straße"), street.upper()))


def place(last_name: str, street: str) -> str:
    """Return whose post goes where, in one spelling."""
    street = re.sub("stra(ss|ß)e", "str.", street.casefold())
    return f"{last_name.casefold()} in {street}"


def _row(r: Random, own: Addresses, lead_id: str, refusals: float) -> Said:
    """Return one row about somebody, and what it refuses."""
    first, last, company = r.choice(own.names)
    mails = r.sample(own.mails, r.choice((0, 1, 1, 1, 2, 3)))
    phones = r.sample(own.phones, r.choice((0, 0, 1, 1, 2)))
    street = r.choice((*own.streets, own.streets[0], "", ""))
    country = r.choice(("DE", "US", "GB", ""))
    row = dict.fromkeys(COLUMNS, "") | {
        "lead_id": lead_id, "source_file": r.choice(("badges.csv", "crm.csv", "form.csv")),
        "first_name": first, "last_name": last, "company": company, "country": country,
    }  # fmt: skip
    if street:
        row |= {"street": _spelled_street(r, street), "postal_code": "80331", "city": "München"}
    for name, mail in zip(("email", "email_2", "other_emails"), mails, strict=False):
        row[name] = _spelled_mail(r, mail)
    for name, phone in zip(("phone", "mobile"), phones, strict=False):
        row[name] = _spelled_phone(r, phone, country)
    cells, channels = r.choice(NO_TO) if r.random() < refusals else (r.choice(HARMLESS), "")
    of_channel = {
        "email": mails, "call": phones, "post": [place(last, street)] if street else [],
        "bounced": mails[:1],
    }  # fmt: skip
    refuses = {(channel, one) for channel in channels.split() for one in of_channel[channel]}
    return Said(row | cells, frozenset(refuses))


def _entry(r: Random, own: Addresses, option: str, cleaned: bool) -> Listed:
    """Return an entry of a list of opt-outs, and of which addresses it speaks."""
    mail, phone, domain = r.choice(own.mails), r.choice(own.phones), r.choice(own.domains)
    below = frozenset(one for one in own.mails if one.endswith((f"@{domain}", f".{domain}")))
    kind = r.choice(("mail", "mail", "phone", "@domain", "domain", "hash", "hashed domain",
                     "hashed phone"))  # fmt: skip

    def hashed(form: str) -> str:
        return sha256(form.encode()).hexdigest()

    if kind == "mail":
        return Listed(option, "email", _spelled_mail(r, mail), frozenset({mail}))
    if kind == "hash":
        return Listed(option, "sha256", hashed(mail), frozenset({mail}))
    if kind == "@domain":
        return Listed(option, "email", f"@{domain}", below)
    if kind == "hashed domain":
        return Listed(option, "sha256", hashed(f"@{domain}"), below)
    if kind == "domain":
        return Listed(option, "domain", domain, below)
    if kind == "hashed phone" and cleaned:  # which is no other way to find a number's country
        return Listed(option, "sha256", hashed(phone), frozenset({phone}))
    return Listed(option, "phone", _spelled_phone(r, phone, "DE"), frozenset({phone}))


def table_of(seed: int, worlds: int, first: int = 0) -> Table:
    """Return worlds side by side, whose numbers begin with the first; the same for each seed."""
    r = Random(seed)
    weeks = r.choice((1, 2, 2, 3))
    cleaned = r.random() < 0.6
    with_crm = r.random() < 0.35
    removing = r.random() < 0.4
    how = [r.choice(HOW[1:] if with_crm else HOW) for _ in range(weeks)]
    refusals = r.choice((0.15, 0.3, 0.5))

    def world(number: int) -> tuple[Week, ...]:
        own = Addresses(number)
        made = []
        for week in range(weeks):
            rows = [_row(r, own, f"{number}-{week}{at}", refusals) for at in range(r.randint(1, 5))]
            options = [option for option in OPTIONS if r.random() < 0.15]
            if removing and r.random() < 0.25:
                options.append("suppress")
            listed = [_entry(r, own, option, cleaned) for option in options]
            crm = [
                _row(r, own, f"C{number}-{week}{at}", refusals)
                for at in range(r.randint(0, 2) if with_crm else 0)
            ]
            made.append(Week(tuple(rows), tuple(listed), tuple(crm)))
        return tuple(made)

    return Table(
        seed, tuple(world(first + at) for at in range(worlds)), tuple(how), cleaned, with_crm,
        all_rows=r.random() < 0.5, with_master=r.random() < 0.4, decided=r.random() < 0.5,
        again=r.random() < 0.1, bare=r.random() < 0.7,
    )  # fmt: skip


def smaller(table: Table) -> list[Table]:
    """Return tables with a little less in them, to find the least that still fails."""
    found = [
        replace(table, worlds=table.worlds[:at] + table.worlds[at + 1 :])
        for at in range(len(table.worlds))
        if len(table.worlds) > 1
    ]
    for name in ("with_master", "decided", "again", "all_rows"):
        if getattr(table, name):
            found.append(replace(table, **{name: False}))
    if len(table.how) > 1:
        cut = [world[:-1] for world in table.worlds]
        found.append(replace(table, worlds=tuple(cut), how=table.how[:-1]))
    if len(table.worlds) == 1:
        (weeks,) = table.worlds
        for number, week in enumerate(weeks):
            for part in ("rows", "listed", "crm"):
                held = getattr(week, part)
                for at in range(len(held)):
                    less = replace(week, **{part: held[:at] + held[at + 1 :]})
                    found.append(
                        replace(table, worlds=((*weeks[:number], less, *weeks[number + 1 :]),))
                    )
    return found
