"""Leads -> what the contact model compares: what rows say, read as their list has it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadkit.deduping.matching.coded import Coded, left_aligned, numbered_alike, together
from leadkit.deduping.matching.name_index import with_first_words
from leadkit.deduping.matching.row_evidence import Fields, RowEvidence, gather_rows

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.deduping.matching.coded import Rows


@dataclass(frozen=True)
class Evidence(Fields):
    """What each row says, field by field, read as its list has it elsewhere."""

    names: Coded  # two places: given names, last names; their words apart by spaces
    numbers: Coded  # in several places, as are domains
    domains: Coded  # of mails and of websites
    own: np.ndarray  # for each code of numbers: whether a list calls it somebody's own
    domain_of: np.ndarray  # for each code of hosts that of its domain

    @property
    def rows(self) -> int:
        return len(self.sizes)

    def part(self, rows: Rows) -> tuple[Evidence, dict[str, np.ndarray]]:
        """Return the evidence of these rows, in this order, with no texts but theirs; and of each
        column the codes that its texts had."""
        found: dict[str, Any] = {}
        before: dict[str, np.ndarray] = {}
        for name in (one.name for one in fields(self) if one.type == "Coded"):
            found[name], before[name] = getattr(self, name).at(rows).in_order()
        names = with_first_words(found["names"])
        first = self.names.codes_of(names.texts[len(before["names"]) :])
        before["names"] = np.concatenate([before["names"], first])
        return replace(
            self, **{**found, "names": names},
            sizes=self.sizes[rows], role=self.role[before["mails"]],
            own=self.own[before["numbers"]],
            domain_of=found["domains"].codes_of(self.domains.texts[self.domain_of[before["hosts"]]]),
        ), before  # fmt: skip


def gather(leads: Leads) -> Evidence:
    """Return the evidence of a table of leads."""
    return as_elsewhere(gather_rows(leads))


def as_elsewhere(said: RowEvidence, before: Evidence | None = None) -> Evidence:
    """Return what rows say, read as their list has it elsewhere.

    A number without its country may be one that another row has with it, and a last name that is
    one word may be another row's name behind its particles. Rows that say the same give the same,
    however they came together. ``before`` is the evidence of the list as it was, of whose texts
    all is known.
    """
    said = said.without_empty_places()
    numbers, own = _with_countries(said.numbers, said.own_numbers)
    family = _without_particles(said.family, said.particles)
    names = before.names if before else None
    hosts, websites = numbered_alike(
        [said.hosts, said.websites], before.domains if before else None
    )
    hosts_and_websites = np.column_stack([hosts.codes, websites.codes])
    said_so: dict[str, Any] = {one.name: getattr(said, one.name) for one in fields(Fields)}
    return Evidence(
        **said_so,
        names=with_first_words(together([said.given, family], names)),
        numbers=numbers,
        domains=Coded(left_aligned(hosts_and_websites), websites.texts, websites.told),
        own=own,
        domain_of=hosts.codes_of(said.hosts.texts),
    )


def read_otherwise(said: RowEvidence) -> np.ndarray:
    """Tell which rows have a last name that their list reads otherwise than they say it."""
    read = _without_particles(said.family, said.particles)
    return np.asarray(read.codes != said.family.codes)


def _without_particles(family: Coded, particles: Coded) -> Coded:
    """Return last names, those joined to their particles as where most of the list has them apart,
    which is seldom so: d eVries is a slip of de Vries."""
    rows = zip(particles.counts()[1:].tolist(), particles.texts[1:].tolist(), strict=True)
    said = sorted((-many, text) for many, text in rows if many)
    apart: dict[str, str] = {}
    for _, text in said:
        joined, _, own = text.partition(" ")
        apart.setdefault(joined, own)
    if not apart:
        return family
    at = family.codes_of(np.array(list(apart), object))
    own = Coded.of(np.array(list(apart.values()), object)).at(at > 0)
    grown = family.with_more(own)
    read = np.arange(len(grown.texts))
    read[at[at > 0]] = grown.codes[len(family.codes) :]
    return Coded(read[family.codes], grown.texts, grown.told)


def _with_countries(numbers: Coded, own: Coded) -> tuple[Coded, np.ndarray]:
    """Return numbers, their country found where the list has it, and for each code whether a
    row calls it somebody's own."""
    digits = numbers.each_without("+")
    full = digits.codes.copy()
    used = numbers.counts() > 0
    abroad = pc.starts_with(pa.array(numbers.texts, pa.large_string()), "+")
    bare = np.flatnonzero(used & ~abroad.to_numpy(zero_copy_only=False))
    bare = bare[bare > 0]
    if len(bare):
        endings = _by_ending(numbers.texts[used], numbers.texts[bare])
        whole = [_international(number, endings) for number in numbers.texts[bare].tolist()]
        found = Coded.of(np.array(whole, object))
        full[bare] = digits.codes_of(found.texts)[found.codes]
    is_own = np.zeros(len(digits.texts), bool)
    called_own = own.texts[own.counts() > 0]
    at = numbers.codes_of(called_own)
    is_own[full[at[at > 0]]] = True
    return Coded(left_aligned(full[numbers.codes]), digits.texts, digits.told), is_own


def _by_ending(numbers: np.ndarray, bare: np.ndarray) -> dict[str, set[str]]:
    """Return the international numbers that end like bare ones, by their last eight digits."""
    cells, without = (pa.array(texts, pa.large_string()) for texts in (numbers, bare))
    known = pc.starts_with(cells, "+")
    endings = pc.utf8_slice_codeunits(cells, -8, None)
    alike = pc.is_in(endings, pc.utf8_slice_codeunits(without, -8, None))
    asked = pc.and_(pc.and_(known, alike), pc.greater(pc.utf8_length(cells), 9))
    found: dict[str, set[str]] = {}
    for ending, number in zip(
        endings.filter(asked).to_pylist(), cells.filter(asked).to_pylist(), strict=True
    ):
        found.setdefault(ending, set()).add(number[1:])
    return found


def _international(number: str, abroad: dict[str, set[str]]) -> str:
    """Return the one number of the list that one without a country can be, or else itself.

    >>> _international("8999998123", {"99998123": {"498999998123"}})
    '498999998123'
    """
    if len(number) < 8:
        return number
    same = [other for other in abroad.get(number[-8:], ()) if other.endswith(number)]
    return same[0] if len(same) == 1 else number
