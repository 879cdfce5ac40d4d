"""Remarks in eleven languages become flags with the words that said so, by the shipped list."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.base.errors import LeadkitError
from leadkit.clean import clean_leads, clean_stage
from leadkit.fields.cleaner import CleanOptions
from leadkit.fields.remark_cells import may_say
from leadkit.fields.remark_words import FLAGS, REFUSALS
from leadkit.fields.title_words import title_key
from leadkit.rules.remark_words import check_remark_words, read_remark_words
from tests.properties import examples

WORDS = read_remark_words()
with (Path(__file__).parent / "remarks.csv").open(encoding="utf-8") as file:
    LABELLED = [
        (row["remark"], row["language"], {flag for flag in row["flags"].split("; ") if flag})
        for row in csv.DictReader(file)
    ]

with (Path(__file__).parent / "remarks_2.csv").open(encoding="utf-8") as file:
    SECOND = [
        (row["remark"], row["language"], {flag for flag in row["flags"].split("; ") if flag})
        for row in csv.DictReader(file)
    ]


def flags_of(remark: str) -> set[str]:
    """Return the flags of a remark."""
    return {said.flag for said in WORDS.read(remark)}


def test_labelled_remarks_are_many_and_in_all_languages() -> None:
    languages = {language for _, language, _ in LABELLED}
    assert languages == {"cs", "da", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv"}
    assert len(LABELLED) >= 300
    assert {flag for *_, flags in LABELLED for flag in flags} == set(FLAGS)


@pytest.mark.parametrize("flag", REFUSALS)
def test_every_refusal_is_heard(flag: str) -> None:
    """Recall of refusals is 1.0: doubt means no."""
    missed = [remark for remark, _, flags in LABELLED if flag in flags - flags_of(remark)]
    assert missed == []


def test_overall() -> None:
    """Few flags are raised that are not meant, and few of the others are missed."""
    said = [(flags, flags_of(remark)) for remark, _, flags in LABELLED]
    right = sum(len(flags & found) for flags, found in said)
    assert right >= 0.99 * sum(len(found) for _, found in said)
    assert right >= 0.99 * sum(len(flags) for flags, _ in said)


@pytest.mark.parametrize(
    ("remark", "words"),
    [
        ("Nice talk. Please do NOT ever call him!", "NOT ever call"),
        ("Bitte keine Anrufe mehr", "keine Anrufe"),
        ("Möchte nicht, dass wir ihn noch anrufen", "nicht, dass wir ihn noch anrufen"),
        ("do-not-call", "not-call"),
    ],
)
def test_words_as_written(remark: str, words: str) -> None:
    """The words are those of the remark, and no more of them than say it."""
    (said,) = WORDS.read(remark)
    assert (said.flag, said.words) == ("no_phone", words)


def closed(flags: set[str]) -> set[str]:
    """Return the refusals that flags come to; no contact is all of them."""
    return set(REFUSALS) if "no_contact" in flags else flags & set(REFUSALS)


LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pl",
    "pt",
    "sv",
    "da",
    "no",
    "cs",
    "fi",
    "hu",
    "ro",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_of_another_table_are_heard(language: str) -> None:
    """Written before the list was made of compositions, to find what it did not hear."""
    refusing = [(remark, flags) for remark, known, flags in SECOND if known == language]
    refusing = [(remark, flags) for remark, flags in refusing if flags & set(REFUSALS)]
    missed = [remark for remark, flags in refusing if not closed(flags) <= closed(flags_of(remark))]
    assert len(missed) <= max(1, 0.05 * len(refusing)), missed


def test_harmless_remarks_of_another_table_raise_nothing() -> None:
    harmless = [remark for remark, _, flags in SECOND if not flags]
    flagged = [remark for remark in harmless if flags_of(remark)]
    assert len(harmless) > 300
    assert len(flagged) <= 0.01 * len(harmless), flagged


@pytest.fixture(scope="module")
def said_of_another_table() -> dict[str, set[str]]:
    return {remark: flags_of(remark) for remark, *_ in SECOND}


@pytest.mark.parametrize("flag", [flag for flag in FLAGS if flag not in (*REFUSALS, "angry")])
def test_other_flags_of_another_table(flag: str, said_of_another_table) -> None:
    meant = {remark for remark, _, flags in SECOND if flag in flags}
    raised = {remark for remark, flags in said_of_another_table.items() if flag in flags}
    assert len(meant & raised) >= 0.9 * max(len(raised), len(meant)), meant ^ raised


@pytest.mark.parametrize(
    ("remark", "flags"),
    [
        ("competitor?", set()),
        ("maybe a competitor", set()),
        ("vielleicht Wettbewerber, prüfen", set()),
        ("competitor", {"competitor"}),
        ("has left the company, who is next?", {"left_company"}),
        ("student discount?", set()),
        ("no calls?", {"no_phone"}),  # what may be a refusal is one
        ("maybe no calls", {"no_phone"}),
    ],
)
def test_a_doubt_is_no_fact(remark: str, flags: set[str]) -> None:
    assert flags_of(remark) == flags


@pytest.mark.parametrize(
    ("remark", "flags"),
    [
        ("Anrufverbot", {"no_phone"}),
        ("belverbod", {"no_phone"}),
        ("Mailsperre gesetzt", {"no_email"}),
        ("Löschantrag vom Mai", {"no_contact"}),
        ("verwijderverzoek ontvangen", {"no_contact"}),
        ("Löschanlage für die Lackiererei", set()),
        ("Gets our newsletter four times. Wants none of them.", {"no_email"}),
        ("Calls? No. Mails? Sure.", {"no_phone"}),
        ("NOOOO calls!", {"no_phone"}),
        ("unsuscribed in May", {"no_email"}),
        ("contracted, not contacted yet", set()),
        ("anmelden zum Newsletter", set()),
        ("phone no. 0171 2345678", set()),
        ("📵", {"no_phone"}),
    ],
)
def test_words_in_two_groups_slips_and_signs(remark: str, flags: set[str]) -> None:
    assert flags_of(remark) == flags


@pytest.mark.parametrize(
    ("remark", "flags"),
    [
        ("ha telefonato, ritira il consenso alle e-mail", {"no_email"}),
        ("consentimiento para llamadas retirado", {"no_phone"}),
        ("a retiré son accord pour les appels", {"no_phone"}),
        ("trekt toestemming voor e-mail in", {"no_email"}),
        ("wycofał zgodę na maile", {"no_email"}),
        ("drog tillbaka sitt samtycke till samtal", {"no_phone"}),
        ("отозвал согласие на звонки", {"no_phone"}),
        ("Einwilligung für Werbepost widerrufen", {"no_post"}),
        ("consenso alle mail dato il 3.11.", set()),
    ],
)
def test_a_consent_to_one_way_that_is_taken_back_closes_that_way(
    remark: str, flags: set[str]
) -> None:
    assert flags_of(remark) == flags


@pytest.mark.parametrize(
    "spelt",
    [
        str.upper,
        str.lower,
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: text.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae"),
        lambda text: f"  {text}\n\nregards",
    ],
)
def test_spelling_does_not_matter(spelt) -> None:
    for remark, _, flags in LABELLED:
        if flags & set(REFUSALS):
            assert flags & set(REFUSALS) <= flags_of(spelt(remark)), remark


@pytest.mark.parametrize("alone", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "change",
    [str, str.upper, title_key, lambda text: unicodedata.normalize("NFD", text)],
    ids=["as it is", "in capitals", "folded", "in pieces"],
)
def test_a_look_at_the_column_misses_nothing(change, alone) -> None:
    """Whatever says something is read, in a column of one and in one of all."""
    remarks = [change(remark) for remark, *_ in LABELLED]
    for column in [[remark] for remark in remarks] if alone else [remarks]:
        some = may_say(texts(column), WORDS)
        lost = [r for r, read in zip(column, some, strict=True) if not read and flags_of(r)]
        assert lost == []


PIECES = sorted({word for remark, *_ in LABELLED for word in remark.split()} | {"E", "Mail", "†"})


@examples(13, 200)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join), max_size=20))
def test_a_look_at_any_column_misses_nothing(column: list[str]) -> None:
    some = may_say(texts(column), WORDS)
    assert not [r for r, read in zip(column, some, strict=True) if not read and WORDS.read(r)]


@examples(50, 500)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Whatever a cell holds, its words are words of it."""
    for said in WORDS.read(text):
        assert said.words in text


