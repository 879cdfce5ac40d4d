"""The Python functions: any frame gives what the command gives on its CSV, types hold, and more."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadkit as package
from leadkit import (
    ClassifyOptions,
    CleanOptions,
    CplOptions,
    DedupeOptions,
    ImportOptions,
    LeadkitError,
    ScoreOptions,
    StudyOptions,
    account_table,
    assign_leads,
    classify_leads,
    clean_leads,
    consent_overview,
    cost_per_channel,
    cost_per_lead,
    dedupe_leads,
    explain_lead,
    explain_pair,
    export_leads,
    import_leads,
    read_consent,
    read_lifecycle,
    read_scoring,
    read_title_words,
    score_leads,
    suppress_hashes,
    unmerge_leads,
)
from leadkit.base.frames import as_leads_table
from tests.properties import examples

LEADS = """\
lead_id,full_name,email,phone,company,job_title,country,employees,created_at,consent,score,score_engagement,lead_source,lead_status,deal,2026
101,Eva Meier,Eva@Meier.example.com,49891234567,Meier GmbH,Head of Sales,DE,51,2026-10-06,True,70,30,Fair,customer,50.00,x
102,Eva Meier,eva@meier.example.com,,Meier GmbH,,DE,,2026-10-06T09:30:00,True,40,10,Fair,lead,,
103,Jan Li,,4930123456,Li AG,CEO,AT,7,,False,20,0,Ads,lead,,x
104,,info@firm.example.org,,Firma Nord,Werkstudent,,1000,2025-01-02,False,0,0,Ads,,,x
"""
TYPED = pd.DataFrame({
    "lead_id": [101, 102, 103, 104],
    "full_name": ["Eva Meier", "Eva Meier", "Jan Li", None],
    "email": pd.array(["Eva@Meier.example.com", "eva@meier.example.com", pd.NA, "info@firm.example.org"], "string"),
    "phone": [49891234567.0, np.nan, 4930123456.0, np.nan],
    "company": pd.Categorical(["Meier GmbH", "Meier GmbH", "Li AG", "Firma Nord"]),
    "job_title": pd.Series(["Head of Sales", None, "CEO", "Werkstudent"], dtype=object),
    "country": pd.Categorical(["DE", "DE", "AT", None]),
    "employees": pd.array([51, None, 7, 1000], "Int64"),
    "created_at": pd.to_datetime(["2026-10-06", "2026-10-06 09:30", None, "2025-01-02"], format="ISO8601"),
    "consent": [True, True, False, False],
    "score": np.array([70, 40, 20, 0], np.int8),
    "score_engagement": [30.0, 10.0, 0.0, 0.0],
    "lead_source": ["Fair", "Fair", "Ads", "Ads"],
    "lead_status": ["customer", "lead", "lead", np.nan],
    "deal": pd.Series([Decimal("50.00"), None, None, None], dtype=object),
    2026: ["x", None, "x", "x"],
})  # fmt: skip
NEVER = "email,phone\ninfo@firm.example.org,\n,+49 89 1234567\n"
DID = "email,type,when\neva@meier.example.com,demo_request,2026-10-05\n"
COSTS = "lead_source,spend\nFair,1600\nAds,90.5\n"
FIGURES = "name,revenue,margin,leads_per_order\nFair,50000,0.2,20\nAds,,0.3,7\n"


def text_of(content: str | bytes) -> pd.DataFrame:
    """Read a CSV as docs/python.md says."""
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return pd.read_csv(stream, dtype="str", keep_default_na=False)


def as_objects(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(object).where(frame.notna(), None)


FRAMES = {  # the same table as people have it
    "text": text_of(LEADS),
    "typed": TYPED,
    "objects": as_objects(TYPED),
    "objects of numpy": TYPED.astype(object),
    "nullable": TYPED.convert_dtypes(),
    "of Arrow": TYPED.rename(columns=str).convert_dtypes(dtype_backend="pyarrow"),
    "categories": text_of(LEADS).astype("category"),
    "gaps in text": text_of(LEADS).replace("", np.nan),
    "Python's text": text_of(LEADS).astype(pd.StringDtype("python")),
    "names as index": TYPED.set_axis(["a", "b", None, "d"]),
    "index twice": TYPED.set_axis([5, 5, 5, 5]),
    "two levels": TYPED.set_axis(pd.MultiIndex.from_product([["x"], [1, 1, 2, 2]])),
    "filtered": pd.concat([TYPED, TYPED]).reset_index(drop=True)[4:],
    "lead_id is index too": TYPED.set_index("lead_id", drop=False),
}  # fmt: skip
# Every function begins with the table of a frame, which is held for all of them in every run.
NEAR_ANOTHER = {"objects of numpy", "nullable", "gaps in text", "Python's text", "names as index"}
frames = pytest.mark.parametrize(
    "frame",
    [
        pytest.param(frame, id=name, marks=pytest.mark.slow if name in NEAR_ANOTHER else ())
        for name, frame in FRAMES.items()
    ],
)


# What commands answered and which files they wrote, by what they were asked and found: the same for
# every frame, so that it is worked out for the first one.
ANSWERS: dict[tuple[object, ...], tuple[bytes, dict[str, bytes]]] = {}


@pytest.fixture
def told(leadkit_here, folder, monkeypatch):
    """Run a command among the CSV files of the tables above; return what it wrote as a table."""
    monkeypatch.chdir(folder)

    def files() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    lists = {"leads": LEADS, "never": NEVER, "did": DID, "costs": COSTS, "figures": FIGURES}
    for name, text in lists.items():
        Path(f"{name}.csv").write_text(text, "utf-8")

    def run(command: str) -> pd.DataFrame:
        found = files()
        asked = (command, *(part for file in found.items() for part in file))
        if asked not in ANSWERS:
            done = leadkit_here(*command.split())
            assert done.code == 0, done.err
            ANSWERS[asked] = done.out, dict(files().items() - found.items())
        out, written = ANSWERS[asked]
        for name, text in written.items():
            Path(name).write_bytes(text)
        return text_of(out)

    return run


def same(frame: pd.DataFrame, expected: pd.DataFrame, index: object = None) -> None:
    """Hold a result against a command's: columns, cells as text, and the index it says it has."""
    table = as_leads_table(frame)
    assert list(table.columns) == list(expected.columns)
    assert table.to_numpy().tolist() == expected.to_numpy().tolist()
    wanted = pd.RangeIndex(len(frame)) if index is None else index
    assert frame.index.equals(wanted)


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_each_frame_is_the_same_table(frame):
    """What all functions go on with is the same text, whichever way people have it."""
    table = as_leads_table(frame)
    assert table.equals(text_of(LEADS))


