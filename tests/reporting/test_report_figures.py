"""Every figure of a report is that of the tables it is made of: read back from the page."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from leadkit import cost_per_channel, new_workspace, report_html, run_workspace
from leadkit.economics.intervals import wilson, z_score
from leadkit.reporting.parts.news import news_sentences
from tests.reporting.pages import Reader, figures, number
from tests.reporting.test_pages import check_safe
from tests.reporting.workspaces import with_owners, with_several_scores

LATER = "First Name,Last Name,E-Mail,Phone,Company,Source\n"


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(rows)


class Made:
    """A run of a workspace, its tables, and its report."""

    def __init__(self, folder: Path, run: str) -> None:
        self.folder, self.run = folder, folder / "runs" / run
        self.ledger = json.loads((self.run / "ledger.json").read_text("utf-8"))
        self.manifest = json.loads((self.run / "manifest.json").read_text("utf-8"))
        self.leads = rows_of(self.run / "leads.csv")
        self.page = report_html(folder, run)
        self.read = Reader(self.page)

    def chart(self, section: str, place: int = 0):
        return self.read.parts[section].charts[place]


@pytest.fixture(scope="module")
def fair(tmp_path_factory) -> Made:
    """The trade fair of the example."""
    folder = tmp_path_factory.mktemp("fair") / "fair"
    new_workspace(folder, example=True)
    return Made(folder, run_workspace(folder).run)


@pytest.fixture(scope="module")
def later(fair, tmp_path_factory) -> Made:
    """The trade fair after another list, of people who are known and others."""
    folder = tmp_path_factory.mktemp("later") / "fair"
    shutil.copytree(fair.folder, folder)
    known = next(lead for lead in fair.leads if lead["email_status"] == "valid")
    rows = [f"Ada,Neu{n},ada{n}@neu.example.com,,Neu GmbH,Website\n" for n in range(5)]
    rows.append(f"{known['first_name']},{known['last_name']},{known['email']},,,Website\n")
    rows.append("too,few\n")
    (folder / "inbox" / "later.csv").write_text(LATER + "".join(rows), "utf-8")
    return Made(folder, run_workspace(folder).run)


@pytest.fixture(scope="module")
def several(tmp_path_factory) -> Made:
    """The trade fair with a score for each of two products."""
    folder = tmp_path_factory.mktemp("several") / "fair"
    with_several_scores(folder)
    return Made(folder, run_workspace(folder).run)


@pytest.fixture(scope="module")
def assigned(tmp_path_factory) -> Made:
    """The trade fair, its leads dealt out among four people."""
    folder = tmp_path_factory.mktemp("assigned") / "fair"
    with_owners(folder)
    return Made(folder, run_workspace(folder).run)


@pytest.fixture(params=["fair", "later"])
def made(request) -> Made:
    return request.getfixturevalue(request.param)


def test_rows_are_those_of_the_ledger_and_add_up(made):
    """The flow's table has the ledger's numbers, and both of its sides have the same sum."""
    told = {
        words: number(cells[0]) for (words,), cells in figures(made.chart("rows").table).items()
    }
    ledger = made.ledger
    assert told["rows read from lists"] == ledger["read"]
    assert told.get("leads of the run before", 0) == ledger.get("master", 0)
    assert told["leads that were written"] == ledger["written"]
    assert told["rows that went into another lead"] == ledger["merged"]
    assert told["rows that could not be read"] == ledger["rejected"]
    assert told["leads that a suppression list removed"] == ledger["suppressed"]
    assert told["rows of people who were removed before"] == ledger["known"]
    assert told["all together"] == ledger["read"] + ledger.get("master", 0)
    rejects = Counter(row["_file"] for row in rows_of(made.run / "rejects.csv"))
    of_lists = Counter[str]()
    for (name, _), (many,) in figures(made.chart("rows", 1).table, 2).items():
        of_lists[name] += number(many)
    assert of_lists == rejects


def test_the_head_tells_the_most_important_figures(made):
    """The tiles are the ledger's, and what the manifest says is new."""
    tiles = made.read.tiles
    assert number(tiles["rows read"]) == made.ledger["read"]
    assert number(tiles["leads"]) == made.ledger["written"] == len(made.leads)
    assert number(tiles["of them new"]) == made.manifest["ledger"]["new"]
    assert number(tiles["duplicates merged"]) == made.ledger["merged"]
    assert made.run.name in made.page
    assert made.manifest["as_of"] in made.page


