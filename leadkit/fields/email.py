"""E-mail columns: normal form, status, what kind of mailbox, and what was probably meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from leadkit.columns import EMAILS
from leadkit.fields.cells import (
    as_mask,
    chosen,
    each_distinct,
    is_blank,
    matches,
    repeated,
    rows_of,
    with_rows,
)
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column
from leadkit.fields.company import fold
from leadkit.fields.email_cell import INVALID, MISSING, VALID, read_email
from leadkit.fields.email_domains import disposable_domains, free_domains, suggestions
from leadkit.fields.email_plain import read_plain

if TYPE_CHECKING:
    from leadkit.fields.cells import Cells, Mask

# Local parts that belong to a function of a company, not to a person: RFC 2142's and what
# companies in our languages use. They identify the company.
ROLE_MAILBOXES = frozenset(
    "abuse accounting admin administration anfrage bewerbung billing booking buchhaltung buero "
    "career careers contact contacto contato custserv customerservice direction einkauf empfang "
    "enquiries export finance hello help helpdesk hostmaster hr info informacion information "
    "inquiries investor jobs kontakt kundenservice legal mail mailbox marketing media news "
    "newsletter no-reply noc noreply office orders personal post postmaster presse press "
    "privacy purchasing reception recruiting rechnung sales secretariat security sekretariat "
    "service shop staff support team technik ventas verkauf vertrieb verwaltung webmaster "
    "welcome zentrale".split()
)

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
    cleaned = Cleaned(counts={f"email {status}": 0 for status in (INVALID, MISSING)})
    cleaned.columns = {name: repeated("", fields.rows) for name in EMAIL.adds}
    cleaned.columns["email_status"] = repeated(MISSING, fields.rows)
    for name in fields.present(EMAILS):
        read = _Read(fields[name])
        cleaned.columns[name] = read.addresses
        cleaned.issues[f"{name}_invalid"] = read.status == _STATUSES.index(INVALID)
        cleaned.issues[f"{name}_several"] = read.several
        if name == "email":
            cleaned.columns["email_status"] = chosen(_STATUSES, read.status)
            cleaned.columns["email_flags"] = _flags(read)
            cleaned.columns["email_suggestion"] = _suggested(read, fields)
            cleaned.counts = {
                f"email {status}": int((read.status == _STATUSES.index(status)).sum())
                for status in (INVALID, MISSING)
            }
    return cleaned


class _Read:
    """A column of addresses as it was read: the two parts of each, "" where it is not valid."""

    def __init__(self, cells: Cells) -> None:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        plain = read_plain(cells)
        # Without an @ there is no address, whatever else the cell holds.
        none = ~plain.rows & ~as_mask(pc.match_substring(cells, "@")) & ~is_blank(cells)
        rest = ~plain.rows & ~none & ~is_blank(cells)
        careful = each_distinct(rows_of(cells, rest), read_email)
        self.status = np.where(plain.rows, _STATUSES.index(VALID), 0).astype(np.int8)
        self.status[none] = _STATUSES.index(INVALID)
        self.status[rest] = [_STATUSES.index(found.status) for found in careful]
        self.addresses = with_rows(cells, plain.rows, plain.addresses)
        self.addresses = with_rows(self.addresses, rest, [found.address for found in careful])
        self.smtputf8 = np.zeros(len(cells), bool)
        self.smtputf8[rest] = [found.smtputf8 for found in careful]
        self.several = np.zeros(len(cells), bool)
        self.several[rest] = [found.several for found in careful]
        blank = repeated("", len(cells))
        parts = [f.address.rpartition("@") if f.status == VALID else ("", "", "") for f in careful]
        self.locals = with_rows(blank, plain.rows, plain.locals)
        self.locals = with_rows(
            self.locals, rest, pa.array([p[0] for p in parts], pa.large_string())
        )
        self.domains = with_rows(blank, plain.rows, plain.domains)
        self.domains = with_rows(
            self.domains, rest, pa.array([p[2] for p in parts], pa.large_string())
        )


def _flags(read: _Read) -> Cells:
    """Return for each valid address what kind it is: role, free, disposable, smtputf8."""
    import numpy as np

    names = "|".join(re.escape(name).replace("-", "[-_]") for name in sorted(ROLE_MAILBOXES))
    told = (
        matches(read.locals, rf"(?i)^(?:{names})(?:\+|$)"),
        _is_in(read.domains, free_domains()),
        _is_in(read.domains, disposable_domains()),
        read.smtputf8,
    )
    which = sum(mask.astype(np.int8) << place for place, mask in enumerate(told))
    words = [
        "; ".join(flag for place, flag in enumerate(FLAGS) if code >> place & 1)
        for code in range(1 << len(FLAGS))
    ]
    return chosen(words, which)


def _is_in(domains: Cells, known: frozenset[str]) -> Mask:
    import pyarrow as pa
    import pyarrow.compute as pc

    return as_mask(pc.is_in(domains, value_set=pa.array(sorted(known), pa.large_string())))


def _suggested(read: _Read, fields: Fields) -> Cells:
    """Return what was meant where a famous provider was typed wrong, never for a firm's own."""
    known = suggestions()
    wrong = _is_in(read.domains, frozenset(known))
    columns = (read.locals, read.domains, fields["company"], fields["website"])
    meant = []
    for local, domain, company, website in zip(
        *(rows_of(cells, wrong).to_pylist() for cells in columns), strict=True
    ):
        name = fold(domain.rpartition(".")[0]).replace(" ", "")
        own = domain in website.casefold() or name in fold(company).replace(" ", "")
        meant.append("" if own else f"{local}@{known[domain]}")
    return with_rows(repeated("", fields.rows), wrong, meant)


EMAIL = Cleaner(
    "email",
    EMAILS,
    clean_emails,
    why="address in its normal form",
    issues=each_column(
        EMAILS,
        invalid="{} holds no valid e-mail address",
        several="{} holds more than one address",
    ),
    adds=("email_status", "email_flags", "email_suggestion"),
)
