"""Consent in a list: several columns are one answer, and what nobody understood closes the list."""

from __future__ import annotations

import pytest

from leadkit.base.errors import LeadkitError
from leadkit.fields.bounces import has_bounced
from leadkit.fields.consent import answer_to
from leadkit.importing.consent_columns import consent_column
from leadkit.importing.lists import ImportedLists
from leadkit.importing.mapping import map_columns
from leadkit.importing.options import ImportOptions

BY_CELLS = {  # header and cells -> columns, "?" for a column nobody understood, "" for none
    "words of a mailing tool": ("State", ["subscribed", "cleaned", ""], "mailing_status"),
    "of another": ("Email Marketing Consent", ["SUBSCRIBED", "NEVER_SUBSCRIBED"], "mailing_status"),
    "answers below a consent": ("Email Marketing Consent", ["yes", "no"], "email_consent"),
    "a verifier's words": ("Email status", ["verified", "catch-all"], ""),
    "a tool's words for e-mail": ("Email status", ["Unsubscribed", "active"], "mailing_status"),
    "such a word among others": ("Email status", ["verified", "unsubscribed"], "mailing_status"),
    "a status of yes and no": ("Email status", ["yes", "no"], "?"),
    "a status with nothing yet": ("Email status", ["", ""], "mailing_status"),
    "a phone's status is none": ("Phone consent", ["subscribed"], "phone_consent"),
    "addresses": ("Contact by e-mail allowed", ["eva@x.example.com", "li@x.example.com"], ""),
    "prose": ("Marketing permission", [f"{'a long remark ' * 8}{n}" for n in range(5)], ""),
    "a heading over answers": ("Newsletter", ["ja", "nein"], "email_consent"),
    "a heading over titles": ("Newsletter", ["Spring", "Summer"], ""),
    "contact over answers": ("Kontakt", ["ja", "nein"], "?"),
    "contact over names": ("Kontakt", ["Eva Meier", "Li Wang"], ""),
    "a phone that is missing": ("Phone", ["none", ""], ""),
    "calls over answers": ("Calls", ["yes", "no"], "?"),
    "a double negation": ("Not unsubscribed", ["yes", "no"], "?"),
    "a telephone at work": ("Telefone comercial", [], ""),
    "Salesforce's state": ("Mailing State/Province", ["CA", "NY"], ""),
    "codes of a CRM": ("E-marketing", ["1", "0", "9"], "email_consent"),
    "in one word": ("eMarketing", ["J", "N", "U"], "email_consent"),
    "in Danish": ("E-markedsføring", ["J", "N", ""], "email_consent"),
    "in Finnish": ("E-markkinointi", ["kyllä", "ei", ""], "email_consent"),
    "in Turkish": ("E-pazarlama", ["evet", "hayır"], "email_consent"),
    "codes below a way": ("Direct mail", ["1", "0", "9"], "?"),
    "codes below a stop": ("STOP", ["0", "1", "2", "9"], "?"),
    "a grade, no code": ("Direct mail", ["1", "2", "3"], ""),
    "too many codes": ("Direct mail", ["0", "1", "2", "3", "4"], ""),
    "who has retired": ("Retired", ["x", "", ""], ""),
    "what was taken back": ("Retiré", ["oui", "non"], "?"),
}  # fmt: skip


@pytest.mark.parametrize(("header", "cells", "columns"), BY_CELLS.values(), ids=BY_CELLS)
def test_cells_help_where_the_header_does_not(header, cells, columns):
    """A header and its cells together tell what a column says of being contacted."""
    told = map_columns([header], [cells])[0]
    consent = told.columns if told.field and consent_column(header, cells) else ()
    assert ("?" if told.is_unread else ",".join(consent)) == columns


def read(tmp_path, text, **options):
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    lists = ImportedLists([str(path)], ImportOptions(**options))
    rows = [row for leads in lists.batches() for row in leads.to_dict("records")]
    return lists, rows


def test_several_opt_outs_are_one(tmp_path):
    """A yes in any of three columns is in the one that is left, with what the others said."""
    head = "Email,Opted out of email: News,Opted out of email: Fairs,email_opt_out"
    _, rows = read(tmp_path, f"{head}\na@x.example.com,no,true,no\nb@x.example.com,no,,no\n")
    assert [row["email_opt_out"] for row in rows] == ["no; true; no", "no"]


def test_an_objection_to_all_closes_three_channels(tmp_path):
    """A column that names no channel is heard for all of them, beside a column for one."""
    text = "Email,Werbewiderspruch,Nicht anrufen\na@x.example.com,x,\nb@x.example.com,,ja\n"
    _, rows = read(tmp_path, text)
    closed = [[row[f"{way}_opt_out"] for way in ("email", "phone", "post")] for row in rows]
    assert closed == [["x", "x", "x"], ["", "ja", ""]]


TEXT = "Email,Not unsubscribed\na@x.example.com,yes\nb@x.example.com,no\n"


