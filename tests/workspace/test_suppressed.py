"""Whom suppression lists removed: a list that changed since the run lets nothing be handed over."""

from __future__ import annotations

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.workspace.suppressed import unchanged_lists
from tests.workspace.fairs import EVA, PIPELINE, TOM, new_fair


@pytest.fixture
def fair(folder):
    """A workspace with two suppression lists, one of them of e-mails alone, and one run."""
    fair = new_fair(folder / "fair")
    two = "{suppress: suppress.csv, suppress_email: nomail.csv, max_age"
    fair.write("pipeline.yaml", PIPELINE.replace("{suppress: suppress.csv, max_age", two))
    fair.write("nomail.csv", "email", "no@mail.example.com")
    fair.list("a.csv", EVA, TOM)
    fair.run()
    return fair


@pytest.mark.parametrize("name", ["suppress.csv", "nomail.csv"])
def test_a_list_that_changed_since_the_run_is_refused(fair, name):
    """Until the run that heard it; the line names the list and what to do."""
    table = fair.workspace.top("leads.csv")
    unchanged_lists(table)
    fair.write(name, "email", "tom@roth.example.com")
    with pytest.raises(LeadkitError, match=f"^{name} changed since the run.*'leadkit run .*first"):
        unchanged_lists(table)
    fair.run()
    unchanged_lists(table)


def test_a_list_that_is_gone_is_refused(fair):
    """Nobody can tell whether it grew before it went."""
    (fair.folder / "suppress.csv").unlink()
    with pytest.raises(LeadkitError, match=r"suppress\.csv is gone since the run"):
        unchanged_lists(fair.workspace.top("leads.csv"))


def test_other_files_and_folders_are_none_of_its_business(fair, folder):
    """A changed list of rules, a file that no run wrote, and a folder that is no workspace."""
    fair.write("rules/near.txt", "DE")
    unchanged_lists(fair.workspace.top("leads.csv"))
    fair.write("suppress.csv", "email", "tom@roth.example.com")
    unchanged_lists(fair.workspace.top("own.csv"))
    unchanged_lists(folder / "leads.csv")


def test_the_command_hands_over_nobody(fair, leadkit):
    """Exit 2, no folder, whether the workspace is named or its leads."""
    fair.write("suppress.csv", "email", "tom@roth.example.com")
    out = fair.folder.parent / "out"
    for named in (fair.folder, fair.folder / "leads.csv"):
        done = leadkit("export", str(named), "--to", "hubspot", "-o", str(out))
        assert done.code == 2
        assert "suppress.csv changed since the run" in done.err.decode()
        assert not out.exists()


def test_a_list_that_is_new_in_the_pipeline_is_refused(fair):
    """Nobody of it was closed by the run; a folder of lists may have a new one, too."""
    fair.write("more.csv", "email", "eva@meier.example.com")
    text = (fair.folder / "pipeline.yaml").read_text()
    fair.write(
        "pipeline.yaml",
        text.replace("suppress: suppress.csv", "suppress: [suppress.csv, more.csv]"),
    )
    table = fair.workspace.top("leads.csv")
    with pytest.raises(
        LeadkitError, match=r"^more\.csv closes nobody yet \(suppress in .*'leadkit run"
    ):
        unchanged_lists(table)
    fair.run()
    assert [one.rpartition("/")[2] for one in unchanged_lists(table)["suppress"]] == [
        "suppress.csv",
        "more.csv",
    ]


def test_files_of_runs_are_looked_at(fair):
    """In the folder of the run in force, and of an older one, whose lists changed since."""
    first = fair.workspace.run(fair.in_force) / "leads.csv"
    unchanged_lists(first)
    fair.write("suppress.csv", "email", "tom@roth.example.com")
    with pytest.raises(LeadkitError, match=r"^suppress\.csv changed since the run.*take its leads"):
        unchanged_lists(first)
    fair.run()
    with pytest.raises(LeadkitError, match=r"^suppress\.csv changed"):
        unchanged_lists(first)
    unchanged_lists(fair.workspace.run(fair.in_force) / "leads.csv")


def test_addresses_of_the_lists_are_opt_outs(fair, leadkit):
    """Those of the run's lists, whether they ever were leads or not."""
    out = fair.folder.parent / "out"
    done = leadkit("export", str(fair.folder), "--to", "zoho", "-o", str(out))
    assert done.code == 0, done.err
    assert "no@mail.example.com,1" in (out / "opt-outs.csv").read_text()
