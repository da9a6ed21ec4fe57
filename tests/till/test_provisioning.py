"""Setting up a shop from a file: the contract's example works, a wrong file stores nothing, twice changes nothing."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from terminal_app import provisioning
from terminal_app.domain.catalog import Unit
from terminal_app.domain.channel import Channel
from terminal_app.domain.money import Money
from terminal_app.domain.operators import Right
from terminal_app.domain.problems import BadInput, MoveRefused, SettingWrong
from terminal_app.domain.settlement_accounts import Slot
from terminal_app.domain.vat import VatRate
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import ShopClock
from tests.till.staff import CHEAP

CONTRACT = """
[shop]
name = "Kaffebaren AS"
organization_number = "999999999"
address = { line1 = "Torggata 1", zip_code = "0181", city = "Oslo" }
vat_registered = true

[[operators]]
id = "kari"
name = "Kari Nordmann"
role = "manager"        # or "cashier"
pin = "env:KARI_PIN"

[[products]]
sku = "1001"
name = "Kaffe latte"
price = "52.00"         # what the customer pays, VAT included
vat_rate = "25"
takeaway_vat_rate = "15"
category = "Kaffe"
barcode = "7038010000017"

[channels]
cash = true
card = true
invoice = { enabled = true, integration = true, force_customer = true }

[invoicing]
system = "poweroffice-go"
endpoint = "test"
enabled_since = "2026-11-01"
application_key = "env:POGO_APPLICATION_KEY"
client_key = "file:pogo_client_key"
subscription_key = "env:POGO_SUBSCRIPTION_KEY"
products = { sale_0 = "7000", sale_12 = "7012", sale_15 = "7015", sale_25 = "7025", gratuity = "7090", fee = "7095" }

[schedule]
enabled = true
times = ["23:30"]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""
"""docs' command-line reference, but for the folder of the secret file."""


@pytest.fixture
def till(database: Database, clock: ShopClock) -> Till:
    """An empty shop."""
    till = Till(database, clock)
    till.operators.pins.costs = CHEAP
    return till


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the example's `env:` and `file:` name."""
    monkeypatch.setenv("KARI_PIN", "471108")
    monkeypatch.setenv("POGO_APPLICATION_KEY", "app-key")
    monkeypatch.setenv("POGO_SUBSCRIPTION_KEY", "sub-key")
    (tmp_path / "pogo_client_key").write_text("client-key\n")


def written(tmp_path: Path, text: str = CONTRACT) -> Path:
    path = tmp_path / "shop.toml"
    path.write_text(text, "utf-8")
    return path


SCRYPT_OF_4711 = (
    "scrypt$00112233445566778899aabbccddeeff$"
    "8495d6df86060c00b77d4b99b4ef510f0710183ccb10057c15068394ee72612e"
    "8ea03b09841c1e33e849d2e59e216e2958d083db94067922c7546467d9120b7d"
)
"""As the first version kept it."""


def is_pin(till: Till, pin: str) -> bool:
    """Whether Kari gets in with it."""
    try:
        till.operators.pins.log_in("kari", pin).at_once()
    except MoveRefused as refused:
        if refused.problem.code != "pin_wrong":
            raise
        return False
    return True


def apply(till: Till, path: Path) -> bool:
    return provisioning.apply(provisioning.read(path), till)


def parsed(**document: Any) -> provisioning.Provision:
    return provisioning.parse(document, Path())


def test_a_vendor_gives_the_accounts_of_the_day_settlement_along(till: Till) -> None:
    given = {"enabled": True, "enabled_since": "2026-11-23", "accounts": {"cash": 1900, "sale_25": "3000"}}
    assert provisioning.apply(parsed(settlement=given), till) is True
    settlement = till.values.settlement()
    assert (settlement.enabled, settlement.enabled_since) == (True, date(2026, 11, 23))
    assert settlement.accounts == {Slot.CASH: 1900, Slot.SALE_25: 3000}


@pytest.mark.usefixtures("secrets")
def test_the_contracts_example_sets_up_a_shop(till: Till, tmp_path: Path) -> None:
    assert apply(till, written(tmp_path)) is True
    (latte,) = till.assortment.products
    assert (latte.sku, latte.price, latte.vat_rate, latte.takeaway_vat_rate) == (
        "1001",
        Money(52_00),
        VatRate(2500),
        VatRate(1500),
    )
    assert latte.barcode == "7038010000017"
    shop, invoicing = till.values.shop(), till.values.invoicing()
    assert (shop.name, shop.city, shop.zip_code) == ("Kaffebaren AS", "Oslo", "0181")
    assert till.channels() == (Channel.CARD, Channel.CASH, Channel.INVOICE)
    assert {str(rate): code for rate, code in invoicing.products.items()} == {
        "0": "7000",
        "12": "7012",
        "15": "7015",
        "25": "7025",
    }
    assert till.values.text("schedule.times") == "23:30"
    keys = till.settings.keys()
    assert (keys.application, keys.client, keys.subscription) == ("app-key", "client-key", "sub-key")


