"""The word list that tells seniority and department, read from rules/titles.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from leadkit.fields.title_words import DEPARTMENTS, SENIORITIES, Phrases, TitleWords, Words
from leadkit.rules.item import Item
from leadkit.rules.shipped import kept

_COUNTRIES = re.compile(r"[^@]@[A-Z]{2}(?:\+[A-Z]{2})*$")  # behind a word: @SE, @SE+FI


def read_title_words(name: str | Path) -> TitleWords:
    """Load and check a list of title words, given by path or by the name of a shipped one.

    Whatever is wrong with it is a LeadkitError with its line. What was read is kept until the
    file changes.
    """
    return _kept(name)


def _compiled(root: Item) -> TitleWords:
    if "seniority" not in root.named or "department" not in root.named:
        raise root.fail("a list of title words needs 'seniority' and 'department'")
    top = root.entries(
        ("name", "about", "others", "assistants", "seniority", "department"), what="key"
    )
    return TitleWords(
        tuple(_title_words(top["seniority"], SENIORITIES, "seniority")),
        tuple(_title_words(top["department"], DEPARTMENTS, "department")),
        _phrases(top.get("others")),
        _phrases(top.get("assistants")),
    )


_kept = kept(_compiled, "--titles", alone=True)


def _title_words(item: Item, known: tuple[str, ...], what: str) -> Iterator[Words]:
    for name, entry in item.entries(known, what=what).items():
        lists = entry.entries(("words", "not"), what=f"key of a {what}")
        if "words" not in lists:
            raise entry.fail(f"{what} '{name}' needs 'words'")
        yield Words(name, _phrases(lists["words"]), _phrases(lists.get("not")))


def _phrases(item: Item | None) -> Phrases:
    """Read words apart by commas, or as a list."""
    texts = [part.text() for part in item.items()] if item else []
    words = [word.strip() for text in texts for word in text.split(",") if word.strip()]
    for word in words:
        if item and "@" in word and not _COUNTRIES.search(word):
            raise item.fail(f"'{word}' must end in countries such as @SE or @SE+FI")
    return Phrases(words)
