"""The cash drawer: what its signal means, no sale while it is open, and each opening and closing in the journal."""

from __future__ import annotations

import json

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.drawer import DrawerState, OpenSignal, signal_of
from terminal_app.domain.problems import BadInput, MoveRefused, Problem
from terminal_app.domain.settings import SETTINGS
from terminal_app.till import Till
from tests.till.counter import BY_CARD, IN_CASH, ShopClock, a_cart

WITH_DRAWER = {
    "printer.kind": "network",
    "printer.address": "127.0.0.1",
    "printer.drawer": "true",
    "printer.drawer_open_signal": "high",
}
OPEN, CLOSED = True, False


@pytest.fixture
def shop(till: Till) -> Till:
    """A shop whose drawer's signal is high when it is open."""
    till.change_settings(WITH_DRAWER)
    return till


def rows(till: Till) -> list[tuple[str, dict[str, object], str | None]]:
    found = till.database.rows("SELECT kind, facts, operator_id FROM journal WHERE kind LIKE 'drawer%' ORDER BY id")
    return [(kind, json.loads(facts), who) for kind, facts, who in found]


def kinds(till: Till) -> list[str]:
    return [kind for kind, _, _ in rows(till)]


def refusal(till: Till) -> str:
    """Why a sale is refused; "" when it went."""
    try:
        till.sell(a_cart(), BY_CARD)
    except MoveRefused as refused:
        return refused.problem.code
    return ""


@pytest.mark.parametrize(
    ("closed", "opened", "signal"),
    [(False, True, OpenSignal.HIGH), (True, False, OpenSignal.LOW), (True, True, OpenSignal.NONE)],
)
def test_the_signal_of_open_is_the_one_that_the_closed_drawer_does_not_give(
    closed: bool, opened: bool, signal: OpenSignal
) -> None:
    assert signal_of(closed, opened) is signal


@pytest.mark.parametrize(("signal", "open_when"), [("high", True), ("low", False)])
def test_nothing_is_sold_while_the_drawer_says_that_it_is_open(till: Till, signal: str, open_when: bool) -> None:
    till.change_settings(WITH_DRAWER | {"printer.drawer_open_signal": signal})
    till.drawer.told(not open_when)
    assert refusal(till) == ""
    till.drawer.told(open_when)
    assert refusal(till) == "drawer_open"
    till.drawer.told(not open_when)
    assert refusal(till) == ""


def test_nothing_is_taken_back_while_the_drawer_is_open(shop: Till) -> None:
    sold = shop.sell(a_cart(), IN_CASH)
    shop.drawer.told(OPEN)
    with pytest.raises(MoveRefused) as refused:
        shop.returns.refund(sold.sale.receipt_no or "", operator_id="kari", reason="Angret")
    assert refused.value.problem.code == "drawer_open"
    shop.drawer.told(CLOSED)
    back = shop.returns.refund(sold.sale.receipt_no or "", operator_id="kari", reason="Angret")
    assert (back.sale.receipt_no, shop.drawer.state) == ("R-000001", DrawerState.CLOSED)


def test_no_setting_lets_a_sale_through_while_a_drawer_that_reports_is_open(shop: Till) -> None:
    """Every switch of the till is tried both ways; those of the drawer's own line are what it is set up by."""
    switches = [key for key, one in SETTINGS.items() if one.default in ("true", "false") and key != "printer.drawer"]
    for key in switches:
        for value in ("true", "false"):
            shop.change_settings({key: value})
            shop.drawer.told(OPEN)
            assert refusal(shop) == "drawer_open", (key, value)


def test_a_drawer_that_does_not_answer_never_blocks_a_sale_and_the_journal_says_so_once(shop: Till) -> None:
    shop.drawer.told(CLOSED)
    for _ in range(3):
        shop.drawer.told(None)
    assert refusal(shop) == ""
    assert (shop.drawer.state, kinds(shop)) == (DrawerState.UNKNOWN, ["drawer_silent"])
    assert str(shop.drawer.flaw()) == "drawer_silent"
    shop.drawer.told(CLOSED)
    assert shop.drawer.flaw() is None
    shop.drawer.told(None)
    assert kinds(shop) == ["drawer_silent"] * 2


def test_an_old_reading_does_not_block_a_sale(shop: Till, clock: ShopClock) -> None:
    shop.drawer.told(OPEN)
    clock.advance(seconds=6)
    assert refusal(shop) == ""
    shop.drawer.told(OPEN)
    clock.advance(seconds=-60)
    assert shop.drawer.state is DrawerState.UNKNOWN


def test_a_drawer_whose_signal_nobody_has_tried_is_told_as_a_flaw(till: Till) -> None:
    till.change_settings(WITH_DRAWER | {"printer.drawer_open_signal": "none"})
    till.drawer.told(True)
    assert refusal(till) == ""
    assert (till.drawer.reading.high, till.drawer.state) == (True, DrawerState.UNKNOWN)
    assert str(till.drawer.flaw()) == "drawer_reports_nothing"
    assert kinds(till) == []


