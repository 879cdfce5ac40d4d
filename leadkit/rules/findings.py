"""What a look at a rule file found: where it stands, how bad it is, and what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from leadkit.rules.item import Item

PROBLEM: Literal["problem"] = "problem"  # cannot be meant
NOTE: Literal["note"] = "note"  # something to look at


@dataclass(frozen=True)
class Finding:
    """One thing that was found, and where in a file it stands.

    >>> str(Finding("b2b.yaml", 7, NOTE, "rule size fires for nobody"))
    'b2b.yaml:7: note: rule size fires for nobody'
    >>> str(Finding("b2b.yaml", 0, NOTE, "there are no tests in this file"))
    'b2b.yaml: note: there are no tests in this file'
    >>> str(Finding("lifecycle.yaml", 9, "", "status SAL is a trap"))
    'lifecycle.yaml:9: status SAL is a trap'
    """

    file: str
    line: int  # 0 where it is about the file as a whole
    kind: Literal["problem", "note", ""]  # "" in files of which nothing but problems are found
    text: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.kind}: {self.text}" if self.kind else f"{where}: {self.text}"

    @property
    def is_problem(self) -> bool:
        return self.kind != NOTE


def found_in(item: Item, kind: Literal["problem", "note", ""], text: str) -> Finding:
    """Return a finding about a value of a rule file."""
    return Finding(item.file, item.line, kind, text)


def in_file_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by file and line; those of one line stay as they come."""
    return sorted(findings, key=lambda finding: (finding.file, finding.line))
