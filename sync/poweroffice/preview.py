"""An order as PowerOffice Go would get it and reckon it, line by line, without sending it. Pure.

Reads the very body that would be posted, so that what is shown is what would go out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from terminal_app.domain.invoice import InvoiceOrder
from terminal_app.domain.money import Money, total
from terminal_app.domain.settings import Invoicing
from terminal_app.domain.setup import OrderPreview, PreviewLine
from terminal_app.domain.vat import VatRate

from .amounts import reckoned
from .mapping import sales_order


def preview(order: InvoiceOrder, invoicing: Invoicing) -> OrderPreview:
    """The order's lines and the total that PowerOffice Go would answer, if its products post as the settings mean.

    With net prices VAT is reckoned per line and rounded to the øre (docs/sandbox.md). Raises what `sales_order` raises.
    """
    body = json.loads(sales_order(order, invoicing), parse_float=Decimal)
    rates = _rates(invoicing) if invoicing.excluding_vat else {}
    lines = tuple(_line(row, rates) for row in body["SalesOrderLines"])
    return OrderPreview(lines, order.total, total(line.total for line in lines if line.total is not None))


def _line(row: Mapping[str, Any], rates: Mapping[str, VatRate]) -> PreviewLine:
    if row["LineType"] == "Text":
        return PreviewLine(row["Description"])
    quantity, price = Decimal(row["Quantity"]), Decimal(row["ProductUnitPrice"])
    net = Money(int((quantity * price * 100).quantize(Decimal(1), ROUND_HALF_UP)))
    rate = rates.get(row["ProductCode"], VatRate(0))
    return PreviewLine(row["Description"], row["ProductCode"], f"{quantity:f}", f"{price:f}", reckoned(net, rate))


def _rates(invoicing: Invoicing) -> dict[str, VatRate]:
    rates = {code: rate for rate, code in invoicing.products.items()}
    return rates | ({invoicing.fee_product: invoicing.fee_vat_rate} if invoicing.fee_product else {})
