"""The setup guide against a real sandbox: its ticks are what is so, what only a person knows is asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from terminal_app.presenters.desk.rows import Action, Lines, Link, Note, PageLink, Switch
from terminal_app.presenters.root import RootPresenter
from tests.presenters.desk.invoicing_shop import InvoicingShop
from tests.presenters.desk.reading import page_of, row, rows
from tests.sync.shop import settings_for
from tests.till.counter import LATTE

AGREED = "guide.accountant_agreed"


def ticks(shop: InvoicingShop) -> dict[str, str]:
    """Each step with the words of its badge."""
    return {
        link.key.removeprefix("step."): link.state.text if link.state else ""
        for link in rows(shop.desk, Link)
        if link.key.startswith("step.")
    }


def in_the_list(shop: InvoicingShop, stem: str = "setup_guide") -> PageLink:
    (link,) = [page for group in shop.desk.view().groups for page in group.pages if page.stem == stem]
    return link


def test_a_fresh_shop_has_everything_before_it_and_asks_nobody(shop: InvoicingShop) -> None:
    shop.set(schedule__enabled="false")
    shop.at("setup_guide")
    assert set(ticks(shop).values()) == {"Gjenstår", "Ikke kjent", "Ferdig"}
    assert [key for key, told in ticks(shop).items() if told == "Ferdig"] == ["channel"]
    assert shop.checks_asked() == []
    assert in_the_list(shop).detail == "1 av 8 ferdig"


def test_a_shop_that_is_set_up_lacks_only_the_accountant(shop: InvoicingShop) -> None:
    shop.all_set().at("setup_guide")
    assert [key for key, told in ticks(shop).items() if told != "Ferdig"] == ["accountant"]
    assert in_the_list(shop).detail == "7 av 8 ferdig"
    assert row(shop.desk, Link, "step.products").detail == "7000, 7012, 7015, 7025, 7090, 7095"
    assert row(shop.desk, Link, "step.config").detail == "Salg fra og med 01.11.2026 sendes."


def test_each_step_opens_the_page_that_it_is_done_on(shop: InvoicingShop) -> None:
    opened = {}
    for step in list(ticks_after_opening(shop)):
        shop.at("setup_guide").press(f"step.{step}")
        opened[step] = page_of(shop.desk).stem
    assert opened == {
        "extension": "invoicing_config",
        "account": "invoicing_config",
        "products": "invoicing_config",
        "config": "invoicing_config",
        "connection": "invoicing_config",
        "schedule": "schedule",
        "channel": "payment_channels",
        "accountant": "setup_guide",
    }


def ticks_after_opening(shop: InvoicingShop) -> dict[str, str]:
    shop.at("setup_guide")
    return ticks(shop)


def test_a_step_that_fails_says_what_to_do(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.set(invoicing__products__sale_15="7777", channels__invoice__force_customer="false")
    shop.at("setup_guide")
    assert "7777 finnes ikke" in row(shop.desk, Link, "step.products").detail
    assert "Tvunget fakturakunde" in row(shop.desk, Link, "step.channel").detail
    assert {key for key, told in ticks(shop).items() if told == "Gjenstår"} == {"products", "channel", "accountant"}


def test_without_a_network_what_nobody_can_see_is_not_known_and_nothing_is_called_wrong(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.sandbox.unplug()
    shop.at("setup_guide")
    unknown = [key for key, told in ticks(shop).items() if told == "Ikke kjent"]
    assert unknown == ["extension", "account", "products", "config", "connection"]
    assert ticks(shop)["schedule"] == "Ferdig"
    assert [link.detail for link in rows(shop.desk, Link)][1] == "PowerOffice Go ble ikke nådd."
    assert in_the_list(shop, "invoicing_config").state is None


def test_coming_back_within_minutes_asks_nobody_again(shop: InvoicingShop) -> None:
    shop.all_set().at("setup_guide")
    shop.at("schedule")
    shop.clock.advance(60)
    shop.at("setup_guide")
    assert len(shop.checks_asked()) == 1
    shop.at("schedule")
    shop.clock.advance(600)
    shop.at("setup_guide")
    assert len(shop.checks_asked()) == 2


def test_a_setting_that_changed_since_is_looked_at_again(shop: InvoicingShop) -> None:
    shop.all_set().at("setup_guide")
    shop.at("schedule")
    shop.set(invoicing__products__fee="4711")
    shop.at("setup_guide")
    assert len(shop.checks_asked()) == 2
    assert ticks(shop)["products"] == "Gjenstår"


def test_while_the_answer_is_awaited_the_guide_says_that_it_looks(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.sync.hold = True
    shop.at("setup_guide")
    assert ticks(shop)["connection"] == "Ser etter …"
    assert not row(shop.desk, Action, "again").enabled
    shop.sync.answer()
    assert ticks(shop)["connection"] == "Ferdig"


def test_the_test_on_the_config_page_ticks_the_guide_once_it_is_saved(shop: InvoicingShop) -> None:
    shop.type_connection()
    shop.desk.press("test")
    assert in_the_list(shop).detail == "2 av 8 ferdig"
    shop.desk.save()
    assert in_the_list(shop).detail == "5 av 8 ferdig"


# what only a person knows


def test_agreed_with_the_accountant_is_stored_with_who_and_when(shop: InvoicingShop) -> None:
    shop.all_set().at("setup_guide").press("step.accountant")
    question = shop.desk.view().question
    assert question is not None
    assert "dagsoppgjøret" in question.text
    shop.desk.answer(AGREED)
    assert in_the_list(shop).detail == "8 av 8 ferdig"
    operator, facts = shop.database.rows("SELECT operator_id, facts FROM journal ORDER BY id DESC LIMIT 1")[0]
    assert (operator, json.loads(facts)) == ("kari", {AGREED: ["", "day_settlement"]})


def test_not_yet_stores_nothing(shop: InvoicingShop) -> None:
    shop.all_set().at("setup_guide").press("step.accountant")
    shop.desk.answer("")
    assert shop.till.values.text(AGREED) == ""
    assert shop.desk.view().question is None


def test_what_was_agreed_lapses_when_the_amounts_are_sent_otherwise(shop: InvoicingShop) -> None:
    shop.all_set().at("setup_guide").put(AGREED, "true")
    assert row(shop.desk, Switch, AGREED).on
    shop.set(invoicing__send_amount_excluding_vat="true")
    assert not row(shop.desk, Switch, AGREED).on
    assert "avtal det på nytt" in row(shop.desk, Link, "step.accountant").detail


# the dry run and the paper


def test_the_dry_run_shows_every_line_and_that_both_sides_meet(shop: InvoicingShop) -> None:
    shop.all_set()
    before = shop.sandbox.orders()
    shop.at("setup_guide").press("dry_run")
    latte = row(shop.desk, Lines, "order").lines[1]
    assert (latte.left, latte.detail, latte.right) == ("Kaffe latte", "7025 · 2 × 52,00", "104,00")
    ours, theirs = row(shop.desk, Lines, "totals").lines
    assert ours.right == theirs.right
    assert row(shop.desk, Note, "tried").text == "Begge kommer til det samme. Ingenting ble sendt."
    assert shop.sandbox.orders() == before == []


def test_the_sample_takes_nothing_that_is_hidden(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.till.catalog.put_products([replace(LATTE, hidden=True)])
    shop.at("setup_guide").press("dry_run")
    assert "Kaffe latte" not in [line.left for line in row(shop.desk, Lines, "order").lines]


def test_a_sync_that_never_answers_is_told_at_the_next_tick(shop: InvoicingShop) -> None:
    shop.all_set()
    root = RootPresenter(shop.session)
    shop.session.open_desk("setup_guide")
    shop.sync.hold = True
    root.desk.open("setup_guide")
    seen: list[str] = []
    root.desk.on_change = lambda: seen.append(page_of(root.desk).stem)
    root.tick()
    assert seen == []
    shop.clock.advance(120)
    root.tick()
    assert seen == ["setup_guide"]


def test_a_dry_run_that_cannot_be_names_the_setting_as_the_screen_does(shop: InvoicingShop) -> None:
    shop.all_set()
    shop.set(invoicing__products__sale_25="")
    shop.at("setup_guide").press("dry_run")
    note = row(shop.desk, Note, "tried")
    assert (note.tone, "(salg med 25\u00a0%)" in note.text) == ("bad", True)


def test_the_page_for_the_accountant_lies_in_the_data_folder_by_day_and_name(shop: InvoicingShop) -> None:
    shop.all_set().at("setup_guide").press("paper")
    path = Path(row(shop.desk, Note, "kept").detail)
    assert path == shop.database.folder / "papers" / "regnskapsforer-2026-11-22-140000-kari.html"
    written = path.read_text("utf-8")
    assert "Connection OK – Kaffebaren Demo AS" in written
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_takes_no_paper_is_told(shop: InvoicingShop) -> None:
    (shop.database.folder / "papers").write_text("in the way")
    shop.at("setup_guide").press("paper")
    notice = shop.desk.view().notice
    assert notice is not None
    assert notice.tone == "bad"


def test_from_nothing_to_all_of_it_by_the_guide(shop: InvoicingShop) -> None:
    wanted = settings_for(shop.sandbox)
    shop.type_connection()
    shop.desk.put("invoicing.enabled_since", "01112026")
    shop.desk.press("test")
    for name in ("sale_0", "sale_12", "sale_15", "sale_25", "gratuity", "fee"):
        shop.desk.open_picker(f"invoicing.products.{name}")
        shop.desk.search(wanted[f"invoicing.products.{name}"])
        shop.desk.pick(wanted[f"invoicing.products.{name}"])
    shop.desk.save()
    shop.at("setup_guide").press("step.accountant")
    shop.desk.answer(AGREED)
    assert in_the_list(shop).detail == "8 av 8 ferdig"
