"""What export writes for a CRM, that CRM takes: by a checker that knows the CRMs and not export.

OPEN is what it still finds: by target the words of findings that are left out here, and no others are.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.handoff.fact_checks import CRMS, check
from tests.handoff.fact_checks.invented import addresses_that_said_no, write_invented_leads
from tests.handoff.fact_checks.values import is_email
from tests.running import Run

PHONES = "no phone number"  # which is text to most CRMs and refused by none
ADDRESSES = "no e-mail address"  # mailto:a@x.example.com, a..b@x.example.com
TWICE = "stand in several rows"
SIGNS = "control characters"
OPEN: dict[str, tuple[str, ...]] = {
    "hubspot": (PHONES, ADDRESSES, TWICE, "in no opt-out file"),
    "salesforce": (PHONES, ADDRESSES, TWICE, SIGNS),
    "salesforce-data-loader": (PHONES, ADDRESSES, TWICE, SIGNS, "#N/A", "blanks around it"),
    "dynamics": (PHONES, ADDRESSES, TWICE, SIGNS),
    "pipedrive": (PHONES, ADDRESSES, TWICE, SIGNS, "Note: a formula"),
    "zoho": (
        PHONES, ADDRESSES, TWICE, "Lead Source: no value", "over 80 characters",
        "over 100 characters", "over 120 characters", "over 30 characters", "which no cell may hold",
    ),
    "odoo": (PHONES, ADDRESSES, SIGNS),
    "mautic": (PHONES, ADDRESSES, "country: a code"),
    "marketo": (PHONES, ADDRESSES, "website: no address with", "over 255 characters"),
}  # fmt: skip
FOR_NOBODY = ("lead", "unqualified")  # statuses of leads that are not handed over


def addresses_for_nobody(leads: Iterable[dict[str, str]]) -> set[str]:
    """Return the addresses of people alone who may be contacted by no channel, or are no lead yet."""
    may: dict[str, bool] = defaultdict(bool)
    for lead in leads:
        channels = (lead["may_email"], lead["may_call"], lead["may_post"])
        if is_email(lead["email"]):
            wanted = "yes" in channels and lead["lead_status"] not in FOR_NOBODY
            may[lead["email"].casefold()] |= wanted
    return {address for address, wanted in may.items() if not wanted}


def findings(leadkit: Callable[..., Run], crm: str, leads: Path, folder: Path) -> list[str]:
    """Return what is found in the files that export writes of these leads."""
    ran = leadkit("export", leads, "--to", crm, "-o", folder, "-q")
    assert ran.code == 0, ran.err
    with leads.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    no, nobody = addresses_that_said_no(rows), addresses_for_nobody(rows)
    return check(CRMS[crm], folder, opted_out=no, never=nobody)


def closed(crm: str, told: list[str]) -> list[str]:
    """Return what is found beside what is known to be open."""
    return [text for text in told if not any(known in text for known in OPEN.get(crm, ()))]


@pytest.mark.parametrize("crm", CRMS)
def test_the_trade_fair_passes(
    leadkit: Callable[..., Run], fair: Path, tmp_path: Path, crm: str
) -> None:
    """The example's leads go into each CRM without a complaint."""
    assert closed(crm, findings(leadkit, crm, fair, tmp_path / "out")) == []


@pytest.mark.parametrize("crm", CRMS)
def test_three_hundred_invented_leads_pass(
    leadkit: Callable[..., Run], tmp_path: Path, crm: str
) -> None:
    """So do invented ones, of which each of the first has another nasty trait."""
    write_invented_leads(tmp_path / "leads.csv", 300)
    told = findings(leadkit, crm, tmp_path / "leads.csv", tmp_path / "out")
    assert closed(crm, told) == []


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred thousand invented leads."""
    path = tmp_path_factory.mktemp("many") / "leads.csv"
    write_invented_leads(path, 100_000)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("crm", CRMS)
def test_a_hundred_thousand_invented_leads_pass(
    leadkit: Callable[..., Run], many: Path, tmp_path: Path, crm: str
) -> None:
    """So do a hundred thousand, in as many parts as a CRM wants."""
    assert closed(crm, findings(leadkit, crm, many, tmp_path / "out")) == []
