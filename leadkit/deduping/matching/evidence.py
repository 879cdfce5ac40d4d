"""Leads -> what the contact model compares: what rows say, read as their list has it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leadkit.deduping.matching.coded import Coded, left_aligned, several, together
from leadkit.deduping.matching.row_evidence import RowEvidence, gather_rows

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.coded import Codes


@dataclass(frozen=True)
class Evidence:
    """What each row says, field by field; "" in a text and 0 in a code is unknown."""

    rows: int
    sizes: np.ndarray  # of how many rows each was made, by its merged_ids
    names: Coded  # two places: given names, last names; their words apart by spaces
    generation: Coded  # jr, sr, ii ...
    company: Coded  # without its legal form
    legal: Coded
    holding: Codes  # 1 where the company calls itself one
    register: Coded
    street: Coded
    street_cell: Coded  # as it is written
    street_name: Coded  # the street without the number of the house
    street_2: Coded
    city: Coded
    postcode: Coded
    birthday: Coded
    mails: Coded  # in several places, as are the next two
    numbers: Coded
    domains: Coded  # of mails and of websites
    source: Coded  # the file it came from
    role: np.ndarray  # for each code of mails: whether it is a function's mailbox
    own: np.ndarray  # for each code of numbers: whether a list calls it somebody's own


def gather(leads: Leads) -> Evidence:
    """Return the evidence of a table of leads."""
    return as_elsewhere(gather_rows(leads))


def as_elsewhere(said: RowEvidence) -> Evidence:
    """Return what rows say, read as their list has it elsewhere.

    A number without its country may be one that another row has with it, and a last name that is
    one word may be another row's name behind its particles. Rows that say the same give the same,
    however they came together.
    """
    said = said.in_order()
    numbers, own = _with_countries(said.numbers, said.own_numbers)
    domains = said.mails.map(lambda key: key.partition("@")[2])
    places = [Coded(codes, domains.texts) for codes in domains.codes.T]
    family = _without_particles(said.family, said.particles)
    return Evidence(
        rows=len(said),
        sizes=said.sizes,
        names=together([said.given, family]),
        generation=said.generation,
        company=said.company,
        legal=said.legal,
        holding=said.holding.codes,
        register=said.register,
        street=said.street,
        street_cell=said.street_cell,
        street_name=said.street_name,
        street_2=said.street_2,
        city=said.city,
        postcode=said.postcode,
        birthday=said.birthday,
        mails=said.mails,
        numbers=numbers,
        domains=several([*places, said.websites]),
        source=said.source,
        role=said.role,
        own=own,
    )


def _without_particles(family: Coded, particles: Coded) -> Coded:
    """Return last names, those joined to their particles as where the list has them apart."""
    both = (text.partition(" ") for text in reversed(particles.texts[1:].tolist()))
    apart = {joined: own for joined, _, own in both}
    return family.map(lambda text: apart.get(text, text)) if apart else family


def _with_countries(numbers: Coded, own: Coded) -> tuple[Coded, np.ndarray]:
    """Return numbers, their country found where the list has it, and for each code whether a
    row calls it somebody's own."""
    texts = numbers.texts.tolist()
    abroad = _by_ending(texts)
    found = numbers.map(lambda text: _international(text, abroad))
    owned = {_international(text, abroad) for text in own.texts[1:].tolist()}
    aligned = Coded(left_aligned(found.codes.copy()), found.texts)
    return aligned, np.array([text in owned for text in aligned.texts.tolist()])


def _by_ending(numbers: Sequence[str]) -> dict[str, set[str]]:
    """Return the international numbers that end like the others, by their last eight digits."""
    others = {number[-8:] for number in numbers if number[:1] != "+"}
    found: dict[str, set[str]] = {}
    for number in numbers if others - {""} else ():
        if number[:1] == "+" and number[-8:] in others and len(number) > 9:
            found.setdefault(number[-8:], set()).add(number[1:])
    return found


def _international(number: str, abroad: dict[str, set[str]]) -> str:
    """Return the one number of the list that a number without a country can be, or else its own.

    >>> _international("8999998123", {"99998123": {"498999998123"}})
    '498999998123'
    >>> _international("+498999998123", {})
    '498999998123'
    """
    if number[:1] == "+":
        return number[1:]
    if len(number) < 8:
        return number
    same = [other for other in abroad.get(number[-8:], ()) if other.endswith(number)]
    return same[0] if len(same) == 1 else number
