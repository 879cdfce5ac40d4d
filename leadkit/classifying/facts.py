"""The few facts about a lead on which it depends who may contact it, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING

from leadkit.base.cells import matches, numbers, rows_of, text_bytes, texts, to_numpy
from leadkit.base.columns import CONSENT_FOR
from leadkit.classifying.closed import READS as CLOSED_COLUMNS
from leadkit.classifying.closed import Closed
from leadkit.classifying.evidence import missing_evidence
from leadkit.fields.consent import NO, YES, answer_to, yes_or_no
from leadkit.fields.country import country_code
from leadkit.fields.email.cleaner import ROLE_MAILBOXES
from leadkit.fields.email.domains import personal_domains
from leadkit.fields.objections import CHANNELS, is_unconfirmed
from leadkit.fields.refusals import READS as REFUSAL_COLUMNS
from leadkit.rules.batch import Batch, factorize
from leadkit.rules.conditions import Condition

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

# Fact -> its values; () is any. Those of YES_NO are told for each channel or lead.
YES_NO = ("no", "yes")
CONSENT = ("unknown", "refused", "evidence missing", "given")
AUDIENCE = ("unknown", "b2b", "b2c")
MAILBOX = ("", "work", "role", "free")
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
    "mailbox": MAILBOX[1:],
    "incorporated": YES_NO,
    "country": (),
    "region": (),
}
# Every code that a country may have, so that it has the same number in every batch.
_COUNTRY_CODES = ("", *map("".join, product(ascii_uppercase, repeat=2)))
_NUMBER_OF_COUNTRY = {code: number for number, code in enumerate(_COUNTRY_CODES)}
_PER_CHANNEL = ("consent", "covered", "objected", "bounced", "address")

_ROLE = "^(" + "|".join(sorted(map(re.escape, ROLE_MAILBOXES))) + r")(\+[^@]*)?@"
# Bodies corporate of the United Kingdom; a sole trader or a partnership is an individual there.
_INCORPORATED = r"(?i)\b(ltd|limited|plc|llp|cic)\.?$"
_LAST_OF_FORMS, _BLANK = list(b"dDcCpP."), ord(" ")
_CHANNEL_WORDS = {
    "email": r"e-?mail|mailing|newsletter|electronic|elektronisch",
    "call": r"phone|call|anruf|\btel|telefon",
    "post": r"\bpost\b|postal|postwer|letter|brief",
}
_PHONES = ("phone", "phone_2", "mobile", "home_phone", "company_phone", "other_phone")


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
        batch = self._batch
        self._put_consent(evidence, set(covers_unless_said))
        for channel in CHANNELS:
            self._put(f"objected {channel}", closed.objected[channel])
        self._put("bounced email", closed.bounced)
        self._put("unread", closed.unread)
        self._put_addresses()
        if bought_when is not None and "bought" in self._asked:
            agreed = batch.mapped("third_party_consent", lambda cell: yes_or_no(cell) == YES)
            self._put("bought", bought_when.truth(batch)[0] & (agreed == 0))
        self._put("soft_opt_in", batch.mapped("soft_opt_in", lambda cell: yes_or_no(cell) == YES))
        self._put("audience", self._audience(), AUDIENCE)
        if "mailbox" in self._asked:
            self._put("mailbox", self._mailbox(), MAILBOX)
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

    def by_channel(self, rows: np.ndarray) -> pa.Table:
        """Return the facts of these rows: first for e-mail, then for calls, then for post."""
        import pyarrow as pa

        columns = {}
        for fact, values in FACTS.items():
            names = [f"{fact} {c}" if fact in _PER_CHANNEL else fact for c in CHANNELS]
            blank = [values[0] if values else ""] * len(rows)
            parts = [self._texts(name, rows) if name in self._codes else blank for name in names]
            columns[fact] = texts(cell for part in parts for cell in part)
        columns["missing"] = texts(self._texts("missing", rows) * len(CHANNELS))
        return pa.table(columns)

    def _texts(self, name: str, rows: np.ndarray) -> list[str]:
        return [self._values[name][code] for code in self._codes[name][rows].tolist()]

    def _put(self, name: str, codes: np.ndarray, values: tuple[str, ...] = YES_NO) -> None:
        self._codes[name], self._values[name] = codes.astype("int64"), values

    def _known(self, *columns: str) -> np.ndarray:
        """Tell which leads have something in any of these columns."""
        import numpy as np

        known = [self._batch.known(column) for column in columns]
        return np.asarray(np.logical_or.reduce(known))

    def _matches(self, column: str, pattern: str) -> np.ndarray:
        import pyarrow.compute as pc

        cells = self._batch.cells(column)
        found = (
            pc.match_substring(cells.text, pattern)
            if pattern == "@"  # no expression is needed
            else pc.match_substring_regex(cells.text, pattern, ignore_case=True)
        )
        matches: np.ndarray = to_numpy(found)[cells.codes]
        return matches

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

    def _covers(self, channel: str, unsaid: bool) -> np.ndarray:
        """Tell which consents that name no channel themselves cover this one."""
        named = re.compile(rf"(?i){_CHANNEL_WORDS[channel]}|\ball\b|\balle\b")

        def covers(cell: str) -> bool:
            return bool(named.search(cell)) if cell else unsaid

        return self._batch.mapped("consent_channels", covers) > 0

    def _put_addresses(self) -> None:
        batch = self._batch
        wrong_email = batch.mapped("email_status", lambda cell: cell in ("invalid", "missing"))
        wrong_phone = batch.mapped("phone_status", lambda cell: cell in ("invalid", "missing"))
        place = self._known("postal_code", "city")
        someone = self._known("last_name", "full_name", "company")
        self._put("address email", self._matches("email", "@") & (wrong_email == 0))
        self._put("address call", self._known(*_PHONES) & (wrong_phone == 0))
        self._put("address post", self._known("street") & place & someone)

    def _audience(self) -> np.ndarray:
        import numpy as np

        said = self._batch.mapped("audience", _audience_of)
        return np.where(said > 0, said, self._known("company").astype(np.int64))

    def _mailbox(self) -> np.ndarray:
        import numpy as np

        role = self._matches("email", _ROLE)
        kind = np.where(role, 2, np.where(self._is_personal(), 3, 1))
        return np.where(self._codes["address email"] > 0, kind, 0)

    def _is_personal(self) -> np.ndarray:
        """Tell whose e-mail is at a domain that says nothing of a firm."""
        import pyarrow.compute as pc

        cells = self._batch.cells("email")
        parts = pc.split_pattern(cells.text, "@")
        last = numbers(to_numpy(parts.offsets)[1:] - 1)
        domains = pc.ascii_lower(parts.values.take(last))
        personal: np.ndarray = to_numpy(pc.is_in(domains, _personal()))[cells.codes]
        return personal

    def _put_country(self, regions: Mapping[str, tuple[str, ...]]) -> None:
        import numpy as np

        codes = self._batch.mapped("country", lambda cell: _NUMBER_OF_COUNTRY[country_code(cell)])
        self._put("country", codes, _COUNTRY_CODES)
        region_of = {code: name for name, codes in regions.items() for code in codes}
        known = ("", *regions)
        places = [known.index(region_of.get(code, "")) for code in _COUNTRY_CODES]
        self._put("region", np.array(places, np.int64)[codes], known)


@cache
def _personal() -> pa.Array:
    return texts(sorted(personal_domains()))


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
