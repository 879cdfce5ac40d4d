"""A yes with a limit is a yes, and its limit is kept; a no that looks like a limit stays a no."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from leadkit.clean import clean_leads
from leadkit.fields.consent import YES, channels_refused, is_limited, yes_or_no

LIMITED = (Path(__file__).parent / "answers_limited.txt").read_text("utf-8").splitlines()


def test_limits_are_yes_in_many_languages() -> None:
    """What is more than a limit is read never_yes: tests/fields/answers_never_yes.txt."""
    assert len(LIMITED) >= 40
    assert [cell for cell in LIMITED if yes_or_no(cell) != YES] == []


def test_a_limit_is_kept_in_its_words() -> None:
    cells = ["Ja, aber nicht zu oft", "Ja", "Ja, aber nicht mehr"]
    cleaned = clean_leads(pd.DataFrame({"email_consent": cells}))
    assert list(cleaned["email_consent"]) == [cells[0], "yes", "no"]


@pytest.mark.parametrize("cell", LIMITED)
def test_a_refusal_behind_a_limit_is_heard(cell: str) -> None:
    for more in (
        ", never again",
        " und keine Werbung",
        ", stop",
        ", désinscrit",
        ", больше не надо",
    ):
        assert yes_or_no(cell + more) != YES


@pytest.mark.parametrize(
    "cell",
    [
        "Ja, aber nicht per Telefon", "yes but not by phone", "oui mais pas par téléphone",
        "sí, pero no por teléfono", "sì ma non per telefono", "ja, maar niet bellen",
        "tak, ale nie telefonicznie", "por correo sí, por teléfono no", "E-Mail ja, Telefon nein",
    ],
)  # fmt: skip
def test_yes_to_mails_and_no_to_calls(cell: str) -> None:
    assert [yes_or_no(cell, channel=channel) for channel in ("email", "call")] == ["yes", "no"]
    assert "call" in channels_refused(cell)


def test_an_assent_is_a_yes_to_a_consent_alone() -> None:
    for cell in ("No problem!", "kein Problem", "pas de souci", "не против", "問題ありません"):
        assert (yes_or_no(cell), yes_or_no(cell, opt_out=True)) == (YES, "")
        assert not is_limited(cell)
