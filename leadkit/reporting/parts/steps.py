"""What to do next: how many wait for it, and the command or file for each."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from leadkit.base.how_many import how_many
from leadkit.reporting.figures import RunFigures
from leadkit.reporting.parts.scores import never_fired
from leadkit.reporting.sheet import Step, step, typed
from leadkit.reporting.shown import shown
from leadkit.reporting.words import a_list

_SHOWN = 4  # names of rules
LEADS = "leads.csv"
# A lead is not changed in leads.csv, which the next run writes anew; nor is a file of a run, which
# its manifest knows by its hash.
_CORRECTED = "; correct it where the lead comes from"
# What is to be done about tables that plain commands wrote.
_MENDED_PLAIN = ("mend them there and read them again: ", "`leadkit import rejects.csv -o more.csv")
_DECIDED_PLAIN = ("write y or n into the column decision of ", "`review.csv", " and give it to ",
                  "`leadkit dedupe --decisions review.csv")  # fmt: skip


def _by_list(run: RunFigures) -> tuple[str, ...]:
    """Return where else a lead can be corrected: a workspace takes in lists."""
    return () if run.files.is_plain else (", or by a list in ", "`inbox/")


def steps_of(run: RunFigures) -> tuple[Step, ...]:
    """Return what waits for somebody, what stops most first."""
    parts = (_held, _rejected, _pairs, _owners, _consents, _addresses, _idle_rules)
    return tuple(step for part in parts for step in part(run))


def steps_says(steps: tuple[Step, ...]) -> str:
    """Say how many things wait."""
    if not steps:
        return "Nothing waits for anybody: all rows were read, and all pairs are decided."
    waits = how_many(len(steps), "thing waits", "things wait")
    return f"{waits} for somebody, each with its command or file."


def _held(run: RunFigures) -> Iterator[Step]:
    files = run.files
    if files.held:
        publish = typed(f"leadkit runs publish {files.run}{files.at}")
        yield Step(
            "!",
            "The run is held back, for what stands at the head, and the one before is in force",
            (("look at it, then ", False), (publish.removeprefix("`"), True)),
        )


def _rejected(run: RunFigures) -> Iterator[Step]:
    if many := run.rows["rejected"]:
        yield step(
            many,
            "row could not be read and is in nobody's list",
            "rows could not be read and are in nobody's list",
            *(
                _MENDED_PLAIN
                if run.files.is_plain
                else (
                    "copy ",
                    typed(run.files.called("rejects.csv")),
                    " into ",
                    "`inbox/",
                    " and mend it there",
                )
            ),
        )


def _pairs(run: RunFigures) -> Iterator[Step]:
    if many := run.merges.waiting:
        yield step(
            many,
            "pair of leads may be one person",
            "pairs of leads may be one person",
            *(
                _DECIDED_PLAIN
                if run.files.is_plain
                else (
                    "copy the lines of ",
                    typed(run.files.called("review.csv")),
                    " into ",
                    typed(run.files.decisions),
                    ", with y or n in the column decision",
                )
            ),
        )


def _owners(run: RunFigures) -> Iterator[Step]:
    if many := run.leads.unowned:
        yield step(
            many,
            "lead is worth a call or a letter, and nobody owns it",
            "leads are worth a call or a letter, and nobody owns them",
            *("next_step says (no owner yet) in ", f"`{LEADS}"),
            *("; name one where the lead comes from", *_by_list(run)),
        )


def _consents(run: RunFigures) -> Iterator[Step]:
    said = run.leads.said_yes
    if said is None:
        return
    how = ("see what each list lacks: ", f"`leadkit consent {LEADS}")
    if (many := said.said["yes"] - said.proven) > 0:
        lacks = "day, source or wording of it is missing, so nobody may count on it"
        yield step(many, f"lead said yes, but {lacks}", f"leads said yes, but {lacks}", *how)
    if many := said.unread:
        came = "came with a column like consent that nobody understood"
        yield step(many, f"lead {came}", f"leads {came}", *how)


def _addresses(run: RunFigures) -> Iterator[Step]:
    if many := run.leads.suggested:
        yield step(
            many,
            "e-mail address looks mistyped, and a better one is suggested",
            "e-mail addresses look mistyped, and a better one is suggested",
            *(
                "compare the columns email and email_suggestion of ",
                f"`{LEADS}",
                _CORRECTED,
                *_by_list(run),
            ),
        )
    for code, what in (("email_invalid", "an e-mail address"), ("phone_invalid", "a phone number")):
        if many := run.leads.codes[code]:
            wrong = f"{what} that cannot be right"
            yield step(
                many,
                f"lead has {wrong}",
                f"leads have {wrong}",
                *(
                    "the column issues of ",
                    f"`{LEADS}",
                    " says ",
                    f"`{code}",
                    _CORRECTED,
                    *_by_list(run),
                ),
            )


def _idle_rules(run: RunFigures) -> Iterator[Step]:
    for score in run.leads.scores:
        if not (idle := never_fired(score)):
            continue
        named = a_list([shown(name, 40) for name in idle[:_SHOWN]])
        more = f" and {len(idle) - _SHOWN:,} more" if len(idle) > _SHOWN else ""
        scoring = f"scoring {shown(score.name, 40)}" if score.name else "scoring"
        of = f"of the {scoring} gave nobody points: {named}{more}"
        rules = shlex.quote(score.by.called or "b2b")
        check = typed(f"leadkit rules check {rules} --against {LEADS}")
        yield step(len(idle), f"rule {of}", f"rules {of}", "see why: ", check)
