"""leadkit export: who is handed over, which files come of it, and what is said of them."""

from __future__ import annotations

import json
import re

import pytest

from leadkit.handoff.howto import files_in
from leadkit.handoff.target_file import read_target, shipped_targets
from tests.handoff.conftest import NOT_LEADS, rows_of

CRMS = [name for name in shipped_targets() if name not in ("excel", "excel-csv", "sales")]
HEAD = "lead_id,first_name,last_name,email,phone,company,lead_status,may_email,may_call,may_post,email_opt_out,notes\n"
FEW = HEAD + (
    "1,Eva,Meier,eva@meier.example.com,+49301234567,Meier AG,SQL,yes,yes,no,no,=1+1\n"
    "2,Jan,Kern,jan@kern.example.com,+49301234568,Kern GmbH,MQL,no,yes,no,,\n"
    "3,Ida,Voss,ida@voss.example.com,,Voss,SQL,no,no,no,yes,\n"
    "4,Uwe,Lang,uwe@lang.example.com,,Lang,lead,yes,no,no,,\n"
    "5,Pia,Roth,pia@roth.example.com,,Roth,SQL,no,no,no,,\n"
)


@pytest.fixture
def few(tmp_path):
    """Five leads: two to be handed over, one who said no, one too early, one without consent."""
    (tmp_path / "leads.csv").write_text(FEW)
    return tmp_path


def handed(folder):
    """Return the e-mails in all contact files of a folder."""
    files = [one for one in folder.glob("*.csv") if one.name not in NOT_LEADS]
    return sorted(row["Email"] for file in files for row in rows_of(file))


@pytest.mark.parametrize("target", CRMS)
def test_the_fair_to_every_crm(target, fair, leadkit, tmp_path):
    """Files as the target wants them, each lead once, nothing personal in problems.csv."""
    done = leadkit("export", fair, "--to", target, "-o", tmp_path / "out", "--log-format", "json")
    assert done.code == 0, done.err
    told = json.loads(done.lines[-1])
    kind = read_target(target)
    assert told["read"] == 299
    assert told["handed_over"] + told["left_out"] == 135
    contacts = [one for one in told["files"] if one["file"] not in NOT_LEADS]
    assert sum(one["rows"] for one in contacts) == told["handed_over"]
    for one in contacts:
        content = (tmp_path / "out" / one["file"]).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") is kind.bom
        rows = rows_of(tmp_path / "out" / one["file"])
        assert len(rows) == one["rows"]
        assert {*rows[0]} <= {column.to for column in kind.columns}
        for group in kind.needs:
            assert all(any(row.get(name) for name in group) for row in rows)
        for column in kind.columns:
            if column.longest:
                assert all(len(row.get(column.to) or "") <= column.longest for row in rows)
    howto = (tmp_path / "out" / "HOWTO.txt").read_text("utf-8")
    assert files_in(howto) == [one["file"] for one in told["files"]]
    problems = rows_of(tmp_path / "out" / "problems.csv")
    assert len(problems) == sum(one["cells"] for one in told["problems"])
    ids = {row["lead_id"] for row in rows_of(fair)}
    for row in problems:
        assert row.pop("lead") in ids
        assert not re.search(r"@|\+\d|\d{5}", "".join(row.values()))


def test_who_is_handed_over(few, leadkit):
    """By default: who may be contacted by some channel, above lead. Who may not be mailed is apart."""
    done = leadkit("export", "leads.csv", "--to", "hubspot", "-o", "out", cwd=few)
    assert (done.code, handed(few / "out")) == (
        0,
        ["eva@meier.example.com", "jan@kern.example.com"],
    )
    apart = rows_of(few / "out" / "contacts-not-to-be-mailed.csv")
    assert [row["Email"] for row in apart] == ["jan@kern.example.com"]
    assert rows_of(few / "out" / "opt-outs.csv") == [{"Email": "ida@voss.example.com"}]


WHERE = [
    ("lead_status: lead", ["uwe@lang.example.com"]),
    ("lead_status: [SQL, MQL]", ["eva@meier.example.com", "jan@kern.example.com", "pia@roth.example.com"]),
    ("{last_name: Voss}", []),  # who said no never goes, whoever asks
    ("email: {known: true}, not: {lead_status: SQL}", ["jan@kern.example.com", "uwe@lang.example.com"]),
]  # fmt: skip


