"""All that one running sandbox consists of, and what an endpoint is handed for one request.

Data; the behaviour is in the parts. Shared by the server's threads, each part guards itself.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from .answers import loads, problem
from .auth import Caller, Clock, Doorkeeper
from .books import Books
from .faults import FaultPlan
from .rules.settings import Rules
from .shapes import Shape, check
from .throttle import Throttle

MOST_VISITS = 5000
JSON_TYPES = ("application/json", "text/json")


@dataclass(frozen=True, slots=True)
class Visit:
    """One API request that came in, and the status it left with (None: the connection was cut)."""

    at: datetime
    method: str
    path: str
    query: str
    status: int | None
    body: bytes = field(repr=False)
    agent: str = ""


class VisitLog:
    """The last requests, oldest first, and counts of all of them."""

    def __init__(self) -> None:
        self._visits: deque[Visit] = deque(maxlen=MOST_VISITS)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def note(self, visit: Visit, route: str) -> None:
        """Remembers a request; `route` is the path with placeholders, by which it is counted."""
        status = "cut" if visit.status is None else str(visit.status)
        with self._lock:
            self._visits.append(visit)
            self._counts[f"{visit.method} {route}", status] += 1

    def visits(self) -> list[Visit]:
        """The last requests, oldest first."""
        with self._lock:
            return list(self._visits)

    def counts(self) -> dict[str, dict[str, int]]:
        """How often each route was answered with each status."""
        table: dict[str, dict[str, int]] = {}
        with self._lock:
            for (route, status), count in sorted(self._counts.items()):
                table.setdefault(route, {})[status] = count
        return table


@dataclass(slots=True)
class Office:
    """One company's PowerOffice Go."""

    books: Books
    doorkeeper: Doorkeeper
    throttle: Throttle
    clock: Clock
    seed: int
    rules: Rules
    sleep: Callable[[float], None]
    faults: FaultPlan = field(default_factory=FaultPlan)
    log: VisitLog = field(default_factory=VisitLog)

    def change_rules(self, **changes: Any) -> None:
        """Other rules from the next request on."""
        self.rules = replace(self.rules, **changes)


@dataclass(frozen=True, slots=True)
class Call:
    """One request that has passed the gateway."""

    office: Office
    request: Request
    caller: Caller
    now: datetime
    args: Mapping[str, Any]

    @property
    def books(self) -> Books:
        """The company's books."""
        return self.office.books

    def body(self, shape: Shape) -> dict[str, Any]:
        """The posted document. Raises 415 for another content type, 400 for anything that is not such a document."""
        return check(self.json(*JSON_TYPES), shape, self.office.rules.strict_properties)

    def json(self, *mimetypes: str) -> Any:
        """The body as JSON, sent as one of those content types or any `application/…+json`."""
        kind = self.request.mimetype
        if kind not in mimetypes and not (kind.startswith("application/") and kind.endswith("+json")):
            raise problem(415, f"Content type '{kind}' is not supported.", "Unsupported Media Type")
        try:
            return loads(self.request.get_data())
        except ValueError as error:
            raise problem(400, f"The body is not valid JSON: {error}", "One or more validation errors occurred.") from (
                error
            )

    def refuse_fields(self) -> None:
        """Raises 400 where a by-id request asks for `Fields`, which only lists take."""
        if any(name.lower() == "fields" for name in self.request.args):
            raise problem(400, "Fields can only be used on lists.", "Invalid resourceParameter")


Endpoint = Callable[[Call], Response]
