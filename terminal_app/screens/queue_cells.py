"""One invoice of the queue on screen: its row in the list, and the card that opens when it is touched.

The state is always a word with an icon. Knows the presenter's rows and cards, no presenter. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kivy.clock import Clock
from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.widget import Widget

from terminal_app.domain.text import LONGEST_NAME as LONGEST_REASON
from terminal_app.presenters.entry_card import EntryCard, ReasonSheet, RepairButton
from terminal_app.presenters.session import Notice
from terminal_app.screens.place_screen import show_all
from terminal_app.screens.row_parts import RowGround, StatePill
from terminal_app.screens.widgets import (
    Action,
    Box,
    Cell,
    CellState,
    Drawing,
    Sheet,
    T,
    TextField,
    TextLine,
    words_height,
    words_width,
)

ACTS = ("assign", "retry", "settings", "set_aside", "change", "sale", "cancel")


class QueueCell(Cell):
    """One invoice in the list; the item is a QueueRow."""

    def build(self, draw: Drawing) -> None:
        self._ground = RowGround(draw)
        self._number = draw.words("label")
        self._when = draw.words("secondary", "ink2")
        self._customer = draw.words("body")
        self._total = draw.words("amount", align="right")
        self._state = StatePill(draw, highest=32)

    def text_of(self, item: Any) -> str:
        return str(item.receipt_no)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        inner = box.inset(dp(14 if T.handheld else 20), 0)
        self._ground.show(box, inner, selected=state.selected, pressed=state.pressed is not None)
        if T.handheld or inner.width < dp(560):
            self._show_narrow(item, inner)
        else:
            self._show_wide(item, inner)

    def _show_wide(self, item: Any, box: Box) -> None:
        """Number and time, customer, state, total: four columns."""
        total_width, state_width = dp(150 if T.wide else 118), dp(250 if T.wide else 200)
        first = max(dp(180 if T.wide else 150), words_width(item.when, "secondary") + dp(14))
        self._total.place(Box(box.right - total_width, box.y, total_width, box.height), item.total)
        place = Box(box.right - total_width - state_width, box.y, state_width, box.height)
        self._state.place(item.state, place, to_right=False)
        middle = box.y + box.height / 2
        self._number.place(Box(box.x, middle, first - dp(12), words_height("label")), item.receipt_no)
        below = words_height("secondary")
        self._when.place(Box(box.x, middle - below, first - dp(12), below), item.when)
        left = box.x + first
        room = max(0, box.right - total_width - state_width - left - dp(12))
        self._customer.lines = 2
        self._customer.place(Box(left, box.y, room, box.height), item.customer)

    def _show_narrow(self, item: Any, box: Box) -> None:
        """Customer and total above; number, time and state below."""
        high = words_height("body")
        top = box.y + box.height / 2 + dp(2)
        total_width = words_width(item.total, "amount") + 1
        self._total.place(Box(box.right - total_width, top, total_width, high), item.total)
        self._customer.place(Box(box.x, top, max(0, box.width - total_width - dp(10)), high), item.customer)
        low = Box(box.x, top - dp(34), box.width, dp(30))
        state_width = min(box.width * 0.55, words_width(item.state.text, "badge") + dp(48))
        self._state.place(item.state, Box(box.right - state_width, low.y, state_width, low.height), to_right=True)
        room = max(0, box.width - state_width - dp(8))
        number = min(room, words_width(item.receipt_no, "label") + 1)
        self._number.place(Box(low.x, low.y, number, low.height), item.receipt_no)
        self._when.place(Box(low.x + number + dp(8), low.y, max(0, room - number - dp(8)), low.height), item.when)


class EntryPanel:
    """The card of one invoice: what is wrong, the button that mends it, its lifeline, what else can be done.

    What has nothing to say takes no room. `titled` is False where a sheet around it shows the number and the amount
    already; there it also says what a touch led to, since the sheet hides the screen's own notice.
    """

    def __init__(self, act: Callable[[RepairButton], None], fold: Callable[[], None], *, titled: bool) -> None:
        self.widget = Factory.EntryPane()
        # kv holds its named widgets weakly: what is taken out at times is kept here.
        self._parts = {name: proxy.__self__ for name, proxy in self.widget.ids.items()}
        self._titled, self._act = titled, act
        self._card: EntryCard | None = None
        self._buttons = {name: Action(key=f"queue.{name}") for name in ACTS}
        for name, button in self._buttons.items():
            button.bind(on_tap=lambda *_, name=name: self._touched(name))
        self._fold = Action(key="queue.details", kind="quiet")
        self._fold.bind(on_tap=lambda *_: fold())
        self._details: list[TextLine] = []

    def render(self, card: EntryCard, notice: Notice | None) -> None:
        """Shows the card; `notice` is what came of the last touch."""
        self._card = card
        parts = self._parts
        if self._titled:
            parts["total"].label, parts["total"].amount = card.title, card.total
            notice = None
        parts["customer"].text = card.customer
        _tell(parts["problem"], card.problem)
        _tell(parts["refused"], None if notice is None else replace(notice, tone="warn"))
        parts["theirs"].text, parts["setting"].text = card.theirs, card.setting
        parts["lifeline"].steps = list(card.steps)
        main = [] if card.main is None else [self._dressed(card.main, "primary")]
        self._fold.text = card.details_label
        others = [*(self._dressed(each, "secondary") for each in card.others)]
        others += [self._dressed(card.sale, "quiet"), self._fold]
        parts["others"].cols = min(2, len(others))
        show_all(parts["others"], others)
        shown: list[tuple[Any, object]] = [
            (parts["total"], self._titled),
            (parts["customer"], True),
            (parts["problem"], card.problem),
            (parts["theirs"], card.theirs),
            (parts["setting"], card.setting),
            (parts["refused"], notice),
            *((button, True) for button in main),
            (parts["lifeline"], True),
            (parts["others"], True),
            (parts["details"], card.details),
        ]
        show_all(self.widget, [widget for widget, wanted in shown if wanted])
        self._render_details(card.details)

    def _dressed(self, shown: RepairButton, kind: str) -> Action:
        button = self._buttons[shown.act]
        button.text, button.icon, button.kind = shown.label, shown.icon, kind
        return button

    def _touched(self, name: str) -> None:
        card = self._card
        if card is not None:
            offered = (*((card.main,) if card.main is not None else ()), *card.others, card.sale)
            for button in offered:
                if button.act == name:
                    self._act(button)

    def _render_details(self, details: tuple[str, ...]) -> None:
        while len(self._details) < len(details):
            self._details.append(TextLine(role="tag", tone="ink2", lines=12, fit_height=True, size_hint_y=None))
        shown = self._details[: len(details)]
        show_all(self._parts["details"], shown)
        for line, text in zip(shown, details, strict=True):
            line.text = text


class ReasonPanel:
    """The sheet that asks why: a field, the button that does it, and one that leaves everything as it is."""

    def __init__(self, write: Callable[[str], None], confirm: Callable[[], None], keep: Callable[[], None]) -> None:
        self.sheet = Sheet(key="queue.reason_sheet", sheet_height=-1)
        self.sheet.bind(on_close=lambda *_: keep())
        self._explanation = TextLine(tone="ink2", lines=5, fit_height=True, size_hint_y=None)
        self._field = TextField(key="queue.reason", max_length=LONGEST_REASON)
        self._field.fbind("text", lambda _, text: write(text))
        self._field.bind(on_enter=lambda *_: confirm())
        self._confirm = Action(key="queue.confirm")
        self._confirm.bind(on_tap=lambda *_: confirm())
        self._keep = Action(key="queue.keep", kind="quiet")
        self._keep.bind(on_tap=lambda *_: keep())
        filler = Widget()  # takes the room below on the counter, where the sheet is as high as the window
        for widget in (self._explanation, self._field, self._confirm, self._keep, filler):
            self.sheet.add_widget(widget)
        self._focus = Clock.create_trigger(self._take_focus, 0)

    def render(self, asked: ReasonSheet | None, over: Any) -> None:
        """Shows the question over that layout, or takes it away."""
        if asked is None:
            self._focus.cancel()
            self._field.focused = False
            self.sheet.close()
            return
        self.sheet.title, self.sheet.subtitle = asked.title, asked.subtitle
        self._explanation.text = asked.explanation
        self._field.placeholder, self._field.text = asked.reason_hint, asked.reason
        self._confirm.text, self._confirm.disabled = asked.confirm_label, not asked.can_confirm
        self._confirm.kind, self._confirm.icon = ("danger", "close") if asked.final else ("primary", "schedule")
        self._keep.text = asked.keep_label
        if not self.sheet.is_open:
            self.sheet.open(over)
            self._focus()

    def _take_focus(self, *_: object) -> None:
        if self.sheet.is_open:
            self._field.focused = True


def _tell(box: Any, notice: Notice | None) -> None:
    """What happened and what to do next, in a tinted box; empty for None."""
    box.text, box.hint = ("", "") if notice is None else (notice.message, notice.hint)
    if notice is not None:
        box.tone = notice.tone
