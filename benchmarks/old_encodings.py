"""Measure which encoding is found for small lists: leadkit beside chardet and charset-normalizer.

    python old_encodings.py [--seed 1]

Lists of 3, 10 and 40 rows are made of what Unicode's CLDR (babel) calls countries, towns and days
in 33 languages, and of the invented names of examples/trade-fair, each in the encodings that are
usual where the language is spoken; half of them have phone numbers with calling codes. Right is an
encoding that gives the very text.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from babel import Locale

from leadkit.files.guess_encoding import detect_encoding

USUAL = {  # languages with their calling codes -> encodings
    "de49 fr33 es34 it39 pt351 nl31 sv46 da45 nb47 fi358 is354": "cp1252 iso8859_15 mac_roman",
    "pl48 cs420 sk421 hu36 sl386 hr385 ro40": "cp1250 iso8859_2",
    "ru7 bg359": "cp1251 koi8_r iso8859_5 mac_cyrillic cp866",
    "uk380": "cp1251 koi8_u iso8859_5 mac_cyrillic",
    "el30": "cp1253 iso8859_7",
    "tr90": "cp1254 iso8859_9",
    "lt370 lv371 et372": "cp1257 iso8859_13",
    "he972": "cp1255",
    "ar20": "cp1256",
    "th66": "cp874",
    "ja81": "cp932 euc_jp iso2022_jp",
    "zh86": "gb18030",
    "zh_Hant886": "big5",
    "ko82": "cp949",
}
EXAMPLE = Path(__file__).parents[1] / "examples/trade-fair/business_cards.csv"


def made_lists(seed: int) -> Iterator[tuple[str, bytes, str]]:
    """Yield (encoding, bytes, text) of each list that is not ASCII."""
    chance = random.Random(seed)
    for languages, encodings in USUAL.items():
        for language in languages.split():
            name = language.rstrip("0123456789")
            for rows in (3, 3, 10, 10, 40, 40):
                for code in ("", language[len(name) :]):
                    text = _rows(Locale.parse(name), rows, code, chance)
                    yield from _encoded(text, encodings)
    header, *lines = EXAMPLE.read_bytes().decode("cp1252").splitlines()
    named = [line for line in lines if not line.isascii()]
    for rows in (1, 2, 3, 10, 40):
        for _ in range(8):
            text = "\n".join([header, *chance.sample(named, min(rows, len(named)))]) + "\n"
            yield from _encoded(text, "cp1252 iso8859_15 mac_roman")


def _rows(locale: Locale, rows: int, code: str, chance: random.Random) -> str:
    places = [place for key, place in locale.territories.items() if len(key) == 2]
    towns = [zone["city"] for zone in locale.time_zones.values() if "city" in zone] or places
    days = [*locale.days["format"]["wide"].values(), *locale.months["format"]["wide"].values()]
    lines = ["Name;City;Mail;Phone;Note"]
    for row in range(rows):
        phone = f"+{code} {chance.randint(1000000, 9999999)}" if code else ""
        cells = [chance.choice(places), chance.choice(towns), f"a{row}@x.example.com", phone]
        lines.append(";".join([*cells, chance.choice(["", chance.choice(days)])]))
    return "\n".join(lines) + "\n"


def _encoded(text: str, encodings: str) -> Iterator[tuple[str, bytes, str]]:
    for encoding in encodings.split():
        content = text.encode(encoding, "ignore")
        kept = content.decode(encoding)
        if not kept.isascii() and len(kept) > 0.97 * len(text):
            yield encoding, content, kept


def _is_right(content: bytes, encoding: str, text: str) -> bool:
    try:
        return content.decode(encoding) == text
    except (LookupError, UnicodeError):
        return False


def main() -> None:
    """Print how many lists each detector reads as they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    lists = list(made_lists(parser.parse_args().seed))
    detectors: dict[str, Callable[[bytes], str]] = {"leadkit": detect_encoding}
    import chardet

    detectors["chardet"] = lambda content: str(chardet.detect(content)["encoding"])
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        pass
    else:
        detectors["charset-normalizer"] = lambda content: getattr(
            from_bytes(content).best(), "encoding", "")  # fmt: skip
    print(f"{'detector':20} {'right':>6} {'lists':>6} {'share':>6} {'ms each':>8}")
    for name, detect in detectors.items():
        begin = time.perf_counter()
        right = sum(_is_right(content, detect(content), text) for _, content, text in lists)
        each = 1000 * (time.perf_counter() - begin) / len(lists)
        print(f"{name:20} {right:6} {len(lists):6} {right / len(lists):6.3f} {each:8.1f}")


if __name__ == "__main__":
    main()
