"""People who refused, known again by name and company: elsewhere they may have other addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from leadkit.base.cells import (
    as_mask,
    in_set,
    is_blank,
    is_empty,
    map_cells,
    matches,
    repeated,
    rows_of,
    text,
    to_numpy,
    with_rows,
)
from leadkit.base.fold import fold_letters
from leadkit.base.keyed import hashes_64
from leadkit.base.known_texts import Sieve
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
        keys = people_keys(columns, len(next(iter(refusing.values()))))
        known = ~is_blank(keys)
        hashes = _hashes(rows_of(keys, known))
        self._names.add(names_of(columns, len(keys)))
        surnames = surname_keys(columns, len(keys)) if nowhere else None
        for channel, rows in refusing.items():
            if rows[known].any():
                self._hashes[channel].append(hashes[rows[known]])
                self._in_order.discard(channel)
            if surnames is not None and nowhere:
                alone = rows_of(surnames, rows & nowhere[channel]).unique().to_pylist()
                self._surnames[channel].update(filter(None, alone))

    def merge(self, other: RefusedPeople) -> None:
        """Take up the people of another table."""
        for channel, hashes in other._hashes.items():
            self._hashes[channel] += hashes
            self._in_order.discard(channel)
            self._surnames[channel] |= other._surnames[channel]
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
        known = ~is_blank(keys)
        hashes = _hashes(rows_of(keys, known))
        for channel in CHANNELS if len(hashes) else ():
            found[channel][known] = _in_sorted(hashes, self._of(channel))
        if any(self._surnames.values()):
            surnames = {key.rpartition("|")[0] for keys in self._surnames.values() for key in keys}
            alone = surname_keys(columns, rows, surnames)
            for channel, refused in self._surnames.items():
                found[channel] |= in_set(alone.to_pylist(), refused, rows)
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
    import pyarrow.compute as pc

    blank = repeated("", rows)
    if (companies := columns("company")) is None:
        return blank
    name = names_of(columns, rows)
    asked = ~is_empty(name)
    if among is not None:
        asked &= among(name)
    if not asked.any():
        return blank
    firm = _folded_firms(rows_of(companies, asked))
    keys = pc.binary_join_element_wise(rows_of(name, asked), firm, text("|"))
    return with_rows(blank, asked, pc.if_else(pc.equal(firm, text("")), text(""), keys))


def surname_keys(columns: Columns, rows: int, among: Collection[str] | None = None) -> Cells:
    """Return a key of last name and company for each row that has no first name, else "".

    With ``among``, of all rows whose last name is one of these.

    >>> from leadkit.base.cells import texts
    >>> table = {"first_name": texts(["", "Jan"]), "last_name": texts(["Kern", "Kern"]),
    ...     "full_name": texts(["Herr Kern", ""]), "prefix": texts(["Herr", ""]),
    ...     "company": texts(["Acme AG", "Acme AG"])}
    >>> surname_keys(table.get, 2).to_pylist(), surname_keys(table.get, 2, ["kern"]).to_pylist()
    (['kern|acme', ''], ['kern|acme', 'kern|acme'])
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    keys = repeated("", rows)
    lasts, companies = columns("last_name"), columns("company")
    if lasts is None or companies is None:
        return keys
    asked = ~is_blank(lasts) & ~is_blank(companies)
    if among is None:
        asked &= ~_has_first_name(columns, lasts)
    last = _folded_names(rows_of(lasts, asked))
    if among is not None:
        held = as_mask(pc.is_in(last, value_set=pa.array(sorted(among), last.type)))
        last, asked[asked] = rows_of(last, held), held
    if not asked.any():
        return keys
    firm = _folded_firms(rows_of(companies, asked))
    joined = pc.binary_join_element_wise(last, firm, text("|"))
    return with_rows(keys, asked, pc.if_else(pc.equal(firm, text("")), text(""), joined))


def _has_first_name(columns: Columns, lasts: Cells) -> Mask:
    """Tell which rows have a first name, in a column of its own or within the whole name."""
    import pyarrow.compute as pc

    blank = repeated("", len(lasts))

    def folded(name: str) -> Cells:
        cells = columns(name)
        return blank if cells is None else _folded_names(cells)

    last, whole = _folded_names(lasts), folded("full_name")
    with_prefix = pc.binary_join_element_wise(folded("prefix"), last, text(" "))
    is_last = as_mask(pc.or_(pc.equal(whole, last), pc.equal(whole, with_prefix)))
    found: Mask = ~is_blank(folded("first_name")) | (~is_blank(whole) & ~is_last)
    return found


def names_of(columns: Columns, rows: int) -> Cells:
    """Return the name of each row as it is compared, "" where it has no first and last name.

    >>> from leadkit.base.cells import texts
    >>> names_of({"full_name": texts(["Meier Eva", "Cher"])}.get, 2).to_pylist()
    ['eva meier', '']
    """
    import pyarrow.compute as pc

    blank = repeated("", rows)

    def folded(name: str) -> Cells:
        cells = columns(name)
        return blank if cells is None else _folded_names(cells)

    first, last = map(folded, ("first_name", "last_name"))
    both = ~is_empty(first) & ~is_empty(last)
    in_order = to_numpy(pc.less_equal(first, last))
    one_word_each = both & ~_several_words(first) & ~_several_words(last) & ~in_order
    name = pc.binary_join_element_wise(first, last, text(" "))
    if one_word_each.any():
        turned = (rows_of(cells, one_word_each) for cells in (last, first))
        name = with_rows(name, one_word_each, pc.binary_join_element_wise(*turned, text(" ")))
    if columns("full_name") is None or both.all():
        return with_rows(name, ~both, rows_of(blank, ~both))
    return with_rows(name, ~both, map_cells(rows_of(folded("full_name"), ~both), _in_one_order))


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
    return re.sub("([aou])e", r"\1", fold_letters(name))


@lru_cache(maxsize=1 << 16)
def _folded(name: str) -> str:
    return fold_letters(name)
