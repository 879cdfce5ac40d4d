"""Job titles: seniority and department filled in from them, where they are blank."""

from __future__ import annotations

from functools import lru_cache

from leadkit.base.cells import as_cells, each_distinct_pair, is_blank, rows_of, with_rows
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields
from leadkit.fields.title_words import TitleWords


@lru_cache(maxsize=1 << 15)
def _classified(words: TitleWords, title: str, country: str) -> tuple[str, str]:
    return words.classify(title, country)


def fill_titles(fields: Fields) -> Cleaned:
    """Fill seniority and department from the job title, where they are blank."""
    cleaned = Cleaned()
    words = fields.title_words
    if "job_title" not in fields or words is None:
        return cleaned

    def of_title(cell: str, country: str) -> tuple[str, str]:
        return _classified(words, cell, country) if cell.strip() else ("", "")

    answers = each_distinct_pair(fields["job_title"], fields["country"], of_title)
    for place, name in enumerate(("seniority", "department")):
        found = as_cells([answer[place] for answer in answers])
        empty = is_blank(fields[name]) & ~is_blank(found)
        cleaned.columns[name] = with_rows(fields[name], empty, rows_of(found, empty))
    return cleaned


TITLE = Cleaner(
    "title",
    ("job_title",),
    fill_titles,
    why="told by the job title",
    fills=("seniority", "department"),
)
