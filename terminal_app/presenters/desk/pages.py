"""Which pages the desk has, in the groups and the order of the shop's guide. A new page is one line here."""

from __future__ import annotations

from ...translations import N_
from .cash_register import CashRegister
from .categories import CategoriesPage
from .day_settlement import DaySettlement
from .health import HealthPage
from .invoicing_config import InvoicingConfig
from .journal_page import JournalPage
from .operators import OperatorsPage
from .page import Page
from .payment_channels import PaymentChannels
from .printer import PrinterPage
from .product_lists import ProductListsPage
from .products import ProductsPage
from .saft_export import SaftExportPage
from .schedule import SchedulePage
from .setup_guide import SetupGuide
from .shop import ShopPage
from .this_till import ThisTill
from .vat_bridge import VatBridgePage

GROUPS: tuple[tuple[str, tuple[type[Page], ...]], ...] = (
    (N_("Payment"), (PaymentChannels,)),
    (N_("Invoicing"), (SetupGuide, InvoicingConfig, SchedulePage, DaySettlement)),
    (N_("Catalogue"), (ProductsPage, CategoriesPage, ProductListsPage)),
    (N_("Shop and till"), (ShopPage, OperatorsPage, PrinterPage, ThisTill, CashRegister)),
    (N_("Control"), (JournalPage, VatBridgePage, SaftExportPage, HealthPage)),
)


def page_of(setting_key: str) -> str:
    """The stem of the page on which that setting, or the settings below that name, are changed; "" for none."""
    for _, pages in GROUPS:
        for page in pages:
            if any(key == setting_key or key.startswith(f"{setting_key}.") for key in page.keys):
                return page.stem
    return ""
