"""Comparisons of text: whole cells, parts and words of them, patterns; and whether there is any."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from leadkit.base.cells import numbers, texts, to_numpy
from leadkit.base.fold import fold_case
from leadkit.rules.batch import Distinct, regex_of
from leadkit.rules.item import Item
from leadkit.rules.truth import Test, Truth, holds_where


def folded_texts(value: Item) -> list[str]:
    """Return the texts that stand after an operator, as cells are folded to be compared."""
    return [fold_case(part.text()) for part in value.items()]


def among(entries: list[str]) -> Test:
    """Look whether the whole cell is one of these folded texts."""
    import pyarrow.compute as pc

    wanted = texts(entries)
    return lambda cells, as_of: holds_where(pc.is_in(cells.folded, wanted))


def matching(pattern: str) -> Test:
    """Look for a pattern of RE2 in the folded cells."""
    import pyarrow.compute as pc

    return lambda cells, as_of: holds_where(pc.match_substring_regex(cells.folded, pattern))


def rechecked(anywhere: str, pattern: re.Pattern[str]) -> Test:
    """Look for fixed texts by RE2, and closer at the few cells that hold one of them.

    The pattern that looks closer is leadkit's own, made to take time in proportion to the cell.
    """
    import numpy as np
    import pyarrow.compute as pc

    def test(cells: Distinct, as_of: date | None) -> Truth:
        holds = to_numpy(pc.match_substring_regex(cells.folded, anywhere)).copy()
        found = np.flatnonzero(holds)
        closer = cells.folded.take(numbers(found)).to_pylist()
        holds[found] = [bool(pattern.search(cell)) for cell in closer]
        return holds, ~holds

    return test


def is_(value: Item) -> Test:
    """The cell is this text, or one of these.

    >>> from leadkit.rules.operators import say
    >>> say("{is: Trade fair}", " trade FAIR", "fair", "")
    'yes no ?'
    """
    return among(folded_texts(value))


def one_of(value: Item) -> Test:
    """The cell is one of these texts.

    >>> from leadkit.rules.operators import say
    >>> say("{one_of: [DE, AT]}", "de", "CH", "")
    'yes no ?'
    """
    return among(folded_texts(value))


def contains(value: Item) -> Test:
    """One of these texts stands anywhere in the cell.

    >>> from leadkit.rules.operators import say
    >>> say("{contains: [purchas, einkauf]}", "Head of Purchasing", "CEO", "")
    'yes no ?'
    """
    return matching(regex_of(folded_texts(value)))


def contains_word(value: Item) -> Test:
    """One of these texts stands in the cell as a whole word, or words.

    >>> from leadkit.rules.operators import say
    >>> say("{contains_word: [vp, c++]}", "Sales VP, EMEA", "MVP", "Lead C++ developer", "")
    'yes no yes ?'
    """
    words = regex_of(folded_texts(value))
    return rechecked(words, re.compile(rf"(?<!\w){words}(?!\w)"))


def starts_with(value: Item) -> Test:
    """The cell starts with one of these texts.

    >>> from leadkit.rules.operators import say
    >>> say("{starts_with: '+49'}", "+49891234567", "0049891234567", "")
    'yes no ?'
    """
    return matching(rf"\A{regex_of(folded_texts(value))}")


def ends_with(value: Item) -> Test:
    """The cell ends with one of these texts.

    >>> from leadkit.rules.operators import say
    >>> say("{ends_with: [GmbH, AG]}", "Meier GmbH", "Meier GmbH & Co. KG", "")
    'yes no ?'
    """
    return matching(rf"{regex_of(folded_texts(value))}\z")


def matches(value: Item) -> Test:
    r"""An RE2 pattern matches somewhere in the cell; case does not count unless it has (?-i).

    RE2 needs time in proportion to the cell, whatever the pattern is.

    >>> from leadkit.rules.operators import say
    >>> say(r"{matches: '^\d{5}$'}", "01067", "1067", "")
    'yes no ?'
    >>> say("{matches: '(a+)+$'}", "a" * 100_000 + "!")
    'no'
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    pattern = unicodedata.normalize("NFC", value.text())

    def test(cells: Distinct, as_of: date | None) -> Truth:
        text = cells.text
        if not pc.all(pc.string_is_ascii(text)).as_py():
            text = pc.utf8_normalize(text, "NFC")
        return holds_where(pc.match_substring_regex(text, pattern, ignore_case=True))

    try:
        pc.match_substring_regex(texts([""]), pattern, ignore_case=True)
    except pa.ArrowInvalid as error:
        problem = str(error).removeprefix("Invalid regular expression: ")
        raise value.fail(f"matches: {problem} (patterns are RE2's)") from None
    return test


def flag_of(value: Item) -> bool:
    """Return what stands after known or missing; nothing at all is true."""
    return not value.text() or value.flag()


def known(value: Item) -> Test:
    """The cell is not blank (with false: it is).

    >>> from leadkit.rules.operators import say
    >>> say("{known: true}", "x", ""), say("{known: false}", "x", "")
    ('yes no', 'no yes')
    """
    wanted = flag_of(value)
    return lambda cells, as_of: (cells.blank != wanted, cells.blank == wanted)


def missing(value: Item) -> Test:
    """The cell is blank (with false: it is not).

    >>> from leadkit.rules.operators import say
    >>> say("{missing: true}", "x", ""), say("{missing: false}", "x", "")
    ('no yes', 'yes no')
    """
    wanted = flag_of(value)
    return lambda cells, as_of: (cells.blank == wanted, cells.blank != wanted)