@pytest.mark.usefixtures("secrets")
def test_a_pin_is_kept_as_a_hash_that_knows_it_again(till: Till, tmp_path: Path) -> None:
    apply(till, written(tmp_path))
    (kari,) = till.operators.active()
    assert "471108" not in (kari.pin_hash or "")
    assert is_pin(till, "471108")
    assert not is_pin(till, "471109")
    assert not kari.must_change_pin


@pytest.mark.usefixtures("secrets")
def test_running_it_twice_changes_nothing_at_all(till: Till, tmp_path: Path) -> None:
    path = written(tmp_path)
    apply(till, path)
    tables = ("setting", "product", "category", "operator", "journal")
    before = [till.database.rows(f"SELECT * FROM {table}") for table in tables]
    assert apply(till, path) is False
    assert [till.database.rows(f"SELECT * FROM {table}") for table in tables] == before


@pytest.mark.usefixtures("secrets")
def test_a_new_price_or_a_new_pin_in_the_file_is_a_change(
    till: Till, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(till, written(tmp_path))
    assert apply(till, written(tmp_path, CONTRACT.replace("52.00", "54.00"))) is True
    monkeypatch.setenv("KARI_PIN", "260917")
    assert apply(till, written(tmp_path, CONTRACT.replace("52.00", "54.00"))) is True
    assert is_pin(till, "260917")


@pytest.mark.usefixtures("secrets")
def test_an_operator_without_a_pin_in_the_file_keeps_the_one_they_have(till: Till, tmp_path: Path) -> None:
    apply(till, written(tmp_path))
    assert apply(till, written(tmp_path, CONTRACT.replace('pin = "env:KARI_PIN"', ""))) is False
    assert is_pin(till, "471108")


@pytest.mark.parametrize("simple", ["4711", "123456", "111111"])
@pytest.mark.usefixtures("secrets")
def test_a_simple_pin_is_good_for_the_first_start_and_must_then_be_changed(
    till: Till, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, simple: str
) -> None:
    monkeypatch.setenv("KARI_PIN", simple)
    apply(till, written(tmp_path))
    assert is_pin(till, simple)
    assert till.operators.get("kari").must_change_pin


@pytest.mark.usefixtures("secrets")
def test_a_pin_that_was_changed_at_the_till_outlives_another_run_of_the_same_file(till: Till, tmp_path: Path) -> None:
    path = written(tmp_path)
    apply(till, path)
    till.operators.pins.change("kari", "802641", by="kari", old_pin="471108").at_once()
    assert apply(till, path) is False
    assert is_pin(till, "802641")


@pytest.mark.usefixtures("secrets")
def test_a_pin_of_the_first_version_is_known_again_and_changes_nothing(till: Till, tmp_path: Path) -> None:
    path = written(tmp_path, CONTRACT.replace("env:KARI_PIN", "4711"))
    apply(till, path)
    kari = till.operators.get("kari")
    till.operators.staff.put([replace(kari, pin_hash=SCRYPT_OF_4711, must_change_pin=False)])
    till.database.execute("UPDATE operator SET file_pin_hash = NULL")
    assert apply(till, path) is False
    assert till.operators.get("kari").pin_hash == SCRYPT_OF_4711


@pytest.mark.usefixtures("secrets")
def test_when_the_pepper_is_lost_the_file_sets_the_pins_anew(till: Till, tmp_path: Path) -> None:
    path = written(tmp_path)
    apply(till, path)
    (till.database.folder / "secrets.json").unlink()
    with pytest.raises(SettingWrong, match="pin_pepper_gone"):
        is_pin(till, "471108")
    assert apply(till, path) is True
    assert is_pin(till, "471108")


def test_an_operator_may_be_marked_to_change_the_pin(till: Till) -> None:
    row = {"id": "ola", "name": "Ola", "pin": "8026", "pin_must_change": True}
    provisioning.apply(parsed(operators=[row]), till)
    assert till.operators.get("ola").must_change_pin


@pytest.mark.parametrize("pin", ["12a4", "１２３４", "12 34", "123", "1234567890123"])
def test_a_pin_that_cannot_be_typed_is_named_without_being_told(pin: str) -> None:
    with pytest.raises(BadInput) as refused:
        parsed(operators=[{"id": "ola", "name": "Ola", "pin": pin}])
    assert refused.value.problem.values["field"] == "operators[1].pin"
    assert pin not in str(refused.value)


def test_a_file_cannot_take_the_last_manager(till: Till) -> None:
    kari = {"id": "kari", "name": "Kari", "role": "manager"}
    provisioning.apply(parsed(operators=[kari]), till)
    with pytest.raises(MoveRefused, match="last_manager"):
        provisioning.apply(parsed(operators=[{**kari, "role": "cashier"}]), till)
    ola = {"id": "ola", "name": "Ola", "role": "manager"}
    provisioning.apply(parsed(operators=[{**kari, "role": "cashier"}, ola]), till)
    assert [o.id for o in till.operators.who_may(Right.OPERATORS)] == ["ola"]


def test_who_left_at_the_till_is_not_called_back_by_the_file(till: Till) -> None:
    people = parsed(operators=[{"id": "kari", "name": "Kari", "role": "manager"}, {"id": "ola", "name": "Ola"}])
    provisioning.apply(people, till)
    till.operators.remove("ola", by="kari")
    assert provisioning.apply(people, till) is False
    assert [operator.id for operator in till.operators.active()] == ["kari"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (("[schedule]", "[shedule]"), "shedule"),
        (("zip_code", "zip"), "shop.address.zip"),
        (("cash = true", "bitcoin = true"), "channels.bitcoin"),
        (("force_customer", "force_costumer"), "channels.invoice.force_costumer"),
        (("sale_12", "sale_13"), "invoicing.products.sale_13"),
        (('role = "manager"', 'rolle = "manager"'), "operators[1].rolle"),
        (('role = "manager"', 'role = "chef"'), "operators[1].role"),
        (('price = "52.00"', 'price = "52.005"'), "products[1].price"),
        (('price = "52.00"', 'price = "99999999999"'), "products[1].price"),
        (('price = "52.00"', 'price = "-1"'), "products[1].price"),
        (('price = "52.00"', "price = 52.00"), "products[1].price"),
        (('price = "52.00"', ""), "products[1].price"),
        (('vat_rate = "25"', 'vat_rate = "24"'), "products[1].vat_rate"),
        (('sku = "1001"', 'sku = "10:01"'), "products[1].sku"),
        (('name = "Kaffe latte"', 'name = "Kaffe\\u0007"'), "products[1].name"),
        (('name = "Kaffe latte"', f'name = "{"x" * 201}"'), "products[1].name"),
        (('times = ["23:30"]', 'times = ["23.30"]'), "schedule.times"),
        (('times = ["23:30"]', "times = 23.5"), "schedule.times"),
        (('organization_number = "999999999"', 'organization_number = "123"'), "shop.organization_number"),
        (("[channels]", "[[channels]]"), "channels"),
        (("[[products]]", "[products]"), "products"),
        (("env:POGO_APPLICATION_KEY", "env:NOT_SET_ANYWHERE"), "invoicing.application_key"),
        (("file:pogo_client_key", "file:not-there"), "invoicing.client_key"),
        (("file:pogo_client_key", "file:latin"), "invoicing.client_key"),
    ],
)
@pytest.mark.usefixtures("secrets")
def test_a_wrong_place_in_the_file_is_named_and_nothing_is_stored(
    till: Till, tmp_path: Path, wrong: tuple[str, str], field: str
) -> None:
    (tmp_path / "latin").write_bytes(b"n\xf8kkel")
    assert wrong[0] in CONTRACT
    with pytest.raises(BadInput) as refused:
        apply(till, written(tmp_path, CONTRACT.replace(*wrong, 1)))
    assert refused.value.problem.values["field"].startswith(field)
    for table in ("setting", "product", "category", "operator", "journal"):
        assert till.database.rows(f"SELECT * FROM {table}") == []
    assert not (till.database.folder / "secrets.json").exists()


