"""Names of people: case, titles and parts; and names of companies."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.fold import fold_letters
from leadkit.clean import clean_leads
from leadkit.fields.cleaner import CleanOptions
from leadkit.fields.company import clean_company, company_base_name, is_company
from leadkit.fields.legal_forms import FORMS
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
        ("Nguyen Van An", ("", "Nguyen", "", "Van An", "")),
        ("Ma, Jack", ("", "Jack", "", "Ma", "")),
        ("王小明", ("", "", "", "", "")),
        ("王 小明", ("", "", "", "", "")), ("김 철수", ("", "", "", "", "")),
        ("María del Carmen Rodríguez López", ("", "María del Carmen", "", "Rodríguez López", "")),
        ("Juan Carlos de la Cruz y Fernández", ("", "Juan", "Carlos", "de la Cruz y Fernández", "")),
        ("Karl Freiherr von und zu Muster", ("", "Karl", "", "Freiherr von und zu Muster", "")),
        ("Univ.-Prof. DI Dr. techn. Max Huber", ("Univ.-Prof. DI Dr. techn.", "Max", "", "Huber", "")),
        ("JUDr. Karel Novák, CSc.", ("JUDr.", "Karel", "", "Novák", "CSc.")),
        ("Sra. Dña. Ana Ruiz", ("Sra. Dña.", "Ana", "", "Ruiz", "")),
        ("Familie Schmidt", ("Familie", "", "", "Schmidt", "")),
        ("Meier, Eva, Dr.", ("Dr.", "Eva", "", "Meier", "")),
        ("Meier Dr., Eva", ("Dr.", "Eva", "", "Meier", "")),
        ("Dr.med.Eva Meier", ("Dr.med.", "Eva", "", "Meier", "")),
        ("Eva Müller geb. Schmidt", ("", "Eva", "", "Müller", "")),
        ("Eva Müller, geb. Schmidt", ("", "Eva", "", "Müller", "")),
        ("z.Hd. Frau Meier", ("Frau", "", "", "Meier", "")), ("i.A. Eva Meier", ("", "Eva", "", "Meier", "")),
        ('"Eva Meier"', ("", "Eva", "", "Meier", "")), ("JRR Meier", ("", "JRR", "", "Meier", "")),
        ("Eva Meier; Max Huber", ("", "", "", "", "")), ("Eva Meier - Einkauf", ("", "", "", "", "")),
        ("eva@x.example.com", ("", "", "", "", "")), ("Eva Meier 2", ("", "", "", "", "")),
        ("?", ("", "", "", "", "")), ("-, Eva", ("", "Eva", "", "", "")),
        ("Dr.", ("Dr.", "", "", "", "")),
        ("", ("", "", "", "", "")),
    ],
)  # fmt: skip
def test_full_name(cell: str, parts: tuple[str, ...]) -> None:
    assert split_name(cell)[:5] == parts


@given(st.text(max_size=40))
def test_any_text_is_split(cell: str) -> None:
    split_name(cell)


def test_only_missing_parts_are_filled() -> None:
    cleaned = _cleaned(
        full_name=["Dr. Eva Meier", "Eva Meier", "Eva Meier", "王小明", "Meier GmbH"],
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
        ("", ""), ("Limited Edition Products Ltd", "limited edition products"),
    ],
)  # fmt: skip
def test_company_base_name(cell: str, base: str) -> None:
    assert company_base_name(cell) == base


@given(st.text(max_size=30), st.sampled_from(sorted(FORMS)))
def test_base_name_is_blank_only_for_what_has_no_letters(name: str, form: str) -> None:
    cell = f"{name} {form}"
    assert bool(company_base_name(cell)) == bool(fold_letters(cell))


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
