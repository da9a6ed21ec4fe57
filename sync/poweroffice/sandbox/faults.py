"""Faults on demand: which request meets which trouble, and what that trouble does to the answer and to the wire.

`FaultPlan` is filled by tests or through `/_sandbox/faults` and asked once per API request, from server threads.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from fnmatch import fnmatchcase
from typing import Any

from werkzeug.wrappers import Response

from .answers import Refusal, Row, dumps, loads, problem
from .throttle import throttled


class FaultAction(Enum):
    """What happens to the request. "Before" and "after" are seen from the change in the books."""

    DROP_BEFORE_COMMIT = "drop_before_commit"
    DROP_AFTER_COMMIT = "drop_after_commit"
    STATUS = "status"
    """An error status instead of the work, or after it with `after_commit`."""
    HTML = "html"
    """200 with a page, as a captive portal answers; nothing is done."""
    DELAY = "delay"
    """The work starts `seconds` late: the client may have given up by then, and it is done all the same."""
    SLOW = "slow"
    """The answer comes in small pieces over `seconds`."""
    TRUNCATED = "truncated"
    """Half of the answer's bytes, then the connection closes."""
    HUGE = "huge"
    """A body of `size` bytes instead of the answer; the work is done."""
    WRONG_TYPES = "wrong_types"
    """The answer with text for numbers and numbers for text."""
    SKEW = "skew"
    """The Date header is `seconds` off."""


