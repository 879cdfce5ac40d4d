"""The house: who may import whom, who may print and open files, and what the example is made of."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import leadkit as package
from leadkit.classifying.consent_table import read_consent
from leadkit.classifying.lifecycle import read_lifecycle
from leadkit.deduping.merging.merge_rules import read_merge_rules
from leadkit.handoff.target_file import read_target
from leadkit.routing.routing_file import read_routing
from leadkit.rules.shipped import shipped_rules
from leadkit.scoring.scorecard import read_scoring

HOUSE = Path(package.__file__).parent
MODULES = {
    ".".join(path.relative_to(HOUSE).with_suffix("").parts): path for path in HOUSE.rglob("*.py")
}
# From below: a package imports what stands before it, and of its own floor only itself.
ORDER = [
    {"base"},
    {"fields"},
    {"files"},
    {"rules"},
    {
        "importing",
        "deduping",
        "scoring",
        "classifying",
        "routing",
        "economics",
        "handoff",
        "companies",
    },
    {
        "clean",
        "dedupe",
        "update",
        "score",
        "classify",
        "accounts",
        "assign",
        "cpl",
        "export",
    },  # the faces of stages
    {"run"},
    {"reporting"},
    {"workspace"},
    {"commands"},
    {"cli"},
    {"__main__"},
]
FLOOR_OF = {name: floor for floor, names in enumerate(ORDER) for name in names}
DEDUPING = {"matching": 0, "merging": 1}  # and all else in deduping above both
SPEAKING = {"commands", "cli", "__main__"}
READ_FILES = {
    "base.words",
    "files.csv_in",
    "files.csv_out",
    "files.records",
    "files.decode",
    "files.disk",
    "files.partial",
    "files.atomic",
    "files.marker",
    "rules.item",
    "commands.streams",
}
BY_NAME = r"(^|\.)(import_module|__import__|find_spec|run_module|exec|eval|resolve_name)$"
LOADS_BY_TABLE = {"__init__", "cli"}  # names of Python and of commands, which a table gives


def room(module: str) -> str:
    """Return the room of a module: fields.phone.one lives in fields."""
    return module.partition(".")[0]


@cache
def nodes(module: str) -> list[ast.AST]:
    """Return all that a module is made of."""
    return list(ast.walk(ast.parse(MODULES[module].read_text("utf-8"))))


def found_in(look: Callable[[str], object], modules: Iterable[str]) -> dict[str, object]:
    """Return what a look finds in each of the modules in which it finds something."""
    return {module: found for module in sorted(modules) if (found := look(module))}


@cache
def imports(module: str) -> frozenset[str]:
    """Return all that a module imports anywhere, ours without the package's name.

    An import inside a function, or for types alone, counts like any other.
    """
    found = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}:{node.lineno}: imports are absolute here"
            whole = {f"{node.module}.{name.name}" for name in node.names}
            ours = {name for name in whole if name.removeprefix("leadkit.") in MODULES}
            found |= ours or {node.module or ""}
            if len(ours) < len(whole):
                found.add(node.module or "")
        elif isinstance(node, ast.Call) and re.search(BY_NAME, ast.unparse(node.func)):
            found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return frozenset(name.removeprefix("leadkit.") for name in found)


def ours(module: str) -> set[str]:
    """Return those of our modules that a module imports."""
    return {name for name in imports(module) if name in MODULES}


def test_every_module_lives_in_a_package_of_the_order():
    """A new module stands in a package that ORDER names, and no package is named in vain."""
    rooms = {room(name) for name in MODULES if name != "__init__"}
    assert rooms == FLOOR_OF.keys()


def test_imports_run_downward():
    """A module imports from its own package or a floor below; typer and rich only in commands."""

    def upward(module: str) -> set[str]:
        own = room(module)
        wrong = {
            name
            for name in ours(module)
            if room(name) != own and FLOOR_OF[room(name)] >= FLOOR_OF[own]
        }
        if FLOOR_OF[own] == FLOOR_OF["clean"]:  # a face of a stage reads and writes no file
            wrong |= ours(module) & READ_FILES - {"files.disk", "rules.item"}
        if own not in ("commands", "cli"):
            wrong |= {room(name) for name in imports(module)} & {"typer", "rich", "click"}
        return wrong

    assert found_in(upward, MODULES.keys() - {"__init__"}) == {}


def test_no_import_is_hidden():
    """What a module imports is written there: no name made up at run time, no code from text."""

    def hidden(module: str) -> set[str]:
        called = {ast.unparse(node.func) for node in nodes(module) if isinstance(node, ast.Call)}
        said = {
            ast.unparse(node)
            for node in nodes(module)
            if isinstance(node, ast.Attribute | ast.Name)
        }
        by_name = {name for name in called if re.search(BY_NAME, name)}
        return by_name | {"sys.modules", "__builtins__", "importlib.import_module"} & said

    assert found_in(hidden, MODULES.keys() - LOADS_BY_TABLE) == {}


def test_matching_knows_nothing_of_merging():
    """In deduping, matching stands below merging, and both below the rest."""

    def floor(name: str) -> int:
        return DEDUPING.get(name.split(".")[1], 2)

    def upward(module: str) -> set[str]:
        return {
            name
            for name in ours(module)
            if name.startswith("deduping.") and floor(name) > floor(module)
        }

    assert found_in(upward, [name for name in MODULES if name.startswith("deduping.")]) == {}


def test_no_import_circle():
    """No module needs itself by a detour, and no package of a package."""
    try:
        TopologicalSorter({module: ours(module) for module in MODULES}).prepare()
    except CycleError as circle:
        pytest.fail(" > ".join(circle.args[1]))


def test_type_checkers_and_python_find_the_same():
    """The imports for type checkers name each exported name once, and where it is exported from."""
    seen = {
        name.asname: node.module
        for node in nodes("__init__")
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("leadkit.")
        for name in node.names
    }
    assert seen == package._MODULE_OF
    assert {*seen, "__version__"} == set(package.__all__)
    assert all(getattr(package, name) is not None for name in seen)


def test_every_package_says_what_is_in_it_and_what_is_not():
    """The one-line docstring of a package names its work and its border."""
    packages = [path for path in HOUSE.rglob("__init__.py") if path.parent != HOUSE]
    assert len(packages) > 10
    for path in packages:
        told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        assert "\n" not in told, path
        assert re.search(r"\b(Not?|Changes no)\b", told), path


def test_no_file_or_function_outgrows_its_room():
    """No file over 350 lines; no function over 60 but those that say why."""
    long = []
    for module, path in MODULES.items():
        lines = path.read_text("utf-8").splitlines()
        if len(lines) > 350:
            long.append(f"{path.relative_to(HOUSE)}: {len(lines)} lines")
        for node in nodes(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                above = lines[node.lineno - 2] if node.lineno > 1 else ""
                if size > 60 and "long:" not in above:
                    long.append(f"{path.relative_to(HOUSE)}:{node.lineno}: {node.name} {size}")
    assert not long


@cache
def calls(module: str) -> set[str]:
    """Return the names of all that a module calls or raises, as they are written."""
    called = {ast.unparse(node.func) for node in nodes(module) if isinstance(node, ast.Call)}
    raised = {
        ast.unparse(node.exc) for node in nodes(module) if isinstance(node, ast.Raise) and node.exc
    }
    return called | raised


def test_only_the_command_line_prints_or_exits():
    """Everything else returns or raises."""
    speaking = r"print|sys\.exit|os\._exit|exit|quit|SystemExit|sys\.std(out|err)\.write|.*\.print"

    def speaks(module: str) -> list[str]:
        return [name for name in calls(module) if re.fullmatch(speaking, name)]

    assert found_in(speaks, [name for name in MODULES if room(name) not in SPEAKING]) == {}


def test_words_leave_in_two_places():
    """Where each sign of somebody else's text is made visible: ``telling`` and ``screen``."""
    printing = r"print|typer\.(echo|secho|style)|.*\.(Console|Text)|Console|Text|.*stdout\.write"

    def prints(module: str) -> list[str]:
        return [name for name in calls(module) if re.fullmatch(printing, name)]

    others = MODULES.keys() - {"commands.telling", "commands.screen"}
    # a plot is put together of parts, and the names in it are visible before
    assert found_in(prints, others) == {"commands.cpl_plot": ["Text"], "commands.fitting": ["Text"]}


