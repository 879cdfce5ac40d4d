"""Measure every stage of leadkit as a whole process, beside a reference that does the same work.

    python stages.py [--rows 100000] [--stages import,clean,...] [--repeats 3]

The references are in references.py, and docs/benchmarks.md says what each leaves out. Both run in
turns on the same file; the ratio counts, seconds alone depend on the machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from measure import in_turns, machine, run

HERE = Path(__file__).parent
LEADKIT = (sys.executable, "-m", "leadkit")
INVENT = (sys.executable, str(HERE / "invent.py"))
REFERENCES = (sys.executable, str(HERE / "references.py"))
START_UP_REPEATS = 9


@dataclass(frozen=True)
class Contest:
    """A stage, the reference it is measured against, and what both read."""

    stage: str
    reads: str
    reference: str
    told_as: str
    part: int = 1  # the reference gets one row in so many, where it would take all day
    compare: str = ""  # columns in which both should say the same


CONTESTS = (
    Contest("import", "list", "copy_list", "DuckDB COPY csv to csv"),
    Contest("clean", "leads", "clean_rows", "loop: phonenumbers, email-validator", part=10),
    Contest("dedupe", "cleaned", "drop_duplicates", "pandas drop_duplicates, 3 keys"),
    Contest("classify", "scored", "read_and_write", "pyarrow reads and writes, no more"),
    Contest("cpl", "campaigns", "apply_decimal", "pandas apply with Decimal", compare="max_cpl"),
    Contest("run", "list", "whole_script", "script: loop, pandas, DuckDB", part=10),
)  # fmt: skip
PIPELINE = """\
import: {files: [%s]}
steps: [clean: {region: DE}, dedupe, score, classify]
output: unused.csv
"""


class Inputs:
    """Input files, made when a contest first asks for them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, kind: str, rows: int) -> str:
        file = self._folder / f"{kind}-{rows}.csv"
        if not file.exists():
            self._make(kind, rows, str(file))
        return str(file)

    def _make(self, kind: str, rows: int, file: str) -> None:
        if kind == "cleaned":
            run([*LEADKIT, "clean", self.path("leads", rows), "--region", "DE", "-o", file])
        elif kind == "scored":
            run([*LEADKIT, "score", self.path("cleaned", rows), "-o", file])
        else:
            run([*INVENT, str(rows), file, "--as", kind])


def command(stage: str, source: str, output: str) -> list[str]:
    """Return the command line that takes a file through a stage."""
    if stage == "run":
        pipeline = Path(source).with_suffix(".yaml")
        pipeline.write_text(PIPELINE % Path(source).name, encoding="utf-8")
        return [*LEADKIT, "run", str(pipeline), "-q", "-o", output]
    options = ["--region", "DE"] if stage == "clean" else []
    return [*LEADKIT, stage, source, *options, "-q", "-o", output]


def measure_stage(contest: Contest, rows: int, repeats: int, folder: Path) -> str:
    """Run a stage and its reference in turns; return their line of the table."""
    inputs = Inputs(folder)
    part = contest.part if rows >= 10_000 else 1
    ours, theirs = str(folder / "leadkit.csv"), str(folder / "reference.csv")
    commands = (
        command(contest.stage, inputs.path(contest.reads, rows), ours),
        [*REFERENCES, contest.reference, inputs.path(contest.reads, rows // part), theirs],
    )
    own, reference = in_turns(commands, repeats)
    own_speed, speed = rows / own.seconds, rows // part / reference.seconds
    told = contest.told_as + (f" ({rows // part:,} rows)" if part > 1 else "")
    line = (
        f"{contest.stage:9} {own_speed:9,.0f} {own.cpu_seconds:6.1f} {own.peak_mb:7.0f}   "
        f"{speed:9,.0f} {reference.cpu_seconds:6.1f} {reference.peak_mb:7.0f} "
        f"{own_speed / speed:6.2f}  {told}"
    )
    if contest.compare:
        line += f"\n{'':10}{_agreement(ours, theirs, contest.compare, folder)}"
    return line


def _agreement(ours: str, theirs: str, columns: str, folder: Path) -> str:
    told = folder / "agreement.txt"
    run([*REFERENCES, "agreement", ours, theirs, columns, str(told)])
    share = told.read_text(encoding="utf-8")
    return f"same {columns.replace(',', ' and ')} in {share} of the rows"


def measure_start_up(folder: Path) -> list[str]:
    """Measure what a user waits for before anything happens, beside an empty Python program."""
    leads, output = Inputs(folder).path("cleaned", 1000), str(folder / "leadkit.csv")
    figures = "cpl --revenue 50000 --margin 20% --leads-per-order 20".split()
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "leadkit --help": [*LEADKIT, "--help"],
        "leadkit " + " ".join(figures): [*LEADKIT, *figures],
        "leadkit score, 1,000 rows": command("score", leads, output),
    }
    runs = in_turns(list(commands.values()), START_UP_REPEATS)
    return [
        f"{told:62} {one.seconds:6.3f} {one.peak_mb:7.0f}"
        for told, one in zip(commands, runs, strict=True)
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    names = [contest.stage for contest in CONTESTS]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--stages", default=",".join((*names, "start-up")),
                        help="of " + ", ".join((*names, "start-up")))  # fmt: skip
    parser.add_argument("--repeats", type=int, default=3, help="the median of so many runs counts")
    asked = parser.parse_args(arguments)
    chosen = asked.stages.split(",")
    if unknown := set(chosen) - {*names, "start-up"}:
        parser.error(f"no such stage: {', '.join(sorted(unknown))}")
    print(f"{date.today()}, {asked.rows:,} rows, median of {asked.repeats} runs")
    print(machine(), end="\n\n")
    with tempfile.TemporaryDirectory(prefix="leadkit-bench-") as folder:
        contests = [contest for contest in CONTESTS if contest.stage in chosen]
        if contests:
            measured = f"{'rows/s':>9} {'CPU s':>6} {'peak MB':>7}"
            print(f"{'':9} {'leadkit':>24}   {'reference':>24}")
            print(f"{'stage':9} {measured}   {measured} {'ratio':>6}  what the reference is")
        for contest in contests:
            print(measure_stage(contest, asked.rows, asked.repeats, Path(folder)), flush=True)
        if "start-up" in chosen:
            print(f"\n{'start-up':62} {'seconds':>6} {'peak MB':>7}")
            print(*measure_start_up(Path(folder)), sep="\n")


if __name__ == "__main__":
    main()