def test_clean_writes_flags_and_words() -> None:
    leads = pd.DataFrame(
        {
            "notes": ["bitte nicht anrufen", "", "Competitor; no calls"],
            "tags": ["fair", "student", "fair"],
        },
        dtype="str",
    )
    once = clean_leads(leads)
    assert once["remark_flags"].tolist() == ["no_phone", "student", "no_phone; competitor"]
    assert once["remark_words"].tolist() == [
        "no_phone: nicht anrufen", "student: student", "no_phone: no calls; competitor: Competitor",
    ]  # fmt: skip
    assert clean_leads(once).equals(once)


def test_flags_that_are_there_stay() -> None:
    leads = pd.DataFrame(
        {"notes": ["nicht anrufen", "call"], "remark_flags": ["press", "no_post"]}, dtype="str"
    )
    assert clean_leads(leads)["remark_flags"].tolist() == ["press; no_phone", "no_post"]


def test_no_column_of_remarks_no_flags() -> None:
    leads = pd.DataFrame({"email": ["do.not.call@a.example.com"]}, dtype="str")
    assert "remark_flags" not in clean_leads(leads)


def test_own_word_list(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("flags: {press: {phrases: town crier, unless: town crier pub}}\n")
    words = read_remark_words(own)
    assert [said.flag for said in words.read("is the town crier")] == ["press"]
    assert words.read("met at the Town Crier Pub") == ()
    leads = pd.DataFrame({"notes": ["town crier", "nicht anrufen"]}, dtype="str")
    assert clean_leads(leads, remarks=own)["remark_flags"].tolist() == ["press", ""]


def test_own_list_of_refusals(tmp_path: Path) -> None:
    """What is written once for all refusals stands for each one's own words."""
    own = tmp_path / "own.yaml"
    own.write_text(
        "groups: {no: no, bell: bell*, note: note*, both: '<bell>, <note>'}\n"
        "refusals:\n"
        "  stand_for: {way: {no_phone: bell, no_post: note, no_contact: both}}\n"
        "  phrases: <no> ... <way>\n"
        "  unless: <way> of credit\n"
        "flags: {}\n"
    )
    words = read_remark_words(own)
    assert [said.flag for said in words.read("no more bells")] == ["no_phone", "no_contact"]
    assert [said.flag for said in words.read("no notes")] == ["no_post", "no_contact"]
    assert words.read("no note of credit") == ()


def test_a_list_tests_itself(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("flags: {press: {phrases: crier}}\ntests: [{remark: cryer, flags: press}]\n")
    (finding,) = check_remark_words(own)[2]
    assert finding.text == "'cryer' says nothing, expected press"


# A mistake in the list is told with its line, before any lead is read.
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("flags: {no_fone: {phrases: x}}\n", "unknown flag 'no_fone'; did you mean 'no_phone'"),
        ("flags: {press: {unless: x}}\n", "flag 'press' needs 'phrases'"),
        ("flags: {press: {phrases: <pres>}}\ngroups: {press: x}\n", "unknown group 'pres'"),
        ("flags: {press: {phrases: ...}}\n", "'...': a phrase needs a word"),
        ("flags: {press: {phrases: '... x'}}\n", "a phrase begins with a word, or with"),
        ("groups: {press: two words}\nflags: {}\n", "'two words': expected one word"),
        ("ignored: the\nflags: {press: {phrases: the x}}\n", "'the' counts for nothing"),
        ("groups: {a: <b>}\nflags: {}\n", "unknown group 'b'"),
        ("groups: {a: x}\nflags: {press: {phrases: <a>&x}}\n", "'&' stands between groups"),
        ("refusals: {phrases: x}\nflags: {}\n", "refusals need 'stand_for'"),
        (
            "groups: {a: x}\nrefusals: {stand_for: {way: {no_phone: a}}, phrases: no x}\nflags: {}\n",
            "a phrase of all refusals needs <way>",
        ),
        ("refusals: {stand_for: {way: {no_fone: a}}, phrases: x}\nflags: {}\n", "unknown refusal"),
        ("flags: {}\ntests: [{remark: x, flags: pres}]\n", "unknown flag 'pres'"),
        ("flags: {}\ntests: [{remark: x}]\n", "a test needs 'flags'"),
        ("rules: []\n", "this is a scoring file and no list of remark words"),
        ("name: x\n", "a list of remark words needs 'flags'"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text)
    with pytest.raises(LeadkitError) as error:
        clean_stage(CleanOptions(remarks=str(own)))
    assert message in str(error.value)
    assert str(error.value).startswith(f"{own}:")


AROUND = (
    "Good talk, {}, project in autumn", "Did not answer the phone. {}", "Kein Budget, {}",
    "{} - no problem otherwise", "{}; left a message on Monday", "no reply yet, {}",
    "{}\nlooking for a new supplier, call 10 Uhr", 'Hr. Klee: "{}"', "{}, has no budget",
)  # fmt: skip


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_hides_no_refusal(around: str) -> None:
    for remark, _, flags in LABELLED:
        refused = flags & set(REFUSALS)
        assert refused <= flags_of(around.format(remark)), remark


@pytest.mark.parametrize(
    "remark",
    [
        "hat ihre Zusage mündlich widerrufen",
        "Widerruf per Brief vom 3.3.",
        "hat der Einwilligung schriftlich widersprochen",
        "permission withdrawn over the phone on Monday",
        "permission revoked by e-mail",
        "a retiré son accord par courrier",
        "révocation du consentement par e-mail",
        "revocó su consentimiento por escrito",
        "retiró por teléfono el consentimiento",
        "ha revocato via mail il consenso",
        "revoca del consenso per iscritto",
        "heeft de toestemming per mail ingetrokken",
        "wycofanie zgody mailowo",
        "sprzeciw złożony listownie",
        "återkallade sitt samtycke via telefon",
        "samtykke trukket tilbage pr. mail",
        "souhlas odvolán telefonicky",
        "retirou o consentimento por escrito",
    ],
)
def test_how_a_withdrawal_came_is_not_what_was_withdrawn(remark: str) -> None:
    """All channels are closed, not the one by which it was told."""
    assert "no_contact" in {one.flag for one in read_remark_words().read(remark)}


@pytest.mark.parametrize(
    ("remark", "flags"),
    [
        ("no contact by phone", {"no_phone"}),
        ("objects to contact by phone", {"no_phone"}),
        ("consent for calls withdrawn", {"no_phone"}),
        ("unsubscribed from the newsletter", {"no_email"}),
        ("please send the contract by post", set()),
    ],
)
def test_a_way_that_is_refused_stays_one(remark: str, flags: set[str]) -> None:
    assert {one.flag for one in read_remark_words().read(remark)} == flags
