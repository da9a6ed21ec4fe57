"""What a till in daily use says of itself: clock, disk, printer, company, day, queue and settings; quick, read-only.

Each check is small and says what it saw. Asks no network. Caller's thread.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.channel import Channel
from ..domain.health import Check
from ..domain.outbox import OutboxEntry, State
from ..domain.print_job import PrintJob
from ..domain.problems import Problem, SettingWrong
from ..domain.schedule import runs_after
from ..domain.settings import Endpoint, InvoicingSystem
from ..storage import journal
from ..storage.database import FILE_NAME
from .clock import ROW as CLOCK_BACK
from .clock import last_written
from .company import require_company

if TYPE_CHECKING:
    from .selling import Till

NORWEGIAN = ("Europe/Oslo", "Arctic/Longyearbyen")
CLOCKS_AGREE = timedelta(minutes=2)
LEAST_FREE_BYTES = 200_000_000
LITTLE_FREE_BYTES = 1_000_000_000
PRINTER_PATIENCE = timedelta(minutes=10)
QUEUE_PATIENCE = timedelta(hours=48)
"""Longer than a night and a day without a network: from then on somebody should look."""
_PASSES_BY_ITSELF = ("offline", "offline_name", "stopped", "throttled", "company_in_use")
BEFORE_DISKEN = 2025
RUNS_LOOKED_AT = 100


def clock(till: Till) -> Check:
    """The clock against the newest row of the journal, and the zone with its summer time."""
    now, zone = till.now(), till.values.text("shop.timezone")
    if zone not in NORWEGIAN:
        return Check("clock", False, "clock_other_zone", {"zone": zone})
    winter, summer = (now.replace(month=month, day=15, hour=12).utcoffset() for month in (1, 7))
    if (winter, summer) != (timedelta(hours=1), timedelta(hours=2)):
        return Check("clock", False, "clock_without_summer", {"zone": zone})
    was = _known_to_have_been(till)
    if now.year < BEFORE_DISKEN or (was is not None and was > now + CLOCKS_AGREE):
        at = "" if was is None else _moment(was, now)
        return Check("clock", False, "clock_behind_journal", {"reads": _moment(now, now), "moment": at})
    return Check("clock", True, "clock_in_order", {"moment": _moment(now, now), "zone": zone})


def _known_to_have_been(till: Till) -> datetime | None:
    """The latest that the clock is known to have been, by the newest row and the last setting back; None for never."""
    written, back = last_written(till), journal.last_row(till.database, CLOCK_BACK)
    was = None if back is None else datetime.fromisoformat(back.facts["from"])
    return max((moment for moment in (written, was) if moment is not None), default=None)


def disk(till: Till) -> Check:
    """Room, and whether the till may write where its shop lies."""
    return of_folder_disk(till.database.folder)


def of_folder_disk(folder: Path) -> Check:
    """The same for a folder whose database could not be opened."""
    places = (folder, folder / FILE_NAME)
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        reason = error.strerror or ""
        return Check("disk", False, "folder_not_writable", {"folder": str(folder), "reason": reason})
    if not all(os.access(place, os.W_OK) for place in places if place.exists()):
        return Check("disk", False, "disk_not_writable", {"folder": str(folder)})
    values = {"free": f"{free // 10**9} GB" if free >= 10**10 else f"{free // 10**6} MB"}
    if free < LEAST_FREE_BYTES:
        return Check("disk", False, "disk_nearly_full", values)
    if free < LITTLE_FREE_BYTES:
        return Check("disk", None, "disk_little", values)
    return Check("disk", True, "disk_in_order", values)


def printer(till: Till) -> Check:
    """Whether receipts can come on paper, and whether any got stuck."""
    kind = till.values.text("printer.kind")
    stuck = till.prints.stuck()
    if stuck:
        return Check("printer", False, "printer_stuck", {"receipt_no": _named(stuck[0]), "n": str(len(stuck))})
    waiting = till.prints.jobs.next_waiting()
    if waiting is not None and till.now() - waiting.made_at > PRINTER_PATIENCE:
        since = _moment(waiting.made_at, till.now())
        return Check("printer", False, "printer_waits", {"receipt_no": _named(waiting), "moment": since})
    if kind == "none":
        return Check("printer", None, "printer_none")
    if kind == "file":
        return Check("printer", None, "printer_folder", {"folder": till.values.text("printer.address")})
    return Check("printer", True, "printer_in_order", {"address": till.values.text("printer.address")})


def drawer(till: Till) -> Check:
    """Whether cash has a drawer that tells if it is open."""
    if Channel.CASH not in till.channels():
        return Check("drawer", True, "drawer_not_needed")
    flaw = till.drawer.flaw()
    if flaw is not None:
        return Check.wrong("drawer", flaw)
    if not till.drawer.is_set_up:
        return Check("drawer", None, "drawer_not_set_up")
    return Check("drawer", True, "drawer_in_order")


def company(till: Till) -> Check:
    """Whether a receipt can say who sells."""
    try:
        require_company(till.values)
    except SettingWrong as missing:
        return Check.wrong("company", missing.problem)
    shop = till.values.shop()
    told = {"name": shop.name, "number": shop.organization_number}
    if not (shop.address_line1 and shop.zip_code and shop.city):
        return Check("company", None, "company_without_address", told)
    return Check("company", True, "company_in_order", told)


def day(till: Till) -> Check:
    """Whether each day of use has its Z, but for the one that is open."""
    stands = till.day.stands()
    if stands.left_open is not None:
        return Check("day", False, "day_left_open", {"day": stands.left_open.isoformat()})
    if stands.last_z is None:
        return Check("day", True, "day_never_closed")
    number, made = stands.last_z.number, _moment(stands.last_z.made_at, till.now())
    return Check("day", True, "day_in_order", {"number": str(number), "moment": made})


def parked(till: Till) -> Check:
    """Whether a cart was parked on an earlier day: none may live into the next."""
    today = till.day.of(till.now())
    old = [one.name for one in till.parking.every() if till.day.of(one.parked_at) < today]
    if old:
        return Check("parked", False, "parked_too_long", {"names": ", ".join(old)})
    return Check("parked", True, "parked_in_order")


def queue(till: Till) -> Check:
    """What of the queue needs a person, and what has waited for too long: invoices and day settlements."""
    now = till.now()
    counts, set_aside = till.outbox.open_counts(now)
    stopped = counts.get(State.NEEDS_CUSTOMER, 0) + counts.get(State.NEEDS_ATTENTION, 0) - set_aside
    if stopped > 0:
        return Check("queue", False, "queue_needs_person", {"n": str(stopped)})
    oldest = _oldest(till)
    if oldest is None:
        return Check("queue", True, "queue_empty")
    waiting = sum(counts.get(state, 0) for state in _WAITING)
    told = {"n": str(waiting), "receipt_no": oldest.receipt_no, "moment": _moment(oldest.sold_at, now)}
    late = till.sends() and now - oldest.sold_at > QUEUE_PATIENCE
    return Check("queue", not late, "queue_late" if late else "queue_waits", told)


_WAITING = (State.QUEUED, State.SENDING, State.UNKNOWN)


def _oldest(till: Till) -> OutboxEntry | None:
    return next(iter(till.outbox.in_states(_WAITING, 1)), None)


def network(till: Till) -> Check:
    """What came of the sync's last runs; nothing is asked of the network."""
    if not till.sends():
        return Check("network", True, "network_not_needed")
    blocked = till.sync.status().blocked
    runs = till.runs.newest(RUNS_LOOKED_AT)
    if blocked is not None or not runs:
        return Check("network", None, "network_never_tried") if blocked is None else Check.wrong("network", blocked)
    last, now = runs[0], till.now()
    reached = next((run.ended for run in runs if run.problem is None), None)
    if last.problem is None:
        return Check("network", True, "network_in_order", {"moment": _moment(last.ended, now)})
    if last.problem.code not in _PASSES_BY_ITSELF:
        return Check.wrong("network", last.problem)
    told = {"moment": _moment(last.ended, now), "last": "" if reached is None else _moment(reached, now)}
    return Check("network", None, "network_not_reached", told)


