"""A period with everything in it: sales of every kind, returns, copies, floats, X and Z, training and odd texts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.operators import Right
from terminal_app.domain.print_job import PrintState
from terminal_app.domain.refund import Chosen
from terminal_app.domain.settlement import CashCount, PayIn, PayOut
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from terminal_app.storage import journal
from terminal_app.till import Till
from tests.till.counter import BUN, BY_CARD, BY_INVOICE, IN_CASH, LATTE, ShopClock, a_cart

ODD = Product("O-" + "9" * 50, "Te & <kaker> «ny»]]> \U0001f9c1 å", Money(33_33), VatRate(1500), "Mat & <drikke>")
FIRST, LAST = date(2026, 11, 23), date(2026, 11, 25)


def live(till: Till, clock: ShopClock, folder: Path) -> None:
    """Two days with a Z each, and one that is still open."""
    till.catalog.put_products([ODD])
    till.change_settings({"printer.kind": "file", "printer.address": str(folder)})
    till.reload()
    _first_day(till, clock)
    clock.advance(hours=20)
    _second_day(till, clock)
    clock.advance(days=1)
    till.sell(a_cart(), BY_CARD)


def _first_day(till: Till, clock: ShopClock) -> None:
    till.day.open(Money(1_000_00), "kari")
    cash = till.sell(a_cart(), IN_CASH, operator_id="amina")
    clock.advance(minutes=1)
    card = till.sell(a_cart().add(ODD), BY_CARD, tip=Money(20_00))
    _print(till, cash.sale.id)
    till.prints.copy(cash.sale.receipt_no or "")
    till.sell(a_cart(), BY_INVOICE, customer_number=10001)
    till.sell(a_cart(), (Tender(Channel.CASH), Tender(Channel.INVOICE, Money(100_00))), customer_number=10001)
    discounted = a_cart().discounted(Discount.per_cent(1000))
    till.sell(discounted, BY_CARD, operator_id="kari", approvals={Right.DISCOUNT: "kari"})
    till.returns.refund(
        card.sale.receipt_no or "", (Chosen(0, Quantity.of(1)),), reason="kald & <lei>", operator_id="kari"
    )
    till.day.pay_in(Money(300_00), PayIn.CHANGE, "fra banken")
    till.day.pay_out(Money(50_00), PayOut.EXPENSE, "melk & <smør>", operator_id="kari")
    till.prints.provisional(a_cart(), "Bord 4")
    _corrected_and_dropped(till)
    till.parking.park(a_cart(), "Bord 7")
    clock.advance(minutes=5)
    parked = till.parking.resume(till.parking.every()[0].id)
    till.sell(parked.cart, BY_CARD)
    till.train(True, "kari")
    till.sell(a_cart(), IN_CASH)
    till.train(False, "kari")
    till.day.x()
    till.day.close("kari", CashCount(Money(1_500_00), Money(900_00), "talt to ganger"))


def _corrected_and_dropped(till: Till) -> None:
    whole, one = a_cart(), Cart().add(LATTE)
    till.ringing.rung(Cart(), whole)
    till.ringing.rung(whole, one)
    till.ringing.rung(one, Cart(), dropped=True)


def _print(till: Till, sale_id: str) -> None:
    """The receipt leaves the printer, so that a copy of it may be made."""
    for state in (PrintState.PRINTING, PrintState.PRINTED):
        job = till.prints.original(sale_id)
        assert job is not None
        with till.database.writing():
            assert till.prints.jobs.move(job, state)


def _second_day(till: Till, clock: ShopClock) -> None:
    till.sell(Cart().add(BUN, Quantity.of(3)), (Tender(Channel.VIPPS),))
    on_invoice = till.sell(a_cart(), BY_INVOICE, customer_number=10001)
    till.returns.refund(on_invoice.sale.receipt_no or "", reason="feil kunde", operator_id="kari")
    with till.database.writing():
        facts = {"what": "a kind of row that came later", "odd": "\x00\x0b \ufffe <&> \r\n ]]>"}
        journal.append(till.database, till.now(), "something_new", facts)
    till.day.close("kari")
