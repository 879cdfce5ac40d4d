"""Which cells of a whole column are on lists of addresses, plain or hashed.

Most cells are an address or a number in the plainest form: for them all keys are made by whole
columns. Whatever is written in another way goes through the functions for one cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.cells import (
    as_mask,
    ends_of,
    matches,
    numbers,
    only_bytes,
    rows_of,
    text_bytes,
)
from leadkit.fields.email.keys import email_forms, key_without_tag
from leadkit.fields.listed.entries import Listed, digests
from leadkit.fields.phone.keys import (
    LEAST_DIGITS,
    lead_phone_keys,
    national_part,
    phone_forms,
)
from leadkit.fields.refusals import addresses_in

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

    # What to look up where: a part of a list ("emails", "hashes" ...), rows, and a key for each.
    Keys: TypeAlias = tuple[str, np.ndarray, Sequence[str]]

ADDRESS, DOMAIN = 1, 2  # how a cell is on a list; 0: it is not

_PARTS = ("emails", "domains", "phones", "national", "hashes")
# An address whose key without tag is what stands there, in small letters ...
_PLAIN_EMAIL = r"^[A-Za-z0-9._%-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$"
# ... but for providers that ignore dots, and for domains in the letters of other scripts.
_NOT_SO_PLAIN = r"(?i)\.[^@]*@gmail\.com$|@googlemail\.com$|@(?:.*\.)?xn--"
_ODD_NUMBER = r"[^\x20-\x7e]|;"  # other digits and signs, or several numbers in one cell


def emails_on(cells: Cells, lists: Sequence[Listed]) -> np.ndarray:
    """Return for each list (a row) and each cell (a column) how the e-mails there are on it.

    0 is not at all, else ADDRESS or DOMAIN. ``cells`` may hold several addresses, apart by ";".

    >>> from leadkit.base.cells import texts
    >>> never = Listed("never.csv", emails={"eva@meier.example.com"}, domains={"firm.example.com"})
    >>> cells = texts(["Eva+x@Meier.example.com", "jan@it.firm.example.com", "jan@x.example.com"])
    >>> emails_on(cells, [never]).tolist()
    [[1, 2, 0]]
    """
    parts, emails = _parts_of(lists), _Emails(cells)
    found = _looked_up(len(cells), emails.keyed(parts), lists)
    if parts & {"domains", "hashes"}:
        for rows, domains in emails.domains():
            _look_up_domains(found, rows, domains, lists)
    return found


def phones_on(cells: Cells, lists: Sequence[Listed]) -> np.ndarray:
    """Return for each list and each cell whether a phone number there is on it, as emails_on.

    >>> from leadkit.base.cells import texts
    >>> never = Listed("never.csv")
    >>> never.add("089 99998-123")
    >>> phones_on(texts(["+49 89 99998123", "+49 89 99998124"]), [never]).tolist()
    [[1, 0]]
    """
    return _looked_up(len(cells), _phone_keys(cells, _parts_of(lists)), lists)


def _parts_of(lists: Sequence[Listed]) -> set[str]:
    return {part for one in lists for part in _PARTS if getattr(one, part)}


def _looked_up(count: int, keys: Iterator[Keys], lists: Sequence[Listed]) -> np.ndarray:
    import numpy as np

    found = np.zeros((len(lists), count), np.int8)
    for part, rows, forms in keys:
        if part == "hashes":
            texts = [form.encode() for form in forms]
            for key in {one.key for one in lists if one.hashes}:
                hashes = digests(texts, key)
                for number, one in enumerate(lists):
                    if one.hashes and one.key == key:
                        found[number, rows[_are_in(one.hashes, hashes)]] = ADDRESS
            continue
        for number, one in enumerate(lists):
            if entries := getattr(one, part):
                found[number, rows[_are_in(entries, forms)]] = ADDRESS
    return found


def _are_in(entries: Collection[object], keys: Sequence[object]) -> Mask:
    import numpy as np

    return np.fromiter(map(entries.__contains__, keys), bool, len(keys))


class _Emails:
    """The addresses of a column: the plain ones by whole columns, the others one by one."""

    def __init__(self, cells: Cells) -> None:
        import numpy as np
        import pyarrow.compute as pc

        plain = matches(cells, _PLAIN_EMAIL)
        plain &= ~matches(cells, _NOT_SO_PLAIN)
        self.rows = np.flatnonzero(plain)
        self.written = rows_of(cells, plain)
        self._small = pc.ascii_lower(self.written)
        self.keys: list[str] = self._small.to_pylist()
        others = np.flatnonzero(~plain & matches(cells, "@"))
        pairs = zip(others.tolist(), cells.take(numbers(others)).to_pylist(), strict=True)
        self.odd = [(row, one) for row, cell in pairs for one in addresses_in("email", cell)]

    def keyed(self, parts: set[str]) -> Iterator[Keys]:
        if "emails" in parts:
            yield "emails", self.rows, self.keys
            yield "emails", *_apart([(row, key_without_tag(one)) for row, one in self.odd])
        if "hashes" in parts:
            yield "hashes", self.rows, self.keys
            capitals = _differ(self.written, self._small)
            yield "hashes", self.rows[capitals], rows_of(self.written, capitals).to_pylist()
            yield "hashes", *_apart([(row, f) for row, one in self.odd for f in email_forms(one)])

    def domains(self) -> Iterator[tuple[np.ndarray, Sequence[str]]]:
        """Yield rows and the domain of an address in each."""
        yield self.rows, [key.rpartition("@")[2] for key in self.keys]
        keys = [(row, key_without_tag(one)) for row, one in self.odd]
        yield _apart([(row, key.rpartition("@")[2]) for row, key in keys])


def _apart(pairs: Sequence[tuple[int, str]]) -> tuple[np.ndarray, list[str]]:
    import numpy as np

    return np.array([row for row, _ in pairs], np.int64), [text for _, text in pairs]


def _differ(cells: Cells, others: Cells) -> Mask:
    import pyarrow.compute as pc

    return as_mask(pc.not_equal(cells, others))


def _look_up_domains(
    found: np.ndarray, rows: np.ndarray, domains: Sequence[str], lists: Sequence[Listed]
) -> None:
    import numpy as np

    distinct = set(domains)
    for number, one in enumerate(lists):
        if listed := {domain for domain in distinct if one.has_domain(domain)}:
            hit = rows[_are_in(listed, domains)]
            found[number, hit] = np.where(found[number, hit], found[number, hit], DOMAIN)


def _phone_keys(cells: Cells, parts: set[str]) -> Iterator[Keys]:
    import numpy as np

    plain = ~matches(cells, _ODD_NUMBER)
    rows, written = np.flatnonzero(plain), rows_of(cells, plain)
    signs, digits = _signs_and_digits(written)
    long_enough = np.diff(ends_of(digits)) >= LEAST_DIGITS
    with_plus = matches(signs, r"^\+") & long_enough
    with_zeros = matches(signs, "^00") & long_enough
    without = long_enough & ~with_plus & ~with_zeros
    for some, begin in ((with_plus, 0), (with_zeros, 2)):
        numbers_ = [number[begin:] for number in rows_of(digits, some).to_pylist()]
        yield from _international(rows[some], rows_of(written, some), numbers_, parts)
    yield from _national(rows[without], rows_of(written, without), rows_of(digits, without), parts)
    others = np.flatnonzero(~plain)
    pairs = zip(others.tolist(), cells.take(numbers(others)).to_pylist(), strict=True)
    odd = [(row, one) for row, cell in pairs for one in addresses_in("call", cell)]
    keys = _apart([(row, key) for row, one in odd for key in lead_phone_keys(one)])
    for part in ("phones", "national"):
        if part in parts:
            yield part, *keys
    if "hashes" in parts:
        yield "hashes", *_apart([(row, f) for row, one in odd for f in phone_forms(one)])


def _signs_and_digits(cells: Cells) -> tuple[Cells, Cells]:
    """Return of ASCII cells the digits with plus signs, and the digits without a trunk zero."""
    import numpy as np
    import pyarrow.compute as pc

    signs = np.zeros(256, bool)
    signs[list(b"0123456789+")] = True
    text, ends = text_bytes(cells)
    with_plus = only_bytes(text, ends, signs[text])
    signs[ord("+")] = False
    text, ends = text_bytes(pc.replace_substring(cells, "(0)", ""))
    return with_plus, only_bytes(text, ends, signs[text])


def _international(
    rows: np.ndarray, written: Cells, digits: Sequence[str], parts: set[str]
) -> Iterator[Keys]:
    whole = [f"+{number}" for number in digits]
    if "phones" in parts:
        yield "phones", rows, whole
    if "national" in parts:
        yield "national", rows, [f"n{national_part(number)}" for number in digits]
    if "hashes" in parts:
        yield "hashes", rows, whole
        yield "hashes", rows, digits
        yield "hashes", rows, [f"00{number}" for number in digits]
        yield "hashes", *_apart([
            (row, cell)
            for row, cell, number in zip(rows.tolist(), written.to_pylist(), whole, strict=True)
            if cell != number
        ])  # fmt: skip


def _national(rows: np.ndarray, written: Cells, digits: Cells, parts: set[str]) -> Iterator[Keys]:
    import pyarrow.compute as pc

    if parts & {"phones", "national"}:
        bare = pc.ascii_ltrim(digits, "0").to_pylist()
        for part, letter in (("phones", "i"), ("national", "n")):
            if part in parts:
                yield part, rows, [f"{letter}{number}" for number in bare]
    if "hashes" in parts:
        yield "hashes", rows, written.to_pylist()
        yield "hashes", rows, digits.to_pylist()
