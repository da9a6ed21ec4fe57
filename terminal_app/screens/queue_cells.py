"""One invoice of the queue on screen: its row in the list, and the card that opens when it is touched.

The state is always a word with an icon. Knows the presenter's rows and cards, no presenter. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.queue import EntryCard
from terminal_app.screens.widgets import Action, Box, Cell, CellState, Drawing, T, TextLine, words_height, words_width
from terminal_app.screens.widgets.labels import tone_colours

BADGE_TONES = {"ok": "ok", "warn": "warn", "bad": "bad", "busy": "neutral"}


class QueueCell(Cell):
    """One invoice in the list; the item is a QueueRow."""

    def build(self, draw: Drawing) -> None:
        self._ground = draw.block("fill", 12, "brand_tint")
        self._veil = draw.block("fill", 12, "press")
        self._rule = draw.line()
        self._number = draw.words("label")
        self._when = draw.words("secondary", "ink2")
        self._customer = draw.words("body")
        self._total = draw.words("amount", align="right")
        self._pill = draw.block("fill", None)
        self._icon = draw.icon(size=18)
        self._state = draw.words("badge")

    def text_of(self, item: Any) -> str:
        return str(item.receipt_no)

    def show(self, item: Any, box: Box, state: CellState) -> None:
        ground = box.inset(dp(6), dp(2))
        if state.selected:
            self._ground.place(ground)
        else:
            self._ground.hide()
        if state.pressed is not None:
            self._veil.place(ground)
        else:
            self._veil.hide()
        inner = box.inset(dp(14 if T.handheld else 20), 0)
        self._rule.place(Box(inner.x, box.y, inner.width, 0 if state.selected else max(1, round(dp(1)))))
        if T.handheld:
            self._show_narrow(item, inner)
        else:
            self._show_wide(item, inner)

    def _show_wide(self, item: Any, box: Box) -> None:
        """Number and time, customer, state, total: four columns."""
        total_width, state_width = dp(150 if T.wide else 118), dp(250 if T.wide else 200)
        first = dp(180 if T.wide else 150)
        self._total.place(Box(box.right - total_width, box.y, total_width, box.height), item.total)
        self._place_state(item.state, Box(box.right - total_width - state_width, box.y, state_width, box.height))
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
        self._place_state(item.state, Box(box.right - state_width, low.y, state_width, low.height))
        room = max(0, box.width - state_width - dp(8))
        number = min(room, words_width(item.receipt_no, "label") + 1)
        self._number.place(Box(low.x, low.y, number, low.height), item.receipt_no)
        self._when.place(Box(low.x + number + dp(8), low.y, max(0, room - number - dp(8)), low.height), item.when)

    def _place_state(self, badge: Any, box: Box) -> None:
        ink, ground = tone_colours(BADGE_TONES[badge.tone])
        height = min(dp(32), box.height)
        width = min(box.width, words_width(badge.text, "badge") + dp(48))
        left = box.right - width if T.handheld else box.x
        pill = Box(left, round(box.y + (box.height - height) / 2), width, height)
        self._pill.tone, self._icon.tone, self._state.tone = ground, ink, ink
        self._pill.place(pill)
        self._icon.place(Box(pill.x + dp(10), pill.y, dp(18), height), badge.icon)
        self._state.place(Box(pill.x + dp(34), pill.y, max(0, width - dp(44)), height), badge.text)


class EntryPanel:
    """The card of one invoice: lifeline, what is wrong, the buttons that mend it, and what was tried.

    `titled` is False where a sheet around it shows the number and the amount already.
    """

    def __init__(self, assign: Callable[[], None], retry: Callable[[], None], *, titled: bool) -> None:
        self.widget = Factory.EntryPane()
        if not titled:
            self.widget.remove_widget(self.widget.ids.total)
        self._titled = titled
        self._assign = Action(key="queue.assign", icon="person_add", kind="primary")
        self._assign.bind(on_tap=lambda *_: assign())
        self._retry = Action(key="queue.retry", icon="replay", kind="primary")
        self._retry.bind(on_tap=lambda *_: retry())
        self._details: list[TextLine] = []

    def render(self, card: EntryCard) -> None:
        """Shows the card."""
        ids = self.widget.ids
        if self._titled:
            ids.total.label, ids.total.amount = card.title, card.total
        ids.customer.text = card.customer
        ids.problem.text = "" if card.problem is None else card.problem.message
        ids.problem.hint = "" if card.problem is None else card.problem.hint
        ids.lifeline.steps = list(card.steps)
        self._assign.text, self._retry.text = card.assign_label, card.retry_label
        buttons = [button for button in (self._assign, self._retry) if button.text]
        if ids.buttons.children[::-1] != buttons:
            ids.buttons.clear_widgets()
            for button in buttons:
                ids.buttons.add_widget(button)
        self._render_details(card.details)

    def _render_details(self, details: tuple[str, ...]) -> None:
        stack = self.widget.ids.details
        while len(self._details) < len(details):
            self._details.append(TextLine(role="tag", tone="ink2", lines=3, fit_height=True, size_hint_y=None))
        shown = self._details[: len(details)]
        if stack.children[::-1] != shown:
            stack.clear_widgets()
            for line in shown:
                stack.add_widget(line)
        for line, text in zip(shown, details, strict=True):
            line.text = text
