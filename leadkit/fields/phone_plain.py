"""Plain phone numbers of a whole column at once, by the patterns in phonenumbers' own metadata.

A cell is read here only where every step of phonenumbers' parser is certain and the number is
valid; whatever is not is left to phonenumbers itself. ``make differential`` compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from leadkit.fields.cells import as_mask, matches, only_bytes, rows_of, text_bytes
from leadkit.fields.phone_cell import KINDS

if TYPE_CHECKING:
    import numpy as np

    from leadkit.fields.cells import Cells, Mask

# A sheet's ".0" and the two-number slash are for the careful reader.
_PLAIN = r"^[ (]*\+?[0-9(][0-9 ()./-]*[0-9]$"
_FLOAT = r"\.0$"
_LONGEST = 20  # digits; phonenumbers knows no number of more than 17
_FEW = 24  # rows of one region that are not worth the patterns being compiled for
# The order in which phonenumbers asks; a number's kind is the first that fits.
_SPECIAL = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan",
    "voicemail",
)  # fmt: skip
_UNKNOWN = -1


@dataclass(frozen=True)
class Plain:
    """The cells that could be read: which rows, their numbers as E.164, and their kinds."""

    rows: Mask
    numbers: Cells
    kinds: np.ndarray  # positions in KINDS


@dataclass
class _Found:
    """Numbers found so far, by the row they stand in."""

    rows: list[np.ndarray] = field(default_factory=list)
    numbers: list[Cells] = field(default_factory=list)
    kinds: list[np.ndarray] = field(default_factory=list)


def read_plain(cells: Cells, regions: np.ndarray) -> Plain:
    """Read the plain and valid numbers of a column; regions holds each row's ISO code or "".

    >>> import numpy as np, pyarrow as pa
    >>> cells = pa.array(["030 123456"] * 30 + ["(mobil)"], pa.large_string())
    >>> plain = read_plain(cells, np.array(["DE"] * 31, object))
    >>> int(plain.rows.sum()), plain.numbers[0].as_py(), KINDS[plain.kinds[0]]
    (30, '+4930123456', 'fixed_line')
    """
    import numpy as np
    import pandas as pd

    usable = matches(cells, _PLAIN) & ~matches(cells, _FLOAT)
    digits, with_plus = _digits(cells)
    lengths = _lengths(digits)
    usable &= (lengths > 4) & (lengths <= _LONGEST)
    found = _Found()
    at = np.flatnonzero(usable & with_plus)
    dialled = [(at, digits.take(at))]  # digits that begin with a calling code
    codes, names = pd.factorize(np.where(usable & ~with_plus, regions, ""))
    for code, region in enumerate(names):
        rows = np.flatnonzero(codes == code) if region else []
        if len(rows) >= _FEW and (plan := _plan_of_region(region)):
            dialled.append(_read_national(rows, digits.take(rows), plan, found))
    for rows, numbers in dialled:
        _read_international(rows, numbers, found)
    return _gathered(found, len(cells))


def _gathered(found: _Found, count: int) -> Plain:
    import numpy as np
    import pyarrow as pa

    rows = np.concatenate([*found.rows, np.array([], np.int64)])
    order = np.argsort(rows)
    numbers = pa.concat_arrays([*found.numbers, pa.array([], pa.large_string())])
    kinds = np.concatenate([*found.kinds, np.array([], np.int8)])
    mask = np.zeros(count, bool)
    mask[rows] = True
    return Plain(mask, numbers.take(pa.array(order)), kinds[order])


def _digits(cells: Cells) -> tuple[Cells, Mask]:
    """Return the digits of each cell, and which cells have a plus."""
    import numpy as np

    text, offsets = text_bytes(cells)
    pluses = np.flatnonzero(text == ord("+"))
    with_plus = np.zeros(len(cells), bool)
    with_plus[np.searchsorted(offsets, pluses, "right") - 1] = True
    return only_bytes(text, offsets, (text >= ord("0")) & (text <= ord("9"))), with_plus


def _lengths(cells: Cells) -> np.ndarray:
    import numpy as np

    return np.diff(text_bytes(cells)[1])


def _without_start(cells: Cells, count: np.ndarray | int) -> Cells:
    """Return the cells without their first signs, which each has as many of."""
    import numpy as np

    text, offsets = text_bytes(cells)
    kept = np.ones(len(text) + 1, np.int8)
    change = np.zeros(len(text) + 1, np.int8)
    np.add.at(change, offsets[:-1], -1)
    np.add.at(change, offsets[:-1] + count, 1)
    kept += np.cumsum(change, dtype=np.int8)
    return only_bytes(text, offsets, kept[:-1] > 0)


def _starts(cells: Cells, start: str) -> Mask:
    import pyarrow.compute as pc

    return as_mask(pc.starts_with(cells, start))


@dataclass(frozen=True)
class _Plan:
    """What phonenumbers' metadata say of a region, as RE2 takes it."""

    code: str  # calling code
    general: str  # pattern of every national number
    lengths: tuple[int, ...]
    national_prefix: str  # pattern; "" if there is none
    transforms: bool  # what the prefix captures is not only dropped
    international_prefix: str
    leading: str  # pattern by which regions of one calling code are told apart
    special: str  # pattern of all kinds but the two common ones
    kinds: tuple[tuple[int, str, tuple[int, ...]], ...]  # kind, pattern, lengths
    fixed: tuple[str, tuple[int, ...]] | None
    mobile: tuple[str, tuple[int, ...]] | None
    fixed_is_mobile: bool

    def is_general(self, numbers: Cells) -> Mask:
        return matches(numbers, self.general)

    def may_have(self, numbers: Cells) -> Mask:
        return _has_length(numbers, self.lengths)


