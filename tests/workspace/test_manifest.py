"""Manifests and the file that says which run is in force: written, read, and refused in one line."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.workspace.json_file import as_bytes
from leadkit.workspace.manifest import (
    Gate,
    Input,
    Link,
    Manifest,
    Output,
    Rows,
    StageRun,
    Taken,
    manifest_bytes,
    manifest_schema,
    read_manifest,
)
from leadkit.workspace.paths import Workspace, new_run_name, open_workspace, unfinished_names
from leadkit.workspace.present import (
    InForce,
    Present,
    come_into_force,
    read_present,
    read_run_in_force,
)

RUN, BEFORE, HASH = "2026-11-27T093000Z", "2026-11-20T093000Z", "0f" * 32
MANIFEST = Manifest(
    schema=1, leadkit="0.1.0", python="3.11.2", run=RUN, kind="run",
    began="2026-11-27T09:30:00Z", ended="2026-11-27T09:30:04Z", as_of="2026-11-27",
    ledger=Rows(read=440, written=299, rejected=3, merged=138),
    options={"import": {"region": None}, "steps": [{"stage": "clean", "options": {"only": []}}]},
    libraries={"pandas": "3.1.1"}, previous=Link(BEFORE, HASH), changed=("the day",),
    inputs=(Input("inbox/badges.csv", "list", 17, HASH),), taken=(Taken(HASH, "inbox/a.csv", RUN),),
    stages=(StageRun("clean", 10, 9, {"e-mails invalid": 3}),),
    outputs=(Output("leads.csv", 9, HASH, 3), Output("log.txt", 9, HASH)),
    expect=(Gate("rejected", "at_most: 2%", "3%", held=False),), seconds={"clean": 1, "all": 2.5},
    peak_memory=None,
)  # fmt: skip


@pytest.fixture
def workspace(folder) -> Workspace:
    """A workspace with one run that has a manifest and nothing else."""
    (folder / "pipeline.yaml").write_bytes(b"")
    workspace = open_workspace(folder)
    write(workspace, MANIFEST)
    return workspace


def write(workspace: Workspace, manifest: Manifest | dict, run: str = RUN) -> None:
    content = json.dumps(manifest).encode() if isinstance(manifest, dict) else as_bytes(manifest)
    workspace.run(run).mkdir(parents=True, exist_ok=True)
    workspace.manifest(run).write_bytes(content)


def test_what_is_written_is_read(workspace):
    """A manifest comes back as it was, with whole numbers where numbers may have a point."""
    read, _ = read_manifest(workspace, RUN)
    assert read == MANIFEST
    assert read.output("leads.csv").rows == 3
    assert read.output("other.csv") is None
    assert [gate.name for gate in read.broken] == ["rejected"]


def test_a_later_version_may_add_keys(workspace):
    """Keys that nobody knows are passed over; what has a default may be missing."""
    told = json.loads(manifest_bytes(MANIFEST)) | {"weather": {"rain": True}}
    del told["libraries"]
    told["inputs"][0]["colour"] = "red"
    write(workspace, told)
    assert read_manifest(workspace, RUN)[0] == replace(MANIFEST, libraries={})


BROKEN = {
    "not JSON": (b"{", "it is not JSON"),
    "not text": (b'{"schema": 1, "run": "\xff"}', "it is not JSON"),
    "too deep": (b"[" * 100_000, "it is not JSON"),
    "a list": (b"[1]", "it says no schema"),
    "no schema": (b"{}", "it says no schema"),
    "a text as schema": (b'{"schema": "1"}', "it says no schema"),
    "nothing else": (b'{"schema": 1}', "'leadkit' is missing"),
}


@pytest.mark.parametrize(("content", "why"), BROKEN.values(), ids=BROKEN)
def test_a_broken_manifest(workspace, content, why):
    """What is no manifest is one line that names the file."""
    workspace.manifest(RUN).write_bytes(content)
    with pytest.raises(LeadkitError) as told:
        read_manifest(workspace, RUN)
    assert str(told.value) == (
        f"{workspace.manifest(RUN)}: is a broken manifest ({why}); put it back from a backup"
    )
    assert told.value.exit_code == 2


WRONG = {
    ("run",): ("../x", "'../x' is no name of a run"),
    ("kind",): ("walk", "'walk' is no kind of run"),
    ("ledger", "read"): (1.5, "'ledger.read' is not a whole number"),
    ("ledger", "written"): (True, "'ledger.written' is not a whole number"),
    ("inputs", 0, "sha256"): ("0f", "'inputs[0]': '0f' is no SHA-256"),
    ("outputs", 0, "name"): (
        "../leads.csv",
        "'outputs[0]': '../leads.csv' is no name of a run's file",
    ),
    ("outputs", 1, "name"): (
        "c:\\leads.csv",
        "'outputs[1]': 'c:\\leads.csv' is no name of a run's file",
    ),
    ("stages",): ({}, "'stages' is no list"),
    ("stages", 0, "counts"): ([], "'stages[0].counts' holds no names with values"),
    ("previous",): ("x", "'previous' holds no names with values"),
    ("previous", "run"): ("yesterday", "'previous': 'yesterday' is no name of a run"),
    ("expect", 0, "held"): ("no", "'expect[0].held' is not true or false"),
    ("seconds", "all"): (True, "'seconds.all' is not a number"),
}


@pytest.mark.parametrize(("place", "value", "why"), [(k, *v) for k, v in WRONG.items()], ids=str)
def test_a_value_of_another_kind(workspace, place, value, why):
    """Each value is looked at, and told by its place."""
    told = json.loads(manifest_bytes(MANIFEST))
    inner = told
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    write(workspace, told)
    with pytest.raises(LeadkitError) as error:
        read_manifest(workspace, RUN)
    assert f"is a broken manifest ({why});" in str(error.value)


def test_a_manifest_of_a_later_schema(workspace):
    """Who does not know a schema leaves it alone, whatever else stands there."""
    write(workspace, {"schema": 2, "run": {"name": "else"}})
    with pytest.raises(
        LeadkitError, match=r"manifest.json: is of schema 2, and this leadkit knows"
    ):
        read_manifest(workspace, RUN)


def test_the_manifest_of_another_run(workspace):
    """A folder that was renamed or copied is noticed."""
    write(workspace, MANIFEST, BEFORE)
    with pytest.raises(LeadkitError, match=rf"is the manifest of another run, {RUN}; put it back"):
        read_manifest(workspace, BEFORE)


def test_the_schema_describes_every_field():
    """The JSON Schema has each key of a manifest with a sentence, and fits one that was written."""
    schema = json.loads(manifest_schema())
    assert list(schema["properties"]) == [one.name for one in fields(Manifest)]
    check(json.loads(manifest_bytes(MANIFEST)), schema)

    def described(part: dict) -> None:
        for name, inner in part.get("properties", {}).items():
            assert inner.get("description", "").endswith((".", "...")), name
            for deeper in (inner, inner.get("items", {}), *inner.get("anyOf", [])):
                described(deeper)

    described(schema)


def check(value: object, schema: dict) -> None:
    """As much of JSON Schema as ours uses."""
    if "anyOf" in schema:
        assert value is None or check(value, schema["anyOf"][0]) is None
        return
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool,
             "array": list, "object": dict}  # fmt: skip
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]])
    assert value in schema.get("enum", [value])
    for one in value if isinstance(value, list) else []:
        check(one, schema.get("items", {}))
    if isinstance(value, dict):
        assert set(schema.get("required", ())) <= value.keys()
        for name, one in value.items():
            check(
                one, schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            )


def test_the_schema_is_a_command(leadkit):
    """leadkit rules schema manifest prints it."""
    assert leadkit("rules", "schema", "manifest").out.decode() == manifest_schema()


def test_a_run_comes_into_force(workspace):
    """The file has the run and its history, and the manifest must be the one that was published."""
    made = replace(MANIFEST, previous=None)
    write(workspace, made)
    assert read_present(workspace) is None
    _, sha256 = read_manifest(workspace, RUN)
    first = come_into_force(workspace, RUN, sha256, "run")
    assert read_present(workspace) == first
    assert (first.run, first.before, first.in_force.how) == (RUN, None, "run")
    assert read_run_in_force(workspace, first) == made
    write(workspace, replace(made, python="3.12.0"))
    with pytest.raises(LeadkitError, match=r"manifest.json: was changed since the run came into"):
        read_run_in_force(workspace, first)
    second = come_into_force(workspace, RUN, HASH, "publish")
    assert second.before == first.in_force
    assert second.names() == {RUN}
    assert sorted(path.name for path in workspace.runs.iterdir()) == [RUN, "present.json"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "it is not JSON"),
        (b'{"schema": 1, "run": "x"}', "its history does not end with the run in force"),
        (b'{"schema": 1, "run": "x", "history": [{"run": "../x"}]}', "'history[0].manifest_sha256' is missing"),
    ],
)  # fmt: skip
def test_a_broken_file_of_what_is_in_force(workspace, content, why):
    """It is named in one line, too."""
    workspace.present.write_bytes(content)
    with pytest.raises(LeadkitError) as told:
        read_present(workspace)
    assert str(told.value) == (
        f"{workspace.present}: is a broken file ({why}); put it back from a backup"
    )


def test_what_is_in_force_is_of_a_later_schema(workspace):
    """present.json has a schema of its own."""
    workspace.present.write_bytes(b'{"schema": 7}')
    with pytest.raises(LeadkitError, match="is of schema 7"):
        read_present(workspace)


def test_nothing_says_what_is_in_force(workspace):
    """Where later runs tell that there was a master, nobody begins anew without it."""
    write(workspace, replace(MANIFEST, previous=None))
    assert read_present(workspace) is None
    write(workspace, MANIFEST)
    with pytest.raises(LeadkitError, match=r"present.json: is gone, and so nothing says which run"):
        read_present(workspace)


def test_names_of_runs(workspace, monkeypatch):
    """A run is called by its second, and later than all runs before it."""
    from datetime import UTC, datetime, timedelta, timezone

    moment = datetime(2026, 12, 1, 8, 0, 5, tzinfo=timezone(timedelta(hours=1)))
    assert new_run_name(workspace, moment) == "2026-12-01T070005Z"
    assert new_run_name(workspace, datetime(2025, 1, 1, tzinfo=UTC)) == "2026-11-27T093001Z"
    (workspace.runs / ".2026-11-28T000000Z.making").mkdir()
    (workspace.runs / ".x.making").mkdir()
    assert unfinished_names(workspace) == ["2026-11-28T000000Z"]


def test_what_paths_are_called(workspace, folder, monkeypatch):
    """Files of the workspace are called from its folder on, others by their whole path."""
    monkeypatch.chdir(folder)
    assert workspace.named("inbox/a.csv") == "inbox/a.csv"
    assert workspace.named(folder / "rules" / "b2b.yaml") == "rules/b2b.yaml"
    outside = (folder.parent / "never.csv").as_posix()
    assert workspace.named(outside) == outside
    assert workspace.located(outside) == Path(outside)
    assert workspace.located("inbox/a.csv") == folder / "inbox" / "a.csv"


@pytest.mark.parametrize("made", [True, False])
def test_a_folder_that_is_no_workspace(folder, made):
    """One line says so, and how to make one."""
    place = folder / "fair"
    if made:
        place.mkdir()
    with pytest.raises(LeadkitError, match=f"'leadkit init {place}' makes"):
        open_workspace(place)


def test_a_present_without_history():
    """What is in force is the end of the history."""
    with pytest.raises(ValueError, match="history"):
        Present(1, RUN, (InForce(BEFORE, HASH, "", "run"),))
