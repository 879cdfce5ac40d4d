"""The clean stage: cells that can be brought to their normal form are; the others are flagged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, as_mask, chosen, is_blank, repeated, with_rows
from leadkit.base.columns import KNOWN
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.frames import as_leads_table, given_back, refuse_options, refuse_other
from leadkit.base.leads import Outcome, Stage, with_columns
from leadkit.fields.amount import AMOUNT
from leadkit.fields.cleaner import Cleaner, CleanOptions, Fields, Issue
from leadkit.fields.company import COMPANY
from leadkit.fields.consent import CONSENT
from leadkit.fields.country import COUNTRY
from leadkit.fields.date import DATE
from leadkit.fields.email.cleaner import EMAIL
from leadkit.fields.fail_on import read_checks
from leadkit.fields.name.cleaner import NAME
from leadkit.fields.phone.cleaner import PHONE, region_of_option
from leadkit.fields.placeholder import PLACEHOLDER
from leadkit.fields.title import TITLE
from leadkit.fields.title_words import TitleWords
from leadkit.fields.trim import TEXT
from leadkit.fields.web import WEB
from leadkit.rules.title_words import read_title_words

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask
    from leadkit.base.leads import Leads

# In the order they run; a new kind of field is one module and one line here.
CLEANERS: tuple[Cleaner, ...] = (
    TEXT, PLACEHOLDER, COUNTRY, CONSENT, NAME, COMPANY, TITLE, EMAIL, PHONE, WEB, DATE, AMOUNT,
)  # fmt: skip

# Every code that clean writes to the column issues, and what it means; the docs show this table.
ISSUES: dict[str, Issue] = {code: issue for c in CLEANERS for code, issue in c.issues.items()}


def issues_table() -> str:
    """Return the table of all codes in issues that the docs show, as Markdown."""
    rows: dict[tuple[str, str], list[str]] = {}
    for cleaner in CLEANERS:
        for code, issue in cleaner.issues.items():
            column = issue.meaning.partition(" ")[0]
            problem = code.removeprefix(f"{column}_")
            meaning = issue.meaning.replace(column, "the cell", 1)
            rows.setdefault((problem, meaning), []).append(column)
    lines = ["| code | columns | meaning |", "| --- | --- | --- |"]
    for (problem, meaning), columns in rows.items():
        told = ", ".join(columns) if len(columns) < 9 else "every column that can hold one"
        lines.append(f"| `COLUMN_{problem}` | {told} | {meaning} |")
    return "\n".join(lines) + "\n"


# What the statuses tell can be checked too; phone_status is that of the best of all numbers.
COUNTED = ("email_missing", "email_invalid", "phone_missing", "phone_invalid", "phone_ambiguous")


_UNUSED = {  # options of the command that say where to write, or when to fail
    "changes": "it writes no file; compare what comes back with what was given",
    "fail_on": "it returns whatever it finds; count the codes in the column issues",
}


def clean_leads(
    leads: Leads,
    options: CleanOptions | None = None,
    titles: TitleWords | str | Path | None = None,
) -> Leads:
    """Return the leads with cleaned cells, and what the cleaners add: statuses, flags, issues.

    ``leads`` is any frame with at least one column that leadkit knows (email, phone, country ...);
    it stays as it is. What comes back has its rows and its index, its columns in their order, and
    then those that were added. Columns that leadkit knows are text now, others are as they were.
    A cell that cannot be cleaned stays and gets a code in issues, a list apart by "; ". Phones
    become E.164, dates ISO 8601, countries two letters. ``titles`` are read_title_words', or what
    it is given, in place of those that the options name.

    Raises LeadkitError for what is no such frame, for options that make no sense, and for changes
    and fail_on, which are for the command.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"email": ["Eva@Example.COM"], "phone": ["12"], "country": ["Polen"]})
    >>> cleaned = clean_leads(leads.astype("str"))
    >>> cleaned.iloc[0][["email", "phone", "country", "issues"]].tolist()
    ['Eva@example.com', '12', 'PL', 'phone_invalid']
    """
    options = options or CleanOptions()
    refuse_options("clean_leads", options, CleanOptions, _UNUSED)
    if titles is not None and not isinstance(titles, str | Path):
        refuse_other("titles", titles, TitleWords, "read_title_words")
    stage, table = clean_stage(options, titles), as_leads_table(leads)
    stage.check(list(table.columns))
    return given_back(leads, stage.apply(table).leads, {*KNOWN, *stage.adds})


def clean_stage(options: CleanOptions, title_words: TitleWords | str | Path | None = None) -> Stage:
    """Return clean as a step of a run; raise LeadkitError for options that make no sense."""
    region_of_option(options.region)
    named = options.titles if title_words is None else title_words
    titles = named if isinstance(named, TitleWords) else read_title_words(named)
    adds = _appended(_chosen(options))
    checks = read_checks(options.fail_on, [*ISSUES, *COUNTED])

    def check(columns: list[str]) -> list[str]:
        if not set(columns) & set(KNOWN):
            raise LeadkitError(
                f"clean knows none of these columns: {', '.join(columns)}. "
                "'leadkit import' finds our columns in other headers"
            )
        if options.changes and "lead_id" not in columns:
            raise LeadkitError("--changes needs the column lead_id, which 'leadkit import' adds")
        return []

    def apply(leads: Leads) -> Outcome:
        outcome = _clean(leads, options, titles)
        codes = {check.code: _count(outcome.leads, check.code) for check in checks}
        return replace(outcome, counts={**outcome.counts, **codes})

    def failures(counts: Mapping[str, int], rows: int) -> list[str]:
        return [told for check in checks if (told := check.failure(counts, rows))]

    return Stage("clean", apply, adds=adds, check=check, failures=failures)


def _count(leads: Leads, code: str) -> int:
    """Return how many rows have a code: an issue, or a status such as email_missing."""
    kind, _, status = code.rpartition("_")
    if code in COUNTED:
        return int((leads[f"{kind}_status"] == status).sum()) if f"{kind}_status" in leads else 0
    return int(leads["issues"].str.split("; ").map(lambda codes: code in codes).sum())


def _appended(cleaners: list[Cleaner]) -> tuple[str, ...]:
    """Return the columns that cleaners append where a table lacks them, in their order."""
    names = [name for c in cleaners for name in c.fills] + [n for c in cleaners for n in c.adds]
    return (*dict.fromkeys(names), "issues")


def _chosen(options: CleanOptions) -> list[Cleaner]:
    """Return the cleaners that run."""
    wanted = list(options.only)
    names = [cleaner.name for cleaner in CLEANERS]
    for name in wanted:
        if name not in names:
            hint = did_you_mean(name, names) or f"; there are {', '.join(names)}"
            raise LeadkitError(f"--only {name}: no such cleaner{hint}")
    if wanted and options.drop_placeholders:
        wanted.append(PLACEHOLDER.name)
    return [cleaner for cleaner in CLEANERS if not wanted or cleaner.name in wanted]


def _clean(leads: Leads, options: CleanOptions, titles: TitleWords) -> Outcome:
    fields = Fields(leads, options, titles)
    cleaners = _chosen(options)
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
    fields["issues"] = _issues(fields, issues, cleaners)
    names["issues"] = None
    order = [name for name in names if name in leads.columns]
    order += [name for name in _appended(cleaners) if name in names]
    aside = {} if changes is None else {"changes": changes.table(fields)}
    return Outcome(with_columns(leads, fields.columns(dict.fromkeys(order))), aside, counts)


def _issues(fields: Fields, found: dict[str, Mask], cleaners: list[Cleaner]) -> Cells:
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
    order = {code: at for at, code in enumerate(own)}

    def told(row: int) -> str:
        codes = [*kept[cells[row]], *(code for code, mask in masks.items() if mask[rows[row]])]
        return "; ".join(sorted(dict.fromkeys(codes), key=lambda code: order.get(code, -1)))

    _, first, place = np.unique(case, return_index=True, return_inverse=True)
    texts = [told(row) for row in first.tolist()]
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
        place = {name: at for at, name in enumerate(self._leads.columns)}
        rows.sort(key=lambda row: (row[0], place[row[1]]))
        ids = self._leads["lead_id"].to_numpy()
        told = [(ids[row], *cells) for row, *cells in rows]
        columns = ["lead_id", "column", "before", "after", "why"]
        return pd.DataFrame(told, columns=columns, dtype="str")
