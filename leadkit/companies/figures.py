"""What is known of each company by its leads: who is met there, how good, how lively, since when.

A person's score counts in full where it is the best of its company, and half as much as the one
before where it is not: five lukewarm contacts are no hot account.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from leadkit.base.cells import (
    flags,
    matches,
    numbers,
    of_distinct,
    repeated,
    rows_of,
    text,
    texts,
    to_numpy,
    with_rows,
)
from leadkit.base.how_many import how_many
from leadkit.base.values import quoting
from leadkit.companies.groups import Groups, some
from leadkit.fields.numbers import parse_number
from leadkit.fields.organisation_keys import READS as ORGANISATION_READS
from leadkit.fields.organisation_keys import Organisations
from leadkit.fields.permission import MAY, says_yes
from leadkit.fields.spans import day_number, day_text
from leadkit.fields.status_words import FORWARD, how_far
from leadkit.fields.title_words import DEPARTMENTS, SENIORITIES

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.fields.refusal_keys import Columns

    CellsOf: TypeAlias = Callable[[str], Cells]

READS = frozenset({
    *ORGANISATION_READS, "lead_id", "score", "score_engagement", "lead_status", "lifecycle_stage",
    "seniority", "department", "created_at", "last_activity_at", "next_step", "full_name",
    "first_name", "last_name", *MAY.values(),
})  # fmt: skip
SHARE = 0.5  # of the score of one person, what the next of the same company adds
COLUMNS = (
    "account", "account_key", "domain", "people", "contactable", "mql", "sql", "opportunities",
    "customers", "account_status", "roles", "seniorities", "departments", "best_score",
    "account_score", "engagement", "engaged_people", "first_touch", "last_touch", "next_step",
    "next_lead_id", "next_name",
)  # fmt: skip
_STATIONS = {"mql": "MQL", "sql": "SQL", "opportunities": "SQO", "customers": "customer"}
_PLAIN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_MOST = 10**12  # of a score: what is beyond is none


@dataclass(frozen=True)
class Accounts:
    """A table of companies, the best first, and how many leads belong to none."""

    table: pa.Table
    leads: int
    without: int
    known_as: Organisations  # what tells the account of a lead
    notes: tuple[str, ...] = ()  # of cells that could not be read


def accounts_of(columns: Columns, firms: Cells, domains: Cells) -> Accounts:
    """Return a row for each company of a whole list, and what its leads say together.

    ``columns`` gives a column of the leads by its name, None where there is none, and ``firms`` and
    ``domains`` are how companies are compared; all encoded as dictionaries, or what has as
    many different cells as rows as texts. What anybody refuses, their may_* and next_step say by
    now (``rules/hearing.py``).

    >>> table = {name: texts(cells).dictionary_encode() for name, cells in {
    ...     "firm": ["acme", "acme", "", "voss"], "domain": [""] * 4,
    ...     "score": ["80", "40", "9", ""],
    ...     "company": ["Acme AG", "Acme", "", "Voss"], "seniority": ["vp", "manager", "", ""],
    ... }.items()}
    >>> found = accounts_of(table.get, table["firm"], table["domain"])
    >>> shown = ["account", "people", "best_score", "account_score", "seniorities"]
    >>> for one in found.table.select(shown).to_pylist():
    ...     print(list(one.values()))
    ['Acme AG', '2', '80', '100', 'vp 1; manager 1']
    ['Voss', '1', '', '0', '']
    >>> found.leads, found.without
    (4, 1)
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = len(firms)
    known_as = Organisations()
    known_as.hear(firms, domains)
    keys = known_as.tell_each(firms, domains)
    number = to_numpy(keys.indices).astype(np.int64)
    blank = pc.index(keys.dictionary, text("")).as_py()
    known = np.arange(len(keys.dictionary)) != blank
    place = np.where(known, np.cumsum(known) - 1, -1)
    groups = Groups(place[number] if rows else number, int(known.sum()))
    nothing = repeated("", rows).dictionary_encode()

    def cells(name: str) -> Cells:
        found = columns(name)
        return nothing if found is None else found

    told: dict[str, Cells] = {"account_key": rows_of(keys.dictionary, known)}
    told["domain"] = groups.most_frequent(domains, "ascending")
    company = groups.most_frequent(cells("company"))
    told["account"] = pc.if_else(pc.equal(company, text("")), told["account_key"], company)
    rank = _rank(cells)
    told |= _people(groups, cells, rank)
    score, has_score, unread = _numbers(cells, "score")
    summed = groups.diminishing(score, SHARE)
    told["account_score"] = _decimal(summed)
    told["best_score"] = _best(groups, score, has_score)
    engagement, _, unread_engagement = _numbers(cells, "score_engagement")
    told |= _engagement(groups, cells, engagement)
    told |= _next(groups, cells, (score, rank))
    order = _best_first(groups, summed, told)
    table = pa.table({name: told[name].cast(pa.large_string()) for name in COLUMNS}).take(order)
    return Accounts(table, rows, rows - len(groups.rows), known_as, (*unread, *unread_engagement))


