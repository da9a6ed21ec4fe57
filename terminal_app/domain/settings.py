"""The settings a shop has: each key with its kind, its default, and the check that a new value must pass.

The keys are a contract with scripts and support (command line reference). Pure: storage keeps the values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from zoneinfo import ZoneInfo

from . import text
from .channel import Channel, InvoiceChannel
from .invoice import LineDetail
from .money import ZERO, Money
from .problems import BadInput, SettingWrong
from .vat import VatRate


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


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: `check` returns the value as it is stored, or raises BadInput naming the key."""

    key: str
    default: str
    check: Callable[[str, str], str]
    secret: bool = False


def _text(key: str, value: str) -> str:
    return text.name(value, key)


def _key(key: str, value: str) -> str:
    """A key as it was pasted, outer blanks and line ends gone; one with blanks inside is two keys, or half of one."""
    stripped = value.strip()
    if any(character.isspace() for character in stripped):
        raise BadInput("key_with_blanks", field=key)
    return _text(key, stripped)


def _name(key: str, value: str) -> str:
    cleaned = _text(key, value)
    if not cleaned:
        raise BadInput("setting_empty", field=key)
    return cleaned


def _switch(key: str, value: str) -> str:
    answer = {"true": "true", "on": "true", "1": "true", "false": "false", "off": "false", "0": "false"}
    if value.strip().lower() not in answer:
        raise BadInput("setting_not_switch", field=key, text=value[:40])
    return answer[value.strip().lower()]


def _choice(kind: type[Enum]) -> Callable[[str, str], str]:
    values = [str(member.value) for member in kind]
    return _one_of(*values)


def _one_of(*values: str) -> Callable[[str, str], str]:
    def check(key: str, value: str) -> str:
        if value not in values:
            raise BadInput("setting_not_choice", field=key, text=value[:40], choices=", ".join(values))
        return value

    return check


def _day_or_empty(key: str, value: str) -> str:
    if not value:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise BadInput("setting_not_date", field=key, text=value[:40]) from error


def _money_or_empty(key: str, value: str) -> str:
    if not value:
        return ""
    amount = Money.parse(value, field=key)
    if amount < ZERO:
        raise BadInput("setting_negative", field=key)
    return str(amount)


def _url_or_empty(key: str, value: str) -> str:
    """Plain http is only for this machine; anywhere else a key would travel in clear."""
    if not value:
        return ""
    match = re.fullmatch(r"(https?)://([A-Za-z0-9.-]+|\[::1\])(:\d{1,5})?(/[\w./~-]*)?", value)
    if match is None or int((match.group(3) or ":443")[1:]) > 65_535:
        raise BadInput("setting_not_url", field=key, text=value[:80])
    if match.group(1) == "http" and match.group(2) not in ("127.0.0.1", "localhost", "[::1]"):
        raise BadInput("setting_url_not_safe", field=key)
    return value.rstrip("/")


def _organization_number(key: str, value: str) -> str:
    digits = value.replace(" ", "").removesuffix("MVA")
    if not digits:
        return ""
    if not is_organization_number(digits):
        raise BadInput("organization_number_wrong", field=key, text=value[:20])
    return digits


def is_organization_number(digits: str) -> bool:
    """Whether nine digits end in the right check digit (modulus 11, weights 3 2 7 6 5 4 3 2; Brønnøysund)."""
    if re.fullmatch(r"\d{9}", digits) is None or not digits.isascii():
        return False
    weighted = sum(int(d) * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=False))
    return (11 - weighted % 11) % 11 == int(digits[8])


def _times(key: str, value: str) -> str:
    moments = sorted({_moment(key, part.strip()) for part in value.split(",") if part.strip()})
    if not moments:
        raise BadInput("setting_empty", field=key)
    return ",".join(f"{moment:%H:%M}" for moment in moments)


def _moment(key: str, written: str) -> time:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", written)
    if match is None or int(match.group(1)) > 23 or int(match.group(2)) > 59:
        raise BadInput("setting_not_time", field=key, text=written[:40])
    return time(int(match.group(1)), int(match.group(2)))


def _days(key: str, value: str) -> str:
    given = {part.strip().lower() for part in value.split(",") if part.strip()}
    unknown = sorted(given - set(DAYS))
    if unknown:
        raise BadInput("setting_not_day", field=key, text=unknown[0][:40], choices=", ".join(DAYS))
    if not given:
        raise BadInput("setting_empty", field=key)
    return ",".join(day for day in DAYS if day in given)


def _seconds(key: str, value: str) -> str:
    if re.fullmatch(r"\d{1,6}", value) is None or not value.isascii():
        raise BadInput("setting_not_seconds", field=key, text=value[:40])
    return str(int(value))


def _timezone(key: str, value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError) as error:
        raise BadInput("setting_not_timezone", field=key, text=value[:40]) from error


