"""The outputs of a run: opened together, and committed together or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadkit.base.errors import LeadkitError
from leadkit.files.disk import STANDARD, NoOutput, Output, open_output


@dataclass(frozen=True)
class Outputs:
    """Where results go; a path of "" means that nobody asked for that one."""

    leads: str = STANDARD
    aside: Mapping[str, str] = field(default_factory=dict)  # "rejects", "merges" ... -> path
    summary: str = ""
    dry_run: bool = False
    safe_cells: bool = False  # cells that a spreadsheet would run are marked, in every table


class OpenOutputs:
    """All outputs of a run: committed together at its end, or discarded together."""

    def __init__(self, dry_run: bool) -> None:
        self._dry_run = dry_run
        self._open: list[Output] = []
        self._paths: set[str] = set()

    def open(self, path: str) -> Output:
        real = os.path.realpath(path)
        if path != STANDARD and real in self._paths:
            raise LeadkitError(f"{path}: two outputs cannot go into one file")
        self._paths.add(real)
        output = NoOutput() if self._dry_run else open_output(path)
        self._open.append(output)
        return output

    def commit(self) -> None:
        """Commit in the order of opening; where one fails, the later files stay as they were."""
        while self._open:
            self._open[0].commit()
            self._open.pop(0)

    def discard(self) -> None:
        while self._open:
            self._open.pop().discard()
