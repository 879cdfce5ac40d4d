"""Ways to damage an input: any bytes, tables, YAML, JSON in cells, vCards, archives, options."""

from __future__ import annotations

import copy
import csv
import gzip
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

import yaml

from tests.files.samples import ROWS, ods, xlsx, zipped

DEEP = "[" * 3000 + "]" * 3000
_PIECES = [b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\0", b"\xff", b"\xc3", b"=", b"'",
           b"E+12", b"@", b"\xef\xbb\xbf", b"\x1f\x8b", b"PK\x03\x04", b"BEGIN:VCARD\n", b"sep=;\n",
           b"1e5", b'\\"', b', "', b"Total,2\n", b"\x1f", b"\x1a", b"\xe2\x80\xa8", b"=\"0171\""]  # fmt: skip
# Texts that are nothing, nearly a number or a day, commands to somebody, or simply much.
NASTY = [
    "", " ", "0", "-1", "1e999", "-1e-999", "9" * 400, "NaN", "inf", "-inf", "true", "null", "~", "{}", "[]", "{", DEEP,
    "\0", "\x1b[2J\x1b]0;x\x07", "\u202efdp.exe", "\ud800", "\udcff", "\u200b", "a" * 20_000, "=1+1", "'", '"', '""', "\n", "\r",
    "2026-02-31", "99999-01-01", "0000-00-00", "0001-01-01", "9999-12-31", "2026-11-27T25:61", "soon", "today", "x@y", "@", ",",
    ";", "|", "yes", "n", "y", "\u0661\u0662\u0663", "\uff11\uff12", "\u00b2", "\u00bd", "\u2167", "1_000", "0x10", "1,5", "1.234,56", "--", "*",
    "*a", "&x", "!!python/object/apply:os.getcwd []", "${HOME}", "${NO_SUCH}", "$${", "../other.csv", "/dev/null", "/dev/full", "/",
    ".", "x/", "-", "+49", "+", "tel:", "%", "100%", "1000000000%", "-5%", "50,50%", "5e", "[red]x[/red]", "[/]", ":wave:", "%s{0}", "\\",
    "\u2028", "\U0001f600", "e\u0301" * 50, "lead_id", "email", "lead_id,lead_id", "MQL", "lead", "score", "b2b", "clean", "all", "DE",
    "ZZ", "e-mail: consent", "invalid-email:5%", "clean.region=AT", "import.files=", "a=b", "=", "(", "(?P<x>a", "a{9999999}", "1 " * 500,
]  # fmt: skip
# Signs that a terminal obeys or hides, and markup: as a header, or as the name of a file.
HOSTILE = [
    "[red]x[/red]",
    "\x1b[2J\x1b[31m",
    "a\u202ecsv",
    "x\ny: note",
    "\u200b\u200d",
    "z" * 300,
    "\x9b2J",
    ":wave: [bold",
    "\ud83d",
]


def nasty(chance: random.Random) -> str:
    """Return a text that somebody did not think of."""
    if chance.random() < 0.1:
        return "".join(chr(chance.choice([*range(1, 0x100), 0x2029, 0x3164])) for _ in range(5))
    return chance.choice(NASTY)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return a list with one to four kinds of damage."""
    text = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        kind = chance.randrange(7)
        if kind == 0:
            text = text[:at]
        elif kind == 1 and text:
            text[at % len(text)] ^= 1 << chance.randrange(8)
        elif kind == 2:
            text[at:at] = chance.choice(_PIECES) * chance.randint(1, 3)
        elif kind == 3:
            del text[at : at + chance.randint(1, 40)]
        elif kind == 4:
            text[at:at] = text[: chance.randint(0, 200)]
        elif kind == 5:
            text[at : at + 3] = chance.randbytes(chance.randint(1, 8))
        else:
            text = bytearray(chance.randbytes(chance.randint(0, 300)))
    return bytes(text)


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def changed_tree(tree: Any, chance: random.Random) -> Any:
    """Return what JSON or YAML holds with one to three of its values changed."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.randint(1, 3)):
        tree = _changed(tree, chance)
    return tree


