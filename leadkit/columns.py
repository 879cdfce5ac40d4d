"""Our columns: their names and the other spellings under which lists carry them."""

from __future__ import annotations

import re
import unicodedata

IDENTITY = ("lead_id", "source_file", "source_row")

# Column -> other spellings, compared after normal_header. The column's own name is always one
# of them. English and German; a label that means two things in the field (German "Telefax",
# "Land" as state) stands where lists mean it most often.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "first_name": (
        "first", "given name", "forename", "fname", "vorname", "rufname", "contact first name",
    ),
    "middle_name": ("middle", "additional name", "zweiter vorname", "weitere vornamen"),
    "last_name": (
        "last", "surname", "family name", "lname", "nachname", "familienname", "name nachname",
        "zuname", "contact last name",
    ),
    "full_name": (
        "name", "full name", "contact name", "contact", "display name", "attendee name",
        "person name", "ansprechpartner", "kontakt", "kontaktname", "vor und nachname",
        "vollstaendiger name", "anzeigename", "kontaktperson",
    ),
    "prefix": ("salutation", "title prefix", "name prefix", "anrede", "titel", "akad titel"),
    "suffix": ("name suffix", "namenszusatz", "namenssuffix"),
    "nickname": ("nick name", "spitzname"),
    "email": (
        "e mail", "mail", "email address", "e mail address", "mail address", "business email",
        "work email", "primary email", "contact email", "e mail adresse", "email adresse",
        "mailadresse", "e mail geschaeftlich", "emailadresse",
    ),
    "email_2": (
        "e mail 2", "email address 2", "secondary email", "alternate email", "private email",
        "personal email", "e mail 2 address", "e mail adresse 2", "e mail privat",
    ),
    "email_3": ("e mail 3", "email address 3", "e mail 3 address", "e mail adresse 3"),
    "phone": (
        "telephone", "tel", "phone number", "telephone number", "business phone", "work phone",
        "office phone", "direct phone", "primary phone", "phone 1", "telefon", "telefonnummer",
        "telefon geschaeftlich", "rufnummer", "durchwahl", "tel nr", "fon",
    ),
    "phone_2": ("phone number 2", "business phone 2", "telefon 2", "telefon geschaeftlich 2"),
    "mobile": (
        "mobile phone", "mobile number", "mobile phone number", "cell", "cell phone", "cellphone",
        "handy", "handynummer", "mobil", "mobiltelefon", "mobilnummer", "mobil nr",
    ),
    "home_phone": ("telefon privat", "private phone", "home telephone"),
    "company_phone": (
        "company main phone", "switchboard", "main phone", "zentrale", "telefon firma",
        "telefonzentrale", "company phone number",
    ),
    "other_phone": ("weiteres telefon", "other phone number"),
    "fax": ("fax number", "business fax", "telefax", "faxnummer", "fax geschaeftlich"),
    "company": (
        "company name", "organization", "organisation", "account name", "account", "employer",
        "firm", "firma", "firmenname", "unternehmen", "unternehmensname", "betrieb",
        "associated company", "organization name", "arbeitgeber",
    ),
    "job_title": (
        "title", "job", "position", "role", "function", "job role", "berufsbezeichnung",
        "funktion", "jobtitel", "stelle", "stellenbezeichnung", "beruf",
    ),
    "department": ("dept", "abteilung", "business unit", "bereich"),
    "seniority": ("seniority level", "job level", "karrierestufe"),
    "street": (
        "address", "street address", "address 1", "address line 1", "business street",
        "mailing street", "strasse", "strasse und hausnummer", "strasse hausnummer", "adresse",
        "anschrift", "strasse geschaeftlich",
    ),
    "street_2": ("address 2", "address line 2", "adresszusatz", "adresse 2"),
    "city": ("town", "business city", "mailing city", "ort", "stadt", "wohnort",
             "ort geschaeftlich"),
    "state": (
        "state region", "province", "region", "state province", "business state", "mailing state",
        "county", "bundesland", "kanton",
    ),
    "postal_code": (
        "zip", "zip code", "postcode", "post code", "zip postal code", "business postal code",
        "mailing zip postal code", "plz", "postleitzahl", "postleitzahl geschaeftlich",
    ),
    "country": (
        "country region", "country name", "business country region", "mailing country", "nation",
        "land", "land region", "staat",
    ),
    "home_street": ("strasse privat",),
    "home_city": ("ort privat",),
    "home_state": ("bundesland privat",),
    "home_postal_code": ("home zip", "postleitzahl privat", "plz privat"),
    "home_country": ("home country region", "land privat"),
    "website": (
        "web", "url", "web site", "website url", "web page", "homepage", "company website",
        "webseite", "internet", "internetseite", "webadresse",
    ),
    "linkedin_url": ("linkedin", "linkedin profile", "linkedin profil", "person linkedin url"),
    "lead_source": ("source", "original source", "quelle", "leadquelle", "herkunft"),
    "campaign": ("campaign name", "kampagne", "aktion"),
    "lead_status": ("status", "leadstatus"),
    "lifecycle_stage": ("lifecycle", "stage", "lebenszyklusphase"),
    "owner": (
        "lead owner", "contact owner", "account owner", "zustaendig", "betreuer", "besitzer",
        "verantwortlich", "bearbeiter",
    ),
    "created_at": (
        "created", "create date", "created date", "creation date", "date created", "timestamp",
        "scan time", "scanned at", "registered at", "erstellt", "erstellt am", "erstelldatum",
        "angelegt am", "datum",
    ),
    "birthday": ("birth date", "date of birth", "dob", "geburtstag", "geburtsdatum"),
    "tags": ("tag", "labels", "categories", "category", "schlagworte", "kategorien", "kategorie"),
    "notes": (
        "note", "comment", "comments", "remarks", "description", "notiz", "notizen", "bemerkung",
        "bemerkungen", "kommentar", "anmerkung", "anmerkungen",
    ),
    "industry": ("sector", "branche", "industrie", "wirtschaftszweig"),
    "employees": (
        "number of employees", "employee count", "company size", "headcount", "mitarbeiter",
        "mitarbeiterzahl", "anzahl mitarbeiter", "anzahl der mitarbeiter", "beschaeftigte",
    ),
    "revenue": ("annual revenue", "turnover", "umsatz", "jahresumsatz"),
    "external_id": (
        "id", "contact id", "record id", "lead id", "customer id", "badge id", "kontakt id",
        "kundennummer", "kunden nr", "datensatz id", "badge nr",
    ),
    "score": ("lead score", "leadscore"),
    "consent": (
        "opt in", "opt in marketing", "marketing consent", "marketing opt in", "gdpr consent",
        "email opt in", "einwilligung", "werbeeinwilligung", "newsletter einwilligung",
    ),
    "consent_at": ("consent date", "opt in date", "einwilligung am", "einwilligungsdatum"),
    "consent_source": ("opt in source", "einwilligung quelle"),
    "consent_text": (
        "opt in text", "consent wording", "consent version", "opt in wording", "einwilligungstext",
    ),
    "consent_channels": ("opt in channels", "consent for", "einwilligung kanaele"),
    "third_party_consent": ("consent to third party use", "einwilligung dritte"),
    "soft_opt_in": ("existing customer notice", "bestandskundenwerbung"),
    "email_opt_out": (
        "opted out of email", "email opt out", "unsubscribed", "unsubscribed from all email",
        "has opted out of email", "abgemeldet", "newsletter abgemeldet", "werbesperre",
    ),
    "phone_opt_out": ("do not call", "phone opt out", "anrufsperre", "kein anruf"),
    "post_opt_out": ("do not mail", "postal opt out", "keine postwerbung"),
    "audience": ("b2b b2c", "b2b or b2c", "kundenart", "zielgruppe"),
    "budget": ("budget available", "budget vorhanden"),
    "authority": ("decision authority", "entscheidungsbefugnis", "entscheider"),
    "need": ("bedarf",),
    "timeline": ("timeframe", "purchase timeframe", "kaufzeitpunkt", "zeitrahmen"),
    "sales_accepted": ("accepted by sales", "vom vertrieb angenommen"),
    "opportunity_id": ("deal id", "opportunity", "verkaufschance"),
    "disqualified_reason": ("disqualification reason", "reason lost", "ablehnungsgrund"),
    "reopened_at": ("reopened", "wiedereroeffnet am"),
    "last_activity_at": (
        "last activity", "last activity date", "last contacted", "letzte aktivitaet",
        "letzter kontakt",
    ),
}  # fmt: skip

