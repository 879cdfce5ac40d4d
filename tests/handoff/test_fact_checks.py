"""The checker of files for CRMs finds what is wrong with them, each fault once, and else nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handoff.fact_checks import CRMS, check
from tests.handoff.fact_checks.facts import Limits
from tests.handoff.fact_checks.good_files import GOOD, write_rows

Check = Callable[..., list[str]]
EVERY = pytest.mark.parametrize("crm", CRMS)


@pytest.fixture
def found(tmp_path: Path) -> Check:
    """Return a function that writes leads for a CRM and checks them."""

    def written(
        crm: str, *rows: dict[str, str], delimiter: str = ",", bom: bool = True, **told: object
    ) -> list[str]:
        write_rows(tmp_path / "leads.csv", rows, delimiter=delimiter, bom=bom)
        return check(CRMS[crm], tmp_path, **told)

    return written


def the_one(findings: list[str], words: str) -> str:
    """Return the one finding, which has these words."""
    assert len(findings) == 1, findings
    assert words in findings[0]
    return findings[0]


def email_of(crm: str) -> str:
    """Return in which column of a CRM the e-mail address is."""
    return CRMS[crm].email


@EVERY
def test_a_good_file_has_nothing_wrong(found: Check, crm: str) -> None:
    """A lead as its CRM wants it is found fault with nowhere."""
    assert found(crm, GOOD[crm]) == []


@EVERY
def test_parts_and_lists_of_problems_are_no_fault(tmp_path: Path, crm: str) -> None:
    """Several parts are one import, and what is written beside them is none."""
    email, key = email_of(crm), {"odoo": "External ID"}.get(crm, email_of(crm))
    for number in (1, 2):
        row = GOOD[crm] | {email: f"person{number}@malrinka.example.com"}
        row |= {key: f"leadkit.{number}"} if key != email else {}
        write_rows(tmp_path / f"leads-{number}.csv", [row])
    (tmp_path / "problems.csv").write_text("lead,column\n1,2,3\n", "utf-8")
    (tmp_path / "HOWTO.txt").write_text("first part 1", "utf-8")
    assert check(CRMS[crm], tmp_path) == []


@EVERY
def test_somebody_who_comes_twice(tmp_path: Path, found: Check, crm: str) -> None:
    """One key in two rows is found, whatever its capitals, also in two parts of the export."""
    first = GOOD[crm]
    key = {"odoo": "External ID"}.get(crm, email_of(crm))
    shouted = first | {key: first[key].upper()}
    the_one(found(crm, first, shouted), "stand in several rows")
    write_rows(tmp_path / "leads.csv", [first])
    write_rows(tmp_path / "leads-2.csv", [shouted])
    the_one(check(CRMS[crm], tmp_path), "stand in several rows")


@EVERY
@pytest.mark.parametrize(
    "address",
    ["n/a", "kommt per post", "a@b", "a..b@x.example.com", "a@x.example.com, b@x.example.com"],
)
def test_what_is_no_address(found: Check, crm: str, address: str) -> None:
    """A cell of e-mail holds one address or nothing."""
    the_one(found(crm, GOOD[crm] | {email_of(crm): address}), "no e-mail address")


@EVERY
def test_headers(found: Check, crm: str) -> None:
    """A header that a CRM does not know is found, but not a field of the user's own."""
    the_one(found(crm, GOOD[crm] | {"Shoe size": "42"}), "knows no field 'Shoe size'")
    the_one(found(crm, GOOD[crm] | {" ": "42"}), "has no header")
    assert found(crm, GOOD[crm] | {"Leadkit score": "75"}) == []


@EVERY
def test_two_columns_of_one_header(tmp_path: Path, crm: str) -> None:
    """Of two columns with the same name, one would win."""
    write_rows(tmp_path / "leads.csv", [GOOD[crm] | {"Leadkit score": "75"}])
    text = (tmp_path / "leads.csv").read_text("utf-8-sig")
    last = list(GOOD[crm])[-1]
    twice = text.replace("Leadkit score", last, 1)
    (tmp_path / "leads.csv").write_text(twice, "utf-8-sig")
    assert f"{last!r} heads 2 columns" in " ".join(check(CRMS[crm], tmp_path))


@EVERY
def test_characters_that_no_text_has(found: Check, crm: str) -> None:
    """Control characters and the sign for what could not be decoded are found, line breaks not."""
    name = "Leadkit notes"
    for sign in ("\x00", "\x1b", "\ufffd"):
        the_one(found(crm, GOOD[crm] | {name: f"a{sign}b"}), "control characters")
    assert found(crm, GOOD[crm] | {name: "a\nb\tc"}) == []
    assert "blanks alone" in " ".join(found(crm, GOOD[crm] | {name: "  "}))


