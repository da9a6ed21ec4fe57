"""A fleet's night ends as its key allows, and its table tells what was not reached. Nothing here measures time."""

from __future__ import annotations

from math import inf

from benchmarks.fleet import BY_SIX, HOURS, Nights, nights, row, scenarios, told
from benchmarks.fleet_night import Chance, NoChance, Scenario, night
from benchmarks.fleet_till import SIZES


def _fleet(tills: int, hours: float = 2.0, chance: Chance = Chance.ALL) -> Nights:
    return nights(Scenario(tills, chance), hours, seeds=(1, 2))


def test_every_invoice_of_a_small_fleet_is_in_and_none_comes_sooner_than_the_key_allows() -> None:
    over = night(Scenario(20), hours=2.0)
    assert over.is_over
    assert over.last_in_min >= over.orders / 10 / 60
    assert over.key.passed["order"] == over.orders


def test_after_an_outage_a_fleet_sends_everything_once() -> None:
    over = night(Scenario(10, outage=True), hours=2.0)
    assert over.is_over
    assert over.key.unanswered > 0
    assert over.key.passed["order"] == over.orders


def test_a_night_comes_out_the_same_for_the_same_seed() -> None:
    one, again = (night(Scenario(20), hours=2.0, seed=3) for _ in range(2))
    assert one.outcomes == again.outcomes
    assert one.refused == again.refused


def test_the_same_shops_live_through_a_night_with_and_without_chance() -> None:
    with_it, without = (night(Scenario(30, chance), hours=1.0, seed=2) for chance in (Chance.ALL, Chance.NONE))
    assert [one.size for one in with_it.outcomes] == [one.size for one in without.outcomes]


def test_without_any_chance_tills_ask_together_and_more_is_refused() -> None:
    rng = NoChance()
    assert {rng.random() for _ in range(5)} == {0.5}
    with_it, without = (night(Scenario(200, chance), hours=2.0) for chance in (Chance.ALL, Chance.NONE))
    assert without.last_in_min > with_it.last_in_min


def test_what_was_not_reached_is_told_with_the_time_simulated_and_misses_its_budget() -> None:
    last = told(nights(Scenario(300), hours=0.01, seeds=(1,)))[0]
    assert "last invoice not in after" in last.name
    assert last.value == 5.0  # a portion of the world's time
    assert last.budget.kept(HOURS * 60, last.floor) is False


def test_fleets_of_all_sizes_have_the_same_budget() -> None:
    assert {told(_fleet(tills))[0].budget for tills in (2, 50)} == {BY_SIX}


def test_429s_and_fairness_are_figures_of_their_own() -> None:
    names = [figure.name for figure in told(_fleet(60))]
    assert names[1:] == ["60 tills: 429s an invoice", "60 tills: large shop, median", "60 tills: large shop, slowest"]


def test_small_fleets_are_told_by_several_nights_and_their_span() -> None:
    them = _fleet(20)
    least, most = them.span(lambda one: one.last_in_min) or (inf, inf)
    assert least <= (them.typical(lambda one: one.last_in_min) or 0.0) <= most
    assert "of 2 nights" in told(them)[0].name
    assert row(them).startswith("| 20 tills | ")


def test_a_fleet_without_a_large_shop_has_no_fairness_to_tell() -> None:
    them = Nights(Scenario(1), (night(Scenario(1), hours=1.0),))
    assert them.first.outcomes[0].size is not SIZES[-1]
    assert len(told(them)) == 2


def test_every_kind_of_chance_is_asked_for_where_it_is_wanted() -> None:
    asked = scenarios((100, 1_000), (100,), (100, 1_000), (100,))
    assert [one.words for one in asked] == [
        "100 tills",
        "1 000 tills",
        "100 tills, runs not spread",
        "100 tills, no jitter at all",
        "1 000 tills, no jitter at all",
        "100 tills after an outage of 6 hours",
        "100 tills after an outage of 6 hours, no jitter at all",
    ]
