"""The parts of one till: each is imported and made when it is first asked for, so that a start waits for none of them.

Knows no use case. Each part says which thread it may be used on; making one costs nothing but its import.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from ..storage.database import Database
    from ..storage.ledger import Ledger
    from ..storage.outbox import Outbox
    from ..storage.register import Register
    from ..storage.remote_products import RemoteProducts
    from ..storage.runs import Runs
    from ..storage.signatures import Signatures
    from .clock import Clock
    from .day import Day
    from .deliveries import Deliveries
    from .drawer import Drawer
    from .exports import Exports
    from .history import History
    from .operators import Operators
    from .parking import Parking
    from .preflight import Preflight
    from .prints import Prints
    from .reconciling import Reconciling
    from .returns import Returns
    from .ringing import Ringing
    from .selling import Till
    from .shelves import Shelves
    from .undo import Undo
    from .vouchers import Vouchers


class Parts:
    """What a `Till` has beside the database itself, its settings and its catalogue."""

    database: Database
    register: Register

    @property
    def _till(self) -> Till:
        """These are a till's parts and nobody else's."""
        return cast("Till", self)

    # what is stored

    @cached_property
    def ledger(self) -> Ledger:
        from ..storage.ledger import Ledger

        return Ledger(self.database, self.register)

    @cached_property
    def outbox(self) -> Outbox:
        from ..storage.outbox import Outbox

        return Outbox(self.database)

    @cached_property
    def remote_products(self) -> RemoteProducts:
        from ..storage.remote_products import RemoteProducts

        return RemoteProducts(self.database)

    @cached_property
    def runs(self) -> Runs:
        from ..storage.runs import Runs

        return Runs(self.database)

    @cached_property
    def signatures(self) -> Signatures:
        from ..storage.signatures import Signatures

        return Signatures(self.database)

    # what is done

    @cached_property
    def clock(self) -> Clock:
        from .clock import Clock

        return Clock(self._till)

    @cached_property
    def day(self) -> Day:
        from .day import Day

        return Day(self._till)

    @cached_property
    def deliveries(self) -> Deliveries:
        from .deliveries import Deliveries

        return Deliveries(self._till)

    @cached_property
    def drawer(self) -> Drawer:
        from .drawer import Drawer

        return Drawer(self._till)

    @cached_property
    def exports(self) -> Exports:
        from .exports import Exports

        return Exports(self._till)

    @cached_property
    def history(self) -> History:
        from .history import History

        return History(self._till)

    @cached_property
    def operators(self) -> Operators:
        from .operators import Operators

        return Operators(self._till)

    @cached_property
    def parking(self) -> Parking:
        from .parking import Parking

        return Parking(self._till)

    @cached_property
    def preflight(self) -> Preflight:
        from .preflight import Preflight

        return Preflight(self._till)

    @cached_property
    def prints(self) -> Prints:
        from .prints import Prints

        return Prints(self._till)

    @cached_property
    def reconciling(self) -> Reconciling:
        from .reconciling import Reconciling

        return Reconciling(self._till)

    @cached_property
    def returns(self) -> Returns:
        from .returns import Returns

        return Returns(self._till)

    @cached_property
    def ringing(self) -> Ringing:
        from .ringing import Ringing

        return Ringing(self._till)

    @cached_property
    def shelves(self) -> Shelves:
        from .shelves import Shelves

        return Shelves(self._till)

    @cached_property
    def undo(self) -> Undo:
        from .undo import Undo

        return Undo(self._till)

    @cached_property
    def vouchers(self) -> Vouchers:
        from .vouchers import Vouchers

        return Vouchers(self._till)


def bring_ahead() -> None:
    """Imports what a cashier asks for after the first screen; on any thread, since it makes nothing.

    That is all of a sale and its receipt, and what the first sale of a day needs besides: the float, and the Z of a day
    that was forgotten.
    """
    from ..domain import report_facts, settling, till_marks  # noqa: F401
    from ..reports import receipt_paper, setting_words, voucher_paper  # noqa: F401
    from ..storage import beside_sale, ledger, outbox, remote_products, seal, settlement_queue, signatures  # noqa: F401
    from . import cash_moves, day, drawer, operators, parking, pins, preflight, prints, ringing, undo  # noqa: F401
