"""Trouble on demand, and the rate limit: what the client meets and what the books hold afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests

from sync.poweroffice.sandbox import Fault, FaultAction, Rules
from tests.sandbox.desk import Client, FrozenClock

POST_ORDER: dict[str, Any] = {"method": "POST", "path": "/SalesOrders/Complete"}


@pytest.mark.parametrize(("action", "kept"), [(FaultAction.DROP_BEFORE_COMMIT, 0), (FaultAction.DROP_AFTER_COMMIT, 1)])
def test_a_dropped_connection_gives_no_answer_and_the_books_know_whether_it_counted(
    client: Client, action: FaultAction, kept: int
) -> None:
    client.sandbox.faults.add(Fault(action, **POST_ORDER))
    with pytest.raises(requests.ConnectionError):
        client.order(ExternalImportReference="R-1")
    assert len(client.sandbox.orders()) == kept
    assert client.sandbox.request_counts()["POST /v2/SalesOrders/Complete"] == {"cut": 1}
    assert client.order(ExternalImportReference="R-1").status_code == (400 if kept else 201)


@pytest.mark.parametrize(("after_commit", "kept"), [(False, 0), (True, 1)])
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_error_comes_before_or_after_the_commit(
    client: Client, status: int, after_commit: bool, kept: int
) -> None:
    client.sandbox.faults.add(Fault(FaultAction.STATUS, status=status, after_commit=after_commit, **POST_ORDER))
    assert client.order().status_code == status
    assert len(client.sandbox.orders()) == kept


@pytest.mark.parametrize("status", [401, 403])
def test_401_and_403_come_with_an_empty_body(client: Client, status: int) -> None:
    client.sandbox.faults.add(Fault(FaultAction.STATUS, status=status))
    answer = client.get("/Customers")
    assert (answer.status_code, answer.content) == (status, b"")


@pytest.mark.parametrize(("retry_after", "header"), [(None, None), (7, "7")])
def test_429_says_the_seconds_in_its_message_and_only_on_request_in_a_header(
    client: Client, retry_after: int | None, header: str | None
) -> None:
    client.sandbox.faults.add(Fault(FaultAction.STATUS, status=429, retry_after=retry_after))
    answer = client.get("/Customers")
    assert answer.json()["statusCode"] == "429"
    assert f"Try again in {retry_after or 1} seconds" in answer.json()["message"]
    assert answer.headers.get("Retry-After") == header


def test_a_captive_portal_answers_200_with_a_page_and_does_nothing(client: Client) -> None:
    client.sandbox.faults.add(Fault(FaultAction.HTML, **POST_ORDER))
    answer = client.order()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert client.sandbox.orders() == []


def test_half_an_answer_is_cut_off_after_the_commit(client: Client) -> None:
    client.sandbox.faults.add(Fault(FaultAction.TRUNCATED, **POST_ORDER))
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        client.order()
    assert len(client.sandbox.orders()) == 1


def test_slow_bytes_and_a_late_start_take_the_seconds_asked_for(opened: Callable[..., Client]) -> None:
    slept: list[float] = []
    client = opened(sleep=slept.append)
    client.sandbox.faults.add(Fault(FaultAction.SLOW, seconds=20), Fault(FaultAction.DELAY, seconds=90))
    assert client.get("/Customers").status_code == 200
    assert sum(slept) == pytest.approx(20)
    slept.clear()
    assert client.order().status_code == 201
    assert slept == [90]


def test_wrong_types_a_huge_body_and_a_wrong_clock_can_be_had(client: Client, clock: FrozenClock) -> None:
    client.sandbox.faults.add(
        Fault(FaultAction.WRONG_TYPES), Fault(FaultAction.HUGE, size=3_000_000), Fault(FaultAction.SKEW, seconds=-7200)
    )
    (row,) = client.get("/Customers", customerNos="10001", Fields="Number,Name").json()
    assert row == {"Number": "10001", "Name": 18}
    assert len(client.get("/Customers").content) > 3_000_000
    date = parsedate_to_datetime(client.get("/Customers").headers["Date"])
    assert date == clock.now - timedelta(hours=2)


def test_a_rule_waits_for_its_turn_and_stops_after_its_times(client: Client) -> None:
    client.sandbox.faults.add(Fault(FaultAction.STATUS, path="/v2/Customers*", nth=2, times=2))
    statuses = [client.get("/Customers").status_code for _ in range(4)]
    client.get("/Products")
    assert statuses == [200, 500, 500, 200]
    assert client.sandbox.faults.armed() == []


def test_faults_strewn_by_a_seed_are_the_same_each_time(opened: Callable[..., Client]) -> None:
    def met() -> list[int]:
        client = opened()
        client.sandbox.faults.strew(11, 0.5, [Fault(FaultAction.STATUS, status=503), Fault(FaultAction.HTML)])
        return [client.get("/VatCodes").status_code for _ in range(12)]

    first = met()
    assert first == met()
    assert {200, 503} == set(first)


def test_faults_are_set_and_cleared_with_curl(client: Client) -> None:
    doors = client.sandbox.base_url + "/_sandbox/faults"
    asked = {"action": "status", "status": 503, "path": "/SalesOrders/*", "times": None}
    assert client.session.post(doors, json=asked).status_code == 201
    assert client.order().status_code == 503
    assert client.session.get(doors).json()[0]["action"] == "status"
    assert client.session.delete(doors).status_code == 204
    assert client.order().status_code == 201


@pytest.mark.parametrize(
    ("asked", "words"), [({"action": "explode"}, "must be one of"), ({"action": "html", "when": "now"}, "no 'when'")]
)
def test_a_fault_that_does_not_exist_is_refused(client: Client, asked: dict[str, str], words: str) -> None:
    answer = client.session.post(client.sandbox.base_url + "/_sandbox/faults", json=asked)
    assert (answer.status_code, words in answer.json()["detail"]) == (400, True)


def test_an_unplugged_sandbox_refuses_connections_and_comes_back_on_the_same_port(client: Client) -> None:
    client.order(ExternalImportReference="R-1")
    url = client.sandbox.api_url
    client.sandbox.unplug()
    with pytest.raises(requests.ConnectionError, match=r"refused|Remote end closed|reset"):
        client.get("/SalesOrders")
    with pytest.raises(requests.ConnectionError, match="refused"):
        client.get("/SalesOrders")
    client.sandbox.plug_in()
    assert client.sandbox.api_url == url
    assert len(client.get("/SalesOrders").json()) == 1


def test_the_eleventh_request_within_a_second_is_429_and_the_next_second_is_free(
    opened: Callable[..., Client], clock: FrozenClock
) -> None:
    client = opened(enforce_rate_limit=True)  # its log-in was the first request
    assert [client.get("/VatCodes").status_code for _ in range(11)] == [200] * 9 + [429] * 2
    refused = client.get("/VatCodes")
    assert refused.json() == {"statusCode": "429", "message": "Rate limit is exceeded. Try again in 1 seconds."}
    clock.advance(1)
    assert client.get("/VatCodes").status_code == 200


def test_the_limit_slides_and_a_refused_order_is_not_in_the_books(
    opened: Callable[..., Client], clock: FrozenClock
) -> None:
    client = opened(rules=Rules(enforce_rate_limit=True, say_retry_after=True))
    clock.advance(0.5)
    statuses = []
    for _ in range(10):
        statuses.append(client.order().status_code)
    clock.advance(0.5)  # the log-in is a second ago, the orders half a second
    statuses.append(client.order().status_code)
    refused = client.order()
    assert statuses == [201] * 9 + [429, 201]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert len(client.sandbox.orders()) == 10
