"""Plain phone numbers of a whole column at once: phonenumbers' parser, step by step, in Arrow.

A cell is read here only where every step of that parser is certain; whatever is not is left to
phonenumbers itself. ``make differential`` compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.cell_bytes import only_bytes
from leadkit.base.cells import as_mask, matches, rows_of, text_bytes
from leadkit.fields.phone.one import (
    AMBIGUOUS,
    INVALID,
    KINDS,
    LANDLINE,
    MOBILE,
    STATUSES,
    VALID,
    has_trunk_zero,
)
from leadkit.fields.phone.plans import (
    LONGEST,
    UNKNOWN,
    Plan,
    code_lengths,
    lengths_of,
    plan_of_region,
    plans_of_code,
    starts,
    without_prefix,
    without_start,
)

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

_PLAIN = r"^[ (]*\+?[0-9(][0-9 ()./-]*[0-9][ )]*$"
_FLOAT = ".0"  # what a spreadsheet made of a number is for the careful reader
_TWO = r"(?:[0-9][^0-9/]*){6}/.*(?:[0-9][^0-9]*){6}"  # the careful reader tells two numbers apart
_FEW = 24  # rows of one region that are not worth the patterns being compiled for
NO_KIND = len(KINDS)


@dataclass(frozen=True)
class PlainNumbers:
    """The cells that could be read, and what as; the arrays have a place for every row."""

    rows: Mask
    statuses: np.ndarray  # positions in STATUSES
    kinds: np.ndarray  # positions in KINDS, NO_KIND where the cell is no valid number
    needs_plus: Mask
    numbers: Cells  # E.164, of the valid rows alone

    @property
    def valid(self) -> Mask:
        valid: Mask = self.kinds != NO_KIND
        return valid


class _Readings:
    """What is known of each row under one way to read it: a number, that there is none, nothing."""

    def __init__(self, digits: Cells) -> None:
        import numpy as np

        self.digits = digits
        self.known = np.zeros(len(digits), bool)
        self.kinds = np.full(len(digits), NO_KIND, np.int8)
        self._place = np.full(len(digits), -1, np.int64)
        self._numbers: list[Cells] = []
        self._size = 0

    @property
    def valid(self) -> Mask:
        valid: Mask = self.kinds != NO_KIND
        return valid

    def invalid(self, rows: np.ndarray) -> None:
        self.known[rows] = True

    def add(self, rows: np.ndarray, numbers: Cells, kinds: np.ndarray, code: str) -> None:
        """Keep national numbers with their kinds; those without a kind are not valid."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        self.known[rows] = True
        valid = kinds != UNKNOWN
        rows = rows[valid]
        start, nothing = (pa.scalar(part, pa.large_string()) for part in (f"+{code}", ""))
        numbers = numbers if valid.all() else rows_of(numbers, valid)
        self._numbers.append(pc.binary_join_element_wise(start, numbers, nothing))
        self.kinds[rows] = kinds[valid]
        self._place[rows] = self._size + np.arange(len(rows))
        self._size += len(rows)

    def numbers(self, rows: Mask) -> Cells:
        """Return the E.164 of valid rows."""
        import pyarrow as pa

        numbers = pa.concat_arrays([*self._numbers, pa.array([], pa.large_string())])
        return numbers.take(pa.array(self._place[rows]))


