"""A profile as a page: each list with its columns, duplicates, consent, and what would change."""

from __future__ import annotations

from collections import Counter

from leadkit.base.how_many import how_many
from leadkit.base.values import with_values, without_values
from leadkit.reporting.charts import Line, bars
from leadkit.reporting.parts.duplicates import pairs_named
from leadkit.reporting.profile.figures import ListFigures, ProfileFigures
from leadkit.reporting.profile.steps import steps_of
from leadkit.reporting.profile.words import (
    about,
    clean_told,
    commonest_told,
    delimiter_told,
    distinct_told,
    duplicates_told,
    encoding_told,
    lengths_told,
    list_names,
    rejects_told,
    sample_told,
    taken_for,
    written_told,
    wrong_told,
)
from leadkit.reporting.sheet import Chart, Section, Sheet, Table, Tile
from leadkit.reporting.shown import SHOWS_VALUES, shown
from leadkit.reporting.words import LISTED, SHOWN, a_list, and_more, largest, share

_SECTIONS = 8  # lists that have a section of their own
_RIGHT = ("fine", "mended")
_CELL = 32  # signs of a cell


def profile_sheet(figures: ProfileFigures, show_values: bool = False) -> Sheet:
    """Return what a profile says, before it is a page."""
    steps = steps_of(figures)
    lists = how_many(len(figures.lists), "list")
    failure = f"import would end with exit code 1: {shown(without_values(figures.failure), 300)}"
    says = "What to do before these lists are taken in, what could lose or harm most first."
    return Sheet(
        title=f"What is in {_title(figures)}",
        subtitle=f"{how_many(figures.rows, 'row')} in {lists}, as they are: nothing was changed",
        warnings=(*((SHOWS_VALUES,) if show_values else ()),
                  *((failure,) if figures.failure else ())),
        tiles=_tiles(figures),
        steps=steps,
        steps_says=says if steps else "Nothing has to be done before these lists are taken in.",
        sections=(
            _lists(figures),
            *(
                _list(one, place, show_values)
                for place, one in enumerate(figures.lists[:_SECTIONS])
            ),
            _duplicates(figures),
            _contact(figures),
            _changes(figures),
            *((_notes(figures, show_values),) if figures.notes else ()),
        ),
        foot=(
            f"{'' if show_values else 'Cells of people are masked. '}This page runs no script and "
            "asks the network for nothing. What is about something is an estimate from a sample "
            "of rows; all else is counted in every row.",
        ),
    )  # fmt: skip


def _title(figures: ProfileFigures) -> str:
    names = [shown(one.label, 40) for one in figures.lists]
    return a_list(names) if len(names) < 4 else f"{len(names):,} lists"


def _tiles(figures: ProfileFigures) -> tuple[Tile, ...]:
    found = figures.duplicates
    exact = all(one.is_whole for one in figures.lists)
    wrong = sum(column.wrong for one in figures.lists for column in one.columns)
    may = sum(one.contact.may.get("email", 0) for one in figures.lists)
    return (
        Tile(f"{figures.rows:,}", "rows read"),
        Tile(f"{figures.rejected:,}", "rows that import rejects"),
        Tile(about(found.merged, found.is_exact), "rows of people who stand there already"),
        Tile(about(wrong, exact), "cells that are doubtful"),
        Tile(about(may, exact), "rows that may be e-mailed as they stand"),
    )


def _lists(figures: ProfileFigures) -> Section:
    rows = tuple(
        (
            shown(one.label),
            " ".join(filter(None, (one.written_as.kind, one.written_as.packed))),
            encoding_told(one.written_as.encoding),
            delimiter_told(one.written_as.delimiter),
            str(one.written_as.header or "none"),
            f"{one.rows:,}",
            f"{one.rejected:,}",
            f"{len(one.columns):,}",
        )
        for one in figures.lists[:LISTED]
    )  # fmt: skip
    head = ("list", "kind", "encoding", "delimiter", "header in", "rows", "rejected", "columns")
    table = Table(head, rows, 4, and_more(len(figures.lists), "lists"))
    rejected = [one for one in figures.lists if one.rejected]
    says = [f"{how_many(figures.rows, 'row')} in {how_many(len(figures.lists), 'list')}, of which "
            f"{figures.rejected:,} cannot be read as a contact."]  # fmt: skip
    says += [f"{shown(one.label)}: {rejects_told(one)}." for one in rejected[:_SECTIONS]]
    return Section("lists", "The lists", tuple(says), open_tables=(("Each list", table),))


