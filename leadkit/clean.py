"""The clean stage: cells that can be brought to their normal form are; the others are flagged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.columns import KNOWN
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.frames import as_leads_table, given_back, refuse_options, refuse_other
from leadkit.base.leads import Outcome, Stage
from leadkit.base.named import listed as headers_listed
from leadkit.fields.amount import AMOUNT
from leadkit.fields.cleaner import Cleaner, CleanOptions, Issue
from leadkit.fields.cleaning import appended, clean_by
from leadkit.fields.company import COMPANY
from leadkit.fields.consent_cleaner import CONSENT
from leadkit.fields.country import COUNTRY
from leadkit.fields.date import DATE
from leadkit.fields.email.cleaner import EMAIL
from leadkit.fields.fail_on import read_checks
from leadkit.fields.name.cleaner import NAME
from leadkit.fields.phone.cleaner import PHONE, region_of_option
from leadkit.fields.placeholder import PLACEHOLDER
from leadkit.fields.remark_words import RemarkWords
from leadkit.fields.remarks import REMARK
from leadkit.fields.title import TITLE
from leadkit.fields.title_words import TitleWords
from leadkit.fields.trim import TEXT
from leadkit.fields.web import WEB
from leadkit.rules.remark_words import read_remark_words
from leadkit.rules.title_words import read_title_words

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

# In the order they run; a new kind of field is one module and one line here.
CLEANERS: tuple[Cleaner, ...] = (
    TEXT, PLACEHOLDER, COUNTRY, CONSENT, NAME, COMPANY, TITLE, EMAIL, PHONE, WEB, DATE, AMOUNT,
    REMARK,
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
        where = ", ".join(columns) if len(columns) < 10 else "every column that can hold one"
        lines.append(f"| `COLUMN_{problem}` | {where} | {meaning} |")
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
    remarks: RemarkWords | str | Path | None = None,
) -> Leads:
    """Return the leads with cleaned cells, and what the cleaners add: statuses, flags, issues.

    ``leads`` is any frame with at least one column that leadkit knows (email, phone, country ...);
    it stays as it is. What comes back has its rows and its index, its columns in their order, and
    then those that were added. Columns that leadkit knows are text now, others are as they were.
    A cell that cannot be cleaned stays and gets a code in issues, a list apart by "; ". Phones
    become E.164, dates ISO 8601, countries two letters. ``titles`` and ``remarks`` are
    read_title_words' and read_remark_words', or what these are given, in place of those that the
    options name.

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
    if remarks is not None and not isinstance(remarks, str | Path):
        refuse_other("remarks", remarks, RemarkWords, "read_remark_words")
    stage, table = clean_stage(options, titles, remarks), as_leads_table(leads)
    stage.check(list(table.columns))
    return given_back(leads, stage.apply(table).leads, {*KNOWN, *stage.adds})


def clean_stage(
    options: CleanOptions,
    title_words: TitleWords | str | Path | None = None,
    remark_words: RemarkWords | str | Path | None = None,
) -> Stage:
    """Return clean as a step of a run; raise LeadkitError for options that make no sense."""
    region_of_option(options.region)
    named = options.titles if title_words is None else title_words
    titles = named if isinstance(named, TitleWords) else read_title_words(named)
    listed = options.remarks if remark_words is None else remark_words
    remarks = listed if isinstance(listed, RemarkWords) else read_remark_words(listed)
    cleaners = _chosen(options)
    adds = appended(cleaners)
    checks = read_checks(options.fail_on, [*ISSUES, *COUNTED])

    def check(columns: list[str]) -> list[str]:
        if not set(columns) & set(KNOWN):
            raise LeadkitError(
                f"clean knows none of these columns: {headers_listed(columns)}. "
                "'leadkit import' finds our columns in other headers"
            )
        if options.changes and "lead_id" not in columns:
            raise LeadkitError("--changes needs the column lead_id, which 'leadkit import' adds")
        return []

    def apply(leads: Leads) -> Outcome:
        outcome = clean_by(cleaners, leads, options, titles, remarks)
        codes = {check.code: _count(outcome.leads, check.code) for check in checks}
        return replace(outcome, counts={**outcome.counts, **codes})

    def failures(counts: Mapping[str, int], rows: int) -> list[str]:
        return [words for check in checks if (words := check.failure(counts, rows))]

    return Stage("clean", apply, adds=adds, check=check, failures=failures)


def _count(leads: Leads, code: str) -> int:
    """Return how many rows have a code: an issue, or a status such as email_missing."""
    kind, _, status = code.rpartition("_")
    if code in COUNTED:
        return int((leads[f"{kind}_status"] == status).sum()) if f"{kind}_status" in leads else 0
    return int(leads["issues"].str.split("; ").map(lambda codes: code in codes).sum())


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
