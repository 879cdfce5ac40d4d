"""How much a packed file may become: a bomb is refused before it fills the memory."""

from __future__ import annotations

from collections.abc import Callable

from leadkit.base.errors import LeadkitError

LARGEST = 4 << 30  # bytes that any packed file may grow to
RATIO = 200  # times its size; lists and workbooks grow to some 5 to 50 times theirs
FREE = 64 << 20  # bytes that even the smallest may grow to


class Growth:
    """Counts what is unpacked of a file, and stops it where it is too much.

    ``packed`` gives the size of the packed file, or as much of it as was read so far.

    >>> grown = Growth("leads.zip", lambda: 1000)
    >>> grown.add(FREE)
    >>> grown.add(1)
    Traceback (most recent call last):
        ...
    leadkit.base.errors.LeadkitError: leads.zip: unpacks to more than 64 MB and 200 times its \
size; unpack it yourself, where it is no bomb
    """

    def __init__(self, name: str, packed: Callable[[], int]) -> None:
        self.name = name
        self._packed, self._given = packed, 0

    def add(self, unpacked: int) -> None:
        """Count further bytes; raise LeadkitError for more than may be."""
        self._given += unpacked
        if self._given > LARGEST:
            raise LeadkitError(f"{self.name}: unpacks to more than 4 GB; unpack it yourself")
        if self._given > max(FREE, RATIO * self._packed()):
            raise LeadkitError(
                f"{self.name}: unpacks to more than 64 MB and {RATIO} times its size; unpack it "
                "yourself, where it is no bomb"
            )
