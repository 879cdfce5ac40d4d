"""vCards of all versions (2.1, RFC 2426, RFC 6350) as rows with our columns.

vCard libraries for Python read one version strictly or decode the whole file at once; cards in the
wild mix versions, and in 2.1 each property may have its own character set.
"""

from __future__ import annotations

import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from leadkit.base.columns import KNOWN
from leadkit.base.errors import LeadkitError
from leadkit.files.grid import Grid
from leadkit.files.guess_encoding import detect_encoding
from leadkit.files.raw import Reject

_SKIPPED = ("BEGIN", "END", "VERSION", "PRODID", "PHOTO", "LOGO", "SOUND", "KEY", "X-MS-OL-DESIGN")
_TYPES = ("WORK", "HOME", "CELL", "FAX", "PAGER", "PREF", "VOICE", "MAIN", "CAR", "OTHER")
_SPLIT = re.compile(r'((?:[^:"]|"[^"]*")*):(.*)', re.DOTALL)


@dataclass
class _Property:
    name: str
    params: dict[str, str]
    value: str

    @property
    def types(self) -> set[str]:
        words = re.split("[,;]", self.params.get("TYPE", "").upper().replace('"', ""))
        return set(words) | ({"PREF"} if "PREF" in self.params else set())

    def parts(self, separator: str = ";") -> list[str]:
        parts = re.split(rf"(?<!\\){separator}", self.value)
        return [_unescaped(part) for part in parts]


@dataclass
class _Card:
    """One card as a row in the making: the first value of a kind, further ones after it."""

    cells: dict[str, str] = field(default_factory=dict)

    def put(self, value: str, *columns: str) -> None:
        """Put a value into the first column that is free, else behind what the last one holds."""
        value = value.strip()
        if not value or value in self.cells.values():
            return
        free = next((name for name in columns if name not in self.cells), columns[-1])
        before = self.cells.get(free, "")
        self.cells[free] = f"{before}; {value}" if before else value


