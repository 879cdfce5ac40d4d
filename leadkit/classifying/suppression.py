"""Suppression lists: who must not be contacted again, as plain addresses or as hashes of them."""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from leadkit.base.columns import DIALLED, EMAILS
from leadkit.base.errors import LeadkitError
from leadkit.fields.email.keys import email_forms, key_without_tag
from leadkit.fields.headers.names import field_of, normal_header
from leadkit.fields.phone.keys import lead_phone_keys, listed_phone_keys, phone_forms
from leadkit.fields.spans import day_number, today
from leadkit.files.disk import STANDARD, open_input
from leadkit.rules.batch import Batch
from leadkit.rules.conditions import as_batch

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.leads import Leads

DAYS = ("suppressed_at", "created_at", "date")  # columns that may say when an entry was made
# A list of numbers not to call may be 31 days old: 16 CFR 310.4(b)(3)(iv).
MAX_AGE = 31  # days

_HASH = re.compile(r"[0-9a-fA-F]{64}")


class LeadTable(Protocol):
    """A table of leads that can be read in batches."""

    columns: list[str]

    def batches(self) -> Iterator[Leads]: ...


@dataclass
class SuppressionList:
    """What is on a list: normal forms of e-mails and phones, and hashes of such."""

    name: str
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    hashes: set[str] = field(default_factory=set)
    key: bytes = b""
    newest: int = 0  # day of its newest entry as its proleptic ordinal, 0 where it does not say

    def add(self, cell: str) -> None:
        """Take up an e-mail, a phone number or a hash; anything else is none of these."""
        cell = cell.strip()
        if _HASH.fullmatch(cell):
            self.hashes.add(cell.lower())
        elif "@" in cell:
            self.emails.update(key_without_tag(one) for one in re.split(r"[;,\s]+(?=\S+@)", cell))
        else:
            self.phones.update(listed_phone_keys(cell))

    def has_email(self, cell: str) -> bool:
        if "@" not in cell:
            return False
        if key_without_tag(cell) in self.emails:
            return True
        return bool(self.hashes) and any(self._has_hash(form) for form in email_forms(cell))

    def has_phone(self, cell: str) -> bool:
        if not self.phones.isdisjoint(lead_phone_keys(cell)):
            return True
        return bool(self.hashes) and any(self._has_hash(form) for form in phone_forms(cell))

    def _has_hash(self, form: str) -> bool:
        return hashed(form, self.key) in self.hashes


def hashed(form: str, key: bytes = b"") -> str:
    """Return the SHA-256 of an address's form in hexadecimal; with a key, the HMAC-SHA256.

    Without a key anybody can hash all phone numbers there are and compare; so keep a key, and
    keep it away from the list.

    >>> hashed("eva@meier.example.com")[:16], hashed("eva@meier.example.com", b"secret")[:16]
    ('e2ec3450566b89c6', 'cb36278d22e0c103')
    """
    if key:
        return hmac.new(key, form.encode(), sha256).hexdigest()
    return sha256(form.encode()).hexdigest()


def read_suppression(
    path: str, key_file: str, open_leads: Callable[[str], LeadTable]
) -> SuppressionList:
    """Read a suppression list; raise LeadkitError where it holds nothing that can be compared.

    Its columns are found by their headers, as import does; a list without a header row will do
    where its first row is such an entry itself.
    """
    if path == STANDARD:
        raise LeadkitError("--suppress -: standard input is for the leads; give a file")
    table = open_leads(path)
    return suppression_of(table, path, read_key(key_file) if key_file else b"")


def suppression_of(table: LeadTable, name: str, key: bytes = b"") -> SuppressionList:
    """Return what is on a suppression list that is opened; ``name`` is what errors call it.

    The key is that of its hashes. Raises LeadkitError where there is nothing to compare.
    """
    listed = SuppressionList(name, key=key)
    columns = [one for one in table.columns if _is_entry_column(one)]
    if not columns and any(map(_is_entry, table.columns)):
        columns = table.columns
        for header in columns:
            listed.add(header)
    if not columns:
        raise LeadkitError(
            f"{name}: a suppression list needs a column of e-mails, phones or SHA-256 hashes, "
            "with a header such as email, phone or sha256"
        )
    days = [one for one in table.columns if normal_header(one).replace(" ", "_") in DAYS]
    for leads in table.batches():
        for column in columns:
            for cell in leads[column].unique():
                listed.add(cell)
        newest = [day_number(cell) for column in days for cell in leads[column].unique()]
        listed.newest = max([listed.newest, *newest])
    if key and not listed.hashes:
        raise LeadkitError(f"{name}: --key-file is for hashed lists, and there is no hash in it")
    return listed


def hashes_of(listed: SuppressionList, key: bytes = b"") -> tuple[list[str], int]:
    """Return the hashes of all that is on a list, sorted, and how many numbers have none.

    A number without its country is written in too many ways to be found again by a hash.

    >>> plain = SuppressionList("never.csv")
    >>> for cell in ("Eva@Meier.example.com", "+49 89 99998123", "089/99998124"):
    ...     plain.add(cell)
    >>> hashes, left_out = hashes_of(plain)
    >>> hashed("eva@meier.example.com") in hashes, hashed("+498999998123") in hashes, left_out
    (True, True, 1)
    """
    numbers = {phone for phone in listed.phones if phone.startswith("+")}
    left_out = sum(phone.startswith("n") for phone in listed.phones)
    return sorted({hashed(form, key) for form in listed.emails | numbers} | listed.hashes), left_out


def _is_entry_column(header: str) -> bool:
    named = normal_header(header)
    return field_of(header) in (*EMAILS, *DIALLED) or bool(re.search(r"sha ?256|hash|hmac", named))


def _is_entry(cell: str) -> bool:
    return bool(_HASH.fullmatch(cell.strip()) or "@" in cell or listed_phone_keys(cell))


def read_key(path: str) -> bytes:
    if path == STANDARD:
        raise LeadkitError("--key-file -: standard input is for the leads; give a file")
    with open_input(path) as opened:
        key = opened.read().strip()
    if not key:
        raise LeadkitError(f"{path}: the key file is empty")
    return key


def age_note(listed: SuppressionList, max_age: int, as_of: int) -> list[str]:
    """Return a warning where a list is older than it may be.

    Its age is that of its newest entry where it has a column of days, else that of the file.
    """
    made, by = listed.newest, "its newest entry"
    if not made:
        made, by = date.fromtimestamp(os.stat(listed.name).st_mtime).toordinal(), "the file's date"
    as_of = as_of or today().toordinal()  # a warning only: it changes no result
    if as_of - made <= max_age:
        return []
    return [
        f"warning: {listed.name} is {as_of - made} days old by {by}, and may be {max_age}: who "
        "opted out since then is not on it; get a new one"
    ]


def suppressed_by(leads: Batch | Leads, listed: SuppressionList) -> np.ndarray:
    """Return for each lead what of it is on the list, in words; "" for those not on it."""
    import numpy as np

    batch = as_batch(leads)
    found = np.full(len(batch), "", object)
    for columns, what, on_list in (
        (DIALLED, "phone", listed.has_phone),
        (EMAILS, "e-mail", listed.has_email),
    ):
        if what == "phone" and not (listed.phones or listed.hashes):
            continue
        for name in columns:
            found[batch.mapped(name, on_list) > 0] = what
    return found
