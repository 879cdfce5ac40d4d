"""Do to runs of a workspace what happens to them: kills, full disks, lists that go, two at once.

    python -m tests.workspace.faults [--kills 100] [--disks 20] [--inputs 30] [--pairs 10] [--seed 1]

Each time a process of its own runs a copy of one workspace, whose second list was not taken in yet.
Whatever is done to it, the run in force must be the old one or the new one, whole by its hashes,
with a ledger that adds up; and the next run must give the bytes that an undisturbed one gives.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leadkit.workspace.new_workspace import new_workspace
from leadkit.workspace.paths import Workspace, run_names, unfinished_names
from leadkit.workspace.redo import redo_run
from leadkit.workspace.running import run_workspace
from leadkit.workspace.standing import check_run, read_standing
from tests.files.disks import can_mount, small_disk

ROOT = Path(__file__).parents[2]
DAY = "2026-11-27"
SECOND = "crm.csv"  # the list that the first run does not have
LONGEST = 120  # seconds


@dataclass(frozen=True)
class Undisturbed:
    """A workspace before its second run, and what that run gives where nothing happens."""

    folder: Path
    old: dict[str, bytes]  # tables of the run in force
    new: dict[str, bytes]
    seconds: float  # that a run takes, and
    making: float  # of these, how long it makes the run
    bytes: int  # that it needs more on disk
    copied = ("leads.csv", "new.csv")  # of its tables

    def copy(self, place: Path) -> Workspace:
        shutil.rmtree(place / "fair", ignore_errors=True)
        return Workspace(shutil.copytree(self.folder, place / "fair"))


def command(workspace: Workspace, *options: str) -> list[str]:
    """Return what runs a workspace as a process of its own."""
    line = [sys.executable, "-m", "leadkit", "run", str(workspace.folder), "--as-of", DAY]
    return [*line, *options]


def start(workspace: Workspace, *options: str, **how: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command(workspace, *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        **how,
    )


def ended(process: subprocess.Popen[bytes]) -> tuple[int, list[str]]:
    """Wait for a run; return its exit code, and its last words."""
    _, said = process.communicate(timeout=LONGEST)
    return process.returncode, said.decode().splitlines()


def tables(workspace: Workspace, run: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(workspace.run(run).glob("*.csv"))}


def size_of(folder: Path) -> int:
    """Return the bytes that a folder takes, in whole pages, and a page for each name."""
    return sum(-(-path.stat().st_size // 4096) * 4096 + 4096 for path in folder.rglob("*"))


def undisturbed(place: Path) -> Undisturbed:
    """Make the workspace whose copies are disturbed: a trade fair that took in two of three lists."""
    folder = place / "fair"
    new_workspace(folder, example=True)
    (folder / "inbox" / SECOND).rename(place / SECOND)
    run_workspace(folder, as_of=DAY)
    (place / SECOND).rename(folder / "inbox" / SECOND)
    workspace = Workspace(folder)
    copy = Workspace(shutil.copytree(folder, place / "undisturbed"))
    began = time.monotonic()
    process = start(copy)
    while not unfinished_names(copy) and process.poll() is None:
        time.sleep(0.002)
    making = time.monotonic()
    code, said = ended(process)
    done = time.monotonic()
    assert code == 0, said
    old, new = (tables(copy, name) for name in run_names(copy))
    more = size_of(copy.folder) - size_of(workspace.folder)
    shutil.rmtree(copy.folder)
    return Undisturbed(folder, old, new, done - began, done - making, more)


def found(workspace: Workspace, case: Undisturbed) -> str:
    """Return whether the old run is in force or the new one, when all of it was looked at."""
    standing = read_standing(workspace)
    assert standing.manifest is not None
    check_run(workspace, standing.manifest)
    run = standing.manifest.run
    told = json.loads((workspace.run(run) / "ledger.json").read_text("utf-8"))
    gone = ("written", "rejected", "merged", "suppressed", "known")
    assert told["read"] + told.get("master", 0) == sum(told[name] for name in gone)
    made = tables(workspace, run)
    return "new" if made == case.new else "old" if made == case.old else "other"


def check_next(workspace: Workspace, case: Undisturbed) -> None:
    """Run once more: that must succeed, give the same bytes, and leave nothing behind."""
    run_workspace(workspace.folder, as_of=DAY)
    assert found(workspace, case) == "new", read_standing(workspace).manifest.changed
    for name in case.copied:
        assert workspace.top(name).read_bytes() == case.new[name]
    left = [path.name for path in workspace.folder.rglob(".*")]
    assert not left, left


def kill_runs(case: Undisturbed, place: Path, times: int, chance: random.Random) -> Counter[str]:
    """Kill runs at random moments: of all, of those while it is made, of those when it was made."""
    seen: Counter[str] = Counter()
    for number in range(times):
        workspace = case.copy(place)
        process = start(workspace)
        if number % 3 == 0:
            time.sleep(chance.uniform(0, case.seconds))
        elif number % 3 == 1:
            _wait(process, lambda: bool(unfinished_names(workspace)))  # noqa: B023
            time.sleep(chance.uniform(0, case.making))
        else:
            _wait(process, lambda: len(run_names(workspace)) > 1)  # noqa: B023
            time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.communicate()
        state = found(workspace, case)
        assert state in ("old", "new"), state
        seen[f"killed {_when(workspace, case)}, {state} run in force"] += 1
        check_next(workspace, case)
    return seen


def _wait(process: subprocess.Popen[bytes], until: Callable[[], bool]) -> None:
    while not until() and process.poll() is None:
        time.sleep(0.0005)


def _when(workspace: Workspace, case: Undisturbed) -> str:
    if unfinished_names(workspace):
        return "while it was made"
    if len(run_names(workspace)) == 1:
        return "before it began"
    copied = all(workspace.top(name).read_bytes() == case.new[name] for name in case.copied)
    return "when all was done" if copied else "before all copies were made"


def fill_disks(case: Undisturbed, place: Path, times: int, chance: random.Random) -> Counter[str]:
    """Run where the disk is full at many a place, from the first file to the last."""
    seen: Counter[str] = Counter()
    disk = place / "disk"
    mounted = can_mount(disk)
    for number in range(times):
        room = int(case.bytes * (number + chance.random()) / times)
        if mounted:
            need = size_of(case.folder) + (64 << 10)
            with small_disk(disk, need + room) as grow:
                workspace = case.copy(disk)
                seen[disturbed(start(workspace), workspace, case)] += 1
                grow(need + 4 * case.bytes + (8 << 20))
                check_next(workspace, case)
            continue
        largest = max(map(len, case.new.values()))
        limit = int(largest * (number + chance.random()) / times)
        workspace = case.copy(place)
        process = start(
            workspace,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),  # noqa: B023
        )
        seen[disturbed(process, workspace, case)] += 1
        check_next(workspace, case)
    return seen


def disturbed(process: subprocess.Popen[bytes], workspace: Workspace, case: Undisturbed) -> str:
    """Wait for a run that was hindered: it succeeds, or says in one line why it does not."""
    code, said = ended(process)
    state = found(workspace, case)
    assert state in ("old", "new"), state
    assert code in (0, 2), (code, said)
    if code:
        assert said[-1].startswith("leadkit: "), said
        assert "fault of leadkit" not in said[-1], said
    return f"exit code {code}, {state} run in force"


def _cut(path: Path) -> None:
    with open(path, "r+b") as file:
        file.truncate(max(path.stat().st_size * 2 // 3, 1))


INPUTS = {
    "a list is removed": (f"inbox/{SECOND}", Path.unlink),
    "a list is cut": (f"inbox/{SECOND}", _cut),
    "a list that was taken in is removed": ("inbox/badges.csv", Path.unlink),
    "rules are removed": ("rules/b2b.yaml", Path.unlink),
    "activities are cut": ("activities.csv", _cut),
    "decisions are removed": ("decisions.csv", Path.unlink),
}


def spoil_inputs(case: Undisturbed, place: Path, times: int, chance: random.Random) -> Counter[str]:
    """Remove or cut a file at a random moment of a run; then put it back."""
    seen: Counter[str] = Counter()
    for number in range(times):
        what = list(INPUTS)[number % len(INPUTS)]
        name, spoil = INPUTS[what]
        workspace = case.copy(place)
        path = workspace.folder / name
        before = path.stat()
        process = start(workspace)
        time.sleep(chance.uniform(0, case.seconds))
        spoil(path)
        code, said = ended(process)
        state = found(workspace, case)
        shutil.copy2(case.folder / name, path)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        if state == "other":  # what was cut in time is the list that there is: by what it held
            assert code == 0
            run = read_standing(workspace).manifest.run
            assert redo_run(workspace.folder, run).same
            run_workspace(workspace.folder, as_of=DAY)
        else:
            assert code in (0, 1, 2), (code, said)
            assert code or state == "new" or "nothing to do" in said[-1], said
            check_next(workspace, case)
        seen[f"{what}: exit code {code}, {state} run in force"] += 1
    return seen


def run_pairs(case: Undisturbed, place: Path, times: int, chance: random.Random) -> Counter[str]:
    """Run twice at once: one is done, the other hears so, or waits and finds nothing to do."""
    seen: Counter[str] = Counter()
    for number in range(times):
        workspace = case.copy(place)
        options = ("--wait", "2m") if number % 2 else ()
        both = [start(workspace, *options)]
        time.sleep(chance.uniform(0, 0.3))
        both.append(start(workspace, *options))
        codes = sorted(ended(process)[0] for process in both)
        assert codes in ([0, 0], [0, 75]), codes
        assert not options or codes == [0, 0]
        assert found(workspace, case) == "new"
        assert len(run_names(workspace)) == 2
        seen[f"exit codes {codes[0]} and {codes[1]}" + (", with --wait" if options else "")] += 1
        check_next(workspace, case)
    return seen


FAULTS = {"kills": kill_runs, "disks": fill_disks, "inputs": spoil_inputs, "pairs": run_pairs}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, times in {"kills": 100, "disks": 20, "inputs": 30, "pairs": 10}.items():
        parser.add_argument(f"--{name}", type=int, default=times)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leadkit-faults-") as folder:
        case = undisturbed(Path(folder))
        print(f"an undisturbed run takes {case.seconds:.1f} s, {case.making:.1f} s of it to make")
        place = Path(folder) / "disturbed"
        place.mkdir()
        for name, hinder in FAULTS.items():
            times = getattr(asked, name)
            seen = hinder(case, place, times, random.Random(asked.seed))
            for what, many in sorted(seen.items()):
                print(f"{name}: {many:4} {what}", flush=True)
    print("every time the run in force was whole, and the next run gave the same bytes")


if __name__ == "__main__":
    main()
