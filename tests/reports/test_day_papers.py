"""X, Z, slips and journal against their golden files, and what the law asks of them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from terminal_app.domain.money import Money
from terminal_app.domain.settlement import PaymentTally, Report
from terminal_app.reports.columns import rows_of
from terminal_app.reports.paper import Paper, PaperLine
from terminal_app.reports.settlement_paper import settlement_paper
from tests.reports.day_papers import EMPTY, FULL, GOLDEN, NAMES, day_papers, written
from tests.reports.receipts import NB, SHOP
from tests.reports.test_receipts import ore

EVERY = tuple(day_papers())
LETTERS = set("cdefghjklmnopqrstuvwxyz") | {"i"}
"""Of § 2-8-2; a and b are the heading and the seller."""


def letters(paper: Paper) -> list[str]:
    found = [match[1] for line in paper.lines if (match := re.match(r"([a-z]) \S", line.left))]
    return sorted(set(found))


def line(paper: Paper, left: str) -> PaperLine:
    return next(one for one in paper.lines if one.left == left)


@pytest.mark.parametrize("name", EVERY)
def test_a_paper_of_the_day_reads_as_its_golden_file_does(name: str) -> None:
    assert written(name).splitlines() == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def test_there_is_no_golden_file_without_a_paper() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(EVERY)


@pytest.mark.parametrize("report", [EMPTY, FULL])
def test_every_letter_of_the_regulation_stands_on_the_report_also_where_nothing_was_done(report: Report) -> None:
    assert letters(settlement_paper(report, NAMES, SHOP, NB)) == sorted(LETTERS)


@pytest.mark.parametrize(
    ("name", "heading", "markings"),
    [
        ("x", "X-rapport", []),
        ("z", "Z-rapport nr 12", []),
        ("z_again", "Z-rapport nr 12", ["KOPI"]),
        ("pay_in", "Innbetaling", ["IKKE KVITTERING FOR KJØP"]),
        ("pay_out_again", "Utbetaling", ["KOPI", "IKKE KVITTERING FOR KJØP"]),
        ("float", "Vekslepenger", ["IKKE KVITTERING FOR KJØP"]),
        ("journal", "Elektronisk journal", []),
    ],
)
def test_the_first_line_says_which_paper_of_the_day_it_is(name: str, heading: str, markings: list[str]) -> None:
    lines = day_papers()[name].lines
    assert lines[0] == PaperLine("heading", heading)
    assert [one.left for one in lines if one.style == "marking"] == markings


def test_cash_sales_tips_and_rounding_come_to_what_was_paid_on_the_paper_itself() -> None:
    paper = day_papers()["z"]
    parts = [line(paper, left).right for left in ("Kontantsalg", "i Tips (4)", "Avrunding til hel krone")]
    assert sum(map(ore, parts)) == ore(line(paper, "Betalt").right)
    assert not any("STEMMER IKKE" in one.left for one in paper.lines)


def test_a_report_whose_payments_do_not_meet_its_sales_says_so_and_by_how_much() -> None:
    more = replace(FULL, payments=(*FULL.payments[:2], PaymentTally(FULL.payments[2].channel, 3, Money(421_00))))
    told = line(settlement_paper(more, NAMES, SHOP, NB), "STEMMER IKKE, avvik")
    assert ore(told.right) == 1_00


def test_the_drawers_reckoning_adds_up_line_by_line() -> None:
    paper = day_papers()["z"]
    at = paper.lines.index(line(paper, "Kontantbeholdning"))
    start, paid, put_in, taken, expected = (ore(one.right) for one in paper.lines[at + 1 : at + 6])
    assert start + paid + put_in + taken == expected
    assert ore(line(paper, "Talt").right) - expected == ore(line(paper, "Differanse").right)


def test_a_day_that_the_till_closed_by_itself_says_so_and_names_nobody() -> None:
    paper = day_papers()["z_by_itself"]
    assert line(paper, "Laget av kassen selv")
    assert not any(one.left == "Laget av" for one in paper.lines)


def test_invoices_that_wait_are_counted_on_the_report() -> None:
    assert line(day_papers()["z"], "Fakturaer ikke sendt").middle == "2"


@pytest.mark.parametrize("name", ["float", "pay_in", "pay_out"])
def test_a_slip_names_who_did_it_and_has_room_for_a_signature(name: str) -> None:
    paper = day_papers()[name]
    assert any(one.right == "Betjent av Kari Nordmann" for one in paper.lines)
    assert paper.lines[-1].style == "sign"


@pytest.mark.parametrize("width", [32, 42, 48])
@pytest.mark.parametrize("name", EVERY)
def test_no_row_of_the_days_papers_is_too_wide_and_no_word_is_lost(name: str, width: int) -> None:
    paper = day_papers()[name]
    rows = rows_of(paper, width)
    assert all(len(row.text) * (2 if row.double else 1) <= width for row in rows)
    shown = "".join(row.text for row in rows).replace(" ", "")
    for one in paper.lines:
        for text in (one.left, one.middle, one.right):
            assert all(word in shown for word in text.split(" "))
