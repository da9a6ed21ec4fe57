"""How this process reaches the accounting system: the composition root's knot between settings, sync and sandbox.

Shared by the window and the verbs. Nothing is imported or started before somebody asks for a gateway.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..domain.problems import FolderTrouble
from ..domain.settings import Keys
from ..storage.settings import Settings

if TYPE_CHECKING:
    from sync.connectors import Address
    from sync.gateway import AccountingGateway
    from sync.poweroffice.sandbox import Sandbox
    from sync.setup_check import SetupDesk

    from ..domain.settings import SettingsSource
    from ..storage.database import Database

STATE_NAME = "sandbox.jsonl"
ADDRESS_NAME = "sandbox-address.json"


class Connections:
    """Gateways for one data folder. With end point `sandbox`, the sandbox of that folder runs in here."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sandbox: Sandbox | None = None
        self._starting = threading.Lock()

    def connect(self, wait: Callable[[float], object] = time.sleep) -> AccountingGateway:
        """A gateway as the settings have it now; raises SettingWrong naming what is missing."""
        from sync.connectors import connect

        return connect(Settings(self._database), sandbox=self.sandbox_address, wait=wait)

    def setup_desk(self, settings: SettingsSource | None = None) -> AbstractContextManager[SetupDesk]:
        """The setup of the company that the settings name, stored or drafted; raises SettingWrong naming what lacks."""
        from sync.connectors import setup_desk

        return setup_desk(settings or Settings(self._database), sandbox=self.sandbox_address)

    def sandbox_address(self) -> Address:
        """The sandbox of this folder: the one that another process serves, else one that is started here."""
        from sync.connectors import Address

        served = None if self._sandbox is not None else served_address(self._database.folder)
        connection = served or self.sandbox().connection()
        return Address(
            connection["api_url"],
            connection["token_url"],
            Keys(connection["application_key"], connection["client_key"], connection["subscription_key"]),
        )

    def sandbox(self) -> Sandbox:
        """The sandbox inside this process, started at first use; its books outlive it in the data folder."""
        with self._starting:
            if self._sandbox is None:
                self._sandbox = self._start()
            return self._sandbox

    def _start(self) -> Sandbox:
        from sync.poweroffice.sandbox import Sandbox, StateFileError

        try:
            return Sandbox.start(state_file=self._database.folder / STATE_NAME)
        except (StateFileError, OSError) as error:
            raise FolderTrouble("sandbox_cannot_start", reason=error) from error

    def close(self) -> None:
        """Stop the sandbox if it runs in here."""
        if self._sandbox is not None:
            self._sandbox.stop()
            self._sandbox = None


def leave_address(folder: Path, connection: dict[str, Any]) -> None:
    """Tell the verbs on that folder where its sandbox is served; the keys open nothing but the sandbox."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / ADDRESS_NAME
    path.touch(mode=0o600)
    path.write_text(json.dumps(connection), "utf-8")


def served_address(folder: Path) -> dict[str, Any] | None:
    """Where another process serves this folder's sandbox, or None when nobody answers there."""
    try:
        connection: dict[str, Any] = json.loads((folder / ADDRESS_NAME).read_text("utf-8"))
        where = urlsplit(connection["api_url"])
        with socket.create_connection((where.hostname or "", where.port or 0), timeout=1):
            return connection
    except (OSError, ValueError, KeyError):
        return None
