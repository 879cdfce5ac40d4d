"""What a row says of consent: all its answers taken together, the most restrictive first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.cells import to_numpy
from leadkit.base.columns import CONSENT_FOR, OPT_OUT_OF
from leadkit.fields import consent
from leadkit.fields.consent import has_opted_out, yes_or_no

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

    # A column by its name, row by row; None where the table has none.
    Columns: TypeAlias = Callable[[str], Cells | None]

SAID = ("nothing", "unclear", "no", "yes")
NOTHING, UNCLEAR, NO, YES = range(len(SAID))
# The columns that may say yes, and all that answer.
SAYING_YES = ("consent", *CONSENT_FOR.values(), "mailing_status")
ANSWERING = (*SAYING_YES, *OPT_OUT_OF.values())


def what_rows_say(columns: Columns, rows: int) -> np.ndarray:
    """Return for each row what it says of consent, as a place in SAID.

    A row says yes where some channel is agreed to and not refused. An answer to a question that
    names no channel is for all of them where it is a no; where it is a yes, it is for e-mail, and
    for the others only if consent_channels names some. An unclear opt-out is a refusal.

    >>> from leadkit.base.cells import texts
    >>> table = {"consent": texts(["yes", "yes", "", "", "?"]),
    ...     "phone_consent": texts(["", "", "ja", "nein", ""]),
    ...     "email_opt_out": texts(["", "x", "x", "", ""])}
    >>> [SAID[code] for code in what_rows_say(table.get, 5)]
    ['yes', 'no', 'yes', 'no', 'unclear']
    """
    import numpy as np

    def told(column: str, says: Callable[[str], bool]) -> Mask:
        return _told(columns(column), rows, says)

    def agrees(column: str) -> Mask:
        return told(column, lambda cell: yes_or_no(cell) == consent.YES)

    def refuses(column: str) -> Mask:
        return told(column, lambda cell: yes_or_no(cell) == consent.NO)

    general, everything = agrees("consent"), told("consent_channels", _is_something)
    opened, refused = np.zeros(rows, bool), refuses("consent")
    for channel, column in CONSENT_FOR.items():
        agreed = agrees(column) | (general & (everything | (channel == "email")))
        closed = refuses(column) | told(OPT_OUT_OF[channel], has_opted_out)
        if channel == "email":
            agreed, closed = agreed | agrees("mailing_status"), closed | refuses("mailing_status")
        opened |= agreed & ~closed
        refused |= closed
    answered = np.zeros(rows, bool)
    for column in ANSWERING:
        answered |= told(column, _is_something)
    said = [refuses("consent"), opened, refused, answered]
    codes: np.ndarray = np.select(said, [NO, YES, NO, UNCLEAR], NOTHING)
    return codes


def _is_something(cell: str) -> bool:
    return bool(cell.strip())


def _told(cells: Cells | None, rows: int, says: Callable[[str], bool]) -> Mask:
    """Return for each row whether its cell says so; each different cell is asked once."""
    import numpy as np

    if cells is None:
        return np.zeros(rows, bool)
    encoded = cells.dictionary_encode()
    answers = np.array([says(cell) for cell in encoded.dictionary.to_pylist()], bool)
    told: Mask = answers[to_numpy(encoded.indices)]
    return told
