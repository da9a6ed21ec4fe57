"""An X or Z report as SAF-T's eventReport: the fields a-z in the schema's order, with a row in each required group.

Conventions of the official example: counts are sales less returns, corrections and returns are positive. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...domain.money import ZERO, Money
from ...domain.operators import NOBODY
from ...domain.settlement import GroupTally, PaymentTally, RateTally, Report, ReportKind, Tally, TypedTally
from ...domain.turnover import summed
from . import codes
from .tags import Tags, identifier


@dataclass(frozen=True, slots=True)
class _Row:
    """How many of what, and what they come to, as the schema writes it; `operator` where it is one operator's."""

    what: str
    number: str
    amount: str
    operator: str = ""


_NOTHING = _Row(codes.NONE, "0", "0.00")
"""Stands alone where the schema demands a row and there is none."""


def report_id(report: Report) -> str:
    """A Z by its number in the unbroken series, an X by its row in the journal."""
    return str(report.number) if report.kind is ReportKind.Z else f"X-{report.row}"


def write_report(tags: Tags, report: Report, date: str, time: str) -> None:
    """The eventReport of that report, made at that date and time."""
    tags.open("eventReport")
    tags.leaf("reportID", report_id(report))
    tags.plain("reportType", "Z report" if report.kind is ReportKind.Z else "X report")
    tags.leaf("companyIdent", report.organization_number, 35)
    tags.leaf("companyName", report.shop_name, 100)
    tags.plain("reportDate", date)
    tags.plain("reportTime", time)
    tags.leaf("registerID", report.register_id, 100)
    tags.open("reportTotalCashSales")
    tags.plain("totalCashSaleAmnt", str(report.cash_sales))
    tags.close("reportTotalCashSales")
    _groups_and_payments(tags, report)
    _tally(tags, report.tips, "tip", "reportTip")
    tags.open("reportCashSalesVat")
    for rate in report.vat or (RateTally("3", "25", ZERO, ZERO),):
        _rate(tags, rate)
    tags.close("reportCashSalesVat")
    _floats(tags, report)
    _counts(tags, report)
    _typed(tags, "reportPayIn", "payIn", report.pay_ins)
    _typed(tags, "reportPayOut", "payOut", report.pay_outs)
    tags.plain("reportGrandTotalSales", str(report.grand.sales))
    tags.plain("reportGrandTotalReturn", str(report.grand.returns))
    tags.plain("reportGrandTotalSalesNet", str(report.grand.net))
    tags.close("eventReport")


def _groups_and_payments(tags: Tags, report: Report) -> None:
    people = [(one, one.operator_id or NOBODY) for one in report.operators]
    groups = [row for one, who in people for row in _group_rows(one.groups, who)]
    payments = [row for one, who in people for row in _payment_rows(one.payments, who)]
    _table(tags, "reportArtGroup", "artGroup", "ID", _group_rows(report.groups) or [_NOTHING])
    _table(tags, "reportEmpArtGroup", "artGroup", "ID", groups)
    _table(tags, "reportPayment", "payment", "Type", _payment_rows(report.payments) or [_NOTHING])
    _table(tags, "reportEmpPayment", "payment", "Type", payments)


def _group_rows(groups: Sequence[GroupTally], operator: str = "") -> list[_Row]:
    return [_Row(codes.group_id(one.group), str(one.number), str(one.amount), operator) for one in groups]


def _payment_rows(payments: Sequence[PaymentTally], operator: str = "") -> list[_Row]:
    # More returns than sales would be a number below zero, which the schema has no room for.
    return [_Row(codes.payment_id(one.channel), str(max(one.number, 0)), str(one.amount), operator) for one in payments]


def _rate(tags: Tags, rate: RateTally) -> None:
    tags.open("reportCashSaleVat")
    tags.plain("vatCode", rate.code)
    tags.plain("vatPerc", rate.rate)
    tags.plain("cashSaleAmnt", str(rate.net))
    tags.plain("vatAmnt", str(rate.vat))
    tags.plain("vatAmntTp", "D" if rate.vat < ZERO else "C")
    tags.close("reportCashSaleVat")


def _floats(tags: Tags, report: Report) -> None:
    tags.plain("reportOpeningChangeFloat", str(report.opening_float))
    if report.operators:
        tags.open("reportEmpOpeningChangeFloats")
        for one in report.operators:
            tags.open("reportEmpOpeningChangeFloat")
            tags.leaf("empID", identifier(one.operator_id or NOBODY))
            tags.plain("openingChangeFloatAmnt", str(one.opening_float))
            tags.close("reportEmpOpeningChangeFloat")
        tags.close("reportEmpOpeningChangeFloats")


def _counts(tags: Tags, report: Report) -> None:
    tags.plain("reportReceiptNum", str(report.receipts))
    tags.plain("reportOpenCashBoxNum", str(report.drawer_openings))
    _tally(tags, report.copies, "reportReceiptCopy")
    _tally(tags, report.provisional, "reportReceiptProforma")
    _tally(tags, report.returns, "reportReturn")
    _tally(tags, report.discounts, "reportDiscount")
    _tally(tags, report.aborted, "reportVoidTrans")
    _typed(tags, "reportCorrLine", "corrLine", report.line_corrections)
    inquiries = _group_rows(report.price_inquiries) or [_NOTHING]
    _table(tags, "reportPriceInquiry", "priceInquiry", "Group", inquiries, around="reportPriceInquiries")
    _typed(tags, "reportOtherCorr", "otherCorr", report.other_corrections)
    _tally(tags, report.deliveries, "reportReceiptDelivery")
    _tally(tags, report.training, "reportTraining")
    _tally(tags, _sum(report.credit_sales), "creditSales", "reportCreditSales")
    _tally(tags, _sum(report.credit_memos), "creditMemos", "reportCreditMemos")


def _typed(tags: Tags, element: str, stem: str, types: Sequence[TypedTally]) -> None:
    rows = [
        _Row(identifier(codes.TYPES.get(one.type, one.type)), str(one.number), _positive(one.amount)) for one in types
    ]
    _table(tags, element, stem, "Type", rows or [_NOTHING])


def _table(tags: Tags, element: str, stem: str, named: str, rows: Sequence[_Row], around: str = "") -> None:
    """The rows, each an element of that name, within one that is called like several of them; neither for no rows.

    What a row counts is `stem` with `named`, its number and amount are `stem` with Num and Amnt.
    """
    if not rows:
        return
    around = around or f"{element}s"
    tags.open(around)
    for row in rows:
        tags.open(element)
        if row.operator:
            tags.leaf("empID", identifier(row.operator))
        tags.leaf(f"{stem}{named}", row.what)
        tags.plain(f"{stem}Num", row.number)
        tags.plain(f"{stem}Amnt", row.amount)
        tags.close(element)
    tags.close(around)


def _tally(tags: Tags, tally: Tally, stem: str, element: str = "") -> None:
    if element:
        tags.open(element)
    tags.plain(f"{stem}Num", str(max(tally.number, 0)))
    tags.plain(f"{stem}Amnt", str(tally.amount) if stem == "tip" else _positive(tally.amount))
    if element:
        tags.close(element)


def _positive(amount: Money) -> str:
    return str(-amount if amount < ZERO else amount)


def _sum(rows: Sequence[TypedTally]) -> Tally:
    return Tally(sum(row.number for row in rows), summed(sum(row.amount.ore for row in rows)))
