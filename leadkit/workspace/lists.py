"""The lists of a workspace: which there are, and which of them the master has not taken in yet."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.files.content import Content, content_of
from leadkit.files.disk import STANDARD
from leadkit.files.open import files_within, open_list
from leadkit.workspace.manifest import Input, Taken
from leadkit.workspace.paths import COPIED, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from leadkit.files.raw import RawList
    from leadkit.importing.options import ImportOptions
    from leadkit.run.pipeline import Plan

LIST = "list"  # the role of a list among the inputs of a run


@dataclass(frozen=True)
class InboxList:
    """A list that lies in a workspace."""

    path: str  # as messages call it
    options: ImportOptions  # how it is read
    content: Content

    def input(self, workspace: Workspace) -> Input:
        """Return what a manifest says of it."""
        content = self.content
        return Input(workspace.named(self.path), LIST, content.bytes, content.sha256)


@dataclass(frozen=True)
class Lists:
    """The lists of a workspace: those to read, those that were read before, and what to tell."""

    new: tuple[InboxList, ...]
    notes: tuple[str, ...] = ()

    def openers(self, kept: Callable[[str], Path]) -> dict[str, Callable[[], RawList]]:
        """Return by path what opens each list anew: as it was kept, under its own name."""
        return {
            one.path: partial(open_list, str(kept(one.content.sha256)), one.options, named=one.path)
            for one in self.new
        }

    def openers_in_place(self) -> dict[str, Callable[[], RawList]]:
        """Return what opens each list where it lies, for a run that keeps nothing."""
        return {one.path: partial(open_list, one.path, one.options) for one in self.new}

    def own_options(self, usual: ImportOptions) -> dict[str, ImportOptions]:
        return {one.path: one.options for one in self.new if one.options != usual}


def find_lists(workspace: Workspace, plan: Plan, taken: Collection[Taken]) -> Lists:
    """Find all lists that a pipeline names, and by their content which were not taken in yet.

    A list that stands there by its own name is read as its own options say, also where a folder
    that is named holds it. One that was taken in and is gone by now is no error.
    """
    known = {one.sha256 for one in taken}
    new: dict[str, InboxList] = {}
    notes = []
    for path, options in _paths(workspace, plan, {one.path for one in taken}).items():
        content = content_of(path)
        if content.sha256 in known:
            continue
        if first := new.get(content.sha256):
            notes.append(f"{path}: holds the same as {first.path}, and was not read twice")
            continue
        new[content.sha256] = InboxList(path, options, content)
    return Lists(tuple(new.values()), tuple(notes))


def _paths(workspace: Workspace, plan: Plan, taken: Collection[str]) -> Mapping[str, ImportOptions]:
    """Return the paths of all lists there are, in the order of the pipeline, with their options."""
    by_name: dict[str, str] = {}  # real paths of the lists that stand there by their own names
    found: list[tuple[str, bool]] = []
    own: dict[str, ImportOptions] = {}
    outputs = plan.outputs
    own_names = {part.name for part in outputs.parts.values()}
    own_names |= {export.name for export in outputs.exports}
    for given in plan.lists:
        _refuse_own_files(workspace, given, own_names)
        files = files_within(given)
        if files is None and not Path(given).exists() and workspace.named(given) in taken:
            continue
        if files is None:
            real = os.path.realpath(given)
            if real in by_name:
                raise LeadkitError(f"{given}: given twice; every row would come twice")
            by_name[real] = given
        for path in [given] if files is None else files:
            found.append((path, files is None))
            if files is None or path not in own:
                own[path] = plan.per_list.get(given, plan.options)
    seen: set[str] = set()
    chosen = {}
    for path, named in found:
        real = os.path.realpath(path)
        if real not in seen and (named or real not in by_name):
            seen.add(real)
            chosen[path] = own[path]
    return chosen


def _refuse_own_files(workspace: Workspace, given: str, parts: Collection[str]) -> None:
    """Raise LeadkitError for lists that lie where a workspace has files of its own."""
    if given == STANDARD:
        raise LeadkitError(
            f"{workspace.pipeline}: a workspace reads no standard input; "
            f"save the list into {workspace.folder / 'inbox'}"
        )
    place = Path(os.path.realpath(given))
    folder, runs = (Path(os.path.realpath(one)) for one in (workspace.folder, workspace.runs))
    if place in (folder, runs) or runs in place.parents:
        raise LeadkitError(
            f"{given}: holds files of the workspace itself; name a folder that holds lists alone, "
            "such as inbox/"
        )
    own = {*COPIED, *parts}
    if (place.parent == folder and place.name in own) or (
        place.parent.parent == folder and place.parent.name in own
    ):
        raise LeadkitError(
            f"{given}: is the workspace's own, which every run brings up to date; a list that is "
            f"to be taken in lies in {workspace.folder / 'inbox'}"
        )
    if place.parent == folder and set("*?[") & set(place.name) and not place.exists():
        raise LeadkitError(
            f"{given}: fits files of the workspace itself, too; put the lists into a folder of "
            "their own, such as inbox/"
        )


def vanished(lists: Lists) -> Iterator[str]:
    """Yield the paths of the new lists that are there no more."""
    return (one.path for one in lists.new if not Path(one.path).exists())
