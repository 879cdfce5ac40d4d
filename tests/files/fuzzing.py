"""Damage lists at random and import them: no traceback, no row lost.

    python tests/files/fuzzing.py [--inputs 20000] [--seed 1]

A list may be refused with a LeadkitError, which is one line for its user. Else rows read must be
rows given out and rejects, and in text every word below the header must be in a cell or a reject.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from samples import every_kind

from leadkit.base.errors import LeadkitError
from leadkit.files.csv_in import CsvFile
from leadkit.importing.lists import ImportedLists
from leadkit.importing.options import ImportOptions

_PIECES = [b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"\xff", b"\xc3", b"=", b"'",
           b"E+12", b"@", b"\xef\xbb\xbf", b"\x1f\x8b", b"PK\x03\x04", b"BEGIN:VCARD\n", b"sep=;\n",
           b"1e5", b'\\"', b', "', b"Total,2\n", b"\x1f", b"\x1a", b"\xe2\x80\xa8", b"=\"0171\""]  # fmt: skip


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return a list with one to four kinds of damage."""
    text = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        kind = chance.randrange(7)
        if kind == 0:
            text = text[:at]
        elif kind == 1 and text:
            text[at % len(text)] ^= 1 << chance.randrange(8)
        elif kind == 2:
            text[at:at] = chance.choice(_PIECES) * chance.randint(1, 3)
        elif kind == 3:
            del text[at : at + chance.randint(1, 40)]
        elif kind == 4:
            text[at:at] = text[: chance.randint(0, 200)]
        elif kind == 5:
            text[at : at + 3] = chance.randbytes(chance.randint(1, 8))
        else:
            text = bytearray(chance.randbytes(chance.randint(0, 300)))
    return bytes(text)


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


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--inputs", type=int, default=20_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    chance = random.Random(given.seed)
    kinds = list(every_kind().values())
    became: Counter[str] = Counter()
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # panics of the workbook library talk there
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        for number in range(given.inputs):
            content = damaged(chance.choice(kinds), chance)
            path.write_bytes(content)
            try:
                became[check(path)] += 1
            except Exception as fault:  # any at all is what this looks for
                became["FAULT"] += 1
                kept = Path(tempfile.gettempdir()) / f"leadkit-fuzz-{given.seed}-{number}"
                kept.write_bytes(content)
                print(f"input {number}: {type(fault).__name__}: {fault}; kept in {kept}")
    told = ", ".join(f"{many:,} {what}" for what, many in became.most_common())
    print(f"{given.inputs:,} inputs: {told}")
    return 1 if became["FAULT"] else 0


if __name__ == "__main__":
    sys.exit(main())
