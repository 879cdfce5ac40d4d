"""Headers that ask whether somebody may be contacted: which way a yes points, and for which way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.columns import KNOWN
from leadkit.base.words import word_groups
from leadkit.fields.consent import has_opted_out
from leadkit.fields.headers.consent import (
    ALLOWS,
    BOUNCES,
    EVERY_CHANNEL,
    EVIDENCE,
    FORBIDS,
    NOTHING,
    UNCLEAR,
    read_consent_header,
)

ALL = "email_opt_out,phone_opt_out,post_opt_out"
MEANT = {  # language -> header = columns; "" for none, "?" for a column that is named as unread
    "English": """
        May we phone you about our range?=phone_consent
        Yes, send me your catalogue by post=post_consent
        I would like to hear about new machines by e-mail=email_consent
        I agree to be contacted=consent
        Please do not ring me=phone_opt_out
        Never e-mail this person=email_opt_out
        Tick if you do NOT wish to receive our newsletter=email_opt_out
        I no longer want to receive letters=post_opt_out
        No thanks, I do not want your updates={ALL}
        Consent withdrawn={ALL}
        I want the newsletter; I can unsubscribe at any time=email_consent
        Newsletter status=mailing_status
        Mail bounced=email_bounced
    """,
    "German": """
        Darf unser Außendienst Sie anrufen?=phone_consent
        Ich willige ein, per E-Mail über Neuheiten informiert zu werden=email_consent
        Zusendung des Katalogs per Post erwünscht=post_consent
        Werbung gestattet=consent
        Ich möchte nicht mehr angerufen werden=phone_opt_out
        Widerspruch gegen E-Mail-Werbung=email_opt_out
        Keine Briefwerbung=post_opt_out
        Jeder Werbung widersprochen={ALL}
        Newsletter ja, jederzeit kündbar=email_consent
        E-Mail nicht zustellbar=email_bounced
    """,
    "French": """
        Pouvons-nous vous appeler ?=phone_consent
        Oui, je veux recevoir vos actualités par e-mail=email_consent
        J'accepte d'être contacté par courrier postal=post_consent
        Ne pas téléphoner=phone_opt_out
        Je ne veux plus recevoir d'e-mails=email_opt_out
        Opposition à la prospection={ALL}
        Adresse e-mail en rebond=email_bounced
    """,
    "Spanish": """
        ¿Podemos enviarle correos con novedades?=email_consent
        Autorizo que me llamen por teléfono=phone_consent
        No quiero que me llamen=phone_opt_out
        No desea recibir correo electrónico=email_opt_out
        Se opone a la publicidad={ALL}
        Baja del boletín=email_opt_out
    """,
    "Italian": """
        Possiamo contattarla per telefono?=phone_consent
        Acconsento a ricevere comunicazioni via e-mail=email_consent
        Non voglio ricevere e-mail=email_opt_out
        Non telefonare=phone_opt_out
        Si oppone al marketing={ALL}
        Disiscritto dalla newsletter=email_opt_out
    """,
    "Dutch": """
        Mogen wij u per e-mail benaderen?=email_consent
        Ik ga akkoord met telefonisch contact=phone_consent
        Niet meer mailen=email_opt_out
        Wil niet gebeld worden=phone_opt_out
        Bezwaar tegen reclame={ALL}
        Uitgeschreven voor nieuwsbrief=email_opt_out
    """,
    "Polish": """
        Czy możemy do Pana zadzwonić?=phone_consent
        Zgoda na newsletter=email_consent
        Zgoda na kontakt telefoniczny=phone_consent
        Nie dzwonić=phone_opt_out
        Nie wysyłać maili=email_opt_out
        Sprzeciw wobec marketingu={ALL}
    """,
    "Portuguese": """
        Podemos ligar para você?=phone_consent
        Autorizo o envio de e-mails=email_consent
        Não ligar=phone_opt_out
        Não desejo receber newsletter=email_opt_out
        Recusa publicidade={ALL}
    """,
    "Swedish": """
        Får vi ringa dig?=phone_consent
        Jag samtycker till utskick via e-post=email_consent
        Ring inte=phone_opt_out
        Vill inte ha e-post=email_opt_out
        Ingen reklam={ALL}
    """,
    "Danish": """
        Må vi sende dig nyhedsbreve?=email_consent
        Samtykke til telefonopkald=phone_consent
        Ring ikke=phone_opt_out
        Ønsker ikke e-mails=email_opt_out
        Ingen reklamer={ALL}
    """,
    "Czech": """
        Smíme vám zavolat?=phone_consent
        Souhlas se zasíláním novinek e-mailem=email_consent
        Nevolat=phone_opt_out
        Nezasílat e-maily=email_opt_out
        Nesouhlasím s marketingem={ALL}
    """,
    "tools": """
        HasOptedOutOfEmail=email_opt_out
        EmailOptedOut=email_opt_out
        DoNotCall=phone_opt_out
        donotbulkemail=email_opt_out
        donotpostalmail=post_opt_out
        Unsubscribed from all={ALL}
        Do Not Contact={ALL}
        is_blacklisted={ALL}
        Email hard bounce reason=email_bounced
        Opt-out date={ALL}
        Unsubscribe reason=email_opt_out
        SMS unsubscribed=phone_opt_out
        Email Marketing Consent=email_consent
        Do not mail=email_opt_out,post_opt_out
        Permission to e-mail and phone=email_consent,phone_consent
        Consent timestamp=consent_at
        Opt-in source=consent_source
        Consent wording=consent_text
        Opt-In Channels=consent_channels
    """,
    "none of these": """
        Contact owner=
        Mail city=
        Newsletter edition=
        Number of emails sent=
        Phone type=
        Privacy policy version=
        I have read the privacy policy=
        Datenschutzerklärung gelesen=
        He leído la política de privacidad=
        Ho letto l'informativa sulla privacy=
        Marketing contact status=
        HasOptedOutOfFax=
        OPTIN_IP=
        MEMBER_RATING=
        Phone No=
        Keine Weitergabe an Dritte=
        SMS opt-in=
        First name=
        Note=
        Numéro de téléphone=
        N. telefono=
        Sprache=
        Cookie consent=
        Would you like to receive a quote?=
        Rechnung per Post gewünscht=
    """,
    "not to be told": """
        Not unsubscribed=?
        I consent to e-mails, but no calls=?
        No objection to advertising=?
        Consent expired=?
        Zustimmung fehlt=?
        Former subscriber=?
        Abonnement résilié=?
        Opt-in pending=?
        Except e-mail, you may contact me=?
        Bitte abwählen, wenn Sie Werbung wünschen=?
    """,
}  # fmt: skip
CASES = [
    (language, *line.strip().replace("{ALL}", ALL).rsplit("=", 1))
    for language, lines in MEANT.items() for line in lines.strip().splitlines()
]  # fmt: skip


@pytest.mark.parametrize(("language", "header", "columns"), CASES)
def test_what_a_header_means(language, header, columns):
    """A question, a label or a checkbox goes to the columns that hold such answers."""
    reading = read_consent_header(header)
    assert ("?" if reading.means == UNCLEAR else ",".join(reading.fields)) == columns


@given(st.text(max_size=40))
def test_any_header_is_read(header):
    """Whatever stands there, the answer is one of our columns, or none."""
    assert set(read_consent_header(header).fields) <= set(KNOWN)


@given(st.sampled_from([header for _, header, columns in CASES if "opt_out" in columns]))
def test_case_and_underscores_do_not_matter(header):
    """A refusal stays one when it is shouted, or written by a program."""
    assert "opt_out" in ",".join(read_consent_header(header.upper()).fields)


def test_entries_of_the_list_are_read_as_they_stand():
    """A star stands at the ends of single words only, and no entry is there twice in a group."""
    for group, entries in word_groups("leadkit.fields", "consent_words").items():
        assert len(entries) == len(set(entries)), group
        assert all("*" not in entry.strip("*") for entry in entries), group


def test_several_opt_outs_of_one_field_are_one_answer():
    """What import joins is a no only where all of it is one."""
    assert not has_opted_out("no; no")
    assert not has_opted_out("No; false; Allow")
    assert has_opted_out("no; Do Not Allow")
    assert has_opted_out("false; true; false")


def test_a_plain_heading_says_nothing():
    """Without an answer's words a header about other things is none."""
    for header in ("Email", "Phone", "Street", "Company", "", "2", "Job title"):
        assert read_consent_header(header).means == NOTHING


