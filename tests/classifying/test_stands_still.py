"""Whoever comes again with the same data stays where they were, since the day they got there."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import classify_leads, dedupe_leads
from leadkit.fields.status_words import FORWARD, how_far
from tests.properties import examples
from tests.running import here

FAIR = Path(__file__).parents[2] / "examples" / "trade-fair"
RUN = """\
import:
  files:
    - {{file: badges.csv, source: Trade fair, consent_at: Scan Time, consent_source: stand, consent_text: v2}}
    - {{file: business_cards.csv, source: Trade fair}}
{lists}
steps:
  - clean: {{region: DE}}
  - dedupe
  - score: {{rules: b2b, activities: activities.csv, as_of: 2026-10-08}}
  - classify: {{rules: lifecycle, transitions: moves.csv, as_of: {day}{previous}}}
output: {output}
"""


def table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@pytest.fixture(scope="module")
def fair(tmp_path_factory) -> Path:
    """The trade fair as its three lists, and what became of it on a day."""
    folder = tmp_path_factory.mktemp("still") / "fair"
    shutil.copytree(FAIR, folder)
    ran(folder, "    - crm.csv", "2026-10-08", "", "first.csv")
    return folder


def ran(folder: Path, lists: str, day: str, previous: str, output: str) -> pd.DataFrame:
    """Run lists through all stages; return who moved."""
    before = f", previous: {previous}" if previous else ""
    text = RUN.format(lists=lists, day=day, previous=before, output=output)
    (folder / "again.yaml").write_text(text, "utf-8")
    done = here(["run", "again.yaml", "-q"], cwd=folder)
    assert done.code == 0, done.lines
    return table(folder / "moves.csv")


@pytest.mark.parametrize(
    ("lists", "previous"),
    [
        ("    - crm.csv", "first.csv"),  # the same lists, with the last run in hand
        ("    - first.csv\n    - crm.csv", ""),  # the leads of the last run as a list of their own
        ("    - first.csv\n    - crm.csv", "first.csv"),
        ("    - crm.csv\n    - first.csv", ""),  # in whatever order
    ],
)
def test_the_fair_again_moves_nobody(fair, lists, previous):
    """Three weeks later: no status changes, no customer is lost, and each day is the first one."""
    first = table(fair / "first.csv")
    moves = ran(fair, lists, "2026-10-29", previous, "second.csv")
    second = table(fair / "second.csv")
    assert Counter(second["lead_status"]) == Counter(first["lead_status"])
    assert Counter(first["lead_status"])["customer"] == 12
    if previous:
        assert moves.to_dict("records") == []
        told = ["full_name", "company", "email", "lead_status", "status_since"]
        there = [name for name in told if name in first]
        assert Counter(map(tuple, second[there].to_numpy())) == Counter(
            map(tuple, first[there].to_numpy())
        )


PEOPLE = ("Eva Kern", "Jan Voss", "Ana Gil", "Ugo Riva", "Mia Lund")
lead = st.fixed_dictionaries({
    "full_name": st.sampled_from(PEOPLE), "score": st.sampled_from(["", "40", "65", "90"]),
    "lead_status": st.sampled_from(["", "lead", "MQL", "SQL", "opportunity", "Closed Won"]),
    "lifecycle_stage": st.sampled_from(["", "", "salesqualifiedlead", "customer"]),
    "consent": st.sampled_from(["", "yes", "no"]), "score_engagement": st.sampled_from(["", "30"]),
    "consent_at": st.sampled_from(["", "2026-09-01"]), "lead_source": st.sampled_from(["", "Fair", "Bought list"]),
})  # fmt: skip


def world(rows: list[dict[str, str]], name: str) -> pd.DataFrame:
    found = pd.DataFrame(rows, dtype="str")
    return found.assign(
        lead_id=[f"{name}{at}" for at in range(len(rows))], company="Kern Bau",
        email=found["full_name"].str.lower().str.replace(" ", ".") + "@bau.example.com",
        consent_source="stand", consent_text="v2", country="DE",
    )  # fmt: skip


@pytest.mark.slow
@given(st.lists(lead, min_size=1, max_size=8), st.data())
@examples(8, 150)
def test_in_any_world_a_list_that_comes_again_moves_nobody(rows, data):
    """The master and a list that it is made of, merged anew: nobody falls back, nobody moves."""
    came = world(rows, "c")
    first = classify_leads(dedupe_leads(came).leads, as_of="2026-10-08")
    again = came.iloc[data.draw(st.permutations(range(len(rows))))]
    again = again.assign(lead_id="d" + again["lead_id"])
    both = pd.concat([first, again], ignore_index=True).fillna("")
    merged = dedupe_leads(both).leads
    second = classify_leads(merged, as_of="2026-10-29", last_run=first)
    told = ["email", "lead_status", "status_since"]
    assert second[told].sort_values("email").to_numpy().tolist() == (
        first[told].sort_values("email").to_numpy().tolist()
    )
    stood = came.groupby("email")[["lead_status", "lifecycle_stage"]].agg(
        lambda cells: max(map(how_far, cells))
    )
    for one in second.to_dict("records"):
        if max(stood.loc[one["email"]]) == how_far("customer"):
            assert one["lead_status"] == FORWARD[-1]
