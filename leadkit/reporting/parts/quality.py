"""How well each field is filled, before and after cleaning."""

from __future__ import annotations

from leadkit.base.how_many import how_many
from leadkit.reporting.charts import Line, bars
from leadkit.reporting.figures import RunFigures
from leadkit.reporting.lead_figures import QUALITY
from leadkit.reporting.sheet import Chart, Section, Table
from leadkit.reporting.shown import masked, shown
from leadkit.reporting.words import LISTED, a_list, and_more, share

_CHARTED = 10  # fields in the chart
_FIRST = (
    "email",
    "phone",
    "mobile",
    "last_name",
    "first_name",
    "full_name",
    "company",
    "job_title",
    "country",
)


def quality_section(run: RunFigures, show_values: bool) -> Section:
    """Return the part about the quality of data."""
    charts = [_cleaned(run)] if run.cells else []
    charts += [_filled(run)] if run.leads.leads else []
    tables: tuple[tuple[str, Table], ...] = (
        ((_EXAMPLES, _examples(run, show_values)),) if run.leads.good else ()
    )
    if run.changes.cells:
        tables += ((_CHANGES, _changed(run, show_values)),)
    if run.leads.codes:
        tables += (("Every code in the column issues", _codes(run)),)
    return Section(
        "quality", "Data quality, field by field", quality_sentences(run), tuple(charts), tables
    )


_CHANGES = "What cells were before cleaning, and after"
_EXAMPLES = "What cells look like, and those that are doubtful"


def quality_sentences(run: RunFigures) -> tuple[str, ...]:
    """Say how many cells were right as they came, were mended, and are doubtful still."""
    if not run.cells:
        if not run.leads.leads:
            return ("There are no cells to look at.",)
        return ("No row was cleaned in this run; below is how well the leads are filled.",)
    came = mended = doubtful = 0
    for counts in run.cells.values():
        mended += counts["mended"]
        doubtful += counts["doubtful"]
        came += sum(counts[word] for word in ("fine", "mended", "doubtful", "emptied"))
    worst = max(run.cells.items(), key=lambda one: one[1]["doubtful"])
    told = (
        f"Of {how_many(came, 'filled cell')} that came in, {share(mended, came)} were brought to "
        f"their normal form ({mended:,}), and {doubtful:,} are doubtful: they stay as they were, "
        "with a code in issues."
    )
    if worst[1]["doubtful"]:
        told += f" Most of the doubtful ones are in {worst[0]} ({worst[1]['doubtful']:,})."
    return (told,)


def _order(names: set[str]) -> list[str]:
    return [
        *(name for name in _FIRST if name in names),
        *(name for name in QUALITY if name in names and name not in _FIRST),
        *sorted(names - set(_FIRST) - set(QUALITY)),
    ]


def _cleaned(run: RunFigures) -> Chart:
    """Return what cleaning made of the cells of each field."""
    cells = run.cells
    came = {
        name: sum(counts[word] for word in ("fine", "mended", "doubtful", "emptied"))
        for name, counts in cells.items()
    }
    names = _order({name for name in cells if came[name]})
    lines = []
    for name in names[:_CHARTED]:
        one, all_of = cells[name], came[name]
        good = one["fine"] + one["mended"]
        parts = [100 * one[word] / all_of for word in ("fine", "mended", "doubtful", "emptied")]
        before, after = share(one["fine"], all_of), share(good, all_of)
        lines.append(Line(name, parts, f"{f'{before} → ' if before != after else ''}{after} right"))
    table = Table(
        (
            "field",
            "came filled",
            "right before",
            "mended",
            "right after",
            "doubtful",
            "emptied",
            "filled from others",
        ),
        tuple(
            (
                name,
                f"{came[name]:,}",
                f"{one['fine']:,}",
                f"{one['mended']:,}",
                f"{one['fine'] + one['mended']:,}",
                f"{one['doubtful']:,}",
                f"{one['emptied']:,}",
                f"{one['gained']:,}",
            )
            for name in _order(set(cells))[:LISTED]
            for one in [cells[name]]
        ),
        more=and_more(len(cells), "fields"),
    )
    key = ["right as it came", "mended", "doubtful", "emptied"]
    keep = [at for at in range(4) if any(line.parts[at] for line in lines)]
    lines = [Line(one.name, [one.parts[at] for at in keep], one.said) for one in lines]
    told = "; ".join(f"{one.name}: {one.said}" for one in lines)
    return Chart(
        _cleaned_title(run, came),
        f"Cells by field, before and after cleaning. {told}.",
        bars(lines, ["abce"[at] for at in keep], [key[at] for at in keep], 100),
        table,
    )


