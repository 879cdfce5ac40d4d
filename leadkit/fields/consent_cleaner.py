"""Columns of answers: yes and no as words, and what says more kept as it is."""

from __future__ import annotations

from functools import partial

from leadkit.base.cells import is_blank, map_cells, rows_of, with_rows
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column
from leadkit.fields.consent import YES, answer_to, channels_refused, is_limited

ANSWERS = (
    "consent", "email_consent", "phone_consent", "post_consent", "third_party_consent",
    "soft_opt_in", "email_opt_out", "phone_opt_out", "post_opt_out",
)  # fmt: skip


def _settled(column: str, cell: str) -> str:
    """Return an answer as yes or no; a yes with a limit, or a no to another channel, stays."""
    answer = answer_to(column)(cell)
    if answer != YES or column.endswith("_opt_out"):
        return answer
    return cell if channels_refused(cell) or is_limited(cell) else answer


def clean_answers(fields: Fields) -> Cleaned:
    """Write answers as yes and no; what is neither stays, and is read as no consent."""
    cleaned = Cleaned()
    for name in fields.present(ANSWERS):
        cells = fields[name]
        answers = map_cells(cells, partial(_settled, name))
        known = ~is_blank(answers)
        own = rows_of(answers, known)
        cleaned.columns[name] = with_rows(cells, known, own)
        cleaned.issues[f"{name}_unclear"] = ~known & ~is_blank(cells)
    return cleaned


CONSENT = Cleaner(
    "consent",
    ANSWERS,
    clean_answers,
    why="answer as yes or no",
    issues=each_column(ANSWERS, unclear="{} is neither a yes nor a no"),
)
