"""`T`, the theme that kv and drawn widgets follow: colours, type scale, sizes and the form of the window.

Owns the look, not the widgets. kv reads it as `T` (`rgba: T.surface`, `height: T.touch`). Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.event import EventDispatcher
from kivy.lang import global_idmap
from kivy.metrics import Metrics, dp, mm, sp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty

from terminal_app.screens.palette import LIGHT, LOOKS
from terminal_app.screens.window import Form

HANDHELD_BELOW_DP = 600
WIDE_FROM_DP = 1600

# role: (weight, sp on a wide counter, sp on a counter, sp on a handheld)
ROLES: dict[str, tuple[str, int, int, int]] = {
    "tag": ("medium", 13, 12, 12),
    "secondary": ("regular", 15, 14, 14),
    "badge": ("semibold", 15, 14, 14),
    "body": ("medium", 17, 16, 15),
    "label": ("semibold", 17, 16, 15),
    "tile": ("medium", 18, 16, 15),
    "amount": ("semibold", 18, 17, 16),
    "price": ("bold", 22, 19, 16),
    "title": ("semibold", 22, 20, 18),
    "heading": ("bold", 28, 24, 20),
    "key": ("medium", 24, 22, 20),
    "pay": ("bold", 30, 26, 22),
    "total": ("bold", 44, 34, 28),
    "change": ("bold", 80, 60, 44),
}


class Theme(EventDispatcher):
    """The look now in force; there is one, `T`.

    `look` is light, dark or contrast; `form` is counter or handheld; `wide` is a counter of at least 1600 dp. Colours
    are named by token (palette.py). Sizes are in pixels: `touch` is the least height of anything touched (12 mm on the
    counter, 9 mm handheld), `key` a keypad key (20 mm / 9 mm), `gap` and `pad` the usual distances, `keyboard_height`
    what the on-screen keyboard now covers at the bottom. `left_handed` mirrors what stands in `Sides` (sides.py).
    `revision` moves after any change of look or measure.
    """

    look = OptionProperty("light", options=list(LOOKS))
    form = OptionProperty("counter", options=[form.value for form in Form])
    wide = BooleanProperty(True)
    revision = NumericProperty(0)
    touch = NumericProperty(48)
    key = NumericProperty(76)
    gap = NumericProperty(12)
    pad = NumericProperty(16)
    keyboard_height = NumericProperty(0)
    left_handed = BooleanProperty(False)
    for _token in LIGHT:
        vars()[_token] = ColorProperty(LIGHT[_token])
    del _token

    def __init__(self) -> None:
        self._fonts: dict[str, tuple[int, str]] = {}
        super().__init__()
        for measure in ("density", "fontscale"):
            Metrics.fbind(measure, self._forget_fonts)
        for shape in ("form", "wide"):
            self.fbind(shape, self._forget_fonts)
        self.bind(look=self._repaint)
        self.measure()

    @property
    def handheld(self) -> bool:
        """Whether the window is a handheld's."""
        return bool(self.form == Form.HANDHELD.value)

    def fit(self, width_px: float) -> None:
        """Takes the form from the window's width: below 600 dp it is a handheld, from 1600 dp a wide counter."""
        width = width_px / Metrics.density
        self.form = Form.HANDHELD.value if width < HANDHELD_BELOW_DP else Form.COUNTER.value
        self.wide = width >= WIDE_FROM_DP
        self.measure()

    def measure(self) -> None:
        """Takes the sizes from Kivy's metrics again; call after they changed."""
        self.touch = round(max(mm(9), dp(48)) if self.handheld else max(mm(12), dp(48)))
        self.key = round(max(mm(9), dp(52)) if self.handheld else mm(20))
        self.gap = round(max(dp(8), mm(2)) if self.handheld else max(dp(12 if self.wide else 8), mm(2)))
        self.pad = round(dp(12) if self.handheld or not self.wide else dp(16))
        self.revision += 1

    def font(self, role: str) -> tuple[int, str]:
        """The text size in whole pixels and the weight of a role on this form; KeyError for an unknown role."""
        font = self._fonts.get(role)
        if font is None:
            weight, wide, counter, handheld = ROLES[role]
            size = handheld if self.handheld else wide if self.wide else counter
            font = self._fonts[role] = max(1, round(sp(size))), weight
        return font

    def _forget_fonts(self, *_: object) -> None:
        self._fonts.clear()

    def colour(self, token: str) -> list[float]:
        """The colour of a token as [r, g, b, a]; AttributeError for an unknown token."""
        value: list[float] = getattr(self, token)
        return value

    def _repaint(self, *_: object) -> None:
        for token, value in LOOKS[self.look].items():
            setattr(self, token, value)
        self.revision += 1


T = Theme()
global_idmap["T"] = T


def dress(window: Any) -> None:
    """Takes the form from the window's width, and paints its ground in the theme's colour from now on."""
    T.fit(window.width)
    window.clearcolor = T.bg
    T.fbind("bg", lambda _, colour: setattr(window, "clearcolor", colour))
