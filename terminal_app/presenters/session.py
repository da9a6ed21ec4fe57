"""What the screens of one open till share: the till, the language, the operator, the cart, the sync's status.

Lives on the window's thread. A change that several screens show is announced to all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction

from ..background import AtOnce, Background
from ..domain.cart import Cart
from ..domain.catalog import Customer, Operator
from ..domain.money import ZERO, Money
from ..domain.operators import Right
from ..domain.problems import BadInput, Trouble
from ..domain.records import record
from ..domain.sync_control import (
    CustomersRefreshed,
    DryRunMade,
    EntryChanged,
    LedgerBrought,
    MissingMade,
    SetupChecked,
    StatusChanged,
    SyncEvent,
    SyncStatus,
)
from ..i18n import LANGUAGES, Texts, texts
from ..reports.setting_words import told_problem
from ..till import Sold, Till
from .ledger_news import LedgerNews
from .look import Look
from .parked_news import ParkedNews
from .print_news import PrintNews
from .setup_news import SetupNews
from .sounds import Sound, silence

VISIT_WAITS = timedelta(minutes=2)
"""How long the desk stays open to a cashier who touches nothing, on a till that does not lock before."""


class Place(Enum):
    """The screens one can be at."""

    SALE = "sale"
    PAYMENT = "payment"
    CUSTOMERS = "customers"
    RECEIPT = "receipt"
    QUEUE = "queue"
    PARKED = "parked"
    HISTORY = "history"
    REFUND = "refund"
    DAY = "day"
    MENU = "menu"
    DESK = "desk"
    LOCK = "login"


@record
class Notice:
    """Something a person should know: what happened, what to do next; `action` names the button that does it."""

    message: str
    hint: str = ""
    tone: str = "bad"
    action: str = ""


class Session:
    """One till that is open for business."""

    def __init__(self, till: Till, background: Background | None = None) -> None:
        self.till = till
        self.background: Background = background or AtOnce()
        self.texts: Texts = texts(till.values.text("till.language"))
        self.look = Look(till, self._prefer)
        self.operator: Operator = till.operator()
        self.locked = self.operator.has_pin
        """Nobody is logged in: only the lock screen is shown until somebody is."""
        self.wanted: str | None = None
        """Who the lock screen asks for a PIN first."""
        self.renewing = False
        """Whether who stands there is at the lock screen to choose another PIN."""
        self.loudspeaker: Callable[[Sound], None] = silence
        """Where sounds go; the window puts its own here."""
        self._touched_at = till.now()
        self._cart = Cart()
        self.approvals: dict[Right, str] = {}
        """The manager who allowed each right that this cart asks for; gone with the cart and with the operator."""
        self.conceded: dict[Right, Fraction] = {}
        """How far below its prices each of those approvals lets the cart go."""
        self.customers_served = 0
        """Grows whenever the cart becomes empty: what was chosen for one customer must not reach the next."""
        self.paid_so_far: Callable[[], Money] = lambda: ZERO
        """What parts of this cart's bill are paid already; the payment puts its own here."""
        self.buyer: Customer | None = None
        """Who an invoice for this cart goes to, chosen first or last; never carried to the next."""
        self._emptied: tuple[Cart, Customer | None] = (self._cart, None)
        self.status: SyncStatus = till.sync.status()
        self.setup = SetupNews(till)
        """What the setup check found; the pages of the desk share it."""
        self.ledger = LedgerNews(till)
        """When the accounting system's ledger was read."""
        self.last_sold: Sold | None = None
        self.change_due = ZERO
        self.place = Place.LOCK if self.locked else Place.SALE
        self.desk_page = ""
        """The page of the desk that another screen sent one to; the desk takes it when it is shown."""
        self.unknown_code = ""
        """A scanned code that a product is to be made for; the desk's products take it."""
        self.history_of = ""
        """The receipt that the history opens when it is shown; it takes it."""
        self.z_at: int | None = None
        """The number of the Z report that the day's screen opens when it is shown; it takes it."""
        self.refund_of: str | None = None
        """The receipt whose goods come back; the refund screen takes it."""
        self.queue_at = ""
        """The entry that the queue opens when it is shown; it takes it."""
        self.picked: Callable[[Customer], None] | None = None
        self._came_from: list[Place] = []
        self.make_ready: Callable[[Place], None] = lambda place: None
        """Called before one comes to a place: whoever shows it must be there to hear of it; the root puts its own."""
        self._listeners: list[Callable[[], None]] = []
        self._last_listeners: list[Callable[[], None]] = []
        self.prints = PrintNews(till)
        """The prints that somebody has to look at."""
        self.parked = ParkedNews(till)
        """The carts that wait."""
        self._show_unfinished()

    @property
    def cart(self) -> Cart:
        """What is being rung up."""
        return self._cart

    @cart.setter
    def cart(self, cart: Cart) -> None:
        self.take_cart(cart)

    def take_cart(self, cart: Cart, *, dropped: bool = False) -> None:
        """That cart from now on; `dropped` when the whole of it is given up.

        What it takes away is journalled first: raises Trouble when it cannot be, and then the cart is as it was.
        """
        self.till.ringing.rung(self._cart, cart, self.operator.id, dropped=dropped)
        if self._cart.lines and not cart.lines:
            self.customers_served += 1
            self.approvals.clear()
            self._emptied, self.buyer = (self._cart, self.buyer), None
        elif cart.lines and cart is self._emptied[0] and self.buyer is None:
            self.buyer = self._emptied[1]  # what was emptied came back whole: nobody else was served meanwhile
        self._cart = cart

    def listen(self, listener: Callable[[], None], *, last: bool = False) -> None:
        """Call `listener` whenever something that several screens show has changed.

        `last` is for who shows what the others made of it: called after all others, also those that come later.
        """
        (self._last_listeners if last else self._listeners).append(listener)

    def announce(self) -> None:
        for listener in self._listeners:
            listener()
        for listener in self._last_listeners:
            listener()

    def now(self) -> datetime:
        return self.till.now()

    def go(self, place: Place) -> None:
        """Show that screen; `back` returns to this one. The sale screen is home. A locked till shows no other."""
        if self.locked and place is not Place.LOCK:
            return
        if place is Place.SALE:
            self._came_from.clear()
        elif place is not self.place:
            self._came_from.append(self.place)
        self._be_at(place)

    def back(self) -> None:
        """Show the screen one came from, home when there is none."""
        if self.locked:
            return
        self._be_at(self._came_from.pop() if self._came_from else Place.SALE)

    def _show_unfinished(self) -> None:
        """After a power cut between finish and print the till shows the sale that is saved, not an empty cart."""
        self.last_sold = self.prints.unfinished()
        if self.last_sold is None:
            return
        if self.locked:
            self._came_from.append(Place.RECEIPT)
        else:
            self.place = Place.RECEIPT

    def _be_at(self, place: Place) -> None:
        if place is Place.SALE:
            self.prints.shown, self.prints.restored = None, ""
        if place is not Place.DESK:
            self.till.operators.end_visit()
        self.make_ready(place)
        self.place = place
        self.announce()

    def may_open_desk(self) -> bool:
        """Whether who stands at the till may see and change settings, by role or because a manager let them in.

        Anyone may until the shop has a manager.
        """
        who, operators = self.operator.id, self.till.operators
        return operators.may(who, Right.SETTINGS) or operators.visiting(who, Right.SETTINGS)

    def visit_desk(self, manager_id: str) -> None:
        """That manager approved: the desk is open to who stands at the till, until they leave it."""
        self.till.operators.begin_visit(self.operator.id, manager_id)
        self.touched()
        self.announce()

    def desk_refusal(self) -> Notice | None:
        """Who may open the desk, for somebody who may not; None for who may."""
        if self.may_open_desk():
            return None
        say = self.texts.say
        allowed = ", ".join(one.name for one in self.till.operators.who_may(Right.SETTINGS))
        return Notice(say("Only a manager opens the settings."), say("Ask {names}.", names=allowed), "warn")

    def open_desk(self, page: str = "") -> None:
        """Show the desk, at that page if it has one of that name."""
        self.desk_page = page
        self.go(Place.DESK)

    def open_history(self, receipt_no: str = "") -> None:
        """Show what was sold, with that sale or return open if there is one."""
        self.history_of = receipt_no
        self.go(Place.HISTORY)

    def open_refund(self, receipt_no: str) -> None:
        """Show what can be taken back of that sale."""
        self.refund_of = receipt_no
        self.go(Place.REFUND)

    def open_z(self, number: int) -> None:
        """Show the day's screen, with that Z report open."""
        self.z_at = number
        self.go(Place.DAY)

    def open_queue(self, reference: str = "") -> None:
        """Show the queue, with that entry open if there is one."""
        self.queue_at = reference
        self.go(Place.QUEUE)

    def pick_customer(self, then: Callable[[Customer], None]) -> None:
        """Open the customer picker; `then` gets the customer that is touched, and the screen before returns."""
        self.picked = then
        self.go(Place.CUSTOMERS)

    def speak(self, language: str) -> None:
        """Switch language, now and for the next start."""
        if language not in LANGUAGES:
            raise ValueError(language)
        self._store("till.language", language)
        self.texts = texts(language)
        self.announce()

    def _store(self, key: str, value: str) -> None:
        self.till.change_settings({key: value}, self.operator.id)

    def _prefer(self, key: str, value: str) -> None:
        self._store(key, value)
        self.announce()

    def let_hear(self, sound: Sound) -> None:
        """Play that sound, where the till's sounds are on."""
        if self.till.values.on("till.sounds"):
            self.loudspeaker(sound)

    def sound(self, on: str) -> None:
        """Switch the sounds, now and for the next start; the first is heard at once."""
        self._store("till.sounds", on)
        self.let_hear(Sound.FINISHED)
        self.announce()

    def hand_over(self, operator: Operator) -> None:
        """Another operator stands at the till from here on; one who has a PIN types it first."""
        if operator.has_pin:
            self.wanted = operator.id
            self.go(Place.LOCK)
        else:
            self.arrive(self.till.operators.pins.take_over(operator.id, leaving=self.operator.id))

    def renew_pin(self) -> None:
        """Who stands there chooses another PIN, after typing the one they have."""
        if self.can_lock():
            self.wanted, self.renewing = self.operator.id, True
            self.go(Place.LOCK)

    def arrive(self, operator: Operator) -> None:
        """That operator was let in: back to where they were, or to the sale screen for somebody else."""
        same = operator.id == self.operator.id
        self.operator, self.locked, self.wanted, self.renewing = operator, False, None, False
        if not same:
            self.approvals.clear()
        self.touched()
        if self.place is not Place.LOCK:
            self.announce()
        elif same or self.prints.restored:
            self.back()
        else:
            self.go(Place.SALE)

    def renew_operator(self) -> None:
        """Who stands there may have another name or role now; the first of a shop stands there from now on."""
        try:
            self.operator = self.till.operator(self.operator.id)
        except BadInput:
            self.operator = self.till.operator()
            self.lock()
        self.announce()

    def lock(self, *, idle: bool = False) -> None:
        """Nobody may do anything until somebody is let in; the cart stays. Nothing for an operator without a PIN."""
        if self.locked or not self.can_lock():
            return
        self.till.operators.pins.lock(self.operator.id, idle=idle)
        self.wanted, self.renewing = self.operator.id, False
        self.go(Place.LOCK)
        self.locked = True
        self.announce()

    def touched(self) -> None:
        """Somebody is there."""
        self._touched_at = self.till.now()

    def lock_if_idle(self) -> None:
        """Lock when nobody has touched the till for as long as the shop has chosen; 0 is never."""
        now, patience = self.till.now(), int(self.till.values.text("till.lock_after_s"))
        if now < self._touched_at:
            self._touched_at = now  # the clock was set back
        idle = now - self._touched_at
        if patience and idle >= timedelta(seconds=patience):
            self.lock(idle=True)
        if self.till.operators.visit is not None and idle >= VISIT_WAITS:
            self.go(Place.SALE)

    def can_lock(self) -> bool:
        """Whether who stands there has a PIN, or has been taken off the till meanwhile."""
        try:
            return self.till.operator(self.operator.id).has_pin
        except BadInput:
            return True

    def prints_moved(self) -> None:
        """A print has come further, or somebody has decided about one."""
        if self.prints.refresh():
            self.let_hear(Sound.ATTENTION)
        self.announce()

    def open_stuck_print(self) -> None:
        """Show the oldest print that needs a person, with its sale if it has one."""
        if self.locked or not self.prints.stuck:
            return
        job = self.prints.stuck[0]
        sold = self.prints.sold(job)
        if sold is None:
            self.prints.shown = job
        else:
            self.prints.shown, self.last_sold, self.change_due = None, sold, ZERO
        self.go(Place.RECEIPT)

    def take(self, event: SyncEvent) -> None:
        """An event of the sync, delivered on the window's thread."""
        match event:
            case StatusChanged(status):
                self.status = status
            case EntryChanged(reference):
                sold = self.last_sold
                if sold is not None and sold.entry is not None and sold.entry.reference == reference:
                    self.last_sold = replace(sold, entry=self.till.outbox.get(reference))
            case SetupChecked() | MissingMade() | DryRunMade():
                self.setup.take(event)
            case LedgerBrought():
                self.ledger.take(event)
            case CustomersRefreshed():
                pass
        self.announce()

    def explain(self, trouble: Trouble) -> Notice:
        """The trouble in words."""
        message, hint = told_problem(trouble.problem, self.texts)
        return Notice(message, hint)
