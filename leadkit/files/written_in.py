"""Which encodings are usual where the people of a list live, told by what is plain ASCII in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class _Part(NamedTuple):
    """A part of the world with encodings of its own, and what shows that a row is from there."""

    encodings: str
    domains: str  # the last label of addresses
    calling_codes: str
    legal_forms: str  # as a pattern


_PARTS = (
    _Part("cp1250 iso8859_2 mac_latin2 cp852", "pl cz sk hu si hr ro ba rs me al",
          "48 420 421 36 386 385 40 387 381 382 355",
          r"kft|zrt|nyrt|bt|s\. ?r\. ?o|spol|d\. ?o\. ?o|d\. ?d|sp\. ?z ?o\. ?o|sp\. ?j|a\. ?s"),
    _Part("cp1251 koi8_r koi8_u iso8859_5 mac_cyrillic cp866", "ru ua by bg kz su",
          "7 380 375 359", ""),
    _Part("cp1253 iso8859_7 mac_greek", "gr cy", "30 357", ""),
    _Part("cp1254 iso8859_9 mac_turkish", "tr", "90", r"ltd\. ?sti|san\. ve"),
    _Part("cp1257 iso8859_13", "lt lv ee", "370 371 372", "uab|sia|mb|ou"),
    _Part("cp1252 iso8859_15 iso8859_1 mac_roman cp850 cp437",
          "de at ch fr es it pt nl be lu se dk no fi is ie br mx ar",
          "49 43 41 33 34 39 351 31 32 352 46 45 47 358 354 353 55 52 54",
          r"gmbh|ag|kg|sarl|sas|s\. ?l|s\. ?p\. ?a|s\. ?r\. ?l|ltda|lda|bv|nv|ab|oy|aps"),
    _Part("cp932 euc_jp iso2022_jp", "jp", "81", ""),
    _Part("gb18030", "cn", "86", ""),
    _Part("big5", "tw hk mo", "886 852 853", ""),
    _Part("cp949", "kr", "82", ""),
    _Part("cp1255 iso8859_8", "il", "972", ""),
    _Part("cp1256", "eg sa ae ma dz tn jo kw qa om bh iq lb ir",
          "20 966 971 212 213 216 962 965 974 968 973 964 961", ""),
    _Part("cp874", "th", "66", ""),
)  # fmt: skip


def share_of(text: bytes) -> Mapping[str, float]:
    """Return for each encoding how much of a list speaks for a part of the world that uses it.

    Counted are domains (``.hu``), calling codes (``+36``) and legal forms (``Kft.``), which are
    ASCII and so the same in every encoding. A list that tells nothing gives 0 for all.

    >>> shares = share_of(b"Kov\\xe1cs;+36 1 555 01 10;info@kovacs.hu")
    >>> shares["cp1250"], shares["cp1252"]
    (1.0, 0.0)
    """
    plain = text.decode("ascii", "replace").lower()
    counts = [_count(plain, part) for part in _PARTS]
    told = sum(counts) or 1
    return {
        encoding: count / told
        for part, count in zip(_PARTS, counts, strict=True)
        for encoding in part.encodings.split()
    }


def _count(plain: str, part: _Part) -> int:
    domains, codes = part.domains.replace(" ", "|"), part.calling_codes.replace(" ", "|")
    patterns = [
        rf"\.(?:{domains})(?![a-z0-9.])",
        rf"(?:\+|(?<!\d)00)(?:{codes})(?=[ \d(./-])",
    ]
    if part.legal_forms:
        patterns.append(rf"(?<![a-z.])(?:{part.legal_forms})(?![a-z])")
    return sum(len(re.findall(pattern, plain)) for pattern in patterns)
