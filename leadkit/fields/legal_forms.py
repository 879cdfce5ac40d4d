"""The world's legal forms of companies, as they stand after (or before) a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadkit.base.fold import fold_letters
from leadkit.base.words import word_list

# Asian forms are written without a space; they stand before or after the name.
ATTACHED = word_list("leadkit.fields", "legal_forms_attached")
_WRITTEN = re.compile(r"(.+?) \(([a-z ]+); ([a-z ]+)\): (.+)")


@dataclass(frozen=True)
class LegalForm:
    """A legal form as it is compared."""

    name: str
    kinds: frozenset[str]  # limited, stock, partnership ...; ltd: so they say it in English
    languages: frozenset[str]  # in which it is a form of their countries' law, ISO 639-1


def _written() -> dict[str, LegalForm]:
    found: dict[str, LegalForm] = {}
    for entry in word_list("leadkit.fields", "legal_forms_written"):
        match = _WRITTEN.fullmatch(entry)
        assert match, entry
        name, kinds, languages, others = match.groups()
        form = LegalForm(name, frozenset(kinds.split()), frozenset(languages.split()))
        for writing in (name, *others.split(", ")):
            found.setdefault(writing if writing in ATTACHED else fold_letters(writing), form)
    return found


# How a form is written, also in full -> the form. Forms that are written in one way are not here.
WRITTEN = _written()

# Written as fold_letters() leaves them: small letters, no dots, "&" and other signs as a space.
# Collected by country from company law and everyday use; a form of several words is one entry.
FORMS = frozenset((*word_list("leadkit.fields", "legal_forms"), *WRITTEN))
# Forms that stand before the name, too: Oy Karl Fazer Ab, OOO Romashka, PT Astra, SARL Dupont.
LEADING = frozenset(word_list("leadkit.fields", "legal_forms_leading"))
# How forms are written where a whole name was shouted.
SPELLED = {form.casefold(): form for form in word_list("leadkit.fields", "legal_forms_spelled")}


def legal_form(written: str) -> str:
    """Return the form that several writings have in common, as it is compared; of a form within
    another's name the last counts.

    >>> legal_form("gesellschaft mit beschraenkter haftung"), legal_form("sa rl"), legal_form("gie")
    ('gmbh', 'sarl', 'gie')
    >>> legal_form("und co ag"), legal_form("gmbh und co kg")
    ('ag', 'gmbh co kg')
    """
    words = written.split()
    for at in range(len(words)):
        if form := WRITTEN.get(" ".join(words[at:])):
            return form.name
    return written


def may_be_one_form(one: str, other: str) -> bool:
    """Tell whether two forms may be one in two languages, as a firm of Switzerland has them, or
    one that says Ltd to the world.

    >>> may_be_one_form("ag", "sa"), may_be_one_form("ltd sti", "ltd"), may_be_one_form("oy", "ab")
    (True, True, True)
    >>> may_be_one_form("ag", "gmbh"), may_be_one_form("sarl", "sa"), may_be_one_form("gmbh", "ltd")
    (False, False, False)
    """
    mine, theirs = WRITTEN.get(one), WRITTEN.get(other)
    if mine is None or theirs is None:
        return False
    return not (mine.languages & theirs.languages) and bool(mine.kinds & theirs.kinds)
