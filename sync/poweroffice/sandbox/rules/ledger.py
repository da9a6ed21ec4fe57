"""The general ledger: what vouchers, invoices, credit notes, payments and reversals post, each summing to zero.

Knows the books, no HTTP and no rules of acceptance. Call everything here inside `books.writing()`. How the real one
shapes a posting is partly guessed: docs/sandbox.md says which part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..answers import Row, pick
from ..auth import seeded_uuid
from ..books import Books, stamp
from .amounts import ORE, ZERO

DEBTORS, BANK, OUTPUT_VAT, INPUT_VAT = 1500, 1920, 2700, 2710
FIRST_TRANSACTION, FIRST_VOUCHER = 5_000_001, 1
CASH_JOURNAL, MANUAL_JOURNAL, BANK_JOURNAL = "CashJournal", "ManualJournal", "BankJournal"
_OF_THE_VOUCHER = ("VoucherId", "VoucherNo", "VoucherType", "ExternalImportReference", "ImportedVoucherNo", "Id")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Posts to the general ledger; `lag_s` is how long reads do not see a posting."""

    books: Books
    seed: int
    now: datetime
    lag_s: float = 0.0

    def post_voucher(self, voucher: Row) -> None:
        """Posts a voucher whose lines are gross: VAT is taken out of each line and stands on an account of its own."""
        self._post(_head(voucher, voucher.get("_type") or CASH_JOURNAL), self._of_voucher(voucher))

    def post_invoice(self, invoice: Row) -> None:
        """Posts an invoice or a credit note: the customer's debt against its lines, summed per account and VAT code."""
        self._post(_head({**invoice, "ExternalImportReference": None}, invoice["VoucherType"]), self._of_sale(invoice))

    def post_payment(self, invoice: Row, amount: Decimal, day: date) -> None:
        """Posts what came into the bank for an invoice; a negative amount was paid out for a credit note."""
        number = self.books.next_number("VoucherNo", FIRST_VOUCHER)
        voucher = {
            "Id": seeded_uuid(self.seed, f"voucher/{number}"),
            "VoucherNo": number,
            "VoucherDate": str(day),
            "Description": f"Innbetaling faktura {invoice['InvoiceNo']}",
        }
        debtor = {"CustomerAccountNo": invoice["CustomerNo"], "ContactId": invoice["CustomerId"]}
        entries = (self._bare(BANK, amount), {**self._bare(DEBTORS, -amount), **debtor})
        self._post(_head(voucher, BANK_JOURNAL), entries)

    def reverse(self, voucher: Row) -> Row:
        """The voucher marked as reversed, and a voucher posted that takes all of it back on the same dates."""
        posted = self.books.transactions.find("VoucherId", voucher["Id"])
        number = self.books.next_number("VoucherNo", FIRST_VOUCHER)
        taken_back = {
            "Id": seeded_uuid(self.seed, f"voucher/{number}"),
            "VoucherNo": number,
            "VoucherDate": voucher["VoucherDate"],
            "Description": f"Tilbakeføring av bilag {voucher['VoucherNo']}",
        }
        of = {"ReversedVoucherId": voucher["Id"], "ReversedVoucherNo": voucher["VoucherNo"]}
        self._post({**_head(taken_back, "ReversalVoucher"), **of}, [_negated(row) for row in posted])
        for row in posted:
            changed = {"IsReversed": True, "LastChangedDateTimeOffset": stamp(self.now)}
            self.books.put(self.books.transactions, {**row, **changed})
        reversed_one = {**voucher, "IsReversed": True}
        self.books.put(self.books.vouchers, reversed_one)
        return reversed_one

    def catch_up(self) -> None:
        """Posts what older books hold without postings: they were kept before there was a ledger."""
        for voucher in self.books.vouchers.all():
            if not self.books.transactions.find("VoucherId", voucher["Id"]):
                self.post_voucher(voucher)
        for invoice in self.books.invoices.all():
            if not self.books.transactions.find("VoucherId", invoice["Id"]):
                self.post_invoice(invoice)

    def _of_voucher(self, voucher: Row) -> Iterator[Row]:
        for line in voucher["VoucherLines"]:
            code = self.books.vat_codes.get(line["VatId"]) or {}
            rate, gross = Decimal(code["Rate"]), Decimal(line["CurrencyAmount"])
            vat = (gross * rate / (1 + rate)).quantize(ORE, ROUND_HALF_UP)
            said = {"Description": line["Description"], "PostingDate": line["PostingDate"]}
            product = self.books.products.get(line["ProductId"]) if line["ProductId"] is not None else None
            yield {
                **self._on_account(line["AccountId"]),
                **_amounts(gross - vat, vat),
                **_vat_facts(code),
                **(_product_facts(product) if product else {}),
                **said,
                **{name: line[name] for name in ("Quantity", "Quantity2") if line.get(name) is not None},
            }
            if vat:
                yield {**self._bare(INPUT_VAT if code["Code"].startswith("1") else OUTPUT_VAT, vat), **said}

    def _of_sale(self, invoice: Row) -> Iterator[Row]:
        sums: dict[tuple[int, int], list[Row]] = {}
        owed: dict[int, Decimal] = {}
        for line, account in zip(invoice["_lines"], self._sales_accounts(invoice), strict=True):
            if line["LineType"] == "Normal" and account is not None:
                sums.setdefault((account, line["VatId"]), []).append(line)
                owed[line["VatId"]] = owed.get(line["VatId"], ZERO) + line["VatAmount"]
        debtor = {
            "CustomerAccountNo": invoice["CustomerNo"],
            "ContactId": invoice["CustomerId"],
            "IsNoteMainEntry": True,
        }
        yield {**self._bare(DEBTORS, invoice["TotalAmount"]), **debtor}
        for (account, vat_id), lines in sums.items():
            net = sum((line["NetAmount"] for line in lines), ZERO)
            vat = sum((line["VatAmount"] for line in lines), ZERO)
            products = {line["ProductId"]: line["ProductCode"] for line in lines}
            one = [{"ProductId": each, "ProductCode": code} for each, code in products.items()]
            yield {
                **self._on_account(account),
                **_amounts(-net, -vat),
                **_vat_facts(self.books.vat_codes.get(vat_id) or {}),
                **(one[0] if len(one) == 1 else {}),
            }
        for vat in owed.values():
            yield self._bare(OUTPUT_VAT, -vat)

    def _sales_accounts(self, invoice: Row) -> Iterable[int | None]:
        known = invoice.get("_accounts")
        if known is not None:
            return list(known)
        # Invoices out of a state file from before the ledger: the product's account of today is the best there is.
        return [
            (self.books.products.get(line["ProductId"]) or {}).get("StandardSalesAccountId")
            if line["ProductId"] is not None
            else None
            for line in invoice["_lines"]
        ]

    def _on_account(self, account_id: int) -> Row:
        account = self.books.accounts.get(account_id)
        if account is not None:
            return {"AccountId": account["Id"], "AccountNo": account["AccountNo"]}
        customer = self.books.customers.get(account_id) or {}
        debtors = self.books.accounts.find("AccountNo", DEBTORS)[0]
        return {
            "AccountId": debtors["Id"],
            "AccountNo": DEBTORS,
            "CustomerAccountNo": customer.get("Number"),
            "ContactId": customer.get("Id"),
        }

    def _bare(self, account_no: int, amount: Decimal) -> Row:
        """A posting that no VAT code stands on: a debt, the bank, or the VAT itself."""
        account = self.books.accounts.find("AccountNo", account_no)[0]
        return {"AccountId": account["Id"], "AccountNo": account_no, **_amounts(amount, ZERO)}

    def _post(self, head: Row, entries: Iterable[Row]) -> None:
        now = stamp(self.now)
        given = {
            "CurrencyCode": "NOK",
            "IsReversed": False,
            "CreatedDateTimeOffset": now,
            "LastChangedDateTimeOffset": now,
            "_visible": stamp(self.now + timedelta(seconds=self.lag_s)),
        }
        for entry in entries:
            if entry["Amount"] or entry["VatAmount"]:
                number = self.books.next_number("TransactionId", FIRST_TRANSACTION)
                whole = {**head, **given, **entry, "Id": number}
                kept = {name: value for name, value in whole.items() if value is not None}
                self.books.put(self.books.transactions, kept)


