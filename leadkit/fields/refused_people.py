"""People who refused, known again by name and company: elsewhere they may have other addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from leadkit.base.cells import (
    as_mask,
    in_set,
    is_empty,
    map_cells,
    matches,
    repeated,
    rows_of,
    text,
    to_numpy,
    with_rows,
)
from leadkit.base.fold import fold_letters, fold_umlauts
from leadkit.base.keyed import hashes_64
from leadkit.base.known_texts import KnownTexts, Sieve
from leadkit.fields.legal_forms import FORMS
from leadkit.fields.objections import CHANNELS

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask
    from leadkit.fields.refusal_keys import Columns


class RefusedPeople:
    """Who refused which channel: of each person a hash of 64 bits, and a sieve of all names."""

    def __init__(self) -> None:
        self._hashes: dict[str, list[np.ndarray]] = {channel: [] for channel in CHANNELS}
        self._in_order: set[str] = set()  # the channels whose hashes are one sorted array
        self._names = Sieve()
        # Of who refused without a first name, "Herr Kern": last name and firm, by channel.
        self._surnames: dict[str, set[str]] = {channel: set() for channel in CHANNELS}
        self._last_names: set[str] = set()  # of all of them
        self._among_last_names = KnownTexts(self._last_names).among

    def __bool__(self) -> bool:
        hashed = any(len(part) for parts in self._hashes.values() for part in parts)
        return hashed or any(self._surnames.values())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RefusedPeople):
            return NotImplemented
        return self._surnames == other._surnames and all(
            set(self._of(channel).tolist()) == set(other._of(channel).tolist())
            for channel in CHANNELS
        )

    __hash__ = None  # type: ignore[assignment]  # it grows

    def add(
        self,
        columns: Columns,
        refusing: Mapping[str, Mask],
        nowhere: Mapping[str, Mask] | None = None,
    ) -> None:
        """Take up the people of a table who refuse a channel: which rows do, by channel.

        ``nowhere`` are rows without an address for a channel. Where such a row has no first name,
        "Herr Kern", everybody of that name in that company refuses.
        """
        count = len(next(iter(refusing.values())))
        names = names_of(columns, count)
        self._names.add(names)
        keys = _with_firm(names, ~is_empty(names), columns)
        known = ~is_empty(keys)
        hashes = _hashes(rows_of(keys, known))
        for channel, rows in refusing.items():
            if rows[known].any():
                self._hashes[channel].append(hashes[rows[known]])
                self._in_order.discard(channel)
        if nowhere:
            surnames = surname_keys(columns, count)
            for channel, rows in refusing.items():
                alone = rows_of(surnames, rows & nowhere[channel]).unique().to_pylist()
                self._add_surnames(channel, filter(None, alone))

    def _add_surnames(self, channel: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._surnames[channel].add(key)
            self._last_names.add(key.rpartition("|")[0])

    def merge(self, other: RefusedPeople) -> None:
        """Take up the people of another table."""
        for channel, hashes in other._hashes.items():
            self._hashes[channel] += hashes
            self._in_order.discard(channel)
            self._add_surnames(channel, other._surnames[channel])
        self._names.merge(other._names)

    def among(self, columns: Columns, rows: int) -> dict[str, Mask]:
        """Tell for each channel which rows are people who refused it; in doubt they are the same.

        >>> from leadkit.base.cells import texts
        >>> import numpy as np
        >>> refused = RefusedPeople()
        >>> table = {"full_name": texts(["Eva Meier"]), "company": texts(["Acme AG"])}
        >>> refused.add(table.get, {"email": np.array([True])})
        >>> others = {"full_name": texts(["MEIER Eva", "Eva Kern"]), "company": texts(["ACME"] * 2)}
        >>> refused.among(others.get, 2)["email"].tolist()
        [True, False]

        Without a first name and an address everybody of that name is meant:

        >>> no, table = np.array([True]), {"last_name": texts(["Kern"]), "company": texts(["ACME"])}
        >>> refused.add(table.get, {"email": no}, {"email": no})
        >>> others = {"first_name": texts(["Jan"]), "last_name": texts(["Kern"]),
        ...     "company": texts(["ACME"])}
        >>> refused.among(others.get, 1)["email"].tolist()
        [True]
        """
        import numpy as np

        found = {channel: np.zeros(rows, bool) for channel in CHANNELS}
        keys = people_keys(columns, rows, self._names.may_hold)
        known = ~is_empty(keys)
        hashes = _hashes(rows_of(keys, known))
        for channel in CHANNELS if len(hashes) else ():
            found[channel][known] = _in_sorted(hashes, self._of(channel))
        if self._last_names:
            keys = surname_keys(columns, rows, self._among_last_names)
            known = ~is_empty(keys)
            alone = rows_of(keys, known).to_pylist()
            for channel, refused in self._surnames.items():
                found[channel][known] |= in_set(alone, refused, len(alone))
        return found

    def _of(self, channel: str) -> np.ndarray:
        if channel not in self._in_order:
            self._hashes[channel] = [_sorted(self._hashes[channel])]
            self._in_order.add(channel)
        return self._hashes[channel][0]


def _hashes(keys: Cells) -> np.ndarray:
    return hashes_64(keys.cast("large_binary").to_pylist())


def _sorted(hashes: Sequence[np.ndarray]) -> np.ndarray:
    import numpy as np

    return np.unique(np.concatenate(hashes)) if hashes else np.zeros(0, np.uint64)


def _in_sorted(hashes: np.ndarray, known: np.ndarray) -> Mask:
    import numpy as np

    if not len(known):
        return np.zeros(len(hashes), bool)
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    found: Mask = known[place] == hashes
    return found


def people_keys(columns: Columns, rows: int, among: Callable[[Cells], Mask] | None = None) -> Cells:
    """Return a key of name and company for each row that has both, "" for the others.

    Letters are without their marks, firms without their legal form, and the two words of a name in
    one order. With ``among``, keys of those rows alone whose name it holds for.

    >>> from leadkit.base.cells import texts
    >>> table = {"first_name": texts(["Eva", "Jan"]), "last_name": texts(["MÜLLER-Łoś", "Kern"]),
    ...     "company": texts(["Acme GmbH & Co. KG", ""])}
    >>> people_keys(table.get, 2).to_pylist()
    ['eva muller los|acme', '']
    """
    name = names_of(columns, rows)
    asked = ~is_empty(name)
    if among is not None:
        asked &= among(name)
    return _with_firm(name, asked, columns)


def _with_firm(names: Cells, asked: Mask, columns: Columns) -> Cells:
    """Return keys of these names and their rows' companies, for rows that are asked for."""
    import pyarrow.compute as pc

    blank, companies = repeated("", len(names)), columns("company")
    if companies is None or not asked.any():
        return blank
    firm = _folded_firms(rows_of(companies, asked))
    keys = pc.binary_join_element_wise(rows_of(names, asked), firm, text("|"))
    return with_rows(blank, asked, pc.if_else(pc.equal(firm, text("")), text(""), keys))


