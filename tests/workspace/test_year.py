"""Weeks of invented exports through a workspace: what holds after each of them, and what is found."""

from __future__ import annotations

import shutil

import pytest

from year import run_year


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """Some weeks of few rows, in which all kinds of lists and refusals come."""
    folder = tmp_path_factory.mktemp("year")
    yield run_year(5, 400, 3, folder)
    shutil.rmtree(folder)


@pytest.mark.slow
def test_nothing_is_wrong_in_any_week(short):
    assert short.wrong == []
    assert short.watch.refused["email"]
    assert short.decided


@pytest.mark.slow
def test_people_are_found_again(short):
    found = short.identity()
    assert (
        found.precision > 0.97
    )  # few people in few firms: surnames such as Campoari and Campoetti
    assert found.recall > 0.8  # whoever changed employer and brought nothing along cannot be found


@pytest.mark.slow
def test_a_longer_year_with_every_run_made_again(folder):
    year = run_year(8, 1200, 2, folder)
    assert year.wrong == []
    assert list(year.redo()) == []
    found = year.identity()
    assert found.precision > 0.99
    assert found.recall > 0.75
