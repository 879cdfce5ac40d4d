"""What a row says of consent: all its answers taken together, the most restrictive first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from leadkit.base.columns import CONSENT_FOR
from leadkit.fields import consent
from leadkit.fields.bounces import has_bounced
from leadkit.fields.consent import answer_to
from leadkit.fields.objections import CHANNELS, own_refusals, says
from leadkit.fields.refused_column import entries_in

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Mask
    from leadkit.fields.refusal_keys import Columns

SAID = ("nothing", "unclear", "no", "yes")
NOTHING, UNCLEAR, NO, YES = range(len(SAID))
# The columns that may say yes.
SAYING_YES = ("consent", *CONSENT_FOR.values(), "mailing_status")


def what_rows_say(columns: Columns, rows: int) -> np.ndarray:
    """Return for each row what it says of consent, as a place in SAID.

    A row says yes where some channel is agreed to and not refused. A yes to a question that names
    no channel is for e-mail, and for the others only if consent_channels names some; a no is for
    all of them. What is no clear answer is a refusal where the question was whether to opt out.

    >>> from leadkit.base.cells import texts
    >>> table = {"consent": texts(["yes", "yes", "", "", "?"]),
    ...     "phone_consent": texts(["", "", "ja", "nein", ""]),
    ...     "email_opt_out": texts(["", "x", "x", "", ""])}
    >>> [SAID[code] for code in what_rows_say(table.get, 5)]
    ['yes', 'no', 'yes', 'no', 'unclear']
    """
    import numpy as np

    def agrees(column: str) -> Mask:
        answer = answer_to(column)
        return says(columns, column, rows, lambda cell: answer(cell) == consent.YES)

    def earlier(channel: str) -> Callable[[str], bool]:  # what classify wrote of an earlier run
        return lambda cell: any(closed == channel for closed, _ in entries_in(cell))

    opened, refused, answered = (np.zeros(rows, bool) for _ in range(3))
    general = agrees("consent")
    every_channel = says(columns, "consent_channels", rows, lambda cell: bool(cell.strip()))
    own = own_refusals(columns, rows)
    for channel in CHANNELS:
        agreed = agrees(CONSENT_FOR[channel]) | (general & (every_channel | (channel == "email")))
        if channel == "email":
            agreed = agreed | agrees("mailing_status")
        closed = own[channel] | says(columns, "refused", rows, earlier(channel))
        opened |= agreed & ~closed
        refused |= closed
    for column in SAYING_YES:
        answered |= says(
            columns, column, rows, lambda cell: bool(cell.strip()) and not has_bounced(cell)
        )
    codes: np.ndarray = np.select([opened, refused, answered], [YES, NO, UNCLEAR], NOTHING)
    return codes
