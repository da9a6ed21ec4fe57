"""X and Z folded from the journal: what must hold of any period, whatever was rung up in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money, total
from terminal_app.domain.report_facts import report_facts, report_from
from terminal_app.domain.sale import Sale
from terminal_app.domain.settlement import GrandTotals, Report, ReportKind, Tally
from terminal_app.domain.settling import settle
from tests.domain.journal_rows import Rung, head, in_order, periods, sale_row, sales, x_of

FEW = settings(max_examples=40)
_LISTS = ("groups", "payments", "vat", "line_corrections", "credit_memos", "pay_ins", "pay_outs")
_TALLIES = (
    "tips", "copies", "provisional", "returns", "discounts", "aborted", "deliveries", "training",
)  # fmt: skip
_SUMS = ("cash_sales", "opening_float", "receipts", "drawer_openings", "rounding")


def figures(report: Report) -> Counter[tuple[str, ...]]:
    """Every number and amount of the report by its name, in øre or pieces."""
    found: Counter[tuple[str, ...]] = Counter()
    for name in _SUMS:
        value = getattr(report, name)
        found[(name,)] += value.ore if isinstance(value, Money) else value
    for name in _TALLIES:
        _add(found, (name,), getattr(report, name))
    for name in _LISTS:
        for one in getattr(report, name):
            _add(found, (name, *_key(one)), one)
    for who in report.operators:
        found[("float", who.operator_id)] += who.opening_float.ore
        for one in (*who.payments, *who.groups):
            _add(found, (who.operator_id, type(one).__name__, *_key(one)), one)
    found[("expected",)] += report.cash.expected.ore
    return Counter({name: value for name, value in found.items() if value})


def _key(one: object) -> tuple[str, ...]:
    return tuple(str(getattr(one, name)) for name in ("group", "channel", "type", "code", "rate") if hasattr(one, name))


def _add(found: Counter[tuple[str, ...]], name: tuple[str, ...], one: object) -> None:
    for part in ("number", "amount", "net", "vat"):
        value = getattr(one, part, None)
        if value is not None:
            found[(*name, part)] += value.ore if isinstance(value, Money) else value


def plus(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    """The sums, negative ones too."""
    names = one.keys() | other.keys()
    return Counter({name: value for name in names if (value := one[name] + other[name])})


def real(rung: Rung) -> list[Sale]:
    return [one for one in rung.sales if not one.is_training]


@FEW
@given(periods())
def test_cash_sales_tips_and_rounding_are_what_the_channels_took_in(rung: Rung) -> None:
    report = x_of(rung.rows)
    taken = total(payment.amount for payment in report.payments)
    assert report.cash_sales + report.tips.amount + report.rounding == taken
    paid = Counter[Channel]()
    for sale in real(rung):
        for payment in sale.payments:
            paid[payment.channel] += payment.amount.ore
    of_invoices = paid.pop(Channel.INVOICE, 0)
    assert {one.channel: one.amount.ore for one in report.payments} == paid
    memos = total(one.amount for one in report.credit_memos)
    assert report.deliveries.amount - memos == Money(of_invoices)


@FEW
@given(periods())
def test_vat_groups_and_operators_each_sum_to_the_cash_sales(rung: Rung) -> None:
    report = x_of(rung.rows)
    assert total(one.net + one.vat for one in report.vat) == report.cash_sales
    assert total(one.amount for one in report.groups) == report.cash_sales
    assert report.grand.net == report.cash_sales
    assert report.grand.returns == report.returns.amount
    by_operators = Counter[Channel]()
    for who in report.operators:
        for payment in who.payments:
            by_operators[payment.channel] += payment.amount.ore
    assert by_operators == {one.channel: one.amount.ore for one in report.payments}
    assert total(one.opening_float for one in report.operators) == report.opening_float


@FEW
@given(periods(), st.data())
def test_the_report_of_a_period_is_the_sum_of_its_parts(rung: Rung, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(rung.rows)))
    whole, before, after = (figures(x_of(part)) for part in (rung.rows, rung.rows[:cut], rung.rows[cut:]))
    assert whole == plus(before, after)


@FEW
@given(st.lists(periods(2), min_size=1, max_size=4))
def test_grand_totals_never_go_back_and_each_z_goes_on_from_the_one_before(days: list[Rung]) -> None:
    carried, net = GrandTotals(), Money(0)
    for day in days:
        report = settle(day.rows, head(ReportKind.Z, carried))
        assert report.grand.sales >= carried.sales
        assert report.grand.returns >= carried.returns
        net += report.cash_sales
        carried = report.grand
        assert carried.net == net


@FEW
@given(periods())
def test_training_counts_in_its_own_field_and_nowhere_else(rung: Rung) -> None:
    trained = [one for one in rung.sales if one.is_training]
    report = x_of(rung.rows)
    assert report.training == Tally(len(trained), total(one.total for one in trained))
    without = in_order([row for row in rung.rows if row.facts.get("kind") != "training"])
    same = figures(x_of(without))
    assert figures(replace(report, training=Tally())) == same


@FEW
@given(sales(training=False))
def test_of_a_part_invoice_one_part_is_sold_and_the_rest_delivered_to_the_ore(sale: Sale) -> None:
    report = x_of(in_order([sale_row(sale)]))
    invoiced = sale.invoiced_amount
    assert report.cash_sales + report.tips.amount == sale.total - invoiced
    by_invoice = any(payment.channel is Channel.INVOICE for payment in sale.payments)
    assert report.deliveries == Tally(int(by_invoice), invoiced)
    assert report.receipts == int(not by_invoice or sale.is_part_invoiced)


@FEW
@given(periods())
def test_a_report_reads_back_from_the_journal_as_it_was_made(rung: Rung) -> None:
    report = x_of(rung.rows)
    assert report_from(report_facts(report), 7) == replace(report, row=7)
