"""Bytes of a list -> UTF-8 text: which encoding, or no text at all."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from leadkit.base.errors import LeadkitError
from leadkit.files.guess_encoding import guess_encoding, lines_from_all_over, said_of_rival

BLOCK_SIZE = 3 << 19  # bytes read at a time; a batch of leads is what a few blocks hold

_BYTE_ORDER_MARKS = (  # the longer marks first: UTF-32-LE begins like UTF-16-LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OTHER_KINDS = (
    (b"PK\x03\x04", "an Excel workbook or a zip file; 'leadkit import' reads it"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; 'leadkit import' reads it"),
    (b"%PDF", "a PDF; export the list as CSV"),
    (b"\x1f\x8b", "compressed with gzip; 'leadkit import' reads it"),
    (b"BEGIN:VCARD", "a vCard file; 'leadkit import' reads it"),
)
_OTHER_TEXTS = (
    (rb"\s*<\?xml[^>]*>.*urn:schemas-microsoft-com:office:spreadsheet",
     "an Excel workbook of 2003 (XML); save it as XLSX or CSV"),
    (rb"\s*<(!doctype html|html|head|body|table|meta|style)\b",
     "a web page (HTML); open it in a spreadsheet and save it as XLSX or CSV"),
    (rb"\s*<(\?xml|!--|[a-z][\w:.-]*(\s[^<>]*)?>\s*<[a-z])", "XML; export the list as CSV"),
    (rb'\s*(\[\s*)?(\{\s*"[^"]*"\s*:|\[\s*")', "JSON; export the list as CSV"),
)  # fmt: skip
_MARK = codecs.BOM_UTF8
_MARKS = re.compile(rb"(?<=[\r\n])(?:\xef\xbb\xbf)+")  # where a line begins
_CUT = re.compile(rb"[\r\n]+(?:\xef\xbb?)?\Z")  # the end of a block that may be half of a sign
_START = 4096  # bytes that have to tell what kind of file this is
_NOT_ASCII = bytes(range(128, 256))
_NO_CHARACTERS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")
_SHIFTED = re.compile(rb"\x1b\$[@B]")  # where ISO-2022-JP begins its signs
_TEXT_CONTROLS = b"\0\t\n\r\f\v\x1a\x1b"


def _keep_undefined(error: UnicodeError) -> tuple[str, int]:
    """Read the five bytes that cp1252 leaves undefined as WHATWG does: as control characters."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("leadkit.keep_undefined", _keep_undefined)


class TextBlocks:
    """The blocks of a stream as UTF-8 bytes without a byte order mark.

    The encoding is a byte order mark's, the one that was given, or UTF-16 by its zero bytes; else
    it is settled by the first block that is not plain ASCII, as UTF-8, or as an older encoding by
    lines from the whole file. Bytes that make no text are passed on as they are; the rows that
    hold them are rejected. ``notes`` tell of another encoding that is nearly as likely.
    """

    def __init__(self, stream: BinaryIO, name: str, encoding: str = "") -> None:
        self._stream = stream
        self._name = name
        self.encoding = _known_encoding(encoding)
        self._given = bool(encoding)
        self.bytes_read = 0
        self.notes: list[str] = []

    def __iter__(self) -> Iterator[bytes]:
        block = self._first_block()
        decoder: codecs.IncrementalDecoder | None = None
        at_end = False
        carry = b""
        mended = _Mended()
        while not at_end:
            at_end = not block
            block = carry + block
            carry = b""
            if not self.encoding and (not block.isascii() or _SHIFTED.search(block)):
                if not at_end:  # cut where a character surely ends
                    end = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1
                    block, carry = block[:end], block[end:]
                self.encoding = self._settled(block)
            if self.encoding in ("", "utf-8"):
                text = block
            else:
                decoder = decoder or self._decoder(block)
                text = self._decoded(decoder, block, at_end)
            if text := mended.next(text, at_end, self._name):
                yield text
            block = b"" if at_end else self._read()

    def _settled(self, block: bytes) -> str:
        """Tell UTF-8 from older encodings: bytes over 127 hardly ever make UTF-8 by chance."""
        if block.isascii() and not _SHIFTED.search(block):
            return ""
        over = _over_127(block)
        if over and 2 * _over_127(block.decode("utf-8", "ignore").encode()) > over:
            return "utf-8"
        if isinstance(self._stream, io.FileIO) and self._stream.seekable():
            block += b"\n" + lines_from_all_over(self._stream)
        guess = guess_encoding(block)
        if told := said_of_rival(guess, self._name):
            self.notes.append(told)
        return guess.encoding

    def _decoder(self, block: bytes) -> codecs.IncrementalDecoder:
        wide = self.encoding.startswith(("utf-16", "utf-32"))  # surrogateescape is for single bytes
        if wide and not self.encoding.endswith(("le", "be")):
            self.encoding += "-be" if block[0::2].count(0) > block[1::2].count(0) else "-le"
        if (
            wide
            and self._given
            and block
            and not any(map(str.isascii, block[:_START].decode(self.encoding, "replace")))
        ):
            raise self._not_as_given()  # not even a delimiter or a line end
        errors = "leadkit.keep_undefined" if self.encoding == "cp1252" else "surrogateescape"
        return codecs.getincrementaldecoder(self.encoding)("replace" if wide else errors)

    def _decoded(self, decoder: codecs.IncrementalDecoder, block: bytes, at_end: bool) -> bytes:
        try:
            return decoder.decode(block, final=at_end).encode("utf-8", "surrogateescape")
        except UnicodeError:  # of codecs that know no way around what they cannot read
            raise self._not_as_given() from None

    def _not_as_given(self) -> LeadkitError:
        return LeadkitError(
            f"{self._name}: this is no text in {self.encoding}; leave --encoding out, "
            "or give the one it has"
        )

    def _read(self) -> bytes:
        """Read a whole block, which a pipe hands over in pieces."""
        parts: list[bytes] = []
        missing = BLOCK_SIZE
        while missing > 0 and (part := self._stream.read(missing)):
            parts.append(part)
            missing -= len(part)
            self.bytes_read += len(part)
        return b"".join(parts)

    def _first_block(self) -> bytes:
        """Read the start of the stream, and take off what tells its encoding."""
        block = self._read()
        while len(block) < _START and (more := self._read()):
            block += more  # a pipe may hand over a few bytes at a time
        for mark, encoding in _BYTE_ORDER_MARKS:
            if block.startswith(mark):
                self.encoding = encoding  # a mark is certain, whatever was given
                return block[len(mark) :]
        self.encoding = self.encoding or _encoding_without_mark(block[:_START], self._name)
        return block


