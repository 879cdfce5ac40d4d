"""Activities: who did what and when, counted in a stream, on boundaries and off them."""

from __future__ import annotations

import gzip
import random
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from leadkit.base.as_planned import AsPlanned
from leadkit.base.errors import LeadkitError
from leadkit.base.frames import LeadFrame
from leadkit.files.read import opened_activities
from leadkit.rules.item import parse_yaml
from leadkit.score import score_leads
from leadkit.scoring.scorecard import compile_scoring
from leadkit.scoring.scores import prepare, score_batch

AS_OF = "2026-10-08"


def rules_of(rule):
    return compile_scoring(parse_yaml(f"rules:\n  - {{name: r, group: g, {rule}}}\n", "rules.yaml"))


def score(rule, activities, lead=None, as_of=AS_OF):
    """Return the reasons of one lead; an activity is (type, day, detail, value)."""
    leads = pd.DataFrame(
        [{"lead_id": "1", "email": "eva@a.example.com", **(lead or {})}], dtype="str"
    )
    rows = [("EVA@a.example.com", *row, *[""] * (4 - len(row))) for row in activities]
    columns = ["email", "type", "when", "detail", "value"]
    did = pd.DataFrame(rows, columns=columns, dtype="str")
    return score_leads(leads, rules_of(rule), did, as_of)["score_reasons"].iloc[0]


def day(ago):
    return (date.fromisoformat(AS_OF) - timedelta(days=ago)).isoformat()


