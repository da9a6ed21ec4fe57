"""What is sold, to whom and by whom: products, categories, customers, operators.

Plain facts without behaviour that changes them; storage keeps them, the accounting system owns the customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .money import Money
from .vat import VatRate


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the catalogue in the shop's order; `icon` and `tone` name how its tiles look."""

    name: str
    icon: str = "category"
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Product:
    """Something with a price that includes VAT; two rates where take-away is taxed as food."""

    sku: str
    name: str
    price: Money
    vat_rate: VatRate
    category: str
    takeaway_vat_rate: VatRate | None = None
    barcode: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the accounting system as the till's mirror knows it.

    `remote_id` is the accounting system's own key; `number` is what people say. A person may have no
    organisation number, a company no city: both are None.
    """

    remote_id: str
    number: int
    name: str
    organization_number: str | None = None
    email: str | None = None
    phone: str | None = None
    city: str | None = None
    is_person: bool = False
    archived: bool = False
    delivery: str | None = None
    payment_term_days: int | None = None


class Role(Enum):
    """What an operator may do."""

    CASHIER = "cashier"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who stands at the till. `pin_hash` is never a PIN in clear; None means that no PIN is set."""

    id: str
    name: str
    role: Role = Role.CASHIER
    pin_hash: str | None = None
