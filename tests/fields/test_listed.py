"""Lists of addresses: what is taken up of a cell, how it is hashed, and which cells are found."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.base.hashed_texts import HashedTexts
from leadkit.base.known_texts import KnownTexts
from leadkit.fields.email.keys import email_forms, key_without_tag
from leadkit.fields.listed.entries import Listed, digests, domain_in, hashed, own_hashes
from leadkit.fields.listed.finding import DOMAIN, emails_on, phones_on
from leadkit.fields.phone.keys import (
    lead_phone_keys,
    national_part,
    national_parts,
    phone_forms,
)
from leadkit.fields.refusal_keys import addresses_in

HASH = "a1" * 32
ENTRIES = {  # a cell -> the entries that are taken up, by their part
    "eva@meier.example.com": {"emails": {"eva@meier.example.com"}},
    "Eva Meier <Eva+x@Meier.example.com>": {"emails": {"eva@meier.example.com"}},
    "a@x.example.com, Eva Meier <b@x.example.com>": {"emails": {"a@x.example.com", "b@x.example.com"}},
    "a@x.example.com;b@x.example.com | c@x.example.com": {"emails": {f"{one}@x.example.com" for one in "abc"}},
    "@firm.example.com": {"domains": {"firm.example.com"}},
    "@firm.example.com, a@x.example.com": {"domains": {"firm.example.com"}, "emails": {"a@x.example.com"}},
    "@firm": {},
    "@": {},
    "eva@": {"emails": {"eva@"}},
    "+49 89 99998123": {"phones": {"+498999998123", "i8999998123"}},
    "089/99998123": {"national": {"n8999998123"}},
    "+49 89 99998123; 030 1234567": {"phones": {"+498999998123", "i8999998123"}, "national": {"n301234567"}},
    HASH: {"hashes": {bytes.fromhex(HASH)}},
    f" {HASH.upper()}; {'b2' * 32} ": {"hashes": {bytes.fromhex(HASH), bytes.fromhex("b2" * 32)}},
    "a1" * 16: {},
    "a1" * 20: {},
    "a1" * 64: {},
    "0x" + HASH: {},
    "Meier": {},
    "12345": {},
    "": {},
}  # fmt: skip


@pytest.mark.parametrize(("cell", "taken"), ENTRIES.items())
def test_what_is_taken_up_of_a_cell(cell, taken):
    """Addresses, domains, numbers and hashes, several apart by signs; other hashes are nothing."""
    listed = Listed("list.csv")
    assert listed.add(cell) == bool(taken)
    assert {part: getattr(listed, part) for part in listed.parts} == taken


NAMED = [  # a cell of a column of domains, what it names
    ("firm.example.com", "firm.example.com"),
    (" FIRM.example.com. ", "firm.example.com"),
    ("@firm.example.com", "firm.example.com"),
    ("*@firm.example.com", "firm.example.com"),
    ("*.firm.example.com", "firm.example.com"),
    ("www.firm.example.com", "firm.example.com"),
    ("https://www.firm.example.com/de/?x=1", "firm.example.com"),
    ("Müller.example.com", "xn--mller-kva.example.com"),
    ("eva@firm.example.com", ""),
    ("firm", ""),
    ("Firm GmbH", ""),
    ("", ""),
]


@pytest.mark.parametrize(("cell", "domain"), NAMED)
def test_domains_as_people_write_them(cell, domain):
    """In ASCII, without what stands around them."""
    assert domain_in(cell) == domain


@given(st.lists(st.text()), st.binary(max_size=130))
def test_digests_are_those_of_everybody_else(forms, key):
    """SHA-256, and HMAC-SHA256 with a key of any length, as hashlib and hmac make them."""
    written = [form.encode() for form in forms]
    if key:
        assert digests(written, key) == [hmac.digest(key, one, "sha256") for one in written]
    assert digests(written) == [hashlib.sha256(one).digest() for one in written]
    assert [hashed(form, key) for form in forms] == [one.hex() for one in digests(written, key)]


@given(st.emails(), st.sampled_from([str.upper, str.lower, "<{}>".format, " {} ".format]))
def test_own_hashes_are_found_again(address, write):
    """Whatever a lead's address is, its hashes on a list find it, in other spellings, too."""
    if "<" in address or not address.isascii():
        return
    listed = Listed("gone.csv")
    listed.add("; ".join(own_hashes([address], ["+49 89 99998123"])))
    assert emails_on(texts([write(address)]), [listed]).tolist() == [[1]]
    assert phones_on(texts(["0049 (0)89 99998-123"]), [listed]).tolist() == [[1]]


