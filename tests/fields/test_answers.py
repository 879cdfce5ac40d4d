"""Answers in words and sentences of some fifteen languages: never a yes that was none."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadkit.fields.consent import NO, YES, yes_or_no

LINES = (Path(__file__).parent / "answers.txt").read_text("utf-8").splitlines()
LABELLED = [(label, cell) for label, _, cell in (line.partition("|") for line in LINES)]
AGREED = [cell for label, cell in LABELLED if label == YES]


@pytest.mark.parametrize("label", ["yes", "no", "unknown"])
def test_answers_are_read(label: str) -> None:
    cells = [cell for meant, cell in LABELLED if meant == label]
    wrong = [(cell, yes_or_no(cell)) for cell in cells if (yes_or_no(cell) or "unknown") != label]
    assert len(cells) >= 60
    assert wrong == []


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
