"""Somebody else whom a remark speaks of, in many languages."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit import classify_leads, clean_leads, read_consent, read_lifecycle
from leadkit.fields.mentioned import surname_in, with_person

SPOKEN_OF = [  # the remark, the words that refuse, the surname
    ("Fr. Roth sagt, Hr. Kern will keine Mails mehr", "keine Mails", "Kern"),
    ("Kollege Kern: bitte nicht anrufen", "nicht anrufen", "Kern"),
    ("She says Mr Kern does not want any calls", "not want any calls", "Kern"),
    ("M. Kern ne veut plus de mails", "plus de mails", "Kern"),
    ("Mme Dr Kern refuse les appels", "refuse les appels", "Kern"),
    ("el Sr. Kern no quiere correos", "no quiere correos", "Kern"),
    ("la sig.ra Kern non vuole e-mail", "non vuole e-mail", "Kern"),
    ("mevr. Kern wil niet gebeld worden", "niet gebeld", "Kern"),
    ("p. Kern nie chce maili", "nie chce maili", "Kern"),
    ("pan Kern nechce e-maily", "nechce e-maily", "Kern"),
    ("Fru Kern vill inte ha mejl", "inte ha mejl", "Kern"),
    ("Senhor Kern não quer chamadas", "não quer chamadas", "Kern"),
    ("keine Mails an Herrn Kern", "keine Mails", ""),  # behind the words: of whom is unclear
    ("Talked to Mr Kern. No mails please", "No mails", ""),
    ("Frau möchte keine Mails", "keine Mails", ""),
    ("keine Mails", "keine Mails", ""),
]


@pytest.mark.parametrize(("remark", "words", "surname"), SPOKEN_OF)
def test_who_is_spoken_of(remark, words, surname):
    assert surname_in(with_person(words, remark)) == surname


def test_who_is_spoken_of_in_the_row_of_a_colleague_is_heard():
    """Everybody of that name in that firm; not who is only named like the firm, or elsewhere."""
    proof = {"email_consent": "yes", "consent_at": "2026-01-31", "consent_source": "stand",
             "consent_text": "v2", "country": "DE", "score": "1", "score_engagement": "0"}  # fmt: skip
    rows = [
        ("Katja", "Roth", "Treppen Stahl GmbH", "Fr. Roth sagt, Hr. Kern will keine Mails mehr"),
        ("Udo", "Kern", "Treppen Stahl", ""), ("Udo", "Kern", "Other AG", ""),
        ("Ida", "Voss", "Treppen Stahl", ""), ("Eva", "Lang", "Lang KG", "Frau Lang will keine Mails"),
        ("Jan", "Lang", "Lang KG", ""),
    ]  # fmt: skip
    leads = pd.DataFrame([
        {"lead_id": str(at), "first_name": first, "last_name": last, "company": firm, "notes": note,
         "email": f"a{at}@x{at}.example.com", **proof}
        for at, (first, last, firm, note) in enumerate(rows)
    ], dtype="str")  # fmt: skip
    for table in (leads, clean_leads(leads)):
        said = classify_leads(
            table, read_lifecycle("lifecycle"), read_consent("consent"), "2026-03-01"
        )
        assert said["may_email"].tolist() == ["no", "no", "yes", "yes", "no", "yes"]
