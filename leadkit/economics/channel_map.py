"""Channels under several names: a file that says which are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leadkit.base.errors import LeadkitError
from leadkit.economics.grouping import Key, fold_key
from leadkit.economics.periods import PERIODS
from leadkit.rules.item import Item, item_of, load_yaml
from leadkit.rules.kinds import CHANNELS, refuse_other_kind
from leadkit.rules.schema import TEXTS, closed, written

KEYS = ("channels",)


@dataclass(frozen=True)
class ChannelMap:
    """The names of channels: each spelling, folded, and the name that it stands for."""

    names: Mapping[str, str] = field(default_factory=dict)
    file: str = "channels"

    def __bool__(self) -> bool:
        return bool(self.names)

    def named(self, key: Key, place: int) -> Key:
        """Return a key with the name of its channel, which stands at this place in it."""
        name = self.names.get(folded(key[place])) if self.names else None
        return key if name is None else (*key[:place], name, *key[place + 1 :])


def folded(name: str) -> str:
    """Return the name of a channel as it is compared.

    >>> folded(" Trade  Fair ")
    'trade fair'
    """
    return fold_key((name,))[0]


def channel_place(by: Sequence[str]) -> int:
    """Return which part of --by is the channel: the first that is no period.

    >>> channel_place(["month", "lead_source"])
    1
    """
    return next((at for at, part in enumerate(by) if part not in PERIODS), 0)


def read_channel_map(given: str | Mapping[str, Sequence[str]]) -> ChannelMap:
    """Read which names of channels are one, from a YAML file or a mapping; "" is none.

    Raises LeadkitError for what is no such file, and for a spelling that stands for two channels.

    >>> read_channel_map({"Trade fair": ["Messe HUBTEC"]}).named(("messe hubtec", "2026-10"), 0)
    ('Trade fair', '2026-10')
    """
    if not given:
        return ChannelMap()
    if not isinstance(given, str):
        return channel_map_of(item_of({"channels": _lists(given)}, "channels"))
    if not given.lower().endswith((".yaml", ".yml")):
        raise LeadkitError(
            f"{given}: --channels names a YAML file that says which names of channels are one; "
            "-o FILE writes the channels"
        )
    return channel_map_of(load_yaml(Path(given)))


def _lists(given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {
        name: [spellings] if isinstance(spellings, str) else list(spellings)
        for name, spellings in given.items()
    }


def channel_map_of(root: Item) -> ChannelMap:
    """Return the map that a loaded file holds, as ``channels: {Trade fair: [Messe HUBTEC]}``."""
    refuse_other_kind(root, CHANNELS)
    entries = root.entries(KEYS, "key")
    if "channels" not in entries:
        raise root.fail("write channels: {Trade fair: [Messe HUBTEC]}")
    names: dict[str, str] = {}
    for name, spellings in entries["channels"].entries(what="channels").items():
        for spelling, place in [(name, None), *((one.text(), one) for one in spellings.items())]:
            if not spelling.strip():
                raise spellings.fail(f"channel '{name}': a spelling is blank")
            if names.setdefault(folded(spelling), name) != name:
                other = names[folded(spelling)]
                raise (place or spellings).fail(
                    f"'{spelling}' stands for two channels, '{other}' and '{name}'"
                )
    if not names:
        raise root.fail("no channel is named; write channels: {Trade fair: [Messe HUBTEC]}")
    return ChannelMap(names, root.file)


def channels_schema() -> str:
    """Return the JSON Schema of channel maps."""
    named = {"type": "object", "additionalProperties": TEXTS, "minProperties": 1}
    return written("Channel map of leadkit", {}, closed({"channels": named}, KEYS, KEYS))