@pytest.mark.parametrize(("where", "who"), WHERE)
def test_whom_a_condition_names(few, leadkit, where, who):
    """--where is the language of rule files; nobody who said no is handed over."""
    done = leadkit("export", "leads.csv", "--to", "hubspot", "--where", where, "-o", "out", cwd=few)
    assert (done.code, handed(few / "out")) == (0, who)
    if not who:
        assert "1 lead was asked for and not handed over: they said no" in done.err.decode()


NEVER = [
    ("email_opt_out", "yes", True),
    ("consent", "no", True),
    ("remark_flags", "no_contact", True),
    ("remark_flags", "deceased", True),
    ("mailing_status", "unsubscribed", True),
    ("next_step", "none: said no", True),
    ("refused", "email x@y.example.com", True),
    ("email_opt_out", "no", False),
    ("next_step", "ask for consent in person", False),
]


@pytest.mark.parametrize(("column", "cell", "never"), NEVER)
def test_who_said_no_is_never_handed_over(tmp_path, leadkit, column, cell, never):
    """Whatever says no, with every lead asked for."""
    table = f"lead_id,last_name,email,may_email,may_call,may_post,lead_status,{column}\n"
    (tmp_path / "leads.csv").write_text(f"{table}1,Meier,x@y.example.com,no,no,no,SQL,{cell}\n")
    where = "email: {known: true}"
    done = leadkit(
        "export", "leads.csv", "--to", "salesforce", "--where", where, "-o", "o", cwd=tmp_path
    )
    assert done.code == 0
    assert len(rows_of(tmp_path / "o" / "leads.csv")) == (not never)


def test_who_may_not_be_mailed_is_marked(few, leadkit):
    """Where a CRM has a flag it is set, also where nothing but consent is missing."""
    leadkit("export", "leads.csv", "--to", "salesforce", "-o", "out", cwd=few)
    flags = {row["Last Name"]: row["Email Opt Out"] for row in rows_of(few / "out" / "leads.csv")}
    assert flags == {"Meier": "0", "Kern": "1"}
    leadkit("export", "leads.csv", "--to", "dynamics", "-o", "dyn", cwd=few)
    row = rows_of(few / "dyn" / "leads.csv")[1]
    names = ("Do not allow Emails", "Do not allow Bulk Emails", "Do not allow Phone Calls")
    assert [row[name] for name in names] == ["Do Not Allow", "Do Not Allow", "Allow"]


def test_columns_that_are_asked_for(few, leadkit):
    """--columns: these alone, what a row needs, and what has no place under our name."""
    leadkit(
        "export",
        "leads.csv",
        "--to",
        "salesforce",
        "--columns",
        "email,notes,may_call",
        "-o",
        "o",
        cwd=few,
    )
    assert [*rows_of(few / "o" / "leads.csv")[0]] == [
        "Last Name", "Company", "Email", "Description", "Email Opt Out", "may_call"
    ]  # fmt: skip
    leadkit(
        "export", "leads.csv", "--to", "excel-csv", "--columns", "notes,email", "-o", "x", cwd=few
    )
    rows = rows_of(few / "x" / "leads.csv", ";")
    assert rows[0] == {"notes": "'=1+1", "email": "eva@meier.example.com"}


def test_strict(few, leadkit):
    """--strict ends with 1 where there are problems; the files are there all the same."""
    done = leadkit("export", "leads.csv", "--to", "zoho", "--strict", "-o", "out", cwd=few)
    assert done.code == 0
    (few / "leads.csv").write_text(FEW.replace("eva@meier.example.com", "eva at meier"))
    done = leadkit("export", "leads.csv", "--to", "zoho", "--strict", "-o", "out", cwd=few)
    assert done.code == 1
    assert done.lines[-1].endswith("1 problem: see out/problems.csv")
    (problem,) = rows_of(few / "out" / "problems.csv")
    assert problem == {"lead": "1", "column": "Email", "kind": "no e-mail address",
        "what_it_would_do": "refuse the row, or the cell", "written_instead": "left blank"}  # fmt: skip


def test_two_leads_with_one_key(few, leadkit):
    """Where a CRM finds people by e-mail, a second lead with one is written without it."""
    (few / "leads.csv").write_text(
        FEW.replace("jan@kern", "EVA@meier").replace("eva@meier", "Eva@meier")
    )
    leadkit("export", "leads.csv", "--to", "mautic", "-o", "out", cwd=few)
    assert [row["email"] for row in rows_of(few / "out" / "contacts.csv")][1] == ""
    (problem,) = rows_of(few / "out" / "problems.csv")
    assert (problem["lead"], problem["kind"]) == ("2", "the same as of another lead")


