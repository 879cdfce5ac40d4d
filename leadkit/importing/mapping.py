"""Which column of a list becomes which of ours, and why: all headers weighed against each other."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from leadkit.base.columns import ANSWERS_TOGETHER, EMAILS, IDENTITY, KNOWN, NEXT_FIELD
from leadkit.fields.consent import yes_or_no
from leadkit.fields.headers.cells import contradicts
from leadkit.fields.headers.consent import ALLOWS, NOTHING, read_consent_header
from leadkit.fields.headers.heads import head_of
from leadkit.fields.headers.names import field_named, field_of_values
from leadkit.fields.headers.numbering import without_numbers
from leadkit.fields.headers.questions import asked_for, asks_for_a_thing, asks_for_nothing_kept
from leadkit.fields.headers.tokens import header_tokens
from leadkit.fields.headers.words import Understood, Vocabulary, understand, vocabulary
from leadkit.importing.cell_evidence import field_by_cells, names_the_way, weigh_cells
from leadkit.importing.claims import (
    ADDRESS,
    BY_VALUES,
    EXPLICIT,
    HOUSE_NUMBER,
    OWN_NAME,
    WEAK,
    Claim,
    claims_of,
    own_names,
    weighed,
)
from leadkit.importing.combined import FIELDS_APART
from leadkit.importing.consent_columns import (
    ConsentColumn,
    consent_column,
    holds_a_yes,
    looks_like_answers,
)
from leadkit.importing.signups import with_signups
from leadkit.importing.whole_addresses import with_whole_addresses

_LEAST_DIGITS = 5  # of a number that can be called
_A_QUESTION = 5  # words: such a header asks, as "Under which address do we reach you?"
_RESERVED = (*IDENTITY, "issues")  # what import itself writes
_OF_CONSENT = (
    *ANSWERS_TOGETHER, "consent_at", "consent_source", "consent_text", "consent_channels",
    "consent_unread", "third_party_consent", "soft_opt_in", "refused",
)  # fmt: skip
_NO_MAIL = ("email_opt_out", "post_opt_out")  # what says no to "mail", in doubt
_NO_EMAIL = _NO_MAIL[:1]
_NAMES = ("first_name", "last_name", "full_name")
_FILLED_UP = ("street", "street_2", "home_street", "home_phone")  # may take several columns


@dataclass(frozen=True)
class Mapped:
    """What becomes of one column of a list."""

    header: str
    field: str  # the known column it fills (of answers also several: "a, b"), "" if left alone
    column: str  # the column of the lead table that its cells go to
    reason: str
    is_unread: bool = False  # it looks like consent, and nobody understood it
    joined_by: str = ""  # what stands between its cells and those of another column of its field

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the lead table that its cells go to."""
        return tuple(self.field.split(FIELDS_APART)) if self.field else (self.column,)


def map_columns(
    headers: Sequence[str],
    samples: Sequence[Sequence[str]] = (),
    known: Vocabulary | None = None,
) -> list[Mapped]:
    """Return what becomes of each column: a known one, or its own name, never one twice.

    ``samples`` are some cells of each column. Address lines, private phones, titles and answers
    about consent may share a field: their cells are joined.

    >>> for mapped in map_columns(["Vorname", "Name", "E-Mail", "E-Mail", "Size", "Size", ""]):
    ...     print(f"{mapped.column}: {mapped.reason}")
    first_name: 'Vorname' says first_name
    last_name: a name beside a first name
    email: 'E-Mail' says email
    email_2: email is taken by an earlier column
    Size: 'size' is no word leadkit knows
    Size_2: 'size' is no word leadkit knows
    column_7: it has no header
    """
    own = _own_table(headers)
    if own:
        return own
    known = known or vocabulary()
    given, headers = headers, without_numbers(headers)
    understood = _in_context([understand(header, known) for header in headers])
    cells = [samples[at] if at < len(samples) else () for at in range(len(headers))]
    consents = _consents(headers, cells)
    claims = [
        claim for at in range(len(headers)) if at not in consents
        for claim in claims_of(at, headers, understood, known)
    ]  # fmt: skip
    claims = _without_blanks_of_forms(claims, cells)
    claims, doubts = weigh_cells(weighed(claims, headers), cells)
    settled = with_whole_addresses(_settle(claims), cells)
    for at, found in consents.items():
        if found.fields:
            fields = FIELDS_APART.join(found.fields)
            settled[at] = Claim(at, fields, EXPLICIT, found.reason, understood[at])
    settled = with_signups(headers, cells, settled, understood)
    taken = _fields_of(settled.values()) | set(_RESERVED)
    for at in range(len(headers)):
        if at in settled or at in consents or not cells[at]:
            continue
        asked = len(headers[at].split()) >= _A_QUESTION
        wordless = understood[at].meanings <= {"FILL", "PERSON"}  # "Osoba" may be a name
        if asked or wordless or at in doubts or names_the_way(understood[at], cells[at]):
            field, reason = field_by_cells(cells[at], headers[at], wordless)
            believed = field and not contradicts(field, cells[at])
            if believed and taken.isdisjoint(_also_of(field)):
                settled[at] = Claim(at, field, BY_VALUES, reason, understood[at])
                taken |= {*field.split(FIELDS_APART)}
    for at in range(len(headers)):
        if at not in settled and at not in consents:
            spoken_of = _spoken_of(headers[at], cells[at])
            consents |= {at: spoken_of} if spoken_of else {}
    lost = {claim.at: claim for claim in reversed(claims) if claim.at not in settled}
    return _named(given, settled, lost, understood, consents, doubts)


