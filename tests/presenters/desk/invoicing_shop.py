"""A shop with its manager at the desk and a PowerOffice Go of its own: nothing set up yet, or everything."""

from __future__ import annotations

from pathlib import Path

from sync.errands import CheckSetup
from sync.poweroffice.sandbox import Sandbox
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import Note
from terminal_app.presenters.session import Session
from terminal_app.storage.database import Database
from tests.presenters.desk.reading import row
from tests.sync.errands_here import ErrandsHere
from tests.sync.shop import HandClock, settings_for
from tests.till.counter import set_up

UNTOUCHED = {
    "shop.name": "Kaffebaren AS",
    "shop.organization_number": "999999999",
    "channels.invoice.enabled": "true",
    "channels.invoice.integration": "true",
}


class InvoicingShop:
    """Till, sandbox and desk; `sync` runs the errands."""

    def __init__(self, folder: Path, sandbox: Sandbox, clock: HandClock) -> None:
        self.sandbox, self.clock = sandbox, clock
        self.database = Database.open(folder / "shop")
        self.till = set_up(self.database, clock, settings=UNTOUCHED)  # type: ignore[arg-type]
        self.sync = ErrandsHere(self.database, clock, folder / "leases")
        self.till.sync = self.sync
        self.session = Session(self.till)
        self.session.operator = self.till.operator("kari")
        self.sync.take = self.session.take
        self.desk = DeskPresenter(self.session)
        self.session.open_desk()

    def set(self, **values: str) -> None:
        """Changes settings behind the desk's back; underscores twice stand for dots."""
        self.till.change_settings({key.replace("__", "."): value for key, value in values.items()})

    def all_set(self, *, but: str = "") -> InvoicingShop:
        """Everything is as the guide wants it, but for that setting and the accountant."""
        wanted = {**settings_for(self.sandbox), "channels.invoice.force_customer": "true"}
        self.till.change_settings({key: value for key, value in wanted.items() if key != but})
        return self

    def change_product(self, remote_id: int, **facts: object) -> None:
        """Somebody changes a product in PowerOffice Go."""
        books = self.sandbox._office.books
        with books.writing():
            products = books.tables["products"]
            books.put(products, {**(products.get(remote_id) or {}), **facts})

    def at(self, stem: str) -> DeskPresenter:
        self.desk.open(stem)
        return self.desk

    def type_connection(self) -> None:
        """What a manager enters: the system, an address, and three keys."""
        wanted = settings_for(self.sandbox)
        self.at("invoicing_config")
        for name in ("system", "endpoint", "api_url", "token_url"):
            self.desk.put(f"invoicing.{name}", wanted[f"invoicing.{name}"])
        for name in ("application_key", "client_key", "subscription_key"):
            self.desk.put(f"invoicing.{name}", wanted[f"invoicing.{name}"])

    def said(self, key: str = "result") -> Note:
        return row(self.desk, Note, key)

    def checks_asked(self) -> list[dict[str, str]]:
        """The drafts that the sync was asked to look at."""
        return [dict(errand.changes) for errand in self.sync.asked if isinstance(errand, CheckSetup)]