def _best_first(groups: Groups, summed: np.ndarray, told: dict[str, Cells]) -> pa.Array:
    """Return the accounts in their order: by score, then by people, then by their keys."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    table = pa.table({
        "score": numbers(np.round(summed, 2)),
        "people": numbers(groups.sizes.astype(np.int64)), "key": told["account_key"],
    })  # fmt: skip
    keys = [("score", "descending"), ("people", "descending"), ("key", "ascending")]
    return pc.sort_indices(table, sort_keys=keys)


def _rank(cells: CellsOf) -> np.ndarray:
    """Return how far each lead is; our own lead_status is later than a CRM's stage beside it."""
    import numpy as np

    status, stage = (
        of_distinct(cells(name), how_far) for name in ("lead_status", "lifecycle_stage")
    )
    return np.where(status > 0, status, stage)


def _people(groups: Groups, cells: CellsOf, rank: np.ndarray) -> dict[str, Cells]:
    import numpy as np

    may = [of_distinct(cells(name), says_yes) > 0 for name in MAY.values()]
    told = {
        "people": _whole(groups.sizes),
        "contactable": _whole(groups.counted(np.logical_or.reduce(may))),
    }
    on_line = np.where(rank <= len(FORWARD), rank, 0)
    for name, station in _STATIONS.items():
        told[name] = _whole(groups.counted(on_line > FORWARD.index(station)))
    words = texts(["", *FORWARD])
    told["account_status"] = words.take(numbers(groups.most(on_line).astype(np.int64)))
    seniority, department = cells("seniority"), cells("department")
    told["seniorities"] = _tally(groups, seniority, SENIORITIES)
    told["departments"] = _tally(groups, department, DEPARTMENTS)
    one, other = _codes(seniority), _codes(department)
    roles = one * (int(other.max(initial=0)) + 1) + other - 1
    told["roles"] = _whole(np.bincount(groups.tally(roles)[0], minlength=groups.count))
    return told


def _best(groups: Groups, score: np.ndarray, known: np.ndarray) -> Cells:
    """Return the best score of each account, "" where nobody has one."""
    import numpy as np
    import pyarrow.compute as pc

    best = groups.most(np.where(known, score, -np.inf), -np.inf)
    scored = np.isfinite(best)
    return pc.if_else(flags(scored), _decimal(np.where(scored, best, 0.0)), text(""))


def _engagement(groups: Groups, cells: CellsOf, engagement: np.ndarray) -> dict[str, Cells]:
    import numpy as np

    came, last = _days(cells("created_at")), _days(cells("last_activity_at"))
    never = np.int64(1 << 40)
    first = never - groups.most(np.where(came > 0, never - came, 0))
    first = np.where(first == never, 0, first)
    return {
        "engagement": _decimal(groups.summed(engagement)),
        "engaged_people": _whole(groups.counted(engagement > 0)),
        "first_touch": _day_cells(first),
        "last_touch": _day_cells(groups.most(np.maximum(came, last))),
    }


