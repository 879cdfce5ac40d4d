"""Hand-overs of a workspace: a folder in each run's, with a copy at the top."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import OnLists
from leadkit.rules.item import item_of
from leadkit.run.export_parts import ExportPart, read_exports
from leadkit.run.exports import Exports
from leadkit.run.outputs import OpenOutputs
from leadkit.workspace.manifest import Output
from leadkit.workspace.parts import OF_A_RUN, as_recorded
from leadkit.workspace.paths import Workspace

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads

TARGETS = ("to", "for")  # the keys of a hand-over that name a target


def check_exports(workspace: Workspace, exports: Sequence[ExportPart], parts: set[str]) -> None:
    """Raise LeadkitError for a folder that cannot lie in that of a run.

    ``parts`` are the names of the files for some of the leads.

    >>> from leadkit.rules.item import parse_yaml
    >>> made, _ = read_exports(parse_yaml("{to: hubspot, folder: out/crm}", "p.yaml"), str)
    >>> check_exports(Workspace(Path("fair")), made, set())
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: p.yaml:1: export: out/crm: a workspace writes it into the \
folder of each run, with a copy at the top; name a folder without others, such as for-hubspot
    """
    taken = {name.casefold() for name in (*OF_A_RUN, *parts, workspace.runs.name)}
    for one in exports:
        if set(one.name) & set('/\\:"') or one.name.startswith("."):
            raise one.item.fail(
                f"export: {one.name}: a workspace writes it into the folder of each run, with a "
                "copy at the top; name a folder without others, such as for-hubspot"
            )
        if one.name.casefold() in taken:
            raise one.item.fail(
                f"export: {one.name}: is the workspace's own name for something else; call the "
                "folder otherwise"
            )
        taken.add(one.name.casefold())


def placed_exports(
    exports: Sequence[ExportPart], folder: Path, is_new: Callable[[pa.Table], np.ndarray]
) -> tuple[ExportPart, ...]:
    """Return hand-overs into the folder of a run; ``is_new`` tells whom the run before had not."""
    return tuple(
        replace(
            one,
            folder=str(folder / one.name),
            asked=replace(
                one.asked, who=replace(one.asked.who, is_new=is_new if one.new else None)
            ),
        )
        for one in exports
    )


def recorded_exports(exports: Sequence[ExportPart]) -> list[Any]:
    """Return hand-overs as a manifest records them: with ``${NAME}`` and no value of it."""
    return [as_recorded(one.item) for one in exports]


def exports_from(
    told: Sequence[Mapping[str, Any]], place: Path, target: Callable[[str], str]
) -> list[ExportPart]:
    """Return hand-overs as a manifest recorded them.

    ``place`` is the pipeline file's, ``target`` says where a target is that one names.
    """
    known = [
        {key: target(value) if key in TARGETS else value for key, value in one.items()}
        for one in told
    ]
    exports, mistakes = read_exports(item_of(known, str(place), place.parent), str)
    if mistakes:
        raise mistakes[0][1]
    return exports


def write_exports(
    folder: Path,
    leads: Leads,
    exports: Sequence[ExportPart],
    on_lists: OnLists,
    tell: Callable[[str], None],
) -> dict[str, int]:
    """Hand these leads over into a folder, nobody as new; return how many rows each file has.

    Leads of an older run may lack what a hand-over asks for: it is left out, and ``tell`` says so.
    """
    import numpy as np

    written: dict[str, int] = {}
    for one in placed_exports(exports, folder, lambda table: np.zeros(table.num_rows, bool)):
        made = Exports([one], on_lists)
        try:
            made.check(list(leads.columns))
            with OpenOutputs() as opened, made.into(opened, dry_run=False):
                for _ in made.passing(iter([leads])):
                    pass
                made.close()
                opened.commit()
        except LeadkitError as error:
            tell(f"note: {one.name} is left out: {error.marked}")
        else:
            written |= made.rows()
    return written


def folder_of(output: Output) -> str:
    """Return the folder of a hand-over that a file of a run is in, "" of others.

    >>> folder_of(Output("for-hubspot/contacts.csv", 0, "0" * 64))
    'for-hubspot'
    """
    return output.name.rpartition("/")[0]


def foreign_folders(exports: Sequence[ExportPart], outputs: Sequence[Output]) -> Iterator[str]:
    """Yield the folders of hand-overs of which the run in force, with these outputs, has none."""
    known = {folder_of(one) for one in outputs}
    return (one.name for one in exports if one.name not in known)


def remove_empty(workspace: Workspace, outputs: Sequence[Output]) -> None:
    """Remove folders at the top from which all copies went; others' files keep one."""
    for name in {folder_of(one) for one in outputs} - {""}:
        with suppress(OSError):
            os.rmdir(workspace.top(name))
