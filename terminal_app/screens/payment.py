"""The payment screen: forwards touches to its presenter and shows the presenter's view, in both forms.

Holds no state of the sale and no words. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp

from terminal_app.presenters.payment import ChannelButton, PaymentPresenter, PaymentView
from terminal_app.screens import amounts, customer_cells  # noqa: F401 - kv names their widgets
from terminal_app.screens.amounts import fitting_role
from terminal_app.screens.cash_part import CashPane
from terminal_app.screens.invoice_part import InvoicePane
from terminal_app.screens.payment_panes import StartPane
from terminal_app.screens.place_screen import PlaceScreen, show_notice, show_only
from terminal_app.screens.sides import Sides  # noqa: F401 - kv/payment.kv names it
from terminal_app.screens.split_part import SplitPane
from terminal_app.screens.step_up import StepUpPanel
from terminal_app.screens.tip_part import TipPadPane, TipRow
from terminal_app.screens.widgets import Action, Notice, T, load_kv, words_width
from terminal_app.screens.window import Form

load_kv("payment")

MANY_CHANNELS = 5
LONG_AMOUNT = len("kr 99 999,00")
"""Longer than that and a handheld has no room for what stands beside it."""


class PaymentScreen(PlaceScreen):
    """Amount, channels, the pane of the chosen channel, and Finish."""

    def __init__(self, presenter: PaymentPresenter, form: Form, **kwargs: Any) -> None:
        self._presenter, self._form = presenter, form
        self._view: PaymentView | None = None
        self._channels: dict[str, Action] = {}
        self._cash, self._invoice = CashPane(presenter.cash, form), InvoicePane(presenter.invoice, form)
        self._start = StartPane(form, presenter)
        self._split, self._tip_pad = SplitPane(presenter.split, form), TipPadPane(presenter.tip, form)
        self._step_up = StepUpPanel(presenter.step_up)
        super().__init__(Factory.PaymentCounter() if form is Form.COUNTER else Factory.PaymentHandheld(), **kwargs)
        ids = self.ids_of_body
        ids.finish.bind(on_tap=lambda *_: presenter.finish())
        ids.back.bind(on_tap=lambda *_: presenter.back())
        ids.split.bind(on_tap=lambda *_: presenter.split_bill())
        ids.finish.fbind("width", self._fit_finish)
        self._tips = TipRow(presenter.tip, ids.tips)
        self._notice = Notice(key="payment.notice", icon="error", size_hint=(None, None))
        self._notice.bind(on_tap=lambda *_: presenter.dismiss())
        for name in ("pos", "size"):
            ids.card.fbind(name, self._place_notice)
        for follow in (self._arrange_channels, self._fold_tips):
            self.fbind("covered", follow)

    def render(self) -> None:
        """Shows what the presenter says now."""
        view = self._presenter.view()
        if view == self._view:
            return
        self._view = view
        ids = self.ids_of_body
        self._render_total(view)
        self._render_channels(view.channels)
        ids.split.text, ids.split.disabled = view.split_label, not view.can_split
        ids.split.kind = "primary" if view.splitting else "secondary"
        self._render_pane(view)
        self._tips.render(view.tip)
        self._fold_tips()
        ids.why.text, ids.why_icon.icon = view.why_not, "info" if view.why_not else ""
        self._render_fee(view)
        finish = ids.finish
        finish.text, finish.amount, finish.disabled = view.finish_label, view.finish_amount, not view.can_finish
        finish.icon = "done" if view.can_finish else ""
        finish.kind = "pay" if view.is_last else "primary"
        self._fit_finish()
        show_notice(self, self._notice, view.notice)
        self._place_notice()
        self._step_up.render(view.step_up, self)

    def _fit_finish(self, *_: object) -> None:
        """What the button does and for how much, as large as both fit side by side."""
        finish = self.ids_of_body.finish
        finish.role = fitting_role(finish.text + finish.amount, "pay", finish.width - dp(112))

    def _render_total(self, view: PaymentView) -> None:
        """The amount due; a handheld has room for one, so cash shows there what is due in whole kroner."""
        ids, cash = self.ids_of_body, view.cash
        if self._form is Form.COUNTER:
            ids.total.label, ids.total.amount, ids.total.detail = (
                view.total_label,
                view.total,
                view.of_total or view.items,
            )
            room = [("", "")] * (view.vat_lines - len(view.vat))
            ids.vat.pairs, ids.back.text = [*view.vat, *room], view.back_label
            return
        ids.back.name_for_finger = view.back_label
        label, amount, detail = view.total_label, view.total, view.of_total
        in_cash = cash is not None and not view.splitting
        if cash is not None and in_cash:
            label, amount = cash.due_label, cash.due
            detail = f"· {cash.rounding.lower()}" if cash.rounding else ""
        total, long = ids.total, len(amount) > LONG_AMOUNT
        if long or in_cash or view.of_total:
            total.layout, total.role, total.label_role = "stacked", "heading", "secondary"
            both = f"{label} {detail}".strip()
            total.label = both if words_width(both, "secondary") <= total.width else label
            total.detail = ""
        else:
            total.layout, total.role, total.label_role = "line", "total", "body"
            total.label, total.detail = label, detail
        total.amount = amount

    def _render_fee(self, view: PaymentView) -> None:
        """Beside the reason why not. A handheld has room for one sentence: why none is charged waits for its turn."""
        fee, invoice = self.ids_of_body.fee, view.invoice
        missing = invoice is not None and invoice.fee_missing
        crowded = missing and bool(view.why_not) and self._form is Form.HANDHELD
        fee.text = "" if invoice is None or crowded else invoice.fee
        fee.tone = "warn" if missing else "ink2"

    def _render_channels(self, channels: tuple[ChannelButton, ...]) -> None:
        shown = []
        for button in channels:
            name = button.channel.value
            if name not in self._channels:
                action = Action(key=f"payment.channel.{name}", icon=button.icon)
                action.bind(on_tap=lambda *_, channel=button.channel: self._presenter.choose(channel))
                self._channels[name] = action
            action = self._channels[name]
            action.text, action.kind = button.label, "primary" if button.selected else "secondary"
            shown.append(action)
        box = self.ids_of_body.channels
        if box.children[::-1] != shown:
            box.clear_widgets()
            for action in shown:
                box.add_widget(action)
        self._arrange_channels()

    def _fold_tips(self, *_: object) -> None:
        """A handheld has no room for them while somebody types."""
        self._tips.fold(self._form is Form.HANDHELD and self.covered > 0)

    def _arrange_channels(self, *_: object) -> None:
        """Big buttons under each other; on a handheld a strip of them once one is chosen, gone while one types.

        A handheld has room for customers beside them only when the buttons stand in two columns.
        """
        box, view = self.ids_of_body.channels, self._view
        begun = view is not None and (view.splitting or any(button.selected for button in view.channels))
        strip = self._form is Form.HANDHELD and begun
        typing = strip and self.covered > 0
        big = dp(60) if T.handheld else dp(80) if T.wide else dp(64)
        if self._form is Form.HANDHELD:
            offers = view is not None and bool(view.invoice_to)
            box.cols = max(1, len(box.children)) if strip else 2 if offers else 1
            if len(box.children) >= MANY_CHANNELS or offers:
                big = T.touch  # cash that finishes at once has its row below them
        box.opacity = 0 if typing else 1
        box.disabled = typing
        box.padding = (0, T.gap - dp(6) if strip and not typing else 0, 0, 0)
        for action in box.children:
            action.stacked, action.align = strip, "left"
            action.role = "tag" if strip else "title"
            action.icon_size = 24 if strip else 30
            action.radius = 12 if strip else 14
            action.height = 0 if typing else T.touch if strip else big

    def _render_pane(self, view: PaymentView) -> None:
        pane: Any
        if view.tip is not None and view.tip.pad is not None:
            pane = self._tip_pad
            pane.render(view.tip.pad)
        elif view.split is not None:
            pane = self._split
            pane.render(view.split)
        elif view.cash is not None:
            pane = self._cash
            pane.render(view.cash)
        elif view.invoice is not None:
            pane = self._invoice
            pane.render(view.invoice)
        else:
            pane = self._start
            chosen = next((button.icon for button in view.channels if button.selected), "payments")
            offered = bool(view.quick or view.invoice_to)
            crowded = offered and self._form is Form.HANDHELD  # the list of channels asks the same
            text = view.no_channels or view.instruction or ("" if crowded else view.nothing_chosen)
            pane.render("settings" if view.no_channels else chosen, text, view)
        show_only(self.ids_of_body.pane, pane.widget)

    def _place_notice(self, *_: object) -> None:
        """Over the pane, just above the reason and Finish: nothing moves when it comes."""
        ids, notice = self.ids_of_body, self._notice
        side = dp(16) if self._form is Form.COUNTER else 0
        above = ids.finish.top + ids.why.height + dp(12)
        notice.pos = (ids.card.x + side, above)
        notice.size = (ids.card.width - 2 * side, T.touch + dp(36))


def build(presenter: PaymentPresenter, form: Form) -> PaymentScreen:
    """The payment screen of this form; call `render()` whenever it is shown and whenever its presenter changes."""
    return PaymentScreen(presenter, form)
