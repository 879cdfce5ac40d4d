"""Column maps: a small YAML file that says which header becomes which of our columns."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leadkit.base.columns import ANSWERS_TOGETHER, KNOWN
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.named import quoted
from leadkit.importing.combined import FIELDS_APART, combined_of
from leadkit.importing.consent_columns import suggested
from leadkit.importing.mapping import Mapped, free_name, map_columns
from leadkit.importing.options import PROOF
from leadkit.rules.item import Item, load_yaml

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
        fields[header] = _target(item)
    source = top["source"].text() if "source" in top else ""
    consent = {name: top[name].text() for name in PROOF if name in top}
    return ColumnMap(path, fields, source, consent)


def _target(item: Item) -> str:
    """Return the column that a header of a map fills; an answer may count for several."""
    columns = [column.strip() for column in item.text().split(",")]
    for column in filter(None, columns):
        if column == "consent_unread":
            raise item.fail(
                "consent_unread is what import writes itself; leave it blank to dismiss the column"
            )
        if column not in KNOWN:
            raise item.fail(f"unknown column '{column}'{did_you_mean(column, KNOWN)}")
        if len(columns) > 1 and column not in ANSWERS_TOGETHER and not combined_of(columns):
            raise item.fail(
                f"'{column}' beside another column; only answers count for several: "
                f"{', '.join(ANSWERS_TOGETHER)}"
            )
    return combined_of(columns) or FIELDS_APART.join(dict.fromkeys(filter(None, columns)))


def mapped_by(
    column_map: ColumnMap, headers: Sequence[str], samples: Sequence[Sequence[str]] = ()
) -> list[Mapped]:
    """Return what becomes of the columns by the map; one that it does not name is left alone.

    One that it does not name and that looks like consent is unread, as without a map.
    """
    guessed = map_columns(headers, samples)
    labels = labelled(headers)
    fields = [column_map.fields.get(label, "") for label in labels]
    taken = set(fields)
    mapped = []
    for at, (header, target) in enumerate(zip(headers, fields, strict=True)):
        column = target or free_name(header.strip() or f"column_{at + 1}", taken)
        taken.add(column)
        reason = f"{column_map.file} says so"
        guess = guessed[at]
        consent = guess.is_unread or not set(guess.columns).isdisjoint(ANSWERS_TOGETHER)
        is_unread = consent and labels[at] not in column_map.fields
        if is_unread:
            reason = f"it looks like consent, and {column_map.file} does not name it"
        sign = guess.joined_by if target == guess.field else ""
        mapped.append(Mapped(header, target, column, reason, is_unread, sign))
    return mapped


def map_notes(column_map: ColumnMap, lists: Mapping[str, Sequence[str]]) -> list[str]:
    """Tell which columns a map names that have vanished, and which appeared that it lacks."""
    notes = []
    present: set[str] = set()
    for path, headers in lists.items():
        labels = labelled(headers)
        present |= set(labels)
        if new := [label for label in labels if label not in column_map.fields]:
            told = ", ".join(map(quoted, new))
            notes.append(f"{path}: {column_map.file} does not name {told}; left alone")
    if gone := [label for label in column_map.fields if label not in present]:
        told = ", ".join(map(quoted, gone))
        notes.append(f"{column_map.file}: no list has the column {told} any more")
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
    unread: dict[str, str] = {}
    for path, (headers, mapped) in lists.items():
        for label, target in zip(labelled(headers), mapped, strict=True):
            if target.is_unread:
                unread.setdefault(label, target.reason)
            before = lines.setdefault(label, (target.field, target.reason))
            if before[0] != target.field:
                raise LeadkitError(
                    f"{path}: {quoted(label)} is {target.field or 'left alone'} here and "
                    f"{before[0] or 'left alone'} in another list; write a map for each list"
                )
    keys = {label: f"  {scalar(label)}:" for label in lines}
    width = min(max(map(len, keys.values())), 40)
    rows = [
        f"{keys[label]:{width}} {field:14} # {'' if field else 'left alone: '}{reason}"
        for label, (field, reason) in lines.items()
        if label not in unread
    ]
    rows += [line for label, reason in unread.items() for line in _choice(label, reason)]
    head = "# Which column becomes which; nothing after the colon leaves it alone under its name.\n"
    beside = {"source": source, **(consent or {})}
    given = "".join(f"{key}: {scalar(value)}\n" for key, value in beside.items() if value)
    return f"{head}{given}columns:\n" + "\n".join(rows) + "\n"


def _choice(label: str, reason: str) -> list[str]:
    """Return the lines of a column that nobody understood: one of them is to be chosen.

    They are comments, so that a map that is used as it was written dismisses nothing.
    """
    allows, forbids = suggested(label)
    key = scalar(label)
    return [
        f"  # {key}: {reason}; take away the # before one of these lines:",
        f"  # {key}: {allows}  # a yes allows it",
        f"  # {key}: {forbids}  # a yes forbids it",
        f"  # {key}:  # it says nothing of being contacted",
    ]


def scalar(text: str) -> str:
    """Return a text as it is written in a map: quoted where YAML would take it for more.

    >>> scalar("Opt-In"), scalar("Yes")
    ('Opt-In', '"Yes"')
    """
    plain = _PLAIN.fullmatch(text) and not _YAML_WORDS.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)
