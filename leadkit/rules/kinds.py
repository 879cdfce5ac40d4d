"""What tells one kind of file that people write from another, and which command reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leadkit.rules.item import Item


@dataclass(frozen=True)
class FileKind:
    """A kind of rule file: its name in a sentence, the keys that tell it, and who reads it."""

    name: str
    keys: tuple[str, ...]  # any of them, at its top
    read_by: str


LIFECYCLE = FileKind("a lifecycle", ("statuses",), "leadkit classify --rules")
SCORING = FileKind("a scoring file", ("rules",), "leadkit score --rules")
ROUTING = FileKind("a routing file", ("assign",), "leadkit assign --rules")
CONSENT = FileKind("a consent table", ("lines",), "leadkit classify --consent")
REMARKS = FileKind("a list of remark words", ("flags",), "leadkit clean --remarks")
MERGE = FileKind("a merge file", ("groups", "fields"), "leadkit dedupe --rules")
TITLES = FileKind("a list of title words", ("seniority", "department"), "leadkit clean --titles")
TARGET = FileKind("a target", ("target",), "leadkit export --to")
CHANNELS = FileKind("a channel map", ("channels",), "leadkit cpl --channels")
PIPELINE = FileKind("a pipeline", ("import",), "leadkit run")
FILE_KINDS = (
    LIFECYCLE, SCORING, ROUTING, CONSENT, REMARKS, MERGE, TITLES, TARGET, CHANNELS, PIPELINE,
)  # fmt: skip

_SHARED = {"groups"}  # scoring files and remark words have some, too: it tells no merge file alone


def refuse_other_kind(root: Item, own: FileKind, known: Iterable[str] = ()) -> None:
    """Raise LeadkitError, once, for a file that is of another kind than its reader's.

    ``known`` are the keys of the reader's own kind: one that two kinds have tells neither.

    >>> from leadkit.rules.item import parse_yaml
    >>> refuse_other_kind(parse_yaml("statuses: []", "my.yaml"), SCORING)
    Traceback (most recent call last):
    leadkit.base.errors.LeadkitError: my.yaml:1: this is a lifecycle and no scoring file; it is \
read by 'leadkit classify --rules my.yaml'
    """
    named = root.named.keys()
    if named & set(own.keys) - _SHARED:
        return
    for kind in FILE_KINDS:
        if named & (set(kind.keys) - set(known)):
            own_name = own.name.partition(" ")[2]
            said = f"this is {kind.name} and no {own_name}"
            raise root.fail(f"{said}; it is read by '{kind.read_by} {root.file}'")
