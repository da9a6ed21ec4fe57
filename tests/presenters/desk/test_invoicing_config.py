"""Invoicing › Config against a real sandbox: nothing is trusted before it is tested, nothing is half-saved."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from terminal_app.domain.outbox import State
from terminal_app.domain.vat_path import VatPath
from terminal_app.presenters.desk.rows import Action, Choices, Heading, Lines, Note, Text
from terminal_app.presenters.desk.table import Cell, Table
from tests.presenters.desk.invoicing_shop import InvoicingShop
from tests.presenters.desk.reading import row, rows, save_bar
from tests.till.counter import entry_of, invoice

SYSTEM, SINCE, ENDPOINT = "invoicing.system", "invoicing.enabled_since", "invoicing.endpoint"
CLIENT, FEE = "invoicing.client_key", "invoicing.invoice_fee_amount"
EXCLUDING = "invoicing.send_amount_excluding_vat"
PRODUCT_25, TIPS = "invoicing.products.sale_25", "invoicing.products.gratuity"


def keys_of(shop: InvoicingShop, kind: type[Heading] | type[Text]) -> list[str]:
    return [one.key for one in rows(shop.desk, kind)]


# the connection


def test_without_a_system_there_is_nothing_more_to_ask(shop: InvoicingShop) -> None:
    shop.at("invoicing_config")
    assert keys_of(shop, Heading) == ["system"]
    assert [option.key for option in row(shop.desk, Choices, SYSTEM).options] == ["none", "poweroffice-go"]
    shop.desk.put(SYSTEM, "poweroffice-go")
    assert keys_of(shop, Heading) == ["system", "connection", "vat", "example", "products", "fee", "lines"]


def test_the_draft_is_tested_before_anything_of_it_is_stored(shop: InvoicingShop) -> None:
    shop.type_connection()
    assert shop.said().text == "Ikke testet ennå."
    shop.desk.press("test")
    assert shop.said().text == "Connection OK – Kaffebaren Demo AS"
    assert shop.till.values.text(SYSTEM) == "none"
    assert not (shop.database.folder / "secrets.json").exists()


def test_while_the_answer_is_awaited_the_page_says_so_and_asks_once(shop: InvoicingShop) -> None:
    shop.type_connection()
    shop.sync.hold = True
    shop.desk.press("test")
    button = row(shop.desk, Action, "test")
    assert (button.label, button.enabled, shop.said().text) == ("Tester …", False, "Tester …")
    shop.sync.answer()
    assert row(shop.desk, Action, "test").enabled
    assert shop.said().tone == "ok"


def test_an_answer_that_never_comes_lets_one_test_again(shop: InvoicingShop) -> None:
    shop.type_connection()
    shop.sync.hold = True
    shop.desk.press("test")
    shop.clock.advance(100)
    assert shop.said().text == "Det har ikke kommet noe svar."
    assert row(shop.desk, Action, "test").enabled


def test_a_refused_key_says_what_to_do_by_the_names_on_the_screen(shop: InvoicingShop) -> None:
    shop.type_connection()
    shop.desk.put(CLIENT, "00000000-feil-feil-feil-000000000000")
    shop.desk.press("test")
    assert (shop.said().tone, "godtar ikke nøklene" in shop.said().text) == ("bad", True)
    shop.desk.put(CLIENT, "")
    shop.desk.press("test")
    assert shop.said().text.startswith("Klientnøkkel er ikke satt")


def test_what_is_changed_after_the_test_is_not_told_as_tested(shop: InvoicingShop) -> None:
    shop.type_connection()
    shop.desk.press("test")
    shop.desk.put(EXCLUDING, "true")
    assert shop.said().text == "Noe er endret siden testen: test på nytt."


def test_a_server_that_is_down_is_no_fault_of_the_settings(shop: InvoicingShop) -> None:
    shop.type_connection()
    shop.desk.put("invoicing.api_url", "http://127.0.0.1:9/v2")
    shop.desk.put("invoicing.token_url", "http://127.0.0.1:9/token")
    shop.desk.press("test")
    assert shop.said().tone == "warn"


def test_a_saved_config_is_journalled_without_secrets_and_looked_at_again(shop: InvoicingShop) -> None:
    shop.type_connection()
    shop.desk.put(SINCE, "01.11.2026")
    shop.desk.save()
    assert shop.till.settings.keys().client == shop.sandbox.client_key
    kind, operator, facts = shop.database.rows("SELECT kind, operator_id, facts FROM journal ORDER BY id DESC LIMIT 1")[
        0
    ]
    assert (kind, operator) == ("settings", "kari")
    assert shop.sandbox.client_key not in facts
    assert json.loads(facts)[SINCE] == ["", "2026-11-01"]
    assert shop.checks_asked() == [{}]
    assert shop.said().text == "Connection OK – Kaffebaren Demo AS"


def test_a_stored_key_is_dots_with_its_last_four(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    field = row(shop.desk, Text, CLIENT)
    assert (field.value, field.secret, field.hint) == ("", True, f"•••••••• {shop.sandbox.client_key[-4:]}")


def test_a_key_with_a_blank_or_a_line_break_inside_is_refused_in_words(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.put(CLIENT, "abc-123\ndef-456")
    assert row(shop.desk, Text, CLIENT).problem.startswith("Klientnøkkel: det er et mellomrom eller linjeskift")
    assert not save_bar(shop.desk).enabled
    shop.desk.put(CLIENT, f"  {shop.sandbox.client_key}\n")
    assert row(shop.desk, Text, CLIENT).problem == ""


def test_a_key_that_the_machine_hands_over_is_shown_and_cannot_be_typed(
    shop: InvoicingShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / CLIENT).write_text(shop.sandbox.client_key)
    (credentials / CLIENT).chmod(0o400)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    shop.all_set(but=CLIENT).at("invoicing_config")
    (line,) = row(shop.desk, Lines, CLIENT).lines
    assert line.right == f"•••••••• {shop.sandbox.client_key[-4:]}"
    assert CLIENT not in keys_of(shop, Text)


def test_a_file_of_keys_that_others_may_read_is_told_and_nothing_of_it_is_shown(shop: InvoicingShop) -> None:
    shop.all_set()
    (shop.database.folder / "secrets.json").chmod(0o644)
    shop.at("invoicing_config")
    assert shop.said("keys").text.startswith("Andre på denne maskinen kan lese filen med nøklene")
    assert row(shop.desk, Text, CLIENT).hint == "Ikke satt"


def test_the_sandbox_brings_its_own_keys_and_only_an_own_address_is_typed(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    assert "invoicing.api_url" in keys_of(shop, Text)
    shop.desk.put(ENDPOINT, "test")
    assert "invoicing.api_url" not in keys_of(shop, Text)
    assert CLIENT in keys_of(shop, Text)
    shop.desk.put(ENDPOINT, "sandbox")
    assert CLIENT not in keys_of(shop, Text)


def test_what_goes_out_of_sight_leaves_no_mistake_that_nobody_could_mend(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.put("invoicing.api_url", "ftp://feil")
    shop.desk.put(FEE, "-5")
    shop.desk.put(SYSTEM, "none")
    assert save_bar(shop.desk).enabled
    shop.desk.save()
    assert shop.till.values.text(SYSTEM) == "none"


# enabled since


def test_the_day_says_how_many_held_sales_it_would_queue_before_it_is_saved(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.set(invoicing__enabled_since="2026-12-01")
    for _ in range(3):
        invoice(shop.till)
    shop.at("invoicing_config")
    shop.desk.put(SINCE, "1.11.26")
    assert shop.said("since").text == "3 tilbakeholdte salg fra og med 01.11.2026 vil bli lagt i køen."
    assert shop.till.outbox.counts() == {State.HELD: 3}


def test_a_day_moved_forward_says_what_would_be_held_back(shop: InvoicingShop) -> None:
    shop.all_set()
    invoice(shop.till)
    shop.at("invoicing_config")
    shop.desk.put(SINCE, "24.12.2026")
    assert shop.said("since").text == "1 salg før 24.12.2026 som venter, vil bli holdt tilbake."
    shop.desk.put(SINCE, "")
    assert shop.said("since").tone == "warn"


def test_held_sales_wait_for_the_integration_as_well(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.set(channels__invoice__integration="false")
    invoice(shop.till)
    shop.at("invoicing_config")
    assert shop.said("since").detail == "Det skjer når fakturaintegrasjonen slås på."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("01.01.3000", "01.01.3000 kan ikke være riktig"),
        ("24.11.2027", "24.11.2027 er mer enn et år frem i tid"),
        ("31.02.2026", "er ikke en dato"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused(shop: InvoicingShop, typed: str, said: str) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.put(SINCE, typed)
    assert said in row(shop.desk, Text, SINCE).problem
    assert not save_bar(shop.desk).enabled


# amounts and VAT


def test_the_same_day_is_worked_out_on_both_ways_and_the_chosen_one_comes_first(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    for excluding, settled in (("false", "19XX Faktura kasse"), ("true", "3000 Salg")):
        shop.desk.put(EXCLUDING, excluding)
        first, second = rows(shop.desk, Table)
        assert row(shop.desk, Choices, EXCLUDING).chosen == excluding
        assert "valgt her" in first.label
        assert second.label.startswith("Hadde det vært")
        assert [table.sums[0].cells[-1] for table in (first, second)] == ["825,00", "825,00"]
        second_line = first.rows[1].cells[0]
        assert isinstance(second_line, Cell)
        assert second_line.text == settled
        assert shop.said("once").text == "Rapportert mva.: kr\u00a0825,00, én gang"
    assert "kr\u00a01\u00a0400,00" in shop.said("mixed").text
    assert "kr\u00a03\u00a0075,00" in shop.said("mixed").detail


def test_the_way_is_not_changed_while_something_of_the_other_one_is_under_way(shop: InvoicingShop) -> None:
    shop.all_set()
    sold = invoice(shop.till)
    receipt, queued = sold.sale.receipt_no, entry_of(sold)
    shop.till.outbox.save(queued, replace(queued, state=State.SENDING, vat_path=VatPath.DAY_SETTLEMENT))
    desk = shop.at("invoicing_config")
    desk.put(EXCLUDING, "true")
    assert receipt in row(desk, Choices, EXCLUDING).problem
    assert not save_bar(desk).enabled
    desk.put(EXCLUDING, "false")
    assert row(desk, Choices, EXCLUDING).problem == ""


# production


def test_to_production_asks_first_and_names_the_company_that_was_met(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.put(ENDPOINT, "production")
    shop.sync.hold = True
    shop.desk.save()
    notice = shop.desk.view().notice
    assert notice is not None
    assert notice.message == "Tester forbindelsen før det lagres …"
    assert shop.desk.view().question is None
    shop.sync.answer()
    question = shop.desk.view().question
    assert question is not None
    assert "Kaffebaren Demo AS" in question.text
    assert shop.till.values.text(ENDPOINT) == "custom"
    shop.desk.answer("to_production")
    assert shop.till.values.text(ENDPOINT) == "production"


def test_no_is_no_and_the_draft_stays(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.put(ENDPOINT, "production")
    shop.desk.save()
    shop.desk.answer("cancel")
    assert shop.till.values.text(ENDPOINT) == "custom"
    assert row(shop.desk, Choices, ENDPOINT).chosen == "production"


def test_what_could_not_be_met_does_not_go_to_production(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.put(ENDPOINT, "production")
    shop.desk.put(CLIENT, "00000000-feil-feil-feil-000000000000")
    shop.desk.save()
    notice = shop.desk.view().notice
    assert notice is not None
    assert notice.message == "Ikke lagret: firmaet ble ikke nådd."
    assert shop.desk.view().question is None
    assert shop.till.values.text(ENDPOINT) == "custom"


def test_a_draft_that_changed_while_it_was_tested_is_not_taken_for_the_tested_one(shop: InvoicingShop) -> None:
    shop.all_set().at("invoicing_config")
    shop.desk.put(ENDPOINT, "production")
    shop.sync.hold = True
    shop.desk.save()
    shop.desk.put(CLIENT, "another-company-entirely")
    shop.sync.answer()
    notice = shop.desk.view().notice
    assert notice is not None
    assert notice.message == "Ikke lagret: noe ble endret mens det ble testet."
    assert shop.desk.view().question is None
    assert shop.till.values.text(ENDPOINT) == "custom"


def test_what_does_not_change_the_company_is_saved_in_production_without_a_question(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.set(invoicing__endpoint="production")
    shop.at("invoicing_config").put(FEE, "59")
    shop.desk.save()
    assert shop.till.values.text(FEE) == "59.00"


def test_every_finding_is_told_to_do_first(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.set(schedule__enabled="false")
    shop.at("invoicing_config").press("test")
    (to_do,) = row(shop.desk, Lines, "to_do").lines
    assert (to_do.left.startswith("Ingen tidsplan er på"), bool(to_do.detail)) == (True, True)
    in_order = row(shop.desk, Lines, "in_order").lines
    assert "(Egen adresse)" in in_order[0].left
    assert len(in_order) > 10
    assert [note.key for note in rows(shop.desk, Note) if note.key == "result"] == ["result"]
