"""Pipeline files: which lists are imported, the stages they go through, and the outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Stage
from leadkit.base.options import Option, defaults_of, options_of
from leadkit.files.disk import STANDARD
from leadkit.rules.item import Item, load_yaml
from leadkit.run.options import read_option
from leadkit.run.outputs import Outputs
from leadkit.run.stages import STAGES

if TYPE_CHECKING:
    from leadkit.importing.options import ImportOptions

# The keys of a pipeline file beside the options of its stages, and what each is.
KEYS = {
    "name": "What the pipeline is called; for people.",
    "import": "The lists, under files, and the options of import.",
    "steps": "The stages, in their order; each with its options.",
    "output": "The file that the leads are written to; without it, standard output.",
    "summary": "The file that the count of all rows is written to, as JSON.",
}


@dataclass(frozen=True)
class Pipeline:
    """A pipeline file: the lists to import, the stages to take them through, the outputs."""

    lists: list[str]
    options: ImportOptions
    stages: list[Stage]
    outputs: Outputs = field(default_factory=Outputs)


def read_pipeline(path: str) -> Pipeline:
    """Load and check a pipeline file; paths in it are relative to its own folder.

    Raises LeadkitError for all that is wrong with its options at once, each with its line.
    """
    from leadkit.importing.options import ImportOptions

    root = load_yaml(Path(path))
    reader = _Reader(Path(path).parent)
    top = root.entries(KEYS, what="key")
    for needed in ("import", "steps"):
        if needed not in top:
            raise root.fail(f"a pipeline needs '{needed}'")
    imported = top["import"].entries(("files", *options_of(ImportOptions)), "option of import")
    if "files" not in imported or not imported["files"].items():
        raise top["import"].fail("import needs 'files': the lists to read")
    lists = [reader.beside(item.text()) for item in imported["files"].items()]
    options = reader.options(ImportOptions, imported)
    steps = [reader.step(step) for step in top["steps"].items()]
    reader.raise_mistakes()
    asides = _outputs(options)
    stages = []
    for name, chosen, step in steps:
        try:
            stages.append(STAGES[name]().make(chosen))
        except LeadkitError as error:
            raise type(error)(f"{step.file}:{step.line}: {name}: {error}") from None
        asides |= _outputs(chosen)
    outputs = Outputs(
        leads=reader.beside(top["output"].text()) if "output" in top else STANDARD,
        aside=asides,
        summary=reader.beside(top["summary"].text()) if "summary" in top else "",
    )
    return Pipeline(lists, options, stages, outputs)


def _outputs(options: Any) -> dict[str, str]:
    """Return the side tables that options ask for: their names and paths."""
    declared = options_of(type(options))
    given = {name: getattr(options, name) for name in declared if declared[name].kind == "output"}
    return {name: path for name, path in given.items() if path}


class _Reader:
    """Reads the options of a pipeline file, and keeps the mistakes in them to tell all at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mistakes: list[str] = []

    def raise_mistakes(self) -> None:
        if self._mistakes:
            raise LeadkitError("\n".join(self._mistakes))

    def step(self, step: Item) -> tuple[str, Any, Item]:
        """Return a step's stage, its options, and where it stands."""
        if step.kind == "text":  # a stage without options
            name, line = step.text(), step.line
            named = {name: Item(step.file, line, "empty")}
            step = Item(step.file, line, "map", named=named, key_lines={name: line})
        entries = step.entries(STAGES, what="stage")
        if len(entries) != 1:
            raise step.fail("a step is one stage, such as '- clean: {region: DE}'")
        (name, given), *_ = entries.items()
        kind = STAGES[name]().options
        known = list(options_of(kind))
        try:
            chosen = given.entries(known, what=f"option of {name}")
        except LeadkitError as error:
            self._mistakes.append(str(error))
            chosen = {key: item for key, item in given.named.items() if key in known}
        return name, self.options(kind, chosen), step

    def options(self, kind: Any, chosen: Mapping[str, Item]) -> Any:
        """Return the options that are written; a mistake is kept, and the option as usual."""
        declared, values = options_of(kind), defaults_of(kind)
        for name, item in chosen.items():
            if name not in declared or item.kind == "empty":
                continue
            try:
                values[name] = self._value(name, declared[name], item)
            except LeadkitError as error:
                self._mistakes.append(str(error))
        try:
            return kind(**values)
        except LeadkitError as error:
            first = min(chosen.values(), key=lambda item: item.line)
            self._mistakes.append(str(first.fail(str(error))))
            return kind()

    def _value(self, name: str, declared: Option, item: Item) -> Any:
        if declared.kind == "names" and item.kind == "list":
            return tuple(part.text() for part in item.items())
        text = item.text()
        if declared.kind in ("file", "output"):
            return self.beside(text)
        if declared.kind == "rules":  # of a shipped one the name will do
            return self.beside(text) if (self._folder / text).is_file() else text
        try:
            return read_option(name, declared, text)
        except LeadkitError as error:
            raise item.fail(str(error)) from None

    def beside(self, path: str) -> str:
        return path if path == STANDARD else str(self._folder / path)
