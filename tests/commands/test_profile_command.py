"""leadkit profile: in the terminal, as JSON, as a page; with the errors of import."""

from __future__ import annotations

import json
import unicodedata

import pytest

from tests.reporting.test_pages import check_safe
from tests.running import on_terminal

BADGES = (
    "Vorname;E-Mail;Firma;Opt-In;Halle\n"
    "Eva;eva@meier.example.com;Meier GmbH;ja;4b\n"
    "EVA;Eva@Meier.example.com;Meier GmbH;;4b\n"
    "Jan;jan(at)li;Li AG;nein;4b\n"
    "zu;kurz\n"
)
SHOWN = """\
badges.csv: 4 rows, 1 of them rejected, 5 columns
CSV, ASCII, semicolons between cells, header in line 1
rejected: 1: 2 cells where the header has 5
column: taken for, and why        what it holds, commonest cells, what is wrong
────────────────────────────────────────────────────────────────────────────────
Vorname                           100% filled (3), 3 different, 3 signs
first_name                        no cell comes twice
'Vorname' says first_name         1 to mend
E-Mail                            100% filled (3), 3 different, 9-21 signs
email                             no cell comes twice
'E-Mail' says email               1 to mend, 1 doubtful (invalid 1)
Firma                             100% filled (3), 2 different, 5-10 signs
company                           M**** G*** (2), L* A* (1)
'Firma' says company
Opt-In                            67% filled (2), 2 different, 2-4 signs
consent                           ja = yes (1), nein = no (1)
'Opt-In': a yes allows it         2 to mend
Halle                             100% filled (3), 1 different, 2 signs
left alone                        4* (3)
'halle' is no word leadkit
knows

Duplicates
1 row is somebody who stands in another row already: in this list.

Consent, and who may be contacted as the rows stand
list          said yes  proven  no  nothing  unclear  e-mail  call  post
────────────────────────────────────────────────────────────────────────
badges.csv           1       0   1        1        0       0     0     0

What would change
import: 4 rows become 3 leads, 1 rejected
clean would bring 4 cells to their normal form; 1 is doubtful and stays as it
is: mostly email 1.
dedupe: 3 leads become 2

What to do next
"""


@pytest.fixture
def badges(folder):
    (folder / "badges.csv").write_text(BADGES, "utf-8")
    return folder


def shown(out: bytes) -> str:
    return "".join(f"{line.rstrip()}\n" for line in out.decode().splitlines())


def test_what_is_shown_fits_80_columns(badges, leadkit):
    """A block for each list, then what would become of all rows, and what to do."""
    done = leadkit("profile", "badges.csv", cwd=badges)
    assert (done.code, done.err) == (0, b"")
    told = shown(done.out)
    assert told.startswith(SHOWN)
    assert "\n  leadkit import badges.csv --rejects rejects.csv -o leads.csv\n" in told
    for line in told.splitlines():
        width = sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in line)
        assert width <= 80 or line.lstrip().startswith("leadkit "), line
    assert sorted(path.name for path in badges.iterdir()) == ["badges.csv"]


def test_a_terminal_has_colours_and_the_same_words(badges):
    """No sign of a list is a command to it."""
    told = on_terminal("profile", "badges.csv", cwd=badges)
    assert "badges.csv: 4 rows" in told
    assert "eva@meier" not in told


def test_json_and_page_have_their_files(badges, leadkit):
    """-o writes a page, with --json the JSON, and one line says so."""
    page = leadkit("profile", "badges.csv", "-o", "p.html", cwd=badges)
    assert page.lines == ["leadkit profile: p.html: 4 rows of 1 list."]
    check_safe((badges / "p.html").read_text("utf-8"))
    written = leadkit("profile", "badges.csv", "--json", "-o", "p.json", "-q", cwd=badges)
    assert (written.out, written.err) == (b"", b"")
    told = leadkit("profile", "badges.csv", "--json", cwd=badges)
    assert told.out == (badges / "p.json").read_bytes()
    assert json.loads(told.out)["duplicates"]["rows"] == 1


