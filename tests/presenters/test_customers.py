"""The customer picker: searched locally, never choosing by itself, honest about where its list is from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.catalog import Customer
from terminal_app.domain.problems import Problem
from terminal_app.domain.sync_control import CustomersRefreshed, StatusChanged, SyncStatus
from terminal_app.presenters.customers import CustomersPresenter
from terminal_app.presenters.root import RootPresenter
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.till.counter import TORGET, ListeningSync, ShopClock, invoice


@pytest.fixture
def picked() -> list[Customer]:
    return []


@pytest.fixture
def picker(root: RootPresenter, session: Session, picked: list[Customer]) -> CustomersPresenter:
    session.pick_customer(picked.append)
    return root.customers


def test_two_of_one_surname_are_told_apart_by_kind_number_and_town(picker: CustomersPresenter) -> None:
    picker.search("martin")
    assert [(row.name, row.detail, row.number, row.initials) for row in picker.view().rows] == [
        ("Kari Martin", "Privatperson · Ålesund", "10002", "KM"),
        ("Martin Østby Bygg AS", "974 760 673 · Bodø", "10003", "MA"),
    ]
    assert picker.view().heading == "2 av 3 kunder"


def test_the_picker_opens_with_who_was_here_last_and_then_the_others(
    picker: CustomersPresenter, till: Till, clock: ShopClock
) -> None:
    assert picker.view().heading == "3 kunder"
    invoice(till, 10003)
    picker.mirror_refreshed()
    assert picker.view().heading == "Sist brukt"
    assert [row.number for row in picker.view().rows] == ["10003", "10002", "10001"]


def test_a_pick_goes_to_whoever_asked_once_and_the_place_before_returns(
    picker: CustomersPresenter, session: Session, picked: list[Customer]
) -> None:
    picker.search("torget")
    picker.view()
    picker.pick(5)
    assert picked == []
    picker.pick(0)
    picker.pick(0)
    assert picked == [TORGET]
    assert session.place is Place.SALE
    assert picker.view().search == ""


def test_one_match_alone_is_still_not_chosen(picker: CustomersPresenter, picked: list[Customer]) -> None:
    picker.search("torget")
    assert len(picker.view().rows) == 1
    assert picked == []


def test_closing_chooses_nobody(picker: CustomersPresenter, session: Session, picked: list[Customer]) -> None:
    picker.close()
    picker.pick(0)
    assert (picked, session.place) == ([], Place.SALE)


def test_no_match_says_what_was_searched_and_where_new_customers_are_made(picker: CustomersPresenter) -> None:
    picker.search("zzz")
    view = picker.view()
    assert view.rows == ()
    assert view.empty == "Ingen kunde passer med «zzz»"
    assert "PowerOffice" in view.empty_hint


def test_the_rows_stay_the_same_object_while_the_list_is_the_same(picker: CustomersPresenter) -> None:
    rows = picker.view().rows
    picker.mirror_refreshed()
    assert picker.view().rows is rows


def test_a_refresh_shows_that_it_waits_until_the_fresh_list_is_there(
    root: RootPresenter, picker: CustomersPresenter, sync: ListeningSync, till: Till
) -> None:
    picker.refresh()
    assert picker.view().refreshing
    assert sync.asked == ["refresh_customers"]
    till.catalog.put_customers([(replace(TORGET, name="Aasen AS"), None)])
    root.take(CustomersRefreshed(1))
    assert not picker.view().refreshing
    assert picker.view().rows[0].name == "Aasen AS"


def test_a_refresh_that_meets_no_network_stops_waiting_and_says_so(
    root: RootPresenter, picker: CustomersPresenter, clock: ShopClock
) -> None:
    picker.refresh()
    root.take(StatusChanged(SyncStatus(offline_since=clock())))
    view = picker.view()
    assert not view.refreshing
    assert view.notice is not None
    assert view.notice.message == "PowerOffice er ikke tilgjengelig nå."
    root.take(CustomersRefreshed(0))
    assert picker.view().notice is None


def test_a_refresh_that_meets_a_wrong_setting_says_which(root: RootPresenter, picker: CustomersPresenter) -> None:
    picker.refresh()
    root.take(StatusChanged(SyncStatus(blocked=Problem("key_missing", {"field": "invoicing.client_key"}))))
    notice = picker.view().notice
    assert notice is not None
    assert "Klientnøkkel" in notice.message


def test_a_shop_without_an_accounting_system_is_told_instead_of_waiting(
    picker: CustomersPresenter, till: Till, sync: ListeningSync
) -> None:
    till.change_settings({"invoicing.system": "none"})
    sync.asked.clear()
    picker.refresh()
    assert not picker.view().refreshing
    assert picker.view().notice is not None
    assert sync.asked == []