@frames
def test_clean(told, frame):
    """clean_leads is 'leadkit clean'; the index stays, and so do columns nobody knows."""
    before = frame.copy(deep=True)
    done = clean_leads(frame, CleanOptions("DE"))
    same(done, told("clean leads.csv --region DE"), frame.index)
    assert done["deal"].dtype == frame["deal"].dtype
    assert frame.equals(before), "what is given stays as it was"


@frames
def test_dedupe_and_back(told, frame):
    """dedupe_leads is 'leadkit dedupe', and unmerge_leads 'leadkit unmerge'."""
    done = dedupe_leads(frame)
    written = told("dedupe leads.csv --merges merges.csv --review review.csv")
    same(done.leads, written)
    Path("out.csv").write_text(written.to_csv(index=False))
    merges = text_of(Path("merges.csv").read_bytes())
    same(done.merges, merges)
    assert len(merges) == 1
    same(done.review, text_of(Path("review.csv").read_bytes()))
    same(unmerge_leads(done.leads, done.merges), told("unmerge out.csv --merges merges.csv"))
    same(
        unmerge_leads(as_objects(done.leads), done.merges.astype({"position": int}).set_axis([9])),
        text_of(LEADS),
    )


@frames
def test_score(told, frame):
    """score_leads is 'leadkit score'; columns that it does not write stay as they are."""
    done = score_leads(frame)
    same(done, told("score leads.csv"), frame.index)
    assert done["employees"].dtype == frame["employees"].dtype
    did = text_of(DID).assign(when=pd.to_datetime(["2026-10-05"]))
    done = score_leads(frame, "b2b", did, dt.date(2026, 10, 8))
    same(done, told("score leads.csv --activities did.csv --as-of 2026-10-08"), frame.index)


@frames
def test_classify(told, frame):
    """classify_leads is 'leadkit classify', with the last run and a suppression list, too."""
    done = classify_leads(frame, as_of="2026-10-31")
    first = told("classify leads.csv --as-of 2026-10-31")
    same(done, first, frame.index)
    Path("last.csv").write_text(first.to_csv(index=False))
    later = classify_leads(
        frame, as_of=dt.date(2026, 11, 2), last_run=done, suppress=text_of(NEVER)
    )
    command = "classify leads.csv --as-of 2026-11-02 --previous last.csv --suppress never.csv"
    assert len(later) == 3
    same(later, told(command), frame.index[:3])


