"""A workspace that runs a year of weekly exports, checked after every week, and how long a run takes.

    python benchmarks/year.py [--weeks 52] [--rows 200000] [--seed 1] [--folder FOLDER] [--redo]
    python benchmarks/year.py --time [--master 100000] [--new 2000] [--turns 3]

The exports are those of weeks.py; a person who knows the truth fills in some pairs of each review
file. What must hold is in watch.py. With --redo every run is made again from what is kept of it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from watch import Identity, Tables, Watch, identity
from weekly_lists import Week, write_week
from weeks import make_year

DECIDED = 12  # pairs of a review file that a person has time for
PIPELINE = """\
import:
  files:
    - {file: inbox/crm/, complete: CRM}
    - inbox/lists/
steps:
  - clean: {region: DE}
  - update: {decisions: decisions.csv}
  - score: {rules: b2b}
  - classify: {rules: lifecycle, suppress: suppress.csv, suppress_email: unsubscribed.csv, max_age: 9999 days}
"""


@dataclass
class Year:
    """A workspace, what it is to be held against, and what was wrong by now."""

    folder: Path
    weeks: list[Week]
    watch: Watch = field(default_factory=Watch)
    wrong: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    decided: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.person = {
            (export.name, str(line)): row.person
            for week in self.weeks
            for export in week.exports
            for line, row in enumerate(export.rows, start=2)
        }

    def begin(self) -> None:
        for name in ("inbox/crm", "inbox/lists"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "pipeline.yaml").write_text(PIPELINE, "utf-8")
        for name in ("suppress.csv", "unsubscribed.csv"):
            (self.folder / name).write_text("email,phone,suppressed_at\n", "utf-8")
        self._decide([])

    def run(self, week: Week) -> None:
        """Put a week's lists into the inbox, run, look at what came of it, and decide some pairs."""
        from leadkit.workspace.running import run_workspace

        inbox = self.folder / "inbox"
        write_week(
            week, inbox / "lists", self.folder / "unsubscribed.csv", self.folder / "suppress.csv"
        )
        for path in (inbox / "lists").glob("*_crm.csv"):
            shutil.move(path, inbox / "crm" / path.name)
        began = time.perf_counter()
        done = run_workspace(self.folder, as_of=week.day)
        self.seconds.append(time.perf_counter() - began)
        self.runs.append(done.run)
        made = self.folder / "runs" / done.run
        tables = tables_of(made)
        self.wrong += self.watch.look(week, tables)
        self._decide(list(rows_of(made / "review.csv")))

    def _decide(self, review: list[dict[str, str]]) -> None:
        """Answer some of the open pairs as somebody does who knows the people."""
        known = {
            own: self.person[at] for at, own in self.watch.lead_of.items() if at in self.person
        }
        open_pairs = [row for row in review if not row["decision"].strip()]
        for row in open_pairs[:DECIDED]:
            pair = row["lead_id_1"], row["lead_id_2"]
            same = known.get(pair[0], -1) == known.get(pair[1], -2)
            self.decided[pair] = "y" if same else "n"
            if same:
                self.watch.same.add(frozenset(pair))
        with (self.folder / "decisions.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["decision", "lead_id_1", "lead_id_2"])
            writer.writerows((answer, *pair) for pair, answer in self.decided.items())

    def redo(self) -> Iterator[str]:
        """Make every run again from what is kept of it; yield what differs."""
        from leadkit.workspace.redo import redo_run

        for run in self.runs:
            if difference := redo_run(self.folder, run).difference:
                yield f"redo of {run}: {difference}"

    def identity(self) -> Identity:
        return identity(self.weeks, self.watch)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def tables_of(run: Path) -> Tables:
    """Return the tables of a run's folder."""
    names = ("leads", "new", "merges", "rejects", "suppressed", "transitions")
    tables = {name: list(rows_of(run / f"{name}.csv")) for name in names}
    return Tables(**tables, ledger=json.loads((run / "ledger.json").read_text("utf-8")))


def run_year(weeks: int, rows: int, seed: int, folder: Path, tell: bool = False) -> Year:
    """Run a year in a folder that is new; what was wrong stands in the result."""
    year = Year(folder, make_year(weeks, rows, seed))
    year.begin()
    for week in year.weeks:
        year.run(week)
        if tell:
            print(f"week {week.number:2} {week.rows:6} rows, {len(year.watch.before):7} leads, "
                  f"{year.seconds[-1]:6.1f} s, {len(year.wrong)} wrong", flush=True)  # fmt: skip
    return year


def told(year: Year) -> str:
    """Return what came of a year, in some lines."""
    found = year.identity()
    again = ", ".join(f"{change} {many} of {of}" for change, (many, of) in found.found.items())
    answers = list(year.decided.values())
    return "\n".join([
        f"{sum(week.rows for week in year.weeks)} rows in {len(year.weeks)} weeks, "
        f"{len(year.watch.before)} leads, {sum(year.seconds):.0f} s",
        f"identity: precision {found.precision:.4f}, recall {found.recall:.4f} over "
        f"{found.rows} different rows ({found.unplaced} in no table)",
        f"who came again was found: {again}",
        f"decided by hand: {answers.count('y')} y, {answers.count('n')} n; "
        f"removed by suppress.csv: {len(year.watch.removed)}",
        f"wrong: {len(year.wrong)}", *year.wrong[:40],
    ])  # fmt: skip


def time_runs(master: int, new: int, turns: int, folder: Path) -> str:
    """Measure a run of new rows against reading, scoring, classifying and writing the master alone.

    Each is a process of its own, and they take turns, so that both see the same machine.
    """
    weeks = make_year(50, int(master * 1.9), 7)
    first, last = replace(weeks[-2], number=0), weeks[-1]
    first.exports = [export for week in weeks[:-1] for export in week.exports if not export.copy_of]
    first.unsubscribed = [row for week in weeks[:-1] for row in week.unsubscribed]
    first.suppressed = [row for week in weeks[:-1] for row in week.suppressed]
    rows = sum(len(export.rows) for export in last.exports)
    last.exports = [
        replace(one, rows=one.rows[: len(one.rows) * new // rows]) for one in last.exports
    ]
    year = Year(folder / "year", [first, last])
    year.begin()
    year.run(first)
    leads = len(year.watch.before)
    taken: dict[str, list[tuple[float, float]]] = {"run": [], "plain": []}
    for _ in range(turns):
        again = folder / "again"
        shutil.rmtree(again, ignore_errors=True)
        shutil.copytree(year.folder, again)
        lists = again / "unsubscribed.csv", again / "suppress.csv"
        write_week(last, again / "inbox" / "lists", *lists)
        run = ["-m", "leadkit", "run", str(again), "--as-of", str(last.day), "-q"]
        taken["run"].append(_seconds(run, folder))
        taken["plain"].append(
            _seconds(
                [os.path.abspath(__file__), "--plain", str(year.folder), str(last.day)], folder
            )
        )
    lines = [f"{last.rows} new rows, a master of {leads} leads"]
    for what, one in (("wall", 0), ("CPU", 1)):
        run_s, plain_s = ([each[one] for each in taken[name]] for name in ("run", "plain"))
        ratios = sorted(a / b for a, b in zip(run_s, plain_s, strict=True))
        shown = [" ".join(f"{each:.2f}" for each in some) for some in (run_s, plain_s)]
        lines.append(
            f"{what}: run {shown[0]} s; plain {shown[1]} s; ratio {ratios[0]:.2f} to "
            f"{ratios[-1]:.2f}, median {ratios[len(ratios) // 2]:.2f}"
        )
    return "\n".join(lines)


def _seconds(arguments: list[str], folder: Path) -> tuple[float, float]:
    """Return how long a process takes, by the clock and of the processors."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], cwd=folder) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - began, used.ru_utime + used.ru_stime


def plain(folder: Path, day: str) -> None:
    """Read, score, classify and write the master of a workspace, and no more."""
    from leadkit.files.csv_in import LeadFile
    from leadkit.run.engine import run_stages
    from leadkit.run.outputs import Outputs
    from leadkit.run.pipeline import read_pipeline

    text = PIPELINE.replace("  - clean: {region: DE}\n", "").replace(
        "  - update: {decisions: decisions.csv}\n", ""
    )
    (folder / "plain.yaml").write_text(text, "utf-8")
    stages = read_pipeline(str(folder / "plain.yaml"), (f"classify.as_of={day}",)).stages
    run_stages(LeadFile(str(folder / "leads.csv")), stages, Outputs(str(folder / "plain.csv")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--redo", action="store_true")
    parser.add_argument("--time", action="store_true", help="measure a run against a large master")
    parser.add_argument("--master", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=2000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--plain", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.plain:
        plain(Path(given.plain[0]), given.plain[1])
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = (given.folder or Path(scratch)).absolute()
        if given.time:
            print(time_runs(given.master, given.new, given.turns, folder))
            return
        year = run_year(given.weeks, given.rows, given.seed, folder, tell=True)
        if given.redo:
            year.wrong += year.redo()
        print(told(year))


if __name__ == "__main__":
    main()
