"""What is asked of a hand-over and cannot be, or comes to nothing, is said."""

from __future__ import annotations

import csv

import pytest

from leadkit.handoff.target_file import shipped_targets
from tests.handoff.conftest import NOT_LEADS, rows_of

HEAD = "lead_id,last_name,email,phone,company,lead_status,may_email,may_call,may_post,city,fax,phone_opt_out\n"
FEW = HEAD + (
    "1,Meier,eva@meier.example.com,+498999998121,Meier AG,SQL,yes,yes,no,Bonn,+498999998122,\n"
    "2,Kern,jan@kern.example.com,,Kern,SQO,yes,no,no,Bonn,+498999998133,yes\n"
    "3,Voss,ida@voss.example.com,,Voss,on hold / later,no,no,yes,Köln,,\n"
)


@pytest.fixture
def few(tmp_path):
    """Three leads with a status each."""
    (tmp_path / "leads.csv").write_text(FEW)
    return tmp_path


@pytest.mark.parametrize(
    "target", [one for one in shipped_targets() if one not in ("excel", "sales")]
)
def test_by_status_gives_a_crm_a_file_for_each(target, few, leadkit):
    """No two statuses share one, and who may not be mailed is apart as ever."""
    where = ("--where", "lead_id: {known: true}")
    line = ("export", "leads.csv", "--to", target, "--by-status", *where, "-o", "out")
    assert leadkit(*line, cwd=few).code == 0
    files = {one.stem for one in (few / "out").glob("*.csv") if one.name not in NOT_LEADS}
    ends = {one.partition("-")[2].removesuffix("-not-to-be-mailed") for one in files}
    assert ends == {"SQL", "SQO", "on-hold-later"}
    howto = (few / "out" / "HOWTO.txt").read_text("utf-8")
    assert all(f"{one}.csv" in howto for one in files)
    for one in files:
        delimiter = ";" if target == "excel-csv" else ","
        assert len(rows_of(few / "out" / f"{one}.csv", delimiter)) == 1


@pytest.mark.parametrize("target", ["zoho", "excel"])
def test_statuses_without_end_are_refused(target, tmp_path, leadkit):
    """A list with another status for everybody makes neither a thousand sheets nor files."""
    rows = "".join(f"{at},M,a{at}@x.example.com,,F,s{at},yes,no,no,,,\n" for at in range(31))
    (tmp_path / "leads.csv").write_text(HEAD + rows)
    done = leadkit("export", "leads.csv", "--to", target, "--by-status", "-o", "out", cwd=tmp_path)
    assert done.code == 2
    assert "more than 30 different statuses" in done.lines[0]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (
            "lead_status: SQLL",
            "no lead of 3 is so: lead_status: SQLL; lead_status here is SQL, SQO",
        ),
        ("city: Bonn, country: DE", "there is no column country here"),
        ("company: Nobody Ltd", "no lead of 3 is so: company: Nobody Ltd"),
    ],
)
def test_a_condition_that_holds_for_nobody_is_told(where, words, few, leadkit):
    """It ends with 1; what the column holds is said of statuses alone."""
    done = leadkit("export", "leads.csv", "--to", "zoho", "--where", where, "-o", "out", cwd=few)
    assert done.code == 1
    assert words in done.err.decode()
    assert "holds for nobody" in done.lines[-1]
    assert "Meier AG" not in done.err.decode()


def test_an_output_in_the_folder_of_a_hand_over_is_refused(few, leadkit):
    """Not at the second run only; nothing is written."""
    (few / "out").mkdir()
    (few / "p.yaml").write_text(
        "import: {files: leads.csv}\nsteps:\n  - clean\noutput: out/all.csv\n"
        "export: {to: zoho, folder: out}\n"
    )
    for _ in range(2):
        done = leadkit("run", "p.yaml", cwd=few)
        assert done.code == 2
        assert "only the files of the hand-over may be" in done.lines[0]
        assert not list((few / "out").iterdir())


def test_a_kill_before_old_files_are_removed_leaves_nobody_in_them(few, leadkit, monkeypatch):
    """They are emptied with the commit; the next hand-over removes them, and takes the folder."""
    from leadkit.run.handing_over import HandoffFolder

    line = ("export", "leads.csv", "--to", "zoho", "-o", "out")
    assert leadkit(*line, "--by-status", "--for", "sales", cwd=few).code == 0
    assert (few / "out" / "leads-SQO.csv").exists()

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(HandoffFolder, "remove_left", killed)
        assert leadkit(*line, cwd=few).code == 130
    for name in ("leads-SQO.csv", "sales.xlsx"):
        assert (few / "out" / name).stat().st_size == 0
    assert len(rows_of(few / "out" / "leads.csv")) == 3
    assert leadkit(*line, cwd=few).code == 0
    assert not (few / "out" / "leads-SQO.csv").exists()
    assert not (few / "out" / "sales.xlsx").exists()


@pytest.mark.parametrize("target", ["hubspot", "salesforce-data-loader", "dynamics", "marketo"])
def test_a_fax_is_a_number_like_any_other(target, few, leadkit):
    """That of who wants no calls goes nowhere, where there is a mark for calls either."""
    line = ("export", "leads.csv", "--to", target, "--columns", "fax,email", "-o", "out")
    assert leadkit(*line, cwd=few).code == 0
    written = "".join(one.read_text("utf-8-sig") for one in (few / "out").glob("*.csv"))
    assert "498999998122" in written
    assert "498999998133" not in written


def test_the_sales_sheet_says_who_may_be_called_and_mailed(few, leadkit):
    """And what it leaves blank stands in problems.csv, under the sheet's name."""
    text = FEW.replace(
        "2,Kern,jan@kern.example.com,,", "2,Kern,jan@kern.example.com,+498999998134,"
    )
    (few / "leads.csv").write_text(text)
    done = leadkit("export", "leads.csv", "--to", "excel", "--for", "sales", "-o", "out", cwd=few)
    assert done.code == 0, done.err
    leadkit("import", "out/sales.xlsx", "-o", "back.csv", cwd=few)
    with (few / "back.csv").open(newline="") as file:
        rows = {row["full_name"]: (row["Call"], row["Mail"]) for row in csv.DictReader(file)}
    assert rows == {"Meier": ("yes", "yes"), "Kern": ("no", "yes"), "Voss": ("no", "no")}
    problems = rows_of(few / "out" / "problems.csv")
    assert [(row["lead"], row["column"]) for row in problems] == [("2", "sales.xlsx: Phone")]


def test_options_in_python_are_heard_or_refused():
    """A sheet for people is a frame; what a frame cannot be is said, and never ignored."""
    import pandas as pd

    from leadkit import export_leads
    from leadkit.base.errors import LeadkitError
    from leadkit.export import ExportOptions

    leads = pd.DataFrame(
        [dict(zip(HEAD.strip().split(","), FEW.splitlines()[1].split(","), strict=True))]
    )
    done = export_leads(leads, ExportOptions(to="hubspot", people="sales"))
    assert done.sheet[["Name", "Call", "Mail"]].values.tolist() == [["Meier", "yes", "yes"]]
    for name, value in (("strict", True), ("by_status", True), ("suppress", ("a.csv",))):
        with pytest.raises(LeadkitError, match=f"export_leads cannot use the option {name}"):
            export_leads(leads, ExportOptions(to="hubspot", **{name: value}))
