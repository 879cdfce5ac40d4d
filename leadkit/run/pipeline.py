"""From names and options to stages: what commands and pipeline files have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadkit.base.errors import LeadkitError
from leadkit.base.leads import Reject, Stage
from leadkit.base.prefetch import ahead
from leadkit.files.disk import STANDARD
from leadkit.rules.item import Item, load_yaml
from leadkit.run.engine import Outputs

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.leads import Leads
    from leadkit.dedupe import DedupeOptions
    from leadkit.files.csv_in import LeadFile
    from leadkit.files.open import RawList
    from leadkit.importing.importer import ImportOptions


LEFT_WHOLE = (
    "cells with several addresses or numbers were left whole where no further column was free; "
    "an empty column email_2 or phone_2 in the list makes room"
)


@dataclass(frozen=True)
class StageKind:
    """How a stage is made from its options, and which side tables it can write."""

    options: type | None
    make: Callable[..., Stage]
    asides: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()  # options that name files, beside the pipeline file


def _lead_file(path: str) -> LeadFile:
    from leadkit.files.csv_in import LeadFile

    return LeadFile(path)


def opened_activities(path: str) -> ActivityFile | None:
    """Open a file of activities; score itself opens none."""
    return ActivityFile(path) if path else None


class ActivityFile:
    """Activities in any file that import opens: packed or not, with titles above the header."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: RawList | None = self._opened()
        self.name = self._file.name
        self.columns = [name.strip() for name in self._file.headers]
        repeated = [name for name in self.columns if name and self.columns.count(name) > 1]
        if repeated:
            raise LeadkitError(
                f"{self.name}: column '{repeated[0]}' stands there "
                f"{self.columns.count(repeated[0])} times; give each a name of its own"
            )

    def _opened(self) -> RawList:
        from leadkit.files.open import open_list
        from leadkit.importing.importer import ImportOptions

        return open_list(self._path, ImportOptions())

    def batches(self) -> Iterator[pa.Table]:
        """Yield the activities, from the start each time; a pipe has none the second time."""
        file, self._file = self._file, None
        if file is None:
            if self._path == STANDARD:
                return
            file = self._opened()
        named = [at for at, name in enumerate(self.columns) if name]
        for rows in file.rows():
            _refuse_broken(file.rejects)
            cells = rows.cells.select(named)
            yield cells.rename_columns([self.columns[at] for at in named])
        _refuse_broken(file.rejects)


def _refuse_broken(rejects: Sequence[Reject]) -> None:
    """Raise LeadkitError for a row that cannot be read; what stands below a table is none."""
    for reject in rejects:
        if reject.code != "footer":
            raise LeadkitError(
                f"{reject.file}:{reject.line}: {reject.reason}; "
                "mend it: an activity that is left out would be missing in the score"
            )


def _clean() -> StageKind:
    from leadkit.clean import clean_stage
    from leadkit.fields.cleaner import CleanOptions

    return StageKind(CleanOptions, clean_stage, asides=("changes",))


def _dedupe() -> StageKind:
    from leadkit.dedupe import DedupeOptions

    asides = ("merges", "review", "known")
    return StageKind(DedupeOptions, _deduping, asides, paths=("decisions", "against"))


def _deduping(options: DedupeOptions) -> Stage:
    """Make dedupe with the files that its options name."""
    from leadkit.dedupe import dedupe_stage
    from leadkit.files.read import read_leads

    if options.against and options.against == options.decisions:
        raise LeadkitError(f"{options.against}: is it the CRM or the decisions? Give two files")
    decisions = read_leads(options.decisions) if options.decisions else None
    if not options.against:
        return dedupe_stage(options, decisions)
    against, notes = _known_leads(options)
    stage = dedupe_stage(options, decisions, against)
    return replace(stage, check=lambda columns: notes + stage.check(columns))


