"""Workspaces of the trade fair whose reports have further parts."""

from __future__ import annotations

from pathlib import Path

from leadkit import new_workspace
from leadkit.rules.shipped import shipped_rules

VALVES = """
name: valves
groups:
  fit: {min: 0, max: 50}
rules:
  - {name: has_mail, group: fit, when: {email_status: {is: valid}}, points: 20}
  - {name: has_company, group: fit, when: {company: {known: true}}, points: 15}
  - {name: in_antarctica, group: fit, when: {country: {is: AQ}}, points: 5}
"""
PEOPLE = "people: {Mirjam Sailer: 2, Jule Wacker: 1, Henning Ostrop: 1, Ana Duarte: 2}"


def with_several_scores(folder: Path) -> Path:
    """Make a workspace with a score for each of two products, both of which make an MQL."""
    new_workspace(folder, example=True)
    (folder / "rules" / "valves.yaml").write_text(VALVES, "utf-8")
    for name, old, new in (
        ("pipeline.yaml", "rules: rules/b2b.yaml", "rules: [rules/b2b.yaml, rules/valves.yaml]"),
        ("rules/lifecycle.yaml", "{score: {at_least: 45}}", "{valves_score: {at_least: 30}}"),
        ("rules/lifecycle.yaml", "- score: {", "- b2b_score: {"),
        ("rules/lifecycle.yaml", "- score_engagement: {", "- b2b_score_engagement: {"),
    ):
        replace_in(folder / name, old, new)
    return folder


def with_owners(folder: Path) -> Path:
    """Make a workspace that deals its leads out among four people, one of them with little room."""
    new_workspace(folder, example=True)
    routing = folder / "rules" / "routing.yaml"
    routing.write_text(shipped_rules()["routing"].read_text("utf-8"), "utf-8")
    replace_in(
        routing,
        "  sales 1:",
        "  Mirjam Sailer:\n  Jule Wacker:\n  Henning Ostrop: {capacity: 5}\n  Ana Duarte:",
    )
    replace_in(routing, "  sales 2:\n", "")
    replace_in(routing, "people: [sales 1, sales 2]", PEOPLE)
    replace_in(folder / "pipeline.yaml", "  # - assign: {", "  - assign: {")
    return folder


def replace_in(file: Path, old: str, new: str) -> None:
    """Replace a text in a file; raise AssertionError where it is not there."""
    text = file.read_text("utf-8")
    assert old in text, (file, old)
    file.write_text(text.replace(old, new), "utf-8")
