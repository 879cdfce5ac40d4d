"""A workspace with runs that nobody made: what a test says of them, and nothing else."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from leadkit.workspace.json_file import as_bytes
from leadkit.workspace.manifest import Gate, Input, Link, Manifest, Output, Rows, StageRun
from leadkit.workspace.paths import Workspace, open_workspace
from leadkit.workspace.present import come_into_force

HASH = "0f" * 32
HEADER = "lead_id,first_name,lead_status,score,score_reasons,status_reason"


def run_name(day: int) -> str:
    return f"2026-11-{day:02}T093000Z"


def invent(
    folder: Path, days: dict[int, str], leads: dict[int, list[str]] | None = None
) -> Workspace:
    """Make a workspace with a run on each of some days of November.

    What a day says is the run's state: "published", "held back" or "". ``leads`` are rows by day.
    """
    folder.mkdir(exist_ok=True)
    (folder / "pipeline.yaml").write_bytes(b"")
    workspace = open_workspace(folder)
    before: Link | None = None
    for day, state in days.items():
        rows = (leads or {}).get(day, ["a,Eva,lead,1,,"])
        manifest = invented(day, len(rows), before, held=state != "held back")
        path = workspace.run(manifest.run)
        path.mkdir(parents=True)
        (path / "leads.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
        written = as_bytes(manifest)
        workspace.manifest(manifest.run).write_bytes(written)
        if state == "published":
            hashed = sha256(written).hexdigest()
            come_into_force(workspace, manifest.run, hashed, "run")
            before = Link(manifest.run, hashed)
    return workspace


def invented(day: int, leads: int, before: Link | None, held: bool) -> Manifest:
    """Return the manifest of a run on a day of November."""
    moment = f"2026-11-{day:02}T09:30:0"
    counts = {"lead": leads - 1, "MQL": 1, "SQL": 0, "moved": 3, "blocked for want of consent": 2}
    gate = Gate("merged", "change: 30%", "812, 61% more than the 504 of the last run", held)
    return Manifest(
        1, "0.1.0", "3.11.2", run_name(day), "run", f"{moment}0Z", f"{moment}4Z", moment[:10],
        Rows(read=440, written=leads, master=leads - 1, rejected=3, merged=437, new=1),
        previous=before, changed=("1 new list (inbox/crm.csv)",),
        inputs=(Input("inbox/crm.csv", "list", 17_000, HASH),),
        stages=(StageRun("clean", 437, 437, {"e-mails invalid": 3}),
                StageRun("classify", leads, leads, counts)),
        outputs=(Output("leads.csv", 31_400_000, HASH, leads), Output("log.txt", 800, HASH)),
        expect=(gate,), seconds={"clean": 1.25, "all": 4.1}, peak_memory=400_000_000,
    )  # fmt: skip
