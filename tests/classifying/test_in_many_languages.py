"""A no, a bounce, a withdrawal and a list of opt-outs are heard in many languages, through classify."""

from __future__ import annotations

from hashlib import sha256

import pandas as pd
import pytest

from leadkit import (
    DedupeOptions,
    ImportOptions,
    classify_leads,
    clean_leads,
    consent_overview,
    dedupe_leads,
    import_leads,
    read_consent,
    read_lifecycle,
)
from leadkit.base.errors import LeadkitError
from leadkit.base.frames import LeadFrame
from leadkit.classifying.suppression import suppressed_by
from leadkit.classifying.suppression_lists import suppression_of

RULES = {"lifecycle": read_lifecycle("lifecycle"), "consent": read_consent("consent")}
LEAD = {  # may be mailed, called and written to, unless something says no
    "lead_id": "1", "first_name": "Eva", "last_name": "Meier", "company": "Meier Inc", "country": "US",
    "email": "eva@meier.example.com", "phone": "+13125550193", "score": "70", "score_engagement": "40",
}  # fmt: skip
PROOF = {"consent_at": "2026-01-31", "consent_source": "stand", "consent_text": "v2"}
MAY = ["may_email", "may_call", "may_post"]


def classified(*rows, **options):
    """Return rows, each a lead with other cells, as classify leaves them."""
    leads = pd.DataFrame(
        [LEAD | {"lead_id": str(number)} | row for number, row in enumerate(rows, start=1)],
        dtype="str",
    )
    return classify_leads(leads.fillna(""), **RULES, as_of="2026-06-01", **options)


def may(lead):
    return "".join(answer[0] for answer in lead[MAY])


def test_the_lead_may_be_contacted():
    """So a no below is what closes it."""
    assert may(classified({}).iloc[0]) == "yyn"


# Suppression lists: by their headers, by their cells, and without a header.

HEADERS = {  # language -> e-mail, phone, whole domains
    "English": ("Email address", "Phone number", "Domain"),
    "German": ("E-Mail-Adresse", "Rufnummer", "Domäne"),
    "French": ("Adresse électronique", "Numéro de téléphone", "Domaine"),
    "Spanish": ("Correo electrónico", "Teléfono", "Dominio"),
    "Italian": ("Indirizzo e-mail", "Numero di telefono", "Dominio"),
    "Dutch": ("E-mailadres", "Telefoonnummer", "Domein"),
    "Polish": ("Adres e-mail", "Numer telefonu", "Domena"),
    "Portuguese": ("Endereço de e-mail", "Telefone", "Domínio"),
    "Swedish": ("E-postadress", "Telefonnummer", "Domän"),
    "Czech": ("E-mailová adresa", "Telefonní číslo", "Doména"),
    "Danish": ("E-mailadresse", "Telefonnummer", "Domæne"),
}
UNKNOWN = {  # language -> a header that may be anything, or is understood as another thing
    "English": "Opt-outs", "German": "Abmeldungen", "French": "Désinscrits", "Spanish": "Bajas",
    "Italian": "indirizzo", "Dutch": "adres", "Polish": "wypisani", "Portuguese": "descadastrados",
    "Swedish": "avregistrerade", "Czech": "Odhlášení", "Danish": "afmeldte", "none": "",
}  # fmt: skip
ENTRIES = [  # an entry for Eva -> by which kind it is told
    ("EVA@Meier.example.com", "e-mails"), ("Eva Meier <eva+fair@meier.example.com>", "e-mails"),
    ("@meier.example.com", "e-mails"), ("001 312 555 0193", "numbers"), ("+1 (312) 555-0193", "numbers"),
    (sha256(b"eva@meier.example.com").hexdigest(), "hashes"), ("meier.example.com", "domains"),
]  # fmt: skip
OTHERS = {
    "e-mails": ["jan@kern.example.com", "ida@voss.example.com", "info@acme.example.com"],
    "numbers": ["0049 89 99998123", "089/99998124", "+44 20 7946 0018"],
    "hashes": ["a1" * 32, "b2" * 32, "c3" * 32],
    "domains": ["kern.example.com", "voss.example.com", "acme.example.com"],
}
CLOSING = {"suppress_email": "nyn", "suppress_phone": "ynn", "suppress_post": "yyn"}


