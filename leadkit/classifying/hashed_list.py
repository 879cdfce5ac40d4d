"""A suppression list for others: hashes that tell nobody who is on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import LeadFrame
from leadkit.classifying.suppression_lists import hashes_of, suppression_of

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class SuppressionHashes:
    """A list of whom never to contact, in a form to hand on."""

    hashes: Leads  # one column, sha256 or with a key hmac_sha256, sorted
    left_out: int  # phone numbers without their country, of which hashes match nothing


def suppress_hashes(listed: Leads, key: bytes = b"") -> SuppressionHashes:
    """Return the hashes of all e-mails and phones on a list, as ``leadkit suppress`` writes them.

    ``listed`` is a frame with columns of e-mails, phones or hashes, found by their headers; with
    a ``key`` it is HMAC-SHA256. What comes out tells nobody who is on it, and does as
    classify_leads(suppress=...).

    Raises LeadkitError where there is nothing to hash.

    >>> import pandas as pd
    >>> never = pd.DataFrame({"email": ["Eva@Meier.example.com"], "phone": ["089/99998124"]})
    >>> made = suppress_hashes(never)
    >>> made.hashes["sha256"].str[:16].tolist(), made.left_out
    (['e2ec3450566b89c6'], 1)
    """
    import pandas as pd

    if not isinstance(key, bytes):
        raise LeadkitError(f"key: give bytes, not {type(key).__name__}")
    table = LeadFrame(listed, "suppress")
    hashes, left_out = hashes_of(suppression_of(table, table.name), key)
    if not hashes:
        raise LeadkitError("suppress: there is no e-mail, and no phone number with its country")
    column = "hmac_sha256" if key else "sha256"
    return SuppressionHashes(pd.DataFrame({column: hashes}, dtype="str"), left_out)
