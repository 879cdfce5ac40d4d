"""What a suppression list says beside its entries: by which channel, whether at all, a bounce.

In doubt an entry counts, and for the channel of its list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING

from leadkit.base.cells import flags, whole
from leadkit.base.fold import fold_letters
from leadkit.base.named import quoted
from leadkit.base.words import word_groups
from leadkit.fields.consent import YES, yes_or_no
from leadkit.fields.headers.consent import FORBIDS, read_consent_header
from leadkit.fields.objections import CHANNELS, says

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.cells import Mask

_MOST = 0.8  # of the different cells of such a column that have to be understood
_HALF = 0.5  # where its header says what it holds; who is not understood counts for every way
_PARTS = re.compile(r"[,;/|+]")
_E_MAIL = re.compile(r"(?i)\be[-‐‑ ](?=mail|mejl|post)")
_CODE = re.compile(r"(?:smtp;?\s*)?([245])(?:\d\d|\.\d{1,3}\.\d{1,3})\b")
_OF_CODES = re.compile(r"(?i)smtp|code|dsn|\bkod\b|kód|codice|código")
_OUI_NON = {"o": True, "n": False}  # French registers; elsewhere "o" is no answer
_REGISTERS = ("call", "post")  # the ways that there are registers for of who is not to be contacted
_CELLS = 200  # different cells of a column that are looked at

Sampled = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class EntryColumns:
    """Which columns of a list say something of its entries, by header; "" for none."""

    ways: str = ""  # by which channels
    kind: str = ""  # of a bounce, in words
    code: str = ""  # of a bounce, as mail servers give it
    state: str = ""  # whether it is in a register, in words
    answers: str = ""  # the same as a plain yes or no
    mail_is_post: bool = False  # what a bare "mail" may be, too
    notes: tuple[str, ...] = ()

    def sorted_out(
        self, rows: pa.Table, channel: str, passed: Counter[str]
    ) -> tuple[pa.Table, pa.Table]:
        """Return the rows whose entries count for a channel ("" for all), and those that bounced.

        What is passed over is counted. A bounce is one in a list for e-mail; else it counts.
        """
        import numpy as np

        def told(column: str, holds: Callable[[str], bool]) -> Mask:
            return says(lambda name: whole(rows[name]), column, len(rows), holds)

        def pass_over(kind: str, some: Mask) -> None:
            counts[some] = False
            passed[kind] += int(some.sum())

        counts, bounced = np.ones(len(rows), bool), np.zeros(len(rows), bool)
        if self.ways and channel:
            pass_over("ways", told(self.ways, lambda cell: not self._is_for(channel, cell)))
        if self.state or self.answers:
            pass_over("state", told(self.state or self.answers, partial(self._is_free, channel)))
        if self.kind or self.code:
            soft = told(self.kind or self.code, is_soft)
            if self.kind and self.code:  # the code speaks where the words say nothing
                silent = told(self.kind, lambda cell: not cell.strip())
                soft |= silent & told(self.code, is_soft)
            pass_over("soft", soft)
            if channel == "email":
                bounced = told(self.kind or self.code, _is_bounce) & counts
        if counts.all() and not bounced.any():
            return rows, rows.slice(0, 0)
        return rows.filter(flags(counts & ~bounced)), rows.filter(flags(bounced))

    def _is_for(self, channel: str, cell: str) -> bool:
        ways = ways_in(cell)
        as_post = self.mail_is_post and channel == "post" and "mail" in fold_letters(cell).split()
        return not ways or channel in ways or as_post

    def _is_free(self, channel: str, cell: str) -> bool:
        if self.state:
            return _is_free(fold_letters(cell), channel)
        return _answer(cell) is False


def entry_columns(headers: Sequence[str], cells_of: Sampled, channel: str) -> EntryColumns:
    """Return what columns beside the entries say of them, for a list of one channel, "" for all.

    >>> cells = {"Kanał": ["telefon", "e-mail", "wszystko"], "class": ["hard", "soft"],
    ...     "ESITO": ["ISCRITTO", "NON ISCRITTO"], "Uwagi": ["nowy numer"]}
    >>> found = entry_columns([*cells], cells.__getitem__, "call")
    >>> found.ways, found.kind, found.state
    ('Kanał', 'class', 'ESITO')
    """
    sampled = {one: _sample(cells_of(one)) for one in headers}
    ways, doubtful = _ways_column(sampled)
    kind = _only([one for one, cells in sampled.items() if _are_bounces(cells)])
    code = _only([one for one, cells in sampled.items() if _are_codes(one, cells)])
    state, answers, unclear = _state_column(sampled, channel)
    posts = (cell for cell in sampled.get(ways, ()) if "post" in ways_in(cell))
    by_post = any(ways_in(cell) == {"post"} for cell in posts)
    notes = [
        f"column {quoted(one)} names ways, and may say by which each entry is refused, or how we "
        "heard of it: all entries count; call it channel if it is the first"
        for one in doubtful
    ] + [
        f"column {quoted(one)} holds a yes and a no, and nothing says what of: all entries count; "
        "call it registered if a no means that nothing is refused"
        for one in unclear
    ]
    return EntryColumns(ways, kind, code, state, answers, not by_post, tuple(notes))


def passed_over_notes(columns: EntryColumns, passed: Mapping[str, int], channel: str) -> list[str]:
    """Return what is to be said of entries that do not count.

    >>> passed_over_notes(EntryColumns(ways="Kanał"), {"ways": 10}, "email")
    ["column 'Kanał' says by which way each entry is refused; 10 without e-mail were passed over"]
    """
    way = {"email": "e-mail", "call": "the phone", "post": "post"}.get(channel, "")
    told = {  # a column, what it says, and which entries are passed over
        "ways": (columns.ways, "says by which way each entry is refused", f"without {way}"),
        "state": (
            columns.state or columns.answers, "says which entries are registered", "that are not",
        ),
        "soft": (columns.kind or columns.code, "tells hard bounces from soft ones", "soft ones"),
    }  # fmt: skip
    return [
        f"column {quoted(header)} {says}; {passed[name]:,} {which} were passed over"
        for name, (header, says, which) in told.items()
        if passed.get(name)
    ]


@lru_cache(1 << 12)
def ways_in(cell: str) -> frozenset[str]:
    """Return the channels that a cell names and says no more than that; empty for any other cell.

    >>> [sorted(ways_in(one)) for one in ("e-mail e telefono", "wszystko", "seit 2020", "nur Post")]
    [['call', 'email'], ['call', 'email', 'post'], [], []]
    >>> sorted(ways_in("no SMS/WhatsApp, telefono no, mail sì"))
    ['call']
    """
    found: set[str] = set()
    for part in _PARTS.split(cell):
        words = fold_letters(_E_MAIL.sub("e", part)).split()
        cut = next((at for at, word in enumerate(words) if _holds("except", word)), 0)
        if cut:  # "all but post"
            most, but = _ways_of(words[:cut]), _ways_of(words[cut + 1 :])
            if most != set(CHANNELS) or not but:
                return frozenset()
            found |= most - but
            continue
        allowed, denied = ([one for one in words if _holds(group, one)] for group in ("yes", "no"))
        named = _ways_of([one for one in words if one not in (*allowed, *denied)])
        if not named and words:
            return frozenset()
        found |= set() if allowed and not denied else named
    return frozenset(found)


def _ways_of(words: Sequence[str]) -> set[str]:
    """Return the channels that words name; none where one of them is anything else."""
    found: set[str] = set()
    at = 0
    while at < len(words):
        for length in (2, 1):
            phrase = " ".join(words[at : at + length])  # the last may be a word alone
            named = {one for one in (*CHANNELS, "all", "beside") if _holds(one, phrase)}
            if named:
                break
        else:
            return set()
        found |= set(CHANNELS) if "all" in named else named - {"beside"}
        at += length
    return found


def is_soft(cell: str) -> bool:
    """Tell whether a class or a code of a bounce is that of a mail that may arrive another time.

    >>> [is_soft(one) for one in ("soft", "Transient", "452 4.2.2", "550 5.1.1", "weich", "spam")]
    [True, True, True, False, True, False]
    """
    code = _CODE.match(cell.strip())
    return code[1] == "4" if code else _holds("soft", fold_letters(cell))


def _is_bounce(cell: str) -> bool:
    return is_soft(cell) or bool(_CODE.match(cell.strip())) or _holds("hard", fold_letters(cell))


def _sample(cells: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))[:_CELLS]


def _only(found: Sequence[str]) -> str:
    return found[0] if len(found) == 1 else ""  # of several nobody knows which is meant


def _mostly(cells: Sequence[str], holds: Callable[[str], object], least: float = _MOST) -> bool:
    return bool(cells) and sum(map(bool, map(holds, cells))) >= least * len(cells)


def _ways_column(sampled: dict[str, list[str]]) -> tuple[str, list[str]]:
    """Return the column of ways, and those that may be one or say how somebody let us know."""
    held = {one: cells for one, cells in sampled.items() if not _header_says("told", one)}
    named = [one for one, cells in held.items() if _mostly(cells, ways_in)]
    headed = [one for one in held if _header_says("ways", one)]
    by_header = [one for one in headed if _mostly(held[one], ways_in, _HALF)]
    # How somebody let us know is one way, and never all of them.
    by_cells = [one for one in named if any(len(ways_in(cell)) > 1 for cell in sampled[one])]
    found = _only(by_header) or ("" if by_header else _only(by_cells))
    return found, [one for one in named if not found]


def _are_bounces(cells: Sequence[str]) -> bool:
    """Tell whether cells are classes of bounces, perhaps beside other ways to leave a mailing."""
    folded = [fold_letters(cell) for cell in cells]
    return any(_holds("soft", one) for one in folded) and _mostly(folded, _is_class)


def _is_class(folded: str) -> bool:
    return any(_holds(group, folded) for group in ("soft", "hard", "left"))


def _are_codes(header: str, cells: Sequence[str]) -> bool:
    if not _mostly(cells, _CODE.match):
        return False
    return bool(_OF_CODES.search(header)) or any("." in cell for cell in cells)


def _state_column(sampled: dict[str, list[str]], channel: str) -> tuple[str, str, list[str]]:
    """Return the column that says who is in a register, in words, or else by a yes and a no.

    The last are such as hold a yes and a no to who knows what.
    """
    words: list[str] = []
    answers: list[str] = []
    unclear: list[str] = []
    for one, cells in sampled.items():
        folded = {fold_letters(cell) for cell in cells}
        told = [cell for cell in folded if _is_free(cell, channel) or _holds("listed", cell)]
        if any(_is_free(cell, channel) for cell in told) and len(told) >= _MOST * len(folded):
            words.append(one)
        elif len(cells) > 1 and all(_answer(cell) is not None for cell in cells):
            (answers if _asks_for_register(one, channel) else unclear).append(one)
    if words:
        return _only(words), "", []
    return "", _only(answers), [] if _only(answers) else unclear


def _is_free(folded: str, channel: str) -> bool:
    """Tell whether a word says that an entry is in no register; of a newsletter none may say so."""
    return _holds("free", folded) or (channel in _REGISTERS and _holds("not_registered", folded))


def _answer(cell: str) -> bool | None:
    word = fold_letters(cell)
    if word in _OUI_NON:
        return _OUI_NON[word]
    answer = yes_or_no(cell, opt_out=True) if len(word.split()) == 1 else ""
    return answer == YES if answer else None


def _asks_for_register(header: str, channel: str) -> bool:
    """Tell whether a yes below a header says that an entry is not to be contacted by a channel."""
    if _header_says("call_register", header):
        return channel == "call"
    if channel in _REGISTERS and _header_says("register", header):
        return True
    reading = read_consent_header(header)
    wanted = {channel} if channel else set(CHANNELS)
    return reading.means == FORBIDS and wanted <= reading.channels


def _header_says(group: str, header: str) -> bool:
    words = fold_letters(re.sub(r"([a-z])([A-Z])", r"\1 \2", header)).split()
    phrases = [*words, *map(" ".join, pairwise(words))]
    phrases += map(" ".join, zip(words, words[1:], words[2:], strict=False))
    return any(_holds(group, phrase) for phrase in phrases)


def _holds(group: str, folded: str) -> bool:
    """Tell whether a folded text is a word or phrase of a group."""
    words, starts = _lexicon(group)
    return folded in words or (" " not in folded and folded.startswith(starts))


@cache
def _lexicon(group: str) -> tuple[frozenset[str], tuple[str, ...]]:
    entries = word_groups("leadkit.fields", "entry_words")[group]
    whole_ones = {fold_letters(_E_MAIL.sub("e", one)) for one in entries if not one.endswith("*")}
    starts = (fold_letters(_E_MAIL.sub("e", one)) for one in entries if one.endswith("*"))
    return frozenset(whole_ones), tuple(starts)
