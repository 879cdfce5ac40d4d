"""No file is followed, filled or shared by accident, whatever somebody put where a run writes."""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
from pathlib import Path

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.files.disk import open_output, replace_file
from leadkit.files.marker import write_markers
from leadkit.files.partial import new_partial
from leadkit.files.settle import settle
from leadkit.run.outputs import OpenOutputs
from tests.files.planted import PLANTED, SECRET, check_untouched, victim_in

LIST = b"Name,E-Mail\nEva Meier,eva@meier.example.com\n"
HEX = "00112233445566778899aabbccddeeff"


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def write(path: Path, content: bytes = b"new\n") -> None:
    with OpenOutputs() as opened:
        opened.open(str(path)).write(content)
        opened.commit()


@pytest.mark.parametrize("planted", PLANTED)
def test_what_lies_where_the_half_written_file_would_be(folder, monkeypatch, planted):
    """Even what has its very name is not written to: the file is a new one, or there is none."""
    victim = victim_in(folder)
    monkeypatch.setattr(secrets, "token_hex", lambda size: HEX)
    at = folder / f".leads.csv.{HEX}.leadkit-partial"
    PLANTED[planted](at, victim)
    before = os.lstat(at)
    with pytest.raises(FileExistsError):
        new_partial(folder / "leads.csv")
    assert os.lstat(at) == before
    if planted not in ("a file open to all", "a folder"):  # our own, and so removed as left-overs
        with pytest.raises(LeadkitError, match=r"leads\.csv: File exists"):
            write(folder / "leads.csv")
        assert os.lstat(at) == before
    check_untouched(victim)
    assert not (folder / "leads.csv").exists()


def test_nobody_can_guess_the_name_of_the_half_written_file(folder):
    """It has 128 bits of chance in it, drawn anew for each file."""
    names = set()
    for _ in range(3):
        output = open_output(str(folder / "leads.csv"))
        output.write(b"lead_id")
        names |= {one.name for one in folder.glob(".*-partial")}
        output.discard()
    assert len(names) == 3
    assert all(re.fullmatch(r"\.leads\.csv\.[0-9a-f]{32}\.leadkit-partial", one) for one in names)


def test_a_half_written_file_is_for_its_owner_alone(folder):
    """From the first byte to the last, whatever the umask lets and the old file let."""
    path = folder / "leads.csv"
    path.write_bytes(b"old\n")
    path.chmod(0o666)
    umask = os.umask(0)
    try:
        for name in ("leads.csv", "new.csv"):
            output = open_output(str(folder / name))
            output.write(b"lead_id")
            (half,) = folder.glob(".*-partial")
            assert mode_of(half) == 0o600
            output.discard()
    finally:
        os.umask(umask)


@pytest.mark.parametrize("planted", [one for one in PLANTED if one != "a file open to all"])
def test_what_lies_where_the_lock_would_be(folder, leadkit, planted):
    """It is not opened, as opening would empty it: one line says what is to be removed."""
    (folder / "list.csv").write_bytes(LIST)
    victim = victim_in(folder)
    at = folder / ".leads.csv.leadkit-lock"
    PLANTED[planted](at, victim)
    before = os.lstat(at)
    done = leadkit("import", "list.csv", "-o", "leads.csv", cwd=folder)
    assert (done.code, done.out, len(done.lines)) == (2, b"", 1)
    assert done.lines[0].startswith("leadkit: leads.csv: cannot be locked by .leads.csv.leadkit-")
    check_untouched(victim)
    assert os.lstat(at) == before
    assert not (folder / "leads.csv").exists()


def test_a_lock_that_is_open_to_all(folder, leadkit):
    """It holds nothing, is taken over, and goes."""
    (folder / "list.csv").write_bytes(LIST)
    at = folder / ".leads.csv.leadkit-lock"
    PLANTED["a file open to all"](at, at)
    assert leadkit("import", "list.csv", "-o", "leads.csv", cwd=folder).code == 0
    assert sorted(os.listdir(folder)) == ["leads.csv", "list.csv"]


@pytest.mark.parametrize("planted", PLANTED)
def test_what_lies_where_a_marker_would_be(folder, leadkit, planted):
    """No command follows it or removes it; each says that it is there."""
    (folder / "leads.csv").write_bytes(b"lead_id,email\n1,eva@meier.example.com\n")
    victim = victim_in(folder)
    at = folder / f".leads.csv.{HEX}.leadkit-commit"
    PLANTED[planted](at, victim)
    before = os.lstat(at)
    done = leadkit("clean", "leads.csv", "-o", "out.csv", cwd=folder)
    assert done.code == 0, done.err
    assert f"{at.name}: says that a run was killed" in done.lines[0]
    check_untouched(victim)
    assert os.lstat(at).st_ino == before.st_ino


