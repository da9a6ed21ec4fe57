"""The steps of the shop's guide, each with how it stands: from the till's own settings and the last look at the setup.

What nobody has looked at is told as such, never as wrong. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum

from ...domain.product_choice import PRODUCT_NAMES, setting_of
from ...domain.records import record
from ...domain.settings import InvoicingSystem, SettingValues
from ...domain.setup import Check, SetupReport, own_checks
from ...domain.vat_path import path_for
from ...i18n import Texts
from ...reports.setting_words import told_problem
from .findings import told_check

AGREED = "guide.accountant_agreed"


class Standing(Enum):
    """How it stands with a step."""

    DONE = "done"
    TO_DO = "to_do"
    UNKNOWN = "unknown"


@record
class Step:
    """One step: what it is called, how it stands, what to do next, and the page it is done on."""

    key: str
    label: str
    standing: Standing
    detail: str
    page: str


def setup_steps(values: SettingValues, report: SetupReport | None, texts: Texts) -> tuple[Step, ...]:
    """The eight steps in the guide's order; `report` is of the settings as they are stored, None when there is none."""
    say = texts.say
    look = _Looked(values, report, texts)
    return (
        look.connected("extension", say("Extension and key in PowerOffice Go"), ("privileges",)),
        look.step("account", say("Account 19XX “Faktura kasse”"), ("account",)),
        look.products("products", say("Six products")),
        look.config("config", say("Config filled in and saved")),
        look.connected("connection", say("Test connection"), ("lock_date", "clock")),
        look.step("schedule", say("Schedule"), ("schedule",), "schedule"),
        look.channel("channel", say("Payment channel Invoice with forced customer")),
        look.agreed("accountant", say("VAT agreed with the accountant")),
    )


class _Looked:
    """The checks by id, from both sides."""

    def __init__(self, values: SettingValues, report: SetupReport | None, texts: Texts) -> None:
        self._values, self._report, self._texts = values, report, texts
        self._checks: Mapping[str, Check] = {
            **{check.id: check for check in (() if report is None else report.checks)},
            **{check.id: check for check in own_checks(values)},
        }

    def step(self, key: str, label: str, ids: Iterable[str], page: str = "invoicing_config") -> Step:
        """Done when all those checks are met."""
        checks = [self._checks.get(name) for name in ids]
        known = [check for check in checks if check is not None]
        wrong = next((check for check in known if not check.ok), None)
        if wrong is not None:
            return Step(key, label, Standing.TO_DO, self._words(wrong), page)
        if len(known) < len(checks):
            return Step(key, label, Standing.UNKNOWN, self._why_unknown(), page)
        return Step(key, label, Standing.DONE, self._words(known[0]), page)

    def connected(self, key: str, label: str, ids: tuple[str, ...]) -> Step:
        """Done when the company was met and those checks are met as well."""
        page, report = "invoicing_config", self._report
        if self._values.invoicing().system is InvoicingSystem.NONE:
            hint = self._texts.say("Choose PowerOffice Go in Invoicing › Config, and enter the client key.")
            return Step(key, label, Standing.TO_DO, hint, page)
        if report is None:
            return Step(key, label, Standing.UNKNOWN, self._why_unknown(), page)
        if report.trouble is not None:
            standing = Standing.TO_DO if report.trouble_in_settings else Standing.UNKNOWN
            return Step(key, label, standing, " ".join(told_problem(report.trouble, self._texts)), page)
        step = self.step(key, label, ids)
        if step.standing is Standing.DONE:
            told, _ = self._texts.check("connection_ok", {"company": report.company or ""})
            return Step(key, label, Standing.DONE, told, page)
        return step

    def products(self, key: str, label: str) -> Step:
        """Done when every one of the six will do."""
        step = self.step(key, label, tuple(f"product.{name}" for name in PRODUCT_NAMES))
        codes = ", ".join(self._values.text(setting_of(name)) for name in PRODUCT_NAMES)
        return replace(step, detail=codes) if step.standing is Standing.DONE else step

    def config(self, key: str, label: str) -> Step:
        """Done when a system and a first day are set, and the price basis agrees with the products."""
        page, say = "invoicing_config", self._texts.say
        invoicing = self._values.invoicing()
        if invoicing.system is InvoicingSystem.NONE:
            return Step(key, label, Standing.TO_DO, say("No accounting system is chosen."), page)
        return self.step(key, label, ("enabled_since", "price_basis"))

    def channel(self, key: str, label: str) -> Step:
        """The channel, its integration, and that every invoice has a customer."""
        page, channel = "payment_channels", self._values.invoice_channel()
        step = self.step(key, label, ("channel", "integration"), page)
        if step.standing is Standing.DONE and not channel.force_customer:
            hint = self._texts.say("Switch “Forced invoice customer” on, so that no invoice waits for a customer.")
            return Step(key, label, Standing.TO_DO, hint, page)
        return step

    def agreed(self, key: str, label: str) -> Step:
        """Done when somebody has said so, of the very path that the settings have now."""
        said = self._values.text(AGREED)
        if said == path_for(self._values.invoicing().excluding_vat).value:
            return Step(key, label, Standing.DONE, self._texts.say("Somebody has confirmed it."), "")
        if said:
            told = self._texts.say("“Send amount excluding VAT” has been changed since: agree on it again.")
        else:
            told = self._texts.say("Confirm it when it is agreed.")
        return Step(key, label, Standing.TO_DO, told, "")

    def _words(self, check: Check) -> str:
        return " ".join(part for part in told_check(check, self._texts) if part)

    def _why_unknown(self) -> str:
        report = self._report
        if report is not None and report.trouble is not None:
            return self._texts.say("PowerOffice Go was not reached.")
        return self._texts.say("Not looked at yet.")


def number_done(steps: Iterable[Step]) -> int:
    return sum(step.standing is Standing.DONE for step in steps)