def test_moves_are_those_of_transitions(made):
    """Each way from one status to another has its count."""
    moved = Counter((row["from"], row["to"]) for row in rows_of(made.run / "transitions.csv"))
    part = made.read.parts["news"]
    told = {}
    if moved:
        table = figures(part.charts[0].table, 2)
        told = {way: number(many) for way, (many,) in table.items()}
    assert told == moved
    since = Counter(row["since_last_run"] for row in rows_of(made.run / "new.csv"))
    new = made.manifest["ledger"]["new"]
    assert since.pop("new", 0) == new
    assert all(f"{many:,} {word}" in part.says[0] for word, many in since.items())
    assert f"{new:,}" in part.says[0] or "No lead is new" in part.says[0]


def test_the_funnel_is_that_of_the_ledger(made):
    """Leads by source and status, and both conversions with Wilson's intervals."""
    counts: dict[str, Counter[str]] = {}
    for row in rows_of(made.run / "funnel.csv"):
        counts.setdefault(row["lead_source"], Counter())[row["lead_status"]] = int(row["leads"])
    table = made.chart("funnel").table
    statuses = table[0][1:-1]
    told = figures(table)
    assert told.keys() == {(source,) for source in counts}
    for (source,), cells in told.items():
        assert [number(cell) for cell in cells] == [
            *(counts[source][status] for status in statuses), counts[source].total(),
        ]  # fmt: skip
    z = z_score(Decimal("0.95"))
    for (source,), cells in figures(made.chart("funnel", 1).table).items():
        own = counts[source]
        good = own["SQL"] + own["SQO"] + own["customer"]
        assert [number(cells[0]), number(cells[1]), number(cells[4])] == [
            own.total(), good, own["customer"],
        ]  # fmt: skip
        sure = wilson(Decimal(good), Decimal(own.total()), z)
        low, high = (float(cell.rstrip("%")) for cell in cells[3].split(" to "))
        assert low == pytest.approx(float(100 * sure.low), abs=0.5)
        assert high == pytest.approx(float(100 * sure.high), abs=0.5)


def test_what_leads_cost_is_what_cpl_says(made):
    """Leads, orders, spend, cost per lead, ceiling and verdict of each source, and the total."""
    leads = pd.DataFrame(made.leads, dtype="str")
    spend = pd.DataFrame(rows_of(made.folder / "spend.csv"), dtype="str")
    wanted = cost_per_channel(leads, spend)
    kept = rows_of(made.run / "channels.csv")
    assert [[line[name] for name in ("lead_source", "cpl", "verdict")] for line in kept] == (
        wanted[["lead_source", "cpl", "verdict"]].to_numpy().tolist()
    )
    told = figures(made.chart("channels").table)
    assert told.keys() == {(source,) for source in wanted["lead_source"]}
    for line in wanted.to_dict("records"):
        cells = told[(line["lead_source"],)]
        assert [cell.replace(",", "") for cell in (*cells[:5], cells[6])] == [
            line["leads"], line["orders"], line["spend"], line["cpl"], line["max_cpl"],
            line["verdict"],
        ]  # fmt: skip


