"""No output goes over an input by accident, whatever the file is called; odd names are one line."""

from __future__ import annotations

import inspect
import os
import re
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from leadkit.cli import COMMANDS
from leadkit.commands.files import Reads, Writes, role_of

LIST = "Name,E-Mail\nEva Meier,eva@meier.example.com\n"
LEADS = "lead_id,email,country,lead_source,score,score_engagement\n1,e@x.example.com,DE,fair,7,9\n"
MERGES = "lead_id,merged_lead_id,position\n"
RULES = "about: x\nrules:\n  - name: vip\n    when: {email: {in_list: vips.txt}}\n    points: 5\n"
FILES = {
    "list.csv": LIST, "leads.csv": LEADS, "other.csv": LEADS, "merges.csv": MERGES,
    "decided.csv": "lead_id_1,lead_id_2,decision\n", "never.csv": "email\nx@y.example.com\n",
    "rules.yaml": RULES, "vips.txt": "a@b.example.com\n", "map.yaml": "columns: {}\n", "key": "k",
    "did.csv": "lead_id,activity,date\n", "costs.csv": "lead_source,spend\nfair,5\n",
    "lists/a.csv": LIST, "lists/b.csv": LIST,
    "pipeline.yaml": "import: {files: [list.csv]}\nsteps: [clean]\n",
}  # fmt: skip


@pytest.fixture
def files(folder: Path) -> Path:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    (folder / "link.csv").symlink_to("list.csv")
    os.link(folder / "list.csv", folder / "hard.csv")
    return folder


def as_it_was(folder: Path) -> bool:
    names = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    same = all((folder / name).read_text("utf-8") == FILES[name] for name in FILES)
    return same and names == {*FILES, "link.csv", "hard.csv"}


# A command, the output that would lose a file, and what it is beside.
LOST = {
    "import list.csv --write-map list.csv": ("--write-map list.csv", "FILE"),
    "import list.csv --write-map ./list.csv -o x.csv": ("--write-map ./list.csv", "FILE list.csv"),
    "import list.csv -o list.csv": ("--output list.csv", "FILE"),
    "import list.csv -o link.csv": ("--output link.csv", "FILE list.csv"),
    "import link.csv -o hard.csv": ("--output hard.csv", "FILE link.csv"),
    "import other.csv list.csv --rejects list.csv": ("--rejects list.csv", "FILE"),
    "import lists -o lists/b.csv": ("--output lists/b.csv", "FILE"),
    "import lists/*.csv --summary lists/a.csv": ("--summary lists/a.csv", "FILE"),
    "import list.csv --map map.yaml --summary map.yaml": ("--summary map.yaml", "--map"),
    "clean leads.csv --changes leads.csv": ("--changes leads.csv", "INPUT"),
    "clean leads.csv --summary leads.csv -o leads.csv": ("--summary leads.csv", "INPUT"),
    "dedupe leads.csv --merges leads.csv": ("--merges leads.csv", "INPUT"),
    "dedupe leads.csv --decisions decided.csv --merges decided.csv": (
        "--merges decided.csv", "--decisions",
    ),
    "dedupe leads.csv --decisions decided.csv -o decided.csv": (
        "--output decided.csv", "--decisions",
    ),
    "dedupe leads.csv --against other.csv -o other.csv": ("--output other.csv", "--against"),
    "dedupe leads.csv --against other.csv --known other.csv": ("--known other.csv", "--against"),
    "dedupe leads.csv --removed never.csv --review never.csv": ("--review never.csv", "--removed"),
    "score leads.csv --rules rules.yaml -o rules.yaml": ("--output rules.yaml", "--rules"),
    "score leads.csv --rules rules.yaml -o vips.txt": ("--output vips.txt", "--rules rules.yaml"),
    "score leads.csv --activities did.csv --summary did.csv": ("--summary did.csv", "--activities"),
    "score leads.csv --compare b2b rules.yaml -o rules.yaml": ("--output rules.yaml", "--compare"),
    "score leads.csv --compare b2b b2b -o leads.csv": ("--output leads.csv", "INPUT"),
    "classify leads.csv --suppress never.csv --suppressed never.csv": (
        "--suppressed never.csv", "--suppress",
    ),
    "classify leads.csv --suppress lists --funnel lists/a.csv": ("--funnel lists/a.csv", "--suppress"),
    "classify leads.csv --previous other.csv --transitions other.csv": (
        "--transitions other.csv", "--previous",
    ),
    "classify leads.csv --suppress never.csv --key-file key -o key": ("--output key", "--key-file"),
    "unmerge leads.csv --merges merges.csv -o merges.csv": ("--output merges.csv", "--merges"),
    "consent leads.csv list.csv -o list.csv": ("--output list.csv", "LEADS"),
    "update other.csv leads.csv -o leads.csv": ("--output leads.csv", "INPUT"),
    "update other.csv leads.csv --merges other.csv": ("--merges other.csv", "MASTER"),
    "suppress never.csv -o never.csv": ("--output never.csv", "LIST"),
    "suppress never.csv --key-file key -o key": ("--output key", "--key-file"),
    "cpl leads.csv --by lead_source -o leads.csv": ("--output leads.csv", "INPUT"),
    "cpl leads.csv --by lead_source --spend costs.csv --summary costs.csv": (
        "--summary costs.csv", "--spend",
    ),
    "run pipeline.yaml -o pipeline.yaml": ("--output pipeline.yaml", "FOLDER|PIPELINE.yaml"),
    "run pipeline.yaml -o list.csv": ("output list.csv", "import: files"),
    "run pipeline.yaml --summary lists/../list.csv": (
        "summary lists/../list.csv", "import: files list.csv",
    ),
}  # fmt: skip


