"""says: words and phrases that a note says, and those it denies, in the languages of fairs."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadkit.base.cells import texts
from leadkit.base.errors import LeadkitError
from leadkit.base.words import word_groups
from leadkit.fields.negation import Claims, clauses_of
from leadkit.fields.remark_text import words_of
from leadkit.rules.operators import say

WORDS = """[quote, offer, visit, budget, urgent, demo, samples, e-mail, call ... back, very interested,
    angebot*, besuch, termin, dringend, preis, muster, devis, visite, -carte de visite, presupuesto,
    oferta, muestras, preventivo, urgente, offerte, spoed*, ofert*, pilne, orçamento*, offert, tilbud,
    nabídk*, ajánlat*, sürgős, teklif*, acil, bütçe, tarjou*, срочно, бюджет*, προσφορ*, עברית,
    見積もり, 予算, 急ぎ, 报价, 预算, 견적, 예산, कीमत, ราคา]"""
NOTES = [  # note, whether it says one of these
    # whole words
    ("Visitenkarte", False), ("Preisausschreiben", False), ("misquoted", False),
    ("revisited us", False), ("Musterstadt", False), ("Angebotsanfrage", True),
    ("carte de visite", False), ("carte de visite laissée, demande une visite", True),
    ("QUOTE!!", True), ("quote/offer", True), ("call him back soon", True),
    ("callback", False), ("wants news by E Mail", True),
    # English
    ("no budget", False), ("not urgent", False), ("isn't urgent", False),
    ("does not want a quote", False), ("quote not needed", False), ("budget: no", False),
    ("no quote or demo", False), ("neither quote nor offer", False),
    ("no quote/offer", False), ("without any samples", False), ("offer declined", False),
    ("not very interested", False), ("never asked for a demo", False),
    ("not only samples", True), ("don't forget the quote", True), ("why not a demo?", True),
    ("no later than Friday: quote", True), ("no time, send quote", True),
    ("no time send quote", True), ("no calls but a visit", True), ("not big but urgent", True),
    ("quote by mail not by phone", True), ("quote? Maybe.", True), ("Budget? No.", False),
    ("no manager wants a quote", True), ("no quote, wants a demo", True),
    # German
    ("Angebot? Nein.", False), ("Budget: nein", False), ("kein Budget", False), ("keinerlei Budget", False), ("nicht dringend", False),
    ("Angebot nicht gewünscht", False), ("Termin im Mai nicht möglich", False),
    ("möchte kein Angebot", False), ("ohne Termin", False), ("Budget gestrichen", False),
    ("weder Angebot noch Muster", False), ("nicht nur Angebot", True),
    ("nicht vergessen: Angebot", True), ("kein Budget, aber Angebot", True),
    ("nicht entscheidungsbefugt will Angebot", True),
    ("will nicht, dass wir ein Angebot schicken", False),
    # French, Spanish, Italian, Portuguese
    ("pas de devis", False), ("ne veut pas de devis", False), ("sans visite", False),
    ("ne pas oublier le devis", True), ("n'a pas le temps, devis par mail", True),
    ("sin presupuesto", False), ("no necesita muestras", False), ("no olvidar oferta", True),
    ("no es urgente", False), ("non urgente", False), ("nessun preventivo", False),
    ("non dimenticare il preventivo", True), ("sem orçamento", False),
    ("não precisa de orçamento", False), ("orçamentos", True),
    # Dutch, Polish, Czech, Swedish, Danish, Finnish
    ("geen offerte", False), ("hoeft geen offerte", False), ("vergeet de offerte niet", True),
    ("brak oferty", False), ("nie chce oferty", False), ("nie pilne", False), ("ofertę", True),
    ("nechce nabídku", False), ("nezapomenout nabídku", True),
    ("vill inte ha offert", False), ("behöver ingen offert", False),
    ("ikke tilbud", False), ("ønsker ikke et tilbud", False), ("vil have tilbud", True),
    ("ei tarvitse tarjousta", False), ("haluaa tarjouksen", True),
    # Turkish and Hungarian deny behind the word
    ("teklif istemiyor", False), ("acil değil", False), ("bütçe yok", False),
    ("teklife gerek yok", False), ("acil teklif istiyor", True),
    ("nem sürgős", False), ("ajánlat nem kell", False), ("nincs ajánlat", False),
    ("sürgős ajánlatot kér", True),
    # Russian, Greek
    ("не срочно", False), ("нет бюджета", False), ("срочно!", True), ("χωρίς προσφορά", False),
    # no spaces between words
    ("見積もりは不要", False), ("予算なし", False), ("急ぎではない", False), ("見積もり希望", True),
    ("予算はまだありません", False), ("お急ぎ、電話は不要", True), ("予算承認済み", True),
    ("没有预算", False), ("不需要报价", False), ("要报价", True), ("特别要报价", True),
    ("견적 필요 없음", False), ("예산이 없습니다", False), ("견적 요청", True),
    ("예산 없음, 견적 요청", True), ("제안 견적", True), ("ไม่ราคา", False), ("कीमत चाहिए", True),
    ("कीमत नहीं चाहिए", False),
]  # fmt: skip


@pytest.mark.parametrize(("note", "says"), NOTES, ids=[note for note, _ in NOTES])
def test_what_notes_say(note, says):
    """A word counts where it stands whole and nobody denies it, in any of these languages."""
    assert say(f"{{says: {WORDS}}}", note, "") == ("yes ?" if says else "no ?")


def test_a_denial_is_for_what_it_stands_by():
    """In a note of several clauses each is heard by itself, in whatever order."""
    assert say("{says: [quote, visit]}", "no quote. Visit!", "visit, no quote") == "yes yes"
    assert say("{says: [quote, visit]}", "no quote\nno visit", "no quote; no visit") == "no no"


VOCABULARY = st.sampled_from(
    "quote Visit budget no not kein nicht or , , . ! ? / : - but only forget wants call back "
    "teklif istemiyor 予算 なし 、 12 E Mail dass \n".split(" ")
)


@example(["quote not , dass"])
@given(st.lists(st.lists(VOCABULARY, max_size=9).map(" ".join), max_size=6))
def test_columns_and_notes_say_the_same(notes):
    """A column, looked at by its words first, says of each note what reading it whole says."""
    words = ["quote", "visit", "teklif", "予算", "call back", "e-mail", "-visit budget"]
    claims = Claims(words)
    alone = [claims.said(note) != "" for note in notes if note.strip()]
    told = say(f"{{says: [{', '.join(words)}]}}", *[note for note in notes if note.strip()])
    assert told.split() == ["yes" if says else "no" for says in alone]


@given(st.lists(st.text(), max_size=4))
def test_no_word_is_lost_between_clauses(notes):
    """What is cut away between clauses are signs alone, and every note has a clause."""
    clauses, of_note = clauses_of(texts(notes))
    parts = [[] for _ in notes]
    for clause, place in zip(clauses.to_pylist(), of_note.tolist(), strict=True):
        parts[place].append(clause)
    for note, own in zip(notes, parts, strict=True):
        assert own
        assert "".join(filter(str.isalnum, note)) == "".join(filter(str.isalnum, "".join(own)))


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("[quote, '!']", "says: '!': expected words, such as 'call back' or 'angebot*'"),
        ("'<no> call'", "says: '<no> call': expected words"),
        ("'quote // visit'", "says: 'quote // visit': expected words"),
        ("'... visit'", "says: '... visit': a phrase begins and ends with a word"),
        ("-carte de visite", "says: all entries begin with a minus"),
        ("''", "says: a value is missing"),
    ],
)
def test_what_says_refuses(value, problem):
    """An entry that could never be said is a mistake, and the message shows one that could."""
    with pytest.raises(LeadkitError, match="says") as caught:
        say(f"{{says: {value}}}", "quote")
    assert problem in str(caught.value)


def test_words_of_denial_are_single_words():
    """Of the word list each entry is one word, but for phrases and scripts without spaces."""
    for group, entries in word_groups("leadkit.fields", "negation_words").items():
        if group != "phrases" and not group.startswith("unspaced"):
            assert not [entry for entry in entries if len(words_of(entry)) != 1], group


def test_long_notes_take_no_longer_than_they_are():
    """Words of one note, however many, are looked at some twelve to either side."""
    long = "or a quote " * 20_000
    assert say("{says: [quote]}", f"no{' or' * 50_000} x {long}", f"no {'or no quote ' * 9000}")
