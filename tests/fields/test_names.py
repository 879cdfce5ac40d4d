"""Names of people: case, titles and parts; and names of companies."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.fold import fold_letters
from leadkit.base.words import word_groups, word_list
from leadkit.clean import clean_leads
from leadkit.fields.cleaner import CleanOptions
from leadkit.fields.company import clean_company, company_base_name, is_company
from leadkit.fields.legal_forms import FORMS, WRITTEN
from leadkit.fields.name.case import clean_name
from leadkit.fields.name.parts import split_name


def _cleaned(**columns: list[str]) -> pd.DataFrame:
    return clean_leads(pd.DataFrame(columns, dtype="str"), CleanOptions(only="name,company"))


# Case is repaired only where all letters have the same one.
@pytest.mark.parametrize(
    ("cell", "cleaned"),
    [
        ("MCDONALD", "McDonald"), ("mcdonald", "McDonald"), ("McDonald", "McDonald"),
        ("von der leyen", "von der Leyen"), ("VON DER LEYEN", "von der Leyen"),
        ("Von Der Leyen", "Von Der Leyen"), ("o'neill", "O'Neill"), ("O'NEILL", "O'Neill"),
        ("strauß", "Strauß"), ("GROẞMANN", "Großmann"), ("ßtest", "ßtest"),
        ("MÜLLER-LÜDENSCHEIDT", "Müller-Lüdenscheidt"), ("DE VRIES", "De Vries"),
        ("de vries", "de Vries"), ("Mu\u0308ller", "Müller"), (" Anna  Lena ", "Anna Lena"),
        ("LI", "LI"), ("J.R.", "J.R."), ("macOS", "macOS"), ("Null", "Null"), ("None", "None"),
        ("True", "True"), ("Test", "Test"), ("王小明", "王小明"), ("HENRY VIII", "Henry VIII"),
        ("ÇAĞLAR ŞAHİN", "Çağlar Şahin"), ("İSMAİL IŞIK", "İsmail Işık"), ("ismail ışık", "İsmail Işık"),
        ("Eva\u200b Meier\ufeff", "Eva Meier"), ("eva@x.example.com", "eva@x.example.com"),
    ],
)  # fmt: skip
def test_case(cell: str, cleaned: str) -> None:
    assert clean_name(cell) == cleaned


# A full name is split where that is certain: prefix, first, middle, last, suffix.
@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Prof. Dr. Dr. h.c. Anna Maria Müller-Lüdenscheidt",
         ("Prof. Dr. Dr. h.c.", "Anna Maria", "", "Müller-Lüdenscheidt", "")),
        ("Meier, Eva", ("", "Eva", "", "Meier", "")),
        ("Müller, Dr. Hans", ("Dr.", "Hans", "", "Müller", "")),
        ("Leyen, Ursula von der", ("", "Ursula", "", "von der Leyen", "")),
        ("von der Leyen, Ursula", ("", "Ursula", "", "von der Leyen", "")),
        ("Jan van den Berg", ("", "Jan", "", "van den Berg", "")),
        ("van Gogh", ("", "", "", "van Gogh", "")),
        ("DE VRIES", ("", "", "", "De Vries", "")),
        ("Ben Johnson", ("", "Ben", "", "Johnson", "")),
        ("John A. Doe, Jr.", ("", "John", "A.", "Doe", "Jr.")),
        ("Robert Roe III", ("", "Robert", "", "Roe", "III")),
        ("Jane Roe, PhD, MBA", ("", "Jane", "", "Roe", "PhD, MBA")),
        ("Smith, J.R.", ("", "J.R.", "", "Smith", "")),
        ("Herr Meier", ("Herr", "", "", "Meier", "")),
        ("Frau Dr. med. Eva Braun", ("Frau Dr. med.", "Eva", "", "Braun", "")),
        ("Dipl.-Ing. (FH) Hans Huber", ("Dipl.-Ing. (FH)", "Hans", "", "Huber", "")),
        ("Ing. Max Muster, MSc", ("Ing.", "Max", "", "Muster", "MSc")),
        ("José María Aznar y López", ("", "José", "María", "Aznar y López", "")),
        ("O'NEILL, SHAUN", ("", "Shaun", "", "O'Neill", "")),
        ("Nguyen Van An", ("", "Van", "An", "Nguyen", "")),
        ("Ma, Jack", ("", "Jack", "", "Ma", "")),
        ("王小明", ("", "小明", "", "王", "")),
        ("王 小明", ("", "小明", "", "王", "")), ("김 철수", ("", "철수", "", "김", "")),
        ("María del Carmen Rodríguez López", ("", "María del Carmen", "", "Rodríguez López", "")),
        ("Juan Carlos de la Cruz y Fernández", ("", "Juan", "Carlos", "de la Cruz y Fernández", "")),
        ("Karl Freiherr von und zu Muster", ("", "Karl", "", "Freiherr von und zu Muster", "")),
        ("Univ.-Prof. DI Dr. techn. Max Huber", ("Univ.-Prof. DI Dr. techn.", "Max", "", "Huber", "")),
        ("JUDr. Karel Novák, CSc.", ("JUDr.", "Karel", "", "Novák", "CSc.")),
        ("Frau Dipl.-Hdl. Eva Meier", ("Frau Dipl.-Hdl.", "Eva", "", "Meier", "")),
        ("MBA Katrin Meier", ("MBA", "Katrin", "", "Meier", "")),
        ("dipl. Ing. ETH Urs Meier", ("dipl. Ing. ETH", "Urs", "", "Meier", "")),
        ("Eva Meier, dipl. Treuhänderin", ("", "Eva", "", "Meier", "dipl. Treuhänderin")),
        ("Col. Frank Doe (Ret.)", ("Col.", "Frank", "", "Doe", "Ret.")),
        ("Lars Berg d.ä.", ("", "Lars", "", "Berg", "d.ä.")),
        ("Excmo. Sr. Juan Ruiz", ("Excmo. Sr.", "Juan", "", "Ruiz", "")),
        ("Sra. Dña. Ana Ruiz", ("Sra. Dña.", "Ana", "", "Ruiz", "")),
        ("Familie Schmidt", ("Familie", "", "", "Schmidt", "")),
        ("Meier, Eva, Dr.", ("Dr.", "Eva", "", "Meier", "")),
        ("Meier Dr., Eva", ("Dr.", "Eva", "", "Meier", "")),
        ("Dr.med.Eva Meier", ("Dr.med.", "Eva", "", "Meier", "")),
        ("Eva Müller geb. Schmidt", ("", "Eva", "", "Müller", "")),
        ("Eva Müller, geb. Schmidt", ("", "Eva", "", "Müller", "")),
        ("z.Hd. Frau Meier", ("Frau", "", "", "Meier", "")), ("i.A. Eva Meier", ("", "Eva", "", "Meier", "")),
        ('"Eva Meier"', ("", "Eva", "", "Meier", "")), ("JRR Meier", ("", "JRR", "", "Meier", "")),
        ("Eva Meier; Max Huber", ("", "", "", "", "")), ("Eva Meier - Einkauf", ("", "Eva", "", "Meier", "")),
        ("eva@x.example.com", ("", "", "", "", "")), ("Eva Meier 2", ("", "", "", "", "")),
        ("?", ("", "", "", "", "")), ("-, Eva", ("", "Eva", "", "", "")),
        ("Dr.", ("Dr.", "", "", "", "")),
        ("Herrn Dr.", ("Herrn Dr.", "", "", "", "")), ("Frau Dr. med.", ("Frau Dr. med.", "", "", "", "")),
        ("", ("", "", "", "", "")),
    ],
)  # fmt: skip
def test_full_name(cell: str, parts: tuple[str, ...]) -> None:
    assert split_name(cell)[:5] == parts


# By culture: country, cell, given names, surname. Everybody here is invented.
CULTURES = """
DE|Öffner Tim|Tim|Öffner
DE|Herrn Dr. Lütkehaus||Lütkehaus
DE|RAin Dr. jur. Ida Thoma|Ida|Thoma
DE|Reinhold Maurer jun.|Reinhold|Maurer
DE|B. Eng. Lars Nowotny|Lars|Nowotny
DE|Steffi (Stefanie) Muster|Stefanie|Muster
GB|Colin Padgett CEng MIMechE|Colin|Padgett
GB|Prof. Dame Ottilie Grieve DBE|Ottilie|Grieve
GB|Bethan ap Rhys|Bethan|ap Rhys
US|Laura Jean Derrick AIA|Laura Jean|Derrick
US|David Muster, attorney at law|David|Muster
US|Swanson Peter A|Peter A|Swanson
US|Maj. Lee Brown|Lee|Brown
SE|Maj Sjögren|Maj|Sjögren
SE|Eva-Lena Holm Sand|Eva-Lena|Holm Sand
DK|Søren Kjær Madsen|Søren Kjær|Madsen
FR|DUPUIS Éric|Éric|DUPUIS
FR|M. LE GALL Erwan|Erwan|LE GALL
FR|Anne Claire BOURDIN|Anne Claire|Bourdin
FR|VAN DEN BROECK Philippe|Philippe|VAN DEN BROECK
FR|Jean-Baptiste de La Tour|Jean-Baptiste|de La Tour
FR|Dr Omar BEN SALAH|Omar|BEN SALAH
IT|Rossi Mario|Mario|Rossi
IT|DE ROSSI ANNA MARIA|Anna Maria|De Rossi
IT|Assunta Lo Presti|Assunta|Lo Presti
IT|Luca Di Stefano|Luca|Di Stefano
IT|Sig.ra Anna La Torre|Anna|La Torre
ES|José Luis Martín Gil|José Luis|Martín Gil
ES|Renata Lima Ocampo|Renata|Lima Ocampo
ES|María del Carmen Ortiz de Zárate|María del Carmen|Ortiz de Zárate
ES|Begoña San Martín|Begoña|San Martín
|Álvaro García Riba|Álvaro|García Riba
PT|Rui Miguel Tavares da Costa|Rui Miguel|Tavares da Costa
PT|Ana Beatriz de Souza e Silva|Ana Beatriz|de Souza e Silva
BR|Antônio Carlos Ferreira Neto|Antônio Carlos|Ferreira
NL|Lotte van den Berg|Lotte|van den Berg
NL|prof. dr. ir. H. Op 't Veld|H.|Op 't Veld
NL|Berg, Pieter van den|Pieter|van den Berg
PL|NOWAK TOMASZ|Tomasz|Nowak
PL|Wiśniewska-Kruk Małgorzata|Małgorzata|Wiśniewska-Kruk
PL|Pani Grażyna|Grażyna|
CZ|Mgr. Jana Horáková Němcová|Jana|Horáková Němcová
HU|Kovács János|János|Kovács
HU|Zsuzsa Molnár|Zsuzsa|Molnár
HU|Nagy Béláné||Nagy Béláné
HU|ifj. Horváth Gábor|Gábor|Horváth
RU|Иванов Пётр Сергеевич|Пётр Сергеевич|Иванов
RU|Анна Викторовна Белоусова|Анна Викторовна|Белоусова
RU|Соколов А. Н.|А. Н.|Соколов
UA|Віктор Дашкевич|Віктор|Дашкевич
GR|Παπαδοπούλου Ελένη|Ελένη|Παπαδοπούλου
TR|Hasan Bey|Hasan|
TR|Ayşe Nur Çelik Koç|Ayşe Nur|Çelik Koç
AE|Aisha Al Mansouri|Aisha|Al Mansouri
AE|Mohammed bin Rashid Al-Farsi|Mohammed|bin Rashid Al-Farsi
AE|Abdul Rahman El-Sayed|Abdul Rahman|El-Sayed
AE|سامر أبو زيد|سامر|أبو زيد
AE|جمال عبد اللطيف|جمال|عبد اللطيف
IN|K. Venkatesh|K.|Venkatesh
IN|Smt. Lakshmi Narayanan|Lakshmi|Narayanan
IN|Sanjay ji|Sanjay|
KR|김민수|민수|김
KR|남궁현|현|남궁
KR|한빛전자 오세훈 부장|세훈|오
KR|Kim Min-jun|Min-jun|Kim
KR|Mr. Jae-Hyun Lim|Jae-Hyun|Lim
KR|PARK Seo Yeon|Seo Yeon|PARK
|Kim Min-su|Min-su|Kim
PL|Kowalski Jan|Jan|Kowalski
BE|Van Damme Els|Els|Van Damme
NL|mw. A. Bos-van der Meer|A.|Bos-van der Meer
AT|KommR Ing. Herbert Aigner|Herbert|Aigner
ES|Mª Ángeles Rubio|Mª Ángeles|Rubio
AE|Mr. Al Suwaidi||Al Suwaidi
SG|Tan Wei Ling|Wei Ling|Tan
KR|김 대리||김
CN|王经理||王
GR|Κος Γεώργιος Παππάς|Γεώργιος|Παππάς
IN|Mr. Suresh Kumar V|Suresh Kumar|V
|Lê Minh Tuấn|Minh Tuấn|Lê
|Nagy Attila|Attila|Nagy
|Attila Nagy|Attila|Nagy
|Jana Nováková|Jana|Nováková
|Rui Miguel Tavares da Costa|Rui Miguel|Tavares da Costa
|Laura Jean Derrick|Laura Jean|Derrick
CN|欧阳雪|雪|欧阳
CN|张先生||张
CN|苏州华宇工具 周敏|敏|周
CN|Zhang Wei|Wei|Zhang
CN|Dr. Qiang Xu|Qiang|Xu
JP|山田 太郎|太郎|山田
JP|長谷川　誠 様|誠|長谷川
JP|代表取締役 小林 健一|健一|小林
JP|Suzuki Kenji|Kenji|Suzuki
JP|Haruka Fujimoto|Haruka|Fujimoto
VN|Nguyễn Văn Hùng|Văn Hùng|Nguyễn
VN|Mr. Kevin Bui|Kevin|Bui
VN|Chị Lan|Lan|
VN|Mr. Khoa|Khoa|
EG|Mr. Hassan|Hassan|
AE|Mr. Hassan||Hassan
EG|Omar Salah Eldin|Omar|Salah Eldin
EG|د/ منى فوزي|منى|فوزي
IN|Dr. D.A. Banerjee|D.A.|Banerjee
|L.A. Meier|L.A.|Meier
NL|Kees v.d. Berg|Kees|v.d. Berg
BR|Rita de Cássia Moura|Rita de Cássia|Moura
BR|José Carlos Neto|José Carlos|Neto
BR|Seu Antônio Moura|Antônio|Moura
GR|Σταύρος Δε Ρόσσι|Σταύρος|Δε Ρόσσι
GR|Λαμπρίδης Κ.|Κ.|Λαμπρίδης
KR|김 민 수|민수|김
JP|ｽｽﾞｷ ｹﾝｼﾞ|ケンジ|スズキ
CN|孙总||孙
CN|Kevin Zhou (周建国)|Kevin|Zhou
TR|Öğr. Gör. Kemal Demir|Kemal|Demir
TR|Yrd. Doç. Dr. Ayla Kaya|Ayla|Kaya
US|Ida A. Kenneth Larkfield|Ida A. Kenneth|Larkfield
US|Paul Y. Thomas Larkfield|Paul Y. Thomas|Larkfield
US|Mr. James O Davis|James O|Davis
DE|Eheleute Karl und Eva Muster||Muster
CZ|Mgr. et Mgr. Jana Musilová|Jana|Musilová
DE|Dirk Schulze zu Wehdel|Dirk|Schulze zu Wehdel
CH|Keller-Huber Regula|Regula|Keller-Huber
DE|Brandt Jürgen, Werkstattleiter|Jürgen|Brandt
CA|Luc Tremblay, ing.|Luc|Tremblay
AU|Helen McBride OAM|Helen|McBride
IT|Carla De' Rossi|Carla|De' Rossi
IE|Nora O Brien|Nora|O Brien
FR|ben amar karima|Karima|ben amar
BR|Marta e Silva|Marta|e Silva
IL|Adv. Tal Ben-Ami|Tal|Ben-Ami
NG|Alhaji Sani Bello|Sani|Bello
ES|Lcdo. Pablo Muster|Pablo|Muster
DE|Priv.-Doz. Dr. med. Ute Brandt|Ute|Brandt
AT|Dipl.-Ing.in Petra Muster|Petra|Muster
NL|Dijk, van der, Piet|Piet|van der Dijk
DE|Brandt-Muster Ute, Frau|Ute|Brandt-Muster
DE|Brandt, Ute, Frau|Ute|Brandt
IT|Dell'Orto Mario|Mario|Dell'Orto
IT|Mario Dell'Orto|Mario|Dell'Orto
IT|Sigg. Ferrari||Ferrari
PL|Państwo Zalewscy||Zalewscy
CZ|Rodina Musilová||Musilová
PT|Eng. Rui Tavares e Sousa|Rui|Tavares e Sousa
PT|Rui Tavares de Sousa e Melo|Rui|Tavares de Sousa e Melo
ES|pablo martínez ruiz|Pablo|Martínez Ruiz
MX|jose luis hernandez vega|Jose Luis|Hernandez Vega
"""


@pytest.mark.parametrize("case", CULTURES.strip().split("\n"))
def test_a_name_by_culture(case: str) -> None:
    country, cell, given_names, surname = case.split("|")
    name = split_name(cell, country)
    assert f"{name.first} {name.middle}".strip() == given_names
    assert name.last.casefold() == surname.casefold()


# A firm beside a person is put apart where a legal form, a sign or a note says which is which.
@pytest.mark.parametrize(
    ("cell", "first", "last", "company"),
    [
        ("Muster Elektrotechnik GmbH, Herr Marco Wüst", "Marco", "Wüst", "Muster Elektrotechnik GmbH"),
        ("Messenger, Kate (Muster Stone Ltd)", "Kate", "Messenger", "Muster Stone Ltd"),
        ("Garage Muster - Lionel Pagnoux", "Lionel", "Pagnoux", "Garage Muster"),
        ("Muster Makina / Serkan Kılıç", "Serkan", "Kılıç", "Muster Makina"),
        ("Muster Tuinen t.a.v. Teun Smit", "Teun", "Smit", "Muster Tuinen"),
        ("Tischlerei Muster, Inh. Peter Muster", "Peter", "Muster", "Tischlerei Muster"),
        ("ООО «Вектор», Фомин Илья", "Илья", "Фомин", "ООО «Вектор»"),
        ("Kate Messenger c/o Muster Stone Ltd", "Kate", "Messenger", "Muster Stone Ltd"),
        ("Eva Meier / Max Huber", "", "", ""), ("Meier, Eva", "Eva", "Meier", ""),
        ("Jane Roe, PhD, MBA", "Jane", "Roe", ""), ("C.A. Bloemsma", "C.A.", "Bloemsma", ""),
    ],
)  # fmt: skip
def test_a_firm_beside_a_person(cell: str, first: str, last: str, company: str) -> None:
    name = split_name(cell)
    assert (name.first, name.last, name.company) == (first, last, company)


# Whatever is usual is not turned round: a known given name in front stays in front.
@given(
    st.sampled_from(["Eva", "Thomas", "Marie", "Jean-Pierre", "Luis", "Kasia", "Olga", "Mehmet"]),
    st.sampled_from(["Thomas", "Bernard", "Martin", "Simon", "Otto", "Musterova", "Roe", "Peters"]),
    st.sampled_from(["", "DE", "GB", "FR", "ES", "PL", "TR", "SE"]),
)
def test_a_given_name_in_front_stays(first: str, last: str, country: str) -> None:
    assert split_name(f"{first} {last}", country)[1:4] == (first, "", last)


def test_the_country_of_the_row_tells_the_order() -> None:
    cleaned = clean_leads(
        pd.DataFrame({"full_name": ["Ádám Péter"] * 2, "country": ["HU", "AT"]}, dtype="str"),
        CleanOptions(only="country,name"),
    )
    assert cleaned["last_name"].tolist() == ["Ádám", "Péter"]


def test_a_firm_in_the_cell_is_flagged_and_fills_a_blank_company() -> None:
    cleaned = _cleaned(full_name=["Muster GmbH, Herr Marco Wüst"] * 2, company=["", "Foo AG"])
    assert cleaned["last_name"].tolist() == ["Wüst"] * 2
    assert cleaned["company"].tolist() == ["Muster GmbH", "Foo AG"]
    assert cleaned["issues"].tolist() == ["full_name_company"] * 2


def test_one_form_of_address() -> None:
    said = ["Hr.", "Herrn Dr.", "Herr", "Fr.", "Mr.", "Mister", "Dhr.", "Dr.", ""]
    told = _cleaned(prefix=said, first_name=["Ida"] * len(said))["prefix"].tolist()
    assert told == ["Herr", "Herr Dr.", "Herr", "Frau", "Mr", "Mr", "Dhr", "Dr.", ""]


@given(st.text(max_size=40), st.sampled_from(["", "HU", "KR", "CN", "JP", "VN", "ES", "RU", "IN"]))
def test_any_text_is_split(cell: str, country: str) -> None:
    split_name(cell, country)


TITLES = word_groups("leadkit.fields", "name_words")["titles"]


@given(
    st.lists(st.sampled_from(TITLES), max_size=3).map(" ".join),
    st.sampled_from(["", " h.c.", ", ", " Eva", " von", " jr.", " (MBA)"]),
    st.sampled_from(["", "DE", "TR", "JP", "BR", "AE"]),
)
def test_titles_alone_are_split(titles: str, behind: str, country: str) -> None:
    split_name(titles + behind, country)


def test_only_missing_parts_are_filled() -> None:
    cleaned = _cleaned(
        full_name=["Dr. Eva Meier", "Eva Meier", "Eva Meier", "東京", "Meier GmbH"],
        first_name=["", "Eva", "Anna", "", ""],
        last_name=["", "", "", "", ""],
    )
    assert cleaned["first_name"].tolist() == ["Eva", "Eva", "Anna", "", ""]
    assert cleaned["last_name"].tolist() == ["Meier", "Meier", "", "", ""]
    assert cleaned["prefix"].tolist() == ["Dr.", "", "", "", ""]
    assert cleaned["issues"].tolist() == [
        "", "", "", "full_name_unsplit", "full_name_company; full_name_unsplit",
    ]  # fmt: skip


def test_a_job_title_after_a_full_name_is_no_given_name() -> None:
    names = ["Eva Meier, Geschäftsführerin", "Eva Meier, Einkauf", "García Muster, Ana"]
    cleaned = _cleaned(full_name=names)
    assert cleaned["first_name"].tolist() == ["Eva", "Eva", "Ana"]
    assert cleaned["last_name"].tolist() == ["Meier", "Meier", "García Muster"]
    assert cleaned["full_name"].tolist() == names


def test_titles_leave_the_first_name() -> None:
    cleaned = _cleaned(first_name=["Dr. Eva", "Eva", "Prof. Ida"], prefix=["", "", "Frau"])
    assert cleaned["first_name"].tolist() == ["Eva", "Eva", "Prof. Ida"]
    assert cleaned["prefix"].tolist() == ["Dr.", "", "Frau"]


# The base name has no legal form, of whatever country, and is never blank.
@pytest.mark.parametrize(
    ("cell", "base"),
    [
        ("Foo GmbH & Co. KG", "foo"), ("Foo UG (haftungsbeschränkt)", "foo"), ("Foo gGmbH", "foo"),
        ("Max Mustermann e.K.", "max mustermann"), ("Foo KGaA", "foo"), ("Foo KG a.A.", "foo"),
        ("Foo Ges.m.b.H.", "foo"), ("Foo S.à r.l.", "foo"), ("Oy Karl Fazer Ab", "karl fazer"),
        ("Foo Oy", "foo"), ("Foo K.K.", "foo"), ("Foo Sp. z o.o.", "foo"), ("Foo OÜ", "foo"),
        ("Foo S.A. de C.V.", "foo"), ("Foo S. A. de C. V.", "foo"), ("Foo A/S", "foo"),
        ("Foo Holding GmbH Co KG", "foo holding"), ("Foo, Inc.", "foo"), ("Foo s.r.o.", "foo"),
        ("Deutsche Muster Aktiengesellschaft", "deutsche muster"), ("Foo Sdn. Bhd.", "foo"),
        ("株式会社サンプル", "サンプル"), ("ООО Ромашка", "ромашка"), ("Foo Pty Ltd", "foo"),
        ("Ltd", "ltd"), ("COOP", "coop"), ("AMBA", "amba"), ("Foo", "foo"), ("GmbH", "gmbh"),
        ("Foo Societe en nom collectif", "foo"), ("Foo sp.z o.o.", "foo"), ("Foo Co.Ltd.", "foo"),
        ("Foo Zártkörűen Működő Részvénytársaság", "foo"), ("ФОО Акционерное общество", "фоо"),
        ("FOO LİMİTED ŞİRKETİ", "foo"), ("Foo Uždaroji akcinė bendrovė", "foo"),
        ("", ""), ("Limited Edition Products Ltd", "limited edition products"),
    ],
)  # fmt: skip
def test_company_base_name(cell: str, base: str) -> None:
    assert company_base_name(cell) == base


@given(st.text(max_size=30), st.sampled_from(sorted(FORMS)))
def test_base_name_is_blank_only_for_what_has_no_letters(name: str, form: str) -> None:
    cell = f"{name} {form}"
    assert bool(company_base_name(cell)) == bool(fold_letters(cell))


def test_a_legal_form_stands_in_one_of_the_two_lists() -> None:
    assert WRITTEN.keys().isdisjoint(word_list("leadkit.fields", "legal_forms"))


def test_the_legal_form_stays_in_the_cell() -> None:
    cells = ["MÜLLER  MASCHINENBAU GMBH & CO. KG", "BMW AG", "adidas AG", "Foo gmbh"]
    assert _cleaned(company=cells)["company"].tolist() == [
        "Müller Maschinenbau GmbH & Co. KG", "BMW AG", "adidas AG", "Foo gmbh",
    ]  # fmt: skip
    assert clean_company("IBM") == "IBM"


@pytest.mark.parametrize(
    "name",
    ["Muster GmbH", "Foo Ltd.", "Smith & Co", "Muster und Söhne", "Stadtwerke Musterstadt",
     "Universität Musterstadt", "Muster Medizintechnik", "Acme Consulting", "Grupo Muster"],
)  # fmt: skip
def test_a_company_in_the_name_column_is_known(name: str) -> None:
    assert is_company(name)


@pytest.mark.parametrize(
    "name", ["Anna Co", "Eva Meier", "GmbH", "Eva Handel", "Max Bauer", "Ida Banks"]
)
def test_a_person_is_no_company(name: str) -> None:
    assert not is_company(name)
