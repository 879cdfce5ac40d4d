"""Signs that nobody sees, or that a terminal obeys, as text that everybody sees.

File names, headers, cells and rule files are somebody else's text. Shown as they are, they could
clear a screen, hide what follows, turn round the order of letters or add a line to a log.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable

# Letters and marks that take no room on a screen. All others of the kind, as controls, changes of
# direction and joiners, are no letters, and Python itself calls them not printable.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0"
                     "\U000e0000-\U000e0fff]")  # fmt: skip


def visible(text: str, but: str = "") -> str:
    r"""Return a text in which each sign can be seen; those of ``but`` stay as they are.

    >>> print(visible("Messe\x1b[2J\n\u202ecsv.exe"))
    Messe\x1b[2J\n\u202ecsv.exe
    >>> visible("a,b\nc,d\n", but="\n") == "a,b\nc,d\n"
    True
    """
    return _with_each(text, lambda sign: sign.encode("unicode_escape").decode("ascii"), but)


def visible_json(text: str) -> str:
    r"""Return JSON that means the same, in which each sign can be seen.

    >>> print(visible_json('"Messe\x7f\u202e"'))
    "Messe\u007f\u202e"
    """
    return _with_each(text, lambda sign: json.dumps(sign)[1:-1], "\n")


def _with_each(text: str, escaped: Callable[[str], str], but: str) -> str:
    """Return a text with another in place of each sign that cannot be seen."""
    if text.isprintable() and not _UNSEEN.search(text):
        return text
    return "".join(
        sign if sign in but or _is_seen(sign) else escaped(sign)
        for sign in text
    )  # fmt: skip


def _is_seen(sign: str) -> bool:
    if sign.isprintable():
        return not _UNSEEN.match(sign)
    return unicodedata.category(sign) == "Zs"  # spaces of any width are harmless