@frames
def test_lists_of_a_channel_and_removed_leads(told, frame, folder):
    """classify_leads closes channels, and dedupe_leads leaves removed leads out, as the commands do."""
    done = classify_leads(
        frame, as_of="2026-10-31", suppress_email=text_of(NEVER), suppress_post=text_of(NEVER)
    )
    command = (
        "classify leads.csv --as-of 2026-10-31 --suppress-email never.csv --suppress-post never.csv"
    )
    # In Python a list has no file, so it is called as its argument is.
    named = done["contact_basis"].str.replace(
        r"on suppress_(email|post)", "on never.csv", regex=True
    )
    same(done.assign(contact_basis=named), told(command), frame.index)
    told("classify leads.csv --as-of 2026-10-31 --suppress never.csv --suppressed gone.csv")
    gone = pd.read_csv("gone.csv", dtype="str", keep_default_na=False)
    assert len(gone) == len(frame) - 3
    deduped = dedupe_leads(frame, removed=gone)
    same(deduped.leads, told("dedupe leads.csv --removed gone.csv"))
    assert not set(deduped.leads["lead_id"]) & set(gone["lead_id"])


@frames
def test_cost_per_channel(told, frame):
    """cost_per_channel is 'leadkit cpl --by'."""
    costs = pd.DataFrame({"lead_source": pd.Categorical(["Fair", "Ads"]), "spend": [1600, 90.5]})
    done = cost_per_channel(frame, costs.set_axis([3, 3]), {"revenue": 50_000, "margin": 0.2})
    asked = "cpl leads.csv --by lead_source --spend costs.csv --revenue 50000 --margin 0.2"
    same(done, told(asked))
    same(cost_per_channel(frame, costs, CplOptions(revenue="50000", margin="0.2")), told(asked))


@frames
def test_assign(told, frame):
    """assign_leads is 'leadkit assign' of what classify wrote, days and all."""
    open_leads = classify_leads(frame, as_of="2026-10-31").assign(
        lead_status=["SQL", "SQO", "MQL", "lead"], may_email="yes"
    )
    as_leads_table(open_leads).to_csv("classified.csv", index=False)
    done = assign_leads(open_leads, as_of=dt.date(2026, 11, 2))
    assert done["owner"].ne("").tolist() == [True, True, False, False]
    assert done["employees"].dtype == frame["employees"].dtype
    same(done, told("assign classified.csv --as-of 2026-11-02"), frame.index)


@frames
def test_account_table(told, frame):
    """account_table is 'leadkit accounts'."""
    classified = classify_leads(frame, as_of="2026-10-31")
    as_leads_table(classified).to_csv("classified.csv", index=False)
    same(account_table(classified), told("accounts classified.csv"))


@frames
def test_export(leadkit_here, folder, frame):
    """export_leads is 'leadkit export': each table that it writes is a frame."""
    open_leads = classify_leads(frame, as_of="2026-10-31").assign(
        lead_status=["SQL", "SQO", "MQL", "lead"], may_email="yes"
    )
    as_leads_table(open_leads).to_csv(folder / "classified.csv", index=False)
    where = "lead_status: [SQL, SQO, lead]"
    done = export_leads(open_leads, "hubspot", where=where)
    asked = (folder / "classified.csv", "--to", "hubspot", "--where", where, "-o", folder / "out")
    assert leadkit_here("export", *asked).code == 0
    tables = {
        "contacts.csv": done.rows,
        "problems.csv": done.problems,
        "opt-outs.csv": done.opt_outs,
    }
    written = {path.name for path in (folder / "out").iterdir()}
    assert written == {"HOWTO.txt", *(name for name, table in tables.items() if len(table))}
    assert len(done.rows) == 2, "the lead that refused is not handed over"
    for name in written - {"HOWTO.txt"}:
        same(tables[name], text_of((folder / "out" / name).read_bytes()))


@frames
def test_consent_overview(told, frame):
    """consent_overview is 'leadkit consent' of a table that leadkit wrote."""
    own = as_leads_table(frame).assign(source_file="fair.csv", source_row="1", consent_text="v2")
    own.to_csv("own.csv", index=False)
    same(consent_overview(own), told("consent own.csv"))
    overview = consent_overview(frame, read_consent("consent"), dt.date(2026, 10, 31))
    assert overview["list"].tolist() == ["Fair", "Ads", "(total)"]


@frames
def test_explain(told, leadkit_here, frame):
    """explain_lead tells the steps that 'leadkit explain' shows; explain_pair those of a pair."""
    scored = score_leads(frame)
    why = explain_lead(scored, 101)
    Path("scored.csv").write_text(as_leads_table(scored).to_csv(index=False))
    told_lines = leadkit_here("explain", "101", "--in", "scored.csv").out.decode().splitlines()
    lines = [line for line in told_lines if not line.startswith("    ")]  # else words that go on
    for step, line in zip(why.steps, lines, strict=False):
        name, points, total = line.split()[:3]
        assert (name, Decimal(points), Decimal(total)) == (step.name, step.points, step.total)
    assert lines[len(why.steps)].split() == ["score", why.score]
    assert lines[len(why.steps) + 1] == f"grade: {why.grade}"
    unknown = next(line for line in lines if line.startswith("not evaluated"))
    assert unknown.partition(": ")[2] == ", ".join(why.not_evaluated)
    pair = leadkit_here("explain", "101", "102", "--in", "leads.csv").out.decode().splitlines()
    found = explain_pair(frame, "101", "102")
    assert pair[-1].split() == [
        f"{found.bits:+.2f}",
        "sum",
        "probability",
        f"{found.probability:.3f}",
    ]


