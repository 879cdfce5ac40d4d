"""Who said yes, list by list, what each yes lacks, and what to write to mend it."""

from __future__ import annotations

import shlex

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import ImportOptions, classify_leads, clean_leads, import_leads
from leadkit.base.errors import LeadkitError
from leadkit.classifying.consent_overview import (
    TOTAL,
    UNNAMED,
    ConsentCount,
    consent_overview,
    overview_table,
)
from leadkit.classifying.consent_table import read_consent
from tests.properties import examples

BADGES = pd.DataFrame(
    [
        ("eva@x.example.com", "Yes", "2026-10-06", "stand", "v2"),
        ("jan@x.example.com", "Ja", "2026-10-06", "", ""),
        ("ida@x.example.com", "yes", "", "", "v2"),
        ("udo@x.example.com", "no", "2026-10-06", "stand", "v2"),
        ("kim@x.example.com", "", "", "", ""),
        ("mia@x.example.com", "maybe", "", "", ""),
    ],
    columns=["email", "consent", "consent_at", "consent_source", "consent_text"],
)
COUNTS = ["leads", "yes", "no", "nothing", "unclear", "proven"]
LACKS = ["lacks_day", "lacks_source", "lacks_wording"]


def overview_of(leads, *asked, **options):
    return consent_overview(leads, *asked, **options).set_index("list")


def test_each_list_is_counted():
    """What was said adds up to the leads; what a yes lacks is told apart."""
    told = overview_of(BADGES.assign(source_file="badges.csv"))
    assert told.loc["badges.csv", COUNTS].tolist() == ["6", "3", "1", "1", "1", "1"]
    assert told.loc["badges.csv", LACKS].tolist() == ["1", "2", "1"]
    assert told.loc["badges.csv", "to_do"] == (
        "leadkit import badges.csv --consent-at 'COLUMN|DATE' --consent-source 'WHERE THEY SAID IT' "
        "--consent-text 'WHAT THEY SAID YES TO'"
    )
    assert told.loc[TOTAL, COUNTS].tolist() == ["6", "3", "1", "1", "1", "1"]
    assert told.loc[TOTAL, "to_do"] == ""


def test_what_is_to_be_done_is_done_by_it():
    """Written with what people know, the option that is named proves every yes."""
    raw = {"my badges.csv": BADGES.drop(columns=["consent_at", "consent_source", "consent_text"])}
    (line, _) = overview_of(import_leads(raw).leads)["to_do"]
    words = shlex.split(line)
    assert words[:3] == ["leadkit", "import", "my badges.csv"]
    options = dict(zip(words[3::2], ["2026-10-06", "stand", "v2"], strict=True))
    own = ImportOptions(**{name[2:].replace("-", "_"): value for name, value in options.items()})
    (done, _) = overview_of(import_leads(raw, own).leads).to_dict("records")
    assert (done["yes"], done["proven"], done["to_do"]) == ("3", "3", "")


def test_the_day_somebody_was_met_is_offered_where_all_have_one():
    leads = BADGES.assign(source_file="b.csv", created_at="2026-10-05", consent_source="x", consent_text="x")  # fmt: skip
    assert overview_of(leads)["to_do"].iloc[0] == "leadkit import b.csv --consent-at created_at"
    leads.loc[2, "created_at"] = ""
    assert "--consent-at 'COLUMN|DATE'" in overview_of(leads)["to_do"].iloc[0]


def test_lists_go_by_their_file_or_else_by_their_source():
    """Where neither is known they are one list without a name; no import can mend what has no file."""
    leads = BADGES[:3].assign(source_file=["a.csv", " ", ""], lead_source=["Fair", "Fair", ""])
    told = overview_of(leads)
    assert told.index.tolist() == ["a.csv", "Fair", UNNAMED, TOTAL]
    assert (
        told.loc["Fair", "to_do"] == "fill consent_source, consent_text in the rows that said yes"
    )
    assert overview_of(BADGES).index.tolist() == [UNNAMED, TOTAL]


def test_a_column_that_nobody_understood_is_named():
    leads = BADGES[4:].assign(source_file="form.csv", consent_unread=["Ok for you?", "Ok for you?"])
    told = overview_of(leads)
    assert told.loc["form.csv", "unread"] == "2"
    assert told.loc["form.csv", "to_do"] == (
        "nobody may be contacted until a map says what 'Ok for you?' is: "
        "leadkit import form.csv --write-map map.yaml"
    )


def test_a_day_to_come_proves_nothing_yet():
    leads = BADGES[:1].assign(source_file="b.csv")
    assert overview_of(leads, as_of="2026-10-05")["proven"].tolist() == ["0", "0"]
    assert overview_of(leads, as_of="2026-10-06")["proven"].tolist() == ["1", "1"]
    with pytest.raises(LeadkitError, match="give a day"):
        consent_overview(leads, as_of="soon")


def test_evidence_is_what_the_consent_table_asks_for(folder):
    table = folder / "own.yaml"
    table.write_text(
        "evidence: [consent_at, consent_ip]\n"
        "lines: [{for: email, when: {address: 'no'}, may: 'no', basis: no address}]\n"
    )
    told = overview_of(BADGES.assign(source_file="b.csv"), table)
    assert [name for name in told if name.startswith("lacks_")] == ["lacks_day", "lacks_consent_ip"]
    assert told.loc["b.csv", "to_do"] == (
        "leadkit import b.csv --consent-at 'COLUMN|DATE'; fill consent_ip in the rows that said yes"
    )


def test_leads_at_every_stage_are_told_alike():
    """Imported, cleaned and classified tables of one list have one overview."""
    leads = import_leads({"b.csv": BADGES}).leads
    cleaned = clean_leads(leads)
    classified = classify_leads(cleaned.assign(score="10", score_engagement="0", country="DE"))
    told = overview_of(leads)
    assert overview_of(cleaned).equals(told)
    assert overview_of(classified).equals(told)


def test_no_leads_are_a_total_of_none():
    assert overview_of(BADGES[:0])["leads"].to_dict() == {TOTAL: "0"}


cell = st.sampled_from(["", "yes", "no", "?", "2026-10-06", "stand"])
rows = st.lists(
    st.fixed_dictionaries(
        dict.fromkeys(BADGES.columns, cell) | {"source_file": st.sampled_from(["a.csv", "b.csv", ""])}
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@examples(8, 100)
@given(rows, st.integers(1, 5))
def test_batches_and_their_order_change_nothing(rows, size):
    """Every row is counted once, in whatever batches; no more yeses are proven than there are."""
    leads = pd.DataFrame(rows, dtype="str")
    whole = overview_of(leads)
    counted = ConsentCount(read_consent("consent"))
    for start in range(0, len(leads), size):
        counted.count(leads[start : start + size])
    assert overview_table(counted).set_index("list").equals(whole)
    back = overview_of(leads[::-1].reset_index(drop=True))
    assert back.sort_index().equals(whole.sort_index())
    counts = whole.drop(columns="to_do").astype(int)
    assert (counts[["yes", "no", "nothing", "unclear"]].sum(axis=1) == counts["leads"]).all()
    assert (counts.loc[counts.index != TOTAL].sum() == counts.loc[TOTAL]).all()
    assert (counts["proven"] + counts[LACKS].max(axis=1) <= counts["yes"]).all()
    assert (counts["proven"] + counts[LACKS].sum(axis=1) >= counts["yes"]).all()