def test_a_domain_that_is_remembered_is_that_of_its_own_list():
    """Two lists are looked up at once, and an address on a list goes before its domain."""
    one = Listed("a.csv", domains={"firm.example.com"}, emails={"eva@firm.example.com"})
    other = Listed("b.csv", domains={"other.example.com"})
    cells = texts(["eva@firm.example.com", "jan@firm.example.com", "x@it.other.example.com"])
    for _ in range(2):
        assert emails_on(cells, [one, other]).tolist() == [[1, DOMAIN, 0], [0, 0, DOMAIN]]
    assert emails_on(cells[:0], [one, other]).tolist() == [[], []]


CELLS = st.one_of(
    st.emails(),
    st.text("aB.+@- ;,<>'ü\u0308 %_x", max_size=24),
    st.from_regex(
        r"\A[aB]\.?[aB]\+?x?@(gmail|googlemail|Meier\.example|xn--mller-kva|müller)\.com\Z"
    ),
)
ONE_NUMBER = st.builds(  # in many forms of few numbers, so that forms of one number meet
    lambda start, digits, between: between.join((start, *digits)),
    st.sampled_from(["+49", "+49 (0)", "0049 ", "0", "", "+1 ", "+353"]),
    st.sampled_from(["8912345", "89123456", "1234567890", "12345", "9123456"]),
    st.sampled_from(["", " ", "-", "(0)"]),
)
NUMBERS = st.text("0123456789+() -/;|'٣", max_size=22) | ONE_NUMBER


def listed_of(*entries):
    one = Listed("list.csv")
    for entry in entries:
        one.add(entry)
    return one


@given(st.lists(st.text("aä b", max_size=9), max_size=8), st.sets(st.text("aä b", max_size=9)))
def test_columns_are_looked_up_letter_by_letter(cells, known):
    """A set that grows between two looks is known as it is."""
    texts_known, hashed, merged = KnownTexts(known), HashedTexts(known), HashedTexts()
    for more in ((), ("b",), cells[:1], cells[1:2]):
        before = [cell not in known and cell not in cells[:at] for at, cell in enumerate(cells)]
        assert HashedTexts(known).take_up_new(texts(cells)).tolist() == before
        known.update(more)
        hashed.take_up(texts(more))
        merged.merge(HashedTexts(known))
        for one in (texts_known, hashed, merged):
            assert one.among(texts(cells)).tolist() == [cell in known for cell in cells]
        assert hashed == merged == HashedTexts(sorted(known))
        assert len(hashed) == len(known)


@given(st.lists(st.from_regex(r"\A[0-9]{0,14}\Z"), max_size=8))
def test_national_parts_are_those_of_single_numbers(digits):
    """The whole column gives what the function for one number gives."""
    assert national_parts(texts(digits)).to_pylist() == [national_part(one) for one in digits]


@given(
    st.lists(CELLS, min_size=1, max_size=6), st.lists(NUMBERS, min_size=1, max_size=6), st.data()
)
def test_whole_columns_are_looked_up_as_single_cells_are(emails, numbers, data):
    """The way of the plain cells gives what the functions for one cell give, plain or hashed."""
    email = data.draw(st.sampled_from(emails))
    number = data.draw(st.sampled_from(numbers))
    plain = listed_of(email.lower(), number)
    for one in (
        plain,
        listed_of(*(hashed(form) for form in (*email_forms(email), *phone_forms(number)))),
    ):
        told = [
            any(
                key_without_tag(part) in one.emails
                or one.has_domain(key_without_tag(part).rpartition("@")[2])
                or not one.hashes.isdisjoint(
                    bytes.fromhex(hashed(form)) for form in email_forms(part)
                )
                for part in addresses_in("email", cell)
            )
            for cell in emails
        ]
        assert emails_on(texts(emails), [one]).astype(bool).tolist() == [told]
        told = [
            any(
                not (one.phones | one.national).isdisjoint(lead_phone_keys(part))
                or not one.hashes.isdisjoint(
                    bytes.fromhex(hashed(form)) for form in phone_forms(part)
                )
                for part in addresses_in("call", cell)
            )
            for cell in numbers
        ]
        assert phones_on(texts(numbers), [one]).astype(bool).tolist() == [told]
