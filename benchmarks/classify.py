"""Measure classify beside pyarrow, which reads and writes the same rows and does nothing else.

    python classify.py [--rows 1000000] [--repeats 3]

The leads are invent.py's, scored, with proof for half of the consents, so that all answers come up.
Each variant runs in turns with the reference, as a whole process. The aim, for the first line: at
most three times the reference's time, in less than 500 MB.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

from measure import in_turns, machine, run

HERE = Path(__file__).parent
LEADKIT = (sys.executable, "-m", "leadkit")
PROVE = """
import csv, sys
source, target, quoted = sys.argv[1:]
with open(source, encoding="utf-8", newline="") as leads, \\
        open(target, "w", encoding="utf-8", newline="") as plain, \\
        open(quoted, "w", encoding="utf-8", newline="") as every:
    rows = csv.reader(leads)
    as_leadkit = csv.writer(plain, lineterminator="\\n")
    all_quoted = csv.writer(every, lineterminator="\\n", quoting=csv.QUOTE_ALL)
    header = next(rows)
    at = header.index("last_name")
    for writer in (as_leadkit, all_quoted):
        writer.writerow([*header, "consent_at", "consent_source", "consent_text"])
    for row in rows:
        row += ["2026-10-06", "form", "v2"] if len(row[at]) < 8 else ["", "", ""]
        as_leadkit.writerow(row)
        all_quoted.writerow(row)
"""
SUPPRESS = """
import hashlib, sys
source, plain, hashes = sys.argv[1:]
with open(source, encoding="utf-8") as leads, open(plain, "w") as p, open(hashes, "w") as h:
    at = next(leads).replace('"', "").strip().split(",").index("email")
    p.write("email\\n"); h.write("sha256\\n")
    for number, row in enumerate(leads):
        address = row.split(",")[at]
        if number % 50 == 0 and "@" in address:
            p.write(address + "\\n")
            h.write(hashlib.sha256(address.lower().encode()).hexdigest() + "\\n")
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3, help="the median of so many runs counts")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leadkit-bench-") as name:
        folder = Path(name)
        leads, scored, proven, quoted, plain, hashes, last, output, copied = (
            str(folder / f"{file}.csv")
            for file in "leads scored proven quoted plain hashes last output copied".split()
        )
        run([sys.executable, str(HERE / "invent.py"), str(asked.rows), leads])
        run([*LEADKIT, "score", leads, "-q", "-o", scored])
        run([sys.executable, "-c", PROVE, scored, proven, quoted])
        run([sys.executable, "-c", SUPPRESS, proven, plain, hashes])
        classify = [*LEADKIT, "classify", proven, "-q", "--as-of", "2026-10-31", "-o"]
        run([*classify, last])
        reference = [sys.executable, str(HERE / "references.py"), "read_and_write", proven, copied]
        again = [sys.executable, str(HERE / "references.py"), "read_and_write", last, copied]
        of_quoted = [sys.executable, str(HERE / "references.py"), "read_and_write", quoted, copied]
        variants = {
            "classify": ([*classify, output], reference),
            "all cells in quotes": (
                [*LEADKIT, "classify", quoted, "-q", "--as-of", "2026-10-31", "-o", output],
                of_quoted,
            ),
            "classify its own output": (
                [*LEADKIT, "classify", last, "-q", "--as-of", "2026-10-31", "-o", output], again),
            "--previous": ([*classify, output, "--previous", last], reference),
            "--suppress, plain": ([*classify, output, "--suppress", plain], reference),
            "--suppress, hashed": ([*classify, output, "--suppress", hashes], reference),
        }  # fmt: skip
        print(f"{date.today()}, {asked.rows:,} rows, median of {asked.repeats} runs")
        print(machine(), end="\n\n")
        print(f"{'':24} {'leadkit':>22} {'pyarrow':>22}")
        print(
            f"{'':24} {'s':>6} {'CPU s':>7} {'MB':>6}  {'s':>7} {'CPU s':>7} {'MB':>6} {'times':>6}"
        )
        for told, commands in variants.items():
            own, other = in_turns(commands, asked.repeats)
            print(
                f"{told:24} {own.seconds:6.2f} {own.cpu_seconds:7.2f} {own.peak_mb:6.0f}  "
                f"{other.seconds:7.2f} {other.cpu_seconds:7.2f} {other.peak_mb:6.0f} "
                f"{own.seconds / other.seconds:6.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