def test_who_may_be_contacted_is_what_the_leads_say(made):
    """Each channel's yeses, and the reasons of all of them."""
    for words, column in (("E-mail", "may_email"), ("Phone", "may_call"), ("Post", "may_post")):
        yes = sum(lead[column] == "yes" for lead in made.leads)
        told = figures(made.chart("contact").table)[(words,)]
        assert (number(told[0]), number(told[2])) == (yes, len(made.leads) - yes)
    reasons = Counter[tuple[str, str]]()
    for (channel, may, _), (many,) in figures(made.chart("contact", 1).table, 3).items():
        reasons[channel, may] += number(many)
    assert reasons["E-mail", "yes"] == sum(lead["may_email"] == "yes" for lead in made.leads)
    assert sum(reasons.values()) == 3 * len(made.leads)


def test_duplicates_are_those_of_the_merge_log(made):
    """By list, by evidence and by size: each sums up to the rows that were merged."""
    log = rows_of(made.run / "merges.csv")
    assert sum(number(many) for (many,) in figures(made.chart("duplicates").table).values()) == len(
        log
    )
    evidence = Counter(part for row in log for part in row["reasons"].split("; "))
    told = figures(made.chart("duplicates", 1).table)
    assert {words: number(cells[0]) for (words,), cells in told.items()} == evidence
    sizes = Counter(Counter(row["merged_into"] for row in log).values())
    table = made.read.parts["duplicates"].tables["How many rows a merged lead was made of"]
    assert {number(rows) - 1: number(leads) for rows, leads in table[1:]} == sizes


def check_score(made: Made, section: str, prefix: str, grades: bool) -> None:
    """Raise AssertionError unless a score's part has what the leads have of it."""
    scores = [float(lead[f"{prefix}score"]) for lead in made.leads]
    for (words,), cells in figures(made.chart(section).table).items():
        low, high = (float(word) for word in words.split(" to below "))
        assert number(cells[0]) == sum(low <= score < high for score in scores), words
    if grades:
        letters = Counter(lead[f"{prefix}grade"] for lead in made.leads)
        told = figures(made.chart(section, 1).table)
        assert {
            grade: number(cells[-1]) for (grade,), cells in told.items() if number(cells[-1])
        } == letters
        high = sum(
            lead[f"{prefix}grade"] == "A" and float(lead[f"{prefix}score_engagement"]) >= 25
            for lead in made.leads
        )
        assert number(told[("A",)][0]) == high
    fired, points = Counter[str](), Counter[str]()
    for lead in made.leads:
        for part in filter(None, lead[f"{prefix}score_reasons"].split("; ")):
            name, _, given = part.rpartition(":")
            fired[name] += 1
            points[name] += float(given)
    rules = figures(made.chart(section, 1 + grades).table)
    assert {name for name in fired if not name.startswith(("capped", "raised"))} <= {
        name for (name,) in rules
    }
    for (name,), cells in rules.items():
        if not name.startswith(("capped", "raised")):
            assert number(cells[0]) == fired[name], name
            assert number(cells[2].lstrip("+")) == pytest.approx(points[name], abs=0.51), name


def test_scores_and_rules_are_those_of_the_leads(made):
    """All scores are in a bin, all grades in the grid, and each rule has its leads and points."""
    check_score(made, "scores", "", grades=True)


def test_each_of_several_scores_has_its_own_part(several):
    """With its own thresholds, grades and rules, and what is idle in which file."""
    assert "scores" not in several.read.parts
    check_score(several, "scores-1", "b2b_", grades=True)
    check_score(several, "scores-2", "valves_", grades=False)
    first, second = (several.read.parts[f"scores-{number}"] for number in (1, 2))
    assert (first.heading, second.heading) == (
        "Scores by b2b, and what they are made of",
        "Scores by valves, and what they are made of",
    )
    reach = sum(float(lead["valves_score"]) >= 30 for lead in several.leads)
    assert f"{reach:,} (" in second.says[0]
    assert "that MQL asks for" in second.says[0]
    assert "SQL asks for" not in second.says[0]
    assert "that SQL asks for" in first.says[0]
    idle = [words for _, words in several.read.parts["next"].steps if "scoring valves" in words]
    assert ["in_antarctica" in words for words in idle] == [True]
    check_safe(several.page)


