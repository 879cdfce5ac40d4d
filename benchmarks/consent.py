"""Who may be contacted at the end of the whole line, held against what the people said.

Invented fairs (said.py) go through import, clean, dedupe, score and classify as one ``leadkit run``;
then the truth is asked: of the people who said no, how many may be contacted all the same, and of
those who said yes to e-mails with proof, how many may be mailed, and what holds the others back.

    python benchmarks/consent.py [--seeds 8] [--people 400] [--show] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from said import CHANNELS, Entry, Said, make_said, write_said

AS_OF = "2026-10-15"
MAY = {"email": "may_email", "call": "may_call", "post": "may_post"}


@dataclass
class Measured:
    """What came of one fair."""

    rows: int = 0
    refusing: Counter[str] = field(default_factory=Counter)  # people who refuse a channel
    harmed: Counter[str] = field(default_factory=Counter)  # of them, who may be contacted by it
    unlinked: Counter[str] = field(
        default_factory=Counter
    )  # of these, whom no cell links to the no
    agreed: int = 0
    mailed: int = 0
    held_back: Counter[str] = field(default_factory=Counter)
    stories: list[str] = field(default_factory=list)

    def add(self, other: Measured) -> None:
        for name in ("refusing", "harmed", "unlinked", "held_back"):
            getattr(self, name).update(getattr(other, name))
        for name in ("rows", "agreed", "mailed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self, name: str) -> str:
        told = [f"{self.harmed[one]:3} of {self.refusing[one]:4}" for one in CHANNELS]
        share = self.mailed / max(self.agreed, 1)
        return (
            f"{name:>6} {self.rows:6} "
            + " ".join(f"{one:>13}" for one in told)
            + (f" {sum(self.unlinked.values()):9} {self.mailed:5} of {self.agreed:4} {share:6.1%}")
        )


HEADER = (f"{'seed':>6} {'rows':>6} {'no to e-mail':>13} {'no to calls':>13} {'no to post':>13} "
          f"{'unlinked':>9} {'yes, and mailed':>20}")  # fmt: skip


def run(said: Said, folder: Path) -> list[dict[str, str]]:
    """Take a fair through the whole line; return the leads, each with the rows it was made of."""
    write_said(said, folder)
    numbers = [name for name in said.opted_out if name == "do_not_call.csv"]
    pipeline = {
        "import": {"files": [{"file": name, **said.proof.get(name, {})} for name in said.lists],
                   "rejects": "rejects.csv"},
        "steps": [
            {"clean": {"region": "DE"}}, {"dedupe": {"merges": "merges.csv"}}, {"score": {"rules": "b2b"}},
            {"classify": {"as_of": AS_OF, "suppress_phone": numbers, "max_age": 9999,
                          "suppress_email": [n for n in said.opted_out if n not in numbers]}},
        ],
        "output": "leads.csv",
    }  # fmt: skip
    (folder / "run.yaml").write_text(json.dumps(pipeline, ensure_ascii=False), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "leadkit", "run", "run.yaml"], cwd=folder, capture_output=True, text=True
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    leads, merges = (_rows(folder / name) for name in ("leads.csv", "merges.csv"))
    made = defaultdict(list)
    for row in leads:
        made[row["lead_id"]].append(_place(row))
    for row in merges:
        made[row["merged_into"]].append(_place(row))
    return [row | {"made": made[row["lead_id"]]} for row in leads]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _place(row: dict[str, str]) -> tuple[str, int]:
    return row["source_file"], int(row["source_row"])


def measure(said: Said, leads: list[dict[str, str]]) -> Measured:
    """Hold the leads against the truth."""
    at = {(name, line): entry for name, rows in said.lists.items()
          for line, entry in enumerate(rows, start=2)}  # fmt: skip
    found, truth = Measured(rows=len(at)), said.truth
    linked, refused = _linked(at.values()), _refused_addresses(said)
    may: dict[str, dict[int, list[dict[str, str]]]] = {one: defaultdict(list) for one in CHANNELS}
    basis: dict[int, str] = {}
    for lead in leads:
        entries = [at[place] for place in lead["made"]]
        for entry in entries:
            basis.setdefault(entry.person, lead["contact_basis"])
            for channel, column in MAY.items():
                if lead[column] == "yes":
                    may[channel][entry.person].append(lead)
    for channel in CHANNELS:
        for person, of in truth.items():
            if not of.no[channel]:
                continue
            found.refusing[channel] += 1
            if leads_of := may[channel].get(person):
                found.harmed[channel] += 1
                here = {
                    linked[at[place].person, id(at[place])]
                    for lead in leads_of
                    for place in lead["made"]
                }
                no = {linked[person, id(e)] for place, e in at.items() if e.person == person
                      and any(one.startswith(place[0]) for one in of.no[channel])}  # fmt: skip
                lists = any(not one.startswith(tuple(said.lists)) for one in of.no[channel])
                found.unlinked[channel] += not (here & no) and not lists
                found.stories.append(f"HARM {channel}: {of.no[channel]}; {[lead['made'] for lead in leads_of]}; "
                                     f"{leads_of[0]['contact_basis'][:200]}")  # fmt: skip
    for person, of in truth.items():
        agreed = [one for one in of.yes if one.lower() not in refused and one not in of.bounced]
        if not agreed or of.no["email"] or of.barred:
            continue
        found.agreed += 1
        if person in may["email"]:
            found.mailed += 1
        else:
            why = basis.get(person, "no row")
            told = re.sub(r" \[.*| \(.*", "", why.partition(";")[0])
            found.held_back[told] += 1
            found.stories.append(f"LOST {agreed}: {why[:200]}")
    return found


def _refused_addresses(said: Said) -> set[str]:
    """Return the addresses that somebody refuses, be it a colleague with the same mailbox."""
    return {
        entry.email.lower() for rows in said.lists.values() for entry in rows
        if said.truth[entry.person].no["email"] or entry.email in said.truth[entry.person].bounced
    }  # fmt: skip


def _linked(entries: Iterable[Entry]) -> dict[tuple[int, int], int]:
    """Return for each row a number that it shares with what an address or a number links to it."""
    home: dict[object, object] = {}

    def head(one: object) -> object:
        while (up := home.get(one, one)) != one:
            one = up
        return one

    rows = list(entries)
    for entry in rows:
        for key in filter(
            None, (entry.email.lower(), *(re.sub(r"\D", "", p)[-8:] for p in entry.phones))
        ):
            home[head(("row", id(entry)))] = head(key)
    numbers: dict[object, int] = {}
    return {(e.person, id(e)): numbers.setdefault(head(("row", id(e))), len(numbers)) for e in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--show", action="store_true", help="tell of everybody harmed or held back")
    parser.add_argument("--folder", type=Path, help="keep the lists and what came of them there")
    asked = parser.parse_args()
    total = Measured()
    print(HEADER)
    for seed in range(asked.first, asked.first + asked.seeds):
        said = make_said(asked.people, seed)
        with tempfile.TemporaryDirectory() as folder:
            found = measure(said, run(said, (asked.folder or Path(folder)) / str(seed)))
        print(found.line(str(seed)), flush=True)
        total.add(found)
        for story in found.stories if asked.show else ():
            print("      ", story)
    print(total.line("all"))
    print("\nheld back of those who said yes:")
    for why, count in total.held_back.most_common():
        print(f"{count:6}  {why}")


if __name__ == "__main__":
    main()
