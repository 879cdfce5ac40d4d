"""What a suppression list says beside its entries: by which way, whether at all, and bounces."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit import classify_leads, read_consent, read_lifecycle
from leadkit.base.frames import LeadFrame
from leadkit.classifying.entry_columns import entry_columns, is_soft, ways_in
from leadkit.classifying.suppression_lists import suppression_of
from leadkit.fields.objections import CHANNELS

RULES = {"lifecycle": read_lifecycle("lifecycle"), "consent": read_consent("consent")}
MAIL, PHONE = "eva@meier.example.com", "+498999998123"
EVERY = ["call", "email", "post"]

WAYS = {  # language -> e-mail, phone, post, all, two of them
    "English": ("e-mail", "phone", "letter", "all", "email and phone"),
    "German": ("E-Mail", "Telefon", "Post", "alles", "E-Mail und Telefon"),
    "French": ("courriel", "téléphone", "courrier", "tout", "mail et téléphone"),
    "Spanish": ("correo electrónico", "teléfono", "correo postal", "todo", "e-mail y teléfono"),
    "Italian": ("posta elettronica", "telefono", "posta", "tutto", "e-mail e telefono"),
    "Dutch": ("e-mail", "telefoon", "brief", "alles", "e-mail en telefoon"),
    "Polish": ("mailing", "telefon", "poczta", "wszystko", "mail oraz telefon"),
    "Portuguese": ("e-mail", "telefone", "correio", "tudo", "e-mail e telefone"),
    "Swedish": ("e-post", "telefon", "brev", "allt", "e-post och telefon"),
    "Czech": ("e-mail", "telefon", "pošta", "vše", "e-mail a telefon"),
    "Danish": ("e-mail", "telefon", "brev", "alt", "e-mail og opkald"),
}


@pytest.mark.parametrize(("cell", "told"), [
    ("no SMS/WhatsApp, telefono no, mail sì", ["call"]), ("Telefon nein, Mail ok", ["call"]),
    ("téléphone non / mail oui", ["call"]), ("telefono ed e-mail", ["call", "email"]),
    ("kein Telefon", ["call"]), ("mail ja; post xyzzy", []), ("ja", []), ("niente", []),
    ("alles außer Post", ["call", "email"]), ("all but e-mail", ["call", "post"]),
    ("allt utom brev", ["call", "email"]), ("tout sauf courrier", ["call", "email"]),
    ("todo salvo teléfono", ["email", "post"]), ("tutto tranne e-mail", ["call", "post"]),
    ("alles behalve post", ["call", "email"]), ("wszystko oprócz poczty", []),
    ("ikke opkald", ["call"]), ("ej post", ["post"]), ("tlf + sms", ["call"]),
])  # fmt: skip
def test_ways_that_are_open_are_not_refused(cell, told):
    """Of a cell that nobody understands in part nothing is taken: its entry counts for all."""
    assert sorted(ways_in(cell)) == told


def test_where_the_header_says_so_half_of_the_cells_are_enough():
    """A cell that is not understood counts for every way."""
    cells = {"Canale": ["telefono", "e-mail", "posta", "vedi nota", "urgente"]}
    assert entry_columns([*cells], cells.__getitem__, "call").ways == "Canale"
    assert entry_columns(["Xyzzy"], lambda _: cells["Canale"], "call").ways == ""


@pytest.mark.parametrize("header", [
    "Må ej", "Darf nicht", "May not", "No permitido", "Interdit", "Mag niet", "Får inte", "Nesmí",
])  # fmt: skip
def test_a_header_may_say_what_is_forbidden(header):
    cells = ["mail", "telefon", "brev", "alt efter aftale", "–"]
    assert entry_columns([header], lambda _: cells, "call").ways == header


@pytest.mark.parametrize(("words", "told"), [
    (words, told) for words in WAYS.values()
    for told in [(["email"], ["call"], ["post"], EVERY, ["call", "email"])]
], ids=WAYS)  # fmt: skip
def test_ways_in_many_languages(words, told):
    assert tuple(sorted(ways_in(word)) for word in words) == told


@pytest.mark.parametrize("cell", ["", "nur Post", "only e-mail", "wie besprochen", "2024", "Emil"])
def test_what_says_more_is_no_way(cell):
    """So such an entry counts for every channel."""
    assert not ways_in(cell)


COLUMNS = {  # header, cells -> whether it says by which way each entry is refused
    "a channel": ("Kanał", ["telefon", "e-mail"], True),
    "of another name": ("canal à bloquer", ["mailing", "TOUS"], True),
    "nothing but its cells": ("Was", ["Telefon", "E-Mail", "alles"], True),
    "two ways in a cell": ("x", ["phone", "e-mail and phone"], True),
    "how we heard of it": ("Received by", ["phone", "e-mail", "all"], False),
    "the same in Polish": ("Kto przyjął", ["telefon", "e-mail i telefon"], False),
    "one way each, and no header": ("x", ["phone", "e-mail"], False),
    "mostly other words": ("Kanal", ["Telefon", "Messe", "Web"], False),
}


@pytest.mark.parametrize(("header", "cells", "is_one"), COLUMNS.values(), ids=COLUMNS)
def test_which_column_says_by_which_way(header, cells, is_one):
    assert bool(entry_columns([header], lambda _: cells, "email").ways) == is_one


def test_a_doubtful_column_is_told_of_and_limits_nothing():
    listed = LeadFrame(pd.DataFrame({"email": [MAIL, "jan@x.example.com"], "x": ["phone", "mail"]}))
    one = suppression_of(listed, "stop.csv", channel="email")
    assert "column 'x' names ways" in one.notes[0]
    assert MAIL in one.emails


def may(listed, lead=(), **options):
    """Return what of Eva is closed when all three lists are this one."""
    cells = {"lead_id": "1", "email": MAIL, "phone": PHONE, "street": "Weg 1", "city": "Ulm",
             "postal_code": "89073", "country": "DE", "company": "Meier GmbH", "last_name": "Meier",
             "first_name": "Eva", "consent": "yes", "consent_at": "2026-01-31",
             "consent_source": "stand", "consent_text": "v2", "consent_channels": "email, phone", "score": "50", "score_engagement": "50",
             } | dict(lead)  # fmt: skip
    lists = {f"suppress_{way}": pd.DataFrame(listed) for way in ("email", "phone", "post")}
    lead = classify_leads(
        pd.DataFrame([cells]), **RULES, as_of="2026-06-01", **(options or lists)
    ).iloc[0]
    return "".join(lead[name][0] for name in ("may_email", "may_call", "may_post"))


# Each language with one kind of entry in every run, in turns, and with all in the long part.
ENTRIES_OF_WAYS = [
    pytest.param(
        entry,
        *way,
        id=f"{kind} in {way[0]}",
        marks=() if (at + turn) % 3 == 0 else pytest.mark.slow,
    )
    for at, way in enumerate(WAYS.items())
    for turn, (kind, entry) in enumerate(
        {"e-mail": MAIL, "number": PHONE, "name": "Eva Meier, Meier GmbH"}.items()
    )
]


@pytest.mark.parametrize(("entry", "language", "words"), ENTRIES_OF_WAYS)
def test_an_entry_closes_the_ways_beside_it_and_no_other(entry, language, words):
    """By address, number or name, for lists of each channel; what names no way closes all."""
    others = {"Kogo": ["jan@x.example.com", "li@x.example.com"], "Kanał": [words[3], words[2]]}
    for word, left in zip([*words, "", "???"], ["nyy", "yny", "yyn", *["nnn"], "nny", *["nnn"] * 2],
                          strict=True):  # fmt: skip
        listed = {"Kogo": [*others["Kogo"], entry], "Kanał": [*others["Kanał"], word]}
        if word == "???":  # among words that are understood
            listed = {name: cells[:2] * 3 + cells[2:] for name, cells in listed.items()}
            listed["Kanał"][2:6] = [words[0], words[1], words[4], words[2]]
        assert may(listed) == left, (language, word)


def test_a_bare_mail_may_be_a_letter():
    """Unless another entry names post; and who only removes leaves nobody in."""
    mails = {"who": [MAIL, "jan@x.example.com"], "channel": ["mail", "phone"]}
    assert may(mails) == "nyn"
    assert may({**mails, "channel": ["mail", "letter"]}) == "nyy"
    assert suppression_of(LeadFrame(pd.DataFrame(mails)), "l").emails == {*mails["who"]}


REGISTERS = {  # language -> header, in the register, and not
    "Italian": ("ESITO", "ISCRITTO", "NON ISCRITTO"), "English": ("Result", "Listed", "Not listed"),
    "French": ("Résultat", "Inscrit", "Non inscrit"), "German": ("Status", "gesperrt", "nicht gesperrt"),
    "Spanish": ("Estado", "Inscrito", "No inscrito"), "Dutch": ("Status", "geregistreerd", "niet geregistreerd"),
    "Polish": ("Wynik", "wpisany", "brak wpisu"), "Czech": ("Stav", "zapsán", "nezapsán"),
    "Swedish": ("Svar", "spärrad", "ej spärrad"), "Danish": ("Svar", "registreret", "ikke registreret"),
    "a yes and a no": ("Bloctel", "O", "N"), "in German": ("eingetragen", "ja", "nein"),
    "in English": ("On TPS register", "Y", "N"), "an opt-out": ("Do not call", "TRUE", "FALSE"),
}  # fmt: skip


@pytest.mark.parametrize(("header", "yes", "no"), REGISTERS.values(), ids=REGISTERS)
def test_only_who_is_registered_counts(header, yes, no):
    """Numbers without a country, and in their own column the answer of the register."""
    cells = {"NUMERO": ["0805211009", "3471120934", "0175248810"], header: [no, yes, "ERR 7"]}
    one = suppression_of(LeadFrame(pd.DataFrame(cells)), "rpo.csv", channel="call")
    cells["NUMERO"].append("3335551234")
    cells[header].append(no)
    cells[header][2] = yes
    one = suppression_of(LeadFrame(pd.DataFrame(cells)), "rpo.csv", channel="call")
    assert {key[-6:] for key in one.national} == {"120934", "248810"}
    assert any(f"'{header}' says which entries are registered; 2 that" in n for n in one.notes)


UNSURE = {  # header and cells of a column, and the channel -> all entries count
    "a yes and a no to who knows what": ("checked", ["yes", "no"], "call"),
    "who wants to be called": ("May we call?", ["yes", "no"], "call"),
    "an opt-out of another channel": ("Do not call", ["yes", "no"], "email"),
    "who is in a newsletter": ("Inscription newsletter", ["oui", "non"], "email"),
    "in words": ("stato", ["ISCRITTO", "NON ISCRITTO"], "email"),
    "whatever it is to close": ("stato", ["ISCRITTO", "NON ISCRITTO"], ""),
    "half of it unknown": ("ESITO", ["NON ISCRITTO", "?", "in corso"], "call"),
}


@pytest.mark.parametrize(("header", "cells", "channel"), UNSURE.values(), ids=UNSURE)
def test_in_doubt_every_entry_counts(header, cells, channel):
    mails = [f"a{at}@x.example.com" for at in range(len(cells))]
    listed = pd.DataFrame({"email": mails, header: cells})
    assert suppression_of(LeadFrame(listed), "l.csv", channel=channel).emails == {*mails}


BOUNCES = {  # language -> soft, hard
    "English": ("soft", "hard"), "of a cloud": ("Transient", "Permanent"), "codes": ("452 4.2.2", "550 5.1.1"),
    "more codes": ("4.4.7", "5.1.1"), "German": ("vorübergehend", "dauerhaft"), "French": ("temporaire", "définitif"),
    "Spanish": ("suave", "duro"), "Italian": ("temporaneo", "permanente"), "Dutch": ("tijdelijk", "permanent"),
    "Polish": ("miękkie", "twarde"), "Portuguese": ("temporário", "permanente"), "Swedish": ("mjuk", "hård"),
    "Czech": ("dočasný", "trvalý"), "Danish": ("midlertidig", "permanent"),
}  # fmt: skip


@pytest.mark.parametrize(("soft", "hard"), BOUNCES.values(), ids=BOUNCES)
def test_soft_bounces_close_nothing_and_hard_ones_their_address(soft, hard):
    """A dead address is no refusal: who has another one may be mailed there."""
    assert (is_soft(soft), is_soft(hard)) == (True, False)
    log = {
        "recipient": [MAIL, "jan@x.example.com", "li@x.example.com"],
        "class": [soft, hard, hard],
    }
    assert may(log, suppress_email=pd.DataFrame(log)) == "yyy"
    log["class"] = [hard, soft, hard]
    only = {"suppress_email": pd.DataFrame(log)}
    assert may(log, **only) == "nyy"
    assert may(log, {"email": "e@meier.example.com", "email_2": MAIL}, **only) == "yyy"
    both = pd.DataFrame({"recipient": [MAIL, MAIL], "class": [soft, hard]})
    assert may(log, suppress_email=both) == "nyy"


def test_what_no_newsletter_says_frees_addresses_too():
    cells = {"email": [MAIL, "jan@x.example.com"], "Ergebnis": ["nicht gesperrt", "gesperrt"]}
    one = suppression_of(LeadFrame(pd.DataFrame(cells)), "l.csv", channel="email")
    assert one.emails == {"jan@x.example.com"}


def test_refusals_in_a_log_of_events_stay_refusals():
    log = {"email": [MAIL, "jan@x.example.com"], "event": ["unsub", "soft_bounce"]}
    lead = {"email": "e@meier.example.com", "email_2": MAIL}
    assert may(log, lead, suppress_email=pd.DataFrame(log)) == "nyy"


def test_entry_columns_are_for_channels_that_there_are():
    assert set(CHANNELS) == set(EVERY)
