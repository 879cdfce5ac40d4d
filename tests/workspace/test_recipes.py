"""The recipes of docs/workspace.md, taken from the page and carried out: cron, systemd, a container, sending."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import ROOT, as_process
from tests.test_docs_code import blocks_of

PAGE = (ROOT / "docs" / "workspace.md").read_text("utf-8")


def block(language: str, name: str = "") -> str:
    """Return the only block of the page in this language, with this name behind it."""
    (found,) = [text for told, text in blocks_of(PAGE, language) if told == name]
    return found


def program(path: Path, text: str) -> Path:
    """Write a program that can be started."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def home(folder, leadkit):
    """Somebody's home: leadkit where the recipes have it, a workspace with a list, programs that
    write down how they were started."""
    program(
        folder / "leadkit" / ".venv" / "bin" / "leadkit",
        f'#!/bin/sh\nPYTHONPATH="{":".join(filter(None, sys.path))}" exec "{sys.executable}" -m leadkit "$@"\n',
    )
    for name in ("mail", "rclone", "curl"):
        program(folder / "bin" / name, f'#!/bin/sh\necho {name} "$@" >> "{folder}/started"\n')
    assert leadkit("init", "expo", "-q", cwd=folder).code == 0
    (folder / "expo" / "inbox" / "list.csv").write_text("E-Mail\neva@meier.example.com\n")
    return folder


def started(home: Path) -> list[str]:
    """Return what the programs were started with, and forget it."""
    path = home / "started"
    lines = path.read_text().splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return lines


@pytest.mark.slow
def test_the_line_for_cron(home):
    """In cron's environment, which has hardly anything: nothing is said where all is well."""
    first, line = block("crontab").splitlines()
    assert re.fullmatch(r"MAILTO=\S+@\S+", first)
    minute, hour, day, month, weekday, command = line.split(None, 5)
    assert (int(minute) < 60, int(hour) < 24, day, month, weekday) == (True, True, "*", "*", "1")
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "eva"}
    done = as_process(["/bin/sh", "-c", command], cwd=home, env=bare)
    assert (done.code, done.out, done.err) == (0, b"", b"")
    assert (home / "expo" / "leads.csv").exists()
    pipeline = home / "expo" / "pipeline.yaml"
    pipeline.write_text(
        re.sub("# rows: .*", "rows: {at_least: 100}", pipeline.read_text("utf-8")), "utf-8"
    )
    (home / "expo" / "inbox" / "next.csv").write_text("E-Mail\njan@li.example.com\n")
    done = as_process(["/bin/sh", "-c", command], cwd=home, env=bare)
    assert (done.code, done.out, len(done.lines)) == (1, b"", 1)
    assert "is held back" in done.lines[0]
    assert "rows: 1; expected are at least 100" in done.lines[0]


UNITS = ("leadkit-expo.service", "leadkit-expo.timer")


