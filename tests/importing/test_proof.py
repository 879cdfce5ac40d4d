"""Proof of consent per list: given at import, for those alone who said yes."""

from __future__ import annotations

import json

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from leadkit import ImportOptions, LeadkitError, import_leads
from leadkit.base.columns import CONSENT_FOR
from leadkit.fields.consent import NO, YES, yes_or_no
from leadkit.importing.options import PER_LIST, PROOF
from leadkit.run.pipeline import read_pipeline

BADGES = (
    "Vorname,E-Mail,Scan Time,Opt-In,Gescannt\n"
    "Eva,eva@meier.example.com,06/10/2026 09:30,Yes,6.10.2026\n"
    "Jan,jan@li.example.com,13/10/2026 09:31,No,6.10.2026\n"
    "Ida,ida@lang.example.com,,ja,nie\n"
    "Udo,udo@x.example.com,14/10/2026,,7.10.2026\n"
    "Kim,kim@x.example.com,14/10/2026,maybe,7.10.2026\n"
)


@pytest.fixture
def badges(folder):
    (folder / "badges.csv").write_text(BADGES, "utf-8")
    return folder / "badges.csv"


def proofs(path, **options):
    """Return the proof of each row: day, source and wording; and the notes."""
    done = import_leads(path, ImportOptions(**options))
    table = done.leads.reindex(columns=list(PROOF), fill_value="")
    return [tuple(row) for row in table.to_numpy()], list(done.notes)


NONE = ("", "", "")
ASKED = {  # options -> the proof of the two rows that said yes
    "a day": ({"consent_at": "6 Oct 2026"}, ("2026-10-06", "", ""), ("2026-10-06", "", "")),
    "a header": ({"consent_at": "Gescannt"}, ("2026-10-06", "", ""), NONE),
    "in other letters": ({"consent_at": "scan  time"}, ("2026-10-06T09:30", "", ""), NONE),
    "our name of it": ({"consent_at": "created_at"}, ("2026-10-06T09:30", "", ""), NONE),
    "two days, told apart": ({"consent_at": "06/10/2026", "date_order": "dmy"}, ("2026-10-06", "", ""), ("2026-10-06", "", "")),
    "source": ({"consent_source": "stand, hall 4"}, ("", "stand, hall 4", ""), ("", "stand, hall 4", "")),
    "wording": ({"consent_text": "v2"}, ("", "", "v2"), ("", "", "v2")),
    "all": ({"consent_at": "Gescannt", "consent_source": "stand", "consent_text": "v2"}, ("2026-10-06", "stand", "v2"), ("", "stand", "v2")),
}  # fmt: skip


@pytest.mark.parametrize(("options", "eva", "ida"), ASKED.values(), ids=ASKED)
def test_those_who_said_yes_get_the_proof_of_their_list(options, eva, ida, badges):
    """Who said no, nothing, or what nobody understands, gets nothing."""
    rows, notes = proofs(badges, **options)
    assert rows == [eva, NONE, ida, NONE, NONE]
    assert "badges.csv: 2 of 5 rows said yes and get its proof of consent" in notes


def test_a_cell_that_is_no_day_is_told(badges):
    _, notes = proofs(badges, consent_at="Gescannt")
    assert (
        "badges.csv: 'Gescannt' holds no day for 1 of them, whose consent_at stays blank" in notes
    )


