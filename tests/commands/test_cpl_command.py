"""The cpl command: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from leadkit.cli import main
from tests.running import as_process, here, on_terminal

ROOT = Path(__file__).parents[2]
CHANNELS = ROOT / "examples" / "channels"
LEADS, COSTS = str(CHANNELS / "leads.csv"), str(CHANNELS / "costs.csv")
FORMULA = ["--revenue", "50000", "--margin", "20%", "--leads-per-order", "20"]


@pytest.fixture
def leadkit(monkeypatch, capfd):
    """Run leadkit; return exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["leadkit", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capfd.readouterr()
        return ended.value.code, told.out, told.err

    return run


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_reference_case_is_printed_as_it_stands(leadkit):
    assert leadkit("cpl", *FORMULA) == (0, "500.00\n", "")
    assert leadkit("cpl", *FORMULA, "--keep-profit", "30%") == (0, "350.00\n", "")


def test_the_formula_needs_no_table_library():
    code = (
        "import sys; sys.argv = ['leadkit', *sys.argv[1:]]\n"
        "from leadkit.cli import main\n"
        "try: main()\n"
        "finally: print(*sorted({'pandas', 'numpy', 'pyarrow', 'rich', 'babel'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "cpl", *FORMULA], capture_output=True, text=True, check=True
    )
    assert done.stdout == "500.00\n\n"


def test_each_row_of_a_table_gets_its_ceiling(leadkit, tmp_path):
    target = tmp_path / "out.csv"
    campaigns = str(ROOT / "examples" / "trade-fair" / "campaigns.csv")
    code, out, err = leadkit("cpl", campaigns, "-o", str(target))
    assert (code, out) == (0, "")
    assert err == "leadkit cpl: 7 rows read = 7 written\n"
    rows = rows_of(target.read_text())
    assert [row["max_cpl"] for row in rows] == [
        "500.00", "600.00", "712.50", "78.12", "166.57", "3900.00", "22.50",
    ]  # fmt: skip
    assert list(rows[0])[-2:] == ["max_cpl", "cpl_issues"]


def test_the_chain_is_a_small_table(leadkit):
    rates = ["--mql-rate", "40%", "--sql-rate", "50%", "--close-rate", "5%"]
    _, out, _ = leadkit("cpl", "--revenue", "50000", "--margin", "20%", *rates)
    assert out == (
        "figure,value\nmax_cpl,500.00\nmax_cost_per_mql,1250.00\nmax_cost_per_sql,2500.00\n"
        "max_cost_per_order,10000.00\n"
    )


def test_a_list_that_nothing_asks_for_is_refused_and_not_thrown_away(tmp_path):
    command = [sys.executable, "-m", "leadkit", "cpl", *FORMULA]
    whole = Path(LEADS).read_bytes()
    refused = as_process(command, whole)
    assert (refused.code, refused.out) == (2, b"")
    assert refused.err.startswith(b"leadkit: there is a list on standard input, and nothing asks")
    with open(LEADS, "rb") as file:
        told = subprocess.run(command, stdin=file, capture_output=True)
        assert (told.returncode, told.stdout) == (2, b"")
        file.seek(0, 2)  # at its end, as a shell's loop over its lines leaves it
        told = subprocess.run(command, stdin=file, capture_output=True)
        assert (told.returncode, told.stdout) == (0, b"500.00\n")
    assert as_process(command, b"").out == b"500.00\n"
    asked = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    assert asked.stdout == b"500.00\n"


def test_counted_orders_give_an_interval_and_a_verdict(leadkit):
    counted = ["--leads", "0020", "--orders", "1", "--cpl", "90 €"]
    _, out, _ = leadkit("cpl", "--revenue", "50.000 €", "--margin", "20%", *counted)
    assert out == (
        "figure,value\nmax_cpl,500.00\nmax_cpl_low,88.81\nmax_cpl_high,2361.31\nclose_rate,0.05\n"
        "close_rate_low,0.008881\nclose_rate_high,0.236131\nbreak_even_close_rate,0.009\n"
        "break_even_leads_per_order,111.111111\nverdict,keep\nmore_leads,1\ncurrency,EUR\n"
    )


def test_the_grid_leaves_out_shares_above_the_whole(leadkit):
    _, out, _ = leadkit(
        "cpl", "--revenue", "1000", "--margin", "80%", "--close-rate", "50%", "--sensitivity"
    )
    assert out.splitlines()[0] == "close_rate,margin_40%,margin_60%,margin_80%,margin_100%"
    assert out.splitlines()[3] == "50%,200.00,300.00,400.00,500.00"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "revenue is missing: the money one order brings, such as 50000"),
        (["--revenue", "5", "--margin", "20"], "margin '20': write 20% or a share such as 0.2"),
        (
            ["--revenue", "5", "--margin", "20%", "--orders", "1"],
            "leads is missing: how many, as --orders 1 --leads 20",
        ),
        (
            ["--revenue", "5", "--margin", "20%", "--leads", "9"],
            "orders is missing: how many, as --orders 1 --leads 20",
        ),
        (
            ["--revenue", "5", "--margin", "20%", "--leads", "9", "--orders", "10"],
            "10 orders of 9 leads: more than there are",
        ),
        (
            ["--revenue", "5", "--margin", "20%", "--leads", "9", "--orders", "1,5"],
            "orders '1,5' of leads '9': write whole numbers, as 1 of 20",
        ),
        (
            [*FORMULA, "--leads", "9", "--orders", "1"],
            "leads per order and counted orders are both given; give a plan or what was counted",
        ),
        (
            [*FORMULA, "--cpl", "10001"],
            "cpl 10,001: more than a whole order may cost (10,000.00); no close rate makes up for "
            "that",
        ),
        ([*FORMULA, "--cpl", "x"], "cpl 'x': not an amount of money; write 400"),
        (
            ["--revenue", "5 €", "--margin", "20%", "--cpl", "1 CHF"],
            "the cpl is in CHF, the revenue in EUR; two currencies are never compared: convert "
            "one of them",
        ),
        (
            [*FORMULA, "--sensitivity", "--cpl", "5"],
            "--cpl asks something else than --sensitivity: one at a time",
        ),
        ([*FORMULA, "--spend", COSTS], "--spend needs --by, such as --by lead_source"),
        ([*FORMULA, "--summary", "x.json"], "--summary counts rows, and there is no INPUT"),
        ([LEADS, "--budget", "5"], "--budget needs --by, such as --by lead_source"),
        (
            [LEADS, "--sensitivity"],
            "--sensitivity belongs to the calculator: leave INPUT out, or give --by",
        ),
        (
            [LEADS, "--by", "lead_source", "--cpl", "5"],
            "--cpl belongs to the calculator: leave --by and INPUT out",
        ),
        (
            [LEADS, "--by", "lead_source", "--close-rate", "5%"],
            "--close-rate is counted from the leads: leave it out",
        ),
        (
            [LEADS, "--by", "lead_source", "--elasticity", "0.4"],
            "--elasticity says how a --budget is spread; give one",
        ),
        (
            ["-", "--by", "lead_source", "--spend", "-"],
            "the leads and --spend cannot both be standard input; name a file",
        ),
        (
            [LEADS, "--by", "lead_source", "--spend", LEADS],
            f"{LEADS}: no column says what was spent (spend, cost, Kosten); there are: lead_id, "
            "created_at, lead_source, lead_status, deal_value",
        ),
        ([LEADS, "--by", "lead_source", "--spend", "none.csv"], "none.csv: no such file"),
    ],
)
def test_each_mistake_is_told_in_one_line(leadkit, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    assert leadkit("cpl", *arguments, "-o", "out.csv") == (2, "", f"leadkit: {message}\n")
    assert not list(tmp_path.iterdir())


def test_a_broken_row_of_the_spend_is_named_by_its_line(leadkit, tmp_path):
    costs = tmp_path / "costs.csv"
    costs.write_text('lead_source,note,spend\nWeb,"two\nlines",5\nFair,,much\n')
    words = ("cpl", LEADS, "--by", "lead_source", "--spend", str(costs))
    code, _, err = leadkit(*words)
    told = f"leadkit: {costs}:4: spend: not an amount of money; write 1200"
    assert (code, err) == (2, f"{told}; --show-values shows the cells\n")
    shown = told.replace(": not", " 'much': not")
    assert leadkit(*words, "--show-values")[2] == f"{shown}\n"
    costs.write_text("lead_source,spend,spend\nWeb,5,6\n")
    code, _, err = leadkit("cpl", LEADS, "--by", "lead_source", "--spend", str(costs))
    assert err == f"leadkit: {costs}: column 'spend' stands there more than once\n"


def test_spend_in_several_files(leadkit, tmp_path):
    """Is what it is in one; files with other columns and the same file twice are refused."""
    header, *lines = Path(COSTS).read_text("utf-8").splitlines(keepends=True)
    for name, own in (("a", lines[:3]), ("b", lines[3:])):
        (tmp_path / f"{name}.csv").write_text(header + "".join(own), "utf-8")
    command = ("cpl", LEADS, "--by", "lead_source", "-q")
    one = leadkit(*command, "--spend", COSTS)
    assert one[0] == 0
    paths = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    assert leadkit(*command, "--spend", paths[0], "--spend", paths[1]) == one
    assert leadkit(*command, "--spend", str(tmp_path)) == one
    assert leadkit(*command, "--spend", str(tmp_path / "?.csv")) == one
    (tmp_path / "c.csv").write_bytes((tmp_path / "b.csv").read_bytes())
    code, _, err = leadkit(*command, "--spend", str(tmp_path))
    assert (code, err.partition(": ")[2]) == (
        2,
        f"{tmp_path}/c.csv: holds the same as {paths[1]}, and would be counted twice; leave one out\n",
    )
    (tmp_path / "c.csv").write_text("lead_source,cost\nWeb,5\n")
    code, _, err = leadkit(*command, "--spend", str(tmp_path))
    assert code == 2
    assert f"{tmp_path}/c.csv: has other columns than {paths[0]} (" in err
    assert "give all of these files the same" in err


def test_channels_are_joined_and_judged(leadkit, tmp_path):
    summary = tmp_path / "summary.json"
    code, out, err = leadkit(
        "cpl", LEADS, "--by", "lead_source", "--spend", COSTS, "--summary", str(summary)
    )
    assert code == 0
    verdicts = {row["lead_source"]: row["verdict"] for row in rows_of(out)}
    assert verdicts == {
        "Radio": "check: spend and no leads",
        "Referral": "watch: too few orders to tell",
        "Search ads": "stop",
        "Trade fair": "keep",
        "Webinar": "watch: too few orders to tell",
        "Website": "scale",
        "(leads without lead_source)": "",
        "(spend without lead_source)": "",
        "(total)": "",
    }
    assert err.splitlines() == [
        "leadkit cpl: note: spend without a lead of that name: 1 channel; where leads call it "
        "otherwise, --channels map.yaml says so; --show-values shows the cells",
        "leadkit cpl: note: orders whose revenue or margin is not known: 1; no money column holds "
        "them, --revenue and --margin say what they are worth",
        "leadkit cpl: 571 leads = 541 in 6 lines + 30 without; 26 orders; 133,200.00 EUR spent",
    ]
    told = json.loads(summary.read_text())
    assert told["read"] == 571 == told["attributed"] + told["without"]
    assert (told["without"], told["orders"], told["spend"]) == (30, 26, "133200.00")


def test_a_plan_is_printed_with_what_it_assumes(leadkit):
    code, out, err = leadkit(
        "cpl", LEADS, "--by", "lead_source", "--spend", COSTS, "--budget", "60.000 €"
    )
    assert code == 0
    rows = rows_of(out)
    assert sum(Decimal(row["planned"]) for row in rows[:-1] if row["planned"]) == 60_000
    assert rows[-1]["planned"] == "60000.00"
    assert "to the power of 0.5 (--elasticity)" in err


def test_a_dry_run_says_what_it_would_and_writes_nothing(leadkit, tmp_path):
    target = tmp_path / "out.csv"
    code, out, err = leadkit(
        "cpl", LEADS, "--by", "month", "-o", str(target), "--dry-run", "--summary", f"{target}.json"
    )
    assert (code, out) == (0, "")
    assert "571 leads" in err
    assert not list(tmp_path.iterdir())


def test_two_outputs_cannot_go_into_one_file(leadkit, tmp_path):
    target = str(tmp_path / "out.csv")
    told = leadkit("cpl", LEADS, "--by", "month", "-o", target, "--summary", target, "-q")
    assert told == (2, "", f"leadkit: {target}: two outputs cannot go into one file\n")
    assert not list(tmp_path.iterdir())


def test_the_example_of_a_whole_pipeline_is_joined(leadkit, tmp_path):
    folder = tmp_path / "fair"
    shutil.copytree(ROOT / "examples" / "trade-fair", folder)
    assert leadkit("run", str(folder / "pipeline.yaml"), "-q")[0] == 0
    files = [str(folder / "leads.csv"), "--spend", str(folder / "campaigns.csv")]
    code, out, _ = leadkit("cpl", *files, "--by", "lead_source", "-q")
    assert code == 0
    *lines, total = rows_of(out)
    leads = rows_of((folder / "leads.csv").read_text())
    assert int(total["leads"]) == len(leads) == sum(int(line["leads"]) for line in lines)
    assert total["spend"] == "57050.50"
    assert {line["currency"] for line in lines} == {"EUR"}
    assert all(line["verdict"] for line in lines if not line["lead_source"].startswith("("))


def test_a_terminal_gets_a_table_and_a_plot_of_its_width():
    shown = on_terminal("cpl", LEADS, "--by", "lead_source", "--spend", COSTS)
    lines = shown.splitlines()
    assert max(map(len, lines)) <= 80
    [search] = [
        line for line in lines if line.endswith("┊ stop") or ("◆" in line and "stop" in line)
    ]
    assert search.startswith("Search ads")
    assert search.index("━") < search.index("●") < search.index("◆")  # dearer than its ceiling
    [website] = [line for line in lines if "◆" in line and line.startswith("Website")]
    assert website.index("◆") < website.index("━")
    assert "watch: too few orders to tell" in lines
    header = next(line for line in lines if "verdict" in line)
    assert header.split() == [
        "lead_source",
        "leads",
        "orders",
        "spend",
        "CPL",
        "ceiling",
        "ROI",
        "verdict",
    ]
    assert "MQL, SQL and between have no room in 80 columns; -o FILE writes all" in lines


def test_a_wide_terminal_gets_more_figures():
    shown = on_terminal("cpl", LEADS, "--by", "lead_source", "--spend", COSTS, columns=120)
    header = next(line for line in shown.splitlines() if "verdict" in line)
    assert {"MQL", "SQL", "spend", "ROI", "between"} <= set(header.split())
    assert "no room" not in shown


@pytest.mark.parametrize("columns", [40, 60, 80, 104, 200])
def test_every_channel_keeps_its_name_and_verdict_on_any_terminal(columns):
    shown = on_terminal("cpl", LEADS, "--by", "lead_source", "--spend", COSTS, columns=columns)
    lines = [line.split() for line in shown.splitlines()]
    for channel, verdict in (("Website", "scale"), ("Webinar", "watch")):
        table, plot = (line for line in lines if line[:1] == [channel])
        assert verdict in table
        assert verdict in plot


def test_a_plan_fits_the_terminal():
    shown = on_terminal("cpl", LEADS, "--by", "lead_source", "--spend", COSTS, "--budget", "60k")
    lines = shown.splitlines()
    assert max(map(len, lines)) <= 80
    assert next(line for line in lines if "(total)" in line).split()[:3] == [
        "(total)", "133,200", "60,000",
    ]  # fmt: skip


def test_a_terminal_without_unicode_gets_plain_signs(monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    shown = on_terminal("cpl", LEADS, "--by", "lead_source,month", "--spend", COSTS)
    assert shown.isascii()
    assert "==o==" in shown


def test_leads_may_come_through_a_pipe():
    command = ["cpl", "--by", "lead_source", "-q"]
    piped, named = here(command, Path(LEADS).read_bytes()), here([*command, LEADS])
    assert (piped.code, named.code) == (0, 0)
    assert piped.out == named.out != b""


def test_in_a_pipeline_the_ceiling_does_not_take_the_turnover_of_a_firm(leadkit, tmp_path):
    (tmp_path / "list.csv").write_text("Name,Annual Revenue\nAnna Muster,21.6 Mio.\n")
    (tmp_path / "line.yaml").write_text(
        "import: {files: [list.csv]}\nsteps:\n- cpl: {revenue: 50000, margin: 20%, close_rate: 5%}\n"
    )
    code, out, _ = leadkit("run", str(tmp_path / "line.yaml"), "-q")
    assert code == 0
    assert [row["max_cpl"] for row in rows_of(out)] == ["500.00"]


def test_a_calculator_on_a_terminal_still_prints_the_bare_figure():
    assert on_terminal("cpl", *FORMULA) == "500.00\n"
    assert "──" in on_terminal("cpl", *FORMULA, "--sensitivity")


def test_the_grid_of_long_figures_gives_up_the_outer_margins():
    """No figure is broken in two, and a line says which margins have no room."""
    long = ["cpl", "--revenue", "50000000", "--margin", "33.33%", "--close-rate", "3.33%"]
    lines = on_terminal(*long, "--sensitivity").splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1].split() == ["close,", "margin", "16.665%", "24.9975%", "33.33%", "41.6625%",
                                "49.995%"]  # fmt: skip
    assert len(lines) == len([*lines[:3], *range(5), ""])
    long[2] = "5000000000000"
    shown = on_terminal(*long, "--sensitivity")
    assert "16.665% and 49.995% have no room in 80 columns" in shown
    assert "83241675000.00" in shown


def test_the_docs_show_what_a_terminal_shows():
    text = (ROOT / "docs" / "cpl.md").read_text("utf-8")
    worth = ["--revenue", "50000", "--margin", "20%"]
    shown = on_terminal("cpl", LEADS, "--by", "lead_source", "--spend", COSTS, *worth)
    block = "\n".join(f"    {line}".rstrip() for line in shown.strip("\n ").splitlines())
    assert block in text
