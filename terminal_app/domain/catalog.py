"""What is sold, and to whom: products, categories, customers.

Plain facts without behaviour that changes them; storage keeps them. The accounting system owns the customers, and
has products of its own to invoice with.
"""

from __future__ import annotations

from enum import Enum

from .article_group import OTHER as OTHER_GROUP
from .money import Money
from .operators import Operator as Operator
from .operators import Role as Role
from .records import record
from .vat import VatRate


@record
class Category:
    """A shelf of the catalogue in the shop's order; `icon` and `tone` name how its tiles look.

    `group_code` is what its goods are to the law (`domain.article_group`).
    """

    name: str
    icon: str = "category"
    tone: str = "neutral"
    group_code: str = OTHER_GROUP


class Unit(Enum):
    """What a product is sold by; the value is stored."""

    PIECE = "piece"
    KILO = "kg"
    LITRE = "l"
    METRE = "m"
    HOUR = "h"

    @property
    def is_measured(self) -> bool:
        """Whether one asks how much of it, with decimals, each time it is rung up."""
        return self is not Unit.PIECE


@record
class Product:
    """Something with a price that includes VAT; two rates where take-away is taxed as food."""

    sku: str
    name: str
    price: Money
    vat_rate: VatRate
    category: str
    takeaway_vat_rate: VatRate | None = None
    barcode: str | None = None
    favourite: bool = False
    """Stands on the sale screen's first shelf."""
    hidden: bool = False
    """Taken out of the assortment: not rung up any more, kept for what was sold of it."""
    unit: Unit = Unit.PIECE
    open_price: bool = False
    """Has no price of its own: it is asked for each time."""


@record
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


@record
class RemoteProduct:
    """A product of the accounting system as the till's mirror knows it; not one that is rung up.

    `price` is as they state it, None when they state none. `account_no` is the sales account of the product or of its
    group, `vat_code` and `vat_rate` are that account's; each is None where it is missing or could not be read.
    """

    code: str
    remote_id: str
    name: str
    price: Money | None = None
    account_no: int | None = None
    vat_code: str | None = None
    vat_rate: VatRate | None = None
    archived: bool = False
