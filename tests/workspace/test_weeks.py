"""The invented year and what watches it: the lists are as they say, and each thing wrong is seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import chain

import pytest

from watch import Tables, Watch, identity
from weekly_lists import Export, Row, Week
from weeks import FIRST_DAY, make_year

YEAR = make_year(weeks=12, rows=3000, seed=3)


def rows_of(weeks):
    return [row for week in weeks for export in week.exports for row in export.rows]


def test_the_same_seed_gives_the_same_year():
    assert make_year(weeks=6, rows=600) == make_year(weeks=6, rows=600)
    assert make_year(weeks=6, rows=600) != make_year(weeks=6, rows=600, seed=2)


def test_one_person_in_five_comes_again_with_other_data():
    people = {row.person for row in rows_of(YEAR)}
    again = {row.person for row in rows_of(YEAR) if row.change not in ("", "same")}
    assert 0.1 < len(again) / len(people) < 0.3  # some are due after the last week
    assert {row.change for row in rows_of(YEAR)} == {
        "", "same", "job", "email", "married", "spelling", "phone",
    }  # fmt: skip


def test_people_refuse_by_columns_remarks_and_lists():
    by_kind = Counter(
        export.kind.split()[0]
        for week in YEAR for export in week.exports for row in export.rows if row.refuses
    )  # fmt: skip
    assert {"form", "badges", "crm", "mailing"} <= by_kind.keys()
    assert sum(len(week.unsubscribed) for week in YEAR) > 5
    assert any(week.suppressed for week in YEAR)


def test_a_list_comes_again_by_another_name_and_in_another_order():
    exports = {export.name: export for week in YEAR for export in week.exports}
    copies = [export for export in exports.values() if export.copy_of]
    assert copies
    for copy in copies:
        assert copy.rows != exports[copy.copy_of].rows or len(copy.rows) < 2
        assert Counter(copy.rows) == Counter(exports[copy.copy_of].rows)


def test_there_are_colleagues_and_namesakes():
    names = defaultdict(set)
    for export in chain.from_iterable(week.exports for week in YEAR):
        for row in export.rows:
            if export.kind == "form de":
                names[row.cells[1:3]].add(row.person)
    assert any(len(people) > 1 for people in names.values())


# Two people in a first week, and a second one that one of them comes again in.
EVA = Row(1, ("Eva",), addresses=(("email", "eva@x.example.com"),))
TOM = Row(2, ("Tom",), refuses=(("email", "tom@x.example.com"),))
FIRST = Week(0, FIRST_DAY, [Export("a.csv", "form de", (EVA, TOM))])
SECOND = Week(1, FIRST_DAY, [Export("b.csv", "form de", (replace(EVA, cells=("Eva B.",), change="job"),))])  # fmt: skip


def lead(number: str, name: str, line: str, **cells: str) -> dict[str, str]:
    usual = {"lead_id": number, "email": f"{name}@x.example.com", "may_email": "no", "may_call": "no",
             "lead_status": "lead", "source_file": "a.csv", "source_row": line, "merged_ids": ""}  # fmt: skip
    return usual | cells


LEADS = [lead("e", "eva", "2"), lead("t", "tom", "3")]
NEW = [one | {"since_last_run": "new"} for one in LEADS]
MERGED = {"lead_id": "e2", "merged_into": "e", "source_file": "b.csv", "source_row": "2"}


def first_run() -> Tables:
    return Tables(LEADS, NEW, ledger={"read": 2, "written": 2})


def second_run(*leads: dict[str, str], **tables: object) -> Tables:
    usual = {
        "leads": list(leads) or [LEADS[0] | {"merged_ids": "e2"}, LEADS[1]],
        "merges": [MERGED],
    }
    ledger = {
        "read": 1,
        "master": 2,
        "written": len(usual["leads"]),
        "merged": 3 - len(usual["leads"]),
    }
    return Tables(**{**usual, "ledger": ledger, **tables})


def watched(run: Tables, same: set[frozenset[str]] = frozenset()) -> list[str]:
    watch = Watch(set(same))
    assert watch.look(FIRST, first_run()) == []
    return watch.look(SECOND, run)


def test_a_year_without_mistakes_has_none():
    assert watched(second_run()) == []


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (second_run(LEADS[1]), "lead e is gone"),
        (second_run(lead("x", "eva", "2", merged_ids="e"), LEADS[1]), "lead e became x, which is younger"),
        (second_run(lead("t", "tom", "3", merged_ids="e; e2")), "lead e went into t, and nobody said so"),
        (second_run(LEADS[0], lead("t", "tom", "3", may_email="yes")), "tom@x.example.com was refused"),
        (
            second_run(lead("e", "eva", "2", other_emails="b@x.example.com; Tom@x.example.com", may_email="yes"), LEADS[1]),
            "tom@x.example.com was refused",
        ),
        (second_run(new=NEW[:1]), "lead e is new for the second time"),
        (second_run(*LEADS, lead("z", "zoe", "9")), "lead z came, and is not in new.csv"),
        (second_run(LEADS[0], lead("t", "tom", "3", lead_status="nurture")), "fell from lead to nurture: transitions.csv does not"),
        (second_run(ledger={"read": 2, "master": 2, "written": 2, "merged": 2}), "1 rows came, 2 were read"),
        (second_run(ledger={"read": 1, "master": 2, "written": 2}), "3 rows went in and 2 came out"),
        (second_run(ledger={"read": 1, "master": 2, "written": 3}), "the ledger says 3 written, the table has 2"),
        (second_run(ledger={"read": 1, "written": 1}), "the ledger says a master of 0, it had 2"),
        (second_run(LEADS[0], LEADS[0], LEADS[1]), "1 lead_ids stand there twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_week_is_said(run, said):
    assert any(said in one for one in watched(run)), watched(run)


def test_a_person_may_join_two_leads():
    joined = second_run(lead("t", "tom", "3", merged_ids="e; e2"))
    assert watched(joined, {frozenset({"e", "t"})}) == []
    assert watched(joined, {frozenset({"e", "x"}), frozenset({"x", "t"})}) == []


def test_a_status_falls_by_a_named_way_alone():
    watch = Watch()
    high = [LEADS[0] | {"lead_status": "MQL"}, LEADS[1]]
    watch.look(FIRST, replace(first_run(), leads=high))
    move = {"lead_id": "e", "from": "MQL", "to": "lead", "why": "score is 3"}
    assert any(
        "fell from MQL to lead" in one for one in watch.look(SECOND, second_run(transitions=[move]))
    )
    watch = Watch()
    watch.look(FIRST, replace(first_run(), leads=high))
    move |= {"why": "recycle: untouched for 30 days or more"}
    assert watch.look(SECOND, second_run(transitions=[move])) == []


def test_who_is_missing_from_the_crm_is_told():
    crm = [
        Week(n, FIRST_DAY, [Export(f"{n}.csv", "crm", rows)])
        for n, rows in enumerate([(EVA, TOM), (EVA,)])
    ]
    leads = [
        lead("e", "eva", "2", source_file="0.csv", missing_since=""),
        lead("t", "tom", "3", source_file="0.csv", missing_since=""),
    ]
    again = {"lead_id": "e", "merged_into": "e", "source_file": "1.csv", "source_row": "2"}
    for since, said in (("", "lead t is not in the CRM, missing_since ''"), ("2026-01-12", "")):
        watch = Watch()
        assert watch.look(crm[0], Tables(leads, NEW, ledger={"read": 2, "written": 2})) == []
        later = [leads[0], leads[1] | {"missing_since": since}]
        ledger = {"read": 1, "master": 2, "written": 2, "merged": 1}
        wrong = watch.look(crm[1], Tables(later, merges=[again], ledger=ledger))
        assert [one.partition(": ")[2] for one in wrong] == [said] * bool(said)


def test_identity_counts_pairs_and_what_was_found_by_kind_of_change():
    watch = Watch()
    watch.look(FIRST, first_run())
    watch.look(SECOND, second_run())
    found = identity([FIRST, SECOND], watch)
    assert (found.rows, found.unplaced, found.precision, found.recall) == (3, 0, 1, 1)
    assert found.found == {"job": (1, 1)}
