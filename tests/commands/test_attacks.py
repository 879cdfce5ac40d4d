"""No command tells a cell where nobody watches, and none lets a text of somebody else command."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from tests.commands.attacks import CANARY, COMMANDS, HEADER_CANARY, MARKS, SHOWING, write_attacks
from tests.running import shown_on_terminal

pytestmark = pytest.mark.slow  # many runs of many commands

OUR_OWN = re.compile(r"\x1b\[\?25[hl]|\x1b\[[12]?[AK]|\r(?!\n)")  # of the progress that is shown


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("attacked")
    write_attacks(folder)
    return folder


def check_seen(text: str) -> None:
    """See that a text has no sign that commands a terminal, hides or turns letters round."""
    for sign in set(text) - {"\n"}:
        assert unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp"), (
            hex(ord(sign)),
            text,
        )


def check_marks(text: str) -> None:
    """See that what rich would read as a colour, a picture or a link is there as it was."""
    for canary in (CANARY, HEADER_CANARY):
        for found in re.finditer(rf"(\S*?){canary}\\x1b", re.sub(r"[│┃|]", " ", text)):
            assert found[1].endswith(MARKS), found[0]


@pytest.mark.parametrize("line", COMMANDS)
def test_no_cell_is_told_where_nobody_watches(attacked, leadkit, line):
    """Whether all goes well or not; headers are told, in quotes, and all signs are seen."""
    done = leadkit(*line.split(), cwd=attacked)
    told = done.err.decode()
    assert done.code in (0, 1, 2), told
    assert CANARY not in told
    check_seen(told)
    check_marks(told)
    assert "y" * 48 not in told  # a header is told in short
    for header in (HEADER_CANARY, "zzlong"):
        assert told.count(header) == len(re.findall(rf"'[^']*{header}[^']*'", told)), told


def test_a_summary_holds_no_cell_but_sources(attacked, leadkit):
    """They are what its funnel counts by, and are documented as data."""
    words = ("classify", "scored.csv", "-o", "o.csv", "--summary", "funnel.json")
    assert leadkit(*words, cwd=attacked).code == 0
    summary = json.loads((attacked / "funnel.json").read_text("utf-8"))
    sources = [line.pop("lead_source") for line in summary["funnel"]]
    assert CANARY in "".join(sources)
    assert CANARY not in json.dumps(summary)


@pytest.mark.parametrize("line", COMMANDS[::7])
def test_nor_to_a_program(attacked, leadkit, line):
    """The same holds for JSON."""
    if not line.startswith(("import", "clean", "dedupe", "score", "classify", "run", "update")):
        return
    told = leadkit(*line.split(), "--log-format", "json", cwd=attacked).err.decode()
    assert CANARY not in told
    check_seen(told)
    assert all(json.loads(one)["message"] for one in told.splitlines())


ON_TERMINALS = [
    *((line, True) for line in COMMANDS),
    *((line, told) for line in SHOWING for told in (False, True)),
    *(pytest.param(line, False, marks=pytest.mark.slow) for line in COMMANDS),  # which is blank
]


@pytest.mark.parametrize(("line", "told"), ON_TERMINALS)
def test_a_terminal_is_commanded_by_nobody(attacked, line, told):
    """What a person sees on it, be it a table or a line, is text."""
    code, shown = shown_on_terminal(*line.split(), columns=400, told=told, cwd=attacked)
    shown = OUR_OWN.sub("", shown)
    assert code in (0, 1, 2), shown
    check_seen(shown)
    check_marks(shown)


def test_the_attacks_are_seen_at_all(attacked, leadkit):
    """Where somebody watches or asks, cells are shown: else the tests above would prove nothing."""
    for line in SHOWING[3:7]:
        _, shown = shown_on_terminal(*line.split(), columns=400, cwd=attacked)
        assert CANARY in shown, line
    dates = ("import", "dates.csv", "-o", "o.csv")
    assert CANARY in shown_on_terminal(*dates, told=True, cwd=attacked)[1]
    told = leadkit(*dates, "--show-values", cwd=attacked).err.decode()
    assert CANARY in told
    check_seen(told)
    told = leadkit("cpl", "nothing.csv", "-o", "o.csv", cwd=attacked).err.decode()
    assert f"'{MARKS}{HEADER_CANARY}" in told
    assert "'zzlong{0.x}yyyy" in told


def test_a_workspace_of_attacks(folder, leadkit):
    """Its runs tell no cell where nobody watches; what shows them on a terminal is text."""
    write_attacks(folder)
    assert leadkit("init", "fair", cwd=folder).code == 0
    (folder / "list.csv").rename(folder / "fair" / "inbox" / "list.csv")
    lines = ["run fair --as-of 2026-11-27", "runs list fair", "runs show last --in fair"]
    told = b"".join(leadkit(*line.split(), cwd=folder).err for line in lines).decode()
    (folder / "leads.csv").rename(folder / "fair" / "inbox" / "leads.csv")
    done = leadkit("run", "fair", "--as-of", "2026-11-28", cwd=folder)
    assert done.code in (0, 1), done.err
    lines += ["runs diff last-1 last --in fair", f"runs diff last --in fair {CANARY}1", "runs fair"]
    told += done.err.decode()
    for line in lines[1:]:
        told += leadkit(*line.split(), cwd=folder).err.decode()
        for standard_error in (False, True):
            _, shown = shown_on_terminal(
                *line.split(), columns=400, told=standard_error, cwd=folder
            )
            check_seen(OUR_OWN.sub("", shown))
            check_marks(OUR_OWN.sub("", shown))
    check_seen(told)
    assert CANARY not in told.replace(f"{CANARY}1", "")
