"""What people say at an invented fair of being contacted, and where it stands: with the truth.

The people of fair.py, asked by badge scanners, forms, newsletters and a CRM, each with the headers
and words of its language and tool: answers in ticks and sentences, remarks, opt-outs, bounces, states,
and lists of those who left. Which languages and tools a fair has, its seed says.

    python benchmarks/said.py FOLDER [PEOPLE] [SEED]
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import yaml

from fair import Person, Rates, Seen, make_people, see, spoil

LANGUAGES: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
FIELDS = ("time", "first", "last", "company", "country", "email", "phone", "street", "postcode",
          "city", "comment")  # fmt: skip
CHANNELS = ("email", "call", "post")
STATES = {  # of CRMs, which are no matter of consent
    "hubspot": ("New", "Open", "In Progress", "Attempted to contact", "Connected", "Bad timing", "Unqualified"),
    "salesforce": ("Open - Not Contacted", "Working - Contacted", "Closed - Converted", "Closed - Not Converted", "Nurturing"),
    "dynamics": ("Active", "New", "Contacted", "Lost", "Inactive"),
    "pipedrive": ("Hot lead", "Warm lead", "Cold lead", "Customer", ""),
    "zoho": ("Attempted to Contact", "Contact in Future", "Contacted", "Lost Lead", "Not Contacted", "Pre-Qualified"),
}  # fmt: skip
NAMES = {"DE": "Germany", "AT": "Austria", "CH": "Switzerland", "FR": "France", "IT": "Italy",
         "NL": "Netherlands", "GB": "United Kingdom", "US": "United States"}  # fmt: skip
# Of all people: who says what where. A person is asked on each list anew.
SAYS_YES, SAYS_NO, REFUSES_IN_REMARK, IS_BARRED = 0.5, 0.2, 0.07, 0.04
HAS_LEFT_CRM, HAS_BOUNCED, ON_A_LIST = 0.07, 0.05, 0.35

Row = dict[str, str]


@dataclass
class Entry:
    """A row of a list: whose it is, its cells, and the address and number on it."""

    person: int
    cells: Row
    email: str = ""
    phones: tuple[str, ...] = ()
    company: str = ""


@dataclass
class Truth:
    """What is true of a person."""

    no: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in CHANNELS})
    yes: list[str] = field(default_factory=list)  # addresses agreed to by e-mail, with proof
    bounced: set[str] = field(default_factory=set)  # addresses
    barred: list[str] = field(default_factory=list)  # competitors, people who left


@dataclass
class Said:
    """A fair: people, lists, the proof of each list's consents, lists of opt-outs, the truth."""

    people: list[Person]
    lists: dict[str, list[Entry]] = field(default_factory=dict)
    proof: dict[str, dict[str, str]] = field(default_factory=dict)
    opted_out: dict[str, list[Row]] = field(default_factory=dict)  # by file
    truth: dict[int, Truth] = field(default_factory=lambda: defaultdict(Truth))