@EVERY
@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Email\nJörg".encode("cp1252"), "is not UTF-8"),
        ("Email\nJörg".encode("utf-16"), "is UTF-16"),
        (b"", "is empty"),
        (b'Email\n"a\n', "its quotes do not close"),
        (b"Email,Name\na\n", "more or fewer cells than the header"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, crm: str, raw: bytes, words: str) -> None:
    """A file whose bytes or lines are broken is named, and nothing else is said of it."""
    (tmp_path / "leads.csv").write_bytes(raw)
    the_one(check(CRMS[crm], tmp_path), words)


@EVERY
def test_nothing_to_import(tmp_path: Path, crm: str) -> None:
    """A folder without leads is a fault."""
    the_one(check(CRMS[crm], tmp_path), "has no file of leads")


@EVERY
def test_a_file_without_rows(tmp_path: Path, crm: str) -> None:
    """So is a file that has a header alone."""
    header = ",".join(GOOD[crm])
    (tmp_path / "leads.csv").write_text(f"{header}\n", "utf-8-sig")
    the_one(check(CRMS[crm], tmp_path), "has a header and no rows")


@EVERY
def test_another_separator(found: Check, crm: str) -> None:
    """A bar between columns is nobody's; a semicolon is where the facts say so."""
    the_one(found(crm, GOOD[crm], delimiter="|"), "separated by '|'")
    semicolon = found(crm, GOOD[crm], delimiter=";")
    if ";" in CRMS[crm].delimiters:
        assert semicolon == []
    else:
        the_one(semicolon, "separated by ';'")


@EVERY
def test_limits(tmp_path: Path, crm: str) -> None:
    """Rows, bytes and columns over a CRM's limits are found, those at the limit not."""
    path = tmp_path / "leads.csv"
    write_rows(path, [GOOD[crm]])
    size, columns = path.stat().st_size, len(GOOD[crm])

    def under(limits: Limits) -> list[str]:
        return check(dataclasses.replace(CRMS[crm], limits=limits), tmp_path)

    assert under(Limits(rows=1, size=size, columns=columns)) == []
    the_one(under(Limits(rows=0)), "has 1 rows")
    the_one(under(Limits(size=size - 1)), f"has {size:,} bytes")
    the_one(under(Limits(columns=columns - 1)), f"has {columns} columns")


def test_the_limits_are_those_of_the_facts() -> None:
    """What the facts say of rows, bytes and columns stands in the checker."""
    assert {name: crm.limits for name, crm in CRMS.items()} == {
        "hubspot": Limits(1_048_576, 512_000_000, 999),
        "salesforce": Limits(50_000, 100_000_000, 90),
        "salesforce-data-loader": Limits(5_000_000),
        "dynamics": Limits(size=8_388_608),
        "pipedrive": Limits(50_000, 50_000_000),
        "zoho": Limits(30_000),
        "odoo": Limits(),
        "mautic": Limits(5_000),
        "marketo": Limits(size=9_999_999),
    }
    assert CRMS["hubspot"].small == Limits(500_000, 20_000_000, 999)
    assert CRMS["zoho"].small == Limits(1_000)


def test_the_smallest_edition(tmp_path: Path) -> None:
    """Who has Zoho's free edition may import a thousand rows at once."""
    row = GOOD["zoho"]
    rows = [row | {"Email": f"person{n}@malrinka.example.com"} for n in range(1001)]
    write_rows(tmp_path / "leads.csv", rows)
    assert check(CRMS["zoho"], tmp_path) == []
    the_one(check(CRMS["zoho"], tmp_path, smallest_edition=True), "takes 1,000")


@EVERY
def test_people_who_must_not_be_there(found: Check, crm: str) -> None:
    """Suppressed people are in no file; who opted out is marked wherever a CRM has a mark."""
    address = GOOD[crm][email_of(crm)]
    the_one(found(crm, GOOD[crm], never=[address.upper()]), "are suppressed")
    told = found(crm, GOOD[crm], opted_out=[address])
    if crm in ("odoo", "pipedrive"):  # which mail nobody unless told so
        assert told == []
    else:
        assert len(told) == 2
        assert "without a mark" in told[0]
        assert "in no opt-out file" in told[1]
        if crm != "hubspot":
            marked = GOOD[crm] | {CRMS[crm].opt_out.column: sorted(CRMS[crm].opt_out.marks)[0]}
            the_one(found(crm, marked, opted_out=[address]), "in no opt-out file")
    if crm == "pipedrive":
        wanted = GOOD[crm] | {"Person - Marketing status": "Subscribed"}
        the_one(found(crm, wanted, opted_out=[address]), "without a mark")
