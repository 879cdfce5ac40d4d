"""What a report is made of: the folder of a run, and what is known of it beside its tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import LeadkitError
from leadkit.files.disk import open_input

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

LEADS, LEDGER = "leads", "ledger.json"
_COUNTS = {"": int}
# What is read of a ledger, where it is there.
_FORM = {
    **dict.fromkeys(
        ("read", "written", "master", "rejected", "merged", "suppressed", "known"), int
    ),
    "stages": [{"name": str, "counts": _COUNTS, "cells": {"": _COUNTS}}],
    "notes": [str],
    "handed_over": _COUNTS,
    "owners": [{"": str}],
    "funnel": [{"lead_source": str, "lead_status": str, "leads": int}],
}


@dataclass(frozen=True)
class RunFiles:
    """The folder of a run, the rules it went by, and what was spent; all paths are of files."""

    folder: Path  # with leads.csv, ledger.json, and what other tables there are
    name: str = ""  # what people call the list or workspace
    run: str = ""  # the run's name
    day: str = ""  # on which all steps count
    version: str = ""  # leadkit's
    lists: tuple[str, ...] = ()  # that the run read
    new: int | None = None  # leads that the run before had not, None where nobody counted
    previous: str = ""  # the run before, "" for a first one
    held: tuple[str, ...] = ()  # gates that the run broke, in words
    # Rule files, by path or by the name of a shipped one; "" for none.
    scoring: tuple[str, ...] = ()
    lifecycle: str = ""
    consent: str = ""
    scoring_names: tuple[str, ...] = ()  # what the pipeline calls each scoring file
    decisions: str = "decisions.csv"
    spend: tuple[str, ...] = ()  # files of what was spent by lead_source
    asked: bool = False  # for this spend or worth: what is wrong with them is an error
    worth: Mapping[str, str] = field(default_factory=dict)  # revenue and margin of all sources
    at: str = ""  # what "leadkit runs" needs to be about this workspace
    is_plain: bool = False  # tables that plain commands wrote, of which no ledger need tell
    # What leads.csv holds, where whoever wrote it has it still.
    leads: tuple[Leads, ...] = field(default=(), repr=False, compare=False)

    def table(self, name: str) -> Path | None:
        """Return the path of a table, None where the run has none of that name."""
        path = self.folder / f"{name}.csv"
        return path if path.is_file() else None

    def called(self, name: str) -> str:
        """Return what a person calls a file of the run: runs/2026-11-27T093000Z/review.csv."""
        return f"runs/{self.run}/{name}" if self.run else name

    def ledger(self) -> dict[str, Any]:
        """Return the run's ledger; raise LeadkitError where it is none.

        Of a plain folder without one, its tables are counted: what they hold is what was read.
        """
        path = self.folder / LEDGER
        if self.is_plain and not path.is_file():
            return self._counted()
        with open_input(str(path)) as opened:
            content = opened.read()
        try:
            told = json.loads(content)
        except (ValueError, RecursionError):
            told = None
        if not _has_form(told, _FORM) or not {"read", "written"} <= told.keys():
            raise LeadkitError(f"{path}: is no ledger of a run; put it back from a backup")
        return dict(told)

    def _counted(self) -> dict[str, Any]:
        from leadkit.reporting.tables import columns_of, rows_of

        tables = {"written": LEADS, "rejected": "rejects", "merged": "merges",
                  "suppressed": "suppressed", "known": "known"}  # fmt: skip
        rows = {
            word: rows_of(path, *columns_of(path)[-1:]).total() if path else 0
            for word, path in ((word, self.table(name)) for word, name in tables.items())
        }
        return {"read": sum(rows.values()), **rows}


def _has_form(value: Any, form: Any) -> bool:
    """Tell whether a value read as JSON is of a type, or holds what the form says of its parts.

    A form is a type, a list with the form of each item, or what keys hold where they are there;
    those that it does not name hold what "" does, and anything without that.
    """
    if isinstance(form, type):
        return isinstance(value, form) and not isinstance(value, bool)
    if not isinstance(value, type(form)):
        return False
    if isinstance(form, list):
        return all(_has_form(one, form[0]) for one in value)
    forms = {key: form.get(key, form.get("")) for key in value}
    return all(forms[key] is None or _has_form(one, forms[key]) for key, one in value.items())
