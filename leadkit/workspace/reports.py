"""The report of a run: what it is made of, in its folder and elsewhere in the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import LeadkitError
from leadkit.files.content import content_of
from leadkit.files.disk import replace_file
from leadkit.reporting.run_files import RunFiles
from leadkit.rules.shipped import shipped_rules
from leadkit.workspace.gates import gate_words
from leadkit.workspace.inputs import RULES, SHIPPED, is_shipped, located
from leadkit.workspace.lists import LIST
from leadkit.workspace.manifest import Input, Manifest, read_manifest
from leadkit.workspace.paths import LEADS, MANIFEST, REPORT, Workspace, is_run_name, open_workspace
from leadkit.workspace.runs import PRESENT, find_run

if TYPE_CHECKING:
    from leadkit.base.leads import Leads
    from leadkit.reporting.page import Page

SPEND = "spend.csv"  # at the top of a workspace


def report_html(
    folder: str | Path,
    run: str = PRESENT,
    *,
    show_values: bool = False,
    spend: str | Path = "",
    worth: Mapping[str, str] | None = None,
) -> Page:
    """Return the report of a run as a page of HTML, which Jupyter shows as such.

    ``folder`` is a workspace, or the folder of one of its runs; ``run`` is a run of the workspace
    as ``leadkit runs`` takes it: a beginning of its name, "last", "last-1", or "present" for the
    one in force. Cells of people are masked unless ``show_values`` is true, which the page says.
    ``spend`` is a table of what was spent by lead_source, spend.csv of the workspace if none is
    given; ``worth`` has the revenue (money an order) and margin (a share) of sources that it tells
    none of. A folder that holds a leads.csv and is no workspace is taken as it is: with whatever
    merges.csv, review.csv, rejects.csv, transitions.csv ... plain commands wrote beside it.

    Raises LeadkitError where there is no such workspace or run, or a table of it cannot be read.

    >>> import tempfile
    >>> from leadkit import new_workspace, run_workspace
    >>> with tempfile.TemporaryDirectory() as place:
    ...     made = new_workspace(f"{place}/fair", example=True)
    ...     done = run_workspace(f"{place}/fair")
    ...     page = report_html(f"{place}/fair")
    >>> page[:15], "440 rows of 3 lists" in page, "<script" in page
    ('<!DOCTYPE html>', True, False)
    """
    from leadkit.reporting.run_report import report_page

    if is_plain_folder(folder):
        if run != PRESENT:
            raise LeadkitError(f"{folder}: is no workspace and has no runs; leave {run} out")
        return report_page(_plain_files(Path(folder), spend, worth), show_values)
    if Path(folder).is_dir() and not _is_of_a_workspace(Path(folder)):
        raise LeadkitError(
            f"{folder}: holds no {LEADS}, and is no workspace and no run; give one of these, or a "
            f"folder in which the leads that commands wrote are called {LEADS}"
        )
    workspace, name = run_in(folder, run)
    manifest, _ = read_manifest(workspace, name)
    files = files_of_report(workspace, manifest, workspace.run(name), spend, worth)
    return report_page(files, show_values)


def write_report(
    workspace: Workspace, manifest: Manifest, folder: Path, leads: Sequence[Leads] = ()
) -> None:
    """Write the report of a run that is made beside its tables.

    ``leads`` are those of its leads.csv, so that it is not read again.
    """
    from leadkit.reporting.run_report import report_page

    files = files_of_report(workspace, manifest, folder)
    page = report_page(replace(files, leads=tuple(leads)))
    replace_file(folder / REPORT, page.encode())


def is_plain_folder(folder: str | Path) -> bool:
    """Tell whether a folder holds tables as plain commands write them, and is no workspace."""
    path = Path(folder)
    return (path / LEADS).is_file() and not _is_of_a_workspace(path)


def _is_of_a_workspace(path: Path) -> bool:
    """Tell whether a folder is a workspace, or a run of one."""
    is_run = is_run_name(path.name) and (path / MANIFEST).is_file()
    return is_run or Workspace(path).pipeline.is_file()


def _plain_files(folder: Path, spend: str | Path, worth: Mapping[str, str] | None) -> RunFiles:
    """Return what a report of such a folder is made of: its tables alone."""
    own = folder / SPEND
    return RunFiles(
        folder=folder,
        name=folder.absolute().name,
        spend=(str(spend),) if spend else (str(own),) if own.is_file() else (),
        worth=worth or {},
        asked=bool(spend or worth),
        is_plain=True,
    )


def run_in(folder: str | Path, run: str = PRESENT) -> tuple[Workspace, str]:
    """Return the workspace and the name of a run; a folder may be that of a run itself."""
    path = Path(folder)
    if is_run_name(path.name) and (path / MANIFEST).is_file():
        if run != PRESENT:
            raise LeadkitError(f"{folder}: is a run itself; name its workspace, or no other run")
        return open_workspace(path.parent.parent), path.name
    workspace = open_workspace(folder)
    return workspace, find_run(workspace, run)


def files_of_report(
    workspace: Workspace,
    manifest: Manifest,
    folder: Path,
    spend: str | Path = "",
    worth: Mapping[str, str] | None = None,
) -> RunFiles:
    """Return what the report of a run is made of; its tables are in the folder already.

    Raises LeadkitError where they are not.
    """
    if not (folder / LEADS).is_file():
        raise LeadkitError(f"{folder}: {LEADS} is gone; put it back from a backup")
    classify = _told(manifest, "classify")
    scoring = _options(manifest, "score").get("rules") or ()
    scoring = (scoring,) if isinstance(scoring, str) else tuple(map(str, scoring))
    decisions = _options(manifest, "update").get("decisions") or ["decisions.csv"]
    return RunFiles(
        folder=folder,
        name=workspace.folder.absolute().name,
        run=manifest.run,
        day=manifest.as_of,
        version=manifest.leadkit,
        lists=tuple(one.path for one in manifest.inputs if one.role == LIST),
        new=manifest.ledger.new if manifest.kind == "run" else None,
        previous=manifest.previous.run if manifest.previous else "",
        held=tuple(gate_words(gate) for gate in manifest.broken),
        scoring=tuple(_rules(workspace, manifest, name) for name in scoring),
        scoring_names=scoring,
        lifecycle=_rules(workspace, manifest, classify.get("rules", "")),
        consent=_rules(workspace, manifest, classify.get("consent", "")),
        decisions=decisions if isinstance(decisions, str) else str(decisions[-1]),
        spend=(str(spend),) if spend else _spend(workspace, manifest),
        worth=worth or _worth(manifest),
        asked=bool(spend or worth),
        at=workspace.at,
    )


def _spend(workspace: Workspace, manifest: Manifest) -> tuple[str, ...]:
    """Return what the run's own cpl was told of the spend, else spend.csv of the workspace."""
    given = [one for one in manifest.inputs if one.role == "spend"]
    read = tuple(filter(None, (_same(workspace, one) or _kept(workspace, one) for one in given)))
    own = workspace.top(SPEND)
    return read or ((str(own),) if own.is_file() else ())


