"""Checks that a run can be asked for: how much of a list may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.how_many import how_many


@dataclass(frozen=True)
class Limit:
    """The most rows that something may be true of: a number, or a share of all in percent."""

    most: Decimal
    is_share: bool

    @classmethod
    def read(cls, text: str) -> Limit | None:
        """Read "10" or "5%", None where it is neither: half a row there is not.

        >>> Limit.read("2.5 %").holds(3, 100), Limit.read("3").holds(3, 100), Limit.read("2.5")
        (False, True, None)
        """
        found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d+)?)\s*(%?)\s*", text)
        if not found or (not found[2] and "." in found[1]):
            return None
        return cls(Decimal(found[1]), bool(found[2]))

    def holds(self, rows_with_it: int, rows: int) -> bool:
        """Tell whether no more rows than these have it."""
        most = self.most * rows / 100 if self.is_share else self.most
        return rows_with_it <= most


@dataclass(frozen=True)
class Check:
    """The most rows that may have a code."""

    text: str
    code: str
    limit: Limit

    def failure(self, counts: Mapping[str, int], rows: int) -> str:
        """Return what is wrong with a list, "" if nothing is."""
        rows_with_it = counts.get(self.code, 0)
        if self.limit.holds(rows_with_it, rows):
            return ""
        if not self.limit.is_share:
            return f"--fail-on {self.text}: {how_many(rows_with_it, 'row')}"
        share = Decimal(rows_with_it) * 100 / rows
        return f"--fail-on {self.text}: {rows_with_it:,} of {how_many(rows, 'row')}, {share:.1f}%"


def read_checks(texts: Iterable[str], known: Iterable[str]) -> list[Check]:
    """Read checks such as "invalid-email:5%" and "phone_ambiguous:10".

    >>> read_checks(["invalid-email:5%"], ["email_invalid"])[0].failure({"email_invalid": 6}, 100)
    '--fail-on invalid-email:5%: 6 of 100 rows, 6.0%'
    """
    checks = []
    known = list(known)
    for part in texts:
        code, _, most = part.partition(":")
        limit = Limit.read(most)
        if not limit or not re.fullmatch(r"[\w-]+\s*", code):
            raise LeadkitError(f"--fail-on {part}: write it as invalid-email:5% or as a number")
        code = code.strip().lower()
        if code not in known:
            kind, _, field = code.partition("-")
            code = f"{field.replace('-', '_')}_{kind}"
        if code not in known:
            hint = did_you_mean(code, known) or "; docs/clean.md lists what can be checked"
            raise LeadkitError(f"--fail-on {part}: nothing is called that{hint}")
        checks.append(Check(part, code, limit))
    return checks
