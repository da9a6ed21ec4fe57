"""What is said at once of a product that somebody picks, from the list alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.product_choice import first_judgement
from terminal_app.domain.settings import Invoicing, SettingValues
from terminal_app.domain.vat import VatRate

CLEARING = RemoteProduct("7025", "1", "Servering", None, 1950, "0", VatRate(0))
ORDINARY = RemoteProduct("8025", "2", "Kassasalg", None, 3000, "3", VatRate(2500))


def invoicing(*, excluding: bool = False, fee_rate: str = "25") -> Invoicing:
    return SettingValues(
        {
            "invoicing.send_amount_excluding_vat": "true" if excluding else "false",
            "invoicing.invoice_fee_vat_rate": fee_rate,
        }
    ).invoicing()


@pytest.mark.parametrize(
    ("name", "product", "excluding", "code"),
    [
        ("sale_25", None, False, "product_missing"),
        ("sale_25", replace(CLEARING, archived=True), False, "product_archived"),
        ("sale_25", replace(CLEARING, account_no=None), False, "product_without_account"),
        ("sale_25", CLEARING, False, "product_ready"),
        ("sale_25", ORDINARY, False, "vat_twice"),
        ("sale_0", replace(ORDINARY, vat_code="5", vat_rate=VatRate(0)), False, "turnover_twice"),
        ("sale_25", ORDINARY, True, "product_ready"),
        ("sale_15", ORDINARY, True, "other_rate"),
        ("sale_25", CLEARING, True, "left_on_clearing"),
        ("gratuity", ORDINARY, True, "tip_with_vat"),
        ("gratuity", CLEARING, True, "left_on_clearing"),
        ("gratuity", CLEARING, False, "product_ready"),
        ("gratuity", replace(CLEARING, account_no=2910), True, "product_ready"),
        ("gratuity", replace(CLEARING, account_no=2910), False, "off_clearing"),
        ("fee", ORDINARY, True, "product_ready"),
        ("sale_25", replace(ORDINARY, vat_rate=None), False, "vat_twice"),
        ("sale_25", replace(ORDINARY, vat_rate=None), True, "product_ready"),
    ],
)
def test_a_product_is_judged_by_what_the_list_says_of_it(
    name: str, product: RemoteProduct | None, excluding: bool, code: str
) -> None:
    found = first_judgement(name, "8025", product, invoicing(excluding=excluding))
    assert (found.id, found.code, found.ok) == (f"product.{name}", code, code == "product_ready")


def test_a_fee_of_another_rate_names_both_rates() -> None:
    found = first_judgement("fee", "8025", ORDINARY, invoicing(excluding=True, fee_rate="15"))
    assert (found.code, found.values["found"], found.values["rate"]) == ("fee_other_rate", "25", "15")
