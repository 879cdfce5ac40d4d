"""Whether a mailing tool says of an address that it takes no mail, or did not once."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from leadkit.base.fold import fold_umlauts
from leadkit.base.words import word_groups

_APOSTROPHES = str.maketrans(dict.fromkeys("'’`´", " "))


def has_bounced(cell: str) -> bool:
    """Tell whether a mailing tool's status says that an address takes no mail.

    >>> [has_bounced(word) for word in ("Cleaned", "hard bounce", "invalid", "unsubscribed")]
    [True, True, True, False]
    >>> [has_bounced(word) for word in ("soft bounce", "permanent avvist", "midlertidig avvist")]
    [False, True, False]
    """
    return _delivery(cell) == "bounced"


def bounced_softly(cell: str) -> bool:
    """Tell whether a status says that a message came back which may arrive the next time.

    >>> [bounced_softly(word) for word in ("Softbounce", "miękkie odbicie", "soft opt-in")]
    [True, True, False]
    """
    return _delivery(cell) == "soft"


@lru_cache(maxsize=1 << 14)
def _delivery(cell: str) -> str:
    text = f" {fold_umlauts(cell.translate(_APOSTROPHES))} "
    bounced = _holds("bounced", text)
    if not (bounced or _holds("failed", text)):
        return ""
    if _holds("soft", text, " ") and not _holds("hard", text, " "):
        return "soft"
    return "bounced" if bounced or _holds("hard", text, " ") else ""


def _holds(group: str, text: str, before: str = "") -> bool:
    return _stems(group, before).search(text) is not None


@cache
def _stems(group: str, before: str) -> re.Pattern[str]:
    stems = map(fold_umlauts, word_groups("leadkit.fields", "mailing_statuses")[group])
    return re.compile(f"{before}(?:{'|'.join(map(re.escape, stems))})")
