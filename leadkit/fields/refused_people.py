"""People who refused, known again by name and company: elsewhere they may have other addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from leadkit.base.cells import as_mask, in_set, is_empty, numbers, rows_of, texts
from leadkit.base.fold import fold_umlauts
from leadkit.base.keyed import hashes_64
from leadkit.base.known_texts import KnownTexts, Sieve
from leadkit.fields.firm_words import words_by_row
from leadkit.fields.mentioned import SAID_OF, surname_in
from leadkit.fields.objections import CHANNELS, FLAG_OF, NO_CONTACT, SEPARATOR
from leadkit.fields.people_keys import firms_of, names_of, own_names, surname_keys, with_firm
from leadkit.fields.refusal_keys import columns_of

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask
    from leadkit.fields.refusal_keys import Columns

_BITS = {channel: 1 << place for place, channel in enumerate(CHANNELS)}
_ALL = sum(_BITS.values())
_ODD = (
    0x9E3779B97F4A7C15  # so that the hash of a name and that of a word do not outweigh each other
)


class RefusedPeople:
    """Who refused which channel: of each person a few hashes of 64 bits, and a sieve of all names.

    A hash is of the name, or of the name with a word of the firm; its last bits are the channels.
    """

    def __init__(self) -> None:
        self._people: list[np.ndarray] = []
        self._in_order = False  # whether the hashes are one array, sorted, each of them once
        self._names = Sieve()
        # Of who refused without a first name, "Herr Kern": last name and firm, by channel.
        self._surnames: dict[str, set[str]] = {channel: set() for channel in CHANNELS}
        self._last_names: set[str] = set()  # of all of them
        self._among_last_names = KnownTexts(self._last_names).among

    def __bool__(self) -> bool:
        return any(map(len, self._people)) or any(self._surnames.values())

    def __eq__(self, other: object) -> bool:
        import numpy as np

        if not isinstance(other, RefusedPeople):
            return NotImplemented
        same = np.array_equal(self._sorted(), other._sorted())
        return same and self._surnames == other._surnames

    __hash__ = None  # type: ignore[assignment]  # it grows, and is no key; object has a method

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
        bits = np.zeros(count, np.uint64)
        for channel, rows in refusing.items():
            bits[rows] |= np.uint64(_BITS[channel])
        some = ~is_empty(names) & (bits > 0)
        if some.any():
            names = rows_of(names, some)
            self._names.add(names)
            hashes = _hashes(names)
            at, keys = _with_words(hashes, columns_of(columns, some))
            bits = bits[some]
            self._people += [hashes & ~np.uint64(_ALL) | bits, keys | bits[at]]
            self._in_order = False
        if nowhere:
            self._add_nameless(columns, {one: refusing[one] & nowhere[one] for one in refusing})

    def _add_nameless(self, columns: Columns, refusing: Mapping[str, Mask]) -> None:
        """Take up last names with their firm, of rows that have no first name."""
        import numpy as np

        some = np.logical_or.reduce([*refusing.values()])
        if not some.any():
            return
        surnames = surname_keys(columns_of(columns, some), int(some.sum()))
        for channel, rows in refusing.items():
            alone = rows_of(surnames, rows[some]).unique().to_pylist()
            self._add_surnames(channel, filter(None, alone))

    def add_mentioned(self, columns: Columns) -> None:
        """Take up whom remarks that refuse speak of, "Hr. Kern wants no mails", on rows of others.

        Everybody of that last name in the company of the row refuses.
        """
        import numpy as np
        import pyarrow.compute as pc

        said, firms = columns("remark_words"), columns("company")
        if said is None or firms is None:
            return
        some = as_mask(pc.match_substring(said, SAID_OF))
        cells = rows_of(said, some).to_pylist()
        names = own_names(columns_of(columns, some), len(cells))
        told = [
            (row, name, flag)
            for row, (cell, own) in enumerate(zip(cells, names, strict=True))
            for flag, _, words in (entry.partition(": ") for entry in cell.split(SEPARATOR))
            if (name := fold_umlauts(surname_in(words))) and name not in own
        ]
        if not told:
            return
        at, lasts, said_flags = zip(*told, strict=True)
        theirs = {"company": rows_of(firms, some).take(numbers(np.array(at)))}
        keys = with_firm(texts(lasts), np.ones(len(lasts), bool), theirs.get).to_pylist()
        for key, flag in zip(keys, said_flags, strict=True):
            for channel, refusing in FLAG_OF.items():
                if key and flag in (refusing, NO_CONTACT):
                    self._add_surnames(channel, [key])

    def _add_surnames(self, channel: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._surnames[channel].add(key)
            self._last_names.add(key.rpartition("|")[0])

    def merge(self, other: RefusedPeople) -> None:
        """Take up the people of another table."""
        self._people += other._people
        self._in_order = False
        for channel, surnames in other._surnames.items():
            self._add_surnames(channel, surnames)
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
        if len(self._sorted()):
            self._find(found, columns, names_of(columns, rows))
        if self._last_names:
            keys = surname_keys(columns, rows, self._among_last_names)
            known = ~is_empty(keys)
            alone = rows_of(keys, known).to_pylist()
            for channel, refused in self._surnames.items():
                found[channel][known] |= in_set(alone, refused, len(alone))
        return found

    def _find(self, found: dict[str, Mask], columns: Columns, names: Cells) -> None:
        """Tell of people whose name is that of one who refused, and whose firm shares a word."""
        import numpy as np

        asked = ~is_empty(names)
        asked &= self._names.may_hold(names)
        hashes = _hashes(rows_of(names, asked))
        known = self._channels_of(hashes & ~np.uint64(_ALL)) > 0
        asked[asked] = known  # of few rows: nearly all names are nobody's who refused
        if not known.any():
            return
        at, keys = _with_words(hashes[known], columns_of(columns, asked), in_part=True)
        refused, at = self._channels_of(keys), np.flatnonzero(asked)[at]
        for channel, bit in _BITS.items():
            found[channel][at[refused & np.uint64(bit) > 0]] = True

    def _channels_of(self, keys: np.ndarray) -> np.ndarray:
        """Return the bits of the channels that each key refuses; the last bits of a key are 0."""
        import numpy as np

        people = self._sorted()
        place = np.minimum(np.searchsorted(people, keys), len(people) - 1)
        others = people[place] ^ keys
        return np.where(others <= _ALL, others, 0)

    def _sorted(self) -> np.ndarray:
        import numpy as np

        if not self._in_order:
            hashes = np.sort(np.concatenate([*self._people, np.zeros(0, np.uint64)]))
            keys = hashes & ~np.uint64(_ALL)
            first = np.flatnonzero(np.diff(keys, prepend=~keys[:1]) != 0)
            self._people = [np.bitwise_or.reduceat(hashes, first) if len(first) else hashes]
            self._in_order = True
        return self._people[0]


def _hashes(names: Cells) -> np.ndarray:
    return hashes_64(names.cast("large_binary").to_pylist())


def _with_words(
    names: np.ndarray, columns: Columns, *, in_part: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return a key for each word by which the firm of each name is known, and the name's row.

    The last bits of the keys are 0.
    """
    import numpy as np

    at, words = words_by_row(firms_of(columns, len(names)), columns("email"), in_part=in_part)
    return at, (names[at] + words * np.uint64(_ODD)) & ~np.uint64(_ALL)
