"""Job titles in ten languages -> seniority and department, by the shipped list of words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from leadkit.base.errors import LeadkitError
from leadkit.clean import clean_leads, clean_stage
from leadkit.fields.cleaner import CleanOptions
from leadkit.rules.title_words import read_title_words

WORDS = read_title_words("titles")


@pytest.mark.parametrize(
    "case",
    [
        "CEO|c_level|management", "Chief Financial Officer|c_level|finance", "CTO|c_level|it",
        "Managing Director|c_level|management", "VP Sales|vp|sales", "Owner|owner|management",
        "Senior Vice President, Operations|vp|operations", "Head of Procurement|director|purchasing",
        "Purchasing Manager|manager|purchasing", "Senior Buyer|senior|purchasing",
        "Junior Sales Representative|entry|sales", "Software Engineer|entry|it",
        "Marketing Intern|student|marketing", "Assistant to the CEO|entry|management",
        "Sales Engineer|entry|sales", "Legal Counsel|entry|legal", "Plant Manager|director|operations",
        "Research Associate|entry|research", "HR Business Partner|entry|hr",
        "Geschäftsführer|c_level|management", "Geschaeftsfuehrerin|c_level|management",
        "GESCHÄFTSFÜHRUNG|c_level|management", "Einkaufsleiterin|manager|purchasing",
        "Leiter Einkauf|manager|purchasing", "Assistentin der Geschäftsführung|entry|management",
        "Entwicklungsingenieur|entry|engineering", "Inhaber|owner|management",
        "Werkstudent Marketing|student|marketing", "Syndikusrechtsanwalt|entry|legal",
        "Bereichsleiter Logistik|director|operations", "Leiter Forschung und Entwicklung|manager|research",
        "Directeur Général|c_level|management", "Directrice des achats|director|purchasing",
        "Ingénieur commercial|entry|sales", "Stagiaire marketing|student|marketing",
        "Comptable|entry|finance", "Directeur des ressources humaines|director|hr",
        "Director General|c_level|management", "Jefe de Producción|manager|operations",
        "Gerente de Ventas|manager|sales", "Ingeniero de Mantenimiento|entry|engineering",
        "Amministratore Delegato|c_level|management", "Responsabile Acquisti|manager|purchasing",
        "Direttore Commerciale|director|sales", "Tirocinante|student|other",
        "Algemeen Directeur|c_level|management", "Hoofd Inkoop|manager|purchasing",
        "Eigenaar|owner|management", "Verkoopleider|manager|sales", "Astronaut|unknown|other",
    ],
)  # fmt: skip
def test_title(case: str) -> None:
    title, seniority, department = case.split("|")
    assert WORDS.classify(title) == (seniority, department)


# Grammar: whose title it is, what only looks like a rank, and where a sign parts a title.
@pytest.mark.parametrize(
    "case",
    [
        "PA to the Finance Director|entry|finance", "Assistant of the Head of Sales|entry|sales",
        "Student Assistant to the CEO|student|management", "VD-assistent|entry|management",
        "Directiesecretaresse|entry|management", "Asystentka dyrektora ds. zakupów|entry|purchasing",
        "Manager, reporting to the CFO|manager|other", "Assistant Manager|entry|other",
        "Partner Marketing Manager|manager|marketing", "Partner, Tax|director|finance",
        "Vice President & General Manager|vp|management", "General Manager|c_level|management",
        "Asst. Vice President Treasury|vp|finance", "Managing Partner|owner|management",
        "Member of the Supervisory Board|c_level|management", "Prokuristin|c_level|management",
        "Non-Executive Director|c_level|management", "i. V. Leiter Einkauf|manager|purchasing",
        "Auszubildende Industriemechanikerin|student|operations", "Product Owner|manager|it",
        "Owner/operator|owner|management", "Chef d'entreprise|owner|management",
        "Hausmeister|entry|operations", "Bürgermeister|c_level|management", "Visiteur|unknown|other",
        "Besucher|unknown|other", "Begleitperson|unknown|other", "Rentner|unknown|other",
        "Conjoint collaborateur|unknown|other", "Opérateur sur presse|entry|operations",
        "Responsable maintenance|manager|operations", "Technicien de maintenance|entry|engineering",
        "Servicetechniker im Außendienst|entry|operations", "Kfm. Leiter|manager|finance",
        "Leitg. IT|manager|it", "Resp. acquisti|manager|purchasing", "Kier. magazynu|manager|operations",
        "Inköpschef|manager|purchasing", "Försäljningschef|manager|sales", "Säljare|entry|sales",
        "Ekonomichef|manager|finance", "FoU-chef|manager|research", "Teknisk direktör|director|engineering",
        "Lärling|student|other", "Ägare|owner|management", "Salgschef|manager|sales",
        "Indkøber|entry|purchasing", "Adm. direktør|c_level|management", "Elektrikerlærling|student|operations",
        "Werkvoorbereider|entry|operations", "Kwaliteitsmedewerker|entry|operations",
    ],
)  # fmt: skip
def test_grammar_of_titles(case: str) -> None:
    test_title(case)


@pytest.mark.parametrize(
    "case",
    [
        "VD|SE|c_level", "VD|US|unknown", "MD|GB|c_level", "MD|US|unknown", "DGA|NL|owner",
        "Directeur|BE|c_level", "Directeur|CA|director", "Administrator|RO|c_level", "Administrator|GB|entry",
        "GET|IN|student", "Gerente|ES|c_level", "Gerente|BR|manager", "Gerente de Ventas|ES|manager",
        "Chef|GB|entry", "Chef|DE|manager", "Head Chef|GB|director", "Salgsleder|DK|manager",
    ],
)  # fmt: skip
def test_what_a_title_means_in_a_country(case: str) -> None:
    title, country, seniority = case.split("|")
    assert WORDS.classify(title, country)[0] == seniority
    leads = pd.DataFrame({"job_title": [title], "country": [country]}, dtype="str")
    assert clean_leads(leads, CleanOptions(only="title"))["seniority"].tolist() == [seniority]


# How well the list tells titles that it was not made from; docs/clean.md says how they came about.
# Languages that write words together, decline them or have letters of their own.
@pytest.mark.parametrize(
    "case",
    [
        "Obchodní ředitelka|director|sales", "Vedoucí skladu|manager|operations", "Konateľ|c_level|management",
        "Mzdová účetní|entry|hr", "Logisztikai vezető|manager|operations", "Ügyvezető|c_level|management",
        "Fejlesztőmérnök|entry|engineering", "Üretim Müdürü|manager|operations", "Stajyer|student|other",
        "Genel Müdür Yardımcısı|vp|other", "Muhasebe Uzmanı|entry|finance", "Șef depozit|manager|operations",
        "Myyntijohtaja|director|sales", "Tuotantopäällikkö|manager|operations", "Työnjohtaja|manager|other",
        "Υπεύθυνη πωλήσεων|manager|sales", "Λογίστρια|entry|finance", "Коммерческий директор|director|sales",
        "Главный бухгалтер|manager|finance", "Менеджер по закупкам|manager|purchasing", "副总经理|vp|management",
        "采购工程师|entry|purchasing", "质量经理|manager|operations", "取締役社長|c_level|management",
        "製造部 課長|manager|operations", "経理担当|entry|finance", "영업팀장|manager|sales", "대표|c_level|management",
        "연구원|entry|research", "مدير المبيعات|manager|sales", "مهندس|entry|engineering", "Giám đốc|c_level|management",
        "Giám đốc kinh doanh|director|sales", "Nhân viên kế toán|entry|finance", "Vlasnik|owner|management",
        "Diakon|unknown|other", "Customer Satisfaction Lead|manager|other",
    ],
)  # fmt: skip
def test_titles_of_other_languages(case: str) -> None:
    title, seniority, department = case.split("|")
    assert WORDS.classify(title) == (seniority, department)


@pytest.mark.parametrize("table", ["job_titles_1.txt", "job_titles_2.txt"])
def test_titles_labelled_apart_from_the_list(table: str) -> None:
    lines = (Path(__file__).parent / table).read_text("utf-8").splitlines()
    cases = [line.split("|") for line in lines if not line.startswith("#")]
    told = [(label, WORDS.classify(title)[0]) for title, label, _ in cases if label]
    told += [(label, WORDS.classify(title)[1]) for title, _, label in cases if label]
    assert sum(label == answer for label, answer in told) >= 0.97 * len(told)


def test_only_blanks_are_filled() -> None:
    leads = pd.DataFrame({"job_title": ["CEO", "CEO", ""], "department": ["", "board", ""]})
    cleaned = clean_leads(leads.astype("str"), CleanOptions(only="title"))
    assert cleaned["department"].tolist() == ["management", "board", ""]
    assert cleaned["seniority"].tolist() == ["c_level", "c_level", ""]


def test_own_word_list(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "seniority: {director: {words: [astronaut]}}\ndepartment: {other: {words: [x]}}\n"
    )
    assert read_title_words(str(own)).classify("Astronaut")[0] == "director"


# A mistake in the list is told with its line, before any lead is read.
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("seniority: {boss: {words: [a]}}\ndepartment: {}\n", "unknown seniority 'boss'"),
        ("seniority: {vp: {word: [a]}}\ndepartment: {}\n", "unknown key of a seniority 'word'"),
        ("seniority: {vp: {not: [a]}}\ndepartment: {}\n", "seniority 'vp' needs 'words'"),
        (
            "seniority: {vp: {words: [vd@Sweden]}}\ndepartment: {}\n",
            "must end in countries such as @SE",
        ),
        ("rules: []\n", "this is a scoring file and no list of title words"),
        ("name: x\n", "a list of title words needs"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text)
    with pytest.raises(LeadkitError, match=message) as error:
        clean_stage(CleanOptions(titles=str(own)))
    assert str(error.value).startswith(f"{own}:1: ")
