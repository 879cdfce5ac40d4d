"""Column maps: a small YAML file that says which header becomes which of our columns."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leadkit.base.columns import KNOWN
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.importing.mapping import Mapped, free_name
from leadkit.importing.options import PROOF
from leadkit.rules.item import load_yaml

_PLAIN = re.compile(r"[^\W\d][\w /().,'’+-]*\w|[^\W\d]")
_YAML_WORDS = re.compile("(?i)true|false|yes|no|on|off|null|y|n")


@dataclass(frozen=True)
class ColumnMap:
    """A map that a person wrote or approved; nothing is guessed beside it."""

    file: str
    fields: Mapping[str, str]  # header as in ``labelled`` -> known column, "" to leave it alone
    source: str = ""
    consent: Mapping[str, str] = field(default_factory=dict)  # what proves its yeses


def labelled(headers: Sequence[str]) -> list[str]:
    """Return a name for each column that is its own: repeated headers are counted.

    >>> labelled(["E-Mail", "E-Mail", ""])
    ['E-Mail', 'E-Mail [2]', '[column 3]']
    """
    labels: list[str] = []
    for at, header in enumerate(headers):
        name = " ".join(header.split()) or f"[column {at + 1}]"
        count, label = 1, name
        while label in labels:
            count += 1
            label = f"{name} [{count}]"
        labels.append(label)
    return labels


def read_map(path: str) -> ColumnMap:
    """Load and check a map file."""
    top = load_yaml(Path(path)).entries(("columns", "source", *PROOF), what="key of a map")
    if "columns" not in top:
        raise LeadkitError(f"{path}: a map needs 'columns': headers and what they become")
    fields: dict[str, str] = {}
    for header, item in top["columns"].entries(what="columns").items():
        column = item.text().strip()
        if column and column not in KNOWN:
            raise item.fail(f"unknown column '{column}'{did_you_mean(column, KNOWN)}")
        fields[header] = column
    source = top["source"].text() if "source" in top else ""
    consent = {name: top[name].text() for name in PROOF if name in top}
    return ColumnMap(path, fields, source, consent)


def mapped_by(column_map: ColumnMap, headers: Sequence[str]) -> list[Mapped]:
    """Return what becomes of the columns by the map; one that it does not name is left alone."""
    labels = labelled(headers)
    fields = [column_map.fields.get(label, "") for label in labels]
    taken = set(fields)
    mapped = []
    for at, (header, target) in enumerate(zip(headers, fields, strict=True)):
        column = target or free_name(header.strip() or f"column_{at + 1}", taken)
        taken.add(column)
        mapped.append(Mapped(header, target, column, f"{column_map.file} says so"))
    return mapped


def map_notes(column_map: ColumnMap, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """Tell which columns a map names that have vanished, and which appeared that it lacks."""
    notes = []
    present: set[str] = set()
    for path, headers in lists.items():
        labels = labelled(headers)
        present |= set(labels)
        if new := [label for label in labels if label not in column_map.fields]:
            listed = ", ".join(f"'{label}'" for label in new)
            notes.append(f"{path}: {column_map.file} does not name {listed}; left alone")
    if gone := [label for label in column_map.fields if label not in present]:
        listed = ", ".join(f"'{label}'" for label in gone)
        notes.append(f"{column_map.file}: no list has the column {listed} any more")
    return notes


def map_text(
    lists: Mapping[str, tuple[Sequence[str], Sequence[Mapped]]],
    source: str = "",
    consent: Mapping[str, str] | None = None,
) -> str:
    """Return the map of these lists as YAML, with the reason for each column as a comment.

    ``source`` and ``consent`` are the keys beside its columns.
    """
    lines: dict[str, tuple[str, str]] = {}
    for path, (headers, mapped) in lists.items():
        for label, target in zip(labelled(headers), mapped, strict=True):
            before = lines.setdefault(label, (target.field, target.reason))
            if before[0] != target.field:
                raise LeadkitError(
                    f"{path}: '{label}' is {target.field or 'left alone'} here and "
                    f"{before[0] or 'left alone'} in another list; write a map for each list"
                )
    keys = {label: f"  {_scalar(label)}:" for label in lines}
    width = min(max(map(len, keys.values())), 40)
    rows = [
        f"{keys[label]:{width}} {field:14} # {'' if field else 'left alone: '}{reason}"
        for label, (field, reason) in lines.items()
    ]
    head = "# Which column becomes which; nothing after the colon leaves it alone under its name.\n"
    beside = {"source": source, **(consent or {})}
    given = "".join(f"{key}: {_scalar(value)}\n" for key, value in beside.items() if value)
    return f"{head}{given}columns:\n" + "\n".join(rows) + "\n"


def _scalar(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and not _YAML_WORDS.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)
