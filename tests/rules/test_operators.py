"""Operators: what each says of a cell, on distinct cells as on rows, and what they refuse."""

from __future__ import annotations

import re
import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.errors import LeadkitError
from leadkit.base.fold import fold_case
from leadkit.rules.batch import Batch, Distinct
from leadkit.rules.conditions import read_condition
from leadkit.rules.item import parse_yaml
from leadkit.rules.operators import OPERATORS, say

ANSWER = {True: "yes", False: "no", None: "?"}


@pytest.mark.parametrize("name", [name for name in OPERATORS if name != "in_list"])
def test_the_examples_of_the_table_are_true(name):
    """Each operator's own examples, which docs/rules.md shows, hold, fail and cannot be told."""
    operator = OPERATORS[name]
    _, _, condition = operator.example.partition(": ")
    blank = "no" if name == "known" else "yes" if name == "missing" else "?"
    assert say(condition, operator.holds, operator.fails) == "yes no"
    assert say(condition, "") == blank
    if operator.unknown:
        assert say(condition, operator.unknown) == "?"


CASES = [  # condition, cell, what it says
    ("{is: Straße}", "STRASSE", True),
    ("{is: müller}", "Mu\u0308ller", True),  # composed and decomposed accents
    ("{is: NO}", "no", True),
    ("{one_of: [on, 01067, 12:30, '+49']}", "01067", True),
    ("{one_of: [on, 01067]}", "1067", False),
    ("{contains: [c++, a.b]}", "knows C++", True),
    ("{contains: a.b}", "axb", False),  # texts are no patterns
    ("{contains_word: leiter}", "Abteilungsleiter", False),
    ("{contains_word: vp}", "SVP/VP", True),
    ("{contains_word: vp}", "Vertrieb – VP", True),
    ("{contains_word: gérant}", "GÉRANTE", False),
    ("{contains_word: [head of]}", "Head  of Sales", True),
    ("{starts_with: [/products, /prices]}", "/prices?x=1", True),
    ("{ends_with: ag}", "Muster AG ", True),
    ("{matches: '^A\\d+$'}", "a12", True),
    ("{matches: '(?-i)^A'}", "a12", False),
    ("{at_least: 1000}", "1.000", True),
    ("{at_least: 1000}", "1,000", True),
    ("{at_least: 1000}", "1'000", True),
    ("{at_least: 500}", "500+", True),
    ("{at_least: 10}", "-5", False),
    ("{at_least: 0}", "99999999999999999999", True),
    ("{at_most: 10}", "", None),  # unknown is not zero
    ("{between: [51, 200]}", "51-200", True),
    ("{between: [100, 200]}", "51-200", None),
    ("{within: 1 month}", "2026-09-08", True),
    ("{within: 1 month}", "07.09.2026", False),
    ("{within: 2 weeks}", "2026-09-24T23:59:59Z", True),
    ("{older_than: 18 years}", "2008-10-07", True),
    ("{older_than: 18 years}", "2008-10-08", False),
    ("{within: 30 days}", "2026-13-45", None),
    ("{within: 30 days}", "10/08/2026", None),  # nobody guesses which is the month
    ("{domain_is: firm.example.com}", "EVA@Firm.Example.com", True),
    ("{domain_is: '@firm.example.com'}", "eva@firm.example.com", True),
    ("{domain_is: firm.example.com}", "eva@firm.example.com.example.net", False),
    ("{domain_is: firm.example.com}", "http://firm.example.com:80/x", True),
    ("{domain_is: bücher.example.com}", "eva@xn--bcher-kva.example.com", True),
    ("{country_in: [EU]}", "Deutschland", True),
    ("{country_in: [EU]}", "UK", False),
    ("{country_in: [NO]}", "Norwegen", True),
    ("{known: yes}", "\t", False),
]


@pytest.mark.parametrize(("condition", "cell", "expected"), CASES)
def test_operators(condition, cell, expected):
    """Case, spaces, accents, spellings of numbers and days, boundaries, the unknown."""
    assert say(condition, cell) == ANSWER[expected]


