"""What must hold from week to week of a workspace, held against the truth of weeks.py.

No id of a living lead changes, no refusal is lost, nobody is new twice, no status falls but by a
named way, every row is accounted for. Each claim is checked on the tables of a run alone, so that
it holds whoever made them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from math import comb
from pathlib import PurePath

from weekly_lists import Week

MAY = {"email": "may_email", "call": "may_call"}
HELD = {
    "email": ("email", "email_2", "email_3", "other_emails"),
    "call": ("phone", "phone_2", "mobile", "home_phone", "company_phone", "other_phone", "other_phones"),
}  # fmt: skip
LINE = ("lead", "MQL", "SAL", "SQL", "SQO", "customer")
# What leads back or aside, as the shipped lifecycle file names it; who is closed leaves outreach.
NAMED = re.compile(r"(disqualify|remark|reopen|wake up|recycle)\b|blocked: |may not be contacted")

Row = Mapping[str, str]


@dataclass(frozen=True)
class Tables:
    """What a run wrote."""

    leads: list[dict[str, str]]
    new: list[dict[str, str]] = field(default_factory=list)
    merges: list[dict[str, str]] = field(default_factory=list)
    rejects: list[dict[str, str]] = field(default_factory=list)
    suppressed: list[dict[str, str]] = field(default_factory=list)
    transitions: list[dict[str, str]] = field(default_factory=list)
    ledger: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Watch:
    """Remembers what was seen, and says what is wrong with each further week."""

    same: set[frozenset[str]] = field(default_factory=set)  # pairs a person said y to
    refused: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    before: dict[str, Row] = field(default_factory=dict)
    was_new: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)  # ids of all leads and of what went into them
    home: dict[str, str] = field(default_factory=dict)  # id -> the lead it went into
    lead_of: dict[tuple[str, str], str] = field(default_factory=dict)  # row of a list -> its lead
    removed: set[str] = field(default_factory=set)
    in_crm: set[str] = field(default_factory=set)  # ids that any of its whole exports had

    def look(self, week: Week, run: Tables, taken: Iterable[str] = ()) -> list[str]:
        """Return what is wrong with the tables of a week, in words; ``taken`` are lists not read."""
        for row in chain.from_iterable(export.rows for export in week.exports):
            for channel, address in row.refuses:
                self.refused[channel].add(address)
        for row in (*week.unsubscribed, *week.suppressed):
            channel, address = row.addresses[0]
            self.refused["email" if row in week.unsubscribed else channel].add(address)
        now = {lead["lead_id"]: lead for lead in run.leads}
        self.removed |= {one for row in run.suppressed for one in (row["lead_id"], *ids_in(row))}
        wrong: list[str] = [
            *self._ids(now, run), *self._opt_outs(run.leads), *self._news(now, run),
            *self._statuses(now, run), *self._ledger(week, run, set(taken)),
        ]  # fmt: skip
        for lead in run.leads:
            self.lead_of.setdefault(place(lead), lead["lead_id"])
            self.ever |= {lead["lead_id"], *ids_in(lead)}
        for merge in run.merges:
            if merge["lead_id"] != merge["merged_into"]:  # a record that came again has its own id
                self.home[merge["lead_id"]] = merge["merged_into"]
            self.lead_of.setdefault(place(merge), merge["lead_id"])
        self.before = now
        wrong += self._missing(week, now)
        return [f"week {week.number}: {one}" for one in wrong]

    def _ids(self, now: Mapping[str, Row], run: Tables) -> Iterable[str]:
        if len(now) < len(run.leads):
            yield f"{len(run.leads) - len(now)} lead_ids stand there twice"
        holder = {one: lead["lead_id"] for lead in run.leads for one in ids_in(lead)}
        for gone in self.before.keys() - now.keys() - self.removed:
            into = holder.get(gone, "")
            if not into:
                yield f"lead {gone} is gone"
            elif into not in self.before:
                yield f"lead {gone} became {into}, which is younger"
            elif not self._decided(gone, into):
                yield f"lead {gone} went into {into}, and nobody said so"

    def _missing(self, week: Week, now: Mapping[str, Row]) -> Iterable[str]:
        """Tell whose missing_since is not what the CRM's whole exports say."""
        rows = [
            (export.name, str(line))
            for export in week.exports
            if export.kind == "crm" and not export.copy_of
            for line in range(2, len(export.rows) + 2)
        ]
        if not rows:
            return
        there = {self.lead_of[at] for at in rows if at in self.lead_of}
        self.in_crm |= there
        there, ever = ({self._root(one) for one in some} for some in (there, self.in_crm))
        for one in ever & now.keys():
            missing = now[one].get("missing_since", "")
            if bool(missing) == (one in there):
                yield f"lead {one} is {'' if one in there else 'not '}in the CRM, missing_since '{missing}'"

    def _decided(self, one: str, other: str) -> bool:
        """Tell whether what a person said y to joins two leads, with all that went into them."""
        groups: dict[str, set[str]] = defaultdict(set)
        for pair in self.same:
            left, right = (self._root(each) for each in pair)
            groups[left].add(right)
            groups[right].add(left)
        seen, open_ends = {one}, [one]
        while open_ends:
            for each in groups[open_ends.pop()] - seen:
                seen.add(each)
                open_ends.append(each)
        return other in seen

    def _root(self, one: str) -> str:
        while one in self.home and one not in self.before:
            one = self.home[one]
        return one

    def _opt_outs(self, leads: Iterable[Row]) -> Iterable[str]:
        for lead in leads:
            for channel, may in MAY.items():
                if lead[may] == "yes" and (
                    held := addresses(lead, channel) & self.refused[channel]
                ):
                    yield f"lead {lead['lead_id']} {may}=yes, but {min(held)} was refused"

    def _news(self, now: Mapping[str, Row], run: Tables) -> Iterable[str]:
        new = {row["lead_id"] for row in run.new if row["since_last_run"] == "new"}
        for one in new & self.was_new:
            yield f"lead {one} is new for the second time"
        for one in new & (self.ever - self.was_new):
            yield f"lead {one} is new, and was there before"
        for one in new - now.keys():
            yield f"lead {one} is new, and not among the leads"
        for one in now.keys() - self.before.keys() - new:
            yield f"lead {one} came, and is not in new.csv"
        self.was_new |= new

    def _statuses(self, now: Mapping[str, Row], run: Tables) -> Iterable[str]:
        told = {(row["lead_id"], row["from"], row["to"]): row["why"] for row in run.transitions}
        for one in now.keys() & self.before.keys():
            old, new = self.before[one]["lead_status"], now[one]["lead_status"]
            if old == new or forward(old, new):  # a list may bring somebody forward
                continue
            if old == "nurture" and (new == "customer" or self._joined(one, now)):
                continue  # what people alone say is heard of any list; of two the furthest counts
            why = told.get((one, old, new), "transitions.csv does not tell why")
            if not NAMED.match(why):
                yield f"lead {one} fell from {old} to {new}: {why}"

    def _joined(self, one: str, now: Mapping[str, Row]) -> bool:
        """Tell whether two leads were joined into this one since the last run."""
        return not self.before.keys().isdisjoint({*ids_in(now[one])} - {*ids_in(self.before[one])})

    def _ledger(self, week: Week, run: Tables, taken: set[str]) -> Iterable[str]:
        rows = sum(len(export.rows) for export in week.exports if export.name not in taken)
        ledger = Counter(run.ledger)
        if ledger["read"] != rows:
            yield f"{rows} rows came, {ledger['read']} were read"
        into = ledger["read"] + ledger["master"]
        out = sum(ledger[name] for name in ("written", "rejected", "merged", "suppressed", "known"))
        if into != out:
            yield f"{into} rows went in and {out} came out: {dict(ledger)}"
        if ledger["written"] != len(run.leads):
            yield f"the ledger says {ledger['written']} written, the table has {len(run.leads)}"
        if ledger["master"] != len(self.before):
            yield f"the ledger says a master of {ledger['master']}, it had {len(self.before)}"


