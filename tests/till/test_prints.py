"""What the till prints: the job that is made with the sale, the one copy, bills before payment, and what got stuck."""

from __future__ import annotations

import json
from typing import Any

import peewee
import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ONE, Money
from terminal_app.domain.print_job import PrintJob, PrintKind, PrintState
from terminal_app.domain.problems import BadInput, MoveRefused, Problem
from terminal_app.domain.refund import Chosen
from terminal_app.domain.settings import SETTINGS
from terminal_app.domain.tender import Tender
from terminal_app.till import Sold, Till
from tests.till.counter import BY_CARD, BY_INVOICE, IN_CASH, a_cart


def with_printer(till: Till, **settings: str) -> None:
    chosen = {f"printer.{key}": value for key, value in settings.items()}
    till.change_settings({"printer.kind": "file", "printer.address": "/nowhere", **chosen})


def original(till: Till, sold: Sold) -> PrintJob:
    job = till.prints.original(sold.sale.id)
    assert job is not None
    return job


def put(till: Till, job: PrintJob, *states: PrintState, problem: Problem | None = None) -> PrintJob:
    """The job after it went through those states as the printer's thread moves it."""
    for state in states:
        with till.database.writing():
            assert till.prints.jobs.move(job, state, problem=problem)
        moved = till.prints.get(job.id)
        assert moved is not None
        job = moved
    return job


def told(till: Till, kind: str) -> list[dict[str, Any]]:
    rows = till.database.rows("SELECT facts, operator_id FROM journal WHERE kind = ? ORDER BY id", (kind,))
    return [{**json.loads(facts), "by": who} for facts, who in rows]


@pytest.mark.parametrize("tenders", [BY_CARD, IN_CASH, BY_INVOICE])
def test_each_sale_has_the_job_of_its_receipt_and_wakes_the_printer(till: Till, tenders: tuple[Tender, ...]) -> None:
    with_printer(till)
    woken: list[int] = []
    till.prints.wake = lambda: woken.append(1)
    sold = till.sell(a_cart(), tenders, customer_number=10001)
    job = original(till, sold)
    assert (job.kind, job.state, job.receipt_no) == (PrintKind.RECEIPT, PrintState.WAITING, sold.sale.receipt_no)
    assert woken == [1]


def test_a_return_has_a_job_of_its_own(till: Till) -> None:
    with_printer(till)
    till.sell(a_cart(), IN_CASH)
    returned = till.returns.refund("S-000001", [Chosen(0, ONE)], operator_id="kari")
    assert original(till, returned).state is PrintState.WAITING


def test_without_a_printer_a_receipt_is_on_the_screen_until_there_is_one(till: Till) -> None:
    assert original(till, till.sell(a_cart(), BY_CARD)).state is PrintState.SHOWN
    assert till.prints.unfinished() is None


def test_no_setting_finishes_a_sale_without_its_receipt(till: Till) -> None:
    with_printer(till)
    assert not [key for key in SETTINGS if "print" in key and not key.startswith("printer.")]
    with pytest.raises(BadInput, match="setting_unknown"):
        till.change_settings({"receipt.print": "never"})
    assert original(till, till.sell(a_cart(), IN_CASH)).state is PrintState.WAITING


def test_a_sale_that_cannot_be_stored_leaves_no_job(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    with_printer(till)
    till.database.execute("DROP TABLE outbox")
    with pytest.raises(peewee.OperationalError):
        till.sell(a_cart(), BY_INVOICE, customer_number=10001)
    assert till.database.rows("SELECT * FROM print_job") == []


def test_the_receipt_tells_the_cash_that_was_given_and_so_does_the_copy(till: Till) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), IN_CASH, cash_given=Money(200_00))
    for copy in (False, True):
        lines = till.prints.papers(sold.sale, copy=copy)[0].lines
        assert {(line.left, line.right) for line in lines} >= {("Mottatt", "200,00"), ("Veksel", "56,00")}


def test_one_copy_is_made_and_journalled_with_its_amount(till: Till) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), BY_CARD)
    put(till, original(till, sold), PrintState.PRINTING, PrintState.PRINTED)
    job = till.prints.copy("S-000001", "kari")
    assert (job.kind, job.state, job.sale_id) == (PrintKind.COPY, PrintState.WAITING, sold.sale.id)
    assert told(till, "copy") == [{"receipt_no": "S-000001", "kind": "sale", "total": "143.90", "by": "kari"}]
    assert [line.left for line in till.prints.papers_of_job(job)[0].lines][:2] == ["Salgskvittering", "KOPI"]


