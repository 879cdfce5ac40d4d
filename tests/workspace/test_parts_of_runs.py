"""Files for some of the leads in a workspace: in each run's folder, with a copy at the top."""

from __future__ import annotations

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.workspace.redo import redo_run
from leadkit.workspace.restoring import restore_run
from tests.workspace.fairs import EVA, IDA, JAN, PIPELINE, TOM, new_fair

WRITE = "write: {swiss.csv: {country: CH}, here.csv: {country: {in_list: near.txt}}}\n"


@pytest.fixture
def fair(folder):
    """A workspace that writes two parts, and took in Eva, Jan and Tom."""
    fair = new_fair(folder / "fair")
    fair.write("pipeline.yaml", PIPELINE + WRITE)
    fair.write("near.txt", "US")
    fair.list("a.csv", EVA, JAN, TOM)
    fair.run()
    return fair


def test_parts_are_written_copied_and_recorded(fair):
    """Counted in the manifest, which says what the conditions were; their lists are inputs."""
    assert fair.people("swiss.csv") == ["Tom"]
    assert fair.people("here.csv") == fair.people("here.csv", fair.in_force) == ["Eva", "Jan"]
    manifest = fair.manifest()
    written = {one.name: (one.rows, one.copied) for one in manifest.outputs}
    assert (written["swiss.csv"], written["here.csv"]) == ((1, True), (2, True))
    assert manifest.options["write"] == {
        "swiss.csv": {"country": "CH"},
        "here.csv": {"country": {"in_list": "near.txt"}},
    }
    assert "near.txt" in {one.path for one in manifest.inputs}


@pytest.mark.slow
def test_they_follow_the_run_in_force(fair):
    """Nothing changed is no run; a new list, or another condition, is."""
    assert not fair.run().run
    fair.list("b.csv", IDA)
    fair.run()
    assert fair.people("here.csv") == ["Eva", "Ida", "Jan"]
    fair.write("near.txt", "CH")
    assert "near.txt changed" in fair.run().changed
    assert fair.people("here.csv") == ["Tom"]
    fair.write("pipeline.yaml", PIPELINE + WRITE.replace("country: CH", "country: US"))
    assert fair.run().changed == ("write in pipeline.yaml changed",)
    assert fair.people("swiss.csv") == ["Eva", "Ida", "Jan"]


@pytest.mark.slow
def test_one_that_is_written_no_more_goes(fair):
    """A copy of an older run would be taken for one of now; what somebody typed in stays."""
    fair.write("pipeline.yaml", PIPELINE + "write: {here.csv: {country: US}}\n")
    fair.run()
    assert not (fair.folder / "swiss.csv").exists()
    (fair.folder / "here.csv").write_text("called them all\n", "utf-8")
    fair.write("pipeline.yaml", PIPELINE)
    fair.run()
    assert (fair.folder / "here.csv").read_text("utf-8") == "called them all\n"


@pytest.mark.slow
def test_a_copy_that_a_stopped_run_left_goes_with_the_next_command(fair):
    old = (fair.folder / "swiss.csv").read_bytes()
    fair.write("pipeline.yaml", PIPELINE + "write: {here.csv: {country: US}}\n")
    fair.run()
    (fair.folder / "swiss.csv").write_bytes(old)
    told = []
    fair.run(tell=told.append)
    assert not (fair.folder / "swiss.csv").exists()
    assert any("swiss.csv: is gone" in line for line in told)


@pytest.mark.slow
def test_a_run_is_made_again_with_its_parts(fair):
    """By the conditions that were recorded, whatever the pipeline says by now."""
    first = fair.in_force
    fair.write("pipeline.yaml", PIPELINE)
    fair.write("near.txt", "CH")
    fair.run()
    redone = redo_run(fair.folder, first)
    assert redone.same
    assert {"swiss.csv", "here.csv"} <= set(redone.tables)


@pytest.mark.slow
def test_a_restored_run_has_its_parts(fair):
    """Of the leads that came back, by what the pipeline says now."""
    first = fair.in_force
    fair.list("b.csv", IDA)
    fair.run()
    fair.write("pipeline.yaml", PIPELINE + "write: {us.csv: {country: US}, x.csv: {gone: 1}}\n")
    told = []
    restore_run(fair.folder, first, tell=told.append)
    assert fair.people("us.csv") == ["Eva", "Jan"]
    assert not (fair.folder / "swiss.csv").exists()
    assert any("note: x.csv is left out: " in line for line in told)


@pytest.mark.slow
def test_a_part_is_no_list(fair):
    """Leads that a run wrote would come in again with every run."""
    text = PIPELINE.replace("files: inbox/", "files: [inbox/, swiss.csv]") + WRITE
    fair.write("pipeline.yaml", text)
    with pytest.raises(LeadkitError, match="is the workspace's own"):
        fair.run()


WRONG = {
    "Leads.csv": "every run writes a file of that name; call it otherwise",
    "funnel.csv": "every run writes a file of that name; call it otherwise",
    "out/sales.csv": "name a file without a folder, such as sales.csv",
    "../sales.csv": "name a file without a folder, such as sales.csv",
    "sales.txt": "is a table; give it a name that ends with .csv",
    "decisions.csv": "is there, but no run wrote it",
}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "said"), WRONG.items(), ids=WRONG)
def test_names_that_cannot_be(fair, name, said):
    before = fair.content()
    fair.write("pipeline.yaml", PIPELINE + f"write: {{{name}: {{country: CH}}}}\n")
    if name == "decisions.csv":
        fair.write("decisions.csv", "lead_id_1,lead_id_2,decision")
        before = fair.content() | {"pipeline.yaml": before["pipeline.yaml"]}
    with pytest.raises(LeadkitError, match=said):
        fair.run()
    assert fair.content() | {"pipeline.yaml": b""} == before | {"pipeline.yaml": b""}