@pytest.mark.usefixtures("secrets")
def test_a_file_that_clashes_with_the_shop_stores_nothing_of_itself(till: Till, tmp_path: Path) -> None:
    apply(till, written(tmp_path))
    clashing = CONTRACT.replace('sku = "1001"', 'sku = "2001"').replace("Kaffebaren AS", "Ny")
    with pytest.raises(BadInput, match="barcode_taken"):
        apply(till, written(tmp_path, clashing))
    assert till.settings.read().shop().name == "Kaffebaren AS"
    assert [product.sku for product in till.catalog.products()] == ["1001"]


@pytest.mark.parametrize(("twice", "field"), [("sku", "products.sku"), ("barcode", "products.barcode")])
def test_two_products_with_one_sku_or_barcode_are_refused(twice: str, field: str) -> None:
    one = {"sku": "1", "name": "A", "price": "1", "vat_rate": "25", "category": "X", "barcode": "11"}
    other = {**one, "sku": "2", "barcode": "22", twice: one[twice]}
    with pytest.raises(BadInput, match="provisioning_twice") as refused:
        parsed(products=[one, other])
    assert refused.value.problem.values["field"] == field


def test_a_file_that_cannot_be_read_or_is_no_toml_is_named(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "none.toml", "provisioning_unreadable"),
        (tmp_path, "provisioning_unreadable"),
        (written(tmp_path, "[shop\nname="), "provisioning_not_toml"),
    ):
        with pytest.raises(BadInput, match=code) as refused:
            provisioning.read(path)
        assert refused.value.problem.values["field"] == str(path)
    (tmp_path / "latin.toml").write_bytes(b'[shop]\nname = "Kaf\xe9"')
    with pytest.raises(BadInput, match="provisioning_not_toml"):
        provisioning.read(tmp_path / "latin.toml")


