"""After the sale: what was sold, by day or as it is searched for, and the one that was touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from ..domain.outbox import OutboxEntry
from ..domain.problems import Trouble
from ..domain.receipt import ReceiptKind
from ..domain.records import record
from ..storage.sold_list import Place as Spot
from ..storage.sold_list import SoldPage, SoldRow
from ..till.history import MOST_COUNTED, SoldSale
from .calendar import Calendar, CalendarView
from .channels import channel_name
from .customer_change import CustomerChange, CustomerChangeView
from .session import Notice, Place, Session
from .sold_card import SaleAction, SaleCard, card_of
from .status import Badge, state_badge


@record
class HistoryRow:
    """One sale or return in the list. `state` is its invoice's, `marks` what else there is to know, in a word each."""

    receipt_no: str
    when: str
    title: str
    detail: str
    total: str
    state: Badge | None
    marks: tuple[str, ...]
    selected: bool


@record
class HistoryView:
    """All that the history shows. `rows` stays the same object until the list differs."""

    title: str
    back_label: str
    search: str
    search_hint: str
    search_hint_short: str
    day: str
    day_note: str
    can_next: bool
    previous_label: str
    next_label: str
    pick_label: str
    heading: str
    rows: tuple[HistoryRow, ...]
    empty: str
    empty_hint: str
    empty_action: str
    card: SaleCard | None
    choose_label: str
    choose_hint: str
    calendar: CalendarView | None
    change: CustomerChangeView | None
    notice: Notice | None


