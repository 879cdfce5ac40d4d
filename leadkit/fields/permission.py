"""Who may be contacted, as classify wrote it down: one reading of our own may_* columns."""

from __future__ import annotations

MAY = {"email": "may_email", "call": "may_call", "post": "may_post"}
# The next step with a lead by each channel, the first that is open; and with who said no.
STEPS = {"call": "call", "email": "mail", "post": "send by post"}
SAID_NO = "none: said no"


def says_yes(cell: str) -> bool:
    """Tell whether a cell of a may_* column allows contact: only our own word does.

    Other words that mean yes somewhere (x, 1, ja) were written by nobody who weighed consent and
    opt-outs: doubt means no.

    >>> [says_yes(cell) for cell in ("yes", " Yes ", "no", "", "x", "1", "ja", "yes?")]
    [True, True, False, False, False, False, False, False]
    """
    return cell.strip().lower() == "yes"
