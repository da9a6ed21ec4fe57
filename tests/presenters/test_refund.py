"""The return of goods on screen: lines, quantities, the reason, ways to pay back, and the one press that does it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.outbox import State
from terminal_app.domain.tender import Tender
from terminal_app.presenters.refund import RefundPresenter
from terminal_app.presenters.refund_view import RefundView
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place
from terminal_app.storage.books import disagreements
from terminal_app.till import Till
from tests.till.counter import BUN, BY_CARD, COD, IN_CASH, LATTE, ShopClock, a_cart, entry_of, invoice


@pytest.fixture
def refund(root: RootPresenter) -> RefundPresenter:
    root.session.operator = root.session.till.operator("kari")
    return root.refund


def shown(refund: RefundPresenter) -> RefundView:
    view = refund.view()
    assert view is not None
    return view


def test_pieces_go_up_and_down_and_never_beyond_what_is_left(
    till: Till, root: RootPresenter, refund: RefundPresenter
) -> None:
    till.sell(a_cart(), BY_CARD)
    root.session.open_refund("S-000001")
    assert (shown(refund).missing, shown(refund).can_confirm) == ("Velg hva som kommer i retur", False)
    for _ in range(5):
        refund.more(0)
    line = shown(refund).lines[0]
    assert (line.quantity, line.amount, line.can_more) == ("2", "104,00", False)
    for _ in range(5):
        refund.less(0)
    line = shown(refund).lines[0]
    assert (line.chosen, line.can_less, line.amount) == (False, False, "")
    refund.toggle(0)
    refund.less(0)
    assert (shown(refund).total, shown(refund).lines[0].quantity) == ("kr\u00a052,00", "1")


def test_a_weight_comes_back_in_parts_that_are_typed(till: Till, root: RootPresenter, refund: RefundPresenter) -> None:
    till.sell(Cart().add(COD, Quantity.parse("0.350")), BY_CARD)
    root.session.open_refund("S-000001")
    refund.more(0)
    assert shown(refund).lines[0].quantity.startswith("0,35")
    refund.ask_quantity(0)
    for key in ("0", ",", "4"):
        refund.type_key(key)
    sheet = shown(refund).quantity
    assert sheet is not None
    assert (sheet.typed, sheet.wrong, sheet.can_confirm) == ("0,4", True, False)
    refund.confirm_quantity()
    assert shown(refund).quantity is not None
    refund.type_key("backspace")
    refund.type_key("1")
    refund.confirm_quantity()
    assert shown(refund).quantity is None
    assert shown(refund).total == "kr\u00a019,90"


def test_half_a_bun_cannot_be_typed(till: Till, root: RootPresenter, refund: RefundPresenter) -> None:
    till.sell(a_cart(), BY_CARD)
    root.session.open_refund("S-000001")
    refund.ask_quantity(0)
    for key in ("1", ",", "5"):
        refund.type_key(key)
    sheet = shown(refund).quantity
    assert sheet is not None
    assert not sheet.can_confirm


def test_the_return_is_stored_once_however_often_the_button_is_pressed(
    till: Till, root: RootPresenter, refund: RefundPresenter
) -> None:
    till.sell(a_cart(), IN_CASH)
    root.session.open_history("S-000001")
    card = root.history.view().card
    assert card is not None
    root.history.act(card.actions[0])
    assert root.session.place is Place.REFUND
    refund.everything()
    refund.confirm()
    assert till.ledger.returns_of(till.ledger.sale_by_receipt("S-000001").id) == ()  # type: ignore[union-attr]
    refund.reasons.choose("0")
    view = shown(refund)
    assert view.total == "kr\u00a0144,00"
    assert view.gives_back == (("Kontant", "144,00"), ("Avrunding til hel krone", "0,10"))
    refund.confirm()
    refund.confirm()
    assert root.session.place is Place.RECEIPT
    sold = root.session.last_sold
    assert sold is not None
    assert (sold.sale.receipt_no, sold.sale.total) == ("R-000001", Money(-143_90))
    assert sold.sale.return_of is not None
    receipt = root.receipt.view()
    assert receipt is not None
    assert (receipt.change_label, receipt.change) == ("Gi tilbake", "kr\u00a0144,00")
    assert sold.sale.return_of.reason == "Angret kjøp"
    assert len(till.ledger.returns_of(sold.sale.return_of.sale_id)) == 1


def test_what_came_back_before_cannot_come_back_again(till: Till, root: RootPresenter, refund: RefundPresenter) -> None:
    till.sell(a_cart(), BY_CARD)
    till.returns.refund("S-000001", till.returns.chosen("S-000001", {"1002": Quantity.of(1)}), operator_id="kari")
    root.session.open_refund("S-000001")
    latte, bun = shown(refund).lines
    assert (bun.gone, bun.detail) == (True, "Returnert før")
    refund.toggle(1)
    refund.more(1)
    refund.everything()
    assert shown(refund).total == "kr\u00a0104,00"
    assert latte.can_more


@pytest.mark.parametrize(
    ("states", "part", "told"),
    [
        ((), False, "Fakturaen er ikke sendt: den stoppes."),
        ((), True, "Fakturaen går som den er; kreditnota lages når den er kommet fram."),
        ((State.SENDING,), False, "Fakturaen går som den er; kreditnota lages når den er kommet fram."),
        ((State.SENDING, State.ACCEPTED), False, "Fakturaen er sendt: kreditnota lages ved neste sending."),
        ((State.CANCELLED,), False, "Fakturaen er stoppet fra før: ingenting sendes."),
        ((State.HELD,), True, "Fakturaen er bare registrert her: det er returen også."),
    ],
)
def test_what_becomes_of_the_invoice_is_said_before_and_is_what_happens(
    till: Till, root: RootPresenter, refund: RefundPresenter, states: tuple[State, ...], part: bool, told: str
) -> None:
    entry = entry_of(invoice(till))
    for state in states:
        entry = till.outbox.save(entry, replace(entry, state=state))
    root.session.open_refund("F-000001")
    refund.more(0) if part else refund.everything()
    refund.reasons.choose("1")
    assert (shown(refund).told, shown(refund).total_label) == (told, "Krediteres")
    refund.confirm()
    sold, after = root.session.last_sold, till.outbox.get(entry.reference)
    assert sold is not None
    assert after is not None
    stopped = "stoppes" in told
    assert (after.state is State.CANCELLED) == (stopped or State.CANCELLED in states)
    assert (sold.entry is not None) == ("kreditnota" in told or "registrert" in told)


def test_a_sale_paid_in_two_ways_is_paid_back_as_it_was_or_in_one_of_them_as_far_as_that_goes(
    till: Till, root: RootPresenter, refund: RefundPresenter
) -> None:
    till.sell(a_cart(), (Tender(Channel.CARD, Money(100_00)), Tender(Channel.VIPPS)))
    root.session.open_refund("S-000001")
    refund.toggle(1)
    assert [choice.label for choice in shown(refund).channels] == ["Som betalt", "Kort", "Vipps"]
    assert shown(refund).gives_back == (("Kort", "39,90"),)
    refund.choose_channel("vipps")
    assert shown(refund).gives_back == (("Vipps", "39,90"),)
    refund.everything()
    view = shown(refund)
    assert not view.can_confirm
    assert view.notice is not None
    assert "43,90" in view.notice.message
    refund.choose_channel("")
    assert shown(refund).gives_back == (("Kort", "100,00"), ("Vipps", "43,90"))


def test_a_sale_that_is_partly_on_an_invoice_comes_back_in_both_and_stops_the_invoice(
    till: Till, root: RootPresenter, refund: RefundPresenter
) -> None:
    sold = till.sell(a_cart(), (Tender(Channel.CARD, Money(100_00)), Tender(Channel.INVOICE)), customer_number=10001)
    root.session.open_refund("F-000001")
    refund.everything()
    refund.reasons.choose("0")
    view = shown(refund)
    assert view.told == "Fakturaen er ikke sendt: den stoppes."
    assert view.gives_back == (("Kort", "100,00"), ("Faktura", "43,90"))
    refund.confirm()
    after = till.outbox.get(entry_of(sold).reference)
    assert after is not None
    assert after.state is State.CANCELLED
    assert disagreements(till.database) == ()
    root.history.search("s-1")
    assert [row.receipt_no for row in root.history.view().rows] == ["F-000001"]


def test_a_cashier_asks_a_manager_when_all_is_chosen_and_nothing_is_stored_before(
    till: Till, clock: ShopClock, root: RootPresenter
) -> None:
    till.sell(Cart().add(LATTE).add(BUN), BY_CARD)
    root.session.operator = till.operator("amina")
    root.session.open_refund("S-000001")
    refund = root.refund
    refund.everything()
    refund.reasons.choose("own")
    refund.reasons.write("  Kald kaffe ")
    refund.confirm()
    asked = shown(refund).step_up
    assert asked is not None
    assert till.history.sale("R-000001") is None
    refund.step_up.choose("kari")
    sold = till.history.sale("R-000001")
    assert sold is not None
    assert sold.sale.return_of is not None
    assert (sold.sale.operator_id, sold.sale.return_of.reason) == ("amina", "Kald kaffe")
    assert root.session.place is Place.RECEIPT


def test_on_a_handheld_back_leads_from_why_to_the_lines_and_from_there_to_the_sale(
    till: Till, root: RootPresenter, refund: RefundPresenter
) -> None:
    till.sell(a_cart(), BY_CARD)
    root.session.open_history("S-000001")
    root.session.open_refund("S-000001")
    refund.go_on()
    assert not shown(refund).asking
    refund.everything()
    refund.go_on()
    assert shown(refund).asking
    refund.back()
    assert (shown(refund).asking, root.session.place) == (False, Place.REFUND)
    refund.back()
    assert root.session.place is Place.HISTORY
