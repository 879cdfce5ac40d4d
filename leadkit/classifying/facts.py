"""The few facts about a lead on which it depends who may contact it, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING

from leadkit.base.cells import matches, rows_of, text_bytes
from leadkit.base.columns import CONSENT_FOR
from leadkit.classifying.closed import READS as CLOSED_COLUMNS
from leadkit.classifying.closed import Closed
from leadkit.classifying.evidence import missing_evidence
from leadkit.classifying.mailboxes import KINDS, mailbox_kinds
from leadkit.fields.consent import NO, YES, answer_to, yes_or_no
from leadkit.fields.country import country_code
from leadkit.fields.objections import CHANNELS, is_unconfirmed
from leadkit.fields.refusals import READS as REFUSAL_COLUMNS
from leadkit.rules.batch import Batch, factorize
from leadkit.rules.conditions import Condition

if TYPE_CHECKING:
    import numpy as np

    from leadkit.base.cells import Mask

# Fact -> its values; () is any. Those of YES_NO are told for each channel or lead.
YES_NO = ("no", "yes")
CONSENT = ("unknown", "refused", "evidence missing", "given")
AUDIENCE = ("unknown", "b2b", "b2c")
FACTS: dict[str, tuple[str, ...]] = {
    "consent": CONSENT,
    "covered": YES_NO,
    "objected": YES_NO,
    "bounced": YES_NO,
    "unread": YES_NO,
    "address": YES_NO,
    "bought": YES_NO,
    "soft_opt_in": YES_NO,
    "audience": AUDIENCE,
    "mailbox": KINDS[1:],
    "incorporated": YES_NO,
    "country": (),
    "region": (),
}
# Every code that a country may have, so that it has the same number in every batch.
_COUNTRY_CODES = ("", *map("".join, product(ascii_uppercase, repeat=2)))
_NUMBER_OF_COUNTRY = {code: number for number, code in enumerate(_COUNTRY_CODES)}
_PER_CHANNEL = ("consent", "covered", "objected", "bounced", "address")

# Bodies corporate of the United Kingdom; a sole trader or a partnership is an individual there.
_INCORPORATED = r"(?i)\b(ltd|limited|plc|llp|cic)\.?$"
_LAST_OF_FORMS, _BLANK = list(b"dDcCpP."), ord(" ")
_CHANNEL_WORDS = {
    "email": r"e-?mail|mailing|newsletter|electronic|elektronisch",
    "call": r"phone|call|anruf|\btel|telefon",
    "post": r"\bpost\b|postal|postwer|letter|brief",
}
_PHONES = ("phone", "phone_2", "mobile", "home_phone", "company_phone", "other_phone")


_WAYS = re.compile("|".join(_CHANNEL_WORDS.values()))
_AND = frozenset("und and et en y e i och og a oraz +".split())
_ANSWERS = {"": 0, NO: 1, YES: 2}  # positions in CONSENT
# The columns that answer for a channel, beside the one that names none.
_ANSWERING = {
    "email": (CONSENT_FOR["email"], "mailing_status"),
    "call": (CONSENT_FOR["call"],),
    "post": (CONSENT_FOR["post"],),
}

# The columns that tell them, beside those of a table's evidence and of what it takes for bought.
READS = (
    *REFUSAL_COLUMNS, *CLOSED_COLUMNS, "consent_channels", "third_party_consent", "soft_opt_in",
    "audience", "email", "email_status", "phone_status", *_PHONES, "street", "postal_code", "city",
    "last_name", "full_name", "company", "country",
)  # fmt: skip


class Facts:
    """The facts about the leads of a batch, as small numbers, one column for each fact.

    The numbers mean the same in every batch. ``as_of`` is a day as its proleptic ordinal.
    """

    def __init__(self, batch: Batch, asked: set[str], as_of: int) -> None:
        self._batch, self._asked, self._as_of = batch, asked, as_of
        self._codes: dict[str, np.ndarray] = {}
        self._values: dict[str, tuple[str, ...]] = {}

    def find(
        self,
        evidence: Iterable[str],
        covers_unless_said: Iterable[str],
        bought_when: Condition | None,
        regions: Mapping[str, tuple[str, ...]],
        closed: Closed,
    ) -> None:
        """Find all the facts that the table asks for."""
        import numpy as np

        batch = self._batch
        self._put_consent(evidence, set(covers_unless_said))
        for channel in CHANNELS:
            self._put(f"objected {channel}", closed.objected[channel])
        self._put("bounced email", closed.bounced)
        self._put("unread", closed.unread)
        emails = batch.cells("email")
        mailbox = mailbox_kinds(emails.text)[emails.codes]
        self._put_addresses(mailbox > 0)
        if bought_when is not None and "bought" in self._asked:
            agreed = batch.mapped("third_party_consent", lambda cell: yes_or_no(cell) == YES)
            self._put("bought", bought_when.truth(batch)[0] & (agreed == 0))
        self._put("soft_opt_in", batch.mapped("soft_opt_in", lambda cell: yes_or_no(cell) == YES))
        self._put("audience", self._audience(), AUDIENCE)
        if "mailbox" in self._asked:
            mailbox = np.where(self._codes["address email"] > 0, mailbox, 0)
            self._put("mailbox", mailbox, KINDS)
        if "incorporated" in self._asked:
            self._put("incorporated", self._incorporated())
        self._put_country(regions)

    def cases(self, words: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[int]]:
        """Return each lead's case, for each case a lead that is one, and its number.

        The number holds all facts, so that a case has the same number in every batch; ``words``
        are a number for what else its ruling says, from 0.
        """
        import numpy as np

        number = words.astype(np.int64)
        for name, codes in self._codes.items():
            number = number * len(self._values[name]) + codes
        case, distinct = factorize(number)
        first = np.empty(len(distinct), np.int64)
        first[case[::-1]] = np.arange(len(number))[::-1]
        return case, first, distinct.tolist()

    def by_channel(self, rows: np.ndarray) -> dict[str, tuple[np.ndarray, tuple[str, ...]]]:
        """Return the facts of these rows: first for e-mail, then for calls, then for post.

        Each is a column of codes, with what they stand for, the same in every batch.
        """
        import numpy as np

        found = {}
        for fact, values in FACTS.items():
            names = [f"{fact} {c}" if fact in _PER_CHANNEL else fact for c in CHANNELS]
            values = self._values.get(names[0], values or ("",))
            nothing = np.zeros(len(rows), np.int64)
            parts = (self._codes[one][rows] if one in self._codes else nothing for one in names)
            found[fact] = np.concatenate([*parts]), values
        missing = np.tile(self._codes["missing"][rows], len(CHANNELS))
        return {**found, "missing": (missing, self._values["missing"])}

    def _put(self, name: str, codes: np.ndarray, values: tuple[str, ...] = YES_NO) -> None:
        self._codes[name], self._values[name] = codes.astype("int64"), values

    def _known(self, *columns: str) -> np.ndarray:
        """Tell which leads have something in any of these columns."""
        import numpy as np

        known = [self._batch.known(column) for column in columns]
        return np.asarray(np.logical_or.reduce(known))

    def _incorporated(self) -> np.ndarray:
        import numpy as np

        cells = self._batch.cells("company")
        written, ends = text_bytes(cells.text)
        last = np.append(written, _BLANK)[np.maximum(ends[1:], 1) - 1]
        found = np.isin(last, _LAST_OF_FORMS)  # one byte spares most firms the pattern
        found[found] = matches(rows_of(cells.text, found), _INCORPORATED)
        return np.asarray(found[cells.codes])

    def _put_consent(self, evidence: Iterable[str], unless_said: set[str]) -> None:
        """Find what each lead answered for each channel, and what it lacks of a proof.

        An answer that names its channel counts there before one that names none; a no that names
        none counts everywhere.
        """
        import numpy as np

        batch = self._batch
        missing, words = missing_evidence(batch, evidence, self._as_of)
        anywhere = self._answers("consent")
        wanting = np.zeros(len(batch), bool)
        for channel in CHANNELS:
            said, covered = anywhere.copy(), self._covers(channel, channel in unless_said)
            for column in _ANSWERING[channel]:
                given = self._answers(column)
                said = np.where((said == 1) | (given == 0), said, given)
                covered = covered | (given > 0)
            unconfirmed = [batch.mapped(name, is_unconfirmed) > 0 for name in _ANSWERING[channel]]
            said = np.where((said == 2) & np.logical_or.reduce(unconfirmed), 0, said)
            said = np.where((said == 2) & (missing == 0), 3, said)
            wanting |= said == 2
            self._put(f"consent {channel}", said, CONSENT)
            self._put(f"covered {channel}", covered)
        self._put("missing", np.where(wanting, missing, 0), words)

    def _answers(self, column: str) -> np.ndarray:
        """Return the position in CONSENT of each answer in a column."""
        answer = answer_to(column)
        return self._batch.mapped(column, lambda cell: _ANSWERS[answer(cell)])

    def _covers(self, channel: str, unsaid: bool) -> Mask:
        """Tell which consents that name no channel themselves cover this one."""
        import numpy as np

        named = re.compile(rf"(?i){_CHANNEL_WORDS[channel]}|\ball\b|\balle\b")

        def covers(cell: str) -> int:
            return 1 + bool(named.search(cell)) if cell.strip() else 0

        told = self._batch.mapped("consent_channels", covers)
        by_source = self._batch.mapped("consent_source", lambda cell: covers(_scope(cell)))
        limited = np.where(told > 0, told, by_source)
        covered: Mask = (limited == 2) | ((limited == 0) & unsaid)
        return covered

    def _put_addresses(self, has_email: Mask) -> None:
        batch = self._batch
        wrong_email = batch.mapped("email_status", lambda cell: cell in ("invalid", "missing"))
        wrong_phone = batch.mapped("phone_status", lambda cell: cell in ("invalid", "missing"))
        place = self._known("postal_code", "city")
        someone = self._known("last_name", "full_name", "company")
        self._put("address email", has_email & (wrong_email == 0))
        self._put("address call", self._known(*_PHONES) & (wrong_phone == 0))
        self._put("address post", self._known("street") & place & someone)

    def _audience(self) -> np.ndarray:
        import numpy as np

        said = self._batch.mapped("audience", _audience_of)
        return np.where(said > 0, said, self._known("company").astype(np.int64))

    def _put_country(self, regions: Mapping[str, tuple[str, ...]]) -> None:
        codes = self._batch.mapped("country", lambda cell: _NUMBER_OF_COUNTRY[country_code(cell)])
        self._put("country", codes, _COUNTRY_CODES)
        self._put("region", _regions(tuple(regions.items()))[codes], ("", *regions))


@cache
def _regions(regions: tuple[tuple[str, tuple[str, ...]], ...]) -> np.ndarray:
    """Return for each of the country codes the place of its region among these, 0 for none."""
    import numpy as np

    numbers = {code: at for at, (_, codes) in enumerate(regions, start=1) for code in codes}
    return np.array([numbers.get(code, 0) for code in _COUNTRY_CODES], np.int64)


def _audience_of(cell: str) -> int:
    """Return 1 for business, 2 for consumers, 0 for neither.

    >>> [_audience_of(cell) for cell in ("B2B", "Privatkunde", "")]
    [1, 2, 0]
    """
    word = re.sub(r"[\W_]", "", cell.casefold())
    if word in ("b2b", "business", "geschaeftskunde", "geschäftskunde", "firma", "company"):
        return 1
    consumers = ("b2c", "consumer", "private", "privat", "privatkunde", "privatperson", "person")
    return 2 if word in consumers else 0


def _scope(source: str) -> str:
    """Return the ways that stand before a colon in the source of a consent, and limit it.

    >>> _scope("phone: signed report"), _scope("e-mail + telefon: card"), _scope("web: form 3")
    ('phone', 'e-mail + telefon', '')
    """
    scope, colon, _ = source.casefold().partition(":")
    words = [word for word in re.split(r"[\s,/&]+", scope) if word and word not in _AND]
    return scope.strip() if colon and words and all(map(_WAYS.search, words)) else ""
