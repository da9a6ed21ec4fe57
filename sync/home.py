"""Notices that a data folder is not where it was: copied, restored from a backup, or moved to another machine.

Then somebody else may have sent what waits here, so that it is looked up before it is sent. Runs on the sync thread or
headless, before the first pass.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from pathlib import Path

from terminal_app.domain.outbox import Quarantine, State
from terminal_app.domain.problems import MoveRefused
from terminal_app.storage.database import FILE_NAME, Database
from terminal_app.storage.jobs import Jobs
from terminal_app.storage.outbox import Outbox
from terminal_app.storage.settings import Settings
from terminal_app.storage.settlement_queue import queue_settlements

from .clock import Clock, SystemClock

log = logging.getLogger(__name__)

JOB = "home"
_MACHINE_ID = Path("/etc/machine-id")
_STILL_TO_SEND = (State.QUEUED, State.NEEDS_ATTENTION)


def settle_in(database: Database, clock: Clock | None = None) -> int:
    """How many entries are looked up first because the folder is a copy; 0 where it always was.

    Writes down where it is now. The first time there is nothing to compare with, and nothing is doubted.
    """
    jobs, clock = Jobs(database), clock or SystemClock()
    job, here = jobs.get(JOB), home_of(database.folder)
    if job.last_problem == here:
        return 0
    if job.last_problem is not None:
        queue_settlements(database, Settings(database).read(), clock.now())  # those are doubted with the others
    doubted = 0 if job.last_problem is None else _doubt(Outbox(database), clock)
    if doubted:
        log.warning("the data folder is a copy or was moved; %d documents are looked up before they are sent", doubted)
    jobs.save(replace(job, last_ok=clock.now(), last_problem=here))
    return doubted


def home_of(folder: Path) -> str:
    """What a folder does not share with its copy, as a hash: the machine, and the number of its file on the disk."""
    try:
        machine = _MACHINE_ID.read_text(encoding="ascii").strip()
    except OSError:
        machine = ""
    return hashlib.sha256(f"{machine} {(folder / FILE_NAME).stat().st_ino}".encode()).hexdigest()[:32]


def _doubt(outbox: Outbox, clock: Clock) -> int:
    doubted = 0
    for entry in outbox.in_states(_STILL_TO_SEND):
        if entry.quarantine is not None or (entry.remote is not None and not entry.is_settlement):
            continue  # it is looked up first as it is; of a reversed voucher the original may have sent another
        begun = Quarantine(clock.boot_id(), clock.monotonic())
        try:
            outbox.save(entry, replace(entry, quarantine=begun))
        except MoveRefused:
            log.info("%s was changed by somebody else meanwhile and is left alone", entry.reference)
        else:
            doubted += 1
    return doubted