def test_needed_cells(few, leadkit):
    """A missing cell is filled as the target says, or its row is left out; both are told."""
    text = FEW.replace("Eva,Meier,eva@meier.example.com", ",,").replace("Kern GmbH", "")
    (few / "leads.csv").write_text(text)
    leadkit("export", "leads.csv", "--to", "salesforce", "-o", "out", cwd=few)
    rows = rows_of(few / "out" / "leads.csv")
    assert [(row["Last Name"], row["Company"]) for row in rows] == [
        ("[not provided]", "Meier AG"), ("Kern", "[not provided]")
    ]  # fmt: skip
    done = leadkit("export", "leads.csv", "--to", "marketo", "-o", "mkt", cwd=few)
    assert "1 lead is not in the files, as Marketo takes no such row" in done.err.decode()
    assert [row["written_instead"] for row in rows_of(few / "mkt" / "problems.csv")] == [
        "the row is left out"
    ]


def test_odoo_gets_no_empty_column(few, leadkit):
    """An empty cell empties a field there, so a column of nothing else is left out, and told."""
    (few / "leads.csv").write_text(FEW.replace("=1+1", ""))
    done = leadkit(
        "export", "leads.csv", "--to", "odoo", "--where", "lead_status: SQL", "-o", "out", cwd=few
    )
    assert "Notes" not in rows_of(few / "out" / "leads.csv")[0]
    assert "left out, as they are wholly empty" in done.err.decode()
    assert rows_of(few / "out" / "leads.csv")[0]["External ID"] == "1"
    (few / "leads.csv").write_text(
        FEW.replace("notes", "external_id").replace("=1+1", "__import__.x7")
    )
    leadkit("export", "leads.csv", "--to", "odoo", "-o", "two", cwd=few)
    assert rows_of(few / "two" / "leads.csv")[0]["External ID"] == "__import__.x7"


BAD = [
    ("--to hubspto -o out", "leads.csv", "--to hubspto: no such target; did you mean 'hubspot'?"),
    ("-o out", "leads.csv", "--to: say where to; there are dynamics, excel"),
    ("--to hubspot", "leads.csv", "say where to with -o FOLDER"),
    ("--to hubspot -o leads.csv", "leads.csv", "leads.csv: is a file, and several are written"),
    ("--to hubspot -o .", "leads.csv", ".: is not empty"),
    ("--to hubspot -o no/such", "leads.csv", "no/such: there is no folder"),
    ("--to hubspot -o out --columns emial", "leads.csv", "has no column 'emial'; did you mean 'email'?"),
    ("--to hubspot -o out --where 'lead_stauts: SQL'", "leads.csv", "unknown column 'lead_stauts'; did you mean 'lead_status'?"),
    ("--to hubspot -o out --where SQL", "leads.csv", "--where SQL: give a condition"),
    ("--to hubspot -o out", "early.csv", "early.csv: does not say who may be contacted"),
    ("--to hubspot -o out", "no_status.csv", "no_status.csv: has no lead_status, by which leads are chosen"),
    ("--to hubspot -o out --new-since x", "leads.csv", "is no workspace"),
    ("--to hubspot -o out --for slaes", "leads.csv", "--for slaes: no such target; did you mean 'sales'?"),
    ("--to marketo -o out", "nameless.csv", "Marketo needs email, and no column here gives it"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "table", "said"), BAD)
def test_bad_input_gets_one_line(few, leadkit, options, table, said):
    """What cannot be is said in one line, and nothing is written."""
    import shlex

    (few / "early.csv").write_text("lead_id,email\n1,a@b.example.com\n")
    (few / "no_status.csv").write_text(
        "lead_id,email,may_email,may_call,may_post\n1,a@b.example.com,yes,no,no\n"
    )
    (few / "nameless.csv").write_text(
        "lead_id,lead_status,may_email,may_call,may_post\n1,SQL,yes,no,no\n"
    )
    done = leadkit("export", table, *shlex.split(options), cwd=few)
    assert (done.code, len(done.lines)) == (2, 1), done.err
    assert said in done.lines[0]
    assert not (few / "out").exists()


