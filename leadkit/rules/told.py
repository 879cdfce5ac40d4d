"""Conditions told of one lead: the cells that met one, what is lacking, and what nearly holds."""

from __future__ import annotations

from dataclasses import replace

from leadkit.base.cells import texts
from leadkit.rules.against import Against
from leadkit.rules.batch import Batch, Distinct
from leadkit.rules.comparing.numbers import bound_of
from leadkit.rules.conditions import Combined, Comparison, Condition, Says, Told, dated
from leadkit.rules.item import Item
from leadkit.rules.operators import OPERATORS, test_of

_MOST_VALUES = 6  # that are told; of more, the one that met it
_NEAR = 0.2  # of a bound: so far from it is near
_NUMERIC = ("at_least", "at_most", "between")


def met_by(condition: Condition, lead: Batch) -> str:
    """Return a condition with the cells of one lead that met it, those parts alone that hold.

    >>> import pandas as pd
    >>> from leadkit.rules.conditions import read_condition
    >>> from leadkit.rules.item import parse_yaml
    >>> text = "{any: [{country: AT}, {employees: {at_least: 50}}]}"
    >>> lead = Batch(pd.DataFrame({"country": ["DE"], "employees": ["250"]}, dtype="str"))
    >>> met_by(read_condition(parse_yaml(text, "example")), lead)
    'employees = 250, at least 50'
    """
    if not isinstance(condition, Combined) or condition.mode == "not":
        return _with_cells(condition, lead)
    holding = [part for part in condition.parts if _holds(part, lead)]
    told = holding[:1] if condition.mode == "any" else holding
    return "; ".join(met_by(part, lead) for part in told) or condition.words


def lacking(condition: Condition, lead: Batch) -> list[str]:
    """Return what one lead lacks for a condition to hold; of several ways, the shortest.

    >>> import pandas as pd
    >>> from leadkit.rules.conditions import read_condition
    >>> from leadkit.rules.item import parse_yaml
    >>> text = "{score: {at_least: 45}, country: DE, company: {known: true}}"
    >>> lead = Batch(pd.DataFrame({"score": ["33"], "country": ["DE"]}, dtype="str"))
    >>> lacking(read_condition(parse_yaml(text, "example")), lead)
    ['12 points of score', 'company is known']
    """
    if lead.as_of is None and dated([condition]):
        return [f"{condition.words} (which counts days: give --as-of)"]
    if _holds(condition, lead):
        return []
    if not isinstance(condition, Combined) or condition.mode == "not":
        return [_gap(condition, lead)]
    parts = [found for part in condition.parts if (found := lacking(part, lead))]
    if condition.mode == "all":
        return [one for found in parts for one in found]
    if condition.mode == "any":
        return min(parts, key=len)
    more = condition.least - (len(condition.parts) - len(parts))
    return [f"{more} more of {', '.join(found[0] for found in parts)}"]


def nearly(condition: Condition, lead: Batch) -> str:
    """Return what is lacking where a condition nearly holds, "" where it does not.

    It does where one of several parts is wanting, and where a number is near its bound.
    """
    if dated([condition]) or _holds(condition, lead):
        return ""
    if isinstance(condition, Combined) and condition.mode == "all":
        wanting = [part for part in condition.parts if not _holds(part, lead)]
        met = [part for part in condition.parts if part not in wanting and not _is_not(part)]
        if len(wanting) == 1 and met and not isinstance(wanting[0], Told):
            return "; ".join(lacking(wanting[0], lead))
        return ""
    parts = condition.parts if isinstance(condition, Combined) and condition.mode == "any" else (
        condition,)  # fmt: skip
    near = (part for part in parts if isinstance(part, Comparison) and _is_near(part, lead))
    return next((_with_cells(part, lead) for part in near), "")


def _holds(condition: Condition, lead: Batch) -> bool:
    return bool(condition.truth(lead)[0][0])