class _Writing:
    """A fair on its way: what happened to whom so far."""

    def __init__(self, count: int, seed: int) -> None:
        self.rng = Random(seed)
        self.rates = Rates()
        self.said = Said(make_people(self.rng, count, self.rates))
        self.firms = list(dict.fromkeys(person.firm for person in self.said.people))
        self.barred = {p.key for p in self.said.people if self.rng.random() < IS_BARRED}
        # People have a mind of their own: who refuses a channel somewhere agrees to it nowhere else
        # more often than not.
        self.refuses = {
            p.key: {c for c in CHANNELS if self.rng.random() < SAYS_NO} for p in self.said.people
        }

    def seen(self, person: Person, place: str) -> Seen:
        return spoil(
            self.rng, see(self.rng, person, place, self.firms, self.rates), place, self.rates
        )

    def entry(self, seen: Seen, cells: Row) -> Entry:
        phones = tuple(one for one in (seen.phone, seen.mobile) if one)
        return Entry(seen.person.key, cells, seen.email, phones, seen.company)

    def answer(self, person: int, channel: str) -> str:
        """Return yes, no, or blank where somebody is not asked or does not say."""
        if channel in self.refuses[person]:
            return "no" if self.rng.random() < 0.6 else "blank"
        return "yes" if self.rng.random() < SAYS_YES else "blank"

    def heard(self, where: str, person: int, channel: str, answer: str, email: str = "") -> None:
        truth = self.said.truth[person]
        if answer == "no":
            truth.no[channel].append(where)
        if answer == "yes" and channel == "email" and email:
            truth.yes.append(email)

    def remark(self, where: str, person: int, tongue: Row | Any) -> str:
        """Return a remark, often none; some refuse, some tell why nobody should be contacted."""
        rng = self.rng
        if person in self.barred and rng.random() < 0.6:
            self.said.truth[person].barred.append(where)
            return rng.choice(tongue["barred"])
        refused = [c for c in CHANNELS if c in self.refuses[person]]
        if refused and rng.random() < REFUSES_IN_REMARK / SAYS_NO:
            kind = "all" if len(refused) > 1 else refused[0]
            for channel in CHANNELS if kind == "all" else (kind,):
                self.heard(where, person, channel, "no")
            return rng.choice(tongue["remarks"][kind])
        if rng.random() < 0.4:
            return rng.choice(tongue["harmless"]).format(n=rng.randint(2, 29))
        return ""


def _base(rng: Random, tongue: Any, seen: Seen, time: str) -> Row:
    land = seen.person.firm.land
    parts = seen.city.split(" ")
    split = 2 if land in ("NL", "GB") else 1
    told = (time, seen.first, seen.last, seen.company, NAMES[land], seen.email,
            seen.mobile or seen.phone, seen.street, " ".join(parts[:split]), " ".join(parts[split:]))  # fmt: skip
    return dict(zip(tongue["fields"], told, strict=False))


def _moment(rng: Random) -> str:
    return f"2026-10-0{rng.randint(6, 8)} {rng.randint(9, 17):02}:{rng.randint(0, 59):02}"


def write_badges(w: _Writing, who: list[Person], language: str) -> None:
    """Badges: asked at the stand, channel by channel, in ticks."""
    tongue, name = LANGUAGES[language], "badges.csv"
    for person in who:
        seen = w.seen(person, "badges")
        cells = _base(w.rng, tongue, seen, _moment(w.rng))
        for channel in CHANNELS:
            answer = w.answer(person.key, channel)
            cells[tongue["asks"][channel]] = w.rng.choice(tongue["ticks"][answer])
            w.heard(f"{name}: {channel}", person.key, channel, answer, seen.email)
        cells[tongue["fields"][-1]] = w.remark(f"{name}: remark", person.key, tongue)
        w.said.lists.setdefault(name, []).append(w.entry(seen, cells))
    w.said.proof[name] = {"consent_source": "badge scan", "consent_text": "asked aloud (v1)",
                          "consent_at": tongue["fields"][0]}  # fmt: skip


def write_cards(w: _Writing, who: list[Person], language: str) -> None:
    """Business cards: nobody was asked; remarks are what was written on them."""
    tongue, name = LANGUAGES[language], "cards.csv"
    for person in who:
        seen = w.seen(person, "cards")
        cells = _base(w.rng, tongue, seen, _moment(w.rng))
        cells[tongue["fields"][-1]] = w.remark(f"{name}: remark", person.key, tongue)
        w.said.lists.setdefault(name, []).append(w.entry(seen, cells))


def write_form(w: _Writing, who: list[Person], language: str) -> None:
    """A form tool: questions, answers in sentences, a privacy box that is no consent."""
    tongue, name = LANGUAGES[language], f"form_{language}.csv"
    for person in who:
        seen = w.seen(person, "form")
        cells = _base(w.rng, tongue, seen, _moment(w.rng))
        for channel in CHANNELS:
            answer = w.answer(person.key, channel)
            said = "" if answer == "blank" else w.rng.choice(tongue[channel][answer])
            cells[tongue["asks"][channel]] = said
            w.heard(f"{name}: {said}", person.key, channel, answer, seen.email)
        cells[tongue["privacy"]] = tongue["ticks"]["yes"][0]
        cells[tongue["fields"][-1]] = w.remark(f"{name}: remark", person.key, tongue)
        w.said.lists.setdefault(name, []).append(w.entry(seen, cells))
    w.said.proof[name] = {"consent_source": "form at the stand", "consent_text": "form (v2)",
                          "consent_at": tongue["fields"][0]}  # fmt: skip


