"""CSV in and out: what a file says is what leadkit reads, and each row knows its line."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.files.csv_out import csv_bytes
from tests.properties import examples

BLOCK_SIZES = (7, 64, 1000)
FILLER = 600  # rows: the first block is never shorter than 4096 bytes, so cuts come after it
PRECIOUS = "Größe – „Straße“ 5 €"

ENCODINGS = {
    "UTF-8": "utf-8",
    "UTF-8 with BOM": "utf-8-sig",
    "UTF-16 with BOM": "utf-16",
    "UTF-16-LE without BOM": "utf-16-le",
    "UTF-16-BE without BOM": "utf-16-be",
    "UTF-32 with BOM": "utf-32",
    "cp1252": "cp1252",
}


@pytest.mark.parametrize("filler", [0, FILLER])
@pytest.mark.parametrize("block_size", [0, *BLOCK_SIZES])
@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_encodings_are_found_out(read_csv, encoding, block_size, filler):
    """Every usual encoding is read exactly, wherever its first special character stands."""
    text = "Name,Ort\n" + "x,y\n" * filler + f"{PRECIOUS},Köln\n"
    read = read_csv(text.encode(encoding), block_size)
    assert read.headers == ["Name", "Ort"]
    assert read.rows[filler + 2] == [PRECIOUS, "Köln"]
    assert len(read.rows) == filler + 1


def test_utf_16_big_endian_with_its_mark(read_csv):
    """A big-endian byte order mark decides, also when the encoding is given as utf-16."""
    content = b"\xfe\xff" + f"a,b\n{PRECIOUS},ü\n".encode("utf-16-be")
    assert read_csv(content).rows == {2: [PRECIOUS, "ü"]}
    assert read_csv(content, encoding="utf-16").rows == {2: [PRECIOUS, "ü"]}


def test_bytes_that_cp1252_leaves_undefined_are_kept(read_csv):
    """The five undefined bytes of cp1252 become control characters, as on the web."""
    assert read_csv(b"a,b\nM\xfcller\x81,1\n").rows == {2: ["Müller\x81", "1"]}


def test_one_broken_byte_costs_one_row(read_csv):
    """A UTF-8 file with one broken byte stays UTF-8: only that row is rejected."""
    names = "".join(f"Jürgen{number},Köln\n" for number in range(50))
    content = b"a,b\n" + names.encode() + b"M\xfcller,Ulm\n" + names.encode()
    read = read_csv(content)
    assert read.rejects == {52: "not_utf8"}
    assert read.rows[2] == ["Jürgen0", "Köln"]
    assert read_csv(content, encoding="utf-8") == read == read_csv(content, encoding="UTF-8")


FILES = {
    "comma": ("a,b\n1,2\n", ["a", "b"], {2: ["1", "2"]}),
    "semicolon": ("a;b\n1;2\n", ["a", "b"], {2: ["1", "2"]}),
    "tab": ("a\tb\n1\t2\n", ["a", "b"], {2: ["1", "2"]}),
    "pipe": ("a|b\n1|2\n", ["a", "b"], {2: ["1", "2"]}),
    "one column has no delimiter": ("email\na@b.de\nc@d.de\n", ["email"], {2: ["a@b.de"], 3: ["c@d.de"]}),
    "letters are no delimiters": ("name\nJohn Smith\n", ["name"], {2: ["John Smith"]}),
    "semicolon beside decimal commas": (
        'name;amount\n"Müller, Hans";"1.234,56"\nMeier;1,5\n',
        ["name", "amount"],
        {2: ["Müller, Hans", "1.234,56"], 3: ["Meier", "1,5"]},
    ),
    "semicolons in the text of a comma file": ("a,b\nx;y;z,1\nx;y;z,2\n", ["a", "b"], {2: ["x;y;z", "1"], 3: ["x;y;z", "2"]}),
    "Excel's sep line is no header": ("sep=;\r\na;b,c\r\n1;2,3\r\n", ["a", "b,c"], {3: ["1", "2,3"]}),
    "Excel's sep line with a tab": ("SEP=\t\na,b\tc\n1\t2\n", ["a,b", "c"], {3: ["1", "2"]}),
    "header alone": ("a,b\n", ["a", "b"], {}),
    "header alone, no line end": ("a,b", ["a", "b"], {}),
    "blank lines before the header": ("\n\r\n  \na,b\n1,2\n", ["a", "b"], {5: ["1", "2"]}),
    "quoted header with a line end": ('"a\nx","b"\n1,2\n', ["a\nx", "b"], {3: ["1", "2"]}),
    "lone return in the header": ("a\rx,b\n1,2\n", ["a\rx", "b"], {2: ["1", "2"]}),
    "CRLF": ("a,b\r\n1,2\r\n\r\n3,4\r\n", ["a", "b"], {2: ["1", "2"], 4: ["3", "4"]}),
    "CR alone": ("a,b\r1,2\r\r3,4", ["a", "b"], {2: ["1", "2"], 4: ["3", "4"]}),
    "CR alone, quoted": ('a,b\r"x\ry",2\r3,4\r', ["a", "b"], {2: ["x\ry", "2"], 4: ["3", "4"]}),
}  # fmt: skip


@pytest.mark.parametrize("block_size", [0, *BLOCK_SIZES])
@pytest.mark.parametrize(("text", "headers", "rows"), FILES.values(), ids=FILES)
def test_files_are_read_as_they_are(read_csv, text, headers, rows, block_size):
    """Delimiters, line ends and headers of every shape are understood."""
    read = read_csv(text.encode(), block_size)
    assert (read.headers, read.rows, read.rejects) == (headers, rows, {})


def test_a_given_delimiter_is_taken(read_csv):
    """What the user says about a file goes before what is found out."""
    assert read_csv(b"a,b;c\n1,2;3\n", delimiter=";").rows == {2: ["1,2", "3"]}


RECORDS = {  # what follows a header "a,b" on line 1
    "quoted line end": ('"x\ny",1\nz,2\n', {2: ["x\ny", "1"], 4: ["z", "2"]}, {}),
    "quoted CRLF": ('"x\r\ny",1\r\nz,2\r\n', {2: ["x\r\ny", "1"], 4: ["z", "2"]}, {}),
    "lone return in quotes": ('"x\ry",1\nz,2\n', {2: ["x\ry", "1"], 3: ["z", "2"]}, {}),
    "lone return outside quotes": ("x\ry,1\nz,2\n", {2: ["x\ry", "1"], 3: ["z", "2"]}, {}),
    "lone return before a row": ("\rx,1\nz,2\n", {2: ["\rx", "1"], 3: ["z", "2"]}, {}),
    "lone return before a delimiter": ("x\r,1\nz,2\n", {2: ["x\r", "1"], 3: ["z", "2"]}, {}),
    "doubled quotes": (
        'x,1\n"he said ""hi; there"" ok",2\n',
        {2: ["x", "1"], 3: ['he said "hi; there" ok', "2"]},
        {},
    ),
    "quoted blanks": ('"",""\n"""",1\n', {2: ["", ""], 3: ['"', "1"]}, {}),
    "quote inside a cell": ('5" pipe,1\nz,2\n', {2: ['5" pipe', "1"], 3: ["z", "2"]}, {}),
    "quote after a space": ('x, "1"\nz,2\n', {2: ["x", "1"], 3: ["z", "2"]}, {}),
    "delimiter in a quote after a space": (
        '"x", "1, 2"\nz,2\n',
        {2: ["x", "1, 2"], 3: ["z", "2"]},
        {},
    ),
    "line end in a quote after a space": (
        'x, "1\n2"\nz,2\n',
        {2: ["x", "1\n2"], 4: ["z", "2"]},
        {},
    ),
    "a word in quotes after a space": (
        'x, "1" inch\nz,2\n',
        {2: ["x", ' "1" inch'], 3: ["z", "2"]},
        {},
    ),
    "quotes behind backslashes": (
        'x,"say \\"hi, you\\""\n"C:\\",2\n',
        {2: ["x", 'say "hi, you"'], 3: ["C:\\", "2"]},
        {},
    ),
    "a quote behind a backslash, cut off": (
        'x,"say \\"hi\nz,2\n',
        {3: ["z", "2"]},
        {2: "stray_quote"},
    ),
    "outer spaces": (" x , 1\n", {2: [" x ", " 1"]}, {}),
    "NUL": ("x\0y,1\nz,2\n", {2: ["x\0y", "1"], 3: ["z", "2"]}, {}),
    "line ends of other systems": (
        "x\x85\u2028y,\x0b\x0c1\nz,2\n",
        {2: ["x\x85\u2028y", "\x0b\x0c1"], 3: ["z", "2"]},
        {},
    ),
    "values that look like others": (
        "None,NA\nNull,01067\nTrue,004989123456\n",
        {2: ["None", "NA"], 3: ["Null", "01067"], 4: ["True", "004989123456"]},
        {},
    ),
    "blank lines": ("\n\nx,1\n\n  \ny,2\n\n", {4: ["x", "1"], 7: ["y", "2"]}, {}),
    "no line end at the end": ("x,1\ny,2", {2: ["x", "1"], 3: ["y", "2"]}, {}),
    "short and long rows": (
        "1\n2,2\n3,3,3\n4,4\n",
        {3: ["2", "2"], 5: ["4", "4"]},
        {2: "ragged", 4: "ragged"},
    ),
    "a quote that is never closed": (
        'w,0\nx,"open\ny,2\nz,3\n',
        {2: ["w", "0"], 4: ["y", "2"], 5: ["z", "3"]},
        {3: "unclosed_quote"},
    ),
    "a quote closed by that of the next row": (
        'x,"open\ny,"2"\nz,3\n',
        {3: ["y", "2"], 4: ["z", "3"]},
        {2: "stray_quote"},
    ),
    "text after a closing quote": (
        '"x"y,1\nz,2\n',
        {3: ["z", "2"]},
        {2: "stray_quote"},
    ),
}


