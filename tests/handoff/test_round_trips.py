"""Exported, then imported: every field comes back for which the target has a place."""

from __future__ import annotations

import csv
import io
import re

import pytest

from leadkit.fields.status_words import lifecycle_status
from leadkit.handoff.target_file import read_target, shipped_targets
from tests.handoff.conftest import NOT_LEADS, rows_of

CRMS = [name for name in shipped_targets() if name not in ("excel", "excel-csv", "sales")]
# What comes back in the words of the CRM, or under its own header; docs/export.md says the same.
IN_THEIR_WORDS = {
    "hubspot": {"lead_status"},
    "salesforce": set(),
    "salesforce-data-loader": {"lead_status"},  # a column Status
    "dynamics": {"lead_source", "lead_status", "status_reason"},
    "pipedrive": set(),
    "zoho": {"lead_source", "lead_status"},
    "odoo": {"external_id", "lead_id", "mobile"},
    "mautic": {"lead_status"},  # a column stage, which is the CRM's own
    "marketo": set(),
}
# Worked out anew, or told by flags alone.
NOT_COMPARED = {"grade", "email_opt_out", "phone_opt_out", "post_opt_out", "tags", "owner"}
# The fields by which a lead is found again here.
KEY = ("company", "last_name", "first_name")


def back(leadkit, files, folder):
    """Return what import and clean make of the files, by name and company."""
    assert leadkit("import", *files, "-o", "raw.csv", cwd=folder).code == 0
    assert leadkit("clean", "raw.csv", "-o", "back.csv", cwd=folder).code == 0
    return rows_of(folder / "back.csv")


def by_name(rows):
    """Return those leads that are alone with their name and company."""
    named: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        named.setdefault(tuple(row.get(name) or "" for name in KEY), []).append(row)
    return {key: found[0] for key, found in named.items() if len(found) == 1}


@pytest.mark.parametrize("target", CRMS)
def test_a_crm_gives_every_field_back(target, fair, leadkit, tmp_path):
    """Import and clean find the columns, and the cells are what they were."""
    assert leadkit("export", fair, "--to", target, "-o", tmp_path / "out").code == 0
    files = sorted((tmp_path / "out").glob("*.csv"))
    files = [one for one in files if one.name not in NOT_LEADS]
    problems = {(row["lead"]) for row in rows_of(tmp_path / "out" / "problems.csv")}
    kind = read_target(target)
    places = {*kind.places} - NOT_COMPARED - IN_THEIR_WORDS[target]
    if "full_name" in places:
        places |= {"first_name", "last_name"}
    found = by_name(back(leadkit, files, tmp_path))
    wanted = by_name(rows_of(fair))
    compared = 0
    for key, row in found.items():
        if key not in wanted or wanted[key]["lead_id"] in problems:
            continue
        compared += 1
        before = wanted[key]
        for name in places & {*before}:
            cell, again = before[name], row.get(name, "")
            if name == "created_at":
                cell, again = cell.replace("T", " ")[:16], again.replace("T", " ")[:16]
            assert again == cell or not cell, (name, cell, again)
    assert compared > 60


@pytest.mark.parametrize("target", ["hubspot", "salesforce", "marketo", "zoho", "mautic"])
def test_a_status_is_never_raised(target, fair, leadkit, tmp_path):
    """What a CRM's word means to leadkit is what was exported, or less."""
    from leadkit.fields.status_words import furthest, how_far

    leadkit("export", fair, "--to", target, "-o", tmp_path / "out")
    files = sorted((tmp_path / "out").glob("*.csv"))
    files = [one for one in files if one.name not in NOT_LEADS]
    wanted = by_name(rows_of(fair))
    for key, row in by_name(back(leadkit, files, tmp_path)).items():
        if key in wanted:
            said = furthest([row.get("lead_status", ""), row.get("lifecycle_stage", "")])
            assert how_far(said) <= max(how_far(wanted[key]["lead_status"]), 1)


@pytest.mark.parametrize("target", ["excel", "excel-csv"])
def test_a_spreadsheet_gives_everything_back(target, fair, leadkit, tmp_path):
    """Each cell of each column, ids and all; of a CSV phones have a blank that clean takes out."""
    assert leadkit("export", fair, "--to", target, "-o", tmp_path / "out").code == 0
    (file,) = (one for one in (tmp_path / "out").iterdir() if one.stem == "leads")
    rows = {row["lead_id"]: row for row in rows_of(fair)}
    assert leadkit("import", file, "-o", "raw.csv", cwd=tmp_path).code == 0
    raw = rows_of(tmp_path / "raw.csv")
    assert len(raw) == 135
    for row in raw:
        for name in ("phone", "mobile", "phone_2"):
            if target == "excel-csv":
                row[name] = row[name].replace(" ", "")
                rows[row["lead_id"]][name] = rows[row["lead_id"]][name].replace(" ", "")
        assert row == {name: rows[row["lead_id"]][name] for name in row}


