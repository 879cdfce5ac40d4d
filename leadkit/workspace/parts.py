"""Files of a workspace for some of its leads: what ``write:`` in its pipeline names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import LeadkitError
from leadkit.rules.item import Item, item_of
from leadkit.run.outputs import OpenOutputs
from leadkit.run.parts import Part, PartWriters, read_parts
from leadkit.run.variables import escaped
from leadkit.workspace.paths import COMPARED, COPIED, LEDGER, LOG, MANIFEST, TABLES, Workspace

if TYPE_CHECKING:
    from leadkit.base.leads import Leads

# Every run has these, or may have them.
OF_A_RUN = (COMPARED, *COPIED, LEDGER, LOG, MANIFEST, *(f"{name}.csv" for name in TABLES))


def check_parts(workspace: Workspace, parts: Sequence[Part]) -> None:
    """Raise LeadkitError for a file that cannot lie in the folder of a run.

    >>> from leadkit.rules.item import parse_yaml
    >>> parts, _ = read_parts(parse_yaml("new.csv: {country: DE}", "p.yaml"))
    >>> check_parts(Workspace(Path("fair")), parts)
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: p.yaml:1: new.csv: every run writes a file of that name; \
call it otherwise
    """
    seen: set[str] = set()
    for part in parts:
        name = part.name
        if name.casefold() in OF_A_RUN:
            raise part.where.fail(
                f"{name}: every run writes a file of that name; call it otherwise"
            )
        if Path(name).name != name or "\\" in name or name.startswith("."):
            raise part.where.fail(
                f"{name}: a workspace writes it into the folder of each run, with a copy at the "
                "top; name a file without a folder, such as sales.csv"
            )
        if not name.lower().endswith(".csv"):
            raise part.where.fail(f"{name}: is a table; give it a name that ends with .csv")
        if name.casefold() in seen:
            raise part.where.fail(f"{name}: stands here twice")
        seen.add(name.casefold())


def placed(parts: Sequence[Part], folder: Path) -> dict[str, Part]:
    """Return parts by their paths in the folder of a run."""
    return {str(folder / part.name): part for part in parts}


def parts_from(told: Mapping[str, Any], place: Path) -> list[Part]:
    """Return parts as a manifest recorded them; ``place`` is the pipeline file's."""
    parts, mistakes = read_parts(item_of(dict(told), str(place), place.parent))
    if mistakes:
        raise mistakes[0][1]
    return parts


def write_parts(
    folder: Path,
    leads: Leads,
    parts: Sequence[Part],
    as_of: date,
    safe_cells: bool,
    tell: Callable[[str], None],
) -> dict[str, int]:
    """Write the files for some of these leads into a folder; return how many rows each has.

    Leads of an older run may lack a column that a condition asks for: that file is left out, and
    ``tell`` says so.
    """
    possible = []
    for part in parts:
        try:
            part.check(list(leads.columns), as_of)
        except LeadkitError as error:
            tell(f"note: {part.name} is left out: {error.marked}")
        else:
            possible.append(part)
    if not possible:
        return {}
    with OpenOutputs() as opened:
        files = [(part, opened.open(path)) for path, part in placed(possible, folder).items()]
        writers = PartWriters(files, as_of, safe_cells)
        for _ in writers.passing(iter([leads])):
            pass
        opened.commit()
    return dict(writers.rows())


def recorded_parts(parts: Sequence[Part]) -> dict[str, Any]:
    """Return the conditions as a manifest records them: with ``${NAME}`` and no value of it."""
    return {part.name: as_recorded(part.where) for part in parts}


def as_recorded(item: Item) -> Any:
    """Return what stands in a pipeline file as JSON, with ``${NAME}`` as it is written."""
    if item.kind == "map":
        return {escaped(name): as_recorded(part) for name, part in item.named.items()}
    if item.kind == "list":
        return [as_recorded(part) for part in item.parts]
    return (item.written or escaped(item.string)) or None
