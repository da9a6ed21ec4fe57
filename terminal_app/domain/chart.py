"""The accounting system's chart of accounts and VAT codes, and what is posted in its ledger, as the till keeps them.

Neutral: no vendor's field names. Pure; `sync` brings them, `storage.remote_ledger` keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .money import Money
from .vat import VatRate

NO_VAT_TREATMENT = frozenset({"0", "7"})
"""SAF-T codes that leave a posting out of the VAT return altogether; 5 and 6 report it as turnover."""
VAT_ACCOUNTS, SALES_ACCOUNTS = range(2700, 2800), range(3000, 4000)
"""Where VAT stands, and where ordinary sales are posted: the Norwegian standard chart of accounts (NS 4102)."""
DATED_BACK = timedelta(days=31)
"""How long before its posting, or before its sale, somebody may have dated an invoice."""

ZERO_RATED = NO_VAT_TREATMENT | {"5", "6"}
"""All SAF-T codes of sales without VAT: exempt (5), outside the law (6), or of a company that is not registered."""


@dataclass(frozen=True, slots=True)
class RemoteAccount:
    """A general ledger account. `locked` when nobody may post on it with another VAT code than its own."""

    number: int
    name: str
    vat_code: str
    active: bool = True
    locked: bool = True
    remote_id: str = ""


@dataclass(frozen=True, slots=True)
class RemoteVatCode:
    """A VAT code of theirs with the rate that it has from the one day to the other, both included."""

    remote_id: str
    code: str
    rate: VatRate
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is the code's rate on that day."""
        began = self.valid_from is None or self.valid_from <= day
        return began and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Chart:
    """Accounts by number, and VAT codes; empty as long as nobody has read them."""

    accounts: Mapping[int, RemoteAccount] = field(default_factory=dict)
    vat_codes: tuple[RemoteVatCode, ...] = ()

    def vat_on(self, code: str, day: date) -> RemoteVatCode | None:
        """That VAT code as it is on that day."""
        return next((one for one in self.vat_codes if one.code == code and one.holds_on(day)), None)


@dataclass(frozen=True, slots=True)
class Posting:
    """One amount in their general ledger; positive is debit, negative is credit.

    `amount` is what stands on the account, `vat` the VAT that belongs to it and stands on an account for VAT: together
    they are the gross amount that was booked. `voucher_id` is shared by all postings of a voucher, and is that of the
    order an invoice was made from. `reverses` is the voucher that this one takes back, `is_reversed` says that another
    takes this one back.
    """

    id: str
    voucher_id: str
    voucher_no: int | None
    voucher_type: str
    reference: str | None
    account_no: int
    day: date
    amount: Money
    vat_code: str | None
    vat_rate: VatRate | None
    vat: Money
    words: str = ""
    is_reversed: bool = False
    reverses: str | None = None


def taken_back(postings: Iterable[Posting]) -> frozenset[str]:
    """The ids of the vouchers that nothing stands of, because they were reversed.

    Not those whose reversal has been reversed itself. What reverses another says so on each of its postings; whether
    it is marked as reversed as well tells nothing, for that may stand on both.
    """
    marked: set[str] = set()
    reversed_by: dict[str, set[str]] = {}
    for one in postings:
        if one.reverses:
            reversed_by.setdefault(one.reverses, set()).add(one.voucher_id)
        elif one.is_reversed:
            marked.add(one.voucher_id)

    def is_taken_back(voucher_id: str, seen: frozenset[str]) -> bool:
        by = reversed_by.get(voucher_id, set()) - seen
        return any(not is_taken_back(one, seen | by) for one in by) if by else voucher_id in marked

    return frozenset(one for one in marked | reversed_by.keys() if is_taken_back(one, frozenset({one})))


@dataclass(frozen=True, slots=True)
class LedgerRead:
    """Which days of their ledger were read, both included, and when."""

    since: date
    until: date
    at: datetime