CELLS = pd.DataFrame([LEAD], dtype="str")


def is_on(listed):
    """Tell whether Eva is on a list."""
    return suppressed_by(CELLS, suppression_of(LeadFrame(listed, "list.csv"), "list.csv")) != ""


@pytest.mark.parametrize("language", HEADERS)
def test_lists_are_read_by_their_headers(language):
    """Whatever of a lead is on one, the channel of the list is closed, and no other."""
    for header, at in zip(HEADERS[language], (0, 3, 6), strict=True):
        assert is_on(pd.DataFrame({header: [ENTRIES[at][0], ""]})), header
        assert not is_on(pd.DataFrame({header: OTHERS[ENTRIES[at][1]]})), header
    mail, phone, _ = HEADERS[language]
    listed = pd.DataFrame({mail: ["jan@kern.example.com", ""], phone: ["", ENTRIES[3][0]]})
    for option, left in CLOSING.items():
        assert may(classified({}, **{option: listed}).iloc[0]) == left
    assert classified({}, suppress=listed).empty


@pytest.mark.parametrize("language", UNKNOWN)
@pytest.mark.parametrize(("entry", "kind"), ENTRIES)
def test_lists_are_read_by_their_cells(language, entry, kind):
    """Where the header says nothing, or another thing; that is said in a note."""
    header = UNKNOWN[language]
    listed = pd.DataFrame({
        "Nr": ["1", "2", "3", "4"], header: [*OTHERS[kind], entry],
        "Datum": ["2026-01-31", "01.02.2026", "3/4/2026", ""], "Motivo": ["spam", "", "", "n/a"],
    })  # fmt: skip
    one = suppression_of(LeadFrame(listed, "list.csv"), "list.csv")
    assert one.notes == [
        f"list.csv: column '{header}' holds {kind} by its cells, and is read as such"
    ]
    assert is_on(listed)


@pytest.mark.parametrize(("entry", "kind"), ENTRIES)
def test_lists_without_a_header(entry, kind):
    """The first row is an entry already, alone or beside what else stands there."""
    for rows in ([entry, *OTHERS[kind]], [OTHERS[kind][0], entry, *OTHERS[kind][1:]]):
        assert is_on(pd.DataFrame({rows[0]: rows[1:]}))
        beside = pd.DataFrame({"Udo": ["Jan", "Eva", "Ida"], rows[0]: rows[1:], "x": ["", "y", ""]})
        one = suppression_of(LeadFrame(beside, "list.csv"), "list.csv")
        assert one.notes == [f"list.csv: has no header row; its columns 2 ({kind}) are read"]
        assert is_on(beside)


KINDS = {  # cells of a column that is called "x" -> what it is read as, "" for an error
    "e-mails and numbers": (["a@x.example.com", "+49 89 99998123", "089 99998124"], "e-mails and numbers"),
    "with placeholders": (["a@x.example.com", "n/a", "-", ""], "e-mails"),
    "numbers without a sign, alone": (["3125550193", "3125550194"], "numbers"),
    "days": (["2026-01-31", "31.01.2026", "3/4/26"], ""),
    "moments": (["2026-01-31T10:00", "2026-01-31 10:01"], ""),
    "short numbers": (["1", "2", "300"], ""),
    "amounts": (["1.200,50", "0.75"], ""),
    "names": (["Eva Meier", "Jan Kern"], ""),
    "versions": (["1.2.3", "2.0"], ""),
    "MD5": (["a1" * 16, "b1" * 16], ""),
    "half of them words": (["a@x.example.com", "Eva", "Jan", "b@x.example.com"], ""),
    "nothing": ([], ""),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "kind"), KINDS.values(), ids=KINDS)