MANY = [f"{at * 7919 % 100_003} word number {at}" for at in range(30_000)]
MISTAKES = [
    ("{matches: '(a'}", "example:1: matches: missing )"),
    ("{matches: '(a{1,900}){1,900}'}", "example:1: matches: "),
    ("{matches: '(?=a)'}", "example:1: matches: "),  # what would need backtracking
    ("{between: [9, 5]}", "example:1: between: 9 is above 5"),
    ("{between: [1, 2, 3]}", "example:1: between: give the least and the greatest"),
    ("{at_least: [1, 2]}", "example:1: at_least: give one value, not a list"),
    ("{at_least: 1e999}", "example:1: expected a number"),
    ("{within: soon}", "example:1: within: 'soon' is no span of time"),
    ("{country_in: [DE, Atlantis]}", "example:1: country_in: unknown country 'Atlantis'"),
    ("{known: maybe}", "example:1: write true or false, not 'maybe'"),
    ("{known: treu}", "example:1: write true or false, not 'treu'; did you mean 'true'?"),
    (
        f"{{contains: [{', '.join(MANY)}]}}",
        "example:1: contains: 30,000 texts are too many for one pattern",
    ),
    ("{in_list: gone.txt}", "example:1: in_list: gone.txt: no such file"),
    ("{contains: ['']}", "example:1: contains: a value is missing"),
]


@pytest.mark.parametrize(("condition", "said"), MISTAKES)
def test_values_that_make_no_sense(condition, said):
    """A value an operator cannot work with is an error with its place."""
    with pytest.raises(LeadkitError) as error:
        read_condition(parse_yaml(f"{{x: {condition}}}", "example"))
    assert str(error.value).startswith(said)


def test_no_pattern_can_hang_a_run():
    """RE2 takes time in proportion to the cell: this one would take Python's re for ever."""
    begin = time.perf_counter()
    assert say("{matches: '^(a|aa)+$'}", "a" * 100_000 + "!") == "no"
    assert say("{contains_word: aa}", "a" * 100_000) == "no"
    assert say("{domain_is: a.example.com}", "a." * 50_000 + "a.example.com!") == "no"
    assert time.perf_counter() - begin < 20  # not a benchmark: the other way takes years


def test_lists_beside_the_rule_file(tmp_path):
    """A text file's lines, a CSV's first or named column, and domains with all below them."""
    (tmp_path / "rivals.txt").write_text("# ours\n@rival.example.com\nEva@a.example.com\n\n")
    (tmp_path / "customers.csv").write_text('id;"Company"\n1;"Meier ""M"" GmbH"\n2;Huber AG\n')

    def holds(condition, *cells):
        whole = parse_yaml(f"{{x: {{in_list: {condition}}}}}", "rules.yaml", tmp_path)
        return read_condition(whole).truth(pd.DataFrame({"x": cells}, dtype="str"))[0].tolist()

    assert holds("rivals.txt", "x@it.rival.example.com", "eva@A.example.com", "b@a.example.com") == [
        True, True, False,
    ]  # fmt: skip
    assert holds("customers.csv#Company", 'meier "m" gmbh', "HUBER AG", "1") == [True, True, False]
    assert holds("customers.csv", "1", "Huber AG") == [True, False]
    with pytest.raises(LeadkitError, match="unknown column 'Compny'; did you mean 'Company'"):
        holds("customers.csv#Compny", "x")
    (tmp_path / "empty.txt").write_text("# nobody\n")
    with pytest.raises(LeadkitError, match="there is nothing in"):
        holds("empty.txt", "x")


texts = st.text(alphabet=st.sampled_from("aAäÄß éΣς\t  \u2009İ\u0308x1,.\x1c"), max_size=8)


@given(st.lists(texts, max_size=9))
def test_folding_by_arrow_is_folding(cells):
    """The quick way to fold a column gives what fold_case gives of each cell."""
    import numpy as np
    import pyarrow as pa

    raw = pa.array(cells, pa.large_string())
    folded = Distinct(raw, np.arange(len(cells))).folded.to_pylist()
    assert folded == [fold_case(cell) for cell in cells]