def test_only_few_modules_open_files():
    """Files are opened in one place for each kind."""
    opening = (
        r"open|(os|io|codecs|gzip|zipfile)\.open|.*\.(read|write)_(text|bytes|csv|excel)|.*\.to_csv"
    )

    def opens(module: str) -> list[str]:
        return [name for name in calls(module) if re.fullmatch(opening, name)]

    assert found_in(opens, MODULES.keys() - READ_FILES) == {}


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


OTHER_FILES = {"titles", "remarks"}  # word lists, which the tests of clean load


def test_shipped_rules_load():
    """Every rule file that ships is a good one of its kind, and says what it is for."""
    assert {"b2b", "consent", "lifecycle", "merge"} <= shipped_rules().keys()
    kinds = {
        "statuses": read_lifecycle,
        "lines": read_consent,
        "rules": read_scoring,
        "fields": read_merge_rules,
        "assign": read_routing,
    }
    for name, path in shipped_rules().items():
        if name in OTHER_FILES:
            continue
        text = path.read_text("utf-8")
        if path.parent.name == "targets":
            assert read_target(name).file == f"rules/targets/{name}.yaml"
            assert re.search("^about: .", text, re.M)
            continue
        read = next(kinds[kind] for kind in kinds if re.search(f"^{kind}:", text, re.M))
        assert read(name).file == f"rules/{name}.yaml"
        assert re.search("^about: .", text, re.M)
