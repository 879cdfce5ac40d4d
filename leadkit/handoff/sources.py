"""What the cells of a column are made of, and signs that a target does not take."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import chosen, is_empty, matches, repeated, rows_of, text, with_rows
from leadkit.handoff.fitting import Trouble, blanked
from leadkit.handoff.kinds import as_there
from leadkit.handoff.target import BLANK, TargetColumn
from leadkit.rules.batch import Batch

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask


def cells_of(
    column: TargetColumn, batch: Batch, barred: Mapping[str, Mask], count: int
) -> tuple[Cells, list[Trouble]]:
    if column.not_by:
        import numpy as np

        codes = np.where(barred[column.not_by], 0, 1)
        return chosen(list(column.words), codes), []
    if column.lines:
        return _by_lines(column, batch, count)
    parts = [source_of(name, batch, count) for name in column.sources]
    if column.joined:
        return as_there(joined(parts, column.apart), column)
    made = parts[0] if parts else repeated("", count)
    if len(parts) > 1 and column.like:
        unlike = ~matches(made, column.like)
        made = with_rows(made, unlike, repeated("", int(unlike.sum())))
    for part in parts[1:]:
        missing = is_empty(made)
        if missing.any():
            made = with_rows(made, missing, rows_of(part, missing))
    return as_there(made, column)


def source_of(name: str, batch: Batch, count: int) -> Cells:
    """Return a column of ours; a whole name is made of its parts where there is none."""
    own = batch.whole(name)
    cells = repeated("", count) if own is None else own
    if name != "full_name":
        return cells
    missing = is_empty(cells)
    if not missing.any():
        return cells
    first, last = (source_of(part, batch, count) for part in ("first_name", "last_name"))
    whole_name = joined([first, last], " ")
    return with_rows(cells, missing, rows_of(whole_name, missing))


def joined(parts: Sequence[Cells], apart: str) -> Cells:
    """Return the cells that are filled, one after the other."""
    import pyarrow.compute as pc

    made = parts[0]
    for part in parts[1:]:
        left, right = is_empty(made), is_empty(part)
        both = pc.binary_join_element_wise(made, part, text(apart))
        both = with_rows(both, left, rows_of(part, left))
        made = with_rows(both, right & ~left, rows_of(made, right & ~left))
    return made


def _by_lines(column: TargetColumn, batch: Batch, count: int) -> tuple[Cells, list[Trouble]]:
    """Return what the first line says whose condition holds."""
    import numpy as np

    codes = np.full(count, -1, np.int64)
    for number, line in enumerate(column.lines):
        holds = np.ones(count, bool) if line.when is None else line.when.truth(batch)[0]
        codes[(codes < 0) & holds] = number
    troubles = [
        Trouble(codes == number, line.problem, "refuse it, or add it to its list",
                f"'{line.write}'" if line.write else BLANK)
        for number, line in enumerate(column.lines)
        if line.problem and (codes == number).any()
    ]  # fmt: skip
    words = [line.write for line in column.lines]
    return chosen([*words, ""], np.where(codes < 0, len(words), codes)), troubles


def not_of_refused(cells: Cells, refused: Mask, channel: str) -> tuple[Cells, list[Trouble]]:
    """Blank the address of who said no to its channel, where the target has no flag for it."""
    theirs = refused & ~is_empty(cells)
    if not theirs.any():
        return cells, []
    what, done = ("number", "called") if channel == "call" else ("address", "written to")
    there = f"take it for one that may be {done}"
    return blanked(cells, theirs), [Trouble(theirs, refused_kind(what), there, BLANK)]


def refused_kind(what: str) -> str:
    """Return what an address or number is called that is left out of the files of leads."""
    return f"the {what} of somebody who said no"


def without(cells: Cells, forbidden: str) -> tuple[Cells, list[Trouble]]:
    """Put a blank for signs that no cell may hold, and ' for quotes."""
    import pyarrow.compute as pc

    pattern = f"[{re.escape(forbidden)}]"
    odd = matches(cells, pattern)
    if not odd.any():
        return cells, []
    some = rows_of(cells, odd)
    if '"' in forbidden:
        some = pc.replace_substring(some, '"', "'")
    some = pc.utf8_trim_whitespace(pc.replace_substring_regex(some, pattern, " "))
    told = Trouble(odd, "signs that it does not take", "refuse the row", "without them")
    return with_rows(cells, odd, some), [told]


def no_lone_signs(cells: Cells) -> tuple[Cells, list[Trouble]]:
    """Blank cells of nothing but =, which no mark keeps from being a formula."""
    alone = matches(cells, r"^[\s=]+$")
    if not alone.any():
        return cells, []
    told = Trouble(alone, "nothing but signs", "take it for a formula", BLANK)
    return blanked(cells, alone), [told]


def spaced(cells: Cells) -> Cells:
    """Put a blank behind the country of each phone number: what has one is no number."""
    import pyarrow.compute as pc

    return pc.replace_substring_regex(cells, _codes_pattern(), r"\1 \2")


def _codes_pattern() -> str:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    codes = sorted(map(str, COUNTRY_CODE_TO_REGION_CODE), key=len, reverse=True)
    return rf"(\+(?:{'|'.join(codes)}))([0-9]{{3,}})"
