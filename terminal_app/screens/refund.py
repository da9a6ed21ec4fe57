"""Goods come back: the sale's lines, and beside them why, how it is paid back and what it comes to.

Forwards touches to its presenter and shows the presenter's view; on a handheld the second half is a sheet over the
first. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.widget import Widget

from terminal_app.presenters.refund import RefundPresenter
from terminal_app.presenters.refund_view import QuantitySheet, RefundView
from terminal_app.screens import amounts, lifeline  # noqa: F401 - kv names their widgets
from terminal_app.screens.lists import KeyedList
from terminal_app.screens.place_screen import PlaceScreen, show_all, show_notice, show_only
from terminal_app.screens.reason_pane import PickGrid, ReasonPane
from terminal_app.screens.refund_cells import QuantityPad, RefundCell, line_height
from terminal_app.screens.sides import Sides  # noqa: F401 - kv names it
from terminal_app.screens.step_up import StepUpPanel
from terminal_app.screens.widgets import Action, Notice, Scroller, Sheet, T, TextLine, load_kv, words_height
from terminal_app.screens.window import Form

load_kv("refund")


class RefundScreen(PlaceScreen):
    """Lines, reasons, ways to pay back, amount, the button that does it."""

    def __init__(self, presenter: RefundPresenter, form: Form, **kwargs: Any) -> None:
        self._presenter, self._form = presenter, form
        self._view: RefundView | None = None
        body = Factory.RefundCounter() if form is Form.COUNTER else Factory.RefundHandheld()
        super().__init__(body, **kwargs)
        ids = self.ids_of_body
        self._lines = KeyedList(key="refund.line", cell=RefundCell, cell_height=line_height(), pad=dp(2))
        self._lines.bind(on_pick=self._picked)
        show_only(ids.place, self._lines)
        self._how = Factory.RefundHow()
        self._parts = {name: proxy.__self__ for name, proxy in self._how.ids.items()}
        self._reasons = ReasonPane(presenter.reasons, "refund.reason")
        self._channels = PickGrid("refund.channel", self._channel_chosen)
        self._foot = Factory.RefundFoot()
        self._foot.ids.confirm.bind(on_tap=lambda *_: presenter.confirm())
        self._quantity = QuantityPanel(presenter)
        self._step_up = StepUpPanel(presenter.step_up)
        self._notice = Notice(key="refund.notice", icon="error", size_hint=(None, None))
        self._notice.bind(on_tap=lambda *_: presenter.dismiss())
        self._side = Scroller()
        self._side.add_widget(self._how)
        self._hang_how()
        ids.back.bind(on_tap=lambda *_: presenter.back())
        ids.everything.bind(on_tap=lambda *_: presenter.everything())
        for name in ("pos", "size"):
            ids.place.fbind(name, self._place_notice)

    def render(self) -> None:
        """Shows what the presenter says now; nothing while no sale is open."""
        view = self._presenter.view()
        self.body.opacity = 0 if view is None else 1
        self.body.disabled = view is None
        if view is None or view == self._view:
            return
        before, self._view = self._view, view
        ids = self.ids_of_body
        ids.title.text, ids.subtitle.text = view.title, view.subtitle
        ids.back.name_for_finger = view.back_label
        ids.lines_label.text = view.lines_label
        ids.everything.text = view.all_label
        ids.everything.icon = "check_circle" if view.all_chosen else ""
        ids.everything.kind = "primary" if view.all_chosen else "secondary"
        self._lines.items = view.lines
        if before is None or before.title != view.title:
            self._lines.scroll.go(0)
        self._render_how(view)
        self._render_sum(view)
        self._quantity.render(view.quantity, self)
        self._step_up.render(view.step_up, self)
        show_notice(self, self._notice, view.notice, index=len(self.children) - 1)
        self._place_notice()

    def _hang_how(self) -> None:
        """Beside the lines on the counter; on a handheld in their place, once they are chosen."""
        ids, foot = self.ids_of_body, self._foot.ids
        self._next, self._confirm = foot.next.__self__, foot.confirm.__self__
        self._next.bind(on_tap=lambda *_: self._presenter.go_on())
        if self._form is Form.COUNTER:
            self._foot.remove_widget(self._next)
            ids.side.add_widget(self._side)
            ids.side.add_widget(self._foot)
            return
        self._choosing = [ids.choosing.__self__, ids.place.__self__]
        ids.foot.add_widget(self._foot)

    def _picked(self, _: object, index: int, part: str) -> None:
        if self._view is None or index >= len(self._view.lines):
            return
        does = {
            "less": self._presenter.less,
            "more": self._presenter.more,
            "much": self._presenter.ask_quantity,
            "take": self._presenter.toggle,
            "": self._presenter.toggle,
        }
        does[part](self._view.lines[index].position)

    def _channel_chosen(self, name: str) -> None:
        self._presenter.choose_channel("" if name == "as_paid" else name)

    def _render_how(self, view: RefundView) -> None:
        parts = self._parts
        self._reasons.render(view.reasons)
        parts["channels_label"].text = view.channels_label
        self._channels.render([(one.key or "as_paid", one.label, one.selected) for one in view.channels])
        parts["gives_back"].pairs = list(view.gives_back)
        parts["told"].text, parts["told"].tone, parts["told"].icon = view.told, "brand", "info"
        wanted: list[tuple[Any, object]] = [
            (self._reasons, True),
            (parts["channels_label"], view.channels or view.gives_back),
            (self._channels, view.channels),
            (parts["gives_back"], view.gives_back),
            (parts["told"], view.told),
        ]
        show_all(self._how, [widget for widget, shown in wanted if shown])

    def _render_sum(self, view: RefundView) -> None:
        foot = self._foot.ids
        foot.total.label, foot.total.amount = view.total_label, view.total
        foot.missing.text = view.missing
        self._confirm.text, self._confirm.disabled = view.confirm_label, not view.can_confirm
        if self._form is Form.COUNTER:
            return
        self._next.text, self._next.disabled = view.next_label, not view.can_go_on
        show_all(self.ids_of_body.middle, [self._side] if view.asking else self._choosing)
        steps = [widget for widget in self._foot.children[::-1] if widget not in (self._next, self._confirm)]
        show_all(self._foot, [*steps, self._confirm if view.asking else self._next])
        if view.asking:
            return
        foot.missing.text = "" if view.can_go_on else view.missing

    def _place_notice(self, *_: object) -> None:
        """Over the foot of the lines: nothing moves when it comes."""
        place = self.ids_of_body.place
        self._notice.pos = (place.x + dp(8), place.y + dp(8))
        self._notice.size = (place.width - dp(16), T.touch + dp(36))


class QuantityPanel:
    """The sheet that asks how much of a line comes back."""

    def __init__(self, presenter: RefundPresenter) -> None:
        self.sheet = Sheet(key="refund.quantity", sheet_height=-1, sheet_width=460)
        self.sheet.bind(on_close=lambda *_: presenter.close_quantity())
        self._typed = TextLine(role="total", align="center", size_hint_y=None, height=words_height("total") + dp(8))
        self._hint = TextLine(role="label", align="center", size_hint_y=None, height=words_height("label") + dp(8))
        keys = T.key if not T.handheld else T.touch + dp(12)
        self._pad = QuantityPad(key="refund.pad", size_hint_y=None, height=4 * keys + 3 * T.gap)
        self._pad.bind(on_typed=lambda _, name: presenter.type_key(name))
        self._all = Action(key="refund.all_of_it", kind="quiet")
        self._all.bind(on_tap=lambda *_: presenter.all_of_it())
        self._confirm = Action(key="refund.quantity_done", kind="primary", icon="check")
        self._confirm.bind(on_tap=lambda *_: presenter.confirm_quantity())
        for widget in (self._typed, self._hint, self._pad, self._all, self._confirm, Widget()):
            self.sheet.add_widget(widget)

    def render(self, view: QuantitySheet | None, over: Any) -> None:
        """Shows the question over that layout, or takes it away."""
        if view is None:
            self.sheet.close()
            return
        self.sheet.title, self.sheet.subtitle = view.title, view.subtitle
        self._typed.text = view.typed or "0"
        self._typed.tone = "bad" if view.wrong else "ink" if view.typed else "ink3"
        self._hint.text, self._hint.tone = view.hint, "bad" if view.wrong else "ink2"
        self._all.text = view.all_label
        self._confirm.text, self._confirm.disabled = view.confirm_label, not view.can_confirm
        self.sheet.open(over)


def build(presenter: RefundPresenter, form: Form) -> RefundScreen:
    """The return's screen of this form; call `render()` whenever it is shown and whenever its presenter changes."""
    return RefundScreen(presenter, form)
