"""Whether an account of the company's chart will do for a part of the day's settlement, told while it is being chosen.

What the sending would refuse (another VAT code that is locked, an account that is gone) is wrong here already, and so
is what it cannot see: a sales account of another rate, or a “Faktura kasse” that anything else is posted on. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .channel import Channel
from .chart import NO_VAT_TREATMENT, SALES_ACCOUNTS, ZERO_RATED, Chart, RemoteAccount
from .day_voucher import NO_VAT
from .problems import Problem
from .settlement_accounts import OF_CHANNEL, OF_RATE, RATE_OF, USUAL, Slot
from .vat import VatRate, code_for
from .vat_path import VatPath

SUBLEDGERS = frozenset({1500, 2400})
"""Customers and suppliers: what stands there is the sum of their own accounts, and nothing is posted on it directly."""
OF_THE_DRAWER = (Slot.ROUNDING, Slot.DIFFERENCE, Slot.BANK)


@dataclass(frozen=True, slots=True)
class Fit:
    """How an account does: `problem` says what is wrong, or when it only `asks` what somebody should look at."""

    problem: Problem | None = None
    asks: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether it cannot stay as it is."""
        return self.problem is not None and not self.asks


def posted_code(slot: Slot, day: date, account: RemoteAccount | None = None) -> str:
    """The VAT code of what is posted on the slot's account on that day; at 0 per cent that of the account itself."""
    if slot is Slot.SALE_0 and account is not None and account.vat_code in ZERO_RATED:
        return account.vat_code  # see `day_voucher.at_their_codes`
    rate = RATE_OF.get(slot)
    return NO_VAT if rate is None else code_for(rate, day).code


def used_slots(path: VatPath) -> tuple[Slot, ...]:
    """The slots that anything is ever posted on; what is invoiced stays out of the settlement on the other way."""
    return tuple(slot for slot in Slot if slot is not Slot.INVOICE or path is VatPath.DAY_SETTLEMENT)


def needed_slots(
    path: VatPath, channels: Iterable[Channel], rates: Iterable[VatRate], *, tips: bool
) -> frozenset[Slot]:
    """The slots that a day of this shop is bound to post on: its channels, the rates of its goods, its drawer."""
    on = frozenset(channels)
    wanted = {OF_CHANNEL[channel] for channel in on if channel in OF_CHANNEL}
    wanted |= {OF_RATE[rate] for rate in rates if rate in OF_RATE}
    wanted |= set(OF_THE_DRAWER) if Channel.CASH in on else set()
    wanted |= {Slot.TIPS} if tips else set()
    return frozenset(wanted & set(used_slots(path)))


def fit_of(
    slot: Slot, accounts: Mapping[Slot, int], chart: Chart, day: date, products: Iterable[int] = ()
) -> Fit | None:
    """How the slot's account does among the others; None when it is not chosen or the chart has not been read.

    `products` are the accounts that the products of invoices post to: “Faktura kasse” must be the one of them.
    """
    number = accounts.get(slot)
    if number is None or not chart.accounts:
        return None
    account = chart.accounts.get(number)
    if account is None:
        return Fit(Problem("settlement_account_unknown", {"field": slot.key, "account": str(number)}))
    if not account.active:
        return Fit(Problem("settlement_account_archived", {"field": slot.key, "account": str(number)}))
    if number in SUBLEDGERS:
        return Fit(
            Problem("settlement_account_subledger", {"field": slot.key, "account": str(number), "name": account.name})
        )
    found = _of_clearing(slot, account, accounts, frozenset(products)) or _of_code(slot, account, day)
    return found or Fit()


def proposal(slot: Slot, chart: Chart, day: date, products: Iterable[int] = ()) -> RemoteAccount | None:
    """The account of the chart that is most likely meant: the usual number when it fits, else the first that does.

    “Faktura kasse” is what the products post to. None where nothing fits: then only the shop's accountant knows.
    """
    wanted = [*dict.fromkeys(products)] if slot is Slot.INVOICE else []
    for number in (*(wanted if len(wanted) == 1 else ()), USUAL[slot], *_others(slot, chart)):
        fit = fit_of(slot, {slot: number}, chart, day, wanted)
        if fit is not None and fit.problem is None:
            return chart.accounts[number]
    return None


def _others(slot: Slot, chart: Chart) -> Iterator[int]:
    """Sales accounts of the chart, where the slot is for sales: the usual number may be another one's."""
    if slot in RATE_OF:
        yield from (number for number in sorted(chart.accounts) if number in SALES_ACCOUNTS)


def _of_clearing(
    slot: Slot, account: RemoteAccount, accounts: Mapping[Slot, int], products: frozenset[int]
) -> Fit | None:
    """What is wrong with “Faktura kasse”, or with another account that is the same."""
    number, own = str(account.number), account.vat_code
    if slot is not Slot.INVOICE:
        if accounts.get(Slot.INVOICE) != account.number:
            return None
        return Fit(Problem("settlement_account_shared", {"field": slot.key, "account": number}))
    if own not in NO_VAT_TREATMENT:
        return Fit(Problem("settlement_account_taxed", {"field": slot.key, "account": number, "own": own}))
    if products and account.number not in products:
        told = ", ".join(map(str, sorted(products)))
        return Fit(Problem("settlement_account_not_products", {"field": slot.key, "account": number, "products": told}))
    return None


def _of_code(slot: Slot, account: RemoteAccount, day: date) -> Fit | None:
    """What is wrong with the VAT code of the account itself."""
    key, number = slot.key, str(account.number)
    posted, own = posted_code(slot, day, account), account.vat_code
    if own == posted:
        return None
    if slot in RATE_OF:
        told = Problem(
            "settlement_account_other_code", {"field": key, "account": number, "own": own, "vat_code": posted}
        )
        return Fit(told)
    if account.locked:
        return Fit(
            Problem(
                "settlement_account_vat_code", {"field": key, "account": number, "vat_code": posted, "locked_to": own}
            )
        )
    if own in NO_VAT_TREATMENT:
        return None
    asked = Problem("settlement_account_own_code", {"field": key, "account": number, "own": own, "vat_code": posted})
    return Fit(asked, asks=True)