def _cleaned_title(run: RunFigures, came: dict[str, int]) -> str:
    gains = {name: one["mended"] / came[name] for name, one in run.cells.items() if came[name]}
    best = max((name for name in gains if name in _FIRST), key=lambda name: gains[name], default="")
    if not best or not gains[best]:
        return "Nothing had to be mended"
    one = run.cells[best]
    before, after = share(one["fine"], came[best]), share(one["fine"] + one["mended"], came[best])
    return f"Cleaning brought {best} from {before} in its normal form to {after}"


def _filled(run: RunFigures) -> Chart:
    """Return how many leads have each field filled, and how many of these are doubtful."""
    leads = run.leads
    names = [name for name in _order(set(leads.filled)) if name in leads.filled]
    lines = []
    for name in names[:_CHARTED]:
        filled = leads.filled[name]
        doubtful = min(leads.doubtful[name], filled)
        parts = [100 * (filled - doubtful) / leads.leads, 100 * doubtful / leads.leads]
        lines.append(Line(name, parts, f"{share(filled, leads.leads)} filled"))
    table = Table(
        ("field", "leads with it", "share", "of these doubtful", "blank"),
        tuple(
            (
                name,
                f"{leads.filled[name]:,}",
                share(leads.filled[name], leads.leads),
                f"{min(leads.doubtful[name], leads.filled[name]):,}",
                f"{leads.leads - leads.filled[name]:,}",
            )
            for name in names
        ),
    )
    title = f"{share(leads.filled['email'], leads.leads)} of the leads have an e-mail address"
    if "phone" in leads.filled:
        title += f", {share(leads.filled['phone'], leads.leads)} a phone number"
    told = "; ".join(f"{one.name}: {one.said}" for one in lines)
    return Chart(
        title,
        f"How many leads have each field filled. {told}.",
        bars(lines, ("a", "c"), ("filled", "doubtful"), 100),
        table,
    )


def _examples(run: RunFigures, show_values: bool) -> Table:
    def told(name: str, cell: str) -> str:
        return shown(cell) if show_values else masked(name, cell)

    leads, rows = run.leads, []
    for name in _order(set(leads.good)):
        doubtful = [told(name, cell) for cell in leads.examples.get(name, [])]
        rows.append((name, told(name, leads.good[name]), a_list(doubtful)))
    return Table(("field", "a cell", "doubtful cells"), tuple(rows), 3)


def _changed(run: RunFigures, show_values: bool) -> Table:
    """Return some cells before and after, of each column that clean changed."""

    def told(name: str, cell: str) -> str:
        return shown(cell) if show_values else masked(name, cell)

    rows = [
        (shown(name, 40), told(name, before), told(name, after), shown(why),
         f"{run.changes.cells[name]:,}" if not at else "")
        for name in _order(set(run.changes.examples))
        for at, (before, after, why) in enumerate(run.changes.examples[name])
    ]  # fmt: skip
    head = ("field", "before", "after", "why", "cells that changed")
    return Table(head, tuple(rows[:LISTED]), 4, and_more(len(rows), "examples"))


def _codes(run: RunFigures) -> Table:
    from leadkit.clean import ISSUES

    ranked = run.leads.codes.most_common()
    return Table(
        ("code", "meaning", "leads"),
        tuple(
            (shown(code), ISSUES[code].meaning if code in ISSUES else "", f"{many:,}")
            for code, many in ranked[:LISTED]
        ),
        2,
        and_more(len(ranked), "codes"),
    )