def _list(one: ListFigures, place: int, show_values: bool) -> Section:
    says = [f"{written_told(one.written_as)}: {how_many(one.leads, 'row')} in "
            f"{how_many(len(one.columns), 'column')}."]  # fmt: skip
    alone = [shown(column.header or "(no header)", 40) for column in one.columns
             if not column.is_known and not column.is_unread]  # fmt: skip
    if alone:
        more = len(alone) - 6
        named = a_list([*alone[:6], *([f"{more:,} more"] if more > 0 else [])])
        says.append(f"{how_many(len(alone), 'column')} leadkit does not know: {named}.")
    unread = [shown(column.header, 40) for column in one.columns if column.is_unread]
    if unread:
        says.append(
            f"{a_list(unread[:6])} looks like consent and is not understood: until a map says what "
            "it is, nobody of this list may be contacted."
        )
    if one.codes:
        codes = a_list([f"{shown(code)} {about(many, one.is_whole)}"
                        for code, many in one.codes.items()])  # fmt: skip
        says.append(f"Rows with damage that belongs to no one column: {codes}.")
    says += [told] if (told := sample_told(one)) else []
    return Section(
        f"list{'abcdefgh'[place]}",
        shown(one.label, 50),
        tuple(says),
        (_filled(one),) if one.leads and one.columns else (),
        open_tables=(("Each column", _columns(one, show_values)),),
    )


def _filled(one: ListFigures) -> Chart:
    """Return how well each column is filled, and how much of it is fine."""
    lines, rows = [], []
    for column in one.columns[:LISTED]:
        looked = sum(
            column.cells.get(word, 0) for word in ("fine", "mended", "doubtful", "emptied")
        )
        parts = [min(100 * column.cells.get(word, 0) / one.leads, 100.0) for word in _RIGHT]
        filled = 100 * column.filled / one.leads
        scale = filled / (100 * looked / one.leads) if looked else 0.0
        wrong = 100 * column.wrong / one.leads
        kinds = [part * scale for part in (*parts, wrong)]
        plain = 0.0 if looked else filled
        name = shown(column.header or "(no header)", 30)
        told = f"{share(column.filled, one.leads)} filled"
        lines.append(Line(name, [*kinds, plain], told))
        rows.append((name, f"{column.filled:,}", share(column.filled, one.leads),
                     *(about(column.cells.get(word, 0), one.is_whole)
                       for word in ("fine", "mended", "doubtful", "emptied"))))  # fmt: skip
    blank = sum(not column.filled for column in one.columns)
    worst = min(one.columns, key=lambda column: column.filled)
    title = (
        f"{how_many(blank, 'column is', 'columns are')} blank in every row"
        if blank
        else "Every column is filled in every row"
        if worst.filled == one.leads
        else f"{shown(worst.header or '(no header)', 30)} is the emptiest column: "
        f"{share(worst.filled, one.leads)} filled"
    )
    names = ("fine", "to mend", "doubtful", "of a column that clean leaves alone")
    keep = [at for at in range(4) if any(line.parts[at] for line in lines[:SHOWN])] or [3]
    drawn = [Line(line.name, [line.parts[at] for at in keep], line.said) for line in lines[:SHOWN]]
    told = a_list([f"{line.name} {line.said}" for line in drawn])
    head = ("column", "filled", "share", "fine", "to mend", "doubtful", "emptied")
    return Chart(
        title,
        f"How well each column is filled: {told}.",
        bars(drawn, ["abce"[at] for at in keep], [names[at] for at in keep], 100),
        Table(head, tuple(rows), more=and_more(len(one.columns), "columns")),
        note=f"The first {SHOWN} of {len(one.columns):,} columns." * (len(one.columns) > SHOWN),
    )


def _columns(one: ListFigures, show_values: bool) -> Table:
    rows = tuple(
        (
            shown(column.header, 48) if column.header.strip() else "(no header)",
            f"{shown(taken_for(column), 60)}: {shown(column.reason, 90)}",
            ", ".join(commonest_told(column, show_values, _CELL)) if column.filled else "",
            wrong_told(column, one.is_whole) or ("" if column.is_known else "not looked at"),
            f"{share(column.filled, one.leads)}",
            distinct_told(column),
            lengths_told(column),
        )
        for column in one.columns[:LISTED]
    )
    head = ("column", "taken for, and why", "commonest cells", "what clean would do, what is wrong",
            "filled", "different", "signs")  # fmt: skip
    return Table(head, rows, 4, and_more(len(one.columns), "columns: leadkit profile --json"))


