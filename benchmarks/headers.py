"""Measure the header mapping on header sets with a known truth.

    python headers.py SETS.jsonl [-v]

Each line of SETS is an object with ``id``, ``tool``, ``header`` (a list) and ``truth`` (column ->
field, null = leave it alone). Printed are the columns mapped right, the null columns left alone,
and three views that say how much of it is rules and how much is knowing the labels beforehand:

- unlisted: columns whose label is no whole spelling in the alias table;
- without aliases: everything again with an empty alias table, from the words alone;
- leave one tool out: each tool measured without the aliases and words that only its own
  labels need. A language that a single tool uses has then hardly a word left: the worst case.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from leadkit.fields.headers.words import Vocabulary, header_tokens, understand, vocabulary
from leadkit.importing.mapping import map_columns


def mapped(one: dict, known: Vocabulary) -> dict[str, str]:
    return {told.header: told.field for told in map_columns(one["header"], known=known)}


def counted(sets: list[dict], known: Vocabulary, wrong: list | None = None) -> Counter[str]:
    count: Counter[str] = Counter()
    for one in sets:
        got = mapped(one, known)
        for header, field in one["truth"].items():
            kind = "mapped" if field else "null"
            right = got[header] == (field or "")
            count[kind] += 1
            count[f"{kind} right"] += right
            if field and "".join(header_tokens(header)) not in vocabulary().aliases:
                count["unlisted"] += 1
                count["unlisted right"] += right
            if not right and wrong is not None:
                wrong.append((one["id"], header, field, got[header]))
    return count


def entries_of(header: str) -> set[str]:
    """Return the entries of the vocabulary that a label stands on."""
    key = "".join(header_tokens(header))
    alias = {f"alias {key}"} if key in vocabulary().aliases else set()
    return alias | set(understand(header).used)


def one_tool_out(sets: list[dict]) -> Counter[str]:
    tools: dict[str, set[str]] = defaultdict(set)
    for one in sets:
        for header in one["header"]:
            for entry in entries_of(header):
                tools[entry].add(one["tool"].split()[0])
    count: Counter[str] = Counter()
    for tool in sorted({one["tool"].split()[0] for one in sets}):
        only = [entry for entry, users in tools.items() if users == {tool}]
        own = [one for one in sets if one["tool"].split()[0] == tool]
        count += counted(own, vocabulary().without(only))
    return count


def line(name: str, count: Counter[str], kinds: tuple[str, ...]) -> str:
    told = [
        f"{kind} {(right := count[f'{kind} right'])}/{count[kind]} = {right / count[kind]:.1%}"
        for kind in kinds
    ]
    return f"{name:22} {', '.join(told)}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("sets", type=Path)
    arguments.add_argument("-v", "--verbose", action="store_true", help="list what is wrong")
    given = arguments.parse_args()
    sets = [json.loads(row) for row in given.sets.read_text("utf-8").splitlines()]
    wrong: list[tuple] = []
    whole = counted(sets, vocabulary(), wrong)
    print(f"{len(sets)} header sets, {len(vocabulary().aliases)} aliases, "
          f"{len(vocabulary().words)} words")  # fmt: skip
    print(line("all", whole, ("mapped", "null")))
    print(line("unlisted labels", whole, ("unlisted",)))
    bare = Vocabulary({}, vocabulary().words)
    print(line("without aliases", counted(sets, bare), ("mapped", "null")))
    print(line("leave one tool out", one_tool_out(sets), ("mapped", "null")))
    if given.verbose:
        for name, header, field, got in wrong:
            print(f"  {name}: {header!r} is {field}, read as {got or None}")


if __name__ == "__main__":
    main()
