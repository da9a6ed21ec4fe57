"""Payment channels: the ways to pay, and how the invoice channel behaves at a till. Pure."""

from __future__ import annotations

from enum import Enum

from .records import record


class Channel(Enum):
    """A way to pay, in the order of the payment screen."""

    CARD = "card"
    CASH = "cash"
    VIPPS = "vipps"
    GIFT_CARD = "giftcard"
    INVOICE = "invoice"


class Asked(Enum):
    """Whether something is wanted of a buyer on invoice: never, if they have it, or always."""

    OFF = "off"
    ASK = "ask"
    REQUIRE = "require"


class LineDetail(Enum):
    """How much of the sale the invoice shows: every item, or one line per VAT rate."""

    ITEMS = "items"
    VAT_RATES = "vat_rates"


@record
class InvoiceChannel:
    """How the invoice channel behaves at this till."""

    enabled: bool = False
    integration: bool = False
    force_customer: bool = True
    requisition: Asked = Asked.OFF
    signature: Asked = Asked.OFF