def _known_leads(options: DedupeOptions) -> tuple[Leads, list[str]]:
    """Read the leads that are known already, of any list that import reads, cleaned if need be."""
    import pandas as pd

    from leadkit.clean import clean_leads
    from leadkit.deduping.known import TELLING
    from leadkit.fields.cleaner import CleanOptions
    from leadkit.files.open import open_list
    from leadkit.files.read import read_leads
    from leadkit.importing.importer import ImportOptions

    rejects: list[Reject] = []
    columns = open_list(options.against, ImportOptions()).headers
    if "lead_id" in columns and set(TELLING) & set(columns):
        leads = read_leads(options.against)
    else:
        source = ImportedLists([options.against], ImportOptions())
        leads = pd.concat(list(source.batches()), ignore_index=True)
        rejects = source.rejects
    if not {"email_status", "phone_status"} & set(leads.columns):
        leads = clean_leads(leads, CleanOptions(options.region))
    unread = len(rejects)
    notes = [f"{options.against}: {unread:,} rows could not be read, so nothing is compared with "
             "them; 'leadkit import' says why"] if unread else []  # fmt: skip
    return leads, notes


def _score() -> StageKind:
    from leadkit.score import ScoreOptions, score_stage

    def make(options: ScoreOptions) -> Stage:
        return score_stage(options, opened_activities(options.activities))

    return StageKind(ScoreOptions, make, paths=("activities",))


def _classify() -> StageKind:
    from leadkit.classify import ClassifyOptions, classify_stage

    return StageKind(
        ClassifyOptions,
        lambda options: classify_stage(options, _lead_file),
        asides=("transitions", "suppressed", "funnel"),
        paths=("previous", "suppress", "key_file"),
    )


def _cpl() -> StageKind:
    from leadkit.cpl import CplOptions, cpl_stage

    return StageKind(CplOptions, cpl_stage)


# Every stage that takes leads and gives leads. A run loads those it takes, and no other.
STAGES: dict[str, Callable[[], StageKind]] = {
    "clean": _clean,
    "dedupe": _dedupe,
    "score": _score,
    "classify": _classify,
    "cpl": _cpl,
}


class ImportedLists:
    """Raw lists read through import: one table of leads with all their columns."""

    def __init__(self, paths: Sequence[str], options: ImportOptions) -> None:
        from leadkit.files.open import find_files, open_list
        from leadkit.importing.importer import Importer

        self._options = options
        self._files = {path: open_list(path, options) for path in find_files(paths)}
        lists = {path: (file.headers, file.sample) for path, file in self._files.items()}
        self._importer = Importer(lists, options)
        self.columns = self._importer.columns
        self.rejects: list[Reject] = []
        for path in self._files:
            self._settle_dates(path)

    @property
    def rows_read(self) -> int:
        return sum(file.rows_read for file in self._files.values())

    @property
    def bytes_read(self) -> int:
        return sum(file.bytes_read for file in self._files.values())

    @property
    def size(self) -> int:
        return sum(file.size for file in self._files.values())

    @property
    def notes(self) -> list[str]:
        files = [note for file in self._files.values() for note in file.notes]
        codes = [f"{code} in {rows:,} rows" for code, rows in self._importer.codes.most_common()]
        damage = [f"damage is noted in the column issues: {', '.join(codes)}"] if codes else []
        whole = (
            [LEFT_WHOLE] if self._importer.codes.keys() & {"email_several", "phone_several"} else []
        )
        return [*files, *self._importer.notes, *whole, *damage]

    def map_text(self) -> str:
        """Return the map of all columns and the reason for each, as --write-map writes it."""
        return self._importer.map_text()

    def _settle_dates(self, path: str) -> None:
        """Find the order of day and month in each date column: all of its values may speak."""
        from leadkit.files.open import open_list

        columns = self._importer.date_columns(path, self._files[path].sample)
        if not columns:
            return
        values: dict[int, set[str]] = {at: set() for at in columns}
        if path == STANDARD:  # it cannot be read twice: its first rows have to tell
            for at in columns:
                values[at] = {row[at] for row in self._files[path].sample}
        else:
            for rows in open_list(path, self._options).rows():
                for at in columns:
                    values[at] |= set(rows.cells.column(at).unique().to_pylist())
        for at, name in columns.items():
            self._importer.settle_dates(path, name, values[at])

    def batches(self) -> Iterator[Leads]:
        for cells in self.tables():
            yield cells.to_pandas()

    def tables(self) -> Iterator[pa.Table]:
        """Yield the leads as Arrow's tables, which a run without stages writes as they are."""
        for path, file in self._files.items():
            aside: list[Reject] = []
            for rows in ahead(file.rows()):
                leads, rejects = self._importer.leads(path, rows)
                aside += rejects
                yield leads
            rejects = self._importer.set_aside_rows(path, file.rejects + aside)
            self.rejects += sorted(rejects, key=lambda reject: reject.line)


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
