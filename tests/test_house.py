"""The house: who may import whom, who may print and open files, and what the example is made of."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import leadkit as package
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.lifecycle import read_lifecycle
from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.scoring.scorecard import read_scoring, shipped_rules

HOUSE = Path(package.__file__).parent
MODULES = {
    ".".join(path.relative_to(HOUSE).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
    for path in HOUSE.rglob("*.py")
}
CLI = {name for name in MODULES if name in ("cli", "__main__") or name.startswith("cli_")}
STAGES = {"importer", "clean", "dedupe", "score", "classify", "cpl"}
FLOORS = [  # from the top; who lives on a floor may import what is on it or below
    CLI,
    {"pipeline", "engine", "summary", "compare", "explain", "rule_check", "side_tables"},
    STAGES,
    {
        "conditions",
        "requirements",
        "rules",
        "fields",
        "matching",
        "merging",
        "lifecycle",
        "contact",
        "economics",
        "table",
        "records",
        "careful",
        "text",
        "lists",
        "grid",
        "workbook",
        "sheet_cells",
        "vcard",
        "encodings",
        "header_row",
        "footer",
        "identities",
        "headers",
        "header_words",
        "vocabulary",
        "mapping",
        "maps",
        "damage",
        "mending",
        "dates",
        "rejects",
        "distinct",
        "operators",
        "member_lists",
        "points",
        "activities",
        "grades",
        "rule_tests",
        "rule_schema",
        "tally",
        "sorted_runs",
        "activity_source",
        "worth",
    },
    {"arrow", "columns", "stage", "options", "errors", "files", "yaml_text", "ahead"},
]
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}
READ_FILES = {"table", "records", "text", "files", "yaml_text"}


def room(module: str) -> str:
    """Return the room of a module: fields.phone lives in fields."""
    return module.partition(".")[0]


def imports(module: str) -> set[str]:
    """Return all modules that a module imports anywhere, ours without the package's name."""
    found = set()
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}:{node.lineno}: imports are absolute here"
            whole = {f"{node.module}.{name.name}" for name in node.names}
            ours = {name for name in whole if name.removeprefix("leadkit.") in MODULES}
            found |= ours or {node.module or ""}
    return {name.removeprefix("leadkit.") for name in found}


OURS = {module: {name for name in imports(module) if name in MODULES} for module in MODULES}


def test_every_module_has_a_floor():
    """A new module says in FLOORS where it lives."""
    homeless = {room(name) for name in MODULES if name != "__init__"} - FLOOR_OF.keys()
    assert not homeless, "add these to FLOORS"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_run_downward(module):
    """A module imports from its own floor or below; a stage no other stage, table, typer or rich."""
    if module == "__init__":
        assert not OURS[module]
        return
    upward = {name for name in OURS[module] if FLOOR_OF[room(name)] < FLOOR_OF[room(module)]}
    assert not upward
    if room(module) in STAGES:
        for forbidden in (STAGES - {module}, {"table", "records", "text", "typer", "rich"}):
            assert not {room(name) for name in imports(module)} & forbidden
    if module not in CLI | {"summary"}:
        assert not {room(name) for name in imports(module)} & {"typer", "rich"}


def test_no_import_circle():
    """No module needs itself by a detour."""
    try:
        TopologicalSorter(OURS).prepare()
    except CycleError as circle:
        pytest.fail(" > ".join(circle.args[1]))


def calls(module: str) -> set[str]:
    """Return the names of all that a module calls or raises, as they are written."""
    nodes = ast.walk(MODULES[module])
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    raised = {
        ast.unparse(node.exc)
        for node in ast.walk(MODULES[module])
        if isinstance(node, ast.Raise) and node.exc
    }
    return called | raised


@pytest.mark.parametrize("module", sorted(MODULES.keys() - CLI))
def test_only_the_command_line_prints_or_exits(module):
    """Everything else returns or raises."""
    speaking = r"print|sys\.exit|os\._exit|exit|quit|SystemExit|sys\.std(out|err)\.write|.*\.print"
    assert not [name for name in calls(module) if re.fullmatch(speaking, name)]


@pytest.mark.parametrize(
    "module", sorted(module for module in MODULES if room(module) not in READ_FILES)
)
def test_only_few_modules_open_files(module):
    """Files are opened in one place for each kind."""
    opening = (
        r"open|(os|io|codecs|gzip|zipfile)\.open|.*\.(read|write)_(text|bytes|csv|excel)|.*\.to_csv"
    )
    assert not [name for name in calls(module) if re.fullmatch(opening, name)]


@pytest.mark.parametrize(
    "arguments",
    ["--help", "score --help", "cpl --revenue 50000 --margin 20% --leads-per-order 20"],
)
def test_quick_answers_load_nothing_heavy(arguments):
    """Help and the cpl of one business load no table, no phone numbers and no terminal art."""
    heavy = ["pandas", "pyarrow", "numpy", "phonenumbers", "email_validator", "babel", "duckdb", "rich", "yaml"]  # fmt: skip
    code = (
        "import sys\nfrom leadkit.cli import main\n"
        f"sys.argv = ['leadkit', *{arguments.split()}]\n"
        "try:\n    main()\nfinally:\n"
        f"    print(sorted(set({heavy}) & sys.modules.keys()), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"[]\n")


def test_the_example_is_made_anew_byte_for_byte(root, folder):
    """make.py writes the lists that are in the project, and nothing else."""
    example = root / "examples" / "trade-fair"
    subprocess.run([sys.executable, example / "make.py", folder], check=True, capture_output=True)
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {"badges.csv", "business_cards.csv", "crm.csv"} <= made.keys()
    assert made == {name: (example / name).read_bytes() for name in made}


def test_nobody_in_the_examples_can_exist(root):
    """Every domain in an example is below example.com, example.org or example.net."""
    lists = sorted((root / "examples").rglob("*.csv"))
    assert lists
    for path in lists:
        content = path.read_bytes()
        text = content.decode("utf-8" if b"\xc3" in content else "cp1252").lower()
        # A card scanner's slips leave pieces of domains, such as "@x.examplecom": no real ones.
        for domain in re.findall(r"(?:@|www\.|://)([\w.-]+\.\w{2,})", text):
            assert re.search(r"(^|\.)example(\.?(com|org|net))?$", domain), (path.name, domain)
        for domain in re.findall(r"[\w-]+\.(?:com|org|net|de|at|ch|fr|it|eu|io)\b", text):
            assert domain.startswith("example."), (path.name, domain)


OTHER_FILES = {"titles"}  # word lists, which the tests of clean load


def test_shipped_rules_load():
    """Every rule file that ships is a good one of its kind, and says what it is for."""
    assert {"b2b", "consent", "lifecycle", "merge"} <= shipped_rules().keys()
    kinds = {
        "statuses": read_lifecycle,
        "lines": read_consent,
        "rules": read_scoring,
        "fields": read_merge_rules,
    }
    for name, path in shipped_rules().items():
        if name in OTHER_FILES:
            continue
        text = path.read_text("utf-8")
        read = next(kinds[kind] for kind in kinds if re.search(f"^{kind}:", text, re.M))
        assert read(name).file == f"rules/{name}.yaml"
        assert re.search("^about: .", text, re.M)
