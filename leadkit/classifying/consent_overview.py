"""Who said yes, list by list, and what each yes lacks of its proof."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from leadkit.base.cells import repeated, text, to_numpy
from leadkit.base.frames import as_leads_table
from leadkit.base.named import quoted
from leadkit.classifying.consent_table import ConsentTable, read_consent
from leadkit.classifying.evidence import EVIDENCE_WORDS, faults_in
from leadkit.fields.said import NO, NOTHING, SAID, UNCLEAR, YES, what_rows_say
from leadkit.fields.spans import NO_DAY, as_day
from leadkit.rules.batch import Batch

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from leadkit.base.leads import Leads

TOTAL = "(total)"
UNNAMED = "(no source_file, no lead_source)"
_DATED = "created_at"  # the day somebody was met, where a list has no other
# What to write in place of what only people know, and how import takes it.
_OPTIONS = {
    "consent_at": ("--consent-at", "COLUMN|DATE"),
    "consent_source": ("--consent-source", "WHERE THEY SAID IT"),
    "consent_text": ("--consent-text", "WHAT THEY SAID YES TO"),
}


@dataclass
class ListConsent:
    """What the rows of one list say of consent, and what their yeses lack."""

    name: str
    path: str  # by which import finds it, where it is a file
    is_file: bool = False  # the name is that of a file, which can be imported again
    said: Counter[str] = field(default_factory=Counter)
    proven: int = 0  # said yes, with all evidence
    lacks: Counter[str] = field(default_factory=Counter)  # column -> rows that said yes without it
    dated: int = 0  # of those without a day, rows whose created_at is one
    unread: int = 0  # rows of a list with a column like consent that nobody understood
    unread_headers: set[str] = field(default_factory=set)

    @property
    def leads(self) -> int:
        return self.said.total()

    def to_do(self) -> str:
        """Return what to write so that those who said yes can be written to, "" for nothing."""
        steps = []
        if self.unread:
            headers = ", ".join(map(quoted, sorted(self.unread_headers)))
            file = shlex.quote(self.path) if self.is_file else "FILE"
            steps.append(
                f"nobody may be contacted until a map says what {headers} is: "
                f"leadkit import {file} --write-map map.yaml"
            )
        if self.is_file and (given := self._options()):
            steps.append(f"leadkit import {shlex.quote(self.path)} {given}")
        columns = [name for name in self.lacks if name not in _OPTIONS or not self.is_file]
        if columns:
            steps.append(f"fill {', '.join(columns)} in the rows that said yes")
        return "; ".join(steps)

    def _options(self) -> str:
        given = []
        for column in self.lacks:
            if column in _OPTIONS:
                option, value = _OPTIONS[column]
                is_known = column == "consent_at" and self.dated == self.lacks[column]
                given.append(f"{option} {_DATED if is_known else shlex.quote(value)}")
        return " ".join(given)


class ConsentCount:
    """Counts batch by batch what the lists of a table say of consent.

    ``as_of`` is a day as its proleptic ordinal, or NO_DAY; a later one proves nothing yet.
    ``paths`` are those of files by what source_file calls them, where these are known.
    """

    def __init__(
        self, table: ConsentTable, as_of: int = NO_DAY, paths: Mapping[str, str] | None = None
    ) -> None:
        self.evidence = tuple(dict.fromkeys(table.evidence))
        self._as_of, self._paths = as_of, paths or {}
        self._lists: dict[str, ListConsent] = {}

    def count(self, leads: Leads | pa.Table) -> None:
        """Add a batch of leads: as they are imported, cleaned or classified."""
        import numpy as np

        batch = Batch(leads)
        which, names = _lists_of(batch)
        files = batch.known("source_file")
        lists = [self._list(name) for name in names]

        def tally(mask: np.ndarray) -> list[int]:
            found: list[int] = np.bincount(which[mask], minlength=len(names)).tolist()
            return found

        for own, of_file in zip(lists, tally(files), strict=True):
            own.is_file |= bool(of_file)
        said = what_rows_say(batch.whole, len(batch))
        for place, word in enumerate(SAID):
            for own, rows in zip(lists, tally(said == place), strict=True):
                own.said[word] += rows
        proven = said == YES
        for column in self.evidence:
            faulty = faults_in(batch, column, self._as_of) > 0
            lacking = (said == YES) & faulty
            proven &= ~faulty
            for own, rows in zip(lists, tally(lacking), strict=True):
                own.lacks[column] += rows
            if column == "consent_at" and lacking.any():
                dated = lacking & (faults_in(batch, _DATED, self._as_of) == 0)
                for own, rows in zip(lists, tally(dated), strict=True):
                    own.dated += rows
        for own, rows in zip(lists, tally(proven), strict=True):
            own.proven += rows
        self._count_unread(batch, which, lists)

    def _list(self, name: str) -> ListConsent:
        if name not in self._lists:
            self._lists[name] = ListConsent(name or UNNAMED, self._paths.get(name, name))
        return self._lists[name]

    def _count_unread(self, batch: Batch, which: np.ndarray, lists: Sequence[ListConsent]) -> None:
        unread = batch.known("consent_unread")
        if not unread.any():
            return
        headers = batch.cells("consent_unread")
        for place, own in enumerate(lists):
            here = unread & (which == place)
            own.unread += int(here.sum())
            for code in set(headers.codes[here].tolist()):
                own.unread_headers.update(headers.text[code].as_py().split("; "))

    def lines(self) -> list[ListConsent]:
        """Return all lists in the order they came, and then their sums."""
        total = ListConsent(TOTAL, "")
        for own in self._lists.values():
            own.lacks = Counter({c: own.lacks[c] for c in self.evidence if own.lacks[c]})
            total.said += own.said
            total.proven += own.proven
            total.lacks += own.lacks
            total.unread += own.unread
        return [*self._lists.values(), total]


def consent_overview(
    leads: Leads,
    consent: str | Path | ConsentTable = "consent",
    as_of: date | str | None = None,
) -> Leads:
    """Tell list by list who said yes and what it lacks, as ``leadkit consent`` does.

    A list is what source_file names, or lead_source where that is blank. The last line holds the
    sums. ``proven`` are those who said yes with all the evidence that the consent table asks for,
    ``lacks_...`` how many who said yes lack a piece of it, ``unread`` the rows of a list with a
    column like consent that nobody understood, ``to_do`` what to write to mend it. All cells are
    text. A day after ``as_of`` proves nothing yet.

    Raises LeadkitError for what is no frame, no consent table and no day.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"source_file": ["a.csv"] * 3, "consent": ["yes", "yes", "no"],
    ...     "consent_at": ["2026-10-06", "2026-10-06", ""], "consent_source": ["stand", "", ""],
    ...     "consent_text": ["v2", "v2", ""]})
    >>> told = consent_overview(leads).iloc[0]
    >>> told["yes"], told["proven"], told["lacks_source"], told["to_do"]
    ('2', '1', '1', "leadkit import a.csv --consent-source 'WHERE THEY SAID IT'")
    """
    table = consent if isinstance(consent, ConsentTable) else read_consent(consent)
    day = as_day(as_of)
    counted = ConsentCount(table, day.toordinal() if day else NO_DAY)
    counted.count(as_leads_table(leads))
    return overview_table(counted)


def overview_table(counted: ConsentCount) -> Leads:
    """Return what was counted as a table of text: a line each list, the sums last."""
    import pandas as pd

    rows = [
        {
            "list": own.name,
            "leads": str(own.leads),
            **{SAID[code]: str(own.said[SAID[code]]) for code in (YES, NO, NOTHING, UNCLEAR)},
            "proven": str(own.proven),
            **{f"lacks_{_word(name)}": str(own.lacks[name]) for name in counted.evidence},
            "unread": str(own.unread),
            "to_do": own.to_do() if own.name != TOTAL else "",
        }
        for own in counted.lines()
    ]
    return pd.DataFrame(rows, dtype="str")


def lacking(own: ListConsent) -> list[str]:
    """Return in words what yeses of a list lack: "day: 41", say.

    >>> lacking(ListConsent("a.csv", "a.csv", lacks=Counter({"consent_at": 41, "consent_ip": 2})))
    ['day: 41', 'consent_ip: 2']
    """
    return [f"{_word(column)}: {rows:,}" for column, rows in own.lacks.items()]


def _word(column: str) -> str:
    return EVIDENCE_WORDS.get(column, column)


def _lists_of(batch: Batch) -> tuple[np.ndarray, list[str]]:
    """Return for each row which of the lists it is of, and what these are called."""
    import numpy as np
    import pyarrow.compute as pc

    blank = repeated("", len(batch))
    parts = [batch.whole(name) for name in ("source_file", "lead_source")]
    file, source = (blank if part is None else pc.utf8_trim_whitespace(part) for part in parts)
    encoded = pc.if_else(pc.equal(file, text("")), source, file).dictionary_encode()
    codes: np.ndarray = to_numpy(encoded.indices).astype(np.int64)
    return codes, encoded.dictionary.to_pylist()
