"""Columns for what more a merged person may have than one row, such as a second e-mail."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from leadkit.base.columns import DIALLED, EMAILS, FURTHER
from leadkit.base.leads import with_columns
from leadkit.deduping.merging.standing import SINCE, STAGE
from leadkit.fields.objections import SAYING_NO
from leadkit.fields.remarks import REMARKED

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

# Columns that hardly any list needs; email_2 and phone_2 always stand there.
_UNLESS_BLANK = ("email_3", FURTHER["email"], FURTHER["call"], "refused", STAGE)


def with_places_for_more(leads: Leads) -> Leads:
    """Add merged_ids, and columns for what more a merged person may have than one row."""
    names = leads.columns
    wanted = ["merged_ids"]
    wanted += [f"{name}_2" for name in ("email", "phone") if name in names]
    wanted += _UNLESS_BLANK[:2] if set(EMAILS) & set(names) else ()
    wanted += _UNLESS_BLANK[2:3] if set(DIALLED) & set(names) else ()
    wanted += _UNLESS_BLANK[3:4] if {"email_bounced", *SAYING_NO, *REMARKED} & set(names) else ()
    wanted += [STAGE] * (SINCE in names)
    return with_columns(leads, {name: "" for name in wanted if name not in names})


def without_blank(leads: Leads, given: Collection[str]) -> Leads:
    """Drop the columns that were added in case of need, where there was none."""
    added = [name for name in _UNLESS_BLANK if name in leads and name not in given]
    return leads.drop(columns=[name for name in added if (leads[name] == "").all()])
