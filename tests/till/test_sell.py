"""Selling: what is refused stores nothing, what is sold is durable, and the sync hears of it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.outbox import State
from terminal_app.domain.problems import BadInput
from terminal_app.domain.sale import Words
from terminal_app.domain.tender import Tender
from terminal_app.till import Till
from tests.till.counter import BY_CARD, BY_INVOICE, LATTE, TORGET, ListeningSync, a_cart, entry_of, invoice

ALL_BY_VIPPS = (Tender(Channel.VIPPS, Money(143_90)), Tender(Channel.INVOICE))


@pytest.mark.parametrize(
    ("sale", "code", "field"),
    [
        ({"tenders": (Tender(Channel.GIFT_CARD),)}, "channel_off", "pay"),
        ({"tenders": BY_INVOICE, "customer_number": None}, "customer_missing", "customer"),
        ({"customer_number": 10005}, "customer_archived", "customer"),
        ({"customer_number": 4711}, "customer_unknown", "customer"),
        ({"tenders": ALL_BY_VIPPS}, "invoice_of_nothing", "pay"),
        ({"tenders": ()}, "payment_missing", "pay"),
        ({"cart": Cart()}, "cart_empty", "item"),
        ({"operator_id": "nobody"}, "operator_unknown", "operator"),
        ({"words": Words(note="x" * 10_000)}, "text_too_long", "note"),
        ({"words": Words(internal_note="\x07")}, "text_not_printable", "internal_note"),
        ({"words": Words(reference="a\nb")}, "text_not_printable", "reference"),
        ({"tip": Money(-1)}, "tip_negative", "tip"),
    ],
)
def test_a_sale_that_cannot_be_is_refused_by_field_and_stores_nothing(
    till: Till, sync: ListeningSync, sale: dict[str, Any], code: str, field: str
) -> None:
    journal = till.database.rows("SELECT * FROM journal")
    wanted = {"cart": a_cart(), "tenders": BY_INVOICE, "customer_number": 10001, **sale}
    with pytest.raises(BadInput) as refused:
        till.sell(wanted.pop("cart"), wanted.pop("tenders"), **wanted)
    assert (refused.value.problem.code, refused.value.problem.values["field"]) == (code, field)
    for table in ("sale", "sale_line", "payment", "series", "outbox", "customer_use"):
        assert till.database.rows(f"SELECT * FROM {table}") == []
    assert till.database.rows("SELECT * FROM journal") == journal
    assert sync.asked == []


def test_a_customer_archived_while_the_cart_was_open_is_refused_when_it_is_paid(till: Till) -> None:
    till.catalog.put_customers([(replace(TORGET, archived=True), None)])
    with pytest.raises(BadInput) as refused:
        invoice(till, TORGET.number)
    assert refused.value.problem.values["name"] == TORGET.name


def test_an_invoice_sale_waits_in_the_queue_with_its_customer_and_the_sync_is_nudged_once(
    till: Till, sync: ListeningSync
) -> None:
    sold = invoice(till, words=Words(" Takk ", "bare her", "PO 1"))
    entry = entry_of(sold)
    assert (entry.state, entry.customer_number, entry.total) == (State.QUEUED, 10001, sold.sale.total)
    assert entry.reference == f"DSK{sold.sale.id}"
    assert entry.receipt_no == sold.sale.receipt_no == "F-000001"
    assert sold.sale.words == Words("Takk", "bare her", "PO 1")
    assert till.outbox.get(entry.reference) == entry
    assert sync.asked == ["nudge"]


def test_a_sale_by_card_goes_nowhere_but_the_ledger(till: Till, sync: ListeningSync) -> None:
    sold = till.sell(a_cart(), BY_CARD)
    assert sold.entry is None
    assert till.outbox.counts() == {}
    assert sync.asked == []
    assert till.ledger.sale_by_receipt("S-000001") == sold.sale


def test_without_forced_customer_an_invoice_is_finished_and_waits_for_one(till: Till) -> None:
    till.change_settings({"channels.invoice.force_customer": "false"})
    entry = entry_of(invoice(till, None))
    assert (entry.state, entry.customer_number) == (State.NEEDS_CUSTOMER, None)


@pytest.mark.parametrize(
    "settings",
    [
        {"channels.invoice.integration": "false"},
        {"invoicing.system": "none"},
        {"invoicing.enabled_since": ""},
        {"invoicing.enabled_since": "2026-11-24"},
    ],
)
def test_an_invoice_is_held_where_nothing_is_to_be_sent(till: Till, settings: dict[str, str]) -> None:
    till.change_settings({"channels.invoice.force_customer": "false", **settings})
    assert entry_of(invoice(till)).state is State.HELD
    assert entry_of(invoice(till, None)).state is State.HELD


def test_enabled_since_counts_the_shops_own_day(till: Till) -> None:
    till.change_settings({"invoicing.enabled_since": "2026-11-24"})
    late_evening_in_utc = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    sold = till.sell(a_cart(), BY_INVOICE, customer_number=10001, at=late_evening_in_utc)
    assert sold.sale.sold_at.isoformat() == "2026-11-24T00:30:00+01:00"
    assert entry_of(sold).state is State.QUEUED


def test_a_sale_is_made_at_the_shops_own_time_by_whoever_stands_there(till: Till) -> None:
    sale = till.sell(a_cart(), BY_CARD, operator_id="kari").sale
    assert sale.sold_at.isoformat() == "2026-11-23T14:05:00+01:00"
    assert sale.operator_id == "kari"
    assert till.operator_name("kari") == "Kari Nordmann"
    assert till.operator_name("gone") == "gone"


def test_every_sale_gets_an_id_and_a_reference_of_its_own(till: Till) -> None:
    references = {entry_of(invoice(till)).reference for _ in range(20)}
    assert len(references) == 20
    assert all(reference.isalnum() and len(reference) == 35 for reference in references)


def test_the_change_of_one_channel_counts_at_once(till: Till) -> None:
    till.change_settings({"channels.card.enabled": "false"})
    with pytest.raises(BadInput, match="channel_off"):
        till.sell(a_cart(), BY_CARD)
    till.change_settings({"channels.card.enabled": "true"})
    assert till.sell(a_cart(), BY_CARD).sale.receipt_no == "S-000001"


def test_the_catalogue_that_was_read_anew_is_what_is_rung_up(till: Till) -> None:
    till.catalog.put_products([replace(LATTE, price=Money(60_00))])
    till.reload()
    rung_up = till.assortment.by_sku("1001")
    assert rung_up is not None
    assert till.sell(Cart().add(rung_up), BY_CARD).sale.total == Money(60_00)
