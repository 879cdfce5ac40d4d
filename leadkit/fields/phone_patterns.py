"""The number patterns of phonenumbers' own metadata, applied to whole columns of digits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from leadkit.fields.cells import as_mask, matches, only_bytes, rows_of, text_bytes
from leadkit.fields.phone_cell import KINDS

if TYPE_CHECKING:
    import numpy as np

    from leadkit.fields.cells import Cells, Mask

LONGEST = 20  # digits; phonenumbers knows no number of more than 17
UNKNOWN = -1  # no kind: the number is not valid
# The order in which phonenumbers asks; a number's kind is the first that fits.
_SPECIAL = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan",
    "voicemail",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
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
    known = np.zeros(LONGEST + 1, bool)
    known[[length for length in lengths if 0 <= length <= LONGEST]] = True
    fits: Mask = known[lengths_of(numbers)]
    return fits


@cache
def plan_of_region(region: str) -> Plan | None:
    from phonenumbers import PhoneMetadata

    found = PhoneMetadata.metadata_for_region(region, None)
    return _plan(found) if found else None


@cache
def plans_of_code(code: str) -> tuple[Plan, ...]:
    """Return the plans of all regions under a calling code, in the order phonenumbers asks."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE[int(code)]
    found = (PhoneMetadata.metadata_for_region_or_calling_code(int(code), r) for r in regions)
    return tuple(_plan(metadata) for metadata in found if metadata)


def _plan(metadata: Any) -> Plan:
    def described(name: str) -> tuple[str, tuple[int, ...]] | None:
        desc = getattr(metadata, name)
        if desc is None or not desc.national_number_pattern:
            return None
        return f"^(?:{desc.national_number_pattern})$", tuple(desc.possible_length)

    special = {name: desc for name in _SPECIAL if (desc := described(name))}
    general = described("general_desc") or ("$^", ())
    return Plan(
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


@cache
def code_lengths() -> np.ndarray:
    """Return for each first three digits how many of them are the calling code, 0 for none."""
    import numpy as np
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    lengths = np.zeros(1000, np.int64)
    for code in map(str, COUNTRY_CODE_TO_REGION_CODE):
        first = int(code) * 10 ** (3 - len(code))
        lengths[first : first + 10 ** (3 - len(code))] = len(code)
    return lengths


def without_prefix(numbers: Cells, plan: Plan) -> tuple[Cells, Mask]:
    """Return the numbers without their national prefix, and which of them are certain."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    certain = np.ones(len(numbers), bool)
    if not plan.national_prefix:
        return numbers, certain
    if plan.national_prefix.isdigit():
        has_prefix = starts(numbers, plan.national_prefix)
        cut = without_start(rows_of(numbers, has_prefix), len(plan.national_prefix))
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


def kinds_of(numbers: Cells, plan: Plan) -> np.ndarray:
    """Return the kind that phonenumbers gives each national number in one region."""
    import numpy as np
    import pyarrow as pa

    kinds = np.full(len(numbers), UNKNOWN, np.int8)
    possible = plan.may_have(numbers) & plan.is_general(numbers)
    fixed = possible & _fits(numbers, plan.fixed)
    mobile = fixed if plan.fixed_is_mobile else possible & _fits(numbers, plan.mobile)
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
    fits: Mask = matches(numbers, pattern) & _has_length(numbers, lengths)
    return fits


def lengths_of(cells: Cells) -> np.ndarray:
    import numpy as np

    return np.diff(text_bytes(cells)[1])


def without_start(cells: Cells, count: np.ndarray | int) -> Cells:
    """Return the cells without their first signs, of which each must have as many."""
    import numpy as np

    text, offsets = text_bytes(cells)
    begins = offsets[:-1]
    counts = np.broadcast_to(count, len(begins))
    kept = np.ones(len(text), bool)
    for place in range(int(counts.max(initial=0))):
        kept[begins[counts > place] + place] = False
    return only_bytes(text, offsets, kept)


def starts(cells: Cells, start: str) -> Mask:
    import pyarrow.compute as pc

    return as_mask(pc.starts_with(cells, start))
