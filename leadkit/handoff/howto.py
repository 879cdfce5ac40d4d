"""HOWTO.txt: what is in a folder that is handed over, in which order it goes up, what to click."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from leadkit.base.how_many import how_many
from leadkit.handoff.parts import Written
from leadkit.handoff.target import SURE, Target, TargetColumn

NAME = "HOWTO.txt"
FIRST = "Leads for {}, as 'leadkit export' wrote them"
_FILES = "The files, in the order in which they are needed:"


def howto(
    target: Target,
    columns: Sequence[TargetColumn],
    files: Sequence[Written],
    told: Sequence[str],
) -> str:
    """Return the text of HOWTO.txt; ``told`` is what this hand-over has to say."""
    lines = [FIRST.format(target.system), "", _FILES]
    lines += [
        f"  {number}. {file.name}: {how_many(file.rows, 'row')}{_for(file)}"
        for number, file in enumerate(files, 1)
    ]
    lines += ["  problems.csv stays here: what would not have been taken as it was.", ""]
    if target.steps:
        lines += ["What to do:", *_points(target.steps), ""]
    if told:
        lines += ["To look at:", *_points(told), ""]
    theirs = [column.to for column in columns if column.their_list]
    if theirs:
        lines += [
            *_wrapped(
                "Words of these columns were written as they are, because the lists there are not "
                f"known here: {', '.join(theirs)}."
            ),
            "",
        ]
    if target.not_written:
        lines += ["Left out on purpose:"]
        lines += _points([f"{name}: {why}" for name, why in target.not_written.items()])
        lines += [""]
    lines += [f"Where this is known from ({target.file}, as of {target.as_of}):"]
    lines += _points([f"{one.what}: {one.source} ({SURE[one.sure]})" for one in target.facts])
    return "\n".join(lines).rstrip() + "\n"


def files_in(text: str) -> list[str]:
    r"""Return the files that a HOWTO.txt names, [] where it is none of ours.

    >>> files_in("Leads for Odoo, as 'leadkit export' wrote them\n\n"
    ...     "The files, in the order in which they are needed:\n  1. leads.csv: 2 rows\n")
    ['leads.csv']
    """
    lines = text.splitlines()
    begin, end = FIRST.split("{}")
    if not lines or not (lines[0].startswith(begin) and lines[0].endswith(end)):
        return []
    if _FILES not in lines:
        return []
    named = []
    for line in lines[lines.index(_FILES) + 1 :]:
        number, dot, rest = line.strip().partition(". ")
        if not (dot and number.isdecimal()):
            break
        named.append(rest.partition(": ")[0])
    return named


def _for(file: Written) -> str:
    return f", {file.what_for}" if file.what_for else ""


def _points(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in _wrapped(text, "  - ", "    ")]


def _wrapped(text: str, first: str = "", others: str = "") -> list[str]:
    return textwrap.wrap(
        text, 100, initial_indent=first, subsequent_indent=others, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
