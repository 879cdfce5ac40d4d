"""Signs that nobody sees are shown, and all others stay as they are."""

from __future__ import annotations

import json
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.visible import visible, visible_json

# What a terminal obeys, what turns letters round, what takes no room.
HARMFUL = "\0\a\b\t\n\r\x1b\x7f\x9b\u200b\u200d\u200e\u202e\u2066\u2028\ufeff\u00ad\ud800\U000e0041"


def test_each_sign_that_commands_or_hides_is_shown():
    for sign in HARMFUL:
        assert visible(f"a{sign}b").isprintable()
        assert sign not in visible(f"a{sign}b")
        assert visible(f"a{sign}b", but=sign) == f"a{sign}b"


def test_every_control_and_format_sign_of_unicode_is_shown():
    """By Unicode's own word for each: controls, formats, surrogates, ends of lines."""
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            assert visible(sign) != sign, hex(code)


def test_names_of_all_the_world_stay_as_they_are():
    for name in (
        "Müller",
        "Đặng Thị Hà",
        "محمد",
        "王小明",
        "Ὀδυσσεύς",
        "a\u00a0b\u3000c",
        "Привет",
        "नेहा",
    ):
        assert visible(name) == name
        assert visible_json(name) == name


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_visible_stays_visible_and_json_means_the_same(text):
    assert visible(visible(text)) == visible(text)
    told = visible_json(json.dumps({text: text}, ensure_ascii=False))
    assert visible(told) == told
    assert json.loads(told) == {text: text}
