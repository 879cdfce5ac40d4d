"""Hand-overs of a workspace: a folder in each run's, with a copy at the top."""

from __future__ import annotations

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.workspace.pruning import prune_runs
from leadkit.workspace.publishing import publish_run
from leadkit.workspace.redo import redo_run
from leadkit.workspace.restoring import restore_run
from tests.workspace.fairs import EVA, IDA, JAN, PIPELINE, TOM, new_fair

EXPORT = """
export:
  - {to: hubspot, folder: for-hubspot, where: {country: {in_list: near.txt}}}
  - {to: ours.yaml, folder: news, where: {lead_id: {known: true}}, new: true, for: sales}
"""
OURS = """
target: Ours
as_of: 2026-11-28
facts: [{what: all of it, source: invented, sure: m}]
file: people
columns:
  - {to: First Name, from: first_name}
  - {to: E-mail, from: email, as: email}
"""


def handed(fair, file, run=""):
    """Return the first names in a file that was handed over."""
    return sorted(row["First Name"] for row in fair.rows(file, run))


@pytest.fixture
def fair(folder):
    """A workspace that hands over twice, and took in Eva, Jan and Tom."""
    fair = new_fair(folder / "fair")
    fair.write("pipeline.yaml", PIPELINE + EXPORT)
    fair.write("near.txt", "US")
    fair.write("ours.yaml", OURS)
    fair.list("a.csv", EVA, JAN, TOM)
    fair.run()
    return fair


def top(fair, folder):
    return sorted(path.name for path in (fair.folder / folder).iterdir())


MAILED = "for-hubspot/contacts.csv"


def test_they_are_written_copied_and_recorded(fair):
    """In the folder of the run and at the top, with their hashes; targets and lists are inputs."""
    assert handed(fair, MAILED) == handed(fair, MAILED, fair.in_force) == ["Eva", "Jan"]
    assert handed(fair, "news/people.csv") == ["Eva", "Jan", "Tom"]
    assert top(fair, "news") == ["HOWTO.txt", "people.csv", "problems.csv", "sales.xlsx"]
    manifest = fair.manifest()
    written = {one.name: (one.rows, one.copied) for one in manifest.outputs}
    assert written[MAILED] == (2, True)
    assert written["news/people.csv"] == (3, True)
    assert written["leads.csv"] == (3, True)
    assert manifest.options["export"][1]["new"] == "true"
    report = (fair.workspace.run(fair.in_force) / "report.html").read_text("utf-8")
    assert "Handed over to other programs: 2 into for-hubspot and 3 into news." in report
    assert {"near.txt", "ours.yaml", "hubspot", "sales"} <= {one.path for one in manifest.inputs}


def test_new_alone_are_whom_the_run_before_had_not(fair):
    """Nothing changed is no run; a run without a new list has nobody new."""
    assert not fair.run().run
    fair.list("b.csv", IDA, JAN)
    fair.run()
    assert handed(fair, "news/people.csv") == ["Ida"]
    assert handed(fair, MAILED) == ["Eva", "Ida", "Jan"]
    fair.write("ours.yaml", OURS + "  - {to: Town, from: city}")
    assert fair.run().changed == ("ours.yaml changed",)
    assert handed(fair, "news/people.csv") == []


@pytest.mark.slow
def test_what_is_handed_over_no_more_goes(fair):
    """Files and folders of an older run would be taken for those of now; others' files stay."""
    fair.write("news/called.txt", "all of them")
    fair.write("pipeline.yaml", PIPELINE + "export: {to: zoho, folder: for-zoho}")
    fair.run()
    assert not (fair.folder / "for-hubspot").exists()
    assert top(fair, "news") == ["called.txt"]
    assert (fair.folder / "for-zoho" / "HOWTO.txt").is_file()


@pytest.mark.slow
def test_a_copy_that_is_gone_comes_back(fair):
    """As that of leads.csv does, with the next command, which also removes what a kill left."""
    (fair.folder / "news" / "people.csv").unlink()
    left = ".people.csv.00112233445566778899aabbccddeeff.leadkit-partial"
    (fair.folder / "news" / left).write_bytes(b"First")
    told = []
    fair.run(tell=told.append)
    assert any("news/people.csv: now of run" in line.replace("\\", "/") for line in told)
    assert top(fair, "news") == ["HOWTO.txt", "people.csv", "problems.csv", "sales.xlsx"]


