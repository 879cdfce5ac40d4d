"""The docs tell the truth: every command in them is run, and what they show is what comes out.

In a fenced block marked ``console`` a line that starts with ``$ `` is run as by bash in a copy of the
project; the lines after it are all that it prints, where a line ``...`` stands for any lines.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.running import line_here

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LEFT_OUT = shutil.ignore_patterns(  # fair/ is what README's first command makes beside it all
    "fair", ".*", "leadkit", "tests", "benchmarks", "__pycache__", "*.egg-info", "build", "dist"
)


def blocks_of(text: str) -> list[str]:
    return re.findall(r"^```console\n(.*?)^```", text, re.M | re.S)


def commands_of(block: str) -> list[tuple[str, str]]:
    """Return (command, what it prints) of a block; a command may go on after a backslash."""
    told = re.split(r"^\$ ((?:.*\\\n)*.*)\n", block, flags=re.M)
    assert not told[0].strip(), "a console block begins with a command"
    return list(zip(told[1::2], told[2::2], strict=True))


def matches(expected: str, printed: str) -> bool:
    """Tell whether the text printed is as shown, where a line ... stands for any lines."""
    pattern = "".join(
        "(?:.*\n)*?" if line.strip() == "..." else re.escape(line)
        for line in expected.splitlines(keepends=True)
    )
    return re.fullmatch(pattern, printed) is not None


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the project for each page, so that commands may write and no page needs another."""
    return shutil.copytree(ROOT, tmp_path / "leadkit", ignore=LEFT_OUT)


@pytest.mark.parametrize(
    "page",
    [PAGES[0], *(pytest.param(page, marks=pytest.mark.slow) for page in PAGES[1:])],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_console_blocks(page, copy):
    """Each command of a page, run one after the other, prints what the page shows."""
    environment = {**os.environ, "COLUMNS": "100"}
    for block in blocks_of(page.read_text("utf-8")):
        for command, expected in commands_of(block):
            printed = line_here(command, copy, environment).out.decode()
            shown = f"$ {command}\n"
            assert matches(expected, printed), shown + printed
            assert "Traceback (most recent call last)" not in printed, shown + printed


MATCHES = [
    ("a\nb\n", "a\nb\n", True),
    ("a\n...\n", "a\n", True),
    ("a\n...\nd\n", "a\nb\nc\nd\n", True),
    ("a\n...\nd\n", "a\nb\n", False),
    ("a+\n", "aa\n", False),
    ("", "", True),
    ("", "a\n", False),
]


@pytest.mark.parametrize(("expected", "printed", "same"), MATCHES)
def test_what_counts_as_the_same(expected, printed, same):
    """The comparison itself can fail."""
    assert matches(expected, printed) is same


def test_blocks_are_taken_apart():
    """Commands, continued ones too, and their output are found."""
    page = "x\n```console\n$ a \\\n  b\n1\n2\n$ c\n```\n```sh ci\nd\n```\n"
    (block,) = blocks_of(page)
    assert commands_of(block) == [("a \\\n  b", "1\n2\n"), ("c", "")]
