"""A bill in several parts: what remains is exact to the øre, and what the parts come to settles the sale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ZERO, Money, total
from terminal_app.domain.parts import Part, Parts, equal_share, in_kroner, per_cent
from terminal_app.domain.problems import BadInput
from terminal_app.domain.tender import settle

COSTS = st.integers(1, 2_000_000).map(Money)
CHANNELS = st.sampled_from(list(Channel))


@st.composite
def bills(draw: st.DrawFn) -> tuple[Money, Parts]:
    """A cost and some parts of it, each of a size that the parts before left room for."""
    cost, parts = draw(COSTS), Parts()
    for _ in range(draw(st.integers(0, 6))):
        remaining = parts.remaining(cost)
        channel = draw(CHANNELS)
        largest = remaining.ore - 1
        share = Money(draw(st.integers(0, largest)))
        if channel is Channel.CASH:
            share = in_kroner(share, Money(largest))
        if not share:
            break
        cash = channel is Channel.CASH
        tip = ZERO if cash else Money(draw(st.integers(0, 5_000)))
        handed = share + Money(100 * draw(st.integers(0, 500))) if cash else None
        parts = parts.plus(Part(channel, share, tip, handed), cost)
    return cost, parts


@given(bills())
def test_what_remains_is_what_the_parts_leave_to_the_ore(bill: tuple[Money, Parts]) -> None:
    cost, parts = bill
    assert parts.remaining(cost) + total(part.share for part in parts.taken) == cost
    assert parts.remaining(cost) > ZERO


@given(bills(), CHANNELS, st.integers(0, 5_000), st.integers(0, 10_000))
def test_whoever_pays_last_the_parts_settle_the_sale_its_tips_and_its_fee(
    bill: tuple[Money, Parts], last: Channel, tip_ore: int, fee_ore: int
) -> None:
    cost, parts = bill
    tip = ZERO if last is Channel.CASH else Money(tip_ore)
    fee = Money(fee_ore) if last is Channel.INVOICE or parts.uses(Channel.INVOICE) else ZERO
    owed = cost + parts.tips + tip + fee
    payments, rounding = settle(owed, parts.tenders(cost, last, tip=tip, fee=fee))
    assert total(payment.amount for payment in payments) == owed + rounding
    if last is Channel.CASH:
        left = parts.remaining(cost)
        assert rounding == left.rounded_to_krone() - left
    else:
        assert not rounding


@given(bills(), st.data())
def test_taking_a_part_away_restores_what_was_before_it(bill: tuple[Money, Parts], data: st.DataObject) -> None:
    cost, parts = bill
    share = Money(data.draw(st.integers(1, parts.remaining(cost).ore)))
    if share == parts.remaining(cost):
        return
    grown = parts.plus(Part(Channel.CARD, share), cost)
    assert grown.without(len(parts.taken)) == parts
    if parts.taken:
        index = data.draw(st.integers(0, len(parts.taken) - 1))
        assert grown.without(index).remaining(cost) == grown.remaining(cost) + parts.taken[index].share


@given(COSTS, st.integers(1, 12))
def test_equal_shares_sum_to_the_bill_and_differ_by_one_ore_at_most(cost: Money, people: int) -> None:
    shares, left = [], cost
    for waiting in range(people, 0, -1):
        shares.append(equal_share(left, waiting))
        left = left - shares[-1]
    assert left == ZERO
    assert max(shares) - min(shares) <= Money(1)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (Part(Channel.CARD, ZERO), "payment_not_positive"),
        (Part(Channel.CARD, Money(-1)), "payment_not_positive"),
        (Part(Channel.CARD, Money(10_00), Money(-1)), "tip_negative"),
        (Part(Channel.CARD, Money(188_00)), "payment_too_much"),
        (Part(Channel.CARD, Money(188_01)), "payment_too_much"),
        (Part(Channel.CASH, Money(50_00), given=Money(49_00)), "payment_too_little"),
    ],
)
def test_a_part_that_cannot_be_is_refused(part: Part, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        Parts().plus(part, Money(188_00))
    assert refused.value.problem.code == code


def test_cash_is_never_a_part_of_a_krone() -> None:
    with pytest.raises(ValueError, match="whole kroner"):
        Parts().plus(Part(Channel.CASH, Money(33_33)), Money(188_00))


def test_two_parts_by_card_become_one_payment_by_card() -> None:
    cost = Money(188_00)
    parts = (
        Parts().plus(Part(Channel.CARD, Money(50_00), Money(5_00)), cost).plus(Part(Channel.CARD, Money(38_00)), cost)
    )
    payments, _ = settle(Money(193_00), parts.tenders(cost, Channel.CASH))
    assert [(p.channel, p.amount) for p in payments] == [(Channel.CARD, Money(93_00)), (Channel.CASH, Money(100_00))]


def test_change_is_what_was_given_above_each_part() -> None:
    parts = Parts().plus(Part(Channel.CASH, Money(94_00), given=Money(100_00)), Money(188_00))
    assert (parts.taken[0].change, parts.change, parts.remaining(Money(188_00))) == (
        Money(6_00),
        Money(6_00),
        Money(94_00),
    )


def test_a_cart_that_became_cheaper_than_its_parts_leaves_less_than_nothing() -> None:
    parts = Parts().plus(Part(Channel.CARD, Money(100_00)), Money(188_00))
    assert parts.remaining(Money(60_00)) == Money(-40_00)


def test_a_share_is_paid_in_whole_kroner_and_never_more_than_what_is_left() -> None:
    assert in_kroner(Money(33_33), Money(100_00)) == Money(33_00)
    assert in_kroner(Money(33_50), Money(100_00)) == Money(34_00)
    assert in_kroner(Money(33_55), Money(33_60)) == Money(33_00)


def test_per_cent_of_an_amount_is_exact_to_the_ore() -> None:
    assert (per_cent(Money(188_00), 10), per_cent(Money(39_90), 15)) == (Money(18_80), Money(5_99))
