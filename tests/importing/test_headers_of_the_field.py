"""Headers of the field in several languages, each beside a name and an address."""

from __future__ import annotations

import pytest

from leadkit.importing.mapping import map_columns

MEANT = {
    "owner": ("Agente di zona", "Illetékes üzletkötő", "Vår kontakt", "Vores kontakt", "Náš kontakt",
              "Ответственный менеджер", "Müşteri temsilcisi", "営業担当"),
    "lead_source": ("Источник сделки", "Источник контакта", "信息来源", "获知渠道", "きっかけ",
                    "Herkunft Adresse", "Heard about us via", "Provenienza contatto", "Skąd nas znasz"),
    "company": ("Компания контакта", "Название компании контакта", "Firma ünvanı", "Şirket unvanı"),
    "revenue": ("Umsatz Vorjahr", "Umsatz in TEUR", "Fatt. anno prec.", "CA année précédente",
                "Omzet vorig jaar", "Prior year revenue", "Выручка за прошлый год"),
    "industry": ("Libellé activité principale", "Attività prevalente", "Descripción CNAE",
                 "Branche laut Aussendienst", "Основной вид деятельности", "Főtevékenység"),
    "notes": ("Comentarios o dudas", "Fragen oder Anmerkungen", "Questions or comments",
              "Domande o commenti", "Pytania lub uwagi", "Вопросы и комментарии"),
    "birthday": ("Д.р.", "Geb. am", "F. nac.", "Дата рожд."),
    "job_title": ("Funktion Ansprechpartner", "Должность контакта", "Fonction contact"),
    "state": ("Vármegye",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "header"), [(field, one) for field, many in MEANT.items() for one in many]
)
def test_a_header_of_the_field_is_understood(field: str, header: str) -> None:
    assert map_columns(["Name", "E-Mail", header])[2].column == field
