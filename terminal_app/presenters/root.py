"""The frame round every screen: the bar with shop, badge, clock and operator, and which screen stands in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from ..domain.problems import Trouble
from ..domain.sync_control import CustomersRefreshed, SyncEvent
from .customers import CustomersPresenter
from .day import DayPresenter
from .desk import DeskPresenter
from .history import HistoryPresenter
from .login import LoginPresenter
from .menu import MenuPresenter
from .mirror import MirrorRefresh
from .parked import ParkedPresenter
from .payment import PaymentPresenter
from .queue import QueuePresenter
from .receipt import ReceiptPresenter
from .refund import RefundPresenter
from .sale import SalePresenter
from .scans import ScansPresenter
from .session import Notice, Place, Session
from .status import Badge, badge
from .undo_part import UndoPart


@dataclass(frozen=True, slots=True)
class RootView:
    """What the bar shows, and the place to be at."""

    place: Place
    shop: str
    till: str
    operator: str
    operator_initials: str
    badge: Badge
    training: str
    """That nothing here is a real sale, for every screen; "" while it is."""
    printer: str
    """That the printer or the drawer on it needs somebody; "" when neither does."""
    clock: str
    theme: str
    left_handed: bool
    language: str
    menu_label: str
    notice: Notice | None
    """What became of a scan, shown over any screen."""


class RootPresenter:
    """Owns the presenters of all screens; one for each, made once."""

    def __init__(self, session: Session, version: str = "", on_change: Callable[[], None] = lambda: None) -> None:
        self.session = session
        self.on_change = on_change
        mirror = MirrorRefresh(session)
        self.sale = SalePresenter(session)
        self.payment = PaymentPresenter(session)
        self.customers = CustomersPresenter(session, mirror=mirror)
        self.receipt = ReceiptPresenter(session, undo=UndoPart(session, self.payment))
        self.queue = QueuePresenter(session)
        self.parked = ParkedPresenter(session, part_is_paid=lambda: bool(self.payment.split.parts.taken))
        self.history = HistoryPresenter(session)
        self.refund = RefundPresenter(session)
        self.day = DayPresenter(session)
        self.sale.day.ask_amount = self.day.ask_float
        self.menu = MenuPresenter(session, version, mirror=mirror)
        self.desk = DeskPresenter(session)
        self.login = LoginPresenter(session)
        self.scans = ScansPresenter(session, self.sale, self.payment, self.desk, lambda: self.on_change())
        session.listen(lambda: self.on_change())

    def view(self) -> RootView:
        session = self.session
        now, shop = session.now(), session.till.values.shop()
        return RootView(
            place=session.place,
            shop=shop.name,
            till=shop.till_name,
            operator=session.texts.say("Locked") if session.locked else session.operator.name,
            operator_initials=_initials(session.operator.name) if not session.locked else "",
            badge=badge(session.status, session.texts, now),
            training=self.menu.training.words.strip(),
            printer=self._printer_mark(),
            clock=session.texts.clock(now),
            theme=session.look.theme,
            left_handed=session.look.hand == "left",
            language=session.texts.language,
            menu_label=session.texts.say("Menu"),
            notice=self.scans.notice,
        )

    def tick(self) -> None:
        """Time has passed: the clock, and words such as “offline 12 min”, may read otherwise; an idle till locks."""
        self.session.lock_if_idle()
        if self.session.till.clock.watch():
            self.session.announce()
        self.scans.tick()
        self.parked.tick()
        with suppress(Trouble):  # it is tried again at the next tick, and the next sale says what is wrong
            self.session.till.day.watch()
        self.sale.day.tick()
        if self.session.setup.is_overdue():
            self.session.announce()
        self.on_change()

    def touched(self) -> None:
        """Somebody touched the window or typed."""
        self.session.touched()

    def open_queue(self) -> None:
        """The badge was touched."""
        if self.session.place is not Place.QUEUE:
            self.session.go(Place.QUEUE)

    def open_printer(self) -> None:
        """The printer's mark was touched: to the print that is stuck, else to what is said of the drawer."""
        if self.session.prints.stuck:
            self.session.open_stuck_print()
        elif self._printer_mark():
            self.session.open_desk("printer")

    def _printer_mark(self) -> str:
        say = self.session.texts.say
        if self.session.prints.stuck:
            return say("The printer needs you")
        return "" if self.session.till.drawer.flaw() is None else say("The drawer needs you")

    def open_menu(self) -> None:
        """The menu was touched; touching it again closes it."""
        if self.session.place is Place.MENU:
            self.session.back()
        else:
            self.session.go(Place.MENU)

    def take(self, event: SyncEvent) -> None:
        """An event of the sync, on the window's thread."""
        if isinstance(event, CustomersRefreshed):
            self.customers.mirror_refreshed()
        self.session.take(event)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()
