"""The desk: who may see it, which page is open, and that nothing typed is lost without a question."""

from __future__ import annotations

from terminal_app.domain.settings import SETTINGS
from terminal_app.presenters.desk.desk import SAVE, STAY, THROW_AWAY, DeskPresenter
from terminal_app.presenters.desk.pages import GROUPS, page_of
from terminal_app.presenters.desk.rows import Text
from terminal_app.presenters.session import Place, Session
from terminal_app.till import Till
from tests.presenters.desk.reading import page_of as shown
from tests.presenters.desk.reading import row, save_bar


def test_a_cashier_is_told_who_may(desk: DeskPresenter, session: Session, till: Till) -> None:
    session.hand_over(till.operator("amina"))
    view = desk.view()
    assert view.notice is not None
    assert "Kari Nordmann" in view.notice.hint
    assert (view.groups, view.page) == ((), None)


def test_a_cashier_changes_nothing_even_on_a_page_that_was_left_open(
    desk: DeskPresenter, session: Session, till: Till
) -> None:
    desk.open("shop")
    desk.put("shop.name", "Hjørnet AS")
    session.hand_over(till.operator("amina"))
    desk.put("shop.name", "Noe annet AS")
    desk.save()
    assert till.values.text("shop.name") == "Kaffebaren AS"
    session.hand_over(till.operator("kari"))
    assert row(desk, Text, "shop.name").value == "Hjørnet AS"


def test_anybody_opens_the_desk_of_a_shop_without_a_manager(session: Session, till: Till) -> None:
    till.database.execute("UPDATE operator SET role = 'cashier'")
    assert session.may_open_desk()


def test_pages_stand_in_the_groups_of_the_guide(desk: DeskPresenter) -> None:
    told = {group.label: [page.label for page in group.pages] for group in desk.view().groups}
    assert told["Betaling"] == ["Betalingskanaler"]
    assert "Denne kassen" in told["Butikk og kasse"]


def test_every_setting_of_a_page_exists_and_is_on_one_page_only() -> None:
    keys = [key for _, pages in GROUPS for page in pages for key in page.keys]
    assert set(keys) <= set(SETTINGS)
    assert len(keys) == len(set(keys))


def test_a_setting_leads_to_its_page() -> None:
    assert page_of("channels.invoice.integration") == "payment_channels"
    assert page_of("schedule.times") == "schedule"
    assert page_of("no.such.setting") == ""


def test_another_screen_leads_to_a_page(session: Session) -> None:
    desk = DeskPresenter(session)
    session.open_desk("schedule")
    assert session.place is Place.DESK
    assert shown(desk).stem == "schedule"


def test_the_bar_says_how_many_changes_wait_and_what_is_to_mend(desk: DeskPresenter) -> None:
    desk.open("shop")
    assert (save_bar(desk).told, save_bar(desk).enabled) == ("Alt er lagret", False)
    desk.put("shop.name", "Hjørnet AS")
    assert (save_bar(desk).told, save_bar(desk).enabled) == ("1 endring er ikke lagret", True)
    desk.put("shop.organization_number", "1")
    assert (save_bar(desk).told, save_bar(desk).enabled) == ("1 felt må rettes", False)


def test_saving_says_when_and_stores_in_the_name_of_who_did_it(desk: DeskPresenter, till: Till) -> None:
    desk.open("shop")
    desk.put("shop.name", "Hjørnet AS")
    desk.save()
    notice = desk.view().notice
    assert notice is not None
    assert (notice.message, notice.tone) == ("Lagret 14:05", "ok")
    assert till.values.text("shop.name") == "Hjørnet AS"
    (who,) = till.database.row("SELECT operator_id FROM journal ORDER BY rowid DESC LIMIT 1") or ("",)
    assert who == "kari"


def test_leaving_a_page_with_changes_asks_first(desk: DeskPresenter) -> None:
    desk.open("shop")
    desk.put("shop.name", "Hjørnet AS")
    desk.open("schedule")
    question = desk.view().question
    assert question is not None
    assert [answer.key for answer in question.answers] == [STAY, THROW_AWAY, SAVE]
    assert shown(desk).stem == "shop"


def test_staying_keeps_what_was_typed(desk: DeskPresenter) -> None:
    desk.open("shop")
    desk.put("shop.name", "Hjørnet AS")
    desk.open("schedule")
    desk.answer(STAY)
    assert desk.view().question is None
    assert row(desk, Text, "shop.name").value == "Hjørnet AS"


def test_throwing_away_leads_on_without_storing(desk: DeskPresenter, till: Till) -> None:
    desk.open("shop")
    desk.put("shop.name", "Hjørnet AS")
    desk.open("schedule")
    desk.answer(THROW_AWAY)
    assert shown(desk).stem == "schedule"
    assert till.values.text("shop.name") == "Kaffebaren AS"


def test_saving_on_the_way_out_stores_and_leads_on(desk: DeskPresenter, session: Session, till: Till) -> None:
    desk.open("shop")
    desk.put("shop.name", "Hjørnet AS")
    desk.close()
    assert session.place is Place.DESK
    desk.answer(SAVE)
    assert session.place is Place.SALE
    assert till.values.text("shop.name") == "Hjørnet AS"


def test_what_does_not_pass_cannot_be_saved_on_the_way_out(desk: DeskPresenter) -> None:
    desk.open("shop")
    desk.put("shop.name", "")
    desk.back()
    question = desk.view().question
    assert question is not None
    assert [answer.key for answer in question.answers] == [STAY, THROW_AWAY]


def test_going_to_the_queue_keeps_what_was_typed(desk: DeskPresenter, session: Session) -> None:
    desk.open("shop")
    desk.put("shop.name", "Hjørnet AS")
    session.go(Place.QUEUE)
    session.back()
    assert row(desk, Text, "shop.name").value == "Hjørnet AS"


def test_without_changes_nothing_is_asked(desk: DeskPresenter) -> None:
    desk.open("shop")
    desk.open("schedule")
    assert desk.view().question is None
    assert shown(desk).stem == "schedule"
