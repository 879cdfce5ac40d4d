"""What a merged lead keeps: for each field the row that gives it, found for all leads at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, as_mask, each_distinct, with_rows
from leadkit.base.columns import COMPLETE, IDENTITY, OPT_OUTS
from leadkit.base.leads import with_columns
from leadkit.base.pandas_text import as_column
from leadkit.deduping.merging.addresses import emails_of, phones_of
from leadkit.deduping.merging.consents import Consents
from leadkit.deduping.merging.members import Members, as_numbers, as_places, with_text
from leadkit.deduping.merging.merge_rules import MergeRules
from leadkit.deduping.merging.owners import with_owners
from leadkit.deduping.merging.standing import OF_STATUS, STATUS, settle_standing
from leadkit.fields.consent import YES, has_opted_out
from leadkit.fields.objections import SEPARATOR
from leadkit.fields.phone.one import STATUSES
from leadkit.fields.refusals import BOUNCED
from leadkit.fields.refused_column import Entries, with_entries
from leadkit.fields.status_words import how_far

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask
    from leadkit.base.leads import Leads

# A note often holds "; " itself, so notes are joined by something else.
_JOINS = {"notes": " | "}
# What no rule of a file changes: every no is kept. A fax of each row is, where none says otherwise.
_SETTLED_BY = {**dict.fromkeys(OPT_OUTS, "any yes"), "refused": "join", "consent_unread": "join",
               "remark_flags": "join", "remark_words": "join", COMPLETE: "join"}  # fmt: skip
_UNLESS_RULED = {"fax": "join"}
_OF_PHONES = ("phone_status", "phone_type")


def merge_members(rows: Leads, starts: np.ndarray, rules: MergeRules) -> Leads:
    """Return one lead for each cluster of rows; ``starts`` says where each cluster begins.

    Within a cluster the row that stays comes first, and then the others in the order in which
    they are asked for what it lacks.

    >>> import numpy as np, pandas as pd
    >>> from leadkit.deduping.merging.merge_rules import read_merge_rules
    >>> rows = pd.DataFrame({"lead_id": ["1", "2"], "street": ["", "Talweg 5"],
    ...     "postal_code": ["80331", "01067"], "email_opt_out": ["no", "x"]}, dtype="str")
    >>> merge_members(rows, np.array([0]), read_merge_rules()).values.tolist()
    [['1', 'Talweg 5', '01067', 'yes']]
    """
    return _Merge(rows, starts, rules).merged()


def with_merged(
    rows: Leads, merged: Leads, kept: np.ndarray, gone: np.ndarray
) -> tuple[Leads, np.ndarray, np.ndarray]:
    """Return rows with the merged leads in the places of the kept rows and without those that
    went, the places of the rows that are left, and where each is found: among the merged leads
    from len(rows) on.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    place = np.arange(len(rows))
    place[kept] = len(rows) + np.arange(len(kept))
    left = np.ones(len(rows), bool)
    left[gone] = False
    place = place[left]
    taken = pa.array(place)
    columns = {
        name: as_column(
            pa.concat_arrays([as_cells(rows[name]), as_cells(merged[name])]).take(taken)
        )
        for name in rows.columns
    }
    return pd.DataFrame(columns, copy=False), np.flatnonzero(left), place


