"""What a look at the setup found, as rows and badges: for Invoicing › Config and for the setup guide.

Settings are called what they are called on screen, not by their keys. Window thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...domain.problems import Problem
from ...domain.product_choice import SALES, setting_of
from ...domain.settings import Endpoint
from ...domain.settlement_accounts import Slot
from ...domain.setup import Check, SetupReport
from ...domain.vat import VatRate
from ...i18n import Texts
from ...reports.voucher_paper import slot_name
from ..status import Badge
from .rows import Line, Lines, Row


def setting_labels(texts: Texts) -> dict[str, str]:
    """What the settings of invoicing are called, by key."""
    say = texts.say
    sales = {
        setting_of(f"sale_{rate}"): say("Product for sales at {rate}", rate=texts.rate(VatRate.parse(rate)))
        for rate in SALES
    }
    return {
        **sales,
        "invoicing.system": say("Invoicing system type"),
        "invoicing.enabled_since": say("Enabled since"),
        "invoicing.client_key": say("Client key"),
        "invoicing.application_key": say("Application key"),
        "invoicing.subscription_key": say("Subscription key"),
        "invoicing.endpoint": say("End point mode"),
        "invoicing.api_url": say("Address of the API"),
        "invoicing.token_url": say("Address for tokens"),
        "invoicing.send_amount_excluding_vat": say("Send amount excluding VAT"),
        "invoicing.products.gratuity": say("Product for tips"),
        "invoicing.products.fee": say("Product for the invoice fee"),
        "invoicing.invoice_fee_amount": say("Invoice fee amount"),
        "products": say("Catalogue"),
        "settlement.enabled": say("Send day settlements"),
        "settlement.enabled_since": say("From this day on"),
        **{slot.key: slot_name(slot, texts) for slot in Slot},
    }


def endpoint_names(texts: Texts) -> dict[Endpoint, str]:
    """What the end points are called."""
    say = texts.say
    return {
        Endpoint.SANDBOX: say("Sandbox"),
        Endpoint.TEST: say("Test"),
        Endpoint.PRODUCTION: say("Production"),
        Endpoint.CUSTOM: say("Custom address"),
    }


def told_check(check: Check, texts: Texts) -> tuple[str, str]:
    """How a requirement stands, and what to do about it."""
    return texts.check(check.code, named(check.values, texts))


def told_problem(problem: Problem, texts: Texts) -> tuple[str, str]:
    """What happened, and what to do about it."""
    return texts.problem(Problem(problem.code, named(problem.values, texts)))


def check_badge(check: Check, texts: Texts) -> Badge:
    """A tick, or that there is something to do."""
    if check.ok:
        return Badge(texts.say("In order"), "check_circle", "ok")
    return Badge(texts.say("To do"), "error", "bad")


def findings(report: SetupReport, texts: Texts) -> list[Row]:
    """What is to be done, then what is in order."""
    to_do = tuple(_line(check, texts, "bad") for check in report.checks if not check.ok)
    in_order = tuple(_line(check, texts, "ok") for check in report.checks if check.ok)
    rows: list[Row] = []
    if to_do:
        rows.append(Lines("to_do", to_do, texts.count("{n} thing to do", "{n} things to do", len(to_do))))
    if in_order:
        rows.append(Lines("in_order", in_order, texts.say("In order")))
    return rows


def _line(check: Check, texts: Texts, tone: str) -> Line:
    message, hint = told_check(check, texts)
    return Line(message, detail=hint, tone=tone)


def named(values: Mapping[str, str], texts: Texts) -> dict[str, str]:
    """The values with settings by name; products by what they are for, as the sentences have it."""
    say = texts.say
    labels = setting_labels(texts) | {
        **{setting_of(f"sale_{rate}"): say("sales at {rate}", rate=texts.rate(VatRate.parse(rate))) for rate in SALES},
        setting_of("gratuity"): say("tips"),
        setting_of("fee"): say("the invoice fee"),
    }
    modes = {endpoint.value: called for endpoint, called in endpoint_names(texts).items()}
    names = {"field": labels, "endpoint": modes}
    return {name: names.get(name, {}).get(value, value) for name, value in values.items()}
