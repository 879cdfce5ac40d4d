"""Consent and opt-outs: answers, in a word or a sentence, as yes and no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache, partial

from leadkit.base.cells import is_blank, map_cells, rows_of, with_rows
from leadkit.base.columns import CONSENT_FOR
from leadkit.base.fold import fold_letters
from leadkit.base.words import word_groups
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields, each_column
from leadkit.fields.dates import read_date
from leadkit.fields.slips import LONG, Slips

ANSWERS = (
    "consent", "email_consent", "phone_consent", "post_consent", "third_party_consent",
    "soft_opt_in", "email_opt_out", "phone_opt_out", "post_opt_out",
)  # fmt: skip
YES, NO = "yes", "no"
# The channel that a question asks for, by its column; else it is asked for e-mail.
CHANNEL_OF = {column: channel for channel, column in CONSENT_FOR.items()}

# As _key leaves them: small, without accents, and with one space for signs.
_WORDS = word_groups("leadkit.fields", "answers")
_YES, _NO = frozenset(_WORDS["yes"]), frozenset(_WORDS["no"])
_NEITHER = frozenset(_WORDS["neither"])
# What says which side a person is on, whatever the column asks.
_JOINED, _LEFT = frozenset(_WORDS["joined"]), frozenset(_WORDS["left"])
_SEVERAL = re.compile(r"[;\n|]+")
_UNTICKED = re.compile(r"^\W*[☐✗✘❌]|\[ ?\]")
_CLAUSES = re.compile(r"[.!,:()\n]+|(?<=\S) [-–—] ")
_ANY_CLAUSE = re.compile(rf"{_SEVERAL.pattern}|{_CLAUSES.pattern}")
_APOSTROPHES = re.compile("['’`´]")
# "email=1", "Newsletter: no"; and "N.D.", "N/C", "t. brown": a letter that is no answer.
_NAMED = re.compile(r"^\s*([^=:;,.?!\d]{2,30}?)\s*[=:]\s*([^\s=:;,]{1,12})\s*$")
_TWO_WAYS = ("on", "da")  # "on verra", "da richiamare"
_INITIAL = re.compile(r"^\W*[^\W\d_][./]\s*[^\W\d_]")
_GROUPS = ("negation", "refusal", "agreement", "unsure", "mailing")
_TICKED = re.compile(r"^\W*[✓✔☑✅]|^\s*\[[xX✓]\]")


def _key(cell: str) -> str:
    """Fold a word, so that "Opted-In", "OPTED_IN" and "opted in" are one; 1.0 is 1."""
    text = unicodedata.normalize("NFKD", cell.casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"^([01])\.0$", r"\1", text.strip().replace("ı", "i"))
    return " ".join(re.sub(r"[-_.,!\[\]()]", " ", text).split())


@lru_cache(maxsize=1 << 14)
def yes_or_no(cell: str, *, opt_out: bool = False, channel: str = "") -> str:
    """Return "yes", "no", or "" for a blank and for what is neither.

    Of several answers in a cell, apart by semicolons, the most restrictive counts. Sentences are
    answers, too: a negation or a refusal in any part of one is a no; a yes to terms or a privacy
    notice is no yes to be written to; a bare day is the day of a yes. A yes that names channels
    (email, call, post) is one for these alone; ``channel`` is the one that was asked for, "" for
    e-mail where the question named none. Where it named one, a no to another is none to it.

    In an opt-out column "opted out" is a yes, and in a consent column a no. There, only a plain
    no is one: what a sentence says of leaving is for has_opted_out.

    >>> [yes_or_no(word) for word in ("Ja", "0", "opted out", "maybe", "")]
    ['yes', 'no', 'no', '', '']
    >>> [yes_or_no(word, opt_out=True) for word in ("x", "opted out", "FALSE", "no; no", "no; x")]
    ['yes', 'yes', 'no', 'no', 'yes']
    >>> [yes_or_no(text) for text in ("Ja, gerne per E-Mail", "Yes (revoked 3 May)", "2026-03-01",
    ...     "Ich habe die Datenschutzerklärung gelesen und akzeptiert", "yes; no")]
    ['yes', 'no', 'yes', '', 'no']
    >>> [yes_or_no("Yes, but no calls please", channel=channel) for channel in ("email", "call")]
    ['yes', 'no']
    """
    parts = [part for part in _SEVERAL.split(cell) if part.strip()]
    if len(parts) > 1 and _key(cell) not in _YES | _NO:
        answers = [yes_or_no(part, opt_out=opt_out, channel=channel) for part in parts]
        worst = YES if opt_out else NO
        if worst in answers:
            return worst
        clear = [
            one for one, part in zip(answers, parts, strict=True) if one or not _says_nothing(part)
        ]
        return clear[0] if clear and len(set(clear)) == 1 else ""
    if answer := plain_answer(cell, opt_out=opt_out):
        return answer
    word = _key(cell)
    if opt_out or not word or word in _NEITHER:
        return ""
    named = _NAMED.match(cell)
    return _of_name(named[1], named[2], channel) if named else _sentence(cell, channel)


def plain_answer(cell: str, *, opt_out: bool = False) -> str:
    """Return "yes" or "no" for a word that is one, "" for anything else: no sentence is read.

    >>> plain_answer("Ja"), plain_answer("no CRM so far")
    ('yes', '')
    """
    word = _key(cell)
    if word in _LEFT or word in _JOINED:
        return YES if opt_out == (word in _LEFT) else NO
    return YES if word in _YES else NO if word in _NO else ""


def _of_name(name: str, value: str, channel: str) -> str:
    """Return what a form's "email=1" or "Newsletter: no" says: a yes is one for its own channel."""
    answer = plain_answer(value)
    named = _channels_in(_folded(name))
    if named and channel and channel not in named:
        return ""
    return "" if answer == YES and named and (channel or "email") not in named else answer


