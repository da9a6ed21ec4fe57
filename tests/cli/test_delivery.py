"""The main job, headless: sell by invoice, sync, and the accounting system holds exactly that, over real HTTP."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import main
from sync.lease import turn
from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Sandbox
from terminal_app.cli.connections import STATE_NAME
from terminal_app.cli.delivery import Patience
from terminal_app.domain.catalog import Customer
from terminal_app.storage.catalog import Catalog
from terminal_app.storage.database import Database
from terminal_app.storage.settings import Settings
from tests.cli.shell import Shell

ROOT = Path(__file__).resolve().parents[2]
SYNC_KEYS = {"sent", "already_there", "needs_attention", "still_queued", "blocked", "seconds"}


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `init --demo` makes."""
    folder = tmp_path_factory.mktemp("demo") / "shop"
    assert main.main(["init", "--demo", "--data-dir", str(folder)]) == 0
    return folder


@pytest.fixture
def demo(demo_shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    shutil.copytree(demo_shop, tmp_path / "demo")
    return Shell(tmp_path / "demo", capsys)


@pytest.fixture
def accounting() -> Iterator[Sandbox]:
    """An accounting system of the test's own, with the customers of the shop's mirror."""
    customers = (
        {"Id": 501, "Number": 10001, "Name": "Torget Regnskap AS", "OrganizationNumber": "901 270 384 MVA"},
        {"Id": 502, "Number": 10002, "IsPerson": True, "FirstName": "Kari", "LastName": "Martin"},
        {"Id": 505, "Number": 10005, "Name": "Nedlagt AS", "IsArchived": True},
        {"Id": 506, "Number": 10006, "Name": "Ny Kunde AS"},
    )
    with Sandbox.start(customers=customers) as sandbox:
        yield sandbox


@pytest.fixture
def connected(shell: Shell, accounting: Sandbox) -> Shell:
    """The shop, pointed to that accounting system."""
    for key, value in {"endpoint": "custom", **accounting.connection()}.items():
        assert shell.run("settings", "set", f"invoicing.{key}", value).code == 0
    return shell


def by_invoice(shell: Shell, *more: str) -> dict[str, Any]:
    return shell.json("sell", "--item", "1001:3", "--item", "1002", "--pay", "invoice", *more)


def orders_of(shell: Shell) -> list[dict[str, Any]]:
    """What the books of the folder's sandbox hold."""
    with Sandbox.start(state_file=shell.folder / STATE_NAME) as sandbox:
        return [dict(order) for order in sandbox.orders()]


def test_three_invoices_of_the_demo_shop_arrive_whole_and_a_second_sync_sends_nothing(demo: Shell) -> None:
    living = [c for c in demo.json("customers")["customers"] if not c["archived"]][:3]
    sold = [
        demo.json(
            *("sell", "--item", f"1001:{number}", "--item", "1002", "--pay", "invoice"),
            *("--customer", str(customer["number"]), "--note", f"Notat {number} 👍", "--reference", f"PO {number}"),
            *("--tip", "10", "--at", f"2026-11-0{number}T23:30:00"),
        )
        for number, customer in enumerate(living, 1)
    ]
    first, second = demo.run("sync", "--json"), demo.run("sync", "--json")
    assert (first.code, second.code) == (0, 0)
    assert set(first.document) >= SYNC_KEYS
    assert (first.document["sent"], first.document["still_queued"], first.document["blocked"]) == (3, 0, None)
    assert (second.document["sent"], second.document["already_there"]) == (0, 0)

    orders = {order["ExternalImportReference"]: order for order in orders_of(demo)}
    assert len(orders) == 3
    for number, (customer, sale) in enumerate(zip(living, sold, strict=True), 1):
        order = orders[sale["outbox"]["reference"]]
        assert order["CustomerNo"] == customer["number"]
        assert order["CustomerReference"] == f"PO {number}"
        assert order["SalesOrderDate"] == f"2026-11-0{number}"
        assert order["TotalAmount"] == Decimal(sale["total"])
        goods = [line for line in order["SalesOrderLines"] if line["LineType"] == "Normal"]
        assert [(line["Description"], line["Quantity"], line["TotalAmount"]) for line in goods[:2]] == [
            ("Kaffe latte", number, Decimal(52 * number)),
            ("Cappuccino", 1, Decimal(49)),
        ]
        assert [line["ProductCode"] for line in goods] == ["7025", "7025", "7090"]
        told = [line["Description"] for line in order["SalesOrderLines"] if line["LineType"] == "Text"]
        assert f"Notat {number} 👍" in told
        assert any(sale["receipt_no"] in text for text in told)

    entries = demo.json("queue")["entries"]
    assert [(e["state"], e["remote"]["total"]) for e in entries] == [("accepted", sale["total"]) for sale in sold]
    assert {e["remote"]["order_no"] for e in entries} == {order["SalesOrderNo"] for order in orders.values()}


def test_without_network_everything_stays_queued_and_goes_when_it_is_back(
    connected: Shell, accounting: Sandbox
) -> None:
    by_invoice(connected, "--customer", "10001")
    accounting.unplug()
    away = connected.run("sync", "--json")
    assert away.code == 0
    assert (away.document["sent"], away.document["still_queued"], away.document["blocked"]) == (0, 1, None)
    assert away.document["delayed"]["code"].startswith("offline")
    accounting.plug_in()
    assert connected.json("sync")["sent"] == 1
    assert len(accounting.orders()) == 1


def test_wrong_keys_are_three_and_block_everything_until_they_are_mended(connected: Shell, accounting: Sandbox) -> None:
    by_invoice(connected, "--customer", "10001")
    connected.run("settings", "set", "invoicing.client_key", "wrong")
    answer = connected.run("sync", "--json")
    assert answer.code == 3
    blocked = json.loads(answer.out)["blocked"]
    assert blocked["code"] == "keys_refused"
    assert blocked["message"]
    assert blocked["hint"]
    assert connected.run("customers", "--refresh").code == 3
    connected.run("settings", "set", "invoicing.client_key", accounting.client_key)
    assert connected.json("sync")["sent"] == 1


def test_a_shop_without_a_system_or_a_key_is_three_and_told_which_setting(shell: Shell) -> None:
    by_invoice(shell, "--customer", "10001")
    for key, value, named in (
        ("invoicing.endpoint", "test", "invoicing.application_key"),
        ("invoicing.endpoint", "custom", "invoicing.api_url"),
        ("invoicing.system", "none", "invoicing.system"),
    ):
        shell.run("settings", "set", key, value)
        assert shell.run("sync").code == 3
        refreshing = shell.run("customers", "--refresh")
        assert refreshing.code == 3
        assert named in refreshing.complaint


def test_an_invoice_without_a_customer_makes_the_sync_one_until_it_is_assigned(connected: Shell) -> None:
    connected.run("settings", "set", "channels.invoice.force_customer", "false")
    reference = by_invoice(connected)["outbox"]["reference"]
    waiting = connected.run("sync", "--json")
    assert (waiting.code, waiting.document["sent"], waiting.document["needs_attention"]) == (1, 0, 0)
    connected.run("assign", reference, "--customer", "10001")
    sent = connected.run("sync", "--json")
    assert (sent.code, sent.document["sent"]) == (0, 1)


def test_a_missing_privilege_is_three_and_no_attempt_of_any_invoice(connected: Shell, accounting: Sandbox) -> None:
    by_invoice(connected, "--customer", "10001")
    accounting.change_privileges(())
    answer = connected.run("sync", "--json")
    assert answer.code == 3
    assert json.loads(answer.out)["blocked"]["code"] == "privilege_missing"
    assert [entry["attempts"] for entry in connected.json("queue")["entries"]] == [0]


def test_a_refresh_brings_new_customers_and_says_how_many_differed(connected: Shell) -> None:
    answer = connected.run("customers", "--refresh")
    assert answer.code == 0
    assert "10006" in answer.out
    found = connected.json("customers", "--search", "ny kunde")
    assert [(c["number"], c["name"], c["archived"]) for c in found["customers"]] == [(10006, "Ny Kunde AS", False)]
    assert connected.json("customers", "--refresh")["total"] == 4


def test_a_customer_archived_there_stops_its_own_invoice_and_the_next_goes_on(
    connected: Shell, accounting: Sandbox
) -> None:
    with Database.open(connected.folder) as database:
        Catalog(database).put_customers([(Customer("505", 10005, "Nedlagt AS"), None)])
    reference = by_invoice(connected, "--customer", "10005")["outbox"]["reference"]
    by_invoice(connected, "--customer", "10001")
    answer = connected.run("sync", "--json")
    assert answer.code == 1
    assert (answer.document["sent"], answer.document["needs_attention"]) == (1, 1)
    (entry,) = connected.json("queue", "--state", "needs_attention")["entries"]
    assert entry["reference"] == reference
    assert set(entry["problem"]) == {"code", "message", "hint"}
    assert all(entry["problem"].values())
    assert [e["state"] for e in connected.json("retry", "--all")["entries"]] == ["queued"]
    assert connected.run("sync").code == 1
    assert len(accounting.orders()) == 1


def test_a_sandbox_that_is_served_for_the_folder_is_the_one_the_verbs_speak_to(demo: Shell) -> None:
    number = next(c["number"] for c in demo.json("customers")["customers"] if not c["archived"])
    by_invoice(demo, "--customer", str(number))
    served = subprocess.Popen(
        [sys.executable, "main.py", "sandbox", "--data-dir", str(demo.folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with served:
        assert served.stdout is not None
        connection = json.loads(served.stdout.readline())
        assert set(connection) == {"api_url", "token_url", "application_key", "client_key", "subscription_key"}
        assert demo.json("sync")["sent"] == 1
        served.send_signal(signal.SIGTERM)
        assert served.wait(30) == 0
    assert len(orders_of(demo)) == 1


def test_net_prices_of_take_away_food_arrive_with_the_tills_total(demo: Shell) -> None:
    net = {f"invoicing.products.sale_{rate}": f"80{rate:0>2}" for rate in ("0", "12", "15", "25")}
    for key, value in {**net, "invoicing.send_amount_excluding_vat": "true"}.items():
        demo.run("settings", "set", key, value)
    items = [word for sku in ("1014", "1038", "1030", "1025", "1001:2") for word in ("--item", sku)]
    sold = demo.json("sell", *items, "--take-away", "--pay", "invoice", "--customer", "10001")
    assert demo.json("sync")["sent"] == 1
    (entry,) = demo.json("queue")["entries"]
    assert entry["state"] == "accepted"
    assert entry["remote"]["total"] == sold["total"]


def test_a_sync_brings_invoice_number_and_payment_back(connected: Shell, accounting: Sandbox) -> None:
    by_invoice(connected, "--customer", "10001")
    connected.json("sync")
    invoice = accounting.send_invoice(str(accounting.orders()[0]["Id"]))
    assert connected.json("sync")["moved_on"] == 1
    (entry,) = connected.json("queue")["entries"]
    assert (entry["state"], entry["remote"]["invoice_no"], entry["remote"]["paid"]) == (
        "invoiced",
        invoice["InvoiceNo"],
        False,
    )
    accounting.book_payment(invoice["InvoiceNo"])
    assert connected.json("sync")["moved_on"] == 1
    (entry,) = connected.json("queue")["entries"]
    assert (entry["state"], entry["remote"]["paid"]) == ("paid", True)
    assert connected.json("sync")["moved_on"] == 0


def test_orders_go_though_invoices_may_not_be_read_and_the_sync_says_which_privilege(
    connected: Shell, accounting: Sandbox
) -> None:
    by_invoice(connected, "--customer", "10001")
    held = [name for name in EVERY_PRIVILEGE if not name.startswith("OutgoingInvoice")]
    accounting.change_privileges(held)
    answer = connected.run("sync", "--json")
    assert answer.code == 3
    document = json.loads(answer.out)
    assert (document["sent"], document["blocked"]["code"]) == (1, "privilege_missing")
    assert "OutgoingInvoice" in document["blocked"]["message"]


def test_a_sync_waits_for_a_program_that_holds_the_shop_says_so_and_then_is_four(
    connected: Shell, accounting: Sandbox
) -> None:
    by_invoice(connected, "--customer", "10001")
    with Database.open(connected.folder):
        for verb in (("sync", "--wait", "0.01"), ("customers", "--refresh", "--wait", "0.01")):
            answer = connected.run(*verb)
            assert (answer.code, answer.out) == (4, "")
            waiting, refused = answer.err.splitlines()
            assert "venter i inntil 0.01 s" in waiting
            assert str(connected.folder) in refused
    assert accounting.orders() == []


def test_a_sync_that_shall_not_wait_is_four_at_once(connected: Shell) -> None:
    with Database.open(connected.folder):
        answer = connected.run("sync", "--wait", "0")
    assert answer.code == 4
    assert str(connected.folder) in answer.complaint


@pytest.mark.parametrize("seconds", ["soon", "-1", "nan", "100000"])
def test_a_wait_that_is_no_time_is_two(connected: Shell, seconds: str) -> None:
    answer = connected.run("sync", f"--wait={seconds}")
    assert answer.code == 2
    assert "--wait" in answer.complaint


def test_a_sync_goes_on_as_soon_as_the_shop_is_let_go(connected: Shell) -> None:
    holder = Database.open(connected.folder)
    asked: list[float] = []

    def sleep(seconds: float) -> None:
        asked.append(seconds)
        if len(asked) == 3:
            holder.close()

    patience = Patience(60.0, "…", sleep=sleep, now_s=lambda: 5.0)
    with Database.open(connected.folder, still_held=patience):
        assert len(asked) == 3


def test_patience_ends_at_its_limit_and_never_sleeps_beyond_it() -> None:
    now_s, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now_s[0] += seconds

    patience = Patience(0.5, "…", sleep=sleep, now_s=lambda: now_s[0])
    while patience():
        pass
    assert slept == pytest.approx([0.2, 0.2, 0.1])


def test_a_sync_waits_its_turn_with_a_company_that_another_program_speaks_to(
    connected: Shell, accounting: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    by_invoice(connected, "--customer", "10001")
    with Database.open(connected.folder) as database:
        settings = Settings(database)
        held = turn(settings)
        held.__enter__()
    try:
        answer = connected.run("sync", "--json", "--wait", "0.01")
        assert answer.code == 0
        assert (answer.document["sent"], answer.document["still_queued"]) == (0, 1)
        assert (answer.document["blocked"], answer.document["delayed"]["code"]) == (None, "company_in_use")
        assert "venter i inntil 0.01 s" in answer.err
        assert connected.run("customers", "--refresh", "--wait", "0").code == 1
        assert accounting.orders() == []
    finally:
        held.__exit__(None, None, None)
    assert connected.json("sync")["sent"] == 1


def test_without_json_a_sync_says_what_is_only_recorded_here(shell: Shell) -> None:
    shell.run("settings", "set", "invoicing.enabled_since", "2030-01-01")
    shell.json("sell", "--item", "1001", "--pay", "invoice", "--customer", "10001")
    assert "1 er bare registrert her" in shell.run("sync").out
