"""A shop set up by `disken init`, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import main
from terminal_app.domain.catalog import Customer
from terminal_app.storage.catalog import Catalog
from terminal_app.storage.database import Database
from tests.cli.shell import SHOP, Shell

CUSTOMERS = (
    Customer("501", 10001, "Torget Regnskap AS", "901270384", "faktura@torget.no", city="Oslo"),
    Customer("502", 10002, "Kari Martin", is_person=True),
    Customer("505", 10005, "Nedlagt AS", archived=True),
)


@pytest.fixture(scope="session")
def set_up_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that every test's shop is a copy of."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "shop.toml").write_text(SHOP, "utf-8")
    assert main.main(["init", "--from", str(folder / "shop.toml"), "--data-dir", str(folder / "shop")]) == 0
    with Database.open(folder / "shop") as database:
        Catalog(database).put_customers((customer, None) for customer in CUSTOMERS)
    return folder / "shop"


@pytest.fixture
def shell(set_up_shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Verbs on a shop of the test's own."""
    shutil.copytree(set_up_shop, tmp_path / "shop")
    return Shell(tmp_path / "shop", capsys)


@pytest.fixture
def fresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Verbs on a folder that does not exist yet."""
    return Shell(tmp_path / "new", capsys)
