"""People who refused, known again by name and company: elsewhere they may have other addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import in_set, is_empty, repeated, rows_of, texts
from leadkit.base.keyed import hashes_64
from leadkit.base.known_texts import KnownTexts, Sieve
from leadkit.fields.firm_words import keys_by_words
from leadkit.fields.objections import CHANNELS
from leadkit.fields.people_keys import names_of, surname_keys, with_firm

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
        keys = with_firm(names, ~is_empty(names), columns)
        known = ~is_empty(keys)
        hashes = _hashes(rows_of(keys, known))
        for channel, rows in refusing.items():
            if rows[known].any():
                self._take(channel, hashes[rows[known]])
        self._add_words(columns, names, keys, refusing)
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

        A word of the company is enough, or one in the domain of the e-mail:

        >>> emails = texts(["e@acme-bau.example.com", "e@gmail.com"])
        >>> others = {"full_name": texts(["Eva Meier"] * 2), "email": emails}
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
        names = names_of(columns, rows)
        asked = ~is_empty(names)
        asked &= self._names.may_hold(names)
        keys = with_firm(names, asked, columns)
        known = ~is_empty(keys)
        hashes = _hashes(rows_of(keys, known))
        for channel in CHANNELS if len(hashes) else ():
            found[channel][known] = _in_sorted(hashes, self._of(channel))
        some = [found[channel] for channel in CHANNELS if len(self._of(channel))]
        if some:  # who is found for all channels already is not asked again
            self._find_words(found, columns, names, keys, asked & ~np.logical_and.reduce(some))
        if self._last_names:
            keys = surname_keys(columns, rows, self._among_last_names)
            known = ~is_empty(keys)
            alone = rows_of(keys, known).to_pylist()
            for channel, refused in self._surnames.items():
                found[channel][known] |= in_set(alone, refused, len(alone))
        return found

    def _add_words(
        self, columns: Columns, names: Cells, keys: Cells, refusing: Mapping[str, Mask]
    ) -> None:
        """Take up names with each word of their firm, and of the domain of their e-mail."""
        import numpy as np

        some = ~is_empty(names) & np.logical_or.reduce([*refusing.values()])
        if not some.any():
            return
        at, hashes = _by_words(columns, names, keys, some)
        for channel, rows in refusing.items():
            self._take(channel, hashes[rows[at]])

    def _take(self, channel: str, hashes: np.ndarray) -> None:
        self._hashes[channel].append(hashes)
        self._in_order.discard(channel)

    def _find_words(
        self, found: dict[str, Mask], columns: Columns, names: Cells, keys: Cells, asked: Mask
    ) -> None:
        """Tell of people, too, whose firm or domain shares a word with one who refused."""
        import numpy as np

        if not asked.any():
            return
        refused = [self._of(channel) for channel in CHANNELS]
        hashes = _hashes(texts(f"{name}@" for name in rows_of(names, asked).to_pylist()))
        asked = asked.copy()
        asked[asked] = np.logical_or.reduce([_in_sorted(hashes, one) for one in refused])
        if not asked.any():  # as of nearly all: the name is nobody's who refused
            return
        at, hashes = _by_words(columns, names, keys, asked, in_part=True)
        for channel, one in zip(CHANNELS, refused, strict=True):
            found[channel][at[_in_sorted(hashes, one)]] = True

    def _of(self, channel: str) -> np.ndarray:
        if channel not in self._in_order:
            self._hashes[channel] = [_sorted(self._hashes[channel])]
            self._in_order.add(channel)
        return self._hashes[channel][0]


def _by_words(
    columns: Columns, names: Cells, keys: Cells, rows: Mask, *, in_part: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return for each key by a word of some rows the row, and the key's hash."""
    import numpy as np

    emails = columns("email")
    cells = repeated("", len(names)) if emails is None else emails
    told = (rows_of(one, rows).to_pylist() for one in (names, keys, cells))
    pairs = [*keys_by_words(*told, in_part=in_part)]
    at = np.flatnonzero(rows)[np.array([place for place, _ in pairs], np.int64)]
    return at, _hashes(texts(key for _, key in pairs))


def _hashes(keys: Cells) -> np.ndarray:
    return hashes_64(keys.cast("large_binary").to_pylist())


def _sorted(hashes: Sequence[np.ndarray]) -> np.ndarray:
    import numpy as np

    hashed: np.ndarray = np.sort(np.concatenate([*hashes, np.zeros(0, np.uint64)]))
    return np.asarray(hashed[np.diff(hashed, prepend=~hashed[:1]) != 0])


def _in_sorted(hashes: np.ndarray, known: np.ndarray) -> Mask:
    import numpy as np

    if not len(known):
        return np.zeros(len(hashes), bool)
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    found: Mask = known[place] == hashes
    return found
