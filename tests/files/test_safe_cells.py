"""Cells that spreadsheets run: found, kept from it in what is written, and read as they were."""

from __future__ import annotations

import csv
import io
import re
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.files.csv_in import LeadFile
from leadkit.files.csv_out import csv_bytes
from leadkit.files.safe_cells import (
    escaped,
    may_be_marked,
    safe,
    unmarked,
    unmarked_text,
    would_run,
)
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions
from leadkit.run.stages import STAGES
from tests.running import here, line_here

RUN = [  # a spreadsheet computes these, or worse
    "=1+1", "=cmd|' /C calc'!A0", "  =1+1", "\t=1+1", "\r=1+1", "\n=1+1", '"=1+1', "'=1+1", "''=1+1",
    "\u00a0=1", "\u3000=1", "\ufeff=1", "\u200b=1", "“=1", "＝1+1", "﹦1+1", "=HYPERLINK(A1,B1)",
    '=IMPORTXML("https://x.example",A1)', "+cmd|' /C calc'!A0", "-cmd|'/C calc'!A0", "@SUM(1+1)*cmd|'x'!A0",
    "@SUM(A1:A9)", "+SUM(A1)", "-2+3", "+1+2", "-A1", "+$A$1", "-1*2", "=a", "= see above", "＋SUM(A1)", "－2+3",
    "-10-50", "+1*1*1*1*1*1*1",
]  # fmt: skip
UNREADABLE = [  # ... these it shows as an error, or the cell is cut in two
    "- wants offer", "=) hi", "-wants offer", "+ two colleagues", "@Eva please call", "- A4 flyer", "-5 °C", "\tx", "\rx",
    "+1-800-FLOWERS", "- wants offer (urgent!)", "-\tx", "'- wants offer",
]  # fmt: skip
HARMLESS = [  # ... and these are themselves
    "", "a", "a=b", "1+1", "-", "--", "---", "- -", "+", "=", "====", "@", "-5", "- 5", "+5", "-5.5 %", "-1,200.00", "-1'200",
    "-5 €", "-$5", "-1e5", "+3", "+49 171 1234567", "+491711234567", "+1 (555) 123-4567", "+1 (555) 555-0123 ext. 4",
    "+49 89 1234567; +49 171 1234567", "+49 (0) 89 / 123 45-67", "+1-555-555-0123", "+49 30 1234567, ext. 12",
    "@handle", "@eva_m.x", "＠handle", "'t Hof", "O'Hara", "'", "''", "'+49 171 1234567", "eva@x.example.com", " x", "x\t", "−5",
    "見積もり", "«x»", "(=1)", "a\n=1", ";=1",
]  # fmt: skip
# Texts of which many are marked, are as if they were marked, or just not.
NASTY = st.lists(
    st.sampled_from([*"'=+-@ \t\r\n\"1A(|!,;", "＝", "\u00a0", "SUM", "cmd|'x'!A0", "a", "+49 171 1234567"]),
    max_size=6,
).map("".join)  # fmt: skip
ANY = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | NASTY
    | st.sampled_from([*RUN, *HARMLESS])
)
# A file of control characters is taken for no text.
WRITTEN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8) | NASTY


@pytest.mark.parametrize("cell", RUN)
def test_what_runs_is_flagged_and_marked(cell):
    """Formulas, behind blanks and quotes, of full width, and without an equals sign."""
    assert would_run(texts([cell])).tolist() == [True]
    assert safe(texts([cell])).to_pylist() == [f"'{cell}"]


@pytest.mark.parametrize("cell", UNREADABLE)
def test_what_a_spreadsheet_cannot_show_is_marked_alone(cell):
    """A remark behind a dash is #NAME? in a spreadsheet, and so is marked; it is no formula."""
    assert would_run(texts([cell])).tolist() == [False]
    assert safe(texts([cell])).to_pylist() == [f"'{cell}"]


@pytest.mark.parametrize("cell", HARMLESS)
def test_numbers_phones_and_handles_stay(cell):
    """What is no formula is written as it is, with the option as without."""
    cells = texts([cell])
    assert would_run(cells).tolist() == [False]
    assert safe(cells) is cells
    assert escaped(cells) is cells
    assert unmarked(cells) is cells


@given(st.lists(ANY, max_size=6))
@example(RUN + UNREADABLE)
@example(HARMLESS)
def test_what_is_marked_is_read_as_it_was(cells):
    """Marked and read again, any text is itself: what begins with the mark as well, any number of times."""
    given_cells = texts(cells)
    assert unmarked(safe(given_cells)).to_pylist() == cells
    assert unmarked(escaped(given_cells)).to_pylist() == cells
    assert unmarked(unmarked(safe(safe(given_cells)))).to_pylist() == cells
    assert [*map(unmarked_text, safe(given_cells).to_pylist())] == cells
    marked = safe(given_cells).to_pylist()
    unchanged = [one for one, cell in zip(marked, cells, strict=True) if one == cell]
    assert not would_run(texts(unchanged)).any()


