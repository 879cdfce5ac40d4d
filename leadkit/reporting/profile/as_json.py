"""A profile as JSON: the keys that docs/profile.md names, and no cell of a person unmasked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from leadkit.base.values import with_values, without_values
from leadkit.base.visible import visible_json
from leadkit.reporting.profile.figures import (
    ColumnFigures,
    DuplicateFigures,
    ListFigures,
    ProfileFigures,
)
from leadkit.reporting.profile.words import cell_told


def profile_json(figures: ProfileFigures, show_values: bool = False) -> str:
    """Return a profile as JSON."""
    told = as_keys(figures, show_values)
    return visible_json(json.dumps(told, indent=2, ensure_ascii=False)) + "\n"


def as_keys(figures: ProfileFigures, show_values: bool = False) -> dict[str, Any]:
    """Return a profile as what JSON knows: dicts, lists, texts and numbers."""
    told = with_values if show_values else without_values
    return {
        "rows": figures.rows,
        "leads": figures.leads,
        "rejected": figures.rejected,
        "exact": figures.is_whole,
        "shows_values": show_values,
        "lists": [_list(one, show_values) for one in figures.lists],
        "duplicates": _duplicates(figures.duplicates),
        "would_change": {
            "import": {"rows": figures.rows, "leads": figures.leads, "rejects": figures.rejected},
            "clean": {name: dict(counts) for name, counts in figures.cells.items()},
            "dedupe": {"merged": figures.duplicates.merged, "review": figures.duplicates.review},
        },
        "notes": [told(note) for note in figures.notes],
        "failure": told(figures.failure),
    }


def _list(one: ListFigures, show_values: bool) -> dict[str, Any]:
    contact = one.contact
    return {
        "path": one.path,
        "source_file": one.label,
        "kind": one.written_as.kind,
        "packed": one.written_as.packed,
        "encoding": one.written_as.encoding,
        "delimiter": one.written_as.delimiter,
        "header_row": one.written_as.header,
        "rows": one.rows,
        "leads": one.leads,
        "rejected": one.rejected,
        "rejects": [
            {"code": code, "reason": reason, "rows": rows}
            for (code, reason), rows in Counter(one.rejects).most_common()
        ],
        "looked_at": one.looked_at,
        "exact": one.is_whole,
        "columns": [_column(column, show_values) for column in one.columns],
        "damage": dict(one.codes),
        "consent": {
            "said": dict(contact.said),
            "proven": contact.proven,
            "lacks": dict(contact.lacks),
            "to_do": contact.to_do,
            "may": dict(contact.may),
        },
    }


def _column(column: ColumnFigures, show_values: bool) -> dict[str, Any]:
    told = {cell: cell_told(column, cell, rows, show_values) for cell, rows in column.commonest}
    found = {
        "header": column.header,
        "taken_for": list(column.columns) if column.is_known else [],
        "goes_to": list(column.columns),
        "reason": column.reason,
        "unread_consent": column.is_unread,
        "filled": column.filled,
        "distinct": column.distinct,
        "distinct_exact": column.distinct_is_exact,
        "commonest": [{"cell": told[cell], "rows": rows} for cell, rows in column.commonest],
        "commonest_exact": column.commonest_is_exact,
        "lengths": {
            "shortest": column.shortest,
            "mean": round(column.mean_length, 1),
            "longest": column.longest,
        },
        "cells": dict(column.cells),
        "issues": dict(column.codes),
    }
    if column.answers:
        found["answers"] = {told[cell]: answer for cell, answer in column.answers.items()}
    return found


def _duplicates(found: DuplicateFigures) -> dict[str, Any]:
    return {
        "looked_at": found.looked_at,
        "exact": found.is_exact,
        "rows": found.merged,
        "between": [found.low, found.high],
        "within_lists": found.within,
        "across_lists": found.merged - found.within,
        "review": found.review,
        "lists": [
            {"list": one, "other": other, "rows": rows}
            for (one, other), rows in _ranked(found.lists)
        ],
        "evidence": [{"shared": word, "rows": rows} for word, rows in _ranked(found.evidence)],
    }


def _ranked(counts: Mapping[Any, int]) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
