"""refund: the shape of the contract, and bad input that stores nothing."""

from __future__ import annotations

import pytest

from terminal_app.domain.operators import Operator
from terminal_app.storage.database import Database
from terminal_app.storage.ledger import Ledger
from terminal_app.storage.operators import Staff
from tests.cli.shell import Shell

BY_INVOICE = ("sell", "--item", "1001:3", "--item", "1002", "--pay", "invoice", "--customer", "10001", "--tip", "10")


def test_a_return_of_part_of_an_invoice_answers_as_the_contract_says(shell: Shell) -> None:
    shell.run(*BY_INVOICE, "--reference", "PO 1")
    back = shell.json("refund", "F-000001", "--item", "1001:2", "--item", "1002", "--reason", "feil")
    assert back == {
        "sale_id": back["sale_id"],
        "receipt_no": "R-000001",
        "receipt_kind": "return",
        "paid_receipt_no": None,
        "total": "-143.90",
        "rounding": "0.00",
        "vat": [
            {"rate": "25", "net": "-83.20", "vat": "-20.80", "gross": "-104.00"},
            {"rate": "15", "net": "-34.70", "vat": "-5.20", "gross": "-39.90"},
        ],
        "payments": [{"channel": "invoice", "amount": "-143.90"}],
        "outbox": {"reference": f"DSK{back['sale_id']}", "state": "queued"},
        "original_receipt_no": "F-000001",
    }
    states = {entry["receipt_no"]: (entry["state"], entry["total"]) for entry in shell.json("queue")["entries"]}
    assert states == {"F-000001": ("queued", "205.90"), "R-000001": ("queued", "-143.90")}


def test_without_items_all_that_is_left_goes_back_and_the_queued_invoice_is_cancelled(shell: Shell) -> None:
    shell.run(*BY_INVOICE)
    back = shell.json("refund", "F-000001")
    assert (back["total"], back["outbox"]) == ("-205.90", None)
    assert shell.json("queue")["counts"] == {"cancelled": 1}


def test_a_quantity_that_is_left_out_is_one_and_a_product_named_twice_counts_twice(shell: Shell) -> None:
    shell.run("sell", "--item", "1001:3", "--pay", "card")
    assert shell.json("refund", "S-000001", "--item", "1001")["total"] == "-52.00"
    assert shell.json("refund", "S-000001", "--item", "1001", "--item", "1001:1")["total"] == "-104.00"


def test_cash_goes_back_in_whole_kroner(shell: Shell) -> None:
    shell.run("sell", "--item", "1002", "--pay", "cash:100")
    back = shell.json("refund", "S-000001", "--pay", "cash")
    assert (back["total"], back["rounding"]) == ("-39.90", "-0.10")
    assert back["payments"] == [{"channel": "cash", "amount": "-40.00"}]


def test_a_cashier_may_not_and_without_an_operator_it_is_the_first_who_may(shell: Shell) -> None:
    with Database.open(shell.folder) as database:
        Staff(database).put([Operator("amina", "Amina Yusuf")])
    shell.run("sell", "--item", "1001", "--pay", "card")
    refused = shell.run("refund", "S-000001", "--operator", "amina")
    assert refused.code == 2
    assert "Kari Nordmann" in refused.complaint
    back = shell.json("refund", "S-000001")
    with Database.open(shell.folder) as database:
        sale = Ledger(database).sale(back["sale_id"])
    assert sale is not None
    assert sale.operator_id == "kari"


def test_without_json_a_return_is_one_line_for_a_person(shell: Shell) -> None:
    shell.run("sell", "--item", "1001", "--pay", "card")
    assert shell.run("refund", "S-000001").out == "R-000001  kr\u00a0−52,00  Retur av S-000001\n"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("S-000002",), "receipt_no"),
        (("\udcff",), "receipt_no"),
        (("R-000001",), "receipt_no"),
        (("S-000001", "--item", "1001:2"), "item"),
        (("S-000001", "--item", "1001", "--item", "1001"), "item"),
        (("S-000001", "--item", "1003"), "item"),
        (("S-000001", "--item", ""), "item"),
        (("S-000001", "--item", "1001:0"), "quantity"),
        (("S-000001", "--item", "1001:1:52"), "quantity"),
        (("S-000001", "--pay", "cash"), "pay"),
        (("S-000001", "--pay", "bitcoin"), "pay"),
        (("S-000001", "--reason", "\x07"), "reason"),
        (("S-000001", "--operator", "nobody"), "operator"),
        (("S-000001", "--operator", ""), "operator"),
        (("S-000001", "--at", "i går"), "at"),
        (("S-000001", "--at", "2020-01-01T12:00:00"), "at"),
    ],
)
def test_bad_input_is_two_names_its_field_and_stores_nothing(
    shell: Shell, arguments: tuple[str, ...], field: str
) -> None:
    shell.run("sell", "--item", "1001:2", "--pay", "card")
    shell.run("refund", "S-000001", "--item", "1001")
    before = shell.contents()
    answer = shell.run("refund", *arguments)
    assert answer.code == 2
    assert answer.complaint.startswith(f"disken: {field}: ")
    assert shell.contents() == before


def test_a_sale_that_is_wholly_returned_has_nothing_left(shell: Shell) -> None:
    shell.run("sell", "--item", "1001", "--pay", "card")
    shell.run("refund", "S-000001")
    answer = shell.run("refund", "S-000001")
    assert answer.code == 2
    assert "S-000001" in answer.complaint