def test_a_second_copy_is_refused_in_words_however_it_is_asked_for(till: Till) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), (Tender(Channel.CARD, Money(100_00)), Tender(Channel.INVOICE)), customer_number=10001)
    put(till, original(till, sold), PrintState.PRINTING, PrintState.PRINTED)
    till.prints.copy("F-000001")
    for number in ("F-000001", "S-000001"):
        with pytest.raises(MoveRefused) as caught:
            till.prints.copy(number)
        assert caught.value.problem.code == "copy_made_already"
    assert len(told(till, "copy")) == 1


def test_the_database_itself_refuses_a_second_copy(till: Till) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), BY_CARD)
    put(till, original(till, sold), PrintState.PRINTING, PrintState.PRINTED)
    till.prints.copy("S-000001")
    with pytest.raises(peewee.IntegrityError), till.database.writing():
        till.prints.jobs.add(PrintKind.COPY, till.now(), sale_id=sold.sale.id)


def test_the_copy_of_a_split_sale_is_of_both_its_papers(till: Till) -> None:
    with_printer(till)
    sold = till.sell(a_cart(), (Tender(Channel.CARD, Money(100_00)), Tender(Channel.INVOICE)), customer_number=10001)
    put(till, original(till, sold), PrintState.PRINTING, PrintState.PRINTED)
    papers = till.prints.papers_of_job(till.prints.copy("S-000001"))
    assert [paper.name for paper in papers] == ["S-000001", "F-000001"]
    assert all("KOPI" in [line.left for line in paper.lines] for paper in papers)
    assert told(till, "copy")[0]["paid_receipt_no"] == "S-000001"


def test_no_copy_is_made_while_the_receipt_itself_is_on_its_way(till: Till) -> None:
    with_printer(till)
    till.sell(a_cart(), BY_CARD)
    with pytest.raises(MoveRefused) as caught:
        till.prints.copy("S-000001")
    assert caught.value.problem.code == "receipt_not_printed_yet"


def test_a_copy_of_what_was_never_sold_is_refused(till: Till) -> None:
    with_printer(till)
    with pytest.raises(BadInput) as caught:
        till.prints.copy("S-000009")
    assert caught.value.problem.code == "receipt_unknown"


def test_without_a_printer_nothing_is_asked_of_it(till: Till) -> None:
    till.sell(a_cart(), BY_CARD)
    for ask in (
        lambda: till.prints.copy("S-000001"),
        lambda: till.prints.provisional(a_cart()),
        lambda: till.prints.again(1),
        till.prints.trial,
    ):
        with pytest.raises(MoveRefused) as caught:
            ask()
        assert caught.value.problem.code == "printer_none"
    assert told(till, "copy") == told(till, "provisional") == []


def test_bills_before_payment_have_their_own_unbroken_numbers_and_are_journalled_with_their_amount(till: Till) -> None:
    with_printer(till)
    jobs = [till.prints.provisional(a_cart(), name, "kari") for name in ("Bord 4", "")]
    papers = [till.prints.papers_of_job(job)[0] for job in jobs]
    assert [paper.name for paper in papers] == ["P-000001", "P-000002"]
    assert papers[0].heading == "Foreløpig kvittering"
    assert told(till, "provisional")[0] == {"number": "P-000001", "total": "143.90", "name": "Bord 4", "by": "kari"}
    assert till.ledger.count() == 0


def test_a_bill_before_payment_in_training_says_so_in_a_series_of_its_own(till: Till) -> None:
    with_printer(till)
    till.train(True, "kari")
    paper = till.prints.papers_of_job(till.prints.provisional(a_cart(), "Bord 4", "kari"))[0]
    assert [line.left for line in paper.lines[:3]] == [
        "Treningskvittering",
        "Foreløpig kvittering",
        "IKKE KVITTERING FOR KJØP",
    ]
    assert (paper.name, told(till, "provisional")[0]["training"]) == ("TP-000001", True)
    till.train(False, "kari")
    assert till.prints.papers_of_job(till.prints.provisional(a_cart()))[0].name == "P-000001"


def test_a_bill_of_nothing_is_refused_and_uses_no_number(till: Till) -> None:
    with_printer(till)
    with pytest.raises(BadInput):
        till.prints.provisional(Cart())
    till.prints.provisional(a_cart())
    assert [row["number"] for row in told(till, "provisional")] == ["P-000001"]


