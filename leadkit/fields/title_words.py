"""Job titles: how senior a person is and in which department, by an editable list of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from leadkit.base.fold import fold_umlauts

UNKNOWN = "unknown"
OTHER = "other"
SENIORITIES = (
    "c_level", "vp", "director", "manager", "senior", "entry", "student", "owner",
)  # fmt: skip
DEPARTMENTS = (
    "sales", "marketing", "purchasing", "it", "engineering", "finance", "hr", "operations",
    "legal", "research", "management", OTHER,
)  # fmt: skip
_LONGEST_PHRASE = 6
_STOP = "|"  # stands in a folded title where a comma, bracket or dash parted it
_SIGNS = re.compile(r"[,;|()\[\]–—]|\s-\s|:\s")

Span = tuple[int, int]  # first word of a title that a phrase covers, and the one after its last


def title_key(title: str) -> str:
    """Fold a title, or a word of the list, so that their spellings can be compared.

    >>> title_key("Geschäftsführer:in"), title_key("Geschaeftsfuehrer / in")
    ('geschaftsfuhrer in', 'geschaftsfuhrer in')
    """
    return fold_umlauts(title)


def _key_of_word(word: str) -> str:
    """Fold a word of the list and keep its asterisks."""
    key = title_key(word.replace("*", " "))
    if not key:
        return "*"
    return f"{'*' if word.startswith('*') else ''}{key}{'*' if word.endswith('*') else ''}"


def title_parts(title: str) -> list[str]:
    """Return the folded words of a title, with a bar where a sign parts it.

    >>> title_parts("Partner, Tax & Legal")
    ['partner', '|', 'tax', 'and', 'legal']
    """
    parts = [title_key(part).split() for part in _SIGNS.split(title.replace("&", " and "))]
    words: list[str] = []
    for part in filter(None, parts):
        words += [_STOP, *part] if words else part
    return words


class Title:
    """A folded title with the parts of it that words of a list are looked up by."""

    def __init__(self, words: list[str], country: str = "") -> None:
        self.words = words
        self.country = country
        self.text = " ".join(words)
        self.phrases: dict[str, Span] = {}  # every run of words -> where it stands
        self.starts: dict[str, Span] = {}  # every beginning of a word
        self.ends: dict[str, Span] = {}
        self.wholes: dict[str, Span] = {}  # every part between signs
        start = 0
        for at, word in enumerate([*words, _STOP]):
            if word == _STOP:
                self.wholes.setdefault(" ".join(words[start:at]), (start, at))
                start = at + 1
        for at, word in enumerate(words):
            for end in range(at + 1, min(at + _LONGEST_PHRASE, len(words)) + 1):
                if words[end - 1] == _STOP:
                    break
                self.phrases.setdefault(" ".join(words[at:end]), (at, end))
            for length in range(2, len(word) + 1):
                self.starts.setdefault(word[:length], (at, at + 1))
                self.ends.setdefault(word[-length:], (at, at + 1))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern when it is first asked: few of some hundred are, and each takes its time."""
    return re.compile(pattern)


