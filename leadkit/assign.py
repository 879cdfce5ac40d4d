"""The assign stage: an owner and a day for every lead worth it, and a track for the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.frames import (
    as_leads_table,
    given_back,
    refuse_options,
    refuse_other,
)
from leadkit.base.leads import Stage, appended_to, appending, table_of
from leadkit.base.options import StageOptions, option
from leadkit.fields.spans import as_day
from leadkit.routing.assigning import AssignRun
from leadkit.routing.routing_file import WRITTEN, Routing, read_routing, refuse_no_status

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class AssignOptions(StageOptions):
    """Who gets which leads, and from which day their time is counted."""

    rules: str = option("routing", "rules", "Routing file, or the name of a shipped one.")
    as_of: date | str | None = option(
        None, "day", "Day on which leads are assigned, or today; else none is due."
    )
    owners: str = option("", "output", "Write how many leads each owner has, and its share.")


def assign_leads(
    leads: Leads,
    rules: Routing | AssignOptions | str | Path = "routing",
    as_of: date | str | None = None,
) -> Leads:
    """Return the leads with owner, queue, reason, the day they are due, and what nurtures the rest.

    ``leads`` is any frame that classify_leads gave back; what comes back has its rows, its index
    and its columns as they are, then those that were added, which are text: owner, owner_queue,
    owner_reason, owner_since, due_at, nurture_track, review_at. Who has an owner keeps it, and
    people of one company get one owner. The order of rows changes nothing.

    ``rules`` are read_routing's, or what it is given: the path of a file, or a shipped name; or
    AssignOptions, which name the rules and the day. ``as_of`` is a date, "2026-10-31" or "today";
    without it nothing is due, and it is needed where people are away.

    Raises LeadkitError for what is no such frame, for leads that nobody classified, for a mistake
    in the rules, with its line, and for a column that they ask for and nobody knows.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1", "2"], "lead_status": ["SQL", "MQL"],
    ...     "may_email": "yes", "may_call": "no", "may_post": "no", "country": "AT"})
    >>> done = assign_leads(leads, as_of="2026-10-08")
    >>> done[["owner", "owner_reason", "due_at"]].values.tolist()[0]
    ['sales 2', 'worth a call: sales', '2026-10-08T13:00+02:00']
    >>> done[["owner_queue", "nurture_track", "review_at"]].values.tolist()[1]
    ['marketing', 'case studies', '2026-11-07']
    """
    if isinstance(rules, AssignOptions):
        refuse_options("assign_leads", rules, AssignOptions, {})
        as_of = rules.as_of if as_of is None else as_of
        rules = rules.rules
    if isinstance(rules, str | Path):
        rules = read_routing(rules)
    refuse_other("rules", rules, Routing, "read_routing")
    table = as_leads_table(leads, ("lead_id",))
    refuse_no_status(list(table.columns))
    run = AssignRun(rules, as_day(as_of))
    run.check(list(table.columns))
    added = run.append(table_of(table))
    return given_back(leads, appended_to(table, added), added.columns)


def assign_stage(options: AssignOptions) -> Stage:
    """Return assign as a step of a run, its rules loaded and checked."""
    run = AssignRun(read_routing(options.rules), as_day(options.as_of))
    return Stage(
        "assign", appending(run.append), WRITTEN, check=run.check, append=run.append,
        reads=run.reads(), survey=run.survey, survey_reads=run.reads(),
        survey_again=run.survey_again, closing=run.closing, after_all=run.after_all,
    )  # fmt: skip
