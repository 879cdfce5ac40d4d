"""The report of a run: its figures as one page."""

from __future__ import annotations

from leadkit.base.how_many import how_many
from leadkit.reporting.figures import RunFigures, read_figures
from leadkit.reporting.page import Page, page_of
from leadkit.reporting.parts.channels import channels_section
from leadkit.reporting.parts.contact import contact_section
from leadkit.reporting.parts.duplicates import duplicates_section
from leadkit.reporting.parts.funnel import funnel_section
from leadkit.reporting.parts.news import news_section
from leadkit.reporting.parts.owners import owners_section
from leadkit.reporting.parts.quality import quality_section
from leadkit.reporting.parts.rows import rows_section
from leadkit.reporting.parts.scores import scores_sections
from leadkit.reporting.parts.steps import steps_of, steps_says
from leadkit.reporting.run_files import RunFiles
from leadkit.reporting.sheet import Section, Sheet, Tile
from leadkit.reporting.shown import SHOWS_VALUES, shown
from leadkit.reporting.words import share


def report_page(files: RunFiles, show_values: bool = False) -> Page:
    """Return the report of a run as a page of HTML.

    Cells of the lists are masked in it unless ``show_values`` is true, which the page then says.
    Raises LeadkitError where a table of the run cannot be read.
    """
    return page_of(report_sheet(read_figures(files), show_values))


def report_sheet(run: RunFigures, show_values: bool = False) -> Sheet:
    """Return what the report of a run says, before it is a page."""
    steps = steps_of(run)
    return Sheet(
        title=f"{shown(run.files.name, 80)}: report of its leads"
        if run.files.name
        else "Report of leads",
        subtitle=_subtitle(run),
        warnings=_warnings(run, show_values),
        tiles=_tiles(run),
        steps=steps,
        steps_says=steps_says(steps),
        sections=_sections(run, show_values),
        foot=_foot(run, show_values),
    )


def _sections(run: RunFigures, show_values: bool) -> tuple[Section, ...]:
    if not run.all_rows and not run.leads.leads:
        return (rows_section(run),)
    return tuple(
        filter(
            None,
            (
                rows_section(run),
                news_section(run),
                funnel_section(run),
                quality_section(run, show_values),
                duplicates_section(run),
                *scores_sections(run),
                contact_section(run),
                owners_section(run, show_values),
                channels_section(run),
            ),
        )
    )


def _subtitle(run: RunFigures) -> str:
    files = run.files
    told = [
        f"Run {files.run}" if files.run else "",
        f"all days are counted as of {files.day}" if files.day else "",
    ]
    return ", ".join(filter(None, told)) or how_many(run.rows["written"], "lead")


def _warnings(run: RunFigures, show_values: bool) -> tuple[str, ...]:
    held = (
        (
            "This run is held back and not in force: "
            + "; ".join(shown(one, 200) for one in run.files.held),
        )
        if run.files.held
        else ()
    )
    return (*((SHOWS_VALUES,) if show_values else ()), *held)


def _tiles(run: RunFigures) -> tuple[Tile, ...]:
    rows, leads = run.rows, run.leads
    tiles = [Tile(f"{rows['read']:,}", "rows read"), Tile(f"{rows['written']:,}", "leads")]
    if run.files.new is not None:
        tiles.append(Tile(f"{run.files.new:,}", "of them new"))
    if rows["merged"] or run.merges.merged:
        tiles.append(Tile(f"{rows['merged']:,}", "duplicates merged"))
    if leads.may and leads.leads:
        many = leads.may["email"]["yes"]
        tiles.append(Tile(share(many, leads.leads), f"may be e-mailed ({many:,})"))
    if run.rules.thresholds and run.statuses:
        name = run.rules.thresholds[-1][0]
        tiles.append(Tile(f"{run.statuses.get(name, 0):,}", f"are {shown(name, 20)}"))
    return tuple(tiles)


def _foot(run: RunFigures, show_values: bool) -> tuple[str, ...]:
    masked = "" if show_values else "Cells of people are masked. "
    made = "in this folder" if run.files.is_plain else "of the run, ledger.json among them"
    version = f" by leadkit {run.files.version}" if run.files.version else ""
    return (
        f"Made{version} from the tables {made}: leads.csv, merges.csv, "
        f"transitions.csv and the others beside them; its figures are theirs. {masked}This page "
        "runs no script and asks the network for nothing.",
        "Intervals are Wilson's at 95%: of twenty such bands, about nineteen hold the true share.",
    )
