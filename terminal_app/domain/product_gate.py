"""Whether the products that invoices are made with post as the chosen way of reporting VAT needs it: one rule for all.

Through the day's settlement every product posts to the one account 19XX without VAT; through the invoice each posts to
an ordinary account with its own rate. Pure: the sending, the setup check and the choice of products ask here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .catalog import RemoteProduct
from .chart import NO_VAT_TREATMENT
from .money import ZERO
from .problems import Problem
from .settings import Invoicing
from .settlement_accounts import Settlement, Slot
from .vat import VatRate
from .vat_path import VatPath

CLEARING = range(1900, 2000)
"""19XX, where the guide has the account “Faktura kasse”."""
SALES = ("0", "12", "15", "25")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a product posts: the account, its VAT code, and that code's rate; each None where nobody knows it."""

    product: str
    account: int | None
    vat_code: str | None
    vat_rate: VatRate | None

    @classmethod
    def of(cls, product: RemoteProduct) -> Place:
        return cls(product.code, product.account_no, product.vat_code or None, product.vat_rate)

    @property
    def carries_vat(self) -> bool:
        """Whether VAT is reckoned of what is posted there; a code whose rate nobody knows is taken to."""
        if self.vat_rate is not None:
            return self.vat_rate.hundredths > 0
        return self.vat_code is not None and self.vat_code not in NO_VAT_TREATMENT

    @property
    def is_reported(self) -> bool:
        """Whether what is posted there is part of the VAT return, as VAT or as turnover without."""
        return self.vat_code is not None and self.vat_code not in NO_VAT_TREATMENT


def mapped(invoicing: Invoicing) -> Iterator[tuple[str, str, VatRate | None]]:
    """Each of the six product settings: its name, its product code (or ""), and the rate of the goods it is for."""
    for name in SALES:
        rate = VatRate.parse(name)
        yield f"sale_{name}", invoicing.products.get(rate, ""), rate
    yield "gratuity", invoicing.gratuity_product, None
    yield "fee", invoicing.fee_product, None


def mapped_codes(invoicing: Invoicing) -> tuple[str, ...]:
    """The codes of the products that the settings name; settings that name none are left out."""
    return tuple(code for _, code, _ in mapped(invoicing) if code)


def clearing_of(accounts: Iterable[int | None], settlement: Settlement | None = None) -> int | None:
    """The one account 19XX that all products have to post to, for products for sales on those accounts.

    The account that the day's settlement debits where it is on, else what most of the products post to; None without.
    """
    if settlement is not None and settlement.enabled and Slot.INVOICE in settlement.accounts:
        return settlement.accounts[Slot.INVOICE]
    used = Counter(account for account in accounts if account is not None and account in CLEARING)
    return min(used, key=lambda account: (-used[account], account)) if used else None


def posting_fault(name: str, place: Place, invoicing: Invoicing, path: VatPath, clearing: int | None) -> Problem | None:
    """What is wrong with where the product of that setting posts; None when it fits, or nobody knows where it does.

    Its code has words for a stop of the sending (`settlement_wording`) and for a check of the setup (`setup_wording`).
    `clearing` is the account 19XX of `clearing_of`, None to leave out the comparison with it.
    """
    if place.account is None:
        return None
    if path is VatPath.DAY_SETTLEMENT:
        return _against_the_settlement(place, clearing)
    return _against_the_invoice(name, place, invoicing)


def fault(
    invoicing: Invoicing,
    path: VatPath,
    products: Iterable[RemoteProduct],
    settlement: Settlement | None = None,
) -> Problem | None:
    """The first of the mapped products that disagrees with the way, as what must be mended before anything is sent.

    `products` is the mirror of the accounting system's own; one that is not in it, or whose account could not be read,
    is no reason to stop. With `settlement`, products must post to the very account that day settlements debit.
    """
    known = {product.code: product for product in products}
    found = [(name, known[code], rate) for name, code, rate in mapped(invoicing) if code in known]
    clearing = clearing_of((product.account_no for _, product, rate in found if rate is not None), settlement)
    for name, product, _ in found:
        wrong = posting_fault(name, Place.of(product), invoicing, path, clearing)
        if wrong is not None:
            return Problem(wrong.code, {"field": f"invoicing.products.{name}", **wrong.values})
    return None


def _against_the_settlement(place: Place, clearing: int | None) -> Problem | None:
    product, account, code = place.product, str(place.account), place.vat_code or "–"
    if place.carries_vat:
        return Problem("vat_twice", {"product": product, "account": account, "vat_code": code})
    if place.is_reported:
        return Problem("turnover_twice", {"product": product, "account": account, "vat_code": code})
    if place.account not in CLEARING:
        return Problem("off_clearing", {"product": product, "account": account, "vat_code": code})
    if clearing is not None and place.account != clearing:
        return Problem("beside_clearing", {"product": product, "account": account, "clearing": str(clearing)})
    return None


def _against_the_invoice(name: str, place: Place, invoicing: Invoicing) -> Problem | None:
    product, account, code = place.product, str(place.account), place.vat_code or "–"
    if place.account in CLEARING and not place.is_reported:
        return Problem("left_on_clearing", {"product": product, "account": account, "vat_code": code})
    if name == "gratuity":
        if place.carries_vat:
            return Problem("tip_with_vat", {"product": product, "account": account, "vat_code": code})
        return None
    if name == "fee":
        wanted = None if invoicing.fee_amount == ZERO else invoicing.fee_vat_rate
    else:
        wanted = VatRate.parse(name.removeprefix("sale_"))
    if wanted is None or place.vat_rate is None or place.vat_rate == wanted:
        return None
    found, rate = str(place.vat_rate), str(wanted)
    return Problem(
        "fee_other_rate" if name == "fee" else "other_rate",
        {"product": product, "account": account, "vat_code": code, "found": found, "rate": rate},
    )
