"""What calamine does not show of a workbook is read from its XML, whatever its prefixes."""

from __future__ import annotations

import io
import zipfile

import pytest

from leadkit.files.workbook import read_workbook
from leadkit.files.workbook_xml import unshown_cells

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = """<{p}worksheet {ns}><{p}sheetData>
<{p}row r="1"><{p}c r="A1" t="s"><{p}v>0</{p}v></{p}c><{p}c r="B1" t="s"><{p}v>1</{p}v></{p}c></{p}row>
<{p}row r="2"><{p}c r="A2" t="e"><{p}v>#N/A</{p}v></{p}c><{p}c r="B2" s="1"><{p}v>1067</{p}v></{p}c></{p}row>
<{p}row r="3"><{p}c r="A3"><{p}f>CONCATENATE("a","b") &amp; "c"</{p}f></{p}c><{p}c r="B3"><{p}v>1067</{p}v></{p}c></{p}row>
<{p}row r="4"><{p}c r="A4"><{p}f>1+1</{p}f><{p}v>2</{p}v></{p}c><{p}c r="B4" s="1" t="s"><{p}v>2</{p}v></{p}c></{p}row>
</{p}sheetData></{p}worksheet>"""


def workbook(prefix: str = "", sheet: str = SHEET) -> bytes:
    """A workbook as a program writes it that puts this prefix before its elements."""
    p, ns = (f"{prefix}:", f'xmlns:{prefix}="{MAIN}"') if prefix else ("", f'xmlns="{MAIN}"')
    texts = "".join(f"<{p}si><{p}t>{text}</{p}t></{p}si>" for text in ("Name", "PLZ", "SW1A 1AA"))
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<{p}workbook {ns} xmlns:r="{OFFICE}"><{p}sheets><{p}sheet name="Leads" sheetId="1" r:id="rId1"/></{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<{p}styleSheet {ns}><{p}numFmts><{p}numFmt numFmtId="164" formatCode="00000"/></{p}numFmts><{p}cellStyleXfs><{p}xf numFmtId="164"/></{p}cellStyleXfs><{p}cellXfs><{p}xf numFmtId="0"/><{p}xf numFmtId="164"/></{p}cellXfs></{p}styleSheet>',
        "xl/sharedStrings.xml": f"<{p}sst {ns}>{texts}</{p}sst>",
        "xl/worksheets/sheet1.xml": sheet.format(p=p, ns=ns),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return packed.getvalue()


@pytest.mark.parametrize("prefix", ["", "x", "main-1"])
def test_errors_formulas_and_zeros_in_front(prefix):
    """An error, a formula without a result and a format of zeros are seen; a text keeps its own."""
    grid = read_workbook(workbook(prefix), "made.xlsx")
    assert grid.headers == ["Name", "PLZ"]
    assert grid.cells == [
        ["#N/A", "01067"],
        ['=CONCATENATE("a","b") & "c"', "1067"],
        ["2", "SW1A 1AA"],
    ]


def test_entities_that_grow_without_end():
    """A sheet that would be gigabytes of entities is given up, in no time and no memory."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "spam">{entities}]><{{p}}worksheet {{ns}}><{{p}}sheetData><{{p}}row r="1"><{{p}}c r="A1" t="e"><{{p}}v>&e11;</{{p}}v></{{p}}c></{{p}}row></{{p}}sheetData></{{p}}worksheet>'
    with zipfile.ZipFile(io.BytesIO(workbook(sheet=bomb))) as archive:
        assert list(unshown_cells(archive, "Leads")) == []
