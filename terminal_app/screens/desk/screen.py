"""The desk screen: list and page side by side on the counter, one at a time on a handheld. kv/desk.kv lays them out.

Forwards touches to its presenter and shows the presenter's view. Window thread.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.factory import Factory
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout

from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import DeskView, PageLink, PageView
from terminal_app.screens.desk.lines import RowLine
from terminal_app.screens.desk.page_column import PageColumn, hold
from terminal_app.screens.desk.row import RowWidget, Told
from terminal_app.screens.desk.sheets import PickerSheet, QuestionSheet
from terminal_app.screens.place_screen import NOTICE_ICONS, PlaceScreen, show_notice, show_only
from terminal_app.screens.step_up import StepUpPanel
from terminal_app.screens.widgets import FOCUS, EmptyState, Notice, Panel, Scroller, T, TextLine, load_kv
from terminal_app.screens.window import Form


class DeskScreen(PlaceScreen):
    """Title, list of pages, the page, its save bar."""

    def __init__(self, presenter: DeskPresenter, form: Form, **kwargs: Any) -> None:
        super().__init__(Factory.DeskCounter() if form is Form.COUNTER else Factory.DeskHandheld(), **kwargs)
        self._presenter, self._form = presenter, form
        self._view: DeskView | None = None
        self._told = Told(presenter.put, presenter.press, presenter.open_picker)
        self._columns: dict[str, tuple[Scroller, PageColumn]] = {}
        self._links: dict[str, RowLine] = {}
        self._groups: dict[str, tuple[TextLine, Panel]] = {}
        self._list = BoxLayout(orientation="vertical", size_hint_y=None, spacing=T.gap)
        self._list.bind(minimum_height=self._list.setter("height"))
        self._list_place = Scroller()
        self._list_place.add_widget(self._list)
        self._refused = EmptyState(icon="lock")
        self._question = QuestionSheet(presenter.answer)
        self._step_up = StepUpPanel(presenter.step_up)
        self._picker = PickerSheet(presenter.search, presenter.pick, presenter.close_picker)
        self._notice = Notice(key="desk.notice", size_hint=(None, None))
        self._notice.bind(on_tap=lambda *_: presenter.dismiss())
        ids = self.ids_of_body
        ids.back.bind(on_tap=lambda *_: self._go_back())
        ids.save.bind(on_tap=lambda *_: presenter.save())
        ids.throw_away.bind(on_tap=lambda *_: presenter.throw_away())
        self._place_later = Clock.create_trigger(self._place_notice, 0)
        # One frame later than the next: a list that was just filled has its heights only at the end of that one.
        self._reveal_now = Clock.create_trigger(self._reveal_link, 0)
        self._show_link = Clock.create_trigger(lambda *_: self._reveal_now(), 0)
        ids.bar.fbind("pos", self._place_later)
        ids.bar.fbind("size", self._place_later)

    def render(self) -> None:
        """Shows what the presenter says now."""
        if self._form is Form.COUNTER:
            self._presenter.open_any()
        view, before = self._presenter.view(), self._view
        if view == before:
            return
        self._view = view
        self.ids_of_body.back.name_for_finger = view.back_label
        self._step_up.render(view.step_up, self)
        if not view.groups:
            self._render_refusal(view)
            return
        self._render_list(view)
        self._render_page(view)
        if view.page is not None and (before is None or before.page is None or before.page.stem != view.page.stem):
            self._show_link()
        self._question.render(view.question, self)
        self._picker.render(view.picker, self)
        show_notice(self, self._notice, view.notice)
        if view.notice is not None:
            self._notice.icon = NOTICE_ICONS.get(view.notice.tone, "info")
            self._place_later()

    def _go_back(self) -> None:
        alone = self._form is Form.COUNTER or self._view is None or self._view.page is None
        (self._presenter.close if alone else self._presenter.back)()

    # the list of pages

    def _render_list(self, view: DeskView) -> None:
        wanted: list[Any] = []
        for group in view.groups:
            if group.label not in self._groups:
                self._groups[group.label] = self._make_group(group.label)
            words, panel = self._groups[group.label]
            hold(panel, [self._link(page) for page in group.pages])
            wanted += [words, panel]
        hold(self._list, wanted)

    def _make_group(self, label: str) -> tuple[TextLine, Panel]:
        words = TextLine(text=label, role="label", tone="ink2", size_hint_y=None, fit_height=True)
        panel = Panel(orientation="vertical", size_hint_y=None, radius=16, padding=dp(6), spacing=dp(2))
        panel.bind(minimum_height=panel.setter("height"))
        return words, panel

    def _link(self, page: PageLink) -> RowLine:
        if page.stem not in self._links:
            link = RowLine(key=f"desk.page.{page.stem}", mark="arrow", role="label", size_hint_y=None)
            link.bind(on_tap=lambda *_, stem=page.stem: self._presenter.open(stem))
            self._links[page.stem] = link
        link = self._links[page.stem]
        link.text, link.detail, link.icon, link.state = page.label, page.detail, page.icon, page.state
        link.selected = page.selected and self._form is Form.COUNTER
        return link

    def _reveal_link(self, *_: object) -> None:
        """The open page's line in the list, also when one came from elsewhere."""
        page = None if self._view is None else self._view.page
        if page is not None and self._form is Form.COUNTER and page.stem in self._links:
            self._list_place.reveal(self._links[page.stem])

    # the page

    def _render_page(self, view: DeskView) -> None:
        ids, page = self.ids_of_body, view.page
        ids.title.text = view.title
        if self._form is Form.COUNTER:
            show_only(ids.list_place, self._list_place)
            if page is not None:
                ids.page_title.text = page.title
                show_only(ids.place, self._column(page))
        elif page is None:
            show_only(ids.place, self._list_place)
        else:
            ids.title.text = page.title
            show_only(ids.place, self._column(page))
        self._render_bar(page)

    def _column(self, page: PageView) -> Scroller:
        if page.stem not in self._columns:
            scroller, column = Scroller(), PageColumn(page.stem, self._told)
            column.padding = (dp(4), dp(4), dp(4), T.pad)
            scroller.add_widget(column)
            self._columns[page.stem] = scroller, column
        scroller, column = self._columns[page.stem]
        column.show(page)
        if FOCUS.entry is not None:
            self._reveal()
        return scroller

    def on_covered(self, _: object, covered: float) -> None:
        """The keyboard came or went: a handheld has no room for its bar as well."""
        super().on_covered(_, covered)
        if self._view is not None:
            self._render_bar(self._view.page)

    def _reveal_focus(self, *_: object) -> None:
        """The whole row of the field that is typed into, with what is wrong below it."""
        place = getattr(FOCUS.entry, "field", None)
        while place is not None and not isinstance(place, RowWidget | Scroller):
            place = place.parent if place.parent is not place else None
        scroller = place
        while scroller is not None and not isinstance(scroller, Scroller):
            scroller = scroller.parent if scroller.parent is not scroller else None
        if isinstance(place, RowWidget) and scroller is not None and self.on_screen:
            scroller.reveal(place)

    def _render_bar(self, page: PageView | None) -> None:
        ids, save = self.ids_of_body, None if page is None else page.save
        if self._form is Form.HANDHELD and self.covered:
            save = None
        ids.bar.opacity = 0 if save is None else 1
        ids.bar.shown = save is not None
        ids.bar.disabled = save is None
        if save is None:
            return
        ids.save.text, ids.save.disabled = save.label, not save.enabled
        if self._form is Form.COUNTER:
            ids.told.text = save.told
        else:
            ids.save.detail = save.told
        ids.throw_away.text = save.throw_away_label
        ids.throw_away.opacity = 1 if save.throw_away_label else 0
        ids.throw_away.disabled = not save.throw_away_label

    def _render_refusal(self, view: DeskView) -> None:
        ids = self.ids_of_body
        ids.title.text = view.title
        if self._form is Form.COUNTER:
            ids.page_title.text = ""
            ids.list_place.clear_widgets()
        if view.notice is not None:
            self._refused.title, self._refused.text = view.notice.message, view.notice.hint
        show_only(ids.place, self._refused)
        self._render_bar(None)
        self._question.render(None, self)
        self._picker.render(None, self)
        show_notice(self, self._notice, None)

    def _place_notice(self, *_: object) -> None:
        """Just above the save bar: nothing moves when it comes."""
        bar = self.ids_of_body.bar
        self._notice.size = (bar.width, max(T.touch + dp(16), self._notice.height_for(bar.width)))
        self._notice.pos = (bar.x, bar.top + T.gap)


def build(presenter: DeskPresenter, form: Form) -> DeskScreen:
    """The desk of this form; call `render()` whenever it is shown and whenever its presenter changes."""
    load_kv("desk")
    return DeskScreen(presenter, form)
