"""The connection itself, by requests and urllib3: kept between calls, never repeated upon, cut from another thread.

Knows nothing of calls and answers. One thread at a time, except `cut`.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

log = logging.getLogger(__name__)


class KeptLine(HTTPAdapter):
    """Repeats nothing, keeps one connection, and knows the sockets it has open so that they can be cut.

    `meanwhile` is called in each call when it has gone out whole and its answer is awaited; it does not raise.
    """

    def __init__(self) -> None:
        self.meanwhile: Callable[[], None] = _nothing
        self._open: dict[int, Any] = {}
        self._pools: dict[str, Any] = {}
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        line = self

        class Plain(urllib3.connection.HTTPConnection):
            def connect(self) -> None:
                super().connect()
                line._open[id(self)] = self

            def getresponse(self) -> Any:
                line.meanwhile()
                return super().getresponse()

        class Secure(urllib3.connection.HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                line._open[id(self)] = self

            def getresponse(self) -> Any:
                line.meanwhile()
                return super().getresponse()

        class PlainPool(urllib3.HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(urllib3.HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """The pool for that server, kept by the start of the address: finding it anew costs more than using it."""
        server = "/".join((request.url or "").split("/", 3)[:3])
        if server not in self._pools:
            self._pools[server] = super().get_connection_with_tls_context(request, verify, proxies, cert)
        return self._pools[server]

    def cut(self) -> None:
        for connection in list(self._open.values()):
            line = connection.sock
            if line is not None:
                try:
                    line.shutdown(socket.SHUT_RDWR)
                except OSError as error:
                    log.debug("the line was already gone: %s", error)

    def close(self) -> None:
        super().close()
        self._pools.clear()
        self._open.clear()


def _nothing() -> None:
    """What is done while an answer is awaited, where there is nothing to do."""
