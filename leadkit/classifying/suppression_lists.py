"""Suppression lists read: who must not be contacted, at all or in one way, by address or hash."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from leadkit.base.cells import is_blank, texts, whole
from leadkit.base.errors import LeadkitError
from leadkit.base.how_many import how_many
from leadkit.classifying.entry_columns import entry_columns, passed_over_notes
from leadkit.classifying.list_columns import (
    DOMAINS,
    by_cells_notes,
    kind_of_cell,
    list_columns,
    name_alone,
    name_and_firm,
)
from leadkit.fields.email.domains import personal_domains
from leadkit.fields.headers.names import field_of, normal_header
from leadkit.fields.listed.entries import (
    Listed,
    domain_in,
    hash_column,
    hashed,
    is_other_hash,
)
from leadkit.fields.objections import CHANNELS
from leadkit.fields.placeholder import is_placeholder
from leadkit.fields.refused_people import RefusedPeople
from leadkit.fields.spans import day_number
from leadkit.files.disk import STANDARD, read_key
from leadkit.files.labels import file_labels

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.base.leads import Leads
    from leadkit.fields.refusal_keys import Columns

DAYS = ("suppressed_at", "created_at", "date")  # columns that may say when an entry was made
_NAMING = ("first_name", "last_name", "full_name", "company")


class LeadTable(Protocol):
    """A table of leads that can be read in batches."""

    columns: list[str]
    notes: list[str]  # of how its rows were read, complete when they are

    def batches(self) -> Iterator[Leads]: ...
    # The same, without loading pandas; columns but these may be left out.
    def tables(self, only: frozenset[str] | None = None) -> Iterator[pa.Table]: ...


@dataclass
class SuppressionList(Listed):
    """What is on a suppression list: e-mails, domains, phones, and hashes of such."""

    newest: int = 0  # day of its newest entry as its proleptic ordinal, 0 where it does not say
    left_behind: bool = False  # by removed leads: classify wrote it, and it does not grow old
    notes: list[str] = field(default_factory=list)  # what was not taken up, and why
    # Addresses that take no mail, of a list for one channel: no refusal of who has another one.
    bounced: Listed = field(default_factory=lambda: Listed("bounced"), repr=False)
    # By name and company, who stands there beside an entry: a person may have other addresses.
    people: RefusedPeople = field(default_factory=RefusedPeople, repr=False)


@dataclass(frozen=True)
class Suppressing:
    """The lists of a run: whose leads are removed, and whose stay with one channel closed."""

    remove: tuple[SuppressionList, ...] = ()
    closing: Mapping[str, tuple[SuppressionList, ...]] = field(default_factory=dict)
    key: bytes = b""  # of the hashes that removed leads leave behind

    @property
    def lists(self) -> list[SuppressionList]:
        return [*self.remove, *(one for lists in self.closing.values() for one in lists)]


def read_suppression(
    path: str, key_file: str, open_leads: Callable[[str], LeadTable]
) -> SuppressionList:
    """Read a suppression list; raise LeadkitError where it holds nothing that can be compared.

    Its columns are found by their headers, as import does, else by their cells; a list without a
    header row will do where its first row is such an entry itself.
    """
    if path == STANDARD:
        raise LeadkitError("a suppression list cannot be -: standard input is for the leads")
    return suppression_of(open_leads(path), path, read_key(key_file) if key_file else b"")


def read_lists(
    remove: Sequence[str],
    closing: Mapping[str, Sequence[str]],
    key: bytes,
    open_leads: Callable[[str], LeadTable],
) -> Suppressing:
    """Read the lists whose leads are removed, and by channel those whose leads stay.

    A path may be a folder: all lists in it. Cells call a list by the shortest name that tells it
    from the others, so that they are the same however its path was given.
    """
    from leadkit.files.open import find_once

    found = {channel: find_once(paths) for channel, paths in {"": remove, **closing}.items()}
    labels = file_labels(list(dict.fromkeys(path for paths in found.values() for path in paths)))

    def read(path: str, channel: str) -> SuppressionList:
        listed = suppression_of(open_leads(path), path, key, channel)
        listed.label = labels[path]
        return listed

    lists = {ch: tuple(read(one, ch) for one in paths) for ch, paths in found.items() if paths}
    return Suppressing(lists.pop("", ()), lists, key)


def suppression_of(
    table: LeadTable, name: str, key: bytes = b"", channel: str = ""
) -> SuppressionList:
    """Return what is on a suppression list that is opened; ``name`` is what errors call it.

    The key is that of its hashes, ``channel`` what the list is to close, "" for all. Raises
    LeadkitError where there is nothing to compare.
    """
    import numpy as np

    listed = SuppressionList(name, key=key)
    tables = iter(table.tables())
    first = next(tables, None)

    def cells_of(column: str) -> list[str]:
        return [] if first is None else first[column].unique().to_pylist()

    found = list_columns(table.columns, cells_of)
    if not found:
        raise _unknown_columns(name, table.columns, cells_of)
    columns, domains = found.entries, found.domains
    if found.without_header:
        for header in columns:
            listed.add(header)
        listed.domains.update(map(domain_in, domains))
    listed.notes += by_cells_notes(name, found, table.columns)
    others = [one for one in table.columns if one not in (*columns, *domains)]
    about = entry_columns([] if found.without_header else others, cells_of, channel)
    listed.notes += [f"{name}: {note}" for note in about.notes]
    if not key and "hmac" in " ".join(map(normal_header, columns)):
        raise LeadkitError(f"{name}: its hashes are made with a key (HMAC); give that key, too: "
                           "--key-file FILE")  # fmt: skip
    listed.left_behind = {"lead_id", "reason"} <= set(table.columns)
    if listed.left_behind and hash_column(b"") in columns:
        listed.key = b""  # such a column of ours is made without one
    days = [one for one in table.columns if normal_header(one).replace(" ", "_") in DAYS]
    unread: dict[str, set[str]] = {}  # cells that are no entry, with the firms beside them
    fields = {field_of(re.sub(r"\(.*?\)", "", one)): one for one in table.columns}  # (if known)
    named = {field: one for field, one in fields.items() if field in _NAMING}
    passed: Counter[str] = Counter()
    for every in tables if first is None else chain([first], tables):
        said = [cell for column in days for cell in every[column].unique().to_pylist()]
        listed.newest = max([listed.newest, *map(day_number, said)])
        rows, bounced = about.sorted_out(every, channel, passed)
        everybody = {CHANNELS[0]: np.ones(len(rows), bool)}
        listed.people.add(_column_by_field(rows, named), everybody)
        for column in columns:
            for part, one in ((listed, rows), (listed.bounced, bounced)):
                for cell, firm in _beside(one, column, named.get("company", "")):
                    if not part.add(cell):
                        unread.setdefault(cell, set()).add(firm)
        for column in domains:
            _add_domains(listed, rows.select([column, *columns]))
    unread = _without_domains(listed, unread)
    listed.notes += [
        *table.notes,
        *(f"{name}: {one}" for one in passed_over_notes(about, passed, channel)),
    ]
    _tell_unread(listed, _without_names(listed, unread))
    return listed


def _beside(rows: pa.Table, column: str, other: str) -> list[tuple[str, str]]:
    """Return the different cells of a column, with what stands beside them in another, if any."""
    names = [column, other] if other and other != column else [column]
    pairs = rows.select(names).group_by(names).aggregate([])
    cells = [pairs[name].to_pylist() for name in names]
    return [*zip(cells[0], cells[-1] if len(names) > 1 else [""] * len(pairs), strict=True)]


def _named(cell: str, firms: Collection[str]) -> list[tuple[str, str, str]]:
    """Return whom an entry names, in the firms beside it or in the one that it names itself."""
    held = [firm for firm in firms if firm.strip()]
    alone = name_alone(cell) if held else None
    if alone:
        return [(*alone, firm) for firm in held]
    found = name_and_firm(cell)
    return [found] if found else []


def _without_domains(listed: SuppressionList, cells: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Take up entries that are a domain and nothing else, each as the whole of a firm.

    The others are returned. Who writes firm.example.com among addresses means all there; that of a
    mail provider is told.
    """
    import pyarrow as pa

    bare = {cell: None for cell in cells if kind_of_cell(cell) == DOMAINS}
    if not bare:
        return dict(cells)
    before = len(listed.domains)
    _add_domains(listed, pa.table({"entry": texts(bare)}))
    if added := len(listed.domains) - before:
        told = how_many(added, "entry is a domain", "entries are domains")
        listed.notes.append(f"{listed.name}: {told}: whoever has an address there is on the list")
    return {cell: firms for cell, firms in cells.items() if cell not in bare}


