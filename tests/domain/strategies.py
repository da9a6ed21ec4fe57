"""Carts, lines and amounts as hypothesis draws them; no test in here."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from terminal_app.domain.cart import Cart, CartLine, Serving
from terminal_app.domain.catalog import Product, Unit
from terminal_app.domain.discount import Discount
from terminal_app.domain.fee import Fee
from terminal_app.domain.money import LARGEST_ORE, Money, Quantity
from terminal_app.domain.vat import VatCode, VatRate, code_for

TODAY = date(2026, 11, 23)
RATES = (2500, 1500, 1200, 1111, 0)

any_money = st.integers(-LARGEST_ORE, LARGEST_ORE).map(Money)
prices = st.integers(0, 1_000_000).map(Money)
quantities = st.integers(1, 50_000).map(Quantity)
rates = st.sampled_from(RATES).map(VatRate)
codes: st.SearchStrategy[VatCode] = rates.map(lambda rate: code_for(rate, TODAY))
coded_amounts = st.lists(st.tuples(codes, prices), min_size=1, max_size=40)


@st.composite
def products(draw: st.DrawFn) -> Product:
    number = draw(st.integers(1, 30))
    takeaway = draw(st.none() | rates)
    return Product(str(number), f"Vare {number}", draw(prices), draw(rates), "Alt", takeaway)


@st.composite
def carts(draw: st.DrawFn) -> Cart:
    lines = st.lists(st.builds(CartLine, products(), quantities, prices), min_size=1, max_size=20)
    return Cart(tuple(draw(lines)), draw(st.sampled_from(Serving)))


discounts = st.integers(1, 100_00).map(Discount.per_cent) | st.integers(1, 50_000).map(Money).map(Discount.kroner)
fees = st.none() | st.builds(Fee, st.integers(1, 20_000).map(Money), st.sampled_from([2500, 1500, 0]).map(VatRate))
fees_at_25 = st.none() | st.builds(Fee, st.integers(1, 20_000).map(Money), st.just(VatRate(2500)))


@st.composite
def busy_carts(draw: st.DrawFn, most: int = 6) -> Cart:
    """Carts as they are at a counter: weights, other prices, notes, and discounts on lines and on the whole."""
    lines = []
    for number in range(draw(st.integers(1, most))):
        unit = draw(st.sampled_from(Unit))
        rate = VatRate(draw(st.sampled_from([2500, 1500, 1200, 0])))
        product = Product(str(number), f"Vare {number}", draw(prices), rate, "Alt", unit=unit)
        price = draw(st.just(product.price) | prices)
        note = draw(st.sampled_from(["", "uten melk"]))
        lines.append(CartLine(product, draw(quantities), price, draw(st.none() | discounts), note))
    return Cart(tuple(lines), draw(st.sampled_from(Serving)), draw(st.none() | discounts))
