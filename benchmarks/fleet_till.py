"""One till of a fleet: the sync's own timetable, pace, breaker, looks and engine; the order of its calls is told anew.

What is real is imported from `sync`. Told anew are the beat of `Rounds`, the pass of `Delivery` and the repeated call
of `Transport`; storage is a few attributes, a call a step of the world. Left out: settlement vouchers, what a 401 for
a token costs that ran out while its call waited (counted as `stale`), and the pages of invoices that are followed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random
from zoneinfo import ZoneInfo

from benchmarks.fleet_world import Answer, Call, Life, VirtualClock
from sync import engine
from sync.engine import Moment, Reach, Verdict
from sync.gateway import NotSent, Sent, SyncError, Throttled
from sync.looks import EVERY_S, Look
from sync.pace import CALLS_PER_S, Pace
from sync.poweroffice.client import RENEW_AT
from sync.reachability import Reachability
from sync.timetable import QUIET_FOR, Timetable, is_due_tonight
from sync.transport import MOST_REFUSALS, PATIENCE_S
from terminal_app.domain.money import ZERO
from terminal_app.domain.outbox import OutboxEntry, Remote, State
from terminal_app.domain.problems import Problem
from terminal_app.domain.settings import Schedule
from terminal_app.storage.jobs import Job

OSLO = ZoneInfo("Europe/Oslo")
TOKEN_LIVES_S = 1200.0
TOKEN_S = TOKEN_LIVES_S * RENEW_AT
"""How long a token is used for new calls."""
ASKED_TO_WAIT_S = 1.0
"""What their 429 says: try again in 1 seconds."""


@dataclass(frozen=True, slots=True)
class Size:
    """A kind of shop: its invoices of a day, and the calls of a night's full listings (pages of 1 000)."""

    name: str
    share: float
    orders: int
    listing_calls: int


SIZES = (Size("small", 0.80, 5, 9), Size("medium", 0.18, 25, 12), Size("large", 0.02, 200, 70))
"""Customers, products with chart and VAT codes, two months of the ledger, and all open invoices."""


class _Jobs:
    """The timetable's rows, in memory."""

    def __init__(self) -> None:
        self._rows: dict[str, Job] = {}

    def get(self, name: str) -> Job:
        return self._rows.get(name) or Job(name)

    def save(self, job: Job) -> None:
        self._rows[job.name] = job


class _Table(Timetable):
    """The timetable; its next run is reckoned once and stands until it has come: nobody sets this world's clock."""

    _coming: datetime | None = None

    def _next(self, now: datetime) -> datetime | None:
        if self._coming is None or self._coming <= now:
            self._coming = super()._next(now)
        return self._coming


@dataclass(slots=True)
class Outcome:
    """What is known of a till afterwards."""

    size: Size
    left: int
    last_in_s: float | None = None
    """When the last of its orders so far was taken."""
    passes: int = 0
    stale: int = 0
    """Calls that were taken with a token that had run out while they waited."""


Step = Generator[float | Call, Answer | None, None]


