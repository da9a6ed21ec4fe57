"""What the setup check says of the invoice fee: its price, and whether its product's VAT is the fee's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.poweroffice import setup
from sync.poweroffice.setup import Facts
from terminal_app.domain.setup import Check
from tests.sync.companies import (
    FACTS,
    GROSS_POSTINGS,
    NET,
    NET_FACTS,
    NET_POSTINGS,
    TODAY,
    failing,
    invoicing,
    products,
)


def fee_check(facts: Facts, settings: dict[str, str]) -> Check:
    (told,) = (check for check in setup.checks(facts, invoicing(**settings), TODAY) if check.id == "invoice_fee")
    return told


def test_a_fee_product_on_an_account_of_another_rate_than_the_fees_names_both_rates() -> None:
    facts = replace(NET_FACTS, products=products({**NET_POSTINGS, "7095": 3002}))
    (wrong,) = (check for check in setup.checks(facts, invoicing(**NET), TODAY) if not check.ok)
    assert (wrong.id, wrong.code) == ("product.fee", "fee_other_rate")
    assert (wrong.values["found"], wrong.values["rate"]) == ("15", "25")
    assert failing(facts, {**NET, "invoicing.invoice_fee_vat_rate": "15"}) == {}
    assert failing(facts, {**NET, "invoicing.invoice_fee_amount": "0"}) == {}


def test_net_amounts_to_a_fee_product_without_vat_are_told() -> None:
    facts = replace(NET_FACTS, products=products({**NET_POSTINGS, "7095": 1950}))
    assert failing(facts, NET) == {"product.fee": "left_on_clearing"}


@pytest.mark.parametrize(
    ("settings", "fee", "rate"),
    [
        ({}, "50.00", "25"),
        (NET, "62.50", "25"),
        ({"invoicing.invoice_fee_amount": "35"}, "35.00", "25"),
        ({**NET, "invoicing.invoice_fee_amount": "35"}, "35.00", "25"),
        ({"invoicing.invoice_fee_vat_rate": "15"}, "50.00", "15"),
    ],
)
def test_it_says_what_an_invoice_costs_the_buyer(settings: dict[str, str], fee: str, rate: str) -> None:
    facts = NET_FACTS if NET.items() <= settings.items() else FACTS
    told = fee_check(facts, settings)
    assert (told.ok, told.code, told.values) == (True, "fee_charged", {"fee": fee, "rate": rate})


def test_a_fee_product_without_a_price_is_told_until_the_shop_sets_an_amount() -> None:
    facts = replace(FACTS, products=products(dict(GROSS_POSTINGS), price=None))
    told = {amount: fee_check(facts, {"invoicing.invoice_fee_amount": amount}).code for amount in ("", "35", "0")}
    assert told == {"": "fee_without_price", "35": "fee_charged", "0": "fee_not_wanted"}
    assert failing(facts) == {}


def test_a_fee_product_that_is_archived_is_told_once() -> None:
    archived = {code: replace(p, archived=code == "7095") for code, p in products(dict(GROSS_POSTINGS)).items()}
    assert failing(replace(FACTS, products=archived)) == {"product.fee": "product_archived"}
