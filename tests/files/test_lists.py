"""Lists of every kind are read as what they hold, or refused in one line that says what to do."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import CARDS, ROWS, as_csv, every_kind, ods, xlsx, zipped

from leadkit.base.errors import LeadkitError
from leadkit.base.options import options_of
from leadkit.base.values import with_values
from leadkit.files.guess_encoding import detect_encoding, guess_encoding
from leadkit.files.layout import find_header
from leadkit.files.open import find_files, open_list
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions
from leadkit.run.options import read_option


@pytest.fixture
def read(folder):
    """Read bytes as a list: (headers, rows, rejects)."""

    def reading(content, name="list.csv", **options):
        path = folder / name
        path.write_bytes(content)
        file = open_list(str(path), ImportOptions(**options))
        rows = [
            list(row)
            for batch in file.rows()
            for row in zip(*(cells.to_pylist() for cells in batch.cells.columns), strict=True)
        ]
        assert file.rows_read == len(rows) + len(file.rejects)
        return file.headers, rows, file.rejects

    return reading


SAME = [name for name in every_kind() if name not in ("cards.vcf", "bare.csv")]


@pytest.mark.parametrize("name", SAME)
def test_the_same_list_in_every_kind(read, name):
    """Whatever the encoding, delimiter, line end, title, workbook or archive: the same cells."""
    headers, rows, rejects = read(every_kind()[name], "list")
    assert (headers, rows, rejects) == (ROWS[0], ROWS[1:], [])


def test_a_list_without_a_header(read, folder):
    """A first row of data is no header: nothing is lost, and values name the columns."""
    headers, rows, _ = read(every_kind()["bare.csv"])
    assert (headers, rows) == ([""] * 8, ROWS[1:])
    lists = ImportedLists([str(folder / "list.csv")], ImportOptions())
    assert {"email", "column_2"} <= set(lists.columns)


HEADERS = {  # rows -> position of the header, whether there is one
    "the first row": ([["Name", "E-Mail"], ["Eva", "x"]], (0, True)),
    "below a title and a blank line": ([["Report", ""], [], ["Name", "E-Mail"], ["Eva", "e"]], (2, True)),
    "below notes of several cells": ([["Notes", "of June"], ["First Name", "Last Name", "Email"]], (1, True)),
    "one column": ([["email"], ["a@x.example.com"]], (0, True)),
    "no header": ([["eva@x.example.com"], ["ida@x.example.com"]], (0, False)),
    "numbers alone": ([["1", "2.5"], ["3", "4"]], (0, False)),
    "unknown words": ([["foo", "bar"], ["1", "2"]], (0, True)),
    "nothing": ([], (0, True)),
    "a phone": ([["Eva Muster", "Acme GmbH", "+49 171 1234567"], ["Ida Lang", "Bolt AG", ""]], (0, False)),
    "phones alone": ([["+491711234567"], ["+491711234568"]], (0, False)),
    "a phone without its country": ([["Eva", "0171 1234567"], ["Ida", "0171 1234568"]], (0, False)),
    "codes of one pattern": ([["BADGE001", "Eva", "VIP"], ["BADGE002", "Ida", "VIP"]], (0, False)),
    "numbered names": ([["col1", "col2"], ["val1", "val2"]], (0, True)),
    "a URL": ([["Eva", "https://acme.example.com", "DE"], ["Ida", "https://bolt.example.com", "DE"]], (0, False)),
    "a blank above addresses": ([["Eva", "Lang", ""], ["Ida", "Lang", "i@x.example.com"]], (0, False)),
    "a year": ([["Firma", "2026"], ["Acme", "1500"]], (0, True)),
    "below a title as wide": ([["Report: Leads", "Hall 5", "all"], ["Name", "E-Mail", "Firma"], ["E", "e@x.example.com", "A"]], (1, True)),
    "below many notes": ([[f"Note {n}", "some text", "more"] for n in range(30)] + [["Name", "E-Mail", "Firma"]], (30, True)),
    "below merged cells": ([["Kontakt", "", "Adresse", ""], ["Vorname", "Nachname", "PLZ", "Ort"]], (1, True)),
    "a second header far below": ([["Name", "foo", "bar"], ["Eva", "x", "y"], ["Vorname", "E-Mail", "Firma"]], (0, True)),
    "data that names fields": ([["region", "type", "form"], ["AD", "fixed line", "national"], ["AD", "mobile", "national"]], (0, True)),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "found"), HEADERS.values(), ids=HEADERS)
def test_the_header_is_found(rows, found):
    """Titles above a header are skipped, and a row of data is none."""
    assert find_header(rows) == found


def test_the_delimiter_of_notes_is_not_the_tables(read):
    """Notes above a table may have another delimiter, and more lines than it."""
    notes = "".join(f"Note {number}; some text\n" for number in range(29))
    content = f"{notes}Name,E-Mail,Firma\nEva,e@x.example.com,Acme\n".encode()
    assert read(content)[:2] == (["Name", "E-Mail", "Firma"], [["Eva", "e@x.example.com", "Acme"]])


def test_header_row_and_delimiter_are_taken_as_told(read):
    """--header-row and --delimiter override what would be found."""
    text = b"x;y\nName;E-Mail\nEva;e\n"
    assert read(text, header_row=1)[0] == ["x", "y"]
    assert read(text, header_row=0)[1][0] == ["x", "y"]
    assert read(text, header_row=2, delimiter=",")[0] == ["Name;E-Mail"]
    with pytest.raises(LeadkitError, match=r"header"):
        read(text, header_row=9)
    declared = options_of(ImportOptions)["header_row"]
    for wrong in ("two", "-1"):
        with pytest.raises(LeadkitError, match=r"header"):
            read_option("--header-row", declared, wrong)
    with pytest.raises(LeadkitError, match=r"list.csv:1: this line is blank"):
        read(b"\n" + text, header_row=1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-32-be", "idna"])
def test_an_encoding_that_is_not_the_files(read, encoding):
    """What cannot be the encoding of a list is refused, not read as signs of China."""
    with pytest.raises(LeadkitError, match=r"no text in|no such encoding"):
        read("Name,Ort\nEva Müller,Köln\n".encode("cp1252"), encoding=encoding)


def test_utf_16_without_a_mark_is_read_as_told(read):
    """Which byte comes first shows, where nothing tells."""
    for encoding in ("utf-16-le", "utf-16-be"):
        content = "Name,Ort\nEva,Köln\n".encode(encoding)
        assert read(content, encoding="utf-16")[1] == [["Eva", "Köln"]]


PEOPLE = [
    ["Eva", "Lang, Ida & Co.", "e@x.example.com"],
    ["Pat", "O'Brien", ""],
    ["Jo", "x", "j@x.example.com"],
]
HEADER = ["Name", "Firma", "E-Mail"]
DIALECTS = {  # the same table as programs and people write it
    "single quotes": "'Name','Firma','E-Mail'\n'Eva','Lang, Ida & Co.','e@x.example.com'\n'Pat','O''Brien',''\n'Jo','x','j@x.example.com'\n",
    "single quotes and spaces": "'Name'; 'Firma'; 'E-Mail'\n'Eva'; 'Lang, Ida & Co.'; 'e@x.example.com'\n'Pat'; 'O''Brien'; ''\n'Jo'; 'x'; 'j@x.example.com'\n",
    "spaces around quotes": 'Name,Firma,E-Mail\nEva , "Lang, Ida & Co." , "e@x.example.com" \nPat,"O\'Brien" ,\nJo,x,j@x.example.com\n',
    "a delimiter behind the header": 'Name,Firma,E-Mail,\nEva,"Lang, Ida & Co.",e@x.example.com\nPat,O\'Brien,\nJo,x,j@x.example.com\n',
    "delimiters behind the rows": 'Name,Firma,E-Mail\nEva,"Lang, Ida & Co.",e@x.example.com,,\nPat,O\'Brien,,,\nJo,x,j@x.example.com,,\n',
}  # fmt: skip


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS)
def test_the_same_table_in_every_dialect(read, text):
    """Quotes, spaces and delimiters at the end are no part of cells, and cost no row."""
    headers, rows, rejects = read(text.encode())
    assert ([name for name in headers if name], rejects) == (HEADER, [])
    assert [[cell.strip() for cell in row[:3]] for row in rows] == PEOPLE


def test_row_numbers_without_a_header(read):
    """R writes a column of row numbers, and no name for it."""
    text = '"Name","Ort"\n"1","Eva","Ulm"\n"3","Ida","Au"\n'
    assert read(text.encode())[:2] == (
        ["", "Name", "Ort"],
        [["1", "Eva", "Ulm"], ["3", "Ida", "Au"]],
    )
    _, rows, rejects = read(b"Name,Ort\nLang,Ida,Ulm\nOrt,Jo,Au\n")
    assert (rows, len(rejects)) == ([], 2), "names that hold a delimiter are no row numbers"


def test_rows_that_end_early_are_filled_and_flagged(folder):
    """Where a program leaves out blank cells at the end, no row is lost; else a short row is one."""
    path = folder / "a.csv"
    path.write_text("Name,E-Mail,Tel,Ort\nEva,e@x.example.com\nJo,j@x.example.com,0301\nIda\n")
    lists = ImportedLists([str(path)], ImportOptions())
    (leads,) = lists.batches()
    assert leads["full_name"].tolist() == ["Eva", "Jo", "Ida"]
    assert leads["issues"].tolist() == ["short_row", "short_row", "short_row; lone_text"]
    assert "rows end early" in "".join(lists.notes)
    path.write_text(
        "Name,Tel,E-Mail,Ort\nEva,e@x.example.com\nJo,j@x.example.com\nKo,k@x.example.com\n"
    )
    lists = ImportedLists([str(path)], ImportOptions())
    assert (sum(map(len, lists.batches())), len(lists.rejects)) == (0, 3), "not below their header"
    assert "3 of 3 rows were rejected" in lists.too_many_rejected()


BETWEEN = "Name,Firma,E-Mail\n[text],(text),\nEva,A,e@x.example.com\nPage 1 of 2,,\n,Jeudi,\nTag 2,,\nGus,,\nName,Firma,E-Mail\nSun,,\nIda,B,\n"


@pytest.mark.parametrize("block_size", [2 << 20, 1])
def test_what_stands_between_rows_is_no_lead(folder, monkeypatch, block_size):
    """Pages, days, units and the header again are set aside; a name alone in its row is kept."""
    monkeypatch.setattr("leadkit.files.decode.BLOCK_SIZE", block_size)
    (folder / "a.csv").write_text(BETWEEN, "utf-8")
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    names = [name for leads in lists.batches() for name in leads["full_name"]]
    codes = [reject.code for reject in lists.rejects]
    assert names == ["Eva", "Gus", "Sun", "Ida"]
    assert codes == ["units", "between", "between", "between", "repeated_header"]
    assert lists.too_many_rejected() == ""


GROUPS = {  # lines between rows of "Anrede,Name,Firma,E-Mail" -> codes of what is set aside
    "a heading where no person stands": ("Landesgruppe Nord,,,\n", ["between"]),
    "a sum of a group": ("Summe,,11 Mitglieder,\nTotal,,21,3\n", ["between", "between"]),
    "a title with its page": ("FAIR LEADS,,,Page 2 of 3\n", ["between"]),
    "what groups have in number and sum": (
        ",Halle West (3),,\n,Bezirk Ost,,\nHerr,Udo,B,u@x.example.com\n,Zwischensumme Bezirk Ost,,1\n",
        ["between", "between", "between"],
    ),
    "a title above the header again": (
        ",Messeliste,,\nAnrede,Name,Firma,E-Mail\nSeite 2 von 3,,,Druck 3.5.2026\n,,,\n,Alle Leads,,\n"
        "Anrede,Name,Firma,E-Mail\n,Messeliste,,\nAnrede,Name,Firma,E-Mail\n",
        [
            "between",
            "repeated_header",
            "between",
            "blank_row",
            "between",
            "repeated_header",
            "between",
            "repeated_header",
        ],
    ),
    "a title, its page, the header": (
        ",,,\n,Messeliste Halle 4,,\nSeite 2 von 3,,,\nAnrede,Name,Firma,E-Mail\n",
        ["blank_row", "between", "between", "repeated_header"],
    ),
    "the same texts above two headers": (
        ",Stand 7,,\n,Tag A,,\nAnrede,Name,Firma,E-Mail\n,Stand 7,,\n,Tag B,,\nAnrede,Name,Firma,E-Mail\n",
        ["between", "repeated_header", "between", "repeated_header"],
    ),
    "lines of signs": (
        "---,---,---,---\n=====,,,\n-,-,-,030 5550123\n-,Eva,-,-\n",
        ["between"] * 2,
    ),
    "labels and keys": (",Legende:,,\n,A = sofort anrufen,,\n", ["between", "between"]),
    "a remark where a person stands": ("7,(abgesagt),,\n,[reserved],,0\n", ["between", "between"]),
    "remarks beside somebody": (",(Eva),,5550123\n,Ida (neu),,\n,(x),C GmbH,\n", []),
    "a sum of an unknown group": (",Total Energia Sur,,5000\n,Total Nord GmbH,,7\n", []),
    "somebody above the header": (",Gus,,\nAnrede,Name,Firma,E-Mail\n", ["repeated_header"]),
    "somebody alone in the row": (",Landesgruppe Nord,,\n,,Bezirk Mitte,\n", []),
    "a firm called Total": ("Total,,030 5550123,\nTotal,Eva,3,\n,Jimmy,,Page\n", []),
    "an address": ("x@x.example.com,,,\n", []),
    "a number that may be called": (",,,110\n", []),
}


@pytest.mark.parametrize("block_size", [2 << 20, 1])
@pytest.mark.parametrize(("lines", "codes"), GROUPS.values(), ids=GROUPS)
def test_headings_and_sums_of_groups_are_no_leads(folder, monkeypatch, lines, codes, block_size):
    """What may be somebody is kept; all else is told in the rejects."""
    monkeypatch.setattr("leadkit.files.decode.BLOCK_SIZE", block_size)
    row = "Frau,Eva,A,e@x.example.com\n"
    (folder / "a.csv").write_text(f"Anrede,Name,Firma,E-Mail\n{row}{lines}{row}", "utf-8")
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    written = sum(map(len, lists.batches()))
    assert [reject.code for reject in lists.rejects] == codes
    assert written == 2 + lines.count("\n") - len(codes)


SECOND_HEADERS = {  # the lines of a list -> how many contacts it has, the lines set aside
    "in another language": ("Vorname,Firma,E-Mail\nFirst name,Company,E-mail\nEva,A,e@x.example.com\n", 1, [2]),
    "of a survey's parts": (
        "Name,E-mail,Topics,\nOpen-Ended Response,Open-Ended Response,Pumps,Seals\nEva,e@x.example.com,,Seals\n", 1, [2],
    ),
    "of a survey's questions": (
        'Q1,RecipientEmail,ResponseId\nFirst name,Recipient Email,Response ID\n'
        '"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}"\nEva,e@x.example.com,R1\n', 1, [3],
    ),
    "of groups": ("Name,Firma,Kontakt,\n,,E-Mail,Telefon\nEva,A,e@x.example.com,0731 555011\n", 1, []),
    "an example": ("Name,Firma,E-Mail\ne.g. Jane,e.g. Acme,name@example.com\nEva,A,e@x.example.com\n", 1, [2]),
    "a line of a page": ("| Name | Firma | E-Mail |\n|---|:--:|---|\n| Eva | A | e@x.example.com |\n", 1, [2]),
    "lines of a database": (
        "| Name | Firma | E-Mail |\n+---+---+---+\n| Eva | A | e@x.example.com |\n+---+---+---+\n", 1, [2, 4],
    ),
    "a firm that is called so": ("Name,Firma,E-Mail\nEva,Firma,\nIda,B,i@x.example.com\n", 2, []),
    "somebody with a dash": ("Name,Firma,E-Mail\nEva,-,-\nIda,-,i@x.example.com\n", 2, []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "contacts", "aside"), SECOND_HEADERS.values(), ids=SECOND_HEADERS)
def test_a_second_header_is_no_lead(folder, text, contacts, aside):
    """What says again, or how, a column is to be filled in stands below many headers."""
    (folder / "a.csv").write_text(text, "utf-8")
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    rows = [row for leads in lists.batches() for row in leads.to_dict("records")]
    assert (len(rows), [reject.line for reject in lists.rejects]) == (contacts, aside)
    assert "Eva" in {rows[0].get("full_name", "").strip(), rows[0].get("first_name", "")}
    assert lists.too_many_rejected() == ""


MISREAD = {  # a list -> what is said of it
    "a contact to each block": (
        "Name: Eva\nE-Mail: e@x.example.com\n\nName: Ida\nE-Mail: i@x.example.com\n",
        "each line says what it holds (Name: Eva)",
    ),
    "columns of spaces": (
        "Name     E-Mail\nEva      e@x.example.com\nIda      i@x.example.com\n",
        "it was read as one column (Name E-Mail), as no delimiter was found",
    ),
    "another delimiter": (
        "Name^E-Mail\nEva^e@x.example.com\nIda^i@x.example.com\n", "--delimiter SIGN names another",
    ),
    "a table on its side": (
        "Name,Eva,Ida,Jo\nFirma,A,B,C\nE-Mail,e@x.example.com,i@x.example.com,\n",
        "the first column names what the rows hold (Name, Firma)",
    ),
    "addresses in remarks alone": (
        "foo,bar\nwrite to e@x.example.com,1\nand to i@x.example.com,2\n",
        "2 of its first 2 rows hold an address, and no column is an e-mail",
    ),
    "addresses alone": ("e@x.example.com\ni@x.example.com\n", ""),
    "no contacts at all": ("foo,bar\n1,2\n3,4\n", ""),
    "names in the first column": ("Name,Firma\nEva,A\nIda,e@x.example.com\n", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISREAD.values(), ids=MISREAD)
def test_contacts_that_no_column_shows_are_told_of(folder, leadkit, text, said):
    """Such a list is lost in a column of its own: the exit code says so, and a line what to do."""
    (folder / "a.csv").write_text(text, "utf-8")
    run = leadkit("import", "a.csv", "-o", "o.csv", "--show-values", cwd=folder)
    assert run.code == bool(said)
    assert said in run.lines[-1]
    assert (folder / "o.csv").exists()


def test_numbers_of_blank_rows_are_no_leads(folder):
    """A form that was printed with numbers has more of them than contacts."""
    (folder / "a.csv").write_text("Nr.,Name,Firma,E-Mail\n1,Eva,A,e@x.example.com\n2,,,\n3,,,\n")
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    assert sum(map(len, lists.batches())) == 1
    assert [reject.code for reject in lists.rejects] == ["between", "between"]


FORMATS = {  # the row below a header -> whether it tells how to fill in the columns
    "連番,全角,半角10桁,姓名の間は空白": True, "required,text(50),optional,one per line": True,
    "1,text,km,Eva": False, "3 digits,text(60),max. 200,given name": True,
    "7,TT.MM.JJJJ,Eva,Text": False, "required,optional,max. 20,e@x.example.com": False,
}  # fmt: skip


@pytest.mark.parametrize(("row", "told"), FORMATS.items())
def test_a_row_of_formats_is_no_lead(folder, row, told):
    text = f"No.,Company,Remark,Name\n{row}\n1,A,b,Eva\n"
    (folder / "a.csv").write_text(text, "utf-8")
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    assert (sum(map(len, lists.batches())), len(lists.rejects)) == (2 - told, told)


@given(
    st.lists(st.lists(st.text("ab ,;'\"é1", max_size=6), min_size=3, max_size=3), max_size=8),
    st.sampled_from("'\""), st.sampled_from(",;\t"),
)  # fmt: skip
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_row_is_lost_whatever_the_quote(folder, rows, quote, delimiter):
    """Rows read are rows written and rejected, and cells come as they went, in either quotes."""
    rows = [HEADER, *([f"n{at}", *row[1:]] for at, row in enumerate(rows))]
    text = io.StringIO()
    csv.writer(text, quotechar=quote, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    (folder / "a.csv").write_text(text.getvalue(), "utf-8", newline="")
    file = open_list(str(folder / "a.csv"), ImportOptions())
    read = [list(row) for batch in file.rows()
            for row in zip(*(cells.to_pylist() for cells in batch.cells.columns), strict=True)]  # fmt: skip
    assert (file.headers, read, file.rejects) == (HEADER, rows[1:], [])


MENDED = {  # what programs do to a whole file
    "line ends of Python on Windows": b"Name,Ort\r\r\nEva,Ulm\r\r\nIda,\"Au\"\r\r\n",
    "a mark in each of several files": b"\xef\xbb\xbfName,Ort\nEva,Ulm\n\xef\xbb\xbfName,Ort\nIda,Au\n",
    "macOS packed it": zipped({"a.csv": b"Name,Ort\nEva,Ulm\nIda,Au\n", "__MACOSX/._a.csv": b"x", ".DS_Store": b"x"}),
}  # fmt: skip


@pytest.mark.parametrize("block_size", [3 << 19, 1])
@pytest.mark.parametrize("content", MENDED.values(), ids=MENDED)
def test_what_programs_do_to_a_file_is_undone(read, monkeypatch, content, block_size):
    """Doubled line ends and marks within a file are no part of its cells."""
    monkeypatch.setattr("leadkit.files.decode.BLOCK_SIZE", block_size)
    monkeypatch.setattr("leadkit.files.decode._START", 4)
    headers, rows, _ = read(content)
    assert headers == ["Name", "Ort"]
    assert [row for row in rows if row != headers] == [["Eva", "Ulm"], ["Ida", "Au"]]


def test_a_line_end_within_quotes_is_not_the_files(read):
    """A list of an old Mac may hold line feeds in its cells."""
    assert read(b'Name,Ort\r"Anna\nLang",Ulm\rIda,Au\r')[1] == [
        ["Anna\nLang", "Ulm"],
        ["Ida", "Au"],
    ]


def test_cells_filled_up_with_nuls(read):
    """NULs in text are kept, to be noted; without them it would be text."""
    _, rows, _ = read(b"Name,Firma\nEva,Acme\0\0\0\nIda,Bolt\0\0\0\n")
    assert rows == [["Eva", "Acme\0\0\0"], ["Ida", "Bolt\0\0\0"]]


def test_a_list_that_is_hardly_ever_not_ascii(read):
    """Where the first letters that tell stand far below, they tell all the same."""
    text = "Name,Ort\n" + "Eva Lang,Ulm\n" * 15000 + "Łukasz Wiśniewski,Łódź\n"
    assert read(text.encode("cp1250"))[1][-1] == ["Łukasz Wiśniewski", "Łódź"]


ENCODED = {
    "cp1252": "Größe;Ort\n– „Straße“ 5 €;Köln\n",
    "mac_roman": "Prénom;Nom;Société\nRenée;Lefèvre;Générale\n",
    "cp1250": "Imię;Nazwisko;Miasto\nŁukasz;Wiśniewski;Łódź\n",
    "cp1251": "Имя;Фамилия;Город\nИван;Петров;Москва\n",
    "koi8_r": "Имя;Фамилия;Город\nИван;Петров;Москва\n",
    "cp932": "氏名,会社名\n山田太郎,株式会社サンプル\n",
    "gb18030": "姓名,公司,城市\n王小明,某某有限公司,北京\n",
    "big5": "姓名,公司,城市\n王小明,某某股份有限公司,台北市\n",
    "cp949": "이름,회사\n김철수,한국상사\n",
    "cp1253": "Όνομα;Επώνυμο\nΓιώργος;Παπαδόπουλος\n",
    "cp1254": "Ad;Soyad;Şehir\nGülşah;Yılmaz;İstanbul\n",
    "iso8859_2": "Ime;Priimek;Kraj\nŽiga;Škrjanc;Šmartno\nŠpela;Žnidaršič;Žalec\n",
    "iso8859_5": "Имя;Фамилия;Город\nИван;Петров;Москва\n",
    "iso8859_7": "Όνομα;Επώνυμο\nΓιώργος;Παπαδόπουλος\nΆννα;Αθανασίου\n",
    "iso8859_15": "Nimi;Summa;Maa\nPäivi Mäkelä;5 €;Tšekki\nŽeljko Järvinen;7 €;Suomi\n",
    "cp1257": "Vardas;Pavardė;Miestas\nŽivilė;Kučinskaitė;Šiauliai\nJūratė;Šimkutė;Panevėžys\n",
    "mac_cyrillic": "Имя;Фамилия;Город\nИван;Петров;Москва\n",
    "euc_jp": "氏名,会社名\n山田太郎,株式会社サンプル\n鈴木花子,東京都港区\n",
    "iso2022_jp": "氏名,会社名\n山田太郎,株式会社サンプル\n鈴木花子,東京都港区\n",
}


@pytest.mark.parametrize(("encoding", "text"), ENCODED.items(), ids=ENCODED)
def test_older_encodings_are_found(read, encoding, text):
    """A few words are enough to tell the encodings apart."""
    content = text.encode(encoding)
    assert content.decode(detect_encoding(content)) == text
    assert read(content)[0] == text.split("\n")[0].replace(",", ";").split(";")


def test_where_people_live_tells_encodings_apart():
    """Letters that Hungary and France write with the same bytes are told by phones and domains."""
    rows = "Név;Hely;Tel\nÖrs Győző;Győr;{0}\nÁgnes Tőkés;Fertőd;{0}\n"
    text = rows.format("+36 1 555 01 10")
    assert guess_encoding(text.encode("cp1250")).encoding == "cp1250"
    other = "Nom;Lieu;Tél\nÉlodie Hébert;Nîmes;+33 4 555 01 10\n"
    assert guess_encoding(other.encode("cp1252")).encoding == "cp1252"


def test_two_readings_that_are_nearly_as_likely_are_both_shown(folder, leadkit, monkeypatch):
    """Where little tells two encodings apart, the note shows cells as both read them."""
    near = [("cp1250", 0.30), ("cp1252", 0.29)]
    monkeypatch.setattr("leadkit.files.guess_encoding._candidates", lambda sample: near)
    (folder / "a.csv").write_bytes("Name,Mail\nGyörgy Sõs,a@x.example.com\n".encode("cp1252"))
    lists = ImportedLists([str(folder / "a.csv")], ImportOptions())
    assert len(list(lists.tables())) == 1
    assert "read as cp1250, and cp1252 is nearly as likely: 'György Sős' or 'György Sõs'" in (
        with_values("".join(lists.notes))
    )


def test_letters_far_below_tell_the_encoding(read):
    """The first letters that are not ASCII may fit many encodings; those far below decide."""
    text = "Name,Ort\nJán Kovár,Ulm\n" + "Eva Lang,Ulm\n" * 150000
    text += "".join(f"Łukasz Wiśniewski {n},Łódź\n" for n in range(9000))
    rows = read(text.encode("iso8859_2"))[1]
    assert (rows[0], rows[-1]) == (["Ján Kovár", "Ulm"], ["Łukasz Wiśniewski 8999", "Łódź"])


def test_bytes_that_make_no_text_cost_one_row(read):
    """In a legacy encoding, as in UTF-8, undecodable bytes are rejected, not replaced."""
    content = (
        "氏名,会社名\n山田太郎,株式会社サンプル\n鈴木花子,日本商事\n".encode("euc_jp")
        + b"\xff\xff,x\n"
    )
    _, rows, rejects = read(content, encoding="euc_jp")
    assert (len(rows), [reject.code for reject in rejects]) == (2, ["not_utf8"])


def test_numbers_of_a_workbook_are_as_seen(read):
    """A phone that Excel holds as a number has no tail; sheets are chosen by name or number."""
    book = xlsx([["Name", "Telefon"], ["Eva", 491512345678], ["Ida", 12.5]], ["Leads", "Old"])
    assert read(book)[1] == [["Eva", "491512345678"], ["Ida", "12.5"]]
    assert read(book, sheet="Old")[1] == read(book, sheet="2")[1] == read(book)[1]
    with pytest.raises(LeadkitError, match="no sheet 'New'; there are 'Leads', 'Old'"):
        read(book, sheet="New")


def test_what_a_workbook_shows_and_calamine_does_not(read, folder):
    """Errors and formulas without a result are no blanks, and a format of zeros is seen."""
    book = openpyxl.Workbook()
    for row in (["Name", "PLZ"], ["#N/A", 1067], ['=CONCATENATE("a","b")', 1067], ["Eva", None]):
        book.active.append(row)
    book.active["A2"].data_type = "e"
    book.active["B2"].number_format = "00000"
    book.save(folder / "made.xlsx")
    rows = read((folder / "made.xlsx").read_bytes())[1]
    assert rows == [["#N/A", "01067"], ['=CONCATENATE("a","b")', "1067"], ["Eva", ""]]


def test_a_printed_address_is_no_tag(read, folder):
    """LABEL of vCard 2.1 is a further address."""
    card = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Eva\r\nLABEL;WORK:Weg 1, Berlin\r\nBDAY:19880503\r\nEND:VCARD\r\n"
    read(card, "a.vcf")
    (leads,) = ImportedLists([str(folder / "a.vcf")], ImportOptions()).batches()
    row = leads.to_dict("records")[0]
    assert "Weg 1, Berlin" in row.values()
    assert "tags" not in row
    assert row["birthday"] == "1988-05-03"


def test_an_old_workbook(read):
    """An XLS of Excel 97 (made by xlwt): text, numbers and dates as a person sees them."""
    content = (Path(__file__).parent / "data" / "leads.xls").read_bytes()
    headers, rows, _ = read(content, "list")
    assert headers == ["Name", "E-Mail", "Telefon", "PLZ", "Erfasst am", "Note"]
    assert rows == [
        ["Eva Größe", "eva@x.example.com", "491512345678", "01067", "2026-04-03", "45750"],
        [
            "Łucja Null",
            "lucja@x.example.com",
            "+48 12 345 67 89",
            "NA",
            "2026-04-03T09:30:00",
            "12.5",
        ],
        ["王小明", "wang@x.example.com", "4915123456789", "", "", "TRUE"],
    ]
    assert read(content, sheet="Old")[:2] == (["Name"], [["Ida"]])


FOOTERS = {  # what follows two rows of three cells -> lines of rows, lines of the footer
    "a total and notes": ("Total,2,\nEnd of report\nGenerated on 1 May by X\n", [], [4, 5, 6]),
    "below a blank line": ('\n,,\nSumme:,"1.234,50 €",2\nStand: 01.10.2026,,\n', [5], [6, 7]),
    "notes below a blank row": (
        ",,\n,Note: call them first,\n* prices are net of tax,,\n",
        [4],
        [5, 6],
    ),
    "a sum with its word": (
        "Total inscritos,21,\n*** End of report - 33 records ***,,\n",
        [],
        [4, 5],
    ),
    "a note right below": ("Note: no blank row,,\n", [4], []),
    "a person below a blank row": (",,\nEva Lang,,\nTel: 030 5550123,,\n", [4, 5, 6], []),
    "a note, then a person": (",,\nNote: call,,\nUdo,u@x.example.com,C\n", [4, 5, 6], []),
    "a total in the middle": ("Total,2,\nUdo,u@x.example.com,C\n", [4, 5], []),
    "a person called Total": ("Total,t@x.example.com,\n", [4], []),
    "a row that was cut off": ("Ud\n", [], []),
    "a total of something": (
        ",,\nGesamt: 130 Scans,,\ndavon A: 5,,\nalle Angaben ohne Gewähr,,\n",
        [4],
        [5, 6, 7],
    ),
    "a signature": (
        ",,\nMit freundlichen Grüßen,,\nUdo Kern,,\n030 5550123,,\nu@x.example.com,,\n",
        [4],
        [5, 6, 7, 8],
    ),
    "a greeting above somebody": ("Viele Grüße,,\nUdo,u@x.example.com,C\n", [4, 5], []),
    "a note without a total": ("Kim Lang,,\n", [4], []),
    "somebody with a name alone": ("Page Jimmy,,\nTotal Recall,,\n", [4, 5], []),
}


@pytest.mark.parametrize("block_size", [2 << 20, 1])
@pytest.mark.parametrize(("below", "rows", "footer"), FOOTERS.values(), ids=FOOTERS)
def test_a_footer_is_no_lead(folder, monkeypatch, below, rows, footer, block_size):
    """Totals and notes at the end are set aside with their own code, however the text is cut."""
    monkeypatch.setattr("leadkit.files.decode.BLOCK_SIZE", block_size)
    monkeypatch.setattr("leadkit.files.csv_start._SAMPLE", 10)
    (folder / "a.csv").write_text(
        f"Name,E-Mail,Firma\nEva,e@x.example.com,A\nIda,i@x.example.com,B\n{below}", "utf-8"
    )
    file = open_list(str(folder / "a.csv"), ImportOptions())
    assert [int(line) for batch in file.rows() for line in batch.lines] == [2, 3, *rows]
    assert sorted(r.line for r in file.rejects if r.code == "footer") == footer
    assert file.rows_read == 2 + len(rows) + len(file.rejects)


def test_a_footer_of_a_workbook(read):
    """A total below the table of a sheet is no lead either."""
    _, rows, rejects = read(xlsx([*ROWS, ["Total", "", 3], ["Confidential"]]))
    assert (rows, [reject.code for reject in rejects]) == (ROWS[1:], ["footer", "footer"])


def test_cards_of_all_versions(read):
    """2.1 with quoted-printable and character sets, 3.0 folded and escaped, 4.0 with URIs."""
    headers, rows, rejects = read(CARDS.encode())
    cards = [{k: v for k, v in zip(headers, row, strict=True) if v} for row in rows]
    assert not rejects
    assert cards == [
        {"first_name": "Eva", "last_name": "Müller", "email": "eva@x.example.com", "phone": "+49 30 1234567", "mobile": "0171 1234567"},
        {"first_name": "Ida", "last_name": "Lang", "full_name": "Ida Lang", "prefix": "Dr.", "email": "ida@x.example.com",
         "company": "Acme, Inc.", "department": "Sales", "street": "Weg 1", "city": "Köln", "postal_code": "50667", "country": "DE",
         "X-SKYPE": "ida.lang"},
        {"full_name": "Kim Ort", "home_phone": "+49-30-7654321", "birthday": "20000403", "notes": "two\nlines"},
    ]  # fmt: skip
    _, rows, rejects = read(CARDS.encode()[:-20] + b"\r\nBEGIN:VCARD\r\nFN:Jo\r\nEND:VCARD\r\n")
    assert (len(rows), [(r.code, r.line) for r in rejects]) == (3, [("broken_card", 19)])


def test_cards_that_were_strung_together(read):
    """Each file's byte order mark stands before its first card."""
    card = b"\xef\xbb\xbfBEGIN:VCARD\nFN:Eva Lang\nEND:VCARD\n"
    _, rows, rejects = read(card + card.replace(b"Eva", b"Ida"))
    assert (rows, rejects) == ([["Eva Lang"], ["Ida Lang"]], [])


