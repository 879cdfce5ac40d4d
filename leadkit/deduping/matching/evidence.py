"""Leads -> what the contact model compares: what rows say, read as their list has it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadkit.deduping.matching.coded import Coded, left_aligned, several, together
from leadkit.deduping.matching.row_evidence import Fields, RowEvidence, gather_rows

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class Evidence(Fields):
    """What each row says, field by field, read as its list has it elsewhere."""

    names: Coded  # two places: given names, last names; their words apart by spaces
    numbers: Coded  # in several places, as are domains
    domains: Coded  # of mails and of websites
    own: np.ndarray  # for each code of numbers: whether a list calls it somebody's own

    @property
    def rows(self) -> int:
        return len(self.sizes)


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
    places = [Coded(codes, said.hosts.texts) for codes in said.hosts.codes.T]
    family = _without_particles(said.family, said.particles)
    said_so: dict[str, Any] = {one.name: getattr(said, one.name) for one in fields(Fields)}
    return Evidence(
        **said_so,
        names=together([said.given, family]),
        numbers=numbers,
        domains=several([*places, said.websites]),
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
    abroad = _by_ending(numbers.texts)
    found = numbers.map_all(lambda texts: _in_full(texts, abroad))
    owned = _in_full(pa.array(own.texts[1:], pa.large_string()), abroad)
    aligned = Coded(left_aligned(found.codes.copy()), found.texts)
    is_own = pc.is_in(pa.array(aligned.texts, pa.large_string()), owned)
    return aligned, is_own.to_numpy(zero_copy_only=False)


def _by_ending(numbers: np.ndarray) -> dict[str, set[str]]:
    """Return the international numbers that end like the others, by their last eight digits."""
    cells = pa.array(numbers[1:], pa.large_string())
    known = pc.starts_with(cells, "+")
    endings = pc.utf8_slice_codeunits(cells, -8, None)
    alike = pc.is_in(endings, endings.filter(pc.invert(known)))
    asked = pc.and_(pc.and_(known, alike), pc.greater(pc.utf8_length(cells), 9))
    found: dict[str, set[str]] = {}
    for ending, number in zip(
        endings.filter(asked).to_pylist(), cells.filter(asked).to_pylist(), strict=True
    ):
        found.setdefault(ending, set()).add(number[1:])
    return found


def _in_full(numbers: pa.Array, abroad: dict[str, set[str]]) -> pa.Array:
    """Return the digits of numbers, with their country where they or the list have it."""
    bare = pc.invert(pc.starts_with(numbers, "+"))
    digits = pc.utf8_ltrim(numbers, "+")
    if not abroad or not pc.any(bare).as_py():
        return digits
    whole = [_international(number, abroad) for number in numbers.filter(bare).to_pylist()]
    return pc.replace_with_mask(digits, bare, pa.array(whole, digits.type))


def _international(number: str, abroad: dict[str, set[str]]) -> str:
    """Return the one number of the list that one without a country can be, or else itself.

    >>> _international("8999998123", {"99998123": {"498999998123"}})
    '498999998123'
    """
    if len(number) < 8:
        return number
    same = [other for other in abroad.get(number[-8:], ()) if other.endswith(number)]
    return same[0] if len(same) == 1 else number