def test_what_the_printer_refused_is_stuck_until_it_is_tried_again_or_left(till: Till) -> None:
    with_printer(till)
    jobs = [original(till, till.sell(a_cart(), BY_CARD)) for _ in range(2)]
    for job in jobs:
        put(till, job, PrintState.PRINTING, PrintState.FAILED, problem=Problem("printer_paper_out"))
    assert [(job.id, job.problem) for job in till.prints.stuck()] == [
        (job.id, Problem("printer_paper_out")) for job in jobs
    ]
    assert till.prints.again(jobs[0].id).state is PrintState.WAITING
    assert till.prints.leave(jobs[1].id, "kari").state is PrintState.LEFT
    assert till.prints.stuck() == ()
    assert told(till, "print_again") == []
    assert told(till, "print_left") == [{"receipt_no": "S-000002", "kind": "receipt", "was": "failed", "by": "kari"}]


@pytest.mark.parametrize(
    ("state", "code"),
    [(PrintState.UNKNOWN, "print_interrupted"), (PrintState.FAILED, "printer_stopped_midway")],
)
def test_printing_again_what_may_have_come_out_is_told_in_the_journal(till: Till, state: PrintState, code: str) -> None:
    with_printer(till)
    job = put(till, original(till, till.sell(a_cart(), BY_CARD)), PrintState.PRINTING, state, problem=Problem(code))
    till.prints.again(job.id, "kari")
    assert told(till, "print_again") == [{"receipt_no": "S-000001", "kind": "receipt", "by": "kari"}]


@pytest.mark.parametrize("state", [PrintState.WAITING, PrintState.PRINTING, PrintState.PRINTED])
def test_what_is_printed_or_on_its_way_is_never_printed_a_second_time(till: Till, state: PrintState) -> None:
    with_printer(till)
    job = original(till, till.sell(a_cart(), BY_CARD))
    if state is not PrintState.WAITING:
        put(till, job, state)
    with pytest.raises(MoveRefused) as caught:
        till.prints.again(job.id)
    assert caught.value.problem.code == "print_not_again"


def test_a_receipt_shown_on_the_screen_alone_can_be_printed_once_afterwards(till: Till) -> None:
    job = original(till, till.sell(a_cart(), BY_CARD))
    with_printer(till)
    assert till.prints.again(job.id).state is PrintState.WAITING
    with pytest.raises(MoveRefused):
        till.prints.again(job.id)


def test_no_job_is_ever_deleted(till: Till) -> None:
    with_printer(till)
    till.sell(a_cart(), BY_CARD)
    with pytest.raises(peewee.DatabaseError), till.database.writing():
        till.database.execute("DELETE FROM print_job")


def test_a_receipt_that_was_shown_and_is_printed_after_all_is_told_in_the_journal(till: Till) -> None:
    shown = original(till, till.sell(a_cart(), BY_CARD))
    with_printer(till)
    till.prints.again(shown.id, "kari")
    assert told(till, "printed_later") == [
        {"receipt_no": "S-000001", "kind": "receipt", "sale": "sale", "was": "shown", "by": "kari"}
    ]


def test_a_receipt_that_was_left_and_is_printed_after_all_is_told_in_the_journal(till: Till) -> None:
    with_printer(till)
    job = original(
        till, till.sell(a_cart(), (Tender(Channel.CARD, Money(50_00)), Tender(Channel.INVOICE)), customer_number=10001)
    )
    till.prints.leave(job.id, "kari")
    till.prints.again(job.id, "kari")
    (row,) = told(till, "printed_later")
    assert (row["sale"], row["was"], row["paid_receipt_no"]) == ("delivery", "left", "S-000001")


def test_a_bill_before_payment_is_of_the_sale_that_its_cart_becomes(till: Till) -> None:
    with_printer(till)
    till.ringing.rung(Cart(), a_cart())
    till.prints.provisional(a_cart())
    in_hand = till.sell(a_cart(), BY_CARD).sale.id
    till.parking.park(a_cart(), "Bord 1")
    till.parking.park(a_cart(), "Bord 2")
    till.prints.provisional(a_cart(), "Bord 2")
    till.prints.provisional(a_cart(), "Bord 3")
    second = next(one for one in till.parking.every() if one.name == "Bord 2")
    till.parking.resume(second.id)
    parked = till.sell(second.cart, BY_CARD).sale.id
    rows = till.database.rows("SELECT sale_id FROM journal WHERE kind = 'provisional' ORDER BY id")
    assert [row[0] for row in rows] == [in_hand, parked, None]
