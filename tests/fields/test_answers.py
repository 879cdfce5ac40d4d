"""Answers in words and sentences of some fifteen languages: never a yes that was none."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadkit.fields.consent import NO, YES, answer_to, channels_refused, yes_or_no

LINES = (Path(__file__).parent / "answers.txt").read_text("utf-8").splitlines()
LABELLED = [(label, cell) for label, _, cell in (line.partition("|") for line in LINES)]
AGREED = [cell for label, cell in LABELLED if label == YES]


@pytest.mark.parametrize("label", ["yes", "no", "unknown"])
def test_answers_are_read(label: str) -> None:
    cells = [cell for meant, cell in LABELLED if meant == label]
    wrong = [(cell, yes_or_no(cell)) for cell in cells if (yes_or_no(cell) or "unknown") != label]
    assert len(cells) >= 60
    assert wrong == []


# Lapsed, missing, unsigned, limited, doubted, of something else, or of somebody else.
NEVER_YES = (Path(__file__).parent / "answers_never_yes.txt").read_text("utf-8").splitlines()


def test_what_is_limited_or_missing_is_no_yes() -> None:
    assert len(NEVER_YES) >= 200
    assert [cell for cell in NEVER_YES if yes_or_no(cell) == YES] == []


@pytest.mark.parametrize(
    "taken_back",
    [
        "withdrawn on 3 May", "widerrufen am 3.5.", "désinscrit depuis", "baja en mayo",
        "revocato il 3 maggio", "ingetrokken", "zgoda wycofana", "cancelado", "återkallat", "odvoláno",
        "but no", "doch nicht", "finalement non", "al final no", "alla fine no", "toch niet",
    ],
)  # fmt: skip
def test_a_yes_that_was_taken_back_is_none(taken_back: str) -> None:
    for cell in AGREED:
        for joined in (f"{cell}, {taken_back}", f"{cell} ({taken_back})", f"{cell} - {taken_back}"):
            assert yes_or_no(joined) == NO, joined


@pytest.mark.parametrize(
    ("cell", "asked", "answer"),
    [
        ("yes, sms is fine as well", "", "yes"),  # a way that is added limits nothing
        ("yes, by phone", "", ""),
        ("yes, by phone", "call", "yes"),
        ("yes, by phone", "email", ""),
        ("ja, nur per Telefon", "email", ""),
        ("phone=0", "email", ""),
        ("phone=0", "call", "no"),
        ("phone=0", "", "no"),
        ("phone=1", "", ""),
        ("phone=1", "call", "yes"),
        ("E-Mail: ja", "email", "yes"),
        ("E-Mail: ja; Telefon: nein", "", "no"),
        ("19/01/2026 08:05", "", "yes"),
    ],
)
def test_ways_that_are_named(cell: str, asked: str, answer: str) -> None:
    assert yes_or_no(cell, channel=asked) == answer


@pytest.mark.parametrize(
    "cell",
    [
        "möchte Angebot", "wants a quote by mail", "veut un devis", "quiere presupuesto",
        "vuole preventivo", "wil offerte", "chce wycenę", "quer orçamento",
    ],
)  # fmt: skip
def test_who_wants_a_quote_has_not_agreed(cell: str) -> None:
    assert yes_or_no(cell) == ""


REFUSED = {  # an answer -> the channels that it refuses by name, whatever it was asked about
    "Ja, aber bitte nicht anrufen": "call", "Yes, but no calls please": "call", "Ja": "",
    "Only by phone": "email post", "nur telefonisch bitte": "email post", "Alleen telefonisch": "email post",
    "uniquement par mail": "call post", "Solo per telefono": "email post", "tylko telefonicznie": "email post",
    "sólo por correo electrónico": "call post", "Ja, aber nur per E-Mail": "call post",
    "Yes, just email me": "call post", "not only by phone": "", "only about pumps": "", "Nur einmal": "",
    "nur nachmittags anrufen": "", "Please only call in the afternoon": "",
    "No, nada por correo postal": "post", "No postal mail please": "post",
    "No me envíen correo postal ni electrónico": "email post", "Sí, por correo postal": "",
}  # fmt: skip


@pytest.mark.parametrize("cell", REFUSED)
def test_channels_that_are_refused_by_name(cell: str) -> None:
    """By their name, or by that of the only one that is wanted."""
    assert " ".join(sorted(channels_refused(cell))) == REFUSED[cell]


@pytest.mark.parametrize(
    "cell",
    [
        "Not asked", "nicht gefragt", "non demandé", "no preguntado", "non chiesto", "niet gevraagd",
        "nie pytano", "não perguntado", "ej tillfrågad", "ikke spurgt", "nezeptáno",
    ],
)  # fmt: skip
def test_who_was_not_asked_said_nothing(cell: str) -> None:
    for asked in ("", "email", "call", "post"):
        assert yes_or_no(cell, channel=asked) == ""


def test_no_consent_is_a_no_to_a_question_and_no_state_of_a_mailing() -> None:
    """A CRM writes it where nobody was asked yet; whoever was asked has refused."""
    assert yes_or_no("No consent") == NO
    assert answer_to("mailing_status")("No consent") == ""


MILLION = 1_000_000
ENDLESS = {
    "a letter": ("a" * MILLION, ""), "another at its end": ("a" * MILLION + "b", ""), "a word": ("yes " + "x" * MILLION, "yes"),
    "noes": ("no " * (MILLION // 3), "no"), "yeses": ("ja, " * (MILLION // 4), "yes"), "brackets": ("(" * MILLION, ""),
    "sentences": ("I agree " * (MILLION // 8), "yes"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("cell", "said"), ENDLESS.values(), ids=ENDLESS)
def test_a_cell_of_a_million_signs_is_answered(cell, said):
    """Reading what somebody pasted takes as long as it is long, and not the square of that."""
    assert yes_or_no(cell) == said
