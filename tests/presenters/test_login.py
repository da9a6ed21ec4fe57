"""The lock screen: who gets in, what a wrong PIN says, when the till locks itself, and a first PIN that must go."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from terminal_app.background import AtOnce, Background
from terminal_app.presenters.login import LoginPresenter
from terminal_app.presenters.menu import MenuPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import ShopClock
from tests.till.staff import KARI_PIN, OLA_PIN, rows, with_pins


@pytest.fixture
def till(till: Till) -> Till:
    return with_pins(till)


@pytest.fixture
def login(root: RootPresenter) -> LoginPresenter:
    return root.login


def type_pin(login: LoginPresenter, pin: str) -> None:
    for digit in pin:
        login.digit(digit)
    login.enter()


def message(login: LoginPresenter) -> str:
    pad = login.view().pad
    assert pad is not None
    return "" if pad.notice is None else " ".join((pad.notice.message, pad.notice.hint)).strip()


def test_an_operator_with_a_pin_takes_over_only_with_it(
    session: Session, login: LoginPresenter, root: RootPresenter, till: Till
) -> None:
    root.sale.add("1001")
    root.menu.hand_over("ola")
    assert (session.place, session.operator.id) == (Place.LOCK, "amina")
    assert login.view().hint == "Kurven er tatt vare på: 1 linje"
    type_pin(login, OLA_PIN)
    assert (session.place, session.operator.id) == (Place.SALE, "ola")
    assert len(session.cart.lines) == 1


def test_without_a_pin_a_touch_is_enough(session: Session, login: LoginPresenter) -> None:
    session.hand_over(session.till.operators.get("ola"))
    login.choose("amina")
    assert (session.place, session.operator.id) == (Place.SALE, "amina")


def test_a_wrong_pin_says_so_and_empties_the_dots(session: Session, login: LoginPresenter) -> None:
    session.hand_over(session.till.operators.get("ola"))
    type_pin(login, "0000")
    pad = login.view().pad
    assert pad is not None
    assert pad.dots == 0
    assert message(login) == "Feil PIN. Prøv igjen. Antall forsøk før ventetid: 2."
    login.digit("1")
    assert message(login) == ""


def test_after_three_wrong_ones_the_pad_is_shut_until_the_time_it_names(
    session: Session, login: LoginPresenter, clock: ShopClock
) -> None:
    session.hand_over(session.till.operators.get("ola"))
    for _ in range(3):
        type_pin(login, "0000")
    pad = login.view().pad
    assert pad is not None
    assert (pad.locked, pad.can_type) == (True, False)
    assert message(login) == "For mange feil PIN. Neste forsøk er kl. 14:05:30."
    clock.advance(seconds=30)
    type_pin(login, OLA_PIN)
    assert session.operator.id == "ola"


def test_too_few_digits_are_not_even_tried(session: Session, login: LoginPresenter, till: Till) -> None:
    session.hand_over(till.operators.get("ola"))
    type_pin(login, "802")
    assert till.operators.pins.tries_left("ola") == 3
    login.erase()
    view = login.view().pad
    assert view is not None
    assert (view.dots, view.can_enter) == (2, False)


def test_a_till_whose_first_operator_has_a_pin_starts_locked(till: Till) -> None:
    till.operators.remove("amina", by="kari")
    session = Session(till)
    root = RootPresenter(session)
    assert (session.locked, session.place, root.view().operator) == (True, Place.LOCK, "Låst")
    for way in (root.open_menu, root.open_queue, root.login.leave, session.back):
        way()
        assert session.place is Place.LOCK
    root.login.choose("kari")
    type_pin(root.login, KARI_PIN)
    assert (session.locked, session.place, root.view().operator) == (False, Place.SALE, "Kari Nordmann")


def test_a_till_that_nobody_touches_locks_itself_and_keeps_cart_and_place(
    session: Session, root: RootPresenter, clock: ShopClock, till: Till
) -> None:
    session.arrive(till.operators.get("ola"))
    root.sale.add("1001")
    session.go(Place.PAYMENT)
    clock.advance(seconds=299)
    root.tick()
    assert not session.locked
    root.touched()
    clock.advance(seconds=299)
    root.tick()
    assert not session.locked
    clock.advance(seconds=1)
    root.tick()
    assert (session.locked, session.place) == (True, Place.LOCK)
    type_pin(root.login, OLA_PIN)
    assert (session.locked, session.place, len(session.cart.lines)) == (False, Place.PAYMENT, 1)
    assert [row[0] for row in rows(till)][-2:] == ["locked", "unlocked"]


def test_somebody_else_who_unlocks_begins_at_the_sale_with_the_same_cart(
    session: Session, root: RootPresenter, till: Till
) -> None:
    session.arrive(till.operators.get("ola"))
    root.sale.add("1001")
    session.go(Place.QUEUE)
    session.lock()
    root.login.choose("kari")
    type_pin(root.login, KARI_PIN)
    assert (session.place, session.operator.id, len(session.cart.lines)) == (Place.SALE, "kari", 1)
    assert rows(till)[-1][0] == "logged_in"


@pytest.mark.parametrize(("who", "patience"), [("amina", "300"), ("ola", "0")])
def test_who_has_no_pin_and_a_shop_that_wants_it_so_are_never_locked_out(
    session: Session, root: RootPresenter, clock: ShopClock, till: Till, who: str, patience: str
) -> None:
    till.change_settings({"till.lock_after_s": patience})
    session.arrive(till.operators.get(who))
    clock.advance(hours=10)
    root.tick()
    assert not session.locked


def test_a_clock_that_is_set_back_does_not_keep_an_idle_till_open(
    session: Session, root: RootPresenter, clock: ShopClock, till: Till
) -> None:
    session.arrive(till.operators.get("ola"))
    clock.advance(days=-1)
    root.tick()
    clock.advance(seconds=300)
    root.tick()
    assert session.locked


def test_a_pin_for_the_first_start_is_changed_before_anything_else(
    session: Session, login: LoginPresenter, till: Till
) -> None:
    till.operators.staff.put([replace(till.operators.get("ola"), must_change_pin=True)])
    session.hand_over(till.operators.get("ola"))
    type_pin(login, OLA_PIN)
    assert session.operator.id == "amina"
    type_pin(login, OLA_PIN)
    assert message(login).startswith("Det er PIN-en du har.")
    type_pin(login, "1234")
    assert message(login).startswith("Denne PIN-en er blant de første")
    type_pin(login, "6208")
    type_pin(login, "6209")
    assert message(login) == "De to PIN-ene er ulike. Velg den nye PIN-en på nytt."
    assert "logged_in" not in [row[0] for row in rows(till)]
    type_pin(login, "6208")
    type_pin(login, "6208")
    assert session.operator.id == "ola"
    assert [row[0] for row in rows(till)][-3:] == ["pin_changed", "logged_out", "logged_in"]
    assert till.operators.pins.log_in("ola", "6208").at_once().must_change_pin is False


def test_turning_away_forgets_what_was_typed(session: Session, login: LoginPresenter, till: Till) -> None:
    session.hand_over(till.operators.get("ola"))
    login.digit("8")
    login.others()
    assert login.view().pad is None
    login.choose("ola")
    pad = login.view().pad
    assert pad is not None
    assert pad.dots == 0
    login.leave()
    assert (session.place, session.operator.id) == (Place.SALE, "amina")


class Later(AtOnce):
    """A background that works when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[object] = []

    def run(self, work: object, then: object) -> None:
        self.waiting.append((work, then))

    def work(self, *, break_down: bool = False) -> None:
        for work, then in self.waiting:  # type: ignore[misc]
            then(None if break_down else work())
        self.waiting.clear()


