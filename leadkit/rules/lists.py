"""Lists that lie beside a rule file: the companies, addresses or domains that a rule names."""

from __future__ import annotations

import csv
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
    try:
        text = open_input(str(path)).read().decode("utf-8-sig")
    except LeadkitError as error:
        raise value.fail(f"in_list: {error.marked}") from None
    except UnicodeDecodeError:
        raise value.fail(f"in_list: {path} is not UTF-8 text") from None
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
    left = [load_yaml(rules)]
    while left:
        item = left.pop()
        left += [*item.parts, *item.named.values()]
        if named := item.named.get("in_list"):
            yield _path_and_column(named)[0]


def _csv_column(text: str, column: str, value: Item) -> list[str]:
    header_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise value.fail(f"in_list: {value.text()}, line {reader.line_num}: {error}") from None
    headers = [header.strip() for header in rows[0]] if rows else []
    if column and column not in headers:
        hint = did_you_mean(column, headers) or f"; there are: {listed(headers)}"
        raise value.fail(f"in_list: unknown column '{column}'{hint}")
    at = headers.index(column) if column else 0
    return [row[at] for row in rows[1:] if len(row) > at]
