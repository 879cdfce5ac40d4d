"""Raw lists of any kind, opened: CSV, workbooks, vCards, packed or not, one or a folder of them."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from leadkit.base.errors import LeadkitError
from leadkit.files.csv_in import CsvFile
from leadkit.files.disk import STANDARD, open_input
from leadkit.files.growth import Growth
from leadkit.files.options import ReadOptions
from leadkit.files.raw import RawList

_ENDINGS = (
    ".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".vcf", ".vcard",
    ".gz", ".zip",
)  # fmt: skip


_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


def find_files(paths: Sequence[str]) -> list[str]:
    """Return the files that paths, folders and patterns stand for; each must stand for some."""
    found: list[str] = []
    for path in paths:
        files = files_within(path)
        if files == []:
            why = (
                f"this folder holds no lists ({', '.join(_ENDINGS)})"
                if Path(path).is_dir()
                else "no file fits this pattern"
            )
            raise LeadkitError(f"{path}: {why}")
        found += [path] if files is None else files
    seen: set[str] = set()
    for path in found:
        real = path if path == STANDARD else os.path.realpath(path)
        if real in seen:
            raise LeadkitError(f"{path}: given twice; every row would come twice")
        seen.add(real)
    return found


def files_within(path: str) -> list[str] | None:
    """Return the lists in a folder, or those that fit a pattern; None for the path of a file."""
    if path == STANDARD:
        return None
    if Path(path).is_dir():
        return [str(one) for one in sorted(Path(path).iterdir()) if one.is_file() and _is_list(one)]
    if not Path(path).exists() and set("*?[") & set(path):
        folder = next(one for one in Path(path).parents if one.is_dir())  # its signs are a name's
        found = glob(str(Path(path).relative_to(folder)), root_dir=folder)
        return sorted(str(folder / one) for one in found if (folder / one).is_file())
    return None


def find_once(paths: Sequence[str]) -> list[str]:
    """Return the files that paths, folders and patterns stand for, each once: lists to look up."""
    found: dict[str, str] = {}
    for path in paths:
        if path == STANDARD:
            raise LeadkitError("-: standard input is for the leads; give a file")
        for one in find_files([path]):
            found.setdefault(os.path.realpath(one), one)
    return list(found.values())


def _is_list(path: Path) -> bool:
    return not path.name.startswith((".", "~$")) and path.name.lower().endswith(_ENDINGS)


def open_list(path: str, options: ReadOptions, until: int = 0, named: str = "") -> RawList:
    """Open a list; what it is shows in its first bytes, whatever the file is called.

    Of a CSV file nothing from line ``until`` on is read, where another table begins. ``named`` is
    what messages call the list, where that is not its path.
    """
    name = named or ("<stdin>" if path == STANDARD else path)
    stream, head = _start_of(open_input(path))
    packed: _Counted | None = None
    how = ""
    for _ in range(3):  # a packed file may be packed again, but not for ever
        if head.startswith((_GZIP, _ZIP)) and packed is None:
            stream = packed = _Counted(stream)  # the file itself, packed once or thrice
            growth = Growth(name, packed.so_far)
        if head.startswith(_GZIP):
            unpacked = gzip.GzipFile(fileobj=cast(BinaryIO, stream))
            stream, head = _start_of(_Unpacked(unpacked, growth))
            how = "gzip"
        elif head.startswith(b"PK\x05\x06"):
            raise LeadkitError(f"{name}: an empty zip file; put the list into it")
        elif head.startswith(_ZIP) and (inner := _only_file_in(stream, growth)):
            stream, head = _start_of(inner)
            how = how if isinstance(inner, _Whole) else "zip"
        else:
            break
    if head.startswith((_ZIP, b"\xd0\xcf\x11\xe0")):
        from leadkit.files.workbook import read_workbook

        book = read_workbook(_whole(stream), name, options.sheet, options.header_row)
        for sheet in (book, *book.further):
            sheet.packed = how
        return book
    if options.sheet:
        raise LeadkitError(f"{name}: --sheet is for workbooks, and this is none")
    if _is_vcard(head):
        from leadkit.files.vcard import read_vcards

        cards = read_vcards(_whole(stream), name, options.encoding)
        cards.packed = how
        return cards
    file = CsvFile(
        named or path,
        options.encoding,
        options.delimiter,
        stream=cast(BinaryIO, stream),
        any_layout=True,
        header_row=options.header_row,
        until=until,
        packed=how,
    )
    _take_apart(file, path, options, named)
    return file


@dataclass(frozen=True)
class _TableBelow:
    """A table below the first one of a CSV file."""

    path: str
    options: ReadOptions
    until: int
    named: str

    @property
    def name(self) -> str:
        return f"{self.named or self.path} [line {self.options.header_row}]"

    def anew(self) -> RawList:
        return open_list(self.path, self.options, self.until, self.named)


def _take_apart(file: CsvFile, path: str, options: ReadOptions, named: str) -> None:
    """Make the tables that stand in a file, one above the other, lists of their own."""
    if not file.later:
        return
    lines = " and ".join(str(header) for _, header in file.later)
    told = f"{file.name}: another table has its header in line {lines}"
    if path == STANDARD:  # it can be read once
        file.notes.append(f"{told}; it is read as part of the first: save each as a file")
        return
    file.notes.append(f"{told}, and was read as a list of its own")
    ends = [begin for begin, _ in file.later[1:]] + [0]
    file.until = file.later[0][0]
    file.further = [
        _TableBelow(path, replace(options, header_row=header), end, named)
        for (_, header), end in zip(file.later, ends, strict=True)
    ]


class _Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


@dataclass
class _Started:
    """A pipe whose first bytes were looked at already."""

    stream: _Stream
    head: bytes

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            size = len(self.head)
            return self.read(size) + self.stream.read()
        head, self.head = self.head[:size], self.head[size:]
        return head or self.stream.read(size)

    def close(self) -> None:
        self.stream.close()


class _Counted:
    """A packed file, and how much of it was read."""

    def __init__(self, stream: _Stream) -> None:
        self._stream, self.given = stream, 0

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self.given += len(block)
        return block

    def so_far(self) -> int:
        return self.given

    def close(self) -> None:
        self._stream.close()


class _Unpacked:
    """What a packed file holds; damage to it is its user's to know, in one line."""

    def __init__(self, stream: _Stream, growth: Growth) -> None:
        self._stream, self._growth = stream, growth

    def read(self, size: int = -1) -> bytes:
        try:
            block = self._stream.read(size)
        # what gzip and zipfile raise, between them, of a broken or locked archive
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError,
                RuntimeError):  # fmt: skip
            raise LeadkitError(f"{self._growth.name}: damaged, cannot be unpacked") from None
        self._growth.add(len(block))
        return block

    def close(self) -> None:
        self._stream.close()


