"""report voucher: a Z in debit and credit, the day so far, and what stands in the way; nothing is changed by it."""

from __future__ import annotations

import pytest

from terminal_app.domain.settlement_accounts import USUAL, Slot
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.cli.shell import Shell
from tests.till.counter import ShopClock

SOLD = ("sell", "--item", "1001:2", "--item", "1002", "--pay", "cash")
INVOICED = ("sell", "--item", "1001", "--pay", "invoice", "--customer", "10001")


@pytest.fixture
def mapped(shell: Shell) -> Shell:
    """A shop whose accountant has chosen the usual accounts, and that has sold something."""
    with Database.open(shell.folder) as database:
        Till(database, ShopClock()).change_settings({slot.key: str(number) for slot, number in USUAL.items()})
    shell.run("day", "open", "500")
    shell.run(*SOLD)
    shell.run(*INVOICED)
    return shell


def line(account: int, slot: str, code: str, debit: str, credit: str, vat: str = "0.00") -> dict[str, object]:
    return {"account": account, "slot": slot, "vat_code": code, "debit": debit, "credit": credit, "vat": vat}


def test_a_z_is_shown_in_debit_and_credit_with_what_it_reports(mapped: Shell) -> None:
    z = mapped.json("report", "z", "--counted", "640", "--left", "500", "--words", "Fire kroner borte")
    before = mapped.contents()
    made = mapped.json("report", "voucher", "1")
    assert (made["z"], made["day"], made["register_id"], made["path"]) == (1, z["day"], "1", "day_settlement")
    assert made["lines"] == [
        line(1900, "cash", "0", "500.00", "0.00"),
        line(1950, "invoice", "0", "52.00", "0.00"),
        line(7790, "difference", "0", "4.00", "0.00"),
        line(3000, "sale_25", "3", "0.00", "156.00", "31.20"),
        line(3002, "sale_15", "31", "0.00", "39.90", "5.20"),
        line(7770, "rounding", "0", "0.00", "0.10"),
        line(1909, "bank", "0", "0.00", "360.00"),
    ]
    assert (made["debit"], made["credit"], made["vat"]) == ("556.00", "556.00", "36.40")
    assert mapped.contents() == before


def test_the_reference_is_that_of_the_z_s_own_row_in_the_journal(mapped: Shell) -> None:
    mapped.run("report", "z")
    with Database.open(mapped.folder) as database:
        row = database.row("SELECT hash FROM journal WHERE kind = 'report_z'")
    assert row is not None
    assert mapped.json("report", "voucher", "1")["reference"] == f"DSKZ{row[0][:32]}"


def test_the_day_so_far_has_neither_number_nor_reference_and_takes_nothing_to_the_bank(mapped: Shell) -> None:
    made = mapped.json("report", "voucher")
    assert (made["z"], made["reference"]) == (None, None)
    assert made["lines"][0] == line(1900, "cash", "0", "644.00", "0.00")
    assert mapped.run("report", "voucher").out.splitlines()[0].strip() == "Dagsoppgjør"


def test_by_the_invoice_s_way_the_voucher_has_nothing_of_invoices(mapped: Shell) -> None:
    mapped.run("settings", "set", "invoicing.send_amount_excluding_vat", "true")
    made = mapped.json("report", "voucher")
    assert made["path"] == "invoice"
    assert Slot.INVOICE.value not in {one["slot"] for one in made["lines"]}
    assert made["vat"] == "26.00"


def test_an_account_that_is_not_chosen_is_one_clear_line_that_names_its_setting(mapped: Shell) -> None:
    mapped.run("settings", "set", Slot.SALE_15.key, "")
    refused = mapped.run("report", "voucher")
    assert (refused.code, refused.out) == (3, "")
    assert refused.complaint.count("settlement.accounts.sale_15") == 1


def test_a_z_that_is_not_there_is_said_so(mapped: Shell) -> None:
    assert (mapped.run("report", "voucher", "7").code, mapped.run("report", "voucher", "x").code) == (2, 2)