def test_values_are_shown_where_somebody_asks(badges, leadkit):
    """In the terminal, in JSON and on the page, and the line says so."""
    assert "Li AG" in leadkit("profile", "badges.csv", "--show-values", cwd=badges).out.decode()
    done = leadkit("profile", "badges.csv", "--show-values", "-o", "p.html", cwd=badges)
    assert "It shows cells of people as they are." in done.err.decode()
    assert "Meier GmbH" in (badges / "p.html").read_text("utf-8")


def test_standard_input_folders_and_patterns(badges, leadkit):
    """As import takes them."""
    (badges / "more").mkdir()
    (badges / "more" / "a.csv").write_text("Name,Email\nMo,mo@x.example.com\n")
    for given, stdin in ((["-"], BADGES.encode()), (["more"], b""), (["more/*.csv"], b"")):
        done = leadkit("profile", *given, "--json", stdin=stdin, cwd=badges)
        assert done.code == 0
        assert json.loads(done.out)["rows"] == (4 if stdin else 1)


def test_options_are_those_of_import(badges, leadkit):
    """A header's line, a delimiter, a map, the country of phones."""
    (badges / "map.yaml").write_text("columns: {Halle: campaign, E-Mail: email}\n")
    done = leadkit("profile", "badges.csv", "--map", "map.yaml", "--json", cwd=badges)
    columns = json.loads(done.out)["lists"][0]["columns"]
    assert columns[4]["taken_for"] == ["campaign"]
    assert columns[4]["reason"] == "map.yaml says so"
    done = leadkit("profile", "badges.csv", "--delimiter", ",", "--json", cwd=badges)
    assert len(json.loads(done.out)["lists"][0]["columns"]) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["gone.csv"], ["gone.csv: no such file"]),
        (["gone.csv", "badges.csv", "empty.csv"],
         ["gone.csv: no such file", "empty.csv: the file is empty; it needs a header row"]),
        (["badges.csv", "badges.csv"], ["badges.csv: given twice; every row would come twice"]),
        (["badges.csv", "--region", "Atlantis"], ["--region Atlantis"]),
        (["badges.csv", "-o", "badges.csv"], ["badges.csv"]),
    ],
)  # fmt: skip
def test_errors_are_those_of_import(badges, leadkit, arguments, told):
    """Exit code 2, a line for each file, and nothing is written."""
    (badges / "empty.csv").write_bytes(b"")
    done = leadkit("profile", *arguments, cwd=badges)
    assert done.code == 2
    assert done.out == b""
    assert len(done.lines) == len(told)
    for line, words in zip(done.lines, told, strict=True):
        assert words in line
    assert (badges / "badges.csv").read_text("utf-8") == BADGES


def test_what_import_would_fail_on_is_told(folder, leadkit):
    """A list that is hardly read as it is meant: profile tells of it and goes on."""
    (folder / "a.csv").write_text("a,b\n" + "x,y,z\n" * 5 + "Eva,eva@x.example.com\n")
    done = leadkit("profile", "a.csv", cwd=folder)
    assert done.code == 0
    assert "import would end with exit code 1: " in shown(done.out)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("", ["nothing: there are no rows", "import: 0 rows become 0 leads"]),
        (
            "Eva Kern,e@x.example.com\n",
            ["import: 1 row becomes 1 lead", "dedupe: 1 lead becomes 1"],
        ),
        (",\n,\n", ["nothing: every cell is blank"]),
    ],
)
def test_few_rows_are_told_in_their_own_words(leadkit, tmp_path, rows, told):
    (tmp_path / "a.csv").write_text("Name,E-Mail\n" + rows, "utf-8")
    out = leadkit("profile", "a.csv", cwd=tmp_path).out.decode()
    assert [words for words in told if words not in out] == []