def _start_of(stream: _Stream) -> tuple[_Stream, bytes]:
    seekable = isinstance(stream, io.FileIO) and stream.seekable()
    begin = stream.tell() if isinstance(stream, io.FileIO) and seekable else 0
    head = stream.read(4096)
    while head and len(head) < 64 and (more := stream.read(4096)):
        head += more
    if isinstance(stream, io.FileIO) and seekable:
        stream.seek(begin)
        return stream, head
    return _Started(stream, head), head


def _whole(stream: _Stream) -> bytes:
    parts = []
    while part := stream.read(1 << 20):
        parts.append(part)
    stream.close()
    return b"".join(parts)


def _only_file_in(stream: _Stream, growth: Growth) -> _Stream | None:
    """Open the one file in a zip archive; None for a workbook, which is an archive as well."""
    name = growth.name
    packed = io.BytesIO(_whole(stream))
    try:
        archive = zipfile.ZipFile(packed)
        files = [one for one in archive.namelist() if not _is_left_over(one)]
        if {"[Content_Types].xml", "mimetype", "content.xml"} & set(files):
            return _Whole(packed.getvalue())
        if len(files) == 1:
            return _Unpacked(cast(_Stream, archive.open(files[0])), growth)
    # what zipfile raises of a broken, locked or unknown archive
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        raise LeadkitError(f"{name}: damaged, cannot be unpacked") from None
    if not files:
        raise LeadkitError(f"{name}: an empty zip file; put the list into it")
    raise LeadkitError(
        f"{name}: holds {len(files)} files; unpack it and import the folder, or keep one list in it"
    )


def _is_left_over(path: str) -> bool:
    """Tell whether an archive's entry is a folder, or what macOS and Windows add to one."""
    folder, _, name = path.rpartition("/")
    return not name or folder.split("/")[0] == "__MACOSX" or name.startswith(".") or (
        name.lower() in ("thumbs.db", "desktop.ini"))  # fmt: skip


class _Whole(io.BytesIO):
    """A workbook that was read already."""


def _is_vcard(head: bytes) -> bool:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, "replace").lstrip().upper().startswith("BEGIN:VCARD")
