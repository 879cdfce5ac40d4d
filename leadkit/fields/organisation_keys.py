"""Keys of organisations: which rows of a list are people of one company, however it is written.

The company's name without its legal form is compared, as dedupe does, and the domain of the
address or website where it is an employer's. Two names that share an employer's domain are one
organisation, and so are two domains that share a name. What anybody may have ties nobody: a mail
provider's domain, one under which many companies have mailboxes, and a name that stands
before many domains ("Stadtwerke").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cells import (
    is_empty,
    map_cells,
    numbers,
    repeated,
    rows_of,
    text,
    texts,
    to_numpy,
    whole,
    with_rows,
)
from leadkit.fields.email.column import plain_addresses
from leadkit.fields.email.domains import personal_domains
from leadkit.fields.people_keys import firms_of

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.fields.refusal_keys import Columns

# Columns that an organisation's key is made of.
READS = ("company", "email", "website")
SEVERAL = 4  # so many others, and nearly each row another: a provider, or a word for a trade
_SHARE = 0.3


def organisation_keys(columns: Columns, rows: int) -> Cells:
    """Return a key of the organisation of each row of a whole list, "" where nothing tells it.

    The key is the organisation's most frequent name as it is compared, or its domain.

    >>> from leadkit.base.cells import texts
    >>> table = {"company": texts(["Acme GmbH", "Acme Robotics", "", "", "ACME AG"]),
    ...     "email": texts(["eva@acme.example.com", "jan@acme.example.com", "al@Acme.example.com",
    ...                     "x@gmail.com", ""])}
    >>> organisation_keys(table.get, 5).to_pylist()
    ['acme', 'acme', 'acme', '', 'acme']
    """
    known = Organisations()
    parts = parts_of(columns, rows)
    known.hear(*parts)
    return known.tell(*parts)


def parts_of(columns: Columns, rows: int) -> tuple[Cells, Cells]:
    """Return each row's company as it is compared, and its employer's domain."""
    return firms_of(columns, rows), employer_domains(columns, rows)


@dataclass
class Organisations:
    """Hears all rows of a list, batch by batch, and then tells the organisation of each.

    >>> from leadkit.base.cells import texts
    >>> known = Organisations()
    >>> known.add({"company": texts(["Acme AG"]), "email": texts(["a@acme.example.com"])}.get, 1)
    >>> known.add({"email": texts(["b@acme.example.com"])}.get, 1)
    >>> known.keys({"email": texts(["b@acme.example.com"])}.get, 1).to_pylist()
    ['acme']
    """

    _heard: list[pa.Table] = field(default_factory=list)
    _told: _Told | None = None

    def add(self, columns: Columns, rows: int) -> None:
        """Hear some rows of the list."""
        self.hear(*parts_of(columns, rows))

    def keys(self, columns: Columns, rows: int) -> Cells:
        """Return the key of the organisation of each of these rows, "" where nothing tells it."""
        return self.tell(*parts_of(columns, rows))

    def hear(self, firms: Cells, domains: Cells) -> None:
        """Hear some rows, as their companies are compared and by their employers' domains."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        firm, domain = firms.dictionary_encode(), domains.dictionary_encode()
        width = len(domain.dictionary) + 1
        pairs = to_numpy(firm.indices).astype(np.int64) * width + to_numpy(domain.indices)
        counted = pc.value_counts(numbers(pairs))
        of_firm, of_domain = np.divmod(to_numpy(counted.field("values")), width)
        heard = {
            "firm": pa.DictionaryArray.from_arrays(numbers(of_firm), firm.dictionary),
            "domain": pa.DictionaryArray.from_arrays(numbers(of_domain), domain.dictionary),
            "rows": counted.field("counts"),
        }
        self._heard.append(pa.table(heard))
        self._told = None

    def tell(self, firms: Cells, domains: Cells) -> Cells:
        """Return the key of the organisation of each of these rows."""
        told = self.tell_each(firms, domains)
        return told.dictionary.take(told.indices)

    def tell_each(self, firms: Cells, domains: Cells) -> pa.DictionaryArray:
        """Return the key of the organisation of each of these rows, each different one once."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        told = self._told = self._told or _settled(self._heard)
        firm, domain = firms.dictionary_encode(), domains.dictionary_encode()
        own = firm.dictionary
        by_firm = _looked_up(own, told.firms, told.of_firm)
        by_domain = _looked_up(domain.dictionary, told.domains, told.of_domain)
        keys = pa.concat_arrays([by_firm, by_domain, own]).dictionary_encode()
        blank = pc.index(keys.dictionary, text("")).as_py()
        parts = np.split(to_numpy(keys.indices), np.cumsum((len(by_firm), len(by_domain))))
        at_firm, at_domain = to_numpy(firm.indices), to_numpy(domain.indices)
        found = parts[0][at_firm]
        for answers, at in ((parts[1], at_domain), (parts[2], at_firm)):
            found = np.where(found == blank, answers[at], found)
        used = np.bincount(found, minlength=len(keys.dictionary)) > 0
        place = np.cumsum(used) - 1
        told_as = rows_of(keys.dictionary, used)
        return pa.DictionaryArray.from_arrays(numbers(place[found]), told_as)


def employer_domains(columns: Columns, rows: int) -> Cells:
    """Return the domain of each row's address, or else website, "" where it is a mail provider's.

    >>> from leadkit.base.cells import texts
    >>> table = {"email": texts(["eva@Acme.example.com", "eva@gmail.com", ""]),
    ...     "website": texts(["", "https://www.kern.example.com/en", "acme.example.com"])}
    >>> employer_domains(table.get, 3).to_pylist()
    ['acme.example.com', 'kern.example.com', 'acme.example.com']
    """
    domains, mails, sites = repeated("", rows), columns("email"), columns("website")
    if mails is not None:
        read = plain_addresses(mails)
        domains = with_rows(domains, read.rows, read.domains.cast(domains.type))
        domains = _of_employers(domains)
    if sites is not None:
        asked = is_empty(domains) & ~is_empty(sites)
        if asked.any():
            hosts = map_cells(rows_of(sites, asked), _host)
            domains = with_rows(domains, asked, _of_employers(hosts))
    return domains


def _host(site: str) -> str:
    host = site.strip().casefold().partition("://")[2] or site.strip().casefold()
    host = host.partition("/")[0].partition("?")[0].partition(":")[0].removeprefix("www.")
    return host if "." in host and " " not in host else ""


def _of_employers(domains: Cells) -> Cells:
    import pyarrow.compute as pc

    encoded, known = domains.dictionary_encode(), _personal()
    hosts = pc.if_else(pc.is_in(encoded.dictionary, known), text(""), encoded.dictionary)
    return hosts.take(encoded.indices)


@cache
def _personal() -> Cells:
    return texts(sorted(personal_domains()))


@dataclass(frozen=True)
class _Told:
    """Names and domains that tell an organisation, each with its key, "" where it tells none."""

    firms: Cells
    of_firm: Cells
    domains: Cells
    of_domain: Cells


def _looked_up(cells: Cells, known: Cells, answers: Cells) -> Cells:
    import pyarrow.compute as pc

    found = pc.index_in(cells, value_set=known)
    return pc.fill_null(answers.take(found), text(""))


def _settled(heard: list[pa.Table]) -> _Told:
    """Tell which names and domains are of one organisation."""
    import numpy as np
    import pyarrow as pa

    if not heard:
        nothing = texts([])
        return _Told(nothing, nothing, nothing, nothing)
    table = pa.concat_tables(heard).unify_dictionaries()
    rows = to_numpy(whole(table["rows"]))
    firm, firms = _coded(whole(table["firm"]))
    domain, domains = _coded(whole(table["domain"]))
    both = (firm > 0) & (domain > 0)
    # Of names a beginning counts: Acme, Acme Robotics and Acme Europe are no three employers.
    begins = _beginnings(firms)[firm]
    provider = _of_many(domain, begins, rows, both, len(domains) + 1)
    trade = _of_many(firm, domain, rows, both, len(firms) + 1)
    ties = both & ~provider[domain] & ~trade[firm]
    nodes = len(firms) + len(domains) + 2
    group = _groups(firm[ties], domain[ties] + len(firms) + 1, nodes)
    weight = np.bincount(firm, weights=rows, minlength=len(firms) + 1)
    names = _names(group, weight, trade, firms, domains)
    of_firm = np.where(trade[1:], "", names[group[1 : len(firms) + 1]])
    of_domain = np.where(provider[1:], "", names[group[len(firms) + 2 :]])
    return _Told(firms, texts(of_firm.tolist()), domains, texts(of_domain.tolist()))


def _coded(cells: Cells) -> tuple[np.ndarray, Cells]:
    """Return for each cell the place of its text, from 1, and the texts; 0 is no text."""
    import numpy as np
    import pyarrow.compute as pc

    encoded = cells.dictionary_encode()
    known, places = encoded.dictionary, to_numpy(encoded.indices).astype(np.int64)
    blank = pc.index(known, text("")).as_py()
    if blank < 0:
        return places + 1, known
    filled = np.arange(len(known)) != blank
    place = np.where(filled, np.cumsum(filled), 0)
    return place[places], rows_of(known, filled)


def _beginnings(firms: Cells) -> np.ndarray:
    """Return a number for the first letters of each name, at its place from 1."""
    import numpy as np
    import pyarrow.compute as pc

    begun = pc.utf8_slice_codeunits(firms, 0, SEVERAL).dictionary_encode()
    return np.concatenate(([0], to_numpy(begun.indices).astype(np.int64) + 1))


def _of_many(
    which: np.ndarray, others: np.ndarray, rows: np.ndarray, asked: np.ndarray, count: int
) -> np.ndarray:
    """Tell of each whether so many others stand beside it that it ties none of them."""
    import numpy as np
    import pyarrow.compute as pc

    width = int(others.max(initial=0)) + 1
    pairs = to_numpy(pc.unique(numbers(which[asked] * width + others[asked])))
    beside = np.bincount(pairs // width, minlength=count)
    total = np.bincount(which[asked], weights=rows[asked], minlength=count)
    found: np.ndarray = (beside >= SEVERAL) & (beside > _SHARE * total)
    return found


def _groups(left: np.ndarray, right: np.ndarray, nodes: int) -> np.ndarray:
    """Return for each node the least node that it is tied to, by however many ties."""
    import numpy as np

    group = np.arange(nodes)
    while True:
        least = np.minimum(group[left], group[right])
        new = group.copy()
        np.minimum.at(new, left, least)
        np.minimum.at(new, right, least)
        new = np.minimum(new, new[new])
        new = new[new]
        if (new == group).all():
            return group
        group = new


def _names(
    group: np.ndarray, weight: np.ndarray, trade: np.ndarray, firms: Cells, domains: Cells
) -> np.ndarray:
    """Return the name of each group at its place: its most frequent firm, or else a domain.

    Of equals the first by letters is taken, so that the order of rows tells nothing.
    """
    import numpy as np

    many = len(firms) + 1
    names = np.full(len(group), "", object)
    spelled = np.array(["", *firms.to_pylist(), "", *domains.to_pylist()], object)
    known = np.flatnonzero(spelled != "")
    known = known[~np.concatenate((trade, np.zeros(len(spelled) - many, bool)))[known]]
    rank = np.zeros(len(spelled))
    rank[:many] = weight  # a name comes before all domains
    most = np.full(len(group), -1.0)
    np.maximum.at(most, group[known], rank[known])
    best = known[rank[known] == most[group[known]]]
    alone = np.bincount(group[best], minlength=len(group))[group[best]] == 1
    names[group[best[alone]]] = spelled[best[alone]]
    rest = best[~alone]
    for node in rest[np.argsort(spelled[rest], kind="stable")[::-1]].tolist():
        names[group[node]] = spelled[node]
    return names
