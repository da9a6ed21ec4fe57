"""Decides whether a company's PowerOffice Go is set up for invoice sales: pure, from gathered facts to checks.

Knows no network. The rules are the shop's guide's: six products, account 19XX "Faktura kasse", VAT reported once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import NO_VAT_TREATMENT, SALES_ACCOUNTS, RemoteAccount
from terminal_app.domain.fee import Fee, NoFee, fee_for
from terminal_app.domain.product_gate import CLEARING, Place, clearing_of, mapped, posting_fault
from terminal_app.domain.settings import Endpoint, Invoicing
from terminal_app.domain.setup import Check, Missing
from terminal_app.domain.vat import VAT_CODES, VatRate
from terminal_app.domain.vat_path import path_for

from . import invoice_texts

NEEDED = (
    ("SalesOrders_Full",),
    ("Customer", "Customer_Full"),
    ("Product", "Product_Full"),
    ("OutgoingInvoice", "OutgoingInvoice_Full"),
    ("GeneralLedgerAccount", "GeneralLedgerAccount_Full"),
    ("CommonServices", "CommonServices_Full"),
)
"""One of each is enough; the first is the one to ask for."""

NEEDED_TO_SETTLE = (("CashVoucher_Full",), ("AccountTransaction", "AccountTransaction_Full"))
"""What day settlements and their proof need besides."""

FIRST_CHOICE = 1950
MOST_SKEW_S = 120.0
_OUTPUT_CODES = {"25": "3", "15": "31", "12": "33", "0": "5"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read; None where a privilege to read it is missing. Products by their code, today's rates by VAT code.

    `skew_s` is how far the till's clock is ahead of theirs, None when they did not say.
    """

    company: str
    privileges: frozenset[str]
    not_covered: frozenset[str]
    products: Mapping[str, RemoteProduct] | None
    accounts: Mapping[int, RemoteAccount] | None
    rates: Mapping[str, VatRate] | None
    lock_date: date | None
    lock_date_read: bool
    skew_s: float | None


def checks(facts: Facts, invoicing: Invoicing, today: date) -> Iterator[Check]:
    """Every requirement on PowerOffice Go with how it stands, in the order in which to mend them.

    Those whose id begins with "settlement." are for a shop that sends day settlements.
    """
    yield _end_point(invoicing)
    yield _privileges(facts, "privileges", NEEDED, "privileges_held")
    yield _account(facts, invoicing)
    for key, code, _ in mapped(invoicing):
        yield _product(facts, invoicing, key, code)
    yield from _fee(facts, invoicing)
    yield _price_basis(facts, invoicing)
    yield from _vat_codes(facts, today)
    yield _lock_date(facts, invoicing, today)
    yield _clock(facts)
    yield _privileges(facts, "settlement.privileges", NEEDED_TO_SETTLE, "settlement_privileges_held")


def missing(facts: Facts, invoicing: Invoicing) -> Iterator[Missing]:
    """What could be made for the shop, the account first; only what is known to be missing and where it would post."""
    if facts.products is None or facts.accounts is None:
        return
    clearing = clearing_account(facts, invoicing)
    if clearing is None and not invoicing.excluding_vat:
        clearing = _free_number(facts.accounts)
        yield Missing("account", str(clearing), invoice_texts.ACCOUNT, vat_code="0")
    for key, code, rate in mapped(invoicing):
        if not code or code in facts.products:
            continue
        account = _account_for(facts.accounts, key, rate, None if invoicing.excluding_vat else clearing)
        if account is not None:
            yield Missing("product", code, _product_name(key, rate), account=str(account))


def clearing_account(facts: Facts, invoicing: Invoicing) -> int | None:
    """The account 19XX that most sale products post to, else one that is called as in the guide, else None."""
    accounts, products = facts.accounts or {}, facts.products or {}
    sold = [products[code] for _, code, rate in mapped(invoicing) if rate is not None and code in products]
    used = clearing_of(product.account_no for product in sold if product.account_no in accounts)
    named = [number for number, a in accounts.items() if invoice_texts.ACCOUNT.casefold() in a.name.casefold()]
    return used if used is not None else min((number for number in named if number in CLEARING), default=None)


