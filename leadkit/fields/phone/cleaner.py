"""Phone columns: E.164, with status, kind and extension, in the region that each row tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cells import chosen, each_distinct, is_blank, matches, with_rows
from leadkit.base.columns import FURTHER, PHONES
from leadkit.base.errors import LeadkitError
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, Issue, each_column
from leadkit.fields.country import country_code
from leadkit.fields.phone.column import NO_KIND, PlainNumbers, plain_numbers
from leadkit.fields.phone.one import (
    AMBIGUOUS,
    INVALID,
    KINDS,
    LANDLINE,
    MISSING,
    PROBLEMS,
    STATUSES,
    VALID,
    Reading,
    read_phone,
)
from leadkit.fields.phone.region import regions_of
from leadkit.fields.phone.text import bare_number
from leadkit.fields.several import Several

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

# "089/1234567-12": where numbers are as long as their owner likes, the end may be an extension. Not
# the zero of a switchboard, and not where hyphens stand between all groups.
_SWITCHBOARD = r"^[^-]*\d[)\s/.]+[\d ]*\d{3}-(?:[1-9]\d{0,3}|0+[1-9]\d{0,2})\s*$"
_OPEN_NUMBERING = r"^\+(?:49|43)"
_MAY_SPELL = r"(?:^|:)\D*(?:1\D*)?8\d\d.*[A-Za-z]{3}"


@dataclass
class Phones:
    """A column as it was read; the arrays have a place for every row."""

    numbers: Cells
    statuses: np.ndarray  # positions in STATUSES
    kinds: np.ndarray  # positions in KINDS, NO_KIND where the cell is no valid number
    problems: dict[str, Mask]
    extensions: dict[int, str]

    def keep_plain(self, rows: np.ndarray, plain: PlainNumbers) -> None:
        """Take over what was read at once of these rows."""
        import numpy as np

        read = rows[plain.rows]
        self.statuses[read] = plain.statuses[plain.rows]
        self.kinds[rows] = plain.kinds
        valid = np.zeros(len(self.kinds), bool)
        valid[rows[plain.valid]] = True
        self.numbers = with_rows(self.numbers, valid, plain.numbers)
        self.problems["needs_plus"][rows] = plain.needs_plus
        for status in (INVALID, AMBIGUOUS):
            self.problems[status][read] = self.statuses[read] == STATUSES.index(status)

    def keep_readings(self, rows: np.ndarray, readings: list[Reading]) -> None:
        """Take over what was read cell by cell."""
        import numpy as np

        mask = np.zeros(len(self.kinds), bool)
        mask[rows] = True
        self.numbers = with_rows(self.numbers, mask, [reading.number for reading in readings])
        for row, reading in zip(rows.tolist(), readings, strict=True):
            self.statuses[row] = STATUSES.index(reading.status)
            if reading.kind:
                self.kinds[row] = KINDS.index(reading.kind)
            if reading.extension:
                self.extensions[row] = reading.extension
            if reading.status == INVALID:
                self.problems[INVALID][row] = True
            if reading.problem:
                self.problems[reading.problem][row] = True


def read_phones(cells: Cells, regions: Cells) -> Phones:
    """Read a column, each row in its region: what is plain at once, the rest cell by cell."""
    import numpy as np
    import pyarrow as pa

    count = len(cells)
    phones = Phones(
        cells,
        np.zeros(count, np.int8),
        np.full(count, NO_KIND, np.int8),
        {problem: np.zeros(count, bool) for problem in PROBLEMS},
        {},
    )
    plain = plain_numbers(cells, regions)
    phones.keep_plain(np.arange(count), plain)
    odd = np.flatnonzero(~plain.rows & ~is_blank(cells))
    rest = odd[~matches(cells.take(pa.array(odd)), _MAY_SPELL)]
    if len(rest):  # plain once the words around the number are gone
        texts = each_distinct(cells.take(pa.array(rest)), bare_number)
        bare = plain_numbers(pa.array(texts, pa.large_string()), regions.take(pa.array(rest)))
        phones.keep_plain(rest, bare)
        plain.rows[rest[bare.rows]] = True
    rest = np.flatnonzero(~plain.rows & ~is_blank(cells))
    pairs = (column.take(pa.array(rest)).to_pylist() for column in (cells, regions))
    readings = [read_phone(cell, region) for cell, region in zip(*pairs, strict=True)]
    phones.keep_readings(rest, readings)
    return phones


def region_of_option(name: str) -> str:
    """Return the code of the region that was asked for; raise LeadkitError if there is none."""
    code = country_code(name)
    if name and not code:
        raise LeadkitError(f"--region {name}: no such country; give a code such as DE, or a name")
    return code


def clean_phones(fields: Fields) -> Cleaned:
    """Clean all phone columns; status and kind are those of the first that holds a valid number."""
    import numpy as np

    default = region_of_option(fields.options.region)
    cleaned = Cleaned()
    best = np.zeros(fields.rows, np.int8)
    kind = np.full(fields.rows, NO_KIND, np.int8)
    extensions: dict[int, str] = {}
    for name in fields.present(PHONES):
        cells = fields[name]
        phones = read_phones(cells, regions_of(fields, name, default))
        cleaned.columns[name] = phones.numbers
        better = phones.statuses > best
        best[better], kind[better] = phones.statuses[better], phones.kinds[better]
        issues = {**phones.problems, "possible_extension": _may_end_in_extension(cells, phones)}
        cleaned.issues |= {f"{name}_{problem}": mask for problem, mask in issues.items()}
        for row, extension in phones.extensions.items():
            own = extension if name == "phone" else f"{name} {extension}"
            extensions[row] = f"{extensions[row]}; {own}" if row in extensions else own
    if FURTHER["call"] in fields:
        name, several = FURTHER["call"], Several(fields[FURTHER["call"]], "call")
        regions = regions_of(fields, name, default).take(several.places)
        phones = read_phones(several.parts, regions)
        cleaned.columns[name] = several.joined(phones.numbers, fields[name])
        not_valid = phones.statuses != STATUSES.index(VALID)
        cleaned.issues[f"{name}_invalid"] = several.any_of(not_valid)
        for part, extension in phones.extensions.items():
            row, own = int(several.rows[part]), f"{name} {extension}"
            extensions[row] = f"{extensions[row]}; {own}" if row in extensions else own
    cleaned.columns["phone_status"] = chosen(STATUSES, best)
    cleaned.columns["phone_type"] = chosen((*KINDS, ""), kind)
    cleaned.columns["phone_extension"] = _with_extensions(fields["phone_extension"], extensions)
    cleaned.counts = {
        f"phones {status}": int((best == STATUSES.index(status)).sum())
        for status in (INVALID, AMBIGUOUS, MISSING)
    }
    return cleaned


def _may_end_in_extension(cells: Cells, phones: Phones) -> Mask:
    import numpy as np

    switchboards: Mask = matches(cells, _SWITCHBOARD) & (phones.kinds == KINDS.index(LANDLINE))
    rows = np.flatnonzero(switchboards)
    switchboards[rows] = matches(phones.numbers.take(rows), _OPEN_NUMBERING)
    return switchboards


def _with_extensions(before: Cells, found: dict[int, str]) -> Cells:
    """Write the extensions that were found; one from an earlier run stays."""
    import numpy as np

    mask = np.zeros(len(before), bool)
    mask[list(found)] = True
    return with_rows(before, mask, [found[row] for row in sorted(found)])


PHONE = Cleaner(
    "phone",
    (*PHONES, FURTHER["call"]),
    clean_phones,
    why="number written as E.164",
    issues=each_column(
        PHONES,
        invalid="{} holds no valid number for its region",
        ambiguous="{} begins with the calling code of its region, or an area code just like it",
        needs_plus="{} is no number of its region, but would be one of another with a plus",
        several="{} holds more than one number",
        possible_extension=Issue("{} may end in an extension: 089/1234567-12", kept=True),
    )
    | each_column((FURTHER["call"],), invalid="{} holds what is no valid number for its region"),
    adds=("phone_status", "phone_type", "phone_extension"),
)
