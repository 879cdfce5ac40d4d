"""A profile in words, the same in the terminal and on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from leadkit.base.how_many import how_many
from leadkit.fields.cell_counts import column_of_code
from leadkit.files.raw import WrittenAs
from leadkit.reporting.profile.figures import (
    ColumnFigures,
    DuplicateFigures,
    ListFigures,
    ProfileFigures,
)
from leadkit.reporting.shown import masked, shown
from leadkit.reporting.words import a_list

_SIGNS = {",": "commas", ";": "semicolons", "\t": "tabs", " ": "spaces", "|": "bars"}
# Columns whose cells are of nobody alone where several rows have them, and how many are several.
_SHARED = frozenset(
    "job_title city state postal_code home_city home_state home_postal_code campaign prefix suffix"
    " consent_source consent_text consent_channels mailing_status email_bounced audience timeline"
    " need authority budget disqualified_reason tags".split()
)
_SEVERAL = 5
_HOW = {"gzip": "packed with gzip", "zip": "in a zip file"}


def cell_told(column: ColumnFigures, cell: str, rows: int, show_values: bool) -> str:
    """Return a cell as it may be seen: masked, unless somebody asked for cells as they are.

    A town or a job that several rows have tells of nobody alone, and is shown.
    """
    of_nobody = column.masked_as in _SHARED and rows >= _SEVERAL and "@" not in cell
    return shown(cell) if show_values or of_nobody else masked(column.masked_as, cell)


def list_names(lists: Sequence[ListFigures]) -> dict[str, str]:
    """Return what people call each list, by its path."""
    return {one.path: shown(one.label) for one in lists}


def written_told(written: WrittenAs) -> str:
    """Return how a list is written.

    >>> written_told(WrittenAs("CSV", "cp1252", ";", 3, "zip"))
    'CSV in a zip file, cp1252, semicolons between cells, header in line 3'
    >>> written_told(WrittenAs("vCard", "utf-8")), written_told(WrittenAs("XLSX"))
    ('vCard, UTF-8', 'XLSX, no header')
    """
    parts = [" ".join(filter(None, (written.kind, _HOW.get(written.packed, ""))))]
    parts += [encoding_told(written.encoding)] if written.encoding else []
    if written.delimiter:
        parts.append(f"{delimiter_told(written.delimiter)} between cells")
    if written.header:
        parts.append(f"header in {'line' if written.encoding else 'row'} {written.header}")
    elif written.kind != "vCard":
        parts.append("no header")
    return ", ".join(parts)


def delimiter_told(delimiter: str) -> str:
    """Return what stands between cells, in a word where there is one."""
    return _SIGNS.get(delimiter, shown(delimiter) if delimiter else "")


def encoding_told(encoding: str) -> str:
    """Return the name of an encoding as people write it."""
    upper = ("utf", "iso", "ascii", "koi", "euc", "gb", "big")
    return encoding.upper() if encoding.startswith(upper) else encoding


def taken_for(column: ColumnFigures) -> str:
    """Return what a column was taken for, in a word or two."""
    if column.is_unread:
        return "consent, not understood"
    return ", ".join(column.columns) if column.is_known else "left alone"


def lengths_told(column: ColumnFigures) -> str:
    """Return how long its cells are: from the shortest to the longest filled one."""
    if column.shortest == column.longest:
        return f"{column.longest:,}"
    return f"{column.shortest:,}-{column.longest:,}"


def distinct_told(column: ColumnFigures) -> str:
    """Return how many different cells a column has; where they are too many to count, about."""
    if column.distinct_is_exact:
        return f"{column.distinct:,}"
    return f"about {rounded(min(column.distinct, column.filled)):,}"


def rounded(many: int) -> int:
    """Return a number that is an estimate with no more digits than are told by it.

    >>> rounded(97_458), rounded(812), rounded(1_004_312)
    (97500, 812, 1000000)
    """
    step: int = 10 ** max(0, len(str(many)) - 3)
    return int(round(many / step) * step)


def about(many: int, is_exact: bool) -> str:
    """Return a count, and that it is an estimate where it is one."""
    return f"{many:,}" if is_exact or not many else f"about {rounded(many):,}"


def commonest_told(column: ColumnFigures, show_values: bool, most: int = 60) -> list[str]:
    """Return the commonest cells of a column and how often each comes, cut to a length."""
    if not column.commonest or (column.commonest[0][1] == 1 and not column.answers):
        return ["no cell comes twice" if column.commonest else "no cell comes often"]
    told = []
    for cell, rows in column.commonest:
        answer = column.answers.get(cell)
        means = "" if answer is None else f" = {answer or 'no answer'}"
        seen = shown(cell_told(column, cell, rows, show_values), most)
        told.append(f"{seen}{means} ({about(rows, column.commonest_is_exact)})")
    return told


def wrong_told(column: ColumnFigures, is_exact: bool) -> str:
    """Return what clean would do to the cells of a column, and what is wrong with them.

    "" where all are as they should be.
    """
    cells = column.cells
    told = [
        f"{about(cells[word], is_exact)} {what}"
        for word, what in (("mended", "to mend"), ("doubtful", "doubtful"), ("emptied", "emptied"))
        if cells.get(word)
    ]
    codes = [
        f"{code_told(code)} {about(many, is_exact)}"
        for code, many in Counter(column.codes).most_common()
        if many
    ]
    return ", ".join(told) + (f" ({', '.join(codes)})" if codes else "")


def code_told(code: str) -> str:
    """Return a code of issues without its column.

    >>> code_told("phone_possible_extension"), code_told("mojibake")
    ('possible extension', 'mojibake')
    """
    column = column_of_code(code)
    return code.removeprefix(f"{column}_" if column else "").replace("_", " ")


def rejects_told(one: ListFigures, most: int = 3) -> str:
    """Return why rows of a list are rejected, the commonest reasons first."""
    reasons: Counter[str] = Counter()
    for (_, reason), rows in one.rejects.items():
        reasons[shown(reason, 80)] += rows
    told = [f"{rows:,}: {reason}" for reason, rows in reasons.most_common(most)]
    more = len(reasons) - most
    return "; ".join(told) + (f"; and {how_many(more, 'other reason')}" if more > 0 else "")


def duplicates_told(figures: ProfileFigures) -> tuple[str, ...]:
    """Say how many rows are somebody who stands in another row, and how sure that is."""
    found = figures.duplicates
    if not found.looked_at and figures.leads > 1:
        return ("No column is an e-mail, a name or a firm, so that rows cannot be compared.",)
    if not found.merged:
        none = "No row is somebody who stands in another row already, as far as dedupe can tell."
        return (none if found.is_exact else f"{none} {_looked_at(found, figures.leads)}",)
    rows = "row is" if found.merged == 1 else "rows are"
    told = (
        f"{about(found.merged, found.is_exact).capitalize()} {rows} somebody who stands in another "
        f"row already: {_where(found, len(figures.lists))}."
    )
    if not found.is_exact:
        return (told, _looked_at(found, figures.leads))
    waits = how_many(found.review, "further pair is", "further pairs are")
    return (f"{told} {waits} for a person to decide." if found.review else told,)


def _where(found: DuplicateFigures, lists: int) -> str:
    if lists == 1:
        return "in this list"
    across = found.merged - found.within
    return (
        f"{about(found.within, found.is_exact)} within one list, "
        f"{about(across, found.is_exact)} in two lists"
    )


def _looked_at(found: DuplicateFigures, rows: int) -> str:
    return (
        f"This is an estimate: dedupe was tried on {found.looked_at:,} of {rows:,} rows, all those "
        "that share some of the addresses, numbers and names, and stand for the others; "
        f"the true figure is between {rounded(found.low):,} and {rounded(found.high):,} in 19 of "
        "20 cases. Rows that share none of these three are not in it."
    )


def sample_told(one: ListFigures) -> str:
    """Say that figures of clean and consent are estimates, "" where they are none."""
    if one.is_whole:
        return ""
    return (
        f"What clean and consent say is reckoned from {one.looked_at:,} of its "
        f"{how_many(one.leads, 'row')}, any of them; all else is counted in every row."
    )


def clean_told(cells: Mapping[str, Mapping[str, int]], is_exact: bool) -> str:
    """Say what clean would do to the cells of all lists."""
    mended, doubtful, emptied = (
        sum(counts.get(word, 0) for counts in cells.values())
        for word in ("mended", "doubtful", "emptied")
    )
    worst = sorted(cells, key=lambda name: -cells[name].get("doubtful", 0))[:3]
    named = [f"{name} {about(cells[name]['doubtful'], is_exact)}" for name in worst
             if cells[name].get("doubtful")]  # fmt: skip
    cells_are = "cell" if mended == 1 else "cells"
    told = f"clean would bring {about(mended, is_exact)} {cells_are} to their normal form"
    told += f" and empty {about(emptied, is_exact)}" if emptied else ""
    if not doubtful:
        return f"{told}; none is doubtful."
    stay = (
        "is doubtful and stays as it is" if doubtful == 1 else "are doubtful and stay as they are"
    )
    return f"{told}; {about(doubtful, is_exact)} {stay}: mostly {a_list(named)}."