def test_a_column_nobody_understood_is_named(tmp_path):
    """Each row says so, and the note has the file, some values and the lines to write."""
    lists, rows = read(tmp_path, TEXT)
    assert [row["consent_unread"] for row in rows] == ["Not unsubscribed"] * 2
    note = next(note for note in lists.notes if "Not unsubscribed" in note)
    for part in ("list.csv", "'yes', 'no'", "'Not unsubscribed: email_consent'",
                 "'Not unsubscribed: email_opt_out'", "'Not unsubscribed:'"):  # fmt: skip
        assert part in note, part


@pytest.mark.parametrize(
    ("line", "column"),
    [("email_consent", "email_consent"), ("email_opt_out", "email_opt_out"), ("", "")],
)
def test_a_map_settles_or_dismisses_it(tmp_path, line, column):
    """Named in a map, also with nothing after it, a column closes no list."""
    by = tmp_path / "map.yaml"
    by.write_text(f"columns:\n  Email: email\n  Not unsubscribed: {line}\n", "utf-8")
    lists, rows = read(tmp_path, TEXT, map=str(by))
    assert "consent_unread" not in lists.columns
    assert not any("looks like consent" in note for note in lists.notes)
    assert rows[0].get(column or "Not unsubscribed") == "yes"


def test_the_map_that_was_written_dismisses_nothing(tmp_path):
    """--write-map shows the choice as comments: used as it is, the list stays closed."""
    lists, _ = read(tmp_path, TEXT)
    by = tmp_path / "map.yaml"
    by.write_text(lists.map_text(), "utf-8")
    assert "# Not unsubscribed: email_opt_out" in lists.map_text()
    _, rows = read(tmp_path, TEXT, map=str(by))
    assert [row["consent_unread"] for row in rows] == ["Not unsubscribed"] * 2


def test_a_map_that_forgets_a_consent_column_closes_the_list(tmp_path):
    """An opt-out that came into the list after its map was written is not passed over."""
    by = tmp_path / "map.yaml"
    by.write_text("columns:\n  Email: email\n", "utf-8")
    _, rows = read(tmp_path, "Email,Do not call\na@x.example.com,yes\n", map=str(by))
    assert rows[0]["consent_unread"] == "Do not call"


def test_what_a_map_may_name(tmp_path):
    """One column may count for several answers; consent_unread is import's own."""
    by = tmp_path / "map.yaml"
    by.write_text("columns:\n  Email: email\n  Stop: email_opt_out, phone_opt_out\n", "utf-8")
    _, rows = read(tmp_path, "Email,Stop\na@x.example.com,x\n", map=str(by))
    assert (rows[0]["email_opt_out"], rows[0]["phone_opt_out"]) == ("x", "x")
    for line, told in (("consent_unread", "import writes itself"), ("email, city", "beside")):
        by.write_text(f"columns:\n  Stop: {line}\n", "utf-8")
        with pytest.raises(LeadkitError, match=told):
            read(tmp_path, "Email,Stop\na@x.example.com,x\n", map=str(by))


def test_text_messages_are_told_of(tmp_path):
    """A yes to text messages is no yes to calls, and not passed over in silence; a no is heard."""
    text = "Email,SMS opt-in,SMS unsubscribed\na@x.example.com,yes,x\n"
    lists, rows = read(tmp_path, text)
    assert "phone_consent" not in lists.columns
    assert rows[0]["phone_opt_out"] == "x"
    assert any("text messages" in note for note in lists.notes)


def test_a_table_of_leadkit_keeps_its_columns(tmp_path):
    """What leadkit wrote is read as it stands, unread columns among it."""
    text = "lead_id,source_file,source_row,email,consent_unread,Not unsubscribed,issues\n"
    lists, rows = read(tmp_path, f"{text}1,a.csv,2,a@x.example.com,Kontakt,yes,\n")
    assert rows[0]["consent_unread"] == "Kontakt"
    assert not any("looks like consent" in note for note in lists.notes)


CONFIRMED = [  # header, cells -> email_consent
    ("Double Opt-In", ["Yes", "No", ""], ["Yes", "unconfirmed", ""]),
    ("DOI bestätigt", ["ja", "nein", ""], ["ja", "unconfirmed", ""]),
    ("Newsletter: bevestigd (double opt-in)", ["ja", "nee", ""], ["ja", "unconfirmed", ""]),
    ("Inscription newsletter confirmée (double opt-in)", ["oui", "non", ""], ["oui", "unconfirmed", ""]),
    ("Newsletter double opt-in potwierdzony", ["tak", "nie", ""], ["tak", "unconfirmed", ""]),
    ("double opt-in newsletter", ["sí", "no", ""], ["sí", "unconfirmed", ""]),
    ("Newsletter", ["Yes", "No", ""], ["Yes", "No", ""]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "cells", "column"), CONFIRMED)
def test_a_click_that_never_came_refuses_nothing(tmp_path, header, cells, column):
    """No confirmation on file is no consent, and no objection either."""
    lines = [f"e{at}@x.example.com,{cell}" for at, cell in enumerate(cells)]
    _, rows = read(tmp_path, "\n".join([f"Email,{header}", *lines, ""]))
    assert [row["email_consent"] for row in rows] == column


