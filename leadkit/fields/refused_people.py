"""People who refused, known again by name and company: elsewhere they may have other addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import in_set, is_empty, numbers, rows_of, texts
from leadkit.base.keyed import hashes_64
from leadkit.base.known_texts import KnownTexts, Sieve
from leadkit.fields.firm_words import keys_of_firms, words_of_domain
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
        import numpy as np

        count = len(next(iter(refusing.values())))
        names = names_of(columns, count)
        self._names.add(names)
        keys = with_firm(names, ~is_empty(names), columns)
        known = ~is_empty(keys)
        hashes = _hashes(rows_of(keys, known))
        some = np.logical_or.reduce([rows[known] for rows in refusing.values()])
        by_word = [*keys_of_firms(rows_of(rows_of(keys, known), some).to_pylist())]
        whose = np.flatnonzero(some)[np.array([place for place, _ in by_word], np.int64)]
        words = _hashes(texts(key for _, key in by_word))
        for channel, rows in refusing.items():
            if rows[known].any():
                self._hashes[channel] += [hashes[rows[known]], words[rows[known][whose]]]
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

        Where a row names no company, a word of it in the domain of its e-mail does:

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
        self._add_by_domain(found, columns, names, asked & ~known)
        if self._last_names:
            keys = surname_keys(columns, rows, self._among_last_names)
            known = ~is_empty(keys)
            alone = rows_of(keys, known).to_pylist()
            for channel, refused in self._surnames.items():
                found[channel][known] |= in_set(alone, refused, len(alone))
        return found

    def _add_by_domain(
        self, found: dict[str, Mask], columns: Columns, names: Cells, asked: Mask
    ) -> None:
        """Tell of people without a company, too, whose e-mail is at a domain with a word of it."""
        import numpy as np

        emails = columns("email")
        if emails is None or not asked.any():
            return
        at, names = np.flatnonzero(asked), rows_of(names, asked)
        refused = [self._of(channel) for channel in CHANNELS]
        hashes = _hashes(texts(f"{name}@" for name in names.to_pylist()))
        same = np.logical_or.reduce([_in_sorted(hashes, one) for one in refused])
        at, names = at[same], rows_of(names, same)  # few: of all others the name says enough
        pairs = zip(names.to_pylist(), emails.take(numbers(at)).to_pylist(), strict=True)
        keys = [(place, f"{name}@{word}") for place, (name, email) in enumerate(pairs)
                for word in words_of_domain(email)]  # fmt: skip
        hashes = _hashes(texts(key for _, key in keys))
        whose = at[np.array([place for place, _ in keys], np.int64)]
        for channel in CHANNELS:
            found[channel][whose[_in_sorted(hashes, self._of(channel))]] = True

    def _of(self, channel: str) -> np.ndarray:
        if channel not in self._in_order:
            self._hashes[channel] = [_sorted(self._hashes[channel])]
            self._in_order.add(channel)
        return self._hashes[channel][0]


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
