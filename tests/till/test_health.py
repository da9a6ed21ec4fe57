"""What the doctor says of a till in daily use: each thing that needs a person, in words that say what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from terminal_app.domain.problems import Problem
from terminal_app.domain.runs import Run, RunKind
from terminal_app.storage.database import Database
from terminal_app.till import Till
from tests.till.counter import BY_CARD, ShopClock, a_cart, invoice, set_up
from tests.till.doctor import WELL, found, in_words


@pytest.fixture
def till(database: Database, clock: ShopClock) -> Till:
    return set_up(database, clock, settings=WELL)


# the clock


def test_a_clock_that_was_set_back_is_told_until_the_time_has_come_again(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD)
    clock.advance(hours=-3)
    assert "Klokken viser 23.11.2026 11:05, men journalen går til 23.11.2026 14:05." in in_words(found(till)["clock"])
    till.clock.watch()
    assert found(till)["clock"].ok is False
    clock.advance(hours=3)
    assert found(till)["clock"].ok is True


def test_a_sale_that_was_given_a_later_moment_says_nothing_about_the_clock(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD, at=clock() + timedelta(days=2))
    assert found(till)["clock"].ok is True


@pytest.mark.parametrize("zone", ["Europe/London", "Etc/GMT-1"])
def test_a_till_that_does_not_go_by_norwegian_time_is_told_so(till: Till, zone: str) -> None:
    till.change_settings({"shop.timezone": zone})
    assert found(till)["clock"].code == "clock_other_zone"


# an ordinary bad day


def test_a_day_without_its_z_and_a_cart_left_over_are_named(till: Till, clock: ShopClock) -> None:
    till.sell(a_cart(), BY_CARD)
    till.parking.park(a_cart(), "Bord 4")
    clock.advance(days=1)
    checks = found(till)
    assert (checks["day"].ok, checks["parked"].ok) == (False, False)
    assert "23.11.2026" in in_words(checks["day"])
    assert "Bord 4" in in_words(checks["parked"])


def test_a_print_that_is_stuck_and_one_that_waits_too_long_are_named(till: Till, clock: ShopClock) -> None:
    till.change_settings({"printer.kind": "network", "printer.address": "127.0.0.1"})
    assert found(till)["printer"].ok is True
    till.sell(a_cart(), BY_CARD)
    clock.advance(minutes=11)
    assert "S-000001" in in_words(found(till)["printer"])


def test_an_invoice_that_needs_a_person_is_counted(till: Till) -> None:
    till.change_settings({"channels.invoice.enabled": "true", "channels.invoice.force_customer": "false"})
    invoice(till, customer=None)
    assert in_words(found(till)["queue"]).startswith("I køen er det noe som noen må se på: 1.")


def test_an_invoice_that_has_waited_for_two_days_is_too_late(till: Till, clock: ShopClock) -> None:
    till.change_settings({"channels.invoice.enabled": "true"})
    invoice(till)
    assert found(till)["queue"].ok is True
    clock.advance(days=2, hours=1)
    assert found(till)["queue"].code == "queue_late"


def test_the_last_runs_say_whether_the_accounting_system_was_reached(till: Till, clock: ShopClock) -> None:
    till.change_settings({"channels.invoice.enabled": "true"})
    assert found(till)["network"].code == "network_never_tried"
    till.runs.append(Run(RunKind.ASKED, clock(), clock()))
    assert found(till)["network"].ok is True
    clock.advance(hours=1)
    till.runs.append(Run(RunKind.ASKED, clock(), clock(), problem=Problem("offline")))
    assert "siste gang var 23.11.2026 14:05" in in_words(found(till)["network"])
    till.runs.append(Run(RunKind.ASKED, clock(), clock(), problem=Problem("key_missing", {"field": "x"})))
    assert found(till)["network"].ok is False


def test_a_shop_that_sends_day_settlements_alone_is_told_of_its_schedule_and_network_too(till: Till) -> None:
    alone = {
        "invoicing.system": "poweroffice-go",
        "channels.invoice.enabled": "false",
        "channels.invoice.integration": "false",
        "settlement.enabled": "false",
    }
    till.change_settings(alone)
    assert (found(till)["schedule"].code, till.sends()) == ("schedule_not_needed", False)
    till.change_settings({"settlement.enabled": "true", "settlement.enabled_since": "2026-11-23"})
    assert (found(till)["network"].code, till.sends()) == ("network_never_tried", True)
    assert found(till)["schedule"].code != "schedule_not_needed"
    assert found(till)["settings"].code not in ("settings_no_invoice", "settings_held")


def test_day_settlements_without_a_first_day_are_told_because_none_would_ever_be_sent(till: Till) -> None:
    on = {"invoicing.system": "poweroffice-go", "invoicing.endpoint": "sandbox", "settlement.enabled": "true"}
    till.change_settings(on)
    assert (found(till)["settings"].ok, found(till)["settings"].code) == (False, "settlement_since_missing")
    assert in_words(found(till)["settings"]).startswith("Dagsoppgjør er slått på uten en første dag")


def test_a_day_settlement_that_waits_is_not_told_as_an_invoice(till: Till, clock: ShopClock) -> None:
    settled = {"invoicing.system": "poweroffice-go", "settlement.enabled": "true"}
    till.change_settings({**settled, "settlement.enabled_since": "2026-01-01"})
    till.sell(a_cart(), BY_CARD)
    till.day.close()
    clock.advance(days=2, hours=1)
    told = in_words(found(till)["queue"])
    assert told.startswith("Venter i køen: 1. Den eldste er Z-000001")
    assert "aktura" not in told
