"""The setup check: the decision as a table, and each thing broken in turn at a real sandbox over HTTP."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from sync.connectors import setup_desk
from sync.poweroffice import setup
from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Fault, FaultAction
from sync.poweroffice.setup import Facts
from sync.setup_check import check_setup
from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import RemoteAccount
from terminal_app.domain.settings import SETTINGS, SettingValues
from terminal_app.domain.setup import Check, Missing, SetupReport, own_checks
from terminal_app.domain.vat import VatRate
from terminal_app.i18n import texts
from terminal_app.setup_wording import CHECKS
from tests.sync.companies import (
    FACTS,
    GROSS_POSTINGS,
    NET,
    NET_FACTS,
    NET_POSTINGS,
    TODAY,
    accounts,
    failing,
    invoicing,
    products,
    rates,
)
from tests.sync.shop import Shop

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("facts", "settings"), [(FACTS, {}), (NET_FACTS, NET)])
def test_a_company_set_up_by_the_guide_has_nothing_to_do(facts: Facts, settings: dict[str, str]) -> None:
    assert failing(facts, settings) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"privileges": FACTS.privileges - {"Customer_Full"}}, {"privileges": "privileges_lacking"}),
        (
            {"privileges": FACTS.privileges - {"Product_Full"}, "not_covered": frozenset({"Product_Full"})},
            {"privileges": "privileges_not_covered"},
        ),
        ({"products": products({**GROSS_POSTINGS, "7025": None})}, {"product.sale_25": "product_without_account"}),
        ({"products": products({**GROSS_POSTINGS, "7025": 4711})}, {"product.sale_25": "product_account_gone"}),
        ({"products": products({**GROSS_POSTINGS, "7000": 3100})}, {"product.sale_0": "turnover_twice"}),
        ({"products": products({**GROSS_POSTINGS, "7090": 3000})}, {"product.gratuity": "vat_twice"}),
        ({"products": products({**GROSS_POSTINGS, "7090": 2910})}, {"product.gratuity": "off_clearing"}),
        ({"products": products({**GROSS_POSTINGS, "7095": 3000})}, {"product.fee": "vat_twice"}),
        (
            {"products": products({**GROSS_POSTINGS, "7025": 3000})},
            {"product.sale_25": "vat_twice", "price_basis": "price_basis_mixed"},
        ),
        ({"rates": rates(**{"31": 1400})}, {"vat_codes.31": "vat_code_differs"}),
        ({"rates": {"3": VatRate(2500), "31": VatRate(1500)}}, {"vat_codes.33": "vat_code_missing"}),
        ({"rates": None}, {"vat_codes": "vat_codes_unread"}),
        ({"lock_date": TODAY}, {"lock_date": "lock_date_ahead"}),
        ({"lock_date": date(2026, 11, 1)}, {"lock_date": "lock_date_after_since"}),
        ({"lock_date": None}, {}),
        ({"lock_date_read": False}, {"lock_date": "lock_date_unread"}),
        ({"skew_s": 121.0}, {"clock": "clock_ahead"}),
        ({"skew_s": -3600.0}, {"clock": "clock_behind"}),
        ({"skew_s": None}, {}),
    ],
)
def test_each_fault_is_told_where_it_lies(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert failing(replace(FACTS, **changes)) == expected


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (RemoteAccount(1950, "Faktura kasse", "0", active=False), "account_inactive"),
        (RemoteAccount(1950, "Faktura kasse", "3"), "account_with_vat"),
    ],
)
def test_the_clearing_account_must_be_active_and_without_vat(account: RemoteAccount, code: str) -> None:
    assert failing(replace(FACTS, accounts=accounts(account)))["account"] == code


def test_a_clearing_account_that_anybody_can_change_is_fine_and_said_so() -> None:
    loose = replace(FACTS, accounts=accounts(RemoteAccount(1950, "Faktura kasse", "0", locked=False)))
    assert failing(loose) == {}
    assert "account_unlocked" in [check.code for check in setup.checks(loose, invoicing(), TODAY)]


def test_gross_amounts_to_net_products_are_told_as_the_switch_that_is_off() -> None:
    found = failing(NET_FACTS)
    assert found["price_basis"] == "price_basis_not_gross"
    assert found["product.sale_25"] == "vat_twice"


def test_net_amounts_to_gross_products_are_told_as_the_switch_that_is_on() -> None:
    found = failing(FACTS, NET)
    assert found["price_basis"] == "price_basis_not_net"
    assert found["product.sale_25"] == "left_on_clearing"


def test_a_net_product_on_an_account_of_another_rate_names_both_rates() -> None:
    facts = replace(NET_FACTS, products=products({**NET_POSTINGS, "7015": 3000}))
    (wrong,) = (check for check in setup.checks(facts, invoicing(**NET), TODAY) if not check.ok)
    assert (wrong.code, wrong.values["found"], wrong.values["rate"]) == ("other_rate", "25", "15")


def test_what_is_missing_is_made_with_the_account_first() -> None:
    bare = replace(FACTS, products={}, accounts=accounts(without=[1950]))
    made = list(setup.missing(bare, invoicing()))
    assert [(one.kind, one.number, one.account) for one in made] == [
        ("account", "1950", ""),
        ("product", "7000", "1950"),
        ("product", "7012", "1950"),
        ("product", "7015", "1950"),
        ("product", "7025", "1950"),
        ("product", "7090", "1950"),
        ("product", "7095", "1950"),
    ]


def test_net_products_are_made_on_the_income_account_of_their_rate() -> None:
    made = setup.missing(replace(FACTS, products={}), invoicing(**NET))
    assert {one.number: one.account for one in made} == {
        "7000": "3100",
        "7012": "3010",
        "7015": "3002",
        "7025": "3000",
        "7090": "2910",
    }


def test_nothing_is_offered_where_the_products_or_accounts_could_not_be_read() -> None:
    for facts in (replace(FACTS, products=None), replace(FACTS, accounts=None)):
        assert list(setup.missing(facts, invoicing())) == []


def test_an_archived_product_is_not_made_a_second_time() -> None:
    archived = {
        **products(dict(GROSS_POSTINGS)),
        "7025": RemoteProduct("7025", "9", "Gammel", None, 1950, archived=True),
    }
    facts = replace(FACTS, products=archived)
    assert failing(facts) == {"product.sale_25": "product_archived"}
    assert list(setup.missing(facts, invoicing())) == []


def test_the_tills_own_settings_are_checked_without_anybody_else() -> None:
    stored = {key: setting.default for key, setting in SETTINGS.items()}
    found = {check.id: check.code for check in own_checks(SettingValues(stored)) if not check.ok}
    assert found == {
        "channel": "channel_not_on",
        "integration": "integration_not_on",
        "enabled_since": "since_missing",
    }
    (off,) = (c for c in own_checks(SettingValues({"schedule.enabled": "false"})) if c.id == "schedule")
    assert (off.ok, off.in_settings) == (False, True)


def check(shop: Shop) -> SetupReport:
    shop.till.reload()
    return check_setup(
        shop.till.values, lambda: setup_desk(shop.till.settings, wait=shop.clock.wait, clock=shop.clock), TODAY
    )


def to_do(shop: Shop) -> dict[str, Check]:
    return {found.id: found for found in check(shop).checks if not found.ok}


def test_the_demo_company_is_ready_over_http(shop: Shop) -> None:
    report = check(shop)
    assert report.ok, [found for found in report.checks if not found.ok]
    assert (report.company, report.missing) == ("Kaffebaren Demo AS", ())


def test_the_demo_company_is_ready_for_amounts_without_vat_too(open_shop: Callable[..., Shop]) -> None:
    codes = {"sale_0": "8000", "sale_12": "8012", "sale_15": "8015", "sale_25": "8025", "gratuity": "8090"}
    settings = {**NET, **{f"invoicing.products.{key}": code for key, code in codes.items()}}
    assert check(open_shop({**settings, "invoicing.products.fee": "8095"})).ok


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"invoicing.products.sale_15": ""}, {"product.sale_15": "product_not_set"}),
        ({"invoicing.products.sale_15": "7777"}, {"product.sale_15": "product_missing"}),
        ({"channels.invoice.enabled": "false"}, {"channel": "channel_not_on"}),
        ({"schedule.enabled": "false"}, {"schedule": "schedule_not_on"}),
        ({"invoicing.enabled_since": "2025-06-01"}, {"lock_date": "lock_date_after_since"}),
        (
            {"invoicing.products.sale_25": "8025"},
            {"product.sale_25": "vat_twice", "price_basis": "price_basis_mixed"},
        ),
    ],
)
def test_a_wrong_setting_is_found_over_http(
    open_shop: Callable[..., Shop], settings: dict[str, str], expected: dict[str, str]
) -> None:
    assert {name: found.code for name, found in to_do(open_shop(settings)).items()} == expected


@pytest.mark.parametrize(
    ("table", "key", "changes", "expected"),
    [
        ("products", 1603, {"IsArchived": True}, {"product.sale_25": "product_archived"}),
        ("accounts", 476001950, {"IsActive": False}, None),
        ("vat_codes", 131, {"Rate": 0.16}, {"vat_codes.31": "vat_code_differs"}),
    ],
)
def test_a_change_over_there_is_found_over_http(
    shop: Shop, table: str, key: int, changes: dict[str, Any], expected: dict[str, str] | None
) -> None:
    books = shop.sandbox._office.books
    with books.writing():
        rows = books.tables[table]
        books.put(rows, {**(rows.get(key) or {}), **changes})
    found = {name: one.code for name, one in to_do(shop).items()}
    if expected is None:
        assert found["account"] == "account_inactive"
        assert found["product.sale_25"] == "product_account_gone"
    else:
        assert found == expected


def test_missing_privileges_are_named_and_what_they_hide_is_said_to_be_unread(shop: Shop) -> None:
    hidden = ("GeneralLedgerAccount", "CommonServices")
    shop.sandbox.change_privileges([name for name in EVERY_PRIVILEGE if not name.startswith(hidden)])
    found = to_do(shop)
    assert found["privileges"].values["names"] == "GeneralLedgerAccount, CommonServices"
    assert found["account"].code == "account_unread"
    assert found["vat_codes"].code == "vat_codes_unread"
    assert found["lock_date"].code == "lock_date_unread"


def test_a_clock_that_is_off_is_measured_by_the_servers_date(shop: Shop) -> None:
    shop.sandbox.faults.add(Fault(FaultAction.SKEW, path="/ClientIntegrationInformation", seconds=-600.0))
    found = to_do(shop)
    assert (found["clock"].code, found["clock"].values["seconds"]) == ("clock_ahead", "600")


def test_a_wrong_key_is_no_connection_and_a_setting_to_mend(open_shop: Callable[..., Shop]) -> None:
    report = check(open_shop({"invoicing.client_key": "wrong"}, mirror=False))
    assert report.trouble is not None
    assert (report.trouble.code, report.a_setting_is_wrong, report.ok) == ("keys_refused", True, False)
    assert [found.id for found in report.checks] == ["channel", "integration", "enabled_since", "schedule"]


def test_without_a_network_it_is_no_connection_and_no_setting_to_mend(shop: Shop) -> None:
    shop.sandbox.unplug()
    report = check(shop)
    assert report.trouble is not None
    assert (report.company, report.a_setting_is_wrong) == (None, False)


def test_the_missing_account_and_products_are_made_and_then_all_is_well(shop: Shop) -> None:
    books = shop.sandbox._office.books
    with books.writing():
        for product in (1600, 1601, 1602, 1603, 1605):
            books.drop(books.products, product)
        books.drop(books.accounts, 476001950)
    report = check(shop)
    assert not report.ok
    with setup_desk(shop.till.settings, wait=shop.clock.wait, clock=shop.clock) as desk:
        for thing in report.missing:
            desk.make(thing)
    assert report.missing[0] == Missing("account", "1950", "Faktura kasse", vat_code="0")
    assert check(shop).ok
    reference = shop.sell()
    assert shop.deliver().sent == 1
    remote = shop.entry(reference).remote
    assert remote is not None
    assert remote.total == shop.entry(reference).total


def codes_in_code() -> set[str]:
    """The texts that the check's modules hold: every code of the table must be one of them."""
    held = set[str]()
    modules = (
        "terminal_app/domain/setup.py",
        "terminal_app/domain/product_gate.py",
        "sync/poweroffice/setup.py",
        "sync/setup_check.py",
        "terminal_app/cli/setup.py",
    )
    for path in (ROOT / name for name in modules):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                held.add(node.value)
    return held


def test_every_sentence_of_the_check_belongs_to_a_code_that_is_given() -> None:
    assert set(CHECKS) - codes_in_code() == set()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_finding_reads_whole_in_both_languages(language: str, shop: Shop) -> None:
    broken = replace(FACTS, products=products({**GROSS_POSTINGS, "7025": 3000}), accounts=accounts(without=[1950]))
    unpriced = replace(NET_FACTS, products=products({**NET_POSTINGS, "7095": 3002}, price=None))
    reports = [FACTS, NET_FACTS, broken, unpriced, replace(FACTS, products={}, rates={}, lock_date=TODAY, skew_s=900.0)]
    for facts in reports:
        for settings in ({}, NET, {"invoicing.invoice_fee_amount": "0"}):
            for found in setup.checks(facts, invoicing(**settings), TODAY):
                message, hint = texts(language).check(found.code, found.values)
                assert found.code in CHECKS
                assert "–" not in message, found
                assert found.ok or hint, found
                wanted = {name for text in CHECKS[found.code] for _, name, _, _ in Formatter().parse(text) if name}
                assert wanted <= set(found.values), found
