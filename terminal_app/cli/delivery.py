"""The verbs of the sync: sync, customers, schedule, sandbox. The sync itself is loaded only when it is used."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ..domain.catalog import Customer
from ..domain.outbox import State
from ..domain.problems import BadInput, FolderTrouble, Problem, SettingWrong
from ..domain.runs import Run
from ..domain.setting_checks import DAYS
from ..domain.settings import Schedule
from ..i18n import Texts
from ..till import Till
from .connections import STATE_NAME, Connections, leave_address
from .output import moment, print_json, print_lines

if TYPE_CHECKING:
    from sync.gateway import AccountingGateway

_OFF = "off"
POLL_S = 0.2
HISTORY_SHOWN = 20


class Patience:
    """Waits for another program that is in the way, up to a limit, and says so once on stderr.

    Called each time it is still in the way: True when it has waited a little, False when the limit is reached.
    """

    def __init__(
        self,
        limit_s: float,
        told: str,
        *,
        sleep: Callable[[float], object] = time.sleep,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit_s = limit_s
        self._told = told
        self._sleep = sleep
        self._now_s = now_s
        self._until_s: float | None = None

    def __call__(self) -> bool:
        now_s = self._now_s()
        if self._until_s is None:
            self._until_s = now_s + self._limit_s
            if self._limit_s > 0:
                print(f"disken: {self._told}", file=sys.stderr)
        left_s = self._until_s - now_s
        if left_s <= 0:
            return False
        self._sleep(min(POLL_S, left_s))
        return True


def for_the_folder(options: Namespace, texts: Texts) -> Patience:
    """What waits until another program lets go of the data folder."""
    limit_s = getattr(options, "wait", 0.0)
    return Patience(limit_s, texts.say("Another program holds this shop; waiting up to {n} s.", n=f"{limit_s:g}"))


def _for_the_company(options: Namespace, texts: Texts) -> Patience:
    told = texts.say("Another program speaks to this company; waiting up to {n} s.", n=f"{options.wait:g}")
    return Patience(options.wait, told)


def sync(options: Namespace, till: Till, texts: Texts) -> int:
    """One pass; 0 when all went, 1 when something needs a person, 3 when a setting is wrong."""
    from sync.delivery import PassReport, deliver_once
    from sync.documents import Kind
    from sync.history import History
    from sync.home import settle_in
    from sync.lease import CompanyInUse

    began, began_at = time.monotonic(), till.now()
    report: PassReport | None = None
    moved = 0
    settle_in(till.database)
    try:
        with _gateway(till, _for_the_company(options, texts)) as gateway:
            report = deliver_once(till.database, gateway)
            blocked, delayed = report.blocked, report.cut_short
            if Kind.INVOICE not in report.blocks and delayed is None:  # a setting that stops vouchers stops no invoice
                moved, stopped, delayed = _follow(till, gateway)
                blocked = blocked or stopped
        counted = (report.sent, report.already_there, report.needs_attention, report.still_queued)
    except (SettingWrong, CompanyInUse) as trouble:
        counts = till.outbox.counts()
        waiting = sum(counts.get(state, 0) for state in (State.QUEUED, State.SENDING, State.UNKNOWN))
        counted = (0, 0, counts.get(State.NEEDS_ATTENTION, 0), waiting)
        blocked, delayed = (trouble.problem, None) if isinstance(trouble, SettingWrong) else (None, trouble.problem)
    if report is None:  # it came to no pass at all
        report = PassReport(still_queued=counted[-1], blocked=blocked, cut_short=delayed)
    History(till.database).keep_headless(report, began_at, till.now())
    names = ("sent", "already_there", "needs_attention", "still_queued")
    document: dict[str, Any] = {
        **dict(zip(names, counted, strict=True)),
        "moved_on": moved,
        "blocked": _problem(blocked, texts),
        "delayed": _problem(delayed, texts),
        "seconds": round(time.monotonic() - began, 3),
    }
    if options.json:
        print_json(document)
    else:
        print_lines(_told(document, till.outbox.counts(), texts))
    if blocked is not None:
        return 3
    counts = till.outbox.counts()
    return 1 if counts.get(State.NEEDS_ATTENTION) or counts.get(State.NEEDS_CUSTOMER) else 0


def _follow(till: Till, gateway: AccountingGateway) -> tuple[int, Problem | None, Problem | None]:
    """How many of our orders have been invoiced or paid since; the setting that forbids it, or what time will mend."""
    from sync.gateway import SettingIsWrong, SyncError
    from sync.invoice_states import follow_invoices

    try:
        return follow_invoices(till.database, gateway, everything=True), None, None
    except SettingIsWrong as error:
        return 0, error.problem, None
    except SyncError as error:
        return 0, None, error.problem


def customers(options: Namespace, till: Till, texts: Texts) -> int:
    """The mirror, searched; fetched anew first with --refresh."""
    if options.refresh:
        from sync.customers import refresh_customers
        from sync.gateway import SettingIsWrong

        try:
            with _gateway(till, _for_the_company(options, texts)) as gateway:
                changed = refresh_customers(till.database, gateway)
        except SettingIsWrong as error:
            raise SettingWrong(error.problem.code, **error.problem.values) from error
        if not options.json:
            print_lines([texts.say("{n} were new or changed.", n=changed)])
    most = max(till.catalog.customer_count(archived=True), 1)
    found = till.catalog.search_customers(options.search or "", most, archived=True)
    if options.json:
        print_json({"total": len(found), "customers": [_customer(customer) for customer in found]})
    else:
        print_lines(_line(customer, texts) for customer in found)
    return 0


def schedule(options: Namespace, till: Till, texts: Texts) -> int:
    """The schedule, set if asked to, and its next run."""
    if options.action == "set":
        till.change_settings(_expression(options.expression or ""))
    plan, zone = till.values.schedule(), till.values.shop().timezone
    coming = _next_run(till, plan)
    if options.json:
        shown: dict[str, Any] = {"next_run": moment(coming, zone), "timezone": zone.key}
        if options.action != "next":
            times = [f"{at:%H:%M}" for at in plan.times]
            days = [DAYS[day] for day in plan.days]
            history = [_past_run(run, zone, texts) for run in till.runs.newest(HISTORY_SHOWN)]
            shown = {"enabled": plan.enabled, "times": times, "days": days, **shown, "history": history}
        print_json(shown)
    elif not plan.enabled:
        print_lines([texts.say("The schedule is off.")])
    elif coming is None:
        print_lines([texts.say("No run is planned.")])
    else:
        local = coming.astimezone(zone)
        print_lines([f"{texts.weekday(local.date())} {texts.day(local.date())} {texts.clock(local)} ({zone.key})"])
    return 0


def sandbox(options: Namespace, folder: Path, named: bool) -> int:
    """Serves until it is told to stop. In a folder that was named its books are kept, and its verbs find it."""
    from sync.poweroffice.sandbox import StateFileError, serve

    def announce(connection: dict[str, str]) -> None:
        if named:
            leave_address(folder, connection)

    try:
        serve(
            port=options.port,
            seed=1 if options.seed is None else options.seed,
            enforce_rate_limit=options.enforce_rate_limit,
            state_file=folder / STATE_NAME if named else None,
            announce=announce,
        )
    except (StateFileError, OSError, OverflowError) as error:
        raise FolderTrouble("sandbox_cannot_start", reason=error) from error
    return 0


@contextmanager
def _gateway(till: Till, patience: Patience) -> Iterator[AccountingGateway]:
    """The gateway, while nobody else on this machine speaks to the company. Raises SettingWrong or CompanyInUse."""
    from sync.lease import turn

    connections = Connections(till.database)
    try:
        gateway = connections.connect()
        try:
            with turn(till.settings, wait=patience):
                yield gateway
        finally:
            gateway.close()
    finally:
        connections.close()


def _told(document: dict[str, Any], counts: Mapping[State, int], texts: Texts) -> Iterator[str]:
    yield texts.say(
        "{n} sent, {there} already there, {attention} need you, {waiting} waiting.",
        n=document["sent"],
        there=document["already_there"],
        attention=document["needs_attention"] + counts.get(State.NEEDS_CUSTOMER, 0),
        waiting=document["still_queued"],
    )
    if checking := counts.get(State.UNKNOWN, 0):
        yield texts.count(
            "{n} of them is being checked: it was sent, and it is looked up whether it arrived.",
            "{n} of them are being checked: they were sent, and it is looked up whether they arrived.",
            checking,
        )
    if held := counts.get(State.HELD, 0):
        yield texts.count(
            "{n} is only recorded here: the integration is off, or the sale is from before “Enabled since”.",
            "{n} are only recorded here: the integration is off, or the sales are from before “Enabled since”.",
            held,
        )
    for problem in (document["blocked"], document["delayed"]):
        if problem is not None:
            yield problem["message"]
            yield f"→ {problem['hint']}"


def _past_run(run: Run, zone: ZoneInfo, texts: Texts) -> dict[str, Any]:
    return {
        "kind": run.kind.value,
        "planned": moment(run.planned, zone),
        "started": moment(run.started, zone),
        "ended": moment(run.ended, zone),
        "sent": run.sent,
        "already_there": run.already_there,
        "stopped": run.stopped,
        "still_queued": run.still_queued,
        "problem": _problem(run.problem, texts),
    }


def _problem(problem: Problem | None, texts: Texts) -> dict[str, str] | None:
    if problem is None:
        return None
    message, hint = texts.problem(problem)
    return {"code": problem.code, "message": message, "hint": hint}


def _line(customer: Customer, texts: Texts) -> str:
    archived = f"({texts.say('archived')})" if customer.archived else ""
    parts = (customer.name, customer.organization_number or "", customer.city or "", archived)
    return f"{customer.number:<8} " + "  ".join(part for part in parts if part)


def _customer(customer: Customer) -> dict[str, Any]:
    return {
        "number": customer.number,
        "name": customer.name,
        "organization_number": customer.organization_number,
        "email": customer.email,
        "archived": customer.archived,
        "city": customer.city,
        "phone": customer.phone,
    }


def _next_run(till: Till, plan: Schedule) -> Any:
    from sync.timetable import next_run

    return next_run(till.now(), plan, till.values.shop().timezone) if plan.enabled else None


def _expression(text: str) -> dict[str, str]:
    """Settings for “off”, “TIMES” or “TIMES DAYS”; raises BadInput naming what is wrong."""
    parts = text.split()
    if text.strip() == _OFF:
        return {"schedule.enabled": "false"}
    if not 1 <= len(parts) <= 2:
        raise BadInput("schedule_not_understood", field="schedule", text=text[:60])
    days = parts[1] if len(parts) == 2 else ",".join(DAYS)
    return {"schedule.enabled": "true", "schedule.times": parts[0], "schedule.days": days}
