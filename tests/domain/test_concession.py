"""How far below its prices a cart goes: what an approval is for."""

from __future__ import annotations

from fractions import Fraction

from terminal_app.domain.cart import Cart
from terminal_app.domain.concession import concession
from terminal_app.domain.discount import Discount
from terminal_app.domain.money import Money, Quantity
from terminal_app.domain.operators import Right
from tests.till.counter import BUN, LATTE

CART = Cart().add(LATTE, Quantity.of(2)).add(BUN)


def test_a_cart_at_its_own_prices_concedes_nothing() -> None:
    assert {concession(CART, right) for right in Right} == {Fraction(0)}
    assert concession(Cart(), Right.DISCOUNT) == 0


def test_a_discount_on_a_line_and_one_on_the_whole_come_on_top_of_each_other() -> None:
    cart = CART.with_line_discount(0, Discount.per_cent(50_00)).discounted(Discount.per_cent(10_00))
    assert concession(cart, Right.DISCOUNT) == Fraction(55, 100)


def test_more_goods_at_the_same_share_concede_no_more_and_fewer_for_the_same_kroner_do() -> None:
    share = CART.with_line_discount(0, Discount.per_cent(10_00))
    assert concession(share.with_quantity(0, Quantity.of(9)), Right.DISCOUNT) == Fraction(1, 10)
    kroner = CART.with_line_discount(0, Discount.kroner(Money(26_00)))
    assert concession(kroner, Right.DISCOUNT) == Fraction(1, 4)
    assert concession(kroner.with_quantity(0, Quantity.of(1)), Right.DISCOUNT) == Fraction(1, 2)


def test_another_price_counts_where_it_is_lower_than_the_products_own() -> None:
    assert concession(CART.with_price(0, Money(39_00)), Right.PRICE_OVERRIDE) == Fraction(1, 4)
    assert concession(CART.with_price(0, Money(99_00)), Right.PRICE_OVERRIDE) == 0
