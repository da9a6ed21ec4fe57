"""What somebody at the desk asks of the sync thread: look at the setup, make what is missing, try an order, read books.

Each errand is answered by one event and sends nothing of the outbox. A draft of the settings counts as if it were
stored. Knows no window. Runs on the sync thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from terminal_app.domain.fee import Fee, fee_for
from terminal_app.domain.outbox import OutboxEntry
from terminal_app.domain.problems import BadInput, SettingWrong
from terminal_app.domain.settings import SettingsSource
from terminal_app.domain.setup import Missing
from terminal_app.domain.sync_control import DryRunMade, LedgerBrought, MissingMade, SetupChecked, SyncEvent
from terminal_app.storage.catalog import Catalog
from terminal_app.storage.database import Database
from terminal_app.storage.remote_products import RemoteProducts
from terminal_app.storage.settings import KEY_NAMES, Settings

from .clock import Clock
from .dry_run import dry_run
from .gateway import AccountingGateway, SyncError
from .lease import turn
from .ledger_mirror import bring_ledger
from .products import keep_report
from .setup_check import SetupDesk, check_setup
from .turns import Turns

OpenDesk = Callable[[SettingsSource], AbstractContextManager[SetupDesk]]
"""Opens the setup of the company that the settings name."""


@dataclass(frozen=True, slots=True)
class CheckSetup:
    """Look at the setup as it would be with those changes."""

    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MakeMissing:
    """Make those things in the accounting system, in that order."""

    missing: Sequence[Missing]
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DryRun:
    """Build the order of a sample sale as it would be with those changes."""

    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadLedger:
    """Read what is posted from that day until today."""

    since: date


Errand = CheckSetup | MakeMissing | DryRun | ReadLedger

COMPANY = frozenset({"invoicing.system", "invoicing.endpoint", "invoicing.api_url", "invoicing.token_url", *KEY_NAMES})
"""The settings that say which company it is."""


class Errands:
    """Runs errands for one shop, one at a time. `run` never raises for what a setting or the network does to it."""

    def __init__(
        self,
        database: Database,
        open_desk: OpenDesk,
        *,
        clock: Clock,
        connect: Callable[[], AccountingGateway],
        lease_folder: Path | None = None,
        stopping: Callable[[], bool] = lambda: False,
        on_change: Callable[[OutboxEntry], None] = lambda entry: None,
    ) -> None:
        self._database = database
        self._settings = Settings(database)
        self._open_desk = open_desk
        self._connect = connect
        self._stopping = stopping
        self._on_change = on_change
        self._gateway: AccountingGateway | None = None
        self._clock = clock
        self._lease_folder = lease_folder

    def run(self, errand: Errand) -> SyncEvent:
        """The answer."""
        match errand:
            case CheckSetup(changes):
                return self._check(changes)
            case MakeMissing(missing, changes):
                return self._make(missing, changes)
            case DryRun(changes):
                return self._dry_run(changes)
            case ReadLedger(since):
                return self._read_ledger(since)

    def cut(self) -> None:
        """End a reading that is under way. From any thread."""
        gateway = self._gateway
        if gateway is not None:
            gateway.cut()

    def _check(self, changes: Mapping[str, str]) -> SetupChecked:
        """Products and chart that were read become the mirrors, unless the draft is about another company."""
        draft = self._settings.drafted(changes)
        values, now = draft.read(), self._clock.now()
        today = now.astimezone(values.shop().timezone).date()
        report = check_setup(values, lambda: self._desk(draft), today)
        if not COMPANY & changes.keys():
            keep_report(self._database, report, now)
        return SetupChecked(report, changes)

    def _make(self, missing: Sequence[Missing], changes: Mapping[str, str]) -> MissingMade:
        made: list[Missing] = []
        try:
            with self._desk(self._settings.drafted(changes)) as desk:
                for thing in missing:
                    desk.make(thing)
                    made.append(thing)
        except (SettingWrong, SyncError) as error:
            return MissingMade(tuple(made), error.problem)
        return MissingMade(tuple(made))

    def _dry_run(self, changes: Mapping[str, str]) -> DryRunMade:
        values = self._settings.drafted(changes).read()
        invoicing = values.invoicing()
        fee = fee_for(invoicing, RemoteProducts(self._database).get(invoicing.fee_product))
        now = self._clock.now().astimezone(values.shop().timezone)
        products = [product for product in Catalog(self._database).products() if not product.hidden]
        try:
            return DryRunMade(dry_run(values, products, fee if isinstance(fee, Fee) else None, now))
        except (SettingWrong, SyncError, BadInput) as error:
            return DryRunMade(None, error.problem)

    def _read_ledger(self, since: date) -> LedgerBrought:
        try:
            with turn(self._settings, self._lease_folder):
                self._gateway = self._connect()
                self._gateway.take_turns(Turns())
                read = bring_ledger(
                    self._database,
                    self._gateway,
                    since,
                    self._clock,
                    stopping=self._stopping,
                    on_change=self._on_change,
                )
        except (SettingWrong, SyncError) as error:
            return LedgerBrought(None, error.problem)
        finally:
            gateway, self._gateway = self._gateway, None
            if gateway is not None:
                gateway.close()
        return LedgerBrought(read)

    @contextmanager
    def _desk(self, settings: SettingsSource) -> Iterator[SetupDesk]:
        """The company's setup, while nobody else on this machine speaks to that company."""
        with turn(settings, self._lease_folder), self._open_desk(settings) as desk:
            yield desk