def _without_names(listed: SuppressionList, cells: Mapping[str, Collection[str]]) -> list[str]:
    """Take up entries that are a name with its company, and return the others."""
    import numpy as np

    read = {cell: _named(cell, sorted(cells[cell])) for cell in sorted(cells)}
    people = [one for found in read.values() for one in found]
    if people:
        parts = map(texts, zip(*people, strict=True))
        named = dict(zip(("first_name", "last_name", "company"), parts, strict=True))
        everybody = {CHANNELS[0]: np.ones(len(people), bool)}
        nameless = {CHANNELS[0]: np.array([not first for first, *_ in people])}
        listed.people.add(named.get, everybody, nameless)
        entries = how_many(len(people), "entry is a name", "entries are names")
        listed.notes.append(
            f"{listed.name}: {entries} with a company; who has both is held to be on the list"
        )
    return [cell for cell, found in read.items() if not found]


def _unknown_columns(
    name: str, columns: Sequence[str], cells_of: Callable[[str], Sequence[str]]
) -> LeadkitError:
    """Return the error of a list without any column of entries, also of hashes of other kinds."""
    held = any(is_other_hash(cell) for column in columns for cell in cells_of(column))
    hashes = ". Hashes of another kind, such as MD5, cannot be compared" if held else ""
    return LeadkitError(
        f"{name}: a suppression list needs a column of e-mails, phones, domains or SHA-256 "
        "hashes, and none is one by its header or its cells; call it email, phone, domain or "
        f"sha256{hashes}"
    )


