"""An X or Z report as SAF-T's eventReport: the fields a-z in the schema's order, with a row in each required group.

Conventions of the official example: counts are sales less returns, corrections and returns are positive. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...domain.money import ZERO, Money
from ...domain.operators import NOBODY
from ...domain.settlement import GroupTally, PaymentTally, RateTally, Report, ReportKind, Tally, TypedTally, summed
from . import codes
from .tags import Tags, identifier


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
    _groups(tags, report)
    _payments(tags, report)
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


def _groups(tags: Tags, report: Report) -> None:
    tags.open("reportArtGroups")
    for group in report.groups:
        _group(tags, "reportArtGroup", group, "")
    if not report.groups:
        tags.open("reportArtGroup")
        _none(tags, "artGroupID", "artGroupNum", "artGroupAmnt")
        tags.close("reportArtGroup")
    tags.close("reportArtGroups")
    if any(one.groups for one in report.operators):
        tags.open("reportEmpArtGroups")
        for one in report.operators:
            for group in one.groups:
                _group(tags, "reportEmpArtGroup", group, one.operator_id or NOBODY)
        tags.close("reportEmpArtGroups")


def _group(tags: Tags, element: str, group: GroupTally, operator: str) -> None:
    tags.open(element)
    if operator:
        tags.leaf("empID", identifier(operator))
    tags.leaf("artGroupID", codes.group_id(group.group))
    tags.plain("artGroupNum", str(group.number))
    tags.plain("artGroupAmnt", str(group.amount))
    tags.close(element)


def _payments(tags: Tags, report: Report) -> None:
    tags.open("reportPayments")
    for payment in report.payments:
        _payment(tags, "reportPayment", payment, "")
    if not report.payments:
        tags.open("reportPayment")
        _none(tags, "paymentType", "paymentNum", "paymentAmnt")
        tags.close("reportPayment")
    tags.close("reportPayments")
    if any(one.payments for one in report.operators):
        tags.open("reportEmpPayments")
        for one in report.operators:
            for payment in one.payments:
                _payment(tags, "reportEmpPayment", payment, one.operator_id or NOBODY)
        tags.close("reportEmpPayments")


def _payment(tags: Tags, element: str, payment: PaymentTally, operator: str) -> None:
    tags.open(element)
    if operator:
        tags.leaf("empID", identifier(operator))
    tags.plain("paymentType", codes.payment_id(payment.channel))
    # More returns than sales would be a number below zero, which the schema has no room for.
    tags.plain("paymentNum", str(max(payment.number, 0)))
    tags.plain("paymentAmnt", str(payment.amount))
    tags.close(element)


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
    inquiries = report.price_inquiries
    tags.open("reportPriceInquiries")
    for inquiry in inquiries:
        tags.open("reportPriceInquiry")
        tags.leaf("priceInquiryGroup", codes.group_id(inquiry.group))
        tags.plain("priceInquiryNum", str(inquiry.number))
        tags.plain("priceInquiryAmnt", str(inquiry.amount))
        tags.close("reportPriceInquiry")
    if not inquiries:
        tags.open("reportPriceInquiry")
        _none(tags, "priceInquiryGroup", "priceInquiryNum", "priceInquiryAmnt")
        tags.close("reportPriceInquiry")
    tags.close("reportPriceInquiries")
    _typed(tags, "reportOtherCorr", "otherCorr", report.other_corrections)
    _tally(tags, report.deliveries, "reportReceiptDelivery")
    _tally(tags, report.training, "reportTraining")
    _tally(tags, _sum(report.credit_sales), "creditSales", "reportCreditSales")
    _tally(tags, _sum(report.credit_memos), "creditMemos", "reportCreditMemos")


def _typed(tags: Tags, element: str, stem: str, rows: Sequence[TypedTally]) -> None:
    tags.open(f"{element}s")
    for row in rows:
        tags.open(element)
        tags.leaf(f"{stem}Type", identifier(codes.TYPES.get(row.type, row.type)))
        tags.plain(f"{stem}Num", str(row.number))
        tags.plain(f"{stem}Amnt", _positive(row.amount))
        tags.close(element)
    if not rows:
        tags.open(element)
        _none(tags, f"{stem}Type", f"{stem}Num", f"{stem}Amnt")
        tags.close(element)
    tags.close(f"{element}s")


def _tally(tags: Tags, tally: Tally, stem: str, element: str = "") -> None:
    if element:
        tags.open(element)
    tags.plain(f"{stem}Num", str(max(tally.number, 0)))
    tags.plain(f"{stem}Amnt", str(tally.amount) if stem == "tip" else _positive(tally.amount))
    if element:
        tags.close(element)


def _none(tags: Tags, type_name: str, number: str, amount: str) -> None:
    tags.plain(type_name, codes.NONE)
    tags.plain(number, "0")
    tags.plain(amount, "0.00")


def _positive(amount: Money) -> str:
    return str(-amount if amount < ZERO else amount)


def _sum(rows: Sequence[TypedTally]) -> Tally:
    return Tally(sum(row.number for row in rows), summed(sum(row.amount.ore for row in rows)))
