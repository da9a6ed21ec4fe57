"""An approval on the spot: whose PIN, for what, and what a wrong one says."""

from __future__ import annotations

import pytest

from terminal_app.domain.operators import Operator, Right, Role
from terminal_app.domain.problems import MoveRefused, Problem
from terminal_app.presenters.session import Session
from terminal_app.presenters.step_up import StepUp
from terminal_app.till import Till
from tests.till.staff import KARI_PIN, OLA_PIN, give_pin, rows, with_pins

REFUSED = Problem("right_missing", {"name": "Amina Yusuf", "right": "refund", "who": "Kari Nordmann"})


@pytest.fixture
def till(till: Till) -> Till:
    return with_pins(till)


@pytest.fixture
def granted() -> list[str]:
    return []


@pytest.fixture
def step_up(session: Session, granted: list[str]) -> StepUp:
    asking = StepUp(session, lambda: None)
    asking.ask(Right.REFUND, REFUSED, granted.append)
    return asking


def type_pin(step_up: StepUp, pin: str) -> None:
    for digit in pin:
        step_up.digit(digit)
    step_up.enter()


def test_it_says_what_is_asked_for_and_the_only_manager_types_at_once(step_up: StepUp) -> None:
    view = step_up.view()
    assert view is not None
    assert view.subtitle == "Amina Yusuf kan ikke ta varer i retur."
    assert [approver.name for approver in view.approvers] == ["Kari Nordmann"]
    assert view.pad is not None
    assert view.pad.title == "Kari Nordmann"


def test_the_right_pin_goes_on_with_the_managers_id_and_closes(step_up: StepUp, granted: list[str], till: Till) -> None:
    type_pin(step_up, KARI_PIN)
    assert granted == ["kari"]
    assert step_up.view() is None
    till.operators.require("amina", Right.REFUND, "kari")
    assert rows(till)[-1][2]["for_name"] == "Amina Yusuf"


def test_a_wrong_pin_grants_nothing_and_says_how_many_are_left(step_up: StepUp, granted: list[str], till: Till) -> None:
    type_pin(step_up, "000000")
    view = step_up.view()
    assert granted == []
    assert view is not None
    assert view.pad is not None
    assert view.pad.notice is not None
    assert view.pad.notice.message == "Feil PIN."
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.operators.require("amina", Right.REFUND, "kari")


def test_closing_it_grants_nothing_and_forgets_what_was_typed(step_up: StepUp, granted: list[str]) -> None:
    step_up.digit("4")
    step_up.close()
    assert step_up.view() is None
    step_up.enter()
    assert granted == []


def test_of_several_managers_one_is_touched_first_and_one_without_a_pin_approves_by_that(
    session: Session, granted: list[str], till: Till
) -> None:
    till.operators.staff.put([Operator("per", "Per Hansen", Role.MANAGER)])
    asking = StepUp(session, lambda: None)
    asking.ask(Right.REFUND, REFUSED, granted.append)
    view = asking.view()
    assert view is not None
    assert view.pad is None
    assert [(approver.id, approver.has_pin) for approver in view.approvers] == [("kari", True), ("per", False)]
    asking.choose("per")
    assert granted == ["per"]


def test_a_cashiers_name_is_not_among_those_who_approve(step_up: StepUp, granted: list[str], till: Till) -> None:
    give_pin(till, till.operators.get("amina"), "5093")
    step_up.choose("ola")
    type_pin(step_up, OLA_PIN)
    assert granted == []
