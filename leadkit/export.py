"""Leads for another program: the Python function, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import OnLists, table_of
from leadkit.base.options import StageOptions, option
from leadkit.classifying.suppression import CLOSING, closing_lists, on_lists
from leadkit.classifying.suppression_lists import LeadTable, read_lists
from leadkit.files.disk import read_key
from leadkit.handoff.frames import Frames
from leadkit.handoff.handing import NOT_MAILED, PROBLEMS_FILE, Asked, Handing
from leadkit.handoff.howto import NAME as HOWTO
from leadkit.handoff.target import Target
from leadkit.handoff.target_file import read_target, shipped_targets
from leadkit.handoff.who import Who, read_where
from leadkit.rules.hearing import Hearing

if TYPE_CHECKING:
    import pandas as pd

    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class ExportOptions(StageOptions):
    """How to hand leads over."""

    to: str = option("", "rules", "Target: hubspot, excel ..., or a target file.", "TARGET")
    people: str = option(
        "", "rules", "Add a short sheet for people: sales, or a file.", "SHEET", flag="for"
    )
    where: str = option("", "text", "Whom: a condition, as 'lead_status: [SQL, SQO]'.", "CONDITION")
    columns: tuple[str, ...] = option(
        (), "names", "Our columns alone, as email,company,score.", columns="input"
    )
    suppress: tuple[str, ...] = option(
        (), "files", "Never those on this list; its addresses are opt-outs."
    )
    suppress_email: tuple[str, ...] = option(
        (), "files", "No e-mail to those on this list; they are opt-outs."
    )
    suppress_phone: tuple[str, ...] = option((), "files", "No calls to those on this list.")
    suppress_post: tuple[str, ...] = option((), "files", "No post to those on this list.")
    key_file: str = option("", "file", "Key of the lists' hashes (HMAC-SHA256).")
    by_status: bool = option(False, "flag", "A sheet, or a file, for each status.")
    strict: bool = option(False, "flag", "Exit 1 where there are problems.")


_UNUSED = {
    "by_status": "a frame has no sheets; group its rows",
    "strict": "there is no exit code; look at problems",
    **dict.fromkeys(
        ("suppress", *CLOSING.values(), "key_file"),
        "it opens no file; classify_leads takes lists, and removes or closes who is on them",
    ),
}


@dataclass(frozen=True)
class Exported:
    """Leads as a program takes them, as frames of text."""

    rows: pd.DataFrame
    problems: pd.DataFrame  # lead, column, kind, what_it_would_do, written_instead
    opt_outs: pd.DataFrame  # who said no to e-mail, for programs that may know them already
    no_calls: pd.DataFrame  # who said no to calls, where there is a mark for it
    not_to_be_mailed: pd.DataFrame  # for programs that cannot be told of it in a row
    sheet: pd.DataFrame  # the short sheet for people, where one is asked for
    howto: str
    notes: list[str] = field(default_factory=list)


def export_leads(
    leads: Leads,
    to: Target | ExportOptions | str | Path,
    where: str = "",
    columns: Sequence[str] = (),
) -> Exported:
    """Return leads as another program takes them, and what of them it would not have taken.

    ``leads`` is any frame that classify_leads returned: without may_email, may_call and may_post
    nobody is handed over. ``to`` is the name of a shipped target, the path of a target file,
    what read_target returned, or ExportOptions. Handed over are those whom somebody may contact
    and whose status is above lead, or whom ``where`` names; nobody who said no. ``columns`` are
    those of ours that are wanted. ExportOptions may also name a sheet for people.

    Raises LeadkitError for an unknown target, for a mistake in a target file, with its line, and
    for a frame that does not tell whom to hand over.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1", "2"], "email": ["eva@meier.example.com", ""],
    ...     "last_name": ["Meier", "Kern"], "lead_status": ["SQL", "MQL"],
    ...     "may_email": ["yes", "no"], "may_call": "no", "may_post": "no"})
    >>> done = export_leads(leads, "hubspot")
    >>> done.rows[["Email", "Lifecycle Stage"]].values.tolist()
    [['eva@meier.example.com', 'salesqualifiedlead']]
    """

    from leadkit.base.frames import as_leads_table, refuse_options

    sheet = None
    if isinstance(to, ExportOptions):
        refuse_options("export_leads", to, ExportOptions, _UNUSED)
        sheet = target_of(to.people, "people") if to.people else None
        where, columns, to = where or to.where, columns or to.columns, to.to
    asked = Asked(target_of(to), Who(read_where(where), where), tuple(columns), sheet)
    table = table_of(as_leads_table(leads))
    frames = Frames()
    hearing = Hearing()
    hearing.hear_all(table)
    handing = Handing(asked, table.column_names, frames, "leads", hearing)
    handing.take(table)
    handing.close()
    target = asked.target
    return Exported(
        frames.frame(target.name),
        frames.frame(PROBLEMS_FILE),
        frames.frame(_opt_out_file(target, "email")),
        frames.frame(_opt_out_file(target, "call")),
        frames.frame(target.name + NOT_MAILED),
        frames.frame(sheet.name if sheet else ""),
        frames.texts[HOWTO],
        [*handing.notes, *handing.told()],
    )


def lists_of(options: ExportOptions, open_list: Callable[[str], LeadTable]) -> OnLists:
    """Read the suppression lists that options name, each opened by ``open_list``."""
    closing = closing_lists(options)
    if not (options.suppress or any(closing.values())):
        return OnLists()
    key = read_key(options.key_file) if options.key_file else b""
    return on_lists(read_lists(options.suppress, closing, key, open_list))


def _opt_out_file(target: Target, channel: str) -> str:
    """Return the name of the file of those who said no to a channel, "" where there is none."""
    return next((one.name for one in target.opt_outs if channel == one.by[-1]), "")


def target_of(to: Target | str | Path, option: str = "to") -> Target:
    """Return a target as it is given, or read by its name or path."""
    if isinstance(to, Target):
        return to
    if not str(to):
        raise LeadkitError(f"{option}: say where to; there are {', '.join(shipped_targets())}")
    return read_target(to, option)
