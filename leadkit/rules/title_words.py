"""The word list that tells seniority and department, read from rules/titles.yaml."""

from __future__ import annotations

import re
from pathlib import Path

from leadkit.fields.title_words import DEPARTMENTS, SENIORITIES, Phrases, TitleWords, Words
from leadkit.rules.item import Item
from leadkit.rules.kinds import TITLES, refuse_other_kind
from leadkit.rules.mistakes import Gathered
from leadkit.rules.shipped import kept

_COUNTRIES = re.compile(r"[^@]@[A-Z]{2}(?:\+[A-Z]{2})*$")  # behind a word: @SE, @SE+FI


def read_title_words(name: str | Path) -> TitleWords:
    """Load and check a list of title words, given by path or by the name of a shipped one.

    Whatever is wrong with it is a LeadkitError with its line. What was read is kept until the
    file changes.
    """
    return _kept(name)


KEYS = ("name", "about", "others", "assistants", "seniority", "department")
LIST_KEYS = ("words", "not")


def _compiled(root: Item) -> TitleWords:
    refuse_other_kind(root, TITLES, KEYS)
    gathered = Gathered()
    top = gathered.entries(root, KEYS, "key")
    if not {"seniority", "department"} <= top.keys() and not gathered:
        raise root.fail("a list of title words needs 'seniority' and 'department'")
    seniority, department = (
        _title_words(top[what], known, what, gathered) if what in top else []
        for what, known in (("seniority", SENIORITIES), ("department", DEPARTMENTS))
    )
    others, assistants = (
        gathered.read(_phrases, top[what]) if what in top else None
        for what in ("others", "assistants")
    )
    gathered.raise_all()
    none = Phrases([])
    return TitleWords(tuple(seniority), tuple(department), others or none, assistants or none)


_kept = kept(_compiled, "--titles", alone=True)


def _title_words(item: Item, known: tuple[str, ...], what: str, gathered: Gathered) -> list[Words]:
    def one(entry: Item) -> Words:
        name = next(name for name, part in item.named.items() if part is entry)
        lists = entry.entries(LIST_KEYS, what=f"key of a {what}")
        if "words" not in lists:
            raise entry.fail(f"{what} '{name}' needs 'words'")
        unless = lists.get("not")
        return Words(name, _phrases(lists["words"]), _phrases(unless) if unless else Phrases([]))

    return gathered.each(one, gathered.entries(item, known, what).values())


def _phrases(item: Item) -> Phrases:
    """Read words apart by commas, or as a list."""
    gathered = Gathered()
    texts = [(part, part.text()) for part in item.items()]
    words = [(part, word.strip()) for part, text in texts for word in text.split(",")]
    for part, word in words:
        if "@" in word and not _COUNTRIES.search(word):
            gathered.add(part.fail(f"'{word}' must end in countries such as @SE or @SE+FI"))
    gathered.raise_all()
    return Phrases([word for _, word in words if word])
