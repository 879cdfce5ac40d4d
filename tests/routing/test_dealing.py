"""Who gets which units: by weight, within room, whole, and in whatever order rows come."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leadkit.base.keyed import hashes_64
from leadkit.routing.dealing import NOBODY, Staff, Units, deal
from leadkit.routing.splitting import NO_LIMIT, Share, quotas
from tests.properties import examples

NAMES = ("Eva", "Jan", "Ida", "Max", "Pia", "Tom")


def staff_of(count, away=(), room=()):
    there = np.array([name not in away for name in NAMES[:count]])
    limits = np.array([*room, *[NO_LIMIT] * count][:count], np.int64)
    return Staff(NAMES[:count], there, limits)


def units_of(count, seed=0, sizes=None, scores=None, pools=None):
    """Return units as they come to be dealt: sorted by their keys."""
    keys = hashes_64(f"{seed} {number}".encode() for number in range(count))
    order = np.argsort(keys)
    sizes = np.ones(count, np.int64) if sizes is None else np.array(sizes, np.int64)
    scores = np.zeros(count) if scores is None else np.array(scores, float)
    pools = np.zeros(count, np.int64) if pools is None else np.array(pools, np.int64)
    return Units(keys[order], sizes[order], scores[order], pools[order], np.zeros(count, bool))


def among(*weights):
    return Share(tuple(range(len(weights))), weights)


weights = st.lists(st.sampled_from([1.0, 1.0, 2.0, 0.5, 3.0]), min_size=1, max_size=6)


@examples(30, 300)
@given(count=st.integers(0, 400), weights=weights, seed=st.integers(0, 99))
def test_shares_keep_to_the_weights(count, weights, seed):
    """Of leads without companies, nobody is a whole lead away from a share by weight."""
    dealt = deal(units_of(count, seed), [among(*weights)], staff_of(len(weights)))
    many = np.bincount(dealt.owner, minlength=len(weights))
    assert np.abs(many - count * np.array(weights) / sum(weights)).max() < 1


@examples(30, 300)
@given(
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=200),
    weights=weights,
    seed=st.integers(0, 99),
)
def test_companies_are_whole_and_shares_no_more_than_one_company_away(sizes, weights, seed):
    units = units_of(len(sizes), seed, sizes)
    dealt = deal(units, [among(*weights)], staff_of(len(weights)))
    assert (dealt.taken == units.sizes).all()
    many = np.bincount(dealt.owner, units.sizes, len(weights))
    assert np.abs(many - sum(sizes) * np.array(weights) / sum(weights)).max() <= max(sizes)


@examples(40, 400)
@given(
    count=st.integers(1, 300),
    weights=st.lists(st.sampled_from([1.0, 2.0, 0.5]), min_size=2, max_size=6),
    gone=st.sets(st.sampled_from(NAMES), max_size=3),
    seed=st.integers(0, 99),
    data=st.data(),
)
def test_only_the_leads_of_who_is_away_move(count, weights, gone, seed, data):
    """Whoever else is away, too: no lead changes hands between two who are there."""
    people = NAMES[: len(weights)]
    one = data.draw(st.sampled_from(people))
    units, pools = units_of(count, seed), [among(*weights)]
    before = deal(units, pools, staff_of(len(weights), gone)).owner
    after = deal(units, pools, staff_of(len(weights), {*gone, one})).owner
    stays = before != people.index(one)
    assert (before[stays] == after[stays]).all()


@examples(30, 300)
@given(
    count=st.integers(50, 400),
    weights=st.lists(st.sampled_from([1.0, 2.0, 0.5]), min_size=3, max_size=6),
    seed=st.integers(0, 99),
)
def test_shares_keep_to_the_weights_of_those_who_are_there(count, weights, seed):
    dealt = deal(units_of(count, seed), [among(*weights)], staff_of(len(weights), NAMES[:2]))
    there = np.array([0.0, 0.0, *weights[2:]])
    many = np.bincount(dealt.owner, minlength=len(weights))
    assert np.abs(many - count * there / there.sum()).max() <= max(2, count / 50)


@examples(40, 400)
@given(
    scores=st.lists(st.integers(0, 9), min_size=1, max_size=120),
    room=st.lists(st.integers(1, 40), min_size=2, max_size=5),
    away=st.sets(st.sampled_from(NAMES), max_size=2),
    seed=st.integers(0, 99),
)
def test_room_is_filled_by_the_highest_scores(scores, room, away, seed):
    """Nobody gets more than there is room for, and nobody waits while there is room, or a lower score."""
    staff = staff_of(len(room), away, room)
    units = units_of(len(scores), seed, scores=scores)
    dealt = deal(units, [among(*[1.0] * len(room))], staff)
    had = dealt.owner != NOBODY
    many = np.bincount(dealt.owner[had], minlength=len(room))
    limit = np.where(staff.there, staff.room, 0)
    assert (many <= limit).all()
    assert had.sum() == min(len(scores), limit.sum())
    if had.any() and not had.all():
        assert units.scores[had].min() >= units.scores[~had].max()


@examples(40, 400)
@given(
    leads=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=100),
    teams=st.lists(st.sets(st.integers(0, 4), min_size=1), min_size=4, max_size=4),
    room=st.lists(st.one_of(st.just(NO_LIMIT), st.integers(1, 20)), min_size=5, max_size=5),
)
def test_who_is_in_several_teams_takes_the_highest_scores_of_all(leads, teams, room):
    """No lead waits while somebody who may take it has room, or takes one of a lower score."""
    scores, pools = zip(*leads, strict=True)
    shares = [Share(tuple(sorted(team)), (1.0,) * len(team)) for team in teams]
    units = units_of(len(leads), scores=scores, pools=pools)
    staff = staff_of(5, room=room)
    dealt = deal(units, shares, staff)
    many = np.bincount(dealt.owner[dealt.owner != NOBODY], minlength=5)
    assert (many <= staff.room).all()
    for unit in np.flatnonzero(dealt.owner == NOBODY):
        for person in teams[units.pools[unit]]:
            assert many[person] == staff.room[person]
            taken = units.scores[dealt.owner == person]
            assert taken.min() >= units.scores[unit]
    for unit in np.flatnonzero(dealt.owner != NOBODY):
        assert dealt.owner[unit] in teams[units.pools[unit]]


@examples(40, 400)
@given(
    leads=st.lists(st.tuples(st.integers(0, 9), st.integers(1, 6)), min_size=1, max_size=60),
    room=st.lists(st.integers(1, 25), min_size=1, max_size=4),
)
def test_a_company_that_is_too_large_gets_one_owner_for_a_part(leads, room):
    scores, sizes = zip(*leads, strict=True)
    units = units_of(len(leads), sizes=sizes, scores=scores)
    dealt = deal(units, [among(*[1.0] * len(room))], staff_of(len(room), room=room))
    had = dealt.owner != NOBODY
    many = np.bincount(dealt.owner[had], dealt.taken[had], len(room))
    assert (many <= room).all()
    assert (dealt.taken[had] > 0).all()
    assert (dealt.taken[~had] == 0).all()
    if not had.all():  # who waits, waits because all are full
        assert many.sum() == sum(room)


def test_a_removed_line_moves_few_others():
    """Without the line of somebody who left, one lead in forty of the others' moves; with it none."""
    units = units_of(2000)
    everybody, fewer = Share((0, 1, 2, 3, 4), (1.0,) * 5), Share((1, 2, 3, 4), (1.0,) * 4)
    before, after = (deal(units, [one], staff_of(5)).owner for one in (everybody, fewer))
    stays = before != 0
    assert (before[stays] != after[stays]).sum() < 40


@examples(50, 500)
@given(
    wanted=st.lists(st.floats(-50, 50), min_size=1, max_size=6),
    room=st.lists(st.integers(0, 20), min_size=6, max_size=6),
    count=st.integers(0, 60),
)
def test_quotas_sum_up_within_room(wanted, room, count):
    most = np.array(room[: len(wanted)])
    count = min(count, int(most.sum()))
    many = quotas(np.array(wanted), count, most)
    assert many.sum() == count
    assert (many >= 0).all()
    assert (many <= most).all()
