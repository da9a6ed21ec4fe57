"""A sync that runs the desk's errands in the very call, over real HTTP, and hands each answer to who listens.

With `hold` on, errands wait until `answer` is called, as they do when another thread runs them. Whatever company a
draft names as PowerOffice Go in production is the sandbox here: no test reaches beyond this machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from sync.connectors import connect, setup_desk
from sync.errands import CheckSetup, DryRun, Errand, Errands, MakeMissing, ReadLedger
from sync.gateway import AccountingGateway
from sync.setup_check import SetupDesk
from terminal_app.domain.settings import Endpoint, Keys, SettingsSource, SettingValues
from terminal_app.domain.setup import Missing
from terminal_app.domain.sync_control import SyncEvent, SyncStatus
from terminal_app.storage.database import Database
from terminal_app.storage.settings import Settings
from tests.sync.shop import HandClock


class SandboxForProduction:
    """Settings whose end point Production is the address that is stored for Custom."""

    def __init__(self, settings: SettingsSource) -> None:
        self._settings = settings

    def read(self) -> SettingValues:
        values = self._settings.read()
        real = values.invoicing().endpoint is Endpoint.PRODUCTION
        return values.changed({"invoicing.endpoint": "custom"}) if real else values

    def keys(self) -> Keys:
        return self._settings.keys()


class ErrandsHere:
    """Implements `SyncControl`; sends nothing."""

    def __init__(self, database: Database, clock: HandClock, leases: Path) -> None:
        def opened(settings: SettingsSource) -> AbstractContextManager[SetupDesk]:
            return setup_desk(SandboxForProduction(settings), wait=clock.wait, clock=clock)

        def connected() -> AccountingGateway:
            return connect(SandboxForProduction(Settings(database)), wait=clock.wait, clock=clock)

        self._errands = Errands(database, opened, clock=clock, connect=connected, lease_folder=leases)
        self.take: Callable[[SyncEvent], None] = lambda event: None
        self.hold = False
        self.waiting: list[Errand] = []
        self.asked: list[Errand] = []

    def answer(self) -> None:
        """Run what was held, oldest first."""
        while self.waiting:
            self.take(self._errands.run(self.waiting.pop(0)))

    def _run(self, errand: Errand) -> None:
        self.asked.append(errand)
        self.waiting.append(errand)
        if not self.hold:
            self.answer()

    def check_setup(self, changes: Mapping[str, str]) -> None:
        self._run(CheckSetup(dict(changes)))

    def make_missing(self, missing: Sequence[Missing], changes: Mapping[str, str]) -> None:
        self._run(MakeMissing(tuple(missing), dict(changes)))

    def dry_run(self, changes: Mapping[str, str]) -> None:
        self._run(DryRun(dict(changes)))

    def read_ledger(self, since: date) -> None:
        self._run(ReadLedger(since))

    def nudge(self) -> None:
        """Nothing is sent."""

    send_now = refresh_customers = reconfigure = nudge

    def status(self) -> SyncStatus:
        return SyncStatus()
