"""The shares of a sale that is partly invoiced: they meet the invoice and the whole to the øre, per VAT code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from terminal_app.domain.cart import Cart
from terminal_app.domain.catalog import Product
from terminal_app.domain.channel import Channel
from terminal_app.domain.fee import Fee
from terminal_app.domain.invoice import LineDetail, order_from
from terminal_app.domain.invoiced_share import invoiced_shares, invoiced_totals
from terminal_app.domain.money import ZERO, Money, Quantity, total
from terminal_app.domain.refund import Chosen, invoice_left, left_of, refund
from terminal_app.domain.sale import LineKind, Sale, close
from terminal_app.domain.tender import Tender
from terminal_app.domain.vat import VatRate
from tests.domain.strategies import busy_carts, fees, prices

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
AT_ONCE = st.sampled_from([Channel.CARD, Channel.CASH, Channel.VIPPS, Channel.GIFT_CARD])
COFFEE = Product("1", "Kaffe", Money(100_00), VatRate(2500), "Alt")
BREAD = Product("2", "Brød", Money(60_00), VatRate(1500), "Alt")


def part_invoiced(
    cart: Cart, on_invoice: Money, channel: Channel = Channel.CARD, tip: Money = ZERO, fee: Fee | None = None
) -> Sale:
    """The sale of which that much went on an invoice and the rest was settled in that channel."""
    tenders = (Tender(Channel.INVOICE, on_invoice), Tender(channel))
    sale = close(cart, tenders, sale_id="s1", sold_at=NOON, operator_id="kari", tip=tip, fee=fee)
    return replace(sale, receipt_no="F-000001", paid_receipt_no="S-000001")


@st.composite
def part_invoices(draw: st.DrawFn, some_fee: st.SearchStrategy[Fee | None] = fees) -> Sale:
    cart, tip, fee = draw(busy_carts()), draw(st.just(ZERO) | prices), draw(some_fee)
    least = 1 if fee is None else fee.price.ore
    most = cart.total.ore + tip.ore + (0 if fee is None else fee.price.ore) - 1
    assume(most >= least)
    return part_invoiced(cart, Money(draw(st.integers(least, most))), draw(AT_ONCE), tip, fee)


@st.composite
def returns_of(draw: st.DrawFn, sale: Sale) -> list[Sale]:
    """Returns of some lines in some channel, then of all that is left."""
    made: list[Sale] = []
    goods = [place for place, line in enumerate(sale.lines) if line.kind is LineKind.ITEM]
    for place in draw(st.lists(st.sampled_from(goods), max_size=3, unique=True)):
        much = Quantity(draw(st.integers(1, sale.lines[place].quantity.milli)))
        made.append(returned(sale, made, [Chosen(place, much)]))
    if any(one.quantity.milli for one in left_of(sale, made)):
        made.append(returned(sale, made, None))
    return made


def returned(sale: Sale, earlier: list[Sale], chosen: list[Chosen] | None, channel: Channel | None = None) -> Sale:
    back = refund(
        sale, earlier, chosen, sale_id=f"r{len(earlier)}", returned_at=NOON, operator_id="kari", channel=channel
    )
    return replace(back, receipt_no=f"R-{len(earlier) + 1:06d}")


@given(part_invoices())
def test_the_shares_meet_the_invoice_and_what_was_paid_and_per_code_the_whole(sale: Sale) -> None:
    shares = invoiced_shares(sale)
    assert total(share.invoiced.gross for share in shares) == sale.invoiced_amount
    assert total(share.paid.gross for share in shares) == sale.total - sale.invoiced_amount
    for one in sale.vat_totals:
        of_code = [share for share in shares if share.code == one.code]
        for part in ("net", "vat", "gross"):
            parts = [getattr(share.invoiced, part) + getattr(share.paid, part) for share in of_code]
            assert total(parts) == getattr(one.split, part)


@given(part_invoices())
def test_no_share_is_below_zero_or_more_than_the_whole_and_its_vat_is_the_nearest_ore(sale: Sale) -> None:
    for share in invoiced_shares(sale):
        for part in (share.invoiced, share.paid):
            assert min(part.net, part.vat, part.gross) >= ZERO
        assert share.invoiced.gross <= share.whole.gross
        if share.whole.gross:
            exact = share.whole.vat.ore * share.invoiced.gross.ore / share.whole.gross.ore
            assert abs(share.invoiced.vat.ore - exact) <= 0.5


@given(part_invoices())
def test_the_fee_is_wholly_on_the_invoice(sale: Sale) -> None:
    fees_of = [share for share in invoiced_shares(sale) if share.kind is LineKind.FEE]
    assert all(share.invoiced == share.whole for share in fees_of)
    assert [share.whole.gross for share in fees_of] == [
        line.split.gross for line in sale.lines if line.kind is LineKind.FEE
    ]


@given(busy_carts(), fees)
def test_a_sale_in_one_channel_is_invoiced_as_a_whole_or_not_at_all(cart: Cart, fee: Fee | None) -> None:
    for channel in (Channel.INVOICE, Channel.CARD):
        sale = close(cart, (Tender(channel),), sale_id="s", sold_at=NOON, operator_id="k", fee=fee)
        for share in invoiced_shares(sale):
            assert (share.invoiced if channel is Channel.INVOICE else share.paid) == share.whole


@given(part_invoices(), st.sampled_from(LineDetail))
def test_the_order_of_a_part_comes_to_the_invoiced_amount_with_its_own_vat(sale: Sale, detail: LineDetail) -> None:
    order = order_from(sale, "DSKs1", "501", 10001, detail)
    assert order.total == sale.invoiced_amount == total(line.gross for line in order.lines)
    assert order.vat_totals == invoiced_totals(invoiced_shares(sale))
    for one in order.vat_totals:
        of_rate = [line for line in order.lines if line.vat_rate == one.code.rate]
        assert {line.quantity for line in of_rate} == {Quantity.of(1)}
    assert order.part_of is not None
    assert order.part_of.total == sale.total
    goods = [line for line in sale.lines if line.kind is LineKind.ITEM]
    assert len(order.part_of.goods) == (len(goods) if detail is LineDetail.ITEMS else 0)


@given(st.data(), part_invoices())
def test_returns_give_back_the_discounts_and_leave_nothing_on_the_invoice(data: st.DataObject, sale: Sale) -> None:
    made = data.draw(returns_of(sale))
    assert invoice_left(sale, made) == ZERO
    for place, line in enumerate(sale.lines):
        back = [one for ret in made for one in ret.lines if one.original_position == place]
        assert total(one.discount for one in back) == -line.discount
    for one in made:
        shares = invoiced_shares(one)
        assert total(share.invoiced.gross for share in shares) == one.invoiced_amount
        assert all(max(share.invoiced.gross, share.paid.gross, share.paid.vat) <= ZERO for share in shares)
        if one.invoiced_amount:
            assert order_from(one, "DSKr", "501", 10001, LineDetail.ITEMS).total == one.invoiced_amount


def test_a_return_that_the_card_gives_back_takes_nothing_off_the_invoice() -> None:
    sale = part_invoiced(Cart().add(COFFEE).add(BREAD), Money(90_00), fee=Fee(Money(40_00), VatRate(2500)))
    by_card = returned(sale, [], [Chosen(1, Quantity.of(1))], Channel.CARD)
    assert (by_card.invoiced_amount, invoice_left(sale, [by_card])) == (ZERO, Money(90_00))
    rest = returned(sale, [by_card], None)
    assert [(share.kind, str(share.invoiced.gross)) for share in invoiced_shares(rest)] == [
        (LineKind.ITEM, "-50.00"),
        (LineKind.FEE, "-40.00"),
    ]
