"""Who may be contacted by which channel, and why not."""

from __future__ import annotations

from collections import Counter

from leadkit.base.how_many import how_many
from leadkit.reporting.charts import Line, bars
from leadkit.reporting.figures import RunFigures
from leadkit.reporting.sheet import Chart, Section, Table
from leadkit.reporting.shown import shown
from leadkit.reporting.words import LISTED, a_list, and_more, share

CHANNEL_WORDS = {"email": "E-mail", "call": "Phone", "post": "Post"}
_REASONS = 9  # bars


def contact_section(run: RunFigures) -> Section | None:
    """Return the part about contact; None where nobody judged it."""
    if not run.leads.may:
        return None
    charts = tuple(filter(None, (_channels(run), _reasons(run))))
    notes = (
        "This informs and is no legal advice; each lead's own reason, with the law, is in its "
        "column contact_basis.",
    )
    return Section("contact", "Who may be contacted", contact_sentences(run), charts, notes=notes)


def contact_sentences(run: RunFigures) -> tuple[str, ...]:
    """Say how many leads may be reached, and what the yeses lack."""
    leads, may = run.leads.leads, run.leads.may
    told = [
        f"{run.leads.reachable:,} of {how_many(leads, 'lead')} "
        f"({share(run.leads.reachable, leads)}) may be contacted by one channel at least: "
        + a_list(
            [f"{may[name]['yes']:,} by {words.lower()}" for name, words in CHANNEL_WORDS.items()]
        )
        + "."
    ]
    said = run.leads.said_yes
    if said is not None:
        yes = said.said["yes"]
        if yes:
            told.append(
                f"{how_many(yes, 'lead')} said yes; {said.proven:,} of these yeses are proven by "
                "day, source and wording."
            )
        else:
            told.append("Nobody said yes in a column of consent.")
        if said.unread:
            told.append(
                f"{how_many(said.unread, 'lead')} came with a column like consent that nobody "
                "understood."
            )
    if run.handed_over:
        named = [f"{many:,} into {shown(name)}" for name, many in run.handed_over.items()]
        told.append(f"Handed over to other programs: {a_list(named)}.")
    return (" ".join(told),)


def _channels(run: RunFigures) -> Chart:
    leads, may = run.leads.leads, run.leads.may
    lines = [
        Line(
            words,
            (may[name]["yes"], leads - may[name]["yes"]),
            f"{may[name]['yes']:,} may be, {share(may[name]['yes'], leads)}",
        )
        for name, words in CHANNEL_WORDS.items()
    ]
    table = Table(
        ("channel", "may be contacted", "share", "may not"),
        tuple(
            (
                words,
                f"{may[name]['yes']:,}",
                share(may[name]["yes"], leads),
                f"{leads - may[name]['yes']:,}",
            )
            for name, words in CHANNEL_WORDS.items()
        ),
    )
    best = max(CHANNEL_WORDS, key=lambda name: may[name]["yes"])
    many = may[best]["yes"]
    title = (
        f"{CHANNEL_WORDS[best]} reaches most: {share(many, leads)} of the leads"
        if many
        else "Nobody may be contacted by any channel"
    )
    told = "; ".join(f"{line.name}: {line.said}" for line in lines)
    return Chart(
        title,
        f"Leads that may be contacted, by channel. {told}.",
        bars(lines, ("b", "e"), ("may be contacted", "may not")),
        table,
    )


def _place_of_channel(reason: tuple[tuple[str, str], int]) -> int:
    return [*CHANNEL_WORDS].index(reason[0][0])


def _reasons(run: RunFigures) -> Chart | None:
    refused: Counter[tuple[str, str]] = Counter()
    for channel, reasons in run.leads.reasons.items():
        for (answer, reason), many in reasons.items():
            if answer != "yes":
                refused[channel, reason] += many
    if not refused:
        return None
    ranked = sorted(refused.items(), key=lambda one: (-one[1], one[0]))
    named = [
        (f"{CHANNEL_WORDS[channel]}: {shown(reason) if reason else 'no reason is given'}", many)
        for (channel, reason), many in sorted(ranked[:_REASONS], key=_place_of_channel)
    ]
    lines = [Line(name, (many,), f"{many:,}") for name, many in named]
    every = [
        (
            CHANNEL_WORDS[channel],
            "yes" if answer == "yes" else "no",
            shown(reason, 80) if reason else "",
            f"{many:,}",
        )
        for channel, reasons in run.leads.reasons.items()
        for (answer, reason), many in sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    ]
    table = Table(
        ("channel", "may be", "why", "leads"),
        tuple(every[:LISTED]),
        3,
        and_more(len(every), "reasons"),
    )
    of_mail = [(reason, many) for (channel, reason), many in ranked if channel == "email"]
    if of_mail:
        reason, many = of_mail[0]
        total = sum(one for _, one in of_mail)
        title = f"{share(many, total)} of those who may not be e-mailed: {shown(reason, 50)}"
    else:
        title = f"The most frequent reason against contact: {lines[0].name}"
    told = "; ".join(f"{line.name} {line.said}" for line in lines)
    return Chart(
        title, f"Reasons why leads may not be contacted. {told}.", bars(lines, ("e",)), table
    )
