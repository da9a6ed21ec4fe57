"""assign and retry for what the accounting system refused: another customer, and the same reference again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from sync.poweroffice.sandbox import Fault, FaultAction, Sandbox
from terminal_app.domain.catalog import Customer
from terminal_app.storage.catalog import Catalog
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.cli.shell import Shell

DELETED = Customer("599", 10099, "Slettet AS")
"""The mirror still has it; the accounting system does not."""


@pytest.fixture
def accounting() -> Iterator[Sandbox]:
    customers = (
        {"Id": 501, "Number": 10001, "Name": "Torget Regnskap AS"},
        {"Id": 502, "Number": 10002, "IsPerson": True, "FirstName": "Kari", "LastName": "Martin"},
    )
    with Sandbox.start(customers=customers) as sandbox:
        yield sandbox


@pytest.fixture
def refused(shell: Shell, accounting: Sandbox) -> dict[str, Any]:
    """An invoice to a customer that is gone, after the sync tried it."""
    for key, value in {"endpoint": "custom", **accounting.connection()}.items():
        assert shell.run("settings", "set", f"invoicing.{key}", value).code == 0
    with Database.open(shell.folder) as database:
        Catalog(database).put_customers([(DELETED, None)])
    shell.json("sell", "--item", "1001", "--pay", "invoice", "--customer", "10099")
    shell.run("sync")
    (entry,) = shell.json("queue", "--state", "needs_attention")["entries"]
    return dict(entry)


def test_a_refused_invoice_is_given_another_customer_and_arrives_once_under_its_reference(
    shell: Shell, accounting: Sandbox, refused: dict[str, Any]
) -> None:
    assert refused["problem"]["code"] == "customer_refused"
    (assigned,) = shell.json("assign", refused["reference"], "--customer", "10002")["entries"]
    assert (assigned["state"], assigned["customer"]["number"]) == ("queued", 10002)
    assert (assigned["problem"], assigned["not_before"]) == (None, None)
    assert shell.run("sync").code == 0
    (order,) = accounting.orders()
    assert (order["ExternalImportReference"], order["CustomerId"]) == (refused["reference"], 502)
    assert [entry["state"] for entry in shell.json("queue")["entries"]] == ["accepted"]


def test_an_entry_keeps_its_shape_after_a_repair(shell: Shell, refused: dict[str, Any]) -> None:
    (assigned,) = shell.json("assign", refused["reference"], "--customer", "10002")["entries"]
    assert set(assigned) == set(refused)
    assert assigned["history"][:-1] == refused["history"]
    assert set(assigned["history"][-1]) == {"at", "what", "outcome", "detail"}
    assert assigned["history"][-1]["outcome"] == "assigned"


def test_an_archived_customer_is_refused_in_one_line_and_the_invoice_stays(
    shell: Shell, refused: dict[str, Any]
) -> None:
    answer = shell.run("assign", refused["reference"], "--customer", "10005")
    assert answer.code == 2
    assert "10005 Nedlagt AS" in answer.complaint
    assert "Fakturaen er som før" in answer.complaint
    assert shell.json("queue")["entries"] == [refused]


def test_a_retry_goes_again_under_the_same_reference_and_is_refused_anew(
    shell: Shell, accounting: Sandbox, refused: dict[str, Any]
) -> None:
    (again,) = shell.json("retry", refused["reference"])["entries"]
    assert (again["state"], again["reference"]) == ("queued", refused["reference"])
    assert shell.run("sync").code == 1
    assert accounting.orders() == []


def test_retry_all_leaves_what_somebody_has_put_aside(shell: Shell, refused: dict[str, Any]) -> None:
    with Database.open(shell.folder) as database:
        Till(database, lambda: datetime.now(UTC)).deliveries.set_aside(refused["reference"], "Kunden ringer i morgen")
    assert shell.json("retry", "--all")["entries"] == []
    (again,) = shell.json("retry", refused["reference"])["entries"]
    assert again["state"] == "queued"


def test_an_invoice_may_be_named_by_its_receipt_number(
    shell: Shell, accounting: Sandbox, refused: dict[str, Any]
) -> None:
    (shown,) = shell.run("queue", "--reference", "F-000001", "--json").document["entries"]
    assert shown["reference"] == refused["reference"]
    assert shell.run("retry", "F-000001").code == 0
    shell.run("sync")
    assert shell.run("assign", "F-000001", "--customer", "10002").code == 0
    assert shell.run("sync").code == 0
    assert [order["ExternalImportReference"] for order in accounting.orders()] == [refused["reference"]]
    unknown = shell.run("retry", "F-000099")
    assert unknown.code == 2
    assert unknown.complaint.startswith("disken: reference: ")


def test_without_json_the_queue_says_in_words_what_stops_an_invoice_and_what_to_do(
    shell: Shell, accounting: Sandbox, refused: dict[str, Any]
) -> None:
    shell.json("sell", "--item", "1001", "--pay", "invoice", "--customer", "10002")
    shell.run("sync")
    stopped, reason, hint, arrived = shell.run("queue").out.splitlines()
    assert stopped.startswith("F-000001")
    assert "Trenger deg" in stopped
    assert reason.strip() == refused["problem"]["message"]
    assert hint.strip() == f"→ {refused['problem']['hint']}"
    assert "Mottatt, Ordre 10001" in arrived


def test_an_invoice_that_is_being_checked_is_said_to_be_and_never_to_have_failed(
    shell: Shell, accounting: Sandbox, refused: dict[str, Any]
) -> None:
    accounting.faults.add(Fault(FaultAction.DROP_BEFORE_COMMIT, method="POST", path="/SalesOrders/Complete"))
    shell.json("sell", "--item", "1001", "--pay", "invoice", "--customer", "10002")
    told = shell.run("sync").out
    assert "1 av dem sjekkes" in told
    checked = shell.run("queue", "--state", "unknown").out
    assert "Sjekkes. Slår opp igjen" in checked
    assert len(checked.splitlines()) == 1


def test_a_retry_of_what_is_delivered_is_refused_by_its_receipt_number(
    shell: Shell, accounting: Sandbox, refused: dict[str, Any]
) -> None:
    shell.run("assign", refused["reference"], "--customer", "10002")
    assert shell.run("sync").code == 0
    answer = shell.run("retry", refused["reference"])
    assert answer.code == 2
    assert answer.err.startswith(f"disken: {refused['receipt_no']} er mottatt")