@dataclass(frozen=True, slots=True)
class Wire:
    """What the server does with the bytes of the answer."""

    drop: bool = False
    keep: float = 1.0
    over_s: float = 0.0
    skew: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule: from the `nth` request on that matches, `times` times (None: for good).

    `method` and `path` match any where left out; `path` may hold `*` and begin with or without `/v2`.
    """

    action: FaultAction
    method: str | None = None
    path: str | None = None
    nth: int = 1
    times: int | None = 1
    status: int = 500
    after_commit: bool = False
    retry_after: int | None = None
    seconds: float = 1.0
    size: int = 50_000_000

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Fault:
        """A fault out of JSON with these names. Raises 400 naming what is wrong."""
        known = {field.name: field.type for field in fields(cls)}
        for name, value in row.items():
            if name not in known:
                raise problem(400, f"A fault has no '{name}'; it has {', '.join(known)}.")
            if not isinstance(value, _JSON_TYPES[str(known[name])]):
                raise problem(400, f"A fault's '{name}' must be {known[name]}.")
        try:
            action = FaultAction(row.get("action"))
        except ValueError as error:
            allowed = ", ".join(action.value for action in FaultAction)
            raise problem(400, f"A fault's action must be one of {allowed}.") from error
        given: Row = {name: float(value) if isinstance(value, Decimal) else value for name, value in row.items()}
        return cls(**{**given, "action": action})

    def row(self) -> Row:
        """The fault as JSON."""
        return {**asdict(self), "action": self.action.value}

    def concerns(self, method: str, path: str) -> bool:
        """True where the rule is about such a request."""
        if self.method is not None and self.method.upper() != method:
            return False
        return self.path is None or any(fnmatchcase(p, self.path) for p in (path, path.removeprefix("/v2")))


@dataclass(slots=True)
class _Armed:
    fault: Fault
    seen: int = 0
    fired: int = 0

    @property
    def spent(self) -> bool:
        return self.fault.times is not None and self.fired >= self.fault.times


class FaultPlan:
    """The faults to come. Rules are asked in the order they were added; the first that fires wins."""

    def __init__(self) -> None:
        self._armed: list[_Armed] = []
        self._dice: random.Random | None = None
        self._chaos: tuple[float, Sequence[Fault]] = (0.0, ())
        self._fired = 0
        self._lock = threading.Lock()

    def add(self, *faults: Fault) -> None:
        """Arms rules behind those already there."""
        with self._lock:
            self._armed.extend(_Armed(fault) for fault in faults)

    def strew(self, seed: int, share: float, faults: Sequence[Fault]) -> None:
        """From now on that share of the requests meets one of the faults, chosen by the seed."""
        with self._lock:
            self._dice = random.Random(seed)
            self._chaos = (share, tuple(faults))

    def clear(self) -> None:
        """No more faults."""
        with self._lock:
            self._armed.clear()
            self._dice = None

    def armed(self) -> list[Fault]:
        """The rules that can still fire."""
        with self._lock:
            return [entry.fault for entry in self._armed if not entry.spent]

    @property
    def fired(self) -> int:
        """How many requests have met a fault."""
        return self._fired

    def meet(self, method: str, path: str) -> Fault | None:
        """The fault for this request, counting it."""
        with self._lock:
            fault = self._by_rule(method, path) or self._by_chance(method, path)
            self._fired += fault is not None
            return fault

    def _by_rule(self, method: str, path: str) -> Fault | None:
        chosen: Fault | None = None
        for entry in self._armed:
            if entry.fault.concerns(method, path):
                entry.seen += 1
                if chosen is None and not entry.spent and entry.seen >= entry.fault.nth:
                    entry.fired += 1
                    chosen = entry.fault
        return chosen

    def _by_chance(self, method: str, path: str) -> Fault | None:
        share, faults = self._chaos
        if self._dice is None or self._dice.random() >= share:
            return None
        fitting = [fault for fault in faults if fault.concerns(method, path)]
        return self._dice.choice(fitting) if fitting else None


Work = Callable[[], Response]


def suffer(fault: Fault, work: Work, sleep: Callable[[float], None]) -> tuple[Response, Wire]:
    """The answer and what happens to its bytes when the work meets the fault."""
    match fault.action:
        case FaultAction.DROP_BEFORE_COMMIT:
            return Response(status=500), Wire(drop=True)
        case FaultAction.DROP_AFTER_COMMIT:
            work()
            return Response(status=500), Wire(drop=True)
        case FaultAction.STATUS:
            if fault.after_commit:
                work()
            return _status(fault).response(), Wire()
        case FaultAction.HTML:
            return Response(_PORTAL, content_type="text/html; charset=utf-8"), Wire()
        case FaultAction.DELAY:
            sleep(fault.seconds)
            return work(), Wire()
        case FaultAction.SLOW:
            return work(), Wire(over_s=fault.seconds)
        case FaultAction.TRUNCATED:
            return work(), Wire(keep=0.5)
        case FaultAction.HUGE:
            answer = work()
            answer.set_data(b'"' + b"x" * fault.size + b'"')
            return answer, Wire()
        case FaultAction.WRONG_TYPES:
            return _with_wrong_types(work()), Wire()
        case FaultAction.SKEW:
            return work(), Wire(skew=timedelta(seconds=fault.seconds))


def _status(fault: Fault) -> Refusal:
    if fault.status == 429:
        return throttled(fault.retry_after or 1, say_retry_after=fault.retry_after is not None)
    headers = None if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.status in (401, 403):
        return Refusal(fault.status, headers=headers)
    refusal = problem(fault.status, _DETAILS.get(fault.status, "An error that the sandbox was asked for."))
    refusal.headers.update(headers or {})
    return refusal


def _with_wrong_types(answer: Response) -> Response:
    raw = answer.get_data()
    if answer.is_json and raw:
        answer.set_data(dumps(_swapped(loads(raw))).encode())
    return answer


def _swapped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _swapped(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_swapped(part) for part in value]
    if isinstance(value, str):
        return len(value)
    return value if value is None else str(value)


_JSON_TYPES: dict[str, Any] = {
    "FaultAction": str,
    "bool": bool,
    "float": int | float | Decimal,
    "int": int,
    "int | None": int | None,
    "str | None": str | None,
}
_DETAILS = {
    500: "An unexpected error occurred.",
    502: "Bad gateway.",
    503: "The service is busy. Send one request at a time and try again.",
}
_PORTAL = "<!doctype html><title>Gjestenett</title><h1>Velkommen til gjestenettet</h1><p>Logg inn for å fortsette.</p>"
