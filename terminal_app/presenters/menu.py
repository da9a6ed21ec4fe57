"""The menu: language, look, who stands at the till, and the way to the queue."""

from __future__ import annotations

from collections.abc import Callable

from ..domain.records import record
from ..i18n import LANGUAGES, Texts
from .drawer_part import DrawerPart
from .look import THEMES
from .mirror import MirrorRefresh
from .session import Place, Session
from .status import Badge, badge
from .training_part import TrainingPart, TrainingView

LANGUAGE_NAMES = {"nb": "Norsk", "en": "English"}
"""A language is named in itself, whatever is spoken now."""


def theme_names(texts: Texts) -> dict[str, str]:
    """What each look is called."""
    say = texts.say
    return {"light": say("Light"), "dark": say("Dark"), "contrast": say("High contrast")}


@record
class Choice:
    """One of a few; exactly one is selected."""

    key: str
    label: str
    selected: bool


@record
class MenuView:
    """All that the menu shows."""

    title: str
    queue_label: str
    queue_state: Badge
    history_label: str
    day_label: str
    drawer_label: str
    """The way to open the drawer; "" where there is none."""
    drawer_state: Badge | None
    training_label: str
    training_state: Badge | None
    refresh_label: str
    settings_label: str
    language_label: str
    languages: tuple[Choice, ...]
    theme_label: str
    themes: tuple[Choice, ...]
    operator_label: str
    operators: tuple[Choice, ...]
    pin_label: str
    lock_label: str
    about: tuple[str, ...]
    close_label: str
    training: TrainingView | None

    @property
    def own_labels(self) -> tuple[str, str]:
        """What who stands there may do for themselves: lock the till, another PIN; "" where they may not."""
        return self.lock_label, self.pin_label


class MenuPresenter:
    """What is used once a day, not on every sale."""

    def __init__(
        self,
        session: Session,
        version: str = "",
        on_change: Callable[[], None] = lambda: None,
        mirror: MirrorRefresh | None = None,
    ) -> None:
        self._session = session
        self._mirror = mirror or MirrorRefresh(session)
        self._version = version
        self.on_change = on_change
        self.training = TrainingPart(session, lambda: self.on_change())
        self.drawer = DrawerPart(session, lambda: self.on_change())
        session.listen(self._session_changed)

    def view(self) -> MenuView:
        session, say = self._session, self._session.texts.say
        shop = session.till.values.shop()
        themes = theme_names(session.texts)
        count = session.till.catalog.customer_count()
        return MenuView(
            title=say("Menu"),
            queue_label=say("Queue"),
            queue_state=badge(session.status, session.texts, session.now()),
            history_label=say("History"),
            day_label=say("Day's settlement"),
            drawer_label=self.drawer.label(),
            drawer_state=self.drawer.badge(),
            training_label=say("Training"),
            training_state=self.training.words.badge(),
            refresh_label=say("Fetching…") if self._mirror.running else say("Fetch customers"),
            settings_label=say("Settings"),
            language_label=say("Language"),
            languages=tuple(Choice(k, LANGUAGE_NAMES[k], k == session.texts.language) for k in LANGUAGES),
            theme_label=say("Look"),
            themes=tuple(Choice(key, themes[key], key == session.look.theme) for key in THEMES),
            operator_label=say("At the till"),
            operators=tuple(Choice(o.id, o.name, o.id == session.operator.id) for o in session.till.operators.active()),
            pin_label=say("Change PIN") if session.can_lock() else "",
            lock_label=say("Lock the till") if session.can_lock() else "",
            about=(
                f"{shop.name} · {shop.till_name}",
                session.texts.count("{n} customer", "{n} customers", count),
                f"Disken {self._version}".strip(),
            ),
            close_label=say("Back"),
            training=self.training.view(),
        )

    def open_queue(self) -> None:
        self._session.go(Place.QUEUE)

    def open_history(self) -> None:
        self._session.open_history()

    def open_day(self) -> None:
        self._session.go(Place.DAY)

    def open_desk(self) -> None:
        self._session.open_desk()

    def refresh_customers(self) -> None:
        self._mirror.start()
        self.on_change()

    def speak(self, language: str) -> None:
        self._session.speak(language)

    def dress(self, theme: str) -> None:
        self._session.look.dress(theme)

    def hand_over(self, operator_id: str) -> None:
        self._session.hand_over(self._session.till.operator(operator_id))

    def lock(self) -> None:
        """Nobody may do anything until somebody types a PIN."""
        self._session.lock()

    def renew_pin(self) -> None:
        """Who stands there chooses another PIN."""
        self._session.renew_pin()

    def close(self) -> None:
        self._session.back()

    def _session_changed(self) -> None:
        if self._session.place is Place.MENU:
            self.on_change()
