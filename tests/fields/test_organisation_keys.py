"""Which rows are people of one organisation, by its name and its employer's domain."""

from __future__ import annotations

import random

import pytest

from leadkit.base.cells import texts
from leadkit.fields.organisation_keys import Organisations, organisation_keys


def keys_of(*rows: tuple[str, str]) -> list[str]:
    """Return the keys of rows of a company and an e-mail."""
    firms, mails = zip(*rows, strict=True)
    table = {"company": texts(firms), "email": texts(mails)}
    return organisation_keys(table.get, len(rows)).to_pylist()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Kern Bau GmbH", ""), ("KERN BAU", ""), ("Kern Bau Ltd.", "")], ["kern bau"] * 3),
        ([("Kern AG", "a@kern.example.com"), ("", "b@kern.example.com")], ["kern", "kern"]),
        # One domain, two names: the more frequent one is the key.
        (
            [("Kern", "a@k.example.com"), ("Kern", ""), ("Kern Tec", "b@k.example.com")],
            ["kern"] * 3,
        ),
        # Nothing tells an organisation, or a mail provider's domain alone.
        ([("", ""), ("", "eva@gmail.com")], ["", ""]),
        ([("", "a@voss.example.com")], ["voss.example.com"]),
        # A provider that no list knows: four companies, each row another.
        (
            [(name, f"{name}@netz.example.com") for name in ("alba", "bern", "cora", "dora")]
            + [("", "x@netz.example.com")],
            ["alba", "bern", "cora", "dora", ""],
        ),
        # A word for a trade before four domains ties none of them, and stands for itself alone.
        (
            [("Stadtwerke", f"a@{town}.example.com") for town in ("ulm", "bonn", "hof", "jena")]
            + [("Stadtwerke", "")],
            ["ulm.example.com", "bonn.example.com", "hof.example.com", "jena.example.com",
             "stadtwerke"],
        ),
        # A branch of a firm with its own domain is the firm.
        (
            [("Kern", "a@kern.example.com"), ("Kern", "b@kern.example.net"),
             ("", "c@kern.example.net")],
            ["kern"] * 3,
        ),
    ],
)  # fmt: skip
def test_one_organisation_has_one_key(rows, expected):
    assert keys_of(*rows) == expected


def test_neither_the_order_of_rows_nor_their_batches_change_a_key():
    rng = random.Random(7)
    rows = [
        (rng.choice(["", "Kern AG", "Kern Tec", "Voss", "Voss GmbH"]),
         rng.choice(["", "a@kern.example.com", "a@voss.example.com", "a@gmx.de"]))
        for _ in range(60)
    ]  # fmt: skip
    expected = dict(zip(rows, keys_of(*rows), strict=True))
    rng.shuffle(rows)
    assert dict(zip(rows, keys_of(*rows), strict=True)) == expected
    known, batches = Organisations(), [rows[:7], rows[7:8], rows[8:]]
    tables = [{"company": texts(f for f, _ in b), "email": texts(m for _, m in b)} for b in batches]
    for table in tables:
        known.add(table.get, len(table["email"]))
    keys = [
        key for table in tables for key in known.keys(table.get, len(table["email"])).to_pylist()
    ]
    assert dict(zip(rows, keys, strict=True)) == expected
