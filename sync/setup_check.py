"""Whether everything is in place for invoices to go: the till's own settings, then the accounting system's.

Each finding is a code with values, put into words by `i18n`. Runs on the sync thread or headless; reads only, but
for `SetupDesk.make`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from terminal_app.domain.account_fit import fit_of, needed_slots, used_slots
from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import Chart
from terminal_app.domain.problems import SettingWrong
from terminal_app.domain.product_gate import mapped, mapped_codes
from terminal_app.domain.settings import SettingValues
from terminal_app.domain.settlement_accounts import Settlement, Slot
from terminal_app.domain.setup import Check, Missing, SetupReport, own_checks

from .gateway import SettingIsWrong, SyncError

SETTLEMENT = "settlement."
"""How the ids of those checks begin that only a shop needs which sends day settlements."""
AGREED = "guide.accountant_agreed"


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
    own = (*own_checks(values), *_agreed(values))
    try:
        with connect() as desk:
            found = desk.look(today)
    except (SettingWrong, SettingIsWrong) as error:
        return SetupReport(None, own, trouble=error.problem, trouble_in_settings=True)
    except SyncError as error:
        return SetupReport(None, own, trouble=error.problem)
    return SetupReport(
        found.company,
        (*_theirs(values, found, today), *own),
        found.missing,
        products=found.products,
        chart=found.chart,
    )


def _theirs(values: SettingValues, found: Finding, today: date) -> Iterator[Check]:
    """What the desk found, and the accounts of the day's settlement; nothing of that while settlements are off."""
    settles = values.settlement().enabled
    yield from (check for check in found.checks if settles or not check.id.startswith(SETTLEMENT))
    if settles:
        yield from _settlement(values, found, today)


def _settlement(values: SettingValues, found: Finding, today: date) -> Iterator[Check]:
    """Each account that is missing or will not do, or that all of them will; and that there is a first day."""
    settlement, path = values.settlement(), values.vat_path()
    if settlement.enabled_since is None:
        yield Check(f"{SETTLEMENT}since", False, "settlement_since_missing", in_settings=True)
    if found.chart is None:
        yield Check(f"{SETTLEMENT}accounts", False, "account_unread")
        return
    rates = [rate for _, code, rate in mapped(values.invoicing()) if code and rate is not None]
    tips = bool(values.invoicing().gratuity_product)
    known = {product.code: product.account_no for product in found.products or ()}
    posted = (known.get(code) for code in mapped_codes(values.invoicing()))
    posts_to = frozenset(account for account in posted if account is not None)
    needed = needed_slots(path, values.channels(), rates, tips=tips)
    in_order = True
    for slot in used_slots(path):
        check = _slot(slot, settlement, found.chart, posts_to, today, needed=slot in needed)
        if check is not None:
            in_order = False
            yield check
    if in_order:
        yield Check(f"{SETTLEMENT}accounts", True, "settlement_accounts_ready")


def _slot(
    slot: Slot, settlement: Settlement, chart: Chart, posts_to: frozenset[int], today: date, *, needed: bool
) -> Check | None:
    """What is wrong with a slot's account, or to be looked at; None for nothing. `posts_to`: where products post."""
    name, number = f"{SETTLEMENT}{slot.value}", settlement.accounts.get(slot)
    if number is None:
        missing = {"field": slot.key}
        return Check(name, False, "settlement_account_missing", missing, in_settings=True) if needed else None
    fit = fit_of(slot, settlement.accounts, chart, today, posts_to)
    if fit is None or fit.problem is None:
        return None
    return Check(name, fit.asks, fit.problem.code, fit.problem.values, in_settings=fit.is_wrong)


def _agreed(values: SettingValues) -> Iterator[Check]:
    """Whether the way that is chosen is the one that was agreed on, where somebody has said what was."""
    said = values.text(AGREED)
    if said:
        fits = said == values.vat_path().value
        yield Check("agreed", fits, "agreed_on_way" if fits else "agreed_on_other_way", in_settings=not fits)
