"""A mailing tool's sign-ups prove a yes; "none" on record is no refusal; e-mails beside numbers."""

from __future__ import annotations

import pytest

from leadkit.fields.consent import says_there_is_none, yes_or_no
from leadkit.fields.headers.consent import read_consent_header
from leadkit.importing.lists import ImportedLists
from leadkit.importing.mapping import map_columns
from leadkit.importing.options import ImportOptions
from leadkit.importing.signups import SIGNUP_SOURCE

HEADERS = {  # language -> where people signed up, when they confirmed it
    "English": ("signup_source", "confirmed_at"), "English, in words": ("Sign-up source", "Confirmation date"),
    "German": ("Quelle der Anmeldung", "Bestätigt am"), "German, in one": ("Anmeldequelle", "Bestätigungsdatum"),
    "French": ("Source d'inscription", "Confirmé le"), "Spanish": ("Fuente de suscripción", "Fecha de confirmación"),
    "Italian": ("Fonte iscrizione", "Data di conferma"), "Dutch": ("Bron van inschrijving", "Bevestigd op"),
    "Dutch, in one": ("Aanmeldbron", "Bevestigingsdatum"), "Polish": ("Źródło zapisu", "Data potwierdzenia"),
    "Portuguese": ("Fonte da inscrição", "Confirmado em"), "Swedish": ("Källa för anmälan", "Bekräftad"),
    "Danish": ("Kilde til tilmelding", "Bekræftet den"), "Czech": ("Zdroj přihlášení", "Potvrzeno dne"),
}  # fmt: skip
SOURCES, DAYS = ["www footer", "fair form"], ["2024-05-01 10:00", ""]


@pytest.mark.parametrize(("source", "day"), HEADERS.values(), ids=HEADERS)
def test_a_sign_up_proves_its_yes(source, day):
    """Beside the states of a mailing tool; a list without them may mean other confirmations."""
    mapped = map_columns(
        ["email", "state", source, day],
        [["a@x.example.com", "b@x.example.com"], ["subscribed", "unsubscribed"], SOURCES, DAYS],
    )
    assert "consent_source" in mapped[2].columns
    assert mapped[3].columns == ("consent_at",)
    alone = map_columns(["email", "city", day], [["a@x.example.com"], ["Ulm"], DAYS[:1]])
    assert "consent_at" not in alone[2].columns


KEPT_APART = {  # headers and cells beside an e-mail and a state -> what becomes of the last
    "an address of the internet": (["confirmed_ip"], [["203.0.113.5"]], ""),
    "a plain source": (["Source"], [["fair"]], "lead_source"),
    "a source of consent beside it": (["Consent source", "signup_source"], [["form"], ["web"]], "lead_source"),
    "a day of consent beside it": (["Opt-in date", "confirmed_at"], [["2024-05-01"], ["2024-05-02"]], ""),
    "a place that is a day": (["signup_source"], [["2024-05-01"]], "lead_source"),
    "a source and where they came from": (["lead_source", "signup_source"], [["a"], ["b"]], "consent_source"),
}  # fmt: skip


@pytest.mark.parametrize(("headers", "cells", "field"), KEPT_APART.values(), ids=KEPT_APART)
def test_other_columns_stay_what_they_are(headers, cells, field):
    known = [["a@x.example.com"], ["subscribed"]]
    assert map_columns(["email", "state", *headers], [*known, *cells])[-1].field == field


def read(tmp_path, text, **options):
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    lists = ImportedLists([str(path)], ImportOptions(**options))
    return [row for leads in lists.batches() for row in leads.to_dict("records")]


def test_an_import_is_no_place_to_say_yes_at(tmp_path):
    """Where the lead came from it is all the same; a map may name both, as import writes them."""
    text = "email,state,signup_source,confirmed_at\na@x.example.com,active,web form,2024-05-01\nb@x.example.com,unsubscribed,CSV import 2018,\n"
    rows = read(tmp_path, text)
    (tmp_path / "map.yaml").write_text(
        f"columns:\n  email: email\n  state: mailing_status\n  signup_source: {SIGNUP_SOURCE}\n"
        "  confirmed_at: consent_at\n"
    )
    assert rows == read(tmp_path, text, map=str(tmp_path / "map.yaml"))
    assert [row["consent_source"] for row in rows] == ["web form", ""]
    assert [row["lead_source"] for row in rows] == ["web form", "CSV import 2018"]
    assert [row["consent_at"] for row in rows] == ["2024-05-01", ""]


