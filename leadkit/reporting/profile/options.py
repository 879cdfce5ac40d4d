"""How lists are read and looked at for a profile."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.options import option
from leadkit.fields.cleaner import CleanOptions
from leadkit.files.options import ReadOptions
from leadkit.importing.options import ImportOptions


@dataclass(frozen=True)
class ProfileOptions(ReadOptions):
    """How to read the lists, as import has it; what is not given is found out."""

    map: str = option("", "file", "Which column becomes which; no guessing.")
    date_order: str = option(
        "", "choice", "How 03/04/2026 is meant, if nothing tells.", choices=("dmy", "mdy")
    )
    region: str = option("", "text", "Where phone numbers without a country are.", "COUNTRY")

    def importing(self) -> ImportOptions:
        """Return the options with which import reads the lists."""
        return ImportOptions(
            encoding=self.encoding, delimiter=self.delimiter, header_row=self.header_row,
            sheet=self.sheet, map=self.map, date_order=self.date_order,
        )  # fmt: skip

    def cleaning(self) -> CleanOptions:
        """Return the options with which clean is tried on their rows."""
        return CleanOptions(region=self.region)
