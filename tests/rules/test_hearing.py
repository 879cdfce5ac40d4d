"""What anybody refuses, whoever gives leads away or counts them knows: export, assign, accounts."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from leadkit import account_leads, account_table, assign_leads, export_leads

OPEN = {"lead_status": "SQL", "may_email": "yes", "may_call": "no", "may_post": "no",
        "next_step": "mail", "score": "50"}  # fmt: skip
EVA = {"first_name": "Eva", "last_name": "Meier", "company": "Meier AG"}
# The last row has the other address of somebody who refused by name and company on the first.
LEADS = [
    OPEN | EVA | {"lead_id": "1", "email": "eva@meier.example.com", "email_opt_out": "yes"},
    OPEN | EVA | {"lead_id": "2", "email": "e.meier@mail.example.com"},
    OPEN | {"lead_id": "3", "email": "ida@voss.example.com", "company": "Voss KG",
            "email_2": "E.Meier@mail.example.com"},
    OPEN | {"lead_id": "4", "email": "jan@kern.example.com", "company": "Kern GmbH"},
]  # fmt: skip
FIRMS = {"Meier AG": "0", "Voss KG": "0", "Kern GmbH": "1"}


def frame() -> pd.DataFrame:
    return pd.DataFrame(LEADS, dtype="str").fillna("")


def test_frames_are_heard_alike():
    """Export mails one lead, assign gives a day to one, accounts count one who may be contacted."""
    done = export_leads(frame(), "excel", where="lead_id: {known: true}").rows
    assert done["lead_id"].tolist() == ["4"]
    due = assign_leads(frame(), as_of="2026-10-08")
    assert (due["due_at"] != "").tolist() == [False, False, False, True]
    told = account_table(frame()).set_index("account")
    assert told["contactable"].to_dict() == FIRMS
    assert told.loc["Voss KG", "next_step"] == ""
    assert told.loc["Kern GmbH", "next_step"] == "mail"
    assert account_leads(frame())["account_contactable"].tolist() == ["0", "0", "0", "1"]


@pytest.mark.parametrize("way", ["file", "pipe", "run"])
def test_files_pipes_and_runs_are_heard_alike(leadkit, tmp_path, way):
    """A file is read several times, a pipe is kept, a run shows its batches again."""
    frame().to_csv(tmp_path / "leads.csv", index=False)
    if way == "run":
        (tmp_path / "p.yaml").write_text(
            "import: {files: leads.csv}\n"
            "steps:\n  - assign: {as_of: 2026-10-08}\n  - accounts: {accounts: a.csv}\n"
            "output: out.csv\n"
        )
        assert leadkit("run", "p.yaml", cwd=tmp_path).code == 0
        due = pd.read_csv(tmp_path / "out.csv", dtype="str", keep_default_na=False)
        assert due["account_contactable"].tolist() == ["0", "0", "0", "1"]
    else:
        given = {"stdin": (tmp_path / "leads.csv").read_bytes()} if way == "pipe" else {}
        leads = "-" if way == "pipe" else "leads.csv"
        ran = leadkit("assign", leads, "--as-of", "2026-10-08", cwd=tmp_path, **given)
        due = pd.read_csv(io.BytesIO(ran.out), dtype="str", keep_default_na=False)
        leadkit("accounts", leads, "-o", "a.csv", cwd=tmp_path, **given)
    assert (due["due_at"] != "").tolist() == [False, False, False, True]
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert {one["account"]: one["contactable"] for one in csv.DictReader(file)} == FIRMS
