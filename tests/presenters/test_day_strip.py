"""The strip on the sale screen: the float of a new day, a day that is settled, an earlier day that carts keep open."""

from __future__ import annotations

from terminal_app.domain.money import Money
from terminal_app.domain.settlement import CashCount
from terminal_app.presenters.day_strip import DayStripView
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place
from terminal_app.till import Till
from tests.till.counter import IN_CASH, ShopClock, a_cart

NBSP = "\u00a0"


def strip(root: RootPresenter) -> DayStripView:
    view = root.sale.day.view()
    assert view is not None
    return view


def test_a_new_day_asks_for_the_float_and_takes_the_last_one_with_one_touch(
    till: Till, clock: ShopClock, root: RootPresenter
) -> None:
    till.day.open(Money(1_000_00))
    till.sell(a_cart(), IN_CASH)
    till.day.close()
    clock.advance(days=1)
    root.tick()
    view = strip(root)
    assert (view.text, view.detail) == ("Vekslepenger i dag?", f"Som sist: kr{NBSP}1{NBSP}144,00")
    assert [name for name, _ in view.actions] == ["same", "other"]
    root.sale.day.act("same")
    assert root.sale.day.view() is None
    assert till.day.stands().opening_float == Money(1_144_00)


def test_after_an_emptied_drawer_the_float_is_typed_or_nothing(
    till: Till, clock: ShopClock, root: RootPresenter
) -> None:
    till.day.open(Money(1_000_00))
    till.day.close(count=CashCount(Money(1_000_00), Money(0)))
    clock.advance(days=1)
    root.tick()
    assert strip(root).detail == "Hvor mye er det?"
    assert strip(root).actions == (("other", "Skriv inn"), ("same", "Ingenting"))


def test_another_float_is_typed_and_one_is_back_at_the_sale(root: RootPresenter, till: Till) -> None:
    assert strip(root).detail == "Hvor mye er det?"
    root.sale.day.act("other")
    assert root.session.place is Place.DAY
    for key in "750":
        root.day.money.key(key)
    root.day.money.confirm()
    assert root.session.place is Place.SALE
    assert root.sale.day.view() is None
    assert till.day.stands().opening_float == Money(750_00)


def test_whoever_does_not_type_it_after_all_is_back_at_the_sale_too(root: RootPresenter) -> None:
    root.sale.day.act("other")
    root.day.close_money()
    assert root.session.place is Place.SALE
    assert strip(root).actions


def test_a_sale_has_the_room_for_itself_and_takes_the_question_away_unanswered(root: RootPresenter) -> None:
    root.sale.add("1001")
    assert root.sale.day.view() is None
    root.sale.undo()
    assert strip(root).actions
    root.sale.add("1001")
    root.sale.pay()
    root.payment.pay_cash(0)
    root.receipt.new_sale()
    assert root.session.place is Place.SALE
    assert root.sale.day.view() is None


def test_the_strip_is_put_away_for_the_day(root: RootPresenter, clock: ShopClock) -> None:
    root.sale.day.act("close")
    assert root.sale.day.view() is None
    clock.advance(days=1)
    root.tick()
    assert strip(root).text == "Vekslepenger i dag?"


def test_after_the_z_the_sale_says_where_what_is_sold_now_goes(root: RootPresenter, till: Till) -> None:
    till.sell(a_cart(), IN_CASH)
    root.session.go(Place.DAY)
    root.day.main()
    root.day.side()
    root.day.main()
    root.day.main()
    view = strip(root)
    assert (view.text, view.detail) == ("Kassen er gjort opp.", "Det som selges nå, kommer på neste Z-rapport.")
    assert view.actions == ()
    root.sale.day.act("close")
    assert root.sale.day.view() is None


def test_an_earlier_day_that_a_parked_cart_keeps_open_leads_to_it(
    root: RootPresenter, till: Till, clock: ShopClock
) -> None:
    till.sell(a_cart(), IN_CASH)
    till.parking.park(a_cart(), "Bord 4")
    root.session.go(Place.MENU)
    clock.advance(days=1)
    root.session.go(Place.SALE)
    view = strip(root)
    assert (view.text, view.detail) == ("Mandag 23.11.2026 er ikke gjort opp.", "1 parkert kurv holder den åpen.")
    root.sale.day.act("look")
    assert root.session.place is Place.PARKED


def test_in_training_nothing_is_asked(root: RootPresenter, till: Till) -> None:
    till.train(True, "kari")
    assert root.sale.day.view() is None
