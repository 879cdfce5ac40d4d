"""Pipeline files: which lists are imported, the stages they go through, and the outputs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Stage
from leadkit.base.options import Option, defaults_of, on_or_off, options_of
from leadkit.classifying.lifecycle import read_lifecycle
from leadkit.fields.spans import as_day
from leadkit.files.disk import STANDARD
from leadkit.importing.options import PER_LIST, ImportOptions
from leadkit.rules.item import Item, load_yaml
from leadkit.rules.kinds import PIPELINE, refuse_other_kind
from leadkit.rules.mistakes import Gathered
from leadkit.run.expect import Expectation, read_expectations
from leadkit.run.export_parts import ExportPart, read_exports
from leadkit.run.options import read_option
from leadkit.run.outputs import Outputs
from leadkit.run.parts import Part, read_parts
from leadkit.run.settings import with_settings
from leadkit.run.stages import STAGES
from leadkit.run.variables import with_variables, written_in

# The keys of a pipeline file beside the options of its stages, and what each is.
KEYS = {
    "name": "What the pipeline is called; for people.",
    "import": "The lists, under files, and the options of import.",
    "steps": "The stages, in their order; each with its options.",
    "output": "The file that the leads are written to; without it, standard output.",
    "summary": "The file that the count of all rows is written to, as JSON.",
    "write": "Further files for some of the leads: each with the condition for its rows.",
    "export": "Hand-overs to other programs: each with its target and folder.",
    "safe_cells": "Put ' before cells that a spreadsheet would run; leadkit takes it off.",
    "expect": "What a run must give; one that does not ends with 1, and says by how much.",
}


@dataclass(frozen=True)
class Step:
    """A step as it is written: its stage, its options, and where it stands."""

    stage: str
    options: Any
    place: Item
    written: Mapping[str, Any] = field(default_factory=dict)  # options with ${NAME}, as they stand


@dataclass(frozen=True)
class Plan:
    """A pipeline file as it is written: no stage is made yet, and no file of one opened."""

    lists: list[str]
    options: ImportOptions
    steps: list[Step]
    outputs: Outputs = field(default_factory=Outputs)
    per_list: Mapping[str, ImportOptions] = field(default_factory=dict)  # where some are its own
    expected: Sequence[Expectation] = ()
    # Options of import with ${NAME}, as they stand, by all options that they are among.
    written: Mapping[ImportOptions, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Pipeline(Plan):
    """A pipeline file with the stages that its steps are, each made and its files opened."""

    stages: list[Stage] = field(default_factory=list)


def read_pipeline(
    path: str, settings: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Pipeline:
    """Load and check a pipeline file; paths in it are relative to its own folder.

    ``settings`` such as "clean.region=AT" stand for what the file says; ``${NAME}`` in the file
    is what ``environment`` says, or that of the process where none is given.

    Raises LeadkitError for all that is wrong with its names and options at once, each with its
    line; then, where those are right, for all stages that cannot be made of the files they name.
    """
    plan = read_plan(path, settings, environment)
    return Pipeline(**vars(plan), stages=stages_of(plan.steps))


def read_plan(
    path: str, settings: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Plan:
    """Read a pipeline file as it is written, with what stands for parts of it.

    So options can be looked at, and changed, before any stage is made of them. Raises LeadkitError
    for all that is wrong, at once; for a setting of what there is not, at once and alone.
    """
    environment = os.environ if environment is None else environment
    root = with_settings(load_yaml(Path(path)), settings, KEYS)
    refuse_other_kind(root, PIPELINE, KEYS)
    root, unset = with_variables(root, environment)
    reader = _Reader(Path(path).parent, unset)
    top = reader.entries(root, KEYS, "key")
    for needed in ("import", "steps"):
        if needed not in top:
            reader.keep(root.line, root.fail(f"a pipeline needs '{needed}'"))
    options, lists = reader.imported(top["import"]) if "import" in top else (ImportOptions(), {})
    steps = top["steps"].items() if "steps" in top else []
    chosen = [each for step in steps for each in reader.step(step)]
    safe_cells = "safe_cells" in top and reader.flag("safe_cells", top["safe_cells"])
    expected = reader.expected(top["expect"], chosen) if "expect" in top else []
    parts = reader.parts(top["write"]) if "write" in top else {}
    exports = reader.exports(top["export"]) if "export" in top else []
    for line, mistake in _told_twice(chosen):
        reader.keep(line, mistake)
    reader.mistakes.raise_all()
    asides = _outputs(options)
    for step in chosen:
        asides |= _outputs(step.options)
    outputs = Outputs(
        leads=reader.beside(top["output"].text()) if "output" in top else STANDARD,
        aside=asides,
        summary=reader.beside(top["summary"].text()) if "summary" in top else "",
        safe_cells=safe_cells,
        parts=parts,
        exports=tuple(exports),
        as_of=day_of(chosen),
    )
    per_list = {path: own for path, own in lists if own != options}
    paths = [path for path, _ in lists]
    return Plan(paths, options, chosen, outputs, per_list, expected, reader.written)


def day_of(steps: Iterable[Step]) -> date | None:
    """Return the day on which steps count, by the last that names one; None where none does."""
    days = [as_day(getattr(step.options, "as_of", None)) for step in steps]
    return next((day for day in reversed(days) if day), None)


def stages_of(
    steps: Iterable[Step], otherwise: Mapping[str, Callable[[Any], Stage]] | None = None
) -> list[Stage]:
    """Make the stages of steps; raise LeadkitError for all that cannot be made, each with its line.

    Now the files are opened that their options name. ``otherwise`` makes some in another way.
    """
    mistakes, stages = Gathered(), []
    for step in steps:
        try:
            make = (otherwise or {}).get(step.stage) or STAGES[step.stage]().make
            stages.append(make(step.options))
        except LeadkitError as error:
            at = step.place
            mistakes.keep(at.line, error.within(f"{at.file}:{at.line}: {step.stage}"))
    mistakes.raise_all()
    return stages


def _is_given(path: Item) -> bool:
    """Return True; raise LeadkitError for a blank path, which would be the folder itself."""
    if not path.text():
        raise path.fail("a path is missing here")
    return True


def _written(chosen: Mapping[str, Item]) -> dict[str, Any]:
    """Return the options with variables in them as they are written."""
    every = {name: written_in(item) for name, item in chosen.items() if name != "files"}
    return {name: text for name, text in every.items() if text is not None}


def _outputs(options: Any) -> dict[str, str]:
    """Return the side tables that options ask for: their names and paths."""
    declared = options_of(type(options))
    given = {name: getattr(options, name) for name in declared if declared[name].kind == "output"}
    return {name: path for name, path in given.items() if path}


def _told_twice(steps: Sequence[Step]) -> Iterator[tuple[int, LeadkitError]]:
    """Yield what is wrong, with its line, where a step makes a table that one before it makes
    otherwise: a run has one of each."""
    before: dict[str, str] = {}
    counted = 0
    for step in steps:
        at = step.place
        for name, path in _outputs(step.options).items():
            if before.setdefault(name, path) != path:
                yield (
                    at.line,
                    at.fail(
                        f"{step.stage}: a run has one table of {name}, and a step before this one "
                        f"writes it into {before[name]}; name that file here"
                    ),
                )
        if not getattr(step.options, "by", ""):
            continue
        if counted:
            yield (
                at.line,
                at.fail(
                    f"{step.stage}: channels are counted in line {counted} already, and a run "
                    "has one table of them; make two pipelines"
                ),
            )
        counted = at.line


class _Reader:
    """Reads the parts of a pipeline file."""

    def __init__(self, folder: Path, unset: Sequence[tuple[int, LeadkitError]]) -> None:
        self._folder = folder
        self.mistakes = Gathered(unset)
        self.keep, self.entries = self.mistakes.keep, self.mistakes.entries
        self.written: dict[ImportOptions, Mapping[str, Any]] = {}

    def imported(self, item: Item) -> tuple[ImportOptions, list[tuple[str, ImportOptions]]]:
        """Return how lists are imported, and each with the options that are its own."""
        own = self.entries(item, ("files", *options_of(ImportOptions)), "option of import")
        files = own["files"].items() if "files" in own else []
        if not files:
            self.keep(item.line, item.fail("import needs 'files': the lists to read"))
        options = self.options(ImportOptions, own)
        self.written[options] = _written(own)
        return options, [each for one in files for each in self.one_list(one, options)]

    def one_list(self, item: Item, usual: ImportOptions) -> list[tuple[str, ImportOptions]]:
        """Return one of the files with its options, which are as usual but for its own."""
        if item.kind != "map":
            return [(self.beside(item.text()), usual)]
        own = self.entries(item, ("file", *PER_LIST), "option of a file")
        if "file" not in own:
            self.keep(item.line, item.fail("a list with options needs 'file', the list to read"))
            return []
        file = self.beside(own.pop("file").text())
        options = self.options(ImportOptions, own, usual)
        others = {name: text for name, text in self.written[usual].items() if name not in own}
        self.written[options] = {**others, **_written(own)}
        return [(file, options)]

    def flag(self, name: str, item: Item) -> bool:
        """Return whether a key says yes; what is neither yes nor no is a mistake."""
        answer = on_or_off(item.text())
        if answer is None:
            self.keep(item.line, item.fail(f"{name}: give true or false"))
        return bool(answer)

    def expected(self, item: Item, chosen: Sequence[Step]) -> list[Expectation]:
        """Return what is expected of a run; statuses are those of the lifecycle that it takes."""
        lifecycles = [step.options.rules for step in chosen if step.stage == "classify"]
        statuses: list[str] | None
        try:
            statuses = [one.name for path in lifecycles for one in read_lifecycle(path).statuses]
        except LeadkitError:  # classify itself will say so
            statuses = None
        expected, mistakes = read_expectations(item, statuses)
        for line, mistake in mistakes:
            self.mistakes.keep(line, mistake)
        return expected

    def parts(self, item: Item) -> dict[str, Part]:
        """Return the leads that further files are for, by their paths."""
        parts, mistakes = read_parts(item)
        for line, mistake in mistakes:
            self.keep(line, mistake)
        return {self.beside(part.name): part for part in parts}

    def exports(self, item: Item) -> list[ExportPart]:
        """Return the hand-overs that are asked for."""
        exports, mistakes = read_exports(item, self.beside)
        for line, mistake in mistakes:
            self.keep(line, mistake)
        return exports

    def step(self, step: Item) -> list[Step]:
        """Return a step with its options; nothing where it is none."""
        if step.kind == "text":  # a stage without options
            name, line = step.text(), step.line
            named = {name: Item(step.file, line, "empty")}
            step = Item(step.file, line, "map", named=named, key_lines={name: line})
        entries = self.entries(step, STAGES, "stage")
        if len(step.named) != 1:
            said = "a step is one stage, such as '- clean: {region: DE}'"
            self.keep(step.line, step.fail(said))
        read = []
        for name, given in entries.items():
            kind = STAGES[name]().options
            chosen = self.entries(given, options_of(kind), f"option of {name}")
            read.append(Step(name, self.options(kind, chosen), step, _written(chosen)))
        return read

    def options(self, kind: Any, chosen: Mapping[str, Item], usual: Any = None) -> Any:
        """Return the options that are written; a mistake is kept, and the option as usual."""
        declared, values = options_of(kind), defaults_of(kind)
        if usual is not None:
            values = {name: getattr(usual, name) for name in declared}
        for name, item in chosen.items():
            if name not in declared or item.kind == "empty":
                continue
            try:
                values[name] = self._value(name, declared[name], item)
            except LeadkitError as error:
                self.keep(item.line, error)
        try:
            return kind(**values)
        except LeadkitError as error:
            first = min(chosen.values(), key=lambda item: item.line)
            self.keep(first.line, first.fail(error.marked))
            return kind()

    def _value(self, name: str, declared: Option, item: Item) -> Any:
        if declared.kind == "names" and item.kind == "list":
            return tuple(part.text() for part in item.items())
        if declared.kind == "files":
            return tuple(self.beside(part.text()) for part in item.items() if _is_given(part))
        if declared.kind == "several rules":
            return tuple(self.rules(part.text()) for part in item.items() if _is_given(part))
        text = item.text()
        if declared.kind in ("file", "output"):
            return self.beside(text)
        if declared.kind == "rules":
            return self.rules(text)
        try:
            return read_option(name, declared, text)
        except LeadkitError as error:
            raise item.fail(error.marked) from None

    def rules(self, text: str) -> str:
        """Return the path of a rule file; of a shipped one the name will do."""
        is_name = not text.endswith((".yaml", ".yml")) and not set("/\\") & set(text)
        is_name = is_name and not (self._folder / text).is_file()
        return text if is_name else self.beside(text)

    def beside(self, path: str) -> str:
        return path if path == STANDARD else str(self._folder / path)