def write_newsletter(w: _Writing, who: list[Person], tool: str) -> None:
    """A mailing tool: subscribed with the day of the confirmation, left, or cleaned."""
    name, rng = f"newsletter_{tool}.csv", w.rng
    for person in who:
        seen = w.seen(person, "crm")
        if not seen.email:
            continue
        state = "left" if "email" in w.refuses[person.key] else "in"
        state = rng.choices((state, "bounced", "pending"), (90, 6, 4))[0]
        day = f"202{rng.randint(4, 6)}-0{rng.randint(1, 9)}-{rng.randint(10, 28)} 08:15:00"
        cells = _NEWSLETTERS[tool](seen, state, day)
        entry = w.entry(seen, cells)
        entry.phones = ()
        where = f"{name}: {state}"
        if state == "bounced":
            w.said.truth[person.key].bounced.add(seen.email)
        elif state != "pending":
            answer = "no" if state == "left" else "yes"
            w.heard(where, person.key, "email", answer, seen.email)
        w.said.lists.setdefault(name, []).append(entry)
    at = {"mailchimp": "CONFIRM_TIME", "brevo": "OPT_IN_DATE", "cleverreach": "Aktiviert am"}[tool]
    w.said.proof[name] = {"consent_source": "sign-up, double opt-in", "consent_text": "news (v3)",
                          "consent_at": at}  # fmt: skip


def _mailchimp(seen: Seen, state: str, day: str) -> Row:
    words = {
        "in": "subscribed",
        "left": "unsubscribed",
        "bounced": "cleaned",
        "pending": "unconfirmed",
    }
    return {"Email Address": seen.email, "First Name": seen.first, "Last Name": seen.last,
            "Company": seen.company, "MEMBER_RATING": "3", "STATUS": words[state],
            "OPTIN_TIME": day if state != "bounced" else "", "CONFIRM_TIME": day if state == "in" else "",
            "UNSUB_TIME": day if state == "left" else "", "CLEAN_TIME": day if state == "bounced" else ""}  # fmt: skip


def _brevo(seen: Seen, state: str, day: str) -> Row:
    reasons = {"left": "Unsubscribed via email", "bounced": "Hard bounced"}
    return {"EMAIL": seen.email, "FIRSTNAME": seen.first, "LASTNAME": seen.last,
            "COMPANY": seen.company, "DOUBLE_OPT-IN": "No" if state == "pending" else "Yes",
            "OPT_IN_DATE": "" if state == "pending" else day,
            "EMAIL_BLOCKLISTED": "Yes" if state in reasons else "No",
            "BLOCKLIST_REASON": reasons.get(state, ""), "SMS_BLOCKLISTED": "No"}  # fmt: skip


def _cleverreach(seen: Seen, state: str, day: str) -> Row:
    words = {"in": "aktiv", "left": "inaktiv (abgemeldet)", "bounced": "inaktiv (Bounce)",
             "pending": "inaktiv (unbestätigt)"}  # fmt: skip
    return {"E-Mail": seen.email, "Vorname": seen.first, "Nachname": seen.last,
            "Unternehmen": seen.company, "Registriert am": day,
            "Aktiviert am": "" if state == "pending" else day,
            "Deaktiviert am": day if state in ("left", "bounced") else "", "Status": words[state],
            "Bounces": "3" if state == "bounced" else "0"}  # fmt: skip


_NEWSLETTERS: dict[str, Callable[[Seen, str, str], Row]] = {
    "mailchimp": _mailchimp, "brevo": _brevo, "cleverreach": _cleverreach,
}  # fmt: skip