@pytest.mark.parametrize(("body", "rows", "rejects"), RECORDS.values(), ids=RECORDS)
def test_records_and_their_lines(read_csv, body, rows, rejects):
    """A row that makes no sense costs that row; the others keep their cells and lines."""
    read = read_csv(f"a,b\n{body}".encode())
    assert (read.rows, read.rejects) == (rows, rejects)
    far_down = ("a,b\n" + "x,y\n" * FILLER + body).encode()
    for block_size in (0, *BLOCK_SIZES):
        read = read_csv(far_down, block_size)
        found = {line - FILLER: row for line, row in read.rows.items() if line > FILLER + 1}
        assert found == rows, f"with blocks of {block_size} bytes"
        assert read.rejects == {line + FILLER: code for line, code in rejects.items()}
        assert len(read.rows) == FILLER + len(rows)


@pytest.mark.parametrize("line_end", ["", "\n"])
@pytest.mark.parametrize("size", [140_000, 1_200_000, 2_500_000])
def test_long_cells(read_csv, size, line_end):
    """A very long cell is read; only one of many lines and over a megabyte may be rejected."""
    cell = ("x" * 99 + (line_end or "x")) * (size // 100)
    lines = cell.count("\n")
    outcomes = []
    for before in (0, 4000, 150_000):  # wherever in the file it begins
        content = "a,b\n" + "x,y\n" * before + f'"{cell}",1\nz,2\n'
        read = read_csv(content.encode())
        line = before + 2
        assert read.rows[line + lines + 1] == ["z", "2"]
        assert not (before and read.rows[line - 1] != ["x", "y"])
        outcomes.append(read.rows.get(line) == [cell, "1"])
        if size < 1_000_000 or not line_end:
            assert read.rows[line] == [cell, "1"]
            assert len(read.rows) == before + 2
        elif line not in read.rows:
            assert line in read.rejects
    assert len(set(outcomes)) == 1, "where a cell stands in the file does not decide"


def test_a_wide_header(read_csv):
    """A header line of any length is one: its columns are all there."""
    names = [f"column_{number:05}" for number in range(9000)]  # 117 kB
    text = ",".join(names) + "\n" + ",".join("1" * 9000) + "\n"
    read = read_csv(text.encode())
    assert read.headers == names
    assert read.rows == {2: ["1"] * 9000}


NO_TABLES = {
    "empty": (b"", "empty"),
    "white space alone": (b" \n\r\n\t\n", "empty"),
    "byte order mark alone": (b"\xef\xbb\xbf", "empty"),
    "sep line alone": (b"sep=;\r\n", "empty"),
    "header that never ends": (b'"a,b\n1,2\n3,4\n', ":1: "),
}


@pytest.mark.parametrize(("content", "message"), NO_TABLES.values(), ids=NO_TABLES)
def test_files_without_a_table(read_csv, content, message):
    """A file in which there is no table is an error in words."""
    with pytest.raises(LeadkitError, match=message):
        read_csv(content)


@pytest.mark.parametrize("encoding", ["utf-99", "base64"])
def test_an_unknown_encoding_is_an_error_in_words(read_csv, encoding):
    """--encoding takes the names that Python knows for text."""
    with pytest.raises(LeadkitError, match=encoding):
        read_csv("a,b\nü,1\n".encode(), encoding=encoding)


@pytest.mark.parametrize("delimiter", ["", "ab", "§", '"', "\n"])
def test_an_impossible_delimiter_is_an_error_in_words(read_csv, delimiter):
    """--delimiter takes one sign that can stand between cells."""
    if not delimiter:
        assert read_csv(b"a,b\n1,2\n", delimiter="").headers == ["a", "b"]  # find it out
        return
    with pytest.raises(LeadkitError, match="delimiter"):
        read_csv(b"a,b\n1,2\n", delimiter=delimiter)


cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\r",; \tax'), max_size=6
)


