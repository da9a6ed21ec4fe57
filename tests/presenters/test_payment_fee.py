"""The invoice fee on the payment screen: in the total as soon as the invoice is chosen, and never a surprise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import LARGEST_ORE, Money
from terminal_app.domain.vat import VatRate
from terminal_app.presenters.payment import InvoiceView, PaymentPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import BUN, TORGET

NBSP = "\u00a0"
PRODUCT = RemoteProduct("7095", "1605", "Fakturagebyr", Money(50_00), 1950, "0", VatRate(0))


@pytest.fixture
def charging(till: Till) -> Till:
    till.change_settings({"invoicing.products.fee": "7095"})
    till.remote_products.replace_all([PRODUCT])
    return till


@pytest.fixture
def payment(charging: Till, root: RootPresenter) -> PaymentPresenter:
    """At the payment of a bun at 15 per cent: 39.90."""
    root.sale.add(BUN.sku)
    root.sale.pay()
    return root.payment


def invoice(payment: PaymentPresenter) -> InvoiceView:
    shown = payment.view().invoice
    assert shown is not None
    return shown


def test_the_total_grows_by_the_fee_when_the_invoice_is_chosen_and_shrinks_again(payment: PaymentPresenter) -> None:
    assert payment.view().total == f"kr{NBSP}39,90"
    payment.choose(Channel.INVOICE)
    view = payment.view()
    assert (view.total, view.finish_amount) == (f"kr{NBSP}89,90", f"kr{NBSP}89,90")
    assert (invoice(payment).fee, invoice(payment).fee_missing) == ("Fakturagebyr 50,00", False)
    payment.choose(Channel.CARD)
    assert payment.view().total == f"kr{NBSP}39,90"
    assert payment.view().instruction == f"Ta kr{NBSP}39,90 på kortterminalen. Fullfør når den er godkjent."


def test_the_vat_shown_is_that_of_the_sale_with_its_fee_and_room_is_kept_for_it_all_along(
    payment: PaymentPresenter, session: Session
) -> None:
    food = (f"Herav mva. 15{NBSP}%", "5,20")
    assert (payment.view().vat, payment.view().vat_lines) == ((food,), 2)
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    assert (payment.view().vat, payment.view().vat_lines) == (((f"Herav mva. 25{NBSP}%", "10,00"), food), 2)
    payment.finish()
    assert session.last_sold is not None
    assert [str(t.split.vat) for t in session.last_sold.sale.vat_totals] == ["10.00", "5.20"]


def test_no_room_is_kept_where_nobody_can_pay_by_invoice(payment: PaymentPresenter, charging: Till) -> None:
    charging.change_settings({"channels.invoice.enabled": "false"})
    assert payment.view().vat_lines == 1


def test_what_was_shown_is_what_is_charged(payment: PaymentPresenter, session: Session) -> None:
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    payment.finish()
    assert session.place is Place.RECEIPT
    assert session.last_sold is not None
    assert session.last_sold.sale.total == Money(89_90)


def test_a_price_that_changed_meanwhile_is_told_and_charged_only_when_finish_is_pressed_again(
    payment: PaymentPresenter, charging: Till, session: Session
) -> None:
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    payment.view()
    charging.remote_products.replace_all([replace(PRODUCT, price=Money(65_00))])
    payment.finish()
    view = payment.view()
    assert view.notice is not None
    assert view.notice.message == f"Fakturagebyret er endret: kr{NBSP}104,90 skal betales nå."
    assert view.notice.hint
    assert (view.total, charging.ledger.count()) == (f"kr{NBSP}104,90", 0)
    payment.finish()
    assert session.last_sold is not None
    assert session.last_sold.sale.total == Money(104_90)


@pytest.mark.parametrize(
    ("product", "told"),
    [
        (None, "Uten fakturagebyr: prisen er ikke kjent ennå"),
        (replace(PRODUCT, price=None), "Uten fakturagebyr: prisen er ikke kjent ennå"),
        (replace(PRODUCT, archived=True), "Uten fakturagebyr: produktet er arkivert"),
    ],
)
def test_why_no_fee_is_charged_is_told_and_the_sale_goes_without(
    payment: PaymentPresenter, charging: Till, session: Session, product: RemoteProduct | None, told: str
) -> None:
    charging.remote_products.replace_all([] if product is None else [product])
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    assert (invoice(payment).fee, invoice(payment).fee_missing) == (told, True)
    assert payment.view().total == f"kr{NBSP}39,90"
    payment.finish()
    assert session.last_sold is not None
    assert session.last_sold.sale.total == Money(39_90)


@pytest.mark.parametrize("off", [{"invoicing.invoice_fee_amount": "0"}, {"invoicing.products.fee": ""}])
def test_a_shop_that_wants_no_fee_hears_nothing_of_it(
    payment: PaymentPresenter, charging: Till, off: dict[str, str]
) -> None:
    charging.change_settings(off)
    payment.choose(Channel.INVOICE)
    assert (invoice(payment).fee, payment.view().total) == ("", f"kr{NBSP}39,90")


def test_products_that_are_brought_while_one_stands_there_show_their_price(
    payment: PaymentPresenter, charging: Till, session: Session
) -> None:
    charging.remote_products.replace_all([])
    payment.choose(Channel.INVOICE)
    charging.remote_products.replace_all([PRODUCT])
    session.announce()
    assert invoice(payment).fee == "Fakturagebyr 50,00"


def test_it_is_told_in_english_too(payment: PaymentPresenter, session: Session) -> None:
    payment.choose(Channel.INVOICE)
    session.speak("en")
    assert invoice(payment).fee == "Invoice fee 50.00"


def test_a_cart_so_dear_that_no_fee_fits_on_it_is_still_shown_and_explained(
    root: RootPresenter, payment: PaymentPresenter, charging: Till
) -> None:
    charging.catalog.put_products([replace(BUN, price=Money(LARGEST_ORE))])
    charging.reload()
    payment.back()
    root.sale.clear()
    root.sale.add(BUN.sku)
    root.sale.pay()
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    assert payment.view().total == f"kr{NBSP}99{NBSP}999{NBSP}999,99"
    payment.finish()
    assert payment.view().notice is not None
    assert charging.ledger.count() == 0


def test_the_receipt_has_the_fee_on_a_line_of_its_own(
    root: RootPresenter, payment: PaymentPresenter, session: Session
) -> None:
    payment.choose(Channel.INVOICE)
    payment.take_customer(TORGET)
    payment.finish()
    view = root.receipt.view()
    assert view is not None
    pairs = {line.left: line.right for line in view.papers[0].lines if line.right}
    assert (pairs["Fakturagebyr"], pairs["Sum"], pairs["Faktura"]) == ("50,00", f"kr{NBSP}89,90", "89,90")