@pytest.mark.parametrize("command", LOST)
def test_an_output_that_would_lose_an_input(files, leadkit, command):
    """It is refused before anything is written, with what the file is; nothing is changed."""
    written, read = LOST[command]
    done = leadkit(*command.split(), cwd=files)
    assert (done.code, done.out, len(done.lines)) == (2, b"", 1), done.err
    said = f"leadkit: {written}: this run also reads that file ({read}"
    assert done.lines[0].startswith(said), done.lines[0]
    assert "which would be lost; give another name" in done.lines[0]
    assert as_it_was(files)


STEPS = {
    "output: list.csv": ("output", "import: files"),
    "output: lists/b.csv": ("output", "import: files"),
    "output: pipeline.yaml": ("output", "the pipeline"),
    "summary: rules.yaml": ("summary", "score: rules"),
    "output: vips.txt": ("output", "score: rules"),
    "output: other.csv": ("output", "dedupe: against"),
    "write: {list.csv: {country: DE}}": ("write", "import: files"),
    "write: {lists/b.csv: {country: DE}}": ("write", "import: files"),
    "write: {rules.yaml: {country: DE}}": ("write", "score: rules"),
    "# merges: decided.csv": ("dedupe: merges", "dedupe: decisions"),
    "# merges: never.csv": ("dedupe: merges", "classify: suppress"),
    "# review: list.csv": ("dedupe: review", "import: files"),
}


@pytest.mark.parametrize("line", STEPS)
def test_a_pipeline_that_would_lose_an_input(files, leadkit, line):
    """The same holds for a pipeline: for its lists, its rules, and the file itself."""
    top, aside = ("", line[2:]) if line.startswith("#") else (line, "merges: merged.csv")
    (files / "pipeline.yaml").write_text(
        f"import: {{files: [list.csv, lists]}}\n{top}\nsteps:\n"
        f"  - dedupe: {{against: other.csv, decisions: decided.csv, {aside}}}\n"
        "  - score: {rules: rules.yaml}\n  - classify: {suppress: never.csv}\n",
        "utf-8",
    )
    before = {name: (files / name).read_bytes() for name in FILES}
    done = leadkit("run", "pipeline.yaml", cwd=files)
    assert (done.code, done.out, len(done.lines)) == (2, b"", 1), done.err
    written, read = STEPS[line]
    pattern = rf"leadkit: {written} \S+: this run also reads that file \({read}.*would be lost"
    assert re.match(pattern, done.lines[0]), done.lines[0]
    assert {name: (files / name).read_bytes() for name in FILES} == before


IN_PLACE = [
    "clean leads.csv -o leads.csv",
    "clean leads.csv -o ./leads.csv --changes changes.csv",
    "dedupe leads.csv -o leads.csv --merges new.csv",
    "dedupe leads.csv --decisions decided.csv --review decided.csv -o out.csv",
    "score leads.csv -o leads.csv --as-of 2026-10-08",
    "classify leads.csv -o leads.csv --as-of 2026-10-08",
    "classify list_leads.csv --previous leads.csv -o leads.csv --as-of 2026-10-08",
    "unmerge leads.csv --merges merges.csv -o leads.csv",
    "update leads.csv other.csv -o leads.csv",
    "cpl figures.csv -o figures.csv",
]


