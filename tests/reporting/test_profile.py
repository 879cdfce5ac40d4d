"""What a profile says is what import, clean and dedupe do; of long lists it is near, and says so."""

from __future__ import annotations

import csv
import gzip
import json
import zipfile
from collections import Counter

import pandas as pd
import pytest

from leadkit import (
    CleanOptions,
    LeadkitError,
    ProfileOptions,
    clean_leads,
    consent_overview,
    dedupe_leads,
    import_leads,
    new_workspace,
    profile,
)
from leadkit.clean import clean_stage
from leadkit.reporting.profile.words import cell_told, rounded
from tests.reporting.pages import figures, number
from tests.reporting.test_pages import ATTACKS, COLUMNS, PEOPLE, check_safe, written


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    """The three lists of the trade fair."""
    folder = tmp_path_factory.mktemp("profile") / "fair"
    new_workspace(folder, example=True)
    return folder / "inbox"


@pytest.fixture(scope="module")
def fair(inbox):
    return profile(inbox)


def test_rows_are_those_of_import(inbox, fair):
    """Rows, rejects with their reasons, and what each column was taken for."""
    found, done = fair.as_dict(), import_leads(inbox)
    assert found["leads"] == len(done.leads) == 437
    assert found["rejected"] == len(done.rejects) == 3
    reasons = Counter(done.rejects["_reason"])
    told = {one["reason"]: one["rows"] for own in found["lists"] for one in own["rejects"]}
    assert told == reasons
    assert tuple(found["notes"]) == done.notes
    for own in found["lists"]:
        alone = import_leads(own["path"])
        assert own["leads"] == len(alone.leads)
        for column in own["columns"]:
            assert column["reason"] in alone.map
            for name in column["goes_to"]:
                assert name in alone.leads.columns


