"""The verb check: what it prints, how it ends, and that it makes nothing unasked."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from sync.poweroffice.sandbox import Sandbox
from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.money import Money
from terminal_app.storage.database import Database
from terminal_app.storage.remote_products import RemoteProducts
from tests.cli.shell import Shell


@pytest.fixture
def accounting() -> Iterator[Sandbox]:
    with Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
def connected(shell: Shell, accounting: Sandbox) -> Shell:
    """The shop, pointed to that accounting system."""
    for key, value in {"endpoint": "custom", **accounting.connection()}.items():
        assert shell.run("settings", "set", f"invoicing.{key}", value).code == 0
    return shell


def lose_account_and_products(accounting: Sandbox) -> None:
    books = accounting._office.books
    with books.writing():
        for product in (1600, 1601, 1602, 1603, 1605):
            books.drop(books.products, product)
        books.drop(books.accounts, 476001950)


def test_a_shop_that_is_ready_is_told_so_with_0(connected: Shell) -> None:
    answer = connected.run("check", "--json")
    document = answer.document
    assert answer.code == 0
    assert document["ok"] is True
    assert document["connection"]["company"] == "Kaffebaren Demo AS"
    assert document["connection"]["message"].startswith("Connection OK")
    assert {"id", "ok", "message", "hint"} == set(document["checks"][0])
    assert {"privileges", "account", "product.sale_25", "lock_date", "schedule", "clock"} <= {
        row["id"] for row in document["checks"]
    }


def test_people_read_lines_with_what_to_do_in_the_menus_words(connected: Shell, accounting: Sandbox) -> None:
    books = accounting._office.books
    with books.writing():
        books.drop(books.products, 1603)
    answer = connected.run("check")
    assert answer.code == 1
    assert "GJØR  Produkt 7025 finnes ikke i PowerOffice Go" in answer.out
    assert "→ Meny › Produkter › Legg til produkt, med nummer 7025" in answer.out


def test_a_wrong_key_ends_with_3_and_says_which(connected: Shell) -> None:
    connected.run("settings", "set", "invoicing.client_key", "wrong")
    answer = connected.run("check")
    assert answer.code == 3
    assert "godtar ikke nøklene" in answer.out


def test_a_setting_of_the_till_ends_with_3(connected: Shell) -> None:
    connected.run("schedule", "set", "off")
    assert connected.run("check").code == 3


def test_no_network_ends_with_1(connected: Shell, accounting: Sandbox) -> None:
    accounting.unplug()
    answer = connected.run("check", "--json")
    assert answer.code == 1
    assert answer.document["connection"]["ok"] is False


def test_create_shows_what_it_would_make_and_makes_nothing_unasked(connected: Shell, accounting: Sandbox) -> None:
    lose_account_and_products(accounting)
    answer = connected.run("check", "--create")
    assert answer.code == 2
    assert "konto 1950 Faktura kasse, mva-kode 0" in answer.err
    assert "--yes" in answer.err
    assert not [visit for visit in accounting.visits() if visit.method == "POST" and "OAuth" not in visit.path]


def test_create_with_yes_makes_it_and_checks_again(connected: Shell, accounting: Sandbox) -> None:
    lose_account_and_products(accounting)
    answer = connected.run("check", "--create", "--yes", "--json")
    assert answer.code == 0, answer.err
    assert len(answer.document["created"]) == 6
    again = connected.run("check", "--create", "--yes", "--json")
    assert (again.code, again.document["created"]) == (0, [])


def test_create_without_the_privilege_says_so_with_3(connected: Shell, accounting: Sandbox) -> None:
    lose_account_and_products(accounting)
    held = [name for name in accounting._office.doorkeeper.privileges if name != "GeneralLedgerAccount_Full"]
    accounting.change_privileges([*held, "GeneralLedgerAccount"])
    answer = connected.run("check", "--create", "--yes")
    assert answer.code == 3
    assert "GeneralLedgerAccount_Full" in answer.err


def test_the_check_runs_beside_an_open_till_and_changes_nothing_of_it(connected: Shell) -> None:
    with Database.open(connected.folder) as database:
        before = connected.contents()
        assert connected.run("check").code == 0
        assert connected.contents() == before
        assert RemoteProducts(database).all() == ()


def mirror(shell: Shell) -> tuple[RemoteProduct, ...]:
    with Database.open(shell.folder) as database:
        return RemoteProducts(database).all()


def test_the_check_brings_poweroffices_products_and_the_tills_own_stay_as_they_are(connected: Shell) -> None:
    own = connected.json("products")
    assert mirror(connected) == ()
    assert connected.run("check").code == 0
    assert [(p.code, p.price) for p in mirror(connected) if p.price is not None] == [
        ("7095", Money(50_00)),
        ("8095", Money(50_00)),
    ]
    assert connected.json("products") == own


def test_a_check_that_reaches_nobody_leaves_the_mirror_as_it_was(connected: Shell, accounting: Sandbox) -> None:
    connected.run("check")
    before = mirror(connected)
    accounting.unplug()
    assert connected.run("check").code == 1
    assert mirror(connected) == before


def test_a_sale_after_the_check_has_the_fee_and_says_what_an_amount_must_be(connected: Shell) -> None:
    sale = ("sell", "--item", "1001", "--customer", "10001", "--json")
    assert connected.run(*sale, "--pay", "invoice").document["total"] == "52.00"
    connected.run("check")
    charged = connected.run(*sale, "--pay", "invoice").document
    assert (charged["total"], charged["payments"]) == ("102.00", [{"channel": "invoice", "amount": "102.00"}])
    assert charged["vat"] == [{"rate": "25", "net": "81.60", "vat": "20.40", "gross": "102.00"}]
    refused = connected.run(*sale, "--pay", "invoice:52.00")
    assert refused.code == 2
    assert "pay: Fakturaen er på 102,00, og av det er 50,00 fakturagebyr" in refused.complaint
    assert connected.run(*sale, "--pay", "invoice:102.00").document["total"] == "102.00"
    assert connected.run(*sale, "--pay", "card").document["total"] == "52.00"


def test_the_check_tells_what_an_invoice_costs_the_buyer(connected: Shell) -> None:
    connected.run("settings", "set", "invoicing.invoice_fee_amount", "35")
    assert "et gebyr på 35,00, medregnet 25 prosent mva." in connected.run("check").out


class Terminal(io.StringIO):
    """Somebody at a keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "made"), [("j\n", 6), ("ja\n", 6), ("n\n", 0), ("\n", 0), ("", 0)])
def test_on_a_terminal_it_asks_and_only_a_yes_makes_anything(
    connected: Shell, accounting: Sandbox, monkeypatch: pytest.MonkeyPatch, answer: str, made: int
) -> None:
    lose_account_and_products(accounting)
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    given = connected.run("check", "--create", "--json")
    assert len(given.document["created"]) == made
    assert given.code == (0 if made else 1)
    assert "Skal det lages? [j/N]" in given.err
    posted = [visit for visit in accounting.visits() if visit.method == "POST" and "OAuth" not in visit.path]
    assert len(posted) == made
