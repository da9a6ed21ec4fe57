"""What the screens share: places and the way back, language and look, and the frame round them."""

from __future__ import annotations

import pytest

from terminal_app.domain.outbox import State
from terminal_app.domain.sync_control import StatusChanged, SyncStatus
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import ShopClock


def test_back_goes_the_way_one_came_and_ends_at_the_sale(session: Session) -> None:
    for place in (Place.MENU, Place.QUEUE, Place.CUSTOMERS):
        session.go(place)
    ways = []
    for _ in range(4):
        session.back()
        ways.append(session.place)
    assert ways == [Place.QUEUE, Place.MENU, Place.SALE, Place.SALE]


def test_the_sale_forgets_the_way_there(session: Session) -> None:
    session.go(Place.PAYMENT)
    session.go(Place.SALE)
    session.go(Place.QUEUE)
    session.back()
    assert session.place is Place.SALE


def test_the_language_changes_everywhere_at_once_and_is_kept(root: RootPresenter, session: Session, till: Till) -> None:
    root.sale.add("1001")
    assert root.sale.view().labels.pay_label == "Betal"
    root.menu.speak("en")
    assert root.sale.view().labels.pay_label == "Pay"
    assert root.sale.view().rows[0].total == "52.00"
    assert root.sale.view().tiles[0].price == "52.00"
    assert root.view().badge.text == "Nothing to send"
    assert [choice.label for choice in root.menu.view().languages if choice.selected] == ["English"]
    assert Session(till).texts.language == "en"
    root.menu.speak("nb")
    assert root.sale.view().labels.pay_label == "Betal"


def test_a_language_that_is_none_of_ours_is_refused_before_it_is_kept(session: Session, till: Till) -> None:
    with pytest.raises(ValueError, match="sv"):
        session.speak("sv")
    assert till.settings.read().text("till.language") == "nb"


def test_the_look_is_kept_for_the_next_start(root: RootPresenter, till: Till) -> None:
    root.menu.dress("dark")
    assert root.view().theme == "dark"
    assert Session(till).look.theme == "dark"


def test_the_bar_shows_the_shop_who_stands_there_the_clock_and_the_deliveries(
    root: RootPresenter, clock: ShopClock
) -> None:
    view = root.view()
    assert (view.shop, view.till, view.operator, view.operator_initials) == (
        "Kaffebaren AS",
        "Kasse 1",
        "Amina Yusuf",
        "AY",
    )
    assert view.clock == "14:05"
    root.menu.hand_over("kari")
    root.take(StatusChanged(SyncStatus({State.QUEUED: 3})))
    clock.advance(minutes=10)
    assert (root.view().operator, root.view().badge.text, root.view().clock) == ("Kari Nordmann", "3 venter", "14:15")


def test_the_menu_opens_closes_and_leads_to_the_queue_and_back(root: RootPresenter, session: Session) -> None:
    root.open_menu()
    root.menu.open_queue()
    root.open_queue()
    assert session.place is Place.QUEUE
    root.queue.back()
    assert session.place is Place.MENU
    root.open_menu()
    assert session.place is Place.SALE


def test_every_presenter_hears_of_a_shared_change(root: RootPresenter, session: Session) -> None:
    heard: list[str] = []
    root.on_change = lambda: heard.append("root")
    root.sale.on_change = lambda: heard.append("sale")
    root.payment.on_change = lambda: heard.append("payment")
    root.receipt.on_change = lambda: heard.append("receipt")
    session.announce()
    assert sorted(heard) == ["payment", "receipt", "root", "sale"]
