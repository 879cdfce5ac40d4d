"""Evidence weighed by the list it is in: what is rare, what is shared, who is a provider."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from leadkit.deduping.matching import model
from leadkit.deduping.matching.abbreviations import street_words
from leadkit.deduping.matching.asking import Asked
from leadkit.deduping.matching.coded import Coded, Codes, Rows, left_aligned, mixed
from leadkit.deduping.matching.counts import Counts
from leadkit.deduping.matching.evidence import Evidence
from leadkit.deduping.matching.name_index import Names
from leadkit.deduping.matching.names import first_word, plain
from leadkit.fields.email.domains import free_domains


@dataclass(frozen=True)
class Employers:
    """Domains of a list by their codes: which are providers', and of how many rows each is."""

    providers: np.ndarray
    rows: np.ndarray

    @classmethod
    def of(cls, evidence: Evidence) -> Employers:
        """Tell the mail domains of employers from those of providers.

        A domain under which many companies have mailboxes is a provider, not an employer.
        """
        domains = evidence.domains
        firm = evidence.company.beginnings(4)
        places = np.repeat(firm[:, None], domains.codes.shape[1], axis=1)
        known = (domains.codes != 0) & (places != 0)
        rows = np.bincount(domains.codes[known], minlength=len(domains.texts))
        firms = _distinct(domains.codes[known], places[known], len(domains.texts))
        providers = (firms >= 4) & (firms > 0.3 * rows)
        providers |= domains.each(is_free, bool)
        return cls(providers, domains.counts(evidence.sizes))


@dataclass(frozen=True)
class Listed:
    """What a list says of some of its rows, in the order of their codes."""

    counts: Counts
    employers: Employers
    names: pa.Array  # all names of the list, of over two letters and in one word
    birthdays: bool  # whether it has any
    homes: bool  # whether people share addresses


