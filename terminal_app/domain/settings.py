"""The settings a shop has: each key with its kind, its default, and the check that a new value must pass.

The keys are a contract with scripts and support (command line reference). Pure: storage keeps the values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Protocol
from zoneinfo import ZoneInfo

from . import setting_checks as checks
from .channel import Asked, Channel, InvoiceChannel, LineDetail
from .drawer import OpenSignal
from .money import Money
from .problems import BadInput, SettingWrong
from .records import record
from .setting_checks import DAYS
from .settlement_accounts import Settlement, Slot
from .vat import VatRate
from .vat_path import VatPath, path_for


class InvoicingSystem(Enum):
    """Where invoices are made."""

    NONE = "none"
    POWEROFFICE_GO = "poweroffice-go"


class Endpoint(Enum):
    """Which accounting system the till speaks to."""

    SANDBOX = "sandbox"
    TEST = "test"
    PRODUCTION = "production"
    CUSTOM = "custom"


@record
class Setting:
    """One key: `check` returns the value as it is stored, or raises BadInput naming the key."""

    key: str
    default: str
    check: Callable[[str, str], str]
    secret: bool = False


SETTINGS: Mapping[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("shop.name", "Disken", checks.name),
        Setting("shop.organization_number", "", checks.organization_number),
        Setting("shop.address.line1", "", checks.line),
        Setting("shop.address.zip_code", "", checks.line),
        Setting("shop.address.city", "", checks.line),
        Setting("shop.vat_registered", "true", checks.switch),
        Setting("shop.business_register", "false", checks.switch),
        Setting("shop.timezone", "Europe/Oslo", checks.timezone),
        Setting("shop.opens", "", checks.moment_or_empty),
        Setting("shop.closes", "", checks.moment_or_empty),
        Setting("receipt.header", "", checks.note),
        Setting("receipt.footer", "", checks.note),
        Setting("printer.kind", "none", checks.one_of("none", "network", "usb", "file")),
        Setting("printer.address", "", checks.line),
        Setting("printer.paper", "80", checks.one_of("80", "58")),
        Setting("printer.drawer", "false", checks.switch),
        Setting("printer.drawer_open_signal", "none", checks.choice(OpenSignal)),
        Setting("till.name", "Kasse 1", checks.line),
        Setting("till.register_id", "1", checks.register_id),
        Setting("till.day_ends", "04:00", checks.end_of_day),
        Setting("till.language", "nb", checks.one_of("nb", "en")),
        Setting("till.theme", "light", checks.one_of("light", "dark", "contrast")),
        Setting("till.dpi", "", checks.dots_or_empty),
        Setting("till.text_scale", "100", checks.one_of("100", "115", "130")),
        Setting("till.hand", "right", checks.one_of("right", "left")),
        Setting("till.sounds", "false", checks.switch),
        Setting("display.enabled", "false", checks.switch),
        Setting("display.corner", "", checks.corner_or_empty),
        Setting("till.lock_after_s", "300", checks.seconds),
        Setting("till.training", "false", checks.switch),
        Setting("catalogue.folder", "", checks.folder_or_empty),
        Setting("channels.order", ",".join(channel.value for channel in Channel), checks.order_of_channels),
        Setting("channels.cash.enabled", "true", checks.switch),
        Setting("channels.card.enabled", "true", checks.switch),
        Setting("channels.vipps.enabled", "false", checks.switch),
        Setting("channels.giftcard.enabled", "false", checks.switch),
        Setting("channels.tips.enabled", "false", checks.switch),
        Setting("channels.invoice.enabled", "false", checks.switch),
        Setting("channels.invoice.integration", "false", checks.switch),
        Setting("channels.invoice.force_customer", "true", checks.switch),
        Setting("channels.invoice.requisition", "off", checks.choice(Asked)),
        Setting("channels.invoice.signature", "off", checks.choice(Asked)),
        Setting("invoicing.system", "none", checks.choice(InvoicingSystem)),
        Setting("invoicing.enabled_since", "", checks.day_or_empty),
        Setting("invoicing.endpoint", "test", checks.choice(Endpoint)),
        Setting("invoicing.api_url", "", checks.url_or_empty),
        Setting("invoicing.token_url", "", checks.url_or_empty),
        Setting("invoicing.application_key", "", checks.pasted_key, secret=True),
        Setting("invoicing.client_key", "", checks.pasted_key, secret=True),
        Setting("invoicing.subscription_key", "", checks.pasted_key, secret=True),
        Setting("invoicing.send_amount_excluding_vat", "false", checks.switch),
        Setting("invoicing.products.sale_0", "", checks.line),
        Setting("invoicing.products.sale_12", "", checks.line),
        Setting("invoicing.products.sale_15", "", checks.line),
        Setting("invoicing.products.sale_25", "", checks.line),
        Setting("invoicing.products.gratuity", "", checks.line),
        Setting("invoicing.products.fee", "", checks.line),
        Setting("invoicing.invoice_fee_amount", "", checks.money_or_empty),
        Setting("invoicing.invoice_fee_vat_rate", "25", checks.one_of("0", "12", "15", "25")),
        Setting("invoicing.line_detail", "items", checks.choice(LineDetail)),
        Setting("invoicing.unknown_quarantine_s", "600", checks.seconds),
        Setting("settlement.enabled", "false", checks.switch),
        Setting("settlement.enabled_since", "", checks.day_or_empty),
        *(Setting(slot.key, "", checks.account_or_empty) for slot in Slot),
        Setting("guide.accountant_agreed", "", checks.one_of("", *(path.value for path in VatPath))),
        Setting("schedule.enabled", "true", checks.switch),
        Setting("schedule.times", "23:30", checks.times_of_day),
        Setting("schedule.days", ",".join(DAYS), checks.weekdays),
    )
}


def setting(key: str) -> Setting:
    """The setting of that key; raises BadInput naming the key when there is none."""
    if key not in SETTINGS:
        raise BadInput("setting_unknown", field=key)
    return SETTINGS[key]


@record
class Shop:
    """Who sells, as printed on receipts."""

    name: str
    organization_number: str
    address_line1: str
    zip_code: str
    city: str
    vat_registered: bool
    till_name: str
    timezone: ZoneInfo
    in_business_register: bool = False


@record
class Invoicing:
    """How invoices go to the accounting system. Keys are kept apart; `products` maps VAT rate to product code.

    `fee_amount` is what the buyer pays for the invoice, VAT included; None means the fee product's own price.
    """

    system: InvoicingSystem
    endpoint: Endpoint
    api_url: str
    token_url: str
    enabled_since: date | None
    excluding_vat: bool
    products: Mapping[VatRate, str]
    gratuity_product: str
    fee_product: str
    fee_amount: Money | None
    fee_vat_rate: VatRate
    line_detail: LineDetail
    unknown_quarantine_s: int


@record
class Schedule:
    """When the queue is sent: at these local times on these weekdays (0 is Monday)."""

    enabled: bool
    times: tuple[time, ...]
    days: tuple[int, ...]


@record
class Keys:
    """The three keys of PowerOffice Go. Never printed, logged or stored in the database."""

    application: str
    client: str
    subscription: str

    def __repr__(self) -> str:
        return "Keys(•••)"


class SettingValues:
    """One reading of all settings, typed on the way out; keys that were never set have their default.

    A reading never changes, so what a sale asks of it ten times is made once.
    """

    def __init__(self, stored: Mapping[str, str]) -> None:
        self._stored = dict(stored)

    def text(self, key: str) -> str:
        stored = self._stored.get(key)
        return setting(key).default if stored is None else stored

    def changed(self, values: Mapping[str, str]) -> SettingValues:
        """The same with those values, which have passed their keys' checks, in place of what is stored."""
        return SettingValues({**self._stored, **values})

    def on(self, key: str) -> bool:
        return self.text(key) == "true"

    def shop(self) -> Shop:
        return self._shop

    @cached_property
    def _shop(self) -> Shop:
        return Shop(
            name=self.text("shop.name"),
            organization_number=self.text("shop.organization_number"),
            address_line1=self.text("shop.address.line1"),
            zip_code=self.text("shop.address.zip_code"),
            city=self.text("shop.address.city"),
            vat_registered=self.on("shop.vat_registered"),
            till_name=self.text("till.name"),
            timezone=ZoneInfo(self.text("shop.timezone")),
            in_business_register=self.on("shop.business_register"),
        )

    def channels(self) -> tuple[Channel, ...]:
        """The channels that are switched on, in the payment screen's order."""
        return self._channels

    @cached_property
    def _channels(self) -> tuple[Channel, ...]:
        return tuple(channel for channel in self.channel_order() if self.on(f"channels.{channel.value}.enabled"))

    def channel_order(self) -> tuple[Channel, ...]:
        """All channels in the shop's order, on or off."""
        return tuple(Channel(name) for name in self.text("channels.order").split(","))

    def opening_hours(self) -> tuple[time, time] | None:
        """When the shop opens and closes, in its local time; None while nobody has said so."""
        opens, closes = self.text("shop.opens"), self.text("shop.closes")
        return (time.fromisoformat(opens), time.fromisoformat(closes)) if opens and closes else None

    def invoice_channel(self) -> InvoiceChannel:
        return self._invoice_channel

    @cached_property
    def _invoice_channel(self) -> InvoiceChannel:
        return InvoiceChannel(
            enabled=self.on("channels.invoice.enabled"),
            integration=self.on("channels.invoice.integration"),
            force_customer=self.on("channels.invoice.force_customer"),
            requisition=Asked(self.text("channels.invoice.requisition")),
            signature=Asked(self.text("channels.invoice.signature")),
        )

    def invoicing(self) -> Invoicing:
        return self._invoicing

    @cached_property
    def _invoicing(self) -> Invoicing:
        since, fee = self.text("invoicing.enabled_since"), self.text("invoicing.invoice_fee_amount")
        rates = {VatRate.parse(name): self.text(f"invoicing.products.sale_{name}") for name in ("0", "12", "15", "25")}
        return Invoicing(
            system=InvoicingSystem(self.text("invoicing.system")),
            endpoint=Endpoint(self.text("invoicing.endpoint")),
            api_url=self.text("invoicing.api_url"),
            token_url=self.text("invoicing.token_url"),
            enabled_since=date.fromisoformat(since) if since else None,
            excluding_vat=self.on("invoicing.send_amount_excluding_vat"),
            products=MappingProxyType({rate: code for rate, code in rates.items() if code}),
            gratuity_product=self.text("invoicing.products.gratuity"),
            fee_product=self.text("invoicing.products.fee"),
            fee_amount=Money.parse(fee) if fee else None,
            fee_vat_rate=self._fee_vat_rate(),
            line_detail=LineDetail(self.text("invoicing.line_detail")),
            unknown_quarantine_s=int(self.text("invoicing.unknown_quarantine_s")),
        )

    def vat_path(self) -> VatPath:
        """Who reports the VAT of an invoice sale: the one choice, which “Send amount excluding VAT” is."""
        return path_for(self.on("invoicing.send_amount_excluding_vat"))

    def settlement(self) -> Settlement:
        return self._settlement

    @cached_property
    def _settlement(self) -> Settlement:
        since = self.text("settlement.enabled_since")
        accounts = {slot: self.text(slot.key) for slot in Slot}
        return Settlement(
            enabled=self.on("settlement.enabled"),
            enabled_since=date.fromisoformat(since) if since else None,
            accounts=MappingProxyType({slot: int(number) for slot, number in accounts.items() if number}),
        )

    def _fee_vat_rate(self) -> VatRate:
        """The fee's own rate; none for a shop that is not registered for VAT (merverdiavgiftsloven § 15-11)."""
        registered = self.on("shop.vat_registered")
        return VatRate.parse(self.text("invoicing.invoice_fee_vat_rate")) if registered else VatRate(0)

    def schedule(self) -> Schedule:
        times, days = self.text("schedule.times"), self.text("schedule.days")
        return Schedule(
            enabled=self.on("schedule.enabled"),
            times=tuple(time.fromisoformat(part) for part in times.split(",") if part),
            days=tuple(DAYS.index(day) for day in days.split(",") if day),
        )


class SettingsSource(Protocol):
    """Where settings come from: what is stored, or a draft of it."""

    def read(self) -> SettingValues:
        """All plain settings."""

    def keys(self) -> Keys:
        """The three keys; raises SettingWrong naming the first that is missing."""


def require_product(invoicing: Invoicing, rate: VatRate) -> str:
    """The product code for that VAT rate; raises SettingWrong naming the key when none is set."""
    code = invoicing.products.get(rate)
    if not code:
        raise SettingWrong("product_not_mapped", rate=rate, field=f"invoicing.products.sale_{rate}")
    return code
