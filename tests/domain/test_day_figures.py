"""A Z as a voucher: any day sums to nothing in both ways, and each part of it stands where the accountant wants it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal_app.domain.channel import Channel
from terminal_app.domain.day_figures import DayFigures, RateFigures, Sums, amounts, day_figures, voucher
from terminal_app.domain.journal import JournalRow
from terminal_app.domain.money import LARGEST_ORE, ZERO, Money
from terminal_app.domain.problems import BadInput, SettingWrong
from terminal_app.domain.sale import LineKind
from terminal_app.domain.settlement import CashCount, PayIn, PayOut, ReportKind, Tally
from terminal_app.domain.settlement_accounts import OF_RATE, USUAL, Settlement, Slot
from terminal_app.domain.settling import settle
from terminal_app.domain.turnover import summed
from terminal_app.domain.vat import VatRate, vat_within
from terminal_app.domain.vat_path import VatPath
from tests.domain.journal_rows import Rung, event, head, in_order, periods

USUALLY = Settlement(True, None, USUAL)
QUIET = DayFigures(12, date(2026, 11, 23), "1")
A_DAY = replace(
    QUIET,
    rates=(
        RateFigures("3", VatRate(2500), Sums(Money(1000_00), Money(250_00)), Sums(Money(2000_00), Money(500_00))),
        RateFigures("31", VatRate(1500), Sums(), Sums(Money(500_00), Money(75_00))),
    ),
    payments={Channel.CARD: Money(1250_00), Channel.INVOICE: Money(3075_00)},
)
paths = st.sampled_from(VatPath)
WITH_ACCOUNT = frozenset(OF_RATE)


def of(rung: Rung, left_before: Money = ZERO, count: CashCount | None = None) -> DayFigures:
    report = settle(rung.rows, replace(head(ReportKind.Z), count=count))
    return day_figures(rung.rows, report, left_before)


def begun(rung: Rung) -> Rung:
    """With the float that the till sees to before anything is sold."""
    return Rung(rung.sales, in_order([event("float", amount="0.00", total="0.00", nr=1), *rung.rows]))


def settled(rung: Rung) -> bool:
    """Whether each rate that something was sold at has an account."""
    return all(line.vat_code.rate in WITH_ACCOUNT for sale in rung.sales for line in sale.lines)


some_periods = periods().filter(settled).map(begun)


@settings(max_examples=30, deadline=None)
@given(some_periods, paths, st.integers(0, 2_000_00))
def test_any_day_s_voucher_sums_to_nothing(rung: Rung, path: VatPath, left: int) -> None:
    made = voucher(of(rung, Money(left)), USUALLY, path, "DSKZ1")
    assert sum(line.amount.ore for line in made.lines) == 0
    assert all(line.amount for line in made.lines)
    assert len({(line.account, line.vat_code) for line in made.lines}) == len(made.lines)


@settings(max_examples=30, deadline=None)
@given(some_periods)
def test_what_is_paid_and_what_is_invoiced_make_up_all_sales(rung: Rung) -> None:
    figures = of(rung)
    sold: Counter[tuple[str, VatRate, str]] = Counter()
    tips = 0
    for sale in rung.sales:
        if sale.kind.value == "training":
            continue
        for line in sale.lines:
            if line.kind is LineKind.TIP:
                tips += line.split.gross.ore
                continue
            sold[line.vat_code.code, line.vat_code.rate, "net"] += line.split.net.ore
            sold[line.vat_code.code, line.vat_code.rate, "vat"] += line.split.vat.ore
    told = {
        (one.code, one.rate, which): getattr(one.on(VatPath.DAY_SETTLEMENT), which).ore
        for one in figures.rates
        for which in ("net", "vat")
    }
    assert {where: ore for where, ore in told.items() if ore} == {where: ore for where, ore in sold.items() if ore}
    assert (figures.tips_paid + figures.tips_invoiced).ore == tips


@settings(max_examples=30, deadline=None)
@given(some_periods)
def test_by_the_invoice_s_way_a_voucher_is_as_if_nothing_had_been_invoiced(rung: Rung) -> None:
    """Of a part invoice its paid share remains; whoever is invoiced the whole leaves no trace at all."""
    rows = [row for row in rung.rows if {name for name, _ in row.facts.get("payments", ())} != {"invoice"}]
    made = amounts(of(rung), VatPath.INVOICE)
    assert Slot.INVOICE not in {slot for slot, _, _ in made}
    assert made == amounts(of(Rung(rung.sales, in_order(rows))), VatPath.INVOICE)


@settings(max_examples=30, deadline=None)
@given(some_periods, paths)
def test_the_voucher_s_vat_is_taken_out_of_each_whole_line(rung: Rung, path: VatPath) -> None:
    figures = of(rung)
    made = voucher(figures, USUALLY, path, "")
    for one in figures.rates:
        gross = one.on(path).gross
        lines = [line for line in made.lines if line.slot is OF_RATE[one.rate] and line.vat_code == one.code]
        assert [(line.amount, line.vat) for line in lines] == (
            [(-gross, -vat_within(gross, one.rate))] if gross else []
        )
    assert made.vat.ore == sum(vat_within(one.on(path).gross, one.rate).ore for one in figures.rates)


def test_a_day_by_both_ways() -> None:
    """The example of docs/day-settlement.md."""
    assert lines(A_DAY, VatPath.DAY_SETTLEMENT) == [
        (1910, "0", 1250_00, 0), (1950, "0", 3075_00, 0), (3000, "3", -3750_00, -750_00), (3002, "31", -575_00, -75_00)
    ]  # fmt: skip
    assert lines(A_DAY, VatPath.INVOICE) == [(1910, "0", 1250_00, 0), (3000, "3", -1250_00, -250_00)]


def test_tips_on_invoices_are_in_the_voucher_only_where_it_has_the_invoices() -> None:
    figures = replace(
        QUIET,
        tips_paid=Money(10_00),
        tips_invoiced=Money(25_00),
        payments={Channel.CARD: Money(10_00), Channel.INVOICE: Money(25_00)},
    )
    assert lines(figures, VatPath.DAY_SETTLEMENT) == [
        (1910, "0", 10_00, 0), (1950, "0", 25_00, 0), (2910, "0", -35_00, 0)
    ]  # fmt: skip
    assert lines(figures, VatPath.INVOICE) == [(1910, "0", 10_00, 0), (2910, "0", -10_00, 0)]


@pytest.mark.parametrize("path", VatPath)
def test_money_in_and_out_of_the_drawer_goes_where_it_came_from(path: VatPath) -> None:
    figures = replace(
        QUIET,
        pay_ins={
            PayIn.CHANGE: Money(500_00), PayIn.GIFT_CARD: Money(200_00), PayIn.INVOICE_PAID: Money(70_00),
            PayIn.OTHER: Money(5_00),
        },
        pay_outs={PayOut.BANK: Money(300_00), PayOut.EXPENSE: Money(39_00), PayOut.OTHER: Money(4_00)},
        difference=Money(-2_00),
        banked=Money(400_00),
        float_change=Money(1000_00),
        left=Money(1030_00),
    )  # fmt: skip
    assert lines(figures, path) == [
        (1900, "0", 1030_00, 0), (7790, "0", 2_00, 0), (6800, "0", 39_00, 0),
        (2970, "0", -200_00, 0), (1909, "0", -800_00, 0), (1579, "0", -70_00, 0), (1990, "0", -1_00, 0),
    ]  # fmt: skip


def test_a_gift_card_that_is_paid_with_is_a_debt_that_goes_down() -> None:
    figures = replace(
        QUIET,
        rates=(RateFigures("31", VatRate(1500), Sums(Money(100_00), Money(15_00))),),
        payments={Channel.GIFT_CARD: Money(115_00)},
    )
    assert lines(figures, VatPath.INVOICE) == [(2970, "0", 115_00, 0), (3002, "31", -115_00, -15_00)]


def test_parts_with_one_account_and_one_code_are_one_line_and_those_that_meet_are_none() -> None:
    together = Settlement(True, None, {**USUAL, Slot.CARD: 1920, Slot.VIPPS: 1920, Slot.BANK: 1900})
    figures = replace(
        QUIET,
        rates=(RateFigures("5", VatRate(0), Sums(Money(80_00))),),
        payments={Channel.CARD: Money(50_00), Channel.VIPPS: Money(30_00)},
        float_change=Money(1000_00),
        left=Money(1000_00),
    )
    made = voucher(figures, together, VatPath.INVOICE, "")
    assert [(line.slot, line.account, line.amount.ore) for line in made.lines] == [
        (Slot.CARD, 1920, 80_00), (Slot.SALE_0, 3100, -80_00)
    ]  # fmt: skip


def test_a_day_of_returns_turns_its_voucher_round() -> None:
    figures = replace(
        QUIET,
        rates=(RateFigures("3", VatRate(2500), Sums(Money(-80_00), Money(-20_00))),),
        payments={Channel.CARD: Money(-100_00)},
    )
    made = voucher(figures, USUALLY, VatPath.DAY_SETTLEMENT, "")
    assert lines(figures, VatPath.DAY_SETTLEMENT) == [(3000, "3", 100_00, 20_00), (1910, "0", -100_00, 0)]
    assert (made.total, made.vat) == (Money(100_00), Money(-20_00))


def test_more_than_any_single_amount_may_be_is_settled_all_the_same() -> None:
    much = summed(3 * LARGEST_ORE)
    figures = replace(
        QUIET, rates=(RateFigures("5", VatRate(0), Sums(much)),), payments={Channel.CARD: much, Channel.CASH: ZERO}
    )
    made = voucher(figures, USUALLY, VatPath.DAY_SETTLEMENT, "")
    assert (made.total, [line.amount.ore for line in made.lines]) == (much, [3 * LARGEST_ORE, -3 * LARGEST_ORE])


def test_an_account_that_is_needed_and_not_chosen_is_named_by_its_setting() -> None:
    without = Settlement(True, None, {slot: number for slot, number in USUAL.items() if slot is not Slot.SALE_15})
    with pytest.raises(SettingWrong) as refused:
        voucher(A_DAY, without, VatPath.DAY_SETTLEMENT, "")
    assert refused.value.problem.code == "settlement_account_missing"
    assert refused.value.problem.values["field"] == "settlement.accounts.sale_15"
    assert voucher(A_DAY, without, VatPath.INVOICE, "").lines


def test_goods_of_a_rate_that_no_account_is_for_are_booked_by_hand() -> None:
    fish = RateFigures("32", VatRate(1111), Sums(Money(90_00), Money(10_00)))
    with pytest.raises(BadInput, match="settlement_rate_without_account"):
        amounts(replace(QUIET, rates=(fish,), payments={Channel.CARD: Money(100_00)}), VatPath.INVOICE)


def test_figures_that_do_not_add_up_make_no_voucher() -> None:
    with pytest.raises(BadInput, match="settlement_does_not_balance"):
        amounts(replace(A_DAY, rounding=Money(1)), VatPath.DAY_SETTLEMENT)


def test_rows_that_tell_of_other_invoices_than_their_z_are_not_settled() -> None:
    rows = in_order([event("float", amount="0.00", total="0.00", nr=1)])
    report = replace(settle(rows, head(ReportKind.Z)), deliveries=Tally(1, Money(99_00)))
    with pytest.raises(BadInput, match="settlement_is_not_its_z"):
        day_figures(rows, report, ZERO)


# the drawer


def put_in(amount: str, *more: JournalRow) -> Rung:
    return Rung([], in_order([event("float", amount=amount, total=amount, nr=1), *more]))


def test_what_is_counted_is_left_or_taken_to_the_bank_and_what_differs_is_told() -> None:
    figures = of(put_in("500.00"), Money(500_00), CashCount(Money(510_00), Money(200_00)))
    assert (figures.float_change, figures.difference) == (ZERO, Money(10_00))
    assert (figures.banked, figures.left) == (Money(310_00), Money(200_00))


def test_what_nobody_counted_is_as_it_should_be_and_stays() -> None:
    figures = of(put_in("500.00"), Money(420_00))
    assert (figures.float_change, figures.banked, figures.left) == (Money(80_00), ZERO, Money(500_00))


def test_a_drawer_that_should_hold_less_than_nothing_was_filled_up_by_somebody() -> None:
    figures = of(put_in("0.00", event("pay_out", amount="35.50", why="expense", nr=1)))
    assert (figures.banked, figures.left) == (Money(-35_50), ZERO)
    assert lines(figures, VatPath.INVOICE) == [(6800, "0", 35_50, 0), (1909, "0", -35_50, 0)]


def test_the_open_period_takes_nothing_out_of_the_drawer() -> None:
    rows = put_in("500.00", event("pay_out", amount="35.50", why="expense", nr=1)).rows
    figures = day_figures(rows, settle(rows, head()), Money(500_00))
    assert (figures.z, figures.banked, figures.left) == (0, ZERO, Money(464_50))


def test_a_z_of_nothing_leaves_the_drawer_as_it_was() -> None:
    dropped = event("sale_aborted", total="99.50", nr=1, void=True)
    figures = of(Rung([], in_order([event("logged_in"), dropped])), Money(700_00))
    assert (figures.left, amounts(figures, VatPath.DAY_SETTLEMENT)) == (Money(700_00), ())


def lines(figures: DayFigures, path: VatPath) -> list[tuple[int, str, int, int]]:
    """Account, code, amount and VAT of each line, on the usual accounts."""
    made = voucher(figures, USUALLY, path, "")
    return [(line.account, line.vat_code, line.amount.ore, line.vat.ore) for line in made.lines]
