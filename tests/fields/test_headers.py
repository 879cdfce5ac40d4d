"""Headers of lists become our columns by rules, not by a list of files, and each says why."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.columns import ANSWERS_TOGETHER, KNOWN
from leadkit.fields.headers.names import field_of, normal_header
from leadkit.fields.headers.words import vocabulary
from leadkit.importing.column_map import labelled, map_notes, map_text, mapped_by, read_map
from leadkit.importing.mapping import map_columns

ALONE = {  # header -> field, by itself
    "English": "Work Zip Code=postal_code; Contact Phone 1=phone; Business Phone 2=phone_2; E-mail 2 Address=email_2; "
    "Company Main Phone=company_phone; What's your role?=job_title; No. Of Employees=employees; Home Address 2=home_street",
    "German": "Telefon geschäftlich 2=phone_2; Mobilrufnummer=mobile; Ort privat=home_city; Firmenname=company; "
    "Privatadresse=home_street; Geschäftstelefon=phone; STRASSE=street; Rufnummer dienstlich=phone",
    "French": "Code postal (bureau)=postal_code; Tél. professionnel=phone; Adresse électronique principale=email; Société=company",
    "Spanish": "País o región del trabajo=country; Teléfono móvil=mobile; Código postal particular=home_postal_code; Puesto=job_title",
    "Italian": "CAP (uff.)=postal_code; Indirizzo di posta elettronica=email; Cellulare=mobile; Telefono casa=home_phone",
    "Dutch": "Telefoon op werk=phone; Werkadres=street; Achternaam=last_name; Postcode=postal_code; Tweede e-mailadres=email_2",
    "Portuguese": "Telefone comercial 2=phone_2; Rua do Endereço Residencial=home_street; Sobrenome=last_name",
    "Polish": "Kod pocztowy (praca)=postal_code; Numer telefonu komórkowego=mobile; Imię=first_name; Nazwisko=last_name",
    "Danish": "Hjemmepostnummer=home_postal_code; Arbejdstelefon=phone; Fornavn=first_name; Hjemmeby=home_city",
    "Swedish": "Mobilnummer=mobile; Förnamn=first_name; Telefon arbete=phone; Företag=company; Postnummer, hem=home_postal_code",
    "Czech and Hungarian": "Příjmení=last_name; Mobilní telefon=mobile; Munkahelyi telefon=phone; Vezetéknév=last_name",
    "Turkish": "İş Posta Kodu=postal_code; Ev Telefonu=home_phone; Cep Telefonu=mobile; Soyadı=last_name",
    "Russian": "Рабочий телефон=phone; Адрес эл. почты=email; Улица (дом. адрес)=home_street; Фамилия=last_name; Страна или регион (раб. адрес)=country",
    "Greek": "Επώνυμο=last_name; Κινητό τηλέφωνο=mobile; Εταιρεία=company",
    "Japanese": "自宅電話=home_phone; 電子メール 2 アドレス=email_2; 会社名=company; 郵便番号 (自宅)=home_postal_code",
    "Chinese": "工作电话=phone; 家庭地址=home_street; 商務郵遞區號=postal_code; 手机=mobile",
    "Korean": "직장 전화=phone; 휴대폰=mobile; 회사명=company; 자택 주소1=home_street",
    "Arabic and Hebrew": "هاتف العمل=phone; الاسم الأول=first_name; البريد الإلكتروني=email; טלפון נייד=mobile",
    "code": "firstName=first_name; hs_lead_status=lead_status; emailAddress=email; linkedInProfileUrl=linkedin_url",
    "inflected": "Область работы=state; Название компании=company; Cég neve=company; Regisztráció dátuma=created_at",
    "days": "Scan-Datum=created_at; Data scansione=created_at; Date du scan=created_at; 申込日時=created_at; Date of consent=consent_at",
    "numbers": "Swapcard ID=external_id; Codice badge=external_id; N° de badge=external_id; Lead Reference=external_id; N. dipendenti=employees",
    "questions": "Was ist deine Position?=job_title; How many employees does your company have?=employees; 勤務先の電話番号=phone",
    "parts": "Full Name - First Name=first_name; Name (Last)=last_name; Revenue (in 000s USD)=revenue; Primär e-post=email",
    "links": "住宅所在省/市/自治区=home_state; 勤務先の Web ページ=website; 自宅の国または地域=home_country; טלפון בעבודה=phone",
    "opt-outs": "EmailOptedOut=email_opt_out; Keine E-Mails zulassen=email_opt_out; Abmeldedatum=email_opt_out; "
    "Désinscrit des e-mails=email_opt_out; No recibir correos electrónicos=email_opt_out; "
    "Hat sich von allen E-Mails abgemeldet=email_opt_out; Geen e-mails=email_opt_out; Keine Anrufe zulassen=phone_opt_out",
    "abbreviated": "Vorn.=first_name; Kd.Nr.=external_id; Abt.=department; Tél. port.=mobile; Pobl.=city; Achternm=last_name; "
    "Befattn.=job_title; N. dip.=employees; Kod poczt.=postal_code; Obs.=notes",
    "cut short": "Ansprechp.=full_name; Bemerkg.=notes; Indir.=street; Annotaz.=notes; Rag. soc.=company; Téléc.=fax; Postleitz.=postal_code; "
    "Correo electr.=email; Num. tel.=phone; Organis.=company",
    "without vowels": "FIRST_NM=first_name; LAST_NM=last_name; CTRY_ISO2=country; Rmks=notes; Hdy=mobile; Tfx=fax; Tfn arb=phone; Tel. dstl.=phone",
    "signs and capitals": "〒=postal_code; MÜŞTERİ TELEFONU=phone; ŞİRKET ADI=company; İŞYERİ ADRESİ=street",
    "visits and ends of forms": "Ziyaret Tarihi=created_at; Visit date=created_at; Datum abgeschickt=created_at; Slutförandetid=created_at; Godzina ukończenia=created_at",
    "whose remark": "Комментарий менеджера=notes; Uwagi handlowca=notes",
    "Hindi": "पूरा नाम=full_name; कंपनी का नाम=company; मोबाइल नं.=mobile; ईमेल=email; शहर=city; पिन कोड=postal_code; पद=job_title; टिप्पणी=notes",
    "Thai": "ชื่อบริษัท=company; นามสกุล=last_name; เบอร์โทรศัพท์=phone; รหัสไปรษณีย์=postal_code; ตำแหน่ง=job_title; อีเมล=email",
    "Vietnamese": "Họ và tên=full_name; Công ty=company; Chức vụ=job_title; Di động=mobile; Mã bưu điện=postal_code",
    "Ukrainian and Bulgarian": "Посада=job_title; Поштовий індекс=postal_code; Пощенски код=postal_code; Имейл=email; Назва компанії=company",
    "Bengali, Urdu, Tamil, Telugu": "মোবাইল নম্বর=mobile; کمپنی=company; மின்னஞ்சல்=email; నగరం=city",
    "Persian": "نام خانوادگی=last_name; شرکت=company; تلفن همراه=mobile; کد پستی=postal_code",
    "Baltic": "Įmonė=company; Uzņēmums=company; Ettevõtte nimi=company; Pašto indeksas=postal_code; Mobilais tālrunis=mobile",
    "kinds of firms": "Dealer name=company; Institution=company; Legal name=company; Site name=company; Ente di appartenenza=company; Nom de l'établissement=company",
    "asked": "bitte NICHT anrufen=phone_opt_out; Ne veut plus de mails=email_opt_out; Ring ej=phone_opt_out; DND Email=email_opt_out; "
    "OK to e-mail? (Y/N)=consent; Newsletter j/n=consent; woher kennen wir den?=lead_source; Who looks after them?=owner",
    "CRMs": "Lead-Inhaber=owner; Origen del candidato=lead_source; Nom du compte=company; MailAddressCity=city; "
    "Registrierungszeit=created_at; Ville - adresse postale=city; Facturación anual=revenue; Nº trabajadores=employees",
    "degrees": "Tituly pred menom=prefix; Titul za jménem=suffix; Tytuł naukowy=prefix; Akademisk titel=prefix; Учёная степень=prefix",
    "of your firm": "Şirketinizin adresi=street; Kurumunuzun adı=company; Çalıştığınız firma=company; E-posta adresinizin=email",
    "and so on": "ご意見など=notes; お問い合わせ内容等=notes; 町名番地=street; 従業員規模=employees; 企业规模=employees",
    "converted": "Conversion date=created_at; Data di conversione=created_at; Konvertierungsdatum=created_at",
    "signs": "☎ Contact=phone; E-Mail *=email; Attendee #=external_id; Zip/Postal Code=postal_code",
}  # fmt: skip
LEFT_ALONE = """
    Landing page URL; URL van de pagina; Titre de la page; Quell-URL; Page title; NATIONAL_ID_NUMBER; Director; Created by; Buyer Email; Ticket buyer; Reports to; VAT no.; DNI; ad_name; campaign_name; form_name; Email Status; Company Linkedin Url; User Name; Assistant's Phone; E-mail Type;
    E-mail Display Name; Home Fax; Other City; Yahoo! Phone; Primary; Ticket Type; ticket_name; Event Name; CCEmailAddress;
    Business Address PO Box; Phonetic First Name; Given Name Yomi; Organization 1 - Type; Address 2 - City; Web Page 2;
    Telefon Assistent; Weiterer Ort; Anrufdauer; Type de messagerie; Nombre del director; Tipo de email 2; 姓フリガナ; 会社 ID;
    Benutzer 1; Custom 1; IP; City/State; Personal Website; Erstellt von; Number of Emails; num_emails; Email Quality; Owner Email; Website Visits;
    Telefon asistenta; Referrer phone; Company Name for Emails; Skype ID; Company ID; Event Date; Registration Number; Last Contacted; Personnummer; PA's e-mail; Is Company; Privacy firmata; Invited By; User ID; Mobiltelefon 2; Location; Rating; Amount
