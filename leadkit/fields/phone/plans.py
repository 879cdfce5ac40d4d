"""The number patterns of phonenumbers' own metadata, applied to whole columns of digits."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from leadkit.base.cell_bytes import only_bytes
from leadkit.base.cells import as_mask, rows_of, text_bytes
from leadkit.fields.phone.automaton import Automaton, is_readable
from leadkit.fields.phone.one import KINDS

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask

LONGEST = 20  # digits; phonenumbers knows no number of more than 17
_LENGTHS = frozenset(range(LONGEST + 1))
UNKNOWN = -1  # no kind: the number is not valid
# The order in which phonenumbers asks; a number's kind is the first that fits.
_SPECIAL = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan",
    "voicemail",
)  # fmt: skip
_DESCRIBED = ("general_desc", "fixed_line", "mobile", *_SPECIAL)


class Plan:
    """What phonenumbers' metadata say of a region."""

    def __init__(self, metadata: Any) -> None:
        self.region: str = metadata.id
        self.code = str(metadata.country_code)
        self.national_prefix: str = metadata.national_prefix_for_parsing or ""  # a pattern
        # What the prefix captures is not only dropped.
        self.transforms = bool(metadata.national_prefix_transform_rule)
        self.international_prefix: str = metadata.international_prefix or ""
        # The pattern by which regions of one calling code are told apart.
        self.leading: str = metadata.leading_digits or ""
        self._fixed_is_mobile = bool(metadata.same_mobile_and_fixed_line_pattern)
        described = {name: desc for name in _DESCRIBED if (desc := getattr(metadata, name))}
        self._patterns = {
            name: pattern
            for name, desc in described.items()
            if (pattern := desc.national_number_pattern)
        }
        self._lengths = {
            name: _LENGTHS.intersection(desc.possible_length or _LENGTHS)
            for name, desc in described.items()
        }
        self.lengths = self._lengths.get("general_desc", frozenset())

    def is_readable(self) -> bool:
        return all(map(is_readable, self._patterns.values()))

    @cached_property
    def _automaton(self) -> Automaton:
        return Automaton(self._patterns)

    @cached_property
    def _general(self) -> Mask:
        """Tell for each set of patterns whether that of all national numbers is in it."""
        import numpy as np

        return np.array(["general_desc" in fits for fits in self._automaton.sets])

    @cached_property
    def _kinds(self) -> np.ndarray:
        """Return the kind for each set of patterns and each length."""
        import numpy as np

        kinds = np.full((len(self._automaton.sets), LONGEST + 1), UNKNOWN, np.int8)
        for place, fits in enumerate(self._automaton.sets):
            for length in self.lengths if fits else ():
                known = {name for name in fits if length in self._lengths[name]}
                kinds[place, length] = _kind(known, self._fixed_is_mobile)
        return kinds

    def is_general(self, numbers: Cells) -> Mask:
        found: Mask = self._general[self._automaton.run(*text_bytes(numbers))]
        return found

    def may_have(self, numbers: Cells) -> Mask:
        import numpy as np

        known = np.zeros(LONGEST + 1, bool)
        known[list(self.lengths)] = True
        fits: Mask = known[lengths_of(numbers)]
        return fits

    def kinds_of(self, numbers: Cells) -> np.ndarray:
        """Return the kind that phonenumbers gives each national number in this region."""
        import numpy as np

        text, offsets = text_bytes(numbers)
        kinds: np.ndarray = self._kinds[self._automaton.run(text, offsets), np.diff(offsets)]
        return kinds


def _kind(fits: set[str], fixed_is_mobile: bool) -> int:
    """Return the kind that phonenumbers gives a number that certain patterns fit.

    >>> KINDS[_kind({"general_desc", "fixed_line", "mobile"}, fixed_is_mobile=False)]
    'fixed_line_or_mobile'
    """
    if "general_desc" not in fits:
        return UNKNOWN
    for name in _SPECIAL:
        if name in fits:
            return KINDS.index(name)
    if "fixed_line" in fits:
        both = fixed_is_mobile or "mobile" in fits
        return KINDS.index("fixed_line_or_mobile" if both else "fixed_line")
    return KINDS.index("mobile") if "mobile" in fits and not fixed_is_mobile else UNKNOWN


def plan_of_region(region: str) -> Plan | None:
    """Return the plan of a region, None where there is none that can be read at once."""
    from phonenumbers import country_code_for_region

    code = country_code_for_region(region)
    plans = plans_of_code(code) if code else ()
    return next((plan for plan in plans if plan.region == region), None)


@cache
def plans_of_code(code: int) -> tuple[Plan, ...]:
    """Return the plans of all regions under a calling code, in the order phonenumbers asks.

    There are none where a pattern is of a kind that the metadata did not have before.
    """
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE[code]
    found = (PhoneMetadata.metadata_for_region_or_calling_code(code, r) for r in regions)
    plans = tuple(Plan(metadata) for metadata in found if metadata)
    return plans if all(plan.is_readable() for plan in plans) else ()


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