def _end_point(invoicing: Invoicing) -> Check:
    if invoicing.endpoint is Endpoint.PRODUCTION:
        return Check("end_point", True, "end_point_production")
    return Check("end_point", True, "end_point_trial", {"endpoint": invoicing.endpoint.value})


def _privileges(facts: Facts, name: str, needed: Sequence[tuple[str, ...]], held: str) -> Check:
    not_covered = [names[0] for names in needed if facts.not_covered & set(names) and not facts.privileges & set(names)]
    lacking = [names[0] for names in needed if not (facts.privileges | facts.not_covered) & set(names)]
    if lacking:
        return Check(name, False, "privileges_lacking", {"names": ", ".join(lacking)})
    if not_covered:
        return Check(name, False, "privileges_not_covered", {"names": ", ".join(not_covered)})
    return Check(name, True, held)


def _account(facts: Facts, invoicing: Invoicing) -> Check:
    if invoicing.excluding_vat:
        return Check("account", True, "account_not_needed")
    if facts.accounts is None:
        return Check("account", False, "account_unread")
    number = clearing_account(facts, invoicing)
    if number is None:
        return Check("account", False, "account_missing", {"account": str(_free_number(facts.accounts))})
    account = facts.accounts[number]
    values = {"account": str(number), "name": account.name, "vat_code": account.vat_code}
    if not account.active:
        return Check("account", False, "account_inactive", values)
    if account.vat_code not in NO_VAT_TREATMENT:
        return Check("account", False, "account_with_vat", values)
    return Check("account", True, "account_ready" if account.locked else "account_unlocked", values)


def _product(facts: Facts, invoicing: Invoicing, key: str, code: str) -> Check:
    """The first thing that is wrong with one product, or that nothing is."""
    name, values = f"product.{key}", {"field": f"invoicing.products.{key}", "product": code}
    if not code:
        return Check(name, False, "product_not_set", values, in_settings=True)
    if facts.products is None:
        return Check(name, False, "products_unread", values)
    product = facts.products.get(code)
    if product is None:
        return Check(name, False, "product_missing", values)
    values["name"] = product.name
    if product.archived:
        return Check(name, False, "product_archived", values)
    if product.account_no is None:
        return Check(name, False, "product_without_account", values)
    values["account"] = str(product.account_no)
    if facts.accounts is None:
        return Check(name, False, "product_account_unread", values)
    account = facts.accounts.get(product.account_no)
    if account is None or not account.active:
        return Check(name, False, "product_account_gone", values)
    values["vat_code"] = account.vat_code
    place = Place(code, account.number, account.vat_code or None, (facts.rates or {}).get(account.vat_code))
    path = path_for(invoicing.excluding_vat)
    fault = posting_fault(key, place, invoicing, path, clearing_account(facts, invoicing))
    if fault is not None:
        return Check(name, False, fault.code, {**values, **fault.values, "field": values["field"]})
    return Check(name, True, "product_ready", values)


def _fee(facts: Facts, invoicing: Invoicing) -> Iterator[Check]:
    """What an invoice costs the buyer, where the fee's product itself is there (`product.fee` says if it is not)."""
    product = (facts.products or {}).get(invoicing.fee_product)
    if not invoicing.fee_product or product is None:
        return
    fee = fee_for(invoicing, product)
    if isinstance(fee, Fee):
        yield Check("invoice_fee", True, "fee_charged", {"fee": str(fee.price), "rate": str(fee.vat_rate)})
    elif fee is NoFee.PRICE_UNKNOWN:
        yield Check("invoice_fee", True, "fee_without_price", {"product": product.code, "name": product.name})
    elif fee is NoFee.NOT_WANTED:
        yield Check("invoice_fee", True, "fee_not_wanted")


