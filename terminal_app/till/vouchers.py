"""A day's settlement as a voucher, before it is sent: shown in debit and credit, and printed. Changes nothing.

Caller's thread. `storage.settlement_queue` puts vouchers into the outbox; `sync` sends them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from ..domain.day_figures import DayFigures, voucher
from ..domain.day_voucher import DayVoucher, at_their_codes
from ..domain.operators import NOBODY
from ..domain.print_job import PrintJob
from ..domain.settlement_accounts import Settlement
from ..domain.vat_path import VatPath
from ..i18n import Texts, texts
from ..reports.headings import NORWEGIAN
from ..reports.paper import Paper
from ..reports.voucher_paper import voucher_paper
from ..storage import settled_days, settlements
from ..storage.remote_ledger import RemoteLedger
from .open_period import OpenPeriod

if TYPE_CHECKING:
    from .selling import Till


class Vouchers:
    """The day settlements of one till, looked at. `z` is a Z's number; None is the period that is open."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def last_z(self) -> int | None:
        """The number of the last Z; None before the first."""
        found = settlements.last_z(self._till.database)
        return None if found is None else int(found.facts["number"])

    def figures(self, z: int | None = None) -> DayFigures:
        """The sums of that Z, or of the open period so far; raises BadInput when there is no such Z."""
        return self.adding_up(z)()

    def adding_up(self, z: int | None = None) -> Callable[[], DayFigures]:
        """What `figures` does, to be called on any thread: what the till itself has to tell is asked here and now."""
        database = self._till.database
        if z is not None:
            return partial(settled_days.figures, database, z)
        head = self._till.day.x_head(NOBODY)
        return lambda: settled_days.of_open_period(database, OpenPeriod(database).settled().report(head))

    def path(self, z: int | None = None) -> VatPath:
        """The way that the Z's settlement was made for, when it is in the queue; else the one that holds now."""
        entry = None if z is None else self._till.outbox.of_settlement(z)
        chosen = None if entry is None else entry.vat_path
        return chosen or self._till.values.vat_path()

    def preview(self, z: int | None = None, settlement: Settlement | None = None) -> DayVoucher:
        """What that Z puts into the ledger, or what the open period would: a dry run.

        `settlement` has the accounts when others than the stored ones are tried. Raises BadInput when there is no such
        Z or it cannot be settled, SettingWrong naming the first account that is needed and not chosen.
        """
        named = "" if z is None else settled_days.reference_for(self._till.database, z)
        made = voucher(self.figures(z), settlement or self._till.values.settlement(), self.path(z), named)
        return at_their_codes(made, RemoteLedger(self._till.database).chart())

    def paper(self, made: DayVoucher, words: Texts | None = None) -> Paper:
        """The voucher with the accounts' names where they are known: in Norwegian, unless other words are asked for."""
        till = self._till
        names = {number: one.name for number, one in RemoteLedger(till.database).chart().accounts.items()}
        return voucher_paper(made, names, till.values, words or texts(NORWEGIAN))

    def print(self, made: DayVoucher) -> PrintJob:
        """The job that prints it; raises MoveRefused without a printer."""
        return self._till.prints.paper(self.paper(made))
