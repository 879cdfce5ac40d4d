"""Pages opened in a browser: nothing overlaps, is cut off, asks the network, or is hard to read.

Asks for Chromium, Node and the packages of browser/package.json: `make page-tools` installs these.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leadkit import new_workspace, profile, report_html, run_workspace
from tests.reporting.test_pages import ATTACKS, COLUMNS, workspace, written
from tests.reporting.workspaces import with_owners, with_several_scores

HERE = Path(__file__).parent / "browser"
TOOLS = Path(os.environ.get("PAGE_TOOLS", HERE))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
MISSING = [
    what
    for what, there in (
        ("Chromium (apt-get install chromium, or CHROMIUM=...)", bool(CHROMIUM)),
        ("Node", bool(shutil.which("node"))),
        ("the packages of tests/reporting/browser (make page-tools)",
         (TOOLS / "node_modules" / "axe-core").is_dir()),
    )
    if not there
]  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not here: {'; '.join(MISSING)}"),
]


def wrong_with(page: str, folder: Path) -> list[str]:
    """Return all that is wrong with a page at 360, 800 and 1400 pixels, light, dark, on paper."""
    path = folder / "page.html"
    path.write_text(page, "utf-8")
    told = subprocess.run(
        ["node", HERE / "check.mjs", path],
        capture_output=True, text=True, timeout=300,
        env={**os.environ, "CHROMIUM": CHROMIUM, "PAGE_TOOLS": str(TOOLS)},
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found: list[str] = json.loads(told.stdout)
    return found


@pytest.fixture(scope="module")
def fair(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("browser") / "fair"
    new_workspace(folder, example=True)
    run_workspace(folder)
    return folder


@pytest.mark.parametrize("show_values", [False, True])
def test_the_trade_fair(fair, folder, show_values):
    """The page of the example."""
    assert wrong_with(report_html(fair, show_values=show_values), folder) == []


@pytest.mark.parametrize("made", [with_several_scores, with_owners])
def test_the_trade_fair_with_further_parts(made, folder):
    """A part for each of several scores; owners, queues and days."""
    run_workspace(made(folder / "fair"))
    assert wrong_with(report_html(folder / "fair"), folder) == []


def test_a_hundred_thousand_rows(root, folder):
    """The page of a long list is no longer than that of a short one."""
    new_workspace(folder / "big")
    target = folder / "big" / "inbox" / "list.csv"
    invent = [sys.executable, root / "benchmarks" / "invent.py", "100000", target, "--as", "list"]
    subprocess.run(invent, check=True, capture_output=True)
    run_workspace(folder / "big")
    page = report_html(folder / "big")
    assert len(page.encode()) < 500_000
    assert wrong_with(page, folder) == []


def test_a_list_that_attacks(folder):
    """Every cell an attack, shown as it is: no script runs, and nothing is cut off."""
    rows = [[ATTACKS[(row + at) % len(ATTACKS)] for at in range(len(COLUMNS))] for row in range(40)]
    made = workspace(folder / "fair", *rows)
    assert wrong_with(report_html(made, show_values=True), folder) == []


@pytest.mark.parametrize("show_values", [False, True])
def test_the_profile_of_the_trade_fair(fair, folder, show_values):
    """What is in its three lists."""
    assert wrong_with(profile(fair / "inbox", show_values=show_values).html(), folder) == []


def test_the_profile_of_a_list_that_attacks(folder):
    """Every cell, every header and the name of the list are attacks, shown as they are."""
    count = len(ATTACKS)
    rows = [[ATTACKS[(row + at) % count] for at in range(count)] for row in range(2 * count)]
    made = written(folder / "<img src=x onerror=alert(3)>.csv", ATTACKS, *rows)
    assert wrong_with(profile(made, show_values=True).html(), folder) == []


def test_the_profile_of_a_long_list_and_many(root, folder):
    """Estimates, and lists that are told in one line."""
    target = folder / "lists" / "long.csv"
    target.parent.mkdir()
    invent = [sys.executable, root / "benchmarks" / "invent.py", "30000", target, "--as", "list"]
    subprocess.run(invent, check=True, capture_output=True)
    for n in range(20):
        row = (f"eva{n}@x.example.com", "Eva", "yes")
        written(target.parent / f"{n}.csv", ("email", "first_name", "consent"), row)
    page = profile(target.parent).html()
    assert len(page.encode()) < 500_000
    assert wrong_with(page, folder) == []


def test_what_is_checked_is_found(folder):
    """A page with a script, a request, a wide box and pale text is told to be wrong."""
    page = (
        "<!DOCTYPE html><html lang=en><title>a</title><h1>a</h1><h3>b</h3>"
        "<p style='width:2000px'>wide</p><p style='color:#ccc'>pale</p>"
        "<script>console.log('told')</script><img alt='' src='http://127.0.0.1:9/a.png'>"
    )
    found = " ".join(wrong_with(page, folder))
    for word in ("scrolls to", "heading 3 after 1", "console: told", "request: http", "contrast"):
        assert word in found, word