OPEN = "activity: {type: open, "
CASES = [  # claim, rule, activities, reasons
    ("once, however often", "activity: open, points: 5", [("open", day(1))] * 9, "r:+5"),
    ("of another kind", "activity: open, points: 5", [("click", day(1))], ""),
    ("one of several kinds, in any case", "activity: [open, Click], points: 5", [("CLICK ", day(1))], "r:+5"),
    ("any kind", "activity: {within: 9 days}, points: 5", [("x", day(9))], "r:+5"),
    ("per activity, capped", "activity: open, points: '0.5 per open, max 1'", [("open", day(1))] * 3, "r:+1.5; capped r 1.5>1:-0.5"),
    ("per different mail, once each", "activity: open, points: '2 per different detail, once each'", [("open", day(1), "A"), ("open", day(2), "a"), ("open", day(3), "B"), ("open", day(3), "")], "r:+4"),
    ("a sum of numbers as people write them", "activity: video, points: 1 per value", [("video", day(1), "", "1.000"), ("video", day(2), "", "0,5"), ("video", day(2), "", "long")], "r:+1000.5"),
    ("at least three", f"{OPEN}at_least: 3}}, points: 5", [("open", day(1))] * 2, ""),
    ("at least three, exactly", f"{OPEN}at_least: 3}}, points: 5", [("open", day(1))] * 3, "r:+5"),
    ("at most one, none at all", f"{OPEN}at_most: 1}}, points: 5", [], "r:+5"),
    ("three different ones", f"{OPEN}different: detail, at_least: 2}}, points: 5", [("open", day(1), "A")] * 3, ""),
    ("on the day itself", f"{OPEN}within: 30 days}}, points: 5", [("open", AS_OF)], "r:+5"),
    ("on the boundary", f"{OPEN}within: 30 days}}, points: 5", [("open", day(30))], "r:+5"),
    ("a day beyond it", f"{OPEN}within: 30 days}}, points: 5", [("open", day(31))], ""),
    ("tomorrow is not yet", "activity: open, points: 5", [("open", day(-1))], ""),
    ("late on the day is the day", "activity: open, points: 5", [("open", f"{AS_OF}T23:59:59")], "r:+5"),
    ("no readable day", "activity: open, points: 5", [("open", ""), ("open", "03/04/2026")], ""),
    ("half after a half-life", f"{OPEN}decay: half-life 30 days}}, points: 20", [("open", day(30))], "r:+10"),
    ("whole on the day", f"{OPEN}decay: half-life 30 days}}, points: 20", [("open", day(0))], "r:+20"),
    ("the latest counts once", f"{OPEN}decay: half-life 30 days}}, points: 20", [("open", day(60)), ("open", day(30))], "r:+10"),
    ("each fades by itself", f"{OPEN}decay: half-life 30 days}}, points: 4 per open", [("open", day(60)), ("open", day(30))], "r:+3"),
    ("linear", f"{OPEN}decay: linear 90 days}}, points: 9", [("open", day(30))], "r:+6"),
    ("linear, at its end", f"{OPEN}decay: linear 90 days}}, points: 9", [("open", day(90))], ""),
    ("negative points fade too", f"{OPEN}decay: half-life 30 days}}, points: -8", [("open", day(30))], "r:-4"),
    ("the last one, long ago", f"{OPEN}last: {{older_than: 60 days}}}}, points: -5", [("open", day(61)), ("open", day(99))], "r:-5"),
    ("the last one, lately", f"{OPEN}last: {{older_than: 60 days}}}}, points: -5", [("open", day(61)), ("open", day(1))], ""),
    ("never is not long ago", f"{OPEN}last: {{older_than: 60 days}}}}, points: -5", [], ""),
    ("where the detail is such", f"{OPEN}where: {{detail: {{starts_with: /p}}}}}}, points: 5", [("open", day(1), "/x")], ""),
    ("disqualifying", "activity: bounce, points: disqualify", [("bounce", day(1))], "disqualified r:+0"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "did", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_counts(rule, did, expected):
    """Kinds, counts, sums, windows, decay, and the two days on either side of each boundary."""
    assert score(rule, did) == expected


OURS = "0f3a5c7e9b1d2468"


def test_who_is_meant():
    """By lead_id before e-mail; a merged lead keeps the activities of all its rows, once each."""
    rules = rules_of("activity: open, points: 1 per open")
    different = rules_of("activity: open, points: 1 per different detail")
    leads = pd.DataFrame(
        {
            "lead_id": [OURS, "2", "3", "4"],
            "merged_ids": ["7; 8", "", "", ""],
            "email": ["eva@a.example.com", "info@b.example.com", "info@b.example.com", ""],
            "email_2": ["Eva <EVA@home.example.com>", "", "", ""],
        },
        dtype="str",
    )
    who = [
        ("", "eva@a.example.com", "A"), ("", "mailto:eva@home.example.com", "A"), ("8", "", "B"),
        (OURS, "info@b.example.com", "B"), ("", "INFO@b.example.com", "C"), ("", "", "D"), ("9", "", "E"),
    ]  # fmt: skip
    did = pd.DataFrame(who, columns=["lead_id", "email", "detail"], dtype="str")
    did["type"], did["when"] = "open", AS_OF
    assert score_leads(leads, rules, did, AS_OF)["score"].tolist() == ["4", "1", "1", "0"]
    assert score_leads(leads, different, did, AS_OF)["score"].tolist() == ["2", "1", "1", "0"]


def test_who_cannot_be_known_and_what_was_not_given():
    """A lead without address and id, and any lead without activities, is not evaluated."""
    rule = "activity: open, points: 5, unknown: 2"
    assert score(rule, []) == ""
    nameless = pd.DataFrame({"email": [""]}, dtype="str")
    did = pd.DataFrame(
        {"email": ["a@b.example.com"], "type": ["open"], "when": [AS_OF]}, dtype="str"
    )
    assert score_leads(nameless, rules_of(rule), did, AS_OF)["score"].tolist() == ["2"]
    assert score_leads(nameless, rules_of(rule))["score"].tolist() == ["2"]


def test_exports_of_many_kinds():
    """Columns are found under the names that exports give them."""
    leads = pd.DataFrame({"lead_id": ["1"], "email": ["eva@a.example.com"]}, dtype="str")
    rules = rules_of("activity: open, points: 1 per different detail")
    for names in (
        ["E-Mail-Adresse", "Aktivität", "Datum", "Betreff"],
        ["Recipient", "Event Type", "Timestamp", "Subject"],
        ["email", "event", "created_at", "url"],
    ):
        did = pd.DataFrame([["eva@a.example.com", "open", "1.10.2026 09:00", "x"]], columns=names)
        assert score_leads(leads, rules, did.astype("str"), AS_OF)["score"].tolist() == ["1"], names


COLUMNS = [  # claim, header, activity, points, notes
    ("our own name before a synonym", "email,event,type,when", "eva@a.example.com,x,open,2026-10-01", "1", ["did.csv: type is read from 'type', not from 'event'"]),
    ("a clock is no second day", "email,time,type,date", "eva@a.example.com,9:30,open,2026-10-01", "1", []),
    ("the id of another program beside an address", "Lead ID,Email,type,when", "00Q5,eva@a.example.com,open,2026-10-01", "1", []),
    ("that id on the lead", "Contact ID,type,when", "C-7,open,2026-10-01", "1", ["did.csv: 'Contact ID' says who it was: the leads' lead_id or external_id"]),
    ("the id decides, and nothing counts twice", "Lead ID,Email,type,when", "C-7,eva@a.example.com,open,2026-10-01", "1", []),
    ("an id of ours of another lead", "lead_id,email,type,when", "aaaabbbbccccdddd,eva@a.example.com,open,2026-10-01", "0", []),
    *((f"when: {name}", f"email,type,{name}", "eva@a.example.com,open,2026-10-01", "1", []) for name in (
        "Fecha", "Data", "Event timestamp", "Timestamp (UTC)", "Created Date", "date_added",
        "Datum/Uhrzeit", "Activity date/time", "Date de création")),
    ("titles above the header", "Report,,\nemail,type,when", "eva@a.example.com,open,2026-10-01", "1", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row", "points", "notes"), [c[1:] for c in COLUMNS], ids=[c[0] for c in COLUMNS]
)
@pytest.mark.parametrize("packed", [False, True])
def test_columns_of_exports(tmp_path, monkeypatch, header, row, points, notes, packed):
    """Whatever import would read is read, in its words too, and what is left aside is told."""
    monkeypatch.chdir(tmp_path)
    text = f"{header}\n{row}\n".encode()
    Path("did.csv").write_bytes(gzip.compress(text) if packed else text)
    leads = pd.DataFrame(
        {"lead_id": [OURS], "email": ["eva@a.example.com"], "external_id": ["C-7"]}, dtype="str"
    )
    rules, as_of = rules_of("activity: open, points: 1 per open"), date.fromisoformat(AS_OF)
    counted = prepare(rules, opened_activities(["did.csv"]), as_of)
    assert score_batch(leads, rules, counted, as_of)["score"].tolist() == [points]
    assert counted.notes == notes


def test_activities_of_nobody_are_told():
    """Once all leads were seen, in any batches; by id or by address is enough."""
    who = [
        ("00Q1", "a@x.example.com"), ("00Q2", "b@x.example.com"), ("00Q3", "c@x.example.com"), ("", "d@x.example.com"),
        ("1", "z@x.example.com"), ("", "a@x.example.com"), ("00Q2", "b@x.example.com"), ("", ""),
    ]  # fmt: skip
    did = pd.DataFrame(who, columns=["lead_id", "email"], dtype="str")
    did["when"] = AS_OF
    leads = pd.DataFrame(
        {"lead_id": ["1", "2"], "email": ["c@x.example.com", "A@x.example.com"]}, dtype="str"
    )
    rules, as_of = rules_of("activity: {within: 9 days}, points: 1"), date.fromisoformat(AS_OF)
    for size in (1, 2):
        counted = prepare(rules, [LeadFrame(did, "activities")], as_of)
        for at in range(0, 2, size):
            score_batch(leads[at : at + size], rules, counted, as_of)
        # of lead 1 only what its id says: 00Q3 beside its address is another's
        assert counted.after_all() == ["activities: 4 of 7 activities belong to no lead"]
        assert not isinstance(counted.after_all()[0], AsPlanned)


DAYS = [  # claim, cells, how many can be told, notes
    ("any form that clean reads", ["9/28/2026 2:05 PM", "28-09-2026", "Sep 28, 2026", "28. September 2026", "28-Sep-2026", "Mon 28 Sep 2026", "2026-09-28 14.05"], 7, []),
    ("one tells the order for all", ["03/04/2026", "9/28/2026 2:05 PM"], 2, []),
    ("days before months, in any batch", ["28/09/2026", "03/04/2026 10:00"], 2, []),
    ("nothing tells the order", ["03/04/2026", "2026-09-28"], 1, ["1 activity has a day that may be day/month or month/day and does not count"]),
    ("both orders", ["13/04/2026", "04/13/2026", "03/04/2026"], 2, ["1 activity has a day that may be day/month or month/day and does not count"]),
    ("month/day makes it the future", ["9/28/2026", "10/12/2026"], 1, ["1 activity is after 2026-10-08 and does not count"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "known", "notes"), [c[1:] for c in DAYS], ids=[c[0] for c in DAYS]
)
@pytest.mark.parametrize("size", [1, 99])
def test_days_as_they_are_written(cells, known, notes, size):
    """Score reads the days that clean reads; an order of day and month is that of the column."""
    did = pd.DataFrame({"when": cells, "email": "a@b.example.com", "type": "open"}, dtype="str")
    did = did.assign(detail="", value="")[list(Stream.columns)]
    leads = pd.DataFrame({"email": ["a@b.example.com"]}, dtype="str")
    rules, as_of = rules_of("activity: open, points: 1 per open"), date.fromisoformat(AS_OF)
    counted = prepare(rules, [Stream(did, size)], as_of)
    assert score_batch(leads, rules, counted, as_of)["score"].tolist() == [str(known)]
    assert counted.notes == [f"stream: {note}" for note in notes]


SUMS = [  # claim, values, at least so much and no more
    ("three of five milliards", ["5000000000"] * 3, 15e9),
    ("ten thousand of a milliard", ["1000000000"] * 10_000, 9e12),
    ("and less than nothing", ["-1000000000"] * 10_000, -9e12),
    ("one beyond the limit", ["99000000000000"] * 3, 9e12),
]  # fmt: skip


@pytest.mark.parametrize(("values", "total"), [c[1:] for c in SUMS], ids=[c[0] for c in SUMS])
@pytest.mark.parametrize("size", [70, 20_000])
def test_great_sums_stay_right_or_at_the_limit(values, total, size):
    """A sum never turns its sign; 9,000,000,000,000 is the most, and the least below zero."""
    did = pd.DataFrame({"value": values, "email": "a@b.example.com"}, dtype="str")
    did = did.assign(type="deal", when=AS_OF, detail="")[list(Stream.columns)]
    leads = pd.DataFrame({"email": ["a@b.example.com"]}, dtype="str")
    low, high = sorted((total * 0.999999, total * 1.000001))
    rules = rules_of(
        f"activity: {{type: deal, sum: value, between: [{low:f}, {high:f}]}}, points: 5"
    )
    as_of = date.fromisoformat(AS_OF)
    counted = prepare(rules, [Stream(did, size)], as_of)
    assert score_batch(leads, rules, counted, as_of)["score"].tolist() == ["5"]


MISTAKES = {
    "decay of what": (
        f"{OPEN}decay: fast}}, points: 5",
        "write 'half-life 30 days', 'linear 90 days' or '10% per month'",
    ),
    "decay of different ones": (
        f"{OPEN}decay: linear 9 days}}, points: 5 per different detail",
        "decay goes with",
    ),
    "window of what": (
        f"{OPEN}within: soon}}, points: 5",
        "within: 'soon' is no span of time; write it as 30 days",
    ),
    "two measures": (f"{OPEN}sum: value, different: detail}}, points: 5", "different and sum"),
    "units that differ": (
        f"{OPEN}different: detail}}, points: 5 per value",
        "the points are per value",
    ),
    "last of numbers": (f"{OPEN}last: {{at_least: 3}}}}, points: 5", "unknown operator of last"),
    "table of activities": (
        "activity: open, points: {country: {DE: 5}}",
        "a table of points is of a column of the leads",
    ),
    "no kind": ("activity: {type: }, points: 5", "which activity?"),
    "unknown key": (
        f"{OPEN}withn: 3 days}}, points: 5",
        "unknown key of an activity 'withn'; did you mean 'within'?",
    ),
}


@pytest.mark.parametrize(("rule", "said"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_said(rule, said):
    """An activity rule that cannot be meant is an error with file and line."""
    with pytest.raises(LeadkitError, match=r"^rules\.yaml:2: ") as error:
        rules_of(rule)
    assert said in str(error.value)


def test_activities_need_a_day_and_columns():
    """No wall clock: the day is said. Columns nobody knows are errors; ours may be missing."""
    leads = pd.DataFrame({"lead_id": ["1"], "email": ["a@b.example.com"]}, dtype="str")
    did = pd.DataFrame({"email": ["a@b.example.com"], "when": [AS_OF]}, dtype="str")
    rules = rules_of("activity: open, points: 5")
    with pytest.raises(LeadkitError, match="say which, with --as-of"):
        score_leads(leads, rules, did)
    with pytest.raises(LeadkitError, match=r"rules\.yaml:2: this counts days"):
        score_leads(leads, rules_of("when: {created_at: {within: 3 days}}, points: 5"))
    with pytest.raises(LeadkitError, match="no column says when it was"):
        score_leads(leads, rules, did[["email"]], AS_OF)
    with pytest.raises(LeadkitError, match="no column says who it was"):
        score_leads(leads, rules, did[["when"]], AS_OF)
    with pytest.raises(LeadkitError, match="has no column 'detial'; did you mean 'detail'"):
        score_leads(leads, rules_of("activity: open, points: 5 per different detial"), did, AS_OF)
    counted = prepare(
        rules, [LeadFrame(did.assign(when="2026-10-09"), "activities")], date(2026, 10, 8)
    )
    assert counted
    assert counted.notes == [
        "activities has no type: nothing counts for r",
        "activities: 1 activity is after 2026-10-08 and does not count",
    ]


class Stream:
    """Activities in batches, as a file larger than memory gives them."""

    name = "stream"
    columns = ("email", "type", "when", "detail", "value")

    def __init__(self, table, size):
        self.table, self.size = table, size

    def batches(self):
        for at in range(0, len(self.table), self.size):
            yield self.table.iloc[at : at + self.size]


def test_neither_order_nor_batches_of_activities_change_anything():
    """Sums are of whole millionths, so that no order of adding changes the last digit."""
    rng = random.Random(3)
    text = "rules:\n" + "".join(f"  - {{name: r{at}, group: g, {rule}}}\n" for at, rule in enumerate([
        "activity: open, points: 0.1 per open",
        "activity: {type: open, decay: half-life 7 days}, points: 0.3 per open",
        "activity: {type: [open, click], decay: linear 50 days}, points: 0.7 per value",
        "activity: open, points: 1 per different detail",
        "activity: {type: click, last: {within: 10 days}}, points: 5",
    ]))  # fmt: skip
    rules = compile_scoring(parse_yaml(text, "rules.yaml"))
    people = [f"p{number}@a.example.com" for number in range(20)]
    rows = [
        (rng.choice(people), rng.choice(["open", "click"]), day(rng.randrange(-3, 60)),
         rng.choice("ABCDE"), f"{rng.random():.3f}")
        for _ in range(400)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(Stream.columns), dtype="str")
    leads = pd.DataFrame({"lead_id": people, "email": people}, dtype="str")
    as_of = date.fromisoformat(AS_OF)

    def scored(activities, size):
        return score_batch(leads, rules, prepare(rules, [Stream(activities, size)], as_of), as_of)

    whole = scored(table, len(table))
    opens = table[(table["type"] == "open") & (table["when"] <= AS_OF)]
    counts = opens.groupby("email").size()
    for row in whole.to_dict("records"):
        assert f"r0:+{round(counts[row['email']] * 0.1, 2):g};" in row["score_reasons"] + ";"
    for seed, size in ((1, 13), (2, 57), (3, 399)):
        shuffled = table.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(whole, scored(shuffled, size))
        files = [shuffled[:size], shuffled[size : size + 9], shuffled[:0], shuffled[size + 9 :]]
        apart = prepare(rules, [Stream(part, 50) for part in files], as_of)
        pd.testing.assert_frame_equal(whole, score_batch(leads, rules, apart, as_of))
        frames = [part.reset_index(drop=True) for part in files]
        as_one = score_leads(leads, rules, frames, AS_OF)
        assert as_one["score_reasons"].tolist() == whole["score_reasons"].tolist()


def test_memory_grows_with_people_not_with_activities():
    """After ten times as many activities of the same people, no more is kept."""
    import numpy as np

    from leadkit.base.keyed import Pairs, Tally

    keys = np.arange(1000, dtype=np.uint64)
    tally, pairs = Tally(np.add.reduceat), Pairs()
    for _ in range(50):
        tally.add(keys, np.ones(1000, np.int64))
        pairs.add(keys, keys % np.uint64(3))
    assert sum(len(run[0]) for run in tally._runs) <= 3000
    assert sum(map(len, pairs._runs)) <= 3000
    assert tally.of(keys).tolist() == [50] * 1000
    assert pairs.count(np.zeros(1000, np.int64), keys, 1).tolist() == [3]


def test_files_of_several_forms(tmp_path, monkeypatch):
    """Each has its own columns and its own way to write a day; what one lacks another may have."""
    monkeypatch.chdir(tmp_path)
    Path("web.csv").write_text("E-Mail,Type,Datum\neva@a.example.com,open,13.09.2026\n")
    Path("crm").mkdir()
    Path("crm/1.csv").write_text("lead_id;type;when;value\n1;deal;2026-09-01;7\n")
    Path("crm/2.csv").write_text("lead_id;type;when;value\n1;deal;2026-09-01;8\n")
    did = opened_activities(["web.csv", "crm", "crm/*.csv"])
    assert [one.name for one in did] == ["web.csv", "crm/1.csv", "crm/2.csv"]
    rules = compile_scoring(parse_yaml("""rules:
      - {name: opened, group: g, activity: open, points: 1}
      - {name: sums, group: g, activity: deal, points: 1 per value}""", "rules.yaml"))  # fmt: skip
    leads = pd.DataFrame({"lead_id": ["1"], "email": ["eva@a.example.com"]}, dtype="str")
    as_of = date.fromisoformat(AS_OF)
    counted = prepare(rules, did, as_of)
    reasons = score_batch(leads, rules, counted, as_of)["score_reasons"]
    assert reasons.tolist() == ["sums:+15; opened:+1"]
    assert counted.after_all() == []
    with pytest.raises(LeadkitError, match=r"web\.csv, crm/1\.csv has no column 'valeu'"):
        prepare(rules_of("activity: deal, points: 1 per valeu"), did[:2], as_of)


def test_the_same_activities_twice(tmp_path, monkeypatch):
    """A copy of a file under another name is refused: all of it would count twice."""
    monkeypatch.chdir(tmp_path)
    for name in ("did.csv", "did (1).csv"):
        Path(name).write_text("email,type,when\neva@a.example.com,open,2026-09-13\n")
    with pytest.raises(LeadkitError) as error:
        opened_activities(["did*.csv"])
    said = "did.csv: holds the same as did (1).csv, and would be counted twice; leave one out"
    assert str(error.value) == said


def test_what_two_exports_both_have_counts_once(tmp_path):
    """Cell for cell; what one file has twice counts twice, and other columns make other files."""
    old = ["eva@a.example.com,open,2026-10-01 09:00", "eva@a.example.com,open,2026-10-02 09:00",
           "eva@a.example.com,open,2026-10-02 09:00"]  # fmt: skip
    new = [
        *old[1:],
        old[1],
        "eva@a.example.com,open,2026-10-03 09:00",
        old[0].replace("eva", "jan"),
    ]
    (tmp_path / "old.csv").write_text("email,type,when\n" + "\n".join(old) + "\n")
    (tmp_path / "new.csv").write_text("email,type,when\n" + "\n".join(new) + "\n")
    (tmp_path / "crm.csv").write_text(f"email,type,when,detail\n{old[0]},\n")

    def told(*names):
        rules = rules_of("activity: open, points: 1 per open")
        counted = prepare(
            rules,
            opened_activities([str(tmp_path / name) for name in names]),
            date.fromisoformat(AS_OF),
        )
        lead = pd.DataFrame([{"lead_id": "1", "email": "eva@a.example.com"}], dtype="str")
        scored = score_batch(lead, rules, counted, date.fromisoformat(AS_OF))
        return scored["score"].iloc[0], [str(note).rpartition("/")[2] for note in counted.notes]

    assert told("old.csv") == ("3", [])
    said = "stand in an earlier file, too, cell for cell, and count once"
    assert told("old.csv", "new.csv") == ("5", [f"new.csv: 2 activities {said}"])
    assert told("new.csv", "old.csv") == (
        "5", [f"old.csv: 2 activities {said}"],
    )  # fmt: skip
    assert told("old.csv", "crm.csv") == ("4", [])
    assert told("old.csv", "crm.csv", "new.csv")[0] == "6"


def test_two_exports_are_told_apart_where_days_need_a_second_reading(tmp_path):
    """Of a file that is read twice, nothing is left out because of itself."""
    rows = ["eva@a.example.com,open,03/04/2026", "eva@a.example.com,open,13/04/2026"]
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("email,type,when\n" + "\n".join(rows) + "\n")
        rows.append("eva@a.example.com,open,14/04/2026")
    rules = rules_of("activity: open, points: 1 per open")
    sources = opened_activities([str(tmp_path / name) for name in ("a.csv", "b.csv")])
    counted = prepare(rules, sources, date.fromisoformat(AS_OF))
    lead = pd.DataFrame([{"lead_id": "1", "email": "eva@a.example.com"}], dtype="str")
    assert score_batch(lead, rules, counted, date.fromisoformat(AS_OF))["score"].tolist() == ["3"]
    assert [note.partition("b.csv: ")[2][:12] for note in counted.notes] == ["2 activities"]