def _next(groups: Groups, cells: CellsOf, by: Sequence[np.ndarray]) -> dict[str, Cells]:
    """Tell what to do next, of the best of those with whom something is to be done."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    step, ids = cells("next_step"), cells("lead_id")
    which = to_numpy(step.indices)
    rows, rest = (
        groups.first(those[which], by, ids)
        for those in (
            matches(step.dictionary, r"^(?:call|mail|send)\b"),
            ~matches(step.dictionary, r"^(?:|none\b.*)$"),
        )
    )
    places = some(np.where(rows >= 0, rows, rest))

    def of_them(cells: Cells) -> Cells:
        return pc.fill_null(cells.take(places).cast(pa.large_string()), text(""))

    whole, first, last = (of_them(cells(name)) for name in ("full_name", "first_name", "last_name"))
    parts = pc.utf8_trim_whitespace(pc.binary_join_element_wise(first, last, text(" ")))
    return {
        "next_step": of_them(step),
        "next_lead_id": of_them(ids),
        "next_name": pc.if_else(pc.equal(whole, text("")), parts, whole),
    }


def _whole(values: np.ndarray) -> Cells:
    import numpy as np
    import pyarrow as pa

    return numbers(values.astype(np.int64)).cast(pa.large_string())


def _decimal(values: np.ndarray) -> Cells:
    """Return numbers as text, with two decimals at most."""
    import numpy as np
    import pyarrow.compute as pc

    cents = np.round(values * 100).astype(np.int64)
    sign = texts(["", "-"]).take(numbers((cents < 0).astype(np.int64)))
    whole, rest = np.divmod(np.abs(cents), 100)
    decimals = texts([f".{cent:02d}".rstrip("0").rstrip(".") for cent in range(100)])
    return pc.binary_join_element_wise(sign, _whole(whole), decimals.take(numbers(rest)), text(""))


def _numbers(cells: CellsOf, name: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return the numbers of a column, 0 where there is none, where there is one, and a note on
    cells that are no number."""
    import numpy as np

    encoded = cells(name).dictionary_encode()
    there = encoded.dictionary.to_pylist()
    codes = to_numpy(encoded.indices)
    found = np.array([_number(cell) for cell in there], np.float64)
    unread = np.isnan(found) & np.array([bool(cell.strip()) for cell in there], bool)
    many = int(unread[codes].sum())
    examples = [there[place] for place in np.flatnonzero(unread)[:3]]
    said = how_many(many, f"lead has a {name} that is", f"leads have a {name} that is")
    such = quoting(f" ({', '.join(examples)})")
    notes = [f"{said} no number{such} and counts for nothing"] if many else []
    values = found[codes]
    known = ~np.isnan(values)
    return np.where(known, values, 0.0), known, notes


def _number(cell: str) -> float:
    """Return the number of a cell, as people write it, NaN where it is none or beyond reason."""
    if _PLAIN.fullmatch(cell):
        return float(cell)
    found = parse_number(cell) if cell else None
    return float(found) if found is not None and abs(found) <= _MOST else math.nan


def _days(cells: Cells) -> np.ndarray:
    import pyarrow.compute as pc

    encoded = cells.dictionary_encode()
    there = encoded.dictionary
    moments = matches(there, r"^\d{4}-\d\d-\d\d[T ]")
    if moments.any():  # of a million moments there are a few hundred days
        there = with_rows(there, moments, pc.utf8_slice_codeunits(rows_of(there, moments), 0, 10))
    days: np.ndarray = of_distinct(there, day_number)[to_numpy(encoded.indices)]
    return days


def _day_cells(days: np.ndarray) -> Cells:
    import numpy as np

    distinct, which = np.unique(days, return_inverse=True)
    return texts([day_text(int(day)) for day in distinct]).take(numbers(which.astype(np.int64)))


def _codes(cells: Cells) -> np.ndarray:
    """Return a number for each different cell, 0 for a blank one."""
    import numpy as np
    import pyarrow.compute as pc

    encoded = cells.dictionary_encode()
    code = np.arange(1, len(encoded.dictionary) + 1)
    blank = pc.index(encoded.dictionary, text("")).as_py()
    if blank >= 0:
        code[blank] = 0
    return code[to_numpy(encoded.indices)] if len(cells) else np.zeros(0, np.int64)


def _tally(groups: Groups, cells: Cells, known: Sequence[str]) -> Cells:
    """Return how often each word stands in each group, known words first: "c_level 1; vp 2".

    >>> import numpy as np
    >>> groups = Groups(np.array([0, 0, 2, 0]), 3)
    >>> _tally(groups, texts(["vp", "boss", "", "c_level"]), ("c_level", "vp")).to_pylist()
    ['c_level 1; vp 1; boss 1', '', '']
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = cells.dictionary_encode()
    there = encoded.dictionary.to_pylist()
    words = [*known, *sorted({*there} - {*known, ""})]
    place = {word: number for number, word in enumerate(words)}
    code = np.array([place.get(word, -1) for word in there], np.int64)
    group, word, many = groups.tally(code[to_numpy(encoded.indices)])
    each = numbers(many * len(words) + word).dictionary_encode()  # most are "vp 1", "vp 2" ...
    which = np.divmod(to_numpy(each.dictionary), max(len(words), 1))
    pieces = texts(f"{words[at]} {count}" for count, at in zip(*which, strict=True))
    ends = np.concatenate(([0], np.cumsum(np.bincount(group, minlength=groups.count))))
    told = pa.LargeListArray.from_arrays(numbers(ends), pieces.take(each.indices))
    return pc.binary_join(told, text("; "))
