"""A small company, a clock that stands still, and a plain client over real HTTP, for the sandbox's tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import requests

from sync.poweroffice.sandbox import Sandbox

Row = dict[str, Any]

CUSTOMERS: tuple[Row, ...] = (
    {"Id": 501, "Number": 10001, "Name": "Torget Regnskap AS", "OrganizationNumber": "901270384"},
    {"Id": 502, "Number": 10002, "IsPerson": True, "FirstName": "Kari", "LastName": "Martin"},
    {"Id": 503, "Number": 10003, "Name": "Fast Rabatt AS", "Allowance": Decimal("10")},
    {"Id": 504, "Number": 10004, "Name": "Utenfor Avgift AS", "IsVatFree": True},
    {"Id": 505, "Number": 10005, "Name": "Nedlagt AS", "IsArchived": True},
    {"Id": 506, "Number": 10010, "Name": "Post i Bergen AS", "EmailAddress": "post@bergen.example", "PaymentTerm": 30},
)


class FrozenClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Client:
    """The least that a client needs: a session with token and key."""

    sandbox: Sandbox
    session: requests.Session

    def ask_token(self, **changes: Any) -> requests.Response:
        asked: Row = {
            "data": {"grant_type": "client_credentials"},
            "auth": (self.sandbox.application_key, self.sandbox.client_key),
            "headers": {"Ocp-Apim-Subscription-Key": self.sandbox.subscription_key, "Authorization": None},
        }
        return self.session.post(self.sandbox.token_url, **{**asked, **changes})

    def log_in(self) -> None:
        token = self.ask_token().json()["access_token"]
        self.session.headers["Authorization"] = f"Bearer {token}"
        self.session.headers["Ocp-Apim-Subscription-Key"] = self.sandbox.subscription_key

    def get(self, path: str, **params: Any) -> requests.Response:
        return self.session.get(self.sandbox.api_url + path, params=params, timeout=30)

    def post(self, path: str, body: Any) -> requests.Response:
        return self.session.post(self.sandbox.api_url + path, json=body, timeout=30)

    def patch(self, path: str, *operations: Row) -> requests.Response:
        kind = {"Content-Type": "application/json-patch+json"}
        return self.session.patch(self.sandbox.api_url + path, json.dumps(operations), headers=kind, timeout=30)

    def delete(self, path: str) -> requests.Response:
        return self.session.delete(self.sandbox.api_url + path, timeout=30)

    def order(self, *lines: Row, **header: Any) -> requests.Response:
        """Posts an order of 22 November 2026 for customer 10001, with a latte where no lines are given."""
        body = {
            "CustomerNo": 10001,
            "SalesOrderDate": "2026-11-22",
            "DeliveryDate": "2026-11-22",
            **header,
            "SalesOrderLines": list(lines or (sold(),)),
        }
        return self.post("/SalesOrders/Complete", {name: value for name, value in body.items() if value is not None})


def sold(product: str = "7025", quantity: Any = 1, price: Any = 52, **more: Any) -> Row:
    """A product line, explicit about everything that the customer's card could change."""
    explicit = {"Allowance": 0, "UseStandardSalesAccount": True}
    return {"ProductCode": product, "Quantity": quantity, "ProductUnitPrice": price, **explicit, **more}


def body(response: requests.Response) -> Any:
    """The answer's JSON with amounts as Decimal."""
    return response.json(parse_float=Decimal)