@pytest.mark.parametrize("command", IN_PLACE)
def test_an_output_that_holds_its_input(files, leadkit, command):
    """A stage's leads may be written over its leads, and what else says so of itself."""
    (files / "figures.csv").write_text("revenue,margin,close_rate\n50000,20%,5%\n", "utf-8")
    previous = "lead_id,email,lead_status,country\n1,eva@meier.example.com,MQL,DE\n"
    if "--previous" in command:
        (files / "leads.csv").write_text(previous, "utf-8")
    (files / "list_leads.csv").write_text(LEADS, "utf-8")
    columns = "lead_id,merged_lead_id,position,record,kept,evidence\n"
    if command.startswith("unmerge"):
        (files / "merges.csv").write_text(columns, "utf-8")
    done = leadkit(*command.split(), cwd=files)
    assert "would be lost" not in done.err.decode()
    if not command.startswith("unmerge"):
        assert done.code == 0, done.err


def test_standard_output_over_the_input(files, shell):
    """>> into the list that is read would go on for ever."""
    done = shell("leadkit clean leads.csv >> leads.csv", cwd=files)
    assert done.code == 2
    assert done.lines == [
        "leadkit: standard output goes into a file that this run reads (INPUT); the shell may "
        "have emptied it already. Write into another, or with -o"
    ]
    assert as_it_was(files)


def test_devices_are_no_files_to_lose(folder, leadkit):
    """/dev/null may be read and written."""
    done = leadkit("import", "/dev/null", "-o", "/dev/null", "--summary", "/dev/null", cwd=folder)
    assert "would be lost" not in done.err.decode()


NAMES = {
    "/": "/: is the name of a folder; give a file",
    "x/": "x/: is the name of a folder; give a file",
    "lists/": "lists/: is the name of a folder; give a file",
    ".": ".: is the name of a folder; give a file",
    "lists/..": "lists/..: is the name of a folder; give a file",
    "lists": "lists: is a folder, not a file",
    "none/x.csv": "none/x.csv: no such folder to write into; make it first",
    "list.csv/x.csv": "list.csv/x.csv: Not a directory",
    "n" * 300: f"{'n' * 300}: this name is too long; give a shorter one",
    "n" * 250: f"{'n' * 250}: this name is too long; give a shorter one",
}
WRITING = {
    "clean leads.csv -o": "output", "clean leads.csv -o x.csv --changes": "aside",
    "clean leads.csv --summary": "summary", "import list.csv --write-map": "map",
    "rules schema -o": "text", "rules new b2b": "copy", "suppress never.csv -o": "hashes",
    "cpl --revenue 5 --margin 20% --close-rate 5% -o": "figures", "consent leads.csv -o": "overview",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:12] + str(len(name)))
def test_names_that_no_file_can_have(files, leadkit, name):
    """One line, exit code 2, for whatever is written; nothing is changed."""
    for command in WRITING:
        ending = ".json" if command.startswith("rules schema") else ".csv"
        named = name.replace("x.csv", f"x{ending}") if name.endswith("x.csv") else name
        done = leadkit(*command.split(), named, cwd=files)
        assert (done.code, done.out, len(done.lines)) == (2, b"", 1), (command, done.err)
        if command != "rules new b2b":  # which says that a folder is there
            assert done.lines == [f"leadkit: {NAMES[name].replace(name, named)}"], command
    assert as_it_was(files)


@pytest.mark.slow
def test_a_working_folder_that_is_gone(files, shell):
    """One line for what lies in it; with whole paths all is well."""
    gone = f"mkdir {files}/gone && cd {files}/gone && rmdir {files}/gone && leadkit"
    for command in (
        "clean leads.csv -o x.csv",
        f"clean {files}/leads.csv -o x.csv",
        "rules new b2b",
    ):
        done = shell(f"{gone} {command}")
        assert (done.code, done.out, len(done.lines)) == (2, b"", 1), done.err
        assert done.lines[0].endswith(": the working folder is gone; change to another")
    done = shell(f"{gone} clean {files}/leads.csv -o {files}/x.csv")
    assert done.code == 0, done.err


NAMING = re.compile(r"FILE|INPUT|LIST|LEADS|RULES|PIPELINE|FOLDER|OLD NEW|MASTER|NEW")


def test_every_parameter_that_names_a_file_says_what_for():
    """So that no command can lose a file because somebody forgot to say it."""
    seen = set()
    for module, _ in COMMANDS.values():
        for command in import_module(f"leadkit.commands.{module}").app.registered_commands:
            for parameter in inspect.signature(command.callback).parameters.values():
                metavars = [getattr(one, "metavar", "") for one in get_args(parameter.annotation)]
                if any(NAMING.search(metavar or "") for metavar in metavars):
                    role = role_of(parameter)
                    if (module, parameter.name) == ("export", "output"):
                        continue  # a folder, refused unless empty or of an earlier export
                    assert role is not None, (module, parameter.name)
                    seen.add(type(role))
    assert seen == {Reads, Writes}
