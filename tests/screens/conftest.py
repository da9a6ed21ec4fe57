"""The window for tests that draw: one per process, emptied after every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kivy_window import LANDSCAPE, PORTRAIT, TillWindow, till_window
from tests.screens.whole_till import WholeTill


@pytest.fixture
def till() -> Iterator[TillWindow]:
    """The empty window at 1920x1080 in the light look; `till.resize(...)` for the other sizes."""
    window = till_window()
    window.forget()
    window.resize(LANDSCAPE)
    yield window
    window.clear()


@pytest.fixture
def shop(till: TillWindow, tmp_path: Path) -> Iterator[WholeTill]:
    """The demo shop, whose root no window shows yet; a file whose stories begin elsewhere has its own."""
    opened = WholeTill(till, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def started(shop: WholeTill) -> Iterator[Any]:
    """Starts the application on `shop`, in the open window; ends it as Kivy does."""
    from terminal_app.screens.window import Form

    apps: list[Any] = []

    def start(size: tuple[int, int], **options: Any) -> Any:
        from terminal_app.screens.application import DiskenApp

        shop.window.clear()
        shop.window.resize(size)
        form = Form.HANDHELD if size == PORTRAIT else Form.COUNTER
        app = DiskenApp(shop.presenter, form, **options)
        apps.append(app)
        app._run_prepare()
        shop.window.settle()
        shop.finger = shop.window.finger()
        return app

    yield start
    for app in apps:
        app.dispatch("on_stop")
