"""Channels: the leads and the spend of each, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from leadkit.economics.figures import Worth
from leadkit.economics.funnels import CountedLeads, Funnel
from leadkit.economics.grouping import Key, fold_key
from leadkit.economics.spend import Spend


@dataclass(frozen=True)
class Channel:
    """One line: leads and spend of one key, or of what cannot be attributed."""

    key: Key
    funnel: Funnel
    spend: Decimal | None = None  # None: nobody has told it
    worth: Worth | None = None
    attributed: bool = True


def join_channels(
    counted: CountedLeads, spend: Spend, by: Sequence[str], default: Worth | None
) -> list[Channel]:
    """Put leads and spend of one key side by side; what has no key stands in lines of its own.

    Every lead and every cent is in exactly one line. The spend file's spelling of a key wins,
    then the most frequent one of the leads.
    """
    funnels: dict[Key, Funnel] = {}
    spellings: dict[Key, Counter[Key]] = {}
    for key, funnel in counted.funnels.items():
        shown = tuple(" ".join(part.split()) for part in key)
        funnels.setdefault(fold_key(key), Funnel()).add(funnel)
        spellings.setdefault(fold_key(key), Counter())[shown] += funnel.leads
    shown_as = {
        folded: min(counted_as, key=lambda key: (-counted_as[key], key))
        for folded, counted_as in spellings.items()
    }
    shown_as |= {folded: line.key for folded, line in spend.lines.items()}
    shown_as = _spelled_alike(shown_as, spellings, spend)
    channels = []
    in_file = [part not in spend.missing for part in by]
    for folded, shown in shown_as.items():
        counts, line = funnels.get(folded), spend.lines.get(folded)
        # A spend file without months still tells what an order of each channel is worth.
        loose = tuple(part if known else "" for part, known in zip(folded, in_file, strict=True))
        wider = spend.lines.get(loose)
        worth = (line and line.worth) or (wider and wider.worth) or default
        if all(shown):
            paid = line.amount if line else None
            channels.append(Channel(shown, counts or Funnel(), paid, worth))
            continue
        if counts:
            key = _labelled(shown, by, "leads")
            channels.append(Channel(key, counts, None, worth, attributed=False))
        if line:
            key = _labelled(shown, by, "spend")
            channels.append(Channel(key, Funnel(), line.amount, worth, attributed=False))
    return sorted(channels, key=lambda channel: (not channel.attributed, fold_key(channel.key)))


def _spelled_alike(
    shown_as: Mapping[Key, Key], spellings: Mapping[Key, Counter[Key]], spend: Spend
) -> dict[Key, Key]:
    """Return the keys with each part in one spelling: Messe in May is no other than messe in June.

    That which most lines of the spend file have wins, then that of most leads.
    """
    if len(next(iter(shown_as), ())) < 2:
        return dict(shown_as)
    used: dict[tuple[int, str], Counter[str]] = {}
    paid: dict[tuple[int, str], Counter[str]] = {}
    for folded, counted in spellings.items():
        for key, leads in counted.items():
            for at, part in enumerate(key):
                used.setdefault((at, folded[at]), Counter())[part] += leads
    for folded, line in spend.lines.items():
        for at, part in enumerate(line.key):
            paid.setdefault((at, folded[at]), Counter())[part] += 1

    def spelled(at: int, folded: str) -> str:
        counted = paid.get((at, folded)) or used[at, folded]
        return min(counted, key=lambda part: (-counted[part], part))

    return {
        folded: tuple(spelled(at, part) for at, part in enumerate(folded)) for folded in shown_as
    }


def _labelled(key: Key, by: Sequence[str], what: str) -> Key:
    return tuple(part or f"({what} without {name})" for part, name in zip(key, by, strict=True))
