"""Files of those who said no, for a program that may know them already: their address and a mark.

Nothing else of them is in such a file: neither what would make a new lead callable, nor, of people
on a suppression list, anything that is not the address itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from leadkit.base.cells import is_empty, repeated, rows_of, texts, whole
from leadkit.base.columns import EMAILS, FURTHER
from leadkit.base.hashed_texts import HashedTexts
from leadkit.base.how_many import how_many
from leadkit.base.leads import OnLists
from leadkit.fields.refusal_keys import each_address
from leadkit.handoff.kinds import as_there
from leadkit.handoff.parts import Place, Rows, Written
from leadkit.handoff.target import OptOutFile, Target, TargetColumn

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.cells import Cells, Mask

_SAID = {"email": "mail", "call": "calls", "post": "post"}


class OptOuts:
    """Takes all leads of a hand-over, and writes who of them said no, handed over or not."""

    def __init__(self, target: Target, place: Place, on_lists: OnLists) -> None:
        self._target, self._place, self._on_lists = target, place, on_lists
        self._parts = [_Part(target, one, place) for one in target.opt_outs]
        self._without: Counter[str] = Counter()  # channel -> who said no and has no e-mail

    def take(self, leads: pa.Table, refused: Mapping[str, Mask]) -> None:
        """Take a batch of leads; ``refused`` tells for each channel who said no to it."""
        import numpy as np

        for part in self._parts:
            said_no = np.logical_and.reduce([refused[one] for one in part.file.by])
            if said_no.any():
                self._take(part, leads, said_no)

    def _take(self, part: _Part, leads: pa.Table, said_no: Mask) -> None:
        import numpy as np

        none = said_no.copy()
        for name in (*EMAILS, FURTHER["email"]):
            if name in leads.column_names:
                cells = rows_of(whole(leads[name]).cast("large_string"), said_no)
                none[np.flatnonzero(said_no)[~is_empty(cells)]] = False
                part.add(each_address("email", cells)[1])
        self._without[part.file.name] += int(none.sum())

    def close(self) -> list[Written]:
        """Write those on suppression lists, too; return the files, the first to go up."""
        written = []
        for part in self._parts:
            listed = [set(self._on_lists.emails.get(one, ())) for one in part.file.by]
            both = set.intersection(*listed) if listed else set()
            part.add(texts(sorted(both)))
            if part.rows is not None:
                part.rows.close()
                said = " and to ".join(_SAID[one] for one in part.file.by)
                what = f"the e-mails of those who said no to {said}, handed over or not"
                written += [Written(one.name, one.rows, what) for one in part.rows.files]
        return written

    def told(self) -> list[str]:
        """Return who could not be written, in lines."""
        lines = []
        others = [how_many(many, *_WORDS[kind])
                  for kind, many in self._on_lists.others.items() if many]  # fmt: skip
        if self._parts and others:
            lines.append(
                f"of the suppression lists {' and '.join(others)} cannot be written, as they are "
                f"no e-mail addresses: close them in {self._target.system} by hand, or ask for "
                "plain addresses"
            )
        for part in self._parts:
            if many := self._without[part.file.name]:
                said = how_many(many, "lead that said no has", "leads that said no have")
                lines.append(
                    f"{said} no e-mail, and so no line in {part.file.name}.csv: look for "
                    f"{'it' if many == 1 else 'them'} in {self._target.system} by name or number"
                )
        return lines


_WORDS = {
    "hashes": ("hash", "hashes"),
    "domains": ("whole domain", "whole domains"),
    "phones": ("phone number", "phone numbers"),
}


class _Part:
    """One file: an address a row, once, and what marks it there."""

    def __init__(self, target: Target, file: OptOutFile, place: Place) -> None:
        # An address with a mark before it would be nobody's there.
        self._target, self.file, self._place = replace(target, safe_cells=False), file, place
        self.rows: Rows | None = None
        self._listed = HashedTexts()
        self._kind = TargetColumn(file.column, kind=file.kind)

    def add(self, addresses: Cells) -> None:
        """Write those addresses that are not in the file by now."""
        import pyarrow as pa

        filled, _ = as_there(addresses, self._kind)
        filled = rows_of(filled, ~is_empty(filled))
        folded = texts(one.casefold() for one in filled.to_pylist())
        new = rows_of(filled, self._listed.take_up_new(folded))
        if not len(new):
            return
        headers = [self.file.column, *self.file.marks]
        if self.rows is None:
            self.rows = self._place.rows(self._target, self.file.name, headers, False)
        marks = [repeated(word, len(new)) for word in self.file.marks.values()]
        self.rows.write(pa.table([new, *marks], names=headers))


def together(lists: Sequence[OnLists]) -> OnLists:
    """Return who is on any of several lists."""
    emails: dict[str, set[str]] = {}
    others: Counter[str] = Counter()
    for one in lists:
        others.update(one.others)
        for channel, named in one.emails.items():
            emails.setdefault(channel, set()).update(named)
    return OnLists({channel: tuple(sorted(named)) for channel, named in emails.items()}, others)
