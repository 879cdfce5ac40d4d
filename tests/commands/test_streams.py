"""Outputs that are full or closed, and Ctrl-C at any moment: one line, its exit code, no traceback."""

from __future__ import annotations

import os
import random
import shlex
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

COLUMNS = (
    "lead_id,email,email_status,lead_source,country,company,employees,industry,job_title,seniority,notes,"
    "consent,email_consent,phone,phone_status,remark_flags,created_at,lead_status,score_engagement,score_fit,score,score_reasons"
)
LEADS = f"{COLUMNS}\n1,eva@x.example.com{',' * 20}\n2,jan@x.example.com{',' * 20}\n"
PRINTING = [
    "--help", "--version", "--show-completion bash", "rules list", "rules --help", "rules check b2b", "rules schema",
    "explain --help", "explain 1 2 --in leads.csv", "import leads.csv", "clean leads.csv", "consent leads.csv",
    "suppress leads.csv", "cpl --revenue 1 --margin 2% --leads-per-order 3", "cpl leads.csv --by email --revenue 1 --margin 2%",
    "score leads.csv --rules b2b", "score leads.csv --compare b2b b2b", "classify leads.csv", "dedupe leads.csv",
    "init new --example", "runs --help",
]  # fmt: skip


def run(line: str, redirected: str, cwd, buffered: bool = True) -> subprocess.CompletedProcess:
    """Run a command in a process of its own, with streams as a shell redirects them."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "" if buffered else "1"}
    command = f'exec "{sys.executable}" -m leadkit {line} {redirected}'
    return subprocess.run(
        ["bash", "-c", command], cwd=cwd, env=environment, capture_output=True, timeout=60
    )


@pytest.fixture
def desk(folder):
    (folder / "leads.csv").write_text(LEADS, "utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("line", PRINTING)
def test_a_full_output_is_exit_2_and_one_line(line, desk):
    for buffered in (True, False):
        done = run(line, "> /dev/full", desk, buffered)
        if line.startswith("init"):  # which prints nothing there
            continue
        lines = done.stderr.decode().splitlines()
        assert done.returncode == 2, lines
        assert lines[-1] == "leadkit: standard output: the disk is full; nothing was written"
        assert "Traceback" not in done.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize("line", PRINTING[:-2])
def test_a_closed_output_is_exit_2_and_one_line(line, desk):
    done = run(line, ">&-", desk)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[-1].startswith("leadkit: standard output is closed; ")


@pytest.mark.slow
@pytest.mark.parametrize("line", ["--version", "rules list", "clean gone.csv", "gone"])
def test_where_nobody_listens_the_exit_code_tells(line, desk):
    code = 0 if line in ("--version", "rules list") else 2
    for redirected in ("2>&-", "2> /dev/full"):
        assert run(line, redirected, desk).returncode == code
    assert run(line, "> /dev/full 2> /dev/full", desk).returncode == 2
    assert run(line, ">&- 2>&-", desk).returncode == 2


def test_no_file_is_opened_under_the_number_of_a_closed_stream(desk):
    """What a library prints on standard error would be written into it."""
    done = run("clean leads.csv -o out.csv", "<&- >&- 2>&-", desk)
    assert done.returncode == 0
    assert (desk / "out.csv").read_text("utf-8").startswith("lead_id,email,")


def test_a_reader_who_has_seen_enough_is_no_error(desk):
    done = run("rules schema", "| head -c 10", desk)
    assert (done.returncode, done.stderr) == (0, b"")


BEGIN = """
import os, signal, sys
from leadkit.__main__ import main
os.write(1, b"!")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
main()
"""


@pytest.mark.slow
def test_ctrl_c_ends_a_command_at_any_moment(desk):
    """130 with one line and no traceback, while it is loaded as later.

    Before leadkit's first line it is Python that is interrupted, and says so in its own words. To
    who started the process Python may say that Ctrl-C ended it (-2), of which a shell makes 130.
    """
    lines = ["rules check b2b", "import leads.csv", "score leads.csv", "rules schema"]
    chance, ended = random.Random(7), Counter()
    for number in range(24):
        process = subprocess.Popen(
            [sys.executable, "-c", BEGIN, *shlex.split(lines[number % len(lines)])],
            cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        assert process.stdout.read(1) == b"!"
        time.sleep(chance.random() * 0.8)
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)[1].decode()
        assert "Traceback" not in told, told
        assert process.returncode in (0, 130, -signal.SIGINT)
        if process.returncode == 130:
            assert told.splitlines()[-1] == "leadkit: interrupted; no file was changed"
        ended[process.returncode] += 1
    assert ended[130]
