"""Which cells of a whole column are on lists of addresses, plain or hashed.

Most cells are an address or a number in the plainest form: for them all keys are made by whole
columns. Whatever is written in another way goes through the functions for one cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from string import ascii_letters, printable
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.cell_bytes import holding, only_bytes
from leadkit.base.cells import (
    as_mask,
    ends_of,
    in_set,
    numbers,
    rows_of,
    text,
    text_bytes,
    texts,
    to_numpy,
)
from leadkit.fields.email.keys import email_forms, key_without_tag
from leadkit.fields.listed.endings import last_digits
from leadkit.fields.listed.entries import Listed, digests
from leadkit.fields.listed.refused import RefusedAddresses
from leadkit.fields.phone.keys import (
    LEAST_DIGITS,
    lead_phone_keys,
    national_parts,
    phone_forms,
)
from leadkit.fields.phone.plans import without_start
from leadkit.fields.refusal_keys import addresses_in

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

    # What to look up where: a part of a list ("emails", "hashes" ...), rows, and a key for each.
    Keys: TypeAlias = tuple[str, np.ndarray, Cells]
    OnList: TypeAlias = Listed | RefusedAddresses

ADDRESS, DOMAIN = 1, 2  # how a cell is on a list; 0: it is not

# An address of these alone, with one @, has as its key what stands there in small letters, but for
# providers that ignore dots, and for domains that stand for other scripts.
_IN_EMAILS = ascii_letters + "0123456789._%-"
_IN_NUMBERS = "".join(sign for sign in printable if sign not in ";|\t\n\r\v\f")  # of one number


def emails_on(cells: Cells, lists: Sequence[OnList]) -> np.ndarray:
    """Return for each list (a row) and each cell (a column) how the e-mails there are on it.

    0 is not at all, else ADDRESS or DOMAIN. ``cells`` may hold several addresses, apart by ";".

    >>> from leadkit.base.cells import texts
    >>> never = Listed("never.csv", emails={"eva@meier.example.com"}, domains={"firm.example.com"})
    >>> cells = texts(["Eva+x@Meier.example.com", "jan@it.firm.example.com", "jan@x.example.com"])
    >>> emails_on(cells, [never]).tolist()
    [[1, 2, 0]]
    """
    parts, emails = {part for one in lists for part in one.parts}, _Emails(cells)
    found = _looked_up(len(cells), emails.keyed(parts), lists)
    if parts & {"domains", "hashes"}:
        for rows, domains in emails.domains():
            _look_up_domains(found, rows, domains, lists)
    return found


def phones_on(cells: Cells, lists: Sequence[OnList]) -> np.ndarray:
    """Return for each list and each cell whether a phone number there is on it, as emails_on.

    >>> from leadkit.base.cells import texts
    >>> never = Listed("never.csv")
    >>> never.add("089 99998-123")
    True
    >>> phones_on(texts(["+49 89 99998123", "+49 89 99998124"]), [never]).tolist()
    [[1, 0]]
    """
    import numpy as np

    parts = {part for one in lists for part in one.parts}
    if "hashes" in parts:  # of which nobody knows the end
        return _looked_up(len(cells), _phone_keys(cells, parts), lists)
    found = np.zeros((len(lists), len(cells)), np.int8)
    may_be = _end_as_listed(cells, lists)
    some = rows_of(cells, may_be)
    found[:, may_be] = _looked_up(len(some), _phone_keys(some, parts), lists)
    return found


def take_up_emails(refused: RefusedAddresses, cells: Cells) -> None:
    """Take up all e-mails of a column as refused.

    >>> from leadkit.base.cells import texts
    >>> refused = RefusedAddresses("email")
    >>> take_up_emails(refused, texts(["Eva+x@Meier.example.com", ""]))
    >>> emails_on(texts(["eva@meier.example.com", "jan@meier.example.com"]), [refused]).tolist()
    [[1, 0]]
    """
    for _, _, keys in _Emails(cells).keyed({"emails"}):
        refused.take_up("emails", keys)


def take_up_phones(refused: RefusedAddresses, cells: Cells) -> None:
    """Take up all phone numbers of a column as refused.

    >>> from leadkit.base.cells import texts
    >>> refused = RefusedAddresses("call")
    >>> take_up_phones(refused, texts(["+49 89 99998123", "089 99998124"]))
    >>> phones_on(texts(["089 99998123", "+49 89 99998124", "+49 89 99998125"]), [refused]).tolist()
    [[1, 1, 0]]
    """
    cells = cells.unique()
    plain = _is_one_number(cells)
    for with_country, _, digits in _numbers(rows_of(cells, plain)):
        if with_country:
            refused.take_up("phones", _after("+", digits))
            refused.take_up("phones", _after("i", national_parts(digits)))
        else:
            refused.take_up("national", _after("n", _bare(digits)))
    refused.update(rows_of(cells, ~plain).to_pylist())


def _looked_up(count: int, keys: Iterator[Keys], lists: Sequence[OnList]) -> np.ndarray:
    import numpy as np

    found = np.zeros((len(lists), count), np.int8)
    for part, rows, forms in keys:
        if part == "hashes":
            written = forms.cast("large_binary").to_pylist()
            for key in {one.key for one in lists if one.hashes}:
                hashes = digests(written, key)
                for number, one in enumerate(lists):
                    if one.hashes and one.key == key:
                        found[number, rows[in_set(hashes, one.hashes, len(hashes))]] = ADDRESS
            continue
        for number, one in enumerate(lists):
            if part in one.parts:
                found[number, rows[one.known(part).among(forms)]] = ADDRESS
    return found


class _Emails:
    """The addresses of a column: the plain ones by whole columns, the others one by one."""

    def __init__(self, cells: Cells) -> None:
        import numpy as np
        import pyarrow.compute as pc

        small = pc.ascii_lower(cells)
        written, ends = text_bytes(small)
        signs = np.flatnonzero(_others(_IN_EMAILS)[written])  # one @ in each, as a rule
        before = np.searchsorted(signs, ends)
        plain = np.diff(before) == 1
        plain[plain] = written[signs[before[:-1][plain]]] == ord("@")
        plain &= ~_differs_from_its_key(small)
        self.rows = np.flatnonzero(plain)
        self.keys = rows_of(small, plain)
        self._cells, self._plain = cells, plain
        others = np.flatnonzero((before[1:] > before[:-1]) & ~plain)
        pairs = zip(others.tolist(), cells.take(numbers(others)).to_pylist(), strict=True)
        self.odd = [(row, one) for row, cell in pairs for one in addresses_in("email", cell)]

    def keyed(self, parts: set[str]) -> Iterator[Keys]:
        import pyarrow.compute as pc

        if "emails" in parts:
            yield "emails", self.rows, self.keys
            yield "emails", *_apart([(row, key_without_tag(one)) for row, one in self.odd])
        if "hashes" in parts:
            yield "hashes", self.rows, self.keys
            written = rows_of(self._cells, self._plain)
            capitals = as_mask(pc.not_equal(written, self.keys))
            yield "hashes", self.rows[capitals], rows_of(written, capitals)
            yield "hashes", *_apart([(row, f) for row, one in self.odd for f in email_forms(one)])

    def domains(self) -> Iterator[tuple[np.ndarray, list[str]]]:
        """Yield rows and the domain of an address in each."""
        yield self.rows, [key.rpartition("@")[2] for key in self.keys.to_pylist()]
        keys = [(row, key_without_tag(one)) for row, one in self.odd]
        rows, cells = _apart([(row, key.rpartition("@")[2]) for row, key in keys])
        yield rows, cells.to_pylist()


def _differs_from_its_key(small: Cells) -> Mask:
    """Tell of addresses in small letters which may be written another way, and so be compared."""
    import numpy as np
    import pyarrow.compute as pc

    differs = np.zeros(len(small), bool)
    written = text_bytes(small)[0].tobytes()
    if b"xn--" in written:
        differs |= as_mask(pc.match_substring(small, "xn--"))
    if b"mail.com" in written:
        dots = to_numpy(pc.count_substring(small, ".")) > 1
        differs |= dots & as_mask(pc.ends_with(small, "@gmail.com"))
        differs |= as_mask(pc.ends_with(small, "@googlemail.com"))
    return differs


@cache
def _others(signs: str) -> np.ndarray:
    """Tell of each byte whether it is none of these signs."""
    import numpy as np

    other = np.ones(256, bool)
    other[list(signs.encode())] = False
    return other


def _apart(pairs: Sequence[tuple[int, str]]) -> tuple[np.ndarray, Cells]:
    import numpy as np

    return np.array([row for row, _ in pairs], np.int64), texts(one for _, one in pairs)


def _look_up_domains(
    found: np.ndarray, rows: np.ndarray, domains: Sequence[str], lists: Sequence[OnList]
) -> None:
    import numpy as np

    distinct = set(domains)
    for number, one in enumerate(lists):
        if listed := {domain for domain in distinct if one.has_domain(domain)}:
            hit = rows[in_set(domains, listed, len(domains))]
            found[number, hit] = np.where(found[number, hit], found[number, hit], DOMAIN)


def _end_as_listed(cells: Cells, lists: Sequence[OnList]) -> Mask:
    """Tell which cells may hold a listed number: those that end as one, and those of odd forms.

    Two forms of one number end in the same digits, whatever stands before; to compare these costs
    a tenth of making all keys, and few numbers are left.
    """
    endings, odd = last_digits(cells)
    may_be: Mask = odd
    for one in lists:
        may_be = may_be | one.endings[endings]
    return may_be


def _phone_keys(cells: Cells, parts: set[str]) -> Iterator[Keys]:
    import numpy as np

    plain = _is_one_number(cells)
    rows, written = np.flatnonzero(plain), rows_of(cells, plain)
    for with_country, some, digits in _numbers(written):
        keys_of = _international if with_country else _national
        yield from keys_of(rows[some], rows_of(written, some), digits, parts)
    others = np.flatnonzero(~plain)
    pairs = zip(others.tolist(), cells.take(numbers(others)).to_pylist(), strict=True)
    odd = [(row, one) for row, cell in pairs for one in addresses_in("call", cell)]
    keys = _apart([(row, key) for row, one in odd for key in lead_phone_keys(one)])
    for part in parts & {"phones", "national"}:
        yield part, *keys
    if "hashes" in parts:
        yield "hashes", *_apart([(row, f) for row, one in odd for f in phone_forms(one)])


def _is_one_number(cells: Cells) -> Mask:
    """Tell which cells can hold no more than one number."""
    import pyarrow.compute as pc

    several = as_mask(pc.match_substring(cells, " / "))
    plain: Mask = ~holding(cells, _others(_IN_NUMBERS)[text_bytes(cells)[0]]) & ~several
    return plain


def _numbers(cells: Cells) -> Iterator[tuple[bool, Mask, Cells]]:
    """Yield whether numbers begin with their country, which do, and the digits of these.

    What is too short for a number is in none.
    """
    import numpy as np
    import pyarrow.compute as pc

    signs, digits = _signs_and_digits(cells)
    long_enough = np.diff(ends_of(digits)) >= LEAST_DIGITS
    with_plus = as_mask(pc.starts_with(signs, "+")) & long_enough
    with_zeros = as_mask(pc.starts_with(signs, "00")) & long_enough
    for some, begin in ((with_plus, 0), (with_zeros, 2)):
        if some.any():
            yield True, some, without_start(rows_of(digits, some), begin)
    without = long_enough & ~with_plus & ~with_zeros
    if without.any():
        yield False, without, rows_of(digits, without)


def _bare(digits: Cells) -> Cells:
    import pyarrow.compute as pc

    return pc.ascii_ltrim(digits, "0")


def _signs_and_digits(cells: Cells) -> tuple[Cells, Cells]:
    """Return of ASCII cells the digits with plus signs, and the digits without a trunk zero."""
    import numpy as np
    import pyarrow.compute as pc

    signs = np.zeros(256, bool)
    signs[list(b"0123456789+")] = True
    written, ends = text_bytes(cells)
    with_plus = only_bytes(written, ends, signs[written])
    signs[ord("+")] = False
    written, ends = text_bytes(pc.replace_substring(cells, "(0)", ""))
    return with_plus, only_bytes(written, ends, signs[written])


def _international(
    rows: np.ndarray, written: Cells, digits: Cells, parts: set[str]
) -> Iterator[Keys]:
    import pyarrow.compute as pc

    whole = _after("+", digits)
    if "phones" in parts:
        yield "phones", rows, whole
    if "national" in parts:
        yield "national", rows, _after("n", national_parts(digits))
    if "hashes" in parts:
        yield "hashes", rows, whole
        yield "hashes", rows, digits
        yield "hashes", rows, _after("00", digits)
        otherwise = as_mask(pc.not_equal(written, whole))
        yield "hashes", rows[otherwise], rows_of(written, otherwise)


def _national(rows: np.ndarray, written: Cells, digits: Cells, parts: set[str]) -> Iterator[Keys]:
    import pyarrow.compute as pc

    bare = _bare(digits)
    for part, letter in (("phones", "i"), ("national", "n")):
        if part in parts:
            yield part, rows, _after(letter, bare)
    if "hashes" in parts:
        yield "hashes", rows, digits
        otherwise = as_mask(pc.not_equal(written, digits))
        yield "hashes", rows[otherwise], rows_of(written, otherwise)


def _after(begin: str, cells: Cells) -> Cells:
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(text(begin), cells, text(""))
