"""Suppression: whoever is on the list is gone from the output, in whatever form they stand there."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import os
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.base.frames import LeadFrame
from leadkit.classify import ClassifyOptions
from leadkit.classifying.list_age import notes_of
from leadkit.classifying.suppression import closed_by, suppressed_by
from leadkit.classifying.suppression_lists import (
    SuppressionList,
    hashes_of,
    read_lists,
    suppression_of,
)
from leadkit.fields.email.keys import key_without_tag
from leadkit.fields.listed.entries import hashed
from leadkit.files.csv_in import LeadFile
from leadkit.files.read import open_entries
from leadkit.run.options import made
from leadkit.run.stages import STAGES


def listed(*entries, key=b""):
    one = SuppressionList("list.csv", key=key)
    for entry in entries:
        one.add(entry)
    return one


def test_cells_name_a_list_the_same_from_everywhere(folder):
    """A reason names the file, and of its path only what tells it from another list."""
    for place in ("a", "b"):
        (folder / place).mkdir()
        (folder / place / "list.csv").write_text(f"email\n{place}@meier.example.com\n")
    (folder / "never.csv").write_text("email\neva@meier.example.com\n")
    given = [str(folder / name) for name in ("a/list.csv", "never.csv")]
    lists = read_lists(given, {"call": [str(folder / "b" / "list.csv")]}, b"", LeadFile)
    leads = pd.DataFrame({"email": ["a@meier.example.com", "eva@meier.example.com"]})
    told = suppressed_by(leads, *lists.remove).tolist()
    assert told == ["e-mail is on a/list.csv", "e-mail is on never.csv"]
    leads = pd.DataFrame({"email": ["b@meier.example.com"]})
    assert closed_by(leads, lists.closing)["call"].each() == ["on b/list.csv"]


EMAILS = [  # on the list, in the leads -> suppressed
    ("eva@meier.example.com", "eva@meier.example.com", True),
    ("EVA@Meier.Example.com", "eva@meier.example.com", True),
    ("eva@meier.example.com", " Eva@MEIER.example.com ", True),
    ("eva@meier.example.com", "Eva Meier <mailto:eva@meier.example.com>", True),
    ("eva@meier.example.com", "eva+fair@meier.example.com", True),
    ("eva+news@meier.example.com", "eva@meier.example.com", True),
    ("eva@müller.example.com", "eva@xn--mller-kva.example.com", True),
    ("eva@XN--MLLER-KVA.example.com", "Eva@Müller.example.com", True),
    ("eva@mu\u0308ller.example.com", "eva@müller.example.com", True),
    ("eva@meier.example.com\u200b", "eva@meier.example.com", True),
    ("e.va@googlemail.com", "eva@gmail.com", True),
    ("eva@", "eva@", True),
    ("eva@meier.example.com; info@meier.example.com", "info@meier.example.com", True),
    ("eva@meier.example.com", "eve@meier.example.com", False),
    ("eva@meier.example.com", "eva@meier.example.org", False),
    ("e.va@meier.example.com", "eva@meier.example.com", False),
    ("not an address", "eva@meier.example.com", False),
    ("eva@meier.example.com", "", False),
]


@pytest.mark.parametrize(("entry", "cell", "gone"), EMAILS)
def test_every_form_of_an_email(entry, cell, gone):
    """Raw, normal, IDN, any case, with and without a plus tag: it is one mailbox."""
    leads = pd.DataFrame({"email": [cell]}, dtype="str")
    assert (suppressed_by(leads, listed(entry)) != "").tolist() == [gone]


PHONES = [  # on the list, in the leads -> suppressed
    ("+498999998123", "+498999998123", True),
    ("0049 89 99998-123", "+498999998123", True),
    ("089/99998 123", "+498999998123", True),
    ("+49 (0)89 99998123", "+498999998123", True),
    ("+498999998123", "089 99998123", True),
    ("(312) 555-0193", "+13125550193", True),
    ("+1 312 555 0193", "(312) 555-0193", True),
    ("+390655501234", "06 5550 1234", True),
    ("089 99998123", "089/99998-123", True),
    ("'+498999998123", "+498999998123", True),
    ("+438999998123", "+498999998123", False),
    ("+498999998124", "+498999998123", False),
    ("123", "123", False),
    ("", "+498999998123", False),
]


@pytest.mark.parametrize(("entry", "cell", "gone"), PHONES)
def test_every_form_of_a_phone_number(entry, cell, gone):
    """With country or without, with 00, brackets and slashes; two countries are two numbers."""
    leads = pd.DataFrame({"mobile": [cell]}, dtype="str")
    assert (suppressed_by(leads, listed(entry)) != "").tolist() == [gone]


DOMAINS = [  # on the list, in the leads -> suppressed
    ("@firm.example.com", "eva@firm.example.com", True),
    ("@Firm.Example.com", "EVA@FIRM.example.com", True),
    ("@firm.example.com", "eva@mail.it.firm.example.com", True),
    ("*@firm.example.com", "eva@firm.example.com", True),
    (" @firm.example.com ", "Eva <eva+fair@firm.example.com>", True),
    ("@müller.example.com", "eva@xn--mller-kva.example.com", True),
    ("@xn--mller-kva.example.com", "eva@it.Müller.example.com", True),
    ("x@other.example.com; @firm.example.com", "eva@firm.example.com", True),
    ("@firm.example.com @other.example.com", "eva@other.example.com", True),
    ("@firm.example.com", "x@a.example.org; eva@firm.example.com", True),
    ("@firm.example.com", "eva@myfirm.example.com", False),
    ("@it.firm.example.com", "eva@firm.example.com", False),
    ("@firm.example.com", "eva@firm.example.com.example.org", False),
    ("@firm.example.com", "firm.example.com", False),
    ("@com", "eva@firm.example.com", False),
    ("eva@firm.example.com", "jan@firm.example.com", False),
    ("@", "eva@firm.example.com", False),
]


@pytest.mark.parametrize("hashes", [False, True])
@pytest.mark.parametrize(("entry", "cell", "gone"), DOMAINS)
def test_whole_domains(entry, cell, gone, hashes):
    """An entry that begins with @ is all of a domain and what is below it, hashed as well."""
    leads = pd.DataFrame({"email_2": [cell]}, dtype="str")
    one = listed(entry)
    if hashes:
        one = listed(*hashes_of(one)[0])
        assert not one.emails | one.domains
    assert (suppressed_by(leads, one) != "").tolist() == [gone]


COLUMNS = {  # a list's text -> the whole domains on it, notes
    "alone": ("domain\nfirm.example.com\nn/a\n\nhttps://www.other.example.com/de\n", {"firm.example.com", "other.example.com"}, []),
    "beside an e-mail at it": ("email,Email Domain\neva@firm.example.com,firm.example.com\n,other.example.com\n", {"other.example.com"}, ["1 domain was not taken as whole, beside an e-mail at it; write @firm.example.com where all of a firm is meant"]),
    "beside another e-mail": ("email,domain\neva@meier.example.com,firm.example.com\n", {"firm.example.com"}, []),
    "providers": ("domain\ngmail.com\nfirm.example.com\n", {"firm.example.com"}, ["1 domain was not taken as whole, being a mail provider's; write @ before one to leave out everybody there"]),
    "a provider that is meant": ("domain\n@gmail.com\n", {"gmail.com"}, []),
    "in another column": ("E-Mail-Adresse\n@firm.example.com\n", {"firm.example.com"}, []),
    "without a header": ("@firm.example.com\n@other.example.com\n", {"firm.example.com", "other.example.com"}, []),
    "German": ("Domäne\nfirm.example.com\n", {"firm.example.com"}, []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "domains", "notes"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_of_domains(folder, text, domains, notes):
    """It holds whole domains, but not where it only says where an e-mail is; that is said."""
    (folder / "list.csv").write_text(text, "utf-8")
    one = suppression_of(LeadFile(str(folder / "list.csv")), "list.csv")
    assert one.domains == domains
    assert [note.removeprefix("list.csv: ").partition(" and ")[0] for note in one.notes] == notes


UNREAD = {  # a list's text -> what is said of entries that nobody understood; None: nothing
    "all understood": ("email,phone\neva@meier.example.com,\n,+49 89 99998123\n", None),
    "placeholders": ("email,phone\neva@meier.example.com,n/a\nnone,-\n", None),
    "some": ("email\neva@meier.example.com\nMeier Eva\nTom\n", "2 entries were passed over, which are no e-mail"),
    "MD5 beside others": ("hash\n" + "a1" * 32 + "\n" + "a1" * 16 + "\n", "1 entry was passed over, which is no e-mail, phone number, domain (@firm.example.com) or SHA-256 hash (but of another kind, such as MD5)"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), UNREAD.values(), ids=UNREAD)
def test_entries_that_nobody_understood_are_told(folder, text, said):
    """How many, and never whose."""
    (folder / "list.csv").write_text(text, "utf-8")
    notes = suppression_of(LeadFile(str(folder / "list.csv")), "list.csv").notes
    assert bool(notes) == bool(said)
    assert not said or notes[0].startswith(f"list.csv: {said}")
    assert not any(name in note for note in notes for name in ("Tom", "Meier"))


@pytest.mark.parametrize("entries", ["a1" * 16, "Meier Eva", "123"])
def test_a_list_of_which_nothing_is_understood_is_an_error(folder, entries):
    """MD5 has digits that look like a phone number; a list of such would suppress nobody."""
    (folder / "list.csv").write_text(f"sha256\n{entries}\n", "utf-8")
    with pytest.raises(LeadkitError, match="nothing there is an e-mail"):
        suppression_of(LeadFile(str(folder / "list.csv")), "list.csv")


def test_lists_of_any_kind_and_in_folders(folder):
    """Packed ones and workbooks stand beside CSV files; what is no list is left alone."""
    lists = folder / "lists"
    lists.mkdir()
    (lists / "a.csv").write_text("email\na@x.example.com\n", "utf-8")
    (lists / "b.csv.gz").write_bytes(gzip.compress(b"E-Mail;Telefon\nb@x.example.com;\n"))
    (lists / "c.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:C\nEMAIL:c@x.example.com\nEND:VCARD\n", "utf-8"
    )
    (lists / "notes.md").write_text("no list", "utf-8")
    options = ClassifyOptions(suppress=(str(lists), str(lists / "a.csv")), as_of="2026-10-31")
    stage = STAGES["classify"]().make(options)
    leads = pd.DataFrame({"lead_id": list("abcd"), "score": "1", "score_engagement": "1",
                          "email": [f"{one}@x.example.com" for one in "abcd"]}, dtype="str")  # fmt: skip
    done = stage.apply(leads)
    assert done.leads["lead_id"].tolist() == ["d"]
    reasons = done.aside["suppressed"].column("reason").to_pylist()
    assert reasons == [f"e-mail is on {name}" for name in ("a.csv", "b.csv.gz", "c.vcf")]


def test_what_was_left_behind_without_a_key_is_found_beside_a_keyed_list(folder):
    """The file of removed leads says by its column how its hashes were made."""
    (folder / "gone.csv").write_text(
        f"lead_id,reason,sha256\n1,x,{sha('a@x.example.com')}\n", "utf-8"
    )
    (folder / "keyed.csv").write_text(f"hmac_sha256\n{sha('b@x.example.com', b'k')}\n", "utf-8")
    (folder / "key").write_text("k", "utf-8")
    paths = [str(folder / name) for name in ("gone.csv", "keyed.csv")]
    lists = read_lists(paths, {}, b"k", LeadFile).remove
    leads = pd.DataFrame(
        {"email": ["a@x.example.com", "b@x.example.com", "c@x.example.com"]}, dtype="str"
    )
    assert (suppressed_by(leads, *lists) != "").tolist() == [True, True, False]
    with pytest.raises(LeadkitError, match="its hashes are made with a key"):
        read_lists(paths, {}, b"", LeadFile)
    os.utime(folder / "gone.csv", (0, 0))
    assert not notes_of([lists[0]], 31, 800_000)  # it does not grow old


CLOSED = {  # a list of which channel -> the rows it closes, of five
    "e-mail": ("eva@meier.example.com", [1, 0, 0, 1, 0]),
    "number": ("089 99998123", [0, 1, 0, 1, 0]),
    "further number": ("+49 89 99998124", [0, 0, 1, 0, 0]),
    "further address": ("ida@voss.example.com", [0, 0, 1, 0, 0]),
    "domain": ("@voss.example.com", [0, 0, 1, 0, 0]),
    "hash": (hashlib.sha256(b"eva@meier.example.com").hexdigest(), [1, 0, 0, 1, 0]),
    "nobody": ("x@other.example.com", [0, 0, 0, 0, 0]),
}
PEOPLE = pd.DataFrame(
    {
        "email": ["Eva@Meier.example.com", "", "x@kern.example.com", "eva+x@meier.example.com", ""],
        "other_emails": ["", "", "tom@kern.example.com; Ida <ida@voss.example.com>", "", ""],
        "phone": ["", "+498999998123", "", "(089) 99998-123", "n/a"],
        "other_phones": ["", "", "+498999998125; +49 89 99998124", "", ""],
    },
    dtype="str",
)


@pytest.mark.parametrize("channel", ["email", "call", "post"])
@pytest.mark.parametrize(("entry", "rows"), CLOSED.values(), ids=CLOSED)
def test_a_list_of_one_channel_closes_it_to_all_rows_that_hold_an_entry(channel, entry, rows):
    """By e-mail, number, domain or hash, in any column; the other channels are as they were."""
    closed = closed_by(PEOPLE, {channel: [listed(entry)]})
    assert list(closed) == ["email", "call", "post"]
    for name, words in closed.items():
        on_it = rows if name == channel else [0] * 5
        assert words.each() == [("", "on list.csv")[one] for one in on_it]


def test_names_with_their_company_are_on_a_list_too():
    """Whoever is on it has other addresses; a list that removes closes all channels to them."""
    cells = {
        "E-Mail": ["a@x.example.com"],
        "Naam (indien bekend)": ["Dorota Łoś"],
        "Bedrijf": ["Hora"],
    }
    one = suppression_of(LeadFrame(pd.DataFrame(cells)), "list.csv")
    leads = pd.DataFrame(
        {"full_name": ["Los Dorota", "Dorota Los"], "company": ["HORA s.r.o.", "Skov"]}, dtype="str"
    )
    closed = closed_by(leads, {"call": [one]})
    assert closed["call"].each() == ["name and company on list.csv", ""]
    assert closed["email"].each() == ["", ""]
    assert (suppressed_by(leads, one) == "").all()
    closed = closed_by(leads, {}, [one])
    assert [words.each()[0] for words in closed.values()] == ["name and company on list.csv"] * 3


BY_HAND = [  # an entry -> who is held to be on the list: name and company
    ("Frau Doris Pichler, Bäckerei Gruber GmbH", ("Doris Pichler", "Bäckerei Gruber")),
    ("KOVAC Jan - Hora s.r.o.", ("Jan Kovač", "HORA")),
    ("M. Guillaume Noël (Boulangerie Ollivier)", ("Noel Guillaume", "Boulangerie Ollivier SARL")),
    ("Mr Tom Kern / Kern Tools Ltd", ("Tom Kern", "Kern Tools")),
    ("dhr. Piet Visser, Visser B.V.", ("Piet Visser", "Visser")),
    ("Sig. Mario Rossi - Forno Rossi S.r.l.", ("Mario Rossi", "Forno Rossi")),
    ("Pan Jan Nowak, Nowak sp. z o.o.", ("Jan Nowak", "Nowak")),
    ("Bäckerei Gruber GmbH, Frau Doris Pichler", ("Doris Pichler", "Bäckerei Gruber")),
    ("Kern Tools Ltd / Mr Tom Kern", ("Tom Kern", "Kern Tools")),
    ("Roca Gil Ana - Tableros Ebro", ("Ana Roca Gil", "Tableros Ebro S.A.")),
]


@pytest.mark.parametrize(("entry", "person"), BY_HAND)
def test_a_list_that_was_kept_by_hand_holds_names_between_addresses(entry, person):
    """Whatever its column is called; a name with its company closes the channel, told in a note."""
    cells = {"qui (adresse, numéro ou nom)": [entry, "eva@x.example.com", "+49 89 99998123"]}
    one = suppression_of(LeadFrame(pd.DataFrame(cells)), "stop.csv")
    assert any("1 entry is a name with a company" in note for note in one.notes)
    assert not any("passed over" in note for note in one.notes)
    people = [person, (person[0], "Other AG"), ("Ida Voss", person[1])]
    leads = pd.DataFrame(people, columns=["full_name", "company"], dtype="str")
    assert closed_by(leads, {"email": [one]})["email"].each() == [
        "name and company on stop.csv",
        "",
        "",
    ]


MIXED = [  # a column of whoever it is, the firm beside it: header, firm's header, name, firm
    ("Wer", "Firma", "Jana Lindner", "Ofenbau Lindner"),
    ("Qui", "Société", "Luc Perrin (le père, pas le fils)", "Fours Perrin"),
    ("Quién", "Empresa", "Rosa Vidal Soler", "Hornos Vidal"),
    ("Chi", "Azienda", "Ugo Conti", "Forni Conti"),
    ("Wie", "Bedrijf", "Bram de Wit", "Ovens De Wit"),
    ("Kto", "Firma", "Ewa Sowa", "Piece Sowa"),
    ("Vem", "Företag", "Ulf Borg", "Borg Ugnar"),
    ("Who", "Company", "Ms Ada Moss", "Moss Ovens"),
]


@pytest.mark.parametrize(("header", "firm_header", "name", "firm"), MIXED)
def test_names_between_addresses_have_their_firm_beside_them(header, firm_header, name, firm):
    """Whatever stands in one column, each entry is taken as what it is."""
    cells = {
        header: [name, "@ban.example.com", "+49 89 99998123", "udo@voss.example.com"],
        firm_header: [firm, "", "Voss", "Voss"],
        "Why / who said so": ["", "tender", "phone", "angry"],
    }
    one = suppression_of(LeadFrame(pd.DataFrame(cells)), "stop.csv")
    assert not any("passed over" in note for note in one.notes)
    plain = name.partition("(")[0].removeprefix("Ms ").strip()
    leads = pd.DataFrame({
        "full_name": [plain, plain, "Eva Roth", "Udo Voss"],
        "company": [firm, "Other AG", "Voss", "Voss"],
        "email": ["", "", "eva@it.ban.example.com", "udo@voss.example.com"],
    }, dtype="str")  # fmt: skip
    told = closed_by(leads, {"email": [one]})["email"].each()
    assert [bool(words) for words in told] == [True, False, True, True]


def test_a_bare_domain_among_addresses_is_all_of_a_firm():
    """Who writes it on a line of its own means that; of a mail provider it is told and not done."""
    cells = ["eva@x.example.com", "Acme.example.com", "gmail.com", "www.hora.example.org", "tom"]
    one = suppression_of(LeadFrame(pd.DataFrame({"email": cells})), "stop.csv")
    assert one.domains == {"acme.example.com", "hora.example.org"}
    assert [note for note in one.notes if "domain" in note] == [
        "stop.csv: 1 domain was not taken as whole, being a mail provider's; write @ before one to leave out everybody there",
        "stop.csv: 2 entries are domains: whoever has an address there is on the list",
        "stop.csv: 1 entry was passed over, which is no e-mail, phone number, domain (@firm.example.com) or SHA-256 hash; look there",
    ]
    emails = [
        "ida@acme.example.com",
        "jan@mail.acme.example.com",
        "uwe@gmail.com",
        "tom@y.example.com",
    ]
    told = closed_by(pd.DataFrame({"email": emails}, dtype="str"), {"email": [one]})["email"].each()
    assert [bool(words) for words in told] == [True, True, False, False]


TITLED = [  # a list for one channel as a register or an office makes it, and whom it holds
    "Sperrvermerke, Stand Mai;;\nNummer;Quelle;Am\n0731-55 01 28;a;2025-10-20\n089 99998123;x;2025-10-20\n",
    "Liste d'opposition 2025;\nNuméro;Registre\n0731-55 01 28;A\n01 23 45 67 89;B\n",
    "Spärrade nummer,\n,\nTelefon,Datum\n0731-55 01 28,2025-10-20\n",
    "Acme AG, Sperrliste, Stand Mai\nBitte nicht anrufen!\nAdresse / Nummer\tKanal\tDatum\tWoher\n0731-55 01 28\talles\t20.10.2025\t\neva@x.example.com\tE-Mail\t\t\n\nSumme: 2\n",
]  # fmt: skip


@pytest.mark.parametrize("text", TITLED)
def test_a_title_may_stand_above_a_list(tmp_path, text):
    """What import reads is a list as well; a number of three groups is no day."""
    path = tmp_path / "register.csv"
    path.write_text(text, "utf-8")
    options = made(ClassifyOptions, {"suppress_phone": str(path)})
    stage = STAGES["classify"]().make(options)
    leads = pd.DataFrame(
        {"lead_id": ["1", "2"], "phone": ["+46731550128", "+4989123456"], "country": "SE",
         "score": "70", "score_engagement": "30"}, dtype="str",
    )  # fmt: skip
    told = stage.apply(leads).leads["contact_basis"].tolist()
    assert ["register.csv" in one for one in told] == [True, False]


@pytest.mark.parametrize("above", ["", "Never again\n"], ids=["header alone", "a title above it"])
@pytest.mark.parametrize("entry", ["eva@meier.example.com", "+49 30 1234567", "@meier.example.com"])
def test_an_entry_may_stand_alone_in_its_row(tmp_path, above, entry):
    """Who writes an address on a line of its own means it; where rows end early is told."""
    path = tmp_path / "never.csv"
    path.write_text(
        f"{above}email,phone,reason\n{entry}\nida@lang.example.com,,wants none\n{entry}"
    )
    read = suppression_of(open_entries(str(path)), str(path))
    rows = pd.DataFrame({"email": ["eva@meier.example.com", "jo@abt.example.com"],
                         "phone": ["0049301234567", ""]})  # fmt: skip
    assert [bool(one) for one in suppressed_by(rows, read)] == [True, False]
    line = 3 if above else 2
    told = (
        f"never.csv:{line}: this row ends early; what it lacks, here and below, was taken as blank"
    )
    assert [note for note in read.notes if note.endswith(told)] == read.notes


def test_a_row_with_too_many_cells_is_an_error(tmp_path):
    """Its entry may stand in any of them, and a list of which nothing is taken up says so."""
    path = tmp_path / "never.csv"
    path.write_text("email,reason\neva@meier.example.com,none,really\n")
    with pytest.raises(LeadkitError, match=r"never\.csv:2: 3 cells where"):
        suppression_of(open_entries(str(path)), str(path))


@pytest.mark.parametrize("entry", ["Kern, Werkzeuge am Markt", "Hr. Kern (Werkzeuge am Markt)"])
def test_a_surname_and_a_firm_close_everybody_of_that_name_there(entry):
    """Who kept the list by hand knew whom he meant; we do not."""
    one = suppression_of(LeadFrame(pd.DataFrame({"no": [entry, "eva@x.example.com"]})), "stop.csv")
    leads = pd.DataFrame(
        {"first_name": ["Tom", "Ida", "Tom", ""], "last_name": ["Kern", "Kern", "Kern", "Voss"],
         "company": ["Werkzeuge am Markt GmbH", "WERKZEUGE AM MARKT", "Other AG", "Werkzeuge am Markt"]},
        dtype="str",
    )  # fmt: skip
    found = closed_by(leads, {"email": [one]})["email"].each()
    assert found == ["name and company on stop.csv"] * 2 + ["", ""]


def test_of_several_lists_the_first_that_has_a_lead_is_named():
    """For each channel its own lists; one list may close two channels."""
    first = SuppressionList("a.csv", emails={"eva@meier.example.com"})
    second = SuppressionList("b.csv", emails={"eva@meier.example.com", "x@kern.example.com"})
    closed = closed_by(PEOPLE, {"email": [first, second], "post": [second]})
    assert closed["email"].each() == ["on a.csv", "", "on b.csv", "on a.csv", ""]
    assert closed["post"].each() == ["on b.csv", "", "on b.csv", "on b.csv", ""]
    assert suppressed_by(PEOPLE, first, second).tolist()[:3] == [
        "e-mail is on a.csv", "", "e-mail is on b.csv",
    ]  # fmt: skip


def sha(text, key=b""):
    digest = hmac.new(key, text.encode(), "sha256") if key else hashlib.sha256(text.encode())
    return digest.hexdigest()


HASHED = [  # what was hashed, the lead's cell
    ("eva@meier.example.com", "EVA+Fair@meier.example.com"),
    ("eva+fair@meier.example.com", "Eva+fair@meier.example.com"),
    ("Eva@Meier.example.com", "Eva@Meier.example.com"),
    ("eva@müller.example.com", "eva@xn--mller-kva.example.com"),
    ("eva@xn--mller-kva.example.com", "Eva@müller.example.com"),
]


@pytest.mark.parametrize(("form", "cell"), HASHED)
@pytest.mark.parametrize("key", [b"", b"secret"])
def test_hashes_of_every_form(form, cell, key):
    """A list of hashes does what a plain one does; with a key only where the key is the same."""
    leads = pd.DataFrame({"email": [cell, "other@meier.example.com"]}, dtype="str")
    told = suppressed_by(leads, listed(sha(form, key).upper(), key=key))
    assert told.tolist() == ["e-mail is on list.csv", ""]
    assert (suppressed_by(leads, listed(sha(form, key), key=b"another")) == "").all()
    assert hashed(form, key) == sha(form, key)


@pytest.mark.parametrize("key", ["", "secret"])
def test_a_list_is_handed_on_as_hashes(leadkit, folder, key):
    """What the command makes of a plain list suppresses whom the plain list does, and tells nobody."""
    (folder / "plain.csv").write_text(
        "e-mail,phone\nEva+Fair@Müller.example.com,\n,0049 89 99998123\n,089 1234567\n", "utf-8"
    )
    (folder / "key").write_text(key, "utf-8")
    keyed = ("--key-file", "key") if key else ()
    made = leadkit("suppress", "plain.csv", "-o", "hashed.csv", *keyed, cwd=folder)
    assert (made.code, made.lines[-1]) == (0, "leadkit suppress: 2 hashes")
    assert made.lines[0].startswith("leadkit suppress: note: 1 phone number lacks its country")
    text = (folder / "hashed.csv").read_text("utf-8")
    assert text.splitlines()[1:] == sorted(
        sha(form, key.encode()) for form in ("eva@xn--mller-kva.example.com", "+498999998123")
    )
    (folder / "leads.csv").write_text(
        "lead_id,email,phone,score,score_engagement\na,eva@müller.example.com,,1,1\nb,,+49 89 99998123,1,1\nc,tom@kern.example.com,,1,1\n",
        "utf-8",
    )
    done = leadkit(
        "classify", "leads.csv", "--suppress", "hashed.csv", *keyed, "-o", "out.csv", cwd=folder
    )
    assert done.code == 0, done.lines
    assert [row.split(",")[0] for row in (folder / "out.csv").read_text("utf-8").splitlines()] == [
        "lead_id",
        "c",
    ]


def test_hashed_phones():
    """A phone is hashed as E.164."""
    leads = pd.DataFrame({"phone": ["+498999998123", "+498999998124"]}, dtype="str")
    assert suppressed_by(leads, listed(sha("+498999998123"))).tolist() == [
        "phone is on list.csv",
        "",
    ]


@given(
    st.emails(), st.sampled_from([str.upper, str.lower, str.title, "  {} ".format, "<{}>".format])
)
def test_an_address_is_found_however_it_is_written(address, write):
    """The key of an address does not change with its spelling."""
    if "<" in address or not address.isascii():
        return
    assert (
        key_without_tag(write(address))
        == key_without_tag(key_without_tag(address))
        == key_without_tag(address)
    )


LEADS = (
    "lead_id,score,email,phone,country,full_name,email_2\n"
    "a,70,eva@meier.example.com,,US,Eva Meier,\n"
    "b,70,Tom+x@Kern.example.com,,US,Tom Kern,\n"
    "c,70,ida@voss.example.com,+498999998123,US,Ida Voss,\n"
    "d,70,leo@lang.example.com,,US,Leo Lang,old@lang.example.com\n"
)
LISTS = {  # file -> ids that go
    "plain": ("email,phone\ntom@kern.example.com,\n,089 99998123\nold@lang.example.com,\n", "bcd"),
    "german headers": ("E-Mail-Adresse;Telefon\nTOM@kern.example.com;\n", "b"),
    "no header": ("tom@kern.example.com\neva@meier.example.com\n", "ab"),
    "hashed": (f"sha256\n{sha('tom@kern.example.com')}\n{sha('+498999998123')}\n", "bc"),
    "hashes without a header": (f"{sha('tom@kern.example.com')}\n{sha('eva@meier.example.com')}\n", "ab"),
    "nobody of ours": ("email\nx@other.example.com\n", ""),
    "header alone": ("email\n", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "gone"), LISTS.values(), ids=LISTS)
def test_suppressed_rows_are_counted_and_kept_out(leadkit, folder, text, gone):
    """They are in the ledger and, by id alone, in --suppressed; nowhere else is a trace of them."""
    (folder / "list.csv").write_text(text, "utf-8")
    (folder / "leads.csv").write_text(LEADS, "utf-8")
    done = leadkit(
        "classify", "leads.csv", "--suppress", "list.csv", "--suppressed", "gone.csv", "-o", "o.csv",
        "--transitions", "t.csv", "--summary", "s.json", "--as-of", "2026-10-31", "--rules", "r.yaml",
        cwd=folder,
    ) if (folder / "r.yaml").write_text("statuses:\n  - name: lead\n  - {name: MQL, when: {score: {at_least: 60}}}\n") else None  # fmt: skip
    assert done.code == 0, done.lines
    ledger = json.loads((folder / "s.json").read_text("utf-8"))
    assert (ledger["read"], ledger["suppressed"]) == (4, len(gone))
    assert ledger["written"] + ledger["suppressed"] == 4
    out = (folder / "o.csv").read_text("utf-8")
    told = pd.read_csv(folder / "gone.csv", dtype="str")
    assert "".join(told["lead_id"]) == gone
    assert list(told.columns) == ["lead_id", "reason", "sha256"]
    assert set(told["reason"]) <= {"e-mail is on list.csv", "phone is on list.csv"}
    for row in LEADS.splitlines()[1:]:
        lead_id, _, email, *_ = row.split(",")
        kept = lead_id not in gone
        assert (email in out) == kept
        assert (f"\n{lead_id}," in (folder / "t.csv").read_text("utf-8")) == kept
    everything = b"".join(path.read_bytes() for path in folder.iterdir() if path.name in ("gone.csv", "s.json", "t.csv"))  # fmt: skip
    for personal in (b"@", b"99998123", b"Voss"):
        assert personal not in everything + done.err


KEYED = [  # key file, exit code, what is said
    (b"secret\n", 0, ""),
    (b"\n", 2, "leadkit: key: the key file is empty"),
    (b"k" * 100_000, 2, "leadkit: key: more than 64 kB, and a key is one line; is it one?"),
    (None, 2, "leadkit: key: no such file"),
]


@pytest.mark.parametrize(("key", "code", "said"), KEYED)
def test_a_keyed_list_needs_its_key(leadkit, folder, key, code, said):
    """HMAC-SHA256 with the key of --key-file; a line break at its end is none of it."""
    digest = sha("tom@kern.example.com", b"secret")
    (folder / "list.csv").write_text(f"email_sha256\n{digest}\n", "utf-8")
    (folder / "leads.csv").write_text(LEADS.replace("score", "score_engagement"), "utf-8")
    if key is not None:
        (folder / "key").write_bytes(key)
    done = leadkit(
        "classify", "leads.csv", "--suppress", "list.csv", "--key-file", "key", cwd=folder
    )
    assert done.code == code, done.lines
    if code:
        assert done.lines == [said]
    else:
        assert b"tom" not in done.out.lower()
        assert b"eva@meier" in done.out


def test_a_list_that_holds_nothing_to_compare_is_an_error(leadkit, folder):
    """Rather than suppress nobody, and without a word of what the list holds."""
    (folder / "list.csv").write_text("name,why\nEva Meier,asked\n", "utf-8")
    (folder / "leads.csv").write_text(LEADS, "utf-8")
    done = leadkit("classify", "leads.csv", "--suppress", "list.csv", "-o", "o.csv", cwd=folder)
    assert done.code == 2
    assert done.lines == [
        "leadkit: list.csv: a suppression list needs a column of e-mails, phones, domains or "
        "SHA-256 hashes, and none is one by its header or its cells; call it email, phone, domain "
        "or sha256"
    ]
    assert not (folder / "o.csv").exists()


AGES = [  # days of the file, its own dates, --max-age -> warned
    (31, "", None, False),
    (32, "", None, True),
    (8, "", "7", True),
    (7, "", "1 week", False),
    (170, "", "6 months", False),
    (190, "", "6 months", True),
    (400, "2026-10-30", None, False),
    (0, "2026-09-01", None, True),
]


@pytest.mark.parametrize(("days", "newest", "limit", "warned"), AGES)
def test_an_old_list_is_a_warning(folder, days, newest, limit, warned):
    """Older than --max-age, by its newest entry or else by the file: who opted out since is not on it."""
    path = folder / "list.csv"
    path.write_text("email,suppressed_at\nx@y.example.com," + newest + "\n", "utf-8")
    stamp = pd.Timestamp("2026-10-31 12:00").timestamp() - days * 86400
    os.utime(path, (stamp, stamp))
    options = made(ClassifyOptions, {"max_age": limit} if limit else {})
    stage = STAGES["classify"]().make(replace(options, as_of="2026-10-31", suppress=str(path)))
    notes = stage.check(["lead_id", "score", "score_engagement"])
    assert [note.startswith(f"warning: {path} is") for note in notes] == [True] * warned


def test_a_wrong_age_is_an_error(leadkit, folder):
    """--max-age takes days, and says so."""
    (folder / "list.csv").write_text("email\n", "utf-8")
    done = leadkit("classify", "--suppress", "list.csv", "--max-age", "old", cwd=folder, stdin=LEADS.encode())  # fmt: skip
    assert (done.code, done.lines) == (2, ["leadkit: --max-age old: give a number of days, as 31 or '31 days'"])  # fmt: skip