KNOWN = (*SPELLINGS,)

EMAILS = ("email", "email_2", "email_3")
PHONES = (
    "phone", "phone_2", "mobile", "home_phone", "company_phone", "other_phone", "fax",
)  # fmt: skip
ADDRESS = ("street", "street_2", "city", "state", "postal_code", "country")

# Where a second column of one kind goes when the first already holds this field.
NEXT_FIELD = {"email": "email_2", "email_2": "email_3", "phone": "phone_2"}

# What stages write; a rule may read them like any known column.
ADDED = (
    "email_status", "email_flags", "email_suggestion", "phone_status", "phone_type",
    "phone_extension", "issues", "merged_ids", "score", "score_reasons",
    "status_reason", "status_since", "may_email", "may_call", "may_post", "contact_basis",
)  # fmt: skip

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def normal_header(header: str) -> str:
    """Fold case, accents, punctuation and joined words, so that spellings can be compared.

    >>> normal_header(" E-Mail_Adresse* "), normal_header("firstName"), normal_header("Straße")
    ('e mail adresse', 'first name', 'strasse')
    """
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFC", header))
    text = unicodedata.normalize("NFKD", text.casefold().translate(_UMLAUTS))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", text.replace("_", " ")))


_FIELD_OF = {
    normal_header(spelling): field
    for field, spellings in SPELLINGS.items()
    for spelling in (field, *spellings)
}


def field_of(header: str) -> str | None:
    """Return the known column that a header names, or None.

    >>> field_of("E-Mail-Adresse"), field_of("PLZ"), field_of("Shoe size")
    ('email', 'postal_code', None)
    """
    return _FIELD_OF.get(normal_header(header))
