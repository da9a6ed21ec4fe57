"""The two ways to report VAT once: both end in the same books."""

from __future__ import annotations

import pytest

from terminal_app.domain.money import ZERO, Money, total
from terminal_app.domain.vat_path import (
    Ledger,
    VatPath,
    Voucher,
    left_on,
    path_for,
    vat_reported,
    worked_day,
)


@pytest.mark.parametrize(("excluding_vat", "path"), [(False, VatPath.DAY_SETTLEMENT), (True, VatPath.INVOICE)])
def test_the_price_basis_is_the_choice_of_path(excluding_vat: bool, path: VatPath) -> None:
    assert path_for(excluding_vat) is path


@pytest.mark.parametrize("path", VatPath)
def test_each_document_of_the_example_day_sums_to_zero_and_its_vat_is_there_once(path: VatPath) -> None:
    day = worked_day(path)
    for voucher in Voucher:
        assert total(line.amount for line in day if line.voucher is voucher) == ZERO
    assert vat_reported(day) == Money(825_00)
    assert left_on(day, Ledger.INVOICE_TILL) == ZERO
    assert left_on(day, Ledger.CUSTOMERS) == Money(3_075_00)
    assert left_on(day, Ledger.SALES) + left_on(day, Ledger.FOOD_SALES) == -Money(3_500_00)


def test_on_the_one_way_the_settlement_reports_all_of_it_and_on_the_other_each_document_its_own() -> None:
    reported = {
        path: (vat_reported(worked_day(path), Voucher.SETTLEMENT), vat_reported(worked_day(path), Voucher.INVOICE))
        for path in VatPath
    }
    assert reported[VatPath.DAY_SETTLEMENT] == (Money(825_00), ZERO)
    assert reported[VatPath.INVOICE] == (Money(250_00), Money(575_00))


def test_a_settlement_of_the_one_way_with_an_invoice_of_the_other_would_report_vat_twice() -> None:
    settled = [line for line in worked_day(VatPath.DAY_SETTLEMENT) if line.voucher is Voucher.SETTLEMENT]
    invoiced = [line for line in worked_day(VatPath.INVOICE) if line.voucher is Voucher.INVOICE]
    assert vat_reported([*settled, *invoiced]) == Money(825_00 + 575_00)
    assert left_on([*settled, *invoiced], Ledger.INVOICE_TILL) == Money(3_075_00)
