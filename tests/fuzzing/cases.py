"""Cases of the fuzzer: a command line in a folder of its own, with something damaged."""

from __future__ import annotations

import itertools
import os
import random
import shutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from typer.main import get_command

from leadkit.cli import COMMANDS
from tests.files.samples import every_kind
from tests.fuzzing.good_inputs import lines_of
from tests.fuzzing.mutations import HOSTILE, changed, damaged, nasty

ROWS = "rows"  # no command: a list is imported, and its rows and words are counted (lists.py)
WRITTEN = {
    "-o", "--output", "--summary", "--rejects", "--write-map", "--changes", "--merges", "--review", "--review-merged",
    "--known", "--transitions", "--funnel", "--suppressed",
}  # fmt: skip
_OF_PIPELINES = [
    "list.csv",
    "book.xlsx",
    "own.yaml",
    "decided.csv",
    "activities.csv",
    "optouts.csv",
]
_LONG = {"dedupe", "update", "run", "rules"}  # of which every third is another instead


@dataclass(frozen=True)
class Case:
    """A command line, the folder in which it runs, and the files of it that it may write."""

    words: tuple[str, ...]
    folder: Path
    written: frozenset[str] = frozenset()


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, by their names in it."""
    found = sorted(one for one in folder.rglob("*") if one.is_file() and one.name != ".lock")
    return {str(one.relative_to(folder)): one.read_bytes() for one in found}


def make_case(number: int, seed: int, desk: Path, folder: Path) -> Case:
    """Make the case of a number: the same each time, whatever ran before."""
    chance = random.Random(f"{seed}-{number}")
    lines = lines_of(desk)
    if chance.random() < 0.15:
        folder.mkdir()
        (folder / "list.csv").write_bytes(damaged(chance.choice([*every_kind().values()]), chance))
        return Case((ROWS, "list.csv"), folder)
    words = chance.choice(lines)
    if words[0] in _LONG and chance.random() < 0.35:
        words = chance.choice(lines)
    inputs = _inputs(words, desk, chance)  # one that is there thrice is taken thrice as often
    _copy(desk, folder, {*inputs, *words})
    kind = chance.random()
    hurt = (
        chance.sample(inputs, min(len(inputs), 1 + (chance.random() < 0.25))) if kind < 0.85 else []
    )
    for name in dict.fromkeys(hurt):
        (folder / name).write_bytes(changed(name, (folder / name).read_bytes(), chance))
    if kind > 0.8 or not hurt:
        words = _other_options(words, chance)
    if kind > 0.95:
        words = _renamed(words, folder, chance)
    if "out.csv" in words:
        (folder / "out.csv").write_bytes(b"what was there before\n")
    return Case(tuple(words), folder, _written(words, folder, hurt))


def _copy(desk: Path, folder: Path, names: set[str]) -> None:
    """Put what a line names into a folder of its own, with the files that those may name."""
    folder.mkdir()
    for name in sorted({*names, "list.csv", "near.csv"}):
        if name == "fair":
            shutil.copytree(desk / name, folder / name, dirs_exist_ok=True)
        elif "/" not in name and (desk / name).is_file():
            shutil.copy(desk / name, folder / name)


def _inputs(words: list[str], desk: Path, chance: random.Random) -> list[str]:
    """Return the files that a line reads."""
    if "fair" in words:
        kinds = (".csv", ".yaml", ".json")
        inputs = [f"fair/{one}" for one in files_in(desk / "fair") if one.endswith(kinds)]
        return [*inputs, *["fair/pipeline.yaml", "fair/runs/present.json"] * 3]
    inputs = [name for name in words if (desk / name).is_file()]
    if "pipeline.yaml" in words:
        inputs += _OF_PIPELINES + ["pipeline.yaml"] * 2
    if "own.yaml" in inputs and chance.random() < 0.1:
        inputs.append("near.csv")
    return inputs


def _written(words: list[str], folder: Path, hurt: list[str]) -> frozenset[str]:
    """Return those of the files in a folder that a line may write over."""
    reads = words[0] in ("unmerge", "explain")  # --merges is what they read
    options = WRITTEN | ({"--leads"} if words[0] == "accounts" else set())
    written = {
        path for option, path in itertools.pairwise(words)
        if option in options and not (reads and option == "--merges")
    }  # fmt: skip
    there = files_in(folder)
    if any(name.endswith("pipeline.yaml") for name in hurt):
        return frozenset(there)  # a damaged one may name any file as its output
    if words[0] in ("run", "runs"):
        written |= {
            one for one in there if one.startswith(("p_", "fair/")) and "/inbox/" not in one
        }
    return frozenset(written)


def _other_options(words: list[str], chance: random.Random) -> list[str]:
    """Return a line with another value for one of its options, or with one option more."""
    given = [
        at for at, word in enumerate(words[:-1]) if word.startswith("--") and word not in WRITTEN
    ]
    if given and chance.random() < 0.4:
        at = chance.choice(given)
        return [*words[: at + 1], nasty(chance).replace("\0", ""), *words[at + 2 :]]
    declared = chance.choice(_options(words))
    if getattr(declared, "is_flag", False):
        return [*words, declared.opts[0]]
    values = [nasty(chance).replace("\0", ""), "1", "list.csv", "2026-10-08"]
    return [*words, declared.opts[0], *(chance.choice(values) for _ in range(declared.nargs))]


def _options(words: list[str]) -> list[Any]:
    """Return the options of a command, but for those that write."""
    module, _ = COMMANDS[words[0]]
    command = get_command(import_module(f"leadkit.commands.{module}").app)
    parts = getattr(command, "commands", None)
    all = (parts[words[1]] if parts else command).params
    return [one for one in all if one.param_type_name == "option" and not WRITTEN & {*one.opts}]


def _renamed(words: list[str], folder: Path, chance: random.Random) -> list[str]:
    """Return a line in which a file has another name, full of signs that nobody wants to see."""
    there = {one.name for one in folder.iterdir() if one.is_file()}
    given = [at for at, word in enumerate(words) if word in there]
    if not given:
        return words
    at = chance.choice(given)
    hostile = chance.choice(HOSTILE)[:100].replace("/", "")
    name = os.fsdecode(hostile.encode("utf-8", "surrogatepass")) + words[at]
    (folder / words[at]).rename(folder / name)
    return [*words[:at], name, *words[at + 1 :]]