def test_owners_are_those_of_the_leads(assigned):
    """Who has how many leads, by status and with which scores, and what the run gave to whom."""
    part = assigned.read.parts["owners"]
    told = {cells[0]: cells for cells in part.charts[0].table[1:]}
    given = {line["owner"]: line for line in assigned.ledger["owners"] if line["team"] == "sales"}
    assert told.keys() == given.keys()
    assert "Ana Duarte" in told
    for owner, cells in told.items():
        own = [lead for lead in assigned.leads if lead["owner"] == owner]
        _, team, by_status, leads, mean, new, dealt, weight, room = cells
        assert (team, number(leads)) == ("sales", len(own))
        statuses = Counter(lead["lead_status"] for lead in own)
        assert dict(part.rsplit(" ", 1) for part in by_status.split(", ") if part) == {
            status: str(many) for status, many in statuses.items()
        }
        scores = [float(lead["score"]) for lead in own]
        assert mean == (f"{sum(scores) / len(scores):.1f}" if scores else "")
        line = given[owner]
        assert (new, dealt, weight, room) == (
            line["new"], line["share"], line["weight"], line["capacity"],
        )  # fmt: skip
    owned = sum(bool(lead["owner"]) for lead in assigned.leads)
    assert f"{owned:,} leads have an owner" in part.says[0]


def test_what_waits_and_what_is_due_is_what_the_leads_say(assigned):
    """By queue and reason, by day, and by track; together they are all leads."""
    part = assigned.read.parts["owners"]
    waits = Counter(
        (lead["owner_queue"], lead["owner_reason"])
        for lead in assigned.leads
        if lead["owner_queue"]
    )
    told = {why: number(cells[0]) for why, cells in figures(part.charts[1].table, 2).items()}
    assert told == waits
    assert len(waits) > 1
    due = Counter(lead["due_at"][:10] for lead in assigned.leads if lead["due_at"])
    days = figures(part.charts[2].table)
    assert {day: number(cells[0]) for (day,), cells in days.items()} == due
    assert number([*days.values()][-1][1]) == due.total()
    reviews = Counter(
        (lead["nurture_track"], lead["review_at"])
        for lead in assigned.leads
        if lead["nurture_track"]
    )
    (table,) = part.tables.values()
    assert {(track, day): number(many) for track, day, many in table[1:]} == reviews
    nobody = sum(not lead["owner"] and not lead["owner_queue"] for lead in assigned.leads)
    assert f"{nobody:,} leads have neither owner nor queue" in part.says[0]
    check_safe(assigned.page)


def test_an_owner_of_no_team_is_masked(assigned, tmp_path):
    """It is a cell of a list; with values shown it is not. Without a ledger all leads count."""
    leads = [dict(lead) for lead in assigned.leads]
    leads[0]["owner"] = "eva.kern@firm.example.com"
    write_rows(tmp_path / "leads.csv", leads)
    page = report_html(tmp_path)
    assert "eva.kern" not in page
    assert "e*******@f***.example.com" in page
    assert "eva.kern@firm.example.com" in report_html(tmp_path, show_values=True)
    rows = Reader(page).parts["owners"].charts[0].table[1:]
    assert sum(number(cells[3]) for cells in rows) == sum(bool(one["owner"]) for one in leads)


def test_who_has_no_owners_has_no_such_part(fair):
    """A column owner of a list is no assignment."""
    assert "owners" not in fair.read.parts
    assert any(lead["owner"] for lead in fair.leads)


def test_quality_is_what_clean_counted_and_the_leads_hold(made):
    """Before and after cleaning, and what of the leads is filled."""
    (clean,) = (stage for stage in made.ledger["stages"] if stage["name"] == "clean")
    told = figures(made.chart("quality").table)
    for (name,), cells in told.items():
        counts = clean["cells"][name]
        came = sum(counts[word] for word in ("fine", "mended", "doubtful", "emptied"))
        right = counts["fine"] + counts["mended"]
        assert [number(cell) for cell in cells] == [
            came, counts["fine"], counts["mended"], right, counts["doubtful"], counts["emptied"],
            counts["gained"],
        ]  # fmt: skip
    for (name,), cells in figures(made.chart("quality", 1).table).items():
        filled = sum(lead[name] != "" for lead in made.leads)
        assert (number(cells[0]), number(cells[3])) == (filled, len(made.leads) - filled), name
    codes = Counter(code for lead in made.leads for code in lead["issues"].split("; ") if code)
    table = made.read.parts["quality"].tables["Every code in the column issues"]
    assert {code: number(many) for code, _, many in table[1:]} == codes


