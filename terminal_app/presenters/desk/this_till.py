"""Settings › This till: its name, language, look, and the true size of its panel. What is seen acts at once."""

from __future__ import annotations

from collections.abc import Sequence

from ...i18n import LANGUAGES
from ..look import THEMES
from ..menu import LANGUAGE_NAMES, theme_names
from .page import Page
from .rows import Choices, Heading, Option, Row, Ruler, Switch, Text

_NAME, _LANGUAGE, _THEME, _DOTS = "till.name", "till.language", "till.theme", "till.dpi"
_TEXT_SCALE, _HAND, _SOUNDS = "till.text_scale", "till.hand", "till.sounds"
_DISPLAY, _CORNER = "display.enabled", "display.corner"


class ThisTill(Page):
    """What belongs to this one till."""

    stem = "this_till"
    icon = "point_of_sale"
    keys = (_NAME, _CORNER)

    def label(self) -> str:
        return self.texts.say("This till")

    def detail(self) -> str:
        return self.session.till.values.shop().till_name

    def rows(self) -> Sequence[Row]:
        say, session = self.texts.say, self.session
        themes = theme_names(self.texts)
        return [
            Heading(say("Name"), key="name"),
            Text(_NAME, say("What it is called on receipts"), self.draft.text(_NAME), problem=self.problem(_NAME)),
            Heading(say("Language and look"), say("They change at once."), key="look"),
            Choices(
                _LANGUAGE,
                say("Language"),
                tuple(Option(key, LANGUAGE_NAMES[key]) for key in LANGUAGES),
                self.texts.language,
            ),
            Choices(_THEME, say("Look"), tuple(Option(key, themes[key]) for key in THEMES), session.look.theme),
            Choices(
                _HAND,
                say("Layout"),
                (Option("right", say("Right-handed")), Option("left", say("Left-handed"))),
                session.look.hand,
                say(
                    "Left-handed: on the counter the cart with Pay stands at the left, and so does Finish. On a "
                    "handheld Pay is as wide as the screen, so nothing changes there."
                ),
            ),
            Switch(
                _SOUNDS,
                say("Sounds"),
                session.till.values.on(_SOUNDS),
                say("For a finished sale, a scanned product or unknown code, and when something needs a look."),
            ),
            Heading(say("Customer display"), key="display"),
            Switch(
                _DISPLAY,
                say("Show customers what is rung up"),
                session.till.values.on(_DISPLAY),
                say("A second window with the lines and the total, on the screen that faces the customer."),
            ),
            Text(
                _CORNER,
                say("Where that screen begins"),
                self.draft.text(_CORNER),
                hint=say("Such as 1920,0"),
                detail=say("The left and the upper edge in pixels, when it is beside the till's own screen."),
                problem=self.problem(_CORNER),
            ),
            Heading(say("Size"), key="size"),
            Choices(
                _TEXT_SCALE,
                say("Text size"),
                (Option("100", say("Usual")), Option("115", say("Larger")), Option("130", say("Largest"))),
                str(session.look.text_scale),
            ),
            Ruler(
                _DOTS,
                say("Ruler"),
                session.look.dots_per_inch or 0,
                say(
                    "Hold a bank card against the screen and drag the edge until the drawing is as wide as the card. "
                    "Buttons get their true size when you leave the settings."
                ),
                say("Smaller"),
                say("Larger"),
            ),
        ]

    def put(self, key: str, value: str) -> None:
        """Language, look, hand, sounds and size act and are stored at once; the name waits to be saved."""
        if key == _LANGUAGE:
            self.session.speak(value)
        elif key == _THEME:
            self.session.look.dress(value)
        elif key == _TEXT_SCALE:
            self.session.look.enlarge(value)
        elif key == _SOUNDS:
            self.session.sound(value)
        elif key == _HAND:
            self.session.look.work_with(value)
        elif key == _DISPLAY:
            self.session.till.change_settings({_DISPLAY: value}, self.session.operator.id)
        elif key == _DOTS:
            self.session.look.measure(value)
        else:
            super().put(key, value)
