"""An older master becomes the present one: as a run of its own, so that nothing is lost."""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.deduping.known import merged_ids_of
from leadkit.files.content import content_of, copy_content
from leadkit.files.disk import replace_file, sync_folder
from leadkit.files.read import read_leads
from leadkit.run.ledger import Ledger
from leadkit.run.outputs import write_table
from leadkit.run.pipeline import stages_of
from leadkit.workspace.carrying_noes import Carried, carry_noes
from leadkit.workspace.exports import check_exports, foreign_folders, write_exports
from leadkit.workspace.job import Asked, plan_of, with_day
from leadkit.workspace.lists import LIST
from leadkit.workspace.making import stamp, written_files
from leadkit.workspace.manifest import (
    SCHEMA,
    Link,
    Manifest,
    Rows,
    StageRun,
    manifest_bytes,
    read_manifest,
)
from leadkit.workspace.new_leads import SINCE
from leadkit.workspace.parts import check_parts, write_parts
from leadkit.workspace.paths import (
    LEADS,
    LEDGER,
    LOG,
    MANIFEST,
    NEW,
    SUPPRESSED,
    Workspace,
    new_run_name,
    open_workspace,
)
from leadkit.workspace.reports import write_report
from leadkit.workspace.run_folder import into_place, new_run_folder
from leadkit.workspace.runs import find_run
from leadkit.workspace.standing import (
    Standing,
    Tell,
    check_run,
    locked,
    read_standing,
    refuse_changed_copy,
    refuse_to_overwrite,
    tidy,
)

if TYPE_CHECKING:
    from leadkit.base.leads import Leads, Stage
    from leadkit.run.pipeline import Plan

RESTORE, SAID_NO = "restore", "said no since"  # the only step of a restore, and what it counts


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    run: str  # the new run
    of: str  # the run whose leads it has
    leads: int
    said_no: int  # leads that keep a no which was said since
    suppressed: int  # leads of the older run that a suppression list removes now
    read_again: tuple[str, ...]  # lists that the older run had not read: the next run reads them


def restore_run(
    folder: str | Path, run: str, *, wait: float = 0, tell: Tell = lambda line: None
) -> Restored:
    """Make the leads of an older run the present ones again, by a new run of the kind "restore".

    The runs since stay where they are. Leads are as they were, but for what no way back may undo:
    a no that anybody said since holds, and who is on a suppression list by now is not among them.
    Lists that were read since are read again by the next run, if they are still there.

    ``run`` is as ``find_run`` takes it. Raises LeadkitError for a run that never was in force, or
    is; where one of its files was changed; and where somebody typed into leads.csv.
    """
    workspace = open_workspace(folder)
    with locked(workspace, wait, tell):
        tidy(workspace, tell)
        name = find_run(workspace, run)
        standing = read_standing(workspace)
        manifest = _older(workspace, standing, name)
        check_run(workspace, manifest)
        refuse_changed_copy(standing)
        return _restore(workspace, standing, manifest, tell)


def _older(workspace: Workspace, standing: Standing, name: str) -> Manifest:
    """Return the manifest of a run that was in force before; raise LeadkitError for others."""
    present = standing.present
    if present is None or name not in present.names():
        raise LeadkitError(
            f"{name}: never was in force; 'leadkit runs publish {name}{workspace.at}' is what it "
            "waits for"
        )
    if name == present.run:
        raise LeadkitError(f"{name}: is in force")
    return read_manifest(workspace, name)[0]


