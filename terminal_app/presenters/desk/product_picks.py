"""The six products of the guide as rows: which is chosen, whether it will do, and the list to choose from.

The list is PowerOffice Go's own, from the last look at the company that the draft is about, else from the mirror.
Window thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...domain.catalog import RemoteProduct
from ...domain.fee import Fee, NoFee, fee_for
from ...domain.product_choice import PRODUCT_NAMES, first_judgement, setting_of
from ...domain.records import record
from ...domain.settings import SETTINGS, Invoicing
from ...domain.setup import Check
from ...i18n import Texts
from ...reports.setting_words import setting_labels
from ..session import Session
from ..status import Badge
from .draft import Draft
from .findings import check_badge, told_check
from .rows import Note, Option, Pick

KEYS = tuple(key for key, one in SETTINGS.items() if one.secret)
COMPANY = frozenset({"invoicing.system", "invoicing.endpoint", "invoicing.api_url", "invoicing.token_url", *KEYS})
"""The settings that say whose products they are."""
PRODUCT_KEYS = tuple(setting_of(name) for name in PRODUCT_NAMES)
MOST_SHOWN = 200


@record
class Known:
    """The accounting system's products by code; `known` is False while nobody has read them."""

    by_code: Mapping[str, RemoteProduct]
    known: bool


class ProductPicks:
    """Rows and options over a draft of the settings."""

    def __init__(self, session: Session, draft: Draft) -> None:
        self._session = session
        self._draft = draft

    @property
    def _texts(self) -> Texts:
        return self._session.texts

    def products(self) -> Known:
        """Those of the company that the draft is about."""
        look = self._session.setup.last
        company = _company(self._draft.changes)
        if look is not None and look.report.products is not None and _company(look.changes) == company:
            found = {product.code: product for product in look.report.products}
            return Known(found, True)
        if company:
            return Known({}, False)
        mirror = {product.code: product for product in self._session.till.remote_products.all()}
        return Known(mirror, bool(mirror))

    def rows(self) -> list[Pick]:
        """One for each of the six."""
        known, labels = self.products(), setting_labels(self._texts)
        return [self._row(name, labels[setting_of(name)], known) for name in PRODUCT_NAMES]

    def options(self, key: str, search: str) -> list[Option]:
        """None at all, the products that fit what was typed, and what was typed itself as a code."""
        say, known = self._texts.say, self.products()
        wanted = search.casefold()
        fits = [p for p in known.by_code.values() if all(w in f"{p.code} {p.name}".casefold() for w in wanted.split())]
        fits.sort(key=lambda product: (product.archived, product.code.zfill(20)))
        options = [Option(product.code, f"{product.code}  {product.name}", self._facts(product)) for product in fits]
        if search and search not in known.by_code:
            why = (
                say("Not in the list; can be made after a test.") if known.known else say("The list is not known yet.")
            )
            options.append(Option(search, say("Use number {code}", code=search), why))
        if not search and self._draft.value(key):
            options.append(Option("", say("None")))
        return options[:MOST_SHOWN]

    def nothing_known(self) -> str:
        """What an empty list says, "" when the list is known."""
        return "" if self.products().known else self._not_known()

    def fee_note(self) -> Note:
        """What an invoice costs the buyer as the draft stands, and whose price that is."""
        say, invoicing = self._texts.say, self._draft.values().invoicing()
        product = self.products().by_code.get(invoicing.fee_product)
        fee = fee_for(invoicing, product)
        if isinstance(fee, Fee):
            told = say(
                "An invoice costs the buyer {amount}, VAT of {rate} included.",
                amount=self._texts.kroner(fee.price),
                rate=self._texts.rate(fee.vat_rate),
            )
            own = invoicing.fee_amount is not None
            whose = say("The shop's own amount.") if own else say("PowerOffice Go's price of the product.")
            return Note(told, "ok", whose, key="fee")
        if fee is NoFee.PRODUCT_ARCHIVED:
            return Note(say("The fee's product is archived, so no invoice fee is charged."), "warn", key="fee")
        if fee is NoFee.PRICE_UNKNOWN:
            known = product is not None
            why = say("The product has no price in PowerOffice Go.") if known else self._not_known()
            return Note(
                say("PowerOffice Go's price is not known, so no invoice fee is charged."), "warn", why, key="fee"
            )
        if not invoicing.fee_product:
            return Note(say("No product for the invoice fee is chosen, so none is charged."), "neutral", key="fee")
        return Note(say("No invoice fee is charged."), "neutral", key="fee")

    def _row(self, name: str, label: str, known: Known) -> Pick:
        key, say = setting_of(name), self._texts.say
        code = self._draft.value(key)
        product = known.by_code.get(code)
        if not code:
            return Pick(key, label, say("Not chosen"), state=Badge(say("To do"), "error", "warn"))
        value = code if product is None else f"{code}  {product.name}"
        check = self._check(name, code, product, known)
        if check is None:
            return Pick(key, label, value, state=Badge(say("Not checked"), "pending", "busy"))
        problem = "" if check.ok else " ".join(part for part in told_check(check, self._texts) if part)
        detail = self._facts(product) if check.ok and product is not None else ""
        return Pick(key, label, value, detail, check_badge(check, self._texts), problem)

    def _check(self, name: str, code: str, product: RemoteProduct | None, known: Known) -> Check | None:
        """The setup check's word on this very choice, else what the list says at once; None when neither knows."""
        invoicing = self._draft.values().invoicing()
        look = self._session.setup.last
        if look is not None and _company(look.changes) == _company(self._draft.changes):
            then = self._as_looked_at(look.settings, look.changes)
            found = next((one for one in look.report.checks if one.id == f"product.{name}"), None)
            if found is not None and found.values.get("product") == code and then == _basis(invoicing):
                return found
        return first_judgement(name, code, product, invoicing) if known.known else None

    def _as_looked_at(self, settings: Mapping[str, str], changes: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(changes.get(key, settings[key]) for key in _BASIS)

    def _facts(self, product: RemoteProduct) -> str:
        """Account, VAT, price and whether it is archived, on one line."""
        say = self._texts.say
        parts = [say("archived")] if product.archived else []
        if product.account_no is not None:
            parts.append(say("account {account}", account=product.account_no))
        if product.vat_rate is not None:
            parts.append(say("VAT {rate}", rate=self._texts.rate(product.vat_rate)))
        if product.price is not None:
            parts.append(self._texts.kroner(product.price))
        return " · ".join(parts)

    def _not_known(self) -> str:
        return self._texts.say("PowerOffice Go's products are not known yet: test the connection.")


_BASIS = ("invoicing.send_amount_excluding_vat", "invoicing.invoice_fee_vat_rate")
"""What a product has to agree with, besides the accounting system."""


def _basis(invoicing: Invoicing) -> tuple[str, ...]:
    return ("true" if invoicing.excluding_vat else "false", str(invoicing.fee_vat_rate))


def _company(changes: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in changes.items() if key in COMPANY}
