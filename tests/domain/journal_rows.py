"""Rows of the journal as the till writes them, made of sales that hypothesis draws; no test in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from terminal_app.domain.channel import Channel
from terminal_app.domain.journal import JournalRow
from terminal_app.domain.money import ZERO, Money, Quantity
from terminal_app.domain.refund import Chosen, left_of, refund
from terminal_app.domain.sale import LineKind, Sale, close
from terminal_app.domain.settlement import GrandTotals, Report, ReportKind
from terminal_app.domain.settling import Head, settle
from terminal_app.domain.tender import Tender
from terminal_app.domain.transaction import of_sale, sale_facts
from tests.domain.strategies import busy_carts, fees, prices

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
AT_ONCE = (Channel.CARD, Channel.CASH, Channel.VIPPS, Channel.GIFT_CARD)
WHO = ("amina", "kari")


def head(kind: ReportKind = ReportKind.X, carried: GrandTotals | None = None) -> Head:
    number = 1 if kind is ReportKind.Z else None
    return Head(
        kind, number, "Kaffebaren AS", "999999999", NOON, "1", date(2026, 11, 23), "kari", carried or GrandTotals()
    )


def event(kind: str, operator_id: str = "kari", /, **facts: Any) -> JournalRow:
    """A row of that kind; its number is given by `in_order`."""
    return JournalRow(0, NOON, kind, operator_id, None, facts)


def sale_row(sale: Sale) -> JournalRow:
    """The row of that sale or return."""
    signed = of_sale(sale)
    facts = {**sale_facts(sale), "nr": 1, "type": signed.type.value, "amount_in": str(signed.amount_in)}
    kind = "sale" if sale.return_of is None else "return"
    return JournalRow(0, NOON, kind, sale.operator_id, sale.id, facts)


def in_order(rows: Sequence[JournalRow], first: int = 1) -> list[JournalRow]:
    """The rows with their numbers."""
    return [replace(row, number=number) for number, row in enumerate(rows, first)]


def x_of(rows: Sequence[JournalRow], carried: GrandTotals | None = None) -> Report:
    return settle(rows, head(carried=carried), rows[0].number if rows else 1)


@dataclass(frozen=True)
class Rung:
    """What was rung up: the sales and returns, and all rows they are told in."""

    sales: list[Sale]
    rows: list[JournalRow]


@st.composite
def sales(draw: st.DrawFn, number: int = 1, *, training: bool | None = None) -> Sale:
    """A sale settled in one channel or partly on invoice, with a tip or a fee now and then."""
    cart, tip = draw(busy_carts(3)), draw(st.just(ZERO) | prices)
    channel = draw(st.sampled_from(Channel))
    fee = draw(fees) if channel is Channel.INVOICE else None
    owed = cart.total + tip + (ZERO if fee is None else fee.price)
    tenders: tuple[Tender, ...] = (Tender(channel),)
    if channel is Channel.INVOICE and owed.ore > 2 and draw(st.booleans()):
        part = Money(draw(st.integers(1, owed.ore - 1)))
        tenders = (Tender(Channel.INVOICE, part), Tender(draw(st.sampled_from(AT_ONCE))))
    sale = close(
        cart,
        tenders,
        sale_id=f"s{number}",
        sold_at=NOON,
        operator_id=draw(st.sampled_from(WHO)),
        tip=tip,
        fee=fee,
        training=draw(st.integers(0, 5)) == 0 if training is None else training,
    )
    return replace(sale, receipt_no=f"{sale.kind.prefix}-{number:06d}")


@st.composite
def returns(draw: st.DrawFn, sale: Sale, number: int) -> list[Sale]:
    """Nothing, a part of the sale, or the part and then the rest."""
    made: list[Sale] = []
    goods = [place for place, line in enumerate(sale.lines) if line.kind is LineKind.ITEM]
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.sampled_from(goods))
        left = left_of(sale, made)
        chosen = None
        if not made and left[place].quantity.milli > 1:
            chosen = [Chosen(place, Quantity(draw(st.integers(1, left[place].quantity.milli))))]
        if any(one.quantity.milli for one in left):
            who = draw(st.sampled_from(WHO))
            back = refund(sale, made, chosen, sale_id=f"r{number}", returned_at=NOON, operator_id=who)
            made.append(replace(back, receipt_no=f"R-{number:06d}"))
    return made


_EVENTS = st.sampled_from(
    (
        event("line_corrected", what="removed", amount="-52.00"),
        event("line_corrected", what="reduced", amount="-12.50"),
        event("line_corrected", what="removed", amount="-1.00", training=True),
        event("sale_aborted", total="99.50", nr=1, void=True),
        event("copy", total="52.00", kind="sale"),
        event("provisional", total="104.00", number="P-000001"),
        event("drawer_opened", why="by_hand"),
        event("float", amount="500.00", total="500.00", nr=1),
        event("pay_in", "amina", amount="200.00", why="change", nr=1),
        event("pay_out", amount="35.50", why="expense", nr=1),
        event("logged_in"),
    )
)


@st.composite
def periods(draw: st.DrawFn, most: int = 5) -> Rung:
    """Some sales with their returns, and what else happens at a till, in any order."""
    rung: list[Sale] = []
    rows: list[JournalRow] = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        sale = draw(sales(number))
        made = [sale, *draw(returns(sale, number))]
        rung += made
        for one in made:
            rows += [sale_row(one), *draw(st.lists(_EVENTS, max_size=2))]
    return Rung(rung, in_order(rows))