@frames
def test_import(told, frame):
    """import_leads is 'leadkit import', on files and on frames by the names of their files."""
    expected = told("import leads.csv")
    same(import_leads({"leads.csv": frame}).leads, expected)
    same(import_leads(Path("leads.csv")).leads, expected)
    same(import_leads(["leads.csv"]).leads, expected)
    alone = import_leads(frame.drop(columns="lead_id"))
    assert alone.leads["source_file"].unique().tolist() == ["frame"]


def test_import_tells_what_the_command_tells(told):
    """Rejects, notes and the map are those of the command."""
    raw = "Name,Mail,Datum\nEva Meier,eva@meier.example.com,03/04/2026\n,,\nName,Mail,Datum\n"
    Path("raw.csv").write_text(raw)
    done = import_leads("raw.csv", ImportOptions(source="Fair"))
    by_frame = import_leads({"raw.csv": text_of(raw)}, ImportOptions(source="Fair"))
    expected = told("import raw.csv --source Fair --rejects rejects.csv")
    rejects = text_of(Path("rejects.csv").read_bytes())
    for one in (done, by_frame):
        same(one.leads, expected)
        same(one.rejects, rejects)
        assert "may be day or month first" in one.notes[0]
        assert "Mail" in one.map
    assert len(rejects) == 2


def test_cost_per_lead(told, leadkit_here):
    """cost_per_lead is 'leadkit cpl': of one business, and for each row of a frame."""
    typed = pd.DataFrame({"name": ["Fair", "Ads"], "revenue": [50_000, np.nan], "margin": [0.2, 0.3],
                          "leads_per_order": [20, 7]}, index=[4, 4])  # fmt: skip
    same(cost_per_lead(typed), told("cpl figures.csv"), typed.index)
    more = told("cpl figures.csv --revenue 1000")
    same(cost_per_lead(typed, {"revenue": 1000}), more, typed.index)
    same(cost_per_lead(typed, CplOptions(revenue="1000")), more, typed.index)
    asked = "cpl --revenue 50000 --margin 20% --leads-per-order 20".split()
    one = {"revenue": Decimal(50_000), "margin": "20%", "leads_per_order": 20}
    assert f"{cost_per_lead(one)}\n".encode() == leadkit_here(*asked).out
    assert cost_per_lead(CplOptions("50000", "20%", leads_per_order="20")) == cost_per_lead(one)


def test_suppress(told, folder):
    """suppress_hashes is 'leadkit suppress', and what it gives suppresses."""
    Path("key.txt").write_bytes(b"secret\n")
    listed = pd.DataFrame({"email": pd.Categorical(["info@firm.example.org", None]),
                           "phone": [None, "+49 89 1234567"]}, index=[1, 1])  # fmt: skip
    same(suppress_hashes(listed).hashes, told("suppress never.csv"))
    made = suppress_hashes(listed, b"secret")
    same(made.hashes, told("suppress never.csv --key-file key.txt"))
    left = classify_leads(TYPED, suppress=made.hashes, key=b"secret")
    assert left["lead_id"].tolist() == [101, 102, 103]


def test_files_by_name_path_and_as_read(folder):
    """A file is given by its shipped name, by its path, or read; a day as a date or as text."""
    scored = [score_leads(TYPED, rules) for rules in ("b2b", read_scoring("b2b"), ScoreOptions("b2b"))]  # fmt: skip
    assert scored[0].equals(scored[1])
    assert scored[0].equals(scored[2])
    shipped = Path(package.__file__).parent.parent / "rules"
    same(score_leads(TYPED, shipped / "b2b.yaml"), as_leads_table(scored[0]))
    same(score_leads(TYPED, str(shipped / "b2b.yaml")), as_leads_table(scored[0]))
    days = (dt.date(2026, 10, 31), "2026-10-31", "31.10.2026", dt.datetime(2026, 10, 31, 9), pd.Timestamp("2026-10-31"))  # fmt: skip
    lifecycles = ("lifecycle", read_lifecycle("lifecycle"), shipped / "lifecycle.yaml", str(shipped / "lifecycle.yaml"), ClassifyOptions())  # fmt: skip
    tables = ("consent", read_consent("consent"), shipped / "consent.yaml", None, "consent")
    done = [classify_leads(TYPED, *given) for given in zip(lifecycles, tables, days, strict=True)]
    assert all(
        one.drop(columns="status_reason").equals(done[0].drop(columns="status_reason"))
        for one in done
    )
    by_options = classify_leads(TYPED, ClassifyOptions("lifecycle", "consent", "2026-10-31"))
    assert by_options.equals(done[0])
    titles = ("titles", read_title_words("titles"), shipped / "titles.yaml", str(shipped / "titles.yaml"))  # fmt: skip
    cleaned = [clean_leads(TYPED, titles=words) for words in titles]
    assert all(one.equals(clean_leads(TYPED)) for one in cleaned)


