"""The invented leads have all that a hand-off stumbles over, in the columns that leadkit writes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handoff.fact_checks.invented import (
    HEADER,
    addresses_that_said_no,
    invented_lead,
    invented_leads,
    said_no,
    write_invented_leads,
)
from tests.handoff.fact_checks.invented_traits import TRAITS
from tests.running import Run


def test_the_same_seed_makes_the_same_leads() -> None:
    """A lead follows from its number and the seed, and its id is nobody else's."""
    leads = list(invented_leads(2_000))
    assert leads[1_234] == invented_lead(1_234)
    assert leads != list(invented_leads(2_000, seed=2))
    assert len({lead["lead_id"] for lead in leads}) == len(leads)
    assert all(list(lead) == HEADER for lead in leads)


def test_each_trait_is_in_a_short_table() -> None:
    """Of the first leads each has another trait, and what was asked for is there."""
    leads = list(invented_leads(len(TRAITS)))
    cells = {name: {lead[name] for lead in leads} for name in HEADER}
    assert max(map(len, cells["first_name"])) >= 120
    assert max(map(len, cells["notes"])) == 40_000
    assert {"51-200"} < cells["employees"]
    assert {"12 Mio."} < cells["revenue"]
    assert {"DE", "Germany", "Deutschland"} < cells["country"]
    assert {""} < cells["company"]
    assert {""} < cells["last_name"]
    assert {"yes"} < cells["email_opt_out"]
    assert {"withdrawn"} < cells["consent"]
    assert {"06.10.2026", "10/06/2026", "2026-10-06"} < cells["created_at"]
    for sign in "=+-@":
        assert any(name.startswith(sign) for name in cells["last_name"])
    for part in ("Ш", "王", "🚀", "ü"):
        assert any(part in name for name in cells["first_name"])
    assert any(sum(sign.isdigit() for sign in phone) > 30 for phone in cells["phone"])
    assert any("\n" in note for note in cells["notes"])
    assert any("," in source and ";" in source for source in cells["lead_source"])


def test_addresses_come_twice_and_a_no_holds_for_all_who_share_one() -> None:
    """Some leads share a mailbox; where one said no, none may be mailed."""
    leads = list(invented_leads(5_000))
    addresses = [lead["email"] for lead in leads if lead["email_status"] == "valid"]
    assert len(set(addresses)) < len(addresses)
    no = addresses_that_said_no(leads)
    assert len(no) > 50
    assert not [lead for lead in leads if lead["email"] in no and not said_no(lead)]
    assert not [lead for lead in leads if said_no(lead) and lead["may_email"] == "yes"]


def test_a_table_on_disk(tmp_path: Path) -> None:
    """What is written is what is read, and who said no is told."""
    no = write_invented_leads(tmp_path / "leads.csv", 500)
    with (tmp_path / "leads.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert read == list(invented_leads(500))
    assert no == addresses_that_said_no(read)


@pytest.mark.slow
def test_the_columns_are_those_of_the_trade_fair(
    leadkit: Callable[..., Run], tmp_path: Path
) -> None:
    """Classify leaves the example's leads with the same columns, in the same order."""
    out = tmp_path / "fair"
    leadkit("init", out, "--example")
    leadkit("run", out, "-q")
    with (out / "leads.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == HEADER
