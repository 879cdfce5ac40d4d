"""Lists whose own name says that everybody on them said no: "unsubscribed_members_export.csv"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadkit.base.columns import OPT_OUT_OF
from leadkit.base.named import quoted
from leadkit.fields.headers.consent import BOUNCES, FORBIDS, read_consent_header
from leadkit.fields.headers.consent_words import read_clause
from leadkit.importing.mapping import Mapped

_ENDINGS = re.compile(r"(?:\.[A-Za-z]\w{1,4})+$")
_LEAVING = frozenset({"OUT", "LEAVE"})
_NO_MORE = frozenset(
    "more longer mehr plus más mas più piu więcej wiecej meer mais mer mere už".split()
)
# Columns by which a list says itself who of it said no.
_SAYING_NO = frozenset({*OPT_OUT_OF.values(), "mailing_status", "email_bounced"})


def refused_by_name(path: str, mapped: Sequence[Mapped]) -> tuple[str, ...]:
    """Return the columns in which all rows of a list say no, by the name of its file or sheet.

    Not where a column of the list says who did. A list of whom nobody called yet is none.

    >>> refused_by_name("lists/unsubscribed_members_export.csv", [])
    ('email_opt_out',)
    >>> refused_by_name("fair.xlsx [Do not call]", []), refused_by_name("not called yet.csv", [])
    (('phone_opt_out',), ())
    """
    if any(not _SAYING_NO.isdisjoint(one.columns) for one in mapped):
        return ()
    file, _, sheet = path.removesuffix("]").partition(" [" if path.endswith("]") else "\0")
    named = _ENDINGS.sub("", re.split(r"[\\/]", file)[-1])
    found: dict[str, None] = {}
    for name in (sheet, named.replace("_", " ")):
        reading, words = read_consent_header(name), read_clause(name)
        leaves = any(word.says & _LEAVING or word.text in _NO_MORE for word in words)
        if reading.means == BOUNCES or (reading.means == FORBIDS and leaves):
            found |= dict.fromkeys(reading.fields)
    return tuple(found)


def named_note(path: str, columns: Sequence[str]) -> str:
    """Tell that all rows of a list are taken to have said no, and how to say that they did not."""
    return (
        f"{path}: its name says that everybody on it said no, so {' and '.join(columns)} is yes in "
        f"each row of it; rename {quoted(path)} if they did not"
    )