def _column_by_field(rows: pa.Table, named: Mapping[str, str]) -> Columns:
    """Return the columns of a list by what they are, whatever they are called."""

    def column(field: str) -> Cells | None:
        return whole(rows[named[field]]).cast("large_string") if field in named else None

    return column


def _tell_unread(listed: SuppressionList, cells: Collection[str]) -> None:
    """Note how many entries nobody understood; raise LeadkitError where there is no other."""
    held = texts(cell.strip() for cell in cells)
    unread = len(cells) - int((is_blank(held) | is_placeholder("email", held)).sum())
    if not unread:
        return
    kinds = "e-mail, phone number, domain (@firm.example.com) or SHA-256 hash"
    if not (listed.parts or listed.bounced.parts):
        raise LeadkitError(f"{listed.name}: nothing there is an {kinds}, so nobody would be on it")
    if any(map(is_other_hash, cells)):
        kinds += " (but of another kind, such as MD5)"
    passed = how_many(unread, "entry was", "entries were")
    listed.notes.append(
        f"{listed.name}: {passed} passed over, which {'is' if unread == 1 else 'are'} no {kinds}; "
        "look there"
    )


def _add_domains(listed: SuppressionList, rows: pa.Table) -> None:
    """Take up the domains of the first column but those that say where the row's own e-mail is.

    Exports of mailing tools have such a column beside the e-mail, and one person's no is not that
    of a firm; still less of all who have a mailbox at a provider. ``@firm.example.com`` in any
    column is always the whole domain.
    """
    cells = (column.to_pylist() for column in rows.columns)
    beside, free = 0, 0
    for cell, *own in dict.fromkeys(zip(*cells, strict=True)):
        domain = domain_in(cell)
        addresses = [one.rpartition("@")[2].strip(" >").lower() for one in own if "@" in one]
        if domain and any(f".{one}".endswith(f".{domain}") for one in addresses):
            beside += 1
        elif domain and "@" not in cell and domain in personal_domains():
            free += 1
        elif domain:
            listed.domains.add(domain)
    was, were = "domain was", "domains were"
    if beside:
        listed.notes.append(
            f"{listed.name}: {how_many(beside, was, were)} not taken as whole, beside an e-mail at "
            "it; write @firm.example.com where all of a firm is meant"
        )
    if free:
        listed.notes.append(
            f"{listed.name}: {how_many(free, was, were)} not taken as whole, being a mail "
            "provider's; write @ before one to leave out everybody there"
        )


def hashes_of(listed: Listed, key: bytes = b"") -> tuple[list[str], int]:
    """Return the hashes of all that is on a list, sorted, and how many numbers have none.

    A number without its country is written in too many ways to be found again by a hash.

    >>> plain = SuppressionList("never.csv")
    >>> cells = "Eva@Meier.example.com", "+49 89 99998123", "089/99998124", "@firm.example"
    >>> all([plain.add(cell) for cell in cells])
    True
    >>> hashes, left_out = hashes_of(plain)
    >>> hashed("eva@meier.example.com") in hashes, hashed("+498999998123") in hashes, left_out
    (True, True, 1)
    >>> hashed("@firm.example") in hashes
    True
    """
    numbers = {phone for phone in listed.phones if phone.startswith("+")}
    domains = {f"@{domain}" for domain in listed.domains}
    made = {hashed(form, key) for form in listed.emails | numbers | domains}
    return sorted(made | {one.hex() for one in listed.hashes}), len(listed.national)
