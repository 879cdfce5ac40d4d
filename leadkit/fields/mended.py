"""What becomes of a cell that a program wrote something around, or several values into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mended:
    """A cell as it should be, what follows it in the same cell, and a code."""

    cell: str
    more: str = ""
    code: str = ""
