"""Training by touch: switched in the menu with an empty cart, marked everywhere, never taken for a sale."""

from __future__ import annotations

from terminal_app.domain.channel import Channel
from terminal_app.presenters.customer_display import CustomerDisplayPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.presenters.training_part import TrainingView
from terminal_app.till import Till
from tests.till.counter import TORGET, ShopClock

STRIP = "TRENING – ikke ekte salg"


def begin(root: RootPresenter) -> None:
    root.open_menu()
    root.menu.training.open()
    root.menu.training.switch()


def sheet(root: RootPresenter) -> TrainingView:
    shown = root.menu.view().training
    assert shown is not None
    return shown


def test_it_is_said_at_every_place_until_it_ends_and_after_a_restart(
    root: RootPresenter, session: Session, till: Till
) -> None:
    assert (root.view().training, root.menu.view().training_state) == ("", None)
    begin(root)
    assert session.place is Place.SALE
    for place in Place:
        session.go(place)
        assert root.view().training == STRIP
    assert RootPresenter(Session(till)).view().training == STRIP
    session.go(Place.MENU)
    state = root.menu.view().training_state
    assert state is not None
    assert state.text == "På"
    root.menu.training.open()
    assert sheet(root).switch_label == "Avslutt trening"
    root.menu.training.switch()
    assert (root.view().training, till.training) == ("", False)


def test_it_reminds_that_it_has_been_on_since_an_earlier_day(root: RootPresenter, clock: ShopClock) -> None:
    begin(root)
    clock.advance(hours=3)
    assert root.view().training == STRIP
    clock.advance(days=1)
    assert root.view().training == f"{STRIP} · på siden i går"
    clock.advance(days=1)
    assert root.view().training == f"{STRIP} · på siden 23.11.2026"
    state = root.menu.view().training_state
    assert state is not None
    assert state.text == "På siden 23.11.2026"


def test_it_is_not_switched_while_the_cart_holds_something_which_may_be_parked(
    root: RootPresenter, session: Session, till: Till
) -> None:
    root.sale.add("1001")
    root.open_menu()
    root.menu.training.open()
    shown = sheet(root)
    assert shown.problem is not None
    assert (shown.can_switch, shown.problem.message) == (False, "Kurven er ikke tom.")
    root.menu.training.switch()
    assert not till.training
    root.menu.training.park()
    assert (session.place, root.parked.view().asks) == (Place.PARKED, True)
    root.parked.park()
    begin(root)
    assert till.training


def test_an_invoice_says_that_nothing_is_sent_and_leaves_queue_and_badge_alone(
    root: RootPresenter, session: Session, till: Till
) -> None:
    begin(root)
    badge = root.view().badge
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.INVOICE)
    root.payment.take_customer(TORGET)
    shown = root.payment.view()
    assert shown.invoice is not None
    assert shown.invoice.card is not None
    warned = shown.invoice.card.warned[0]
    assert (warned.meaning, warned.text) == ("Trening", "Det lages ingen faktura.")
    assert shown.finish_label == "Fullfør (trening)"
    root.payment.finish()
    receipt = root.receipt.view()
    assert receipt is not None
    assert receipt.headline == "Lagret T-000001"
    assert receipt.subline.endswith("Faktura · Trening")
    assert receipt.papers[0].heading == "Treningskvittering"
    assert (receipt.lifeline, root.view().badge, till.outbox.latest()) == ((), badge, [])
    session.open_history("T-000001")
    assert root.history.view().rows[0].marks == ("Trening",)


def test_the_customer_sees_it_too(root: RootPresenter, session: Session) -> None:
    display = CustomerDisplayPresenter(session, root.payment)
    assert display.snapshot().mark == ""
    begin(root)
    assert display.snapshot().mark == "Trening: dette er ikke et salg"


def test_a_return_in_training_says_so_on_its_button(root: RootPresenter, session: Session) -> None:
    begin(root)
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.CARD)
    root.payment.finish()
    session.open_refund("T-000001")
    shown = root.refund.view()
    assert shown is not None
    assert shown.confirm_label == "Ta i retur (trening)"