def test_an_empty_list(few, leadkit):
    """A table without rows gives files with a header alone."""
    (few / "leads.csv").write_text(HEAD)
    for target in shipped_targets():
        assert leadkit("export", "leads.csv", "--to", target, "-o", target, cwd=few).code == 0
    assert (few / "zoho" / "leads.csv").read_text().startswith("Last Name,Company,")
    assert rows_of(few / "zoho" / "leads.csv") == []


def test_a_hand_over_replaces_the_one_before(few, leadkit):
    """What the last one wrote goes; a folder with anything else in it is refused, and untouched."""
    two = FEW + "".join(
        FEW.splitlines(keepends=True)[1].replace("1,", f"{n},", 1).replace("eva@", f"e{n}@")
        for n in range(10, 1300)
    )
    (few / "leads.csv").write_text(two)
    leadkit("export", "leads.csv", "--to", "zoho", "-o", "out", cwd=few)
    assert len(rows_of(few / "out" / "leads.csv")) == 999
    assert len(rows_of(few / "out" / "leads-2.csv")) == 1292 - 999
    (few / "leads.csv").write_text(FEW)
    assert leadkit("export", "leads.csv", "--to", "zoho", "-o", "out", cwd=few).code == 0
    assert sorted(one.name for one in (few / "out").iterdir()) == [
        "HOWTO.txt",
        "leads.csv",
        "opt-outs.csv",
        "problems.csv",
    ]
    (few / "out" / "mine.csv").write_text("x\n")
    done = leadkit("export", "leads.csv", "--to", "zoho", "-o", "out", cwd=few)
    assert done.code == 2
    assert "is not empty" in done.lines[0]
    assert len(rows_of(few / "out" / "leads.csv")) == 2


def test_a_dry_run_writes_nothing(few, leadkit):
    """It says what would be written, of workbooks as well."""
    done = leadkit(
        "export", "leads.csv", "--to", "excel", "--for", "sales", "--dry-run", "-o", "out", cwd=few
    )
    assert done.code == 0
    assert "2 handed over to Excel: leads.xlsx (2), sales.xlsx (2)" in done.err.decode()
    assert not (few / "out").exists()


def test_the_same_leads_give_the_same_bytes(fair, leadkit, tmp_path):
    """CSV and workbooks alike, from a file and from a pipe."""
    for target in ("hubspot", "odoo", "excel"):
        one, two = tmp_path / f"{target}-1", tmp_path / f"{target}-2"
        leadkit("export", fair, "--to", target, "-o", one)
        leadkit("export", "--to", target, "-o", two, stdin=fair.read_bytes())
        for file in one.iterdir():
            assert file.read_bytes() == (two / file.name).read_bytes(), file.name


def test_from_python(fair):
    """The same rows as the command gives."""
    import pandas as pd

    from leadkit import export_leads

    leads = pd.read_csv(fair, dtype=str, keep_default_na=False)
    done = export_leads(leads, "hubspot")
    assert (len(done.rows), len(done.not_to_be_mailed), len(done.opt_outs)) == (90, 45, 41)
    assert "lead" in done.problems.columns
    assert done.howto.startswith("Leads for HubSpot")
    assert len(export_leads(leads, "zoho", where="lead_status: SQL", columns=["email"]).rows) == 54


def test_who_has_not_said_no_is_counted_apart(tmp_path, leadkit):
    """A flag is set for both; what is told says for how many only a consent's proof is missing."""
    rows = "1,eva@a.example.com,A,no,\n2,jan@b.example.com,B,no,yes\n3,ida@c.example.com,C,yes,\n"
    header = "lead_id,email,last_name,may_email,email_opt_out,company,lead_status,may_call,may_post,phone"
    lines = [f"{row},X,MQL,yes,yes,+4930901820" for row in rows.split()]
    (tmp_path / "leads.csv").write_text("\n".join([header, *lines, ""]), "utf-8")
    done = leadkit("export", "leads.csv", "--to", "zoho", "-o", "out", cwd=tmp_path)
    assert done.code == 0, done.err
    said = "2 leads may not be mailed, and are marked so (1 for want of proof of a consent: they"
    assert said in done.err.decode()
    howto = " ".join((tmp_path / "out" / "HOWTO.txt").read_text("utf-8").split())
    assert said in howto


