"""A hand-over: leads go by, batch by batch, and their rows into the files of a target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, is_empty, text, whole
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.how_many import how_many
from leadkit.base.leads import OnLists
from leadkit.base.named import listed
from leadkit.handoff.by_status import Statuses
from leadkit.handoff.howto import NAME, howto
from leadkit.handoff.making import LEFT_OUT, PROBLEMS, Made, Maker
from leadkit.handoff.nobody import Nobody
from leadkit.handoff.opt_outs import OptOuts
from leadkit.handoff.parts import Place, Rows, Written
from leadkit.handoff.sources import refused_kind
from leadkit.handoff.spool import Spool
from leadkit.handoff.target import Target, TargetColumn
from leadkit.handoff.who import Who, chosen
from leadkit.rules.hearing import Hearing, closed_as_heard

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

NOT_MAILED = "-not-to-be-mailed"
PROBLEMS_FILE = "problems.csv"


@dataclass(frozen=True)
class Asked:
    """What is asked of a hand-over."""

    target: Target
    who: Who
    columns: tuple[str, ...] = ()
    sheet: Target | None = None  # a short sheet beside it, for people
    by_status: bool = False  # a sheet of a workbook for each status
    on_lists: OnLists = field(default_factory=OnLists)  # whom suppression lists name


@dataclass
class Counted:
    """What became of the leads of a hand-over."""

    read: int = 0
    handed_over: int = 0
    left_out: int = 0  # chosen, but the target takes no such row
    never: int = 0  # asked for, but said no
    closed: int = 0  # may be contacted by their own row, but not as they or another said no
    not_mailed: int = 0  # handed over, and may not be mailed
    unproven: int = 0  # of those, who have not said no: a consent or its proof is missing
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)  # (column, kind) -> cells
    no_place: Counter[str] = field(default_factory=Counter)  # our column -> leads that have it
    files: list[Written] = field(default_factory=list)

    @property
    def all_problems(self) -> int:
        return sum(self.problems.values())


class Handing:
    """Takes all leads of a table, and writes the files of a hand-over.

    ``place`` is where they go; whoever gives it shows all files together, or none. ``hearing``
    has heard all leads before the first is taken: what one refuses, is refused on all.
    """

    def __init__(
        self, asked: Asked, columns: Sequence[str], place: Place, name: str, hearing: Hearing
    ) -> None:
        self._asked, self._columns, self._place = asked, [*columns], place
        self._hearing = hearing
        self.counted = Counted()
        self.notes = asked.who.check(columns, name)
        self._maker = Maker(asked.target, columns, asked.columns)
        self._check(name)
        self._problems = place.table(PROBLEMS_FILE, PROBLEMS, safe_cells=True)
        self._groups: dict[str, Rows | Spool] = {}
        self._sheet = Maker(asked.sheet, columns) if asked.sheet else None
        self._sheet_rows: Rows | None = None
        self._no_place = [name for name in _WORTH if name in columns and self._has_no_place(name)]
        self._statuses = Statuses()
        self._nobody = Nobody(asked.who)
        self._opt_outs = OptOuts(asked.target, place, asked.on_lists)

    def _check(self, name: str) -> None:
        """Raise LeadkitError where the table cannot make what the target needs."""
        target, headers = self._asked.target, self._maker.headers
        for one in self._asked.columns:
            if one not in self._columns:
                hint = did_you_mean(one, self._columns) or f"; there are: {listed(self._columns)}"
                raise LeadkitError(f"--columns: {name} has no column '{one}'{hint}")
        if not headers:
            raise LeadkitError(f"{name}: has no column that {target.system} has a place for")
        given = {column.to for column in self._maker.columns if self._can_be_filled(column)}
        for group in target.needs:
            if not set(group) & given:
                needed = " or ".join(group)
                raise LeadkitError(
                    f"{name}: {target.system} needs {needed}, and no column here gives it; there "
                    f"are: {listed(self._columns)}"
                )
        if target.most_columns and len(headers) > target.most_columns:
            raise LeadkitError(
                f"{name}: {len(headers):,} columns, and {target.system} takes "
                f"{target.most_columns:,}; choose some with --columns"
            )

    def _can_be_filled(self, column: TargetColumn) -> bool:
        """Tell whether the table has what a column is made of, or the target what is written else.

        A whole name is made of its parts.
        """
        there = {*self._columns}
        if {"first_name", "last_name"} & there:
            there.add("full_name")
        return bool(column.instead or not column.sources or there & {*column.sources})

    def _has_no_place(self, name: str) -> bool:
        headers = {column.to for column in self._maker.columns}
        if self._asked.target.is_all or name in headers or name in self._asked.columns:
            return False
        return not any(name in column.reads for column in self._maker.columns)

    def take(self, leads: pa.Table) -> None:
        """Take a batch of leads."""
        self.counted.read += leads.num_rows
        said_no = self._refused(leads)
        leads, closed = closed_as_heard(leads, said_no)
        self.counted.closed += int(closed.sum())
        self._nobody.take(leads)
        who = chosen(leads, self._asked.who, said_no)
        self.counted.never += int(who.never.sum())
        self._opt_outs.take(leads, said_no)
        if not who.rows.any():
            return
        all_of_them = bool(who.rows.all())
        some = leads if all_of_them else leads.filter(flags(who.rows))
        barred = {channel: mask[who.rows] for channel, mask in who.barred.items()}
        refused = {channel: mask[who.rows] for channel, mask in said_no.items()}
        made = self._maker.make(some, barred, refused)
        self._count(some, made, barred, refused)
        self._write(some, made, barred)
        if self._sheet is not None:
            short = self._sheet.make(some, barred, refused)
            if self._sheet_rows is None:
                self._sheet_rows = self._new_sheet()
            self._sheet_rows.write(short.rows)
            self._count_problems(short, f"{self._sheet_rows.files[0].name}: ")

    def _refused(self, leads: pa.Table) -> dict[str, np.ndarray]:
        """Tell for each channel who said no to it: leads, or suppression lists."""
        said_no = self._hearing.refused(leads)
        if self._asked.on_lists.refused is not None:
            for channel, listed in self._asked.on_lists.refused(leads).items():
                said_no[channel] = said_no[channel] | listed
        return said_no

    def _count(
        self,
        some: pa.Table,
        made: Made,
        barred: Mapping[str, np.ndarray],
        refused: Mapping[str, np.ndarray],
    ) -> None:
        counted = self.counted
        counted.handed_over += made.rows.num_rows
        counted.left_out += made.left_out
        counted.not_mailed += int((barred["email"] & made.kept).sum())
        counted.unproven += int((barred["email"] & ~refused["email"] & made.kept).sum())
        for name in self._no_place:
            counted.no_place[name] += int((~is_empty(whole(some[name])) & made.kept).sum())
        self._count_problems(made)

    def _count_problems(self, made: Made, before: str = "") -> None:
        """Write and count what of rows would not have been taken, columns with words before."""
        import pyarrow.compute as pc

        for (column, kind), many in made.counts.items():
            self.counted.problems[before + column, kind] += many
        for table in made.problems:
            place = table.column_names.index("column")
            named = pc.binary_join_element_wise(text(before), table["column"], text(""))
            self._problems(table.set_column(place, "column", named) if before else table)

    def _write(self, some: pa.Table, made: Made, barred: Mapping[str, np.ndarray]) -> None:
        asked = self._asked
        ends: dict[str, np.ndarray | None] = {"": None}
        if asked.target.mailing == "separate":
            apart = barred["email"][made.kept]
            ends = {"": ~apart, NOT_MAILED: apart}
        statuses = self._statuses.of(some.filter(flags(made.kept))) if asked.by_status else {}
        if statuses and asked.target.format == "xlsx":
            sheets = {one: made.rows.filter(flags(rows)) for one, rows in statuses.items()}
            self._group("").write(made.rows, sheets)
            return
        by_status: list[tuple[str | None, np.ndarray | None]] = [*statuses.items()]
        for end, mailed in ends.items():
            for status, rows in by_status or [(None, None)]:
                chosen = [mask for mask in (mailed, rows) if mask is not None]
                part = made.rows.filter(flags(chosen[0] & chosen[-1])) if chosen else made.rows
                if part.num_rows or not chosen:
                    own = "" if status is None else self._statuses.end(status)
                    self._group(own + end).write(part)

    def _group(self, end: str) -> Rows | Spool:
        if end not in self._groups:
            self._groups[end] = (
                Spool(self._maker.headers)
                if self._asked.target.empty == "empties"
                else self._files(end, self._maker.headers)
            )
        return self._groups[end]

    def _files(self, end: str, headers: list[str]) -> Rows:
        target = self._asked.target
        return self._place.rows(target, target.name + end, headers, self._asked.by_status)

    def _new_sheet(self) -> Rows:
        assert self._sheet is not None
        target = self._sheet.target
        return self._place.rows(target, target.name, self._sheet.headers, False)

    def close(self) -> None:
        """Write what is known only now: the files of a spool, HOWTO.txt."""
        counted, target = self.counted, self._asked.target
        if not self._groups:
            self._group("")
        written = self._opt_outs.close()
        told: list[str] = []
        for end in self._groups if self._asked.by_status else sorted(self._groups):
            group = self._groups[end]
            if isinstance(group, Spool):
                empty = group.empty_columns()
                kept = [name for name in self._maker.headers if name not in empty]
                files = self._files(end, kept)
                for rows in group.batches(kept):
                    files.write(rows)
                group.close()
                if empty:
                    told.append(
                        f"{target.name}{end}.csv: left out, as they are wholly empty and an empty "
                        f"cell empties the field there: {', '.join(empty)}"
                    )
                group = files
            group.close()
            said = "who may not be mailed" if end.endswith(NOT_MAILED) else ""
            written += [Written(one.name, one.rows, said) for one in group.files]
        if self._sheet is not None:
            sheet = self._sheet_rows or self._new_sheet()
            sheet.close()
            said = "for people, not to be uploaded"
            written += [Written(one.name, one.rows, said) for one in sheet.files]
        counted.files = written
        self.notes += told
        told += self.told()
        self._place.text(NAME, howto(target, self._maker.columns, written, told))

    def _unproven(self) -> str:
        """Say how many of those who may not be mailed have not said no."""
        many = self.counted.unproven
        return f" ({many:,} for want of proof of a consent: they have not said no)" if many else ""

    @property
    def nobody(self) -> bool:
        """Whether there were leads, and nobody of them is who was asked for."""
        counted = self.counted
        return counted.read > 0 and not (counted.handed_over or counted.left_out or counted.never)

    def told(self) -> list[str]:
        """Return what a person has to look at, in lines."""
        counted, target = self.counted, self._asked.target
        lines = []
        if self.nobody:
            lines.append(self._nobody.told(counted.read))
        if counted.left_out:
            said = how_many(counted.left_out, "lead is", "leads are")
            lines.append(f"{said} not in the files, as {target.system} takes no such row: see "
                         f"'{LEFT_OUT}' in {PROBLEMS_FILE}")  # fmt: skip
        if counted.closed:
            said = how_many(counted.closed, "lead is", "leads are")
            lines.append(f"{said} not contacted in a way that its row allows: a no stands on it, "
                         "or on another row with its address, number, or name and company; "
                         "'leadkit classify' writes so")  # fmt: skip
        if counted.never:
            said = how_many(counted.never, "lead was", "leads were")
            lines.append(f"{said} asked for and not handed over: they said no, or are deceased")
        if counted.not_mailed and target.mailing == "as they are":
            said = how_many(counted.not_mailed, "lead", "leads") + " may not be mailed"
            lines.append(f"{said}{self._unproven()}: look at may_email before you do")
        if counted.not_mailed and target.mailing == "flagged":
            said = how_many(counted.not_mailed, "lead", "leads")
            lines.append(f"{said} may not be mailed, and are marked so{self._unproven()}")
        headers = {column.to for column in self._maker.columns}
        for what, several, to in (("address", "addresses", "mail"), ("number", "numbers", "calls")):
            many = sum(counted.problems[one, refused_kind(what)] for one in headers)
            if many:
                lines.append(
                    f"{how_many(many, what, several)} left blank, of people who said no to {to}: "
                    f"{target.system} has no mark for it in a row; {PROBLEMS_FILE} names their "
                    "leads, which keep all else"
                )
        no_place = [f"{name} ({many:,})" for name, many in counted.no_place.items() if many]
        if no_place:
            lines.append(
                f"{target.system} has no place for {', '.join(no_place)}; --columns writes them "
                "under our names, to be mapped to fields of your own"
            )
        return [*lines, *self._opt_outs.told()]


# Columns of which it is told where they have no place: what people would miss.
_WORTH = (
    "phone", "phone_2", "mobile", "email_2", "job_title", "street", "postal_code", "city", "notes",
    "tags", "lead_source", "campaign", "employees", "revenue", "industry", "lead_status", "score",
    "owner", "external_id",
)  # fmt: skip
