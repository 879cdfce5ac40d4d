"""The cleaner of dates: what fields/dates.py can read becomes ISO 8601."""

from __future__ import annotations

from functools import partial

from leadkit.base.cells import each_distinct, is_blank, matches, rows_of, with_rows
from leadkit.base.columns import DATES
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column
from leadkit.fields.dates import AMBIGUOUS, field_date

_PLAIN = (
    r"^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-][01]\d:[0-5]\d)?)?$"
)


def clean_dates(fields: Fields) -> Cleaned:
    """Write dates as ISO 8601; what cannot be told stays and is flagged."""
    import numpy as np

    cleaned = Cleaned()
    order = fields.options.date_order
    for name in fields.present(DATES):
        cells = fields[name]
        rest = ~matches(cells, _PLAIN) & ~is_blank(cells)
        read = partial(field_date, order=order, born=name == "birthday")
        found = [day or "" for day in each_distinct(rows_of(cells, rest), read)]
        known, ambiguous = np.zeros(len(cells), bool), np.zeros(len(cells), bool)
        ambiguous[rest] = [day == AMBIGUOUS for day in found]
        known[rest] = [day not in ("", AMBIGUOUS) for day in found]
        cleaned.columns[name] = with_rows(
            cells, known, [day for day in found if day not in ("", AMBIGUOUS)]
        )
        cleaned.issues[f"{name}_invalid"] = rest & ~known & ~ambiguous
        cleaned.issues[f"{name}_ambiguous"] = ambiguous
        # What import could not read may be read now: by the order that was given, or alone.
        code = f"{name}_unclear"
        cleaned.issues[code] = matches(fields["issues"], f"(^|; ){code}(;|$)") & rest & ~known
    return cleaned


DATE = Cleaner(
    "date",
    DATES,
    clean_dates,
    why="date as ISO 8601",
    issues=each_column(
        DATES,
        unclear="{} was no date to import, nor is it one to clean",
        invalid="{} holds no date",
        ambiguous="{} may be day/month or month/day; --date-order tells which",
    ),
)
