"""States of mailing tools in many languages: who left, whom a mail did not reach, and for good."""

from __future__ import annotations

import pytest

from leadkit.fields.bounces import bounced_softly, has_bounced
from leadkit.fields.consent import answer_to
from leadkit.fields.mailing_states import kind_of_state
from leadkit.fields.objections import has_left_mailing
from leadkit.importing.consent_columns import consent_column

STATES = {  # by what it means
    "left": """klage modtaget|klager over spam|har klagat|spamklage|anmälde som spam|plainte reçue|
        se ha quejado|queja de spam|ha segnalato come spam|segnalazione spam|reclamo|zgłosiła spam|
        skarga|stížnost|nahlásil spam|queixa de spam|reclamação|denunciado como spam|klacht (spam)|
        meldt som spam|panaszt tett|spamnek jelölte|valitus|plângere|şikayet etti|жалоба на спам|
        Spam|complained|abuse report|FBL|feedback loop complaint|har avmeldt|leiratkozott""",
    "soft": """soft bounce|Soft-Bounce|weicher Bounce|vorübergehend unzustellbar|temporarily rejected|
        midlertidig afvist|midlertidigt returneret|tillfälligt studsad|mjuk studs|rebote blando|
        rebote temporal|rimbalzo temporaneo|rejet temporaire|rebond temporaire|zacht gebounced|
        tijdelijk teruggestuurd|miękkie odbicie|odbito (tymczasowo)|dočasně vráceno|měkký bounce|
        geçici bounce|átmeneti bounce|midlertidig avvist|devuelto temporalmente""",
    "bounced": """permanent returneret|varigt afvist: permanent|hård bounce|permanent studsad|harter Bounce|
        dauerhaft zurückgewiesen|rebote definitivo|rimbalzo permanente|rejet définitif|
        definitief teruggestuurd|twarde odbicie|trvale odmítnuto: permanentní|kalıcı bounce|
        permanent avvist|rejeitado (permanente)|Cleaned|adresse findes ikke""",
    "open": """venter på bekreftelse|obekräftad|wacht op bevestiging|por confirmar|pending|
        do potwierdzenia|čeká na potvrzení|à confirmer|da confermare|archived|DOI ausstehend, Softbounce""",
    "yes": """tilmeldt|prenumererar|actief|aktywny|activo|ativo|subscribed|abonné""",
}


@pytest.mark.parametrize("meant", STATES)
def test_what_a_state_means(meant: str) -> None:
    """A complaint is a refusal, a soft bounce none, and a hard one is of the address alone."""
    read = answer_to("mailing_status")
    for state in (one.strip() for one in STATES[meant].split("|")):
        told = (has_left_mailing(state), has_bounced(state), read(state) == "yes")
        assert told == (meant == "left", meant == "bounced", meant in ("soft", "yes")), state
        assert bounced_softly(state) == (meant == "soft" or "Softbounce" in state), state


COLUMNS = {  # header and cells -> whether it is the column of a mailing tool
    "of several accounts": ("Status", "aktiv|prenumererar|avmeldt|väntar|twarde odbicie|xyz", True),
    "some words strange": ("Zustand", "abonniert|ruhend gestellt|abgemeldet", True),
    "Turkish": ("Durum", "abonelikten çıktı|aktif|onay bekliyor|rapor", True),
    "Hungarian": ("Állapot", "feliratkozott|leiratkozott|megerősítésre vár|törölve", True),
    "Swedish": ("Läge", "prenumererar|avregistrerad|studsad|spärrad|okontrollerad", True),
    "Spanish": ("Estado", "suscrito|baja|rebote definitivo|denuncia|por confirmar|otro", True),
    "of customers": ("Status", "Kunde|Interessent|abgemeldet|Lieferant", False),
    "of a CRM": ("Status", "Customer|Lead|Unsubscribed|Blacklisted|Prospect|Partner", False),
    "of orders": ("Status", "rejected|pending|returned|temporarily refused", False),
    "of guests": ("Status", "angemeldet|abgesagt|Warteliste", False),
}


@pytest.mark.parametrize(("header", "cells", "is_one"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_of_states_may_hold_strange_words(header, cells, is_one) -> None:
    """One word that nobody knows does not hide all those who left."""
    column = consent_column(header, cells.split("|"))
    assert (column is not None and column.fields == ("mailing_status",)) == is_one


BESIDE = {  # a state with something behind it -> what the state is, or strange with what is no day
    "abgemeldet seit 12.3.2024": "likely", "subscribed (am 3. mai 2024)": "sure",
    "active on 2024-05-01": "likely", "active 12 cats 3": "strange", "subscribed 4711 x": "strange",
    "12.3.2024": "strange", "customer 2024-05-01": "strange", "bounce 5": "sure",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "kind"), BESIDE.items())
def test_a_day_behind_a_state_is_no_part_of_it(cell, kind):
    assert kind_of_state(cell) == kind
