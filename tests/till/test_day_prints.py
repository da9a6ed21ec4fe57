"""The day's papers as print jobs: X and Z, slips, the journal; in Norwegian always, KOPI the second time."""

from __future__ import annotations

import json

import peewee
import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.print_job import PrintJob, PrintKind, PrintState
from terminal_app.domain.problems import MoveRefused
from terminal_app.domain.settlement import PayIn
from terminal_app.reports.paper import Paper
from terminal_app.storage.register import system_id
from terminal_app.till import Till
from tests.till.counter import BY_CARD, a_cart
from tests.till.test_prints import told, with_printer


def paper(till: Till, job: PrintJob | None) -> Paper:
    assert job is not None
    return till.prints.papers_of_job(job)[0]


def markings(one: Paper) -> list[str]:
    return [line.left for line in one.lines if line.style == "marking"]


def test_a_z_is_printed_at_its_close_and_kopi_after(till: Till) -> None:
    with_printer(till)
    till.sell(a_cart(), BY_CARD)
    z = till.day.close("kari")
    again = paper(till, till.prints.report(z, "kari"))
    assert (again.heading, markings(again), again.name) == ("Z-rapport nr 1", ["KOPI"], "Z-000001")
    printed = told(till, "report_printed")
    assert [one.get("copy") for one in printed] == [None, True]
    assert {one["row"] for one in printed} == {z.row}
    first = json.loads(str(till.database.rows("SELECT paper FROM print_job WHERE kind = 'report' ORDER BY id")[0][0]))
    assert all(style != "marking" for style, *_ in first[0]["lines"])


def test_a_z_and_its_print_are_stored_together_or_not_at_all(till: Till) -> None:
    with_printer(till)
    till.sell(a_cart(), BY_CARD)
    till.database.execute("CREATE TRIGGER no_room BEFORE INSERT ON print_job BEGIN SELECT RAISE(ABORT, 'no room'); END")
    with pytest.raises(peewee.IntegrityError, match="no room"):
        till.day.close("kari")
    assert till.day.reports() == ()
    till.database.execute("DROP TRIGGER no_room")
    assert till.day.close("kari").number == 1
    assert len(told(till, "report_printed")) == 1


def test_a_z_that_was_only_shown_is_an_original_when_it_is_printed_at_last(till: Till) -> None:
    z = till.day.close("kari")
    assert till.prints.report(z, "kari") is None
    with_printer(till)
    assert markings(paper(till, till.prints.report(z, "kari"))) == []


def test_a_report_waits_for_the_printer_and_wakes_it(till: Till) -> None:
    with_printer(till)
    woken: list[int] = []
    till.prints.wake = lambda: woken.append(1)
    job = till.prints.report(till.day.report(till.day.x("kari").row), "kari")
    assert job is not None
    assert (job.kind, job.state) == (PrintKind.REPORT, PrintState.WAITING)
    assert woken


def test_a_slip_says_what_the_money_was_for_and_is_kopi_the_second_time(till: Till) -> None:
    with_printer(till)
    move = till.day.pay_in(Money(250_00), PayIn.INVOICE_PAID, "Faktura 10412", "kari")
    first, second = (paper(till, till.prints.slip(move, "kari")) for _ in range(2))
    assert first.heading == "Innbetaling"
    assert {"Gjelder", "Faktura 10412"} <= {line.left for line in first.lines}
    assert markings(first) == ["IKKE KVITTERING FOR KJØP"]
    assert markings(second) == ["KOPI", "IKKE KVITTERING FOR KJØP"]


def test_the_journal_of_a_day_is_printed_row_by_row(till: Till) -> None:
    with_printer(till)
    till.sell(a_cart(), BY_CARD)
    day = till.now().date()
    printed = paper(till, till.prints.journal(day, day, "kari"))
    numbers = [line.left.split()[0] for line in printed.lines if line.style == "pair"][1:]
    assert numbers == [str(number + 1) for number in range(len(numbers))]
    assert any("Salg S-000001" in line.left for line in printed.lines)


def test_the_journal_is_not_printed_without_a_printer(till: Till) -> None:
    with pytest.raises(MoveRefused) as caught:
        till.prints.journal(till.now().date(), till.now().date())
    assert caught.value.problem.code == "printer_none"
    assert told(till, "journal_printed") == []


def test_every_paper_is_in_norwegian_though_the_screens_speak_english(till: Till) -> None:
    with_printer(till)
    till.change_settings({"till.language": "en"})
    sold = till.sell(a_cart(), BY_CARD)
    receipt = till.prints.papers(sold.sale)[0]
    bill = paper(till, till.prints.provisional(a_cart()))
    for one in (receipt, bill):
        assert {line.left for line in one.lines} >= {"Sum", "Mva-sats"}


def test_a_receipt_names_its_register_and_the_number_of_its_transaction(till: Till) -> None:
    sold = till.sell(a_cart(), BY_CARD)
    lines = {(line.left, line.right) for line in till.prints.papers(sold.sale)[0].lines}
    number = next(facts["nr"] for facts in told(till, "sale"))
    assert ("Kassapunkt 1", f"Transaksjon {number}") in lines


def test_receipts_and_reports_name_the_system_by_its_number(till: Till) -> None:
    sold, x = till.sell(a_cart(), BY_CARD).sale, till.day.x("kari")
    (receipt,), report = till.prints.papers(sold), till.prints.report_paper(x)
    named = f"Disken · {system_id(till.database)}"
    assert len(system_id(till.database)) == 14
    assert [paper.lines[-1].left for paper in (receipt, report)] == [named, named]
