"""Each kind of receipt against its golden file, line by line, and what the law asks of all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.money import ZERO, Money
from terminal_app.domain.tender import Tender
from terminal_app.reports.columns import plain_text, rows_of
from terminal_app.reports.paper import Paper, PaperLine, from_json, to_json
from terminal_app.reports.receipt_paper import papers_of
from tests.reports.receipts import (
    FULL,
    GOLDEN,
    NB,
    PLAIN,
    SERVED,
    papers,
    partly_invoiced,
    returned,
    sale_of,
    written,
)

EVERY = tuple(papers())
NO_RECEIPT = "IKKE KVITTERING FOR KJØP"


@pytest.mark.parametrize("name", EVERY)
def test_a_receipt_reads_as_its_golden_file_does(name: str) -> None:
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert written(name).splitlines() == golden.splitlines()


def test_there_is_no_golden_file_without_a_receipt() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(EVERY)


@pytest.mark.parametrize(
    ("name", "heading", "markings"),
    [
        ("sale_cash", "Salgskvittering", []),
        ("sale_card_copy", "Salgskvittering", ["KOPI"]),
        ("return", "Returkvittering", []),
        ("delivery", "Utleveringskvittering", [NO_RECEIPT]),
        ("delivery_signed_copy", "Utleveringskvittering", ["KOPI", NO_RECEIPT]),
        ("training", "Treningskvittering", [NO_RECEIPT]),
        ("training_return", "Treningskvittering", [NO_RECEIPT]),
        ("training_delivery", "Treningskvittering", [NO_RECEIPT]),
        ("training_copy", "Treningskvittering", ["KOPI", NO_RECEIPT]),
        ("provisional_training", "Treningskvittering", ["Foreløpig kvittering", NO_RECEIPT]),
        ("return_on_invoice", "Returkvittering", []),
        ("provisional", "Foreløpig kvittering", [NO_RECEIPT]),
    ],
)
def test_the_first_line_says_what_it_is_in_the_laws_words(name: str, heading: str, markings: list[str]) -> None:
    lines = papers()[name][0].lines
    assert lines[0] == PaperLine("heading", heading)
    assert [line.left for line in lines if line.style == "marking"] == markings


def amounts(paper: Paper, column: str) -> list[int]:
    """The øre of the VAT table's column, but its head."""
    rows = [line for line in paper.lines if line.middle][1:]
    return [ore(getattr(row, column)) for row in rows]


def ore(text: str) -> int:
    return int("".join(letter for letter in text.replace("−", "-") if letter in "-0123456789"))


@pytest.mark.parametrize("name", [name for name in EVERY if name != "trial"])
def test_the_vat_table_adds_up_to_what_the_paper_is_for(name: str) -> None:
    for paper in papers()[name]:
        strong = next(line for line in paper.lines if line.style == "strong" and line.right)
        assert sum(amounts(paper, "right")) + sum(amounts(paper, "middle")) == ore(strong.right)


def test_the_lines_less_their_discounts_add_up_to_the_sum() -> None:
    sale = sale_of(FULL, Tender(Channel.CARD))
    lines = papers_of(sale, SERVED, NB)[0].lines
    rules = [number for number, line in enumerate(lines) if line.style == "rule"]
    assert sum(ore(line.right) for line in lines[rules[1] : rules[2]] if line.right) == sale.total.ore


def test_the_two_papers_of_a_split_sale_share_its_vat_to_the_ore() -> None:
    sale = partly_invoiced()
    paid, invoiced = papers_of(sale, SERVED, NB)
    assert (paid.name, invoiced.name) == ("S-000007", "F-000412")
    assert sum(amounts(paid, "right")) + sum(amounts(invoiced, "right")) == sum(
        each.split.vat.ore for each in sale.vat_totals
    )


def test_only_the_delivery_receipt_is_signed_for() -> None:
    signed = replace(SERVED, strokes=(((0, 0), (9, 9)),))
    paid, invoiced = papers_of(partly_invoiced(), signed, NB)
    assert (paid.strokes, invoiced.strokes) == ((), signed.strokes)
    assert [any(line.style == "sign" for line in paper.lines) for paper in (paid, invoiced)] == [False, True]


def test_a_return_shows_every_amount_as_negative_and_names_its_sale() -> None:
    paper = papers_of(returned(sale_of(PLAIN, Tender(Channel.CARD))), SERVED, NB)[0]
    assert PaperLine("pair", "Retur av S-000001") in paper.lines
    rules = [number for number, line in enumerate(paper.lines) if line.style == "rule"]
    shown = [line.right for line in paper.lines[rules[1] : rules[3]] if line.right]
    assert shown
    assert all("−" in amount for amount in shown)


def test_without_more_cash_than_was_owed_no_change_is_told() -> None:
    sale = sale_of(PLAIN, Tender(Channel.CASH))
    exact = replace(SERVED, given=Money(144_00))
    assert all(line.left != "Veksel" for line in papers_of(sale, exact, NB)[0].lines)
    assert sale.rounding != ZERO


@pytest.mark.parametrize("width", [32, 42, 48])
@pytest.mark.parametrize("name", EVERY)
def test_no_row_is_wider_than_the_paper_and_no_word_is_lost(name: str, width: int) -> None:
    for paper in papers()[name]:
        rows = rows_of(paper, width)
        assert all(len(row.text) * (2 if row.double else 1) <= width for row in rows)
        shown = "".join(row.text for row in rows).replace(" ", "")
        for line in paper.lines:
            for text in (line.left, line.middle, line.right):
                assert all(word in shown for word in text.split(" "))


def test_a_paper_that_is_stored_is_read_back_as_it_was() -> None:
    kept = papers()["delivery_signed_copy"]
    assert from_json(to_json(kept)) == kept


def test_plain_text_ends_with_a_line_end() -> None:
    assert plain_text(papers()["sale_card"][0]).endswith("\n")


def test_seven_figures_stand_apart_in_the_vat_table_of_the_narrowest_paper() -> None:
    table = (
        PaperLine("small", "Mva-sats", "Mva.", "Grunnlag"),
        PaperLine("small", "25 %", "345 840,60", "1 383 362,40"),
        PaperLine("small", "15 %", "1,50", "10,00"),
    )
    head, large, little = (row.text for row in rows_of(Paper("S-1", table), 32))
    assert large.endswith("1 383 362,40 345 840,60")
    assert len({head.index("Grunnlag") + 8, large.index("362,40") + 6, little.index("10,00") + 5}) == 1
    assert {len(head), len(large), len(little)} == {32}
