"""Two users write into one folder: neither is led, robbed or shown anything by the other.

The other user is one who owns nothing; to be both asks for root.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.files.disk import open_output
from leadkit.files.partial import new_partial
from leadkit.files.settle import settle
from leadkit.run.outputs import OpenOutputs
from tests.files.planted import NOBODY, SECRET, as_user, check_untouched, needs_root, victim_in
from tests.files.test_planted import HEX, LIST, a_marker, mode_of

pytestmark = needs_root
FOR_ALL = 0o1777  # as /tmp: everybody may put files there, and removes only their own
OTHER = 65533  # somebody else who owns nothing
STICKY_AND_NOT = [pytest.param(FOR_ALL, id="as /tmp"), pytest.param(0o777, id="not sticky")]


@pytest.fixture
def shared(memory) -> Path:
    """A folder that everybody may write to, on a way that everybody may go."""
    memory.chmod(0o755)
    folder = memory / "shared"
    folder.mkdir()
    folder.chmod(FOR_ALL)
    return folder


def write(path: Path, content: bytes = b"new\n") -> None:
    with OpenOutputs() as opened:
        opened.open(str(path)).write(content)
        opened.commit()


@pytest.mark.parametrize("mode", STICKY_AND_NOT)
@pytest.mark.parametrize("user", [0, OTHER])
def test_a_marker_of_another_user(shared, user, mode):
    """Whoever finds it does not follow it, be it root, and says so."""
    shared.chmod(mode)
    with as_user(NOBODY):
        marker = a_marker(shared)
    with as_user(user):
        (note,) = settle(shared).notes
    assert "not followed, as it " in note  # is not a file of your own, or cannot be read
    assert marker.exists()
    assert not (shared / "leads.csv").exists()


@pytest.mark.parametrize("mode", STICKY_AND_NOT)
@pytest.mark.parametrize("user", [0, OTHER])
def test_a_half_written_file_of_another_user(shared, user, mode):
    """It is theirs to remove: it stays, and is named, as theirs are before ours."""
    shared.chmod(mode)
    with as_user(NOBODY):
        half, descriptor = new_partial(shared / "leads.csv")
    os.close(descriptor)
    with as_user(user):
        (note,) = settle(shared).removed
        write(shared / "other.csv")
    assert note.startswith(f"{half} may hold what a killed run had half written")
    assert half.exists()


def test_nobody_else_reads_what_is_half_written(shared):
    """Nor writes it; when it is done, the umask says who may."""
    with as_user(NOBODY):
        output = open_output(str(shared / "leads.csv"))
        output.write(SECRET)
    (half,) = shared.glob(".*-partial")
    with as_user(OTHER):
        for how in (os.O_RDONLY, os.O_WRONLY):
            with pytest.raises(PermissionError):
                os.open(half, how)
        with pytest.raises(PermissionError):
            half.unlink()
    with as_user(NOBODY):
        output.commit()
    assert (shared / "leads.csv").read_bytes() == SECRET


def test_a_half_written_file_that_somebody_exchanges(shared):
    """Where a folder lets everybody rename our files, what is put in place is still our own."""
    shared.chmod(0o777)
    (shared / "leads.csv").write_bytes(b"old\n")
    with OpenOutputs() as opened:
        file = opened.open(str(shared / "leads.csv"))
        file.write(b"new\n")
        file.prepare()
        (half,) = shared.glob(".*-partial")
        with as_user(NOBODY):
            half.rename(shared / "taken.csv")
            half.write_bytes(b"planted\n")
        with pytest.raises(LeadkitError, match="somebody put another file in place of what was"):
            file.replace()
    assert (shared / "leads.csv").read_bytes() == b"old\n"


@pytest.mark.parametrize(("user", "mode"), [(0, FOR_ALL), (OTHER, FOR_ALL), (OTHER, 0o1775)])
def test_an_output_that_somebody_else_put_there(shared, user, mode):
    """In a folder for everybody a file of theirs would be theirs again, with our leads in it."""
    os.chown(shared, 0, OTHER)
    shared.chmod(mode)
    (shared / "leads.csv").write_bytes(b"planted\n")
    (shared / "leads.csv").chmod(0o666)
    os.chown(shared / "leads.csv", NOBODY, NOBODY)
    with as_user(user), pytest.raises(LeadkitError, match=r"leads\.csv: belongs to another user"):
        write(shared / "leads.csv")
    assert (shared / "leads.csv").read_bytes() == b"planted\n"


@pytest.mark.parametrize("user", [0, OTHER])
@pytest.mark.parametrize("way", ["leads.csv", "there/victim", "../shared/leads.csv", "twice.csv"])
def test_an_output_by_a_link_that_somebody_else_put_there(memory, shared, user, way):
    """In a folder for everybody a link of theirs, anywhere on the way, is not followed."""
    victim = victim_in(memory)
    victim.parent.chmod(0o777)
    victim.chmod(0o666)
    with as_user(NOBODY):
        (shared / "leads.csv").symlink_to(victim)
        (shared / "there").symlink_to(victim.parent)
    (shared / "twice.csv").symlink_to("leads.csv")  # our own, which leads to theirs
    os.lchown(shared / "twice.csv", user, user)
    with as_user(user), pytest.raises(LeadkitError, match="is a link that somebody else put into"):
        write(shared / way)
    assert victim.read_bytes() == SECRET
    assert os.listdir(victim.parent) == ["victim"]


@pytest.mark.parametrize("owner", [OTHER, 0])
def test_an_output_by_a_link_that_is_to_be_trusted(memory, shared, owner):
    """One of our own, or of whom the folder belongs to, is followed as anywhere else."""
    (memory / "mine").mkdir(mode=0o777)
    (memory / "mine").chmod(0o777)
    (shared / "leads.csv").symlink_to(memory / "mine" / "leads.csv")
    os.lchown(shared / "leads.csv", owner, owner)
    with as_user(OTHER):
        write(shared / "leads.csv")
    assert (memory / "mine" / "leads.csv").read_bytes() == b"new\n"


def test_a_lock_of_another_user(shared):
    """Who may not open it hears so in one line; nothing is written."""
    with as_user(NOBODY):
        (shared / ".leads.csv.leadkit-lock").touch(0o600)
    with as_user(OTHER), pytest.raises(LeadkitError, match="cannot be locked by"):
        write(shared / "leads.csv")
    assert not (shared / "leads.csv").exists()


def test_a_file_that_root_replaces_keeps_its_owner(memory):
    """In a folder of its owner: the leads of a user stay theirs, with their mode."""
    memory.chmod(0o755)
    os.chown(memory, NOBODY, NOBODY)
    with as_user(NOBODY):
        (memory / "leads.csv").write_bytes(b"old\n")
        (memory / "leads.csv").chmod(0o640)
    write(memory / "leads.csv")
    found = (memory / "leads.csv").stat()
    assert (found.st_uid, found.st_gid, mode_of(memory / "leads.csv")) == (NOBODY, NOBODY, 0o640)


def test_a_group_that_cannot_be_kept_gets_no_rights(shared):
    """Who may not give a file to its old group opens it to no other one."""
    shared.chmod(0o777)
    (shared / "leads.csv").write_bytes(b"old\n")
    os.chown(shared / "leads.csv", OTHER, 0)
    (shared / "leads.csv").chmod(0o660)
    with as_user(OTHER):
        write(shared / "leads.csv")
    found = (shared / "leads.csv").stat()
    assert (found.st_gid, stat.S_IMODE(found.st_mode)) == (OTHER, 0o600)


def test_commands_of_two_users(memory, shared, leadkit, monkeypatch):
    """A run of one that was killed keeps the other from nothing; each removes its own."""
    (memory / "list.csv").write_bytes(LIST)  # not everybody may read what a first run loads
    assert leadkit("import", "list.csv", "-o", "leads.csv", cwd=memory).code == 0
    monkeypatch.chdir(shared)  # nor go where the tests stand
    with as_user(NOBODY):
        half = shared / f".theirs.csv.{HEX}.leadkit-partial"
        half.write_bytes(SECRET)
    with as_user(OTHER):
        mine = shared / f".mine.csv.{HEX}.leadkit-partial"
        mine.write_bytes(SECRET)
        (shared / "list.csv").write_bytes(LIST)
        done = leadkit("import", "list.csv", "-o", "leads.csv", cwd=shared)
    assert done.code == 0, done.err
    assert sorted(os.listdir(shared)) == [half.name, "leads.csv", "list.csv"]
    told = done.err.decode()
    assert "removed 1 file that a killed run had half written in the working folder" in told
    assert f"{half.name} may hold what a killed run had half written" in told
    assert (shared / "leads.csv").stat().st_uid == OTHER


def test_what_stands_elsewhere_is_as_it_was(memory, shared):
    """The helper of these tests sees a change where there is one."""
    victim = victim_in(memory)
    check_untouched(victim)
    victim.write_bytes(b"changed")
    with pytest.raises(AssertionError):
        check_untouched(victim)
