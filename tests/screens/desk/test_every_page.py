"""Every page of the desk in every form, language and look: nothing is cut or spills, every target is large enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal_app.i18n import LANGUAGES
from terminal_app.presenters.desk.pages import GROUPS
from terminal_app.presenters.look import THEMES
from tests.kivy_window import PORTRAIT, TEXT_SCALES, TillWindow
from tests.screens.desk.at_the_desk import DeskTill, faults
from tests.screens.open_till import LONG_NAME

STEMS = [page.stem for _, pages in GROUPS for page in pages]


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[DeskTill]:
    opened = DeskTill(till, tmp_path)
    opened.till.change_settings(
        {
            "shop.name": LONG_NAME,
            "till.name": "Kasse 12 ved utgangen mot Nordre gate",
            "shop.opens": "09:00",
            "shop.closes": "20:00",
            "receipt.header": "Velkommen til Kaffebaren på hjørnet av Nordre gate\nÅpent alle dager",
            "receipt.footer": "Byttes innen 30 dager mot kvittering",
            "schedule.times": "08:00,10:00,12:00,14:00,16:00,18:00,20:00,23:30",
        }
    )
    yield opened
    opened.close()


@pytest.mark.parametrize(("size", "larger"), TEXT_SCALES, ids=lambda value: str(value))
def test_nothing_is_cut_and_everything_can_be_touched(shop: DeskTill, size: tuple[int, int], larger: float) -> None:
    shop.text_scale = larger
    shop.at(size, STEMS[0])
    assert [f"{language} {fault}" for language in LANGUAGES for fault in _wrong(shop, size, language)] == []


def _wrong(shop: DeskTill, size: tuple[int, int], language: str) -> list[str]:
    """What is wrong, with its look and page.

    Each page is turned to once: the desk keeps it, and another look paints all that it keeps anew, in place.
    """
    shop.session.speak(language)
    shop.session.look.dress(THEMES[0])
    found, pages = [], {}
    for stem in [*STEMS, ""] if size == PORTRAIT else STEMS:
        shop.turn_to(stem)
        pages[stem] = shop.page_shown
        found += [f"{THEMES[0]} {stem}: {fault}" for fault in faults(shop.screen, size)]
    for look in THEMES[1:] if shop.text_scale == 1 else ():  # a look changes colours and rims, no widths
        shop.session.look.dress(look)
        shop.window.settle(300)
        found += [f"{look}: {fault}" for fault in faults(shop.screen, size)]
        found += [f"{look} {stem}: {fault}" for stem, page in pages.items() for fault in faults(page, size)]
    return found
