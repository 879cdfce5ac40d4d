"""The command line: what goes in, what comes out, what is said, and the exit code."""

from __future__ import annotations

import json
import os
import shlex
import shutil

import pytest

from leadkit.base.errors import CheckFailed
from leadkit.base.leads import Outcome, Stage
from leadkit.fields.cleaner import CleanOptions
from leadkit.run.stages import STAGES, StageKind

LEADS = b"lead_id,email,country\n1,Eva@X.Example.COM,Polen\n2,eva@x.example.com,\n3,,Atlantis\n"

GOLDEN = {  # command -> standard input, output, what is said
    "import --source Fair": (
        b"Name;E-Mail\r\nEva Meier;eva@x.example.com\r\n",
        b"lead_id,source_file,source_row,full_name,email,lead_source,issues\n"
        b"cdb3e19f6631012e,stdin,2,Eva Meier,eva@x.example.com,Fair,\n",
        ["leadkit import: 1 row read = 1 written"],
    ),
    "clean": (
        LEADS,
        b"lead_id,email,country,email_status,email_flags,email_suggestion,phone_status,phone_type,"
        b"phone_extension,issues\n"
        b"1,Eva@x.example.com,PL,valid,,,missing,,,\n"
        b"2,eva@x.example.com,,valid,,,missing,,,\n"
        b"3,,Atlantis,missing,,,missing,,,country_unknown\n",
        ["leadkit clean: 3 rows read = 3 written; 1 e-mail missing, 3 phones missing"],
    ),
    "dedupe": (
        LEADS,
        b"lead_id,email,country,merged_ids,email_2\n1,Eva@X.Example.COM,Polen,2,\n3,,Atlantis,,\n",
        ["leadkit dedupe: 3 rows read = 2 written + 1 merged; 1 lead made of several rows"],
    ),
    "score --rules rules.yaml": (
        LEADS,
        b"lead_id,email,country,score,score_fit,score_reasons\n"
        b"1,Eva@X.Example.COM,Polen,5,5,mail:+7; capped fit 7>5:-2\n"
        b"2,eva@x.example.com,,5,5,mail:+7; capped fit 7>5:-2\n"
        b"3,,Atlantis,0,0,\n",
        ["leadkit score: 3 rows read = 3 written"],
    ),
    "classify --rules lifecycle.yaml --as-of 2026-10-31": (
        b"lead_id,score,country,email\n1,5,US,e@x\n2,4,,\n3,5,,\n",
        b"lead_id,score,country,email,lead_status,status_reason,status_since,may_email,may_call,"
        b"may_post,contact_basis,next_step,refused\n"
        b"1,5,US,e@x,MQL,score is at least 5,2026-10-31,yes,no,no,email: opt-out regime; each mail "
        b"needs a postal address and a way out [CAN-SPAM 15 U.S.C. 7704(a)]; call: no address; "
        b"post: no address,mail,\n"
        b"2,4,,,lead,no condition for more is met,2026-10-31,no,no,no,"
        b"email: no address; call: no address; post: no address,none: may not be contacted,\n"
        b'3,5,,,lead,"blocked: would be MQL (score is at least 5), but may not be contacted: '
        b'email, call and post: no address",2026-10-31,no,no,no,'
        b"email: no address; call: no address; post: no address,find an address,\n",
        [
            "leadkit classify: 3 rows read = 3 written; 2 lead, 1 MQL, 1 moved, "
            "1 blocked for want of consent"
        ],
    ),
    "cpl - --margin 20%": (
        b"campaign,revenue,leads_per_order\nFair,50000,20\n",
        b"campaign,revenue,leads_per_order,max_cpl,cpl_issues\nFair,50000,20,500.00,\n",
        ["leadkit cpl: 1 row read = 1 written"],
    ),
    "cpl --revenue 50000 --margin 20% --leads-per-order 20": (b"", b"500.00\n", []),
    "cpl --revenue 50000 --margin 20% --close-rate 5%": (b"", b"500.00\n", []),
}