""".split(";")
TOGETHER = {  # headers -> columns, in the light of each other
    "a name beside a first name": ("Vorname,Name", "first_name,last_name"),
    "a name beside a last name": ("Nombre,Apellidos", "first_name,last_name"),
    "a name beside both": ("Name,First Name,Last Name", "full_name,first_name,last_name"),
    "a title beside a job title": ("Title,Job Title", "prefix,job_title"),
    "a degree beside a form of address": ("Anrede,Titel,Vorname,Nachname", "prefix,prefix,first_name,last_name"),
    "parts of a name in brackets": ("Name (Präfix),Nom (Prénom),Name (Middle),Nome (Cognome)", "prefix,first_name,middle_name,last_name"),
    "how they heard, in more words (1)": ("كيف عرفتم عن المعرض؟", "lead_source"),
    "how they heard, in more words (2)": ("Via welke collega heeft u van ons gehoord?", "lead_source"),
    "how they heard, in more words (3)": ("איך שמעתם עלינו?", "lead_source"),
    "numbers to call (1)": ("Un numero per richiamarla?", "phone"),
    "numbers to call (2)": ("Pod jaki numer możemy dzwonić?", "phone"),
    "numbers to call (3)": ("Auf welche Nummer dürfen wir zurückrufen?", "phone"),
    "a title alone": ("Name,Title", "full_name,job_title"),
    "a surname in Portugal": ("Nome,Apelido", "first_name,last_name"),
    "a nickname in Brazil": ("Nome,Sobrenome,Apelido", "first_name,last_name,nickname"),
    "a title in Sweden": ("Förnamn,Efternamn,Titel", "first_name,last_name,job_title"),
    "a title beside a prefix": ("Prefix,Middle Name,Suffix,Title", "prefix,middle_name,suffix,job_title"),
    "a country in Poland": ("Kraj,Województwo", "country,state"),
    "a region in Bohemia": ("Kraj,Země", "state,country"),
    "a region at work in Bohemia": ("Kraj (práce),Země (práce)", "state,country"),
    "an anniversary in Spain": ("Aniversario,Cumpleaños", "Aniversario,birthday"),
    "a birthday in Brazil": ("Nome,Aniversário", "full_name,birthday"),
    "a title of the person in Turkey": ("Unvan,İş Unvanı", "prefix,job_title"),
    "a birthday in Russian parts": ("Месяц рождения,День рождения,Год рождения", "Месяц рождения,День рождения,Год рождения"),
    "the user of a form": ("User Email,User Phone", "email,phone"),
    "a colleague beside the lead": ("Email,User Email,User ID", "email,User Email,User ID"),
    "places that are phones": ("Privat,Geschäftlich,Andere", "home_phone,phone,other_phone"),
    "a URL of LinkedIn": ("URL,Position,Connected On", "linkedin_url,job_title,created_at"),
    "the place of work beside any place": ("Ort geschäftlich,Ort", "city,Ort"),
    "a bare city after a private street": ("Adresse privée,Ville,Adresse professionnelle", "home_street,home_city,street"),
    "a birthday in parts": ("Birth Month,Birth Day,Birth Year", "Birth Month,Birth Day,Birth Year"),
    "a main phone beside one at work": ("Business Phone,Primary Phone", "phone,Primary Phone"),
    "a company's main phone": ("会社電話,会社代表電話", "phone,company_phone"),
    "address lines share a field": ("Home Street,Home Street 2", "home_street,home_street"),
    "a customer who is a firm": ("MÜŞTERİ ADI,YETKİLİ KİŞİ", "company,full_name"),
    "a customer who is a person": ("Customer name,Company", "full_name,company"),
    "who is in charge there": ("取引先名,担当者名", "company,full_name"),
    "who is in charge here": ("氏名,担当者名", "full_name,owner"),
    "a number behind a street": ("Logradouro,Nº,CEP", "street,street,postal_code"),
    "a number behind a town": ("Município,Nº", "city,Nº"),
    "a department or a state": ("Dept,State", "department,state"),
    "a sector beside an industry": ("Setor,Ramo de atividade", "department,industry"),
    "a title beside the whole name": ("الاسم الكامل,اللقب", "full_name,prefix"),
    "in two languages": ("Imię i nazwisko / Your name,Firma (company),Adres e-mail / E-mail", "full_name,company,email"),
    "a remark in brackets": ("Naam (indien bekend),E-mail", "full_name,email"),
    "you, who are no country": ("Co chcieliby Państwo zapakować?,Państwo", "Co chcieliby Państwo zapakować?,country"),
    "the only address is the address": ("Name,Private Email", "full_name,email"),
}  # fmt: skip


@pytest.mark.parametrize("labels", ALONE.values(), ids=ALONE)
def test_words_compose(labels):
    """A header nobody listed is understood from its words, in any of our languages."""
    for label in labels.split("; "):
        header, field = label.split("=")
        assert field_of(header) == field, header


@pytest.mark.parametrize("header", [header.strip() for header in LEFT_ALONE])
def test_traps_are_left_alone(header):
    """A word that means nothing to us, or words that make no field together, claim nothing."""
    assert not map_columns([header, "Email", "Phone", "City", "Home Phone"])[0].field


@pytest.mark.parametrize(("headers", "columns"), TOGETHER.values(), ids=TOGETHER)
def test_headers_are_weighed_against_each_other(headers, columns):
    """What a header means depends on what stands beside it."""
    assert [told.column for told in map_columns(headers.split(","))] == columns.split(",")


def test_every_alias_and_word_is_reachable():
    """An entry of the vocabulary is found under its own spelling, whatever the case."""
    for key, (field, _) in vocabulary().aliases.items():
        assert field in KNOWN, key
    assert field_of("vorname") == field_of("VORNAME") == field_of(" Vorname: ") == "first_name"
    assert normal_header("Straße") == normal_header("STRASSE")


def test_values_name_a_column_without_a_header():
    """A column without a header is told by its cells; one with words of its own is not."""
    samples = [["eva@x.example.com", "ida@x.example.com"], ["+49 30 1234567", ""], ["41", "52"]]
    assert [told.column for told in map_columns(["", "", ""], samples)] == [
        "email",
        "phone",
        "column_3",
    ]
    told = map_columns(["Manager's address"], [["eva@x.example.com"]])
    assert told[0].field == ""
    assert "manager" in told[0].reason


@given(
    st.lists(
        st.sampled_from([*KNOWN, "E-Mail", "Name", "Titel", "Home Street 2", "", "x", "Phone"]),
        max_size=12,
    )
)
def test_two_columns_share_a_field_only_where_they_are_joined(headers):
    """Each column has a reason; lines of an address, private phones and titles share a field."""
    told = map_columns(headers)
    assert all(one.reason and one.column for one in told)
    columns = [one.column for one in told]
    shared = {column for column in columns if columns.count(column) > 1}
    joined = {"street", "street_2", "home_street", "home_phone", "prefix", *ANSWERS_TOGETHER}
    assert shared <= joined


def test_a_map_is_written_and_read_back(tmp_path):
    """The map that is written maps the same columns the same way, whatever the headers are."""
    headers = ["E-Mail", "E-Mail", "", "yes", "a: b # c", 'x "y"', "Größe", "Name"]
    told = map_columns(headers)
    path = tmp_path / "map.yaml"
    path.write_text(map_text({"a.csv": (headers, told)}, source="Fair: 2026"), "utf-8")
    column_map = read_map(str(path))
    assert column_map.source == "Fair: 2026"
    assert [one.column for one in mapped_by(column_map, headers)] == [one.column for one in told]
    assert map_notes(column_map, {"a.csv": headers}) == []
    assert labelled(headers)[:3] == ["E-Mail", "E-Mail [2]", "[column 3]"]


SETS = Path(os.environ.get("LEADKIT_HEADER_SETS", "header-sets.jsonl"))


@pytest.mark.skipif(not SETS.is_file(), reason="needs header sets with their truth")
def test_real_header_sets():
    """97% of mapped columns right, 97% of the others left alone."""
    right, wrong = {"mapped": 0, "null": 0}, {"mapped": 0, "null": 0}
    for line in SETS.read_text("utf-8").splitlines():
        one = json.loads(line)
        got = {told.header: told.field for told in map_columns(one["header"])}
        for header, field in one["truth"].items():
            count = right if got[header] == (field or "") else wrong
            count["mapped" if field else "null"] += 1
    for kind in right:
        assert right[kind] / (right[kind] + wrong[kind]) >= 0.97, kind
