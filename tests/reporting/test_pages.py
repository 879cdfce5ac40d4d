"""Pages hold no script and no cell of anybody, whatever lists hold, and make sense of little."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit import new_workspace, report_html, run_workspace
from leadkit.base.errors import LeadkitError
from leadkit.reporting.page import page_of
from leadkit.reporting.run_files import RunFiles
from leadkit.reporting.run_report import report_page
from leadkit.reporting.sheet import Section, Sheet, Step, Table
from leadkit.reporting.shown import masked, shown
from tests.reporting.pages import Reader

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section",
    "h1", "h2", "h3", "p", "ul", "ol", "li", "a", "b", "span", "code", "figure", "details",
    "summary", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "desc", "g",
    "text", "rect", "line", "path", "circle",
}  # fmt: skip
ATTRIBUTES = re.compile(
    r"lang|charset|http-equiv|content|name|id|class|href|role|scope|aria-[a-z]+|data-h|width|height"
    r"|viewbox|preserveaspectratio|x|y|x[12]|y[12]|c[xy]|r|d|text-anchor|fill-opacity"
)
ATTACKS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'><svg onload=alert(1)>",
    '=HYPERLINK("http://x.example.com","a")', "\u202eevil\u202c text", "{{ 7*7 }}{% raw %}",
    "</style><script>alert(2)</script>", "x" * 3000, "javascript:alert(1)", "<!-- -->", "]]>",
    "العربية " * 30, "WMWMWMWM" * 20, "展示会の名前" * 12, "&lt;b&gt;", "a\u0301" * 200, "\x1b[2J",
)  # fmt: skip
COLUMNS = (
    "first_name", "last_name", "email", "phone", "company", "lead_source", "consent", "owner",
    "notes", "lead_status",
)  # fmt: skip
CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def written(path: Path, columns: tuple[str, ...], *rows: tuple[str, ...] | list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as opened:
        csv.writer(opened).writerows([columns, *rows])
    return path


def workspace(folder: Path, *rows: list[str], columns=COLUMNS, name="list.csv", steps="") -> Path:
    """Return a workspace that took in a list of these rows."""
    new_workspace(folder)
    written(folder / "inbox" / name, columns, *rows)
    if steps:
        (folder / "pipeline.yaml").write_text(f"import: {{files: [inbox/]}}\nsteps:\n{steps}")
    run_workspace(folder)
    return folder


def check_safe(page: str) -> Reader:
    """Raise AssertionError unless a page is well formed, and can run and fetch nothing."""
    read = Reader(page)
    for tag, attributes in read.tags:
        assert tag in TAGS, tag
        for name, value in attributes.items():
            assert ATTRIBUTES.fullmatch(name), (tag, name)
            if name == "href":
                assert re.fullmatch(r"#[a-z]+(-\d+)?", value or ""), value
    told = [attributes for tag, attributes in read.tags if tag == "meta"]
    assert any(
        one.get("http-equiv") == "Content-Security-Policy" and one["content"] == CSP for one in told
    )
    assert "url(" not in page
    assert "@import" not in page
    assert len(page.encode()) < 500_000
    levels = [level for level, _ in read.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    for part in read.parts.values():
        assert part.heading
        assert part.says
        for chart in part.charts:
            assert chart.title
            assert chart.alternative
            assert len(chart.table) > 1
    return read


def test_cells_that_attack_are_text(memory):
    """A list of which every cell, its name and its spend are attacks gives a page of text."""
    count = len(ATTACKS)
    rows = [[ATTACKS[(row + at) % count] for at in range(10)] for row in range(3 * count)]
    folder = workspace(memory / "<b>fair", *rows, name="<img src=x onerror=alert(3)>.csv")
    written(
        folder / "spend.csv",
        ("lead_source", "spend", "revenue", "margin"),
        *((attack, "100", "1000", "20%") for attack in ATTACKS[:4]),
    )
    for show_values in (False, True):
        page = report_html(folder, show_values=show_values)
        check_safe(page)
        assert "\u202e" not in page
        assert "\x1b" not in page
        assert "x" * 100 not in page


def test_a_cell_of_a_million_letters_is_cut(memory):
    """Neither the page nor the time it takes grows with what a cell holds."""
    long = "<i>" + "y" * 1_000_000
    columns = ("lead_id", "lead_source", "email", "issues", "score", "score_reasons", "lead_status")
    written(memory / "leads.csv", columns, ("1", long, long, "email_invalid", "5", long, long))
    funnel = f'[{{"lead_source": "{long}", "lead_status": "{long}", "leads": 1}}]'
    (memory / "ledger.json").write_text(f'{{"read": 1, "written": 1, "funnel": {funnel}}}')
    for show_values in (False, True):
        page = report_page(RunFiles(memory), show_values)
        check_safe(page)
        assert len(page) < 60_000


@given(st.lists(st.text(max_size=300), min_size=6, max_size=6))
def test_no_text_becomes_a_tag(texts):
    """Whatever a sheet is told, in titles, sentences, steps or tables, comes back as text."""
    texts = [shown(text, 400) for text in texts]
    table = Table((texts[0], "b"), ((texts[1], texts[2]),), more=texts[3])
    page = page_of(
        Sheet(
            texts[0],
            texts[1],
            warnings=(texts[2],),
            steps=(Step(texts[3], texts[4], ((texts[5], True),)),),
            steps_says=texts[0],
            sections=(Section("a", texts[1], (texts[2],), tables=((texts[4], table),)),),
        )
    )
    read = check_safe(page)
    assert read.parts["a"].heading == " ".join(texts[1].split())
    assert read.parts["a"].tables[" ".join(texts[4].split())][1] == [
        " ".join(text.split()) for text in texts[1:3]
    ]


PEOPLE = [
    ["Nepomuk", "Zanobini", "nepomuk.zanobini@malrinka.example.com", "+49 30 5550175", "Malrinka GmbH",
     "Fair", "yes", "Ottilie Sauerbier", "wants a call", ""],
    ["Nepomuk", "Zanobini", "nepomuk.zanobini@malrinka.example.com", "030 5550175", "Malrinka GmbH",
     "Web", "yes", "", "", ""],
    ["Kunigunde", "Wackernagel", "kunigunde@@wackernagel.example.org", "12", "Wackernagel AG", "Web",
     "no", "", "", ""],
]  # fmt: skip


def test_cells_of_people_are_masked(memory):
    """No name, address or number is on the page, unless somebody asks for it, and then it says so."""
    folder = workspace(memory / "fair", *PEOPLE)
    page = report_html(folder)
    for cell in (
        "Nepomuk",
        "Zanobini",
        "zanobini@",
        "malrinka",
        "5550175",
        "Wackernagel",
        "Ottilie",
    ):
        assert cell.casefold() not in page.casefold(), cell
    assert "n************@m*******.example.com" in page
    assert "shows cells" not in page
    shown_page = report_html(folder, show_values=True)
    assert "nepomuk.zanobini@malrinka.example.com" in shown_page
    head, _, _ = shown_page.partition("<main>")
    assert "shows cells of the lists as they are" in head


@given(st.text(st.sampled_from("abcdeäß展.@+-0123456789 ()"), min_size=2, max_size=40))
def test_a_masked_cell_tells_no_more_than_its_ends(cell):
    """Of an address, a number and a name at most some letters stay, and its length is bounded."""
    for column in ("email", "phone", "last_name", "company"):
        told = masked(column, cell)
        if "@" in cell or not cell.strip():
            continue
        if column == "phone":
            assert sum(sign.isalnum() for sign in told) <= 6, told
            continue
        for word in re.split(r"[\s()]+", cell):
            kept = sum(sign.isalnum() for sign in masked(column, word)) if word else 0
            assert kept <= 1, (word, told)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("a@b", "*@b"),
        ("eva@meier.example.com", "e**@m****.example.com"),
        ("Eva Meier <eva@meier.example.com>", "E** M**** <e**@m****.example.com>"),
        ("x@y@z.example.com", "*@y**.example.com"),
        ("eva(at)meier.example.com", "e**(a*)m************"),
    ],
)
def test_addresses_keep_their_kind(address, told):
    """A domain keeps what it ends in; what stands beside an address is masked by its own words."""
    assert masked("email", address) == told


def test_an_empty_list_gives_a_page(memory):
    """Nothing came in: the page says so, and nothing else."""
    read = check_safe(report_html(workspace(memory / "fair")))
    assert list(read.parts) == ["next", "rows"]
    assert "No row came in" in read.parts["rows"].says[0]
    assert read.parts["next"].says == [
        "Nothing waits for anybody: all rows were read, and all pairs are decided."
    ]


def test_one_lead_is_told_as_one(memory):
    """A page of one lead speaks of one."""
    read = check_safe(report_html(workspace(memory / "fair", PEOPLE[0])))
    assert read.parts["news"].says[0].startswith("This is the first run, so its one lead is new.")
    assert read.tiles["leads"] == "1"
    text = " ".join(says for part in read.parts.values() for says in part.says)
    assert "1 leads" not in text
    assert "1 rows" not in text


@pytest.mark.slow
def test_without_scores_and_statuses_there_are_no_such_parts(memory):
    """Steps that a pipeline has not have no part, and what cannot be told says why."""
    steps = "  - update: {rules: rules/merge.yaml, decisions: decisions.csv}\n"
    read = check_safe(report_html(workspace(memory / "fair", *PEOPLE, steps=steps)))
    assert list(read.parts) == ["next", "rows", "news", "quality", "duplicates", "channels"]
    assert "No row was cleaned" in read.parts["quality"].says[0]


@pytest.mark.slow
def test_without_columns_of_consent_and_source(memory):
    """Names and addresses alone: nobody said yes, and what leads cost cannot be told."""
    rows = [[f"Eva{n}", "Meier", f"eva{n}@meier.example.com"] for n in range(30)]
    folder = workspace(memory / "fair", *rows, columns=("first_name", "last_name", "email"))
    read = check_safe(report_html(folder))
    assert "Nobody said yes" in read.parts["contact"].says[0]
    assert "no lead_source" in read.parts["channels"].says[0]
    assert read.parts["channels"].charts == []


@pytest.mark.slow
def test_ten_thousand_sources_are_cut_with_words(memory):
    """Charts and tables show the largest and say how many more there are."""
    names = [f"Source {n}" for n in range(10_000)]
    columns = ("lead_id", "lead_source", "lead_status")
    written(
        memory / "leads.csv", columns, *((str(n), name, "lead") for n, name in enumerate(names))
    )
    written(
        memory / "spend.csv", ("lead_source", "spend", "revenue", "margin"),
        *((name, "10", "1000", "20%") for name in names),
    )  # fmt: skip
    funnel = [f'{{"lead_source": "{name}", "lead_status": "lead", "leads": 1}}' for name in names]
    ledger = f'{{"read": 10000, "written": 10000, "funnel": [{",".join(funnel)}]}}'
    (memory / "ledger.json").write_text(ledger)
    page = report_page(RunFiles(memory, spend=(str(memory / "spend.csv"),)))
    read = check_safe(page)
    assert len(page) < 120_000
    assert "9,993 other sources" in page
    assert page.count("and 9,960 more sources") == 2
    assert len(read.parts["funnel"].charts[0].table) == 41


@pytest.mark.slow
def test_a_spend_file_that_is_wrong_is_told_in_its_part(memory):
    """Its mistake stands where the figures would be, and the run and the page are made."""
    steps = (
        "  - clean: {region: DE}\n  - update: {rules: rules/merge.yaml, decisions: decisions.csv}\n"
        "  - score: {rules: rules/b2b.yaml}\n  - classify: {rules: rules/lifecycle.yaml}\n"
    )
    folder = workspace(memory / "fair", PEOPLE[0], steps=steps)
    written(folder / "spend.csv", ("lead_source", "spend"), ("Fair", "much"))
    says = Reader(report_html(folder)).parts["channels"].says[0]
    assert "spend.csv:2" in says
    assert "much" in says


@pytest.mark.slow
def test_a_run_that_is_held_back_says_so(memory):
    """At the head, and as the first thing to do."""
    folder = memory / "fair"
    new_workspace(folder)
    pipeline = (folder / "pipeline.yaml").read_text("utf-8")
    (folder / "pipeline.yaml").write_text(
        pipeline.replace("# rows: {at_least: 100}", "rows: {at_least: 100}")
    )
    written(folder / "inbox" / "a.csv", COLUMNS, PEOPLE[0])
    run_workspace(folder)
    read = Reader(report_html(folder, "last"))
    count, words = read.parts["next"].steps[0]
    assert count == "!"
    assert "held back" in words
    with pytest.raises(LeadkitError, match="no run is in force yet"):
        report_html(folder)


def test_what_is_no_run_is_refused(memory):
    """A folder without leads, without a ledger or with a broken one is named."""
    with pytest.raises(LeadkitError, match=r"there is no leads\.csv"):
        report_page(RunFiles(memory))
    written(memory / "leads.csv", ("lead_id",))
    with pytest.raises(LeadkitError, match=r"ledger\.json: .*no such file"):
        report_page(RunFiles(memory))
    whole = '{"read": 1, "written": 1, %s}'
    parts = (
        '"master": null', '"stages": {}', '"stages": [1]', '"stages": [{"counts": {"new": "x"}}]',
        '"stages": [{"cells": {"email": [1]}}]', '"notes": 5', '"funnel": [{"leads": true}]',
    )  # fmt: skip
    broken_ones = ("{", "[]", '{"read": "1", "written": 1}', '{"read": 1}', "[" * 100_000)
    for broken in (*broken_ones, *(whole % part for part in parts)):
        (memory / "ledger.json").write_text(broken)
        with pytest.raises(LeadkitError, match="is no ledger of a run"):
            report_page(RunFiles(memory))


def test_jupyter_shows_a_page_in_a_frame_of_its_own(memory):
    """Nothing of it can run there, and its style is not the notebook's."""
    page = report_html(workspace(memory / "fair", PEOPLE[0]))
    frame = page._repr_html_()
    assert frame.startswith("<iframe sandbox srcdoc=")
    (tag, attributes), *others = Reader(frame).tags
    assert (tag, others, attributes["srcdoc"]) == ("iframe", [], page)


def test_what_a_run_holds_in_memory_gives_the_page_of_its_tables(tmp_path):
    """The run writes its report of the leads that it has still; made again, it reads leads.csv."""
    folder = tmp_path / "fair"
    new_workspace(folder, example=True)
    run = run_workspace(folder).run
    page = (folder / "runs" / run / "report.html").read_text("utf-8")
    assert page == str(report_html(folder))