def test_what_to_do_next_has_its_counts(made):
    """Each step counts what its table holds."""
    steps = {words: count for count, words in made.read.parts["next"].steps}
    told = {" ".join(words.split()[:4]): number(count) for words, count in steps.items()}
    rejected = told.get("rows could not be", 0) + told.get("row could not be", 0)
    assert rejected == made.ledger["rejected"] > 0
    unowned = sum(lead["next_step"].endswith("(no owner yet)") for lead in made.leads)
    assert told["leads are worth a"] == unowned
    invalid = sum("email_invalid" in lead["issues"].split("; ") for lead in made.leads)
    assert told["leads have an e-mail"] == invalid
    waiting = sum(not row["decision"] for row in rows_of(made.run / "review.csv"))
    assert told.get("pair of leads may", 0) + told.get("pairs of leads may", 0) == waiting


def test_the_report_in_the_folder_is_the_one_that_is_made_of_it(made):
    """Who asks for the report of a run later gets the page that lies beside its tables."""
    kept = (made.run / "report.html").read_text("utf-8")
    assert Reader(kept).parts.keys() == made.read.parts.keys()
    assert [chart.table for part in Reader(kept).parts.values() for chart in part.charts] == [
        chart.table for part in made.read.parts.values() for chart in part.charts
    ]
    (output,) = (one for one in made.manifest["outputs"] if one["name"] == "report.html")
    assert (output["rows"], output["copied"]) == (None, False)


def test_who_scores_enough_and_is_not_that_far_is_told_beside_the_threshold(made):
    """A score alone makes no status: the difference is no mistake, and the page says so."""
    (said,) = made.read.parts["scores"].says
    line, told = ["MQL", "SQL", "SQO", "customer"], []
    for status, least in (("MQL", 45), ("SQL", 65)):  # as the lifecycle of the example has it
        enough = sum(float(lead["score"]) >= least for lead in made.leads)
        further = line[line.index(status) :]
        there = sum(lead["lead_status"] in further for lead in made.leads)
        expected = f"reach the {least} that {status} asks for" + (
            f", and {there:,} are that far: it asks for more." if there < enough else "."
        )
        assert expected in said
        told.append(there < enough)
    assert any(told)


def test_reasons_against_contact_stand_by_channel_the_one_of_the_title_first(made):
    """A manager reads the title, and looks for it in the first bar."""
    chart = made.chart("contact", 1)
    told = chart.alternative.partition("contacted. ")[2].rstrip(".").split("; ")
    channels = [one.partition(":")[0] for one in told]
    order = ["E-mail", "Phone", "Post"]
    assert channels == sorted(channels, key=order.index)
    assert told[0].startswith("E-mail: ")
    assert chart.title.partition(": ")[2] == told[0].removeprefix("E-mail: ").rpartition(" ")[0]


@pytest.mark.parametrize(
    ("previous", "new", "told"),
    [("2026-10-01T080000Z", 3, True), ("2026-10-01T080000Z", 0, False), ("", 9, False)],
)
def test_moves_of_new_leads_are_told_as_such(previous, new, told):
    run = SimpleNamespace(
        files=SimpleNamespace(new=new, previous=previous), rows={"written": 9}, since={},
        moves={("lead", "MQL"): 2},
    )  # fmt: skip
    (said,) = news_sentences(run)
    end = ", new ones among them." if told else "."
    assert said.endswith(f"2 leads moved to another status{end}")