@given(st.lists(st.lists(WRITTEN, min_size=2, max_size=2), max_size=5), st.booleans())
def test_any_table_is_read_as_it_was_written(tmp_path_factory, rows, safe_cells):
    """A file written with the option, or without, gives every reader the cells that went in."""
    path = tmp_path_factory.mktemp("safe") / "leads.csv"
    columns = ["lead_id", "notes", "=x"]
    table = [[str(at), *row] for at, row in enumerate(rows)]
    cells = pa.table({name: texts([row[at] for row in table]) for at, name in enumerate(columns)})
    header = pa.table({name: texts([name]) for name in columns})
    path.write_bytes(b"".join(bytes(csv_bytes(part, safe_cells)) for part in (header, cells)))
    read = LeadFile(str(path))
    assert read.columns == columns
    assert [row for part in read.tables() for row in part.to_pylist()] == cells.to_pylist()
    alone = [
        one
        for part, _ in LeadFile(str(path)).rows_beside(frozenset(["notes"]))
        for one in part["notes"].to_pylist()
    ]
    assert alone == [row[1] for row in table]
    if safe_cells:
        written = [*csv.reader(io.StringIO(path.read_text("utf-8"), newline=""))]
        assert written[0][2] == "'=x"
        for cell in (cell for row in written[1:] for cell in row):
            assert cell[:1] == "'" or not would_run(texts([cell])).any()


@example(["0", "0", "0"])
@given(st.lists(WRITTEN, min_size=1, max_size=5))
def test_import_undoes_it(tmp_path_factory, notes):
    """What import makes of a list is the same, whether that was written with the option or without."""
    folder = tmp_path_factory.mktemp("safe")
    told = []
    for safe_cells in (False, True):
        cells = {
            "Name": ["Eva"] * len(notes),
            "E-Mail": ["eva@x.example.com"] * len(notes),
            "Notes": notes,
        }
        table = pa.table({name: texts([name, *of]) for name, of in cells.items()})
        (folder / "list.csv").write_bytes(bytes(csv_bytes(table, safe_cells)))
        lists = ImportedLists([str(folder / "list.csv")], ImportOptions())
        told.append([row for leads in lists.batches() for row in leads.to_dict("records")])
    assert told[0] == told[1]
    column = "notes" if "notes" in told[0][0] else "Notes"  # grades are no notes
    assert [row[column] for row in told[0]] == notes or any(
        code in row["issues"] for row in told[0] for code in ("formula_text", "mojibake")
    )


LEADS = pd.DataFrame(
    {
        "lead_id": ["1", "2", "3", "4"],
        "email": ["eva@x.example.com", "jan@x.example.com", "ida@x.example.com", "eva@x.example.com"],
        "first_name": ["Eva", "Jan", "Ida", "Eva"], "last_name": ["Lang", "Berg", "Weiß", "Lang"],
        "phone": ["+49 89 1234567", "", "-", "+498912345670"],
        "company": ["=1+1", "'t Hof", "@SUM(A1)", "'=1+1"], "lead_source": ["=A1", "fair", "-2+3", "=A1"],
        "notes": ["- wants offer", "hot\n=1", "''=1+1", "\t=cmd|' /C calc'!A0"],
        "may_email": ["yes"] * 4, "may_call": ["no"] * 4, "may_post": ["no"] * 4,
        "score": ["1"] * 4, "lead_status": ["customer"] * 4, "score_engagement": ["1"] * 4,
        "+own()": ["-5", "+5", "@eva", "＝1"],
    },
    dtype="str",
)  # fmt: skip
STAGE_OPTIONS = {
    "dedupe": ["--merges", "merges.csv"],
    "cpl": ["--revenue", "5", "--margin", "2%", "--close-rate", "5%"],
}


@pytest.fixture
def leads_file(tmp_path):
    header = pa.table({name: texts([name]) for name in LEADS.columns})
    rows = pa.table({name: texts(LEADS[name]) for name in LEADS.columns})
    (tmp_path / "leads.csv").write_bytes(bytes(csv_bytes(header)) + bytes(csv_bytes(rows)))
    return tmp_path


def written_cells(path: Path) -> list[str]:
    return [
        cell for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline="")) for cell in row
    ]


