"""Names of East Asia in Latin letters, whose surname stands first at home and last abroad."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from leadkit.base.words import word_groups
from leadkit.fields.name.known import CHINESE, given_in, is_given, is_surname, name_key, ranks

Parts = tuple[list[str], list[str]]
_VIETNAMESE = re.compile("[ơưđăạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]")
# Surnames that are hardly anything else, so that they tell in any country.
_PLAINLY_VIETNAMESE = frozenset("nguyn nguyen tran pham huynh phan hoang dang duong trinh".split())
_FINALS = (
    "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue"
    "|er|a|e|i|o|u|v|ü"
)
_PINYIN = re.compile(rf"(?:(?:zh|ch|sh|ts|hs|[bpmfdtnlgkhjqxrzcsyw])?(?:{_FINALS})'?-?){{1,2}}")
_PLAINLY_CHINESE = re.compile(r"^(?:zh|x|q)|[aeiou](?:zh|x|q)|-")
_JAPANESE_SURNAME = re.compile(
    r".+(?:moto|mura|yama|[kg]awa|shima|jima|saki|zaki|naka|guchi|hara|bayashi|uchi|shita|mizu"
    r"|hashi|bashi|zawa|sawa|tani|yashi|hata|kubo|oka|mori|numa|kura|mine|matsu|sugi|no|da|ta)$"
)  # fmt: skip
_JAPANESE_PLAIN = re.compile(r"(?:ts|ch|sh|[kgsztdnhbpmyrwjf])?y?[aeiou]+(?:n(?![aeiouy]))?")
_SURE_RANK = 15  # Chinese surnames so common that they tell outside China, too


def romanised(words: list[str], country: str) -> Parts | None:
    """Part a Vietnamese, Korean, Chinese or Japanese name; None for any other.

    >>> romanised("Nguyen Van An".split(), ""), romanised("Jae-Hyun Lim".split(), "KR")
    ((['Van', 'An'], ['Nguyen']), (['Jae-Hyun'], ['Lim']))
    >>> romanised("Eva Meier".split(), "CN")
    """
    if not 2 <= len(words) <= 5:
        return None
    for part in (_vietnamese, _korean, _chinese, _japanese):
        if parts := part(words, country):
            return parts
    return None


def _vietnamese(words: list[str], country: str) -> Parts | None:
    surnames = ranks("vietnamese")
    if name_key(words[0]) not in surnames:
        return None
    own = country == "VN" or any(_VIETNAMESE.search(word.casefold()) for word in words)
    keys = [name_key(word) for word in words]
    if keys[:2] == ["ton", "nu"] and len(words) > 2:
        return words[2:], words[:2]
    if own:
        turned = keys[-1] in surnames and surnames[keys[-1]] < surnames[keys[0]]
        turned &= len(words) == 2 and country != "VN"
        return (words[:-1], words[-1:]) if turned else (words[1:], words[:1])
    strange = any(is_given(w) or (is_surname(w) and len(w) > 5) or len(w) > 6 for w in words[1:])
    if keys[0] in _PLAINLY_VIETNAMESE and not strange and keys[-1] not in _PLAINLY_VIETNAMESE:
        return words[1:], words[:1]
    return None


@cache
def _korean_syllables() -> frozenset[str]:
    return frozenset(word_groups("leadkit.fields", "surnames")["korean given"])


@lru_cache(maxsize=1 << 14)
def _is_korean(word: str) -> bool:
    """Tell a given name of one or two Korean syllables: Min-jun, Minjun, Seo."""
    syllables = _korean_syllables()
    parts = word.casefold().split("-")
    if len(parts) == 2:
        return all(part in syllables for part in parts)
    whole = parts[0]
    return len(parts) == 1 and (
        whole in syllables
        or any(whole[:at] in syllables and whole[at:] in syllables for at in range(1, len(whole)))
    )


def _korean(words: list[str], country: str) -> Parts | None:
    surnames = ranks("korean latin")
    first, last = name_key(words[0]) in surnames, name_key(words[-1]) in surnames
    if len(words) > 3 or not (first or last):
        return None
    front, behind = all(map(_is_korean, words[:-1])), all(map(_is_korean, words[1:]))
    if not (front or behind):
        return None
    hyphen = ["-" in word for word in words]
    two = len(words) == 2 and not any(hyphen)
    if country != "KR":
        western = any("korean given" not in given_in(w) and is_given(w) for w in words[1:])
        if two and (
            western or name_key(words[1]) in surnames or words[1].casefold() in _korean_syllables()
        ):
            return None
        if len(words) == 3 and any(hyphen):
            return None
    if first and behind and not hyphen[0] and not (last and front and hyphen[0]):
        return words[1:], words[:1]
    if last and front and (country == "KR" or hyphen[0] or len(words) == 3):
        return words[:-1], words[-1:]
    return None


@lru_cache(maxsize=1 << 14)
def _is_pinyin(word: str) -> bool:
    return bool(_PINYIN.fullmatch(word.casefold()))


def _chinese(words: list[str], country: str) -> Parts | None:
    surnames = ranks("chinese latin")
    if len(words) > 3:
        return None
    at_home = country in CHINESE
    keys = [word.casefold() for word in words]
    among = [word in surnames for word in keys]
    if at_home and among == [False, True, False] and is_given(words[0]) and _is_pinyin(words[2]):
        return words[2:], words[1:2]  # Jennifer Liu Yifei: the first is for foreigners
    first, last = surnames.get(keys[0]), surnames.get(keys[-1])
    if first is None or not all(map(_is_pinyin, words[1:])):
        return None
    if last is not None and last < first:
        return words[:-1], words[-1:]
    if at_home:
        western = len(words) == 2 and is_given(words[0]) and last is not None
        return None if western else (words[1:], words[:1])
    plain = any(map(_PLAINLY_CHINESE.search, keys)) and not any(map(is_given, words[1:]))
    return (words[1:], words[:1]) if plain and first < _SURE_RANK else None


def _japanese(words: list[str], country: str) -> Parts | None:
    if len(words) != 2:
        return None
    surnames = ranks("japanese latin")
    first, last = (name_key(word) in surnames for word in words)
    if country != "JP" and not first:
        return None
    given = ["japanese" in given_in(word) for word in words]
    if country != "JP" and (given[0] or not given[1]):
        return None
    plain = all(_JAPANESE_PLAIN.sub("", word.casefold()) == "" for word in words)
    if given[1] and not given[0]:
        return words[1:], words[:1]
    if not plain or given[0] or last:
        return None
    looks = [bool(_JAPANESE_SURNAME.search(word.casefold())) for word in words]
    return (words[1:], words[:1]) if first or (looks[0] and not looks[1]) else None
