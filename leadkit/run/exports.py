"""Hand-overs as part of a run: all leads go by, and their files appear with its outputs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from leadkit.base.how_many import how_many
from leadkit.base.leads import OnLists, table_of
from leadkit.handoff.handing import Handing
from leadkit.rules.hearing import Hearing
from leadkit.run.export_parts import ExportPart
from leadkit.run.handing_over import HandoffFolder, begin, handoff_folder
from leadkit.run.hearing import heard
from leadkit.run.outputs import OpenOutputs

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads


class Exports:
    """The hand-overs of a run, which take all leads as they go by."""

    def __init__(self, parts: Sequence[ExportPart], on_lists: OnLists) -> None:
        self._parts = [replace(one, asked=replace(one.asked, on_lists=on_lists)) for one in parts]
        self._folders: list[HandoffFolder] = []
        self._handing: list[Handing] = []
        self._opened: OpenOutputs | None = None
        self._hearing = Hearing()

    def check(self, columns: list[str]) -> list[str]:
        """Raise LeadkitError where a table of these columns cannot be handed over."""
        for part in self._parts:
            if part.new and part.asked.who.is_new is None:
                raise part.item.fail(
                    "export: new: only a workspace knows the run before; take it out"
                )
        return [note for part in self._parts for note in part.asked.who.check(columns, "export")]

    @contextmanager
    def into(self, opened: OpenOutputs, dry_run: bool) -> Iterator[None]:
        """Give the folders; where the run fails, those go that were made for it."""
        self._opened = opened
        with ExitStack() as stack:
            for part in self._parts:
                place: AbstractContextManager[HandoffFolder] = handoff_folder(part.folder, dry_run)
                self._folders.append(stack.enter_context(place))
            yield

    def passing(self, batches: Iterator[Leads] | Iterator[pa.Table]) -> Iterator[pa.Table]:
        """Yield batches as tables, when all were heard, and each when its leads were taken."""
        for cells in heard(map(table_of, batches), self._hearing):
            if not self._handing:
                self._begin(cells.column_names)
            for handing in self._handing:
                handing.take(cells)
            yield cells

    def _begin(self, columns: list[str]) -> None:
        assert self._opened is not None
        for part in self._parts:
            beside = (self._opened, part.folder, "export", self._hearing)
            self._handing.append(begin(part.asked, columns, *beside))

    def close(self) -> None:
        """Write what is known only when all leads went by."""
        for handing in self._handing:
            handing.close()

    def empty_left(self) -> None:
        """Have files of the hand-overs before emptied with the commit, which these do not write."""
        assert self._opened is not None
        for folder, handing in zip(self._folders, self._handing, strict=False):
            folder.empty_left(self._opened, {one.name for one in handing.counted.files})

    def refuse_outputs(self, paths: Iterable[str]) -> None:
        """Raise LeadkitError for an output in the folder of a hand-over, where others are refused.

        A second run would find it there, and refuse the folder.
        """
        for part in self._parts:
            folder = os.path.realpath(part.folder)
            for path in paths:
                if path and os.path.dirname(os.path.realpath(path)) == folder:
                    raise part.item.fail(
                        f"export: {path} is written into {part.name}, where only the files of the "
                        "hand-over may be; write it into another folder"
                    )

    def rows(self) -> dict[str, int]:
        """Return how many leads each file has, by the names that the pipeline file gives them."""
        return {
            f"{part.name}/{file.name}": file.rows
            for part, handing in zip(self._parts, self._handing, strict=False)
            for file in handing.counted.files
        }

    def handed_over(self) -> dict[str, int]:
        """Return how many leads each hand-over has, by its folder as it is written."""
        both = zip(self._parts, self._handing, strict=False)
        return {part.name: handing.counted.handed_over for part, handing in both}

    def notes(self) -> list[str]:
        """Return what a person has to look at."""
        return [
            f"{part.name}: {told}"
            for part, handing in zip(self._parts, self._handing, strict=False)
            for told in [*handing.notes, *handing.told(), *_problems(handing)]
        ]

    def failures(self) -> list[str]:
        """Return what is wrong, where somebody asked to be told so."""
        return [
            f"{part.name}: {told}"
            for part, handing in zip(self._parts, self._handing, strict=False)
            for told in (_problems(handing) if part.strict else [])
        ]

    def remove_left(self) -> list[str]:
        """Remove files of the hand-overs before that these did not write; tell of what stayed."""
        return [
            told
            for folder, handing in zip(self._folders, self._handing, strict=False)
            for told in folder.remove_left({one.name for one in handing.counted.files})
        ]


def _problems(handing: Handing) -> list[str]:
    many = handing.counted.all_problems
    return [f"{how_many(many, 'problem')} in problems.csv"] if many else []
