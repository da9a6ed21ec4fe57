"""What can be told of an invoice while the buyer still stands there: whether it will stop on its way, and why.

Pure: from what the till knows without asking anybody, to findings. Knows no words, storage or network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from .catalog import Customer, RemoteProduct
from .problems import Problem
from .product_gate import fault
from .settings import SETTINGS, Invoicing
from .vat import VatRate
from .vat_path import path_for


class Weight(Enum):
    """What a finding means for the sale, the gravest first."""

    MEND_FIRST = "mend_first"
    """It cannot be finished so."""
    STOPS = "stops"
    """It can be finished, and will stop in the queue or there unless it is mended."""
    WAITS = "waits"
    """It can be finished, and stays in the till for now."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know before finishing: what it means, and what it is."""

    weight: Weight
    problem: Problem


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """An invoice as it would be. `customer` is as the mirror has it now, None when it is not there any more.

    `products` are the mirror's rows of the mapped products by code, None where the accounting system's products were
    never listed. `locked_until` is the last locked day of the books, None where nobody has looked.
    """

    chosen: Customer
    customer: Customer | None
    rates: tuple[VatRate, ...]
    has_tip: bool
    has_fee: bool
    invoicing: Invoicing
    products: Mapping[str, RemoteProduct] | None
    sold_on: date
    locked_until: date | None = None
    blocked: Problem | None = None


def findings(facts: InvoiceFacts) -> tuple[Finding, ...]:
    """Everything that is known to stand in the invoice's way, the gravest first; nothing when nothing is."""
    found = [*_of_the_customer(facts), *_of_the_products(facts), *_of_the_way(facts), *_of_the_day(facts)]
    if facts.blocked is not None:
        found.append(Finding(Weight.STOPS, facts.blocked))
    return tuple(sorted(_each_once(found), key=_gravity))


def _each_once(found: list[Finding]) -> list[Finding]:
    """A wrong setting may be found here and have blocked the queue already: it is said once."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for finding in found:
        what = (finding.problem.code, finding.problem.values.get("field", ""))
        if what not in seen or not what[1]:
            kept.append(finding)
        seen.add(what)
    return kept


def _gravity(finding: Finding) -> int:
    return list(Weight).index(finding.weight)


def _of_the_customer(facts: InvoiceFacts) -> Iterator[Finding]:
    customer = facts.customer
    if customer is None:
        yield Finding(Weight.MEND_FIRST, Problem("buyer_gone", {"name": facts.chosen.name}))
        return
    if customer.archived:
        yield Finding(Weight.MEND_FIRST, Problem("buyer_archived", {"name": customer.name}))
        return
    if customer.delivery == "PdfByEmail" and not customer.email:
        yield Finding(Weight.STOPS, Problem("buyer_without_email"))
    if customer.delivery == "EHF" and not customer.organization_number:
        yield Finding(Weight.STOPS, Problem("buyer_without_number"))


def _of_the_products(facts: InvoiceFacts) -> Iterator[Finding]:
    """What an order could not be written with, in the order that the mapping is looked up in."""
    invoicing = facts.invoicing
    for rate in facts.rates:
        field = f"invoicing.products.sale_{rate}"
        code = invoicing.products.get(rate, "")
        if field not in SETTINGS:
            yield Finding(Weight.STOPS, Problem("rate_not_invoiced", {"rate": str(rate)}))
        elif not code:
            yield Finding(Weight.STOPS, Problem("product_not_mapped", {"rate": str(rate), "field": field}))
        else:
            yield from _of_the_product(facts, code, field)
    others = (
        (facts.has_tip, invoicing.gratuity_product, "invoicing.products.gratuity"),
        (facts.has_fee, invoicing.fee_product, "invoicing.products.fee"),
    )
    for is_asked, code, field in others:
        if is_asked and not code:
            yield Finding(Weight.STOPS, Problem("special_product_not_mapped", {"field": field}))
        elif is_asked:
            yield from _of_the_product(facts, code, field)


def _of_the_product(facts: InvoiceFacts, code: str, field: str) -> Iterator[Finding]:
    if facts.products is None:
        return
    product = facts.products.get(code)
    if product is None:
        yield Finding(Weight.STOPS, Problem("mapped_product_missing", {"product": code, "field": field}))
    elif product.archived:
        problem = Problem("mapped_product_archived", {"product": code, "name": product.name, "field": field})
        yield Finding(Weight.STOPS, problem)


def _of_the_way(facts: InvoiceFacts) -> Iterator[Finding]:
    """One product that disagrees with who reports the VAT stops every invoice, also those without it."""
    wrong = fault(facts.invoicing, path_for(facts.invoicing.excluding_vat), (facts.products or {}).values())
    if wrong is None or (facts.blocked is not None and facts.blocked.code == wrong.code):
        return
    product, account, field = (wrong.values[name] for name in ("product", "account", "field"))
    yield Finding(
        Weight.STOPS, Problem("product_against_vat_way", {"product": product, "account": account, "field": field})
    )


def _of_the_day(facts: InvoiceFacts) -> Iterator[Finding]:
    since = facts.invoicing.enabled_since
    if since is None:
        yield Finding(Weight.WAITS, Problem("sending_has_no_start"))
    elif facts.sold_on < since:
        yield Finding(Weight.WAITS, Problem("sold_before_start", {"day": since.isoformat()}))
    elif facts.locked_until is not None and facts.sold_on <= facts.locked_until:
        yield Finding(Weight.STOPS, Problem("period_locked", {"day": facts.locked_until.isoformat()}))