def place(row: Row) -> tuple[str, str]:
    """Return which row of which list it is, whatever folder the list lies in."""
    return PurePath(row["source_file"]).name, row["source_row"]


def ids_in(lead: Row) -> list[str]:
    """Return the ids of the leads that went into this one."""
    return lead.get("merged_ids", "").replace(";", " ").split()


def addresses(lead: Row, channel: str) -> set[str]:
    cells = chain.from_iterable(lead.get(name, "").split("; ") for name in HELD[channel])
    return {cell.strip().lower() for cell in cells} - {""}


def forward(old: str, new: str) -> bool:
    return old in LINE and new in LINE and LINE.index(new) > LINE.index(old)


@dataclass(frozen=True)
class Identity:
    """How well rows of one person became one lead, over all rows: pairs, and by what changed."""

    rows: int
    unplaced: int
    precision: float
    recall: float
    found: Mapping[str, tuple[int, int]]  # change -> (found by the person's lead, of so many rows)


def identity(weeks: Iterable[Week], watch: Watch) -> Identity:
    """Hold the leads of a year against who the rows are; rows that came once more count once."""
    clusters: Counter[tuple[str, int]] = Counter()
    leads: Counter[str] = Counter()
    people: Counter[int] = Counter()
    known: dict[int, set[str]] = defaultdict(set)
    found: dict[str, list[bool]] = defaultdict(list)
    rows = unplaced = 0
    seen: set[tuple[str, ...]] = set()
    for export in chain.from_iterable(week.exports for week in weeks):
        for line, row in enumerate(export.rows, start=2):
            if export.copy_of or row.cells in seen:
                continue
            seen.add(row.cells)
            rows += 1
            own = watch.lead_of.get((export.name, str(line)))
            if own is None:
                unplaced += 1
                continue
            while own in watch.home:
                own = watch.home[own]
            if row.change and known[row.person]:
                found[row.change].append(own in known[row.person])
            known[row.person].add(own)
            clusters[own, row.person] += 1
            leads[own] += 1
            people[row.person] += 1

    def pairs(counts: Counter) -> int:
        return sum(comb(many, 2) for many in counts.values())

    both = pairs(clusters)
    return Identity(
        rows, unplaced, both / max(pairs(leads), 1), both / max(pairs(people), 1),
        {change: (sum(one), len(one)) for change, one in sorted(found.items())},
    )  # fmt: skip
