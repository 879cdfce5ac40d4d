"""Do to plain commands what happens to them: kills, signals, errors of the disk, full disks.

    python -m tests.files.command_faults [--every 1] [--moments 20] [--seed 1] [--only dedupe]

Each time a process of its own writes over what an earlier run wrote. Whatever is done to it, its
outputs are all old or all new, at the latest when the next command in that folder, whichever it is,
has begun; who finds a mix says so; and the same command once more gives the new files, and leaves
nothing behind.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.files.disks import can_mount, small_disk
from tests.files.faulty import FAILURES, Ended, Fault, load_all, run

# A command, the files it writes, and a command that looks at some of them next.
COMMANDS = {
    "import": (
        "import list.csv --rejects rejects.csv --summary sum.json --write-map map.yaml -o out.csv",
        "rejects.csv sum.json map.yaml out.csv",
        "consent list.csv",
    ),
    "clean": (
        "clean imported.csv --changes logs/changes.csv --summary sum.json -o cleaned.csv",
        "logs/changes.csv sum.json cleaned.csv",
        "explain nobody --in logs/changes.csv",
    ),
    "dedupe": (
        "dedupe imported.csv --merges merges.csv --review logs/review.csv --summary sum.json "
        "-o deduped.csv",
        "merges.csv logs/review.csv sum.json deduped.csv",
        "unmerge deduped.csv --merges merges.csv",
    ),
    "update": (
        "update master.csv imported.csv --merges merges.csv --summary sum.json -o master.csv",
        "merges.csv sum.json master.csv",
        "explain nobody --in merges.csv",
    ),
    "score": (
        "score imported.csv --as-of 2026-11-27 --summary sum.json -o scored.csv",
        "sum.json scored.csv",
        "explain nobody --in scored.csv",
    ),
    "classify": (
        "classify input.csv --as-of 2026-11-27 --suppress never.csv --suppressed gone.csv "
        "--transitions logs/moves.csv --funnel funnel.csv -o leads.csv",
        "gone.csv logs/moves.csv funnel.csv leads.csv",
        "clean leads.csv",
    ),
    "run": (
        "run pipeline.yaml",
        "run/merges.csv run/moves.csv run/sum.json run/sales.csv leads.csv",
        "consent list.csv",
    ),
    "assign": (
        "assign ready.csv --as-of 2026-11-27 --owners logs/owners.csv -o assigned.csv",
        "logs/owners.csv assigned.csv",
        "explain nobody --in assigned.csv",
    ),
    "export": (
        "export ready.csv --to zoho --by-status --where 'lead_id: {known: true}' --suppress never.csv "
        "-o handed",
        "handed/problems.csv handed/opt-outs.csv handed/leads-lead.csv handed/HOWTO.txt",
        "explain nobody --in handed/leads-lead.csv",
    ),
    "suppress": ("suppress never.csv -o hashes.csv", "hashes.csv", "rules list"),
}
PIPELINE = """\
import: {files: [list.csv]}
output: leads.csv
summary: run/sum.json
write: {run/sales.csv: {country: DE}}
steps:
  - clean
  - dedupe: {merges: run/merges.csv}
  - score: {as_of: 2026-11-27}
  - classify: {as_of: 2026-11-27, transitions: run/moves.csv}
