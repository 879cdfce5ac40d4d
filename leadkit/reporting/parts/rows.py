"""What came in, and what became of every row."""

from __future__ import annotations

from collections import Counter

from leadkit.base.how_many import how_many
from leadkit.reporting.charts import Line, bars, flow
from leadkit.reporting.figures import WENT, RunFigures
from leadkit.reporting.sheet import Chart, Section, Table
from leadkit.reporting.shown import shown
from leadkit.reporting.words import LISTED, a_list, and_more, capital, largest, share

# What a row became: its colour, in the drawing, in a table, and in a sentence.
_BECAME = {
    "written": ("a", "leads", "leads that were written"),
    "merged": ("b", "merged", "rows that went into another lead"),
    "rejected": ("d", "unreadable", "rows that could not be read"),
    "suppressed": ("c", "suppressed", "leads that a suppression list removed"),
    "known": ("e", "left out", "rows of people who were removed before"),
}
# Why a row is not read, by the code in rejects.csv.
_REASONS = {
    "ragged": "more or fewer cells than the header",
    "footer": "stands below the table",
    "between": "stands between the contacts",
    "empty": "no cell is filled",
}


def rows_section(run: RunFigures) -> Section:
    """Return the part about all rows."""
    return Section(
        "rows",
        "What came in, and what became of it",
        (rows_sentence(run),),
        tuple(filter(None, (_flow(run) if run.all_rows else None, _rejects(run)))),
        notes=(
            ("What the run noted: " + "; ".join(shown(one, 200) for one in run.notes[:12]),)
            if run.notes
            else ()
        ),
    )


def rows_sentence(run: RunFigures) -> str:
    """Say where all rows went."""
    rows, lists = run.rows, run.files.lists
    if not run.all_rows:
        return "No row came in: the lists were empty, and there were no leads before."
    came = []
    if rows["read"]:
        of = f" of {how_many(len(lists), 'list')} ({_names(lists)})" if lists else ""
        came.append(f"{how_many(rows['read'], 'row')}{of}")
    if rows["master"]:
        came.append(f"{how_many(rows['master'], 'lead')} of the run before")
    went = []
    if rows["written"]:
        went.append(how_many(rows["written"], "is a lead", "are leads"))
    if rows["merged"]:
        went.append(f"{rows['merged']:,} went into another lead as duplicates")
    if rows["rejected"]:
        went.append(f"{rows['rejected']:,} could not be read")
    if rows["suppressed"]:
        went.append(
            how_many(rows["suppressed"], "was removed", "were removed") + " by a suppression list"
        )
    if rows["known"]:
        went.append(f"{rows['known']:,} came again of people who were removed before")
    if run.files.is_plain:  # whose rows nobody counted when they were read
        return capital(f"{a_list(came)} stand in the tables of this folder: {a_list(went)}.")
    return capital(f"{a_list(came)} came in. Of these, {a_list(went)}; no row is lost.")


def _names(lists: tuple[str, ...]) -> str:
    named = [shown(one, 40) for one in lists[:4]]
    return ", ".join(named) + (f" and {len(lists) - 4:,} more" if len(lists) > 4 else "")


def _flow(run: RunFigures) -> Chart:
    rows = run.rows
    came = [
        (words, many, "e")
        for words, many in (("rows read", rows["read"]), ("leads before", rows["master"]))
        if many
    ]
    went = [(_BECAME[name][1], rows[name], _BECAME[name][0]) for name in WENT if rows[name]]
    lines = [(_BECAME[name][2], rows[name]) for name in WENT]
    table = Table(
        ("what became of them", "rows", "share"),
        (
            ("rows read from lists", f"{rows['read']:,}", ""),
            *((("leads of the run before", f"{rows['master']:,}", ""),) if rows["master"] else ()),
            *((words, f"{many:,}", share(many, run.all_rows)) for words, many in lines),
            ("all together", f"{sum(many for _, many in lines):,}", "100%"),
        ),
    )
    told = a_list([f"{many:,} {words}" for words, many, _ in went])
    what = f"{run.all_rows:,} rows" + (" and leads" if rows["master"] else "")
    return Chart(_flow_title(run), f"Flow of {what} into {told}.", flow(came, went), table)


def _flow_title(run: RunFigures) -> str:
    rows = run.rows
    if not rows["merged"] and rows["written"] == run.all_rows:
        return f"Every row is a lead: {rows['written']:,}"
    if not rows["merged"]:
        return f"{rows['written']:,} of {run.all_rows:,} are leads; none was a duplicate"
    return (
        f"{rows['written']:,} of {run.all_rows:,} are leads of their own; "
        f"{share(rows['merged'], run.all_rows)} were duplicates"
    )


def _rejects(run: RunFigures) -> Chart | None:
    """Return why rows could not be read, list by list, where any could not."""
    if not run.rejects:
        return None
    reasons: Counter[str] = Counter()
    for (_, code), many in run.rejects.items():
        reasons[_REASONS.get(code, code.replace("_", " "))] += many
    total = reasons.total()
    worst, most = largest(reasons, len(reasons))[0]
    lines = [Line(shown(name), (many,), f"{many:,}") for name, many in largest(reasons, 6)]
    ranked = sorted(run.rejects.items(), key=lambda one: (-one[1], one[0]))
    table = Table(
        ("list", "reason", "rows"),
        tuple(
            (shown(name), shown(_REASONS.get(code, code.replace("_", " "))), f"{many:,}")
            for (name, code), many in ranked[:LISTED]
        ),
        2,
        and_more(len(ranked), "lines"),
    )
    title = f"{how_many(total, 'row')} could not be read"
    why = f"all of them because of {worst}" if most == total else f"most often: {worst}"
    told = a_list([f"{line.name} {line.said}" for line in lines])
    return Chart(
        f"{title}, {why}" if most != total else f"{title}: {worst}",
        f"Reasons: {told}.",
        bars(lines, ("d",)),
        table,
    )
