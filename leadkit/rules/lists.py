"""Lists that lie beside a rule file: the companies, addresses or domains that a rule names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.fold import fold_case
from leadkit.base.named import listed
from leadkit.files.disk import open_input
from leadkit.rules.item import Item, load_yaml


def read_list(value: Item) -> list[str]:
    """Return the folded entries of the list that a rule names; raise LeadkitError with its line."""
    path, column = _path_and_column(value)
    text = _text_of(path, value, "in_list")
    if path.suffix.casefold() == ".csv":
        entries = _csv_column(text, column, value)
    else:
        entries = [line.partition("#")[0] for line in text.splitlines()]
    folded = sorted({fold_case(entry) for entry in entries} - {""})
    if not folded:
        raise value.fail(f"in_list: there is nothing in {path}")
    return folded


def _path_and_column(value: Item) -> tuple[Path, str]:
    name, _, column = value.text().partition("#")
    return value.folder / name.strip(), column.strip()


def lists_named(rules: Path) -> Iterator[Path]:
    """Yield the lists that a rule file names anywhere; raise LeadkitError where it is broken."""
    yield from lists_in(load_yaml(rules))


def lists_in(item: Item) -> Iterator[Path]:
    """Yield the lists that a part of a rule file names, in whatever depth."""
    left = [item]
    while left:
        item = left.pop()
        left += [*item.parts, *item.named.values()]
        if (named := item.named.get("in_list")) and named.kind == "text":
            yield _path_and_column(named)[0]
        points = item.named.get("points")
        if points and {"from", "by"} <= points.named.keys():
            yield _path_and_column(points.named["from"])[0]


def read_points_table(value: Item, column: str) -> Iterator[tuple[str, str, int]]:
    """Yield the cells of a column, the points beside each, and its line, from a CSV that is named.

    Lines without an entry in the column are left out; one that has no points is a mistake.
    """
    path, _ = _path_and_column(value)
    rows = _csv_rows(_text_of(path, value, "points"), value, "points")
    _, headers = next(rows, (1, []))
    at, points = (_place(name, headers, value, "points") for name in (column, "points"))
    for line, row in rows:
        if len(row) <= at or not row[at].strip():
            continue
        given = row[points].strip() if len(row) > points else ""
        if not re.fullmatch(r"[+-]?\d{1,10}(\.\d{1,3})?", given):
            said = f"points: {value.text()}, line {line}: '{given}' is no number of points"
            raise value.fail(said)
        yield row[at].strip(), given, line


def _text_of(path: Path, value: Item, what: str) -> str:
    try:
        return open_input(str(path)).read().decode("utf-8-sig")
    except LeadkitError as error:
        raise value.fail(f"{what}: {error.marked}") from None
    except UnicodeDecodeError:
        raise value.fail(f"{what}: {path} is not UTF-8 text") from None


def _csv_column(text: str, column: str, value: Item) -> list[str]:
    rows = _csv_rows(text, value, "in_list")
    _, headers = next(rows, (1, []))
    at = _place(column, headers, value, "in_list") if column else 0
    return [row[at] for _, row in rows if len(row) > at]


def _csv_rows(text: str, value: Item, what: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV, its header first, each with the line it ends on."""
    header_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise value.fail(f"{what}: {value.text()}, line {reader.line_num}: {error}") from None


def _place(column: str, headers: list[str], value: Item, what: str) -> int:
    headers = [header.strip() for header in headers]
    if column not in headers:
        hint = did_you_mean(column, headers) or f"; there are: {listed(headers)}"
        raise value.fail(f"{what}: unknown column '{column}'{hint}")
    return headers.index(column)
