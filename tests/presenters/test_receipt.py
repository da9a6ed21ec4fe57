"""The receipt that is shown after a sale, and the invoice's way below it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.cart import Cart, Serving
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, Money
from terminal_app.domain.outbox import Remote, State
from terminal_app.domain.refund import Chosen
from terminal_app.domain.sale import Words
from terminal_app.domain.sync_control import EntryChanged
from terminal_app.domain.tender import Tender
from terminal_app.presenters.receipt import PaperLine, ReceiptView
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.till import Sold, Till
from tests.till.counter import BY_INVOICE, IN_CASH, a_cart

NBSP = "\u00a0"


def shown(root: RootPresenter, session: Session, sold: Sold) -> ReceiptView:
    session.last_sold = sold
    view = root.receipt.view()
    assert view is not None
    return view


def pairs(view: ReceiptView) -> dict[str, str]:
    return {line.left: line.right for line in view.paper if line.right}


def test_there_is_no_receipt_before_anything_was_sold(root: RootPresenter) -> None:
    assert root.receipt.view() is None


def test_a_delivery_receipt_says_who_sold_what_to_whom_and_its_vat(
    root: RootPresenter, session: Session, till: Till
) -> None:
    words = Words("Takk for besøket [b]", "bare her", "PO 1")
    sold = till.sell(a_cart(), BY_INVOICE, operator_id="kari", customer_number=10001, words=words)
    view = shown(root, session, sold)
    texts = [line.left for line in view.paper]
    assert texts[0] == "Kaffebaren AS"
    assert "Org.nr. 999999999 MVA" in texts
    assert PaperLine("heading", "Utleveringskvittering") in view.paper
    assert pairs(view)["F-000001"] == "23.11.2026 14:05"
    assert pairs(view)["Kunde 10001"] == "Torget Regnskap AS"
    assert pairs(view)["Kaffe latte"] == "104,00"
    assert pairs(view)["Sum"] == f"kr{NBSP}143,90"
    assert pairs(view)["Faktura"] == "143,90"
    assert {"Notat: Takk for besøket [b]", "Referanse: PO 1"} <= set(texts)
    assert "bare her" not in repr(view)
    vat = [(line.left, line.right, line.middle) for line in view.paper if line.middle][1:]
    assert vat == [(f"25{NBSP}%", "20,80", "83,20"), (f"15{NBSP}%", "5,20", "34,70")]


def test_the_receipt_names_who_sold_even_when_somebody_else_stands_there_now(
    root: RootPresenter, session: Session, till: Till
) -> None:
    sold = till.sell(a_cart(), IN_CASH, operator_id="kari")
    session.hand_over(till.operator("amina"))
    assert pairs(shown(root, session, sold))["Kasse 1"] == "Betjent av Kari Nordmann"


def test_a_cash_receipt_shows_the_rounding_and_the_change(root: RootPresenter, session: Session, till: Till) -> None:
    session.change_due = Money(56_00)
    view = shown(root, session, till.sell(a_cart(), (Tender(Channel.CASH, Money(200_00)),)))
    assert pairs(view)["Avrunding til hel krone"] == "0,10"
    assert pairs(view)["Kontant"] == "144,00"
    assert (view.change_label, view.change) == ("Veksel", f"kr{NBSP}56,00")
    assert (view.lifeline, view.queue_label) == ((), "")


def test_a_tip_has_its_own_line_and_name(root: RootPresenter, session: Session, till: Till) -> None:
    sold = till.sell(a_cart(), (Tender(Channel.CARD),), tip=Money(10_00))
    assert pairs(shown(root, session, sold))["Tips"] == "10,00"


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.ACCEPTED, "Mottatt i PowerOffice"),
        (State.INVOICED, "Fakturert"),
        (State.PAID, "Betalt"),
        (State.UNKNOWN, "Sjekkes"),
    ],
)
def test_the_line_below_the_number_says_how_far_the_invoice_has_come(
    root: RootPresenter, session: Session, till: Till, state: State, told: str
) -> None:
    sold = till.sell(a_cart(), BY_INVOICE, customer_number=10001)
    assert sold.entry is not None
    view = shown(root, session, replace(sold, entry=replace(sold.entry, state=state)))
    assert view.subline == f"kr{NBSP}143,90 · {told}"


def test_the_receipt_follows_its_invoice_when_the_sync_moves_it(
    root: RootPresenter, session: Session, till: Till
) -> None:
    sold = till.sell(a_cart(), BY_INVOICE, customer_number=10001)
    assert sold.entry is not None
    shown(root, session, sold)
    changes: list[int] = []
    root.receipt.on_change = lambda: changes.append(1)
    sending = till.outbox.save(sold.entry, replace(sold.entry, state=State.SENDING))
    till.outbox.save(sending, replace(sending, state=State.ACCEPTED, remote=Remote("1", 1012)))
    root.take(EntryChanged(sold.entry.reference, State.ACCEPTED))
    view = root.receipt.view()
    assert view is not None
    assert [step.detail for step in view.lifeline][2] == "Ordre 1012"
    assert changes == [1]


def test_a_return_is_headed_as_one_and_names_its_sale_and_the_reason(
    root: RootPresenter, session: Session, till: Till
) -> None:
    sold = till.sell(a_cart(), IN_CASH)
    returned = till.returns.refund("S-000001", [Chosen(0, ONE)], reason="sur melk", operator_id="kari")
    assert sold.sale.receipt_no == "S-000001"
    view = shown(root, session, returned)
    told = {line.left: line.right for line in view.paper}
    assert PaperLine("heading", "Returkvittering") in view.paper
    assert "Retur av S-000001" in told
    assert (told["Årsak"], told["Kaffe latte"], told["Kontant"]) == ("sur melk", "−52,00", "−52,00")
    assert told["Sum"] == f"kr{NBSP}−52,00"
    assert view.subline == f"kr{NBSP}−52,00 · Kontant"


def test_a_take_away_sale_shows_the_rate_it_was_taxed_at(root: RootPresenter, session: Session, till: Till) -> None:
    latte = till.assortment.by_sku("1001")
    assert latte is not None
    sold = till.sell(Cart(serving=Serving.TAKE_AWAY).add(latte), IN_CASH)
    rates = [line.left for line in shown(root, session, sold).paper if line.middle][1:]
    assert rates == [f"15{NBSP}%"]