def _fields_of(claims: Iterable[Claim]) -> set[str]:
    return {field for claim in claims for field in claim.field.split(FIELDS_APART)}


def _also_of(field: str) -> tuple[str, ...]:
    """Return the fields of which none may be there for cells alone to make a column this one."""
    return _NAMES if field in _NAMES else tuple(field.split(FIELDS_APART))


def _without_blanks_of_forms(claims: list[Claim], cells: Sequence[Sequence[str]]) -> list[Claim]:
    """Drop claims to be an e-mail of columns that hold none, where another column holds some.

    A form that asks for an address has a column of its own besides, in which it says "anonymous".
    """
    without = {
        claim.at
        for claim in claims
        if claim.field in EMAILS and any(map(str.strip, cells[claim.at]))
        and not any("@" in cell for cell in cells[claim.at])
    }  # fmt: skip
    others = (own for at, own in enumerate(cells) if at not in without)
    if not any(field_of_values(own) == "email" for own in others):
        return claims
    return [claim for claim in claims if claim.at not in without]


def _consents(headers: Sequence[str], cells: Sequence[Sequence[str]]) -> dict[int, ConsentColumn]:
    """Return what the columns are that say something of being contacted, by position.

    Not those that have our own name for such a column.
    """
    found = {}
    for at, header in enumerate(headers):
        if own_names().get("".join(header_tokens(header))) in _OF_CONSENT:
            continue
        if _asks_for_another(header, cells[at]):
            continue
        column = consent_column(header, cells[at])
        spoken_of = None if column else _spoken_of(header, cells[at])
        if spoken_of and holds_a_yes(cells[at]):  # "Kontakt: ja" is no name
            column = spoken_of
        if column:
            found[at] = column
    return _with_mail_apart(headers, found)


def _with_mail_apart(
    headers: Sequence[str], found: dict[int, ConsentColumn]
) -> dict[int, ConsentColumn]:
    """Let "mails" be post where the same list says the same of e-mails: "Do not allow Mails" beside
    "Do not allow Emails"."""
    words = {at: header_tokens(headers[at]) for at in found}
    emails = [tokens for at, tokens in words.items() if found[at].fields == _NO_EMAIL]
    apart = dict(found)
    for at, tokens in words.items():
        mail = next((place for place, token in enumerate(tokens) if token in ("mail", "mails")), 0)
        before = tokens[:mail]
        if before and found[at].fields == _NO_MAIL and any(o[:mail] == before for o in emails):
            reason = f"{found[at].reason}, by post, as another column is about e-mails"
            apart[at] = replace(found[at], fields=_NO_MAIL[1:], reason=reason)
    return apart


def _asks_for_another(header: str, cells: Sequence[str]) -> bool:
    """Tell whether a question that speaks of contact asks for a number or a name, not for a yes.

    Only where it would allow, so that no refusal is lost, and where no cell is an answer.
    """
    if _has_numbers_for(header, cells):
        return True
    if read_consent_header(header).means != ALLOWS or not asks_for_a_thing(header):
        return False
    asked = asked_for(header)
    named = field_named(asked) if asked else ""
    another = (named and named != "notes") or asks_for_nothing_kept(header)
    return bool(another) and not any(map(yes_or_no, cells))


def _has_numbers_for(header: str, cells: Sequence[str]) -> bool:
    """Tell whether a header names a phone before it says what for, and its cells are numbers."""
    head = head_of(header)
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled and head and field_named(understand(head)) in ("mobile", "phone")) and all(
        sum(map(str.isdigit, cell)) >= _LEAST_DIGITS for cell in filled
    )


def _spoken_of(header: str, cells: Sequence[str]) -> ConsentColumn | None:
    """Return a column whose header speaks of contact and whose cells are answers."""
    reading = read_consent_header(header)
    if reading.means != NOTHING or not reading.is_weak or not looks_like_answers(cells):
        return None
    return ConsentColumn((), "its cells are answers, and its header speaks of contact", True)


