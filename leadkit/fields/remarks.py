"""Remarks: what notes, tags and states say of a lead becomes flags, with the words that said so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from leadkit.base.cells import is_blank, repeated, rows_of, to_numpy, with_rows
from leadkit.base.columns import ADDED, IDENTITY, KNOWN
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields
from leadkit.fields.mentioned import with_person
from leadkit.fields.objections import SEPARATOR
from leadkit.fields.remark_cells import may_say
from leadkit.fields.remark_words import REFUSALS, RemarkWords

if TYPE_CHECKING:
    from leadkit.base.cells import Cells

# The columns in which remarks stand. Of others, which nobody knows, refusals alone are heard.
REMARKED = ("notes", "tags", "lead_status", "lifecycle_stage", "disqualified_reason")
# Where a remark may stand behind what the column holds; of a company in brackets, as its name may
# be any words: "Hora s.r.o. (please do not call)".
BESIDE = ("job_title", "company")
_IN_BRACKETS = r"^[^(\[]*(?:[(\[]([^)\]]* [^)\]]*))?.*$"
FLAGS, WORDS = "remark_flags", "remark_words"
_OURS = frozenset((*IDENTITY, *KNOWN, *ADDED))


def remarked(names: Iterable[str]) -> list[str]:
    """Return those of the columns that may hold remarks.

    >>> remarked(["email", "notes", "Anything else?", "score_fit", "may_email", "company"])
    ['notes', 'Anything else?', 'company']
    """
    return [
        name
        for name in names
        if name in REMARKED + BESIDE or not (name in _OURS or name.startswith(("score_", "email_")))
    ]


def read_remarks(
    columns: Callable[[str], Cells], names: Iterable[str], words: RemarkWords, rows: int
) -> dict[str, Cells]:
    """Return remark_flags and remark_words of a table: what its remarks say, and which words.

    ``columns`` gives a column by its name; flags and words that are there already stay. The words
    come with their flag, "no_phone: nicht anrufen", both apart by "; ".

    >>> from leadkit.base.cells import texts
    >>> from leadkit.fields.remark_words import Phrases
    >>> words = RemarkWords({"no": ["not"]}, [Phrases("no_phone", ("<no> ... call*",))])
    >>> table = {"notes": texts(["do not call", "call"]), FLAGS: texts(["press", ""])}
    >>> found = read_remarks(lambda name: table.get(name, texts(["", ""])), ["notes"], words, 2)
    >>> {name: cells.to_pylist() for name, cells in found.items()}
    {'remark_flags': ['press; no_phone', ''], 'remark_words': ['no_phone: not call', '']}
    """
    import numpy as np

    found: dict[int, dict[str, str]] = {}
    for name in names:
        column = columns(name) if name != "company" else _in_brackets(columns(name))
        rows_said = ~is_blank(column)
        if not rows_said.any():
            continue
        cells = rows_of(column, rows_said).dictionary_encode()
        some = may_say(cells.dictionary, words)
        say = partial(_said, words, name in REMARKED)
        told = map(say, rows_of(cells.dictionary, some).to_pylist())
        said = dict(zip(np.flatnonzero(some).tolist(), told, strict=True))
        codes = to_numpy(cells.indices)
        saying = np.flatnonzero(rows_said)[some[codes]]
        for row, code in zip(saying.tolist(), codes[some[codes]].tolist(), strict=True):
            for flag, text in said[code]:
                found.setdefault(row, {}).setdefault(flag, text)
    cells = {name: columns(name) for name in (FLAGS, WORDS)}
    if not found:
        return cells
    mask = np.zeros(rows, bool)
    places = sorted(found)
    mask[places] = True
    new = {
        FLAGS: [list(found[row]) for row in places],
        WORDS: [[f"{flag}: {text}" for flag, text in found[row].items()] for row in places],
    }
    for name, texts in new.items():
        before = rows_of(cells[name], mask).to_pylist()
        joined = [_joined(had, own) for had, own in zip(before, texts, strict=True)]
        cells[name] = with_rows(cells[name], mask, joined)
    return cells


def _in_brackets(cells: Cells) -> Cells:
    """Return the first words in brackets of each cell, blank for one word or none."""
    import pyarrow.compute as pc

    if not pc.any(pc.match_substring_regex(cells, r"[(\[]")).as_py():
        return repeated("", len(cells))
    return pc.replace_substring_regex(cells, _IN_BRACKETS, r"\1")


def _joined(before: str, found: Iterable[str]) -> str:
    """Return entries with further ones; of a flag's words the first ones stay."""
    entries = [*filter(None, before.split(SEPARATOR))]
    known = {entry.partition(": ")[0] for entry in entries}
    return SEPARATOR.join(
        [*entries, *(entry for entry in found if entry.partition(": ")[0] not in known)]
    )


@lru_cache(maxsize=1 << 16)
def _said(words: RemarkWords, known: bool, cell: str) -> tuple[tuple[str, str], ...]:
    """Return the flags of a cell, each with its words, which hold no sign that parts them."""
    if not cell.strip():
        return ()
    said = ((one.flag, one.flag in REFUSALS, one.words) for one in words.read(cell))
    told = (
        (flag, with_person(text, cell) if refuses else text)
        for flag, refuses, text in said
        if known or refuses
    )
    return tuple((flag, " ".join(text.replace(";", ",").split())) for flag, text in told)


def find_remarks(fields: Fields) -> Cleaned:
    """Say in flags what remarks say of a lead."""
    cleaned = Cleaned()
    names = remarked(fields.names)
    if fields.remark_words is not None and names:
        cleaned.columns |= read_remarks(fields.__getitem__, names, fields.remark_words, fields.rows)
    return cleaned


REMARK = Cleaner("remark", REMARKED, find_remarks, why="said by a remark", adds=(FLAGS, WORDS))