def _duplicates(figures: ProfileFigures) -> Section:
    found, names = figures.duplicates, list_names(figures.lists)
    pairs = Counter[tuple[str, str]]()
    for (one, other), many in found.lists.items():
        pairs[names[one], names[other]] += many
    ranked = largest(pairs_named(pairs), len(pairs) or 1)
    told = [(name, about(many, found.is_exact)) for name, many in ranked]
    charts: tuple[Chart, ...] = ()
    tables: tuple[tuple[str, Table], ...] = ()
    if told:
        lines = [Line(shown(name, 50), (many,), about(many, found.is_exact))
                 for name, many in ranked[:SHOWN]]  # fmt: skip
        across = found.merged - found.within
        title = f"{share(across, found.merged)} of the duplicates are in two lists"
        charts = (
            Chart(
                title if len(figures.lists) > 1 else "All duplicates are within the list",
                f"Duplicates by list: {a_list([f'{one.name} {one.said}' for one in lines])}.",
                bars(lines, ("b",)),
                Table(("lists", "rows"), tuple(told[:LISTED]),
                      more=and_more(len(told), "pairs of lists")),
            ),
        )  # fmt: skip
        evidence = sorted(found.evidence.items(), key=lambda one: (-one[1], one[0]))
        shared = tuple((shown(why), about(many, found.is_exact)) for why, many in evidence[:LISTED])
        tables = (("What rows of one person share", Table(("what both have", "rows"), shared)),)
    return Section("duplicates", "Duplicates", duplicates_told(figures), charts, tables)


def _contact(figures: ProfileFigures) -> Section:
    answers = tuple(
        (
            shown(one.label),
            shown(column.header, 48),
            f"{shown(taken_for(column), 60)}: {shown(column.reason, 90)}",
            ", ".join(f"{shown(cell, 30)} = {answer or 'no answer'}"
                      for cell, answer in column.answers.items()),
        )
        for one in figures.lists
        for column in one.columns
        if column.answers or column.is_unread
    )  # fmt: skip
    rows = tuple(
        (
            shown(one.label),
            *(about(one.contact.said.get(word, 0), one.is_whole)
              for word in ("yes", "no", "nothing", "unclear")),
            about(one.contact.proven, one.is_whole),
            *(about(one.contact.may.get(word, 0), one.is_whole)
              for word in ("email", "call", "post")),
        )
        for one in figures.lists[:LISTED]
    )  # fmt: skip
    yes = sum(one.contact.said.get("yes", 0) for one in figures.lists)
    proven = sum(one.contact.proven for one in figures.lists)
    exact = all(one.is_whole for one in figures.lists)
    says = (
        f"{about(yes, exact)} rows say yes to being contacted, {about(proven, exact)} of them with "
        "day, source and wording. Each row is judged by itself, by the consent table that leadkit "
        "comes with; a no that stands on another row of the same person counts in classify."
        if yes
        else "No row says yes to being contacted. Each row is judged by itself, by the consent "
        "table that leadkit comes with.",
    )
    head = ("list", "said yes", "no", "nothing", "unclear", "yes with proof", "may be e-mailed",
            "called", "posted")  # fmt: skip
    tables = [("Each list", Table(head, rows, 1, and_more(len(figures.lists), "lists")))]
    if answers:
        columns = Table(("list", "column", "taken for, and why", "commonest answers"),
                        answers[:LISTED], 4, and_more(len(answers), "columns"))  # fmt: skip
        tables.append(("Columns about consent", columns))
    return Section("consent", "Consent, and who may be contacted", says, open_tables=tuple(tables))


def _changes(figures: ProfileFigures) -> Section:
    exact = all(one.is_whole for one in figures.lists)
    found = figures.duplicates
    left = max(figures.leads - found.merged, 0)
    rows = tuple(
        (name, *(about(counts[word], exact)
                 for word in ("fine", "mended", "doubtful", "emptied", "gained")))
        for name, counts in figures.cells.items()
    )  # fmt: skip
    says = (
        f"import makes {how_many(figures.leads, 'lead')} of {how_many(figures.rows, 'row')}.",
        clean_told(figures.cells, exact),
        f"dedupe leaves {about(left, found.is_exact)} leads of {figures.leads:,}.",
    )
    head = ("field", "fine", "to mend", "doubtful", "emptied", "filled from others")
    table = Table(head, rows[:LISTED], more=and_more(len(rows), "fields"))
    tables = (("What clean would do to each field", table),) if rows else ()
    return Section("changes", "What import, clean and dedupe would change", says, tables=tables)


def _notes(figures: ProfileFigures, show_values: bool) -> Section:
    told = with_values if show_values else without_values
    notes = tuple(shown(told(note), 400) for note in figures.notes[:LISTED])
    more = and_more(len(figures.notes), "notes")
    return Section("notes", "What import tells", (*notes, *((more,) if more else ())))
