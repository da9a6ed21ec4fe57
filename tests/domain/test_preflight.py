"""What can be told of an invoice before it is finished, from what the till knows alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from terminal_app.domain.catalog import Customer, RemoteProduct
from terminal_app.domain.preflight import InvoiceFacts, Weight, findings
from terminal_app.domain.problems import Problem
from terminal_app.domain.settings import SettingValues
from terminal_app.domain.vat import VatRate

NORD = Customer("7", 70001, "Nord AS", "987654321", "post@nord.no", delivery="PdfByEmail")
TWENTY_FIVE, FISH = VatRate(2500), VatRate(1111)
MAPPED = SettingValues(
    {
        "invoicing.products.sale_25": "9025",
        "invoicing.products.fee": "9500",
        "invoicing.enabled_since": "2026-11-01",
    }
).invoicing()
READY = InvoiceFacts(
    chosen=NORD,
    customer=NORD,
    rates=(TWENTY_FIVE,),
    has_tip=False,
    has_fee=False,
    invoicing=MAPPED,
    products={"9025": RemoteProduct("9025", "1", "Salg 25 %"), "9500": RemoteProduct("9500", "2", "Gebyr")},
    sold_on=date(2026, 11, 23),
)


def told(facts: InvoiceFacts) -> list[tuple[Weight, str]]:
    return [(finding.weight, finding.problem.code) for finding in findings(facts)]


def test_an_invoice_that_nothing_stands_in_the_way_of_has_no_findings() -> None:
    assert told(READY) == []
    assert told(replace(READY, has_fee=True, locked_until=date(2026, 10, 31))) == []


@pytest.mark.parametrize(
    ("changes", "weight", "code"),
    [
        ({"customer": None}, Weight.MEND_FIRST, "buyer_gone"),
        ({"customer": replace(NORD, archived=True)}, Weight.MEND_FIRST, "buyer_archived"),
        ({"customer": replace(NORD, email=None)}, Weight.STOPS, "buyer_without_email"),
        (
            {"customer": replace(NORD, delivery="EHF", organization_number=None)},
            Weight.STOPS,
            "buyer_without_number",
        ),
        ({"rates": (VatRate(1500),)}, Weight.STOPS, "product_not_mapped"),
        ({"rates": (FISH,)}, Weight.STOPS, "rate_not_invoiced"),
        ({"has_tip": True}, Weight.STOPS, "special_product_not_mapped"),
        ({"products": {}}, Weight.STOPS, "mapped_product_missing"),
        (
            {"products": {"9025": RemoteProduct("9025", "1", "Salg", archived=True)}},
            Weight.STOPS,
            "mapped_product_archived",
        ),
        ({"sold_on": date(2026, 10, 31)}, Weight.WAITS, "sold_before_start"),
        ({"invoicing": replace(MAPPED, enabled_since=None)}, Weight.WAITS, "sending_has_no_start"),
        ({"locked_until": date(2026, 11, 23)}, Weight.STOPS, "period_locked"),
        ({"blocked": Problem("keys_refused", {"text": "401"})}, Weight.STOPS, "keys_refused"),
    ],
)
def test_what_would_stop_an_invoice_is_told_with_what_it_means(
    changes: dict[str, object], weight: Weight, code: str
) -> None:
    assert told(replace(READY, **changes)) == [(weight, code)]  # type: ignore[arg-type]


def test_no_address_is_needed_for_what_goes_as_ehf_and_no_number_for_what_goes_by_email() -> None:
    assert told(replace(READY, customer=replace(NORD, delivery="EHF", email=None))) == []
    assert told(replace(READY, customer=replace(NORD, organization_number=None))) == []


def test_products_that_were_never_listed_are_not_called_missing() -> None:
    assert told(replace(READY, products=None, has_fee=True)) == []


def test_a_product_that_disagrees_with_who_reports_the_vat_is_told_until_the_queue_has_stopped_for_it() -> None:
    taxed = {"9025": RemoteProduct("9025", "1", "Salg", None, 3000, "3", VatRate(2500))}
    net = replace(MAPPED, excluding_vat=True)
    assert told(replace(READY, products=taxed, invoicing=net)) == []
    wrong = replace(READY, products=taxed)
    assert told(wrong) == [(Weight.STOPS, "product_against_vat_way")]
    (finding,) = findings(wrong)
    assert finding.problem.values["field"] == "invoicing.products.sale_25"
    stopped = Problem("vat_twice", {"field": "invoicing.products.sale_25"})
    assert told(replace(wrong, blocked=stopped)) == [(Weight.STOPS, "vat_twice")]


def test_a_wrong_setting_that_has_stopped_the_queue_already_is_told_once() -> None:
    unmapped = replace(READY, rates=(VatRate(1500),))
    (found,) = findings(unmapped)
    assert told(replace(unmapped, blocked=found.problem)) == [(Weight.STOPS, "product_not_mapped")]


def test_the_gravest_is_told_first() -> None:
    facts = replace(READY, customer=replace(NORD, archived=True), sold_on=date(2026, 10, 1), rates=(FISH,))
    assert [weight for weight, _ in told(facts)] == [Weight.MEND_FIRST, Weight.STOPS, Weight.WAITS]