def no_formula(path: Path) -> bool:
    return not any(re.match(r"\s*[=＝]|[-+@]\w*[(+]", cell) for cell in written_cells(path))


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_the_option(stage, leads_file):
    """With --safe-cells nothing of what a stage writes runs, and what it says is what it says without."""
    options = STAGE_OPTIONS.get(stage, [])
    for name, more in (("plain", []), ("safe", ["--safe-cells"])):
        master = ["master.csv"] if stage == "update" else []  # at the first run there is none
        done = here(
            [stage, *master, "leads.csv", *options, *more, "-q", "-o", f"{name}.csv"],
            cwd=leads_file,
        )
        assert done.code == 0, done.lines
        if stage == "dedupe":
            (leads_file / "merges.csv").rename(leads_file / f"merges_{name}.csv")
    tables = ["", "merges_"] if stage == "dedupe" else [""]
    for table in tables:
        plain, marked = leads_file / f"{table}plain.csv", leads_file / f"{table}safe.csv"
        assert not no_formula(plain)
        assert no_formula(marked)
        assert marked.read_bytes() != plain.read_bytes()
        read = [
            [part.to_pylist() for part in LeadFile(str(one)).tables()] for one in (plain, marked)
        ]
        assert read[0] == read[1]
    # The next stage reads both alike, and without the option writes what it writes of the plain one.
    again = [here(["clean", f"{name}.csv", "-q"], cwd=leads_file).out for name in ("plain", "safe")]
    assert again[0] == again[1]


def test_a_run_and_its_pipe_write_the_same(leads_file):
    """safe_cells in a pipeline file, --safe-cells of run, and of the last command of a pipe are one thing."""
    job = "import: {files: [leads.csv]}\nsteps: [clean, score]\noutput: run.csv\n"
    (leads_file / "job.yaml").write_text(job)
    (leads_file / "safe.yaml").write_text(f"{job}safe_cells: yes\n")
    assert here(["run", "safe.yaml", "-q"], cwd=leads_file).code == 0
    of_file = (leads_file / "run.csv").read_bytes()
    assert here(["run", "job.yaml", "-q", "--safe-cells"], cwd=leads_file).code == 0
    assert (leads_file / "run.csv").read_bytes() == of_file
    pipe = "leadkit import -q leads.csv | leadkit clean -q | leadkit score -q --safe-cells"
    assert line_here(pipe, leads_file).out == of_file
    pipe = "leadkit import -q leads.csv --safe-cells | leadkit clean -q --safe-cells | leadkit score -q --safe-cells"
    assert line_here(pipe, leads_file).out == of_file
    pipe = "leadkit import -q leads.csv --safe-cells | leadkit clean -q | leadkit score -q"
    assert (
        line_here(pipe, leads_file).out
        == line_here(pipe.replace(" --safe-cells", ""), leads_file).out
    )


def test_a_wrong_word_for_it_is_refused(leads_file):
    """safe_cells: maybe is a mistake in its line."""
    (leads_file / "job.yaml").write_text(
        "import: {files: [leads.csv]}\nsteps: [clean]\nsafe_cells: maybe\n"
    )
    done = here(["run", "job.yaml"], cwd=leads_file)
    assert (done.code, done.lines) == (2, ["leadkit: job.yaml:3: safe_cells: give true or false"])


def test_rejects_and_undone_merges_are_safe_too(leads_file):
    """A side table is a table: rejects with --safe-cells come back as they were, and so do originals."""
    (leads_file / "list.csv").write_text(
        "Name,E-Mail\nEva,eva@x.example.com\n=1+1,b,@SUM(A1)\n'=1,c,d\n" * 1
        + "Jo,j@x.example.com\n" * 20
    )
    asides = []
    for name, more in (("plain", []), ("safe", ["--safe-cells"])):
        here(["import", "list.csv", "-q", "--rejects", f"{name}.csv", *more], cwd=leads_file)
        asides.append(
            [part.to_pylist() for part in LeadFile(str(leads_file / f"{name}.csv")).tables()]
        )
    assert asides[0] == asides[1]
    assert "'=1+1" in written_cells(leads_file / "safe.csv")
    assert (
        here(
            ["dedupe", "leads.csv", "-q", "--merges", "m.csv", "--safe-cells", "-o", "d.csv"],
            cwd=leads_file,
        ).code
        == 0
    )
    assert (
        here(
            ["unmerge", "d.csv", "--merges", "m.csv", "-q", "--safe-cells", "-o", "o.csv"],
            cwd=leads_file,
        ).code
        == 0
    )
    originals = pd.concat(
        [part.to_pandas() for part in LeadFile(str(leads_file / "o.csv")).tables()]
    )
    pd.testing.assert_frame_equal(
        originals.sort_values("lead_id", ignore_index=True)[list(LEADS.columns)],
        LEADS.astype(originals.dtypes["notes"]),
    )
    assert no_formula(leads_file / "o.csv")


