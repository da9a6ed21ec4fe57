"""The window for tests that draw: one per process, emptied after every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kivy_window import LANDSCAPE, TillWindow, till_window


@pytest.fixture
def till() -> Iterator[TillWindow]:
    """The empty window at 1920x1080 in the light look; `till.resize(...)` for the other sizes."""
    window = till_window()
    window.forget()
    window.resize(LANDSCAPE)
    yield window
    window.clear()
