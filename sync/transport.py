"""The one line out, by requests: carries a call there and the answer back, within limits of time, size and pace.

Knows HTTP and nothing of any accounting system. Nothing is repeated here but what was refused unseen (429), and nothing
is remembered from one call to the next: no cookie, no setting of the machine. One thread at a time, except `cut`.
"""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import lru_cache
from random import Random
from typing import Any

import requests
import urllib3

from terminal_app.version import version

from .clock import Clock
from .gateway import NotSent, OutcomeUnknown, SettingIsWrong, SyncError, Throttled
from .kept_line import KeptLine
from .pace import CALLS_PER_S, PATIENCE_S, Pace
from .plain_json import parse_json, parse_rows
from .watchdog import Watchdog

log = logging.getLogger(__name__)

CONNECT_S = 5.0
READ_S = 30.0
DEADLINE_S = 60.0
SMALL_ANSWER = 2_000_000
LIST_ANSWER = 16_000_000
IDLE_S = 15.0
"""A connection left alone for longer is not used again: whoever closed it meanwhile would leave us guessing."""

MOST_REFUSALS = 10
LONGEST_RETRY_AFTER_S = 900.0
_SECONDS = re.compile(r"in (\d{1,6}) seconds?", re.IGNORECASE)
_CHUNK = 65_536
_ALWAYS = {"Accept-Encoding": "gzip, deflate", "Accept": "*/*", "Connection": "keep-alive"}


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer: the status, the headers by lower-case name, and the body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def json(self) -> Any:
        """The parsed body, fractions as Decimal. Raises ValueError for anything that is not sane JSON."""
        return parse_json(self.body)

    def rows(self) -> Iterator[Any]:
        """The parsed values of a body that is a list, one by one; raises ValueError as `json` when it comes to it."""
        return parse_rows(self.body)


class Transport:
    """Sends calls. `wait` pauses for so many seconds; it returns True, sooner, when nobody is to wait any longer."""

    def __init__(
        self,
        *,
        clock: Clock,
        wait: Callable[[float], object],
        secrets: tuple[str, ...] = (),
        user_agent: str | None = None,
        calls_per_s: float = CALLS_PER_S,
        timeouts_s: tuple[float, float, float] = (CONNECT_S, READ_S, DEADLINE_S),
        rng: Random | None = None,
    ) -> None:
        self._clock = clock
        self._wait = wait
        self._secrets = tuple(secret for secret in secrets if secret)
        self._passing: tuple[str, ...] = ()
        self._pace = Pace(clock, wait, calls_per_s, rng)
        connect_s, read_s, deadline_s = timeouts_s
        self._timeouts_s = (connect_s, read_s)
        self._agent = user_agent or default_user_agent()
        self._adapter = KeptLine()
        self._watchdog = Watchdog(deadline_s, self._adapter.cut)
        self._last_use_s = clock.monotonic()

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
        body: bytes | Mapping[str, str] | None = None,
        largest: int = SMALL_ANSWER,
    ) -> Reply:
        """The answer, whatever its status; a 429 has been waited out, unless it asked for long.

        Raises NotSent when nothing can have reached the other side, Throttled for a stubborn 429 or when the wait for
        its turn is called off, SettingIsWrong for an address or certificate that cannot work, OutcomeUnknown for
        everything else.
        """
        for _ in range(MOST_REFUSALS):
            if left_s := self._pace.keep():
                raise Throttled(left_s)
            reply = self._once(method, url, headers, params, body, largest)
            if reply.status == 503:
                self._pace.unwell()
                return reply
            if reply.status != 429:
                self._pace.went_well()
                return reply
            wait_s = seconds_asked(reply, self._clock)
            self._pace.refused(wait_s)
            if wait_s > PATIENCE_S:
                break
        raise Throttled(wait_s)

    def hide(self, secret: str) -> None:
        """Keep one more value, such as a token, out of every log line and error."""
        self._passing = (*self._passing[-3:], secret)

    def while_waiting(self, work: Callable[[], None]) -> None:
        """Have `work`, which does not raise, done in each call from now on between the sending and the answer."""
        self._adapter.meanwhile = work

    def apart_s(self) -> float:
        """How far apart calls go now, in seconds, since some were refused; 0 while they go as near as a till wants."""
        return self._pace.apart_s

    def cut(self) -> None:
        """From another thread: end the call under way; it raises OutcomeUnknown."""
        self._adapter.cut()

    def close(self) -> None:
        """Let the connections go."""
        self._watchdog.end()
        self._adapter.close()

    def _once(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None,
        body: bytes | Mapping[str, str] | None,
        largest: int,
    ) -> Reply:
        if self._clock.monotonic() - self._last_use_s > IDLE_S:
            self._adapter.close()
        # A time-out of requests is per read: only cutting the line ends an answer that trickles in for ever.
        self._watchdog.watch()
        try:
            request = self._request(method, url, headers, params, body)
            with self._adapter.send(request, stream=True, timeout=self._timeouts_s) as response:
                content = _read(response, largest)
                named = {name.lower(): value for name, value in response.headers.items()}
                return Reply(response.status_code, named, content)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            self._adapter.close()
            trouble = error_for_exception(error)
            log.info(
                "%s did not go through: %s: %s", method, trouble, redacted(str(error), (*self._secrets, *self._passing))
            )
            raise trouble from None  # the original names addresses and may hold keys
        finally:
            self._watchdog.rest()
            self._last_use_s = self._clock.monotonic()

    def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None,
        body: bytes | Mapping[str, str] | None,
    ) -> requests.PreparedRequest:
        """The request as it goes out. Made by hand: a requests.Session asks itself for each what it would add to it."""
        request = requests.PreparedRequest()
        request.method = method
        if params:
            request.prepare_url(url, params)
        else:
            request.url = _address(url)
        request.prepare_headers({**_ALWAYS, **headers, "User-Agent": self._agent})
        request.prepare_body(body, None)
        return request


