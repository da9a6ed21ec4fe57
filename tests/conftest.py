"""What every test stands on: Kivy away from files and screens, no settings of the developer's, no outside network.

Runs before any test module is imported, because Kivy reads its environment once, at its first import.
"""

from __future__ import annotations

import atexit
import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

_kivy_home = tempfile.mkdtemp(prefix="disken-kivy-")
atexit.register(shutil.rmtree, _kivy_home, ignore_errors=True)
os.environ.update(KIVY_NO_ARGS="1", KIVY_NO_FILELOG="1", KIVY_NO_CONFIG="1", KIVY_HOME=_kivy_home)
os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
for _name in [name for name in os.environ if name.startswith("DISKEN_")]:
    del os.environ[_name]

# CI tries the same examples in every run, a developer's runs look for new ones. No deadline: machines may be slow.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile("developer", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "developer")


def _stays_here(host: object) -> bool:
    """True when the host is this machine: a loopback address or a name that stands for one."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(host: object) -> None:
    # A failure of pytest's own is no Exception: the code under test cannot take it for an ordinary network error.
    pytest.fail(f"a test reached for {host!r}: tests speak to loopback addresses only", pytrace=True)


@pytest.fixture(scope="session", autouse=True)
def no_outside_network() -> Iterator[None]:
    """Makes every connection and look-up beyond loopback fail the test that tried it, on whichever thread."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded_connect(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


def _guarded_connect(original: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _stays_here(address[0]):
            _refuse(address[0])
        return original(self, address)

    return connect


def _guarded_lookup(original: Any) -> Any:
    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _stays_here(host):
            _refuse(host)
        return original(host, *args, **kwargs)

    return getaddrinfo