class HistoryPresenter:
    """Finds what was sold, and says what can be done about it."""

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        self._day: date | None = None
        self._search = ""
        self._found: list[SoldRow] = []
        self._next: Spot | None = None
        self._stale = True
        self._recorded: int | None = None
        self._rows: tuple[HistoryRow, ...] = ()
        self._open: SoldSale | None = None
        self._card: SaleCard | None = None
        self._count = ""
        self._notice: Notice | None = None
        self.calendar = Calendar(session, lambda: self.on_change(), self._choose_day)
        self.change = CustomerChange(session, lambda: self.on_change(), self._tell)
        session.listen(self._session_changed)

    def view(self) -> HistoryView:
        session, say = self._session, self._session.texts.say
        self._read()
        day, today = self._shown_day(), session.now().date()
        searching = bool(self._search.strip())
        last = None if searching or self._rows else session.till.history.last_day_before(day)
        return HistoryView(
            title=say("History"),
            back_label=say("Back"),
            search=self._search,
            search_hint=say("Receipt, customer or amount"),
            search_hint_short=say("Number, name, amount"),
            day=session.texts.day(day),
            day_note=self._day_note(day, today),
            can_next=day < today,
            previous_label=say("The day before"),
            next_label=say("The day after"),
            pick_label=say("Choose a day"),
            heading=self._heading(),
            rows=self._rows,
            empty=say("No sale matches “{text}”", text=self._search.strip()) if searching else say("Nothing sold"),
            empty_hint=self._empty_hint(last),
            empty_action="" if last is None else say("Go to {day}", day=self._named(last)),
            card=self._shown_card(),
            choose_label=say("No sale is open"),
            choose_hint=say("Touch one in the list to see its receipt."),
            calendar=self.calendar.view(self._day or today),
            change=self.change.view(),
            notice=self._notice,
        )

    def search(self, text: str) -> None:
        """List what may be meant by what is typed; nothing typed lists the day."""
        if text != self._search:
            self._search = text[:80]
            self._list_anew()

    def previous_day(self) -> None:
        self._choose_day(self._shown_day() - timedelta(days=1))

    def next_day(self) -> None:
        """The day after the one that is shown, not beyond today."""
        if self._shown_day() < self._session.now().date():
            self._choose_day(self._shown_day() + timedelta(days=1))

    def pick_day(self) -> None:
        """Show the month to choose a day from."""
        self.calendar.open(self._shown_day())

    def go_to_last_day(self) -> None:
        """The nearest day before on which something was sold."""
        last = self._session.till.history.last_day_before(self._shown_day())
        if last is not None:
            self._choose_day(last)

    def more(self) -> None:
        """The end of the list is in sight: read on."""
        if self._next is not None and not self._stale:
            page = self._page(self._next)
            self._found += page.rows
            self._next = page.next
            self._make_rows()
            self.on_change()

    def select(self, receipt_no: str) -> None:
        """Open that sale or return, or close it again."""
        same = self._open is not None and self._open.sale.receipt_no == receipt_no
        self._show(None if same else self._session.till.history.sale(receipt_no))
        self.on_change()

    def follow(self, receipt_no: str) -> None:
        """Open the return of the open sale, or the sale of the open return."""
        self._show(self._session.till.history.sale(receipt_no))
        self.on_change()

    def close_card(self) -> None:
        """Back to the list."""
        self._show(None)
        self.on_change()

    def act(self, action: SaleAction) -> None:
        """Do what that button of the open sale says."""
        opened = self._open
        if opened is None:
            return
        number = opened.sale.receipt_no or ""
        if action.act == "refund":
            self._notice = None
            self._session.open_refund(number)
        elif action.act == "queue" and opened.entry is not None:
            self._session.open_queue(opened.entry.reference)
        elif action.act == "customer" and opened.entry is not None:
            self.change.start(opened.entry.reference)
        elif action.act == "print":
            self._print(opened.sale.id)
        elif action.act == "copy":
            self._print_copy(number)

    def back(self) -> None:
        """Leave; next time the history begins with today."""
        self._day, self._search, self._notice = None, "", None
        self._show(None)
        self.change.forget()
        self.calendar.close()
        self._stale, self._recorded = True, None
        self._session.back()

    def dismiss(self) -> None:
        self._notice = None
        self.on_change()

    def _tell(self, notice: Notice | None) -> None:
        self._notice, self._stale, self._recorded = notice, True, None

    def _print(self, sale_id: str) -> None:
        """The receipt itself, which no paper shows yet."""
        prints, say = self._session.till.prints, self._session.texts.say
        job = prints.original(sale_id)
        if job is not None:
            who = self._session.operator.id
            self._send(lambda: prints.again(job.id, who), Notice(say("It is on its way to the printer."), tone="ok"))

    def _print_copy(self, receipt_no: str) -> None:
        prints, say, who = self._session.till.prints, self._session.texts.say, self._session.operator.id
        told = Notice(say("The copy is on its way to the printer."), say("It is the only one."), "ok")
        self._send(lambda: prints.copy(receipt_no, who), told)

    def _send(self, send: Callable[[], object], told: Notice) -> None:
        """Something to the printer; what is told when that went well."""
        try:
            send()
        except Trouble as trouble:
            self._tell(self._session.explain(trouble))
        else:
            self._tell(told)
        self._session.prints_moved()
        self.on_change()

    def _take_wanted(self) -> None:
        wanted, self._session.history_of = self._session.history_of, ""
        opened = self._session.till.history.sale(wanted) if wanted else None
        if opened is not None:
            self._search, self._stale, self._recorded = "", True, None
            self._day = opened.sale.sold_at.date()
            self._show(opened)

    def _choose_day(self, day: date) -> None:
        self._day = None if day == self._session.now().date() else day
        self._search = ""
        self.calendar.close()
        self._list_anew()

    def _list_anew(self) -> None:
        self._stale, self._recorded, self._next = True, None, None
        self._found = []
        self._show(None)
        self.on_change()

    def _show(self, opened: SoldSale | None) -> None:
        self._open, self._card = opened, None
        self._notice = None
        self._make_rows()

    def _shown_day(self) -> date:
        return self._day or self._session.now().date()

    def _page(self, after: Spot | None) -> SoldPage:
        history = self._session.till.history
        if self._search.strip():
            return history.find(self._search, after)
        return history.of_day(self._shown_day(), after)

    def _read(self) -> None:
        """What stands in the list now; the list itself is read anew when something was sold or taken back since."""
        if not self._stale:
            return
        self._stale = False
        recorded = self._session.till.history.last_change()
        if self._recorded != recorded:
            self._recorded = recorded
            self._read_list()
        if self._open is not None:
            self._open = self._session.till.history.sale(self._open.sale.receipt_no or "")
            self._card = None
        self._count = self._counted()
        self._make_rows()

    def _read_list(self) -> None:
        """The list as far as it was read before."""
        wanted, after = len(self._found), None
        self._found = []
        while True:
            page = self._page(after)
            self._found += page.rows
            self._next = after = page.next
            if after is None or len(self._found) >= wanted:
                return

    def _make_rows(self) -> None:
        entries = self._session.till.outbox.of_sales([row.sale_id for row in self._found])
        rows = tuple(self._row(row, entries.get(row.sale_id)) for row in self._found)
        if rows != self._rows:
            self._rows = rows

    def _row(self, row: SoldRow, entry: OutboxEntry | None) -> HistoryRow:
        session, texts = self._session, self._session.texts
        customer = (entry.customer_name if entry is not None else None) or row.customer_name
        channels = ", ".join(channel_name(channel, texts) for channel in row.channels)
        today_only = not self._search.strip()
        return HistoryRow(
            receipt_no=row.receipt_no,
            when=texts.clock(row.sold_at) if today_only else texts.moment(row.sold_at, session.now()),
            title=customer or self._goods(row),
            detail=" · ".join(part for part in (self._goods(row) if customer else "", channels) if part),
            total=texts.money(row.total),
            state=None if entry is None else state_badge(entry, session.status, texts, session.now()),
            marks=self._marks(row),
            selected=self._open is not None and self._open.sale.id == row.sale_id,
        )

    def _goods(self, row: SoldRow) -> str:
        texts = self._session.texts
        if row.lines < 2:
            return row.article
        more = row.lines - 1
        return texts.count("{name} and {n} more", "{name} and {n} more", more, name=row.article)

    def _marks(self, row: SoldRow) -> tuple[str, ...]:
        say = self._session.texts.say
        marks = []
        if row.kind is ReceiptKind.TRAINING:
            marks.append(say("Training"))
        if row.original_receipt_no is not None:
            marks.append(say("Return of {number}", number=row.original_receipt_no))
        elif row.returned:
            marks.append(say("Returned") if row.returned_whole else say("Partly returned"))
        if row.copied:
            marks.append(say("Copy printed"))
        return tuple(marks)

    def _heading(self) -> str:
        texts = self._session.texts
        if self._search.strip():
            many = f"{len(self._found)}+" if self._next is not None else str(len(self._found))
            return texts.say("{n} found", n=many)
        return self._count

    def _counted(self) -> str:
        number = self._session.till.history.count(self._shown_day())
        if number > MOST_COUNTED:
            return self._session.texts.say("More than {n} receipts", n=MOST_COUNTED)
        return self._session.texts.count("{n} receipt", "{n} receipts", number)

    def _empty_hint(self, last: date | None) -> str:
        say = self._session.texts.say
        if self._search.strip():
            return say("Try the receipt's number, the customer's name or number, or the amount.")
        return "" if last is None else say("Something was last sold on {day}.", day=self._named(last))

    def _named(self, day: date) -> str:
        texts = self._session.texts
        return f"{texts.weekday(day)} {texts.day(day)}"

    def _day_note(self, day: date, today: date) -> str:
        """Today, yesterday, else the weekday."""
        texts = self._session.texts
        return texts.near(day, today) or texts.weekday(day)

    def _shown_card(self) -> SaleCard | None:
        if self._open is None:
            return None
        if self._card is None:
            self._card = card_of(self._open, self._session)
        return self._card

    def _session_changed(self) -> None:
        self._stale = True
        if self._session.place is Place.HISTORY:
            self._take_wanted()
            self.on_change()
