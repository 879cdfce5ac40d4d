"""A yes with a limit: how often, how many, or news alone; and answers channel by channel."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import takewhile

from leadkit.base.fold import fold_letters
from leadkit.base.words import word_groups
from leadkit.fields.answer_text import channels_in, folded, without

_NEAR = 3  # words behind a "not", or a "more", among which what it is about must stand
_PARTS = re.compile(r"[,;.:!()\n]+|\s[-–—]+\s|[、，。（）]")
_COUNT = re.compile(r"[1-9]\d?(?:x|mal|回|次|회)?")
# What a "not" may deny, what sets a limit by itself, and by what it is measured.
_AMOUNTS = frozenset({"too", "often", "more", "many", "every", "rate"})
_LIMITING = frozenset({"at most", "seldom", "rate", "times", "only"})
_MEASURES = frozenset({"often", "many", "period", "rate", "seldom"})
_A_COUNT = frozenset({"number", "count"})
_APOSTROPHES = re.compile("['’`´]")


def as_clauses(cell: str, is_yes: Callable[[str], bool]) -> str:
    """Return an answer with a comma behind its yes, where a "but" follows: "yes but no calls".

    >>> as_clauses("oui mais pas par téléphone", lambda text: text.strip() == "oui")
    'oui, mais pas par téléphone'
    """
    found = _but().search(cell)
    if found and is_yes(cell[: found.start()]):
        return f"{cell[: found.start()].rstrip(' ,')}, {cell[found.start() :].lstrip()}"
    return cell


@lru_cache(maxsize=1 << 14)
def is_limit(text: str) -> bool:
    """Tell whether what stands behind a yes limits how often, or to news, and says no more.

    Each word must be one of our list, and each "not" must deny an amount.

    >>> [is_limit(one) for one in ("aber nicht zu oft", "max. once a month", "pero solo novedades")]
    [True, True, True]
    >>> [is_limit(one) for one in ("aber nicht mehr", "too often", "only the invoice", "but never")]
    [False, False, False, False]
    """
    words = _words_of(text)
    groups = [_groups_of(word) for word in words]
    if not words or not all(groups):
        return False
    return _limits_amount(groups) or _is_news(groups)


def limit_behind(cell: str, is_yes: Callable[[str], bool]) -> bool:
    """Tell whether a cell is a yes, and behind it a limit alone."""
    parts = [part for part in _PARTS.split(as_clauses(cell, is_yes)) if part.strip()]
    if len(parts) < 2 or "?" in cell:
        return False
    rest = [part for part in parts[1:] if not is_yes(part) and not _holds_only("polite", part)]
    if not is_yes(parts[0]) or not rest or any(_holds_only("not", part) for part in rest):
        return False
    return is_limit(" ".join(rest))


def _holds_only(group: str, text: str) -> bool:
    return all(group in _groups_of(word) for word in _words_of(text))


def _limits_amount(groups: list[frozenset[str]]) -> bool:
    """Tell whether words of known groups limit how often, or how many."""
    words = groups[1:] if "but" in groups[0] else groups
    held = frozenset[str]().union(*words)
    denied = "not behind" in held
    for at, own in enumerate(words):
        near = words[at + 1 : at + 1 + _NEAR]
        ahead = frozenset[str]().union(*near)
        if "not" in own:
            denies = takewhile(lambda word: "mails" not in word, near)  # no mail at all is a no
            if not frozenset[str]().union(*denies) & _AMOUNTS:
                return False
            denied = True
        if "more" in own and not ahead & {"number", "times"}:
            return False  # "not more" is a no
        if "per" in own and words[at + 1 : at + 2] == [_A_COUNT]:
            return False  # "om 2 år" is later, and no limit
    if held & {"too", "many"} and not denied:
        return False  # "yes, too often" complains
    return bool((denied or held & _LIMITING) and held & _MEASURES)


def _is_news(groups: list[frozenset[str]]) -> bool:
    """Tell whether words ask for news alone: "but only news about new products"."""
    wanted = [own for own in groups if not own & {"but", "only", "polite", "of", "mails"}]
    only = any("only" in own for own in groups)
    return only and all("news" in own for own in wanted) and any("news" in own for own in groups)


def _words_of(text: str) -> list[str]:
    spaced = _APOSTROPHES.sub(" ", text)
    if not spaced.isascii():
        spaced = _unspaced().sub(r" \g<0> ", spaced)
    return fold_letters(spaced).split()


@lru_cache(maxsize=1 << 12)
def _groups_of(word: str) -> frozenset[str]:
    if _COUNT.fullmatch(word):
        return _A_COUNT
    return frozenset(name for name, words in _folded_groups().items() if word in words)


@cache
def _folded_groups() -> dict[str, frozenset[str]]:
    groups = word_groups("leadkit.fields", "limit_words")
    return {name: frozenset(map(fold_letters, words)) for name, words in groups.items()}


@cache
def _unspaced() -> re.Pattern[str]:
    """Return what finds our words of scripts without spaces."""
    words = {word for one in word_groups("leadkit.fields", "limit_words").values() for word in one}
    far = sorted((word for word in words if word[0] > "\u3000"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, far)))


@cache
def _but() -> re.Pattern[str]:
    words = word_groups("leadkit.fields", "limit_words")["but"]
    spaced = [word for word in words if word[0] < "\u3000"]
    far = [word for word in words if word[0] > "\u3000"]
    return re.compile(rf"(?i)(?<=\s)(?:{'|'.join(spaced)})(?=\s)|{'|'.join(far)}")


def by_channel(cell: str, channel: str, answer: Callable[[str], str]) -> str:
    """Return what a cell answers that names channels with a yes or a no each, or "".

    >>> by_channel("email yes, phone no", "call", {"yes": "yes", "no": "no"}.get)
    'no'
    """
    found: dict[str, str] = {}
    parts = [part for part in _PARTS.split(cell) if part.strip()]
    for part in parts:
        text = folded(part)
        named = channels_in(text)
        rest = without(text, "small").split()
        said = [answer(word) for word in rest if not channels_in(f" {word} ")]
        if len(named) != 1 or len(said) != 1 or not said[0] or named[0] in found:
            return ""
        found[named[0]] = said[0]
    return found.get(channel, "") if len(found) > 1 else ""
