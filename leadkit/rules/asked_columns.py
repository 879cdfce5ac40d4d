"""Columns that rule files ask for, held against those of a list."""

from __future__ import annotations

from collections.abc import Iterable

from leadkit.base.as_planned import AboutRules
from leadkit.base.columns import ACCOUNT_FIGURES, ADDED, CONSENT_FOR, KNOWN
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.named import listed
from leadkit.rules.conditions import Condition
from leadkit.rules.item import Item

# A list has its answers about consent in one of these, or in several.
_ANSWERING = ("consent", *CONSENT_FOR.values())


def check_columns(conditions: Iterable[Condition], columns: list[str], what: str) -> list[str]:
    """Raise LeadkitError for a column that nobody knows; note the known ones that are not there."""
    return check_names((use for one in conditions for use in one.uses()), columns, what)


def check_names(
    uses: Iterable[tuple[str, Item]], columns: list[str], what: str, others: bool = False
) -> list[str]:
    """Do what check_columns does for columns that are named somewhere else.

    A list that has none of them is of no use, unless there are others that can tell.
    """
    absent: list[str] = []
    uses = list(uses)
    for name, where in uses:
        if name in columns:
            continue
        if name in ACCOUNT_FIGURES.values():
            raise where.fail(
                f"{name} is a figure of the lead's company, and this list does not have it: put "
                "the step '- accounts' before this one, or run 'leadkit accounts LEADS -o "
                "accounts.csv --leads with-accounts.csv' first, and go on with that"
            )
        if name not in KNOWN and name not in ADDED:
            hint = did_you_mean(name, [*columns, *KNOWN])
            if name.startswith("score_"):
                hint = "; 'leadkit score' adds it, with rules that have such a group"
            there = "" if hint else f"; there are: {listed(columns)}"
            raise where.fail(f"unknown column '{name}'{hint}{there}")
        absent.append(name)
    if not absent:
        return []
    names = ", ".join(dict.fromkeys(absent))
    if len(absent) == len(uses) and not others:
        raise LeadkitError(
            f"{what} asks for {names}, and this list has none of them; there are: "
            f"{listed(columns)}. 'leadkit import' finds our columns in other headers"
        )
    if set(_ANSWERING) & {name for name, _ in uses} & set(columns):
        names = ", ".join(name for name in dict.fromkeys(absent) if name not in _ANSWERING)
    if not names:
        return []
    said = f"{what} asks for {names}, which this list does not have: those count as unknown"
    return [AboutRules(said)]
