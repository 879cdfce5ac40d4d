"""The shipped rules and notes as stands write them, in twenty-four languages."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from leadkit.score import score_leads
from leadkit.scoring.scorecard import read_scoring

# Three sets by hand: before the words of the rule were written, one full of denials after it, and one
# of other languages and shorthand; a asks for something, h is hot, "-" neither.
SET = Path(__file__).parent / "data" / "stand_notes.tsv"
WRONG = {"price quiz winner, cheerful"}


def test_notes_of_stands():
    """259 notes of 24 languages give points for what was asked for, and none for what was not."""
    lines = [line.split("\t") for line in SET.read_text("utf-8").splitlines()[1:]]
    notes = [note for _, _, note in lines]
    scored = score_leads(pd.DataFrame({"notes": notes}), read_scoring("b2b"))
    told = zip(lines, scored["score_reasons"], strict=True)
    wrong = [note for (_, means, note), reasons in told if bool(reasons) != (means != "-")]
    assert (len(lines), set(wrong)) == (259, WRONG)


@pytest.mark.parametrize(
    ("name", "lead", "fires"),
    [
        ("b2b", {"notes": "Visitenkarte, Preisausschreiben, kein Budget, not urgent"}, ""),
        ("b2b", {"notes": "hot, urgent"}, "said_hot"),
        ("b2b", {"notes": "dringend"}, "said_hot"),
        ("b2b", {"notes": "très urgent"}, "said_hot"),
        ("b2b", {"notes": "muy interesado"}, "said_hot"),
        ("b2b", {"notes": "molto interessata"}, "said_hot"),
        ("b2b", {"notes": "spoed"}, "said_hot"),
        ("b2b", {"notes": "pilne"}, "said_hot"),
        ("b2b", {"notes": "çok acil"}, "said_hot"),
        ("b2b", {"notes": "至急"}, "said_hot"),
        ("b2c-education", {"notes": "kostenlose Startups"}, ""),
        ("b2c-education", {"notes": "no scholarship"}, ""),
        ("b2c-education", {"notes": "When does it start? Studiengebühren?"}, "says_when_or_how"),
        ("b2c-education", {"lead_source": "Messenger"}, ""),
        ("b2c-education", {"lead_source": "Bildungsmesse"}, "recommended"),
        ("b2b-saas", {"job_title": "Production worker"}, ""),
        ("b2b-saas", {"job_title": "Product owner"}, "uses_it_daily"),
        ("b2b-saas", {"industry": "Intermediate goods"}, ""),
    ],
)
def test_whole_words_of_the_shipped_rules(name, lead, fires):
    """Compounds that mean something else give nothing, and what is said does."""
    scored = score_leads(
        pd.DataFrame([{"birthday": "", **lead}]), read_scoring(name), as_of="2026-10-08"
    )
    named = [one.split(":")[0] for one in scored["score_reasons"][0].split("; ") if one]
    about = {
        "says_when_or_how",
        "said_hot",
        "asked_for_more",
        "recommended",
        "uses_it_daily",
        "industry",
    }
    assert [one for one in named if one in about] == ([fires] if fires else [])
