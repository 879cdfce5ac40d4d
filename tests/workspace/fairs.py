"""A small workspace that tests fill with lists and run: quick, and with all that a run can meet."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from leadkit.workspace.manifest import Manifest, read_manifest
from leadkit.workspace.paths import Workspace, run_names
from leadkit.workspace.present import read_present
from leadkit.workspace.running import WorkspaceRun, run_workspace

DAY = "2026-11-27"
PIPELINE = """
import: {files: inbox/}
steps:
  - clean: {region: DE}
  - update: {decisions: decisions.csv}
  - score: {rules: rules/points.yaml}
  - classify: {suppress: suppress.csv, max_age: 9999 days}
"""
# Who is in Bonn is an MQL. A rule may name a list of its own.
POINTS = """
rules:
  - {name: in_bonn, group: engagement, when: {city: Bonn}, points: 60}
  - {name: near, group: fit, when: {country: {in_list: near.txt}}, points: 10}
"""
HEADER = "First Name,Last Name,E-Mail,Country,City"
EVA = "Eva,Meier,eva@meier.example.com,US,"
JAN = "Jan,Kern,jan@kern.example.com,US,"
IDA = "Ida,Lang,ida@lang.example.com,US,"
TOM = "Tom,Roth,tom@roth.example.com,CH,"


@dataclass(frozen=True)
class Fair:
    """A workspace for tests."""

    workspace: Workspace

    @property
    def folder(self) -> Path:
        return self.workspace.folder

    def write(self, name: str, *lines: str) -> Path:
        """Write a file of the workspace."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        return path

    def list(self, name: str, *rows: str) -> Path:
        """Put a list into the inbox."""
        return self.write(f"inbox/{name}", HEADER, *rows)

    def run(self, **options: object) -> WorkspaceRun:
        return run_workspace(self.folder, **{"as_of": DAY, **options})

    @property
    def runs(self) -> list[str]:
        return run_names(self.workspace)

    @property
    def in_force(self) -> str:
        present = read_present(self.workspace)
        return present.run if present else ""

    def manifest(self, run: str = "") -> Manifest:
        return read_manifest(self.workspace, run or self.in_force)[0]

    def rows(self, name: str, run: str = "") -> list[dict[str, str]]:
        """Return the rows of a table at the top, or of a run."""
        path = self.workspace.run(run) / name if run else self.workspace.top(name)
        with open(path, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def people(self, name: str = "leads.csv", run: str = "") -> list[str]:
        return sorted(row["first_name"] for row in self.rows(name, run))

    def tables(self, run: str = "") -> dict[str, bytes]:
        """Return the bytes of all tables of a run, and of the copies of the one in force."""
        folder = self.workspace.run(run or self.in_force)
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}

    def content(self) -> dict[str, bytes]:
        """Return all files there are, but the lock, by path."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.name != ".lock"
        }


def new_fair(folder: Path, pipeline: str = PIPELINE) -> Fair:
    """Return a workspace with no list yet."""
    fair = Fair(Workspace(folder))
    fair.write("pipeline.yaml", pipeline)
    fair.write("rules/points.yaml", POINTS)
    fair.write("rules/near.txt", "DE", "AT")
    fair.write("decisions.csv", "lead_id_1,lead_id_2,decision")
    fair.write("suppress.csv", "email", "never@else.example.com")
    (folder / "inbox").mkdir()
    return fair
