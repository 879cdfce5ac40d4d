"""Damage the inputs of every command at random: no traceback, no half output, no fault of leadkit.

    python -m tests.fuzzing [--cases 30000] [--seed 1] [--jobs 2]
    python -m tests.fuzzing --seed 1 --case 417      one again: how it ends, and where its inputs are

Each case is a command line with good inputs (good_inputs.py), of which one or two are damaged
(mutations.py); sometimes an option is, or the name of a file. It must end with exit 0, 1 or 2. With 2
it tells one line (a rule or pipeline file one for each of its mistakes) and has written nothing; in
any case no input is another than before, and nothing half written is left. Whatever it tells is free
of signs that a terminal obeys. None takes longer, or more memory, than trying.py says. What is wrong
is kept with its inputs. POSIX alone can run it.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

from leadkit.base.visible import visible
from tests.fuzzing.good_inputs import make_desk, make_workspace
from tests.fuzzing.trying import Ended, try_case


def fuzz(numbers: range, seed: int, desk: Path, jobs: int = 1) -> list[Ended]:
    """Try the cases of these numbers, tell each that is wrong, and return how they ended."""
    all = []
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        tried = pool.imap_unordered(partial(try_case, seed=seed, desk=desk), numbers, chunksize=4)
        for one in tried:
            all.append(one)
            if len(all) % 1000 == 0:
                print(f"{len(all):,} tried", flush=True)
            if one.wrong:
                told = f"case {one.number}: {one.command}: {one.wrong} ({one.kept})"
                print(visible(told), flush=True)
    return all


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--cases", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--case", type=int, help="this one alone")
    given = arguments.parse_args()
    numbers = range(given.cases) if given.case is None else range(given.case, given.case + 1)
    with tempfile.TemporaryDirectory(prefix="leadkit-desk-") as folder:
        make_desk(Path(folder))
        make_workspace(Path(folder))
        gc.collect()
        gc.freeze()  # what is loaded is shared by all processes, as nobody looks at it
        all = fuzz(numbers, given.seed, Path(folder), given.jobs)
    codes = Counter(ended.code for ended in all)
    told = ", ".join(f"{many:,} with exit {code}" for code, many in sorted(codes.items()))
    wrong = sum(bool(ended.wrong) for ended in all)
    print(f"{len(all):,} cases of seed {given.seed}: {told}; {wrong:,} wrong")
    slow, big = max(all, key=lambda one: one.seconds), max(all, key=lambda one: one.megabytes)
    print(
        f"at most {slow.seconds:.1f} s (case {slow.number}), {big.megabytes:,.0f} MB (case {big.number}); "
        f"{sum(one.seconds for one in all):,.0f} s in all"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
