"""Worlds played: their lists cleaned, merged, taken apart and classified, week after week."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import pandas as pd
import pyarrow as pa

from leadkit import DedupeOptions, classify_leads, clean_leads, dedupe_leads, unmerge_leads
from leadkit.base.frames import LeadFrame
from leadkit.classifying.consent_table import ConsentTable, read_consent
from leadkit.classifying.lifecycle import Lifecycle, read_lifecycle
from leadkit.classifying.suppression import removed
from leadkit.classifying.suppression_lists import Suppressing, suppression_of
from leadkit.clean import CleanOptions
from leadkit.deduping.rounds import Deduped
from tests.classifying.worlds import CHANNELS, COLUMNS, HELD, OPTIONS, Table, place, smaller

AS_OF = "2026-03-01"
MAY = dict(zip(CHANNELS, ("may_email", "may_call", "may_post"), strict=True))
DOES = {"call": "may_call", "mail": "may_email", "send by post": "may_post"}
MAY_HASH = ("email", "call")
GERMAN = CleanOptions(region="DE")
NEEDED = ("lead_id", "email", "company", "score", "score_engagement")  # by some stage


@cache
def shared() -> tuple[Lifecycle, ConsentTable]:
    return read_lifecycle("lifecycle"), read_consent("consent")


def frame(rows: list[dict[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def _number(cell: str) -> str:
    """Return a number of these worlds in one form, however it is written."""
    digits = re.sub(r"\D", "", cell)
    if digits[-9:].startswith("894"):
        return f"+49{digits[-9:]}"
    return f"+1{digits[-10:]}" if digits[-10:].startswith("312") else ""


def held_by(lead: dict[str, str]) -> set[str]:
    """Return what a lead holds, by this test's own eyes: addresses, numbers, and its place."""
    mails = " ".join(lead.get(name, "") for name in HELD["email"]).lower().replace("+fair@", "@")
    found = set(re.findall(r"[a-z]+@[a-z.]+[a-z]", mails))
    cells = [one for name in HELD["call"] for one in lead.get(name, "").split(";")]
    found.update(filter(None, map(_number, cells)))
    if street := lead.get("street", ""):
        found.add(place(lead["last_name"], street))
    return found


def _first_mail(lead: dict[str, str]) -> set[str]:
    return {one for one in held_by({"email": lead["email"]}) if "@" in one}


