"""Whether everything is in place for invoices to go: the till's own settings, then the accounting system's.

Each finding is a code with values, put into words by `i18n`. Runs on the sync thread or headless; reads only, but
for `SetupDesk.make`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import Chart
from terminal_app.domain.problems import SettingWrong
from terminal_app.domain.settings import SettingValues
from terminal_app.domain.setup import Check, Missing, SetupReport, own_checks

from .gateway import SettingIsWrong, SyncError


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look at the accounting system found. `missing` is in the order in which it has to be made.

    `products` is every product there and `chart` every account and VAT code, for the till's mirrors; None when they
    could not be read.
    """

    company: str
    checks: tuple[Check, ...]
    missing: tuple[Missing, ...] = ()
    products: tuple[RemoteProduct, ...] | None = None
    chart: Chart | None = None


class SetupDesk(Protocol):
    """One company's setup, looked at and filled in. One thread at a time; raises SyncError."""

    def look(self, today: date) -> Finding:
        """Every requirement that lies in the accounting system."""

    def make(self, missing: Missing) -> None:
        """That thing exists there now. Raises SettingIsWrong without the privilege, OutcomeUnknown when in doubt."""

    def close(self) -> None:
        """Let connections go."""


def check_setup(
    values: SettingValues, connect: Callable[[], AbstractContextManager[SetupDesk]], today: date
) -> SetupReport:
    """How the setup stands today; never raises for what a setting or the network does to it."""
    own = tuple(own_checks(values))
    try:
        with connect() as desk:
            found = desk.look(today)
    except (SettingWrong, SettingIsWrong) as error:
        return SetupReport(None, own, trouble=error.problem, trouble_in_settings=True)
    except SyncError as error:
        return SetupReport(None, own, trouble=error.problem)
    return SetupReport(found.company, (*found.checks, *own), found.missing, products=found.products, chart=found.chart)