def a_marker(folder: Path, **otherwise: object) -> Path:
    """Leave what a run leaves that was killed before its first rename, but for what is given."""
    half = folder / f".leads.csv.{HEX}.leadkit-partial"
    half.write_bytes(SECRET)
    (marker,) = write_markers([half])
    said = json.loads(marker.read_text("utf-8"))
    said["files"][0] |= otherwise
    marker.write_text(json.dumps(said), "utf-8")
    return marker


def test_a_marker_is_followed(folder):
    """So that the tests below do not pass for want of a marker."""
    a_marker(folder)
    assert settle(folder).notes
    assert (folder / "leads.csv").read_bytes() == SECRET


OUTSIDE = [
    f"../elsewhere/.victim.{HEX}.leadkit-partial",
    f"/.victim.{HEX}.leadkit-partial",
    f"{{elsewhere}}/.victim.{HEX}.leadkit-partial",
    f"..\x00/.victim.{HEX}.leadkit-partial",
    f".../elsewhere/victim.{HEX}.leadkit-partial",
    "victim",
    "",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_marker_that_names_a_file_elsewhere(folder, name):
    """Nothing outside of its folder is renamed or removed, and nothing inside either."""
    victim = victim_in(folder)
    (folder / "work").mkdir()
    other = victim.with_name(f".victim.{HEX}.leadkit-partial")
    other.write_bytes(b"planted")
    found = other.stat()
    marker = a_marker(
        folder / "work",
        name=name.format(elsewhere=victim.parent),
        size=found.st_size,
        inode=found.st_ino,
        mtime_ns=found.st_mtime_ns,
    )
    (note,) = settle(folder / "work").notes
    assert note.endswith("not followed, as it is broken; the files beside it may be of two runs. "
                         "Make them anew, and remove it")  # fmt: skip
    assert other.read_bytes() == b"planted"
    other.unlink()
    check_untouched(victim)
    assert marker.exists()
    assert not (folder / "work" / "leads.csv").exists()


def test_a_marker_that_leads_to_another_folder(folder):
    """What it says of other folders counts only where a marker of the same run lies there, too."""
    victim = victim_in(folder)
    (folder / "work").mkdir()
    marker = a_marker(folder / "work")
    said = json.loads(marker.read_text("utf-8"))
    marker.write_text(json.dumps(said | {"folders": [".", "../elsewhere"]}), "utf-8")
    settle(folder / "work")
    check_untouched(victim)
    assert not (folder / "work" / "leads.csv").exists()


@pytest.mark.parametrize("mode", [0o604, 0o606, 0o660, 0o602])
def test_a_marker_that_others_may_read_or_write(folder, mode):
    """It is not what a run leaves, and is not followed."""
    marker = a_marker(folder)
    marker.chmod(mode)
    (note,) = settle(folder).notes
    assert "not followed, as others may read or write it" in note
    assert not (folder / "leads.csv").exists()


@pytest.mark.parametrize("planted", ["a link", "a hard link"])
def test_a_marker_whose_file_was_exchanged(folder, planted):
    """What lies under the half-written file's name is renamed only if it is what was written."""
    victim = victim_in(folder)
    a_marker(folder)
    half = folder / f".leads.csv.{HEX}.leadkit-partial"
    half.unlink()
    PLANTED[planted](half, victim)
    (note,) = settle(folder).notes
    assert "is not what the run wrote here" in note
    check_untouched(victim)
    assert not os.path.lexists(folder / "leads.csv")


@pytest.mark.parametrize("planted", ["a link", "a link to nowhere", "a hard link"])
def test_left_overs_that_are_links(folder, planted):
    """A link with the name of a left-over is named, and neither followed nor removed."""
    victim = victim_in(folder)
    at = folder / f".leads.csv.{HEX}.leadkit-partial"
    PLANTED[planted](at, victim)
    settled = settle(folder)
    assert len(settled.removed) == 1
    assert settled.removed[0].startswith(f"{at} may hold what a killed run had half written")
    assert os.path.lexists(at)
    check_untouched(victim)


def test_an_output_that_is_a_link(folder):
    """The file that it leads to is replaced, as one that leads nowhere yet makes that file."""
    victim = victim_in(folder)
    (folder / "leads.csv").symlink_to(victim)
    (folder / "new.csv").symlink_to(folder / "made.csv")
    for name in ("leads.csv", "new.csv"):
        write(folder / name)
        assert (folder / name).is_symlink()
    assert victim.read_bytes() == b"new\n" == (folder / "made.csv").read_bytes()


def test_an_output_that_is_a_hard_link(folder):
    """Its other names keep the old content: what is written is a file of its own."""
    victim = victim_in(folder)
    os.link(victim, folder / "leads.csv")
    write(folder / "leads.csv")
    check_untouched(victim)
    assert (folder / "leads.csv").read_bytes() == b"new\n"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o666, 0o604])