class NamedRows:
    """The rows of a list whose names can be compared; arrays are over rows, weights in bits.

    Whose a mailbox or number is the list has not been asked yet: as far as names are read from
    mailboxes, nobody has one.
    """

    def __init__(self, evidence: Evidence, listed: Listed | None = None) -> None:
        """``listed`` is what their list says, where these rows are a part of it."""
        counts = Counts.of(evidence) if listed is None else listed.counts
        self.evidence, self.listed = evidence, listed
        self.birthdays = listed.birthdays if listed else bool(evidence.birthday.codes.any())
        self.rows = evidence.rows
        self.total = float(max(counts.rows, model.LEAST_ROWS))
        self.n = float(np.log2(self.total))
        self.names = Names(evidence.names, listed.names if listed else None)
        self.first, self.last = (np.ascontiguousarray(c) for c in evidence.names.codes.T)
        self._weigh_names(counts)
        self.company_bits = self._rarity(evidence.company, counts.many["company"])
        self._tell_brands(counts)
        self.street_bits = self._rarity(evidence.street, counts.many["street"])
        self.street_2_bits = self._rarity(evidence.street_2, counts.many["street_2"])
        self.city_bits = self._rarity(evidence.city, counts.many["city"])
        self.postcode_bits = self._rarity(evidence.postcode, counts.many["postcode"])
        self.homes = False
        self.bare = (  # of whom there is an address alone
            (evidence.company.codes == 0) & ~(evidence.mails.codes != 0).any(axis=1)
            & (evidence.numbers.codes[:, 0] == 0) & (evidence.street.codes != 0)
        )  # fmt: skip
        self.mail = self.local = Coded(np.zeros(self.rows, np.int32), np.array([""], object))
        self._of_locals()

    def _of_locals(self) -> None:
        """Tell of mailboxes what is in them, of each when it is asked about."""
        self.spelled = Asked.once(self.local, spelled, object)
        self.has_number = Asked.once(self.local, _has_number, bool)
        self.names_in = Asked(len(self.local.texts), self._names_in, np.int32, places=2)

    def by_names(self, rows: Rows) -> tuple[np.ndarray, ...]:
        """Return what sorts rows by first name and last name."""
        return self.names.rank(self.first[rows]), self.names.rank(self.last[rows])

    def _names_in(self, codes: Codes) -> np.ndarray:
        """Return the names of the list that mailboxes are made of, two of each at most, numbered
        as in names.same."""
        numbers, texts = self.names.numbers
        words = pc.split_pattern_regex(pa.array(self.spelled[codes], pa.large_string()), "[^a-z]+")
        places = pc.index_in(pc.list_flatten(words), texts)
        known = pc.is_valid(places).to_numpy(zero_copy_only=False)
        boxes = pc.list_parent_indices(words).to_numpy()[known]
        names = numbers[places.drop_null().to_numpy()]
        found = np.zeros((len(codes), 2), np.int32)
        turn = np.arange(len(boxes)) - np.searchsorted(boxes, boxes)  # of each box's own words
        for place in range(2):
            found[boxes[turn == place], place] = names[turn == place]
        return found

    @cached_property
    def house(self) -> Codes:
        """The number of each row's house, which is asked of companies alone."""
        street = self.evidence.street_cell
        return street.read_as(house_number).codes

    def _rarity(self, column: Coded, many: np.ndarray) -> np.ndarray:
        """Return for each row how rare its value is: log2(rows / rows that share it)."""
        return np.asarray(np.log2(self.total / np.maximum(many, 1))[column.codes])

    def _tell_brands(self, counts: Counts) -> None:
        """Tell first words of company names that are a brand from those that are a trade.

        Pelgantek stands before few different names, Metallbau before many.
        """
        first = self.evidence.company.read_as(first_word)
        self.company_begins = first.codes
        long = first.each(len, np.int64) > 4
        few = counts.different("brand", "company")[: len(long)] <= 4
        self.brand = np.where((long & few)[first.codes], first.codes, 0)
        self.brand_bits = self._rarity(first, counts.many["brand"])

    def _weigh_names(self, counts: Counts) -> None:
        """Weigh names by how often the list has them, within what the world is like."""
        same = self.names.same
        firsts, lasts = counts.many["first"], counts.many["last"]
        rarity = partial(_bits, total=self.total)
        self.first_name_bits = rarity(firsts, one=1.2, bounds=model.FIRST_NAME_BITS)[same]
        self.last_name_bits = rarity(lasts, one=0.1, bounds=model.LAST_NAME_BITS)[same]
        # A last name that three people bear, or that two files spell so, is no slip.
        bearers, files = (counts.different("last", other) for other in ("first", "source"))
        self.is_last_name = (bearers[same] >= 3) | (files[same] >= 2)
        families, files = (counts.different("first", other) for other in ("last", "source"))
        self.is_first_name = self.names.listed | (families[same] >= 3) | (files[same] >= 2)

    def _rarest(self, column: Coded, many: np.ndarray) -> np.ndarray:
        """Return for each row the rarity of its most common value, 0 where it has none."""
        bits = np.log2(self.total / np.maximum(many, 1))
        bits[0] = np.inf
        least = bits[column.codes].min(axis=1)
        return np.where(np.isfinite(least), least, 0.0)