def test_what_cells_tell(cells, kind):
    """Where nothing is recognised, that is an error and no list of nobody."""
    listed = LeadFrame(pd.DataFrame({"x": cells}, dtype="str"), "list.csv")
    if kind:
        (note,) = suppression_of(listed, "list.csv").notes
        assert note == f"list.csv: column 'x' holds {kind} by its cells, and is read as such"
    else:
        with pytest.raises(LeadkitError, match="a suppression list needs a column") as error:
            suppression_of(listed, "list.csv")
        assert ("MD5" in str(error.value)) == ("a1" in "".join(cells))


def test_others_than_who_is_listed_are_left_alone():
    """The owner of a list's row, customers' numbers beside e-mails, a site: nobody is on it by them."""
    listed = pd.DataFrame({
        "E-Mail": ["jan@kern.example.com"], "Owner": ["eva@meier.example.com"],
        "Kundennummer": ["13125550193"], "Website": ["https://meier.example.com"],
    })  # fmt: skip
    assert not is_on(listed)


# States of a mailing tool and of a CRM.

LEFT = {  # language -> words for somebody who left a mailing
    "English": ["unsubscribed", "Opted out", "complained", "spam complaint"],
    "German": ["Abgemeldet", "ausgetragen", "gesperrt"],
    "French": ["désabonné", "désinscrit"],
    "Spanish": ["dado de baja", "desuscrito"],
    "Italian": ["disiscritto", "cancellato"],
    "Dutch": ["uitgeschreven", "afgemeld"],
    "Polish": ["wypisany", "zrezygnował"],
    "Portuguese": ["descadastrado", "cancelado"],
    "Swedish": ["avregistrerad", "avanmäld"],
    "Czech": ["odhlášen"],
    "Danish": ["afmeldt"],
}
BOUNCED = {  # language -> words for an address that takes no mail
    "English": ["hard bounced", "Cleaned", "undeliverable", "invalid address", "User unknown", "mailbox does not exist"],
    "German": ["unzustellbar", "ungültig", "Hardbounce", "Postfach existiert nicht", "zurückgewiesen"],
    "French": ["adresse invalide", "non délivrable", "N'existe plus", "retour à l'expéditeur"],
    "Spanish": ["rebote duro", "rebotado", "devuelto", "dirección inválida", "no entregado"],
    "Italian": ["rimbalzato", "non recapitabile", "respinto", "casella inesistente"],
    "Dutch": ["onbestelbaar", "teruggestuurd", "ongeldig adres", "bestaat niet meer"],
    "Polish": ["odbity", "niedostarczalny", "nieprawidłowy adres", "nie istnieje"],
    "Portuguese": ["devolvido", "não entregue", "endereço inválido", "não existe"],
    "Swedish": ["studsade", "ogiltig adress", "finns inte"],
    "Czech": ["nedoručitelné", "neplatná adresa", "vráceno"],
    "Danish": ["ugyldig adresse", "findes ikke"],
}  # fmt: skip
SUBSCRIBED = {
    "English": "subscribed", "German": "angemeldet", "French": "abonné", "Spanish": "suscrito",
    "Italian": "iscritto", "Dutch": "ingeschreven", "Polish": "zapisany", "Portuguese": "inscrito",
}  # fmt: skip


def somebody(number):
    """Return cells of one of many people."""
    return {"last_name": f"Lang {number}", "email": f"eva@firm{number}.example.com"}


@pytest.mark.parametrize("language", LEFT)
def test_who_left_a_mailing_is_not_mailed(language):
    """Nor is whoever else has the address, in any column; calls are another matter."""
    words = LEFT[language]
    left = [somebody(at) | {"mailing_status": word} for at, word in enumerate(words)]
    yes = {"email": "x@y.example.com", **PROOF, "consent": "yes"}
    others = [yes | {"last_name": "Voss", "other_emails": f"Eva@Firm{at}.example.com"} for at in range(len(words))]  # fmt: skip
    leads = classified(*left, *others)
    assert leads["may_email"].tolist() == ["no"] * 2 * len(words), words
    assert set(leads["may_call"]) == {"yes"}
    assert leads["refused"].str.contains("email Eva@Firm").tolist()[len(words) :] == [True] * len(
        words
    )


