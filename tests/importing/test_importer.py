"""Import: headers of any kind become our columns, and every row gets an id that stays its own."""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter, defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadkit.base.columns import ANSWERS_TOGETHER, KNOWN
from leadkit.base.errors import LeadkitError
from leadkit.fields.headers.names import field_of
from leadkit.fields.headers.words import vocabulary
from leadkit.importing.lists import ImportedLists
from leadkit.importing.mapping import map_columns
from leadkit.importing.options import ImportOptions

HEADERS = {
    "English badge scan": (
        "Badge ID,Scan Time,First Name,Last Name,Job Title,Company,Email Address,Mobile Phone,"
        "Business Phone,Country,Opt-In Marketing,Notes,Scanned By",
        "external_id,created_at,first_name,last_name,job_title,company,email,mobile,"
        "phone,country,consent,notes,Scanned By",
    ),
    "English CRM": (
        "Contact ID,First Name,Email,Phone Number,Mobile Phone Number,Company Name,Postal Code,"
        "Country/Region,Lifecycle Stage,Lead Owner,Opted out of email,Number of Employees",
        "external_id,first_name,email,phone,mobile,company,postal_code,"
        "country,lifecycle_stage,owner,email_opt_out,employees",
    ),
    "German card scan": (
        "Anrede,Vorname,Nachname,Firma,Position,Straße,PLZ,Ort,Land,Telefon,Mobil,E-Mail,Bemerkung",
        "prefix,first_name,last_name,company,job_title,street,postal_code,city,country,phone,"
        "mobile,email,notes",
    ),
    "German, shouted and decomposed": (
        "VORNAME,STRASSE,E-MAIL-ADRESSE,Stra\u00dfe und Hausnummer,Gescha\u0308ftlich",
        "first_name,street,email,Stra\u00dfe und Hausnummer,phone",
    ),
    "snake and camel case": ("first_name,lastName,e_mail,postalCode", "first_name,last_name,email,postal_code"),
    "several mails and phones": (
        "E-Mail,E-Mail,E-Mail,E-Mail,Phone,Phone,Phone",
        "email,email_2,email_3,E-Mail,phone,phone_2,Phone",
    ),
    "a Korean name alone is a whole one": ("이름,회사명,이메일", "full_name,company,email"),
    "a Korean name beside a surname": ("성,이름", "last_name,first_name"),
    "a field's own name goes first": ("mail,email", "email_2,email"),
    "unknown ones keep their names": ("Shoe size,shoe size,Shoe size, ,", "Shoe size,shoe size,Shoe size_2,column_4,column_5"),
    "our identity is not taken over": ("source_file,source_row,Name", "source_file_2,source_row_2,full_name"),
}  # fmt: skip


@pytest.mark.parametrize(("headers", "columns"), HEADERS.values(), ids=HEADERS)
def test_headers_are_mapped(headers, columns):
    """Each header becomes the column that it names, or keeps its own name."""
    assert map_headers(headers.split(",")) == columns.split(",")


def map_headers(headers):
    return [told.column for told in map_columns(headers)]


def test_every_column_is_known_by_its_own_name():
    """A column's own name names it, as it is and shouted, but for those that only code writes."""
    for column in KNOWN:
        assert field_of(column) in (column, None), column
        assert map_headers([column]) == [column]
        words = column.split("_")
        for spelling in (" ".join(words).title(), "-".join(words), "".join(w.title() for w in words),
                         " ".join(words).upper(), column.title()):  # fmt: skip
            first = ["email"] * (column == "email_2")  # an only e-mail address is the first
            assert map_headers([*first, spelling])[-1] == column, spelling
    assert len(vocabulary().words) > 2000


headers = st.lists(
    st.sampled_from([*KNOWN, "E-Mail", "Telefon", "Strasse", "lead_id", "source_row", "email_4", "x"])
    | st.text(max_size=4),
    max_size=12,
)  # fmt: skip


@given(headers)
@example(["street_2", "street_2"])
@example(["home_street", "Strasse"])
def test_never_two_headers_in_one_column(headers):
    """Each gets a column of its own, but answers, which are joined; identity columns stay ours."""
    columns = map_headers(headers)
    answers = [column for column in columns if column in ANSWERS_TOGETHER]
    assert len(set(columns)) == len(columns) - len(answers) + len(set(answers))
    assert len(columns) == len(headers)
    assert "" not in columns
    assert not {"lead_id", "source_file", "source_row"} & set(columns) or columns == headers


def imported(*paths, **options):
    """Return (columns, rows as dictionaries, rejects) of these lists."""
    lists = ImportedLists([str(path) for path in paths], ImportOptions(**options))
    rows = [row for leads in lists.batches() for row in leads.to_dict("records")]
    assert all(list(row) == lists.columns for row in rows)
    assert lists.rows_read == len(rows) + len(lists.rejects)
    return lists.columns, rows, lists.rejects


@pytest.fixture
def make_list(folder):
    """Write a list into the folder: make_list("a.csv", "Name", "Eva", "Ida")."""

    def make(name, *lines):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return make


def test_several_lists_become_one_table(make_list):
    """The table has the columns of all lists: identity, known ones in our order, then others."""
    one = make_list("one.csv", "Shoe size,E-Mail,Vorname", "41,eva@meier.example.com,Eva")
    two = make_list("two.csv", "Firma;Hut;Mail", "Acme;52;info@acme.example.com")
    columns, rows, _ = imported(one, two)
    assert columns == ["lead_id", "source_file", "source_row", "first_name", "email", "company", "Shoe size", "Hut", "issues"]  # fmt: skip
    assert [list(row.values())[1:] for row in rows] == [
        ["one.csv", "2", "Eva", "eva@meier.example.com", "", "41", "", ""],
        ["two.csv", "2", "", "info@acme.example.com", "Acme", "", "52", ""],
    ]


