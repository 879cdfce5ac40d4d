"""leadkit report: which run, where to, what is told and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from leadkit.reporting.shown import masked
from tests.reporting.test_pages import COLUMNS, PEOPLE, check_safe, written


@pytest.fixture(scope="module")
def fair(leadkit, tmp_path_factory) -> Path:
    """A workspace with two runs."""
    folder = tmp_path_factory.mktemp("report") / "fair"
    leadkit("init", "-q", folder)
    for name, person in (("a.csv", PEOPLE[0]), ("b.csv", PEOPLE[2])):
        written(folder / "inbox" / name, COLUMNS, person)
        assert leadkit("run", "-q", folder).code == 0
    return folder


def runs_of(folder: Path) -> list[Path]:
    return sorted((folder / "runs").glob("2*"))


def test_the_run_in_force_of_a_folder(leadkit, fair, folder):
    """One line says what to do with the page; -q says nothing, and -o - writes the page itself."""
    done = leadkit("report", fair, "-o", folder / "report.html")
    assert (done.code, done.out) == (0, b"")
    told = f"leadkit report: {folder / 'report.html'}: open it in a browser, or mail it.\n"
    assert done.err.decode() == told
    page = (folder / "report.html").read_text("utf-8")
    assert runs_of(fair)[1].name in page
    check_safe(page)
    assert leadkit("report", "-q", fair).out.decode() == page
    assert (runs_of(fair)[1] / "report.html").read_text("utf-8").count("<figure>") == page.count(
        "<figure>"
    )


@pytest.mark.parametrize("how", ["folder", "name", "beginning", "last-1"])
def test_a_run_is_called_as_elsewhere(leadkit, fair, how):
    """By its folder, its name, or its place among the newest."""
    first = runs_of(fair)[0]
    called = {"folder": [first], "name": [first.name, "--in", fair],
              "beginning": [first.name[:-1], "--in", fair], "last-1": ["last-1", "--in", fair]}  # fmt: skip
    done = leadkit("report", *called[how])
    assert done.code == 0
    assert f"Run {first.name}" in done.out.decode()


def test_values_are_shown_where_somebody_asks(leadkit, fair, folder):
    """The line says so, as the page does."""
    done = leadkit("report", fair, "--show-values", "-o", folder / "r.html")
    assert "It shows cells of people as they are." in done.err.decode()
    assert "kunigunde@@" in (folder / "r.html").read_text("utf-8")


def test_spend_and_worth_may_come_from_elsewhere(leadkit, fair, folder):
    """--spend names a file, --revenue and --margin stand for what it does not say."""
    spend = written(folder / "costs.csv", ("lead_source", "spend"), ("Fair", "12"), ("Web", "7"))
    done = leadkit("report", fair, "--spend", spend, "--revenue", "5000", "--margin", "20%")
    assert "19.00 were spent on 2 sources" in done.out.decode()
    assert "What it may cost" not in done.out.decode()
    assert "what it may cost, at 95%" in done.out.decode()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "no such folder"),
        (["nowhere", "--in", "FAIR"], "is no run of this workspace"),
        (["RUN", "--spend", "gone.csv"], "gone.csv: no such file"),
        (["RUN", "--revenue", "much", "--margin", "20%"], "much"),
    ],
)
def test_what_cannot_be_shown_is_refused(leadkit, fair, folder, arguments, told):
    """With exit code 2 and one line, and no file is written."""
    names = {"FAIR": fair, "RUN": runs_of(fair)[0]}
    given = [names.get(one, one) for one in arguments]
    done = leadkit("report", *given, "-o", folder / "r.html", cwd=folder)
    words = done.err.decode()
    assert done.code == 2
    assert told in words
    assert words.count("\n") == 1
    assert not (folder / "r.html").exists()


def test_a_run_that_lost_its_leads_is_named(leadkit, fair, folder):
    """As is one whose manifest is gone."""
    copy = shutil.copytree(fair, folder / "copy")
    (runs_of(copy)[1] / "leads.csv").unlink()
    done = leadkit("report", copy)
    assert done.code == 2
    assert "leads.csv is gone; put it back from a backup" in done.err.decode()


def test_a_plain_folder_is_shown_with_what_it_holds(leadkit, folder):
    """Tables of plain commands: all that is there adds up, and cells before and after are shown."""
    made = written(folder / "in.csv", COLUMNS, *PEOPLE, ["too", "few"])
    out = folder / "out"
    out.mkdir()
    for line in (
        f"import {made} --rejects out/rejects.csv --max-rejects 1 -o i.csv",
        "clean i.csv --changes out/changes.csv -o c.csv",
        "dedupe c.csv --merges out/merges.csv --review out/review.csv -o out/leads.csv",
    ):
        assert leadkit(*line.split(), "-q", cwd=folder).code == 0
    done = leadkit("report", "out", "-o", "r.html", cwd=folder)
    assert done.code == 0
    page = (folder / "r.html").read_text("utf-8")
    read = check_safe(page)
    assert read.tiles["rows read"] == "4"
    assert read.tiles["duplicates merged"] == "1"
    assert "inbox/" not in page
    table = read.parts["quality"].tables["What cells were before cleaning, and after"]
    changes = pd.read_csv(out / "changes.csv", dtype="str", keep_default_na=False)
    for field, before, after, why, many in table[1:]:
        own = changes[changes["column"] == field]
        pairs = zip(own["before"], own["after"], own["why"], strict=True)
        assert (before, after, why) in [
            (masked(field, one), masked(field, other), words) for one, other, words in pairs
        ]
        assert many in ("", str(len(own)))
    assert {row[0] for row in table[1:]} == set(changes["column"])
    assert leadkit("report", "out", cwd=folder).out.decode() == page


def test_a_folder_without_leads_is_told_what_it_lacks(leadkit, folder):
    """In one line that says what to give; a plain folder has no runs."""
    (folder / "out").mkdir()
    done = leadkit("report", "out", "-o", "r.html", cwd=folder)
    assert done.code == 2
    assert "out: holds no leads.csv" in done.err.decode()
    written(folder / "out" / "leads.csv", ("lead_id", "email"), ("1", "eva@x.example.com"))
    done = leadkit("report", "last", "--in", "out", cwd=folder)
    assert done.code == 2
    assert "out: is no workspace and has no runs" in done.err.decode()
