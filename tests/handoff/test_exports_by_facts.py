"""What is exported passes a checker that was written from the facts alone, on leads with every fault."""

from __future__ import annotations

import pytest

from tests.handoff.conftest import rows_of
from tests.handoff.fact_checks import CRMS, check
from tests.handoff.fact_checks.invented import write_invented_leads

EVERY = pytest.mark.parametrize("crm", CRMS)


@EVERY
def test_the_fair_as_the_facts_want_it(crm, fair, leadkit, tmp_path):
    """No CRM would refuse, cut or misread anything of the trade fair."""
    assert leadkit("export", fair, "--to", crm, "-o", tmp_path / "out").code == 0
    rows = rows_of(fair)
    opted_out = {row["email"] for row in rows if row["email_opt_out"] == "yes" and row["email"]}
    never = {row["email"] for row in rows if row["next_step"] == "none: said no"} - {""}
    others = {row["email"] for row in rows if row["next_step"] != "none: said no"}
    told = {"opted_out": opted_out if crm != "hubspot" else (), "never": never - others}
    assert check(CRMS[crm], tmp_path / "out", smallest_edition=True, **told) == []


@EVERY
@pytest.mark.parametrize("rows", [600, pytest.param(100_000, marks=pytest.mark.slow)])
@pytest.mark.slow
def test_invented_leads_as_the_facts_want_them(crm, rows, leadkit, tmp_path):
    """Of leads with every fault there is in a cell, nothing that it would not take gets through."""
    said_no = write_invented_leads(tmp_path / "leads.csv", rows)
    assert said_no
    for number, where in enumerate(("", "lead_id: {known: true}")):
        folder = tmp_path / str(number)
        options = ("--where", where) if where else ()
        done = leadkit("export", "leads.csv", "--to", crm, *options, "-o", folder, cwd=tmp_path)
        assert done.code == 0, done.err
        assert check(CRMS[crm], folder, smallest_edition=True, opted_out=said_no) == []