@pytest.mark.parametrize("target", ["excel-csv", "zoho", "pipedrive"])
def test_columns_asked_for_hold_no_refused_address(target, tmp_path, leadkit):
    """Where --columns leaves out what tells of a no, refused addresses and numbers are blank."""
    (tmp_path / "leads.csv").write_text(
        "lead_id,last_name,company,email,email_2,other_emails,phone_2,other_phones,home_phone,"
        "lead_status,may_email,may_call,may_post,email_opt_out,phone_opt_out,street\n"
        "1,Meier,Meier AG,eva@meier.example.com,e2@meier.example.com,e3@meier.example.com,"
        "+49301234567,+49301234568,+49301234569,SQL,no,no,yes,yes,yes,Allee 1\n"
    )
    asked = "last_name,company,email_2,other_emails,phone_2,other_phones,home_phone"
    done = leadkit(
        "export", "leads.csv", "--to", target, "--columns", asked, "-o", "out", cwd=tmp_path
    )
    assert done.code == 0, done.err
    files = [
        one for one in (tmp_path / "out").glob("*.csv") if one.stem not in ("problems", "opt-outs")
    ]
    text = "".join(one.read_text("utf-8-sig") for one in files)
    assert "Meier AG" in text
    flagged = target == "zoho"  # its Secondary Email has Email Opt Out beside it
    assert not re.search(r"e3@meier|\+49" if flagged else r"e[23]@meier|\+49", text)
    kinds = {row["kind"] for row in rows_of(tmp_path / "out" / "problems.csv")}
    assert {"the address of somebody who said no", "the number of somebody who said no"} <= kinds


@pytest.mark.parametrize("named", ["../victim.txt", "{whole}", "linked.csv", "notes.txt", "sub"])
def test_a_howto_of_somebody_else_removes_nothing(leadkit, fair, tmp_path, named):
    """Whatever a HOWTO.txt names, only files of tables in its own folder are an earlier hand-over's."""
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    folder = tmp_path / "handed"
    assert leadkit("export", fair, "--to", "odoo", "-o", folder, cwd=tmp_path).code == 0
    (folder / "linked.csv").symlink_to(victim)
    (folder / "notes.txt").write_text("mine")
    (folder / "sub").mkdir()
    howto = folder / "HOWTO.txt"
    begin, first, rest = howto.read_text().partition("  1. ")
    line = named.format(whole=victim)
    howto.write_text(f"{begin}{first}{line}: 2 rows\n{first}{rest}")
    leadkit("export", fair, "--to", "hubspot", "-o", folder, cwd=tmp_path)
    assert victim.read_text() == (folder / "notes.txt").read_text() == "mine"
    assert (folder / "linked.csv").is_symlink()
    assert (folder / "sub").is_dir()


