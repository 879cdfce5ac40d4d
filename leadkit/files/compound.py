"""Compound files, in which XLS workbooks stand: sectors in any order, and chains that join them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 400 << 20  # bytes of a workbook for which a header has room
_LAST = 0xFFFFFFFA  # sectors from here on are none: a chain ends
_ENTRY = 128  # bytes of an entry in the directory
_HEADER = 512
_WORKBOOKS = ("Workbook", "Book")
_SECTOR, _SHORTEST, _TABLES = 4096, 4096, 109  # bytes; and tables that the header can list
_TABLE, _END, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF  # what stands for a next sector


@dataclass(frozen=True)
class Compound:
    """What a compound file holds: the stream of its workbook, and the names of all of them."""

    workbook: bytes
    names: tuple[str, ...]


def read_compound(content: bytes) -> Compound:
    """Read a compound file; of a damaged one what can be found in it.

    >>> read_compound(compound_of(b"workbook")).workbook[:9]
    b'workbook\\x00'
    >>> read_compound(b"no compound file")
    Compound(workbook=b'', names=())
    """
    if len(content) < _HEADER:
        return Compound(b"", ())
    size, small = (1 << min(bits, 20) for bits in struct.unpack_from("<HH", content, 30))
    first, least, first_small = struct.unpack_from("<I4xII", content, 48)
    following = _table(content, size)
    directory = _chain(content, first, following, size)
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    names = tuple(map(_name, entries))
    place = next((at for at, name in enumerate(names) if name in _WORKBOOKS), -1)
    if place < 0:
        return Compound(b"", names)
    start, length = struct.unpack_from("<II", entries[place], 116)
    if length >= least:
        return Compound(_chain(content, start, following, size)[:length], names)
    pool = _chain(content, struct.unpack_from("<I", entries[0], 116)[0], following, size)
    short = _numbers(_chain(content, first_small, following, size))
    return Compound(_chain(b"\0" * small + pool, start, short, small)[:length], names)


def compound_of(workbook: bytes) -> bytes:
    """Return a compound file with the stream of a workbook alone, sector after sector.

    It may be LONGEST bytes long. One that is too short for sectors of its own ends in zeros.
    """
    workbook = workbook.ljust(_SHORTEST, b"\0")
    own = -(-len(workbook) // _SECTOR)
    tables = 1
    while (own + 2 + tables) * 4 > tables * _SECTOR:
        tables += 1
    assert tables <= _TABLES, "longer than LONGEST"
    # The directory, a blank sector for short streams, of which there are none, and the workbook
    following = [_END, _END, *range(3, own + 2), _END, *[_TABLE] * tables]
    listed = [*range(own + 2, own + 2 + tables), *[_FREE] * (_TABLES - tables)]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 4, 0xFFFE, 12, 6,
        1, tables, 0, 0, _SHORTEST, _END, 0, _END, 0, *listed,
    )  # fmt: skip
    entries = _entry("Root Entry", 5, 1, 1, 0) + _entry("Workbook", 2, _FREE, 2, len(workbook))
    table = struct.pack(f"<{len(following)}I", *following)
    return b"".join((
        header.ljust(_SECTOR, b"\0"), entries.ljust(2 * _SECTOR, b"\0"),
        workbook.ljust(own * _SECTOR, b"\0"), table.ljust(tables * _SECTOR, b"\xff"),
    ))  # fmt: skip


def _entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
    """Return an entry of the directory, which has no neighbours, and perhaps one below it."""
    letters = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", letters, len(letters) + 2, kind, 1, _FREE, _FREE, child, start, length
    )


def _table(content: bytes, size: int) -> list[int]:
    """Return for each sector the one that follows it."""
    tables = [*struct.unpack_from(f"<{_TABLES}I", content, 76)]
    begin, count = struct.unpack_from("<II", content, 68)
    seen: set[int] = set()
    while begin < _LAST and count and begin not in seen:  # sectors that list further tables
        seen.add(begin)
        listed = _numbers(_sector(content, begin, size))
        if not listed:
            break
        tables += listed[:-1]
        begin, count = listed[-1], count - 1
    own = dict.fromkeys(at for at in tables if at < _LAST)
    return [one for at in own for one in _numbers(_sector(content, at, size))]


def _name(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace")


def _sector(content: bytes, number: int, size: int) -> bytes:
    """Return a sector; what stands before the first one is as long as one, or the header."""
    begin = (number + 1) * size
    return content[begin : begin + size]


def _chain(content: bytes, start: int, following: Sequence[int], size: int) -> bytes:
    """Return the sectors of a chain; one that runs in a circle ends there."""
    found: dict[int, bytes] = {}
    while start < len(following) and start not in found:
        found[start] = _sector(content, start, size)
        start = following[start]
    return b"".join(found.values())


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
