"""Which files a run reads and writes: none that it reads is lost, and each is of one run."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import LeadkitError
from leadkit.base.options import options_of
from leadkit.files.atomic import writable_path
from leadkit.files.disk import STANDARD
from leadkit.files.settle import Settled, settle_for

if TYPE_CHECKING:
    from leadkit.run.outputs import Outputs
    from leadkit.run.pipeline import Plan


@dataclass(frozen=True)
class Use:
    """A file that a run reads or writes, or a folder or pattern of such, and what users call it."""

    path: str
    called: str  # --merges, INPUT, or what a pipeline file calls it
    key: str = ""  # the name of the option
    writes: bool = False
    replaced_by: str = ""  # of what is read: the key of the output that may be written over it
    instead: str = ""  # what to do instead of writing the leads over it, with {path} and {output}
    lists: bool = False  # a folder or a pattern stands for all lists that it fits


def _uses_of(options: Any, stage: str) -> Iterator[Use]:
    """Yield the files that a stage's options name."""
    for name, declared in options_of(type(options)).items():
        if declared.kind not in ("file", "files", "output", "rules", "several rules"):
            continue
        given, called = getattr(options, name), f"{stage}: {name}"
        for path in filter(None, [given] if isinstance(given, str) else given or ()):
            if declared.kind == "output":
                yield Use(path, called, name, writes=True)
            elif "rules" not in declared.kind or os.path.isfile(path):  # else a shipped rule file
                may, instead = declared.replaced_by, declared.instead
                lists = declared.kind == "files"
                yield Use(path, called, name, replaced_by=may, instead=instead, lists=lists)


def uses_of_plan(path: str, plan: Plan, outputs: Outputs) -> list[Use]:
    """Return the files of a pipeline, as its file calls them; its outputs are as given."""
    uses = [Use(path, "the pipeline")]
    uses += [Use(one, "import: files", lists=True) for one in plan.lists]
    for options in (plan.options, *plan.per_list.values()):
        uses += _uses_of(options, "import")
    for step in plan.steps:
        uses += _uses_of(step.options, step.stage)
    uses.append(Use(outputs.leads, "output", "output", writes=True))
    uses += [Use(one, "write", "write", writes=True) for one in outputs.parts]
    if outputs.summary:
        uses.append(Use(outputs.summary, "summary", "summary", writes=True))
    return list(dict.fromkeys(uses))


def prepare_files(uses: Sequence[Use]) -> Settled:
    """Look after all files of a run, as each_file names them, before one is read or written.

    What killed runs left beside them, or in the working folder, is finished or removed; what there
    is to tell of that is returned. Raises LeadkitError for an output that can be no file, that
    would replace a file which is read here, or where files are of two runs.
    """
    folders = _working_folder()
    for use in uses if not folders else ():
        if use.path != STANDARD and not os.path.isabs(use.path):
            raise LeadkitError(f"{use.path}: the working folder is gone; change to another")
    for use in uses:
        if use.path == STANDARD:
            continue
        if use.writes:
            folders.append(str(writable_path(use.path).parent))
        elif os.path.isdir(use.path):
            folders.append(use.path)
        elif os.path.exists(use.path):
            folders += [os.path.dirname(os.path.abspath(use.path))]
            folders += [os.path.dirname(os.path.realpath(use.path))]
    settled = settle_for(folders, [use.path for use in uses if use.path != STANDARD])
    refuse_lost(uses)
    return settled


def closed_to_others(uses: Iterable[Use]) -> int:
    """Return which rights new outputs shall not give, as a umask: those that a file read lacks.

    A list that its owner alone may read makes no table that others may. A key is in no table.
    """
    closed = 0
    for use in uses:
        found = None if use.writes or use.key == "key_file" else _status(use)
        if found is not None and stat.S_ISREG(found.st_mode):
            for reading, all_rights in ((stat.S_IRGRP, stat.S_IRWXG), (stat.S_IROTH, stat.S_IRWXO)):
                closed |= all_rights * (not found.st_mode & reading)
    return closed


def _working_folder() -> list[str]:
    """Return the working folder, or nothing where somebody removed it."""
    try:
        return [os.getcwd()]
    except OSError:
        return []


def each_file(uses: Iterable[Use]) -> list[Use]:
    """Return the uses of single files, where folders and patterns stood for all their lists."""
    return [use for one in uses for use in (_each(one) if one.lists else [one])]


def _each(use: Use) -> Iterator[Use]:
    """Yield the lists that a path, a folder or a pattern stands for, and the folder itself."""
    from leadkit.files.open import find_files

    if use.path == STANDARD or os.path.isfile(use.path):
        yield use
        return
    if os.path.isdir(use.path):
        yield use
    with suppress(LeadkitError):  # the command says so when it reads it
        for path in find_files([use.path]):
            yield replace(use, path=path)


def refuse_lost(uses: Iterable[Use]) -> None:
    """Raise LeadkitError for an output that would replace a file which the same run reads.

    One may: the output that holds what the file held, as declared by ``replaced_by``.

    >>> refuse_lost([Use(__file__, "LIST"), Use(__file__, "--output", "output", writes=True)])
    ... # doctest: +ELLIPSIS
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: --output ...: this run also reads that file (LIST), which \
would be lost; give another name
    """
    uses = list(uses)
    written = [(use, _identity(use)) for use in uses if use.writes]
    if not any(identity for _, identity in written):
        return  # what is not there yet cannot be lost
    read = [use for use in uses if not use.writes]
    for use in [*read, *_named_in_rules(read)]:
        identity = _identity(use)
        for output, other in written:
            if identity is None or identity != other:
                continue
            if use.replaced_by == output.key != "" and output.path != STANDARD:
                continue
            if output.path == STANDARD:
                raise LeadkitError(
                    f"standard output goes into a file that this run reads ({use.called}); the "
                    "shell may have emptied it already. Write into another, or with -o"
                )
            what = use.called if use.path == output.path else f"{use.called} {use.path}"
            instead = ". " + use.instead if use.instead and output.key == "output" else ""
            raise LeadkitError(
                f"{output.called} {output.path}: this run also reads that file ({what}), which "
                "would be lost; give another name"
                + instead.format(path=use.path, output=output.path)
            )


def _identity(use: Use) -> tuple[int, int] | None:
    """Return what tells a file from all others, whatever it is called; None where there is none."""
    found = _status(use)
    regular = found is not None and stat.S_ISREG(found.st_mode)
    return (found.st_dev, found.st_ino) if found is not None and regular else None


def _status(use: Use) -> os.stat_result | None:
    """Return what the system knows of a file, or of the standard stream that stands for it."""
    try:
        if use.path != STANDARD:
            return os.stat(use.path)
        stream = sys.stdout if use.writes else sys.stdin
        return None if stream is None or stream.closed else os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None


def _named_in_rules(read: Iterable[Use]) -> Iterator[Use]:
    """Yield the lists that rule files name."""
    from leadkit.rules.lists import lists_named

    for use in read:
        if use.path.lower().endswith((".yaml", ".yml")) and os.path.isfile(use.path):
            with suppress(LeadkitError):  # the command says so when it reads them
                for path in lists_named(Path(use.path)):
                    yield Use(str(path), f"{use.called} {use.path}")
