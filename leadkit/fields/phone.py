"""Phone columns: E.164, with status, kind and extension, in the region that each row tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.columns import PHONES
from leadkit.errors import LeadkitError
from leadkit.fields.cells import chosen, is_blank, matches, rows_of, with_rows
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, Issue, each_column
from leadkit.fields.country import country_code
from leadkit.fields.phone_cell import INVALID, KINDS, MISSING, VALID, Reading, read_phone
from leadkit.fields.phone_plain import read_plain
from leadkit.fields.region import regions_of

if TYPE_CHECKING:
    import numpy as np

    from leadkit.fields.cells import Cells, Mask

_STATUSES = (MISSING, INVALID, "ambiguous", VALID)  # from the worst to the best
_PROBLEMS = ("invalid", "ambiguous", "needs_plus", "several")
# "089/1234567-12": where numbers are as long as their owner likes, the end may be an extension.
_SWITCHBOARD = r"\d{3}\)?-\d{1,4}\s*$"
_OPEN_NUMBERING = r"^\+(?:49|43)"


def region_of_option(name: str) -> str:
    """Return the code of the region that was asked for; raise LeadkitError if there is none."""
    code = country_code(name)
    if name and not code:
        raise LeadkitError(f"--region {name}: no such country; give a code such as DE, or a name")
    return code


def read_phones(
    cells: Cells, regions: Cells
) -> tuple[Cells, np.ndarray, np.ndarray, list[Reading]]:
    """Return numbers, status codes, kind codes, and what was read cell by cell where not plain.

    The list holds (row, reading) in the order of rows.
    """
    import numpy as np

    names = regions.to_pandas().to_numpy(object)
    plain = read_plain(cells, names)
    numbers = with_rows(cells, plain.rows, plain.numbers)
    statuses = np.where(plain.rows, _STATUSES.index(VALID), 0).astype(np.int8)
    kinds = np.full(len(cells), len(KINDS), np.int8)
    kinds[plain.rows] = plain.kinds
    rest = ~plain.rows & ~is_blank(cells)
    readings = [
        read_phone(cell, region)
        for cell, region in zip(rows_of(cells, rest).to_pylist(), names[rest], strict=True)
    ]
    numbers = with_rows(numbers, rest, [reading.number for reading in readings])
    statuses[rest] = [_STATUSES.index(reading.status) for reading in readings]
    kinds[rest] = [KINDS.index(r.kind) if r.kind else len(KINDS) for r in readings]
    rows = np.flatnonzero(rest).tolist()
    return numbers, statuses, kinds, list(zip(rows, readings, strict=True))


def clean_phones(fields: Fields) -> Cleaned:
    """Clean all phone columns; status and kind are those of the first that holds a valid number."""
    import numpy as np

    default = region_of_option(fields.options.region)
    cleaned = Cleaned()
    best = np.zeros(fields.rows, np.int8)
    kind = np.full(fields.rows, len(KINDS), np.int8)
    extensions: dict[int, str] = {}
    for name in fields.present(PHONES):
        cells = fields[name]
        numbers, statuses, kinds, careful = read_phones(cells, regions_of(fields, name, default))
        cleaned.columns[name] = numbers
        better = statuses > best
        best[better], kind[better] = statuses[better], kinds[better]
        masks = _problems(fields.rows, careful)
        possible = statuses == _STATUSES.index(VALID)
        possible &= matches(cells, _SWITCHBOARD) & matches(numbers, _OPEN_NUMBERING)
        masks["possible_extension"] = possible
        cleaned.issues |= {f"{name}_{problem}": mask for problem, mask in masks.items()}
        for row, reading in careful:
            if reading.extension:
                own = reading.extension if name == "phone" else f"{name} {reading.extension}"
                extensions[row] = f"{extensions[row]}; {own}" if row in extensions else own
    cleaned.columns["phone_status"] = chosen(_STATUSES, best)
    cleaned.columns["phone_type"] = chosen((*KINDS, ""), kind)
    cleaned.columns["phone_extension"] = _with_extensions(fields["phone_extension"], extensions)
    cleaned.counts = {
        f"phone {status}": int((best == _STATUSES.index(status)).sum())
        for status in (INVALID, "ambiguous", MISSING)
    }
    return cleaned


def _problems(count: int, careful: list[tuple[int, Reading]]) -> dict[str, Mask]:
    import numpy as np

    masks = {problem: np.zeros(count, bool) for problem in _PROBLEMS}
    for row, reading in careful:
        if reading.status == INVALID:
            masks["invalid"][row] = True
        if reading.problem:
            masks[reading.problem][row] = True
    return masks


def _with_extensions(before: Cells, found: dict[int, str]) -> Cells:
    """Write the extensions that were found; one from an earlier run stays."""
    import numpy as np

    mask = np.zeros(len(before), bool)
    mask[list(found)] = True
    return with_rows(before, mask, [found[row] for row in sorted(found)])


PHONE = Cleaner(
    "phone",
    PHONES,
    clean_phones,
    why="number written as E.164",
    issues=each_column(
        PHONES,
        invalid="{} holds no valid number for its region",
        ambiguous="{} is a valid number with a plus before it, and another one without",
        needs_plus="{} is no number of its region, but would be one of another with a plus",
        several="{} holds more than one number",
        possible_extension=Issue("{} may end in an extension: 089/1234567-12", kept=True),
    ),
    adds=("phone_status", "phone_type", "phone_extension"),
)
