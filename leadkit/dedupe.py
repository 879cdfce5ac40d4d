"""The dedupe stage: rows that are surely one person become one lead, and nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leadkit.columns import EMAILS, KNOWN
from leadkit.errors import LeadkitError
from leadkit.fields.consent import YES, yes_or_no
from leadkit.matching.decisions import Decisions, find_rows, read_decisions
from leadkit.matching.known import NEW, known_leads, outcomes_of
from leadkit.matching.reasons import as_records, evidence_of, reasons_of
from leadkit.matching.survivors import (
    PHONE_PLACES,
    SEPARATOR,
    MergeRules,
    merge_rows,
    read_merge_rules,
)
from leadkit.stage import Outcome, Stage, with_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.matching.match import Matches
    from leadkit.stage import Leads

# What a merge log says of an absorbed row, before the row itself.
TOLD = ("lead_id", "merged_into", "probability", "reasons", "fields_used", "matched_with",
        "evidence", "position", "kept_before")  # fmt: skip
# What a review file shows of both sides, besides the ids.
SHOWN = ("first_name", "last_name", "full_name", "company", "email", "phone", "mobile", "street",
         "postal_code", "city", "job_title", "source_file")  # fmt: skip
DECIDED = "decided by a person"


@dataclass(frozen=True)
class DedupeOptions:
    """Where the bands begin, and which files say more."""

    merge_at: str = "0.95"
    review_at: str = "0.5"
    rules: str = "merge"
    decisions: str = ""  # a review file that somebody filled in
    against: str = ""  # a CRM's export, or the leads of an earlier run
    all_rows: str = ""  # "yes", with against: write known leads too


@dataclass(frozen=True)
class Deduped:
    """The leads that remain, and what became of the others."""

    leads: Leads
    merges: Leads  # one row per absorbed lead: where it went, why, and all it held
    review: Leads  # pairs that only a person can decide, both sides side by side
    known: Leads  # leads that somebody has already, with outcome and known_id; not in leads
    counts: dict[str, int] = field(default_factory=dict)


def dedupe_leads(
    leads: Leads,
    options: DedupeOptions | None = None,
    decisions: Leads | None = None,
    against: Leads | None = None,
) -> Deduped:
    """Merge rows that are one person; colleagues and relatives stay apart.

    Needs no training and no list of columns: it compares what there is. ``decisions`` is a review
    table with its column decision filled in. ``against`` is a CRM, whose rows are never merged:
    leads that it has are told apart from new ones. The result is the same whatever order the
    rows come in, and deduping it again changes nothing.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"lead_id": ["1", "2", "3"], "email": ["a@x.example.com", "", ""],
    ...     "full_name": ["Eva Meier"] * 3, "company": ["Acme GmbH", "ACME", ""]}, dtype="str")
    >>> dedupe_leads(leads).merges[["lead_id", "merged_into", "reasons"]].values.tolist()
    [['2', '1', 'same company; same first name; same last name']]
    """
    options = options or DedupeOptions()
    return _Run(leads, options, decisions, against).deduped()


class _Run:
    """One dedupe of some leads: rounds of matching and merging until nothing more merges."""

    def __init__(
        self, leads: Leads, options: DedupeOptions, decisions: Leads | None, against: Leads | None
    ) -> None:
        self.merge_at, self.review_at = _bands(options)
        self.rules: MergeRules = read_merge_rules(options.rules)
        self.all_rows = yes_or_no(options.all_rows) == YES
        self.columns = [name for name in leads.columns if name != "merged_ids"]
        self.originals = _with_places_for_more(leads)
        repeated = leads["lead_id"][leads["lead_id"].duplicated()]
        if len(repeated):
            raise LeadkitError(f"lead_id {repeated.iloc[0]} stands in several rows; it must name "
                               "one lead. Was a list imported twice?")  # fmt: skip
        self.had_merged_ids = "merged_ids" in leads.columns
        self.known = known_leads(against, options.against)
        name = options.decisions or "decisions"
        self.decisions = read_decisions(decisions, name) if decisions is not None else Decisions()
        self.decisions_name = name
        self.absorbed: dict[int, tuple[int, dict[str, str]]] = {}
        self.counts: Counter[str] = Counter()

    def deduped(self) -> Deduped:
        current = self.originals
        while True:
            # What a merged row gained may agree with a further one, so look until nothing does.
            rows, matches = self._match(current)
            merged = self._merge(current, rows, matches)
            if merged is None:
                break
            current = merged
        outcomes = outcomes_of(self.known, rows, matches, len(current))
        review = self._review(current, rows, matches)
        self.counts["pairs to review"] = len(review)
        for keys, size in matches.capped.values():
            self.counts["keys shared by too many rows to compare all"] += keys
            self.counts["rows under such keys"] += size
        remaining, known = self._split(current, outcomes)
        return Deduped(remaining, self._merges(current), review, known, dict(self.counts))

    def _match(self, current: Leads) -> tuple[np.ndarray, Matches]:
        """Match current leads and known ones; return the row each stands at, known ones below 0."""
        import pandas as pd

        from leadkit.matching.match import match_leads

        every = pd.concat([self.known.leads, current], ignore_index=True).fillna("")
        order = every["lead_id"].argsort(kind="stable").to_numpy()
        rows = order - len(self.known.leads)
        every = every.iloc[order].reset_index(drop=True).astype("str")
        row_of = {one: at for at, one in reversed(list(enumerate(every["lead_id"])))}
        if "merged_ids" in every.columns:
            merged = every["merged_ids"]
            for at in merged.to_numpy().nonzero()[0].tolist() if (merged != "").any() else []:
                for one in merged.iloc[at].split(SEPARATOR):
                    if one:
                        row_of.setdefault(one, at)
        same = find_rows(self.decisions.same, row_of, self.decisions_name)
        apart = find_rows(self.decisions.apart, row_of, self.decisions_name)
        same += self.known.same_ids(every, rows)
        return rows, match_leads(every, self.merge_at, self.review_at, same, apart, known=rows < 0)

    def _merge(self, current: Leads, rows: np.ndarray, matches: Matches) -> Leads | None:
        """Return the leads with every cluster merged, None where there was nothing to merge."""
        import numpy as np
        import pandas as pd

        heads = matches.heads
        sizes = np.bincount(heads, minlength=len(heads))
        members = np.flatnonzero((sizes[heads] > 1) & (rows >= 0))
        clusters: dict[int, list[int]] = {}
        for at in members.tolist():
            clusters.setdefault(int(heads[at]), []).append(at)
        clusters = {head: own for head, own in clusters.items() if len(own) > 1}
        if not clusters:
            return None
        pairs = as_records(matches.pairs)
        fullness = (current != "").sum(axis=1).to_numpy()
        ids = current["lead_id"].to_numpy(object)
        chosen = np.array([rows[at] for own in clusters.values() for at in own])
        cells = dict(zip(chosen.tolist(), current.iloc[chosen].to_numpy(object).tolist(),
                         strict=True))  # fmt: skip
        labels = current.index.to_numpy()
        kept_rows: dict[int, list[str]] = {}
        names = list(current.columns)
        gone: list[int] = []
        for own in clusters.values():
            own.sort(key=lambda at: (-fullness[rows[at]], ids[rows[at]]))
            records = [dict(zip(names, cells[rows[at]], strict=True)) for at in own]
            kept = merge_rows(records, self.rules)
            earlier = [one for row in records for one in row["merged_ids"].split(SEPARATOR)]
            mine = {row["lead_id"] for row in records[1:]} | set(earlier) - {""}
            kept["merged_ids"] = SEPARATOR.join(sorted(mine))
            kept_rows[rows[own[0]]] = list(kept.values())
            for at in own[1:]:
                told = _why(at, own, pairs, matches.prior, ids, rows)
                self.absorbed[labels[rows[at]]] = labels[rows[own[0]]], told
                gone.append(rows[at])
        places = list(kept_rows)
        replaced = pd.DataFrame(
            list(kept_rows.values()), index=current.index[places], columns=names, dtype="str"
        )
        rest = current.drop(index=[*current.index[gone], *replaced.index])
        return pd.concat([rest, replaced]).sort_index().astype("str")

    def _merges(self, final: Leads) -> Leads:
        """Return the absorbed rows as they came, each with the lead it went into in the end."""
        import pandas as pd

        gone = sorted(self.absorbed)
        positions = dict(zip(self.originals.index, range(len(self.originals)), strict=True))
        originals = self.originals[
            [*self.columns, *(["merged_ids"] if self.had_merged_ids else [])]
        ]
        at_end = {row: _final(row, self.absorbed) for row in gone}
        kept = sorted(set(at_end.values()))
        before = _records(originals, kept)
        after = _records(final, kept)
        told: dict[str, list[str]] = {name: [] for name in TOLD}
        rows = _records(originals, gone)
        first_of: set[int] = set()
        ids = self.originals["lead_id"]
        for row in gone:
            home = at_end[row]
            _, why = self.absorbed[row]
            changed = {
                name: value for name, value in before[home].items() if after[home][name] != value
            }
            told["lead_id"].append(ids.loc[row])
            told["merged_into"].append(ids.loc[home])
            told["fields_used"].append(_fields_used(rows[row], before[home], after[home]))
            told["position"].append(str(positions[row]))
            told["kept_before"].append(
                "" if home in first_of else json.dumps(changed, ensure_ascii=False)
            )
            first_of.add(home)
            for name, words in why.items():
                told[name].append(words)
        cells = originals.loc[gone].reset_index(drop=True).drop(columns="lead_id")
        return pd.concat([pd.DataFrame(told, dtype="str"), cells], axis=1)

    def _review(self, current: Leads, rows: np.ndarray, matches: Matches) -> Leads:
        """Return the pairs to decide, both sides side by side, the likeliest first."""
        import pandas as pd

        from leadkit.matching.match import probability_of

        every = pd.concat([current, self.known.leads], ignore_index=True).fillna("")
        shown = [name for name in SHOWN if name in every.columns and (every[name] != "").any()]
        cells = every[["lead_id", *shown]]
        found: dict[str, list[str]] = {"decision": [], "probability": [], "reasons": []}
        sides: list[list[int]] = [[], []]
        for pair in as_records(matches.review).values():
            found["decision"].append("")
            found["probability"].append(f"{probability_of(pair['bits']):.3f}")
            found["reasons"].append(SEPARATOR.join(filter(None, (reasons_of(pair), pair["why"]))))
            for side, at in zip(sides, (pair["l"], pair["r"]), strict=True):
                row = int(rows[at])
                side.append(row if row >= 0 else len(every) + row)
        review = pd.DataFrame(found, dtype="str")
        for number, side in enumerate(sides, start=1):
            own = cells.iloc[side].reset_index(drop=True)
            review = pd.concat([review, own.add_suffix(f"_{number}")], axis=1)
        both = [f"{name}_{number}" for name in ("lead_id", *shown) for number in (1, 2)]
        return review[["decision", "probability", "reasons", *both]].astype("str")

    def _split(self, current: Leads, outcomes: list[tuple[str, str, bool]]) -> tuple[Leads, Leads]:
        """Return the leads that go on, and with a CRM those that it knows."""
        if not self.known:
            return current.reset_index(drop=True), current.iloc[:0]
        words = [outcome for outcome, _, _ in outcomes]
        self.counts.update(words)
        told = with_columns(
            current, {"outcome": words, "known_id": [known for _, known, _ in outcomes]}
        )
        told = self.known.with_refusals(told, outcomes)
        if self.all_rows:
            return self.known.with_ids(told, outcomes).reset_index(drop=True), told.iloc[:0]
        new = (told["outcome"] == NEW).to_numpy()
        return told[new].reset_index(drop=True), told[~new].reset_index(drop=True)


def dedupe_stage(
    options: DedupeOptions | None = None,
    decisions: Leads | None = None,
    against: Leads | None = None,
) -> Stage:
    """Return dedupe as a step of a run; it has to see all leads at once."""
    options = options or DedupeOptions()
    _bands(options)
    read_merge_rules(options.rules)
    if decisions is not None:
        read_decisions(decisions, options.decisions)
    known_leads(against, options.against)

    def apply(leads: Leads) -> Outcome:
        deduped = dedupe_leads(leads, options, decisions, against)
        aside = {"merges": deduped.merges, "review": deduped.review}
        if against is not None:
            aside["suppressed"] = deduped.known
        return Outcome(deduped.leads, aside=aside, counts=deduped.counts)

    adds = ("merged_ids", *(("outcome", "known_id") if against is not None else ()))
    return Stage("dedupe", apply, adds=adds, whole=True, check=_check)


def _bands(options: DedupeOptions) -> tuple[float, float]:
    found = []
    for name, text in (("merge-at", options.merge_at), ("review-at", options.review_at)):
        try:
            share = float(text)
        except ValueError:
            share = -1.0
        if not 0 < share < 1:
            raise LeadkitError(f"--{name} {text}: give a probability between 0 and 1, such as 0.95")
        found.append(share)
    if found[1] > found[0]:
        raise LeadkitError(f"--review-at {options.review_at} is above --merge-at "
                           f"{options.merge_at}: pairs to review are those below it")  # fmt: skip
    return found[0], found[1]


def _check(columns: list[str]) -> list[str]:
    if "lead_id" not in columns:
        raise LeadkitError(
            f"dedupe needs the column lead_id, which 'leadkit import' adds; "
            f"there are: {', '.join(columns)}"
        )
    if not {*EMAILS, "first_name", "last_name", "full_name", "company"} & set(columns):
        raise LeadkitError(
            f"dedupe needs email, full_name, first_name and last_name, or company; "
            f"there are: {', '.join(columns)}"
        )
    return []


def _with_places_for_more(leads: Leads) -> Leads:
    """Add merged_ids, and columns for the second e-mail and phone that a merged person may have."""
    wanted = ["merged_ids"]
    wanted += [f"{name}_2" for name in ("email", "phone") if name in leads.columns]
    blanks = {name: "" for name in wanted if name not in leads.columns}
    return with_columns(leads, blanks).reset_index(drop=True)


def _why(
    at: int,
    own: list[int],
    pairs: dict[tuple[int, int], dict[str, Any]],
    prior: float,
    ids: np.ndarray,
    rows: np.ndarray,
) -> dict[str, str]:
    """Say why a row was absorbed: its evidence with the kept row, else with its nearest member."""
    from leadkit.matching.match import probability_of

    found = [
        (other != own[0], -float(pair["bits"]), other, pair)
        for other in own
        if other != at and (pair := pairs.get((min(at, other), max(at, other)))) is not None
    ]
    good = [one for one in found if -one[1] > 0] or found
    if not good:
        return {"probability": "1.000", "reasons": DECIDED, "matched_with": ids[rows[own[0]]],
                "evidence": ""}  # fmt: skip
    _, negative, other, pair = min(good, key=lambda one: one[:3])
    return {
        "probability": f"{probability_of(-negative):.3f}",
        "reasons": reasons_of(pair),
        "matched_with": ids[rows[other]],
        "evidence": evidence_of(pair, prior),
    }


def _final(row: int, absorbed: dict[int, tuple[int, dict[str, str]]]) -> int:
    while row in absorbed:
        row = absorbed[row][0]
    return row


def _records(leads: Leads, rows: list[int]) -> dict[int, dict[str, str]]:
    cells = leads.loc[rows].to_numpy(object).tolist()
    names = list(leads.columns)
    return {row: dict(zip(names, own, strict=True)) for row, own in zip(rows, cells, strict=True)}


def _fields_used(row: dict[str, str], before: dict[str, str], after: dict[str, str]) -> str:
    """Return the fields of an absorbed row whose values the kept row did not have and has now."""
    used = []
    for name, value in row.items():
        if not value or name not in KNOWN:
            continue
        places = next((p for p in (EMAILS, PHONE_PLACES) if name in p), (name,))
        had = {before.get(place, "") for place in places}
        has = [after.get(place, "") for place in places]
        joined = name in ("tags", "notes") and value in after.get(name, "")
        if value not in had and (value in has or joined):
            used.append(name)
    return SEPARATOR.join(used)
