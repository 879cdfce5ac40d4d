"""Small lists of every kind, made on the spot: text in many layouts, workbooks, cards, archives."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence

ROWS = [
    ["Vorname", "Nachname", "E-Mail", "Telefon", "Firma", "Erstellt am", "Land", "PLZ"],
    ["Jürgen", "Groß", "juergen@gross.example.com", "+49 30 1234567", "Groß & Söhne", "03.04.2026", "DE", "01067"],
    ["Eva", "Null", "eva@null.example.com", "0171 1234567", 'Haus "am See"', "13/04/2026", "AT", "1010"],
    ["Ida", "None", "mailto:ida@none.example.com", "4.91512E+12", "NA", "0/0/00", "FR", "75011"],
    ["Kim", "O'Neill", "kim@x.example.com; kim@y.example.com", "'+49 30 7654321", "A;B, C", "2026-04-03", "", ""],
]  # fmt: skip


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",", end: str = "\n") -> str:
    """Write rows as CSV; line ends within cells stay as they are."""

    def cell(text: str) -> str:
        quoted = any(sign in text for sign in (delimiter, '"', "\n", "\r"))
        return '"' + text.replace('"', '""') + '"' if quoted else text

    return "".join(delimiter.join(map(cell, row)) + end for row in rows)


def xlsx(rows: Sequence[Sequence[object]], sheets: Sequence[str] = ("Leads",)) -> bytes:
    """Make the smallest workbook that holds these rows in each of its sheets."""

    def cell(value: object) -> str:
        if isinstance(value, (int, float)):
            return f"<c><v>{value!r}</v></c>"
        text = str(value).replace("&", "&amp;").replace("<", "&lt;")
        return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package = "http://schemas.openxmlformats.org/package/2006"
    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        + "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{types}.worksheet+xml"/>' for n in numbers)
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rels}"><sheets>'
        + "".join(f'<sheet name="{sheets[n - 1]}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(f'<Relationship Id="r{n}" Type="{rels}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        + "</Relationships>",
    }  # fmt: skip
    for number in numbers:
        sheet = f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet
    return zipped({name: f'<?xml version="1.0"?>{xml}'.encode() for name, xml in parts.items()})


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """Make the smallest OpenDocument spreadsheet that holds these rows."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string"><text:p>'
            + text.replace("&", "&amp;").replace("<", "&lt;")
            + "</text:p></table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Leads">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{urn}:manifest:1.0"/>'.encode()
    )
    return zipped(
        {"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest}
    )


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


CARDS = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=C3=BC=\r\nller;Eva;;;\r\n"
    "TEL;WORK;VOICE:+49 30 1234567\r\nTEL;CELL:0171 1234567\r\nEMAIL;PREF;INTERNET:eva@x.example.com\r\n"
    "END:VCARD\r\n"
    "begin:vcard\r\nversion:3.0\r\nFN:Ida Lang\r\nN:Lang;Ida;;Dr.;\r\nitem1.EMAIL;type=INTERNET:ida@x.example.\r\n com\r\n"
    "ORG:Acme\\, Inc.;Sales\r\nADR;TYPE=WORK:;;Weg 1;Köln;;50667;DE\r\nX-SKYPE:ida.lang\r\nend:vcard\r\n"
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Kim Ort\r\nTEL;VALUE=uri;TYPE=\"voice,home\":tel:+49-30-7654321\r\n"
    "BDAY:20000403\r\nNOTE:two\\nlines\r\nEND:VCARD\r\n"
)  # fmt: skip


def every_kind() -> dict[str, bytes]:
    """Return a list of every kind, by its name."""
    text = as_csv(ROWS)
    return {
        "comma.csv": text.encode(),
        "semicolon.csv": as_csv(ROWS, ";", "\r\n").encode("cp1252"),
        "tab.txt": as_csv(ROWS, "\t").encode("utf-16"),
        "utf32.csv": text.encode("utf-32"),
        "sep.csv": ("sep=|\r\n" + as_csv(ROWS, "|", "\r\n")).encode("utf-8-sig"),
        "cr.csv": as_csv(ROWS, ",", "\r").encode("mac_roman"),
        "title.csv": b"Leads 2026;;;;;;;\n\n" + as_csv(ROWS, ";").encode(),
        "bare.csv": as_csv(ROWS[1:]).encode(),
        "book.xlsx": xlsx(ROWS),
        "book.ods": ods(ROWS),
        "cards.vcf": CARDS.encode(),
        "packed.csv.gz": gzip.compress(text.encode(), mtime=0),
        "packed.zip": zipped({"leads.csv": text.encode()}),
    }
