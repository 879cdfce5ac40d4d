"""A lead that was removed stays removed: two weeks of a list, as its users run them."""

from __future__ import annotations

import csv
import json
import shutil

import pytest

WEEK_1 = """\
lead_id,first_name,last_name,company,email,phone,country
a1,Eva,Meier,Acme GmbH,eva@meier.example.com,+498999998123,DE
a2,Tom,Kern,Kern KG,tom@kern.example.com,,DE
a3,Thomas,Kern,Kern KG,,+498999998124,DE
a4,Ida,Voss,Voss AG,ida@voss.example.com,,DE
"""
# Eva comes again by her number alone, somebody else is new, and Ida is known.
WEEK_2 = """\
lead_id,first_name,last_name,company,email,phone,country
b1,E.,Meier,,,0049 89 99998-123,DE
b2,Jan,Lang,Lang GmbH,jan@lang.example.com,,DE
b3,Ida,Voss,Voss AG,IDA@voss.example.com,,DE
b4,Ute,Bolt,Bolt SE,ute@it.bolt.example.com,,DE
"""
NEVER = "email\neva+news@meier.example.com\n@bolt.example.com\n"
DECISIONS = "decision,lead_id_1,lead_id_2\nn,a1,a4\ny,a2,a3\n"
KEYED = ("--key-file", "key")


@pytest.fixture
def weeks(folder, leadkit):
    """A folder in which the first week has been run: a1 is removed, the others are the master."""
    for name, text in {"week1.csv": WEEK_1, "week2.csv": WEEK_2, "never.csv": NEVER,
                       "decisions.csv": DECISIONS, "key": "secret\n"}.items():  # fmt: skip
        (folder / name).write_text(text, "utf-8")
    (folder / "life.yaml").write_text("statuses:\n  - name: lead\n", "utf-8")

    def run(*arguments):
        return leadkit(*arguments, cwd=folder)

    return run, folder


CLASSIFY = ("--rules", "life.yaml", "--suppress", "never.csv", "--max-age", "36500")


@pytest.mark.parametrize("keyed", [(), KEYED], ids=["plain", "with a key"])
def test_two_weeks(weeks, keyed):
    """Removed in the first week, she is not new in the second, nor is what was decided an error."""
    run, folder = weeks
    done = run("classify", "week1.csv", *CLASSIFY, *keyed, "--suppressed", "gone1.csv", "-o", "master.csv")  # fmt: skip
    assert done.code == 0, done.lines
    header, *rows = (folder / "gone1.csv").read_text("utf-8").splitlines()
    assert header == f"lead_id,reason,{'hmac_sha256' if keyed else 'sha256'}"
    assert [row.split(",")[:2] for row in rows] == [["a1", "e-mail is on never.csv"]]
    # Without what she left behind, the decision on her ends the run, and says what to give.
    again = ("dedupe", "week2.csv", "--against", "master.csv", "--decisions", "decisions.csv")
    lost = run(*again, "-o", "new.csv")
    assert (lost.code, lost.lines) == (2, [
        "leadkit: decisions.csv: no lead has the lead_id of a line; were these decisions made for "
        "another list? If the lead was suppressed since, give what 'classify --suppressed' wrote as "
        "--removed; --show-values shows the cells"
    ])  # fmt: skip
    done = run(*again, "--removed", "gone1.csv", *keyed, "--known", "known.csv", "-o", "new.csv",
               "--summary", "s.json", "--review", "review.csv")  # fmt: skip
    assert done.code == 0, done.lines
    assert done.lines[:3] == [
        "leadkit dedupe: note: 1 lead was removed before, by gone1.csv, and is left out",
        "leadkit dedupe: note: decisions.csv: 1 decision is on a lead removed since, by "
        "gone1.csv: passed over",
        "leadkit dedupe: 4 rows read = 2 written + 2 known; 2 new, 1 known, 1 removed",
    ]
    new = (folder / "new.csv").read_text("utf-8")
    assert [row.split(",")[0] for row in new.splitlines()[1:]] == ["b2", "b4"]
    known = [row.split(",") for row in (folder / "known.csv").read_text("utf-8").splitlines()]
    assert [(row[0], row[-2], row[-1]) for row in known] == [
        ("lead_id", "outcome", "known_id"), ("b1", "removed", ""), ("b3", "known", "a4"),
    ]  # fmt: skip
    ledger = json.loads((folder / "s.json").read_text("utf-8"))
    assert ledger["read"] == ledger["written"] + ledger["known"]
    for told in ("known.csv", "review.csv", "s.json", "gone1.csv"):
        text = (folder / told).read_text("utf-8")
        assert "99998-123" not in text, told
        assert "eva" not in text.lower(), told
    # Her file is a suppression list as well, beside others or in a folder of them.
    (folder / "lists").mkdir()
    shutil.copy(folder / "gone1.csv", folder / "lists")
    (folder / "lists" / "domains.csv").write_text("domain\nlang.example.com\n", "utf-8")
    (folder / "lists" / "readme.md").write_text("no list", "utf-8")
    done = run("classify", "week2.csv", *CLASSIFY, "--suppress", "lists", *keyed, "--suppressed", "gone2.csv", "-o", "o.csv")  # fmt: skip
    assert done.code == 0, done.lines
    rows = [
        row.split(",")[:2] for row in (folder / "gone2.csv").read_text("utf-8").splitlines()[1:]
    ]
    assert rows == [
        ["b1", "phone is on gone1.csv"],
        ["b2", "the domain of its e-mail is on domains.csv"],
        ["b4", "the domain of its e-mail is on never.csv"],
    ]