def test_reports_are_safe_too(leads_file):
    """What names channels or lists that somebody typed is a table as well."""
    (leads_file / "leads.csv").rename(leads_file / "=a1.csv")
    (leads_file / "costs.csv").write_text("lead_source,spend\n=A1,100\nfair,50\n-2+3,10\n")
    lines = (
        "consent =a1.csv -q",
        "cpl =a1.csv --by lead_source --spend costs.csv --revenue 5000 --margin 20% -q",
    )
    for line in lines:
        plain, marked = (
            here([*line.split(), *more], cwd=leads_file) for more in ([], ["--safe-cells"])
        )
        assert (plain.code, marked.code) == (0, 0), marked.lines
        (leads_file / "out.csv").write_bytes(marked.out)
        assert no_formula(leads_file / "out.csv")
        undone = [*map(unmarked_text, written_cells(leads_file / "out.csv"))]
        (leads_file / "out.csv").write_bytes(plain.out)
        assert not no_formula(leads_file / "out.csv")
        assert undone == written_cells(leads_file / "out.csv")


def test_a_workbook_of_marked_cells_is_read_as_it_was(tmp_path):
    """Whoever saved the table as a workbook since has the marks in its cells, and import takes them off."""
    from tests.files.samples import xlsx

    rows = [
        ["Name", "E-Mail", "Notes"],
        ["Eva", "eva@x.example.com", "'=1+1"],
        ["Jan", "jan@x.example.com", "'t Hof"],
    ]
    (tmp_path / "list.xlsx").write_bytes(xlsx(rows))
    lists = ImportedLists([str(tmp_path / "list.xlsx")], ImportOptions())
    notes = [row["notes"] for leads in lists.batches() for row in leads.to_dict("records")]
    assert notes == ["=1+1", "'t Hof"]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("a,'=1\n", True), ("'=1,a\n", True), ('a,"\'=1,5"\n', True), ("a\n'+1+2\n", True), ("a,''=1\n", True),
        ("a,' =1\n", True), ("a,'\u00a0=1\n", True), ("a,'＝1\n", True), ("a,'t Hof\n", False),
        ("O'Hara,a\n", False), ("a,x'=1\n", False), ("", False), ("'", True), ("a,b'", False),
    ],
)  # fmt: skip
def test_a_text_without_marks_is_told(text, marked):
    """Only a text that may hold a mark is looked at cell by cell; names with apostrophes are none."""
    assert may_be_marked(text.encode(), ",", b"\n") == marked


def test_a_reject_that_is_no_text_is_left_alone(tmp_path):
    """Bytes that are no UTF-8 behind an apostrophe are set aside as they stand."""
    rows = b"Name,E-Mail\nEva,eva@x.example.com\n" + "Jürgen,j@x.example.com\n".encode() * 30
    (tmp_path / "list.csv").write_bytes(rows + b"'=\xff,b@x.example.com\n'=1\xff,b,c\n")
    done = here(
        ["import", "list.csv", "--encoding", "utf-8", "--rejects", "r.csv", "-q"], cwd=tmp_path
    )
    assert done.code == 0
    assert len((tmp_path / "r.csv").read_text("utf-8").splitlines()) == 3
    assert unmarked_text("'=\udcff") == "'=\udcff"


def test_long_cells_take_no_longer_than_they_are():
    """A cell of a megabyte of blanks, quotes or digits is looked at in time in proportion to it."""
    begun = time.process_time()
    for cell in ("'" * 1_000_000 + "=", "+" + "1 " * 500_000 + "x", "-" + "(" * 1_000_000):
        assert unmarked(safe(texts([cell]))).to_pylist() == [cell]
        assert would_run(texts([cell])).tolist() in ([True], [False])
    assert time.process_time() - begun < 5


def test_import_flags_formulas(tmp_path):
    """The code formula stands in issues, and its count is told."""
    (tmp_path / "list.csv").write_text(
        "Name,E-Mail,Notes\n"
        + "".join(
            f"Eva,e{at}@x.example.com,{cell}\n"
            for at, cell in enumerate(["=1+1", "- offer", "-2+3", '="0171"'])
        )
    )
    done = here(["import", "list.csv"], cwd=tmp_path)
    rows = [*csv.DictReader(io.StringIO(done.out.decode()))]
    assert [row["issues"] for row in rows] == [
        "formula_unread; formula",
        "",
        "formula",
        "formula_text",
    ]
    assert "formula in 2 rows" in done.err.decode()
