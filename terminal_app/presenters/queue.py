"""The queue (bongkø): every invoice and day settlement on its way, where it stands, and what mends what stops it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from ..domain.catalog import Customer
from ..domain.operators import Right
from ..domain.outbox import OutboxEntry, State
from ..domain.problems import Trouble
from ..domain.records import record
from ..domain.sync_control import EntryChanged
from ..reports.entry_words import named
from ..reports.setting_words import told_problem
from .customer_change import CustomerChange, CustomerChangeView
from .entry_card import (
    EntryCard,
    ReasonSheet,
    RepairButton,
    card_of,
    in_two_voices,
    page_to_mend,
    reason_sheet,
    setting_to_mend,
)
from .session import Notice, Place, Session
from .status import Badge, badge, soon, state_badge
from .step_up import StepUp, StepUpView

ROWS_AT_ONCE = 60
MOST_COUNTED = 999


class Filter(Enum):
    """Which entries are listed."""

    ALL = "all"
    WAITING = "waiting"
    NEEDS_PERSON = "needs_person"
    DONE = "done"


_STATES = {
    Filter.WAITING: (State.QUEUED, State.SENDING, State.UNKNOWN, State.HELD),
    Filter.NEEDS_PERSON: (State.NEEDS_CUSTOMER, State.NEEDS_ATTENTION),
    Filter.DONE: (State.ACCEPTED, State.INVOICED, State.PAID, State.CANCELLED),
}


@record
class FilterChip:
    """One choice of what to list, with how many there are."""

    filter: Filter
    label: str
    selected: bool


@record
class QueueRow:
    """One invoice or day settlement in the list."""

    reference: str
    receipt_no: str
    when: str
    customer: str
    total: str
    state: Badge
    selected: bool


@record
class QueueView:
    """All that the queue screen shows. `rows` stays the same object until the list differs."""

    title: str
    summary: Badge
    next_run: str
    filters: tuple[FilterChip, ...]
    rows: tuple[QueueRow, ...]
    empty: str
    empty_hint: str
    card: EntryCard | None
    asking: ReasonSheet | None
    change: CustomerChangeView | None
    step_up: StepUpView | None
    choose_label: str
    choose_hint: str
    send_label: str
    can_send: bool
    back_label: str
    notice: Notice | None
    notice_closable: bool


class QueuePresenter:
    """Shows where the invoices are."""

    def __init__(self, session: Session, on_change: Callable[[], None] = lambda: None) -> None:
        self._session = session
        self.on_change = on_change
        self._filter = Filter.ALL
        self._selected: str | None = None
        self._rows: tuple[QueueRow, ...] = ()
        self._most_rows = ROWS_AT_ONCE
        self._notice: Notice | None = None
        self._unfolded = False
        self._asking = ""
        self._reason = ""
        self._approved_by: str | None = None
        self.step_up = StepUp(session, lambda: self.on_change())
        self.change = CustomerChange(session, lambda: self.on_change(), self._tell)
        session.listen(self._session_changed)

    def view(self) -> QueueView:
        session = self._session
        say, status, now = session.texts.say, session.status, session.now()
        rows = tuple(self._row(entry) for entry in self._entries())
        if rows != self._rows:
            self._rows = rows
        counts = session.till.outbox.counts_up_to(MOST_COUNTED + 1)
        if status.next_run_at is None:
            next_run = say("No run is planned")
        else:
            local = status.next_run_at.astimezone(now.tzinfo)
            next_run = say(
                "Next run {time}", time=f"{session.texts.weekday(local.date())} {session.texts.clock(local)}"
            )
        return QueueView(
            title=say("Queue"),
            summary=badge(status, session.texts, now),
            next_run=next_run,
            filters=tuple(self._chip(choice, counts) for choice in Filter),
            rows=self._rows,
            empty=say("Nothing here"),
            empty_hint=say("Invoices show up here when they are sold."),
            card=self._card(),
            asking=self._reason_sheet(),
            change=self.change.view(),
            step_up=self.step_up.view(),
            choose_label=say("Nothing is open"),
            choose_hint=say("Touch one in the list to see its way."),
            send_label=say("Sending…") if status.sending else say("Send now"),
            can_send=not status.sending,
            back_label=say("Back"),
            notice=self._standing_notice(),
            notice_closable=self._notice is not None,
        )

    def choose(self, choice: Filter) -> None:
        """List those."""
        self._filter, self._most_rows = choice, ROWS_AT_ONCE
        self._open(None)
        self.on_change()

    def more(self) -> None:
        """The end of the list is in sight: the earlier ones."""
        if len(self._rows) == self._most_rows:
            self._most_rows += ROWS_AT_ONCE
            self.on_change()

    def select(self, reference: str) -> None:
        """Open that invoice, or close it again."""
        self._open(None if self._selected == reference else reference)
        self._notice = None
        self.on_change()

    def close_card(self) -> None:
        """Back to the list."""
        self._open(None)
        self.on_change()

    def send_now(self) -> None:
        """Send whatever waits, without waiting for the schedule."""
        self._session.till.sync.send_now()
        self.on_change()

    def assign(self) -> None:
        """Choose the customer of an invoice that was sold without one."""
        reference = self._selected
        if reference is not None:
            self._session.pick_customer(lambda customer: self._assigned(reference, customer))

    def change_customer(self) -> None:
        """Give the open invoice to another customer, while it still waits."""
        if self._selected is not None:
            self.change.start(self._selected)

    def show_sale(self) -> None:
        """Open the sale of the open invoice in the history, or the Z report of the open day settlement."""
        entry = None if self._selected is None else self._session.till.outbox.get(self._selected)
        if entry is not None and entry.settlement is not None:
            self._session.open_z(entry.settlement)
        elif entry is not None:
            self._session.open_history(entry.receipt_no)

    def retry(self) -> None:
        """Put the open invoice back in the queue."""
        if self._selected is not None:
            reference = self._selected
            self._try(lambda: self._session.till.deliveries.retry(reference, self._session.operator.id))

    def act(self, button: RepairButton) -> None:
        """Do what that button of the open card says."""
        {
            "assign": self.assign,
            "change": self.change_customer,
            "sale": self.show_sale,
            "retry": self.retry,
            "settings": self.open_settings,
            "set_aside": self.ask_set_aside,
            "cancel": self.ask_cancel,
        }[button.act]()

    def open_settings(self) -> None:
        """Open the page of the setting that stops the open invoice, or else every delivery."""
        entry = None if self._selected is None else self._session.till.outbox.get(self._selected)
        status = self._session.status
        stops = status.blocked if entry is None else status.stops(settlement=entry.is_settlement) or status.blocked
        if entry is not None and entry.needs_person:
            stops = entry.problem
        page = page_to_mend(stops)
        if page:
            self._session.open_desk(page)

    def ask_set_aside(self) -> None:
        """Ask why the open invoice is set aside."""
        self._ask("set_aside")

    def ask_cancel(self) -> None:
        """Ask why the open invoice is cancelled; a manager approves first where this operator may not.

        Says so at once when it may not be cancelled at all.
        """
        self._approved_by = None
        self._ask_cancel_with(None)

    def _ask_cancel_with(self, approved_by: str | None) -> None:
        if self._selected is None:
            return
        operator = self._session.operator.id
        try:
            self._session.till.deliveries.require_cancellable(self._selected, operator, approved_by)
        except Trouble as trouble:
            if trouble.problem.code == "right_missing":
                self.step_up.ask(Right.CANCEL_ENTRY, trouble.problem, self._ask_cancel_with)
                return
            self._notice = self._session.explain(trouble)
            self.on_change()
        else:
            self._approved_by = approved_by
            self._ask("cancel")

    def write_reason(self, reason: str) -> None:
        """The reason as it is typed."""
        if reason != self._reason:
            self._reason = reason
            self.on_change()

    def confirm(self) -> None:
        """Do what was asked about; nothing without a reason."""
        asked, reference, reason = self._asking, self._selected, self._reason
        if not asked or reference is None or not reason.strip():
            return
        deliveries, operator = self._session.till.deliveries, self._session.operator
        self._asking = self._reason = ""
        if asked == "cancel":
            self._try(lambda: deliveries.cancel(reference, reason, operator.id, self._approved_by))
        else:
            self._try(lambda: deliveries.set_aside(reference, reason, operator.id))

    def keep(self) -> None:
        """Leave the invoice as it is."""
        self._asking = self._reason = ""
        self.on_change()

    def fold(self) -> None:
        """Show the details for support, or hide them again."""
        self._unfolded = not self._unfolded
        self.on_change()

    def back(self) -> None:
        self._open(None)
        self._session.back()

    def dismiss(self) -> None:
        self._notice = None
        self.on_change()

    def _open(self, reference: str | None) -> None:
        self._selected = reference
        self._unfolded, self._asking, self._reason = False, "", ""
        self.change.forget()
        self.step_up.close()

    def _take_wanted(self) -> None:
        wanted, self._session.queue_at = self._session.queue_at, ""
        if wanted:
            self._filter, self._notice = Filter.ALL, None
            self._open(wanted)

    def _tell(self, notice: Notice | None) -> None:
        self._notice = notice

    def _ask(self, what: str) -> None:
        if self._selected is not None:
            self._asking, self._reason, self._notice = what, "", None
            self.on_change()

    def _assigned(self, reference: str, customer: Customer) -> None:
        session = self._session
        self._try(lambda: session.till.deliveries.assign_customer(reference, customer.number, session.operator.id))

    def _try(self, step: Callable[[], OutboxEntry]) -> None:
        try:
            moved = step()
            self._notice = None
        except Trouble as trouble:
            self._notice = self._session.explain(trouble)
        else:
            self._session.take(EntryChanged(moved.reference, moved.state))
        self.on_change()

    def _session_changed(self) -> None:
        if self._session.locked and self.step_up.is_open:
            self.step_up.close()
        if self._session.place is Place.QUEUE:
            self._take_wanted()
            self.on_change()

    def _standing_notice(self) -> Notice | None:
        """What just went wrong, else what stops every delivery for now."""
        session, status = self._session, self._session.status
        if self._notice is not None:
            return self._notice
        texts, say = session.texts, session.texts.say
        if status.blocked is not None:
            message, hint, theirs = in_two_voices(status.blocked, texts)
            setting = setting_to_mend(status.blocked, texts)
            button = say("Open") if page_to_mend(status.blocked) else ""
            return Notice(message, " · ".join(part for part in (setting, hint, theirs) if part), action=button)
        if status.offline_since is not None:
            lasting = badge(replace(status, counts={}), texts, session.now()).text
            hint = say("Offline; it goes by itself when the network is back.")
            if status.next_run_at is not None:
                again = say("Tries again {time}", time=soon(status.next_run_at, texts, session.now()))
                hint = f"{hint} {again}."
            return Notice(lasting, hint, "warn")
        if status.delayed is not None:
            return Notice(*told_problem(status.delayed, texts), "warn")
        return None

    def _entries(self) -> list[OutboxEntry]:
        outbox = self._session.till.outbox
        if self._filter is Filter.ALL:
            return outbox.latest(self._most_rows)
        return outbox.latest(self._most_rows, _STATES[self._filter])

    def _chip(self, choice: Filter, counts: dict[State, int]) -> FilterChip:
        say = self._session.texts.say
        name = {
            Filter.ALL: say("All"),
            Filter.WAITING: say("Waiting"),
            Filter.NEEDS_PERSON: say("Needs you"),
            Filter.DONE: say("Sent"),
        }[choice]
        number = sum(counts.get(state, 0) for state in _STATES.get(choice, tuple(State)))
        told = f"{number}" if number <= MOST_COUNTED else f"{MOST_COUNTED}+"
        return FilterChip(choice, f"{name}  {told}", choice is self._filter)

    def _row(self, entry: OutboxEntry) -> QueueRow:
        session = self._session
        return QueueRow(
            reference=entry.reference,
            receipt_no=entry.receipt_no,
            when=session.texts.moment(entry.sold_at, session.now()),
            customer=named(entry, session.texts),
            total=session.texts.money(entry.total),
            state=state_badge(entry, session.status, session.texts, session.now()),
            selected=entry.reference == self._selected,
        )

    def _card(self) -> EntryCard | None:
        session = self._session
        entry = None if self._selected is None else session.till.outbox.get(self._selected)
        if entry is None:
            return None
        return card_of(entry, session.status, session.texts, session.now(), unfolded=self._unfolded)

    def _reason_sheet(self) -> ReasonSheet | None:
        session = self._session
        entry = None if self._selected is None or not self._asking else session.till.outbox.get(self._selected)
        if entry is None:
            return None
        until = soon(session.till.deliveries.morning_after(), session.texts, session.now())
        return reason_sheet(entry, session.texts, self._reason, None if self._asking == "cancel" else until)
