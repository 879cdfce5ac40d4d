"""Consent and opt-outs: answers, in a word or a sentence, as yes and no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, partial

from leadkit.base.words import word_groups
from leadkit.fields.answer_limits import as_clauses, by_channel, limit_behind
from leadkit.fields.answer_text import (
    CHANNEL_OF,
    channels_in,
    folded,
    holds,
    refuses,
    without,
)
from leadkit.fields.bounces import bounced_softly, has_bounced
from leadkit.fields.dates import read_date
from leadkit.fields.mailing_states import complains, without_bounce
from leadkit.fields.told_by import without_way_told

YES, NO = "yes", "no"

# As _key leaves them: small, without accents, and with one space for signs.
_WORDS = word_groups("leadkit.fields", "answers")
_YES, _NO = frozenset(_WORDS["yes"]), frozenset(_WORDS["no"])
_ASSENT = frozenset(_WORDS["assent"])  # to a consent; below an objection it is neither
_NEITHER = frozenset(_WORDS["neither"])
_ABSENT = frozenset(_WORDS["absent"])
# What says which side a person is on, whatever the column asks.
_JOINED, _LEFT = frozenset(_WORDS["joined"]), frozenset(_WORDS["left"])
_SEVERAL = re.compile(r"[;\n|]+")
_UNTICKED = re.compile(r"^\W*[☐✗✘❌]|\[ ?\]")
_CLAUSES = re.compile(r"[.!,:()\n]+|(?<=\S) [-–—] ")
_ANY_CLAUSE = re.compile(rf"{_SEVERAL.pattern}|{_CLAUSES.pattern}")
# "email=1", "Newsletter: no"; and "N.D.", "N/C", "t. brown": a letter that is no answer.
_NAMED = re.compile(r"^\s*([^=:;,.?!\d]{2,30}?)\s*[=:]\s*([^\s=:;,]{1,12})\s*$")
# A form's mark that was never filled in: "${consent}", "*|OPTIN|*", "{{ opt_in }}".
_UNFILLED = re.compile(r"^\s*(?:[$#]?\{.+\}|%+[^%]+%+|\*\|.+\|\*|<[^<>]+>|\[\[.+\]\])\s*$")
_LETTER = re.compile(r"^\s*[yjxYJX]\s*(?:[,(:;]|[-–—]\s)")  # "Y - at the booth"
_DIGIT = re.compile(r"\d")
_TWO_WAYS = ("on", "da")  # "on verra", "da richiamare"
_INITIAL = re.compile(r"^\W*[^\W\d_][./]\s*[^\W\d_]")
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
    if _UNFILLED.match(cell):
        return ""
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
    if named:
        return _of_name(named[1], named[2], channel)
    if word in _ASSENT or is_limited(cell):
        return YES
    apart = by_channel(cell, channel or "email", plain_answer)
    return apart or _sentence(as_clauses(cell, _is_yes), channel)


def plain_answer(cell: str, *, opt_out: bool = False) -> str:
    """Return "yes" or "no" for a word that is one, "" for anything else: no sentence is read.

    >>> plain_answer("Ja"), plain_answer("no CRM so far")
    ('yes', '')
    """
    word = _key(cell)
    if word in _LEFT or word in _JOINED:
        return YES if opt_out == (word in _LEFT) else NO
    return YES if word in _YES else NO if word in _NO else ""


def _is_yes(text: str) -> bool:
    return plain_answer(text) == YES


def is_limited(cell: str) -> bool:
    """Tell whether an answer is a yes with a limit, in how often or to news, and says no more.

    >>> [is_limited(one) for one in ("Ja, aber nicht zu oft", "Ja", "Ja, aber nicht mehr")]
    [True, False, False]
    """
    return limit_behind(cell, _is_yes)


def says_there_is_none(cell: str) -> bool:
    """Tell whether a cell says that there is none, as people write where no consent is on record.

    >>> [says_there_is_none(one) for one in ("brak", "None", "Nein", "keine Werbung")]
    [True, True, False, False]
    """
    return _key(cell) in _ABSENT


def _of_name(name: str, value: str, channel: str) -> str:
    """Return what a form's "email=1" or "Newsletter: no" says: a yes is one for its own channel."""
    answer = plain_answer(value)
    named = channels_in(folded(name))
    if named and channel and channel not in named:
        return ""
    return "" if answer == YES and named and (channel or "email") not in named else answer


def _sentence(cell: str, channel: str) -> str:
    """Return what an answer of several words says."""
    came_back = has_bounced(cell) or bounced_softly(cell)
    if _UNTICKED.search(cell) or (channel in ("", "email") and came_back):
        return NO
    clauses = [folded(clause) for clause in _CLAUSES.split(without_way_told(cell))]
    later = _said_later(clauses)
    if later and _of_clauses(later, cell, channel) == YES:
        return YES
    return _of_clauses(clauses, cell, channel)


def _ended_once(word: str) -> str:
    """Return a word without the repetition of its last letter, as of yesss."""
    return word.rstrip(word[-1]) + word[-1]