def _has_length(numbers: Cells, lengths: tuple[int, ...]) -> Mask:
    import numpy as np

    if not lengths:
        return np.ones(len(numbers), bool)
    known = np.zeros(_LONGEST + 1, bool)
    known[[length for length in lengths if 0 <= length <= _LONGEST]] = True
    return known[_lengths(numbers)]


@cache
def _plan_of_region(region: str) -> _Plan | None:
    from phonenumbers import PhoneMetadata

    found = PhoneMetadata.metadata_for_region(region, None)
    return _plan(found) if found else None


@cache
def _plans_of_code(code: str) -> tuple[_Plan, ...]:
    """Return the plans of all regions under a calling code, in the order phonenumbers asks."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE[int(code)]
    found = (PhoneMetadata.metadata_for_region_or_calling_code(int(code), r) for r in regions)
    return tuple(_plan(metadata) for metadata in found if metadata)


def _plan(metadata: Any) -> _Plan:
    def described(name: str) -> tuple[str, tuple[int, ...]] | None:
        desc = getattr(metadata, name)
        if desc is None or not desc.national_number_pattern:
            return None
        return f"^(?:{desc.national_number_pattern})$", tuple(desc.possible_length)

    special = {name: desc for name in _SPECIAL if (desc := described(name))}
    general = described("general_desc") or ("$^", ())
    return _Plan(
        str(metadata.country_code),
        *general,
        metadata.national_prefix_for_parsing or "",
        bool(metadata.national_prefix_transform_rule),
        metadata.international_prefix or "",
        metadata.leading_digits or "",
        "|".join(pattern for pattern, _ in special.values()),
        tuple((KINDS.index(name), *desc) for name, desc in special.items()),
        described("fixed_line"),
        described("mobile"),
        bool(metadata.same_mobile_and_fixed_line_pattern),
    )


def _read_national(
    rows: np.ndarray, digits: Cells, plan: _Plan, found: _Found
) -> tuple[np.ndarray, Cells]:
    """Read numbers dialled in a region; return those that turn out to have a calling code."""
    import numpy as np
    import pyarrow as pa

    abroad = matches(digits, f"^(?:{plan.international_prefix})")
    own = ~abroad & _starts(digits, plan.code)
    at_home = ~abroad & ~own
    _read_significant(rows[at_home], rows_of(digits, at_home), plan, plan.code, found)
    dialled: list[tuple[np.ndarray, Cells]] = []
    if plan.international_prefix.isdigit():
        rest = _without_start(rows_of(digits, abroad), len(plan.international_prefix))
        # No calling code begins with 0: phonenumbers then takes the prefix for something else.
        certain = ~_starts(rest, "0") & (_lengths(rest) > 4)
        dialled.append((rows[abroad][certain], rows_of(rest, certain)))
    # The calling code without its plus, where the number makes no sense with it: the reading with
    # a plus is the same one then, so there is nothing to weigh.
    with_code = rows_of(digits, own)
    rest = _without_start(with_code, len(plan.code))
    certain = ~plan.is_general(with_code) & plan.is_general(rest)
    if plan.national_prefix:
        certain &= ~matches(rest, f"^(?:{plan.national_prefix})")
    dialled.append((rows[own][certain], rows_of(with_code, certain)))
    found_rows, numbers = zip(*dialled, strict=True)
    return np.concatenate(found_rows), pa.concat_arrays(numbers)


@cache
def _code_lengths() -> np.ndarray:
    """Return for each first three digits how many of them are the calling code, 0 for none."""
    import numpy as np
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    lengths = np.zeros(1000, np.int64)
    for code in map(str, COUNTRY_CODE_TO_REGION_CODE):
        first = int(code) * 10 ** (3 - len(code))
        lengths[first : first + 10 ** (3 - len(code))] = len(code)
    return lengths


def _read_international(rows: np.ndarray, digits: Cells, found: _Found) -> None:
    """Read numbers that begin with a calling code."""
    import numpy as np
    import pandas as pd

    if not len(rows):
        return
    text, offsets = text_bytes(digits)
    firsts = [(text[offsets[:-1] + place] - ord("0")).astype(np.int64) for place in range(3)]
    three = firsts[0] * 100 + firsts[1] * 10 + firsts[2]
    lengths = _code_lengths()[three]
    national = _without_start(digits, lengths)
    codes = np.where(lengths > 0, three // 10 ** (3 - lengths), 0)
    groups, names = pd.factorize(codes)
    for group, code in enumerate(names):
        members = groups == group
        if not code or members.sum() < _FEW:
            continue
        plan = _plans_of_code(str(code))[0]
        _read_significant(rows[members], rows_of(national, members), plan, str(code), found)


def _read_significant(
    rows: np.ndarray, numbers: Cells, plan: _Plan, code: str, found: _Found
) -> None:
    """Take off the national prefix, tell the kinds, and keep the numbers that have one."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if not len(rows):
        return
    numbers, certain = _without_prefix(numbers, plan)
    rows, numbers = rows[certain], rows_of(numbers, certain)
    kinds = np.full(len(rows), _UNKNOWN, np.int8)
    undecided = np.ones(len(rows), bool)
    for region in _plans_of_code(code):
        at = np.flatnonzero(undecided)
        if not len(at):
            break
        told = numbers if len(at) == len(rows) else numbers.take(pa.array(at))
        if region.leading:  # decides by itself which region it is, valid there or not
            here = matches(told, f"^(?:{region.leading})")
            kinds[at[here]] = _kinds(rows_of(told, here), region)
        else:
            found_kinds = _kinds(told, region)
            here = found_kinds != _UNKNOWN
            kinds[at] = found_kinds
        undecided[at[here]] = False
    valid = kinds != _UNKNOWN
    found.rows.append(rows[valid])
    start, nothing = (pa.scalar(part, pa.large_string()) for part in (f"+{code}", ""))
    found.numbers.append(pc.binary_join_element_wise(start, rows_of(numbers, valid), nothing))
    found.kinds.append(kinds[valid])


