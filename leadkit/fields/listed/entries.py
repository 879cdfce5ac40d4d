"""What stands on a list of addresses: e-mails, whole domains, phone numbers, and hashes of such."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from leadkit.base.cells import texts
from leadkit.base.known_texts import KnownTexts
from leadkit.fields.email.keys import ascii_domain, key_without_tag, unicode_domain
from leadkit.fields.email.one import bare_address
from leadkit.fields.listed.endings import show_endings
from leadkit.fields.phone.keys import digits_of, listed_phone_keys
from leadkit.fields.refusal_keys import addresses_in

if TYPE_CHECKING:
    import numpy as np

_HASHES = re.compile(r"[0-9a-f]{64}(?:[;,\s]+[0-9a-f]{64})*", re.IGNORECASE)
_OTHER_HASH = re.compile(r"(?:0x)?[0-9a-f]{32,}", re.IGNORECASE)
# Whoever may write to nobody there says so by what stands before the @: nothing, or a star.
_WHOLE_DOMAIN = re.compile(r"[*%]?@([^@\s]+)")
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_BLOCK = 64  # bytes that SHA-256 takes at a time
PARTS = ("emails", "domains", "phones", "national", "hashes")
_KEPT = 100_000  # domains whose answer is remembered


@dataclass(frozen=True)
class Named:
    """What a cell names, in the forms that cells are compared in."""

    emails: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    national: set[str] = field(default_factory=set)
    hashes: set[bytes] = field(default_factory=set)
    written: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(getattr(self, part) for part in PARTS)


def named_in(cell: str) -> Named:
    """Return the e-mails, whole domains, phone numbers or hashes of a cell."""
    cell = cell.strip()
    if is_hashes(cell):
        return Named(hashes={*map(bytes.fromhex, re.split(r"[;,\s]+", cell))})
    if is_other_hash(cell):  # whose digits are no phone number
        return Named()
    if "@" in cell:
        parts = addresses_in("email", cell)
        domains = {one: whole_domain(one) for one in parts}
        keys = {one: key_without_tag(one) for one in parts if not domains[one]}
        keys = {one: key for one, key in keys.items() if not key.startswith("@")}  # nothing
        forms = {bare_address(one): key for one, key in keys.items()}
        written = {one: key for one, key in forms.items() if one.lower() != key}
        return Named({*keys.values()}, {*domains.values()} - {""}, written=written)
    found = {key for one in addresses_in("call", cell) for key in listed_phone_keys(one)}
    national = {key for key in found if key.startswith("n")}
    return Named(phones=found - national, national=national)


@dataclass
class Listed:
    """What is on a list, in the forms that cells are compared in."""

    name: str
    emails: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)  # with their country
    national: set[str] = field(default_factory=set)  # written without it
    hashes: set[bytes] = field(default_factory=set)
    key: bytes = b""  # of the hashes
    # E-mails that are compared by another form (tags, other scripts), and that form.
    written: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    label: str = ""  # what tables call it, where that is not its name
    _known: dict[str, bool] = field(
        default_factory=dict, repr=False, compare=False
    )  # domains looked up
    _known_texts: dict[str, KnownTexts] = field(default_factory=dict, repr=False, compare=False)
    # how many numbers there were when it was made -> in which digits they end
    _endings: dict[int, np.ndarray] = field(default_factory=dict, repr=False, compare=False)

    @property
    def shown(self) -> str:
        """What cells call the list."""
        return self.label or self.name

    def add(self, cell: str) -> bool:
        """Take up e-mails, whole domains, phone numbers or hashes; tell whether there were any.

        >>> never = Listed("never.csv")
        >>> cells = "Eva@Meier.example.com; @firm.example.com", "+49 89 99998123", "n/a"
        >>> [never.add(cell) for cell in cells]
        [True, True, False]
        >>> never.emails, never.domains, sorted(never.phones)
        ({'eva@meier.example.com'}, {'firm.example.com'}, ['+498999998123', 'i8999998123'])
        """
        named = named_in(cell)
        self.emails |= named.emails
        self.domains |= named.domains
        self.phones |= named.phones
        self.national |= named.national
        self.hashes |= named.hashes
        self.written |= named.written
        return bool(named)

    def addresses(self) -> list[str]:
        """Return the e-mails as they were written, which is how others know them.

        >>> never = Listed("never.csv")
        >>> [never.add(cell) for cell in ("Eva+x@meier.example.com", "jan@meier.example.com")]
        [True, True]
        >>> never.addresses()
        ['Eva+x@meier.example.com', 'jan@meier.example.com']
        """
        return sorted({*self.written} | (self.emails - {*self.written.values()}))

    @property
    def parts(self) -> list[str]:
        """The kinds of entries that there are any of: emails, domains, phones ..."""
        return [part for part in PARTS if getattr(self, part)]

    def known(self, part: str) -> KnownTexts:
        """Return the entries of a part ("emails", "phones" ...) for looking columns up in them."""
        if part not in self._known_texts:
            self._known_texts[part] = KnownTexts(getattr(self, part))
        return self._known_texts[part]

    @property
    def endings(self) -> np.ndarray:
        """For all last digits that there may be, whether any phone number here ends in them."""
        count = len(self.phones) + len(self.national)
        if count not in self._endings:
            self._endings = {count: show_endings(texts([*self.phones, *self.national]))}
        return self._endings[count]

    def has_domain(self, domain: str) -> bool:
        """Tell whether a mail domain, or one that it is below, is on the list as a whole.

        ``domain`` is in small ASCII letters.

        >>> never = Listed("never.csv", domains={"firm.example.com"})
        >>> [never.has_domain(one) for one in ("mail.firm.example.com", "myfirm.example.com")]
        [True, False]
        """
        found = self._known.get(domain)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[domain] = self._find_domain(domain)
        return found

    def _find_domain(self, domain: str) -> bool:
        every = list(_at_and_above(domain))
        if not self.domains.isdisjoint(every):
            return True
        if not self.hashes:
            return False
        forms = {f"@{form}".encode() for one in every for form in (one, unicode_domain(one))}
        return not self.hashes.isdisjoint(digests(forms, self.key))


def _at_and_above(domain: str) -> Iterator[str]:
    """Yield a domain and those it is below, without the last, such as com."""
    while "." in domain:
        yield domain
        domain = domain.partition(".")[2]


def is_hashes(cell: str) -> bool:
    """Tell whether a cell holds SHA-256 hashes, one or several apart by ";"."""
    return _HASHES.fullmatch(cell.strip()) is not None


def is_other_hash(cell: str) -> bool:
    """Tell whether a cell is a hash of another kind, such as MD5 or SHA-1.

    >>> is_other_hash("d41d8cd98f00b204e9800998ecf8427e"), is_other_hash("+49 89 99998123")
    (True, False)
    """
    return not is_hashes(cell) and bool(_OTHER_HASH.fullmatch(cell.strip()))


def whole_domain(entry: str) -> str:
    """Return the domain of which an entry names all addresses, "" where it names no domain so.

    >>> [whole_domain(cell) for cell in ("@Firm.example.com", "*@müller.example", "eva@x.example")]
    ['firm.example.com', 'xn--mller-kva.example', '']
    """
    named = _WHOLE_DOMAIN.fullmatch(entry.strip())
    return domain_in(named[1]) if named else ""


def domain_in(cell: str) -> str:
    """Return the domain that a cell of a column of domains names, "" where it names none.

    >>> [domain_in(cell) for cell in ("Firm.example.com", "https://www.firm.example.com/", "n/a")]
    ['firm.example.com', 'firm.example.com', '']
    """
    text = unicodedata.normalize("NFKC", cell).strip().casefold()
    text = re.sub(r"^(?:[*%]?@|[a-z]+://|\*\.)", "", text).partition("/")[0].strip(".")
    text = text.removeprefix("www.")
    return ascii_domain(text) if _DOMAIN.fullmatch(text) else ""


def hashed(form: str, key: bytes = b"") -> str:
    """Return the SHA-256 of an address's form in hexadecimal; with a key, the HMAC-SHA256.

    Without a key anybody can hash all phone numbers there are and compare; so keep a key, and
    keep it away from the list.

    >>> hashed("eva@meier.example.com")[:16], hashed("eva@meier.example.com", b"secret")[:16]
    ('e2ec3450566b89c6', 'cb36278d22e0c103')
    """
    return digests([form.encode()], key)[0].hex()


def hash_column(key: bytes) -> str:
    """Return what a column of such hashes is called, so that nobody mistakes one for the other."""
    return "hmac_sha256" if key else "sha256"


def own_hashes(emails: Iterable[str], phones: Iterable[str], key: bytes = b"") -> list[str]:
    """Return the hashes by which the addresses of a lead are known again, however written then.

    Of an e-mail the address without its tag, and as it is written in small letters; of a number
    E.164, or its digits where it lacks its country.

    >>> made = own_hashes(["Eva@Meier.example.com"], ["+49 89 99998123"])
    >>> made == [hashed("eva@meier.example.com"), hashed("+498999998123")]
    True
    """
    forms: dict[str, None] = {}
    for cell in emails:
        for one in addresses_in("email", cell):
            forms[key_without_tag(one)] = forms[bare_address(one).lower()] = None
    for cell in phones:
        for one in addresses_in("call", cell):
            international, digits = digits_of(one)
            if digits:
                forms[f"+{digits}" if international else digits] = None
    return [one.hex() for one in digests((form.encode() for form in forms), key)]


def digests(forms: Iterable[bytes], key: bytes = b"") -> list[bytes]:
    """Return the digest of each form: SHA-256 or, with a key, HMAC-SHA256 (RFC 2104).

    A hash that is begun and copied takes three quarters of the time of one that is made anew,
    and of an HMAC less than half.
    """
    found = []
    if not key:
        begun = sha256()
        for form in forms:
            one = begun.copy()
            one.update(form)
            found.append(one.digest())
        return found
    padded = (key if len(key) <= _BLOCK else sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in padded))
    outer = sha256(bytes(byte ^ 0x5C for byte in padded))
    for form in forms:
        one, sealed = inner.copy(), outer.copy()
        one.update(form)
        sealed.update(one.digest())
        found.append(sealed.digest())
    return found
