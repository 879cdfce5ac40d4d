"""What a cleaner of one kind of field is: columns in, cleaned columns and flags out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, repeated
from leadkit.base.options import StageOptions, option
from leadkit.base.pandas_text import as_column

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask
    from leadkit.base.leads import Leads
    from leadkit.fields.remark_words import RemarkWords
    from leadkit.fields.title_words import TitleWords


@dataclass(frozen=True)
class CleanOptions(StageOptions):
    """How to clean."""

    region: str = option("", "text", "Where phone numbers without a country are.", "COUNTRY")
    only: tuple[str, ...] = option((), "names", "Clean these alone, as email,phone.")
    drop_placeholders: bool = option(False, "flag", "Empty cells such as n/a, test and 000000.")
    titles: str = option("titles", "rules", "Words that tell seniority and department.", "FILE")
    remarks: str = option("remarks", "rules", "Words that tell what remarks say.", "FILE")
    date_order: str = option(
        "", "choice", "What comes first in dates such as 03/04/2026.", choices=("dmy", "mdy")
    )
    fail_on: tuple[str, ...] = option(
        (), "names", "Exit 1 above this, as invalid-email:5%.", "CHECKS"
    )
    changes: str = option("", "output", "Write every changed cell, and why.")


class Fields:
    """The columns of a batch as they are now, with what earlier cleaners made of them."""

    def __init__(
        self,
        leads: Leads,
        options: CleanOptions,
        title_words: TitleWords | None = None,
        remark_words: RemarkWords | None = None,
    ) -> None:
        self.options = options
        self.title_words = title_words
        self.remark_words = remark_words
        self.rows = len(leads)
        self._leads = leads
        self._cells: dict[str, Cells] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._cells or name in self._leads.columns

    def __getitem__(self, name: str) -> Cells:
        """Return a column as cells; one of blanks where the table has no such column."""
        if name not in self._cells:
            if name not in self._leads.columns:
                return repeated("", self.rows)
            self._cells[name] = as_cells(self._leads[name])
        return self._cells[name]

    def __setitem__(self, name: str, cells: Cells) -> None:
        self._cells[name] = cells

    @property
    def names(self) -> list[str]:
        """The columns of the table, as it came."""
        return list(self._leads.columns)

    def present(self, names: Iterable[str]) -> list[str]:
        """Return those of the columns that there are."""
        return [name for name in names if name in self]

    def columns(self, names: Iterable[str]) -> dict[str, object]:
        """Return columns as pandas holds them."""
        return {name: as_column(self._cells[name]) for name in names}


@dataclass
class Cleaned:
    """What a cleaner found: new columns, and the rows that each issue holds for."""

    columns: dict[str, Cells] = field(default_factory=dict)
    issues: dict[str, Mask] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Issue:
    """A code in the column issues."""

    meaning: str
    # The cell no longer shows it once it is cleaned, so a second run keeps what the first found.
    kept: bool = False


@dataclass(frozen=True)
class Cleaner:
    """One kind of field: the columns it cleans, how, why a cell changes, and what it may flag."""

    name: str
    columns: tuple[str, ...]
    clean: Callable[[Fields], Cleaned]
    why: str
    issues: Mapping[str, Issue] = field(default_factory=dict)
    adds: tuple[str, ...] = ()  # columns that only tell of others
    fills: tuple[str, ...] = ()  # known columns that it writes to, and appends where they lack


def each_column(columns: Iterable[str], **issues: str | Issue) -> dict[str, Issue]:
    """Return the issues that each of several columns can have.

    >>> each_column(["country"], unknown="{} names no country")
    {'country_unknown': Issue(meaning='country names no country', kept=False)}
    """
    issues_of_all = {}
    for name in columns:
        for problem, issue in issues.items():
            issue = issue if isinstance(issue, Issue) else Issue(issue)
            issues_of_all[f"{name}_{problem}"] = Issue(issue.meaning.format(name), issue.kept)
    return issues_of_all
