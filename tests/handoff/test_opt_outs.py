"""Files of those who said no: every CRM that may know them from before is told, and nothing else."""

from __future__ import annotations

import pytest

from leadkit.classifying.suppression_lists import hashed
from leadkit.handoff.target_file import read_target, shipped_targets
from tests.handoff.conftest import rows_of

CRMS = [name for name in shipped_targets() if name not in ("excel", "excel-csv", "sales")]
HEAD = (
    "lead_id,first_name,last_name,email,email_2,phone,company,lead_status,may_email,may_call,"
    "may_post,email_opt_out,phone_opt_out,city,notes\n"
)
FEW = HEAD + (
    "1,Eva,Meier,eva@meier.example.com,,+498999998121,Meier AG,SQL,yes,yes,no,,,Bonn,\n"
    "2,Ida,Voss,ida@voss.example.com,Ida@home.example.com,,Voss,lead,no,no,no,yes,yes,Bonn,secret\n"
    "3,Uwe,Lang,uwe@lang.example.com,,+498999998123,Lang,SQL,yes,no,no,,yes,Bonn,\n"
    "4,Pia,Roth,,,+498999998124,Roth,SQL,no,no,no,yes,yes,Bonn,\n"
)
NEVER = (
    "email,first_name\nOld+x@last-year.example.com,Otto\neva@gone.example.com,\n"
    "@firm.example.com,\n+498999998129,\n" + hashed("x@y.example.com") + ",\n"
)


@pytest.fixture
def few(tmp_path):
    """A lead to be handed over, two who said no, one to calls alone; and a suppression list."""
    (tmp_path / "leads.csv").write_text(FEW)
    (tmp_path / "never.csv").write_text(NEVER)
    return tmp_path


@pytest.mark.parametrize("target", CRMS)
def test_every_crm_is_told_who_said_no(target, few, leadkit):
    """Their addresses and marks, first in HOWTO.txt; of suppressed people the address alone."""
    line = ("export", "leads.csv", "--to", target, "--suppress", "never.csv", "-o", "out")
    done = leadkit(*line, cwd=few)
    assert done.code == 0, done.err
    (file,) = (one for one in read_target(target).opt_outs if one.by == ("email",))
    rows = rows_of(few / "out" / f"{file.name}.csv")
    assert {row[file.column] for row in rows} == {
        "ida@voss.example.com", "Ida@home.example.com", "Old+x@last-year.example.com",
        "eva@gone.example.com",
    }  # fmt: skip
    assert all({*row} == {file.column, *file.marks} for row in rows)
    assert all(row[name] == word for row in rows for name, word in file.marks.items())
    howto = (few / "out" / "HOWTO.txt").read_text("utf-8")
    assert f"  1. {file.name}.csv: 4 rows" in howto
    assert file.name in howto.partition("What to do:")[2].partition("To look at:")[0]
    told = done.err.decode()
    assert "1 hash and 1 whole domain and 1 phone number cannot be written" in told
    assert "1 lead that said no has no e-mail, and so no line in opt-outs.csv" in told


@pytest.mark.parametrize(
    ("target", "addresses"),
    [
        ("salesforce-data-loader", {"ida@voss.example.com", "Ida@home.example.com", "uwe@lang.example.com"}),
        ("dynamics", {"ida@voss.example.com", "Ida@home.example.com", "uwe@lang.example.com"}),
        ("marketo", {"ida@voss.example.com", "Ida@home.example.com"}),  # it creates whom it lacks
    ],
)  # fmt: skip
def test_who_wants_no_calls_is_told_where_there_is_a_mark(target, addresses, few, leadkit):
    """By the e-mail; nobody who may be mailed where an import would make a contact of him."""
    assert leadkit("export", "leads.csv", "--to", target, "-o", "out", cwd=few).code == 0
    (file,) = (one for one in read_target(target).opt_outs if "call" in one.by)
    rows = rows_of(few / "out" / f"{file.name}.csv")
    assert {row[file.column] for row in rows} == addresses