def test_columns_hold_what_is_counted_by_hand(inbox, fair):
    """Filled, different, commonest and lengths, of each column of a list as it stands."""
    (crm,) = (own for own in fair.as_dict()["lists"] if own["source_file"] == "crm.csv")
    with open(inbox / "crm.csv", encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert (crm["kind"], crm["encoding"], crm["delimiter"], crm["header_row"]) == (
        "CSV",
        "utf-8",
        ",",
        1,
    )
    for column in crm["columns"]:
        cells = [row[column["header"]] for row in rows if row[column["header"]].strip()]
        counts = Counter(cells)
        assert column["filled"] == len(cells)
        assert column["distinct"] == len(counts)
        assert [one["rows"] for one in column["commonest"]] == [n for _, n in counts.most_common(3)]
        assert column["lengths"]["shortest"] == min(map(len, cells))
        assert column["lengths"]["longest"] == max(map(len, cells))


def test_what_clean_and_dedupe_would_do_is_what_they_do(inbox, fair):
    """Cells by field, issues, merged rows and pairs to review are those of the stages."""
    found = fair.as_dict()
    leads = import_leads(inbox).leads
    cells = clean_stage(CleanOptions()).apply(leads).cells
    told = found["would_change"]["clean"]
    for name, counts in told.items():
        assert Counter(counts) == Counter(cells[name]), name
    deduped = dedupe_leads(clean_leads(leads))
    assert found["duplicates"]["rows"] == len(deduped.merges) == 138
    assert found["duplicates"]["review"] == len(deduped.review)
    assert sum(one["rows"] for one in found["duplicates"]["lists"]) == 138
    assert found["exact"]
    issues = Counter(
        code for cell in clean_leads(leads)["issues"] for code in filter(None, cell.split("; "))
    )
    told = Counter()
    for own in found["lists"]:
        for column in own["columns"]:
            told.update(column["issues"])
        told.update(own["damage"])
    assert told == issues


def test_consent_is_that_of_the_overview(inbox, fair):
    """Who said yes with and without proof, list by list, and what is to be written."""
    overview = consent_overview(clean_leads(import_leads(inbox).leads)).set_index("list")
    for own in fair.as_dict()["lists"]:
        line = overview.loc[own["source_file"]]
        assert own["consent"]["said"]["yes"] == int(line["yes"])
        assert own["consent"]["said"]["no"] == int(line["no"])
        assert own["consent"]["proven"] == int(line["proven"])
    (badges,) = (own for own in fair.as_dict()["lists"] if own["source_file"] == "badges.csv")
    (asked,) = (one for one in badges["columns"] if one["goes_to"] == ["consent"])
    assert asked["answers"] == {"Yes": "yes", "1": "yes", "TRUE": "yes"}


def test_the_page_says_the_same(fair):
    """Figures read back from the page are those of the JSON."""
    found = fair.as_dict()
    read = check_safe(fair.html())
    assert number(read.tiles["rows read"]) == found["rows"]
    assert number(read.tiles["rows that import rejects"]) == found["rejected"]
    assert number(read.tiles["rows of people who stand there already"]) == 138
    lists = figures(read.parts["lists"].tables["Each list"])
    for own in found["lists"]:
        kind, encoding, _, header, rows, rejected, columns = lists[own["source_file"],]
        assert (kind, encoding.lower(), header) == ("CSV", own["encoding"], "1")
        assert number(rows) == own["rows"]
        assert number(rejected) == own["rejected"]
        assert number(columns) == len(own["columns"])
    for at, own in enumerate(found["lists"]):
        part = read.parts[f"list{'abc'[at]}"]
        told = figures(part.tables["Each column"])
        assert [number(cells[4]) for cells in told.values()] == [
            column["distinct"] for column in own["columns"]
        ]
        filled = figures(part.charts[0].table)
        assert [number(cells[0]) for cells in filled.values()] == [
            column["filled"] for column in own["columns"]
        ]
    clean = figures(read.parts["changes"].tables["What clean would do to each field"])
    for name, counts in found["would_change"]["clean"].items():
        assert [number(cell) for cell in clean[name,]] == [
            counts[word] for word in ("fine", "mended", "doubtful", "emptied", "gained")
        ]


def test_jupyter_shows_the_page(fair):
    """In a frame in which nothing runs, and as one line elsewhere."""
    shown = fair._repr_html_()
    assert shown.startswith("<iframe sandbox srcdoc=")
    assert repr(fair) == "<Profile of 440 rows in 3 lists; .html(), .as_dict(), .figures>"
    assert json.loads(fair.as_json()) == fair.as_dict()


def test_cells_of_people_are_masked(memory):
    """On the page and in JSON, unless somebody asks for them, and then the page says so."""
    path = written(memory / "list.csv", COLUMNS, *PEOPLE)
    masked = profile(path)
    for text in (masked.html(), masked.as_json()):
        for cell in ("nepomuk", "zanobini", "malrinka", "5550175", "wackernagel", "ottilie"):
            assert cell not in text.casefold(), cell
    shown = profile(path, show_values=True)
    for text in (shown.html(), shown.as_json()):
        assert "Nepomuk" in text
    assert "shows cells of the lists as they are" in shown.html()


def test_what_many_share_is_shown(memory):
    """A job that five rows have is nobody's alone; a name that five have is one, all the same."""
    rows = [(f"e{n}@x.example.com", "Buyer" if n < 5 else "Seer", "Nepomuk") for n in range(7)]
    path = written(memory / "list.csv", ("email", "job_title", "first_name"), *rows)
    mail, job, name = profile(path).as_dict()["lists"][0]["columns"]
    assert [one["cell"] for one in job["commonest"]] == ["Buyer", "S***"]
    assert name["commonest"] == [{"cell": "N******", "rows": 7}]
    assert all("***" not in one["cell"][:2] for one in mail["commonest"])


@pytest.mark.parametrize("show_values", [False, True])
def test_cells_that_attack_are_text(memory, show_values):
    """A list of which every cell, every header and the name are attacks gives a page of text."""
    count = len(ATTACKS)
    rows = [[ATTACKS[(row + at) % count] for at in range(count)] for row in range(3 * count)]
    path = written(memory / "<img src=x onerror=alert(3)>.csv", ATTACKS, *rows)
    found = profile(path, show_values=show_values)
    page = found.html()
    check_safe(page)
    for text in (page, found.as_json()):
        assert "\u202e" not in text
        assert "\x1b" not in text
        assert "x" * 100 not in page


@pytest.mark.parametrize(
    ("name", "content", "rows"),
    [
        ("header only", "Name,E-Mail\n", 0),
        ("one row", "Name,E-Mail\nEva Meier,eva@meier.example.com\n", 1),
        ("blank", "Name,E-Mail\n,\n,\n", 2),
        ("one cell", "eva@meier.example.com\n", 1),
    ],
)
def test_little_makes_sense(memory, name, content, rows):
    """No row, one row, blank rows, a list without a header."""
    path = memory / "a.csv"
    path.write_text(content, "utf-8")
    found = profile(path)
    check_safe(found.html())
    assert found.as_dict()["rows"] == rows, name
    assert found.as_dict()["duplicates"]["rows"] == 0


@pytest.mark.parametrize("many", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_many_columns(memory, many):
    """The page shows some and says how many more there are; JSON has all of them."""
    names = [f"column {n}" for n in range(many)]
    path = written(memory / "wide.csv", ("E-Mail", *names), ["eva@meier.example.com", *names])
    found = profile(path)
    page = found.html()
    check_safe(page)
    assert f"and {many - 39:,} more columns" in page
    assert len(found.as_dict()["lists"][0]["columns"]) == many + 1


def test_huge_cells(memory):
    """A cell of a million letters is cut, on the page and in JSON; its length is told."""
    rows = [(f"e{n}@x.example.com", "y" * 900_000 + str(n)) for n in range(3)]
    found = profile(written(memory / "a.csv", ("email", "notes"), *rows))
    check_safe(found.html())
    notes = found.as_dict()["lists"][0]["columns"][1]
    assert notes["lengths"]["longest"] == 900_001
    assert notes["distinct"] == 3
    assert len(found.as_json()) < 20_000


def test_lists_of_all_kinds(memory):
    """Packed, cards and workbooks say what they are, and what was left out of them."""
    text = "Name;E-Mail\nEva Müller;eva@meier.example.com\n".encode()
    (memory / "a.csv.gz").write_bytes(gzip.compress(text))
    with zipfile.ZipFile(memory / "b.zip", "w") as archive:
        archive.writestr("b.csv", text)
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Eva Li\nEMAIL:eva@li.example.com\nEND:VCARD\n"
    (memory / "c.vcf").write_text(card)
    told = {
        own["source_file"]: (own["kind"], own["packed"], own["encoding"], own["delimiter"])
        for own in profile(memory).as_dict()["lists"]
    }
    assert told == {
        "a.csv.gz": ("CSV", "gzip", "utf-8", ";"), "b.zip": ("CSV", "zip", "utf-8", ";"),
        "c.vcf": ("vCard", "", "utf-8", ""),
    }  # fmt: skip


def test_sheets_that_are_left_out_are_told(memory):
    """A workbook's table is a list, and a note names the sheets that are none."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Badges"
    for row in (["", ""], ["Name", "E-Mail"], ["Eva Meier", "eva@meier.example.com"]):
        book.active.append(row)
    book.create_sheet("Codes").append(["a", "b"])
    book.save(memory / "fair.xlsx")
    found = profile(memory / "fair.xlsx").as_dict()
    assert (found["lists"][0]["kind"], found["lists"][0]["header_row"]) == ("XLSX", 2)
    assert any("Codes" in note for note in found["notes"])


def test_frames_are_profiled_as_their_csv():
    """A frame, or frames by their names; what is for files is refused."""
    frame = pd.DataFrame({"E-Mail": ["eva@meier.example.com", None], "Vorname": ["Eva", "Jan"]})
    found = profile({"badges.csv": frame}).as_dict()
    assert found["lists"][0]["path"] == "badges.csv"
    assert [one["filled"] for one in found["lists"][0]["columns"]] == [1, 2]
    for wrong in (3, {"a.csv": 3}, []):
        with pytest.raises(LeadkitError, match=r"^(frame|profile|a\.csv): "):
            profile(wrong)
    with pytest.raises(LeadkitError, match="encoding"):
        profile(frame, ProfileOptions(encoding="cp1252"))


def test_all_files_that_cannot_be_read_are_told_at_once(memory):
    """One mistake a file."""
    (memory / "empty.csv").write_bytes(b"")
    (memory / "a.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(LeadkitError) as wrong:
        profile([memory / "empty.csv", memory / "a.pdf", memory / "gone.csv"])
    assert [line.partition(": ")[2][:10] for line in wrong.value.lines] == [
        "the file i", "this is no", "no such fi",
    ]  # fmt: skip


def test_estimates_have_no_more_digits_than_they_tell(fair):
    """And a column that is masked by nothing known is masked as a whole."""
    assert [rounded(many) for many in (7, 99_999, 1_234)] == [7, 100_000, 1_230]
    (alone,) = (one for own in fair.figures.lists for one in own.columns if not one.is_known)
    assert cell_told(alone, "tablet-1", 55, False) == "t*******"
