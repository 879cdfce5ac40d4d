"""The one type, the leads table, and what a stage is: a function from leads to leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from leadkit.base.cells import numbers, repeated
from leadkit.base.pandas_text import as_chunks, as_column, is_text

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    from leadkit.base.cells import Column

    Look: TypeAlias = Callable[[pa.Table], None]  # at some leads of all

    # Every cell is text and "" means unknown; the index means nothing, identity is lead_id.
    Leads: TypeAlias = pd.DataFrame


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stage made of a table: the leads that go on, what was set aside, what to tell."""

    leads: Leads
    aside: Mapping[str, Leads | pa.Table] = field(default_factory=dict)  # "merges": absorbed
    counts: Mapping[str, int] = field(default_factory=dict)  # words for the summary -> how many
    # (lead_source, lead_status) -> how many leads, of which moved, of which blocked
    funnel: Mapping[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)
    brought: int = 0  # leads of a master, that were not among those that the stage was given
    cells: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # what became of a column


@dataclass(frozen=True, slots=True)
class Appended:
    """What a stage has to say of leads: a few different rows of cells, and which of them each gets.

    A million leads get a few thousand different ends, so those are made, and quoted, once.
    """

    cells: pa.Table  # of large_string
    which: np.ndarray  # for each lead that stays, its row of the cells
    stay: np.ndarray | None = None  # which leads do, where some are set aside
    aside: Mapping[str, Leads | pa.Table] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    funnel: Mapping[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)
    own: pa.Table | None = None  # further cells, one row for each lead that stays

    @property
    def columns(self) -> list[str]:
        """The columns that are appended, in their order."""
        return [*self.cells.column_names, *(self.own.column_names if self.own is not None else ())]

    def of_leads(self) -> pa.Table:
        """Return the appended cells, one row for each lead that stays."""
        cells = self.cells.take(numbers(self.which))
        if self.own is not None:
            for name, column in zip(self.own.column_names, self.own.columns, strict=True):
                cells = cells.append_column(name, column)
        return cells


@dataclass(frozen=True, slots=True)
class Closing:
    """What a stage has to say when all leads were seen, beside what it said of each batch."""

    aside: Mapping[str, Leads | pa.Table] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    told: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)  # lines for the summary


@dataclass(frozen=True, slots=True)
class OnLists:
    """Whom suppression lists name, for other programs that may know them already."""

    emails: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by the channel it closes
    others: Mapping[str, int] = field(default_factory=dict)  # hashes, domains, phones: how many
    # For each channel, to which of some leads they close it; None where those are gone by now.
    refused: Callable[[pa.Table], Mapping[str, np.ndarray]] | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A named step from leads to leads.

    A stage that writes nothing but what it adds may say so by ``append``, which is given a table
    with the columns it ``reads`` at least: all others may then pass through unseen. Its ``apply``
    does the same to leads in memory, and so does what ``begin`` returns: a stage with much to do
    may do the first half there, while the second half of the leads before goes on.

    ``apply`` must not depend on how rows are cut into batches, unless ``whole`` says that it
    has to see all leads at once. ``adds`` are the columns it may append. ``check`` is given the
    columns before any row is read and raises LeadkitError where the stage cannot work with them;
    what it returns are notes for the user. ``survey`` is shown all leads, batch by batch, before
    the first is worked on: what one row says may matter to another; it needs the columns that
    ``survey_reads`` names. ``survey_again`` is asked when all leads were surveyed, and returns what
    is shown all of them once more, until it returns None. ``failures`` is given the counts and the
    rows of the whole run, and returns which of the checks that were asked for failed. ``on_lists``
    tells whom its suppression lists name. When all leads were seen,
    ``closing`` returns what is known only then, and ``after_all`` further notes.
    """

    name: str
    apply: Callable[[Leads], Outcome]
    adds: tuple[str, ...] = ()
    whole: bool = False
    check: Callable[[list[str]], list[str]] = lambda columns: []
    failures: Callable[[Mapping[str, int], int], list[str]] = lambda counts, rows: []
    append: Callable[[pa.Table], Appended] | None = None
    begin: Callable[[pa.Table], Callable[[], Appended]] | None = None
    reads: frozenset[str] = frozenset()
    survey: Look | None = None
    survey_reads: frozenset[str] = frozenset()
    survey_again: Callable[[], Look | None] = lambda: None
    closing: Callable[[], Closing] = Closing
    on_lists: Callable[[], OnLists] = OnLists
    after_all: Callable[[], list[str]] = list


def appending(append: Callable[[pa.Table], Appended]) -> Callable[[Leads], Outcome]:
    """Return what appends cells to a table as a function from leads to leads."""

    def apply(leads: Leads) -> Outcome:
        added = append(table_of(leads))
        return Outcome(appended_to(leads, added), added.aside, added.counts, added.funnel)

    return apply


def appended_to(leads: Leads, added: Appended) -> Leads:
    """Return the leads with the cells that a stage has for them."""
    if added.stay is not None:
        leads = leads[added.stay]
    cells = added.of_leads()
    return with_columns(leads, dict(zip(cells.column_names, map(as_column, cells), strict=True)))


def table_of(leads: Leads | pa.Table) -> pa.Table:
    """Return leads as a table of Arrow, without copying a cell; a table stays as it is.

    For tables of few rows in half the time that pyarrow's own function takes.

    >>> import pandas as pd
    >>> table_of(pd.DataFrame({"city": ["Bonn"]}, dtype="str"))["city"].to_pylist()
    ['Bonn']
    """
    import pyarrow as pa

    if isinstance(leads, pa.Table):
        return leads
    return pa.table({name: as_chunks(column) for name, column in leads.items()})


def leads_of(table: pa.Table) -> Leads:
    """Return a table of text as leads, without copying a cell.

    >>> import pyarrow as pa
    >>> leads_of(pa.table({"city": pa.array(["Bonn"], pa.large_string())}))["city"].tolist()
    ['Bonn']
    """
    import pandas as pd

    columns = dict(zip(table.column_names, map(as_column, table.columns), strict=True))
    return pd.DataFrame(columns, index=pd.RangeIndex(len(table)), copy=False)


def cell_column(leads: Leads, name: str) -> Column:
    """Return a column of the leads, or one of blanks where the table has no such column."""
    if name in leads.columns:
        return leads[name]
    import pandas as pd

    return pd.Series(as_column(repeated("", len(leads))), index=leads.index, name=name)


def with_columns(leads: Leads, columns: Mapping[str, object]) -> Leads:
    """Return new leads with these columns replaced in their place or appended at the end."""
    import pandas as pd

    added: dict[str, Any] = {
        name: cells if is_text(cells) else pd.Series(cells, index=leads.index, dtype="str")
        for name, cells in columns.items()
    }
    return leads.assign(**added)