@given(st.lists(st.sampled_from(["DE", "de ", "", "AT", "5", "1.000"]), min_size=1, max_size=1400))
def test_distinct_cells_say_what_rows_say(cells):
    """Whether cells repeat or not changes nothing: each row gets what its own cell is worth."""
    leads = pd.DataFrame({"x": cells}, dtype="str")
    for text in ("{x: {is: de}}", "{x: {at_least: 10}}", "{x: {known: true}}"):
        condition = read_condition(parse_yaml(text, "example"))
        holds, fails = condition.truth(Batch(leads))
        for at, cell in enumerate(cells):
            alone = condition.truth(pd.DataFrame({"x": [cell]}, dtype="str"))
            assert (holds[at], fails[at]) == (alone[0][0], alone[1][0])


def test_a_column_of_cells_that_hardly_repeat():
    """Such a column takes another way, and gives the same."""
    cells = [f"firm{number}@{'a' if number % 3 else 'b'}.example.com" for number in range(3000)]
    holds, _ = read_condition(parse_yaml("{email: {domain_is: b.example.com}}", "example")).truth(
        pd.DataFrame({"email": cells}, dtype="str")
    )
    assert holds.tolist() == [number % 3 == 0 for number in range(3000)]


def test_the_table_in_the_docs_is_the_table(request):
    """docs/rules.md shows every operator as OPERATORS has it; when this fails, it says what to paste."""
    docs = (request.config.rootpath / "docs" / "rules.md").read_text("utf-8")
    shown = re.search(r"<!-- operators -->\n(.*?)<!-- end -->", docs, re.DOTALL)
    assert shown
    assert shown[1] == operator_table()


def operator_table() -> str:
    """Return the operators as the table of docs/rules.md."""
    lines = [
        "| Operator | What it means | Example | Holds for | Fails for |",
        "|---|---|---|---|---|",
    ]
    for name, operator in OPERATORS.items():
        shown = [f"`{name}`", operator.meaning, f"`{operator.example}`"]
        shown += [
            f"`{cell}`" if cell else "a blank cell" for cell in (operator.holds, operator.fails)
        ]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in shown) + " |")
    return "\n".join(lines) + "\n"


def test_lists_of_many_domains_say_what_short_ones_say(tmp_path):
    """Thirty thousand domains are no pattern, but hold for the same cells."""
    few = ["rival.example.com", "münchen.example.com"]
    many = [*few, *(f"firm{at}.example.net" for at in range(30_000))]
    for name, domains in (("few.txt", few), ("many.txt", many)):
        (tmp_path / name).write_text("".join(f"@{domain}\n" for domain in domains), "utf-8")
    cells = [
        "a@rival.example.com", "a@it.Rival.example.com", "a@notrival.example.com", "rival.example.com",
        "https://www.rival.example.com:80/x?y", "http://eva@rival.example.com", "", "@", "a@b@rival.example.com",
        "rival.example.com@mail.example.net", "x@münchen.example.com", "x@xn--mnchen-3ya.example.com",
        "a@rival.example.com.au", "example.com", "https://other.example.com/rival.example.com",
    ]  # fmt: skip
    told = []
    for name in ("few.txt", "many.txt"):
        item = parse_yaml(f"{{x: {{in_list: {name}}}}}", "rules.yaml", tmp_path)
        told.append(read_condition(item).truth(pd.DataFrame({"x": cells}, dtype="str"))[0].tolist())
    assert told[0] == told[1]
    assert told[0] == [at in (0, 1, 3, 4, 5, 10, 11) for at in range(len(cells))]


def test_a_list_that_csv_cannot_read_is_an_error_with_its_line(tmp_path):
    """A quoted cell without end is said, not a fault of leadkit."""
    (tmp_path / "long.csv").write_text('name\n"' + "x" * (17 << 20), "utf-8")
    with pytest.raises(
        LeadkitError, match=r"rules\.yaml:1: in_list: long\.csv, line 2: field larger"
    ):
        read_condition(parse_yaml("{x: {in_list: long.csv}}", "rules.yaml", tmp_path))
