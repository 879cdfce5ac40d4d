"""The word list that tells what a remark says, read from rules/remarks.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from leadkit.base.errors import did_you_mean
from leadkit.base.how_many import how_many
from leadkit.fields.negation import denials
from leadkit.fields.phrases import BOTH, SIGNS
from leadkit.fields.remark_text import words_of
from leadkit.fields.remark_words import FLAGS, REFUSALS, Phrases, RemarkWords
from leadkit.rules.findings import PROBLEM, Finding, found_in
from leadkit.rules.item import Item
from leadkit.rules.kinds import REMARKS, refuse_other_kind
from leadkit.rules.mistakes import Gathered
from leadkit.rules.shipped import kept

KEYS = (
    "name", "about", "ignored", "breaks", "joins", "abbreviations", "negations", "others", "doubts",
    "groups", "refusals", "flags", "tests",
)  # fmt: skip
LISTS = ("ignored", "breaks", "joins", "abbreviations", "negations", "others", "doubts")
FLAG_KEYS = ("phrases", "otherwise", "unless")
SHARED_KEYS = ("stand_for", "phrases", "unless")
TEST_KEYS = ("remark", "flags")
_GROUP = re.compile("<([^>]*)>")


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
    return _kept(name)[0]


def check_remark_words(name: str | Path) -> tuple[str, str, list[Finding]]:
    """Return the file of a list, what it holds, and where its own tests fail."""
    words, tests, file = _kept(name)
    found = []
    for test in tests:
        flags = tuple(said.flag for said in words.read(test.remark))
        if sorted(flags) != sorted(test.flags):
            told, expected = (", ".join(one) or "nothing" for one in (flags, test.flags))
            said = f"'{test.remark}' says {told}, expected {expected}"
            found.append(found_in(test.item, PROBLEM, said))
    kinds = {phrase.flag for phrase in words.phrases}
    holds = f"{how_many(len(kinds), 'flag')}, {how_many(len(words.phrases), 'phrase')}"
    return file, f"{holds}, {how_many(len(tests), 'test')}", found


def _compiled(root: Item) -> tuple[RemarkWords, tuple[RemarkTest, ...], str]:
    refuse_other_kind(root, REMARKS, KEYS)
    gathered = Gathered()
    top = gathered.entries(root, KEYS, "key")
    if "flags" not in top:
        gathered.needed(root, ("flags",), "a list of remark words")
        gathered.raise_all()
    groups = gathered.read(_groups, top["groups"]) or {} if "groups" in top else {}
    named = {key: gathered.read(_words, top[key]) for key in LISTS if key in top}
    if gathered:  # what is missing there seems to be wrong elsewhere
        gathered.raise_all()
    lists = {key: named.get(key) or () for key in LISTS}
    lists["negations"] = (*lists["negations"], *denials())
    ignored = _folded(lists["ignored"])
    shared = gathered.read(lambda item: _shared(item, groups, ignored), top["refusals"]) if (
        "refusals" in top) else None  # fmt: skip
    own_flags = gathered.read(lambda item: _flags(item, groups, ignored), top["flags"])
    tests = gathered.read(_tests, top["tests"]) if "tests" in top else None
    gathered.raise_all()
    flags = {one.flag: one for one in own_flags or ()}
    for flag, common in (shared or {}).items():
        own = flags.get(flag, Phrases(flag, ()))
        phrases, unless = (*own.phrases, *common.phrases), (*own.unless, *common.unless)
        flags[flag] = replace(own, phrases=phrases, unless=unless)
    words = RemarkWords(groups, flags.values(), **lists)
    return words, tuple(tests or ()), root.file


_kept = kept(_compiled, "--remarks", alone=True)


def _folded(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(word for entry in entries for word in words_of(entry))


def _groups(item: Item | None) -> dict[str, tuple[str, ...]]:
    """Return words by their group; a group may take in the words of those above it."""
    groups: dict[str, tuple[str, ...]] = {}
    for name, entries in (item.entries(what="group") if item else {}).items():
        words: list[str] = []
        for where, entry in _entries(entries):
            taken = _GROUP.fullmatch(entry)
            if taken:
                _refuse_unknown(where, entry, groups)
                words += groups[taken[1]]
            else:
                words.append(_word(where, entry))
        groups[name] = tuple(words)
    return groups


def _flags(item: Item, groups: Iterable[str], ignored: frozenset[str]) -> list[Phrases]:
    gathered = Gathered()

    def one(entry: Item) -> Phrases:
        flag = next(name for name, part in item.named.items() if part is entry)
        wrong = Gathered()
        lists = wrong.entries(entry, FLAG_KEYS, "key of a flag")
        wrong.needed(entry, ("phrases",), f"flag '{flag}'")
        if "otherwise" in lists and flag not in REFUSALS:
            wrong.add(lists["otherwise"].fail(f"'otherwise' is for refusals; '{flag}' is none"))
        found = {
            key: wrong.read(lambda part: _phrases(part, groups, ignored), part) or ()
            for key, part in lists.items()
        }
        wrong.raise_all()
        return Phrases(flag, **found)

    flags = gathered.each(one, gathered.entries(item, FLAGS, "flag").values())
    gathered.raise_all()
    return flags


def _shared(
    item: Item, groups: Mapping[str, object], ignored: frozenset[str]
) -> dict[str, Phrases]:
    """Return the phrases that are written once for all refusals, with each one's own groups."""
    lists = item.entries(SHARED_KEYS, what="key of refusals")
    for needed in ("stand_for", "phrases"):
        if needed not in lists:
            raise item.fail(f"refusals need '{needed}'")
    stand_for: dict[str, dict[str, str]] = {flag: {} for flag in REFUSALS}
    names = lists["stand_for"].entries(what="name")
    for name, entry in names.items():
        for flag, group in entry.entries(REFUSALS, what="refusal").items():
            _refuse_unknown(group, f"<{group.text()}>", groups)
            stand_for[flag][f"<{name}>"] = f"<{group.text()}>"
    phrases, unless = (
        _phrases(lists.get(key), [*groups, *names], ignored) for key in ("phrases", "unless")
    )
    for phrase in phrases:
        if not any(f"<{name}>" in phrase for name in names):
            known = " or ".join(f"<{name}>" for name in names)
            raise item.fail(f"'{phrase}': a phrase of all refusals needs {known}")
    every = {f"<{name}>" for name in names}
    return {
        flag: Phrases(flag, *(_for_one(texts, own, every) for texts in (phrases, unless)))
        for flag, own in stand_for.items()
        if own
    }


