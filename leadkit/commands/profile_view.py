"""What is in lists, for the eye: a block for each list, and what would become of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadkit.base.how_many import how_many
from leadkit.base.values import with_values, without_values
from leadkit.commands.screen import screen, styled
from leadkit.reporting.profile.steps import steps_of
from leadkit.reporting.profile.words import (
    about,
    clean_told,
    commonest_told,
    distinct_told,
    duplicates_told,
    lengths_told,
    list_names,
    rejects_told,
    sample_told,
    taken_for,
    written_told,
    wrong_told,
)
from leadkit.reporting.shown import shown
from leadkit.reporting.words import share

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from leadkit.reporting.profile.figures import ColumnFigures, ListFigures, ProfileFigures

LISTS, COLUMNS, PAIRS = 40, 60, 8  # that are shown; how many more there are is said
_CELL = 34  # signs of a cell


def show_profile(figures: ProfileFigures, show_values: bool) -> None:
    """Print a profile on standard output, in as many columns as the terminal has."""
    console = screen()
    for one in figures.lists[:LISTS]:
        _show_list(console, one, show_values)
    if (more := len(figures.lists) - LISTS) > 0:
        console.print(f"and {how_many(more, 'more list')}: --json shows all of them\n")
    _show_duplicates(console, figures)
    _show_contact(console, figures)
    _show_changes(console, figures)
    _show_notes(console, figures, show_values)
    _show_steps(console, figures)


def _heading(console: Console, words: str) -> None:
    console.print(styled(words, "bold"))


def _show_list(console: Console, one: ListFigures, show_values: bool) -> None:
    rejected = f", {one.rejected:,} of them rejected" if one.rejected else ""
    columns = how_many(len(one.columns), "column")
    console.print(styled(f"{one.path}: {how_many(one.rows, 'row')}{rejected}, {columns}", "bold"))
    console.print(styled(written_told(one.written_as), "dim"))
    if one.rejected:
        console.print(styled(f"rejected: {rejects_told(one)}", "yellow"))
    if damage := ", ".join(
        f"{code} {about(many, one.is_whole)}" for code, many in one.codes.items()
    ):
        console.print(styled(f"rows with damage: {damage}", "yellow"))
    if told := sample_told(one):
        console.print(styled(told, "dim"))
    console.print(columns_view(one, show_values))
    if (more := len(one.columns) - COLUMNS) > 0:
        console.print(f"and {how_many(more, 'more column')}: --json shows all of them")
    console.print()


def columns_view(one: ListFigures, show_values: bool) -> Table:
    """Return the columns of a list: what each was taken for and why, and what it holds."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Group
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True)
    table.add_column("column: taken for, and why", overflow="fold", ratio=2)
    table.add_column("what it holds, commonest cells, what is wrong", overflow="fold", ratio=3)
    for column in one.columns[:COLUMNS]:
        table.add_row(Group(*_taken(column)), Group(*_held(one, column, show_values)))
    return table


def _taken(column: ColumnFigures) -> Iterable[Text]:
    yield styled(shown(column.header, 60) if column.header.strip() else "(no header)", "bold")
    style = "cyan" if column.is_known else "yellow" if column.is_unread else "dim"
    yield styled(taken_for(column), style)
    yield styled(shown(column.reason, 120), "dim")


def _held(one: ListFigures, column: ColumnFigures, show_values: bool) -> Iterable[Text]:
    if not column.filled:
        why = "nothing: every cell is blank" if one.rows else "nothing: there are no rows"
        yield styled(why, "yellow" if one.leads else "dim")
        return
    filled = f"{share(column.filled, one.leads)} filled ({column.filled:,})"
    yield styled(f"{filled}, {distinct_told(column)} different, {lengths_told(column)} signs")
    yield styled(", ".join(commonest_told(column, show_values, _CELL)), "dim")
    if wrong := wrong_told(column, one.is_whole):
        yield styled(wrong, "yellow" if column.wrong else "green")


def _show_duplicates(console: Console, figures: ProfileFigures) -> None:
    found, names = figures.duplicates, list_names(figures.lists)
    _heading(console, "Duplicates")
    for line in duplicates_told(figures):
        console.print(styled(line))
    pairs: dict[str, int] = {}
    for (one, other), many in found.lists.items():
        first, second = sorted((names[one], names[other]))
        words = f"within {first}" if one == other else f"{first} and {second}"
        pairs[words] = pairs.get(words, 0) + many
    ranked = sorted(pairs.items(), key=lambda one: (-one[1], one[0]))
    for words, many in ranked[:PAIRS] if len(figures.lists) > 1 else ():
        console.print(styled(f"  {about(many, found.is_exact):>12}  {words}"))
    if (more := len(ranked) - PAIRS) > 0:
        console.print(f"  and {how_many(more, 'more pair')} of lists: --json shows all of them")
    console.print()


def _show_contact(console: Console, figures: ProfileFigures) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    _heading(console, "Consent, and who may be contacted as the rows stand")
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("list", overflow="fold", min_width=12)
    for name in ("said yes", "proven", "no", "nothing", "unclear", "e-mail", "call", "post"):
        table.add_column(name, justify="right")
    for one in figures.lists[:LISTS]:
        said, may = one.contact.said, one.contact.may
        counts = [said["yes"], one.contact.proven, said["no"], said["nothing"], said["unclear"],
                  may["email"], may["call"], may["post"]]  # fmt: skip
        cells = (f"{'' if one.is_whole or not many else '~'}{many:,}" for many in counts)
        table.add_row(styled(shown(one.label)), *cells)
    console.print(table)
    for one in figures.lists[:LISTS]:
        for column in one.columns:
            if column.is_unread:
                told = f"{shown(one.label)}: '{shown(column.header, 60)}': {column.reason}"
                console.print(styled(told, "yellow"))
    console.print()


def _show_changes(console: Console, figures: ProfileFigures) -> None:
    _heading(console, "What would change")
    rejected = f", {figures.rejected:,} rejected" if figures.rejected else ""
    console.print(
        styled(f"import: {how_many(figures.rows, 'row becomes', 'rows become')} "
               f"{how_many(figures.leads, 'lead')}"
               f"{rejected}")
    )  # fmt: skip
    console.print(styled(clean_told(figures.cells, all(one.is_whole for one in figures.lists))))
    found = figures.duplicates
    left = max(figures.leads - found.merged, 0)
    console.print(
        styled(
            f"dedupe: {how_many(figures.leads, 'lead becomes', 'leads become')} "
            f"{about(left, found.is_exact)}"
        )
    )
    console.print()


def _show_notes(console: Console, figures: ProfileFigures, show_values: bool) -> None:
    if figures.notes:
        _heading(console, "What import tells")
        for note in figures.notes:
            console.print(styled(f"- {with_values(note) if show_values else without_values(note)}"))
        console.print()


def _show_steps(console: Console, figures: ProfileFigures) -> None:
    steps = steps_of(figures)
    _heading(console, "What to do next" if steps else "Nothing has to be done before import")
    for one in steps:
        console.print(styled(f"{one.count} {one.words}"))
        for text, typed in one.how:  # what is to be typed is in one piece, to be copied
            console.print(styled(f"  {text.strip()}", "cyan" if typed else "dim"), soft_wrap=True)
