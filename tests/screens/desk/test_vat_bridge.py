"""The VAT bridge on screen, of a month with a difference: all of it can be read, and its sale is one touch away."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from terminal_app.presenters.session import Place
from tests.demo.booked import booked_folder
from tests.kivy_window import FORMS, PORTRAIT, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, faults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(booked_folder(), tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("size", FORMS, ids=["counter", "handheld"])
def test_a_month_with_a_difference_can_be_read_whole(till: TillWindow, folder: Path, size: tuple[int, int]) -> None:
    shop = DeskTill(till, folder).at(size, "vat_bridge")
    found = faults(shop.page_shown, size)
    shop.close()
    assert found == []


def test_a_touch_on_a_difference_shows_its_receipt(till: TillWindow, folder: Path) -> None:
    shop = DeskTill(till, folder).at(PORTRAIT, "vat_bridge")
    shop.touch("desk.vat_bridge.findings.wrong.0")
    card = shop.presenter.history.view().card
    place = shop.session.place
    shop.close()
    assert place is Place.HISTORY
    assert card is not None
    assert card.title == "F-000001"
