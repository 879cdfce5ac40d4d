"""What would fill the memory is refused before it does: bombs, and cells far from all others."""

from __future__ import annotations

import contextlib
import gzip
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.files import growth, workbook_size
from leadkit.files.compound import compound_of, read_compound
from leadkit.files.open import open_list
from leadkit.files.options import ReadOptions
from leadkit.files.workbook import read_workbook
from leadkit.files.workbook_size import checked
from tests.files.samples import ROWS, as_csv, ods, xlsx, zipped

OLD = (Path(__file__).parent / "data" / "leads.xls").read_bytes()
SHEET = "xl/worksheets/sheet1.xml"
FAR = "b: a sheet has a cell far from the others"


def part_changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an archive in which one file is another."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**parts, name: change(parts[name])})


def with_cell(place: str) -> bytes:
    cell = f'<row><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    return part_changed(xlsx(ROWS), SHEET, lambda xml: xml.replace(b"</sheetData>", cell))


def with_row(text: str, before: bytes = b"<table:table-row>") -> bytes:
    return part_changed(
        ods(ROWS), "content.xml", lambda xml: xml.replace(before, text.encode() + before, 1)
    )


def old_with_cell(row: int, column: int) -> bytes:
    """Return the XLS sample with its last text elsewhere."""
    content = bytearray(OLD)
    at = content.rindex(b"\xfd\0\x0a\0")
    struct.pack_into("<HH", content, at + 4, row, column)
    return bytes(content)


def binary_sheet(*places: tuple[int, int], size: int = 12) -> bytes:
    """Return an XLSB sheet, as far as the places of its cells go."""
    records = b"\x81\x01\x00\x91\x01\x00"
    for row, column in places:
        records += b"\x00\x91\x01" + struct.pack("<I", row).ljust(145, b"\0")
        records += b"\x05" + bytes([size]) + struct.pack("<I", column).ljust(size, b"\0")
    return zipped({"[Content_Types].xml": b"", "xl/worksheets/sheet1.bin": records})


@pytest.mark.parametrize("content", [
    with_cell("XFD1048576"), with_cell("XFD99999999"), with_cell("A4294967295"), with_cell("ZZ1048576"), with_cell("ZZZZ1"),
    part_changed(with_cell("BZ999999"), SHEET, lambda xml: xml.replace(b'r="BZ999999"', b"r = 'BZ999999'")),
    with_row('<table:table-row table:number-rows-repeated="300000000"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>'),
    with_row('<table:table-row table:number-rows-repeated="300000000"><table:table-cell/></table:table-row>'),
    with_row('<table:table-row><table:table-cell table:number-columns-repeated="99999"><text:p>x</text:p></table:table-cell></table:table-row>'),
    with_row('<table:table-row table:number-rows-repeated="900000"><table:table-cell table:number-columns-repeated="900"><text:p>x</text:p>'
             "</table:table-cell></table:table-row>"),
    old_with_cell(65535, 65535), old_with_cell(65535, 300),
    binary_sheet((0, 0), (1_048_575, 16_383)), binary_sheet((0, 0), (0, 99_999)), binary_sheet((1 << 31, 0)),
])  # fmt: skip
def test_cells_far_from_all_others(content):
    """calamine would ask for memory for all cells between, and end the process without any."""
    with pytest.raises(LeadkitError, match=FAR):
        checked(content, "b")


@pytest.mark.parametrize("content", [
    xlsx(ROWS), ods(ROWS), with_cell("XFD6"), with_cell("A1048576"), binary_sheet((0, 0), (5, 16_383)), old_with_cell(65535, 20),
    with_row('<table:table-row table:number-rows-repeated="1048560"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
             b"</table:table>"),
])  # fmt: skip
def test_what_is_far_and_no_harm(content):
    """A whole row, a whole column, and the blank rest of a sheet that LibreOffice writes."""
    assert checked(content, "b")


def test_a_large_sheet_that_is_full_is_read(monkeypatch):
    """The block may be as large as it is where its cells are there, in whatever part of the file."""
    monkeypatch.setattr(workbook_size, "MOST", 1000)
    monkeypatch.setattr(workbook_size, "_BLOCK", 1000)
    full = "".join(f'<row r="{row}">' + "".join(f'<c r="{column}{row}"><v>1</v></c>' for column in ("A", "BB", "AAB"))
                   + "</row>" for row in range(1, 60))  # fmt: skip
    end = b"</sheetData>"
    book = part_changed(xlsx([]), SHEET, lambda xml: xml.replace(end, full.encode() + end))
    monkeypatch.setattr(workbook_size, "BLANK", 704)  # of as many columns three are filled
    assert checked(book, "b")
    monkeypatch.setattr(workbook_size, "BLANK", 10)
    with pytest.raises(LeadkitError, match=FAR):
        checked(book, "b")