SETTINGS: Mapping[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("shop.name", "Disken", _name),
        Setting("shop.organization_number", "", _organization_number),
        Setting("shop.address.line1", "", _text),
        Setting("shop.address.zip_code", "", _text),
        Setting("shop.address.city", "", _text),
        Setting("shop.vat_registered", "true", _switch),
        Setting("shop.timezone", "Europe/Oslo", _timezone),
        Setting("till.name", "Kasse 1", _text),
        Setting("till.language", "nb", _one_of("nb", "en")),
        Setting("till.theme", "light", _one_of("light", "dark", "contrast")),
        Setting("channels.cash.enabled", "true", _switch),
        Setting("channels.card.enabled", "true", _switch),
        Setting("channels.vipps.enabled", "false", _switch),
        Setting("channels.giftcard.enabled", "false", _switch),
        Setting("channels.invoice.enabled", "false", _switch),
        Setting("channels.invoice.integration", "false", _switch),
        Setting("channels.invoice.force_customer", "true", _switch),
        Setting("invoicing.system", "none", _choice(InvoicingSystem)),
        Setting("invoicing.enabled_since", "", _day_or_empty),
        Setting("invoicing.endpoint", "test", _choice(Endpoint)),
        Setting("invoicing.api_url", "", _url_or_empty),
        Setting("invoicing.token_url", "", _url_or_empty),
        Setting("invoicing.application_key", "", _key, secret=True),
        Setting("invoicing.client_key", "", _key, secret=True),
        Setting("invoicing.subscription_key", "", _key, secret=True),
        Setting("invoicing.send_amount_excluding_vat", "false", _switch),
        Setting("invoicing.products.sale_0", "", _text),
        Setting("invoicing.products.sale_12", "", _text),
        Setting("invoicing.products.sale_15", "", _text),
        Setting("invoicing.products.sale_25", "", _text),
        Setting("invoicing.products.gratuity", "", _text),
        Setting("invoicing.products.fee", "", _text),
        Setting("invoicing.invoice_fee_amount", "", _money_or_empty),
        Setting("invoicing.invoice_fee_vat_rate", "25", _one_of("0", "12", "15", "25")),
        Setting("invoicing.line_detail", "items", _choice(LineDetail)),
        Setting("invoicing.unknown_quarantine_s", "600", _seconds),
        Setting("schedule.enabled", "true", _switch),
        Setting("schedule.times", "23:30", _times),
        Setting("schedule.days", ",".join(DAYS), _days),
    )
}


def setting(key: str) -> Setting:
    """The setting of that key; raises BadInput naming the key when there is none."""
    if key not in SETTINGS:
        raise BadInput("setting_unknown", field=key)
    return SETTINGS[key]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the queue is sent: at these local times on these weekdays (0 is Monday)."""

    enabled: bool
    times: tuple[time, ...]
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The three keys of PowerOffice Go. Never printed, logged or stored in the database."""

    application: str
    client: str
    subscription: str

    def __repr__(self) -> str:
        return "Keys(•••)"


class SettingValues:
    """One reading of all settings, typed on the way out; keys that were never set have their default."""

    def __init__(self, stored: Mapping[str, str]) -> None:
        self._stored = dict(stored)

    def text(self, key: str) -> str:
        return self._stored.get(key, setting(key).default)

    def changed(self, values: Mapping[str, str]) -> SettingValues:
        """The same with those values, which have passed their keys' checks, in place of what is stored."""
        return SettingValues({**self._stored, **values})

    def on(self, key: str) -> bool:
        return self.text(key) == "true"

    def shop(self) -> Shop:
        return Shop(
            name=self.text("shop.name"),
            organization_number=self.text("shop.organization_number"),
            address_line1=self.text("shop.address.line1"),
            zip_code=self.text("shop.address.zip_code"),
            city=self.text("shop.address.city"),
            vat_registered=self.on("shop.vat_registered"),
            till_name=self.text("till.name"),
            timezone=ZoneInfo(self.text("shop.timezone")),
        )

    def channels(self) -> tuple[Channel, ...]:
        """The channels that are switched on, in the payment screen's order."""
        return tuple(channel for channel in Channel if self.on(f"channels.{channel.value}.enabled"))

    def invoice_channel(self) -> InvoiceChannel:
        return InvoiceChannel(
            enabled=self.on("channels.invoice.enabled"),
            integration=self.on("channels.invoice.integration"),
            force_customer=self.on("channels.invoice.force_customer"),
        )

    def invoicing(self) -> Invoicing:
        since, fee = self.text("invoicing.enabled_since"), self.text("invoicing.invoice_fee_amount")
        rates = {VatRate.parse(name): self.text(f"invoicing.products.sale_{name}") for name in ("0", "12", "15", "25")}
        return Invoicing(
            system=InvoicingSystem(self.text("invoicing.system")),
            endpoint=Endpoint(self.text("invoicing.endpoint")),
            api_url=self.text("invoicing.api_url"),
            token_url=self.text("invoicing.token_url"),
            enabled_since=date.fromisoformat(since) if since else None,
            excluding_vat=self.on("invoicing.send_amount_excluding_vat"),
            products={rate: code for rate, code in rates.items() if code},
            gratuity_product=self.text("invoicing.products.gratuity"),
            fee_product=self.text("invoicing.products.fee"),
            fee_amount=Money.parse(fee) if fee else None,
            fee_vat_rate=self._fee_vat_rate(),
            line_detail=LineDetail(self.text("invoicing.line_detail")),
            unknown_quarantine_s=int(self.text("invoicing.unknown_quarantine_s")),
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


def require_product(invoicing: Invoicing, rate: VatRate) -> str:
    """The product code for that VAT rate; raises SettingWrong naming the key when none is set."""
    code = invoicing.products.get(rate)
    if not code:
        raise SettingWrong("product_not_mapped", rate=rate, field=f"invoicing.products.sale_{rate}")
    return code