def _price_basis(facts: Facts, invoicing: Invoicing) -> Check:
    """Whether "Send amount excluding VAT" fits where the products for sales with VAT post."""
    with_vat, without = set[str](), set[str]()
    for _, code, rate in mapped(invoicing):
        product = (facts.products or {}).get(code)
        account = (facts.accounts or {}).get(product.account_no or 0) if product is not None else None
        if rate is not None and rate.hundredths and account is not None:
            (without if account.vat_code in NO_VAT_TREATMENT else with_vat).add(code)
    if with_vat and without:
        return Check("price_basis", False, "price_basis_mixed", {"products": ", ".join(sorted(with_vat))})
    if not with_vat and not without:
        return Check("price_basis", False, "price_basis_unknown")
    if invoicing.excluding_vat:
        fits, yes, no = bool(with_vat), "price_basis_net", "price_basis_not_net"
    else:
        fits, yes, no = bool(without), "price_basis_gross", "price_basis_not_gross"
    return Check("price_basis", fits, yes if fits else no, in_settings=not fits)


def _vat_codes(facts: Facts, today: date) -> Iterator[Check]:
    if facts.rates is None:
        yield Check("vat_codes", False, "vat_codes_unread")
        return
    wrong = False
    for known in VAT_CODES:
        if known.code not in ("3", "31", "33") or not known.holds_on(today):
            continue
        found = facts.rates.get(known.code)
        if found != known.rate:
            wrong = True
            values = {"vat_code": known.code, "rate": str(known.rate)}
            if found is None:
                yield Check(f"vat_codes.{known.code}", False, "vat_code_missing", values)
            else:
                yield Check(f"vat_codes.{known.code}", False, "vat_code_differs", {**values, "found": str(found)})
    if not wrong:
        yield Check("vat_codes", True, "vat_codes_agree")


def _lock_date(facts: Facts, invoicing: Invoicing, today: date) -> Check:
    if not facts.lock_date_read:
        return Check("lock_date", False, "lock_date_unread")
    if facts.lock_date is None:
        return Check("lock_date", True, "lock_date_none")
    values = {"day": facts.lock_date.isoformat()}
    if facts.lock_date >= today:
        return Check("lock_date", False, "lock_date_ahead", values)
    if invoicing.enabled_since is not None and invoicing.enabled_since <= facts.lock_date:
        return Check("lock_date", False, "lock_date_after_since", values, in_settings=True)
    return Check("lock_date", True, "lock_date_behind", values)


def _clock(facts: Facts) -> Check:
    if facts.skew_s is None:
        return Check("clock", True, "clock_not_told")
    values = {"seconds": str(abs(round(facts.skew_s)))}
    return Check("clock", abs(facts.skew_s) <= MOST_SKEW_S, _clock_code(facts.skew_s), values)


def _clock_code(skew_s: float) -> str:
    if abs(skew_s) <= MOST_SKEW_S:
        return "clock_agrees"
    return "clock_ahead" if skew_s > 0 else "clock_behind"


def _free_number(accounts: Mapping[int, RemoteAccount]) -> int:
    choices = [*range(FIRST_CHOICE, CLEARING.stop), *range(CLEARING.start, FIRST_CHOICE)]
    return next((number for number in choices if number not in accounts), FIRST_CHOICE)


def _account_for(
    accounts: Mapping[int, RemoteAccount], key: str, rate: VatRate | None, clearing: int | None
) -> int | None:
    """Where a new product should post; None where only the accountant can tell."""
    usable = [accounts[number] for number in sorted(accounts) if accounts[number].active]
    if clearing is not None:
        return clearing
    if key == "gratuity":
        fits = [a.number for a in usable if "drikkepenge" in a.name.casefold() and a.vat_code in NO_VAT_TREATMENT]
        return fits[0] if fits else None
    if rate is None:
        return None
    wanted = _OUTPUT_CODES[str(rate)]
    return next((a.number for a in usable if a.number in SALES_ACCOUNTS and a.vat_code == wanted), None)


def _product_name(key: str, rate: VatRate | None) -> str:
    if rate is not None:
        return invoice_texts.product(rate)
    return invoice_texts.TIP_PRODUCT if key == "gratuity" else invoice_texts.FEE_PRODUCT