@pytest.mark.parametrize("target", CRMS)
@pytest.mark.slow
def test_what_a_crm_exports_after_that_is_known(target, fair, leadkit, tmp_path):
    """dedupe --against the CRM's export finds everybody who was handed over: nobody is new."""
    assert leadkit("export", fair, "--to", target, "-o", tmp_path / "out").code == 0
    files = [one for one in (tmp_path / "out").glob("*.csv")
             if one.name not in NOT_LEADS]  # fmt: skip
    assert leadkit("import", *files, "-o", "crm.csv", cwd=tmp_path).code == 0
    handed = sum(len(rows_of(one)) for one in files)
    done = leadkit(
        "dedupe",
        fair,
        "--against",
        "crm.csv",
        "--known",
        "known.csv",
        "-o",
        "new.csv",
        cwd=tmp_path,
    )
    assert done.code == 0, done.err
    known = len(rows_of(tmp_path / "known.csv"))
    assert known >= handed - 2, (known, handed)


def test_what_odoo_exports_keeps_its_external_ids(fair, leadkit, tmp_path):
    """A second hand-over of Odoo's own export updates: each External ID is as Odoo has it."""
    leadkit("export", fair, "--to", "odoo", "-o", tmp_path / "one")
    rows = rows_of(tmp_path / "one" / "leads.csv")
    for row in rows:  # as Odoo gives them back
        row["External ID"] = f"__import__.{row['External ID']}"
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    (tmp_path / "odoo.csv").write_text(text.getvalue(), "utf-8")
    for command in ("import odoo.csv -o a.csv", "clean a.csv -o b.csv", "score b.csv -o c.csv",
                    "classify c.csv -o d.csv"):  # fmt: skip
        assert leadkit(*command.split(), cwd=tmp_path).code == 0
    where = "lead_id: {known: true}"
    leadkit("export", "d.csv", "--to", "odoo", "--where", where, "-o", "two", cwd=tmp_path)
    again = [row for one in ("leads.csv", "leads-not-to-be-mailed.csv")
             if (tmp_path / "two" / one).exists()
             for row in rows_of(tmp_path / "two" / one)]  # fmt: skip
    assert {row["External ID"] for row in again} <= {row["External ID"] for row in rows}
    assert len(again) > 80  # the others say no by a remark


def test_the_words_of_statuses_are_known():
    """Where a target has a word for a status, import knows what it means, or that it means less."""
    from leadkit.fields.status_words import how_far

    for target in CRMS:
        for column in read_target(target).columns:
            for ours, theirs in column.values.items() if "lead_status" in column.sources else ():
                assert how_far(lifecycle_status(theirs)) <= max(how_far(ours), 1), (
                    target,
                    ours,
                    theirs,
                )


FLAGS = {"email": "email_opt_out", "call": "phone_opt_out", "post": "post_opt_out"}
HEAD = (
    "lead_id,first_name,last_name,company,email,email_2,phone,mobile,fax,street,postal_code,city,country,job_title,"
    "website,lead_status,may_email,may_call,may_post,email_opt_out,phone_opt_out,post_opt_out,owner,tags"
)  # fmt: skip
HOME = "Lange Str. 5,80331,München,DE,Head of Sales,meier.example.com,SQL"
ALL_OF_THEM = f"""{HEAD}
1,Eva,Meier,Meier AG,eva@meier.example.com,e@home.example.com,+498999998121,+4915112345671,+498999998131,{HOME},yes,yes,yes,,,,jule@stand.example.org,fair; visit
2,Jan,Kern,Kern GmbH,jan@kern.example.com,,+498999998122,,,{HOME},no,yes,yes,yes,,,kim@stand.example.org,fair
3,Ida,Voss,Voss KG,ida@voss.example.com,,+498999998123,+4915112345673,,{HOME},yes,no,yes,,yes,,jule@stand.example.org,
4,Uwe,Lang,Lang AG,uwe@lang.example.com,,+498999998124,,+498999998134,{HOME},yes,yes,no,,,yes,,a; b; c
5,Pia,Roth,Roth AG,pia@roth.example.com,,+498999998125,,,{HOME},no,no,yes,yes,yes,,,
"""


@pytest.mark.parametrize("target", CRMS)
def test_opt_outs_owners_tags_and_all_else_come_back_cell_by_cell(target, leadkit, tmp_path):
    """What has a place comes back; a no where there is a mark, and without one no number of it."""
    (tmp_path / "leads.csv").write_text(ALL_OF_THEM, "utf-8")
    assert leadkit("export", "leads.csv", "--to", target, "-o", "out", cwd=tmp_path).code == 0
    files = [one for one in (tmp_path / "out").glob("*.csv") if one.name not in NOT_LEADS]
    kind = read_target(target)
    marks = {FLAGS[column.not_by] for column in kind.columns if column.not_by}
    places = {*kind.places} - IN_THEIR_WORDS[target]
    places |= {"first_name", "last_name"} if "full_name" in places else set()
    blank = {
        name: column.unless_refused
        for column in kind.columns
        for name in column.sources
        if column.unless_refused
    }
    found = by_name(back(leadkit, files, tmp_path))
    wanted = by_name(rows_of(tmp_path / "leads.csv"))
    assert found.keys() == wanted.keys()
    compared = set()
    for key, before in wanted.items():
        row = found[key]
        for name in (places & {*before}) - {"tags"}:
            refused = name in blank and before[FLAGS[blank[name]]]
            assert (row.get(name) or "") == ("" if refused else before[name]), (name, before)
            compared.add(name)
        for name in marks:
            assert (row[name] == "yes") is (before[name] == "yes"), (name, before)
        if "tags" in places:
            tags = [part.strip() for part in re.split("[;,|]", row["tags"])]
            assert tags == before["tags"].split("; ")
    assert {"company", "email", "phone"} <= compared
    assert ("owner" in compared) is ("owner" in kind.places)
