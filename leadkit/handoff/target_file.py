"""Target files: read, with all that is wrong in them told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from leadkit.base.columns import ADDED, IDENTITY, KNOWN
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.handoff.keys import CHANNELS, COLUMN_KEYS, KEYS, LIMITS, OPT_OUT_KEYS
from leadkit.handoff.target import (
    AS_IT_IS,
    EMPTY,
    FORMATS,
    KINDS,
    LONGER,
    MAILING,
    SURE,
    Fact,
    Line,
    OptOutFile,
    Target,
    TargetColumn,
)
from leadkit.rules.conditions import Condition, read_condition
from leadkit.rules.item import Item
from leadkit.rules.kinds import TARGET, refuse_other_kind
from leadkit.rules.mistakes import Gathered
from leadkit.rules.shipped import find_rules, shipped_rules

Read = TypeVar("Read")

_OURS = (*IDENTITY, *KNOWN, *ADDED, "score_fit", "score_engagement")


def read_target(name: str | Path, option: str = "--to") -> Target:
    """Read a target file, given by path or by the name of one that comes with leadkit.

    Raises LeadkitError for all that is wrong with it, each with its line.

    >>> read_target("hubspot").system, read_target("zoho").rows
    ('HubSpot', 1000)
    """
    known = shipped_targets()
    is_name = not (Path(name).exists() or str(name).endswith((".yaml", ".yml")))
    if is_name and str(name) not in known:
        hint = did_you_mean(str(name), known) or f"; there are {', '.join(known)}"
        raise LeadkitError(f"{option} {name}: no such target{hint}")
    root = find_rules(name, option)
    if "target" not in root.entries(what="key"):
        refuse_other_kind(root, TARGET)
        raise root.fail("is no target file: those begin with the key 'target'")
    reader = _Reader()
    target = reader.target(root)
    reader.raise_all()
    return target


def shipped_targets() -> list[str]:
    """Return the names of the target files that come with leadkit.

    >>> "hubspot" in shipped_targets(), "b2b" in shipped_targets()
    (True, False)
    """
    return [name for name, path in shipped_rules().items() if path.parent.name == "targets"]


class _Reader(Gathered):
    """Reads a target file part by part; mistakes are kept, to tell all at once."""

    def wrong(self, item: Item, problem: str) -> None:
        self.keep(item.line, item.fail(problem))

    def got(self, read: Callable[[], Read], usual: Read, line: int = 0) -> Read:
        """Return what is read; where that fails, keep why, and return what is usual."""
        try:
            return read()
        except LeadkitError as mistake:
            self.keep(line, mistake)
            return usual

    def named_parts(self, item: Item, what: str) -> dict[str, Item]:
        nothing: dict[str, Item] = {}
        return self.got(lambda: item.entries(what=what), nothing, item.line)

    def text(self, given: Mapping[str, Item], key: str, usual: str = "") -> str:
        if key not in given:
            return usual
        return self.got(given[key].text, usual, given[key].line)

    def flag(self, given: Mapping[str, Item], key: str) -> bool:
        return key in given and self.got(lambda: given[key].flag(key), False, given[key].line)

    def choice(self, given: Mapping[str, Item], key: str, choices: Iterable[str]) -> Any:
        choices = list(choices)
        said = self.text(given, key, choices[0])
        if said not in choices:
            hint = did_you_mean(said, choices) or f"; give {' or '.join(choices)}"
            self.wrong(given[key], f"{key}: '{said}' is none of them{hint}")
            return choices[0]
        return said

    def whole(self, given: Mapping[str, Item], key: str) -> int | None:
        if key not in given:
            return None
        number = self.got(given[key].number, None, given[key].line)
        if number is None:
            return None
        if number != int(number) or number < 0:
            self.wrong(given[key], f"{key}: a whole number is meant here")
            return None
        return int(number)

    def target(self, root: Item) -> Target:
        top = self.entries(root, KEYS, "key")
        limits = self.entries(top["limits"], LIMITS, "limit") if "limits" in top else {}
        columns = self.columns(top["columns"]) if "columns" in top else []
        if "columns" not in top:
            self.wrong(root, "a target needs 'columns': all, or what the program takes")
        if not self.text(top, "as_of"):
            self.wrong(root, "a target needs 'as_of': the day of its facts")
        headers = [column.to for column in columns]
        for column in columns:
            if headers.count(column.to) > 1 and column.where is not None:
                self.wrong(column.where, f"column '{column.to}' stands here more than once")
                headers.remove(column.to)
        delimiter = self.text(top, "delimiter", ",")
        if len(delimiter.encode()) != 1 or delimiter in '"\r\n':
            self.wrong(top["delimiter"], f"delimiter {delimiter!r}: give one sign, such as ';'")
        marked = any(column.not_by == "email" for column in columns)
        if self.text(top, "mailing") == "flagged" and not marked:
            self.wrong(
                top["mailing"],
                "mailing: flagged needs a column with 'not_by: email', or nobody is marked who "
                "said no; without one give separate",
            )
        return Target(
            file=root.file,
            system=self.text(top, "target"),
            as_of=self.text(top, "as_of"),
            facts=tuple(self.facts(top["facts"])) if "facts" in top else (),
            columns=tuple(columns),
            name=self.file_name(top, "file", "leads"),
            format=self.choice(top, "format", FORMATS),
            delimiter=delimiter,
            bom=self.flag(top, "bom"),
            safe_cells=self.flag(top, "safe_cells"),
            forbidden=self.text(top, "forbidden"),
            spaced_phones=self.flag(top, "spaced_phones"),
            rows=self.whole(limits, "rows") or 0,
            bytes=self.whole(limits, "bytes") or 0,
            most_columns=self.whole(limits, "columns") or 0,
            empty=self.choice(top, "empty", EMPTY),
            needs=tuple(self.needs(top["needs"], headers)) if "needs" in top else (),
            one_row_for_each=self.named(top, "one_row_for_each", headers),
            mailing=self.choice(top, "mailing", reversed(MAILING)),
            opt_outs=tuple(self.opt_outs(top["opt_outs"])) if "opt_outs" in top else (),
            steps=tuple(self.texts(top["steps"])) if "steps" in top else (),
            not_written=self.words(top["not_written"]) if "not_written" in top else {},
        )

    def file_name(self, given: Mapping[str, Item], key: str, usual: str) -> str:
        name = self.text(given, key, usual)
        if set(name) & set("/\\:.\0") or (key in given and not name):
            self.wrong(given[key], f"{key}: '{name}' is no name for a file, without its ending")
        return name

    def pattern(self, given: Mapping[str, Item], key: str) -> str:
        import pyarrow as pa

        from leadkit.base.cells import matches, texts

        pattern = self.text(given, key)
        try:
            matches(texts([""]), pattern)
        except pa.ArrowInvalid as why:
            self.wrong(given[key], f"{key}: no pattern: {str(why).splitlines()[0]}")
            return ""
        return pattern

    def texts(self, item: Item) -> list[str]:
        return [self.got(part.text, "", part.line) for part in item.items()]

    def words(self, item: Item) -> dict[str, str]:
        named = self.named_parts(item, "word")
        return {name: self.got(part.text, "", part.line) for name, part in named.items()}

    def named(self, given: Mapping[str, Item], key: str, headers: list[str]) -> str:
        name = self.text(given, key)
        if name and name not in headers:
            self.wrong(given[key], f"{key}: no column '{name}'{did_you_mean(name, headers)}")
        return name

    def needs(self, item: Item, headers: list[str]) -> list[tuple[str, ...]]:
        groups = []
        for part in item.items():
            names = self.texts(part)
            for name in names:
                if name not in headers:
                    self.wrong(part, f"needs: no column '{name}'{did_you_mean(name, headers)}")
            groups.append(tuple(names))
        return groups

    def opt_outs(self, item: Item) -> list[OptOutFile]:
        files: list[OptOutFile] = []
        for part in item.items():
            given = self.entries(part, OPT_OUT_KEYS, "key of opt_outs")
            name, column = self.file_name(given, "file", ""), self.text(given, "column")
            if not (name and column):
                self.wrong(
                    part, "opt_outs needs 'file' and 'column': name, and header of the e-mail"
                )
            if name in {one.name for one in files}:
                self.wrong(part, f"opt_outs: two are called '{name}'")
            by = self.texts(given["by"]) if "by" in given else [CHANNELS[0]]
            for one in by:
                if one not in CHANNELS:
                    hint = did_you_mean(one, CHANNELS) or f"; give {', '.join(CHANNELS)}"
                    self.wrong(given["by"], f"by: '{one}' is no channel{hint}")
            kind = self.choice(given, "as", ("email", "ascii email"))
            marks = self.words(given["marks"]) if "marks" in given else {}
            if column in marks:
                self.wrong(given["marks"], f"marks: '{column}' is the column of the address")
            files.append(OptOutFile(name, column, kind, tuple(by), marks))
        return files

    def facts(self, item: Item) -> list[Fact]:
        facts = []
        for part in item.items():
            given = self.entries(part, ("what", "source", "sure"), "key of a fact")
            what, source, sure = (self.text(given, key) for key in ("what", "source", "sure"))
            if sure not in SURE:
                self.wrong(part, f"sure: give one of {', '.join(SURE)} (f is the surest)")
            if not source:
                self.wrong(part, "a fact needs its source")
            facts.append(Fact(what, source, sure))
        return facts

    def columns(self, item: Item) -> list[TargetColumn]:
        if item.kind == "text" and item.string == "all":
            return []
        if item.kind != "list":
            self.wrong(item, "columns: give a list, or all")
            return []
        return [self.column(part) for part in item.parts]

    def column(self, item: Item) -> TargetColumn:
        given = self.entries(item, COLUMN_KEYS, "key of a column")
        to = self.text(given, "to")
        if not to:
            self.wrong(item, "a column needs 'to': its header there")
        made_of = [key for key in ("from", "joined", "lines", "not_by") if key in given]
        if len(made_of) != 1:
            told = "from, joined, lines or not_by"
            self.wrong(item, f"column '{to}': say what it is made of, by one of {told}")
        joined = "joined" in given
        sources = self.texts(given["joined" if joined else "from"]) if (
            joined or "from" in given) else []  # fmt: skip
        for name in sources:
            if name not in _OURS and not name.startswith("score_"):
                hint = did_you_mean(name, _OURS) or ""
                self.wrong(item, f"column '{to}': unknown column of ours '{name}'{hint}")
        words = self.texts(given["words"]) if "words" in given else ["1", "0"]
        if len(words) != 2:
            self.wrong(given["words"], "words: give two, for no and for yes")
            words = ["1", "0"]
        return TargetColumn(
            to=to,
            sources=tuple(sources),
            joined=joined,
            apart=self.text(given, "apart", ", "),
            like=self.pattern(given, "like"),
            lines=tuple(self.lines(given["lines"])) if "lines" in given else (),
            not_by=self.choice(given, "not_by", CHANNELS) if "not_by" in given else "",
            words=(words[0], words[1]),
            kind=self.choice(given, "as", KINDS),
            values=self.words(given["values"]) if "values" in given else {},
            otherwise=self.text(given, "otherwise", AS_IT_IS),
            their_list=self.flag(given, "their_list"),
            longest=self.whole(given, "longest") or 0,
            heaviest=self.whole(given, "heaviest") or 0,
            longer=self.choice(given, "longer", LONGER),
            least=self.whole(given, "least"),
            most=self.whole(given, "most"),
            apart_there=self.text(given, "apart_there", ";"),
            form=self.text(given, "form", "YYYY-MM-DD hh:mm:ss"),
            unless_refused=self.choice(given, "unless_refused", CHANNELS)
            if "unless_refused" in given
            else "",
            required=self.flag(given, "required"),
            instead=self.text(given, "instead"),
            where=item,
        )

    def condition(self, item: Item) -> Condition | None:
        return self.got(lambda: read_condition(item), None, item.line)

    def lines(self, item: Item) -> list[Line]:
        lines = []
        for part in item.items():
            given = self.entries(part, ("when", "write", "problem"), "key of a line")
            when: Condition | None = None
            if "when" in given:
                when = self.condition(given["when"])
            lines.append(Line(self.text(given, "write"), when, self.text(given, "problem")))
        return lines