def test_a_file_that_changed_is_read_anew(folder, root):
    """Whoever edits a list of words in a session gets what it says now."""
    own = folder / "titles.yaml"
    own.write_text((root / "rules" / "titles.yaml").read_text("utf-8"), "utf-8")
    assert clean_leads(TYPED, titles=own)["seniority"][2] == "c_level"
    own.write_text("seniority: {entry: {words: ceo}}\ndepartment: {sales: {words: sales}}\n")
    os.utime(own, ns=(1, 1))
    assert clean_leads(TYPED, titles=own)["seniority"][2] == "entry"


CELLS = st.one_of(
    st.sampled_from(
        [None, np.nan, pd.NA, pd.NaT, True, False, "Eva", "lead", "MQL", "n/a", "0", " "]
    ),
    st.integers(-5, 10**6),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)),
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)),
    st.decimals(-9, 9, places=2),
    st.text('aé1@.,;"\n +', max_size=6),
)
KNOWN = ["email", "phone", "full_name", "country", "job_title", "employees", "created_at", "consent",
         "lead_source", "lead_status", "score", "score_engagement", "deal"]  # fmt: skip
MADE = {
    "as it comes": pd.Series,
    "objects": lambda cells: pd.Series(cells, dtype=object),
    "best types": lambda cells: pd.Series(cells, dtype=object).convert_dtypes(),
    "categories": lambda cells: pd.Series([repr(cell) for cell in cells]).astype("category"),
}
WORLDS = st.integers(1, 4).flatmap(lambda rows: st.fixed_dictionaries({
    name: st.tuples(st.sampled_from(sorted(MADE)), st.lists(CELLS, min_size=rows, max_size=rows))
    for name in KNOWN
}))  # fmt: skip


def with_ids(leads):
    """Return what assign asks for: a lead_id for each row, and whether it may be contacted."""
    ids = [f"lead {number}" for number in range(len(leads))]
    return leads.assign(lead_id=ids, may_email="yes", may_call="no", may_post="no")


SAME_ROWS = {
    "clean_leads": clean_leads,
    "score_leads": lambda leads: score_leads(leads, as_of="2026-10-31"),
    "classify_leads": lambda leads: classify_leads(leads, as_of="2026-10-31"),
    "cost_per_channel": cost_per_channel,
    "consent_overview": consent_overview,
    "assign_leads": lambda leads: assign_leads(with_ids(leads), as_of="2026-10-31"),
    "account_table": lambda leads: account_table(leads.assign(company="Acme")),
}
# A line for each of something, whatever rows there are.
OF_LISTS = ("cost_per_channel", "consent_overview", "account_table")


@pytest.mark.parametrize("name", SAME_ROWS)
@examples(3, 25)
@given(world=WORLDS)
def test_a_frame_is_its_csv(name, world):
    """Whatever cells a frame has, a function gives what it gives for its CSV read as text."""
    cells = {column: MADE[how](drawn) for column, (how, drawn) in world.items()}
    frame = pd.DataFrame(cells).set_axis([7] * len(cells["email"]))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([frame.columns, *as_leads_table(frame).to_numpy().tolist()])
    own, read = (SAME_ROWS[name](one) for one in (frame, text_of(stream.getvalue())))
    same(own, as_leads_table(read), None if name in OF_LISTS else frame.index)


def test_today_is_asked_of_the_clock():
    """The word today is a day, however it is written."""
    assert classify_leads(TYPED, as_of="Today")["status_since"][2] == dt.date.today().isoformat()
    assert score_leads(TYPED, as_of="today").equals(score_leads(TYPED, as_of=dt.date.today()))


