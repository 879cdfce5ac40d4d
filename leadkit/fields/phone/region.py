"""Where a phone number is dialled: what else in its row says which country that is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cells import chosen, is_blank
from leadkit.base.words import word_list
from leadkit.fields.country import country_codes

if TYPE_CHECKING:
    from leadkit.base.cells import Cells
    from leadkit.fields.cleaner import Fields

# Country-code domains that the whole world registers under: they place nobody.
_WORLDWIDE = frozenset(word_list("leadkit.fields", "worldwide_domains"))
# Names that an address may stand under in a row, from the surest to the least sure.
_ADDRESSES = ("email", "email_2", "email_3", "website")
_HOST_END = r"(?i)[@.]([a-z]{2})(?:[:/?#].*)?\s*>?\s*$"


def regions_of(fields: Fields, column: str, default: str) -> Cells:
    """Return for each row the region its phone is in: its country, its addresses', the default.

    The country is an ISO code by now where it names one; what does not tell is passed over.

    >>> import pandas as pd
    >>> from leadkit.fields.cleaner import CleanOptions, Fields
    >>> leads = pd.DataFrame({"country": ["AT", "", ""], "email": ["", "a@b.example.ch", ""]})
    >>> regions_of(Fields(leads.astype("str"), CleanOptions()), "phone", "DE").to_pylist()
    ['AT', 'CH', 'DE']
    """
    import pyarrow as pa

    countries = (
        ("home_country", "country") if column == "home_phone" else ("country", "home_country")
    )
    regions = pa.repeat(pa.scalar("", pa.large_string()), fields.rows)
    for name in fields.present(countries):
        regions = _filled(regions, _known(country_codes(fields[name])))
    for name in fields.present(_ADDRESSES):
        if not is_blank(regions).any():
            break
        regions = _filled(regions, _of_domain(fields[name]))
    return _filled(regions, pa.repeat(pa.scalar(default, pa.large_string()), fields.rows))


def _filled(regions: Cells, others: Cells) -> Cells:
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(regions, ""), others, regions)


def _known(countries: Cells) -> Cells:
    """Return the cells that are the code of a region with phone numbers, "" for the others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = pa.array(_phone_regions(), pa.large_string())
    return pc.if_else(pc.is_in(countries, value_set=names), countries, "")


def _of_domain(addresses: Cells) -> Cells:
    """Return the region of the country-code domain that each address ends in."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ends = pc.struct_field(pc.extract_regex(addresses, _HOST_END.replace("([", "(?P<end>[")), "end")
    domains = pc.utf8_lower(pc.fill_null(ends, ""))
    names = pa.array(list(_domains()), pa.large_string())
    at = pc.index_in(domains, value_set=names)
    return chosen(["", *_domains().values()], pc.add(pc.fill_null(at, -1), 1).to_numpy())


@cache
def _phone_regions() -> tuple[str, ...]:
    from phonenumbers import SUPPORTED_REGIONS

    return tuple(sorted(SUPPORTED_REGIONS))


@cache
def _domains() -> dict[str, str]:
    """Country-code domain -> region; they are the ISO codes but for Britain's."""
    own = {code.lower(): code for code in _phone_regions() if code.lower() not in _WORLDWIDE}
    own.pop("gb", None)
    return {**own, "uk": "GB"}
