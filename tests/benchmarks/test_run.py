"""A run says of which program it is and what in it is ours, and a group that goes wrong costs its own figures alone.

Nothing here measures time.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import __main__ as runner
from benchmarks import measure
from benchmarks.apart import run_apart
from benchmarks.measure import Budget, Figure, Samples, beside
from benchmarks.raw_rows import Floors, beside_its_rows
from benchmarks.table import Measured, Run, as_json, as_markdown, figures_in

AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
TWICE = Budget(ratio=2)
_LEAVES_ONE_BEHIND = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(float(sys.argv[2]))
"""


def _figure(value: float, *, own: bool = False, budget: Budget = TWICE) -> Figure:
    return Figure("a tap", "ms", value, "a redraw", 1.0, budget, own=own)


def _run(*figures: Figure, commit: str = "", seconds: float = 0.0) -> Run:
    group = Measured("taps", 1.0, 0.5, 0.3, figures=figures, load_most=2.4)
    return Run(AT, "a machine", False, (group,), commit, seconds)


def _summary(run: Run) -> str:
    return as_markdown(run).splitlines()[-1]


# what the table says


def test_a_figure_of_ours_is_told_apart_in_its_verdict_kept_or_over() -> None:
    text = as_markdown(_run(_figure(1.0), _figure(1.0, own=True), _figure(3.0, own=True)))
    verdicts = [line.split(" | ")[-1].removesuffix(" |") for line in text.splitlines()[2:5]]
    assert verdicts == ["kept", "kept (ours)", "**over (ours)**"]


def test_a_figure_of_ours_without_a_budget_has_no_verdict() -> None:
    assert "ours)" not in as_markdown(_run(_figure(3.0, own=True, budget=Budget())))


def test_kept_budgets_are_counted_by_who_asks_for_them() -> None:
    figures = (_figure(1.0), _figure(1.0), _figure(3.0), _figure(1.0, own=True), _figure(3.0, own=True))
    assert "3 of 5 budgets kept: 2 of the issue's 3, 1 of our own 2." in _summary(_run(*figures))


def test_the_line_below_the_table_says_commit_duration_and_load() -> None:
    told = _summary(_run(_figure(1.0), commit="46afc28 with changes", seconds=4_440.0))
    assert "commit 46afc28 with changes; whole run of 74 min; " in told
    assert "load of the machine 0.3 before it, 0.3 before a group and 2.4 at the most. " in told


def test_a_commit_that_nobody_knows_is_not_told() -> None:
    assert "commit" not in _summary(_run(_figure(1.0)))
    assert as_json(_run(_figure(1.0)))["commit"] is None


def test_where_git_is_missing_the_program_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert measure.program() == ""


def test_samples_beside_their_floor_may_be_ours() -> None:
    samples = Samples()
    samples.add(0.001, 0.001)
    assert beside("a", samples, "b", samples, TWICE, own=True, keys=3.0).own
    assert not beside("a", samples, "b", samples, TWICE).own


def test_what_is_made_from_the_journal_is_measured_once_and_stands_beside_both_floors() -> None:
    ours, floors = Samples(), Floors(Samples(), Samples())
    for samples, wall_s in ((ours, 0.008), (floors.raw, 0.001), (floors.parsed, 0.004)):
        samples.add(wall_s, wall_s)
    asked, beside_json = beside_its_rows("an X", ours, floors, 3.0)
    assert (asked.value, beside_json.value) == pytest.approx((8.0, 8.0))
    assert (asked.kept, beside_json.kept) == (False, True)
    assert (asked.own, beside_json.own) == (False, True)
    assert asked.detail["with_json_in_floors"] == pytest.approx(4.0)


# what a group leaves


def test_figures_come_back_from_the_file_of_their_group(tmp_path: Path) -> None:
    figure = _figure(1.0, own=True)
    (tmp_path / "taps.json").write_text(json.dumps([asdict(figure)]), encoding="utf-8")
    assert figures_in(tmp_path / "taps.json") == (figure,)


@pytest.mark.parametrize("text", ["", "[", "3", "[3]", "[{}]", '[{"name": "a tap", "budget": {}}]', '[{"budget": 1}]'])
def test_a_file_that_holds_no_figures_is_refused_with_a_reason(text: str, tmp_path: Path) -> None:
    (tmp_path / "taps.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"its figures cannot be read: ."):
        figures_in(tmp_path / "taps.json")


@pytest.mark.parametrize(
    ("left", "problem"), [(None, "no figures: No such file or directory"), ("[", "its figures cannot be read: ")]
)
def test_a_group_that_ends_well_and_leaves_no_figures_is_told_of(
    left: str | None, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ran(command: list[str], *_: object) -> int:
        if left is not None:
            Path(command[command.index("--out") + 1]).write_text(left, encoding="utf-8")
        return 0

    monkeypatch.setattr(runner, "run_apart", ran)
    told = runner._alone("taps", True, tmp_path, tmp_path)
    assert told.problem.startswith(problem)
    assert told.figures == ()


# how a group ends


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _is_gone(process: int) -> bool:
    for _ in range(200):
        if not _lives(process):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at processes in /proc")
def test_what_an_ended_group_has_started_is_ended_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _LEAVES_ONE_BEHIND, str(tmp_path / "child")]
    with pytest.raises(TimeoutError, match="not done after 3 s"):
        run_apart([*command, "600"], 3.0)
    assert _is_gone(int((tmp_path / "child").read_text(encoding="ascii")))
    assert run_apart([*command, "0"], 60.0) == 0
    assert _is_gone(int((tmp_path / "child").read_text(encoding="ascii")))


def test_a_command_tells_how_it_ended_and_is_looked_at_when_it_does() -> None:
    looks: list[int] = []
    assert run_apart([sys.executable, "-c", "raise SystemExit(3)"], 60.0, lambda: looks.append(1)) == 3
    assert looks == [1]
