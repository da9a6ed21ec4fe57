"""The verb reconcile: what it prints, how it ends, and that it reads the ledger where it can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.poweroffice.sandbox import EVERY_PRIVILEGE, Sandbox
from terminal_app.domain.settlement_accounts import USUAL
from tests.cli.shell import Shell

SETTINGS = {
    "channels.invoice.enabled": "true",
    "channels.invoice.integration": "true",
    "channels.invoice.force_customer": "false",
    "invoicing.system": "poweroffice-go",
    "invoicing.endpoint": "custom",
    "invoicing.enabled_since": "2026-01-01",
    **{f"invoicing.products.sale_{rate}": f"70{rate:0>2}" for rate in ("0", "12", "15", "25")},
    "settlement.enabled": "true",
    "settlement.enabled_since": "2026-01-01",
    **{slot.key: str(number) for slot, number in USUAL.items()},
}


@pytest.fixture
def accounting() -> Iterator[Sandbox]:
    with Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
def connected(shell: Shell, accounting: Sandbox) -> Shell:
    """The shop, pointed to that accounting system, with a card sale and an invoice sale and its day closed."""
    connection = {f"invoicing.{key}": value for key, value in accounting.connection().items()}
    for key, value in {**SETTINGS, **connection}.items():
        assert shell.run("settings", "set", key, value).code == 0
    assert shell.run("customers", "--refresh").code == 0
    assert shell.run("sell", "--item", "1001", "--pay", "card").code == 0
    assert shell.run("sell", "--item", "1002:3", "--pay", "invoice", "--customer", "10001").code == 0
    assert shell.run("report", "z").code == 0
    return shell


def deliver_and_invoice(shell: Shell, accounting: Sandbox) -> None:
    assert shell.run("sync").code == 0
    for order in accounting.orders():
        accounting.send_invoice(order["Id"])
    assert shell.run("sync").code == 0


def test_what_is_proven_ends_with_0_and_has_each_side_of_every_rate(connected: Shell, accounting: Sandbox) -> None:
    deliver_and_invoice(connected, accounting)
    answer = connected.run("reconcile", "--json")
    document = answer.document

    assert (answer.code, document["verdict"], document["proven"]) == (0, "proven", True), document["findings"]
    assert {"from", "to", "path", "verdict", "proven", "read_at", "rates", "clearing", "findings"} <= set(document)
    latte, bun = document["rates"]
    assert (latte["rate"], latte["till"]) == ("25", {"net": "41.60", "vat": "10.40", "gross": "52.00"})
    assert latte["channels"] == {"card": "52.00"}
    assert (bun["channels"], bun["ledger_vat"], bun["difference"]) == ({"invoice": "119.70"}, "15.61", "0.00")
    assert bun["accepted"] == bun["invoiced"] == bun["settled"] == bun["till"]
    assert document["clearing"] == {
        "account": 1950, "debited": "119.70", "credited": "-119.70", "balance": "0.00", "entries": [],
    }  # fmt: skip


def test_what_waits_ends_with_1_and_says_what_to_do(connected: Shell) -> None:
    assert connected.run("sync").code == 0
    answer = connected.run("reconcile")

    assert answer.code == 1
    assert "25\u00a0%" in answer.out
    assert "1950 Faktura kasse: kr\u00a0119,70" in answer.out
    assert "venter i PowerOffice Go: kr\u00a0119,70 er ikke fakturert ennå." in answer.out
    assert "→ Send fakturaen fra PowerOffice Go." in answer.out
    assert answer.out.rstrip().endswith("Ikke bevist ennå: noe er fortsatt på vei.")
    (finding,) = connected.run("reconcile", "--json").document["findings"]
    assert (finding["code"], finding["severity"], finding["amount"]) == ("invoice_not_made", "waits", "119.70")
    assert {"message", "hint", "vat", "receipt_no", "z", "voucher_no"} <= set(finding)


def test_offline_goes_by_what_is_kept_and_says_since_when(connected: Shell, accounting: Sandbox) -> None:
    document = connected.run("reconcile", "--offline", "--json").document
    assert (document["verdict"], document["read_at"]) == ("not_read", None)
    deliver_and_invoice(connected, accounting)
    assert connected.run("reconcile").code == 0
    accounting.unplug()
    answer = connected.run("reconcile", "--offline", "--json")
    assert (answer.code, answer.document["not_read"]) == (0, None)
    assert answer.document["read_at"] is not None
    answer = connected.run("reconcile", "--json")
    assert (answer.code, answer.document["proven"]) == (0, True)
    assert answer.document["not_read"]["code"] in ("offline", "no_answer", "connection_cut")
    accounting.plug_in()


def test_a_missing_privilege_is_said_and_nothing_is_proven(connected: Shell, accounting: Sandbox) -> None:
    accounting.change_privileges([one for one in EVERY_PRIVILEGE if "AccountTransaction" not in one])
    accounting.revoke_tokens()
    document = connected.run("reconcile", "--json").document

    assert document["not_read"]["code"] == "privilege_missing"
    assert "AccountTransaction" in document["not_read"]["message"]
    assert document["verdict"] == "not_read"


def test_a_page_to_print_has_the_rates_and_what_was_found(connected: Shell, tmp_path: Path) -> None:
    assert connected.run("sync").code == 0
    answer = connected.run("reconcile", "--page", str(tmp_path / "bro.html"))
    page = (tmp_path / "bro.html").read_text("utf-8")

    assert answer.code == 1
    assert page.startswith("<!doctype html>")
    assert "1950 Faktura kasse" in page
    assert "Send fakturaen fra PowerOffice Go." in page
    assert 'class="verdict waiting"' in page


@pytest.mark.parametrize("days", [("--from", "tomorrow"), ("--from", "2026-12-31", "--to", "2026-01-01")])
def test_days_that_make_no_period_are_bad_input(connected: Shell, days: tuple[str, ...]) -> None:
    answer = connected.run("reconcile", *days)
    assert answer.code == 2
    assert answer.err.startswith("disken: from")


def test_a_page_that_cannot_be_written_is_bad_input_before_anything_is_read(
    connected: Shell, accounting: Sandbox, tmp_path: Path
) -> None:
    asked = accounting.request_counts()
    for page in (tmp_path / "nowhere" / "bro.html", tmp_path):
        answer = connected.run("reconcile", "--page", str(page))
        assert answer.code == 2
        assert answer.err.startswith(f"disken: {page}: ")
        assert answer.out == ""
    assert accounting.request_counts() == asked


def test_a_shop_without_accounting_is_told_so_instead_of_to_read_the_ledger(shell: Shell) -> None:
    assert shell.run("settings", "set", "invoicing.system", "none").code == 0
    assert shell.run("sell", "--item", "1001", "--pay", "card").code == 0
    answer = shell.run("reconcile", "--json")
    assert answer.code == 1
    assert answer.document["not_read"]["code"] == "invoicing_not_set_up"


def test_days_the_wrong_way_round_are_told_as_days(connected: Shell) -> None:
    told = connected.run("reconcile", "--from", "2026-11-03", "--to", "2026-11-02").err
    assert "03.11.2026" in told
    assert "02.11.2026." in told
