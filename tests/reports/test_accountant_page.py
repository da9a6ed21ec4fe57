"""The page for the accountant: complete, honest about the chosen VAT path, and safe to open in a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from terminal_app.domain.chart import Chart, RemoteAccount
from terminal_app.domain.problems import Problem
from terminal_app.domain.settings import SettingValues
from terminal_app.domain.settlement_accounts import Slot
from terminal_app.domain.setup import Check, SetupReport
from terminal_app.i18n import texts
from terminal_app.reports.accountant_page import accountant_page

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
VALUES = {
    "shop.name": "Kaffe & <b>Kake</b> AS",
    "shop.organization_number": "999999999",
    "invoicing.system": "poweroffice-go",
    "invoicing.products.sale_25": "7025",
    "invoicing.products.fee": "7095",
}
REPORT = SetupReport(
    "Kaffebaren AS",
    (
        Check("product.sale_25", True, "product_ready", {"product": "7025", "name": "Servering", "account": "1950"}),
        Check("enabled_since", False, "since_missing", in_settings=True),
    ),
)
VOID = {"meta"}


class Outline(HTMLParser):
    """The words of a document, and whether every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.chosen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID | {"br"}:
            self.open.append(tag)
        if ("class", "path chosen") in attrs:
            self.chosen.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, text: str) -> None:
        self.words.append(text)
        if self.chosen and self.chosen[-1] == "" and text.strip():
            self.chosen[-1] = text


def page_of(changes: dict[str, str], report: SetupReport | None = REPORT) -> str:
    return accountant_page(SettingValues({**VALUES, **changes}), report, texts("nb"), NOW)


def read(page: str) -> Outline:
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    return outline


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_element_is_closed_and_a_shop_name_is_shown_as_typed(language: str) -> None:
    outline = read(accountant_page(SettingValues(VALUES), REPORT, texts(language), NOW))
    assert any("Kaffe & <b>Kake</b> AS" in words for words in outline.words)


@pytest.mark.parametrize(
    ("net", "chosen"),
    [("false", "Gjennom dagsoppgjøret (beløp med mva.)"), ("true", "Gjennom fakturaen (beløp uten mva.)")],
)
def test_exactly_the_path_that_the_settings_take_is_marked_as_chosen(net: str, chosen: str) -> None:
    values = SettingValues({**VALUES, "invoicing.send_amount_excluding_vat": net})
    assert read(accountant_page(values, REPORT, texts("nb"), NOW)).chosen == [chosen]


def test_the_example_day_shows_the_same_vat_on_both_paths_in_kroner() -> None:
    words = [word.replace("\u00a0", " ") for word in read(page_of({})).words]
    assert words.count("825,00") == 2  # the sum of each way
    assert [words.count(vat) for vat in ("750,00", "75,00", "250,00", "500,00")] == [1, 2, 1, 1]
    assert words.count("19XX Faktura kasse") == 2  # debited by the settlement, credited by the invoice
    assert words.count("3 075,00") == 4  # that and the customer on the one way, the customer on the other


def test_the_accounts_of_the_day_settlement_stand_there_by_name_where_they_were_read() -> None:
    chosen = {"settlement.enabled": "true", "settlement.enabled_since": "2026-11-23"}
    chosen |= {Slot.CARD.key: "1910", Slot.SALE_25.key: "3000", Slot.INVOICE.key: "1955"}
    chart = Chart({1910: RemoteAccount(1910, "Kortoppgjør", "0")})
    words = read(page_of(chosen, replace(REPORT, chart=chart))).words
    assert "Hver Z fra og med 23.11.2026 føres som ett bilag." in [word.replace("\u00a0", " ") for word in words]
    card, sales = words.index("1910 Kortoppgjør"), words.index("3000")
    assert (words[card - 1], words[card + 1]) == ("Kort", "0")
    assert words[sales + 1] == "3"
    assert words[words.index("Konto 19XX har nummer") + 1] == "1955"


def test_without_day_settlements_that_is_said() -> None:
    assert any("sender ikke dagsoppgjør" in word for word in read(page_of({})).words)


def test_what_is_not_on_the_chosen_way_is_not_asked_for() -> None:
    words = read(page_of({"invoicing.send_amount_excluding_vat": "true", Slot.INVOICE.key: "1950"})).words
    assert "Konto 19XX har nummer" not in words
    assert "1950" not in words


def test_what_the_check_found_stands_there_with_what_to_do() -> None:
    words = " ".join(read(accountant_page(SettingValues(VALUES), REPORT, texts("nb"), NOW)).words)
    assert "Kaffebaren AS" in words
    assert "7025 Servering" in words
    assert "GJØR" in words


def test_a_system_that_could_not_be_asked_is_said_and_not_left_out() -> None:
    words = " ".join(read(accountant_page(SettingValues(VALUES), None, texts("nb"), NOW)).words)
    assert "Regnskapssystemet er ikke spurt." in words
    failed = SetupReport(None, (), trouble=Problem("keys_refused"), trouble_in_settings=True)
    message, _ = texts("nb").problem(Problem("keys_refused"))
    assert message in " ".join(read(accountant_page(SettingValues(VALUES), failed, texts("nb"), NOW)).words)
