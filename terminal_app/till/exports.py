"""What leaves the till as files for others: the SAF-T Cash Register export that the tax administration asks for.

The journal's rows are all it is made of; shop, people, goods and customers give the names. Slow for a long period: it
may run on any thread, and is the caller's to put aside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.catalog import Customer
from ..domain.problems import BadInput, Problem, Trouble
from ..reports.saft.master import Article, Buyer, Company, Employee, Master, Period
from ..storage import journal, journal_period
from ..version import version
from .company import require_company
from .signature_checks import taken_up, verifier

if TYPE_CHECKING:
    from ..reports.saft.files import Exported, Job
    from .selling import Till

EXPORT_ROW = "saft_exported"
_ROLES = {"manager": "Manager", "cashier": "Employee"}


class FaultyExport(Trouble):
    """The files are written, and something in them is wrong: the journal itself must be looked at.

    `problems` are the first of the faults that were found, `exported` says how many there are.
    """

    def __init__(self, code: str, /, exported: Exported, **values: object) -> None:
        super().__init__(code, **values)
        self.exported = exported
        self.files = exported.files
        self.problems: tuple[Problem, ...] = exported.problems


class Exports:
    """The exports of one till."""

    def __init__(self, till: Till) -> None:
        self._till = till

    def begun(self) -> date:
        """The first day that there is anything to export of; today for an empty journal."""
        first = journal_period.begun(self._till.database)
        return (first or self._till.now()).astimezone(self._till.values.shop().timezone).date()

    def saft(
        self,
        since: date,
        until: date,
        out: Path,
        progress: Callable[[float], None] = lambda share: None,
        stop: Callable[[], bool] = lambda: False,
        *,
        operator_id: str | None = None,
        largest: int | None = None,
    ) -> tuple[Path, ...]:
        """The files of those days, both included, whole and checked, in the folder `out`; the journal tells of them.

        `progress` is told shares of the work from 0 to 1; when `stop` says so nothing is left behind. A file weighs
        `largest` bytes at most, else what the tax administration takes. Raises BadInput naming `from` or `out`,
        SettingWrong while the shop has no name or organisation number, MoveRefused when it was stopped, and
        FaultyExport when the files are there but do not agree with themselves.
        """
        from ..reports.saft.files import export  # the writer is read when somebody exports, not when a till opens

        till = self._till
        if until < since:
            raise BadInput("saft_days_wrong", field="from", first=since.isoformat(), last=until.isoformat())
        require_company(till.values)
        with till.database.telling():
            exported = export(self._job(since, until, progress, stop, largest), out)
            self._tell(exported, since, until, operator_id)
        if not exported.is_good:
            raise FaultyExport("saft_faulty", exported, count=exported.faults, file=exported.files[0].name)
        return exported.files

    def _job(
        self,
        since: date,
        until: date,
        progress: Callable[[float], None],
        stop: Callable[[], bool],
        largest: int | None,
    ) -> Job:
        from ..reports.saft.files import LARGEST, Job

        till, database, zone = self._till, self._till.database, self._till.values.shop().timezone
        begins, ends = datetime.combine(since, time(), zone), datetime.combine(until + timedelta(days=1), time(), zone)
        first, last = journal_period.rows_between(database, begins, ends)
        return Job(
            rows=lambda one, another: journal.rows(database, one - 1, another),
            master=self._master(),
            period=Period(since, until, first, last),
            made=till.now(),
            verify=verifier(database, till.signing.store),
            signature_of=lambda nr: journal_period.signature_of(database, nr),
            taken_up=taken_up(database),
            progress=progress,
            stop=stop,
            largest=LARGEST if largest is None else largest,
        )

    def _tell(self, exported: Exported, since: date, until: date, operator_id: str | None) -> None:
        till = self._till
        facts: dict[str, object] = {
            "from": since.isoformat(),
            "to": until.isoformat(),
            "files": [file.name for file in exported.files],
        }
        if exported.faults:
            facts["faults"] = exported.faults
        with till.database.writing():
            journal.append(till.database, till.now(), EXPORT_ROW, facts, operator_id=operator_id)

    def _master(self) -> Master:
        till, shop = self._till, self._till.values.shop()
        return Master(
            company=Company(
                shop.organization_number,
                shop.name,
                shop.vat_registered,
                shop.address_line1,
                shop.zip_code,
                shop.city,
            ),
            register_id=till.values.text("till.register_id"),
            register_name=shop.till_name,
            zone=shop.timezone,
            software_version=version() or "0",
            entered=journal_period.begun(till.database) or till.now(),
            employees={
                one.id: Employee(one.id, one.name, _ROLES[one.role.value]) for one in till.operators.everybody()
            },
            articles={sku: Article(sku, name, category) for sku, name, category in till.catalog.product_names()},
            groups=self._groups(),
            buyer=self._buyer,
        )

    def _groups(self) -> Mapping[str, str]:
        """Each category's code of list 04, also under the names that it had before; the newest change counts."""
        groups = {category.name: category.group_code for category in self._till.categories}
        for row in journal.of_kinds(self._till.database, "category_changed", "category_removed"):
            name, new = row.facts.get("name"), row.facts.get("new_name")
            if isinstance(name, str) and name not in groups:
                code = groups.get(new) if isinstance(new, str) else row.facts.get("group_code")
                if isinstance(code, str):
                    groups[name] = code
        return groups

    def _buyer(self, number: str) -> Buyer | None:
        known: Customer | None = self._till.catalog.customer(int(number)) if number.isdecimal() else None
        if known is None:
            return None
        return Buyer(
            number,
            known.name,
            known.organization_number or "",
            known.email or "",
            known.phone or "",
            known.city or "",
        )
