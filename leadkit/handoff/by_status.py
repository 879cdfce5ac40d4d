"""Leads apart by their status: a sheet of a workbook for each, or files of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from leadkit.base.cells import whole
from leadkit.base.errors import LeadkitError

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

MOST = 30  # statuses that are told apart


class Statuses:
    """The statuses of a hand-over, as they come; of too many none is made a sheet or a file of."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}  # status -> end of the names of its files

    def of(self, leads: pa.Table) -> dict[str, np.ndarray]:
        """Return which leads have which status, in the order in which a lead moves along them.

        Raises LeadkitError for more statuses than anybody looks at apart.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        from leadkit.base.cells import as_mask
        from leadkit.fields.status_words import how_far

        if "lead_status" not in leads.column_names:
            raise LeadkitError("--by-status: there is no column lead_status; leave it out")
        cells = whole(leads["lead_status"])
        names = sorted(cells.unique().to_pylist(), key=lambda name: (-how_far(name), name))
        self._names |= {name: self._end(name) for name in names if name not in self._names}
        if len(self._names) > MOST:
            raise LeadkitError(
                f"--by-status: there are more than {MOST} different statuses, and nobody looks at "
                "so many apart: leave it out, or choose some with --where"
            )
        return {name: as_mask(pc.equal(cells, pa.scalar(name, cells.type))) for name in names}

    def end(self, status: str) -> str:
        """Return the end of the names of the files of a status, such as -SQL."""
        return self._names[status]

    def _end(self, status: str) -> str:
        """Return an end that no other status has, whatever signs are in it.

        >>> statuses = Statuses()
        >>> [statuses._end(one) for one in ("SQL", "on hold / later", "")]
        ['-SQL', '-on-hold-later', '-no-status']
        """
        plain = re.sub(r"[^\w]+", "-", status).strip("-")[:40] or "no-status"
        end, number = f"-{plain}", 2
        taken = {one.casefold() for one in self._names.values()}
        while end.casefold() in taken:
            end, number = f"-{plain}-{number}", number + 1
        return end