@st.composite
def tables(draw):
    """A header and rows of one width."""
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=12))
    return [[f"h{at}" for at in range(width)], *rows]


def written_by_csv(table, newline="\r\n", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=newline, quoting=quoting).writerows(table)
    return text.getvalue()


@given(tables(), st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL)]))
def test_regular_files_are_read_as_by_csv_reader(read_csv, table, style):
    """What Python's csv module reads from a regular file, leadkit reads."""
    text = written_by_csv(table, *style)
    reader = csv.reader(io.StringIO(text, newline=""))
    headers, *rows = reader
    read = read_csv(text.encode())
    assert (read.headers, list(read.rows.values()), read.rejects) == (headers, rows, {})


@examples(2, 60)
@given(tables(), st.sampled_from(["\n", "\r\n"]), st.integers(0, 70))
def test_regular_files_cut_anywhere(read_csv, table, newline, shift):
    """How a file is cut into blocks changes neither rows nor lines."""
    filler = [["x" * shift] * len(table[0]), *[["x" * 9] * len(table[0])] * 460]
    quoting = csv.QUOTE_ALL if newline == "\n" else csv.QUOTE_MINIMAL
    text = written_by_csv([table[0], *filler, *table[1:]], newline, quoting).encode()
    whole = read_csv(text)
    assert not whole.rejects
    assert list(whole.rows.values()) == [*filler, *table[1:]]
    for block_size in BLOCK_SIZES:
        assert read_csv(text, block_size) == whole


