"""The day: its overview, the steps that close it, and the Z at the end.

Forwards touches to its presenter and shows the presenter's view: two panels side by side on the counter, one below
the other on a handheld, where the count has the whole height. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from terminal_app.presenters.day import DayPresenter
from terminal_app.presenters.day_close import DayClose
from terminal_app.presenters.day_view import DayStep, DayView, FootView
from terminal_app.screens import amounts, lifeline, slip
from terminal_app.screens.arrival import ARRIVAL
from terminal_app.screens.day_cells import (  # noqa: F401 - kv names some of them
    FactRows,
    ReportCell,
    StandingRow,
    StepBar,
    TodoList,
    report_height,
)
from terminal_app.screens.day_counting import CountPane
from terminal_app.screens.day_sheets import MoneyPanel, ReportPanel
from terminal_app.screens.keys import Choice  # noqa: F401 - kv names it
from terminal_app.screens.lists import EndlessList
from terminal_app.screens.place_screen import NOTICE_ICONS, PlaceScreen, show_all, show_notice, show_only
from terminal_app.screens.reason_pane import PickGrid, ReasonPane
from terminal_app.screens.sides import Sides  # noqa: F401 - kv names it
from terminal_app.screens.step_up import StepUpPanel
from terminal_app.screens.widgets import (
    Action,
    EmptyState,
    IconAction,
    Notice,
    Scroller,
    Sheet,
    T,
    TextLine,
    load_kv,
    words_height,
    words_width,
)
from terminal_app.screens.window import Form

load_kv("day")


class DayScreen(PlaceScreen):
    """Both forms. What stands in its two halves is said for each step; a handheld has them below each other."""

    def __init__(self, presenter: DayPresenter, form: Form, **kwargs: Any) -> None:
        self._presenter, self._form = presenter, form
        self._view: DayView | None = None
        body = Factory.DayCounter() if form is Form.COUNTER else Factory.DayHandheld()
        super().__init__(body, **kwargs)
        ids = self.ids_of_body
        self._count = CountPane(presenter.closing.count, form)
        self._make_parts(presenter)
        self._make_closing(presenter.closing)
        self._foot, self._foot_parts = _made("DayFoot")
        self._foot.padding = (dp(20), 0) if form is Form.COUNTER else (0, 0)
        self._foot_parts["main"].bind(on_tap=lambda *_: presenter.main())
        self._foot_parts["side"].bind(on_tap=lambda *_: presenter.side())
        self._money = MoneyPanel(presenter)
        self._report = ReportPanel(presenter)
        self._step_up = StepUpPanel(presenter.step_up)
        self._notice = Notice(key="day.notice", size_hint=(None, None))
        self._notice.bind(on_tap=lambda *_: presenter.dismiss())
        ids.back.bind(on_tap=lambda *_: presenter.back())
        self._hang_halves()
        for name in ("pos", "size"):
            ids.place.fbind(name, self._place_notice)

    def render(self) -> None:
        """Shows what the presenter says now."""
        view, before = self._presenter.view(), self._view
        if view == before:
            return
        self._view = view
        ids = self.ids_of_body
        short = self._form is Form.HANDHELD and view.count is not None  # its button needs the room
        ids.title.text = view.steps[view.step.value - 1] if short else view.title
        ids.subtitle.text = view.subtitle
        ids.back.name_for_finger = view.back_label
        ids.steps.steps, ids.steps.current = list(view.steps), view.step.value
        self._render_foot(view.foot)
        self._render_step(view, turned=before is None or before.step is not view.step)
        if before is not None and before.step is not view.step:
            ARRIVAL.came(anywhere=view.step is DayStep.DONE)  # a double press of one step's button is none of the next
        self._money.render(view.money, self)
        self._report.render(view.report, self)
        self._step_up.render(view.step_up, self)
        if view.notice is not None:
            self._notice.icon = NOTICE_ICONS.get(view.notice.tone, "info")
        show_notice(self, self._notice, view.notice, index=0)
        self._place_notice()

    # what it is made of

    def _make_parts(self, presenter: DayPresenter) -> None:
        self._overview, self._overview_parts = _made("DayOverview")
        self._actions: dict[str, Action] = {}
        self._reports = EndlessList(key="day.report", cell=ReportCell, cell_height=report_height(), pad=dp(2))
        self._reports.bind(on_pick=self._report_picked, on_end=lambda *_: presenter.more_reports())
        self._no_reports = EmptyState(icon="receipt_long")
        self._reports_label = TextLine(role="label", tone="ink2", size_hint_y=None, height=words_height("label"))
        self._reports_sheet = Sheet(key="day.reports_sheet", side="bottom")
        self._reports_tool = IconAction(key="day.reports", icon="receipt_long")
        self._reports_tool.bind(on_tap=lambda *_: self._reports_sheet.open(self))
        self._reports_place = BoxLayout(size_hint_min_y=dp(360))
        if self._form is Form.HANDHELD:
            self._reports_sheet.add_widget(self._reports_place)
        self._standing: list[StandingRow] = []
        self._act = presenter.act

    def _make_closing(self, closing: DayClose) -> None:
        self._compare, self._compare_parts = _made("DayCompare")
        self._reasons = ReasonPane(closing.reasons, "day.reason")
        self._left, self._left_parts = _made("DayLeft")
        self._left_picks = PickGrid("day.left", closing.keep)
        self._last, self._last_parts = _made("DayLast")
        self._warning = lifeline.Told(tone="brand", size_hint_y=None)
        self._advice = amounts.Instruction(disc=112)
        self._advice_place = BoxLayout(padding=(dp(28), 0))
        self._advice_place.add_widget(self._advice)
        self._done, self._done_parts = _made("DayDone")
        self._done_parts["again"].bind(on_tap=lambda *_: closing.print_again())
        wide = {"size_hint": (None, None), "width": dp(560), "pos_hint": {"center_x": 0.5}}
        self._slip = slip.Slip(**(wide if self._form is Form.COUNTER else {"size_hint_y": None}))

    def _hang_halves(self) -> None:
        """The places of the two halves: a scroller each on the counter, one for both on a handheld."""
        ids, pad = self.ids_of_body, (dp(20), 0) if self._form is Form.COUNTER else (dp(12), 0)
        self._first, self._second = Factory.Stack(padding=pad, spacing=dp(16)), Factory.Stack(padding=pad)
        self._first_scroller, self._second_scroller = Scroller(), Scroller()
        self._first_scroller.add_widget(self._first)
        self._second_scroller.add_widget(self._second)
        if self._form is Form.COUNTER:
            self._side_place = BoxLayout(orientation="vertical", spacing=dp(10))
            ids.side_panel.add_widget(self._side_place)
            ids.side_panel.add_widget(self._foot)
        else:
            ids.foot.add_widget(self._foot)

    # what is shown

    def _render_foot(self, foot: FootView) -> None:
        parts = self._foot_parts
        main, side = parts["main"], parts["side"]
        handheld = self._form is Form.HANDHELD  # where the button itself says why it cannot be pressed yet
        parts["told"].text = "" if handheld else foot.told
        amount = foot.main_amount if handheld else ""  # elsewhere the sum stands above the pad
        main.text, main.icon, main.amount, main.detail = foot.main_label, foot.main_icon, amount, ""
        if handheld and foot.told:
            main.text, main.icon = foot.told, ""
        main.disabled, main.kind = not foot.can, "pay" if foot.final else "primary"
        side.text, side.icon = foot.side_label, foot.side_icon if T.wide else ""
        if amount:
            main.icon = ""
            if words_width(f"{foot.main_label} {amount}", main.role) > dp(172):
                main.amount, main.detail = "", amount
        show_all(parts["buttons"], [side, main] if foot.side_label else [main])

    def _render_step(self, view: DayView, *, turned: bool) -> None:
        """Fills the two halves for the step that one is in."""
        main, side = self._halves(view)
        if self._form is Form.HANDHELD:
            self._clear_ground(view.count is not None)
            tools = [self._reports_tool] if view.overview is not None else [self._count.tool]
            show_all(self.ids_of_body.tool, tools if view.count or view.overview else [])
        if view.count is not None:
            self._show_count()
        elif self._form is Form.COUNTER:
            show_all(self._first, main)
            show_only(self.ids_of_body.place, self._first_scroller)
            if view.overview is not None:
                show_all(self._side_place, self._report_list(view))
            elif view.advice[1]:
                self._advice.icon, self._advice.text = view.advice
                show_all(self._side_place, [self._advice_place])
            else:
                show_all(self._second, side)
                show_all(self._side_place, [self._second_scroller])
        else:
            self._warning.icon, self._warning.text = view.advice
            show_all(self._first, [*main, *side, *([self._warning] if view.close is not None else [])])
            show_only(self.ids_of_body.place, self._first_scroller)
        if turned:
            self._first_scroller.scroll.go(0)
            self._second_scroller.scroll.go(0)

    def _clear_ground(self, counting: bool) -> None:
        """The keys of the count stand on the window's own ground: a panel round them would take their room."""
        place, self.body.counting = self.ids_of_body.place, counting
        place.kind, place.tone = ("flat", "bg") if counting else ("card", "surface")
        place.padding = (0, 0) if counting else (0, dp(12))

    def _halves(self, view: DayView) -> tuple[list[Any], list[Any]]:
        if view.overview is not None:
            return self._render_overview(view), []
        if view.step is DayStep.IN_WAY:
            return self._render_standing(view), []
        if view.count is not None:
            self._count.render(view.count)
        if view.compare is not None:
            return self._render_compare(view)
        if view.close is not None:
            return self._render_close(view)
        return self._render_done(view) if view.done is not None else ([], [])

    def _render_overview(self, view: DayView) -> list[Any]:
        overview, parts = view.overview, self._overview_parts
        assert overview is not None
        parts["day"].text, parts["facts"].pairs = overview.day, list(overview.facts)
        told, notice = parts["told"], overview.told
        told.text, told.hint = ("", "") if notice is None else (notice.message, notice.hint)
        if notice is not None:
            told.tone, told.icon = notice.tone, NOTICE_ICONS.get(notice.tone, "info")
        buttons = []
        for action in overview.actions:
            button = self._action(action.name)
            button.text, button.icon = action.label, action.icon
            buttons.append(button)
        show_all(parts["actions"], buttons)
        wanted = [parts["day"], parts["facts"], parts["told"], parts["actions"]]
        show_all(self._overview, [part for part in wanted if part is not parts["told"] or notice is not None])
        if self._form is Form.HANDHELD:
            self._reports_tool.name_for_finger = overview.reports_label
            self._reports_sheet.title = overview.reports_label
            show_all(self._reports_place, self._report_list(view)[1:])
        return [self._overview]

    def _action(self, name: str) -> Action:
        if name not in self._actions:
            high = max(T.touch + dp(14), words_height("label", 2) + dp(12))
            self._actions[name] = Action(key=f"day.{name}")
            self._actions[name].height = high  # what kv says of a class outweighs what its maker is given
            self._actions[name].bind(on_tap=lambda *_: self._act(name))
        return self._actions[name]

    def _report_list(self, view: DayView) -> list[Any]:
        overview = view.overview
        assert overview is not None
        self._reports_label.text = f"    {overview.reports_label}"
        if self._reports.items is not overview.reports:
            self._reports.items = overview.reports
        self._no_reports.title, self._no_reports.text = overview.no_reports, overview.no_reports_hint
        return [self._reports_label, self._reports if overview.reports else self._no_reports]

    def _render_standing(self, view: DayView) -> list[Any]:
        while len(self._standing) < len(view.standing):
            index = len(self._standing)
            row = StandingRow(key=f"day.look.{index}")
            row.bind(on_tap=lambda *_, index=index: self._looked(index))
            self._standing.append(row)
        for row, item in zip(self._standing, view.standing, strict=False):
            row.item = item
        return list(self._standing[: len(view.standing)])

    def _render_compare(self, view: DayView) -> tuple[list[Any], list[Any]]:
        compare, parts, left = view.compare, self._compare_parts, self._left_parts
        assert compare is not None
        for name, label, amount in (
            ("expected", compare.expected_label, compare.expected),
            ("counted", compare.counted_label, compare.counted),
        ):
            parts[name].label, parts[name].amount = label, amount
        verdict = parts["verdict"]
        verdict.text, verdict.hint, verdict.tone = compare.verdict, compare.verdict_hint, compare.tone
        verdict.icon = NOTICE_ICONS[compare.tone]
        left["label"].text, left["split"].pairs = compare.left_label, list(compare.split)
        self._left_picks.render(compare.left)
        # A handheld shows first what stays and what goes: another choice than the usual one is below.
        parted = [left["split"], self._left_picks] if self._form is Form.HANDHELD else [self._left_picks, left["split"]]
        show_all(self._left, [left["label"], *parted])
        main = [self._compare]
        if compare.reasons is not None:
            self._reasons.render(compare.reasons)
            main.append(self._reasons)
        return main, [self._left]

    def _render_close(self, view: DayView) -> tuple[list[Any], list[Any]]:
        close, parts = view.close, self._last_parts
        assert close is not None
        parts["headline"].text, parts["facts"].pairs = close.headline, list(close.facts)
        parts["carried"].text, parts["carried"].tone, parts["carried"].icon = close.carried, "neutral", "schedule"
        shown = [parts["headline"], parts["facts"], *([parts["carried"]] if close.carried else [])]
        show_all(self._last, shown)
        return [self._last], []

    def _render_done(self, view: DayView) -> tuple[list[Any], list[Any]]:
        done, parts = view.done, self._done_parts
        assert done is not None
        parts["headline"].text, parts["subline"].text = done.headline, done.subline
        parts["printed"].text, parts["printed"].tone, parts["printed"].icon = done.print_told, done.print_tone, "print"
        parts["next_label"].text, parts["todo"].items = done.next_label, list(done.steps)
        parts["again"].text = done.print_label
        column = self._done.children[::-1]
        wanted = [part for part in column if part is not parts["again"]]
        show_all(self._done, [*wanted, *([parts["again"]] if done.print_label else [])])
        self._slip.lines = list(done.paper.lines)
        return ([self._slip], [self._done]) if self._form is Form.COUNTER else ([self._done, self._slip], [])

    def _show_count(self) -> None:
        """The count fills its place whole: nothing of it may need a scroll."""
        if self._form is Form.COUNTER:
            show_only(self.ids_of_body.place, self._count.main)
            show_all(self._side_place, [self._count.side])
        else:
            show_only(self.ids_of_body.place, self._count.main)

    def _report_picked(self, _: object, index: int, part: str) -> None:
        overview = None if self._view is None else self._view.overview
        if overview is not None and index < len(overview.reports):
            self._reports_sheet.close()
            self._presenter.open_report(overview.reports[index].row)

    def _looked(self, index: int) -> None:
        if self._view is not None and index < len(self._view.standing):
            self._presenter.look(self._view.standing[index].act)

    def _place_notice(self, *_: object) -> None:
        """Over the foot of the first half: nothing moves when it comes."""
        place = self.ids_of_body.place
        self._notice.pos = (place.x + dp(8), max(place.y, self.y + self.covered) + dp(8))
        self._notice.size = (place.width - dp(16), T.touch + dp(36))


def _made(rule: str) -> tuple[Any, dict[str, Any]]:
    """A column of kv and its named widgets, which kv itself holds weakly."""
    column = getattr(Factory, rule)()
    return column, {name: proxy.__self__ for name, proxy in column.ids.items()}


def build(presenter: DayPresenter, form: Form) -> DayScreen:
    """The day's screen of this form; call `render()` whenever it is shown and whenever its presenter changes."""
    return DayScreen(presenter, form)