def surname_keys(
    columns: Columns, rows: int, among: Callable[[Cells], Mask] | None = None
) -> Cells:
    """Return a key of last name and company for each row that has no first name, else "".

    With ``among``, of all rows whose last name it holds for.

    >>> from leadkit.base.cells import texts
    >>> table = {"first_name": texts(["", "Jan"]), "last_name": texts(["Kern", "Kern"]),
    ...     "full_name": texts(["Herr Kern", ""]), "prefix": texts(["Herr", ""]),
    ...     "company": texts(["Acme AG", "Acme AG"])}
    >>> surname_keys(table.get, 2).to_pylist()
    ['kern|acme', '']
    >>> surname_keys(table.get, 2, KnownTexts({"kern"}).among).to_pylist()
    ['kern|acme', 'kern|acme']
    """
    lasts = _column(columns, "last_name", rows)
    asked = ~is_empty(lasts)
    if asked.any():
        asked &= ~_has_first(columns, lasts) if among is None else among(lasts)
    return _with_firm(lasts, asked, columns)


def _column(columns: Columns, name: str, rows: int) -> Cells:
    """Return a column of names as they are compared, blank throughout where there is none."""
    cells = columns(name)
    return repeated("", rows) if cells is None else _folded_names(cells)


def _has_first(columns: Columns, lasts: Cells) -> Mask:
    """Tell which rows have a first name, in a column of its own or within the whole name."""
    import pyarrow.compute as pc

    first, whole, prefix = (
        _column(columns, name, len(lasts)) for name in ("first_name", "full_name", "prefix")
    )
    with_prefix = pc.binary_join_element_wise(prefix, lasts, text(" "))
    is_last = as_mask(pc.or_(pc.equal(whole, lasts), pc.equal(whole, with_prefix)))
    found: Mask = ~is_empty(first) | (~is_empty(whole) & ~is_last)
    return found


