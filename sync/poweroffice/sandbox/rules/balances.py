"""What the ledger comes to: the trial balance, and VAT per code as a VAT return would have it.

Pure; takes the ledger's rows as `books.transactions` holds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..answers import Row
from .amounts import ZERO

NO_TREATMENT = "0"


@dataclass(frozen=True, slots=True)
class VatTurnover:
    """One VAT code: the turnover without VAT and its VAT, positive for sales; negative for what is deducted."""

    rate: Decimal
    base: Decimal = ZERO
    vat: Decimal = ZERO


def trial_balance(rows: Iterable[Row]) -> dict[int, Decimal]:
    """Balance by account number, lowest first, debit positive; accounts that nothing stands on are left out."""
    balances: dict[int, Decimal] = {}
    for row in rows:
        balances[row["AccountNo"]] = balances.get(row["AccountNo"], ZERO) + row["Amount"]
    return dict(sorted(balances.items()))


def vat_turnover(rows: Iterable[Row]) -> dict[str, VatTurnover]:
    """Turnover and VAT by code; code 0 and postings without a code are no turnover."""
    turnover: dict[str, VatTurnover] = {}
    for row in rows:
        code = row.get("VatCode")
        if code is None or code == NO_TREATMENT:
            continue
        before = turnover.get(code) or VatTurnover(Decimal(row["VatRate"]))
        turnover[code] = VatTurnover(before.rate, before.base - row["Amount"], before.vat - row["VatAmount"])
    return dict(sorted(turnover.items()))
