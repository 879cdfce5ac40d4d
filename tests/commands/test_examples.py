"""The examples that end each command's help are run, on lists of the names they give."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import UTC, datetime
from importlib import import_module

import pytest
from typer.main import get_command

from leadkit.cli import COMMANDS, app
from leadkit.workspace.new_workspace import new_workspace
from leadkit.workspace.running import run_workspace
from tests.files.samples import CARDS, ROWS, xlsx

LEADS = """\
lead_id,email,phone,full_name,company,country,lead_source,score,score_engagement,lead_status
fbd114b7515ef7bf,eva@meier.example.com,+49 30 1234567,Eva Meier,Meier GmbH,DE,fair,,,Customer
4f21c0a7d2be9c11,EVA@meier.example.com,,Eva Meier,Meier GmbH,DE,web,,,Lead
0d3b5a7c9e1f2a4b,jan@nowak.example.com,,Jan Nowak,Nowak sp. z o.o.,PL,web,,,Lead
"""
LISTS = {
    "leads.csv": LEADS,
    "badges.csv": "E-Mail,Name,Company\neva@meier.example.com,Eva Meier,Meier GmbH\n",
    "crm.csv": "lead_id,email,full_name,company\nc1,eva@meier.example.com,Eva Meier,Meier GmbH\n",
    "optouts.csv": "email\njan@nowak.example.com\n",
    "visits.csv": "email,type,date\neva@meier.example.com,page_view,2026-10-01\n",
    "costs.csv": "lead_source,spend\nfair,1000\nweb,200\n",
    "key.txt": "a key of our own",
    "my-routing.yaml": "people: {Eva: {}}\nassign: [{to: Eva}]\n",
    "my-rules.yaml": "rules: [{name: pl, when: {country: PL}, points: 5}]\n",
    "pipeline.yaml": "import: {files: badges.csv}\nsteps: [clean, dedupe, score, classify]\n",
}
MADE = [  # what the examples of one command take from another
    "leadkit clean leads.csv -o cleaned.csv",
    "leadkit dedupe cleaned.csv --merges merges.csv -o deduped.csv",
    "leadkit score leads.csv -o scored.csv",
    "leadkit classify leads.csv -o leads.csv",
    "leadkit dedupe cleaned.csv --review decided.csv -o master.csv",
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory, leadkit):
    """A folder with all lists that examples name."""
    desk = tmp_path_factory.mktemp("desk")
    for name, text in LISTS.items():
        (desk / name).write_text(text, "utf-8")
    (desk / "cards.vcf").write_text(CARDS, "utf-8")
    (desk / "inbox").mkdir()
    (desk / "inbox" / "badges.csv").write_text(LISTS["badges.csv"], "utf-8")
    (desk / "crm.xlsx").write_bytes(xlsx(ROWS))
    for line in MADE:
        assert leadkit(*shlex.split(line)[1:], cwd=desk).code == 0
    _make_workspace(desk / "fair")
    return desk


def _make_workspace(fair):
    """Make a workspace with a run on each of two days."""
    new_workspace(fair)
    for day, name in enumerate(("badges.csv", "crm.csv")):
        (fair / "inbox" / name).write_text(LISTS[name], "utf-8")
        moment = datetime(2026, 11, 20 + 7 * day, 9, 30, tzinfo=UTC)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("leadkit.workspace.running._now", lambda moment=moment: moment)
            run_workspace(fair, as_of=moment.date())


def run_line(line: str, leadkit, cwd) -> bytes:
    """Run a pipe of leadkit, cat and grep, which may end in a file, and return what is printed."""
    line, _, target = line.partition(" > ")
    out = b""
    for command in line.split(" | "):
        name, *words = shlex.split(command)
        if name == "cat":
            out = b"".join((cwd / word).read_bytes() for word in words)
        elif name == "grep":
            out = b"".join(part for part in out.splitlines(True) if words[0].encode() in part)
        else:
            assert name == "leadkit"
            done = leadkit(*words, stdin=out, cwd=cwd)
            assert done.code == 0, done.err.decode()
            out = done.out or (done.err if words[0] == "runs" else b"")
    if target:
        (cwd / target).write_bytes(out)
    return out


def examples() -> list[str]:
    """Return the examples of leadkit's own help and of each command's."""
    helps = [app.info.epilog]
    for module, _ in COMMANDS.values():
        command = get_command(import_module(f"leadkit.commands.{module}").app)
        parts = getattr(command, "commands", {"": command})
        helps += [part.epilog for part in parts.values()]
    return [
        example.strip()
        for help in helps
        for example in help.partition("Examples:\n")[2].splitlines()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("example", examples())
def test_examples_of_the_help_do_what_they_say(example, desk, folder, leadkit, root):
    """Each runs to its end and gives something: the files that it is to write, or words."""
    shutil.copytree(desk, folder, dirs_exist_ok=True)
    shutil.copytree(root / "examples", folder / "examples", dirs_exist_ok=True)
    written = re.findall(r"(?: > | -o |--write-map |--changes |--suppressed )(\S+)", example)
    for name in written:
        (folder / name).unlink(missing_ok=True)
    # README's first command leaves its outputs in examples/: written anew counts as written.
    before = {(path, path.stat().st_mtime_ns) for path in folder.rglob("*")}
    if example.startswith("leadkit init"):
        shutil.rmtree(folder / "fair")
    of_workspace = example.startswith("leadkit runs") and "fair" not in example
    out = run_line(example, leadkit, folder / "fair" if of_workspace else folder)
    written = [f"fair/{name}" if of_workspace else name for name in written]
    assert out or {(path, path.stat().st_mtime_ns) for path in folder.rglob("*")} - before
    for name in written:
        made = folder / name
        assert [*made.iterdir()] if made.is_dir() else made.read_bytes()
