"""The text of one date: its day apart from its time, whatever script, words and signs it has."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from leadkit.fields.date_words import (
    any_month_of,
    date_words,
    half_of,
    is_english_month,
    is_weekday,
    may_be_two_months,
    stands_beside,
)

# A zone that is named by letters alone (CET, CST) may be several: none is kept
_ZONE = r"\s*\(?(?P<zone>Z|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|UTC|GMT|[A-Z]{3,5})?\)?$"
_TIME = re.compile(  # as most write it, in ASCII
    r"(?i)(?:[T ,]+|,?\s+(?:um|at|a las|alle|ore|om|kl\.?|o|-|@)\s+)"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?|uhr|hrs?|h)?" + _ZONE
)
_WEEKDAY = re.compile(r"^[^\W\d_]{2,}\.?,\s*(?=\d)")  # Fr., 3.4.2026
_COMPACT_TIME = re.compile(  # ISO's basic format
    r"(\d{8})T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_NUMBERS_ALONE = re.compile(r"[\d/-]+|\d+\.\d+\.\d+")
# GMT+0100 (Central European Standard Time), as browsers write it; +01:00[Europe/Berlin]
_NAME_OF_ZONE = re.compile(r"(?<=[+-]\d{4}) \([^()]+\)$|(?<=\d)\[[\w/+-]+\]$")
_NUMBER = re.compile(r"\d+")
_TOKEN = re.compile(r"\d+|[^\d\s]+")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)(?=\s?年)")
_SAID_BY_NUMBER = re.compile(r"(?i)(?:tháng|thg)\s*(\d{1,2})")  # Vietnamese: month 3
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일号號]?")
_COMMAS = str.maketrans("،、", ",,")
_TIME_FIRST = re.compile(r"(\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?)[, –-]+(\S.*)", re.I)
_SHORT_KOREAN = re.compile(r"\d\d?\. \d\d?\. \d\d?\.(?: .*)?")  # or Croatian, day first


class DateText(NamedTuple):
    """A date in parts: its day as it is written, and its time as ISO 8601 writes it."""

    day: str
    timed: re.Match[str] | None = None

    @property
    def clock(self) -> str | None:
        """The time: "" where there is none, None where it is no time of a day."""
        return _clock(self.timed) if self.timed else ""


def split_date(cell: str) -> DateText:
    """Return a date without its weekday and what stands around it, and the time.

    >>> cells = ("Fr., 3.4.2026 14:05", "2026年11月18日 下午3:17", "18/11/26 15.17", "3.4 25:00")
    >>> for date in map(split_date, cells):
    ...     print(date.day, date.clock)
    3.4.2026 T14:05
    2026-11-18 T15:17
    18/11/26 T15:17
    3.4 None
    """
    text = " ".join(cell.split())
    if not text[:1].isdecimal():
        text = _WEEKDAY.sub("", text)
    if text.endswith(".") or not text.isascii():
        if _SHORT_KOREAN.fullmatch(text):
            return DateText(text)
        text = text.rstrip(".")
    if text.isascii() and _NUMBERS_ALONE.fullmatch(text):
        return DateText(text)
    if compact := _COMPACT_TIME.fullmatch(text):
        day, hour, minute, second, zone = compact.groups("")
        text = f"{day} {hour}:{minute}{':' if second else ''}{second}{zone}"
    if text.isascii() and (timed := _TIME.search(text)) and text[timed.start() - 1].isdigit():
        return DateText(_day_alone(text[: timed.start()]), timed)
    text = _in_ascii_digits(text)
    if first := _TIME_FIRST.fullmatch(text):
        text = f"{first[2]} {first[1]}"
    if len(_NUMBER.findall(text)) < 2:
        return DateText(text)
    text = _NAME_OF_ZONE.sub("", text)
    timed = _time_in_words().search(text)
    if timed and timed["sign"] == "." and len(_NUMBER.findall(text[: timed.start()])) < 2:
        timed = None  # 18. 11.26
    before = text[: timed.start()] if timed else text
    return DateText(_day_alone(before.rstrip(" .,")), timed)


def has_foreign_month(cell: str) -> bool:
    """Tell whether a date names its month in a language that writes the day before it.

    >>> [has_foreign_month(cell) for cell in ("12 févr. 2026", "12 Nov 2026", "2026年11月", "bank")]
    [True, False, False, False]
    """
    words = [word.strip(".,/-") for word in _TOKEN.findall(cell) if not word.isdecimal()]
    if len(words) == len(_TOKEN.findall(cell)) or len(words) > 6:
        return False
    months = [word for word in words if any_month_of(word) and not is_weekday(word)]
    return bool(months) and not any(is_english_month(word) for word in words)


def _in_ascii_digits(text: str) -> str:
    """Return a text with the digits, signs and eras that ISO 8601 knows.

    >>> [_in_ascii_digits(text) for text in ("١٢ مارس ٢٠٢٦", "２０２６／３／２", "令和8年")]
    ['12 مارس 2026', '2026/3/2', '2026年']
    """
    if text.isascii():
        return text
    text = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in unicodedata.normalize("NFKC", text)
        if unicodedata.category(sign) != "Cf"  # marks of direction
    )
    text = " ".join(text.translate(_COMMAS).split())
    return _ERA.sub(lambda era: str(_ERAS[era[1]] + (1 if era[2] == "元" else int(era[2]))), text)


def _day_alone(text: str) -> str:
    """Return a day without the words around it; of one with words its ISO 8601 if they are known.

    >>> _day_alone("mercredi 18 novembre 2026"), _day_alone("18.11.2026 r"), _day_alone("12 cats 3")
    ('2026-11-18', '18.11.2026', '12 cats 3')
    """
    if _NUMBERS_ALONE.fullmatch(text):
        return text
    if found := _EAST_ASIAN.match(text):
        rest = text[found.end() :].strip(" ()")
        if not rest or is_weekday(rest):
            return _iso(found[1], found[2], found[3])
    tokens = _TOKEN.findall(text)
    numbers = [token for token in tokens if token.isdecimal()]
    words = [
        word for token in tokens if (word := token.strip(".,/-–'’()")) and not word.isdecimal()
    ]
    if not words or not _may_be_a_day(numbers) or len(tokens) > 12:
        return text
    if (found := _SAID_BY_NUMBER.search(text)) and len(numbers) == 3:
        day, year = (text[: found.start()], text[found.end() :])
        days, years = re.findall(r"\d+", day), re.findall(r"\d+", year)
        return _iso(years[0], found[1], days[-1]) if days and years else text
    months = [word for word in words if any_month_of(word)]
    if len(months) > 1:  # mar 18 nov 2026
        months = [word for word in months if not is_weekday(word)]
    others = [word for word in words if word not in months]
    if len(months) + len(numbers) != 3 or not all(map(_says_nothing, others)):
        return text
    return _named(text, numbers, months[0]) if months else _numbers_of(text)


def _may_be_a_day(numbers: list[str]) -> bool:
    """Tell by their lengths whether numbers are those of a day, with or without its month.

    So a street, a price or a postal code is none before the names of any language are loaded.

    >>> [_may_be_a_day(text.split()) for text in ("7 2025", "2025 12 7", "10 1", "2 160 00")]
    [True, True, False, False]
    """
    if len(numbers) not in (2, 3):
        return False
    year_first = len(numbers[0]) == 4
    others = numbers[1:] if year_first else numbers[:-1]
    has_year = year_first or len(numbers[-1]) in (2, 4)
    return has_year and all(len(number.lstrip("0")) < 3 for number in others)


def _named(text: str, numbers: list[str], month: str) -> str:
    """Return the ISO 8601 of a day whose month has a name; of the two numbers one is the year."""
    first, last = numbers
    if may_be_two_months(month) and re.match(rf"\D*{first}\s?\.", text):
        return text
    year, day = (first, last) if len(first) == 4 else (last, first)
    return _iso(year, str(any_month_of(month)), day)


def _says_nothing(word: str) -> bool:
    """Tell whether a word of a date may be left out: a weekday, "de", "года", "um", "Uhr"."""
    return stands_beside(word) or is_weekday(word)


def _numbers_of(text: str) -> str:
    """Return the part of a text from its first to its last digit: "le 18/11/2026" is 18/11/2026."""
    found = re.search(r"\d.*\d", text)
    return found[0] if found else text


def _iso(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02d}-{int(day):02d}" if len(year) == 4 else f"{day}.{month}.{year}"


@cache
def _time_in_words() -> re.Pattern[str]:
    """Return what a time looks like in all languages: "下午3:17", "à 15h17", "klo 15.17"."""
    halves = "|".join(
        r"\.?\s?".join(map(re.escape, word)) if len(word) < 4 else re.escape(word)
        for word in sorted(date_words("morning") | date_words("afternoon"), key=len, reverse=True)
    )
    at, hours = (
        "|".join(map(re.escape, sorted(date_words(group), key=len, reverse=True)))
        for group in ("at", "hours")
    )
    return re.compile(
        rf"(?i)(?:[T\s,]+|(?<=[日일号]))(?:(?:{at})\.?\s+)?(?P<before>(?:{halves})\.?)?\s*"
        r"(?P<hour>\d{1,2})\s?(?P<sign>\.(?=\d)|[:h時时시點点])\s?(?P<minute>\d\d)(?:[分분]| min)?"
        r"(?:(?:[:.]|(?<=[分분n])\s?)(?P<second>\d\d?)(?:[秒초]| s)?(?:[.,](?P<part>\d{1,9}))?)?"
        rf"\s*(?P<half>(?:{halves})\.?)?\s*(?:(?:{hours})\.?)?" + _ZONE
    )


def _clock(timed: re.Match[str]) -> str | None:
    """Return a time of day with its zone, None where there is no such time."""
    parts = timed.groupdict()
    hour = int(parts["hour"])
    half = half_of(parts["half"] or parts.get("before") or "")
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half and parts["half"] and parts["half"].isascii():
        return None
    if hour > 23 or int(parts["minute"]) > 59 or int(parts["second"] or 0) > 59:
        return None
    second = f":{parts['second']:0>2}" if parts["second"] else ""
    part = f".{parts['part']}" if parts["part"] else ""
    return f"T{hour:02d}:{parts['minute']}{second}{part}{_zone(parts['zone'] or '')}"


def _zone(written: str) -> str:
    """Return a time zone as ISO 8601 writes it, "" where its letters do not tell for sure.

    >>> [_zone(one) for one in ("GMT", "GMT+2", "+0530", "UTC-03:00", "CET")]
    ['Z', '+02:00', '+05:30', '-03:00', '']
    """
    name = written.upper()
    if found := re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d?)(?::?(\d\d))?", name):
        return f"{found[1]}{int(found[2]):02d}:{found[3] or '00'}"
    return "Z" if name in ("Z", "UTC", "GMT") else ""
