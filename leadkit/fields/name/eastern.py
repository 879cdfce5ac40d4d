"""Names in Chinese, Japanese and Korean signs: surname first, with or without a space."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from leadkit.base.words import word_groups
from leadkit.fields.name.known import CHINESE

_KANA = re.compile("[\u3040-\u30ff々]")
_HANGUL = re.compile("[\uac00-\ud7af]+")
_HAN = re.compile("[\u3400-\u9fff々〆ヶ]+")
_SIGNS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々〆ヶー]+")
_BRACKETS = re.compile(r"\s*[(（\[【][^()（）\[\]【】]*[)）\]】]\s*")


class Eastern(NamedTuple):
    """A name in its parts, with what was said to its bearer."""

    first: str = ""
    last: str = ""
    honorific: str = ""


@cache
def _surnames(group: str) -> frozenset[str]:
    return frozenset(word_groups("leadkit.fields", "surnames")[group])


@cache
def _beside(group: str) -> tuple[str, ...]:
    words = word_groups("leadkit.fields", "eastern_words")[group]
    return tuple(sorted(words, key=len, reverse=True))


def has_signs(text: str) -> bool:
    """Tell a text with Chinese, Japanese or Korean signs."""
    return not text.isascii() and bool(_SIGNS.search(text))


def in_signs(text: str, country: str) -> Eastern | None:
    """Part a name in signs; None where its surname is in doubt.

    >>> in_signs("山田 太郎 様", "JP")
    Eastern(first='太郎', last='山田', honorific='様')
    >>> in_signs("한빛전자 오세훈 부장", "KR"), in_signs("苏州华宇工具", "CN")
    (Eastern(first='세훈', last='오', honorific=''), None)
    """
    tokens, honorific, called = _names_alone(_BRACKETS.sub(" ", text).split())
    if len(tokens) == 3 and all(len(token) == 1 for token in tokens):
        tokens = [tokens[0], tokens[1] + tokens[2]]  # set wide: 박 준 호
    if not tokens or not all(_SIGNS.fullmatch(token) for token in tokens):
        return None
    if all(_HANGUL.fullmatch(token) for token in tokens):
        parts = _by_list(tokens, "korean", called, country == "KR")
    elif country == "JP" or _is_japanese(tokens, country):
        parts = _japanese(tokens, country)
    elif all(_HAN.fullmatch(token) for token in tokens):
        parts = _by_list(tokens, "chinese", called, country in CHINESE)
    else:
        parts = None
    return Eastern(*parts, honorific) if parts else None


def _names_alone(tokens: list[str]) -> tuple[list[str], str, bool]:
    """Return the words without offices and firms, the honorific, and whether there was one."""
    honorific, called = "", False
    kept = []
    for at, token in enumerate(tokens):
        bare = token
        for word in _beside("honorifics"):
            if bare.endswith(word) and (at or len(bare) > len(word)):
                bare, honorific = bare.removesuffix(word), word
                break
        for word in _beside("offices"):
            if bare.endswith(word):
                bare, called = bare.removesuffix(word), True
                honorific = "" if honorific == "님" else honorific  # it belongs to the office
                break
        if bare and not any(word in bare for word in _beside("firms")):
            kept.append(bare)
    return kept, honorific, called or bool(honorific)


def _by_list(tokens: list[str], group: str, called: bool, at_home: bool) -> tuple[str, str] | None:
    """Part a Chinese or Korean name by the list of surnames, which are of one sign or two."""
    surnames = _surnames(group)
    if len(tokens) == 2 and tokens[0] in surnames and len(tokens[1]) < 4:
        return tokens[1], tokens[0]
    name = tokens[-1]
    if called and name in surnames:
        return "", name
    if 2 < len(name) < 5 and name[:2] in surnames:
        return name[2:], name[:2]
    if 1 < len(name) < 4 and (name[0] in surnames or at_home):
        return name[1:], name[0]
    return None


def _is_japanese(tokens: list[str], country: str) -> bool:
    """Tell a Japanese name where no country is known: kana, or a Japanese surname of two signs."""
    if any(_KANA.search(token) for token in tokens):
        return True
    return country == "" and tokens[-2:][0].startswith(_long_surnames())


@cache
def _long_surnames() -> tuple[str, ...]:
    return tuple(name for name in _surnames("japanese") if len(name) > 1)


def _japanese(tokens: list[str], country: str) -> tuple[str, str] | None:
    if len(tokens) > 1:
        return tokens[-1], tokens[-2]
    name = tokens[0]
    surnames = _surnames("japanese")
    for length in (3, 2, 1):
        if name[:length] in surnames and len(name) - length < 4 and (length > 1 or len(name) > 1):
            return name[length:], name[:length]
    return (name[2:], name[:2]) if country == "JP" and len(name) == 4 else None
