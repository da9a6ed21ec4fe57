"""Companies as the setup check reads them: one set up by the guide with gross amounts, and one with net amounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sync.poweroffice import setup
from sync.poweroffice.setup import Facts
from terminal_app.domain.catalog import RemoteProduct
from terminal_app.domain.chart import RemoteAccount
from terminal_app.domain.money import Money
from terminal_app.domain.settings import Invoicing, SettingValues
from terminal_app.domain.vat import VatRate

TODAY = date(2026, 11, 22)
MAPPED = {
    "invoicing.system": "poweroffice-go",
    "invoicing.enabled_since": "2026-11-01",
    **{f"invoicing.products.sale_{rate}": f"70{rate:>02}" for rate in ("0", "12", "15", "25")},
    "invoicing.products.gratuity": "7090",
    "invoicing.products.fee": "7095",
}
FEE = Money(50_00)
ACCOUNTS = (
    RemoteAccount(1950, "Faktura kasse", "0"),
    RemoteAccount(2910, "Skyldig drikkepenger", "0"),
    RemoteAccount(3000, "Salg høy sats", "3"),
    RemoteAccount(3002, "Salg mat", "31"),
    RemoteAccount(3010, "Salg lav sats", "33"),
    RemoteAccount(3100, "Salg avgiftsfri", "5"),
)
GROSS_POSTINGS = {"7000": 1950, "7012": 1950, "7015": 1950, "7025": 1950, "7090": 1950, "7095": 1950}
NET_POSTINGS = {"7000": 3100, "7012": 3010, "7015": 3002, "7025": 3000, "7090": 2910, "7095": 3000}


def products(postings: dict[str, int | None], price: Money | None = FEE) -> dict[str, RemoteProduct]:
    return {code: RemoteProduct(code, code, f"Vare {code}", price, account) for code, account in postings.items()}


def rates(**codes: int) -> dict[str, VatRate]:
    usual = {"0": 0, "3": 2500, "31": 1500, "33": 1200, "5": 0, "6": 0, "7": 0}
    return {code: VatRate(rate) for code, rate in {**usual, **codes}.items()}


def accounts(*changed: RemoteAccount, without: Iterable[int] = ()) -> dict[int, RemoteAccount]:
    return {a.number: a for a in (*ACCOUNTS, *changed) if a.number not in set(without)}


FACTS = Facts(
    company="Kaffebaren AS",
    privileges=frozenset(names[-1] for names in (*setup.NEEDED, *setup.NEEDED_TO_SETTLE)),
    not_covered=frozenset(),
    products=products(dict(GROSS_POSTINGS)),
    accounts=accounts(),
    rates=rates(),
    lock_date=date(2025, 12, 31),
    lock_date_read=True,
    skew_s=0.4,
)
NET = {"invoicing.send_amount_excluding_vat": "true"}
NET_FACTS = replace(FACTS, products=products(dict(NET_POSTINGS)))


def invoicing(**changes: str) -> Invoicing:
    return SettingValues({**MAPPED, **changes}).invoicing()


def failing(facts: Facts, settings: dict[str, str] | None = None) -> dict[str, str]:
    found = setup.checks(facts, invoicing(**(settings or {})), TODAY)
    return {check.id: check.code for check in found if not check.ok}