def test_the_mode_of_a_file_that_is_replaced(folder, mode):
    """It is the same at the end, whatever the umask."""
    path = folder / "leads.csv"
    path.write_bytes(b"old\n")
    path.chmod(mode)
    umask = os.umask(0o077)
    try:
        write(path)
    finally:
        os.umask(umask)
    assert (mode_of(path), path.read_bytes()) == (mode, b"new\n")


# Rights of the list, the umask, and the rights of what is made of it.
RIGHTS = [(0o600, 0o022, 0o600), (0o640, 0o022, 0o640), (0o644, 0o022, 0o644),
          (0o666, 0o077, 0o600), (0o660, 0o002, 0o660), (0o604, 0o022, 0o604)]  # fmt: skip


@pytest.mark.parametrize(("rights", "umask", "expected"), RIGHTS)
@pytest.mark.parametrize("given", ["list.csv", "lists"])
def test_what_is_made_of_a_private_list_is_private(folder, leadkit, rights, umask, expected, given):
    """New files are for nobody who may not read the list, nor for whom the umask keeps out."""
    (folder / "lists").mkdir()
    for path in (folder / "list.csv", folder / "lists" / "list.csv"):
        path.write_bytes(LIST)
        path.chmod(rights)
    (folder / "old.csv").write_bytes(b"")
    (folder / "old.csv").chmod(0o644)
    words = ("import", given, "-o", "leads.csv", "--rejects", "old.csv", "--summary", "sum.json")
    kept = os.umask(umask)
    try:
        done = leadkit(*words, cwd=folder)
    finally:
        os.umask(kept)
    assert done.code == 0, done.err
    assert {mode_of(folder / name) for name in ("leads.csv", "sum.json")} == {expected}
    assert mode_of(folder / "old.csv") == 0o644  # a file that was there keeps its rights


def test_what_is_made_of_a_private_standard_input(folder, shell):
    """The same holds for a list that the shell opens."""
    (folder / "list.csv").write_bytes(LIST)
    (folder / "list.csv").chmod(0o600)
    done = shell("umask 022; leadkit import -o leads.csv < list.csv", cwd=folder)
    assert (done.code, mode_of(folder / "leads.csv")) == (0, 0o600)


def test_a_key_that_is_private_makes_no_private_hashes(folder, leadkit):
    """Keys are for their owner alone, and hashes for those who get them."""
    (folder / "never.csv").write_bytes(b"email\neva@meier.example.com\n")
    (folder / "key").write_bytes(b"secret")
    (folder / "key").chmod(0o600)
    words = ("suppress", "never.csv", "--key-file", "key", "-o", "hashes.csv")
    assert leadkit(*words, cwd=folder).code == 0
    assert mode_of(folder / "hashes.csv") == mode_of(folder / "never.csv")


def test_a_workspace_of_private_lists(folder, leadkit):
    """Its tables, copies and kept lists are private, too, and those of the runs behind it."""
    assert leadkit("init", "fair", cwd=folder).code == 0
    for name, mode in (("a.csv", 0o600), ("b.csv", 0o644)):
        path = folder / "fair" / "inbox" / name
        path.write_bytes(LIST.replace(b"eva", name[:1].encode()))
        path.chmod(mode)
        done = leadkit("run", "fair", cwd=folder)
        assert done.code == 0, done.err
        made = {mode_of(one) for one in (folder / "fair" / "runs").rglob("*.csv")}
        assert made == {0o600}
        assert mode_of(folder / "fair" / "leads.csv") == 0o600


def test_a_single_file_is_made_in_the_same_way(folder):
    """What a workspace keeps for itself has no other way to be written."""
    victim = victim_in(folder)
    os.link(victim, folder / "present.json")
    replace_file(folder / "present.json", b"{}")
    check_untouched(victim)
    assert (folder / "present.json").read_bytes() == b"{}"