def unit(name: str, home: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str
    parser.read_string(block("ini", name).replace("%h", str(home)))
    return parser


@pytest.mark.slow
def test_the_units_of_systemd(home):
    """The timer is of the service, which runs once and ends; its command does what is said."""
    service, timer = (unit(name, home) for name in UNITS)
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["OnCalendar"]
    assert timer["Install"]["WantedBy"] == "timers.target"
    assert UNITS[0].partition(".")[0] == UNITS[1].partition(".")[0]
    done = as_process(service["Service"]["ExecStart"].split(), cwd="/", env={})
    assert done.code == 0
    assert (home / "expo" / "leads.csv").exists()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_the_units(home):
    """As systemd itself reads them."""
    paths = [home / name for name in UNITS]
    for path in paths:
        path.write_text(block("ini", path.name).replace("%h", str(home)))
    done = as_process(["systemd-analyze", "verify", *map(str, paths)])
    assert (done.code, done.err) == (0, b"")
    calendar = unit(UNITS[1], home)["Timer"]["OnCalendar"]
    assert as_process(["systemd-analyze", "calendar", calendar]).code == 0


def sent_on(home: Path, script: str) -> list[str]:
    """Run the script that sends new.csv on, after a run; return the programs that it started."""
    path = program(home / "send-new", script)
    program(home / "bin" / "leadkit", f'#!/bin/sh\necho leadkit "$@" >> "{home}/started"\n')
    env = {"HOME": str(home), "PATH": f"{home}/bin:/usr/bin:/bin"}
    done = as_process([str(path), "expo"], cwd=home, env=env)
    assert (done.code, done.out, done.err) == (0, b"", b"")
    run, *sent = started(home)
    assert run == "leadkit run -q expo"
    return sent


def test_new_csv_is_sent_once(home, leadkit):
    """When somebody is new, and not again when nothing happened since, or nobody came."""
    script = block("sh", "send-new")
    mail = ["mail -s New leads -A expo/new.csv sales@example.com"]
    inbox = home / "expo" / "inbox"
    leadkit("run", "-q", "expo", cwd=home)
    assert sent_on(home, script) == mail
    assert sent_on(home, script) == []
    (inbox / "again.csv").write_text("E-Mail,Phone\neva@meier.example.com,+49 89 99998123\n")
    leadkit("run", "-q", "expo", cwd=home)
    assert len(list((home / "expo" / "runs").glob("2*Z"))) == 2
    assert sent_on(home, script) == []  # nobody is new
    (inbox / "more.csv").write_text("E-Mail\njan@li.example.com\n")
    leadkit("run", "-q", "expo", cwd=home)
    assert sent_on(home, script) == mail


@pytest.mark.parametrize("line", block("sh", "instead of mail").splitlines())
def test_other_ways_to_send_it(home, line):
    """Each line stands for that with mail."""
    (home / "expo" / "new.csv").write_text("since_last_run,email\nnew,eva@meier.example.com\n")
    script = re.sub(r"^ *mail .*", line.replace("\\", r"\\"), block("sh", "send-new"), flags=re.M)
    (told,) = sent_on(home, script)
    assert told.startswith(line.partition(" ")[0])
    assert "expo/new.csv" in told


DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_the_page_shows_the_dockerfile():
    """And the Dockerfile copies what is there, and nothing that a checkout has not."""
    assert block("dockerfile") == DOCKERFILE
    for sources in re.findall(r"^COPY (.*) \S+$", DOCKERFILE, re.M):
        for source in sources.split():
            assert (ROOT / source).exists(), source


@pytest.mark.slow
def test_the_steps_of_the_dockerfile(folder):
    """Carried out without Docker: what is copied is enough for a wheel, which runs a workspace."""
    src, venv, data = folder / "src", folder / "venv", folder / "data"
    for sources, target in re.findall(r"^COPY (.*) (\S+)$", DOCKERFILE, re.M):
        for source in map(Path, sources.split()):
            place = folder / target.strip("/")
            place.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, dirs_exist_ok=True)
            else:
                shutil.copy(ROOT / source, place)
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    path = {
        **os.environ,
        "PATH": f"{venv}/bin:{os.environ['PATH']}",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    for command in re.findall(r"^RUN (.*)$", DOCKERFILE, re.M):
        subprocess.run(
            ["sh", "-ec", command.replace("/src", str(src))], env=path, check=True, timeout=600
        )
    assert not src.exists()
    data.mkdir()
    entry = re.findall(r'"([^"]*)"', re.search(r"^ENTRYPOINT (.*)$", DOCKERFILE, re.M)[1])
    usual = re.findall(r'"([^"]*)"', re.search(r"^CMD (.*)$", DOCKERFILE, re.M)[1])
    bare = {"PATH": f"{venv}/bin:/usr/bin:/bin"}
    made = as_process([*entry, "init", "fair", "--example", "-q"], cwd=data, env=bare)
    assert (made.code, made.err) == (0, b"")
    done = as_process([*entry, *usual], cwd=data / "fair", env=bare)
    assert done.code == 0, done.err
    assert (data / "fair" / "leads.csv").exists()
