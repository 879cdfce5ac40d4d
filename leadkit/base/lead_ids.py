"""What a lead_id of leadkit's making looks like, and how rows that share one are told apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from leadkit.base.values import quoting

OUR_ID = r"^[0-9a-f]{16}(?:-[0-9]+)?$"  # a hash of the row's cells; -2 for the second such row


def nth_id(first: str, nth: int) -> str:
    """Return the id of the nth of some rows with the same cells.

    >>> nth_id("1dbcfe3a21fae1b6", 1), nth_id("1dbcfe3a21fae1b6", 2)
    ('1dbcfe3a21fae1b6', '1dbcfe3a21fae1b6-2')
    """
    return first if nth == 1 else f"{first}-{nth}"


def is_our_id(lead_id: str) -> bool:
    """Tell whether leadkit made an id, so that rows that share it are rows with the same cells.

    >>> [is_our_id(one) for one in ("1dbcfe3a21fae1b6", "1dbcfe3a21fae1b6-12", "4711")]
    [True, True, False]
    """
    return re.fullmatch(OUR_ID, lead_id) is not None


def id_told(lead_id: str, before: str = "", instead: str = "") -> str:
    """Return an id as it may be told: of leadkit's making, or else a cell that a text quotes.

    >>> from leadkit.base.values import without_values
    >>> for one in ("1dbcfe3a21fae1b6", "eva@x.example.com"):
    ...     print(without_values(f"no lead has {id_told(one, 'the lead_id ', 'one of them')}"))
    no lead has the lead_id 1dbcfe3a21fae1b6
    no lead has one of them
    """
    told = f"{before}{lead_id}"
    return told if is_our_id(lead_id) else quoting(told, instead)


def told_apart(
    lead_ids: Sequence[str], repeated: Iterable[int], taken: Collection[str] = ()
) -> dict[int, str]:
    """Return new ids, by their positions, for the rows whose id stands before them already.

    The same record in two lists that were imported apart has the same id. It gets the suffix
    that an import of both lists together gives it: the first number that is free. ``taken``
    are further ids that nobody may get, such as those of rows that were merged into others.

    >>> told_apart(["1dbcfe3a21fae1b6", "1dbcfe3a21fae1b6-2", "1dbcfe3a21fae1b6"], [2])
    {2: '1dbcfe3a21fae1b6-3'}
    """
    used = {*lead_ids, *taken}
    numbers: defaultdict[str, int] = defaultdict(lambda: 2)
    own = {}
    for row in repeated:
        first = lead_ids[row].partition("-")[0]
        while (new := nth_id(first, numbers[first])) in used:
            numbers[first] += 1
        used.add(new)
        own[row] = new
    return own
