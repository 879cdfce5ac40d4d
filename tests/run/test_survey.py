"""Batches that are all looked at first: in memory as far as they have to be, each once, in order."""

from __future__ import annotations

import pytest

from leadkit.run import survey


@pytest.mark.parametrize("kept", [0, 1, 3, 100])
def test_batches_come_as_they_came_wherever_they_waited(kept, monkeypatch):
    monkeypatch.setattr(survey, "KEPT", kept)
    for count in range(5):
        seen: list[str] = []
        given = [str(at) * 2 for at in range(count)]
        assert list(survey.surveyed(iter(given), seen.append, len)) == given == seen


def test_what_comes_in_one_piece_goes_through_no_file(monkeypatch):
    """It is in memory as it is, however large, and would have to be read again."""
    monkeypatch.setattr(survey, "KEPT", 0)
    monkeypatch.setattr(survey.tempfile, "TemporaryFile", None)
    assert list(survey.surveyed(iter(["whole"]), len, len)) == ["whole"]
