"""A cashier's visit to the desk: a manager approves it, it ends with leaving, and it leaves people and PINs alone."""

from __future__ import annotations

import pytest

from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Link, Note, Text
from terminal_app.presenters.session import Session
from terminal_app.till import Till
from tests.presenters.desk.reading import row, rows
from tests.till.counter import ShopClock
from tests.till.staff import KARI_PIN, last_row, with_pins


@pytest.fixture
def till(till: Till) -> Till:
    return with_pins(till)


def at_the_desk_as(session: Session, till: Till, who: str) -> DeskPresenter:
    session.arrive(till.operator(who))
    desk = DeskPresenter(session)
    session.open_desk("operators")
    return desk


def approve(desk: DeskPresenter, pin: str = KARI_PIN) -> None:
    for digit in pin:
        desk.step_up.digit(digit)
    desk.step_up.enter()


def test_a_manager_lets_a_cashier_to_the_desk_for_one_visit(session: Session, till: Till) -> None:
    desk = at_the_desk_as(session, till, "amina")
    asked = desk.view().step_up
    assert asked is not None
    assert asked.subtitle == "Amina Yusuf kan ikke endre innstillinger."
    approve(desk, "000000")
    assert not session.may_open_desk()
    approve(desk)
    assert session.may_open_desk()
    desk.open("shop")
    desk.put("shop.name", "Hjørnet AS")
    desk.save()
    kind, who, facts = last_row(till)
    assert (kind, who, facts["approved_by_name"]) == ("settings", "amina", "Kari Nordmann")
    desk.close()
    assert not session.may_open_desk()
    session.open_desk()
    assert desk.view().step_up is not None


def test_closing_the_sheet_leads_back(session: Session, till: Till) -> None:
    desk = at_the_desk_as(session, till, "amina")
    before = session.place
    desk.step_up.close()
    assert (before.value, session.place.value) == ("desk", "sale")
    assert desk.view().step_up is None


def test_a_visit_that_nobody_goes_on_with_ends(session: Session, till: Till, clock: ShopClock) -> None:
    till.change_settings({"till.lock_after_s": "0"})
    desk = at_the_desk_as(session, till, "amina")
    approve(desk)
    clock.advance(seconds=121)
    session.lock_if_idle()
    assert (session.place.value, session.may_open_desk()) == ("sale", False)


def test_a_visit_leaves_people_and_pins_alone(session: Session, till: Till) -> None:
    desk = at_the_desk_as(session, till, "amina")
    approve(desk)
    assert "Bare en leder" in row(desk, Note, "refused").text
    assert rows(desk, Link) == []
    desk.press("open:amina")
    desk.press("new")
    assert rows(desk, Text) == []
