"""The API's map: path and method to endpoint, with the privileges of which a caller needs one.

Data only. What is not listed is answered with the gateway's 404, as a path that the API does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from werkzeug.routing import Map, Rule

from .endpoints import catalogue, company, customers, invoices, ledger, orders, vouchers
from .office import Endpoint


@dataclass(frozen=True, slots=True)
class Route:
    """One method on one path. `roles` empty: a token is enough."""

    method: str
    path: str
    endpoint: Endpoint
    roles: tuple[str, ...] = ()


_CUSTOMER = ("Customer", "Customer_Full")
_PRODUCT = ("Product", "Product_Full")
_COMMON = ("CommonServices", "CommonServices_Full")
_ACCOUNT = ("GeneralLedgerAccount", "GeneralLedgerAccount_Full")
_ORDER = ("SalesOrders", "SalesOrders_Full")
_LEDGER = ("AccountTransaction", "AccountTransaction_Full")
_INVOICE = ("OutgoingInvoice", "OutgoingInvoice_Full")

ROUTES = (
    Route("GET", "/v2/ClientIntegrationInformation", company.client_integration_information),
    Route("GET", "/v2/Customers", customers.list_customers, _CUSTOMER),
    Route("POST", "/v2/Customers", customers.create_customer, _CUSTOMER[1:]),
    Route("GET", "/v2/Customers/<int:id>", customers.customer_by_id, _CUSTOMER),
    Route("PATCH", "/v2/Customers/<int:id>", customers.patch_customer, _CUSTOMER[1:]),
    Route("DELETE", "/v2/Customers/<int:id>", customers.delete_customer, _CUSTOMER[1:]),
    Route("GET", "/v2/Products", catalogue.list_products, _PRODUCT),
    Route("POST", "/v2/Products", catalogue.create_product, _PRODUCT[1:]),
    Route("GET", "/v2/Products/<int:id>", catalogue.product_by_id, _PRODUCT),
    Route("PATCH", "/v2/Products/<int:id>", catalogue.patch_product, _PRODUCT[1:]),
    Route("DELETE", "/v2/Products/<int:id>", catalogue.delete_product, _PRODUCT[1:]),
    Route("GET", "/v2/ProductGroups", catalogue.list_groups, _PRODUCT),
    Route("POST", "/v2/ProductGroups", catalogue.create_group, _PRODUCT[1:]),
    Route("GET", "/v2/VatCodes", company.list_vat_codes, _COMMON),
    Route("GET", "/v2/GeneralLedgerAccounts", company.list_accounts, _ACCOUNT),
    Route("POST", "/v2/GeneralLedgerAccounts", company.create_account, _ACCOUNT[1:]),
    Route("GET", "/v2/PaymentTerms", company.list_payment_terms, _COMMON),
    Route("POST", "/v2/PaymentTerms", company.create_payment_term, _COMMON[1:]),
    Route("GET", "/v2/LockDateSettings", company.lock_date_settings, _COMMON),
    Route("GET", "/v2/SalesOrders", orders.list_orders, _ORDER),
    Route("POST", "/v2/SalesOrders/Complete", orders.create_complete, _ORDER[1:]),
    Route("GET", "/v2/SalesOrders/sentState", orders.sent_state, _ORDER[1:]),
    Route("GET", "/v2/SalesOrders/<uuid:id>", orders.order_by_id, _ORDER),
    Route("PATCH", "/v2/SalesOrders/<uuid:id>", orders.patch_order, _ORDER[1:]),
    Route("DELETE", "/v2/SalesOrders/<uuid:id>", orders.delete_order, _ORDER[1:]),
    Route("GET", "/v2/SalesOrders/<uuid:id>/Complete", orders.complete_by_id, _ORDER),
    Route("GET", "/v2/SalesOrders/<uuid:id>/Lines", orders.list_lines, _ORDER),
    Route("POST", "/v2/SalesOrders/<uuid:id>/Lines", orders.create_line, _ORDER[1:]),
    Route("POST", "/v2/SalesOrders/<uuid:id>/createAndSendInvoice", orders.create_and_send_invoice, _ORDER[1:]),
    Route("GET", "/v2/OutgoingInvoices", invoices.list_invoices, _INVOICE),
    Route("GET", "/v2/OutgoingInvoices/<uuid:id>", invoices.invoice_by_id, _INVOICE),
    Route("POST", "/v2/Vouchers/CashJournals", vouchers.create_cash_voucher, ("CashVoucher_Full",)),
    Route("GET", "/v2/Vouchers/CashJournals/<uuid:id>", vouchers.cash_voucher_by_id, ("CashVoucher_Full",)),
    Route("POST", "/v2/Vouchers/Reverse/<uuid:id>", vouchers.reverse_voucher, ("ReverseVoucher_Full",)),
    Route("GET", "/v2/AccountTransactions", ledger.list_transactions, _LEDGER),
)

TOKEN_PATH = "/OAuth/Token"


@cache
def api_map() -> Map:
    """The routes for werkzeug's matcher; each rule's endpoint is the `Route`. One for all sandboxes: it takes 20 ms."""
    return Map(
        [Rule(route.path, methods=[route.method], endpoint=route) for route in ROUTES],
        strict_slashes=False,
        merge_slashes=False,
    )
