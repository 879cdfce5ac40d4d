"""What a run reads beside its lists: the pipeline, rules, decisions, and all else options name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import LeadkitError
from leadkit.base.options import options_of
from leadkit.files.content import changed_while_read, content_of, copy_content
from leadkit.files.disk import STANDARD, sync_folder
from leadkit.files.open import find_once
from leadkit.files.partial import untold
from leadkit.rules.item import Item, load_yaml
from leadkit.rules.lists import lists_in
from leadkit.rules.shipped import shipped_rules
from leadkit.workspace.manifest import Input
from leadkit.workspace.paths import Workspace

if TYPE_CHECKING:
    from leadkit.files.content import Content
    from leadkit.run.export_parts import ExportPart
    from leadkit.run.pipeline import Plan

PIPELINE, RULES, SHIPPED, RULE_LIST = "pipeline", "rules", "shipped rules", "list of a rule"
_SECRET = "key_file"  # nothing of it is recorded or kept


def find_inputs(workspace: Workspace, plan: Plan) -> tuple[Input, ...]:
    """Find all files that a run reads beside its lists, with their content.

    Raises LeadkitError, with the line of the step, where one cannot be read.
    """
    found = [_input(workspace, PIPELINE, workspace.pipeline)]
    for options in (plan.options, *plan.per_list.values()):
        found += _of_options(workspace, options)
    for step in plan.steps:
        try:
            found += _of_options(workspace, step.options)
        except LeadkitError as error:
            at = step.place
            raise error.within(f"{at.file}:{at.line}: {step.stage}") from None
    for part in plan.outputs.parts.values():
        found += [_input(workspace, RULE_LIST, named) for named in _lists_in(part.where)]
    for export in plan.outputs.exports:
        found += _of_export(workspace, export)
    return tuple(dict.fromkeys(found))


def located(workspace: Workspace, given: Input) -> Path:
    """Return where the file of an input is."""
    if given.role != SHIPPED:
        return workspace.located(given.path)
    try:
        return shipped_rules()[given.path]
    except KeyError:
        raise LeadkitError(f"{given.path}: no such rules come with this leadkit any more") from None


def keep(workspace: Workspace, source: Path | str, content: Content) -> None:
    """Keep a file by its content, on disk; one that is kept already is not copied again."""
    target = workspace.kept(content.sha256)
    if not target.exists():
        copy_content(source, target, content)


def keep_all(workspace: Workspace, files: Sequence[tuple[Path | str, Content]]) -> None:
    """Keep files by their content, so that a run can be made again from them."""
    new = not workspace.kept().exists()
    workspace.kept().mkdir(parents=True, exist_ok=True)
    if new:
        sync_folder(workspace.runs)
    with untold():
        for source, content in files:
            keep(workspace, source, content)
    sync_folder(workspace.kept())


def refuse_changed(workspace: Workspace, inputs: Sequence[Input]) -> None:
    """Raise LeadkitError where a file has another content than when the run began."""
    for given in inputs:
        path = located(workspace, given)
        if content_of(path).sha256 != given.sha256:
            raise changed_while_read(path)


def paths_of(options: Any) -> Iterator[tuple[str, str]]:
    """Yield the role and path of each file that options name, folders as the lists in them."""
    for name, declared in options_of(type(options)).items():
        value = getattr(options, name)
        if value in ("", ()) or name == _SECRET:
            continue
        given = (value,) if isinstance(value, str) else value
        if declared.kind in ("file", "files") and STANDARD in given:
            raise LeadkitError(f"{name} -: a workspace reads no standard input; give a file")
        if declared.kind == "file":
            yield name, value
        elif declared.kind == "files":
            yield from ((name, path) for path in find_once(value))
        elif declared.kind == "rules":
            yield (SHIPPED if is_shipped(value) else RULES), value
        elif declared.kind == "several rules":
            yield from ((SHIPPED if is_shipped(one) else RULES, one) for one in value)


def is_shipped(rules: str) -> bool:
    """Tell whether an option names rules that come with leadkit, and no file."""
    return rules in shipped_rules() and not Path(rules).is_file()


def _of_export(workspace: Workspace, export: ExportPart) -> Iterator[Input]:
    named = export.item.named
    for target in (named[key].text() for key in ("to", "for") if key in named):
        yield from _of_rules(workspace, target if is_shipped(target) else workspace.top(target))
    if "where" in named:
        yield from (_input(workspace, RULE_LIST, one) for one in _lists_in(named["where"]))


def _of_rules(workspace: Workspace, rules: str | Path) -> Iterator[Input]:
    """Yield a rule file, or one that comes with leadkit, and the lists that it names."""
    if isinstance(rules, str):
        content = content_of(shipped_rules()[rules])
        yield Input(rules, SHIPPED, content.bytes, content.sha256)
        return
    yield _input(workspace, RULES, rules)
    for named in _lists_in(load_yaml(rules)):
        yield _input(workspace, RULE_LIST, named)


def _of_options(workspace: Workspace, options: Any) -> Iterator[Input]:
    for role, path in paths_of(options):
        if role in (SHIPPED, RULES):
            yield from _of_rules(workspace, path if role == SHIPPED else Path(path))
        else:
            yield _input(workspace, role, Path(path))


def _input(workspace: Workspace, role: str, path: Path) -> Input:
    content = content_of(path)
    return Input(workspace.named(path), role, content.bytes, content.sha256)


def _lists_in(item: Item) -> Iterator[Path]:
    """Yield the lists that rules name; of one that is missing the rules themselves say so."""
    return filter(Path.is_file, lists_in(item))
