"""The open shop of `tests/till/conftest.py`, for this room too."""

from __future__ import annotations

from tests.till.conftest import clock, database, sync, till

__all__ = ["clock", "database", "sync", "till"]
