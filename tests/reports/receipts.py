"""One paper of every kind that the till issues, made of pure sales: what the golden files in `golden/` show.

After a wanted change: `python -m tests.reports.receipts` writes the files anew; look at the difference before you
commit it. Nothing else writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Customer, Product, Unit
from terminal_app.domain.channel import Channel
from terminal_app.domain.discount import Discount
from terminal_app.domain.fee import Fee
from terminal_app.domain.money import ONE, Money, Quantity
from terminal_app.domain.receipt import ReceiptKind
from terminal_app.domain.refund import Chosen, refund
from terminal_app.domain.sale import Sale, Words, close
from terminal_app.domain.settings import SettingValues
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from terminal_app.i18n import texts
from terminal_app.reports.columns import plain_text
from terminal_app.reports.paper import Paper
from terminal_app.reports.provisional_paper import provisional_paper, trial_paper
from terminal_app.reports.receipt_paper import Facts, papers_of

GOLDEN = Path(__file__).parent / "golden"
WHEN = datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("Europe/Oslo"))
LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe", VatRate(1500))
BUN = Product("1002", "Skolebolle", Money(39_90), VatRate(1500), "Bakst")
CHEESE = Product("2001", "Brunost, løsvekt", Money(249_00), VatRate(1500), "Mat", unit=Unit.KILO)
BOOK = Product("3001", "Tørrfisk og andre historier fra Lofoten og Vesterålen", Money(349_00), VatRate(0), "Bøker")
TICKET = Product("1004", "Museumsbillett", Money(120_00), VatRate(1200), "Gaver")
BUYER = Customer("501", 10001, "Torget Regnskap AS", "901270384")
SHOP = SettingValues(
    {
        "shop.name": "Kaffebaren AS",
        "shop.organization_number": "999999999",
        "shop.address.line1": "Torggata 1",
        "shop.address.zip_code": "0181",
        "shop.address.city": "Oslo",
        "shop.business_register": "true",
        "receipt.footer": "Velkommen igjen!\nBytterett i 30 dager",
    }
)
SERVED = Facts(SHOP, "Kari Nordmann", nr=17)
NB = texts("nb")
PLAIN = Cart().add(LATTE, Quantity.of(2)).add(BUN)
FULL = (
    PLAIN.add(CHEESE, Quantity(350))
    .add(BOOK)
    .add(TICKET)
    .with_price(1, Money(35_00))
    .with_line_discount(3, Discount.per_cent(10_00))
    .with_note(0, "Havremelk, ekstra varm")
)


def sale_of(cart: Cart, *tenders: Tender, number: str = "S-000001", **facts: object) -> Sale:
    """That cart as a recorded sale."""
    closed = close(cart, tenders, sale_id="sale-1", sold_at=WHEN, operator_id="kari", **facts)  # type: ignore[arg-type]
    return replace(closed, receipt_no=number)


def partly_invoiced() -> Sale:
    tenders = (Tender(Channel.CARD, Money(100_00)), Tender(Channel.INVOICE))
    sale = sale_of(FULL, *tenders, number="F-000412", customer=BUYER, fee=Fee(Money(50_00), VatRate(2500)))
    return replace(sale, paid_receipt_no="S-000007")


def returned(sold: Sale, *chosen: Chosen, number: str = "R-000001") -> Sale:
    facts = {"sale_id": "back-1", "returned_at": WHEN, "operator_id": "kari", "reason": "Sur melk", "channel": None}
    back = refund(sold, (), chosen or None, **facts)  # type: ignore[arg-type]
    return replace(back, receipt_no=number)


def by_invoice(*, training: bool = False) -> Sale:
    words, number = Words("Leveres på bakrommet.", "", "Rekvisisjon 4711, Kari"), "T-000003" if training else "F-000411"
    invoice = Tender(Channel.INVOICE)
    return sale_of(PLAIN, invoice, number=number, customer=BUYER, words=words, training=training)


def papers() -> Mapping[str, tuple[Paper, ...]]:
    """Every kind by the name of its golden file."""
    cash = sale_of(FULL, Tender(Channel.CASH), tip=Money(20_00))
    card = sale_of(PLAIN, Tender(Channel.CARD))
    training = replace(sale_of(PLAIN, Tender(Channel.CARD), training=True), receipt_no="T-000001")
    assert training.kind is ReceiptKind.TRAINING
    signed = replace(SERVED, signed_by="Ola Hansen", strokes=(((0, 0), (40, 30)),))
    return {
        "sale_cash": papers_of(cash, replace(SERVED, given=Money(1000_00)), NB),
        "sale_card": papers_of(card, SERVED, NB),
        "sale_card_copy": papers_of(card, SERVED, NB, copy=True),
        "sale_without_vat": papers_of(card, replace(SERVED, values=SHOP.changed({"shop.vat_registered": "false"})), NB),
        "return": papers_of(returned(card, Chosen(0, ONE)), SERVED, NB),
        "return_copy": papers_of(returned(cash), SERVED, NB, copy=True),
        "delivery": papers_of(by_invoice(), SERVED, NB),
        "delivery_signed_copy": papers_of(by_invoice(), signed, NB, copy=True),
        "partly_invoiced": papers_of(partly_invoiced(), SERVED, NB),
        "partly_invoiced_copy": papers_of(partly_invoiced(), SERVED, NB, copy=True),
        "training": papers_of(training, SERVED, NB),
        "provisional": (
            provisional_paper(
                FULL.discounted(Discount.kroner(Money(25_00))), "Bord 4", "P-000001", SHOP, "Kari Nordmann", WHEN, NB
            ),
        ),
        "provisional_training": (
            provisional_paper(PLAIN, "", "TP-000001", SHOP, "Kari Nordmann", WHEN, NB, training=True),
        ),
        "training_return": papers_of(returned(training, number="T-000002"), SERVED, NB),
        "training_delivery": papers_of(by_invoice(training=True), SERVED, NB),
        "training_copy": papers_of(training, SERVED, NB, copy=True),
        "return_on_invoice": papers_of(returned(by_invoice()), SERVED, NB),
        "trial": (trial_paper(SHOP, WHEN, NB),),
    }


def written(name: str) -> str:
    """What the golden file of that name should hold."""
    return "\n".join(plain_text(paper) for paper in papers()[name])


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in papers():
        (GOLDEN / f"{each}.txt").write_text(written(each), encoding="utf-8")
