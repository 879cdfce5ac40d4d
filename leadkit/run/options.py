"""Options from text to typed, once, where a command or a pipeline file gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.options import (
    OFF,
    ON,
    Option,
    dashed,
    defaults_of,
    names_in,
    on_or_off,
    options_of,
)
from leadkit.fields.spans import as_day, span_or_days

Options = TypeVar("Options")


def read_option(name: str, declared: Option, text: str) -> Any:
    """Return the value that a text means for an option; raise LeadkitError where it means none.

    ``name`` is what errors call the option: --merge-at on the command line, merge_at in a file.

    >>> from leadkit.clean import CleanOptions
    >>> declared = options_of(CleanOptions)
    >>> read_option("drop_placeholders", declared["drop_placeholders"], "true")
    True
    >>> read_option("drop_placeholders", declared["drop_placeholders"], "treu")
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: drop_placeholders: 'treu' is neither true nor false; did you \
mean 'true'?
    """
    return _READERS.get(declared.kind, _text)(name, declared, text)


def made(kind: type[Options], given: Mapping[str, str | bool | Sequence[str]]) -> Options:
    """Return a stage's options from what the command line gives; "" is what nobody gave."""
    declared, values = options_of(kind), defaults_of(kind)
    for name, text in given.items():
        if not isinstance(text, str):  # a flag, or an option that was given several times
            values[name] = text if isinstance(text, bool) else tuple(text)
        elif text:
            values[name] = read_option(dashed(name), declared[name], text)
    return kind(**values)


def _text(name: str, declared: Option, text: str) -> str:
    if declared.kind == "text" and any("\ud800" <= sign <= "\udfff" for sign in text):
        raise LeadkitError(f"{name}: holds bytes that are no text (UTF-8); type it anew")
    return text


def _flag(name: str, declared: Option, text: str) -> bool:
    answer = on_or_off(text)
    if answer is None:
        hint = did_you_mean(text.strip().casefold(), (*ON, *OFF))
        raise LeadkitError(f"{name}: '{text}' is neither true nor false{hint}")
    return answer


def _probability(name: str, declared: Option, text: str) -> float:
    share = float(text) if re.fullmatch(r"\d*\.?\d+(e-?\d+)?", text.strip()) else -1.0
    if not 0 < share < 1:
        raise LeadkitError(f"{name} {text}: give a probability between 0 and 1, such as 0.95")
    return share


def _line(name: str, declared: Option, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise LeadkitError(f"{name} {text}: give the header's line, or 0 if there is none")
    return int(text)


def _choice(name: str, declared: Option, text: str) -> str:
    word = text.strip().casefold()
    if word not in declared.choices:
        hint = did_you_mean(word, declared.choices)
        raise LeadkitError(f"{name} {text}: give {' or '.join(declared.choices)}{hint}")
    return word


def _day(name: str, declared: Option, text: str) -> date | None:
    try:
        return as_day(text)
    except LeadkitError:
        raise LeadkitError(f"{name} {text}: give a day as 2026-10-31, or today") from None


def _days(name: str, declared: Option, text: str) -> int:
    span = span_or_days(text)
    if span is None:
        raise LeadkitError(f"{name} {text}: give a number of days, as 31 or '31 days'")
    return span.days


def _names(name: str, declared: Option, text: str) -> tuple[str, ...]:
    return names_in(text)


_READERS: dict[str, Callable[[str, Option, str], Any]] = {
    "flag": _flag,
    "probability": _probability,
    "line": _line,
    "choice": _choice,
    "day": _day,
    "days": _days,
    "names": _names,
}