@pytest.mark.parametrize("target", CRMS)
def test_an_address_that_refused_mail_stands_nowhere_without_a_mark(target, tmp_path, leadkit):
    """Who may only be called is handed over; the e-mail beside the number has a mark, or is gone."""
    (tmp_path / "leads.csv").write_text(HEAD + (
        "1,Eva,Meier,eva@meier.example.com,,+498999998121,Meier AG,SQL,yes,yes,no,,,Bonn,\n"
        "2,Ida,Voss,ida@voss.example.com,ida@home.example.com,+498999998122,Voss,SQL,no,yes,no,yes,"
        ",Bonn,\n"
    ))  # fmt: skip
    line = ("export", "leads.csv", "--to", target, "--columns", "email,email_2,phone,last_name")
    done = leadkit(*line, "-o", "out", cwd=tmp_path)
    assert done.code == 0, done.err
    theirs, of_leads = {"ida@voss.example.com", "ida@home.example.com"}, read_target(target)
    opt_outs = [one.name for one in of_leads.opt_outs]
    rows = [row for path in (tmp_path / "out").glob("*.csv") for row in rows_of(path)
            if path.stem not in ("problems", *opt_outs)]  # fmt: skip
    marks = [one for one in of_leads.columns if one.not_by == "email"]
    for row in rows:
        if theirs & {*row.values()}:
            assert all(row[one.to] == one.words[0] for one in marks)
            assert marks
    assert theirs == {row[one.column] for one in of_leads.opt_outs if one.by == ("email",)
                      for row in rows_of(tmp_path / "out" / f"{one.name}.csv")}  # fmt: skip
    if target in ("pipedrive", "odoo"):
        assert any("+498999998122" in row.values() for row in rows)
        (told,) = (one for one in rows_of(tmp_path / "out" / "problems.csv")
                   if one["column"] in ("Person - Email - Work", "Email"))  # fmt: skip
        assert (told["lead"], told["written_instead"]) == ("2", "left blank")
        howto = (tmp_path / "out" / "HOWTO.txt").read_text("utf-8")
        assert "left blank, of people who said no to mail" in " ".join(howto.split())


def test_whoever_is_on_a_list_is_not_handed_over(few, leadkit):
    """Plain, by the domain, or hashed; and by a list for one channel that channel is closed."""
    (few / "never.csv").write_text("email\nEVA@meier.example.com\n")
    line = ("export", "leads.csv", "--to", "zoho", "--where", "lead_id: {known: true}", "-o")
    assert leadkit(*line, "a", "--suppress", "never.csv", cwd=few).code == 0
    assert [row["Last Name"] for row in rows_of(few / "a" / "leads.csv")] == ["Lang"]
    (few / "never.csv").write_text(f"sha256\n{hashed('eva@meier.example.com')}\n")
    assert leadkit(*line, "b", "--suppress", "never.csv", cwd=few).code == 0
    assert [row["Last Name"] for row in rows_of(few / "b" / "leads.csv")] == ["Lang"]
    (few / "never.csv").write_text("email\neva@meier.example.com\n")
    assert leadkit(*line, "c", "--suppress-email", "never.csv", cwd=few).code == 0
    rows = {row["Last Name"]: row for row in rows_of(few / "c" / "leads.csv")}
    assert rows["Meier"]["Email Opt Out"] == "1"
    assert rows["Meier"]["Phone"] == "+498999998121"


def test_a_run_tells_whom_its_lists_removed(few, leadkit):
    """In a pipeline they are those of classify, of each channel."""
    (few / "pipeline.yaml").write_text(
        "import: {files: leads.csv}\nsteps:\n  - clean\n  - score\n"
        "  - classify: {suppress: never.csv}\nexport: {to: zoho, folder: out}\n"
    )
    done = leadkit("run", "pipeline.yaml", "-o", "all.csv", cwd=few)
    assert done.code == 0, done.err
    addresses = {row["Email"] for row in rows_of(few / "out" / "opt-outs.csv")}
    assert {"Old+x@last-year.example.com", "eva@gone.example.com"} < addresses


def test_opt_outs_are_split_as_the_crm_takes_them(tmp_path, leadkit):
    """The smallest edition of Zoho takes 1,000 rows with the header."""
    rows = "".join(f"u{at}@x.example.com\n" for at in range(1500))
    (tmp_path / "never.csv").write_text(f"email\n{rows}")
    (tmp_path / "leads.csv").write_text(FEW)
    line = "export leads.csv --to zoho --suppress never.csv -o out -q"
    assert leadkit(*line.split(), cwd=tmp_path).code == 0
    files = [rows_of(tmp_path / "out" / f"opt-outs{end}.csv") for end in ("", "-2")]
    assert [len(one) for one in files] == [999, 503]


@pytest.mark.parametrize(
    ("opt_outs", "words"),
    [
        ("{file: a}", "opt_outs needs 'file' and 'column'"),
        ("{file: a, column: E, by: emial}", "by: 'emial' is no channel; did you mean 'email'"),
        ("{file: a, column: E, marks: {E: x}}", "marks: 'E' is the column of the address"),
        ("[{file: a, column: E}, {file: a, column: E}]", "opt_outs: two are called 'a'"),
        ("{file: a/b, column: E}", "file: 'a/b' is no name for a file"),
    ],
)
def test_mistakes_are_told(opt_outs, words, tmp_path, leadkit):
    """Each with its line."""
    leadkit("rules", "new", "zoho", "own.yaml", cwd=tmp_path)
    text = (tmp_path / "own.yaml").read_text().splitlines()
    at = next(at for at, line in enumerate(text) if line.startswith("opt_outs:"))
    text[at] = f"opt_outs: {opt_outs}"
    (tmp_path / "own.yaml").write_text("\n".join(text))
    done = leadkit("rules", "check", "own.yaml", cwd=tmp_path)
    assert done.code == 2
    assert f"own.yaml:{at + 1}: {words}" in done.err.decode()