def _sentence(cell: str, channel: str) -> str:
    """Return what an answer of several words says."""
    if _UNTICKED.search(cell):
        return NO
    clauses = [_folded(clause) for clause in _CLAUSES.split(cell)]
    clauses = [one for one in clauses if not (channel and _is_for_others(one, channel))]
    clauses = [_pattern("only").sub(" ", one) if _only_wanted(one) else one for one in clauses]
    is_open = any(_holds(clause, "open") for clause in clauses)
    is_idle = any(_holds(clause, "idle") for clause in clauses)
    for group in ("open", "idle"):
        clauses = [_pattern(group).sub(" ", clause) for clause in clauses]
    text = " ".join(clauses)
    first = re.sub(r"(.)\1+$", r"\1", text.split()[0]) if text.strip() else ""
    if len(first) == 1 and _INITIAL.match(cell):
        first = ""
    if first in _NO or any(map(_refuses, clauses)):
        return NO
    # "I know" alone is no yes; who agrees and knows that they may leave at any time agrees.
    unsure = _holds(text, "unsure") and not (_holds(text, "agreement") and _holds(text, "right"))
    if is_idle and not (first in _YES or _holds(text, "consents")):
        return ""
    if is_open or unsure or "?" in cell or "@" in cell:
        return ""
    named = _channels_in(text)
    if named and (channel or "email") not in named and not _holds(text, "added"):
        return ""
    if read_date(cell) or _TICKED.search(cell):
        return YES
    mailing = _holds(text, "mailing")
    if _holds(text, "terms") and not mailing:
        return ""
    asks = _holds(text, "polite") and mailing
    wishes = _holds(text, "wish") and mailing and not _holds(text, "once")
    alone = clauses[0].split() == [first] if clauses else False
    begins = len(first) > 1 and first in _YES and (alone or first not in _TWO_WAYS)
    return YES if begins or asks or wishes or _holds(text, "agreement") else ""


def _channels_in(text: str) -> list[str]:
    return [name for name in CHANNEL_OF.values() if _holds(text, name)]


def _is_for_others(clause: str, channel: str) -> bool:
    """Tell whether a clause refuses other channels by name, and nothing else."""
    named = _channels_in(clause)
    return bool(named) and channel not in named and _refuses(clause)


@lru_cache(maxsize=1 << 14)
def channels_refused(cell: str) -> frozenset[str]:
    """Return the channels that an answer refuses by name, whatever it was asked about.

    Who names one alone refuses the others.

    >>> sorted(channels_refused("Ja, aber bitte nicht anrufen")), sorted(channels_refused("nein"))
    (['call'], [])
    >>> sorted(channels_refused("Alleen telefonisch"))
    ['email', 'post']
    """
    clauses = [*map(_folded, _ANY_CLAUSE.split(cell))]
    refusing = [clause for clause in clauses if len(clause.split()) > 1 and _refuses(clause)]
    refused = {name for name in CHANNEL_OF.values() for one in refusing if _holds(one, name)}
    for alone in {*map(_only_wanted, clauses)} - {""}:
        refused |= {name for name in CHANNEL_OF.values() if name != alone}
    return frozenset(refused)


def _only_wanted(clause: str) -> str:
    """Return the channel that a folded clause wants alone, and says no more: "only by phone"."""
    if not _holds(clause, "only") or _refuses(clause):
        return ""
    rest = _pattern("small").sub(" ", _pattern("only").sub(" ", clause))
    words = [word for word in rest.split() if word not in _YES and len(word) > 1]
    named = _channels_in(f" {' '.join(words)} ")
    if len(named) != 1 or not all(_channels_in(f" {word} ") == named for word in words):
        return ""  # "nur nachmittags anrufen" is no matter of other channels
    return named[0]