def test_a_date_may_be_written_as_tomls_own(tmp_path: Path) -> None:
    document = tomllib.loads("[invoicing]\nenabled_since = 2026-11-01")
    assert provisioning.parse(document, tmp_path).settings == {"invoicing.enabled_since": "2026-11-01"}


def test_categories_come_in_the_files_order_with_their_look(till: Till) -> None:
    provision = parsed(
        categories=[{"name": "Te", "icon": "tea", "tone": "coffee"}, {"name": "Kaffe"}],
        products=[{"sku": "1", "name": "A", "price": "1", "vat_rate": "11.11", "category": "Fisk"}],
    )
    provisioning.apply(provision, till)
    assert [(c.name, c.icon, c.tone) for c in till.categories] == [
        ("Te", "tea", "coffee"),
        ("Kaffe", "category", "neutral"),
        ("Fisk", "category", "neutral"),
    ]


def test_a_categorys_tax_group_comes_from_the_file_and_one_that_it_says_nothing_of_stays(till: Till) -> None:
    file = [{"name": "Te", "group_code": "04012"}, {"name": "Kaffe"}]
    provisioning.apply(parsed(categories=file), till)
    till.shelves.change_category("Kaffe", replace(till.category("Kaffe"), group_code="04012"))
    assert not provisioning.apply(parsed(categories=file), till)
    assert [(c.name, c.group_code) for c in till.categories][:2] == [("Te", "04012"), ("Kaffe", "04012")]
    with pytest.raises(BadInput) as refused:
        parsed(categories=[{"name": "Te", "group_code": "04998"}])
    assert refused.value.problem.values["field"] == "categories[1].group_code"


def test_favourites_and_what_was_taken_out_at_the_till_outlive_another_run_of_the_same_file(till: Till) -> None:
    row = {"name": "A", "price": "1", "vat_rate": "25", "category": "X"}
    file = parsed(products=[{"sku": "1", **row}, {"sku": "2", **row}])
    provisioning.apply(file, till)
    till.shelves.mark("1", True)
    till.shelves.take_out("2")
    assert provisioning.apply(file, till) is False
    assert [(p.sku, p.favourite, p.hidden) for p in till.assortment.everything] == [
        ("1", True, False),
        ("2", False, True),
    ]


def test_a_product_may_be_weighed_or_have_its_price_asked_for_each_time(till: Till) -> None:
    beans = {"sku": "1", "name": "Bønner", "price": "398.00", "vat_rate": "15", "category": "X", "unit": "kg"}
    sundry = {"sku": "2", "name": "Diverse", "vat_rate": "25", "category": "X", "open_price": True}
    provisioning.apply(parsed(products=[beans, sundry]), till)
    kinds = [(p.unit, p.open_price, str(p.price)) for p in till.assortment.everything]
    assert kinds == [(Unit.KILO, False, "398.00"), (Unit.PIECE, True, "0.00")]
    for wrong, field in (({"unit": "favn"}, "unit"), ({"open_price": "ja"}, "open_price")):
        with pytest.raises(BadInput) as refused:
            parsed(products=[{**beans, **wrong}])
        assert refused.value.problem.values["field"] == f"products[1].{field}"
