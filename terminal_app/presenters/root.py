"""The frame round every screen: the bar with shop, badge, clock and operator, and which screen stands in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..domain.problems import Trouble
from ..domain.records import record
from ..domain.sync_control import CustomersRefreshed, SyncEvent
from .scans import ScansPresenter
from .session import Notice, Place, Session
from .status import Badge, badge
from .training_part import TrainingWords

if TYPE_CHECKING:
    from .customers import CustomersPresenter
    from .day import DayPresenter
    from .desk.desk import DeskPresenter
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


@record
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
    """Owns the presenters of all screens; one for each, made once, before its place is first gone to.

    Each is imported when it is made: the first screen waits for no other.
    """

    def __init__(self, session: Session, version: str = "", on_change: Callable[[], None] = lambda: None) -> None:
        self.session = session
        self.on_change = on_change
        self._version = version
        self._training = TrainingWords(session)
        self.scans = ScansPresenter(session, self, self._asks_for_pin, lambda: self.on_change())
        session.make_ready = self.of
        session.listen(lambda: self.on_change(), last=True)

    def of(self, place: Place) -> Any:
        """The presenter of a place."""
        return getattr(self, place.value)

    def _made(self, name: str) -> Any:
        """A presenter that is made already, else None."""
        return vars(self).get(name)

    @cached_property
    def sale(self) -> SalePresenter:
        from .sale import SalePresenter

        sale = SalePresenter(self.session)
        sale.day.ask_amount = lambda: self.day.ask_float()
        return sale

    @cached_property
    def payment(self) -> PaymentPresenter:
        from .payment import PaymentPresenter

        return PaymentPresenter(self.session)

    @cached_property
    def customers(self) -> CustomersPresenter:
        from .customers import CustomersPresenter

        return CustomersPresenter(self.session, mirror=self._mirror)

    @cached_property
    def receipt(self) -> ReceiptPresenter:
        from .receipt import ReceiptPresenter
        from .undo_part import UndoPart

        return ReceiptPresenter(self.session, undo=UndoPart(self.session, self.payment))

    @cached_property
    def queue(self) -> QueuePresenter:
        from .queue import QueuePresenter

        return QueuePresenter(self.session)

    @cached_property
    def parked(self) -> ParkedPresenter:
        from .parked import ParkedPresenter

        return ParkedPresenter(self.session, part_is_paid=lambda: bool(self.payment.split.parts.taken))

    @cached_property
    def history(self) -> HistoryPresenter:
        from .history import HistoryPresenter

        return HistoryPresenter(self.session)

    @cached_property
    def refund(self) -> RefundPresenter:
        from .refund import RefundPresenter

        return RefundPresenter(self.session)

    @cached_property
    def day(self) -> DayPresenter:
        from .day import DayPresenter

        return DayPresenter(self.session)

    @cached_property
    def menu(self) -> MenuPresenter:
        from .menu import MenuPresenter

        return MenuPresenter(self.session, self._version, mirror=self._mirror)

    @cached_property
    def desk(self) -> DeskPresenter:
        from .desk.desk import DeskPresenter

        return DeskPresenter(self.session)

    @cached_property
    def login(self) -> LoginPresenter:
        from .login import LoginPresenter

        return LoginPresenter(self.session)

    @cached_property
    def _mirror(self) -> MirrorRefresh:
        from .mirror import MirrorRefresh

        return MirrorRefresh(self.session)

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
            training=self._training.strip(),
            printer=self._printer_mark(),
            clock=session.texts.clock(now),
            theme=session.look.theme,
            left_handed=session.look.hand == "left",
            language=session.texts.language,
            menu_label=session.texts.say("Menu"),
            notice=self.scans.notice,
        )

    def rest(self) -> None:
        """Nobody has worked for a while: what is kept in memory for speed alone may go."""
        self.session.till.database.forget_pages()

    def tick(self) -> None:
        """Time has passed: the clock, and words such as “offline 12 min”, may read otherwise; an idle till locks."""
        self.session.lock_if_idle()
        if self.session.till.clock.watch():
            self.session.announce()
        self.scans.tick()
        if (parked := self._made("parked")) is not None:
            parked.tick()
        with suppress(Trouble):  # it is tried again at the next tick, and the next sale says what is wrong
            self.session.till.day.watch()
        if (sale := self._made("sale")) is not None:
            sale.day.tick()
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

    def _asks_for_pin(self) -> bool:
        """Whether a manager is asked for somewhere; who was never made asks for nobody."""
        asking = (self._made("sale"), self._made("payment"), self._made("desk"))
        return any(presenter is not None and presenter.step_up.is_open for presenter in asking)

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
