"""A day settlement's accounts as rows: which is chosen for what, whether it will do, and the list to choose from.

The list is PowerOffice Go's own chart as the till last read it. Window thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ...domain.account_fit import Fit, fit_of, needed_slots, proposal, used_slots
from ...domain.chart import Chart, RemoteAccount
from ...domain.product_gate import mapped_codes
from ...domain.settlement_accounts import Slot
from ...domain.vat import VatRate
from ...domain.vat_path import VatPath
from ...i18n import Texts
from ...reports.setting_words import told_problem
from ...reports.voucher_paper import slot_name
from ...storage.jobs import Jobs
from ...storage.remote_ledger import RemoteLedger
from ..session import Session
from ..status import Badge
from .draft import Draft
from .rows import Option
from .table import Cell, Head, Table, TableRow

CHART = "chart"
"""The job that brings the chart of accounts."""
MOST_SHOWN = 200
PAID_WITH = (Slot.CASH, Slot.CARD, Slot.VIPPS, Slot.GIFT_CARD, Slot.INVOICE)
SOLD = (Slot.SALE_25, Slot.SALE_15, Slot.SALE_12, Slot.SALE_0, Slot.TIPS)
DRAWER = (Slot.ROUNDING, Slot.DIFFERENCE, Slot.BANK, Slot.INVOICE_PAID, Slot.EXPENSE, Slot.OTHER)
SLOT_OF = {slot.key: slot for slot in Slot}


class AccountPicks:
    """Rows and options over a draft of the settings; `read` takes the chart as it is kept now."""

    def __init__(self, session: Session, draft: Draft) -> None:
        self._session = session
        self._draft = draft
        self._chart = Chart()
        self.read_at: datetime | None = None
        """When PowerOffice Go was last asked for the chart; None while that is not known."""
        self._products: tuple[int, ...] = ()
        self._rates: frozenset[VatRate] = frozenset()

    def read(self) -> None:
        """Take the chart and the products' accounts from what the till keeps of them."""
        till = self._session.till
        self._chart = RemoteLedger(till.database).chart()
        self.read_at = Jobs(till.database).get(CHART).last_ok
        posts = {product.code: product.account_no for product in till.remote_products.all()}
        found = [posts.get(code) for code in mapped_codes(till.values.invoicing())]
        self._products = tuple(dict.fromkeys(number for number in found if number is not None))
        self._rates = till.assortment.vat_rates()

    @property
    def chart(self) -> Chart:
        """The chart as the till keeps it; empty as long as nobody has read it."""
        return self._chart

    @property
    def is_known(self) -> bool:
        """Whether anybody has read the chart."""
        return bool(self._chart.accounts)

    @property
    def _texts(self) -> Texts:
        return self._session.texts

    def table(self, key: str, slots: Sequence[Slot]) -> Table:
        """One row for each of those that anything is posted on; a touched row presses the slot's name."""
        say, used, needed = self._texts.say, used_slots(self._path), self.needed()
        heads = (Head(say("What for"), share=0.28), Head(say("Account"), share=0.44), Head(say("VAT code"), minor=True))
        return Table(key, heads, tuple(self._row(slot, slot in needed) for slot in slots if slot in used))

    def needed(self) -> frozenset[Slot]:
        """What a day of this shop is bound to post on."""
        till = self._session.till
        return needed_slots(self._path, till.channels(), self._rates, tips=till.values.on("channels.tips.enabled"))

    def to_do(self) -> int:
        """How many accounts are lacking or wrong."""
        needed, accounts = self.needed(), self._accounts
        return sum(
            (slot in needed and slot not in accounts) or bool((fit := self.fit(slot)) and fit.is_wrong)
            for slot in used_slots(self._path)
        )

    def fit(self, slot: Slot) -> Fit | None:
        """How the account that is chosen for it does."""
        return fit_of(slot, self._accounts, self._chart, self._session.now().date(), self._clearing_products)

    def named(self, number: int) -> str:
        """An account by its number and, where the chart has it, its name."""
        account = self._chart.accounts.get(number)
        return str(number) if account is None else f"{number}  {account.name}"

    def proposals(self) -> dict[str, str]:
        """By setting, the account that is likely meant for each slot that has none and is needed."""
        accounts, taken = self._accounts, {}
        for slot in used_slots(self._path):
            if slot not in accounts and (found := self._proposed(slot)) is not None:
                taken[slot.key] = str(found.number)
        return taken

    def options(self, key: str, search: str) -> list[Option]:
        """The accounts that fit what was typed, those that will do first, and what was typed itself as a number."""
        say, slot = self._texts.say, SLOT_OF[key]
        wanted = search.casefold().split()
        found = [
            a for a in self._chart.accounts.values() if all(w in f"{a.number} {a.name}".casefold() for w in wanted)
        ]
        proposed = self._proposed(slot)
        accounts, day, products = self._accounts, self._session.now().date(), self._clearing_products
        fits = {one.number: fit_of(slot, {**accounts, slot: one.number}, self._chart, day, products) for one in found}
        found.sort(key=lambda one: (one != proposed, _rank(fits[one.number]), one.number))
        options = [self._option(one, fits[one.number], proposed=one == proposed) for one in found[:MOST_SHOWN]]
        if search.isascii() and search.isdecimal() and int(search) not in self._chart.accounts:
            why = say("Not in the list of accounts.") if self.is_known else say("The list is not known yet.")
            options.append(Option(search, say("Use number {code}", code=search), why))
        if not search and self._draft.value(key):
            options.append(Option("", say("None")))
        return options

    # one account

    def _row(self, slot: Slot, needed: bool) -> TableRow:
        say = self._texts.say
        name, number = slot_name(slot, self._texts), self._accounts.get(slot)
        if number is None:
            proposed = self._proposed(slot)
            told = "" if proposed is None else say("Usual: {account}", account=self._told(proposed))
            state = Badge(say("To do"), "error", "warn") if needed else Badge(say("When needed"), "info", "busy")
            return TableRow((name, Cell(say("Not chosen"), told, "muted"), ""), slot.value, state=state)
        account, fit = self._chart.accounts.get(number), self.fit(slot)
        code = "" if account is None else account.vat_code
        told = "" if fit is None or fit.problem is None else " ".join(told_problem(fit.problem, self._texts))
        tone = "bad" if fit is not None and fit.is_wrong else ""
        cells = (name, Cell(self.named(number), "", tone), Cell(code, "", tone))
        return TableRow(cells, slot.value, state=self._badge(fit), detail=told)

    def _badge(self, fit: Fit | None) -> Badge:
        say = self._texts.say
        if fit is None:
            return Badge(say("Not checked"), "pending", "busy")
        if fit.is_wrong:
            return Badge(say("Wrong"), "error", "bad")
        if fit.asks:
            return Badge(say("Look at it"), "warning", "warn")
        return Badge(say("In order"), "check_circle", "ok")

    def _option(self, account: RemoteAccount, fit: Fit | None, *, proposed: bool) -> Option:
        say, facts = self._texts.say, self._facts(account)
        if proposed:
            facts = say("Usual for this") + f" · {facts}"
        elif fit is not None and fit.is_wrong:
            facts = f"{facts} · " + say("does not fit here")
        return Option(str(account.number), self._told(account), facts)

    def _facts(self, account: RemoteAccount) -> str:
        say = self._texts.say
        parts = [say("VAT code {code}", code=account.vat_code or "–")]
        parts += [say("locked")] if account.locked else []
        parts += [] if account.active else [say("not in use")]
        return " · ".join(parts)

    def _told(self, account: RemoteAccount) -> str:
        return f"{account.number}  {account.name}"

    def _proposed(self, slot: Slot) -> RemoteAccount | None:
        found = proposal(slot, self._chart, self._session.now().date(), self._clearing_products)
        return None if found is None or self._is_taken(slot, found.number) else found

    def _is_taken(self, slot: Slot, number: int) -> bool:
        """Whether it would be “Faktura kasse” and something else at once."""
        clearing = self._accounts.get(Slot.INVOICE)
        if slot is Slot.INVOICE:
            return any(one == number for other, one in self._accounts.items() if other is not Slot.INVOICE)
        return clearing == number

    @property
    def _clearing_products(self) -> tuple[int, ...]:
        """Where the products of invoices post, on the way on which that has to be “Faktura kasse”."""
        return self._products if self._path is VatPath.DAY_SETTLEMENT else ()

    @property
    def _accounts(self) -> dict[Slot, int]:
        return dict(self._draft.values().settlement().accounts)

    @property
    def _path(self) -> VatPath:
        return self._session.till.values.vat_path()


def _rank(fit: Fit | None) -> int:
    """Those that will do before those to look at, and those before the wrong ones."""
    if fit is None or fit.problem is None:
        return 0
    return 1 if fit.asks else 2