def _worth(manifest: Manifest) -> dict[str, str]:
    """Return what the run's own cpl was told of an order, where it counted channels."""
    cpl = _told(manifest, "cpl")
    known = ("revenue", "margin", "ltv", "currency")
    return {name: cpl[name] for name in known if cpl.get(name)} if cpl.get("by") else {}


def _told(manifest: Manifest, stage: str) -> dict[str, str]:
    """Return the options of a step that are texts, as the manifest recorded them."""
    options = _options(manifest, stage)
    return {name: value for name, value in options.items() if isinstance(value, str)}


def _options(manifest: Manifest, stage: str) -> dict[str, Any]:
    """Return the options of the last step of a kind."""
    steps = manifest.options.get("steps", [])
    told = [one["options"] for one in steps if one.get("stage") == stage]
    return dict(told[-1]) if told else {}


def _rules(workspace: Workspace, manifest: Manifest, name: str) -> str:
    """Return the rule file of a run as it was then, "" where it is not kept any more.

    Where leadkit ships the same it is named, as that is compiled already; and where it is the same
    still it is read where it lies, so that lists that it names are found.
    """
    for given in manifest.inputs:
        if given.path == name and given.role in (RULES, SHIPPED):
            return _shipped(given) or _same(workspace, given) or _kept(workspace, given)
    return ""


def _shipped(given: Input) -> str:
    for name, path in shipped_rules().items():
        same = path.stat().st_size == given.bytes and content_of(path).sha256 == given.sha256
        if same and is_shipped(name):
            return name
    return ""


def _same(workspace: Workspace, given: Input) -> str:
    try:
        path = located(workspace, given)
        return str(path) if content_of(path).sha256 == given.sha256 else ""
    except LeadkitError:
        return ""


def _kept(workspace: Workspace, given: Input) -> str:
    path = workspace.kept(given.sha256)
    return str(path) if path.is_file() else ""
