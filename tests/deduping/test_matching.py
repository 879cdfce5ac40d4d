"""Matching: what speaks for one person and what against, in the company of colleagues."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.dedupe import dedupe_leads
from leadkit.deduping.matching import model
from leadkit.deduping.matching.blocks import BLOCK_LIMIT, NEAREST, candidates, neighbours
from leadkit.deduping.matching.clusters import MOST_ROWS, components
from leadkit.deduping.matching.evidence import gather
from leadkit.deduping.matching.ladder import Ladder
from leadkit.deduping.matching.weigh import weigh
from leadkit.deduping.matching.weights import score_pairs
from tests.deduping.orders import whichever_comes_first

COLUMNS = ("full_name", "company", "email", "phone", "mobile", "source_file")
FIRSTS = ("Anna Bela Carla Dirk Emil Frieda Gustav Heike Ines Jonas Karla Lothar Mona Nils Olga "
          "Pia Ralf Sina Tim Ute Vera").split()  # fmt: skip
LASTS = ("Amsel Buche Dohle Eiche Fichte Ginster Hasel Igel Jaspis Kiefer Linde Marder Nessel "
         "Otter Pappel Quitte Rabe Specht Tanne Ulme Veilchen").split()  # fmt: skip


def colleagues(count=200):
    """Return rows of invented people in some companies: what a list is like around a pair."""
    companies = ("Huber GmbH", "Steinmann Werkzeugbau AG", "Orvitec", "Nordlicht KG")
    draw = random.Random(7)
    rows = []
    for number in range(count):
        first, last = draw.choice(FIRSTS), draw.choice(LASTS)
        company = companies[number % len(companies)]
        domain = f"{company.split()[0].lower()}.example.com"
        mail = f"{first.lower()}.{last.lower()}{number}@{domain}"
        rows.append((f"{first} {last}", company, mail, "", "", f"list{number % 3}.csv"))
    return rows


# Two rows as in COLUMNS (left out: blank), whether they are one person.
PAIRS = {
    "nickname on the wrong side": ("Feldmüller Georg|Huber GmbH", "Schorsch Feldmüller|Huber GmbH", True),
    "card in capitals": ("FELDMÜLLER Georg|Huber GmbH", "Georg Feldmueller|Huber", True),
    "firm and town": ("Eva Oberlin|Fa. Huber GmbH, Linz", "Eva Oberlin|Huber Holding", True),
    "brand": ("Eva Oberlin|Orvitec Elektrotechnik", "Eva Oberlin|Orvitec E-Technik", True),
    "national number": ("E. Oberlin|Huber GmbH||+4989999981", "Eva Oberlin|Huber GmbH||089 999981", True),
    "at in words": ("Eva Oberlin||eva.oberlin(at)huber.example.com", "E Oberlin||eva.oberlin@huber.example.com", True),
    "name in the mailbox": ("Jedrek Sosnejko|Huber GmbH|andrzej.sosnejko@huber.example.com",
                            "Andrzej Sosnejko|Huber GmbH", True),
    "alias": ("Eva Oberlin|Huber GmbH|e.oberlin@huber.example.com", "Eva Oberlin|Huber GmbH|eva.oberlin@huber.example.com", True),
    "second name left out": ("Eva Maria Oberlin|Huber GmbH", "Eva Oberlin|Huber GmbH", True),
    "one of two last names": ("Pilar Domínguez Fernández|Huber GmbH||+4989999981", "Pilar Domínguez|Huber GmbH||+4989999981", True),
    "birth name": ("Anne Michel (née Laurent)|Huber GmbH", "Anne Laurent|Huber GmbH", True),
    "short form by its beginning": ("Inmaculata Oberlin|Orvitec|x@orvitec.example.com|+4989999981",
                                    "Inma Oberlin|Orvitec||+4989999981", True),
    "misread": ("Jürgen Steinmann|Nordlicht KG", "Jürqen Steinmann|Nordlicht KG", True),
    "relative": ("Eva Oberlin|Huber GmbH||+4989999981", "Udo Oberlin|Huber GmbH||+4989999981", False),
    "family mailbox": ("Eva Oberlin|Huber GmbH|oberlin@huber.example.com", "Udo Oberlin|Huber GmbH|oberlin@huber.example.com", False),
    "landline as mobile": ("Eva Oberlin|Huber GmbH|||+498999998123", "Udo Oberlin|Huber GmbH|||+498999998123", False),
    "sounds alike, two mailboxes": ("Catherine Hall|Huber GmbH|c.hall@huber.example.com",
                                    "Katherine Hall|Huber GmbH|k.hall@huber.example.com", False),
    "one letter, two mailboxes": ("Ina Schulz|Huber GmbH|schulz@huber.example.com", "Ina Schulze|Huber GmbH|schulze@huber.example.com", False),
    "sister companies": ("Zofia Górska|Travalin SE|gorska@travalin-de.example.com", "Zofia Górska|Travalin S.A.|zofia@travalin-pl.example.com", False),
    "son in the mailbox": ("Frank Oberlin|Huber GmbH|frank.oberlin.jr@huber.example.com", "Frank Oberlin|Huber GmbH|f.oberlin@huber.example.com", False),
    "son on the card": ("Frank Oberlin Jr.|Huber GmbH", "Frank Oberlin Sr.|Huber GmbH|frank.oberlin@huber.example.com", False),
    "other sex": ("Alexandra Evans|Huber GmbH", "Evans Alexander|Huber GmbH", False),
    "anna and andreas": ("Anna Oberlin|Huber GmbH", "Andreas Oberlin|Huber GmbH", False),
    "last name alone": ("Oberlin|Huber GmbH", "Oberlin|Huber GmbH", False),
    "another second last name": ("Lucía Pérez Gil|Huber GmbH", "Lucía Pérez Cano|Huber GmbH", False),
    "slip of the domain, two firms": ("Eva Meier|Amsel|eva@amsel.example.com", "Eva Meier|Bolt|eva@amseln.example.com", False),
    "namesake in another firm": ("Eva Oberlin|Huber GmbH", "Eva Oberlin|Orvitec", False),
}  # fmt: skip


@whichever_comes_first
@pytest.mark.parametrize(("one", "other", "same"), PAIRS.values(), ids=PAIRS)
def test_two_rows_among_colleagues(one, other, same, turned):
    """A pair merges or does not, whichever row comes first."""
    cells = [tuple([*row.split("|"), *[""] * 5][:5]) for row in (one, other)]
    rows = [*colleagues(), *((*row, "cards.csv") for row in cells[::turned])]
    leads = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    leads.insert(0, "lead_id", [f"{number:04d}" for number in range(len(leads))])
    merges = dedupe_leads(leads).merges
    ours = set(leads["lead_id"].iloc[-2:])
    found = {frozenset(pair) for pair in zip(merges["lead_id"], merges["merged_into"], strict=True)}
    assert (frozenset(ours) in found) == same


def test_a_person_of_too_many_rows_is_for_review():
    """Sixty rows that only a name and a firm hold together do not become one, nor do they later."""
    rows = [*colleagues(3000), *[("Eva Oberlin", "Solo KG", "", "", "", "cards.csv")] * 60]
    leads = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    leads.insert(0, "lead_id", [f"{number:04d}" for number in range(len(leads))])
    deduped = dedupe_leads(leads)
    made_of = deduped.leads["merged_ids"][deduped.leads["company"] == "Solo KG"].str.count("; ") + 2
    assert 40 <= made_of.max() <= MOST_ROWS
    assert deduped.review["reasons"].str.contains(f"over {MOST_ROWS} rows").any()
    assert not len(dedupe_leads(deduped.leads).merges)


def contacts_of(rows):
    leads = pd.DataFrame(rows, columns=COLUMNS, dtype="str")
    leads.insert(0, "lead_id", [f"{number:04d}" for number in range(len(leads))])
    return weigh(gather(leads))


def test_weights_add_up_and_take_no_side():
    """The bits of a pair are those of its comparisons less the prior, from either side."""
    rows = colleagues()
    contacts, reverse = contacts_of(rows), contacts_of(rows[::-1])
    pairs = candidates(contacts).pairs
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    scored = score_pairs(contacts, left, right)
    assert len(scored) == len(pairs) > 100
    parts = sum(scored[f"{comparison.name}_bits"] for comparison in model.PERSON)
    assert np.allclose(scored["bits"], parts - contacts.n)
    last = len(rows) - 1
    mirrored = score_pairs(reverse, last - right, last - left)
    mirrored = mirrored.assign(l=last - mirrored["r"], r=last - mirrored["l"])
    assert np.allclose(mirrored.sort_values(["l", "r"])["bits"], scored["bits"])


def test_no_comparison_is_missed_by_a_filter():
    """Pairs that are left out as hopeless would not have been kept."""
    contacts = contacts_of(colleagues())
    pairs = candidates(contacts).pairs
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    whole = score_pairs(contacts, left, right)
    kept = score_pairs(contacts, left, right, least=0.0)
    wanted = whole[whole["bits"] > 0].reset_index(drop=True)
    assert len(wanted) > 5
    pd.testing.assert_frame_equal(kept, wanted, check_dtype=False)


@pytest.mark.parametrize("shared", ["email", "phone"])
def test_a_key_of_thousands_is_never_squared(shared):
    """5,000 rows of one mailbox or number: each is compared with its neighbours, and it is told."""
    value = {"email": "info@huber.example.com", "phone": "+4900000000"}[shared]
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [
        f"{letters[n % 26]}{letters[n // 26 % 26]}x {letters[n // 676]}{letters[n % 26]}on"
        for n in range(5000)
    ]
    rows = [(name, "", value if shared == "email" else "", value if shared == "phone" else "", "", "")
            for name in names]  # fmt: skip
    found = candidates(contacts_of(rows))
    assert len(found.pairs) < 5000 * (NEAREST + BLOCK_LIMIT)
    assert (shared == "email") or found.capped["phone"] == (1, 5000)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_components_are_those_of_a_plain_search(edges):
    """Rows that are connected get the first of them as their head."""
    left = np.array([min(edge) for edge in edges], np.int64)
    right = np.array([max(edge) for edge in edges], np.int64)
    heads = list(range(31))
    for _ in range(31):
        for one, other in edges:
            heads[one] = heads[other] = min(heads[one], heads[other])
    assert components(31, left, right).tolist() == heads


@given(st.lists(st.integers(0, 6), max_size=40), st.integers(1, 5))
def test_neighbours_are_those_of_a_plain_search(keys, nearest):
    """Within a key, in the order of rows, each row meets the next ones and no others."""
    found = neighbours(np.array(keys, np.uint64), lambda rows: (rows,), nearest)
    wanted = set()
    for key in set(keys) - {0}:
        own = [row for row, one in enumerate(keys) if one == key]
        wanted |= {(a, b) for at, a in enumerate(own) for b in own[at + 1 : at + 1 + nearest]}
    assert set(zip(*(rows.tolist() for rows in found), strict=True)) == wanted
    assert len(found[0]) == len(wanted)


def test_a_ladder_asks_alike_pairs_once():
    """Pairs of the same codes are asked once, and all get the answer."""
    asked = []

    def holds(open_):
        asked.extend(open_.tolist())
        return np.array([number == 0 for number in open_])

    codes = np.array([5, 6, 5, 6, 5])
    ladder = Ladder(model.GENERATION, 5)
    ladder.ask_once(codes)
    ladder.level("same", holds)
    assert (asked, ladder.levels.tolist()) == ([0, 1], [0, 2, 0, 2, 0])