def error_for_exception(error: BaseException) -> SyncError:
    """What a failure below HTTP means: only what certainly came before the first byte is NotSent."""
    causes = _causes(error)
    if _any(causes, (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema)):
        return SettingIsWrong("address_wrong")
    if any("CERTIFICATE_VERIFY_FAILED" in str(cause) for cause in causes):
        return SettingIsWrong("certificate_refused")
    if _any(causes, (urllib3.exceptions.NameResolutionError, socket.gaierror)):
        return NotSent("offline_name")
    if _any(causes, (requests.ConnectTimeout, urllib3.exceptions.NewConnectionError)):
        return NotSent("offline")
    if _any(causes, (requests.exceptions.ChunkedEncodingError, AnswerTooLarge)):
        return OutcomeUnknown("answer_broken")
    if _any(causes, (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)):
        return OutcomeUnknown("no_answer")
    return OutcomeUnknown("connection_cut")


class AnswerTooLarge(requests.RequestException):
    """The body went on beyond what any answer of that kind needs."""


def seconds_asked(reply: Reply, clock: Clock) -> float:
    """How long a 429 asks to wait: Retry-After, else the number in its message, at least 1 s and at most 15 min."""
    asked = _retry_after(reply.headers.get("retry-after", ""), clock)
    if asked is None:
        found = _SECONDS.search(reply.body[:1000].decode("utf-8", "replace"))
        asked = float(found.group(1)) if found else 1.0
    return min(max(asked, 1.0), LONGEST_RETRY_AFTER_S)


def redacted(text: str, secrets: tuple[str, ...]) -> str:
    """The text with every known secret, and whatever follows the word Bearer or Basic, struck out."""
    for secret in secrets:
        text = text.replace(secret, "•••")
    return re.sub(r"(?i)\b(bearer|basic)\s+[^\s'\"]+", r"\1 •••", text)


def default_user_agent() -> str:
    """The program's name and version, as servers' logs show it."""
    return f"Disken/{version() or 0}"


@lru_cache(maxsize=32)
def _address(url: str) -> str:
    """The address in the form in which it goes out; raises as requests does when it is none."""
    request = requests.PreparedRequest()
    request.prepare_url(url, None)
    return request.url or url


def _read(response: requests.Response, largest: int) -> bytes:
    pieces, size = [], 0
    for piece in response.iter_content(_CHUNK):
        size += len(piece)
        if size > largest:
            raise AnswerTooLarge(f"more than {largest} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def _causes(error: BaseException) -> list[BaseException]:
    """The error and everything behind it: requests and urllib3 wrap the cause in arguments and `reason`."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 30:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
    return found


def _any(causes: list[BaseException], kinds: tuple[type[BaseException], ...]) -> bool:
    return any(isinstance(cause, kinds) for cause in causes)


def _retry_after(text: str, clock: Clock) -> float | None:
    if text.strip().isdecimal():
        return float(text.strip()[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return None if moment.tzinfo is None else (moment - clock.now()).total_seconds()
