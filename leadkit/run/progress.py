"""How far a run is: what the engine tells, batch by batch, to whoever wants to know."""

from __future__ import annotations


class Progress:
    """Nobody who wants to know; a command that shows something overrides what it needs.

    Batches are read, worked and written in threads of their own, so it is called from several.
    """

    def read(self, rows: int, bytes_read: int) -> None:
        """So many rows and bytes were read in all."""

    def begun(self, stage: int, rows: int) -> None:
        """The stage at this place works on all rows at once, and these are so many."""

    def worked(self, stage: int, rows: int) -> None:
        """The stage at this place is done with so many rows in all."""
