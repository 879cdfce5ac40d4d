"""A no to rows that are one lead by now: the note says what parts them, and that does part them."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.workspace.fairs import DAY, EVA, JAN, Fair, new_fair

HEADER = "lead_id_1,lead_id_2,decision"
AGAIN = "Eva,Meier,eva@meier.example.com,US,Bonn"


@pytest.fixture
def fair(folder) -> Fair:
    """A workspace with no run."""
    return new_fair(folder / "fair")


def pair_of(fair: Fair) -> tuple[str, str]:
    """Return the ids of the two rows that one lead of the master is made of."""
    (lead,) = (row for row in fair.rows("leads.csv") if row["merged_ids"])
    return lead["lead_id"], lead["merged_ids"]


@pytest.mark.slow
def test_the_note_says_what_parts_them(fair, folder, leadkit):
    """Typed as it is told, it gives two leads with cells of their own, and the no of each stays."""
    fair.list("a.csv", EVA, JAN)
    first = fair.run().run
    fair.write(
        "inbox/b.csv", "First Name,Last Name,E-Mail,Country,City,Email Opt Out",
        f"{AGAIN},yes",
    )  # fmt: skip
    second = fair.run().run
    fair.list("c.csv", "Ida,Lang,ida@lang.example.com,US,")
    fair.run()
    assert fair.people() == ["Eva", "Ida", "Jan"]
    one, other = pair_of(fair)
    fair.write("decisions.csv", HEADER, f"{one},{other},n", f"{one},nobody-else,")
    done = leadkit("run", "fair", "--as-of", DAY, cwd=folder)
    (note,) = (line for line in done.lines if "note: decisions say n" in line)
    assert note == (
        f"leadkit run: note: decisions say n to rows that are one lead since run {second} "
        f"({min(one, other)} and {max(one, other)}); to part them: 'leadkit runs restore {first} "
        "--in fair', then 'leadkit run fair'; it reads inbox/b.csv, inbox/c.csv again, which must "
        "be in place"
    )
    assert fair.people() == ["Eva", "Ida", "Jan"]
    for line in re.findall("'leadkit ([^']*)'", note):
        done = leadkit(*shlex.split(line), cwd=folder)
        assert done.code == 0, done.lines
    assert not [line for line in done.lines if "say n" in line]
    assert fair.people() == ["Eva", "Eva", "Ida", "Jan"]
    evas = {row["lead_id"]: row for row in fair.rows("leads.csv") if row["first_name"] == "Eva"}
    assert (evas[one]["city"], evas[other]["city"]) == ("", "Bonn")
    # one mailbox: what was said for it, and carried by the restore, holds for both
    assert [evas[each]["may_email"] for each in (one, other)] == ["no", "no"]


def test_where_no_run_before_is_kept(fair, folder, leadkit):
    """The note says so; that of rows that were never one, or are gone, is none."""
    fair.list("a.csv", EVA, JAN, AGAIN)
    run = fair.run().run
    one, other = pair_of(fair)
    jan = next(row["lead_id"] for row in fair.rows("leads.csv") if row["first_name"] == "Jan")
    fair.write("decisions.csv", HEADER, f"{one},{jan},n")
    assert not [
        line for line in leadkit("run", "fair", "--as-of", DAY, cwd=folder).lines if "say" in line
    ]
    fair.write("decisions.csv", HEADER, f"{one},{jan},n", f"{one},{other},n")
    (note,) = (
        line for line in leadkit("run", "fair", "--as-of", DAY, cwd=folder).lines
        if "note: decisions" in line
    )  # fmt: skip
    assert f"one lead since run {run} (" in note
    assert "no run before it is kept" in note
