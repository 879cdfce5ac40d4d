"""Headers that ask whether, or say that, somebody may be contacted: labels, names, questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from leadkit.base.columns import CONSENT_FOR, OPT_OUT_OF
from leadkit.fields.headers.consent_words import CHANNELS, Word, read_clause, with_email_in_one

# What a column means, by its header.
ALLOWS = "yes_allows"
FORBIDS = "yes_forbids"
STATUS = "status"  # words of a mailing tool
BOUNCES = "bounces"
UNCLEAR = "unclear"  # about being contacted, and no more than that is understood
EVIDENCE = "evidence"  # of a consent: its day, its source, its wording
NOTHING = ""

EVERY_CHANNEL: frozenset[str] = frozenset(OPT_OUT_OF)
_EVIDENCE = {
    "WHEN": "consent_at", "ORIGIN": "consent_source", "WORDING": "consent_text",
    "WAYS": "consent_channels",
}  # fmt: skip
_RECORD = 4  # so many at most has a label of what is kept of a consent
_LABEL = 6  # so many words at most has a label; a longer header is a sentence
_FORWARD, _BACKWARD = 7, 4  # words between a no and what it is about
_ANY_TIME_REACH = 7  # words around "at any time" that speak of taking a yes back
_ABOUT = frozenset({"CONTACT", "TOPIC", "CONSENT", "WANT", "EMAIL", "PHONE", "POST"})
_MATTER = frozenset({"CONTACT", "TOPIC", "EMAIL", "PHONE", "POST", "LEAVE"})
_MAILED = frozenset({"EMAIL", "SUBSCRIBER", "TOPIC", "TOOL"})
_ABBREVIATIONS = frozenset({"no", "n", "non"})  # "Phone No", "N. telefono"
_PHONES = frozenset(
    {"phone", "telephone", "telefon", "telefono", "tel", "mobile", "mobil", "handy"}
)
_MAIL = frozenset({"mail", "mails"})  # by e-mail, or by post
_MAILINGS = frozenset({"mailing", "mailings"})  # by e-mail, or by post, in many languages
_ENGLISH_NOS = frozenset({"not", "no", "don t", "dont", "never", "no longer"})
_TEXT_MESSAGES = frozenset({"sms", "text message", "text messages", "texting", "texts"})
_SHORT_ENDS = frozenset({"at", "on", "am", "le", "el", "il", "op", "em", "den", "od", "tag", "day"})

_ANSWERS = r"yes|y|ja|j|oui|o|s[ií]|sì|s|sim|tak|t|ano|a|igen|i|da|d|kyllä|k|evet|e|true|wahr|1"
_OTHERS = r"no|n|nein|non|nee|nie|não|nao|nej|nei|nem|nu|ei|e|hayır|h|ne|false|falsch|0"
_OR = r"\s*(?:[/|,;-]|=|\bor\b|\boder\b|\bou\b|\bo\b|\blub\b|\beller\b|\bof\b|\bnebo\b)\s*"
_YES_OR_NO = re.compile(rf"(?i)[(\[]?(?<!\w)(?:{_ANSWERS}){_OR}(?:{_OTHERS})(?!\w)[)\]]?")
_DO_NOT = re.compile(r"(?i)(?<!\w)donot(?=[a-z])(?!bulkemail|sendmm)([a-z])")
# "May Smith & Sons Ltd send you ...": whoever it is, they ask for themselves.
_MAY_SOMEBODY = re.compile(
    r"(?i)\b(may|can|could)\s+(?!we\b|you\b|i\b|be\b|not\b)(?:[^\s?.!:;]+\s+){1,7}?"
    r"(?=(?:send|e?mail|phone|call|ring|text|contact|write|inform|keep|reach|get in touch)\b)"
)
_NUMBER_OF = re.compile(r"(?i)(?<!\w)n[º°]\.?\s*(?:de|di|of)?\s")
_VALUES = re.compile(r"\([^()]*[/|][^()]*\)")  # "(subscribed / unsubscribed / cleaned)"
_CLAUSES = re.compile(r"[.;:!?()\[\],/|–—\n•]|\s-\s")


@dataclass(frozen=True)
class ConsentHeader:
    """What a header says of being contacted."""

    means: str
    channels: frozenset[str] = EVERY_CHANNEL  # none: text messages, fax, which leadkit does not use
    field: str = ""  # where it is not the one for its channels
    is_weak: bool = False  # words that may mean something else: its cells have to agree
    is_record: bool = False  # a label of what is kept of a consent: nobody was asked in its words

    @property
    def fields(self) -> tuple[str, ...]:
        """The known columns that hold such answers, as they stand in KNOWN."""
        if self.field or self.means == EVIDENCE:
            return (self.field,) if self.field else ()
        if self.means == BOUNCES:
            return ("email_bounced",)
        if self.means == STATUS and self.channels == {"email"}:
            return ("mailing_status",)
        if self.means in (ALLOWS, STATUS) and self.channels == EVERY_CHANNEL:
            return ("consent",)
        of_channel = {ALLOWS: CONSENT_FOR, STATUS: CONSENT_FOR, FORBIDS: OPT_OUT_OF}
        fields = of_channel.get(self.means, {}).items()
        return tuple(field for channel, field in fields if channel in self.channels)


@lru_cache(1 << 14)
def read_consent_header(header: str) -> ConsentHeader:
    """Return what a header says of being contacted, and by which ways.

    >>> read_consent_header("Dürfen wir Sie anrufen?").fields
    ('phone_consent',)
    >>> read_consent_header("Opted out of email: Product news").fields
    ('email_opt_out',)
    >>> read_consent_header("Bitte keine Werbung").fields
    ('email_opt_out', 'phone_opt_out', 'post_opt_out')
    >>> [read_consent_header(one).means for one in ("Contact owner", "Not unsubscribed")]
    ['', 'unclear']
    """
    text = _DO_NOT.sub(r"do not \1", _YES_OR_NO.sub(" ", _NUMBER_OF.sub("number of ", header)))
    text = _MAY_SOMEBODY.sub(r"\1 we ", with_email_in_one(text))
    clauses = _clauses(_VALUES.sub(" ", text))
    if not any("STATUS" in word.says for clause in clauses for word in clause):
        clauses = _clauses(text)  # what stands in brackets are not the words that it may hold
    if not clauses:
        return ConsentHeader(NOTHING)
    clauses = _without_right_to_leave(clauses)
    words = [word for clause in clauses for word in clause]
    says = frozenset().union(*(word.says for word in words))
    reading = _judged(clauses, words, says)
    asks = "?" in header or len(words) > _RECORD or says & {"WANT", "US"} or _is_of_a_list(words)
    kept = "CONSENT" in says and reading.means in (ALLOWS, STATUS) and not asks
    return replace(reading, is_record=True) if kept else reading


def _clauses(text: str) -> list[list[Word]]:
    return [clause for part in _CLAUSES.split(text) if (clause := read_clause(part))]


def _judged(
    clauses: Sequence[Sequence[Word]], words: Sequence[Word], says: frozenset[str]
) -> ConsentHeader:
    is_label = len(words) <= _LABEL
    if is_label and "COUNT" in says:
        return ConsentHeader(NOTHING)
    if "SPAM" in says:
        return ConsentHeader(FORBIDS, frozenset({"email"}))
    if "BOUNCE" in says:
        if is_label and "TALLY" in says:
            return ConsentHeader(NOTHING)
        kind = is_label and "KIND" in says
        return ConsentHeader(STATUS if kind else BOUNCES, frozenset({"email"}), "email_bounced")
    if "LEGAL_BASIS" in says:  # "freely given consent", "legitimate interest", "objected"
        return ConsentHeader(ALLOWS)
    if _is_something_else(words, says, is_label):
        return ConsentHeader(NOTHING)
    if "POLICY" in says and not says & (_MATTER | {"OUT", "REFUSE"}):
        rights = is_label and says & {"CONSENT"}  # "privacy consent"
        return ConsentHeader(ALLOWS) if rights else ConsentHeader(NOTHING)
    means = _direction(clauses, says)
    if _is_doubtful(says, means, is_label):
        return ConsentHeader(UNCLEAR, _channels(words, says, UNCLEAR) or EVERY_CHANNEL)
    if means == ALLOWS and is_label and "STATUS" in says:
        if _is_of_a_list(words):
            return ConsentHeader(STATUS, frozenset({"email"}))
        channels = _channels(words, says, means)
        return ConsentHeader(STATUS, channels, "email_consent" * (channels == {"email"}))
    if is_label and means in (ALLOWS, UNCLEAR) and "CONSENT" in says:
        evidence = _evidence(words)
        if evidence is not None:
            return ConsentHeader(EVIDENCE, field=evidence)
    if not means and is_label and "STATUS" in says and says & _MAILED:
        weak = says & _MAILED == {"EMAIL"}  # "Email status" may be of a verifier
        return ConsentHeader(STATUS, frozenset({"email"}), is_weak=weak)
    weak = False
    if not means and is_label and _is_what_is_sent(words, says):
        means, weak = ALLOWS, True  # "Newsletter", "Nieuwsbrief ontvangen", "Offers by mail"
    if not means:
        return ConsentHeader(NOTHING, is_weak=bool(says & (_MATTER | {"REFUSE"})))
    channels = _channels(words, says, means)
    of_others = "OTHERS" in says and means == FORBIDS and "HARMLESS" not in says
    if of_others and not says & (_MATTER - {"LEAVE"}):
        return ConsentHeader(NOTHING)  # "not to be shared with partners"
    if means == ALLOWS and is_label and _is_sign_up(words):
        return ConsentHeader(UNCLEAR, channels, is_weak=True)
    if channels and means == ALLOWS and "OTHERS" in says and not _names_us(words):
        return ConsentHeader(ALLOWS, channels, "third_party_consent")
    return ConsentHeader(means, channels, is_weak=weak)


def _is_sign_up(words: Sequence[Word]) -> bool:
    """Tell whether a label says that somebody signed up, and not to what: "Inscrit", "Tilmeldt".

    To an event as a rule, which allows no mailings; to a newsletter it would.
    """
    return all(word.says & {"JOIN", "SMALL"} for word in words)


def _is_something_else(words: Sequence[Word], says: frozenset[str], is_label: bool) -> bool:
    """Tell whether a header is about plans, terms, data or a quote."""
    strong = says & {"CONSENT", "OUT", "LEAVE"}
    if strong == {"CONSENT"} and _is_of_a_list(words) and not says & {"EMAIL", "TOPIC"}:
        strong = frozenset()  # "Subscription plan"
    if "REFUSE" in says and "BUSINESS" in says and not says & (_MATTER - {"CONTACT"}):
        return True  # "Blocage relance impayé"
    other = any("OTHER_THING" in word.says and "SMALL" not in word.says for word in words)
    if is_label and other and not strong and not says & {"WANT", "NOT", "REFUSE"}:
        return True
    if "TERMS" in says and not says & (_MATTER | {"OUT", "REFUSE"}):
        return True
    if "PROCESSING" in says and not says & (_MATTER | {"OUT"}):
        return True
    named = says & {"CONSENT", "TOPIC", "OUT", "LEAVE", "NOT", "REFUSE", "FUTURE"}
    return "REQUEST" in says and not named


def _is_doubtful(says: frozenset[str], means: str, is_label: bool) -> bool:
    """Tell whether a header speaks of consent that is over, missing or yet to come."""
    if "UNDO" in says and (means or says & {"CONSENT", "SUBSCRIBER"}):
        return True
    listed = bool(says & {"CONSENT", "SUBSCRIBER"})
    return is_label and "DOUBT" in says and (means == ALLOWS or (not means and listed))


def _direction(clauses: Sequence[Sequence[Word]], says: frozenset[str]) -> str:
    """Return what a yes means: all clauses that say anything have to agree."""
    matter = bool(says & (_MATTER | {"CONSENT", "OTHER_WAY"}))
    told = [_ofread_clause(clause, matter) for clause in clauses]
    clear = {one.removesuffix("?") for one in told if not one.endswith("?")} - {NOTHING}
    if not clear:
        clear = {one.removesuffix("?") for one in told} - {NOTHING}
    return clear.pop() if len(clear) == 1 else UNCLEAR if clear else NOTHING


def _ofread_clause(clause: Sequence[Word], matter: bool) -> str:
    """Return what a yes to a clause means; with "?" where any other clause knows better."""
    says = frozenset().union(*(word.says for word in clause))
    leaving = bool(says & {"OUT", "LEAVE"}) or ("REFUSE" in says and matter)
    nos = [at for at, word in enumerate(clause) if "NOT" in word.says and not word.says & {"OUT"}]
    borne = [_bears(clause, at) for at in nos]
    if "no" in borne:
        return UNCLEAR if leaving else FORBIDS
    if leaving:
        return FORBIDS
    if "unknown" in borne:
        return UNCLEAR if says & {"CONSENT"} else f"{UNCLEAR}?" if matter and says & _ABOUT else ""
    if "CONSENT" in says:
        return ALLOWS
    if any("JOIN" in word.says for word in clause):
        others = (word.says for word in clause if "JOIN" not in word.says)
        if any(one & {"TOPIC", "SUBSCRIBER"} for one in others):
            return ALLOWS
    if "WANT" in says and matter:
        return ALLOWS if says & _MATTER else f"{ALLOWS}?"
    return f"{ALLOWS}?" if "LAW" in says else NOTHING


def _bears(clause: Sequence[Word], at: int) -> str:
    """Return "no" where a negation is about contact, "" where it is harmless, or "unknown"."""
    word = clause[at].text
    ahead = clause[at + 1 : at + 1 + _FORWARD]
    behind = [] if word in _ABBREVIATIONS else clause[max(0, at - _BACKWARD) : at]
    for other in ahead:
        if other.says & {"OUT", "LEAVE", "REFUSE"}:
            return "no"
        if "HARMLESS" in other.says or "OTHERS" in other.says:
            return ""
        about = other.says & _ABOUT
        if about and not (word in _ABBREVIATIONS and other.text in _PHONES):
            return "no"
    if any(other.says & _ABOUT for other in behind):
        return "no"
    return "" if word in _ABBREVIATIONS and not ahead else "unknown"  # "Contact No"


def _evidence(words: Sequence[Word]) -> str | None:
    """Return the column that such a fact about a consent goes to, "" for none of ours."""
    for at, word in enumerate(words):
        for group, field in _EVIDENCE.items():
            is_last = at == len(words) - 1
            if group in word.says and at + is_last and (is_last or word.text not in _SHORT_ENDS):
                return field
            if group in word.says and not at and word.text not in _SHORT_ENDS:
                return field
    return "" if any("PROOF_ONLY" in word.says for word in words) else None


def _is_of_a_list(words: Sequence[Word]) -> bool:
    """Tell whether all that sounds like consent is a word for being on a mailing list."""
    return all("SUBSCRIBER" in word.says for word in words if "CONSENT" in word.says)


def _is_what_is_sent(words: Sequence[Word], says: frozenset[str]) -> bool:
    """Tell whether a label names what is sent, or to whom or by which way, and nothing else."""
    if says & {"TOPIC", "SUBSCRIBER"} and len(words) <= 2 and _all_matter(words):
        return True
    ways = says & {"EMAIL", "PHONE", "POST", "CONTACT"}
    sent = ("TOPIC" in says and ways) or ways == {"POST", "CONTACT"}
    return bool(sent) and all(word.says & (_MATTER | {"SMALL"}) for word in words)


def _all_matter(words: Sequence[Word]) -> bool:
    matter = {"EMAIL", "PHONE", "POST", "TOPIC", "SUBSCRIBER"}
    if any("SUBSCRIBER" in word.says for word in words):
        matter |= {"CONTACT"}
    return all(word.says & matter for word in words)


def _names_us(words: Sequence[Word]) -> bool:
    return any("US" in word.says for word in words)


def _channels(words: Sequence[Word], says: frozenset[str], means: str) -> frozenset[str]:
    """Return the ways that a header names, in doubt the fewest for a yes and the most for a no."""
    named = {channel for group, channel in CHANNELS.items() if group in says}
    plain_mail = any(word.text in _MAIL for word in words)
    if plain_mail and means == ALLOWS and "post" in named and not _named_plainly(words):
        named.discard("email")
    if plain_mail and means == FORBIDS and any(word.text in _ENGLISH_NOS for word in words):
        by_post = any("POST" in word.says and word.text not in _MAIL for word in words)
        named = {"post"} if by_post and not _named_plainly(words) else named | {"post"}
    if means == FORBIDS and len(words) <= _RECORD and any(one.text in _MAILINGS for one in words):
        named.add("post")  # "No mailings" of a CRM are letters
    if named:
        return frozenset(named)
    if "OTHER_WAY" in says:  # whoever wants no text messages is not called, either
        is_text = means == FORBIDS and any(word.text in _TEXT_MESSAGES for word in words)
        return frozenset({"call"} if is_text else ())
    if ("LEAVE" in says or means == ALLOWS) and says & {"LEAVE", "SUBSCRIBER"} - (
        {"LEAVE"} if "ALL" in says else set()
    ):
        return frozenset({"email"})
    return EVERY_CHANNEL


def _named_plainly(words: Sequence[Word]) -> bool:
    return any("EMAIL" in word.says and word.text not in _MAIL for word in words)


def _without_right_to_leave(clauses: list[list[Word]]) -> list[list[Word]]:
    """Leave out what says that a yes can be taken back at any time: that is no answer."""
    kept = []
    for clause in clauses:
        at = next((at for at, word in enumerate(clause) if "ANY_TIME" in word.says), None)
        if at is not None:
            near = range(at - _ANY_TIME_REACH, at + _ANY_TIME_REACH + 1)
            clause = [
                word for place, word in enumerate(clause)
                if place not in near or not word.says & {"OUT", "LEAVE", "REFUSE", "CONSENT"}
                or (word.says & {"CONSENT"} and not any(
                    other.says & {"OUT", "LEAVE", "REFUSE"} for other in clause))
                or (word.says & {"CONSENT"} and place == 0)
            ]  # fmt: skip
        kept.append(clause)
    return [clause for clause in kept if clause] or clauses