@pytest.mark.parametrize("language", BOUNCED)
@pytest.mark.parametrize("column", ["mailing_status", "email_bounced"])
def test_what_bounced_is_not_mailed(language, column):
    """Wherever the address goes first; as one of several it closes nothing."""
    words = BOUNCED[language]
    back = [somebody(at) | {column: word} for at, word in enumerate(words)]
    yes = {"last_name": "Voss", **PROOF, "consent": "yes"}
    first = [yes | {"email": somebody(at)["email"].upper()} for at in range(len(words))]
    second = yes | {"email": "x@y.example.com", "email_2": "eva@firm0.example.com"}
    leads = classified(*back, *first, second)
    assert leads["may_email"].tolist() == ["no"] * 2 * len(words) + ["yes"], words
    assert set(leads["may_call"]) == {"yes"}
    assert leads["refused"][len(words)] == "bounced EVA@FIRM0.EXAMPLE.COM"
    assert "the address bounced" in leads["contact_basis"][0]


@pytest.mark.parametrize("language", SUBSCRIBED)
def test_who_subscribed_may_be_mailed(language):
    """With all its proof, in a country that asks for it."""
    (lead,) = classified({"country": "DE", "mailing_status": SUBSCRIBED[language], **PROOF}).to_dict("records")  # fmt: skip
    assert (lead["may_email"], lead["may_call"]) == ("yes", "no")


# Consent that was withdrawn later than it was given, and several addresses.

WITHDRAWN = {
    "English": ["withdrawn on 3 May 2026", "revoked", "Yes (revoked 3 May)"],
    "German": ["widerrufen am 3.5.2026", "Ja, widerrufen", "zurückgezogen"],
    "French": ["retiré le 3 mai", "consentement retiré", "révoqué"],
    "Spanish": ["revocado", "retirado el 3 de mayo", "ha retirado el consentimiento"],
    "Italian": ["revocato il 3 maggio", "consenso ritirato"],
    "Dutch": ["ingetrokken op 3 mei", "toestemming ingetrokken"],
    "Polish": ["wycofana 3 maja", "zgoda cofnięta"],
    "Portuguese": ["revogado", "consentimento retirado"],
    "Swedish": ["återkallat", "samtycke återkallat 3 maj"],
}
NO = {
    "English": "No, thanks", "German": "Nein danke", "French": "non merci", "Spanish": "No, gracias",
    "Italian": "no grazie", "Dutch": "nee, liever niet", "Polish": "nie, dziękuję",
    "Portuguese": "não, obrigado", "Swedish": "nej tack", "Czech": "ne, děkuji", "Danish": "nej tak",
}  # fmt: skip
YES = {
    "English": "Yes, please", "German": "Ja, gerne", "French": "oui", "Spanish": "sí", "Italian": "sì",
    "Dutch": "ja, graag", "Polish": "tak", "Portuguese": "sim", "Swedish": "ja tack", "Czech": "ano",
    "Danish": "ja tak",
}  # fmt: skip


@pytest.mark.parametrize("language", WITHDRAWN)
def test_what_was_withdrawn_is_closed_whenever_it_was_given(language):
    """The row with the yes is newer, older, or last week's; the addresses stay closed."""
    for day in ("2025-01-31", "2026-05-31"):
        rows = []
        for at, word in enumerate(WITHDRAWN[language]):
            yes = {"consent": "yes", **PROOF, "consent_at": day, "last_name": "Voss"}
            own = {"email": f"e{at}@x.example.com", "phone": f"+1312555019{at}"}
            pair = [own | {"consent": word, "last_name": f"Lang {at}"}, own | yes]
            rows += pair[:: 1 if at % 2 else -1]
        leads = classified(*rows)
        assert [may(lead) for lead in rows_of(leads)] == ["nnn"] * len(rows), WITHDRAWN[language]
    later = classified(own | yes | {"lead_id": "99"}, last_run=leads[leads["consent"] != "yes"])
    assert may(later.iloc[0]) == "nnn"


def rows_of(leads):
    return [row for _, row in leads.iterrows()]


