"""Where a lead may stand, and the ways from one place to another, as a lifecycle file has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from leadkit.fields.spans import Span
from leadkit.fields.status_words import lifecycle_status
from leadkit.rules.conditions import Condition, read_requirement
from leadkit.rules.item import Item


@dataclass(frozen=True)
class Status:
    """A place where a lead may stand."""

    name: str
    where: Item  # in the file
    when: Condition | None = None  # what brings a lead here
    hold: Condition | None = None  # what keeps it here, where that is less
    otherwise: str = ""  # where it goes when it does not hold
    sources: tuple[str, ...] = ()  # the only statuses to come from; () is any earlier one
    given: bool = False  # people give it, in the list
    final: bool = False  # nothing has to lead on from here
    aside: bool = False

    @property
    def closed(self) -> bool:
        """Whether no rule opens a channel to who stands here."""
        return self.aside and lifecycle_status(self.name) == "unqualified"

    @property
    def line(self) -> int:
        return self.where.line

    @cached_property
    def alternatives(self) -> tuple[Condition, ...]:
        """The conditions of which any brings a lead here; a reason names the one that did."""
        if self.when is None:
            return ()
        asked = self.where.named["when"]
        if list(asked.named) != ["any"]:
            return (self.when,)
        return tuple(read_requirement(part) for part in asked.named["any"].items())


@dataclass(frozen=True)
class Move:
    """A named way that is no step forward."""

    name: str
    line: int
    sources: tuple[str, ...]
    to: str
    when: Condition | None = None
    untouched: Span | None = None  # for which nothing happened
    touched: bool = False  # something happened since the lead came where it is
    by: tuple[str, ...] = ("last_activity_at",)  # columns with the day of the last event
    because: str = ""  # column whose words are the reason

    @property
    def words(self) -> str:
        words = [self.when.words] if self.when else []
        if self.untouched:
            words.append(f"untouched for {_span_words(self.untouched)} or more")
        if self.touched:
            words.append(f"{' or '.join(self.by)} is not before status_since")
        return " and ".join(words)


def _span_words(span: Span) -> str:
    """Say a span; weeks are said in days, months and years are as long as the calendar has them.

    >>> [_span_words(Span(*given)) for given in ((4, "week"), (1, "month"), (2, "year"))]
    ['28 days', '1 month', '2 years']
    """
    if span.unit in ("day", "week"):
        return f"{span.days} days"
    return f"{span.many} {span.unit}" + ("s" if span.many > 1 else "")