def names_of(columns: Columns, rows: int) -> Cells:
    """Return the name of each row as it is compared, "" where it has no first and last name.

    >>> from leadkit.base.cells import texts
    >>> names_of({"full_name": texts(["Meier Eva", "Cher"])}.get, 2).to_pylist()
    ['eva meier', '']
    """
    import pyarrow.compute as pc

    first, last = (_column(columns, name, rows) for name in ("first_name", "last_name"))
    both = ~is_empty(first) & ~is_empty(last)
    in_order = to_numpy(pc.less_equal(first, last))
    one_word_each = both & ~_several_words(first) & ~_several_words(last) & ~in_order
    name = pc.binary_join_element_wise(first, last, text(" "))
    if one_word_each.any():
        turned = (rows_of(cells, one_word_each) for cells in (last, first))
        name = with_rows(name, one_word_each, pc.binary_join_element_wise(*turned, text(" ")))
    if columns("full_name") is None or both.all():
        return with_rows(name, ~both, rows_of(repeated("", rows), ~both))
    whole = rows_of(_column(columns, "full_name", rows), ~both)
    return with_rows(name, ~both, map_cells(whole, _in_one_order))


def _several_words(cells: Cells) -> Mask:
    import pyarrow.compute as pc

    return as_mask(pc.match_substring(cells, " "))


def _in_one_order(name: str) -> str:
    words = name.split(" ")
    return " ".join(sorted(words) if len(words) == 2 else words) if len(words) > 1 else ""


def _folded_names(cells: Cells) -> Cells:
    """Return names in small letters without marks: ü, ue and u are one."""
    import pyarrow.compute as pc

    small = pc.ascii_lower(pc.utf8_trim_whitespace(cells))
    odd = matches(small, "[^a-z]|[aou]e")
    return with_rows(small, odd, map_cells(rows_of(small, odd), _folded_name))


def _folded_firms(cells: Cells) -> Cells:
    """Return firms as they are compared, without their legal form.

    As company_base_name does with one cell, for forms at the end: by whole columns, since half a
    million different firms one by one would take as long as all else that classify does.

    >>> from leadkit.base.cells import texts
    >>> firms = texts(["Groß & Söhne GmbH", "FarmaLek Ośno Sp. z o.o.", "AG"])
    >>> _folded_firms(firms).to_pylist()
    ['gross soehne', 'farmalek osno', 'ag']
    """
    import pyarrow.compute as pc

    ascii_only = as_mask(pc.string_is_ascii(cells))
    small = pc.replace_substring(pc.ascii_lower(cells), ".", "")
    small = pc.replace_substring_regex(small, "[^a-z0-9]+", " ")
    small = pc.utf8_trim_whitespace(small)
    small = with_rows(small, ~ascii_only, map_cells(rows_of(cells, ~ascii_only), _folded))
    return pc.replace_substring_regex(small, _legal_forms(), "")


@cache
def _legal_forms() -> str:
    """Return a pattern of what a folded firm ends in, one form or several."""
    return rf"(?: (?:{'|'.join(sorted(FORMS, key=len, reverse=True))}))+$"


@lru_cache(maxsize=1 << 16)
def _folded_name(name: str) -> str:
    return fold_umlauts(name)


@lru_cache(maxsize=1 << 16)
def _folded(name: str) -> str:
    return fold_letters(name)
