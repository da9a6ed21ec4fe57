"""The pages: payment channels, schedule, shop and this till."""

from __future__ import annotations

from dataclasses import replace

import pytest

from terminal_app.domain.channel import Channel
from terminal_app.domain.outbox import State
from terminal_app.presenters.desk.desk import DeskPresenter
from terminal_app.presenters.desk.rows import (
    Action,
    Chips,
    Choices,
    Lines,
    Note,
    Order,
    Paper,
    Preview,
    Ruler,
    Switch,
    Text,
    Toggles,
)
from terminal_app.presenters.receipt import ReceiptPresenter
from terminal_app.presenters.session import Session
from terminal_app.till import Till
from tests.presenters.desk.reading import row, rows, save_bar
from tests.till.counter import BY_CARD, ListeningSync, ShopClock, a_cart, invoice

TIMES = "schedule.times"


def add_time(desk: DeskPresenter, typed: str) -> Chips:
    desk.put(f"{TIMES}.new", typed)
    desk.press(TIMES, "add")
    return row(desk, Chips, TIMES)


def labels(options: tuple[object, ...]) -> list[str]:
    return [option.label for option in options]  # type: ignore[attr-defined]


# payment channels


def test_a_channel_is_switched_on_only_when_it_is_saved(desk: DeskPresenter, till: Till) -> None:
    desk.open("payment_channels")
    desk.put("channels.giftcard.enabled", "true")
    assert row(desk, Switch, "channels.giftcard.enabled").on
    assert Channel.GIFT_CARD not in till.channels()
    desk.save()
    assert Channel.GIFT_CARD in till.channels()


def test_the_preview_has_the_channels_that_are_on_in_their_order(desk: DeskPresenter, till: Till) -> None:
    desk.open("payment_channels")
    desk.put("channels.order", "invoice,vipps,card,cash")
    desk.put("channels.vipps.enabled", "false")
    preview = row(desk, Preview, "preview")
    assert labels(preview.buttons) == ["Faktura", "Kort", "Kontant"]
    desk.save()
    assert till.channels() == (Channel.INVOICE, Channel.CARD, Channel.CASH)


def test_a_channel_that_is_off_keeps_a_place_in_the_order(desk: DeskPresenter, till: Till) -> None:
    desk.open("payment_channels")
    desk.put("channels.order", "invoice,card,cash,vipps")
    desk.save()
    assert till.values.text("channels.order") == "invoice,card,cash,vipps,giftcard"
    assert labels(row(desk, Order, "channels.order").items) == ["Faktura", "Kort", "Kontant", "Vipps"]


def test_integration_off_says_how_many_sales_are_only_recorded(desk: DeskPresenter, till: Till) -> None:
    till.change_settings({"channels.invoice.integration": "false"})
    invoice(till)
    invoice(till)
    desk.open("payment_channels")
    (note,) = rows(desk, Note)
    assert note.text == "2 fakturasalg er registrert her og ikke sendt."
    assert till.outbox.counts()[State.HELD] == 2


def test_the_invoice_rules_say_what_they_mean(desk: DeskPresenter) -> None:
    desk.open("payment_channels")
    forced = row(desk, Switch, "channels.invoice.force_customer")
    assert (forced.label, forced.detail) == ("Tvunget fakturakunde", "Kunde må være opprettet i PowerOfficeGo.")
    assert row(desk, Switch, "channels.invoice.integration").label == "Fakturaintegrasjon"


# schedule


def test_a_time_is_added_however_it_is_typed_and_stored_in_order(desk: DeskPresenter, till: Till) -> None:
    desk.open("schedule")
    chips = add_time(desk, "1400")
    assert (labels(chips.chips), chips.typed, chips.problem) == (["14:00", "23:30"], "", "")
    desk.save()
    assert till.values.text(TIMES) == "14:00,23:30"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("23:30", "23:30 står i planen allerede"),
        ("23:40", "mindre enn 15 minutter mellom 23:30 og 23:40"),
        ("2500", "er ikke et klokkeslett"),
        ("snart", "er ikke et klokkeslett"),
        ("", "er ikke et klokkeslett"),
        ("12:00,13:00", "er ikke et klokkeslett"),
    ],
)
def test_a_time_that_cannot_be_is_answered_and_stays_in_the_field(desk: DeskPresenter, typed: str, said: str) -> None:
    desk.open("schedule")
    chips = add_time(desk, typed)
    assert said in chips.problem
    assert (chips.typed, labels(chips.chips)) == (typed, ["23:30"])


def test_times_on_both_sides_of_midnight_are_held_against_each_other(desk: DeskPresenter) -> None:
    desk.open("schedule")
    add_time(desk, "23:55")
    assert "mindre enn 15 minutter" in add_time(desk, "0:05").problem


def test_the_last_time_cannot_be_saved_away(desk: DeskPresenter) -> None:
    desk.open("schedule")
    desk.press(TIMES, "remove:23:30")
    chips = row(desk, Chips, TIMES)
    assert (chips.chips, bool(chips.problem)) == ((), True)
    assert not save_bar(desk).enabled