def test_a_file_of_an_earlier_hand_over_that_stays_is_told(
    leadkit_here, fair, tmp_path, monkeypatch
):
    """One that another program holds open cannot go; nobody may upload it by mistake."""
    folder = tmp_path / "handed"
    assert leadkit_here("export", fair, "--to", "hubspot", "-o", folder).code == 0

    def held(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("leadkit.run.handing_over.os.unlink", held)
    done = leadkit_here("export", fair, "--to", "odoo", "-o", folder)
    told = [line for line in done.lines if "earlier hand-over" in line]
    assert done.code == 0
    assert any("contacts.csv: may not b" in line for line in told)


def test_problems_run_in_no_spreadsheet(leadkit, tmp_path):
    """A person opens problems.csv, as a rule in a spreadsheet."""
    (tmp_path / "leads.csv").write_text(
        "lead_id,email,last_name,lead_status,may_email,may_call,may_post\n"
        "=cmd|' /C calc'!A0,no address,Meier,SQL,yes,no,no\n"
    )
    assert leadkit("export", "leads.csv", "--to", "hubspot", "-o", "handed", cwd=tmp_path).code == 0
    assert "\n'=cmd" in (tmp_path / "handed" / "problems.csv").read_text()


def test_statuses_of_any_kind_name_sheets(leadkit, tmp_path):
    """Excel takes no name with a quote at its end, none twice, and none over 31 signs."""
    statuses = ["a" * 30 + "'bbb", "A" * 30 + "' c", "History", "'''", "x/y", "' ' '", "' '"]
    statuses.append(f"History{' ' * 26}more")
    rows = "".join(
        f"{at},e{at}@x.example.com,K,{one},yes,no,no\n" for at, one in enumerate(statuses)
    )
    (tmp_path / "leads.csv").write_text(
        f"lead_id,email,last_name,lead_status,may_email,may_call,may_post\n{rows}"
    )
    line = "export leads.csv --to excel --by-status -o handed --where"
    done = leadkit(*line.split(), "last_name: K", cwd=tmp_path)
    assert done.code == 0, done.err


def test_who_said_no_is_written_as_the_crm_knows_the_address(leadkit, tmp_path):
    """A marked address would be nobody's, and its person mailed."""
    (tmp_path / "leads.csv").write_text(
        "lead_id,email,last_name,lead_status,may_email,may_call,may_post,email_opt_out\n"
        "1,+fair@x.example.com,Meier,SQL,no,yes,no,yes\n2,-eva@x.example.com,Kern,SQL,no,yes,no,yes\n"
    )
    for target in ("hubspot", "odoo", "pipedrive"):
        folder = tmp_path / target
        assert leadkit("export", "leads.csv", "--to", target, "-o", folder, cwd=tmp_path).code == 0
        told = (folder / "opt-outs.csv").read_text("utf-8-sig")
        assert "\n+fair@x.example.com" in told
        assert "\n-eva@x.example.com" in told


@pytest.mark.parametrize("target", ["hubspot", "salesforce", "pipedrive", "zoho", "odoo", "mautic"])
def test_a_number_goes_nowhere_that_has_no_mark_for_who_wants_no_calls(leadkit, tmp_path, target):
    """It is left out, and problems.csv says so; where a program has such a mark, that is set."""
    (tmp_path / "leads.csv").write_text(
        "lead_id,email,phone,mobile,last_name,company,lead_status,may_email,may_call,may_post,phone_opt_out\n"
        "1,eva@x.example.com,+498912345670,+491714567890,Meier,X,SQL,yes,no,no,yes\n"
        "2,jan@x.example.com,+498912345671,+491714567891,Kern,X,SQL,yes,yes,no,\n"
    )
    assert leadkit("export", "leads.csv", "--to", target, "-o", "o", cwd=tmp_path).code == 0
    written = "".join(one.read_text("utf-8-sig") for one in (tmp_path / "o").glob("*.csv"))
    digits = re.sub(r"[^\d\n]", "", written)
    assert "12345671" in digits
    assert "12345670" not in digits
    assert "1714567890" not in digits
    assert "somebody who said no" in (tmp_path / "o" / "problems.csv").read_text()


def test_a_lead_that_is_left_out_takes_no_key_from_another(leadkit, tmp_path):
    """Of two with one address, the one that lacks what is needed is left out, and only that one."""
    leadkit("rules", "new", "mautic", "own.yaml", cwd=tmp_path)
    own = (tmp_path / "own.yaml").read_text()
    own = re.sub(r"(?m)^one_row_for_each:.*\n", "", own)
    (tmp_path / "own.yaml").write_text(f"{own}\nneeds: [[company]]\none_row_for_each: email\n")
    head = "lead_id,email,last_name,company,lead_status,may_email,may_call,may_post\n"
    rows = ["1,a@x.example.com,K,,SQL,yes,no,no\n", "2,a@x.example.com,K,X,SQL,yes,no,no\n"]
    for at, order in enumerate((rows, rows[::-1])):
        (tmp_path / "leads.csv").write_text(head + "".join(order))
        done = leadkit("export", "leads.csv", "--to", "own.yaml", "-o", f"o{at}", cwd=tmp_path)
        assert done.code == 0, done.err
        (table,) = (
            one for one in (tmp_path / f"o{at}").glob("*.csv") if one.name != "problems.csv"
        )
        assert [row["email"] for row in rows_of(table)] == ["a@x.example.com"]


def test_a_target_that_marks_nobody_is_refused(leadkit, tmp_path):
    """Who said no would be handed over without a sign of it."""
    leadkit("rules", "new", "zoho", "own.yaml", cwd=tmp_path)
    own = tmp_path / "own.yaml"
    own.write_text(re.sub(r"(?m)^.*Email Opt Out.*\n", "", own.read_text()))
    done = leadkit("rules", "check", "own.yaml", cwd=tmp_path)
    assert done.code == 2
    assert "needs a column with 'not_by: email'" in done.lines[0]