def read_vcards(content: bytes, name: str, encoding: str = "") -> Grid:
    """Read all cards of a file; a card without its end is set aside."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode()
    content = re.sub(rb"(?<![^\r\n])\xef\xbb\xbf", b"", content)  # of each that was strung together
    encoding = encoding or _encoding_of(content)
    cards: list[dict[str, str]] = []
    lines: list[int] = []
    raw: list[str] = []
    rejects: list[Reject] = []
    for begin, whole, text in _cards(content.decode("latin-1")):
        shown = text.encode("latin-1").decode("utf-8", "backslashreplace")
        if whole:
            cards.append(_row(text, encoding))
            lines.append(begin)
            raw.append(shown)
        else:
            reason = "a card begins here that has no end" if begin else "stands outside of any card"
            rejects.append(Reject(name, begin, "broken_card", reason, shown, (shown,), ("vcard",)))
    if not cards and not rejects:
        raise LeadkitError(f"{name}: holds no cards")
    found = dict.fromkeys(column for card in cards for column in card)
    headers = [column for column in KNOWN if column in found]
    headers += [column for column in found if column not in KNOWN]
    cells = [[card.get(column, "") for column in headers] for card in cards]
    return Grid(name, headers or ["full_name"], cells if headers else [[""]] * len(cards), lines,
                raw, rejects, bytes_read=len(content), size=len(content),
                kind="vCard", encoding=encoding)  # fmt: skip


def _encoding_of(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return detect_encoding(content)
    return "utf-8"


def _cards(text: str) -> Iterator[tuple[int, bool, str]]:
    """Yield (line of BEGIN, whether the card has an end, its text); cards may hold cards."""
    begin, depth = 0, 0
    held: list[str] = []
    lines = re.split("\r\n|\r|\n", text)
    for number, line in enumerate(lines, 1):
        mark = re.sub(r"^[\w-]+\.", "", line.strip()).replace(" ", "").upper()
        if mark == "BEGIN:VCARD":
            if depth and not re.match("AGENT", held[-1], re.I):
                yield begin, False, "\n".join(held)  # the card before was cut off
                depth, held = 0, []
            begin = begin if depth else number
            depth += 1
        if depth:
            held.append(line)
        elif line.strip() and mark != "END:VCARD":
            yield number, False, line
        if mark == "END:VCARD" and depth:
            depth -= 1
            if not depth:
                yield begin, True, "\n".join(held)
                held = []
    if depth:
        yield begin, False, "\n".join(held)


def _properties(card: str, encoding: str) -> Iterator[_Property]:
    lines: list[str] = []
    for line in card.split("\n"):
        quoted = lines and "QUOTED-PRINTABLE" in lines[-1].upper().partition(":")[0]
        if quoted and lines[-1].endswith("="):
            lines[-1] = lines[-1][:-1] + line.lstrip(" \t")
        elif line[:1] in (" ", "\t") and lines:
            lines[-1] += line[1:]
        else:
            lines.append(line)
    depth = 0
    for line in lines:
        found = _SPLIT.match(line)
        if not found:
            continue
        head, value = found[1].strip(), found[2]
        name, *params = re.findall(r'(?:[^;"]|"[^"]*")+', head) or [""]
        name = name.rpartition(".")[2].upper()
        depth += (name == "BEGIN") - (name == "END")
        if depth == 1 and name not in _SKIPPED:
            attributes = _params(params)
            yield _Property(name, attributes, _decoded(value, attributes, encoding))


def _params(params: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for param in params:
        name, equals, value = param.partition("=")
        name = name.strip().upper()
        if not equals:  # 2.1 gives bare values: TEL;WORK;FAX
            name, value = ("TYPE", name) if name in _TYPES else ("ENCODING", name)
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _decoded(value: str, params: dict[str, str], encoding: str) -> str:
    content = value.encode("latin-1", "replace")
    way = params.get("ENCODING", "").upper()
    if "QUOTED-PRINTABLE" in way:
        content = quopri.decodestring(content)
    elif way in ("B", "BASE64") and "VALUE" not in params:
        with suppress(ValueError):
            content = b64decode(content)
    named = params.get("CHARSET", "").strip('"')
    for charset in (named, encoding, "utf-8", "cp1252", "latin-1"):
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return value


def _unescaped(text: str) -> str:
    text = re.sub(r"\\[nN]", "\n", text)
    return re.sub(r"\\([\\;,:])", r"\1", text).strip()


def _row(text: str, encoding: str) -> dict[str, str]:
    card = _Card()
    properties = list(_properties(text, encoding))
    properties.sort(key=lambda one: "PREF" not in one.types)  # preferred ones come first
    for one in properties:
        value = _unescaped(one.value)
        if one.name == "N":
            names = ("last_name", "first_name", "middle_name", "prefix", "suffix")
            for column, part in zip(names, one.parts(), strict=False):
                if part and column not in card.cells:
                    card.cells[column] = " ".join(filter(None, part.replace(",", " ").split()))
        elif one.name == "ADR":
            _put_address(card, one)
        elif one.name == "TEL":
            _put_phone(card, one)
        elif one.name == "ORG":
            company, *units = one.parts()
            card.put(company, "company", "ORG")
            card.put(", ".join(filter(None, units)), "department", "ORG")
        elif one.name == "URL" and "linkedin.com/" in value:
            card.put(value, "linkedin_url", "URL")
        elif one.name in _COLUMNS:
            columns = _COLUMNS[one.name]
            cell = ", ".join(one.parts(",")) if one.name in ("CATEGORIES", "NICKNAME") else value
            card.put(cell.removeprefix("mailto:") if one.name == "EMAIL" else cell, *columns)
        else:
            # A 2.1 LABEL is an address as it is printed, no tag.
            card.put(value, "ADR" if one.name == "LABEL" else one.name)
    return card.cells


_COLUMNS = {
    "FN": ("full_name", "FN"), "NICKNAME": ("nickname",), "BDAY": ("birthday", "BDAY"),
    "EMAIL": ("email", "email_2", "email_3", "EMAIL"), "TITLE": ("job_title", "TITLE"),
    "ROLE": ("job_title", "ROLE"), "URL": ("website", "URL"), "NOTE": ("notes",),
    "CATEGORIES": ("tags",), "UID": ("external_id", "UID"),
}  # fmt: skip


def _put_phone(card: _Card, one: _Property) -> None:
    number = _unescaped(one.value)
    number = re.sub("^tel:", "", number, flags=re.I).replace(";ext=", " ext. ")
    types = one.types
    if "PAGER" in types or "CAR" in types:
        card.put(number, "TEL")
    elif "FAX" in types:
        card.put(number, "TEL" if "HOME" in types else "fax", "TEL")
    elif "CELL" in types:
        card.put(number, "mobile", "other_phone", "TEL")
    elif "HOME" in types:
        card.put(number, "home_phone", "other_phone", "TEL")
    else:
        card.put(number, "phone", "phone_2", "other_phone", "TEL")


def _put_address(card: _Card, one: _Property) -> None:
    box, extended, street, city, state, code, country = (*one.parts(), *[""] * 7)[:7]
    at_home = "HOME" in one.types and "WORK" not in one.types
    kind = "home_" if at_home else ""
    if any(f"{kind}{part}" in card.cells for part in ("street", "city", "postal_code", "country")):
        parts = (box, extended, street, f"{code} {city}".strip(), state, country)
        card.put(", ".join(filter(None, parts)), "ADR")
        return
    if at_home:
        street = ", ".join(filter(None, (street, extended, box)))
        extended = box = ""
    named = {"street": street, "street_2": ", ".join(filter(None, (extended, box))), "city": city,
             "state": state, "postal_code": code, "country": country}  # fmt: skip
    for column, cell in named.items():
        if cell:
            card.cells[f"{kind}{column}"] = cell
