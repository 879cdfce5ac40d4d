"""What export writes for a CRM, that CRM takes: by a checker that knows the CRMs and not export."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.handoff.fact_checks import CRMS, check
from tests.handoff.fact_checks.invented import addresses_that_said_no, write_invented_leads
from tests.handoff.fact_checks.values import is_email
from tests.running import Run

FOR_NOBODY = ("lead", "unqualified")  # statuses of leads that are not handed over


@dataclass(frozen=True)
class Leads:
    """A table to hand over, and what its files may not hold or have to."""

    path: Path
    said_no: set[str]  # addresses that are refused
    nobody: set[str]  # addresses of people alone who may be contacted by no channel, or are no lead


def leads_of(path: Path) -> Leads:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Leads(path, addresses_that_said_no(rows), addresses_for_nobody(rows))


def addresses_for_nobody(leads: Iterable[dict[str, str]]) -> set[str]:
    may: dict[str, bool] = defaultdict(bool)
    for lead in leads:
        channels = (lead["may_email"], lead["may_call"], lead["may_post"])
        if is_email(lead["email"]):
            wanted = "yes" in channels and lead["lead_status"] not in FOR_NOBODY
            may[lead["email"].casefold()] |= wanted
    return {address for address, wanted in may.items() if not wanted}


def findings(leadkit: Callable[..., Run], crm: str, leads: Leads, folder: Path) -> list[str]:
    """Return what is found in the files that export writes of those who are ready, and of all."""
    found = []
    for where, never in (("", leads.nobody), ("lead_id: {known: true}", ())):
        options = ("--where", where) if where else ()
        out = folder / ("all" if where else "ready")
        ran = leadkit("export", leads.path, "--to", crm, *options, "-o", out, "-q")
        assert ran.code == 0, ran.err
        found += check(CRMS[crm], out, smallest_edition=True, opted_out=leads.said_no, never=never)
    return found


@pytest.fixture(
    scope="module",
    params=["fair", *(pytest.param(rows, marks=pytest.mark.slow) for rows in (600, 100_000))],
)
def leads(request, tmp_path_factory: pytest.TempPathFactory) -> Leads:
    """The example's leads, and invented ones, of which each of the first has another nasty trait."""
    if request.param == "fair":
        return leads_of(request.getfixturevalue("fair"))
    path = tmp_path_factory.mktemp("invented") / "leads.csv"
    write_invented_leads(path, request.param)
    return leads_of(path)


@pytest.mark.parametrize("crm", CRMS)
def test_each_crm_takes_what_is_exported(
    leadkit: Callable[..., Run], leads: Leads, tmp_path: Path, crm: str
) -> None:
    """It would refuse, cut or misread nothing, and learns of all who said no."""
    assert leads.said_no
    assert findings(leadkit, crm, leads, tmp_path) == []