class FleetTill:
    """`live` is its life from the moment it is added to the world.

    `spread_s` is how far the tills' runs are spread after their scheduled moment. The till has been on all day: its
    looks at customers and invoices come at a moment of its own.
    """

    def __init__(self, clock: VirtualClock, rng: Random, size: Size, schedule: Schedule, spread_s: float) -> None:
        self.outcome = Outcome(size, size.orders)
        self._clock, self._rng, self._spread_s = clock, rng, spread_s
        self._asked_s = 0.0
        self._pace = Pace(clock, self._note, CALLS_PER_S, rng)
        self._line = Reachability(clock, rng)
        self._table = _Table(_Jobs(), schedule, OSLO)  # type: ignore[arg-type]
        self._queue = [_ENTRY] * size.orders
        self._retry_at: datetime | None = None
        self._token_until_s = -1.0
        self._night_spread = timedelta(seconds=rng.random() * QUIET_FOR.total_seconds())
        self._listed_at = clock.now()
        self._customers, self._invoices = Look(), Look()
        since_s = rng.random() * EVERY_S  # both began when the till was switched on, and go on together
        for look in (self._customers, self._invoices):
            look.begins(clock.monotonic() - since_s)

    def live(self) -> Life:
        """Beats as `Rounds.act` makes them, each second, of which those are left out that find nothing to do."""
        jitter_s = self._drawn_s()
        due = self._table.plan(self._clock.now())
        while True:
            now, free = self._clock.now(), not self._line.is_paused
            full = free and due is not None and due + timedelta(seconds=jitter_s) <= now
            if full and not self._queue:
                self._table.done(now)
            elif full or (free and self._retry_at is not None and self._retry_at <= now):
                yield from self._deliver(full=full)
                if full and not self._table.is_owed():
                    jitter_s = self._drawn_s()
            due = self._table.plan(self._clock.now())
            yield from self._look(self._customers, self._customers_calls)
            yield from self._look(self._invoices, self._invoices_calls)
            yield self._until_next(due, jitter_s)

    def _until_next(self, due: datetime | None, jitter_s: float) -> float:
        now, now_s = self._clock.now(), self._clock.monotonic()
        waits = [self._customers.wait_s(now_s), self._invoices.wait_s(now_s)]
        if due is not None:
            waits.append((due - now).total_seconds() + jitter_s)
        if self._retry_at is not None and self._queue:
            waits.append((self._retry_at - now).total_seconds())
        return float(max(1, ceil(max(min(waits), self._line.pause.total_seconds()))))

    def _drawn_s(self) -> float:
        return self._rng.random() * self._spread_s

    # a pass over the queue

    def _deliver(self, *, full: bool) -> Step:
        self.outcome.passes += 1
        if full:
            self._table.began(self._clock.now())
        problem = None
        try:
            yield from self._probe()
        except SyncError as error:
            problem = error.problem
        due = engine.due(self._queue, self._clock.now(), Reach.SCHEDULED if full else Reach.RETRIES)
        for entry in due if problem is None else ():
            problem = yield from self._send(entry)
            if problem is not None:
                break
        now = self._clock.now()
        self._retry_at = engine.next_retry(self._queue, now)
        if problem is None:
            self._line.came_through()
            if full:
                self._table.done(now)
            return
        self._line.put_off(problem)
        if full:
            self._table.owed(now, now + self._line.pause, problem.code)

    def _send(self, entry: OutboxEntry) -> Generator[float | Call, Answer | None, Problem | None]:
        """What ends the pass; None while it goes on."""
        claimed = engine.claim(entry, b"")
        outcome: Sent | SyncError
        try:
            yield from self._ask("order")
            outcome = _SENT
        except SyncError as error:
            outcome = error
        step = engine.after(claimed, outcome, Moment.of(self._clock), self._rng, quarantine_s=600.0)
        self._queue.remove(entry)
        if step.entry.state is State.ACCEPTED:
            self.outcome.left -= 1
            self.outcome.last_in_s = self._clock.monotonic()
            return None
        self._queue.insert(0, step.entry)
        return outcome.problem if isinstance(outcome, SyncError) and step.verdict is Verdict.STOP else None

    # what is asked besides

    def _look(self, look: Look, calls: Callable[[], Step]) -> Step:
        """As `Rounds` looks at customers, and at invoices."""
        if self._line.is_paused or not look.is_due(self._clock.monotonic()):
            return
        look.begins(self._clock.monotonic())
        try:
            yield from self._probe()
            yield from calls()
        except SyncError as error:
            self._line.put_off(error.problem)
            look.failed(self._clock.monotonic(), self._pace.apart_s)
        else:
            self._line.came_through()
            look.gives_way(self._clock.monotonic(), self._pace.apart_s)

    def _customers_calls(self) -> Step:
        if not is_due_tonight(self._listed_at, self._clock.now(), OSLO, self._night_spread):
            yield from self._ask("customers")
            return
        for _ in range(self.outcome.size.listing_calls):
            yield from self._ask("nightly listing")
        self._listed_at = self._clock.now()

    def _invoices_calls(self) -> Step:
        yield from self._ask("invoices")

    def _probe(self) -> Step:
        if self._line.wants_probe:
            yield from self._ask("probe")

    # a call, as client and transport make it

    def _ask(self, what: str) -> Step:
        if self._clock.monotonic() >= self._token_until_s:
            yield from self._call("token")
            self._token_until_s = self._clock.monotonic() + TOKEN_S
        yield from self._call(what)
        # The real one is refused (401) and asks for another token; here it is only counted.
        self.outcome.stale += self._clock.monotonic() >= self._token_until_s + TOKEN_LIVES_S - TOKEN_S

    def _call(self, what: str) -> Step:
        """Raises Throttled or NotSent; a call that was refused for its moment alone is made again."""
        for refusals in range(1, MOST_REFUSALS + 1):
            self._asked_s = 0.0
            self._pace.keep()
            if self._asked_s:
                yield self._asked_s
            answer = yield Call(what)
            if answer is Answer.DOWN:
                raise NotSent("offline")
            if answer is Answer.OK:
                self._pace.went_well()
                return
            self._pace.refused(ASKED_TO_WAIT_S)
            if ASKED_TO_WAIT_S > PATIENCE_S or refusals == MOST_REFUSALS:
                break
        raise Throttled(ASKED_TO_WAIT_S)

    def _note(self, seconds: float) -> None:
        self._asked_s += seconds


_ENTRY = OutboxEntry(
    reference="DSK", sale_id="sale", receipt_no="F-1", sold_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
    customer_remote_id="1", customer_number=1, customer_name=None, total=ZERO, state=State.QUEUED,
)  # fmt: skip
_SENT = Sent(Remote(order_id="1", order_no=1, total=ZERO))
