"""Consent and opt-outs: the words that lists use for yes and no."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

from leadkit.base.cells import is_blank, map_cells, rows_of, with_rows
from leadkit.base.words import word_groups
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column

ANSWERS = (
    "consent", "third_party_consent", "soft_opt_in", "email_opt_out", "phone_opt_out",
    "post_opt_out",
)  # fmt: skip
YES, NO = "yes", "no"

# As _key leaves them: small, without accents, and with one space for signs.
_WORDS = word_groups("leadkit.fields", "answers")
_YES, _NO = frozenset(_WORDS["yes"]), frozenset(_WORDS["no"])
# What says which side a person is on, whatever the column asks.
_JOINED, _LEFT = frozenset(_WORDS["joined"]), frozenset(_WORDS["left"])


def _key(cell: str) -> str:
    """Fold a word, so that "Opted-In", "OPTED_IN" and "opted in" are one; 1.0 is 1."""
    text = unicodedata.normalize("NFKD", cell.casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"^([01])\.0$", r"\1", text.strip().replace("ı", "i"))
    return " ".join(re.sub(r"[-_.,!\[\]()]", " ", text).split())


def yes_or_no(cell: str, *, opt_out: bool = False) -> str:
    """Return "yes", "no", or "" for a blank and for words that are neither.

    In an opt-out column "opted out" is a yes; in a consent column it is a no.

    >>> [yes_or_no(word) for word in ("Ja", "0", "opted out", "maybe", "")]
    ['yes', 'no', 'no', '', '']
    >>> [yes_or_no(word, opt_out=True) for word in ("x", "opted out", "FALSE")]
    ['yes', 'yes', 'no']
    """
    word = _key(cell)
    if word in _LEFT or word in _JOINED:
        return YES if opt_out == (word in _LEFT) else NO
    return YES if word in _YES else NO if word in _NO else ""


def has_opted_out(cell: str) -> bool:
    """Tell whether an opt-out cell means that the person opted out; in doubt they did.

    A list may hold the day of the opt-out, or words nobody knows: only a blank and a clear no
    let us contact someone.

    >>> has_opted_out("2026-01-31"), has_opted_out("nein"), has_opted_out("")
    (True, False, False)
    """
    return bool(cell.strip()) and yes_or_no(cell, opt_out=True) != NO


def clean_answers(fields: Fields) -> Cleaned:
    """Write answers as yes and no; what is neither stays, and is read as no consent."""
    cleaned = Cleaned()
    for name in fields.present(ANSWERS):
        opt_out = name.endswith("_opt_out")
        answers = map_cells(fields[name], partial(yes_or_no, opt_out=opt_out))
        known = ~is_blank(answers)
        cleaned.columns[name] = with_rows(fields[name], known, rows_of(answers, known))
        cleaned.issues[f"{name}_unclear"] = ~known & ~is_blank(fields[name])
    return cleaned


CONSENT = Cleaner(
    "consent",
    ANSWERS,
    clean_answers,
    why="answer as yes or no",
    issues=each_column(ANSWERS, unclear="{} is neither a yes nor a no"),
)
