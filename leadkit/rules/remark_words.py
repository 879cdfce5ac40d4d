"""The word list that tells what a remark says, read from rules/remarks.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from leadkit.base.errors import did_you_mean
from leadkit.fields.remark_words import FLAGS, SIGNS, Phrases, RemarkWords, words_of
from leadkit.rules.findings import PROBLEM, Finding, found_in
from leadkit.rules.item import Item
from leadkit.rules.shipped import find_rules

_KEYS = (
    "name", "about", "ignored", "breaks", "joins", "abbreviations", "negations", "others", "groups",
    "flags", "tests",
)  # fmt: skip
_LISTS = ("ignored", "breaks", "joins", "abbreviations", "negations", "others")


@dataclass(frozen=True)
class RemarkTest:
    """A remark, and the flags that the list must find in it."""

    remark: str
    flags: tuple[str, ...]
    item: Item


def read_remark_words(name: str | Path = "remarks") -> RemarkWords:
    """Load and check a list of remark words, given by path or by the name of a shipped one.

    Whatever is wrong with it is a LeadkitError with its line. What was read is kept until the
    file changes.

    >>> read_remark_words().read("Bitte nicht mehr anrufen")
    (Said(flag='no_phone', words='nicht mehr anrufen'),)
    """
    return _read(*_as_it_is(name))[0]


def check_remark_words(name: str | Path) -> tuple[str, str, list[Finding]]:
    """Return the file of a list, what it holds, and where its own tests fail."""
    words, tests, file = _read(*_as_it_is(name))
    found = []
    for test in tests:
        flags = tuple(said.flag for said in words.read(test.remark))
        if sorted(flags) != sorted(test.flags):
            told, expected = (", ".join(one) or "nothing" for one in (flags, test.flags))
            said = f"'{test.remark}' says {told}, expected {expected}"
            found.append(found_in(test.item, PROBLEM, said))
    kinds = {phrase.flag for phrase in words.phrases}
    return file, f"{len(kinds)} flags, {len(words.phrases)} phrases, {len(tests)} tests", found


def _as_it_is(name: str | Path) -> tuple[str, int]:
    path = Path(name)
    return str(name), path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=4)
def _read(name: str, written: int) -> tuple[RemarkWords, tuple[RemarkTest, ...], str]:
    root = find_rules(name, "--remarks")
    if "flags" not in root.named:
        raise root.fail("a list of remark words needs 'flags'")
    top = root.entries(_KEYS, what="key")
    groups = top["groups"].entries(what="group") if "groups" in top else {}
    lists = {key: _words(top.get(key)) for key in _LISTS}
    words = RemarkWords(
        {group: _words(item) for group, item in groups.items()},
        tuple(_flags(top["flags"], groups.keys(), _folded(lists["ignored"]))),
        **lists,
    )
    tests = tuple(_tests(top["tests"])) if "tests" in top else ()
    return words, tests, root.file


def _folded(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(word for entry in entries for word in words_of(entry))


def _flags(item: Item, groups: Iterable[str], ignored: frozenset[str]) -> Iterator[Phrases]:
    for flag, entry in item.entries(FLAGS, what="flag").items():
        lists = entry.entries(("phrases", "unless"), what="key of a flag")
        if "phrases" not in lists:
            raise entry.fail(f"flag '{flag}' needs 'phrases'")
        phrases, unless = (
            _phrases(lists.get(key), groups, ignored) for key in ("phrases", "unless")
        )
        yield Phrases(flag, phrases, unless)


def _entries(item: Item | None) -> Iterator[tuple[Item, str]]:
    """Return entries apart by commas, or as a list, each with where it stands."""
    for part in item.items() if item else ():
        for entry in part.text().split(","):
            if entry.strip():
                yield part, entry.strip()


def _words(item: Item | None) -> tuple[str, ...]:
    found = []
    for where, entry in _entries(item):
        if len(words_of(entry)) != 1:
            raise where.fail(f"'{entry}': expected one word; phrases of several stand under a flag")
        found.append(entry)
    return tuple(found)


def _phrases(item: Item | None, groups: Iterable[str], ignored: frozenset[str]) -> tuple[str, ...]:
    found = []
    for where, phrase in _entries(item):
        words = [part for part in phrase.split() if part not in SIGNS]
        for name in re.findall(r"<([^>]*)>", phrase):
            if name not in groups:
                hint = did_you_mean(name, groups) or f"; there are {', '.join(groups)}"
                raise where.fail(f"'{phrase}': unknown group '{name}'{hint}")
        if not any(part.startswith("<") or words_of(part) for part in words):
            raise where.fail(f"'{phrase}': a phrase needs a word")
        if phrase.startswith(("...", "/")):
            raise where.fail(f"'{phrase}': a phrase begins with a word, or with ^")
        for edge in words[:1] + words[-1:]:  # without it the phrase would say more than is meant
            if not edge.startswith("<") and ignored.intersection(words_of(edge)):
                raise where.fail(f"'{phrase}': '{edge}' counts for nothing (ignored); leave it out")
        found.append(phrase)
    return tuple(found)


def _tests(item: Item) -> Iterator[RemarkTest]:
    for part in item.items():
        keys = part.entries(("remark", "flags"), what="key of a test")
        for needed in ("remark", "flags"):
            if needed not in keys:
                raise part.fail(f"a test needs '{needed}'")
        flags = tuple(one.strip() for one in keys["flags"].text().split(";") if one.strip())
        for flag in flags:
            if flag not in FLAGS:
                hint = did_you_mean(flag, FLAGS) or f"; known are {', '.join(FLAGS)}"
                raise keys["flags"].fail(f"unknown flag '{flag}'{hint}")
        yield RemarkTest(keys["remark"].text(), flags, part)
