"""People who refused, known again by name and company: elsewhere they may have other addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from leadkit.base.cells import (
    as_mask,
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

    def __bool__(self) -> bool:
        return any(len(part) for parts in self._hashes.values() for part in parts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RefusedPeople):
            return NotImplemented
        return all(
            set(self._of(channel).tolist()) == set(other._of(channel).tolist())
            for channel in CHANNELS
        )

    __hash__ = None  # type: ignore[assignment]  # it grows

    def add(self, columns: Columns, refusing: Mapping[str, Mask]) -> None:
        """Take up the people of a table who refuse a channel: which rows do, by channel."""
        keys = people_keys(columns, len(next(iter(refusing.values()))))
        known = ~is_blank(keys)
        hashes = _hashes(rows_of(keys, known))
        self._names.add(names_of(columns, len(keys)))
        for channel, rows in refusing.items():
            if rows[known].any():
                self._hashes[channel].append(hashes[rows[known]])
                self._in_order.discard(channel)

    def merge(self, other: RefusedPeople) -> None:
        """Take up the people of another table."""
        for channel, hashes in other._hashes.items():
            self._hashes[channel] += hashes
            self._in_order.discard(channel)
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
        """
        import numpy as np

        found = {channel: np.zeros(rows, bool) for channel in CHANNELS}
        keys = people_keys(columns, rows, self._names.may_hold)
        known = ~is_blank(keys)
        hashes = _hashes(rows_of(keys, known))
        for channel in CHANNELS if len(hashes) else ():
            found[channel][known] = _in_sorted(hashes, self._of(channel))
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