damaged = st.lists(
    st.sampled_from(['"', '""', ",", "\n", "\r\n", "\r", "x", "ü", " ", "\0", "x,y\n", '"x","y"\n'])
).map("".join)


@given(damaged, st.binary(max_size=2))
@example('"x\n' * 3, b"")
@example("\rx,y\n", b"")
@example('x",y\n"z,w\n', b"\xff")
def test_damaged_files_cut_anywhere(read_csv, text, noise):
    """How a damaged file is cut into blocks changes neither rows nor lines nor rejects."""
    content = b"a,b\n" + b"x,y\n" * 1100 + text.encode() + noise + b"\nx,y\n"
    whole = read_csv(content, encoding="utf-8")
    for block_size in BLOCK_SIZES:
        assert read_csv(content, block_size, encoding="utf-8") == whole


@given(damaged)
def test_no_line_of_a_damaged_file_is_lost(read_csv, text):
    """Every line that holds more than blanks is part of a row or of a reject."""
    content = "a,b\n" + text + "\nlast,row" * 100 + "\n"
    read = read_csv(content.encode())
    texts = read.raw | {line: "".join(row) for line, row in read.rows.items()}
    covered = {1}
    for line, told in texts.items():
        covered |= set(range(line, line + 1 + told.count("\n")))
    lines = enumerate(content.split("\n"), start=1)
    held = {number for number, line in lines if line.strip(' \r"')}
    assert not held - covered


@given(tables())
@example([["h0"], [""], ["x"], [""]])
@example([["h0", "h1"], [" x", "\r"], ["", ""], ['"', "a,b\nc"]])
def test_what_is_written_is_read_back(read_csv, table):
    """Python's csv module and leadkit read the same cells from what leadkit writes."""
    headers, *rows = table
    columns = zip(*rows, strict=True) if rows else [()] * len(headers)
    arrow = [pa.array(column, pa.large_string()) for column in columns]
    text = bytes(csv_bytes(pa.table(arrow, headers)))
    assert list(csv.reader(io.StringIO(text.decode(), newline=""))) == rows
    read = read_csv(",".join(headers).encode() + b"\n" + text)
    assert (list(read.rows.values()), read.rejects) == (rows, {})


def test_only_cells_that_need_quotes_get_them():
    """Output is plain: quotes stand only around delimiters, quotes and line ends."""
    table = pa.table({"a": ["x", " ", "=1", "a;b"], "b": ["1,5", "", "", '"']})
    assert bytes(csv_bytes(table)) == b'x,"1,5"\n ,\n=1,\na;b,""""\n'


def test_a_table_of_several_pieces_is_written_as_one():
    """An empty piece at the front, as joining tables leaves it, leaves no bytes in the file."""
    pieces = [pa.array(cells, pa.large_string()) for cells in ([], ["y", "n"])]
    cells = pa.table({"a": pa.chunked_array(pieces), "b": ["1", "2"]})
    assert bytes(csv_bytes(cells)) == b"y,1\nn,2\n"