def _restore(workspace: Workspace, standing: Standing, older: Manifest, tell: Tell) -> Restored:
    """Make the new run, and make it the one in force."""
    assert standing.manifest is not None
    plan = with_day(workspace, plan_of(workspace, Asked())[0], None)[0]
    parts, day = list(plan.outputs.parts.values()), date.fromisoformat(older.as_of)
    check_parts(workspace, parts)
    exports = plan.outputs.exports
    check_exports(workspace, exports, {part.name for part in parts})
    assert standing.manifest is not None
    foreign = foreign_folders(exports, standing.manifest.outputs)
    refuse_to_overwrite(workspace, tuple(foreign))
    leads = read_leads(str(workspace.run(older.run) / LEADS))
    carried = carry_noes(leads, _later(workspace, standing, older, tell), _classify(plan))
    began = datetime.now(UTC)
    name = new_run_name(workspace, began)
    with new_run_folder(workspace, name) as made:
        safe_cells = bool(older.options.get("safe_cells", False))
        _write_leads(made, workspace.run(older.run) / LEADS, leads, carried.leads, safe_cells)
        removed = _removed(workspace, standing, older, carried)
        if len(removed):
            write_table(made / SUPPRESSED, removed, safe_cells)
        rows = Rows(0, len(carried.leads), master=len(leads), suppressed=len(carried.suppressed))
        manifest = _manifest(standing, older, name, began, rows, carried.said_no)
        replace_file(made / LEDGER, _ledger(rows))
        replace_file(made / LOG, f"{manifest.began} {manifest.changed[0]}\n".encode())
        counts = {"leads": rows.written, "new": 0, "suppressed": len(removed)}
        written = write_parts(made, carried.leads, parts, day, safe_cells, tell)
        counts |= {Path(one).stem: many for one, many in written.items()}
        handed = write_exports(made, carried.leads, exports, carried.on_lists, tell)
        counts |= {one.removesuffix(".csv"): many for one, many in handed.items()}
        write_report(workspace, manifest, made)
        manifest = replace(manifest, outputs=written_files(made, counts, parts))
        content = manifest_bytes(manifest)
        replace_file(made / MANIFEST, content)
        sync_folder(made)
        into_place(workspace, manifest, sha256(content).hexdigest(), "restore")
    taken = {one.sha256 for one in older.taken}
    again = tuple(one.path for one in standing.manifest.taken if one.sha256 not in taken)
    return Restored(name, older.run, rows.written, carried.said_no, rows.suppressed, again)


def _later(workspace: Workspace, standing: Standing, older: Manifest, tell: Tell) -> Leads:
    """Return the leads of the newest run since that is whole: they know every no."""
    for manifest in standing.published():
        if manifest.run <= older.run:
            break
        try:
            check_run(workspace, manifest)
        except LeadkitError as error:
            tell(f"note: {error.marked}; who said no in that run alone may be contacted again")
            continue
        return read_leads(str(workspace.run(manifest.run) / LEADS))
    return read_leads(str(workspace.run(older.run) / LEADS)).iloc[:0]


def _classify(plan: Plan) -> Stage | None:
    """Return the classify step of the pipeline as it is now, if it has one."""
    steps = [step for step in plan.steps if step.stage == "classify"]
    return stages_of(steps)[-1] if steps else None


def _removed(workspace: Workspace, standing: Standing, older: Manifest, carried: Carried) -> Leads:
    """Return whom suppression lists removed in any run, but those who are among the leads again."""
    import pandas as pd

    folders = [
        workspace.run(older.run),
        workspace.run(standing.manifest.run if standing.manifest else ""),
    ]
    tables = [read_leads(str(one / SUPPRESSED)) for one in folders if (one / SUPPRESSED).is_file()]
    together = pd.concat([carried.suppressed, *reversed(tables)], ignore_index=True)
    together = together.fillna("").astype("str").drop_duplicates("lead_id", ignore_index=True)
    back = {*carried.leads["lead_id"], *merged_ids_of(carried.leads)[0]}
    return together[~together["lead_id"].isin(back)].reset_index(drop=True)


def _write_leads(made: Path, source: Path, was: Leads, leads: Leads, safe_cells: bool) -> None:
    """Write the leads, byte for byte as they were where none of them differs; nobody is new."""
    content = content_of(source)
    if leads is was:
        copy_content(source, made / LEADS, content)
    else:
        write_table(made / LEADS, leads, safe_cells)
    new = leads.iloc[:0].copy()
    new.insert(0, SINCE, "")
    write_table(made / NEW, new.astype("str"), safe_cells)


def _ledger(rows: Rows) -> bytes:
    ledger = Ledger(written=rows.written, suppressed=rows.suppressed)
    return ledger.as_json().encode()


def _manifest(
    standing: Standing, older: Manifest, name: str, began: datetime, rows: Rows, said_no: int
) -> Manifest:
    """Return the manifest of a restore: what the older run was made of, and that it came back."""
    assert standing.manifest is not None
    now = datetime.now(UTC)
    return Manifest(
        schema=SCHEMA,
        leadkit=version("leadkit"),
        python=platform.python_version(),
        run=name,
        kind="restore",
        began=stamp(began),
        ended=stamp(now),
        as_of=older.as_of,
        ledger=rows,
        options=older.options,
        system=platform.platform(),
        libraries=older.libraries,
        previous=Link(standing.manifest.run, standing.manifest_sha256),
        restored=older.run,
        changed=(f"the leads of run {older.run} are restored",),
        inputs=tuple(one for one in older.inputs if one.role != LIST),
        taken=older.taken,
        stages=(
            StageRun(RESTORE, rows.master, rows.written, {SAID_NO: said_no}),
            *(one for one in older.stages if one.name == "classify"),
        ),
        seconds={"all": round((now - began).total_seconds(), 3)},
    )
