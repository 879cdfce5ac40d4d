"""What is nasty about an invented lead: each trait says which cells it changes, and to what."""

from __future__ import annotations

import random
from collections.abc import Callable

Lead = dict[str, str]
Trait = Callable[[Lead, random.Random], Lead]
OPTED_OUT = "opted out [GDPR Art. 21(2) and (3)]"


def one_of(column: str, *values: str, **more: str) -> Trait:
    """Return a trait: one of these values in a column, and with it what goes along."""
    return lambda _lead, draw: {column: draw.choice(values), **more}


def each(column: str, *values: str, **more: str) -> dict[str, Trait]:
    """Return a trait for each of these values of a column."""
    return {f"{column} {at}": one_of(column, value, **more) for at, value in enumerate(values)}


def said_no(basis: str, **more: str) -> Trait:
    """Return a trait of somebody who may not be mailed, for this reason."""
    told = {
        "contact_basis": f"email: {basis}; call: no consent; post: no address",
        "status_reason": "blocked",
        "may_email": "no",
        "may_call": "no",
        "next_step": "none: said no",
    }
    return lambda _lead, _draw: told | more


NAMES = [
    "Ż" * 120,
    f"von und zu {'Hohen-' * 18}Berg",
    "Дмитрий Шостакович",
    "王小明",
    "김민준",
    "محمد",
    "Zoë 🚀👩‍💻",
    'Anna "Änni"',
    "O'Neil, Jr.",
    "=1+1",
    '=HYPERLINK("https://x.example.com","a")',
    "+Plus",
    "-Minus",
    "@at",
    "#N/A",
    "NULL",
    "Null",
    "a|b<c>",
    "e\u0301tude",
]
PHONES = [
    "+49 30 123456789012345678901234567890 ext. 99",
    "+493015550199123456789012345678",
    "0351/5550 175",
    "+49 (0)351 555-0175 Durchwahl 12",
    "+4935155501, +4935155502",
    "tel:+493515550175",
    "k. A.",
    "=+493515550175",
    "4.9351555E+11",
]
EMAILS = [
    "n/a",
    "kommt per Post",
    "jürgen@müller.example.com",
    "A.Person@FIRM.Example.COM",
    "a@x.example.com; b@x.example.com",
    "mailto:a@x.example.com",
    f"{'long.' * 12}a@{'firm-' * 11}x.example.com",
    "a..b@x.example.com",
    "Jutta <jutta@x.example.com>",
]
COMPANIES = [
    "",
    "K" * 300,
    'Meyer, "Söhne" & Co; KG',
    "=cmd|' /C calc'!A0",
    "株式会社テスト",
    "A|B <Group>",
    "-",
]
NOTES = [
    "first line\nsecond line\r\nthird",
    'said "call me", then left; wants 3, not 2',
    "=SUM(A1:A9)",
    "+1 for a demo",
    "@jule please call",
    "-20 % promised",
    "<b>hot</b> | now",
    "bell\x07 and unit\x1f",
    "  blanks around  ",
    "emoji 🚀🚀🚀",
]
TRAITS: dict[str, Trait] = {
    "no last name": one_of("last_name", ""),
    "no name at all": lambda _lead, _draw: {"first_name": "", "last_name": ""},
    "no address": one_of("email", "", email_status="missing", may_email="no"),
    "nothing but a company": lambda _lead, _draw: dict.fromkeys(
        ["first_name", "last_name", "email", "phone", "job_title", "owner"], ""
    )
    | {"email_status": "missing", "phone_status": "missing", "may_email": "no", "may_call": "no"},
    **each("first_name", *NAMES),
    **each("last_name", *NAMES),
    **each("phone", *PHONES, phone_status="invalid", may_call="no"),
    "extension": one_of("phone_extension", "1234567"),
    "mobile": one_of("mobile", "+491713920004", "+1 (216) 555-0175 x12345678"),
    **each("email", *EMAILS, email_status="invalid", may_email="no"),
    "capitals in a good address": one_of("email", "Petra.Marsh@FIRM1.example.com"),
    **each("company", *COMPANIES),
    **each("notes", *NOTES),
    "a note of 40,000": lambda _lead, draw: {"notes": draw.choice("aä漢") * 40_000},
    "a note of 30,000 with lines": lambda _lead, _draw: {"notes": "so it was.\n" * 2_727},
    **each("job_title", "T" * 200, "Leiter\nEinkauf", "CEO / CTO; founder", "=CEO"),
    **each(
        "employees",
        "51-200", "1.200", "12 000", "über 500", "1e3", "-5", "2000000", "120.0", "99999999999",
    ),
    **each("revenue", "12 Mio.", "€ 1.200.000,50", "1,2 Mrd. EUR", "(5000)", "1200000.50", "$5M"),
    **each(
        "created_at",
        "2026-10-06", "2026-10-06 09:29:55", "2026-10-06T09:29:55+02:00", "06.10.2026",
        "10/06/2026", "6. Oktober 2026", "20261006", "45936", "gestern", "2026-10", "0001-01-01",
    ),
    **each("country", "Germany", "Deutschland", "D", "UNITED KINGDOM", "Côte d'Ivoire", "NA", "XX", ""),
    **each(
        "lead_source",
        "Messe, Halle 3; Stand A1", "Web|Chat", "Trade Show", "", "=Messe", "Q" * 400, "trade fair ",
    ),
    **each(
        "website",
        "firm.example.com", "www.firm.example.com/a b", "https://firm.example.com", "javascript:alert(1)",
        f"https://firm.example.com/{'a' * 300}", "-",
    ),
    **each("owner", "Jule Wacker", "jule.wacker@stand.example.org", "Jule W.", "queue: late", "=Jule"),
    **each("street", "Straße der Einheit 1, Hinterhaus\n2. Stock", "S" * 300),
    **each("city", "Llanfairpwllgwyngyll" * 5, "İstanbul", "東京"),
    **each("postal_code", "01067", "SE16 4DG", "D-01067 Dresden (Neustadt)", "007"),
    **each("prefix", "Herr Prof. Dr. Dr. h. c. mult.", "Frau", "P" * 120),
    **each("lifecycle_stage", "salesqualifiedlead", "opportunity", "Kunde"),
    **each("score", "100.00", "-12.5", "0"),
    **each("external_id", "", "=B1", "0017", "00Q5e00000AbCdEFGH"),
    "second addresses": lambda lead, _draw: {"email_2": f"x{lead['email']}", "phone_2": "+4930555019"},
    "opted out": said_no(OPTED_OUT, email_opt_out="yes"),
    "withdrawn": said_no("consent refused or withdrawn [GDPR Art. 7(3)]", consent="withdrawn"),
    "refused": said_no("consent refused or withdrawn [GDPR Art. 7(3)]", consent="no"),
    "suppressed": said_no("opted out (on suppress.csv) [GDPR Art. 21(2) and (3)]"),
    "opted out of mails, may be called": said_no(
        OPTED_OUT,
        email_opt_out="yes",
        may_call="yes",
        next_step="call",
        lead_status="SQL",
        status_reason="score is at least 65",
        contact_basis=f"email: {OPTED_OUT}; call: consent; post: no address",
    ),
    "a competitor": lambda _lead, _draw: {
        "lead_status": "unqualified",
        "may_email": "no",
        "may_call": "no",
        "contact_basis": "email, call and post: unqualified",
        "next_step": "none: competitor",
    },
    "every cell a formula": lambda lead, _draw: {
        name: f"={lead[name]}"
        for name in ("first_name", "last_name", "company", "job_title", "city", "notes")
    },
    "a remark": one_of("remark_flags", "student", "no_phone; no_post", "angry"),
}  # fmt: skip
RARE = {name for name in TRAITS if "40,000" in name or "30,000" in name}
NOES = ["opted out", "withdrawn", "refused", "suppressed", "opted out of mails, may be called"]
