"""Lists of words: every file is read by somebody, and no entry stands twice in its group."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import leadkit
from leadkit.base.words import word_groups, word_list

HOUSE = Path(leadkit.__file__).parent
# names of columns, codes of languages and of encodings
OURS = ("columns.py", "report.py", "country.py", "guess_encoding.py")
LISTS = sorted(HOUSE.rglob("data/*.txt"))
SOURCES = "\n".join(path.read_text("utf-8") for path in HOUSE.rglob("*.py"))


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    package = ".".join(("leadkit", *path.parent.parent.relative_to(HOUSE).parts))
    assert f'"{path.stem}"' in SOURCES, "nobody reads this list"
    plain = f'word_list("{package}", "{path.stem}")' in SOURCES
    if not plain and re.search(r"^\[.+\]$", path.read_text("utf-8"), re.M):
        return word_groups(package, path.stem)
    return {"": word_list(package, path.stem)}


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_no_entry_stands_twice_and_none_has_spaces_around_it(path):
    """What a person adds twice, or with a space behind it, would be there in vain."""
    groups = _read(path)
    assert groups
    for entries in groups.values():
        assert entries
        assert len(set(entries)) == len(entries)
        assert not [entry for entry in entries if entry != entry.strip()]


def test_comments_and_blank_lines_are_no_entries():
    """Of the lines of a file, those that say something are entries."""
    path = HOUSE / "fields" / "data" / "legal_forms.txt"
    lines = path.read_text("utf-8").splitlines()
    entries = word_list("leadkit.fields", "legal_forms")
    assert len(entries) == sum(bool(line) and not line.startswith("# ") for line in lines)
    assert any(line.startswith("# ") for line in lines)


def test_words_are_data_and_not_code():
    """No Python file holds a list of words that should be a file: thirty in one text or tuple."""
    long = []
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            words = []
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".split"):
                of = node.func.value
                words = of.value.split() if isinstance(of, ast.Constant) else []
            elif isinstance(node, ast.Tuple | ast.List | ast.Set):
                texts = [one.value for one in node.elts if isinstance(one, ast.Constant)]
                words = [text for text in texts if isinstance(text, str)]
            if len(words) >= 30 and path.name not in OURS:
                long.append(f"{path.relative_to(HOUSE)}:{node.lineno}: {words[:3]}")
    assert not long