def test_files_of_one_name_are_told_apart(make_list):
    """Two files of the same name show their folders, and their rows have different ids."""
    january = make_list("jan/leads.csv", "Name", "Eva Meier", "Eva Meier")
    february = make_list("feb/leads.csv", "Name", "Eva Meier")
    _, rows, _ = imported(january, february)
    assert [row["source_file"] for row in rows] == ["jan/leads.csv"] * 2 + ["feb/leads.csv"]
    assert len({row["lead_id"] for row in rows}) == 3
    with pytest.raises(LeadkitError, match="given twice"):
        imported(january, january)


def test_source_rows_are_physical_lines(make_list):
    """source_row is the line on which an editor shows the row."""
    path = make_list("a.csv", "Name,Notes", 'Eva,"two', 'lines"', "", "Ida,x")
    assert [row["source_row"] for row in imported(path)[1]] == ["2", "5"]


def test_a_default_for_lead_source(make_list):
    """--source fills lead_source only where the list tells none."""
    path = make_list("a.csv", "Name,Source", "Eva,", "Ida,Webinar")
    assert [row["lead_source"] for row in imported(path, source="Fair")[1]] == ["Fair", "Webinar"]
    path = make_list("b.csv", "Name", "Eva")
    assert [row["lead_source"] for row in imported(path, source="Fair")[1]] == ["Fair"]


def test_own_output_keeps_its_ids_and_names(folder, make_list, leadkit):
    """What leadkit wrote can be imported again: the same rows, columns and ids."""
    path = make_list("a.csv", "Name,score,Mail,Mail", "Eva,1,e@x.example.com,", "Ida,2,,")
    first = leadkit("import", path, "-o", "leads.csv", cwd=folder)
    again = leadkit("import", "leads.csv", cwd=folder)
    assert (first.code, again.code) == (0, 0)
    assert again.out == (folder / "leads.csv").read_bytes()
    holed = make_list("holed.csv", "lead_id,source_file,source_row", "1,a.csv,2", ",a.csv,3")
    with pytest.raises(LeadkitError, match=r"holed\.csv: lead_id is empty"):
        imported(holed)


def test_rejects_say_where_why_and_what(folder, make_list, leadkit):
    """--rejects holds each unreadable row with file, line, reason and raw text; the rest goes on."""
    make_list("a.csv", "Name,Mail", "Eva,e@x.example.com", "Ida", " , ", 'Udo,"open', 'Kim,"k"im')
    make_list("b.csv", "Name", "Jo")
    run = leadkit("import", "a.csv", "b.csv", "-o", "leads.csv", "--rejects", "rejects.csv", "--summary", "sum.json", cwd=folder)  # fmt: skip
    assert (run.code, "a.csv: 3 of 5 rows were rejected, more than 20%" in run.lines[-1]) == (
        1,
        True,
    )
    told = list(csv.reader(io.StringIO((folder / "rejects.csv").read_text("utf-8"), newline="")))
    stray = "a quote stands inside a cell, not doubled"
    assert told == [
        ["Name", "Mail", "_file", "_line", "_reason_code", "_reason"],
        ["Ida", "", "a.csv", "3", "ragged", "1 cell where the header has 2"],
        [" ", " ", "a.csv", "4", "blank_row", "every cell is blank"],
        ["Udo", '"open', "a.csv", "5", "stray_quote", stray],
        ["Kim", '"k"im', "a.csv", "6", "stray_quote", stray],
    ]
    assert (folder / "leads.csv").read_text("utf-8").count("\n") == 3
    counted = json.loads((folder / "sum.json").read_text())
    assert (counted["read"], counted["written"], counted["rejected"]) == (6, 2, 4)
    told = "rejects in rejects.csv: a.csv:3 (1 cell where the header has 2) and 3 more"
    assert run.lines[0].endswith(told)


def ids_by_row(folder, rows):
    """Return for each distinct row the ids that it got, and all ids."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["Name", "Shoe size"], *rows])
    path = folder / "leads.csv"
    path.write_bytes(text.getvalue().encode())
    ids = defaultdict(set)
    for lead in imported(path)[1]:
        ids[lead["full_name"], lead["Shoe size"]].add(lead["lead_id"])
    return ids


rows = st.lists(st.sampled_from([(a, b) for a in ("x", "y", '"') for b in ("1", "x", "")]), max_size=15)  # fmt: skip


@given(rows, rows, st.randoms())
def test_ids_are_stable(tmp_path_factory, before, more, shuffler: random.Random):
    """Adding, removing and reordering rows leaves the ids of the other rows alone."""
    folder = tmp_path_factory.getbasetemp()
    after = before + more
    shuffler.shuffle(after)
    old, new = ids_by_row(folder, before), ids_by_row(folder, after)
    for row, count in Counter(before).items():
        assert len(old[row]) == count, "identical rows get different ids"
        assert old[row] <= new[row]
    assert sum(map(len, new.values())) == len(set().union(*new.values())) == len(after)


def test_ids_tell_cells_apart(tmp_path):
    """Rows whose cells only look alike when strung together have ids of their own."""
    rows = [("x", "\x1f1"), ("x\x1f", "1")]
    assert ids_by_row(tmp_path, rows) == ids_by_row(tmp_path, rows[::-1])
