"""The cash drawer on screen: the menu's row that opens it, and the calm words while a sale waits for it."""

from __future__ import annotations

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.problems import Problem
from terminal_app.presenters.payment import PaymentPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import BY_CARD, a_cart
from tests.till.test_drawer import CLOSED, OPEN, WITH_DRAWER, rows


@pytest.fixture
def drawer(session: Session) -> Session:
    """The session of a shop with a drawer that is closed."""
    session.till.change_settings(WITH_DRAWER)
    session.till.drawer.told(CLOSED)
    return session


def told(session: Session, high: bool | None) -> None:
    """What the printer's thread does with an answer."""
    if session.till.drawer.told(high):
        session.prints_moved()


def test_the_menu_opens_the_drawer_where_there_is_one_and_says_how_it_is(drawer: Session, root: RootPresenter) -> None:
    view = root.menu.view()
    assert (view.drawer_label, view.drawer_state and view.drawer_state.text) == ("Åpne skuffen", "Lukket")
    root.menu.drawer.open()
    assert drawer.till.drawer.take_kick()
    told(drawer, OPEN)
    state = root.menu.view().drawer_state
    assert state is not None
    assert (state.text, state.tone) == ("Står åpen", "warn")
    assert rows(drawer.till) == [("drawer_opened", {"why": "asked_for"}, "amina")]


def test_without_a_drawer_the_menu_has_no_row_for_it(session: Session, root: RootPresenter) -> None:
    assert (root.menu.view().drawer_label, root.menu.view().drawer_state) == ("", None)


def test_the_menu_says_why_the_drawer_was_not_opened(drawer: Session, root: RootPresenter) -> None:
    root.menu.drawer.open()
    drawer.till.drawer.failed(Problem("printer_cover_open"))
    state = root.menu.view().drawer_state
    assert state is not None
    assert (state.text, state.tone) == ("Lokket på skriveren er åpent.", "bad")


def test_ringing_up_is_free_while_the_drawer_is_open_and_only_finish_waits_for_it(
    drawer: Session, root: RootPresenter, till: Till
) -> None:
    told(drawer, OPEN)
    for sku in ("1001", "1002"):
        root.sale.add(sku)
    assert root.sale.view().notice is None
    root.sale.pay()
    payment = root.payment
    payment.choose(Channel.CARD)
    view = payment.view()
    assert (view.can_finish, view.why_not, view.notice) == (True, "Skuffen er åpen.", None)
    payment.finish()
    notice = payment.view().notice
    assert notice is not None
    assert payment.view().why_not == ""
    assert (notice.message, notice.hint, notice.tone) == ("Skuffen er åpen.", "Lukk den, og fullfør.", "warn")
    assert drawer.place is Place.PAYMENT
    told(drawer, CLOSED)
    assert (payment.view().notice, payment.view().why_not) == (None, "")
    payment.finish()
    assert drawer.place is Place.RECEIPT


def test_no_manager_is_asked_to_approve_a_sale_that_only_waits_for_the_drawer(
    drawer: Session, payment: PaymentPresenter, root: RootPresenter
) -> None:
    told(drawer, OPEN)
    payment.choose(Channel.CASH)
    payment.finish()
    assert payment.view().step_up is None
    assert payment.view().notice is not None


def test_a_return_waits_for_the_drawer_too_and_its_notice_goes_when_it_is_closed(
    drawer: Session, root: RootPresenter, till: Till
) -> None:
    till.sell(a_cart(), BY_CARD)
    drawer.operator = till.operator("kari")
    drawer.open_refund("S-000001")
    root.refund.everything()
    root.refund.reasons.choose("0")
    told(drawer, OPEN)
    root.refund.confirm()
    view = root.refund.view()
    assert view is not None
    assert view.notice is not None
    assert view.notice.message == "Skuffen er åpen."
    told(drawer, CLOSED)
    view = root.refund.view()
    assert view is not None
    assert view.notice is None


def test_a_drawer_that_fell_silent_is_told_beside_the_clock_and_leads_to_its_page(
    drawer: Session, root: RootPresenter
) -> None:
    assert root.view().printer == ""
    told(drawer, None)
    assert root.view().printer == "Se til skuffen"
    root.open_printer()
    assert (drawer.place, drawer.desk_page) == (Place.DESK, "printer")
    told(drawer, CLOSED)
    assert root.view().printer == ""
