"""report and day: X and Z by letters and names, refusals that store nothing, and the drawer's float and moves."""

from __future__ import annotations

import string

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.cli.shell import Shell
from tests.till.counter import LATTE, ShopClock

SOLD = ("sell", "--item", "1001:2", "--item", "1002", "--pay", "cash")


def test_an_x_has_every_field_by_its_letter_and_by_its_name(shell: Shell) -> None:
    shell.run("day", "open", "500")
    shell.run(*SOLD)
    shell.run("sell", "--item", "1001", "--pay", "invoice", "--customer", "10001")
    document = shell.json("report", "x")
    assert "".join(sorted(document["fields"])) == string.ascii_lowercase
    for field in document["fields"].values():
        assert field["value"] == document[field["name"]]
    assert (document["kind"], document["number"], document["register_id"]) == ("x", None, "1")
    assert document["shop"] == {"name": "Kaffebaren AS", "organization_number": "999999999"}
    assert (document["total_cash_sales"], document["sales_receipts"], document["rounding"]) == ("143.90", 1, "0.10")
    assert document["payments"] == [{"channel": "cash", "number": 1, "amount": "144.00"}]
    assert document["delivery_receipts"] == {"number": 1, "amount": "52.00"}
    assert document["vat"][0] == {"code": "3", "rate": "25", "net": "83.20", "vat": "20.80", "gross": "104.00"}
    assert document["opening_change_float"] == "500.00"
    assert document["grand_total_net"] == "143.90"
    assert document["unsent_invoices"] == {"number": 1, "amount": "52.00"}


def test_a_z_with_counted_cash_tells_the_difference_and_is_shown_again_as_it_was(shell: Shell) -> None:
    shell.run("day", "open", "500")
    shell.run(*SOLD)
    made = shell.json("report", "z", "--counted", "640", "--left", "500", "--words", "Fire kroner borte")
    assert (made["kind"], made["number"], made["operator"]["id"]) == ("z", 1, "kari")
    assert made["cash"] == {
        "expected": "644.00",
        "counted": "640.00",
        "difference": "-4.00",
        "left": "500.00",
        "words": "Fire kroner borte",
    }
    assert shell.json("report", "show", "1") == made
    assert shell.run("report", "show", "1").out.splitlines()[0].strip() == "Z-rapport nr 1"


def test_the_list_has_number_kind_and_moment_newest_first(shell: Shell) -> None:
    shell.run(*SOLD)
    x, z = shell.json("report", "x"), shell.json("report", "z")
    rows = shell.json("report", "list")["reports"]
    assert [(row["number"], row["kind"], row["made_at"]) for row in rows] == [
        (1, "z", z["made_at"]),
        (None, "x", x["made_at"]),
    ]
    assert [line.split()[0] for line in shell.run("report", "list").out.splitlines()] == ["Z-000001", "X"]


def test_a_second_z_of_the_day_is_one_clear_line_and_stores_nothing(shell: Shell) -> None:
    shell.run(*SOLD)
    shell.run("report", "z")
    before = shell.contents()
    refused = shell.run("report", "z")
    assert refused.code == 2
    assert "har allerede sin Z-rapport: nummer 1" in refused.complaint
    assert shell.contents() == before


def test_a_z_is_refused_while_a_cart_is_parked_and_says_which(shell: Shell) -> None:
    with Database.open(shell.folder) as database:
        Till(database, ShopClock()).parking.park(Cart().add(LATTE), "Bord 7", "kari")
    before = shell.contents()
    refused = shell.run("report", "z")
    assert (refused.code, "Bord 7" in refused.complaint) == (2, True)
    assert shell.contents() == before


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("report", "z", "--left", "500"), "left"),
        (("report", "z", "--counted", "500", "--left", "600"), "left"),
        (("report", "z", "--counted", "5,00"), "counted"),
        (("report", "z", "--operator", "ola"), "operator"),
        (("report", "show"), "number"),
        (("report", "show", "7"), "7"),
        (("report", "show", "-1"), "number"),
        (("report", "y"), "action"),
        (("day", "open"), "amount"),
        (("day", "open", "1e3"), "amount"),
        (("day", "pay-in", "100", "--why", "bank"), "why"),
        (("day", "pay-in", "100"), "words"),
        (("day", "pay-out", "100", "--why", "bank"), "amount"),
    ],
)
def test_bad_input_names_its_field_and_stores_nothing(shell: Shell, arguments: tuple[str, ...], field: str) -> None:
    before = shell.contents()
    answer = shell.run(*arguments)
    assert answer.code == 2
    assert field in answer.err.splitlines()[-1]
    assert shell.contents() == before


def test_money_in_and_out_answers_with_its_number_and_moves_the_day(shell: Shell) -> None:
    assert shell.json("day", "open", "500")["total"] == "500.00"
    into = shell.json("day", "pay-in", "200", "--why", "change")
    out = shell.json("day", "pay-out", "35.50", "--why", "expense", "--words", "Melk")
    assert (into["number"], into["why"], out["number"], out["words"]) == ("I-000001", "change", "U-000001", "Melk")
    assert (out["nr"], out["amount"], out["operator"]["id"]) == (3, "35.50", "kari")
    stands = shell.json("day")
    assert (stands["expected_cash"], stands["opening_float"], stands["opened"]) == ("664.50", "500.00", True)
    assert shell.run("day", "pay-in", "10", "--why", "gift-card").code == 0


def test_how_the_day_stands_is_told_beside_an_open_till(shell: Shell) -> None:
    shell.run(*SOLD)
    shell.run("report", "z")
    with Database.open(shell.folder):
        told = shell.run("day")
        listed = shell.run("report", "list")
        assert shell.run("report", "x").code == 4
    assert (told.code, listed.code) == (0, 0)
    assert "Denne dagen har sin Z-rapport" in told.out


def test_days_rung_up_afterwards_have_their_zs(shell: Shell) -> None:
    for day in ("2026-01-05", "2026-01-05", "2026-01-06"):
        assert shell.run(*SOLD, "--at", f"{day}T12:00").code == 0
    (row,) = shell.json("report", "list")["reports"]
    assert (row["number"], row["day"], row["by_itself"]) == (1, "2026-01-05", True)
    assert shell.json("report", "show", "1")["sales_receipts"] == 2
