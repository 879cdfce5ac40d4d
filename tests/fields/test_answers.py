"""Answers in words and sentences of some fifteen languages: never a yes that was none."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadkit.fields.consent import NO, YES, answer_to, channels_refused, yes_or_no

LINES = (Path(__file__).parent / "answers.txt").read_text("utf-8").splitlines()
LABELLED = [(label, cell) for label, _, cell in (line.partition("|") for line in LINES)]
AGREED = [cell for label, cell in LABELLED if label == YES]


@pytest.mark.parametrize("label", ["yes", "no", "unknown"])
def test_answers_are_read(label: str) -> None:
    cells = [cell for meant, cell in LABELLED if meant == label]
    wrong = [(cell, yes_or_no(cell)) for cell in cells if (yes_or_no(cell) or "unknown") != label]
    assert len(cells) >= 60
    assert wrong == []


# Lapsed, missing, unsigned, limited, doubted, of something else, or of somebody else.
NEVER_YES = (Path(__file__).parent / "answers_never_yes.txt").read_text("utf-8").splitlines()


def test_what_is_limited_or_missing_is_no_yes() -> None:
    assert len(NEVER_YES) >= 200
    assert [cell for cell in NEVER_YES if yes_or_no(cell) == YES] == []


@pytest.mark.parametrize(
    "taken_back",
    [
        "withdrawn on 3 May", "widerrufen am 3.5.", "désinscrit depuis", "baja en mayo",
        "revocato il 3 maggio", "ingetrokken", "zgoda wycofana", "cancelado", "återkallat", "odvoláno",
        "but no", "doch nicht", "finalement non", "al final no", "alla fine no", "toch niet",
    ],
)  # fmt: skip
def test_a_yes_that_was_taken_back_is_none(taken_back: str) -> None:
    for cell in AGREED:
        for joined in (f"{cell}, {taken_back}", f"{cell} ({taken_back})", f"{cell} - {taken_back}"):
            assert yes_or_no(joined) == NO, joined


@pytest.mark.parametrize(
    ("cell", "asked", "answer"),
    [
        ("yes, sms is fine as well", "", "yes"),  # a way that is added limits nothing
        ("yes, by phone", "", ""),
        ("yes, by phone", "call", "yes"),
        ("yes, by phone", "email", ""),
        ("ja, nur per Telefon", "email", ""),
        ("phone=0", "email", ""),
        ("phone=0", "call", "no"),
        ("phone=0", "", "no"),
        ("phone=1", "", ""),
        ("phone=1", "call", "yes"),
        ("E-Mail: ja", "email", "yes"),
        ("E-Mail: ja; Telefon: nein", "", "no"),
        ("19/01/2026 08:05", "", "yes"),
    ],
)
def test_ways_that_are_named(cell: str, asked: str, answer: str) -> None:
    assert yes_or_no(cell, channel=asked) == answer


@pytest.mark.parametrize(
    "cell",
    [
        "möchte Angebot", "wants a quote by mail", "veut un devis", "quiere presupuesto",
        "vuole preventivo", "wil offerte", "chce wycenę", "quer orçamento",
    ],
)  # fmt: skip
def test_who_wants_a_quote_has_not_agreed(cell: str) -> None:
    assert yes_or_no(cell) == ""


REFUSED = {  # an answer -> the channels that it refuses by name, whatever it was asked about
    "Ja, aber bitte nicht anrufen": "call", "Yes, but no calls please": "call", "Ja": "",
    "Only by phone": "email post", "nur telefonisch bitte": "email post", "Alleen telefonisch": "email post",
    "uniquement par mail": "call post", "Solo per telefono": "email post", "tylko telefonicznie": "email post",
    "sólo por correo electrónico": "call post", "Ja, aber nur per E-Mail": "call post",
    "Yes, just email me": "call post", "not only by phone": "", "only about pumps": "", "Nur einmal": "",
    "nur nachmittags anrufen": "", "Please only call in the afternoon": "",
    "No, nada por correo postal": "post", "No postal mail please": "post",
    "No me envíen correo postal ni electrónico": "email post", "Sí, por correo postal": "",
}  # fmt: skip


@pytest.mark.parametrize("cell", REFUSED)
def test_channels_that_are_refused_by_name(cell: str) -> None:
    """By their name, or by that of the only one that is wanted."""
    assert " ".join(sorted(channels_refused(cell))) == REFUSED[cell]


@pytest.mark.parametrize(
    "cell",
    [
        "Not asked", "nicht gefragt", "non demandé", "no preguntado", "non chiesto", "niet gevraagd",
        "nie pytano", "não perguntado", "ej tillfrågad", "ikke spurgt", "nezeptáno",
    ],
)  # fmt: skip
def test_who_was_not_asked_said_nothing(cell: str) -> None:
    for asked in ("", "email", "call", "post"):
        assert yes_or_no(cell, channel=asked) == ""


def test_no_consent_is_a_no_to_a_question_and_no_state_of_a_mailing() -> None:
    """A CRM writes it where nobody was asked yet; whoever was asked has refused."""
    assert yes_or_no("No consent") == NO
    assert answer_to("mailing_status")("No consent") == ""


MILLION = 1_000_000
ENDLESS = {
    "a letter": ("a" * MILLION, ""), "another at its end": ("a" * MILLION + "b", ""), "a word": ("yes " + "x" * MILLION, "yes"),
    "noes": ("no " * (MILLION // 3), "no"), "yeses": ("ja, " * (MILLION // 4), "yes"), "brackets": ("(" * MILLION, ""),
    "sentences": ("I agree " * (MILLION // 8), "yes"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("cell", "said"), ENDLESS.values(), ids=ENDLESS)
def test_a_cell_of_a_million_signs_is_answered(cell, said):
    """Reading what somebody pasted takes as long as it is long, and not the square of that."""
    assert yes_or_no(cell) == said


# A no, a consent taken back, and a yes to the processing of data alone, in scripts and languages whose
# words are apart from each other.
TAKEN_BACK = """
ru: не согласен; отозвано 05.11.2025; согласие отозвано; отписался от рассылки; отменено
uk: не погоджуюсь; згоду відкликано; відписався; скасовано
bg: не съм съгласен; оттеглено съгласие; отписан
el: Δεν συμφωνώ; η συγκατάθεση ανακλήθηκε; απεγγραφή; ακυρώθηκε; δεν θέλω ενημερώσεις
ko: 동의 철회; 동의하지 않음; 수신 거부; 동의 취소
zh: 不同意; 已撤回同意; 已退订; 取消订阅; 拒收
ja: 同意しません; 同意を撤回; 配信停止; 希望しない; 不可; 退会済み
ar: لا أوافق; تم سحب الموافقة; إلغاء الاشتراك
he: לא מסכים; הסר אותי; בוטל
th: ไม่ยินยอม; ถอนความยินยอม; ยกเลิกการรับข่าวสาร
hi: मैं सहमत नहीं हूँ; सहमति वापस ली
vi: không đồng ý
id: tidak setuju; persetujuan dicabut
hr: ne slažem se; privola povučena 3.11.; odjavljen
sl: se ne strinjam; soglasje preklicano; odjava
lt: nesutinku; sutikimas atšauktas
lv: nepiekrītu; piekrišana atsaukta
et: ei nõustu; nõusolek tühistatud
tr: onaylamıyorum; izin geri alındı; istemiyorum
en: Yes - then withdrew by phone 2 Nov; Yes (revoked by letter)
de: Ja, am 3.11. telefonisch widerrufen; ja / am 5.11. per Mail zurückgezogen
fr: Oui, puis a retiré son accord par téléphone
it: sì, poi ha ritirato il consenso per telefono
"""
DATA_ALONE = """
ru: Согласен на обработку персональных данных; Согласен с политикой конфиденциальности
pl: Wyrażam zgodę na przetwarzanie danych osobowych
hu: Hozzájárulok adataim kezeléséhez
ro: Sunt de acord cu prelucrarea datelor personale
tr: Kişisel verilerin işlenmesini kabul ediyorum
el: Συμφωνώ με την πολιτική απορρήτου
cs: Souhlasím se zpracováním osobních údajů
zh: 同意隐私政策
ja: 個人情報の取り扱いに同意する
"""
STILL_YES = """
ru: Согласен; Да, согласен получать рассылку; Согласен на обработку персональных данных и рассылку новостей
el: Συμφωνώ; Ναι, θέλω το newsletter
ja: 可; 同意します; はい、構いません
zh: 同意; 可以
ko: 동의합니다
hi: मैं सहमत हूँ
pl: Wyrażam zgodę na przetwarzanie danych osobowych w celach marketingowych
uk: Так, погоджуюсь
"""


def each_of(table: str) -> list[tuple[str, str]]:
    lines = [line.partition(":") for line in table.strip().splitlines()]
    return [(language, cell.strip()) for language, _, cells in lines for cell in cells.split(";")]


@pytest.mark.parametrize(("_", "cell"), each_of(TAKEN_BACK))
def test_a_no_and_a_consent_taken_back_in_each_script(_, cell):
    assert yes_or_no(cell, channel="email") == "no"


@pytest.mark.parametrize(("_", "cell"), each_of(DATA_ALONE))
def test_a_yes_to_processing_data_is_none_to_mail(_, cell):
    assert yes_or_no(cell) == ""


@pytest.mark.parametrize(("_", "cell"), each_of(STILL_YES))
def test_a_yes_beside_them_is_still_one(_, cell):
    assert yes_or_no(cell, channel="email") == "yes"