def write_crm(w: _Writing, who: list[Person], tool: str, language: str) -> None:
    """A CRM: opt-outs, bounces, states, and remarks of many years."""
    name, rng, tongue = f"crm_{tool}.csv", w.rng, LANGUAGES[language]
    for person in who:
        seen = w.seen(person, "crm")
        left = {
            c for c in CHANNELS if c in w.refuses[person.key] and rng.random() < HAS_LEFT_CRM / SAYS_NO * 2
        } & set(_KNOWN_TO[tool])  # fmt: skip
        if "email" in left and not seen.email:
            left.discard("email")
        bounced = bool(seen.email) and tool != "zoho" and rng.random() < HAS_BOUNCED
        remark = w.remark(f"{name}: remark", person.key, tongue)
        cells = _CRMS[tool](seen, left, bounced, rng.choice(STATES[tool]), remark)
        for channel in left:
            w.heard(f"{name}: opted out", person.key, channel, "no")
        if bounced:
            w.said.truth[person.key].bounced.add(seen.email)
        w.said.lists.setdefault(name, []).append(w.entry(seen, cells))


_KNOWN_TO = {"hubspot": ("email",), "salesforce": ("email", "call"), "zoho": ("email",),
             "dynamics": CHANNELS, "pipedrive": ("email",)}  # fmt: skip


def _hubspot(seen: Seen, left: set[str], bounced: bool, state: str, remark: str) -> Row:
    return {"Record ID": str(seen.person.key + 51_000), "First Name": seen.first, "Last Name": seen.last,
            "Email": seen.email, "Phone Number": seen.phone, "Mobile Phone Number": seen.mobile,
            "Company Name": seen.company, "Country/Region": NAMES[seen.person.firm.land],
            "Lead Status": state, "Lifecycle Stage": "Lead",
            "Unsubscribed from all email": "Yes" if "email" in left else "",
            "Opted out of email: Marketing Information": "Yes" if "email" in left else "",
            "Email hard bounce reason": "UNKNOWN_USER" if bounced else "",
            "Marketing contact status": "Non-marketing contact" if state == "Bad timing" else "Marketing contact",
            "Create Date": "2024-05-06 09:00", "Message": remark}  # fmt: skip


def _salesforce(seen: Seen, left: set[str], bounced: bool, state: str, remark: str) -> Row:
    return {"Id": f"00Q{seen.person.key:06}", "FirstName": seen.first, "LastName": seen.last,
            "Company": seen.company, "Country": NAMES[seen.person.firm.land], "Phone": seen.phone,
            "MobilePhone": seen.mobile, "Email": seen.email, "Status": state,
            "HasOptedOutOfEmail": str("email" in left).lower(), "HasOptedOutOfFax": "false",
            "DoNotCall": str("call" in left).lower(),
            "EmailBouncedReason": "550 5.1.1 user unknown" if bounced else "",
            "EmailBouncedDate": "2026-02-03" if bounced else "", "CreatedDate": "2024-05-06T09:00:00.000Z",
            "Description": remark}  # fmt: skip


def _dynamics(seen: Seen, left: set[str], bounced: bool, state: str, remark: str) -> Row:
    def allowed(channel: str) -> str:
        return "Do Not Allow" if channel in left else "Allow"

    return {"(Do Not Modify) Contact": f"{seen.person.key:08x}-11", "First Name": seen.first,
            "Last Name": seen.last, "Company Name": seen.company, "Email": seen.email,
            "Business Phone": seen.phone, "Mobile Phone": seen.mobile,
            "Address 1: Country/Region": NAMES[seen.person.firm.land],
            "Do not allow Bulk Emails": allowed("email"), "Do not allow Phone Calls": allowed("call"),
            "Do not allow Mails": allowed("post"), "Status Reason": state,
            "Email delivery": "Hard bounced" if bounced else "", "Description": remark}  # fmt: skip


def _pipedrive(seen: Seen, left: set[str], bounced: bool, state: str, remark: str) -> Row:
    marketing = "Unsubscribed" if "email" in left else "Bounced" if bounced else ""
    return {"Person - Name": f"{seen.first} {seen.last}", "Person - Organization": seen.company,
            "Person - Email - Work": seen.email, "Person - Phone - Work": seen.phone,
            "Person - Phone - Mobile": seen.mobile, "Person - Label": state,
            "Person - Marketing status": marketing, "Person - Note": remark}  # fmt: skip


