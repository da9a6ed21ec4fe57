"""Settings: every key checks what it is given, and one reading gives them typed."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal_app.domain.channel import Channel
from terminal_app.domain.invoice import LineDetail
from terminal_app.domain.money import Money
from terminal_app.domain.problems import BadInput, SettingWrong
from terminal_app.domain.setting_checks import is_organization_number
from terminal_app.domain.settings import SETTINGS, Keys, SettingValues, require_product, setting
from terminal_app.domain.vat import VatRate

CONTRACT = [
    "shop.name",
    "shop.organization_number",
    "channels.invoice.enabled",
    "channels.invoice.integration",
    "channels.invoice.force_customer",
    "invoicing.system",
    "invoicing.enabled_since",
    "invoicing.endpoint",
    "invoicing.api_url",
    "invoicing.token_url",
    "invoicing.application_key",
    "invoicing.client_key",
    "invoicing.subscription_key",
    "invoicing.send_amount_excluding_vat",
    "invoicing.products.sale_0",
    "invoicing.products.sale_12",
    "invoicing.products.sale_15",
    "invoicing.products.sale_25",
    "invoicing.products.gratuity",
    "invoicing.products.fee",
    "invoicing.invoice_fee_amount",
    "invoicing.line_detail",
    "invoicing.unknown_quarantine_s",
    "schedule.enabled",
    "schedule.times",
    "schedule.days",
]


def test_every_key_of_the_contract_is_there() -> None:
    assert set(CONTRACT) - set(SETTINGS) == set()


def test_every_default_passes_its_own_check_unchanged() -> None:
    assert {key: one.check(key, one.default) for key, one in SETTINGS.items()} == {
        key: one.default for key, one in SETTINGS.items()
    }


@pytest.mark.parametrize(
    ("key", "given_text", "stored"),
    [
        ("channels.invoice.enabled", "ON", "true"),
        ("channels.invoice.enabled", "0", "false"),
        ("shop.organization_number", "999 999 417 MVA", "999999417"),
        ("schedule.times", "23:30, 9:05,23:30", "09:05,23:30"),
        ("schedule.days", "SUN, mon", "mon,sun"),
        ("channels.order", "", "card,cash,vipps,giftcard,invoice"),
        ("channels.order", "invoice, cash", "invoice,cash,card,vipps,giftcard"),
        ("shop.opens", " 9:00 ", "09:00"),
        ("shop.opens", "", ""),
        ("receipt.footer", "Takk!\r\nKom igjen ", "Takk!\nKom igjen"),
        ("till.dpi", "141.2", "141.2"),
        ("till.dpi", "", ""),
        ("invoicing.api_url", "https://proxy.example.no/go/", "https://proxy.example.no/go"),
        ("invoicing.api_url", "http://127.0.0.1:8080/v2", "http://127.0.0.1:8080/v2"),
        ("invoicing.invoice_fee_amount", "49.5", "49.50"),
        ("invoicing.unknown_quarantine_s", "060", "60"),
    ],
)
def test_a_value_is_stored_in_one_spelling(key: str, given_text: str, stored: str) -> None:
    assert setting(key).check(key, given_text) == stored


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("shop.name", "x" * 201),
        ("shop.name", "Kafé\x1b[31m"),
        ("shop.name", "Kafé\udcff"),
        ("channels.invoice.enabled", "ja"),
        ("invoicing.system", "tripletex"),
        ("invoicing.enabled_since", "1.11.2026"),
        ("invoicing.enabled_since", "2026-02-30"),
        ("invoicing.enabled_since", "3000-01-01"),
        ("channels.order", "cash,bitcoin"),
        ("channels.order", "cash,card,cash"),
        ("shop.opens", "25:00"),
        ("receipt.footer", "x" * 1001),
        ("till.dpi", "12"),
        ("till.dpi", "1e2"),
        ("till.dpi", "601"),
        ("till.text_scale", "200"),
        ("invoicing.api_url", "http://proxy.example.no"),
        ("invoicing.api_url", "http://localhost.evil.example/"),
        ("invoicing.api_url", "https://user:word@example.no/"),
        ("invoicing.api_url", "ftp://example.no"),
        ("invoicing.invoice_fee_amount", "-1"),
        ("invoicing.invoice_fee_amount", "49.999"),
        ("invoicing.invoice_fee_vat_rate", "11.11"),
        ("invoicing.invoice_fee_vat_rate", ""),
        ("invoicing.unknown_quarantine_s", "10 min"),
        ("schedule.times", "24:00"),
        ("schedule.times", "12:60"),
        ("schedule.days", "mon,tirsdag"),
        ("shop.timezone", "Europe/Drammen"),
        ("shop.timezone", "../../etc/passwd"),
        ("shop.organization_number", "999999418"),
    ],
)
def test_a_value_that_does_not_pass_is_refused_by_its_key(key: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        setting(key).check(key, value)
    assert refused.value.problem.values["field"] == key


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(BadInput) as refused:
        setting("shop.nmae")
    assert dict(refused.value.problem.values) == {"field": "shop.nmae"}


@pytest.mark.parametrize("number", ["999999999", "999999417", "974760673", "889640782"])
def test_an_organisation_number_with_its_check_digit_is_known(number: str) -> None:
    assert is_organization_number(number)


@given(st.integers(0, 99_999_999), st.integers(1, 9))
def test_one_wrong_check_digit_is_always_found(stem: int, off_by: int) -> None:
    right = [digit for digit in "0123456789" if is_organization_number(f"{stem:08d}{digit}")]
    assert len(right) <= 1
    for digit in right:
        assert not is_organization_number(f"{stem:08d}{(int(digit) + off_by) % 10}")


def test_one_reading_gives_every_setting_its_type() -> None:
    values = SettingValues(
        {
            "channels.vipps.enabled": "true",
            "channels.invoice.enabled": "true",
            "channels.cash.enabled": "false",
            "invoicing.enabled_since": "2026-11-01",
            "invoicing.invoice_fee_amount": "49.50",
            "invoicing.products.sale_25": "7025",
            "invoicing.line_detail": "vat_rates",
            "schedule.times": "14:00,23:30",
            "schedule.days": "mon,sun",
        }
    )
    invoicing, schedule = values.invoicing(), values.schedule()
    assert values.channels() == (Channel.CARD, Channel.VIPPS, Channel.INVOICE)
    assert invoicing.enabled_since == date(2026, 11, 1)
    assert invoicing.fee_amount == Money(49_50)
    assert invoicing.fee_vat_rate == VatRate(2500)
    assert invoicing.products == {VatRate(2500): "7025"}
    assert invoicing.line_detail is LineDetail.VAT_RATES
    assert (schedule.times, schedule.days) == ((time(14, 0), time(23, 30)), (0, 6))


def test_a_vat_rate_without_a_product_is_named_by_the_setting_that_lacks() -> None:
    invoicing = SettingValues({"invoicing.products.sale_25": "7025"}).invoicing()
    assert require_product(invoicing, VatRate(2500)) == "7025"
    with pytest.raises(SettingWrong) as wrong:
        require_product(invoicing, VatRate(1500))
    assert wrong.value.problem.values["field"] == "invoicing.products.sale_15"


def test_keys_never_show_themselves() -> None:
    assert repr(Keys("hemmelig-a", "hemmelig-b", "hemmelig-c")) == "Keys(•••)"
