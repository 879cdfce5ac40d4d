"""The cells of a name -> given names, last names and generation, as matching compares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from leadkit.base.leads import cell_column
from leadkit.deduping.matching.coded import Coded, column_of, several
from leadkit.deduping.matching.mailboxes import first_in_mailbox, generation_in_mailbox
from leadkit.deduping.matching.names import (
    birth_name,
    cut_full_name,
    family_words,
    formal_names,
    given_words,
    has_two_names,
    joined_particles,
)

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


def read_names(leads: Leads, mails: Coded) -> tuple[Coded, Coded, Coded, Coded]:
    """Return given names, last names, what stood before those, and generation; a mailbox tells
    what "A." is short for."""
    first, last, middle = (
        cell_column(leads, name) for name in ("first_name", "last_name", "middle_name")
    )
    full, suffix, prefix = (column_of(leads, name) for name in ("full_name", "suffix", "prefix"))
    if full.codes.any():
        nameless = ((first == "") & (last == "")).to_numpy(bool) & (full.codes != 0)
        given, family = Coded(np.where(nameless, full.codes, 0), full.texts).split(cut_full_name)
        first = first.mask(nameless, pd.Series(given.cells(), first.index, dtype="str"))
        last = last.mask(nameless, pd.Series(family.cells(), last.index, dtype="str"))
    if "middle_name" in leads.columns and (middle != "").any():
        first = first.where((middle == "") | (first == ""), first + " " + middle)
    born = full.map(birth_name)
    if born.codes.any():
        others = pd.Series(born.cells(), last.index, dtype="str")
        last = last.where((others == "") | (last == ""), last + " " + others)
    given, young = Coded.of(first).split(given_words)
    surnames = Coded.of(last)
    family, younger = surnames.split(family_words)
    given, family = _cut_whole_names(given, family, surnames)
    _, youngest = suffix.split(given_words)
    _, before = prefix.split(given_words)
    in_mailbox = Coded(mails.codes[:, 0], mails.texts).map(generation_in_mailbox)
    _, eldest = full.split(given_words)
    said = several([youngest, younger, young, eldest, before, in_mailbox])
    spelled = _spelled_out(given, family, mails)
    return spelled, family, surnames.map(_with_particles), Coded(said.codes[:, 0], said.texts)


def _with_particles(surname: str) -> str:
    """Return a last name that has particles as one word, and without them.

    >>> _with_particles("Van den Berghe"), _with_particles("Meier")
    ('vandenberghe berghe', '')
    """
    return " ".join(next(iter(joined_particles([surname]).items()), ()))


def _cut_whole_names(given: Coded, family: Coded, last: Coded) -> tuple[Coded, Coded]:
    """Take a first name from a last name of several words where there is none of its own.

    Bäcker-Roche and d'Aubigny are one name; of Frau Anna Meier one word is a first name.
    """
    several_words = np.array([" " in text for text in family.texts.tolist()])[family.codes]
    rows = np.flatnonzero((given.codes == 0) & several_words)
    rows = rows[[has_two_names(text) for text in last.of_rows(rows).tolist()]]
    if not len(rows):
        return given, family
    firsts, lasts = given.cells(), family.cells()
    for row in rows.tolist():
        firsts[row], _, lasts[row] = lasts[row].partition(" ")
    return Coded.of(firsts), Coded.of(lasts)


def _spelled_out(given: Coded, family: Coded, mails: Coded) -> Coded:
    """Return the given names, whole where the mailbox has it: for A., and for Uli, which may
    be Ulrich's or Ulrike's."""
    short = np.array([len(text) < 2 or _stands_for_several(text)
                      for text in given.texts.tolist()])[given.codes]  # fmt: skip
    rows = np.flatnonzero(short & (family.codes != 0) & (mails.codes[:, 0] != 0))
    texts = given.cells()
    for row in rows.tolist():
        spelled = first_in_mailbox(
            mails.texts[mails.codes[row, 0]], family.texts[family.codes[row]]
        )
        own = texts[row]
        if spelled and (spelled.startswith(own) if len(own) < 2 else spelled in formal_names(own)):
            texts[row] = spelled
    return Coded.of(texts) if len(rows) else given


def _stands_for_several(first: str) -> bool:
    return len(formal_names(first)) > 2
