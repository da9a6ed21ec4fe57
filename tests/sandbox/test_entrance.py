"""Who gets in: keys, tokens, privileges, and which 404 is whose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sync.poweroffice.sandbox import Keys, Sandbox
from tests.sandbox.desk import Client, FrozenClock


def test_a_token_is_a_bearer_token_for_twenty_minutes(client: Client) -> None:
    answer = client.ask_token()
    assert answer.status_code == 200
    assert {**answer.json(), "access_token": "…"} == {"access_token": "…", "token_type": "bearer", "expires_in": 1200}


def test_a_wrong_client_key_is_an_invalid_client(client: Client) -> None:
    answer = client.ask_token(auth=(client.sandbox.application_key, "somebody else's"))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


@pytest.mark.parametrize(
    ("data", "error"), [({}, "invalid_request"), ({"grant_type": "password"}, "unsupported_grant_type")]
)
def test_another_grant_is_refused_by_its_rfc_name(client: Client, data: dict[str, str], error: str) -> None:
    kind = "application/x-www-form-urlencoded"
    headers = {"Ocp-Apim-Subscription-Key": client.sandbox.subscription_key, "Content-Type": kind}
    answer = client.ask_token(data=data, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize(("key", "word"), [(None, "missing"), ("wrong", "invalid")])
def test_without_the_right_subscription_key_the_gateway_says_401(client: Client, key: str | None, word: str) -> None:
    client.session.headers["Ocp-Apim-Subscription-Key"] = key or ""
    answer = client.get("/Customers")
    assert answer.status_code == answer.json()["statusCode"] == 401
    assert word in answer.json()["message"]


def test_a_token_expires_on_the_sandboxs_clock(client: Client, clock: FrozenClock) -> None:
    clock.advance(1199)
    assert client.get("/PaymentTerms").status_code == 200
    clock.advance(1)
    expired = client.get("/PaymentTerms")
    assert (expired.status_code, expired.content) == (401, b"")


@pytest.mark.parametrize("header", ["", "Basic abc", "Bearer", "Bearer a.b.c", "Bearer é", "Bearer ..."])
def test_what_is_not_our_token_is_401_with_an_empty_body(client: Client, header: str) -> None:
    client.session.headers["Authorization"] = header.encode("latin-1")
    answer = client.get("/PaymentTerms")
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_missing_privilege_is_403_with_an_empty_body(opened: Callable[..., Client]) -> None:
    client = opened(privileges=["SalesOrders_Full"])
    refused = client.get("/Customers")
    assert (refused.status_code, refused.content) == (403, b"")
    assert client.order().status_code == 201


def test_reading_needs_only_the_plain_privilege_and_writing_the_full_one(opened: Callable[..., Client]) -> None:
    client = opened(privileges=["Customer"])
    assert client.get("/Customers").status_code == 200
    assert client.post("/Customers", {"Name": "Ny AS"}).status_code == 403


def test_a_new_privilege_works_only_with_the_next_token(opened: Callable[..., Client]) -> None:
    client = opened(privileges=[])
    client.sandbox.change_privileges(["CommonServices"])
    assert client.get("/VatCodes").status_code == 403
    client.log_in()
    assert client.get("/VatCodes").status_code == 200


def test_the_integration_learns_whose_books_these_are(client: Client) -> None:
    told = client.get("/ClientIntegrationInformation").json()
    assert told["ClientName"] == "Kaffebaren Demo AS"
    assert "SalesOrders_Full" in told["ValidPrivileges"]


@pytest.mark.parametrize("path", ["/SalesOrders", "/OutgoingInvoices", "/Nothing"])
def test_posting_where_there_is_no_route_is_the_gateways_404(client: Client, path: str) -> None:
    answer = client.post(path, {})
    assert (answer.status_code, answer.json()) == (404, {"statusCode": 404, "message": "Resource not found"})


def test_an_unknown_object_is_the_applications_404(client: Client) -> None:
    answer = client.get("/Customers/77")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Customer with id = 77 not found.")


def test_an_overlong_url_comes_back_as_an_unknown_route(client: Client) -> None:
    assert client.get("/Customers", customerNos=",".join(["10001"] * 400)).json() == {
        "statusCode": 404,
        "message": "Resource not found",
    }


def test_the_demo_keys_follow_from_the_seed_alone() -> None:
    with Sandbox.start(seed=7, customers=[]) as sandbox:
        assert sandbox.keys == Keys.from_seed(7) != Keys.from_seed(8)
        assert set(sandbox.connection()) == {
            "api_url",
            "token_url",
            "application_key",
            "client_key",
            "subscription_key",
        }


def test_a_revoked_token_is_refused_and_a_new_one_works(client: Client) -> None:
    client.sandbox.revoke_tokens()
    assert client.get("/VatCodes").status_code == 401
    client.log_in()
    assert client.get("/VatCodes").status_code == 200
