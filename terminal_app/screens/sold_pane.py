"""One sale of the history whole: what it came to, what can be done, its returns, its invoice's way, its paper.

Knows the presenter's card, no presenter. Window thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.session import Notice
from terminal_app.presenters.sold_card import SaleAction, SaleCard, SaleLink
from terminal_app.screens.place_screen import show_all
from terminal_app.screens.row_parts import BADGE_TONES
from terminal_app.screens.widgets import Action, Badge, T, words_height

TOLD_ICONS = {"ok": "check_circle", "warn": "warning"}
ACTS = ("refund", "customer", "print", "copy", "queue")


class SoldPane:
    """The card as one column. `titled` is False where a sheet around it shows the number and the amount already."""

    def __init__(self, act: Callable[[SaleAction], None], follow: Callable[[str], None], *, titled: bool) -> None:
        self.widget = Factory.SoldCard()
        # kv holds its named widgets weakly: what is taken out at times is kept here.
        self._parts = {name: proxy.__self__ for name, proxy in self.widget.ids.items()}
        self._titled, self._act, self._follow = titled, act, follow
        self._card: SaleCard | None = None
        high = max(T.touch + dp(8), words_height("label") + words_height("secondary") + dp(10))
        self._buttons = {name: Action(key=f"history.{name}", height=high) for name in ACTS}
        for name, button in self._buttons.items():
            button.bind(on_tap=lambda *_, name=name: self._touched(name))
        self._badges = [Badge(pill=34, height=dp(38)) for _ in range(2)]
        self._links: list[Action] = []

    def render(self, card: SaleCard, notice: Notice | None) -> None:
        """Shows the card; `notice` is what came of the last touch, shown here where a sheet hides the screen's own."""
        self._card = card
        parts = self._parts
        if self._titled:
            parts["total"].label, parts["total"].amount = card.title, card.total
            notice = None
        parts["subtitle"].text, parts["customer"].text = card.subtitle, card.customer
        self._render_badges(card)
        told = parts["told"]
        shown = notice or (Notice(card.told, tone="neutral") if card.told else None)
        told.text, told.hint = ("", "") if shown is None else (shown.message, shown.hint)
        if shown is not None:
            told.tone, told.icon = shown.tone, TOLD_ICONS.get(shown.tone, "info")
        buttons = [self._dressed(action, first=index == 0) for index, action in enumerate(card.actions)]
        parts["actions"].cols = max(1, min(2, len(buttons)))
        show_all(parts["actions"], buttons)
        parts["links_label"].text = card.links_label
        self._render_links(card.links)
        parts["lifeline_label"].text, parts["lifeline"].steps = card.lifeline_label, list(card.lifeline)
        parts["paper_label"].text = card.paper_label
        slips = [parts["slip"], parts["second_slip"]][: len(card.papers)]
        for slip, paper in zip(slips, card.papers, strict=False):
            if slip.lines != list(paper.lines):
                slip.lines, slip.strokes = list(paper.lines), list(paper.strokes)
        wanted: list[tuple[str, object]] = [
            ("total", self._titled),
            ("subtitle", self._titled),
            ("customer", card.customer),
            ("badges", True),
            ("told", shown),
            ("actions", buttons),
            ("links_label", card.links),
            ("links", card.links),
            ("lifeline_label", card.lifeline),
            ("lifeline", card.lifeline),
            ("paper_label", True),
        ]
        show_all(self.widget, [*(parts[name] for name, shown_now in wanted if shown_now), *slips])

    def _render_badges(self, card: SaleCard) -> None:
        state, mark = self._badges
        state.text, state.icon, state.tone = card.state.text, card.state.icon, BADGE_TONES[card.state.tone]
        mark.text, mark.icon, mark.tone = " · ".join(card.marks), "", "warn"
        show_all(self._parts["badges"], [state, *([mark] if card.marks else [])])

    def _dressed(self, action: SaleAction, *, first: bool) -> Action:
        button = self._buttons[action.act]
        button.text, button.icon, button.detail = action.label, action.icon, action.detail
        button.kind = "primary" if first else "secondary"
        return button

    def _touched(self, name: str) -> None:
        if self._card is not None:
            for action in self._card.actions:
                if action.act == name:
                    self._act(action)

    def _render_links(self, links: tuple[SaleLink, ...]) -> None:
        while len(self._links) < len(links):
            index = len(self._links)
            high = words_height("label") + words_height("secondary") + dp(14)
            each = Action(key=f"history.link.{index}", kind="quiet", align="left", height=max(T.touch, high))
            each.bind(on_tap=lambda *_, index=index: self._linked(index))
            self._links.append(each)
        shown = self._links[: len(links)]
        for button, link in zip(shown, links, strict=True):
            button.text, button.detail, button.amount = link.label, link.detail, link.amount
            button.icon = "assignment_return" if link.amount else "receipt_long"
        show_all(self._parts["links"], list(shown))

    def _linked(self, index: int) -> None:
        if self._card is not None and index < len(self._card.links):
            self._follow(self._card.links[index].receipt_no)


def as_warning(notice: Notice | None) -> Notice | None:
    """What came of a touch; what was refused is a warning and not an error."""
    return notice if notice is None or notice.tone == "ok" else replace(notice, tone="warn")
