"""The accounts of day settlements chosen by touches, in both forms, from a long chart with long names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.domain.chart import Chart, RemoteAccount
from terminal_app.storage.remote_ledger import RemoteLedger
from tests.kivy_window import COMPACT, PORTRAIT, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, faults

PAGE, CARD = "day_settlement", "settlement.accounts.card"
LONG = "Bankterminal og andre kortoppgjør som en eller annen har funnet på"


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path / "till")
    accounts = [RemoteAccount(1910 + number, f"{LONG} {number}", "0", locked=False) for number in range(60)]
    RemoteLedger(opened.database).keep_chart(Chart({one.number: one for one in accounts}))
    opened.till.change_settings({"invoicing.system": "poweroffice-go"})
    yield opened
    opened.close()


@pytest.mark.parametrize("size", [COMPACT, PORTRAIT], ids=["counter", "handheld"])
def test_an_account_is_chosen_by_touching_its_row_and_saved(shop: DeskTill, size: tuple[int, int]) -> None:
    shop.at(size, PAGE)
    shop.touch(f"desk.{PAGE}.paid_with.card", "desk.option.1912")
    assert faults(shop.page_shown, size) == []
    shop.touch("desk.save")
    assert shop.till.values.text(CARD) == "1912"
