"""Whether a posted cash voucher is taken: it balances, its accounts and VAT codes exist, its dates are open.

Knows the books and the documents, no HTTP. Call it under the books' lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..answers import Refusal, Row, pick, problem
from ..books import Books
from ..documents import POINTERS, VOUCHER_FIELDS, VOUCHER_LINE_FIELDS
from .balances import NO_TREATMENT
from .settings import Rules

TITLE = "CashVoucher validation error(s)"
REVERSAL = "Voucher reversal error(s)"
SUBLEDGERS = (1500, 2400)
"""Accounts that the sub-ledgers are summed in; they take no posting of their own."""


@dataclass(frozen=True, slots=True)
class VoucherDesk:
    """Takes one posted voucher at a time."""

    books: Books
    rules: Rules

    def accept(self, posted: Mapping[str, Any]) -> Row:
        """The voucher as the books would hold it, still without its ids and numbers.

        Raises 400 for a broken rule and 404 for an account, VAT code or dimension that does not exist.
        """
        _require(posted, ("VoucherDate", "CurrencyCode"), "")
        if posted["CurrencyCode"] != "NOK":
            raise problem(404, f"Currency with code = '{posted['CurrencyCode']}' not found.", TITLE)
        self._refuse_locked(posted["VoucherDate"], "VoucherDate")
        self._refuse_used_reference(posted.get("ExternalImportReference"))
        posted_lines: Sequence[Mapping[str, Any]] = posted.get("VoucherLines") or ()
        lines = [self._line(line, f"VoucherLines[{place}].") for place, line in enumerate(posted_lines)]
        if not lines:
            raise _refused("VoucherLines is required: a voucher needs lines.")
        rest = sum((Decimal(line["CurrencyAmount"]) for line in lines), Decimal(0))
        if rest != 0:
            raise _refused(f"The voucher does not balance: its lines sum to {rest:f}.")
        return {**pick(posted, VOUCHER_FIELDS), "VoucherLines": lines}

    def require_reversible(self, voucher: Row) -> None:
        """Raises 400 for a voucher that has been reversed already, or that stands on a locked day."""
        if voucher["IsReversed"]:
            raise problem(400, f"Voucher {voucher['VoucherNo']} is reversed already.", REVERSAL)
        for day in (voucher["VoucherDate"], *(line["PostingDate"] for line in voucher["VoucherLines"])):
            self._refuse_locked(day, "VoucherDate")

    def _line(self, posted: Mapping[str, Any], where: str) -> Row:
        _require(posted, ("AccountId", "PostingDate", "VatId", "CurrencyAmount"), where)
        if posted["CurrencyAmount"] == 0:
            raise _refused(f"{where}CurrencyAmount must not be 0.")
        self._refuse_locked(posted["PostingDate"], f"{where}PostingDate")
        self._refuse_unknown_pointers(posted, where)
        vat = self.books.vat_codes.get(posted["VatId"])
        if vat is None:
            raise problem(404, f"VAT code with id = {posted['VatId']} not found.", TITLE)
        ends = vat["ValidTo"]
        if posted["PostingDate"] < vat["ValidFrom"] or (ends is not None and posted["PostingDate"] > ends):
            raise _refused(f"{where}VatId: VAT code {vat['Code']} is not valid on {posted['PostingDate']}.")
        self._check_account(posted["AccountId"], vat["Code"], where)
        return {
            **pick(posted, VOUCHER_LINE_FIELDS),
            "CurrencyCode": posted.get("CurrencyCode") or "NOK",
            "VatReturnSpecification": posted.get("VatReturnSpecification") or "None",
        }

    def _check_account(self, account_id: int, vat_code: str, where: str) -> None:
        account = self.books.accounts.get(account_id)
        if account is None:
            if self.books.customers.get(account_id) is None:
                raise problem(404, f"Account with id = {account_id} not found.", TITLE)
            # A customer's own account in the sub-ledger is under the lock of the account that it is summed in.
            if vat_code != NO_TREATMENT:
                raise _refused(f"{where}VatId: a customer's account takes VAT code {NO_TREATMENT} only.")
            return
        number = account["AccountNo"]
        if number in SUBLEDGERS:
            raise _refused(f"{where}AccountId: account {number} is a sub-ledger's and cannot be posted to.")
        if not account["IsActive"]:
            raise _refused(f"{where}AccountId: account {number} is not active.")
        if account["IsVatCodeLocked"] and account["VatCode"] != vat_code:
            raise _refused(f"{where}VatId: account {number} is locked to VAT code {account['VatCode']}.")

    def _refuse_locked(self, day: str, name: str) -> None:
        locked = self.books.lock_date
        if locked is not None and day <= locked:
            raise problem(400, f"{name} {day} is on or before the lock date {locked}.", "Voucher date is locked")

    def _refuse_used_reference(self, reference: str | None) -> None:
        if reference is None or not self.rules.unique_references:
            return
        # A reversed voucher lets go of its reference.
        holders = self.books.vouchers.find("ExternalImportReference", reference)
        holder = next((one for one in holders if not one["IsReversed"]), None)
        if holder is not None:
            raise _refused(
                f"ExternalImportReference is already in use. '{reference}' is used on (voucher) Id = {holder['Id']}."
            )

    def _refuse_unknown_pointers(self, posted: Mapping[str, Any], where: str) -> None:
        for name, value in posted.items():
            what = POINTERS.get(name.removesuffix("Id"))
            if what is not None:
                raise problem(404, f"{what} with {where}{name} = '{value}' not found.", TITLE)
        product = posted.get("ProductId")
        if product is not None and self.books.products.get(product) is None:
            raise problem(404, f"Product with id = {product} not found.", TITLE)
        if posted.get("CurrencyCode") not in (None, "NOK"):
            raise problem(404, f"Currency with code = '{posted['CurrencyCode']}' not found.", TITLE)


def _require(posted: Mapping[str, Any], wanted: Sequence[str], where: str) -> None:
    for name in wanted:
        if posted.get(name) is None:
            raise _refused(f"{where}{name} is required.")


def _refused(detail: str) -> Refusal:
    return problem(400, detail, TITLE)
