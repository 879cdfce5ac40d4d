"""--set clean.region=AT: values that stand for those of a pipeline file, for one run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.rules.item import Item, parse_yaml

_EXAMPLE = "--set clean.region=AT"


def with_settings(root: Item, settings: Sequence[str], keys: Collection[str]) -> Item:
    """Return a pipeline file with values from elsewhere; the last one for a key counts.

    A setting is ``key=value``, ``key.option=value`` or ``stage.option=value``. Its value is text;
    ``[a, b]`` and ``{a: b}`` are read as the file would read them. Whatever the file's own value
    would be checked for is checked later, and a mistake names the setting. ``keys`` are those that
    a pipeline file may have.

    Raises LeadkitError for a setting of a key or step that there is not.

    >>> root = parse_yaml("steps: [clean, {score: {rules: b2b}}]", "p.yaml")
    >>> root = with_settings(root, ["clean.region=AT", "score.rules=b2c"], ["steps"])
    >>> clean, score = root.named["steps"].parts
    >>> clean.named["clean"].named["region"].text(), score.named["score"].named["rules"].text()
    ('AT', 'b2c')
    """
    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals or not path.strip():
            raise LeadkitError(f"--set {setting}: give a key and its value, such as {_EXAMPLE}")
        names = [name.strip() for name in path.split(".")]
        value = _value(text, f"--set {path.strip()}", root.folder)
        if names[0] in keys:
            root = _put(root, names, value)
        else:
            root = _put_in_step(root, names, value, keys)
    return root


def _value(text: str, place: str, folder: Path) -> Item:
    """Return a value as if it stood in the file, at a place without a line."""
    stripped = text.strip()
    if stripped[:1] in ("[", "{"):
        try:
            return _without_lines(parse_yaml(stripped, place, folder))
        except LeadkitError as error:
            raise LeadkitError(error.marked.replace(f"{place}:1: ", f"{place}: ", 1)) from None
    return Item(place, 0, "text" if stripped else "empty", stripped, folder=folder)


def _without_lines(item: Item) -> Item:
    return replace(
        item,
        line=0,
        parts=[_without_lines(part) for part in item.parts],
        named={name: _without_lines(part) for name, part in item.named.items()},
        key_lines=dict.fromkeys(item.key_lines, 0),
    )


def _put(item: Item, names: Sequence[str], value: Item) -> Item:
    """Return a mapping with a value under names inside each other; what else it holds stays."""
    if not names:
        return value
    if item.kind not in ("map", "empty"):
        raise LeadkitError(f"{value.file}: {item.file}:{item.line} has no options here to set")
    first, *rest = names
    inside = item.named.get(first, Item(value.file, 0, "empty"))
    return replace(
        item,
        kind="map",
        named={**item.named, first: _put(inside, rest, value)},
        key_lines={first: 0, **item.key_lines},
    )


def _put_in_step(root: Item, names: list[str], value: Item, keys: Collection[str]) -> Item:
    """Return a pipeline file with an option of the step that a setting begins with."""
    stage, *option = names
    steps = root.named["steps"].items() if "steps" in root.named else []
    named = [step.string if step.kind == "text" else next(iter(step.named), "") for step in steps]
    if stage not in named:
        hint = did_you_mean(stage, [*named, *keys]) or f"; there are {', '.join([*named, *keys])}"
        raise LeadkitError(f"{value.file}: the file has no key or step {stage}{hint}")
    found = [at for at, name in enumerate(named) if name == stage]
    nth = option.pop(0) if option and option[0].isdecimal() else ""
    if len(found) > 1 and not nth:
        raise LeadkitError(f"{value.file}: there are {len(found)} steps {stage}; write "
                           f"{stage}.1 for the first")  # fmt: skip
    if nth and (len(nth) > 8 or not 1 <= int(nth) <= len(found)):
        raise LeadkitError(f"{value.file}: there is no step {stage}.{nth}")
    if not option:
        raise LeadkitError(f"{value.file}: say which option of {stage} to set, such as {_EXAMPLE}")
    at = found[int(nth or 1) - 1]
    step = steps[at]
    if step.kind == "text":
        step = replace(step, kind="map", named={stage: Item(step.file, step.line, "empty")},
                       key_lines={stage: step.line}, string="")  # fmt: skip
    parts = [*steps[:at], _put(step, [stage, *option], value), *steps[at + 1 :]]
    several = replace(root.named["steps"], kind="list", string="", parts=parts)
    return replace(root, named={**root.named, "steps": several})
