"""Pairs of rows -> what the model says of them: weights, their sum, contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from leadkit.matching import model
from leadkit.matching.compare import PairsOfPeople, Verdict, apart, company_verdicts
from leadkit.matching.contacts import Contacts, shares

if TYPE_CHECKING:
    import pandas as pd

    from leadkit.matching.coded import Rows

_AT_ONCE = 1 << 18  # pairs scored in one go: their arrays stay in the processor's cache


def score_pairs(contacts: Contacts, l: Rows, r: Rows, least: float | None = None) -> pd.DataFrame:
    """Return pairs with their weights: l, r, bits, and for each comparison its level and bits.

    With ``least`` only pairs of more than so many bits are kept. ``contradicts`` and ``never``
    tell of what keeps a pair apart; ``kind`` is person or company. A person and a company are
    not compared.
    """
    import pandas as pd

    parts = [(at, min(at + _AT_ONCE, len(l))) for at in range(0, max(len(l), 1), _AT_ONCE)]
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda part: list(_scored(contacts, l[slice(*part)], r[slice(*part)], least)), parts)
        frames = [frame for part in found for frame in part]
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    every = pd.concat(filled, ignore_index=True)
    return every.sort_values(["l", "r"], ignore_index=True)


def _scored(contacts: Contacts, l: Rows, r: Rows, least: float | None) -> Iterator[pd.DataFrame]:
    company = contacts.is_company
    people = ~(company[l] | company[r])
    mine, theirs = l[people], r[people]
    if least is not None:
        worth = _worth_weighing(contacts, mine, theirs, least)
        mine, theirs = mine[worth], theirs[worth]
    verdicts = PairsOfPeople(contacts, mine, theirs)
    yield _frame(contacts, mine, theirs, "person", verdicts.verdicts(), verdicts.home, least)
    both = company[l] & company[r]
    if both.any():
        mine, theirs = l[both], r[both]
        home = np.zeros(len(mine), bool)
        told = company_verdicts(contacts, mine, theirs)
        yield _frame(contacts, mine, theirs, "company", told, home, least)


def _worth_weighing(contacts: Contacts, l: Rows, r: Rows, least: float) -> np.ndarray:
    """Tell which pairs of people are not hopeless: most are colleagues with other names."""
    birthday = contacts.evidence.birthday.codes
    worth = shares(contacts.mails, l, r) | shares(contacts.evidence.numbers.codes, l, r)
    worth |= (birthday[l] != 0) & (birthday[r] != 0)
    asked = np.flatnonzero(~worth)
    pairs = PairsOfPeople(contacts, l[asked], r[asked])
    worth[asked] = pairs.home | (pairs.most() > contacts.n + least)
    return worth


def _frame(
    contacts: Contacts, l: Rows, r: Rows, kind: str, verdicts: Sequence[Verdict],
    home: np.ndarray, least: float | None,
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    bits = np.sum([verdict.bits for verdict in verdicts], axis=0) - contacts.n
    kept = np.arange(len(l)) if least is None else np.flatnonzero(bits > least)
    columns: dict[str, object] = {"l": l[kept], "r": r[kept], "bits": bits[kept], "kind": kind,
                                  "home": home[kept]}  # fmt: skip
    for flag, chosen in (("contradicts", model.CONTRADICTING), ("never", model.NEVER_MERGED)):
        told = np.zeros(len(kept), bool)
        for verdict in verdicts:
            told |= verdict.at(*chosen.get(verdict.comparison, ()))[kept]
        columns[flag] = told & ~home[kept]
    texts = _spellings(contacts, l[kept], r[kept], kind)
    for verdict in verdicts:
        name = verdict.comparison.name
        columns[f"{name}_level"] = verdict.levels[kept]
        columns[f"{name}_bits"] = verdict.bits[kept]
        if name in texts:  # by how many letters, for the reasons in words
            columns[f"{name}_apart"] = apart(*texts[name])
    return pd.DataFrame(columns)


def _spellings(
    contacts: Contacts, l: Rows, r: Rows, kind: str
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    if kind == "company":
        company = contacts.evidence.company
        return {"company_name": (company.of_rows(l), company.of_rows(r))}
    pairs, text = PairsOfPeople(contacts, l, r), contacts.names.texts
    return {
        "first_name": (text[pairs.l_first], text[pairs.r_first]),
        "last_name": (text[pairs.l_last], text[pairs.r_last]),
        "email": (contacts.mail.of_rows(l), contacts.mail.of_rows(r)),
    }