def _of_clauses(clauses: list[str], cell: str, channel: str) -> str:
    """Return what folded clauses of a cell say together."""
    clauses = [one for one in clauses if not (channel and _is_for_others(one, channel))]
    clauses = [without(one, "only") if _only_wanted(one) else one for one in clauses]
    is_open = any(holds(clause, "open") or _is_awaited(clause) for clause in clauses)
    is_idle = any(holds(clause, "idle") for clause in clauses)
    clauses = [clause for clause in clauses if not _is_awaited(clause)]
    for group in ("open", "idle"):
        clauses = [without(clause, group) for clause in clauses]
    text = " ".join(clauses)
    first = _ended_once(text.split()[0]) if text.strip() else ""
    if len(first) == 1 and _INITIAL.match(cell):
        first = ""
    if first in _NO or any(map(refuses, clauses)):
        return NO
    # "I know" alone is no yes; who agrees and knows that they may leave at any time agrees.
    unsure = holds(text, "unsure") and not (holds(text, "agreement") and holds(text, "right"))
    if is_idle and not (first in _YES or holds(text, "consents")):
        return ""
    if is_open or unsure or "?" in cell or "@" in cell:
        return ""
    named = channels_in(text)
    if named and (channel or "email") not in named and not holds(text, "added"):
        return ""
    if _holds_else(text):
        return ""
    if (_DIGIT.search(cell) and read_date(cell)) or _TICKED.search(cell):
        return YES
    alone = clauses[0].split() == [first] if clauses else False
    begins = first in _YES and (alone or first not in _TWO_WAYS)
    if len(first) == 1:
        begins = begins and bool(_LETTER.match(cell))
    return YES if _agrees(text, begins=begins) else ""


def _holds_else(text: str) -> bool:
    """Tell whether a text speaks of terms, or asks for something once, and of no more."""
    if holds(text, "terms") and not holds(text, "mailing"):
        return True
    if not (holds(text, "once") and holds(text, "mailing")):
        return False
    rest = text.split(maxsplit=1)[1:]  # "yes, send a quote": behind the yes nothing agrees
    return not holds(f" {' '.join(rest)} ", "agreement")


def _agrees(text: str, *, begins: bool) -> bool:
    """Tell whether a text without a no says yes; it may begin with a word for it."""
    mailing = holds(text, "mailing")
    if begins or holds(text, "agreement"):
        return True
    if holds(text, "paper") and holds(text, "filed"):
        return True
    asked = mailing and (holds(text, "polite") or holds(text, "invited"))
    wished = mailing and (holds(text, "wish") or holds(text, "may"))
    return asked or (wished and not holds(text, "once"))


def _is_awaited(clause: str) -> bool:
    """Tell whether a clause says that a sign-up was not confirmed, and no more: "not clicked"."""
    if not (holds(clause, "confirming") and holds(clause, "negation")):
        return False
    return not (holds(clause, "refusal") or holds(clause, "mailing"))


def _said_later(clauses: list[str]) -> list[str]:
    """Return the clauses behind a refusal that they take back: "first no, since May yes"."""
    refusing = [at for at, clause in enumerate(clauses) if refuses(clause)]
    if not refusing:
        return []
    earlier, later = clauses[: refusing[-1] + 1], clauses[refusing[-1] + 1 :]
    changed = any(holds(one, "since") for one in later) and any(
        holds(one, "before") for one in earlier
    )
    anew = any(holds(one, "anew") and holds(one, "agreement") for one in later)
    if not (changed or anew):
        return []
    return [without(one, "since") for one in later]


def _is_for_others(clause: str, channel: str) -> bool:
    """Tell whether a clause refuses other channels by name, and nothing else."""
    named = channels_in(clause)
    return bool(named) and channel not in named and refuses(clause)


@lru_cache(maxsize=1 << 14)
def channels_refused(cell: str) -> frozenset[str]:
    """Return the channels that an answer refuses by name, whatever it was asked about.

    Who names one alone refuses the others.

    >>> sorted(channels_refused("Ja, aber bitte nicht anrufen")), sorted(channels_refused("nein"))
    (['call'], [])
    >>> sorted(channels_refused("Alleen telefonisch"))
    ['email', 'post']
    """
    clauses = [*map(folded, _ANY_CLAUSE.split(cell))]
    refusing = [clause for clause in clauses if len(clause.split()) > 1 and refuses(clause)]
    refused = {name for name in CHANNEL_OF.values() for one in refusing if holds(one, name)}
    for alone in {*map(_only_wanted, clauses)} - {""}:
        refused |= {name for name in CHANNEL_OF.values() if name != alone}
    return frozenset(refused)


def _only_wanted(clause: str) -> str:
    """Return the channel that a folded clause wants alone, and says no more: "only by phone"."""
    if not holds(clause, "only") or refuses(clause):
        return ""
    rest = without(without(clause, "only"), "small")
    words = [word for word in rest.split() if word not in _YES and len(word) > 1]
    named = channels_in(f" {' '.join(words)} ")
    if len(named) != 1 or not all(channels_in(f" {word} ") == named for word in words):
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
    """Return what the state of a mailing says: "No consent" is where nobody was asked yet.

    Who called a message spam does not want the next; who did not get one is a subscriber still.
    """
    if complains(cell):
        return NO
    if bounced_softly(cell):
        return yes_or_no(without_bounce(cell), channel="email") if without_bounce(cell) else YES
    if has_bounced(cell) or _key(cell) in _WORDS["unasked"]:
        return ""
    return yes_or_no(cell, channel="email")


def _says_nothing(part: str) -> bool:
    """Tell whether a part speaks of terms or a privacy notice alone, of a right, or of others."""
    if _NAMED.match(part):  # "sms=1" beside "email=1"
        return True
    text = folded(part)
    return not holds(text, "mailing") and (holds(text, "terms") or holds(text, "right"))


def has_opted_out(cell: str) -> bool:
    """Tell whether an opt-out cell means that the person opted out; in doubt they did.

    A list may hold the day of the opt-out, or words nobody knows: only a blank and a clear no
    let us contact someone.

    >>> has_opted_out("2026-01-31"), has_opted_out("nein"), has_opted_out("")
    (True, False, False)
    """
    return bool(cell.strip()) and yes_or_no(cell, opt_out=True) != NO