def behind(till: Till) -> tuple[Later, Session, RootPresenter]:
    later = Later()
    background: Background = later
    session = Session(till, background)
    return later, session, RootPresenter(session)


def test_while_a_pin_is_checked_nothing_more_is_taken(till: Till) -> None:
    later, session, root = behind(till)
    session.hand_over(till.operators.get("ola"))
    type_pin(root.login, OLA_PIN)
    type_pin(root.login, "0000")
    pad = root.login.view().pad
    assert pad is not None
    assert (pad.can_type, pad.dots, message(root.login)) == (False, 0, "Kontrollerer …")
    assert len(later.waiting) == 1
    later.work()
    assert session.operator.id == "ola"


def test_who_turned_away_while_it_was_checked_is_not_let_in(till: Till) -> None:
    later, session, root = behind(till)
    session.hand_over(till.operators.get("ola"))
    type_pin(root.login, OLA_PIN)
    root.login.leave()
    later.work()
    assert (session.operator.id, session.place) == ("amina", Place.SALE)
    assert "logged_in" not in [row[0] for row in rows(till)]


def test_when_the_check_breaks_down_it_is_said_and_costs_no_try(till: Till) -> None:
    later, session, root = behind(till)
    session.hand_over(till.operators.get("ola"))
    type_pin(root.login, OLA_PIN)
    later.work(break_down=True)
    assert message(root.login).startswith("PIN-en kunne ikke kontrolleres.")
    assert till.operators.pins.tries_left("ola") == 3