class _Merge(Members):
    """Rows on their way to become merged leads, by the rules of a merge file."""

    def __init__(self, rows: Leads, starts: np.ndarray, rules: MergeRules) -> None:
        super().__init__(rows, starts)
        self.rules = rules

    def merged(self) -> Leads:
        """Return the merged leads."""
        givers = self._givers()
        taken_cells = {name: self.cells(name).take(as_places(row)) for name, row in givers.items()}
        if self.rules.fields.get(STATUS) == "furthest":
            taken_cells |= settle_standing(self, taken_cells)
        consents = Consents(self)
        taken_cells |= emails_of(self, taken_cells, consents)
        taken_cells |= phones_of(self, taken_cells)
        taken_cells |= consents.kept(taken_cells)
        for name in taken_cells:
            rule = _SETTLED_BY.get(name) or self.rules.fields.get(name, _UNLESS_RULED.get(name, ""))
            if rule == "any yes":
                taken_cells[name] = self._any_yes(name, taken_cells[name])
            elif name == "merged_ids":
                taken_cells[name] = self._merged_ids()
            elif name == "issues":
                taken_cells[name] = self._issues(taken_cells)
            elif rule == "join":
                taken_cells[name] = self._joined(name, taken_cells[name])
        if "refused" in taken_cells:
            dropped = {
                BOUNCED: consents.bounced_elsewhere(taken_cells),
                "post": consents.places_refused_elsewhere(taken_cells),
            }
            for channel, found in (*dropped.items(), *consents.refused_beside().items()):
                further = Entries.of(found).led_by(channel)
                taken_cells["refused"] = with_entries(taken_cells["refused"], further)
        kept = self.rows.iloc[self.starts].reset_index(drop=True)
        return with_columns(kept, {name: as_column(cells) for name, cells in taken_cells.items()})

    def _givers(self) -> dict[str, np.ndarray]:
        """Return for each column the row that each merged lead takes its cell from."""
        givers = dict.fromkeys((*IDENTITY, "merged_ids"), self.starts)
        for group in self.rules.groups:
            names = [name for name in group.fields if name in self.rows.columns]
            if names:
                givers |= dict.fromkeys(names, self._giver(tuple(names), group.keep, group=True))
        if "phone_status" in self.rows.columns:
            given = each_distinct(self.cells("phone_status"), _phone_rank)
            ranks = as_numbers(given)
            givers |= dict.fromkeys(_OF_PHONES, self.best(ranks >= 0, ranks))
        for name in self.rows.columns:
            if name not in givers:
                keep = self.rules.fields.get(name, "first")
                givers[name] = self._giver((name,), keep)
        if STATUS in givers:  # a day is that of its status
            givers |= {name: givers[STATUS] for name in OF_STATUS if name in givers}
        givers = with_owners(self, givers)
        return {name: givers[name] for name in self.rows.columns}

    def _giver(self, names: tuple[str, ...], keep: str, group: bool = False) -> np.ndarray:
        """Return for each cluster the row that a rule chooses of those that are not blank."""
        import numpy as np
        import pyarrow.compute as pc

        among = np.logical_or.reduce([self.filled(name) for name in names])
        if keep == "most recent":
            return self.best(among, self.recency("created_at"))
        if keep == "most trusted":
            return self.best(among, self._trust())
        if keep == "furthest":
            return self.best(among, as_numbers(each_distinct(self.cells(names[0]), how_far)))
        if keep == "most complete" and group:
            return self.best(among, *self._completeness(names))
        if keep in ("longest", "most complete"):
            lengths = pc.utf8_length(self.cells(names[0])).to_numpy(zero_copy_only=False)
            return self.best(among, lengths.astype(np.int64))
        return self.best(among)

    def _completeness(self, names: tuple[str, ...]) -> tuple[np.ndarray, ...]:
        """Return ranks of rows by how many fields are there; "Anna" says more than "A."."""
        parts = sum(self.filled(name).astype(int) for name in names)
        if "last_name" not in names:
            return (as_numbers(parts),)
        if "full_name" in names:  # it counts as two parts
            parts = parts + (self.filled("full_name") & ~self.filled("last_name"))
        spelt_out = sum(as_numbers(each_distinct(self.cells(name), _spelt_out)) for name in names)
        return as_numbers(spelt_out), as_numbers(parts)

    def _trust(self) -> np.ndarray:
        """Return ranks of rows by their source; one that the rules do not name comes last."""
        import numpy as np

        rank = {source: -at for at, source in enumerate(self.rules.trust)}
        least = -len(rank)
        ranks = [
            as_numbers(each_distinct(self.cells(name), lambda cell: rank.get(cell, least)))
            for name in ("lead_source", "source_file")
        ]
        return np.asarray(np.maximum(*ranks))

    def _any_yes(self, name: str, taken_cells: Cells) -> Cells:
        import numpy as np

        said = np.array(each_distinct(self.cells(name), has_opted_out), bool)
        return with_text(taken_cells, np.unique(self.cluster[said]), YES)

    def _merged_ids(self) -> Cells:
        """Return the ids of all rows that went into each lead, now or earlier, in their order."""
        import pyarrow as pa

        ids, earlier = (self.cells(name).to_pylist() for name in ("lead_id", "merged_ids"))
        ends = [*self.starts[1:].tolist(), len(ids)]
        taken_cells = []
        for first, end in zip(self.starts.tolist(), ends, strict=True):
            own = {*ids[first + 1 : end]}
            for cell in earlier[first:end]:
                if cell:
                    own.update(cell.split(SEPARATOR))
            taken_cells.append(SEPARATOR.join(sorted(own - {"", ids[first]})))
        return pa.array(taken_cells, pa.large_string())

    def _issues(self, taken_cells: dict[str, Cells]) -> Cells:
        """Return the codes of all rows, without those that speak of a cell that was not kept."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        known: dict[str, Mask] = {}

        def holds(code: str) -> Mask:
            columns = [name for name in taken_cells if code.startswith(f"{name}_")]
            if not columns:
                return np.ones(len(self.rows), bool)
            column = max(columns, key=len)
            kept = taken_cells[column].take(as_places(self.cluster))
            return as_mask(pc.equal(kept, self.cells(column)))

        rows = np.flatnonzero(self.filled("issues"))
        found: list[dict[str, None]] = [{} for _ in self.starts]
        cells = self.cells("issues").take(pa.array(rows)).to_pylist()
        for row, cluster, cell in zip(
            rows.tolist(), self.cluster[rows].tolist(), cells, strict=True
        ):
            for code in filter(None, cell.split(SEPARATOR)):
                if code not in known:
                    known[code] = holds(code)
                if known[code][row]:
                    found[cluster][code] = None
        return pa.array([SEPARATOR.join(codes) for codes in found], pa.large_string())

    def _joined(self, name: str, taken_cells: Cells) -> Cells:
        """Join the texts of a cluster's rows, each part once; few clusters have several."""
        import numpy as np
        import pyarrow as pa

        filled = np.flatnonzero(self.filled(name))
        own = self.cells(name).take(pa.array(filled))
        codes = own.dictionary_encode().indices.to_numpy().astype(np.int64)
        several = np.unique(self.cluster[filled] * len(self.rows) + codes) // len(self.rows)
        several = np.flatnonzero(np.bincount(several, minlength=len(self.starts)) > 1)
        chosen = np.isin(self.cluster[filled], several)
        texts: dict[int, list[str]] = {}
        for cluster, text in zip(
            self.cluster[filled[chosen]].tolist(), own.filter(pa.array(chosen)).to_pylist(),
            strict=True,
        ):  # fmt: skip
            texts.setdefault(cluster, []).append(text)
        by = _JOINS.get(name, SEPARATOR)
        parts = (
            [part for text in own for part in text.split(by) if part] for own in texts.values()
        )
        mask = np.zeros(len(taken_cells), bool)
        mask[several] = True
        return with_rows(taken_cells, mask, [by.join(dict.fromkeys(part)) for part in parts])


def _spelt_out(cell: str) -> int:
    return sum(len(word.strip(".")) > 1 for word in cell.split())


def _phone_rank(cell: str) -> int:
    return STATUSES.index(cell) if cell in STATUSES else -1
