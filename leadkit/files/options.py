"""How a list is read, where that is not found right."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.options import StageOptions, option


@dataclass(frozen=True)
class ReadOptions(StageOptions):
    """How to read a list; an empty text means: find out."""

    encoding: str = option("", "text", "Encoding of the files, if it is not found right.", "NAME")
    delimiter: str = option("", "text", "Sign between cells, if it is not found right.", "SIGN")
    header_row: int = option(-1, "line", "Line of the header; 0 if there is none.", "N")
    sheet: str = option(
        "", "text", "Sheet of a workbook, or all; else those with contacts.", "NAME|N|all"
    )
