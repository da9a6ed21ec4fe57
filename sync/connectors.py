"""From the shop's settings to the accounting system they name: the one line that a new system adds is here.

Light to import: a connector's own modules load when it is asked for, on the thread that will use it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from terminal_app.domain.problems import SettingWrong
from terminal_app.domain.settings import Endpoint, Invoicing, InvoicingSystem, Keys, SettingsSource

from .clock import Clock, SystemClock
from .gateway import AccountingGateway
from .setup_check import SetupDesk

if TYPE_CHECKING:
    from .poweroffice.client import Client


@dataclass(frozen=True, slots=True)
class Address:
    """Where an accounting system listens, and the keys when they are not those of the settings."""

    api_url: str
    token_url: str
    keys: Keys | None = None


POWEROFFICE = {
    Endpoint.TEST: Address("https://goapi.poweroffice.net/Demo/v2", "https://goapi.poweroffice.net/Demo/OAuth/Token"),
    Endpoint.PRODUCTION: Address("https://goapi.poweroffice.net/v2", "https://goapi.poweroffice.net/OAuth/Token"),
}
"""developer.poweroffice.net, documentation/authentication; the token address has no /v2."""


Sandbox = Callable[[], Address]
"""Gives the address of the sandbox that runs inside this program, starting it if need be."""


def connect(
    settings: SettingsSource,
    *,
    sandbox: Sandbox | None = None,
    wait: Callable[[float], object] = time.sleep,
    clock: Clock | None = None,
) -> AccountingGateway:
    """The gateway that the settings name; no network yet. Call it on the thread that will use it.

    Raises SettingWrong naming the setting that is missing: no system chosen, a key, an address.
    """
    invoicing, address, keys = _chosen(settings, sandbox)
    return CONNECTORS[invoicing.system](address, keys, invoicing, wait, clock or SystemClock())


def setup_desk(
    settings: SettingsSource,
    *,
    sandbox: Sandbox | None = None,
    wait: Callable[[float], object] = time.sleep,
    clock: Clock | None = None,
) -> AbstractContextManager[SetupDesk]:
    """The setup of the company that the settings name; use it in a `with`. Raises SettingWrong as `connect` does."""
    invoicing, address, keys = _chosen(settings, sandbox)
    return SETUP_DESKS[invoicing.system](address, keys, invoicing, wait, clock or SystemClock())


def _chosen(settings: SettingsSource, sandbox: Sandbox | None) -> tuple[Invoicing, Address, Keys]:
    invoicing = settings.read().invoicing()
    if invoicing.system not in CONNECTORS:
        raise SettingWrong("invoicing_not_set_up", field="invoicing.system")
    address = _address(invoicing, sandbox)
    return invoicing, address, address.keys or settings.keys()


def _address(invoicing: Invoicing, sandbox: Sandbox | None) -> Address:
    if invoicing.endpoint is Endpoint.SANDBOX:
        if sandbox is None:
            raise SettingWrong("sandbox_not_running", field="invoicing.endpoint")
        return sandbox()
    if invoicing.endpoint is Endpoint.CUSTOM:
        for key, url in (("api_url", invoicing.api_url), ("token_url", invoicing.token_url)):
            if not url:
                raise SettingWrong("address_missing", field=f"invoicing.{key}")
        return Address(invoicing.api_url, invoicing.token_url)
    return POWEROFFICE[invoicing.endpoint]


def _poweroffice(
    address: Address, keys: Keys, invoicing: Invoicing, wait: Callable[[float], object], clock: Clock
) -> AccountingGateway:
    from .poweroffice.gateway import PowerOfficeGateway

    return PowerOfficeGateway(_poweroffice_client(address, keys, wait, clock), invoicing)


def _poweroffice_setup(
    address: Address, keys: Keys, invoicing: Invoicing, wait: Callable[[float], object], clock: Clock
) -> AbstractContextManager[SetupDesk]:
    from .poweroffice.setup_desk import PowerOfficeSetupDesk

    return PowerOfficeSetupDesk(_poweroffice_client(address, keys, wait, clock), invoicing, clock)


def _poweroffice_client(address: Address, keys: Keys, wait: Callable[[float], object], clock: Clock) -> Client:
    from .poweroffice.client import Client
    from .transport import Transport

    transport = Transport(clock=clock, wait=wait, secrets=(keys.application, keys.client, keys.subscription))
    return Client(transport, address.api_url, address.token_url, keys, clock)


Connector = Callable[[Address, Keys, Invoicing, Callable[[float], object], Clock], AccountingGateway]
CONNECTORS: dict[InvoicingSystem, Connector] = {InvoicingSystem.POWEROFFICE_GO: _poweroffice}
SetupConnector = Callable[
    [Address, Keys, Invoicing, Callable[[float], object], Clock], AbstractContextManager[SetupDesk]
]
SETUP_DESKS: dict[InvoicingSystem, SetupConnector] = {InvoicingSystem.POWEROFFICE_GO: _poweroffice_setup}
