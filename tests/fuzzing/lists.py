"""Import a damaged list and hold what comes out against what went in: no row and no word is lost.

A list may be refused with a LeadkitError, which is one line for its user. Else rows read must be
rows given out and rejects, and in text every word below the header must be in a cell or a reject.
"""

from __future__ import annotations

import re
from pathlib import Path

from leadkit.base.errors import LeadkitError
from leadkit.files.csv_in import CsvFile
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions


def check(path: Path) -> str:
    """Import a list; return what became of it, raise AssertionError where a row was lost."""
    try:
        lists = ImportedLists([str(path)], ImportOptions())
        file = next(iter(lists._files.values()))
        packed = path.read_bytes().startswith((b"PK", b"\x1f\x8b"))
        plain = isinstance(file, CsvFile) and not packed
        below = file._first_line if plain else 0
        cells = [header for each in lists._files.values() for header in each.headers]
        rows = 0
        for leads in lists.batches():
            rows += len(leads)
            for name in leads.columns[3:]:
                cells += leads[name].tolist()
    except LeadkitError as error:
        if "\n" in str(error):
            raise AssertionError("an error of several lines") from None
        return "refused"
    assert lists.rows_read == rows + len(lists.rejects)
    for reject in lists.rejects:
        assert reject.line >= 0
        cells += reject.cells
        cells.append(reject.raw)
    if plain and file.encoding in ("utf-8", "ascii"):
        _no_word_lost(path.read_bytes(), below, "\n".join(cells), lists)
    return "rejects" if lists.rejects else "read"


def _no_word_lost(content: bytes, below: int, told: str, lists: ImportedLists) -> None:
    newline = b"\r" if b"\r" in content and b"\n" not in content else b"\n"
    rest = newline.join(content.split(newline)[below - 1 :])
    for word in set(re.findall(rb"[A-Za-z]{5,}", rest)):
        assert word.decode() in told or word.lower() == b"mailto", (
            f"lost a word of {len(word)} letters"
        )
