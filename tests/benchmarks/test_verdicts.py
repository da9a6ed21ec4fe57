"""A figure's verdict and its table say what was measured. Nothing here measures time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.measure import Budget, Figure, Samples, in_turn, quantile
from benchmarks.table import BEGIN, END, Measured, Run, as_json, as_markdown, figure_from, keep

AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


HALF_AS_MUCH_AGAIN = Budget(ratio=1.5)


def _figure(value: float, budget: Budget = HALF_AS_MUCH_AGAIN) -> Figure:
    return Figure("a tap", "ms", value, "a redraw", 2.0, budget)


def _run(*figures: Figure, problem: str = "") -> Run:
    return Run(AT, "a machine", False, (Measured("taps", 1.0, 0.5, 0.1, figures=figures, problem=problem),))


@pytest.mark.parametrize(
    ("budget", "value", "kept"),
    [
        (Budget(), 99.0, None),
        (Budget(ratio=1.5), 3.0, True),
        (Budget(ratio=1.5), 3.01, False),
        (Budget(least=0.95), 1.9, True),
        (Budget(least=0.95), 1.89, False),
        (Budget(above=1.0), 3.0, True),
        (Budget(above=1.0), 3.1, False),
        (Budget(ratio=9.0, limit=16.7), 16.8, False),
    ],
)
def test_a_budget_is_kept_by_what_it_asks_of_the_floor_of_two(budget: Budget, value: float, kept: bool | None) -> None:
    assert _figure(value, budget).kept is kept


def test_99_of_100_samples_lie_within_their_99th_percentile() -> None:
    assert quantile([float(one) for one in range(1, 501)], 0.99) == 495.0
    assert quantile([7.0], 0.99) == 7.0


def test_works_in_turn_are_run_one_after_the_other_and_the_warm_round_counts_for_nothing() -> None:
    done: list[str] = []
    one, other = in_turn(3, lambda: done.append("one"), lambda: done.append("other"), warm=1)
    assert done == ["one", "other"] * 4
    assert (len(one.walls), len(other.walls)) == (3, 3)


def test_samples_tell_milliseconds() -> None:
    samples = Samples()
    for wall_s in (0.001, 0.002, 0.009):
        samples.add(wall_s, wall_s / 2)
    assert (samples.median, samples.best, samples.cpu) == pytest.approx((2.0, 1.0, 1.0))


def test_a_missed_budget_stands_out_in_the_table_and_is_counted() -> None:
    run = _run(_figure(2.0), _figure(4.0))
    assert len(run.missed) == 1
    assert "**over**" in as_markdown(run)
    assert "1 of 2 budgets kept" in as_markdown(run)


def test_a_group_that_could_not_be_measured_is_named_with_its_reason() -> None:
    assert "not measured: taps (ended with 1)" in as_markdown(_run(problem="ended with 1"))


def test_figures_come_back_from_json_as_they_were() -> None:
    told = json.loads(json.dumps(as_json(_run(_figure(2.0)))))["groups"][0]["figures"][0]
    figure = _figure(2.0)
    assert (
        figure_from({name: told[name] for name in ("name", "unit", "value", "floor_name", "floor", "budget", "detail")})
        == figure
    )


def test_the_page_keeps_the_table_of_the_last_run_alone(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{BEGIN}\n{END}\nafter\n", encoding="utf-8")
    keep(page, _run(_figure(2.0)))
    keep(page, _run(_figure(4.0)))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert text.count("taps: a tap") == 1
    assert "2.00×" in text


def test_a_page_without_a_place_for_the_table_is_left_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("words\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no place"):
        keep(page, _run(_figure(2.0)))
    assert page.read_text(encoding="utf-8") == "words\n"
