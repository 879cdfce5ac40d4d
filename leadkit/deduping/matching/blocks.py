"""Which rows are compared at all: those that share a key, and never all pairs of a large block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from leadkit.deduping.matching.abbreviations import name_words
from leadkit.deduping.matching.coded import are_among, mixed, rank

if TYPE_CHECKING:
    from leadkit.deduping.matching.contacts import Contacts

# Rows under one key that are all compared with one another. In a larger block each row is
# compared with its nearest neighbours in the order of names alone: 5,000 rows with one number
# cost 5,000 x 12 comparisons, not 12.5 million.
BLOCK_LIMIT = 40
NEAREST = 12

# Keys that say where a row is and not in which company.
_PLACES = ("a name and postcode", "a name and city", "street", "street line 2")

# Keys that say nothing but a name. In a list of over so many rows two rows of one name and of
# two companies have less than even odds, however rare the name: see the weights of model.py.
_NAMES = ("name before the @", "name", "name, roughly")
NAMESAKES = 1 << 17

_BUCKETS = 1 << 20  # at most; a few rows need few

Keys = np.ndarray  # for each row a key, 0 for none
Pairs = tuple[np.ndarray, np.ndarray]  # the lower and the higher row of each pair
Order = Callable[[np.ndarray], tuple[np.ndarray, ...]]  # rows -> what sorts them


@dataclass
class Candidates:
    """The pairs to compare, each once, as left << 32 | right, in order."""

    pairs: np.ndarray
    capped: dict[str, tuple[int, int]] = field(default_factory=dict)  # block -> keys, rows


def candidates(
    contacts: Contacts, known: np.ndarray | None = None, settled: np.ndarray | None = None
) -> Candidates:
    """Return the pairs of people, and of companies, that share a key.

    Of the rows that are ``known`` no two make a pair; of those that are ``settled`` none is asked
    for, though their keys are counted.
    """
    order = _order_of_names(contacts)
    found = Candidates(np.array([], np.int64))
    kinds = ((~contacts.is_company, person_keys), (contacts.is_company, company_keys))
    elsewhere = _PLACES if contacts.total < NAMESAKES else (*_PLACES, *_NAMES)
    parts = []
    for kind, keys_of in kinds:
        if not kind.any():
            continue
        for name, keys in keys_of(contacts):
            # Rows of two companies that share a town or a name are two people's: of rows that
            # share nothing else those are compared of which one has no company.
            alone = contacts.evidence.company.codes == 0 if name in elsewhere else None
            asked = np.where(kind.reshape(-1, *[1] * (keys.ndim - 1)), keys, keys.dtype.type(0))
            if known is not None:
                asked = np.where(are_among(asked, asked[~known]), asked, asked.dtype.type(0))
            if settled is None:
                left, right, capped = _pairs(asked, order, alone)
            else:
                capped = _capped(asked, alone)
                asked = np.where(are_among(asked, asked[~settled]), asked, asked.dtype.type(0))
                left, right, _ = _pairs(asked, order, alone)
            for some in (known, settled):
                if some is not None:
                    new = ~(some[left] & some[right])
                    left, right = left[new], right[new]
            parts.append(left << 32 | right)
            if len(capped):
                many, rows = found.capped.get(name, (0, 0))
                found.capped[name] = many + len(np.unique(capped)), rows + len(capped)
    every = np.concatenate(parts) if parts else found.pairs
    every.sort()
    found.pairs = every[np.concatenate([[True], every[1:] != every[:-1]])] if len(every) else every
    return found


def neighbours(keys: Keys, order: Order | None, nearest: int) -> Pairs:
    """Return pairs of rows of one key that are at most ``nearest`` apart in an order."""
    blocks = _Blocks(keys, order, nearest + 1)
    return blocks.pairs(np.minimum(blocks.after, nearest))


def _pairs(
    keys: Keys, order: Order, alone: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, Keys]:
    """Return the pairs of a key, and the keys of rows whose block is too large for all its pairs.

    Where ``alone`` is given it must hold for one of the two rows of a pair at least.
    """
    if alone is not None:
        keys = np.where(are_among(keys, keys[alone]), keys, keys.dtype.type(0))
    blocks = _Blocks(keys, None if alone is None else lambda rows: (~alone[rows],))
    large = blocks.size > BLOCK_LIMIT
    asking = ~large if alone is None else ~large & alone[blocks.rows]
    left, right = blocks.pairs(np.where(asking, blocks.after, 0))
    if not large.any():
        return left, right, keys[:0].ravel()
    capped = np.where(are_among(keys, blocks.keys[large]), keys, keys.dtype.type(0))
    near_l, near_r = neighbours(capped, order, NEAREST)
    if alone is not None:
        kept = alone[near_l] | alone[near_r]
        near_l, near_r = near_l[kept], near_r[kept]
    return np.concatenate([left, near_l]), np.concatenate([right, near_r]), capped[capped != 0]


def _capped(keys: Keys, alone: np.ndarray | None) -> Keys:
    """Return the keys of rows whose block is too large for all its pairs."""
    if alone is not None:
        keys = np.where(are_among(keys, keys[alone]), keys, keys.dtype.type(0))
    own = keys[keys != 0]
    own = own[_may_come_again(own, BLOCK_LIMIT)]
    found, many = np.unique(own, return_counts=True)
    return np.repeat(found, np.where(many > BLOCK_LIMIT, many, 0))


class _Blocks:
    """The rows that share a key, block by block, each block in an order.

    Keys in several places of a row, with a second dimension, are as good as one.
    """

    def __init__(self, keys: Keys, order: Order | None, small: int = 1) -> None:
        """The order is asked of the rows of blocks of more than ``small`` rows."""
        places = keys if keys.ndim > 1 else keys[:, None]
        known = np.flatnonzero(places)
        known = known[_may_come_again(places.ravel()[known])]
        own, rows = places.ravel()[known], known // places.shape[1]
        sort = np.argsort(own, kind="stable")
        self.rows, self.keys = rows[sort], own[sort]
        starts = np.flatnonzero(
            np.concatenate([[True], self.keys[1:] != self.keys[:-1]])[: len(own)]
        )
        size = np.diff(np.append(starts, len(own)))
        self.size = np.repeat(size, size)
        self.after = (
            np.repeat(starts + size, size) - np.arange(len(own)) - 1
        )  # after it in its block
        large = np.flatnonzero(self.size > small)
        if order is not None and len(large):
            some = self.rows[large]
            block = np.repeat(np.arange(len(size)), size)[large]
            self.rows[large] = some[np.lexsort((*reversed(order(some)), block))]

    def pairs(self, following: np.ndarray) -> Pairs:
        """Pair each row with so many of those after it in its block."""
        at = np.repeat(np.arange(len(self.rows)), following)
        before = np.repeat(np.cumsum(following) - following, following)
        one, other = self.rows[at], self.rows[at + 1 + np.arange(len(at)) - before]
        return np.minimum(one, other), np.maximum(one, other)


def _may_come_again(keys: np.ndarray, often: int = 1) -> np.ndarray:
    """Tell which keys may be those of more rows than that: a key of one row makes no pair."""
    buckets = min(_BUCKETS, 1 << (16 * len(keys)).bit_length())
    bucket = (keys & keys.dtype.type(buckets - 1)).astype(np.int64)
    return np.asarray(np.bincount(bucket, minlength=buckets)[bucket] > often)


def _order_of_names(contacts: Contacts) -> Order:
    """Return what sorts rows so that one person's stand together, however the names came."""

    def order(rows: np.ndarray) -> tuple[np.ndarray, ...]:
        names = np.concatenate([contacts.first[rows], contacts.last[rows]])
        first, last = np.split(contacts.names.rank(names), 2)
        company = contacts.evidence.company
        firm = rank(company.texts, company.codes[rows])
        return np.minimum(first, last), np.maximum(first, last), firm

    return order


