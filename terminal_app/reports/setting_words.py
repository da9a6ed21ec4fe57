"""Problems told with settings by what they are called on screen, not by their keys.

Knows the words alone; who shows them is the screens' and the papers' business. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..domain.problems import Problem
from ..domain.settings import Endpoint
from ..i18n import Texts


def told_problem(problem: Problem, texts: Texts) -> tuple[str, str]:
    """What happened, and what to do about it."""
    return texts.problem(Problem(problem.code, named(problem.values, texts)))


def setting_labels(texts: Texts) -> dict[str, str]:
    """What the settings of invoicing are called, by key."""
    from ..domain.product_choice import SALES, setting_of  # a till that starts has no setting to name
    from ..domain.settlement_accounts import Slot
    from ..domain.vat import VatRate
    from .voucher_paper import slot_name

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


def named(values: Mapping[str, str], texts: Texts) -> dict[str, str]:
    """The values with settings by name; products by what they are for, as the sentences have it."""
    from ..domain.product_choice import SALES, setting_of
    from ..domain.vat import VatRate

    say = texts.say
    labels = setting_labels(texts) | {
        **{setting_of(f"sale_{rate}"): say("sales at {rate}", rate=texts.rate(VatRate.parse(rate))) for rate in SALES},
        setting_of("gratuity"): say("tips"),
        setting_of("fee"): say("the invoice fee"),
    }
    modes = {endpoint.value: called for endpoint, called in endpoint_names(texts).items()}
    names = {"field": labels, "endpoint": modes}
    return {name: names.get(name, {}).get(value, value) for name, value in values.items()}
