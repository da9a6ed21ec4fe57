"""The look at an invoice while the buyer still stands there, with a real till's settings, mirror and queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.money import Money
from terminal_app.domain.problems import Problem
from terminal_app.domain.sync_control import SyncStatus
from terminal_app.storage.jobs import Job, Jobs
from terminal_app.till import Till
from tests.till.counter import TORGET, ListeningSync, a_cart

MAPPED = {"invoicing.products.sale_25": "9025", "invoicing.products.sale_15": "9015"}


def codes(till: Till, **more: object) -> list[str]:
    found = till.preflight.look(a_cart(), TORGET, **more)  # type: ignore[arg-type]
    return [finding.problem.code for finding in found]


def list_products(till: Till, *products: RemoteProduct) -> None:
    till.remote_products.replace_all(products)
    Jobs(till.database).save(Job("products", last_ok=till.now()))


def test_a_mapped_cart_for_a_known_customer_has_nothing_in_its_way(till: Till) -> None:
    till.change_settings(MAPPED)
    assert codes(till) == []


def test_a_rate_in_the_cart_without_a_product_is_told(till: Till) -> None:
    till.change_settings({"invoicing.products.sale_25": "9025"})
    assert codes(till) == ["product_not_mapped"]


def test_the_mirror_of_products_is_asked_once_it_was_listed(till: Till) -> None:
    till.change_settings(MAPPED)
    list_products(till, RemoteProduct("9025", "1", "Salg 25 %", archived=True))
    assert codes(till) == ["mapped_product_archived", "mapped_product_missing"]


def test_a_customer_who_was_archived_since_the_choice_is_found_out(till: Till) -> None:
    till.change_settings(MAPPED)
    till.catalog.put_customers([(replace(TORGET, archived=True), None)])
    assert codes(till) == ["buyer_archived"]


def test_a_queue_that_a_setting_has_stopped_is_told(till: Till, sync: ListeningSync) -> None:
    till.change_settings(MAPPED)
    sync.now = SyncStatus(blocked=Problem("keys_refused", {"text": "401"}))
    assert codes(till) == ["keys_refused"]


def test_a_tip_needs_its_product_and_a_locked_day_is_told(till: Till) -> None:
    till.change_settings(MAPPED)
    assert codes(till, tip=Money(10_00)) == ["special_product_not_mapped"]
    assert codes(till, locked_until=date(2026, 11, 30)) == ["period_locked"]


def test_a_shop_whose_invoices_are_only_recorded_here_is_told_nothing(till: Till) -> None:
    till.change_settings({"channels.invoice.integration": "false"})
    assert codes(till, tip=Money(10_00)) == []
