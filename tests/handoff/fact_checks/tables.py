"""Reading a file as a CRM does: its bytes, its header, its columns."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

NO_LEADS = re.compile(r"^(problems|report|summary|routing)", re.IGNORECASE)
OPT_OUTS = re.compile(r"opt[ _-]?outs?|no[ _-]?calls?", re.IGNORECASE)
NO_CALLS = re.compile(r"no[ _-]?calls?", re.IGNORECASE)
NOT_MAILED = re.compile(
    r"not[ _-]to[ _-]be[ _-]mailed|non[ _-]?marketing|no[ _-]mail", re.IGNORECASE
)


@dataclass
class Table:
    """A file that was read: the cells of each header, and by which field it is known."""

    name: str
    header: list[str]
    columns: list[tuple[str, ...]]
    rows: int
    size: int
    has_bom: bool
    delimiter: str
    fields: dict[str, int] = field(default_factory=dict)  # which column a field is

    def cells(self, name: str) -> tuple[str, ...]:
        """Return the cells of a field, blank where the file has no such column."""
        at = self.fields.get(name)
        return ("",) * self.rows if at is None else self.columns[at]


def import_files(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the files of leads in a folder, and those of people who want no e-mails or calls."""
    tables = [path for path in sorted(folder.glob("*.csv")) if not NO_LEADS.search(path.name)]
    opt_outs = [path for path in tables if OPT_OUTS.search(path.stem)]
    return [path for path in tables if path not in opt_outs], opt_outs


def read_table(path: Path, delimiters: str) -> tuple[Table | None, list[str]]:
    """Return what a file holds, and what keeps it from being read rightly."""
    raw = path.read_bytes()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None, [f"{path.name}: is UTF-16, not UTF-8"]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [f"{path.name}: is not UTF-8 (byte {error.start})"]
    if not text.strip():
        return None, [f"{path.name}: is empty"]
    delimiter = _delimiter(text, delimiters)
    found = []
    if delimiter not in delimiters:
        found.append(f"{path.name}: its columns are separated by {delimiter!r}")
    limit = csv.field_size_limit(1 << 30)  # a CRM has its own
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return None, [*found, f"{path.name}: its quotes do not close ({error})"]
    finally:
        csv.field_size_limit(limit)
    header = records[0]
    ragged = [at for at, cells in enumerate(records) if len(cells) != len(header)]
    if ragged:
        found.append(
            f"{path.name}: {len(ragged)} rows have more or fewer cells than the header, "
            f"first row {ragged[0]}"
        )
        return None, found
    rows = len(records) - 1
    columns = list(zip(*records[1:], strict=True)) if rows else [()] * len(header)
    bom = raw.startswith(codecs.BOM_UTF8)
    return Table(path.name, header, columns, rows, len(raw), bom, delimiter), found


def _delimiter(text: str, usual: str) -> str:
    """Return the sign that splits the header into most cells, the usual one where it is even."""
    candidates = usual + "".join(sign for sign in ",;\t|" if sign not in usual)

    def cells(sign: str) -> int:
        return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=sign), []))

    return max(candidates, key=cells)
