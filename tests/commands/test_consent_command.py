"""leadkit consent: CSV for programs, a table for people, the same figures in both."""

from __future__ import annotations

import csv
import io

import pytest

from tests.running import on_terminal

BADGES = (
    "Vorname,E-Mail,Scan Time,Opt-In\n"
    "Eva,eva@meier.example.com,2026-10-06 09:30,Yes\n"
    "Jan,jan@li.example.com,2026-10-06 09:31,No\n"
    "Ida,ida@lang.example.com,2026-10-06 09:32,ja\n"
)
CRM = "Name,Email\nMo,mo@x.example.com\n"


@pytest.fixture
def lists(folder):
    (folder / "badges.csv").write_text(BADGES, "utf-8")
    (folder / "crm.csv").write_text(CRM, "utf-8")
    return folder


def rows_of(out: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out.decode(), newline="")))


def test_lists_are_told_as_csv(lists, leadkit):
    """Several lists, raw as they are; the last line of the table sums them up, and one is said."""
    done = leadkit("consent", "badges.csv", "crm.csv", cwd=lists)
    assert done.code == 0
    assert done.out.decode().splitlines() == [
        "list,leads,yes,no,nothing,unclear,proven,lacks_day,lacks_source,lacks_wording,unread,to_do",
        "badges.csv,3,2,1,0,0,0,2,2,2,0,leadkit import badges.csv --consent-at created_at "
        "--consent-source 'WHERE THEY SAID IT' --consent-text 'WHAT THEY SAID YES TO'",
        "crm.csv,1,0,0,1,0,0,0,0,0,0,",
        "(total),4,2,1,1,0,0,2,2,2,0,",
    ]
    assert done.lines == ["leadkit consent: 4 rows of 2 lists: 2 said yes, 0 of them with proof"]


def test_what_it_says_to_write_mends_it(lists, leadkit):
    """The option, with what people know in place of the capitals, leaves nothing to do."""
    given = ["--consent-at", "created_at", "--consent-source", "stand", "--consent-text", "v2"]
    assert leadkit("import", "badges.csv", *given, "-o", "leads.csv", cwd=lists).code == 0
    assert leadkit("clean", "leads.csv", "-o", "clean.csv", cwd=lists).code == 0
    for leads in ("leads.csv", "clean.csv"):
        assert leadkit("consent", leads, "-q", "-o", "told.csv", cwd=lists).err == b""
        badges, total = rows_of((lists / "told.csv").read_bytes())
        assert (badges["yes"], badges["proven"], badges["to_do"]) == ("2", "2", "")
        assert total["list"] == "(total)"


def test_a_list_elsewhere_is_named_by_its_path(lists, leadkit):
    """What is to be written can be run from where it was asked."""
    (lists / "fair 26").mkdir()
    (lists / "fair 26" / "badges.csv").write_text(BADGES, "utf-8")
    (told, _) = rows_of(leadkit("consent", "fair 26", "-q", cwd=lists).out)
    assert told["list"] == "badges.csv"
    assert told["to_do"].startswith("leadkit import 'fair 26/badges.csv' --consent-at created_at")


def test_a_pipe_will_do_and_lost_rows_are_told(lists, leadkit):
    done = leadkit("consent", stdin=b"Name,Consent\nEva,yes\nIda,yes,x\n")
    told = rows_of(done.out)[0]
    assert told["list"] == "stdin"
    assert told["to_do"].startswith("leadkit import - --consent-at")
    assert (
        done.lines[0] == "leadkit consent: note: 1 row could not be read; 'leadkit import' says why"
    )
    assert leadkit("consent", "badges.csv", "--consent", "nothing.yaml", cwd=lists).code == 2


def test_a_terminal_gets_a_table_of_its_width(lists):
    """The table keeps to 80 columns; what to write stands below, whole, to be copied."""
    shown = on_terminal("consent", str(lists / "badges.csv"), str(lists / "crm.csv"))
    lines = shown.splitlines()
    head = next(line for line in lines if "proven" in line)
    assert head.split() == ["list", "leads", "yes", "proven", "no", "nothing", "unclear", "lacks"]
    assert max(map(len, lines[: lines.index("badges.csv, to mend it:")])) <= 80
    (badges,) = [line.split() for line in lines if line.split()[:1] == ["badges.csv"]]
    assert badges == ["badges.csv", "3", "2", "0", "1", "0", "0", "day:", "2"]
    assert lines[-1].startswith(f"  leadkit import {lists / 'badges.csv'} --consent-at created_at")
    assert lines[-1].endswith("--consent-text 'WHAT THEY SAID YES TO'")
