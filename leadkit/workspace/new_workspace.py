"""A new workspace: a folder with a pipeline, its rules, an inbox, and lists kept by hand."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from leadkit.base.errors import LeadkitError
from leadkit.files.disk import explain_os_error, open_input, open_output
from leadkit.files.lock import WriteLock
from leadkit.rules.shipped import shipped_rules

RULES = ("b2b", "consent", "lifecycle", "merge")  # those that the new pipeline names
EXAMPLE = ("badges.csv", "business_cards.csv", "crm.csv")
_PIPELINE = "pipeline.yaml"
_KEPT_BY_HAND = ("README.txt", "decisions.csv", "spend.csv", "suppress.csv")
# What a run writes at the top of a workspace: it would take the place of somebody's own file.
_OF_RUNS = ("leads.csv", "new.csv", "runs")
_READY = ".leadkit-init"  # holds what is new, all of it written, until it is moved into place


def new_workspace(folder: str | Path, example: bool = False) -> list[str]:
    """Make a folder that ``leadkit run`` takes; return what is in it, as paths within it.

    With ``example`` its inbox holds the three lists of an invented trade fair. The folder may be
    there, and hold other things. Raises LeadkitError, and makes nothing, where it holds anything
    that would be made, or that a run would write. What an interrupted call left is finished.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as somewhere:
    ...     made = new_workspace(Path(somewhere) / "fair")
    >>> [name for name in made if "/" not in name]
    ['README.txt', 'decisions.csv', 'pipeline.yaml', 'spend.csv', 'suppress.csv']
    """
    folder = Path(folder)
    files = _files(os.path.basename(os.path.abspath(folder)), example)
    made = sorted([*files, "inbox/"])
    try:
        with _folder(folder):
            lock = WriteLock(folder / _PIPELINE, str(folder / _PIPELINE))
            try:
                if (folder / _READY).is_dir():
                    _move_into_place(folder)
                    if all((folder / name).exists() for name in made):
                        return made
                _refuse_to_overwrite(folder, made)
                _write(folder, files)
                _move_into_place(folder)
            finally:
                lock.release()
    except OSError as error:
        raise explain_os_error(error, str(folder)) from None
    return made


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """Make a folder where there is none, and take it away again where what follows fails."""
    is_new = not os.path.lexists(folder)
    if not is_new and not folder.is_dir():
        raise LeadkitError(f"{folder}: is a file; name a folder")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):  # somebody put something into it
                folder.rmdir()
        raise


def _refuse_to_overwrite(folder: Path, made: Iterable[str]) -> None:
    tops = {name.partition("/")[0] for name in made} | set(_OF_RUNS)
    there = [top for top in sorted(tops, key=str.casefold) if os.path.lexists(folder / top)]
    if there:
        others = "" if _PIPELINE in there else "; move them away, or name another folder"
        known = f"; it is a workspace: leadkit run {folder}" if _PIPELINE in there else ""
        raise LeadkitError(f"{folder}: holds {', '.join(there)} already{known or others}")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files beside their places, and only then call them ready."""
    for left in folder.glob(f"{_READY}-*"):  # by a call that was killed
        shutil.rmtree(left)
    making = folder / f"{_READY}-{secrets.token_hex(8)}"
    making.mkdir()
    try:
        (making / "inbox").mkdir()
        (making / "rules").mkdir()
        for name, content in files.items():
            output = open_output(str(making / name))
            output.write(content)
            output.commit()
        making.rename(folder / _READY)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _move_into_place(folder: Path) -> None:
    """Move what is ready; the pipeline, by which a folder is a workspace, comes last."""
    ready = folder / _READY
    tops = sorted((path.name for path in ready.iterdir()), key=lambda top: top == _PIPELINE)
    if there := [top for top in tops if os.path.lexists(folder / top)]:
        raise LeadkitError(
            f"{folder}: holds {', '.join(there)}, which an interrupted 'leadkit init' was about to "
            f"make; move them away, or remove {ready}"
        )
    for top in tops:
        (ready / top).rename(folder / top)
    ready.rmdir()


def _files(name: str, example: bool) -> dict[str, bytes]:
    """Return the files of a new workspace, by their paths in it."""
    files = {one: _content(_TEMPLATES / one) for one in _KEPT_BY_HAND}
    shipped = shipped_rules()
    files |= {f"rules/{rule}.yaml": _content(shipped[rule]) for rule in RULES}
    kind = "example" if example else "usual"
    pipeline = _content(_TEMPLATES / _PIPELINE).decode()
    pipeline = pipeline.replace("@name@", json.dumps(name, ensure_ascii=False))
    for part in ("lists", "activities"):
        text = _content(_TEMPLATES / f"{part}_{kind}.yaml").decode()
        pipeline = pipeline.replace(f"@{part}@\n", text)
    files[_PIPELINE] = pipeline.encode()
    if example:
        lists = _example_folder()
        files |= {f"inbox/{one}": _content(lists / one) for one in EXAMPLE}
        files["activities.csv"] = _content(lists / "activities.csv")
        files["spend.csv"] = _content(lists / "campaigns.csv")
    return files


_TEMPLATES = Path(__file__).parent / "new"


def _example_folder() -> Path:
    here = Path(__file__).parent.parent
    folder = here / "example_files"  # in a wheel
    return folder if folder.is_dir() else here.parent / "examples" / "trade-fair"


def _content(path: Path) -> bytes:
    with open_input(str(path)) as opened:
        return opened.read()