def _for_one(
    phrases: Iterable[str], own: Mapping[str, str], every: Iterable[str]
) -> tuple[str, ...]:
    """Return phrases of all refusals as those of one; without those whose names it lacks."""
    found = []
    for phrase in phrases:
        for name in every:
            phrase = phrase.replace(name, own.get(name, name))
        if not any(name in phrase for name in every):
            found.append(phrase)
    return tuple(found)


def _entries(item: Item | None) -> Iterator[tuple[Item, str]]:
    """Return entries apart by commas, or as a list, each with where it stands."""
    for part in item.items() if item else ():
        for entry in part.text().split(","):
            if entry.strip():
                yield part, entry.strip()


def _words(item: Item | None) -> tuple[str, ...]:
    return tuple(_word(where, entry) for where, entry in _entries(item))


def _word(where: Item, entry: str) -> str:
    if len(words_of(entry)) != 1:
        raise where.fail(f"'{entry}': expected one word; phrases of several stand under a flag")
    return entry


def _refuse_unknown(where: Item, phrase: str, groups: Iterable[str]) -> None:
    for name in _GROUP.findall(phrase):
        if name not in groups:
            hint = did_you_mean(name, groups) or f"; there are {', '.join(groups)}"
            raise where.fail(f"'{phrase}': unknown group '{name}'{hint}")


def _phrases(item: Item | None, groups: Iterable[str], ignored: frozenset[str]) -> tuple[str, ...]:
    gathered, found = Gathered(), []
    for where, phrase in _entries(item):
        check = partial(_check_phrase, phrase=phrase, groups=groups, ignored=ignored)
        gathered.read(check, where)
        found.append(phrase)
    gathered.raise_all()
    return tuple(found)


def _check_phrase(where: Item, phrase: str, groups: Iterable[str], ignored: frozenset[str]) -> None:
    words = [part for part in phrase.split() if part not in SIGNS]
    _refuse_unknown(where, phrase, groups)
    for part in words:
        if BOTH in part and not re.fullmatch(r"<[^<>]+>(&<[^<>]+>)+", part):
            raise where.fail(f"'{phrase}': '&' stands between groups, as in <call>&<ban>")
    if not any(part.startswith("<") or words_of(part) for part in words):
        raise where.fail(f"'{phrase}': a phrase needs a word")
    if phrase.startswith(("...", "/")):
        raise where.fail(f"'{phrase}': a phrase begins with a word, or with ^")
    for edge in words[:1] + words[-1:]:  # without it the phrase would say more than is meant
        if not edge.startswith("<") and ignored.intersection(words_of(edge)):
            raise where.fail(f"'{phrase}': '{edge}' counts for nothing (ignored); leave it out")


def _tests(item: Item) -> list[RemarkTest]:
    gathered = Gathered()
    tests = gathered.each(_test, item.items())
    gathered.raise_all()
    return tests


def _test(part: Item) -> RemarkTest:
    gathered = Gathered()
    keys = gathered.entries(part, TEST_KEYS, "key of a test")
    gathered.needed(part, TEST_KEYS, "a test")
    told = keys["flags"].text() if "flags" in keys else ""
    flags = tuple(one.strip() for one in told.split(";") if one.strip())
    for flag in flags:
        if flag not in FLAGS:
            hint = did_you_mean(flag, FLAGS) or f"; known are {', '.join(FLAGS)}"
            gathered.add(keys["flags"].fail(f"unknown flag '{flag}'{hint}"))
    gathered.raise_all()
    return RemarkTest(keys["remark"].text(), flags, part)