def person_keys(contacts: Contacts) -> Iterator[tuple[str, Keys]]:
    """Yield the keys of people: many, since a pair that shares none is lost."""
    e, names = contacts.evidence, contacts.names
    first, last = contacts.first, contacts.last
    yield "e-mail", mixed(contacts.mails)
    yield "phone", mixed(e.numbers.codes)
    local = np.where(contacts.local_is_long, contacts.local.codes, 0)
    yield "name before the @", mixed(local)
    heard, three, four = names.sound, names.starts(3), names.starts(4)
    named = (first != 0) | (last != 0)
    yield "name", mixed(named, *_sorted(heard[first] + 1, heard[last] + 1))
    town = e.city.beginnings(3)
    firm = e.company.beginnings(3)
    where = np.where(town != 0, -town, firm + 1)
    yield "name, roughly", mixed(named, *_sorted(three[first] + 1, three[last] + 1), where)
    firm = e.company.beginnings(5)
    # Where a last name stands in the place of the first one.
    swapped = np.where(contacts.is_first_name[first] & ~names.listed[last], 0, four[first])
    either = np.stack([four[last], np.where(swapped == four[last], 0, swapped)], axis=1)
    yield "last name and company", mixed(either, firm[:, None])
    yield "first name and company", mixed(four[first], names.ending[last] + 1, firm)
    initials = (named, *_sorted(names.initial[first] + 1, names.initial[last] + 1))
    yield "initials and company", mixed(*initials, e.company.beginnings(6))
    yield "initials and domain", mixed(*(part[:, None] for part in initials), contacts.domains)
    yield "last name and mail domain", mixed(four[last], contacts.mail_domain.codes)
    for part in (four[last], names.formal[first]):
        yield "a name and postcode", mixed(part, e.postcode.codes)
    for part in (heard[first], heard[last]):
        yield "a name and city", mixed(part, e.city.codes)
    yield "street", mixed(e.street.codes)
    yield "street line 2", mixed(e.street_2.codes, e.postcode.beginnings(2))
    if contacts.homes:
        yield from _home_keys(contacts)
    if not contacts.birthdays:
        return
    yield "birthday", mixed(e.birthday.codes)
    year = e.birthday.beginnings(4)
    day = e.birthday.read_as(_day).codes
    for part in (first, last):
        yield "a name and birth year", mixed(heard[part], year)
        yield "a name and birth month and day", mixed(three[part], day)
    domain = contacts.mail_domain
    yield (
        "e-mail, roughly",
        mixed(contacts.local.beginnings(3), domain.beginnings(4)),
    )
    decade = e.birthday.read_as(_decade).codes
    yield "mail domain and birth year", mixed(domain.beginnings(5), decade)
    month = e.birthday.read_as(_without_month).codes
    yield "city and birth year", mixed(e.city.beginnings(5), month)


