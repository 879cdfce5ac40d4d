"""The same record in lists that were imported apart: as if they had been imported together."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit.base.errors import LeadkitError
from leadkit.dedupe import dedupe_leads
from leadkit.deduping.merging.unmerge import unmerge_leads
from leadkit.importing.frames import import_leads

NEWSLETTER = {"E-Mail": ["eva@meier.example.com", "tom@kern.example.com"]}
WEBINAR = {"E-Mail": ["ida@voss.example.com", "eva@meier.example.com"]}
NAMES = {"Vorname": ["Eva"], "Nachname": ["Meier"]}
LISTS = {
    "e-mails alone": ([NEWSLETTER, WEBINAR], 1),
    "three times": ([NEWSLETTER, WEBINAR, NEWSLETTER], 3),
    "twice in each": ([{"E-Mail": ["eva@meier.example.com"] * 2}] * 2, 3),
    "a name alone may be two people's": ([NAMES, NAMES], 0),
}


def imported(lists, together):
    """Return lists as one table, imported together, or each alone and stacked."""
    named = {f"{at}.csv": pd.DataFrame(cells, dtype="str") for at, cells in enumerate(lists)}
    if together:
        return import_leads(named).leads
    return pd.concat([import_leads({n: f}).leads for n, f in named.items()], ignore_index=True)


@pytest.mark.parametrize(("lists", "merged"), LISTS.values(), ids=LISTS)
def test_stacked_lists_are_as_those_imported_together(lists, merged):
    """The same leads, the same merge log, and back again: the evidence decides, not the id."""
    together, apart = (dedupe_leads(imported(lists, one)) for one in (True, False))
    assert len(apart.merges) == merged
    pd.testing.assert_frame_equal(apart.leads, together.leads)
    pd.testing.assert_frame_equal(apart.merges, together.merges)
    pd.testing.assert_frame_equal(unmerge_leads(apart.leads, apart.merges), imported(lists, True))
    assert not together.notes
    assert "with the lead_id of another" in apart.notes[0]


def test_decisions_hold_in_the_next_run():
    """What a person decides of two rows that shared an id is found again, and stays decided."""
    leads = imported([NAMES, NAMES], together=False)
    first, second = dedupe_leads(leads).leads["lead_id"]
    decided = pd.DataFrame({"lead_id_1": [first], "lead_id_2": [second], "decision": ["y"]})
    deduped = dedupe_leads(leads, decisions=decided)
    assert deduped.leads["lead_id"].tolist() == [first]
    assert dedupe_leads(deduped.leads, decisions=decided).leads.equals(deduped.leads)


def test_who_was_merged_before_keeps_the_id():
    """A row that comes again gets no id that another lead goes by since it was merged."""
    before = dedupe_leads(imported([NEWSLETTER, WEBINAR], together=True)).leads
    again = import_leads({"new.csv": pd.DataFrame(NEWSLETTER, dtype="str")}).leads
    stacked = pd.concat([before, again], ignore_index=True).fillna("").astype("str")
    after = dedupe_leads(stacked).leads
    assert after["lead_id"].tolist() == before["lead_id"].tolist()
    eva = before["lead_id"][0]
    assert after["merged_ids"][0] == f"{eva}-2; {eva}-3"


def test_an_opt_out_of_either_row_stays():
    """Rows with the same cells may mean two things by them; a no of any of them is one."""
    yes = {"E-Mail": ["eva@meier.example.com"], "Newsletter": ["ja"]}
    no = {"E-Mail": ["eva@meier.example.com"], "Abgemeldet": ["ja"]}
    for lists in ([yes, no], [no, yes]):
        stacked = imported(lists, together=False).fillna("")
        assert stacked["lead_id"].nunique() == 1
        (lead,) = dedupe_leads(stacked).leads.to_dict("records")
        assert lead["email_opt_out"] == "yes"


def test_another_programs_id_twice_is_refused(leads_of):
    """17 in two programs may be two people."""
    leads = leads_of(email=["a@x.example.com", "b@x.example.com"]).assign(lead_id="17")
    with pytest.raises(LeadkitError, match="lead_id 17 stands in several rows"):
        dedupe_leads(leads)
