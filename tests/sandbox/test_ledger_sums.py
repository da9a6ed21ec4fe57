"""Any run of vouchers, invoices, credit notes, payments and reversals leaves a ledger that sums up.

The test keeps its own account of the VAT, in fractions and whole øre, and asks none of the ledger's arithmetic.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.poweroffice.sandbox import Rules, Sandbox
from tests.sandbox.desk import CUSTOMERS, Client, FrozenClock, Row, sold
from tests.sandbox.test_vouchers import CARD, line, post

INCOME = 476003000
VAT_IDS = {"0": 100, "1": 101, "3": 103, "31": 131, "32": 132, "33": 136, "5": 105}
RATES = {
    "0": Fraction(0),
    "1": Fraction(1, 4),
    "3": Fraction(1, 4),
    "31": Fraction(3, 20),
    "32": Fraction(1111, 10000),
    "33": Fraction(3, 25),
    "5": Fraction(0),
}
PRODUCTS = {"7000": "0", "7025": "0", "7090": "0", "8000": "5", "8012": "33", "8015": "31", "8025": "3", "8095": "3"}

ORE = st.integers(1, 500_000) | st.integers(-500_000, -1)
PICK = st.integers(0, 1000)
VOUCHER_LINES = st.lists(st.tuples(st.sampled_from(sorted(VAT_IDS)), ORE), min_size=1, max_size=5)
ORDER_LINES = st.lists(
    st.tuples(
        st.sampled_from(sorted(PRODUCTS)),
        st.integers(1, 20_000) | st.integers(-20_000, -1),  # thousandths of a piece
        st.integers(0, 20_000_000),  # ten-thousandths of a krone
        st.sampled_from((0, 125, 1000)),  # per mille off
    ),
    min_size=1,
    max_size=5,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("voucher"), VOUCHER_LINES),
        st.tuples(st.just("invoice"), ORDER_LINES),
        st.tuples(st.just("credit"), PICK),
        st.tuples(st.just("pay"), PICK),
        st.tuples(st.just("reverse"), PICK),
    ),
    min_size=3,
    max_size=10,
)


@dataclass
class OwnAccount:
    """What the test itself knows: VAT by code in øre (credit positive), and what may still be taken back."""

    gross_prices: bool
    vat: Counter[str] = field(default_factory=Counter)
    of_voucher: dict[str, Counter[str]] = field(default_factory=dict)
    of_invoice: dict[int, Counter[str]] = field(default_factory=dict)

    def book(self, amounts: Counter[str]) -> None:
        for code, amount in amounts.items():
            self.vat[code] += amount

    def take_back(self, amounts: Counter[str]) -> None:
        self.book(Counter({code: -amount for code, amount in amounts.items()}))


def rounded(exact: Fraction) -> int:
    """Whole øre, halves away from zero."""
    whole = int(abs(exact) + Fraction(1, 2))
    return whole if exact >= 0 else -whole


def sold_vat(lines: list[tuple[str, int, int, int]], gross_prices: bool) -> Counter[str]:
    """The VAT of an invoice by code, line by line."""
    vat: Counter[str] = Counter()
    for product, quantity, price, off in lines:
        code = PRODUCTS[product]
        amount = rounded(Fraction(quantity, 1000) * Fraction(price, 100) * (1 - Fraction(off, 1000)))
        net = rounded(amount / (1 + RATES[code])) if gross_prices else amount
        vat[code] += amount - net if gross_prices else rounded(net * RATES[code])
    return vat


def book_voucher(client: Client, own: OwnAccount, what: list[tuple[str, int]]) -> None:
    rest = -sum(amount for _, amount in what)
    whole = [*what, ("0", rest)] if rest else what
    lines = [line(CARD if code == "0" else INCOME, VAT_IDS[code], amount / 100) for code, amount in whole]
    answer = post(client, *lines)
    assert answer.status_code == 201, answer.text
    vat: Counter[str] = Counter()
    for code, amount in what:
        vat[code] -= rounded(amount * RATES[code] / (1 + RATES[code]))
    own.of_voucher[answer.json()["Id"]] = vat
    own.book(vat)


def send(client: Client, own: OwnAccount, what: list[tuple[str, int, int, int]]) -> None:
    lines = [sold(product, count / 1000, price / 10_000, Allowance=off / 10) for product, count, price, off in what]
    answer = client.order(*lines)
    assert answer.status_code == 201, answer.text
    invoice = client.sandbox.send_invoice(answer.json()["Id"])
    own.of_invoice[invoice["InvoiceNo"]] = sold_vat(what, own.gross_prices)
    own.book(own.of_invoice[invoice["InvoiceNo"]])


def take(client: Client, own: OwnAccount, kind: str, pick: int) -> None:
    """Credits, pays or reverses one of those that can be."""
    if kind == "reverse" and own.of_voucher:
        voucher_id = sorted(own.of_voucher)[pick % len(own.of_voucher)]
        assert client.post(f"/Vouchers/Reverse/{voucher_id}", None).status_code == 200
        own.take_back(own.of_voucher.pop(voucher_id))
    invoices: list[Row] = client.sandbox.invoices()
    unpaid = [row for row in invoices if row["Balance"]]
    if kind == "pay" and unpaid:
        client.sandbox.book_payment(unpaid[pick % len(unpaid)]["InvoiceNo"])
    positive = [row["InvoiceNo"] for row in invoices if row["TotalAmount"] > 0 and row["InvoiceNo"] in own.of_invoice]
    if kind == "credit" and positive:
        number = positive[pick % len(positive)]
        client.sandbox.credit_invoice(number)
        own.take_back(own.of_invoice.pop(number))


def require_sums(sandbox: Sandbox, own: OwnAccount) -> None:
    balances, postings = sandbox.balances(), sandbox.ledger()
    by_voucher: dict[str, Decimal] = {}
    for row in postings:
        by_voucher[row["VoucherId"]] = by_voucher.get(row["VoucherId"], Decimal(0)) + row["Amount"]
    assert set(by_voucher.values()) <= {Decimal(0)}
    assert sum(balances.values()) == 0
    assert balances.get(1500, 0) == sum(row["Balance"] for row in sandbox.invoices())
    told: dict[str, Any] = {code: one.vat * 100 for code, one in sandbox.vat_reported().items()}
    assert {code: vat for code, vat in told.items() if vat} == {code: vat for code, vat in own.vat.items() if vat}
    output = sum(vat for code, vat in own.vat.items() if code != "1")
    assert balances.get(2700, Decimal(0)) * 100 == -output
    assert balances.get(2710, Decimal(0)) * 100 == -own.vat["1"]
    assert sum((row["VatAmount"] for row in postings), Decimal(0)) * 100 == -sum(own.vat.values())


@settings(max_examples=40, deadline=None)
@given(STEPS, st.booleans())
def test_any_run_of_bookings_balances_and_has_its_vat_on_the_vat_accounts(
    steps: list[tuple[str, Any]], gross_prices: bool
) -> None:
    own = OwnAccount(gross_prices)
    rules = Rules(prices_include_vat=gross_prices)
    with Sandbox.start(clock=FrozenClock(), customers=CUSTOMERS, rules=rules) as sandbox, requests.Session() as session:
        session.trust_env = False
        client = Client(sandbox, session)
        client.log_in()
        for kind, what in steps:
            if kind == "voucher":
                book_voucher(client, own, what)
            elif kind == "invoice":
                send(client, own, what)
            else:
                take(client, own, kind, what)
            require_sums(sandbox, own)
