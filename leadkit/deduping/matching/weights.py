"""Pairs of rows -> what the model says of them: weights, their sum, contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from leadkit.deduping.matching import model
from leadkit.deduping.matching.companies import company_verdicts
from leadkit.deduping.matching.contacts import Contacts, shares
from leadkit.deduping.matching.ladder import Verdict
from leadkit.deduping.matching.namesakes import are_namesakes
from leadkit.deduping.matching.pairs import PairsOfPeople
from leadkit.deduping.matching.people import most, verdicts
from leadkit.deduping.matching.spelling import apart

if TYPE_CHECKING:
    import pandas as pd

    from leadkit.deduping.matching.coded import Rows

_AT_ONCE = 1 << 19  # pairs scored in one go: their arrays stay in the processor's cache


def score_pairs(
    contacts: Contacts, left: Rows, right: Rows, least: float | None = None
) -> pd.DataFrame:
    """Return pairs with their weights: l, r, bits, and for each comparison its level and bits.

    With ``least`` only pairs of more than so many bits are kept. ``contradicts`` and ``never``
    tell of what keeps a pair apart; ``kind`` is person or company. A person and a company are
    not compared.
    """
    import pandas as pd

    parts = [(at, min(at + _AT_ONCE, len(left))) for at in range(0, max(len(left), 1), _AT_ONCE)]

    def scored(part: tuple[int, int]) -> list[pd.DataFrame]:
        return list(_scored(contacts, left[slice(*part)], right[slice(*part)], least))

    if len(parts) == 1:  # as in most lists: threads would take longer than the work
        frames = scored(parts[0])
    else:
        with ThreadPoolExecutor(2) as pool:
            frames = [frame for part in pool.map(scored, parts) for frame in part]
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    every = pd.concat(filled, ignore_index=True)
    return every.sort_values(["l", "r"], ignore_index=True)


def _scored(
    contacts: Contacts, left: Rows, right: Rows, least: float | None
) -> Iterator[pd.DataFrame]:
    company = contacts.is_company
    people = ~(company[left] | company[right])
    mine, theirs = left[people], right[people]
    if least is not None:
        worth = _worth_weighing(contacts, mine, theirs, least)
        mine, theirs = mine[worth], theirs[worth]
    pairs = PairsOfPeople(contacts, mine, theirs)
    judged = verdicts(pairs)
    namesakes = are_namesakes(pairs, judged)
    yield _frame(contacts, mine, theirs, "person", judged, pairs.home, least, namesakes)
    both = company[left] & company[right]
    if both.any():
        mine, theirs = left[both], right[both]
        home = np.zeros(len(mine), bool)
        judged = company_verdicts(contacts, mine, theirs)
        yield _frame(contacts, mine, theirs, "company", judged, home, least, home)


def _worth_weighing(contacts: Contacts, left: Rows, right: Rows, least: float) -> np.ndarray:
    """Tell which pairs of people are not hopeless: most are colleagues with other names."""
    birthday = contacts.evidence.birthday.codes
    worth = shares(contacts.mails, left, right) | shares(
        contacts.evidence.numbers.codes, left, right
    )
    worth |= (birthday[left] != 0) & (birthday[right] != 0)
    asked = np.flatnonzero(~worth)
    pairs = PairsOfPeople(contacts, left[asked], right[asked])
    worth[asked] = pairs.home | (most(pairs) > contacts.n + least)
    return np.asarray(worth)


def _frame(
    contacts: Contacts, left: Rows, right: Rows, kind: str, judged: Sequence[Verdict],
    home: np.ndarray, least: float | None, namesakes: np.ndarray,
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    bits = np.sum([verdict.bits for verdict in judged], axis=0) - contacts.n
    kept = np.arange(len(left)) if least is None else np.flatnonzero(bits > least)
    columns: dict[str, object] = {"l": left[kept], "r": right[kept], "bits": bits[kept]}
    columns |= {"kind": kind, "home": home[kept]}
    for flag, chosen in (("contradicts", model.CONTRADICTING), ("never", model.NEVER_MERGED)):
        held = namesakes[kept]
        for verdict in judged:
            held = held | verdict.at(*chosen.get(verdict.comparison, ()))[kept]
        columns[flag] = held & ~home[kept]
    texts = _spellings(contacts, left[kept], right[kept], kind)
    for verdict in judged:
        name = verdict.comparison.name
        columns[f"{name}_level"] = verdict.levels[kept]
        columns[f"{name}_bits"] = verdict.bits[kept]
        if name in texts:  # by how many letters, for the reasons in words
            columns[f"{name}_apart"] = apart(*texts[name])
    return pd.DataFrame(columns)


def _spellings(
    contacts: Contacts, left: Rows, right: Rows, kind: str
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    if kind == "company":
        company = contacts.evidence.company
        return {"company_name": (company.of_rows(left), company.of_rows(right))}
    pairs, text = PairsOfPeople(contacts, left, right), contacts.names.texts
    return {
        "first_name": (text[pairs.l_first], text[pairs.r_first]),
        "last_name": (text[pairs.l_last], text[pairs.r_last]),
        "email": (contacts.mail.of_rows(left), contacts.mail.of_rows(right)),
    }
