"""Makes the demo shop in a data folder: the sample shop, and its customers as the mirror would have them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .. import provisioning
from ..domain.catalog import Customer
from ..domain.problems import FolderTrouble
from ..resources import asset
from ..till import Till


def demo_customers() -> list[dict[str, Any]]:
    """The sample customers as the sandbox holds them: PowerOffice's own field names."""
    rows: list[dict[str, Any]] = json.loads(asset("demo", "customers.json").read_text("utf-8"))
    return rows


def set_up_demo(till: Till) -> bool:
    """Whether anything differed. Customers are taken as from a first refresh of the sandbox.

    Raises FolderTrouble when the folder holds a shop of its own: its invoices would go to the sandbox.
    """
    demo = provisioning.read(asset("demo", "shop.toml"))
    shop = till.values.shop()
    if till.assortment.everything and shop.organization_number != demo.settings["shop.organization_number"]:
        raise FolderTrouble("demo_over_shop", folder=till.database.folder, shop=shop.name)
    changed = provisioning.apply(demo, till)
    if till.catalog.customer_count(archived=True):
        return changed
    till.catalog.put_customers((customer_of(row), None) for row in demo_customers())
    return True


def print_into(till: Till, folder: Path) -> None:
    """Let the demo print into that folder, unless somebody has chosen a printer."""
    if till.values.text("printer.kind") == "none":
        till.change_settings({"printer.kind": "file", "printer.address": str(folder)})


def customer_of(row: dict[str, Any]) -> Customer:
    """A sample customer as the till's mirror would have it after a refresh."""
    is_person = bool(row["IsPerson"])
    name = f"{row['FirstName']} {row['LastName']}" if is_person else str(row["Name"])
    return Customer(
        remote_id=str(row["Id"]),
        number=int(row["Number"]),
        name=name,
        organization_number=row["OrganizationNumber"],
        email=row["InvoiceEmailAddress"] or row["EmailAddress"],
        phone=row["PhoneNumber"],
        city=(row["MailAddress"] or {}).get("City"),
        is_person=is_person,
        archived=bool(row["IsArchived"]),
        delivery=row["InvoiceDeliveryType"],
        payment_term_days=row["PaymentTerm"],
    )