def _is_not(condition: Condition) -> bool:
    """Whether it is met by most leads: nearness to it tells nothing."""
    return isinstance(condition, Combined) and condition.mode == "not"


def _cell(column: str, lead: Batch) -> str:
    cells = lead.cells(column)
    return str(cells.text[int(cells.codes[0])].as_py())


def _with_cells(condition: Condition, lead: Batch) -> str:
    if isinstance(condition, Comparison):
        return _compared(condition, lead)
    if isinstance(condition, Against):
        one, other = (_cell(name, lead) for name in (condition.column, condition.other))
        return f"{condition.words} ({one or 'blank'}, {other or 'blank'})"
    if isinstance(condition, Says):
        return f"{condition.column} = {_cell(condition.column, lead) or 'blank'}"
    if isinstance(condition, Combined):
        joint = " or " if condition.mode == "any" else " and "
        inner = joint.join(_with_cells(part, lead) for part in condition.parts)
        return f"not ({inner})" if condition.mode == "not" else inner
    return condition.words


def _compared(comparison: Comparison, lead: Batch) -> str:
    kind = OPERATORS[comparison.operator]
    if kind.value == "flag":
        return comparison.words
    cell = _cell(comparison.column, lead)
    values = [part.text() for part in comparison.value.items()]
    if len(values) > _MOST_VALUES:
        found = _first_met(comparison, cell) if kind.value == "texts" else ""
        values = [f"{found} (one of {len(values)})" if found else f"one of {len(values)}"]
    if not cell:
        return f"{comparison.column} is blank"
    if comparison.operator == "is" and len(values) == 1 and _holds_of(comparison, cell):
        return f"{comparison.column} = {cell}"
    if comparison.operator == "is":
        return f"{comparison.words} (it is {cell})"
    asked = f"{kind.words.removeprefix('is ')} {', '.join(values)}"
    return f"{comparison.column} = {cell}, {asked}"


def _first_met(comparison: Comparison, cell: str) -> str:
    """Return the first of a comparison's values that a cell meets, "" where none does.

    Found by halves: a test of many values takes hardly longer to make than one of a single value.
    """
    # What "says" hides finds nothing.
    parts = [part for part in comparison.value.items() if not part.text().startswith("-")]
    if not _holds_of(_asking(comparison, parts), cell):
        return ""
    while len(parts) > 1:
        half = parts[: len(parts) // 2]
        parts = half if _holds_of(_asking(comparison, half), cell) else parts[len(half) :]
    return parts[0].text()


def _asking(comparison: Comparison, parts: list[Item]) -> Comparison:
    asked = replace(comparison.value, kind="list", parts=parts, string="")
    return replace(comparison, test=test_of(comparison.operator, asked))


def _holds_of(comparison: Comparison, cell: str) -> bool:
    import numpy as np

    cells = Distinct(texts([cell]), np.zeros(1, np.int64))
    return bool(comparison.test(cells, None)[0][0])


def _gap(condition: Condition, lead: Batch) -> str:
    """Return what is lacking of one comparison."""
    if isinstance(condition, Comparison) and condition.operator == "at_least":
        low = float(lead.cells(condition.column).bounds[0][0])
        if low == low:  # a number
            gap, column = bound_of(condition.value) - low, condition.column
            of_score = column.startswith("score") or column.endswith("_score")
            return f"{gap:g} points of {column}" if of_score else f"{gap:g} more of {column}"
    if isinstance(condition, Comparison) and OPERATORS[condition.operator].value != "flag":
        if not _cell(condition.column, lead):
            return f"{condition.words} (it is blank)"
        return _compared(condition, lead)
    return condition.words


def _is_near(part: Comparison, lead: Batch) -> bool:
    if part.operator not in _NUMERIC:
        return False
    low, high = (float(ends[0]) for ends in lead.cells(part.column).bounds)
    bounds = [bound_of(value) for value in part.value.items()]
    return any(min(abs(low - one), abs(high - one)) <= _NEAR * abs(one) for one in bounds)
