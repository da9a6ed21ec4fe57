"""Carts that never change in place, tenders that settle to the øre, and the sale that a cart becomes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from terminal_app.domain.cart import MOST_LINES, Cart, Serving
from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee
from terminal_app.domain.money import LARGEST_ORE, ONE, Money, Quantity, total
from terminal_app.domain.problems import BadInput
from terminal_app.domain.receipt import ReceiptKind
from terminal_app.domain.sale import LineKind, Sale, close
from terminal_app.domain.tender import Tender, settle
from terminal_app.domain.vat import VatRate, split_lines, totals_per_code
from tests.domain.strategies import TODAY, busy_carts, carts, fees, prices, products, quantities

LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe", VatRate(1500))
BUN = Product("1002", "Skolebolle", Money(39_90), VatRate(1500), "Bakst")
SOLD_AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
AMOUNTS = st.integers(1, 200_000).map(Money)
OTHERS = st.sampled_from([Channel.CARD, Channel.VIPPS, Channel.GIFT_CARD, Channel.INVOICE])


def cash(ore: int | None = None) -> Tender:
    return Tender(Channel.CASH, None if ore is None else Money(ore))


def card(ore: int | None = None) -> Tender:
    return Tender(Channel.CARD, None if ore is None else Money(ore))


def closed(cart: Cart, *tenders: Tender, tip: int = 0) -> Sale:
    return close(cart, tenders, sale_id="s1", sold_at=SOLD_AT, operator_id="kari", tip=Money(tip))


# the cart


def test_a_cart_that_grows_leaves_the_old_one_as_it_was() -> None:
    before = Cart().add(LATTE)
    before.add(BUN)
    before.add(LATTE)
    before.with_quantity(0, Quantity.of(9))
    before.without(0)
    before.served(Serving.TAKE_AWAY)
    assert [(line.product, line.quantity) for line in before.lines] == [(LATTE, ONE)]
    assert before.serving is Serving.EAT_IN


def test_the_same_product_at_the_same_price_grows_its_line_and_at_another_price_gets_its_own() -> None:
    cart = Cart().add(LATTE).add(BUN).add(LATTE, Quantity.of(2)).add(LATTE, ONE, Money(40_00))
    assert [(line.product.sku, str(line.quantity)) for line in cart.lines] == [
        ("1001", "3"),
        ("1002", "1"),
        ("1001", "1"),
    ]
    assert cart.quantity_of("1001") == Quantity.of(4)


@given(carts(), products(), quantities)
def test_adding_to_a_cart_adds_exactly_that_much_of_the_product(cart: Cart, product: Product, more: Quantity) -> None:
    after = cart.add(product, more)
    assert after.quantity_of(product.sku).milli - cart.quantity_of(product.sku).milli == more.milli
    assert total(line.gross for line in after.lines) == after.total


def test_a_cart_refuses_what_makes_its_quantity_its_total_or_its_length_too_large() -> None:
    dear = Product("9", "Dyr", Money(LARGEST_ORE), VatRate(2500), "Alt")
    with pytest.raises(BadInput, match="amount_too_large"):
        Cart().add(dear).add(LATTE)
    with pytest.raises(BadInput, match="quantity_too_large"):
        Cart().add(BUN, Quantity.of(99_999)).add(BUN)
    full = Cart()
    for number in range(MOST_LINES):
        full = full.add(Product(str(number), "Vare", Money(100), VatRate(2500), "Alt"))
    assert full.add(Product("7", "Vare", Money(100), VatRate(2500), "Alt")).quantity_of("7") == Quantity.of(2)
    with pytest.raises(BadInput, match="cart_full"):
        full.add(LATTE)


def test_a_price_below_zero_cannot_be_rung_up() -> None:
    with pytest.raises(BadInput, match="price_negative"):
        Cart().add(LATTE, ONE, Money(-1))


def test_what_is_taken_away_is_taxed_as_food_and_costs_the_same() -> None:
    eaten = Cart().add(LATTE).add(BUN)
    taken = eaten.served(Serving.TAKE_AWAY)
    assert [(str(t.code.rate), t.split.gross) for t in eaten.vat_totals(TODAY)] == [
        ("25", Money(52_00)),
        ("15", Money(39_90)),
    ]
    assert [(str(t.code.rate), t.split.gross) for t in taken.vat_totals(TODAY)] == [("15", Money(91_90))]


@given(carts())
def test_the_vat_of_any_cart_adds_up_to_its_total(cart: Cart) -> None:
    sums = cart.vat_totals(TODAY)
    assert total(one.split.gross for one in sums) == cart.total
    assert all(one.split.net + one.split.vat == one.split.gross for one in sums)


@given(busy_carts(), fees)
def test_the_vat_that_a_cart_shows_is_what_its_lines_will_have_as_a_sale(cart: Cart, fee: Fee | None) -> None:
    coded = cart.coded(TODAY, fee)
    splits = split_lines(coded)
    as_lines = totals_per_code(zip((code for code, _ in coded), splits, strict=True))
    assert cart.vat_totals(TODAY, fee) == as_lines


# settling


@given(AMOUNTS, OTHERS)
def test_one_channel_other_than_cash_takes_the_sum_to_the_ore(owed: Money, channel: Channel) -> None:
    payments, rounding = settle(owed, (Tender(channel),))
    assert [(p.channel, p.amount) for p in payments] == [(channel, owed)]
    assert rounding == Money(0)


@given(
    st.lists(AMOUNTS, max_size=2), AMOUNTS, st.none() | st.integers(1, 500).map(lambda n: Money(n * 100)), st.booleans()
)
def test_what_settles_a_sale_is_always_its_total_and_the_rounding_of_its_cash(
    fixed: list[Money], rest: Money, over: Money | None, cash_first: bool
) -> None:
    others = tuple(Tender(c, a) for c, a in zip((Channel.CARD, Channel.VIPPS), fixed, strict=False))
    in_cash = Tender(Channel.CASH, None if over is None else rest.rounded_to_krone() + over)
    owed = total(fixed) + rest
    payments, rounding = settle(owed, (in_cash, *others) if cash_first else (*others, in_cash))
    by_channel = {payment.channel: payment.amount for payment in payments}
    assert total(by_channel.values()) == owed + rounding
    assert [by_channel[other.channel] for other in others] == fixed
    assert by_channel.get(Channel.CASH, Money(0)) == rest.rounded_to_krone()
    assert rounding == rest.rounded_to_krone() - rest


@given(AMOUNTS, AMOUNTS)
def test_cash_gives_change_only_above_the_rounded_sum(owed: Money, given_cash: Money) -> None:
    due = owed.rounded_to_krone()
    if given_cash < due:
        with pytest.raises(BadInput, match="payment_too_little"):
            settle(owed, (Tender(Channel.CASH, given_cash),))
    else:
        payments, rounding = settle(owed, (Tender(Channel.CASH, given_cash),))
        assert [p.amount for p in payments] == [due]
        assert rounding == due - owed


@pytest.mark.parametrize(
    ("tenders", "paid", "rounding"),
    [
        ((card(100_00), cash()), [100_00, 50_00], -40),
        ((cash(100_00), card()), [100_00, 50_40], 0),
        ((card(50_40), cash(200_00)), [50_40, 100_00], 0),
        ((card(60_00), cash(100_00)), [60_00, 90_00], -40),
        ((card(150_20), cash()), [150_20, 0], -20),
    ],
)
def test_a_split_payment_rounds_only_the_part_that_cash_closes(
    tenders: tuple[Tender, ...], paid: list[int], rounding: int
) -> None:
    payments, rounded = settle(Money(150_40), tenders)
    assert [p.amount.ore for p in payments] == paid
    assert rounded.ore == rounding


@given(st.lists(st.tuples(st.sampled_from(Channel), st.none() | AMOUNTS), min_size=1, max_size=5), AMOUNTS)
def test_whatever_settles_a_sale_only_cash_is_rounded_by_at_most_half_a_krone(
    chosen: list[tuple[Channel, Money | None]], owed: Money
) -> None:
    try:
        payments, rounding = settle(owed, tuple(Tender(channel, amount) for channel, amount in chosen))
    except BadInput:
        return
    assert total(payment.amount for payment in payments) == owed + rounding
    assert all(payment.amount >= Money(0) for payment in payments)
    assert abs(rounding.ore) <= 50
    in_cash = [payment.amount for payment in payments if payment.channel is Channel.CASH]
    assert all(amount.ore % 100 == 0 for amount in in_cash)
    assert in_cash or not rounding


@given(AMOUNTS, AMOUNTS, st.sampled_from([Channel.CARD, Channel.GIFT_CARD, Channel.INVOICE]), st.integers(0, 5000))
def test_cash_that_pays_the_rest_of_any_other_channel_rounds_the_rest_alone(
    fixed: Money, rest: Money, other: Channel, tip: int
) -> None:
    payments, rounding = settle(fixed + rest + Money(tip), (Tender(other, fixed), cash()))
    in_cash = rest + Money(tip)
    assert payments[0].amount == fixed
    assert rounding == in_cash.rounded_to_krone() - in_cash


@given(AMOUNTS, st.integers(1, 100), st.sampled_from([Channel.CARD, Channel.GIFT_CARD, Channel.INVOICE]))
def test_cash_before_another_channel_leaves_the_ore_to_that(rest: Money, kroner: int, other: Channel) -> None:
    owed = Money(kroner * 100) + rest
    payments, rounding = settle(owed, (cash(kroner * 100), Tender(other)))
    assert ([payment.amount for payment in payments], rounding) == ([Money(kroner * 100), rest], Money(0))


def test_part_of_a_krone_cannot_be_paid_in_cash() -> None:
    with pytest.raises(BadInput, match="cash_not_in_kroner"):
        settle(Money(150_40), (cash(20_55), card()))


def test_a_sum_that_cash_rounds_to_nothing_keeps_its_payment() -> None:
    payments, rounding = settle(Money(40), (cash(),))
    assert [(p.channel, p.amount) for p in payments] == [(Channel.CASH, Money(0))]
    assert rounding == Money(-40)


@pytest.mark.parametrize(
    ("tenders", "code"),
    [
        ((), "payment_missing"),
        ((card(), cash()), "payment_amount_missing"),
        ((card(50_00), card(100_00)), "payment_channel_twice"),
        ((card(0), cash()), "payment_not_positive"),
        ((card(-5_00), cash()), "payment_not_positive"),
        ((card(150_00),), "payment_too_little"),
        ((card(151_00),), "payment_too_much"),
        ((card(200_00), cash(50_00)), "payment_too_much"),
        ((cash(200_00), card()), "payment_too_much"),
        ((card(150_30), cash(1_00)), "payment_too_much"),
    ],
)
def test_tenders_that_do_not_settle_the_sum_are_refused_as_pay(tenders: tuple[Tender, ...], code: str) -> None:
    owed = Money(150_00) if code == "payment_too_much" else Money(150_40)
    with pytest.raises(BadInput) as refused:
        settle(owed, tenders)
    assert refused.value.problem.code == code
    assert refused.value.problem.values["field"] == "pay"


def test_a_sale_of_nothing_but_a_free_product_is_settled_with_zero() -> None:
    assert settle(Money(0), (card(),))[0][0].amount == Money(0)


# the sale


@given(carts(), prices)
def test_a_closed_sale_has_the_carts_lines_its_tip_and_payments_that_cover_both(cart: Cart, tip: Money) -> None:
    assume(cart.total + tip > Money(0))
    sale = closed(cart, card(), tip=tip.ore)
    goods = [line for line in sale.lines if line.kind is LineKind.ITEM]
    assert [line.split.gross for line in goods] == [line.gross for line in cart.lines]
    assert sale.total == cart.total + tip == total(p.amount for p in sale.payments)
    assert total(t.split.gross for t in sale.vat_totals) == sale.total


def test_a_tip_is_a_line_of_its_own_outside_vat() -> None:
    sale = closed(Cart().add(LATTE), card(), tip=8_00)
    tip = sale.lines[-1]
    assert (tip.kind, tip.vat_code.code, tip.split.vat) == (LineKind.TIP, "7", Money(0))
    assert sale.total == Money(60_00)


def test_a_sale_by_invoice_gets_a_delivery_receipt_and_any_other_a_sales_receipt() -> None:
    assert closed(Cart().add(LATTE), Tender(Channel.INVOICE)).kind is ReceiptKind.DELIVERY
    assert closed(Cart().add(LATTE), card()).kind is ReceiptKind.SALE


def test_the_sale_takes_the_vat_of_the_day_it_was_made() -> None:
    cinema = Product("1", "Kino", Money(112_00), VatRate(600), "Alt")
    in_the_pandemic = datetime(2020, 5, 1, 12, tzinfo=UTC)
    sale = close(Cart().add(cinema), (card(),), sale_id="s", sold_at=in_the_pandemic, operator_id="kari")
    assert sale.vat_totals[0].code.valid_from == date(2020, 4, 1)
    with pytest.raises(BadInput, match="vat_rate_not_valid"):
        closed(Cart().add(cinema), card())


@pytest.mark.parametrize(("cart", "tip", "code"), [(Cart(), 0, "cart_empty"), (Cart().add(LATTE), -1, "tip_negative")])
def test_an_empty_cart_or_a_negative_tip_is_never_closed(cart: Cart, tip: int, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        closed(cart, card(), tip=tip)