def test_no_view_ever_holds_a_digit_of_a_pin(session: Session, login: LoginPresenter, till: Till) -> None:
    session.hand_over(till.operators.get("kari"))
    for digit in "471":
        login.digit(digit)
    assert "471" not in json.dumps(str(login.view()))


# one's own new PIN


def test_a_cashier_changes_their_own_pin_from_the_menu(session: Session, till: Till) -> None:
    session.arrive(till.operator("ola"))
    menu, login = MenuPresenter(session), LoginPresenter(session)
    session.go(Place.MENU)
    assert menu.view().pin_label == "Bytt PIN"
    menu.renew_pin()
    assert login.view().title == "Bytt PIN"
    for pin in (OLA_PIN, "7503", "7503"):
        type_pin(login, pin)
    assert (session.place, session.operator.id, session.renewing) == (Place.MENU, "ola", False)
    assert till.operators.pins.check("ola", "7503", "log_in").at_once().id == "ola"


def test_turning_away_from_a_new_pin_keeps_the_old_one_and_forgets_the_wish(session: Session, till: Till) -> None:
    session.arrive(till.operator("ola"))
    login = LoginPresenter(session)
    session.renew_pin()
    login.others()
    assert session.place is Place.SALE
    session.hand_over(till.operator("kari"))
    assert login.view().title == "Hvem overtar?"
    assert not session.renewing


def test_who_has_no_pin_is_not_offered_another(session: Session, till: Till) -> None:
    session.arrive(till.operator("amina"))
    assert MenuPresenter(session).view().own_labels == ("", "")
    session.renew_pin()
    assert session.place is not Place.LOCK


def test_who_is_taken_over_from_is_logged_out_and_who_locked_the_till_only_locked_it(
    session: Session, login: LoginPresenter, till: Till
) -> None:
    session.hand_over(till.operators.get("ola"))
    type_pin(login, OLA_PIN)
    session.hand_over(till.operators.get("amina"))
    session.hand_over(till.operators.get("ola"))
    type_pin(login, OLA_PIN)
    session.lock()
    login.choose("amina")
    kinds = ("logged_in", "logged_out", "locked")
    assert [(kind, who) for kind, who, _ in rows(till) if kind in kinds] == [
        ("logged_out", "amina"),
        ("logged_in", "ola"),
        ("logged_out", "ola"),
        ("logged_in", "amina"),
        ("logged_out", "amina"),
        ("logged_in", "ola"),
        ("locked", "ola"),
        ("logged_in", "amina"),
    ]