def answer_to(column: str) -> Callable[[str], str]:
    """Return what reads the cells of a column of answers as "yes", "no" or "".

    >>> answer_to("phone_consent")("Yes, call me"), answer_to("mailing_status")("cleaned")
    ('yes', '')
    """
    if column == "mailing_status":
        return _state
    opt_out = column.endswith("_opt_out")
    return partial(yes_or_no, opt_out=opt_out, channel=CHANNEL_OF.get(column, ""))


def _state(cell: str) -> str:
    """Return what the state of a mailing says: "No consent" is where nobody was asked yet."""
    if has_bounced(cell) or _key(cell) in _WORDS["unasked"]:
        return ""
    return yes_or_no(cell, channel="email")


def has_bounced(cell: str) -> bool:
    """Tell whether a mailing tool's status says that an address takes no mail.

    >>> [has_bounced(word) for word in ("Cleaned", "hard bounce", "invalid", "unsubscribed")]
    [True, True, True, False]
    """
    words = fold_letters(_APOSTROPHES.sub(" ", cell))
    return any(stem in words for stem in word_groups("leadkit.fields", "answer_words")["bounced"])


def _folded(clause: str) -> str:
    """Fold a clause, with a space at each end, without slips and what only looks like a no."""
    words = fold_letters(_APOSTROPHES.sub(" ", clause)).split()
    text = f" {' '.join(map(_meant, words))} "
    return _pattern("postal").sub("post", _pattern("spared").sub(" ", text))


def _refuses(clause: str) -> bool:
    """Tell whether a clause holds a no, or an act of leaving and not merely the right to leave."""
    if _holds(clause, "negation"):
        return True
    return _holds(clause, "refusal") and not _holds(clause, "right")


def _says_nothing(part: str) -> bool:
    """Tell whether a part speaks of terms or a privacy notice alone, of a right, or of others."""
    if _NAMED.match(part):  # "sms=1" beside "email=1"
        return True
    text = _folded(part)
    return not _holds(text, "mailing") and (_holds(text, "terms") or _holds(text, "right"))


@cache
def _slips() -> Slips:
    groups = word_groups("leadkit.fields", "answer_words")
    entries = [fold_letters(one) for name in ("refusal", "agreement") for one in groups[name]]
    return Slips(entry for entry in entries if entry.isalpha())


def _meant(word: str) -> str:
    """Return a long word without the slip that was made in it."""
    if len(word) < LONG - 1 or any(_holds(f" {word} ", group) for group in _GROUPS):
        return word
    return next(_slips().meant(word), word)


def _holds(text: str, group: str) -> bool:
    """Tell whether a folded text, with a space at each end, holds a word or phrase of a group."""
    return bool(_pattern(group).search(text))


@cache
def _pattern(group: str) -> re.Pattern[str]:
    """Return what finds the words of a group in a folded text with a space at each end."""
    words: list[str] = []
    starts: list[str] = []
    ends: list[str] = []
    for entry in word_groups("leadkit.fields", "answer_words")[group]:
        kind = starts if entry.endswith("*") else ends if entry.startswith("*") else words
        kind.append(fold_letters(entry))
    if ends:
        words.append(f"[^ ]*(?:{'|'.join(ends)})")
    return re.compile(f"(?<= )(?:(?:{'|'.join(words)})(?= )|(?:{'|'.join(starts) or '(?!)'}))")


def has_opted_out(cell: str) -> bool:
    """Tell whether an opt-out cell means that the person opted out; in doubt they did.

    A list may hold the day of the opt-out, or words nobody knows: only a blank and a clear no
    let us contact someone.

    >>> has_opted_out("2026-01-31"), has_opted_out("nein"), has_opted_out("")
    (True, False, False)
    """
    return bool(cell.strip()) and yes_or_no(cell, opt_out=True) != NO


def _settled(column: str, cell: str) -> str:
    """Return an answer as yes or no; a yes that refuses another channel stays, to be heard."""
    answer = answer_to(column)(cell)
    mixed = answer == YES and not column.endswith("_opt_out") and channels_refused(cell)
    return cell if mixed else answer


def clean_answers(fields: Fields) -> Cleaned:
    """Write answers as yes and no; what is neither stays, and is read as no consent."""
    cleaned = Cleaned()
    for name in fields.present(ANSWERS):
        cells = fields[name]
        answers = map_cells(cells, partial(_settled, name))
        known = ~is_blank(answers)
        own = rows_of(answers, known)
        cleaned.columns[name] = with_rows(cells, known, own)
        cleaned.issues[f"{name}_unclear"] = ~known & ~is_blank(cells)
    return cleaned


CONSENT = Cleaner(
    "consent",
    ANSWERS,
    clean_answers,
    why="answer as yes or no",
    issues=each_column(ANSWERS, unclear="{} is neither a yes nor a no"),
)