NO_ID = TYPED.drop(columns="lead_id")
TWICE = TYPED.rename(columns={"phone": "email"})
FUNCTIONS = {
    "clean_leads": clean_leads,
    "dedupe_leads": dedupe_leads,
    "against": lambda frame: dedupe_leads(TYPED, against=frame),
    "decisions": lambda frame: dedupe_leads(TYPED, decisions=frame),
    "removed": lambda frame: dedupe_leads(TYPED, removed=frame),
    "score_leads": score_leads,
    "classify_leads": classify_leads,
    "assign_leads": assign_leads,
    "account_table": account_table,
    "export_leads": lambda frame: export_leads(frame, "hubspot"),
    "cost_per_lead": cost_per_lead,
    "cost_per_channel": cost_per_channel,
    "consent_overview": consent_overview,
    "import_leads": import_leads,
    "suppress_hashes": suppress_hashes,
    "unmerge_leads": lambda frame: unmerge_leads(frame, dedupe_leads(text_of(LEADS)).merges),
    "merges": lambda frame: unmerge_leads(text_of(LEADS), frame),
    "explain_lead": lambda frame: explain_lead(frame, "101"),
    "explain_pair": lambda frame: explain_pair(frame, "101", "102"),
    "activities": lambda frame: score_leads(TYPED, "b2b", frame, "2026-10-31"),
    "last_run": lambda frame: classify_leads(TYPED, last_run=frame),
    "suppress": lambda frame: classify_leads(TYPED, suppress=frame),
    "suppress_email": lambda frame: classify_leads(TYPED, suppress_email=frame),
    "suppress_phone": lambda frame: classify_leads(TYPED, suppress_phone=frame),
    "suppress_post": lambda frame: classify_leads(TYPED, suppress_post=frame),
    "spend": lambda frame: cost_per_channel(TYPED, frame),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_no_table_is_refused(name):
    """No frame, one without columns, or with a column twice: a LeadkitError that says so."""
    with pytest.raises(
        LeadkitError, match=r"give a pandas DataFrame, not a (int|Series)|give a path, a frame"
    ):
        FUNCTIONS[name](7 if name == "import_leads" else TYPED["email"])
    with pytest.raises(LeadkitError, match="the frame is empty"):
        FUNCTIONS[name](pd.DataFrame())
    with pytest.raises(LeadkitError, match="column 'email' stands there 2 times"):
        FUNCTIONS[name](TWICE)


@pytest.mark.parametrize("name", ["dedupe_leads", "against", "removed", "unmerge_leads", "explain_lead", "explain_pair", "last_run", "assign_leads"])  # fmt: skip
def test_lead_id_is_asked_for(name):
    """Where a lead has to be named, a frame without lead_id is refused in words."""
    with pytest.raises(LeadkitError, match="lead_id"):
        FUNCTIONS[name](NO_ID)


def test_a_frame_of_no_rows():
    """Columns without rows are a list of nobody."""
    for name in ("clean_leads", "dedupe_leads", "score_leads", "classify_leads"):
        done = FUNCTIONS[name](TYPED[:0])
        leads = getattr(done, "leads", done)
        assert len(leads) == 0
        assert leads.columns[0] == "lead_id"


REFUSED = {
    "changes": (lambda: clean_leads(TYPED, CleanOptions(changes="x.csv")), "clean_leads cannot use the option changes"),
    "fail_on": (lambda: clean_leads(TYPED, CleanOptions(fail_on="email_missing:1")), "clean_leads cannot use the option fail_on"),
    "activities": (lambda: score_leads(TYPED, ScoreOptions(activities="x.csv")), "score_leads cannot use the option activities: it opens no file; give the activities as a frame"),
    "a CRM by path": (lambda: dedupe_leads(TYPED, DedupeOptions(against="crm.csv")), "dedupe_leads cannot use the option against: it opens no file; give the list to compare with as a frame"),
    "decisions by path": (lambda: dedupe_leads(TYPED, DedupeOptions(decisions="d.csv")), "dedupe_leads cannot use the option decisions"),
    "a region": (lambda: dedupe_leads(TYPED, DedupeOptions(region="DE"), against=TYPED), "dedupe_leads cannot use the option region: give the frame to compare with as clean_leads returns it"),
    "all rows of nothing": (lambda: dedupe_leads(TYPED, DedupeOptions(all_rows=True)), "all_rows goes with against"),
    "removed by path": (lambda: dedupe_leads(TYPED, DedupeOptions(removed="gone.csv")), "dedupe_leads cannot use the option removed: it opens no file; give the leads that were removed as a frame"),
    "a key of nobody removed": (lambda: dedupe_leads(TYPED, key=b"x"), "key is for the hashes of removed leads, and there are none"),
    "a key of text": (lambda: dedupe_leads(TYPED, key="x"), "key: give bytes, not str"),
    "several files that are none": (lambda: ClassifyOptions(suppress=[7]), "suppress: give a path, or a list of paths"),
    "suppress_post": (lambda: classify_leads(TYPED, ClassifyOptions(suppress_post=["x.csv"])), "classify_leads cannot use the option suppress_post"),
    "nobody to merge": (lambda: dedupe_leads(TYPED[["lead_id", "country"]]), "dedupe needs email, full_name"),
    "previous": (lambda: classify_leads(TYPED, ClassifyOptions(previous="x.csv")), "classify_leads cannot use the option previous: it opens no file; give the frame of the last run as last_run"),
    "suppress": (lambda: classify_leads(TYPED, ClassifyOptions(suppress="x.csv")), "classify_leads cannot use the option suppress"),
    "key_file": (lambda: classify_leads(TYPED, ClassifyOptions(key_file="x")), "classify_leads cannot use the option key_file"),
    "key": (lambda: classify_leads(TYPED, key=b"x"), "key is for the hashes of a suppress list, and there is none"),
    "a key that is text": (lambda: suppress_hashes(text_of(NEVER), "x"), "key: give bytes, not str"),
    "encoding of a frame": (lambda: import_leads(TYPED, ImportOptions(encoding="cp1252")), "import_leads cannot use the option encoding: it is for files, and a frame is none"),
    "sheet of a frame": (lambda: import_leads({"a.csv": TYPED}, ImportOptions(sheet="1")), "import_leads cannot use the option sheet"),
    "nothing to import": (lambda: import_leads([]), "there is no list; give paths or frames"),
    "figures of figures": (lambda: cost_per_lead({"revenue": 1}, {"margin": 1}), "options are the figures of rows that lack them"),
    "a figure nobody knows": (lambda: cost_per_lead({"revnue": 1}), "'revnue' is no figure; did you mean 'revenue'"),
    "a figure of channels": (lambda: cost_per_channel(TYPED, None, {"revnue": 1}), "'revnue' is no figure; did you mean 'revenue'"),
    "a figure that is counted": (lambda: cost_per_channel(TYPED, None, {"close_rate": "5%"}), "close_rate is counted from the leads: leave it out"),
    "a key of groups twice": (lambda: cost_per_channel(TYPED, options=StudyOptions(by="month,month")), "--by month,month"),
    "merges": (lambda: dedupe_leads(TYPED, DedupeOptions(merges="m.csv")), "dedupe_leads cannot use the option merges: it writes no file, it returns frames"),
    "transitions": (lambda: classify_leads(TYPED, ClassifyOptions(transitions="t.csv")), "classify_leads cannot use the option transitions"),
    "max_age": (lambda: classify_leads(TYPED, ClassifyOptions(max_age=3)), "classify_leads cannot use the option max_age"),
    "rejects": (lambda: import_leads(TYPED, ImportOptions(rejects="r.csv")), "import_leads cannot use the option rejects"),
    "options of another function": (lambda: clean_leads(TYPED, ImportOptions()), "clean_leads: options are CleanOptions, not a ImportOptions"),
    "options that are a dict": (lambda: dedupe_leads(TYPED, {"merge_at": "0.9"}), "dedupe_leads: options are DedupeOptions, not a dict"),
    "options of import": (lambda: import_leads(TYPED, "x"), "import_leads: options are ImportOptions, not a str"),
    "no rules": (lambda: score_leads(TYPED, None), "rules: give a name, a path or what read_scoring returns, not a NoneType"),
    "no lifecycle": (lambda: classify_leads(TYPED, 5), "lifecycle: give a name, a path or what read_lifecycle returns, not a int"),
    "no consent table": (lambda: classify_leads(TYPED, consent=5), "consent: give a name, a path or what read_consent returns, not a int"),
    "no titles": (lambda: clean_leads(TYPED, titles=5), "titles: give a name, a path or what read_title_words returns, not a int"),
    "no day": (lambda: score_leads(TYPED, as_of="soon"), "--as-of soon"),
    "a number for a day": (lambda: classify_leads(TYPED, as_of=20261031), "as_of: give a date or a day as '2026-10-31', not 20261031"),
    "no columns we know": (lambda: clean_leads(pd.DataFrame({"x": [1]})), "clean knows none of these columns: x"),
    "no score": (lambda: explain_lead(TYPED, "101"), "leads: has no score_reasons"),
    "no lead": (lambda: explain_lead(score_leads(TYPED), "999"), "leads: there is no lead 999"),
    "no merge log": (lambda: unmerge_leads(TYPED, TYPED), "merges: is no merge log"),
    "a merge log without ids": (
        lambda: unmerge_leads(
            TYPED, dedupe_leads(clean_leads(TYPED)).merges.drop(columns="lead_id")
        ),
        "merges: is no merge log",
    ),
    "columns a lifecycle asks for": (lambda: classify_leads(TYPED.drop(columns="score_engagement")), "unknown column 'score_engagement'"),
}  # fmt: skip


@pytest.mark.parametrize(("call", "said"), REFUSED.values(), ids=REFUSED)
def test_what_a_function_cannot_use_is_refused(call, said):
    """Nothing that is given is ignored, and nothing ends in an error of pandas."""
    with pytest.raises(LeadkitError) as error:
        call()
    assert said in str(error.value)


def test_importing_leadkit_loads_nothing():
    """Names are loaded when they are used; the version is one of them."""
    code = "import leadkit, sys; print(sorted(m for m in sys.modules if m.split('.')[0] in ('leadkit', 'pandas', 'pyarrow', 'numpy', 'yaml', 'importlib.metadata')), leadkit.__version__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == f"['leadkit'] {package.__version__}\n"


def test_every_name_is_there():
    """What __all__ lists is there, and no other name is."""
    assert set(package.__all__) == set(dir(package))
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'clean_leeds'"):
        package.clean_leeds  # noqa: B018


SCRIPT = """
import datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd

import leadkit
from leadkit import (
    ClassifyOptions, CleanOptions, CplOptions, DedupeOptions, Deduped, ImportOptions, Imported,
    LeadkitError, ScoreOptions, StudyOptions, classify_leads, clean_leads, consent_overview,
    cost_per_channel,
    cost_per_lead, dedupe_leads, explain_lead, explain_pair, import_leads, max_cpl, read_consent,
    read_lifecycle, read_merge_rules, read_scoring, read_title_words, score_leads, suppress_hashes,
    unmerge_leads,
)


def work(path: Path, crm: pd.DataFrame, did: pd.DataFrame) -> pd.DataFrame:
    imported: Imported = import_leads([path, "more.csv"], ImportOptions(source="Fair"))
    imported = import_leads({"crm.csv": crm}, per_list={"crm.csv": ImportOptions(consent_text="v")})
    notes: tuple[str, ...] = imported.notes
    cleaned = clean_leads(imported.leads, CleanOptions(region="DE"), titles=path)
    cleaned = clean_leads(crm, titles=read_title_words("titles"))
    deduped: Deduped = dedupe_leads(cleaned, DedupeOptions(), against=crm)
    back: pd.DataFrame = unmerge_leads(deduped.leads, deduped.merges)
    scored = score_leads(deduped.leads, "b2b", did, datetime.date(2026, 10, 31))
    scored = score_leads(back, read_scoring(path), as_of="today")
    scored = score_leads(back, ScoreOptions())
    done = classify_leads(scored, "lifecycle", path, "2026-10-31", last_run=crm, suppress=crm)
    done = classify_leads(scored, read_lifecycle("x"), read_consent(path), datetime.date.today())
    done = classify_leads(scored, ClassifyOptions(), key=b"secret")
    read_merge_rules(path)
    most: Decimal = cost_per_lead({"revenue": 50_000, "margin": "20%", "leads_per_order": 20})
    most = cost_per_lead(CplOptions()) + max_cpl(Decimal(1), Decimal(1), Decimal(1))
    rows: pd.DataFrame = cost_per_lead(crm, {"revenue": 50_000})
    lines: pd.DataFrame = cost_per_channel(done, crm, {"revenue": 1}, StudyOptions(by="month"))
    lines = cost_per_channel(done, figures=CplOptions())
    points = [step.points for step in explain_lead(scored, "1", "b2b").steps]
    bits: float = explain_pair(crm, "1", "2").bits
    said: pd.DataFrame = consent_overview(done, path, "2026-10-31")
    hashes: pd.DataFrame = suppress_hashes(crm, b"secret").hashes
    print(leadkit.__version__.split("."), notes, most, rows, lines, points, bits, hashes, said)
    return done


try:
    work(Path("x"), pd.DataFrame(), pd.DataFrame())
except LeadkitError as error:
    print(error)
"""
WRONG = """
import leadkit
leadkit.clean_leads("leads.csv")
leadkit.cost_per_lead(7)
leadkit.no_such_name
"""


@pytest.mark.slow  # without a cache mypy reads all of pandas' types
def test_a_users_script_passes_mypy_strict(folder, root, monkeypatch):
    """Type checkers see each function as it is: right calls pass, and wrong ones do not.

    The script stands where its user works: it knows no settings but its own.
    """
    from mypy import api

    (folder / "right.py").write_text(SCRIPT)
    (folder / "wrong.py").write_text(WRONG)
    monkeypatch.chdir(folder)
    cache = f"--cache-dir={root / '.mypy_cache' / 'users'}"
    out, err, _ = api.run(["--strict", "--config-file=", cache, "right.py", "wrong.py"])
    found = [line.partition("error: ")[2] for line in out.splitlines() if "error: " in line]
    assert not err
    assert not [line for line in out.splitlines() if "right.py" in line], out
    assert [words.rpartition("[")[2] for words in found] == [
        "arg-type]",
        "call-overload]",
        "attr-defined]",
    ]