def read_or_refused(content: bytes) -> None:
    """Read a workbook, which may end with an error that a person understands, and no other."""
    with contextlib.suppress(LeadkitError):
        read_workbook(content, "b")


def test_an_old_workbook_whose_sectors_run_in_a_circle():
    """calamine follows them until there is no memory; here they are followed once."""
    table = struct.unpack_from("<I", OLD, 76)[0]
    for sector in range(8):
        content = bytearray(OLD)
        struct.pack_into("<I", content, (table + 1) * 512 + 4 * sector, sector)
        read_or_refused(bytes(content))


@pytest.mark.parametrize("size", [1, 4096, 4097, 9_000_000])
def test_a_compound_file_of_one_stream(size):
    stream = bytes(range(1, 256)) * (size // 255) + b"x" * (size % 255)
    assert read_compound(compound_of(stream)).workbook == stream.ljust(4096, b"\0")


@pytest.mark.parametrize("cut", [*range(0, 600, 37), *range(600, len(OLD), 501)])
def test_a_cut_old_workbook(cut):
    for content in (OLD[:cut], OLD[:cut] + b"\xff" * 40 + OLD[cut + 40 :]):
        read_or_refused(content)


def test_a_panic_of_the_library_is_not_heard(capfd):
    with pytest.raises(LeadkitError, match="b: damaged"):
        read_workbook(xlsx(ROWS)[:-50], "b")
    for at in range(0, 4000, 97):
        content = bytearray(read_compound(OLD).workbook)
        content[at : at + 2] = b"\xff\x7f"
        read_or_refused(compound_of(bytes(content)))
    assert capfd.readouterr().err == ""


BLANK = b"," * (1 << 20)


def bomb_lying_about_its_size() -> bytes:
    """Return a workbook with a sheet of 10 MB that is said to have 1 KB."""
    content = bytearray(part_changed(xlsx(ROWS), SHEET, lambda xml: xml + b" " * (10 << 20)))
    at = content.rindex(SHEET.encode()) - 46
    struct.pack_into("<I", content, at + 24, 1000)
    return bytes(content)


@pytest.mark.parametrize("content", [
    gzip.compress(b"a,b\n" + BLANK * 10), zipped({"list.csv": b"a,b\n" + BLANK * 10}), gzip.compress(gzip.compress(b"a,b\n" + BLANK * 10)),
    zipped({"list.csv.gz": gzip.compress(b"a,b\n" + BLANK * 10)}), gzip.compress(zipped({"list.csv": b"a,b\n" + BLANK * 10})),
    part_changed(xlsx(ROWS), SHEET, lambda xml: xml + b" " * (10 << 20)), part_changed(ods(ROWS), "content.xml", lambda xml: xml + b" " * (10 << 20)),
    zipped({"[Content_Types].xml": b"", "xl/media/image.png": BLANK * 10}), bomb_lying_about_its_size(),
])  # fmt: skip
def test_bombs(tmp_path, monkeypatch, content):
    """What grows to more than so much and so many times its size is refused, packed twice or not."""
    monkeypatch.setattr(growth, "FREE", 1 << 20)
    (tmp_path / "list").write_bytes(content)
    with pytest.raises(
        LeadkitError, match="list: unpacks to more than 64 MB and 200 times its size"
    ):
        list(open_list(str(tmp_path / "list"), ReadOptions()).rows())


def test_what_grows_as_lists_do(tmp_path, monkeypatch):
    monkeypatch.setattr(growth, "FREE", 1000)
    for content in (
        gzip.compress(as_csv(ROWS).encode() * 50),
        zipped({"list.csv": as_csv(ROWS).encode() * 50}),
        xlsx(ROWS * 50),
    ):
        (tmp_path / "list").write_bytes(content)
        assert list(open_list(str(tmp_path / "list"), ReadOptions()).rows())
    monkeypatch.setattr(growth, "LARGEST", 5000)
    with pytest.raises(LeadkitError, match="list: unpacks to more than 4 GB"):
        list(open_list(str(tmp_path / "list"), ReadOptions()).rows())
