"""Figures of a lead's company beside the lead, and rules that ask for them."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.accounts import AccountsOptions, account_leads, account_table, accounts_stage
from leadkit.base.columns import ACCOUNT_FIGURES
from leadkit.base.errors import LeadkitError
from leadkit.classify import classify_leads
from leadkit.classifying.lifecycle import read_lifecycle
from leadkit.rules.asked_columns import check_columns
from leadkit.rules.conditions import read_condition
from leadkit.rules.item import parse_yaml
from leadkit.score import score_leads
from leadkit.scoring.scorecard import compile_scoring
from tests.properties import examples

RULES = """
rules:
  - {name: committee, when: {account: {people: {at_least: 2}}}, points: 20}
  - {name: colleagues, when: {account: {customers: {at_least: 1}, roles: 1}}, points: 5}
"""


def met(*companies: str, **columns: list[str]) -> pd.DataFrame:
    rows = {"lead_id": [str(number) for number in range(len(companies))], "company": [*companies]}
    return pd.DataFrame(rows | columns, dtype="str")


def test_a_rule_asks_for_figures_of_the_company():
    leads = met("Kern AG", "KERN", "Voss", "", lifecycle_stage=["customer", "", "customer", ""],
                seniority=["vp", "", "vp", "vp"])  # fmt: skip
    rules = compile_scoring(parse_yaml(RULES, "x.yaml"))
    scored = score_leads(account_leads(leads), rules)
    assert scored["score"].tolist() == ["25", "25", "5", "0"]
    with pytest.raises(LeadkitError, match=r"x.yaml:3: account_people is a figure .*- accounts'"):
        score_leads(leads, rules)


def test_a_lifecycle_asks_for_the_score_of_the_company_and_stands_still(folder):
    (folder / "own.yaml").write_text(
        "statuses:\n  - {name: lead}\n"
        "  - {name: MQL, when: {account: {score: {at_least: 100}}}}\noutreach: {statuses: []}\n"
    )
    leads = met("Kern", "Kern", "Voss", score=["80", "40", "90"])
    first = classify_leads(account_leads(leads), str(folder / "own.yaml"))
    assert first["lead_status"].tolist() == ["MQL", "MQL", "lead"]
    again = classify_leads(account_leads(first), str(folder / "own.yaml"))
    assert again["lead_status"].tolist() == ["MQL", "MQL", "lead"]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("{account: {peopel: 3}}", "unknown figure of an account 'peopel'; did you mean 'people'"),
        ("{account: {people: {at_laest: 3}}}", "did you mean 'at_least'"),
        ("{account: {people: {at_least: many}, score: {x: 1}}}", "many"),
    ],
)
def test_what_is_wrong_under_account_is_told(condition, said):
    with pytest.raises(LeadkitError, match=said):
        read_condition(parse_yaml(condition, "x.yaml"))


def test_a_column_of_that_name_stays_one():
    """Lists of Salesforce have a column Account; operators and texts are about its cells."""
    for text in ("{account: Kern}", "{account: {contains: ern}}", "{account: [Kern, Voss]}"):
        condition = read_condition(parse_yaml(text, "x.yaml"))
        assert check_columns([condition], ["account"], "x.yaml") == []
        assert condition.truth(pd.DataFrame({"account": ["Kern"]}, dtype="str"))[0].tolist() == [
            True
        ]


@pytest.mark.parametrize("figure", ["score", "best_score", "engagement", "engaged_people"])
def test_a_scoring_file_asks_for_no_figure_that_scores_are_in(figure):
    text = f"rules: [{{name: a, when: {{account: {{{figure}: {{at_least: 1}}}}}}, points: 1}}]"
    with pytest.raises(LeadkitError, match="which is made of scores"):
        compile_scoring(parse_yaml(text, "x.yaml"))


@pytest.mark.parametrize("figure", ["mql", "sql", "opportunities", "status", "contactable"])
def test_a_lifecycle_asks_for_no_figure_that_it_moves(folder, figure):
    (folder / "own.yaml").write_text(
        f"statuses:\n  - {{name: lead}}\n  - {{name: MQL, when: {{account: {{{figure}: 1}}}}}}\n"
    )
    with pytest.raises(LeadkitError, match="made of what classify itself"):
        read_lifecycle(str(folder / "own.yaml"))


@examples(12, 120)
@given(st.lists(st.tuples(st.sampled_from(["", "Kern AG", "Kern", "Voss"]),
                          st.sampled_from(["", "7", "80,5", "x"])), max_size=9),
       st.integers(0, 9))  # fmt: skip
def test_beside_each_lead_stands_what_its_account_says(rows, cut):
    """However leads are cut into batches, once all were heard."""
    import pyarrow as pa

    leads = met(*(company for company, _ in rows), score=[score for _, score in rows])
    whole = account_leads(leads)
    told = account_table(leads).set_index("account_key")
    for one in whole.to_dict("records"):
        if not one["account_key"]:
            assert not any(one[name] for name in ACCOUNT_FIGURES.values())
            continue
        account = told.loc[one["account_key"]]
        assert one["account_people"] == account["people"]
        assert one["account_score"] == account["account_score"]
    stage = accounts_stage(AccountsOptions())
    parts = [leads.iloc[:cut], leads.iloc[cut:]]
    for part in parts:
        stage.survey(pa.Table.from_pandas(part, preserve_index=False))
    while look := stage.survey_again():
        for part in parts:
            look(pa.Table.from_pandas(part, preserve_index=False))
    batches = pd.concat([stage.apply(part).leads for part in parts])
    assert batches.to_dict("list") == whole.to_dict("list")


def test_the_step_of_a_run_gives_the_bytes_of_the_commands(folder, leadkit):
    leads = met("Kern AG", "Kern", "Voss", score=["80", "40", "9"], Zeta=["a,b", '"', ""])
    leads.to_csv(folder / "leads.csv", index=False)
    done = leadkit("accounts", "leads.csv", "-o", "a.csv", "--leads", "w.csv", cwd=folder)
    assert (done.code, done.lines) == (
        0, ["leadkit accounts: 3 rows read = 3 written; 2 accounts"]
    )  # fmt: skip
    leadkit("accounts", "leads.csv", "-o", "b.csv", cwd=folder)
    assert (folder / "a.csv").read_bytes() == (folder / "b.csv").read_bytes()
    leadkit("accounts", "w.csv", "-o", "c.csv", "--leads", "again.csv", cwd=folder)
    assert (folder / "w.csv").read_bytes() == (folder / "again.csv").read_bytes()
    both = leadkit("accounts", "leads.csv", "--leads", "-", cwd=folder)
    assert both.code == 2
    assert "cannot both go to standard output" in both.lines[0]
    lost = leadkit("accounts", "leads.csv", "-o", "x.csv", "--leads", "leads.csv", cwd=folder)
    assert lost.lines[0].startswith("leadkit: --leads leads.csv: this run also reads that file")
    (folder / "line.yaml").write_text(
        "import: {files: leads.csv}\nsteps: [accounts: {accounts: d.csv}]\noutput: out.csv\n"
    )
    assert leadkit("run", "line.yaml", cwd=folder).code == 0
    out = pd.read_csv(folder / "out.csv", dtype="str", keep_default_na=False)
    assert out["account_people"].tolist() == ["2", "2", "1"]
    assert (folder / "d.csv").read_bytes() == (folder / "a.csv").read_bytes()


def test_the_schema_knows_the_figures(leadkit):
    schema = json.loads(leadkit("rules", "schema", "scoring").out)
    account = schema["$defs"]["condition"]["properties"]["account"]
    *compared, figures = account["anyOf"]
    assert compared == schema["$defs"]["condition"]["additionalProperties"]["anyOf"]
    assert list(figures["properties"]) == list(ACCOUNT_FIGURES)
    assert figures["additionalProperties"] is False
