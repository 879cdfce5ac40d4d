"""Comparisons of days: how long ago each is, counted from --as-of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from leadkit.fields.spans import Span, may_be_two, parse_day, parse_span
from leadkit.rules.batch import Distinct
from leadkit.rules.item import Item
from leadkit.rules.truth import Test, Truth


def within(value: Item) -> Test:
    """The day is no longer ago than this (or: 30 to 90 days ago), by --as-of; the future is not.

    >>> from leadkit.rules.operators import say
    >>> say("{within: 30 days}", "2026-10-08", "2026-09-08", "2026-09-07", "2026-10-09", "soon")
    'yes yes no no ?'
    >>> say("{within: 30 to 90 days ago}", "2026-09-09", "2026-09-08", "2026-07-10", "2026-07-09")
    'no yes yes no'
    """
    return _window(value)


def older_than(value: Item) -> Test:
    """The day is longer ago than this, counted from --as-of: exactly 30 days are not.

    >>> from leadkit.rules.operators import say
    >>> say("{older_than: 30 days}", "2026-09-07", "2026-09-08", "2026-10-09", "03/04/2025", "")
    'yes no no ? ?'
    """
    return _older(value)


def before(value: Item) -> Test:
    """The day is before this one.

    >>> from leadkit.rules.operators import say
    >>> say("{before: 2026-09-01}", "31.8.2026", "2026-09-01", "2026-09-02", "soon", "")
    'yes no no ? ?'
    """
    day = read_day("before", value).toordinal()
    return lambda cells, as_of: ((cells.days > 0) & (cells.days < day), cells.days >= day)


def after(value: Item) -> Test:
    """The day is after this one.

    >>> from leadkit.rules.operators import say
    >>> say("{after: 2026-09-01}", "2.9.2026", "2026-09-01", "2026-08-31", "soon", "")
    'yes no no ? ?'
    """
    day = read_day("after", value).toordinal()
    return lambda cells, as_of: (cells.days > day, (cells.days > 0) & (cells.days <= day))


def read_day(what: str, item: Item) -> date:
    """Return the day that a rule file names; raise LeadkitError where it names none.

    >>> from leadkit.rules.item import parse_yaml
    >>> read_day("as_of", parse_yaml("2026-02-30", "example"))
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: example:1: as_of: there is no day 2026-02-30 in the calendar
    """
    text = item.text()
    day = parse_day(text)
    if day is None:
        if re.fullmatch(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*", text):
            raise item.fail(f"{what}: there is no day {text} in the calendar")
        two = " (03/04 may be in April or in March)" if may_be_two(text) else ""
        raise item.fail(f"{what}: write the day as 2026-10-08, not '{text}'{two}")
    return day


def read_span(what: str, item: Item) -> Span:
    """Return the length of time that a rule file names; raise LeadkitError where it names none.

    >>> from leadkit.rules.item import parse_yaml
    >>> read_span("within", parse_yaml("24 hours", "example"))
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: example:1: within: '24 hours': days are counted whole, and \
clocks not looked at; write it as 1 day
    """
    span = parse_span(item.text())
    if span is None:
        raise item.fail(f"{what}: {_no_span(item.text())}")
    return span


def _no_span(text: str) -> str:
    clock = re.fullmatch(r"\s*(\d{1,6})\s*(h|hours?|hrs?|m|min|minutes?)\s*", text.casefold())
    if clock:
        days = max(1, round(int(clock[1]) / (24 if clock[2][0] == "h" else 1440)))
        many = f"{days} day" + ("s" if days > 1 else "")
        return f"'{text}': days are counted whole, and clocks not looked at; write it as {many}"
    unit = f"; '{text.strip()} days'?" if text.strip().isdecimal() and int(text) else ""
    return f"'{text}' is no span of time; write it as 30 days or 6 months{unit}"


@dataclass(frozen=True)
class Window:
    """The days from so long ago to so long ago."""

    oldest: Span
    newest: Span | None = None  # none: up to the day on which it is counted

    def days(self, as_of: date) -> tuple[int, int]:
        """Return the first and the last day of it, as proleptic ordinals.

        >>> first, last = Window(Span(90, "day"), Span(30, "day")).days(date(2026, 10, 8))
        >>> date.fromordinal(first), date.fromordinal(last)
        (datetime.date(2026, 7, 10), datetime.date(2026, 9, 8))
        """
        last = self.newest.before(as_of) if self.newest else as_of
        return self.oldest.before(as_of).toordinal(), last.toordinal()

    @property
    def words(self) -> str:
        """The window as it is written."""
        if self.newest is None:
            return f"{self.oldest.many} {self.oldest.unit}s"
        return (
            f"{self.newest.many} {self.newest.unit}s to {self.oldest.many} {self.oldest.unit}s ago"
        )


def read_window(what: str, item: Item) -> Window:
    """Return the window that a rule file names, as 30 days or as 30 to 90 days ago.

    >>> from leadkit.rules.item import parse_yaml
    >>> read_window("within", parse_yaml("30 to 90 days ago", "example")).words
    '30 days to 90 days ago'
    """
    written = _WINDOW.fullmatch(" ".join(item.text().casefold().split()))
    if not written:
        return Window(read_span(what, item))
    unit = written["unit"] or written["last"].split()[-1]
    newest, oldest = parse_span(f"{written['first']} {unit}"), parse_span(written["last"])
    if newest is None or oldest is None:
        raise item.fail(f"{what}: write a window as 30 to 90 days ago, not '{item.text()}'")
    if newest.days >= oldest.days:
        raise item.fail(f"{what}: '{item.text()}' ends before it begins; the nearer time is first")
    return Window(oldest, newest)


# The unit of the nearer time may be left out: 30 to 90 days ago, 2 weeks to 3 months ago.
_WINDOW = re.compile(r"(?P<first>\d+)(?: (?P<unit>[a-z]+))? to (?P<last>\d+ ?[a-z]+) ago")


def _window(value: Item) -> Test:
    window = read_window("within", value)

    def test(cells: Distinct, as_of: date | None) -> Truth:
        assert as_of is not None, "rules that count days are not run without a date"
        first, last = window.days(as_of)
        is_day = cells.days > 0
        holds = (cells.days >= first) & (cells.days <= last)
        return holds & is_day, ~holds & is_day

    return test


def _older(value: Item) -> Test:
    span = read_span("older_than", value)

    def test(cells: Distinct, as_of: date | None) -> Truth:
        assert as_of is not None, "rules that count days are not run without a date"
        is_day = cells.days > 0
        holds = cells.days < span.before(as_of).toordinal()
        return holds & is_day, ~holds & is_day

    return test
