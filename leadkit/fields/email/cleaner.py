"""E-mail columns: normal form, status, what kind of mailbox, and what was probably meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cells import (
    as_cells,
    as_mask,
    chosen,
    each_distinct,
    is_blank,
    matches,
    repeated,
    rows_of,
    with_rows,
)
from leadkit.base.columns import EMAILS, FURTHER
from leadkit.base.fold import fold_letters
from leadkit.base.words import word_list
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column
from leadkit.fields.email.column import PlainAddresses, plain_addresses
from leadkit.fields.email.domains import disposable_domains, free_domains, suggestions
from leadkit.fields.email.one import INVALID, MISSING, VALID, Address, bare_address, read_email
from leadkit.fields.several import Several

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask

# Local parts that belong to a function of a company, not to a person: RFC 2142's and what
# companies in our languages use. They identify the company.
ROLE_MAILBOXES = frozenset(word_list("leadkit.fields", "role_mailboxes"))

_STATUSES = (MISSING, INVALID, VALID)
FLAGS = ("role", "free", "disposable", "smtputf8")


def is_role_mailbox(address: str) -> bool:
    """Tell whether an address belongs to a function of a company rather than to a person.

    >>> is_role_mailbox("Info@meier.example.com"), is_role_mailbox("eva@meier.example.com")
    (True, False)
    """
    local = address.partition("@")[0].casefold()
    return local.partition("+")[0].replace("_", "-") in ROLE_MAILBOXES


def clean_emails(fields: Fields) -> Cleaned:
    """Clean all e-mail columns; status, flags and suggestion tell of the first one."""
    cleaned = Cleaned(counts={f"e-mails {status}": 0 for status in (INVALID, MISSING)})
    cleaned.columns = {name: repeated("", fields.rows) for name in EMAIL.adds}
    cleaned.columns["email_status"] = repeated(MISSING, fields.rows)
    if FURTHER["email"] in fields:
        name, several = FURTHER["email"], Several(fields[FURTHER["email"]], "email")
        read = Emails(several.parts)
        cleaned.columns[name] = several.joined(read.addresses, fields[name])
        cleaned.issues[f"{name}_invalid"] = several.any_of(read.status == _STATUSES.index(INVALID))
    for name in fields.present(EMAILS):
        read = Emails(fields[name])
        cleaned.columns[name] = read.addresses
        cleaned.issues[f"{name}_invalid"] = read.status == _STATUSES.index(INVALID)
        cleaned.issues[f"{name}_several"] = read.several
        if name == "email":
            cleaned.columns["email_status"] = chosen(_STATUSES, read.status)
            cleaned.columns["email_flags"] = _flags(read)
            cleaned.columns["email_suggestion"] = _suggested(read, fields)
            cleaned.counts = {
                f"e-mails {status}": int((read.status == _STATUSES.index(status)).sum())
                for status in (INVALID, MISSING)
            }
    return cleaned


class Emails:
    """A column of addresses as it was read: the two parts of each, "" where it is not valid."""

    def __init__(self, cells: Cells) -> None:
        import numpy as np
        import pyarrow.compute as pc

        blank = repeated("", len(cells))
        self.status = np.zeros(len(cells), np.int8)
        self.addresses, self.locals, self.domains = cells, blank, blank
        self.smtputf8 = np.zeros(len(cells), bool)
        self.several = np.zeros(len(cells), bool)
        plain = plain_addresses(cells)
        self._keep_plain(plain.rows, plain)
        rest = ~plain.rows & ~is_blank(cells)
        # Without an @, or "(at)" for it, there is no address, whatever else the cell holds.
        has_at = as_mask(pc.match_substring_regex(cells, r"@|[)\]}]"))  # "eva (at) x.example"
        self.status[rest & ~has_at] = _STATUSES.index(INVALID)
        rest &= has_at
        # Many are plain once what surrounds them is gone.
        bare = plain_addresses(as_cells(each_distinct(rows_of(cells, rest), bare_address)))
        rows = np.flatnonzero(rest)[bare.rows]
        rest[rows] = False
        bare_rows = np.zeros(len(cells), bool)
        bare_rows[rows] = True
        self._keep_plain(bare_rows, bare)
        self._keep_careful(rest, each_distinct(rows_of(cells, rest), read_email))

    def _keep_plain(self, rows: Mask, plain: PlainAddresses) -> None:
        self.status[rows] = _STATUSES.index(VALID)
        self.addresses = with_rows(self.addresses, rows, plain.addresses)
        self.locals = with_rows(self.locals, rows, plain.locals)
        self.domains = with_rows(self.domains, rows, plain.domains)

    def _keep_careful(self, rows: Mask, found: list[Address]) -> None:
        self.status[rows] = [_STATUSES.index(read.status) for read in found]
        self.addresses = with_rows(self.addresses, rows, [read.address for read in found])
        self.smtputf8[rows] = [read.smtputf8 for read in found]
        self.several[rows] = [read.several for read in found]
        parts = [f.address.rpartition("@") if f.status == VALID else ("", "", "") for f in found]
        self.locals = with_rows(self.locals, rows, [local for local, _, _ in parts])
        self.domains = with_rows(self.domains, rows, [domain for _, _, domain in parts])


def status_and_flags(cells: Cells) -> tuple[Cells, Cells]:
    """Return what clean says of e-mails in the columns email_status and email_flags.

    >>> from leadkit.base.cells import texts
    >>> [told.to_pylist() for told in status_and_flags(texts(["info@x.example.com", "x@", ""]))]
    [['valid', 'invalid', 'missing'], ['role', '', '']]
    """
    read = Emails(cells)
    return chosen(_STATUSES, read.status), _flags(read)


def _flags(read: Emails) -> Cells:
    """Return for each valid address what kind it is: role, free, disposable, smtputf8."""
    import numpy as np

    names = "|".join(name.replace("-", "[-_]") for name in sorted(ROLE_MAILBOXES))
    flagged = (
        matches(read.locals, rf"(?i)^(?:{names})(?:\+|$)"),
        _is_in(read.domains, free_domains),
        _is_in(read.domains, disposable_domains),
        read.smtputf8,
    )
    which = np.zeros(len(read.status), np.int8)
    for place, mask in enumerate(flagged):
        which |= mask.astype(np.int8) << place
    words = [
        "; ".join(flag for place, flag in enumerate(FLAGS) if code >> place & 1)
        for code in range(1 << len(FLAGS))
    ]
    return chosen(words, which)


def _is_in(domains: Cells, known: Callable[[], Iterable[str]]) -> Mask:
    import pyarrow.compute as pc

    return as_mask(pc.is_in(domains, value_set=_as_set(known)))


@cache
def _as_set(known: Callable[[], Iterable[str]]) -> Cells:
    return as_cells(sorted(known()))


def _suggested(read: Emails, fields: Fields) -> Cells:
    """Return what was meant where a famous provider was typed wrong, never for a firm's own."""
    known = suggestions()
    wrong = _is_in(read.domains, suggestions)
    columns = (read.locals, read.domains, fields["company"], fields["website"])
    meant = []
    for local, domain, company, website in zip(
        *(rows_of(cells, wrong).to_pylist() for cells in columns), strict=True
    ):
        name = fold_letters(domain.rpartition(".")[0]).replace(" ", "")
        own = domain in website.casefold() or name in fold_letters(company).replace(" ", "")
        meant.append("" if own else f"{local}@{known[domain]}")
    return with_rows(repeated("", fields.rows), wrong, meant)


EMAIL = Cleaner(
    "email",
    (*EMAILS, FURTHER["email"]),
    clean_emails,
    why="address in its normal form",
    issues=each_column(
        EMAILS,
        invalid="{} holds no valid e-mail address",
        several="{} holds more than one address",
    )
    | each_column((FURTHER["email"],), invalid="{} holds what is no valid e-mail address"),
    adds=("email_status", "email_flags", "email_suggestion"),
)