def test_without_a_drawer_there_is_neither_flaw_nor_anything_to_open(till: Till) -> None:
    till.change_settings({"printer.kind": "file", "printer.address": "/srv/prints", "printer.drawer": "true"})
    assert till.drawer.flaw() is None
    with pytest.raises(MoveRefused) as refused:
        till.drawer.open("amina")
    assert refused.value.problem.code == "drawer_none"
    assert kinds(till) == []


def test_a_drawer_opened_with_its_key_stands_in_the_journal_and_so_does_its_closing(shop: Till) -> None:
    for seen in (CLOSED, OPEN, OPEN, CLOSED, CLOSED):
        shop.drawer.told(seen)
    assert rows(shop) == [("drawer_opened", {"why": "by_hand"}, None), ("drawer_closed", {}, None)]


def test_opening_it_without_a_sale_is_in_the_journal_before_the_kick_can_be_taken(shop: Till) -> None:
    woken: list[int] = []
    shop.drawer.wake = lambda: woken.append(len(kinds(shop)))
    shop.drawer.told(CLOSED)
    assert not shop.drawer.take_kick()
    shop.drawer.open("amina", "Veksling")
    assert woken == [1]
    assert shop.drawer.take_kick()
    assert not shop.drawer.take_kick()
    for seen in (CLOSED, OPEN, OPEN, CLOSED):
        shop.drawer.told(seen)
    assert rows(shop) == [("drawer_opened", {"why": "Veksling"}, "amina"), ("drawer_closed", {}, None)]


def test_a_reading_from_before_the_kick_does_not_close_the_drawer_in_the_journal(shop: Till) -> None:
    shop.drawer.told(CLOSED)
    shop.drawer.open("amina")
    for _ in range(5):
        shop.drawer.told(CLOSED)
    assert kinds(shop) == ["drawer_opened"]


def test_a_drawer_that_a_kick_did_not_open_is_closed_in_the_journal_soon_after(shop: Till) -> None:
    shop.drawer.told(CLOSED)
    shop.drawer.open("amina")
    shop.drawer.take_kick()
    for _ in range(3):
        shop.drawer.told(CLOSED)
    assert kinds(shop) == ["drawer_opened", "drawer_closed"]


def test_a_drawer_opened_while_the_till_was_off_is_told_at_the_first_reading(shop: Till) -> None:
    shop.drawer.told(OPEN)
    shop.drawer.told(CLOSED)
    again = Till(shop.database, shop.now)
    again.drawer.told(OPEN)
    assert kinds(shop) == ["drawer_opened", "drawer_closed", "drawer_opened"]
    once_more = Till(shop.database, shop.now)
    once_more.drawer.told(OPEN)
    once_more.drawer.told(CLOSED)
    assert kinds(shop)[3:] == ["drawer_closed"]


def test_somebody_unknown_opens_no_drawer(shop: Till) -> None:
    with pytest.raises(BadInput):
        shop.drawer.open("nobody-here")
    assert (shop.drawer.take_kick(), kinds(shop)) == (False, [])


def test_a_kick_that_did_not_reach_the_drawer_is_kept_until_one_is_tried_again(shop: Till) -> None:
    shop.drawer.open("amina")
    shop.drawer.take_kick()
    shop.drawer.failed(Problem("printer_cover_open"))
    assert str(shop.drawer.trouble) == "printer_cover_open"
    shop.drawer.open("amina")
    assert shop.drawer.trouble is None


def test_somebody_looks_only_when_the_drawer_changed_or_was_asked(shop: Till) -> None:
    assert shop.drawer.told(CLOSED)
    assert not shop.drawer.told(CLOSED)
    shop.drawer.ask()
    assert shop.drawer.told(CLOSED)
    assert not shop.drawer.told(CLOSED)
    assert shop.drawer.told(OPEN)


def test_the_first_opening_of_a_morning_does_not_count_on_the_z_of_the_day_before(shop: Till, clock: ShopClock) -> None:
    shop.sell(a_cart(), BY_CARD)
    clock.advance(days=1)
    shop.drawer.open("amina", "Veksle")
    closed = shop.day.z(1)
    assert (closed.by_itself, closed.drawer_openings) == (True, 0)
    assert shop.day.close("kari").drawer_openings == 1


def test_a_drawer_that_is_opened_over_a_cart_from_the_night_closes_no_day_over_it(shop: Till, clock: ShopClock) -> None:
    shop.sell(a_cart(), BY_CARD)
    shop.ringing.rung(Cart(), a_cart(), "amina")
    clock.advance(days=1)
    shop.drawer.open("amina", "Veksle")
    assert shop.day.reports() == ()