class _Mended:
    r"""UTF-8 text without what programs put in by mistake, block by block.

    Python on Windows may end each line with \r\r\n, and files that were strung together have a byte
    order mark each.
    """

    def __init__(self) -> None:
        self._before = b""  # the end of the last block, which may belong to what follows
        self._begun = False
        self._doubled: bool | None = None  # whether lines end with \r\r\n

    def next(self, text: bytes, at_end: bool, name: str) -> bytes:
        if not self._begun:
            _refuse_other_texts(text[:_START], name)
            self._begun = True
        text, self._before = self._before + text if self._before else text, b""
        if not at_end and (cut := _CUT.search(text[-5:])):
            self._before = cut[0]
            text = text[: -len(cut[0])]
        if self._doubled is None and b"\n" in text:
            self._doubled = text[: text.find(b"\n") + 1].endswith(b"\r\r\n")
        if self._doubled:
            text = text.replace(b"\r\r\n", b"\r\n")
        if b"\xef" in text and _MARK in text:
            text = _MARKS.sub(b"", text)
        return text


def _refuse_other_texts(start: bytes, name: str) -> None:
    for pattern, kind in _OTHER_TEXTS:
        if re.match(pattern, start, re.IGNORECASE | re.DOTALL):
            raise LeadkitError(f"{name}: this is not a CSV file but {kind}")


def _known_encoding(name: str) -> str:
    """Return Python's own name of a text encoding; raise LeadkitError for what is none."""
    if not name:
        return ""
    try:
        "".encode(name)
        if codecs.lookup(name).name.replace("-", "_") in _NO_CHARACTERS:
            raise LookupError(name)
    except (LookupError, ValueError):
        raise LeadkitError(f"encoding '{name}': no such encoding; try cp1252 or utf-8") from None
    return codecs.lookup(name).name


def _encoding_without_mark(start: bytes, name: str) -> str:
    """Return UTF-16 where every other byte is zero, "" where text tells nothing yet."""
    for magic, kind in _OTHER_KINDS:
        if start[: len(magic)].upper() == magic:
            raise LeadkitError(f"{name}: this is not a CSV file but {kind}")
    even, odd = start[0::2], start[1::2]
    for zeros, letters, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros.count(0) > 0.8 * len(zeros) and letters.count(0) < 0.2 * len(letters):
            return encoding
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in start)
    if controls > max(2, len(start) // 50) or start.count(0) > 0.9 * len(start) > 0:
        raise LeadkitError(f"{name}: this is not a text file; export the list as CSV")
    return ""


def _over_127(block: bytes) -> int:
    return len(block) - len(block.translate(None, _NOT_ASCII))
