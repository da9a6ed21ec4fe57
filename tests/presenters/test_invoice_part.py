"""The invoice at the counter: whom to choose at once, who was chosen, what stands in its way, and what is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.setup import Check, SetupReport
from terminal_app.domain.sync_control import SetupChecked
from terminal_app.presenters.invoice_part import InvoicePart
from terminal_app.presenters.payment import PaymentPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Session
from terminal_app.storage.jobs import Job, Jobs
from terminal_app.till import Till
from tests.till.counter import MARTIN_AS, MARTIN_KARI, TORGET, ShopClock, invoice

NBSP = "\u00a0"
MAPPED = {"invoicing.products.sale_25": "9025", "invoicing.products.sale_15": "9015"}
STROKES = (((100, 100), (500, 300), (800, 120)),)


@pytest.fixture
def payment(root: RootPresenter, till: Till) -> PaymentPresenter:
    """At the payment of a latte by invoice."""
    till.change_settings(MAPPED)
    root.sale.add("1001")
    root.sale.pay()
    root.payment.choose(Channel.INVOICE)
    return root.payment


@pytest.fixture
def part(payment: PaymentPresenter) -> InvoicePart:
    return payment.invoice


def test_who_usually_comes_now_stands_beside_the_last_ones_and_nobody_twice(
    part: InvoicePart, till: Till, clock: ShopClock
) -> None:
    moment = clock.wall
    for _ in range(2):
        invoice(till, MARTIN_AS.number)
    clock.wall = moment + timedelta(hours=6)
    for number in (MARTIN_KARI.number, TORGET.number, TORGET.number):
        clock.advance(minutes=1)
        invoice(till, number)
    clock.wall = moment + timedelta(days=1)
    shown = part.view()
    assert (shown.recents_label, [row.name for row in shown.recents]) == (
        "Sist brukt",
        ["Torget Regnskap AS", "Kari Martin"],
    )
    assert (shown.usual_label, [row.name for row in shown.usual]) == ("Pleier å handle nå", ["Martin Østby Bygg AS"])
    part.choose_usual(0)
    assert part.customer == MARTIN_AS


def test_a_regular_who_was_here_last_is_among_the_last_ones_only(part: InvoicePart, till: Till) -> None:
    for _ in range(3):
        invoice(till, TORGET.number)
    shown = part.view()
    assert ([row.name for row in shown.recents], shown.usual, shown.usual_label) == (["Torget Regnskap AS"], (), "")


def test_the_card_says_how_the_invoice_goes_out_when_it_is_due_and_what_waits(
    part: InvoicePart, till: Till, clock: ShopClock
) -> None:
    buyer = replace(TORGET, delivery="EHF", payment_term_days=14)
    till.catalog.put_customers([(buyer, None)])
    Jobs(till.database).save(Job("customers", last_ok=clock() - timedelta(minutes=10)))
    for _ in range(2):
        invoice(till, buyer.number)
    part.take_customer(buyer)
    card = part.view().card
    assert card is not None
    assert (card.row.name, card.row.number, card.row.detail) == (
        "Torget Regnskap AS",
        "10001",
        "901 270 384 · Oslo",
    )
    assert [fact.text for fact in card.facts] == [
        "Sendes som EHF",
        "faktura@torget.no",
        "14 dagers frist, forfaller tidligst 07.12.2026",
        f"Ikke sendt herfra: kr{NBSP}287,80 i 2 fakturaer",
    ]
    assert (card.warned, card.age) == ((), "Fra PowerOffice 13:55")


@pytest.mark.parametrize(("days", "words"), [(0, "Forfaller med en gang"), (None, None)])
def test_payment_terms_are_said_as_far_as_they_are_known(
    part: InvoicePart, till: Till, days: int | None, words: str | None
) -> None:
    buyer = replace(MARTIN_AS, payment_term_days=days)
    till.catalog.put_customers([(buyer, None)])
    part.take_customer(buyer)
    card = part.view().card
    assert card is not None
    assert [fact.text for fact in card.facts] == ([] if words is None else [words])


def test_what_will_stop_it_is_told_while_the_buyer_stands_there_and_blocks_nothing(
    payment: PaymentPresenter, till: Till
) -> None:
    buyer = replace(MARTIN_AS, delivery="PdfByEmail")
    till.catalog.put_customers([(buyer, None)])
    payment.take_customer(buyer)
    card = payment.invoice.view().card
    assert card is not None
    (warned,) = card.warned
    assert (warned.tone, warned.meaning) == ("warn", "Stopper på veien")
    assert warned.text == "Fakturaen går på e-post, men adressen mangler."
    assert "Spør" in warned.hint
    assert payment.view().can_finish


def test_a_buyer_who_was_archived_since_must_be_exchanged_first(payment: PaymentPresenter, till: Till) -> None:
    payment.take_customer(TORGET)
    till.catalog.put_customers([(replace(TORGET, archived=True), None)])
    payment._session.announce()
    assert (payment.view().can_finish, payment.view().why_not) == (
        False,
        "Torget Regnskap AS er arkivert i PowerOffice.",
    )
    card = payment.invoice.view().card
    assert card is not None
    assert [warned.tone for warned in card.warned] == ["bad"]


def test_a_locked_period_is_told_once_the_setup_check_has_read_it(
    part: InvoicePart, session: Session, till: Till
) -> None:
    part.take_customer(TORGET)
    locked = Check("lock_date", False, "lock_date_ahead", {"day": "2026-11-30"})
    session.take(SetupChecked(SetupReport("Demo AS", (locked,)), {}))
    card = part.view().card
    assert card is not None
    assert [warned.text for warned in card.warned] == ["Regnskapet er låst til og med 30.11.2026."]


def test_a_required_requisition_number_holds_finish_until_it_is_typed(payment: PaymentPresenter, till: Till) -> None:
    till.change_settings({"channels.invoice.requisition": "require"})
    payment.take_customer(TORGET)
    assert payment.view().why_not == "Skriv rekvisisjonsnummeret"
    drawn: list[bool] = []
    payment.on_change = lambda: drawn.append(payment.view().can_finish)
    payment.write(reference="REK 1")
    payment.write(reference="REK 12")
    assert drawn == [True]
    assert payment.invoice.view().reference_label == "Rekvisisjonsnummer, må fylles ut"


def test_a_signature_is_asked_for_only_where_the_shop_wants_one(part: InvoicePart, till: Till) -> None:
    assert part.view().signature is None
    till.change_settings({"channels.invoice.signature": "ask"})
    part.take_customer(TORGET)
    shown = part.view().signature
    assert shown is not None
    assert (shown.signed, part.why_not()) == (False, "")
    till.change_settings({"channels.invoice.signature": "require"})
    assert part.why_not() == "Kunden må skrive under først"


def test_what_the_buyer_signs_is_stored_with_the_sale(payment: PaymentPresenter, till: Till, session: Session) -> None:
    till.change_settings({"channels.invoice.signature": "require"})
    payment.take_customer(TORGET)
    signing = payment.invoice.signing
    signing.open_pad()
    shown = payment.invoice.view().signature
    assert shown is not None
    assert shown.pad is not None
    assert shown.pad.title == f"Skriv under for kr{NBSP}52,00"
    signing.sign(STROKES, "Kari Nordmann")
    assert payment.view().can_finish
    payment.finish()
    assert session.last_sold is not None
    kept = till.signatures.of_sale(session.last_sold.sale.id)
    assert kept is not None
    assert (kept.signed_by, kept.strokes) == ("Kari Nordmann", STROKES)
    assert payment.invoice.signature is None


def test_a_slip_of_the_finger_is_explained_and_the_pad_stays(part: InvoicePart, till: Till) -> None:
    till.change_settings({"channels.invoice.signature": "ask"})
    part.signing.open_pad()
    part.signing.sign((((1, 1), (3, 3)),), "Kari")
    shown = part.view().signature
    assert shown is not None
    assert shown.pad is not None
    assert shown.pad.problem.startswith("Det er for kort")
    assert shown.pad.name == "Kari"


def test_a_signature_is_for_that_cart_and_that_buyer(root: RootPresenter, part: InvoicePart, till: Till) -> None:
    till.change_settings({"channels.invoice.signature": "require"})
    part.take_customer(TORGET)
    part.signing.sign(STROKES, "Kari")
    assert part.why_not() == ""
    part.take_customer(MARTIN_AS)
    assert part.why_not() != ""
    part.take_customer(TORGET)
    assert part.why_not() == ""
    root.sale.add("1002")
    assert part.why_not() != ""
