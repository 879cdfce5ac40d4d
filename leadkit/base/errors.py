"""Errors for people: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from leadkit.base.values import with_values


class LeadkitError(Exception):
    """A mistake in the input, the options or the rules; its text is shown as it is."""

    exit_code = 2
    line = 0  # where in a rule file it stands; 0 where that is not known

    def __str__(self) -> str:
        return with_values(self.marked)

    @property
    def marked(self) -> str:
        """Its text, in which the cells that it quotes are still marked."""
        return super().__str__()

    @property
    def lines(self) -> list[str]:
        """The same as the lines that tell it: one, whatever is quoted in it."""
        return [self.marked]

    @property
    def parts(self) -> list[LeadkitError]:
        """The mistakes that it tells: itself, or each of several."""
        return [self]

    def within(self, place: str) -> LeadkitError:
        """Return the same error, told of a place: what it quotes stays marked."""
        error = LeadkitError(f"{place}: {self.marked}")
        error.exit_code = self.exit_code
        return error


class Mistakes(LeadkitError):
    """Several mistakes that are told at once, each in a line."""

    def __init__(self, mistakes: Iterable[LeadkitError]) -> None:
        told = {part.marked: part for one in mistakes for part in one.parts}
        self._parts = [*told.values()]  # what is told of each of several files is told once
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        return [one.marked for one in self._parts]

    @property
    def parts(self) -> list[LeadkitError]:
        return self._parts

    def within(self, place: str) -> LeadkitError:
        """Return the same errors, each told of a place."""
        return Mistakes(one.within(place) for one in self._parts)


class CheckFailed(LeadkitError):
    """The run was fine, but a check that was asked for failed."""

    exit_code = 1


class LedgerError(LeadkitError):
    """Rows were lost or invented: a fault of leadkit, never of its user."""

    exit_code = 3


class Busy(LeadkitError):
    """Another run is writing the same output (75 is EX_TEMPFAIL of sysexits.h)."""

    exit_code = 75


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the nearest known word, or an empty string.

    >>> did_you_mean("conatins", ["contains", "is"])
    "; did you mean 'contains'?"
    >>> did_you_mean("zzz", ["contains", "is"])
    ''
    """
    nearest = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{nearest[0]}'?" if nearest else ""
