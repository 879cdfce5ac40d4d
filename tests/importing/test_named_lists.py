"""Lists that are named for those who said no: each row of them does."""

from __future__ import annotations

import pandas as pd
import pytest

from leadkit.importing.named_lists import refused_by_name

NAMES = [  # of a file or sheet, and the columns in which all its rows say no
    ("unsubscribed_members_export_8f31c.csv", ["email_opt_out"]),
    ("lists/Abmeldungen 2026.xlsx", ["email_opt_out"]),
    ("fair.xlsx [Abmeldungen]", ["email_opt_out"]),
    ("désabonnés.csv", ["email_opt_out"]),
    ("wypisani.csv", ["email_opt_out"]),
    ("disiscritti.csv", ["email_opt_out"]),
    ("bajas boletín.csv", ["email_opt_out"]),
    ("C:\\lists\\Do not call.csv", ["phone_opt_out"]),
    ("nicht mehr anrufen.csv", ["phone_opt_out"]),
    ("blacklist.csv.gz", ["email_opt_out", "phone_opt_out", "post_opt_out"]),
    ("Sperrliste_gesamt.csv", ["email_opt_out", "phone_opt_out", "post_opt_out"]),
    ("hard_bounces.csv", ["email_bounced"]),
    ("not contacted yet.csv", []),
    ("noch nicht angerufen.csv", []),
    ("contacts without email.csv", []),
    ("newsletter ohne Abmeldungen.csv", []),
    ("subscribed_members_export.csv", []),
    ("No-Shows 2026.csv", []),
    ("leads.csv [Halle 4]", []),
]


@pytest.mark.parametrize(("name", "columns"), NAMES)
def test_what_a_name_says(name, columns):
    assert list(refused_by_name(name, [])) == columns


def test_nobody_of_such_a_list_may_be_mailed(leadkit, folder):
    """Not on another list either, which has their yes and its proof."""
    (folder / "unsubscribed_export.csv").write_text("Email\neva (at) meier.example.com\n")
    proof = "Email,Newsletter,Consent given on,Consent source,Consent text\n"
    yes = "@meier.example.com,yes,2026-03-01,web form,I want news\n"
    (folder / "form.csv").write_text(proof + "eva" + yes + "ida" + yes)
    (folder / "p.yaml").write_text(
        "import: {files: [form.csv, unsubscribed_export.csv]}\n"
        "steps: [clean, {score: {rules: b2b}}, classify]\noutput: out.csv\n"
    )
    done = leadkit("run", "p.yaml", cwd=folder)
    assert b"unsubscribed_export.csv: its name says that everybody on it said no" in done.err
    leads = pd.read_csv(folder / "out.csv", dtype=str, keep_default_na=False)
    assert leads["may_email"].tolist() == ["no", "yes", "no"]


def test_a_list_that_says_itself_who_said_no(leadkit, folder):
    """Its own column is believed."""
    text = "Email,Unsubscribed\neva@meier.example.com,yes\nida@meier.example.com,no\n"
    (folder / "Abmeldungen.csv").write_text(text)
    done = leadkit("import", "Abmeldungen.csv", "-o", "out.csv", cwd=folder)
    assert b"its name says" not in done.err
    leads = pd.read_csv(folder / "out.csv", dtype=str, keep_default_na=False)
    assert leads["email_opt_out"].tolist() == ["yes", "no"]