@pytest.fixture
def rules(folder):
    """A small scoring file, a lifecycle file and a pipeline in the folder."""
    (folder / "rules.yaml").write_text(
        "groups: {fit: {max: 5}}\n"
        "rules:\n  - {name: mail, group: fit, when: {email: {known: true}}, points: 7}\n"
    )
    (folder / "lifecycle.yaml").write_text(
        "statuses:\n  - name: lead\n  - {name: MQL, when: {score: {at_least: 5}}}\n"
    )
    (folder / "line.yaml").write_text(
        "import: {files: [leads.csv]}\n"
        "steps: [clean, dedupe, score: {rules: rules.yaml}, classify: {rules: lifecycle.yaml}]\n"
        "output: out.csv\n"
    )
    (folder / "leads.csv").write_bytes(LEADS)
    return folder


@pytest.mark.parametrize("command", GOLDEN)
def test_golden(leadkit, rules, command):
    """Each command on a small list: these bytes, these words, exit code 0."""
    stdin, out, said = GOLDEN[command]
    run = leadkit(*command.split(), stdin=stdin, cwd=rules)
    assert (run.code, run.out, run.lines) == (0, out, said)


def files_in(folder):
    """Return what lies in a folder, hidden files too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


MISUSE = {  # command -> what its one line says
    "no such command": ("cleen leads.csv", "No such command 'cleen'"),
    "no such option": ("clean leads.csv --regoin DE", "--regoin"),
    "an option without a value": ("clean leads.csv --region", "'--region' requires an argument"),
    "too many files": ("clean leads.csv more.csv", "more.csv"),
    "no such file": ("clean gone.csv", "leadkit: gone.csv: no such file"),
    "a folder": ("clean .", "leadkit: .: is a folder, not a file"),
    "an empty file": ("clean empty.csv", "leadkit: empty.csv: the file is empty; it needs a header row"),
    "a picture": ("import picture.png", "leadkit: picture.png: this is not a text file"),
    "one list twice": ("import leads.csv leads.csv", "leadkit: leads.csv: given twice"),
    "one good list and one that is not there": ("import leads.csv gone.csv", "leadkit: gone.csv: no such file"),
    "a column twice": ("clean twice.csv", "leadkit: twice.csv: column 'email' stands there 2 times"),
    "no lead_id": ("dedupe other.csv", "leadkit: dedupe needs the column lead_id, which 'leadkit import' adds; there are: campaign, spend"),
    "no figures": ("cpl other.csv", "leadkit: cpl needs the column revenue, or the option; there are: campaign, spend"),
    "nothing to score by": ("score other.csv --rules rules.yaml", "there are: campaign, spend"),
    "no such country": ("clean leads.csv --region Atlantis", "leadkit: --region Atlantis: no such country"),
    "no such rules": ("score leads.csv --rules b2d", "leadkit: --rules b2d: no such file"),
    "broken YAML": ("score leads.csv --rules broken.yaml", "leadkit: broken.yaml:2: broken YAML: "),
    "an unknown operator": ("score leads.csv --rules typo.yaml", "leadkit: typo.yaml:2: unknown operator 'conatins'; did you mean 'contains'?"),
    "rules before rows": ("score ragged.csv --rules typo.yaml", "leadkit: typo.yaml:2: "),
    "a ragged row": ("clean ragged.csv", "leadkit: ragged.csv:3: 1 cell where the header has 2; 'leadkit import --rejects FILE' sets such rows aside"),
    "no pipeline": ("run", "PIPELINE"),
    "a pipeline that is not there": ("run gone.yaml", "leadkit: gone.yaml: no such file"),
    "a pipeline with a typo": ("run typo_line.yaml", "leadkit: typo_line.yaml:2: unknown stage 'cleen'; did you mean 'clean'?"),
    "a pipeline with a typo in an option": ("run typo_option.yaml", "leadkit: typo_option.yaml:2: unknown option of clean 'regoin'; did you mean 'region'?"),
    "a pipeline without lists": ("run no_lists.yaml", "leadkit: no_lists.yaml:1: import needs 'files'"),
    "a cpl without figures": ("cpl", "leadkit: revenue is missing"),
    "a cpl with a bad figure": ("cpl --revenue lots --margin 20% --close-rate 5%", "leadkit: revenue 'lots': not an amount of money"),
    "two delimiters": ("import leads.csv --delimiter ;;", "delimiter"),
    "one file for two outputs": ("dedupe leads.csv --merges out.csv --summary out.csv", "out.csv"),
}  # fmt: skip
FILES = {
    "empty.csv": b"",
    "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(32)) * 9,
    "twice.csv": b"email,name,email\na,b,c\n",
    "other.csv": b"campaign,spend\nFair,100\n",
    "ragged.csv": b"lead_id,email\n1,\n2\n3,\n",
    "broken.yaml": b"rules:\n\t- name: r\n",
    "typo.yaml": b"rules:\n  - {name: r, when: {email: {conatins: x}}, points: 1}\n",
    "typo_line.yaml": b"import: {files: [leads.csv]}\nsteps: [cleen]\n",
    "typo_option.yaml": b"import: {files: [leads.csv]}\nsteps: [clean: {regoin: DE}]\n",
    "no_lists.yaml": b"import: {source: Fair}\nsteps: [clean]\n",
}


@pytest.mark.parametrize(("command", "said"), MISUSE.values(), ids=MISUSE)
def test_misuse(leadkit_here, rules, monkeypatch, command, said):
    """Whatever cannot run says so in one line, exits with 2, and writes nothing anywhere."""
    for name, content in FILES.items():
        (rules / name).write_bytes(content)
    before = files_in(rules)
    monkeypatch.chdir(rules)
    name, *rest = command.split()
    run = leadkit_here(name, "-o", "out.csv", *rest)
    assert (run.code, run.out) == (2, b"")
    assert len(run.lines) == 1, run.lines
    assert said in run.lines[0]
    assert files_in(rules) == before


def test_nothing_at_all_shows_help(leadkit):
    """leadkit alone lists its commands, and has not run."""
    run = leadkit()
    assert run.code == 2
    assert b"Commands:" in run.out + run.err
    assert leadkit("--version").out.startswith(b"leadkit ")


@pytest.mark.parametrize("command", ["import", "clean", "dedupe", "score --rules rules.yaml", "classify --rules lifecycle.yaml"])  # fmt: skip
def test_a_header_alone_gives_a_header_alone(leadkit_here, rules, monkeypatch, command):
    """No rows in, no rows out, exit code 0; the columns are those that rows would have."""
    header = b"lead_id,full_name,email,score\n"
    (rules / "header.csv").write_bytes(header)
    (rules / "filled.csv").write_bytes(header + b"1,Eva Meier,eva@x,1\n")
    monkeypatch.chdir(rules)
    run, filled = (leadkit_here(*command.split(), f"{name}.csv") for name in ("header", "filled"))
    assert (run.code, filled.code) == (0, 0)
    assert run.out == filled.out[: filled.out.index(b"\n") + 1]


def test_a_dry_run_writes_nothing(leadkit_here, rules, monkeypatch):
    """--dry-run goes through all rows, tells the same, and writes no file and no output."""
    (rules / "ragged.csv").write_bytes(b"Name,Mail\n" + b"Eva,e@x.example.com\n" * 4 + b"Ida\n")
    monkeypatch.chdir(rules)
    before = files_in(rules)
    files = ("--rejects", "r.csv", "--summary", "s.json", "-o", "o.csv")
    dry = leadkit_here("import", "ragged.csv", "--dry-run", *files)
    assert (dry.code, dry.out) == (0, b"")
    assert dry.lines == [
        "leadkit import: 5 rows read = 4 written + 1 rejected; "
        "rejects in r.csv: ragged.csv:6 (1 cell where the header has 2)"
    ]
    assert leadkit_here("run", "line.yaml", "--dry-run").out == b""
    figures = ("--revenue", "50000", "--margin", "20%", "--close-rate", "5%")
    leadkit_here("cpl", *figures, "--dry-run", "-o", "cpl.txt")
    assert files_in(rules) == before


def test_quiet_says_nothing(leadkit, rules):
    """-q says nothing while all is well, and still says what is wrong."""
    run = leadkit("import", "-q", stdin=b"Name,Mail\nEva,\n , \n")
    assert (run.code, run.err) == (0, b"")
    assert run.out.count(b"\n") == 2
    assert leadkit("clean", "gone.csv", "-q").lines == ["leadkit: gone.csv: no such file"]


def test_quiet_loses_no_row_unsaid(leadkit, rules):
    """A rejected row that no file keeps is wrong, so that -q says it; one that is kept is not."""
    (rules / "list.csv").write_bytes(b"Name,Mail\n" + b"Eva,\n" * 8 + b"Ida\nUdo\n")
    told = "2 of 10 rows could not be read and are kept nowhere (list.csv:10: 1 cell where the header has 2)"
    run = leadkit("import", "list.csv", "-q", cwd=rules)
    assert run.lines == [f"leadkit import: {told}; --rejects FILE keeps them"]
    assert leadkit("import", "list.csv", "-q", "--rejects", "r.csv", cwd=rules).err == b""
    line = "import:\n  files: [list.csv]\nsteps: [clean]\n"
    (rules / "line.yaml").write_text(line)
    run = leadkit("run", "line.yaml", "-q", cwd=rules)
    assert run.lines == [f"leadkit run: {told}; 'rejects: FILE' under import keeps them"]
    (rules / "line.yaml").write_text(line.replace("steps", "  rejects: r.csv\nsteps"))
    assert leadkit("run", "line.yaml", "-q", cwd=rules).err == b""


def test_the_summary_adds_up(leadkit, rules):
    """--summary is the ledger as JSON: every row that was read went somewhere."""
    (rules / "leads.csv").write_bytes(LEADS + b"4\n,,\n5,eva@x.example.com,\n")
    run = leadkit("run", "line.yaml", "--summary", "sum.json", cwd=rules)
    assert run.code == 0, run.err
    told = json.loads((rules / "sum.json").read_text("utf-8"))
    assert told["read"] == 6
    assert told["read"] == told["written"] + told["rejected"] + told["merged"] + told["suppressed"]
    assert (told["written"], told["rejected"], told["merged"]) == (2, 2, 2)
    assert (rules / "out.csv").read_bytes().count(b"\n") == told["written"] + 1
    assert [stage["name"] for stage in told["stages"]] == ["clean", "dedupe", "score", "classify"]
    assert [stage["rows_in"] for stage in told["stages"]] == [4, 4, 2, 2]
    assert "eva@" not in (rules / "sum.json").read_text("utf-8")


STAND = (
    "import badges.csv --consent-at 'Scan Time' --consent-source 'badge scan at the stand'"
    " --consent-text 'fair-2026-v2: May we send you news by e-mail?' --source 'Trade fair' -o stand.csv",
    "import business_cards.csv --source 'Trade fair' -o cards.csv",
)
PIPE = (
    "import stand.csv cards.csv crm.csv",
    "clean --region DE",
    "dedupe --merges piped_merges.csv",
    "score --rules b2b --activities activities.csv --as-of 2026-10-08",
    "classify",
)


@pytest.mark.parametrize(
    "started",
    [
        pytest.param(False, id="here"),
        pytest.param(True, id="six processes", marks=pytest.mark.slow),
    ],
)
def test_a_pipe_is_a_run(folder, root, shell, leadkit, started):
    """Five commands in a pipe and one run give the same bytes, and a second run the same again.

    The lists with options of their own are imported before: their rows stay the same ones.
    """
    shutil.copytree(root / "examples" / "trade-fair", folder / "fair")
    if started:
        pipe = " | ".join(f"leadkit {command}" for command in PIPE)
        first = " && ".join(f"leadkit {command}" for command in STAND)
        piped = shell(f"{first} && {pipe}", cwd=folder / "fair")
        assert piped.code == 0
    else:
        for command in STAND:
            assert leadkit(*shlex.split(command), cwd=folder / "fair").code == 0
        piped = leadkit(*shlex.split(PIPE[0]), cwd=folder / "fair")
        for command in PIPE[1:]:
            piped = leadkit(*shlex.split(command), stdin=piped.out, cwd=folder / "fair")
            assert piped.code == 0
    assert piped.out.count(b"\n") > 200
    for _ in range(2):
        # From another folder: paths in a pipeline file are relative to it.
        assert leadkit("run", "fair/pipeline.yaml", cwd=folder).code == 0
        assert (folder / "fair" / "leads.csv").read_bytes() == piped.out
    merges = folder / "fair" / "merges.csv"
    assert merges.read_bytes() == (folder / "fair" / "piped_merges.csv").read_bytes()


def test_no_colour_without_a_terminal(leadkit, rules):
    """Where standard error is no terminal there are no colours and no boxes, whatever is asked."""
    colourful = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color"}
    run = leadkit("run", "line.yaml", cwd=rules, env=colourful)
    assert run.code == 0
    wrong = leadkit("run", "--colour", cwd=rules, env=colourful)
    for said in (run.err, wrong.err, leadkit("--help", env=colourful).out):
        assert b"\x1b" not in said
        assert not {"─", "│", "╭"} & set(said.decode())


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (CheckFailed("2 rules failed"), 1, "leadkit: 2 rules failed"),
        (ValueError("eva@meier.example.com"), 3, "Please report it"),
        (MemoryError(), 2, "leadkit: there is not enough memory for this"),
        (OSError(5, "Input/output error"), 2, "leadkit: a file: Input/output error"),
        (KeyboardInterrupt(), 130, "leadkit: interrupted; no file was changed"),
    ],
)
def test_exit_codes_of_what_goes_wrong_inside(
    leadkit_here, rules, monkeypatch, problem, code, said
):
    """A failed check is 1, a fault of leadkit 3, Ctrl-C 130: one line, and nobody's data in it."""

    def fail(*arguments: object) -> None:
        raise problem

    monkeypatch.setattr("leadkit.run.engine.run_stages", fail)
    monkeypatch.delenv("LEADKIT_DEBUG", raising=False)
    run = leadkit_here("clean", rules / "leads.csv")
    assert (run.code, run.out, len(run.lines)) == (code, b"", 1)
    assert said in run.lines[0]
    assert "eva@" not in run.lines[0]