def plain_numbers(cells: Cells, regions: Cells) -> PlainNumbers:
    """Read the plain numbers of a column; regions holds each row's ISO code, or "".

    >>> import pyarrow as pa
    >>> cells = pa.array(["030 123456"] * 30 + ["(mobil)"], pa.large_string())
    >>> plain = plain_numbers(cells, pa.array(["DE"] * 31, pa.large_string()))
    >>> int(plain.rows.sum()), plain.numbers[0].as_py(), KINDS[plain.kinds[0]]
    (30, '+4930123456', 'fixed_line')
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    digits, with_plus = _digits(cells)
    lengths = lengths_of(digits)
    usable = matches(cells, _PLAIN) & ~as_mask(pc.ends_with(cells, _FLOAT))
    usable &= (lengths > 4) & (lengths <= LONGEST)
    dialled = _Readings(digits)
    own = np.zeros(len(cells), bool)
    short = np.zeros(len(cells), bool)
    rows = np.flatnonzero(usable & with_plus)
    abroad = [(rows, digits.take(pa.array(rows)))]
    encoded = regions.dictionary_encode()
    codes = np.where(usable & ~with_plus, encoded.indices.to_numpy(), -1)
    for code, region in enumerate(encoded.dictionary.to_pylist()):
        rows = np.flatnonzero(codes == code)
        plan = plan_of_region(region) if region else None
        if not region:
            dialled.invalid(rows)
        elif plan and len(rows) >= _FEW:
            abroad += _read_dialled(rows, plan, dialled, own)
            if has_trunk_zero(region):
                short[rows] = own[rows] & _has_right_length(rows, plan, dialled)
    _read_international(
        np.concatenate([rows for rows, _ in abroad]),
        pa.concat_arrays([numbers for _, numbers in abroad]),
        dialled,
    )
    return _decided(cells, dialled, own, short, with_plus)


def _has_right_length(rows: np.ndarray, plan: Plan, dialled: _Readings) -> Mask:
    """Tell which digits are as many as a number behind its calling code may have."""
    import numpy as np

    behind = lengths_of(dialled.digits)[rows] - len(plan.code)
    right: Mask = np.isin(behind, list(plans_of_code(int(plan.code))[0].lengths))
    return right


def _decided(
    cells: Cells, dialled: _Readings, own: Mask, short: Mask, with_plus: Mask
) -> PlainNumbers:
    """Weigh the reading as dialled against the one with a plus, as read_phone does.

    ``own`` are those that begin with their region's code, ``short`` those of them that are long
    enough for it, and so may be one that lacks a digit.
    """
    import numpy as np
    import pyarrow.compute as pc

    plus = _Readings(dialled.digits)
    asked = np.flatnonzero(dialled.known & ~with_plus & (own | ~dialled.valid))
    digits = dialled.digits.take(asked)
    zeros = starts(digits, "00")
    for rows, numbers in (
        (asked[~zeros], rows_of(digits, ~zeros)),
        (asked[zeros], without_start(rows_of(digits, zeros), 2)),
    ):
        _read_international(rows, numbers, plus, certain=True)
    plus_asked = np.zeros(len(cells), bool)
    plus_asked[asked] = True
    rows = dialled.known & (plus.known | ~plus_asked)
    none = np.flatnonzero(rows & ~dialled.valid & ~plus.valid)
    rows[none[matches(cells.take(none), _TWO)]] = False
    both = rows & dialled.valid & plus.valid
    differ = both.copy()
    differ[both] = as_mask(pc.not_equal(dialled.numbers(both), plus.numbers(both)))
    mobile = KINDS.index(MOBILE)
    take = rows & own & plus.valid & (differ | ~dialled.valid)
    take &= (plus.kinds == mobile) & (dialled.kinds != mobile)
    ambiguous = differ & ~take
    landline = dialled.kinds == KINDS.index(LANDLINE)
    ambiguous |= rows & short & landline & plus.known & ~plus.valid
    valid = rows & (dialled.valid | take) & ~ambiguous
    statuses = np.where(valid, STATUSES.index(VALID), STATUSES.index(INVALID)).astype(np.int8)
    statuses[ambiguous] = STATUSES.index(AMBIGUOUS)
    kinds = np.where(valid, np.where(take, plus.kinds, dialled.kinds), NO_KIND)
    needs_plus = rows & ~valid & ~ambiguous & plus.valid
    return PlainNumbers(rows, statuses, kinds, needs_plus, _taken(dialled, plus, valid, take))


def _taken(dialled: _Readings, plus: _Readings, valid: Mask, take: Mask) -> Cells:
    """Return the numbers of the valid rows, from one reading or the other."""
    import numpy as np
    import pyarrow as pa

    if not take.any():
        return dialled.numbers(valid)
    rows = np.concatenate((np.flatnonzero(valid & ~take), np.flatnonzero(take)))
    numbers = pa.concat_arrays([dialled.numbers(valid & ~take), plus.numbers(take)])
    return numbers.take(pa.array(np.argsort(rows)))


def _digits(cells: Cells) -> tuple[Cells, Mask]:
    """Return the digits of each cell, and which cells have a plus."""
    import numpy as np

    text, offsets = text_bytes(cells)
    pluses = np.flatnonzero(text == ord("+"))
    with_plus = np.zeros(len(cells), bool)
    with_plus[np.searchsorted(offsets, pluses, "right") - 1] = True
    return only_bytes(text, offsets, (text >= ord("0")) & (text <= ord("9"))), with_plus


def _read_dialled(
    rows: np.ndarray, plan: Plan, dialled: _Readings, own: Mask
) -> list[tuple[np.ndarray, Cells]]:
    """Read numbers without a plus in their region; return those that have a calling code."""
    import pyarrow as pa

    digits = dialled.digits.take(pa.array(rows))
    abroad = matches(digits, f"^(?:{plan.international_prefix})")
    with_code = ~abroad & starts(digits, plan.code)
    at_home = ~abroad & ~with_code
    found: list[tuple[np.ndarray, Cells]] = []
    if plan.international_prefix.isdigit():
        rest = without_start(rows_of(digits, abroad), len(plan.international_prefix))
        # No calling code begins with 0: phonenumbers then takes the prefix for something else.
        certain = ~starts(rest, "0") & (lengths_of(rest) > 4)
        found.append((rows[abroad][certain], rows_of(rest, certain)))
    if with_code.any():
        own[rows[with_code]] = True
        numbers = rows_of(digits, with_code)
        rest = without_start(numbers, len(plan.code))
        off = ~plan.is_general(numbers) & plan.is_general(rest)
        off |= lengths_of(numbers) > max(plan.lengths)
        # Where the national prefix follows, the two would have to be weighed together.
        certain = lengths_of(rest) > 2
        if plan.national_prefix:
            certain &= ~matches(rest, f"^(?:{plan.national_prefix})")
        found.append((rows[with_code][off & certain], rows_of(numbers, off & certain)))
        stays = ~off & certain
        _read_significant(rows[with_code][stays], rows_of(numbers, stays), plan, dialled)
    _read_significant(rows[at_home], rows_of(digits, at_home), plan, dialled)
    return found


def _read_international(
    rows: np.ndarray, digits: Cells, readings: _Readings, certain: bool = False
) -> None:
    """Read numbers that begin with a calling code; without one they are surely none if certain."""
    import numpy as np
    import pandas as pd

    long_enough = lengths_of(digits) > 4
    rows, digits = rows[long_enough], rows_of(digits, long_enough)
    if not len(rows):
        return
    text, offsets = text_bytes(digits)
    first, second, third = (
        (text[offsets[:-1] + place] - ord("0")).astype(np.int64) for place in range(3)
    )
    three = first * 100 + second * 10 + third
    lengths = code_lengths()[three]
    national = without_start(digits, lengths)
    groups, codes = pd.factorize(np.where(lengths > 0, three // 10 ** (3 - lengths), 0))
    for group, code in enumerate(codes):
        members = groups == group
        if not code:
            if certain:
                readings.invalid(rows[members])
        elif members.sum() >= _FEW and (plans := plans_of_code(int(code))):
            _read_significant(rows[members], rows_of(national, members), plans[0], readings)


def _read_significant(rows: np.ndarray, numbers: Cells, plan: Plan, readings: _Readings) -> None:
    """Take off the national prefix and tell the kinds, in the region the number turns out of."""
    import numpy as np
    import pyarrow as pa

    if not len(rows):
        return
    numbers, certain = without_prefix(numbers, plan)
    if not certain.all():
        rows, numbers = rows[certain], rows_of(numbers, certain)
    kinds = np.full(len(rows), UNKNOWN, np.int8)
    undecided = np.ones(len(rows), bool)
    for region in plans_of_code(int(plan.code)):
        at = np.flatnonzero(undecided)
        if not len(at):
            break
        still_open = numbers if len(at) == len(rows) else numbers.take(pa.array(at))
        if region.leading:  # decides by itself which region it is, valid there or not
            here = matches(still_open, f"^(?:{region.leading})")
            kinds[at[here]] = region.kinds_of(rows_of(still_open, here))
        else:
            found = region.kinds_of(still_open)
            here = found != UNKNOWN
            kinds[at] = found
        undecided[at[here]] = False
    readings.add(rows, numbers, kinds, plan.code)
