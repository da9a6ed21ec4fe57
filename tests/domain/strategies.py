"""Carts, lines and amounts as hypothesis draws them; no test in here."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from terminal_app.domain.cart import Cart, CartLine, Serving
from terminal_app.domain.catalog import Product
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