def _without_prefix(numbers: Cells, plan: _Plan) -> tuple[Cells, Mask]:
    """Return the numbers without their national prefix, and which of them are certain."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    certain = np.ones(len(numbers), bool)
    if not plan.national_prefix:
        return numbers, certain
    if plan.national_prefix.isdigit():
        has_prefix = _starts(numbers, plan.national_prefix)
        cut = _without_start(rows_of(numbers, has_prefix), len(plan.national_prefix))
    else:
        pattern = f"^(?:{plan.national_prefix})"
        dropped = pc.replace_substring_regex(numbers, pattern, "", max_replacements=1)
        has_prefix = as_mask(pc.not_equal(dropped, numbers))
        cut = rows_of(dropped, has_prefix)
        if plan.transforms:
            return numbers, ~has_prefix
    if not len(cut):
        return numbers, certain
    before = rows_of(numbers, has_prefix)
    off = plan.may_have(cut) & (plan.is_general(cut) | ~plan.is_general(before))
    mask = np.zeros(len(numbers), bool)
    mask[np.flatnonzero(has_prefix)[off]] = True
    return pc.replace_with_mask(numbers, pa.array(mask), rows_of(cut, off)), certain


def _kinds(numbers: Cells, plan: _Plan) -> np.ndarray:
    """Return the kind that phonenumbers gives each national number in one region."""
    import numpy as np
    import pyarrow as pa

    kinds = np.full(len(numbers), _UNKNOWN, np.int8)
    possible = plan.may_have(numbers) & plan.is_general(numbers)
    fixed = possible & _fits(numbers, plan.fixed)
    if plan.fixed_is_mobile:
        mobile = fixed
    else:
        mobile = possible & _fits(numbers, plan.mobile)
    kinds[fixed] = KINDS.index("fixed_line")
    kinds[mobile] = KINDS.index("mobile")
    kinds[fixed & mobile] = KINDS.index("fixed_line_or_mobile")
    if not plan.special:
        return kinds
    at = np.flatnonzero(possible & matches(numbers, plan.special))
    special = numbers.take(pa.array(at))
    for kind, *desc in reversed(plan.kinds):  # the first that fits has the last word
        kinds[at[_fits(special, desc)]] = kind
    return kinds


def _fits(numbers: Cells, desc: Any) -> Mask:
    import numpy as np

    if desc is None:
        return np.zeros(len(numbers), bool)
    pattern, lengths = desc
    return matches(numbers, pattern) & _has_length(numbers, lengths)
