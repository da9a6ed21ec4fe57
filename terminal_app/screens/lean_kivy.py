"""Imports Kivy without what no till uses: two fifths of what an empty window needs to start.

asyncio is left out while Kivy's own modules ask for it; whoever asks later gets it as ever. Ways of input stay out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import ModuleType
from typing import Any

from terminal_app.resources import kv_file


def import_lean() -> None:
    """Kivy's builder, clock and input, as much of them as a till uses; call once Kivy's Config is set."""
    _import_builder()
    _import_input()


def _import_builder() -> None:
    """kv/style.kv stands in the place of Kivy's own style, and the clock gets no asyncio.

    It would keep that for a loop (`App.async_run`) that nobody runs.
    """
    import kivy

    theirs = kivy.kivy_data_dir
    kivy.kivy_data_dir = str(kv_file("style").parent)
    try:
        with _instead("asyncio", wait_for=None, Event=Event):
            import kivy.lang.builder  # it loads the style as it is imported
    finally:
        kivy.kivy_data_dir = theirs


def _import_input() -> None:
    """Of all ways of input the mouse alone: SDL's touches come through the window, and nothing else is configured.

    Kivy would import each way there is, and write a traceback into the log for one whose library is missing.
    """
    import kivy

    ways: Any = ModuleType("kivy.input.providers")
    ways.__path__ = [f"{folder}/input/providers" for folder in kivy.__path__]
    sys.modules[ways.__name__] = ways
    import kivy.input.providers.mouse


@contextmanager
def _instead(name: str, **members: Any) -> Iterator[None]:
    """Another module of that name with those members alone; nothing, where the true one is imported already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = ModuleType(name)
    vars(sys.modules[name]).update(members)
    try:
        yield
    finally:
        del sys.modules[name]
