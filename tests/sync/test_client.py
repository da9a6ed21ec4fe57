"""The client against the real sandbox over HTTP: tokens, headers, paging, and answers meant to do harm."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from sync.connectors import Address, connect
from sync.gateway import NotSent, OutcomeUnknown, SettingIsWrong, Throttled, TryAgainLater
from sync.kept_line import KeptLine
from sync.poweroffice import client as module
from sync.poweroffice.client import Client
from sync.poweroffice.replies import VatCodeRow, row_of
from sync.poweroffice.sandbox import Fault, FaultAction, Sandbox, generated_customers
from sync.transport import Reply, Transport, redacted
from terminal_app.domain.catalog import Customer
from terminal_app.domain.problems import SettingWrong
from terminal_app.domain.settings import Keys
from tests.sync.shop import HandClock, Shop

TOKEN = "POST /OAuth/Token"


def keys_of(sandbox: Sandbox) -> Keys:
    return Keys(sandbox.application_key, sandbox.client_key, sandbox.subscription_key)


@pytest.fixture
def client(shop: Shop, clock: HandClock) -> Client:
    keys = keys_of(shop.sandbox)
    transport = Transport(clock=clock, wait=clock.wait, secrets=(keys.application, keys.client, keys.subscription))
    return Client(transport, shop.sandbox.api_url, shop.sandbox.token_url, keys, clock)


def tokens(shop: Shop) -> int:
    return sum(visit.path == "/OAuth/Token" for visit in shop.sandbox.visits())


def test_one_token_serves_many_calls_and_is_renewed_before_it_ends(shop: Shop, client: Client) -> None:
    before = tokens(shop)
    client.company()
    client.company()
    assert tokens(shop) == before + 1
    shop.clock.advance(1200 * module.RENEW_AT - 2)
    client.company()
    assert tokens(shop) == before + 1
    shop.clock.advance(5)
    client.company()
    assert tokens(shop) == before + 2


@pytest.mark.parametrize("said", [0, -1, "x", None, float("nan"), [], "nan"])
def test_a_token_with_a_nonsense_life_is_not_asked_for_more_than_once_a_minute(said: object) -> None:
    assert module._use_for_s(said) == module.SHORTEST_USE_S


def test_a_401_that_stays_is_a_wrong_setting_after_one_new_token(shop: Shop, client: Client) -> None:
    client.company()
    before = tokens(shop)
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=401, path="/ClientIntegrationInformation", times=None))
    with pytest.raises(SettingIsWrong) as caught:
        client.company()
    assert (caught.value.problem.code, tokens(shop)) == ("token_refused", before + 1)


def test_a_token_that_runs_out_while_its_call_waits_for_its_turn_says_nothing_against_the_keys(
    shop: Shop, clock: HandClock
) -> None:
    crowded = Transport(clock=clock, wait=lambda _: clock.advance(1300.0))
    client = Client(crowded, shop.sandbox.api_url, shop.sandbox.token_url, keys_of(shop.sandbox), clock)
    before = tokens(shop)
    with pytest.raises(Throttled):
        client.company()
    assert tokens(shop) - before == 2


def test_a_wrong_subscription_key_is_told_apart(shop: Shop, clock: HandClock) -> None:
    keys = Keys(shop.sandbox.application_key, shop.sandbox.client_key, "wrong")
    transport = Transport(clock=clock, wait=clock.wait)
    with pytest.raises(SettingIsWrong) as caught:
        Client(transport, shop.sandbox.api_url, shop.sandbox.token_url, keys, clock).company()
    assert caught.value.problem.code == "subscription_key_refused"


def test_a_wrong_path_is_a_wrong_address_and_not_a_missing_object(shop: Shop, clock: HandClock) -> None:
    transport = Transport(clock=clock, wait=clock.wait)
    wrong = Client(transport, shop.sandbox.base_url + "/v9", shop.sandbox.token_url, keys_of(shop.sandbox), clock)
    with pytest.raises(SettingIsWrong) as caught:
        wrong.company()
    assert caught.value.problem.code == "address_wrong"


def test_the_company_behind_the_keys_is_named(shop: Shop) -> None:
    assert shop.gateway().company_name() == "Kaffebaren Demo AS"


def test_a_till_that_ends_asks_no_more_once_it_was_refused(shop: Shop, clock: HandClock) -> None:
    busy = Fault(FaultAction.STATUS, status=429, path="/ClientIntegrationInformation", times=None)
    shop.sandbox.faults.add(busy)
    ended = Transport(clock=clock, wait=lambda seconds: seconds > 0.5)  # its end comes after the refusal
    client = Client(ended, shop.sandbox.api_url, shop.sandbox.token_url, keys_of(shop.sandbox), clock)
    with pytest.raises(Throttled):
        client.company()
    assert sum(visit.path.endswith(busy.path) for visit in shop.sandbox.visits()) == 1


def test_an_empty_list_without_a_body_is_no_rows(client: Client) -> None:
    assert list(client.orders()) == []


def test_products_are_found_by_their_codes_and_vat_codes_are_listed(client: Client) -> None:
    products = [row for page in client.products(("7025", "7090")) for row in page]
    assert {row.code for row in products} == {"7025", "7090"}
    assert "3" in {row.code for page in client.vat_codes() for row in page}


def test_every_page_of_a_long_list_is_brought(open_shop: Callable[..., Shop], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS_PER_PAGE", 40)
    shop = open_shop(customers=generated_customers(130, 3))
    assert shop.till.catalog.customer_count(archived=True) == 130
    pages = [visit for visit in shop.sandbox.visits() if visit.path.endswith("/Customers")]
    assert len(pages) == 4


@pytest.mark.parametrize(
    ("header", "number", "rows", "more"),
    [
        ('{"TotalPages": 3}', 1, 7, True),
        ('{"TotalPages": 3}', 3, module.ROWS_PER_PAGE, False),
        ('{"totalpages": 2, "nextPageLink": null}', 1, 7, True),
        ('{"TotalPages": "3", "NextPageLink": "https://x/y?PageNumber=2"}', 1, 7, True),
        ('{"NextPageLink": null}', 1, module.ROWS_PER_PAGE, False),
        ('{"NextPageLink": ""}', 1, module.ROWS_PER_PAGE, False),
        *((unreadable, 1, module.ROWS_PER_PAGE, True) for unreadable in ("", "{", "[]", "7", "{}")),
        *((unreadable, 1, module.ROWS_PER_PAGE - 1, False) for unreadable in ("", "{", "[]", "7", "{}")),
    ],
)
def test_whether_another_page_follows_is_read_from_x_pagination_else_from_a_full_page(
    header: str, number: int, rows: int, more: bool
) -> None:
    headers = {"x-pagination": header} if header else {}
    assert module._has_more(Reply(200, headers), number, rows) is more


@pytest.mark.parametrize("written", ["2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00+01:00"])
def test_a_date_may_come_with_a_time_part(written: str) -> None:
    row = row_of(VatCodeRow, {"Id": 1, "Rate": Decimal("0.25"), "ValidFrom": written, "ValidTo": None})
    assert (row.valid_from, row.valid_to) == (date(2026, 1, 1), None)


def test_every_call_names_the_program_and_its_version(
    shop: Shop, clock: HandClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "disken-9.8.7.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    transport = Transport(clock=clock, wait=clock.wait)
    Client(transport, shop.sandbox.api_url, shop.sandbox.token_url, keys_of(shop.sandbox), clock).company()
    assert {visit.agent for visit in shop.sandbox.visits()[-2:]} == {"Disken/9.8.7"}


def test_a_server_must_always_show_a_certificate_that_is_trusted(
    clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools: list[Any] = []
    looked_for = KeptLine.get_connection_with_tls_context

    def noted(line: KeptLine, *asked: Any, **named: Any) -> Any:
        pools.append(looked_for(line, *asked, **named))
        return pools[-1]

    monkeypatch.setattr(KeptLine, "get_connection_with_tls_context", noted)
    transport = Transport(clock=clock, wait=clock.wait)
    with pytest.raises(NotSent):
        transport.call("GET", "https://127.0.0.1:1/v2/x", headers={})
    assert [pool.cert_reqs for pool in pools] == ["CERT_REQUIRED"]
    assert all(pool.assert_hostname is not False for pool in pools)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultAction.TRUNCATED, path="/Customers"),
        Fault(FaultAction.WRONG_TYPES, path="/Customers"),
        Fault(FaultAction.HTML, path="/Customers"),
        Fault(FaultAction.STATUS, status=500, path="/Customers"),
    ],
    ids=["half", "wrong types", "html", "500"],
)
def test_a_list_that_is_not_whole_proves_nothing(shop: Shop, client: Client, fault: Fault) -> None:
    shop.sandbox.faults.add(fault)
    with pytest.raises(TryAgainLater) as caught:
        list(client.customers(None))
    assert not isinstance(caught.value, OutcomeUnknown)


def test_a_huge_answer_is_cut_off_at_the_cap(shop: Shop, client: Client) -> None:
    shop.sandbox.faults.add(Fault(FaultAction.HUGE, path="/ClientIntegrationInformation", size=5_000_000))
    with pytest.raises(NotSent) as caught:
        client.company()
    assert caught.value.problem.code == "answer_broken"


def test_a_call_without_an_end_is_cut_at_the_deadline(open_shop: Callable[..., Shop]) -> None:
    over = Event()
    shop = open_shop(sleep=lambda seconds: over.wait(30))
    keys = keys_of(shop.sandbox)
    transport = Transport(clock=shop.clock, wait=shop.clock.wait, timeouts_s=(5.0, 30.0, 0.2))
    client = Client(transport, shop.sandbox.api_url, shop.sandbox.token_url, keys, shop.clock)
    client.company()
    shop.sandbox.faults.add(Fault(FaultAction.DELAY, path="/ClientIntegrationInformation"))
    with pytest.raises(NotSent) as caught:
        client.company()
    over.set()
    assert caught.value.problem.code == "connection_cut"


def test_a_redirect_is_not_followed(shop: Shop, client: Client) -> None:
    shop.sandbox.faults.add(Fault(FaultAction.STATUS, status=307, path="/ClientIntegrationInformation"))
    with pytest.raises(NotSent) as caught:
        client.company()
    assert caught.value.problem.code == "redirected"


def test_no_key_or_token_reaches_a_log(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shop.sell()
    shop.sandbox.faults.add(Fault(FaultAction.DROP_BEFORE_COMMIT, method="POST", path="/SalesOrders/Complete"))
    shop.deliver()
    shop.sandbox.unplug()
    shop.deliver()
    keys = keys_of(shop.sandbox)
    assert caplog.text
    for secret in (keys.application, keys.client, keys.subscription, "Bearer ey"):
        assert secret not in caplog.text


def test_known_secrets_and_authorizations_are_struck_out_of_text() -> None:
    text = redacted("key s3cret and 'Authorization': 'Bearer abc.def' and basic Zm9v", ("s3cret",))
    assert not any(word in text for word in ("s3cret", "abc.def", "Zm9v"))


def test_ten_calls_a_second_pass_a_server_that_enforces_them(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(enforce_rate_limit=True)
    for _ in range(40):
        shop.sell()
    assert shop.deliver().sent == 40
    refused = shop.sandbox.request_counts()["POST /v2/SalesOrders/Complete"].get("429", 0)
    assert refused <= 2


def test_the_connector_needs_a_system_and_names_what_is_missing(shop: Shop) -> None:
    shop.till.change_settings({"invoicing.system": "none"})
    with pytest.raises(SettingWrong) as caught:
        shop.gateway()
    assert caught.value.problem.values["field"] == "invoicing.system"


def test_a_custom_endpoint_without_an_address_names_the_setting(shop: Shop) -> None:
    shop.till.change_settings({"invoicing.token_url": ""})
    with pytest.raises(SettingWrong) as caught:
        shop.gateway()
    assert caught.value.problem.values["field"] == "invoicing.token_url"


def test_the_sandbox_endpoint_brings_its_own_keys(shop: Shop, clock: HandClock) -> None:
    shop.till.change_settings({"invoicing.endpoint": "sandbox", "invoicing.client_key": "not-used"})
    address = Address(shop.sandbox.api_url, shop.sandbox.token_url, keys_of(shop.sandbox))
    gateway = connect(shop.till.settings, sandbox=lambda: address, wait=clock.wait, clock=clock)
    assert gateway.company_name() == "Kaffebaren Demo AS"


def test_a_refresh_marks_the_archived_and_cleans_organisation_numbers(shop: Shop) -> None:
    catalog = shop.till.catalog
    found = catalog.customer(10001)
    assert found is not None
    assert found.organization_number == "901270384"
    assert [customer.number for customer in catalog.search_customers("Nedlagt", archived=True)] == [10005]
    assert catalog.search_customers("Nedlagt") == ()


def test_a_delta_asks_only_for_what_changed_with_some_overlap(shop: Shop) -> None:
    shop.bring_customers(full=False)
    asked = [visit.query for visit in shop.sandbox.visits() if visit.path.endswith("/Customers")][-1]
    assert "lastChangedDateTimeOffsetGreaterThan=2026-01-02T07%3A50" in asked


def test_a_delta_becomes_a_full_listing_after_a_day(shop: Shop) -> None:
    shop.clock.advance(timedelta(hours=25).total_seconds())
    shop.bring_customers(full=False)
    asked = [visit.query for visit in shop.sandbox.visits() if visit.path.endswith("/Customers")][-1]
    assert "lastChanged" not in asked


def test_a_customer_that_a_full_listing_no_longer_names_is_archived(shop: Shop) -> None:
    shop.till.catalog.put_customers([(Customer("999", 19999, "Slettet AS"), None)])
    assert shop.bring_customers() == 1
    gone = shop.till.catalog.customer(19999)
    assert gone is not None
    assert gone.archived
