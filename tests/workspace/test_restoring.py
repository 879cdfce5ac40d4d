"""runs restore: an older master becomes the present one, and no no is unsaid by it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from leadkit.workspace.manifest import read_manifest
from leadkit.workspace.paths import Workspace, run_names
from leadkit.workspace.present import read_present
from leadkit.workspace.restoring import restore_run
from leadkit.workspace.runs import list_runs
from leadkit.workspace.standing import check_run
from tests.workspace.invented_runs import invent, run_name

COLUMNS = [
    "lead_id", "merged_ids", "email", "phone", "lead_status", "status_since", "status_reason", "score",
    "score_engagement", "consent", "consent_at", "consent_source", "consent_text", "email_consent",
    "email_opt_out", "notes", "may_email", "may_call", "may_post", "contact_basis", "next_step", "refused",
]  # fmt: skip
EVA = {
    "lead_id": "e", "email": "eva@x.example.com", "phone": "+49 89 99998123", "lead_status": "MQL",
    "status_since": "2026-11-01", "score": "50", "score_engagement": "0", "consent": "yes",
    "consent_at": "2026-11-01", "consent_source": "a form", "consent_text": "v1",
    "may_email": "yes", "may_call": "yes", "may_post": "no", "contact_basis": "email: consent",
}  # fmt: skip
JAN = EVA | {"lead_id": "j", "email": "jan@x.example.com", "phone": "", "lead_status": "lead"}


def line(lead: dict[str, str]) -> str:
    return ",".join(lead.get(name, "") for name in COLUMNS)


def fair(folder: Path, *runs: list[dict[str, str]]) -> Path:
    """A workspace whose runs, a week apart, gave these leads."""
    days = [6 + 7 * at for at in range(len(runs))]
    rows = {day: [line(lead) for lead in leads] for day, leads in zip(days, runs, strict=True)}
    invent(folder / "fair", dict.fromkeys(days, "published"), rows, ",".join(COLUMNS))
    return folder / "fair"


def leads_of(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="") as file:
        return {row["lead_id"]: row for row in csv.DictReader(file)}


def test_the_older_leads_come_back_byte_for_byte(folder, leadkit):
    """As a new run that goes on from the present one; the runs since stay where they are."""
    place = fair(folder, [EVA, JAN], [EVA, JAN | {"lead_status": "MQL"}], [EVA])
    before = {
        name: (place / "runs" / name / "leads.csv").read_bytes()
        for name in run_names(Workspace(place))
    }
    done = leadkit("runs", "restore", "2026-11-06", "--in", place)
    (*older, new) = run_names(Workspace(place))
    assert (done.code, done.lines) == (
        0,
        [
            f"leadkit runs: {new} has the 2 leads of {run_name(6)}, and is in force",
            "  the next run reads again what was read since, if it is there: inbox/20.csv",
        ],
    )
    assert (place / "leads.csv").read_bytes() == before[run_name(6)]
    assert (place / "new.csv").read_text() == f"since_last_run,{','.join(COLUMNS)}\n"
    assert {name: (place / "runs" / name / "leads.csv").read_bytes() for name in older} == before
    manifest, _ = read_manifest(Workspace(place), new)
    check_run(Workspace(place), manifest)
    assert (manifest.kind, manifest.restored, manifest.as_of) == (
        "restore",
        run_name(6),
        "2026-11-06",
    )
    assert manifest.previous.run == run_name(20)
    assert (manifest.ledger.written, manifest.ledger.master, manifest.ledger.new) == (2, 2, 0)
    assert [one.path for one in manifest.taken] == ["inbox/6.csv"]
    assert [(run.name, run.state) for run in list_runs(place)][-2:] == [
        (run_name(20), "was in force"), (new, "in force"),
    ]  # fmt: skip
    assert read_present(Workspace(place)).in_force.how == "restore"


def test_a_restore_is_taken_back_by_a_restore(folder):
    """Nothing is lost: the run that was in force comes back the same way."""
    place = fair(folder, [EVA, JAN], [EVA])
    was = (place / "leads.csv").read_bytes()
    restore_run(place, "2026-11-06")
    assert (place / "leads.csv").read_bytes() != was
    restore_run(place, run_name(13))
    assert (place / "leads.csv").read_bytes() == was


NOES = {  # what the leads were since -> the cells of the lead in which the no stands
    "an opt-out": ([EVA | {"email_opt_out": "yes"}, JAN], {"email_opt_out": "yes"}),
    "a consent denied": ([EVA | {"email_consent": "no"}, JAN], {"email_consent": "no"}),
    "a remark": ([EVA | {"notes": "Bitte keine E-Mails mehr"}, JAN], {"email_opt_out": "yes"}),
    "under another id": (
        [EVA | {"lead_id": "x", "merged_ids": "e", "email_opt_out": "yes"}, JAN], {"email_opt_out": "yes"},
    ),
    "by somebody else with the address": (
        [JAN, JAN | {"lead_id": "k", "email": "Eva@X.example.com", "email_opt_out": "yes"}],
        {"refused": "email eva@x.example.com"},
    ),
    "two of which one said no": (
        [EVA | {"lead_id": "p"}, EVA | {"lead_id": "e", "email_opt_out": "yes"}, JAN], {"email_opt_out": "yes"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("later", "cells"), NOES.values(), ids=list(NOES))
def test_a_no_that_was_said_since_holds(folder, leadkit, later, cells):
    """Whatever said it: the lead is as it was, but may not be written to; others are untouched."""
    place = fair(folder, [EVA, JAN], [EVA, JAN], later, later)  # not only in the very next run
    done = leadkit("runs", "restore", "2026-11-06", "--in", place)
    assert done.code == 0, done.lines
    assert "  1 of them said no since, which holds" in done.lines
    eva, jan = leads_of(place / "leads.csv").values()
    assert eva["may_email"] == "no"
    assert {name: eva[name] for name in cells} == cells
    assert eva["lead_status"] == "MQL"
    assert jan == leads_of(place / "runs" / run_name(6) / "leads.csv")["j"] | {
        name: "" for name in jan if name not in COLUMNS
    }


def test_a_no_of_the_restored_state_is_no_new_one(folder):
    """Who had said no by then comes back as it was, byte for byte."""
    no = EVA | {"email_opt_out": "yes", "may_email": "no", "refused": "email eva@x.example.com"}
    place = fair(folder, [no, JAN], [no, JAN])
    done = restore_run(place, run_name(6))
    assert done.said_no == 0
    assert (place / "leads.csv").read_bytes() == (
        place / "runs" / run_name(6) / "leads.csv"
    ).read_bytes()


def with_removed(place: Path, day: int, ids: list[str]) -> None:
    """Say of a run that it removed leads; its manifest knows the file."""
    from dataclasses import replace
    from hashlib import sha256

    from leadkit.workspace.json_file import as_bytes
    from leadkit.workspace.manifest import Output
    from leadkit.workspace.present import write_present

    workspace = Workspace(place)
    text = "".join(
        [
            "lead_id,reason,sha256\n",
            *(f"{one},e-mail is on suppress.csv,{'0' * 64}\n" for one in ids),
        ]
    )
    path = workspace.run(run_name(day)) / "suppressed.csv"
    path.write_text(text)
    manifest, _ = read_manifest(workspace, run_name(day))
    output = Output(path.name, len(text), sha256(text.encode()).hexdigest(), len(ids))
    content = as_bytes(replace(manifest, outputs=(*manifest.outputs, output)))
    workspace.manifest(run_name(day)).write_bytes(content)
    present = read_present(workspace)
    if present.run == run_name(day):
        told = replace(present.in_force, manifest_sha256=sha256(content).hexdigest())
        write_present(workspace, replace(present, history=(*present.history[:-1], told)))


def test_who_is_on_a_suppression_list_stays_removed(folder, leadkit):
    """As long as the list says so: a list that was wrong and was mended gives everybody back."""
    place = fair(folder, [EVA, JAN], [])
    with_removed(place, 13, ["e", "j", "gone long ago"])
    shutil.copytree(place, folder / "mended")
    (place / "suppress.csv").write_text("email\neva@x.example.com\n")
    done = leadkit("runs", "restore", "2026-11-06", "--in", place)
    assert "  1 other is on a suppression list by now, and stays removed" in done.lines
    assert list(leads_of(place / "leads.csv")) == ["j"]
    new = run_names(Workspace(place))[-1]
    removed = leads_of(place / "runs" / new / "suppressed.csv")
    assert list(removed) == ["e", "gone long ago"]  # nobody of them is taken in again
    rows = read_manifest(Workspace(place), new)[0].ledger
    assert rows.read + rows.master == rows.written + rows.suppressed == 2

    restore_run(folder / "mended", run_name(6))
    assert list(leads_of(folder / "mended" / "leads.csv")) == ["e", "j"]
    new = run_names(Workspace(folder / "mended"))[-1]
    removed = leads_of(folder / "mended" / "runs" / new / "suppressed.csv")
    assert list(removed) == ["gone long ago"]


def test_a_damaged_run_is_passed_by(folder, leadkit):
    """It is why people restore; what only it knew is said to be lost."""
    said_no = EVA | {"email_opt_out": "yes"}
    place = fair(folder, [EVA], [said_no], [EVA])
    damaged = place / "runs" / run_name(20) / "leads.csv"
    damaged.write_text("damaged")
    done = leadkit("runs", "restore", "2026-11-06", "--in", place)
    assert done.code == 0
    assert f"{damaged}: was changed since the run" in done.lines[0]
    assert leads_of(place / "leads.csv")["e"]["may_email"] == "no"


REFUSED = {
    "2026-11-20": "2026-11-20T093000Z: is in force",
    "2026-11-27": "2026-11-27T093000Z: never was in force; 'leadkit runs publish 2026-11-27T093000Z",
}


@pytest.mark.parametrize(("called", "said"), REFUSED.items())
def test_what_cannot_be_restored(folder, leadkit, called, said):
    """The run in force, and one that never was: exit code 2, nothing is made."""
    invent(folder / "fair", {6: "published", 20: "published", 27: "held back"})
    done = leadkit("runs", "restore", called, "--in", folder / "fair")
    assert (done.code, len(done.lines)) == (2, 1)
    assert said in done.lines[0]
    assert len(run_names(Workspace(folder / "fair"))) == 3


@pytest.mark.parametrize("what", ["typed", "damaged"])
def test_what_was_typed_or_damaged_is_no_reason_to_lose_anything(folder, leadkit, what):
    """leads.csv with changes by hand, and an older run that is not whole any more."""
    place = fair(folder, [EVA, JAN], [EVA])
    path = place / "leads.csv" if what == "typed" else place / "runs" / run_name(6) / "leads.csv"
    path.write_text("x")
    done = leadkit("runs", "restore", "2026-11-06", "--in", place)
    assert (done.code, len(done.lines)) == (2, 1)
    assert path.read_text() == "x"
    assert len(run_names(Workspace(place))) == 2


def test_a_restore_can_be_made_again(folder, leadkit):
    """The leads of the older run, but for who said no since; else the difference is named."""
    place = fair(folder, [EVA, JAN], [EVA | {"email_opt_out": "yes"}, JAN], [EVA])
    restore_run(place, "2026-11-13")
    done = leadkit("runs", "redo", "last", "--in", place)
    new = run_names(Workspace(place))[-1]
    assert (done.code, done.lines) == (
        0, [f"leadkit runs: run {new} made again: 1 table, all the same bytes"],
    )  # fmt: skip
    restore_run(place, "2026-11-06")
    done = leadkit("runs", "redo", "--in", place)
    assert (done.code, len(done.lines)) == (0, 1)
    assert done.lines[0].endswith("; but for who said no since, or is suppressed")