class Play:
    """What was refused so far, and what is known from the weeks before."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.said: dict[str, frozenset[tuple[str, str]]] = {}  # what each row refuses, by its id
        self.listed: dict[str, set[str]] = {name: set() for name in (*CHANNELS, "gone")}
        self.lists: dict[str, list[dict[str, str]]] = {name: [] for name in (*OPTIONS, "suppress")}
        self.crm = pd.DataFrame()
        self.before: pd.DataFrame | None = None
        self.weeks = 0
        self.left: list[pd.DataFrame] = []  # what removed leads left behind
        self.told: Counter[str] = Counter()

    def week(self, number: int) -> None:
        """Play one week of all worlds, and check who may be contacted."""
        weeks = [world[number] for world in self.table.worlds]
        rows = [said for week in weeks for said in week.rows]
        crm = [said for week in weeks for said in week.crm]
        rows.sort(key=lambda said: self._chance(said.row["lead_id"]).random())
        self.said |= {said.row["lead_id"]: said.refuses for said in (*rows, *crm)}
        for entry in (entry for week in weeks for entry in week.listed):
            self.lists[entry.option].append({entry.column: entry.cell})
            self.listed[OPTIONS.get(entry.option, "gone")] |= entry.tokens
        if crm:
            self._to_crm(clean_leads(frame([said.row for said in crm]), GERMAN))  # as a run does
        if rows:
            self._play_rows([said.row for said in rows], self.table.how[number])

    def _play_rows(self, rows: list[dict[str, str]], how: str) -> None:
        leads = frame(rows)
        if self.table.with_master and self.before is not None:
            leads = pd.concat([self.before, leads], ignore_index=True).fillna("")
        self._treat(self._ready(leads), how)

    def refused(self) -> dict[str, set[str]]:
        """Return all that was refused so far: by rows, and by lists of opt-outs."""
        refused = {name: set(self.listed.get(name, ())) for name in (*CHANNELS, "bounced", "gone")}
        for channel, token in (one for refuses in self.said.values() for one in refuses):
            refused[channel].add(token)
        return refused

    def _forget(self, gone: pd.DataFrame, hashed: bool) -> None:
        """Forget what leads refused that were removed: docs/classify.md says what is kept of them.

        Those that classify removes leave hashes of their addresses and no place; those that dedupe
        leaves out because they were removed before leave nothing new.
        """
        merged = gone.get("merged_ids", [])
        for lead_id in (*gone["lead_id"], *(one for ids in merged for one in ids.split("; "))):
            kept = {one for one in self.said.get(lead_id, ()) if hashed and one[0] in MAY_HASH}
            self.said[lead_id] = frozenset(kept)

    def _chance(self, what: str) -> Random:
        """Return what decides by chance, the same whatever else stands in the table."""
        return Random(f"{self.table.seed} {what}")

    def _ready(self, leads: pd.DataFrame) -> pd.DataFrame:
        if self.table.bare:
            blank = [name for name in leads if name not in NEEDED and (leads[name] == "").all()]
            leads = leads.drop(columns=blank)
        return clean_leads(leads, GERMAN) if self.table.cleaned else leads

    def _to_crm(self, leads: pd.DataFrame) -> None:
        self.crm = pd.concat([self.crm, leads], ignore_index=True).fillna("")

    def _treat(self, leads: pd.DataFrame, how: str) -> None:
        if how == "as it is":
            self._classified(leads)
            return
        apart = how.startswith("unmerged")
        done = self._deduped(leads, apart)
        if how == "unmerged" and len(done.merges):
            self._classified(unmerge_leads(done.leads, done.merges))
            return
        said = self._classified(done.leads)
        if how == "unmerged later" and len(done.merges) and not self.listed["gone"]:
            self._classified(unmerge_leads(said, done.merges))

    def _deduped(self, leads: pd.DataFrame, apart: bool) -> Deduped:
        against = self.crm if len(self.crm) else None
        gone = (
            None if apart or not self.left else pd.concat(self.left, ignore_index=True).fillna("")
        )
        options = DedupeOptions(all_rows=against is not None and (apart or self.table.all_rows))
        done = dedupe_leads(leads, options, self._decisions(leads), against, gone)
        if len(done.known):  # as its note asks: take the no over into that list
            was_removed = done.known["outcome"] == "removed"
            self._forget(done.known[was_removed], hashed=False)
            kept = done.known[~was_removed]
            self._to_crm(kept.assign(lead_id="K" + kept["lead_id"] + f"-{len(self.crm)}"))
        return done

    def _decisions(self, leads: pd.DataFrame) -> pd.DataFrame | None:
        """Say of one pair of leads of each world that they are one person, or are not."""
        if not self.table.decided:
            return None
        worlds: dict[str, list[str]] = {}
        for lead_id in leads["lead_id"]:
            worlds.setdefault(lead_id.partition("-")[0], []).append(lead_id)
        pairs = [(*chance.sample(sorted(ids), 2), chance.choice("yyn"))
                 for world, ids in worlds.items() if len(ids) > 1
                 for chance in [self._chance(world)]]  # fmt: skip
        return pd.DataFrame(pairs, columns=["lead_id_1", "lead_id_2", "decision"], dtype="str")

    def _classified(self, leads: pd.DataFrame) -> pd.DataFrame:
        """Return the leads classified by all that is known, checked, and remember them."""
        lists = {name: pd.DataFrame(rows).fillna("") for name, rows in self.lists.items() if rows}
        if self.left and "suppress" in lists:
            lists["suppress"] = pd.concat([lists["suppress"], *self.left]).fillna("")
        lifecycle, consent = shared()
        given = {name: suppression_of(LeadFrame(one, name), name) for name, one in lists.items()}

        def classified(leads: pd.DataFrame) -> pd.DataFrame:
            return classify_leads(leads, lifecycle, consent, AS_OF, self.before, **given)

        said = classified(leads)
        self._check(said)
        if self.table.again:
            again = classified(said)
            # A refusal in the list's own lead_status is in other words once classify wrote its own.
            same = [name for name in said if name not in ("contact_basis", "status_reason")]
            assert again[same].equals(said[same]), "said another thing the second time"
        if "suppress" in given:
            cells = pa.Table.from_pandas(leads, preserve_index=False)
            _, behind = removed(cells, Suppressing((given["suppress"],)))
            if len(behind):
                self.left.append(behind.to_pandas().astype("str"))
                self._forget(self.left[-1], hashed=True)
        self._keep(said)
        return said

    def _keep(self, said: pd.DataFrame) -> None:
        """Put this week's leads to those of the weeks before, each under an id of its own."""
        if self.table.with_master or self.before is None:
            self.before = said  # who was in last week's leads was in this week's, too
            return
        self.weeks += 1
        known = self.before["lead_id"].isin(said["lead_id"])
        ids = self.before["lead_id"].mask(known, self.before["lead_id"] + f"~{self.weeks}")
        before = self.before.assign(lead_id=ids)
        self.before = pd.concat([before, said], ignore_index=True).fillna("")

    def _check(self, said: pd.DataFrame) -> None:
        all_refused = self.refused()
        for lead in said.to_dict("records"):
            held = held_by(lead)
            wrong = ["gone"] if held & all_refused["gone"] else []
            for channel, may in MAY.items():
                refused = held & all_refused[channel]
                if channel == "email":
                    refused |= _first_mail(lead) & all_refused["bounced"]
                self.told[channel, lead[may], bool(refused)] += 1
                wrong += [channel] if refused and lead[may] != "no" else []
            step = next(
                (may for word, may in DOES.items() if lead["next_step"].startswith(word)), ""
            )
            wrong += [lead["next_step"]] if step and lead[step] != "yes" else []
            assert not wrong, (wrong, {name: cell for name, cell in lead.items() if cell})


