"""Remarks in scripts of all large languages, complaints about mails, and wishes to be taken off."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from leadkit.base.cells import texts
from leadkit.fields.remark_cells import may_say
from leadkit.fields.remark_words import REFUSALS
from leadkit.rules.remark_words import read_remark_words

WORDS = read_remark_words()
with (Path(__file__).parent / "remarks_3.csv").open(encoding="utf-8") as file:
    ROWS = [(row["remark"], row["language"], row["flag"]) for row in csv.DictReader(file)]
MEANT = [row for row in ROWS if row[2]]


def said(remark: str) -> set[str]:
    """Return the flags of a remark; who wants no contact refuses all ways of it."""
    flags = {one.flag for one in WORDS.read(remark)}
    return flags | {*REFUSALS} if "no_contact" in flags else flags


def test_languages() -> None:
    languages = {language for _, language, flag in MEANT if flag in REFUSALS}
    assert languages >= {"ru", "uk", "bg", "el", "zh", "ja", "ko", "ar", "he", "hi", "th", "vi"}


@pytest.mark.parametrize("language", sorted({language for _, language, _ in MEANT}))
def test_what_is_said_is_heard(language: str) -> None:
    missed = [
        (remark, flag) for remark, of, flag in MEANT if of == language and flag not in said(remark)
    ]
    assert missed == []


def test_what_is_harmless_refuses_nothing() -> None:
    """A complaint about a delivery is one, and no refusal."""
    harmless = [remark for remark, _, flag in ROWS if not flag]
    assert len(harmless) > 90
    assert [remark for remark in harmless if said(remark) - {"angry"}] == []


def test_columns_are_looked_through_as_single_remarks_are() -> None:
    """What is left out beforehand, by words between spaces, says nothing."""
    remarks = [remark for remark, *_ in ROWS]
    kept = may_say(texts(remarks), WORDS).tolist()
    assert [
        remark for remark, may in zip(remarks, kept, strict=True) if said(remark) and not may
    ] == []


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        ("客户要求别打电话,发邮件", "别打电话"),
        ("本人より：電話しないでください", "電話しないで"),
        ("Сказал: НЕ ЗВОНИТЬ", "НЕ ЗВОНИТЬ"),
        ("कृपया फोन न करें", "फोन न"),
        ("이제 전화하지 마세요", "전화하지 마세요"),
    ],
)
def test_words_as_written(remark: str, words: str) -> None:
    assert [one.words for one in WORDS.read(remark) if one.flag == "no_phone"] == [words]