@pytest.mark.slow
def test_a_run_is_made_again_with_its_hand_overs(fair):
    """By the targets and conditions that were, whatever there is by now; a changed file is told."""
    fair.list("b.csv", IDA)
    fair.run()
    second = fair.in_force
    fair.write("pipeline.yaml", PIPELINE)
    fair.write("near.txt", "CH")
    fair.write("ours.yaml", OURS + "  - {to: Town, from: city}")
    fair.run()
    redone = redo_run(fair.folder, second)
    assert redone.same, redone.difference
    assert {MAILED, "news/people.csv", "news/sales.xlsx"} <= set(redone.tables)
    (fair.workspace.run(second) / "news" / "people.csv").write_text("First Name\n", "utf-8")
    with pytest.raises(LeadkitError, match="was changed since the run"):
        redo_run(fair.folder, second)


@pytest.mark.slow
def test_a_restored_run_hands_over_whom_it_has(fair):
    """Nobody is new then; what its leads cannot give is left out."""
    first = fair.in_force
    fair.list("b.csv", IDA)
    fair.run()
    more = EXPORT + "  - {to: odoo, folder: odd, where: {gone: 1}}\n"
    fair.write("pipeline.yaml", PIPELINE + more)
    told = []
    restore_run(fair.folder, first, tell=told.append)
    assert handed(fair, MAILED) == ["Eva", "Jan"]
    assert handed(fair, "news/people.csv") == []
    assert any("note: odd is left out: " in line for line in told)
    assert not (fair.folder / "odd").exists()
    assert not (fair.workspace.run(fair.in_force) / "odd").exists()


@pytest.mark.slow
def test_strict_holds_a_run_back_until_it_is_published(fair):
    """The copies stay those of the run before; publish brings the new ones."""
    fair.write("pipeline.yaml", PIPELINE + EXPORT.replace("new: true", "strict: true"))
    fair.list("b.csv", 'Ida,Lang,"ida lang",US,', "Max,Kern,max@kern.example.com,US,")
    fair.write("ours.yaml", OURS.replace("as: email}", "as: email, required: true}"))
    run = fair.run()
    assert [gate.held for gate in run.held_back] == [False]
    assert handed(fair, "news/people.csv") == ["Eva", "Jan", "Tom"]
    publish_run(fair.folder, run.run)
    assert "Max" in handed(fair, "news/people.csv")


@pytest.mark.slow
def test_prune_takes_them_with_their_runs(fair):
    """Folders and all."""
    first = fair.in_force
    for number in range(4):
        fair.list(f"{number}.csv", f"P{number},Kern,p{number}@kern.example.com,US,")
        fair.run()
    prune_runs(fair.folder, 1)
    assert not fair.workspace.run(first).exists()
    assert redo_run(fair.folder, fair.in_force).same


@pytest.mark.slow
def test_a_dry_run_writes_nothing(fair):
    """Neither in a workspace with runs nor in one without."""
    fair.list("b.csv", IDA)
    before = fair.content()
    fair.run(dry_run=True)
    assert fair.content() == before
    other = new_fair(fair.folder.parent / "other", PIPELINE + EXPORT)
    other.write("near.txt", "US")
    other.write("ours.yaml", OURS)
    other.list("a.csv", EVA)
    before = other.content()
    other.run(dry_run=True)
    assert other.content() == before


WRONG = {
    "runs": "is the workspace's own name for something else",
    "leads.csv": "is the workspace's own name for something else",
    "swiss.csv": "is the workspace's own name for something else",
    "out/sales": "name a folder without others, such as for-hubspot",
    "../sales": "name a folder without others, such as for-hubspot",
    "rules": "is there, but no run wrote it",
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "said"), WRONG.items(), ids=WRONG)
def test_folders_that_cannot_be(fair, name, said):
    text = f"export: {{to: zoho, folder: {name}}}\nwrite: {{swiss.csv: {{country: CH}}}}\n"
    fair.write("pipeline.yaml", PIPELINE + text)
    before = fair.content()
    with pytest.raises(LeadkitError, match=said):
        fair.run()
    assert fair.content() == before


@pytest.mark.slow
def test_what_was_handed_over_is_no_list(fair):
    """Leads would come in again with every run."""
    lists = "files: [inbox/, for-hubspot/]"
    fair.write("pipeline.yaml", PIPELINE.replace("files: inbox/", lists) + EXPORT)
    with pytest.raises(LeadkitError, match="is the workspace's own"):
        fair.run()
