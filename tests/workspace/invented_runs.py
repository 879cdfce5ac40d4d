"""A workspace with runs that nobody made: what a test says of them, and nothing else."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from leadkit.workspace.json_file import as_bytes
from leadkit.workspace.manifest import Gate, Input, Link, Manifest, Output, Rows, StageRun, Taken
from leadkit.workspace.paths import Workspace, open_workspace
from leadkit.workspace.present import come_into_force

HEADER = "lead_id,first_name,lead_status,score,score_reasons,status_reason"
PIPELINE = "import: {files: [inbox/]}\nsteps: [{classify: {suppress: suppress.csv}}]\n"


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def run_name(day: int) -> str:
    return f"2026-11-{day:02}T093000Z"


def invent(
    folder: Path,
    days: dict[int, str],
    leads: dict[int, list[str]] | None = None,
    header: str = HEADER,
) -> Workspace:
    """Make a workspace with a run on each of some days of November.

    What a day says is the run's state: "published", "held back" or "". ``leads`` are rows by day.
    """
    folder.mkdir(exist_ok=True)
    (folder / "pipeline.yaml").write_text(PIPELINE, "utf-8")
    (folder / "suppress.csv").write_text("email\n", "utf-8")
    workspace = open_workspace(folder)
    before: Link | None = None
    for day, state in days.items():
        rows = (leads or {}).get(day, ["a,Eva,lead,1,,"])
        manifest = invented(day, [header, *rows], before, held=state != "held back")
        path = workspace.run(manifest.run)
        path.mkdir(parents=True)
        text = "".join(f"{line}\n" for line in [header, *rows])
        for name in ("leads.csv", "new.csv"):
            (path / name).write_text(text, "utf-8")
            if state == "published":
                (folder / name).write_text(text, "utf-8")
        kept = workspace.kept(hashed(f"list {day}"))
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(f"list {day}")
        written = as_bytes(manifest)
        workspace.manifest(manifest.run).write_bytes(written)
        if state == "published":
            come_into_force(workspace, manifest.run, hashed(written.decode()), "run")
            before = Link(manifest.run, hashed(written.decode()))
    return workspace


def invented(day: int, lines: list[str], before: Link | None, held: bool) -> Manifest:
    """Return the manifest of a run on a day of November, which read one list."""
    moment = f"2026-11-{day:02}T09:30:0"
    leads, text = len(lines) - 1, "".join(f"{line}\n" for line in lines)
    counts = {"lead": leads - 1, "MQL": 1, "SQL": 0, "moved": 3, "blocked for want of consent": 2}
    gate = Gate("merged", "change: 30%", "812, 61% more than the 504 of the last run", held)
    outputs = [
        Output(name, len(text.encode()), hashed(text), leads, copied=True)
        for name in ("leads.csv", "new.csv")
    ]
    return Manifest(
        1, "0.1.0", "3.11.2", run_name(day), "run", f"{moment}0Z", f"{moment}4Z", moment[:10],
        Rows(read=440, written=leads, master=leads - 1, rejected=3, merged=437, new=1),
        previous=before, taken=(Taken(hashed(f"list {day}"), f"inbox/{day}.csv", run_name(day)),),
        changed=("1 new list (inbox/crm.csv)",),
        inputs=(Input("inbox/crm.csv", "list", 17_000, hashed(f"list {day}")),),
        stages=(StageRun("clean", 437, 437, {"e-mails invalid": 3}),
                StageRun("classify", leads, leads, counts)),
        outputs=tuple(outputs), expect=(gate,), seconds={"clean": 1.25, "all": 4.1},
        peak_memory=400_000_000,
    )  # fmt: skip