def play(table: Table, made: Callable[[Table], Play] = Play) -> Counter[tuple[str, str, bool]]:
    """Play all weeks; return how often who might be contacted, by channel, answer, and refusal."""
    playing = made(table)
    for number in range(len(table.how)):
        playing.week(number)
    return playing.told


def least(table: Table, made: Callable[[Table], Play] = Play) -> Table:
    """Return the least of a table that fails as it does."""
    while True:
        for less in smaller(table):
            if fails(less, made):
                table = less
                break
        else:
            return table


def fails(table: Table, made: Callable[[Table], Play] = Play) -> str:
    """Return how a table fails, "" where it does not."""
    try:
        play(table, made)
    except AssertionError as error:
        return str(error)
    return ""


def check(table: Table, made: Callable[[Table], Play] = Play) -> Counter[tuple[str, str, bool]]:
    """Play worlds; where they fail, tell of the least of them that does."""
    try:
        return play(table, made)
    except AssertionError:
        small = least(table, made)
        rows = [
            {name: cell for name, cell in said.row.items() if cell}
            for world in small.worlds for week in world for said in (*week.rows, *week.crm)
        ]  # fmt: skip
        lists = [entry for world in small.worlds for week in world for entry in week.listed]
        bare = replace(small, worlds=())
        told = "\n".join(map(str, (bare, *rows, *lists, fails(small, made))))
    raise AssertionError(told)
