"""Job titles: how senior a person is and in which department, by an editable list of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from leadkit.base.fold import fold_letters

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

Span = tuple[int, int]  # first word of a title that a phrase covers, and the one after its last


def title_key(title: str) -> str:
    """Fold a title, or a word of the list, so that their spellings can be compared.

    >>> title_key("Geschäftsführer:in"), title_key("Geschaeftsfuehrer / in")
    ('geschaftsfuhrer in', 'geschaftsfuhrer in')
    """
    return re.sub("([aou])e", r"\1", fold_letters(title))


def _key_of_word(word: str) -> str:
    """Fold a word of the list and keep its asterisks."""
    key = title_key(word.replace("*", " "))
    if not key:
        return "*"
    return f"{'*' if word.startswith('*') else ''}{key}{'*' if word.endswith('*') else ''}"


class Title:
    """A folded title with the parts of it that words of a list are looked up by."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.text = " ".join(words)
        self.phrases: dict[str, Span] = {}  # every run of words -> where it stands
        self.starts: dict[str, Span] = {}  # every beginning of a word
        self.ends: dict[str, Span] = {}
        for at, word in enumerate(words):
            for end in range(at + 1, min(at + _LONGEST_PHRASE, len(words)) + 1):
                self.phrases.setdefault(" ".join(words[at:end]), (at, end))
            for length in range(2, len(word) + 1):
                self.starts.setdefault(word[:length], (at, at + 1))
                self.ends.setdefault(word[-length:], (at, at + 1))


class Phrases:
    """Phrases that are looked for in a title, each with an asterisk where anything may follow."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._exact: set[str] = set()
        self._starts: set[str] = set()
        self._ends: set[str] = set()
        self._inner: list[str] = []
        self._patterns: list[tuple[str, re.Pattern[str]]] = []  # with a part each must have
        for phrase in phrases:
            self._add([_key_of_word(word) for word in phrase.split()])

    def _add(self, words: list[str]) -> None:
        phrase = " ".join(words)
        core = phrase.strip("*")
        if len(phrase.replace("*", "").split()) > 1 and "*" in phrase:
            parts = [r"(?:\w+ )*?\w+" if w == "*" else w.replace("*", r"\w*") for w in words]
            pattern = re.compile(rf"(?<!\S){' '.join(parts)}(?!\S)")
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
        found += [title.ends[end] for end in self._ends & title.ends.keys()]
        for core in self._inner:
            if core in title.text:
                found += [(at, at + 1) for at, word in enumerate(title.words) if core in word]
        for part, pattern in self._patterns:
            for match in pattern.finditer(title.text) if part in title.text else ():
                at = title.text.count(" ", 0, match.start())
                found.append((at, at + match[0].count(" ") + 1))
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

    def classify(self, title: str) -> tuple[str, str]:
        """Return seniority and department of a title; "unknown" and "other" where no word tells."""
        parsed = Title(title_key(title.replace("&", " and ")).split())
        for _, end in sorted(self.others.spans(parsed))[:1]:
            parsed = Title(parsed.words[:end])
        seniority = next((level.name for level in self.seniority if level.spans(parsed)), UNKNOWN)
        best, rank = OTHER, (0, 0)
        for place, department in enumerate(self.department):
            if spans := department.spans(parsed):
                longest = max(end - at for at, end in spans)
                # Whoever leads a company and works in a department is of that department.
                own = 0 if department.name in ("management", OTHER) else longest
                if (own, -place) > rank or rank == (0, 0):
                    best, rank = department.name, (own, -place)
        return seniority, best