def test_every_address_of_a_merged_person_is_judged():
    """A no to e-mails of a row that was merged closes each of its addresses, here and next week."""
    rows = []
    for at, language in enumerate(NO):
        own = LEAD | {"first_name": language, "last_name": f"{language}sen", "company": f"{language} Inc", "phone": f"+1312555{at:02}93"}  # fmt: skip
        firm = f"{language.lower()}.example.com"
        rows += [
            own | {"lead_id": f"{at}a", "email": f"eva@{firm}"},
            own | {"lead_id": f"{at}b", "email": f"e.eva@{firm}", "email_2": f"eva@home.{firm}", "email_consent": NO[language]},
            own | {"lead_id": f"{at}c", "email": "", "phone_consent": YES[language]},
        ]  # fmt: skip
    merged = dedupe_leads(clean_leads(pd.DataFrame(rows, dtype="str").fillna(""))).leads
    leads = classify_leads(merged, **RULES)
    assert leads[MAY[:2]].assign(of=leads["first_name"]).values.tolist() == [
        ["no", "yes", language] for language in NO
    ]
    addresses = [leads[name] for name in ("email", "email_2", "email_3")]
    assert all((column != "").all() for column in addresses)
    later = [
        {"last_name": f"Voss {number}", "email": address.upper()}
        for number, address in enumerate(pd.concat(addresses))
    ]
    assert set(classified(*later, last_run=leads)["may_email"]) == {"no"}


# Who said yes, by list, with proof that is given for a list.


@pytest.mark.parametrize("language", NO)
def test_lists_are_counted_in_any_language(language):
    """Yes, no, nothing and unclear; what is given for the list goes to the yes alone."""
    answers = [YES[language], NO[language], "", "?"]
    cells = {"Email": [f"{at}@x.example.com" for at in "abcd"], "Newsletter": answers}
    given = ImportOptions(consent_source="stand", consent_text="v2", consent_at="2026-01-31")
    leads = import_leads({"list.csv": pd.DataFrame(cells)}, given).leads
    told = consent_overview(leads).set_index("list").loc["list.csv"]
    names = ["yes", "no", "nothing", "unclear", "proven", "lacks_day"]
    assert told[names].tolist() == ["1", "1", "1", "1", "1", "0"], leads.to_dict("records")
    assert leads["consent_source"].tolist() == ["stand", "", "", ""]


# What to do next.

STEPS = {  # cells -> the next step of a lead that is worth a call
    "may be called": ({}, "call"),
    "may only be mailed": ({"phone_opt_out": "x"}, "mail"),
    "may only be written to": ({"email_opt_out": "x", "phone_opt_out": "x", "street": "Main St 5", "city": "Ulm", "country": "DE"}, "send by post"),
    "nobody asked": ({"country": "DE"}, "ask for consent in person"),
    "no address": ({"email": "", "phone": ""}, "find an address"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "step"), STEPS.values(), ids=STEPS)
def test_next_steps(cells, step):
    assert classified(cells)["next_step"].tolist() == [step]


@pytest.mark.parametrize("language", NO)
def test_nobody_is_to_be_called_who_said_no(language):
    """Calls refused, the next step is a mail; all refused, it is none."""
    no = NO[language]
    every = somebody(1) | {"phone": "+13125550194", "consent": no}
    assert classified({"phone_consent": no}, every)["next_step"].tolist() == [
        "mail",
        "none: said no",
    ]


def test_a_no_of_the_crm_tells_what_to_do_next():
    """Who is known there and wants no calls is written to."""
    rows = [LEAD | somebody(at) | {"lead_id": str(at), "first_name": one, "company": f"{one} Inc", "phone": f"+1312555{at:02}94"}
            for at, one in enumerate(NO)]  # fmt: skip
    crm = [row | {"lead_id": f"C{row['lead_id']}", "phone_consent": no}
           for row, no in zip(rows, NO.values(), strict=True)]  # fmt: skip
    done = dedupe_leads(
        pd.DataFrame(rows), DedupeOptions(all_rows=True), against=pd.DataFrame(crm)
    ).leads
    steps = classify_leads(done, **RULES)["next_step"]
    assert dict(zip(done["first_name"], steps, strict=True)) == dict.fromkeys(NO, "mail")
