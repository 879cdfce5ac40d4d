"""The clean stage: nothing is lost, twice is once, batches change nothing, changes are told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.clean import CLEANERS, ISSUES, clean_leads, clean_stage, issues_table
from leadkit.fields.cleaner import CleanOptions
from tests.properties import examples
from tests.running import Run, here

DOCS = Path(__file__).parents[2] / "docs" / "clean.md"

# Odd cells of every kind of column, out of which leads are drawn.
CELLS = {
    "lead_id": ["1", "2", "3"],
    "full_name": ["Dr. Eva Meier", "MEIER, EVA", "王小明", "Muster GmbH", "n/a", ""],
    "first_name": ["", "", "Dr. Ida", "Null"],
    "last_name": ["", "VON DER LEYEN", "Test"],
    "email": [" Eva@X.Example.COM", "n/a", "ü@x.example.com", "a@gmial.com", "<a@b.example.de>",
              "a@x.example.com; b@x.example.com", "INFO@x.example.com", ""],
    "phone": ["030 1234567", "4915112345678", "496128966000", "0049 30 123456 ext. 7", "000000",
              "+49 151 12345678 (mobil)", "030 123456; 0171 1234567", "089/1234567-12",
              "33612345678", "x", ""],
    "mobile": ["0171 1234567", "", "+1 202 555 0123"],
    "company": ["MÜLLER  WERKE GMBH", "test", " Foo AG", ""],
    "job_title": ["CEO", "Einkaufsleiter", "", "?"],
    "department": ["", "board"],
    "country": ["Deutschland", "UK", "Atlantis", "CH", ""],
    "postal_code": [" 01067", "00000", ""],
    "website": ["HTTP://www.X.example.com/", "none", ""],
    "linkedin_url": ["in/Eva", "no", ""],
    "created_at": ["3.4.2026", "03/04/2026", "soon", ""],
    "employees": ["1.000", "51-200", ">500", "lots", ""],
    "consent": ["ja", "maybe", ""],
    "email_opt_out": ["x", "?", ""],
    "issues": ["", "kept_by_another_stage"],
    "Shoe size": [" 42", "NA"],
}  # fmt: skip
# Rows this wide shrink for minutes; the row that fails says enough as it is.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
ROWS = st.lists(
    st.fixed_dictionaries({c: st.sampled_from(x) for c, x in CELLS.items()}), max_size=8
)
OPTIONS = st.builds(
    CleanOptions, region=st.sampled_from(["", "DE"]), drop_placeholders=st.booleans()
)


def _leads(rows: list[dict[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(CELLS), dtype="str")


@examples(6, 100, phases=PHASES)
@given(ROWS, OPTIONS)
def test_cleaning_twice_equals_cleaning_once(
    rows: list[dict[str, str]], options: CleanOptions
) -> None:
    once = clean_leads(_leads(rows), options)
    pd.testing.assert_frame_equal(clean_leads(once, options), once)


@examples(6, 100, phases=PHASES)
@given(ROWS, st.integers(0, 8))
def test_batches_change_nothing(rows: list[dict[str, str]], cut: int) -> None:
    whole = clean_leads(_leads(rows), CleanOptions(region="DE"))
    parts = [
        clean_leads(_leads(part), CleanOptions(region="DE")) for part in (rows[:cut], rows[cut:])
    ]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)


@examples(6, 100, phases=PHASES)
@given(ROWS)
def test_no_column_and_no_cell_is_lost(rows: list[dict[str, str]]) -> None:
    leads = _leads(rows)
    cleaned = clean_leads(leads, CleanOptions(region="DE"))
    assert list(cleaned.columns[: len(leads.columns)]) == list(leads.columns)
    assert len(cleaned) == len(leads)
    for name in leads.columns:
        gone = (leads[name].str.strip() != "") & (cleaned[name] == "")
        assert not gone.any(), name
    assert cleaned["Shoe size"].tolist() == leads["Shoe size"].tolist()
    assert all(isinstance(cell, str) for cell in cleaned.to_numpy().ravel())


@examples(6, 100, phases=PHASES)
@given(ROWS)
def test_every_changed_cell_is_told(rows: list[dict[str, str]]) -> None:
    leads = _leads([{**row, "lead_id": str(at)} for at, row in enumerate(rows)])
    outcome = clean_stage(CleanOptions(region="DE", changes="x")).apply(leads)
    told = outcome.aside["changes"]
    found = {
        (lead_id, name, before, after)
        for name in leads.columns
        if name != "issues"
        for lead_id, before, after in zip(
            leads["lead_id"], leads[name], outcome.leads[name], strict=True
        )
        if before != after
    }
    assert (
        set(told[["lead_id", "column", "before", "after"]].itertuples(index=False, name=None))
        == found
    )
    assert len(told) == len(found)
    assert (told["why"] != "").all()


@examples(6, 100, phases=PHASES)
@given(ROWS)
def test_every_code_is_documented(rows: list[dict[str, str]]) -> None:
    issues = clean_leads(_leads(rows), CleanOptions(region="DE"))["issues"]
    codes = {code for cell in issues for code in cell.split("; ") if code}
    assert codes <= {*ISSUES, "kept_by_another_stage"}


def test_the_docs_show_the_table_of_issues() -> None:
    assert issues_table() in DOCS.read_text("utf-8")
    assert sum(len(cleaner.issues) for cleaner in CLEANERS) == len(ISSUES)  # no code twice


def test_only_some_cleaners_run() -> None:
    leads = _leads([{**dict.fromkeys(CELLS, ""), "email": "A@X.example.com", "country": "UK"}])
    cleaned = clean_leads(leads, CleanOptions(only="email"))
    assert cleaned[["email", "country"]].iloc[0].tolist() == ["A@x.example.com", "UK"]
    assert "phone_status" not in cleaned


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"region": "Atlantis"}, "--region Atlantis: no such country"),
        ({"only": "emial"}, "--only emial: no such cleaner; did you mean 'email'?"),
        ({"date_order": "ymd"}, "--date-order ymd: give dmy or mdy"),
        ({"titles": "nowhere.yaml"}, "nowhere.yaml: no such file"),
        ({"fail_on": "invalid-email"}, "--fail-on invalid-email: write it as"),
        ({"fail_on": "invald-email:5%"}, "nothing is called that; did you mean"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, str], message: str) -> None:
    with pytest.raises(LeadkitError) as error:
        clean_stage(CleanOptions(**options))
    assert message in str(error.value)


def test_changes_need_an_identity() -> None:
    with pytest.raises(LeadkitError, match="needs the column lead_id"):
        clean_stage(CleanOptions(changes="x")).check(["email"])


@pytest.mark.parametrize(
    ("check", "fails"),
    [
        ("invalid-email:40%", True), ("invalid-email:50%", False), ("email_invalid:1", False),
        ("email_invalid:0", True), ("missing-phone:0", True), ("missing-phone:2", False),
        ("phone_placeholder:0", False), ("invalid-email:50%, missing-phone:0", True),
    ],
)  # fmt: skip
def test_fail_on(check: str, fails: bool) -> None:
    stage = clean_stage(CleanOptions(fail_on=check))
    outcome = stage.apply(pd.DataFrame({"email": ["a@x.example.com", "a@"]}, dtype="str"))
    assert bool(stage.failures(outcome.counts, 2)) == fails


def _run(*arguments: str, leads: str) -> Run:
    return here(["clean", *arguments], leads.encode())


def test_command(tmp_path: Path) -> None:
    leads = "lead_id,email,phone\n7,Eva@X.Example.com,030 123456\n8,n/a,12\n"
    changes = tmp_path / "changes.csv"
    ran = _run(
        "--region", "DE", "--changes", str(changes), "--fail-on", "invalid-email:10%", leads=leads
    )
    assert ran.code == 1
    assert "leadkit: --fail-on invalid-email:10%: 1 of 2 rows, 50.0%" in ran.err.decode()
    assert (
        ran.out.decode().splitlines()[1]
        == "7,Eva@x.example.com,+4930123456,valid,,,valid,fixed_line,,"
    )
    assert changes.read_text("utf-8").splitlines() == [
        "lead_id,column,before,after,why",
        "7,email,Eva@X.Example.com,Eva@x.example.com,address in its normal form",
        "7,phone,030 123456,+4930123456,number written as E.164",
    ]
    ran = _run("--only", "email", "--drop-placeholders", "-q", leads=leads)
    assert (ran.code, ran.err) == (0, b"")
    assert ran.out.decode().splitlines()[2].startswith("8,,12,missing")


def test_a_header_alone_is_cleaned() -> None:
    ran = _run("-q", leads="lead_id,email,phone\n")
    assert (ran.code, ran.err) == (0, b"")
    assert ran.out.startswith(b"lead_id,email,phone,email_status,")


def test_several_addresses_in_a_cell_are_cleaned_one_by_one() -> None:
    """other_emails and other_phones: normal forms, each once, and what is none stays and is told."""
    rows = [
        {"other_emails": "Eva <A@X.example.com>, b@x.example.com; A@x.example.com", "other_phones": "089 99998123; 0049 89 99998123 | 089 99998124"},
        {"other_emails": "b@x.example.com; nobody", "other_phones": "12"},
        {"other_emails": "", "other_phones": "+498999998123"},
    ]  # fmt: skip
    leads = pd.DataFrame(rows, dtype="str").assign(lead_id=["1", "2", "3"])
    cleaned = clean_leads(leads, CleanOptions(region="DE"))
    assert cleaned["other_emails"].tolist() == ["A@x.example.com; b@x.example.com", "b@x.example.com; nobody", ""]  # fmt: skip
    assert cleaned["other_phones"].tolist() == ["+498999998123; +498999998124", "12", "+498999998123"]  # fmt: skip
    told = [{*cell.split("; ")} & {"other_emails_invalid", "other_phones_invalid"} for cell in cleaned["issues"]]  # fmt: skip
    assert told == [set(), {"other_emails_invalid", "other_phones_invalid"}, set()]
    again = clean_leads(cleaned, CleanOptions(region="DE"))
    assert again[cleaned.columns].equals(cleaned)