CHANNELS = {
    "email": {"email"}, "phone": {"call"}, "post": {"post"}, "any": set(EVERY_CHANNEL), "none": set(),
}  # fmt: skip
TABLE = [
    line.split("|", 2)
    for line in (Path(__file__).parent / "consent_headers.txt").read_text("utf-8").splitlines()
]


def _meant(header: str) -> tuple[str, set[str] | None]:
    """Return a direction and its channels; a bounce forbids, and the day of a yes belongs to it."""
    reading = read_consent_header(header)
    if reading.means == EVIDENCE:
        return (ALLOWS if reading.field == "consent_at" else "none"), None
    means = {BOUNCES: FORBIDS, NOTHING: "none"}.get(reading.means, reading.means)
    return means, None if means == "none" else set(reading.channels)


def test_a_no_is_never_taken_for_a_yes() -> None:
    forbidding = [header for means, _, header in TABLE if means == FORBIDS]
    assert len(forbidding) > 50
    assert [header for header in forbidding if _meant(header)[0] != FORBIDS] == []


def test_direction_and_channel_of_a_table() -> None:
    """In sixteen languages; as many as are wrong were wrong when the table was first read."""
    wrong = [
        (header, _meant(header))
        for means, channel, header in TABLE
        if _meant(header) not in ((means, None), (means, CHANNELS.get(channel)))
    ]
    assert len(wrong) <= 0.02 * len(TABLE), wrong


def test_states_of_consent_are_answers_to_it() -> None:
    assert read_consent_header("Consent status").fields == ("consent",)
    assert read_consent_header("Call permission status").fields == ("phone_consent",)
    assert read_consent_header("E-mail consent state").fields == ("email_consent",)
    assert read_consent_header("Newsletter-Status").fields == ("mailing_status",)
    assert read_consent_header("Bounce type").fields == ("email_bounced",)
    assert read_consent_header("SMS consent").fields == ()
