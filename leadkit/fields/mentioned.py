"""Somebody else whom a remark speaks of: "Hr. Kern wants no mails", on the row of a colleague."""

from __future__ import annotations

import re
from functools import cache

from leadkit.base.fold import fold_letters
from leadkit.base.words import word_groups, word_list

_NEAR = 80  # signs before the words that refuse
_OTHER_SENTENCE = re.compile(r"[!?;\n]|\.\s")
_ANOTHER = re.compile(r"\s+[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?!\w)")
SAID_OF = " (said of "  # between the words and the person


@cache
def _mention() -> re.Pattern[str]:
    forms = "|".join(map(re.escape, word_list("leadkit.fields", "forms_of_address")))
    titles = r"(?:(?:dr|prof|ing|dipl|avv|dott|mag)\.?[- ]*)*"
    return re.compile(
        rf"(?<![\w.])(?i:{forms})\.?\s+(?i:{titles})([^\W\d_a-zß-öø-ÿ][^\W\d_]+)(?!\w)"
    )


@cache
def _given_names() -> frozenset[str]:
    listed = word_groups("leadkit.fields", "given_names").values()
    return frozenset(fold_letters(name) for names in listed for name in names)


def _whole(found: re.Match[str]) -> str:
    """Return whom a mention names, with the last name where it begins with a first name."""
    behind = _ANOTHER.match(found.string, found.end())
    named = behind and fold_letters(found[1]) in _given_names()
    return f"{found[0]}{behind[0]}" if behind and named else found[0]


def person_in(cell: str, words: str) -> str:
    """Return whom a remark says these words of, as it has it; "" where it names nobody.

    >>> person_in("Fr. Roth sagt, Hr. Kern will keine Mails", "keine Mails")
    'Hr. Kern'
    >>> person_in("Talked to Mr Kern. No mails please", "No mails"), person_in("no mails", "no")
    ('', '')
    >>> person_in("Kollege Uwe Brandt will keine Mails mehr", "keine Mails")
    'Kollege Uwe Brandt'
    """
    at = cell.find(words)
    if at < 0:
        return ""
    begin = max(0, at - _NEAR)
    found = [one for one in _mention().finditer(cell, begin) if one.start() < at + len(words)]
    for one in reversed(found):
        if one.end() > at or not _OTHER_SENTENCE.search(cell, one.end(), at):
            return _whole(one)
    return ""


def with_person(words: str, cell: str) -> str:
    """Return words of a remark, with whom they are said of where the remark names somebody.

    >>> with_person("keine Mails", "Hr. Kern will keine Mails")
    'keine Mails (said of Hr. Kern)'
    """
    whom = person_in(cell, words)
    return f"{words}{SAID_OF}{whom})" if whom else words


def surname_in(words: str) -> str:
    """Return the last name of whom words of a remark are said of, "" for nobody.

    >>> surname_in("keine Mails (said of Hr. Kern)"), surname_in("keine Mails")
    ('Kern', '')
    """
    whom = words.partition(SAID_OF)[2].removesuffix(")").split()
    return whom[-1] if whom else ""