def _zoho(seen: Seen, left: set[str], bounced: bool, state: str, remark: str) -> Row:
    mode = "Unsubscribe form" if "email" in left else ""
    return {"Record Id": f"zcrm_{seen.person.key}", "First Name": seen.first, "Last Name": seen.last,
            "Company": seen.company, "Email": seen.email, "Phone": seen.phone, "Mobile": seen.mobile,
            "Lead Status": state, "Email Opt Out": str("email" in left).lower(),
            "Unsubscribed Mode": mode, "Country": NAMES[seen.person.firm.land],
            "Created Time": "2024-05-06 09:30:00", "Description": remark}  # fmt: skip


_CRMS: dict[str, Callable[[Seen, set[str], bool, str, str], Row]] = {
    "hubspot": _hubspot, "salesforce": _salesforce, "dynamics": _dynamics,
    "pipedrive": _pipedrive, "zoho": _zoho,
}  # fmt: skip


def write_opt_outs(w: _Writing, language: str) -> None:
    """Lists of those who left by a link, or asked not to be called: an address and a day."""
    tongue, rng = LANGUAGES[language], w.rng
    headers = tongue["unsubscribed"]
    entries = [entry for rows in w.said.lists.values() for entry in rows]
    mails = {e.email: e for e in entries if e.email and "email" in w.refuses[e.person]}
    phones = {one: e for e in entries for one in e.phones if "call" in w.refuses[e.person]}
    name = f"unsubscribed_{language}.csv"
    for mail, entry in mails.items():
        if rng.random() < ON_A_LIST:
            written = rng.choice((mail, mail.upper(), f" {mail}", f"<{mail}>"))
            w.heard(name, entry.person, "email", "no")
            day = f"2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)}"
            w.said.opted_out.setdefault(name, []).append({headers[0]: written, headers[1]: day})
    hashed = [e for mail, e in mails.items() if rng.random() < ON_A_LIST / 3]
    for entry in hashed:
        w.heard("hashed.csv", entry.person, "email", "no")
        form = entry.email.lower().encode()
        w.said.opted_out.setdefault("hashed.csv", []).append({"code": sha256(form).hexdigest()})
    for phone, entry in phones.items():
        if rng.random() < ON_A_LIST:
            w.heard("do_not_call.csv", entry.person, "call", "no")
            w.said.opted_out.setdefault("do_not_call.csv", []).append(
                {tongue["do_not_call"]: phone}
            )


def make_said(people: int = 400, seed: int = 1) -> Said:
    """Return a fair with its lists and truth; its languages and tools follow from the seed."""
    w = _Writing(people, seed)
    tongues = list(LANGUAGES)
    home, abroad = tongues[seed % 8], tongues[(seed * 3 + 1) % 8]
    tools, crms = list(_NEWSLETTERS), list(_CRMS)
    everybody = w.said.people

    def some(share: float) -> list[Person]:
        return [person for person in everybody if w.rng.random() < share]

    write_badges(w, some(0.4), home)
    write_cards(w, some(0.25), w.rng.choice(tongues))
    write_form(w, some(0.2), home)
    if abroad != home:
        write_form(w, some(0.12), abroad)
    write_newsletter(w, some(0.2), tools[seed % 3])
    write_crm(w, some(0.3), crms[seed % 5], home)
    write_crm(w, some(0.15), crms[(seed + 2) % 5], w.rng.choice(tongues))
    write_opt_outs(w, w.rng.choice(tongues))
    for rows in w.said.lists.values():
        w.rng.shuffle(rows)
    return w.said


def write_said(said: Said, folder: Path) -> None:
    """Write all lists as CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: [entry.cells for entry in rows] for name, rows in said.lists.items()}
    for name, rows in (*tables.items(), *said.opted_out.items()):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    where, *numbers = sys.argv[1:]
    write_said(make_said(*map(int, numbers)), Path(where))
