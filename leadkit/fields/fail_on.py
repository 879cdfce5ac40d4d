"""Checks that a run can be asked for: how much of a list may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from leadkit.base.errors import LeadkitError, did_you_mean


@dataclass(frozen=True)
class Check:
    """The most rows, as a number or as a share of all, that something may be true of."""

    text: str
    code: str
    most: Decimal
    is_share: bool

    def failure(self, counts: Mapping[str, int], rows: int) -> str:
        """Return what is wrong with a list, "" if nothing is."""
        rows_with_it = counts.get(self.code, 0)
        if self.is_share:
            share = Decimal(rows_with_it) * 100 / rows if rows else Decimal(0)
            if share <= self.most:
                return ""
            return f"--fail-on {self.text}: {rows_with_it:,} of {rows:,} rows are {share:.1f}%"
        return "" if rows_with_it <= self.most else f"--fail-on {self.text}: {rows_with_it:,} rows"


def read_checks(texts: Iterable[str], known: Iterable[str]) -> list[Check]:
    """Read checks such as "invalid-email:5%" and "phone_ambiguous:10".

    >>> read_checks(["invalid-email:5%"], ["email_invalid"])[0].failure({"email_invalid": 6}, 100)
    '--fail-on invalid-email:5%: 6 of 100 rows are 6.0%'
    """
    checks = []
    known = list(known)
    for part in texts:
        found = re.fullmatch(r"([\w-]+)\s*:\s*(\d+(?:\.\d+)?)\s*(%?)", part)
        if not found:
            raise LeadkitError(f"--fail-on {part}: write it as invalid-email:5% or as a number")
        code = found[1].lower()
        if code not in known:
            kind, _, field = code.partition("-")
            code = f"{field.replace('-', '_')}_{kind}"
        if code not in known:
            hint = did_you_mean(code, known) or "; docs/clean.md lists what can be checked"
            raise LeadkitError(f"--fail-on {part}: nothing is called that{hint}")
        checks.append(Check(part, code, Decimal(found[2]), bool(found[3])))
    return checks