def test_a_ledger_that_does_not_add_up_is_a_fault(leadkit_here, rules, monkeypatch):
    """A stage that loses a row ends the run with 3 and without output."""
    losing = StageKind(
        CleanOptions, lambda _: Stage("clean", lambda leads: Outcome(leads.iloc[1:]))
    )
    monkeypatch.setitem(STAGES, "clean", lambda: losing)
    run = leadkit_here("clean", rules / "leads.csv", "-o", rules / "out.csv")
    assert (run.code, len(run.lines)) == (3, 1)
    assert "3 rows were read, but 2 written" in run.lines[0]
    assert not (rules / "out.csv").exists()


@pytest.mark.slow
def test_the_example_needs_no_look(folder, root, leadkit):
    """It uses all its files and says where leads come from: no note, and no "(none)" in the funnel."""
    shutil.copytree(root / "examples" / "trade-fair", folder / "fair")
    done = leadkit("run", "fair/pipeline.yaml", cwd=folder)
    assert len(done.lines) == 1
    assert "128 of 195 rows said yes and get its proof of consent" in done.lines[0]
    assert "24 of 730 activities belong to no lead" in done.lines[0]
    funnel = (folder / "fair" / "funnel.csv").read_text("utf-8").splitlines()
    assert not any(line.startswith(",") for line in funnel)
    told = leadkit("run", "fair/pipeline.yaml", "--log-format", "json", cwd=folder)
    notes = [json.loads(line) for line in told.lines if '"note"' in line]
    assert [note["stage"] for note in notes] == ["import", "score"]