def test_folders_and_patterns(folder):
    """A folder stands for the lists in it, a pattern for what fits it, and nothing twice."""
    for name in ("b.csv", "a.xlsx", ".hidden.csv", "notes.pdf"):
        (folder / name).write_bytes(b"x")
    assert [path.rpartition("/")[2] for path in find_files([str(folder)])] == ["a.xlsx", "b.csv"]
    assert find_files([f"{folder}/*.csv"]) == [f"{folder}/b.csv"]
    for wrong, said in ((f"{folder}/*.txt", "no file fits"), (str(folder / "empty"), "no lists")):
        (folder / "empty").mkdir(exist_ok=True)
        with pytest.raises(LeadkitError, match=said):
            find_files([wrong])
    with pytest.raises(LeadkitError, match="given twice"):
        find_files([str(folder), f"{folder}/b.csv"])
    with pytest.raises(LeadkitError, match="given twice"):
        find_files([f"{folder}/b.csv", f"{folder}/./b.csv"])


REFUSED = {
    "a zip of two": (zipped({"a.csv": b"a", "b.csv": b"b"}), "holds 2 files"),
    "a cut gzip": (gzip.compress(as_csv(ROWS).encode() * 99)[:-9], "cannot be unpacked"),
    "a cut workbook": (xlsx(ROWS)[:-50], "damaged"),
    "an empty sheet": (xlsx([]), "the sheet is empty"),
    "no cards": (b"BEGIN:VCARDX", "holds no cards|no header"),
    "nothing": (b"", "the file is empty"),
    "blank lines": (b"\n\n \n", "the file is empty"),
    "an empty zip": (zipped({}), "an empty zip"),
    "a zip of nothing but a folder's look": (zipped({".DS_Store": b"x"}), "an empty zip"),
    "a web page": (b"<html><body><table><tr><td>Name", r"a web page \(HTML\); open it"),
    "a table of one": (b"\xef\xbb\xbf\n<table border=1>", "a web page"),
    "an Excel workbook in XML": (b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "Excel workbook of 2003"),
    "XML": (b'<contacts>\n<contact name="Eva"/></contacts>', "XML; export the list as CSV"),
    "JSON": (b'[{"name": "Eva"}]', "JSON; export the list as CSV"),
    "lines of JSON": (b'{"name": "Eva"}\n{"name": "Ida"}\n', "JSON; export the list as CSV"),
    "a space behind a quote": (b'Name, "E-Mail" ,"Firma"\nEva,e,A\n', "between a closing quote and the next cell"),
    "an open quote": (b'Name,"E-Mail,Firma\nEva,e,A\n', "a quote opens here and is never closed"),
    "a PDF": (b"%PDF-1.7\n", "a PDF; export the list as CSV"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused(read, content, said):
    """One line names the file and what to do."""
    if said.startswith("holds no"):
        assert read(content)[2]
        return
    with pytest.raises(LeadkitError, match=f"list.csv:.*({said})"):
        read(content)


def test_workbooks_on_standard_input(leadkit):
    """A pipe may bring any kind of list."""
    for content in (xlsx(ROWS), ods(ROWS), gzip.compress(as_csv(ROWS).encode()), CARDS.encode()):
        run = leadkit("import", stdin=content)
        assert run.code == 0
        assert run.out.count(b"\n") in (4, 5)


def test_a_list_that_messages_call_otherwise(folder):
    """A copy is opened, and notes, rejects and further tables name what it is a copy of."""
    text = b"Name,E-Mail\nEva Meier,eva@meier.example.com\nKim,kim@x.example.com,1,2\n"
    (folder / "copy").write_bytes(text)
    file = open_list(str(folder / "copy"), ImportOptions(), named="inbox/fair.csv")
    rows = sum(rows.cells.num_rows for rows in file.rows())
    assert (file.name, rows) == ("inbox/fair.csv", 1)
    assert [(one.file, one.line) for one in file.rejects] == [("inbox/fair.csv", 3)]
    (folder / "copy").write_bytes(text[:44] + b"\n\nFirma,Telefon,E-Mail\nKern,1,b@x.example.com\n")
    file = open_list(str(folder / "copy"), ImportOptions(), named="inbox/fair.csv")
    assert all(note.startswith("inbox/fair.csv: ") for note in file.notes)
    assert [one.name for one in file.further] == ["inbox/fair.csv [line 5]"]
    assert file.further[0].anew().name == "inbox/fair.csv"
