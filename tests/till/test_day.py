"""The register's day: its float, money in and out, what X and Z say, and when a Z is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from terminal_app.domain.cart import Cart
from terminal_app.domain.money import LARGEST_ORE, ZERO, Money
from terminal_app.domain.operators import Right
from terminal_app.domain.problems import BadInput, MoveRefused, SettingWrong
from terminal_app.domain.settlement import CashCount, PayIn, PayOut, ReportKind, Tally
from terminal_app.storage import journal
from terminal_app.storage.books import disagreements
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, IN_CASH, LATTE, ShopClock, a_cart, invoice, set_up


def kinds(till: Till) -> list[str]:
    return [row.kind for row in journal.rows(till.database) if row.kind not in ("settings", "signing_key")]


def last_facts(till: Till, kind: str) -> dict[str, object]:
    return dict([row for row in journal.rows(till.database) if row.kind == kind][-1].facts)


# the float


def test_a_float_of_nothing_stands_before_the_very_first_sale_when_nobody_gave_one(till: Till) -> None:
    till.sell(a_cart(), BY_CARD, operator_id="kari")
    assert kinds(till) == ["float", "sale"]
    float_facts = last_facts(till, "float")
    assert (float_facts["amount"], float_facts["carried"], float_facts["type"]) == ("0.00", True, "11007")
    stands = till.day.stands()
    assert (stands.opened, stands.carried, stands.opening_float) == (True, True, ZERO)


def test_the_float_that_somebody_gave_is_signed_and_no_other_comes(till: Till) -> None:
    move = till.day.open(Money(1_500_00), "amina")
    till.sell(a_cart(), IN_CASH)
    assert kinds(till) == ["float", "sale"]
    facts = last_facts(till, "float")
    assert (facts["nr"], facts["amount_in"], facts["amount_ex"]) == (1, "1500.00", "1500.00")
    assert (move.nr, move.amount, move.total) == (1, Money(1_500_00), Money(1_500_00))
    stands = till.day.stands()
    assert (stands.carried, stands.expected_cash) == (False, Money(1_644_00))


def test_a_float_given_again_is_corrected_by_the_difference(till: Till) -> None:
    till.day.open(Money(1_500_00))
    move = till.day.open(Money(1_450_00))
    assert (move.amount, move.total) == (Money(-50_00), Money(1_450_00))
    assert till.day.x().opening_float == Money(1_450_00)


def test_what_the_z_left_is_the_next_days_float_unless_somebody_says_otherwise(till: Till, clock: ShopClock) -> None:
    till.day.open(Money(500_00))
    till.sell(a_cart(), IN_CASH)
    till.day.close(count=CashCount(Money(644_00), Money(400_00)))
    assert till.day.stands().suggested_float == Money(400_00)
    clock.advance(days=1)
    till.sell(a_cart(), BY_CARD)
    stands = till.day.stands()
    assert (stands.opening_float, stands.carried) == (Money(400_00), True)
    till.day.open(Money(400_00))
    assert till.day.stands().carried is False


def test_the_float_of_a_day_without_a_sale_is_neither_lost_nor_a_difference(till: Till, clock: ShopClock) -> None:
    till.day.open(Money(500_00))
    till.day.close()
    clock.advance(days=1)
    assert till.day.stands().expected_cash == Money(500_00)
    counted = till.day.close(count=CashCount(Money(500_00), Money(400_00)))
    assert (counted.opening_float, counted.cash.difference) == (Money(500_00), ZERO)
    clock.advance(days=1)
    assert till.day.close().cash.carried == Money(400_00)


def test_what_nobody_counted_goes_on_as_it_should_be(till: Till, clock: ShopClock) -> None:
    till.day.open(Money(500_00))
    till.sell(a_cart(), IN_CASH)
    till.day.close()
    clock.advance(days=1)
    till.sell(a_cart(), BY_CARD)
    assert till.day.stands().opening_float == Money(644_00)


def test_a_float_below_nothing_is_refused(till: Till) -> None:
    with pytest.raises(BadInput, match="float_negative"):
        till.day.open(Money(-1))
    assert kinds(till) == []


# money in and out


def test_money_in_and_out_has_numbers_of_its_own_and_moves_what_should_be_there(till: Till) -> None:
    till.day.open(Money(500_00))
    first = till.day.pay_in(Money(200_00), PayIn.CHANGE)
    paid = till.day.pay_in(Money(99_00), PayIn.INVOICE_PAID, "Faktura 10044")
    out = till.day.pay_out(Money(35_50), PayOut.EXPENSE, "Melk", "kari")
    assert [first.number, paid.number, out.number] == ["I-000001", "I-000002", "U-000001"]
    types = [row.facts["type"] for row in journal.rows(till.database) if row.kind in ("pay_in", "pay_out")]
    assert types == ["11011", "11005", "11010"]
    assert (last_facts(till, "pay_out")["amount"], last_facts(till, "pay_out")["amount_in"]) == ("35.50", "-35.50")
    assert till.day.stands().expected_cash == Money(763_50)


def test_a_cashier_takes_nothing_out_without_a_manager(till: Till) -> None:
    till.day.open(Money(500_00))
    with pytest.raises(MoveRefused, match="right_missing"):
        till.day.pay_out(Money(100_00), PayOut.BANK, operator_id="amina")
    grant = till.operators.approve(Right.PAY_OUT, "kari", "amina")
    till.day.pay_out(Money(100_00), PayOut.BANK, operator_id="amina", approved_by=grant.approved_by)
    assert last_facts(till, "pay_out")["approved_by"] == "kari"
    with pytest.raises(MoveRefused, match="approval_used_up"):
        till.day.pay_out(Money(100_00), PayOut.BANK, operator_id="amina", approved_by=grant.approved_by)


@pytest.mark.parametrize(
    ("amount", "words", "code"),
    [
        (Money(500_01), "Melk", "pay_out_too_much"),
        (ZERO, "Melk", "cash_move_of_nothing"),
        (Money(-5_00), "Melk", "cash_move_of_nothing"),
        (Money(10_00), "  ", "cash_move_unsaid"),
        (Money(10_00), "x" * 201, "text_too_long"),
    ],
)
def test_a_pay_out_that_cannot_be_is_refused_and_takes_no_number(
    till: Till, amount: Money, words: str, code: str
) -> None:
    till.day.open(Money(500_00))
    with pytest.raises(BadInput, match=code):
        till.day.pay_out(amount, PayOut.EXPENSE, words, "kari")
    assert till.day.pay_out(Money(1_00), PayOut.BANK, operator_id="kari").number == "U-000001"


# X and Z


def test_an_x_changes_nothing_and_says_what_the_z_would(till: Till) -> None:
    till.day.open(Money(500_00))
    till.sell(a_cart(), IN_CASH)
    before, x = till.day.stands(), till.day.x("amina")
    assert till.day.stands() == before
    z = till.day.close("kari")
    assert (x.kind, x.number, z.kind, z.number) == (ReportKind.X, None, ReportKind.Z, 1)
    for name in ("cash_sales", "groups", "payments", "operators", "vat", "grand", "cash", "opening_float"):
        assert getattr(x, name) == getattr(z, name)


def test_grand_totals_of_many_years_stop_no_sale_and_no_z(till: Till, clock: ShopClock) -> None:
    for _ in range(2):
        till.sell(Cart().add(LATTE, unit_price=Money(LARGEST_ORE)), BY_CARD, operator_id="kari")
    first = till.day.close("kari")
    assert first.grand.sales.ore > LARGEST_ORE
    clock.advance(days=1)
    till.sell(a_cart(), BY_CARD)
    assert till.day.close("kari").grand.sales.ore == first.grand.sales.ore + a_cart().total.ore


def test_a_z_begins_the_next_period_and_the_grand_totals_go_on_in_another_program(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD)
    first = till.day.close()
    clock.advance(days=1)
    till.sell(Cart().add(LATTE), BY_CARD)
    second = Till(till.database, clock).day.close()
    assert (first.number, second.number) == (1, 2)
    assert (second.first_row, second.cash_sales) == (first.row + 1, Money(52_00))
    assert second.grand.sales == first.grand.sales + Money(52_00)


def test_a_counted_difference_is_signed_right_before_the_z(till: Till) -> None:
    till.day.open(Money(500_00))
    z = till.day.close(count=CashCount(Money(495_00), Money(495_00), "En femmer er borte"))
    assert kinds(till)[-2:] == ["cash_difference", "report_z"]
    facts = last_facts(till, "cash_difference")
    assert (facts["type"], facts["expected"], facts["counted"], facts["amount_in"]) == (
        "11008", "500.00", "495.00", "-5.00",
    )  # fmt: skip
    assert (z.cash.difference, z.cash.words) == (Money(-5_00), "En femmer er borte")


def test_a_count_that_fits_leaves_no_difference_behind(till: Till) -> None:
    till.day.open(Money(500_00))
    till.day.close(count=CashCount(Money(500_00), ZERO))
    assert "cash_difference" not in kinds(till)


@pytest.mark.parametrize(
    ("count", "code"),
    [
        (CashCount(Money(-1), ZERO), "count_negative"),
        (CashCount(Money(100_00), Money(100_01)), "left_more_than_counted"),
        (CashCount(Money(100_00), Money(-1)), "left_more_than_counted"),
    ],
)
def test_a_count_that_cannot_be_closes_nothing(till: Till, count: CashCount, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        till.day.close(count=count)
    assert kinds(till) == []


def test_a_z_is_refused_while_carts_are_parked_and_names_them(till: Till, clock: ShopClock) -> None:
    for name in ("Bord 4", "Bord 5"):
        till.parking.park(a_cart(), name, "kari")
        clock.advance(minutes=1)
    with pytest.raises(MoveRefused) as refused:
        till.day.close()
    assert refused.value.problem.values["names"] == "Bord 4, Bord 5"
    assert till.day.stands().parked == ("Bord 4", "Bord 5")
    assert till.day.reports() == ()


def test_a_z_is_refused_while_a_sale_is_rung_up_and_says_how_much_it_is(till: Till) -> None:
    till.ringing.rung(Cart(), a_cart(), "kari")
    with pytest.raises(MoveRefused) as refused:
        till.day.close()
    assert refused.value.problem.values == {"lines": "2", "amount": "143.90"}
    till.sell(a_cart(), BY_CARD)
    assert till.day.close().number == 1


def test_a_day_has_one_z_and_what_is_sold_after_it_comes_on_the_next(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD)
    till.day.close()
    with pytest.raises(MoveRefused) as refused:
        till.day.close()
    assert refused.value.problem.values == {"day": "23.11.2026", "number": "1", "time": "14:05"}
    till.sell(a_cart(), BY_CARD)
    assert till.day.stands().closed_today is True
    clock.advance(days=1)
    till.sell(Cart().add(LATTE), BY_CARD)
    assert (till.day.stands().closed_today, till.day.stands().left_open) == (False, None)
    second = till.day.close()
    assert (second.number, second.cash_sales, f"{second.day}") == (2, Money(195_90), "2026-11-24")


def test_a_z_without_a_key_to_sign_its_difference_with_stores_nothing(till: Till) -> None:
    till.day.open(Money(500_00))
    shutil.rmtree(till.signing.store.folder)
    till.signing.forget()
    with pytest.raises(SettingWrong):
        till.day.close(count=CashCount(ZERO, ZERO))
    assert kinds(till) == ["float"]
    assert till.day.reports() == ()


def test_nothing_of_the_day_is_done_while_training_is_on_but_an_x(till: Till) -> None:
    till.train(True, "kari")
    for act in (
        lambda: till.day.open(Money(1_00)),
        lambda: till.day.pay_in(Money(1_00), PayIn.CHANGE),
        lambda: till.day.pay_out(Money(1_00), PayOut.BANK, operator_id="kari"),
        lambda: till.day.close(),
    ):
        with pytest.raises(MoveRefused, match="day_in_training"):
            act()
    till.sell(a_cart(), IN_CASH)
    x = till.day.x()
    assert (x.training, x.cash_sales, till.day.stands().opened) == (Tally(1, Money(143_90)), ZERO, False)


def test_unsent_invoices_are_counted_and_stop_no_z(till: Till) -> None:
    invoice(till)
    invoice(till, cart=Cart().add(LATTE))
    assert till.day.close().unsent == Tally(2, Money(195_90))


def test_invoices_that_nobody_means_to_send_are_not_told_as_unsent(database: Database, clock: ShopClock) -> None:
    settings = {
        "shop.name": "Kaffebaren AS",
        "shop.organization_number": "999999999",
        "channels.invoice.enabled": "true",
    }
    till = set_up(database, clock, settings=settings)
    invoice(till)
    assert till.day.x().unsent == Tally()


# what was made


def test_reports_are_listed_newest_first_and_read_as_they_were_made(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD)
    x, z = till.day.x(), till.day.close()
    clock.advance(days=1)
    till.change_settings({"shop.name": "Et annet navn AS"})
    assert [(one.kind, one.number, one.row) for one in till.day.reports()] == [
        (ReportKind.Z, 1, z.row),
        (ReportKind.X, None, x.row),
    ]
    assert (till.day.report(x.row), till.day.z(1)) == (x, z)
    for unknown in (lambda: till.day.z(2), lambda: till.day.report(z.row + 1), lambda: till.day.report(1)):
        with pytest.raises(BadInput, match="report_unknown"):
            unknown()


def test_a_z_is_printed_where_there_is_a_printer_and_an_x_only_when_asked(till: Till, tmp_path: Path) -> None:
    till.change_settings({"printer.kind": "file", "printer.address": str(tmp_path)})
    till.day.x()
    assert "report_printed" not in kinds(till)
    till.day.close()
    assert kinds(till)[-2:] == ["report_z", "report_printed"]


def test_what_was_undone_before_it_was_stored_is_forgotten_again(till: Till) -> None:
    till.day.open(Money(500_00))
    before = till.day.stands()

    class PowerCutError(Exception):
        pass

    def sell_and_lose_power() -> None:
        with till.database.writing():
            till.sell(a_cart(), IN_CASH)
            assert till.day.stands().sales == 1
            raise PowerCutError

    with pytest.raises(PowerCutError):
        sell_and_lose_power()
    assert till.day.stands() == before
    till.sell(Cart().add(LATTE), IN_CASH)
    assert till.day.stands().expected_cash == Money(552_00)


def test_the_registers_id_is_fixed_by_the_first_signed_transaction(till: Till) -> None:
    till.change_settings({"till.register_id": "KASSE-2"})
    till.sell(a_cart(), BY_CARD)
    assert till.day.close().register_id == "KASSE-2"
    with pytest.raises(BadInput, match="register_id_fixed"):
        till.change_settings({"till.register_id": "3", "till.name": "Kasse 3"})
    assert till.values.text("till.register_id") == "KASSE-2"
    assert disagreements(till.database) == ()
