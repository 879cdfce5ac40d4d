"""The consent of merged leads: for the e-mail it was given for, and a no of any row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING

from leadkit.base.cells import as_mask, each_distinct, repeated, texts, with_rows
from leadkit.base.columns import CONSENT_FOR, EMAILS
from leadkit.deduping.merging.members import Members, as_numbers, as_places, with_text
from leadkit.deduping.merging.merge_rules import CONSENT_GROUP
from leadkit.fields.bounces import has_bounced
from leadkit.fields.consent import NO, YES, answer_to, channels_refused, has_opted_out
from leadkit.fields.email.keys import keys_as_written
from leadkit.fields.objections import has_left_mailing, is_unconfirmed, own_refusals
from leadkit.fields.refusal_keys import held_in, place_keys
from leadkit.fields.refusals import BOUNCED
from leadkit.fields.refused_column import entries_in
from leadkit.fields.remarks import FLAGS
from leadkit.rules.heard import heard_columns, refusing_rows

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Cells, Mask
    from leadkit.fields.refusal_keys import Columns

_PROOF = ("consent_at", "consent_source", "consent_text")
_ANSWERS = ("consent", *CONSENT_FOR.values())
_TO_MAIL = ("consent", CONSENT_FOR["email"], "mailing_status")
# Answers for a channel that no e-mail is needed for, and what proves them.
_OF_NO_EMAIL = (CONSENT_FOR["call"], CONSENT_FOR["post"], *_PROOF)
_YES, _UNCLEAR, _NO = 2, 1, -1
_LEFT, _BOUNCED = 3, 2
FORBIDDING = _BOUNCED  # from this rank on a state of a mailing forbids it


class Consents:
    """What the rows of merged leads say of consent, each for the e-mail it has."""

    def __init__(self, members: Members) -> None:
        self.members = members
        self.addresses = _addresses(members)
        self.said = {
            name: self._ranks(name, partial(_consent_rank, name))
            for name in (*_ANSWERS, "mailing_status")
        }
        self.bounced: Mask = (self._ranks("email_bounced", has_opted_out) > 0) | (
            self._ranks("mailing_status", has_bounced) > 0
        )
        self._proof = as_numbers(sum(members.filled(name).astype(int) for name in _PROOF))
        self._when = members.recency("consent_at")

    @cached_property
    def _heard(self) -> Columns:
        return heard_columns(self.members.rows)

    def _ranks(self, name: str, rank: Callable[[str], int]) -> np.ndarray:
        import numpy as np

        if name not in self.members.rows.columns:
            return np.zeros(len(self.members.rows), np.int64)
        return as_numbers(each_distinct(self.members.cells(name), rank))

    def proof_of_email(self) -> np.ndarray:
        """Return ranks of rows by how well they prove a yes to e-mails; 0 where they say none."""
        import numpy as np

        said = [self.said[name] for name in _TO_MAIL]
        agreed = np.maximum.reduce(said) == _YES
        agreed &= np.minimum.reduce(said) != _NO
        ranks = np.zeros(len(agreed), np.int64)
        proofs = self._proof[agreed] * (len(agreed) + 1) + self._when[agreed]
        ranks[agreed] = np.unique(proofs, return_inverse=True)[1] + 1
        return ranks

    def kept(self, kept_cells: dict[str, Cells]) -> dict[str, Cells]:
        """Return the consent for the e-mail that each merged lead has: the best proof that rows
        with this e-mail give. A refusal on any row is one, with what the newest says of it."""
        import numpy as np

        members, said = self.members, self.said
        same = self._of_kept_email(kept_cells)
        taken = self._mailing(same, kept_cells)
        names = [name for name in CONSENT_GROUP if name in kept_cells]
        if not names:
            return taken
        agreed = np.maximum.reduce([said[name] for name in _TO_MAIL])
        elsewhere = np.maximum(*(said[name] for name in _OF_NO_EMAIL[:2])) == _YES
        proved = np.where(agreed == _YES, self._proof, 0)  # a yes by phone elsewhere proves nothing
        order = (same, agreed, proved, as_numbers(elsewhere), self._proof, self._when)
        giver = members.best(*order)
        silent = ~same[giver]
        refusing = np.unique(members.cluster[said["consent"] == _NO])
        refused = members.best(said["consent"] == _NO, self._when)
        giver[refusing], silent[refusing] = refused[refusing], False
        taken |= {name: members.cells(name).take(as_places(giver)) for name in names}
        for name in names:
            taken[name] = with_text(taken[name], np.flatnonzero(silent), "")
        self._drop_waiting(taken, giver, silent)
        self._take_elsewhere(taken, names, elsewhere)
        for name in _ANSWERS:
            if name in taken:
                no = np.unique(members.cluster[said[name] == _NO])
                taken[name] = with_text(taken[name], no, NO)
        return taken

    def _of_kept_email(self, kept_cells: dict[str, Cells]) -> Mask:
        """Tell which rows speak of the e-mail that their lead has; of none, where it has none."""
        import pyarrow as pa

        own = self.addresses
        if "email" not in kept_cells:
            kept = own.take(as_places(self.members.starts))
        else:
            kept = keys_as_written(kept_cells["email"])
        codes = pa.concat_arrays([own, kept]).dictionary_encode().indices.to_numpy()
        same: Mask = codes[: len(own)] == codes[len(own) :][self.members.cluster]
        return same

    def _drop_waiting(self, taken: dict[str, Cells], giver: np.ndarray, silent: Mask) -> None:
        """Leave out that a sign-up was never confirmed where another row proves its yes: it is one
        of another occasion. On the row that says yes it stays."""
        import numpy as np

        if "mailing_status" not in taken:
            return
        waits = np.array(each_distinct(taken["mailing_status"], is_unconfirmed), bool)
        names = [name for name in _TO_MAIL if name in self.members.rows.columns]
        own = [each_distinct(self.members.cells(name), is_unconfirmed) for name in names]
        agreed = np.maximum(self.said["consent"], self.said[CONSENT_FOR["email"]]) == _YES
        proved = agreed & (self._proof == len(_PROOF)) & ~np.logical_or.reduce(own)
        settled = np.flatnonzero(waits & proved[giver] & ~silent)
        taken["mailing_status"] = with_text(taken["mailing_status"], settled, "")

    def _take_elsewhere(self, taken: dict[str, Cells], names: list[str], elsewhere: Mask) -> None:
        """Where the rows with the kept e-mail say nothing at all, take the yes that another row
        says to calls or post: it is no matter of e-mails."""
        import numpy as np
        import pyarrow.compute as pc

        nothing = np.logical_and.reduce([as_mask(pc.equal(c, "")) for c in map(taken.get, names)])
        nothing[np.setdiff1d(np.arange(len(nothing)), self.members.cluster[elsewhere])] = False
        giver = self.members.best(elsewhere, self._proof, self._when)[nothing]
        for name in _OF_NO_EMAIL:
            if name in taken:
                cells = self.members.cells(name).take(as_places(giver))
                taken[name] = with_rows(taken[name], nothing, cells)

    def _mailing(self, same: Mask, kept_cells: dict[str, Cells]) -> dict[str, Cells]:
        """Return what mailing tools say: that somebody left holds for all e-mails of a person,
        that one bounced for this one."""
        import numpy as np

        members, taken = self.members, {}
        for name, rank in (("mailing_status", mailing_rank), ("email_bounced", _bounce_rank)):
            if name in kept_cells:
                ranks = self._ranks(name, rank)
                among = (ranks > 0) & (same | (ranks == _LEFT))
                giver = members.best(among, ranks)
                cells = members.cells(name).take(as_places(giver))
                taken[name] = with_text(cells, np.flatnonzero(~among[giver]), "")
        return taken

    def bounced_before(self) -> tuple[np.ndarray, Cells]:
        """Return the e-mails of which rows say in ``refused`` that they bounced, and those rows."""
        import numpy as np

        rows: list[int] = []
        keys: list[str] = []
        for row, cell in enumerate(self.members.cells("refused").to_pylist()):
            if BOUNCED in cell:
                own = [where for how, where in entries_in(cell) if how == BOUNCED and where]
                rows += [row] * len(own)
                keys += own
        return np.array(rows, np.int64), keys_as_written(texts(keys))

    def bounced_elsewhere(self, kept_cells: dict[str, Cells]) -> dict[int, list[str]]:
        """Return the e-mails that bounced of each lead that has another one by now."""
        import numpy as np
        import pyarrow as pa

        rows = np.flatnonzero(self.bounced & ~self._of_kept_email(kept_cells))
        found: dict[int, list[str]] = {}
        addresses = self.addresses.take(pa.array(rows)).to_pylist()
        for cluster, address in zip(self.members.cluster[rows].tolist(), addresses, strict=True):
            if address and address not in found.setdefault(cluster, []):
                found[cluster].append(address)
        return found

    def places_refused_elsewhere(self, kept_cells: dict[str, Cells]) -> dict[int, list[str]]:
        """Return the places that rows want no post at, of each lead that has another one by now."""
        import numpy as np

        count, columns = len(self.members.rows), self._heard
        refusing = own_refusals(columns, count)["post"]
        if not refusing.any():
            return {}
        own = place_keys(columns, count).to_pylist()
        kept = place_keys(kept_cells.get, len(self.members.starts)).to_pylist()
        found: dict[int, list[str]] = {}
        for row in np.flatnonzero(refusing).tolist():
            cluster = int(self.members.cluster[row])
            if own[row] and own[row] not in (kept[cluster], *found.get(cluster, ())):
                found.setdefault(cluster, []).append(own[row])
        return found

    def refused_beside(self) -> dict[str, dict[int, list[str]]]:
        """Return what rows of each lead refuse in an answer about another channel, or in a remark
        that clean did not read.

        Of "Yes, but do not call" a merged lead may keep another row's yes, and of two states one;
        the numbers stay closed.
        """
        members, refused, heard = self.members, dict[str, dict[int, list[str]]](), self._heard
        unread = refusing_rows(members.cells(FLAGS), heard(FLAGS))
        for row, channel in dict.fromkeys((*self._beside_answers(), *unread)):
            found = refused.setdefault(channel, {}).setdefault(int(members.cluster[row]), [])
            found += [one for one in held_in(heard, row, channel) if one not in found]
        return refused

    def _beside_answers(self) -> Iterator[tuple[int, str]]:
        import numpy as np

        for name in (n for n in _ANSWERS if n in self.members.rows.columns):
            said = each_distinct(self.members.cells(name), channels_refused)
            for row in np.flatnonzero([bool(one) for one in said]).tolist():
                yield from ((row, channel) for channel in said[row])


def _addresses(members: Members) -> Cells:
    """Return the address that the consent of each row is for: its e-mail, or its next one."""
    import pyarrow.compute as pc

    address = repeated("", len(members.rows))
    for name in EMAILS:
        if name in members.rows.columns:
            key = keys_as_written(members.cells(name))
            address = pc.if_else(pc.equal(address, ""), key, address)
    return address


def _consent_rank(column: str, cell: str) -> int:
    """Return 2 for a yes, 1 for what nobody understands, 0 for nothing, -1 for a no."""
    answer = answer_to(column)(cell)
    return _NO if answer == NO else _YES if answer == YES else _UNCLEAR if cell.strip() else 0


def mailing_rank(cell: str) -> int:
    """Return how much a mailing tool's status forbids: one that left most, a subscriber least.

    >>> [mailing_rank(cell) for cell in ("unsubscribed", "cleaned", "pending", "")]
    [3, 2, 1, 0]
    """
    if has_left_mailing(cell):
        return _LEFT
    return _BOUNCED if has_bounced(cell) else 1 if cell.strip() else 0


def _bounce_rank(cell: str) -> int:
    return _BOUNCED if has_opted_out(cell) else 1 if cell.strip() else 0