def _home_keys(contacts: Contacts) -> Iterator[tuple[str, Keys]]:
    """Yield keys of rows that have nothing but a name and a home address, for misspelled ones."""
    e, bare = contacts.evidence, contacts.bare
    town = e.city.beginnings(3)
    for line in (e.street_name, e.street_2):
        yield "address, roughly", mixed(bare, line.beginnings(5), town)
    digits = e.postcode.read_as(_sorted_signs).codes
    number = e.street.read_as(_digits).codes
    yield "house number and postcode", mixed(bare, digits, number)
    for part in (contacts.first, contacts.last):
        yield "a name and postcode, roughly", mixed(bare, contacts.names.starts(3)[part], digits)


def company_keys(contacts: Contacts) -> Iterator[tuple[str, Keys]]:
    e = contacts.evidence
    yield "company name", mixed(e.company.codes)
    yield "words of the name", mixed(e.company.read_as(_two_words).codes)
    yield "first letters", mixed(e.company.beginnings(6))
    yield (
        "words written out",
        mixed(e.company.read_as(_words_written_out).codes),
    )
    number = contacts.house
    yield "house number and postcode", mixed(number, e.postcode.codes)
    yield "house number and town", mixed(number, e.city.codes)
    yield "phone", mixed(e.numbers.codes)
    yield "domain", mixed(contacts.domains)
    yield "address", mixed(e.street.codes)
    yield "register number", mixed(e.register.codes)
    yield "e-mail", mixed(contacts.roles)


def _day(birthday: str) -> str:
    return birthday[4:]


def _decade(birthday: str) -> str:
    return birthday[2:4]


def _without_month(birthday: str) -> str:
    return birthday[:4] + birthday[6:]


def _sorted_signs(text: str) -> str:
    return "".join(sorted(text))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _two_words(company: str) -> str:
    words = sorted(word for word in company.split() if len(word) > 1)
    return " ".join(words[:2]) if len(words) > 1 else ""


def _words_written_out(company: str) -> str:
    return " ".join(name_words(company)[:2])


def _sorted(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.minimum(one, other), np.maximum(one, other)