class Phrases:
    """Phrases that are looked for in a title, each with an asterisk where anything may follow.

    One with countries behind it (``vd@SE+FI``) counts for people there alone; one with a sign of
    equality before it (``=gerente``) must be the whole of a title, or of a part between signs.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._exact: set[str] = set()
        self._starts: set[str] = set()
        self._ends: set[str] = set()
        self._whole: set[str] = set()
        self._inner: list[str] = []
        self._patterns: list[tuple[str, str]] = []  # with a part each must have
        local: dict[str, list[str]] = {}
        for written in phrases:
            phrase, _, countries = written.partition("@")
            for country in filter(None, countries.split("+")):
                local.setdefault(country, []).append(phrase)
            if countries:
                continue
            if phrase.startswith("="):
                self._whole.add(title_key(phrase))
                continue
            self._add([_key_of_word(word) for word in phrase.split()])
        self._local = {country: Phrases(words) for country, words in local.items()}

    def _add(self, words: list[str]) -> None:
        phrase = " ".join(words)
        core = phrase.strip("*")
        if " " in phrase and "*" in phrase:
            parts = [r"(?:\w+ )*?\w+" if w == "*" else w.replace("*", r"\w*") for w in words]
            pattern = rf"(?<!\S){' '.join(parts)}(?!\S)"
            self._patterns.append((max(re.split(r"[* ]+", phrase), key=len), pattern))
        elif phrase.startswith("*") and phrase.endswith("*"):
            self._inner.append(core)
        elif phrase.startswith("*"):
            self._ends.add(core)
        elif phrase.endswith("*") and not phrase.endswith(" *"):
            self._starts.add(core)
        else:
            self._exact.add(" ".join(core.split()))

    def spans(self, title: Title) -> list[Span]:
        """Return where the phrases stand in a title."""
        found = [title.phrases[phrase] for phrase in self._exact & title.phrases.keys()]
        found += [title.starts[start] for start in self._starts & title.starts.keys()]
        if self._whole:
            found += [title.wholes[part] for part in self._whole & title.wholes.keys()]
        found += [title.ends[end] for end in self._ends & title.ends.keys()]
        for core in self._inner:
            if core in title.text:
                found += [(at, at + 1) for at, word in enumerate(title.words) if core in word]
        for part, pattern in self._patterns:
            for match in _compiled(pattern).finditer(title.text) if part in title.text else ():
                at = title.text.count(" ", 0, match.start())
                found.append((at, at + match[0].count(" ") + 1))
        if title.country in self._local:
            found += self._local[title.country].spans(title)
        return found


@dataclass(frozen=True)
class Words:
    """The words of one seniority or department, and what only looks like them."""

    name: str
    words: Phrases
    excepted: Phrases

    def spans(self, title: Title) -> list[Span]:
        """Return where its words stand in a title, but for those inside an exception."""
        found = self.words.spans(title)
        if not found:
            return []
        hidden = self.excepted.spans(title)
        return [s for s in found if not any(h[0] <= s[0] and s[1] <= h[1] for h in hidden)]


@dataclass(frozen=True)
class TitleWords:
    """A checked list of words: seniorities from the surest, departments from the first choice."""

    seniority: tuple[Words, ...]
    department: tuple[Words, ...]
    others: Phrases = field(default_factory=lambda: Phrases(()))  # what follows is another's title
    # Who works for the person whose title follows, in whose department.
    assistants: Phrases = field(default_factory=lambda: Phrases(()))

    def classify(self, title: str, country: str = "") -> tuple[str, str]:
        """Return seniority and department of a title; "unknown" and "other" where no word tells.

        What a title means in one country alone counts where the person's is given, as alpha-2.
        """
        parsed = Title(title_parts(title), country)
        for _, end in sorted(self.others.spans(parsed))[:1]:
            parsed = Title(parsed.words[:end], country)
        for at, _ in sorted(self.assistants.spans(parsed))[:1]:
            before = Title(parsed.words[:at], country)
            student = any(w.name == "student" and w.spans(before) for w in self.seniority)
            return "student" if student else "entry", self._department(parsed)
        seniority = next((level.name for level in self.seniority if level.spans(parsed)), UNKNOWN)
        return seniority, self._department(parsed)

    def _department(self, parsed: Title) -> str:
        """Return the department with the longest phrase, of several such the first."""
        best, rank = OTHER, (0, 0)
        for place, department in enumerate(self.department):
            if spans := department.spans(parsed):
                longest = max(end - at for at, end in spans)
                # Whoever leads a company and works in a department is of that department.
                own = 0 if department.name in ("management", OTHER) else longest
                if (own, -place) > rank or rank == (0, 0):
                    best, rank = department.name, (own, -place)
        return best
