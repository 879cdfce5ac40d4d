"""What one row refuses is heard on every row that holds it, however it is written."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.fields.refusals import Refusals
from leadkit.fields.refused_people import RefusedPeople

EMAILS = [
    ("eva@meier.example.com", "EVA@Meier.Example.com"),
    ("eva@meier.example.com", " Eva Meier <eva@meier.example.com> "),
    ("eva@meier.example.com", "mailto:eva@meier.example.com"),
    ("eva@meier.example.com", "eva+fair@meier.example.com"),
    ("eva@meier.example.com", "x@y.example.com; eva@meier.example.com"),
    ("eva@meier.example.com", "x@y.example.com, EVA@MEIER.example.com"),
    ("eva@müller.example.com", "eva@xn--mller-kva.example.com"),
    ("e.v.a@gmail.com", "eva+x@googlemail.com"),
]
PHONES = [
    ("+4989123456", "+49 89 123456"),
    ("+4989123456", "0049 (0)89/123456"),
    ("+4989123456", "089 123456"),
    ("089/123456", "+4989123456"),
    ("+4989123456", "030 999888; +49 89 123456"),
    ("+13125550193", "+1 (312) 555-0193"),
]
PLACES = [
    (("Meier", "Lange Straße 5", "80331"), ("MEIER", "Lange Str. 5", "80331")),
    (("Meier", "12 High Street", "SW1A 1AA"), ("meier", "12, High Street", "SW1A 1AA")),
]


def refused(table: dict[str, list[str]], refusals: Refusals) -> dict[str, list[int]]:
    rows = len(next(iter(table.values())))
    columns = {name: texts(cells) for name, cells in table.items()}
    held = refusals.held(columns.get, rows)
    return {channel: sorted({*found.rows.tolist()}) for channel, found in held.items()}


def collected(table: dict[str, list[str]]) -> Refusals:
    refusals = Refusals()
    columns = {name: texts(cells) for name, cells in table.items()}
    refusals.add(columns.get, len(next(iter(table.values()))))
    return refusals


@pytest.mark.parametrize(("one", "other"), EMAILS + [(b, a) for a, b in EMAILS[:4]])
@pytest.mark.parametrize("column", ["email", "email_2", "email_3", "other_emails"])
def test_an_address_is_refused_in_any_spelling_and_column(one: str, other: str, column: str):
    refusals = collected({"email": [one.split(";")[0]], "email_opt_out": ["x"]})
    assert refused({column: [other, "tom@kern.example.com"]}, refusals)["email"] == [0]


@pytest.mark.parametrize(("one", "other"), PHONES)
@pytest.mark.parametrize("column", ["phone", "mobile", "home_phone", "other_phones"])
def test_a_number_is_refused_in_any_spelling_and_column(one: str, other: str, column: str):
    refusals = collected({"company_phone": [one], "phone_opt_out": ["2026-03-01"]})
    assert refused({column: [other, "+4989123457"]}, refusals)["call"] == [0]


@pytest.mark.parametrize(("one", "other"), PLACES)
def test_post_is_refused_where_a_person_lives(one, other):
    names = ("last_name", "street", "postal_code")
    refusals = collected(
        {name: [cell] for name, cell in zip(names, one, strict=True)} | {"post_opt_out": ["yes"]}
    )
    rows = zip(other, ("Kern", *other[1:]), (other[0], "Other 1", other[2]), strict=True)
    assert refused(dict(zip(names, map(list, rows), strict=True)), refusals)["post"] == [0]


SAYING_NO = [
    ("consent", "No, thanks", {"email", "call"}),
    ("consent", "nein danke", {"email", "call"}),
    ("email_consent", "non merci", {"email"}),
    ("phone_consent", "no", {"call"}),
    ("email_opt_out", "whatever", {"email"}),
    ("phone_opt_out", "true", {"call"}),
    ("mailing_status", "unsubscribed", {"email"}),
    ("mailing_status", "Complained", {"email"}),
    ("mailing_status", "cleaned", set()),
    ("mailing_status", "subscribed", set()),
    ("remark_flags", "competitor; no_phone", {"call"}),
    ("remark_flags", "no_contact", {"email", "call"}),
    ("refused", "email a@x.example.com; call +4989123456", {"email", "call"}),
    ("refused", "call 089/123456", {"call"}),
    ("consent", "later", set()),
    ("consent", "", set()),
    ("email_opt_out", "no; no", set()),
]


@pytest.mark.parametrize(("column", "cell", "channels"), SAYING_NO)
def test_every_column_that_may_say_no(column: str, cell: str, channels: set[str]):
    held = {"email": ["a@x.example.com"], "phone": ["+49 89 123456"]}
    found = refused(held, collected({**held, column: [cell]}))
    assert {channel for channel, rows in found.items() if rows} == channels


SAME_PERSON = [
    ("Jana Kučerová", "Pivovar Hora s.r.o.", "Kucerova Jana", "PIVOVAR HORA"),
    ("Dorota Łoś", "FarmaLek Ośno Sp. z o.o.", "Dorota Los", "Farmalek Osno"),
    ("Jürgen Groß", "Groß & Söhne GmbH", "Juergen Gross", "Gross & Soehne"),
    ("María Núñez", "Bodegas Núñez, S.L.", "Maria Nunez", "Bodegas Nunez"),
    ("Søren Skov-Hansen", "Skov ApS", "Soren Skov Hansen", "Skov"),
    ("Élodie Petit", "Fournil Petit SARL", "Petit Elodie", "fournil petit"),
]


@pytest.mark.parametrize(("name", "company", "other", "firm"), SAME_PERSON)
@pytest.mark.parametrize("of_person", [{}, {"email": ["x@y.example.com"]}])
def test_a_person_is_refused_by_name_and_company(name, company, other, firm, of_person):
    """With another address or none, whatever happened to the letters; not in another company."""
    refusing = {"full_name": [name], "company": [company], "email_opt_out": ["yes"]}
    asked = {"full_name": [other, other, "Eva Meier"], "company": [firm, "Meier", firm]}
    refusals = collected({**refusing, **of_person})
    table = {name: texts(cells) for name, cells in asked.items()}
    named = refusals.named(table.get, 3)
    assert named["email"].tolist() == [0]
    assert not len(named["call"])


SURNAMES = {  # what a row without a first name refuses, and who else is there -> whether they refuse
    "a whole name": ({"full_name": "Eva Kern", "email_opt_out": "x"}, {"first_name": "Jan"}, False),
    "a surname": ({"last_name": "Kern", "email_opt_out": "x"}, {"first_name": "Jan"}, True),
    "a title before it": ({"full_name": "Herr Kern", "prefix": "Herr", "last_name": "Kern", "email_opt_out": "x"}, {"first_name": "Jan"}, True),
    "with an address of its own": ({"last_name": "Kern", "email": "k@x.example.com", "email_opt_out": "x"}, {"first_name": "Jan"}, False),
    "with a number, no e-mail": ({"last_name": "Kern", "phone": "+4989123456", "email_opt_out": "x"}, {"first_name": "Jan"}, True),
    "elsewhere": ({"last_name": "Kern", "email_opt_out": "x"}, {"company": "Hora"}, False),
    "another": ({"last_name": "Kern", "email_opt_out": "x"}, {"last_name": "Meier"}, False),
}  # fmt: skip


@pytest.mark.parametrize(("no", "other", "refuses"), SURNAMES.values(), ids=SURNAMES)
def test_a_surname_alone_is_everybody_of_that_name(no, other, refuses):
    """Nobody knows which of them it was, and without an address no other sign tells."""
    refusals = collected({name: [cell] for name, cell in ({"company": "Acme AG"} | no).items()})
    row = {"first_name": "Jan", "last_name": "Kern", "company": "ACME", "email": "j@x.example.com"}
    table = {name: texts([cell]) for name, cell in (row | other).items()}
    assert [*refusals.named(table.get, 1).get("email", [])] == ([0] if refuses else [])


PERSON = st.tuples(
    st.sampled_from(["Eva", "Jan", "Ida", ""]), st.sampled_from(["Meier", "Kern", "van Dijk", ""]),
    st.sampled_from(["Acme AG", "Hora", ""]), st.sampled_from(["", "yes"]),
)  # fmt: skip


def people_table(rows):
    names = ("first_name", "last_name", "company", "email_opt_out")
    cells = {name: list(cells) for name, cells in zip(names, zip(*rows, strict=True), strict=True)}
    return {name: texts(own) for name, own in cells.items()}


@given(
    st.lists(st.lists(PERSON, min_size=1, max_size=6), min_size=1, max_size=4),
    st.lists(PERSON, min_size=1, max_size=8),
)
def test_people_of_all_parts_are_known_and_nobody_else(parts, asked):
    """Added or merged, in whatever parts: a row is found where its name and company refused, and of
    somebody without a first name all of that name there."""
    together, merged = Refusals(), Refusals()
    for part in parts:
        alone = Refusals()
        for one in (together, alone):
            one.add(people_table(part).get, len(part))
        merged.merge(alone)
    every = [one for part in parts for one in part if one[3] and all(one[1:3])]
    refused = {one[:3] for one in every if one[0]}
    surnames = {one[1:3] for one in every if not one[0]}
    expected = [at for at, one in enumerate(asked) if one[:3] in refused or one[1:3] in surnames]
    for refusals in (together, merged):
        named = refusals.named(people_table(asked).get, len(asked))
        assert [*named.get("email", [])] == expected
    assert together == merged


ADDRESSES = [f"{name}@x.example.com" for name in "abcde"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", *ADDRESSES]), st.sampled_from(["", *ADDRESSES]),
        st.sampled_from(["", "yes", "no"]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(ROWS, st.lists(st.integers(0, 8), max_size=3))
def test_parts_of_a_table_refuse_what_the_whole_does(rows, cuts):
    """However a table is cut, what its parts refuse together is what it refuses."""
    names = ("email", "email_2", "email_opt_out")
    whole = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    bounds = sorted({0, len(rows), *(cut for cut in cuts if cut < len(rows))})
    together = Refusals()
    for first, last in pairwise(bounds):
        together.merge(collected({name: cells[first:last] for name, cells in whole.items()}))
    assert together == collected(whole)
    expected = {a for one, two, out in rows if out == "yes" for a in (one, two) if a}
    asked = {"email": ADDRESSES}
    found = refused(asked, together)["email"]
    assert [ADDRESSES[row] for row in found] == [a for a in ADDRESSES if a in expected]


BY_DOMAIN = {  # firm of who refused, name, firm and e-mail of another row -> whether it is heard
    "a word of the firm": ("Zeidler Obstbau", "Eva Meier", "", "m@zeidler-obst.example.com", True),
    "words in one": ("Sad Pruszcz", "MEIER Eva", "", "eva@sadpruszcz.example.com", True),
    "a word's beginning": ("Bertoldi Ortofrutta", "Eva Meier", "", "e@bertoldi2.example.com", True),
    "an umlaut": ("Müller & Söhne GmbH", "Eva Meier", "", "e@mueller-web.example.com", True),
    "below another domain": ("Acme AG", "Eva Meier", "", "e@mail.acme.example.com", True),
    "another name": ("Acme AG", "Jan Meier", "", "e@acme.example.com", False),
    "another firm": ("Acme AG", "Eva Meier", "", "e@kern.example.com", False),
    "a company in other words": (
        "Panivert (Rennes)",
        "Eva Meier",
        "Groupe Panivert",
        "e@x.example.com",
        True,
    ),
    "a company of its own, at that domain": (
        "Acme AG",
        "Eva Meier",
        "Kern KG",
        "e@acme.example.com",
        True,
    ),
    "a company of its own": ("Acme AG", "Eva Meier", "Kern KG", "e@kern.example.com", False),
    "a domain for examples": ("Example AG", "Eva Meier", "", "e@kern.example.com", False),
    "a provider": ("Gmail AG", "Eva Meier", "", "eva@gmail.com", False),
    "a firm of short words": ("A B C", "Eva Meier", "", "eva@abc.example.com", False),
}


@pytest.mark.parametrize(
    ("firm", "name", "own", "email", "heard"), BY_DOMAIN.values(), ids=BY_DOMAIN
)
@pytest.mark.parametrize("turned", [False, True])
def test_people_are_known_by_a_word_of_their_firm(firm, name, own, email, heard, turned):
    """Lists kept by hand have a name and a firm, those of newsletters a name and an address.

    Whichever of the two rows refuses, the other is heard with it, but for parts of words, and for
    the domain of who refused and named a company.
    """
    people = RefusedPeople()
    refusing = {"full_name": ["Eva Meier"], "company": [firm], "email": [""]}
    other = {"full_name": [name], "company": [own], "email": [email]}
    if turned:
        refusing, other = other, refusing
        heard = heard and "bertoldi2" not in email and own != "Kern KG"
    column = {key: texts(cells) for key, cells in refusing.items()}.get
    people.add(column, {"email": np.array([True])})
    found = people.among({key: texts(cells) for key, cells in other.items()}.get, 1)
    assert {channel: mask.tolist() for channel, mask in found.items()} == {
        "email": [heard], "call": [False], "post": [False],
    }  # fmt: skip