NONE = {  # language -> "none", the label of a consent, a question, a no
    "English": ("none", "Email consent", "May we send you e-mails?", "refused"),
    "German": ("keine", "Einwilligung E-Mail", "Dürfen wir Ihnen E-Mails schicken?", "verweigert"),
    "French": ("aucun", "Consentement e-mail", "Pouvons-nous vous écrire par e-mail ?", "refusé"),
    "Spanish": ("ninguno", "Consentimiento e-mail", "¿Podemos enviarle correos electrónicos?", "rechazado"),
    "Italian": ("nessuno", "Consenso mail", "Possiamo inviarle e-mail?", "rifiutato"),
    "Dutch": ("geen", "Toestemming e-mail", "Mogen wij u e-mailen?", "geweigerd"),
    "Polish": ("brak", "Zgoda e-mail", "Czy możemy wysyłać Panu e-maile?", "odmowa"),
    "Portuguese": ("nenhum", "Consentimento e-mail", "Podemos enviar-lhe e-mails?", "recusado"),
    "Swedish": ("saknas", "Samtycke e-post", "Får vi skicka e-post till dig?", "nej"),
    "Danish": ("ingen", "Samtykke e-mail", "Må vi sende dig e-mails?", "nej"),
    "Czech": ("žádný", "Souhlas e-mail", "Můžeme vám posílat e-maily?", "odmítnuto"),
}  # fmt: skip


@pytest.mark.parametrize(("none", "label", "question", "no"), NONE.values(), ids=NONE)
def test_none_on_record_is_neither_a_yes_nor_a_no(tmp_path, none, label, question, no):
    """Below the label of what a CRM keeps; below a question, or said in more words, it is a no."""
    assert says_there_is_none(none)
    assert not says_there_is_none(no)
    kept = [read_consent_header(one).is_record for one in (label, question)]
    assert kept == [True, False]
    text = f'E-mail,"{label}"\na@x.example.com,{none}\nb@x.example.com,{no}\nc@x.example.com,\n'
    answers = [row["email_consent"] for row in read(tmp_path, text)]
    assert [yes_or_no(one) for one in answers] == ["", "no", ""]
    (asked, *_) = read(tmp_path, text.replace(label, question))
    assert asked["email_consent"] == none


def test_it_is_said_what_none_is_taken_for(tmp_path):
    path = tmp_path / "crm.csv"
    path.write_text("E-mail,Zgoda e-mail\na@x.example.com,brak\nb@x.example.com,tak\n")
    notes = ImportedLists([str(path)], ImportOptions()).notes
    assert any("'brak' below 'Zgoda e-mail' is read as not recorded" in note for note in notes)


def test_no_consent_and_an_opt_out_stay_a_no(tmp_path):
    text = "E-mail,Zgoda e-mail,Do not call\na@x.example.com,brak zgody,none\n"
    (row,) = read(tmp_path, text)
    assert (row["email_consent"], row["phone_opt_out"]) == ("brak zgody", "none")


CONTACTS = ["eva@x.example.com", "604 900 112", "li@x.example.com", "+48 22 756 11 02", "reception"]


@pytest.mark.parametrize(
    "header", ["Kontakt", "Contact", "Contacto", "Contatto", "Ansprechweg", "xyz"]
)
def test_e_mails_in_some_rows_and_numbers_in_others(tmp_path, header):
    """One column for whatever somebody left; two days or ids beside an e-mail are no numbers."""
    rows = read(tmp_path, f"Name,{header}\n" + "".join(f"Eva,{one}\n" for one in CONTACTS))
    assert [row["email"] for row in rows] == [CONTACTS[0], "", CONTACTS[2], "", ""]
    assert [row["phone"] for row in rows][1::2] == [CONTACTS[1], CONTACTS[3]]
    days = ["a@x.example.com", "2026-10-20", "b@x.example.com", "20.10.2026"]
    assert map_columns(["Name", header], [["Eva"] * 4, days])[1].field != "phone, email"


PEOPLE = ["Strug Henryk", "Anna Nowak", "Frank Hollerith", "Marek Kaczor", "Turek Maria"]


@pytest.mark.parametrize(
    "header", ["Osoba", "Person", "Persona", "Personne", "Persoon", "Klient", "Pessoa"]
)
def test_a_word_for_a_person_above_names_is_the_name(header):
    """Whichever of the two names comes first; above other things it says nothing."""
    mails = ["a@x.example.com"] * len(PEOPLE)
    assert map_columns([header, "E-Mail"], [PEOPLE, mails])[0].field == "full_name"
    codes = [f"K-{at}7" for at in range(len(PEOPLE))]
    if header != "Person":  # that is the name by itself
        assert map_columns([header, "E-Mail"], [codes, mails])[0].field == ""
