"""The docs tell the truth, in Python and YAML: each block is run, or loaded by its reader.

A ``python`` block runs in a folder with the lists of the example, leads.csv and activities.csv; what
``>>>`` shows is what comes out. A ``yaml KIND`` block is a file of that kind: scoring, lifecycle,
consent, merge, titles, routing, pipeline or map. ``yaml KIND, part`` holds some keys of one, and
``yaml KIND, rules`` items of that list: the shipped file is completed by them.
"""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import pytest
import yaml

from leadkit import (
    import_leads,
    read_consent,
    read_lifecycle,
    read_merge_rules,
    read_routing,
    read_scoring,
    read_target,
    read_title_words,
)
from leadkit.importing.column_map import read_map
from leadkit.run.pipeline import read_pipeline

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLE = ROOT / "examples" / "trade-fair"
READERS = {
    "scoring": read_scoring,
    "lifecycle": read_lifecycle,
    "consent": read_consent,
    "merge": read_merge_rules,
    "titles": read_title_words,
    "routing": read_routing,
    "pipeline": read_pipeline,
    "map": read_map,
    "target": read_target,
}
WHOLE = {  # what completes a part
    **{kind: ROOT / "rules" / f"{kind}.yaml" for kind in ("lifecycle", "consent", "merge")},
    "scoring": ROOT / "rules" / "b2b.yaml",
    "pipeline": EXAMPLE / "pipeline.yaml",
    "target": ROOT / "rules" / "targets" / "zoho.yaml",
}


def blocks_of(page: str, language: str) -> list[tuple[str, str]]:
    """Return (what stands after the language, text) of each block of a language."""
    return re.findall(rf"^```{language}\b *(.*)\n((?:.*\n)*?)^```$", page, re.M)


YAML = [
    pytest.param(info, text, id=f"{path.stem}-{number}")
    for path in PAGES
    for number, (info, text) in enumerate(blocks_of(path.read_text("utf-8"), "yaml"))
]
WITH_PYTHON = [path for path in PAGES if blocks_of(path.read_text("utf-8"), "python")]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the docs name: the example's lists, leads, activities, a CRM."""
    lists = tmp_path_factory.mktemp("lists")
    for name in ("badges.csv", "business_cards.csv", "crm.csv"):
        shutil.copy(EXAMPLE / name, lists)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(lists)
        import_leads("badges.csv").leads.to_csv("leads.csv", index=False)
    (lists / "activities.csv").write_text(
        "email,type,when\neva@meier.example.com,demo_request,2026-10-05\n"
    )
    (lists / "decided.csv").write_text("lead_id_1,lead_id_2,decision\n")
    (lists / "spend.csv").write_text("lead_source,spend\nTrade fair,100\n")
    shutil.copy(ROOT / "rules" / "merge.yaml", lists / "my-merge.yaml")
    return lists


@pytest.fixture
def place(lists: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of these lists to work in."""
    shutil.copytree(lists, folder, dirs_exist_ok=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("path", WITH_PYTHON, ids=lambda path: path.stem)
def test_python_blocks(path, place):
    """All Python of a page runs, one block after the other, and gives what it shows."""
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.REPORT_NDIFF)
    for _, text in blocks_of(path.read_text("utf-8"), "python"):
        if ">>>" not in text:
            exec(compile(text, path.name, "exec"), names)
            continue
        shown: list[str] = []
        test = doctest.DocTestParser().get_doctest(text, names, path.name, None, 0)
        runner.run(test, out=shown.append, clear_globs=False)
        names = test.globs
        assert not runner.failures, "".join(shown)


def completed(whole: object, part: object) -> object:
    """Return a file with a part of one put into it: keys by key, items by their names."""
    if isinstance(whole, dict) and isinstance(part, dict):
        return whole | {key: completed(whole.get(key), value) for key, value in part.items()}
    if isinstance(whole, list) and isinstance(part, list) and isinstance(part[0], dict):
        names = {item.get("name") for item in part}
        return [*(item for item in whole if item.get("name") not in names), *part]
    return part


@pytest.mark.parametrize(("info", "text"), YAML)
def test_yaml_blocks(info, text, place):
    """Each YAML block says what it is, and the reader of its kind takes it."""
    kind, _, part = info.partition(", ")
    assert kind in READERS, f"```yaml {info}: say what it is, as ```yaml scoring"
    if part:
        own = yaml.load(text, yaml.BaseLoader)
        whole = yaml.load(WHOLE[kind].read_text("utf-8"), yaml.BaseLoader)
        told = completed(whole, own if part == "part" else {part: own})
        text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
    Path("block.yaml").write_text(text, "utf-8")
    assert READERS[kind]("block.yaml")


def test_blocks_are_found_and_completed():
    """The test itself can fail: blocks are cut out, and parts get into their files."""
    page = "x\n```yaml scoring, rules\na: 1\nb: 2\n```\n```python\nc\n```\n```sh\nd\n```\n"
    assert blocks_of(page, "yaml") == [("scoring, rules", "a: 1\nb: 2\n")]
    assert blocks_of(page, "python") == [("", "c\n")]
    whole = {"a": {"x": 1, "y": 2}, "rules": [{"name": "r", "points": 1}, {"name": "s"}]}
    told = completed(whole, {"a": {"y": 3}, "rules": [{"name": "r", "points": 5}]})
    assert told == {"a": {"x": 1, "y": 3}, "rules": [{"name": "s"}, {"name": "r", "points": 5}]}
