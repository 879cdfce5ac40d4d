"""From names and options to stages: what commands and pipeline files have in common."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.leads import Stage
from leadkit.files.disk import STANDARD
from leadkit.rules.item import Item, load_yaml
from leadkit.run.outputs import Outputs
from leadkit.run.stages import STAGES

if TYPE_CHECKING:
    from leadkit.importing.importer import ImportOptions


@dataclass(frozen=True)
class Pipeline:
    """A pipeline file: the lists to import, the stages to take them through, the outputs."""

    lists: list[str]
    options: ImportOptions
    stages: list[Stage]
    outputs: Outputs = field(default_factory=Outputs)


def read_pipeline(path: str) -> Pipeline:
    """Load and check a pipeline file; paths in it are relative to its own folder."""
    from leadkit.importing.importer import ImportOptions

    root = load_yaml(Path(path))
    folder = Path(path).parent
    top = root.entries(("name", "import", "steps", "output", "summary"), what="key")
    for needed in ("import", "steps"):
        if needed not in top:
            raise root.fail(f"a pipeline needs '{needed}'")
    imported = top["import"].entries(
        ("files", "rejects", *(option.name for option in fields(ImportOptions))),
        what="option of import",
    )
    if "files" not in imported or not imported["files"].items():
        raise top["import"].fail("import needs 'files': the lists to read")
    lists = [_beside(folder, item.text()) for item in imported["files"].items()]
    asides = {}
    if "rejects" in imported:
        asides["rejects"] = _beside(folder, imported["rejects"].text())
    stages = []
    for step in top["steps"].items():
        stage, own = _step(step, folder)
        stages.append(stage)
        asides |= own
    outputs = Outputs(
        leads=_beside(folder, top["output"].text()) if "output" in top else STANDARD,
        aside=asides,
        summary=_beside(folder, top["summary"].text()) if "summary" in top else "",
    )
    options: ImportOptions = _options(ImportOptions, imported)
    if options.map:
        options = replace(options, map=_beside(folder, options.map))
    return Pipeline(lists, options, stages, outputs)


def _step(step: Item, folder: Path) -> tuple[Stage, dict[str, str]]:
    if step.kind == "text":  # a stage without options
        name, line = step.text(), step.line
        options = {name: Item(step.file, line, "empty")}
        step = Item(step.file, line, "map", named=options, key_lines={name: line})
    entries = step.entries(STAGES, what="stage")
    if len(entries) != 1:
        raise step.fail("a step is one stage, such as '- clean: {region: DE}'")
    (name, given), *_ = entries.items()
    kind = STAGES[name]()
    known = [option.name for option in fields(kind.options)] if kind.options else []
    chosen = given.entries((*known, *kind.asides) or ("",), what=f"option of {name}")
    asides = {
        aside: _beside(folder, chosen[aside].text()) for aside in kind.asides if aside in chosen
    }
    if kind.options is None:
        return kind.make(), asides
    made = _options(kind.options, chosen)
    for name in ("rules", "titles", "consent"):  # of a shipped one the name will do
        if name in chosen and (folder / getattr(made, name)).is_file():
            made = replace(made, **{name: str(folder / getattr(made, name))})
    for name in kind.paths:
        if name in chosen:
            made = replace(made, **{name: _beside(folder, getattr(made, name))})
    return kind.make(made), asides


def _options(kind: type, chosen: dict[str, Item]) -> Any:
    names = {option.name for option in fields(kind)}
    return kind(**{name: item.text() for name, item in chosen.items() if name in names})


def _beside(folder: Path, path: str) -> str:
    return path if path == STANDARD else str(folder / path)
