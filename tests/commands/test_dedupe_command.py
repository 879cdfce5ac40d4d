"""dedupe as its users run it: review files in a spreadsheet, a CRM, the way back, what goes wrong."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

LEADS = """\
lead_id,first_name,last_name,company,email,phone,notes
1,Anna,Meier,Acme GmbH,anna@x.example.com,,
2,Anna,Meier,Acme,ANNA@x.example.com,+498999998123,"called, twice"
3,Andreas,Meier,Acme,,,
4,,,Bolt GmbH,,+498999998124,
5,,,Bolt Ltd,,+498999998124,
"""
REVIEW = ["decision", "lead_id_1", "lead_id_2"]


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


@pytest.fixture
def here(folder, monkeypatch):
    """A folder with leads.csv, which commands run in."""
    (folder / "leads.csv").write_text(LEADS, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def decided(pairs, sign=","):
    rows = [REVIEW, *(pair.split(",") for pair in pairs.split())]
    return "".join(sign.join([row[2], row[0], row[1]] if row is not REVIEW else row) + "\r\n"
                   for row in rows)  # fmt: skip


def test_there_and_back(here, leadkit_here):
    """Every row is in the output or in --merges, and unmerge gives back the very file."""
    done = leadkit_here("dedupe", "leads.csv", "--merges", "merges.csv", "-o", "out.csv")
    assert done.code == 0
    assert done.lines[0] == (
        "leadkit dedupe: 5 rows read = 4 written + 1 merged; 1 lead made of several rows, "
        "1 pair to review"
    )
    out, merges = (rows_of((here / name).read_bytes()) for name in ("out.csv", "merges.csv"))
    assert sorted(row["lead_id"] for row in (*out, *merges)) == ["1", "2", "3", "4", "5"]
    (gone,) = merges
    assert (gone["lead_id"], gone["merged_into"]) == ("1", "2")
    assert "same personal e-mail" in gone["reasons"].split("; ")
    assert gone["fields_used"] == ""
    assert leadkit_here("unmerge", "out.csv", "--merges", "merges.csv", "-o", "back.csv").code == 0
    assert (here / "back.csv").read_bytes() == (here / "leads.csv").read_bytes()


SAVED = {  # how a spreadsheet saves a review file: encoding, separator, yes and no
    "as it was": ("utf-8", ",", "y", "n"),
    "German Excel": ("cp1252", ";", "j", "nein"),
    "with a byte order mark": ("utf-8-sig", ";", "Ja", "N"),
    "Excel's Unicode text": ("utf-16", "\t", "oui", "non"),
}


@pytest.mark.parametrize(("encoding", "sign", "yes", "no"), SAVED.values(), ids=SAVED)
def test_a_review_file_comes_back_from_a_spreadsheet(here, leadkit_here, encoding, sign, yes, no):
    """Whatever the spreadsheet made of the file, y merges and n stays apart; the next review file
    holds what was decided."""
    text = decided(f"4,5,{yes} 1,2,{no} 3,4,", sign)
    (here / "decided.csv").write_bytes(text.encode(encoding))
    done = leadkit_here(
        "dedupe", "leads.csv", "--decisions", "decided.csv", "--review", "decided.csv",
        "--merges", "merges.csv", "-q",
    )  # fmt: skip
    assert (done.code, done.err) == (0, b"")
    assert [(row["lead_id"], row["merged_ids"]) for row in rows_of(done.out)] == [
        ("1", ""), ("2", ""), ("3", ""), ("4", "5"),
    ]  # fmt: skip
    (gone,) = rows_of((here / "merges.csv").read_bytes())
    assert gone["lead_id"] == "5"
    kept = {
        (row["lead_id_1"], row["lead_id_2"]): row["decision"]
        for row in rows_of((here / "decided.csv").read_bytes())
    }
    assert (kept["4", "5"], kept["1", "2"]) == (yes, no)
    assert ("3", "4") not in kept


def test_a_review_file_may_be_a_workbook(here, leadkit_here):
    """Decisions saved as .xlsx are read too."""
    workbook = openpyxl.Workbook()
    for row in (REVIEW, ["y", "4", "5"]):
        workbook.active.append(row)
    workbook.save(here / "decided.xlsx")
    done = leadkit_here("dedupe", "leads.csv", "--decisions", "decided.xlsx", "-q")
    assert "4" in {row["lead_id"] for row in rows_of(done.out)}
    assert len(rows_of(done.out)) == 3


def test_the_review_file_shows_both_sides(here, leadkit_here):
    """Probability and reasons, both rows side by side, and an empty cell to fill in."""
    assert leadkit_here("dedupe", "leads.csv", "--review", "review.csv", "-q").code == 0
    (row,) = rows_of((here / "review.csv").read_bytes())
    assert (row["decision"], row["lead_id_1"], row["lead_id_2"]) == ("", "4", "5")
    assert 0.5 <= float(row["probability"]) < 0.95
    assert (row["company_1"], row["company_2"]) == ("Bolt GmbH", "Bolt Ltd")
    assert {"same phone", "different legal forms"} <= set(row["reasons"].split("; "))


CRM = """\
Kunden-Nr.;Vorname;Nachname;Firma;E-Mail-Adresse;Newsletter abgemeldet;Telefon
K1;Anna;Meier;Acme GmbH;Anna@X.example.com;;
K2;Udo;Lang;Bolt AG;udo@y.example.com;;
K3;Udo;Lang;Bolt AG;udo@y.example.com;;
K4;Andreas;Meier;ACME;;ja;
K5;;;Bolt GmbH;;;089 99998124
K6;;;Kelm Ltd;;;089 99998125
"""


def test_against_the_raw_export_of_a_crm(here, leadkit_here):
    """Import maps the CRM's headers; only what it lacks is written, with its ids for the rest; its
    own duplicates are its own affair."""
    (here / "leads.csv").write_text(LEADS + "6,,,Kelm GmbH,,+498999998125,\n7,Jo,Neu,Torvik,,,\n")
    (here / "crm.csv").write_bytes(CRM.encode("cp1252"))
    done = leadkit_here(
        "dedupe", "leads.csv", "--against", "crm.csv", "--region", "DE", "--known", "known.csv",
        "--summary", "told.json",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "7 rows read = 2 written + 1 merged + 4 known" in done.lines[0]
    assert [row["lead_id"] for row in rows_of(done.out)] == ["5", "7"]
    told = {row["lead_id"]: row for row in rows_of((here / "known.csv").read_bytes())}
    assert {one: (row["outcome"], row["known_id"]) for one, row in told.items()} == {
        "2": ("known", "K1"), "3": ("opted_out", "K4"), "4": ("known", "K5"), "6": ("conflict", "K6"),
    }  # fmt: skip
    assert told["3"]["email_opt_out"] == "yes"
    assert json.loads((here / "told.json").read_bytes())["known"] == 4


def test_ids_stay_from_run_to_run(here, leadkit_here):
    """With last run's output as --against and --all-rows, nobody's id changes, whatever came."""
    assert leadkit_here("dedupe", "leads.csv", "-o", "first.csv", "-q").code == 0
    later = LEADS.replace("Bolt Ltd", "Bolt Limited")
    later += "6,Anna,Meier,Acme,anna@x.example.com,+498999998123,fuller than all before\n7,Jo,Neu,Kelm,,,\n"
    (here / "later.csv").write_text(later)
    done = leadkit_here(
        "dedupe", "later.csv", "--against", "first.csv", "--all-rows", "--merges", "merges.csv",
        "-o", "second.csv", "-q",
    )  # fmt: skip
    assert done.code == 0, done.err
    first, second = (rows_of((here / f"{name}.csv").read_bytes()) for name in ("first", "second"))
    assert [row["lead_id"] for row in first] == ["2", "3", "4", "5"]
    assert {row["lead_id"]: row["outcome"] for row in second} == {
        "2": "known", "3": "known", "4": "known", "5": "known", "7": "new",
    }  # fmt: skip
    (anna,) = (row for row in second if row["lead_id"] == "2")
    assert anna["merged_ids"] == "1; 6"
    assert {row["merged_into"] for row in rows_of((here / "merges.csv").read_bytes())} == {"2"}
    again = leadkit_here("dedupe", "later.csv", "--against", "second.csv", "--all-rows", "-q")
    assert [row["lead_id"] for row in rows_of(again.out)] == [row["lead_id"] for row in second]


def test_a_pipeline_file_takes_all_options(here, leadkit_here):
    """What the command can do, a step of a pipeline file can, byte for byte."""
    (here / "crm.csv").write_bytes(CRM.encode("cp1252"))
    (here / "raw.csv").write_text("\n".join(row.partition(",")[2] for row in LEADS.splitlines()))
    (here / "merge.yaml").write_text("fields:\n  company: longest\n")
    assert leadkit_here("import", "raw.csv", "-o", "raw_leads.csv", "-q").code == 0
    one, *_, other = rows_of((here / "raw_leads.csv").read_bytes())
    (here / "decided.csv").write_text(decided(f"{one['lead_id']},{other['lead_id']},n"))
    options = {"merge-at": "0.9", "review-at": "0.4", "rules": "merge.yaml", "region": "DE",
               "decisions": "decided.csv", "against": "crm.csv"}  # fmt: skip
    written = {"merges": "m.csv", "review": "r.csv", "known": "k.csv"}
    given = [part for name, cell in (options | written).items() for part in (f"--{name}", cell)]
    assert (
        leadkit_here("dedupe", "raw_leads.csv", "-o", "o.csv", "-q", "--all-rows", *given).code == 0
    )
    step = {name.replace("-", "_"): cell for name, cell in options.items()} | {"all_rows": "yes"}
    step |= {name: f"run_{path}" for name, path in written.items()}
    (here / "line.yaml").write_text(json.dumps(
        {"import": {"files": ["raw.csv"]}, "steps": [{"dedupe": step}], "output": "run_o.csv"}
    ))  # fmt: skip
    assert leadkit_here("run", "line.yaml", "-q").code == 0
    for name in ("o.csv", *written.values()):
        assert (here / f"run_{name}").read_bytes() == (here / name).read_bytes(), name


WRONG = {  # what a command is given -> what it says in its one line
    "unknown id": ("--decisions d.csv", {"d.csv": decided("1,9,y")}, "d.csv: no lead has the lead_id of a line"),
    "id that became a number": ("--decisions d.csv", {"d.csv": decided("1,1.2345E+15,y")}, "a number that a spreadsheet made of an id"),
    "contradiction": ("--decisions d.csv", {"d.csv": decided("1,2,y 2,1,n")}, "d.csv:3: says n, but line 2 says y"),
    "contradiction through a third": ("--decisions d.csv", {"d.csv": decided("1,2,y 2,3,y 1,3,n")}, "d.csv:4: says n to two leads that other lines join"),
    "no answer": ("--decisions d.csv", {"d.csv": decided("1,2,perhaps")}, "d.csv:2: a decision is y or n"),
    "no decisions": ("--decisions leads.csv", {}, "leads.csv: column 'lead_id_1' is missing"),
    "no CRM": ("--against hats.csv", {"hats.csv": "Hut\n52\n53\n"}, "hats.csv: has no column to tell leads by"),
    "no file": ("--against crm.csv", {}, "crm.csv"),
    "bands": ("--merge-at 0.4", {}, "--review-at 0.5 is above --merge-at 0.4"),
    "no probability": ("--merge-at 95", {}, "--merge-at 95: give a probability"),
    "wrong rule": ("--rules m.yaml", {"m.yaml": "fields:\n  city: most recnt\n"}, "m.yaml:2: unknown rule 'most recnt'; did you mean 'most recent'"),
    "a rule about opt-outs": ("--rules m.yaml", {"m.yaml": "fields:\n  email_opt_out: first\n"}, "m.yaml:2: 'email_opt_out': an opt-out on any row is one"),
    "a rule about consent": ("--rules m.yaml", {"m.yaml": "groups:\n  - fields: [consent, city]\n"}, "m.yaml:2: 'consent' is no matter of a rule"),
    "twice": ("--rules m.yaml", {"m.yaml": "groups:\n  - fields: [city]\nfields:\n  city: first\n"}, "m.yaml:4: 'city' is in the group of line 2"),
    "trusted by whom": ("--rules m.yaml", {"m.yaml": "fields:\n  city: most trusted\n"}, "m.yaml:1: 'most trusted' needs the list 'trust'"),
    "no merge file": ("--rules m.yaml", {"m.yaml": "statuses: []\n"}, "m.yaml:1: this is a lifecycle and no merge file"),
    "known of whom": ("--known k.csv", {}, "--known goes with --against FILE"),
    "two on one stream": ("--against - -", {}, "the leads come from standard input"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "files", "message"), WRONG.values(), ids=WRONG)
def test_bad_input_is_one_line(here, leadkit_here, arguments, files, message):
    """One clear line, exit code 2, and nothing written."""
    for name, text in files.items():
        (here / name).write_text(text)
    leads = [] if arguments.endswith(" -") else ["leads.csv"]
    done = leadkit_here("dedupe", *leads, *arguments.split(), "-o", "out.csv", "--merges", "m.csv")
    assert done.code == 2, done.err
    (line,) = done.lines
    assert line.startswith("leadkit: ")
    assert message in line
    assert sorted(path.name for path in here.iterdir()) == sorted(["leads.csv", *files])


def test_unmerge_of_another_run(here, leadkit_here):
    """A merge log that does not belong to the leads is told, and none at all too."""
    assert leadkit_here("dedupe", "leads.csv", "--merges", "m.csv", "-o", "o.csv", "-q").code == 0
    (here / "other.csv").write_text("lead_id,email\n9,\n")
    for arguments, message in (
        (("other.csv", "--merges", "m.csv"), "no lead has the lead_id 2 that the merge log names"),
        (("o.csv", "--merges", "o.csv"), "o.csv: is no merge log"),
        (("o.csv",), "unmerge needs --merges FILE"),
    ):
        done = leadkit_here("unmerge", *arguments)
        assert done.code == 2
        assert message in done.lines[0]


def test_explain_a_merge_and_a_pair(here, leadkit_here):
    """The weights of a merge are shown and add up; so are those of any two leads."""
    assert (
        leadkit_here("dedupe", "leads.csv", "--merges", "merges.csv", "-o", "o.csv", "-q").code == 0
    )
    (gone,) = rows_of((here / "merges.csv").read_bytes())
    lines = leadkit_here("explain", "1").out.decode().splitlines()
    assert lines[0] == "1 and 2"
    bits = [float(line.split()[0]) for line in lines[2:]]
    assert sum(bits[:-1]) == pytest.approx(bits[-1], abs=0.05)
    assert lines[-1].endswith(f"probability {gone['probability']}")
    pair = leadkit_here("explain", "1", "3", "--in", "leads.csv").out.decode()
    assert "first names contradict" in pair
    for arguments, message in (
        (("2",), "2 is the lead that others went into: ask about 1"),
        (("9",), "no lead has the lead_id 9"),
        (("1", "--in", "leads.csv"), "leads.csv: is no merge log; give two lead_ids"),
        (("1", "2", "--rules", "b2b"), "--rules explains the score of one lead"),
    ):
        done = leadkit_here("explain", *arguments)
        assert done.code == 2
        assert message in done.lines[0]


def test_a_decided_merge_is_explained(here, leadkit_here):
    """Where a person said so, the log and explain say that."""
    (here / "d.csv").write_text(decided("1,3,y"))
    done = leadkit_here("dedupe", "leads.csv", "--decisions", "d.csv", "--merges", "m.csv", "-q")
    told = {row["lead_id"]: row for row in rows_of((here / "m.csv").read_bytes())}
    assert (told["3"]["reasons"], told["3"]["probability"]) == ("decided by a person", "1.000")
    assert done.code == 0
    assert "because a person said so" in leadkit_here("explain", "3", "--in", "m.csv").lines[0]


def test_decisions_of_several_files(folder, leadkit, leadkit_here, monkeypatch):
    """Given again for each, as a folder or a pattern; a message names the file and the line."""
    monkeypatch.chdir(folder)
    rows = "lead_id,full_name,email\n1,Eva Meier,e@x.example.com\n2,Eva Meier,e@x.example.com\n"
    Path("leads.csv").write_text(rows + "3,Ida Lang,ida@x.example.com\n")
    Path("week").mkdir()
    header = "lead_id_1,lead_id_2,decision\n"
    Path("week/1.csv").write_text(f"{header}1,2,n\n")
    Path("week/2.csv").write_text(f"{header}1,2,n\n1,3,\n")
    for given in (["week"], ["week/*.csv"], ["week/1.csv", "week/2.csv"]):
        options = [part for path in given for part in ("--decisions", path)]
        done = leadkit_here("dedupe", "leads.csv", *options)
        assert done.lines == ["leadkit dedupe: 3 rows read = 3 written"]
    Path("week/3.csv").write_text(f"{header}2,1,y\n")
    done = leadkit_here("dedupe", "leads.csv", "--decisions", "week")
    assert (done.code, done.out, done.lines) == (
        2, b"", ["leadkit: week/1.csv:2: says n, but week/3.csv:2 says y to the same two leads; "
                 "keep one of them"],
    )  # fmt: skip
    yes = f"{header}1,2,y\n".encode()
    options = ["--decisions", "-", "--decisions", "week/2.csv"]
    done = leadkit("dedupe", "leads.csv", *options, stdin=yes, cwd=folder)
    assert (done.code, done.out) == (2, b"")  # what one file says stands beside what a pipe says
    assert "week/2.csv:2: says n, but" in done.lines[0]
    # a review file holds all that was decided, and may be written over any of them
    Path("week/3.csv").unlink()
    options = ["--decisions", "week/1.csv", "--decisions", "week/2.csv", "--review", "week/2.csv"]
    assert leadkit_here("dedupe", "leads.csv", *options, "-o", "out.csv").code == 0
    assert [row["decision"] for row in rows_of(Path("week/2.csv").read_bytes())] == ["n"]
