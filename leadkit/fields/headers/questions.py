"""Questions of form tools: the noun that is asked for decides, what is said around it does not."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from leadkit.base.words import word_groups
from leadkit.fields.headers.tokens import header_tokens
from leadkit.fields.headers.words import Understood, Vocabulary, understand, vocabulary

_OTHER_LISTS = ("SPEAKS", "ASKING", "PURPOSE", "AS_WRITTEN", "OF_OTHERS")
_LEAST_WORDS = 3  # of a header that asks without a question mark
_ASKS = re.compile(
    r"[?¿؟？]|[:：]\s*$|教えて|ください|下さい|请[填输选留]|請[填輸選留]|주세요|주십시오"
)
_LEAST_ASKING = 4  # letters of "onde" and "where"; shorter ones are other words elsewhere
_SMALL = 2  # letters
_FIRST = 3  # words of a question among which the asking word stands: "Under which ..."
_BRACKETS = re.compile(r"[(\[（][^)\]）]*[)\]）]")
_CLAUSES = re.compile(r"(?<=[^\d])[.?!:;…？。،؟]+(?=\s|$|[^\x00-\x7f])|[¿¡\n]|\s[-–—|/]\s")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# From what names one thing to what may only say whose it is: "the e-mail of your company".
_MOST_SPECIFIC_FIRST = (
    "email", "linkedin_url", "website", "mobile", "fax", "postal_code", "phone", "birthday",
    "employees", "revenue", "industry", "country", "state", "city", "street", "department",
    "job_title", "last_name", "first_name", "middle_name", "prefix", "company_phone", "company",
    "notes", "lead_source", "full_name",
)  # fmt: skip
_PARTS_OF_ADDRESS = frozenset({"postal_code", "city", "state", "country"})
_MEANT = {"LINKEDIN": "linkedin_url", "URL": "website", "ADDRESS": "street"}
_ONLY_A_YES = (  # "Are you ...?" asks for a yes, unless for something to be written down
    "email", "linkedin_url", "website", "mobile", "fax", "phone",
)  # fmt: skip
_YES_OR_NO = re.compile(
    r"(?:do|does|did|are|is|have|has|can|could|will|would|may|haben|hat|sind|ist|koennen|"
    r"moechten|wollen|nutzen|etes|avez|est ce que|utilisez|tiene|tienes|teneis|es|eres|sois|usa|"
    r"avete|hai|siete|sei|usate|tem|utiliza|heeft|heb|bent|gebruikt|czy|mate|jste|je|har|er|ar|"
    r"onko|van e|aveti|есть ли|вы|чи) "
)


def is_question(header: str) -> bool:
    """Tell whether a header asks, or speaks to somebody.

    >>> [is_question(header) for header in ("Company you work for", "Your e-mail?", "Work e-mail")]
    [True, True, False]
    """
    if _ASKS.search(header):
        return True
    words = header_tokens(header, None)
    asks = any(len(word) >= _LEAST_ASKING and _asking().match(word) for word in words)
    return len(words) >= _LEAST_WORDS and (asks or not _speaking().isdisjoint(words))


def asked_for(header: str, known: Vocabulary | None = None) -> Understood | None:
    """Return what a question asks for, as if its header were that word alone; None for nothing.

    >>> asked_for("Für welches Unternehmen sind Sie tätig?").meanings
    frozenset({'company'})
    >>> asked_for("¿Otro correo por si el primero falla?").scope
    'OTHER'
    >>> asked_for("Which workshop would your company like to attend?") is None
    True
    """
    hints = [hint[1:-1] for hint in _BRACKETS.findall(header)]
    clauses = [*_CLAUSES.split(_BRACKETS.sub(" ", header)), *hints]
    parts = frozenset[str]().union(*(understand(hint, known).meanings for hint in hints))
    if len(parts & _PARTS_OF_ADDRESS) > 1:  # "Where are you? (city and state)"
        return None
    found = None
    for clause in clauses:
        asked = _asked_by(clause, known) if clause.strip() else None
        if asked and not asked.meanings:
            return None
        if found is None or (asked and _is_vaguer(found, asked)):
            found = asked
    return found


def asks_for_a_thing(header: str) -> bool:
    """Tell whether a question begins by asking which, what, how ...: no yes answers it.

    >>> asks_for_a_thing("À quel numéro pouvons-nous vous joindre ?")
    True
    >>> asks_for_a_thing("Dürfen wir Sie anrufen?")
    False
    """
    return is_question(header) and any(map(_asking().match, header_tokens(header)[:_FIRST]))


def asks_for_nothing_kept(header: str) -> bool:
    """Tell whether a question asks what no contact tool keeps a field for.

    >>> asks_for_nothing_kept("What would you like printed on your badge?")
    True
    """
    return is_question(header) and any(
        _group_of(" ".join(header_tokens(clause))) == "ASIDE" for clause in _CLAUSES.split(header)
    )


def _is_vaguer(one: Understood, other: Understood) -> bool:
    """Tell whether a hint says it better: "What is your name? (first and last)"."""
    return one.meanings == {"NAME"} and other.meanings == {"full_name"}


def _asked_by(clause: str, known: Vocabulary | None) -> Understood | None:
    """Return what a clause asks for; what has no meaning asks for something we do not keep."""
    read = understand(clause, known)
    text = " ".join(header_tokens(clause))
    bare = " ".join(header_tokens(clause, None))
    group = _group_of(text) or _group_of(bare)
    if group == "ASIDE" or "ASIDE" in read.meanings:
        return Understood(frozenset())
    meanings = (read.meanings - _of_small_words(read, known)) | _within(clause, known)
    nouns = {_MEANT.get(meaning, meaning) for meaning in meanings}
    scopes = read.meanings & {"HOME", "OTHER"}
    specific = next((field for field in _MOST_SPECIFIC_FIRST if field in nouns), "")
    field = _decided(group, specific, nouns)
    if not field or ((_YES_OR_NO.match(text)) and field not in (*_ONLY_A_YES, "notes")):
        return None
    if field == "notes":  # "something else", which is no other notes
        scopes = frozenset()
    return Understood(frozenset({field} | scopes), read.numbers, used=read.used)


def _of_small_words(read: Understood, known: Vocabulary | None) -> frozenset[str]:
    """Return what only words of two letters, or that speak to somebody, say: in a sentence nothing.

    Italian "il" is Turkish for a province, English "by" Danish for a town; "Państwo" is a country,
    and in a sentence it is you.
    """
    words = (known or vocabulary()).words
    keys = [key.removeprefix("word ") for key in read.used]
    small = {key for key in keys if (len(key) <= _SMALL and key.isascii()) or key in _speaking()}
    return frozenset({words[key] for key in small} - {words[key] for key in {*keys} - small})


def _within(clause: str, known: Vocabulary | None) -> frozenset[str]:
    """Return what the words of a clause mean that writes none of them apart."""
    if not _UNSPACED.search(clause):
        return frozenset()
    text = "".join(header_tokens(clause))
    words = (known or vocabulary()).words
    return frozenset(
        words[text[at : at + length]]
        for at in range(len(text))
        for length in range(2, 9)
        if text[at : at + length] in words
    )


def _decided(group: str, specific: str, nouns: set[str]) -> str:
    """Return what a phrase and the nouns of a clause say together."""
    if {"first_name", "last_name"} <= nouns:
        return "full_name"
    if group == "full_name" and specific in ("email", "company"):
        return specific
    if group in ("", "NAME", "company", "city", "phone", "email", "prefix"):
        # "Where do you work?" is vaguer than a noun: "In which city do you work?"
        if specific and specific not in ("full_name", "notes"):
            return specific if (specific, group) != ("company", "city") else "city"
        if not group and "NAME" in nouns:
            return "NAME"
    if group == "first_name" and "last_name" in nouns:
        return "full_name"
    return group or specific


@lru_cache(1 << 12)
def _group_of(text: str) -> str:
    for group, pattern in _patterns():
        if pattern.search(text):
            return group
    return ""


@cache
def _asking() -> re.Pattern[str]:
    words = word_groups("leadkit.fields", "question_words")["ASKING"]
    ends = ("" if _UNSPACED.search(word) else "$" for word in words)
    return re.compile("|".join(_pattern(w) + end for w, end in zip(words, ends, strict=True)))


@cache
def _speaking() -> frozenset[str]:
    return frozenset(map(_folded, word_groups("leadkit.fields", "question_words")["SPEAKS"]))


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    patterns = []
    for group, phrases in word_groups("leadkit.fields", "question_words").items():
        if group in _OTHER_LISTS:
            continue
        spaced = [_pattern(phrase) for phrase in phrases if not _UNSPACED.search(phrase)]
        unspaced = [re.escape(_folded(one)) for one in phrases if _UNSPACED.search(one)]
        parts = [rf"(?<!\S)(?:{'|'.join(spaced)})(?!\S)", *unspaced]
        patterns.append((group, re.compile("|".join(parts))))
    return patterns


def _folded(phrase: str) -> str:
    return " ".join(header_tokens(phrase))


def _pattern(phrase: str) -> str:
    parts = [part.strip() for part in phrase.split(" .. ")]
    gap = r"(?: \S+){0,4} "
    return gap.join(
        " ".join(rf"{_folded(word)}\S*" if word.endswith("*") else _folded(word)
                 for word in part.split())
        for part in parts
    )  # fmt: skip
