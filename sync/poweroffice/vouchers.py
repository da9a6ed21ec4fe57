"""A day's settlement as PowerOffice Go's JSON. Pure; knows no network and no state.

Property names and types: CashVoucherPostDto of the v2 OpenAPI document. Accounts and VAT codes go by their ids there,
which the chart tells; amounts are gross, debit positive, and PowerOffice Go takes the VAT out of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from terminal_app.domain.chart import Chart, RemoteAccount, RemoteVatCode
from terminal_app.domain.day_voucher import DayVoucher, VoucherLine
from terminal_app.domain.settlement_accounts import Slot
from terminal_app.domain.till_marks import settlement_words
from terminal_app.domain.turnover import summed
from terminal_app.domain.vat import vat_within

from ..gateway import NeedsPerson, SettingIsWrong
from ..plain_json import plain_json

CURRENCY = "NOK"
LONGEST_SAFT_ID = 35

WORDS: Mapping[Slot, str] = {
    Slot.CASH: "Kontant",
    Slot.CARD: "Kort",
    Slot.VIPPS: "Vipps",
    Slot.GIFT_CARD: "Gavekort",
    Slot.INVOICE: "Faktura kasse",
    Slot.SALE_25: "Salg 25 %",
    Slot.SALE_15: "Salg 15 %",
    Slot.SALE_12: "Salg 12 %",
    Slot.SALE_0: "Salg 0 %",
    Slot.TIPS: "Tips",
    Slot.ROUNDING: "Øreavrunding",
    Slot.DIFFERENCE: "Kassedifferanse",
    Slot.BANK: "Kontanter til og fra banken",
    Slot.INVOICE_PAID: "Faktura betalt i kassen",
    Slot.EXPENSE: "Utlegg fra kassen",
    Slot.OTHER: "Annet inn og ut av kassen",
}
"""What a line is called in the ledger: Norwegian whatever language the till shows, as books are kept in Norwegian."""


def cash_voucher(voucher: DayVoucher, chart: Chart) -> bytes:
    """The body of POST /Vouchers/CashJournals for the day, UTF-8.

    Raises SettingIsWrong where the chart has not been read, and naming the setting of an account that it has not,
    that is not active, or that is locked to another VAT code than the line's; NeedsPerson for lines that do not sum
    to nothing, and for a VAT code that is not in force on the day there or has another rate than the till's.
    """
    if not chart.accounts or not chart.vat_codes:
        raise SettingIsWrong("chart_not_read")
    rest = sum(line.amount.ore for line in voucher.lines)
    if rest or not voucher.lines:
        raise NeedsPerson("voucher_not_balanced", missing=summed(rest), number=f"Z-{voucher.z:06d}")
    document = {
        "VoucherDate": voucher.day.isoformat(),
        "CurrencyCode": CURRENCY,
        "Description": settlement_words("Dagsoppgjør", voucher.z, voucher.register_id),
        "ExternalImportReference": voucher.reference,
        "ImportedVoucherNo": voucher.z,
        "SaftBatchId": f"Z-{voucher.z:06d}-{voucher.register_id}"[:LONGEST_SAFT_ID],
        "SaftSourceId": voucher.register_id[:LONGEST_SAFT_ID],
        "VoucherLines": [_line(line, voucher, chart) for line in voucher.lines],
    }
    return plain_json(document).encode("utf-8")


def _line(line: VoucherLine, voucher: DayVoucher, chart: Chart) -> dict[str, object]:
    account = _account(line, chart)
    return {
        "AccountId": int(account.remote_id),
        "PostingDate": voucher.day.isoformat(),
        "VatId": int(_vat_code(line, voucher, chart).remote_id),
        "CurrencyAmount": Decimal(line.amount.ore).scaleb(-2),
        "CurrencyCode": CURRENCY,
        "Description": WORDS[line.slot],
    }


def _account(line: VoucherLine, chart: Chart) -> RemoteAccount:
    account = chart.accounts.get(line.account)
    if account is None or not account.remote_id.isdecimal():
        raise SettingIsWrong("settlement_account_unknown", field=line.slot.key, account=line.account)
    if not account.active:
        raise SettingIsWrong("settlement_account_archived", field=line.slot.key, account=line.account)
    if account.locked and account.vat_code != line.vat_code:
        raise SettingIsWrong(
            "settlement_account_vat_code",
            field=line.slot.key,
            account=line.account,
            vat_code=line.vat_code,
            locked_to=account.vat_code,
        )
    return account


def _vat_code(line: VoucherLine, voucher: DayVoucher, chart: Chart) -> RemoteVatCode:
    code = chart.vat_on(line.vat_code, voucher.day)
    if code is None:
        raise NeedsPerson("voucher_vat_code_unknown", vat_code=line.vat_code, day=f"{voucher.day:%d.%m.%Y}")
    if vat_within(line.amount, code.rate) != line.vat:
        raise NeedsPerson(
            "voucher_vat_differs",
            vat_code=line.vat_code,
            rate=code.rate,
            account=line.account,
            till=-line.vat,  # owed: a sale is credited
            answered=-vat_within(line.amount, code.rate),
        )
    return code
