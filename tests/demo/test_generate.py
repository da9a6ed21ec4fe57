"""The sample data: the committed files are what the script makes, and every number in them holds."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from terminal_app.demo import generate
from terminal_app.demo.draws import ean13, organization_number

HOME = Path(__file__).resolve().parents[2] / "assets" / "demo"
VAT_RATES = {"0", "12", "15", "25"}
TONES = {"coffee", "bakery", "food", "drink", "sweet", "eco"}
DELIVERY_TYPES = {"PdfByEmail", "Print", "EHF", "AvtaleGiro", "External", "Efaktura", "Factoring"}


@pytest.fixture(scope="module")
def shop() -> dict[str, Any]:
    return tomllib.loads((HOME / "shop.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def people() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((HOME / "customers.json").read_text(encoding="utf-8"))
    return rows


def shown_name(row: dict[str, Any]) -> str:
    return f"{row['FirstName']} {row['LastName']}" if row["IsPerson"] else str(row["Name"])


def holds_modulus_11(number: str) -> bool:
    """All nine digits weighted, the check digit by one: a sound number leaves nothing over."""
    return bool(re.fullmatch(r"\d{9}", number)) and not (
        sum(int(number[place]) * weight for place, weight in enumerate([3, 2, 7, 6, 5, 4, 3, 2, 1])) % 11
    )


def holds_modulus_10(barcode: str) -> bool:
    digits = [int(digit) for digit in barcode]
    return len(digits) == 13 and (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_the_committed_files_are_what_the_script_makes(tmp_path: Path) -> None:
    assert generate.main(["--out", str(tmp_path)]) == 0
    for name in ("shop.toml", "customers.json"):
        assert (tmp_path / name).read_bytes() == (HOME / name).read_bytes(), name


def test_another_seed_makes_other_customers() -> None:
    assert generate.customers_json(seed=1) != generate.customers_json(seed=2)
    assert generate.customers_json(seed=2) == generate.customers_json(seed=2)


def test_another_seed_makes_another_big_range_of_the_same_shop() -> None:
    one, two = generate.products(200, seed=1), generate.products(200, seed=2)
    own = len(generate.products())
    assert one[:own] == two[:own] == generate.products()
    assert one[own:] != two[own:]


def test_the_known_check_digits_of_the_registers_come_out_right() -> None:
    assert organization_number(12345678) == "123456785"  # Brønnøysundregistrene's own worked example
    assert organization_number(99999999) == "999999999"
    assert organization_number(90000009) is None  # the weights leave 10, which has no digit
    assert ean13("400638133393") == "4006381333931"  # GS1's textbook number


def test_the_shop_file_has_the_tables_and_keys_of_the_contract_and_no_others(shop: dict[str, Any]) -> None:
    assert list(shop) == ["shop", "operators", "categories", "products", "channels", "invoicing", "schedule"]
    assert set(shop["shop"]) == {"name", "organization_number", "address", "vat_registered"}
    assert set(shop["shop"]["address"]) == {"line1", "zip_code", "city"}
    assert all(set(operator) == {"id", "name", "role"} for operator in shop["operators"])
    assert all(set(category) == {"name", "icon", "tone", "group_code"} for category in shop["categories"])
    keys, optional = {"sku", "name", "vat_rate", "category", "barcode"}, {"takeaway_vat_rate", "unit"}
    for product in shop["products"]:
        assert set(product) - optional == keys | ({"open_price"} if "open_price" in product else {"price"})
    assert shop["channels"]["invoice"] == {"enabled": True, "integration": True, "force_customer": True}
    assert set(shop["invoicing"]) == {"system", "endpoint", "enabled_since", "products", "invoice_fee_amount"}
    assert shop["schedule"]["times"] == ["14:00", "23:30"]
    assert len(shop["schedule"]["days"]) == 7


def test_the_shop_has_a_sound_number_and_a_manager_beside_its_cashiers(shop: dict[str, Any]) -> None:
    assert holds_modulus_11(shop["shop"]["organization_number"])
    roles = {operator["id"]: operator["role"] for operator in shop["operators"]}
    assert roles["kari"] == "manager"
    assert roles["ola"] == "cashier"
    assert len(roles) == 3


def test_eight_categories_share_all_products_in_the_order_of_the_strip(shop: dict[str, Any]) -> None:
    names = [category["name"] for category in shop["categories"]]
    assert len(names) == len(set(names)) == 8
    assert {category["tone"] for category in shop["categories"]} <= TONES
    seen = list(dict.fromkeys(product["category"] for product in shop["products"]))
    assert seen == names
    per_category = Counter(product["category"] for product in shop["products"])
    assert sum(per_category.values()) == len(shop["products"]) >= 60
    assert min(per_category.values()) >= 5


def test_every_product_has_a_price_with_two_decimals_and_rates_that_norway_knows(shop: dict[str, Any]) -> None:
    for product in shop["products"]:
        assert product.get("open_price") or re.fullmatch(r"[1-9]\d*\.\d\d", product["price"]), product
        assert product["vat_rate"] in VAT_RATES, product
        assert product.get("takeaway_vat_rate", "15") == "15", product
    assert {product["vat_rate"] for product in shop["products"]} == VAT_RATES
    assert any(not product.get("price", "0.00").endswith(".00") for product in shop["products"])


def test_some_goods_are_weighed_and_one_has_its_price_asked_for_and_the_others_keep_their_numbers(
    shop: dict[str, Any],
) -> None:
    last = sorted(shop["products"], key=lambda product: int(product["sku"]))[-3:]
    assert [product.get("unit", product.get("open_price")) for product in last] == ["kg", "kg", True]
    assert not [p for p in shop["products"] if ("unit" in p or "open_price" in p) and p not in last]


def test_a_product_has_two_rates_only_where_it_is_served_in_the_shop(shop: dict[str, Any]) -> None:
    two_rates = [product for product in shop["products"] if "takeaway_vat_rate" in product]
    assert len(two_rates) > 40
    assert {product["vat_rate"] for product in two_rates} == {"25"}
    assert not {product["category"] for product in two_rates} & {"Butikk", "Gaver"}


def test_skus_names_and_barcodes_of_the_shop_are_unique_and_the_check_digits_hold(shop: dict[str, Any]) -> None:
    for key in ("sku", "name", "barcode"):
        values = [product[key] for product in shop["products"]]
        assert len(set(values)) == len(values), key
    assert shop["products"][0]["sku"] == "1001"
    assert all(holds_modulus_10(product["barcode"]) for product in shop["products"])
    assert {product["barcode"][:3] for product in shop["products"]} == {"290", "703"}


def test_some_product_names_are_long_enough_to_strain_a_tile(shop: dict[str, Any]) -> None:
    assert sum(len(product["name"]) >= 38 for product in shop["products"]) >= 4


def test_a_name_with_quotes_and_backslashes_survives_the_shop_file(tmp_path: Path) -> None:
    for source in (HOME / "words").iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    catalogue = '[Te "å" | coffee | coffee | 290 | 04012]\nC:\\kaffe "ny" | 9.90 | 25/15\n'
    (tmp_path / "catalogue.txt").write_text(catalogue, encoding="utf-8")
    parsed = tomllib.loads(generate.shop_toml(words=tmp_path))
    assert parsed["products"][0]["name"] == 'C:\\kaffe "ny"'
    assert parsed["categories"][0]["name"] == 'Te "å"'


def test_a_price_in_the_catalogue_without_two_decimals_is_refused_by_name(tmp_path: Path) -> None:
    catalogue = "[Te | coffee | coffee | 290 | 04012]\nEarl Grey | 9.9 | 25/15\n"
    (tmp_path / "catalogue.txt").write_text(catalogue, encoding="utf-8")
    with pytest.raises(ValueError, match="Earl Grey"):
        generate.products(words=tmp_path)


def test_a_shop_of_twenty_thousand_products_has_no_name_sku_or_barcode_twice() -> None:
    big = generate.products(20_000)
    for values in ({p.sku for p in big}, {p.name for p in big}, {p.barcode for p in big}):
        assert len(values) == 20_000
    assert all(holds_modulus_10(p.barcode) for p in big)
    assert all(re.fullmatch(r"[1-9]\d*\.\d\d", p.price) for p in big if not p.open_price)
    assert {p.category for p in big[1000:]} == {c.name for c in generate.categories()}


def test_three_hundred_customers_are_companies_and_persons_numbered_from_10001(people: list[dict[str, Any]]) -> None:
    assert [row["Number"] for row in people] == list(range(10001, 10301))
    assert Counter(row["IsPerson"] for row in people) == {False: 180, True: 120}
    assert len({row["Id"] for row in people}) == 300


def test_a_customer_is_either_a_company_with_a_number_or_a_person_without(people: list[dict[str, Any]]) -> None:
    for row in people:
        if row["IsPerson"]:
            assert row["FirstName"]
            assert row["LastName"]
            assert row["Name"] is row["LegalName"] is row["OrganizationNumber"] is None
        else:
            assert row["Name"] == row["LegalName"]
            assert row["FirstName"] is row["LastName"] is None
            assert holds_modulus_11(row["OrganizationNumber"]), row
    numbers = [row["OrganizationNumber"] for row in people if not row["IsPerson"]]
    assert len(set(numbers)) == len(numbers)


def test_every_row_has_the_same_fields_in_the_types_of_customer_dto(people: list[dict[str, Any]]) -> None:
    assert {tuple(row) for row in people} == {tuple(people[0])}
    for row in people:
        assert row["InvoiceDeliveryType"] in DELIVERY_TYPES
        assert set(row["MailAddress"]) == {"AddressLine1", "ZipCode", "City", "CountryCode"}
        assert row["PhoneNumber"] is None or re.fullmatch(r"\+47\d{8}", row["PhoneNumber"])
        assert row["PaymentTerm"] in {10, 14, 20, 30}
        created = datetime.fromisoformat(row["CustomerCreatedDateTimeOffset"])
        changed = datetime.fromisoformat(row["LastChangedDateTimeOffset"])
        assert created.utcoffset() is not None
        assert created <= changed < datetime.fromisoformat("2026-10-31T20:00:00+00:00")


def test_mail_can_never_leave_for_a_real_mailbox(people: list[dict[str, Any]]) -> None:
    addresses = [row[key] for row in people for key in ("EmailAddress", "InvoiceEmailAddress") if row[key]]
    assert len(addresses) > 250
    safe = re.compile(r"[a-z0-9.]+@(example\.no|example\.com|[a-z0-9]+\.example)")
    assert [address for address in addresses if not safe.fullmatch(address)] == []


def test_ehf_goes_to_companies_and_mail_to_those_who_have_an_address(people: list[dict[str, Any]]) -> None:
    assert not [row for row in people if row["IsPerson"] and row["InvoiceDeliveryType"] == "EHF"]
    without = [r for r in people if r["InvoiceDeliveryType"] == "PdfByEmail" and not r["EmailAddress"]]
    assert [row["Number"] for row in without] == [10172]  # the one nasty case


def test_a_few_are_archived_have_a_discount_or_pay_no_vat(people: list[dict[str, Any]]) -> None:
    assert sum(row["IsArchived"] for row in people) == 6
    assert all(row["IsActive"] is not row["IsArchived"] for row in people)
    assert Counter(row["Allowance"] for row in people) == {None: 290, 10: 10}
    assert sum(row["IsVatFree"] for row in people) == 4


def test_names_that_look_alike_can_be_told_apart_by_city_or_number(people: list[dict[str, Any]]) -> None:
    martins = [row for row in people if "Martin " in shown_name(row) + " "]
    assert len(martins) >= 8
    cities: dict[str, set[str]] = {}
    for row in people:
        cities.setdefault(shown_name(row), set()).add(row["MailAddress"]["City"])
    assert len(cities["Martin Hansen"]) >= 3
    assert len(cities["Anne Hansen"]) >= 2
    havn = {row["OrganizationNumber"] for row in people if shown_name(row) in {"Havn Elektro AS", "Havna Elektro AS"}}
    assert len(havn) == 2
    surnames = Counter(row["LastName"] for row in people if row["IsPerson"])
    assert surnames["Hansen"] >= 5


def test_the_nasty_but_legal_names_are_there(people: list[dict[str, Any]]) -> None:
    names = {row["Number"]: shown_name(row) for row in people}
    assert "[b]" in names[10100]
    assert "[ref=" in names[10101]
    assert "🌷" in names[10128]
    assert "'" in names[10135]
    assert names[10151].startswith("Å")
    assert len(names[10064]) > 60
    assert len(names[10091]) > 40
    assert people[10199 - 10001]["MailAddress"]["City"] is None
    assert all(row["MailAddress"]["City"] for row in people if row["Number"] != 10199)


def test_every_zip_code_stands_with_its_own_city(people: list[dict[str, Any]]) -> None:
    pairs = {(row["MailAddress"]["ZipCode"], row["MailAddress"]["City"]) for row in people} - {(None, None)}
    listed = (HOME / "words" / "places.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"\d{4}", str(zip_code)) for zip_code, _ in pairs)
    assert {f"{zip_code} {city}" for zip_code, city in pairs} <= set(listed)
    assert ("0181", "Oslo") in pairs


def test_one_customer_a_line() -> None:
    lines = (HOME / "customers.json").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 302
    assert all(json.loads(line.rstrip(","))["Number"] for line in lines[1:-1])


def test_a_big_register_keeps_numbers_names_and_mailboxes_unique() -> None:
    big = generate.customers(5_000)
    companies = [row for row in big if not row["IsPerson"]]
    assert len(companies) == 3_000
    assert len({row["OrganizationNumber"] for row in companies}) == 3_000
    assert len({row["Name"] for row in companies}) == 3_000
    assert len({row["Id"] for row in big}) == 5_000
    mailboxes = [row["EmailAddress"] for row in big if row["EmailAddress"]]
    assert len(set(mailboxes)) == len(mailboxes)


@pytest.mark.parametrize("count", [0, 1, 7, 99])
def test_a_small_register_has_exactly_as_many_customers_as_asked_for(count: int) -> None:
    assert [row["Number"] for row in generate.customers(count)] == list(range(10001, 10001 + count))


@pytest.mark.parametrize("count", [0, 1, 63, 64])
def test_a_shop_has_exactly_as_many_products_as_asked_for(count: int) -> None:
    assert len(generate.products(count)) == count


def test_a_count_below_zero_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="count"):
        generate.customers(-1)
    with pytest.raises(ValueError, match="count"):
        generate.products(-1)


def test_an_argument_that_is_wrong_leaves_the_files_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        generate.main(["--out", str(tmp_path), "--customers", "-1"])
    assert stopped.value.code == 2
    assert "--customers" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
