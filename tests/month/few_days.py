"""Two days of a small shop, each sale known by a name, so that one mistake can be made and its trace looked for.

No test in here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from terminal_app.domain.bridge import Bridge, Finding, Severity
from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.tender import Tender
from terminal_app.till import Sold
from tests.month.company import FIRST, Company
from tests.till.counter_day import GOODS

LATTE, BUN, COD, TICKET = GOODS[:4]
BY_INVOICE, BY_CARD = (Tender(Channel.INVOICE),), (Tender(Channel.CARD),)


@dataclass
class FewDays:
    """The receipts of two days by name: `food`, `fish` and `part` of the first, `late` of the second."""

    company: Company
    receipts: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.receipts[name]

    def order_id(self, name: str) -> str:
        return self.company.order_id(self[name])

    def invoice_no(self, name: str) -> int:
        """The number of its invoice, as the bookkeeper sees it."""
        found = [one for one in self.company.sandbox.invoices() if one["Id"] == self.order_id(name)]
        return int(found[0]["InvoiceNo"])

    def bridge(self) -> Bridge:
        return self.company.till.reconciling.bridge(FIRST, self.company.today())

    def finish(self) -> Bridge:
        """Everything sent that can go, invoiced, followed and read; the bridge then."""
        self.company.send()
        self.company.invoice_all()
        return self.look()

    def look(self) -> Bridge:
        """What the bookkeeper did meanwhile is heard of and read; the bridge then, its sums held against the ledger."""
        self.company.hear()
        self.company.read_ledger()
        bridge, sandbox = self.bridge(), self.company.sandbox
        assert bridge.clearing_balance == ore(sandbox.balance(1950))
        assert sum(one.amount.ore for one in bridge.clearing) == bridge.clearing_balance.ore
        return bridge


def two_days(company: Company) -> FewDays:
    """Both days sold and closed; nothing has been sent yet, unless the sync was woken."""
    till = company.till
    till.sell(Cart().add(LATTE).add(BUN), BY_CARD)
    till.sell(Cart().add(COD, Quantity(333)), (Tender(Channel.CASH),), tip=Money(10_00))
    food = invoice(company, Cart().add(LATTE, Quantity.of(3)).add(BUN))
    fish = invoice(company, Cart().add(COD, Quantity(1_251)), tip=Money(15_00))
    part = till.sell(
        Cart().add(TICKET, Quantity.of(2)).add(LATTE),
        (Tender(Channel.CARD, Money(100_03)), Tender(Channel.INVOICE)),
        customer_number=10001,
    )
    next_day(company)
    till.sell(Cart().add(TICKET), (Tender(Channel.VIPPS),))
    late = invoice(company, Cart().add(BUN, Quantity.of(7)).add(TICKET))
    next_day(company)
    named = {"food": food, "fish": fish, "part": part, "late": late}
    return FewDays(company, {name: sold.sale.receipt_no or "" for name, sold in named.items()})


def invoice(company: Company, cart: Cart, tip: Money | None = None) -> Sold:
    """An invoice sale, with its fee."""
    return company.till.sell(cart, BY_INVOICE, customer_number=10001, tip=tip or Money(0))


def next_day(company: Company) -> None:
    company.till.day.close("kari")
    company.clock.advance(hours=24)


def wrong(bridge: Bridge) -> list[Finding]:
    """What is a difference; not what waits or explains itself."""
    return [one for one in bridge.findings if one.severity is Severity.WRONG]


def ore(amount: Decimal) -> Money:
    """Kroner of the sandbox's as the till's amount."""
    return Money(int(amount * 100))