def _changed(tree: Any, chance: random.Random) -> Any:
    if not isinstance(tree, dict | list) or not tree or chance.random() < 0.12:
        return _other(tree, chance)
    keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    key = chance.choice(keys)
    kind = chance.randrange(10)
    if kind < 6:
        tree[key] = _changed(tree[key], chance)
    elif kind == 6:
        del tree[key]
    elif kind == 7 and isinstance(tree, dict):
        tree[nasty(chance) if chance.random() < 0.5 else chance.choice(keys)] = tree.pop(key)
    elif kind == 7:
        tree.append(tree[key])
    elif kind == 8 and isinstance(tree, dict):
        tree[nasty(chance)] = tree[key]
    else:
        other = chance.choice(keys)
        tree[key], tree[other] = tree[other], tree[key]
    return tree


def _other(value: Any, chance: random.Random) -> Any:
    """Return something of another kind in place of a value."""
    return chance.choice([
        lambda: nasty(chance), lambda: nasty(chance), lambda: [value], lambda: {"a": value}, lambda: None, lambda: True,
        lambda: {}, lambda: [], lambda: 10 ** chance.randint(0, 60), lambda: -1.5e300, lambda: [value] * 30,
        lambda: {nasty(chance): value}, lambda: chance.randint(-5, 5), lambda: _deep(value, chance.choice([5, 49, 60, 400])),
    ])()  # fmt: skip


def _deep(value: Any, levels: int) -> Any:
    for _ in range(levels):
        value = [value] if levels % 2 else {"not": value}
    return value


