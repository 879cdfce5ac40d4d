"""Evidence -> which rows are one person, with what probability, and which pairs to look at."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.deduping.matching import model
from leadkit.deduping.matching.blocks import Candidates, candidates
from leadkit.deduping.matching.clusters import NEARLY_CERTAIN, Pair, cluster_pairs
from leadkit.deduping.matching.one_mailbox import asked_about
from leadkit.deduping.matching.settled import MARGIN, Facts, Settled
from leadkit.deduping.matching.weigh import weigh
from leadkit.deduping.matching.weights import score_pairs

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from leadkit.deduping.matching.clusters import Clusters
    from leadkit.deduping.matching.contacts import Contacts, Listed
    from leadkit.deduping.matching.evidence import Evidence


@dataclass(frozen=True)
class Matches:
    """What matching found; rows are numbered as in the evidence that was given."""

    heads: np.ndarray  # for each row a row of its cluster, the same for all its rows
    pairs: pd.DataFrame  # l, r, bits, levels and weights of every pair that is worth keeping
    review: pd.DataFrame  # those of them that only a person can decide, with a column why
    prior: float  # bits that the prior takes away
    compared: int = 0
    capped: dict[str, tuple[int, int]] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()  # mailboxes and numbers that several people use
    settled: Settled | None = None  # what the next round need not ask again


def bits_of(probability: float) -> float:
    """Return the log odds of a probability.

    >>> bits_of(0.5), round(bits_of(0.95), 2)
    (0.0, 4.25)
    """
    return math.log2(probability / (1 - probability))


def probability_of(bits: float) -> float:
    """Return the probability of log odds in bits.

    >>> probability_of(0.0), round(probability_of(4.25), 3)
    (0.5, 0.95)
    """
    return 1 / (1 + math.exp2(-max(-60.0, min(60.0, bits))))


def match_leads(
    evidence: Evidence,
    merge_at: float = 0.95,
    review_at: float = 0.5,
    same: Sequence[Pair] = (),
    apart: Sequence[Pair] = (),
    known: np.ndarray | None = None,
    shared: frozenset[str] = frozenset(),
    settled: Settled | None = None,
    listed: Listed | None = None,
) -> Matches:
    """Score candidate pairs and cluster those at merge_at and above.

    ``same`` and ``apart`` are pairs of rows that a person has decided, whatever the model says.
    ``shared`` are mailboxes and numbers that several people use, as an earlier round has found.
    Of the rows that are ``known`` no two get into one cluster, for they are somebody else's.
    Rows must come in an order of their own, such as that of their ids. ``settled`` is what the
    round before left of them, NOTHING in a first one of several: what came out of pairs that are
    as they were is not asked again. ``listed`` is what their list says of the rows where they are
    a part of it.
    """
    contacts = weigh(evidence, shared, listed)
    decided = {_ordered(pair) for pair in (*same, *apart)}
    pairs, found, left_over = _compared(contacts, known, decided, bits_of(review_at), settled)
    at_merge, at_review = bits_of(merge_at), bits_of(review_at)
    must, never = {_ordered(p) for p in same}, {_ordered(p) for p in apart}
    if known is not None and known.any():
        both = known[pairs["l"].to_numpy()] & known[pairs["r"].to_numpy()]
        pairs = pairs[~both].reset_index(drop=True)
    together = _among(pairs, must)
    barred = _among(pairs, never)
    strong = pairs[((pairs["bits"] >= at_merge) & ~pairs["never"] & ~barred) | together]
    strong = strong.assign(bits=strong["bits"].where(~together, math.inf))
    clusters = _clustered(contacts, strong, at_merge, never, known)
    heads = clusters.heads
    left, right = pairs["l"].to_numpy(), pairs["r"].to_numpy()
    open_pairs = (pairs["bits"] >= at_review) & (heads[left] != heads[right]) & ~barred
    review = _to_review(pairs[open_pairs], clusters)
    review = _with_users_of_one_mailbox(review, contacts, heads, never, known)
    kept = pairs[(heads[left] == heads[right])].reset_index(drop=True)
    return Matches(
        heads,
        kept,
        review,
        contacts.n,
        len(found.pairs),
        found.capped,
        contacts.shared(),
        left_over,
    )


def _clustered(
    contacts: Contacts, strong: pd.DataFrame, at_merge: float, never: set[Pair],
    known: np.ndarray | None,
) -> Clusters:  # fmt: skip
    """Join the rows of strong pairs, component by component."""
    import numpy as np

    identities = contacts.identities()
    tied = _names_before_and_after(strong, identities, at_merge)

    def contradicting(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        scored = score_pairs(contacts, one, other)
        against = scored[(scored["contradicts"] & (scored["bits"] < at_merge)) | scored["never"]]
        against = against[~_are_tied_by_a_third(against, identities, tied)]
        return np.isin(one << 32 | other, against["l"].to_numpy() << 32 | against["r"].to_numpy())

    return cluster_pairs(
        contacts.rows, strong, identities, contradicting, frozenset(never), at_merge, known,
        contacts.evidence.sizes,
    )  # fmt: skip


def _compared(
    contacts: Contacts, known: np.ndarray | None, decided: set[Pair], at_review: float,
    settled: Settled | None,
) -> tuple[pd.DataFrame, Candidates, Settled | None]:  # fmt: skip
    """Return the pairs that are worth it with their bits, which were asked about, and what is
    settled by that."""
    import numpy as np

    least, left_over, unchanged = min(0.0, at_review), None, None
    if settled is not None:
        facts = Facts.of(contacts)
        unchanged = settled.unchanged(facts)
    found = candidates(contacts, known, unchanged)
    asked = found.pairs
    if settled is not None and unchanged is not None:
        asked = np.unique(np.concatenate([asked, settled.still(unchanged)]))
    pairs = _weighed(contacts, asked, decided, least - (MARGIN if settled else 0))
    bits = pairs["bits"].to_numpy()
    if settled is not None:
        one, other = (pairs[side].to_numpy(np.int64) for side in ("l", "r"))
        near = (one << 32 | other)[bits > at_review - MARGIN]
        left_over = settled.now(facts, unchanged, near)
    kept = bits > least
    if decided:
        kept |= _among(pairs, decided).to_numpy()
    return pairs[kept].reset_index(drop=True), found, left_over


def _weighed(
    contacts: Contacts, pairs: np.ndarray, decided: set[Pair], least: float
) -> pd.DataFrame:
    """Return pairs with their bits; a pair that somebody decided is one, whatever its keys say."""
    import numpy as np
    import pandas as pd

    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    weighed = score_pairs(contacts, left, right, least=least)
    if not decided:
        return weighed
    missing = sorted(decided - set(zip(weighed["l"], weighed["r"], strict=True)))
    if not missing:
        return weighed
    more = score_pairs(contacts, *np.array(missing).T)
    return pd.concat([weighed, more], ignore_index=True).sort_values(["l", "r"], ignore_index=True)


def _to_review(pairs: pd.DataFrame, clusters: Clusters) -> pd.DataFrame:
    """Return pairs that a person decides, the surest first, each with what held it back."""
    why = [
        clusters.held_back.get(pair, "")
        for pair in zip(pairs["l"].tolist(), pairs["r"].tolist(), strict=True)
    ]
    return pairs.assign(why=why).sort_values(
        ["bits", "l", "r"], ascending=[False, True, True], ignore_index=True
    )


ONE_MAILBOX = "both use the mailbox of one of them"


def _with_users_of_one_mailbox(
    review: pd.DataFrame, contacts: Contacts, heads: np.ndarray, never: set[Pair],
    known: np.ndarray | None,
) -> pd.DataFrame:  # fmt: skip
    """Add the pairs that share a personal mailbox and are neither merged nor asked about."""
    import pandas as pd

    left, right = asked_about(contacts)
    apart = heads[left] != heads[right]
    if known is not None:
        apart &= ~(known[left] & known[right])
    if not apart.any():
        return review
    more = score_pairs(contacts, left[apart], right[apart]).drop_duplicates(["l", "r"])
    more = more[~_among(more, never | set(zip(review["l"], review["r"], strict=True)))]
    more = more.sort_values(["bits", "l", "r"], ascending=[False, True, True])
    return pd.concat([review, more.assign(why=ONE_MAILBOX)], ignore_index=True)


def _names_before_and_after(
    strong: pd.DataFrame, identities: np.ndarray, at_merge: float
) -> np.ndarray:
    """Return the pairs of identities that a third row ties, as sorted numbers.

    Eva Lind and Eva Borg are one where Eva Lind-Borg is either of them by more than the name.
    """
    import numpy as np

    part, same = model.LAST_NAME.number["part"], model.FIRST_NAME.number["same"]
    sure = strong["bits"].to_numpy() >= at_merge + NEARLY_CERTAIN
    sure &= (strong["kind"] == "person").to_numpy()
    if not sure.any():  # companies alone have no names
        return np.array([], np.int64)
    ties = strong[sure]
    ties = ties[(ties["last_name_level"] == part) & (ties["first_name_level"] == same)]
    ends = ties[["l", "r"]].to_numpy()
    ends = np.concatenate([ends, ends[:, ::-1]])
    from_row: dict[int, set[int]] = {}
    for row, other in ends.tolist():
        from_row.setdefault(row, set()).add(int(identities[other]))
    pairs = [one << 32 | other for own in from_row.values() for one in own for other in own]
    return np.unique(np.array(pairs, np.int64))


def _are_tied_by_a_third(
    against: pd.DataFrame, identities: np.ndarray, tied: np.ndarray
) -> np.ndarray:
    """Tell which pairs nothing tells apart but last names that a third row has both."""
    import numpy as np

    if not len(tied):
        return np.zeros(len(against), bool)
    one, other = (identities[against[side].to_numpy()].astype(np.int64) for side in ("l", "r"))
    same = against["first_name_level"].to_numpy() == model.FIRST_NAME.number["same"]
    found: np.ndarray = same & ~against["never"].to_numpy() & np.isin(one << 32 | other, tied)
    return found


def _ordered(pair: Pair) -> Pair:
    return (min(pair), max(pair))


def _among(pairs: pd.DataFrame, chosen: set[Pair]) -> pd.Series:
    import pandas as pd

    if not chosen:
        return pd.Series(False, index=pairs.index)
    return pd.Series(
        [pair in chosen for pair in zip(pairs["l"].tolist(), pairs["r"].tolist(), strict=True)],
        index=pairs.index,
        dtype=bool,
    )
