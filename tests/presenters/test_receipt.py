"""The receipt that is shown after a sale, and the invoice's way below it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.cart import Cart, Serving
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, Money
from terminal_app.domain.outbox import Remote, State
from terminal_app.domain.print_job import PrintState
from terminal_app.domain.problems import Problem
from terminal_app.domain.refund import Chosen
from terminal_app.domain.sale import Words
from terminal_app.domain.sync_control import EntryChanged
from terminal_app.domain.tender import Tender
from terminal_app.presenters.print_part import PrintView
from terminal_app.presenters.receipt import ReceiptView
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.reports.paper import PaperLine
from terminal_app.till import Sold, Till
from tests.till.counter import BY_CARD, BY_INVOICE, IN_CASH, a_cart

NBSP = "\u00a0"


def shown(root: RootPresenter, session: Session, sold: Sold) -> ReceiptView:
    session.last_sold = sold
    view = root.receipt.view()
    assert view is not None
    return view


def pairs(view: ReceiptView) -> dict[str, str]:
    return {line.left: line.right for line in view.papers[0].lines if line.right}


def test_there_is_no_receipt_before_anything_was_sold(root: RootPresenter) -> None:
    assert root.receipt.view() is None


def test_a_delivery_receipt_says_who_sold_what_to_whom_and_its_vat(
    root: RootPresenter, session: Session, till: Till
) -> None:
    words = Words("Takk for besøket [b]", "bare her", "PO 1")
    sold = till.sell(a_cart(), BY_INVOICE, operator_id="kari", customer_number=10001, words=words)
    view = shown(root, session, sold)
    texts = [line.left for line in view.papers[0].lines]
    assert texts[:3] == ["Utleveringskvittering", "IKKE KVITTERING FOR KJØP", "Kaffebaren AS"]
    assert "Org.nr. 999999999 MVA" in texts
    assert pairs(view)["F-000001"] == "23.11.2026 14:05"
    assert pairs(view)["Kunde 10001"] == "Torget Regnskap AS"
    assert pairs(view)["Kaffe latte"] == "104,00"
    assert pairs(view)["Sum"] == f"kr{NBSP}143,90"
    assert pairs(view)["Faktura"] == "143,90"
    assert {"Notat: Takk for besøket [b]", "Referanse: PO 1"} <= set(texts)
    assert "bare her" not in repr(view)
    vat = [(line.left, line.right, line.middle) for line in view.papers[0].lines if line.middle][1:]
    assert vat == [(f"25{NBSP}%", "20,80", "83,20"), (f"15{NBSP}%", "5,20", "34,70")]


def test_the_receipt_names_who_sold_even_when_somebody_else_stands_there_now(
    root: RootPresenter, session: Session, till: Till
) -> None:
    sold = till.sell(a_cart(), IN_CASH, operator_id="kari")
    session.hand_over(till.operator("amina"))
    assert pairs(shown(root, session, sold))["Kasse 1"] == "Betjent av Kari Nordmann"


def test_a_cash_receipt_shows_the_rounding_and_the_change(root: RootPresenter, session: Session, till: Till) -> None:
    session.change_due = Money(56_00)
    view = shown(root, session, till.sell(a_cart(), (Tender(Channel.CASH, Money(200_00)),)))
    assert pairs(view)["Avrunding til hel krone"] == "0,10"
    assert pairs(view)["Kontant"] == "144,00"
    assert (view.change_label, view.change) == ("Veksel", f"kr{NBSP}56,00")
    assert (view.lifeline, view.queue_label, view.history_label) == ((), "", "Historikk")


def test_a_tip_has_its_own_line_and_name(root: RootPresenter, session: Session, till: Till) -> None:
    sold = till.sell(a_cart(), (Tender(Channel.CARD),), tip=Money(10_00))
    assert pairs(shown(root, session, sold))["Tips"] == "10,00"


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.ACCEPTED, "Mottatt i PowerOffice"),
        (State.INVOICED, "Fakturert"),
        (State.PAID, "Betalt"),
        (State.UNKNOWN, "Sjekkes"),
    ],
)
def test_the_line_below_the_number_says_how_far_the_invoice_has_come(
    root: RootPresenter, session: Session, till: Till, state: State, told: str
) -> None:
    sold = till.sell(a_cart(), BY_INVOICE, customer_number=10001)
    assert sold.entry is not None
    view = shown(root, session, replace(sold, entry=replace(sold.entry, state=state)))
    assert view.subline == f"kr{NBSP}143,90 · {told}"


def test_the_receipt_follows_its_invoice_when_the_sync_moves_it(
    root: RootPresenter, session: Session, till: Till
) -> None:
    sold = till.sell(a_cart(), BY_INVOICE, customer_number=10001)
    assert sold.entry is not None
    shown(root, session, sold)
    changes: list[int] = []
    root.receipt.on_change = lambda: changes.append(1)
    sending = till.outbox.save(sold.entry, replace(sold.entry, state=State.SENDING))
    till.outbox.save(sending, replace(sending, state=State.ACCEPTED, remote=Remote("1", 1012)))
    root.take(EntryChanged(sold.entry.reference, State.ACCEPTED))
    view = root.receipt.view()
    assert view is not None
    assert [step.detail for step in view.lifeline][2] == "Ordre 1012"
    assert changes == [1]


def test_a_return_is_headed_as_one_and_names_its_sale_and_the_reason(
    root: RootPresenter, session: Session, till: Till
) -> None:
    sold = till.sell(a_cart(), IN_CASH)
    returned = till.returns.refund("S-000001", [Chosen(0, ONE)], reason="sur melk", operator_id="kari")
    assert sold.sale.receipt_no == "S-000001"
    view = shown(root, session, returned)
    told = {line.left: line.right for line in view.papers[0].lines}
    assert PaperLine("heading", "Returkvittering") in view.papers[0].lines
    assert "Retur av S-000001" in told
    assert (told["Årsak"], told["Kaffe latte"], told["Kontant"]) == ("sur melk", "−52,00", "−52,00")
    assert told["Sum"] == f"kr{NBSP}−52,00"
    assert view.subline == f"kr{NBSP}−52,00 · Kontant"


def test_a_take_away_sale_shows_the_rate_it_was_taxed_at(root: RootPresenter, session: Session, till: Till) -> None:
    latte = till.assortment.by_sku("1001")
    assert latte is not None
    sold = till.sell(Cart(serving=Serving.TAKE_AWAY).add(latte), IN_CASH)
    rates = [line.left for line in shown(root, session, sold).papers[0].lines if line.middle][1:]
    assert rates == [f"15{NBSP}%"]


# the print of the receipt


def with_printer(till: Till, **settings: str) -> None:
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere", **settings})


def move(till: Till, sold: Sold, *states: PrintState, problem: Problem | None = None) -> None:
    """The receipt's job as the printer's thread moves it."""
    for state in states:
        job = till.prints.original(sold.sale.id)
        assert job is not None
        with till.database.writing():
            assert till.prints.jobs.move(job, state, problem=problem, printed_at=till.now())


def strip(root: RootPresenter) -> PrintView:
    view = root.receipt.view()
    assert view is not None
    assert view.print is not None
    return view.print


def test_without_a_printer_nothing_is_said_of_printing(root: RootPresenter, session: Session, till: Till) -> None:
    assert shown(root, session, till.sell(a_cart(), BY_CARD)).print is None


def test_both_papers_of_a_split_sale_are_shown(root: RootPresenter, session: Session, till: Till) -> None:
    split = (Tender(Channel.CARD, Money(100_00)), Tender(Channel.INVOICE))
    view = shown(root, session, till.sell(a_cart(), split, customer_number=10001))
    assert [paper.heading for paper in view.papers] == ["Salgskvittering", "Utleveringskvittering"]
    assert view.headline == "Lagret F-000001"
    assert view.subline == f"kr{NBSP}143,90 · S-000001 · Venter"


def test_a_card_and_cash_sale_names_both_ways_of_paying_and_a_bill_split_further_says_by_how_many(
    root: RootPresenter, session: Session, till: Till
) -> None:
    split = (Tender(Channel.CARD, Money(100_00)), Tender(Channel.CASH))
    assert shown(root, session, till.sell(a_cart(), split)).subline.endswith("Kort + Kontant")
    split = (Tender(Channel.VIPPS, Money(10_00)), Tender(Channel.GIFT_CARD, Money(10_00)), *split)
    till.change_settings({"channels.vipps.enabled": "true", "channels.giftcard.enabled": "true"})
    assert shown(root, session, till.sell(a_cart(), split)).subline.endswith(" · 4 betalinger")


@pytest.mark.parametrize(
    ("states", "told", "buttons"),
    [
        ((), "Venter på skriveren", ("", "", "")),
        ((PrintState.PRINTING,), "Skriver ut …", ("", "", "")),
        ((PrintState.PRINTING, PrintState.PRINTED), "Skrevet ut 14:05", ("", "", "Kopi")),
        ((PrintState.LEFT,), "Ikke skrevet ut", ("Skriv ut", "", "")),
    ],
)
def test_the_strip_says_how_far_the_print_is_and_offers_what_can_be_done(
    root: RootPresenter,
    session: Session,
    till: Till,
    states: tuple[PrintState, ...],
    told: str,
    buttons: tuple[str, str, str],
) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), BY_CARD)
    move(till, sold, *states)
    shown(root, session, sold)
    view = strip(root)
    assert view.text == told
    assert (view.print_label, view.leave_label, view.copy_label) == buttons


def test_a_receipt_from_before_there_was_a_printer_is_printed_when_asked_for(
    root: RootPresenter, session: Session, till: Till
) -> None:
    sold = till.sell(a_cart(), BY_CARD)
    with_printer(till)
    shown(root, session, sold)
    assert (strip(root).text, strip(root).print_label) == ("Vist på skjermen, ikke skrevet ut", "Skriv ut")
    root.receipt.print.print()
    assert strip(root).text == "Venter på skriveren"


def test_out_of_paper_is_told_with_try_again_and_leave_it_and_marks_the_bar(
    root: RootPresenter, session: Session, till: Till
) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), BY_CARD)
    shown(root, session, sold)
    assert root.view().printer == ""
    move(till, sold, PrintState.PRINTING, PrintState.FAILED, problem=Problem("printer_paper_out"))
    session.prints_moved()
    view = strip(root)
    assert (view.text, view.tone) == ("Skriveren er tom for papir.", "bad")
    assert (view.print_label, view.leave_label) == ("Prøv igjen", "La være")
    assert root.view().printer == "Skriveren trenger deg"
    root.receipt.print.print()
    assert root.view().printer == ""


def test_leaving_a_print_takes_the_mark_away_and_the_receipt_can_still_be_printed(
    root: RootPresenter, session: Session, till: Till
) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), BY_CARD)
    shown(root, session, sold)
    move(till, sold, PrintState.PRINTING, PrintState.FAILED, problem=Problem("printer_paper_out"))
    session.prints_moved()
    root.receipt.print.leave()
    assert root.view().printer == ""
    assert strip(root).print_label == "Skriv ut"


def test_the_mark_in_the_bar_leads_to_the_sale_whose_receipt_is_stuck_and_back_to_the_cart(
    root: RootPresenter, session: Session, till: Till
) -> None:
    with_printer(till)
    stuck = till.sell(a_cart(), BY_CARD)
    move(till, stuck, PrintState.PRINTING, PrintState.FAILED, problem=Problem("printer_paper_out"))
    shown(root, session, till.sell(a_cart(), BY_CARD))
    session.prints_moved()
    session.go(Place.SALE)
    session.cart = a_cart()
    root.open_printer()
    view = root.receipt.view()
    assert view is not None
    assert (session.place, view.headline, view.new_sale_label) == (
        Place.RECEIPT,
        "Lagret S-000001",
        "Tilbake til salget",
    )
    root.receipt.new_sale()
    assert (session.place, session.cart) == (Place.SALE, a_cart())


def test_a_bill_that_did_not_come_out_is_shown_by_itself(root: RootPresenter, session: Session, till: Till) -> None:
    with_printer(till)
    job = till.prints.provisional(a_cart(), "Bord 4")
    for state in (PrintState.PRINTING, PrintState.FAILED):
        with till.database.writing():
            now = till.prints.get(job.id)
            assert now is not None
            till.prints.jobs.move(now, state, problem=Problem("printer_paper_out"))
    session.prints_moved()
    root.open_printer()
    view = root.receipt.view()
    assert view is not None
    assert (view.headline, view.papers[0].name) == ("Foreløpig kvittering", "P-000001")
    assert strip(root).print_label == "Prøv igjen"


def test_the_copy_is_offered_once(root: RootPresenter, session: Session, till: Till) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), BY_CARD)
    move(till, sold, PrintState.PRINTING, PrintState.PRINTED)
    shown(root, session, sold)
    root.receipt.print.copy()
    assert (strip(root).text, strip(root).copy_label) == ("Kopien venter på skriveren", "")
    copy = till.prints.copied(sold.sale.id)
    assert copy is not None
    with till.database.writing():
        till.prints.jobs.move(copy, PrintState.PRINTED, printed_at=till.now())
    assert (strip(root).detail, strip(root).copy_label) == ("Kopi skrevet ut 14:05", "")
    root.receipt.print.copy()
    assert strip(root).text == "Det ble laget en kopi av S-000001 23.11.2026 14:05."


def test_after_a_power_cut_between_finish_and_print_the_till_shows_the_sale_not_the_cart(
    session: Session, till: Till
) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), BY_CARD)
    again = Session(till)
    view = RootPresenter(again).receipt.view()
    assert view is not None
    assert (again.place, view.headline) == (Place.RECEIPT, f"Lagret {sold.sale.receipt_no}")
    assert view.subline == f"kr{NBSP}143,90 · Lagret før kassen ble startet på nytt"
    assert strip(RootPresenter(again)).text == "Venter på skriveren"


def test_a_till_whose_receipts_all_came_out_starts_with_an_empty_cart(session: Session, till: Till) -> None:
    with_printer(till)
    move(till, till.sell(a_cart(), BY_CARD), PrintState.PRINTING, PrintState.PRINTED)
    again = Session(till)
    assert (again.place, again.last_sold) == (Place.SALE, None)


def test_after_a_power_cut_a_locked_till_shows_the_sale_to_whoever_unlocks_it(session: Session, till: Till) -> None:
    with_printer(till)
    till.sell(a_cart(), BY_CARD)
    till.operators.staff.put([replace(session.operator, pin_hash="a hash")])
    again = Session(till)
    assert (again.locked, again.place) == (True, Place.LOCK)
    again.arrive(till.operator("kari"))
    assert again.place is Place.RECEIPT
