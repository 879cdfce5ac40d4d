"""The project's own files: what is imported is declared, pages have contents, no machine is named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LONG = 150  # lines from which on a page says at its top what is in it


def named(declared: list[str]) -> set[str]:
    """Return the distributions of a list of requirements, spelt as the index compares them."""
    found = [re.match(r"[\w.-]+", line) for line in declared]
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in found if name}


def statements(block: ast.AST) -> Iterator[ast.AST]:
    """Return all statements at any depth, without what they say, of which no import is part."""
    for node in ast.iter_child_nodes(block):
        if isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            yield node
            yield from statements(node)


def imported(folder: str) -> set[str]:
    """Return the libraries that the files of a folder import anywhere, for types alone too."""
    modules = set()
    own = {"leadkit", "tests"}
    if folder != "leadkit":  # where helpers are imported by their own names
        own |= {
            path.stem for name in (folder, "benchmarks") for path in (ROOT / name).rglob("*.py")
        }
    for path in (ROOT / folder).rglob("*.py"):
        for node in statements(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add((node.module or "").partition(".")[0])
    return modules - own - sys.stdlib_module_names - {"_typeshed"}


distributions = cache(packages_distributions)  # reads all metadata there is


def undeclared(modules: set[str], declared: set[str]) -> set[str]:
    """Return the modules that come with none of the declared distributions.

    One that is not installed, as of another extra, goes by its own name.
    """
    homes = distributions()
    return {name for name in modules if not named(homes.get(name, [name])) & declared}


@pytest.mark.slow
def test_what_is_imported_is_declared():
    """No library comes by way of another, and none is declared in vain."""
    runs = named(PROJECT["dependencies"])
    assert not undeclared(imported("leadkit"), runs)
    homes = distributions()
    imports = named([home for name in imported("leadkit") for home in homes[name]])
    assert imports >= runs - {"tzdata"}  # zoneinfo looks for it where the system has no time zones
    for folder, extras in (("tests", "dev lint"), ("benchmarks", "dev bench"), ("examples", "dev")):
        also = [one for extra in extras.split() for one in PROJECT["optional-dependencies"][extra]]
        assert not undeclared(imported(folder), runs | named(also)), folder


def test_an_undeclared_import_is_found():
    """The test itself can fail."""
    assert undeclared({"pandas", "yaml"}, {"pandas"}) == {"yaml"}
    assert undeclared({"pandas", "yaml"}, {"pandas", "pyyaml"}) == set()


def test_every_floor_can_be_tried(root):
    """``make lowest`` installs the floors: each dependency names one, and no other bound."""
    command = [sys.executable, root / ".ci" / "lowest.py"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    extras = PROJECT["optional-dependencies"].values()
    declared = [*PROJECT["dependencies"], *(one for extra in extras for one in extra)]
    assert printed.split() == [line.strip().replace(">=", "==") for line in declared]


def contents_of(page: str) -> str:
    """Return the line of contents that a page has below its title."""
    text = re.sub(r"^```.*?^```$", "", page, flags=re.M | re.S)
    links = []
    for title in re.findall(r"^## (.+)$", text, re.M):
        anchor = re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        links.append(f"[{title}](#{anchor})")
    return f"**Contents:** {' · '.join(links)}\n"


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_long_pages_say_what_is_in_them(path):
    """A page over 150 lines has a table of contents below its title, with all its headings."""
    page = path.read_text("utf-8")
    if page.count("\n") > LONG or "**Contents:**" in page:
        title, blank, told = page.splitlines(keepends=True)[:3]
        assert title.startswith("# ")
        assert (blank, told) == ("\n", contents_of(page)), "put this line below the title"


def test_contents_are_made_of_headings():
    """Anchors are those that GitHub makes; what stands in a block of code is no heading."""
    page = "# A\n\n## Where is `x`, and why?\n```sh\n## no\n```\n### Less\n## Two-fold\n"
    assert contents_of(page) == (
        "**Contents:** [Where is `x`, and why?](#where-is-x-and-why) · [Two-fold](#two-fold)\n"
    )


MACHINE = re.compile(
    r"(?<![\w.~}/*-])/(?:root|home|Users|opt|mnt|srv|workspace)/\w"
    r"|py" r"pi\.|python" r"hosted|[a-z]\.python\.org/simple|--(?:extra-)?index" r"-url"
)  # fmt: skip


def test_no_file_names_a_machine(root):
    """Nobody else has the folders of the machine this was written on, or its package host."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False
    )
    names = listed.stdout.split("\0")[:-1] if listed.returncode == 0 else []
    paths = [root / name for name in names] or [
        path
        for folder in ("leadkit", "tests", "docs", "rules", "benchmarks", "examples", ".ci")
        for path in (root / folder).rglob("*")
        if "__pycache__" not in path.parts
    ]
    for path in paths:
        if path.is_file() and (content := path.read_bytes()) and b"\0" not in content:
            found = MACHINE.search(content.decode("utf-8", "replace"))
            assert not found, (path, found)


def test_a_machine_is_found():
    """The test itself can fail."""
    for text in ("see /" + "home/eva", "host py" + "pi.example.com", "--index" + "-url x"):
        assert MACHINE.search(text)
    for text in ("docs/home/x", "a /homepage", "https://x.example.com/home/x", "~/opt/x"):
        assert not MACHINE.search(text)
