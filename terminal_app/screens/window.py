"""How the window is opened: Kivy's configuration, the metrics of the two forms, input filters, the quiet collector.

`configure` must run before anything imports `kivy.core.window`; it is the only place that sets Kivy's Config.
Window thread.
"""

from __future__ import annotations

import gc
import os
from enum import Enum
from pathlib import Path
from typing import Any

from terminal_app.domain.records import record
from terminal_app.screens.lean_kivy import import_lean


class Form(Enum):
    """The two shapes of till; each has its own pinned metrics and its own layouts."""

    COUNTER = "counter"
    HANDHELD = "handheld"


@record
class PanelMetrics:
    """Pixels per dp and dots per inch: together they say how large a dp and a millimetre are on this panel."""

    density: float
    dpi: float


NOMINAL = {
    # Kivy and SDL report 96 dpi for every Linux desktop panel. A shop with a denser panel sets DISKEN_DPI (or the
    # ruler in Settings).
    Form.COUNTER: PanelMetrics(density=1.0, dpi=96.0),
    # 720x1280 at 5 inches is 294 dpi: 9 mm are 104 px, that is 52 dp.
    Form.HANDHELD: PanelMetrics(density=2.0, dpi=294.0),
}
SIZES = {Form.COUNTER: (1920, 1080), Form.HANDHELD: (720, 1280)}


def metrics_for(form: Form, dots_per_inch: float | None = None) -> PanelMetrics:
    """The metrics of a form: its nominal ones, or with the dots per inch that were measured with the ruler.

    DISKEN_DPI and DISKEN_DENSITY in the environment come before either.
    """
    nominal = NOMINAL[form]
    return PanelMetrics(
        density=float(os.environ.get("DISKEN_DENSITY", nominal.density)),
        dpi=float(os.environ.get("DISKEN_DPI", dots_per_inch or nominal.dpi)),
    )


def configure(
    form: Form = Form.COUNTER,
    size: tuple[int, int] | None = None,
    *,
    kiosk: bool = False,
    kivy_home: Path | None = None,
    title_bar: bool = True,
    corner: tuple[int, int] | None = None,
) -> None:
    """Sets Kivy up for a till of this form; call once, before `kivy.core.window` is imported.

    `size` is in pixels (default: the form's usual panel). `kiosk` fills the screen without border or pointer; which of
    several screens, the desktop's pixel `corner` says (left, top).
    `kivy_home` is where Kivy may write; without it Kivy uses its own folder in the home directory.
    The garbage collector rests from here to `quiet_the_collector`: what a start makes stays, and it looks for nothing.
    """
    gc.disable()
    os.environ.setdefault("KIVY_CLIPBOARD", "sdl2")
    os.environ.setdefault("KIVY_IMAGE", "sdl2")  # else Pillow is imported for pictures that nobody shows
    if kivy_home is not None:
        os.environ.setdefault("KIVY_HOME", str(kivy_home))
    set_graphics(form, size, kiosk=kiosk, title_bar=title_bar, corner=corner)
    from kivy.config import Config

    Config.set("kivy", "exit_on_escape", "0")
    Config.remove_section("input")  # a panel that is read as mouse and as /dev/input at once taps twice
    Config.add_section("input")
    Config.set("input", "mouse", "mouse,disable_multitouch,disable_hover")
    import_lean()


def set_graphics(
    form: Form,
    size: tuple[int, int] | None = None,
    *,
    kiosk: bool = False,
    title_bar: bool = True,
    corner: tuple[int, int] | None = None,
) -> None:
    """Tells Kivy what window to open, and nothing else that a till wants; `configure` tells of the arguments."""
    metrics = metrics_for(form)
    os.environ.setdefault("KIVY_NO_ARGS", "1")
    os.environ.setdefault("KIVY_LOG_MODE", "PYTHON")  # else Kivy takes the root logger and writes every library's DEBUG
    os.environ.setdefault("KIVY_NO_CONFIG", "1")
    os.environ.setdefault("KIVY_NO_FILELOG", "1")
    os.environ["KIVY_METRICS_DENSITY"] = str(metrics.density)
    os.environ["KIVY_DPI"] = str(metrics.dpi)
    from kivy.config import Config

    width, height = size or SIZES[form]
    graphics = {
        "width": width,
        "height": height,
        "multisamples": 0,  # the default of 2 costs 75 MB and doubles a frame in software
        "maxfps": 60,
        "resizable": int(not kiosk),
        "borderless": int(kiosk or not title_bar),
        "fullscreen": "auto" if kiosk else 0,
        "show_cursor": int(not kiosk),
    }
    if corner is not None:
        graphics |= {"position": "custom", "left": corner[0], "top": corner[1]}
    for option, value in graphics.items():
        Config.set("graphics", option, str(value))


def set_metrics(form: Form, dots_per_inch: float | None = None, text_scale: int = 100) -> None:
    """Gives Kivy the density and the dpi of a form, or the dpi that was measured; texts in per cent of their size.

    kv `dp()` and `mm()` do not follow live: build the root after this.
    """
    from kivy.metrics import Metrics

    metrics = metrics_for(form, dots_per_inch)
    Metrics.dpi = metrics.dpi
    Metrics.density = metrics.density
    Metrics.fontscale = text_scale / 100


def prepare_input() -> None:
    """Puts the double-touch guard and the early poll into Kivy's loop; call in on_start, harmless when called again."""
    from kivy.base import EventLoop

    from terminal_app.screens.input_filters import EarlyPoll, EchoGuard

    if not any(isinstance(provider, EarlyPoll) for provider in EventLoop.input_providers):
        EventLoop.input_providers.insert(0, EarlyPoll("early-poll", ""))
    modules: list[Any] = EventLoop.postproc_modules
    if not any(isinstance(module, EchoGuard) for module in modules):
        modules.insert(0, EchoGuard())


def quiet_the_collector() -> None:
    """Moves everything alive now out of the garbage collector's sight: a full pass over the idle window takes 35 ms.

    Call it once all is built: `configure` sent the collector away until then. And again when a root was built anew; the
    one before it is then let go of.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.enable()


def give_memory_back() -> None:
    """What was used and let go of returns to the machine; glibc keeps it otherwise. 1 ms after a start."""
    from ctypes import CDLL  # not on the way to a first frame

    trim = getattr(CDLL(None), "malloc_trim", None)  # glibc's own: malloc_trim(3)
    if trim is not None:
        trim(0)
