"""The shop of a story: one window, one accounting system for all of them, and the books looked at when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.poweroffice.sandbox import Sandbox
from tests.kivy_window import till_window
from tests.stories.story import Story


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """An accounting system with the demo's customers."""
    with Sandbox.start() as started:
        yield started


@pytest.fixture
def story(tmp_path: Path, sandbox: Sandbox) -> Iterator[Callable[[tuple[int, int]], Story]]:
    """Opens the shop in a window of that size. What it leaves must agree, also after it was started anew."""
    window = till_window()
    window.forget()
    opened: list[Story] = []

    def open_shop(size: tuple[int, int]) -> Story:
        shop = Story(window, tmp_path / "shop", sandbox)
        opened.append(shop)
        shop.open(size)
        return shop

    yield open_shop
    for shop in opened:
        assert shop.wrong_with_the_books() == []
        shop.close()
    window.clear()
