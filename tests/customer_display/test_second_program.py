"""The display's own program: run while it is wanted, started again when it ended, and gone with the till."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from terminal_app.customer_display import SecondProgram
from terminal_app.customer_display.second_program import AGAIN_AFTER_S

SLEEPS = (sys.executable, "-c", "import signal; signal.pause()")
ENDS = (sys.executable, "-c", "")


@pytest.fixture
def program() -> Iterator[SecondProgram]:
    one = SecondProgram()
    yield one
    one.end()


def test_it_runs_while_it_is_wanted(program: SecondProgram) -> None:
    program.want(SLEEPS, 100.0)
    assert program.is_running
    program.want((), 100.1)
    assert not program.is_running


def test_one_that_ended_is_started_again_but_not_at_once(program: SecondProgram) -> None:
    program.want(ENDS, 100.0)
    first = program._process
    assert first is not None
    first.wait(10)
    program.want(ENDS, 100.0 + AGAIN_AFTER_S - 1)
    assert program._process is first
    program.want(ENDS, 100.0 + AGAIN_AFTER_S)
    assert program._process is not first
    assert program._process is not None
    program._process.wait(10)


def test_another_command_takes_the_place_of_the_one_before_at_once(program: SecondProgram) -> None:
    program.want(SLEEPS, 100.0)
    first = program._process
    program.want((*SLEEPS, "other"), 100.1)
    assert first is not None
    assert first.poll() is not None
    assert program.is_running


def test_a_program_that_is_not_there_harms_nobody(program: SecondProgram) -> None:
    program.want(("/nowhere/display",), 100.0)
    assert not program.is_running