def changed_yaml(content: bytes, chance: random.Random) -> bytes:
    """Return a YAML file with other values, or with its lines in disorder."""
    if chance.random() < 0.6:
        tree = yaml.load(content.decode(), yaml.BaseLoader)
        return json.dumps(changed_tree(tree, chance), indent=1).encode()
    lines = content.decode().split("\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        kind = chance.randrange(7)
        if kind == 0:
            del lines[at : at + chance.randint(1, 3)]
        elif kind == 1:
            lines.insert(at, lines[chance.randrange(len(lines))] if lines else "")
        elif kind == 2:
            lines[at] = " " * chance.randint(0, 6) + lines[at].strip()
        elif kind == 3:
            lines[at] = re.sub(r":.*", lambda _: f": {nasty(chance)}", lines[at])
        elif kind == 4:
            lines[at] = re.sub(
                r"^( *(?:- )?)[^:]*:", lambda found: f"{found[1]}{nasty(chance)}:", lines[at]
            )
        elif kind == 5:
            lines[at] += f' "\\ud8{chance.randrange(10)}0"'
        else:
            escape = chance.choice(["\\ud800", "\\0", "\\x1b[2J", "\\u202e"])
            lines[at] = f'{lines[at].partition(":")[0]}: "{escape}"'
        lines = lines or [""]
    return as_bytes("\n".join(lines))


def changed_rows(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    """Return the rows of a table, the first its header, with one to three changes."""
    rows = [list(row) for row in rows]
    for _ in range(chance.randint(1, 3)):
        if not rows or not rows[0]:
            return rows
        column, line = chance.randrange(len(rows[0])), chance.randrange(len(rows))
        kind = chance.randrange(13)
        if kind == 0:
            rows = [row[:column] + row[column + 1 :] for row in rows]
        elif kind == 1:
            rows = [[*row, *row[column : column + 1]] for row in rows]
        elif kind == 2:
            rows[0][column] = chance.choice([*HOSTILE, nasty(chance), chance.choice(rows[0])])
        elif kind == 3:
            other = chance.randrange(len(rows[0]))
            rows[0][column], rows[0][other] = rows[0][other], rows[0][column]
        elif kind == 4:
            del rows[line]
        elif kind == 5:
            rows.insert(line, list(rows[line]))
        elif kind == 6:
            rows = [rows[0], *rows[:0:-1]]
        elif kind == 7:
            rows = rows[:1]
        elif kind == 8:
            rows[line] = rows[line][: chance.randrange(len(rows[line]) + 1)]
        elif kind == 9:
            rows[line] += [nasty(chance)] * chance.randint(1, 3)
        elif kind == 10:
            value = nasty(chance)
            for row in rows[1:]:
                row[column : column + 1] = [value]
        else:
            rows[line][column : column + 1] = [_other_cell(rows[line][column : column + 1], chance)]
    return rows


def _other_cell(cell: list[str], chance: random.Random) -> str:
    """Return another cell: of JSON as a rule other JSON, a part of the cell, something nasty."""
    text = cell[0] if cell else ""
    if text[:1] in ("{", "[") and chance.random() < 0.8:
        try:
            return json.dumps(changed_tree(json.loads(text), chance))
        except (ValueError, RecursionError):
            return text[: len(text) // 2]
    if text and chance.random() < 0.2:
        return damaged(as_bytes(text), chance).decode("utf-8", "replace")
    return nasty(chance)


def changed_csv(content: bytes, chance: random.Random) -> bytes:
    text = io.StringIO()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8", "replace"))))
    writer = csv.writer(text, lineterminator=chance.choice(["\n", "\n", "\r\n"]), escapechar="\\")
    writer.writerows(changed_rows(rows, chance))
    return as_bytes(text.getvalue())


def changed_json(content: bytes, chance: random.Random) -> bytes:
    return json.dumps(changed_tree(json.loads(content), chance)).encode()


def changed_cards(content: bytes, chance: random.Random) -> bytes:
    lines = content.decode().splitlines()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        name, _, value = lines[at].partition(":")
        lines[at : at + 1] = chance.choice([
            [], [lines[at]] * 2, [f"{name}:{nasty(chance)}"], [f"{nasty(chance)}:{value}"], [f"{name};{nasty(chance)}:{value}"],
            ["BEGIN:VCARD", lines[at]], [f"{name};ENCODING=QUOTED-PRINTABLE:=ZZ=\r\n=4"], [f"{name};ENCODING=b:!!!{value}"],
            [f"{name};CHARSET={nasty(chance)}:{value}"], [lines[at], " " + nasty(chance)],
        ])  # fmt: skip
        lines = lines or [""]
    return as_bytes("\r\n".join(lines))


def changed_archive(content: bytes, chance: random.Random) -> bytes:
    """Return a zip file, perhaps a workbook, with one of its parts changed, left out or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    kind = chance.randrange(8)
    if kind == 0:
        del parts[name]
    elif kind == 1:
        parts[nasty(chance).replace("\ud800", "") or "x"] = parts[name]
    elif kind == 2:
        parts[name] = zipped(parts)
    elif kind == 3:
        numbers = list(re.finditer(rb"\d+", parts[name]))
        if numbers:
            found = chance.choice(numbers)
            other = chance.choice([b"0", b"1048576", b"99999999999", b"-1", b"16384", b""])
            parts[name] = parts[name][: found.start()] + other + parts[name][found.end() :]
    elif kind == 4:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
            b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)) + b"]>"  # fmt: skip
        parts[name] = parts[name].replace(b"?>", b"?>" + bomb, 1).replace(b"</", b"&j;</", 1)
    elif kind == 5:
        parts[name] = parts[name] * chance.choice([2, 50])
    else:
        parts[name] = damaged(parts[name], chance)
    return (
        zipped({one: data for one, data in parts.items() if one.isprintable()})
        if parts
        else b"PK\5\6" + b"\0" * 18
    )


def changed_workbook(content: bytes, rows: list[list[str]], chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return changed_archive(content, chance)
    make = chance.choice([xlsx, ods])
    printable = [
        ["".join(c for c in cell if c.isprintable())[:500] for cell in row]
        for row in changed_rows(rows, chance)
    ]
    return make(printable)


def changed(name: str, content: bytes, chance: random.Random) -> bytes:
    """Return another content for a file of this name."""
    if chance.random() < 0.25:
        return damaged(content, chance)
    ways: dict[str, Callable[[bytes, random.Random], bytes]] = {
        ".csv": changed_csv, ".yaml": changed_yaml, ".json": changed_json, ".vcf": changed_cards,
        ".zip": changed_archive, ".txt": damaged, ".xls": damaged,
        ".gz": lambda data, chance: gzip.compress(changed_csv(gzip.decompress(data), chance)),
    }  # fmt: skip
    ending = name[name.rindex(".") :]
    if ending in (".xlsx", ".ods"):
        return changed_workbook(content, ROWS, chance)
    try:
        return ways[ending](content, chance)
    # what was damaged before is none of its kind any more
    except (RecursionError, ValueError, csv.Error, yaml.YAMLError, zipfile.BadZipFile, EOFError):
        return damaged(content, chance)
