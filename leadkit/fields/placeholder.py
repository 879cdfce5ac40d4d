"""Placeholders: what people and forms write where they have nothing to say."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cells import as_mask, matches, repeated, rows_of, texts, with_rows
from leadkit.base.columns import EMAILS, KNOWN, PHONES
from leadkit.base.words import word_list
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, Issue, each_column
from leadkit.fields.consent_cleaner import ANSWERS

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask

_NAMES = ("first_name", "middle_name", "last_name", "full_name", "nickname")
# In these columns such words are answers, text of people's own, or codes.
_SPARED = {*ANSWERS, "notes", "tags", "external_id", "suffix", "prefix", "score", "seniority",
           "department"}  # fmt: skip
COLUMNS = tuple(name for name in KNOWN if name not in _SPARED)

_WORDS = word_list("leadkit.fields", "placeholders")
# People are called Null, None, Test, Abc or Nil; nobody is called asdf.
_CALLED = frozenset(word_list("leadkit.fields", "placeholders_that_are_names"))
_EMAIL = (
    r"(?i)^(?:(?:x+|y+|z+|a{2,}|asdf\w*|test\w{0,4}|none|no|na|n/a|nomail|noemail|no-?e?-?mail"
    r"|keine?|null|fake|dummy|qwert\w|abc|123|foo)@(?:x+|y+|z+|a+|asdf\w*|test\w*|none|no|na|nomail"
    r"|noemail|keine?|null|fake|dummy|qwert\w|abc|foo|mail|email|example|domain)\.[a-z]{2,4})$"
)
# All the same digit, or counted up or down.
_PHONE = (
    r"^\+?(?:0{4,}|1{5,}|2{5,}|3{5,}|4{5,}|5{5,}|6{5,}|7{5,}|8{5,}|9{5,}"
    r"|0?12345(?:6(?:7(?:8(?:90?)?)?)?)?|987654(?:3(?:2(?:10?)?)?)?)$"
)
_POSTAL_CODE = r"^(?:0{4,}|9{5,}|x{3,}|X{3,})$"


def is_nothing(cell: str) -> bool:
    """Tell whether a cell says nothing: an error of a spreadsheet, or a word for nothing.

    >>> [is_nothing(one) for one in ("#N/A", "n/a", "", "Jule Wacker")]
    [True, True, False, False]
    """
    said = cell.strip()
    if re.fullmatch(r"#(?:N/A|NV|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!)", said, re.IGNORECASE):
        return True
    return bool(said) and bool(is_placeholder("company", texts([said.lower()]))[0])


def is_placeholder(column: str, cells: Cells) -> Mask:
    """Tell which cells of a column say that there is nothing to say.

    >>> cells = texts(["n/a", "Test", "Meier"])
    >>> is_placeholder("company", cells).tolist(), is_placeholder("last_name", cells).tolist()
    ([True, True, False], [True, False, False])
    """
    import pyarrow.compute as pc

    found = as_mask(pc.is_in(cells, value_set=_words(column in _NAMES)))
    if column in EMAILS:
        found |= matches(cells, _EMAIL)
    if column in PHONES:
        found |= matches(cells, _PHONE)
    if column.endswith("postal_code"):
        found |= matches(cells, _POSTAL_CODE)
    return found


@cache
def _words(of_a_name: bool) -> Cells:
    words = [word for word in _WORDS if not (of_a_name and word in _CALLED)]
    cases = {case(word) for word in words for case in (str.lower, str.upper, str.title)}
    return texts(sorted(cases | {word.capitalize() for word in words}))


def flag_placeholders(fields: Fields) -> Cleaned:
    """Flag placeholders; empty them where that was asked for."""
    cleaned = Cleaned()
    for name in fields.present(COLUMNS):
        cells = fields[name]
        found = is_placeholder(name, cells)
        cleaned.issues[f"{name}_placeholder"] = found
        if fields.options.drop_placeholders and found.any():
            empty = rows_of(repeated("", len(cells)), found)
            cleaned.columns[name] = with_rows(cells, found, empty)
    return cleaned


PLACEHOLDER = Cleaner(
    "placeholder",
    COLUMNS,
    flag_placeholders,
    why="placeholder emptied",
    issues=each_column(
        COLUMNS, placeholder=Issue("{} holds a placeholder such as n/a, test or 000000", kept=True)
    ),
)
