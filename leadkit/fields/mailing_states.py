"""States of mailing tools: which words are such, which say that a message was called spam or came
back for once, in some thirty languages."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from leadkit.base.fold import fold_umlauts
from leadkit.base.words import word_groups
from leadkit.fields.bounces import bounced_softly, has_bounced
from leadkit.fields.dates import read_date

SURE, LIKELY, STRANGE = "sure", "likely", "strange"
_PARTS = re.compile(r"[,;/()|:]|\s[-–]\s")  # of a state: "aktiv, DOI bestätigt"
_DAY = re.compile(
    r"(?i)[\s(-]*(?:\b(?:seit|since|am|on|as of|le|el|il|op|den|dnia|od|dal|desde|depuis))?"
    r"\s*(\d.*)$"
)


@lru_cache(1 << 12)
def kind_of_state(cell: str) -> str:
    """Tell whether a cell is surely a state of a mailing tool, is likely one, or a strange word.

    Two words of such tools in one cell are none of anything else: "inaktiv (abgemeldet)".

    >>> [kind_of_state(one) for one in ("avmeldt", "inaktiv (abgemeldet)", "active", "customer")]
    ['sure', 'sure', 'likely', 'strange']
    """
    day = _DAY.search(cell)
    kind = _kind_of(cell)
    if not day or kind == (before := _kind_of(cell[: day.start()])):
        return kind  # whatever stands behind it
    return before if read_date(day[1].strip(" )")) else kind


def _kind_of(state: str) -> str:
    whole = folded_state(state)
    split = () if _is_known(whole) else _PARTS.split(state)
    parts = [whole] if len(split) < 2 else [*map(folded_state, split)]
    words = [part for part in parts if part]
    if not words or not all(map(_is_known, words)):
        return STRANGE
    return SURE if len(words) > 1 or any(map(_is_sure, words)) else LIKELY


def _is_known(state: str) -> bool:
    beside = _listed("beside")[0]
    return _is_sure(state) or state in beside or has_bounced(state) or bounced_softly(state)


def _is_sure(state: str) -> bool:
    sure, stems = _listed("sure", "complained")
    return state in sure or state.startswith(stems) or "bounce" in state


def complains(cell: str) -> bool:
    """Tell whether a state says that somebody called a message spam, or complained of it.

    >>> [complains(one) for one in ("plainte", "Zgłosiła spam", "reclamo", "subscribed")]
    [True, True, True, False]
    """
    whole, stems = _listed("complained")
    parts = [folded_state(cell), *map(folded_state, _PARTS.split(cell))]
    words = [part.split() for part in parts]
    ends = {" ".join(one[at:]) for one in words for at in range(len(one))}  # "har klagat"
    return any(end in whole or end.startswith(stems) for end in ends)


def without_bounce(cell: str) -> str:
    """Return a state without the parts that say that a message came back for once.

    >>> without_bounce("DOI ausstehend, Softbounce"), without_bounce("Softbounce")
    ('DOI ausstehend', '')
    """
    parts = [part.strip() for part in _PARTS.split(cell)]
    if not any(map(bounced_softly, parts)):  # "temporarily (rejected)": one state in two parts
        return ""
    return ", ".join(part for part in parts if part and not bounced_softly(part))


@cache
def _listed(*groups: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the whole entries of groups, and how those begin that end with a star."""
    listed = word_groups("leadkit.fields", "mailing_statuses")
    entries = [one for group in groups for one in listed[group]]
    whole = frozenset(fold_umlauts(one) for one in entries if not one.endswith("*"))
    return whole, tuple(fold_umlauts(one) for one in entries if one.endswith("*"))


def folded_state(cell: str) -> str:
    """Return a state without case, accents and signs.

    >>> folded_state("Wypisany_(API)"), folded_state("DÉSINSCRIT")
    ('wypisany api', 'desinscrit')
    """
    return fold_umlauts(cell.replace("_", " "))
