"""A day's settlement on paper: both sides in columns of their own, the accounts by their names, in either language."""

from __future__ import annotations

from datetime import date

import pytest

from terminal_app.domain.day_voucher import DayVoucher, VoucherLine
from terminal_app.domain.money import ZERO, Money
from terminal_app.domain.settings import SettingValues
from terminal_app.domain.settlement_accounts import Slot
from terminal_app.domain.vat_path import VatPath
from terminal_app.i18n import texts
from terminal_app.printing.escpos_bytes import receipt_bytes
from terminal_app.printing.pdf import pdf_bytes
from terminal_app.reports.columns import plain_text
from terminal_app.reports.voucher_paper import slot_name, voucher_paper

SHOP = SettingValues({"shop.name": "Kaffebaren AS", "shop.organization_number": "999999999"})
MADE = DayVoucher(
    "DSKZ0123456789abcdef0123456789abcdef",
    12,
    date(2026, 11, 23),
    "1",
    VatPath.DAY_SETTLEMENT,
    (
        VoucherLine(Slot.CARD, 1910, "0", Money(1_234_567_00), ZERO),
        VoucherLine(Slot.SALE_25, 3000, "3", Money(-1_234_567_00), Money(-246_913_40)),
    ),
)


def test_debit_and_credit_stand_in_columns_of_their_own_under_the_account_s_name() -> None:
    told = plain_text(voucher_paper(MADE, {3000: "Salgsinntekt, avgiftspliktig"}, SHOP, texts("nb"))).splitlines()
    card, sale = told.index("Kort"), told.index("Salgsinntekt, avgiftspliktig")
    head = told[card - 1]
    assert head.split()[-2:] == ["Debet", "Kredit"]
    assert told[card + 1].rstrip().endswith("1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,00")
    assert len(told[card + 1].rstrip()) == head.index("Debet") + len("Debet")
    assert len(told[sale + 1].rstrip()) == len(head)
    assert told[-1].split("kr")[-1].strip() == "246\N{NO-BREAK SPACE}913,40"


@pytest.mark.parametrize("width", [32, 42, 48])
def test_nothing_is_wider_than_the_paper(width: int) -> None:
    paper = voucher_paper(MADE, {}, SHOP, texts("nb"))
    assert max(len(line) for line in plain_text(paper, width).splitlines()) <= width


def test_it_comes_out_of_a_printer_and_as_a_document() -> None:
    paper = voucher_paper(MADE, {}, SHOP, texts("nb"))
    assert b"Dagsoppgj" in receipt_bytes([paper], "80")
    assert pdf_bytes([paper]).startswith(b"%PDF")


def test_the_day_so_far_says_that_it_is_not_closed() -> None:
    so_far = DayVoucher("", 0, MADE.day, "1", VatPath.INVOICE, ())
    told = plain_text(voucher_paper(so_far, {}, SHOP, texts("nb")))
    assert "ikke avsluttet" in told
    assert "Fakturaene rapporterer sin egen mva." in " ".join(told.split())
    assert "DSKZ" not in told


def test_every_part_of_the_day_has_a_name_of_its_own_in_both_languages() -> None:
    for language in ("nb", "en"):
        assert len({slot_name(slot, texts(language)) for slot in Slot}) == len(Slot)
