"""Errands of the desk: the setup looked at with a draft, things made where they lack, and an order tried dry."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from sync.connectors import setup_desk
from sync.errands import CheckSetup, DryRun, Errands, MakeMissing
from sync.lease import Lease, company_mark
from sync.setup_check import SetupDesk
from terminal_app.domain.settings import SettingsSource
from terminal_app.domain.setup import Missing, SetupReport
from terminal_app.domain.sync_control import DryRunMade, MissingMade, SetupChecked
from terminal_app.storage.remote_products import RemoteProducts
from tests.sync.shop import Shop


@pytest.fixture
def leases(tmp_path: Path) -> Path:
    return tmp_path / "leases"


@pytest.fixture
def errands(shop: Shop, leases: Path) -> Errands:
    open_desk = partial(setup_desk, wait=shop.clock.wait, clock=shop.clock)

    def opened(settings: SettingsSource) -> AbstractContextManager[SetupDesk]:
        return open_desk(settings)

    return Errands(shop.database, opened, clock=shop.clock, connect=shop.gateway, lease_folder=leases)


def report_of(errands: Errands, **changes: str) -> SetupReport:
    answer = errands.run(CheckSetup(changes))
    assert isinstance(answer, SetupChecked)
    assert answer.changes == changes
    return answer.report


def test_the_company_is_named_and_its_products_become_the_mirror(shop: Shop, errands: Errands) -> None:
    assert report_of(errands).company
    product = RemoteProducts(shop.database).get("7025")
    assert product is not None
    assert product.account_no == 1950


def test_a_key_that_was_typed_and_not_saved_is_the_one_that_is_tried(shop: Shop, errands: Errands) -> None:
    report = report_of(errands, **{"invoicing.client_key": "feil-klientnøkkel-1234"})
    assert report.company is None
    assert report.trouble is not None
    assert report.trouble.code == "keys_refused"
    assert shop.till.settings.keys().client == shop.sandbox.client_key


def test_a_drafted_product_is_checked_before_it_is_saved(shop: Shop, errands: Errands) -> None:
    checks = {check.id: check for check in report_of(errands, **{"invoicing.products.sale_25": "9999"}).checks}
    assert not checks["product.sale_25"].ok
    assert shop.till.values.text("invoicing.products.sale_25") == "7025"


def test_products_of_another_company_do_not_take_the_place_of_our_own(shop: Shop, errands: Errands) -> None:
    report = report_of(errands, **{"invoicing.client_key": shop.sandbox.client_key})
    assert report.products
    assert RemoteProducts(shop.database).all() == ()


def test_while_another_program_speaks_to_the_company_the_check_says_so(
    shop: Shop, errands: Errands, leases: Path
) -> None:
    mark = company_mark(shop.till.settings)
    assert mark is not None
    other = Lease(leases, mark)
    assert other.take()
    trouble = report_of(errands).trouble
    assert trouble is not None
    assert trouble.code == "company_in_use"
    other.release()
    assert report_of(errands).trouble is None


def test_what_is_missing_is_made_there_and_found_by_the_next_look(shop: Shop, errands: Errands) -> None:
    changes = {"invoicing.products.sale_12": "7112"}
    missing = report_of(errands, **changes).missing
    assert [thing.number for thing in missing] == ["7112"]
    assert errands.run(MakeMissing(missing, changes)) == MissingMade(missing)
    checks = {check.id: check for check in report_of(errands, **changes).checks}
    assert checks["product.sale_12"].ok


def test_what_could_not_be_made_is_told_with_what_was(shop: Shop, errands: Errands) -> None:
    good = Missing("product", "7112", "Servering", account="1950")
    bad = Missing("product", "7025", "Finnes allerede", account="1950")
    answer = errands.run(MakeMissing((good, bad), {}))
    assert isinstance(answer, MissingMade)
    assert answer.made == (good,)
    assert answer.problem is not None


def test_the_dry_run_sends_nothing(shop: Shop, errands: Errands) -> None:
    before = shop.sandbox.visits()
    answer = errands.run(DryRun({}))
    assert isinstance(answer, DryRunMade)
    assert answer.preview is not None
    assert answer.preview.totals_meet
    assert shop.sandbox.visits() == before


def test_a_dry_run_that_cannot_be_says_which_setting_is_wrong(errands: Errands) -> None:
    answer = errands.run(DryRun({"invoicing.products.sale_25": ""}))
    assert isinstance(answer, DryRunMade)
    assert answer.preview is None
    assert answer.problem is not None
    assert answer.problem.values["field"] == "invoicing.products.sale_25"
