from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal_app.domain.channel import Channel
from terminal_app.domain.day_figures import DayFigures, RateFigures, Sums, day_figures, voucher
from terminal_app.domain.money import ZERO, Money
from terminal_app.domain.sale import LineKind
from terminal_app.domain.settlement import CashCount, ReportKind
from terminal_app.domain.settlement_accounts import OF_RATE, USUAL, Settlement, Slot
from terminal_app.domain.settling import settle
from terminal_app.domain.vat import VatRate, vat_within
from terminal_app.domain.vat_path import VatPath
from tests.domain.journal_rows import Rung, head, in_order, periods

USUALLY = Settlement(True, None, USUAL)
paths = st.sampled_from(VatPath)
WITHOUT_FISH = frozenset(OF_RATE)


def of(rung: Rung, left_before: Money = ZERO, count: CashCount | None = None) -> DayFigures:
    report = settle(rung.rows, replace(head(ReportKind.Z), count=count), rung.rows[0].number if rung.rows else 1)
    return day_figures(rung.rows, report, left_before)


def settled(rung: Rung) -> bool:
    """Whether each rate that something was sold at has an account."""
    return all(line.vat_code.rate in WITHOUT_FISH for sale in rung.sales for line in sale.lines)


some_periods = periods().filter(settled)


@settings(max_examples=60, deadline=None)
@given(some_periods, paths, st.integers(0, 2_000_00))
def test_any_day_s_voucher_sums_to_nothing(rung: Rung, path: VatPath, left: int) -> None:
    made = voucher(of(rung, Money(left)), USUALLY, path, "DSKZ1")
    assert sum(line.amount.ore for line in made.lines) == 0
    assert all(made.lines)
    assert all(line.amount for line in made.lines)
    assert len({(line.account, line.vat_code) for line in made.lines}) == len(made.lines)


@settings(max_examples=60, deadline=None)
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


@settings(max_examples=60, deadline=None)
@given(some_periods)
def test_by_the_invoice_s_way_the_voucher_has_no_trace_of_invoices(rung: Rung) -> None:
    without = [sale for sale in rung.sales if not any(one.channel is Channel.INVOICE for one in sale.payments)]
    kept = {sale.id for sale in without}
    rows = [row for row in rung.rows if row.sale_id is None or row.sale_id in kept]
    part_invoiced = [sale for sale in rung.sales if sale.is_part_invoiced]
    if part_invoiced:
        made = voucher(of(rung), USUALLY, VatPath.INVOICE, "DSKZ1")
        assert Slot.INVOICE not in {line.slot for line in made.lines}
        return
    assert voucher(of(rung), USUALLY, VatPath.INVOICE, "") == voucher(
        of(Rung(without, in_order(rows))), USUALLY, VatPath.INVOICE, ""
    ) or not any(row.is_transaction for row in rows)


@settings(max_examples=40, deadline=None)
@given(some_periods, paths)
def test_the_voucher_s_vat_is_that_of_each_line_and_within_half_an_ore_of_each_sale(rung: Rung, path: VatPath) -> None:
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
    a_day = DayFigures(
        12, date(2026, 11, 23), "1",
        rates=(
            RateFigures("3", VatRate(2500), Sums(Money(1000_00), Money(250_00)), Sums(Money(2000_00), Money(500_00))),
            RateFigures("31", VatRate(1500), Sums(), Sums(Money(500_00), Money(75_00))),
        ),
        payments={Channel.CARD: Money(1250_00), Channel.INVOICE: Money(3075_00)},
    )  # fmt: skip
    lines = [(line.account, line.vat_code, line.amount.ore, line.vat.ore) for line in _lines(a_day, "DAY_SETTLEMENT")]
    assert lines == [
        (1910, "0", 1250_00, 0), (1950, "0", 3075_00, 0), (3000, "3", -3750_00, -750_00), (3002, "31", -575_00, -75_00)
    ]  # fmt: skip
    lines = [(line.account, line.vat_code, line.amount.ore, line.vat.ore) for line in _lines(a_day, "INVOICE")]
    assert lines == [(1910, "0", 1250_00, 0), (3000, "3", -1250_00, -250_00)]


def _lines(figures: DayFigures, path: str):  # type: ignore[no-untyped-def]
    return voucher(figures, USUALLY, VatPath[path], "").lines
