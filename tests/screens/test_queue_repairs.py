"""The repair card, played by touches: another customer, a reason to cancel by, and what only a manager may do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from sync.connectors import connect
from sync.delivery import deliver_once
from sync.poweroffice.sandbox import Sandbox
from terminal_app.domain.catalog import Customer
from terminal_app.domain.outbox import Attempt, OutboxEntry, Quarantine, Remote, State
from terminal_app.domain.problems import Problem
from terminal_app.presenters.session import Place
from tests.kivy_window import COMPACT, LANDSCAPE, PORTRAIT, SIZES, TillWindow
from tests.screens.open_till import LONG_NAME, OpenTill, badly_placed, spilling, texts_on
from tests.till.staff import CHEAP, KARI_PIN, give_pin

LONG_REFUSAL = "Validation failed · CustomerNo: Customer 70001 is archived and can not be invoiced. " * 5
BOOKS: tuple[dict[str, Any], ...] = (
    {"Id": 501, "Number": 90001, "Name": "Torget Regnskap AS"},
    {"Id": 502, "Number": 90002, "Name": "Zebra Zoo AS"},
)


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[OpenTill]:
    opened = OpenTill(till, tmp_path)
    yield opened
    opened.database.close()


@pytest.fixture
def accounting() -> Iterator[Sandbox]:
    """An accounting system with the customers of `BOOKS`."""
    with Sandbox.start(customers=BOOKS) as sandbox:
        yield sandbox


def archive(accounting: Sandbox, remote_id: int) -> None:
    """Somebody archives a customer in PowerOffice Go."""
    subscription = {"Ocp-Apim-Subscription-Key": accounting.subscription_key}
    keys = (accounting.application_key, accounting.client_key)
    asked = {"grant_type": "client_credentials"}
    token = requests.post(accounting.token_url, data=asked, auth=keys, headers=subscription, timeout=30)
    answer = requests.patch(
        f"{accounting.api_url}/Customers/{remote_id}",
        data=json.dumps([{"op": "replace", "path": "/IsArchived", "value": True}]),
        headers={
            **subscription,
            "Authorization": f"Bearer {token.json()['access_token']}",
            "Content-Type": "application/json-patch+json",
        },
        timeout=30,
    )
    assert answer.status_code == 200, answer.text


def deliver(shop: OpenTill) -> None:
    """One pass of the sync; the window hears of it."""
    gateway = connect(shop.till.settings)
    try:
        deliver_once(shop.database, gateway)
    finally:
        gateway.close()
    shop.session.announce()
    shop.window.settle()


def stopped(shop: OpenTill, code: str, text: str = "", **marks: Any) -> OutboxEntry:
    """An invoice that came back from the accounting system with that problem."""
    entry = shop.invoice(shop.customer(70001, "Nord AS").number)
    entry = shop.till.outbox.save(entry, replace(entry, state=State.SENDING))
    problem = Problem(code, {"text": text} if text else {})
    changed = replace(entry, state=State.NEEDS_ATTENTION, problem=problem, **marks)
    return shop.till.outbox.save(entry, changed, Attempt(shop.moment, "send", "refused", str(problem)))


def open_card(shop: OpenTill, size: tuple[int, int], operator: str = "") -> None:
    shop.open(size)
    if operator:
        shop.session.hand_over(shop.till.operator(operator))
    shop.go(Place.QUEUE)
    shop.tap("queue.row.0")


def role(shop: OpenTill, name: str) -> str:
    """The id of somebody with that role."""
    return next(operator.id for operator in shop.till.operators.active() if operator.role.value == name)


def state_of(shop: OpenTill, entry: OutboxEntry) -> State:
    kept = shop.till.outbox.get(entry.reference)
    assert kept is not None
    return kept.state


def reach(shop: OpenTill, key: str) -> None:
    """Touches a button of the card, after scrolling to it."""
    over = next(target.key for target in shop.touchable() if target.key in ("queue.assign", "queue.retry"))
    shop.finger.reach(key, over=over)
    shop.tap(key)


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_a_customer_archived_meanwhile_is_replaced_by_touch_and_the_order_arrives_once(
    shop: OpenTill, accounting: Sandbox, size: tuple[int, int]
) -> None:
    shop.till.catalog.put_customers((Customer(str(row["Id"]), row["Number"], row["Name"]), None) for row in BOOKS)
    shop.till.change_settings(
        {
            "invoicing.endpoint": "custom",
            **{f"invoicing.{key}": value for key, value in accounting.connection().items()},
        }
    )
    entry = shop.invoice(90001)
    archive(accounting, 501)
    shop.open(size)
    shop.go(Place.QUEUE)
    deliver(shop)
    assert state_of(shop, entry) is State.NEEDS_ATTENTION
    assert accounting.orders() == []

    shop.tap("queue.row.0")
    assert "PowerOffice Go avviser kunden" in texts_on(shop.screen)
    assert any(text.startswith("PowerOffice sier: ") for text in texts_on(shop.screen))
    shop.tap("queue.assign")
    shop.finger.type("zebra")
    shop.tap("customers.row.0")
    assert shop.session.place is Place.QUEUE
    assert state_of(shop, entry) is State.QUEUED
    deliver(shop)

    assert state_of(shop, entry) is State.ACCEPTED
    (order,) = accounting.orders()
    assert order["ExternalImportReference"] == entry.reference
    assert order["CustomerId"] == 502
    assert "Mottatt i PowerOffice" in texts_on(shop.screen)
    assert not shop.finger.sees("queue.assign")


@pytest.mark.parametrize("size", SIZES)
def test_a_manager_cancels_with_a_typed_reason(shop: OpenTill, size: tuple[int, int]) -> None:
    entry = stopped(shop, "order_refused", "Date is locked")
    open_card(shop, size, role(shop, "manager"))
    reach(shop, "queue.cancel")
    assert not shop.finger.sees("queue.confirm")
    shop.finger.type("Fakturert for hånd")
    shop.window.settle()
    shop.tap("queue.confirm")
    kept = shop.till.outbox.get(entry.reference)
    assert kept is not None
    assert kept.state is State.CANCELLED
    assert kept.history[-1].detail == "Fakturert for hånd"
    assert any("Fakturert for hånd" in text for text in texts_on(shop.screen))
    assert not shop.finger.sees("queue.retry")


@pytest.mark.parametrize("size", SIZES)
def test_a_cashier_fetches_a_manager_whose_pin_on_the_spot_lets_the_invoice_be_cancelled(
    shop: OpenTill, size: tuple[int, int]
) -> None:
    entry = stopped(shop, "order_refused")
    shop.till.operators.pins.costs = CHEAP
    give_pin(shop.till, shop.till.operators.get(role(shop, "manager")), KARI_PIN)
    open_card(shop, size, role(shop, "cashier"))
    reach(shop, "queue.cancel")
    assert not shop.finger.sees("queue.reason")
    assert any("kan ikke kansellere en faktura" in text for text in texts_on(shop.screen))
    shop.tap(*[f"step_up.pad.{digit}" for digit in "000000"], "step_up.pad.enter")
    assert any("Feil PIN" in text for text in texts_on(shop.screen))
    shop.tap(*[f"step_up.pad.{digit}" for digit in KARI_PIN], "step_up.pad.enter")
    shop.finger.type("Feil kunde")
    shop.tap("queue.confirm")
    assert state_of(shop, entry) is State.CANCELLED


@pytest.mark.parametrize("key", ["queue.keep", "queue.reason_sheet/close"])
def test_whoever_thinks_better_of_it_leaves_the_invoice_as_it_is(shop: OpenTill, key: str) -> None:
    entry = stopped(shop, "order_refused")
    open_card(shop, COMPACT, role(shop, "manager"))
    reach(shop, "queue.cancel")
    shop.tap(key)
    assert not shop.finger.sees("queue.reason")
    assert state_of(shop, entry) is State.NEEDS_ATTENTION


@pytest.mark.parametrize("size", SIZES)
def test_what_is_set_aside_says_so_in_list_and_card(shop: OpenTill, size: tuple[int, int]) -> None:
    stopped(shop, "order_refused")
    open_card(shop, size)
    reach(shop, "queue.set_aside")
    shop.finger.type("Kunden ringer i morgen")
    shop.window.settle()
    shop.tap("queue.confirm")
    shown = texts_on(shop.screen)
    assert "Satt til side" in shown
    assert "Satt til side til i morgen 08:00" in shown
    assert any(text.endswith("Kunden ringer i morgen") for text in shown)


def test_what_may_have_arrived_offers_neither_another_customer_nor_a_way_out(shop: OpenTill) -> None:
    stopped(shop, "customer_refused", quarantine=Quarantine("boot", 1.0))
    open_card(shop, LANDSCAPE, role(shop, "manager"))
    offered = {target.key for target in shop.touchable()}
    assert "queue.retry" in offered
    assert not offered & {"queue.assign", "queue.cancel"}


def test_what_is_being_checked_is_never_shown_as_failed(shop: OpenTill) -> None:
    entry = shop.invoice(shop.customer(70001, "Nord AS").number)
    entry = shop.till.outbox.save(entry, replace(entry, state=State.SENDING))
    unknown = replace(
        entry,
        state=State.UNKNOWN,
        quarantine=Quarantine("boot", 1.0),
        problem=Problem("reference_in_use", {"text": "in use"}),
        not_before=shop.moment + timedelta(minutes=5),
    )
    shop.till.outbox.save(entry, unknown, Attempt(shop.moment, "send", "unknown"))
    open_card(shop, LANDSCAPE)
    shown = texts_on(shop.screen)
    assert "Sjekkes" in shown
    assert any(text.endswith("Slår opp igjen 14:04.") for text in shown)
    assert not any("brukt" in text or "in use" in text for text in shown)


def test_the_way_says_when_and_under_which_number(shop: OpenTill) -> None:
    entry = shop.invoice(shop.customer(70001, "Nord AS").number)
    entry = shop.till.outbox.save(entry, replace(entry, state=State.SENDING))
    arrived = replace(entry, state=State.ACCEPTED, remote=Remote("77", 1012, None, entry.total))
    later = shop.moment + timedelta(minutes=2)
    entry = shop.till.outbox.save(entry, arrived, Attempt(later, "send", "sent", "1012"))
    invoiced = replace(entry, state=State.INVOICED, remote=Remote("77", 1012, 30044, entry.total))
    later += timedelta(hours=3)
    shop.till.outbox.save(entry, invoiced, Attempt(later, "follow", "invoiced", "30044"))
    open_card(shop, COMPACT)
    assert {"14:01 · Ordre 1012", "17:01 · Faktura 30044"} <= set(texts_on(shop.screen))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_card_holds_long_words_and_its_buttons_keep_apart(
    shop: OpenTill, size: tuple[int, int], language: str
) -> None:
    shop.customer(70009, LONG_NAME)
    entry = stopped(shop, "customer_refused", LONG_REFUSAL.strip())
    shop.till.outbox.save(entry, replace(entry, customer_name=LONG_NAME))
    open_card(shop, size, role(shop, "manager"))
    shop.session.speak(language)
    reach(shop, "queue.details")
    assert spilling(shop.screen) == []
    assert badly_placed(shop.touchable(), size) == []
    shop.root.queue.ask_cancel()
    shop.window.settle()
    assert spilling(shop.screen) == []
    assert badly_placed(shop.touchable(), size) == []


def test_details_give_support_the_reference_and_the_code(shop: OpenTill) -> None:
    entry = stopped(shop, "order_refused", "Date is locked")
    open_card(shop, LANDSCAPE)
    assert f"Referanse {entry.reference}" not in texts_on(shop.screen)
    shop.tap("queue.details")
    assert {f"Referanse {entry.reference}", "Kode order_refused"} <= set(texts_on(shop.screen))
    shop.tap("queue.details")
    assert f"Referanse {entry.reference}" not in texts_on(shop.screen)
