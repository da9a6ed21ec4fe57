"""The lease: of all programs of one user on this machine, one at a time speaks to a company.

Two registers of a shop, or a copied data folder beside its original, share a company without knowing of each other.
The lease is a lock file named by a hash of the address and the client key; it ends with its holder however that ends.
Knows no network; any thread.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from terminal_app.domain.settings import Endpoint, InvoicingSystem, SettingsSource

from .gateway import TryAgainLater

log = logging.getLogger(__name__)


class CompanyInUse(TryAgainLater):
    """Another program is speaking to the company; ours waits its turn."""

    def __init__(self) -> None:
        super().__init__("company_in_use")


def company_mark(settings: SettingsSource) -> str | None:
    """What tells one company at one address from all others, as a hash; None where there is no company to share.

    Raises SettingWrong naming a key that is missing.
    The client key stands for the company (one key for each company and integration). The sandbox inside the program
    belongs to its data folder alone.
    """
    invoicing = settings.read().invoicing()
    if invoicing.system is InvoicingSystem.NONE or invoicing.endpoint is Endpoint.SANDBOX:
        return None
    address = invoicing.api_url if invoicing.endpoint is Endpoint.CUSTOM else ""
    client_key = settings.keys().client
    told = "\n".join((invoicing.system.value, invoicing.endpoint.value, address.rstrip("/"), client_key))
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:32]


def lease_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the leases of this user on this machine lie: gone after a reboot, never on a network drive."""
    runtime = environment.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / "disken"
    return Path(tempfile.gettempdir()) / f"disken-{os.getuid()}"


class Lease:
    """The right to speak to one company. Take it for a pass, not for a life: others wait for it."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._folder = folder
        self._path = folder / f"{mark}.lease"
        self._descriptor: int | None = None

    def take(self) -> bool:
        """True when it is ours now, or was already. Never waits.

        Where no lock file can be made there is no lease to be had and none to wait for: then it is True as well.
        """
        if self._descriptor is not None:
            return True
        try:
            while (descriptor := self._locked()) is not None:
                # A holder takes its file away with it: a lock on a file that is no longer there holds nobody off.
                if self._is_in_place(descriptor):
                    self._descriptor = descriptor
                    return True
                os.close(descriptor)
        except OSError as error:
            log.warning("no lease can be had (%s); whoever else speaks to this company is not waited for", error)
            return True
        return False

    def release(self) -> None:
        """Let the next one have it. Calling it again does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            self._path.unlink(missing_ok=True)
            os.close(descriptor)

    def _locked(self) -> int | None:
        """The locked file; None when another program holds it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._folder.stat().st_uid != os.getuid():
            raise PermissionError("the folder of the leases belongs to somebody else")
        descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except OSError:
            os.close(descriptor)
            raise
        return descriptor

    def _is_in_place(self, descriptor: int) -> bool:
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return False
        ours = os.fstat(descriptor)
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)


@contextmanager
def turn(
    settings: SettingsSource, folder: Path | None = None, *, wait: Callable[[], bool] = lambda: False
) -> Iterator[None]:
    """Our turn with the company that the settings name, for as long as the block lasts.

    `wait` is asked whenever another has it: True when it has waited a little, False to give up. Raises CompanyInUse.
    """
    mark = company_mark(settings)
    if mark is None:
        yield
        return
    lease = Lease(folder or lease_folder(), mark)
    while not lease.take():
        if not wait():
            raise CompanyInUse
    try:
        yield
    finally:
        lease.release()
