"""When each scheduled job is due next and how it went last: the durable half of the timetable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .database import Database
from .moments import from_optional, to_text


@dataclass(frozen=True, slots=True)
class Job:
    """One job's row; moments are aware, None where it never happened."""

    name: str
    next_due: datetime | None = None
    last_start: datetime | None = None
    last_ok: datetime | None = None
    last_problem: str | None = None
    fails: int = 0


class Jobs:
    """The timetable's rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> Job:
        """The job as it stands; one that was never saved has only its name."""
        row = self._database.row(
            "SELECT next_due_utc, last_start_utc, last_ok_utc, last_problem, fails FROM job WHERE name = ?", (name,)
        )
        if row is None:
            return Job(name)
        due, started, succeeded = (from_optional(text) for text in row[:3])
        return Job(name, due, started, succeeded, last_problem=row[3], fails=row[4])

    def save(self, job: Job) -> None:
        """Store the job's row."""
        moments = [None if m is None else to_text(m) for m in (job.next_due, job.last_start, job.last_ok)]
        with self._database.writing():
            self._database.execute(
                "INSERT INTO job (name, next_due_utc, last_start_utc, last_ok_utc, last_problem, fails) "
                "VALUES (?,?,?,?,?,?) ON CONFLICT (name) DO UPDATE SET next_due_utc = excluded.next_due_utc, "
                "last_start_utc = excluded.last_start_utc, last_ok_utc = excluded.last_ok_utc, "
                "last_problem = excluded.last_problem, fails = excluded.fails",
                (job.name, *moments, job.last_problem, job.fails),
            )