def test_a_day_is_turned_by_a_touch(desk: DeskPresenter, till: Till) -> None:
    desk.open("schedule")
    desk.put("schedule.days", "sun")
    off = [day.label for day in row(desk, Toggles, "schedule.days").options if not day.on]
    assert off == ["søn"]
    desk.save()
    assert till.values.text("schedule.days") == "mon,tue,wed,thu,fri,sat"
    desk.put("schedule.days", "sun")
    assert save_bar(desk).told == "1 endring er ikke lagret"


def test_the_next_three_runs_are_told_in_words_with_what_the_first_would_send(desk: DeskPresenter, till: Till) -> None:
    till.change_settings({"channels.invoice.force_customer": "false"})
    invoice(till)
    invoice(till)
    invoice(till, customer=None)
    desk.open("schedule")
    lines = row(desk, Lines, "runs").lines
    assert [line.left for line in lines] == ["i kveld 23:30", "i morgen 23:30", "onsdag 23:30"]
    assert lines[0].right == "2 venter, 1 trenger deg"


def test_the_runs_follow_the_draft_before_it_is_saved(desk: DeskPresenter) -> None:
    desk.open("schedule")
    add_time(desk, "1600")
    assert row(desk, Lines, "runs").lines[0].left == "i dag 16:00"
    desk.put("schedule.enabled", "false")
    assert row(desk, Lines, "runs").lines == ()


def test_a_time_while_the_shop_is_open_gets_a_tip(desk: DeskPresenter, till: Till) -> None:
    desk.open("schedule")
    add_time(desk, "1600")
    assert rows(desk, Note) == []
    till.change_settings({"shop.opens": "09:00", "shop.closes": "17:00"})
    (tip,) = rows(desk, Note)
    assert tip.text.startswith("16:00 er mens butikken er åpen")


def test_send_now_asks_the_sync(desk: DeskPresenter, sync: ListeningSync) -> None:
    desk.open("schedule")
    assert row(desk, Action, "send_now").enabled
    desk.press("send_now")
    assert sync.asked == ["send_now"]


def test_an_outage_that_lasts_stands_above_the_history(desk: DeskPresenter, session: Session, clock: ShopClock) -> None:
    desk.open("schedule")
    assert row(desk, Lines, "history").lines == ()
    session.status = replace(session.status, offline_since=clock())
    (line,) = row(desk, Lines, "history").lines
    assert (line.left, line.tone) == ("Uten nett 0 min, salg virker", "warn")


# shop


def test_an_organisation_number_with_a_wrong_check_digit_is_told_while_it_is_typed(desk: DeskPresenter) -> None:
    desk.open("shop")
    desk.put("shop.organization_number", "999999998")
    assert "siste er et kontrollsiffer" in row(desk, Text, "shop.organization_number").problem


def test_receipt_texts_are_seen_at_once_and_stand_on_the_next_receipt(
    desk: DeskPresenter, session: Session, till: Till
) -> None:
    desk.open("shop")
    desk.put("receipt.header", "Åpent til 18\nVelkommen!")
    desk.put("receipt.footer", "Bytterett i 30 dager")
    told = [line.left for line in row(desk, Paper, "paper").lines]
    assert told[-4:] == ["Åpent til 18", "Velkommen!", "", "Bytterett i 30 dager"]
    desk.save()
    session.last_sold = till.sell(a_cart(), BY_CARD)
    view = ReceiptPresenter(session).view()
    assert view is not None
    written = [line.left for line in view.papers[0].lines]
    assert written.index("Velkommen!") < written.index("Bytterett i 30 dager") == len(written) - 2
    assert written[-1].startswith("Disken · ")


def test_opening_hours_need_both_ends(desk: DeskPresenter, till: Till) -> None:
    desk.open("shop")
    desk.put("shop.opens", "9")
    assert row(desk, Text, "shop.closes").problem
    desk.put("shop.closes", "9.00")
    assert "samme tid" in row(desk, Text, "shop.closes").problem
    desk.put("shop.closes", "1730")
    desk.save()
    assert (till.values.text("shop.opens"), till.values.text("shop.closes")) == ("09:00", "17:30")


# this till


def test_language_and_look_act_at_once_and_are_not_part_of_the_draft(
    desk: DeskPresenter, session: Session, till: Till
) -> None:
    desk.open("this_till")
    desk.put("till.theme", "contrast")
    desk.put("till.language", "en")
    assert (session.look.theme, till.values.text("till.language")) == ("contrast", "en")
    assert row(desk, Choices, "till.language").chosen == "en"
    assert save_bar(desk).told == "Everything is saved"


def test_the_ruler_stores_the_panels_true_size(desk: DeskPresenter, session: Session, till: Till) -> None:
    desk.open("this_till")
    assert row(desk, Ruler, "till.dpi").dots == 0
    desk.put("till.dpi", "141.2")
    assert (session.look.dots_per_inch, till.values.text("till.dpi")) == (141.2, "141.2")
    assert row(desk, Ruler, "till.dpi").dots == 141.2


def test_tips_are_switched_on_for_the_whole_till(desk: DeskPresenter, till: Till) -> None:
    desk.open("payment_channels")
    tips = row(desk, Switch, "channels.tips.enabled")
    assert (tips.label, tips.on) == ("Tips", False)
    desk.put("channels.tips.enabled", "true")
    desk.save()
    assert till.values.on("channels.tips.enabled")
