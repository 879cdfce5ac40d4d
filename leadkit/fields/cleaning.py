"""Cleaners one after the other: what they change, the codes they write, and why a cell changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, as_mask, chosen, is_blank, repeated, with_rows
from leadkit.base.leads import Outcome, with_columns
from leadkit.fields.cell_counts import cells_of_columns
from leadkit.fields.cleaner import Cleaner, CleanOptions, Fields

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask
    from leadkit.base.leads import Leads
    from leadkit.fields.remark_words import RemarkWords
    from leadkit.fields.title_words import TitleWords


def appended(cleaners: Sequence[Cleaner]) -> tuple[str, ...]:
    """Return the columns that cleaners append where a table lacks them, in their order."""
    names = [name for c in cleaners for name in c.fills] + [n for c in cleaners for n in c.adds]
    return (*dict.fromkeys(names), "issues")


def clean_by(
    cleaners: Sequence[Cleaner],
    leads: Leads,
    options: CleanOptions,
    titles: TitleWords,
    remarks: RemarkWords,
) -> Outcome:
    """Return the leads as the cleaners leave them, one after the other, with their counts.

    Beside them, where the options ask for it, the table of changes.
    """
    fields = Fields(leads, options, titles, remarks)
    issues: dict[str, Mask] = {}
    counts: dict[str, int] = {}
    changes = _Changes(leads) if options.changes else None
    names: dict[str, None] = {}
    for cleaner in cleaners:
        cleaned = cleaner.clean(fields)
        issues |= cleaned.issues
        counts |= cleaned.counts
        for name, cells in cleaned.columns.items():
            if changes is not None and name in leads.columns and name not in cleaner.adds:
                changes.note(name, fields[name], cells, cleaner.why)
            fields[name] = cells
            names[name] = None
    counted = cells_of_columns(leads, fields, names, issues)
    fields["issues"] = _issues(fields, issues, cleaners)
    names["issues"] = None
    order = [name for name in names if name in leads.columns]
    order += [name for name in appended(cleaners) if name in names]
    aside = {} if changes is None else {"changes": changes.table(fields)}
    done = with_columns(leads, fields.columns(dict.fromkeys(order)))
    return Outcome(done, aside, counts, cells=counted)


def _issues(fields: Fields, found: dict[str, Mask], cleaners: Sequence[Cleaner]) -> Cells:
    """Return the codes of each row, after those that other stages and skipped cleaners wrote."""
    import numpy as np
    import pandas as pd

    own = {code: issue for cleaner in cleaners for code, issue in cleaner.issues.items()}

    def before(cell: str) -> list[str]:
        codes = [code for code in cell.split("; ") if code]
        return [code for code in codes if code not in own or own[code].kept]

    masks = {code: found[code] for code in own if code in found and found[code].any()}
    some = ~is_blank(fields["issues"])
    for mask in masks.values():
        some |= mask
    rows = np.flatnonzero(some)
    encoded = fields["issues"].take(rows).dictionary_encode()
    kept = [before(cell) for cell in encoded.dictionary.to_pylist()]
    cells = encoded.indices.to_numpy()
    case = cells.astype(np.int64)  # rows with the same issues are one case
    for mask in masks.values():
        case = pd.factorize(case * 2 + mask[rows])[0]
    order = {code: place for place, code in enumerate(own)}

    def codes_of(row: int) -> str:
        codes = [*kept[cells[row]], *(code for code, mask in masks.items() if mask[rows[row]])]
        return "; ".join(sorted(dict.fromkeys(codes), key=lambda code: order.get(code, -1)))

    _, first, place = np.unique(case, return_index=True, return_inverse=True)
    texts = [codes_of(row) for row in first.tolist()]
    return with_rows(repeated("", fields.rows), some, chosen(texts, place))


class _Changes:
    """Every cell that a run of the cleaners changed, and why."""

    def __init__(self, leads: Leads) -> None:
        self._leads = leads
        self._notes: dict[str, list[tuple[str, Mask]]] = {}

    def note(self, name: str, before: Cells, after: Cells, why: str) -> None:
        import pyarrow.compute as pc

        changed = as_mask(pc.not_equal(before, after))
        if changed.any():
            self._notes.setdefault(name, []).append((why, changed))

    def table(self, fields: Fields) -> Leads:
        """Return one row a changed cell: lead_id, column, before, after, why; by rows."""
        import pandas as pd

        rows = []
        for name, notes in self._notes.items():
            before = as_cells(self._leads[name])
            after = fields[name]
            whys: dict[int, list[str]] = {}
            for why, changed in notes:
                for row in changed.nonzero()[0].tolist():
                    whys.setdefault(row, []).append(why)
            for row, reasons in whys.items():
                was, now = before[row].as_py(), after[row].as_py()
                if was != now:
                    rows.append((row, name, was, now, "; ".join(reasons)))
        place = {name: number for number, name in enumerate(self._leads.columns)}
        rows.sort(key=lambda row: (row[0], place[row[1]]))
        ids = self._leads["lead_id"].to_numpy()
        named = [(ids[row], *cells) for row, *cells in rows]
        columns = ["lead_id", "column", "before", "after", "why"]
        return pd.DataFrame(named, columns=columns, dtype="str")