class Contacts(NamedRows):
    """The rows of a list, ready to be compared, with what is somebody's own told from what is not.

    Several people may use a mailbox or number, whatever its column says: ``shared_mails`` and
    ``shared_numbers`` tell it for each code of the evidence; ``homes``, whether addresses are.
    """

    def __init__(
        self,
        named: NamedRows,
        shared_mails: np.ndarray,
        shared_numbers: np.ndarray,
        homes: bool,
    ) -> None:
        vars(self).update(vars(named))
        self.homes = homes
        evidence = self.evidence
        mails, numbers, own = evidence.mails, evidence.numbers, evidence.own
        self._shared = frozenset(mails.texts[shared_mails].tolist()).union(
            numbers.texts[shared_numbers].tolist()
        )
        shared = evidence.role | shared_mails
        self.mails = left_aligned(mails.where(~shared).codes.copy())
        self.roles = left_aligned(mails.where(shared).codes.copy())
        self.disputed = left_aligned(mails.where(shared_mails & ~evidence.role).codes.copy())
        self.mobiles = left_aligned(numbers.where(~shared_numbers & own).codes.copy())
        self.directs = left_aligned(numbers.where(~shared_numbers & ~own).codes.copy())
        self.lines = left_aligned(numbers.where(shared_numbers).codes.copy())
        lines = Coded(self.lines, numbers.texts)
        self.line_bits = self._rarest(lines, lines.counts(evidence.sizes))
        self._tell_employers()
        has_mail = self.mails[:, 0] != 0
        nameless = (self.first == 0) & (self.last == 0)
        self.is_company = nameless & ~has_mail & (evidence.company.codes != 0)
        no_mail = ~(mails.codes != 0).any(axis=1)
        self.is_bare_number = nameless & no_mail & (evidence.company.codes == 0)

    def shared(self) -> frozenset[str]:
        """Return the mailboxes and numbers that several people use.

        Where birthdays are known they tell it in each round anew.
        """
        return frozenset() if self.birthdays else self._shared

    def identities(self) -> np.ndarray:
        """Return a number for each row's name, mailbox, mobile and register entry.

        Rows of one number never contradict each other. The mailbox belongs to it because a firm
        has a mailbox for each of two people of one name, as has a mobile; birthdays tell them apart
        as well.
        """
        e = self.evidence
        firm = np.where(self.is_company, e.company.codes, 0)
        legal = np.where(self.is_company, e.legal.codes, 0)
        mail = np.where(e.birthday.codes == 0, self.mail.codes, 0)
        mobile = np.where(e.birthday.codes == 0, self.mobiles[:, 0], 0)
        parts = (self.names.same[self.first], self.names.same[self.last], e.generation.codes,
                 e.register.codes, firm, legal, mail, mobile)  # fmt: skip
        return pd.factorize(mixed(*(part.astype(np.int64) + 1 for part in parts)))[0]

    def _tell_employers(self) -> None:
        """Tell the domains of employers, and what stands before and behind the @ of mailboxes."""
        evidence = self.evidence
        domains = evidence.domains
        employers = self.listed.employers if self.listed else Employers.of(evidence)
        self.domains = left_aligned(domains.where(~employers.providers).codes.copy())
        self.domain_bits = self._rarest(Coded(self.domains, domains.texts), employers.rows)
        mail = self.mails[:, 0]
        local, domain = (
            _of_each_mail(evidence, part) for part in (evidence.locals, evidence.hosts)
        )
        at_firm = ~employers.providers[evidence.domain_of]
        self.mail = Coded(mail, evidence.mails.texts, evidence.mails.told)
        self.local = Coded(local.codes[mail], local.texts, local.told)
        self.mail_domain = Coded(domain.codes[mail], domain.texts, domain.told)
        self.mail_at_firm = at_firm[self.mail_domain.codes]
        self.local_is_long = (local.each(len, np.int64) > 4)[self.local.codes]
        self._of_locals()


def shares(codes: Codes, left: Rows, right: Rows) -> np.ndarray:
    """Tell for pairs of rows whether a column with several places has a value in both."""
    found = np.zeros(len(left), bool)
    for mine in codes.T:
        one = mine[left]
        for theirs in codes.T:
            found |= (one != 0) & (one == theirs[right])
    return found


def _bits(many: np.ndarray, total: float, one: float, bounds: tuple[float, float]) -> np.ndarray:
    """Return how rare names are that so many rows have."""
    return np.asarray(np.clip(np.log2((total + 300) / (np.maximum(many, 1) - 1 + one)), *bounds))


def _of_each_mail(evidence: Evidence, part: Coded) -> Coded:
    """Return a part of the mails of all rows as a column over the codes of mails."""
    codes = np.zeros(len(evidence.mails.texts), np.int32)
    codes[evidence.mails.codes.ravel()] = part.codes.ravel()
    return Coded(codes, part.texts, part.told)


def spelled(local: str) -> str:
    """Return a mailbox in the spelling of names: schroeder as schroder, as names.plain has it.

    >>> spelled("joerg.schroeder"), spelled("anna.meier")
    ('jorg.schroder', 'anna.meier')
    """
    if local.isascii() and not _DIGRAPHS.search(local):
        return local
    return ".".join(plain(word) for word in re.split(r"[._-]+", local))


def _has_number(local: str) -> bool:
    return _DIGIT.search(local) is not None


def house_number(street: str) -> str:
    return street_words(street)[0]


def is_free(domain: str) -> bool:
    return domain in free_domains()


_DIGIT = re.compile("[0-9]")
_DIGRAPHS = re.compile("ae|oe|ue|rn")


def _distinct(codes: Codes, others: Codes, count: int) -> np.ndarray:
    """Return for each code with how many different codes of another column it stands."""
    return np.bincount(pd.unique(codes.astype(np.int64) << 32 | others) >> 32, minlength=count)
