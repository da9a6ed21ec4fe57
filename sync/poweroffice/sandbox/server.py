"""The HTTP server on loopback: one thread per connection, keep-alive, and the power to misbehave on the wire.

Knows WSGI and bytes, nothing of PowerOffice Go. All its threads are daemons.
"""

from __future__ import annotations

import io
import logging
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import unquote_to_bytes

from .auth import Clock
from .faults import Wire

LOG = logging.getLogger(__name__)
HOST = "127.0.0.1"
WIRE = "sandbox.wire"
LONGEST_BODY = 30_000_000
IDLE_S = 60.0
POLL_S = 0.02
_DEFECT = b"HTTP/1.1 500 Sandbox defect\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

WsgiApp: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]


class LoopbackServer:
    """A listening server. Its port stays the same when it is closed and opened again."""

    def __init__(self, app: WsgiApp, port: int, clock: Clock, sleep: Callable[[float], None] = time.sleep) -> None:
        self._app = app
        self._clock = clock
        self._sleep = sleep
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.port = port

    def open(self) -> None:
        """Begins to listen. Raises OSError when the port is taken."""
        server = _Server(self.port, self._app, self._clock, self._sleep)
        self.port = int(server.server_address[1])
        self._server = server
        self._thread = threading.Thread(
            target=server.serve_forever, args=(POLL_S,), name=f"sandbox-{self.port}", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stops listening and cuts every open connection; then a connection attempt is refused."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is not None and thread is not None:
            server.shutdown()
            server.server_close()
            server.cut_connections()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, port: int, app: WsgiApp, clock: Clock, sleep: Callable[[float], None]) -> None:
        self.app = app
        self.clock = clock
        self.sleep = sleep
        self._connections: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        # HTTPServer's own asks the resolver for this machine's name, which can take seconds without a network.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, int(self.server_address[1])

    def hold(self, connection: socket.socket) -> None:
        with self._guard:
            self._connections.add(connection)

    def let_go(self, connection: socket.socket) -> None:
        with self._guard:
            self._connections.discard(connection)

    def cut_connections(self) -> None:
        with self._guard:
            for connection in self._connections:
                _shut(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if isinstance(error, ConnectionError | TimeoutError):
            LOG.debug("connection lost: %s", error)
            return
        # A defect of the sandbox must not look like a network fault that a test asked for.
        LOG.error("request failed", exc_info=error)
        with suppress(OSError):
            request.sendall(_DEFECT)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DiskenSandbox"
    sys_version = ""
    timeout = IDLE_S
    # Head and body leave in one write; with Nagle a piece of the next answer could still wait for an ACK.
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.hold(self.connection)

    def finish(self) -> None:
        self.server.let_go(self.connection)
        super().finish()

    def _answer(self) -> None:
        body = self._body()
        if body is None:
            return
        environ = self._environ(body)
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            started.append((status, headers))

        pieces = self.server.app(environ, start_response)
        payload = b"".join(pieces)
        if hasattr(pieces, "close"):
            pieces.close()
        wire: Wire = environ.get(WIRE, Wire())
        if wire.drop:
            self.close_connection = True
            _shut(self.connection)
            return
        status, headers = started[-1]
        self._send(int(status[:3]), headers, payload, wire)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815

    def _body(self) -> bytes | None:
        """The whole request body, so that a connection that stays open begins its next request at the right byte."""
        if self.headers.get("Transfer-Encoding"):
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
            return None
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            self._refuse(HTTPStatus.BAD_REQUEST)
            return None
        if len(length) > 12 or int(length) > LONGEST_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        return body

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self._send(status, [("Connection", "close")], b"", Wire())

    def _environ(self, body: bytes) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": str(self.server.server_port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
                environ[f"HTTP_{key}"] = value
        return environ

    def _send(self, status: int, headers: list[tuple[str, str]], payload: bytes, wire: Wire) -> None:
        try:
            phrase = HTTPStatus(status).phrase
        except ValueError:
            phrase = "Unknown"
        bodiless = status in (204, 304)
        lines = [f"HTTP/1.1 {status} {phrase}"]
        lines += [f"{name}: {value}" for name, value in headers if name.lower() not in ("content-length", "date")]
        moment = (self.server.clock() + wire.skew).astimezone(UTC)
        lines.append(f"Date: {format_datetime(moment, usegmt=True)}")
        if not bodiless:
            lines.append(f"Content-Length: {len(payload)}")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
        if bodiless or self.command == "HEAD":
            payload = b""
        self._write(head, payload, wire)
        LOG.debug("%s %s -> %d", self.command, self.path.partition("?")[0], status)

    def _write(self, head: bytes, payload: bytes, wire: Wire) -> None:
        if wire.keep < 1:
            self.connection.sendall(head + payload[: int(len(payload) * wire.keep)])
            self.close_connection = True
            _shut(self.connection)
        elif wire.over_s > 0:
            self._drip(head, payload, wire.over_s)
        else:
            self.connection.sendall(head + payload)

    def _drip(self, head: bytes, payload: bytes, over_s: float, pieces: int = 10) -> None:
        size = max(1, -(-len(payload) // pieces))
        self.connection.sendall(head)
        for start in range(0, len(payload), size):
            self.server.sleep(over_s / pieces)
            self.connection.sendall(payload[start : start + size])

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing to stderr: what is worth telling goes through `logging`, without keys and bodies."""


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):  # it may be gone already
        connection.shutdown(socket.SHUT_RDWR)