@pytest.mark.parametrize(
    ("days", "filled"),
    [
        (["03/04/2026", "04/03/2026"], ["", ""]),
        (["03/04/2026", "13/04/2026"], ["2026-04-03", "2026-04-13"]),
        (["03/04/2026", "04/13/2026"], ["2026-03-04", "2026-04-13"]),
        (["03/04/2026 9:30", "2026-04-13"], ["", "2026-04-13"]),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_whole_column(days, filled, folder):
    """A column of the list's own is settled like any of our dates, and where it is not, it is said."""
    rows = "".join(f"p{n}@x.example.com,yes,{day}\n" for n, day in enumerate(days))
    (folder / "list.csv").write_text(f"email,consent,Stood there\n{rows}", "utf-8")
    told, notes = proofs(folder / "list.csv", consent_at="Stood there")
    assert [day for day, _, _ in told] == filled
    unsettled = any("Stood there may be day or month first" in note for note in notes)
    assert unsettled == ("" in filled)


def test_a_row_keeps_the_proof_that_it_has(folder):
    """What the list itself says of a row stands; only what it lacks is filled."""
    (folder / "list.csv").write_text(
        "email,consent,consent_at,consent_source,consent_text\n"
        "a@x.example.com,yes,2026-01-02,web form,\n"
        "b@x.example.com,yes,, ,v9\n"
        "c@x.example.com,no,,,\n",
        "utf-8",
    )
    rows, _ = proofs(folder / "list.csv", consent_at="2026-10-06", consent_source="stand", consent_text="v2")  # fmt: skip
    assert rows == [("2026-01-02", "web form", "v2"), ("2026-10-06", "stand", "v9"), NONE]


WRONG = {  # what consent_at says -> what the user is told
    "Gescant": "badges.csv: consent_at: 'Gescant' is neither a day nor a column; did you mean 'Gescannt'?",
    "create_at": "neither a day nor a column; did you mean 'created_at'?",
    "2026-02-30": "'2026-02-30' is neither a day nor a column; its columns are Vorname, 'E-Mail', 'Scan Time'",
    "06/10/2026": "--consent-at: '06/10/2026' may be two days; write it as 2026-10-31, or give --date-order",
    "today": "'today' is neither a day nor a column",
}  # fmt: skip


@pytest.mark.parametrize(("given", "told"), WRONG.items(), ids=WRONG)
def test_what_is_no_day_and_no_column_is_an_error(given, told, badges):
    with pytest.raises(LeadkitError) as raised:
        proofs(badges, consent_at=given)
    assert told in str(raised.value)


def test_a_list_without_answers_gets_no_proof_and_says_so(folder):
    """That somebody was met is no yes."""
    (folder / "list.csv").write_text("Name,E-Mail\nEva,eva@x.example.com\n", "utf-8")
    rows, notes = proofs(folder / "list.csv", consent_at="2026-10-06")
    assert rows == [NONE]
    assert notes[0].startswith(
        "list.csv: no row said yes, so the proof of consent is given to none"
    )


def test_a_map_gives_the_proof_of_its_list(badges, folder, leadkit):
    """--write-map writes what was given, and the map alone does the same again; options go first."""
    given = ["--consent-at", "Gescannt", "--consent-source", "stand", "--consent-text", "Ja: v2"]
    asked = leadkit(
        "import", "badges.csv", *given, "--write-map", "map.yaml", "-o", "a.csv", cwd=folder
    )
    assert asked.code == 0
    written = yaml.safe_load((folder / "map.yaml").read_text("utf-8"))
    assert {name: written[name] for name in PROOF} == {
        "consent_at": "Gescannt", "consent_source": "stand", "consent_text": "Ja: v2",
    }  # fmt: skip
    assert leadkit("import", "badges.csv", "--map", "map.yaml", "-o", "b.csv", cwd=folder).code == 0
    assert (folder / "a.csv").read_bytes() == (folder / "b.csv").read_bytes()
    rows, _ = proofs(badges, map=str(folder / "map.yaml"), consent_source="hall 4")
    assert rows[0] == ("2026-10-06", "hall 4", "Ja: v2")
    text = (folder / "map.yaml").read_text("utf-8").replace("Gescannt\n", "Gestern\n", 1)
    (folder / "map.yaml").write_text(text, "utf-8")
    with pytest.raises(LeadkitError, match="'Gestern' is neither a day nor a column"):
        proofs(badges, map=str(folder / "map.yaml"))


PIPELINE = """\
import:
  files:
    - {file: badges.csv, source: Fair, consent_source: stand, consent_text: v2, consent_at: Scan Time}
    - {file: forms.csv, consent_text: "I want news", date_order: mdy, consent_at: On}
    - crm.csv
  consent_source: elsewhere
steps: []
output: leads.csv
"""
FORMS = "Name,Email,On,Consent\nLi,li@x.example.com,10/6/2026,yes\n"
CRM = "Name,Email,Consent\nMo,mo@x.example.com,yes\nBo,bo@x.example.com,no\n"


def test_each_list_of_a_pipeline_has_its_own_proof(badges, folder, leadkit):
    """Several lists, several wordings: each row has its own list's, else what all lists have."""
    (folder / "forms.csv").write_text(FORMS, "utf-8")
    (folder / "crm.csv").write_text(CRM, "utf-8")
    (folder / "pipeline.yaml").write_text(PIPELINE, "utf-8")
    done = leadkit("run", "pipeline.yaml", cwd=folder)
    assert done.code == 0, done.err
    leads = pd.read_csv(folder / "leads.csv", dtype="str", keep_default_na=False)
    own = leads.set_index("email")[[*PROOF, "lead_source"]]
    assert own.loc["eva@meier.example.com"].tolist() == ["2026-10-06T09:30", "stand", "v2", "Fair"]
    assert own.loc["jan@li.example.com"].tolist() == [*NONE, "Fair"]
    assert own.loc["li@x.example.com"].tolist() == ["2026-10-06", "elsewhere", "I want news", ""]
    assert own.loc["mo@x.example.com"].tolist() == ["", "elsewhere", "", ""]
    assert own.loc["bo@x.example.com"].tolist() == [*NONE, ""]


def test_each_list_is_read_by_its_own_map_and_layout(folder, leadkit):
    """A map, a header line, an order of dates: what one list needs, another is not read by."""
    (folder / "a.csv").write_text("Who,When,OK\neva@x.example.com,03/04/2026,yes\n", "utf-8")
    (folder / "b.csv").write_text("Our stand\nE-Mail,Consent\nida@x.example.com,yes\n", "utf-8")
    (folder / "a.yaml").write_text(
        "consent_at: When\nsource: Stand\ncolumns: {Who: email, OK: consent, When: }\n", "utf-8"
    )
    (folder / "pipeline.yaml").write_text(
        "import:\n  files:\n    - {file: a.csv, map: a.yaml, date_order: dmy}\n"
        "    - {file: b.csv, header_row: 2}\nsteps: []\noutput: leads.csv\n",
        "utf-8",
    )
    done = leadkit("run", "pipeline.yaml", cwd=folder)
    assert done.code == 0
    leads = pd.read_csv(folder / "leads.csv", dtype="str", keep_default_na=False)
    assert leads[["email", "consent_at", "lead_source"]].to_numpy().tolist() == [
        ["eva@x.example.com", "2026-04-03", "Stand"], ["ida@x.example.com", "", ""],
    ]  # fmt: skip
    assert not [line for line in done.lines if "b.csv" in line and "map" in line]


def test_options_of_a_file_are_checked_like_all_others(folder):
    """A wrong name, a wrong value and a missing file are said at once, with their lines."""
    path = folder / "pipeline.yaml"
    path.write_text(
        "import:\n  files:\n    - {file: a.csv, consent_sorce: x}\n    - {consent_at: y}\n"
        "    - {file: b.csv, rejects: r.csv}\n    - {file: c.csv, date_order: ymd}\nsteps: []\n",
        "utf-8",
    )
    with pytest.raises(LeadkitError) as raised:
        read_pipeline(str(path))
    told = str(raised.value).replace(str(path), "p").splitlines()
    assert (
        told[0] == "p:3: unknown option of a file 'consent_sorce'; did you mean 'consent_source'?"
    )
    assert told[1] == "p:4: a list with options needs 'file', the list to read"
    assert told[2].startswith("p:5: unknown option of a file 'rejects'")
    assert told[3].startswith("p:6: date_order ymd: give dmy or mdy")


def test_a_folder_with_options_gives_them_to_all_lists_in_it(folder, leadkit):
    (folder / "stand").mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / "stand" / name).write_text(
            f"Email,Consent\n{name[0]}@x.example.com,yes\n", "utf-8"
        )
    (folder / "pipeline.yaml").write_text(
        "import: {files: {file: stand, consent_source: hall 4}}\nsteps: []\n", "utf-8"
    )
    done = leadkit("run", "pipeline.yaml", cwd=folder)
    assert done.out.decode().count("hall 4") == 2


def test_the_schema_knows_the_options_of_a_file(leadkit):
    schema = json.loads(leadkit("rules", "schema", "pipeline").out)
    files = schema["properties"]["import"]["properties"]["files"]
    (_, with_options) = files["anyOf"][0]["anyOf"]
    assert set(with_options["properties"]) == {"file", *PER_LIST} > set(PROOF)


def test_python_takes_options_per_list():
    """Frames by name, each with its own; a name that is no list is an error."""
    frame = pd.DataFrame({"email": ["a@x.example.com"], "consent": ["yes"]})
    own = {"cards": ImportOptions(consent_text="card")}
    lists = {"badges": frame, "cards": frame}
    leads = import_leads(lists, ImportOptions(consent_text="badge"), own).leads
    assert leads["consent_text"].tolist() == ["badge", "card"]
    with pytest.raises(LeadkitError, match=r"card: .*no list to read; did you mean 'cards'"):
        import_leads(lists, per_list={"card": ImportOptions()})


answer = st.sampled_from(
    ["", " ", "yes", "Ja", "no", "nein", "maybe", "x", "Unsubscribed", "subscribed"]
)
columns = ("consent", *CONSENT_FOR.values(), "mailing_status")
worlds = st.lists(st.fixed_dictionaries(dict.fromkeys(columns, answer)), min_size=1, max_size=15)


@given(worlds)
def test_a_row_without_a_yes_never_gets_a_proof(rows):
    """And one whose general answer is a no has none, whatever else it says."""
    frame = pd.DataFrame([{"email": f"p{n}@x.example.com", **row} for n, row in enumerate(rows)])
    options = ImportOptions(consent_at="2026-10-06", consent_source="stand", consent_text="v2")
    leads = import_leads(frame, options).leads
    assert len(leads) == len(rows)
    for row, proof in zip(rows, leads[list(PROOF)].to_numpy().tolist(), strict=True):
        answers = [yes_or_no(row[name]) for name in columns]
        assert proof in (["", "", ""], ["2026-10-06", "stand", "v2"])
        if YES not in answers or answers[0] == NO:
            assert proof == ["", "", ""]
        elif NO not in answers:
            assert proof[0]


DATED = [  # header and answers, and the days of the yeses
    ("Consent given on", ["2025-03-12", "", "30.1.2025"], ["2025-03-12", "", "2025-01-30"]),
    ("Toestemming marketing op", ["30-01-2025", "31-12-2024"], ["2025-01-30", "2024-12-31"]),
    ("Newsletter", ["Ja, 12.03.2025", "nein, 13.3.2025"], ["2025-03-12", ""]),
    ("Consent", ["yes", "no"], ["", ""]),
    ("Consent", ["03/04/2025", "05/06/2025"], ["", ""]),  # which may be two days
]


@pytest.mark.parametrize(("header", "answers", "days"), DATED)
def test_a_day_as_an_answer_is_that_of_its_yes(folder, header, answers, days):
    rows = [f'p{at}@meier.example.com,"{answer}"' for at, answer in enumerate(answers)]
    (folder / "list.csv").write_text("\n".join([f"E-Mail,{header}", *rows]), "utf-8")
    told, _ = proofs(folder / "list.csv")
    assert [day for day, _, _ in told] == days


def test_a_column_of_days_of_its_own_is_the_surer(folder):
    text = "E-Mail,Newsletter,Consent date\neva@x.example.com,2025-03-12,2025-01-01\n"
    (folder / "list.csv").write_text(text, "utf-8")
    told, _ = proofs(folder / "list.csv")
    assert [day for day, _, _ in told] == ["2025-01-01"]
