"""Numbers of things in words: one row, two rows."""

from __future__ import annotations

# What is counted in the summary of a stage, where its first word says how many there are.
_SEVERAL = {"leads": "lead", "pairs": "pair", "keys": "key", "rows": "row", "e-mails": "e-mail",
            "phones": "phone", "channels": "channel"}  # fmt: skip


def how_many(many: int, one: str, several: str = "") -> str:
    """Return how many there are of something; of what takes no s, the word for several is told.

    >>> how_many(1, "row"), how_many(1200, "row"), how_many(0, "entry", "entries")
    ('1 row', '1,200 rows', '0 entries')
    >>> how_many(1, "lead was removed", "leads were removed")
    '1 lead was removed'
    """
    return f"{many:,} {one if many == 1 else several or one + 's'}"


def how_many_of(many: int, words: str) -> str:
    """Return a count of a stage, whose words are those of several.

    >>> how_many_of(1, "pairs to review"), how_many_of(2, "pairs to review")
    ('1 pair to review', '2 pairs to review')
    >>> how_many_of(1, "MQL")
    '1 MQL'
    """
    first, space, rest = words.partition(" ")
    return how_many(many, _SEVERAL.get(first, first) + space + rest, words)
