"""Runs a window in this process, unchanged, and tells when its first frame was on the screen.

`python -m benchmarks.first_frame till --data-dir SHOP` is the till's own `main.py`; `... empty` a Kivy window with one
label and the till's graphics settings. A line of JSON goes to standard output when the frame is shown; then the window
lives on until it is told to end. Whoever starts it gives the moment of the start in DISKEN_BENCH_START (seconds of
CLOCK_MONOTONIC). With DISKEN_BENCH_OFFSCREEN set the window is drawn by software into memory.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

SIZE = (1280, 800)
_WINDOW = "kivy.core.window"


class WindowWatch(MetaPathFinder, Loader):
    """Waits for the program to import Kivy's window, and then for the frame that shows what is waited for."""

    def __init__(self, shows: Callable[[Any], bool]) -> None:
        self._shows = shows
        self._spec: ModuleSpec | None = None

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Kivy's window alone, loaded as ever and looked at afterwards."""
        if name != _WINDOW:
            return None
        sys.meta_path.remove(self)
        if "DISKEN_BENCH_OFFSCREEN" in os.environ:
            os.environ["SDL_VIDEODRIVER"] = "offscreen"  # not sooner: the program asks whether there is a display
        self._spec = PathFinder.find_spec(name, path, target)
        assert self._spec is not None
        origin = self._spec.origin
        return ModuleSpec(name, self, origin=origin, is_package=self._spec.submodule_search_locations is not None)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        assert self._spec is not None
        spec.submodule_search_locations = self._spec.submodule_search_locations
        spec.has_location, spec.cached = True, self._spec.cached
        return None

    def exec_module(self, module: ModuleType) -> None:
        assert self._spec is not None
        assert self._spec.loader is not None
        self._spec.loader.exec_module(module)
        window = module.Window
        flip = window.flip

        def finished() -> None:
            flip()
            _finish()

        def flipped() -> None:
            finished()
            if self._shows(window):
                window.flip = finished if "DISKEN_BENCH_OFFSCREEN" in os.environ else flip
                _tell()

        window.flip = flipped


def _finish() -> None:
    """Wait until the frame is drawn to its last pixel. Without a screen nothing else does, and frames would pile up."""
    from kivy.graphics.opengl import glFinish

    glFinish()


def _tell() -> None:
    """What it took until the frame was drawn."""
    shown = time.clock_gettime(time.CLOCK_MONOTONIC)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "wall": shown - float(os.environ["DISKEN_BENCH_START"]), "cpu": used.ru_utime + used.ru_stime,
        "modules": len(sys.modules), "read": _bytes_read() / 1e6,
    }  # fmt: skip
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _bytes_read() -> int:
    """All that this process has read so far, from whatever file."""
    with open("/proc/self/io", encoding="ascii") as told:
        return int(next(line for line in told if line.startswith("rchar:")).split()[1])


def _shows_tiles(window: Any) -> bool:
    """Whether the sale screen stands there with its tiles: they can be touched."""
    if not window.children or "terminal_app.screens.sale" not in sys.modules:
        return False
    from terminal_app.screens.widgets.touch import targets_in

    return any(target.key.startswith("sale.tile.") for target in targets_in(window))


def _shows_label(window: Any) -> bool:
    return bool(window.children)


def _run_till(arguments: list[str]) -> int:
    import main

    return main.main(arguments)


def _run_empty() -> int:
    from terminal_app.screens.window import Form, set_graphics

    set_graphics(Form.COUNTER, SIZE)  # the till's window, and of all else Kivy as it comes: its style, its providers
    from kivy.app import App
    from kivy.uix.label import Label

    class Empty(App):  # type: ignore[misc]
        def build(self) -> Label:
            return Label(text="Disken")

    Empty().run()
    return 0


if __name__ == "__main__":
    kind = sys.argv[1]
    sys.meta_path.insert(0, WindowWatch(_shows_tiles if kind == "till" else _shows_label))
    if "DISKEN_BENCH_OFFSCREEN" in os.environ:
        os.environ["DISPLAY"] = ":offscreen"  # the till refuses to start where nobody can see it
    sys.exit(_run_till(sys.argv[2:]) if kind == "till" else _run_empty())
