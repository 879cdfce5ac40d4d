"""What to do about lists before they are taken in, each with its command."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence

from leadkit.base.columns import DIALLED
from leadkit.base.values import without_values
from leadkit.reporting.profile.figures import ColumnFigures, ListFigures, ProfileFigures
from leadkit.reporting.profile.words import about
from leadkit.reporting.sheet import Step, step, typed
from leadkit.reporting.shown import shown
from leadkit.reporting.words import a_list

_NAMED = 4  # columns or lists that a step names
_NO_LOSS = ("blank_row", "repeated_header", "footer", "between", "units")
_MAP = "--write-map map.yaml"


def steps_of(figures: ProfileFigures) -> tuple[Step, ...]:
    """Return what somebody should do, what could lose or harm most first."""
    parts = (_failed, _rejected, _unread, _proofs, _alone, _doubtful, _foreign, _duplicates)
    return tuple(one for part in parts for one in part(figures))


def _files(lists: Sequence[ListFigures]) -> str:
    """Return the files of lists as a command names them."""
    paths = dict.fromkeys(one.path.partition(" [")[0] for one in lists)
    return " ".join(shlex.quote(path) for path in paths)


def _named(words: Sequence[str]) -> str:
    kept = [shown(word, 40) for word in words[:_NAMED]]
    more = len(words) - len(kept)
    return a_list([*kept, *([f"{more:,} more"] if more else [])])


def _failed(figures: ProfileFigures) -> Iterator[Step]:
    if figures.failure:
        told = shown(without_values(figures.failure), 300)
        yield Step("!", f"import would end with exit code 1: {told}")


def _rejected(figures: ProfileFigures) -> Iterator[Step]:
    lists = [one for one in figures.lists if any(code not in _NO_LOSS for code, _ in one.rejects)]
    many = sum(
        rows for one in lists for (code, _), rows in one.rejects.items() if code not in _NO_LOSS
    )
    if many:
        yield step(
            many,
            "row cannot be read",
            "rows cannot be read",
            "import sets them aside, to be mended: ",
            typed(f"leadkit import {_files(lists)} --rejects rejects.csv -o leads.csv"),
        )


def _columns(figures: ProfileFigures) -> Iterator[tuple[ListFigures, ColumnFigures]]:
    for one in figures.lists:
        for column in one.columns:
            yield one, column


def _unread(figures: ProfileFigures) -> Iterator[Step]:
    found = [(one, column) for one, column in _columns(figures) if column.is_unread]
    if found:
        names = _named([column.header for _, column in found])
        yield step(
            len(found),
            f"column looks like consent and is not understood ({names}): nobody of its list may be "
            "contacted until a map says what it is",
            f"columns look like consent and are not understood ({names}): nobody of their lists "
            "may be contacted until a map says what they are",
            typed(f"leadkit import {_files([one for one, _ in found][:1])} {_MAP}"),
        )


def _proofs(figures: ProfileFigures) -> Iterator[Step]:
    for one in figures.lists:
        many = one.contact.said.get("yes", 0) - one.contact.proven
        if many > 0 and one.contact.to_do:
            yield Step(
                about(many, one.is_whole),
                f"of {shown(one.label)} said yes without proof, and may not be contacted for it",
                ((shown(one.contact.to_do, 300), True),),
            )


def _alone(figures: ProfileFigures) -> Iterator[Step]:
    found = [
        (one, column)
        for one, column in _columns(figures)
        if not column.is_known and not column.is_unread and column.filled
    ]
    if found:
        names = _named([column.header or "(no header)" for _, column in found])
        yield step(
            len(found),
            f"column was taken for none that leadkit knows, and keeps its name: {names}",
            f"columns were taken for none that leadkit knows, and keep their names: {names}",
            "where one is, a map says so: ",
            typed(f"leadkit import {_files([one for one, _ in found][:1])} {_MAP}"),
        )


def _doubtful(figures: ProfileFigures) -> Iterator[Step]:
    wrong: Counter[str] = Counter()
    for _, column in _columns(figures):
        if column.is_known:
            wrong[column.columns[0]] += column.wrong
    wrong = Counter({name: many for name, many in wrong.items() if many})
    if wrong:
        exact = figures.is_whole
        names = a_list([f"{name} {about(many, exact)}" for name, many in wrong.most_common(_NAMED)])
        what = "cells are doubtful, and clean leaves most of them"
        what = "cell is doubtful, and clean mostly leaves it" if wrong.total() == 1 else what
        yield Step(
            about(wrong.total(), exact),
            f"{what}, with a code in issues: {names}"
            f"{' and others' if len(wrong) > _NAMED else ''}",
            (("clean tells of each that it changes: ", False),
             ("leadkit clean leads.csv --changes changes.csv -o clean.csv", True)),
        )  # fmt: skip


def _foreign(figures: ProfileFigures) -> Iterator[Step]:
    codes = ("invalid", "needs_plus", "ambiguous")
    many = sum(
        rows
        for _, column in _columns(figures)
        for code, rows in column.codes.items()
        if any(code == f"{name}_{word}" for name in column.columns for word in codes)
        and column.columns[0] in DIALLED
    )
    if many:
        yield Step(
            about(many, figures.is_whole),
            "phone numbers fit no country; numbers without one are read by that of their row",
            (("where a list has no country, say which: ", False),
             ("leadkit clean leads.csv --region DE -o clean.csv", True)),
        )  # fmt: skip


def _duplicates(figures: ProfileFigures) -> Iterator[Step]:
    found = figures.duplicates
    if found.merged:
        yield Step(
            about(found.merged, found.is_exact),
            "rows are somebody who stands in another row already" if found.merged > 1
            else "row is somebody who stands in another row already",
            (("dedupe merges them, and can undo it: ", False),
             ("leadkit dedupe clean.csv --merges merges.csv --review review.csv -o deduped.csv",
              True)),
        )  # fmt: skip