def schedule(till: Till) -> Check:
    """When the queue goes next."""
    if not till.sends():
        return Check("schedule", True, "schedule_not_needed")
    plan, now = till.values.schedule(), till.now()
    nearest = runs_after(now, plan, till.values.shop().timezone, 1)
    if not nearest:
        return Check("schedule", None, "schedule_not_on")
    return Check("schedule", True, "schedule_next", {"moment": _moment(nearest[0], now)})


def settings(till: Till) -> Check:
    """Settings that only make sense together."""
    channel, invoicing = till.invoice_channel(), till.values.invoicing()
    settles = till.values.settlement().enabled
    if not channel.enabled and not settles:
        return Check("settings", True, "settings_no_invoice")
    if not channel.integration and not settles:
        return Check("settings", None, "settings_held")
    if invoicing.system is InvoicingSystem.NONE:
        return Check.wrong("settings", Problem("invoicing_not_set_up", {"field": "invoicing.system"}))
    try:
        if invoicing.endpoint is not Endpoint.SANDBOX:
            till.settings.keys()
    except SettingWrong as missing:
        return Check.wrong("settings", missing.problem)
    if channel.enabled and channel.integration and invoicing.enabled_since is None:
        return Check("settings", False, "since_missing")
    if settles and till.values.settlement().enabled_since is None:
        return Check("settings", False, "settlement_since_missing")
    return Check("settings", True, "settings_in_order")


def backup(till: Till) -> Check:
    """The till makes no backup itself, so it cannot know of any."""
    return Check("backup", None, "backup_unknown", {"folder": str(till.database.folder)})


def _named(job: PrintJob) -> str:
    return job.receipt_no or job.kind.value


def _moment(moment: datetime, now: datetime) -> str:
    return moment.astimezone(now.tzinfo).isoformat()