def _own_table(headers: Sequence[str]) -> list[Mapped]:
    if set(IDENTITY) <= set(headers) and len(set(headers)) == len(headers):
        reason = "leadkit wrote this table"
        return [Mapped(h, h if h in KNOWN else "", h, reason) for h in headers]
    return []


def _in_context(understood: list[Understood]) -> list[Understood]:
    """Let a bare city, state ... that follows private address columns belong to them."""
    at_home = False
    seen: list[Understood] = []
    private: set[str] = set()
    for one in understood:
        field = "" if one.unknown else field_named(one)
        at_home &= f"home_{field}" not in private  # a second street begins another address
        private |= {field} if field.startswith("home_") else set()
        if field in ADDRESS and not one.scope and at_home and "company" not in one.meanings:
            one = replace(one, meanings=one.meanings | {"HOME"}, inferred=True)
            private.add(f"home_{field}")
        else:
            at_home = field.startswith("home_") and field != "home_phone"
        seen.append(one)
    return seen


def _settle(claims: list[Claim]) -> dict[int, Claim]:
    """Give each field to the surest claim; what is left over may be a further one of its kind."""
    settled: dict[int, Claim] = {}
    holders: dict[str, Claim] = {}
    for claim in claims:
        if claim.at in settled:
            continue
        field, reason = claim.field, claim.reason
        if claim.strength == HOUSE_NUMBER:  # the street's, be it at home or not
            field = field if field in holders else f"home_{field}"
            if field in holders:
                reason = f"{reason}, joined with the street"
                settled[claim.at] = replace(claim, field=field, reason=reason)
        elif FIELDS_APART in field:
            parts = field.split(FIELDS_APART)
            if holders.keys().isdisjoint(parts):
                settled[claim.at] = claim
                holders |= dict.fromkeys(parts, claim)
        elif field not in holders:
            holders[field] = settled[claim.at] = claim
        elif _may_share(claim, holders[field]):
            reason = f"{claim.reason}; joined with another column of {field}"
            settled[claim.at] = replace(claim, reason=reason)
        elif claim.strength > WEAK:
            while field in holders and field in NEXT_FIELD:
                field = NEXT_FIELD[field]
            if field not in holders:
                reason = f"{claim.field} is taken by an earlier column"
                holders[field] = settled[claim.at] = replace(claim, field=field, reason=reason)
    second = holders.get("email_2")
    if second and second.strength < OWN_NAME and "email" not in holders:
        settled[second.at] = replace(
            settled[second.at], field="email", reason="the only e-mail address"
        )
    return settled


def _may_share(claim: Claim, holder: Claim) -> bool:
    if claim.field in ANSWERS_TOGETHER:
        return True
    if claim.field == "prefix":  # "Titel" beside "Anrede": Herr Dr.
        return claim.understood.core == {"TITLE"} and holder.understood.core != {"TITLE"}
    numbered_phone = claim.field == "home_phone" and claim.understood.numbers
    if claim.field not in _FILLED_UP or not (claim.strength > WEAK or numbered_phone):
        return False
    own, other = claim.understood, holder.understood
    if own.meanings & {"company"} or own == other:  # a header that repeats
        return False
    if own.inferred or other.inferred:  # only what a header says itself is joined
        return False
    if claim.field == "street":  # "Business Address" beside "Business Street"
        return bool(own.scope) and own.core != other.core
    return claim.field != "home_phone" or bool(own.numbers)


def _named(
    headers: Sequence[str],
    settled: dict[int, Claim],
    lost: dict[int, Claim],
    understood: Sequence[Understood],
    consents: Mapping[int, ConsentColumn],
    doubts: Mapping[int, str],
) -> list[Mapped]:
    taken = _fields_of(settled.values()) | set(_RESERVED)
    mapped = []
    for at, header in enumerate(headers):
        if at in settled:
            field = settled[at].field
            together = settled[at].strength == HOUSE_NUMBER or field == "prefix"
            sign = " " if together else ""
            mapped.append(Mapped(header, field, field, settled[at].reason, joined_by=sign))
            continue
        column = free_name(header.strip() or f"column_{at + 1}", taken)
        taken.add(column)
        if at in consents:
            found = consents[at]
            mapped.append(Mapped(header, "", column, found.reason, found.is_unread))
            continue
        why = doubts.get(at) or _why_not(header, lost.get(at), understood[at])
        mapped.append(Mapped(header, "", column, why))
    return mapped


def _why_not(header: str, lost: Claim | None, understood: Understood) -> str:
    if not header.strip():
        return "it has no header"
    if lost:
        return f"another column is {lost.field} for surer"
    if understood.unknown:
        return f"'{understood.unknown[0]}' is no word leadkit knows"
    return "its words make no field together"


def free_name(name: str, taken: Container[str]) -> str:
    number = 1
    candidate = name
    while candidate in taken or candidate in KNOWN:
        number += 1
        candidate = f"{name}_{number}"
    return candidate
