"""Returns of any sale in any steps: never more than was sold, and in the end exactly nothing left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain.cart import Cart, Serving
from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, ZERO, Money, Quantity, total
from terminal_app.domain.problems import BadInput
from terminal_app.domain.receipt import ReceiptKind
from terminal_app.domain.refund import Chosen, everything, left_of, of_sku, refund
from terminal_app.domain.sale import LineKind, Sale, Words, close
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from tests.domain.strategies import carts, prices

LATTE = Product("1001", "Kaffe latte", Money(52_00), VatRate(2500), "Kaffe", VatRate(1500))
BUN = Product("1002", "Skolebolle", Money(39_90), VatRate(1500), "Bakst")
COD = Product("1003", "Fersk torsk", Money(199_00), VatRate(1111), "Fisk")
SOLD_AT = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
BACK_AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
BY_CARD = (Tender(Channel.CARD),)
IN_CASH = (Tender(Channel.CASH),)


def recorded(cart: Cart, tenders: tuple[Tender, ...] = BY_CARD, tip: Money = ZERO) -> Sale:
    words = Words("Møterom 2", "bare her", "PO 77")
    sale = close(cart, tenders, sale_id="s1", sold_at=SOLD_AT, operator_id="kari", words=words, tip=tip)
    return replace(sale, receipt_no="S-000001")


def back(
    sale: Sale, earlier: list[Sale], *chosen: tuple[int, int], channel: Channel | None = None, reason: str = ""
) -> Sale:
    """The next return: (position, thousandths) of each line, all that is left without any."""
    lines = [Chosen(position, Quantity(milli)) for position, milli in chosen] or None
    return refund(
        sale,
        earlier,
        lines,
        sale_id=f"r{len(earlier)}",
        returned_at=BACK_AT,
        operator_id="amina",
        reason=reason,
        channel=channel,
    )


@st.composite
def settled_sales(draw: st.DrawFn) -> Sale:
    """A sale of anything, with or without a tip, paid in one channel or split over two."""
    cart, tip = draw(carts()), draw(st.just(ZERO) | prices)
    owed = cart.total + tip
    closing = draw(st.sampled_from([Channel.CARD, Channel.CASH, Channel.VIPPS]))
    tenders = [Tender(closing)]
    if owed.ore > 300 and draw(st.booleans()):
        other = draw(st.sampled_from([channel for channel in (Channel.CASH, Channel.CARD) if channel is not closing]))
        ore = draw(st.integers(100, owed.ore - 101))
        tenders.insert(0, Tender(other, Money(ore // 100 * 100 if other is Channel.CASH else ore)))
    return recorded(cart, tuple(tenders), tip)


@st.composite
def returns_in_steps(draw: st.DrawFn) -> tuple[Sale, list[Sale]]:
    """A sale and returns of parts of it until nothing is left."""
    sale = draw(settled_sales())
    returns: list[Sale] = []
    while open_lines := [one for one in left_of(sale, returns) if one.quantity.milli]:
        if len(returns) == 5:
            returns.append(back(sale, returns))
            continue
        some = draw(st.lists(st.sampled_from(open_lines), min_size=1, unique_by=lambda one: one.position))
        parts = []
        for one in some:
            whole = one.quantity.milli
            part = whole if one.line.kind is not LineKind.ITEM else draw(st.just(whole) | st.integers(1, whole))
            parts.append((one.position, part))
        returns.append(back(sale, returns, *parts))
    return sale, returns


@given(returns_in_steps())
def test_any_steps_end_in_nothing_left_of_any_line_or_vat_code(drawn: tuple[Sale, list[Sale]]) -> None:
    sale, returns = drawn
    for one in left_of(sale, returns):
        assert (one.quantity.milli, one.split.net, one.split.vat, one.split.gross) == (0, ZERO, ZERO, ZERO)
    sold = {one.code: one.split for one in sale.vat_totals}
    for code, split in sold.items():
        gone = [one.split for returned in returns for one in returned.vat_totals if one.code == code]
        assert -total(one.net for one in gone) == split.net
        assert -total(one.vat for one in gone) == split.vat
    assert {one.code for returned in returns for one in returned.vat_totals} <= set(sold)


@given(returns_in_steps())
def test_on_the_way_no_return_takes_more_than_is_left_nor_gives_anything_the_wrong_way(
    drawn: tuple[Sale, list[Sale]],
) -> None:
    sale, returns = drawn
    for count, returned in enumerate(returns):
        for line in returned.lines:
            assert line.quantity.milli < 0
            assert max(line.split.net, line.split.vat, line.split.gross) <= ZERO <= line.unit_price
        for one in left_of(sale, returns[: count + 1]):
            assert one.quantity.milli >= 0
            assert min(one.split.net, one.split.vat, one.split.gross) >= ZERO


@given(returns_in_steps())
def test_a_part_is_within_an_ore_of_its_own_exact_share(drawn: tuple[Sale, list[Sale]]) -> None:
    sale, returns = drawn
    for line in (line for returned in returns for line in returned.lines):
        assert line.original_position is not None
        origin = sale.lines[line.original_position]
        exact = origin.split.gross.ore * -line.quantity.milli / origin.quantity.milli
        assert abs(-line.split.gross.ore - exact) <= 1
        assert (line.sku, line.vat_code, line.unit_price) == (origin.sku, origin.vat_code, origin.unit_price)


@given(returns_in_steps())
def test_every_channel_gives_back_what_was_paid_in_it_and_never_more(drawn: tuple[Sale, list[Sale]]) -> None:
    sale, returns = drawn
    for payment in sale.payments:
        given_back = ZERO
        for returned in returns:
            assert total(one.amount for one in returned.payments) == returned.total + returned.rounding
            assert abs(returned.rounding.ore) < 100
            given_back -= total(one.amount for one in returned.payments if one.channel is payment.channel)
            assert ZERO <= given_back <= payment.amount
        assert given_back == payment.amount
    assert total(returned.rounding for returned in returns) == -sale.rounding


@given(settled_sales())
def test_a_sale_that_goes_back_whole_is_its_own_mirror_image(sale: Sale) -> None:
    returned = back(sale, [])
    assert (returned.total, returned.rounding) == (-sale.total, -sale.rounding)
    assert [(one.channel, -one.amount) for one in returned.payments] == [(p.channel, p.amount) for p in sale.payments]
    assert [line.split.vat for line in returned.lines] == [-line.split.vat for line in sale.lines]
    assert [line.original_position for line in returned.lines] == list(range(len(sale.lines)))


def test_a_return_says_what_it_takes_back_from_why_and_who_did_it() -> None:
    sale = recorded(Cart().add(LATTE, Quantity.of(3)))
    returned = back(sale, [], (0, 1000), reason="feil kaffe")
    assert returned.return_of is not None
    assert (returned.return_of.sale_id, returned.return_of.receipt_no) == ("s1", "S-000001")
    assert (returned.return_of.reason, returned.operator_id, returned.sold_at) == ("feil kaffe", "amina", BACK_AT)
    assert (returned.kind, returned.receipt_no) == (ReceiptKind.RETURN, None)
    assert (returned.words.reference, returned.words.note) == ("PO 77", "")
    (line,) = returned.lines
    assert (str(line.quantity), str(line.unit_price), str(line.split.gross)) == ("-1", "52.00", "-52.00")


def test_the_rate_is_that_of_the_sale_whatever_applies_on_the_day_of_the_return() -> None:
    sale = recorded(Cart(serving=Serving.TAKE_AWAY).add(LATTE))
    returned = back(sale, [])
    assert returned.lines[0].vat_code == sale.lines[0].vat_code
    assert returned.lines[0].vat_code.rate == VatRate(1500)


def test_weighed_goods_go_back_in_parts_that_add_up() -> None:
    sale = recorded(Cart().add(COD, Quantity(345)))
    first = back(sale, [], (0, 115))
    second = back(sale, [first], (0, 115))
    last = back(sale, [first, second])
    assert [str(one.total) for one in (first, second, last)] == ["-22.89", "-22.88", "-22.89"]
    assert str(sale.total) == "68.66"


def test_cash_goes_back_in_kroner_and_the_last_return_evens_out_the_others() -> None:
    sale = recorded(Cart().add(BUN, Quantity.of(3), Money(13_50)), IN_CASH)
    first = back(sale, [], (0, 1000))
    second = back(sale, [first], (0, 1000))
    last = back(sale, [first, second])
    assert [str(one.payments[0].amount) for one in (first, second, last)] == ["-14.00", "-13.00", "-14.00"]
    assert str(sale.payments[0].amount) == "41.00"


def test_a_part_that_cash_rounds_to_nothing_keeps_a_payment_that_tells_of_the_rounding() -> None:
    sale = recorded(Cart().add(BUN, Quantity.of(100), Money(40)), IN_CASH)
    returned = back(sale, [], (0, 1000))
    assert [(one.channel, one.amount) for one in returned.payments] == [(Channel.CASH, ZERO)]
    assert str(returned.rounding) == "0.40"


def test_a_split_sale_goes_back_channel_by_channel_or_in_the_one_that_is_chosen() -> None:
    sale = recorded(Cart().add(LATTE, Quantity.of(2)), (Tender(Channel.CASH, Money(40_00)), Tender(Channel.CARD)))
    in_order = back(sale, [], (0, 1000))
    assert [(one.channel, str(one.amount)) for one in in_order.payments] == [
        (Channel.CASH, "-40.00"),
        (Channel.CARD, "-12.00"),
    ]
    chosen = back(sale, [], (0, 1000), channel=Channel.CARD)
    assert [(one.channel, str(one.amount)) for one in chosen.payments] == [(Channel.CARD, "-52.00")]


@pytest.mark.parametrize(
    ("channel", "code"),
    [(Channel.CASH, "refund_channel_short"), (Channel.VIPPS, "refund_channel_other")],
)
def test_no_channel_gives_back_more_than_was_paid_in_it(channel: Channel, code: str) -> None:
    sale = recorded(Cart().add(LATTE, Quantity.of(2)), (Tender(Channel.CASH, Money(40_00)), Tender(Channel.CARD)))
    with pytest.raises(BadInput, match=code) as caught:
        back(sale, [], (0, 1000), channel=channel)
    assert caught.value.problem.values["field"] == "pay"


def test_a_free_product_goes_back_for_nothing_through_the_first_channel() -> None:
    sale = recorded(Cart().add(BUN, ONE, ZERO))
    returned = back(sale, [])
    assert [(one.channel, one.amount) for one in returned.payments] == [(Channel.CARD, ZERO)]
    assert everything(left_of(sale, [returned])) == ()


def test_a_tip_goes_back_with_everything_or_by_itself_and_never_in_part() -> None:
    sale = recorded(Cart().add(LATTE), tip=Money(20_00))
    assert str(back(sale, []).total) == "-72.00"
    assert str(back(sale, [], (1, 1000)).total) == "-20.00"
    with pytest.raises(BadInput, match="refund_whole_only"):
        back(sale, [], (1, 500))


def test_more_than_is_left_none_of_it_or_nothing_at_all_is_refused_by_field() -> None:
    sale = recorded(Cart().add(LATTE, Quantity.of(2)))
    first = back(sale, [], (0, 1500))
    for chosen, code, field in (
        ([Chosen(0, Quantity(501))], "refund_too_much", "item"),
        ([Chosen(0, Quantity(300)), Chosen(0, Quantity(300))], "refund_too_much", "item"),
        ([], "refund_nothing_chosen", "item"),
        ([Chosen(0, Quantity(0))], "quantity_not_positive", "quantity"),
    ):
        with pytest.raises(BadInput, match=code) as caught:
            refund(sale, [first], chosen, sale_id="r", returned_at=BACK_AT, operator_id="amina")
        assert caught.value.problem.values["field"] == field
    last = back(sale, [first])
    with pytest.raises(BadInput, match="refund_nothing_left"):
        back(sale, [first, last])


def test_a_return_cannot_be_returned() -> None:
    sale = recorded(Cart().add(LATTE))
    returned = replace(back(sale, []), receipt_no="R-000001")
    with pytest.raises(BadInput, match="refund_of_return"):
        back(returned, [])


def test_a_product_is_taken_from_its_lines_in_the_sales_order() -> None:
    cart = Cart().add(LATTE).add(BUN).add(LATTE, Quantity.of(2), Money(40_00))
    left = left_of(recorded(cart), [])
    assert of_sku(left, "1001", Quantity(2500)) == (Chosen(0, ONE), Chosen(2, Quantity(1500)))
    with pytest.raises(BadInput, match="refund_too_much") as caught:
        of_sku(left, "1001", Quantity.of(4))
    assert caught.value.problem.values["left"] == "3"
    with pytest.raises(BadInput, match="refund_item_unknown"):
        of_sku(left, "9999", ONE)