def test_in_a_pipeline_file(weeks):
    """Several files, or one, as people write it; what comes out is what the commands write."""
    run, folder = weeks
    assert run("classify", "week1.csv", *CLASSIFY, "--suppressed", "gone1.csv", "-o", "master.csv").code == 0  # fmt: skip
    (folder / "other.csv").write_text("email\njan@lang.example.com\n", "utf-8")
    (folder / "line.yaml").write_text(
        "import: {files: week2.csv}\nsteps:\n"
        "  - dedupe: {against: master.csv, removed: gone1.csv}\n"
        "  - classify:\n      rules: life.yaml\n      max_age: 36500\n"
        "      suppress:\n        - never.csv\n        - other.csv\n      suppressed: gone2.csv\n"
        "output: o.csv\n",
        "utf-8",
    )
    done = run("run", "line.yaml")
    assert done.code == 0, done.lines
    assert "leadkit run: note: 1 lead was removed before, by gone1.csv, and is left out" in [
        line.replace(f"{folder}/", "") for line in done.lines
    ]
    reasons = [row.split(",")[1] for row in (folder / "gone2.csv").read_text("utf-8").splitlines()]
    assert reasons == [
        "reason",
        "e-mail is on other.csv",
        "the domain of its e-mail is on never.csv",
    ]
    assert len((folder / "o.csv").read_text("utf-8").splitlines()) == 1


CHANNELS = {  # option, a list's entry -> who may be e-mailed, called, written to afterwards
    "nobody": ("--suppress-email", "x@other.example.com", ("12", "12", "12")),
    "e-mail": ("--suppress-email", "EVA@meier.example.com", ("2", "12", "12")),
    "e-mail by number": ("--suppress-email", "0049 89 99998-124", ("1", "12", "12")),
    "call": ("--suppress-phone", "+49 89 99998124", ("12", "1", "12")),
    "call by domain": ("--suppress-phone", "@meier.example.com", ("12", "2", "12")),
    "post": ("--suppress-post", "tom@kern.example.com", ("12", "12", "1")),
}


@pytest.mark.parametrize(("option", "entry", "left"), CHANNELS.values(), ids=CHANNELS)
def test_a_list_of_one_channel_closes_it_and_the_lead_stays(folder, leadkit, option, entry, left):
    """Whoever agreed, with proof, to all channels: no row is lost, and only that channel is closed."""
    proof = 'yes,2026-10-06,form,v2,"email, phone, post"'
    (folder / "leads.csv").write_text(
        "lead_id,email,phone,street,city,postal_code,country,company,consent,consent_at,consent_source,consent_text,consent_channels,score,score_engagement\n"
        f"1,eva@meier.example.com,+498999998123,Lange Str. 5,Bonn,53111,DE,Meier,{proof},70,30\n"
        f"2,tom@kern.example.com,+498999998124,Lange Str. 6,Bonn,53111,DE,Kern,{proof},70,30\n",
        "utf-8",
    )
    (folder / "list.csv").write_text(f"email\n{entry}\n", "utf-8")
    done = leadkit("classify", "leads.csv", option, "list.csv", "--as-of", "2026-10-31", "-o", "o.csv",
                   "--max-age", "36500", cwd=folder)  # fmt: skip
    assert done.code == 0, done.lines
    rows = list(csv.DictReader((folder / "o.csv").open(encoding="utf-8", newline="")))
    assert [row["lead_id"] for row in rows] == ["1", "2"]
    may = [
        "".join(row["lead_id"] for row in rows if row[f"may_{channel}"] == "yes")
        for channel in ("email", "call", "post")
    ]
    assert tuple(may) == left
    assert "email_opt_out" not in rows[0]  # a list is no answer of the lead's


WRONG = {
    "no such file": (("dedupe", "week2.csv", "--removed", "nix.csv"), "leadkit: nix.csv: no such file"),
    "a list of leads": (("dedupe", "week2.csv", "--removed", "week1.csv"), "leadkit: week1.csv: has no columns lead_id and sha256"),
    "key alone": (("dedupe", "week2.csv", "--key-file", "key"), "leadkit: --key-file is for the hashes of --removed FILE"),
    "standard input": (("dedupe", "week2.csv", "--removed", "-"), "leadkit: -: standard input is for the leads"),
    "suppressed alone": (("classify", "week2.csv", "--suppressed", "g.csv"), "leadkit: --suppressed FILE is for the rows that a --suppress FILE"),
    "an empty folder": (("classify", "week2.csv", "--suppress", "empty"), "leadkit: empty: this folder holds no lists"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_what_goes_wrong_is_one_line(weeks, arguments, said):
    """With what to do, and nothing written."""
    run, folder = weeks
    (folder / "empty").mkdir()
    before = sorted(folder.iterdir())
    done = run(*arguments, "-o", "o.csv")
    assert done.code == 2, done.lines
    (line,) = done.lines
    assert line.startswith(said)
    assert sorted(folder.iterdir()) == before
