"""Plain e-mail addresses of a whole column at once: ASCII dot-atoms at well-formed domains.

An address is read here only where email-validator is sure to take it, and its normal form is
known; whatever is not is left to email-validator itself. ``make differential`` compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cell_bytes import from_bytes
from leadkit.base.cells import matches, rows_of, text_bytes

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"  # RFC 5322, 3.2.3
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_PLAIN = rf"^{_ATEXT}+(?:\.{_ATEXT}+)*@(?:{_LABEL}\.)+(?:[A-Za-z0-9][A-Za-z0-9-]*)?[A-Za-z]$"
_LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1
_LONGEST_LABEL = 63  # a domain no longer than that cannot hold a longer label


@dataclass(frozen=True)
class PlainAddresses:
    """The cells that could be read: which rows, their addresses, and those in two parts."""

    rows: Mask
    addresses: Cells
    locals: Cells
    domains: Cells


def plain_addresses(cells: Cells) -> PlainAddresses:
    """Read the plain addresses of a column, their domains in small letters.

    >>> import pyarrow as pa
    >>> plain = plain_addresses(pa.array(["Eva@Meier.Example.COM", "eva@", "ü@x.example"]))
    >>> plain.rows.tolist(), plain.addresses.to_pylist()
    ([True, False, False], ['Eva@meier.example.com'])
    """
    import numpy as np
    import pyarrow as pa

    cells = cells.cast(pa.large_string())
    rows = matches(cells, _PLAIN)
    # Two hyphens may begin an encoded label (xn--); special domains are no one's.
    rows &= ~matches(cells, _doubtful())
    plain = rows_of(cells, rows)
    text, offsets = text_bytes(plain)
    at = np.flatnonzero(text == ord("@"))  # a plain address has exactly one
    too_long = (at - offsets[:-1] > _LONGEST_LOCAL) | (offsets[1:] - at - 1 > _LONGEST_LABEL)
    if too_long.any():
        rows[np.flatnonzero(rows)[too_long]] = False
        plain = rows_of(plain, ~too_long)
        text, offsets = text_bytes(plain)
        at = np.flatnonzero(text == ord("@"))
    in_domain = _after(at, offsets)
    capital = (text >= ord("A")) & (text <= ord("Z")) & in_domain
    if capital.any():
        text = text + (capital.view(np.uint8) << 5)
        plain = from_bytes(text, offsets)
    in_local = ~in_domain
    in_local[at] = False
    before = np.concatenate(([0], np.cumsum(at - offsets[:-1])))
    after = np.concatenate(([0], np.cumsum(offsets[1:] - at - 1)))
    return PlainAddresses(
        rows, plain, from_bytes(text[in_local], before), from_bytes(text[in_domain], after)
    )


def _after(at: np.ndarray, offsets: np.ndarray) -> Mask:
    """Tell which bytes stand after the @ of their own cell."""
    import numpy as np

    change = np.zeros(offsets[-1] + 1, np.int8)
    change[at + 1] += 1
    change[offsets[1:]] -= 1
    return np.cumsum(change[:-1], dtype=np.int8).view(bool)


@cache
def _doubtful() -> str:
    """Return a pattern of what email-validator looks at more closely than at its letters."""
    from email_validator import SPECIAL_USE_DOMAIN_NAMES
    from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

    special = "|".join(name.replace(".", r"\.") for name in SPECIAL_USE_DOMAIN_NAMES)
    # Mailboxes whose name is the same in any case are written small: any with a capital in it.
    capital = "|".join(
        f"(?i:{name[:at]}){name[at].upper()}(?i:{name[at + 1 :]})"
        for name in CASE_INSENSITIVE_MAILBOX_NAMES
        for at in range(len(name))
    )
    return rf"@.*--|(?i:[@.](?:{special})$)|^(?:{capital})@"
