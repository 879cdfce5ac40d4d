"""Questions of form tools: the noun that is asked for decides, in any of our languages."""

from __future__ import annotations

import pytest

from leadkit.fields.headers.questions import is_question
from leadkit.importing.mapping import map_columns

ASKED = {  # question -> field, by language; "-" for none
    "English": "What is your full name?=full_name; Company you work for=company; Which company do you represent?=company; "
    "What's the best number to call you on?=phone; Where should we send the brochure?=email; In which city are you based?=city; "
    "How big is your team?=employees; How did you first hear about our company?=lead_source; "
    "Is there anything else we should know?=notes; What do you do there?=job_title; Do you have a website?=website",
    "German": "Wie lautet Ihr vollständiger Name?=full_name; In welchem Unternehmen arbeiten Sie?=company; "
    "Unter welcher Telefonnummer erreichen wir Sie?=phone; Welche Position haben Sie in Ihrer Firma?=job_title; "
    "Wie viele Beschäftigte hat Ihre Firma?=employees; Woher kennen Sie unser Unternehmen?=lead_source; "
    "Möchten Sie uns noch etwas mitteilen?=notes; In welcher Branche ist Ihr Unternehmen tätig?=industry",
    "French": "Comment vous appelez-vous ?=full_name; Pour quelle société travaillez-vous ?=company; Quelle est votre fonction ?=job_title; "
    "Sur quel portable vous joindre ?=mobile; Comment nous avez-vous découverts ?=lead_source; Combien de salariés compte votre entreprise ?=employees",
    "Spanish": "¿Cuál es tu nombre completo?=full_name; ¿Para qué empresa trabajas?=company; ¿Cuál es su correo electrónico?=email; "
    "¿En qué ciudad vives?=city; ¿Cuántos empleados tiene tu empresa?=employees; ¿Cómo nos conociste?=lead_source",
    "Italian": "Come si chiama?=full_name; Per quale azienda lavora?=company; Qual è il suo ruolo in azienda?=job_title; "
    "Quanti dipendenti ha la vostra azienda?=employees; A quale numero possiamo chiamarla?=phone; Come ci ha conosciuti?=lead_source",
    "Portuguese": "Nome da empresa onde trabalha=company; Qual é o seu nome completo?=full_name; Em que empresa trabalha?=company; Qual o seu cargo?=job_title; Como nos conheceu?=lead_source",
    "Dutch": "Hoe heet je?=full_name; Bij welk bedrijf werk je?=company; Wat is uw functie?=job_title; Hoe heeft u ons gevonden?=lead_source",
    "Polish": "W jakiej firmie Pan/Pani pracuje?=company; Jakie jest Twoje stanowisko?=job_title; Skąd się Pan o nas dowiedział?=lead_source",
    "Swedish and Danish": "Vilket företag arbetar du på?=company; Vad heter du?=full_name; Hvor mange ansatte har I?=employees",
    "Czech": "V jaké firmě pracujete?=company; Jak jste se o nás dozvěděli?=lead_source",
    "Turkish": "Hangi şirkette çalışıyorsunuz?=company; Bizi nereden duydunuz?=lead_source",
    "Russian": "Как вас зовут?=full_name; Кем вы работаете?=job_title; Как вы узнали о нашей компании?=lead_source",
    "Japanese, Chinese and Korean": "貴社の従業員数を教えてください=employees; 您是从哪里知道我们的？=lead_source; 회사명을 알려주세요?=company",
    "department and birthday": "Which team are you on?=department; In welchem Team arbeiten Sie?=department; Dans quelle équipe travaillez-vous ?=department; "
    "When were you born?=birthday; ¿Cuándo nació usted?=birthday; Wann sind Sie geboren?=birthday",
    "Turkish, with your": "Şirketteki göreviniz=job_title; Telefon numaranız=phone; İnternet siteniz=website; Kaç çalışanınız bulunuyor?=employees; "
    "Adınız ve soyadınız nedir?=full_name; Hangi departmanda çalışıyorsunuz?=department; Cep telefonunuz=mobile",
    "what for": "Mobile no. for urgent changes=mobile; Work e-mail to send the slides to=email; Mobilnummer om något ändras=mobile; Telefon für Rückfragen=phone; "
    "Full name, exactly as in your passbook=full_name; Comments for the organisers=notes; Faks zum Nachsenden=fax; "
    "E-mail for invoices=-; Name for the order=-; Phone for emergencies=-; Firma für die Rechnung=-",
    "more of it": "Sur quel numéro vous appeler ?=phone; Vuole aggiungere qualcosa?=notes; Onde ouviu falar de nós?=lead_source; Pro jakou firmu pracujete?=company; "
    "Missä yrityksessä työskentelet?=company; Mikä on sähköpostiosoitteesi?=email; ¿Cómo supiste de nosotros?=lead_source; Was möchten Sie uns sonst noch mitteilen?=notes; "
    "Wie sind Sie auf uns gekommen?=lead_source; Hoeveel collega's heb je?=employees",
    "imperatives": "Escribe un comentario=notes; Laissez un commentaire=notes; Откуда вы узнали о нас=lead_source",
    "never": "Which workshop would you like to attend?=-; How satisfied are you with our website?=-; Do you have any dietary requirements?=-; "
    "What is your budget?=-; Your role in the purchase=-; Wann möchten Sie starten?=-; Combien de personnes vous accompagnent ?=-; Are you the owner of the company?=-; "
    "¿Qué presupuesto tiene su empresa?=-; Which of our products does your company use?=-; Name of your assistant?=-",
}  # fmt: skip


@pytest.mark.parametrize("questions", ASKED.values(), ids=ASKED)
def test_the_noun_that_is_asked_for_decides(questions):
    for pair in questions.split("; "):
        question, field = pair.rsplit("=", 1)
        assert map_columns([question])[0].field == field.replace("-", ""), question


def test_a_name_asked_for_is_what_the_other_columns_leave():
    headers = ["¿Cómo te llamas?", "¿Y tus apellidos?"]
    assert [one.field for one in map_columns(headers)] == ["first_name", "last_name"]


@pytest.mark.parametrize("label", ["Work e-mail", "Nom de famille", "Name", "Company Main Phone"])
def test_labels_are_no_questions(label):
    assert not is_question(label)