"""
FIRST = ["Eva", "Jan", "Ida", "Tom", "Lea", "Max"]
LAST = ["Meier", "Roth", "Kurz", "Vogt", "Lang"]


def _rows(seed: int, many: int) -> list[str]:
    chance = random.Random(seed)
    rows = []
    for _ in range(many):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        firm = chance.choice("abc")
        mail = f"{first}.{last}@{firm}.example.com".lower()
        country, status = chance.choice(("DE", "Schweiz")), chance.choice(("Lead", "MQL"))
        rows.append(f"{first} {last},{mail},Firm {firm.upper()},{country},{status}")
    spelled = LAST[seed]
    alike = [f"{FIRST[seed]} {name},,Firm Q,DE,Lead" for name in (spelled, f"{spelled[:-1]}e")]
    return rows + alike


def write_inputs(folder: Path, seed: int) -> None:
    """Write what all commands read; another seed has other people in it."""
    rows = _rows(seed, 40 + seed)
    lines = [f"Name,E-Mail,Company,Country,Status{', Remark' * (seed - 1)}", *rows, "Nobody"]
    (folder / "list.csv").write_text("\n".join(lines) + "\n", "utf-8")
    emails = [row.split(",")[1] for row in rows[seed : seed + 3]]
    (folder / "never.csv").write_text("\n".join(["email", *emails]) + "\n", "utf-8")
    (folder / "pipeline.yaml").write_text(PIPELINE, "utf-8")
    for line in (
        "import list.csv -o imported.csv --max-rejects 100%",
        "score imported.csv --as-of 2026-11-27 -o input.csv",
        "classify input.csv --as-of 2026-11-27 -o ready.csv",
    ):
        done = run(line, folder)
        assert done.code == 0, done.said


@dataclass(frozen=True)
class Case:
    """A command in a folder with its files of before, and what it gives where nothing happens."""

    name: str
    line: str
    files: tuple[str, ...]
    next: str
    folder: Path
    old: dict[str, bytes]
    new: dict[str, bytes]
    all_names: frozenset[str]  # of the folder, once the command is done
    steps: int
    seconds: float

    def copy(self, place: Path) -> Path:
        shutil.rmtree(place, ignore_errors=True)
        return shutil.copytree(self.folder, place)


def contents(folder: Path, files: tuple[str, ...]) -> dict[str, bytes]:
    """Return what files hold, but for notes of a summary: a step that fails may be told there."""
    notes = re.compile(rb'"notes": \[(?:\]|.*?\n  \])', re.DOTALL)
    return {name: notes.sub(b"", (folder / name).read_bytes()) for name in files}


def names_in(folder: Path) -> frozenset[str]:
    return frozenset(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def make_case(name: str, place: Path) -> Case:
    """Run a command on one list, and get ready to run it on another."""
    line, files, after = COMMANDS[name]
    folder, undisturbed = place / name, place / f"{name}-undisturbed"
    for one in ("logs", "run"):
        (folder / one).mkdir(parents=True)
    for seed in (1, 2):
        write_inputs(folder, seed)
        if seed == 1:
            shutil.copy(folder / "imported.csv", folder / "master.csv")
            done = run(line, folder)
            assert done.code == 0, done.said
    shutil.copytree(folder, undisturbed)
    done = run(line, undisturbed)
    assert done.code == 0, done.said
    of_these = tuple(files.split())
    old, new = contents(folder, of_these), contents(undisturbed, of_these)
    same = [one for one in of_these if old[one] == new[one]]  # an empty log at the most
    assert len(same) <= 1, same
    assert of_these[-1] not in same
    names = names_in(undisturbed)
    assert not [one for one in names if Path(one).name.startswith(".")]
    return Case(name, line, of_these, after, folder, old, new, names, done.steps, done.seconds)


def state(case: Case, folder: Path) -> str:
    """Return of which run the files are, each of which is whole."""
    found = contents(folder, case.files)
    for name, content in found.items():
        assert content in (case.old[name], case.new[name]), f"{name} is of no run: {content!r}"
    if found in (case.old, case.new):
        return "old" if found == case.old else "new"
    return "mixed"


def check_after(case: Case, folder: Path, turn: int) -> str:
    """See what a command leaves that ended before its time, and how the next ones take it."""
    before = state(case, folder)
    elsewhere = turn % 2 == 0 and not all("/" in one for one in case.files)
    looks = "cpl --revenue 5 --margin 20% --close-rate 5%" if elsewhere else case.next
    done = run(looks, folder)
    after, told = state(case, folder), " ".join(done.said)
    assert after != "mixed", done.said
    assert done.code == 0 or "explain" in looks, done.said
    if before == "mixed":
        assert "a run that was killed had written all its files" in told, done.said
        assert after == "new"
    left = [one for one in names_in(folder) if "/" not in one and one.startswith(".")]
    assert not left, left
    done = run(case.line, folder)
    assert done.code == 0, done.said
    if after == "old" or case.files[-1] not in case.line.split()[1:-1]:
        assert state(case, folder) == "new"  # what was updated is now updated once more
    left = sorted(names_in(folder) - case.all_names)
    assert not left, left
    return before


def kills_at_steps(case: Case, place: Path, asked: argparse.Namespace) -> Iterator[str]:
    """Kill the command before each of its steps."""
    for at in range(1, case.steps + 1, asked.every):
        folder = case.copy(place)
        done = run(case.line, folder, Fault(at, signal.SIGKILL))
        assert done.code == -signal.SIGKILL
        yield f"killed before a step: {check_after(case, folder, at)} files"


def kills_at_moments(case: Case, place: Path, asked: argparse.Namespace) -> Iterator[str]:
    """Kill it at random moments."""
    chance = random.Random(asked.seed)
    for turn in range(asked.moments):
        folder = case.copy(place)
        after = chance.uniform(0.001, case.seconds)
        run(case.line, folder, kill_after=after, by=signal.SIGKILL)
        yield f"killed at a moment: {check_after(case, folder, turn)} files"


_SELDOMER = 3  # than it is killed, a command is told to stop, or meets an error
SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


def signals_at_steps(case: Case, place: Path, asked: argparse.Namespace) -> Iterator[str]:
    """Tell it to stop before each of its steps: it leaves nothing, and says what is true."""
    for at in range(1, case.steps + 1, _SELDOMER * asked.every):
        told = SIGNALS[at // _SELDOMER % 3]
        folder = case.copy(place)
        done = run(case.line, folder, Fault(at, told))
        yield f"{told.name} before a step: {check_stopped(case, folder, done, told)} files"


def signals_at_moments(case: Case, place: Path, asked: argparse.Namespace) -> Iterator[str]:
    """Tell it to stop at random moments."""
    chance = random.Random(asked.seed)
    for turn in range(asked.moments):
        told = SIGNALS[turn % 3]
        folder = case.copy(place)
        after = chance.uniform(0.02, case.seconds)  # before, it is no leadkit yet
        done = run(case.line, folder, kill_after=after, by=told)
        yield f"{told.name} at a moment: {check_stopped(case, folder, done, told)} files"


def check_stopped(case: Case, folder: Path, done: Ended, told: signal.Signals) -> str:
    """See that a command which was told to stop left all old files or all new ones, and said so."""
    found = state(case, folder)
    assert done.code in (0, 128 + told, -told), (done.code, done.said)
    assert found != "mixed", done.said
    left = sorted(names_in(folder) - case.all_names)
    assert not left or done.code == -told, left  # before it could hear, or behind its end
    if done.code == 128 + told:
        last = done.said[-1]
        truth = "no file was changed" if found == "old" else " written already"
        assert last.endswith(truth), (found, last)
    return found


def errors_at_steps(case: Case, place: Path, asked: argparse.Namespace) -> Iterator[str]:
    """Let each step fail as on a full or broken disk: one line and exit code 2, or no harm."""
    kinds = list(FAILURES)
    for at in range(1, case.steps + 1, _SELDOMER * asked.every):
        kind = kinds[at // _SELDOMER % len(kinds)]
        folder = case.copy(place)
        done = run(case.line, folder, Fault(at, fails=FAILURES[kind]))
        found = state(case, folder)
        assert done.code in (0, 2), (done.code, done.said)
        if done.code:
            assert done.said[-1].startswith("leadkit: "), done.said
            follow = any("in place" in line for line in done.said)
            assert found == "old" or follow, done.said
        else:
            assert found == "new"
        yield f"an error at a step: exit code {done.code}, {check_after(case, folder, at)} files"


def full_disks(case: Case, place: Path, asked: argparse.Namespace) -> Iterator[str]:
    """Have each output in turn find its disk full: /dev/full, a limit, a disk of its own."""
    mounted = can_mount(place.with_name("disk"))
    for name in case.files:
        if f" {name}" in case.line:  # pipelines name theirs elsewhere
            device = case.line.replace(f" {name}", " /dev/full")
            if case.line.count(f" {name}") == 1:
                yield from _full(case, case.copy(place), device, Fault(), "/dev/full", name)
            if mounted and case.line.count(f" {name}") == 1:
                yield from _on_full_disk(case, place, name)
        limit = max(len(case.new[name]) - 1, 1)
        folder = case.copy(place)
        yield from _full(case, folder, case.line, Fault(largest=limit), "a limit of size", name)


def _on_full_disk(case: Case, place: Path, name: str) -> Iterator[str]:
    folder = case.copy(place)
    (folder / "disk").mkdir()
    with small_disk(folder / "disk", 64 << 10):
        there = f"disk/{Path(name).name}"
        shutil.copy(folder / name, folder / there)
        with open(folder / "disk" / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass
        line = case.line.replace(f" {name}", f" {there}")
        yield from _full(case, folder, line, Fault(), "a full disk", name)
        assert (folder / there).read_bytes() == (case.folder / name).read_bytes()
        assert len(list((folder / "disk").iterdir())) == 2


def _full(case: Case, folder: Path, line: str, fault: Fault, what: str, name: str) -> Iterator[str]:
    done = run(line, folder, fault)
    found = state(case, folder)
    assert (done.code, found) == (2, "old"), (name, done.said)
    assert done.said[-1].startswith("leadkit: "), done.said
    assert "nothing was written" in done.said[-1], done.said
    assert not names_in(folder) - case.all_names - {f"disk/{Path(name).name}", "disk/filler"}
    yield f"{what}: exit code 2, {found} files"


FAULTS: dict[str, Callable[[Case, Path, argparse.Namespace], Iterator[str]]] = {
    one.__name__: one
    for one in (
        kills_at_steps, kills_at_moments, signals_at_steps, signals_at_moments, errors_at_steps,
        full_disks,
    )
}  # fmt: skip


def disturb(case: Case, place: Path, asked: argparse.Namespace) -> Counter[str]:
    """Do to a command all that there is; tell what was seen as it goes."""
    total: Counter[str] = Counter()
    for name, hinder in FAULTS.items():
        seen = Counter(hinder(case, place, asked))
        print(f"{case.name}: {name}: {dict(seen)}", flush=True)
        total += seen
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="kill before one of so many")
    parser.add_argument("--moments", type=int, default=20, help="random ones, of each command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=COMMANDS, action="append", default=[])
    asked = parser.parse_args()
    load_all()
    total: Counter[str] = Counter()
    memory = Path("/dev/shm")
    parent = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="leadkit-faults-", dir=parent) as folder:
        for name in asked.only or COMMANDS:
            case = make_case(name, Path(folder))
            seen = disturb(case, Path(folder) / "disturbed", asked)
            print(f"{name}: {case.steps} steps, disturbed {seen.total()} times", flush=True)
            total += seen
    for what, many in sorted(total.items()):
        print(f"{many:5} {what}")
    print(f"{total.total()} commands, and no file was half, lost, or of another run than the rest")


if __name__ == "__main__":
    main()