def _head(voucher: Mapping[str, Any], kind: str) -> Row:
    return {
        "VoucherId": voucher["Id"],
        "VoucherNo": voucher["VoucherNo"],
        "VoucherType": kind,
        "VoucherDate": voucher["VoucherDate"],
        "PostingDate": voucher["VoucherDate"],
        "VoucherDescription": voucher.get("Description"),
        "ExternalImportReference": voucher.get("ExternalImportReference"),
        "ImportedVoucherNo": voucher.get("ImportedVoucherNo"),
    }


def _amounts(amount: Decimal, vat: Decimal) -> Row:
    return {"Amount": amount, "CurrencyAmount": amount, "VatAmount": vat}


def _vat_facts(code: Mapping[str, Any]) -> Row:
    return {"VatId": code["Id"], "VatCode": code["Code"], "VatRate": code["Rate"]}


def _product_facts(product: Mapping[str, Any]) -> Row:
    return {"ProductId": product["Id"], "ProductCode": product["Code"]}


def _negated(row: Row) -> Row:
    own = {name: value for name, value in row.items() if name not in _OF_THE_VOUCHER and not name.startswith("_")}
    for name in ("CreatedDateTimeOffset", "LastChangedDateTimeOffset", "IsReversed", "VoucherDescription"):
        own.pop(name, None)
    negated = {name: -value for name, value in pick(row, ("Amount", "CurrencyAmount", "VatAmount")).items()}
    return {**own, **negated}