@pytest.mark.parametrize(
    ("cells", "is_state"),
    [
        (["aktiv, DOI bestätigt", "abgemeldet"], True),  # CleverReach
        (["aktiv (DOI)", "inaktiv, Hardbounce", "gesperrt"], True),
        (["Subscribed", "unsubscribed - 3 May 2026"], True),
        (["subscribed", "cleaned", "pending"], True),  # Mailchimp
        (["Blocklisted", "Soft bounced", ""], True),  # Brevo
        (["Active", "Unconfirmed", "Unsubscribed", "Bounced"], True),  # ActiveCampaign
        (["aktiv seit 03.04.2026", "Hardbounce (2026-04-05)"], True),
        (["Abonné", "désabonné le 3/4/2026"], True),
        (["aktiv", "inaktiv"], False),  # of a customer, a machine, a contract
        (["active", "new"], False),
        (["open", "won", "lost"], False),
        (["aktiv", "inaktiv (abgemeldet)"], True),  # two such words in one cell
        (["aktiv", "inaktiv (Bounce)", "inaktiv (unbestätigt)"], True),
        (["Subscribed", "No consent", "Archived"], True),  # Pipedrive
        (["active", "failed"], False),  # of a payment
        (["aktiv", "Kunde (neu)"], False),
    ],
)
def test_states_of_mailing_tools(cells: list[str], is_state: bool) -> None:
    column = consent_column("Status", cells)
    assert (column is not None and column.fields == ("mailing_status",)) == is_state


STATES = {
    "yes": """aktiv, DOI bestätigt|Active|subscribed - double opt-in|angemeldet (DOI)|Abonné confirmé|Suscrito, confirmado|
        iscritto, confermato|actief, bevestigd|aktywny, potwierdzony|ativo (confirmado)|aktiv, bekræftet|aktivní, potvrzeno""",
    "no": """Unsubscribed|abgemeldet|aktiv, Newsletter abgemeldet|inaktiv (abgemeldet am 3.4.2026)|gesperrt|Blocklisted|Excluded|
        gelöscht|désinscrit le 3/4/2026|dado de baja|disiscritto|uitgeschreven|wypisany|descadastrado|avregistrerad|
        odhlášen|spam complaint|abuse|Spam-Beschwerde""",
    "bounced": """Hard Bounce|hard-bounced|Cleaned|inaktiv, Hardbounce|invalid|unzustellbar|NPAI|rebotado|mailbox full|
        address does not exist|n'existe pas|onbestelbaar|no existe|non esiste""",
    "": """Pending|wartet auf Bestätigung|DOI ausstehend|DOI nicht bestätigt|inaktiv|Archived|en attente de confirmation|
        pendiente|in attesa di conferma|niet bevestigd|oczekuje na potwierdzenie|transactional|new|
        angemeldet, noch nicht bestätigt|No consent|kein Consent""",
}


@pytest.mark.parametrize("meant", STATES)
def test_a_state_is_an_answer(meant: str) -> None:
    read = answer_to("mailing_status")
    for state in (one.strip() for one in STATES[meant].split("|")):
        assert ("bounced" if has_bounced(state) else read(state)) == meant, state


MAIL = {  # the headers of a list -> what its column of "mail" closes
    "Dynamics": (["Do not allow Emails", "Do not allow Mails"], "post_opt_out"),
    "Dynamics, bulk alone": (["Do not allow Bulk Emails", "Do not allow Mails"], "post_opt_out"),
    "a fundraiser's": (["Do Not Email", "Do Not Mail"], "post_opt_out"),
    "in short": (["No email", "No mail"], "post_opt_out"),
    "alone": (["Do not allow Phone Calls", "Do not allow Mails"], "email_opt_out, post_opt_out"),
    "beside another question": (["Opted out of email", "Do not mail"], "email_opt_out, post_opt_out"),
}  # fmt: skip


@pytest.mark.parametrize(("headers", "closed"), MAIL.values(), ids=MAIL)
def test_mail_is_post_beside_emails(headers, closed):
    """Where one list says the same of e-mails and of mail; in doubt it is both."""
    assert map_columns(["Email", *headers])[-1].field == closed


SIGN_UPS = {  # header -> what it is beside answers, and beside days
    "Inscrit": "", "Tilmeldt": "created_at", "Påmeldt": "created_at", "Iscritto": "", "Přihlášen": "",
}  # fmt: skip


@pytest.mark.parametrize(("header", "of_days"), SIGN_UPS.items())
def test_signing_up_to_nobody_knows_what_is_no_consent(header, of_days):
    """Somebody who came to an event allowed no mailings; where it may be a newsletter, it is told."""
    (one,) = map_columns([header], [["1"] * 3])
    assert one.is_unread
    assert not one.field
    (one,) = map_columns([header], [["2026-03-01 09:12", "2026-03-02 10:00", "2026-03-04 11:30"]])
    assert (one.is_unread, one.field) == (False, of_days)
    (one,) = map_columns([f"{header} newsletter"], [["1"] * 3])
    assert one.field in ("email_consent", "consent")
