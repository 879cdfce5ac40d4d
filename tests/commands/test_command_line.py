"""Commands as a whole: loaded when asked for, told apart, completed by shells, in the manual."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from importlib import import_module

import pytest
import yaml
from typer.main import get_command

from leadkit.base.errors import LeadkitError
from leadkit.base.options import OFF, ON, options_of
from leadkit.cli import COMMANDS, app
from leadkit.commands.manual import man_page
from leadkit.importing.options import ImportOptions
from leadkit.rules.item import Item
from leadkit.run.options import read_option
from leadkit.run.pipeline import KEYS, read_pipeline
from leadkit.run.schema import keys_table, pipeline_schema
from leadkit.run.stages import STAGES
from tests.running import as_process, here


def commands():
    """Yield every command with its name, those of rules among them."""
    for name, (module, _) in COMMANDS.items():
        command = get_command(import_module(f"leadkit.commands.{module}").app)
        for part in getattr(command, "commands", None) or [""]:
            yield f"{name} {part}".strip(), command.commands[part] if part else command


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_each_command_says_of_itself(name):
    """leadkit --help lists commands without loading them, in their own words."""
    module, help = COMMANDS[name]
    command = get_command(import_module(f"leadkit.commands.{module}").app)
    assert command.help.partition("\n")[0].strip() == help


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=lambda one: str(one))
def test_each_help_ends_with_two_examples_that_can_be_parsed(name, command):
    """What an example says is an option or argument of the command."""
    examples = command.epilog.partition("Examples:\n")[2].splitlines()
    assert len(examples) == 2
    for example in examples:
        words = shlex.split(example.split(" | ")[-1 if "cat " in example else 0].split(" > ")[0])
        own = words[1 + len(name.split()) :]
        assert words[: 1 + len(name.split())] == ["leadkit", *name.split()]
        command.make_context(name, own, resilient_parsing=False)


def test_help_loads_no_command():
    """leadkit --help knows its commands by the table alone."""
    code = (
        "import sys\nfrom leadkit.cli import main\nsys.argv = ['leadkit', '--help']\n"
        "try:\n    main()\nfinally:\n"
        "    print([m for m in sys.modules if m.startswith('leadkit.commands.')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.returncode == 0
    assert done.stderr.strip() == b"['leadkit.commands.streams', 'leadkit.commands.telling']"


def test_the_manual_is_made_of_the_help(root):
    """docs/leadkit.1 is what man_page writes, and tells all options of all commands."""
    page = man_page(app)
    assert (root / "docs" / "leadkit.1").read_text("utf-8") == page
    for name, command in commands():
        assert f'.SS "leadkit {name}"' in page
        for parameter in command.params:
            for option in parameter.opts if parameter.param_type_name == "option" else ():
                assert option == "--help" or option.replace("-", r"\-") in page


def completed(shell: str, line: str, cwd, started: bool = False) -> str:
    """Return what leadkit offers to a shell at the end of a line; by a process of its own or not."""
    words = shlex.split(line)
    environment = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    environment |= {"_LEADKIT_COMPLETE": f"complete_{shell}", "PATH": ""}
    if started:
        environment["PYTHONPATH"] = ":".join(sys.path)
        command = [sys.executable, "-c", "from leadkit.cli import main; main()"]
        return as_process(command, env=environment, cwd=cwd).out.decode()
    return here([], cwd=cwd, environment=environment).out.decode()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_rules_and_columns(shell, folder):
    """Tab gives commands, options, names of shipped rules, and the columns of the list."""
    assert "classify" in completed(shell, "leadkit cla", folder, started=True)
    assert "--drop-placeholders" in completed(shell, "leadkit clean --drop", folder)
    offered = completed(shell, "leadkit score --rules b2", folder)
    assert "b2b" in offered
    assert "b2c-education" in offered
    assert "lifecycle" not in offered
    (folder / "list.csv").write_text("lead_source,lead_colour\nfair,red\n", "utf-8")
    offered = completed(shell, "leadkit cpl list.csv --by lead_", folder)
    assert "lead_colour" in offered
    assert "lead_status" not in offered
    assert "lead_status" in completed(shell, "leadkit cpl --by lead_", folder)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_columns_are_those_of_the_input_and_of_no_other_file(shell, folder):
    """Its name may hold spaces, and the file with the costs may stand before it."""
    (folder / "my list.csv").write_text("lead_source,lead_colour\nfair,red\n", "utf-8")
    (folder / "list.csv").write_text("lead_weight\n1\n", "utf-8")
    (folder / "costs.csv").write_text("lead_source,lead_price\nfair,1\n", "utf-8")
    for line in (
        "leadkit cpl 'my list.csv' --spend costs.csv --by lead_",
        'leadkit cpl --sensitivity --spend costs.csv "my list.csv" --by lead_',
        "leadkit cpl --spend costs.csv my\\ list.csv --by lead_",
    ):
        assert set(re.findall(r"lead_\w+", completed(shell, line, folder))) == {
            "lead_source",
            "lead_colour",
        }
    offered = completed(shell, "leadkit cpl 'my list.csv' --by lead_source,lead_c", folder)
    assert "lead_source,lead_colour" in offered
    # import requires columns by the names that leadkit gives them, whatever the list calls them
    (folder / "raw.csv").write_text("E-Mail,Firma\na@b.example.com,Meier\n", "utf-8")
    offered = completed(shell, "leadkit import raw.csv --require email,com", folder)
    assert "email,company" in offered
    offered = completed(shell, "leadkit score --compare b2b b2", folder)
    assert "b2c-education" in offered


@pytest.mark.parametrize(
    ("shell", "start", "script"),
    [
        ("bash", ".bashrc", ".bash_completions/leadkit.sh"),
        ("zsh", ".zshrc", ".zfunc/_leadkit"),
        ("fish", None, ".config/fish/completions/leadkit.fish"),
    ],
)
def test_completion_is_installed_for_each_shell(shell, start, script, folder):
    """--install-completion writes the script where the shell looks for it, or is told to."""
    done = subprocess.run(
        [sys.executable, "-m", "leadkit", "--install-completion", shell],
        env={
            "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1",
            "PYTHONPATH": ":".join(sys.path),
            "HOME": str(folder),
            "PATH": "",
        },
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert f"_LEADKIT_COMPLETE=complete_{shell}" in (folder / script).read_text("utf-8")
    if start:
        assert script.split("/")[0] in (folder / start).read_text("utf-8")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_shown_to_each_shell(shell, folder):
    """The script that --show-completion gives asks leadkit itself."""
    done = subprocess.run(
        [sys.executable, "-c", "from leadkit.cli import main; main()", "--show-completion", shell],
        env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        timeout=60,
    )
    assert b"_LEADKIT_COMPLETE" in done.stdout


def test_docs_list_every_key_of_every_stage(root):
    """docs/pipeline.md shows the tables that are made of the options."""
    page = (root / "docs" / "pipeline.md").read_text("utf-8")
    assert keys_table() in page
    for name, kind in [("import", ImportOptions), *((n, STAGES[n]().options) for n in STAGES)]:
        own = page.partition(f"### {name}\n")[2].partition("\n### ")[0]
        assert set(options_of(kind)) <= set(re.findall(r"^\| `(\w+)`", own, re.M))
    assert all(f"| `{key}` |" in page for key in KEYS)


def test_the_schema_knows_every_key(root, leadkit):
    """The schema of pipeline files is printed, and has the keys of the example."""
    schema = json.loads(leadkit("rules", "schema", "pipeline").out)
    assert schema == json.loads(pipeline_schema())
    assert set(schema["properties"]) == set(KEYS)
    _, by_options = schema["properties"]["steps"]["items"]["anyOf"]
    for name in STAGES:
        known = by_options["properties"][name]["properties"]
        assert list(known) == list(options_of(STAGES[name]().options))
    example = yaml.safe_load((root / "examples/trade-fair/pipeline.yaml").read_text("utf-8"))
    for step in example["steps"]:
        for name, options in step.items() if isinstance(step, dict) else ():
            assert set(options or ()) <= set(by_options["properties"][name]["properties"])


PIPELINE = (
    "import: {files: list.csv}\nsteps:\n  - clean: {drop_placeholders: %s}\noutput: out.csv\n"
)


@pytest.mark.parametrize(
    ("written", "dropped"),
    [("true", True), ("yes", True), ("on", True), ("Ja", True), ("false", False), ("no", False)],
)
def test_a_pipeline_says_yes_in_any_word(written, dropped, folder, leadkit):
    """drop_placeholders: true works; only the text yes did, and the others were ignored."""
    (folder / "list.csv").write_text("E-Mail,Company\neva@x.example.com,n/a\n", "utf-8")
    (folder / "pipeline.yaml").write_text(PIPELINE % written, "utf-8")
    assert leadkit("run", "pipeline.yaml", cwd=folder).code == 0
    assert ("n/a" not in (folder / "out.csv").read_text("utf-8")) is dropped


@pytest.mark.parametrize(
    ("asked", "written"), [([], "out.csv"), (["-o", "-"], ""), (["-o", "other.csv"], "other.csv")]
)
def test_an_output_that_is_asked_for_stands_for_that_of_the_pipeline(
    asked, written, folder, leadkit
):
    """Standard output, too: -o - was taken for nothing said, and wrote the file."""
    (folder / "list.csv").write_text("E-Mail,Company\neva@x.example.com,n/a\n", "utf-8")
    (folder / "pipeline.yaml").write_text(PIPELINE % "false", "utf-8")
    done = leadkit("run", "pipeline.yaml", *asked, cwd=folder)
    made = {path.name for path in folder.iterdir()} - {"list.csv", "pipeline.yaml"}
    assert (done.code, made) == (0, {written} - {""})
    assert (b"eva@x.example.com" in done.out) is (written == "")


def test_all_mistakes_of_a_pipeline_are_said_at_once(folder):
    """Each with its file and line, and what was meant perhaps."""
    path = folder / "pipeline.yaml"
    path.write_text(
        "import: {files: list.csv, date_order: dym, header_row: two}\nsteps:\n"
        "  - clean: {drop_placeholders: treu}\n  - dedupe: {merge_at: 2, al_rows: true}\n"
        "  - score: {as_of: soon}\n  - classify: {max_age: old}\n",
        "utf-8",
    )
    with pytest.raises(LeadkitError) as error:
        read_pipeline(str(path))
    assert str(error.value).splitlines() == [
        f"{path}:1: date_order dym: give dmy or mdy; did you mean 'mdy'?",
        f"{path}:1: header_row two: give the header's line, or 0 if there is none",
        f"{path}:3: drop_placeholders: 'treu' is neither true nor false; did you mean 'true'?",
        f"{path}:4: unknown option of dedupe 'al_rows'; did you mean 'all_rows'?",
        f"{path}:4: merge_at 2: give a probability between 0 and 1, such as 0.95",
        f"{path}:5: as_of soon: give a day as 2026-10-31, or today",
        f"{path}:6: max_age old: give a number of days, as 31 or '31 days'",
    ]


def test_all_wrong_names_of_a_pipeline_are_said_with_its_wrong_values(folder):
    """Keys, stages and options alike: the first of them hid the others."""
    path = folder / "pipeline.yaml"
    path.write_text(
        "import: {sorce: fair, date_order: dym}\nsteps:\n"
        "  - clean: {regon: DE, onyl: email, drop_placeholders: treu}\n"
        "  - scor\n  - {clean: {}, dedupe: {}}\noutptu: out.csv\n",
        "utf-8",
    )
    with pytest.raises(LeadkitError) as error:
        read_pipeline(str(path))
    assert str(error.value).splitlines() == [
        f"{path}:1: unknown option of import 'sorce'; did you mean 'source'?",
        f"{path}:1: import needs 'files': the lists to read",
        f"{path}:1: date_order dym: give dmy or mdy; did you mean 'mdy'?",
        f"{path}:3: unknown option of clean 'regon'; did you mean 'region'?",
        f"{path}:3: unknown option of clean 'onyl'; did you mean 'only'?",
        f"{path}:3: drop_placeholders: 'treu' is neither true nor false; did you mean 'true'?",
        f"{path}:4: unknown stage 'scor'; did you mean 'score'?",
        f"{path}:5: a step is one stage, such as '- clean: {{region: DE}}'",
        f"{path}:6: unknown key 'outptu'; did you mean 'output'?",
    ]


def test_all_stages_that_cannot_be_made_are_said_at_once(folder):
    """Files and rules that are not there, each with the line of its step."""
    path = folder / "pipeline.yaml"
    path.write_text(
        "import: {files: list.csv}\nsteps:\n  - score: {rules: b3b}\n  - clean\n"
        "  - classify: {consent: gone.yaml}\n",
        "utf-8",
    )
    with pytest.raises(LeadkitError) as error:
        read_pipeline(str(path))
    said = str(error.value).splitlines()
    assert [line.split(": ")[:2] for line in said] == [
        [f"{path}:3", "score"],
        [f"{path}:5", "classify"],
    ]


def test_rules_that_are_gone_are_not_looked_for_elsewhere(folder, monkeypatch):
    """A file of that name in the working folder is another one, and would score in silence."""
    rules = "rules: [{name: pl, when: {country: PL}, points: 5}]\n"
    for place in ("elsewhere", "fair"):
        (folder / place / "rules").mkdir(parents=True)
        (folder / place / "rules" / "mine.yaml").write_text(rules, "utf-8")
    path = folder / "fair" / "pipeline.yaml"
    path.write_text(
        "import: {files: list.csv}\nsteps: [score: {rules: rules/mine.yaml}]\n", "utf-8"
    )
    monkeypatch.chdir(folder / "elsewhere")
    read_pipeline(str(path))
    (folder / "fair" / "rules" / "mine.yaml").unlink()
    with pytest.raises(LeadkitError, match=r"fair/rules/mine.yaml: no such file"):
        read_pipeline(str(path))


@pytest.mark.parametrize("stage", ["score", "classify"])
def test_today_is_a_day_in_any_letters(stage, folder, leadkit):
    """score refused --as-of Today, which classify takes."""
    (folder / "rules.yaml").write_text(
        "rules: [{name: pl, when: {country: PL}, points: 5}]\n", "utf-8"
    )
    rules = ["--rules", "rules.yaml"] if stage == "score" else []
    columns = "lead_id,email,country,score,score_engagement"
    (folder / "leads.csv").write_text(f"{columns}\n1,e@x.example.com,PL,70,9\n", "utf-8")
    done = leadkit(stage, "leads.csv", *rules, "--as-of", "Today", cwd=folder)
    assert (done.code, done.lines[-1].split(":")[0]) == (0, f"leadkit {stage}")


@pytest.mark.parametrize(("words", "answer"), [(ON, True), (OFF, False)])
def test_rule_files_and_pipelines_say_on_and_off_in_the_same_words(words, answer):
    """One reader: rule files knew true and yes alone. The schema of pipelines knows them, too."""
    clean = options_of(STAGES["clean"]().options)["drop_placeholders"]
    steps = json.loads(pipeline_schema())["properties"]["steps"]["items"]["anyOf"][1]
    _, other, _ = steps["properties"]["clean"]["properties"]["drop_placeholders"]["anyOf"]
    for word in words:
        assert read_option("drop_placeholders", clean, word) is answer
        assert Item("rules.yaml", 1, "text", word.upper()).flag() is answer
        typed = yaml.safe_load(word)  # as an editor reads it
        assert isinstance(typed, bool) or typed in other["enum"]


def test_an_option_of_every_kind_has_a_reader():
    """What its own usual value is written as is read as that value."""
    for kind in (ImportOptions, *(STAGES[name]().options for name in STAGES)):
        for name, declared in options_of(kind).items():
            samples = {"flag": ("yes", True), "probability": (".5", 0.5), "line": ("3", 3),
                       "day": ("2026-10-31", None), "days": ("2 weeks", 14), "names": ("a, b", ("a", "b")),
                       "choice": ("DMY", "dmy")}  # fmt: skip
            text, value = samples.get(declared.kind, ("x", "x"))
            read = read_option(name, declared, text)
            assert str(read) == text if declared.kind == "day" else read == value


OPTIONS = [
    (name, command, parameter)
    for name, command in commands()
    for parameter in command.params
    if parameter.param_type_name == "option" and parameter.name != "help"
]


@pytest.mark.parametrize(
    ("name", "command", "parameter"),
    OPTIONS,
    ids=[f"{name} {one.opts[0]}" for name, _, one in OPTIONS],
)
def test_an_option_that_takes_one_value_is_refused_twice(name, command, parameter):
    """No command keeps the last of two values without a word; those that take several say so."""
    spellings = (parameter.opts * 2)[:2]  # its letter and its name are one option
    value = [] if parameter.is_flag else ["x"] * parameter.nargs
    own = [part for one in spellings for part in (one, *value)]
    arguments = ["x"] * sum(
        one.required for one in command.params if one.param_type_name == "argument"
    )
    if parameter.is_flag or parameter.multiple:
        context = command.make_context(name, own + arguments)
        assert context.params[parameter.name] in (True, ["x", "x"], ("x", "x"))
        return
    with pytest.raises(LeadkitError) as refused:
        command.make_context(name, own + arguments)
    longest = max(parameter.opts, key=len)
    assert str(refused.value).startswith(f"{longest} is given twice")
    assert re.search(
        r"; (leave all but one out|give it once, with commas between)", str(refused.value)
    )


TWICE = {
    "an output": ("-o a.csv --output b.csv", "--output is given twice and takes one FILE; leave all but one out"),
    "three": ("--as-of today --as-of today --as-of today", "--as-of is given 3 times and takes one DAY; leave all but one out"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "said"), TWICE.values(), ids=TWICE)
def test_the_command_line_says_which_option_is_given_twice(leadkit, folder, given, said):
    """By whatever spelling, and nothing is written."""
    done = leadkit("classify", *given.split(), cwd=folder, stdin=b"lead_id\n1\n")
    assert (done.code, done.lines) == (2, [f"leadkit: {said}"])
    assert not list(folder.iterdir())


def test_names_given_twice_are_told_of_commas(leadkit, folder):
    """What takes several names takes them in one value."""
    done = leadkit("clean", "--only", "email", "--only", "phone", cwd=folder, stdin=b"lead_id\n")
    said = "leadkit: --only is given twice; give it once, with commas between: --only a,b"
    assert (done.code, done.lines) == (2, [said])


def test_several_files_are_a_list_or_one_in_a_pipeline():
    """The schema takes both, and the docs say so."""
    schema = json.loads(pipeline_schema())
    stages = schema["properties"]["steps"]["items"]["anyOf"][1]["properties"]
    for stage, name in (
        ("classify", "suppress"),
        ("classify", "suppress_post"),
        ("dedupe", "removed"),
    ):
        kinds = [one["type"] for one in stages[stage]["properties"][name]["anyOf"]]
        assert kinds == ["string", "array"]
    assert "| `suppress` | the path of a file or folder, or a list of such |" in keys_table()


SEVERAL = {  # as a pipeline file says it -> what is read, or what is said
    "one": ("never.csv", ("never.csv",)),
    "a list": ("[a.csv, b.csv]", ("a.csv", "b.csv")),
    "none": ("", ()),
    "an empty list": ("[]", ()),
    "a blank path": ("[a.csv, '']", "line.yaml:3: a path is missing here"),
    "no path": ("[a.csv, {x: 1}]", "line.yaml:3: expected a text, not names with values"),
    "twice": ("a.csv\n      suppress: b.csv", "line.yaml:4: 'suppress' stands here twice; first in line 3"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "read"), SEVERAL.values(), ids=SEVERAL)
def test_how_a_pipeline_file_names_several_files(folder, monkeypatch, written, read):
    """One path or a list of them, relative to the file; a blank one would be the folder itself."""
    import leadkit.run.stages as stages

    kind = stages.STAGES["classify"]()
    seen = []
    made = stages.StageKind(kind.options, lambda options: seen.append(options.suppress) or None)
    monkeypatch.setitem(stages.STAGES, "classify", lambda: made)
    path = folder / "line.yaml"
    text = f"steps:\n  - classify:\n      suppress: {written}\nimport: {{files: x.csv}}\n"
    path.write_text(text, "utf-8")
    if isinstance(read, str):
        with pytest.raises(LeadkitError) as error:
            read_pipeline(str(path))
        assert str(error.value) == f"{folder}/{read}"
        return
    read_pipeline(str(path))
    assert seen == [tuple(str(folder / one) for one in read)]
