"""Name columns: case and spaces repaired, titles apart, and full names split where parts lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import (
    each_distinct,
    each_distinct_pair,
    is_blank,
    map_cells,
    matches,
    repeated,
    rows_of,
    with_rows,
)
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column
from leadkit.fields.company import is_company
from leadkit.fields.name.case import clean_name
from leadkit.fields.name.particles import begins_with_particle
from leadkit.fields.name.parts import Name, split_name
from leadkit.fields.name.titles import one_form, titles_before
from leadkit.fields.placeholder import is_placeholder
from leadkit.fields.title_words import OTHER, UNKNOWN

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask
    from leadkit.fields.title_words import TitleWords

NAMES = ("first_name", "middle_name", "last_name", "full_name", "nickname")
# Columns that a full name is split into, with the part of it that each takes.
_PARTS = {
    "prefix": "prefix", "first_name": "first", "middle_name": "middle", "last_name": "last",
    "suffix": "suffix",
}  # fmt: skip
# Where a firm may share the cell with a person: a sign between them, or a note such as z.Hd.
_TWO_IN_ONE = r"[,/|;()]|\s[-–—]|[–—]|(?i:\b(?:t\.?a\.?v|z\.? ?hd|att|c\.a|v/|kontakt))"
_PLAIN = r"^[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*$"
_NO_TITLE = r"^[A-Z][a-zA-Z]{3,}$|^$"


def clean_names(fields: Fields) -> Cleaned:
    """Clean all name columns; first and last name come from the full name where one lacks.

    A form of address has one spelling in the column of prefixes: Herrn and Hr. are Herr.
    """
    cleaned = Cleaned()
    for name in fields.present(NAMES):
        cleaned.columns[name] = map_cells(fields[name], clean_name, _PLAIN)
        cleaned.issues[f"{name}_company"] = _companies(cleaned.columns[name])
    if "first_name" in fields and ("prefix" in fields or "full_name" in fields):
        _move_titles(cleaned, fields)
    if "full_name" in fields:
        _split(cleaned, fields)
    if "prefix" in fields or "prefix" in cleaned.columns:
        prefix = cleaned.columns.get("prefix", fields["prefix"])
        rows = ~is_blank(prefix)
        forms = each_distinct_pair(
            rows_of(prefix, rows), rows_of(fields["country"], rows), one_form
        )
        cleaned.columns["prefix"] = with_rows(prefix, rows, forms)
    return cleaned


def _companies(cells: Cells) -> Mask:
    import numpy as np

    # A name that is one plain word has no room for a legal form.
    open_rows = ~matches(cells, r"^[A-Z][a-z]+$|^$")
    are_companies = np.zeros(len(cells), bool)
    are_companies[open_rows] = each_distinct(rows_of(cells, open_rows), is_company)
    return are_companies


def _move_titles(cleaned: Cleaned, fields: Fields) -> None:
    """Take titles out of the first name, where nothing stands in their own column."""
    first, prefix = cleaned.columns["first_name"], fields["prefix"]
    rows = ~matches(first, _NO_TITLE) & is_blank(prefix)
    split = each_distinct(rows_of(first, rows), titles_before)
    rows[rows] = [bool(titles) for titles, _ in split]
    split = [pair for pair in split if pair[0]]
    cleaned.columns["first_name"] = with_rows(first, rows, [rest for _, rest in split])
    cleaned.columns["prefix"] = with_rows(prefix, rows, [titles for titles, _ in split])


def _split(cleaned: Cleaned, fields: Fields) -> None:
    """Fill the parts that lack from the full name, where it does not contradict the others."""
    blank = repeated("", fields.rows)
    before = {part: cleaned.columns.get(part, fields[part]) for part in _PARTS}
    full = cleaned.columns["full_name"]
    rows = is_blank(before["first_name"]) | is_blank(before["last_name"])
    person = ~is_blank(full) & ~is_placeholder("full_name", full)
    firms = cleaned.issues["full_name_company"]
    rows &= person & (~firms | matches(full, _TWO_IN_ONE))
    words = fields.title_words

    def split(cell: str, country: str) -> Name:
        return split_name(_without_job(cell, words) if words else cell, country)

    names = each_distinct_pair(rows_of(full, rows), rows_of(fields["country"], rows), split)
    given = [rows_of(before[part], rows).to_pylist() for part in ("first_name", "last_name")]
    agree = [
        (not first or first == name.first)
        and (not last or last == name.last)
        and (not firm or name.company != "")  # a firm alone has no parts
        for name, first, last, firm in zip(names, *given, firms[rows].tolist(), strict=True)
    ]
    rows[rows] = agree
    names = [name for name, kept in zip(names, agree, strict=True) if kept]
    beside = with_rows(blank, rows, [name.company for name in names])
    cleaned.issues["full_name_company"] = firms | ~is_blank(beside)
    if "company" in fields:
        empty = is_blank(fields["company"]) & ~is_blank(beside)
        cleaned.columns["company"] = with_rows(fields["company"], empty, rows_of(beside, empty))
    for column, part in _PARTS.items():
        found = with_rows(blank, rows, [getattr(name, part) for name in names])
        empty = is_blank(before[column]) & ~is_blank(found)
        cleaned.columns[column] = with_rows(before[column], empty, rows_of(found, empty))
    unsplit = is_blank(cleaned.columns["last_name"]) & is_blank(cleaned.columns["first_name"])
    cleaned.issues["full_name_unsplit"] = unsplit & person


def _without_job(cell: str, words: TitleWords) -> str:
    """Drop a job title or department after a full name: Eva Meier, Geschäftsführerin."""
    name, _, job = cell.partition(",")
    if len(job.strip()) < 5 or " " not in name.strip() or begins_with_particle(name):
        return cell
    return cell if words.classify(job) == (UNKNOWN, OTHER) else name


NAME = Cleaner(
    "name",
    NAMES,
    clean_names,
    why="name in its usual form and its parts in their columns",
    issues={
        **each_column(NAMES, company="{} holds the name of a company"),
        **each_column(["full_name"], unsplit="{} could not be split into first and last name"),
    },
    fills=(*_PARTS, "company"),
)
